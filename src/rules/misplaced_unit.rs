//! `misplaced-unit`: a unit printed twice around its number, or before it; a percent sign that a list lacks once.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

mod percents;

use super::Context;
use super::index::Words;
use super::placeholders;
use super::words::{Phrases, back_words, within};
use crate::claims::words::names_number;
use crate::figures::Figure;
use crate::finding::{Finding, Severity, Text};
use std::ops::Range;

/// Looks at the words on both sides of each number, and for doubled signs.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    for (i, block) in document.blocks.iter().enumerate() {
        let text = document.block_text(i as u32);
        for (range, message) in misplaced(text, context.index.block(i)) {
            let span = document.span(within(block.range, range.start, range.end));
            findings.push(Finding::new("misplaced-unit", Severity::Warning, span, message));
        }
    }
    let mut report = |figure: &Figure, message: Text| {
        let span = document.span(figure.number);
        findings.push(Finding::new("misplaced-unit", Severity::Warning, span, message));
    };
    for lexed in context.lexed {
        let mut told: Vec<&Figure> = Vec::new();
        for figure in percents::unsigned(lexed) {
            let number = document.slice(figure.number);
            let message = Text::new(
                format!("thiếu dấu % sau {number}: các mức tăng, giảm hai bên đều tính bằng phần trăm"),
                format!("{number} lacks its %: the changes on both sides are in percent"),
            );
            report(figure, message);
            told.push(figure);
        }
        let bare = percents::bare_rates(lexed).chain(percents::proved(lexed));
        for figure in bare {
            if told.iter().any(|t| t.number == figure.number) {
                continue;
            }
            let number = document.slice(figure.number);
            let message = Text::new(
                format!("{number} không có đơn vị; có lẽ thiếu dấu %"),
                format!("{number} has no unit; it probably lacks its %"),
            );
            report(figure, message);
            told.push(figure);
        }
    }
}

fn misplaced(text: &str, words: Words<'_>) -> Vec<(Range<usize>, Text)> {
    let mut found = doubled_signs(text);
    let mut at = 0;
    for start in words.digits(text).map(|digits| digits.start) {
        if start < at {
            continue;
        }
        let number = |b: &&u8| b.is_ascii_digit() || matches!(b, b'.' | b',');
        let run = text.bytes().skip(start).take_while(|b| number(&b)).count();
        let end = start + text.get(start..start + run).unwrap_or_default().trim_end_matches(['.', ',']).len();
        at = start + run;
        found.extend(around(text, start, end));
    }
    found
}

/// `12,5%%`, `12,5% %`.
fn doubled_signs(text: &str) -> Vec<(Range<usize>, Text)> {
    let signs = memchr::memchr_iter(b'%', text.as_bytes());
    signs
        .filter_map(|i| {
            let (head, rest) = (text.get(..i)?, text.get(i + 1..)?);
            let second = rest.trim_start_matches([' ', '\u{a0}']);
            let spaces = rest.len() - second.len();
            (spaces <= 2 && second.starts_with('%')).then_some(())?;
            let start = head.trim_end().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.')).len();
            let number = head.get(start..)?.trim();
            let message = Text::new(
                format!("dấu % gõ hai lần; viết là {number}%"),
                format!("the % sign was typed twice; write {number}%"),
            );
            (!number.is_empty()).then_some((start..i + 1 + spaces + 1, message))
        })
        .collect()
}

/// `tấn 31 tấn`: the same unit before and behind the number at `start..end`.
fn around(text: &str, start: usize, end: usize) -> Option<(Range<usize>, Text)> {
    let lists = placeholders::lists();
    let before = text.get(..start)?.strip_suffix([' ', '\u{a0}'])?;
    let sign = before.ends_with('%');
    let unit_start = if sign { before.len() - 1 } else { unit_before(before, &lists.unit, &lists.count)? };
    let (head, unit) = before.split_at_checked(unit_start)?;
    let asked = lists.cue.at_end(head).is_some();
    let last = back_words(head.trim_end()).next().and_then(|w| head.get(w.start..));
    // `12 tấn 31 tấn`: the first unit has a number of its own.
    let owned = last.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    // `Tổng số vụ 18 vụ`: what is counted, and how many.
    let number = |word: &str| names_number(&crate::lexicon::fold(word.trim()));
    let counted = !sign && !lists.unit.contains(unit) && last.is_some_and(number);
    let measured = sign || lists.unit.contains(unit);
    let behind = text.get(end..)?.trim_start();
    let again = behind
        .split_at_checked(unit.len())
        .is_some_and(|(first, rest)| super::words::same(first, unit) && !rest.starts_with(char::is_alphanumeric));
    if owned || counted || !again || !(asked || (measured && !sign)) {
        return None;
    }
    let stop = text.len() - behind.len() + unit.len();
    let fits = format!("{} {unit}", text.get(start..end)?).replace(" %", "%");
    let message = Text::new(
        format!("đơn vị “{unit}” viết cả trước và sau số; viết là {fits}"),
        format!("the unit “{unit}” stands on both sides of the number; write {fits}"),
    );
    Some((unit_start..stop, message))
}

fn unit_before(before: &str, units: &Phrases, counts: &Phrases) -> Option<usize> {
    units.at_end(before).or_else(|| counts.at_end(before))
}

#[cfg(test)]
mod tests {
    use super::super::index::Index;
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        misplaced(text, Index::of_text(text).block(0)).into_iter().map(|(r, _)| &text[r]).collect()
    }

    #[test]
    fn a_unit_on_both_sides_of_its_number() {
        assert_eq!(found("Sản lượng đạt tấn 31 tấn."), ["tấn 31 tấn"]);
        assert_eq!(
            found("chi triệu đồng 1.250,5 triệu đồng, tăng hộ 12 hộ"),
            ["triệu đồng 1.250,5 triệu đồng", "hộ 12 hộ"]
        );
        assert_eq!(found("đạt 12,5% %, giảm 3%%"), ["12,5% %", "3%%"]);
    }

    #[test]
    fn units_that_have_a_number_each() {
        for text in [
            "lúa 12 tấn 31 tấn",
            "cấp xã 12 xã đạt chuẩn",
            "hợp đồng 26 triệu đồng",
            "Sản lượng (tấn) 26 tấn",
            "lợn con 26 con",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
