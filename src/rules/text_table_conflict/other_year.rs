//! Figures that a table has of another year: `418 người, kinh phí 4.598 triệu đồng` where 4.598 is last year's.

use super::bind;
use super::values::{Pair, digits};
use crate::tables::claims;
use crate::tables::names::{ColumnName, Names};
use crate::tables::relation::{At, Term};
use crate::tables::sheet::Sheet;

/// Whether the table has a figure in the same row in another year, and nowhere else, though the figure before it in
/// its sentence (its fields are `before`) is of the year that it should be of.
pub fn is_held(sheet: &Sheet, names: &Names, before: &[Vec<Pair<'_>>], pair: &Pair<'_>) -> bool {
    let column = |at: At| names.columns.iter().find(|c| c.column as u32 == at.column);
    let Some(own) = column(pair.bound.at).filter(|c| c.period.is_some() && digits(pair.mention.figure) >= 3) else {
        return false;
    };
    let row = pair.bound.at.row;
    let beside = before.iter().flatten().any(|p| {
        let before = p.index + 1 == pair.index && p.sheet == pair.sheet && p.equal && p.bound.at.row == row;
        let one = p.mention.sentence == pair.mention.sentence && p.mention.period == pair.mention.period;
        before && one && column(p.bound.at).is_some_and(|c| c.period == own.period)
    });
    let holds = |row: u32, column: u32| {
        let field = claims::figure(sheet, Term::plus(row as usize, column as usize));
        field.is_some_and(|f| bind::equal(pair.mention.figure, &f))
    };
    let there = |c: &&ColumnName| c.column != own.column && holds(row, c.column as u32);
    let others: Vec<&ColumnName> = names.columns.iter().filter(there).collect();
    let again = sheet.rows.iter().any(|r| r.row as u32 != row && holds(r.row as u32, pair.bound.at.column));
    let of_year = |c: &&ColumnName| c.words == own.words && c.period.is_some() && c.period != own.period;
    beside && !again && !others.is_empty() && others.iter().all(of_year)
}
