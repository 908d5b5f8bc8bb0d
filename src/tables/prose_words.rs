//! Words around a figure of the text that is compared with a table; they stand in
//! `rules/lexicon/table-prose.tsv`.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use crate::lexicon::{self, HashedMap};
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../rules/lexicon/table-prose.tsv");

/// The kinds of phrases, by their names in the table.
const KINDS: [&str; 29] = [
    "Filler",
    "Level",
    "Whole",
    "Narrow",
    "Status",
    "Title",
    "Opening",
    "Missed",
    "Time",
    "Met",
    "MetAll",
    "Exceeded",
    "Name",
    "Rate",
    "Current",
    "Thing",
    "Annex",
    "AnnexOf",
    "Attached",
    "Group",
    "Item",
    "Turn",
    "Moves",
    "Plural",
    "Amount",
    "Continued",
    "Until",
    "FirstHalf",
    "LastHalf",
];

/// The place of its kind among [`KINDS`], and its words.
type Phrase = (usize, Vec<&'static str>);

/// The phrases by the [key](lexicon::key) of their first word.
static PHRASES: LazyLock<HashedMap<Vec<Phrase>>> = LazyLock::new(|| {
    let mut out: HashedMap<Vec<Phrase>> = HashedMap::default();
    for row in lexicon::rows(TABLE).unwrap_or_default() {
        let words: Vec<&'static str> = row.cell(0).split(' ').collect();
        let first = words.first().map_or(0, |word| lexicon::key(word));
        let kind = KINDS.iter().position(|k| *k == row.cell(1));
        out.entry(first).or_default().extend(kind.map(|kind| (kind, words)));
    }
    out
});

/// The phrases that start with the first of these words.
fn starting(words: &[impl AsRef<str>]) -> &'static [Phrase] {
    words.first().map_or(&[], |word| at(lexicon::key(word.as_ref())))
}

/// The phrases that start with the word of a key.
fn at(key: u64) -> &'static [Phrase] {
    PHRASES.get(&key).map_or(&[], Vec::as_slice)
}

/// How many words of a phrase of this kind `words` starts with; the longest counts.
fn starts(kind: &str, words: &[impl AsRef<str>]) -> usize {
    longest(starting(words), kind, words)
}

fn longest(phrases: &[Phrase], kind: &str, words: &[impl AsRef<str>]) -> usize {
    let fits = |(k, phrase): &&Phrase| {
        KINDS.get(*k) == Some(&kind)
            && phrase.len() <= words.len()
            && phrase.iter().zip(words).all(|(p, w)| *p == w.as_ref())
    };
    phrases.iter().filter(fits).map(|(_, phrase)| phrase.len()).max().unwrap_or(0)
}

/// What the words at a place of the text mean for a comparison.
#[derive(Clone, Copy, Debug, Default)]
pub struct Meaning {
    /// Whether the first makes a name mean nothing narrower.
    pub filler: bool,
    /// How many of them are the level of a locality.
    pub level: usize,
    /// How many of them mean the whole.
    pub whole: usize,
    /// Whether they open a smaller group.
    pub narrows: bool,
    /// Whether they announce a figure of another state.
    pub other: bool,
}

/// What the words mean that stand at the start.
pub fn meaning(words: &[impl AsRef<str>]) -> Meaning {
    let phrases = starting(words);
    if phrases.is_empty() {
        return Meaning::default();
    }
    Meaning {
        filler: longest(phrases, "Filler", words.get(..1).unwrap_or_default()) > 0,
        level: longest(phrases, "Level", words),
        whole: longest(phrases, "Whole", words),
        narrows: longest(phrases, "Narrow", words) > 0,
        other: longest(phrases, "Status", words) > 0,
    }
}

/// Whether a word makes a name mean nothing narrower.
pub fn is_filler(word: &str) -> bool {
    starts("Filler", &[word]) > 0
}

/// Whether a word of a header only belongs to a time.
pub fn is_time(word: &str) -> bool {
    starts("Time", &[word]) > 0
}

/// A label without the level of a locality in front; a name of one syllable keeps it.
pub fn without_level(words: Vec<String>) -> Vec<String> {
    let level = starts("Level", &words);
    if words.len() >= level + 2 { words.into_iter().skip(level).collect() } else { words }
}

/// The header of labels without what only says that they are names: `Tên xã`.
pub fn without_name(header: &str) -> &str {
    let words: Vec<&str> = header.split(' ').collect();
    let cut = starts("Name", &words);
    if cut == 0 || cut == words.len() { header } else { header.splitn(cut + 1, ' ').last().unwrap_or(header) }
}

/// How many words of the level of a locality stand at the start.
pub fn level(words: &[impl AsRef<str>]) -> usize {
    starts("Level", words)
}

/// Whether one of these words belongs to the level of a locality, which may be of several words.
pub fn is_in_level(words: &[impl AsRef<str>], at: usize) -> bool {
    let starts = |from: usize| words.get(from..).map_or(0, level) + from;
    (at.saturating_sub(2)..=at).any(|from| starts(from) > at)
}

/// How many words that name an annex stand at the start.
pub fn annex(words: &[impl AsRef<str>]) -> usize {
    starts("Annex", words)
}

/// Whether a word is the first of those by which an annex is called.
pub fn opens_annex(word: &str) -> bool {
    at(lexicon::key(word)).iter().any(|(kind, _)| KINDS.get(*kind) == Some(&"Annex"))
}

/// How many words that only say of what annexes are stand at the start.
pub fn of_annex(words: &[impl AsRef<str>]) -> usize {
    starts("AnnexOf", words)
}

/// How many words that say that something is attached stand at the start.
pub fn attached(words: &[impl AsRef<str>]) -> usize {
    starts("Attached", words)
}

/// How many words that name a thing a table may list by more than one word (`công trình, dự án`) stand at the start.
pub fn thing(words: &[impl AsRef<str>]) -> usize {
    starts("Thing", words)
}

/// How many words that only say that a group is named behind them stand at the start.
pub fn group(words: &[impl AsRef<str>]) -> usize {
    starts("Group", words)
}

/// How many words for things of any kind (`đơn vị`) stand at the start.
pub fn item(words: &[impl AsRef<str>]) -> usize {
    starts("Item", words)
}

/// Whether a word speaks of a change, which a level is none of.
pub fn moves(word: &str) -> bool {
    starts("Moves", &[word]) > 0
}

/// Whether a word says that there is an amount of what is named behind it: `lượng rác`.
pub fn is_amount(word: &str) -> bool {
    starts("Amount", &[word]) > 0
}

/// Whether a word says that all things of a name are meant: `các xã vùng cao`.
pub fn is_plural(word: &str) -> bool {
    starts("Plural", &[word]) > 0
}

/// Whether another clause begins here without a comma.
pub fn turns(word: &str) -> bool {
    starts("Turn", &[word]) > 0
}

/// How many words that mean the whole stand at the start.
pub fn whole(words: &[impl AsRef<str>]) -> usize {
    starts("Whole", words)
}

/// Whether a smaller group is opened at the start.
pub fn narrows(words: &[impl AsRef<str>]) -> bool {
    starts("Narrow", words) > 0
}

/// Whether a figure of another state is announced here.
pub fn is_other_state(words: &[impl AsRef<str>]) -> bool {
    starts("Status", words) > 0
}

/// Whether a table's title starts here.
pub fn opens_title(words: &[impl AsRef<str>]) -> bool {
    starts("Title", words) > 0
}

/// Whether a phrase that names the start of the time may begin with the word of this [key](lexicon::key).
pub fn may_open(key: u64) -> bool {
    at(key).iter().any(|(kind, _)| KINDS.get(*kind) == Some(&"Opening"))
}

/// Whether the start of the time is named here.
pub fn is_opening(words: &[impl AsRef<str>]) -> bool {
    starts("Opening", words) > 0
}

/// Whether goals that were not reached are named here.
pub fn is_missed(words: &[impl AsRef<str>]) -> bool {
    starts("Missed", words) > 0
}

/// Whether a header says nothing but that its column is of the time of the report.
pub fn is_current(words: &[impl AsRef<str>]) -> bool {
    !words.is_empty() && starts("Current", words) == words.len()
}

/// Whether what follows is the end of a time that began earlier.
pub fn is_until(words: &[impl AsRef<str>]) -> bool {
    starts("Until", words) > 0
}

/// Which half of a year words open with, whether the first: `sáu tháng đầu năm`.
pub fn half_of_year(words: &[impl AsRef<str>]) -> Option<bool> {
    match (starts("FirstHalf", words), starts("LastHalf", words)) {
        (0, 0) => None,
        (first, _) => Some(first > 0),
    }
}

/// Longer texts say more than that a table goes on.
const CONTINUED: usize = 24;

/// Whether a text says that a table goes on: `Biểu 2 (tiếp theo)`.
pub fn says_continued(words: &[impl AsRef<str>]) -> bool {
    words.len() <= CONTINUED && (0..words.len()).any(|i| words.get(i..).is_some_and(|w| starts("Continued", w) > 0))
}

/// Whether a rate is named here.
pub fn is_rate(words: &[impl AsRef<str>]) -> bool {
    starts("Rate", words) > 0
}

/// Whether goals that were reached are named here.
pub fn is_met(words: &[impl AsRef<str>]) -> bool {
    starts("Met", words) > 0
}

/// Whether goals that were reached and those that were exceeded are named here.
pub fn is_met_and_exceeded(words: &[impl AsRef<str>]) -> bool {
    starts("MetAll", words) > 0
}

/// Whether goals that were exceeded are named here.
pub fn is_exceeded(words: &[impl AsRef<str>]) -> bool {
    starts("Exceeded", words) > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read() {
        let kinds: hashbrown::HashSet<&str> = lexicon::rows(TABLE).unwrap().iter().map(|r| r[1]).collect();
        assert_eq!(kinds, KINDS.into_iter().collect());
        let other = lexicon::rows(TABLE).unwrap().iter().find(|r| lexicon::fold(r[0]) != r[0]).map(|r| r[0]);
        assert_eq!(other, None, "a phrase in other letters");
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(without_level(words("thị trấn nậm cát")), words("nậm cát"));
        assert_eq!(without_level(words("bản mển")), words("bản mển"));
        assert_eq!((without_name("tên xã"), without_name("tên"), without_name("xã")), ("xã", "tên", "xã"));
    }
}
