//! Levels that a change names by its subject, in a sentence or paragraph before: `lệ phí trước bạ 4.118 triệu đồng …`
//! and further on `lệ phí trước bạ tăng 12,4% (cùng kỳ 3.664 triệu đồng)`, `chi thường xuyên đạt 73,9% dự toán năm
//! (108.640 triệu đồng)`. The words must be the same, and the draft must have one value for them.

use super::fit::{Fit, fit};
use super::items::{Item, Passage, Separator, Value};
use super::{Binding, Claim, ClaimKind, Operand, Relation, Role, closes, words};
use crate::document::TextRange;
use crate::figures::{Cue, Dimension, Figure, Period, TokenKind};
use hashbrown::HashMap;
use std::collections::BTreeSet;

/// How many blocks before a change its level may stand.
const NEAR: u32 = 4;
/// Syllables a name needs before it can be looked for.
const TELLING: usize = 3;

/// A name, without the word for income or spending that may open it.
#[derive(PartialEq, Eq)]
struct Name {
    opener: Option<String>,
    rest: Vec<String>,
}

/// The last level that stands behind a name.
struct Named<'p> {
    opener: Option<String>,
    block: u32,
    period: Option<Period>,
    figure: &'p Figure,
    /// Whether every level of the name before has this value.
    only: bool,
}

/// Adds what changes and percentages of a plan say of levels with the same name.
pub fn named(passages: &[Option<Passage<'_>>], claims: &mut Vec<Claim>) {
    let told: BTreeSet<TextRange> = claims
        .iter()
        .filter(|c| c.get(Role::Level).is_some() || c.get(Role::Part).is_some())
        .filter_map(|c| c.get(Role::Stated))
        .map(|f| f.number)
        .collect();
    let mut levels: HashMap<Vec<String>, Named<'_>> = HashMap::new();
    let mut found = Vec::new();
    for passage in passages.iter().flatten() {
        for (index, item) in passage.items.items.iter().enumerate() {
            let Value::One(f) = item.value else { continue };
            let Some(figure) = passage.figure(f) else { continue };
            let is_level = is_level(item, figure);
            if !is_level && (item.group != 0 || told.contains(&figure.number)) {
                continue;
            }
            let Some(name) = name_of(passage, item) else { continue };
            if is_level {
                let mut level =
                    Named { opener: name.opener, block: passage.block, period: item.period, figure, only: true };
                if let Some(earlier) = levels.get(&name.rest) {
                    level.only = earlier.only && earlier.figure.value() == figure.value();
                }
                levels.insert(name.rest, level);
            } else {
                let level = levels.get(&name.rest).filter(|l| l.is_of(&name, passage.block));
                let Some(level) = level else { continue };
                found.extend(claim_of(passage, index, item, figure, level));
            }
        }
    }
    let by_name: BTreeSet<TextRange> =
        found.iter().filter_map(|c: &Claim| c.get(Role::Stated)).map(|f| f.number).collect();
    let open = |c: &Claim| c.get(Role::Level).is_none() && c.get(Role::Part).is_none();
    claims.retain(|c| !(open(c) && c.get(Role::Stated).is_some_and(|f| by_name.contains(&f.number))));
    claims.extend(found);
    claims.sort_by_key(|c| (c.range, c.kind));
}

/// An amount that was reached, no plan and none of an earlier time.
fn is_level(item: &Item, figure: &Figure) -> bool {
    let amount = !figure.is_rate() && !matches!(figure.unit.dimension, Dimension::None | Dimension::Times);
    let plain = matches!(item.verb, None | Some(Cue::Is | Cue::Reach | Cue::Done));
    let apart = item.cues.any(&[Cue::Target, Cue::Goal, Cue::ComparedWith, Cue::Average]);
    amount && plain && !apart && figure.hedge.is_none() && !item.period.is_some_and(Period::is_past)
}

impl Named<'_> {
    /// Whether it is the one value of a name, in the blocks right before.
    fn is_of(&self, name: &Name, block: u32) -> bool {
        // `thu lệ phí trước bạ` is `lệ phí trước bạ`, `chi ngân sách` is not `thu ngân sách`.
        let opened = self.opener.is_none() || name.opener.is_none() || self.opener == name.opener;
        self.only && opened && self.block + NEAR >= block
    }
}

/// The syllables that name what a figure measures, behind the last colon.
fn name_of(passage: &Passage<'_>, item: &Item) -> Option<Name> {
    let mut name: Vec<String> = Vec::new();
    for token in passage.own(item) {
        match token.kind {
            TokenKind::Colon => name.clear(),
            TokenKind::Word | TokenKind::Cue(Cue::RateNoun | Cue::Total | Cue::Partition) => {
                name.extend(passage.document.folded(token.range).split(' ').map(str::to_owned));
            }
            _ => {}
        }
    }
    name.retain(|w| !words::is_stop(w));
    // `chi thường xuyên đã đạt …`: small words end no name.
    while name.last().is_some_and(|w| words::is_filler(w)) {
        name.pop();
    }
    let telling = name.len() >= TELLING;
    let opens = name.first().is_some_and(|w| words::opens_account(w));
    let opener = if opens { Some(name.remove(0)) } else { None };
    telling.then_some(Name { opener, rest: name })
}

fn claim_of(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, level: &Named<'_>) -> Option<Claim> {
    let up = match item.verb {
        Some(Cue::Increase | Cue::Exceed) => Some(true),
        Some(Cue::Decrease | Cue::FallShort) => Some(false),
        Some(Cue::Reach | Cue::Equal) => None,
        _ => return None,
    };
    let (_, other) = beside(passage, index, item)?;
    let unsigned = Figure { negative: false, ..figure.clone() };
    let mut operands = vec![Operand::new(Role::Stated, &unsigned, item.base)];
    operands.push(Operand::new(Role::Level, level.figure, level.period));
    let range = passage.range(item).cover(other.range);
    let near = level.block == passage.block;
    match up {
        // `đạt 73,9% dự toán năm (108.640 triệu đồng)`
        None => {
            let planned = item.after.any(&[Cue::Target, Cue::Given]) && figure.unit.dimension == Dimension::Percent;
            if !planned || fit(other, level.figure) != Fit::Same {
                return None;
            }
            operands.push(Operand::new(Role::Target, other, None));
            let mut claim = Claim::new(ClaimKind::PercentOfTarget, Relation::OfTarget, range, operands);
            if !near || !is_near(level.figure, other, figure) {
                claim.binding = Binding::Likely;
            }
            Some(claim)
        }
        // `tăng 12,4% (cùng kỳ 3.664 triệu đồng)`: the figures close, the verb may be the wrong one.
        Some(up) if figure.is_rate() => {
            if other.is_rate() || fit(other, level.figure) != Fit::Same {
                return None;
            }
            operands.push(Operand::new(Role::Base, other, None));
            let mut claim = Claim::new(ClaimKind::PercentChange, Relation::PercentChange, range, operands);
            claim.upward = Some(up);
            if !closes::percent(level.figure, other, figure) {
                claim.binding = Binding::Likely;
            }
            Some(claim)
        }
        // `tăng 842 triệu đồng (+10,4%)`
        Some(up) => {
            if !other.is_rate() || fit(figure, level.figure) != Fit::Same {
                return None;
            }
            let stated = Figure { negative: false, ..other.clone() };
            let operands = vec![
                Operand::new(Role::Stated, &stated, item.base),
                Operand::new(Role::Level, level.figure, level.period),
                Operand::new(Role::Change, &unsigned, None),
            ];
            let mut claim = Claim::new(ClaimKind::PercentChange, Relation::PercentChange, range, operands);
            claim.upward = Some(up);
            claim.binding = Binding::Likely;
            Some(claim)
        }
    }
}

/// The figure alone in the bracket right behind an item, or the percentage that `tức`, `tương ứng` add.
fn beside<'p>(passage: &'p Passage<'_>, index: usize, item: &Item) -> Option<(&'p Item, &'p Figure)> {
    if let Some(group) = passage.items.bracket_behind(index) {
        let mut inside = passage.items.of_group(group);
        let (Some((_, one)), None) = (inside.next(), inside.next()) else { return None };
        let plain = matches!(one.value, Value::One(_)) && !one.cues.any(&[Cue::OfWhich, Cue::Comprise]);
        return Some((one, passage.first(one)?)).filter(|_| plain);
    }
    let next = passage.item(index + 1)?;
    let near = next.group == item.group && next.sentence == item.sentence && next.separator == Separator::Comma;
    let again = next.cues.has(Cue::Corresponding) || next.verb.is_some() && same_way(next.verb, item.verb);
    Some((next, passage.first(next)?)).filter(|(_, f)| near && again && f.is_rate() && !next.subject)
}

fn same_way(a: Option<Cue>, b: Option<Cue>) -> bool {
    let up = |v| match v {
        Some(Cue::Increase | Cue::Exceed) => Some(true),
        Some(Cue::Decrease | Cue::FallShort) => Some(false),
        _ => None,
    };
    up(a).is_some() && up(a) == up(b)
}

/// Whether a percentage of a plan is not far from what the two amounts give: a slip, not another thing.
fn is_near(level: &Figure, target: &Figure, stated: &Figure) -> bool {
    let near = || {
        let rate = level.value()?.div(target.value()?)?.mul(crate::figures::exact::Exact::HUNDRED)?;
        let off = rate.sub(stated.printed)?.abs();
        Some(off.mul(crate::figures::exact::Exact::int(4))? <= stated.printed)
    };
    near().unwrap_or(false)
}
