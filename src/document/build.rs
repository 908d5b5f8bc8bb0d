//! Puts a [`Document`] together: readers say what belongs to the text and from
//! which bytes it comes; this file keeps text, map, sections and notes in step.

use super::{
    Block, BlockKind, Cell, Dialect, Document, Loss, NOTE_MARK, Note, NoteId, NoteRef, Section, Segment, SourceMap,
    Table, TableId, TextRange, Unreadable, heading,
};
use crate::source::{Source, Span};
use hashbrown::{HashMap, HashSet};
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// Place and size of a cell in its grid.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// First row, from 0.
    pub row: u32,
    /// First column, from 0.
    pub column: u32,
    /// Number of rows it spans.
    pub rows: u32,
    /// Number of columns it spans.
    pub columns: u32,
}

impl Place {
    /// A cell of one field.
    pub fn single(row: u32, column: u32) -> Place {
        Place { row, column, rows: 1, columns: 1 }
    }
}

/// A document in the making.
pub(crate) struct Builder<'s> {
    /// The text of the file; all spans point into it.
    pub source: &'s str,
    /// The dialect that is read.
    pub dialect: Dialect,
    /// Whether short numbered lines are headings (the export has no heading markup).
    pub typed_headings: bool,
    /// In plain text: how many notes are defined as `[1] …`; `[n]` up to this is a reference.
    pub plain_notes: u32,
    /// In plain text: the note to be referred to next.
    pub plain_next: u32,
    text: String,
    map: SourceMap,
    blocks: Vec<Block>,
    sections: Vec<Section>,
    open_sections: Vec<u32>,
    notes: Vec<Note>,
    labels: HashMap<String, NoteId>,
    references: Vec<NoteRef>,
    tables: Vec<Table>,
    losses: Vec<Loss>,
    start: u32,
    letterhead: heading::Letterhead,
    /// How many lists of notes inside HTML were read.
    html_lists: u32,
    /// Texts of the notes in those lists.
    html_notes: HashSet<String>,
}

impl<'s> Builder<'s> {
    /// An empty document over `source`.
    pub fn new(source: &'s str, dialect: Dialect) -> Builder<'s> {
        Builder {
            source,
            dialect,
            typed_headings: false,
            plain_notes: 0,
            plain_next: 1,
            text: String::with_capacity(source.len()),
            map: SourceMap::default(),
            blocks: Vec::new(),
            sections: Vec::new(),
            open_sections: Vec::new(),
            notes: Vec::new(),
            labels: HashMap::new(),
            references: Vec::new(),
            tables: Vec::new(),
            losses: Vec::new(),
            start: 0,
            letterhead: heading::Letterhead::default(),
            html_lists: 0,
            html_notes: HashSet::new(),
        }
    }

    /// Source text of a span.
    pub fn slice(&self, span: Span) -> &'s str {
        self.source.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Appends source bytes as they are; only combining marks are composed and
    /// carriage returns dropped.
    pub fn copy(&mut self, span: Span) {
        let (mut at, mut rest) = (span.start, self.slice(span));
        // Lead bytes of U+0300–U+036F, and the carriage return.
        while let Some(hit) = memchr::memchr3(0xCC, 0xCD, b'\r', rest.as_bytes())
            && let Some((before, found)) = rest.split_at_checked(hit)
        {
            if let Some(behind) = found.strip_prefix('\r') {
                self.same(at, before);
                at += hit as u32 + 1;
                rest = behind;
                continue;
            }
            let base = before.char_indices().next_back().map_or(hit, |(i, _)| i);
            // The letter with its marks, or the one letter that only begins like a mark.
            let marks = found.len() - found.trim_start_matches(is_mark).len();
            let end = hit + if marks > 0 { marks } else { found.chars().next().map_or(1, char::len_utf8) };
            let pieces = || Some((rest.get(..base)?, rest.get(base..end)?, rest.get(end..)?));
            let Some((plain, sequence, behind)) = pieces() else { break };
            self.same(at, plain);
            let source = Span::new(at + base as u32, at + end as u32);
            let composed: String = sequence.nfc().collect();
            self.push(&composed, source, composed == sequence);
            at = source.end;
            rest = behind;
        }
        self.same(at, rest);
    }

    fn same(&mut self, start: u32, piece: &str) {
        self.push(piece, Span::new(start, start + piece.len() as u32), true);
    }

    /// Appends text that stands for other bytes in the source.
    pub fn rewrite(&mut self, source: Span, text: &str) {
        self.push(text, source, false);
    }

    fn push(&mut self, text: &str, source: Span, same: bool) {
        let segment = Segment { text: self.text.len() as u32, source, len: text.len() as u32, same };
        self.map.push(segment);
        self.text.push_str(text);
    }

    /// A line break inside a block: one space.
    pub fn soft_break(&mut self, source: Span) {
        if self.text.len() as u32 > self.start && !self.text.ends_with(' ') {
            self.rewrite(source, " ");
        }
    }

    /// A reference to the note `label`.
    pub fn mark(&mut self, source: Span, label: &str) {
        let start = self.text.len() as u32;
        let mut buffer = [0; 4];
        self.rewrite(source, NOTE_MARK.encode_utf8(&mut buffer));
        let at = TextRange::new(start, self.text.len() as u32);
        self.references.push(NoteRef { at, note: None, label: label.to_owned() });
    }

    /// What the open block holds so far.
    pub fn open_text(&self) -> &str {
        self.text.get(self.start as usize..).unwrap_or_default()
    }

    /// Ends the open block. An empty one leaves no block, except in a table.
    pub fn close(&mut self, kind: BlockKind) -> Option<u32> {
        let start = self.start as usize;
        let kept = start + self.open_text().trim_end_matches(is_blank).len();
        self.text.truncate(kept);
        self.map.truncate(kept as u32);
        let lead = self.open_text().len() - self.open_text().trim_start_matches(is_blank).len();
        let range = TextRange::new((start + lead) as u32, kept as u32);
        if range.start == range.end && !matches!(kind, BlockKind::Cell(_)) {
            self.start = kept as u32;
            return None;
        }
        let index = self.blocks.len() as u32;
        let kind = self.judge(kind, range);
        if let BlockKind::Heading { level } = kind {
            self.open_section(index, level);
        }
        let section = self.open_sections.last().copied();
        self.blocks.push(Block { kind, range, section });
        self.text.push('\n');
        self.start = self.text.len() as u32;
        Some(index)
    }

    /// A paragraph may be a heading by its typed number.
    fn judge(&mut self, kind: BlockKind, range: TextRange) -> BlockKind {
        if let BlockKind::Heading { .. } = kind {
            self.letterhead.end();
        }
        if kind != BlockKind::Paragraph || !self.typed_headings {
            return kind;
        }
        let text = self.text.get(range.start as usize..range.end as usize).unwrap_or_default();
        match self.letterhead.level(text) {
            Some(level) => BlockKind::Heading { level },
            None => kind,
        }
    }

    fn open_section(&mut self, block: u32, level: u8) {
        let ends = |section: &mut u32| self.sections.get(*section as usize).is_none_or(|s| s.level >= level);
        while self.open_sections.pop_if(ends).is_some() {}
        let parent = self.open_sections.last().copied();
        self.open_sections.push(self.sections.len() as u32);
        self.sections.push(Section { block, level, parent });
    }

    /// Starts the text of a note; the first definition of a label counts for references.
    pub fn note(&mut self, label: &str, span: Span) -> NoteId {
        let id = self.notes.len() as NoteId;
        self.notes.push(Note { label: label.to_owned(), blocks: Vec::new(), span });
        self.labels.entry(label.to_owned()).or_insert(id);
        id
    }

    /// The label of a note inside HTML: every list there starts its numbers anew.
    pub fn html_label(&self, id: &str) -> String {
        match self.html_lists {
            0 => id.to_owned(),
            n => format!("{id}/{}", n + 1),
        }
    }

    /// A list of notes inside HTML has ended.
    pub fn next_html_notes(&mut self) {
        self.html_lists += 1;
    }

    /// Ends a paragraph of a note inside HTML.
    pub fn close_html_note(&mut self, id: NoteId, end: u32) {
        let text = self.open_text().trim().to_owned();
        if !text.is_empty() {
            self.html_notes.insert(text);
        }
        self.close_note(id, end);
    }

    /// Whether the open block repeats a note of an HTML list for a definition nobody refers to.
    fn repeats_html_note(&self, id: NoteId) -> bool {
        let Some(note) = self.notes.get(id as usize).filter(|_| !self.html_notes.is_empty()) else { return false };
        let again = self.html_notes.contains(self.open_text().trim());
        again && !note.label.starts_with("fn") && !self.references.iter().any(|r| r.label == note.label)
    }

    /// Forgets the open block.
    fn discard(&mut self) {
        self.text.truncate(self.start as usize);
        self.map.truncate(self.start);
        while self.references.pop_if(|r| r.at.start >= self.start).is_some() {}
    }

    /// Ends a paragraph of a note.
    pub fn close_note(&mut self, id: NoteId, end: u32) {
        if self.repeats_html_note(id) {
            self.discard();
        }
        if let Some(block) = self.close(BlockKind::Note(id))
            && let Some(note) = self.notes.get_mut(id as usize)
        {
            note.blocks.push(block);
            note.span.end = note.span.end.max(end);
        }
    }

    /// Starts a table; a caption right above it is tied to it.
    pub fn table(&mut self, span: Span) -> TableId {
        self.table_at(span, self.blocks.len())
    }

    /// Starts a table whose first cell is or will be the block `first`.
    pub fn table_at(&mut self, span: Span, first: usize) -> TableId {
        let id = self.tables.len() as TableId;
        let caption = self.caption_above(first);
        self.tables.push(Table {
            span,
            rows: 0,
            columns: 0,
            header_rows: 0,
            cells: Vec::new(),
            caption,
            unreadable: None,
        });
        id
    }

    fn caption_above(&mut self, first: usize) -> Option<u32> {
        // The line with the unit of measure often stands between caption and table.
        for back in 1..=3 {
            let index = first.checked_sub(back)?;
            let block = self.blocks.get_mut(index)?;
            if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading { .. }) {
                return None;
            }
            let text = self.text.get(block.range.start as usize..block.range.end as usize).unwrap_or_default();
            if heading::is_caption(text) {
                if block.kind == BlockKind::Paragraph {
                    block.kind = BlockKind::Caption;
                }
                return Some(index as u32);
            }
        }
        None
    }

    /// Makes the block the caption of the table: what is marked as its own is so, whatever stands above it.
    pub fn caption(&mut self, id: TableId, block: u32) {
        if let Some(table) = self.tables.get_mut(id as usize) {
            table.caption = Some(block);
        }
    }

    /// Makes a block that was read as a paragraph a cell.
    pub fn make_cell(&mut self, id: TableId, block: usize, place: Place) {
        let (Some(made), Some(table)) = (self.blocks.get_mut(block), self.tables.get_mut(id as usize)) else { return };
        made.kind = BlockKind::Cell(id);
        table.add(block as u32, place, false);
    }

    /// All blocks so far.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Text of a block.
    pub fn block_text(&self, block: usize) -> &str {
        self.blocks.get(block).map_or("", |b| self.text(b.range))
    }

    /// Logical text of a range.
    pub fn text(&self, range: TextRange) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or("")
    }

    /// Place of a logical range in the file.
    pub fn span(&self, range: TextRange) -> Span {
        self.map.span(range)
    }

    /// Whether cells stand as paragraphs of their own.
    pub fn has_cell_runs(&self) -> bool {
        self.tables.iter().any(|t| t.unreadable == Some(Unreadable::CellPerLine))
    }

    /// Ends a cell.
    pub fn close_cell(&mut self, id: TableId, place: Place, bold: bool) {
        let Some(block) = self.close(BlockKind::Cell(id)) else { return };
        let Some(table) = self.tables.get_mut(id as usize) else { return };
        table.add(block, place, bold);
    }

    /// Cells cannot reach below the last row.
    pub fn clip_rows(&mut self, id: TableId, rows: u32) {
        let Some(table) = self.tables.get_mut(id as usize) else { return };
        table.rows = rows;
        for cell in &mut table.cells {
            cell.rows = cell.rows.min(rows.saturating_sub(cell.row)).max(1);
        }
    }

    /// Whether the last block is a cell: the table it belongs to.
    pub fn table_above(&self) -> Option<TableId> {
        match self.blocks.last()?.kind {
            BlockKind::Cell(id) => Some(id),
            _ => None,
        }
    }

    /// Ends a table.
    pub fn close_table(&mut self, id: TableId, header_rows: u32, unreadable: Option<Unreadable>) {
        let Some(table) = self.tables.get_mut(id as usize) else { return };
        table.header_rows = header_rows;
        table.unreadable = unreadable;
        table.cells.sort_by_key(|c| (c.row, c.column));
    }

    /// Notes that the export has lost something.
    pub fn lose(&mut self, loss: Loss) {
        if !self.losses.contains(&loss) {
            self.losses.push(loss);
        }
    }

    /// Whether any note was defined.
    pub fn has_notes(&self) -> bool {
        !self.notes.is_empty()
    }

    /// The document, but for its source, which is borrowed until here. Notes
    /// belong to the section that refers to them.
    pub fn finish(mut self) -> impl FnOnce(Source) -> Document + use<> {
        for reference in &mut self.references {
            reference.note = self.labels.get(&reference.label).copied();
        }
        let mut placed = vec![false; self.notes.len()];
        for reference in &self.references {
            let Some(id) = reference.note.map(|id| id as usize) else { continue };
            let (Some(note), Some(placed)) = (self.notes.get(id), placed.get_mut(id)) else { continue };
            if std::mem::replace(placed, true) {
                continue;
            }
            let home = self.blocks.partition_point(|b| b.range.start <= reference.at.start);
            let section = home.checked_sub(1).and_then(|i| self.blocks.get(i)?.section);
            for &block in &note.blocks {
                if let Some(block) = self.blocks.get_mut(block as usize) {
                    block.section = section;
                }
            }
        }
        let Builder { dialect, text, map, blocks, sections, notes, references, tables, losses, .. } = self;
        move |source| Document {
            source,
            dialect,
            text,
            map,
            blocks,
            sections,
            notes,
            references,
            tables,
            losses,
            left_out: Vec::new(),
            automatic: Vec::new(),
            raised: Vec::new(),
            folded: OnceLock::new(),
        }
    }
}

impl Table {
    fn add(&mut self, block: u32, place: Place, bold: bool) {
        let Place { row, column, rows, columns } = place;
        self.rows = self.rows.max(row + rows);
        self.columns = self.columns.max(column + columns);
        self.cells.push(Cell { block, row, column, rows, columns, bold });
    }
}

/// A combining mark of the block U+0300–U+036F.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// White space at the borders of a block. A no-break space is text.
pub(crate) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{c}' | '\u{b}' | crate::source::BOM)
}
