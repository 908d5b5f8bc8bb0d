//! Words of a text and tables of phrases, for the rules that read words and
//! signs where no figure could be read.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use crate::document::TextRange;
use crate::lexicon::{self, Folding, HashedMap};
use crate::work;
use std::slice::SliceIndex;

/// Bytes of a word in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Word {
    /// Its letters in the text it is of.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// What a byte is to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// No part of one.
    Outside = 0,
    /// The first byte of a character of one.
    Letter = 1,
    /// A digit of one.
    Digit = 2,
    /// A later byte of a character.
    Continues = 4,
}

impl Class {
    /// Whether a word may start with such a byte.
    #[inline]
    pub fn starts(self) -> bool {
        matches!(self, Class::Letter | Class::Digit)
    }
}

/// Letters of Vietnamese start with C3 to C6 or E1, combining marks with CC and CD; C2,
/// E2 and EF start spaces, dashes, quotes and the mark of a note.
#[allow(clippy::indexing_slicing, reason = "worked out when the program is built")]
static CLASSES: [Class; 256] = {
    let mut classes = [Class::Outside; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' => Class::Digit,
            b'a'..=b'z' | b'A'..=b'Z' | 0xC3..=0xDF | 0xE1 => Class::Letter,
            0x80..=0xBF => Class::Continues,
            _ => Class::Outside,
        };
        byte += 1;
    }
    classes
};

#[inline]
pub(super) fn class(byte: u8) -> Class {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(Class::Outside)
}

/// Some bytes of a text; nothing where they do not lie on borders of its characters.
#[inline]
pub fn part(text: &str, bytes: impl SliceIndex<str, Output = str>) -> &str {
    text.get(bytes).unwrap_or_default()
}

/// The words of a text: runs of letters and digits.
pub fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(&byte) = bytes.get(at)
            && !class(byte).starts()
        {
            at += 1;
        }
        let start = at;
        while let Some(&byte) = bytes.get(at)
            && class(byte) != Class::Outside
        {
            at += 1;
        }
        work::step();
        (at > start).then_some(Word { start, end: at })
    })
}

/// The last words of a text, the last one first.
pub fn back_words(text: &str) -> impl Iterator<Item = Word> + '_ {
    let bytes = text.as_bytes();
    let mut at = bytes.len();
    std::iter::from_fn(move || {
        // A character behind the last word may leave bytes of its own: a word ends where its last character ends.
        let mut end = at;
        let before = |at: usize| at.checked_sub(1).and_then(|i| bytes.get(i)).map(|&byte| class(byte));
        while let Some(class) = before(at)
            && !class.starts()
        {
            at -= 1;
            if class == Class::Outside {
                end = at;
            }
        }
        if at == 0 {
            return None;
        }
        while before(at).is_some_and(|class| class != Class::Outside) {
            at -= 1;
        }
        let start = at;
        // Bytes that continue a character of no word stand before its first letter.
        let first = bytes.get(start..end)?.iter().position(|&b| class(b).starts())?;
        Some(Word { start: start + first, end })
    })
}

/// The last words of a text, at most `limit`, in their order.
pub fn last_words(text: &str, limit: usize) -> Vec<Word> {
    let mut found: Vec<Word> = back_words(text).take(limit).collect();
    found.reverse();
    found
}

/// Whether two texts are the same but for their case.
pub fn same(a: &str, b: &str) -> bool {
    a == b || a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

/// A set of phrases of a table. A phrase is known by a hash of its folded letters
/// (see [`lexicon::hash`]), so that reading a text copies nothing.
#[derive(Debug, Default)]
pub struct Phrases {
    set: HashedMap<()>,
    longest: usize,
    /// Bytes of the longest phrase.
    bytes: usize,
    firsts: Sieve,
    lasts: Sieve,
}

/// The phrases of a table whose first column says of which kind the one in the second is.
#[derive(Debug)]
pub struct Kinds(Vec<(&'static str, &'static str)>);

impl Kinds {
    /// Reads a table.
    pub fn of(table: &'static str) -> Kinds {
        let rows = lexicon::rows(table).unwrap_or_default();
        Kinds(rows.into_iter().filter_map(|r| Some((*r.first()?, *r.get(1)?))).collect())
    }

    /// Reads a table and the user's own rows of it, by its name.
    pub fn with_own(table: &'static str, name: &str) -> Kinds {
        let mut kinds = Kinds::of(table);
        kinds.0.extend(Kinds::of(lexicon::own(name)).0);
        kinds
    }

    /// The phrases of one kind.
    pub fn kind(&self, kind: &str) -> Phrases {
        Phrases::new(self.0.iter().filter(|row| row.0 == kind).map(|row| row.1))
    }
}

/// Says of most words, without folding them, that they are not among some words.
#[derive(Debug, Default)]
struct Sieve([u64; 16]);

impl Sieve {
    /// The bit of a word: its length and its first and last letters where folding leaves them alone
    /// (it may move a tone from or to `o` and `u`, or from or to the `a`, `e` or `y` at the end).
    #[inline]
    fn bit(word: &str) -> (usize, u64) {
        let bytes = word.as_bytes();
        let first = match bytes.first() {
            Some(b) if b.is_ascii() && !matches!(b | 0x20, b'o' | b'u') => usize::from(b | 0x20),
            _ => 0,
        };
        let last = match bytes.last() {
            Some(b) if b.is_ascii() && !matches!(b | 0x20, b'a' | b'e' | b'y') => usize::from(b | 0x20),
            _ => 0,
        };
        let bit = (bytes.len() * 149 + first * 31 + last * 7) % 1024;
        (bit / 64, 1 << (bit % 64))
    }

    fn add(&mut self, word: &str) {
        let (cell, bit) = Sieve::bit(word);
        if let Some(bits) = self.0.get_mut(cell) {
            *bits |= bit;
        }
    }

    #[inline]
    fn lets(&self, word: &str) -> bool {
        let (cell, bit) = Sieve::bit(word);
        self.0.get(cell).is_some_and(|bits| bits & bit != 0)
    }
}

/// Where the next digit stands from a place on.
#[inline]
pub fn next_digit(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(from..)?;
    // Most of a text has no digit: long stretches are passed as a whole.
    let has_none = |chunk: &&[u8]| chunk.iter().fold(true, |none, b| none & !b.is_ascii_digit());
    let passed = bytes.chunks_exact(32).take_while(has_none).count() * 32;
    bytes.get(passed..)?.iter().position(u8::is_ascii_digit).map(|i| from + passed + i)
}

/// The word that starts at a place, if one starts there.
pub fn word_at(text: &str, start: usize) -> Option<Word> {
    let bytes = text.as_bytes();
    // The first byte of the character before says whether it is a letter.
    let before = bytes.get(..start)?.iter().rev().find(|&&b| class(b) != Class::Continues);
    if before.is_some_and(|&b| class(b) != Class::Outside) {
        return None;
    }
    let length = bytes.get(start..)?.iter().take_while(|&&b| class(b) != Class::Outside).count();
    (length > 0).then_some(Word { start, end: start + length })
}

impl Phrases {
    /// A set of these phrases.
    pub fn new<'a>(phrases: impl Iterator<Item = &'a str>) -> Phrases {
        let mut all = Phrases::default();
        all.set.reserve(phrases.size_hint().0);
        for phrase in phrases {
            all.set.insert(lexicon::hash(phrase), ());
            let (mut first, mut last, mut count) = (None, None, 0);
            for word in words(phrase) {
                first = first.or(Some(word));
                last = Some(word);
                count += 1;
            }
            all.longest = all.longest.max(count);
            all.bytes = all.bytes.max(phrase.len());
            if let (Some(first), Some(last)) = (first, last) {
                all.firsts.add(part(phrase, first.start..first.end));
                all.lasts.add(part(phrase, last.start..last.end));
            }
        }
        all
    }

    /// The phrases of both sets.
    pub fn with(mut self, other: &Phrases) -> Phrases {
        self.set.extend(other.set.iter().map(|(k, ())| (*k, ())));
        self.longest = self.longest.max(other.longest);
        self.bytes = self.bytes.max(other.bytes);
        for (own, more) in [(&mut self.firsts, &other.firsts), (&mut self.lasts, &other.lasts)] {
            own.0.iter_mut().zip(more.0).for_each(|(own, more)| *own |= more);
        }
        self
    }

    /// Whether this very phrase is in the set.
    pub fn contains(&self, phrase: &str) -> bool {
        // In other letters no phrase grows to three times its length.
        if phrase.len() > 3 * self.bytes {
            return false;
        }
        let first = words(phrase).next().is_some_and(|w| self.firsts.lets(part(phrase, w.start..w.end)));
        first && self.set.contains_key(&lexicon::hash(phrase))
    }

    /// Whether this very word is in the set.
    #[inline]
    pub fn contains_word(&self, word: &str) -> bool {
        self.firsts.lets(word) && self.set.contains_key(&lexicon::hash(word))
    }

    /// Where the longest phrase starts that `text` ends with; spaces behind it do not count.
    pub fn at_end(&self, text: &str) -> Option<usize> {
        let text = text.trim_end();
        let mut back = back_words(text);
        let last = back.next().filter(|w| w.end == text.len() && self.lasts.lets(part(text, w.start..)))?;
        let mut start = last.start;
        let mut found = None;
        for before in std::iter::once(last).chain(back).take(self.longest) {
            if before.end < start && !spaces(part(text, before.end..start)) {
                break;
            }
            start = before.start;
            if self.joined(part(text, start..)) == Some(text.len() - start) {
                found = Some(start);
            }
        }
        found
    }

    /// Where the longest phrase ends that `text` starts with; spaces before it do not count.
    pub fn at_start(&self, text: &str) -> Option<usize> {
        let start = text.len() - text.trim_start().len();
        self.joined(part(text, start..)).map(|end| start + end)
    }

    /// The first place of any phrase in a text.
    pub fn find(&self, text: &str) -> Option<Word> {
        self.find_at(text, words(text))
    }

    /// The first of these words of a text that any phrase starts with, and where it ends.
    pub fn find_at(&self, text: &str, mut words: impl Iterator<Item = Word>) -> Option<Word> {
        words.find_map(|Word { start, end }| {
            let lets = self.firsts.lets(part(text, start..end));
            let length = if lets { self.joined(part(text, start..))? } else { return None };
            Some(Word { start, end: start + length })
        })
    }

    /// Where the longest phrase ends that starts with the first letter of `text`.
    fn joined(&self, text: &str) -> Option<usize> {
        let mut found = None;
        let mut end = 0;
        let mut folding = Folding::default();
        for word in words(text).take(self.longest) {
            let letters = part(text, word.start..word.end);
            if end == 0 {
                if word.start > 0 || !self.firsts.lets(letters) {
                    break;
                }
            } else if spaces(part(text, end..word.start)) {
                folding.letter(' ');
            } else {
                break;
            }
            folding.text(letters);
            end = word.end;
            if self.set.contains_key(&folding.number()) {
                found = Some(end);
            }
        }
        found
    }
}

/// Whether there is nothing but space.
fn spaces(gap: &str) -> bool {
    gap == " " || gap.trim().is_empty()
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
        part(self.text, self.at..)
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
        part(rest, ..end).chars().count()
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
        Some(part(self.text, start..self.at))
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
        let marked = dots >= 2 || part(self.text, start..).starts_with('…');
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
