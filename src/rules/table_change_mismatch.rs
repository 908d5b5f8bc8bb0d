//! table-change-mismatch: differences, percentages and verdicts of a table that do not fit their columns.

use super::{Context, table_report};
use crate::claims::ClaimKind;
use crate::finding::Finding;

/// Name of the rule.
pub const NAME: &str = "table-change-mismatch";

/// Reports the slips whose first broken equation is of this kind.
pub fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    table_report::report(NAME, ClaimKind::TableChange, context.slips, context.sheets, context.document, out);
}
