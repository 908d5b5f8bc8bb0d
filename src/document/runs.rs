//! Tables of which every cell became a paragraph of its own.

use super::build::{Builder, Place};
use super::{BlockKind, Unreadable};
use crate::source::Span;

/// Cells are shorter than this.
const LONGEST_CELL: usize = 80;
/// Fewer short paragraphs are a list.
const FEWEST_CELLS: usize = 9;

/// Turns runs of short paragraphs, at least every third a bare number, into
/// tables that are announced and not read.
pub(crate) fn gather(b: &mut Builder) {
    let mut start = 0;
    while start < b.blocks().len() {
        let count = b.blocks().iter().skip(start).take_while(|block| is_cell(b, block)).count();
        let run = start..start + count;
        let numbers = run.clone().filter(|&i| is_number(b.block_text(i))).count();
        if count >= FEWEST_CELLS && numbers * 3 >= count {
            let first = run.clone().find(|&i| !ends_sentence(b.block_text(i))).unwrap_or(start);
            make_table(b, first..run.end);
        }
        start = run.end + 1;
    }
}

fn is_cell(b: &Builder, block: &super::Block) -> bool {
    let length = (block.range.end - block.range.start) as usize;
    block.kind == BlockKind::Paragraph
        && length <= 3 * LONGEST_CELL
        && b.text(block.range).chars().count() <= LONGEST_CELL
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', ';', ':'])
}

/// `1.234,5`, `12/12`, `-26,1`, `100%`, `(1,83)`, `-`.
pub(crate) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || ".,/%()+-–… ‰\u{a0}".contains(c))
}

fn make_table(b: &mut Builder, run: std::ops::Range<usize>) {
    let blocks = b.blocks().get(run.clone()).unwrap_or_default();
    let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else { return };
    let (first, last) = (b.span(first.range), b.span(last.range));
    let place = Span::new(first.start, last.end.max(first.start));
    let table = b.table_at(place, run.start);
    for (row, block) in run.enumerate() {
        b.make_cell(table, block, Place::single(row as u32, 0));
    }
    b.close_table(table, 0, Some(Unreadable::CellPerLine));
}
