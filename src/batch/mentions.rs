//! Places where the name of the draft's own locality must stand: letterhead,
//! line of the date, title, headings, signatures, and sentences that open with
//! the organ that issues the draft. Neighbours named for a reason are none.

use super::draft;
use super::locality::{self, Kind, Named, Word};
use crate::document::{BlockKind, Document, TextRange};
use crate::source::Span;

/// A name where the own one must stand.
#[derive(Clone, Debug)]
pub struct Mention {
    /// The name, folded; one in capitals may run on.
    pub name: Box<str>,
    /// The word for its kind, folded; none in the line of the date.
    pub kind: Box<str>,
    /// In the file, with the word for its kind.
    pub span: Span,
    /// As printed.
    pub shown: Box<str>,
}

/// Headings, letterheads and signatures have at most so many words.
const SHORT: usize = 40;

/// Reads the mentions of a draft.
pub fn read(document: &Document) -> Vec<Mention> {
    let mut out = Vec::new();
    let head = draft::head(document).count() as u32;
    for (index, block) in document.blocks.iter().enumerate() {
        let index = index as u32;
        let text = document.block_text(index);
        match block.kind {
            BlockKind::Heading { .. } | BlockKind::Caption => titled(document, block.range, text, &mut out),
            BlockKind::Paragraph | BlockKind::Cell(_) if index < head && draft::date_line(text).is_some() => {
                dated(document, block.range, text, &mut out);
            }
            BlockKind::Paragraph => {
                let words = locality::split(text);
                let signed = words.len() <= SHORT && phrase_at_start(&words);
                let title = index < head && words.len() <= SHORT && !text.trim_end().ends_with('.');
                let above_table =
                    words.len() <= SHORT && !text.trim_end().ends_with('.') && table_below(document, index);
                if title || above_table || (signed && all_capitals(text)) {
                    titled(document, block.range, text, &mut out);
                } else {
                    issued(document, block.range, text, &mut out);
                }
            }
            BlockKind::Cell(_) if index < head && locality::split(text).len() <= SHORT => {
                titled(document, block.range, text, &mut out);
            }
            BlockKind::Cell(_) | BlockKind::Note(_) => {}
        }
    }
    out
}

/// Whether a table starts below a block, with a line for its unit between at most.
fn table_below(document: &Document, index: u32) -> bool {
    let below = document.blocks.get(index as usize + 1..).unwrap_or(&[]).iter().take(2);
    below.take_while(|b| !matches!(b.kind, BlockKind::Heading { .. })).any(|b| matches!(b.kind, BlockKind::Cell(_)))
}

fn phrase_at_start(words: &[Word]) -> bool {
    locality::phrase(words, 0, Kind::Organ) > 0
}

fn all_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// The one commune a heading or title is about: the last thing it names, led by
/// `của`, `trên địa bàn` or an organ.
fn titled(document: &Document, range: TextRange, text: &str, out: &mut Vec<Mention>) {
    let words = locality::split(text);
    let found = locality::names(&words);
    let low: Vec<&Named> = found.iter().filter(|n| n.low).collect();
    let [named] = low.as_slice() else { return };
    let before = words.get(..named.words.start).unwrap_or(&[]);
    let led = before.last().is_some_and(|w| w.folded == "của")
        || ends_with(before, Kind::Scope)
        || ends_with(before, Kind::Organ)
        || before.is_empty();
    let last = words.get(named.words.end..).unwrap_or(&[]).iter().all(|w| !w.capital || high(&found, &words, w));
    if led && (last || all_capitals(text)) && !locality::any(&words, Kind::Neighbour) {
        out.push(mention(document, range, text, &words, named));
    }
}

/// Whether a word is part of the name of a unit above.
fn high(found: &[Named], words: &[Word], word: &Word) -> bool {
    found
        .iter()
        .filter(|n| !n.low)
        .any(|n| words.get(n.words.clone()).is_some_and(|w| w.iter().any(|w| w.range == word.range)))
}

/// `Tà Xôm, ngày …`: the name of the line of the date.
fn dated(document: &Document, range: TextRange, text: &str, out: &mut Vec<Mention>) {
    let words = locality::split(text);
    let end = text.find(',').unwrap_or(0);
    let count = words.iter().take_while(|w| w.range.end <= end).count();
    let Some(name) = draft::date_line(text).filter(|_| count > 0) else { return };
    let named = Named { low: true, words: 0..count, proper: 0, name };
    out.push(mention(document, range, text, &words, &named));
}

/// Sentences that open with an organ (`Năm 2025, UBND xã …`) or with the territory.
fn issued(document: &Document, range: TextRange, text: &str, out: &mut Vec<Mention>) {
    for sentence in sentences(text) {
        let Some(part) = text.get(sentence.clone()) else { continue };
        let words = locality::split(part);
        let found = locality::names(&words);
        let low: Vec<&Named> = found.iter().filter(|n| n.low).collect();
        // A sentence that names two communes has its reason.
        let [named] = low.as_slice() else { continue };
        let before = words.get(..named.words.start).unwrap_or(&[]);
        let mut end = before.len();
        while let Some(length) = (1..=end).find(|&k| {
            let from = end - k;
            [Kind::Organ, Kind::Scope].iter().any(|&kind| locality::phrase(before, from, kind) == k)
        }) {
            end -= length;
        }
        if end == before.len() || !opens(&before[..end], part, before[end].range.start) {
            continue;
        }
        if !locality::any(&words, Kind::Neighbour) && !two_parties(&words, named) {
            let start = range.start + sentence.start as u32;
            let inner = TextRange::new(start, range.start + sentence.end as u32);
            out.push(mention(document, inner, part, &words, named));
        }
    }
}

/// Whether the sentence speaks of its own commune as well: `… đã mời xã dự lễ`.
fn two_parties(words: &[Word], named: &Named) -> bool {
    let alone = |i: usize| {
        let length = locality::phrase(words, i, Kind::Low);
        let bound = |kind| locality::phrase(words, i, kind) > length;
        let within = |kind| (0..i).any(|j| j + locality::phrase(words, j, kind) > i);
        length > 0 && !bound(Kind::No) && !within(Kind::Whole) && !within(Kind::Joint)
    };
    (named.words.end..words.len()).any(alone)
}

/// Whether nothing but a time stands before the organ.
fn opens(before: &[Word], sentence: &str, organ: usize) -> bool {
    let comma = || sentence.get(..organ).is_some_and(|t| t.trim_end().ends_with(','));
    let one_clause = || sentence.get(..organ).is_some_and(|t| t.matches(',').count() == 1);
    before.is_empty() || (before.len() <= 8 && locality::phrase(before, 0, Kind::Time) > 0 && comma() && one_clause())
}

/// Whether the words end with a phrase of a kind.
fn ends_with(words: &[Word], kind: Kind) -> bool {
    (0..words.len()).any(|i| {
        let length = locality::phrase(words, i, kind);
        length > 0 && i + length == words.len()
    })
}

/// The sentences of a paragraph, as bytes of it.
fn sentences(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let range = crate::report::place::sentence(text, start..start + 1);
        let end = range.end.max(start + 1);
        out.push(range);
        start = text.get(end..).map_or(text.len(), |rest| end + (rest.len() - rest.trim_start().len()));
    }
    out
}

fn mention(document: &Document, range: TextRange, text: &str, words: &[Word], named: &Named) -> Mention {
    let from = words.get(named.words.start).map_or(0, |w| w.range.start);
    let to = words.get(named.words.end.saturating_sub(1)).map_or(from, |w| w.range.end);
    let place = TextRange::new(range.start + from as u32, range.start + to.max(from) as u32);
    Mention {
        name: named.name.as_str().into(),
        kind: named.kind(words).into(),
        span: document.span(place),
        shown: text.get(from..to).unwrap_or("").into(),
    }
}
