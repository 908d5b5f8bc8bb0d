//! The paragraphs that introduce a table, as folded words with their places.

use crate::document::{BlockKind, Document, TextRange};
use crate::lexicon;
use crate::tables::sheet::Sheet;

/// Paragraphs further above a table than this do not introduce it.
const REACH: usize = 4;

/// A word of a paragraph.
#[derive(Clone, Debug)]
pub struct Word {
    /// Folded.
    pub text: String,
    /// In the logical text.
    pub range: TextRange,
    /// Whether a comma, a bracket or a stronger sign stands before it.
    pub fresh: bool,
}

/// The blocks above a table in its section, the nearest first, up to the next table.
pub fn above(document: &Document, sheet: &Sheet) -> Vec<u32> {
    let Some(first) = document.tables.get(sheet.table as usize).and_then(|t| t.cells.first()) else {
        return Vec::new();
    };
    let section = document.blocks.get(first.block as usize).and_then(|b| b.section);
    (0..first.block)
        .rev()
        .take(REACH)
        .take_while(|&b| {
            document.blocks.get(b as usize).is_some_and(|b| {
                b.section == section && !matches!(b.kind, BlockKind::Cell(_) | BlockKind::Heading { .. })
            })
        })
        .filter(|&b| document.blocks.get(b as usize).is_some_and(|b| b.kind == BlockKind::Paragraph))
        .collect()
}

/// The words of a block.
pub fn words(document: &Document, block: u32) -> Vec<Word> {
    let Some(range) = document.blocks.get(block as usize).map(|b| b.range) else { return Vec::new() };
    let text = document.slice(range);
    let mut out = Vec::new();
    let mut fresh = true;
    let mut start = None;
    for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphanumeric() || (start.is_some() && matches!(c, '.' | ',') && digit_next(text, i));
        match (inside, start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                let range = TextRange::new(range.start + from as u32, range.start + i as u32);
                out.push(Word { text: lexicon::fold(&text[from..i]), range, fresh });
                fresh = false;
                start = None;
            }
            _ => {}
        }
        fresh |= matches!(c, ',' | ';' | ':' | '(' | ')' | '.' | '!' | '?') && start.is_none();
    }
    out
}

fn digit_next(text: &str, at: usize) -> bool {
    let digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
    digit(text.as_bytes().get(at + 1)) && at > 0 && digit(text.as_bytes().get(at - 1))
}

/// Where a phrase of folded words stands, as index of its first word. A comma
/// may stand inside (`đàn trâu, bò`).
pub fn find<'a>(words: &'a [Word], phrase: &'a [String]) -> impl Iterator<Item = usize> + 'a {
    let length = phrase.len().max(1);
    words
        .windows(length)
        .enumerate()
        .filter(move |(_, window)| !phrase.is_empty() && window.iter().zip(phrase).all(|(w, p)| w.text == *p))
        .map(|(i, _)| i)
}
