//! table-sum-mismatch: totals and parts of a table that do not add up.

use super::{Context, table_report, table_units};
use crate::claims::ClaimKind;
use crate::finding::Finding;

/// Name of the rule.
pub const NAME: &str = "table-sum-mismatch";

/// Reports the slips whose first broken equation is of this kind.
pub fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    table_report::report(NAME, ClaimKind::TableSum, context.slips, context.sheets, context.document, out);
    table_units::check(context, out);
}
