//! Columns that judge: `Đạt`, `Vượt`, `Không đạt`.

use super::columns::ColumnKind;
use super::relation::{Outcome, Shape, Term};
use super::sheet::{FamilyKind, Sheet};
use super::value::Value;
use super::words::{self, HeaderWord, Mark, RowWord};
use crate::figures::Hedge;

/// Columns that say whether a goal was reached.
pub fn find(sheet: &mut Sheet, rows: &[usize]) {
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
