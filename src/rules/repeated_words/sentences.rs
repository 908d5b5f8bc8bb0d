//! Whole sentences that stand twice among others: copied from one section into another.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use crate::document::{BlockKind, Document, TextRange};
use crate::finding::{Finding, Severity, Text};
use crate::rules::words::{within, words};
use hashbrown::HashMap;

/// Fewest syllables of a sentence: shorter ones recur by right.
const LONG: usize = 14;

/// Looks at the sentences of every paragraph.
pub(super) fn check(document: &Document, findings: &mut Vec<Finding>) {
    let mut seen: HashMap<&str, TextRange> = HashMap::new();
    for (i, block) in document.blocks.iter().enumerate() {
        if block.kind != BlockKind::Paragraph {
            continue;
        }
        let text = document.block_text(i as u32);
        let all: Vec<(usize, &str)> = sentences(text).collect();
        // The line under a picture, the lead of an article, a question above its answer: alone they may stand twice.
        if all.len() < 2 {
            continue;
        }
        for (start, sentence) in all {
            let bare = sentence
                .trim()
                .trim_end_matches(['.', ';', ':', '!', '?', '…'])
                .trim_start_matches(['-', '+', '*', '•', ' ']);
            // A line that introduces a list or a table says the same before each.
            let leads = sentence.trim_end().ends_with(':');
            if leads || bare.len() < LONG * 2 || words(bare).take(LONG).count() < LONG {
                continue;
            }
            let from = start + (bare.as_ptr() as usize - sentence.as_ptr() as usize);
            let here = within(block.range, from, from + bare.len());
            let first = *seen.entry(bare).or_insert(here);
            if first == here {
                continue;
            }
            let message =
                Text::new("cả câu này đã có ở trên".to_owned(), "this whole sentence already stands above".to_owned());
            // A summary may well repeat a sentence: the editor decides.
            let finding = Finding::new("repeated-words", Severity::Note, document.span(here), message);
            findings.push(finding.label(document.span(first), Text::new("lần trước", "the first time")));
        }
    }
}

/// The sentences of a text with their places: up to a full stop before a space and a capital, or the end.
fn sentences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let ends = memchr::memchr3_iter(b'.', b'!', b'?', text.as_bytes()).filter(move |&i| {
        let mut behind = text.get(i + 1..).unwrap_or_default().chars();
        behind.next() == Some(' ') && behind.find(|c| *c != ' ').is_some_and(char::is_uppercase)
    });
    let stops: Vec<usize> = ends.map(|i| i + 1).chain([text.len()]).collect();
    stops.into_iter().map(move |end| {
        let from = std::mem::replace(&mut start, end);
        (from, text.get(from..end).unwrap_or_default())
    })
}
