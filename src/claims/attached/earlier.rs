//! The level of an earlier time as the base of a change that names none: `năm 2021 đạt 40 tỷ đồng, năm 2022
//! đạt 46 tỷ đồng, tăng 15%`, `năm 2020 có 212 hộ nghèo, đến nay còn 148 hộ, giảm 64 hộ`, `86 HTX (năm 2020:
//! 71 HTX), tăng 15 HTX`. The times of the two levels tell which is the base; a third level leaves it open.

use super::{Level, REACH, Reader, changes, past};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Separator};
use crate::claims::{Operand, Role, words};
use crate::figures::{Cue, Figure, Period, TokenKind};

impl<'p> Reader<'p, '_> {
    /// The one level of an earlier time that a change may be measured from.
    pub(super) fn earlier_level(&self, index: usize, item: &Item, level: &Level<'p>) -> Option<Operand> {
        if !self.is_since_earlier(item, level) {
            return None;
        }
        let mut found: Vec<(&'p Item, &'p Figure)> = self.earlier_in_bracket(level).into_iter().collect();
        if found.is_empty() {
            found.extend(self.earlier_in_sentence(level));
        }
        let named = |x: &Item| agrees(item.base.or_else(|| self.base_behind_verb(item)), x.period, level.item.period);
        let (other, base) = match found.as_slice() {
            [one] => *one,
            // `năm 2020 …, năm 2021 …, tăng 14,4%; năm 2022 …, tăng 26,4%`: a series compared year by year.
            [nearest, _, ..] if self.changed_between(nearest.0, level.item) => *nearest,
            _ => return None,
        };
        let plain = named(other) && !self.priced(other, index);
        plain.then(|| Operand::new(Role::Base, base, other.period))
    }

    /// Whether nothing about a change that names no base says that it is of another time, part or comparison.
    pub(super) fn is_since_earlier(&self, item: &Item, level: &Level<'p>) -> bool {
        let other = [Cue::Average, Cue::Growth, Cue::Cumulated, Cue::PerYear, Cue::Goal, Cue::OfWhich, Cue::Separately];
        // `năm 2022 có 14 trường, năm 2023 tăng 3 trường`: the change of another year than that of the level.
        let own = self.passage.own(item).any(|t| matches!(t.kind, TokenKind::Period(p) if item.period == Some(p)));
        let timed = own && item.period != level.item.period && !past(item.period);
        // `kết nạp 24 hội viên, giảm 6 hội viên`: what came in is no stock.
        let flow = level.item.cues.has(Cue::NewlyAdded);
        let apart = item.cues.any(&other) || timed || flow || self.compared_otherwise(item);
        level.lower.is_none() && !apart && self.said_of_level(item, level)
    }

    /// Whether a change stands between two levels.
    fn changed_between(&self, earlier: &Item, later: &Item) -> bool {
        let items = &self.passage.items.items;
        let start = items.partition_point(|x| x.token <= earlier.token);
        let end = items.partition_point(|x| x.token < later.token);
        items.get(start..end).is_some_and(|between| between.iter().any(changes))
    }

    /// A time behind the verb that no word of comparison opens: `gấp 2,4 lần năm 2020`.
    pub(super) fn base_behind_verb(&self, item: &Item) -> Option<Period> {
        let tail = self.passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
        tail.iter().find_map(|t| if let TokenKind::Period(p) = t.kind { Some(p) } else { None })
    }

    /// `86 HTX (năm 2020: 71 HTX), tăng 15 HTX`: one value of an earlier time alone in the bracket of the level.
    fn earlier_in_bracket(&self, level: &Level<'p>) -> Option<(&'p Item, &'p Figure)> {
        let inside = self.bracket(level.index);
        let [(inner, figure)] = inside.as_slice() else { return None };
        let timed = past(inner.period) || matches!(inner.period, Some(Period::Year(_))) && inner.verb.is_none();
        let plain = matches!(inner.verb, None | Some(Cue::Is | Cue::Reach | Cue::From))
            && !inner.cues.any(&[Cue::Target, Cue::Goal]);
        let alike = fit(figure, level.upper) >= Fit::Elided;
        let before = precedes(inner.period, level.item.period) || level.item.period.is_none();
        (timed && plain && alike && before).then_some((*inner, *figure))
    }

    /// The level before one of an earlier year, where a multiple speaks of both; and whether a word for today says so.
    pub(super) fn later_level(&self, item: &Item, level: &Level<'p>) -> Option<(Operand, bool)> {
        if !matches!(level.item.period, Some(Period::Year(_))) || level.lower.is_some() || item.base.is_some() {
            return None;
        }
        let other = (level.index.saturating_sub(REACH)..level.index).rev().filter_map(|i| self.level(i)).find(|o| {
            o.item.sentence == level.item.sentence
                && o.item.group == level.item.group
                && self.level_of.get(o.index).copied().flatten() == Some(o.index)
                && fit(o.upper, level.upper) == Fit::Same
        })?;
        let earlier = other.item.period.is_none() || precedes(level.item.period, other.item.period);
        let sure = self.is_now(item) || self.is_now(other.item);
        let level = Operand::new(Role::Level, other.upper, other.item.period);
        (other.lower.is_none() && earlier).then_some((level, sure))
    }

    /// `63 huy chương; cùng kỳ 55 (tăng 08 huy chương)`, `46.250 lượt (cùng kỳ 38.900; tăng 7.350 lượt)`: the level of today
    /// before one of an earlier time, where a change behind both names no base.
    pub(super) fn today_before(&self, item: &Item, level: &Level<'p>) -> Option<Level<'p>> {
        let reached = level.item.cues.any(&[Cue::To, Cue::Remaining, Cue::RaiseTo, Cue::From]);
        if !past(level.item.period) || level.lower.is_some() || item.base.is_some() || changes(level.item) || reached {
            return None;
        }
        let alike = |o: &Level<'p>| {
            let plain = !o.item.cues.any(&[Cue::Target, Cue::Goal, Cue::Given, Cue::OfWhich]) && !changes(o.item);
            let one = fit(o.upper, level.upper) == Fit::Same || fit(o.upper, level.upper) == Fit::Elided;
            let same = one && o.upper.is_rate() == level.upper.is_rate() && o.lower.is_none();
            // `khối lượng 12,4 triệu tấn, cùng kỳ trị giá 9,6 tỷ đồng`
            let subject = !level.item.subject || self.subject_words(level.item) == self.subject_words(o.item);
            plain && same && subject && !past(o.item.period)
        };
        let host = self.passage.items.groups.get(level.item.group as usize).and_then(|g| g.host.filter(|_| g.adjacent));
        if let Some(host) = host {
            let first = self.passage.items.before(level.item.group, level.index).next().is_none();
            return self.level(host).filter(|h| first && alike(h));
        }
        let before = self.passage.items.before(level.item.group, level.index).take(REACH);
        let here = before.take_while(|(_, x)| x.sentence == level.item.sentence);
        let mut levels = here.filter(|(i, _)| self.level_of.get(*i).copied().flatten() == Some(*i));
        levels.next().and_then(|(i, _)| self.level(i)).filter(alike)
    }

    /// The levels of earlier times in the sentence, nearest first, as far as they speak of one thing.
    fn earlier_in_sentence(&self, level: &Level<'p>) -> Vec<(&'p Item, &'p Figure)> {
        let mut found = Vec::new();
        for i in (level.index.saturating_sub(REACH)..level.index).rev() {
            let Some(other) = self.level(i) else { continue };
            if other.item.sentence != level.item.sentence {
                break;
            }
            let here = other.item.group == level.item.group && self.level_of.get(i).copied().flatten() == Some(i);
            let alike = fit(other.upper, level.upper) == Fit::Same;
            if !here || !alike || other.lower.is_some() {
                continue;
            }
            // `từ 12 mô hình năm 2019 nay đã có 60 mô hình`: the year between is that of the first.
            let lent = level.item.separator == Separator::None && level.item.period == other.item.period;
            // `đầu năm có 120 hội viên, …`: only a word for today makes the next one the level of the end.
            let start = matches!(other.item.period, Some(Period::YearStart | Period::TermStart));
            let times = precedes(other.item.period, level.item.period) && !(start && level.item.period.is_none())
                || (level.item.period.is_none() || lent) && dated(other.item.period) && self.is_now(level.item);
            let plain = !other.item.cues.any(&[Cue::Target, Cue::Goal])
                && other.item.cues.has(Cue::Given) <= level.item.cues.has(Cue::Given)
                && !level.item.cues.any(&[Cue::OfWhich, Cue::Comprise, Cue::Separately, Cue::Besides]);
            if times && plain && self.same_thing(&other, level) {
                found.push((other.item, other.upper));
            }
        }
        found
    }

    /// Whether two levels name one thing: the later has no subject of its own, and their nouns do not differ.
    fn same_thing(&self, earlier: &Level<'_>, later: &Level<'_>) -> bool {
        let (a, b) = (earlier.upper.noun.as_str(), later.upper.noun.as_str());
        let nouns = a.starts_with(b) || b.starts_with(a);
        let subject = later.item.subject && !self.is_now(later.item);
        nouns && (!subject || self.subject_words(earlier.item) == self.subject_words(later.item))
    }

    /// Whether the words before a level make it the one of today (`đến nay`, `hiện còn`).
    pub(super) fn is_now(&self, item: &Item) -> bool {
        let tokens = self.passage.lexed.tokens.get(item.lead.clone()).unwrap_or_default();
        let said = |t: &crate::figures::Token| words::says_now(&self.passage.document.folded(t.range));
        tokens.iter().any(said)
    }

    /// Whether prices of a year or of the time are named between: levels and growth may be in different ones.
    fn priced(&self, from: &Item, to: usize) -> bool {
        // In a bracket right behind the change, too: `tăng 5,1% (theo giá so sánh)`.
        const BRACKET: usize = 8;
        let end =
            self.passage.item(to).map_or(from.token, |x| x.tail.end + BRACKET).min(self.passage.lexed.tokens.len());
        let tokens = self.passage.lexed.tokens.get(from.lead.start..end).unwrap_or_default();
        tokens.iter().any(|t| matches!(t.kind, TokenKind::Cue(Cue::ConstantPrices | Cue::CurrentPrices)))
    }
}

/// Whether a time names a year or a month, or an earlier time in words.
fn dated(period: Option<Period>) -> bool {
    past(period) || matches!(period, Some(Period::Year(_)))
}

/// Whether the first time surely lies before the second.
pub(in crate::claims) fn precedes(a: Option<Period>, b: Option<Period>) -> bool {
    match (a, b) {
        (Some(Period::Year(x)), Some(Period::Year(y))) => x < y,
        (Some(Period::Year(x)), Some(Period::Date { year: Some(y), .. })) => x < y,
        (Some(Period::Month { month: m, year: x }), Some(Period::Month { month: n, year: y })) => {
            (x, m) < (y, n) && x.is_some() == y.is_some()
        }
        (Some(Period::Quarter { quarter: m, year: x }), Some(Period::Quarter { quarter: n, year: y })) => {
            (x, m) < (y, n) && x.is_some() == y.is_some()
        }
        (a, b) => past(a) && !past(b),
    }
}

/// Whether the base that a change names, if any, is the time of the earlier level.
fn agrees(named: Option<Period>, earlier: Option<Period>, later: Option<Period>) -> bool {
    let Some(named) = named else { return true };
    if Some(named) == earlier {
        return true;
    }
    match (named, earlier, later) {
        (
            Period::PreviousYear | Period::Previous | Period::SamePeriod,
            Some(Period::Year(x)),
            Some(Period::Year(y)),
        ) => x + 1 == y,
        (Period::Previous, Some(Period::Month { month: m, year: x }), Some(Period::Month { month: n, year: y })) => {
            x == y && m + 1 == n || m == 12 && n == 1 && x.zip(y).is_some_and(|(x, y)| x + 1 == y)
        }
        (
            Period::Previous,
            Some(Period::Quarter { quarter: m, year: x }),
            Some(Period::Quarter { quarter: n, year: y }),
        ) => x == y && m + 1 == n,
        (a, Some(b), _) => past(Some(a)) && a == b,
        _ => false,
    }
}
