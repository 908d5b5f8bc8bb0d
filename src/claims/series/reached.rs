//! What a change came to, behind it: `cuối năm 2023 đạt 1.846 tỷ đồng; đến 30/9/2024 tăng thêm 97 tỷ đồng, đạt 1.943 tỷ
//! đồng`, `năm 2020 mới 3,6 tỷ đồng, năm 2022 tăng gấp rưỡi, đạt 5,4 tỷ đồng`. The times of the first value and of the change
//! say that the one is the base of the other.

use super::telling;
use crate::claims::attached::precedes;
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage, Separator, Value};
use crate::claims::{Claim, ClaimKind, Operand, Relation, Role};
use crate::document::TextRange;
use crate::figures::{Cue, Dimension, Figure, Period, TokenKind};
use std::ops::Range;

/// How many items before a change its base may stand.
const REACH: usize = 4;

/// Reads the result of a change.
pub(super) fn reached(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, claims: &mut Vec<Claim>) {
    let other = [Cue::Average, Cue::Growth, Cue::Target, Cue::Given, Cue::Goal, Cue::OfWhich, Cue::Comprise];
    let times = figure.unit.dimension == Dimension::Times;
    let up = match item.verb {
        Some(Cue::Decrease) => false,
        Some(Cue::Increase) => true,
        Some(Cue::Multiple) if times => true,
        _ => return,
    };
    if item.group != 0 || item.cues.any(&other) || item.base.is_some() || item.after.has(Cue::ComparedWith) {
        return;
    }
    let Some((result, level)) = result(passage, index, item) else { return };
    let before = passage.items.before(0, index).take(REACH).take_while(|(_, x)| x.sentence == item.sentence);
    let values = before.filter_map(|(_, x)| Some((x, passage.first(x)?)));
    let Some((start, base)) = values.into_iter().find(|(_, f)| fit(f, level) == Fit::Same) else {
        return;
    };
    let plain = matches!(start.value, Value::One(_))
        && matches!(start.verb, None | Some(Cue::Reach | Cue::Is | Cue::Remaining))
        && !start.cues.any(&other)
        && base.hedge.is_none();
    let (kind, relation) = match (times, figure.is_rate(), level.is_rate()) {
        (true, ..) => (ClaimKind::PercentChange, Relation::Multiple),
        (_, true, true) => (ClaimKind::PercentPoints, Relation::Points),
        (_, true, false) => (ClaimKind::PercentChange, Relation::PercentChange),
        (_, false, false) if fit(figure, level) == Fit::Same => (ClaimKind::Increase, Relation::Change),
        _ => return,
    };
    let later = item.period.or(result.period);
    // `từ đầu năm lãi 823 tỷ đồng, …, doanh thu vẫn tăng 15,4% lên 40.409 tỷ đồng`: of another thing, and no value of then.
    let since =
        start.period == Some(Period::YearStart) || passage.own(start).any(|t| t.kind == TokenKind::Cue(Cue::From));
    let tokens = |range: Range<usize>| passage.lexed.tokens.get(range).unwrap_or_default();
    let known = telling(passage, tokens(start.lead.start..start.tail.end));
    let one = telling(passage, tokens(item.own.clone())).iter().all(|w| known.contains(w));
    if !plain || since || !one || !precedes(start.period, later) {
        return;
    }
    let operands = vec![
        Operand::new(Role::Stated, &Figure { negative: false, ..figure.clone() }, None),
        Operand::new(Role::Level, level, later),
        Operand::new(Role::Base, base, start.period),
    ];
    let range = operands.iter().map(|o| o.figure.range).fold(figure.range, TextRange::cover);
    let mut claim = Claim::new(kind, relation, range, operands);
    claim.upward = Some(up).filter(|_| !times || !item.cues.has(Cue::Multiple));
    claim.indicator = passage.indicator(start);
    claims.push(claim);
}

/// The value right behind a change that `đạt` or `lên` makes its result, a percentage in other words between.
pub(in crate::claims) fn result<'p>(
    passage: &'p Passage<'_>,
    index: usize,
    item: &Item,
) -> Option<(&'p Item, &'p Figure)> {
    let mut behind = passage.items.from(item.group, index + 1).map(|(_, x)| x).peekable();
    let again = |x: &&Item| x.cues.has(Cue::Corresponding) && x.separator <= Separator::Comma;
    behind.next_if(again);
    let result = behind.next()?;
    let leads = matches!(result.verb, Some(Cue::Reach | Cue::To | Cue::Remaining));
    let joined = result.sentence == item.sentence && result.separator <= Separator::Comma && !result.subject;
    let other =
        [Cue::Target, Cue::Given, Cue::Goal, Cue::From, Cue::Increase, Cue::Decrease, Cue::Average, Cue::OfWhich];
    let plain = !result.cues.any(&other) && !result.after.any(&[Cue::Target, Cue::Given, Cue::ComparedWith]);
    let figure = passage.first(result).filter(|f| f.hedge.is_none() && matches!(result.value, Value::One(_)))?;
    (leads && joined && plain).then_some((result, figure))
}
