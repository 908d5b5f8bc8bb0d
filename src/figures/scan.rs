//! The first pass: a block's text as atoms (syllables, digit runs, signs), each
//! with the number of its word in the lexicon.

use crate::document::NOTE_MARK;
use crate::lexicon::{self, Folding, is_capital, is_letter};
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

/// What is known of a word or sign: the number of its word, and its capitals.
#[derive(Clone, Copy, Default)]
struct Known {
    id: u16,
    initial: bool,
    caps: bool,
}

/// Cuts `text` into atoms; `id_of` gives the number of a word by its [`hash`](crate::lexicon::hash).
pub(super) fn scan(text: &str, mut id_of: impl FnMut(u64) -> u16) -> Vec<Atom> {
    let mut atoms = Vec::new();
    cut(text, |piece, end| read(piece, end, &mut id_of), &mut atoms);
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
            memo.slots = vec![(0, Known::default()); SLOTS];
        }
        let mut atoms = Vec::with_capacity(text.len() / 5 + 1);
        cut(text, |piece, end| memo.known(piece, end, &mut id_of), &mut atoms);
        atoms
    })
}

/// Words that are kept, a power of two. Of two that fall on one place the later is kept.
const SLOTS: usize = 1 << 11;

/// The first so many bytes of a number.
static FIRST: [u128; 17] = {
    let mut first = [0; 17];
    let mut bytes = 1;
    while bytes <= 16 {
        first[bytes] = u128::MAX >> (128 - 8 * bytes);
        bytes += 1;
    }
    first
};

/// Words by their bytes.
#[derive(Default)]
struct Memo {
    /// The bytes of a word, none of which is zero, and what is known of it.
    slots: Vec<(u128, Known)>,
}

impl Memo {
    #[inline]
    fn known(&mut self, piece: &str, end: usize, id_of: &mut impl FnMut(u64) -> u16) -> Known {
        let bytes = piece.as_bytes();
        let Some(first) = FIRST.get(end) else { return read(piece, end, id_of) };
        let key = match bytes.first_chunk::<16>() {
            Some(all) => u128::from_le_bytes(*all) & first,
            None => {
                let mut all = [0; 16];
                all.iter_mut().zip(bytes).take(end).for_each(|(to, from)| *to = *from);
                u128::from_le_bytes(all)
            }
        };
        let folded = (key as u64 ^ ((key >> 64) as u64).rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let place = (folded >> (64 - SLOTS.trailing_zeros())) as usize;
        work::step();
        match self.slots.get_mut(place) {
            Some((own, known)) if *own == key => *known,
            slot => {
                let known = read(piece, end, id_of);
                if let Some(slot) = slot {
                    *slot = (key, known);
                }
                known
            }
        }
    }
}

/// What is known of the word, number or sign that ends `piece[..end]`.
fn read(piece: &str, end: usize, id_of: &mut impl FnMut(u64) -> u16) -> Known {
    let word = piece.get(..end).unwrap_or_default();
    let mut folding = Folding::default();
    folding.text(word);
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(is_capital);
    let caps = initial && letters.next().is_some_and(is_capital);
    Known { id: id_of(folding.number()), initial, caps }
}

/// Cuts `text` into atoms; `known` gives what is known of the first so many bytes of a text.
fn cut(text: &str, mut known: impl FnMut(&str, usize) -> Known, atoms: &mut Vec<Atom>) {
    let bytes = text.as_bytes();
    let (mut at, mut gap, mut first) = (0, false, true);
    while let Some(&byte) = bytes.get(at) {
        if byte == b' ' {
            gap = true;
            at += 1;
            continue;
        }
        let letters = letters_end(text, at);
        let (end, kind) = if letters > at {
            let power = if letters - at > 2 { None } else { power_behind(text, at, letters) };
            (letters + power.map_or(0, char::len_utf8), Kind::Word)
        } else if byte.is_ascii_digit() {
            (number_end(bytes, at), Kind::Number)
        } else {
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            if is_space(c) {
                gap = true;
                first |= c == '\n';
                at += c.len_utf8();
                continue;
            }
            (at + c.len_utf8(), if c == NOTE_MARK { Kind::Note } else { Kind::Sign(c) })
        };
        let Known { id, initial, caps } = match kind {
            Kind::Note => Known::default(),
            _ => known(text.get(at..).unwrap_or_default(), end - at),
        };
        let word = kind == Kind::Word;
        let (initial, caps) = (word && initial, word && caps);
        atoms.push(Atom { start: at as u32, end: end as u32, kind, id, gap, first, initial, caps });
        (at, gap, first) = (end, false, false);
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
