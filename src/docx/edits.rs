//! Changes to the bytes of a part: what is not named stays as it is.

/// A change: the bytes from `at` to `until` give way to `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// First byte that goes.
    pub at: u32,
    /// One past the last byte that goes; equal to `at` for an insertion.
    pub until: u32,
    /// What comes instead.
    pub text: String,
}

impl Edit {
    /// Takes bytes away.
    pub fn remove(at: u32, until: u32) -> Edit {
        Edit { at, until, text: String::new() }
    }

    /// Puts text before a byte.
    pub fn insert(at: u32, text: impl Into<String>) -> Edit {
        Edit { at, until: at, text: text.into() }
    }
}

/// Applies changes that do not overlap, in any order; insertions at the start
/// of removed bytes come first, those in the same place in the order given.
pub(super) fn apply(source: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|e| (e.at, e.until));
    let extra: usize = edits.iter().map(|e| e.text.len()).sum();
    let mut out = String::with_capacity(source.len() + extra);
    let mut done = 0;
    for edit in edits {
        let at = (edit.at as usize).max(done);
        out.push_str(source.get(done..at).unwrap_or(""));
        out.push_str(&edit.text);
        done = at.max(edit.until as usize);
    }
    out.push_str(source.get(done..).unwrap_or(""));
    out
}

/// Text as it may stand between tags or in an attribute.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push(' '),
            // XML has no way to write the other control characters.
            ch if ch.is_control() || matches!(ch, '\u{fffe}' | '\u{ffff}') => {}
            ch => out.push(ch),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_meet_in_one_place() {
        let edits = vec![Edit::remove(2, 4), Edit::insert(4, "C"), Edit::insert(2, "A"), Edit::insert(2, "B")];
        assert_eq!(apply("01234567", edits), "01ABC4567");
    }

    #[test]
    fn nothing_changes_without_edits() {
        assert_eq!(apply("số liệu", Vec::new()), "số liệu");
    }

    #[test]
    fn escaped_text_is_xml() {
        assert_eq!(escape("a < b & \"c\"\u{1}"), "a &lt; b &amp; &quot;c&quot;");
    }
}
