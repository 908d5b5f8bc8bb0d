//! The amounts and the counts near an average that it may be the quotient of.

use super::said::Said;
use super::{MOST, REACH};
use crate::claims::items::{Item, Passage, Separator, Value};
use crate::claims::{Operand, Role, closes};
use crate::figures::{Cue, Dimension, Figure};
use std::collections::BTreeSet;

/// Amounts and counts in reach, nearest first.
#[derive(Default)]
pub(super) struct Found<'p> {
    pub amounts: Vec<(&'p Item, &'p Figure)>,
    pub counts: Vec<&'p Figure>,
    /// Numbers without a unit in the sentence, which may count the same: `168 vụ, hình sự 07, hành chính 152`.
    pub bare: Vec<&'p Figure>,
}

/// What stands before an average in its sentence and the one before, and before the bracket it stands in.
pub(super) fn in_reach<'p>(
    passage: &'p Passage<'_>,
    index: usize,
    item: &Item,
    single: &Figure,
    said: &Said,
) -> Found<'p> {
    let host = passage.items.groups.get(item.group as usize).and_then(|g| g.host);
    let mut found = Found::default();
    for i in (index.saturating_sub(REACH)..index).rev() {
        let Some(other) = passage.item(i) else { continue };
        // `318 lớp, 9.846 học sinh (bình quân 31 học sinh/lớp)`: the amounts may stand before the bracket.
        let outer = host.is_some_and(|h| i <= h && passage.item(h).is_some_and(|h| h.group == other.group));
        let changes = matches!(other.verb, Some(Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort));
        if other.sentence + 1 < item.sentence || other.group != item.group && !outer || changes {
            continue;
        }
        let figures = match other.value {
            Value::One(f) => vec![f],
            Value::Fraction(a, b) => vec![a, b],
            Value::Range(..) => Vec::new(),
        };
        for f in figures.into_iter().filter_map(|f| passage.figure(f)) {
            if said.counts(passage, other, f, single) {
                found.counts.push(f);
            } else if said.is_amount(passage, other, f, single) && !other.cues.has(Cue::Average) {
                found.amounts.push((other, f));
            } else if f.unit.dimension == Dimension::None && f.decimals == 0 && other.sentence == item.sentence {
                found.bare.push(f);
            }
        }
    }
    found
}

/// `hỗ trợ 180 hộ, mỗi hộ 40 triệu đồng, tổng kinh phí 7,2 tỷ đồng`: what all of them come to.
pub(super) fn amount_behind<'p>(
    passage: &'p Passage<'_>,
    index: usize,
    item: &Item,
    single: &Figure,
    said: &Said,
) -> Option<(&'p Item, &'p Figure)> {
    let next = passage.item(index + 1).filter(|x| x.group == item.group && x.sentence == item.sentence)?;
    let Value::One(f) = next.value else { return None };
    let plain = !matches!(next.verb, Some(Cue::Increase | Cue::Decrease | Cue::Share));
    // `bình quân 145 triệu đồng/vụ, tổng 2.320 triệu đồng`
    let averages = || passage.item(index).is_some_and(|x| x.cues.has(Cue::Average));
    let opened = said.worded || next.cues.has(Cue::Total) && next.separator == Separator::Comma && averages();
    let figure = passage.figure(f).filter(|f| plain && opened && said.is_amount(passage, next, f, single))?;
    Some((next, figure))
}

/// The one pair in reach whose quotient is the average but for a slip of typing: `214 hộ, mỗi hộ 44 triệu đồng, kinh phí
/// 9.416 tỷ đồng`. Its digits bind it where no word does.
pub(super) fn slipped(
    near: &Found<'_>,
    following: Option<(&Item, &Figure)>,
    reading: &dyn Fn(&Figure, &Figure) -> Vec<Operand>,
) -> Option<Vec<Operand>> {
    let amounts = near.amounts.iter().copied().take(MOST).chain(following);
    let pairs = amounts.flat_map(|a| near.counts.iter().take(MOST).map(move |c| reading(a.1, c)));
    let mut seen = BTreeSet::new();
    let mut found = pairs.filter(|r| {
        let places: Vec<_> = r.iter().map(|o| o.figure.number).collect();
        seen.insert(places) && r.iter().all(|o| o.figure.hedge.is_none()) && closes::slipped_quotient(r)
    });
    found.next().filter(|_| found.next().is_none())
}

/// Whether the amount and count of a reading are those of another average or price of the sentence: `3.214,5 ha, đơn giá
/// 400.000 đồng/ha, kinh phí 1.285,8 triệu đồng; khoanh nuôi 260 ha × 600.000 đồng/ha`.
pub(super) fn is_taken(passage: &Passage<'_>, item: &Item, figure: &Figure, reading: &[Operand]) -> bool {
    let ours = passage.items.items.partition_point(|x| x.sentence < item.sentence);
    let sentence = passage.items.items.iter().skip(ours).take_while(|x| x.sentence == item.sentence);
    let others = sentence.filter_map(|x| passage.first(x));
    others.filter(|f| f.unit.key == figure.unit.key && f.number != figure.number).any(|f| {
        let stated = std::iter::once(Operand::new(Role::Stated, f, None));
        let rest = reading.iter().filter(|o| o.role != Role::Stated).cloned();
        closes::quotient(&stated.chain(rest).collect::<Vec<_>>())
    })
}
