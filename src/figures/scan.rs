//! The first pass: a block's text as atoms (syllables, digit runs, signs), each
//! with the number of its word in the lexicon.

use super::words::Hash;
use crate::document::NOTE_MARK;

/// What an atom is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters.
    Word,
    /// Digits, with the dots and commas that stand between two digits.
    Number,
    /// Any other character that is no space.
    Sign(char),
    /// A reference to a note.
    Note,
}

/// The smallest piece of text the lexer looks at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom {
    /// First byte in the block.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is.
    pub kind: Kind,
    /// Its word in the lexicon; 0 for none.
    pub id: u16,
    /// Whether a space stands before it.
    pub gap: bool,
    /// Whether it is the first of its line.
    pub first: bool,
    /// Whether it starts with a capital.
    pub initial: bool,
    /// Whether it starts with two capitals (`QĐ`, `TTg`, `HTX`).
    pub caps: bool,
}

/// Whether the character separates words; the zero-width ones do, too.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}')
}

fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphabetic(),
        // all of Vietnamese, without asking the tables of Unicode
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}' => true,
        _ => c.is_alphabetic(),
    }
}

fn is_capital(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_uppercase() } else { is_letter(c) && super::words::lower(c) != c }
}

/// Cuts `text` into atoms; `id_of` gives the number of a word by its hash.
pub(super) fn scan(text: &str, mut id_of: impl FnMut(Hash) -> u16) -> Vec<Atom> {
    let mut atoms = Vec::with_capacity(text.len() / 5 + 1);
    let (mut at, mut gap, mut first) = (0, false, true);
    while let Some(c) = text[at..].chars().next() {
        if c == ' ' || is_space(c) {
            gap = true;
            first |= c == '\n';
            at += c.len_utf8();
            continue;
        }
        let (end, kind, hash) = if c.is_ascii_digit() {
            let end = number_end(text.as_bytes(), at);
            (end, Kind::Number, Hash::of(&text[at..end]))
        } else if is_letter(c) {
            let (end, hash) = word_end(text, at);
            (end, Kind::Word, hash)
        } else {
            let kind = if c == NOTE_MARK { Kind::Note } else { Kind::Sign(c) };
            (at + c.len_utf8(), kind, Hash::of_char(c))
        };
        let initial = kind == Kind::Word && is_capital(c);
        let caps = initial && text[at + c.len_utf8()..end].chars().next().is_some_and(is_capital);
        atoms.push(Atom { start: at as u32, end: end as u32, kind, id: id_of(hash), gap, first, initial, caps });
        (at, gap, first) = (end, false, false);
    }
    atoms
}

fn digits_end(bytes: &[u8], from: usize) -> usize {
    from + bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count()
}

fn number_end(bytes: &[u8], from: usize) -> usize {
    let mut end = digits_end(bytes, from);
    let mut plain = end - from;
    while let Some(separator @ (b'.' | b',')) = bytes.get(end) {
        let next = digits_end(bytes, end + 1);
        let behind = next - end - 1;
        // `2020,2021`: two years without a space, not one number
        if behind == 0 || (*separator == b',' && plain == 4 && behind == 4) {
            break;
        }
        (end, plain) = (next, 0);
    }
    end
}

/// The end of the word at `from` and its hash.
fn word_end(text: &str, from: usize) -> (usize, Hash) {
    let mut hash = Hash::default();
    let mut end = from;
    for c in text[from..].chars().take_while(|c| is_letter(*c)) {
        hash.add(c);
        end += c.len_utf8();
    }
    // `m2`, `km³`: the power belongs to the unit
    let letters = &text.as_bytes()[from..end];
    if letters.len() <= 2 && letters.last().is_some_and(|b| b.eq_ignore_ascii_case(&b'm')) {
        let mut behind = text[end..].chars();
        if let Some(power @ ('2' | '3' | '²' | '³')) = behind.next()
            && !behind.next().is_some_and(|c| c.is_alphanumeric())
        {
            hash.add(power);
            end += power.len_utf8();
        }
    }
    (end, if hash.may_fold() { Hash::of(&text[from..end]) } else { hash })
}
