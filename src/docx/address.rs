//! Where something stands, as a person would say it on the phone: a Word file
//! has no lines, and its pages move.

use crate::document::{BlockKind, Document, SectionId, TextRange};
use crate::finding::Text;
use hashbrown::HashMap;

/// Longest heading without a number that is named in full, in code points.
const LONGEST_NAME: usize = 40;

/// The places of a document.
pub struct Addresses<'d> {
    document: &'d Document,
    /// The how-manieth paragraph of its section each block is, from 1.
    nth: Vec<usize>,
    /// Table and cell of a block.
    cells: HashMap<u32, (usize, usize)>,
}

impl<'d> Addresses<'d> {
    /// Counts paragraphs and cells.
    pub fn new(document: &'d Document) -> Addresses<'d> {
        let mut counts: HashMap<Option<SectionId>, usize> = HashMap::new();
        let count = |block: &crate::document::Block| {
            let count = counts.entry(block.section).or_default();
            *count += usize::from(block.kind == BlockKind::Paragraph);
            *count
        };
        let nth = document.blocks.iter().map(count).collect();
        let tables = document.tables.iter().enumerate();
        let cells = tables.flat_map(|(at, table)| table.cells.iter().enumerate().map(move |(i, c)| (c.block, (at, i))));
        // A block stands in one cell; the first is the one that counts.
        let mut by_block = HashMap::new();
        for (block, place) in cells {
            by_block.entry(block).or_insert(place);
        }
        Addresses { document, nth, cells: by_block }
    }

    /// The place of a range: `mục A, I, 3.1, đoạn 4`, `Biểu 2, hàng 5, cột 3`, `chú thích 9`.
    pub fn of(&self, range: TextRange) -> Text {
        let document = self.document;
        let Some(index) = document.block_at(range.start) else { return Text::default() };
        let Some(block) = document.blocks.get(index as usize) else { return Text::default() };
        match block.kind {
            BlockKind::Cell(table) => match self.cells.get(&index) {
                Some(&(table, cell)) => self.cell(table, cell),
                None => table_name(document, table as usize),
            },
            BlockKind::Note(note) => match document.notes.get(note as usize) {
                Some(note) => {
                    let at = note.blocks.iter().position(|&b| b == index).unwrap_or(0) + 1;
                    let here = Text::new(format!("chú thích {}", note.label), format!("note {}", note.label));
                    if note.blocks.len() > 1 { join(here, paragraph(at)) } else { here }
                }
                None => Text::default(),
            },
            BlockKind::Caption => match document.tables.iter().position(|t| t.caption == Some(index)) {
                Some(table) => {
                    let name = table_name(document, table);
                    Text::new(format!("tên {}", name.vi), format!("caption of {}", name.en))
                }
                None => section(document, index),
            },
            BlockKind::Heading { .. } => join(section(document, index), Text::new("đề mục", "heading")),
            BlockKind::Paragraph => {
                let nth = self.nth.get(index as usize).copied().unwrap_or_default();
                join(section(document, index), paragraph(nth))
            }
        }
    }

    fn cell(&self, table: usize, cell: usize) -> Text {
        let name = table_name(self.document, table);
        match self.document.tables.get(table).and_then(|t| t.cells.get(cell)) {
            Some(cell) => Text::new(
                format!("{}, hàng {}, cột {}", name.vi, cell.row + 1, cell.column + 1),
                format!("{}, row {}, column {}", name.en, cell.row + 1, cell.column + 1),
            ),
            None => name,
        }
    }
}

/// The place of one range, as [`Addresses::of`] says it.
pub fn address(document: &Document, range: TextRange) -> Text {
    Addresses::new(document).of(range)
}

fn paragraph(n: usize) -> Text {
    Text::new(format!("đoạn {n}"), format!("paragraph {n}"))
}

fn join(first: Text, second: Text) -> Text {
    if first.vi.is_empty() {
        return second;
    }
    Text::new(format!("{}, {}", first.vi, second.vi), format!("{}, {}", first.en, second.en))
}

/// The numbers of the headings above, highest first; empty before the first.
fn section(document: &Document, index: u32) -> Text {
    let mut labels: Vec<String> = Vec::new();
    for heading in document.heading_path(index) {
        let label = label(heading);
        // `3.1` says `3` too.
        if labels.last().is_some_and(|last| label.strip_prefix(last.as_str()).is_some_and(|r| r.starts_with('.'))) {
            labels.pop();
        }
        labels.push(label);
    }
    if labels.is_empty() {
        return Text::default();
    }
    let path = labels.join(", ");
    Text::new(format!("mục {path}"), format!("section {path}"))
}

/// The number of a heading, or its words where it has none.
fn label(heading: &str) -> String {
    let first = heading.split_whitespace().next().unwrap_or("");
    let bare = first.trim_end_matches(['.', ')', ':']);
    let numbered = bare.len() < first.len() || bare.starts_with(|c: char| c.is_ascii_digit());
    if numbered && !bare.is_empty() && bare.chars().all(|c| c.is_ascii_alphanumeric() || c == '.') {
        return bare.to_owned();
    }
    let name: String = heading.chars().take(LONGEST_NAME).collect();
    let more = if name.len() < heading.len() { "…" } else { "" };
    format!("“{}{more}”", name.trim_end())
}

/// The name a table has in its caption (`Biểu 2`), else its number in the draft.
fn table_name(document: &Document, table: usize) -> Text {
    let caption = document.tables.get(table).and_then(|t| t.caption).map(|c| document.block_text(c));
    if let Some(caption) = caption {
        let words: Vec<&str> = caption.split_whitespace().take(3).collect();
        let numbered = |w: &&str| w.starts_with(|c: char| c.is_ascii_digit());
        if let Some(at) = words.iter().position(numbered) {
            let name = words.iter().take(at + 1).copied().collect::<Vec<_>>().join(" ");
            let name = name.trim_end_matches(['.', ':', ')']);
            return Text::new(name, name);
        }
    }
    Text::new(format!("bảng {}", table + 1), format!("table {}", table + 1))
}
