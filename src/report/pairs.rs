//! How often a phrase stands in a text, without reading all of it for each phrase.

use crate::lexicon::mix;

/// The pairs of neighbouring words of a text, by a hash of their letters.
pub struct Pairs<'a> {
    text: &'a str,
    /// The last pair of each hash, counted from 1; 0 for none.
    heads: Vec<u32>,
    /// Where each pair starts, and the pair of the same hash before it.
    pairs: Vec<(u32, u32)>,
}

/// Where words end. Spaces of other kinds are parts of words here.
fn gaps(text: &str) -> impl Iterator<Item = usize> + '_ {
    memchr::memchr2_iter(b' ', b'\n', text.as_bytes())
}

fn hash(word: &[u8]) -> u64 {
    let eight = |chunk: &[u8]| chunk.iter().rev().fold(0, |n, &b| n << 8 | u64::from(b));
    word.chunks(8).fold(0, |h, chunk| mix(h, eight(chunk)))
}

impl<'a> Pairs<'a> {
    /// Reads a text once.
    pub fn of(text: &'a str) -> Pairs<'a> {
        // A pair in about twelve bytes; chains stay short.
        let size = (text.len() / 8).next_power_of_two().clamp(1 << 8, 1 << 24);
        let mut all = Pairs { text, heads: vec![0; size], pairs: Vec::with_capacity(text.len() / 5) };
        let mut before: Option<(usize, u64)> = None;
        let mut start = None;
        for gap in gaps(text) {
            if let Some(start) = start {
                let word = hash(text.as_bytes().get(start..gap).unwrap_or_default());
                if let Some((first, of)) = before {
                    all.add(first as u32, mix(of, word));
                }
                before = Some((start, word));
            }
            start = Some(gap + 1);
        }
        all
    }

    fn add(&mut self, start: u32, hash: u64) {
        let slot = self.slot(hash);
        if let Some(head) = self.heads.get_mut(slot) {
            self.pairs.push((start, *head));
            *head = self.pairs.len() as u32;
        }
    }

    fn slot(&self, hash: u64) -> usize {
        (hash >> 40) as usize & (self.heads.len() - 1)
    }

    /// Whether the phrase stands in the text exactly once.
    pub fn is_unique(&self, phrase: &str) -> bool {
        let gaps: Vec<usize> = gaps(phrase).take(3).collect();
        let &[first, middle, last] = gaps.as_slice() else {
            // Two words and less have no pair with a space on both sides.
            let mut found = memchr::memmem::find_iter(self.text.as_bytes(), phrase.as_bytes());
            return found.next().is_some() && found.next().is_none();
        };
        let word = |from: usize, to: usize| hash(phrase.as_bytes().get(from + 1..to).unwrap_or_default());
        let mut next = self.heads.get(self.slot(mix(word(first, middle), word(middle, last)))).copied().unwrap_or(0);
        let mut count = 0;
        while let Some(&(start, before)) = (next as usize).checked_sub(1).and_then(|i| self.pairs.get(i)) {
            let at = (start as usize).checked_sub(first + 1);
            let here = at.and_then(|at| self.text.as_bytes().get(at..at + phrase.len()));
            count += u32::from(here == Some(phrase.as_bytes()));
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
