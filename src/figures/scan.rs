//! The first pass: a block's text as atoms (syllables, digit runs, signs), each
//! with the number of its word in the lexicon.

use crate::document::NOTE_MARK;
use crate::lexicon::{self, is_capital, is_letter};
use crate::work;
use std::cell::RefCell;

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

/// A word, number or sign: how many bytes it has, the number of its word and its capitals.
#[derive(Clone, Copy)]
struct Piece {
    kind: Kind,
    length: u32,
    id: u16,
    initial: bool,
    caps: bool,
}

const NOTHING: Piece = Piece { kind: Kind::Note, length: 0, id: 0, initial: false, caps: false };

/// Cuts `text` into atoms; `id_of` gives the number of a word by its [`hash`](crate::lexicon::hash).
pub(super) fn scan(text: &str, mut id_of: impl FnMut(u64) -> u16) -> Vec<Atom> {
    let mut atoms = Vec::new();
    cut(text, |at| piece(text, at, &mut id_of), &mut atoms);
    atoms
}

/// The same where a word always has one number: what was found out about a word is kept by its bytes for
/// the next time it stands in a text of this thread. A report has ten times as many words as different ones.
pub(super) fn scan_known(text: &str, mut id_of: impl FnMut(u64) -> u16) -> Vec<Atom> {
    thread_local! {
        static MEMO: RefCell<Memo> = RefCell::default();
    }
    MEMO.with_borrow_mut(|memo| {
        if memo.slots.is_empty() {
            memo.slots = vec![(0, NOTHING); SLOTS];
        }
        let mut atoms = Vec::with_capacity(text.len() / 5 + 1);
        cut(text, |at| memo.piece(text, at, &mut id_of), &mut atoms);
        atoms
    })
}

/// Runs that are kept, a power of two. Of two that fall on one place the later is kept.
const SLOTS: usize = 1 << 12;

/// What stands first in a run, by the bytes of the run. A run goes up to the first byte below `A` (a space, a digit,
/// most signs), which is a run of its own; nearly all are one word. Its bytes are looked at eight at a time.
#[derive(Default)]
struct Memo {
    /// The bytes of a run, none of which is zero, and what stands first in it.
    slots: Vec<(u128, Piece)>,
}

impl Memo {
    /// What stands at a place of a text.
    #[inline]
    fn piece(&mut self, text: &str, at: usize, id_of: &mut impl FnMut(u64) -> u16) -> Option<Piece> {
        let rest = text.as_bytes().get(at..)?;
        let chunk = match rest.first_chunk::<16>() {
            Some(chunk) => u128::from_le_bytes(*chunk),
            None => rest.iter().rev().fold(0, |chunk, &byte| chunk << 8 | u128::from(byte)),
        };
        let length = match run(chunk) {
            // A sign stands for itself.
            0 if matches!(chunk as u8, b'!'..=b'/' | b':'..=b'@') => 1,
            // A digit behind it may belong to the word: `m2`.
            length @ 1..16 if !((chunk >> (8 * length)) as u8).is_ascii_digit() => length,
            _ => return piece(text, at, id_of),
        };
        let key = chunk & (u128::MAX >> (128 - 8 * length));
        let folded = (key as u64 ^ ((key >> 64) as u64).rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let place = (folded >> (64 - SLOTS.trailing_zeros())) as usize;
        work::step();
        match self.slots.get_mut(place) {
            Some((own, known)) if *own == key => Some(*known),
            slot => {
                let piece = piece(text, at, id_of)?;
                if let Some(slot) = slot {
                    *slot = (key, piece);
                }
                Some(piece)
            }
        }
    }
}

/// How many bytes stand before the first one below `A`.
#[inline]
fn run(chunk: u128) -> usize {
    // The top bit of each byte below `A`; bytes behind the first of them may have it wrongly.
    let below = |half: u64| half.wrapping_sub(u64::from_ne_bytes([b'A'; 8])) & !half & u64::from_ne_bytes([0x80; 8]);
    match below(chunk as u64) {
        0 => 8 + below((chunk >> 64) as u64).trailing_zeros() as usize / 8,
        low => low.trailing_zeros() as usize / 8,
    }
}

/// What stands at a place of a text; nothing where that is a space.
fn piece(text: &str, at: usize, id_of: &mut impl FnMut(u64) -> u16) -> Option<Piece> {
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    let letters = letters_end(text, at);
    let (end, kind) = if letters > at {
        (letters + power_behind(text, at, letters).map_or(0, char::len_utf8), Kind::Word)
    } else if first.is_ascii_digit() {
        (number_end(text.as_bytes(), at), Kind::Number)
    } else if is_space(first) {
        return None;
    } else {
        (at + first.len_utf8(), if first == NOTE_MARK { Kind::Note } else { Kind::Sign(first) })
    };
    let shown = rest.get(..end - at).unwrap_or_default();
    let id = if kind == Kind::Note { 0 } else { id_of(lexicon::hash(shown)) };
    let initial = kind == Kind::Word && is_capital(first);
    let caps = initial && shown.chars().nth(1).is_some_and(is_capital);
    Some(Piece { kind, length: (end - at) as u32, id, initial, caps })
}

/// Cuts `text` into atoms; `piece` gives what stands at a place, nothing for a space.
fn cut(text: &str, mut piece: impl FnMut(usize) -> Option<Piece>, atoms: &mut Vec<Atom>) {
    let (mut at, mut gap, mut first) = (0, false, true);
    while let Some(&byte) = text.as_bytes().get(at) {
        if byte == b' ' {
            gap = true;
            at += 1;
            continue;
        }
        let Some(Piece { kind, length, id, initial, caps }) = piece(at) else {
            gap = true;
            first |= byte == b'\n';
            at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            continue;
        };
        let (start, end) = (at as u32, at as u32 + length);
        atoms.push(Atom { start, end, kind, id, gap, first, initial, caps });
        (at, gap, first) = (end as usize, false, false);
    }
}

/// For each byte that may start a letter how many bytes the letter has; [`LOOK`] where that must be looked at.
static LETTERS: [u8; 256] = {
    let mut letters = [LOOK; 256];
    let mut byte = 0;
    while byte < 256 {
        letters[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => 1,
            0..=0x7f => 0,
            0xC4..=0xC8 => 2,
            // By its second byte.
            0xE1 => 3,
            _ => LOOK,
        };
        byte += 1;
    }
    letters
};
const LOOK: u8 = 9;

/// Where the letters end that start at a place.
#[inline]
fn letters_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = from;
    while let Some(&byte) = bytes.get(end) {
        // Letters of Vietnamese are told by their first bytes, the rest by what they are.
        end += match (LETTERS[usize::from(byte)], bytes.get(end + 1)) {
            (length @ (1 | 2), _) | (length @ 3, Some(0xB8..=0xBB)) => usize::from(length),
            (0, _) => break,
            (_, Some(second)) if byte == 0xC3 && !matches!(second, 0x97 | 0xB7) => 2,
            _ => match text.get(end..).and_then(|rest| rest.chars().next()).filter(|c| is_letter(*c)) {
                Some(c) => c.len_utf8(),
                None => break,
            },
        };
    }
    end
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
    (!behind.next().is_some_and(lexicon::is_alphanumeric)).then_some(power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_cut_like_what_is_new() {
        let id_of = |hash: u64| hash as u16;
        let text =
            "Đạt 25m2, 3 km² và m3; [nghiêng] “Đảng” số 07-QĐ/TTg xã1 m²5 x… x… nghiêngnghiêng\u{a0}nghiêng\u{fffc} m";
        let shown = |atoms: Vec<Atom>| atoms.iter().map(|atom| format!("{atom:?}")).collect::<Vec<_>>();
        let new = shown(scan(text, id_of));
        assert_eq!(shown(scan_known(text, id_of)), new);
        assert_eq!(shown(scan_known(text, id_of)), new);
    }
}
