//! What the rows and columns of a table are called, for finding them in the text.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

mod of_rows;

use super::columns::ColumnKind;
use super::relation::{Shape, Term};
use super::rows::RowKind;
use super::sheet::Sheet;
use super::times::one_period;
use super::words::{self, HeaderWord};
use super::{claims, facts, prose_words};
use crate::claims::share_sums::sum_of;
use crate::claims::words as claim_words;
use crate::document::{BlockKind, Document};
use crate::figures::{Figure, Period, lex};
use crate::lexicon::{self, HashedMap};
use hashbrown::{HashMap, HashSet};
use of_rows::{heads, rows};
use std::cell::OnceCell;

/// The name of a row.
#[derive(Clone, Debug)]
pub struct RowName {
    /// Its index in the sheet's rows.
    pub row: usize,
    /// Its words, folded, without numbers and the level of a locality.
    pub words: Vec<String>,
    /// The number it ends with: `Tổ 5`, `Chi cục khu vực 2`.
    pub number: Option<String>,
    /// Whether rows are only told apart by that number.
    pub numbered: bool,
}

impl RowName {
    /// How many of these words are the name, where they start with it.
    pub fn fits<'w>(&self, word: impl Fn(usize) -> Option<&'w str>) -> Option<usize> {
        let length = self.words.len();
        if !self.words.iter().enumerate().all(|(i, w)| word(i) == Some(w)) {
            return None;
        }
        let next = word(length).filter(|w| w.bytes().all(|b| b.is_ascii_digit()));
        match (next, &self.number) {
            (Some(number), Some(own)) => (number == own).then_some(length + 1),
            (Some(_), None) => None,
            (None, _) => (!self.numbered).then_some(length),
        }
    }
}

/// The name of a column of values.
#[derive(Clone, Debug)]
pub struct ColumnName {
    /// Its index.
    pub column: usize,
    /// The words that tell what it holds, folded.
    pub words: Vec<String>,
    /// Of these the words that tell it from the other columns: those of the last level of its header, where no other
    /// column has the same (`Chia theo dân tộc / Thái`).
    pub own: Vec<String>,
    /// All words of its header.
    pub all: HashSet<String>,
    /// The words of the header of the column of which it is a percentage of another one.
    pub of: HashSet<String>,
    /// The time its header names.
    pub period: Option<Period>,
    /// Whether it holds the stock at the start.
    pub opening: bool,
    /// Whether it holds what was planned.
    pub plan: bool,
    /// Whether it holds changes.
    pub change: bool,
    /// Whether it holds the whole of what the other columns hold parts of.
    pub total: bool,
    /// Whether its time is the end of one that began earlier: `Giải ngân đến hết tháng 11`.
    pub until: bool,
}

/// What a row says, worked out once for all figures of the text that may be one of it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The words of its label.
    pub label: Vec<String>,
    /// Those of the rows that it is part of.
    pub above: Vec<String>,
    /// The numbers of its fields, by column of values, where they can be compared.
    fields: Vec<Option<Figure>>,
}

impl Line {
    /// The number in a column of values, where it can be compared.
    pub fn field(&self, column: usize) -> Option<&Figure> {
        self.fields.get(column)?.as_ref()
    }
}

/// The names of a table.
#[derive(Clone, Debug)]
pub struct Names {
    /// Rows with a name of their own, by the [key](lexicon::key) of its first word; the longest first.
    pub rows: HashedMap<Vec<RowName>>,
    /// Which of their first words name a number of things: `Số lớp`.
    pub numbers: Vec<u64>,
    /// Rows without values over rows that say what of them (`Ngô` over `Diện tích`, `Năng suất`), in the same way.
    pub heads: HashedMap<Vec<RowName>>,
    /// Rows that are named by a time: `Tháng 5`, `Năm 2021`.
    pub times: Vec<(Period, usize)>,
    /// Columns of values.
    pub columns: Vec<ColumnName>,
    /// The words of all headers of columns of values.
    pub headers: HashSet<String>,
    /// The words of its title and of the header of its labels: they name what all of it is about.
    pub topic: HashSet<String>,
    /// The times its title names.
    pub title: Vec<Period>,
    /// The year most of the draft speaks of: that of a table that names none.
    pub report_year: Option<u16>,
    /// The one row that is the total of the table.
    pub total: Option<usize>,
    /// The times that its label names: `Cộng 9 tháng`.
    pub total_times: Vec<Period>,
    /// In a table without any total the rows that are all there is.
    pub parts: Vec<usize>,
    /// What its rows are: the header of the labels.
    pub of: String,
    /// By index of a row what it says, where that was asked for.
    lines: Vec<OnceCell<Line>>,
    /// The same of all [`Names::parts`] together.
    sums: OnceCell<Line>,
}

/// So many rows above a row in the nesting may say what it is.
const DEEP: usize = 4;

/// The words of a text without numbers, in their order, abbreviations written out.
pub fn words_of(text: &str) -> Vec<String> {
    let key = words::key(text);
    let word = |w: &&str| w.starts_with(lexicon::is_alphabetic) && !w.bytes().any(|b| b.is_ascii_digit());
    let mut out = Vec::with_capacity(key.len() / 4);
    for word in key.split(' ').filter(word) {
        match claim_words::written_out(word) {
            Some(full) => out.extend(full.split(' ').map(str::to_owned)),
            None => out.push(word.to_owned()),
        }
    }
    out
}

impl Names {
    /// The names of a sheet.
    pub fn of(document: &Document, sheet: &Sheet, report_year: Option<u16>) -> Names {
        let mut columns: Vec<ColumnName> = sheet.value_columns().map(|c| column(sheet, c)).collect();
        let parts = parts(sheet);
        let last: Vec<Vec<String>> = columns.iter().map(|c| last_level(sheet, c)).collect();
        for (column, own) in columns.iter_mut().zip(&last) {
            let alone = last.iter().filter(|other| *other == own).count() == 1;
            if alone && !own.is_empty() {
                column.own = own.clone();
            }
        }
        for column in &mut columns {
            let header = parts.get(&column.column).and_then(|&c| sheet.grid.headers.get(c));
            column.of.extend(header.into_iter().flat_map(|h| words_of(h)));
        }
        let label = sheet.columns.iter().position(|c| c.kind == ColumnKind::Label);
        let label = label.map_or("", |c| sheet.header(c));
        let mut topic: HashSet<String> = words_of(label).into_iter().collect();
        let mut title = Vec::new();
        for text in titles(document, sheet) {
            topic.extend(words_of(text));
            title.extend(lex::periods_in(text));
        }
        // `Tổng số đại biểu` above its parts says what they count.
        let whole = sheet.rows.first().filter(|r| r.weak_total && r.kind == RowKind::Data);
        topic.extend(whole.into_iter().flat_map(|r| words_of(&r.label)));
        let total = total(sheet);
        let rows = rows(sheet);
        let numbers = claim_words::numbers().iter().filter(|(_, total)| !total).map(|(word, _)| lexicon::key(word));
        Names {
            numbers: numbers.filter(|word| rows.contains_key(word)).collect(),
            rows,
            heads: heads(sheet),
            times: times(sheet),
            headers: columns.iter().flat_map(|c| c.all.iter().cloned()).collect(),
            columns,
            topic,
            title,
            report_year,
            total,
            total_times: total.map_or_else(Vec::new, |t| lex::periods_in(&sheet.nth(t).label)),
            parts: parts_of_whole(sheet),
            of: words::key(words::without_brackets(label)),
            lines: vec![OnceCell::new(); sheet.rows.len()],
            sums: OnceCell::new(),
        }
    }

    /// What a row of the sheet says.
    pub fn line(&self, sheet: &Sheet, row: usize) -> &Line {
        let read = || {
            let at = sheet.nth(row);
            let mut above = Vec::new();
            let mut next = at.parent;
            for _ in 0..DEEP {
                let Some(row) = next.and_then(|i| sheet.rows.get(i)) else { break };
                above.extend(words_of(&row.label));
                next = row.parent;
            }
            let field = |column| claims::figure(sheet, Term::plus(at.row, column));
            let fields = self.by_column(|column| field(column).filter(|f| !f.form.ambiguous && f.hedge.is_none()));
            Line { label: words_of(&at.label), above, fields }
        };
        match self.lines.get(row) {
            Some(line) => line.get_or_init(read),
            None => self.sums(sheet),
        }
    }

    /// What all rows of a table without a total say together: the sums of its columns.
    pub fn sums(&self, sheet: &Sheet) -> &Line {
        let read =
            || Line { label: Vec::new(), above: Vec::new(), fields: self.by_column(|column| self.sum(sheet, column)) };
        self.sums.get_or_init(read)
    }

    /// The sum of a column over all rows, as a figure at the first of them.
    fn sum(&self, sheet: &Sheet, column: usize) -> Option<Figure> {
        let known = sheet.column(column);
        if known.rate.is_some() || known.never_summed {
            return None;
        }
        let mut fields = Vec::new();
        for &part in &self.parts {
            let term = Term::plus(sheet.nth(part).row, column);
            let Some(figure) = claims::figure(sheet, term) else {
                sheet.value(term)?;
                continue;
            };
            if figure.form.ambiguous || figure.negative {
                return None;
            }
            fields.push(figure);
        }
        sum_of(&fields)
    }

    fn by_column(&self, figure: impl Fn(usize) -> Option<Figure>) -> Vec<Option<Figure>> {
        let mut fields = vec![None; self.columns.last().map_or(0, |c| c.column + 1)];
        for column in &self.columns {
            if let Some(field) = fields.get_mut(column.column) {
                *field = figure(column.column);
            }
        }
        fields
    }
}

fn column(sheet: &Sheet, index: usize) -> ColumnName {
    let header = sheet.header(index);
    let has = |w| sheet.column(index).words.has(w);
    let plain: Vec<&str> = header.split(" / ").map(words::without_brackets).collect();
    let mut names: Vec<String> = Vec::new();
    for part in &plain {
        let left = words::without(part, &[HeaderWord::Opening, HeaderWord::Closing]);
        let naming = words_of(&left).into_iter().filter(|w| !facts::is_empty_word(w) && !prose_words::is_time(w));
        for word in naming {
            if !names.contains(&word) {
                names.push(word);
            }
        }
    }
    // `Số tiêu chí đạt`, `Tỷ lệ hộ nghèo`: the text may leave out what a filler says.
    let total = has(HeaderWord::Total) && names.iter().all(|w| prose_words::is_filler(w));
    let telling: Vec<String> = names.iter().filter(|w| !prose_words::is_filler(w)).cloned().collect();
    if total || !telling.is_empty() || sheet.column(index).rate.is_some() {
        names = telling;
    }
    // `Trong kỳ`, `Kỳ này`: the column of what the report is about needs no name.
    if prose_words::is_current(&words_of(&plain.join(" "))) {
        names.clear();
    }
    let change = [HeaderWord::Difference, HeaderWord::Growth].into_iter().any(has)
        || ([HeaderWord::Increase, HeaderWord::Decrease].into_iter().any(has)
            && names.iter().filter(|w| !prose_words::is_filler(w)).count() < 2);
    ColumnName {
        column: index,
        own: names.clone(),
        words: names,
        all: words_of(header).into_iter().collect(),
        of: HashSet::new(),
        period: one_period(&lex::periods_in(&plain.join(" ; "))),
        opening: has(HeaderWord::Opening),
        plan: has(HeaderWord::Plan),
        change,
        total,
        until: {
            let words = words_of(header);
            (0..words.len()).any(|i| words.get(i..).is_some_and(prose_words::is_until))
        },
    }
}

/// The words of a column's name that the last level of its header has; nothing where it has one level only.
fn last_level(sheet: &Sheet, column: &ColumnName) -> Vec<String> {
    let header = sheet.header(column.column);
    let Some((_, last)) = header.rsplit_once(" / ") else { return Vec::new() };
    let last = words_of(words::without_brackets(last));
    column.words.iter().filter(|w| last.contains(w)).cloned().collect()
}

/// For each column of percentages the column they are of.
fn parts(sheet: &Sheet) -> HashMap<usize, usize> {
    let ratio = sheet.relations.iter().filter(|r| matches!(r.shape, Shape::Ratio { growth: false, .. }));
    let columns = ratio.filter_map(|r| match r.terms.as_slice() {
        [stated, part, _] => Some((stated.at.column as usize, part.at.column as usize)),
        _ => None,
    });
    columns.collect()
}

/// Rows whose label is a time and nothing else.
fn times(sheet: &Sheet) -> Vec<(Period, usize)> {
    let time = |(i, row): (usize, &super::rows::Row)| {
        let mut periods = lex::periods_in(&row.label);
        // `2021`, `Ước 2025`
        let years: Vec<u16> =
            row.label.split_whitespace().filter_map(|w| if w.len() == 4 { w.parse().ok() } else { None }).collect();
        if let ([], [year @ 1945..2100]) = (periods.as_slice(), years.as_slice()) {
            periods.push(Period::Year(*year));
        }
        // `Quý IV`
        let number = |w: &str| w.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
        let only = |w: &String| prose_words::is_filler(w) || prose_words::is_time(w) || number(w);
        let only = words_of(&row.label).iter().all(only);
        match periods.as_slice() {
            [period] if only && row.kind == RowKind::Data => Some((*period, i)),
            _ => None,
        }
    };
    sheet.rows.iter().enumerate().filter_map(time).collect()
}

/// The only total, or the only one whose label is nothing else.
fn total(sheet: &Sheet) -> Option<usize> {
    let totals: Vec<usize> = (0..sheet.rows.len()).filter(|&i| sheet.nth(i).kind == RowKind::Total).collect();
    let pure: Vec<usize> = totals.iter().copied().filter(|&i| words::is_total(&sheet.nth(i).label)).collect();
    match (totals.as_slice(), pure.as_slice()) {
        ([one], _) | (_, [one]) => Some(*one),
        _ => None,
    }
}

/// With fewer rows they may be some of them only.
const FEWEST: usize = 3;

/// The rows of a table that has no total, where all are of one level and one unit.
fn parts_of_whole(sheet: &Sheet) -> Vec<usize> {
    let rows = || sheet.rows.iter().filter(|r| r.kind != RowKind::Title);
    let unit = sheet.rows.first().map(|r| r.unit_text.as_str());
    let alike = rows().all(|r| {
        let part = r.kind == RowKind::Data && r.parent.is_none() && !r.weak_total && !r.partial && !r.loose;
        part && Some(r.unit_text.as_str()) == unit && !r.is_rate()
    });
    if !alike || rows().count() < FEWEST || sheet.rows.len() != rows().count() {
        return Vec::new();
    }
    (0..sheet.rows.len()).collect()
}

/// So many blocks above a table its title may stand.
const ABOVE: u32 = 3;
/// A longer paragraph is no title.
const LONGEST: usize = 40;

/// The texts that say what a table is about: its caption, the title beside it, the heading above it.
fn titles<'d>(document: &'d Document, sheet: &Sheet) -> Vec<&'d str> {
    let Some(table) = document.tables.get(sheet.table as usize) else { return Vec::new() };
    let (Some(first), Some(last)) = (table.cells.first(), table.cells.last()) else { return Vec::new() };
    let text = |b: u32| document.block_text(b).trim();
    let mut out: Vec<&str> = table.caption.map(text).into_iter().collect();
    let section = document.blocks.get(first.block as usize).and_then(|b| b.section);
    out.extend(section.and_then(|s| document.sections.get(s as usize)).map(|s| text(s.block)));
    let is = |b: u32, kind: fn(BlockKind) -> bool| document.blocks.get(b as usize).is_some_and(|b| kind(b.kind));
    let cell = |kind| matches!(kind, BlockKind::Cell(_));
    let above = (first.block.saturating_sub(ABOVE)..first.block).rev().take_while(|&b| !is(b, cell));
    let beside = above.chain([last.block + 1]).filter(|&b| is(b, |k| k == BlockKind::Paragraph));
    out.extend(beside.map(text).filter(|t| {
        let words = words_of(t);
        words.len() <= LONGEST && prose_words::opens_title(&words)
    }));
    out
}
