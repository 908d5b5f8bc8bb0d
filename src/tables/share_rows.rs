//! Rows of shares below a row of numbers: `Tỷ lệ (%) | 100 | 26,3 | 73,7` under `Tổng cộng | 445 | 117 | 328`.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::relation::{Outcome, Shape, Term};
use super::rows::{Row, RowKind};
use super::sheet::{FamilyKind, Sheet};
use super::words::{self, HeaderWord};

/// Finds such rows and adds what each of their fields says of the row above: the column with 100 is the whole.
pub fn find(sheet: &mut Sheet) {
    let shape = Shape::Ratio { factor: 100, growth: false, bare: false };
    let plain = |c: &usize| !sheet.column(*c).never_summed && sheet.column(*c).rate.is_none();
    let columns: Vec<usize> = sheet.value_columns().filter(plain).collect();
    let mut found = Vec::new();
    for (row, above) in sheet.rows.iter().skip(1).zip(&sheet.rows) {
        let numbers = matches!(above.kind, RowKind::Data | RowKind::Total) && !above.is_rate() && !named(above);
        let hundred = |c: &usize| sheet.value(Term::plus(row.row, *c)).is_some_and(|v| v.value == 100 * sheet.unit());
        // Fewer than a whole and two of its parts say nothing.
        let Some(&whole) = columns.iter().find(|c| hundred(c)).filter(|_| numbers && named(row)) else { continue };
        let equations = columns.iter().filter(|&&c| c != whole).map(|&c| {
            let terms = vec![Term::plus(row.row, c), Term::plus(above.row, c), Term::plus(above.row, whole)];
            let outcome = sheet.test(shape, &terms);
            (terms, outcome)
        });
        let known: Vec<(Vec<Term>, Outcome)> = equations.filter(|f| f.1 != Outcome::Unknown).collect();
        let broken = known.iter().filter(|f| f.1 == Outcome::Broken).count();
        if known.len() >= 2 * broken + 2 || (broken == 1 && known.len() == 3) {
            found.extend(known);
        }
    }
    for (terms, outcome) in found {
        sheet.add(FamilyKind::Share, shape, terms, outcome);
    }
}

/// Whether a row is called a rate and prints one.
fn named(row: &Row) -> bool {
    let words = words::header(&row.label);
    let called = [HeaderWord::Percent, HeaderWord::Share].iter().any(|&w| words.has(w));
    called && (row.is_rate() || row.label.contains('%') || row.label.split_whitespace().count() <= 2)
}
