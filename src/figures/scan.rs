//! The first pass: a block's text as atoms (syllables, digit runs, signs), each
//! with the number of its word in the lexicon.

use crate::document::NOTE_MARK;
use crate::lexicon::{Folding, is_capital, is_letter};

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
    c == ' ' || (!is_letter(c) && c.is_whitespace()) || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}')
}

/// Cuts `text` into atoms; `id_of` gives the number of a word by its [`hash`](crate::lexicon::hash).
pub(super) fn scan(text: &str, mut id_of: impl FnMut(u64) -> u16) -> Vec<Atom> {
    let mut atoms = Vec::with_capacity(text.len() / 5 + 1);
    let (mut at, mut gap, mut first) = (0, false, true);
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if is_space(c) {
            gap = true;
            first |= c == '\n';
            at += c.len_utf8();
            continue;
        }
        let mut folding = Folding::default();
        let (mut initial, mut caps) = (false, false);
        let (end, kind) = if c.is_ascii_digit() {
            let end = number_end(text.as_bytes(), at);
            folding.text(text.get(at..end).unwrap_or_default());
            (end, Kind::Number)
        } else if is_letter(c) {
            let (mut end, width) = (at, c.len_utf8());
            for c in text.get(at..).unwrap_or_default().chars().take_while(|c| is_letter(*c)) {
                match end - at {
                    0 => initial = is_capital(c),
                    _ => caps |= end == at + width && initial && is_capital(c),
                }
                folding.letter(c);
                end += c.len_utf8();
            }
            if let Some(power) = power_behind(text, at, end) {
                folding.letter(power);
                end += power.len_utf8();
            }
            (end, Kind::Word)
        } else {
            folding.letter(c);
            (at + c.len_utf8(), if c == NOTE_MARK { Kind::Note } else { Kind::Sign(c) })
        };
        let id = if kind == Kind::Note { 0 } else { id_of(folding.number()) };
        atoms.push(Atom { start: at as u32, end: end as u32, kind, id, gap, first, initial, caps });
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

/// `m2`, `km³`: the power belongs to the unit.
fn power_behind(text: &str, from: usize, end: usize) -> Option<char> {
    let letters = text.as_bytes().get(from..end)?;
    if letters.len() > 2 || !letters.last()?.eq_ignore_ascii_case(&b'm') {
        return None;
    }
    let mut behind = text.get(end..)?.chars();
    let power = behind.next().filter(|c| matches!(c, '2' | '3' | '²' | '³'))?;
    (!behind.next().is_some_and(char::is_alphanumeric)).then_some(power)
}
