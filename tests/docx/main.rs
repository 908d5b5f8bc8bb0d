//! Word files: what is read from them, what is written into them, what is refused.

mod annotating;
mod build;
mod command;
mod forms;
mod reading;
mod refusing;

use doisoat::document::{Document, TextRange};
use doisoat::docx::{Origin, read_docx};

/// Reads a file that must be readable.
fn read(bytes: &[u8]) -> (Document, Origin) {
    read_docx("a.docx", bytes).unwrap()
}

/// The logical text of a file, a line a block.
fn lines(bytes: &[u8]) -> Vec<String> {
    read(bytes).0.text.lines().map(str::to_owned).collect()
}

/// The place of the `nth` (from 0) occurrence of some words.
fn find(document: &Document, words: &str, nth: usize) -> TextRange {
    let (at, _) = document.text.match_indices(words).nth(nth).unwrap();
    TextRange::new(at as u32, (at + words.len()) as u32)
}
