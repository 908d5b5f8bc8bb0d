//! Plans stated before what came of them: `Chỉ tiêu là 150 đảng viên, kết quả kết nạp 162 đảng viên, đạt 108% chỉ
//! tiêu`, `Nghị quyết đề ra 20 xã, đến nay mới có 17 xã, còn thiếu 3 xã`, `Tổng kế hoạch vốn là 248,4 tỷ đồng. Đến
//! nay đã giải ngân 186,3 tỷ đồng, đạt 75% kế hoạch`.

use super::{Level, REACH, Reader, changes};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Separator, Value};
use crate::claims::words;
use crate::figures::{Cue, Dimension, Figure, Token, TokenKind};

impl<'p> Reader<'p, '_> {
    /// The plan right before a level, with no other amount of its kind between.
    pub(super) fn plan_before(&self, level: &Level<'p>) -> Option<&'p Figure> {
        let plan = (level.index.saturating_sub(REACH)..level.index).rev().find_map(|i| {
            let other = self.level(i)?;
            let here = other.item.sentence == level.item.sentence && other.item.group == level.item.group;
            (here && alike(other.upper, level.upper)).then_some(other)
        })?;
        let own = self.level_of.get(plan.index).copied().flatten() == Some(plan.index) && plan.lower.is_none();
        (own && is_plan(plan.item) && self.is_result(level, plan.item)).then_some(plan.upper)
    }

    /// What came of a plan that stands behind it, commas between: the amount right before, of which nothing more is said.
    pub(super) fn result_before_plan(&self, item: &Item, plan: &Level<'p>) -> Option<Level<'p>> {
        let done = self.level(plan.index.checked_sub(1)?)?;
        let commas = item.separator == Separator::Comma && plan.item.separator == Separator::Comma;
        let here = done.item.sentence == plan.item.sentence && done.item.group == plan.item.group;
        let same = fit(done.upper, plan.upper) == Fit::Same && !plan.upper.is_rate();
        let plain = done.item.tail.is_empty() && plan.item.tail.is_empty() && item.tail.is_empty();
        let plans = is_plan(plan.item)
            && !is_plan(done.item)
            && !changes(done.item)
            && self.subject_words(plan.item).is_empty();
        (commas && here && same && plain && plans && done.lower.is_none() && plan.lower.is_none()).then_some(done)
    }

    /// The plan that a gap behind a level is measured from, where the words behind it speak of nothing else.
    pub(super) fn plan_of_gap(&self, index: usize, level: &Level<'p>) -> Option<&'p Figure> {
        let item = self.passage.item(index)?;
        let timed = item.base.is_some() && !item.after.has(Cue::Target);
        let plan = self.plan_before(level).or_else(|| self.target_in_front(level.index, level.upper))?;
        (!timed && self.said_of_level(item, level) && self.said_of_plan(item, plan)).then_some(plan)
    }

    /// The one amount of the sentence before, where it is a plan and the level what was done.
    pub(super) fn plan_above(&self, level: &Level<'p>) -> Option<&'p Figure> {
        let first = self.passage.items.before(0, level.index).next();
        if level.item.group != 0
            || !level.item.cues.any(&[Cue::Done, Cue::Estimate])
            || first.is_some_and(|(_, x)| x.sentence == level.item.sentence)
        {
            return None;
        }
        let before = self.passage.items.before(0, level.index).take(REACH);
        let before = before.take_while(|(_, x)| x.sentence + 1 == level.item.sentence);
        let mut amounts = before.filter(|(_, x)| {
            self.passage.first(x).is_some_and(|f| !f.is_rate() && fit(f, level.upper) > Fit::Different)
        });
        let (_, plan) = amounts.next().filter(|_| amounts.next().is_none())?;
        let figure = self.passage.first(plan).filter(|f| alike(f, level.upper))?;
        let one = matches!(plan.value, Value::One(_)) && is_plan(plan) && self.is_result(level, plan);
        one.then_some(figure)
    }

    /// Whether an item is the plan of the level before it, for what follows both: `ước 77,7 tỷ đồng, dự toán 72,0 tỷ
    /// đồng, bằng 107,9%, vượt 5,7 tỷ đồng`.
    pub(super) fn is_plan_behind(&self, index: usize, item: &Item, level: Option<usize>) -> bool {
        let Some(level) = level.and_then(|l| self.level(l)) else { return false };
        let Some(figure) = self.passage.first(item).filter(|_| matches!(item.value, Value::One(_))) else {
            return false;
        };
        let next = self.passage.item(index + 1).filter(|next| {
            let told = match next.verb {
                None | Some(Cue::Reach | Cue::Equal) => self.passage.first(next).is_some_and(Figure::is_rate),
                verb => matches!(verb, Some(Cue::Exceed | Cue::FallShort | Cue::Lack)),
            };
            told && next.group == item.group
                && next.sentence == item.sentence
                && next.separator == Separator::Comma
                && !next.subject
                && next.base.is_none()
        });
        let plain = matches!(item.verb, None | Some(Cue::Target | Cue::Given | Cue::Is)) && !item.subject;
        // `342,6 ha/KH 320 ha, vượt 7,1%`: only the word for a plan between.
        let only = || {
            let plain = |t: &Token| {
                matches!(t.kind, TokenKind::Comma | TokenKind::Slash | TokenKind::Cue(Cue::Target | Cue::Given))
            };
            self.passage.own(item).all(plain)
        };
        let slash = |t: &Token| t.kind == TokenKind::Slash;
        let slashed = item.separator == Separator::None && only() && self.passage.own(item).any(slash);
        let near = (matches!(item.separator, Separator::Comma | Separator::Semicolon) || slashed)
            && level.item.group == item.group
            && level.lower.is_none();
        next.is_some()
            && plain
            && near
            && is_plan(item)
            && !is_plan(level.item)
            && alike(figure, level.upper)
            && (fit(figure, level.upper) == Fit::Same || only() && figure.unit.dimension == Dimension::None)
            && !figure.is_rate()
    }

    /// The plan that stands behind a level.
    pub(super) fn plan_behind(&self, level: &Level<'p>) -> Option<&'p Figure> {
        let (of, plan) = self.plan?;
        self.passage.first(self.passage.item(plan)?).filter(|_| of == level.index)
    }

    /// The plan that stands alone in the bracket of a level: `bê tông hóa 21,6 km (kế hoạch 18 km), đạt 120%`. A percentage
    /// behind it that names no plan may be a share of something else where things are counted and more of them stand before.
    pub(super) fn plan_in_bracket(&self, item: &Item, level: &Level<'p>) -> Option<&'p Figure> {
        let inside = self.bracket(level.index);
        let [(inner, plan)] = inside.as_slice() else { return None };
        let plain = matches!(inner.value, Value::One(_))
            && matches!(inner.verb, None | Some(Cue::Is | Cue::Target | Cue::Given))
            && is_plan(inner)
            && !inner.cues.has(Cue::ComparedWith);
        let fits = alike(plan, level.upper) && !plan.is_rate() && level.lower.is_none() && !is_plan(level.item);
        let named = item.after.any(&[Cue::Target, Cue::Given]);
        let compared = item.base.is_some()
            || item.after.has(Cue::ComparedWith) && !named
            || item.period.is_some_and(crate::figures::Period::is_past);
        let around = format!("{} {}", self.words_around(level.item), level.upper.noun);
        let open = level.upper.is_count() && (!self.wholes(level).is_empty() || words::better_low(&around));
        let reaches = matches!(item.verb, None | Some(Cue::Reach | Cue::Equal | Cue::Done));
        let said = reaches && !compared && !item.subject && !item.cues.has(Cue::RateNoun) && (named || !open);
        (plain && fits && said && !changes(level.item) && self.said_of_plan(item, plan)).then_some(*plan)
    }

    /// Whether a level is what came of a plan: no goal itself, no part, and with no subject that the plan has not.
    fn is_result(&self, level: &Level<'p>, plan: &Item) -> bool {
        let item = level.item;
        let part = item.cues.any(&[
            Cue::Target,
            Cue::Goal,
            Cue::OfWhich,
            Cue::Comprise,
            Cue::Separately,
            Cue::Remaining,
            Cue::Average,
        ]);
        let known = self.subject_words(plan);
        let ours = self.subject_words(item);
        !part
            && !changes(item)
            && level.lower.is_none()
            && ours.iter().all(|w| known.contains(w) || words::names_result(w))
    }
}

fn is_plan(item: &Item) -> bool {
    item.cues.has(Cue::Target) && !item.cues.any(&[Cue::Done, Cue::Exceed, Cue::FallShort, Cue::Lack]) && !changes(item)
}

fn alike(plan: &Figure, level: &Figure) -> bool {
    fit(plan, level) >= Fit::Elided && plan.hedge.is_none()
}
