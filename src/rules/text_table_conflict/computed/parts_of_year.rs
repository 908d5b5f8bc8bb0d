//! Parts of a year whose quarters or months are rows: `sáu tháng cuối năm đón 219,6 nghìn lượt` of `Quý III` and `Quý IV`.

use super::super::bind;
use super::beside::Beside;
use crate::figures::Period;
use crate::tables::prose_words;
use std::ops::RangeInclusive;

/// The rows that make the part of the year a clause names, and the year it says; the clause may say nothing that the table
/// does not know.
pub fn rows(table: &Beside<'_>, index: usize) -> Option<(Vec<usize>, Option<Period>)> {
    let (months, year) = months(table, index)?;
    let (first, last) = months.into_inner();
    let times = &table.names.times;
    let quarters = first % 3 == 1 && last.is_multiple_of(3);
    let quarter = |n: u8| move |p: &Period| matches!(p, Period::Quarter { quarter, .. } if *quarter == n);
    let month = |n: u8| move |p: &Period| matches!(p, Period::Month { month, .. } if *month == n);
    // one row each, or nothing is sure
    let one = |fits: &dyn Fn(&Period) -> bool| {
        let mut found = times.iter().filter(|(p, _)| fits(p)).map(|(_, row)| *row);
        found.next().filter(|_| found.next().is_none())
    };
    let of_quarters = || (first / 3 + 1..=last / 3).map(|n| one(&quarter(n))).collect::<Option<Vec<usize>>>();
    let of_months = || (first..=last).map(|n| one(&month(n))).collect::<Option<Vec<usize>>>();
    let rows = if quarters { of_quarters().or_else(of_months) } else { of_months() }?;
    let own = table.paragraph.mentions.get(index)?.own.clone();
    let halves: Vec<usize> = own.clone().filter(|&i| half(table, i).is_some()).flat_map(|i| i..i + 4).collect();
    let said = table.said(own.filter(|i| !halves.contains(i)));
    (rows.len() >= 2 && !said.foreign).then_some((rows, year))
}

/// The months that a clause speaks of, unless one row has them all.
fn months(table: &Beside<'_>, index: usize) -> Option<(RangeInclusive<u8>, Option<Period>)> {
    let mention = table.paragraph.mentions.get(index)?;
    let own = mention.own.clone();
    let time = own.clone().find_map(|i| table.time_at(i).map(|p| (i, p)));
    match time {
        Some((_, period @ Period::Months { count, year })) => {
            let open = count >= 2 && bind::row_at_time(table.names, period).is_none();
            open.then_some((1..=count, year.map(Period::Year)))
        }
        Some((_, Period::Year(_))) | None => {
            let year = time.map(|t| t.1);
            own.clone().find_map(|i| half(table, i)).map(|months| (months, year))
        }
        Some(_) => None,
    }
}

/// The half of the year that is named from a piece on.
fn half(table: &Beside<'_>, piece: usize) -> Option<RangeInclusive<u8>> {
    let words: Vec<&str> = (piece..piece + 4).map_while(|i| table.paragraph.word(i)).map(|w| w.text.as_ref()).collect();
    prose_words::half_of_year(&words).map(|first| if first { 1..=6 } else { 7..=12 })
}
