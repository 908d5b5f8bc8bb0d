//! Tables in the text of POI: one cell a line with a tab before it, an empty
//! line behind each row.

use super::build::{Place, is_blank};
use super::merged;
use super::runs::is_number;
use std::ops::Range;

/// A longer line is a paragraph that begins with a tab.
const LONGEST_CELL: usize = 240;
/// Fewer rows, the header included, are paragraphs.
const FEWEST_ROWS: usize = 3;

/// A line of the file as the reader sees it: notes that reach over several
/// lines belong to the line they begin in.
#[derive(Clone, Debug)]
pub(crate) struct LogicalLine {
    /// Its bytes.
    pub range: Range<usize>,
    /// Where the text ends and notes begin.
    pub text_end: usize,
    /// Whether a note is defined in it.
    pub has_note: bool,
}

/// A table: for each of its lines the place of its cell, `None` for an empty
/// line or a line that goes on with the cell above.
#[derive(Debug)]
pub(crate) struct PoiTable {
    /// Its lines.
    pub lines: Range<usize>,
    /// What each line is.
    pub places: Vec<Role>,
    /// Rows at the top that are certainly a header; 0 when unknown.
    pub header_rows: u32,
    /// Whether every cell has its column.
    pub even: bool,
}

/// What a line of a table is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Role {
    /// A cell begins.
    Cell(Place),
    /// The cell above goes on.
    More,
    /// Nothing.
    Gap,
}

/// Reads the table that begins at line `at`; `Err` gives the line before which none begins.
pub(crate) fn find(source: &str, lines: &[LogicalLine], at: usize) -> Result<PoiTable, usize> {
    let text = |line: &LogicalLine| source.get(line.range.start..line.text_end).unwrap_or_default();
    let is_cell = |line: &LogicalLine| text(line).starts_with('\t') && text(line).len() <= LONGEST_CELL;
    let is_empty = |line: &LogicalLine| line.range.is_empty();
    if !lines.get(at).is_some_and(is_cell) {
        return Err(at + 1);
    }
    let mut places = Vec::new();
    let mut widths: Vec<u32> = vec![0];
    let (mut cells, mut numbers, mut filled) = (0, 0, 0);
    let mut end = at;
    while let Some(line) = lines.get(end) {
        let before = end.checked_sub(1).filter(|_| end > at).and_then(|i| lines.get(i));
        let width = widths.last().copied().unwrap_or(0);
        if is_cell(line) {
            places.push(Role::Cell(Place::single(widths.len() as u32 - 1, width)));
            if let Some(width) = widths.last_mut() {
                *width += 1;
            }
            let content = text(line).trim_matches(is_blank);
            cells = places.len();
            filled += usize::from(!content.is_empty());
            numbers += usize::from(is_number(content));
        } else if is_empty(line) {
            places.push(Role::Gap);
            // A note brings an empty line of its own.
            if before.is_some_and(|b| !b.has_note) && width > 0 {
                widths.push(0);
            } else if width == 0 && places.len() > cells + 3 {
                break;
            }
        } else if before.is_some_and(is_cell)
            && text(line).len() <= LONGEST_CELL / 3
            && lines.get(end + 1).is_some_and(|next| is_cell(next) || is_empty(next))
        {
            places.push(Role::More);
        } else {
            break;
        }
        end += 1;
    }
    places.truncate(cells);
    widths.retain(|&w| w > 0);
    let is_table =
        widths.len() >= FEWEST_ROWS && widths.iter().all(|&w| w >= 2) && numbers * 4 >= filled && numbers > 0;
    if !is_table {
        return Err(end.max(at + 1));
    }
    let mut table = PoiTable { lines: at..at + places.len(), places, header_rows: 0, even: true };
    if widths.iter().any(|w| Some(w) != widths.first()) {
        let part = lines.get(table.lines.clone()).unwrap_or_default();
        table.lay_out(&part.iter().map(text).collect::<Vec<_>>());
    }
    Ok(table)
}

impl PoiTable {
    /// Gives the cells of rows of different lengths their columns, where they can be told.
    fn lay_out(&mut self, texts: &[&str]) {
        let mut rows: Vec<Vec<&str>> = Vec::new();
        for (role, text) in self.places.iter().zip(texts) {
            let Role::Cell(place) = role else { continue };
            rows.resize(place.row as usize + 1, Vec::new());
            if let Some(row) = rows.last_mut() {
                row.push(text.trim_matches(is_blank));
            }
        }
        let Some(layout) = merged::layout(&rows) else {
            self.even = false;
            return;
        };
        self.header_rows = layout.header_rows as u32;
        for role in &mut self.places {
            let Role::Cell(place) = *role else { continue };
            *role = layout.place(place.row as usize, place.column as usize).map_or(Role::Gap, Role::Cell);
        }
    }
}
