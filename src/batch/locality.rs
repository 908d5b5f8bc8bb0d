//! Names of localities in a text: `xã Tà Xôm`, `THỊ TRẤN PHỐ LẺNG`. The words
//! around them stand in `rules/lexicon/localities.tsv`.

use crate::lexicon;
use crate::tables::words;
use hashbrown::HashMap;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as DeError, StrDeserializer};
use std::ops::Range;
use std::sync::LazyLock;

/// The embedded table.
const TABLE: &str = include_str!("../../rules/lexicon/localities.tsv");

/// What a word has to do with names of localities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[allow(missing_docs)]
pub enum Kind {
    Low,
    High,
    Short,
    No,
    Organ,
    Scope,
    Time,
    End,
    Neighbour,
    Whole,
    Level,
    Rank,
    Of,
    Joint,
}

type Phrases = HashMap<Kind, Vec<Vec<String>>>;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| load(TABLE).unwrap_or_default());

fn load(table: &str) -> Result<Phrases, String> {
    let mut out = Phrases::new();
    for row in lexicon::rows(table)? {
        let deserializer: StrDeserializer<'_, DeError> = row[1].into_deserializer();
        let kind = Kind::deserialize(deserializer).map_err(|e| e.to_string())?;
        out.entry(kind).or_default().push(lexicon::fold(row[0]).split(' ').map(str::to_owned).collect());
    }
    // The longest phrase is the one that is meant.
    out.values_mut().for_each(|phrases| phrases.sort_by_key(|p| std::cmp::Reverse(p.len())));
    Ok(out)
}

/// A word of a text.
#[derive(Clone, Debug)]
pub struct Word {
    /// Folded.
    pub folded: String,
    /// Its bytes.
    pub range: Range<usize>,
    /// Whether it starts with a capital.
    pub capital: bool,
    /// Whether only a space stands between it and the word before.
    pub joined: bool,
}

/// The words of a text.
pub fn split(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut start = None;
    for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                let word = text.get(from..i).unwrap_or("");
                let gap = out.last().and_then(|w| text.get(w.range.end..from)).unwrap_or("");
                out.push(Word {
                    folded: lexicon::fold(word),
                    range: from..i,
                    capital: word.starts_with(char::is_uppercase),
                    joined: !out.is_empty() && !gap.is_empty() && gap.chars().all(char::is_whitespace),
                });
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// How many words a phrase of this kind has that starts at a word; 0 where there is none.
pub fn phrase(words: &[Word], at: usize, kind: Kind) -> usize {
    let fits = |p: &&Vec<String>| {
        p.iter().enumerate().all(|(k, s)| words.get(at + k).is_some_and(|w| w.folded == *s && (k == 0 || w.joined)))
    };
    PHRASES.get(&kind).and_then(|all| all.iter().find(fits)).map_or(0, Vec::len)
}

/// Whether a phrase of this kind stands anywhere.
pub fn any(words: &[Word], kind: Kind) -> bool {
    (0..words.len()).any(|i| phrase(words, i, kind) > 0)
}

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Whether it is a commune or its like, not a unit above.
    pub low: bool,
    /// Indices of its words, that of its kind first.
    pub words: Range<usize>,
    /// Index of the first word of the name itself.
    pub proper: usize,
    /// The name alone, folded.
    pub name: String,
}

impl Named {
    /// The word for its kind, folded; empty where it has none.
    pub fn kind(&self, words: &[Word]) -> String {
        joined(words.get(self.words.start..self.proper).unwrap_or(&[]))
    }
}

fn joined(words: &[Word]) -> String {
    words.iter().map(|w| w.folded.as_str()).collect::<Vec<_>>().join(" ")
}

/// A name has at most so many words.
const LONGEST: usize = 6;

/// The names of localities among words.
pub fn names(words: &[Word]) -> Vec<Named> {
    let mut out = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let (low, high) = (phrase(words, i, Kind::Low), phrase(words, i, Kind::High));
        let length = low.max(high);
        if length == 0 || phrase(words, i, Kind::No) > 0 {
            i += 1;
            continue;
        }
        let proper = i + length;
        let part = |j: usize| {
            words.get(j).is_some_and(|w| w.capital && w.joined)
                && j < proper + LONGEST
                && [Kind::End, Kind::Organ, Kind::Low].iter().all(|&kind| phrase(words, j, kind) == 0)
        };
        let end = (proper..).find(|&j| !part(j)).unwrap_or(proper);
        if end > proper {
            let name = joined(&words[proper..end]);
            out.push(Named { low: low >= high, words: i..end, proper, name });
        }
        i = end.max(i + 1);
    }
    out
}

/// The name in a label of a row, folded, without the word for its kind: `TT. Phố Lẻng`.
pub fn label(text: &str) -> String {
    parted(&folded(text)).1.to_owned()
}

/// A label of a row, folded, with the word for its kind.
pub fn folded(text: &str) -> String {
    joined(&split(words::without_brackets(text)))
}

/// The word for its kind and the name in a label that [`folded`] made.
pub fn parted(label: &str) -> (&str, &str) {
    let kinds = [Kind::Low, Kind::High, Kind::Short].iter().filter_map(|kind| PHRASES.get(kind)).flatten();
    let behind = |kind: &Vec<String>| {
        let mut rest = label;
        for word in kind {
            rest = rest.strip_prefix(word.as_str())?.strip_prefix(' ')?;
        }
        Some(rest)
    };
    // `Xã Hội` alone may be a name, too: something has to be left.
    let rest = kinds.filter_map(behind).min_by_key(|rest| rest.len()).unwrap_or(label);
    (label.get(..label.len() - rest.len()).unwrap_or("").trim_end(), rest)
}

/// Whether two words for a kind may mean one: the same, one left out, or one short for the other (`tt`, `thị trấn`).
pub fn same_kind(a: &str, b: &str) -> bool {
    let short = |a: &str, b: &str| b.split(' ').filter_map(|w| w.chars().next()).eq(a.chars());
    a.is_empty() || b.is_empty() || a == b || short(a, b) || short(b, a)
}

/// Whether a name starts with the words of another: names in capitals may run on.
pub fn starts_with(name: &str, other: &str) -> bool {
    name.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        names(&split(text)).into_iter().map(|n| n.name).collect()
    }

    #[test]
    fn the_table_can_be_read() {
        assert!(load(TABLE).unwrap().len() == 14);
    }

    #[test]
    fn names_end_where_the_capitals_or_the_words_do() {
        assert_eq!(
            found("UBND xã Tà Xôm đã bám sát; thị trấn Phố Lẻng, huyện Đồng Cát"),
            ["tà xôm", "phố lẻng", "đồng cát"]
        );
        assert_eq!(found("UBND TỈNH ĐÔNG PHONG ỦY BAN NHÂN DÂN XÃ VĨNH THẠNH"), ["đông phong", "vĩnh thạnh"]);
        assert_eq!(found("ĐẢNG BỘ XÃ TÀ XÔM NHIỆM KỲ 2025-2030"), ["tà xôm"]);
        assert!(found("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM. Toàn xã có 12 bản").is_empty());
    }

    #[test]
    fn labels_lose_the_word_for_their_kind() {
        for text in ["TT. Phố Lẻng", "Thị trấn Phố Lẻng", "Phố Lẻng", "PHỐ LẺNG (1)"] {
            assert_eq!(label(text), "phố lẻng", "{text}");
        }
        assert_eq!(parted(&folded("TT. Phố Lẻng")), ("tt", "phố lẻng"));
        assert_eq!(parted(&folded("Xã")), ("", "xã"));
        assert!(
            same_kind("tt", "thị trấn")
                && same_kind("phường", "p")
                && same_kind("xã", "")
                && !same_kind("xã", "phường")
        );
        assert!(starts_with("tà xôm nhiệm", "tà xôm") && !starts_with("tà xôma", "tà xôm"));
    }
}
