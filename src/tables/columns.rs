//! What each column of a grid is, by its header and by what stands in it.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::grid::Grid;
use super::value::{Number, Value};
use super::words::{self, HeaderWord, HeaderWords};
use crate::document::{BlockKind, Document, Table};
use crate::figures::lex;
use crate::figures::{Dimension, Unit};
use crate::lexicon;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// The running number of the rows.
    Number,
    /// The name of each row.
    Label,
    /// The unit of each row.
    Unit,
    /// `Đạt`, `Không đạt`.
    Verdict,
    /// Numbers.
    Value,
    /// Anything else.
    Other,
}

/// A column of a grid.
#[derive(Clone, Debug)]
pub struct Column {
    /// What stands in it.
    pub kind: ColumnKind,
    /// What its header says.
    pub words: HeaderWords,
    /// 100 or 1000 where its numbers are percentages or per mille.
    pub rate: Option<u16>,
    /// The unit its header prints, or that of the whole table.
    pub unit: Option<Unit>,
    /// Whether its header prints that unit.
    pub own_unit: bool,
    /// The unit of measure of the column that it is shown to be a part of, where neither its header nor the table says one.
    pub lent_unit: Option<Unit>,
    /// Whether its numbers may not be added up whatever the rows say.
    pub never_summed: bool,
}

/// What stands for a column where there is none.
pub(super) static NO_COLUMN: Column = Column {
    kind: ColumnKind::Other,
    words: HeaderWords::NONE,
    rate: None,
    unit: None,
    own_unit: false,
    lent_unit: None,
    never_summed: true,
};

/// So many numbers in a row in the first column are months, weeks or classes and no values.
const MONTHS: usize = 3;

/// The columns of a grid.
pub fn read(document: &Document, table: &Table, grid: &Grid) -> Vec<Column> {
    let common = table_unit(document, table);
    let mut columns: Vec<Column> = (0..grid.columns).map(|c| column(grid, c, common.as_ref())).collect();
    for (index, column) in columns.iter_mut().enumerate().filter(|(_, c)| c.words.has(HeaderWord::Rank)) {
        // `Hạng | 3 sao`: a class is no place
        if names_classes(document, grid, index) {
            column.words.remove(HeaderWord::Rank);
        }
    }
    name_label(document, grid, &mut columns);
    columns
}

fn column(grid: &Grid, index: usize, common: Option<&Unit>) -> Column {
    let header = grid.headers.get(index).map_or("", String::as_str);
    let words = words::header(header);
    let tally = tally(grid, index);
    let kind = if words::header_is(header, HeaderWord::Number) || (header.is_empty() && tally.counts_rows) {
        ColumnKind::Number
    } else if words::header_is(header, HeaderWord::Unit) && tally.numbers == 0 {
        ColumnKind::Unit
    } else if tally.verdicts > 0 && tally.verdicts * 10 >= tally.filled * 6 {
        ColumnKind::Verdict
    } else if words.has(HeaderWord::Code) {
        // codes, telephone numbers and years of birth are names
        ColumnKind::Other
    } else if index == 0 && (tally.times || tally.counts_rows && tally.numbers >= MONTHS) && grid.columns > 1 {
        // `2021`, `2022`, `Ước 2023` in the first column name the rows, as do the months `1`, `2`, `3` above `Cộng`.
        ColumnKind::Other
    } else if grid.has_numbers(index) && tally.numbers > 0 {
        ColumnKind::Value
    } else {
        ColumnKind::Other
    };
    let printed = tally.rates * 2 > tally.numbers;
    let rate = match () {
        () if header.contains('‰') => Some(1000),
        () if header.contains('%') || printed => Some(100),
        () => None,
    };
    let own = unit_in(header);
    let per = own.as_ref().is_some_and(|u| u.dimension == Dimension::PerUnit);
    let never_summed =
        rate.is_some() || words.has(HeaderWord::Rate) || words.has(HeaderWord::Rank) || per || slashed(header);
    let own_unit = own.is_some() && rate.is_none();
    let unit = if rate.is_some() { None } else { own.or_else(|| common.cloned()) };
    Column { kind, words, rate, unit, own_unit, lent_unit: None, never_summed }
}

/// Whether something is named behind most numbers of a column.
fn names_classes(document: &Document, grid: &Grid, column: usize) -> bool {
    let (mut numbers, mut named) = (0, 0);
    for &row in &grid.rows {
        if grid.number(row, column).is_some() {
            numbers += 1;
            named += usize::from(grid.text(document, row, column).trim().ends_with(lexicon::is_alphabetic));
        }
    }
    2 * named > numbers
}

struct Tally {
    filled: usize,
    numbers: usize,
    rates: usize,
    verdicts: usize,
    /// Whether the numbers are 1, 2, 3…
    counts_rows: bool,
    /// Whether the numbers are years, one behind the other.
    times: bool,
}

fn tally(grid: &Grid, column: usize) -> Tally {
    let mut tally = Tally { filled: 0, numbers: 0, rates: 0, verdicts: 0, counts_rows: true, times: true };
    let mut last = 0;
    for &row in &grid.rows {
        let value = &grid.at(row, column).value;
        match value {
            Value::Empty => continue,
            Value::Number(n) => {
                tally.numbers += 1;
                tally.rates += usize::from(n.rate);
                let year = (1945..2100).contains(&n.digits) && n.decimals == 0 && !n.rate && n.digits > last;
                tally.times &= year;
                tally.counts_rows &= n.decimals == 0 && (n.digits == last + 1 || n.digits == 1);
                last = n.digits;
            }
            Value::Fraction(..) => tally.numbers += 1,
            Value::Verdict(_) => tally.verdicts += 1,
            _ => {}
        }
        tally.filled += 1;
    }
    tally.counts_rows &= tally.numbers >= 2;
    tally.times &= tally.numbers >= 2;
    tally
}

/// The unit in the last bracket of a header that names one: `Diện tích (ha)`.
fn unit_in(header: &str) -> Option<Unit> {
    header.rsplit('(').filter_map(|piece| piece.split_once(')')).find_map(|(inner, _)| lex::unit_of(inner.trim()))
}

/// `(triệu đồng/người/năm)`: a bracket with a slash is a rate, known unit or not.
fn slashed(header: &str) -> bool {
    header.rsplit('(').filter_map(|piece| piece.split_once(')')).any(|(inner, _)| inner.contains('/'))
}

/// The unit for the whole table: `Đơn vị tính: triệu đồng` above it, in its caption or beside it.
fn table_unit(document: &Document, table: &Table) -> Option<Unit> {
    let first = table.cells.first()?.block as usize;
    let above = (first.saturating_sub(3)..first).rev().map(|b| b as u32);
    let above = above.take_while(|&b| {
        document.blocks.get(b as usize).is_some_and(|b| !matches!(b.kind, BlockKind::Cell(_) | BlockKind::Note(_)))
    });
    table.caption.into_iter().chain(above).find_map(|block| {
        let text = document.block_text(block);
        let announced = text.rsplit_once(':').and_then(|(before, unit)| {
            let named = before.rsplit(['(', '.', ',', ';']).next().unwrap_or(before);
            let named = words::header_is(named.trim().trim_start_matches('('), HeaderWord::Unit);
            named.then_some(unit.trim().split(['(', ')', ';', '.', ',']).next().unwrap_or(unit).trim())
        });
        match announced {
            Some(unit) => lex::unit_of(unit),
            None if Some(block) == table.caption => unit_in(text),
            None => None,
        }
    })
}

/// The label is the first column of words before the columns of numbers that
/// names each row by itself (a cell merged over several rows names a group);
/// else the last column of text there, or the first one anywhere.
fn name_label(document: &Document, grid: &Grid, columns: &mut [Column]) {
    let first = columns.iter().position(|c| matches!(c.kind, ColumnKind::Value | ColumnKind::Verdict));
    let before = first.unwrap_or(columns.len());
    let text = |c: usize, r: usize| grid.text(document, r, c).trim();
    let is = |c: &usize, kind: ColumnKind| columns.get(*c).is_some_and(|c| c.kind == kind);
    let other = |c: &usize| is(c, ColumnKind::Other) && grid.rows.iter().any(|&r| !text(*c, r).is_empty());
    let names_rows = |c: &usize| {
        let named = grid.rows.iter().filter(|&&r| text(*c, r).contains(lexicon::is_alphabetic)).count();
        let block = |row: usize| grid.at(row, *c).block;
        let mut pairs = grid.rows.iter().zip(grid.rows.iter().skip(1));
        let grouped = pairs.any(|(&above, &row)| block(row).is_some() && block(row) == block(above));
        2 * named > grid.rows.len() && !grouped
    };
    // `NNP | Đất nông nghiệp`: a code names no row where words do
    let coded = |c: &usize| columns.get(*c).is_some_and(|c| c.words.has(HeaderWord::Code));
    let label = (0..before)
        .find(|c| other(c) && !coded(c) && names_rows(c))
        .or_else(|| (0..before).find(|c| other(c) && names_rows(c)))
        .or_else(|| (0..before).rev().find(other))
        // `Đơn vị` may head the names, not the units
        .or_else(|| (0..before).rev().find(|c| is(c, ColumnKind::Unit)))
        .or_else(|| (before..columns.len()).find(other));
    if let Some(label) = label.and_then(|label| columns.get_mut(label)) {
        label.kind = ColumnKind::Label;
    }
}

/// Whether two numbers of this unit are exact as printed: counted things, or nothing said.
pub fn is_exact(number: &Number, unit: Option<&Unit>) -> bool {
    number.decimals == 0
        && unit.is_none_or(|u| {
            matches!(u.dimension, Dimension::None | Dimension::Count) && u.factor == crate::figures::exact::Exact::ONE
        })
}
