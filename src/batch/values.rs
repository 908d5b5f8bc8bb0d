//! The values of a draft's tables, each with its indicator, year and place.

use super::locality;
use crate::document::{Document, TextRange};
use crate::figures::exact::{Exact, Interval};
use crate::figures::{Dimension, Figure};
use crate::source::Span;
use crate::tables::columns::ColumnKind;
use crate::tables::relation::Term;
use crate::tables::rows::RowKind;
use crate::tables::sheet::Sheet;
use crate::tables::words::{self, HeaderWord};
use crate::tables::{claims, facts};

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
        let kind = |d| if d == Dimension::None { Dimension::Count } else { d };
        kind(self.dimension) == kind(other.dimension)
    }

    /// Whether values of several localities may be added up.
    pub fn adds_up(&self) -> bool {
        use Dimension::*;
        !matches!(self.dimension, Percent | Permille | PercentPoint | PerUnit | Times)
    }
}

/// A value of a table.
#[derive(Clone, Debug)]
pub struct Value {
    /// The indicator, folded.
    pub name: Box<str>,
    /// The indicator as printed.
    pub label: Box<str>,
    /// The folded name in the label of the row, where the indicator is the column's.
    pub of: Option<Box<str>>,
    /// The year of its column.
    pub year: Option<u16>,
    /// The number.
    pub amount: Amount,
    /// Which table of the draft.
    pub table: u32,
    /// Whether the row is the total of the column.
    pub total: bool,
}

/// The values of all tables of a draft.
pub fn read(sheets: &[Sheet], document: &Document) -> Vec<Value> {
    sheets.iter().flat_map(|sheet| of_sheet(sheet, document)).collect()
}

fn of_sheet(sheet: &Sheet, document: &Document) -> Vec<Value> {
    use HeaderWord::*;
    let mut out = Vec::new();
    for column in sheet.value_columns() {
        let header = &sheet.grid.headers[column];
        let found = &sheet.columns[column];
        let derived = [Plan, Difference, Growth, Share, Percent].iter().any(|&w| found.words.has(w));
        if derived || found.kind != ColumnKind::Value {
            continue;
        }
        let header_name = facts::indicator(header);
        let plain = facts::name(header).is_empty();
        let year = facts::year(header);
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
                (header_name.clone(), words::without_brackets(header).trim(), Some(locality::label(&row.label).into()))
            };
            if name.is_empty() || (plain && total) {
                continue;
            }
            let (name, label) = (name.into(), label.into());
            out.push(Value { name, label, of, year, amount, table: sheet.table, total });
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
