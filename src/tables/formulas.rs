//! Columns that are computed from other columns, found by the words of their
//! headers and by agreeing in most rows.

use super::columns::ColumnKind;
use super::relation::{Outcome, Part, Shape, Term};
use super::rows::RowKind;
use super::sheet::{FamilyKind, Sheet};
use super::value::Value;
use super::words::{self, HeaderWord, Mark, RowWord};
use crate::figures::Hedge;

/// So many rows are looked at to find a formula; all are checked with it.
const SAMPLE: usize = 48;
/// In wider tables only so many columns to either side are looked at.
const REACH: usize = 14;

/// A way to compute a column in each row.
#[derive(Clone, Debug)]
enum Formula {
    /// The terms' columns; the first is stated.
    Columns(FamilyKind, Shape, Vec<(usize, bool)>),
    /// Upper by lower number of a column of fractions.
    Fraction(Shape, usize, usize),
    /// A column by its value in one row.
    OfRow(Shape, usize, usize, usize),
    /// A column by its value in the row above in the nesting.
    OfParent(Shape, usize, usize),
}

impl Formula {
    fn shape(&self) -> Shape {
        match self {
            Formula::Columns(_, shape, _)
            | Formula::Fraction(shape, ..)
            | Formula::OfRow(shape, ..)
            | Formula::OfParent(shape, ..) => *shape,
        }
    }

    fn kind(&self) -> FamilyKind {
        match self {
            Formula::Columns(kind, ..) => *kind,
            _ => FamilyKind::Share,
        }
    }

    /// The terms in a row (an index into the sheet's rows).
    fn terms(&self, sheet: &Sheet, index: usize) -> Option<Vec<Term>> {
        let row = sheet.rows[index].row;
        Some(match self {
            Formula::Columns(_, _, columns) => {
                columns.iter().map(|&(c, minus)| Term { minus, ..Term::plus(row, c) }).collect()
            }
            Formula::Fraction(_, target, column) => vec![
                Term::plus(row, *target),
                Term { part: Part::Upper, ..Term::plus(row, *column) },
                Term { part: Part::Lower, ..Term::plus(row, *column) },
            ],
            Formula::OfRow(_, target, column, whole) => {
                vec![Term::plus(row, *target), Term::plus(row, *column), Term::plus(sheet.rows[*whole].row, *column)]
            }
            Formula::OfParent(_, target, column) => {
                let parent = sheet.rows[index].parent?;
                vec![Term::plus(row, *target), Term::plus(row, *column), Term::plus(sheet.rows[parent].row, *column)]
            }
        })
    }
}

/// How a formula does in the rows of a sample.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    holds: u32,
    broken: u32,
    /// Digits that agree and could have been others.
    digits: u32,
}

impl Score {
    fn better(self, other: Score) -> bool {
        let net = |s: Score| i64::from(s.holds) - i64::from(s.broken);
        net(self) > net(other) || (net(self) == net(other) && self.digits > other.digits)
    }

    /// Whether a header that asks for such a formula may believe it.
    fn believed_with_cue(self) -> bool {
        self.holds >= 2 && self.holds >= self.broken && self.digits >= 4
    }

    /// Whether the rows alone make it believable.
    fn believed_alone(self) -> bool {
        self.holds >= 3
            && self.holds >= 4 * self.broken.saturating_sub(1)
            && self.holds > self.broken
            && self.digits >= 10
    }
}

/// Finds the formulas of all columns and adds their equations.
pub fn find(sheet: &mut Sheet) {
    let rows: Vec<usize> =
        (0..sheet.rows.len()).filter(|&i| matches!(sheet.rows[i].kind, RowKind::Data | RowKind::Total)).collect();
    let step = rows.len().div_ceil(SAMPLE).max(1);
    let sample: Vec<usize> = rows.iter().copied().step_by(step).collect();
    let mut accepted: Vec<Formula> = Vec::new();
    for target in sheet.value_columns().collect::<Vec<_>>() {
        if let Some(formula) = rate(sheet, target, &sample) {
            sheet.columns[target].rate.get_or_insert(100);
            sheet.columns[target].never_summed = !sums_up(sheet, &formula);
            accepted.push(formula);
        }
    }
    // Columns that say what they are come first, so that the same sum is told by them.
    for asked in [true, false] {
        for target in sheet.value_columns().collect::<Vec<_>>() {
            if sheet.columns[target].rate.is_some() || asked != asks(sheet, target) {
                continue;
            }
            if let Some(formula) = linear(sheet, target, &sample).filter(|f| !repeats(&accepted, f)) {
                if let Shape::Distance = formula.shape() {
                    sheet.columns[target].never_summed = true;
                }
                accepted.push(formula);
            }
        }
    }
    let sisters: Vec<Formula> = sheet.value_columns().filter_map(|c| sister(sheet, c, &accepted)).collect();
    accepted.extend(sisters);
    for formula in &accepted {
        add(sheet, formula, &rows);
    }
    verdicts(sheet, &rows);
}

/// Whether the header asks for a sum or difference.
fn asks(sheet: &Sheet, target: usize) -> bool {
    [HeaderWord::Difference, HeaderWord::Increase, HeaderWord::Decrease, HeaderWord::Closing, HeaderWord::Total]
        .iter()
        .any(|&w| sheet.columns[target].words.has(w))
}

/// Shares of one whole may be added up, other rates never.
fn sums_up(sheet: &Sheet, formula: &Formula) -> bool {
    match formula {
        Formula::OfRow(_, _, _, whole) => sheet.rows[*whole].kind == RowKind::Total || sheet.rows[*whole].weak_total,
        _ => false,
    }
}

fn score(sheet: &Sheet, formula: &Formula, sample: &[usize]) -> Score {
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

/// Rates of rates are no percentages; they may be differences.
fn test(sheet: &Sheet, formula: &Formula, index: usize, terms: &[Term]) -> Outcome {
    let ratio = matches!(formula.shape(), Shape::Ratio { .. });
    if ratio && sheet.rows[index].is_rate() && !matches!(formula, Formula::Fraction(..)) {
        return Outcome::Unknown;
    }
    sheet.test(formula.shape(), terms)
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

fn best(sheet: &Sheet, candidates: impl Iterator<Item = Formula>, sample: &[usize]) -> Option<(Formula, Score)> {
    let mut best: Option<(Formula, Score)> = None;
    for formula in candidates {
        let found = score(sheet, &formula, sample);
        if found.holds > 0 && best.as_ref().is_none_or(|(_, old)| found.better(*old)) {
            best = Some((formula, found));
        }
    }
    best
}

/// Columns that may enter the formula of `target`, the nearest first.
fn operands(sheet: &Sheet, target: usize) -> Vec<usize> {
    let mut columns: Vec<usize> = sheet
        .value_columns()
        .filter(|&c| c != target && c.abs_diff(target) <= REACH && sheet.columns[c].rate.is_none())
        .collect();
    columns.sort_by_key(|&c| (c.abs_diff(target), c > target));
    columns
}

/// The formula of a column of percentages.
fn rate(sheet: &Sheet, target: usize, sample: &[usize]) -> Option<Formula> {
    let column = &sheet.columns[target];
    let asked = [HeaderWord::Percent, HeaderWord::Growth, HeaderWord::Share].iter().any(|&w| column.words.has(w));
    if column.rate.is_none() && !asked {
        return None;
    }
    let all = operands(sheet, target);
    // A percentage of a column of changes is mostly the growth, told less well.
    let levels: Vec<usize> = all.iter().copied().filter(|&c| !is_change(sheet, c)).collect();
    rate_of(sheet, target, &levels, sample).or_else(|| rate_of(sheet, target, &all, sample))
}

fn is_change(sheet: &Sheet, column: usize) -> bool {
    [HeaderWord::Difference, HeaderWord::Increase, HeaderWord::Decrease]
        .iter()
        .any(|&w| sheet.columns[column].words.has(w))
}

/// The formula of a column of percentages over these columns.
fn rate_of(sheet: &Sheet, target: usize, operands: &[usize], sample: &[usize]) -> Option<Formula> {
    let factor = sheet.columns[target].rate.unwrap_or(100);
    let mut candidates = Vec::new();
    let shape = |growth, bare| Shape::Ratio { factor, growth, bare };
    for &level in operands {
        for &base in operands {
            if level == base {
                continue;
            }
            let terms = vec![(target, false), (level, false), (base, false)];
            let kind = percentage_kind(sheet, target, level, base);
            candidates.push(Formula::Columns(kind, shape(false, false), terms.clone()));
            candidates.push(Formula::Columns(FamilyKind::Growth, shape(true, false), terms.clone()));
            if !signed(sheet, target) {
                candidates.push(Formula::Columns(FamilyKind::Growth, shape(true, true), terms));
            }
        }
        for whole in wholes(sheet, target) {
            candidates.push(Formula::OfRow(shape(false, false), target, level, whole));
        }
        candidates.push(Formula::OfParent(shape(false, false), target, level));
    }
    for fraction in 0..sheet.columns.len() {
        let fractions = |&&r: &&usize| matches!(sheet.grid.at(r, fraction).value, Value::Fraction(..));
        if sheet.grid.rows.iter().filter(fractions).count() >= 2 {
            candidates.push(Formula::Fraction(shape(false, false), target, fraction));
        }
    }
    let (formula, found) = best(sheet, candidates.into_iter(), sample)?;
    // In a small table with two columns of numbers nothing else can be meant.
    let small = operands.len() == 2 && found.holds >= 1 && found.holds >= found.broken && found.digits >= 3;
    (found.believed_with_cue() || small).then_some(formula)
}

/// Done by plan and year by year are changes; a part of a whole is a share.
fn percentage_kind(sheet: &Sheet, target: usize, level: usize, base: usize) -> FamilyKind {
    let has = |c: usize, w| sheet.columns[c].words.has(w);
    let years = |c: usize| sheet.grid.headers[c].split(|c: char| !c.is_ascii_digit()).any(|d| d.len() == 4);
    let done = has(target, HeaderWord::Done) || has(target, HeaderWord::Plan) || has(base, HeaderWord::Plan);
    if done || (years(level) && years(base)) || sheet.grid.headers[target].contains('/') {
        return FamilyKind::Percentage;
    }
    let part = sheet.rows.iter().filter_map(|r| {
        let (level, base) = (sheet.value(Term::plus(r.row, level))?, sheet.value(Term::plus(r.row, base))?);
        Some(level.value <= base.value)
    });
    let (within, above) = part.fold((0, 0), |(w, a), part| if part { (w + 1, a) } else { (w, a + 1) });
    if within > 4 * above { FamilyKind::Share } else { FamilyKind::Percentage }
}

/// Rows a share may be of: totals, and rows that state 100.
fn wholes(sheet: &Sheet, target: usize) -> Vec<usize> {
    let hundred = |i: &usize| {
        let row = &sheet.rows[*i];
        let stated = sheet.value(Term::plus(row.row, target));
        row.kind == RowKind::Total || stated.is_some_and(|s| s.value == 100 * sheet.unit())
    };
    let mut found: Vec<usize> = (0..sheet.rows.len()).filter(hundred).take(3).collect();
    found.extend((0..sheet.rows.len()).rev().take(1).filter(hundred));
    found.dedup();
    found
}

/// The formula of a column that is a sum or difference of others.
fn linear(sheet: &Sheet, target: usize, sample: &[usize]) -> Option<Formula> {
    let column = &sheet.columns[target];
    let words = column.words;
    let change = is_change(sheet, target);
    let operands = operands(sheet, target);
    if change {
        let one_sided =
            !words.has(HeaderWord::Difference) && words.has(HeaderWord::Increase) != words.has(HeaderWord::Decrease);
        let mut candidates = Vec::new();
        for &level in &operands {
            for &base in operands.iter().filter(|&&b| b != level) {
                let columns = vec![(target, false), (level, false), (base, true)];
                candidates.push(Formula::Columns(FamilyKind::Difference, Shape::Sum, columns));
                let columns = vec![(target, false), (level, false), (base, false)];
                if level < base && !signed(sheet, target) {
                    candidates.push(Formula::Columns(FamilyKind::Difference, Shape::Distance, columns));
                }
            }
        }
        if let Some((formula, found)) = best(sheet, candidates.into_iter(), sample) {
            let small = operands.len() <= 3
                && !one_sided
                && found.holds >= 1
                && found.holds >= found.broken
                && found.digits >= 3;
            if found.believed_with_cue() || small {
                return Some(formula);
            }
        }
    }
    if words.has(HeaderWord::Rate) {
        return None;
    }
    if let Some(net) = net(sheet, target, sample) {
        return Some(net);
    }
    if change {
        return None;
    }
    let parts: Vec<usize> = operands.iter().copied().filter(|&c| !sheet.columns[c].never_summed).collect();
    let (formula, found) = best(sheet, totals(target, &parts).into_iter(), sample)?;
    let cue = words.has(HeaderWord::Total);
    let small = cue && operands.len() <= 4 && found.holds >= 1 && found.holds > found.broken && found.digits >= 3;
    (found.believed_alone() || (cue && found.believed_with_cue()) || small).then_some(formula)
}

/// A column of increases whose column of decreases was understood, or the reverse.
fn sister(sheet: &Sheet, target: usize, accepted: &[Formula]) -> Option<Formula> {
    let side = |c: usize| {
        let has = |w| sheet.columns[c].words.has(w);
        let (up, down) = (has(HeaderWord::Increase), has(HeaderWord::Decrease));
        (up != down && !has(HeaderWord::Difference)).then_some(up)
    };
    let own = side(target).filter(|_| sheet.columns[target].rate.is_none())?;
    let stated = |f: &Formula| match f {
        Formula::Columns(_, _, columns) => columns.first().map(|c| c.0),
        _ => None,
    };
    if accepted.iter().any(|f| stated(f) == Some(target)) {
        return None;
    }
    accepted.iter().find_map(|f| match f {
        Formula::Columns(FamilyKind::Difference, Shape::Sum, columns) => {
            let &[(other, _), (level, _), (base, _)] = columns.as_slice() else { return None };
            (side(other) == Some(!own)).then(|| {
                Formula::Columns(
                    FamilyKind::Difference,
                    Shape::Sum,
                    vec![(target, false), (base, false), (level, true)],
                )
            })
        }
        _ => None,
    })
}

/// Whether the column prints signs: then a number without one goes up.
fn signed(sheet: &Sheet, column: usize) -> bool {
    sheet.grid.rows.iter().any(|&r| sheet.grid.number(r, column).is_some_and(|n| n.signed))
}

/// Closing = opening + increases - decreases.
fn net(sheet: &Sheet, target: usize, sample: &[usize]) -> Option<Formula> {
    let has = |c: &usize, w| sheet.columns[*c].words.has(w);
    if !has(&target, HeaderWord::Closing) {
        return None;
    }
    let mut columns = vec![(target, false)];
    for column in operands(sheet, target) {
        let (up, down) = (has(&column, HeaderWord::Increase), has(&column, HeaderWord::Decrease));
        if has(&column, HeaderWord::Opening) || (up && !down) {
            columns.push((column, false));
        } else if down && !up {
            columns.push((column, true));
        }
    }
    if columns.len() < 3 {
        return None;
    }
    let formula = Formula::Columns(FamilyKind::ColumnTotal, Shape::Sum, columns);
    let found = score(sheet, &formula, sample);
    (found.believed_with_cue() || (found.holds >= 1 && found.broken <= 1)).then_some(formula)
}

/// Sums that may make the target: neighbours in a run, and any two columns.
fn totals(target: usize, operands: &[usize]) -> Vec<Formula> {
    let mut columns: Vec<usize> = operands.to_vec();
    columns.sort_unstable();
    let formula = |parts: &[usize]| {
        let terms = std::iter::once((target, false)).chain(parts.iter().map(|&c| (c, false))).collect();
        Formula::Columns(FamilyKind::ColumnTotal, Shape::Sum, terms)
    };
    let mut out = Vec::new();
    for from in 0..columns.len() {
        for to in from + 2..=columns.len() {
            out.push(formula(&columns[from..to]));
        }
        for second in from + 2..columns.len() {
            out.push(formula(&[columns[from], columns[second]]));
        }
    }
    // every second, third… column under a header of several levels
    for stride in 2..=4 {
        for from in 0..stride.min(columns.len()) {
            let every: Vec<usize> = columns[from..].iter().copied().step_by(stride).collect();
            if every.len() > 2 {
                out.push(formula(&every));
            }
        }
    }
    out
}

/// Whether the same columns are already tied by another sum.
fn repeats(accepted: &[Formula], formula: &Formula) -> bool {
    let set = |f: &Formula| match f {
        Formula::Columns(_, Shape::Sum | Shape::Distance, columns) => {
            let mut set: Vec<usize> = columns.iter().map(|c| c.0).collect();
            set.sort_unstable();
            Some(set)
        }
        _ => None,
    };
    let own = set(formula);
    own.is_some() && accepted.iter().any(|f| set(f) == own)
}

/// The equations of a formula in all rows.
fn add(sheet: &mut Sheet, formula: &Formula, rows: &[usize]) {
    for &index in rows {
        let Some(terms) = formula.terms(sheet, index) else { continue };
        let outcome = test(sheet, formula, index, &terms);
        let stated = terms.first().is_some_and(|&t| sheet.number(t).is_some());
        if stated || outcome != Outcome::Unknown {
            let trivial = terms.iter().all(|&t| sheet.number(t).is_none());
            if !trivial {
                sheet.add(formula.kind(), formula.shape(), terms, outcome);
            }
        }
    }
}

/// Columns that say whether a goal was reached.
fn verdicts(sheet: &mut Sheet, rows: &[usize]) {
    let Some(target) = (0..sheet.columns.len()).find(|&c| sheet.columns[c].kind == ColumnKind::Verdict) else { return };
    let values: Vec<usize> = sheet.value_columns().filter(|&c| sheet.columns[c].rate.is_none()).collect();
    let with = |word| values.iter().copied().find(|&c| sheet.columns[c].words.has(word));
    let (level, goal) = match (with(HeaderWord::Done), with(HeaderWord::Plan), values.as_slice()) {
        (Some(level), Some(goal), _) if level != goal => (level, goal),
        (_, _, [goal, level]) => (*level, *goal),
        _ => return,
    };
    let mut found = Vec::new();
    for &index in rows {
        let row = sheet.rows[index].row;
        let Value::Verdict(mark) = sheet.grid.at(row, target).value else { continue };
        if matches!(mark, Mark::Nil | Mark::NoData) {
            continue;
        }
        let terms = vec![Term::plus(row, target), Term::plus(row, level), Term::plus(row, goal)];
        let hedge = sheet.number(terms[2]).and_then(|n| n.hedge);
        let lower = hedge == Some(Hedge::Below);
        let shape = Shape::Verdict { mark, lower };
        // Without a bound, a thing of which less is better leaves the direction open.
        let open = hedge.is_none() && words::row_has(&sheet.rows[index].label, RowWord::LowerBetter);
        let outcome = if open { Outcome::Unknown } else { sheet.test(shape, &terms) };
        found.push((shape, terms, outcome));
    }
    let (holds, broken) = found.iter().fold((0, 0), |(h, b), f| match f.2 {
        Outcome::Broken => (h, b + 1),
        Outcome::Unknown => (h, b),
        _ => (h + 1, b),
    });
    if holds >= 2 * broken && holds >= 1 {
        for (shape, terms, outcome) in found {
            sheet.add(FamilyKind::Verdict, shape, terms, outcome);
        }
    }
}
