//! Other fields of a table that hold what the text says: one of them is meant, not the one that its words lead to.

use super::bind::{Around, Bound, equal};
use super::mentions::Mention;
use crate::tables::claims;
use crate::tables::names::{ColumnName, Names};
use crate::tables::relation::Term;
use crate::tables::sheet::Sheet;

/// Whether another field of the row or of the column holds what the text says. A field of the row whose column the words
/// around the figure tell from that of the field that is meant (`đạt 109,6% dự toán xã giao`, and that is of `tỉnh giao`) is none.
pub fn holds((sheet, names): (&Sheet, &Names), around: &Around<'_>, mention: &Mention<'_>, bound: &Bound) -> bool {
    let (row, column) = (bound.at.row as usize, bound.at.column as usize);
    if bound.summed {
        return false;
    }
    let holds = |row: usize, column: usize| {
        let other = claims::figure(sheet, Term::plus(row, column));
        other.is_some_and(|f| f.unit.dimension == bound.figure.unit.dimension && equal(mention.figure, &f))
    };
    // Small numbers are met again by chance.
    let small = mention.figure.printed.digits().count() < 3;
    let own = names.columns.iter().find(|c| c.column == column);
    let told_apart = |c: &ColumnName| {
        let says = |a: &ColumnName, b: &ColumnName| a.all.difference(&b.all).any(|w| around.says_near(w));
        mention.figure.is_rate() && own.is_some_and(|own| says(own, c) && !says(c, own))
    };
    names.columns.iter().any(|c| c.column != column && holds(row, c.column) && !told_apart(c))
        || (!small && sheet.rows.iter().any(|r| r.row != row && holds(r.row, column)))
}
