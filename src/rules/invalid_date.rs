//! `invalid-date`: a day or month the calendar does not have.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::index::Words;
use super::words::{Cursor, within};
use super::{Context, placeholders};
use crate::finding::{Finding, Severity, Text};
use std::ops::Range;

/// Looks at everything that is surely a date.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    for (i, block) in document.blocks.iter().enumerate() {
        let text = document.block_text(i as u32);
        for (range, fault) in wrong_dates(text, context.index.block(i)) {
            let shown = text.get(range.clone()).unwrap_or_default();
            let span = document.span(within(block.range, range.start, range.end));
            let (vi, en) = match fault {
                Fault::Month(month) => {
                    (format!("không có tháng {month}: “{shown}”"), format!("there is no month {month}: “{shown}”"))
                }
                Fault::Day(most) => (
                    format!("không có ngày này: “{shown}”; tháng đó chỉ có {most} ngày"),
                    format!("no such day: “{shown}”; that month has {most} days"),
                ),
            };
            findings.push(Finding::new("invalid-date", Severity::Error, span, Text::new(vi, en)));
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// A month above 12, or 0.
    Month(u32),
    /// A day the month does not have; how many it has.
    Day(u32),
}

/// Days of a month; the 29th of February stands where no year says otherwise.
fn days(month: u32, year: Option<u32>) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => {
            let leap = year.is_none_or(|y| y.is_multiple_of(4) && (!y.is_multiple_of(100) || y.is_multiple_of(400)));
            if leap { 29 } else { 28 }
        }
        _ => 31,
    }
}

fn fault(day: u32, month: u32, year: Option<u32>) -> Option<Fault> {
    if !(1..=12).contains(&month) {
        return Some(Fault::Month(month));
    }
    let most = days(month, year);
    (!(1..=most).contains(&day)).then_some(Fault::Day(most))
}

fn wrong_dates(text: &str, words: Words<'_>) -> Vec<(Range<usize>, Fault)> {
    let lists = placeholders::lists();
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    for Range { start, end } in words.digits(text) {
        if start < at {
            continue;
        }
        let run = end - start;
        at = end;
        let joins = |b: &u8| matches!(b, b'/' | b'-' | b'.' | b',') || b.is_ascii_alphanumeric();
        let joined = start.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(joins);
        if run > 2
            || joined
            || !bytes.iter().skip(at).take(8).any(|b| matches!(b, b'/' | b'-' | b'.' | b't' | b'T' | b'n' | b'N'))
        {
            continue;
        }
        let before = text.get(..start).unwrap_or_default();
        let named = lists.day.at_end(before).is_some();
        if let Some((end, [day, month, year])) = numeric(text, start, named).or_else(|| spelled(text, start, named)) {
            at = end;
            let fault = fault(day, month, (year > 0).then_some(year));
            found.extend(fault.map(|f| (start..end, f)));
        } else if lists.month.at_end(before).is_some()
            && let Some((end, month)) = month_of_year(text, start)
        {
            at = end;
            found.extend((!(1..=12).contains(&month)).then_some((start..end, Fault::Month(month))));
        }
    }
    found
}

/// The day, month and year that stand at a place behind the word for a day, and where they end.
pub(super) fn date_at(text: &str, start: usize) -> Option<(usize, [u32; 3])> {
    numeric(text, start, true).or_else(|| spelled(text, start, true))
}

fn number(cursor: &mut Cursor<'_>, most: usize) -> Option<u32> {
    cursor.digits(most)?.parse().ok()
}

/// `31/4/2024`, `28-2-2018`; behind the word for a day also `30/02`.
fn numeric(text: &str, start: usize, named: bool) -> Option<(usize, [u32; 3])> {
    let mut cursor = Cursor::new(text, start);
    let day = number(&mut cursor, 2)?;
    let sign = cursor.peek().filter(|c| matches!(c, '/' | '-' | '.'))?;
    cursor.eat(sign);
    let month = number(&mut cursor, 2)?;
    let mut end = cursor.at;
    let mut year = 0;
    if cursor.eat(sign) {
        match number(&mut cursor, 4) {
            Some(found) if (1900..2100).contains(&found) => {
                year = found;
                end = cursor.at;
            }
            _ => return None,
        }
    }
    let behind = text.get(end..)?;
    // `12/15/2016/TT-…` is no date; `ngày 12/15 xã` counts communes.
    let counted = year == 0 && placeholders::lists().count.at_start(behind).is_some();
    let goes_on = behind.strip_prefix(['/', '-', '%']).is_some_and(|rest| !rest.starts_with(' '));
    let sure = if year > 0 { sign != '.' || named } else { named && sign == '/' && month <= 31 };
    (sure && !counted && !goes_on).then_some((end, [day, month, year]))
}

/// `ngày 15 tháng 13 năm 2024`
fn spelled(text: &str, start: usize, named: bool) -> Option<(usize, [u32; 3])> {
    let lists = placeholders::lists();
    let mut cursor = Cursor::new(text, start);
    let day = number(&mut cursor, 2).filter(|_| named)?;
    cursor.spaces();
    cursor.phrase(&lists.month).then_some(())?;
    cursor.spaces();
    let month = number(&mut cursor, 2)?;
    let mut end = cursor.at;
    let mut year = 0;
    cursor.spaces();
    if cursor.phrase(&lists.year) {
        cursor.spaces();
        if let Some(found) = number(&mut cursor, 4) {
            year = found;
            end = cursor.at;
        }
    }
    Some((end, [day, month, year]))
}

/// `13/2024` or `13 năm 2024` behind the word for a month.
fn month_of_year(text: &str, start: usize) -> Option<(usize, u32)> {
    let mut cursor = Cursor::new(text, start);
    let month = number(&mut cursor, 2)?;
    if !cursor.eat('/') {
        cursor.spaces();
        cursor.phrase(&placeholders::lists().year).then_some(())?;
        cursor.spaces();
    }
    let year = number(&mut cursor, 4)?;
    (1900..2100).contains(&year).then_some((cursor.at, month))
}

#[cfg(test)]
mod tests {
    use super::super::index::Index;
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        wrong_dates(text, Index::of_text(text).block(0)).into_iter().map(|(r, _)| &text[r]).collect()
    }

    #[test]
    fn days_and_months_that_are_not() {
        assert_eq!(found("ngày 31/4/2024, 29/02/2023 và ngày 30/02"), ["31/4/2024", "29/02/2023", "30/02"]);
        assert_eq!(
            found("ngày 15 tháng 13 năm 2024; tháng 14/2024, tháng 13 năm 2023"),
            ["15 tháng 13 năm 2024", "14/2024", "13 năm 2023"]
        );
    }

    #[test]
    fn dates_that_are_and_things_that_are_none() {
        for text in [
            "29/02/2024, 31-12-2023, ngày 28.2.2018, ngày 29/2",
            "Quyết định 35/2016/QĐ-TTg, 30/02 hộ, trong ngày 12/15 xã báo cáo",
            "mỗi tháng 15 triệu đồng, 12 tháng 20 ngày, mục 1.31.2018",
            "tháng 12/2024",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
