//! Rows that are the sum of other rows: totals first or last, and parents of
//! nested rows. Which rows add up is decided once for all columns.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::formulas::is_change;
use super::relation::{Outcome, Part, Shape, Term};
use super::rows::{Row, RowKind};
use super::sheet::{FamilyKind, Sheet};
use super::value::Value;
use super::{rates, words};
use crate::lexicon;

/// In tables with more totals than this, a total only takes the rows next to it.
const MANY_TOTALS: usize = 24;

/// A column, or one side of its fractions.
type Field = (usize, Part);

/// What may be added up: columns, with both sides of fractions (`7/9`, `11/14`: `18/23`) unless all are of
/// one whole (`12/19 tiêu chí` in each row).
fn fields(sheet: &Sheet) -> Vec<Field> {
    let mut out = Vec::new();
    for column in sheet.value_columns().filter(|&c| !sheet.column(c).never_summed) {
        let mut wholes = sheet.grid.rows.iter().filter_map(|&r| match &sheet.grid.at(r, column).value {
            Value::Fraction(_, lower) => Some((lower.digits, lower.decimals)),
            _ => None,
        });
        let first = wholes.next();
        let (mut more, mut same) = (0, true);
        wholes.for_each(|w| {
            more += 1;
            same &= Some(w) == first;
        });
        match (more, same) {
            (0, _) => out.push((column, Part::Whole)),
            (_, true) => {}
            _ => out.extend([(column, Part::Whole), (column, Part::Lower)]),
        }
    }
    out
}

/// How the columns of a sum come out.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    holds: usize,
    broken: usize,
    /// Of the broken ones those that are off by little: one wrong cell explains them.
    near: usize,
    /// Digits of the totals that hold.
    digits: u32,
}

impl Tally {
    fn far(self) -> usize {
        self.broken - self.near
    }
}

/// Finds the sums over rows and adds their equations.
pub fn find(sheet: &mut Sheet) {
    let columns = fields(sheet);
    let mut taken = vec![false; sheet.rows.len()];
    let mut sums = totals(sheet, &columns, &mut taken);
    sums.extend(parents(sheet, &columns, &taken));
    let columns: Vec<Field> = columns.into_iter().filter(|&c| !holds_means(sheet, c, &sums)).collect();
    for sum in &sums {
        let columns = summed(sheet, &columns, sum.whole, &sum.parts);
        if sum.all {
            add(sheet, &columns, sum.whole, &sum.parts, sum.tally);
        } else {
            at_most(sheet, &columns, sum.whole, &sum.parts);
        }
    }
}

/// A row with rows that are its parts.
struct Sum {
    whole: usize,
    parts: Vec<usize>,
    tally: Tally,
    /// Whether they are all of its parts, or some that may not be more than it.
    all: bool,
}

/// Whether no total of a column is the sum of its parts and each lies between the least and the most of them:
/// then they are means, whatever the other columns do. One total alone must be called a quotient.
fn holds_means(sheet: &Sheet, column: Field, sums: &[Sum]) -> bool {
    let (mut means, mut others) = (0, 0);
    for sum in sums.iter().filter(|s| s.all && s.parts.len() >= 2) {
        let terms = there(sheet, &terms(sheet, column, sum.whole, &sum.parts));
        let values: Option<Vec<i128>> = terms.iter().map(|&t| sheet.value(t)).map(|v| v.map(|v| v.value)).collect();
        let Some((&whole, parts)) = values.as_deref().and_then(<[i128]>::split_first) else { continue };
        let Some((least, most)) = parts.iter().min().zip(parts.iter().max()).filter(|_| parts.len() >= 2) else {
            continue;
        };
        let inside = (*least..=*most).contains(&whole);
        if inside && test(sheet, &terms) == Outcome::Broken { means += 1 } else { others += 1 }
    }
    let called = rates::names_quotient(sheet.header(column.0));
    means > 2 * others && means >= if called { 1 } else { 3 }
}

fn totals(sheet: &Sheet, columns: &[Field], taken: &mut [bool]) -> Vec<Sum> {
    let mut out = Vec::new();
    let mut has_child = vec![false; sheet.rows.len()];
    for row in &sheet.rows {
        // What no mark puts there, and attributes that overlap, leave their parent a part itself.
        if let Some(parent) = row.parent.filter(|_| !row.loose && !row.partial) {
            has_child.get_mut(parent).into_iter().for_each(|has| *has = true);
        }
    }
    let positions: Vec<usize> = (0..sheet.rows.len())
        .filter(|&i| match sheet.nth(i).kind {
            RowKind::Total => true,
            RowKind::Data => sheet.nth(i).weak_total && !is(&has_child, i),
            _ => false,
        })
        .collect();
    let weak = positions.iter().filter(|&&i| sheet.nth(i).kind == RowKind::Data).count();
    // Where many labels start like a total, only the first and the last row may be one.
    let edge = |i: usize| i == 0 || i + 1 == sheet.rows.len();
    let positions: Vec<usize> = positions
        .into_iter()
        .filter(|&i| weak <= MANY_TOTALS || sheet.nth(i).kind == RowKind::Total || edge(i))
        .collect();
    let mut open: Vec<Sum> = Vec::new();
    for (n, &whole) in positions.iter().enumerate() {
        let (before, behind) = (positions.iter().take(n), positions.iter().skip(n + 1));
        let others = (positions.len() <= MANY_TOTALS).then(|| [before.copied().collect(), behind.copied().collect()]);
        let candidates = candidates(sheet, whole, others, &has_child);
        let sets = candidates.len();
        let scored: Vec<(Tally, Vec<usize>)> = candidates
            .into_iter()
            .filter(|parts| parts.len() >= 2)
            .map(|parts| (summed(sheet, columns, whole, &parts), parts))
            .filter(|(columns, _)| !columns.is_empty())
            .map(|(columns, parts)| (tally(sheet, &columns, whole, &parts), parts))
            .collect();
        // some of the rows are no more sure to be meant because all of them are of several units
        let unique = scored.len() == 1 && sets == 1;
        let best = scored.into_iter().reduce(|a, b| if better(b.0, a.0) { b } else { a });
        let Some((tally, parts)) = best else { continue };
        let pure = sheet.nth(whole).kind == RowKind::Total && !picks(&sheet.nth(whole).label);
        // `Trong đó:` below the total: the rows behind it need not be all there is.
        let head = sheet.rows.get(whole + 1).is_some_and(|r| r.kind == RowKind::PartialHead);
        let believed = match pure {
            _ if head && parts.first().is_some_and(|&p| p > whole) => all_by_figures(tally),
            // The word alone is enough where only one set of rows can be meant.
            true => {
                (tally.holds >= 1 && tally.holds >= tally.far() && tally.broken <= 2 * tally.holds + 1)
                    || (unique && tally.holds == 0 && flat(sheet, &parts) && !overlaps(sheet, columns, whole, &parts))
            }
            false => tally.holds >= 1 && tally.holds >= 2 * tally.far() && 2 * tally.holds >= tally.broken,
        };
        if believed {
            taken.get_mut(whole).into_iter().for_each(|taken| *taken = true);
            out.push(Sum { whole, parts, tally, all: true });
        } else if pure && tally.holds == 0 && tally.far() == 0 {
            open.push(Sum { whole, parts, tally, all: true });
        }
    }
    // Where the other totals are all of the rows right above them, one that is near its own is, too.
    let right_above = |sum: &Sum| sum.parts.iter().rev().zip((0..sum.whole).rev()).all(|(&part, row)| part == row);
    let closing = out.iter().filter(|s| s.tally.broken == 0 && right_above(s)).count();
    for sum in open.into_iter().filter(|s| closing >= 2 && right_above(s)) {
        taken.get_mut(sum.whole).into_iter().for_each(|taken| *taken = true);
        out.push(sum);
    }
    out
}

/// `Tổng số 33 | 100`, `Nữ 7 | 21,2`, `Dân tộc thiểu số 24 | 72,7`, `Tái cử 21 | 63,6`: rows that come to far too much in every
/// column are attributes that one may have several of; one wrong cell explains one column only.
fn overlaps(sheet: &Sheet, columns: &[Field], whole: usize, parts: &[usize]) -> bool {
    let over = |&column: &Field| {
        let terms = there(sheet, &terms(sheet, column, whole, parts));
        let values: Option<Vec<i128>> = terms.iter().map(|&t| sheet.value(t)).map(|v| v.map(|v| v.value)).collect();
        let (total, parts) = values.as_deref().and_then(<[i128]>::split_first)?;
        let bounded = parts.iter().all(|p| (0..=*total).contains(p));
        (terms.len() >= 3).then(|| bounded && parts.iter().sum::<i128>() > *total && !is_near(sheet, &terms))
    };
    let found: Vec<bool> = columns.iter().filter_map(over).collect();
    found.len() >= 2 && found.iter().all(|o| *o)
}

/// Whether parts that need not be all of their whole are: they add up to it by chance hardly ever, to four digits.
fn all_by_figures(tally: Tally) -> bool {
    tally.holds >= 2 && tally.broken <= 1 || tally.digits >= 4 && tally.far() == 0 && tally.holds >= tally.broken
}

fn better(a: Tally, b: Tally) -> bool {
    (a.holds, a.near, b.broken) > (b.holds, b.near, a.broken)
}

fn is(rows: &[bool], index: usize) -> bool {
    rows.get(index).is_some_and(|row| *row)
}

/// The sets of rows a total may add up, the likeliest first, none twice. `others`: the rows before and behind it that may
/// be totals, where they are few.
fn candidates(sheet: &Sheet, whole: usize, others: Option<[Vec<usize>; 2]>, has_child: &[bool]) -> Vec<Vec<usize>> {
    let count = sheet.rows.len();
    let row = |i: usize| sheet.nth(i);
    let data = |i: &usize| {
        let row = row(*i);
        row.kind == RowKind::Data && !row.loose && !row.partial && !row.weak_total
    };
    let is_total = |i: usize| row(i).kind == RowKind::Total;
    let previous = (0..whole).rev().find(|&i| is_total(i)).map_or(0, |i| i + 1);
    let next = (whole + 1..count).find(|&i| is_total(i)).unwrap_or(count);
    let group = (previous..whole).rev().find(|&i| row(i).kind == RowKind::Title).unwrap_or(previous);
    let top = |from: usize, to: usize| -> Vec<usize> {
        let inside = |i: usize| row(i).parent.is_some_and(|p| p >= from && p < to && row(p).kind == RowKind::Data);
        (from..to).filter(data).filter(|&i| !inside(i)).collect()
    };
    let leaves =
        |from: usize, to: usize| -> Vec<usize> { (from..to).filter(data).filter(|&i| !is(has_child, i)).collect() };
    // `Cộng`, `Thuế GTGT 10%`, `Tổng cộng`: a total and what comes to it
    let mut on_top: Vec<usize> = previous.checked_sub(1).into_iter().collect();
    if previous > 0 {
        on_top.extend((previous..whole).filter(|&i| row(i).kind == RowKind::Data && row(i).loose && !row(i).partial));
    }
    let mut out = vec![on_top, top(group, whole), leaves(group, whole), top(previous, whole), top(whole + 1, next)];
    if let Some(others) = others {
        let [before, behind] = others.map(|all| all.into_iter().filter(|&i| is_total(i)).collect());
        out.extend([before, top(0, whole), leaves(0, whole)]);
        out.extend([behind, top(whole + 1, count), leaves(whole + 1, count)]);
    }
    let mut seen: Vec<Vec<usize>> = Vec::new();
    for set in out {
        if set.len() >= 2 && !seen.contains(&set) {
            seen.push(set);
        }
    }
    seen
}

/// Whether a total says which rows it takes (`Cộng các dự án chuyển tiếp`): it may take any.
/// A mark or a short name (`Cộng A`, `Cộng khu vực 1`) stands for the rows above.
fn picks(label: &str) -> bool {
    let words = words::without_brackets(label).split_whitespace().filter(|w| w.chars().all(lexicon::is_alphabetic));
    !words::is_total(label) && words.count() > 3
}

/// The columns in which these rows may be added up: rows of rates never are, rows of different units only where a column is
/// of money for all of them.
fn summed(sheet: &Sheet, columns: &[Field], whole: usize, parts: &[usize]) -> Vec<Field> {
    let rows = || std::iter::once(whole).chain(parts.iter().copied()).map(|i| sheet.nth(i));
    if rows().any(Row::is_rate) {
        return Vec::new();
    }
    let mut units = rows().map(|row| &row.unit_text).filter(|u| !u.is_empty());
    let first = units.next();
    if units.all(|unit| Some(unit) == first) {
        return columns.to_vec();
    }
    columns.iter().copied().filter(|c| sheet.is_amount(c.0)).collect()
}

fn flat(sheet: &Sheet, parts: &[usize]) -> bool {
    let parents = || parts.iter().map(|&part| sheet.nth(part).parent);
    parents().zip(parents().skip(1)).all(|(a, b)| a == b)
}

fn terms(sheet: &Sheet, (column, part): Field, whole: usize, parts: &[usize]) -> Vec<Term> {
    let term = |i: usize| Term { part, ..Term::plus(sheet.nth(i).row, column) };
    std::iter::once(whole).chain(parts.iter().copied()).map(term).collect()
}

/// The terms of a sum in one column that have a number or a dash.
fn there(sheet: &Sheet, terms: &[Term]) -> Vec<Term> {
    let blank = |t: &Term| {
        let value = sheet.grid.at(t.at.row as usize, t.at.column as usize).value;
        matches!(value, Value::Empty | Value::NoData | Value::Tick)
    };
    terms.iter().copied().filter(|t| !blank(t)).collect()
}

/// A sum in one column. Blank parts are left out; what does not close then
/// cannot be decided, unless the parts that are there are already too many.
fn test(sheet: &Sheet, terms: &[Term]) -> Outcome {
    let there = there(sheet, terms);
    if there.first() != terms.first() || there.len() < 2 {
        return Outcome::Unknown;
    }
    let outcome = sheet.test(Shape::Sum, &there);
    if outcome == Outcome::Broken && there.len() < terms.len() {
        let Some(values) = sheet.values(&there) else { return Outcome::Unknown };
        let sum: i128 = values.iter().skip(1).map(|(v, _)| v.value).sum();
        let slack: i128 = values.iter().map(|(v, _)| v.slack).sum();
        let over =
            values.iter().all(|(v, _)| v.value >= 0) && values.first().is_some_and(|(w, _)| sum > w.value + slack);
        return if over { Outcome::Broken } else { Outcome::Unknown };
    }
    outcome
}

/// Whether a broken sum is off by little; blank parts are left out.
fn is_near(sheet: &Sheet, terms: &[Term]) -> bool {
    let values: Vec<_> = terms.iter().filter_map(|&t| Some((sheet.value(t)?, t.minus))).collect();
    Shape::Sum.is_near(&values, sheet.unit())
}

fn tally(sheet: &Sheet, columns: &[Field], whole: usize, parts: &[usize]) -> Tally {
    let mut tally = Tally::default();
    for &column in columns {
        let terms = terms(sheet, column, whole, parts);
        let nonzero = terms.iter().filter(|&&t| sheet.value(t).is_some_and(|v| v.value != 0)).count();
        match test(sheet, &terms) {
            Outcome::Broken => {
                tally.broken += 1;
                tally.near += usize::from(is_near(sheet, &terms));
            }
            Outcome::Unknown => {}
            _ if nonzero >= 2 => {
                tally.holds += 1;
                let whole = terms.first().and_then(|&whole| sheet.number(whole));
                tally.digits += whole.map_or(0, |n| n.digits.max(1).ilog10() + 1);
            }
            _ => {}
        }
    }
    tally
}

/// A total between its smallest and largest part is an average unless the column is known to add up.
fn may_be_average(sheet: &Sheet, terms: &[Term]) -> bool {
    let values: Vec<i128> = terms.iter().filter_map(|&t| sheet.value(t)).map(|v| v.value).collect();
    let Some((&whole, parts)) = values.split_first() else { return false };
    let known = terms
        .first()
        .and_then(|t| sheet.unit_at(t.at))
        .is_some_and(|u| !matches!(u.dimension, crate::figures::Dimension::None));
    let inside =
        parts.iter().min().is_some_and(|&least| least <= whole) && parts.iter().max().is_some_and(|&m| whole <= m);
    !known && parts.len() >= 3 && inside
}

fn add(sheet: &mut Sheet, columns: &[Field], whole: usize, parts: &[usize], tally: Tally) {
    for &column in columns {
        let terms = terms(sheet, column, whole, parts);
        if terms.first().and_then(|&whole| sheet.number(whole)).is_none() {
            continue;
        }
        let mut outcome = test(sheet, &terms);
        let doubtful = tally.holds == 0 || tally.broken >= tally.holds;
        if outcome == Outcome::Broken && doubtful && may_be_average(sheet, &terms) {
            outcome = Outcome::Unknown;
        }
        // Without its blanks, so that one right value is seen to mend it.
        let terms = if outcome == Outcome::Unknown { terms } else { there(sheet, &terms) };
        sheet.add(FamilyKind::RowTotal, Shape::Sum, terms, outcome);
    }
}

/// Parents and their children by the numbering.
fn parents(sheet: &Sheet, columns: &[Field], taken: &[bool]) -> Vec<Sum> {
    let mut out = Vec::new();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); sheet.rows.len()];
    for (i, row) in sheet.rows.iter().enumerate() {
        if let Some(parent) = row.parent.filter(|_| row.kind == RowKind::Data && (!row.loose || row.partial)) {
            children.get_mut(parent).into_iter().for_each(|children| children.push(i));
        }
    }
    let found: Vec<(usize, Vec<usize>, Tally, usize)> = children
        .into_iter()
        .enumerate()
        .filter(|(whole, parts)| !parts.is_empty() && !is(taken, *whole) && sheet.nth(*whole).kind == RowKind::Data)
        .map(|(whole, parts)| (summed(sheet, columns, whole, &parts), whole, parts))
        .filter(|(columns, ..)| !columns.is_empty())
        .map(|(columns, whole, parts)| {
            let tally = tally(sheet, &columns, whole, &parts);
            (whole, parts, tally, columns.len())
        })
        .collect();
    let closing = found.iter().filter(|(_, p, t, _)| p.len() >= 2 && t.holds > 0 && t.broken == 0).count();
    for (whole, parts, tally, width) in found {
        let partial = parts.iter().any(|&p| sheet.nth(p).partial);
        let cue = parts.len() >= 2 && parts.iter().all(|&p| sheet.nth(p).complete);
        let all = match partial {
            true => parts.len() >= 2 && all_by_figures(tally),
            false => {
                cue || (parts.len() >= 2
                    && tally.holds >= 1
                    && (tally.holds >= tally.broken || tally.far() == 0 && 2 * tally.holds >= tally.broken))
                    || (parts.len() >= 2 && width == 1 && closing >= 2)
            }
        };
        if all {
            let tally = Tally { holds: tally.holds.max(usize::from(cue)), ..tally };
            out.push(Sum { whole, parts, tally, all });
        } else if partial {
            out.push(Sum { whole, parts, tally, all });
        }
    }
    out
}

/// Each part may not be more than its whole; where it is in most columns, it is no part.
/// A part may change more than its whole does.
fn at_most(sheet: &mut Sheet, columns: &[Field], whole: usize, parts: &[usize]) {
    let partial: Vec<usize> = parts.iter().copied().filter(|&p| sheet.nth(p).partial).collect();
    for part in partial {
        let relations: Vec<(Vec<Term>, Outcome)> = columns
            .iter()
            .filter(|(c, _)| !is_change(sheet, *c))
            .map(|&c| terms(sheet, c, whole, &[part]))
            .map(|terms| {
                let outcome = sheet.test(Shape::AtMost, &terms);
                (terms, outcome)
            })
            .collect();
        let count = |outcome| relations.iter().filter(|r| r.1 == outcome).count();
        let (holds, broken) = (count(Outcome::Exact), count(Outcome::Broken));
        for (terms, outcome) in relations {
            let doubtful = outcome == Outcome::Broken && holds < broken;
            sheet.add(FamilyKind::PartOf, Shape::AtMost, terms, if doubtful { Outcome::Unknown } else { outcome });
        }
    }
}
