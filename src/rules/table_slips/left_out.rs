//! Totals that their rows do not reach in column after column: a row was left out of the table, or the total is
//! that of another table. That is one slip, not one in each column.

use crate::tables::relation::{Outcome, Scaled};
use crate::tables::sheet::{FamilyKind, Relation, Sheet};
use std::collections::BTreeMap;

/// In fewer columns each total may be wrong by itself.
const FEWEST: usize = 3;

/// A total that its rows do not reach.
#[derive(Debug)]
pub struct Short {
    /// Its row in the table.
    pub row: u32,
    /// Its sums that do not close, by index.
    pub sums: Vec<usize>,
    /// Those of them whose rows are more than the total: in these something else is wrong, too.
    pub over: Vec<usize>,
}

/// The totals of a sheet that their rows do not reach.
pub fn find(sheet: &Sheet) -> Vec<Short> {
    let mut sums: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (i, relation) in sheet.relations.iter().enumerate() {
        if let Some(total) = relation.terms.first().filter(|_| is_sum(relation)) {
            sums.entry(total.at.row).or_default().push(i);
        }
    }
    sums.into_iter().filter_map(|(row, sums)| short(sheet, row, &sums)).collect()
}

fn is_sum(relation: &Relation) -> bool {
    relation.kind == FamilyKind::RowTotal && relation.terms.len() >= 3
}

fn short(sheet: &Sheet, row: u32, all: &[usize]) -> Option<Short> {
    let outcome = |i: &usize| sheet.relations[*i].outcome;
    let sums: Vec<usize> = all.iter().copied().filter(|i| outcome(i) == Outcome::Broken).collect();
    let gap = |i: &usize| missing(&sheet.values(&sheet.relations[*i].terms)?).map(|(gap, _)| gap);
    let over: Vec<usize> = sums.iter().copied().filter(|i| gap(i).is_none_or(|gap| gap <= 0)).collect();
    let holds = all.iter().filter(|i| outcome(i).holds() && !is_nothing(sheet, **i)).count();
    let under = sums.len() - over.len();
    // a row that is left out may have nothing in a few columns
    (under >= FEWEST && under >= 3 * over.len() && under > 3 * holds).then_some(Short { row, sums, over })
}

/// Whether a total is nothing: there no row can be missed.
fn is_nothing(sheet: &Sheet, sum: usize) -> bool {
    sheet.relations[sum].terms.first().and_then(|&t| sheet.value(t)).is_none_or(|v| v.value == 0)
}

/// By how much a total is more than its parts, and what rounding may do to that.
pub fn missing(values: &[(Scaled, bool)]) -> Option<(i128, i128)> {
    let ((whole, _), parts) = values.split_first()?;
    let (mut gap, mut slack) = (whole.value, whole.slack);
    for (part, minus) in parts {
        gap = if *minus { gap.checked_add(part.value)? } else { gap.checked_sub(part.value)? };
        slack = slack.checked_add(part.slack)?;
    }
    Some((gap, slack))
}
