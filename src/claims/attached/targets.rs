//! Targets, plans and sums given: percentages reached of them, gaps to them, what is left of them.

use super::{Level, REACH, Reader, changes, same_kind_of_period, with_unit_of};
use crate::claims::closes;
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Separator, Value};
use crate::claims::{Binding, Claim, ClaimKind, Operand, Relation, Role, beside, words};
use crate::figures::{Cue, Dimension, Figure, Period, Token, TokenKind};
use crate::lexicon;

impl<'p> Reader<'p, '_> {
    /// `vượt 7,53% so với chỉ tiêu`, `thấp hơn 3% chỉ tiêu`, `còn thiếu 12 tấn`.
    pub(super) fn gap(&mut self, index: usize, item: &'p Item, figure: &'p Figure, level: &Level<'p>) {
        if figure.is_rate() && self.names_other_side(item, figure, level) {
            return;
        }
        // `18/21 chỉ tiêu đạt và vượt (vượt 09 chỉ tiêu, đạt 09 chỉ tiêu)`: how many of them, not by how much.
        let names_plan = item.cues.any(&[Cue::Target, Cue::Given, Cue::ComparedWith]);
        let compared = names_plan || item.after.any(&[Cue::Target, Cue::Given, Cue::ComparedWith]);
        let short = level.lower.is_some_and(|lower| level.upper.value() < lower.value());
        if short && item.group != level.item.group && item.verb == Some(Cue::Exceed) && !compared && !figure.is_rate() {
            return;
        }
        let average = self.average_before(index, item, figure);
        let level = average.as_ref().unwrap_or(level);
        if self.is_over_time(index, item, level) {
            if figure.is_rate() {
                self.rate_change(index, item, figure, level);
            } else {
                self.change(index, item, figure, level);
            }
            return;
        }
        let mut operands =
            vec![Operand::new(Role::Stated, figure, None), Operand::new(Role::Level, level.upper, level.item.period)];
        if let Some(lower) = level.lower {
            operands.push(Operand::new(Role::Whole, lower, None));
        }
        if let Some(target) = self.gap_target(index, figure, level) {
            operands.push(Operand::new(Role::Target, target, None));
        }
        let points = figure.is_rate();
        let kind = if points { ClaimKind::PercentPoints } else { ClaimKind::Increase };
        let range = self.passage.range(level.item).cover(self.passage.range(item));
        // `bằng 102,4% kế hoạch và nhiều hơn năm 2024 là 64 người`: not above the plan.
        let earlier = item.base.is_some() || item.after.has(Cue::ComparedWith) || item.cues.has(Cue::ComparedWith);
        let open = operands.len() == 2 && !points && !earlier;
        let mut claim = Claim::new(kind, Relation::Gap, range, operands);
        claim.upward = Some(item.verb == Some(Cue::Exceed));
        self.or_of_another_rate(index, item, &mut claim);
        self.push(claim, level);
        if open {
            self.percent_of_gap(index, item, figure, level);
        }
    }

    /// `nhà trẻ đạt 33,6%; mẫu giáo đạt 97,3%; nhà trẻ vượt 1,6% so với chỉ tiêu 32%`: a gap with a subject of its own is one of
    /// the rate of the sentence that closes.
    fn or_of_another_rate(&self, index: usize, item: &Item, claim: &mut Claim) {
        let (Some(stated), Some(target)) = (claim.get(Role::Stated), claim.get(Role::Target)) else { return };
        if !item.subject || !stated.is_rate() || !target.is_rate() {
            return;
        }
        let wanted = if claim.upward == Some(true) {
            target.printed.add(stated.printed)
        } else {
            target.printed.sub(stated.printed)
        };
        let before = self.passage.items.before(item.group, index).take(REACH);
        let mut rates = before
            .take_while(|(_, x)| x.sentence == item.sentence)
            .filter_map(|(_, x)| Some((x, self.passage.first(x)?)));
        let Some((of, rate)) = rates.find(|(_, f)| f.is_rate() && Some(f.printed) == wanted) else { return };
        let mut reading = claim.operands.clone();
        reading.retain(|o| o.role != Role::Whole);
        for operand in reading.iter_mut().filter(|o| o.role == Role::Level) {
            *operand = Operand::new(Role::Level, rate, of.period);
        }
        claim.alternatives.push(reading);
    }

    /// `bình quân giảm 4,93%/năm, vượt 0,43% so với mục tiêu (4,5%/năm)`: the gap is one of the yearly average before it.
    fn average_before(&self, index: usize, item: &Item, figure: &Figure) -> Option<Level<'p>> {
        let average = self.level(index.checked_sub(1)?)?;
        let yearly = |x: &Item| x.cues.any(&[Cue::PerYear, Cue::Average]) || x.after.has(Cue::PerYear);
        let near = (average.item.group, average.item.sentence) == (item.group, item.sentence)
            && item.separator == Separator::Comma
            && !item.subject;
        let alike = average.upper.is_rate() == figure.is_rate() && average.lower.is_none();
        (near && alike && yearly(average.item) && changes(average.item)).then_some(average)
    }

    /// `thấp hơn tỷ lệ 95,3% của năm 2023`, `thấp hơn mục tiêu 96%`: what the level is compared with, not by how much. By
    /// how much it is above or below a plan is less than half of it.
    fn names_other_side(&self, item: &Item, figure: &Figure, level: &Level<'p>) -> bool {
        let own = self.passage.own(item);
        let own = own.skip_while(|t| !matches!(t.kind, TokenKind::Cue(Cue::Exceed | Cue::FallShort)));
        let cues: Vec<Cue> =
            own.filter_map(|t| if let TokenKind::Cue(cue) = t.kind { Some(cue) } else { None }).collect();
        let planned = cues.iter().any(|c| matches!(c, Cue::Target | Cue::Given)) && !cues.contains(&Cue::Is);
        let near = figure.printed.add(figure.printed).is_some_and(|twice| twice > level.upper.printed);
        cues.contains(&Cue::RateNoun) || planned && level.upper.is_rate() && near
    }

    /// `năm 2023 đạt 81,2%, năm 2024 đạt 76,8%, thấp hơn 4,4 điểm phần trăm`: against the earlier time, which only words
    /// of more and less say; `vượt` and `hụt` are said of plans.
    fn is_over_time(&self, index: usize, item: &Item, level: &Level<'p>) -> bool {
        let verb = self.passage.own(item).rfind(|t| matches!(t.kind, TokenKind::Cue(Cue::Exceed | Cue::FallShort)));
        let more = verb.is_some_and(|t| words::compares(&lexicon::fold(self.passage.document.slice(t.range))));
        let planned = item.cues.any(&[Cue::Target, Cue::Given]) || item.after.any(&[Cue::Target, Cue::Given]);
        more && !planned && self.earlier_level(index, item, level).is_some()
    }

    /// `5.400 tấn, bằng 108% kế hoạch, vượt 400 tấn`: the percentage of a plan that is not stated, and the gap to it.
    fn percent_of_gap(&mut self, index: usize, item: &'p Item, gap: &'p Figure, level: &Level<'p>) {
        let near = item.group != level.item.group || item.separator <= Separator::Comma;
        let told =
            (level.index + 1..index).rev().filter(|&i| self.level_of.get(i).copied().flatten() == Some(level.index));
        let percent = |i: usize| {
            let x = self.passage.item(i)?;
            let plan =
                x.after.any(&[Cue::Target, Cue::Given]) && matches!(x.verb, None | Some(Cue::Reach | Cue::Equal));
            let figure = self.passage.first(x).filter(|f| f.unit.dimension == Dimension::Percent)?;
            (plan && figure.hedge.is_none()).then(|| {
                vec![
                    Operand::new(Role::Stated, figure, None),
                    Operand::new(Role::Level, level.upper, level.item.period),
                    Operand { role: Role::Change, figure: with_unit_of(gap, level.upper), period: None },
                ]
            })
        };
        let mut readings: Vec<Vec<Operand>> = told.filter_map(percent).collect();
        if !near || readings.is_empty() || fit(gap, level.upper) < Fit::Elided {
            return;
        }
        // In a bracket it is that of the percentage right before it.
        if item.group != level.item.group {
            readings.truncate(1);
        }
        let operands = readings.remove(0);
        let range = self.passage.range(level.item).cover(self.passage.range(item));
        let mut claim = Claim::new(ClaimKind::PercentOfTarget, Relation::OfTarget, range, operands);
        claim.alternatives = readings;
        claim.upward = Some(item.verb == Some(Cue::Exceed));
        self.push(claim, level);
    }

    /// `81/83 đơn …, còn 02 đơn`: what is left of a whole.
    pub(super) fn remainder(&mut self, item: &'p Item, figure: &'p Figure, level: &Level<'p>) -> bool {
        // `19 trong tổng số 24 trạm y tế, số còn lại là 05 trạm`
        let today = self.is_now(item) || self.passage.own(item).any(|t| matches!(t.kind, TokenKind::Period(_)));
        let among = beside::part_before(self.passage, level.index, level.upper)
            .filter(|_| !today)
            .map(|part| (part, level.upper));
        let of = level.lower.or_else(|| self.given(level)).map(|whole| (level.upper, whole));
        let Some((part, whole)) = among.or(of) else { return false };
        let operands = vec![
            Operand { role: Role::Stated, figure: with_unit_of(figure, level.upper), period: None },
            Operand::new(Role::Part, part, level.item.period),
            Operand::new(Role::Whole, whole, None),
        ];
        let range = whole.range.cover(self.passage.range(level.item)).cover(self.passage.range(item));
        let mut claim = Claim::new(ClaimKind::Sum, Relation::Remainder, range, operands);
        claim.alternatives = self.other_levels(level, &claim.operands);
        // `nhận 228 đơn; thuộc thẩm quyền 124 đơn, đã giải quyết 117, tồn 07`: of any amount between.
        let between = (level.index.saturating_sub(REACH)..level.index).filter_map(|i| self.level(i)).filter(|o| {
            let here = o.item.group == level.item.group && o.item.sentence == level.item.sentence;
            here && o.upper.number.start > whole.number.start
                && fit(o.upper, whole) >= Fit::Elided
                && o.upper.value() >= level.upper.value()
                && o.upper.number != level.upper.number
        });
        claim.alternatives.extend(between.map(|o| {
            let mut reading = claim.operands.clone();
            reading.iter_mut().filter(|x| x.role == Role::Whole).for_each(|x| x.figure = o.upper.clone());
            reading
        }));
        // `tiếp nhận 420 hồ sơ, đã giải quyết 400, đang giải quyết 12, còn 08`: what is left is what all of them leave.
        let done = |i: usize| {
            self.level(i).is_some_and(|l| {
                l.upper.number.start > whole.number.start
                    && l.item.cues.has(Cue::Done)
                    && l.item.group == level.item.group
                    && !l.upper.is_rate()
                    && fit(l.upper, whole) >= Fit::Elided
            })
        };
        if level.lower.is_none() && (level.index.saturating_sub(REACH)..level.index).any(done) {
            claim.binding = Binding::Likely;
        }
        self.push(claim, level);
        true
    }

    /// The goal a gap is measured from: in a bracket, or the plan given before. A gap in
    /// percent of a rate is in points, and the goal is a rate as well.
    pub(super) fn gap_target(&self, index: usize, figure: &Figure, level: &Level<'p>) -> Option<&'p Figure> {
        if let Some((inner, goal)) = self.bracket(index).first()
            && !matches!(inner.verb, Some(Cue::Increase | Cue::Decrease))
            && (fit(goal, level.upper) >= Fit::Elided || goal.is_rate() && level.lower.is_some())
            && goal.unit.dimension != Dimension::None
        {
            return Some(*goal);
        }
        if let Some(target) = beside::target_behind(self.passage, index, level.upper) {
            return Some(target);
        }
        if let Some(target) = self.plan_behind(level) {
            return Some(target);
        }
        if let Some(target) = self.target_in_front(index, level.upper) {
            return Some(target);
        }
        if !figure.is_rate() && level.lower.is_some() {
            return level.lower;
        }
        // `1.527,9 tỷ đồng, bằng 102,8% dự toán (dự toán 1.486,2 tỷ đồng), vượt 41,7 tỷ đồng`
        let told = (level.index..index).rev().filter(|&i| self.level_of.get(i).copied().flatten() == Some(level.index));
        // `kế hoạch 500 con, đã mua 420 con, thiếu 30 con giống cái`
        let ours = self.passage.item(index).is_none_or(|x| self.said_of_level(x, level));
        self.given(level)
            .filter(|t| ours && self.passage.item(index).is_none_or(|x| self.said_of_plan(x, t)))
            .or_else(|| told.into_iter().find_map(|i| self.goal_bracket(i, level)))
            .or_else(|| self.plan_of_gap(index, level))
    }

    /// `đạt 104,75% chỉ tiêu Nghị quyết`
    pub(super) fn of_target(&mut self, index: usize, item: &'p Item, figure: &'p Figure, level: &Level<'p>) {
        let goal = self
            .goal_bracket(index, level)
            .or_else(|| beside::target_behind(self.passage, index, level.upper).filter(|_| level.lower.is_none()))
            .or_else(|| {
                let front = self.target_in_front(index, level.upper).filter(|_| level.lower.is_none());
                front.filter(|t| self.said_of_plan(item, t))
            });
        // `87 hợp tác xã và 214 tổ hợp tác, cộng 301 mô hình, bằng 85,6% chỉ tiêu tổ hợp tác (250)`: the plan says of what.
        if let Some(named) = goal.and_then(|_| self.level_named_behind(item, level)) {
            let target = self.goal_bracket(index, &named).or(goal);
            return target.map_or((), |t| self.explicit_target(item, figure, &named, t, Binding::Sure));
        }
        // `481.200 ha gồm 04 vụ, bằng 99,8% KH (482.000 ha)`: the plan's unit says of what.
        if let Some((other, target)) = self.level_of_bracket(index, level).filter(|_| goal.is_none()) {
            return self.explicit_target(item, figure, &other, target, Binding::Sure);
        }
        if let Some(target) = goal {
            // `kiểm tra thêm 16 lượt để đạt 100% kế hoạch (180 lượt)`: the level is what is still to come.
            let aim = item.cues.has(Cue::Goal) && !level.item.cues.has(Cue::Goal);
            let binding = if aim { Binding::Likely } else { Binding::Sure };
            return self.explicit_target(item, figure, level, target, binding);
        }
        if level.lower.is_none()
            && level.item.cues.any(&[Cue::Done, Cue::Reach])
            && let Some(target) = self.given(level).filter(|t| self.said_of_plan(item, t))
        {
            return self.explicit_target(item, figure, level, target, Binding::Sure);
        }
        let plan = self.plan_before(level).or_else(|| self.plan_above(level));
        if let Some(target) = plan.filter(|t| self.said_of_plan(item, t)) {
            return self.explicit_target(item, figure, level, target, Binding::Sure);
        }
        let range = self.passage.range(level.item).cover(self.passage.range(item));
        let mut operands =
            vec![Operand::new(Role::Stated, figure, None), Operand::new(Role::Level, level.upper, level.item.period)];
        let (kind, relation) = match level.lower {
            Some(lower) => {
                operands.push(Operand::new(Role::Whole, lower, None));
                (ClaimKind::PercentOfTarget, Relation::ShareOrTarget)
            }
            None => (ClaimKind::PercentOfTarget, Relation::OfTarget),
        };
        let mut claim = Claim::new(kind, relation, range, operands);
        // `…, 03 chỉ tiêu hụt; nói cách khác, 87,5% chỉ tiêu đã hoàn thành`: a number of targets, not one of them.
        let counted = !level.upper.unit.key.is_empty() && self.tail_starts(item, &level.upper.unit.key);
        let loose = item.verb.is_none() && item.group == level.item.group && item.separator >= Separator::Comma;
        // `4 dự án … đạt sản lượng trung bình 58,3% giá trị hợp đồng`: the percentage has a subject of its own.
        let own = item.subject && item.separator == Separator::None && level.upper.is_count() && item.group == 0;
        // `có 3 chi cục thu đạt cao gồm: Chi cục A, đạt 184% chỉ tiêu`: what one of those named has reached.
        let between = self.passage.lexed.tokens.get(level.item.token + 1..item.token).unwrap_or_default();
        let opens =
            |t: &Token| matches!(t.kind, TokenKind::Colon | TokenKind::Cue(Cue::Comprise | Cue::Partly | Cue::Namely));
        let named = level.upper.is_count() && between.iter().any(opens);
        // `8 cục chiếm 83% tổng dự toán, nhưng số thu đến 30/9 mới đạt 63,27% dự toán`: a number of its own.
        let number = |t: &Token| words::names_number(&crate::lexicon::fold(self.passage.document.slice(t.range)));
        let named = named || level.upper.is_count() && item.group == 0 && self.passage.own(item).any(number);
        if counted || loose || own || named || item.separator >= Separator::Semicolon && item.group == 0 {
            claim.binding = Binding::Likely;
        }
        self.push(claim, level);
    }

    /// The plan in the bracket behind a percentage, where it is in another unit than the level, with the level before that
    /// has its unit.
    fn level_of_bracket(&self, index: usize, level: &Level<'p>) -> Option<(Level<'p>, &'p Figure)> {
        let inside = self.bracket(index);
        let [(inner, plan)] = inside.as_slice() else { return None };
        let amounts = !level.upper.is_rate() && plan.unit.dimension != Dimension::None;
        let foreign = amounts && fit(plan, level.upper) == Fit::Different;
        // `đạt 102% chỉ tiêu (95 vụ chống buôn lậu)`: of some of them.
        let plain = !plan.is_rate() && matches!(inner.value, Value::One(_)) && !changes(inner) && inner.tail.is_empty();
        let before = (level.index.saturating_sub(REACH)..level.index).rev().filter_map(|i| self.level(i));
        let mut alike = before
            .take_while(|o| o.item.sentence == level.item.sentence)
            .filter(|o| o.item.group == level.item.group && !changes(o.item) && fit(o.upper, plan) == Fit::Same);
        alike.next().filter(|o| foreign && plain && o.lower.is_none()).map(|o| (o, *plan))
    }

    /// The level earlier in the sentence whose unit the words behind a percentage name.
    fn level_named_behind(&self, item: &Item, level: &Level<'p>) -> Option<Level<'p>> {
        let tail = self.passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
        let words: Vec<_> = tail.iter().map(|t| self.passage.document.folded(t.range)).collect();
        let words = format!("{} ", words.join(" "));
        let named = |f: &Figure| {
            let key = &f.unit.key;
            f.is_count()
                && !key.is_empty()
                && (words.contains(&format!(" {key} ")) || words.starts_with(&format!("{key} ")))
        };
        if named(level.upper) {
            return None;
        }
        let before = (level.index.saturating_sub(REACH)..level.index).rev().filter_map(|i| self.level(i));
        let mut here = before.filter(|o| o.item.sentence == level.item.sentence && o.item.group == level.item.group);
        here.find(|o| named(o.upper) && o.lower.is_none())
    }

    /// `dự toán 350 tỷ đồng (tỉnh giao 320 tỷ đồng), thực hiện 336 tỷ đồng, bằng 96,0% và 105,0%`: the second is of another
    /// plan, that which it closes with if there is one.
    pub(super) fn of_second_plan(
        &mut self,
        index: usize,
        item: &'p Item,
        figure: &'p Figure,
        level: &Level<'p>,
    ) -> bool {
        if !self.is_second_rate(index, item) || !self.bracket(index).is_empty() {
            return false;
        }
        let before = (level.index.saturating_sub(REACH)..level.index).rev().filter_map(|i| self.passage.item(i));
        let plan = before.filter(|x| x.sentence == level.item.sentence).filter_map(|x| self.passage.first(x));
        let plan = plan.into_iter().find(|p| fit(p, level.upper) == Fit::Same && closes::share(level.upper, p, figure));
        if let Some(plan) = plan {
            self.explicit_target(item, figure, level, plan, Binding::Sure);
        }
        true
    }

    /// Whether a percentage stands behind another with nothing but `và` between.
    fn is_second_rate(&self, index: usize, item: &Item) -> bool {
        let before = index.checked_sub(1).and_then(|i| self.passage.item(i));
        let rate = before.is_some_and(|x| {
            let said = matches!(x.verb, Some(Cue::Reach | Cue::Equal));
            said && x.sentence == item.sentence
                && x.group == item.group
                && self.passage.first(x).is_some_and(Figure::is_rate)
        });
        rate && item.separator == Separator::And
            && item.verb.is_none()
            && item.own.len() <= 1
            && !item.after.any(&[Cue::Target, Cue::Given])
    }

    /// Whether the words behind an item begin with a phrase.
    fn tail_starts(&self, item: &Item, phrase: &str) -> bool {
        let tail = self.passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (tail.first(), tail.last()) else { return false };
        self.passage.document.folded(first.range.cover(last.range)).starts_with(phrase)
    }

    pub(super) fn explicit_target(
        &mut self,
        item: &'p Item,
        figure: &'p Figure,
        level: &Level<'p>,
        target: &'p Figure,
        binding: Binding,
    ) {
        let range = self.passage.range(level.item).cover(self.passage.range(item)).cover(target.range);
        let operands = vec![
            Operand::new(Role::Stated, figure, None),
            Operand::new(Role::Level, level.upper, level.item.period),
            Operand::new(Role::Target, target, None),
        ];
        let mut claim = Claim::new(ClaimKind::Share, Relation::OfTarget, range, operands);
        claim.alternatives = self.other_levels(level, &claim.operands);
        // `nhận 63 đơn, gồm cũ 05 đơn, nhận mới 58 đơn; đã giải quyết 59 đơn`: any of the sums given may be meant.
        let others = self.givens(level).filter(|g| g.number != target.number);
        claim.alternatives.extend(others.map(|other| {
            let mut reading = claim.operands.clone();
            reading.iter_mut().filter(|o| o.role == Role::Target).for_each(|o| o.figure = other.clone());
            reading
        }));
        claim.binding = binding;
        self.push(claim, level);
    }

    /// The same claim about the earlier levels of the sentence: behind a list of parts a
    /// percentage may return to the total.
    pub(super) fn other_levels(&self, level: &Level<'p>, operands: &[Operand]) -> Vec<Vec<Operand>> {
        // A period of its own behind a semicolon opens another statement.
        let opens = |i: usize| {
            self.passage.item(i).is_some_and(|x| {
                x.separator >= Separator::Semicolon && matches!(x.period, Some(Period::Year(_) | Period::Month { .. }))
            })
        };
        let reach = level.index.saturating_sub(REACH);
        let start = (reach..=level.index).rev().find(|&i| opens(i)).unwrap_or(reach);
        (start..level.index)
            .rev()
            .filter_map(|i| self.level(i))
            .filter(|o| {
                o.item.sentence == level.item.sentence
                    && o.item.group == level.item.group
                    && self.level_of.get(o.index).copied().flatten() == Some(o.index)
                    && fit(o.upper, level.upper) == Fit::Same
                    && operands.iter().all(|operand| operand.figure.number != o.upper.number)
            })
            .flat_map(|o| {
                let swap = |role: Role| -> Vec<Operand> {
                    let one = |operand: &Operand| {
                        if operand.role == role { Operand::new(role, o.upper, o.item.period) } else { operand.clone() }
                    };
                    operands.iter().map(one).collect()
                };
                // A larger figure may be another whole as well.
                let mut readings = vec![swap(Role::Level), swap(Role::Part)];
                if o.upper.value() > level.upper.value() {
                    readings.extend([swap(Role::Target), swap(Role::Whole)]);
                }
                readings
            })
            .filter(|reading: &Vec<Operand>| {
                reading.iter().zip(operands).any(|(a, b)| a.figure.number != b.figure.number)
            })
            .collect()
    }

    /// The nearest larger amount before what was done: `38.950 triệu đồng, giải ngân 15.970 triệu đồng (đạt 41%)`; without a
    /// word for that the one right before it: `phát ra 425 phiếu, thu về 418 phiếu, đạt 98,4%`.
    pub(super) fn larger_before(&self, level: &Level<'p>) -> Option<&'p Figure> {
        let done = level.item.cues.has(Cue::Done);
        (level.index.saturating_sub(REACH)..level.index)
            .rev()
            .filter_map(|i| self.level(i))
            .filter(|o| o.item.sentence == level.item.sentence && o.item.group == level.item.group)
            .take_while(|o| done || o.index + 1 == level.index)
            .find(|o| fit(o.upper, level.upper) == Fit::Same && o.upper.value() > level.upper.value())
            .map(|o| o.upper)
    }

    /// The plan or sum given that a level was done of: `phân bổ 168,6 tỷ đồng; giải ngân 160,7 tỷ đồng`.
    pub(super) fn given(&self, level: &Level<'p>) -> Option<&'p Figure> {
        self.givens(level).next()
    }

    /// All plans or sums given before a level, nearest first.
    pub(super) fn givens(&self, level: &Level<'p>) -> impl Iterator<Item = &'p Figure> {
        let done = level.item.cues.any(&[Cue::Done, Cue::Reach]);
        (level.index.saturating_sub(REACH)..level.index).rev().filter_map(move |index| {
            let other = self.level(index)?;
            let here = other.item.group == level.item.group && other.item.sentence == level.item.sentence;
            let total = other.item.cues.has(Cue::Total) && level.item.cues.has(Cue::Done);
            // `phải điều chỉnh chỉ tiêu gồm: Chi cục A thu đạt 6.412 tỷ đồng, …; Chi cục B thu đạt 5.730 tỷ đồng`
            let result = other.item.after_colon && other.item.verb == Some(Cue::Reach);
            let plan = (total || other.item.cues.any(&[Cue::Given, Cue::Target]))
                && !other.item.cues.has(Cue::Done)
                && !result;
            let apart = level.item.period.is_some()
                && other.item.period.is_some()
                && same_kind_of_period(level.item.period, other.item.period)
                && level.item.period != other.item.period;
            (here && plan && done && !apart && fit(other.upper, level.upper) >= Fit::Elided && !other.upper.is_rate())
                .then_some(other.upper)
        })
    }

    /// `đạt 105,5% kế hoạch (28.000 tấn)`, `đạt 105,5% (kế hoạch 28.000 tấn)`: the target in a
    /// bracket behind the percentage.
    pub(super) fn goal_bracket(&self, index: usize, level: &Level<'p>) -> Option<&'p Figure> {
        let host = self.passage.item(index)?;
        let inside = self.bracket(index);
        let (inner, figure) = inside.first()?;
        // `bằng 94,1% dự toán (412/438 tỷ đồng)`: the level again, over its plan.
        let again = |f: &Figure| f.printed == level.upper.printed && fit(f, level.upper) >= Fit::Elided;
        let figure = match inner.value {
            Value::Fraction(_, plan) if again(figure) => &self.passage.figure(plan)?,
            Value::Fraction(..) => return None,
            _ => figure,
        };
        let named = inner.cues.any(&[Cue::Target, Cue::Given])
            || host.after.any(&[Cue::Target, Cue::Given]) && inner.verb.is_none();
        let moves = [Cue::Increase, Cue::Decrease, Cue::Share, Cue::Exceed, Cue::FallShort, Cue::Lack];
        let alone = inside.len() == 1 && !inner.verb.is_some_and(|v| moves.contains(&v));
        // `18.640 lao động nông thôn, đạt 106,5% kế hoạch (17.500 người)`
        (named && alone && fit(figure, level.upper) >= Fit::Kin).then_some(*figure)
    }
}
