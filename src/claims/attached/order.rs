//! Levels that stand apart from what is said of them, found by their subject.

use super::{REACH, Reader};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::Item;
use crate::claims::words;
use crate::figures::{Dimension, Figure, TokenKind};
use std::borrow::Cow;

impl<'p> Reader<'p, '_> {
    /// The level that the subject of a change names: `(bắt buộc 3.486 người; tự nguyện 1.124
    /// người); riêng tự nguyện tăng 186 người`.
    pub(super) fn by_subject(&self, index: usize, item: &Item) -> Option<usize> {
        let wanted = self.subject_words(item);
        let named = |words: &[String]| wanted.len() >= 2 && wanted.iter().all(|w| words.contains(w));
        let phrase = self.subject_phrase(item);
        let counted = |f: &Figure| !wanted.is_empty() && format!(" {} ", f.noun).contains(&phrase);
        let figure = self.passage.first(item)?;
        let relative = figure.is_rate() || figure.unit.dimension == Dimension::Times;
        let found = |i: &usize, exact: bool| {
            let Some(other) = self.passage.item(*i) else { return false };
            let words = self.subject_words(other);
            let told = words == wanted || !exact && (named(&words) || self.passage.first(other).is_some_and(counted));
            self.level_of.get(*i).copied().flatten() == Some(*i)
                && other.sentence + 1 >= item.sentence
                && !wanted.is_empty()
                && told
                && self.passage.first(other).is_some_and(|f| relative || fit(f, figure) >= Fit::Elided)
        };
        // `đất nông nghiệp 571,3 ha, đất phi nông nghiệp 262,4 ha. Đất nông nghiệp chiếm 67,5%`: the very name first.
        let near = || (index.saturating_sub(REACH)..index).rev();
        near().find(|i| found(i, true)).or_else(|| near().find(|i| found(i, false)))
    }

    /// The one level of the sentence before, where the words before a figure only point back to it: `Lũy kế thu 214,7 tỷ
    /// đồng. Con số này bằng 76,4% kế hoạch 281 tỷ đồng`.
    pub(super) fn this_figure(&self, index: usize, item: &Item) -> Option<usize> {
        let words = self.passage.own(item).filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Cue(_)));
        let text = words.map(|t| self.passage.document.folded(t.range)).collect::<Vec<_>>().join(" ");
        if !words::points_back(&text) {
            return None;
        }
        let before = self.passage.items.before(0, index).take(REACH);
        let before = before.take_while(|(_, x)| x.sentence + 1 == item.sentence);
        let mut levels = before.filter(|(i, _)| self.level_of.get(*i).copied().flatten() == Some(*i));
        let (found, _) = levels.next().filter(|_| levels.next().is_none())?;
        Some(found)
    }

    /// The telling words of an item's own lead, sorted.
    pub(super) fn subject_words(&self, item: &Item) -> Vec<String> {
        let mut out: Vec<String> = self.telling(item).map(Cow::into_owned).collect();
        out.sort();
        out
    }

    /// The telling words of an item's own lead, in order.
    fn telling(&self, item: &Item) -> impl Iterator<Item = Cow<'_, str>> {
        let words = self.passage.own(item).filter(|t| t.kind == TokenKind::Word);
        let folded = words.map(|t| self.passage.document.folded(t.range));
        folded.filter(|w| !words::is_stop(w) && !words::is_filler(w))
    }

    fn subject_phrase(&self, item: &Item) -> String {
        format!(" {} ", self.telling(item).collect::<Vec<_>>().join(" "))
    }
}
