//! Levels that stand apart from what is said of them: by the order of a list, by their subject, in the
//! sentence before.

use super::{REACH, Reader};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Separator};
use crate::claims::{Claim, ClaimKind, Operand, Relation, Role, words};
use crate::figures::{Cue, Dimension, Figure, TokenKind};

impl<'p> Reader<'p, '_> {
    /// The level that the subject of a change names: `(bắt buộc 3.486 người; tự nguyện 1.124
    /// người); riêng tự nguyện tăng 186 người`.
    pub(super) fn by_subject(&self, index: usize, item: &Item) -> Option<usize> {
        let wanted = self.subject_words(item);
        let named = |words: &[String]| words == wanted || wanted.len() >= 2 && wanted.iter().all(|w| words.contains(w));
        let phrase = self.subject_phrase(item);
        let counted = |f: &Figure| !wanted.is_empty() && format!(" {} ", f.noun).contains(&phrase);
        let figure = self.passage.first(item)?;
        (index.saturating_sub(REACH)..index).rev().find(|&i| {
            let Some(other) = self.passage.item(i) else { return false };
            self.level_of.get(i).copied().flatten() == Some(i)
                && other.sentence + 1 >= item.sentence
                && !wanted.is_empty()
                && (named(&self.subject_words(other)) || self.passage.first(other).is_some_and(counted))
                && self.passage.first(other).is_some_and(|f| figure.is_rate() || fit(f, figure) >= Fit::Elided)
        })
    }

    /// The telling words of an item's own lead, sorted.
    pub(super) fn subject_words(&self, item: &Item) -> Vec<String> {
        let mut out: Vec<String> = self.telling(item).collect();
        out.sort();
        out
    }

    /// The telling words of an item's own lead, in order.
    fn telling(&self, item: &Item) -> impl Iterator<Item = String> {
        let words = self.passage.own(item).filter(|t| t.kind == TokenKind::Word);
        let folded = words.map(|t| crate::lexicon::fold(self.passage.document.slice(t.range)));
        folded.filter(|w| !words::is_stop(w) && !words::is_filler(w))
    }

    fn subject_phrase(&self, item: &Item) -> String {
        format!(" {} ", self.telling(item).collect::<Vec<_>>().join(" "))
    }

    /// `xảy ra 18 vụ, làm chết 9 người. So với tháng trước, tăng 2 vụ, giảm 1 người chết`: the
    /// levels stand in the sentence before, in the same order; bound by unit and place.
    pub(super) fn parallel(&self, index: usize, item: &Item) -> Option<usize> {
        if !matches!(item.verb, Some(Cue::Increase | Cue::Decrease)) || item.sentence == 0 {
            return None;
        }
        let figure = self.passage.first(item).filter(|f| !f.is_rate() && f.unit.dimension != Dimension::None)?;
        // The sentence and the one before it, as far as a reader keeps them in mind.
        let mut near: Vec<(usize, &Item)> = self
            .passage
            .items
            .before(0, index)
            .take(2 * REACH)
            .take_while(|(_, x)| x.sentence + 1 >= item.sentence)
            .collect();
        near.reverse();
        near.extend(self.passage.items.from(0, index).take(2 * REACH).take_while(|(_, x)| x.sentence == item.sentence));
        let fits = |i: usize, x: &Item| {
            i < index
                && x.sentence + 1 == item.sentence
                && self.level_of.get(i).copied().flatten() == Some(i)
                && self.passage.first(x).is_some_and(|f| fit(f, figure) == Fit::Same)
        };
        let levels: Vec<usize> = near.iter().filter(|(i, x)| fits(*i, x)).map(|(i, _)| *i).collect();
        let changes = |x: &Item| {
            x.sentence == item.sentence
                && matches!(x.verb, Some(Cue::Increase | Cue::Decrease))
                && self.passage.first(x).is_some_and(|f| fit(f, figure) == Fit::Same)
        };
        let same: Vec<usize> = near.iter().filter(|(_, x)| changes(x)).map(|(i, _)| *i).collect();
        let place = same.iter().position(|&i| i == index)?;
        (levels.len() == same.len()).then(|| levels.get(place).copied()).flatten()
    }

    /// `08 vụ, chết 03 người, bị thương 09 người; so với cùng kỳ giảm 02 vụ, giảm 01 người chết,
    /// tăng 01 người bị thương`: a run of changes behind as many levels, unit by unit.
    pub(super) fn in_order(&self, index: usize, item: &Item) -> Option<usize> {
        let changes = |x: &Item| {
            matches!(x.verb, Some(Cue::Increase | Cue::Decrease))
                && self.passage.first(x).is_some_and(|f| !f.is_rate() && f.unit.dimension != Dimension::None)
        };
        let here = |x: &Item| x.sentence == item.sentence;
        if item.group != 0 || !changes(item) {
            return None;
        }
        let before: Vec<(usize, &Item)> =
            self.passage.items.before(0, index).take(2 * REACH).take_while(|(_, x)| here(x)).collect();
        let place = before.iter().take_while(|(_, x)| changes(x)).count();
        let behind = self.passage.items.from(0, index + 1).take(REACH).take_while(|(_, x)| here(x) && changes(x));
        let run: Vec<&Item> = before
            .iter()
            .take(place)
            .rev()
            .map(|(_, x)| *x)
            .chain(std::iter::once(item))
            .chain(behind.map(|(_, x)| x))
            .collect();
        let levels: Vec<usize> = before.iter().skip(place).take(run.len()).rev().map(|(i, _)| *i).collect();
        let pairs = levels.len() == run.len() && run.len() >= 2;
        let alike = levels.iter().zip(&run).all(|(&level, change)| {
            let (Some(x), Some(f)) = (self.passage.item(level), self.passage.first(change)) else { return false };
            self.level_of.get(level).copied().flatten() == Some(level)
                && self.passage.first(x).is_some_and(|l| fit(l, f) == Fit::Same)
        });
        levels.get(place).copied().filter(|_| pairs && alike)
    }

    /// `…, giảm 11,4% về lượng nhưng tăng 31,6% về trị giá so với cùng kỳ (54,4 nghìn tấn; 130,2
    /// triệu USD)`: the rates belong to the last levels, in order; the bracket holds their bases.
    pub(super) fn about(&mut self, index: usize, item: &'p Item) -> bool {
        let rated = |x: &Item| x.after.has(Cue::About) && self.passage.first(x).is_some_and(Figure::is_rate);
        if !rated(item) {
            return false;
        }
        let run: Vec<usize> = self
            .passage
            .items
            .from(item.group, index)
            .map(|(i, _)| i)
            .take_while(|&i| {
                self.passage.item(i).is_some_and(|x| {
                    x.sentence == item.sentence && rated(x) && (i == index || x.separator <= Separator::Comma)
                })
            })
            .collect();
        let done = |i: usize| self.level_of.get(i).copied().flatten().is_some();
        if run.iter().any(|&i| done(i)) {
            return true;
        }
        let mut levels: Vec<usize> = Vec::new();
        let mut next = index;
        while let Some(i) = next.checked_sub(1) {
            let Some(x) = self.passage.item(i) else { break };
            let near = self.passage.item(next).is_some_and(|n| n.separator < Separator::Semicolon);
            if x.group != item.group || x.sentence != item.sentence || !near || levels.len() == run.len() {
                break;
            }
            let amount = |f: &Figure| !f.is_rate() && f.unit.dimension != Dimension::PerUnit;
            let averaged = x.cues.has(Cue::Average);
            if self.level_of.get(i).copied().flatten() == Some(i)
                && self.passage.first(x).is_some_and(amount)
                && !averaged
            {
                levels.insert(0, i);
            }
            next = i;
        }
        let bases: Vec<&'p Figure> =
            run.last().map_or_else(Vec::new, |&l| self.bracket(l).into_iter().map(|(_, f)| f).collect());
        let mut verb = item.verb;
        for (n, &rate) in run.iter().enumerate() {
            let Some(x) = self.passage.item(rate) else { continue };
            if matches!(x.verb, Some(Cue::Increase | Cue::Decrease)) {
                verb = x.verb;
            }
            let level = if levels.len() == run.len() { levels.get(n).copied() } else { None };
            if let Some(slot) = self.level_of.get_mut(rate) {
                *slot = level.or(Some(rate));
            }
            let (Some(stated), Some(level)) = (self.passage.first(x), level.and_then(|l| self.level(l))) else {
                continue;
            };
            let mut operands = vec![
                Operand::new(Role::Stated, stated, x.base),
                Operand::new(Role::Level, level.upper, level.item.period),
            ];
            if let Some(base) = bases.get(n).filter(|b| bases.len() == run.len() && fit(b, level.upper) >= Fit::Elided)
            {
                operands.push(Operand::new(Role::Base, base, None));
            }
            let range = self.passage.range(level.item).cover(self.passage.range(x));
            let mut claim = Claim::new(ClaimKind::PercentChange, Relation::PercentChange, range, operands);
            claim.upward = Some(verb == Some(Cue::Increase));
            self.push(claim, &level);
        }
        true
    }
}
