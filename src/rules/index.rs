//! The words of a draft, read once for all rules that look at words.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::words::{Class, class};
use crate::document::Document;
use crate::work;
use std::ops::Range;

/// The words of every block.
#[derive(Debug, Default)]
pub struct Index {
    words: Vec<Syllable>,
    /// Which of them hold a digit.
    numbers: Vec<u32>,
    /// Which of them have the sign of one of the [`ECHO`] words before.
    echoes: Vec<u32>,
    /// Which of them end with a plain capital.
    shouted: Vec<u32>,
    /// Where the words of each block begin and those of each list above; at the end where the last ones end.
    blocks: Vec<[u32; 4]>,
}

/// How many words before are looked at for an echo.
pub const ECHO: usize = 5;

/// A word with some of its letters.
#[derive(Clone, Copy, Debug)]
pub struct Syllable {
    start: u32,
    /// Its length, and [`JOINED`]. There is one of these for each word of the draft: the smaller, the better.
    length: u32,
    /// Equal words have equal signs whatever their case, few others have.
    pub sign: u32,
}

/// Set in a word that nothing but one or two spaces stand before.
const JOINED: u32 = 1 << 31;

impl Syllable {
    /// Its place in its block.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..(self.start + (self.length & !JOINED)) as usize
    }

    /// Whether nothing but one or two spaces stand before it.
    pub fn joined(&self) -> bool {
        self.length & JOINED != 0
    }

    /// The first letter, in lower case where it is a plain one.
    pub fn first(&self) -> u8 {
        (self.sign >> 16) as u8
    }
}

/// The words of one block.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// All of them.
    pub all: &'a [Syllable],
    numbers: &'a [u32],
    echoes: &'a [u32],
    shouted: &'a [u32],
    /// How many words stand before them in the draft.
    before: u32,
}

impl<'a> Words<'a> {
    fn of(self, places: &'a [u32]) -> impl Iterator<Item = &'a Syllable> {
        places.iter().filter_map(move |n| self.all.get((n - self.before) as usize))
    }

    /// Those that hold a digit.
    pub fn numbers(self) -> impl Iterator<Item = &'a Syllable> {
        self.of(self.numbers)
    }

    /// Those that end with a plain capital.
    pub fn shouted(self) -> impl Iterator<Item = &'a Syllable> {
        self.of(self.shouted)
    }

    /// Which words have the sign of one of the [`ECHO`] words before.
    pub fn echoes(self) -> impl Iterator<Item = usize> + 'a {
        self.echoes.iter().map(move |n| (n - self.before) as usize)
    }

    /// Where runs of digits start and end in a block's text.
    pub fn digits(self, text: &'a str) -> impl Iterator<Item = Range<usize>> {
        let bytes = text.as_bytes();
        self.numbers().flat_map(move |word| {
            let mut at = word.range().start;
            let end = word.range().end;
            std::iter::from_fn(move || {
                let digit = |i: &usize| bytes.get(*i).is_some_and(u8::is_ascii_digit);
                let start = (at..end).find(digit)?;
                at = (start..end).find(|i| !digit(i)).unwrap_or(end);
                Some(start..at)
            })
        })
    }
}

/// Bytes of a word as they are compared: the case of plain letters and the kind of all others make no difference.
#[allow(clippy::indexing_slicing, reason = "worked out when the program is built")]
static LETTERS: [u8; 256] = {
    let mut letters = [0x80; 256];
    let mut byte = 0;
    while byte < 0x80 {
        letters[byte] = byte as u8 | 0x20;
        byte += 1;
    }
    letters
};

impl Index {
    /// Reads a draft.
    pub fn of(document: &Document) -> Index {
        let mut index = Index { words: Vec::with_capacity(document.text.len() / 5), ..Index::default() };
        for block in 0..document.blocks.len() as u32 {
            index.read(document.block_text(block));
        }
        index.end();
        index
    }

    /// Reads one text, as the first block.
    pub fn of_text(text: &str) -> Index {
        let mut index = Index::default();
        index.read(text);
        index.end();
        index
    }

    /// The words of a block.
    pub fn block(&self, block: usize) -> Words<'_> {
        let ends = |at: usize| self.blocks.get(at).copied();
        let (from, to) = ends(block).zip(ends(block + 1)).unwrap_or_default();
        let ([words, numbers, echoes, shouted], [words_end, numbers_end, echoes_end, shouted_end]) = (from, to);
        Words {
            all: self.words.get(words as usize..words_end as usize).unwrap_or_default(),
            numbers: part(&self.numbers, numbers, numbers_end),
            echoes: part(&self.echoes, echoes, echoes_end),
            shouted: part(&self.shouted, shouted, shouted_end),
            before: words,
        }
    }

    fn end(&mut self) {
        let lengths = [self.words.len(), self.numbers.len(), self.echoes.len(), self.shouted.len()];
        self.blocks.push(lengths.map(|length| length as u32));
    }

    fn read(&mut self, text: &str) {
        self.end();
        let bytes = text.as_bytes();
        // Where the word before ended; the signs of the words before, the oldest one at the place of the next.
        let (mut end, mut recent, mut next) = (0, [0; ECHO], 0);
        let mut at = 0;
        loop {
            while let Some(&byte) = bytes.get(at)
                && !class(byte).starts()
            {
                at += 1;
            }
            let first = at;
            let mut classes = 0;
            while let Some(class) = bytes.get(at).map(|&byte| class(byte))
                && class != Class::Outside
            {
                classes |= class as u8;
                at += 1;
            }
            let word = bytes.get(first..at).unwrap_or_default();
            if word.is_empty() {
                break;
            }
            work::step();
            let joined = match bytes.get(end..first) {
                Some([b' ']) => end > 0,
                Some([a, b]) => end > 0 && [a, b].iter().all(|b| matches!(b, b' ' | 0xC2 | 0xA0)),
                _ => false,
            };
            let place = self.words.len() as u32;
            if classes & Class::Digit as u8 != 0 {
                self.numbers.push(place);
            }
            if word.last().is_some_and(u8::is_ascii_uppercase) {
                self.shouted.push(place);
            }
            let sign = sign(word);
            // No sign is zero.
            if recent.contains(&sign) {
                self.echoes.push(place);
            }
            if let Some(oldest) = recent.get_mut(next) {
                *oldest = sign;
            }
            next = if next + 1 < ECHO { next + 1 } else { 0 };
            end = at;
            let length = word.len() as u32 | if joined { JOINED } else { 0 };
            self.words.push(Syllable { start: first as u32, length, sign });
        }
    }
}

fn part(list: &[u32], from: u32, to: u32) -> &[u32] {
    list.get(from as usize..to as usize).unwrap_or_default()
}

/// The sign of a word: its length and the first, second and last of its bytes.
#[inline]
fn sign(word: &[u8]) -> u32 {
    let letter = |byte: Option<&u8>| byte.and_then(|&b| LETTERS.get(usize::from(b))).map_or(0, |&b| u32::from(b));
    (word.len() as u32) << 24 | letter(word.first()) << 16 | letter(word.get(1)) << 8 | letter(word.last())
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn the_words_of_a_text_and_those_with_digits() {
        for text in ["Đạt 58,5% ở m2 và ộ5 “7” x9 – 6 2024–25", "", "không có số", "5"] {
            let index = Index::of_text(text);
            let block = index.block(0);
            let all: Vec<_> = block.all.iter().map(Syllable::range).collect();
            assert_eq!(all, words(text).map(|w| w.start..w.end).collect::<Vec<_>>());
            let digits: Vec<&str> = block.digits(text).map(|r| &text[r]).collect();
            let wanted: Vec<&str> =
                text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect();
            assert_eq!(digits, wanted);
        }
    }

    #[test]
    fn an_echo_is_one_of_the_five_words_before() {
        let index = Index::of_text("các xã các bản; một hai ba sáu năm một");
        assert_eq!(index.block(0).echoes().collect::<Vec<_>>(), [2, 9]);
    }
}
