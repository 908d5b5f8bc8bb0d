//! The times that the header of a column names, and what is left of the header without them.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::facts;
use crate::document::TextRange;
use crate::figures::{Period, lex};

/// A header taken apart.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// The times it names, in their order.
    pub periods: Vec<Period>,
    /// Its other words.
    pub rest: String,
}

impl Times {
    /// Reads a header.
    pub fn of(header: &str) -> Times {
        let mut out = Times::default();
        let mut at = 0;
        for (period, TextRange { start, end }) in lex::placed_periods(header) {
            let (start, end) = (start as usize, end as usize);
            out.rest.push_str(header.get(at..start).unwrap_or(""));
            out.rest.push(' ');
            out.periods.push(period);
            at = end.max(at);
        }
        out.rest.push_str(header.get(at..).unwrap_or(""));
        out
    }

    /// Whether it names nothing but a time: its rows say what is measured.
    pub fn alone(&self) -> bool {
        self.rest.split('/').all(|part| facts::name(part).is_empty())
    }
}

/// The time of a header: `6 tháng` and `2025` in it are one.
pub fn one_period(periods: &[Period]) -> Option<Period> {
    let last = periods.iter().rev().find_map(|p| match p {
        Period::Year(year) => Some(*year),
        _ => None,
    });
    let part = periods.iter().rev().find(|p| !matches!(p, Period::Year(_)));
    match part.copied() {
        Some(Period::Months { count, year: None }) => Some(Period::Months { count, year: last }),
        Some(Period::Month { month, year: None }) => Some(Period::Month { month, year: last }),
        Some(Period::Quarter { quarter, year: None }) => Some(Period::Quarter { quarter, year: last }),
        Some(Period::Date { day, month, year: None }) => Some(Period::Date { day, month, year: last }),
        Some(part) => Some(part),
        None => periods.last().copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_taken_apart() {
        let months = |year| Period::Months { count: 6, year };
        for (header, period, alone) in [
            ("Năm 2024", Some(Period::Year(2024)), true),
            ("TH 6T/2025", Some(months(Some(2025))), true),
            ("6T2025", Some(months(Some(2025))), true),
            ("Thực hiện 6 tháng đầu năm 2025", Some(months(Some(2025))), true),
            ("6 tháng 2025", Some(months(Some(2025))), true),
            ("Năm 2025 / 6 tháng", Some(months(Some(2025))), true),
            ("Số hộ nghèo năm 2025 (hộ)", Some(Period::Year(2025)), false),
            ("Thực hiện", None, true),
            ("Dân số (người)", None, false),
            ("Thửa 6T", None, false),
        ] {
            let times = Times::of(header);
            assert_eq!((one_period(&times.periods), times.alone()), (period, alone), "{header}: {times:?}");
        }
    }
}
