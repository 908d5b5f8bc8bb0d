//! The sentences of a draft, found once for all who ask what stands around a place.

use crate::document::{Document, TextRange};
use crate::work;

/// Where the sentences of a draft end inside its blocks.
pub struct Sentences(Vec<u32>);

impl Sentences {
    /// Reads a draft.
    pub fn of(document: &Document) -> Sentences {
        let ends = |block: TextRange| all_ends(document.slice(block)).map(move |at| block.start + at as u32);
        Sentences(document.blocks.iter().flat_map(|block| ends(block.range)).collect())
    }

    /// The sentence of a block that holds a place of it, without spaces around it.
    pub fn around(&self, document: &Document, block: TextRange, place: TextRange) -> TextRange {
        let inside = |at: &u32| block.start < *at && *at < block.end;
        let first = self.0.partition_point(|&at| at < place.start);
        let before = first.checked_sub(1).and_then(|i| self.0.get(i)).copied();
        let start = before.filter(inside).unwrap_or(block.start);
        let last = self.0.partition_point(|&at| at < place.end.max(start + 1));
        let end = self.0.get(last).copied().filter(inside).unwrap_or(block.end);
        let piece = document.slice(TextRange::new(start, end));
        let skipped = (piece.len() - piece.trim_start().len()) as u32;
        TextRange::new((start + skipped).min(place.start), (start + piece.trim_end().len() as u32).max(place.end))
    }
}

/// Where the sentences of a text end but for the last.
fn all_ends(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().filter_map(|(at, c)| {
        work::step();
        let at = at + c.len_utf8();
        ends(text, at, c).then_some(at)
    })
}

/// The sentence of a text that holds a range of it, without spaces around it; for one place of a text.
pub fn sentence(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let head = text.get(..range.start).unwrap_or_default();
    let before = head.char_indices().rev().map(|(i, c)| (i + c.len_utf8(), c));
    let start = before.into_iter().find(|&(at, c)| at < head.len() && ends(text, at, c)).map_or(0, |(at, _)| at);
    let tail = range.end.max(range.start);
    let rest = text.get(start..).unwrap_or_default().char_indices();
    let end = rest
        .map(|(i, c)| (start + i + c.len_utf8(), c))
        .find(|&(at, c)| at >= tail && at > start && at < text.len() && ends(text, at, c))
        .map_or(text.len(), |(at, _)| at);
    let piece = text.get(start..end).unwrap_or("");
    let skipped = piece.len() - piece.trim_start().len();
    let left = (start + skipped).min(range.start);
    let right = (start + piece.trim_end().len()).max(range.end);
    left..right
}

/// Whether a sentence ends with `c`, which ends at `at`: with a full stop that a space and a capital follow.
fn ends(text: &str, at: usize, c: char) -> bool {
    let mut rest = text.get(at..).unwrap_or_default().chars();
    matches!(c, '.' | '!' | '?' | '…')
        && rest.next().is_some_and(char::is_whitespace)
        && rest.find(|c| !c.is_whitespace()).is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read;
    use crate::source::{Encoding, Source};

    #[test]
    fn a_sentence_ends_where_a_capital_follows() {
        let text = "Có 1. Thu đạt 1.254,6 triệu đồng. Chi đạt 9,8 tỷ đồng. còn";
        let document = read(Source::new("a.md", format!("{text}\n\nHết. Năm."), Encoding::Utf8), None);
        let sentences = Sentences::of(&document);
        let at = |word: &str| {
            let start = document.text.find(word).unwrap() as u32;
            let place = TextRange::new(start, start + word.len() as u32);
            let block = document.blocks[document.block_at(start).unwrap() as usize].range;
            document.slice(sentences.around(&document, block, place))
        };
        assert_eq!(at("1.254,6"), "Thu đạt 1.254,6 triệu đồng.");
        assert_eq!(at("9,8"), "Chi đạt 9,8 tỷ đồng. còn");
        assert_eq!(at("1."), "Có 1.");
        assert_eq!(at("đồng. Chi"), &text["Có 1. ".len()..]);
        assert_eq!(at("Hết"), "Hết.");
        assert_eq!(at("Năm"), "Năm.");
        let block = document.blocks[0].range;
        for (start, _) in text.char_indices() {
            let place = TextRange::new(block.start + start as u32, block.start + start as u32);
            let alone = sentence(text, start..start);
            assert_eq!(document.slice(sentences.around(&document, block, place)), &text[alone], "{start}");
        }
    }
}
