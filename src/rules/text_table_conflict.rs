//! text-table-conflict: the text, or another table, says something else than a
//! table does about the same thing.

mod counts;
mod prose;
mod rankings;
mod tables;
mod values;

use super::Context;
use crate::document::TextRange;
use crate::finding::{Finding, Label, Severity, Text};
use crate::tables::facts;

/// Name of the rule.
pub const NAME: &str = "text-table-conflict";

/// Compares text with tables and tables with tables.
pub fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    if context.sheets.is_empty() {
        return;
    }
    let facts = facts::read(context.sheets);
    tables::check(context, &facts, out);
    values::check(context, &facts, out);
    counts::check(context, out);
    rankings::check(context, out);
}

/// A finding with the place in the table as its label.
fn finding(context: &Context<'_>, at: TextRange, message: Text, other: TextRange, label: Text) -> Finding {
    Finding {
        rule: NAME,
        severity: Severity::Warning,
        span: context.document.span(at),
        message,
        caret: Text::new("khác biểu", "differs from the table"),
        labels: vec![Label { span: context.document.span(other), message: label }],
        notes: Vec::new(),
    }
}
