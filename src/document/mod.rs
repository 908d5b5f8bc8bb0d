//! A draft as a document: blocks, sections, notes and tables over one flat
//! *logical text*, with a way back to the bytes of the file.
//!
//! The logical text is what a reader sees: delimiters of emphasis, escapes and
//! anchors are gone, entities are decoded, letters are in NFC, a line break
//! inside a paragraph is a space, blocks end with a newline. A reference to a
//! note is one [`NOTE_MARK`]. Ranges in the logical text are [`TextRange`]s,
//! places in the file are [`Span`]s: the two never mix.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

mod build;
mod columns;
mod detect;
mod dialect;
mod edits;
mod folded;
mod grid;
pub(crate) mod heading;
mod html;
mod html_table;
mod inline;
mod left_out;
mod lines;
mod list_notes;
mod losses;
mod markdown;
mod merged;
mod order;
mod patch;
mod pipe;
mod plain;
mod poi;
mod poi_tables;
mod raw;
mod read;
mod ruled;
mod runs;
mod spread;
mod tags;
mod typed;

pub use folded::Folded;
pub use read::read;

use crate::lexicon;
use crate::source::{Source, Span};
use crate::work;
use std::borrow::Cow;
use std::sync::OnceLock;

/// Stands in the logical text where the draft refers to a note.
pub const NOTE_MARK: char = '\u{fffc}';

/// A half-open range of bytes in [`Document::text`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextRange {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl TextRange {
    /// A range from `start` to `end`.
    pub fn new(start: u32, end: u32) -> TextRange {
        debug_assert!(start <= end);
        TextRange { start, end }
    }

    /// The smallest range that holds both.
    pub fn cover(self, other: TextRange) -> TextRange {
        TextRange::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Whether `other` lies inside.
    pub fn contains(self, other: TextRange) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// One run of the logical text and the bytes it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where the run starts in the logical text.
    pub text: u32,
    /// The source bytes of the run.
    pub source: Span,
    /// Length of the run in the logical text. Where it equals the length of
    /// `source` and `same` is set, the bytes are the same one by one.
    pub len: u32,
    /// Whether the run was copied unchanged.
    pub same: bool,
}

/// The way from the logical text back to the file: segments sorted by `text`.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    segments: Vec<Segment>,
}

impl SourceMap {
    /// Adds a segment behind the last one; neighbours that continue each other are joined.
    pub fn push(&mut self, segment: Segment) {
        if segment.len == 0 {
            return;
        }
        if let Some(last) = self.segments.last_mut()
            && last.same
            && segment.same
            && last.source.end == segment.source.start
            && last.text + last.len == segment.text
        {
            last.len += segment.len;
            last.source.end = segment.source.end;
            return;
        }
        self.segments.push(segment);
    }

    /// The segments that meet a logical range, cut to it. A segment that was
    /// rewritten keeps its whole source span.
    pub fn runs(&self, range: TextRange) -> impl Iterator<Item = Segment> + '_ {
        let first = self.segments.partition_point(|s| s.text + s.len <= range.start);
        let rest = self.segments.get(first..).unwrap_or(&[]);
        rest.iter().take_while(move |s| s.text < range.end).map(move |s| {
            let start = s.text.max(range.start);
            let end = (s.text + s.len).min(range.end);
            let source = match s.same {
                true => Span::new(s.source.start + (start - s.text), s.source.start + (end - s.text)),
                false => s.source,
            };
            Segment { text: start, source, len: end - start, same: s.same }
        })
    }

    /// Forgets everything from the logical offset `end` on.
    pub(crate) fn truncate(&mut self, end: u32) {
        while let Some(last) = self.segments.last_mut() {
            if last.text + last.len <= end {
                break;
            }
            if last.text >= end {
                self.segments.pop();
                continue;
            }
            last.len = end - last.text;
            if last.same {
                last.source.end = last.source.start + last.len;
            }
            break;
        }
    }

    fn at(&self, offset: u32) -> Option<&Segment> {
        let i = self.segments.partition_point(|s| s.text <= offset);
        self.segments.get(i.checked_sub(1)?)
    }

    /// The source span of a logical range, delimiters between its first and last character included.
    pub fn span(&self, range: TextRange) -> Span {
        let start = match self.at(range.start) {
            Some(s) if s.same && range.start < s.text + s.len => s.source.start + (range.start - s.text),
            Some(s) if range.start < s.text + s.len => s.source.start,
            Some(s) => s.source.end,
            None => 0,
        };
        if range.end <= range.start {
            return Span::new(start, start);
        }
        let end = match self.at(range.end - 1) {
            Some(s) if s.same && range.end <= s.text + s.len => s.source.start + (range.end - s.text),
            Some(s) => s.source.end,
            None => start,
        };
        Span::new(start, end.max(start))
    }
}

/// Index of a section in [`Document::sections`].
pub type SectionId = u32;
/// Index of a note in [`Document::notes`].
pub type NoteId = u32;
/// Index of a table in [`Document::tables`].
pub type TableId = u32;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading, by markup or by its typed number (`I.`, `1.1.`, `Phần thứ nhất`).
    Heading {
        /// 1 is the highest.
        level: u8,
    },
    /// A paragraph; a typed list mark (`-`, `1.`, `(1).`) is part of its text.
    Paragraph,
    /// A paragraph of a note's text.
    Note(NoteId),
    /// A cell of a table.
    Cell(TableId),
    /// The caption of a table.
    Caption,
}

/// A block of the draft.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its place in the logical text, without the newline that ends it.
    pub range: TextRange,
    /// The section it stands in; `None` before the first heading.
    pub section: Option<SectionId>,
}

/// A heading and what it stands under.
#[derive(Clone, Debug)]
pub struct Section {
    /// The block of the heading.
    pub block: u32,
    /// 1 is the highest.
    pub level: u8,
    /// The section this one is part of.
    pub parent: Option<SectionId>,
}

/// A footnote or endnote.
#[derive(Clone, Debug)]
pub struct Note {
    /// As printed by the export: `3`, `sdfootnote3`.
    pub label: String,
    /// Blocks of its text, in order (empty when the definition is missing).
    pub blocks: Vec<u32>,
    /// Place of its definition in the file.
    pub span: Span,
}

/// A place that refers to a note.
#[derive(Clone, Debug)]
pub struct NoteRef {
    /// Where its [`NOTE_MARK`] stands.
    pub at: TextRange,
    /// The note; `None` when no note of this label is defined.
    pub note: Option<NoteId>,
    /// The label as written.
    pub label: String,
}

/// A cell: one grid field, or several where the table merges them.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Block with the text of the cell.
    pub block: u32,
    /// First row, from 0.
    pub row: u32,
    /// First column, from 0.
    pub column: u32,
    /// Number of rows it spans.
    pub rows: u32,
    /// Number of columns it spans.
    pub columns: u32,
    /// Whether the markup makes the cell bold as a whole.
    pub bold: bool,
}

/// A table read as a grid.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its place in the file.
    pub span: Span,
    /// Number of grid rows.
    pub rows: u32,
    /// Number of grid columns.
    pub columns: u32,
    /// How many rows at the top the markup calls header (0 when unknown).
    pub header_rows: u32,
    /// All cells, by row, then column.
    pub cells: Vec<Cell>,
    /// Block of the caption, when there is one.
    pub caption: Option<u32>,
    /// Why the columns cannot be trusted; such a table is announced, not checked.
    pub unreadable: Option<Unreadable>,
}

/// Why a table cannot be read as a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Rows have different numbers of cells.
    RaggedRows,
    /// The export wrote every cell as a paragraph of its own.
    CellPerLine,
    /// The markup is broken.
    BrokenMarkup,
}

/// What an export has lost; rules that depend on it stay silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// No note text is in the file although marks of notes are.
    Notes,
    /// Superscripts were flattened (`10³` became `103`).
    Superscripts,
    /// Table columns were lost.
    Columns,
    /// Runs of spaces were collapsed: blank fields cannot be seen.
    Spaces,
    /// A file of another kind is embedded in a Word file (`w:altChunk`, ECMA-376 Part 1, 17.17.2), and its text is not
    /// read: Word turns it into paragraphs when it saves the file.
    Embedded,
    /// Struck or deleted text is no longer marked: `~~3.900~~3.916` became `3.9003.916`.
    Struck,
}

/// The writer of an export, as far as it can be told from the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Markdown written by hand or by an unknown tool.
    Markdown,
    /// Text of Apache POI or Tika: one line a paragraph, `[footnoteRef:1]`.
    Poi,
    /// Pandoc's own Markdown.
    PandocMarkdown,
    /// Pandoc's `gfm` or `commonmark_x`.
    PandocGfm,
    /// Pandoc's `plain`.
    PandocPlain,
    /// Google Docs.
    GoogleDocs,
    /// markitdown.
    Markitdown,
    /// mammoth's Markdown.
    Mammoth,
    /// turndown.
    Turndown,
    /// LibreOffice's Markdown.
    LibreOfficeMarkdown,
    /// LibreOffice's or another tool's plain text.
    PlainText,
    /// docling.
    Docling,
    /// undocx or docx2md.
    Undocx,
    /// A Word file read directly.
    Docx,
}

/// A draft as read.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file.
    pub source: Source,
    /// Who wrote the export.
    pub dialect: Dialect,
    /// The logical text.
    pub text: String,
    /// The way from the logical text to the file.
    pub map: SourceMap,
    /// Blocks in the order of the logical text.
    pub blocks: Vec<Block>,
    /// Headings in the order of the text.
    pub sections: Vec<Section>,
    /// Notes in the order of their definitions.
    pub notes: Vec<Note>,
    /// References to notes, by place.
    pub references: Vec<NoteRef>,
    /// Tables in the order of the text.
    pub tables: Vec<Table>,
    /// What the export has lost.
    pub losses: Vec<Loss>,
    /// In a Word file: offsets where it holds text that is not read, in order.
    pub left_out: Vec<u32>,
    /// In a Word file: the numbers that Word counts by itself, in order.
    pub automatic: Vec<TextRange>,
    /// In a Word file: offsets of characters that its formatting raises (`2` in `km²`), in order.
    pub raised: Vec<u32>,
    /// The logical text folded, made when it is asked for.
    pub folded: OnceLock<Folded>,
}

impl Document {
    /// The logical text of a range; empty off code point borders.
    pub fn slice(&self, range: TextRange) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or("")
    }

    /// The same [folded](lexicon::fold). Words are asked for again and again: the text is folded once.
    pub fn folded(&self, range: TextRange) -> Cow<'_, str> {
        let there = self.folded.get_or_init(|| Folded::of(&self.text)).get(range);
        there.map_or_else(|| lexicon::folded(self.slice(range)), Cow::Borrowed)
    }

    /// The place of a logical range in the file.
    pub fn span(&self, range: TextRange) -> Span {
        work::step();
        self.map.span(range)
    }

    /// The text of a block.
    pub fn block_text(&self, block: u32) -> &str {
        self.blocks.get(block as usize).map_or("", |b| self.slice(b.range))
    }

    /// The block that holds a logical offset.
    pub fn block_at(&self, offset: u32) -> Option<u32> {
        let i = self.blocks.partition_point(|b| b.range.start <= offset).checked_sub(1)?;
        (offset <= self.blocks.get(i)?.range.end).then_some(i as u32)
    }

    /// The headings above a block, highest first: `II.1 …`.
    pub fn heading_path(&self, block: u32) -> Vec<&str> {
        let mut path = Vec::new();
        let mut next = self.blocks.get(block as usize).and_then(|b| b.section);
        while let Some(section) = next.and_then(|id| self.sections.get(id as usize)) {
            path.push(self.block_text(section.block).trim());
            next = section.parent;
        }
        path.reverse();
        path
    }

    /// The note that is referred to at a [`NOTE_MARK`].
    pub fn note_at(&self, offset: u32) -> Option<NoteId> {
        let i = self.references.binary_search_by_key(&offset, |r| r.at.start).ok()?;
        self.references.get(i)?.note
    }
}
