//! text-table-conflict: the text, or another table, says something else than a
//! table does about the same thing.

mod bind;
mod counts;
mod fields;
mod mentions;
mod prose;
mod rankings;
mod tables;
mod times;
mod values;

use super::{Context, Group, rule};
use crate::document::TextRange;
use crate::finding::{Finding, Label, Severity, Text};
use crate::source::Span;
use crate::tables::facts;
use crate::tables::names::Names;
use std::collections::HashSet;

/// Name of the rule.
pub const NAME: &str = "text-table-conflict";

/// Compares text with tables and tables with tables.
pub fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    if context.sheets.is_empty() {
        return;
    }
    let facts = facts::read(context.sheets);
    let year = times::report_year(context.lexed);
    let names: Vec<Names> = context.sheets.iter().map(|s| Names::of(context.document, s, year)).collect();
    tables::check(context, &facts, &names, out);
    let index = values::Index::of(&names);
    let compared = values::check(context, &names, &index);
    rankings::check(context, &names, &index, &compared.speaks, out);
    for (number, mut finding) in compared.conflicts {
        if !context.off.contains(&NAME) {
            take_followers(context, number, &compared.agreed, &mut finding, out);
        }
        out.push(finding);
    }
    counts::check(context, &names, out);
}

/// What was told at a figure that a table confirms, and follows from one that the table
/// contradicts, is told there; so is what was told at that figure by arithmetic. Then two
/// things speak against the figure.
fn take_followers(
    context: &Context<'_>,
    number: TextRange,
    agreed: &HashSet<TextRange>,
    finding: &mut Finding,
    out: &mut Vec<Finding>,
) {
    let span = |range: TextRange| context.document.span(range);
    let meets = |a: Span, b: Span| a.start < b.end && b.start < a.end;
    let number = span(number);
    out.retain(|f| {
        let computed = rule(f.rule).is_some_and(|r| r.group == Group::Arithmetic);
        let labelled = || f.labels.iter().any(|l| meets(l.span, number));
        let follows =
            computed && (meets(f.span, number) || (labelled() && agreed.iter().any(|a| meets(f.span, span(*a)))));
        if follows {
            finding.severity = finding.severity.max(f.severity);
            finding.notes.push(f.message.clone());
        }
        !follows
    });
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
