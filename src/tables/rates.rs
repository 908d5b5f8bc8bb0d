//! Columns of percentages: of another column, of a total row, or of fractions;
//! and columns of one column by another (a yield, a mean).

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::formulas::{Formula, Score, best, is_change, operands, signed};
use super::relation::{Shape, Term};
use super::rows::RowKind;
use super::sheet::{FamilyKind, Sheet};
use super::value::Value;
use super::words::HeaderWord;
use crate::figures::Dimension;

/// The columns of fractions, which percentages may be of.
pub fn fractions(sheet: &Sheet) -> Vec<usize> {
    let fraction = |row: &usize, column| matches!(sheet.grid.at(*row, column).value, Value::Fraction(..));
    (0..sheet.columns.len())
        .filter(|&c| sheet.grid.rows.iter().filter(|r| fraction(r, c)).take(2).count() == 2)
        .collect()
}

/// The formula of a column of percentages.
pub fn rate(sheet: &Sheet, target: usize, sample: &[usize], fractions: &[usize]) -> Option<Formula> {
    let column = sheet.column(target);
    let asked = [HeaderWord::Percent, HeaderWord::Growth, HeaderWord::Share].iter().any(|&w| column.words.has(w));
    if column.rate.is_none() && !asked {
        return None;
    }
    let all = operands(sheet, target);
    // A percentage of a column of changes is mostly the growth, told less well.
    let levels: Vec<usize> = all.iter().copied().filter(|&c| !is_change(sheet, c)).collect();
    rate_of(sheet, target, &levels, sample, fractions).or_else(|| rate_of(sheet, target, &all, sample, fractions))
}

/// The formula of a column of percentages over these columns.
fn rate_of(sheet: &Sheet, target: usize, operands: &[usize], sample: &[usize], fractions: &[usize]) -> Option<Formula> {
    let factor = sheet.column(target).rate.unwrap_or(100);
    let shape = |growth, bare| Shape::Ratio { factor, growth, bare };
    let (signed, wholes) = (signed(sheet, target), wholes(sheet, target));
    let (mut plain, mut growths) = (Vec::new(), Vec::new());
    let series = counts_years(sheet);
    for &level in operands {
        if series {
            plain.push(Formula::OverAbove(shape(false, false), target, level));
            growths.push(Formula::OverAbove(shape(true, false), target, level));
        }
        for &base in operands.iter().filter(|&&b| b != level) {
            let terms = vec![(target, false), (level, false), (base, false)];
            plain.push(Formula::Columns(FamilyKind::Percentage, shape(false, false), terms.clone()));
            growths.push(Formula::Columns(FamilyKind::Growth, shape(true, false), terms.clone()));
            if !signed {
                growths.push(Formula::Columns(FamilyKind::Growth, shape(true, true), terms));
            }
        }
        for &whole in &wholes {
            plain.push(Formula::OfRow(shape(false, false), target, level, whole));
        }
        plain.push(Formula::OfParent(shape(false, false), target, level));
    }
    plain.extend(fractions.iter().map(|&f| Formula::Fraction(shape(false, false), target, f)));
    // In a small table with two columns of numbers nothing else can be meant.
    let small = |s: &Score| operands.len() == 2 && s.holds >= 1 && s.holds >= s.broken && s.digits >= 3;
    let believed = |found: Option<(Formula, Score)>| found.filter(|(_, s)| s.believed_with_cue() || small(s));
    let plain = believed(best(sheet, plain.into_iter(), sample));
    let growth = believed(best(sheet, growths.into_iter(), sample));
    let asks_growth = sheet.column(target).words.has(HeaderWord::Growth) || is_change(sheet, target);
    let (formula, _) = match (plain, growth) {
        // Both are believed where they are one number: around half of a plan done, or where what is left of
        // a whole stands in a column, too. What the header asks for tells which is meant, whatever slips
        // make the other fit better.
        (Some(plain), Some(growth)) => {
            let (asked, other) = if asks_growth { (growth, plain) } else { (plain, growth) };
            if asked.1.believed_with_cue() || asked.1.broken <= other.1.broken { asked } else { other }
        }
        (plain, growth) => plain.or(growth)?,
    };
    Some(match formula {
        Formula::Columns(FamilyKind::Percentage, shape, terms) => {
            let kind = match terms[..] {
                [_, above, below, ..] => percentage_kind(sheet, target, above.0, below.0),
                _ => FamilyKind::Percentage,
            };
            Formula::Columns(kind, shape, terms)
        }
        other => other,
    })
}

/// Whether the rows are years one behind the other: `2020`, `Năm 2021`, `Ước 2022`.
fn counts_years(sheet: &Sheet) -> bool {
    let year = |label: &str| {
        let mut years = label.split(|c: char| !c.is_ascii_digit()).filter(|d| d.len() == 4);
        years.next().filter(|_| years.next().is_none())?.parse::<u16>().ok()
    };
    let years: Vec<Option<u16>> = sheet.rows.iter().map(|r| year(&r.label)).collect();
    let follows = |pair: &[Option<u16>]| matches!(pair, [Some(a), Some(b)] if *b == a + 1);
    years.len() >= 3 && years.windows(2).all(follows)
}

/// A column of changes in points: one column of percentages less another.
pub fn points(sheet: &Sheet, target: usize, sample: &[usize]) -> Option<Formula> {
    let column = sheet.column(target);
    let point = column.unit.as_ref().is_some_and(|u| u.dimension == Dimension::PercentPoint);
    let rate = column.rate.or(point.then_some(100)).filter(|_| is_change(sheet, target));
    rate?;
    let like = |&c: &usize| c != target && sheet.column(c).rate == rate && !is_change(sheet, c);
    let mut rates: Vec<usize> = sheet.value_columns().filter(like).collect();
    // `Chỉ tiêu (%) | Năm 2023 | Năm 2024 | Chênh lệch (điểm %)`: the columns of values need not say again what they are.
    if rates.len() < 2 {
        rates = operands(sheet, target).into_iter().filter(|&c| !is_change(sheet, c)).collect();
    }
    let signed = signed(sheet, target);
    let mut candidates = Vec::new();
    for &level in &rates {
        for &base in rates.iter().filter(|&&b| b != level) {
            let columns = vec![(target, false), (level, false), (base, true)];
            candidates.push(Formula::Columns(FamilyKind::Difference, Shape::Sum, columns));
            if level < base && !signed {
                let columns = vec![(target, false), (level, false), (base, false)];
                candidates.push(Formula::Columns(FamilyKind::Difference, Shape::Distance, columns));
            }
        }
    }
    let (formula, found) = best(sheet, candidates.into_iter(), sample)?;
    found.believed_with_cue().then_some(formula)
}

/// Done by plan and year by year are changes; a part of a whole is a share.
pub fn percentage_kind(sheet: &Sheet, target: usize, level: usize, base: usize) -> FamilyKind {
    let has = |c: usize, w| sheet.column(c).words.has(w);
    let years = |c: usize| sheet.header(c).split(|c: char| !c.is_ascii_digit()).any(|d| d.len() == 4);
    let done = has(target, HeaderWord::Done) || has(target, HeaderWord::Plan) || has(base, HeaderWord::Plan);
    if done || (years(level) && years(base)) || sheet.header(target).contains('/') {
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
        let row = sheet.nth(*i);
        let stated = sheet.value(Term::plus(row.row, target));
        row.kind == RowKind::Total || stated.is_some_and(|s| s.value == 100 * sheet.unit())
    };
    let mut found: Vec<usize> = (0..sheet.rows.len()).filter(hundred).take(3).collect();
    found.extend((0..sheet.rows.len()).rev().take(1).filter(hundred));
    found.dedup();
    found
}

/// `Học sinh/lớp`: words on both sides of a slash may be a quotient, or two names of one thing (`thôn/bản`).
pub fn names_quotient(header: &str) -> bool {
    let last = header.rsplit(" / ").next().unwrap_or(header);
    last.split_once('/').is_some_and(|(above, below)| {
        above.trim_end().ends_with(char::is_alphabetic) && below.trim_start().starts_with(char::is_alphabetic)
    })
}

/// Units may differ by these powers of ten: `tạ/ha` of tấn and ha is ten times their quotient.
const FACTORS: [u16; 5] = [1, 10, 100, 1000, 10_000];

/// The formula of a column that its header calls a yield or a mean: one column by another.
pub fn quotient(sheet: &Sheet, target: usize, sample: &[usize]) -> Option<Formula> {
    let operands: Vec<usize> = operands(sheet, target)
        .into_iter()
        .filter(|&c| !is_change(sheet, c) && !sheet.column(c).never_summed)
        .collect();
    let mut candidates = Vec::new();
    for &level in &operands {
        for &base in operands.iter().filter(|&&b| b != level) {
            let terms = vec![(target, false), (level, false), (base, false)];
            let fits = |factor: &u16| {
                let shape = Shape::Ratio { factor: *factor, growth: false, bare: false };
                let rows = sample.iter().map(|&i| sheet.nth(i).row);
                let values = rows.filter_map(|row| {
                    sheet.values(&terms.iter().map(|&(c, _)| Term::plus(row, c)).collect::<Vec<_>>())
                });
                // one of the first rows may be the wrong one
                values.take(2).any(|v| shape.is_near(&v, sheet.unit()))
            };
            candidates.extend(FACTORS.into_iter().filter(fits).map(|factor| {
                let shape = Shape::Ratio { factor, growth: false, bare: false };
                Formula::Columns(FamilyKind::Quotient, shape, terms.clone())
            }));
        }
    }
    let (formula, found) = best(sheet, candidates.into_iter(), sample)?;
    let named = || {
        by_units(sheet, target)
            .is_some_and(|units| matches!(&formula, Formula::Columns(_, _, terms) if matches!(terms[..], [_, above, below, ..] if (above.0, below.0) == units)))
    };
    (found.believed_quotient() || (found.believed_by_units() && named())).then_some(formula)
}

/// `Mật độ (người/km²)` beside one column in người and one in km²: the units say what is divided by what.
fn by_units(sheet: &Sheet, target: usize) -> Option<(usize, usize)> {
    let (above, below) = sheet.column(target).unit.as_ref()?.key.split_once('/')?;
    let one = |key: &str| {
        let mut like = sheet
            .value_columns()
            .filter(|&c| c != target && sheet.column(c).unit.as_ref().is_some_and(|u| u.key == key));
        like.next().filter(|_| like.next().is_none())
    };
    Some((one(above)?, one(below)?))
}
