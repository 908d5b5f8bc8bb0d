//! `broken-footnote`: a reference without its note, or a note nobody refers to.

use super::{Context, lost};
use crate::document::{Dialect, Document};
use crate::finding::{Finding, Severity, Text};

/// Compares the references with the definitions.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    if lost::is_silent(document, "broken-footnote") {
        return;
    }
    if document.notes.is_empty() {
        findings.extend(all_missing(document));
        return;
    }
    for reference in document.references.iter().filter(|r| r.note.is_none()) {
        let message = Text::new(
            format!("có dấu chú thích {} nhưng không có nội dung chú thích", reference.label),
            format!("note {} is referred to, but its text is missing", reference.label),
        );
        findings.push(Finding::new("broken-footnote", Severity::Error, document.span(reference.at), message));
    }
    // Some exports print the notes and lose every mark in the text: that is the exporter's work.
    if document.references.is_empty() && document.dialect != Dialect::Markdown {
        return;
    }
    let mut used = vec![false; document.notes.len()];
    for id in document.references.iter().filter_map(|r| r.note) {
        if let Some(used) = used.get_mut(id as usize) {
            *used = true;
        }
    }
    for (note, _) in document.notes.iter().zip(used).filter(|(note, used)| !used && !note.blocks.is_empty()) {
        let message = Text::new(
            format!("chú thích {} không có chỗ nào trong văn bản dẫn đến", note.label),
            format!("nothing in the text refers to note {}", note.label),
        );
        findings.push(Finding::new("broken-footnote", Severity::Note, note.span, message));
    }
}

/// Not one note has a text: most likely the export left them all out, so this is said once.
fn all_missing(document: &Document) -> Option<Finding> {
    let (first, others) = document.references.split_first()?;
    let message = Text::new(
        format!("văn bản có {} dấu chú thích nhưng không có nội dung chú thích nào", document.references.len()),
        format!("the text refers to {} notes, and none of them is there", document.references.len()),
    );
    let finding = Finding::new("broken-footnote", Severity::Error, document.span(first.at), message);
    let here = |f: Finding, span| f.label(span, Text::new("ở đây cũng vậy", "here too"));
    Some(others.iter().fold(finding, |f, r| here(f, document.span(r.at))))
}
