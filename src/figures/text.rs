//! A block's atoms with the questions the recognisers ask about them.

use super::numbers;
use super::scan::{Atom, Kind, scan_known};
use super::tables::{Joint, Lexicon, PeriodWord, lexicon};
use crate::document::TextRange;

/// One block under the lexer.
pub(super) struct Text<'a> {
    text: &'a str,
    base: u32,
    /// Its atoms.
    pub atoms: Vec<Atom>,
    /// The tables.
    pub lexicon: &'static Lexicon,
}

impl<'a> Text<'a> {
    /// Cuts a block's text that starts at `base` of the logical text.
    pub fn new(text: &'a str, base: u32) -> Text<'a> {
        let lexicon = lexicon();
        Text { text, base, atoms: scan_known(text, |word| lexicon.words.id(word)), lexicon }
    }

    /// The atom as written; empty past the end.
    pub fn raw(&self, i: usize) -> &'a str {
        let text = self.atoms.get(i).and_then(|a| self.text.get(a.start as usize..a.end as usize));
        text.unwrap_or_default()
    }

    /// The text from atom `from` up to atom `to`, without the space at its ends.
    pub fn range(&self, from: usize, to: usize) -> TextRange {
        let start = self.atoms.get(from).map_or(self.text.len() as u32, |a| a.start);
        let end = to.checked_sub(1).and_then(|i| self.atoms.get(i)).map_or(start, |a| a.end.max(start));
        TextRange::new(self.base + start, self.base + end)
    }

    /// The place of one atom.
    pub fn range_of(&self, atom: &Atom) -> TextRange {
        TextRange::new(self.base + atom.start, self.base + atom.end)
    }

    /// What kind of atom it is.
    pub fn kind(&self, i: usize) -> Option<Kind> {
        self.atoms.get(i).map(|a| a.kind)
    }

    /// The digits, when the atom is a number.
    pub fn number(&self, i: usize) -> Option<&'a str> {
        (self.kind(i)? == Kind::Number).then(|| self.raw(i))
    }

    /// A small whole number without separators.
    pub fn small(&self, i: usize) -> Option<u16> {
        numbers::small(self.number(i)?)
    }

    /// A year.
    pub fn year(&self, i: usize) -> Option<u16> {
        numbers::year(self.number(i)?)
    }

    /// Whether the atom is a word.
    pub fn is_word(&self, i: usize) -> bool {
        self.kind(i) == Some(Kind::Word)
    }

    /// Whether the atom is this sign.
    pub fn is_sign(&self, i: usize, sign: char) -> bool {
        self.kind(i) == Some(Kind::Sign(sign))
    }

    /// Whether the atom is a dash of any length.
    pub fn is_dash(&self, i: usize) -> bool {
        matches!(self.kind(i), Some(Kind::Sign(c)) if is_dash(c))
    }

    /// Whether the atom follows the one before without a space.
    pub fn glued(&self, i: usize) -> bool {
        self.atoms.get(i).is_some_and(|a| !a.gap && i > 0)
    }

    /// Whether a word stands by itself: no digit is glued behind it.
    pub fn glue_free(&self, i: usize) -> bool {
        !(self.glued(i + 1) && self.kind(i + 1) == Some(Kind::Number))
    }

    /// Whether exactly one space stands before the atom.
    pub fn near(&self, i: usize) -> bool {
        self.space_before(i).chars().count() == 1
    }

    /// Whether a single space of another kind than the usual one stands before the atom: it was put there to join.
    pub fn no_break(&self, i: usize) -> bool {
        let mut space = self.space_before(i).chars();
        matches!((space.next(), space.next()), (Some(c), None) if !matches!(c, ' ' | '\t' | '\n' | '\r'))
    }

    fn space_before(&self, i: usize) -> &'a str {
        let before = i.checked_sub(1).and_then(|before| self.atoms.get(before));
        let space = |end: u32| self.text.get(end as usize..self.atoms.get(i)?.start as usize);
        before.and_then(|before| space(before.end)).unwrap_or_default()
    }

    /// Whether the atom before is a number or the sign of a rate: a dash behind it joins.
    pub fn number_before(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1) else { return false };
        self.kind(before) == Some(Kind::Number) || self.is_sign(before, '%') || self.is_sign(before, '‰')
    }

    /// Whether the words at `i` have this role beside numbers.
    pub fn joint(&self, i: usize, role: Joint) -> bool {
        self.lexicon.joints.longest(&self.atoms, i).is_some_and(|(_, roles)| roles.contains(&role))
    }

    /// The word of time at `i` and how many atoms it has.
    pub fn period_word(&self, i: usize) -> Option<(usize, PeriodWord)> {
        self.lexicon.periods.longest(&self.atoms, i).map(|(n, w)| (n, *w))
    }

    /// Whether exactly this word of time stands at `i`.
    pub fn is_period(&self, i: usize, word: PeriodWord) -> bool {
        self.period_word(i).is_some_and(|(_, w)| w == word)
    }
}

/// Dashes and minus signs.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}
