//! Columns of percentages: of another column, of a total row, or of fractions.

use super::formulas::{Formula, best, is_change, operands, signed};
use super::relation::{Shape, Term};
use super::rows::RowKind;
use super::sheet::{FamilyKind, Sheet};
use super::value::Value;
use super::words::HeaderWord;

/// The formula of a column of percentages.
pub fn rate(sheet: &Sheet, target: usize, sample: &[usize]) -> Option<Formula> {
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
