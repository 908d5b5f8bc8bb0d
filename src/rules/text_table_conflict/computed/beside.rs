//! A paragraph beside a table: the rows it names, the fields its figures hold, and what the words of a clause say.

use super::super::bind;
use super::super::counts::entities;
use super::super::mentions::{Mention, Paragraph, Piece};
use super::super::rows::{Named, counts_rows, named};
use super::super::values::{digits, usable};
use super::super::{Draft, Fields};
use super::fits::field;
use super::learned::{self, Learned, Pair};
use super::row_groups::{self, Group};
use crate::claims::share_sums::sum_of;
use crate::claims::words as claim_words;
use crate::figures::exact::Exact;
use crate::figures::{Dimension, Figure, Period};
use crate::tables::columns::Column;
use crate::tables::facts;
use crate::tables::names::{ColumnName, Names, words_of};
use crate::tables::prose_words;
use crate::tables::relation::{At, Shape, Term};
use crate::tables::rows::RowKind;
use crate::tables::sheet::{Relation, Sheet};
use crate::tables::words::{self, HeaderWord, RowWord};
use crate::work;
use hashbrown::{HashMap, HashSet};
use std::cell::OnceCell;
use std::ops::Range;

/// So many figures before one are asked what it is said of.
pub const NEAR: usize = 24;

/// The fields of one row that hold a figure.
#[derive(Clone, Debug)]
pub struct Held {
    /// The row, as index into the sheet's rows.
    pub row: usize,
    /// The columns.
    pub columns: Vec<usize>,
}

/// A column of values with what it measures.
pub struct Measured<'a> {
    /// Its name.
    pub name: &'a ColumnName,
    /// The words of its header without time, state and what names nothing.
    pub core: HashSet<String>,
}

/// A paragraph beside a table.
pub struct Beside<'a> {
    /// The table.
    pub sheet: &'a Sheet,
    /// The columns of which the first row is shown to be the sum.
    summed: OnceCell<HashSet<usize>>,
    /// Its fields that it shows itself to be wrong.
    slips: HashMap<At, Option<Exact>>,
    /// Its names.
    pub names: &'a Names,
    /// The paragraph.
    pub paragraph: &'a Paragraph<'a>,
    /// The columns of values.
    pub columns: Vec<Measured<'a>>,
    /// The rows that are one thing each.
    pub entities: Vec<usize>,
    /// Groups of them; the one that a row behind the last of the sheet stands for.
    groups: Vec<Group>,
    /// The rows that the paragraph names.
    pub rows: Vec<Named>,
    /// For each figure the fields that hold it.
    pub held: Vec<Option<Held>>,
    /// Words of the clauses of those figures: they mean what the table says.
    pub learned: HashSet<String>,
    /// What its rates are.
    rates: Learned,
    /// Whether its headers or the rows named speak of the prices that its values are in.
    pub names_prices: bool,
}

impl<'a> Beside<'a> {
    /// Reads a paragraph beside a table.
    pub fn of(
        draft: &Draft<'_>,
        (number, sheet): (usize, &'a Sheet),
        names: &'a Names,
        paragraph: &'a Paragraph<'a>,
        fields: &Fields,
    ) -> Option<Beside<'a>> {
        let columns: Vec<Measured<'a>> =
            names.columns.iter().map(|name| Measured { name, core: core(sheet, name.column) }).collect();
        let slips = draft.slips.iter().filter(|s| s.sheet == number).map(|s| (s.at, s.fits)).collect();
        let entities = entities(sheet);
        let mut out = Beside {
            sheet,
            summed: OnceCell::new(),
            slips,
            names,
            paragraph,
            columns,
            groups: row_groups::of(draft.document, sheet, &entities),
            entities,
            rows: Vec::new(),
            held: Vec::new(),
            learned: HashSet::new(),
            rates: Learned::default(),
            names_prices: false,
        };
        let rows = named(names, paragraph, 0..paragraph.pieces.len());
        out.rows = rows.into_iter().filter(|n| out.level_fits(n)).collect();
        out.rows.extend(paragraph.pieces.iter().enumerate().filter_map(|(at, piece)| match piece {
            Piece::Time(time, _) => Some(Named { row: bind::row_at_time(names, *time)?, pieces: at..at + 1 }),
            _ => None,
        }));
        out.rows.sort_by_key(|n| n.pieces.start);
        for group in row_groups::named(&out.groups, names, paragraph, sheet.rows.len()) {
            if !group.pieces.clone().any(|i| out.row_at(i).is_some()) {
                let at = out.rows.partition_point(|n| n.pieces.start < group.pieces.start);
                out.rows.insert(at, group);
            }
        }
        for (group, pieces) in row_groups::rests(sheet, &out.entities, paragraph, &out.rows) {
            let at = out.rows.partition_point(|n| n.pieces.start < pieces.start);
            out.rows.insert(at, Named { row: sheet.rows.len() + out.groups.len(), pieces });
            out.groups.push(group);
        }
        let labels: HashSet<usize> = out.rows.iter().map(|n| n.row).collect();
        let mut labels = labels.iter().filter_map(|&r| sheet.rows.get(r)).map(|r| r.label.as_str());
        let prices = |text: &str| words::row_has(text, RowWord::Prices);
        out.names_prices = labels.any(prices) || sheet.grid.headers.iter().any(|h| prices(h));
        // `Chi cục` of rows that are all called so
        let mut labels = out.entities.iter().filter_map(|&r| sheet.rows.get(r)).map(|r| words_of(&r.label));
        let first = labels.next().filter(|_| out.entities.len() >= 3).unwrap_or_default();
        let common =
            labels.fold(first.len(), |n, label| first.iter().take(n).zip(&label).take_while(|(a, b)| a == b).count());
        out.learned.extend(first.into_iter().take(common));
        // `bảo hiểm y tế` of a header `BHYT`
        let short = names.headers.iter().chain(&names.topic).filter_map(|w| claim_words::written_out(w));
        out.learned.extend(short.flat_map(|full| full.split(' ')).map(str::to_owned));
        let bound = |m: &Mention<'_>| -> Option<Held> {
            let (_, at) = fields.get(&m.figure.number)?.iter().find(|(sheet, _)| *sheet == number)?;
            let row = sheet.rows.iter().position(|r| r.row as u32 == at.row)?;
            Some(Held { row, columns: vec![at.column as usize] })
        };
        out.held = (0..paragraph.mentions.len())
            .map(|i| {
                let mention = paragraph.mentions.get(i)?;
                bound(mention).or_else(|| out.holds(i))
            })
            .collect();
        let sure = |i: &usize| paragraph.mentions.get(*i).is_some_and(|m| digits(m.figure) >= 3);
        let held: Vec<usize> = (0..out.held.len()).filter(|&i| out.held.get(i).is_some_and(Option::is_some)).collect();
        for mention in held.iter().filter(|i| sure(i)).filter_map(|&i| paragraph.mentions.get(i)) {
            let noun = |i: &usize| paragraph.word(*i).is_some_and(|w| w.noun);
            let words = mention.own.clone().chain(mention.tail.clone().take_while(noun));
            // `toàn xã có 4 trường, 58 lớp với 1.622 học sinh`
            let level = |i: &usize| paragraph.word(*i).is_some_and(|w| prose_words::level(&[&w.text]) > 0);
            let words = words.chain(mention.before.iter().copied().filter(level));
            out.learned.extend(words.filter_map(|i| Some(paragraph.word(i)?.text.clone().into_owned())));
        }
        out.rates = learned::read(&out);
        out.learned.extend(out.rates.names.iter().flat_map(|(name, _)| name.iter().cloned()));
        Some(out)
    }

    /// `thôn Đông Hạ` is no row `Đông Hạ` of a table of communes.
    fn level_fits(&self, named: &Named) -> bool {
        let word = |i: usize| self.paragraph.word(i).map(|w| w.text.as_ref());
        let Some(start) = named.pieces.start.checked_sub(1) else { return true };
        let two = start.checked_sub(1).and_then(|i| Some([word(i)?, word(start)?]));
        let one = [word(start).unwrap_or_default()];
        let before: &[&str] = match &two {
            Some(two) if prose_words::level(two) == 2 => two,
            _ if prose_words::level(&one) == 1 => &one,
            _ => return true,
        };
        let of: Vec<&str> = self.names.of.split(' ').collect();
        let table_has_level = (0..of.len()).any(|i| of.get(i..).is_some_and(|w| prose_words::level(w) > 0));
        let label = self.sheet.rows.get(named.row).map(|r| words_of(&r.label)).unwrap_or_default();
        let in_label = before.iter().all(|w| label.iter().any(|l| l == w));
        // `bản Tú Nang` is no row `Xã Tú Nang`
        let label_has_level = prose_words::level(&label) > 0 && label.len() > prose_words::level(&label) + 1;
        in_label || !(table_has_level || label_has_level) || before.iter().all(|w| of.contains(w))
    }

    /// The time at a piece.
    pub fn time_at(&self, piece: usize) -> Option<Period> {
        match self.paragraph.pieces.get(piece) {
            Some(Piece::Time(time, _)) => Some(*time),
            _ => None,
        }
    }

    /// The rows named in some pieces.
    pub fn rows_in(&self, pieces: Range<usize>) -> Vec<&Named> {
        let start = self.rows.partition_point(|n| n.pieces.start < pieces.start);
        self.rows.get(start..).unwrap_or_default().iter().take_while(|n| n.pieces.end <= pieces.end).collect()
    }

    /// The clause of a figure with all of the name that a comma parts: `phí, lệ phí thu được …`.
    pub fn own(&self, mention: &Mention<'_>) -> Range<usize> {
        let start = mention.own.start;
        let named = self.row_at(start).filter(|n| n.pieces.start < start && n.pieces.end <= mention.own.end);
        named.map_or(start, |n| n.pieces.start)..mention.own.end
    }

    /// The row whose name a piece belongs to.
    pub fn row_at(&self, piece: usize) -> Option<&Named> {
        work::step();
        let behind = self.rows.partition_point(|n| n.pieces.start <= piece);
        self.rows.get(behind.checked_sub(1)?).filter(|n| n.pieces.contains(&piece))
    }

    /// The time of a figure, unless that names a row: `quý I`, `tháng 5`.
    pub fn period(&self, mention: &Mention<'_>) -> Option<Period> {
        mention.period.filter(|time| bind::row_at_time(self.names, *time).is_none())
    }

    /// The rows named before a clause in the larger part of its sentence.
    pub fn rows_before<'b>(&'b self, mention: &'b Mention<'_>) -> impl DoubleEndedIterator<Item = &'b Named> {
        mention.before.iter().filter_map(|&i| self.row_at(i).filter(|n| n.pieces.start == i))
    }

    /// The row that a clause names, if it names one.
    pub fn one_row(&self, pieces: Range<usize>) -> Option<usize> {
        let found = self.rows_in(pieces);
        let first = found.first()?.row;
        found.iter().all(|n| n.row == first).then_some(first)
    }

    /// The fields that hold a figure: of the row its part of the sentence names, else of the total.
    fn holds(&self, index: usize) -> Option<Held> {
        let mention = self.paragraph.mentions.get(index)?;
        if mention.other || mention.lower.is_some() || !usable(mention.figure) {
            return None;
        }
        let own = self.rows_in(self.own(mention));
        let before = || self.rows_before(mention).next_back().map(|n| n.row);
        let row = match own.as_slice() {
            [] => before().or_else(|| self.one_row(mention.tail.clone())),
            [..] => Some(self.one_row(self.own(mention))?),
        };
        let named = row.is_some();
        let row = row.or(self.names.total)?;
        if digits(mention.figure) < if named { 2 } else { 3 } {
            return None;
        }
        let holds = |c: &&Measured<'_>| {
            let figure = match self.group(row) {
                Some(_) => self.field(row, c.name.column),
                None => field(self.sheet, row, c.name.column),
            };
            figure.is_some_and(|f| comparable(mention, &f) && bind::equal(mention.figure, &scaled(mention.figure, f)))
        };
        let columns: Vec<usize> = self.columns.iter().filter(holds).map(|c| c.name.column).collect();
        (!columns.is_empty()).then_some(Held { row, columns })
    }

    /// The whole of a column: its total, or the sum of all rows where the table has none.
    pub fn whole(&self, column: usize) -> Option<Figure> {
        if let Some(total) = self.names.total.or_else(|| self.head(column)) {
            return self.field(total, column);
        }
        let fields = self.names.parts.iter().map(|&part| self.field(part, column).filter(|f| !f.negative));
        sum_of(&fields.collect::<Option<Vec<Figure>>>()?)
    }

    /// The first row, where its field in a column is shown to be the sum of rows of another name: `Tổng thu`.
    fn head(&self, column: usize) -> Option<usize> {
        let first = self.sheet.rows.first().filter(|r| r.weak_total && r.kind == RowKind::Data)?;
        let summed = self.summed.get_or_init(|| {
            let sums = |r: &&Relation| r.shape == Shape::Sum && r.outcome.holds() && r.terms.len() > 3;
            let of_column = |r: &Relation| {
                let at = r.terms.first()?.at;
                let whole = at.row as usize == first.row && r.terms.iter().all(|t| t.at.column == at.column);
                whole.then_some(at.column as usize)
            };
            self.sheet.relations.iter().filter(sums).filter_map(of_column).collect()
        });
        summed.contains(&column).then_some(0)
    }

    /// `6 thôn`
    pub fn counts_rows(&self, mention: &Mention<'_>) -> bool {
        counts_rows(self.names, mention)
    }

    /// Whether two columns measure one thing at different times or in different states.
    pub fn one_thing(a: &Measured<'_>, b: &Measured<'_>) -> bool {
        a.core.is_subset(&b.core) || b.core.is_subset(&a.core)
    }

    /// The columns of which a column may be a part, at its time and in its unit.
    pub fn wholes(&self, part: &Measured<'_>) -> Vec<&Measured<'a>> {
        let whole = |c: &&Measured<'_>| {
            let times = (part.name.period, c.name.period);
            let at_one_time = times.0.is_none() || times.1.is_none() || times.0 == times.1;
            let other = c.name.column != part.name.column && !c.name.change;
            other && at_one_time && self.one_unit(c.name.column, part.name.column)
        };
        self.columns.iter().filter(whole).collect()
    }

    /// Whether nothing shows that two columns are in different units.
    pub fn one_unit(&self, a: usize, b: usize) -> bool {
        let (Some(a), Some(b)) = (self.sheet.columns.get(a), self.sheet.columns.get(b)) else { return false };
        let measure = |c: &Column| c.unit.as_ref().filter(|u| u.dimension != Dimension::Count).map(|u| u.key.clone());
        a.rate == b.rate && measure(a) == measure(b)
    }

    /// The pairs of columns that give a rate of the paragraph.
    pub fn pairs(&self, index: usize) -> &[Pair] {
        self.rates.pairs.get(index).map_or(&[], Vec::as_slice)
    }

    /// The pairs of columns of the rates that are called by all these words.
    pub fn rates_called(&self, words: &[&str]) -> Vec<Pair> {
        let called = self.rates.names.iter().filter(|(n, _)| !words.is_empty() && words.iter().all(|w| n.contains(*w)));
        let mut out: Vec<Pair> = called.map(|(_, pair)| *pair).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Whether the paragraph has rates of two columns.
    pub fn is_learned(&self, pair: Pair) -> bool {
        self.rates.pairs.iter().any(|pairs| pairs.contains(&pair))
    }

    /// The rows of a group that stands for a row.
    pub fn group(&self, row: usize) -> Option<&[usize]> {
        Some(&self.groups.get(row.checked_sub(self.sheet.rows.len())?)?.rows)
    }

    /// The field of a row in a column, unless its own table shows it to be wrong: that is told there. Of a group it is
    /// the sum.
    pub fn field(&self, row: usize, column: usize) -> Option<Figure> {
        if let Some(rows) = self.group(row) {
            let summed = self.sheet.columns.get(column).is_some_and(|c| !c.never_summed && c.rate.is_none());
            let fields = rows.iter().filter(|_| summed).map(|&r| self.field(r, column).filter(|f| !f.negative));
            return sum_of(&fields.collect::<Option<Vec<Figure>>>()?);
        }
        field(self.sheet, row, column).filter(|_| !self.is_slip(row, column))
    }

    /// Whether its own table shows a field to be wrong.
    pub fn is_slip(&self, row: usize, column: usize) -> bool {
        self.slips.contains_key(&self.at(row, column))
    }

    /// What a field should be that its own table shows to be wrong.
    pub fn mended(&self, row: usize, column: usize) -> Option<Exact> {
        self.slips.get(&self.at(row, column)).copied().flatten()
    }

    /// The place of a field.
    pub fn at(&self, row: usize, column: usize) -> At {
        let row = self.group(row).and_then(|rows| rows.first().copied()).unwrap_or(row);
        Term::plus(self.sheet.rows.get(row).map_or(0, |r| r.row), column).at
    }

    /// Whether a column is of rates.
    pub fn is_rate(&self, column: usize) -> bool {
        self.sheet.columns.get(column).is_some_and(|c| c.rate.is_some())
    }
}

/// Whether a figure of the text may be that of a field: both count, or both are in units of one kind.
pub fn comparable(mention: &Mention<'_>, field: &Figure) -> bool {
    let unprinted = field.unit.dimension == Dimension::None && !mention.figure.is_rate() && digits(mention.figure) >= 4;
    unprinted || same_kind(mention.unit().dimension, field.unit.dimension)
}

/// Whether a column says that it counts what a figure counts, or both are measured.
pub fn counts_the_same(mention: &Mention<'_>, column: &ColumnName, field: &Figure) -> bool {
    let unit = mention.unit();
    unit.dimension != Dimension::Count
        || unit.key == field.unit.key
        || unit.key.split(' ').any(|word| column.all.contains(word))
}

/// A field in the unit of the text, where the table prints none.
pub fn scaled(text: &Figure, mut field: Figure) -> Figure {
    if field.unit.dimension == Dimension::None && !text.is_rate() {
        field.unit.factor = text.unit.factor;
    }
    field
}

/// Whether figures of two dimensions may be one thing.
pub fn same_kind(text: Dimension, field: Dimension) -> bool {
    let counted = |d| matches!(d, Dimension::Count | Dimension::None);
    text == field || (counted(text) && counted(field))
}

/// The words of a header without time, state and what names nothing.
fn core(sheet: &Sheet, column: usize) -> HashSet<String> {
    let header = sheet.grid.headers.get(column).map_or("", String::as_str);
    let mut out = HashSet::new();
    for part in header.split(" / ") {
        let left = words::without(
            words::without_brackets(part),
            &[HeaderWord::Plan, HeaderWord::Done, HeaderWord::Opening, HeaderWord::Closing],
        );
        let telling = |w: &String| {
            !facts::is_empty_word(w)
                && !prose_words::is_time(w)
                && !prose_words::is_filler(w)
                && !claim_words::is_plan_word(w)
        };
        out.extend(words_of(&left).into_iter().filter(telling));
    }
    out
}

/// The year of a time of which it is one.
pub fn year(period: Option<Period>) -> Option<u16> {
    Some(super::super::times::latest(period)).filter(|y| *y > 0)
}
