//! `unbalanced-bracket`: a bracket that is opened and not closed, or the other way round.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::Context;
use super::words::{last_words, within, words};
use crate::document::{Block, BlockKind, Document, TextRange};
use crate::finding::{Finding, Severity, Text};
use crate::source::border;

/// Pairs the brackets of each block; one left open may be closed in the next.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    let mut pending: Vec<(u32, usize)> = Vec::new();
    for (i, block) in document.blocks.iter().enumerate() {
        let text = document.block_text(i as u32);
        let Unpaired { open, close } = unpaired(text);
        let mut close = close.into_iter();
        if !pending.is_empty() && open_ended(document, &pending, block) {
            let continues = pending.len().min(close.len());
            close.by_ref().take(continues).for_each(drop);
            pending.truncate(pending.len() - continues);
        }
        for (of, at) in pending.drain(..) {
            findings.push(finding(document, of, at, true));
        }
        for at in close {
            findings.push(finding(document, i as u32, at, false));
        }
        pending.extend(open.into_iter().map(|at| (i as u32, at)));
    }
    for (of, at) in pending {
        findings.push(finding(document, of, at, true));
    }
}

/// Whether this block may close what the block before it left open.
fn open_ended(document: &Document, pending: &[(u32, usize)], block: &Block) -> bool {
    let before = pending.first().and_then(|(of, _)| document.blocks.get(*of as usize)).map(|b| b.kind);
    match (before, block.kind) {
        (Some(BlockKind::Note(a)), BlockKind::Note(b)) => a == b,
        (Some(BlockKind::Cell(_)), BlockKind::Cell(_)) => false,
        (Some(a), b) => a == b || matches!((a, b), (BlockKind::Heading { .. }, BlockKind::Heading { .. })),
        (None, _) => false,
    }
}

/// Words further from a bracket do not tell where it stands.
const FAR: usize = 200;

fn finding(document: &Document, block: u32, at: usize, open: bool) -> Finding {
    let text = document.block_text(block);
    let range = document.blocks.get(block as usize).map_or(TextRange::new(0, 0), |b| b.range);
    let (start, end) = if open {
        // The bracket with the four words behind it: enough to find the place.
        (at, words(text.get(at..border(text, at + FAR)).unwrap_or("")).take(4).last().map_or(at + 1, |w| at + w.end))
    } else {
        let from = border(text, at.saturating_sub(FAR));
        (last_words(text.get(from..at).unwrap_or(""), 3).first().map_or(at, |w| from + w.start), at + 1)
    };
    let (vi, en) = if open {
        ("có dấu mở ngoặc mà không có dấu đóng", "a bracket is opened here and never closed")
    } else {
        ("có dấu đóng ngoặc mà không có dấu mở", "a bracket is closed here that was never opened")
    };
    Finding::new("unbalanced-bracket", Severity::Warning, document.span(within(range, start, end)), Text::new(vi, en))
}

#[derive(Debug, Default)]
struct Unpaired {
    open: Vec<usize>,
    close: Vec<usize>,
}

fn unpaired(text: &str) -> Unpaired {
    let bytes = text.as_bytes();
    let mut open: Vec<usize> = Vec::new();
    let mut close = Vec::new();
    let openings = memchr::memchr2_iter(b'(', b'[', bytes);
    let closings = memchr::memchr2_iter(b')', b']', bytes);
    let mut all: Vec<usize> = openings.chain(closings).collect();
    all.sort_unstable();
    for at in all {
        if face(text, at) {
            continue;
        }
        match bytes.get(at) {
            Some(b'(' | b'[') => open.push(at),
            _ if open.pop().is_some() => {}
            Some(b')') if list_mark(text, at) => {}
            _ => close.push(at),
        }
    }
    Unpaired { open, close }
}

/// `:)`, `:(`
fn face(text: &str, at: usize) -> bool {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    before.ends_with(b":") || before.ends_with(b":-") || before.ends_with(b";-")
}

/// `a)`, `12)`, `iv)`: the mark of an item, at the start or behind a sign that ends the item before.
fn list_mark(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or_default();
    let before = head.trim_end_matches(|c: char| c.is_alphanumeric() || c == '.');
    let mark = head.strip_prefix(before).unwrap_or_default();
    let short = !mark.is_empty() && mark.chars().count() <= 3;
    let before = before.trim_end();
    short
        && (before.is_empty()
            || before.ends_with(['.', ';', ':', ',', '-', '–', '+', '*', '…', ')'])
            || mark.chars().count() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (usize, usize) {
        let Unpaired { open, close } = unpaired(text);
        (open.len(), close.len())
    }

    #[test]
    fn brackets_are_paired_whatever_their_kind() {
        assert_eq!(found("đạt (tăng 5% [so với 2020]) và (1)."), (0, 0));
        assert_eq!(found("đạt (tăng 5%, giảm"), (1, 0));
        assert_eq!(found("đạt 5% so với năm 2020), giảm"), (0, 1));
    }

    #[test]
    fn marks_of_lists_and_faces_are_no_brackets() {
        for text in ["a) Giáo dục; b) Y tế; 12) Khác", "gồm: i) lúa, ii) ngô", "rất vui :)", "1.2) Kết quả"]
        {
            assert_eq!(found(text), (0, 0), "{text}");
        }
    }
}
