//! Where something stands, as a person would say it on the phone: a Word file
//! has no lines, and its pages move.

use crate::document::{Block, BlockKind, Document, Table, TextRange};
use crate::finding::Text;

/// Longest heading without a number that is named in full, in code points.
const LONGEST_NAME: usize = 40;

/// The place of a range: `mục A, I, 3.1, đoạn 4`, `Biểu 2, hàng 5, cột 3`, `chú thích 9`.
pub fn address(document: &Document, range: TextRange) -> Text {
    let Some(index) = document.block_at(range.start) else { return Text::default() };
    let Some(block) = document.blocks.get(index as usize) else { return Text::default() };
    match block.kind {
        BlockKind::Cell(table) => match document.tables.get(table as usize) {
            Some(table) => cell(document, table, index),
            None => Text::default(),
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
        BlockKind::Paragraph => join(section(document, index), paragraph(nth_paragraph(document, block, index))),
    }
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

/// The how-manieth paragraph of its section a block is, from 1.
fn nth_paragraph(document: &Document, block: &Block, index: u32) -> usize {
    let blocks = document.blocks.iter().take(index as usize + 1);
    blocks.filter(|b| b.kind == BlockKind::Paragraph && b.section == block.section).count()
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

fn cell(document: &Document, table: &Table, block: u32) -> Text {
    let at = document.tables.iter().position(|t| std::ptr::eq(t, table)).unwrap_or(0);
    let name = table_name(document, at);
    match table.cells.iter().find(|c| c.block == block) {
        Some(cell) => Text::new(
            format!("{}, hàng {}, cột {}", name.vi, cell.row + 1, cell.column + 1),
            format!("{}, row {}, column {}", name.en, cell.row + 1, cell.column + 1),
        ),
        None => name,
    }
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
