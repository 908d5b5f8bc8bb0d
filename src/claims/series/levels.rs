//! Levels one behind the other: from–to, runs of years, several things made fewer, stocks raised.

use super::before;
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage, Separator, Value};
use crate::claims::{Claim, ClaimKind, Operand, Relation, Role, words};
use crate::figures::{Cue, Dimension, Figure, Period, Token, TokenKind};
use crate::lexicon;
use std::borrow::Cow;

/// `sáp nhập 06 trường học thành 03`: several become fewer.
pub(super) fn merged(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, claims: &mut Vec<Claim>) {
    let words = |tokens: &[Token]| match (tokens.first(), tokens.last()) {
        (Some(a), Some(b)) => passage.document.folded(a.range.cover(b.range)),
        _ => Cow::default(),
    };
    let Some(previous) = index.checked_sub(1).and_then(|i| passage.item(i)) else { return };
    let (Value::One(f), Separator::None) = (previous.value, item.separator) else { return };
    let Some(base) = passage.figure(f).filter(|b| b.is_count() && figure.is_count()) else { return };
    let before = passage.lexed.tokens.get(previous.own.clone()).map_or_else(Cow::default, words);
    let between = passage.lexed.tokens.get(item.own.clone()).unwrap_or_default();
    let last = between.last().map_or_else(Cow::default, |t| words(std::slice::from_ref(t)));
    if fit(base, figure) < Fit::Elided || !words::merges(&before, &last) {
        return;
    }
    let operands = vec![Operand::new(Role::Level, figure, None), Operand::new(Role::Base, base, None)];
    let mut claim = Claim::new(ClaimKind::FromTo, Relation::Direction, base.range.cover(figure.range), operands);
    claim.upward = Some(false);
    claims.push(claim);
}

/// The least number of values that make a run.
const RUN: usize = 4;

/// `Năm 2021 đạt 82.508 con, năm 2022 đạt 84.218 con, …`: the values of a run of years.
pub(super) fn run_of_years(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    let mut run: Vec<Operand> = Vec::new();
    let mut flush = |run: &mut Vec<Operand>| {
        if let (Some(first), Some(last)) = (run.first(), run.last())
            && run.len() >= RUN
        {
            let range = first.figure.range.cover(last.figure.range);
            claims.push(Claim::new(ClaimKind::Series, Relation::Run, range, run.clone()));
        }
        run.clear();
    };
    for (_, item) in passage.items.of_group(0) {
        let (Some(Period::Year(year)), Some(figure)) = (item.period, passage.first(item)) else { continue };
        let level =
            matches!(item.verb, None | Some(Cue::Reach)) && !figure.is_rate() && matches!(item.value, Value::One(_));
        let follows = run.last().is_none_or(|l| {
            l.period == Some(Period::Year(year - 1))
                && fit(&l.figure, figure) >= Fit::Elided
                && l.figure.is_count() == figure.is_count()
        });
        if !level {
            continue;
        }
        if !follows {
            flush(&mut run);
        }
        run.push(Operand::new(Role::Term, figure, item.period));
    }
    flush(&mut run);
}

/// `giảm từ 18,4% năm 2020 xuống còn 9,1% năm 2024`
pub(super) fn from_to(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, claims: &mut Vec<Claim>) {
    if !matches!(item.verb, Some(Cue::To | Cue::Remaining)) || item.separator > Separator::Comma {
        return;
    }
    // `từ 63 người (03 người/thôn) còn 39 người`: what a bracket says of the first stands between.
    let Some((at, previous)) = passage.items.before(item.group, index).next() else { return };
    let Value::One(f) = previous.value else { return };
    let Some(base) = passage.figure(f) else { return };
    if at + 1 < index && item.separator > Separator::None {
        return;
    }
    if previous.group != item.group
        || previous.sentence != item.sentence
        || !previous.cues.has(Cue::From)
        // `Thông tin từ liên bộ: giá xăng giảm 224 đồng/lít, xuống mức 20.682 đồng/lít`: by how much, not from what.
        || matches!(previous.verb, Some(Cue::Increase | Cue::Decrease))
        || fit(base, figure) < Fit::Elided
    {
        return;
    }
    let lead = passage.lexed.tokens.get(previous.own.start..item.token).unwrap_or_default();
    // `tăng từ vị trí 50 năm 2007 lên vị trí 26`: a rank that goes up is a number that goes down.
    let ranks = lead.first().zip(lead.last()).map(|(a, b)| passage.document.slice(a.range.cover(b.range)));
    if ranks.is_some_and(|text| words::names_rank(&lexicon::fold(text))) {
        return;
    }
    // `kéo giảm tổn thất là việc nâng cấp điện áp từ 15 kV lên 22 kV`: behind `là` another statement begins.
    let own = lead.iter().rposition(|t| t.kind == TokenKind::Cue(Cue::Is)).map_or(0, |i| i + 1);
    let own = lead.get(own..).unwrap_or_default();
    let says = |cue| own.iter().any(|t| t.kind == TokenKind::Cue(cue));
    let mut claim = Claim::new(
        ClaimKind::FromTo,
        Relation::Direction,
        base.range.cover(figure.range),
        vec![Operand::new(Role::Level, figure, item.period), Operand::new(Role::Base, base, previous.period)],
    );
    // `tăng 12 xã (từ 34 xã lên 46 xã)`, `tăng 11 người, từ 143 người xuống 132 người`
    let host = passage.items.groups.get(item.group as usize).and_then(|g| passage.item(g.host.filter(|_| g.adjacent)?));
    let in_front = || {
        let before = passage.item(at.checked_sub(1)?)?;
        let joined = before.group == item.group && before.sentence == item.sentence;
        (joined && previous.separator == Separator::Comma && !previous.subject && before.base.is_none())
            .then_some(before)
    };
    let host = host.or_else(in_front);
    // `tăng gấp đôi (từ 640 lên 1.280 học viên)`
    if let Some(times) = host.and_then(|h| passage.first(h)).filter(|f| f.unit.dimension == Dimension::Times) {
        claims.extend(multiple(passage, host, times, (item, figure), (previous, base)));
    }
    let host = host.filter(|x| matches!(x.verb, Some(Cue::Increase | Cue::Decrease)));
    claim.upward = match (says(Cue::Increase), says(Cue::Decrease)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        (false, false) if item.group == 0 => host.map(|x| x.verb == Some(Cue::Increase)),
        _ => None,
    };
    // `giảm từ 5% đến 10% số vụ`: how far it may fall, not from where to where.
    let link = passage.own(item).last().map(|t| passage.document.folded(t.range));
    let bounded = link.is_some_and(|l| words::bounds_range(&l));
    // A time behind both is that of the fall as well: `giảm từ 1% đến 4,6% vào ngày 10/9`.
    let against = claim.upward.is_some_and(|up| up != (figure.value() > base.value()));
    let timed = item.period.is_some() && !against;
    let bounds = previous.period.is_none() && !timed && bounded && claim.upward.is_some();
    // `thu từ ô tô đạt 1.210 tỷ đồng, giảm tới 3.450 tỷ đồng`, `lãi suất chỉ từ 7,5% và được giảm phí lên đến 50%`: another
    // statement, where the verb of the change stands behind the first figure only.
    let verb = |x: &Item| x.cues.any(&[Cue::Increase, Cue::Decrease]);
    let other = item.separator >= Separator::And && verb(item) && !verb(previous) && (bounded || item.subject);
    if bounds || other {
        return;
    }
    // `nâng mức giảm trừ từ 9 triệu đồng lên 11 triệu đồng`
    if says(Cue::RaiseTo) && claim.upward == Some(false) {
        claim.upward = None;
    }
    claim.indicator = passage.indicator(previous);
    claims.push(claim);
    let Some((host, Value::One(change))) = host.map(|h| (h, h.value)) else { return };
    let Some(change) = passage.figure(change) else { return };
    if !host.cues.has(Cue::Average) && fit(change, figure) == Fit::Same {
        let (kind, relation) = if figure.is_rate() {
            (ClaimKind::PercentPoints, Relation::Points)
        } else {
            (ClaimKind::Increase, Relation::Change)
        };
        let operands = vec![
            Operand::new(Role::Stated, change, None),
            Operand::new(Role::Level, figure, item.period),
            Operand::new(Role::Base, base, previous.period),
        ];
        let mut claim = Claim::new(kind, relation, change.range.cover(figure.range), operands);
        claim.upward = Some(host.verb == Some(Cue::Increase));
        claim.indicator = passage.indicator(host);
        claims.push(claim);
    }
}

/// A multiple whose two levels stand behind it.
fn multiple(
    passage: &Passage<'_>,
    host: Option<&Item>,
    times: &Figure,
    (item, level): (&Item, &Figure),
    (previous, base): (&Item, &Figure),
) -> Option<Claim> {
    let host = host.filter(|h| h.cues.has(Cue::Multiple) && !h.cues.has(Cue::Average))?;
    let operands = vec![
        Operand::new(Role::Stated, times, None),
        Operand::new(Role::Level, level, item.period),
        Operand { role: Role::Base, figure: base.in_unit_of(level), period: previous.period },
    ];
    let mut claim = Claim::new(ClaimKind::PercentChange, Relation::Multiple, times.range.cover(level.range), operands);
    claim.indicator = passage.indicator(host);
    Some(claim)
}

/// `kết nạp 56 đoàn viên mới, nâng tổng số lên 1.943 đoàn viên`
pub(super) fn raised_to(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, claims: &mut Vec<Claim>) {
    let raised = item.cues.has(Cue::RaiseTo)
        || item.cues.has(Cue::Increase) && item.cues.has(Cue::Total) && item.verb == Some(Cue::To);
    if !raised || figure.is_rate() {
        return;
    }
    let Some((_, added_item, added)) = before(passage, index).next() else { return };
    let joined = added_item.sentence == item.sentence && added_item.group == item.group;
    if !joined || fit(added, figure) < Fit::Kin || added.is_rate() || added.value() > figure.value() {
        return;
    }
    let mut operands =
        vec![Operand::new(Role::Stated, added, added_item.period), Operand::new(Role::Level, figure, item.period)];
    operands.extend(risen_from(passage, index, added_item, figure));
    let mut claim = Claim::new(ClaimKind::Increase, Relation::Change, added.range.cover(figure.range), operands);
    claim.upward = Some(true);
    claim.indicator = passage.indicator(added_item);
    claims.push(claim);
}

/// The stock before it grew, alone of its kind in the bracket behind the new one: `tăng thêm 183 đảng viên, nâng tổng số
/// lên 2.837 đồng chí (đầu nhiệm kỳ 2.654 đồng chí)`. What came in may be less what went out only where a verb of change says so.
fn risen_from(passage: &Passage<'_>, index: usize, added: &Item, level: &Figure) -> Option<Operand> {
    let net = added.verb == Some(Cue::Increase) && !added.cues.has(Cue::Average);
    let group = passage.items.bracket_behind(index).filter(|_| net)?;
    let inside = passage.items.of_group(group).filter_map(|(_, x)| Some((x, passage.first(x)?)));
    let mut alike = inside.filter(|(_, f)| fit(f, level) >= Fit::Kin && !f.is_rate());
    let (item, base) = alike.next().filter(|_| alike.next().is_none())?;
    let told = item.period.is_some_and(Period::is_past) && matches!(item.verb, None | Some(Cue::Is | Cue::Reach));
    told.then(|| Operand { role: Role::Base, figure: base.in_unit_of(level), period: item.period })
}
