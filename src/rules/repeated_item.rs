//! `repeated-item`: the same name twice in one list of names.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::Context;
use super::words::within;
use crate::finding::{Finding, Severity, Text};
use crate::lexicon::{self, HashedMap};
use std::ops::Range;
use std::sync::LazyLock;

const KINDS: &str = include_str!("../../rules/lexicon/project-kinds.tsv");

/// Words that may stand before a name without being part of it.
static OPENERS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let rows = lexicon::rows(KINDS).unwrap_or_default();
    rows.iter().filter_map(|r| Some(format!("{} ", lexicon::fold(r.first()?)))).collect()
});

/// Fewest elements parted by semicolons that make a list.
const LIST: usize = 4;
/// Fewest syllables of a name: shorter ones recur by right (`xã`, `đường bê tông`).
const NAME: usize = 3;

/// Looks at the lists of every block.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    for (i, block) in document.blocks.iter().enumerate() {
        let text = document.block_text(i as u32);
        if memchr::memchr_iter(b';', text.as_bytes()).count() + 1 < LIST {
            continue;
        }
        for pair in repeats(text) {
            let span = |r: &Range<usize>| document.span(within(block.range, r.start, r.end));
            let (first, second) = (text.get(pair.first.clone()), text.get(pair.second.clone()));
            let (Some(first), Some(second)) = (first, second) else { continue };
            let (severity, message) = if pair.whole {
                (
                    Severity::Warning,
                    Text::new(
                        format!("“{second}” được liệt kê hai lần"),
                        format!("“{second}” stands twice in the list"),
                    ),
                )
            } else {
                (
                    Severity::Note,
                    Text::new(
                        format!("“{first}” và “{second}” có thể là một"),
                        format!("“{first}” and “{second}” may be the same"),
                    ),
                )
            };
            let finding = Finding::new("repeated-item", severity, span(&pair.second), message);
            findings.push(finding.label(span(&pair.first), Text::new("lần trước", "the first time")));
        }
    }
}

/// Two elements of a list; `whole` where they are the same word by word.
struct Repeat {
    first: Range<usize>,
    second: Range<usize>,
    whole: bool,
}

/// Elements that repeat an earlier one of their list, or that it begins with.
fn repeats(text: &str) -> Vec<Repeat> {
    let mut out = Vec::new();
    let mut start = 0;
    let ends = memchr::memchr2_iter(b'\n', b'.', text.as_bytes()).map(|end| end + 1);
    for end in ends.chain([text.len()]) {
        let sentence = text.as_bytes().get(start..end).unwrap_or_default();
        if memchr::memchr_iter(b';', sentence).count() + 1 >= LIST {
            list(text, start..end, &mut out);
        }
        start = end;
    }
    out
}

fn list(text: &str, range: Range<usize>, out: &mut Vec<Repeat>) {
    let elements = || text.get(range.clone()).unwrap_or_default().split(';').enumerate();
    // The first element stands behind the words that announce the list.
    let head = |n: usize, element: &str| if n == 0 { element.rfind(':').map_or(0, |c| c + 1) } else { 0 };
    let capital = |(n, element): &(usize, &str)| {
        let own = element.get(head(*n, element)..).unwrap_or_default();
        own.trim_start().starts_with(char::is_uppercase)
    };
    // Clauses parted by semicolons are no names.
    if elements().filter(capital).count() * 3 < elements().count() * 2 {
        return;
    }
    // The folded names, each found again by its first syllables.
    let mut seen: HashedMap<(String, Range<usize>)> = HashedMap::default();
    let mut start = range.start;
    for (n, element) in elements() {
        let head = head(n, element);
        let mut at = start + head;
        let own = element.get(head..).unwrap_or_default();
        for (n, part) in own.split(',').enumerate() {
            let trimmed = part.trim_matches(|c: char| !lexicon::is_alphanumeric(c));
            let offset = at + (trimmed.as_ptr() as usize - part.as_ptr() as usize);
            at += part.len() + 1;
            // Most parts are too short for a name, or hold a number.
            let short = trimmed.split_whitespace().take(NAME).count() < NAME;
            if short || trimmed.bytes().any(|b| b.is_ascii_digit()) {
                continue;
            }
            let folded = lexicon::folded(trimmed);
            let opened = OPENERS.iter().find_map(|o| folded.strip_prefix(o.as_str()));
            let name = opened.unwrap_or(&folded);
            let syllables: Vec<&str> = name.split_whitespace().take(NAME).collect();
            // Behind a comma the address of a name may stand: `…, xã Pa Lừ`.
            let named = n == 0 || opened.is_some() || trimmed.starts_with(char::is_uppercase);
            if !named || syllables.len() < NAME {
                continue;
            }
            let key = syllables.iter().take(NAME).fold(0, |key, syllable| lexicon::mix(key, lexicon::hash(syllable)));
            let place = offset..offset + trimmed.len();
            match seen.get(&key) {
                Some((earlier, first)) if begins(earlier, name) || begins(name, earlier) => {
                    out.push(Repeat { first: first.clone(), second: place, whole: earlier == name });
                }
                Some(_) => {}
                None => {
                    seen.insert(key, (name.to_owned(), place));
                }
            }
        }
        start += element.len() + 1;
    }
}

/// Whether `long` is `short`, alone or with more words behind.
fn begins(long: &str, short: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_return() {
        let text =
            "Gồm: Sân vận động Pa Lừ; Đường trục xã Na; Nhà văn hóa Cốc; Kè suối Lùng; dự án sân vận động Pa Lừ.";
        let found = repeats(text);
        assert_eq!(found.len(), 1);
        assert!(found[0].whole);
        assert_eq!(&text[found[0].second.clone()], "dự án sân vận động Pa Lừ");
    }

    #[test]
    fn clauses_and_numbered_names_are_none() {
        for text in [
            "tăng cường công tác tuyên truyền; mở rộng chợ; làm đường; tăng cường công tác tuyên truyền, vận động.",
            "Đường Na, xã Pa Lừ Hạ; Kè Hin, xã Pa Lừ Hạ; Chợ Cốc, xã Pa Lừ Hạ; Cầu Mây, xã Pa Lừ Hạ.",
            "Trường Tiểu học số 1; Trường Tiểu học số 2; Trường Mầm non Na; Trường Mầm non Hin.",
        ] {
            assert!(repeats(text).is_empty(), "{text}");
        }
    }
}
