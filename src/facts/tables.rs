//! The levels of a table: a row an indicator and a column a year, or the reverse.

use super::Kind;
use super::collect::{Level, measures, says_estimate};
use super::time::Times;
use crate::claims::name::{self, Name};
use crate::document::Document;
use crate::figures::lex;
use crate::tables::columns::ColumnKind;
use crate::tables::relation::Term;
use crate::tables::rows::{Row, RowKind};
use crate::tables::sheet::Sheet;
use crate::tables::times::Times as HeaderTimes;
use crate::tables::words::{self, HeaderWord};
use crate::tables::{claims, facts};

/// Rows above a row that its name may need, at most.
const DEEP: usize = 6;

/// The levels of a table.
pub fn levels(document: &Document, sheet: &Sheet, times: &Times) -> Vec<Level> {
    use HeaderWord::{Difference, Growth, Percent, Share};
    let mut out = Vec::new();
    for column in sheet.value_columns() {
        let header = sheet.grid.headers[column].as_str();
        let found = &sheet.columns[column];
        let derived = [Difference, Growth, Share, Percent].iter().any(|&w| found.words.has(w));
        let planned = found.words.has(HeaderWord::Plan);
        if derived || found.kind != ColumnKind::Value || planned && !is_plan(header) {
            continue;
        }
        let kind = match planned {
            true => Kind::Target,
            false if says_estimate(header) => Kind::Estimate,
            false => Kind::Result,
        };
        let timed = HeaderTimes::of(header);
        let caption = document.tables.get(sheet.table as usize).and_then(|t| t.caption);
        for row in sheet.rows.iter().filter(|r| matches!(r.kind, RowKind::Data | RowKind::Total)) {
            let term = Term::plus(row.row, column);
            let Some(figure) = claims::figure(sheet, term).filter(measures) else { continue };
            let Some(indicator) = indicator(sheet, row, header, planned || timed.alone()) else { continue };
            let Some(name) = Name::of_text(&indicator) else { continue };
            let blocks: Vec<u32> = caption.into_iter().chain(row.label_block).collect();
            let period = times.of_column(document, header, &timed.periods, &blocks);
            let named = row.label_block.and_then(|b| document.blocks.get(b as usize)).map(|b| b.range);
            out.push(Level { indicator, name, named, figure, period, kind, table: true });
        }
    }
    out
}

/// Whether a header says that its column is a plan, and nothing else but when.
fn is_plan(header: &str) -> bool {
    let timeless: Vec<&str> =
        header.split_whitespace().filter(|w| facts::year(w).is_none() && !w.eq_ignore_ascii_case("năm")).collect();
    words::header_is(&timeless.join(" "), HeaderWord::Plan)
}

/// What a field is a value of; `by_row` where the header does not say it.
fn indicator(sheet: &Sheet, row: &Row, header: &str, by_row: bool) -> Option<String> {
    let total = row.kind == RowKind::Total;
    if by_row {
        return (!total).then(|| under_parents(sheet, row));
    }
    let named = plain(header);
    Some(if total { named } else { format!("{named} > {}", plain(&row.label)) })
}

/// The name of a row with those it is part of (`Trong đó: lúa xuân` means nothing alone); titles only where the
/// name alone says too little.
fn under_parents(sheet: &Sheet, row: &Row) -> String {
    let own = plain(&row.label);
    let telling = Name::of_text(&own).is_some_and(|n| n.words.len() >= 3);
    let mut names = vec![own];
    let mut next = row.parent;
    while let Some(parent) = next.and_then(|i| sheet.rows.get(i)).filter(|_| names.len() < DEEP) {
        let title = matches!(parent.kind, RowKind::Title | RowKind::PartialHead | RowKind::CompleteHead);
        if !(title && telling) {
            names.push(plain(&parent.label));
        }
        next = parent.parent;
    }
    names.reverse();
    names.retain(|n| !n.is_empty());
    names.join(" > ")
}

/// A label in one line, without the unit in brackets behind it.
fn plain(label: &str) -> String {
    let short = words::without_brackets(label);
    let unit = label.get(short.len()..).unwrap_or("").trim().trim_matches(['(', ')']);
    name::shown(if lex::unit_of(unit).is_some() { short } else { label })
}
