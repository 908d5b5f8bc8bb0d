//! From broken equations of a table to slips: the smallest set of fields whose
//! change makes everything hold again. The rules of tables report one slip each.

mod left_out;

use super::slip::{self, Slip};
use crate::claims::ClaimKind;
use crate::document::{Document, TextRange};
use crate::figures::exact::Exact;
use crate::tables::claims::{self, figure, wanted_with};
use crate::tables::relation::{At, Outcome, Part, Shape, Term};
use crate::tables::sheet::{FamilyKind, Relation, Sheet};
use hashbrown::{HashMap, HashSet};
use left_out::Short;
use std::cmp::Reverse;

/// A field that is probably wrong.
#[derive(Clone, Debug)]
pub struct TableSlip {
    /// Which of the sheets.
    pub sheet: usize,
    /// The field.
    pub at: At,
    /// Its lower number, or its only or upper one.
    pub part: Part,
    /// Its number's place, or that of its text.
    pub range: TextRange,
    /// What would fit, where one value does.
    pub fits: Option<Exact>,
    /// The broken equations it explains, by index; the first one names the rule.
    pub broken: Vec<usize>,
    /// The kind of claim it belongs to.
    pub kind: ClaimKind,
    /// Whether a row was left out: the field is the first of a total that its rows do not reach.
    pub row_left_out: bool,
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
fn told(relation: &Relation) -> Option<Field> {
    let index = usize::from(relation.shape == Shape::AtMost);
    relation.terms.get(index).map(field)
}

/// A field, or one side of a fraction: the upper one counts as the field where it is compared.
type Field = (At, Part);

fn field(term: &Term) -> Field {
    (term.at, if term.part == Part::Lower { Part::Lower } else { Part::Whole })
}

/// Where a sum over rows is broken, or one of its parts is such a sum: the same with the parts of the
/// parts. A wrong part breaks it, too, and what stands between is right.
fn implied(sheet: &Sheet, short: &[Short]) -> Vec<Relation> {
    let known = |r: &Relation| r.terms.first().is_some_and(|t| short.iter().all(|s| s.row != t.at.row));
    let is_sum = |r: &&Relation| r.kind == FamilyKind::RowTotal && r.outcome != Outcome::Unknown && known(r);
    let mut sums: HashMap<At, &Relation> = HashMap::new();
    for relation in sheet.relations.iter().filter(is_sum) {
        if let Some(whole) = relation.terms.first() {
            sums.entry(whole.at).or_insert(relation);
        }
    }
    let broken = |r: &Relation| r.outcome == Outcome::Broken;
    let flat = |relation: &Relation| -> Option<Relation> {
        let (whole, parts) = relation.terms.split_first()?;
        let below = |t: &Term| sums.get(&t.at).copied();
        let inner: Vec<&Relation> = parts.iter().filter_map(below).collect();
        if inner.is_empty() || !(broken(relation) || inner.iter().any(|r| broken(r))) {
            return None;
        }
        let mut terms = vec![*whole];
        for part in parts {
            match below(part) {
                Some(sum) => terms.extend(sum.terms.iter().skip(1)),
                None => terms.push(*part),
            }
        }
        let outcome = sheet.test(relation.shape, &terms);
        (outcome != Outcome::Unknown).then(|| Relation { terms, outcome, ..relation.clone() })
    };
    sheet.relations.iter().filter(is_sum).filter_map(flat).collect()
}

struct Search<'a> {
    sheet: &'a Sheet,
    number: usize,
    document: &'a Document,
    /// For the fields of broken equations, every equation they are in.
    uses: HashMap<Field, Vec<usize>>,
    open: Vec<usize>,
    /// What follows from nested sums (a total of the parts of its parts); counted on from the table's own.
    implied: Vec<Relation>,
    /// Totals that their rows do not reach.
    short: Vec<Short>,
    /// The sums of these totals: their rows may not be more.
    at_most: HashSet<usize>,
    /// The values of the fields that were already put right, in the scale of the table.
    mended: HashMap<Field, i128>,
}

/// How well a field explains what is broken.
#[derive(Clone, Debug)]
struct Candidate {
    at: Field,
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
        let short = left_out::find(sheet);
        let at_most: HashSet<usize> = short.iter().flat_map(|s| s.sums.iter().copied()).collect();
        let implied = implied(sheet, &short);
        let all = || sheet.relations.iter().chain(&implied).enumerate();
        let over = |i: usize| short.iter().any(|s| s.over.contains(&i));
        let broken = all().filter(|(i, r)| r.outcome == Outcome::Broken && (!at_most.contains(i) || over(*i)));
        let mut open: Vec<usize> = Vec::new();
        let mut uses: HashMap<Field, Vec<usize>> = HashMap::new();
        for (i, relation) in broken {
            open.push(i);
            for term in &relation.terms {
                uses.entry(field(term)).or_default();
            }
        }
        if !uses.is_empty() {
            for (i, relation) in all() {
                let mut last = None;
                for term in relation.terms.iter().filter(|_| relation.outcome != Outcome::Unknown) {
                    if last != Some(field(term))
                        && let Some(list) = uses.get_mut(&field(term))
                    {
                        list.push(i);
                    }
                    last = Some(field(term));
                }
            }
        }
        Search { sheet, number, document, uses, open, implied, short, at_most, mended: HashMap::new() }
    }

    fn relation(&self, index: usize) -> &Relation {
        let own = &self.sheet.relations;
        own.get(index).unwrap_or_else(|| &self.implied[index - own.len()])
    }

    /// How many equations of the table itself a candidate mends.
    fn own(&self, candidate: &Candidate) -> usize {
        candidate.mended.iter().filter(|&&i| i < self.sheet.relations.len()).count()
    }

    fn run(mut self) -> Vec<TableSlip> {
        let mut slips = Vec::new();
        for mut group in self.groups() {
            let hopeless = group.len() > MANY;
            // What only follows is told with what it follows from.
            while let Some(&first) = group.first().filter(|&&i| i < self.sheet.relations.len()) {
                let best = if hopeless { None } else { self.best(&group) };
                let own = |c: &Candidate| c.mended.iter().any(|&i| i < self.sheet.relations.len());
                let slip = best.filter(|c| own(c) && c.mended.len() > c.spoiled);
                let (at, fits, broken) = match slip {
                    Some(c) => (c.at, c.fits, c.mended),
                    None => {
                        let Some(at) = told(self.relation(first)) else { break };
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
        self.refine(&mut slips);
        slips.extend(self.short.iter().map(|s| self.left_out(s)));
        slips.sort_by_key(|s| (s.at, s.part));
        // A field put right twice, because what was put right meanwhile changed what is wanted: one slip.
        slips.dedup_by(|later, first| {
            let told = |s: &TableSlip| (s.at, s.part, s.fits, s.kind, s.row_left_out);
            let same = told(later) == told(first);
            if same {
                first.broken.extend(later.broken.drain(..).filter(|i| !first.broken.contains(i)).collect::<Vec<_>>());
            }
            same
        });
        slips
    }

    /// What fits a field was found before the others were put right: it is asked again.
    fn refine(&self, slips: &mut [TableSlip]) {
        for slip in slips.iter_mut().filter(|s| s.fits.is_some()) {
            let value = slip.broken.first().and_then(|&i| self.wanted(i, (slip.at, slip.part)));
            if value.is_some() && slip.broken.iter().all(|&i| self.holds_with(i, (slip.at, slip.part), value)) {
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
                for term in &self.relation(i).terms {
                    for &other in self.uses.get(&field(term)).into_iter().flatten() {
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
        let mut count: HashMap<Field, usize> = HashMap::new();
        for &i in group {
            let mut fields: Vec<Field> = self.relation(i).terms.iter().map(field).collect();
            fields.sort_unstable();
            fields.dedup();
            for at in fields {
                *count.entry(at).or_default() += 1;
            }
        }
        let mut fields: Vec<Field> = count.iter().filter(|(_, n)| **n >= 2).map(|(at, _)| *at).collect();
        for &i in group {
            let terms = &self.relation(i).terms;
            let take = if terms.len() <= SHORT { terms.len() } else { 1 };
            fields.extend(terms.iter().take(take).map(field));
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
        let single = self.own(first) == 1;
        match other {
            Some(i) if single && (i == 0 || first.slip.is_none()) && slips == 1 => Some(best.swap_remove(i)),
            // Several parts that could all be meant: none is named.
            _ if !first.stated && single && best.len() > 1 => None,
            _ => Some(best.swap_remove(0)),
        }
    }

    /// The value of a field that mends most and spoils least.
    fn candidate(&self, at: Field, group: &[usize]) -> Option<Candidate> {
        let uses = self.uses.get(&at)?;
        let mine: Vec<usize> = uses.iter().copied().filter(|i| group.contains(i)).collect();
        let stated = mine.iter().any(|&i| told(self.relation(i)) == Some(at));
        let mut values: Vec<Option<Exact>> = mine.iter().map(|&i| self.wanted(i, at)).filter(Option::is_some).collect();
        values.dedup();
        if values.is_empty() {
            values.push(None);
        }
        let tried = values.into_iter().map(|value| {
            let holds = |i: usize| self.holds_with(i, at, value);
            let mended: Vec<usize> = mine.iter().copied().filter(|&i| holds(i)).collect();
            let spoiled = uses.iter().filter(|&&i| self.held(i) && !holds(i)).count();
            let slip = value.and_then(|v| self.slip_of(at, v));
            let shortest = mended.iter().map(|&i| self.relation(i).terms.len()).min().unwrap_or(0);
            Candidate { at, fits: value, mended, spoiled, stated, slip, shortest }
        });
        tried.max_by_key(Candidate::rank)
    }

    /// Whether equation `i` holds as printed.
    fn held(&self, i: usize) -> bool {
        self.relation(i).outcome.holds() || (self.at_most.contains(&i) && !self.open.contains(&i))
    }

    /// The value that makes equation `i` hold, with the decimals the field prints.
    fn wanted(&self, i: usize, at: Field) -> Option<Exact> {
        let relation = Some(self.relation(i)).filter(|_| !self.at_most.contains(&i))?;
        let index = relation.terms.iter().position(|t| field(t) == at)?;
        let number = self.sheet.number(relation.terms[index])?;
        let other = |term: Term| self.mended.get(&field(&term)).copied();
        wanted_with(self.sheet, relation, index, other)?.round(number.decimals)
    }

    fn holds_with(&self, i: usize, at: Field, value: Option<Exact>) -> bool {
        let relation = self.relation(i);
        let Some(value) = value else {
            // A word, or a bound: any other one would do.
            return relation.outcome == Outcome::Broken && told(relation) == Some(at);
        };
        let Some(scaled) = self.scaled(value) else { return false };
        let Some(mut values) = self.sheet.values_for(relation.shape, &relation.terms) else { return false };
        for (term, (old, _)) in relation.terms.iter().zip(&mut values) {
            let new = if field(term) == at { Some(scaled) } else { self.mended.get(&field(term)).copied() };
            old.value = new.unwrap_or(old.value);
        }
        if self.at_most.contains(&i) {
            return left_out::missing(&values).is_some_and(|(gap, slack)| gap >= -slack);
        }
        relation.shape.test(&values, self.sheet.unit()).holds()
    }

    /// A printed value in the scale of the table.
    fn scaled(&self, value: Exact) -> Option<i128> {
        let unit = Exact::int(i64::try_from(self.sheet.unit()).ok()?);
        value.mul(unit).and_then(Exact::to_i64).map(i128::from)
    }

    fn slip_of(&self, at: Field, value: Exact) -> Option<Slip> {
        let mut figure = figure(self.sheet, self.term(at)?)?;
        figure.unit.factor = Exact::ONE;
        slip::fits(&figure, value.abs())
    }

    fn term(&self, (at, part): Field) -> Option<Term> {
        let parts = if part == Part::Lower { [Part::Lower; 2] } else { [Part::Whole, Part::Upper] };
        let terms = parts.map(|part| Term { at, minus: false, part });
        terms.into_iter().find(|t| self.sheet.number(*t).is_some())
    }

    fn slip(&self, at: Field, fits: Option<Exact>, mut broken: Vec<usize>) -> TableSlip {
        let relation = |i: &usize| self.relation(*i);
        // The equation that states the field names the rule; sums before changes.
        broken.sort_by_key(|i| {
            let stated = told(relation(i)) == Some(at);
            (!stated, claims::kind(relation(i).kind) != ClaimKind::TableSum, *i)
        });
        broken.retain(|&i| i < self.sheet.relations.len());
        let kind = broken.first().map_or(ClaimKind::TableSum, |i| claims::kind(relation(i).kind));
        let (at, part) = at;
        let range = self.sheet.place(self.document, at);
        TableSlip { sheet: self.number, at, part, range, fits, broken, kind, row_left_out: false }
    }

    /// The finding of a total that its rows do not reach.
    fn left_out(&self, short: &Short) -> TableSlip {
        let broken: Vec<usize> = short.sums.iter().copied().filter(|i| !short.over.contains(i)).collect();
        let first = broken.first().and_then(|&i| self.relation(i).terms.first());
        let at = first.map_or(At { row: short.row, column: 0 }, |t| t.at);
        TableSlip { row_left_out: true, kind: ClaimKind::TableSum, ..self.slip((at, Part::Whole), None, broken) }
    }
}
