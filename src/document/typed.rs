//! What was typed where a draft shows something else: `km²` may be a `2` that is raised.

use super::{Dialect, Document, TextRange};
use std::borrow::Cow;

/// What raised and lowered characters are typed as.
const TYPED: &[(char, char)] = &[
    ('⁰', '0'),
    ('¹', '1'),
    ('²', '2'),
    ('³', '3'),
    ('⁴', '4'),
    ('⁵', '5'),
    ('⁶', '6'),
    ('⁷', '7'),
    ('⁸', '8'),
    ('⁹', '9'),
    ('⁺', '+'),
    ('⁻', '-'),
    ('ⁿ', 'n'),
    ('₀', '0'),
    ('₁', '1'),
    ('₂', '2'),
    ('₃', '3'),
    ('₄', '4'),
    ('₅', '5'),
    ('₆', '6'),
    ('₇', '7'),
    ('₈', '8'),
    ('₉', '9'),
];

impl Document {
    /// The text of a range as it was typed, which is what Word's search finds: a digit that formatting raises
    /// or lowers is a digit; a `²` that was typed stays.
    pub fn typed(&self, range: TextRange) -> Cow<'_, str> {
        let text = self.slice(range);
        let plain = |c: char| TYPED.iter().find(|(raised, _)| *raised == c).map(|(_, typed)| *typed);
        if text.is_ascii() || !text.contains(|c| plain(c).is_some()) {
            return Cow::Borrowed(text);
        }
        let typed = text.char_indices().map(|(i, c)| match plain(c) {
            Some(typed) if self.is_raised(range.start + i as u32, c) => typed,
            _ => c,
        });
        Cow::Owned(typed.collect())
    }

    /// Whether it is formatting that raises or lowers the character at an offset.
    fn is_raised(&self, at: u32, shown: char) -> bool {
        match self.dialect {
            Dialect::Docx => self.raised.binary_search(&at).is_ok(),
            // An entity stands for the character itself.
            _ => {
                let source = self.source.slice(self.span(TextRange::new(at, at + shown.len_utf8() as u32)));
                source.len() == 1
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read;
    use crate::source::{Encoding, Source};

    #[test]
    fn what_formatting_raises_was_typed_as_a_digit() {
        let cases = [
            ("12 người/km<sup>2</sup>; 10<sup>3</sup> tấn", None, "12 người/km²; 10³ tấn", "12 người/km2; 103 tấn"),
            ("12 km^2^, CO~2~", Some(Dialect::PandocMarkdown), "12 km², CO₂", "12 km2, CO2"),
            ("12 km², 5 m&sup2;", None, "12 km², 5 m²", "12 km², 5 m²"),
        ];
        for (markup, dialect, shown, typed) in cases {
            let document = read(Source::new("a.md", markup.to_owned(), Encoding::Utf8), dialect);
            let all = document.blocks[0].range;
            assert_eq!(document.slice(all), shown, "{markup}");
            assert_eq!(document.typed(all), typed, "{markup}");
        }
    }
}
