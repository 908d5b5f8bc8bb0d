//! A [`Table`] of the document as a grid of values, with its header found.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::value::{self, Notation, Number, Value};
use super::words::{self, HeaderWord};
use crate::document::{Document, Table};

/// A field of the grid.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The block with its text; `None` where the table has no cell.
    pub block: Option<u32>,
    /// What it holds.
    pub value: Value,
    /// Whether it is bold as a whole.
    pub bold: bool,
    /// Whether a merged cell that starts above or to the left covers it.
    pub covered: bool,
}

const BLANK: Field = Field { block: None, value: Value::Empty, bold: false, covered: false };

/// The fields of a table with its header apart.
#[derive(Debug)]
pub struct Grid {
    /// Number of columns.
    pub columns: usize,
    /// The header of each column, its levels joined by a slash; empty where there is none.
    pub headers: Vec<String>,
    /// The first block with text of each column's header.
    pub header_blocks: Vec<Option<u32>>,
    /// The rows behind the header that say something: not blank, no header repeated, no numbering of columns.
    pub rows: Vec<usize>,
    /// What the row that numbers the columns says of each: `3`, `(7)=(5)/(4)`; empty where there is none.
    pub numbering: Vec<String>,
    /// Whether a column holds numbers in most of its rows.
    pub numeric: Vec<bool>,
    /// The first row that says anything: a header left blank is written by some exporters and left out by others.
    pub top: usize,
    fields: Vec<Field>,
}

/// Headers have at most so many levels.
const MAX_LEVELS: usize = 5;

impl Grid {
    /// Reads a table; `None` where it has no rows of values, or is broken.
    pub fn read(document: &Document, table: &Table) -> Option<Grid> {
        let (height, columns) = (table.rows as usize, table.columns as usize);
        let size = height.checked_mul(columns)?;
        if table.unreadable.is_some() || size == 0 || size > 8 * table.cells.len() + 10_000 {
            return None;
        }
        let fields = place(document, table, height, columns);
        let mut grid = Grid {
            columns,
            headers: vec![String::new(); columns],
            header_blocks: vec![None; columns],
            rows: Vec::new(),
            numbering: vec![String::new(); columns],
            numeric: Vec::new(),
            top: 0,
            fields,
        };
        let top = (0..height).find(|&r| !grid.is_blank(r))?;
        grid.top = top;
        let marked = (table.header_rows as usize).max(top);
        grid.numeric = (0..columns).map(|c| grid.is_numeric(c, marked, height)).collect();
        if !grid.numeric.contains(&true) && !grid.has_verdicts(marked, height) {
            return None;
        }
        let end = grid.header_end(document, top, marked.max(top), height);
        grid.join_headers(document, top, end);
        if let Some(row) = (top..height.min(end + 2)).find(|&r| grid.numbers_columns(document, r)) {
            grid.numbering = (0..columns).map(|c| grid.text(document, row, c).trim().to_owned()).collect();
        }
        let repeated: Vec<Vec<String>> = (top..end).map(|r| grid.texts(document, r)).collect();
        grid.rows = (end..height)
            .filter(|&r| !grid.is_blank(r) && !grid.numbers_columns(document, r))
            .filter(|&r| repeated.is_empty() || !repeated.contains(&grid.texts(document, r)))
            .collect();
        (!grid.rows.is_empty()).then_some(grid)
    }

    /// The field of a row (of the table, not of `rows`) and column.
    pub fn at(&self, row: usize, column: usize) -> &Field {
        self.fields.get(row * self.columns + column).unwrap_or(&BLANK)
    }

    /// The number in a field, if it holds one.
    pub fn number(&self, row: usize, column: usize) -> Option<&Number> {
        match &self.at(row, column).value {
            Value::Number(n) => Some(n),
            _ => None,
        }
    }

    /// The text of a field.
    pub fn text<'d>(&self, document: &'d Document, row: usize, column: usize) -> &'d str {
        self.at(row, column).block.map_or("", |b| document.block_text(b))
    }

    fn is_blank(&self, row: usize) -> bool {
        (0..self.columns).all(|c| self.at(row, c).value == Value::Empty)
    }

    fn texts(&self, document: &Document, row: usize) -> Vec<String> {
        (0..self.columns).map(|c| words::key(self.text(document, row, c))).collect()
    }

    fn is_numeric(&self, column: usize, from: usize, height: usize) -> bool {
        let (mut numbers, mut texts) = (0, 0);
        for row in from..height {
            match self.at(row, column).value {
                Value::Number(_) | Value::Fraction(..) => numbers += 1,
                Value::Text | Value::Verdict(_) => texts += 1,
                _ => {}
            }
        }
        numbers > 0 && numbers >= texts
    }

    fn has_verdicts(&self, from: usize, height: usize) -> bool {
        (from..height).any(|r| (0..self.columns).any(|c| matches!(self.at(r, c).value, Value::Verdict(_))))
    }

    /// Whether a column holds numbers.
    pub fn has_numbers(&self, column: usize) -> bool {
        self.numeric.get(column).is_some_and(|numeric| *numeric)
    }

    /// One past the last header row: rows without figures that have words or years above columns of numbers.
    fn header_end(&self, document: &Document, top: usize, marked: usize, height: usize) -> usize {
        // `A | Khu vực 1` is a group of rows: what stands among the running numbers heads no column.
        let named = |row: usize, column| words::header_is(self.text(document, row, column), HeaderWord::Number);
        let figures: Vec<usize> = (0..self.columns)
            .filter(|&c| self.has_numbers(c) && !(top..marked.max(top + 1)).any(|r| named(r, c)))
            .collect();
        let mut end = marked;
        while end < height.min(top + MAX_LEVELS) && (self.is_header(end, &figures) || (end > top && self.is_blank(end)))
        {
            end += 1;
        }
        end
    }

    fn is_header(&self, row: usize, figures: &[usize]) -> bool {
        let mut words = false;
        // `Thạc sĩ | Đại học | … | Dưới 30 tuổi | Trên 50`: bounds beside names are names
        let named = figures.iter().filter(|&&c| self.at(row, c).value == Value::Text).count();
        for &column in figures {
            let field = self.at(row, column);
            match field.value {
                Value::Text => words = true,
                Value::Number(n) if n.hedge.is_some() && 2 * named > figures.len() => {}
                Value::Number(n) if is_year(&n) => words = true,
                Value::Empty => {}
                _ => return false,
            }
        }
        words
    }

    /// `1 | 2 | 3` or `A | B | 1 | 2 | 3=2/1 | C` below a header, or as its last row.
    fn numbers_columns(&self, document: &Document, row: usize) -> bool {
        let (mut last, mut count, mut skipped, mut computed) = (0, 0, 0, false);
        for column in 0..self.columns {
            let text = self.text(document, row, column).trim();
            if text.is_empty() || self.at(row, column).covered {
                continue;
            }
            let number = formula_target(text);
            match number.parse::<u32>() {
                Ok(n) if n > last && n <= last + 1 + self.columns as u32 => {
                    skipped += n - last - 1;
                    last = n;
                }
                Ok(_) => return false,
                Err(_) if number.len() == 1 && number.starts_with(|c: char| c.is_ascii_uppercase()) => {}
                Err(_) => return false,
            }
            computed |= text.contains('=');
            count += 1;
        }
        // Without a formula they count on; one number may be left out.
        let ordered = computed || skipped <= 1;
        ordered && last >= 2 && count >= 3 && count + 1 >= self.columns
    }

    /// Joins the header's levels for each column. A field left empty by an
    /// export that cannot merge takes the text to its left, if the level below is split.
    fn join_headers(&mut self, document: &Document, top: usize, end: usize) {
        let named: Vec<usize> = (top..end).filter(|&r| r == top || !self.numbers_columns(document, r)).collect();
        for level in named {
            let mut left: Option<(String, Option<u32>)> = None;
            for column in 0..self.columns {
                let below = (level + 1..end).any(|r| !self.text(document, r, column).trim().is_empty());
                let text = self.text(document, level, column).trim();
                let (text, block) = if !text.is_empty() {
                    let found = (text.to_owned(), self.at(level, column).block);
                    left = below.then(|| found.clone());
                    found
                } else if below && !self.at(level, column).covered {
                    match &left {
                        Some(found) => found.clone(),
                        None => continue,
                    }
                } else {
                    left = None;
                    continue;
                };
                let (Some(header), Some(named)) = (self.headers.get_mut(column), self.header_blocks.get_mut(column))
                else {
                    continue;
                };
                if !header.split(" / ").any(|part| part == text) {
                    if !header.is_empty() {
                        header.push_str(" / ");
                    }
                    header.push_str(&text);
                }
                if named.is_none() {
                    *named = block;
                }
            }
        }
    }
}

/// The number of the column that stands alone or before a sign of equality: `7` of `(7)=(5)/(4)`.
pub fn formula_target(text: &str) -> &str {
    let left = text.split('=').next().unwrap_or(text);
    left.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']'))
}

/// Four digits that name a year, with nothing around them.
pub fn is_year(number: &Number) -> bool {
    number.decimals == 0
        && !number.signed
        && !number.rate
        && (1900..2100).contains(&number.digits)
        && number.range.end - number.range.start == 4
}

/// Puts the cells into the fields they cover.
fn place(document: &Document, table: &Table, height: usize, columns: usize) -> Vec<Field> {
    // Numbers of rows (1.1, 1.2) are no decimals. A header may be left blank, and an exporter may leave that row out.
    let blank = |block: u32| document.block_text(block).trim().is_empty();
    let head = table.cells.iter().filter(|c| !blank(c.block)).map(|c| c.row).min().unwrap_or(0);
    let numbering: Vec<u32> = table
        .cells
        .iter()
        .filter(|c| {
            c.row < head + MAX_LEVELS as u32 && words::header_is(document.block_text(c.block), HeaderWord::Number)
        })
        .map(|c| c.column)
        .collect();
    let figures = table.cells.iter().filter(|c| !numbering.contains(&c.column));
    let notation: Notation = value::notation(figures.map(|c| document.block_text(c.block)));
    let mut fields = vec![BLANK; height * columns];
    for cell in &table.cells {
        let text = document.block_text(cell.block);
        let offset = document.blocks.get(cell.block as usize).map_or(0, |b| b.range.start);
        let value = value::read(text, offset, notation);
        for row in cell.row..(cell.row + cell.rows).min(table.rows) {
            for column in cell.column..(cell.column + cell.columns).min(table.columns) {
                let first = row == cell.row && column == cell.column;
                let value = match value {
                    Value::Text | Value::Empty => value,
                    _ if first => value,
                    _ => Value::Empty,
                };
                let field = Field { block: Some(cell.block), value, bold: cell.bold, covered: !first };
                if let Some(place) = fields.get_mut(row as usize * columns + column as usize) {
                    *place = field;
                }
            }
        }
    }
    fields
}
