//! Rules that an export leaves nothing to judge by: they are silent, and the first line of the output counts them.

use crate::document::{Document, Loss};

/// Each such rule, and what has to be lost for it to be silent. Tables without columns are each announced by
/// `unreadable-table`, with the figures that are not checked.
const SILENT: &[(&str, Loss)] = &[
    // Whether a note is missing can only be told of a file that has notes.
    ("broken-footnote", Loss::Notes),
    // An export that dropped its notes leaves `()` wherever one was referred to.
    ("empty-reference", Loss::Notes),
];

/// The rules that do not judge a draft for what its export has lost.
pub fn silent(document: &Document) -> impl Iterator<Item = &'static str> {
    SILENT.iter().filter(|(_, loss)| document.losses.contains(loss)).map(|(rule, _)| *rule)
}

/// Whether a rule is one of them.
pub(super) fn is_silent(document: &Document, rule: &str) -> bool {
    silent(document).any(|silent| silent == rule)
}
