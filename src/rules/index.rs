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
    /// Where the words of each block begin, those that hold digits and those that echo others; at the end where the
    /// last ones end.
    blocks: Vec<(u32, u32, u32)>,
}

/// How many words before are looked at for an echo.
pub const ECHO: usize = 5;

/// A word with some of its letters.
#[derive(Clone, Copy, Debug)]
pub struct Syllable {
    start: u32,
    end: u32,
    /// Equal words have equal signs whatever their case, few others have.
    pub sign: u32,
    /// Whether nothing but one or two spaces stand before it.
    pub joined: bool,
}

impl Syllable {
    /// Its place in its block.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
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
    /// How many words stand before them in the draft.
    before: u32,
}

impl<'a> Words<'a> {
    /// Those that hold a digit.
    pub fn numbers(self) -> impl Iterator<Item = &'a Syllable> {
        self.numbers.iter().filter_map(move |n| self.all.get((n - self.before) as usize))
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
        let none = Words { all: &[], numbers: &[], echoes: &[], before: 0 };
        let (Some(&from), Some(&to)) = (self.blocks.get(block), self.blocks.get(block + 1)) else { return none };
        Words {
            all: self.words.get(from.0 as usize..to.0 as usize).unwrap_or_default(),
            numbers: self.numbers.get(from.1 as usize..to.1 as usize).unwrap_or_default(),
            echoes: self.echoes.get(from.2 as usize..to.2 as usize).unwrap_or_default(),
            before: from.0,
        }
    }

    fn end(&mut self) {
        self.blocks.push((self.words.len() as u32, self.numbers.len() as u32, self.echoes.len() as u32));
    }

    fn read(&mut self, text: &str) {
        self.end();
        let bytes = text.as_bytes();
        let letter = |i: usize| bytes.get(i).and_then(|&b| LETTERS.get(usize::from(b))).map_or(0, |&b| u32::from(b));
        let (mut end, mut at) = (0, 0);
        // The signs of the words before, the oldest one at the place of the next.
        let (mut recent, mut next) = ([0; ECHO], 0);
        loop {
            while let Some(&byte) = bytes.get(at)
                && !class(byte).starts()
            {
                at += 1;
            }
            let start = at;
            let mut classes = 0;
            while let Some(class) = bytes.get(at).map(|&byte| class(byte))
                && class != Class::Outside
            {
                classes |= class as u8;
                at += 1;
            }
            let length = at - start;
            if length == 0 {
                break;
            }
            work::step();
            let (second, last) = (if length > 1 { letter(start + 1) } else { 0 }, letter(at - 1));
            let sign = (length as u32) << 24 | letter(start) << 16 | second << 8 | last;
            let joined = end > 0
                && match bytes.get(end..start) {
                    Some([b' ']) => true,
                    Some([a, b]) => [a, b].iter().all(|b| matches!(b, b' ' | 0xC2 | 0xA0)),
                    _ => false,
                };
            let place = self.words.len() as u32;
            if classes & Class::Digit as u8 != 0 {
                self.numbers.push(place);
            }
            // No sign is zero.
            if recent.contains(&sign) {
                self.echoes.push(place);
            }
            if let Some(oldest) = recent.get_mut(next) {
                *oldest = sign;
            }
            next = if next + 1 < ECHO { next + 1 } else { 0 };
            end = at;
            self.words.push(Syllable { start: start as u32, end: end as u32, sign, joined });
        }
    }
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
