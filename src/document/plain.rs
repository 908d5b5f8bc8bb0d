//! Plain text without markup: pandoc's `plain`, and the text exports of word
//! processors with one line a paragraph.

use super::build::{Builder, Place, is_blank};
use super::lines::{Line, extent, lines};
use super::list_notes::Region;
use super::merged;
use super::{BlockKind, Loss, Unreadable, heading};
use crate::source::Span;
use unicode_normalization::UnicodeNormalization;

/// Fewer glued numbers are no lost notes.
const FEWEST_MARKS: usize = 3;
/// Note numbers that may be missing between two that were found.
const WIDEST_GAP: u32 = 8;

/// Length of `[3] ` at the start of a line.
pub(crate) fn mark_length(line: &str) -> Option<usize> {
    number(line).map(|(_, length)| length)
}

fn number(line: &str) -> Option<(u32, usize)> {
    let (digits, rest) = line.strip_prefix('[')?.split_once(']')?;
    let number = digits.parse().ok().filter(|_| digits.len() < 8)?;
    rest.starts_with(' ').then_some((number, digits.len() + 3))
}

/// The notes at the end of pandoc's plain text: `[1] …`, `[2] …`.
pub(crate) fn regions(lines: &[Line]) -> Vec<Region> {
    let begins = |i: usize| i.checked_sub(1).and_then(|i| lines.get(i)).is_none_or(Line::is_blank);
    let starts: Vec<(usize, u32)> = lines
        .iter()
        .enumerate()
        .filter(|(i, line)| line.text.starts_with('[') && begins(*i))
        .filter_map(|(i, line)| number(line.text).map(|(n, _)| (i, n)))
        .collect();
    let Some(first) = starts.iter().rposition(|&(_, n)| n == 1) else { return Vec::new() };
    let mut out: Vec<Region> = Vec::new();
    for &(start, n) in starts.iter().skip(first) {
        if n as usize == out.len() + 1 {
            if let Some(last) = out.last_mut() {
                last.end = start - 1;
            }
            out.push(Region { start, end: lines.len() - 1, label: n.to_string() });
        }
    }
    out
}

/// Whether every line is a paragraph: few empty lines, some long ones.
pub(crate) fn is_line_per_paragraph(text: &str) -> bool {
    let (mut blank, mut filled, mut longest) = (0, 0, 0);
    for line in text.lines() {
        *(if is_empty(line) { &mut blank } else { &mut filled }) += 1;
        longest = longest.max(line.len());
    }
    // Next to no empty lines, and lines that nobody breaks: short paragraphs.
    let dense = filled >= 40 && blank * 20 < filled;
    longest > if dense { 160 } else { 240 } && blank * 2 < filled
}

fn is_empty(text: &str) -> bool {
    text.chars().all(is_blank)
}

/// Reads a file with one line a paragraph and tabs between the cells of a table.
pub(crate) fn read(b: &mut Builder) {
    b.typed_headings = true;
    let lines = lines(b.source);
    let marks = glued_marks(b.source);
    if !marks.is_empty() {
        b.lose(Loss::Notes);
    }
    let mut marks = marks.as_slice();
    let mut rest = lines.as_slice();
    while let Some((line, more)) = rest.split_first() {
        let (rows, behind) = rest.split_at(rest.iter().take_while(|l| tabs(l) >= 1).count());
        if rows.len() >= 3 && rows.iter().filter(|l| tabs(l) >= 2).count() * 2 >= rows.len() {
            table(b, rows, &mut marks);
            rest = behind;
        } else if let Some((level, length)) = broken_heading(rest) {
            for (i, line) in rest.iter().take(length).enumerate() {
                if i > 0 {
                    b.soft_break(Span::new(line.span.start, line.span.start));
                }
                append(b, line.trimmed(), &mut marks);
            }
            b.close(BlockKind::Heading { level });
            rest = rest.get(length..).unwrap_or_default();
        } else {
            append(b, line.trimmed(), &mut marks);
            b.close(BlockKind::Paragraph);
            rest = more;
        }
    }
}

/// A part and its title in capitals below it are one heading on several lines: its level, how many lines.
fn broken_heading(lines: &[Line]) -> Option<(u8, usize)> {
    let mut lines = lines.iter().map(|line| line.trimmed().text);
    let first = lines.next()?;
    let level = heading::own_level(first)?;
    if heading::part_level(first).is_none() && !heading::is_capitals(first) {
        return None;
    }
    let titles = lines.take_while(|t| heading::own_level(t).is_none() && heading::is_capitals(t));
    let length = 1 + titles.count();
    (length > 1).then_some((level, length))
}

/// Tabs behind the first word of a line.
fn tabs(line: &Line) -> usize {
    match line.is_blank() || line.text.starts_with("\t\t\t\t") {
        true => 0,
        false => memchr::memchr_iter(b'\t', line.text.as_bytes()).count(),
    }
}

fn table(b: &mut Builder, lines: &[Line], marks: &mut &[Mark]) {
    let table = b.table(extent(lines));
    let rows: Vec<Vec<Line>> = lines.iter().map(cells).collect();
    let even = merged::is_even(&rows);
    let texts = || rows.iter().map(|r| r.iter().map(|c| c.text).collect()).collect::<Vec<Vec<&str>>>();
    let layout = if even { None } else { merged::layout(&texts()) };
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let place = match &layout {
                Some(layout) => layout.place(row, column),
                None => Some(Place::single(row as u32, column as u32)),
            };
            let Some(place) = place else { continue };
            append(b, *cell, marks);
            b.close_cell(table, place, false);
        }
    }
    let unreadable = (!even && layout.is_none()).then_some(Unreadable::RaggedRows);
    b.close_table(table, layout.map_or(0, |l| l.header_rows as u32), unreadable);
}

/// What stands between the tabs of a line.
fn cells<'s>(line: &Line<'s>) -> Vec<Line<'s>> {
    let mut start = 0;
    let ends = memchr::memchr_iter(b'\t', line.text.as_bytes()).chain([line.text.len()]);
    ends.map(|end| line.part(std::mem::replace(&mut start, end + 1), end).trimmed()).collect()
}

/// Appends a line; numbers that are lost note marks become marks.
fn append(b: &mut Builder, line: Line, marks: &mut &[Mark]) {
    let mut at = line.span.start;
    while let Some((mark, rest)) = marks.split_first() {
        if mark.span.start >= line.span.end {
            break;
        }
        *marks = rest;
        if mark.span.start >= at {
            b.copy(Span::new(at, mark.span.start));
            b.mark(mark.span, &mark.number.to_string());
            at = mark.span.end;
        }
    }
    b.copy(Span::new(at, line.span.end.max(at)));
}

/// A number that stands where a note was referred to.
#[derive(Clone, Copy, Debug)]
struct Mark {
    span: Span,
    number: u32,
}

/// Numbers glued to a word, a percentage or a bracket that count 1, 2, 3 …
/// through the text: marks of notes whose text the export dropped.
fn glued_marks(source: &str) -> Vec<Mark> {
    let bytes = source.as_bytes();
    let mut out: Vec<Mark> = Vec::new();
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        let start = at + next;
        at = start + bytes.iter().skip(start).take_while(|b| b.is_ascii_digit()).count();
        let parts = || Some((source.get(..start)?, source.get(start..at)?, source.get(at..)?));
        let Some((before, digits, behind)) = parts() else { break };
        let expected = out.last().map_or(1, |m| m.number + 1);
        let Ok(number) = digits.parse::<u32>() else { continue };
        if (expected..=expected + WIDEST_GAP).contains(&number)
            && !digits.starts_with('0')
            && !continues(behind)
            && is_glued(before)
        {
            out.push(Mark { span: Span::new(start as u32, at as u32), number });
        }
    }
    if out.len() < FEWEST_MARKS || out.first().is_none_or(|m| m.number != 1) { Vec::new() } else { out }
}

/// Whether a number goes on.
fn continues(rest: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        Some('.' | ',' | '/' | '-') => chars.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => c.is_alphabetic() || c == '%' || c == '/',
        None => false,
    }
}

/// Whether the text before a number ends with a word, a sign or a bracket.
fn is_glued(before: &str) -> bool {
    // At most three marks belong to a letter that is written decomposed.
    let end: Vec<char> = before.chars().rev().take(16).collect();
    let composed: Vec<char> = end.into_iter().rev().nfc().collect();
    let tail: Vec<char> = composed.into_iter().rev().take(4).collect();
    match tail.first() {
        Some('%' | ')' | '”' | '"' | ';') => true,
        Some('.' | ',') => tail.get(1).is_some_and(|c| c.is_alphabetic()),
        Some(c) if c.is_alphabetic() => {
            let letters: Vec<char> = tail.iter().copied().take_while(|c| c.is_alphabetic()).collect();
            // `km2`, `m3`, `CO2`, `H2` are words of their own.
            (letters.len() >= 3 || letters.iter().any(|c| !c.is_ascii())) && letters.iter().any(|c| c.is_lowercase())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_of_pandoc_plain() {
        let text = "[1] Tài liệu\n\nĐạt 5 ha[1] và[2].\n\n[1] Một\ndòng\n\n[2] Hai\n\nđoạn hai\n";
        let found: Vec<_> = regions(&lines(text)).into_iter().map(|r| (r.start, r.end, r.label)).collect();
        assert_eq!(found, [(4, 6, "1".into()), (7, 10, "2".into())]);
    }

    #[test]
    fn glued_numbers_in_order_are_marks() {
        let found = glued_marks("Tăng 3,6%1 (đạt 12 km2), dự án2 và 15 xã3. Năm 2024 có lúa5 vụ.");
        assert_eq!(found.iter().map(|m| m.number).collect::<Vec<_>>(), [1, 2, 3, 5]);
        let decomposed: String = "xã1, bản2, hộ3, ha 4.".nfd().collect();
        assert_eq!(glued_marks(&decomposed).len(), 3);
        assert!(glued_marks("Mật độ 57 người/km2, 12 m3, CO2, lần1").is_empty());
    }
}
