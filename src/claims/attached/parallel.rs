//! Runs of changes whose levels stand before them in the same order, unit by unit, and their bases where the
//! text gives them in that order as well: in a bracket behind `so với cùng kỳ`, or as a clause or sentence of
//! their own (`Cùng kỳ xảy ra 70 vụ, chết 25 người. So với cùng kỳ giảm 9 vụ, giảm 3 người chết`).

use super::{REACH, Reader};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Value};
use crate::claims::{Operand, Role};
use crate::figures::{Cue, Dimension, Figure, Period};

/// Whether a value is one of an earlier time to compare with; `từ đầu năm` opens the time of today's.
fn compared_time(item: &Item) -> bool {
    matches!(item.period, Some(Period::SamePeriod | Period::PreviousYear | Period::Previous))
}

/// A change of a run: its level, and its base.
pub(super) struct Paired<'p> {
    /// The item of the level.
    pub level: usize,
    /// The value it is measured from.
    pub base: (&'p Item, &'p Figure),
}

impl<'p> Reader<'p, '_> {
    /// The level and base of a change by its place in a run of them.
    pub(super) fn paired(&self, index: usize, item: &Item) -> Option<Paired<'p>> {
        let run = self.run_of_changes(index, item)?;
        let place = run.iter().position(|&i| i == index)?;
        let first = *run.first()?;
        // `riêng đường bộ giảm 02 vụ, giảm 01 người chết`: a subject of its own.
        if self.passage.item(first).is_some_and(|x| x.subject || x.cues.any(&[Cue::OfWhich, Cue::Separately])) {
            return None;
        }
        let count = run.len();
        let sentence = item.sentence;
        let mut before: Vec<usize> = self
            .passage
            .items
            .before(0, first)
            .take(2 * count)
            .take_while(|(_, x)| x.sentence + 2 >= sentence && matches!(x.value, Value::One(_)))
            .map(|(i, _)| i)
            .collect();
        before.reverse();
        let fits = |i: usize, n: usize| {
            let (of, change) = (self.passage.item(i), run.get(n).and_then(|&c| self.passage.item(c)));
            let pair = of.and_then(|x| self.passage.first(x)).zip(change.and_then(|x| self.passage.first(x)));
            let own = self.level_of.get(i).copied().flatten() == Some(i);
            own && pair.is_some_and(|(a, b)| fit(a, b) >= Fit::Elided)
        };
        let matched = |stretch: &[usize]| stretch.len() == count && (0..).zip(stretch).all(|(n, &i)| fits(i, n));
        if let Some(bases) = self.compared_run(first, count) {
            let levels = before.get(before.len().checked_sub(count)?..)?;
            let alike = bases.iter().zip(&run).all(|((_, base), &c)| {
                let change = self.passage.item(c).and_then(|x| self.passage.first(x));
                change.is_some_and(|f| fit(base, f) >= Fit::Elided)
            });
            let level = *levels.get(place).filter(|_| matched(levels) && alike)?;
            return Some(Paired { level, base: *bases.get(place)? });
        }
        let (levels, bases) = before.split_at_checked(count).filter(|(_, b)| b.len() == count)?;
        let timed = bases.first().and_then(|&i| self.passage.item(i)).is_some_and(compared_time);
        let now = levels.iter().filter_map(|&i| self.passage.item(i)).all(|x| !compared_time(x));
        if !timed || !now || !matched(levels) || !matched(bases) {
            return None;
        }
        let base = self.passage.item(*bases.get(place)?)?;
        Some(Paired { level: *levels.get(place)?, base: (base, self.passage.first(base)?) })
    }

    /// The base of a change by its place in a run, where the level is the one of that place.
    pub(super) fn paired_base(&self, index: usize, item: &Item, level: usize) -> Option<Operand> {
        let paired = self.paired(index, item).filter(|p| p.level == level)?;
        Some(Operand::new(Role::Base, paired.base.1, paired.base.0.period.or(item.base)))
    }

    /// The changes of the sentence that stand one behind the other around one of them; two at least.
    fn run_of_changes(&self, index: usize, item: &Item) -> Option<Vec<usize>> {
        let joins = |x: &Item| {
            x.sentence == item.sentence
                && matches!(x.verb, Some(Cue::Increase | Cue::Decrease))
                && matches!(x.value, Value::One(_))
                && self.passage.first(x).is_some_and(|f| !f.is_rate() && f.unit.dimension != Dimension::Times)
        };
        if item.group != 0 || !joins(item) {
            return None;
        }
        let mut run: Vec<usize> =
            self.passage.items.before(0, index).take(REACH).take_while(|(_, x)| joins(x)).map(|(i, _)| i).collect();
        run.reverse();
        run.extend(self.passage.items.from(0, index).take(REACH).take_while(|(_, x)| joins(x)).map(|(i, _)| i));
        (run.len() >= 2).then_some(run)
    }

    /// As many values as there are changes, in a bracket right before the first that words of comparison open.
    fn compared_run(&self, first: usize, count: usize) -> Option<Vec<(&'p Item, &'p Figure)>> {
        let before = self.passage.item(first.checked_sub(1)?)?;
        let group = Some(before.group).filter(|&g| g != 0)?;
        if self.bracket_compares(group) != Some(false) {
            return None;
        }
        let inside: Vec<(&Item, &Figure)> = self
            .passage
            .items
            .of_group(group)
            .filter(|(_, x)| matches!(x.value, Value::One(_)))
            .filter_map(|(_, x)| Some((x, self.passage.first(x)?)))
            .collect();
        (inside.len() == count).then_some(inside)
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
        // `Cùng kỳ xảy ra 70 vụ, chết 25 người. So với cùng kỳ giảm 9 vụ, …`: bases, not levels.
        if near.iter().find(|(_, x)| x.sentence + 1 == item.sentence).is_some_and(|(_, x)| compared_time(x)) {
            return None;
        }
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
        // `so với 5 ngày nghỉ Tết năm trước giảm 48 vụ`: how long it was is none of the levels.
        let levels = before.iter().skip(place).filter(|(_, x)| !self.is_compared_with(x));
        let levels: Vec<usize> = levels.take(run.len()).map(|(i, _)| *i).collect();
        let levels: Vec<usize> = levels.into_iter().rev().collect();
        // `nợ tại ngân hàng B giảm 940 tỷ đồng, nợ tại ngân hàng C giảm 398 tỷ đồng`: each has a subject of its own.
        let subject = |level: usize, change: &Item| {
            let ours = self.subject_words(change);
            self.passage.item(level).is_some_and(|x| self.subject_words(x).iter().any(|w| ours.contains(w)))
        };
        // `số vụ giảm 14 vụ, khối lượng gỗ giảm 11,2 m3, số tiền tăng 37 triệu đồng`: the units tell them apart.
        let unit = |x: &Item| self.passage.first(x);
        let apart = run.iter().enumerate().all(|(n, x)| {
            let others = run.iter().skip(n + 1);
            others.filter_map(|y| unit(y).zip(unit(x))).all(|(a, b)| fit(a, b) == Fit::Different)
        });
        let named = run.iter().all(|x| x.subject) && !levels.iter().zip(&run).all(|(&l, x)| subject(l, x)) && !apart;
        let pairs = levels.len() == run.len() && run.len() >= 2 && !named;
        let alike = levels.iter().zip(&run).all(|(&level, change)| {
            let (Some(x), Some(f)) = (self.passage.item(level), self.passage.first(change)) else { return false };
            // `143 vụ, chết 61, bị thương 118; so với cùng kỳ giảm 11 vụ, giảm 9 người chết, …`: the words say what is counted.
            let told = |l: &Figure| {
                let counted = l.unit.dimension == Dimension::None && l.is_count() && f.is_count();
                counted && self.names_alike(x, change, f)
            };
            self.level_of.get(level).copied().flatten() == Some(level)
                && self.passage.first(x).is_some_and(|l| fit(l, f) == Fit::Same || told(l))
        });
        levels.get(place).copied().filter(|_| pairs && alike)
    }

    /// Whether the words before a bare level are those around a change.
    fn names_alike(&self, level: &Item, change: &Item, figure: &Figure) -> bool {
        let words = self.subject_words(level);
        let tail = self.passage.lexed.tokens.get(change.tail.clone()).unwrap_or_default();
        let mut known: Vec<String> = tail.iter().map(|t| self.passage.document.folded(t.range).into_owned()).collect();
        known.extend(self.subject_words(change));
        known.extend(figure.noun.split(' ').map(str::to_owned));
        !words.is_empty() && words.iter().all(|w| known.contains(w))
    }
}
