//! Rows of growth below a row of values over time: `Tốc độ tăng so với năm trước (%)` under the values of 2020 to 2024.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::formulas::is_change;
use super::relation::{Outcome, Shape, Term};
use super::rows::{Row, RowKind};
use super::sheet::{FamilyKind, Sheet};
use super::words::{self, HeaderWord};
use crate::figures::lex;

/// The row of values stands at most so many rows above.
const NEAR: usize = 3;

/// Finds such rows and adds what each of their fields says of the values of its column and of the one before.
pub fn find(sheet: &mut Sheet) {
    let timed = |c: &usize| {
        let column = sheet.column(*c);
        column.rate.is_none() && !is_change(sheet, *c) && !lex::periods_in(sheet.header(*c)).is_empty()
    };
    let columns: Vec<usize> = sheet.value_columns().filter(timed).collect();
    let mut found = Vec::new();
    for (i, row) in sheet.rows.iter().enumerate() {
        let words = words::header(&row.label);
        let named = [HeaderWord::Growth, HeaderWord::Percent].iter().any(|&w| words.has(w));
        let levels = (i.saturating_sub(NEAR)..i).rev().map(|n| sheet.nth(n)).find(|r| !is_rate(r));
        let Some(levels) = levels.filter(|_| named && is_rate(row)) else { continue };
        let read = |growth: bool| {
            let shape = Shape::Ratio { factor: 100, growth, bare: false };
            let pairs = columns.iter().zip(columns.iter().skip(1)).map(|(&earlier, &later)| {
                let terms =
                    vec![Term::plus(row.row, later), Term::plus(levels.row, later), Term::plus(levels.row, earlier)];
                let outcome = sheet.test(shape, &terms);
                (shape, terms, outcome)
            });
            pairs.filter(|f| f.2 != Outcome::Unknown).collect::<Vec<_>>()
        };
        let holds = |all: &[(Shape, Vec<Term>, Outcome)]| all.iter().filter(|f| f.2 != Outcome::Broken).count();
        let (growth, plain) = (read(true), read(false));
        let best = if holds(&growth) >= holds(&plain) { growth } else { plain };
        // One wrong field beside two right ones; what is of another base is wrong in all of them.
        if holds(&best) >= 2 && 2 * holds(&best) > best.len() {
            found.extend(best);
        }
    }
    for (shape, terms, outcome) in found {
        sheet.add(FamilyKind::Growth, shape, terms, outcome);
    }
}

fn is_rate(row: &Row) -> bool {
    row.is_rate() || row.label.contains('%') || !matches!(row.kind, RowKind::Data | RowKind::Total)
}
