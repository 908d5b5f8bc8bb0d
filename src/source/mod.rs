//! A draft as it is stored: its text, its lines, and the way from an offset in
//! the text to the place a person or another program can find in the file.
//!
//! Every [`Span`] of the program counts bytes of [`Source::text`]. For a UTF-8
//! file that is the file itself, byte for byte (a byte order mark included); a
//! UTF-16 file is decoded first and [`Source::position`] counts back.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

mod bytes;
mod error;
mod legacy;
mod spans;

pub use error::{ReadError, ReadErrorKind};
pub use legacy::Legacy;
pub use spans::Spans;

use serde::Serialize;
use std::sync::OnceLock;

/// A half-open range of bytes in [`Source::text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end`.
    pub fn new(start: u32, end: u32) -> Span {
        debug_assert!(start <= end);
        Span { start, end }
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// How the bytes of the file became text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16 with a byte order mark; `true` is little endian.
    Utf16 {
        /// Whether the low byte comes first.
        little_endian: bool,
    },
    /// The text was taken out of a container (a Word file): bytes have no meaning.
    Extracted,
}

/// A place as printed: bytes from 0 in the file as stored, lines and columns
/// from 1, columns in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Position {
    /// Offset in the file as stored; `None` where the file is no text.
    pub byte: Option<u64>,
    /// Line from 1 (for a Word file: the paragraph).
    pub line: u32,
    /// Column from 1, in code points.
    pub column: u32,
    /// The paragraph from 1, where the file is no text and has no lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
}

/// A draft as text with its name.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name to print: the path as the user gave it, or `-`.
    pub path: String,
    /// How the bytes became text.
    pub encoding: Encoding,
    text: String,
    line_starts: Vec<u32>,
    /// Characters and UTF-16 units before each [`STEP`] of the text, counted at the first question.
    counts: OnceLock<Vec<Count>>,
}

/// So many bytes lie between two counts.
const STEP: usize = 1 << 12;

/// How much text stands before a place.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    characters: u64,
    units: u64,
}

impl Count {
    fn add(self, text: &str) -> Count {
        let characters = text.chars().count() as u64;
        // Characters of four bytes, and only they, are two units.
        let pairs = text.bytes().filter(|&b| b >= 0xF0).count() as u64;
        Count { characters: self.characters + characters, units: self.units + characters + pairs }
    }
}

/// The border between two characters at a byte or before it.
pub fn border(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The byte order mark as a character.
pub const BOM: char = '\u{feff}';

impl Source {
    /// A source over text that is already decoded. Texts of 4 GiB and more are
    /// refused by the reader before they come here.
    pub fn new(path: impl Into<String>, text: String, encoding: Encoding) -> Source {
        let mut line_starts = vec![0];
        line_starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|i| i as u32 + 1));
        Source { path: path.into(), encoding, text, line_starts, counts: OnceLock::new() }
    }

    /// The whole text, byte order mark included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty where the span does not lie on code point borders.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Number of lines.
    pub fn line_count(&self) -> u32 {
        self.line_starts.len() as u32
    }

    /// The line (from 0) that holds `offset`.
    pub fn line_index(&self, offset: u32) -> u32 {
        self.line_starts.partition_point(|&s| s <= offset) as u32 - 1
    }

    /// The span of line `index` (from 0) without its line end.
    pub fn line_span(&self, index: u32) -> Span {
        let start = self.line_starts.get(index as usize).copied().unwrap_or(self.text.len() as u32);
        let end = self.line_starts.get(index as usize + 1).copied().unwrap_or(self.text.len() as u32);
        let line = self.slice(Span::new(start, end));
        Span::new(start, start + line.trim_end_matches(['\n', '\r']).len() as u32)
    }

    /// How much text stands before `offset`; short lines are counted as they are, long ones from the last step.
    fn count(&self, offset: u32) -> Count {
        let step = |i: usize| border(&self.text, i * STEP);
        let counts = self.counts.get_or_init(|| {
            let steps = (0..self.text.len() / STEP).scan(Count::default(), |sum, i| {
                *sum = sum.add(self.text.get(step(i)..step(i + 1)).unwrap_or(""));
                Some(*sum)
            });
            std::iter::once(Count::default()).chain(steps).collect()
        });
        let at = border(&self.text, offset as usize);
        // The step may have been moved back, never forward, so that it lies before `at` or on it.
        let last = at / STEP;
        counts.get(last).copied().unwrap_or_default().add(self.text.get(step(last)..at).unwrap_or(""))
    }

    /// Where `offset` stands in the file as stored.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_index(offset);
        let start = self.line_starts.get(line as usize).copied().unwrap_or(0);
        let marks = u32::from(start == 0 && offset > 0 && self.text.starts_with(BOM));
        let byte = match self.encoding {
            Encoding::Utf8 => Some(u64::from(offset)),
            Encoding::Utf16 { .. } => Some(2 * self.count(offset).units),
            Encoding::Extracted => None,
        };
        let before = match self.slice(Span::new(start, offset.max(start))) {
            line if line.len() < STEP => line.chars().count() as u64,
            _ => self.count(offset).characters - self.count(start).characters,
        };
        let column = (before as u32).saturating_sub(marks) + 1;
        let paragraph = (self.encoding == Encoding::Extracted).then_some(line + 1);
        Position { byte, line: line + 1, column, paragraph }
    }
}
