//! A copy of a draft in which one stretch of text reads otherwise.

use super::{Document, Segment, SourceMap, TextRange};
use std::sync::OnceLock;

impl Document {
    /// A copy that shows `new` in place of `range`, which lies inside one block
    /// and holds no reference to a note. Places still lead to the bytes of the
    /// unchanged file: those of the new text to what it replaces.
    #[must_use]
    pub fn patched(&self, range: TextRange, new: &str) -> Document {
        let mut copy = self.clone();
        copy.text.replace_range(range.start as usize..range.end as usize, new);
        copy.folded = OnceLock::new();
        let new_len = new.len() as u32;
        let moved = |offset: u32| offset - range.end + range.start + new_len;
        let start = |at: u32| if at >= range.end && at > range.start { moved(at) } else { at };
        let end = |at: u32| if at >= range.end { moved(at) } else { at };
        for block in &mut copy.blocks {
            block.range = TextRange::new(start(block.range.start), end(block.range.end));
        }
        for reference in &mut copy.references {
            reference.at = TextRange::new(start(reference.at.start), end(reference.at.end));
        }
        copy.map = self.map.patched(self, range, new_len);
        copy
    }
}

impl SourceMap {
    fn patched(&self, document: &Document, range: TextRange, new_len: u32) -> SourceMap {
        let mut map = SourceMap::default();
        for run in self.runs(TextRange::new(0, range.start)) {
            map.push(run);
        }
        map.push(Segment { text: range.start, source: document.span(range), len: new_len, same: false });
        for run in self.runs(TextRange::new(range.end, document.text.len() as u32)) {
            map.push(Segment { text: run.text - range.end + range.start + new_len, ..run });
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{TextRange, read};
    use crate::source::{Encoding, Source};

    #[test]
    fn nothing_but_the_stretch_changes() {
        let text = "# Một\n\nCó **1.234** hộ[^1], 56 xã.\n\n[^1]: Gồm 7 hộ.\n\n| A | B |\n| --- | --- |\n| x | 89 |\n";
        let document = read(Source::new("a.md", text.to_owned(), Encoding::Utf8), None);
        let at = document.text.find("1.234").unwrap() as u32;
        let range = TextRange::new(at, at + 5);
        for new in ["1.243", "12", "1.234.000", ""] {
            let copy = document.patched(range, new);
            assert_eq!(copy.text, document.text.replacen("1.234", new, 1));
            assert_eq!(copy.source.text(), text);
            assert_eq!(copy.blocks.len(), document.blocks.len());
            for (a, b) in document.blocks.iter().zip(&copy.blocks) {
                assert_eq!(document.slice(a.range).replacen("1.234", new, 1), copy.slice(b.range));
            }
            for word in ["Một", "Có", "hộ", "56", "Gồm", "7", "89"] {
                let find = |d: &crate::document::Document| {
                    let i = d.text.find(word).unwrap() as u32;
                    d.span(TextRange::new(i, i + word.len() as u32))
                };
                assert_eq!(find(&document), find(&copy), "{word} with {new:?}");
            }
            assert_eq!(copy.note_at(copy.references[0].at.start), Some(0));
            if !new.is_empty() {
                let place = copy.span(TextRange::new(at, at + new.len() as u32));
                assert_eq!(copy.source.slice(place), "1.234");
            }
        }
    }
}
