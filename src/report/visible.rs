//! Text of a draft made safe to print: what would move the cursor, change
//! colours or turn the direction of writing is shown as a sign instead.

use crate::source::border;
use std::borrow::Cow;
use std::fmt::Write;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Whether a character may do more to a terminal than print itself.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Writes `c` as it may be printed: controls as their pictures, what is
/// invisible not at all.
pub fn push(out: &mut String, c: char) {
    match c {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push(' '),
        '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
        '\u{7f}'..='\u{9f}' => out.push('\u{fffd}'),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
        c if acts(c) => {}
        c => out.push(c),
    }
}

/// One line of text as it may be printed.
pub fn line(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push(&mut out, c));
    Cow::Owned(out)
}

/// Columns a text takes on a terminal.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The start of a text that fits into `columns`, with `…` where something was cut.
pub fn cut(text: &str, columns: usize) -> String {
    // Of a text of any length so much is looked at: no letter and its marks have so many bytes.
    const LETTER: usize = 64;
    let start = text.get(..border(text, LETTER * (columns + 1))).unwrap_or_default();
    let text = line(start);
    if width(&text) <= columns {
        return text.into_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > columns {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// Breaks a text at spaces into lines of at most `columns`; a longer word stands alone.
pub fn wrap(text: &str, columns: usize, indent: usize) -> String {
    let text = line(text);
    if width(&text) <= columns {
        return text.into_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let w = width(word);
        if used > 0 && used + 1 + w > columns {
            let _ = write!(out, "\n{:indent$}", "");
            used = indent;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += w;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_a_terminal_never_pass() {
        assert_eq!(line("a\u{1b}[31mb\u{9b}c\u{202e}d\te\u{200b}f"), "a␛[31mb\u{fffd}c\u{fffd}d ef");
        assert!(matches!(line("tăng 5%"), Cow::Borrowed(_)));
    }

    #[test]
    fn cuts_and_wraps_by_columns() {
        assert_eq!(cut("diện tích trồng mới", 10), "diện tích…");
        assert_eq!(cut("số liệu", 7), "số liệu");
        assert_eq!(wrap("một hai ba bốn", 8, 2), "một hai\n  ba bốn");
        assert_eq!(wrap("dàiquáđikhỏi x", 4, 0), "dàiquáđikhỏi\nx");
    }
}
