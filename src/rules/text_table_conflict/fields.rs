//! The fields of a row, for choosing the one that a figure of the text is: by its
//! unit, its time, its state, and by the words that name columns.

use super::bind::Around;
use super::mentions::Mention;
use super::times::{latest, period_fits};
use crate::figures::{Dimension, Figure, Period};
use crate::tables::names::{ColumnName, Line, Names};
use crate::tables::prose_words;
use crate::tables::relation::At;
use crate::tables::sheet::Sheet;
use crate::work;

/// The columns of a row, for choosing the one that is meant.
pub struct Columns<'a> {
    /// The table.
    pub sheet: &'a Sheet,
    /// What its rows and columns are called.
    pub names: &'a Names,
    /// The figure of the text.
    pub mention: &'a Mention<'a>,
    /// The row, as index into the sheet's rows.
    pub row: usize,
    /// What it says; where a table has no total, what all its rows say together.
    pub line: &'a Line,
    /// Whether the text says that the whole is meant.
    pub said_whole: bool,
}

impl<'a> Columns<'a> {
    /// The place of the field in a column.
    pub fn at(&self, column: &ColumnName) -> At {
        At { row: self.sheet.rows[self.row].row as u32, column: column.column as u32 }
    }

    /// The number of the field in a column, where it can be compared.
    pub fn figure(&self, column: &ColumnName) -> Option<&'a Figure> {
        self.line.field(column.column)
    }

    /// The column whose name the clause says, with how many of its words; the row may say all there is to say.
    ///
    /// `words` gives the words of the clause, or those of the clauses before it.
    pub fn meant<'w>(&self, words: impl Fn(bool) -> Vec<&'w str>, total: bool) -> Option<(&'a ColumnName, usize)> {
        let fitting: Vec<&ColumnName> = self.names.columns.iter().filter(|c| self.fits(c)).collect();
        if fitting.is_empty() {
            return None;
        }
        let (clause, earlier) = (words(false), words(true));
        let row_unit = &self.sheet.rows[self.row].unit_text;
        let counted = &self.mention.unit().key;
        let explained = |column: &ColumnName, word: &str| {
            column.all.contains(word)
                || column.of.contains(word)
                || self.line.label.iter().chain(&self.line.above).any(|w| w == word)
                || counted.split(' ').any(|w| w == word)
                || (self.names.topic.contains(word) && (column.total || !self.names.headers.contains(word)))
                || row_unit.split(' ').any(|u| u == word)
        };
        let one_name = fitting.windows(2).all(|w| w[0].words == w[1].words);
        let mut best: Vec<(&ColumnName, (usize, bool, u16))> = Vec::new();
        for column in fitting.iter().copied().filter(|c| clause.iter().all(|w| explained(c, w))) {
            let missing = column.own.iter().any(|w| !clause.iter().chain(&earlier).any(|said| said == w));
            let words = column.words.iter().filter(|w| clause.iter().any(|said| said == w)).count();
            // `tổng diện tích` names the column `Tổng cộng`
            let words = words + usize::from(column.total && self.said_whole);
            // The one column of this unit needs no name.
            let counts = self.mention.unit().dimension == Dimension::Count;
            let topic = || counted.split(' ').all(|w| !w.is_empty() && self.names.topic.contains(w));
            let printed = self.figure(column).is_some_and(|f| f.unit.key == self.mention.unit().key) || topic();
            let alone = fitting.len() == 1 && (!counts || printed);
            let enough = !total || words > 0 || (alone && (clause.len() >= 2 || counts));
            // Columns that differ by their times only: a unit of measure names them as well.
            let timed = !total && one_name && self.figure(column).is_some_and(|f| self.measured(f));
            if (missing && !alone && !timed) || !enough {
                continue;
            }
            let time = period_fits(self.names, self.mention.period, column)?;
            let rank = (words, time, latest(column.period));
            best.push((column, rank));
        }
        best.sort_by_key(|b| std::cmp::Reverse(b.1));
        match best.as_slice() {
            [] => None,
            [(column, rank)] => Some((column, rank.0)),
            [(column, rank), (_, second), ..] => (rank != second).then_some((*column, rank.0)),
        }
    }

    /// Whether the field prints the unit of measure of the text: it tells as much as a name.
    pub fn measured(&self, field: &Figure) -> bool {
        let unit = self.mention.unit();
        !matches!(unit.dimension, Dimension::Count | Dimension::None | Dimension::Percent)
            && field.unit.dimension == unit.dimension
            && field.unit.key == unit.key
    }

    /// Whether the time of a column is that of the figure.
    pub fn in_time(&self, column: &ColumnName) -> bool {
        let month = matches!(self.mention.period, Some(Period::Month { .. }));
        // `riêng tháng 11` is no part of a column `đến hết tháng 11`
        let until = !month || self.mention.until || !column.until;
        until && period_fits(self.names, self.mention.period, column).is_some()
    }

    /// Whether unit, time and state of a column are those of the figure.
    fn fits(&self, column: &ColumnName) -> bool {
        work::step();
        let mention = self.mention;
        let stated_plan = mention.plan && !mention.figure.is_rate();
        !column.change
            && column.opening == mention.opening
            && (column.plan == stated_plan || mention.figure.is_rate())
            && self.in_time(column)
            && self.figure(column).is_some_and(|field| self.unit(column, field).is_some())
    }

    /// How many words of a column's header are said; a unit that it prints tells as much as a name.
    pub fn telling(&self, column: &ColumnName, around: &Around<'_>, field: &Figure) -> usize {
        let said = |w: &&String| around.says(w);
        let unit = self.mention.unit();
        let printed = !unit.key.is_empty() && field.unit.key == unit.key;
        column.all.iter().filter(said).count().max(if printed { 2 } else { 0 })
    }

    /// Whether the unit of the text is that of a field; `Some(false)` where the table does not say.
    pub fn unit(&self, column: &ColumnName, field: &Figure) -> Option<bool> {
        let unit = self.mention.unit();
        if unit.dimension != Dimension::Count {
            let same = unit.dimension == field.unit.dimension && unit.key == field.unit.key;
            return (same && unit.dimension != Dimension::None).then_some(true);
        }
        let row = &self.sheet.rows[self.row];
        let label = &self.names.line(self.sheet, self.row).label;
        let named = |w: &str| {
            column.all.contains(w)
                || self.names.topic.contains(w)
                || label.iter().any(|l| l == w)
                || row.unit_text.split(' ').any(|u| u == w)
                || prose_words::is_filler(w)
        };
        let all = |by: &dyn Fn(&str) -> bool| unit.key.split(' ').all(by);
        match field.unit.dimension {
            // `người` counts in a column of another name unless one prints it
            Dimension::None if all(&named) => {
                let printed = self.sheet.columns.iter().any(|c| c.unit.as_ref().is_some_and(|u| u.key == unit.key));
                (!printed || all(&|w| column.all.contains(w))).then_some(true)
            }
            Dimension::None => row.unit_text.is_empty().then_some(false),
            Dimension::Count => (unit.key == field.unit.key || all(&|w| column.all.contains(w))).then_some(true),
            _ => None,
        }
    }
}
