//! A text folded as a whole, in which the words stand where they stood.

use super::TextRange;
use crate::lexicon::fold_in_place;

/// A text [folded](crate::lexicon::fold).
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    /// Words that folding makes longer or shorter (`tùy`), in order: they are left as they were.
    left: Vec<TextRange>,
}

impl Folded {
    /// Folds a text.
    pub fn of(text: &str) -> Folded {
        let mut out = Folded::default();
        match fold_in_place(text) {
            (folded, true) => out.text = folded,
            _ => {
                out.text.reserve(text.len());
                text.split_inclusive('\n').for_each(|line| out.line(line));
            }
        }
        out
    }

    fn line(&mut self, line: &str) {
        match fold_in_place(line) {
            (folded, true) => self.text.push_str(&folded),
            _ => line.split_inclusive(' ').for_each(|word| self.word(word)),
        }
    }

    fn word(&mut self, word: &str) {
        let start = self.text.len() as u32;
        let (folded, even) = fold_in_place(word);
        self.text.push_str(if even { &folded } else { word });
        if !even {
            self.left.push(TextRange::new(start, start + word.len() as u32));
        }
    }

    /// The folded text of a range; nothing where one of its words was left.
    pub fn get(&self, range: TextRange) -> Option<&str> {
        let next = self.left.partition_point(|word| word.end <= range.start);
        if self.left.get(next).is_some_and(|word| word.start < range.end) {
            return None;
        }
        self.text.get(range.start as usize..range.end as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon;

    #[test]
    fn a_word_of_another_length_moves_no_other() {
        let text = "Huyện THỤY Hoà\ntùy theo Tình hình, TÙY nơi\nkhông đổi";
        let folded = Folded::of(text);
        for (start, word) in text.split([' ', '\n']).map(|w| (w.as_ptr() as usize - text.as_ptr() as usize, w)) {
            let range = TextRange::new(start as u32, (start + word.len()) as u32);
            let wanted = if word.to_lowercase() == "tùy" { None } else { Some(lexicon::fold(word)) };
            assert_eq!(folded.get(range), wanted.as_deref(), "{word}");
        }
        assert_eq!(folded.get(TextRange::new(0, text.len() as u32)), None);
    }
}
