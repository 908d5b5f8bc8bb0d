//! The language as data: tables under `rules/lexicon/`, embedded in the program.
//!
//! A table is tab-separated text. Lines that start with `#` and empty lines are
//! left out, the first line left names the columns, the last column of every
//! row says why the row stands there or where it comes from.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use crate::work;
use hashbrown::HashMap;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

static OWN: OnceLock<BTreeMap<&'static str, String>> = OnceLock::new();

/// Adds rows of the user's own to tables, by the name of the table. Once a run
/// and before any table is read; false where that comes too late.
pub fn install(own: BTreeMap<&'static str, String>) -> bool {
    OWN.set(own).is_ok()
}

/// The user's own rows of a table, as a table of its own; asking for them settles that there are no others.
pub fn own(table: &str) -> &'static str {
    OWN.get_or_init(BTreeMap::new).get(table).map_or("", String::as_str)
}

/// The columns of a row, without memory of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    cells: [&'a str; Row::WIDEST],
    width: usize,
}

impl<'a> Row<'a> {
    /// The most columns of a table.
    const WIDEST: usize = 5;
    const EMPTY: Row<'static> = Row { cells: [""; Row::WIDEST], width: 0 };

    /// A column; empty behind the last one.
    pub fn cell(&self, column: usize) -> &'a str {
        self.cells.get(column).copied().unwrap_or_default()
    }

    /// Adds a column; what no row may have is counted only.
    fn push(&mut self, cell: &'a str) {
        if let Some(place) = self.cells.get_mut(self.width) {
            *place = cell;
        }
        self.width += 1;
    }
}

impl<'a> std::ops::Deref for Row<'a> {
    type Target = [&'a str];

    fn deref(&self) -> &[&'a str] {
        self.cells.get(..self.width).unwrap_or(&self.cells)
    }
}

/// The rows of a table, each as its columns; a row with another number of
/// columns than the head is reported with its line.
pub fn rows(table: &str) -> Result<Vec<Row<'_>>, String> {
    let mut out = Vec::with_capacity(table.len() / 32);
    let mut head: Option<(&str, usize)> = None;
    let bytes = table.as_bytes();
    let (mut start, mut number) = (0, 0);
    while start < bytes.len() {
        number += 1;
        let from = start;
        let rest = bytes.get(from..).unwrap_or_default();
        let line_end = |at: usize| {
            let behind = bytes.get(at..).unwrap_or_default();
            memchr::memchr(b'\n', behind).map_or(bytes.len(), |i| at + i)
        };
        if matches!(rest.first(), Some(b'#' | b'\n' | b'\r')) {
            start = line_end(from) + 1;
            continue;
        }
        let Some((names, width)) = head else {
            let end = line_end(from);
            start = end + 1;
            let line = table.get(from..end).unwrap_or_default();
            if !line.trim_start().is_empty() {
                head = Some((line, memchr::memchr_iter(b'\t', line.as_bytes()).count() + 1));
            }
            continue;
        };
        let mut row = Row::EMPTY;
        let mut cell = from;
        // All cells but the last are short: looking at each byte costs less than searching.
        for (i, &byte) in rest.iter().enumerate() {
            if byte == b'\t' {
                row.push(trimmed(table.get(cell..from + i).unwrap_or_default()));
                cell = from + i + 1;
                if row.width + 1 == width {
                    break;
                }
            } else if byte == b'\n' {
                break;
            }
        }
        let tail = bytes.get(cell..).unwrap_or_default();
        let stop = memchr::memchr2(b'\n', b'\t', tail).map_or(bytes.len(), |i| cell + i);
        let tab = bytes.get(stop) == Some(&b'\t');
        let end = if tab { line_end(stop) } else { stop };
        start = end + 1;
        let last = trimmed(table.get(cell..end).unwrap_or_default());
        row.push(last);
        let more = tab && last.contains('\t');
        if row.width != width || width > Row::WIDEST || row.iter().any(|c| c.is_empty()) || more {
            let line = table.get(from..end).unwrap_or_default();
            if line.trim_start().is_empty() {
                continue;
            }
            return Err(format!("line {number}: expected {width} filled columns ({names:?}), found {line:?}"));
        }
        out.push(row);
    }
    Ok(out)
}

/// A text without space at its ends; most have none.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// Folds a word or phrase for comparison: lower case, and the tone mark on one
/// agreed vowel (`hoá` and `hóa`, `thuỷ` and `thủy` are one word). NFC in, NFC out.
pub fn fold(text: &str) -> String {
    fold_in_place(text).0
}

/// The same as [`fold`]; a text that is folded already, as most words are, is not copied.
pub fn folded(text: &str) -> Cow<'_, str> {
    if changed(text, 0, 'a') == text.len() {
        work::step();
        return Cow::Borrowed(text);
    }
    Cow::Owned(fold(text))
}

/// The same as [`fold`], and whether each word still stands where it stood: few letters have other lengths.
pub fn fold_in_place(text: &str) -> (String, bool) {
    work::step();
    let mut out = String::with_capacity(text.len());
    let (mut at, mut last, mut even) = (0, 'a', true);
    loop {
        // Most letters stay as they are: stretches of them are copied whole.
        let end = changed(text, at, last);
        let kept = text.get(at..end).unwrap_or_default();
        out.push_str(kept);
        let Some(c) = text.get(end..).and_then(|rest| rest.chars().next()) else { return (out, even) };
        last = kept.chars().next_back().unwrap_or(last);
        for c in lower(c) {
            let toned = moved_tone(last, c);
            if let Some((base, _)) = toned {
                out.pop();
                out.push(base);
            }
            last = toned.map_or(c, |(_, toned)| toned);
            out.push(last);
        }
        at = end + c.len_utf8();
        even &= out.len() == at;
    }
}

/// Whether a byte stays as it is whatever stands before it: plain letters that take no tone mark, digits, signs, and
/// the later bytes of a character, whose first byte has said what it is.
#[allow(clippy::indexing_slicing, reason = "worked out when the program is built")]
static STAYS: [bool; 256] = {
    let mut stays = [false; 256];
    let mut byte = 0;
    while byte < 0xC0 {
        stays[byte] = !matches!(byte as u8, b'A'..=b'Z' | b'a' | b'e' | b'y');
        byte += 1;
    }
    stays
};

/// Where from a place on the first letter stands that folding changes, or the end; `last` is the letter before.
fn changed(text: &str, from: usize, mut last: char) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        while let Some(&byte) = bytes.get(at)
            && STAYS.get(usize::from(byte)).is_some_and(|stays| *stays)
        {
            at += 1;
        }
        let Some(&byte) = bytes.get(at) else { break };
        let next = |n: usize| bytes.get(at + n).copied().unwrap_or(0);
        let kept = match byte {
            // Behind a plain letter it has no tone mark to take.
            b'a' | b'e' | b'y' => at > from && bytes.get(at - 1).is_some_and(u8::is_ascii),
            // Vietnamese letters in lower case.
            0xC3 => next(1) >= 0xA0,
            0xC4 => matches!(next(1), 0x83 | 0x91 | 0xA9),
            0xC6 => matches!(next(1), 0xA1 | 0xB0),
            0xE1 => matches!(next(1), 0xBA | 0xBB) && next(2) % 2 == 1,
            _ => false,
        };
        if kept {
            at += 1;
            continue;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        let before = text.get(from..at).and_then(|kept| kept.chars().next_back());
        last = before.unwrap_or(last);
        if moved_tone(last, c).is_some() || !matches!(lower(c), Lower::One(Some(one)) if one == c) {
            break;
        }
        at += c.len_utf8();
    }
    at
}

/// The number of a word or phrase as [`fold`] folds it, made without copying it:
/// words of one spelling have one number, others have it by a chance of 2^-64.
pub fn hash(text: &str) -> u64 {
    let mut folding = Folding::default();
    folding.text(text);
    folding.number()
}

/// A number of a folded word by its bytes: equal words have one number, others have it by a chance of 2^-64.
pub fn key(word: &str) -> u64 {
    let (eights, rest) = word.as_bytes().as_chunks::<8>();
    let rest = rest.iter().fold(0, |letters, &byte| letters << 8 | u64::from(byte));
    let key = eights.iter().fold(0, |key, eight| mix(key, u64::from_le_bytes(*eight)));
    let key = mix(mix(key, rest), word.len() as u64);
    key ^ key >> 32
}

/// A phrase on its way to its [`hash`], piece by piece.
#[derive(Clone, Copy, Debug, Default)]
pub struct Folding {
    hash: u64,
    /// The last letter: the next one may take its tone mark.
    last: Option<char>,
}

impl Folding {
    /// Goes on with this text.
    #[inline]
    pub fn text(&mut self, text: &str) {
        text.chars().for_each(|c| self.letter(c));
    }

    /// Goes on with one character.
    #[inline]
    pub fn letter(&mut self, c: char) {
        work::step();
        match lower(c) {
            Lower::One(Some(c)) => self.folded(c),
            other => other.for_each(|c| self.folded(c)),
        }
    }

    #[inline]
    fn folded(&mut self, mut c: char) {
        if let Some((base, toned)) = self.last.and_then(|last| moved_tone(last, c)) {
            (self.last, c) = (Some(base), toned);
        }
        self.settle();
        self.last = Some(c);
    }

    #[inline]
    fn settle(&mut self) {
        if let Some(last) = self.last {
            self.hash = mix(self.hash, u64::from(last));
        }
    }

    /// The number of what was read so far.
    #[inline]
    pub fn number(mut self) -> u64 {
        self.settle();
        self.hash ^ self.hash >> 32
    }
}

/// Adds a value to a hash.
#[inline]
pub fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A map whose keys are hashes already.
pub type HashedMap<T> = HashMap<u64, T, BuildHasherDefault<Identity>>;

/// Leaves a key as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |h, &b| mix(h, u64::from(b)));
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// A letter in lower case. Those of Vietnamese are not looked up in the tables of Unicode.
#[inline]
fn lower(c: char) -> Lower {
    let one = |code: u32| Lower::One(char::from_u32(code));
    match u32::from(c) {
        0x41..=0x5A => one(u32::from(c) + 0x20),
        0..=0xBF | 0xDF..=0xFF => Lower::One(Some(c)),
        code @ 0xC0..=0xDE if code != 0xD7 => one(code + 0x20),
        code @ (0x102..=0x103 | 0x110..=0x111 | 0x128..=0x129 | 0x168..=0x169 | 0x1EA0..=0x1EF9) => one(code | 1),
        code @ 0x1A0..=0x1A1 => one(code | 1),
        0x1AF | 0x1B0 => one(0x1B0),
        _ => Lower::Any(c.to_lowercase()),
    }
}

/// The letters of [`lower`].
enum Lower {
    One(Option<char>),
    Any(std::char::ToLowercase),
}

impl Iterator for Lower {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Lower::One(c) => c.take(),
            Lower::Any(all) => all.next(),
        }
    }
}

/// Whether a character is a capital. Those of Vietnamese are not looked up in the tables of Unicode.
#[inline]
pub fn is_capital(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_uppercase(),
        '\u{1ea0}'..='\u{1ef9}' => u32::from(c) % 2 == 0,
        _ => c.is_uppercase(),
    }
}

/// Whether a character is a letter or a mark on one. Those of Vietnamese are not looked up in the tables of Unicode.
#[inline]
pub fn is_letter(c: char) -> bool {
    match c {
        'A'..='Z' | 'a'..='z' => true,
        '\0'..='\u{7f}' | '×' | '÷' => false,
        '\u{c0}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}' => true,
        _ => c.is_alphabetic(),
    }
}

/// Whether a character is alphabetic as Unicode says. Letters of Vietnamese are not looked up in its tables.
#[inline]
pub fn is_alphabetic(c: char) -> bool {
    match c {
        'A'..='Z' | 'a'..='z' => true,
        '\0'..='\u{7f}' | '×' | '÷' => false,
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => true,
        _ => c.is_alphabetic(),
    }
}

/// Whether a character is a letter or a digit as Unicode says.
#[inline]
pub fn is_alphanumeric(c: char) -> bool {
    c.is_ascii_digit() || is_alphabetic(c) || (!c.is_ascii() && c.is_numeric())
}

/// The pair with the tone mark on its second vowel, for a pair that has it on the first.
#[inline]
fn moved_tone(first: char, second: char) -> Option<(char, char)> {
    if first.is_ascii() || !matches!(second, 'a' | 'e' | 'y') { None } else { with_moved_tone(first, second) }
}

fn with_moved_tone(first: char, second: char) -> Option<(char, char)> {
    Some(match (first, second) {
        ('ò', 'a') => ('o', 'à'),
        ('ó', 'a') => ('o', 'á'),
        ('ỏ', 'a') => ('o', 'ả'),
        ('õ', 'a') => ('o', 'ã'),
        ('ọ', 'a') => ('o', 'ạ'),
        ('ò', 'e') => ('o', 'è'),
        ('ó', 'e') => ('o', 'é'),
        ('ỏ', 'e') => ('o', 'ẻ'),
        ('õ', 'e') => ('o', 'ẽ'),
        ('ọ', 'e') => ('o', 'ẹ'),
        ('ù', 'y') => ('u', 'ỳ'),
        ('ú', 'y') => ('u', 'ý'),
        ('ủ', 'y') => ('u', 'ỷ'),
        ('ũ', 'y') => ('u', 'ỹ'),
        ('ụ', 'y') => ('u', 'ỵ'),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_and_the_place_of_the_tone() {
        assert_eq!(fold("Thủy HÓA khỏe"), fold("thuỷ hoá khoẻ"));
        assert_eq!(fold("của"), "của");
        for text in ["của", "Của", "hoà", "hóa", "THUỶ", "tổng số", "Òa", "KHOẺ ỦY", "ẞ ß", "İ", "İa", ""]
        {
            assert_eq!(folded(text), fold(text), "{text}");
            // Letter by letter, as it is hashed.
            let mut last = 'a';
            let mut slow = String::new();
            for c in text.chars().flat_map(char::to_lowercase) {
                if let Some((base, toned)) = moved_tone(last, c) {
                    slow.pop();
                    slow.extend([base, toned]);
                    last = toned;
                } else {
                    slow.push(c);
                    last = c;
                }
            }
            assert_eq!(fold(text), slow, "{text}");
        }
        assert!(fold_in_place("Hoà Bình").1 && !fold_in_place("İ").1);
    }

    #[test]
    fn shortcuts_say_what_unicode_says() {
        for c in (0..=0x2fff).filter_map(char::from_u32) {
            assert!(lower(c).eq(c.to_lowercase()), "{c:?}");
            assert!(fold(&c.to_string()).chars().eq(c.to_lowercase()), "{c:?}");
            assert_eq!(is_capital(c), c.is_uppercase(), "{c:?}");
            assert_eq!(is_letter(c), c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}'), "{c:?}");
            assert_eq!(is_alphabetic(c), c.is_alphabetic(), "{c:?}");
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    #[test]
    fn a_hash_is_that_of_the_folded_word() {
        for word in ["Hoà", "hóa", "THUỶ", "của", "xoè", "İ", ""] {
            assert_eq!(hash(word), hash(&fold(word)), "{word}");
        }
        assert_ne!(hash("hóa"), hash("hòa"));
    }

    #[test]
    fn a_bad_row_is_named_by_its_line() {
        assert!(rows("# c\nphrase\twhy\na\tb\nc\n").unwrap_err().starts_with("line 4"));
        assert_eq!(
            rows("phrase\twhy\na\tb\n").unwrap().iter().map(|row| row.to_vec()).collect::<Vec<_>>(),
            [["a", "b"]]
        );
    }
}
