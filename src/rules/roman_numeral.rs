//! `roman-numeral`: a Roman numeral that is none.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::Context;
use super::words::{Kinds, Phrases, Word, within, word_at};
use crate::document::BlockKind;
use crate::finding::{Finding, Severity, Text};
use crate::work;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../rules/lexicon/roman-contexts.tsv");

struct Lists {
    any: Phrases,
    quarter: Phrases,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let kinds = Kinds::of(TABLE);
    Lists { any: kinds.kind("any"), quarter: kinds.kind("quarter") }
});

/// Looks at words of Roman letters where the text wants a numeral.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    for (i, block) in document.blocks.iter().enumerate() {
        let text = document.block_text(i as u32);
        if memchr::memchr3(b'I', b'V', b'X', text.as_bytes()).is_none() {
            continue;
        }
        let heads = !matches!(block.kind, BlockKind::Cell(_));
        for (word, fits) in wrong_numerals(text, heads) {
            let shown = word.of(text);
            let span = document.span(within(block.range, word.start, word.end));
            let (vi, en) = match &fits {
                Fault::Form(Some(fits)) => (
                    format!("“{shown}” không phải là số La Mã; có thể là {fits}"),
                    format!("“{shown}” is no Roman numeral; perhaps {fits}"),
                ),
                Fault::Form(None) => {
                    (format!("“{shown}” không phải là số La Mã"), format!("“{shown}” is no Roman numeral"))
                }
                Fault::Quarter => (
                    format!("một năm chỉ có bốn quý, không có quý {shown}"),
                    format!("a year has four quarters; there is no quarter {shown}"),
                ),
            };
            findings.push(Finding::new("roman-numeral", Severity::Error, span, Text::new(vi, en)));
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// Not written as a numeral; what it may stand for.
    Form(Option<String>),
    /// A quarter above IV.
    Quarter,
}

fn wrong_numerals(text: &str, heads: bool) -> Vec<(Word, Fault)> {
    let first = text.len() - text.trim_start().len();
    let numeral = |w: &Word| {
        let word = w.of(text);
        word.len() >= 2
            && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C' | b'l' | b'1'))
            && word.starts_with(['I', 'V', 'X'])
    };
    memchr::memchr3_iter(b'I', b'V', b'X', text.as_bytes())
        .filter_map(|at| word_at(text, at))
        .filter(numeral)
        .filter_map(|w| {
            let word = w.of(text);
            let (before, behind) = (text.get(..w.start)?, text.get(w.end..)?);
            let opens = heads && w.start == first && behind.starts_with(['.', ')']);
            let quarter = LISTS.quarter.at_end(before).is_some();
            // A single letter is always a numeral; only its size can be wrong.
            if word.len() < 2 && !quarter {
                return None;
            }
            if !opens && !quarter && LISTS.any.at_end(before).is_none() {
                return None;
            }
            match value(word) {
                Some(n) if quarter && n > 4 => Some((w, Fault::Quarter)),
                Some(_) => None,
                None => Some((w, Fault::Form(guess(word)))),
            }
        })
        .collect()
}

const SIGNS: [(&str, u32); 9] =
    [("C", 100), ("XC", 90), ("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)];

/// A number below 400 in Roman numerals.
fn roman(mut n: u32) -> String {
    let mut out = String::new();
    for (sign, value) in SIGNS {
        while n >= value {
            out.push_str(sign);
            n -= value;
        }
    }
    out
}

/// The number a well-formed numeral below 400 stands for.
pub(super) fn value(numeral: &str) -> Option<u32> {
    let mut rest = numeral;
    let mut sum = 0;
    for (sign, value) in SIGNS {
        while let Some(tail) = rest.strip_prefix(sign) {
            rest = tail;
            sum += value;
        }
    }
    (rest.is_empty() && roman(sum) == numeral).then_some(sum)
}

/// Longer runs of letters stand for no numeral.
const LONGEST: usize = 24;

/// What a mistyped numeral may stand for: look-alikes read as I, one letter
/// left out or two letters swapped, in this order; the values are listed.
fn guess(numeral: &str) -> Option<String> {
    // The longest numeral below 400 has eleven letters.
    if numeral.len() > LONGEST {
        return None;
    }
    let clean = numeral.replace(['l', '1'], "I");
    if value(&clean).is_some() {
        return Some(clean);
    }
    let mut fits: Vec<(u32, String)> = Vec::new();
    let mut add = |candidate: String| {
        work::step();
        fits.extend(value(&candidate).map(|v| (v, candidate)));
    };
    let letters: Vec<char> = clean.chars().collect();
    for i in 0..letters.len() {
        add(letters.iter().enumerate().filter(|(k, _)| *k != i).map(|(_, letter)| letter).collect());
        if i + 1 < letters.len() {
            let mut swapped = letters.clone();
            swapped.swap(i, i + 1);
            add(swapped.into_iter().collect());
        }
    }
    // Four strokes for one before the next sign: `VIIII` counts to IX.
    let strokes: u32 =
        clean.chars().filter_map(|c| SIGNS.iter().find(|s| s.0.len() == 1 && s.0.starts_with(c))).map(|s| s.1).sum();
    fits.push((strokes, roman(strokes)));
    fits.sort();
    fits.dedup();
    let shown: Vec<String> = fits.into_iter().map(|f| f.1).collect();
    (shown.len() <= 3).then(|| shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_go_there_and_back() {
        for n in 1..400 {
            assert_eq!(value(&roman(n)), Some(n));
        }
        for wrong in ["IIII", "VX", "IIX", "XXIIII", "VV", "XXXX", "IC"] {
            assert_eq!(value(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_a_slip_may_stand_for() {
        assert_eq!(guess("XXlll"), Some("XXIII".into()));
        assert_eq!(guess("XIIII").as_deref(), Some("XIII, XIV"));
    }

    #[test]
    fn only_where_the_text_wants_a_numeral() {
        let found = |text: &str| {
            wrong_numerals(text, true).into_iter().map(|(w, _)| text[w.start..w.end].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("khóa XXIIII, quý VI, IIII. KẾT QUẢ, lần thứ XlX"), ["XXIIII", "VI", "XlX"]);
        assert_eq!(found("IIII. KẾT QUẢ"), ["IIII"]);
        assert_eq!(found("khóa XXI, VIX là tên công ty, chủ trì LL, giống IR64, khóa X"), [""; 0]);
    }
}
