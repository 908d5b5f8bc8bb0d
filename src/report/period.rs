//! Names of periods, the same in both languages and stable for tools.

use crate::figures::Period;

/// `2020`, `2021-2025`, `2021-08`, `2024-M1..M9`, `2024-Q3`, `2024-10-30`, `5y`, `same-period`…
/// A year that the text does not print is `*`.
pub fn name(period: Period) -> String {
    let of = |year: Option<u16>| year.map_or_else(|| "*".to_string(), |y| y.to_string());
    match period {
        Period::Year(year) => year.to_string(),
        Period::Years { from, to, .. } => format!("{from}-{to}"),
        Period::Month { month, year } => format!("{}-{month:02}", of(year)),
        Period::Months { count, year } => format!("{}-M1..M{count}", of(year)),
        Period::Quarter { quarter, year } => format!("{}-Q{quarter}", of(year)),
        Period::Date { day, month, year } => format!("{}-{month:02}-{day:02}", of(year)),
        Period::Span { years } => format!("{years}y"),
        Period::SamePeriod => "same-period".to_string(),
        Period::PreviousYear => "previous-year".to_string(),
        Period::Previous => "previous".to_string(),
        Period::TermStart => "term-start".to_string(),
        Period::Term => "term".to_string(),
        Period::YearStart => "year-start".to_string(),
        Period::SinceYearStart => "since-year-start".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_that_is_not_printed_is_a_star() {
        assert_eq!(name(Period::Months { count: 9, year: Some(2024) }), "2024-M1..M9");
        assert_eq!(name(Period::Date { day: 17, month: 6, year: None }), "*-06-17");
    }
}
