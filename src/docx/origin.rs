//! The way back from the logical text of a Word file to the XML of its parts.

use super::story::{NO_RUN, Run, Story, TextElement};
use crate::document::TextRange;
use std::ops::Range;

/// A run of the logical text and the XML bytes it came from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strand {
    /// Where it starts in the logical text.
    pub text: u32,
    /// Its length there.
    pub len: u32,
    /// First byte of the XML.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Index of the run of its first character in its part, or [`NO_RUN`].
    pub run: u32,
    /// Index of the run of its last character: a mark that combines with a
    /// letter may stand in another run than the letter.
    pub last_run: u32,
    /// Index of the part in [`Origin::parts`].
    pub part: u8,
    /// Whether the bytes are the same one by one.
    pub same: bool,
}

/// What is known of a part.
#[derive(Clone, Debug)]
pub(super) struct PartOrigin {
    /// Its name in the container.
    pub name: String,
    /// Its runs.
    pub runs: Vec<Run>,
    /// Its `w:t` elements, by place.
    pub texts: Vec<TextElement>,
    /// Its fields: first byte, one past the last.
    pub fields: Vec<(u32, u32)>,
}

/// Index of the body in [`Origin::parts`].
pub(super) const BODY: u8 = 0;

/// The place of some characters in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The part: `word/document.xml`.
    pub part: String,
    /// The bytes of the part, from the first character to the last.
    pub xml: Range<u32>,
    /// The paragraph, from 1: the line of the logical text.
    pub paragraph: u32,
}

/// The way from the logical text of a Word file to the XML of its parts.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    pub(super) parts: Vec<PartOrigin>,
    /// By place in the logical text.
    pub(super) strands: Vec<Strand>,
    /// Where each line of the logical text starts.
    pub(super) lines: Vec<u32>,
    /// For each line of a note: where the mark of the note stands in the body.
    pub(super) marks: Vec<(TextRange, TextRange)>,
}

impl Origin {
    pub(super) fn add_part(&mut self, name: &str, story: &mut Story) {
        self.parts.push(PartOrigin {
            name: name.to_owned(),
            runs: std::mem::take(&mut story.runs),
            texts: std::mem::take(&mut story.texts),
            fields: std::mem::take(&mut story.fields),
        });
    }

    /// Adds a strand behind the last one; those that continue each other are joined.
    pub(super) fn push(&mut self, strand: Strand) {
        if let Some(last) = self.strands.last_mut()
            && last.same
            && strand.same
            && (last.part, last.last_run, last.end) == (strand.part, strand.run, strand.start)
            && last.text + last.len == strand.text
        {
            last.len += strand.len;
            last.end = strand.end;
            return;
        }
        self.strands.push(strand);
    }

    /// The strands that touch a range, each cut to it.
    pub(super) fn strands_in(&self, range: TextRange) -> impl Iterator<Item = Strand> {
        let first = self.strands.partition_point(|s| s.text + s.len <= range.start);
        let rest = self.strands.get(first..).unwrap_or(&[]);
        rest.iter().take_while(move |s| s.text < range.end).map(move |s| {
            let mut cut = *s;
            if s.same {
                let from = range.start.saturating_sub(s.text);
                let to = (s.text + s.len).saturating_sub(range.end);
                cut.text += from;
                cut.start += from;
                cut.end -= to;
                cut.len -= from + to;
            }
            cut
        })
    }

    /// The mark in the body of the note that a place stands in.
    pub(super) fn mark_of(&self, offset: u32) -> Option<TextRange> {
        let i = self.marks.partition_point(|(line, _)| line.start <= offset).checked_sub(1)?;
        let (line, mark) = self.marks.get(i)?;
        (offset <= line.end).then_some(*mark)
    }

    /// The place of a range in the file: of what of it stands in one part.
    /// `None` for an automatic number, which stands nowhere.
    pub fn place(&self, range: TextRange) -> Option<Place> {
        let mut strands = self.strands_in(range).filter(|s| s.run != NO_RUN);
        let first = strands.next()?;
        let end = strands.filter(|s| s.part == first.part).last().unwrap_or(first).end;
        Some(Place {
            part: self.parts.get(usize::from(first.part))?.name.clone(),
            xml: first.start..end.max(first.end),
            paragraph: self.lines.partition_point(|&l| l <= range.start) as u32,
        })
    }
}
