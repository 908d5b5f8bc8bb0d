//! Tables that an export or a page break has cut in two: the header stands again and the rows count on.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::names::words_of;
use super::prose_words;
use super::words::{self, HeaderWord, RowWord};
use crate::document::{BlockKind, Document, Table, TableId};
use std::borrow::Cow;

/// Headers have at most so many rows.
const MOST_HEADER_ROWS: u32 = 5;
/// So many paragraphs (the number of the page, `tiếp theo`) may stand between.
const BETWEEN: u32 = 2;

/// A table with the tables that go on with it, and the first one behind.
pub fn whole(document: &Document, table: TableId) -> Option<(Cow<'_, Table>, TableId)> {
    let mut out = Cow::Borrowed(document.tables.get(table as usize)?);
    let mut next = table + 1;
    while let Some(part) = document.tables.get(next as usize) {
        let Some(repeated) = goes_on(document, &out, part) else { break };
        append(out.to_mut(), part, repeated);
        next += 1;
    }
    Some((out, next))
}

/// The rows of a part, behind its header, below those of the table.
fn append(table: &mut Table, part: &Table, repeated: u32) {
    let offset = table.rows - repeated;
    let cells = part.cells.iter().filter(|c| c.row >= repeated).cloned();
    table.cells.extend(cells.map(|mut cell| {
        cell.row += offset;
        cell
    }));
    table.rows += part.rows.saturating_sub(repeated);
}

/// Whether a table is the rest of the one before it; then how many rows of header it has again.
///
/// The running numbers count on, or there are none, the table before has no total yet and none of its rows comes again.
fn goes_on(document: &Document, table: &Table, part: &Table) -> Option<u32> {
    let readable = table.unreadable.is_none() && part.unreadable.is_none() && table.columns == part.columns;
    // a title of its own opens another table
    let titled = part.caption.is_some_and(|c| !says_continued(document, c));
    if !readable || titled || !adjacent(document, table, part) {
        return None;
    }
    let repeated = repeated(document, table, part);
    let number = (0..table.columns).find(|&c| {
        let head = |cell: &&crate::document::Cell| cell.column == c && cell.row < MOST_HEADER_ROWS;
        let named = |text: &str| words::header_is(text, HeaderWord::Number);
        table.cells.iter().filter(head).any(|cell| named(document.block_text(cell.block)))
    });
    if let Some(column) = number {
        let numbers = |table: &Table, from: u32| -> Vec<u32> {
            let own = table.cells.iter().filter(|c| c.column == column && c.row >= from);
            own.filter_map(|c| document.block_text(c.block).trim().trim_end_matches('.').parse().ok()).collect()
        };
        let (last, first) = (numbers(table, 0).last().copied()?, numbers(part, repeated).first().copied()?);
        return (last >= 1 && first == last + 1).then_some(repeated);
    }
    let labels = |table: &Table, from: u32| -> Vec<String> {
        let own = table.cells.iter().filter(|c| c.column == 0 && c.row >= from);
        own.map(|c| words::key(document.block_text(c.block))).filter(|l| !l.is_empty()).collect()
    };
    let (before, behind) = (labels(table, repeated), labels(part, repeated));
    let ended = before.iter().any(|l| words::is_total(l) || words::row_has(l, RowWord::Total));
    (repeated > 0 && !ended && !behind.iter().any(|l| before.contains(l))).then_some(repeated)
}

/// Whether nothing but the number of a page, or that the table goes on, stands between two tables.
fn adjacent(document: &Document, table: &Table, part: &Table) -> bool {
    let (Some(last), Some(first)) = (table.cells.iter().map(|c| c.block).max(), part.cells.first()) else {
        return false;
    };
    let silent = |b: u32| {
        let text = document.block_text(b).trim();
        let number = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b' '));
        let plain = document.blocks.get(b as usize).is_some_and(|b| b.kind == BlockKind::Paragraph);
        (plain && number) || Some(b) == part.caption || (plain && says_continued(document, b))
    };
    last < first.block && first.block - last <= BETWEEN + 1 && (last + 1..first.block).all(silent)
}

fn says_continued(document: &Document, block: u32) -> bool {
    prose_words::says_continued(&words_of(document.block_text(block)))
}

/// How many rows at the top of a part say again what stands at the top of the table.
fn repeated(document: &Document, table: &Table, part: &Table) -> u32 {
    let row = |table: &Table, row: u32| -> Vec<(u32, String)> {
        let own = table.cells.iter().filter(|c| c.row == row);
        own.map(|c| (c.column, words::key(document.block_text(c.block)))).collect()
    };
    let same = |&r: &u32| row(table, r) == row(part, r);
    (0..MOST_HEADER_ROWS.min(part.rows)).take_while(same).count() as u32
}
