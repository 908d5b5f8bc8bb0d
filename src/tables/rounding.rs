//! Equations that hold only through rounding, in tables where that is not to be believed.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::relation::{At, Outcome, Shape};
use super::sheet::{FamilyKind, Relation, Sheet};
use hashbrown::{HashMap, HashSet};
use std::collections::BTreeMap;

/// From so many sixteenths of a bit on it is no chance that everything else closes exactly.
const SURE: u32 = 72;

/// Marks what is probably a slip of the last digit.
pub fn doubt(sheet: &mut Sheet) {
    for i in adjusted(sheet) {
        if let Some(relation) = sheet.relations.get_mut(i) {
            relation.outcome = Outcome::Rounded;
        }
    }
    let computed = computed(sheet);
    let mut odd = improbable(sheet);
    odd.extend(odd_sums(sheet));
    // Shares that were each rounded from the amounts beside them need not add up.
    odd.retain(|&i| !sheet.relations.get(i).is_some_and(|r| r.terms.iter().all(|t| computed.contains(&t.at))));
    odd.extend(odd_cuts(sheet));
    for i in odd {
        if let Some(relation) = sheet.relations.get_mut(i) {
            relation.outcome = Outcome::Broken;
            relation.slight = true;
        }
    }
}

/// The percentages that are exactly what the amounts beside them make.
fn computed(sheet: &Sheet) -> HashSet<At> {
    let exact = |r: &&Relation| matches!(r.shape, Shape::Ratio { .. }) && r.outcome == Outcome::Exact;
    sheet.relations.iter().filter(exact).filter_map(|r| r.terms.first()).map(|t| t.at).collect()
}

/// Shares that were set one last digit up or down so that all of them come to 100 exactly: one in a sum.
fn adjusted(sheet: &Sheet) -> Vec<usize> {
    let hundred = |r: &&Relation| {
        let whole = r.terms.first().and_then(|&t| sheet.value(t)).map(|v| v.value);
        r.kind == FamilyKind::RowTotal && r.outcome == Outcome::Exact && whole == Some(100 * sheet.unit())
    };
    let mut shares: HashMap<At, Vec<usize>> = HashMap::new();
    for (i, relation) in sheet.relations.iter().enumerate().filter(|(_, r)| r.kind == FamilyKind::Share) {
        if let Some(stated) = relation.terms.first() {
            shares.entry(stated.at).or_default().push(i);
        }
    }
    let broken = |i: &usize| sheet.relations.get(*i).is_some_and(|r| r.outcome == Outcome::Broken);
    let next = |i: usize| -> Option<bool> {
        let relation = sheet.relations.get(i)?;
        let stated = sheet.value(*relation.terms.first()?)?;
        let mut values = sheet.values(&relation.terms)?;
        Some([-2, 2].into_iter().any(|step| {
            values.first_mut().into_iter().for_each(|v| v.0.value = stated.value + step * stated.half);
            relation.shape.test(&values, sheet.unit()) == Outcome::Exact
        }))
    };
    let mut out = Vec::new();
    for sum in sheet.relations.iter().filter(hundred) {
        let own = sum.terms.iter().skip(1).filter_map(|t| shares.get(&t.at)).flatten().copied();
        let wrong: Vec<usize> = own.filter(broken).collect();
        if let [one] = wrong[..]
            && next(one) == Some(true)
        {
            out.push(one);
        }
    }
    out
}

fn is_sum(relation: &Relation) -> bool {
    matches!(relation.shape, Shape::Sum | Shape::Distance)
}

/// How unlikely it is, in sixteenths of a bit, that a sum of rounded numbers closes exactly.
fn weight(terms: usize) -> u32 {
    match terms {
        0..=3 => 7,
        4..=5 => 12,
        6..=9 => 18,
        _ => 28,
    }
}

/// The sum of the squares of what rounding may do to each term.
fn spread(sheet: &Sheet, relation: &Relation) -> i128 {
    let slack = relation.terms.iter().filter_map(|&t| sheet.value(t)).map(|v| v.slack);
    slack.map(|s| s.saturating_mul(s)).fold(0, i128::saturating_add)
}

/// Long sums whose rest is three and a half standard deviations or more of
/// what rounding leaves (each term uniform within half a unit).
fn improbable(sheet: &Sheet) -> Vec<usize> {
    let odd = |relation: &Relation| -> Option<bool> {
        let (stated, parts) = relation.terms.split_first()?;
        let mut rest = sheet.value(*stated)?.value;
        for part in parts {
            let value = sheet.value(*part).map_or(0, |v| v.value);
            rest = if part.minus { rest.checked_add(value)? } else { rest.checked_sub(value)? };
        }
        Some(rest.checked_mul(rest)? >= spread(sheet, relation).checked_mul(4)?)
    };
    let rounded = |r: &Relation| r.shape == Shape::Sum && r.outcome == Outcome::Rounded;
    let numbered = sheet.relations.iter().enumerate();
    numbered.filter(|(_, relation)| rounded(relation) && odd(relation) == Some(true)).map(|(i, _)| i).collect()
}

/// Where all other sums of the table close exactly, those that close only
/// through rounding and have one field in common.
fn odd_sums(sheet: &Sheet) -> Vec<usize> {
    let mut by_decimals: BTreeMap<u8, (u32, Vec<usize>)> = BTreeMap::new();
    for (i, relation) in sheet.relations.iter().enumerate().filter(|(_, r)| is_sum(r)) {
        let stated = relation.terms.first().and_then(|&t| sheet.number(t));
        let Some(decimals) = stated.map(|n| n.decimals) else { continue };
        let entry = by_decimals.entry(decimals).or_default();
        match relation.outcome {
            Outcome::Exact if spread(sheet, relation) > 0 => entry.0 += weight(relation.terms.len()),
            Outcome::Rounded => entry.1.push(i),
            _ => {}
        }
    }
    let one_cause = |rounded: &[usize]| {
        let mut common: Option<HashSet<At>> = None;
        for &i in rounded {
            let fields: HashSet<At> = sheet.relations.get(i).iter().flat_map(|r| &r.terms).map(|t| t.at).collect();
            common = Some(match common {
                Some(common) => &common & &fields,
                None => fields,
            });
        }
        common.is_some_and(|c| !c.is_empty())
    };
    by_decimals
        .into_values()
        .filter(|(bits, rounded)| *bits >= SURE && rounded.len() <= 4 && one_cause(rounded))
        .flat_map(|(_, rounded)| rounded)
        .collect()
}

/// One percentage of a column that was cut where many were rounded.
fn odd_cuts(sheet: &Sheet) -> Vec<usize> {
    let mut columns: HashMap<u32, (u32, Vec<usize>)> = HashMap::new();
    for (i, relation) in sheet.relations.iter().enumerate() {
        let ratio = matches!(relation.shape, Shape::Ratio { .. }) && relation.kind != FamilyKind::Verdict;
        let Some(stated) = relation.terms.first().filter(|_| ratio) else { continue };
        let entry = columns.entry(stated.at.column).or_default();
        match relation.outcome {
            // half of the rounded ones would be the same when cut
            Outcome::Exact => entry.0 += 8,
            Outcome::Cut => entry.1.push(i),
            _ => {}
        }
    }
    let mut odd: Vec<usize> =
        columns.into_values().filter(|(bits, cut)| *bits >= SURE && cut.len() == 1).flat_map(|(_, cut)| cut).collect();
    odd.sort_unstable();
    odd
}
