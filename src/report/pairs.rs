//! How often a phrase stands in a text, without reading all of it for each phrase.

use crate::lexicon::mix;
use crate::work;
use std::cell::Cell;

/// So many places where the rarest words of a phrase stand are looked at: what comes more often is taken for
/// repeated, or thousands of findings in a text that says the same again and again would read it all for each.
const MOST: u32 = 256;

/// Where each word of a text starts, by a hash of its first letters and those behind it: about two words.
pub struct Pairs<'a> {
    text: &'a str,
    /// The last place of each hash, counted from 1 (0 for none), and how many there are.
    heads: Vec<(u32, u32)>,
    /// Where each word starts, and the one of the same hash before it.
    places: Vec<(u32, u32)>,
    /// How often the whole text may still be read.
    left: Cell<u32>,
}

/// Which of eight bytes are the spaces that part words here, a bit for each: the highest of the byte.
#[inline]
fn gaps(eight: u64) -> u64 {
    const LOW: u64 = u64::from_ne_bytes([0x7f; 8]);
    let zero = |bytes: u64| !(((bytes & LOW) + LOW) | bytes | LOW);
    zero(eight ^ u64::from_ne_bytes([b' '; 8])) | zero(eight ^ u64::from_ne_bytes([b'\n'; 8]))
}

/// The hash of twelve bytes; nothing where fewer are left.
#[inline]
fn hash(text: &[u8]) -> Option<u64> {
    let [first, last] = [text.first_chunk::<8>()?, text.get(4..)?.first_chunk::<8>()?];
    Some(mix(u64::from_le_bytes(*first), u64::from_le_bytes(*last)))
}

impl<'a> Pairs<'a> {
    /// Reads a text once.
    pub fn of(text: &'a str) -> Pairs<'a> {
        // A word in about six bytes: chains of two or three, in half the pages.
        let size = (text.len() / 16).next_power_of_two().clamp(1 << 8, 1 << 24);
        let (heads, places) = (vec![(0, 0); size], Vec::with_capacity(text.len() / 5));
        let mut all = Pairs { text, heads, places, left: Cell::new(MOST) };
        let bytes = text.as_bytes();
        // Behind the last whole eight there are no twelve bytes.
        for (eight, at) in bytes.as_chunks::<8>().0.iter().zip((1..).step_by(8)) {
            let mut found = gaps(u64::from_le_bytes(*eight));
            while found != 0 {
                let start = at + found.trailing_zeros() as usize / 8;
                if let Some(hash) = bytes.get(start..).and_then(hash) {
                    all.add(start as u32, hash);
                }
                found &= found - 1;
            }
        }
        all
    }

    fn add(&mut self, start: u32, hash: u64) {
        let slot = self.slot(hash);
        if let Some(head) = self.heads.get_mut(slot) {
            self.places.push((start, head.0));
            *head = (self.places.len() as u32, head.1 + 1);
        }
    }

    fn slot(&self, hash: u64) -> usize {
        (hash >> 40) as usize & (self.heads.len() - 1)
    }

    /// Whether the phrase is known to stand in the text exactly once.
    pub fn is_unique(&self, phrase: &str) -> bool {
        let bytes = phrase.as_bytes();
        let words = memchr::memchr2_iter(b' ', b'\n', bytes).map(|gap| gap + 1);
        let chains = words.filter_map(|start| {
            let hash = hash(bytes.get(start..)?)?;
            let (head, count) = self.heads.get(self.slot(hash)).copied().unwrap_or_default();
            Some((count, head, start))
        });
        let Some((places, mut next, first)) = chains.min() else {
            // Short phrases and those of one word. Words joined by other spaces are few.
            let left = self.left.get();
            self.left.set(left.saturating_sub(1));
            if left == 0 {
                return false;
            }
            let mut found = memchr::memmem::find_iter(self.text.as_bytes(), phrase.as_bytes());
            return found.next().is_some() && found.next().is_none();
        };
        if places > MOST {
            return false;
        }
        let mut count = 0;
        while let Some(&(start, before)) = (next as usize).checked_sub(1).and_then(|i| self.places.get(i)) {
            work::step();
            let at = (start as usize).checked_sub(first);
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
