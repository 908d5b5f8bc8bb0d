//! The paragraphs that introduce a table.

use crate::document::{BlockKind, Document};
use crate::tables::sheet::Sheet;

/// Paragraphs further above a table than this do not introduce it.
const REACH: usize = 4;

/// The blocks above a table in its section, the nearest first, up to the next table.
pub fn above(document: &Document, sheet: &Sheet) -> Vec<u32> {
    let Some(first) = document.tables.get(sheet.table as usize).and_then(|t| t.cells.first()) else {
        return Vec::new();
    };
    let section = document.blocks.get(first.block as usize).and_then(|b| b.section);
    (0..first.block)
        .rev()
        .take(REACH)
        .take_while(|&b| {
            document.blocks.get(b as usize).is_some_and(|b| {
                b.section == section && !matches!(b.kind, BlockKind::Cell(_) | BlockKind::Heading { .. })
            })
        })
        .filter(|&b| document.blocks.get(b as usize).is_some_and(|b| b.kind == BlockKind::Paragraph))
        .collect()
}
