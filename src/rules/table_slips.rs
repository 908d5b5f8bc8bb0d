//! From broken equations of a table to slips: the smallest set of fields whose
//! change makes everything hold again. The rules of tables report one slip each.

use super::slip::{self, Slip};
use crate::claims::ClaimKind;
use crate::document::{Document, TextRange};
use crate::figures::exact::Exact;
use crate::tables::claims::{self, figure, wanted_with};
use crate::tables::relation::{At, Outcome, Shape, Term};
use crate::tables::sheet::{Relation, Sheet};
use std::cmp::Reverse;
use std::collections::HashMap;

/// A field that is probably wrong.
#[derive(Clone, Debug)]
pub struct TableSlip {
    /// Which of the sheets.
    pub sheet: usize,
    /// The field.
    pub at: At,
    /// Its number's place, or that of its text.
    pub range: TextRange,
    /// What would fit, where one value does.
    pub fits: Option<Exact>,
    /// The broken equations it explains, by index; the first one names the rule.
    pub broken: Vec<usize>,
    /// The kind of claim it belongs to.
    pub kind: ClaimKind,
}

/// With more broken equations that hang together than this, each is told by itself.
const MANY: usize = 200;
/// All terms of equations up to this length are tried as causes.
const SHORT: usize = 16;

/// The slips of all tables.
pub fn find(sheets: &[Sheet], document: &Document) -> Vec<TableSlip> {
    sheets.iter().enumerate().flat_map(|(i, sheet)| Search::new(sheet, i, document).run()).collect()
}

/// The field an equation is told at when nothing else is known: the stated one, or the part that is too large.
fn told(relation: &Relation) -> Option<At> {
    let index = usize::from(relation.shape == Shape::AtMost);
    relation.terms.get(index).map(|t| t.at)
}

struct Search<'a> {
    sheet: &'a Sheet,
    number: usize,
    document: &'a Document,
    /// For the fields of broken equations, every equation they are in.
    uses: HashMap<At, Vec<usize>>,
    open: Vec<usize>,
    /// The values of the fields that were already put right, in the scale of the table.
    mended: HashMap<At, i128>,
}

/// How well a field explains what is broken.
#[derive(Clone, Debug)]
struct Candidate {
    at: At,
    fits: Option<Exact>,
    mended: Vec<usize>,
    spoiled: usize,
    stated: bool,
    slip: Option<Slip>,
    /// Terms of the shortest equation it mends: a long one is broken by other fields more easily.
    shortest: usize,
}

impl Candidate {
    /// Equations it mends less those it spoils.
    fn net(&self) -> i64 {
        self.mended.len() as i64 - self.spoiled as i64
    }

    /// Whether its digits in another order would fit. That one other digit would
    /// fit says little: it would in most fields of a sum.
    fn moved(&self) -> bool {
        self.slip.is_some_and(|s| s != Slip::Digit && s != Slip::Length)
    }

    /// Larger is better.
    fn rank(&self) -> (i64, bool, bool, usize, Reverse<usize>) {
        let stated = self.stated && self.spoiled == 0;
        (self.net(), stated, self.slip.is_some(), self.mended.len(), Reverse(self.shortest))
    }
}

impl<'a> Search<'a> {
    fn new(sheet: &'a Sheet, number: usize, document: &'a Document) -> Search<'a> {
        let open: Vec<usize> =
            (0..sheet.relations.len()).filter(|&i| sheet.relations[i].outcome == Outcome::Broken).collect();
        let mut uses: HashMap<At, Vec<usize>> = HashMap::new();
        for &i in &open {
            for term in &sheet.relations[i].terms {
                uses.entry(term.at).or_default();
            }
        }
        if !uses.is_empty() {
            for (i, relation) in sheet.relations.iter().enumerate() {
                let mut last = None;
                for term in relation.terms.iter().filter(|_| relation.outcome != Outcome::Unknown) {
                    if last != Some(term.at)
                        && let Some(list) = uses.get_mut(&term.at)
                    {
                        list.push(i);
                    }
                    last = Some(term.at);
                }
            }
        }
        Search { sheet, number, document, uses, open, mended: HashMap::new() }
    }

    fn run(mut self) -> Vec<TableSlip> {
        let mut slips = Vec::new();
        for mut group in self.groups() {
            let hopeless = group.len() > MANY;
            while let Some(&first) = group.first() {
                let best = if hopeless { None } else { self.best(&group) };
                let slip = best.filter(|c| !c.mended.is_empty() && c.mended.len() > c.spoiled);
                let (at, fits, broken) = match slip {
                    Some(c) => (c.at, c.fits, c.mended),
                    None => {
                        let Some(at) = told(&self.sheet.relations[first]) else { break };
                        (at, None, vec![first])
                    }
                };
                group.retain(|i| !broken.contains(i));
                if let Some(value) = fits.and_then(|v| self.scaled(v)) {
                    self.mended.insert(at, value);
                    // What several wrong fields broke together holds once all of them are right.
                    group.retain(|&i| !self.holds_with(i, at, fits));
                }
                slips.push(self.slip(at, fits, broken));
            }
        }
        slips.sort_by_key(|s| s.at);
        self.refine(&mut slips);
        slips
    }

    /// What fits a field was found before the others were put right: it is asked again.
    fn refine(&self, slips: &mut [TableSlip]) {
        for slip in slips.iter_mut().filter(|s| s.fits.is_some()) {
            let value = slip.broken.first().and_then(|&i| self.wanted(i, slip.at));
            if value.is_some() && slip.broken.iter().all(|&i| self.holds_with(i, slip.at, value)) {
                slip.fits = value;
            }
        }
    }

    /// Broken equations that share fields.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut seen: HashMap<usize, bool> = self.open.iter().map(|&i| (i, false)).collect();
        let mut groups = Vec::new();
        for &start in &self.open {
            if seen.insert(start, true) != Some(false) {
                continue;
            }
            let mut group = vec![start];
            let mut next = 0;
            while let Some(&i) = group.get(next) {
                next += 1;
                for term in &self.sheet.relations[i].terms {
                    for &other in self.uses.get(&term.at).into_iter().flatten() {
                        if seen.get(&other) == Some(&false) {
                            seen.insert(other, true);
                            group.push(other);
                        }
                    }
                }
            }
            group.sort_unstable();
            groups.push(group);
        }
        groups
    }

    fn best(&self, group: &[usize]) -> Option<Candidate> {
        let mut count: HashMap<At, usize> = HashMap::new();
        for &i in group {
            let mut fields: Vec<At> = self.sheet.relations[i].terms.iter().map(|t| t.at).collect();
            fields.sort_unstable();
            fields.dedup();
            for at in fields {
                *count.entry(at).or_default() += 1;
            }
        }
        let mut fields: Vec<At> = count.iter().filter(|(_, n)| **n >= 2).map(|(at, _)| *at).collect();
        for &i in group {
            let terms = &self.sheet.relations[i].terms;
            let take = if terms.len() <= SHORT { terms.len() } else { 1 };
            fields.extend(terms.iter().take(take).map(|t| t.at));
        }
        fields.sort_unstable();
        fields.dedup();
        let candidates: Vec<Candidate> = fields.into_iter().filter_map(|at| self.candidate(at, group)).collect();
        let net = candidates.iter().map(Candidate::net).max()?;
        let mut best: Vec<Candidate> = candidates.into_iter().filter(|c| c.net() == net).collect();
        best.sort_by_key(|c| Reverse(c.rank()));
        let first = best.first()?;
        let slips = best.iter().filter(|c| c.moved()).count();
        // One equation: the stated field, unless digits in another order explain just one other field and not this one.
        let other = best.iter().position(|c| c.moved() && !c.stated);
        match other {
            Some(i) if first.mended.len() == 1 && first.slip.is_none() && slips == 1 => Some(best.swap_remove(i)),
            // Several parts that could all be meant: none is named.
            _ if !first.stated && first.mended.len() == 1 && best.len() > 1 => None,
            _ => Some(best.swap_remove(0)),
        }
    }

    /// The value of a field that mends most and spoils least.
    fn candidate(&self, at: At, group: &[usize]) -> Option<Candidate> {
        let uses = self.uses.get(&at)?;
        let mine: Vec<usize> = uses.iter().copied().filter(|i| group.contains(i)).collect();
        let stated = mine.iter().any(|&i| told(&self.sheet.relations[i]) == Some(at));
        let mut values: Vec<Option<Exact>> = mine.iter().map(|&i| self.wanted(i, at)).filter(Option::is_some).collect();
        values.dedup();
        if values.is_empty() {
            values.push(None);
        }
        let tried = values.into_iter().map(|value| {
            let holds = |i: usize| self.holds_with(i, at, value);
            let mended: Vec<usize> = mine.iter().copied().filter(|&i| holds(i)).collect();
            let spoiled = uses.iter().filter(|&&i| self.sheet.relations[i].outcome.holds() && !holds(i)).count();
            let slip = value.and_then(|v| self.slip_of(at, v));
            let shortest = mended.iter().map(|&i| self.sheet.relations[i].terms.len()).min().unwrap_or(0);
            Candidate { at, fits: value, mended, spoiled, stated, slip, shortest }
        });
        tried.max_by_key(Candidate::rank)
    }

    /// The value that makes equation `i` hold, with the decimals the field prints.
    fn wanted(&self, i: usize, at: At) -> Option<Exact> {
        let relation = &self.sheet.relations[i];
        let index = relation.terms.iter().position(|t| t.at == at)?;
        let number = self.sheet.number(relation.terms[index])?;
        let other = |at: At| self.mended.get(&at).copied();
        wanted_with(self.sheet, relation, index, other)?.round(number.decimals)
    }

    fn holds_with(&self, i: usize, at: At, value: Option<Exact>) -> bool {
        let relation = &self.sheet.relations[i];
        let Some(value) = value else {
            // A word, or a bound: any other one would do.
            return relation.outcome == Outcome::Broken && told(relation) == Some(at);
        };
        let Some(scaled) = self.scaled(value) else { return false };
        let Some(mut values) = self.sheet.values_for(relation.shape, &relation.terms) else { return false };
        for (term, (old, _)) in relation.terms.iter().zip(&mut values) {
            let new = if term.at == at { Some(scaled) } else { self.mended.get(&term.at).copied() };
            old.value = new.unwrap_or(old.value);
        }
        relation.shape.test(&values, self.sheet.unit()).holds()
    }

    /// A printed value in the scale of the table.
    fn scaled(&self, value: Exact) -> Option<i128> {
        let unit = Exact::int(i64::try_from(self.sheet.unit()).ok()?);
        value.mul(unit).and_then(Exact::to_i64).map(i128::from)
    }

    fn slip_of(&self, at: At, value: Exact) -> Option<Slip> {
        let mut figure = figure(self.sheet, self.term(at)?)?;
        figure.unit.factor = Exact::ONE;
        slip::fits(&figure, value.abs())
    }

    fn term(&self, at: At) -> Option<Term> {
        let term = Term { at, minus: false, part: crate::tables::relation::Part::Whole };
        self.sheet.number(term).map(|_| term)
    }

    fn slip(&self, at: At, fits: Option<Exact>, mut broken: Vec<usize>) -> TableSlip {
        let relation = |i: &usize| &self.sheet.relations[*i];
        // The equation that states the field names the rule; sums before changes.
        broken.sort_by_key(|i| {
            let stated = told(relation(i)) == Some(at);
            (!stated, claims::kind(relation(i).kind) != ClaimKind::TableSum, *i)
        });
        let kind = broken.first().map_or(ClaimKind::TableSum, |i| claims::kind(relation(i).kind));
        TableSlip { sheet: self.number, at, range: self.sheet.place(self.document, at), fits, broken, kind }
    }
}
