//! Changes of a level: absolute, in percent, as a multiple.

use super::{Level, REACH, Reader, changes, rises, unsigned, with_unit_of};
use crate::claims::closes;
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Separator, Value};
use crate::claims::per_unit::single;
use crate::claims::{Binding, Claim, ClaimKind, Operand, Relation, Role, words};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Period, TokenKind, Unit};

/// A value so many times below its level is no base that it fell from.
const FAR_BELOW: i64 = 5;

/// How many letters a word for ranks and a space behind it have at most.
const RANK_LONG: usize = 12;

/// Whether an item is of each year of several.
fn is_yearly(item: &Item) -> bool {
    item.cues.has(Cue::PerYear) || item.after.has(Cue::PerYear)
}

impl<'p> Reader<'p, '_> {
    /// `đạt 3.640 hộ, tăng từ 3.282 hộ`: the base behind the level, with no second level to follow.
    pub(super) fn risen_from(&mut self, index: usize, item: &'p Item, figure: &'p Figure, level: &Level<'p>) -> bool {
        let ends = self.passage.item(index + 1).is_none_or(|next| {
            next.sentence != item.sentence
                || next.separator > Separator::None
                || !next.cues.any(&[Cue::To, Cue::Remaining])
        });
        // `thu từ phí tăng 145 triệu đồng`: it rises by so much, not from there.
        let by = matches!(item.verb, Some(Cue::Increase | Cue::Decrease));
        let changes = !by && item.cues.has(Cue::Increase) != item.cues.has(Cue::Decrease);
        // `tụt khỏi 57 triệu đồng, giảm từ 400 nghìn đồng chiều mua vào`: by how much.
        let amount = item.cues.has(Cue::Decrease)
            && figure.value().and_then(|v| v.mul(Exact::int(FAR_BELOW))).is_some_and(|v| Some(v) < level.upper.value());
        if amount || !ends || !changes || fit(figure, level.upper) != Fit::Same || level.lower.is_some() {
            return false;
        }
        let operands = vec![
            Operand::new(Role::Level, level.upper, level.item.period),
            Operand::new(Role::Base, figure, item.period),
        ];
        let range = self.passage.range(level.item).cover(self.passage.range(item));
        let mut claim = Claim::new(ClaimKind::FromTo, Relation::Direction, range, operands);
        claim.upward = Some(item.cues.has(Cue::Increase));
        self.push(claim, level);
        true
    }

    /// `tăng 2.418,36 tấn so với năm 2020`
    pub(super) fn change(&mut self, index: usize, item: &'p Item, figure: &'p Figure, level: &Level<'p>) -> bool {
        let bracketed = item.group != level.item.group;
        // A rank that goes up is a number that goes down, and where it came from is said in many ways.
        let behind = self.passage.document.text.get(figure.number.end as usize..).unwrap_or_default();
        let word: String = behind.trim_start().chars().take(RANK_LONG).collect();
        if words::counts_ranks(&crate::lexicon::fold(word.split([',', '.', ';', ')', '(']).next().unwrap_or_default()))
        {
            return true;
        }
        // `18,0 tiêu chí/xã, tăng 2,8 tiêu chí`: what it is per is not said again.
        let per = level.upper.unit.dimension == Dimension::PerUnit
            && figure.unit.dimension != Dimension::PerUnit
            && fit(&single(level.upper), figure) == Fit::Same;
        // `8,24 triệu đồng/tháng, tăng 610 nghìn đồng`: the scale is its own.
        let unit = Unit { elided: true, factor: figure.unit.factor, ..level.upper.unit.clone() };
        let same = Figure { unit, ..figure.clone() };
        let given = figure;
        // `còn 39 người, cũng tính 03 người/thôn, giảm 24 người`: more than the average is no change of it.
        let beyond = per && figure.value() > level.upper.value();
        if let Some(amount) = self.amount_averaged(level, given).filter(|_| beyond) {
            return self.change(index, item, given, &amount);
        }
        let figure = if per { &same } else { figure };
        let fits = fit(level.upper, figure);
        if fits == Fit::Different && !(bracketed && figure.is_count() && level.upper.is_count()) {
            // `dư nợ đạt 518 tỷ đồng với 8.926 hộ còn dư nợ, tăng 50 tỷ đồng so với …`: the unit says of which of the two.
            if let Some(amount) = self.amount_with(level, given).filter(|_| !bracketed) {
                return self.change(index, item, given, &amount);
            }
            // `11 vụ, bị thương 09 người; so với 14 vụ của năm 2023 giảm 03 vụ`: the base says of what.
            self.change_from(index, item, given);
            return true;
        }
        if level.upper.is_rate() != figure.is_rate() && figure.unit.dimension != Dimension::None {
            return true;
        }
        // `tăng 3.640 người, bình quân mỗi năm tăng 728 người`: a year's part of it.
        if is_yearly(item) && !is_yearly(level.item) && level.upper.unit.dimension != Dimension::PerUnit {
            return true;
        }
        let figure_as_level = with_unit_of(figure, level.upper);
        let stated = Operand { role: Role::Stated, figure: figure_as_level, period: item.base };
        let base = || self.base(index, item, level).or_else(|| self.risen(item, level));
        let operands = std::iter::once(stated).chain(self.sides(item, level, base)).collect();
        let range = self.passage.range(level.item).cover(self.passage.range(item));
        let mut claim = Claim::new(ClaimKind::Increase, Relation::Change, range, operands);
        claim.upward = Some(rises(item));
        // `trị giá 642 triệu đồng, bình quân 500 nghìn đồng/suất; tăng 48 triệu đồng`: of the amount or of its average.
        if let Some(amount) = self.amount_averaged(level, given).filter(|_| per) {
            let mut reading = vec![
                Operand { role: Role::Stated, figure: with_unit_of(given, amount.upper), period: item.base },
                Operand::new(Role::Level, amount.upper, amount.item.period),
            ];
            reading.extend(self.base(index, item, &amount));
            claim.alternatives.push(reading);
        }
        // An increase beyond its level speaks of another one, unless a bracket or its base ties it.
        let tied = bracketed
            || (item.base.is_some() || item.after.has(Cue::ComparedWith))
                && level.upper.unit.dimension != Dimension::None;
        let beyond = claim.get(Role::Base).is_none() && figure.printed > level.upper.printed && !tied;
        // `năm 2024 có 121 mã, đến nay tăng 88 mã so với năm 2022`: today's level is another one.
        let today = self.is_now(item) && matches!(level.item.period, Some(Period::Year(_)));
        if fits < Fit::Elided && !bracketed || beyond && claim.upward == Some(true) || today {
            claim.binding = Binding::Likely;
        }
        self.or_of_whole_list(&mut claim, level);
        self.push(claim, level);
        true
    }

    /// The two levels of a change: its own with what it is measured from, or that of today before one of an earlier time.
    fn sides(
        &self,
        item: &Item,
        level: &Level<'p>,
        other: impl FnOnce() -> Option<Operand>,
    ) -> impl Iterator<Item = Operand> {
        let today = self.today_before(item, level);
        let operand = |role, l: &Level<'_>| Operand::new(role, l.upper, l.item.period);
        let sides = match today {
            Some(today) => [Some(operand(Role::Level, &today)), Some(operand(Role::Base, level))],
            None => [Some(operand(Role::Level, level)), other()],
        };
        sides.into_iter().flatten()
    }

    /// The amount before a level that only words join to it, in the unit of a change.
    fn amount_with(&self, level: &Level<'p>, change: &Figure) -> Option<Level<'p>> {
        let amount = self.level(level.index.checked_sub(1)?)?;
        let joined = level.item.separator <= Separator::And && level.item.group == amount.item.group;
        let here = amount.item.sentence == level.item.sentence && amount.lower.is_none();
        let own = self.level_of.get(amount.index).copied().flatten() == Some(amount.index);
        (joined && here && own && fit(amount.upper, change) == Fit::Same).then_some(amount)
    }

    /// The amount that a bare average behind it is an average of, in the unit of a change.
    fn amount_averaged(&self, average: &Level<'p>, change: &Figure) -> Option<Level<'p>> {
        let bare =
            average.item.cues.has(Cue::Average) && !average.item.subject || change.value() > average.upper.value();
        let before = (average.index.saturating_sub(REACH)..average.index).rev().filter(|_| bare);
        before.filter_map(|i| self.level(i)).find(|l| {
            l.item.sentence == average.item.sentence
                && l.item.group == average.item.group
                && self.level_of.get(l.index).copied().flatten() == Some(l.index)
                && fit(l.upper, change) == Fit::Same
        })
    }

    /// The level that a list of parts stands under, for one of the parts: `gồm` or `riêng` opens the list, or its parts add up
    /// to the level.
    fn listed_under(&self, part: &Level<'p>) -> Option<Level<'p>> {
        let opens = |x: &Item| x.cues.any(&[Cue::Comprise, Cue::OfWhich, Cue::Separately]);
        let mut opened = opens(part.item);
        let mut sum = part.upper.value();
        for i in (part.index.saturating_sub(REACH)..part.index).rev() {
            let other = self.level(i)?;
            if other.item.sentence != part.item.sentence || other.item.group != part.item.group {
                return None;
            }
            let alike = fit(other.upper, part.upper) >= Fit::Elided && other.lower.is_none();
            if opened || alike && i + 1 < part.index && other.upper.value() == sum {
                return Some(other).filter(|_| alike);
            }
            sum = sum.zip(other.upper.value()).and_then(|(sum, value)| sum.add(value));
            opened = opens(other.item);
        }
        None
    }

    /// Adds to a claim of a part in a list the reading that speaks of what the list stands under:
    /// `23 đảng viên, gồm khiển trách 15, cảnh cáo 06, khai trừ 02, ít hơn nhiệm kỳ trước 08`.
    pub(super) fn or_of_whole_list(&self, claim: &mut Claim, level: &Level<'p>) {
        let alike = |total: &Level<'_>| total.upper.is_rate() == level.upper.is_rate();
        let Some(total) = self.listed_under(level).filter(alike) else { return };
        let mut reading = claim.operands.clone();
        for operand in reading.iter_mut().filter(|o| o.role == Role::Level) {
            *operand = Operand::new(Role::Level, total.upper, total.item.period);
        }
        claim.alternatives.push(reading);
    }

    /// `(bằng 6,1%)`, `tương ứng 6,1%`, `(+5,1%)` behind an absolute change: change over base.
    pub(super) fn change_in_percent(
        &mut self,
        index: usize,
        item: &'p Item,
        figure: &'p Figure,
        level: &Level<'p>,
    ) -> bool {
        // Points are those of a rate, never a percentage of an amount.
        if figure.unit.dimension == Dimension::PercentPoint && item.cues.has(Cue::RateNoun) {
            return false;
        }
        let Some(change) = self.change_before(index, item, level) else { return false };
        let Some(amount) = self.passage.first(change) else { return false };
        // `tăng 46.600 lượt so với năm 2022 và tăng 38,1% so với năm 2023`: each has a base of its own.
        let apart = item.base.is_some() && change.base.is_some() && item.base != change.base;
        if amount.is_rate() || apart {
            return false;
        }
        if self.points_beside(figure, amount, level) {
            return true;
        }
        // `83/104 xã, bằng 79,8%, tăng 35 xã và 33,7 điểm phần trăm`: of the rate, not of the amount.
        let points = figure.unit.dimension == Dimension::PercentPoint;
        let rate =
            self.last_rate(index, level).and_then(|i| self.level(i)).filter(|r| points && r.index != level.index);
        if let Some(rate) = rate {
            self.rate_change(index, item, figure, &rate);
            return true;
        }
        // `cùng kỳ 38.900; tăng 7.350 lượt, +18,9%`
        let side = if self.today_before(item, level).is_some() { Role::Base } else { Role::Level };
        let operands = vec![
            Operand::new(Role::Stated, &unsigned(figure), item.base),
            Operand::new(side, level.upper, level.item.period),
            Operand { role: Role::Change, figure: with_unit_of(amount, level.upper), period: None },
        ];
        let range = self.passage.range(level.item).cover(self.passage.range(item));
        let mut claim = Claim::new(ClaimKind::PercentChange, Relation::PercentChange, range, operands);
        claim.upward = Some(rises(change));
        if fit(amount, level.upper) < Fit::Elided || item.cues.has(Cue::RateNoun) {
            claim.binding = Binding::Likely;
        }
        // `tăng 484 người, tăng 2,4% so với tháng 6`: the percentage may have a base of its own.
        if item.base.is_some()
            && let Some(base) = self.base(index, item, level)
        {
            let (stated, levels) = (Operand::new(Role::Stated, figure, item.base), level.upper);
            claim.alternatives.push(vec![stated, Operand::new(Role::Level, levels, level.item.period), base]);
        }
        if claim.upward == Some(false) && item.base.is_none() && self.is_cut(item, level) {
            let cut = Operand::new(Role::Base, level.upper, level.item.period);
            let told = claim.operands.iter().filter(|o| o.role != Role::Level).cloned();
            claim.alternatives.push(told.chain([cut]).collect());
        }
        self.or_of_whole_list(&mut claim, level);
        self.push(claim, level);
        true
    }

    /// `tổng mức 3.842,5 tỷ đồng, qua thẩm định giảm 46,8 tỷ đồng (1,22%)`, `hai sở cũ 19, giảm 07 đầu mối (36,8%)`: whether
    /// the words say that a level may be what was cut, not what is left.
    fn is_cut(&self, item: &Item, level: &Level<'p>) -> bool {
        const FAR: usize = 40;
        let start = level.item.lead.start.max(item.token.saturating_sub(FAR));
        let tokens = self.passage.lexed.tokens.get(start..item.token).unwrap_or_default();
        let words: Vec<_> = tokens.iter().map(|t| self.passage.document.folded(t.range)).collect();
        words::says_cut(&words.join(" "))
    }

    /// `3.838 xã (43,02%), tăng 769 xã (8,62%)`: by so many points of the whole that the share of the level is of.
    fn points_beside(&self, stated: &Figure, amount: &Figure, level: &Level<'p>) -> bool {
        let Some((_, share)) = self.rate_in_bracket(level.index).filter(|_| level.lower.is_none()) else {
            return false;
        };
        let points = || {
            let points = amount.value()?.div(level.upper.value()?)?.mul(share.printed)?;
            Some(points.sub(stated.printed)?.abs() <= Exact::ten_pow(-i32::from(stated.decimals))?)
        };
        points().unwrap_or(false)
    }

    /// The absolute change that stands right before a percentage and belongs to the same level.
    pub(super) fn change_before(&self, index: usize, item: &Item, level: &Level<'p>) -> Option<&'p Item> {
        let group = self.passage.items.groups.get(item.group as usize)?;
        let before = match self.passage.items.before(item.group, index).next() {
            Some((i, _)) if item.separator <= Separator::Comma => i,
            // `(+7,2 tỷ đồng; +9,1%)`
            Some((i, _)) if item.group != 0 && changes(item) && item.separator == Separator::Semicolon => i,
            None => group.host?,
            _ => return None,
        };
        let change = self.passage.item(before)?;
        // `tăng 15.700 tỷ đồng, tương đương 0,3% GDP`: of something else.
        let tail = self.passage.lexed.tokens.get(item.tail.clone()).and_then(<[_]>::first);
        let capitals = |text: &str| text.chars().count() >= 3 && text.chars().all(char::is_uppercase);
        if tail.is_some_and(|t| t.kind == TokenKind::Word && capitals(self.passage.document.slice(t.range))) {
            return None;
        }
        let ours = self.level_of.get(before).copied().flatten() == Some(level.index);
        // `tăng 105 tỷ đồng, bằng 10%, so với năm 2022`
        let equals = item.verb == Some(Cue::Equal)
            && item.base.is_none()
            && item.tail.is_empty()
            && change.base.is_none()
            && !change.after.has(Cue::ComparedWith)
            && self.is_that_share(item, change, level);
        let cued = item.group != change.group
            || item.cues.has(Cue::Corresponding)
            || equals
            || (item.verb.is_none() || changes(item)) && item.base.is_none()
            // `tăng 7,2 tỷ đồng, tăng 9,1% so với năm 2022`: one base for both
            || item.verb == change.verb && change.base.is_none() && !change.after.has(Cue::ComparedWith);
        // `bình quân mỗi năm tăng 448 người, tương đương 3,7%/năm`: a rate of growth, none of the level.
        let yearly = is_yearly(change) || is_yearly(item);
        (ours && cued && !yearly && before != level.index && changes(change)).then_some(change)
    }

    /// `tăng 22,6%`, of a level that is an amount or itself a rate.
    pub(super) fn rate_change(&mut self, index: usize, item: &'p Item, figure: &'p Figure, level: &Level<'p>) {
        if self.change_in_percent(index, item, figure, level) {
            return;
        }
        let points = level.upper.is_rate() || level.lower.is_some() && !item.after.has(Cue::Target);
        let other = || {
            let amount = self.amount_of(index, item, level).map(|f| with_unit_of(f, level.upper));
            let change = amount.map(|figure| Operand { role: Role::Change, figure, period: None });
            change.or_else(|| self.base(index, item, level))
        };
        let stated = Operand::new(Role::Stated, &unsigned(figure), item.base);
        let operands = std::iter::once(stated).chain(self.sides(item, level, other)).collect();
        let (kind, relation) = if points && level.upper.is_rate() {
            (ClaimKind::PercentPoints, Relation::Points)
        } else {
            (ClaimKind::PercentChange, Relation::PercentChange)
        };
        let range = self.passage.range(level.item).cover(self.passage.range(item));
        let mut claim = Claim::new(kind, relation, range, operands);
        claim.upward = Some(rises(item));
        self.or_of_whole_list(&mut claim, level);
        // `12/14 xã (85,7%), giảm 7,2%`: of the number or of its rate, the text does not say; `số hộ nghèo giảm 640 hộ, tỷ
        // lệ giảm 17,9%` says that it is of a rate.
        if level.lower.is_some() || item.cues.has(Cue::RateNoun) && !level.upper.is_rate() {
            claim.binding = Binding::Likely;
        }
        self.push(claim, level);
    }

    /// Whether a percentage is that of a change over its base: `tăng 7,2 tỷ đồng, bằng 98%` may be of anything.
    fn is_that_share(&self, item: &Item, change: &Item, level: &Level<'p>) -> bool {
        let figures = self.passage.first(item).zip(self.passage.first(change));
        figures.is_some_and(|(stated, amount)| {
            let base = match rises(change) {
                true => level.upper.printed.sub(amount.printed),
                false => level.upper.printed.add(amount.printed),
            };
            let base = base.map(|printed| Figure { printed, ..level.upper.clone() });
            base.is_some_and(|b| amount.unit.factor == b.unit.factor && closes::share(amount, &b, stated))
        })
    }

    /// The change itself behind its percentage: `tăng 9,1% (7,2 tỷ đồng)`, `giảm 10% (tương đương giảm 14 vụ)`, `tăng
    /// 3% (+630 con) so với cùng kỳ`, `tăng 12%, tương ứng với 79,7 triệu USD`.
    fn amount_of(&self, index: usize, item: &Item, level: &Level<'p>) -> Option<&'p Figure> {
        if level.upper.is_rate() || level.lower.is_some() {
            return None;
        }
        let amount = |x: &Item, f: &Figure| {
            let alike = fit(f, level.upper) >= Fit::Kin && f.unit.dimension != Dimension::None;
            let plain = x.verb.is_none() && !x.subject && x.period.is_none() && self.said_of_level(x, level);
            // `tăng 5,5%, tương ứng tăng 13,2 tỷ đồng so với năm 2019`: one base for both.
            let one_base = x.base.is_none() || item.base.is_none() || x.base == item.base;
            let again = changes(x) && rises(x) == rises(item) && one_base;
            !f.is_rate() && alike && f.value() < level.upper.value() && (plain || again)
        };
        let compared = item.base.is_some() || item.after.has(Cue::ComparedWith);
        if let Some((x, f)) = self.bracket(index).first().copied() {
            // Behind words of comparison a bare amount in a bracket is the base.
            let told = changes(x) || x.cues.has(Cue::Corresponding) || !compared;
            return (told && amount(x, f)).then_some(f);
        }
        let next = self
            .passage
            .item(index + 1)
            .filter(|x| x.group == item.group && x.sentence == item.sentence && x.separator <= Separator::Comma)?;
        let f = self.passage.first(next)?;
        // `giảm 5,3% về số tương đối và giảm 1,15 tỷ đồng về số tuyệt đối so với tháng 11`
        let told_once = next.base.is_some() || next.after.has(Cue::ComparedWith);
        let mut own = self.passage.own(next).skip_while(|t| t.kind != TokenKind::Cue(Cue::And)).skip(1);
        let bare =
            !next.subject || own.next().is_some_and(|t| matches!(t.kind, TokenKind::Cue(c) if Some(c) == next.verb));
        let again = changes(next) && told_once && !compared && bare;
        let told = (next.cues.has(Cue::Corresponding) || again) && matches!(next.value, Value::One(_));
        (told && amount(next, f)).then_some(f)
    }
}
