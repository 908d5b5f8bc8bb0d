//! Words of the lexicon by number, and phrases of them.

use super::scan::{Atom, scan};
use crate::lexicon::HashedMap;

/// The words of all tables. A word is looked up by a hash of its folded letters,
/// so that reading a text copies nothing.
#[derive(Default)]
pub(super) struct Vocabulary {
    ids: HashedMap<u16>,
}

impl Vocabulary {
    /// The number of a word by its [`hash`](crate::lexicon::hash); 0 when no table has it.
    pub fn id(&self, word: u64) -> u16 {
        self.ids.get(&word).copied().unwrap_or(0)
    }

    /// The numbers of a phrase's words, added where they are new.
    pub fn intern(&mut self, phrase: &str) -> Box<[u16]> {
        let mut words = Vec::with_capacity(4);
        scan(phrase, |word| {
            let next = self.ids.len() as u16 + 1;
            let id = *self.ids.entry(word).or_insert(next);
            words.push(id);
            id
        });
        words.into_boxed_slice()
    }

    /// How many words there are, and 0 for none.
    pub fn len(&self) -> usize {
        self.ids.len() + 1
    }
}

/// Phrases with what they mean, longest first.
pub(super) struct Phrases<T> {
    rows: Vec<(Box<[u16]>, T)>,
    /// For every first word the rows it starts.
    starts: Vec<(u32, u32)>,
}

impl<T> Phrases<T> {
    /// Sorts the rows; of equal phrases the first one wins.
    pub fn new(mut rows: Vec<(Box<[u16]>, T)>) -> Phrases<T> {
        rows.retain(|(words, _)| !words.is_empty());
        rows.sort_by_key(|(words, _)| (words[0], std::cmp::Reverse(words.len())));
        let mut starts = vec![(0, 0); rows.last().map_or(0, |(w, _)| usize::from(w[0]) + 1)];
        for (i, (words, _)) in rows.iter().enumerate() {
            let entry = &mut starts[usize::from(words[0])];
            if entry.1 == 0 {
                entry.0 = i as u32;
            }
            entry.1 = i as u32 + 1;
        }
        Phrases { rows, starts }
    }

    /// What the phrases mean, in no order.
    pub fn meanings(&self) -> impl Iterator<Item = &T> {
        self.rows.iter().map(|(_, meaning)| meaning)
    }

    /// How many rows have the phrase of one before them.
    #[cfg(test)]
    pub fn repeated(&self) -> usize {
        let mut phrases: Vec<&[u16]> = self.rows.iter().map(|(words, _)| words.as_ref()).collect();
        phrases.sort_unstable();
        phrases.windows(2).filter(|w| w[0] == w[1]).count()
    }

    /// Sets a bit for every word that starts a phrase.
    pub fn mark(&self, roles: &mut [u16], bit: u16) {
        for (role, (from, to)) in roles.iter_mut().zip(&self.starts) {
            *role |= if from < to { bit } else { 0 };
        }
    }

    /// The longest phrase that starts at atom `at`: how many atoms it has and what it means.
    #[inline]
    pub fn longest(&self, atoms: &[Atom], at: usize) -> Option<(usize, &T)> {
        let rest = atoms.get(at..)?;
        let &(from, to) = self.starts.get(usize::from(rest.first()?.id))?;
        let rows = self.rows.get(from as usize..to as usize)?;
        // Of every row the first word is known to fit.
        let fits = |words: &[u16]| {
            let others = words.get(1..).unwrap_or_default();
            others.iter().enumerate().all(|(i, word)| rest.get(i + 1).is_some_and(|atom| atom.id == *word))
        };
        rows.iter().find(|(words, _)| fits(words)).map(|(words, meaning)| (words.len(), meaning))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins_in_any_spelling() {
        let mut words = Vocabulary::default();
        let rows = vec![(words.intern("còn"), 1), (words.intern("còn lại"), 2), (words.intern("hòa"), 3)];
        let phrases = Phrases::new(rows);
        let atoms = scan("CÒN LẠI hoà hòa lại", |w| words.id(w));
        assert_eq!(phrases.longest(&atoms, 0), Some((2, &2)));
        assert_eq!(phrases.longest(&atoms, 1), None);
        assert_eq!(phrases.longest(&atoms, 2), Some((1, &3)));
        assert_eq!(phrases.longest(&atoms, 3), Some((1, &3)));
    }
}
