//! What words of headers, row labels and cells mean in a table; the words
//! stand in `rules/lexicon/table-*.tsv`.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use crate::lexicon;
use hashbrown::HashMap;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as DeError, StrDeserializer};
use std::sync::OnceLock;

/// What a word of a header says about its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub enum HeaderWord {
    Number,
    Unit,
    Note,
    Verdict,
    Plan,
    Done,
    Difference,
    Increase,
    Decrease,
    Percent,
    Growth,
    Share,
    Total,
    Rate,
    Opening,
    Closing,
    Running,
    Code,
    Compared,
    Rank,
    Price,
}

/// A set of header words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeaderWords(u32);

impl HeaderWords {
    pub(super) const NONE: HeaderWords = HeaderWords(0);

    /// Whether the header has a word of this meaning.
    pub fn has(self, word: HeaderWord) -> bool {
        self.0 & (1 << word as u32) != 0
    }

    /// Takes a meaning away that the rows below deny.
    pub(super) fn remove(&mut self, word: HeaderWord) {
        self.0 &= !(1 << word as u32);
    }

    fn add(&mut self, word: HeaderWord) {
        self.0 |= 1 << word as u32;
    }
}

/// What a word of a label says about its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum RowWord {
    /// The row is a total and nothing else.
    Total,
    /// The row may be a total of the rows around it.
    WeakTotal,
    /// Names only some parts of the row above.
    Partial,
    /// Names every part of the row above.
    Complete,
    /// An average of the rows.
    Average,
    /// The highest or lowest of the rows.
    Extreme,
    /// Less is better.
    LowerBetter,
    /// Speaks of the prices that values are in.
    Prices,
}

/// What a cell without a number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Mark {
    /// Nothing occurred: zero.
    Nil,
    /// No figure is known.
    NoData,
    /// The goal was reached.
    Met,
    /// More than the goal was reached.
    Exceeded,
    /// The goal was not reached.
    Missed,
    /// A mark that says that the column holds: `✓`; so does `x` below a verdict.
    Tick,
}

impl Mark {
    /// Whether it says whether a goal was reached.
    pub fn is_verdict(self) -> bool {
        matches!(self, Mark::Met | Mark::Exceeded | Mark::Missed)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    Whole,
    Start,
    Any,
}

struct Words {
    headers: Vec<(String, HeaderWord)>,
    /// Which of them start with a word.
    by_first: HashMap<String, Vec<usize>>,
    rows: Vec<(String, RowWord, Place)>,
    whole: HashMap<String, RowWord>,
    marks: HashMap<String, Mark>,
    hedges: Vec<(String, crate::figures::Hedge, bool)>,
}

/// The embedded table of words that speak of the columns of a table.
const COLUMNS: &str = include_str!("../../rules/lexicon/column-words.tsv");

fn column_words() -> &'static [&'static str] {
    static WORDS: OnceLock<Vec<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        lexicon::rows(COLUMNS).unwrap_or_default().into_iter().filter_map(|r| r.first().copied()).collect()
    })
}

const SOURCES: [&str; 4] = [
    include_str!("../../rules/lexicon/table-headers.tsv"),
    include_str!("../../rules/lexicon/table-rows.tsv"),
    include_str!("../../rules/lexicon/table-marks.tsv"),
    include_str!("../../rules/lexicon/table-bounds.tsv"),
];

/// The tables, parsed at the first call; the tests read every row, so a table
/// that cannot be read is left empty here.
fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| load(&SOURCES).or_else(|_| load(&[""; 4])).expect("empty tables can be read"))
}

fn load([headers, rows, marks, bounds]: &[&str; 4]) -> Result<Words, String> {
    let mut words = Words {
        headers: Vec::new(),
        by_first: HashMap::new(),
        rows: Vec::new(),
        whole: HashMap::new(),
        marks: HashMap::new(),
        hedges: Vec::new(),
    };
    for row in lexicon::rows(headers)? {
        let phrase = padded(row.cell(0));
        words.by_first.entry(first_word(&phrase).to_owned()).or_default().push(words.headers.len());
        words.headers.push((phrase, named(row.cell(1))?));
    }
    for row in lexicon::rows(rows)? {
        match named(row.cell(2))? {
            Place::Whole => drop(words.whole.insert(key(row.cell(0)), named(row.cell(1))?)),
            place => words.rows.push((padded(row.cell(0)), named(row.cell(1))?, place)),
        }
    }
    for row in lexicon::rows(marks)? {
        words.marks.insert(bare(row.cell(0)), named(row.cell(1))?);
    }
    for row in lexicon::rows(bounds)? {
        let hedge = match row.cell(1) {
            "Above" => crate::figures::Hedge::Above,
            "Below" => crate::figures::Hedge::Below,
            "About" => crate::figures::Hedge::About,
            other => return Err(format!("no bound: {other}")),
        };
        words.hedges.push((lexicon::fold(row.cell(0)), hedge, row.cell(2) == "behind"));
    }
    words.hedges.sort_by_key(|(phrase, ..)| std::cmp::Reverse(phrase.len()));
    Ok(words)
}

fn named<'a, T: Deserialize<'a>>(name: &'a str) -> Result<T, String> {
    let name: StrDeserializer<'a, DeError> = name.into_deserializer();
    T::deserialize(name).map_err(|e| e.to_string())
}

/// Folded words with one space between them; of the signs only those of rates stay.
pub fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    add_key(text, &mut out);
    out
}

/// Adds the [`key`] of a text to what is there.
fn add_key(text: &str, out: &mut String) {
    let start = out.len();
    let mut gap = false;
    let folded = lexicon::folded(text);
    let mut rest = folded.as_ref();
    while let Some(c) = rest.chars().next() {
        let sign = matches!(c, '%' | '‰' | '/');
        // Powers (`²`) are numbers as well.
        let word = rest.find(|c| !lexicon::is_alphanumeric(c)).unwrap_or(rest.len());
        let length = if word > 0 { word } else { c.len_utf8() };
        let (piece, behind) = rest.split_at(length);
        rest = behind;
        if word == 0 && !sign {
            gap = true;
            continue;
        }
        if (gap || sign) && out.len() > start && !out.ends_with(' ') {
            out.push(' ');
        }
        out.push_str(piece);
        gap = sign;
    }
}

fn padded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    out.push(' ');
    add_key(text, &mut out);
    out.push(' ');
    out
}

/// A cell's text folded, without marks of notes and white space at its ends.
fn bare(text: &str) -> String {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == crate::document::NOTE_MARK);
    lexicon::folded(text).into_owned()
}

/// What the words of a header say.
pub fn header(text: &str) -> HeaderWords {
    let mut found = HeaderWords::default();
    spoken(&padded(text)).for_each(|word| found.add(word));
    if prints_signs(text) {
        found.add(HeaderWord::Difference);
    }
    found
}

/// What the phrases mean that stand among padded words.
fn spoken(text: &str) -> impl Iterator<Item = HeaderWord> + '_ {
    let starts = memchr::memchr_iter(b' ', text.as_bytes());
    starts.filter_map(|at| text.get(at..)).flat_map(|rest| {
        let known = words().by_first.get(first_word(rest)).map_or(&[][..], Vec::as_slice);
        let known = known.iter().filter_map(|&row| words().headers.get(row));
        known.filter(move |(phrase, _)| rest.starts_with(phrase.as_str())).map(|(_, word)| *word)
    })
}

/// The first of padded words.
fn first_word(padded: &str) -> &str {
    padded.split(' ').nth(1).unwrap_or_default()
}

/// `(+/-)`, `(+; -)`: both signs, neither inside a word or a number.
fn prints_signs(header: &str) -> bool {
    let sign = |signs: &[char]| {
        header.match_indices(signs).any(|(at, sign)| {
            let before = header.get(..at).is_some_and(|head| head.ends_with(char::is_alphanumeric));
            let after = header.get(at + sign.len()..).is_some_and(|tail| tail.starts_with(char::is_alphanumeric));
            !before && !after
        })
    };
    sign(&['+']) && sign(&['-', '–', '−'])
}

/// The words of a header without the phrases of these meanings.
pub fn without(text: &str, meanings: &[HeaderWord]) -> String {
    let mut text = padded(text);
    if !spoken(&text).any(|word| meanings.contains(&word)) {
        return text;
    }
    for (phrase, _) in words().headers.iter().filter(|(_, w)| meanings.contains(w)) {
        text = text.replace(phrase.as_str(), " ");
    }
    text
}

/// Whether the header is nothing but a word of this meaning (a bracket aside).
pub fn header_is(text: &str, word: HeaderWord) -> bool {
    let text = padded(without_brackets(text).trim());
    let rows = words().by_first.get(first_word(&text)).into_iter().flatten();
    rows.filter_map(|&row| words().headers.get(row)).any(|(phrase, w)| *w == word && text == *phrase)
}

/// The longest phrase of a meaning at its place in a row label.
pub fn row_has(label: &str, word: RowWord) -> bool {
    let text = padded(without_brackets(label).trim());
    if words().whole.get(text.trim()) == Some(&word) {
        return true;
    }
    words().rows.iter().any(|(phrase, w, place)| {
        *w == word
            && match place {
                Place::Start => text.starts_with(phrase.as_str()),
                _ => text.contains(phrase.as_str()),
            }
    })
}

/// Whether the label is a total word and nothing else.
pub fn is_total(label: &str) -> bool {
    words().whole.get(&key(without_brackets(label).trim())) == Some(&RowWord::Total)
}

/// Whether a text speaks of the columns of a table.
pub fn names_column(text: &str) -> bool {
    let text = lexicon::fold(text);
    column_words().iter().any(|word| text.contains(word))
}

/// A folded text without the words for a column.
pub fn without_column(text: &str) -> String {
    column_words().iter().fold(lexicon::fold(text), |text, word| text.replace(word, ""))
}

/// What a cell without a number says, if it is known.
pub fn mark(text: &str) -> Option<Mark> {
    words().marks.get(&bare(text)).copied()
}

/// A bound word at the start (`dưới 20`) or end (`20 trở xuống`) of a folded
/// text, with the text left.
pub fn bound(folded: &str) -> Option<(crate::figures::Hedge, bool, usize)> {
    words().hedges.iter().find_map(|(phrase, hedge, behind)| {
        let found = if *behind { folded.ends_with(phrase.as_str()) } else { folded.starts_with(phrase.as_str()) };
        found.then_some((*hedge, *behind, phrase.len()))
    })
}

/// The text before its last bracket, when it ends with one.
pub fn without_brackets(text: &str) -> &str {
    let text = text.trim_end();
    let head = text.rfind('(').and_then(|open| text.get(..open));
    head.filter(|head| text.ends_with(')') && !head.trim().is_empty()).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_can_be_read() {
        if let Err(message) = load(&SOURCES) {
            panic!("{message}");
        }
    }

    #[test]
    fn headers_have_several_words() {
        let words = header("TH 2025/KH (%)");
        assert!(words.has(HeaderWord::Done) && words.has(HeaderWord::Plan) && words.has(HeaderWord::Percent));
        assert!(!header("Thực hiện").has(HeaderWord::Percent));
        assert!(header("TH 2025 so với TH 2024 (+/-)").has(HeaderWord::Difference));
        assert!(!header("Giai đoạn 2021-2025 (A+B)").has(HeaderWord::Difference));
        assert!(header_is("STT", HeaderWord::Number) && !header_is("Số xã", HeaderWord::Number));
    }

    #[test]
    fn totals_are_told_from_indicators() {
        assert!(is_total("Tổng cộng (A+B+C)") && is_total("TOÀN HUYỆN"));
        assert!(!is_total("Tổng số đảng viên"));
        assert!(row_has("Cộng A", RowWord::Total) && !row_has("Cộng đồng dân cư", RowWord::Average));
    }
}
