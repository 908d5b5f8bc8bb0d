//! Tables set beside one another in one grid to save paper: `STT | Tên | Số | STT | Tên | Số`. The columns behind the
//! first header that comes again are the rest of the rows.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::words::{self, RowWord};
use crate::document::{Cell, Document, Table};
use crate::lexicon;
use hashbrown::HashSet;
use std::borrow::Cow;

/// With fewer columns there is no name and no value twice.
const FEWEST: u32 = 4;

/// The table with what stands beside its first columns below them, where the whole header comes again.
pub fn unfolded<'t>(document: &Document, table: Cow<'t, Table>) -> Cow<'t, Table> {
    match width(document, &table) {
        Some(width) => Cow::Owned(unfold(&table, width)),
        None => table,
    }
}

/// One row at least is the header, marked or not.
fn head(table: &Table) -> u32 {
    table.header_rows.max(1)
}

/// How many columns a header has that stands in the table more than once, side by side.
fn width(document: &Document, table: &Table) -> Option<u32> {
    let head = head(table);
    if table.unreadable.is_some() || table.columns < FEWEST || table.rows <= head {
        return None;
    }
    let header: Vec<(&Cell, String)> = table
        .cells
        .iter()
        .take_while(|c| c.row < head)
        .map(|c| (c, words::key(document.block_text(c.block))))
        .collect();
    (2..=table.columns / 2)
        .filter(|width| table.columns.is_multiple_of(*width))
        .find(|&width| comes_again(&header, width) && names_rows(document, table, width))
}

/// Whether the header is the same from each multiple of `width` on, with a word in it.
fn comes_again(header: &[(&Cell, String)], width: u32) -> bool {
    let place = |cell: &Cell, shift: u32| (cell.row, cell.rows, cell.column % width + shift, cell.columns);
    let first: HashSet<_> = header.iter().filter(|(c, _)| c.column < width).map(|(c, t)| (place(c, 0), t)).collect();
    let blocks: HashSet<u32> = header.iter().map(|(c, _)| c.column / width).collect();
    let inside = |c: &Cell| c.column % width + c.columns <= width;
    first.iter().any(|(_, text)| text.contains(lexicon::is_alphabetic))
        && header.iter().all(|(cell, text)| inside(cell) && first.contains(&(place(cell, 0), text)))
        && header.len() == first.len() * blocks.len()
}

/// Whether some column has names of rows in every block and none of these names stands in two of them: `Số lớp | Số học
/// sinh` for two years side by side has its names once, and the same names again have other values.
fn names_rows(document: &Document, table: &Table, width: u32) -> bool {
    let body = |c: &&Cell| c.row >= head(table);
    if table.cells.iter().filter(body).any(|c| c.column % width + c.columns > width) {
        return false;
    }
    (0..width).any(|column| {
        let mut seen: HashSet<String> = HashSet::new();
        (0..table.columns / width).all(|block| {
            let own = table.cells.iter().filter(body).filter(|c| c.column == column + block * width);
            let texts: Vec<String> = own.map(|c| words::key(document.block_text(c.block))).collect();
            let filled = texts.iter().filter(|t| !t.is_empty()).count();
            let named = texts.iter().filter(|t| t.contains(lexicon::is_alphabetic)).count();
            let total = |t: &&String| words::is_total(t) || words::row_has(t, RowWord::Total);
            named >= 2
                && 2 * named > filled
                && texts.iter().filter(|t| !t.is_empty() && !total(t)).all(|t| seen.insert(t.clone()))
        })
    })
}

/// The blocks below one another under the first header.
fn unfold(table: &Table, width: u32) -> Table {
    let head = head(table);
    let (blocks, body) = (table.columns / width, table.rows - head);
    let shown = |c: &&Cell| c.row >= head || c.column < width;
    let mut cells: Vec<Cell> = table.cells.iter().filter(shown).cloned().collect();
    for cell in &mut cells {
        cell.row += cell.column / width * body;
        cell.column %= width;
    }
    cells.sort_by_key(|c| (c.row, c.column));
    Table { rows: head + body * blocks, columns: width, cells, ..table.clone() }
}
