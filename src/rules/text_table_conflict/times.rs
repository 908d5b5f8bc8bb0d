//! Times of the text against times of columns and titles.

use crate::figures::{Lexed, Period, TokenKind};
use crate::tables::names::{ColumnName, Names};
use std::collections::BTreeMap;

/// The year of a column, for choosing the latest.
pub fn latest(period: Option<Period>) -> u16 {
    match period {
        Some(Period::Year(year) | Period::Years { to: year, .. }) => year,
        Some(
            Period::Month { year, .. }
            | Period::Months { year, .. }
            | Period::Quarter { year, .. }
            | Period::Date { year, .. },
        ) => year.unwrap_or(0),
        _ => 0,
    }
}

/// The year that most times of a draft are in.
pub fn report_year(lexed: &[Lexed]) -> Option<u16> {
    let mut years: BTreeMap<u16, usize> = BTreeMap::new();
    for token in lexed.iter().flat_map(|l| &l.tokens) {
        if let TokenKind::Period(period @ (Period::Year(_) | Period::Date { .. } | Period::Month { .. })) = token.kind {
            *years.entry(latest(Some(period))).or_default() += 1;
        }
    }
    years.remove(&0);
    years.into_iter().max_by_key(|(year, times)| (*times, *year)).map(|(year, _)| year)
}

/// The year of a table: the only one that its title names, else the report's.
pub fn year_of(names: &Names) -> Option<u16> {
    let mut years: Vec<u16> = names.title.iter().map(|p| latest(Some(*p))).filter(|y| *y > 0).collect();
    years.sort_unstable();
    years.dedup();
    match years.as_slice() {
        [] => names.report_year,
        [year] => Some(*year),
        _ => None,
    }
}

/// Whether the year of a time may be that of a table: one its title names, or the report's.
pub fn year_fits(names: &Names, time: Period) -> bool {
    let year = latest(Some(time));
    let mut titled = names.title.iter().map(|p| latest(Some(*p))).filter(|y| *y > 0).peekable();
    match titled.peek() {
        _ if year == 0 => true,
        None => names.report_year.is_none_or(|y| y == year),
        Some(_) => titled.any(|y| y == year),
    }
}

/// Whether a figure of this time may stand in a column: `Some(true)` where both name it,
/// `Some(false)` where nothing speaks against it.
pub fn period_fits(names: &Names, text: Option<Period>, column: &ColumnName) -> Option<bool> {
    let same = |a: Option<u16>, b: Option<u16>| a.is_none() || b.is_none() || a == b;
    let titled = |year: u16| year_fits(names, Period::Year(year));
    // A year's result is known from its last months.
    let late = |month: u8| month >= 11;
    let Some(text) = text else { return Some(false) };
    match (text, column.period) {
        (Period::Year(a), Some(Period::Year(b))) => (a == b).then_some(true),
        (Period::Year(a), None) => titled(a).then_some(false),
        (Period::Date { day, month, year }, Some(Period::Date { day: d, month: m, year: y })) => {
            ((day, month) == (d, m) && same(year, y)).then_some(true)
        }
        (Period::Date { month, year, .. }, Some(Period::Year(b))) => {
            (late(month) && same(year, Some(b))).then_some(false)
        }
        (Period::Date { day, month, year }, None) => {
            let dates = names.title.iter().filter_map(|p| match p {
                Period::Date { day, month, .. } => Some((*day, *month)),
                _ => None,
            });
            let mut dates = dates.peekable();
            let dated = match dates.peek() {
                None => names.title.is_empty() || late(month),
                Some(_) => dates.any(|d| d == (day, month)),
            };
            (dated && year.is_none_or(titled)).then_some(false)
        }
        (Period::Months { count, year }, Some(Period::Months { count: n, year: y })) => {
            (count == n && same(year, y)).then_some(true)
        }
        (Period::Month { month, year }, Some(Period::Month { month: m, year: y })) => {
            (month == m && same(year, y)).then_some(true)
        }
        (Period::Quarter { quarter, year }, Some(Period::Quarter { quarter: q, year: y })) => {
            (quarter == q && same(year, y)).then_some(true)
        }
        (Period::Months { count, year }, None) => {
            let titled =
                |p: &Period| matches!(p, Period::Months { count: n, year: y } if *n == count && same(year, *y));
            names.title.iter().any(titled).then_some(false)
        }
        (Period::Years { from, to, .. }, Some(Period::Years { from: f, to: t, .. })) => {
            ((from, to) == (f, t)).then_some(true)
        }
        (Period::Years { from, to, .. }, None) => {
            let same = |p: &Period| matches!(p, Period::Years { from: f, to: t, .. } if (from, to) == (*f, *t));
            names.title.iter().any(same).then_some(true)
        }
        (Period::YearStart, _) if column.opening => Some(true),
        _ => None,
    }
}
