//! What is left of a whole behind a part with its share: `348 kiến nghị, giải quyết 301 (86,5%), còn 47`,
//! `…, 47 kiến nghị còn treo`. That the share closes proves which are part and whole.

use super::fit::{Fit, fit};
use super::items::{Item, Passage, Value};
use super::{Claim, ClaimKind, Operand, Relation, Role, closes};
use crate::document::TextRange;
use crate::figures::{Cue, Figure};
use std::collections::{BTreeMap, BTreeSet};

/// How many items before a remainder its part may stand.
const REACH: usize = 4;
/// How many items before a remainder are looked through for other parts.
const FAR: usize = 24;

/// Adds the remainders of shares that close.
pub fn remainders(passages: &[Option<Passage<'_>>], claims: &mut Vec<Claim>) {
    let told: BTreeSet<TextRange> =
        claims.iter().filter(|c| is_told(c)).filter_map(|c| c.get(Role::Stated)).map(|f| f.number).collect();
    let mut shares: BTreeMap<TextRange, &Claim> = BTreeMap::new();
    for claim in claims.iter().filter(|c| share_closes(c)) {
        if let Some(part) = claim.get(Role::Part).or_else(|| claim.get(Role::Level)) {
            shares.entry(part.number).or_insert(claim);
        }
    }
    let mut found = Vec::new();
    for passage in passages.iter().flatten() {
        for (index, item) in passage.items.items.iter().enumerate() {
            if item.verb == Some(Cue::Remaining)
                && let Value::One(f) = item.value
                && let Some(figure) = passage.figure(f).filter(|f| !f.is_rate() && f.hedge.is_none())
                && !told.contains(&figure.number)
            {
                found.extend(remainder(passage, index, item, figure, &shares));
            }
        }
    }
    claims.extend(found);
    claims.sort_by_key(|c| (c.range, c.kind));
}

/// A figure that an earlier reading surely makes the rest of something.
fn is_told(claim: &Claim) -> bool {
    claim.relation == Relation::Remainder && claim.binding == super::Binding::Sure
        || claim.relation == Relation::Balance
}

fn remainder(
    passage: &Passage<'_>,
    index: usize,
    item: &Item,
    figure: &Figure,
    shares: &BTreeMap<TextRange, &Claim>,
) -> Option<Claim> {
    // The nearest amount before it, with nothing but percentages between.
    let (part_item, part) = (index.saturating_sub(REACH)..index)
        .rev()
        .filter_map(|i| Some((passage.item(i)?, passage.first(passage.item(i)?)?)))
        .find(|(x, f)| !f.is_rate() && x.group == item.group)?;
    if part_item.sentence != item.sentence || item.period.is_some() && item.period != part_item.period {
        return None;
    }
    let share = shares.get(&part.number)?;
    let whole = share.get(Role::Whole).or_else(|| share.get(Role::Target))?;
    if fit(whole, figure) < Fit::Kin || whole.value() < part.value() || whole.number == figure.number {
        return None;
    }
    // Another amount between whole and remainder may be a part as well.
    let nearest = passage.items.items.get(index.saturating_sub(FAR)..index)?;
    let between = nearest.iter().filter(|x| {
        passage.first(x).is_some_and(|f| {
            let here = x.sentence == part_item.sentence && f.number.start > whole.number.start;
            here && f.number != part.number && !f.is_rate() && fit(whole, f) >= Fit::Kin
        })
    });
    if whole.number.start > figure.number.start || between.count() > 0 {
        return None;
    }
    let (stated, done) = (figure.in_unit_of(whole), part.in_unit_of(whole));
    let operands = vec![
        Operand { role: Role::Stated, figure: stated, period: item.period },
        Operand { role: Role::Part, figure: done, period: part_item.period },
        Operand::new(Role::Whole, whole, None),
    ];
    let range = operands.iter().fold(figure.range, |r, o| r.cover(o.figure.range));
    Some(Claim::new(ClaimKind::Sum, Relation::Remainder, range, operands))
}

fn share_closes(claim: &Claim) -> bool {
    if !matches!(claim.relation, Relation::Share | Relation::OfTarget) {
        return false;
    }
    let part = claim.get(Role::Part).or_else(|| claim.get(Role::Level));
    let whole = claim.get(Role::Whole).or_else(|| claim.get(Role::Target));
    matches!((part, whole, claim.get(Role::Stated)), (Some(p), Some(w), Some(s)) if closes::share(p, w, s))
}
