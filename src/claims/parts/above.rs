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
use crate::figures::{Cue, Dimension, Figure};
use std::collections::BTreeSet;

/// The most parts that are tried.
const MOST: usize = 12;
/// Sums of two that small close by chance.
const SMALL: i64 = 20;

/// Adds the sums that close, and those of `gồm` that nearly do.
pub fn sums_above(document: &Document, passages: &[Option<Passage<'_>>], claims: &mut Vec<Claim>) {
    let mut found = Vec::new();
    let told = settled(claims);
    let mut summed: BTreeSet<TextRange> = claims.iter().flat_map(parts_of_sum).collect();
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
            let already = found.len();
            closing(&run, &totals, &told, &mut found);
            summed.extend(found.iter().skip(already).flat_map(parts_of_sum));
            if sentence > 0 || lead_of(document, passage.block).is_some() {
                found.extend(all_but(passage, &run, &totals, &summed));
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
fn closing(run: &[(&Item, &Figure)], above: &[(&Item, &Figure)], told: &BTreeSet<TextRange>, found: &mut Vec<Claim>) {
    let mut at = 0;
    while at + 1 < run.len() {
        let sums = sums_from(run, at);
        let longest = sums.iter().enumerate().skip(1).rev().find_map(|(n, sum)| {
            let end = at + n + 1;
            let parts = run.get(at..end)?;
            if parts.iter().all(|(_, f)| told.contains(&f.number)) {
                return None;
            }
            let first = parts.first()?.1;
            let bare = first.unit.dimension == Dimension::None;
            let before = run.get(..at)?.iter().rev().take(MOST).chain(above.iter().take(MOST));
            let total = before
                .filter(|(_, t)| t.number != first.number && about(t, bare, *sum) && fits_all(t, parts))
                .find(|(x, t)| closes::sum(&operands((x, t), parts)))?;
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

/// The sums of the neighbours from one on, of as many as go together, as values and as printed; none where
/// some have a unit and some have none.
fn sums_from(run: &[(&Item, &Figure)], at: usize) -> Vec<Option<(Exact, Exact)>> {
    let near = run.get(at..).unwrap_or_default();
    let near = near.get(..MOST.min(near.len())).unwrap_or_default();
    let mut sum = Some((Exact::ZERO, Exact::ZERO));
    let mut out = Vec::new();
    let bare = |f: &Figure| f.unit.dimension == Dimension::None;
    for (n, (_, figure)) in near.iter().enumerate() {
        if near.iter().take(n).any(|(_, f)| fit(f, figure) < Fit::Kin) {
            break;
        }
        let mixed = near.first().is_some_and(|(_, f)| bare(f) != bare(figure));
        sum = sum.filter(|_| !mixed).and_then(|(v, p)| Some((v.add(figure.value()?)?, p.add(figure.printed)?)));
        out.push(sum);
    }
    out
}

/// Whether a total is anywhere near a sum: all others need no closer look. Parts without a unit have that of the total.
fn about(total: &Figure, bare: bool, sum: Option<(Exact, Exact)>) -> bool {
    let Some((value, printed)) = sum else { return true };
    let (sum, total) = if bare { (printed, total.printed) } else { (value, total.value().unwrap_or(value)) };
    sum.sub(total).and_then(|d| d.abs().mul(Exact::int(2))).is_none_or(|d| d <= sum.max(total))
}

/// A list behind `gồm` whose sum all but reaches the one total above: `Loại tiền, gồm: …; …`.
fn all_but(
    passage: &Passage<'_>,
    run: &[(&Item, &Figure)],
    above: &[(&Item, &Figure)],
    summed: &BTreeSet<TextRange>,
) -> Option<Claim> {
    if run.iter().position(|(x, _)| super::lead_has_comprise(passage, x))? > 0 || run.len() < 2 {
        return None;
    }
    let first = run.first()?.1;
    if run.iter().any(|(_, f)| summed.contains(&f.number)) || !alike(first, run) {
        return None;
    }
    let fits = |(x, t): &&(&Item, &Figure)| fit(t, first) == Fit::Same && closes::nearly(&operands((x, t), run));
    let mut near = above.iter().filter(fits);
    let total = near.next().filter(|_| near.next().is_none())?;
    Some(claim_of(*total, run, Completeness::All))
}

/// The places of the parts of a sum.
fn parts_of_sum(claim: &Claim) -> impl Iterator<Item = TextRange> {
    let sum = matches!(claim.relation, Relation::Sum(_));
    claim.all(Role::Part).filter(move |_| sum).map(|f| f.number)
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
