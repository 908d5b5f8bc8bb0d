//! Parts whose total stands before them without a cue: earlier in the sentence, in a sentence before, in the
//! paragraph that leads a list. That the sum closes is what binds them; behind `gồm` a sum that all but
//! closes is wrong.

use super::is_plain;
use crate::claims::above::{self, lead_of};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage, Value};
use crate::claims::{Binding, Claim, ClaimKind, Completeness, Operand, Relation, Role, closes};
use crate::document::{Document, TextRange};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Figure};
use std::collections::BTreeSet;

/// The most parts that are tried.
const MOST: usize = 12;
/// Sums of two that small close by chance.
const SMALL: i64 = 20;

/// Adds the sums that close, and those of `gồm` that nearly do.
pub fn sums_above(document: &Document, passages: &[Option<Passage<'_>>], claims: &mut Vec<Claim>) {
    let mut found = Vec::new();
    for passage in passages.iter().flatten() {
        let items = &passage.items.items;
        let last = items.last().map_or(0, |x| x.sentence);
        for sentence in 0..=last {
            let run = run_of(passage, sentence);
            if run.len() < 2 {
                continue;
            }
            let mut totals: Vec<(&Item, &Figure)> = above::levels_above(document, passages, passage.block, sentence);
            totals.retain(|(_, f)| !f.is_rate() && f.hedge.is_none());
            closing(&run, &totals, claims, &mut found);
            if lead_of(document, passage.block).is_some() || sentence > 0 {
                all_but(passage, &run, &totals, claims, &mut found);
            }
        }
    }
    claims.extend(found);
    claims.sort_by_key(|c| (c.range, c.kind));
}

/// The amounts of a sentence that may be parts or totals.
fn run_of<'p>(passage: &'p Passage<'_>, sentence: u32) -> Vec<(&'p Item, &'p Figure)> {
    let start = passage.items.items.partition_point(|x| x.sentence < sentence);
    let items = passage.items.items.get(start..).unwrap_or_default().iter();
    let fits = |x: &&Item| {
        x.group == 0 && matches!(x.value, Value::One(_)) && is_plain(passage, x) && !x.cues.has(Cue::ComparedWith)
    };
    let found = items.take_while(|x| x.sentence == sentence).filter(fits);
    found.filter_map(|x| Some((x, passage.first(x).filter(|f| f.hedge.is_none())?))).collect()
}

/// The figures of sums that are right already, or wrong for sure.
fn settled(claims: &[Claim]) -> BTreeSet<TextRange> {
    let sums = claims.iter().filter(|c| matches!(c.relation, Relation::Sum(_)));
    let sure = sums.filter(|c| c.binding == Binding::Sure || closes::sum(&c.operands));
    sure.flat_map(|c| c.all(Role::Part).map(|f| f.number)).collect()
}

/// Neighbours that add up to a figure before them, the longest stretch first.
fn closing(run: &[(&Item, &Figure)], above: &[(&Item, &Figure)], claims: &[Claim], found: &mut Vec<Claim>) {
    let told = settled(claims);
    let mut at = 0;
    while at + 1 < run.len() {
        let longest = (at + 2..=run.len().min(at + MOST)).rev().find_map(|end| {
            let parts = run.get(at..end)?;
            let same = parts.iter().all(|(_, f)| alike(f, parts));
            let fresh = !parts.iter().all(|(_, f)| told.contains(&f.number));
            let first = parts.first()?.1;
            let before = run.get(..at)?.iter().rev().chain(above);
            let total = before
                .filter(|(_, t)| fits_all(t, parts) && t.number != first.number)
                .find(|(x, t)| closes::sum(&operands((x, t), parts)))
                .filter(|_| same && fresh)?;
            let telling = parts.len() > 2 || total.1.printed >= Exact::int(SMALL);
            telling.then_some((end, *total))
        });
        match longest {
            Some((end, total)) => {
                let mut claim = claim_of(total, run.get(at..end).unwrap_or_default(), Completeness::Probably);
                claim.binding = Binding::Likely;
                found.push(claim);
                at = end;
            }
            None => at += 1,
        }
    }
}

/// A list behind `gồm` whose sum all but reaches the one total above: `Loại tiền, gồm: …; …`.
fn all_but(
    passage: &Passage<'_>,
    run: &[(&Item, &Figure)],
    above: &[(&Item, &Figure)],
    claims: &[Claim],
    found: &mut Vec<Claim>,
) {
    let Some(first) = run.iter().position(|(x, _)| super::lead_has_comprise(passage, x)) else { return };
    let parts = run.get(first..).unwrap_or_default();
    let told = |f: &Figure| claims.iter().chain(found.iter()).any(|c| of_sum(c, f));
    if first > 0 || parts.len() < 2 || parts.iter().any(|(_, f)| told(f) || !alike(f, parts)) {
        return;
    }
    let near: Vec<&(&Item, &Figure)> = above
        .iter()
        .filter(|(x, t)| {
            fit(t, parts.first().map_or(t, |p| p.1)) == Fit::Same && closes::nearly(&operands((x, t), parts))
        })
        .collect();
    if let [total] = near.as_slice() {
        found.push(claim_of(**total, parts, Completeness::All));
    }
}

fn of_sum(claim: &Claim, part: &Figure) -> bool {
    matches!(claim.relation, Relation::Sum(_)) && claim.all(Role::Part).any(|f| f.number == part.number)
}

/// Whether a part goes with the others: one unit, or none printed.
fn alike(figure: &Figure, parts: &[(&Item, &Figure)]) -> bool {
    parts.iter().all(|(_, f)| fit(f, figure) >= Fit::Kin)
}

fn fits_all(total: &Figure, parts: &[(&Item, &Figure)]) -> bool {
    // Without any unit only a sum of three digits and more is no chance.
    let telling = total.printed >= Exact::HUNDRED;
    let same = parts.iter().any(|(_, f)| fit(total, f) == Fit::Same);
    let kin = |f: &Figure| fit(total, f) >= if same { Fit::Kin } else { Fit::Elided };
    (same || telling) && parts.iter().all(|(_, f)| kin(f))
}

fn operands(total: (&Item, &Figure), parts: &[(&Item, &Figure)]) -> Vec<Operand> {
    let mut out = vec![Operand::new(Role::Stated, total.1, total.0.period)];
    out.extend(parts.iter().map(|(x, f)| Operand::new(Role::Part, f, x.period)));
    out
}

fn claim_of(total: (&Item, &Figure), parts: &[(&Item, &Figure)], completeness: Completeness) -> Claim {
    let range = parts.iter().map(|(_, f)| f.range).reduce(TextRange::cover).unwrap_or(total.1.range);
    Claim::new(ClaimKind::Sum, Relation::Sum(completeness), range, operands(total, parts))
}
