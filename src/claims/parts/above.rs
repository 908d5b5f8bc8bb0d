//! Parts whose total stands before them without a cue: earlier in the sentence, in a sentence before, in the
//! paragraph that leads a list. That the sum closes is what binds them; behind `gồm` a sum that all but
//! closes is wrong.

use super::is_plain;
use crate::claims::above::Above;
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage};
use crate::claims::{Binding, Claim, ClaimKind, Completeness, Operand, Relation, Role, closes, words};
use crate::document::TextRange;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, TokenKind};
use std::collections::BTreeSet;

/// The most parts that are tried.
const MOST: usize = 12;
/// Sums of two that small close by chance.
const SMALL: i64 = 20;

/// How many figures before a part may be its total.
const REACH: usize = 12;

/// Adds the sums that close, and those of `gồm` that nearly do.
pub fn sums_above(above: &Above<'_, '_>, claims: &mut Vec<Claim>) {
    let mut found = Vec::new();
    let told = Told::of(claims);
    for passage in above.passages.iter().flatten() {
        let last = passage.items.items.last().map_or(0, |x| x.sentence);
        let mut siblings = above.sibling_levels(passage.block);
        siblings.retain(|(_, f)| !f.is_rate() && f.hedge.is_none());
        for sentence in 0..=last {
            let run = run_of(passage, sentence);
            if run.len() < 2 {
                continue;
            }
            let mut totals: Vec<(&Item, &Figure)> = above.levels(passage.block, sentence);
            totals.retain(|(_, f)| !f.is_rate() && f.hedge.is_none());
            let before = found.len();
            let higher: Vec<(&Item, &Figure)> = totals.iter().chain(&siblings).copied().collect();
            closing(&run, is_labelled(passage, sentence, &run), &higher, &told, &mut found);
            if found.len() == before && (above.lead_of(passage.block).is_some() || sentence > 0) {
                found.extend(all_but(passage, &run, &totals, &told));
            }
        }
    }
    claims.extend(found);
    claims.sort_by_key(|c| (c.range, c.kind));
}

/// The parts of the sums that are read already.
struct Told {
    any: BTreeSet<TextRange>,
    /// Those of sums that are right, or wrong for sure.
    settled: BTreeSet<TextRange>,
}

impl Told {
    fn of(claims: &[Claim]) -> Told {
        let (mut any, mut settled) = (BTreeSet::new(), BTreeSet::new());
        for claim in claims.iter().filter(|c| matches!(c.relation, Relation::Sum(_))) {
            let sure = claim.binding == Binding::Sure || closes::sum(&claim.operands);
            for part in claim.all(Role::Part) {
                any.insert(part.number);
                if sure {
                    settled.insert(part.number);
                }
            }
        }
        Told { any, settled }
    }
}

/// The amounts of a sentence that may be parts or totals, of fractions the part.
fn run_of<'p>(passage: &'p Passage<'_>, sentence: u32) -> Vec<(&'p Item, &'p Figure)> {
    let start = passage.items.items.partition_point(|x| x.sentence < sentence);
    let items = passage.items.items.get(start..).unwrap_or_default().iter();
    let fits = |x: &&Item| x.group == 0 && is_plain(passage, x) && !x.cues.has(Cue::ComparedWith);
    let found = items.take_while(|x| x.sentence == sentence).filter(fits);
    found.filter_map(|x| Some((x, passage.first(x).filter(|f| f.hedge.is_none())?))).collect()
}

/// `Chia theo khối: đảng, đoàn thể 22; chính quyền 35`: whether a sentence is a list behind a colon.
fn is_labelled(passage: &Passage<'_>, sentence: u32, run: &[(&Item, &Figure)]) -> bool {
    let items = &passage.items.items;
    let start = items.partition_point(|x| x.sentence < sentence);
    let all = items.get(start..).unwrap_or_default().iter().take_while(|x| x.sentence == sentence && x.group == 0);
    run.first().is_some_and(|(x, _)| x.after_colon) && all.count() == run.len()
}

/// Neighbours that add up to a figure before them, the longest stretch first.
fn closing(run: &[(&Item, &Figure)], labelled: bool, above: &[(&Item, &Figure)], told: &Told, found: &mut Vec<Claim>) {
    let rough: Vec<Option<Rough>> = run.iter().map(|(_, f)| Rough::of(f)).collect();
    let rough_above: Vec<Option<Rough>> = above.iter().map(|(_, f)| Rough::of(f)).collect();
    let mut at = 0;
    while at + 1 < run.len() {
        let from = at.saturating_sub(REACH);
        let before = (from..at).rev().filter_map(|i| Some((*run.get(i)?, rough.get(i).copied()??)));
        let higher = above.iter().zip(&rough_above).filter_map(|(t, r)| Some((*t, (*r)?)));
        let totals: Vec<((&Item, &Figure), Rough)> = before.chain(higher).collect();
        let longest = (at + 2..=run.len().min(at + MOST)).rev().find_map(|end| {
            let sum = rough.get(at..end)?.iter().try_fold(Rough::default(), |s, r| Some(s.add((*r)?)))?;
            let mut near = totals.iter().filter(|(_, t)| sum.may_be(t)).peekable();
            near.peek()?;
            let parts = run.get(at..end)?;
            let same = parts.iter().all(|(_, f)| alike(f, parts));
            let fresh = !parts.iter().all(|(_, f)| told.settled.contains(&f.number));
            let ((x, total), _) = near.filter(|_| same && fresh).find(|((x, t), _)| {
                fits_all(t, parts, labelled && parts.len() == run.len()) && closes::sum(&operands((x, t), parts))
            })?;
            let telling = parts.len() > 2 || total.printed >= Exact::int(SMALL);
            telling.then_some((end, (*x, *total)))
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

/// A figure, or a sum of some, in whole thousandths: enough to see which sums may close.
#[derive(Clone, Copy, Default)]
struct Rough {
    /// Of figures with a unit, in base units.
    units: i128,
    /// Of figures without one, as printed.
    bare: i128,
    /// How many of the unit of a total one printed is.
    factor: i128,
    /// What the digits leave open, of each.
    slack: i128,
    slack_bare: i128,
}

impl Rough {
    fn of(figure: &Figure) -> Option<Rough> {
        let whole = |v: Exact| Some(i128::from(v.mul(Exact::int(1000))?.ceil().to_i64()?));
        let unit = Exact::ten_pow(-i32::from(figure.decimals))?;
        let factor = i128::from(figure.unit.factor.ceil().to_i64()?);
        let bare = figure.unit.dimension == Dimension::None;
        let (value, slack) = if bare {
            (whole(figure.printed)?, whole(unit)?)
        } else {
            (whole(figure.value()?)?, whole(unit.mul(figure.unit.factor)?)?)
        };
        Some(if bare {
            Rough { bare: value, slack_bare: slack, factor: 1, ..Rough::default() }
        } else {
            Rough { units: value, slack, factor, ..Rough::default() }
        })
    }

    fn add(self, other: Rough) -> Rough {
        Rough {
            units: self.units + other.units,
            bare: self.bare + other.bare,
            factor: 0,
            slack: self.slack + other.slack,
            slack_bare: self.slack_bare + other.slack_bare,
        }
    }

    /// Whether the sum may be a total.
    fn may_be(&self, total: &Rough) -> bool {
        let sum = self.units.saturating_add(self.bare.saturating_mul(total.factor));
        let slack = self.slack.saturating_add(self.slack_bare.saturating_mul(total.factor));
        (sum - total.units - total.bare).abs() <= slack + total.slack + total.slack_bare
    }
}

/// A list behind `gồm` whose sum all but reaches the one total above: `Loại tiền, gồm: …; …`.
fn all_but(passage: &Passage<'_>, run: &[(&Item, &Figure)], above: &[(&Item, &Figure)], told: &Told) -> Option<Claim> {
    let first = run.iter().position(|(x, _)| super::lead_has_comprise(passage, x))?;
    let parts = run.get(first..).unwrap_or_default();
    if first > 0
        || parts.len() < 2
        || parts.len() > MOST
        || parts.iter().any(|(_, f)| told.any.contains(&f.number) || !alike(f, parts))
    {
        return None;
    }
    let near: Vec<&(&Item, &Figure)> = above
        .iter()
        .filter(|(x, t)| {
            fit(t, parts.first().map_or(t, |p| p.1)) == Fit::Same && closes::nearly(&operands((x, t), parts))
        })
        .collect();
    // `chi thường xuyên 398 tỷ đồng; …. Chi thường xuyên đạt 72% dự toán, bao gồm: …`: the sentence has its name.
    let near = if near.is_empty() { namesakes(passage, run, above) } else { near };
    match near.as_slice() {
        [total] => Some(claim_of(**total, parts, Completeness::All)),
        _ => None,
    }
}

/// The levels above, in the unit of the parts, that have the name their sentence opens with.
fn namesakes<'a, 'p>(
    passage: &Passage<'_>,
    run: &[(&Item, &Figure)],
    above: &'a [(&'p Item, &'p Figure)],
) -> Vec<&'a (&'p Item, &'p Figure)> {
    let name = |x: &Item| -> Vec<String> {
        let words = passage.own(x).filter(|t| t.kind == TokenKind::Word);
        let folded = words.map(|t| crate::lexicon::fold(passage.document.slice(t.range)));
        folded.filter(|w| !words::is_stop(w) && !words::is_filler(w)).collect()
    };
    let Some((first, part)) = run.first() else { return Vec::new() };
    let items = &passage.items.items;
    let opener = items.get(items.partition_point(|x| x.sentence < first.sentence)).filter(|x| x.token < first.token);
    let wanted = opener.map(name).unwrap_or_default();
    // Only levels of this paragraph: the words of another one stand among other tokens.
    let here = |x: &Item| {
        let own = items.get(items.partition_point(|y| y.token < x.token));
        own.is_some_and(|y| std::ptr::eq(x, y)) && x.sentence < first.sentence
    };
    let same = |(x, t): &&(&Item, &Figure)| fit(t, part) == Fit::Same && here(x) && name(x) == wanted;
    if wanted.len() < 2 { Vec::new() } else { above.iter().filter(same).collect() }
}

/// Whether a part goes with the others: one unit, or none printed.
fn alike(figure: &Figure, parts: &[(&Item, &Figure)]) -> bool {
    parts.iter().all(|(_, f)| fit(f, figure) >= Fit::Kin)
}

fn fits_all(total: &Figure, parts: &[(&Item, &Figure)], labelled: bool) -> bool {
    // Without any unit only a sum of three digits and more is no chance, or one of all that a sentence lists.
    let telling = total.printed >= if labelled { Exact::int(SMALL) } else { Exact::HUNDRED };
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
