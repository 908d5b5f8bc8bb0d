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

/// Paragraphs below a table further away than this do not sum it up.
const BELOW: usize = 3;

/// The blocks above a table, and those below it in its section up to the next table.
pub fn beside(document: &Document, sheet: &Sheet) -> Vec<u32> {
    let mut out = above(document, sheet);
    let Some(last) = document.tables.get(sheet.table as usize).and_then(|t| t.cells.last()) else { return out };
    let block = |b: u32| document.blocks.get(b as usize);
    let section = block(last.block).and_then(|b| b.section);
    let below = (last.block + 1..)
        .take(BELOW)
        .take_while(|&b| block(b).is_some_and(|b| b.section == section && b.kind == BlockKind::Paragraph));
    out.extend(below);
    out
}

/// Blocks further above a table than this announce nothing of it.
const FAR: usize = 400;

/// The paragraphs above a table in whatever section, as far as anything is announced there.
pub fn earlier(document: &Document, sheet: &Sheet) -> Vec<u32> {
    let Some(first) = document.tables.get(sheet.table as usize).and_then(|t| t.cells.first()) else {
        return Vec::new();
    };
    let paragraph = |b: &u32| document.blocks.get(*b as usize).is_some_and(|b| b.kind == BlockKind::Paragraph);
    (0..first.block).rev().take(FAR).filter(paragraph).collect()
}

/// The paragraphs above a table in its section and in those it is part of, over other tables, too.
pub fn introducing(document: &Document, sheet: &Sheet) -> Vec<u32> {
    let Some(first) = document.tables.get(sheet.table as usize).and_then(|t| t.cells.first()) else {
        return Vec::new();
    };
    let block = |b: u32| document.blocks.get(b as usize);
    let mut sections = vec![block(first.block).and_then(|b| b.section)];
    while let Some(section) = sections.last().copied().flatten() {
        sections.push(document.sections.get(section as usize).and_then(|s| s.parent));
    }
    let announces =
        |b: &u32| block(*b).is_some_and(|b| b.kind == BlockKind::Paragraph && sections.contains(&b.section));
    (0..first.block).rev().take(FAR).filter(announces).collect()
}
