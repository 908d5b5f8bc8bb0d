//! table-share-mismatch: shares in a table that do not fit their whole.

use super::{Context, table_report};
use crate::claims::ClaimKind;
use crate::finding::Finding;

/// Name of the rule.
pub const NAME: &str = "table-share-mismatch";

/// Reports the slips whose first broken equation is of this kind.
pub fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    table_report::report(NAME, ClaimKind::TableShare, context.slips, context.sheets, context.document, out);
}
