//! The amounts of a draft by the words around them, for percentages that name their whole.

use super::{amount, changes};
use crate::claims::items::{Item, Passage};
use crate::claims::words;
use crate::document::Document;
use crate::figures::Figure;
use crate::lexicon::{self, HashedMap};
use crate::work;
use std::ops::Range;

/// The most amounts at the rarest of some words that are looked at for the others: what names more names none.
const FEW: usize = 1 << 10;

/// The amounts of a draft by the keys of the words around them, read once a percentage names its whole.
#[derive(Default)]
pub(super) struct ByWord<'p> {
    /// Each with its words, a stretch of those below.
    amounts: Vec<(&'p Item, &'p Figure, Range<usize>)>,
    /// Each word with its amount, and the place before where it stands, counted from 1 (0 for none).
    words: Vec<(u64, u32, u32)>,
    /// The last place of each word, counted in the same way, and at how many amounts it stands.
    last: HashedMap<(u32, usize)>,
}

impl<'p> ByWord<'p> {
    pub(super) fn of(document: &Document, passages: &'p [Option<Passage<'_>>]) -> ByWord<'p> {
        let mut out = ByWord::default();
        for passage in passages.iter().flatten() {
            for item in passage.items.items.iter().filter(|x| !changes(x)) {
                let Some(figure) = passage.first(item).filter(|f| amount(f)) else { continue };
                let tail = passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
                // `bằng 75,1% dự toán xã giao (61.500 triệu đồng)`: the words before a bracket name what it holds.
                let bare = item.group != 0 && item.own.is_empty();
                let group = passage.items.groups.get(item.group as usize).filter(|g| bare && g.adjacent);
                let host = group.and_then(|g| passage.item(g.host?)).map(|h| h.tail.clone()).unwrap_or_default();
                let host = passage.lexed.tokens.get(host).unwrap_or_default();
                let start = out.words.len();
                out.add(&figure.noun);
                for token in passage.own(item).chain(tail).chain(host) {
                    out.add(&document.folded(token.range));
                }
                out.amounts.push((item, figure, start..out.words.len()));
            }
        }
        out
    }

    /// Adds the words of the amount that comes next.
    fn add(&mut self, text: &str) {
        let amount = self.amounts.len() as u32;
        for word in text.split(' ') {
            for name in [Some(word), words::names(word)].into_iter().flatten() {
                let key = lexicon::key(name);
                let (last, count) = self.last.entry(key).or_default();
                let known = (*last as usize).checked_sub(1).and_then(|i| self.words.get(i));
                if known.is_none_or(|w| w.1 != amount) {
                    self.words.push((key, amount, *last));
                    (*last, *count) = (self.words.len() as u32, *count + 1);
                }
            }
        }
    }

    /// The amounts that have all of the words around them; none where each of the words stands at more than [`FEW`].
    pub(super) fn with(&self, words: &[String]) -> Vec<(&'p Item, &'p Figure)> {
        let keys: Vec<u64> = words.iter().map(|word| lexicon::key(word)).collect();
        let rarest = keys.iter().map(|key| self.last.get(key).copied().unwrap_or_default()).min_by_key(|w| w.1);
        let Some((mut next, _)) = rarest.filter(|w| w.1 <= FEW) else { return Vec::new() };
        let mut found = Vec::new();
        while let Some(&(_, amount, before)) = (next as usize).checked_sub(1).and_then(|i| self.words.get(i)) {
            work::step();
            next = before;
            let Some((item, figure, own)) = self.amounts.get(amount as usize) else { continue };
            let own = self.words.get(own.clone()).unwrap_or_default();
            if keys.iter().all(|key| own.iter().any(|w| w.0 == *key)) {
                found.push((*item, *figure));
            }
        }
        found.reverse();
        found
    }
}
