//! `document-number`: a document number whose issuer is cut short, or with spaces inside.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::words::{Cursor, within};
use super::{Context, invalid_date, placeholders};
use crate::document::TextRange;
use crate::finding::{Finding, Severity, Text};
use crate::lexicon;
use hashbrown::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../rules/lexicon/document-codes.tsv");

/// Every known code, and whether one a letter off is surely a slip.
static CODES: LazyLock<HashMap<&str, bool>> = LazyLock::new(|| {
    let rows = lexicon::rows(TABLE).unwrap_or_default();
    rows.iter().filter_map(|r| Some((*r.first()?, *r.get(1)? == "yes"))).collect()
});

/// Reads every document number of the draft, then judges those that stand out.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    let mut all: Vec<(TextRange, Number)> = Vec::new();
    for (i, block) in document.blocks.iter().enumerate() {
        let text = document.block_text(i as u32);
        all.extend(numbers(text).into_iter().map(|n| (within(block.range, n.range.start, n.range.end), n)));
    }
    let mut used: HashMap<&str, u32> = HashMap::new();
    for (_, number) in &all {
        *used.entry(&number.issuer).or_default() += 1;
    }
    for (range, number) in &all {
        let shown = document.slice(*range);
        if let Some(fits) = unknown_issuer(&number.issuer, &used) {
            let message = Text::new(
                format!("ký hiệu cơ quan ban hành trong “{shown}” không có; có thể là {fits}"),
                format!("the issuer's code in “{shown}” is unknown; perhaps {fits}"),
            );
            findings.push(Finding::new("document-number", Severity::Warning, document.span(*range), message));
        }
    }
    two_dates(context, &all, findings);
    let mut spaced: Vec<&(TextRange, Number)> = all.iter().filter(|(_, n)| n.spaced).collect();
    document.body_first(&mut spaced, |(range, _)| *range);
    let mut spaced = spaced.into_iter();
    if let Some((first, _)) = spaced.next() {
        let shown = document.slice(*first);
        let tight: String = shown.split_whitespace().collect();
        let message = Text::new(
            format!("số, ký hiệu văn bản có khoảng trắng: “{shown}”; viết liền là {tight}"),
            format!("spaces inside a document number: “{shown}”; write {tight}"),
        );
        let mut finding = Finding::new("document-number", Severity::Note, document.span(*first), message);
        for (range, _) in spaced {
            finding = finding.label(document.span(*range), Text::new("ở đây cũng vậy", "here too"));
        }
        findings.push(finding);
    }
}

/// One document, dated twice: `Nghị quyết số 07-NQ/HU ngày 15/9/2021` and `ngày 15/9/2022`. Numbers begin again every
/// year or term: only dates that differ in one place are surely meant to be the same.
fn two_dates(context: &Context<'_>, all: &[(TextRange, Number)], findings: &mut Vec<Finding>) {
    const JANUARY: u32 = 1;
    let document = context.document;
    let mut seen: HashMap<String, (TextRange, [u32; 3])> = HashMap::new();
    let mut dated: Vec<(TextRange, String, [u32; 3])> = Vec::new();
    for (range, number) in all {
        let Some((end, date)) = number.date else { continue };
        let tight = document.slice(*range).split_whitespace().collect();
        dated.push((TextRange::new(range.start, range.end + end as u32), tight, date));
    }
    document.body_first(&mut dated, |(range, ..)| *range);
    for (range, tight, date) in dated {
        let Some((first, other)) = seen.get(&tight) else {
            seen.insert(tight, (range, date));
            continue;
        };
        let apart: Vec<usize> = (0..3).filter(|&i| date.get(i) != other.get(i)).collect();
        let same_day_each_year = apart == [2] && date[1] == JANUARY;
        if apart.len() != 1 || same_day_each_year {
            continue;
        }
        let shown = |d: &[u32; 3]| format!("{}/{}/{}", d[0], d[1], d[2]);
        let message = Text::new(
            format!("cùng một văn bản nhưng ở đây ghi ngày {}, chỗ khác ghi ngày {}", shown(&date), shown(other)),
            format!("one document is dated {} here and {} elsewhere", shown(&date), shown(other)),
        );
        let finding = Finding::new("document-number", Severity::Warning, document.span(range), message);
        findings.push(finding.label(document.span(*first), Text::new("ở đây ghi ngày khác", "another date here")));
    }
}

/// A document number: `29-NQ/TW`, `108/2014/NĐ-CP`.
#[derive(Debug)]
struct Number {
    range: Range<usize>,
    issuer: String,
    spaced: bool,
    /// The date right behind it: how far behind it ends, and day, month and year.
    date: Option<(usize, [u32; 3])>,
}

fn numbers(text: &str) -> Vec<Number> {
    let bytes = text.as_bytes();
    let mut found: Vec<Number> = Vec::new();
    // Found by the sign before the code of the type: `-NQ`, `/QĐ`.
    for i in memchr::memchr2_iter(b'-', b'/', bytes) {
        let head = text.get(..i).unwrap_or_default().trim_end_matches([' ', '\u{a0}']);
        let mut start = head.len() - head.bytes().rev().take_while(u8::is_ascii_digit).count();
        if start == head.len() || found.last().is_some_and(|n| start < n.range.end) {
            continue;
        }
        if let Some(before) = head.get(..start).and_then(|head| head.strip_suffix('/')) {
            start = before.len() - before.bytes().rev().take_while(u8::is_ascii_digit).count();
        }
        let mut cursor = Cursor::new(text, i + 1);
        let spaced = cursor.spaces() > 0 || head.len() < i;
        let Some(kind) = code(&mut cursor, text).filter(|c| (2..=5).contains(&c.chars().count())) else { continue };
        let gap = cursor.spaces() > 0;
        let joined = cursor.eat('/') || cursor.eat('-');
        let gap = (joined && cursor.spaces() > 0) || gap;
        let Some(issuer) = code(&mut cursor, text).filter(|_| joined) else { continue };
        // `A - B` between two words in capitals is a dash, not a number.
        if kind.chars().next().is_some_and(char::is_lowercase) || start == head.len() {
            continue;
        }
        // `1482/TTCP-C.IV`: a code that goes on behind a dot is not read.
        let mut behind = cursor.rest().chars();
        if behind.next() == Some('.') && behind.next().is_some_and(char::is_uppercase) {
            continue;
        }
        let issuer = issuer.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
        let date = date_behind(cursor.rest());
        found.push(Number { range: start..cursor.at, issuer, spaced: spaced || gap, date });
    }
    found
}

/// `, ngày 15/9/2021`, ` ngày 15 tháng 9 năm 2021`: the date that a text begins with.
fn date_behind(text: &str) -> Option<(usize, [u32; 3])> {
    let rest = text.trim_start_matches([' ', '\u{a0}', ',']);
    let day = placeholders::lists().day.at_start(rest)?;
    let start = text.len() - rest.len() + day;
    let start = start + (text.get(start..)?.len() - text.get(start..)?.trim_start().len());
    invalid_date::date_at(text, start).filter(|(_, date)| date[2] > 0)
}

/// Reads a code: a word that starts with a capital and has hardly any small letters.
fn code<'a>(cursor: &mut Cursor<'a>, text: &'a str) -> Option<&'a str> {
    let start = cursor.at;
    cursor.skip(lexicon::is_alphanumeric);
    let word = text.get(start..cursor.at)?;
    let small = word.chars().filter(|c| c.is_lowercase()).count();
    (word.starts_with(char::is_uppercase) && small <= 1).then_some(word)
}

/// The codes an unknown one may have been, if it is one letter short of them or one too long.
fn unknown_issuer(issuer: &str, used: &HashMap<&str, u32>) -> Option<String> {
    if CODES.contains_key(issuer) || issuer.is_empty() || used.get(issuer).is_some_and(|n| *n > 1) {
        return None;
    }
    let close = |code: &str| {
        // Two letters and one more are another code as likely as not: `HU`, `HUB`.
        one_letter_more(issuer, code) || (code.chars().count() > 2 && one_letter_more(code, issuer))
    };
    let mut near: Vec<&str> =
        CODES.iter().filter(|(code, near)| **near && close(code)).map(|(code, _)| *code).collect();
    // What the draft itself uses comes first, and alone where there is any.
    near.sort_by_key(|code| (std::cmp::Reverse(used.get(code).copied().unwrap_or(0)), *code));
    if near.first().is_some_and(|code| used.contains_key(code)) {
        near.retain(|code| used.contains_key(code));
    }
    near.truncate(3);
    (!near.is_empty()).then(|| near.join(", "))
}

/// Whether `long` is `short` with one letter put in.
fn one_letter_more(short: &str, long: &str) -> bool {
    let mut ends = long.char_indices().map(|(i, c)| (i, i + c.len_utf8()));
    ends.any(|(i, end)| {
        let (head, tail) = (long.get(..i).unwrap_or_default(), long.get(end..).unwrap_or_default());
        short.strip_prefix(head) == Some(tail)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_all_kinds_are_read() {
        let read = |text: &str| {
            numbers(text)
                .into_iter()
                .map(|n| (text[n.range.clone()].to_owned(), n.issuer, n.spaced))
                .collect::<Vec<_>>()
        };
        let one = |a: &str, b: &str, c| vec![(a.to_owned(), b.to_owned(), c)];
        assert_eq!(read("số 29-NQ/TW ngày"), one("29-NQ/TW", "TW", false));
        assert_eq!(read("số 108/2014/NĐ-CP về"), one("108/2014/NĐ-CP", "CP", false));
        assert_eq!(read("số 21 - NQ/HU, ngày"), one("21 - NQ/HU", "HU", true));
        assert_eq!(read("số 14-QĐi/TW"), one("14-QĐi/TW", "TW", false));
        assert_eq!(read("Nghị quyết 42/2021/QH15, giai đoạn 2021 - 2025, 12-14 tiêu chí, 9/14 TTKT"), vec![]);
    }

    #[test]
    fn an_issuer_cut_short_is_seen() {
        let used = HashMap::from([("TW", 4), ("HU", 3), ("KTXH", 2)]);
        assert_eq!(unknown_issuer("W", &used).as_deref(), Some("TW"));
        assert_eq!(unknown_issuer("TW", &used), None);
        assert_eq!(unknown_issuer("KTXH", &used), None);
        assert_eq!(unknown_issuer("UBDN", &used), None);
    }
}
