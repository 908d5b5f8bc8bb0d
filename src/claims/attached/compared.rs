//! Comparisons that name their base before the change: `so với 612 của nhiệm kỳ trước, tăng 92`,
//! `so với 31/12 (74.180 tỷ đồng): +4.282 tỷ đồng`, `cùng kỳ 2.038 triệu USD, giảm 9,6%`.

use super::{Level, REACH, Reader, changes, earlier, past, rises, unsigned, with_unit_of};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Separator, Value};
use crate::claims::series::per_year_stripped;
use crate::claims::{Claim, ClaimKind, Operand, Relation, Role, words};
use crate::figures::{Cue, Dimension, Figure, Period, Token, TokenKind};
use std::borrow::Cow;

impl<'p> Reader<'p, '_> {
    /// Whether an item only says what something is compared with.
    pub(super) fn is_compared_with(&self, item: &Item) -> bool {
        // `cao hơn năm 2023 (53,3%) là 4,6 điểm`
        let inside = || {
            item.group != 0
                && item.verb.is_none()
                && self.passage.first(item).is_some_and(Figure::is_rate)
                && self.bracket_compares(item.group).is_some()
        };
        (item.cues.has(Cue::ComparedWith) || inside())
            && matches!(item.verb, None | Some(Cue::Target | Cue::Given))
            && !item.cues.any(&[Cue::Total, Cue::Reach, Cue::Done])
            && matches!(item.value, Value::One(_))
    }

    /// The figures compared with in front of an item, nearest first, with whether they are a plan:
    /// in the clause before, or in a bracket behind words of comparison.
    pub(super) fn compared_in_front(&self, index: usize) -> Vec<(&'p Item, &'p Figure, bool)> {
        // What stands in a bracket is compared with what stands before its host.
        let host = self.passage.item(index).filter(|x| x.group != 0);
        let host = host.and_then(|x| self.passage.items.groups.get(x.group as usize)?.host);
        let index = host.unwrap_or(index);
        let Some(item) = self.passage.item(index) else { return Vec::new() };
        let mut found = Vec::new();
        for i in (index.saturating_sub(REACH)..index).rev() {
            let (Some(other), Some(figure)) =
                (self.passage.item(i), self.passage.item(i).and_then(|x| self.passage.first(x)))
            else {
                break;
            };
            let end = if other.group == item.group {
                other.token
            } else {
                self.passage.items.groups.get(other.group as usize).map_or(other.token, |g| g.tokens.end)
            };
            if other.sentence != item.sentence || self.parted(end, item.token) {
                break;
            }
            if other.group == item.group {
                if self.is_compared_with(other) {
                    found.push((other, figure, other.cues.any(&[Cue::Target, Cue::Given])));
                } else if !(changes(other) || matches!(other.verb, Some(Cue::Exceed | Cue::FallShort | Cue::Lack))) {
                    break;
                }
            } else if let Some(plan) = self
                .bracket_compares(other.group)
                .filter(|_| other.verb.is_none() && matches!(other.value, Value::One(_)))
            {
                found.push((other, figure, plan));
            }
        }
        found
    }

    /// Whether a semicolon outside brackets parts two tokens.
    fn parted(&self, from: usize, to: usize) -> bool {
        let mut depth = 0i32;
        self.passage.lexed.tokens.get(from + 1..to).unwrap_or_default().iter().any(|t| {
            match t.kind {
                TokenKind::Open(_) => depth += 1,
                TokenKind::Close(_) => depth -= 1,
                _ => {}
            }
            depth == 0 && t.kind == TokenKind::Semicolon
        })
    }

    /// Whether the words in front of a bracket compare with what stands in it; with a plan, or with an earlier time.
    pub(super) fn bracket_compares(&self, group: u32) -> Option<bool> {
        let bracket = self.passage.items.groups.get(group as usize).filter(|_| group != 0)?;
        // Right behind a change it holds the base of that one.
        let behind = bracket.host.filter(|_| bracket.adjacent).and_then(|h| self.passage.item(h));
        if behind.is_some_and(changes) {
            return None;
        }
        let tokens = self.passage.lexed.tokens.get(..bracket.tokens.start.saturating_sub(1))?;
        let clause = || {
            tokens.iter().rev().take_while(|t| {
                !matches!(
                    t.kind,
                    TokenKind::Comma
                        | TokenKind::Semicolon
                        | TokenKind::SentenceEnd
                        | TokenKind::Figure(_)
                        | TokenKind::Fraction { .. }
                        | TokenKind::Range { .. }
                )
            })
        };
        let has = |cues: &[Cue]| clause().any(|t| matches!(t.kind, TokenKind::Cue(c) if cues.contains(&c)));
        let timed = clause().any(|t| matches!(t.kind, TokenKind::Period(_)));
        let plan = has(&[Cue::Target, Cue::Given]);
        let compares = has(&[Cue::ComparedWith]) || (timed || plan) && has(&[Cue::Exceed, Cue::FallShort]);
        compares.then_some(plan)
    }

    /// The base that a comparison in front of a change names. Of several (`so với cùng kỳ (20 vụ, 5 người chết,
    /// 19 người bị thương) … tăng 1 người chết`) it is the one with the same word behind it.
    pub(super) fn base_in_front(&self, index: usize, level: &Figure) -> Option<(&'p Item, &'p Figure)> {
        let found: Vec<(&'p Item, &'p Figure)> = self
            .compared_in_front(index)
            .into_iter()
            .filter(|(_, f, plan)| !plan && fit(f, level) >= Fit::Elided && f.number != level.number)
            .map(|(x, f, _)| (x, f))
            .collect();
        let word = self.word_behind(self.passage.item(index)?);
        let mut alike = found.iter().filter(|(x, _)| word.is_some() && self.word_behind(x) == word);
        match (found.len(), alike.next(), alike.next()) {
            (0 | 1, ..) => found.first().copied(),
            (_, Some(one), None) => Some(*one),
            // Bases of one time in one bracket: none is nearer than another.
            _ => found
                .first()
                .copied()
                .filter(|(x, _)| found.iter().all(|(y, _)| x.group != y.group || x.token == y.token)),
        }
    }

    /// An average over time that a level is compared with: `tháng 8 đạt 42,8 tỷ đồng, cao hơn bình quân 7 tháng đầu năm (39,6 tỷ
    /// đồng/tháng) 3,2 tỷ đồng`. What it is per is not said of the level.
    pub(super) fn average_in_front(&self, index: usize, level: &Level<'p>) -> Option<(&'p Item, Figure)> {
        let plain = level.upper.unit.dimension != Dimension::PerUnit && level.lower.is_none();
        let found = self.compared_in_front(index).into_iter().filter(|(_, _, plan)| plain && !plan);
        let mut found = found.filter_map(|(x, f, _)| {
            let single = per_year_stripped(f);
            (single.unit.key != f.unit.key && fit(&single, level.upper) >= Fit::Kin).then_some((x, single))
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// The word right behind a figure: what is counted, where the unit does not say all (`5 người chết`).
    fn word_behind(&self, item: &Item) -> Option<Cow<'_, str>> {
        let next = self.passage.lexed.tokens.get(item.tail.clone())?.first()?;
        (next.kind == TokenKind::Word).then(|| self.passage.document.folded(next.range))
    }

    /// The plan that a comparison in front of a figure names: `so với Nghị quyết (650 đảng viên) đạt 110,3%`.
    pub(super) fn target_in_front(&self, index: usize, level: &Figure) -> Option<&'p Figure> {
        let found = self
            .compared_in_front(index)
            .into_iter()
            .filter(|(_, f, plan)| *plan && fit(f, level) >= Fit::Elided && f.number != level.number);
        found.map(|(_, f, _)| f).next()
    }

    /// A change whose sentence gives the base and no level: `So với 612 của nhiệm kỳ trước, tăng 92`.
    /// The level stands above, and is sought once all is read.
    pub(super) fn change_from(&mut self, index: usize, item: &'p Item, figure: &'p Figure) -> bool {
        let mut front = self.compared_in_front(index);
        front.retain(|(_, f, plan)| {
            let alike = fit(f, figure) >= Fit::Elided && !lasts(f, figure);
            !plan && (figure.is_rate() || alike)
        });
        // `So với cùng kỳ (91 vụ, 172,8 triệu đồng) tăng 7,8% số vụ, 7,9% số tiền`: the words behind say of which.
        let several = figure.is_rate()
            && front.iter().any(|(x, f, _)| {
                front.iter().any(|(y, g, _)| x.group != item.group && x.group == y.group && fit(f, g) == Fit::Different)
            });
        if several {
            let behind = self.passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
            let words = self.passage.own(item).chain(behind).map(|t| self.passage.document.folded(t.range));
            let words = words.collect::<Vec<_>>().join(" ");
            let named =
                |f: &Figure| !f.unit.key.is_empty() && format!(" {words} ").contains(&format!(" {} ", f.unit.key));
            front.retain(|(_, f, _)| named(f));
        }
        let front = front.into_iter().next();
        let Some((other, base, _)) = front.filter(|(x, f, _)| self.is_only_base(x, f, item)) else { return false };
        let stated = if figure.is_rate() { unsigned(figure) } else { with_unit_of(figure, base) };
        let mut operands = vec![Operand { role: Role::Stated, figure: stated, period: item.base }];
        let rate = figure.is_rate() && !base.is_rate();
        // `tăng 92 (+15,0%)`: the percentage is that of the change before it.
        if rate && let Some(amount) = self.amount_of_change(index, item) {
            if lasts(base, amount) || fit(amount, base) == Fit::Different {
                return false;
            }
            operands.push(Operand { role: Role::Change, figure: with_unit_of(amount, base), period: None });
        }
        operands.push(Operand::new(Role::Base, base, other.period.or(item.base)));
        let (kind, relation) = match (rate, figure.is_rate()) {
            (true, _) => (ClaimKind::PercentChange, Relation::PercentChange),
            (_, true) => (ClaimKind::PercentPoints, Relation::Points),
            _ => (ClaimKind::Increase, Relation::Change),
        };
        let range = self.passage.range(other).cover(self.passage.range(item));
        let mut claim = Claim::new(kind, relation, range, operands);
        claim.indicator = self.passage.indicator(item);
        claim.upward = Some(rises(item));
        self.claims.push(claim);
        true
    }

    /// Whether a value compared with is the only one of its kind in its bracket: `So với năm 2023 (sinh 1.372, chết 461,
    /// tăng tự nhiên 911) mức tăng tự nhiên giảm 105 người` has three, and none is nearer than another.
    fn is_only_base(&self, other: &Item, base: &Figure, item: &Item) -> bool {
        if other.group == 0 || other.group == item.group {
            return true;
        }
        let kind = |f: &Figure| fit(f, base) >= Fit::Elided;
        let inside = self.passage.items.of_group(other.group).filter_map(|(_, x)| Some((x, self.passage.first(x)?)));
        let alike: Vec<&Item> = inside.filter(|(_, f)| kind(f)).map(|(x, _)| x).collect();
        let around = |x: &Item| {
            let text = format!("{} {}", self.words_around(x), self.passage.first(x).map_or("", |f| f.noun.as_str()));
            text.split(' ')
                .filter(|w| !words::is_stop(w) && !words::is_filler(w))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let ours = around(item);
        let named = |x: &Item| around(x).iter().any(|w| ours.contains(w));
        alike.len() < 2 || named(other) && alike.iter().filter(|x| named(x)).count() == 1
    }

    /// A gap to a plan whose sentence gives no level: `So với định mức 1.640 giáo viên, còn thiếu 113`.
    pub(super) fn gap_from(&mut self, index: usize, item: &'p Item, figure: &'p Figure) {
        let front = self
            .compared_in_front(index)
            .into_iter()
            .find(|(_, f, plan)| *plan && (figure.is_rate() || fit(f, figure) >= Fit::Elided));
        let Some((other, target, _)) = front else { return };
        let stated = if figure.is_rate() { figure.clone() } else { with_unit_of(figure, target) };
        let operands = vec![
            Operand { role: Role::Stated, figure: stated, period: None },
            Operand::new(Role::Target, target, other.period),
        ];
        let kind = if figure.is_rate() { ClaimKind::PercentPoints } else { ClaimKind::Increase };
        let range = self.passage.range(other).cover(self.passage.range(item));
        let mut claim = Claim::new(kind, Relation::Gap, range, operands);
        claim.upward = Some(item.verb == Some(Cue::Exceed));
        self.claims.push(claim);
    }

    /// A percentage of a plan whose sentence gives the plan and no level: `So với Nghị quyết (650
    /// đảng viên) đạt 108,3%`. The level stands above.
    pub(super) fn target_from(&mut self, index: usize, item: &'p Item, figure: &'p Figure) -> bool {
        let front = self.compared_in_front(index).into_iter().find(|(_, f, plan)| *plan && !f.is_rate());
        let reaches = matches!(item.verb, None | Some(Cue::Reach | Cue::Equal));
        let Some((other, target, _)) = front.filter(|_| reaches) else { return false };
        let operands = vec![Operand::new(Role::Stated, figure, None), Operand::new(Role::Target, target, other.period)];
        let range = self.passage.range(other).cover(self.passage.range(item));
        self.claims.push(Claim::new(ClaimKind::PercentOfTarget, Relation::OfTarget, range, operands));
        true
    }

    /// The absolute change right before a percentage of it, behind a comma or in front of its bracket.
    fn amount_of_change(&self, index: usize, item: &Item) -> Option<&'p Figure> {
        let host = self.passage.items.groups.get(item.group as usize).and_then(|g| g.host).filter(|_| item.group != 0);
        let before = match self.passage.items.before(item.group, index).next() {
            Some((i, _)) if item.separator <= Separator::Comma => i,
            None => host?,
            _ => return None,
        };
        let change = self.passage.item(before).filter(|x| changes(x))?;
        self.passage.first(change).filter(|f| !f.is_rate())
    }

    /// `1,842 tỷ USD …, cùng kỳ 2.038 triệu USD, giảm 9,6%`: behind a value of an earlier time a change
    /// speaks of the level before that one.
    pub(super) fn behind_past(&self, level: usize, item: &Item) -> usize {
        let multiple = self.passage.first(item).is_some_and(|f| f.unit.dimension == Dimension::Times);
        let earlier = || {
            let base = self.level(level).filter(|_| changes(item) || multiple)?;
            // `đưa trị giá cả năm ngoái lên 313,2 triệu USD, tăng 11,7%`: what the stock has come to.
            // `từ 11,2% (đầu năm 2022) còn 8,9% đầu năm 2023, giảm 2,3 điểm`: so is what a fall has come to.
            if base.item.cues.has(Cue::RaiseTo) || self.is_reached_from(&base) {
                return None;
            }
            let times = |l: &Level<'_>| {
                let told = past(base.item.period) && !past(l.item.period);
                // `năm 2023 là 96 tỷ đồng, năm 2019 là 40 tỷ đồng, tăng gấp 2,4 lần`: the verb goes from the earlier
                // year to the later, and the values as well.
                let up = l.upper.value() > base.upper.value();
                let named = item.base.is_none() || item.base == base.item.period;
                told || earlier::precedes(base.item.period, l.item.period)
                    && named
                    && up == (multiple || rises(item))
                    && !l.item.cues.any(&[Cue::Goal, Cue::Target])
                    && (!l.item.cues.has(Cue::Estimate) || years_apart(base.item.period, l.item.period))
            };
            (level.saturating_sub(REACH)..level).rev().find(|&i| {
                self.level(i).is_some_and(|l| {
                    l.item.sentence == base.item.sentence
                        && l.item.group == base.item.group
                        && self.level_of.get(i).copied().flatten() == Some(i)
                        && times(&l)
                        && fit(l.upper, base.upper) == Fit::Same
                        && l.upper.unit.dimension != Dimension::None
                })
            })
        };
        earlier().or_else(|| self.before_past(level, item)).unwrap_or(level)
    }

    /// Whether the words before a figure say how many there were, not how many came in: `cuối năm 2020 có`, `năm 2020 mới có`.
    fn says_stock(&self, item: &Item) -> bool {
        let lead = self.passage.lexed.tokens.get(item.lead.clone()).unwrap_or_default();
        let words = lead.iter().map(|t| self.passage.document.folded(t.range)).collect::<Vec<_>>().join(" ");
        words::says_stock(&words)
    }

    /// `Toàn huyện có 428 sản phẩm. Cuối năm 2020 có 152 sản phẩm, tăng 181,6%`: the one value of an earlier year in its
    /// sentence, and that of today of the same thing in the sentence before.
    fn before_past(&self, level: usize, item: &Item) -> Option<usize> {
        let base = self.level(level)?;
        let dated = matches!(base.item.period, Some(Period::Year(_))) && !base.item.cues.any(&[Cue::Goal, Cue::Target]);
        let named =
            item.base.is_none() && !item.after.has(Cue::Target) && base.upper.is_count() && base.lower.is_none();
        let alone = || {
            let mut here = self.passage.items.before(0, level).take_while(|(_, x)| x.sentence == base.item.sentence);
            here.next().is_none()
        };
        if !dated || !named || base.item.group != 0 || !changes(item) || !alone() || !self.says_stock(base.item) {
            return None;
        }
        let before =
            self.passage.items.before(0, level).take(REACH).take_while(|(_, x)| x.sentence + 1 == base.item.sentence);
        let mut same = before.filter_map(|(i, _)| self.level(i)).filter(|l| {
            let today = l.item.period.is_none() || earlier::precedes(base.item.period, l.item.period);
            let own = self.level_of.get(l.index).copied().flatten() == Some(l.index);
            l.item.group == 0
                && own
                && today
                && fit(l.upper, base.upper) == Fit::Same
                && l.upper.noun.starts_with(&base.upper.noun)
        });
        let found =
            same.next().filter(|l| l.lower.is_none() && (l.upper.value() > base.upper.value()) == rises(item))?;
        same.next().is_none().then_some(found.index)
    }

    /// Whether a change names both its times, and the level before it is of another one.
    pub(super) fn of_another_time(&self, index: usize, item: &Item, level: Option<usize>) -> bool {
        let named = |t: &Token| item.period.is_some_and(|p| t.kind == TokenKind::Period(p));
        // `2022: 7.915; 2023: 8.602; 2024: 9.846; năm 2023 tăng 8,7%, năm 2024 tăng 14,5%`: a level of that year stands before.
        let dated = || matches!(item.period, Some(Period::Year(_))) && self.by_time(index, item).is_some();
        let own = item.separator >= Separator::And && self.passage.own(item).any(named);
        let both = own && (item.base.is_some() || dated());
        both && level.and_then(|l| self.passage.item(l)).is_some_and(|l| l.period != item.period)
    }

    /// The level of the time that a change names as its subject.
    pub(super) fn by_time(&self, index: usize, item: &Item) -> Option<usize> {
        let figure = self.passage.first(item)?;
        (index.saturating_sub(REACH)..index).rev().find(|&i| {
            self.level(i).is_some_and(|l| {
                l.item.period == item.period
                    && l.item.group == item.group
                    && self.level_of.get(i).copied().flatten() == Some(i)
                    && (figure.is_rate() || fit(l.upper, figure) >= Fit::Elided)
            })
        })
    }

    /// `tỷ lệ đạt 54,6%, từ mức 52,1% của năm 2020, tăng 2,5 điểm`: what the level came from stands behind it.
    pub(super) fn is_from_behind(&self, index: usize, item: &Item, level: Option<usize>) -> bool {
        let (Some(of), Some(figure)) = (level.and_then(|l| self.level(l)), self.passage.first(item)) else {
            return false;
        };
        let next = self.passage.item(index + 1).filter(|x| x.group == item.group && x.sentence == item.sentence);
        let goes_on = next.is_some_and(|x| x.separator == Separator::None && x.cues.any(&[Cue::To, Cue::Remaining]));
        let changed = next.is_some_and(|x| changes(x) && x.separator <= Separator::Comma && !x.subject);
        let from = item.verb == Some(Cue::From) && !item.subject && item.separator == Separator::Comma;
        let here = of.item.group == item.group && of.item.sentence == item.sentence && of.lower.is_none();
        let same = fit(figure, of.upper) == Fit::Same;
        let now = !of.item.cues.any(&[Cue::From, Cue::Target, Cue::Goal]) && matches!(item.value, Value::One(_));
        from && here && same && now && changed && !goes_on
    }

    /// The value that a level came from, behind it.
    pub(super) fn base_from_behind(
        &self,
        index: usize,
        item: &Item,
        level: &Level<'p>,
    ) -> Option<(&'p Item, &'p Figure)> {
        let before = index.checked_sub(1).filter(|&b| b > level.index)?;
        let from = self.passage.item(before).filter(|x| x.verb == Some(Cue::From) && x.group == level.item.group)?;
        let ours = self.level_of.get(before).copied().flatten() == Some(level.index);
        let named = item.base.is_none() || item.base == from.period;
        let base = self.passage.first(from).filter(|f| ours && named && fit(f, level.upper) == Fit::Same)?;
        Some((from, base))
    }

    /// A change whose base stands in the bracket behind it, and whose level stands above: `So với cùng kỳ, dịch vụ giảm
    /// 0,15 điểm phần trăm (cùng kỳ 34,73%)`.
    pub(super) fn change_on_bracket(&mut self, index: usize, item: &'p Item, figure: &'p Figure) -> bool {
        let inside = self.bracket(index);
        let [(inner, base)] = inside.as_slice() else { return false };
        let timed = past(inner.period) || past(inner.base) || matches!(inner.period, Some(Period::Year(_)));
        let plain = matches!(inner.verb, None | Some(Cue::Is | Cue::Reach)) && matches!(inner.value, Value::One(_));
        let (kind, relation) = match (figure.is_rate(), base.is_rate()) {
            (true, true) => (ClaimKind::PercentPoints, Relation::Points),
            (true, false) if base.unit.dimension != Dimension::None => {
                (ClaimKind::PercentChange, Relation::PercentChange)
            }
            (false, false) if fit(base, figure) >= Fit::Elided => (ClaimKind::Increase, Relation::Change),
            _ => return false,
        };
        if !timed || !plain || inner.cues.any(&[Cue::Target, Cue::Given, Cue::Goal]) || item.cues.has(Cue::Average) {
            return false;
        }
        let stated = if figure.is_rate() { unsigned(figure) } else { with_unit_of(figure, base) };
        let operands = vec![
            Operand { role: Role::Stated, figure: stated, period: item.base },
            Operand::new(Role::Base, base, inner.period.or(item.base)),
        ];
        let range = self.passage.range(item).cover(base.range);
        let mut claim = Claim::new(kind, relation, range, operands);
        claim.indicator = self.passage.indicator(item);
        claim.upward = Some(rises(item));
        self.claims.push(claim);
        true
    }

    /// The value of an earlier time between a level and its change.
    pub(super) fn past_between(&self, index: usize, level: usize) -> Option<(&'p Item, &'p Figure)> {
        let of = self.level(level)?;
        (level + 1..index).rev().find_map(|i| {
            let base = self.level(i)?;
            // `Có 428 sản phẩm. Cuối năm 2020 có 152 sản phẩm, tăng …`: what has no time in a sentence of its own is of today.
            let today = of.item.period.is_none() && of.item.sentence < base.item.sentence;
            let dated = today && matches!(base.item.period, Some(Period::Year(_)));
            let ours = (dated || past(base.item.period) || earlier::precedes(base.item.period, of.item.period))
                && base.item.group == of.item.group
                && self.level_of.get(i).copied().flatten() == Some(i)
                && !self.is_reached_from(&base)
                && fit(base.upper, of.upper) == Fit::Same;
            ours.then_some((base.item, base.upper))
        })
    }

    /// Whether a level is the second of `từ A còn B`.
    fn is_reached_from(&self, level: &Level<'p>) -> bool {
        let item = level.item;
        let before = self.passage.items.before(item.group, level.index).next();
        let from = before.is_some_and(|(_, x)| x.sentence == item.sentence && x.cues.has(Cue::From));
        from && matches!(item.verb, Some(Cue::To | Cue::Remaining)) && item.separator == Separator::None
    }
}

/// `So với 7 ngày nghỉ Tết năm trước, giảm 31 vụ (14,01%)`: whether a base says how long, not how many.
fn lasts(base: &Figure, amount: &Figure) -> bool {
    base.unit.dimension == Dimension::Measure && fit(base, amount) == Fit::Elided
}

/// Whether two years or more lie between: what is estimated of this year is no step of a series by years.
fn years_apart(earlier: Option<Period>, later: Option<Period>) -> bool {
    matches!((earlier, later), (Some(Period::Year(a)), Some(Period::Year(b))) if a + 1 < b)
}
