//! From the stories of a Word file to a [`Document`]: one block a line, notes
//! behind the body, tables as grids, automatic numbers in front of the text.

use super::numbering::{Numbering, note_label};
use super::origin::{BODY, Origin, Strand};
use super::story::{Item, Mark, Merge, NoteKind, Para, Piece, Story, TableTree, join, trimmed, trimmed_start};
use super::styles::Styles;
use crate::document::heading::Letterhead;
use crate::document::{
    Block, BlockKind, Cell, Dialect, Document, Loss, Note, NoteId, NoteRef, Section, Segment, SourceMap, Table,
    TableId, TextRange, Unreadable, heading,
};
use crate::source::{Encoding, Source, Span};
use hashbrown::HashMap;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A caption may have this many lines below it (the unit of measure) before its table.
const CAPTION_REACH: usize = 3;

/// From so many marked headings on, a typed number alone makes none.
const MARKED: usize = 2;

/// Notes of one kind.
pub(super) struct Notes {
    /// Which kind.
    pub kind: NoteKind,
    /// How they are counted: `decimal`, `lowerRoman`.
    pub format: String,
    /// Their texts, by id.
    pub texts: HashMap<String, Vec<Item>>,
    /// Index of their part in the origin.
    pub part: u8,
}

/// All that a document is put together from.
pub(super) struct Parts<'a> {
    /// The body.
    pub body: Story,
    /// Footnotes and endnotes.
    pub notes: Vec<Notes>,
    /// Styles.
    pub styles: &'a Styles,
    /// Lists.
    pub numbering: Numbering,
}

struct Assembly<'a> {
    text: String,
    blocks: Vec<Block>,
    sections: Vec<Section>,
    open_sections: Vec<u32>,
    references: Vec<NoteRef>,
    tables: Vec<Table>,
    left_out: Vec<u32>,
    automatic: Vec<TextRange>,
    raised: Vec<u32>,
    /// Blocks that their style or a counting field makes captions.
    captions: Vec<u32>,
    /// Notes as the body refers to them: index in `Parts::notes`, id, mark, section.
    cited: Vec<(usize, String, TextRange, Option<u32>)>,
    known: HashMap<(NoteKind, String), NoteId>,
    /// Tells typed headings; `None` where the draft marks its headings by styles.
    typed: Option<Letterhead>,
    origin: Origin,
    part: u8,
    styles: &'a Styles,
    numbering: Numbering,
}

/// Puts the document together. The logical text is the source: its map is the identity.
pub(super) fn assemble(path: &str, parts: Parts<'_>, origin: Origin) -> (Document, Origin) {
    let losses = if parts.body.embeds { vec![Loss::Embedded] } else { Vec::new() };
    let body = join(parts.body.items);
    let mut assembly = Assembly {
        text: String::new(),
        blocks: Vec::new(),
        sections: Vec::new(),
        open_sections: Vec::new(),
        references: Vec::new(),
        tables: Vec::new(),
        left_out: Vec::new(),
        automatic: Vec::new(),
        raised: Vec::new(),
        captions: Vec::new(),
        cited: Vec::new(),
        known: HashMap::new(),
        typed: (marked_headings(&body, parts.styles) < MARKED).then(Letterhead::default),
        origin,
        part: BODY,
        styles: parts.styles,
        numbering: parts.numbering,
    };
    assembly.items(&body, &parts.notes);
    let notes = assembly.notes(parts.notes);
    let Assembly { text, blocks, sections, references, tables, left_out, automatic, raised, mut origin, .. } = assembly;
    let mut map = SourceMap::default();
    let len = text.len() as u32;
    map.push(Segment { text: 0, source: Span::new(0, len), len, same: true });
    origin.lines = blocks.iter().map(|b| b.range.start).collect();
    let source = Source::new(path, text.clone(), Encoding::Extracted);
    let document = Document {
        source,
        dialect: Dialect::Docx,
        text,
        map,
        blocks,
        sections,
        notes,
        references,
        tables,
        losses,
        left_out,
        automatic,
        raised,
        folded: OnceLock::new(),
    };
    (document, origin)
}

impl Assembly<'_> {
    fn items(&mut self, items: &[Item], notes: &[Notes]) {
        for item in items {
            match item {
                Item::Para(para) => self.paragraph(para, notes),
                // A frame, a letterhead: laid out as a table but no table.
                Item::Table(table) if is_layout(table) => {
                    for cell in table.rows.iter().flat_map(|r| &r.cells) {
                        self.items(&cell.items, notes);
                    }
                }
                Item::Table(table) => self.table(table, notes),
            }
        }
    }

    fn paragraph(&mut self, para: &Para, notes: &[Notes]) {
        let style = para.properties.style.as_deref();
        let outline = outline(para, self.styles);
        let number = self.number(para);
        let pieces = trimmed(&para.pieces);
        if !pieces.is_empty() {
            let start = self.text.len() as u32;
            self.automatic(number.as_deref().unwrap_or(""));
            self.pieces(pieces, para, notes);
            let text = self.text.get(start as usize..).unwrap_or("");
            let kind = match outline.map(|l| l + 1).or_else(|| self.typed.as_mut()?.level(text)) {
                Some(level) => BlockKind::Heading { level },
                None => BlockKind::Paragraph,
            };
            let block = self.close(kind, start);
            if para.counted || style.and_then(|s| self.styles.name(s)) == Some("caption") {
                self.captions.push(block);
            }
        }
        self.items(&para.boxes, notes);
    }

    /// What Word prints before a paragraph.
    fn number(&mut self, para: &Para) -> Option<String> {
        let style = para.properties.style.as_deref();
        // A paragraph of which nothing is seen is not counted.
        let hidden = || para.properties.hidden.or(self.styles.run(None, style).hidden);
        if para.pieces.is_empty() && hidden() == Some(true) {
            return None;
        }
        let (list, level) = match para.properties.list.as_deref() {
            Some(list) => (list, None),
            None => {
                let (list, level, from) = self.styles.list(style)?;
                let by_style = style.and_then(|s| self.numbering.level_of_style(list, s));
                (list, by_style.or_else(|| self.numbering.level_of_style(list, from)).or(level))
            }
        };
        let level = para.properties.list_level.or(level).unwrap_or(0);
        self.numbering.next(list, level)
    }

    fn table(&mut self, tree: &TableTree, notes: &[Notes]) {
        let id = self.tables.len() as TableId;
        let start = self.text.len() as u32;
        let caption = self.caption();
        // Tables inside cells are flattened, so that ids follow the order of the text.
        self.tables.push(Table {
            span: Span::new(start, start),
            rows: tree.rows.len() as u32,
            columns: 0,
            header_rows: tree.rows.iter().take_while(|r| r.header).count() as u32,
            cells: Vec::new(),
            caption,
            unreadable: None,
        });
        let mut cells: Vec<Cell> = Vec::new();
        // The cell above, by its first column.
        let mut above: HashMap<u32, usize> = HashMap::new();
        let mut widths = Vec::new();
        for (row, tree) in (0..).zip(&tree.rows) {
            let mut column = tree.before;
            for cell in &tree.cells {
                let merged = above.get(&column).copied().filter(|_| cell.merge == Merge::Continues);
                match merged.and_then(|i| cells.get_mut(i)).filter(|c| c.columns == cell.columns) {
                    Some(upper) => upper.rows = row - upper.row + 1,
                    None => {
                        let (block, bold) = self.cell(id, &cell.items, notes);
                        above.insert(column, cells.len());
                        cells.push(Cell { block, row, column, rows: 1, columns: cell.columns, bold });
                    }
                }
                column = column.saturating_add(cell.columns);
            }
            widths.push(column.saturating_add(tree.after));
        }
        let end = self.text.len() as u32;
        let columns = widths.iter().copied().max().unwrap_or(0);
        if let Some(table) = self.tables.get_mut(id as usize) {
            table.span = Span::new(start, end);
            table.columns = columns;
            table.cells = cells;
            table.unreadable = widths.iter().any(|&w| w != columns).then_some(Unreadable::RaggedRows);
        }
    }

    /// The text of a cell as one block, its paragraphs apart by a space; whether it is bold.
    fn cell(&mut self, table: TableId, items: &[Item], notes: &[Notes]) -> (u32, bool) {
        let start = self.text.len() as u32;
        let mut bold = true;
        let mut stack: Vec<&Item> = items.iter().rev().collect();
        while let Some(item) = stack.pop() {
            match item {
                Item::Table(inner) => {
                    stack.extend(
                        inner.rows.iter().rev().flat_map(|r| r.cells.iter().rev()).flat_map(|c| c.items.iter().rev()),
                    );
                }
                Item::Para(para) => {
                    // A column of running numbers has nothing but automatic ones.
                    let number = self.number(para).unwrap_or_default();
                    let pieces = trimmed(&para.pieces);
                    if self.text.len() as u32 > start && !(number.is_empty() && pieces.is_empty()) {
                        self.text.push(' ');
                    }
                    self.automatic(if pieces.is_empty() { number.trim_end() } else { &number });
                    self.pieces(pieces, para, notes);
                    bold &= !para.plain;
                    stack.extend(para.boxes.iter().rev());
                }
            }
        }
        let bold = bold && self.text.len() as u32 > start;
        (self.close(BlockKind::Cell(table), start), bold)
    }

    fn slice(&self, range: TextRange) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or("")
    }

    /// The caption above the table that comes next.
    fn caption(&mut self) -> Option<u32> {
        let near = self.blocks.iter().enumerate().rev().take(CAPTION_REACH);
        let (found, _) = near
            .take_while(|(_, block)| matches!(block.kind, BlockKind::Paragraph))
            .find(|(i, block)| self.captions.contains(&(*i as u32)) || heading::is_caption(self.slice(block.range)))?;
        self.blocks.get_mut(found)?.kind = BlockKind::Caption;
        Some(found as u32)
    }

    fn notes(&mut self, mut parts: Vec<Notes>) -> Vec<Note> {
        let mut notes = Vec::new();
        let mut counts = vec![0; parts.len()];
        for (which, id, mark, section) in std::mem::take(&mut self.cited) {
            let (Some(part), Some(count)) = (parts.get_mut(which), counts.get_mut(which)) else { continue };
            *count += 1;
            let label = note_label(*count, &part.format);
            let items = part.texts.remove(&id).unwrap_or_default();
            self.part = part.part;
            let note = notes.len() as NoteId;
            let start = self.text.len() as u32;
            let mut blocks = Vec::new();
            self.note_items(&join(items), note, section, mark, &mut blocks);
            let end = self.text.len() as u32;
            notes.push(Note { label, blocks, span: Span::new(start, end) });
        }
        for reference in &mut self.references {
            if let Some(note) = reference.note.and_then(|n| notes.get(n as usize)) {
                reference.label.clone_from(&note.label);
            }
        }
        notes
    }

    fn note_items(
        &mut self,
        items: &[Item],
        note: NoteId,
        section: Option<u32>,
        mark: TextRange,
        blocks: &mut Vec<u32>,
    ) {
        for item in items {
            match item {
                Item::Para(para) => {
                    let number = self.number(para);
                    let pieces = trimmed(&para.pieces);
                    if !pieces.is_empty() {
                        let start = self.text.len() as u32;
                        self.automatic(number.as_deref().unwrap_or(""));
                        self.pieces(pieces, para, &[]);
                        let block = self.close(BlockKind::Note(note), start);
                        if let Some(closed) = self.blocks.get_mut(block as usize) {
                            closed.section = section;
                            self.origin.marks.push((closed.range, mark));
                        }
                        blocks.push(block);
                    }
                    self.note_items(&para.boxes, note, section, mark, blocks);
                }
                Item::Table(table) => {
                    for cell in table.rows.iter().flat_map(|r| &r.cells) {
                        self.note_items(&cell.items, note, section, mark, blocks);
                    }
                }
            }
        }
    }

    /// Ends a block that began at `start`.
    fn close(&mut self, kind: BlockKind, start: u32) -> u32 {
        let index = self.blocks.len() as u32;
        if let BlockKind::Heading { level } = kind {
            let above = |&top: &u32| self.sections.get(top as usize).is_some_and(|s| s.level >= level);
            while self.open_sections.last().is_some_and(above) {
                self.open_sections.pop();
            }
            let parent = self.open_sections.last().copied();
            self.open_sections.push(self.sections.len() as u32);
            self.sections.push(Section { block: index, level, parent });
        }
        let range = TextRange::new(start, self.text.len() as u32);
        self.blocks.push(Block { kind, range, section: self.open_sections.last().copied() });
        self.text.push('\n');
        index
    }

    /// Appends a number that Word counts by itself.
    fn automatic(&mut self, number: &str) {
        if !number.is_empty() {
            let start = self.text.len() as u32;
            self.text.push_str(number);
            self.automatic.push(TextRange::new(start, self.text.len() as u32));
        }
    }

    /// Appends characters in NFC, with the way back.
    fn pieces(&mut self, pieces: &[Piece], para: &Para, notes: &[Notes]) {
        // Trimming takes characters away at the start: marks count from there.
        let skipped = para.pieces.len() - trimmed_start(&para.pieces).len();
        let mut marks = para.marks.iter().peekable();
        let mut left_out = para.left_out.iter().peekable();
        let mut at = skipped;
        // A character with the marks that combine with it.
        for group in pieces.chunk_by(|_, next| combines(next.ch)) {
            let start = self.text.len() as u32;
            while left_out.next_if(|&&piece| piece as usize <= at).is_some() {
                self.left_out.push(start);
            }
            self.group(group);
            if let Some(mark) = marks.next_if(|m| m.piece as usize == at) {
                self.cite(mark, TextRange::new(start, self.text.len() as u32), notes);
            }
            at += group.len();
        }
    }

    /// Appends a character with the marks that combine with it.
    fn group(&mut self, group: &[Piece]) {
        let text = self.text.len() as u32;
        let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
        if first.raised {
            self.raised.push(text);
        }
        let strand = |len: u32, same: bool| Strand {
            text,
            len,
            start: first.start,
            end: last.end,
            run: first.run,
            last_run: last.run,
            part: self.part,
            same,
        };
        if group.len() == 1 && is_composed(first.ch) {
            self.text.push(first.ch);
            let strand = strand(first.ch.len_utf8() as u32, first.same);
            self.origin.push(strand);
            return;
        }
        self.text.extend(group.iter().map(|p| p.ch).nfc());
        let len = self.text.len() as u32 - text;
        let unchanged = group.len() == 1 && first.same && self.text.ends_with(first.ch);
        let strand = strand(len, unchanged);
        self.origin.push(strand);
    }

    fn cite(&mut self, mark: &Mark, at: TextRange, notes: &[Notes]) {
        let which = notes.iter().position(|n| n.kind == mark.kind && n.texts.contains_key(&mark.id));
        let note = which.map(|which| {
            let next = self.known.len() as NoteId;
            *self.known.entry((mark.kind, mark.id.clone())).or_insert_with(|| {
                self.cited.push((which, mark.id.clone(), at, self.open_sections.last().copied()));
                next
            })
        });
        self.references.push(NoteRef { at, note, label: mark.id.clone() });
    }
}

/// A table of one row or one column is laid out, not counted.
fn is_layout(table: &TableTree) -> bool {
    table.rows.len() <= 1 || table.rows.iter().all(|r| r.cells.len() <= 1)
}

/// The outline level of a paragraph, from 0.
fn outline(para: &Para, styles: &Styles) -> Option<u8> {
    let style = para.properties.style.as_deref();
    para.properties.outline.or(styles.outline(style)).filter(|&level| level < 9)
}

/// How many headings the draft marks by their styles.
fn marked_headings(items: &[Item], styles: &Styles) -> usize {
    items.iter().filter(|item| matches!(item, Item::Para(p) if outline(p, styles).is_some())).count()
}

/// Whether a character is its own composed form and never combines with the one
/// before it: told quickly for Latin letters, Vietnamese ones included.
fn is_composed(ch: char) -> bool {
    matches!(ch, '\0'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}')
}

fn combines(ch: char) -> bool {
    !is_composed(ch) && canonical_combining_class(ch) != 0
}
