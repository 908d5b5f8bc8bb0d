//! `repeated-words`: a word or phrase typed twice, or said twice in other words.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

mod sentences;

use super::Context;
use super::index::{ECHO, Syllable, Words};
use super::words::{self, Phrases, next_digit, part, same, within};
use crate::document::{Document, TextRange};
use crate::finding::{Finding, Severity, Text};
use crate::lexicon;
use crate::source::border;
use hashbrown::HashSet;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

const COMPOUNDS: &str = include_str!("../../rules/lexicon/compounds.tsv");
const REDUPLICATIONS: &str = include_str!("../../rules/lexicon/reduplications.tsv");
const REPEATS: &str = include_str!("../../rules/lexicon/repeats.tsv");

/// The longest phrase looked for, in syllables: what is said twice is an echo.
const LONGEST: usize = ECHO;
/// No clause is longer, in bytes.
const FAR: usize = 4000;

/// Looks at neighbouring words of every block.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    sentences::check(document, findings);
    for (i, block) in document.blocks.iter().enumerate() {
        let text = document.block_text(i as u32);
        let words = context.index.block(i);
        let mut report = |range: Range<usize>, severity: Severity, message: Text, caret: Text| {
            let span = document.span(within(block.range, range.start, range.end));
            findings.push(Finding::new("repeated-words", severity, span, message).caret(caret));
        };
        for range in doubled(text, words) {
            if !one_line(document, within(block.range, range.start, range.end)) {
                continue;
            }
            let shown = part(text, range.clone());
            let message = Text::new(format!("lặp từ: “{shown}”"), format!("repeated words: “{shown}”"));
            report(range, Severity::Warning, message, Text::new("thừa một lần", "once is enough"));
        }
        for range in around_pairs(text, words) {
            let shown = part(text, range.clone());
            let message = Text::new(
                format!("từ còn sót lại trước một cặp từ: “{shown}”"),
                format!("a word left over before a pair: “{shown}”"),
            );
            report(range, Severity::Warning, message, Text::new("thừa từ đầu", "the first word is left over"));
        }
        for (range, first, second) in said_twice(text, words) {
            let message = Text::new(
                format!("“{first}” và “{}” cùng một ý; chỉ nên giữ một", second),
                format!("“{first}” and “{}” say the same thing; keep one of them", second),
            );
            report(range, Severity::Note, message, Text::default());
        }
    }
}

/// Whether a stretch stands in one line of the file, or in a line that was wrapped:
/// cells of a table that an export wrote line by line repeat each other by right.
fn one_line(document: &Document, range: TextRange) -> bool {
    const WRAPPED: usize = 40;
    let span = document.span(range);
    let source = document.source.slice(span);
    let line = document.source.line_index(span.start);
    let wrapped = || document.source.slice(document.source.line_span(line)).chars().count() >= WRAPPED;
    !source.contains(['<', '|']) && (!source.contains('\n') || wrapped())
}

/// Every place where one to five words stand twice in a row.
fn doubled(text: &str, words: Words<'_>) -> Vec<Range<usize>> {
    let all = words.all;
    let word = |i: usize| all.get(i).map_or("", |s| part(text, s.range()));
    let mut found: Vec<Range<usize>> = Vec::new();
    // For each length n: how many words up to here equal the word n places before.
    let mut run = [0; LONGEST + 1];
    let mut next = 0;
    for i in words.echoes() {
        if i > next {
            run = [0; LONGEST + 1];
        }
        next = i + 1;
        let Some((last, before)) = all.get(..=i).and_then(<[Syllable]>::split_last) else { continue };
        let joined =
            all.get(..=i).unwrap_or_default().iter().rev().take(2 * LONGEST).take_while(|s| s.joined()).count();
        for (n, other) in (1..=LONGEST).zip(before.iter().rev()) {
            let Some(run) = run.get_mut(n) else { continue };
            *run = if joined >= n && last.sign == other.sign { *run + 1 } else { 0 };
            if *run < n || joined < 2 * n - 1 {
                continue;
            }
            let first = i + 1 - 2 * n;
            let whole = (0..n).all(|k| same(word(first + k), word(first + n + k)));
            let start = all.get(first).map_or(0, |s| s.range().start);
            if !whole || found.last().is_some_and(|r| r.end > start) || (n == 1 && legitimate(text, all, first)) {
                continue;
            }
            let letters = |k: usize| word(k).len() > 1 && word(k).bytes().any(|b| !b.is_ascii_digit());
            if (first..first + n).any(letters) {
                found.push(start..last.range().end);
                break;
            }
        }
        if found.last().is_some_and(|r| r.end == last.range().end) {
            run = [0; LONGEST + 1];
        }
    }
    found
}

/// Whether a syllable may stand twice in a row at `first`.
fn legitimate(text: &str, all: &[Syllable], first: usize) -> bool {
    let word = |i: usize| all.get(i).map_or("", |s| part(text, s.range()));
    let syllable = word(first);
    // Numbers and units of letters and digits (`m2 m2`) are for other rules.
    if syllable.contains(|c: char| c.is_ascii_digit()) || LISTS.doubled.contains(syllable) {
        return true;
    }
    let joined = all.get(first).is_some_and(|s| s.joined());
    let before = first.checked_sub(1).filter(|_| joined).map_or("", word);
    let behind = if all.get(first + 2).is_some_and(|s| s.joined()) { word(first + 2) } else { "" };
    let row = compound_row(syllable);
    let has = |cell: &str, word: &str| cell.split(' ').any(|w| lexicon::hash(w) == lexicon::hash(word));
    let ends = row.is_some_and(|(ends, _)| has(ends, before));
    let number = behind.starts_with(|c: char| c.is_ascii_digit());
    let begins = row.is_some_and(|(_, begins)| has(begins, if number { "#" } else { behind }));
    let capital = |w: &str| w.starts_with(char::is_uppercase);
    let shouted = |w: &str| w.chars().all(char::is_uppercase);
    match (capital(word(first)), capital(word(first + 1))) {
        _ if ends && begins => true,
        // `Đại hội Hội Nông dân`, `bản Bản Phố`: a name begins with the second one.
        (false, true) => true,
        // Names of places: `Pa Pa`, `Nậm Nậm`; nothing of the kind in a line of capitals.
        (true, true) => row.is_none() && !(shouted(word(first)) && (before.is_empty() || shouted(before))),
        _ => false,
    }
}

struct Lists {
    doubled: Phrases,
    /// The hashes of the second and the first word of each pair.
    pairs: HashSet<(u64, u64)>,
    /// What stands behind the number, and with what before it that is said twice.
    bounds: Vec<(Finder<'static>, Vec<Frame>)>,
}

/// A phrase before a number that says the same as one behind it.
struct Frame {
    first: Phrases,
    /// Whether the first must stand directly before the number.
    near: bool,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let repeats = lexicon::rows(REPEATS).unwrap_or_default();
    let repeats = || repeats.iter().filter_map(|row| Some((*row.first()?, *row.get(1)?, *row.get(2)?)));
    let pairs = repeats().filter(|(kind, ..)| *kind == "pair");
    let bounds = || repeats().filter(|(kind, ..)| *kind != "pair");
    let mut seconds: Vec<&str> = bounds().map(|(_, _, second)| second).collect();
    seconds.sort_unstable();
    seconds.dedup();
    let frames = |second: &'static str| {
        let of = bounds().filter(|row| row.2 == second);
        let frames =
            of.map(|(kind, first, _)| Frame { first: Phrases::new([first].into_iter()), near: kind == "bound" });
        (Finder::new(second), frames.collect())
    };
    let doubled = lexicon::rows(REDUPLICATIONS).unwrap_or_default();
    Lists {
        doubled: Phrases::new(doubled.iter().filter_map(|row| row.first().copied())),
        pairs: pairs.map(|(_, first, second)| (lexicon::hash(first), lexicon::hash(second))).collect(),
        bounds: seconds.into_iter().map(frames).collect(),
    }
});

/// What stands before and behind a syllable in [`COMPOUNDS`], folded. Few syllables are asked for.
fn compound_row(syllable: &str) -> Option<(&'static str, &'static str)> {
    static FOLDED: LazyLock<String> = LazyLock::new(|| lexicon::fold(COMPOUNDS));
    let own = format!("\n{}\t", lexicon::fold(syllable));
    let start = memchr::memmem::find(FOLDED.as_bytes(), own.as_bytes())? + own.len();
    let mut cells = part(&FOLDED, start..).lines().next()?.split('\t');
    Some((cells.next()?, cells.next()?))
}

/// `B A, B` for words of two syllables that always stand as `A, B`.
fn around_pairs(text: &str, words: Words<'_>) -> Vec<Range<usize>> {
    let phrase = |a: &Syllable, b: &Syllable| lexicon::hash(part(text, a.range().start..b.range().end));
    let mut hits = Vec::new();
    for last in words.echoes() {
        let six = last.checked_sub(5).and_then(|first| words.all.get(first..=last));
        let Some([first, second, third, fourth, again, end]) = six else { continue };
        // Few words are the same as the fourth before.
        if first.sign != again.sign || second.sign != end.sign {
            continue;
        }
        if [second, third, fourth, end].iter().all(|s| s.joined())
            && part(text, fourth.range().end..again.range().start).trim() == ","
            && LISTS.pairs.contains(&(phrase(third, fourth), phrase(first, second)))
            && phrase(first, second) == phrase(again, end)
        {
            hits.push(first.range().start..end.range().end);
        }
    }
    hits
}

/// `trên 60% trở lên`, `hằng năm tăng 8%/năm`: the stretch, and the two phrases.
fn said_twice<'t>(text: &'t str, words: Words<'_>) -> Vec<(Range<usize>, &'t str, &'t str)> {
    let mut found = Vec::new();
    // Between the two a number stands.
    let Some(number) = words.numbers().next().map(|w| w.range().start) else { return found };
    for (finder, frames) in &LISTS.bounds {
        for second in finder.find_iter(part(text, number..).as_bytes()).map(|at| number + at) {
            let end = second + finder.needle().len();
            if part(text, end..).starts_with(char::is_alphanumeric) {
                continue;
            }
            let clause = clause_start(part(text, ..second));
            let head = part(text, clause..second);
            let Some(digit) = next_digit(head, 0) else { continue };
            // `trên 90% tổ chức xếp loại tốt trở lên`: the second bound may belong to a grade.
            let number =
                part(head, digit..).find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.')).unwrap_or(0);
            let between = words::words(part(head, digit + number..)).take(9).count();
            for frame in frames.iter().filter(|f| between <= if f.near { 2 } else { 8 }) {
                let first = if frame.near {
                    frame.first.at_end(part(head, ..digit)).map(|start| (start, part(head, ..digit).trim_end().len()))
                } else {
                    frame.first.find(part(head, ..digit)).map(|w| (w.start, w.end))
                };
                if let Some((start, stop)) = first {
                    found.push((
                        clause + start..end,
                        part(text, clause + start..clause + stop),
                        part(text, second..end),
                    ));
                }
            }
        }
    }
    found
}

/// Where the clause starts that `text` ends with: behind the last sign that
/// separates and is no part of a number.
fn clause_start(text: &str) -> usize {
    let bytes = text.as_bytes();
    let breaks = |i: &usize| match bytes.get(*i) {
        Some(b';' | b'(' | b':' | b'\n') => true,
        Some(b',' | b'.') => bytes.get(i + 1).is_some_and(|b| !b.is_ascii_digit()),
        _ => false,
    };
    let far = border(text, bytes.len().saturating_sub(FAR));
    (far..bytes.len()).rev().find(breaks).map_or(far, |i| i + 1)
}

#[cfg(test)]
mod tests {
    use super::super::index::Index;
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let index = Index::of_text(text);
        let words = index.block(0);
        let mut hits = doubled(text, words);
        hits.extend(around_pairs(text, words));
        hits.extend(said_twice(text, words).into_iter().map(|h| h.0));
        hits.into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn tables_are_whole() {
        for table in [COMPOUNDS, REDUPLICATIONS, REPEATS] {
            assert!(!lexicon::rows(table).unwrap().is_empty());
        }
        for row in lexicon::rows(COMPOUNDS).unwrap() {
            let folded = [row[1], row[2]].map(lexicon::fold);
            assert_eq!(compound_row(row[0]), Some((folded[0].as_str(), folded[1].as_str())));
        }
    }

    #[test]
    fn a_phrase_is_reported_once_and_whole() {
        assert_eq!(found("theo Kế hoạch số Kế hoạch số 12"), ["Kế hoạch số Kế hoạch số"]);
        assert_eq!(found("các các các bản"), ["các các"]);
        assert_eq!(found("CÁC CÁC CHỈ TIÊU"), ["CÁC CÁC"]);
    }

    #[test]
    fn other_places_where_a_syllable_stands_twice() {
        for text in [
            "bản Pa Pa có 40 hộ",
            "xã hội, hội quần chúng",
            "đạt 5 5 xã",
            "từ từ, xanh xanh, trong năm năm qua",
            "quản lý lý lịch, đô thị thị trấn, hành vi vi phạm",
            "tổ chức Đại hội Hội Nông dân",
            "bảo vệ rừng rừng phòng hộ",
        ] {
            let expected: &[&str] = if text.starts_with("bảo vệ") { &["rừng rừng"] } else { &[] };
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
