//! `blank-field`: a number, a day or a year of the letter head or of a heading left blank.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::index::Words;
use super::words::{Cursor, Phrases, within};
use super::{Context, placeholders};
use crate::document::BlockKind;
use crate::finding::{Finding, Severity, Text};
use std::ops::Range;

/// Looks at numbers of documents, dates, years and headings.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    let severity = if context.final_stage { Severity::Error } else { Severity::Warning };
    for (i, block) in document.blocks.iter().enumerate() {
        let text = document.block_text(i as u32);
        let mut fields: Vec<(Range<usize>, Field)> = fields(text, context.index.block(i));
        if let Some(range) = heading_without_year(text, block.kind)
            && !starts_with_year(document.block_text(next_with_text(context, i)))
        {
            fields.push((range, Field::HeadingYear));
        }
        for (range, field) in fields {
            let severity = if field == Field::HeadingYear { Severity::Error } else { severity };
            let span = document.span(within(block.range, range.start, range.end));
            let message = field.message(text.get(range).unwrap_or_default());
            findings.push(Finding::new("blank-field", severity, span, message));
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Number,
    Date,
    Year,
    HeadingYear,
}

impl Field {
    fn message(self, text: &str) -> Text {
        let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (vi, en) = match self {
            Field::Number => ("số văn bản còn để trống", "the number of the document is blank"),
            Field::Date => ("ngày, tháng, năm còn để trống", "part of the date is blank"),
            Field::Year => ("năm còn để trống", "the year is blank"),
            Field::HeadingYear => ("tiêu đề thiếu năm", "the heading lacks its year"),
        };
        Text::new(format!("{vi}: “{shown}”"), format!("{en}: “{shown}”"))
    }
}

fn next_with_text(context: &Context<'_>, i: usize) -> u32 {
    let blocks = context.document.blocks.len();
    (i + 1..blocks).find(|&n| !context.document.block_text(n as u32).trim().is_empty()).unwrap_or(blocks) as u32
}

/// The blank fields of a text.
fn fields(text: &str, words: Words<'_>) -> Vec<(Range<usize>, Field)> {
    let lists = placeholders::lists();
    let mut found: Vec<(Range<usize>, Field)> = Vec::new();
    // The words of the table start with two letters and are short; others are passed without a look-up.
    for word in words.all.iter().filter(|w| matches!(w.first(), b's' | b'n')) {
        let (first, word) = (word.first(), word.range());
        if word.len() > 8 || found.last().is_some_and(|(r, _)| word.start < r.end) {
            continue;
        }
        let letters = text.get(word.clone()).unwrap_or_default();
        let is = |phrases: &Phrases| phrases.contains_word(letters);
        let hit = match first {
            b's' if is(&lists.number) => number(text, word.end).map(|end| (end, Field::Number)),
            b'n' if is(&lists.day) => date(text, word.start, word.end).map(|end| (end, Field::Date)),
            b'n' if is(&lists.year) => year(text, word.start, word.end).map(|end| (end, Field::Year)),
            _ => None,
        };
        if let Some((end, field)) = hit {
            found.push((word.start..end, field));
        }
    }
    found
}

/// Where the blank number ends whose word ends at `at`: `Số:      /BC-UBND`, `số …/…/NĐ-CP`, `số … ngày`.
fn number(text: &str, at: usize) -> Option<usize> {
    let mut cursor = Cursor::new(text, at);
    let spaces = cursor.spaces();
    let colon = cursor.eat(':');
    let marked = cursor.blank() || (spaces >= 2 && !colon);
    let signs = cursor.skip(|c| matches!(c, '/' | '-' | '–' | '.' | '…' | ' ' | '\u{a0}'));
    let code = cursor.skip(|c| c.is_uppercase() || matches!(c, '-' | '/' | '–'));
    if signs > 0 && code >= 2 && text.get(at..cursor.at)?.contains(['/', '-', '–']) {
        return Some(cursor.at);
    }
    let dots = text.get(at..)?.trim_start_matches([' ', ':', '\u{a0}']);
    let before_date = placeholders::lists().day.at_start(cursor.rest()).is_some();
    let end = text.get(..cursor.at)?.trim_end().len();
    (marked && code == 0 && before_date && dots.starts_with(['.', '…', '_'])).then_some(end)
}

/// Where the date ends whose first word stands at `start..at`, if a part of it is blank.
fn date(text: &str, start: usize, at: usize) -> Option<usize> {
    let lists = placeholders::lists();
    let mut cursor = Cursor::new(text, at);
    let (day, mut marked) = part(&mut cursor);
    if !day && !marked && slashes(&mut cursor) {
        return Some(cursor.at);
    }
    let numeric = !day && marked && cursor.eat('/');
    if numeric {
        cursor.skip(|c| c.is_ascii_digit() || matches!(c, '/' | '.' | '…' | '_' | ' '));
        return Some(text.get(..cursor.at)?.trim_end().len());
    }
    if !cursor.phrase(&lists.month) {
        return None;
    }
    let (month, blank) = part(&mut cursor);
    marked |= blank;
    let mut end = cursor.at;
    let mut year = true;
    if cursor.phrase(&lists.year) {
        let (found, blank) = part(&mut cursor);
        marked |= blank;
        year = found;
        end = cursor.at;
    }
    let complete = day && month && year;
    // `những ngày tháng 12 năm 2024` is no date: without a mark the field must stand alone, as in a letter head.
    let head = text.get(..start)?.trim_end();
    let alone = (head.is_empty() || head.ends_with(',')) && text.get(end..)?.trim().is_empty() && (day || month);
    let end = text.get(..end)?.trim_end().len();
    (!complete && (marked || (alone && !day))).then_some(end)
}

/// `…/…/2024` behind the word for a day, the dots already skipped or not.
fn slashes(cursor: &mut Cursor<'_>) -> bool {
    let from = *cursor;
    let digits = cursor.digits(2).is_some();
    if digits && cursor.eat('/') && cursor.blank() {
        cursor.skip(|c| c.is_ascii_digit() || matches!(c, '/' | '.' | '…' | '_'));
        return true;
    }
    *cursor = from;
    false
}

/// Reads a number or a blank; whether a number was there, and whether a mark for a blank was.
fn part(cursor: &mut Cursor<'_>) -> (bool, bool) {
    let mark = cursor.blank();
    let mut letters = *cursor;
    if letters.skip(|c| matches!(c, 'x' | 'X')) >= 2 && !letters.peek().is_some_and(char::is_alphanumeric) {
        letters.spaces();
        *cursor = letters;
        return (false, true);
    }
    let from = cursor.at;
    let number = cursor.digits(4).is_some();
    if number && cursor.at - from < 4 {
        // `20…` is a year that is not finished.
        let mut behind = *cursor;
        let open = cursor.rest().starts_with(['…', '_']) || cursor.rest().starts_with("..");
        if open && behind.blank() {
            *cursor = behind;
            return (false, true);
        }
    }
    if number {
        cursor.spaces();
    }
    (number, mark && !number)
}

/// Where a year ends that is not finished: `năm 20…`, `năm 20xx`, `ĐẾN NĂM .....`.
fn year(text: &str, start: usize, at: usize) -> Option<usize> {
    let mut cursor = Cursor::new(text, at);
    cursor.spaces();
    if cursor.rest().starts_with("20") {
        cursor.at += 2;
        let rest = cursor.rest();
        let tail = rest.trim_start_matches(['.', '…', '_', 'x', 'X']);
        let open =
            rest.starts_with(['…', '_']) || rest.starts_with("..") || rest.starts_with("xx") || rest.starts_with("XX");
        let end = cursor.at + rest.len() - tail.len();
        return (open && !tail.starts_with(char::is_alphanumeric)).then_some(end);
    }
    let rest = cursor.rest();
    let dots = rest.len() - rest.trim_start_matches(['.', '…', '_']).len();
    let marked = rest.starts_with(['…', '_']) || rest.starts_with("..");
    let heading = text.get(start..at)?.chars().all(char::is_uppercase) || needs_year(text.get(..at)?);
    (marked && heading).then_some(cursor.at + dots)
}

/// A heading may go on in a line of its own: `… ĐẾN NĂM` and below it `2030 …`.
fn starts_with_year(text: &str) -> bool {
    let text = text.trim_start();
    text.bytes().take_while(u8::is_ascii_digit).count() == 4 && text.starts_with(['1', '2'])
}

fn needs_year(text: &str) -> bool {
    placeholders::lists().needs_year.at_end(text).is_some()
}

/// The words of a heading that should be followed by a year.
fn heading_without_year(text: &str, kind: BlockKind) -> Option<Range<usize>> {
    let capitals = |text: &str| text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
    let heading = matches!(kind, BlockKind::Heading { .. }) || (kind == BlockKind::Paragraph && capitals(text));
    let start = heading.then(|| placeholders::lists().needs_year.at_end(text))??;
    Some(start..text.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::super::index::Index;
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        fields(text, Index::of_text(text).block(0)).into_iter().map(|(r, _)| &text[r]).collect()
    }

    #[test]
    fn numbers_of_documents() {
        assert_eq!(found("Số          - BC/ĐU"), ["Số          - BC/ĐU"]);
        assert_eq!(found("Số:      /BC-UBND"), ["Số:      /BC-UBND"]);
        assert_eq!(found("Số - BC/ĐU"), ["Số - BC/ĐU"]);
        assert_eq!(found("theo Công văn số ..../UBND-TH ngày 5/3/2024"), ["số ..../UBND-TH"]);
        assert_eq!(found("Quyết định số … ngày 5/3/2024"), ["số …"]);
        assert_eq!(found("Số: 186/BC-UBND, số 21 - NQ/HU, một số - không nhiều, tổng số: 12"), [""; 0]);
    }

    #[test]
    fn dates_with_a_part_left_open() {
        assert_eq!(found("Nậm Sỏi, ngày       tháng 12 năm 2024"), ["ngày       tháng 12 năm 2024"]);
        assert_eq!(found("ngày … tháng … năm …"), ["ngày … tháng … năm …"]);
        assert_eq!(found("Nậm Sỏi, ngày tháng 12 năm 2024"), ["ngày tháng 12 năm 2024"]);
        assert_eq!(found("ngày 05 tháng … năm 2024"), ["ngày 05 tháng … năm 2024"]);
        assert_eq!(found("ngày …/…/2024 của"), ["ngày …/…/2024"]);
        assert_eq!(found("ngày xx tháng xx năm 2024"), ["ngày xx tháng xx năm 2024"]);
    }

    #[test]
    fn dates_that_are_whole_or_no_dates() {
        for text in [
            "ngày 05 tháng 12 năm 2024",
            "Những ngày tháng 12 năm 2024 trời rét.",
            "Họ tên, ngày tháng năm sinh",
            "Đến ngày 5 tháng năm, xã có 3 hộ",
            "ngày 5/12/2024",
            "qua các năm...",
            "mỗi ngày... có mưa",
        ] {
            assert_eq!(found(text), [""; 0], "{text:?}");
        }
    }

    #[test]
    fn years_that_are_not_finished() {
        assert_eq!(found("BÁO CÁO NĂM 20…"), ["NĂM 20…"]);
        assert_eq!(found("kế hoạch năm 20xx"), ["năm 20xx"]);
        assert_eq!(found("tầm nhìn đến năm ...."), ["năm ...."]);
    }
}
