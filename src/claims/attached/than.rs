//! Differences whose other side stands between the verb and the figure: `86,4%, thấp hơn chỉ tiêu 90% là 3,6
//! điểm`, `giá trúng 684,3 tỷ đồng, thấp hơn giá kế hoạch 752,6 tỷ đồng là 68,3 tỷ đồng`.

use super::{Level, Reader, unsigned, with_unit_of};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Separator, Value};
use crate::claims::{Claim, ClaimKind, Operand, Relation, Role, words};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Figure, TokenKind};

/// Two values of one thing differ by less than so many times.
const NEAR: i64 = 3;

impl<'p> Reader<'p, '_> {
    /// Reads such a difference of the level; true where the item is what the level is compared with.
    pub(super) fn than(&mut self, index: usize, item: &'p Item, level: Option<usize>) -> bool {
        let Some(difference) = self.difference_behind(index, item) else { return false };
        let Some(of) = level.and_then(|l| self.level(l)) else { return false };
        let of = self.rate_of(index, &of, item).unwrap_or(of);
        let (Some(base), Some(figure)) = (self.passage.first(item), self.passage.first(difference)) else {
            return false;
        };
        let alike = fit(base, of.upper) == Fit::Same
            || fit(base, of.upper) == Fit::Elided && base.decimals == of.upper.decimals;
        if !alike || base.is_rate() != of.upper.is_rate() || of.lower.is_some() {
            return false;
        }
        let rate = figure.is_rate();
        let planned = item.cues.any(&[Cue::Target, Cue::Given]);
        let (kind, relation) = match (rate, of.upper.is_rate(), planned) {
            (true, true, false) => (ClaimKind::PercentPoints, Relation::Points),
            (true, true, true) => (ClaimKind::PercentPoints, Relation::Gap),
            (true, false, false) => (ClaimKind::PercentChange, Relation::PercentChange),
            (_, _, true) => (ClaimKind::Increase, Relation::Gap),
            _ => (ClaimKind::Increase, Relation::Change),
        };
        let stated = if rate { unsigned(figure) } else { with_unit_of(figure, of.upper) };
        let operands = vec![
            Operand { role: Role::Stated, figure: stated, period: item.base },
            Operand::new(Role::Level, of.upper, of.item.period),
            Operand::new(if planned { Role::Target } else { Role::Base }, base, item.period.or(item.base)),
        ];
        let range = self.passage.range(of.item).cover(self.passage.range(difference));
        let mut claim = Claim::new(kind, relation, range, operands);
        claim.upward = Some(item.verb == Some(Cue::Exceed));
        self.push(claim, &of);
        for slot in self.level_of.get_mut(index..index + 2).into_iter().flatten() {
            *slot = level;
        }
        true
    }

    /// `xuất siêu 36 triệu USD, thấp hơn mức 41 triệu USD của cùng kỳ`: only which of the two is larger.
    pub(super) fn beside(&mut self, index: usize, item: &'p Item, level: Option<usize>) -> bool {
        let (up, down) = (item.cues.has(Cue::Exceed), item.cues.has(Cue::FallShort));
        let moves = [Cue::Increase, Cue::Decrease, Cue::ComparedWith, Cue::Target, Cue::Given, Cue::Average, Cue::Lack];
        let (Some(of), Some(base)) = (level.and_then(|l| self.level(l)), self.passage.first(item)) else {
            return false;
        };
        let mut tail = self.passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default().iter();
        let of_word = tail.next().is_some_and(|t| {
            let word = || words::is_stop(&crate::lexicon::fold(self.passage.document.slice(t.range)));
            t.kind == TokenKind::Word && word()
        });
        let timed = of_word && tail.next().is_some_and(|t| matches!(t.kind, TokenKind::Period(_)));
        let one = matches!((item.value, of.item.value), (Value::One(_), Value::One(_)));
        let here = (item.group, item.sentence) == (of.item.group, of.item.sentence);
        let alike = fit(base, of.upper) == Fit::Same;
        // `nhiều hơn 5 vụ trong năm 2023`: a difference is much smaller than what it is one of.
        let near = || {
            let (a, b) = (base.value()?, of.upper.value()?);
            Some(a.mul(Exact::int(NEAR))? >= b && b.mul(Exact::int(NEAR))? >= a)
        };
        let firm = base.hedge.is_none() && of.upper.hedge.is_none();
        if up == down || item.cues.any(&moves) || !timed || !one || !here || !alike || !firm || near() != Some(true) {
            return false;
        }
        let operands = vec![
            Operand::new(Role::Level, of.upper, of.item.period),
            Operand::new(Role::Base, base, item.period.or(item.base)),
        ];
        let range = self.passage.range(of.item).cover(self.passage.range(item));
        let mut claim = Claim::new(ClaimKind::FromTo, Relation::Direction, range, operands);
        claim.upward = Some(up);
        self.push(claim, &of);
        if let Some(slot) = self.level_of.get_mut(index) {
            *slot = level;
        }
        true
    }

    /// The figure that only `là` parts from what is compared with.
    fn difference_behind(&self, index: usize, item: &Item) -> Option<&'p Item> {
        let next = self.passage.item(index + 1)?;
        let compares = matches!(item.verb, Some(Cue::Exceed | Cue::FallShort));
        let one = matches!((item.value, next.value), (Value::One(_), Value::One(_)));
        let only = self.passage.own(next).all(|t| t.kind == TokenKind::Cue(Cue::Is)) && next.cues.has(Cue::Is);
        let joined = next.separator == Separator::None && next.group == item.group && next.sentence == item.sentence;
        (compares && one && only && joined).then_some(next)
    }

    /// The percentage of an amount that a comparison in percent speaks of: the last one, or that of its bracket.
    fn rate_of(&self, index: usize, level: &Level<'p>, item: &Item) -> Option<Level<'p>> {
        self.passage.first(item).filter(|f| f.is_rate() && !level.upper.is_rate())?;
        let last = self.last_rate(index, level).and_then(|i| self.level(i));
        let (inner, figure) = self.rate_in_bracket(level.index).unzip();
        let inside = || Some(Level { index: level.index, item: inner?, upper: figure?, lower: None });
        last.or_else(inside)
    }

    /// The percentage in a bracket of a level, with or without words between (`102/118 thôn, bản (86,4%)`).
    pub(super) fn rate_in_bracket(&self, level: usize) -> Option<(&'p Item, &'p Figure)> {
        const NEAR: usize = 2;
        let token = self.passage.item(level)?.token;
        let groups = self.passage.items.groups.get(1..)?;
        let start = groups.partition_point(|g| g.tokens.start <= token);
        let mut inside = groups.iter().zip(1u32..).skip(start).take(NEAR).filter(|(g, _)| g.host == Some(level));
        inside.find_map(|(_, n)| {
            let (_, item) = self.passage.items.of_group(n).next()?;
            Some((item, self.passage.first(item).filter(|f| f.is_rate())?))
        })
    }
}
