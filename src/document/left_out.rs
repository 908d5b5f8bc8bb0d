//! What stands in the file and not in the text, and the other way round: text that was deleted,
//! struck out or hidden, and numbers that Word counts by itself.

use super::{Document, TextRange};
use crate::source::Span;

impl Document {
    /// Whether the file holds no more text inside a range than is read: nothing there was deleted,
    /// struck out or hidden. Markup is no text.
    pub fn is_whole(&self, range: TextRange) -> bool {
        let next = self.left_out.partition_point(|&at| at <= range.start);
        if self.left_out.get(next).is_some_and(|&at| at < range.end) {
            return false;
        }
        let mut end = None;
        self.map.runs(range).all(|run| {
            let gap = end.filter(|&end| end < run.source.start).map(|end| Span::new(end, run.source.start));
            end = Some(run.source.end);
            gap.is_none_or(|gap| !holds_text(self.source.slice(gap)))
        })
    }

    /// Whether a range is a number that Word writes before a paragraph: it is nowhere in the file.
    pub fn is_automatic(&self, range: TextRange) -> bool {
        let next = self.automatic.partition_point(|a| a.end < range.end);
        self.automatic.get(next).is_some_and(|a| a.contains(range))
    }
}

/// Whether letters or digits stand outside `<tags>` and `{attributes}`.
fn holds_text(markup: &str) -> bool {
    let mut rest = markup.chars();
    while let Some(c) = rest.next() {
        let close = match c {
            '<' => '>',
            '{' => '}',
            c if c.is_alphanumeric() => return true,
            _ => continue,
        };
        rest.find(|&c| c == close);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read;
    use crate::source::{Encoding, Source};

    #[test]
    fn deleted_text_leaves_a_hole_and_markup_does_not() {
        let cases = [
            ("12 xã; ~~5 bản~~; 3 thôn", false),
            ("12 xã; <del>5 bản</del>; 3 thôn", false),
            ("12 xã; <!-- hỏi lại -->; 3 thôn", true),
            ("12 xã; ; 3 thôn", true),
            ("**12 xã;** ; 3 thôn", true),
            ("<strong>12 xã;</strong> ; 3 thôn", true),
        ];
        for (markup, whole) in cases {
            let document = read(Source::new("a.md", markup.to_owned(), Encoding::Utf8), None);
            let at = document.text.find("; ").unwrap() as u32;
            assert_eq!(document.is_whole(TextRange::new(at, at + 3)), whole, "{markup}");
            assert_eq!(document.slice(TextRange::new(at, at + 3)), "; ;", "{markup}");
        }
    }
}
