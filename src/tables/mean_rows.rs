//! Rows of means below a total: `Bình quân một trường` under `Tổng cộng`.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::columns::ColumnKind;
use super::names::words_of;
use super::relation::{Outcome, Shape, Term};
use super::rows::RowKind;
use super::sheet::{FamilyKind, Sheet};
use super::words::{self, RowWord};
use hashbrown::HashSet;

/// A mean of fewer rows is hardly printed.
const FEWEST: usize = 3;

/// Finds such rows and adds what each of their fields says of the total of its column.
pub fn find(sheet: &mut Sheet) {
    let totals: Vec<usize> = (0..sheet.rows.len()).filter(|&i| sheet.nth(i).kind == RowKind::Total).collect();
    let [total] = totals.as_slice() else { return };
    let parents: HashSet<usize> = sheet.rows.iter().filter_map(|r| r.parent).collect();
    let part = |(i, row): &(usize, &super::rows::Row)| {
        row.kind == RowKind::Data && !row.partial && !row.weak_total && !parents.contains(i)
    };
    let parts = sheet.rows.iter().enumerate().filter(part).count();
    let label = sheet.columns.iter().position(|c| c.kind == ColumnKind::Label);
    let of = label.map_or_else(Vec::new, |c| words_of(sheet.header(c)));
    if parts < FEWEST {
        return;
    }
    let shape = Shape::Mean(parts as u32);
    let summed = |c: &usize| !sheet.column(*c).never_summed && sheet.column(*c).rate.is_none();
    let columns: Vec<usize> = sheet.value_columns().filter(summed).collect();
    let mut found = Vec::new();
    for row in &sheet.rows {
        if row.kind != RowKind::Aside || !words::row_has(&row.label, RowWord::Average) {
            continue;
        }
        let equations = columns.iter().map(|&c| {
            let terms = vec![Term::plus(row.row, c), Term::plus(sheet.nth(*total).row, c)];
            let outcome = sheet.test(shape, &terms);
            (terms, outcome)
        });
        let known: Vec<(Vec<Term>, Outcome)> = equations.filter(|f| f.1 != Outcome::Unknown).collect();
        let holds = known.iter().filter(|f| f.1 != Outcome::Broken).count();
        let broken = known.len() - holds;
        // `Bình quân/xã` says itself of what it is the mean.
        let named = words_of(&row.label).iter().any(|w| of.contains(w));
        if (named && holds >= 1 && holds >= broken) || (holds >= 2 && holds > broken) {
            found.extend(known);
        }
    }
    for (terms, outcome) in found {
        sheet.add(FamilyKind::Quotient, shape, terms, outcome);
    }
}
