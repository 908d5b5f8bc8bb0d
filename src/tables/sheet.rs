//! A table with everything that was made of it: grid, columns, rows and the
//! equations its numbers are believed to satisfy.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::columns::{self, Column, ColumnKind};
use super::grid::Grid;
use super::relation::{At, Outcome, Part, Scaled, Shape, Term};
use super::rows::{self, Row};
use super::value::{Number, Value};
use super::words::HeaderWord;
use super::{declared, formulas, growth_rows, mean_rows, ranks, rounding, share_rows, sums};
use crate::document::{Document, Table, TableId, TextRange};
use crate::figures::{Dimension, Unit};
use hashbrown::{HashMap, HashSet};

/// What sort of equation a family is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FamilyKind {
    /// A row is the sum of other rows, column by column.
    RowTotal,
    /// A row is part of another one.
    PartOf,
    /// A column is the sum of other columns, row by row.
    ColumnTotal,
    /// A column is what stands above in it and another column of the row: `Lũy kế`.
    Running,
    /// A column is one column less another.
    Difference,
    /// A column is one column as a percentage of another.
    Percentage,
    /// A column is by how many percent one column is above another.
    Growth,
    /// A column is one column by another: a yield, a density, a mean.
    Quotient,
    /// A column is a price by what is counted: `Thành tiền`.
    Product,
    /// A column is a part of each row's whole, in percent.
    Share,
    /// A column says whether the goal was reached.
    Verdict,
    /// A column says which place each row has.
    Rank,
}

/// An equation with its result.
#[derive(Clone, Debug)]
pub struct Relation {
    /// What sort it is of.
    pub kind: FamilyKind,
    /// Its equation.
    pub shape: Shape,
    /// Its terms; the first is the stated one.
    pub terms: Vec<Term>,
    /// Whether it holds.
    pub outcome: Outcome,
    /// Whether only the last digit is in doubt.
    pub slight: bool,
}

/// A table as read.
#[derive(Debug)]
pub struct Sheet {
    /// Which table of the document.
    pub table: TableId,
    /// Its fields.
    pub grid: Grid,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows behind the header.
    pub rows: Vec<Row>,
    /// Its equations.
    pub relations: Vec<Relation>,
    /// Most decimals of any number in it.
    decimals: u8,
    /// For each row of the table, its index in `rows`.
    index_of: Vec<Option<usize>>,
    /// For each row of the table, whether all its fractions are of one whole.
    one_whole: Vec<bool>,
}

/// In so many rows columns must add up before they share a unit.
const LENDING: usize = 3;
/// Numbers with more decimals take part in no equation.
const MAX_DECIMALS: u8 = 6;

impl Sheet {
    /// Reads a table (`source` has the rows of those that go on with it, too); `None` where there is nothing to compute.
    pub fn read(document: &Document, table: TableId, source: &Table) -> Option<Sheet> {
        let grid = Grid::read(document, source)?;
        let columns = columns::read(document, source, &grid);
        let rows = rows::read(document, &grid, &columns);
        let decimals = |value: &Value| match value {
            Value::Number(n) => n.decimals,
            Value::Fraction(a, b) => a.decimals.max(b.decimals),
            _ => 0,
        };
        let most = grid.rows.iter().flat_map(|&r| (0..grid.columns).map(move |c| (r, c)));
        let most = most.map(|(r, c)| decimals(&grid.at(r, c).value)).filter(|&d| d <= MAX_DECIMALS).max().unwrap_or(0);
        let mut index_of = vec![None; source.rows as usize];
        for (i, row) in rows.iter().enumerate() {
            if let Some(index) = index_of.get_mut(row.row) {
                *index = Some(i);
            }
        }
        let one_whole = (0..source.rows as usize).map(|row| has_one_whole(&grid, row)).collect();
        let mut sheet =
            Sheet { table, grid, columns, rows, relations: Vec::new(), decimals: most, index_of, one_whole };
        let declared = declared::read(document, source, &sheet.grid);
        formulas::find(&mut sheet, &declared);
        sums::find(&mut sheet);
        ranks::find(&mut sheet);
        growth_rows::find(&mut sheet);
        mean_rows::find(&mut sheet);
        share_rows::find(&mut sheet);
        rounding::doubt(&mut sheet);
        sheet.lend_units();
        Some(sheet)
    }

    /// `Tổng diện tích (ha)`, `Lúa ruộng`, `Ngô`: columns that are shown to add up to one with a unit of measure have it, too.
    fn lend_units(&mut self) {
        let sums = |r: &&Relation| r.kind == FamilyKind::ColumnTotal && r.shape == Shape::Sum && r.outcome.holds();
        let mut holding: HashMap<Vec<u32>, usize> = HashMap::new();
        for relation in self.relations.iter().filter(sums) {
            *holding.entry(relation.terms.iter().map(|t| t.at.column).collect()).or_default() += 1;
        }
        for (columns, _) in holding.into_iter().filter(|(_, rows)| *rows >= LENDING) {
            let Some((&whole, parts)) = columns.split_first() else { continue };
            let measure = |u: &&Unit| !matches!(u.dimension, Dimension::Count | Dimension::None | Dimension::Percent);
            let Some(unit) = self.column(whole as usize).unit.as_ref().filter(measure).cloned() else { continue };
            for &part in parts {
                if let Some(part) = self.columns.get_mut(part as usize).filter(|p| p.unit.is_none() && p.rate.is_none())
                {
                    part.lent_unit = Some(unit.clone());
                }
            }
        }
    }

    /// 1 in the table's scale.
    pub fn unit(&self) -> i128 {
        2 * 10i128.pow(u32::from(self.decimals))
    }

    /// The value of `printed` digits in the scale of the table.
    pub fn scaled(&self, number: &Number, at: At) -> Option<Scaled> {
        let places = self.decimals.checked_sub(number.decimals)?;
        let half = 10i128.pow(u32::from(places));
        let value = i128::from(number.digits) * 2 * half;
        let slack = if self.is_exact(number, at) { 0 } else { half };
        Some(Scaled { value: if number.negative { -value } else { value }, slack, half })
    }

    fn is_exact(&self, number: &Number, at: At) -> bool {
        let rate = self.column(at.column as usize).rate.is_some() || number.rate;
        !rate && !self.row(at.row).is_some_and(Row::is_rate) && columns::is_exact(number, self.unit_at(at))
    }

    /// A column; one that says nothing where there is none.
    pub fn column(&self, index: usize) -> &Column {
        self.columns.get(index).unwrap_or(&columns::NO_COLUMN)
    }

    /// Says that the numbers of a column may not be added up.
    pub fn never_sum(&mut self, column: usize) {
        if let Some(column) = self.columns.get_mut(column) {
            column.never_summed = true;
        }
    }

    /// The header of a column.
    pub fn header(&self, column: usize) -> &str {
        self.grid.headers.get(column).map_or("", String::as_str)
    }

    /// One of the rows, by its index; one that says nothing where there is none.
    pub fn nth(&self, index: usize) -> &Row {
        self.rows.get(index).unwrap_or(&rows::NO_ROW)
    }

    /// The row of the table with what was found out about it.
    pub fn row(&self, row: u32) -> Option<&Row> {
        self.rows.get((*self.index_of.get(row as usize)?)?)
    }

    /// The unit of a field: that of its row, or of its column.
    pub fn unit_at(&self, at: At) -> Option<&Unit> {
        let row = self.row(at.row)?;
        if row.unit_text.is_empty() || self.is_amount(at.column as usize) {
            self.column(at.column as usize).unit.as_ref()
        } else {
            row.unit.as_ref()
        }
    }

    /// Whether a column is of money whatever unit its rows are counted in: its header says so, or it is a price by a count.
    pub fn is_amount(&self, column: usize) -> bool {
        let own = self.column(column);
        let product = |r: &Relation| {
            r.kind == FamilyKind::Product && r.terms.first().is_some_and(|t| t.at.column as usize == column)
        };
        (own.own_unit && own.unit.as_ref().is_some_and(|u| u.dimension == Dimension::Dong))
            || self.relations.iter().take_while(|r| r.kind != FamilyKind::RowTotal).any(product)
    }

    /// The number a term means; a dash has none.
    pub fn number(&self, term: Term) -> Option<&Number> {
        match (&self.grid.at(term.at.row as usize, term.at.column as usize).value, term.part) {
            (Value::Fraction(n, _), Part::Whole) if self.one_whole.get(term.at.row as usize) == Some(&true) => Some(n),
            (Value::Number(n), Part::Whole)
            | (Value::Fraction(n, _), Part::Upper)
            | (Value::Fraction(_, n), Part::Lower) => Some(n),
            _ => None,
        }
    }

    /// The value of a term; a dash is zero, a blank is none.
    pub fn value(&self, term: Term) -> Option<Scaled> {
        match self.number(term) {
            Some(number) if !number.ambiguous && number.hedge.is_none() => self.scaled(number, term.at),
            Some(_) => None,
            None => match self.grid.at(term.at.row as usize, term.at.column as usize).value {
                Value::Nil => Some(Scaled { value: 0, slack: 0, half: 0 }),
                _ => None,
            },
        }
    }

    /// The values of an equation's terms; `None` where one is missing.
    pub fn values(&self, terms: &[Term]) -> Option<Vec<(Scaled, bool)>> {
        terms.iter().map(|&t| Some((self.value(t)?, t.minus))).collect()
    }

    /// The values as the equation takes them: goals are bounds, and there a bound counts as its number.
    pub fn values_for(&self, shape: Shape, terms: &[Term]) -> Option<Vec<(Scaled, bool)>> {
        match (shape, terms) {
            (Shape::Verdict { .. }, [_, level, goal]) => {
                let word = Scaled { value: 0, slack: 0, half: 0 };
                let goal = self.scaled(self.number(*goal)?, goal.at)?;
                Some(vec![(word, false), (self.value(*level)?, false), (goal, false)])
            }
            _ => self.values(terms),
        }
    }

    /// Whether an equation holds.
    pub fn test(&self, shape: Shape, terms: &[Term]) -> Outcome {
        let verdict = matches!(shape, Shape::Verdict { .. });
        match self.values_for(shape, terms) {
            Some(values) => match shape.test(&values, self.unit()) {
                // A dash where a number is expected says that none was computed.
                Outcome::Broken if !verdict && terms.first().is_none_or(|&t| self.number(t).is_none()) => {
                    Outcome::Unknown
                }
                outcome => outcome,
            },
            None => Outcome::Unknown,
        }
    }

    /// The text of a field.
    pub fn text<'d>(&self, document: &'d Document, at: At) -> &'d str {
        self.grid.text(document, at.row as usize, at.column as usize).trim()
    }

    /// The place of a field in the logical text: that of its number, or of all its text.
    pub fn place(&self, document: &Document, at: At) -> TextRange {
        let field = self.grid.at(at.row as usize, at.column as usize);
        let block = field.block.and_then(|b| document.blocks.get(b as usize));
        let range = block.map_or(TextRange::new(0, 0), |b| b.range);
        let text = document.slice(range);
        let lead = text.len() - text.trim_start().len();
        let tail = text.len() - text.trim_end().len();
        if text.trim().is_empty() {
            return range;
        }
        TextRange::new(range.start + lead as u32, range.end - tail as u32)
    }

    /// Columns with numbers, as indices.
    pub fn value_columns(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.columns.len()).filter(|&c| self.column(c).kind == ColumnKind::Value)
    }

    /// Blocks of fields whose digits are names: running numbers, codes, telephone numbers.
    pub fn codes(&self) -> impl Iterator<Item = u32> + '_ {
        let computed: HashSet<u32> = self.relations.iter().flat_map(|r| &r.terms).map(|t| t.at.column).collect();
        let code = move |c: &usize| {
            let column = self.column(*c);
            column.kind == ColumnKind::Number
                || column.words.has(HeaderWord::Code)
                || (!computed.contains(&(*c as u32)) && self.like_codes(*c))
        };
        let columns = (0..self.columns.len()).filter(code);
        columns.flat_map(move |c| self.grid.rows.iter().filter_map(move |&r| self.grid.at(r, c).block))
    }

    /// Whether a column holds whole numbers of one length without any separator: `1012`, `1013`, `2011`.
    fn like_codes(&self, column: usize) -> bool {
        let numbers = || self.grid.rows.iter().filter_map(|&r| self.grid.number(r, column));
        let length = |n: &Number| n.range.end - n.range.start;
        let plain = |n: &Number| n.decimals == 0 && n.digits >= 1000 && length(n) == n.digits.ilog10() + 1;
        let first = numbers().next().map(length);
        numbers().count() >= 2 && numbers().all(|n| plain(n) && Some(length(n)) == first)
    }

    /// Adds an equation with its result, if enough of its numbers are printed: a figure beside nothing but dashes
    /// agrees with nothing.
    pub fn add(&mut self, kind: FamilyKind, shape: Shape, terms: Vec<Term>, outcome: Outcome) {
        let printed = terms.iter().filter(|&&t| self.number(t).is_some()).count();
        let least = match outcome {
            Outcome::Broken => 0,
            Outcome::Unknown => 1,
            _ => 2,
        };
        if printed >= least {
            self.relations.push(Relation { kind, shape, terms, outcome, slight: false });
        }
    }
}

/// Whether all fractions of a row (`88/96`, `93/96`) are of one whole, so that their parts compare.
fn has_one_whole(grid: &Grid, row: usize) -> bool {
    let mut wholes = (0..grid.columns).filter_map(|c| match &grid.at(row, c).value {
        Value::Fraction(_, lower) => Some((lower.digits, lower.decimals)),
        _ => None,
    });
    let first = wholes.next();
    wholes.all(|w| Some(w) == first)
}
