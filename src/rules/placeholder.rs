//! `placeholder`: a figure that is still to be filled in.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::words::{Phrases, last_words, part, same, within, words};
use super::{Context, placeholders};
use crate::claims::words::is_counted;
use crate::document::{Block, BlockKind, Document};
use crate::finding::{Finding, Severity, Text};
use crate::lexicon;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// Looks for dots, blanks and letters where a number is expected.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (i, block) in context.document.blocks.iter().enumerate() {
        let text = context.document.block_text(i as u32);
        let mut done = 0;
        for mark in marks(text) {
            if mark.range.start < done {
                continue;
            }
            if let Some(range) = missing_figure(text, &mark, block.kind) {
                done = range.end;
                findings.push(finding(context.document, block, text, range));
            }
        }
    }
}

fn finding(document: &Document, block: &Block, text: &str, range: Range<usize>) -> Finding {
    let shown = part(text, range.clone()).split_whitespace().collect::<Vec<_>>().join(" ");
    Finding::new(
        "placeholder",
        Severity::Error,
        document.span(within(block.range, range.start, range.end)),
        Text::new(
            format!("còn thiếu số liệu ở chỗ “{shown}”"),
            format!("a figure is still to be filled in at “{shown}”"),
        ),
    )
    .caret(Text::new("chưa có số", "no figure yet"))
}

/// What stands where a number could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// `...`, `…`, `(…)`, `__`
    Dots,
    /// `…/…`, `…/12`
    Fraction,
    /// `xx`, `x`, `X`
    Letter,
    /// Two or more spaces.
    Blank,
}

#[derive(Clone, Debug)]
struct Mark {
    range: Range<usize>,
    sign: Sign,
}

static SPACES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("  "));

/// Every sign of a text that may stand for a number, by place.
fn marks(text: &str) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    // Whether no byte of the same kind stands before.
    let starts = |i: usize| i.checked_sub(1).and_then(|before| bytes.get(before)) != bytes.get(i);
    for i in memchr::memchr2_iter(b'.', b'_', bytes) {
        if starts(i) && bytes.get(i + 1) == bytes.get(i) {
            found.push(dots(text, i));
        }
    }
    // The first byte of `…` is that of dashes and quotes as well.
    for i in memchr::memchr_iter(0xE2, bytes).filter(|&i| part(text, i..).starts_with('…')) {
        found.push(dots(text, i));
    }
    for i in SPACES.find_iter(bytes) {
        if starts(i) {
            let end = i + part(text, i..).len() - part(text, i..).trim_start().len();
            found.push(Mark { range: i..end, sign: Sign::Blank });
        }
    }
    for i in memchr::memchr2_iter(b'x', b'X', bytes) {
        let end = i + part(text, i..).bytes().take_while(|b| Some(b) == bytes.get(i)).count();
        let alone = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        if starts(i) && alone(part(text, ..i).chars().next_back()) && alone(part(text, end..).chars().next()) {
            found.push(Mark { range: i..end, sign: Sign::Letter });
        }
    }
    found.sort_by_key(|m| m.range.start);
    found
}

/// The run of dots at `i`, with a slash and what stands on its other side, or the brackets around it.
fn dots(text: &str, i: usize) -> Mark {
    let run =
        |from: usize| from + part(text, from..).len() - part(text, from..).trim_start_matches(['.', '…', '_']).len();
    let mut range = i..run(i);
    let mut sign = Sign::Dots;
    // `Trên đây là báo cáo kết quả…/.`: the sign that ends a document.
    let closing = |rest: &str| rest.trim_end_matches(['”', '"', '’', ' ', '\n']) == ".";
    if let Some(rest) = part(text, range.end..).strip_prefix('/').filter(|rest| !closing(rest)) {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let end = if digits > 0 { range.end + 1 + digits } else { run(range.end + 1) };
        if end > range.end + 1 {
            range.end = end;
            sign = Sign::Fraction;
        }
    } else if let Some(head) = part(text, ..i).strip_suffix('/') {
        let start = head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        if start < head.len() {
            range.start = start;
            sign = Sign::Fraction;
        }
    }
    let bracketed = part(text, ..range.start).ends_with(['(', '[']) && part(text, range.end..).starts_with([')', ']']);
    if bracketed {
        range = range.start - 1..range.end + 1;
    }
    Mark { range, sign }
}

/// The stretch from the word that asks for a number to the unit behind it, if a number is missing at the mark.
fn missing_figure(text: &str, mark: &Mark, kind: BlockKind) -> Option<Range<usize>> {
    let lists = placeholders::lists();
    let (before, after) = (part(text, ..mark.range.start), part(text, mark.range.end..));
    // `đạt (…%) kế hoạch`
    let cue = lists.cue.at_end(before.strip_suffix('(').unwrap_or(before));
    let verb = || lists.verb.at_end(before);
    let unit = measure(after).map(|n| mark.range.end + n);
    let counted = counted(after).map(|n| mark.range.end + n);
    let listed_noun = unless_word(after, &lists.count).map(|n| mark.range.end + n);
    let detached = before.is_empty() || before.ends_with(char::is_whitespace);
    let start = cue.unwrap_or(mark.range.start);
    let from_cue = |end: Option<usize>| Some(start..end.unwrap_or(mark.range.end));
    match mark.sign {
        Sign::Fraction => {
            let field = lists.number.at_end(before).is_some() || lists.day.at_end(before).is_some();
            let more = after.starts_with('/') || before.ends_with('/') || after.starts_with('-');
            (!field && !more).then_some(())?;
            from_cue(unit.or(counted))
        }
        Sign::Dots if unit.is_some() && (cue.is_some() || detached) => from_cue(unit),
        Sign::Dots if cue.is_some() && counted.is_some() && detached => from_cue(counted),
        Sign::Dots if counted.is_some() && detached && verb().is_some() => {
            Some(verb().unwrap_or(start)..counted.unwrap_or(mark.range.end))
        }
        // Four dots and more are a blank to fill in, never an ellipsis; of a form's `…… quy định` it is no number.
        Sign::Dots if detached && part(text, mark.range.clone()).len() > "...".len() && listed_noun.is_some() => {
            from_cue(listed_noun)
        }
        // `Xe loa: ... lượt.`, `số dự án điều chỉnh ... dự án`
        Sign::Dots
            if counted.is_some_and(|end| {
                detached
                    && (listed(before, after, end - mark.range.end) || again(before, part(text, mark.range.end..end)))
            }) =>
        {
            from_cue(counted)
        }
        Sign::Dots => {
            let asked = lists.core.at_end(before).is_some() && detached;
            (asked && lists.goes_on.at_start(after).is_some()).then_some(start..mark.range.end)
        }
        Sign::Letter => {
            let percent = after.starts_with(['%', '‰']);
            let times = last_words(before, 1)
                .last()
                .is_some_and(|w| part(before, w.start..).starts_with(|c: char| c.is_ascii_digit()));
            let roman = mark.range.len() > 1 && text.as_bytes().get(mark.range.start) == Some(&b'X');
            let long = mark.range.len() > 1 && !roman;
            let asked = cue.is_some() && (unit.is_some() || counted.is_some());
            let fits = !times && (percent || asked || (long && (cue.is_some() || unit.is_some())));
            fits.then(|| from_cue(unit.or(counted)))?
        }
        Sign::Blank => {
            let asked = lists.core.at_end(before).is_some() && !matches!(kind, BlockKind::Cell(_));
            (asked && unit.is_some()).then(|| from_cue(unit))?
        }
    }
}

/// Where the measure ends that `text` starts with.
fn measure(text: &str) -> Option<usize> {
    let spaces = text.len() - text.trim_start().len();
    let rest = part(text, spaces..);
    if let Some(sign) = rest.chars().next().filter(|c| matches!(c, '%' | '‰')) {
        return Some(spaces + sign.len_utf8());
    }
    let end = unless_word(text, &placeholders::lists().unit)?;
    // `tấn/ha`, `triệu đồng/người`: the unit goes on.
    let tail = part(text, end..)
        .strip_prefix('/')
        .map_or(0, |t| t.len() - t.trim_start_matches(char::is_alphanumeric).len() + 1);
    Some(end + if tail > 1 { tail } else { 0 })
}

/// Where the counted thing ends that `text` starts with.
fn counted(text: &str) -> Option<usize> {
    const LONGEST: usize = 3;
    // Of the nouns that are counted, whatever the table of blanks names.
    let ends: Vec<usize> = words(text).take(LONGEST).map(|w| w.end).collect();
    let noun = |end: &&usize| is_counted(&lexicon::fold(part(text, ..**end).trim()));
    let known = || {
        let end = ends.iter().rev().find(noun).copied()?;
        let other = placeholders::lists().not_unit.at_start(text);
        other.is_none_or(|o| o < end).then_some(end)
    };
    unless_word(text, &placeholders::lists().count).or_else(known)
}

/// `Xe loa: ... lượt.`: a colon before the dots and the end of a clause behind what is counted.
fn listed(before: &str, after: &str, counted: usize) -> bool {
    let ends = part(after, counted..).trim_start();
    before.trim_end().ends_with(':') && (ends.is_empty() || ends.starts_with(['.', ';', ',']))
}

/// `số dự án điều chỉnh chủ trương ... dự án`: the clause before speaks of the number of what is counted.
fn again(before: &str, counted: &str) -> bool {
    let clause = before.rsplit([',', ';', '.', ':', '(', ')']).next().unwrap_or_default();
    let Some(number) = placeholders::lists().numbered.find(clause) else { return false };
    let noun = part(clause, number.end..).trim_start();
    noun.get(..counted.trim().len()).is_some_and(|noun| same(noun, counted.trim()))
}

fn unless_word(text: &str, phrases: &Phrases) -> Option<usize> {
    let end = phrases.at_start(text)?;
    let other = placeholders::lists().not_unit.at_start(text);
    (other.is_none_or(|o| o < end)).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let hits = marks(text).into_iter().filter_map(|m| missing_figure(text, &m, BlockKind::Paragraph));
        hits.map(|r| &text[r]).collect()
    }

    #[test]
    fn a_run_of_spaces_is_a_missing_figure_behind_a_word_that_asks() {
        assert_eq!(found("Đạt tỷ lệ    %, cao hơn năm trước."), ["tỷ lệ    %"]);
        assert_eq!(found("Tỷ lệ %   (người)"), [""; 0]);
        assert_eq!(found("thu nhập trên  ha canh tác tăng"), [""; 0]);
    }

    #[test]
    fn each_half_of_a_pair_is_found_once() {
        assert_eq!(found("có …/12 xã, đạt …%"), ["có …/12 xã", "đạt …%"]);
        assert_eq!(found("số …/…/NĐ-CP, ngày …/…/2024"), [""; 0]);
    }
}
