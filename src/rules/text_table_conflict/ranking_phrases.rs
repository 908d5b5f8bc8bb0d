//! Phrases that say which place a row has: `cao nhất`, `đứng thứ hai`, `tiếp đến`. The words stand in
//! `rules/lexicon/table-rankings.tsv`.

use super::Draft;
use super::mentions::Paragraph;
use crate::lexicon;
use hashbrown::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// A phrase of ranking: its words, those behind the thing that is ranked (`nhiều … nhất`), and the place
/// it means.
pub struct Phrase {
    pub first: Vec<String>,
    pub last: Vec<String>,
    pub place: Place,
}

/// A place in a ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// From the most or from the least.
    pub most: bool,
    /// 1 is the end itself; 0 is the place behind the one told before it (`tiếp đến là`).
    pub number: usize,
    /// Whether the other end may be meant as well: `đứng thứ hai`.
    pub open: bool,
    /// Whether a growth is ranked by how fast it is.
    pub fast: bool,
}

fn phrases() -> &'static [Phrase] {
    static PHRASES: OnceLock<Vec<Phrase>> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let rows = lexicon::rows(include_str!("../../../rules/lexicon/table-rankings.tsv")).unwrap_or_default();
        let words = |text: &str| lexicon::fold(text.trim()).split_whitespace().map(str::to_owned).collect();
        let read = |r: lexicon::Row<'_>| {
            let (first, last) = r[0].split_once('*').unwrap_or((r[0], ""));
            let (end, number) = r[1].split_once(' ').unwrap_or((r[1], "1"));
            let number = if end == "Next" { 0 } else { number.parse().unwrap_or(1) };
            let most = matches!(end, "High" | "Fast");
            let place = Place { most, number, open: number > 1, fast: matches!(end, "Fast" | "Slow") };
            Phrase { first: words(first), last: words(last), place }
        };
        rows.into_iter().map(read).collect()
    })
}

/// Between `nhiều` and `nhất` at most so many words stand.
const BETWEEN: usize = 4;

impl Phrase {
    /// The pieces of the phrase where it starts at `at`, with the thing between.
    pub fn matches(&self, paragraph: &Paragraph<'_>, at: usize) -> Option<Range<usize>> {
        let there = |at: usize, words: &[String]| {
            words.iter().enumerate().all(|(i, w)| paragraph.word(at + i).is_some_and(|p| p.text == *w))
        };
        if !there(at, &self.first) {
            return None;
        }
        let end = at + self.first.len();
        if self.last.is_empty() {
            return Some(at..end);
        }
        (end + 1..=end + BETWEEN).find(|&i| there(i, &self.last)).map(|i| at..i + self.last.len())
    }
}

/// Whether the most or the least is told by a phrase that starts at a piece: `cao nhất`, `thấp nhất`.
pub fn end(paragraph: &Paragraph<'_>, at: usize) -> Option<bool> {
    let told = |p: &&Phrase| p.place.number == 1 && p.last.is_empty() && p.matches(paragraph, at).is_some();
    starting(&paragraph.word(at)?.text).iter().copied().find(told).map(|p| p.place.most)
}

/// Whether the words of a phrase behind its first are in a block at all.
pub fn speaks_of_rank(draft: &Draft<'_>, block: u32) -> bool {
    static LAST: OnceLock<Vec<Vec<&'static str>>> = OnceLock::new();
    let last = LAST.get_or_init(|| {
        let words = |p: &'static Phrase| p.first.iter().chain(&p.last).skip(1).map(String::as_str).collect();
        let mut words: Vec<Vec<&str>> = phrases().iter().map(words).collect();
        words.sort_unstable();
        words.dedup();
        words
    });
    let text = draft.document.block_text(block);
    last.iter().any(|words| words.iter().all(|word| text.contains(word)))
}

/// The phrases by their first word.
pub fn starting(word: &str) -> &'static [&'static Phrase] {
    static STARTS: OnceLock<HashMap<&'static str, Vec<&'static Phrase>>> = OnceLock::new();
    let starts = STARTS.get_or_init(|| {
        let mut out: HashMap<&str, Vec<&Phrase>> = HashMap::new();
        for phrase in phrases() {
            if let Some(first) = phrase.first.first() {
                out.entry(first).or_default().push(phrase);
            }
        }
        out
    });
    starts.get(word).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phrases_can_be_read() {
        assert!(phrases().iter().any(|p| p.place.most) && phrases().iter().any(|p| !p.place.most));
        assert!(
            phrases().iter().all(|p| p.place.number >= 1 || p.first.len() == 2)
                && phrases().iter().any(|p| p.place.number == 2)
        );
        assert!(phrases().iter().any(|p| !p.last.is_empty()));
    }
}
