//! Dates against dates: data from after the report, works that end before they begin.

use super::super::placeholders;
use super::{CUES, Cursor, Document, Fault, Moment, Phrases, Severity, Text};
use crate::source::border;

/// Letter heads stand within so many blocks of the start.
const HEAD: usize = 24;

/// The date of the report: the date line of its letter head, `Mường Lự, ngày … tháng 12 năm 2024`.
pub(super) fn of_report(document: &Document) -> Option<Moment> {
    (0..document.blocks.len().min(HEAD)).find_map(|i| {
        let text = document.block_text(i as u32);
        let found = placeholders::lists().day.find(text)?;
        let head = text.get(..found.start)?.trim_end();
        let (end, moment) = moment(text, found.start)?;
        let alone = (head.is_empty() || head.ends_with(',')) && text.get(end..)?.trim().is_empty() && moment.month > 0;
        alone.then_some(moment)
    })
}

/// Reads a date, a month of a year or a year: `ngày 30/6/2025`, `tháng 3/2025`, `tháng 6 năm 2025`, `2025`.
fn moment(text: &str, at: usize) -> Option<(usize, Moment)> {
    let lists = placeholders::lists();
    let mut cursor = Cursor::new(text, at);
    cursor.spaces();
    if cursor.phrase(&lists.day) {
        cursor.blank();
        let mut ahead = cursor;
        if let Some(number) = ahead.digits(2) {
            let day = number.parse().ok()?;
            ahead.spaces();
            if ahead.phrase(&lists.month) {
                cursor = ahead;
                return month(cursor, day);
            }
        } else if cursor.phrase(&lists.month) {
            return month(cursor, 0);
        }
        return numeric(cursor);
    }
    if cursor.phrase(&lists.month) {
        return month(cursor, 0);
    }
    if cursor.phrase(&lists.year) {
        cursor.spaces();
        let year = year(&mut cursor)?;
        return Some((cursor.at, Moment { year, month: 0, day: 0 }));
    }
    numeric(cursor)
}

fn year(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut ahead = *cursor;
    let year = ahead.digits(4).filter(|d| d.len() == 4)?.parse().ok().filter(|y| (1900..2100).contains(y))?;
    *cursor = ahead;
    Some(year)
}

/// Behind the word for a month: `6/2025`, `6 năm 2025`.
fn month(mut cursor: Cursor<'_>, day: u32) -> Option<(usize, Moment)> {
    cursor.blank();
    let month: u32 = cursor.digits(2)?.parse().ok().filter(|m| (1..=12).contains(m))?;
    if !cursor.eat('/') {
        cursor.spaces();
        cursor.phrase(&placeholders::lists().year).then_some(())?;
        cursor.spaces();
    }
    let year = year(&mut cursor)?;
    Some((cursor.at, Moment { year, month, day }))
}

/// `30/6/2025`, `6/2025`.
fn numeric(mut cursor: Cursor<'_>) -> Option<(usize, Moment)> {
    let sign = |c: &mut Cursor<'_>| c.eat('/') || c.eat('-') || c.eat('.');
    let first: u32 = cursor.digits(2)?.parse().ok()?;
    sign(&mut cursor).then_some(())?;
    if let Some(year) = year(&mut cursor) {
        return (1..=12).contains(&first).then_some((cursor.at, Moment { year, month: first, day: 0 }));
    }
    let month: u32 = cursor.digits(2)?.parse().ok().filter(|m| (1..=12).contains(m))?;
    sign(&mut cursor).then_some(())?;
    let year = year(&mut cursor)?;
    Some((cursor.at, Moment { year, month, day: first }))
}

/// No clause is longer, in bytes.
const FAR: usize = 4000;

/// The clause that a place stands in, up to the place.
fn clause(text: &str, at: usize) -> &str {
    let bytes = text.as_bytes();
    let ends = |i: &usize| match bytes.get(*i) {
        Some(b';' | b'(' | b'\n') => true,
        Some(b'.') => bytes.get(i + 1).is_none_or(|b| b.is_ascii_whitespace()),
        _ => false,
    };
    let far = border(text, at.saturating_sub(FAR));
    let start = (far..at).rev().find(ends).map_or(far, |i| i + 1);
    text.get(start..at).unwrap_or_default()
}

/// `số liệu đến tháng 3/2025` in a report of December 2024.
pub(super) fn after_report(text: &str, report: Moment, goals: bool) -> Vec<Fault> {
    let mut found = later_than(text, report, &CUES.data);
    if found.is_empty() && !goals {
        found = later_than(text, report, &CUES.until);
    }
    found
}

fn later_than(text: &str, report: Moment, cues: &Phrases) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(cue) = text.get(at..).and_then(|rest| cues.find(rest)) {
        let (start, end) = (at + cue.start, at + cue.end);
        at = end;
        // The cue may have taken the word for a day: `tính đến ngày 30/6`.
        let Some((stop, when)) = moment(text, end) else { continue };
        if when.after(report) && CUES.plan.find(clause(text, start)).is_none() {
            let shown = text.get(start..stop).unwrap_or_default();
            let dated =
                if report.month > 0 { format!("{}/{}", report.month, report.year) } else { report.year.to_string() };
            found.push(Fault {
                range: start..stop,
                severity: Severity::Warning,
                message: Text::new(
                    format!("báo cáo đề tháng {dated} nhưng dẫn “{shown}”"),
                    format!("the report is dated {dated} but cites “{shown}”"),
                ),
            });
        }
    }
    found
}

/// `khởi công tháng 5/2023, hoàn thành tháng 8/2022`
pub(super) fn ended_before_begun(text: &str) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(cue) = text.get(at..).and_then(|rest| CUES.begin.find(rest)) {
        let start = at + cue.start;
        at += cue.end;
        let Some((stop, begun)) = moment(text, at).or_else(|| bare_year(text, at)) else { continue };
        let rest = text.get(stop..).unwrap_or_default();
        let Some(cue) = rest.split(['.', ';', '(']).next().and_then(|clause| CUES.end.find(clause)) else { continue };
        let place = stop + cue.end;
        let Some((last, ended)) = moment(text, place).or_else(|| bare_year(text, place)) else { continue };
        if begun.after(ended) {
            let shown = |from, to| text.get(from..to).unwrap_or_default();
            let (start_shown, end_shown) = (shown(start, stop), shown(stop + cue.start, last));
            found.push(Fault {
                range: start..last,
                severity: Severity::Error,
                message: Text::new(
                    format!("“{end_shown}” sớm hơn “{start_shown}”"),
                    format!("“{end_shown}” lies before “{start_shown}”"),
                ),
            });
        }
        at = last;
    }
    found
}

fn bare_year(text: &str, at: usize) -> Option<(usize, Moment)> {
    let mut cursor = Cursor::new(text, at);
    cursor.spaces();
    let year = year(&mut cursor)?;
    Some((cursor.at, Moment { year, month: 0, day: 0 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_all_forms() {
        let read = |text: &str| moment(text, 0).map(|(_, m)| (m.day, m.month, m.year));
        assert_eq!(read("ngày 30/6/2025"), Some((30, 6, 2025)));
        assert_eq!(read(" 30/6/2025"), Some((30, 6, 2025)));
        assert_eq!(read("tháng 3/2025"), Some((0, 3, 2025)));
        assert_eq!(read("tháng 6 năm 2025"), Some((0, 6, 2025)));
        assert_eq!(read("ngày      tháng 12 năm 2024"), Some((0, 12, 2024)));
        assert_eq!(read("ngày 05 tháng 12 năm 2024"), Some((5, 12, 2024)));
        assert_eq!(read("năm 2025"), Some((0, 0, 2025)));
        assert_eq!(read("30/6"), None);
    }
}
