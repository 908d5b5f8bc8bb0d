//! `empty-reference`: brackets with nothing in them, where a number of a note or of an annex was meant.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::words::within;
use super::{Context, lost};
use crate::document::BlockKind;
use crate::finding::{Finding, Severity, Text};

/// Looks for `()` and `[ ]`.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    if lost::is_silent(document, "empty-reference") {
        return;
    }
    for (i, block) in document.blocks.iter().enumerate() {
        let text = document.block_text(i as u32);
        for start in memchr::memchr2_iter(b'(', b'[', text.as_bytes()) {
            let (Some(before), Some(rest)) = (text.get(..start), text.get(start + 1..)) else { break };
            let inside = rest.len() - rest.trim_start().len();
            let close = if text.as_bytes().get(start) == Some(&b'(') { ')' } else { ']' };
            if !rest.trim_start().starts_with(close) || leftover(before, block.kind, close) {
                continue;
            }
            let range = within(block.range, start, start + inside + 2);
            // `(*)`: the mark of a note, of which Markdown has kept the brackets.
            if document.source.slice(document.span(range)).contains('*') {
                continue;
            }
            findings.push(
                Finding::new(
                    "empty-reference",
                    Severity::Warning,
                    document.span(range),
                    Text::new(
                        "ngoặc để trống: thiếu số của chú thích, phụ lục hoặc văn bản cần dẫn",
                        "empty brackets: the number of a note, an annex or a document is missing",
                    ),
                )
                .caret(Text::new("chưa ghi nội dung", "nothing in the brackets")),
            );
        }
    }
}

/// Whether such brackets are no reference: at the start of a note they held its
/// number, at the start of a paragraph `[ ]` is a box to tick.
fn leftover(before: &str, kind: BlockKind, close: char) -> bool {
    let first = before.chars().all(|c| c.is_whitespace() || c.is_ascii_digit());
    let bullet = before.trim().trim_start_matches(['-', '+', '*', '•']).is_empty();
    (first && matches!(kind, BlockKind::Note(_))) || (bullet && close == ']')
}
