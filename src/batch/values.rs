//! The values of a draft's tables, each with its indicator, year and place.

use super::locality;
use crate::document::{Document, TextRange};
use crate::facts::time::Times;
use crate::figures::exact::{Exact, Interval};
use crate::figures::{Dimension, Figure, Period};
use crate::source::Span;
use crate::tables::columns::ColumnKind;
use crate::tables::relation::Term;
use crate::tables::rows::RowKind;
use crate::tables::sheet::Sheet;
use crate::tables::times::Times as HeaderTimes;
use crate::tables::words::{self, HeaderWord};
use crate::tables::{claims, facts};
use hashbrown::HashSet;
use std::ops::Deref;
use std::sync::Arc;

/// A number with what is needed to compare it.
#[derive(Clone, Debug)]
pub struct Amount {
    /// In the base unit of its dimension.
    pub value: Exact,
    /// Half a unit of the last digit; zero for counts.
    pub half: Exact,
    /// What its unit measures.
    pub dimension: Dimension,
    /// How many base units one of the printed unit is, and the decimals printed.
    pub unit: (Exact, u8),
    /// As printed.
    pub shown: Box<str>,
    /// In the file.
    pub span: Span,
    /// Its line, from 1.
    pub line: u32,
}

impl Amount {
    /// A figure that can support a finding: no hedge, no doubt about its separators.
    pub fn of(figure: &Figure, document: &Document, place: TextRange) -> Option<Amount> {
        if figure.hedge.is_some() || figure.form.ambiguous {
            return None;
        }
        let half = if figure.is_count() { Exact::ZERO } else { figure.last_digit()?.div(Exact::int(2))? };
        let span = document.span(place);
        Some(Amount {
            value: figure.value()?,
            half,
            dimension: figure.unit.dimension,
            unit: (figure.unit.factor, figure.decimals),
            shown: document.slice(place).trim().into(),
            span,
            line: document.source.position(span.start).line,
        })
    }

    /// The numbers it may stand for.
    pub fn interval(&self) -> Option<Interval> {
        Some(Interval::new(self.value.sub(self.half)?, self.value.add(self.half)?))
    }

    /// Another value in the unit and with the decimals of this one, at least.
    pub fn shown_as(&self, value: Exact) -> String {
        let (factor, decimals) = self.unit;
        value.div(factor).map_or_else(String::new, |v| v.show(decimals.max(3)))
    }

    /// Whether it measures the same kind of thing; what prints no unit counts.
    pub fn compares_with(&self, other: &Amount) -> bool {
        self.dimension.compares_with(other.dimension)
    }
}

impl Dimension {
    /// Whether it is the same kind of thing; what prints no unit counts.
    fn compares_with(self, other: Dimension) -> bool {
        let kind = |d| if d == Dimension::None { Dimension::Count } else { d };
        kind(self) == kind(other)
    }

    /// Whether values of several localities may be added up.
    pub fn adds_up(self) -> bool {
        use Dimension::*;
        !matches!(self, Percent | Permille | PercentPoint | PerUnit | Times)
    }
}

/// What a value is of, and how it is printed: one for all drafts that share a form.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct What {
    /// The indicator, folded.
    pub name: Box<str>,
    /// The indicator as printed.
    pub label: Box<str>,
    /// The folded label of the row, where the indicator is the column's.
    pub of: Option<Box<str>>,
    /// The time its column speaks of.
    pub when: Option<Period>,
    /// Whether the row is the total of the column.
    pub total: bool,
    /// What its unit measures.
    pub dimension: Dimension,
    factor: Exact,
    decimals: u8,
    exact: bool,
    /// As printed, where that is not as this program prints.
    shown: Option<Box<str>>,
}

/// A value of a table: small, for thousands of drafts have hundreds each.
#[derive(Clone, Debug)]
pub struct Value {
    what: Arc<What>,
    /// Without its decimal separator.
    digits: i64,
    /// In the file.
    pub span: Span,
    /// Its line, from 1.
    pub line: u32,
    /// Which table of the draft.
    pub table: u32,
}

impl Deref for Value {
    type Target = What;

    fn deref(&self) -> &What {
        &self.what
    }
}

impl Value {
    fn new(figure: &Figure, amount: Amount, what: What, table: u32) -> Option<Value> {
        let signed = if figure.negative { Exact::ZERO.sub(figure.printed)? } else { figure.printed };
        let digits = signed.mul(Exact::ten_pow(figure.decimals.into())?)?.to_i64()?;
        let mut value = Value { what: Arc::new(what), digits, span: amount.span, line: amount.line, table };
        if let Some(what) = Arc::get_mut(&mut value.what).filter(|what| what.plain(digits) != *amount.shown) {
            what.shown = Some(amount.shown);
        }
        Some(value)
    }

    /// The number, in the base unit of its dimension.
    pub fn exact(&self) -> Exact {
        // It was multiplied before.
        self.what.printed(self.digits).and_then(|p| p.mul(self.what.factor)).unwrap_or(Exact::ZERO)
    }

    /// As printed.
    pub fn shown(&self) -> String {
        self.what.shown.as_deref().map_or_else(|| self.what.plain(self.digits), str::to_owned)
    }

    /// The number with what is needed to compare it.
    pub fn amount(&self) -> Amount {
        let What { dimension, factor, decimals, exact, .. } = *self.what;
        let half = if exact { None } else { self.what.printed(5).and_then(|p| p.div(Exact::int(10))?.mul(factor)) };
        Amount {
            value: self.exact(),
            half: half.unwrap_or(Exact::ZERO),
            dimension,
            unit: (factor, decimals),
            shown: self.shown().into(),
            span: self.span,
            line: self.line,
        }
    }

    /// Whether it measures the same kind of thing; what prints no unit counts.
    pub fn compares_with(&self, other: &Value) -> bool {
        self.dimension.compares_with(other.dimension)
    }
}

impl What {
    fn printed(&self, digits: i64) -> Option<Exact> {
        Exact::int(digits).div(Exact::ten_pow(self.decimals.into())?)
    }

    fn plain(&self, digits: i64) -> String {
        self.printed(digits).map_or_else(String::new, |p| p.show_rounded(self.decimals))
    }
}

/// What drafts have in common, kept once.
#[derive(Debug, Default)]
pub struct Shared(HashSet<Arc<What>>);

impl Shared {
    /// Lets values share what they are of with those that came before.
    pub fn share(&mut self, values: &mut [Value]) {
        for value in values {
            match self.0.get(&value.what) {
                Some(known) => value.what = Arc::clone(known),
                None => {
                    self.0.insert(Arc::clone(&value.what));
                }
            }
        }
    }
}

/// The values of all tables of a draft.
pub fn read(sheets: &[Sheet], document: &Document, times: &Times) -> Vec<Value> {
    sheets.iter().flat_map(|sheet| of_sheet(sheet, document, times)).collect()
}

fn of_sheet(sheet: &Sheet, document: &Document, times: &Times) -> Vec<Value> {
    use HeaderWord::*;
    let mut out = Vec::new();
    for column in sheet.value_columns() {
        let header = &sheet.grid.headers[column];
        let found = &sheet.columns[column];
        let derived = [Plan, Difference, Growth, Share, Percent].iter().any(|&w| found.words.has(w));
        if derived || found.kind != ColumnKind::Value {
            continue;
        }
        let timed = HeaderTimes::of(header);
        let (header_name, plain) = (facts::indicator(&timed.rest), timed.alone());
        let caption = document.tables.get(sheet.table as usize).and_then(|t| t.caption);
        for row in &sheet.rows {
            if !matches!(row.kind, RowKind::Data | RowKind::Total) {
                continue;
            }
            let term = Term::plus(row.row, column);
            let Some(figure) = claims::figure(sheet, term) else { continue };
            let Some(amount) = Amount::of(&figure, document, sheet.place(document, term.at)) else { continue };
            let total = row.kind == RowKind::Total;
            let (name, label, of) = if plain {
                (under_parents(sheet, row), row.label.trim(), None)
            } else {
                (header_name.clone(), words::without_brackets(header).trim(), Some(locality::folded(&row.label).into()))
            };
            if name.is_empty() || (plain && total) {
                continue;
            }
            let blocks: Vec<u32> = caption.into_iter().chain(row.label_block).collect();
            let what = What {
                name: name.into(),
                label: label.into(),
                of,
                when: times.of_column(document, header, &timed.periods, &blocks),
                total,
                dimension: amount.dimension,
                factor: amount.unit.0,
                decimals: amount.unit.1,
                exact: amount.half.is_zero(),
                shown: None,
            };
            out.extend(Value::new(&figure, amount, what, sheet.table));
        }
    }
    out
}

/// The name of a row with those it is part of: `Trong đó: lúa xuân` means nothing alone.
fn under_parents(sheet: &Sheet, row: &crate::tables::rows::Row) -> String {
    let mut names = vec![facts::indicator(&row.label)];
    let mut next = row.parent;
    while let Some(parent) = next.and_then(|i| sheet.rows.get(i)).filter(|_| names.len() < 6) {
        names.push(facts::indicator(&parent.label));
        next = parent.parent;
    }
    names.reverse();
    names.retain(|n| !n.is_empty());
    names.join(" > ")
}
