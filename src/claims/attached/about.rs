//! Two rates of two quantities: `giảm 5% về lượng nhưng tăng 3% về trị giá`, `tăng 1,5 lần về số dự án, tăng 2,5 lần
//! về số vốn`. They belong to the last levels, in order; their bases stand in a bracket behind them, or as the
//! clause or sentence of an earlier time before the levels.

use super::{Reader, earlier};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Separator, Value};
use crate::claims::{Claim, ClaimKind, Operand, Relation, Role};
use crate::figures::{Cue, Dimension, Figure};

impl<'p> Reader<'p, '_> {
    /// `…, giảm 11,4% về lượng nhưng tăng 31,6% về trị giá so với cùng kỳ (54,4 nghìn tấn; 130,2
    /// triệu USD)`: the rates belong to the last levels, in order; the bracket holds their bases.
    pub(super) fn about(&mut self, index: usize, item: &'p Item) -> bool {
        let rate = |f: &Figure| f.is_rate() || f.unit.dimension == Dimension::Times;
        let rated = |x: &Item| x.after.has(Cue::About) && self.passage.first(x).is_some_and(rate);
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
        let mut bases: Vec<&'p Figure> =
            run.last().map_or_else(Vec::new, |&l| self.bracket(l).into_iter().map(|(_, f)| f).collect());
        if bases.is_empty() && levels.len() == run.len() {
            bases = self.earlier_values(&levels);
        }
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
            let relation = if stated.is_rate() { Relation::PercentChange } else { Relation::Multiple };
            let mut claim = Claim::new(ClaimKind::PercentChange, relation, range, operands);
            let grown = stated.is_rate() || !x.cues.has(Cue::Multiple);
            claim.upward = Some(verb == Some(Cue::Increase)).filter(|_| grown);
            self.push(claim, &level);
        }
        true
    }

    /// As many values of an earlier time right before the levels, in the same units and order: the clause or sentence
    /// before names its time, or the levels name theirs.
    fn earlier_values(&self, levels: &[usize]) -> Vec<&'p Figure> {
        let Some((first, start)) = levels.first().and_then(|&i| Some((i, self.passage.item(i)?))) else {
            return Vec::new();
        };
        let before = self.passage.items.before(0, first).take(levels.len());
        let mut before: Vec<(usize, &Item)> =
            before.take_while(|(_, x)| x.sentence + 1 >= start.sentence && matches!(x.value, Value::One(_))).collect();
        before.reverse();
        let alike = before.len() == levels.len()
            && before.iter().zip(levels).all(|((i, x), &l)| {
                let pair = self.passage.first(x).zip(self.passage.item(l).and_then(|y| self.passage.first(y)));
                let own = self.level_of.get(*i).copied().flatten() == Some(*i);
                own && pair.is_some_and(|(a, b)| fit(a, b) == Fit::Same && !a.is_rate())
            });
        let timed = before.first().is_some_and(|(_, x)| earlier::precedes(x.period, start.period));
        if !alike || !timed {
            return Vec::new();
        }
        before.iter().filter_map(|(_, x)| self.passage.first(x)).collect()
    }
}
