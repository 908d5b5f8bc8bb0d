//! Words of the lexicon by number, and phrases of them.

use super::phrases::WORDS;
use super::scan::{Atom, scan};
use crate::lexicon::HashedMap;

/// The words of all tables of the program by their hashes, made by `build.rs`.
pub(super) struct Words {
    pub count: u16,
    /// Each word at the place its hash says or at the next free one behind; 0 where there is none.
    pub slots: &'static [(u64, u16)],
}

/// A table of the program with its phrases cut into words, made by `build.rs`.
pub(super) struct Table<T: 'static> {
    /// For every first word the rows it starts.
    pub starts: &'static [(u16, u16)],
    /// By the first word, longest first.
    pub rows: &'static [Row<T>],
}

/// A row of a table.
pub(super) struct Row<T> {
    pub first: u16,
    /// 0 where there is none.
    pub second: u16,
    /// The words behind the second.
    pub others: &'static [u16],
    pub meaning: T,
}

/// The words of all tables. A word is looked up by a hash of its folded letters,
/// so that reading a text copies nothing.
#[derive(Default)]
pub(super) struct Vocabulary {
    /// Words of the user's own tables alone.
    own: HashedMap<u16>,
}

impl Vocabulary {
    /// The number of a word by its [`hash`](crate::lexicon::hash); 0 when no table has it.
    pub fn id(&self, word: u64) -> u16 {
        let mut at = word as usize;
        loop {
            match WORDS.slots.get(at % WORDS.slots.len()) {
                None | Some((_, 0)) => return self.own.get(&word).copied().unwrap_or(0),
                Some(&(known, id)) if known == word => return id,
                _ => at += 1,
            }
        }
    }

    /// The numbers of a phrase's words, added where they are new.
    pub fn intern(&mut self, phrase: &str) -> Box<[u16]> {
        let mut words = Vec::with_capacity(4);
        scan(phrase, |word| {
            let next = self.len() as u16;
            let id = match self.id(word) {
                0 => *self.own.entry(word).or_insert(next),
                id => id,
            };
            words.push(id);
            id
        });
        words.into_boxed_slice()
    }

    /// How many words there are, and 0 for none.
    pub fn len(&self) -> usize {
        usize::from(WORDS.count) + self.own.len() + 1
    }
}

/// The user's own phrases with what they mean.
pub(super) type Own<T> = Vec<(Box<[u16]>, T)>;

/// Phrases with what they mean.
pub(super) struct Phrases<T: 'static> {
    table: &'static Table<T>,
    /// The user's own phrases, longest first.
    own: Own<T>,
}

impl<T> Phrases<T> {
    /// The user's own phrases and those of the program; of equal phrases the first one wins.
    pub fn new(mut own: Own<T>, table: &'static Table<T>) -> Phrases<T> {
        own.retain(|(words, _)| !words.is_empty());
        own.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        Phrases { table, own }
    }

    /// What the phrases mean, in no order.
    pub fn meanings(&self) -> impl Iterator<Item = &T> {
        self.own.iter().map(|(_, meaning)| meaning).chain(self.table.rows.iter().map(|row| &row.meaning))
    }

    /// How many rows have the phrase of one before them.
    #[cfg(test)]
    pub fn repeated(&self) -> usize {
        let mut phrases: Vec<_> = self.table.rows.iter().map(|row| (row.first, row.second, row.others)).collect();
        phrases.sort_unstable();
        phrases.windows(2).filter(|w| w[0] == w[1]).count()
    }

    /// Sets a bit for every word that starts a phrase with such a meaning.
    pub fn mark(&self, roles: &mut [u16], bit: u16, means: impl Fn(&T) -> bool) {
        let own = self.own.iter().filter_map(|(words, meaning)| Some((*words.first()?, meaning)));
        let fixed = self.table.rows.iter().map(|row| (row.first, &row.meaning));
        for (first, _) in own.chain(fixed).filter(|(_, meaning)| means(meaning)) {
            if let Some(role) = roles.get_mut(usize::from(first)) {
                *role |= bit;
            }
        }
    }

    /// The longest phrase that starts at atom `at`: how many atoms it has and what it means.
    #[inline]
    pub fn longest(&self, atoms: &[Atom], at: usize) -> Option<(usize, &T)> {
        let rest = atoms.get(at..)?;
        let go_on = |words: &[u16], at: usize| {
            let atoms = rest.get(at..).unwrap_or_default();
            atoms.len() >= words.len() && words.iter().zip(atoms).all(|(word, atom)| atom.id == *word)
        };
        let first = rest.first()?.id;
        let own = match self.own.as_slice() {
            [] => None,
            all => all.iter().find(|(words, _)| go_on(words, 0)).map(|(words, meaning)| (words.len(), meaning)),
        };
        let Some(&(from, to)) = self.table.starts.get(usize::from(first)) else { return own };
        let rows = self.table.rows.get(usize::from(from)..usize::from(to))?;
        // Most rows are told by their second word.
        let second = rest.get(1).map_or(0, |atom| atom.id);
        let found = rows.iter().find_map(|row| match row.second {
            0 => Some((1, &row.meaning)),
            word if word == second && go_on(row.others, 2) => Some((2 + row.others.len(), &row.meaning)),
            _ => None,
        });
        own.filter(|own| found.is_none_or(|found| found.0 <= own.0)).or(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins_in_any_spelling() {
        static NONE: Table<i32> = Table { starts: &[], rows: &[] };
        let mut words = Vocabulary::default();
        let rows = vec![(words.intern("còn"), 1), (words.intern("còn lại"), 2), (words.intern("hòa"), 3)];
        let phrases = Phrases::new(rows, &NONE);
        let atoms = scan("CÒN LẠI hoà hòa lại", |w| words.id(w));
        assert_eq!(phrases.longest(&atoms, 0), Some((2, &2)));
        assert_eq!(phrases.longest(&atoms, 1), None);
        assert_eq!(phrases.longest(&atoms, 2), Some((1, &3)));
        assert_eq!(phrases.longest(&atoms, 3), Some((1, &3)));
    }
}
