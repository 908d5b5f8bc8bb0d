//! Columns that are computed from other columns, found by the words of their
//! headers and by agreeing in most rows.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::declared::{self, Declared};
use super::relation::{Outcome, Part, Shape, Term};
use super::rows::{Row, RowKind};
use super::sheet::{FamilyKind, Sheet};
use super::value::Value;
use super::words::HeaderWord;
use super::{linear, products, rates, verdicts};
use hashbrown::HashSet;

/// So many rows are looked at to find a formula; all are checked with it.
const SAMPLE: usize = 48;
/// In wider tables only so many columns to either side are looked at.
const REACH: usize = 14;

/// A way to compute a column in each row.
#[derive(Clone, Debug)]
pub enum Formula {
    /// The terms' columns; the first is stated.
    Columns(FamilyKind, Shape, Vec<(usize, bool)>),
    /// Upper by lower number of a column of fractions.
    Fraction(Shape, usize, usize),
    /// A column by its value in one row.
    OfRow(Shape, usize, usize, usize),
    /// A column by its value in the row above in the nesting.
    OfParent(Shape, usize, usize),
    /// A column by its value one row above: `Chỉ số phát triển` of the years below one another.
    OverAbove(Shape, usize, usize),
    /// A column is its value one row above and another column.
    Running(usize, usize),
}

impl Formula {
    /// Its equation.
    pub fn shape(&self) -> Shape {
        match self {
            Formula::Columns(_, shape, _)
            | Formula::Fraction(shape, ..)
            | Formula::OfRow(shape, ..)
            | Formula::OverAbove(shape, ..)
            | Formula::OfParent(shape, ..) => *shape,
            Formula::Running(..) => Shape::Sum,
        }
    }

    fn kind(&self) -> FamilyKind {
        match self {
            Formula::Columns(kind, ..) => *kind,
            Formula::Running(..) => FamilyKind::Running,
            Formula::OverAbove(Shape::Ratio { growth: true, .. }, ..) => FamilyKind::Growth,
            Formula::OverAbove(..) => FamilyKind::Percentage,
            _ => FamilyKind::Share,
        }
    }

    /// The terms in a row (an index into the sheet's rows).
    fn terms(&self, sheet: &Sheet, index: usize) -> Option<Vec<Term>> {
        let row = sheet.nth(index).row;
        Some(match self {
            // A total has no one price.
            Formula::Columns(FamilyKind::Product, ..)
                if sheet.nth(index).kind != RowKind::Data || sheet.nth(index).weak_total =>
            {
                return None;
            }
            Formula::Columns(_, _, columns) => {
                columns.iter().map(|&(c, minus)| Term { minus, ..Term::plus(row, c) }).collect()
            }
            Formula::Fraction(_, target, column) => vec![
                Term::plus(row, *target),
                Term { part: Part::Upper, ..Term::plus(row, *column) },
                Term { part: Part::Lower, ..Term::plus(row, *column) },
            ],
            Formula::OfRow(_, target, column, whole) => {
                vec![Term::plus(row, *target), Term::plus(row, *column), Term::plus(sheet.nth(*whole).row, *column)]
            }
            Formula::OfParent(_, target, column) => {
                let parent = sheet.nth(index).parent?;
                vec![Term::plus(row, *target), Term::plus(row, *column), Term::plus(sheet.nth(parent).row, *column)]
            }
            Formula::OverAbove(_, target, column) => {
                let above = sheet.nth(index.checked_sub(1)?);
                let both = above.kind == RowKind::Data && sheet.nth(index).kind == RowKind::Data;
                let terms = || vec![Term::plus(row, *target), Term::plus(row, *column), Term::plus(above.row, *column)];
                both.then(terms)?
            }
            Formula::Running(target, column) => {
                let above = sheet.rows.get(index.checked_sub(1)?)?;
                let data = |row: &Row| row.kind == RowKind::Data && !row.weak_total;
                let value = |row: usize| sheet.value(Term::plus(row, *target)).map(|v| v.value);
                // A row of the whole (`Quý I` below its months) says again what came together.
                let again = value(row) == value(above.row);
                let both = data(above) && data(sheet.nth(index)) && !again;
                both.then(|| vec![Term::plus(row, *target), Term::plus(above.row, *target), Term::plus(row, *column)])?
            }
        })
    }
}

/// How a formula does in the rows of a sample.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// Rows that agree.
    pub holds: u32,
    /// Rows that do not.
    pub broken: u32,
    /// Of these, rows that are off by little: one wrong cell explains them.
    pub near: u32,
    /// Digits that agree and could have been others.
    pub digits: u32,
}

impl Score {
    fn better(self, other: Score) -> bool {
        let net = |s: Score| i64::from(s.holds) - i64::from(s.broken);
        net(self) > net(other) || (net(self) == net(other) && self.digits > other.digits)
    }

    /// Whether a header that asks for such a formula may believe it.
    pub fn believed_with_cue(self) -> bool {
        let few = self.broken <= self.holds || (self.near == self.broken && self.broken <= self.holds + 1);
        self.holds >= 2 && few && self.digits >= 5
    }

    /// Whether a header that asks for a sum of some columns may believe it: there
    /// are many sets of columns, and small numbers often add up by chance.
    pub fn believed_total(self) -> bool {
        let few = self.broken <= 1 || self.holds >= 3 * self.broken;
        let slips = self.near == self.broken && self.holds > self.broken && self.digits >= 8;
        // so many digits close by no chance, however many slips there are
        let sure = self.holds >= self.broken && self.digits >= 12;
        self.holds >= 2 && ((few && self.digits >= 6) || slips || sure)
    }

    /// Whether a header of the whole beside all the headers of its parts may be believed: nothing else can be
    /// meant, and what does not close is off by little.
    pub fn believed_named(self) -> bool {
        self.holds >= 1 && self.near == self.broken && self.broken <= self.holds + 1 && self.digits >= 4
    }

    /// Whether headers that name the very columns may be believed with small numbers, too.
    pub fn believed_parallel(self) -> bool {
        self.holds >= 2 && self.holds > self.broken
    }

    /// Whether a column that is called a yield or a mean may be this quotient: with
    /// few digits many pairs of columns fit.
    pub fn believed_quotient(self) -> bool {
        self.holds >= 3 && self.holds >= 3 * self.broken && self.digits >= 8
    }

    /// The same where the units of the three columns say it, too.
    pub fn believed_by_units(self) -> bool {
        self.holds >= 2 && self.broken <= self.holds + 1 && self.digits >= 4
    }

    /// Whether the rows alone make it believable.
    pub fn believed_alone(self) -> bool {
        self.holds >= 3
            && self.holds >= 4 * self.broken.saturating_sub(1)
            && self.holds > self.broken
            && self.digits >= 10
    }
}

/// Finds the formulas of all columns and adds their equations.
pub fn find(sheet: &mut Sheet, declared: &[Declared]) {
    let rows: Vec<usize> =
        (0..sheet.rows.len()).filter(|&i| matches!(sheet.nth(i).kind, RowKind::Data | RowKind::Total)).collect();
    let step = rows.len().div_ceil(SAMPLE).max(1);
    let sample: Vec<usize> = rows.iter().copied().step_by(step).collect();
    let mut accepted: Vec<Formula> = declared::believed(sheet, declared, &sample);
    let told: HashSet<usize> = accepted.iter().filter_map(declared::target).collect();
    for formula in &accepted {
        if let (Some(target), Shape::Ratio { .. } | Shape::Distance) = (declared::target(formula), formula.shape()) {
            sheet.never_sum(target);
        }
    }
    let open = |c: &usize| !told.contains(c);
    let fractions = rates::fractions(sheet);
    for target in sheet.value_columns().filter(open).collect::<Vec<_>>() {
        let rate = rates::rate(sheet, target, &sample, &fractions);
        if let Some(formula) = rate.or_else(|| rates::points(sheet, target, &sample)) {
            if let Some(column) = sheet.columns.get_mut(target) {
                column.rate.get_or_insert(100);
            }
            let summed = sums_up(sheet, &formula);
            if let Some(column) = sheet.columns.get_mut(target) {
                column.never_summed = !summed;
            }
            accepted.push(formula);
        }
    }
    for target in sheet.value_columns().filter(open).filter(|&c| sheet.column(c).rate.is_none()).collect::<Vec<_>>() {
        accepted.extend(products::product(sheet, target, &sample));
    }
    // Columns that say what they are come first, so that the same sum is told by them.
    let mut tied: HashSet<Vec<usize>> = accepted.iter().map(linear::columns).collect();
    for asked in [true, false] {
        for target in sheet.value_columns().filter(open).collect::<Vec<_>>() {
            let rank = sheet.column(target).words.has(HeaderWord::Rank);
            if rank || sheet.column(target).rate.is_some() || asked != asks(sheet, target) {
                continue;
            }
            if let Some(formula) = linear::linear(sheet, target, &sample).filter(|f| tied.insert(linear::columns(f))) {
                let ratio = matches!(formula.shape(), Shape::Ratio { .. } | Shape::Distance);
                if ratio || matches!(formula, Formula::Running(..)) {
                    sheet.never_sum(target);
                }
                accepted.push(formula);
            }
        }
    }
    accepted.extend(linear::sisters(sheet, &accepted));
    let again: Vec<Formula> = accepted.iter().flat_map(|f| linear::other_parts(sheet, f, &sample)).collect();
    accepted.extend(again.into_iter().filter(|f| tied.insert(linear::columns(f))));
    for formula in &accepted {
        add(sheet, formula, &rows);
    }
    verdicts::find(sheet, &rows);
}

/// Whether the header asks for a sum or difference.
fn asks(sheet: &Sheet, target: usize) -> bool {
    [
        HeaderWord::Difference,
        HeaderWord::Increase,
        HeaderWord::Decrease,
        HeaderWord::Closing,
        HeaderWord::Total,
        HeaderWord::Running,
    ]
    .iter()
    .any(|&w| sheet.column(target).words.has(w))
}

/// Shares of one whole may be added up, other rates never.
fn sums_up(sheet: &Sheet, formula: &Formula) -> bool {
    match formula {
        Formula::OfRow(_, _, _, whole) => sheet.nth(*whole).kind == RowKind::Total || sheet.nth(*whole).weak_total,
        _ => false,
    }
}

pub fn score(sheet: &Sheet, formula: &Formula, sample: &[usize]) -> Score {
    let mut score = Score::default();
    for (n, &index) in sample.iter().enumerate() {
        let Some(terms) = formula.terms(sheet, index) else { continue };
        let outcome = test(sheet, formula, index, &terms);
        match outcome {
            Outcome::Broken => score.broken += 1,
            Outcome::Unknown => {}
            _ => {
                score.holds += 1;
                score.digits += evidence(sheet, formula.shape(), &terms);
            }
        }
        // Hopeless after a few rows.
        if n >= 5 && score.broken > 2 * score.holds + 3 {
            break;
        }
    }
    score
}

/// Percentages of percentages are none; they may be differences.
fn test(sheet: &Sheet, formula: &Formula, index: usize, terms: &[Term]) -> Outcome {
    let ratio = matches!(formula.shape(), Shape::Ratio { .. });
    if ratio && sheet.nth(index).is_percentage() && !matches!(formula, Formula::Fraction(..)) {
        return Outcome::Unknown;
    }
    let outcome = sheet.test(formula.shape(), terms);
    // Percentages are parts of a hundred or of nothing: `So với năm trước (%) | 98,2 | 104,5 | 95,3`.
    let hundred = || {
        let whole = terms.first().and_then(|&t| sheet.value(t)).map(|v| v.value);
        let near = || sheet.values(terms).is_some_and(|v| Shape::Sum.is_near(&v, sheet.unit()));
        whole == Some(100 * sheet.unit()) && near()
    };
    let total = formula.kind() == FamilyKind::ColumnTotal && terms.iter().all(|t| !t.minus);
    if total && outcome == Outcome::Broken && sheet.nth(index).is_percentage() && !hundred() {
        return Outcome::Unknown;
    }
    outcome
}

/// How many digits of the stated number speak for the equation.
fn evidence(sheet: &Sheet, shape: Shape, terms: &[Term]) -> u32 {
    let Some(values) = sheet.values(terms) else { return 0 };
    let Some(((stated, _), rest)) = values.split_first() else { return 0 };
    let nontrivial = match shape {
        Shape::Ratio { growth, .. } => {
            let level = rest.first().map(|t| t.0.value);
            let base = rest.get(1).map(|t| t.0.value);
            level != base && (growth || stated.value != 0)
        }
        _ => stated.value != 0 && rest.iter().filter(|(v, _)| v.value != 0).count() >= 2,
    };
    let digits = terms.first().and_then(|&t| sheet.number(t)).map_or(0, |n| n.digits.max(1).ilog10() + 1);
    if nontrivial { digits } else { 0 }
}

pub fn best(sheet: &Sheet, candidates: impl Iterator<Item = Formula>, sample: &[usize]) -> Option<(Formula, Score)> {
    let mut best: Option<(Formula, Score)> = None;
    for formula in candidates {
        let found = score(sheet, &formula, sample);
        if found.holds > 0 && best.as_ref().is_none_or(|(_, old)| found.better(*old)) {
            best = Some((formula, found));
        }
    }
    let (formula, mut found) = best?;
    if found.broken > 0 {
        found.near = near(sheet, &formula, sample);
    }
    Some((formula, found))
}

/// How many rows that break a formula are off by little.
fn near(sheet: &Sheet, formula: &Formula, sample: &[usize]) -> u32 {
    let off_by_little = |&&index: &&usize| {
        let Some(terms) = formula.terms(sheet, index) else { return false };
        test(sheet, formula, index, &terms) == Outcome::Broken
            && sheet.values(&terms).is_some_and(|v| formula.shape().is_near(&v, sheet.unit()))
    };
    sample.iter().filter(off_by_little).count() as u32
}

/// Columns that may enter the formula of `target`, the nearest first.
pub fn operands(sheet: &Sheet, target: usize) -> Vec<usize> {
    let mut columns: Vec<usize> = sheet
        .value_columns()
        .filter(|&c| c != target && c.abs_diff(target) <= REACH && sheet.column(c).rate.is_none())
        .filter(|&c| !sheet.column(c).words.has(HeaderWord::Rank))
        .collect();
    columns.sort_by_key(|&c| (c.abs_diff(target), c > target));
    columns
}

/// The rows of the table that have a remark, where most have none.
fn remarked(sheet: &Sheet) -> HashSet<usize> {
    let note = |c: &usize| sheet.column(*c).words.has(HeaderWord::Note);
    let notes: Vec<usize> = (0..sheet.columns.len()).filter(note).collect();
    let said = |row: &usize| notes.iter().any(|&c| !matches!(sheet.grid.at(*row, c).value, Value::Empty | Value::Nil));
    let rows: HashSet<usize> = sheet.grid.rows.iter().copied().filter(said).collect();
    if 2 * rows.len() < sheet.grid.rows.len() { rows } else { HashSet::new() }
}

/// The equations of a formula in all rows. What is paid may be bounded by what a remark says (`tối đa 5 ha`).
fn add(sheet: &mut Sheet, formula: &Formula, rows: &[usize]) {
    let paid = matches!(formula.kind(), FamilyKind::Product | FamilyKind::Quotient);
    let remarked = if paid { remarked(sheet) } else { HashSet::new() };
    for &index in rows {
        let Some(terms) = formula.terms(sheet, index) else { continue };
        let outcome = match test(sheet, formula, index, &terms) {
            Outcome::Broken if remarked.contains(&sheet.nth(index).row) => Outcome::Unknown,
            outcome => outcome,
        };
        let stated = terms.first().is_some_and(|&t| sheet.number(t).is_some());
        if stated || outcome != Outcome::Unknown {
            let trivial = terms.iter().all(|&t| sheet.number(t).is_none());
            if !trivial {
                sheet.add(formula.kind(), formula.shape(), terms, outcome);
            }
        }
    }
}

/// Whether a header names changes.
pub fn is_change(sheet: &Sheet, column: usize) -> bool {
    [HeaderWord::Difference, HeaderWord::Increase, HeaderWord::Decrease]
        .iter()
        .any(|&w| sheet.column(column).words.has(w))
}

/// Whether the column prints signs: then a number without one goes up.
pub fn signed(sheet: &Sheet, column: usize) -> bool {
    sheet.grid.rows.iter().any(|&r| sheet.grid.number(r, column).is_some_and(|n| n.signed))
}
