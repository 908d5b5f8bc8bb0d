//! Percentages behind a level: what each of them is a percentage of.

use super::{Level, Reader, changes, past, plain};
use crate::claims::items::{Item, Separator};
use crate::claims::{Binding, Claim, ClaimKind, Operand, Relation, Role, beside, words};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Period, TokenKind};

impl<'p> Reader<'p, '_> {
    /// The rate a percentage of change or gap may speak of, instead of the amount before it.
    pub(super) fn rate_before(&self, index: usize, figure: &Figure, level: &Level<'p>) -> Option<Level<'p>> {
        let rate = self.level(self.last_rate(index, level)?)?;
        let amount = |f: &Figure| !f.is_rate() && f.unit.dimension != Dimension::None;
        let bracket = self.bracket(index);
        // `giảm 1,32% so với năm trước (16.205 hộ, tỷ lệ 4,86%)`: the bracket has the base of each.
        let holds_amount = bracket.first().is_some_and(|(_, f)| amount(f)) && !bracket.iter().any(|(_, f)| f.is_rate());
        (figure.is_rate() && !holds_amount).then_some(rate)
    }

    /// `đạt 107,6% dự toán tỉnh giao, vượt 2,2% dự toán xã giao`: the gap to another plan is one of the amount, not of
    /// the percentage reached of the first, unless it is what that one lacks to the whole.
    fn of_another_plan(&self, item: &Item, figure: &Figure, rate: &Level<'p>) -> bool {
        let planned = |x: &Item| x.after.any(&[Cue::Target, Cue::Given]);
        let rest = rate.upper.printed.sub(Exact::HUNDRED).map(Exact::abs);
        planned(item)
            && planned(rate.item)
            && rate.upper.is_rate()
            && rate.lower.is_none()
            && rest != Some(figure.printed)
    }

    /// A change in percent behind a rate is one of the rate where its base is a rate or it is in points;
    /// `bằng 92% kế hoạch, tăng 5% so với cùng kỳ` speaks of the amount.
    pub(super) fn speaks_of_rate(&self, index: usize, item: &Item, figure: &Figure, rate: &Level<'p>) -> bool {
        // `tăng 27% so với cùng kỳ (cùng kỳ bằng 80,1% và tăng 6%)`: the bracket says the same of the earlier time.
        let bracket = self.bracket(index);
        let again = bracket.iter().any(|(x, _)| changes(x));
        let bracket_rate = !again && bracket.iter().any(|(_, f)| f.is_rate());
        let share = rate.item.verb == Some(Cue::Share) && item.after.any(&[Cue::ComparedWith, Cue::Target]);
        figure.unit.dimension == Dimension::PercentPoint || bracket_rate || share
    }

    /// The share in the bracket of a level, for a change whose own bracket has nothing but the rate of another time.
    fn share_in_bracket(&self, index: usize, level: &Level<'p>) -> Option<Level<'p>> {
        let bracket = self.bracket(index);
        let rates = !bracket.is_empty() && bracket.iter().all(|(_, f)| f.is_rate());
        let (share, _) = self.rate_in_bracket(level.index).filter(|_| rates)?;
        self.level(self.passage.items.items.partition_point(|x| x.token < share.token))
    }

    /// `132.458/156.920 hộ (84,4%), năm 2020 là 80,1%`: the value of another time, which it names itself.
    fn of_its_own_time(&self, index: usize, item: &Item, level: &Level<'p>) -> bool {
        let named = |t: &crate::figures::Token| item.period.is_some_and(|p| t.kind == TokenKind::Period(p));
        let other = matches!(item.period, Some(Period::Year(_))) && item.period != level.item.period;
        let told = || self.last_rate(index, level).is_some() || self.rate_in_bracket(level.index).is_some();
        item.group == 0 && item.separator >= Separator::Comma && other && self.passage.own(item).any(named) && told()
    }

    /// A percentage, per mille or number of points.
    pub(super) fn rate(
        &mut self,
        index: usize,
        item: &'p Item,
        figure: &'p Figure,
        level: Option<Level<'p>>,
        foreign: bool,
    ) -> bool {
        let targeted = item.after.any(&[Cue::Target, Cue::Given]) || item.cues.has(Cue::Target);
        match item.verb {
            _ if changes(item) => {
                if item.cues.any(&[Cue::Average, Cue::Growth]) {
                    return true;
                }
                let level = level.filter(|_| !foreign);
                let spoken = level.as_ref().and_then(|l| self.rate_before(index, figure, l));
                // `1.542,8/2.486,0 tỷ đồng (62,1%), cao hơn 4,7% so với tỷ lệ cùng kỳ (58,4%)`: the share in the bracket.
                let spoken = spoken.or_else(|| self.share_in_bracket(index, level.as_ref()?));
                let spoken = spoken.filter(|r| self.speaks_of_rate(index, item, figure, r));
                // `46.318 tài khoản, bằng 84,7% số 54.685 căn cước; …, tỷ lệ tăng thêm 8,1 điểm`: points are those of the rate.
                let points = figure.unit.dimension == Dimension::PercentPoint && spoken.is_none();
                let earlier =
                    level.as_ref().filter(|l| points && !l.upper.is_rate() && self.rate_in_bracket(l.index).is_none());
                let earlier = earlier.and_then(|l| self.last_rate(index, l)).and_then(|i| self.level(i));
                let level = spoken.or(earlier).or(level);
                match level {
                    Some(level) if self.points_of_brackets(item, figure, &level) => {}
                    Some(level) => self.rate_change(index, item, figure, &level),
                    None if self.change_from(index, item, figure) => {}
                    None if self.change_on_bracket(index, item, figure) => {}
                    None if self.change_before_pair(index, item, figure) => {}
                    None if self.change_with_result(index, item, figure) => {}
                    None if item.base.is_some() || item.after.has(Cue::ComparedWith) => {
                        let operands = vec![Operand::new(Role::Stated, figure, item.base)];
                        let mut claim = Claim::new(
                            ClaimKind::PercentChange,
                            Relation::PercentChange,
                            self.passage.range(item),
                            operands,
                        );
                        claim.indicator = self.passage.indicator(item);
                        self.claims.push(claim);
                    }
                    None => {}
                }
                true
            }
            Some(Cue::Exceed | Cue::FallShort | Cue::Lack) => {
                if let Some(level) = level.filter(|_| !foreign) {
                    let rate =
                        self.rate_before(index, figure, &level).filter(|r| !self.of_another_plan(item, figure, r));
                    let level = rate.unwrap_or(level);
                    if !self.of_another_plan(item, figure, &level) {
                        self.gap(index, item, figure, &level);
                    }
                } else {
                    self.gap_from(index, item, figure);
                }
                true
            }
            Some(Cue::Share) => {
                if let Some(amount) = self.amount_of_share(index, item) {
                    let part = Level { index, item, upper: amount, lower: None };
                    self.share(item, figure, &part, true);
                    return true;
                }
                // `…; tự tạo việc làm chiếm 63%`: behind a semicolon the words say whose share it is.
                let named = foreign && item.subject;
                let own = self.by_subject(index, item).filter(|_| named).and_then(|i| self.level(i));
                match own.as_ref().or(level.as_ref()).filter(|l| !l.upper.is_rate()) {
                    Some(level) if own.is_some() || !named => self.share(item, figure, level, foreign && own.is_none()),
                    Some(level) => {
                        let operands = vec![Operand::new(Role::Stated, figure, None)];
                        let range = self.passage.range(item);
                        self.push(Claim::new(ClaimKind::Share, Relation::Share, range, operands), level);
                    }
                    // `tỷ lệ bao phủ bảo hiểm y tế 94,5%, tăng 3,0% so với năm 2020 (91,5%)`: a share of nothing said is
                    // a level of its own.
                    None => return false,
                }
                true
            }
            Some(Cue::Average | Cue::Growth | Cue::From | Cue::To | Cue::Remaining | Cue::RaiseTo) => false,
            _ if item.cues.has(Cue::Growth) => false,
            _ => {
                let Some(level) = level else { return self.target_from(index, item, figure) };
                if self.is_target_rate(item) {
                    return true;
                }
                // `đạt 91,8%; kế hoạch riêng năm 2025 mới giải ngân 31,4%`: the plan before the verb is that of another time.
                let of_own_time = self.of_its_own_time(index, item, &level);
                let plan_of_own_time = of_own_time
                    && item.separator >= Separator::Semicolon
                    && !item.cues.has(Cue::ComparedWith)
                    && !item.after.any(&[Cue::Target, Cue::Given]);
                if plan_of_own_time || !targeted && (foreign || of_own_time) {
                    return false;
                }
                // `87/142 xã đạt chuẩn (61,3%), so với chỉ tiêu 90 xã đạt 96,7%`: of what stands right before, not of all.
                let front = || self.target_in_front(index, level.upper).filter(|_| item.group == level.item.group);
                if matches!(item.verb, None | Some(Cue::Reach | Cue::Equal))
                    && !item.subject
                    && level.lower.is_some()
                    && let Some(target) = front()
                {
                    self.explicit_target(item, figure, &level, target, Binding::Sure);
                    return true;
                }
                if !targeted && item.group != level.item.group && self.of_a_number(item) {
                    let operands = vec![Operand::new(Role::Stated, figure, None)];
                    let range = self.passage.range(item);
                    self.push(Claim::new(ClaimKind::Share, Relation::Share, range, operands), &level);
                    return true;
                }
                if self.of_second_plan(index, item, figure, &level) {
                    return true;
                }
                if let Some(plan) = self.plan_behind(&level).filter(|_| figure.unit.dimension == Dimension::Percent) {
                    self.explicit_target(item, figure, &level, plan, Binding::Sure);
                    return true;
                }
                if self.change_in_percent(index, item, figure, &level) {
                    return true;
                }
                let percent = figure.unit.dimension == Dimension::Percent;
                if let Some(plan) = self.plan_in_bracket(item, &level).filter(|_| percent) {
                    self.explicit_target(item, figure, &level, plan, Binding::Sure);
                    return true;
                }
                if beside::done_before(self.passage, level.index, level.upper).is_some()
                    && level.lower.is_none()
                    && matches!(item.verb, None | Some(Cue::Reach | Cue::Equal))
                    && let Some(done) = self.level(level.index.wrapping_sub(1))
                {
                    self.explicit_target(item, figure, &done, level.upper, Binding::Sure);
                    return true;
                }
                if self.part_of_above(&level).is_none() && (targeted || self.goal_bracket(index, &level).is_some()) {
                    if foreign && item.cues.has(Cue::RateNoun) {
                        return false;
                    }
                    self.of_target(index, item, figure, &level);
                    return true;
                }
                if item.after.has(Cue::Total) && level.lower.is_none() && !level.upper.is_rate() {
                    self.share(item, figure, &level, false);
                    return true;
                }
                // `năm 2022: 352 ha, bằng 110% năm 2021`
                let earlier = item.verb == Some(Cue::Equal)
                    && matches!((item.period, level.item.period), (Some(Period::Year(a)), Some(Period::Year(b))) if a < b);
                let past = item.base.is_some() || past(item.period) || earlier;
                // `112 người, bằng 35% so với 320 người của năm trước`
                let beside = item.verb == Some(Cue::Equal)
                    && level.lower.is_none()
                    && beside::base_behind(self.passage, index, level.upper).is_some();
                if beside || past && (item.verb == Some(Cue::Equal) || item.after.has(Cue::ComparedWith)) {
                    self.ratio_to_base(index, item, figure, &level);
                    return true;
                }
                if item.cues.has(Cue::RateNoun) && item.subject {
                    return false;
                }
                let bracketed = item.group != level.item.group;
                // `131/152 thôn, 86,2%, hơn chỉ tiêu (85%)`: the plan itself.
                if bracketed && self.names_plan_before(item) {
                    return true;
                }
                // `1.914 đồng chí, chiếm 55,0% (đầu nhiệm kỳ 52,9%)`: the share of an earlier time.
                if bracketed && past && item.verb.is_none() && self.last_rate(index, &level).is_some() {
                    return false;
                }
                if level.lower.is_some() && (bracketed || item.separator <= Separator::Comma) {
                    let level = self.behind_full_mark(&level).unwrap_or(level);
                    self.share(item, figure, &level, false);
                    return true;
                }
                // `Kế hoạch trồng 1.500 ha, thực hiện 1.230 ha (82%)`
                let alone = bracketed && item.verb.is_none() && item.own.is_empty() && item.tail.is_empty();
                let plan = self.plan_before(&level).filter(|_| alone && percent && level.item.cues.has(Cue::Done));
                if let Some(plan) = plan {
                    self.explicit_target(item, figure, &level, plan, Binding::Sure);
                    return true;
                }
                if bracketed && item.verb.is_none() && !item.subject && !level.upper.is_rate() {
                    self.share(item, figure, &level, true);
                    return true;
                }
                if let Some(part) = self.part_of_above(&level) {
                    let whole = plain(level.upper);
                    let operands = vec![
                        Operand::new(Role::Stated, figure, None),
                        Operand::new(Role::Part, &part.in_unit_of(level.upper), None),
                        Operand { role: Role::Whole, figure: whole, period: None },
                    ];
                    let range = part.range.cover(self.passage.range(item));
                    self.push(Claim::new(ClaimKind::Share, Relation::Share, range, operands), &level);
                    return true;
                }
                if level.item.cues.has(Cue::Done)
                    && let Some(target) = self.given(&level)
                {
                    self.explicit_target(item, figure, &level, target, Binding::Sure);
                    return true;
                }
                // `so với dự toán giao (240 tỷ đồng), thu 96 tỷ đồng, đạt 40%`
                let reaches = matches!(item.verb, None | Some(Cue::Reach | Cue::Equal));
                if reaches
                    && !item.subject
                    && level.lower.is_none()
                    && !level.upper.is_rate()
                    && let Some(target) = self
                        .target_in_front(index, level.upper)
                        .or_else(|| self.target_in_front(level.index, level.upper))
                        .or_else(|| self.plan_before(&level))
                        .filter(|t| self.said_of_plan(item, t))
                {
                    self.explicit_target(item, figure, &level, target, Binding::Sure);
                    return true;
                }
                // `thu 46,0 tỷ đồng, dự toán 40,0 tỷ đồng, đạt 115%`
                if let Some(done) = self.result_before_plan(item, &level).filter(|_| reaches && !item.subject) {
                    self.explicit_target(item, figure, &done, level.upper, Binding::Sure);
                    return true;
                }
                if item.verb == Some(Cue::Reach) && !item.subject && item.separator >= Separator::Comma {
                    if let Some(target) = self.given(&level).or_else(|| self.larger_before(&level)) {
                        self.explicit_target(item, figure, &level, target, Binding::Likely);
                    }
                    return true;
                }
                false
            }
        }
    }

    /// `giảm từ 1.048 hộ (1,80%) xuống còn 870 hộ (1,49%), tỷ lệ giảm 0,31 điểm phần trăm`: points are those of the
    /// rates in the brackets, not of the amounts.
    fn points_of_brackets(&mut self, item: &'p Item, figure: &'p Figure, level: &Level<'p>) -> bool {
        if figure.unit.dimension != Dimension::PercentPoint || level.upper.is_rate() {
            return false;
        }
        let items = &self.passage.items;
        let (from, to) = if level.item.cues.has(Cue::From) {
            (Some(level.index), items.from(level.item.group, level.index + 1).next().map(|(i, _)| i))
        } else {
            (items.before(level.item.group, level.index).next().map(|(i, _)| i), Some(level.index))
        };
        let pair = from.and_then(|i| self.level(i)).zip(to.and_then(|i| self.level(i)));
        let from_to = |(a, b): &(Level<'_>, Level<'_>)| {
            a.item.cues.has(Cue::From) && a.item.sentence == b.item.sentence && !b.item.cues.has(Cue::From)
        };
        let Some((from, to)) = pair.filter(from_to) else { return false };
        let (Some((_, later)), Some((_, earlier))) = (self.rate_in_bracket(to.index), self.rate_in_bracket(from.index))
        else {
            return false;
        };
        let operands = vec![
            Operand { role: Role::Stated, figure: Figure { negative: false, ..figure.clone() }, period: item.base },
            Operand::new(Role::Level, later, to.item.period),
            Operand::new(Role::Base, earlier, from.item.period),
        ];
        let range = operands.iter().fold(self.passage.range(item), |r, o| r.cover(o.figure.range));
        let mut claim = Claim::new(ClaimKind::PercentPoints, Relation::Points, range, operands);
        claim.upward = Some(item.verb == Some(Cue::Increase));
        self.push(claim, level);
        true
    }

    /// `giải ngân 71,7 tỷ đồng trên 81,5 tỷ đồng`, `11 xã trên tổng số 14 xã`: the part before a level that only
    /// `trên` leads to.
    pub(super) fn part_of_above(&self, level: &Level<'p>) -> Option<&'p Figure> {
        beside::part_above(self.passage, level.index)
            .or_else(|| beside::part_before(self.passage, level.index, level.upper))
            .filter(|_| level.lower.is_none())
    }

    /// `đạt 91,2% (chỉ tiêu 90%)`: what was to be reached, in the bracket behind the rate that was.
    fn is_target_rate(&self, item: &Item) -> bool {
        let host = self.passage.items.groups.get(item.group as usize).and_then(|g| self.passage.item(g.host?));
        let rate = host.and_then(|h| self.passage.first(h)).is_some_and(Figure::is_rate);
        let named = item.cues.any(&[Cue::Target, Cue::Given]) && item.base.is_none();
        rate && named && matches!(item.verb, None | Some(Cue::Target | Cue::Given | Cue::Is))
    }

    /// Whether the word right before the bracket of an item is one for a plan.
    fn names_plan_before(&self, item: &Item) -> bool {
        let bracket = self.passage.items.groups.get(item.group as usize).map(|g| g.tokens.start);
        let before = bracket.and_then(|start| self.passage.lexed.tokens.get(start.checked_sub(2)?));
        before.is_some_and(|t| matches!(t.kind, TokenKind::Cue(Cue::Target | Cue::Given)))
    }

    /// `đạt 100% số công trình`: a share of a number of things.
    pub(super) fn of_a_number(&self, item: &Item) -> bool {
        let next = self.passage.lexed.tokens.get(item.tail.clone()).and_then(|t| t.first());
        next.is_some_and(|t| {
            t.kind == TokenKind::Cue(Cue::Total) || words::names_number(&self.passage.document.folded(t.range))
        })
    }

    /// `bằng 89% so với năm 2020`: level over base.
    pub(super) fn ratio_to_base(&mut self, index: usize, item: &'p Item, figure: &'p Figure, level: &Level<'p>) {
        // Points are a difference, never a ratio.
        if figure.unit.dimension == Dimension::PercentPoint {
            return;
        }
        let mut operands = vec![
            Operand::new(Role::Stated, figure, item.base),
            Operand::new(Role::Level, level.upper, level.item.period),
        ];
        let mut kind = ClaimKind::PercentChange;
        if let Some(base) = self.base(index, item, level) {
            operands.push(Operand { role: Role::Target, ..base });
            kind = ClaimKind::Series;
        }
        let range = self.passage.range(level.item).cover(self.passage.range(item));
        let claim = Claim::new(kind, Relation::OfTarget, range, operands);
        // Without a base nothing can be said of it: a past value need not be round.
        self.push(claim, level);
    }
}
