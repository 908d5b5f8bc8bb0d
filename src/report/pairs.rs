//! How often a phrase stands in a text, without reading all of it for each phrase.

use crate::lexicon::mix;
use crate::work;
use std::cell::Cell;

/// So many places where the rarest pair of a phrase stands are looked at: what comes more often is taken for
/// repeated, or thousands of findings in a text that says the same again and again would read it all for each.
const MOST: u32 = 256;

/// The pairs of neighbouring words of a text, by a hash of their letters.
pub struct Pairs<'a> {
    text: &'a str,
    /// The last pair of each hash, counted from 1 (0 for none), and how many there are.
    heads: Vec<(u32, u32)>,
    /// Where each pair starts, and the pair of the same hash before it.
    pairs: Vec<(u32, u32)>,
    /// How often the whole text may still be read.
    left: Cell<u32>,
}

/// Where words end. Spaces of other kinds are parts of words here.
fn gaps(text: &str) -> impl Iterator<Item = usize> + '_ {
    memchr::memchr2_iter(b' ', b'\n', text.as_bytes())
}

/// The hash of a word by its first eight letters and its length: few words have more.
#[inline]
fn hash(text: &[u8], length: usize) -> u64 {
    let letters = match text.first_chunk::<8>() {
        Some(all) => u64::from_le_bytes(*all),
        None => text.iter().rev().fold(0, |letters, &byte| letters << 8 | u64::from(byte)),
    };
    let kept = if length < 8 { letters & ((1 << (8 * length)) - 1) } else { letters };
    mix(kept, length as u64)
}

impl<'a> Pairs<'a> {
    /// Reads a text once.
    pub fn of(text: &'a str) -> Pairs<'a> {
        // A pair in about twelve bytes; chains stay short.
        let size = (text.len() / 8).next_power_of_two().clamp(1 << 8, 1 << 24);
        let mut all =
            Pairs { text, heads: vec![(0, 0); size], pairs: Vec::with_capacity(text.len() / 5), left: Cell::new(MOST) };
        let mut before: Option<(usize, u64)> = None;
        let bytes = text.as_bytes();
        let is_gap = |byte: &u8| matches!(byte, b' ' | b'\n');
        let mut start = bytes.iter().position(is_gap).map_or(bytes.len(), |gap| gap + 1);
        // What no gap follows is no word here.
        while let Some(rest) = bytes.get(start..)
            && let Some(length) = rest.iter().position(is_gap)
        {
            let word = hash(rest, length);
            if let Some((first, of)) = before {
                all.add(first as u32, mix(of, word));
            }
            before = Some((start, word));
            start += length + 1;
        }
        all
    }

    fn add(&mut self, start: u32, hash: u64) {
        let slot = self.slot(hash);
        if let Some(head) = self.heads.get_mut(slot) {
            self.pairs.push((start, head.0));
            *head = (self.pairs.len() as u32, head.1 + 1);
        }
    }

    fn slot(&self, hash: u64) -> usize {
        (hash >> 40) as usize & (self.heads.len() - 1)
    }

    /// Whether the phrase is known to stand in the text exactly once.
    pub fn is_unique(&self, phrase: &str) -> bool {
        let gaps: Vec<usize> = gaps(phrase).collect();
        if gaps.len() < 3 {
            // Two words and less have no pair with a space on both sides. Words joined by other spaces are few.
            let left = self.left.get();
            self.left.set(left.saturating_sub(1));
            if left == 0 {
                return false;
            }
            let mut found = memchr::memmem::find_iter(self.text.as_bytes(), phrase.as_bytes());
            return found.next().is_some() && found.next().is_none();
        }
        let bytes = phrase.as_bytes();
        let word = |from: usize, to: usize| hash(bytes.get(from + 1..).unwrap_or_default(), to - from - 1);
        let chain = |gaps: &[usize]| match *gaps {
            [first, middle, last] => {
                let slot = self.slot(mix(word(first, middle), word(middle, last)));
                let (head, count) = self.heads.get(slot).copied().unwrap_or_default();
                Some((count, head, first))
            }
            _ => None,
        };
        let Some((places, mut next, first)) = gaps.windows(3).filter_map(chain).min() else { return false };
        if places > MOST {
            return false;
        }
        let mut count = 0;
        while let Some(&(start, before)) = (next as usize).checked_sub(1).and_then(|i| self.pairs.get(i)) {
            work::step();
            let at = (start as usize).checked_sub(first + 1);
            let here = at.and_then(|at| self.text.as_bytes().get(at..at + phrase.len()));
            count += u32::from(here == Some(bytes));
            if count > 1 {
                return false;
            }
            next = before;
        }
        count == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_wherever_it_stands() {
        let text = "xã có 12 hộ nghèo, huyện có 12 hộ cận\nnghèo; toàn xã có 12 hộ cận";
        let pairs = Pairs::of(text);
        for phrase in ["xã có 12 hộ", "huyện có 12 hộ", "có 12 hộ cận", "n có 12 h", "hộ cận\nnghèo; toàn", "xã", ""]
        {
            let count = text.match_indices(phrase).count();
            assert_eq!(pairs.is_unique(phrase), count == 1, "{phrase:?} stands there {count} times");
        }
    }
}
