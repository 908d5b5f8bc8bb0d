//! Words of a text and tables of phrases, for the rules that read words and
//! signs where no figure could be read.

use crate::document::TextRange;
use crate::lexicon;
use std::collections::HashSet;

/// Bytes of a word in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Whether a character that starts with this byte belongs to a word. Letters
/// of Vietnamese start with C3 to C6 or E1, combining marks with CC and CD; C2,
/// E2 and EF start spaces, dashes, quotes and the mark of a note.
fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, 0xC3..=0xDF | 0xE1)
}

/// The words of a text: runs of letters and digits.
pub fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() && !in_word(bytes[at]) {
            at += 1;
        }
        let start = at;
        // 0x80..=0xBF continues the character before it.
        while at < bytes.len() && (in_word(bytes[at]) || (at > start && matches!(bytes[at], 0x80..=0xBF))) {
            at += 1;
        }
        (at > start).then_some(Word { start, end: at })
    })
}

/// The last words of a text, at most `limit`, in their order.
pub fn last_words(text: &str, limit: usize) -> Vec<Word> {
    let mut found = Vec::new();
    let mut end = None;
    let mut start = text.len();
    for (i, c) in text.char_indices().rev() {
        let inside = in_word(text.as_bytes()[i]);
        if inside {
            end = end.or(Some(i + c.len_utf8()));
            start = i;
        } else if let Some(e) = end.take() {
            found.push(Word { start, end: e });
            if found.len() == limit {
                break;
            }
        }
    }
    if let Some(end) = end {
        found.push(Word { start, end });
    }
    found.reverse();
    found
}

/// Whether two texts are the same but for their case.
pub fn same(a: &str, b: &str) -> bool {
    a == b || a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

/// A set of phrases of a table.
#[derive(Debug, Default)]
pub struct Phrases {
    set: HashSet<String>,
    longest: usize,
    firsts: Sieve,
    lasts: Sieve,
}

/// Says of most words, without folding them, that they are not among some words.
#[derive(Debug, Default)]
struct Sieve([u64; 4]);

impl Sieve {
    /// The bit of a word: its length, its plain letters, and its first letter
    /// where folding leaves that alone (it may move a tone from or to `o` and `u`).
    fn bit(word: &str) -> (usize, u64) {
        let bytes = word.as_bytes();
        let plain = bytes.iter().filter(|b| b.is_ascii()).count();
        let first = match bytes.first() {
            Some(b) if b.is_ascii() && !matches!(b | 0x20, b'o' | b'u') => usize::from(b | 0x20),
            _ => 0,
        };
        let bit = (bytes.len() * 37 + plain * 11 + first * 5) % 256;
        (bit / 64, 1 << (bit % 64))
    }

    fn add(&mut self, word: &str) {
        let (cell, bit) = Sieve::bit(word);
        self.0[cell] |= bit;
    }

    fn lets(&self, word: &str) -> bool {
        let (cell, bit) = Sieve::bit(word);
        self.0[cell] & bit != 0
    }
}

impl Phrases {
    /// The phrases of the rows whose first column is `kind`; a phrase stands in the second.
    pub fn of_kind(table: &str, kind: &str) -> Phrases {
        let rows = lexicon::rows(table).unwrap_or_default();
        Phrases::new(rows.iter().filter(|r| r[0] == kind).map(|r| r[1]))
    }

    /// The same with the user's own rows of the table `name`.
    pub fn with_own(table: &str, name: &str, kind: &str) -> Phrases {
        let rows = [table, lexicon::own(name)].map(|t| lexicon::rows(t).unwrap_or_default());
        Phrases::new(rows.iter().flatten().filter(|r| r[0] == kind).map(|r| r[1]))
    }

    /// A set of these phrases.
    pub fn new<'a>(phrases: impl Iterator<Item = &'a str>) -> Phrases {
        let set: HashSet<String> = phrases.map(lexicon::fold).collect();
        let mut all =
            Phrases { longest: set.iter().map(|p| words(p).count()).max().unwrap_or(0), ..Phrases::default() };
        for phrase in &set {
            let mut parts = words(phrase).map(|w| &phrase[w.start..w.end]);
            if let Some(first) = parts.next() {
                all.firsts.add(first);
                all.lasts.add(parts.last().unwrap_or(first));
            }
        }
        all.set = set;
        all
    }

    /// Whether this very phrase is in the set.
    pub fn contains(&self, phrase: &str) -> bool {
        let first = words(phrase).next().is_some_and(|w| self.firsts.lets(&phrase[w.start..w.end]));
        first && self.set.contains(&lexicon::fold(phrase))
    }

    /// Where the longest phrase starts that `text` ends with; spaces behind it do not count.
    pub fn at_end(&self, text: &str) -> Option<usize> {
        let text = text.trim_end();
        let last = last_words(text, 1).pop().filter(|w| w.end == text.len() && self.lasts.lets(&text[w.start..]))?;
        let found = if self.longest > 1 { last_words(text, self.longest) } else { vec![last] };
        (0..found.len()).find_map(|i| self.joined(text, &found[i..]).then_some(found[i].start))
    }

    /// Where the longest phrase ends that `text` starts with; spaces before it do not count.
    pub fn at_start(&self, text: &str) -> Option<usize> {
        let start = text.len() - text.trim_start().len();
        words(text).next().filter(|w| w.start == start && self.firsts.lets(&text[w.start..w.end]))?;
        let found: Vec<Word> = words(text).take(self.longest).collect();
        (1..=found.len()).rev().find_map(|n| self.joined(text, &found[..n]).then(|| found[n - 1].end))
    }

    /// The first place of any phrase in a text.
    pub fn find(&self, text: &str) -> Option<Word> {
        words(text).filter(|w| self.firsts.lets(&text[w.start..w.end])).find_map(|w| {
            let end = self.at_start(&text[w.start..])?;
            Some(Word { start: w.start, end: w.start + end })
        })
    }

    /// Whether these words, with nothing but spaces between them, are a phrase of the set.
    fn joined(&self, text: &str, words: &[Word]) -> bool {
        let mut phrase = String::new();
        for (i, word) in words.iter().enumerate() {
            if i > 0 {
                if !text[words[i - 1].end..word.start].trim().is_empty() {
                    return false;
                }
                phrase.push(' ');
            }
            phrase.push_str(&text[word.start..word.end]);
        }
        self.set.contains(&lexicon::fold(&phrase))
    }
}

/// Reads a text from left to right.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a> {
    text: &'a str,
    /// How far it has read, in bytes.
    pub at: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor at a place of a text.
    pub fn new(text: &'a str, at: usize) -> Cursor<'a> {
        Cursor { text, at }
    }

    /// What is left to read.
    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The next character.
    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Reads characters while they fit; how many.
    pub fn skip(&mut self, fits: impl Fn(char) -> bool) -> usize {
        let rest = self.rest();
        let end = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        self.at += end;
        rest[..end].chars().count()
    }

    /// Reads spaces of any kind; how many.
    pub fn spaces(&mut self) -> usize {
        self.skip(char::is_whitespace)
    }

    /// Reads this character if it comes next.
    pub fn eat(&mut self, c: char) -> bool {
        let hit = self.rest().starts_with(c);
        if hit {
            self.at += c.len_utf8();
        }
        hit
    }

    /// Reads a run of at most `most` digits that no further digit follows.
    pub fn digits(&mut self, most: usize) -> Option<&'a str> {
        let start = self.at;
        let n = self.skip(|c| c.is_ascii_digit());
        if n == 0 || n > most {
            self.at = start;
            return None;
        }
        Some(&self.text[start..self.at])
    }

    /// Reads a phrase of the set if it comes next.
    pub fn phrase(&mut self, phrases: &Phrases) -> bool {
        let hit = phrases.at_start(self.rest());
        self.at += hit.unwrap_or(0);
        hit.is_some()
    }

    /// Reads a blank that stands for something to fill in: spaces, and whether
    /// they are a mark (dots, underscores, at least two spaces, `xx`).
    pub fn blank(&mut self) -> bool {
        let spaces = self.spaces();
        let start = self.at;
        let dots = self.skip(|c| matches!(c, '.' | '…' | '_'));
        let marked = dots >= 2 || self.text[start..].starts_with('…');
        if dots == 1 && !marked {
            self.at = start;
        }
        let behind = if marked { self.spaces() } else { 0 };
        marked || spaces + behind >= 2
    }
}

/// A range inside a block as a range of the logical text.
pub fn within(block: TextRange, start: usize, end: usize) -> TextRange {
    TextRange::new(block.start + start as u32, block.start + end as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        let text = "Đạt 58,5% – “vượt”\u{fffc} kế hoạch…";
        let found: Vec<&str> = words(text).map(|w| &text[w.start..w.end]).collect();
        assert_eq!(found, ["Đạt", "58", "5", "vượt", "kế", "hoạch"]);
        let last: Vec<&str> = last_words(text, 2).iter().map(|w| &text[w.start..w.end]).collect();
        assert_eq!(last, ["kế", "hoạch"]);
    }

    #[test]
    fn phrases_stand_at_the_end_or_the_start_of_a_text() {
        let set = Phrases::new(["ước đạt", "đạt", "so với"].into_iter());
        assert_eq!(set.at_end("Thu ƯỚC  đạt "), Some(4));
        assert_eq!(set.at_end("Thu đạt, "), None);
        assert_eq!(set.at_start(" so với năm"), Some(" so với".len()));
        assert_eq!(set.at_start("(so với"), None);
        assert_eq!(set.find("a, so với b").map(|w| w.start), Some(3));
    }

    #[test]
    fn a_blank_is_dots_underscores_or_two_spaces() {
        for (text, marked, left) in
            [("  x", true, "x"), (" x", false, "x"), (" … x", true, "x"), ("...x", true, "x"), (".x", false, ".x")]
        {
            let mut cursor = Cursor::new(text, 0);
            assert_eq!((cursor.blank(), cursor.rest()), (marked, left), "{text:?}");
        }
    }
}
