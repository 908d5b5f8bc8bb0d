//! Lines of a file with their spans: the unit every block reader works on.

use super::build::is_blank;
use crate::source::{BOM, Span};

/// A line without its line end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'s> {
    /// Place in the source.
    pub span: Span,
    /// The text without `\r` at the end.
    pub text: &'s str,
}

impl<'s> Line<'s> {
    /// Whether nothing but white space stands here.
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(is_blank)
    }

    /// The line without white space on both sides.
    pub fn trimmed(&self) -> Line<'s> {
        self.trimmed_start().trimmed_end()
    }

    /// The line without white space in front.
    pub fn trimmed_start(&self) -> Line<'s> {
        let text = self.text.trim_start_matches(is_blank);
        Line { span: Span::new(self.span.end - text.len() as u32, self.span.end), text }
    }

    /// The line without white space behind.
    pub fn trimmed_end(&self) -> Line<'s> {
        let text = self.text.trim_end_matches(is_blank);
        Line { span: Span::new(self.span.start, self.span.start + text.len() as u32), text }
    }

    /// The line from its byte `at` on.
    pub fn from(&self, at: usize) -> Line<'s> {
        let text = self.text.get(at..).unwrap_or("");
        Line { span: Span::new(self.span.end - text.len() as u32, self.span.end), text }
    }

    /// The bytes `start..end` of the line.
    pub fn part(&self, start: usize, end: usize) -> Line<'s> {
        let text = self.text.get(start..end).unwrap_or("");
        let start = self.span.start + start as u32;
        Line { span: Span::new(start, start + text.len() as u32), text }
    }

    /// Columns of white space in front; a tab goes to the next multiple of four.
    pub fn indent(&self) -> usize {
        let mut columns = 0;
        for b in self.text.bytes() {
            match b {
                b' ' => columns += 1,
                b'\t' => columns += 4 - columns % 4,
                _ => break,
            }
        }
        columns
    }
}

/// From the first of these lines to the last.
pub(crate) fn extent(lines: &[Line]) -> Span {
    let start = lines.first().map_or(0, |l| l.span.start);
    Span::new(start, lines.last().map_or(start, |l| l.span.end))
}

/// At most so many bytes from `at` on.
pub(crate) fn window(bytes: &[u8], at: usize, length: usize) -> &[u8] {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.get(..length).unwrap_or(rest)
}

/// All lines of a text; a byte order mark is no part of the first.
pub(crate) fn lines(source: &str) -> Vec<Line<'_>> {
    let mut out = Vec::with_capacity(source.len() / 80 + 1);
    let mut start = if source.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    for end in memchr::memchr_iter(b'\n', source.as_bytes()).chain([source.len()]) {
        let text = source.get(start..end).unwrap_or_default().trim_end_matches('\r');
        out.push(Line { span: Span::new(start as u32, (start + text.len()) as u32), text });
        start = end + 1;
    }
    out
}
