//! A change with its percentage that two other amounts prove: `năm nay 2.318.700 lượt, năm trước
//! 2.186.400 lượt, tăng 132.300 lượt (6,05%)`, `giành 318 giải, gồm 14 giải Nhất, …; nhiều hơn năm trước
//! 27 giải (291 giải), tăng 9,3%`. The nearest amount need not be the level that changed.

use super::above::Above;
use super::fit::{Fit, fit};
use super::items::{Item, Passage, Value};
use super::{Claim, Operand, Relation, Role, closes, words};
use crate::document::TextRange;
use crate::figures::{Figure, TokenKind};
use hashbrown::HashMap;

/// How many amounts before and behind a change are asked, and how many sentences before it.
const WINDOW: usize = 16;
const SENTENCES: u32 = 2;

/// Gives a change and its percentage the pair of amounts that closes both as one more reading: their
/// difference is the change, and over the second it is the percentage.
pub fn settle(above: &Above<'_, '_>, claims: &mut [Claim]) {
    let mut proved: HashMap<TextRange, [Operand; 2]> = HashMap::new();
    for claim in claims.iter().filter(|c| c.relation == Relation::PercentChange) {
        let (Some(stated), Some(change)) = (claim.get(Role::Stated), claim.get(Role::Change)) else { continue };
        let Some(passage) = above.passage_at(change.range.start) else { continue };
        let near = amounts(passage, change);
        let up = claim.upward.unwrap_or(true);
        let pair = near.iter().filter(|(_, base)| closes::share(change, base, stated)).find_map(|(_, base)| {
            let (item, level) = near.iter().find(|(_, l)| closes::change(l, base, change, up))?;
            Some([Operand::new(Role::Level, level, item.period), Operand::new(Role::Base, base, None)])
        });
        proved.extend(pair.map(|pair| (change.number, pair)));
    }
    for claim in claims.iter_mut().filter(|c| c.relation == Relation::PercentChange) {
        let (Some(stated), Some(change), Some(level)) =
            (claim.get(Role::Stated), claim.get(Role::Change), claim.get(Role::Level))
        else {
            continue;
        };
        let passage = above.passage_at(change.range.start);
        // `năm 2023 còn 1.985 ha, năm nay bớt được 145 ha (giảm 7,3%)`: the change has a time of its own.
        if passage.is_some_and(|p| is_timed(p, change)) && closes::share(change, level, stated) {
            let stated = Operand::new(Role::Stated, stated, None);
            let reading = vec![stated, Operand::new(Role::Change, change, None), Operand::new(Role::Base, level, None)];
            claim.alternatives.push(reading);
        }
    }
    for claim in claims.iter_mut() {
        let change = match claim.relation {
            Relation::PercentChange => claim.get(Role::Change),
            Relation::Change if claim.get(Role::Base).is_none() => claim.get(Role::Stated),
            _ => None,
        };
        let Some(pair) = change.and_then(|c| proved.get(&c.number)) else { continue };
        let stated = claim.operands.iter().find(|o| o.role == Role::Stated).cloned();
        claim.alternatives.extend(stated.map(|s| [vec![s], pair.to_vec()].concat()));
    }
}

/// Whether the words before a figure name its time.
fn is_timed(passage: &Passage<'_>, figure: &Figure) -> bool {
    passage.item(passage.index_at(figure.range.start)).is_some_and(|x| {
        passage
            .own(x)
            .any(|t| matches!(t.kind, TokenKind::Period(_)) || words::says_now(&passage.document.folded(t.range)))
    })
}

/// The amounts around a change in its unit.
fn amounts<'p>(passage: &'p Passage<'_>, change: &Figure) -> Vec<(&'p Item, &'p Figure)> {
    let items = &passage.items.items;
    let at = passage.index_at(change.range.start);
    let Some(sentence) = items.get(at).map(|x| x.sentence) else { return Vec::new() };
    let around = items.get(at.saturating_sub(WINDOW)..(at + WINDOW).min(items.len())).unwrap_or_default();
    around
        .iter()
        .filter(|x| x.sentence <= sentence && x.sentence + SENTENCES >= sentence && matches!(x.value, Value::One(_)))
        .filter_map(|x| Some((x, passage.first(x)?)))
        .filter(|(_, f)| !f.is_rate() && f.number != change.number && fit(f, change) >= Fit::Elided)
        .collect()
}
