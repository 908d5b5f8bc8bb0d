//! Bases of comparison: in a bracket, behind the words of comparison, in an earlier claim or item.

use super::{Level, REACH, Reader, past};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Separator, Value};
use crate::claims::per_unit::single;
use crate::claims::{Operand, Relation, Role, beside, closes};
use crate::figures::{Cue, Dimension, Figure, Period, TokenKind, Unit};

/// `tăng 28,4% so với tháng trước (đặc biệt từ 16/6 đến 31/7, số thu đạt 521 tỷ đồng)`: days of its own are not the
/// month before.
fn of_other_days(item: &Item, inner: &Item) -> bool {
    matches!(inner.period, Some(Period::Date { .. })) && matches!(item.base, Some(Period::Previous))
}

impl<'p> Reader<'p, '_> {
    /// Whether a bracket only holds the base or target of the change or percentage before it.
    pub(super) fn holds_base(&self, host: usize, group: u32) -> bool {
        let attached = self.level_of.get(host).copied().flatten().is_some_and(|l| l != host);
        let compared = self.passage.item(host).is_some_and(|h| {
            h.after.any(&[Cue::Target, Cue::Given, Cue::ComparedWith]) || past(h.period) || h.base.is_some()
        });
        // `so với cùng kỳ tăng 10 vụ (5%)`: a percentage behind an amount is no base of it.
        let amount = self.passage.item(host).and_then(|h| self.passage.first(h)).is_some_and(|f| !f.is_rate());
        let base = |x: &Item| x.verb.is_none() && !(amount && self.passage.first(x).is_some_and(Figure::is_rate));
        attached && compared && self.passage.items.of_group(group).all(|(_, x)| base(x))
    }

    /// The value of the base period: in a bracket behind the change, or the
    /// level of that period earlier in the block.
    pub(super) fn base(&self, index: usize, item: &Item, level: &Level<'p>) -> Option<Operand> {
        self.any_base(index, item, level).filter(|base| may_be_base(&base.figure, level.upper))
    }

    fn any_base(&self, index: usize, item: &Item, level: &Level<'p>) -> Option<Operand> {
        let compared = item.base.is_some() || item.after.has(Cue::ComparedWith) || past(item.period);
        if let Some(base) = self.paired_base(index, item, level.index) {
            return Some(base);
        }
        // `Kế hoạch là 15 xã, đến nay có 18 xã, tăng 3 xã so với kế hoạch`
        if item.after.has(Cue::Target)
            && let Some(plan) = self.plan_before(level)
        {
            return Some(Operand::new(Role::Base, plan, None));
        }
        let inside = self.bracket(index);
        // `tăng 8% so với năm 2019 (trong đó xuất khẩu 73,8 triệu USD, nhập khẩu 57,9 triệu USD)`: parts of the level.
        let parts = inside.first().is_some_and(|(x, _)| x.cues.any(&[Cue::OfWhich, Cue::Comprise]));
        // `cao hơn cùng kỳ 5,1 điểm nhưng thấp hơn bình quân của tỉnh (65,8%)`: the base of another comparison.
        let other = item.after.any(&[Cue::Exceed, Cue::FallShort]);
        let mut bases = inside.iter().filter(|_| !other).filter(|(inner, figure)| {
            (compared || past(inner.period) || past(inner.base) || self.is_dated_base(item, level, inside.as_slice()))
                && !matches!(inner.verb, Some(Cue::Increase | Cue::Decrease))
                && !(inner.verb == Some(Cue::Reach) && figure.unit.dimension == Dimension::None)
                && !inner.cues.has(Cue::Target)
                && !parts
                // `so với số ước thực hiện năm 2018 (năm 2018 được giao 376 tỷ đồng)`
                && !(item.after.any(&[Cue::Done, Cue::Estimate]) && inner.cues.has(Cue::Given) && !inner.cues.has(Cue::Done))
                && !of_other_days(item, inner)
                && as_level(figure, level.upper).is_some()
                && figure.is_rate() == level.upper.is_rate()
        });
        if let Some((inner, figure)) = bases.next() {
            let figure = as_level(figure, level.upper)?;
            return Some(Operand { role: Role::Base, figure, period: inner.period.or(item.base) });
        }
        let behind = beside::base_behind(self.passage, index, level.upper)
            .or_else(|| beside::base_behind_colon(self.passage, index, level.upper));
        if let Some((other, base)) = behind {
            return Some(Operand::new(Role::Base, base, other.period.or(item.base)));
        }
        if let Some((other, base)) = self.base_in_front(index, level.upper) {
            return Some(Operand::new(Role::Base, base, other.period.or(item.base)));
        }
        if let Some((other, base)) = self.average_in_front(index, level) {
            return Some(Operand { role: Role::Base, figure: base, period: other.period.or(item.base) });
        }
        if let Some((other, base)) = self.base_from_behind(index, item, level) {
            return Some(Operand::new(Role::Base, base, other.period.or(item.base)));
        }
        if let Some((other, base)) = self
            .past_between(index, level.index)
            .filter(|(b, _)| item.base.is_none_or(|p| past(Some(p)) || b.period == Some(p)))
        {
            return Some(Operand::new(Role::Base, base, other.period));
        }
        // `đón 48.200 lượt khách (cùng kỳ: 43.650 lượt), tăng 10,4%`
        if let Some((inner, figure)) = self.bracket(level.index).first()
            && (past(inner.period) || past(inner.base))
            && (item.base.is_none() || item.base == inner.period.or(inner.base))
            && inner.verb.is_none()
            && let Some(base) = as_level(figure, level.upper)
            && figure.is_rate() == level.upper.is_rate()
        {
            return Some(Operand { role: Role::Base, figure: base, period: inner.period });
        }
        if let Some((inner, base)) = self.bare_bracket(index, item, level) {
            return Some(Operand { role: Role::Base, figure: base, period: inner.period });
        }
        // `giảm từ 46 cặp năm 2023 xuống còn 31 cặp, giảm 15 cặp`
        if let Some(from) = level.index.checked_sub(1).and_then(|i| self.level(i))
            && matches!(level.item.verb, Some(Cue::To | Cue::Remaining))
            && from.item.cues.has(Cue::From)
            && from.item.sentence == level.item.sentence
            && self.is_of_pair(item, &from, level)
            && fit(from.upper, level.upper) >= Fit::Elided
        {
            return Some(Operand::new(Role::Base, from.upper, from.item.period));
        }
        // `So với cùng kỳ (118 vụ), số vụ là 104 vụ, giảm 14 vụ`
        if let Some((other, base)) = self.base_in_front(level.index, level.upper).filter(|_| item.base.is_none()) {
            return Some(Operand::new(Role::Base, base, other.period));
        }
        self.of_its_time(item, level)
            .or_else(|| self.of_year_before(index, item, level))
            .or_else(|| self.earlier_level(index, item, level))
            .or_else(|| self.base_further_behind(index, item, level))
    }

    /// Whether a change behind `từ 3,42% xuống còn 2,68%` is of that pair: it names no time, or one just before that the
    /// pair leaves open (`giảm 0,74% so với đầu năm`).
    fn is_of_pair(&self, item: &Item, from: &Level<'p>, level: &Level<'p>) -> bool {
        let named = match item.base {
            None => true,
            Some(base) => base == Period::YearStart && from.item.period.is_none(),
        };
        // `tính chung cả nhiệm kỳ giảm 24,67%`: the stretch from the one to the other.
        let stretch = matches!(item.period, Some(Period::Term | Period::Span { .. } | Period::Years { .. }));
        let period = item.period.filter(|_| !stretch);
        let total = Item { cues: item.cues.without(Cue::Cumulated), period, ..item.clone() };
        named && self.is_since_earlier(&total, level)
    }

    /// `giảm 87 người so với tháng trước, kinh phí …; tháng trước có 5.350 người`: a clause further behind names the time
    /// that the change is compared with, and nothing else.
    fn base_further_behind(&self, index: usize, item: &Item, level: &Level<'p>) -> Option<Operand> {
        let time = item.base.filter(|p| p.is_past())?;
        let behind = self.passage.items.from(0, index + 1).take(REACH);
        let behind = behind.take_while(|(_, x)| item.group == 0 && x.sentence == item.sentence).map(|(_, x)| x);
        let mut alike = behind.filter(|x| self.passage.first(x).is_some_and(|f| fit(f, level.upper) == Fit::Same));
        let base = alike.next().filter(|x| matches!(x.value, Value::One(_)) && alike.next().is_none())?;
        let timed = self.passage.own(base).any(|t| t.kind == TokenKind::Period(time)) && base.period == Some(time);
        let plain = matches!(base.verb, None | Some(Cue::Is | Cue::Reach | Cue::Remaining)) && !base.subject;
        let quiet =
            self.subject_words(base).is_empty() && !base.cues.any(&[Cue::Target, Cue::OfWhich, Cue::ComparedWith]);
        let figure = self.passage.first(base).filter(|_| timed && plain && quiet && level.lower.is_none())?;
        Some(Operand::new(Role::Base, figure, Some(time)))
    }

    /// `đạt 18.722 tỷ đồng, tăng 7,98% (năm 2023: 17.338 tỷ đồng)`: one value of a named year alone in the bracket of a
    /// change, on the side that the verb says.
    fn is_dated_base(&self, item: &Item, level: &Level<'p>, inside: &[(&'p Item, &'p Figure)]) -> bool {
        let [(inner, figure)] = inside else { return false };
        let before = level.item.period.is_none() || super::earlier::precedes(inner.period, level.item.period);
        let dated = matches!(inner.period, Some(Period::Year(_))) && before && inner.verb.is_none();
        let side = (figure.value() < level.upper.value()) == super::rises(item);
        dated && side && !inner.cues.any(&[Cue::Goal, Cue::Estimate]) && !item.cues.any(&[Cue::Goal, Cue::Average])
    }

    /// The level of the time that a change names, earlier in the block.
    fn of_its_time(&self, item: &Item, level: &Level<'p>) -> Option<Operand> {
        let times = item.verb == Some(Cue::Multiple);
        let behind = || self.base_behind_verb(item).filter(|_| times);
        // `năm 1991 5.156 triệu USD, trong đó xuất khẩu 2.087 triệu USD, đến năm 2016 là 333 và 167,8 tỷ USD`: which of the
        // two that went before is not said.
        let before = level.index.checked_sub(1).and_then(|i| self.level(i));
        let second =
            before.is_some_and(|b| level.item.separator == Separator::And && fit(b.upper, level.upper) == Fit::Same);
        if second && level.item.verb.is_none() {
            return None;
        }
        let period = item.base.or(item.period.filter(|_| item.verb == Some(Cue::Equal))).or_else(behind)?;
        if !matches!(period, Period::Year(_) | Period::Month { .. } | Period::Quarter { .. }) {
            return None;
        }
        (level.index.saturating_sub(REACH)..level.index).rev().find_map(|i| {
            let other = self.level(i)?;
            let alike = fit(other.upper, level.upper) == Fit::Same
                && other.item.group == level.item.group
                && other.item.period == Some(period)
                && self.level_of.get(i).copied().flatten() == Some(i)
                && self.same_subject(other.item, level.item);
            alike.then(|| Operand::new(Role::Base, other.upper, Some(period)))
        })
    }

    /// `2022: 7.915; 2023: 8.602; 2024: 9.846; năm 2023 tăng 8,7%`: a change with a year of its own, behind the values of
    /// that year and the one before.
    fn of_year_before(&self, index: usize, item: &Item, level: &Level<'p>) -> Option<Operand> {
        let year = item.period.filter(|_| matches!(item.base, None | Some(Period::PreviousYear)))?;
        let own = self.passage.own(item).any(|t| t.kind == TokenKind::Period(year));
        let Period::Year(number) = year else { return None };
        if !own || level.item.period != Some(year) || level.lower.is_some() || level.index + 1 == index {
            return None;
        }
        let before = Some(Period::Year(number.checked_sub(1)?));
        let other = level.index.checked_sub(1).and_then(|i| self.level(i))?;
        let alike = other.item.period == before
            && fit(other.upper, level.upper) >= Fit::Elided
            && (other.item.group, other.item.sentence) == (level.item.group, level.item.sentence);
        alike.then(|| Operand::new(Role::Base, other.upper, before))
    }

    /// `6.842 thí sinh (6.218), tăng 10,0%`: a number alone in the bracket of a level, from which the change leads to it.
    fn bare_bracket(&self, index: usize, item: &Item, level: &Level<'p>) -> Option<(&'p Item, Figure)> {
        let inside = self.bracket(level.index);
        let [(inner, figure)] = inside.as_slice() else { return None };
        let alone = inner.own.is_empty() && inner.tail.is_empty() && inner.verb.is_none() && level.index < index;
        let base = as_level(figure, level.upper)?.in_unit_of(level.upper);
        let told = self.passage.first(item)?;
        let closes = if told.is_rate() {
            closes::percent(level.upper, &base, told)
        } else {
            let off = level.upper.value()?.sub(base.value()?)?.abs();
            Some(off) == told.value_in_unit_of(level.upper)
        };
        let side = (level.upper.value() > base.value()) == super::rises(item);
        (alone && closes && side && base.is_rate() == level.upper.is_rate()).then_some((*inner, base))
    }

    /// Two items of a series speak of one thing when the later names no subject of its own.
    pub(super) fn same_subject(&self, earlier: &Item, later: &Item) -> bool {
        let words = |item: &Item| self.passage.indicator(item).map(|r| self.passage.document.folded(r));
        !later.subject || words(earlier) == words(later)
    }

    /// The base of `tăng từ 3.282 hộ, tăng 358 hộ`.
    pub(super) fn risen(&self, item: &Item, level: &Level<'p>) -> Option<Operand> {
        let last = self.claims.last().filter(|c| c.relation == Relation::Direction)?;
        let ours = last.get(Role::Level).is_some_and(|f| f.number == level.upper.number) && item.base.is_none();
        last.operands.iter().find(|o| o.role == Role::Base && ours).cloned()
    }

    /// `tăng 73,7 tỷ đồng so với năm 2020 (112,7 tỷ đồng), gấp 1,65 lần`: the base that an earlier
    /// claim about the same level names.
    pub(super) fn base_named(&self, item: &Item, level: &Level<'p>) -> Option<Operand> {
        if item.base.is_some() || item.after.has(Cue::ComparedWith) {
            return None;
        }
        self.claims
            .iter()
            .rev()
            .take(REACH)
            .find(|c| c.get(Role::Level).is_some_and(|f| f.number == level.upper.number) && c.get(Role::Base).is_some())
            .and_then(|c| c.operands.iter().find(|o| o.role == Role::Base).cloned())
    }
}

/// Whether a figure may be a value before that of a level: points say by how much, never from where.
fn may_be_base(base: &Figure, level: &Figure) -> bool {
    base.unit.dimension != Dimension::PercentPoint || level.unit.dimension == Dimension::PercentPoint
}

/// A base in the unit of its level. `8,24 triệu đồng/tháng, tăng 610 nghìn đồng so với cùng kỳ (7.630 nghìn đồng)`: what it
/// is per is not said again.
fn as_level(base: &Figure, level: &Figure) -> Option<Figure> {
    if fit(base, level) >= Fit::Elided {
        return Some(base.clone());
    }
    let per = level.unit.dimension == Dimension::PerUnit
        && !matches!(base.unit.dimension, Dimension::PerUnit | Dimension::None)
        && fit(&single(level), base) == Fit::Same;
    let unit = Unit { factor: base.unit.factor, elided: true, ..level.unit.clone() };
    per.then(|| Figure { unit, ..base.clone() })
}
