//! Claims attached to a level: changes, shares, percentages of targets, gaps.
//!
//! In `X đạt V (tăng D so với năm 2020; đạt P% chỉ tiêu)` the value V is the
//! *level*; D and P are attached to it, in a bracket or behind commas. A
//! figure with a subject of its own never attaches to the level before it.

use super::fit::{Fit, fit};
use super::items::{Item, Passage, Separator, Value};
use super::{Binding, Claim, ClaimKind, Operand, Relation, Role};
use super::{beside, words};
use crate::figures::{Cue, Dimension, Figure, Hedge, Period, TokenKind};

/// How many items before a figure are asked for its base, target or whole.
const REACH: usize = 8;

/// Reads the attached claims of a passage.
pub fn attached(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    let count = passage.items.items.len();
    let mut reader = Reader { passage, level_of: vec![None; count], last_rate: None, claims };
    for group in 0..passage.items.groups.len() as u32 {
        reader.group(group);
    }
}

struct Reader<'p, 'c> {
    passage: &'p Passage<'p>,
    /// For each item the level it speaks of; a level speaks of itself.
    level_of: Vec<Option<usize>>,
    /// The last percentage attached to a level: points and gaps may speak of it.
    last_rate: Option<usize>,
    claims: &'c mut Vec<Claim>,
}

/// The part or level of an item and, for a fraction, its whole.
struct Level<'p> {
    index: usize,
    item: &'p Item,
    upper: &'p Figure,
    lower: Option<&'p Figure>,
}

impl<'p> Reader<'p, '_> {
    fn group(&mut self, group: u32) {
        let host = self.passage.items.groups.get(group as usize).and_then(|g| g.host);
        let outer = host.and_then(|h| self.level_of.get(h).copied().flatten());
        let mut level = outer;
        let mut sentence = None;
        if host.is_some_and(|h| self.holds_base(h, group)) {
            return;
        }
        let members: Vec<usize> = self.passage.items.of_group(group).map(|(i, _)| i).collect();
        for (n, &index) in members.iter().enumerate() {
            let Some(item) = self.passage.item(index) else { continue };
            if group == 0 && sentence != Some(item.sentence) {
                level = None;
                self.last_rate = None;
                sentence = Some(item.sentence);
            }
            let first_in_bracket = group != 0 && n == 0;
            if self.about(index, item) {
                continue;
            }
            // A change without a level in its sentence may speak of the sentence before.
            let parallel = if level.is_none() && group == 0 { self.parallel(index, item) } else { None };
            let of = self.in_order(index, item).or(level).or(parallel);
            // What follows a change with a subject of its own no longer speaks of the level.
            let leaves = group == 0
                && item.subject
                && item.separator >= Separator::And
                && matches!(item.verb, Some(Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort | Cue::Lack));
            let of = if leaves { self.by_subject(index, item) } else { of };
            if self.attach(index, item, of, first_in_bracket || leaves) {
                if let Some(slot) = self.level_of.get_mut(index) {
                    *slot = of;
                }
                if leaves {
                    level = of;
                }
                if self.passage.first(item).is_some_and(Figure::is_rate)
                    && !matches!(item.verb, Some(Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort))
                {
                    self.last_rate = Some(index);
                }
            } else {
                if let Some(slot) = self.level_of.get_mut(index) {
                    *slot = Some(index);
                }
                level = Some(index);
            }
        }
    }

    /// The level that the subject of a change names: `(bắt buộc 3.486 người; tự nguyện 1.124
    /// người); riêng tự nguyện tăng 186 người`.
    fn by_subject(&self, index: usize, item: &Item) -> Option<usize> {
        let wanted = self.subject_words(item);
        let named = |words: &[String]| words == wanted || wanted.len() >= 2 && wanted.iter().all(|w| words.contains(w));
        let figure = self.passage.first(item)?;
        (index.saturating_sub(REACH)..index).rev().find(|&i| {
            let Some(other) = self.passage.item(i) else { return false };
            self.level_of.get(i).copied().flatten() == Some(i)
                && other.sentence + 1 >= item.sentence
                && !wanted.is_empty()
                && named(&self.subject_words(other))
                && self.passage.first(other).is_some_and(|f| figure.is_rate() || fit(f, figure) >= Fit::Elided)
        })
    }

    /// The telling words of an item's own lead, sorted.
    fn subject_words(&self, item: &Item) -> Vec<String> {
        let mut out: Vec<String> = self
            .passage
            .own(item)
            .filter(|t| t.kind == TokenKind::Word)
            .map(|t| crate::lexicon::fold(self.passage.document.slice(t.range)))
            .filter(|w| !words::is_stop(w) && !words::is_filler(w))
            .collect();
        out.sort();
        out
    }

    /// The rate a percentage of change or gap may speak of, instead of the amount before it.
    fn rate_before(&self, index: usize, figure: &Figure, level: &Level<'p>) -> Option<Level<'p>> {
        let rate = self.level(self.last_rate?)?;
        let amount = |f: &Figure| !f.is_rate() && f.unit.dimension != Dimension::None;
        let bracket = self.bracket(index);
        let holds_amount = bracket.first().is_some_and(|(_, f)| amount(f));
        let ours = rate.index > level.index
            && rate.item.group == level.item.group
            && rate.item.sentence == level.item.sentence;
        (ours && figure.is_rate() && !holds_amount).then_some(rate)
    }

    /// A change in percent behind a rate is one of the rate where its base is a rate or it is in points;
    /// `bằng 92% kế hoạch, tăng 5% so với cùng kỳ` speaks of the amount.
    fn speaks_of_rate(&self, index: usize, item: &Item, figure: &Figure, rate: &Level<'p>) -> bool {
        let bracket_rate = self.bracket(index).first().is_some_and(|(_, f)| f.is_rate());
        let share = rate.item.verb == Some(Cue::Share) && item.after.any(&[Cue::ComparedWith, Cue::Target]);
        figure.unit.dimension == Dimension::PercentPoint || bracket_rate || share
    }

    /// Whether a bracket only holds the base or target of the change or percentage before it.
    fn holds_base(&self, host: usize, group: u32) -> bool {
        let attached = self.level_of.get(host).copied().flatten().is_some_and(|l| l != host);
        let compared = self.passage.item(host).is_some_and(|h| {
            h.after.any(&[Cue::Target, Cue::Given, Cue::ComparedWith]) || past(h.period) || h.base.is_some()
        });
        attached && compared && self.passage.items.of_group(group).all(|(_, x)| x.verb.is_none())
    }

    /// `xảy ra 18 vụ, làm chết 9 người. So với tháng trước, tăng 2 vụ, giảm 1 người chết`: the
    /// levels stand in the sentence before, in the same order; bound by unit and place.
    fn parallel(&self, index: usize, item: &Item) -> Option<usize> {
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
    fn in_order(&self, index: usize, item: &Item) -> Option<usize> {
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
        let levels: Vec<usize> = before.iter().skip(place).take(run.len()).rev().map(|(i, _)| *i).collect();
        let pairs = levels.len() == run.len() && run.len() >= 2;
        let alike = levels.iter().zip(&run).all(|(&level, change)| {
            let (Some(x), Some(f)) = (self.passage.item(level), self.passage.first(change)) else { return false };
            self.level_of.get(level).copied().flatten() == Some(level)
                && self.passage.first(x).is_some_and(|l| fit(l, f) == Fit::Same)
        });
        levels.get(place).copied().filter(|_| pairs && alike)
    }

    /// `…, giảm 11,4% về lượng nhưng tăng 31,6% về trị giá so với cùng kỳ (54,4 nghìn tấn; 130,2
    /// triệu USD)`: the rates belong to the last levels, in order; the bracket holds their bases.
    fn about(&mut self, index: usize, item: &'p Item) -> bool {
        let rated = |x: &Item| x.after.has(Cue::About) && self.passage.first(x).is_some_and(Figure::is_rate);
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
        let bases: Vec<&'p Figure> =
            run.last().map_or_else(Vec::new, |&l| self.bracket(l).into_iter().map(|(_, f)| f).collect());
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
            let mut claim = Claim::new(ClaimKind::PercentChange, Relation::PercentChange, range, operands);
            claim.upward = Some(verb == Some(Cue::Increase));
            self.push(claim, &level);
        }
        true
    }

    /// The items of the bracket right behind an item, each with its first figure.
    fn bracket(&self, index: usize) -> Vec<(&'p Item, &'p Figure)> {
        let Some(group) = self.passage.items.bracket_behind(index) else { return Vec::new() };
        self.passage.items.of_group(group).filter_map(|(_, x)| Some((x, self.passage.first(x)?))).collect()
    }

    fn level(&self, index: usize) -> Option<Level<'p>> {
        let passage = self.passage;
        let item = passage.item(index)?;
        let (upper, lower) = match item.value {
            Value::One(f) => (passage.figure(f)?, None),
            Value::Fraction(a, b) => (passage.figure(a)?, Some(passage.figure(b)?)),
            Value::Range(..) => return None,
        };
        Some(Level { index, item, upper, lower })
    }

    /// Attaches an item to the level; false where the item is a level of its own.
    fn attach(&mut self, index: usize, item: &'p Item, level: Option<usize>, first_in_bracket: bool) -> bool {
        let Value::One(f) = item.value else { return false };
        let Some(figure) = self.passage.figure(f) else { return false };
        let level = level.and_then(|l| self.level(l));
        // Behind a separator a subject of its own makes the figure speak of something else.
        let foreign = item.subject && item.separator >= Separator::And && !first_in_bracket;
        let far = item.separator >= Separator::Semicolon && item.group == 0;
        let changes = matches!(item.verb, Some(Cue::Increase | Cue::Decrease));
        let gaps = matches!(item.verb, Some(Cue::Exceed | Cue::FallShort | Cue::Lack));
        if figure.unit.dimension == Dimension::PercentPoint || figure.is_rate() {
            return self.rate(index, item, figure, level, foreign || far);
        }
        if item.cues.any(&[Cue::RaiseTo, Cue::From]) {
            return level.is_some_and(|level| !foreign && !far && self.risen_from(index, item, figure, &level));
        }
        if figure.unit.dimension == Dimension::Times {
            return self.multiple(index, item, figure, level);
        }
        if changes {
            if let Some(level) = level.filter(|_| !foreign && !far) {
                return self.change(index, item, figure, &level);
            }
            return true;
        }
        if item.verb == Some(Cue::Remaining) && !foreign {
            if let Some(level) = level.filter(|l| fit(l.upper, figure) >= Fit::Elided) {
                return self.remainder(item, figure, &level);
            }
            return false;
        }
        if gaps {
            if let Some(level) = level.filter(|l| !foreign && fit(l.upper, figure) > Fit::Different) {
                self.gap(index, item, figure, &level);
            }
            return true;
        }
        false
    }

    /// `đạt 3.640 hộ, tăng từ 3.282 hộ`: the base behind the level, with no second level to follow.
    fn risen_from(&mut self, index: usize, item: &'p Item, figure: &'p Figure, level: &Level<'p>) -> bool {
        let ends = self.passage.item(index + 1).is_none_or(|next| {
            next.sentence != item.sentence
                || next.separator > Separator::None
                || !next.cues.any(&[Cue::To, Cue::Remaining])
        });
        let changes = item.cues.has(Cue::Increase) != item.cues.has(Cue::Decrease);
        if !ends || !changes || fit(figure, level.upper) != Fit::Same || level.lower.is_some() {
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
    fn change(&mut self, index: usize, item: &'p Item, figure: &'p Figure, level: &Level<'p>) -> bool {
        let bracketed = item.group != level.item.group;
        let fits = fit(level.upper, figure);
        if fits == Fit::Different && !(bracketed && figure.is_count() && level.upper.is_count()) {
            return true;
        }
        if level.upper.is_rate() != figure.is_rate() && figure.unit.dimension != Dimension::None {
            return true;
        }
        let figure_as_level = with_unit_of(figure, level.upper);
        let mut operands = vec![
            Operand { role: Role::Stated, figure: figure_as_level, period: item.base },
            Operand::new(Role::Level, level.upper, level.item.period),
        ];
        operands.extend(self.base(index, item, level).or_else(|| self.risen(item, level)));
        let range = self.passage.range(level.item).cover(self.passage.range(item));
        let mut claim = Claim::new(ClaimKind::Increase, Relation::Change, range, operands);
        claim.upward = Some(item.verb == Some(Cue::Increase));
        // An increase beyond its level speaks of another one, unless a bracket or its base ties it.
        let tied = bracketed
            || (item.base.is_some() || item.after.has(Cue::ComparedWith))
                && level.upper.unit.dimension != Dimension::None;
        let beyond = claim.get(Role::Base).is_none() && figure.printed > level.upper.printed && !tied;
        if fits < Fit::Elided && !bracketed || beyond && claim.upward == Some(true) {
            claim.binding = Binding::Likely;
        }
        self.push(claim, level);
        true
    }

    /// A percentage, per mille or number of points.
    fn rate(
        &mut self,
        index: usize,
        item: &'p Item,
        figure: &'p Figure,
        level: Option<Level<'p>>,
        foreign: bool,
    ) -> bool {
        let targeted = item.after.any(&[Cue::Target, Cue::Given]) || item.cues.has(Cue::Target);
        match item.verb {
            Some(Cue::Increase | Cue::Decrease) => {
                if item.cues.any(&[Cue::Average, Cue::Growth]) {
                    return true;
                }
                let level = level.filter(|_| !foreign);
                let spoken = level.as_ref().and_then(|l| self.rate_before(index, figure, l));
                let level = spoken.filter(|r| self.speaks_of_rate(index, item, figure, r)).or(level);
                match level {
                    Some(level) => self.rate_change(index, item, figure, &level),
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
                    let level = self.rate_before(index, figure, &level).unwrap_or(level);
                    self.gap(index, item, figure, &level);
                }
                true
            }
            Some(Cue::Share) => {
                if let Some(level) = level.filter(|l| !l.upper.is_rate()) {
                    self.share(item, figure, &level, foreign);
                }
                true
            }
            Some(Cue::Average | Cue::Growth | Cue::From | Cue::To | Cue::Remaining | Cue::RaiseTo) => false,
            _ if item.cues.has(Cue::Growth) => false,
            _ => {
                let Some(level) = level else { return false };
                if foreign && !targeted {
                    return false;
                }
                if !targeted && item.group != level.item.group && self.of_a_number(item) {
                    let operands = vec![Operand::new(Role::Stated, figure, None)];
                    let range = self.passage.range(item);
                    self.push(Claim::new(ClaimKind::Share, Relation::Share, range, operands), &level);
                    return true;
                }
                if self.change_in_percent(index, item, figure, &level) {
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
                if past && (item.verb == Some(Cue::Equal) || item.after.has(Cue::ComparedWith)) {
                    self.ratio_to_base(index, item, figure, &level);
                    return true;
                }
                if item.cues.has(Cue::RateNoun) && item.subject {
                    return false;
                }
                let bracketed = item.group != level.item.group;
                if level.lower.is_some() && (bracketed || item.separator <= Separator::Comma) {
                    self.share(item, figure, &level, false);
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
                        Operand::new(Role::Part, part, None),
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

    /// `giải ngân 71,7 tỷ đồng trên 81,5 tỷ đồng`: the part before a level that only `trên` leads to.
    fn part_of_above(&self, level: &Level<'p>) -> Option<&'p Figure> {
        let before = self.level(level.index.checked_sub(1)?)?;
        let bare = level.item.lead.is_empty() && level.upper.hedge == Some(Hedge::Above) && level.lower.is_none();
        let fits = fit(before.upper, level.upper) == Fit::Same && before.item.group == level.item.group;
        (bare && fits && before.lower.is_none()).then_some(before.upper)
    }

    /// `đạt 100% số công trình`: a share of a number of things.
    fn of_a_number(&self, item: &Item) -> bool {
        let next = self.passage.lexed.tokens.get(item.tail.clone()).and_then(|t| t.first());
        next.is_some_and(|t| {
            t.kind == TokenKind::Cue(Cue::Total)
                || words::names_number(&crate::lexicon::fold(self.passage.document.slice(t.range)))
        })
    }

    /// `(bằng 6,1%)`, `tương ứng 6,1%`, `(+5,1%)` behind an absolute change: change over base.
    fn change_in_percent(&mut self, index: usize, item: &'p Item, figure: &'p Figure, level: &Level<'p>) -> bool {
        let Some(change) = self.change_before(index, item, level) else { return false };
        let Some(amount) = self.passage.first(change) else { return false };
        if amount.is_rate() {
            return false;
        }
        let operands = vec![
            Operand::new(Role::Stated, figure, item.base),
            Operand::new(Role::Level, level.upper, level.item.period),
            Operand { role: Role::Change, figure: with_unit_of(amount, level.upper), period: None },
        ];
        let range = self.passage.range(level.item).cover(self.passage.range(item));
        let mut claim = Claim::new(ClaimKind::PercentChange, Relation::PercentChange, range, operands);
        claim.upward = Some(change.verb == Some(Cue::Increase));
        if fit(amount, level.upper) < Fit::Elided {
            claim.binding = Binding::Likely;
        }
        // `tăng 484 người, tăng 2,4% so với tháng 6`: the percentage may have a base of its own.
        if item.base.is_some()
            && let Some(base) = self.base(index, item, level)
        {
            let (stated, levels) = (Operand::new(Role::Stated, figure, item.base), level.upper);
            claim.alternatives.push(vec![stated, Operand::new(Role::Level, levels, level.item.period), base]);
        }
        self.push(claim, level);
        true
    }

    /// The absolute change that stands right before a percentage and belongs to the same level.
    fn change_before(&self, index: usize, item: &Item, level: &Level<'p>) -> Option<&'p Item> {
        let group = self.passage.items.groups.get(item.group as usize)?;
        let before = match self.passage.items.before(item.group, index).next() {
            Some((i, _)) if item.separator <= Separator::Comma => i,
            None => group.host?,
            _ => return None,
        };
        let change = self.passage.item(before)?;
        let ours = self.level_of.get(before).copied().flatten() == Some(level.index);
        let cued = item.group != change.group
            || item.cues.has(Cue::Corresponding)
            || matches!(item.verb, None | Some(Cue::Increase | Cue::Decrease)) && item.base.is_none()
            // `tăng 7,2 tỷ đồng, tăng 9,1% so với năm 2022`: one base for both
            || item.verb == change.verb && change.base.is_none() && !change.after.has(Cue::ComparedWith);
        (ours && cued && before != level.index && matches!(change.verb, Some(Cue::Increase | Cue::Decrease)))
            .then_some(change)
    }

    /// `tăng 22,6%`, of a level that is an amount or itself a rate.
    fn rate_change(&mut self, index: usize, item: &'p Item, figure: &'p Figure, level: &Level<'p>) {
        if self.change_in_percent(index, item, figure, level) {
            return;
        }
        let points = level.upper.is_rate() || level.lower.is_some() && !item.after.has(Cue::Target);
        let mut operands = vec![
            Operand::new(Role::Stated, figure, item.base),
            Operand::new(Role::Level, level.upper, level.item.period),
        ];
        // `tăng 9,1% (7,2 tỷ đồng)`: the change itself in the bracket.
        let amount = self.bracket(index).first().map(|(x, f)| (*x, *f)).filter(|(inner, f)| {
            !f.is_rate()
                && inner.verb.is_none()
                && !inner.subject
                && inner.period.is_none()
                && f.value() < level.upper.value()
                && fit(f, level.upper) == Fit::Same
                && item.base.is_none()
                && !item.after.has(Cue::ComparedWith)
        });
        if let Some((_, amount)) = amount {
            operands.push(Operand::new(Role::Change, amount, None));
        } else if let Some(base) = self.base(index, item, level) {
            operands.push(base);
        }
        let (kind, relation) = if points && level.upper.is_rate() {
            (ClaimKind::PercentPoints, Relation::Points)
        } else {
            (ClaimKind::PercentChange, Relation::PercentChange)
        };
        let range = self.passage.range(level.item).cover(self.passage.range(item));
        let mut claim = Claim::new(kind, relation, range, operands);
        claim.upward = Some(item.verb == Some(Cue::Increase));
        // `12/14 xã (85,7%), giảm 7,2%`: of the number or of its rate, the text does not say.
        if level.lower.is_some() {
            claim.binding = Binding::Likely;
        }
        self.push(claim, level);
    }

    /// `bằng 89% so với năm 2020`: level over base.
    fn ratio_to_base(&mut self, index: usize, item: &'p Item, figure: &'p Figure, level: &Level<'p>) {
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

    /// `vượt 7,53% so với chỉ tiêu`, `thấp hơn 3% chỉ tiêu`, `còn thiếu 12 tấn`.
    fn gap(&mut self, index: usize, item: &'p Item, figure: &'p Figure, level: &Level<'p>) {
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
        let mut claim = Claim::new(kind, Relation::Gap, range, operands);
        claim.upward = Some(item.verb == Some(Cue::Exceed));
        self.push(claim, level);
    }

    /// `81/83 đơn …, còn 02 đơn`: what is left of a whole.
    fn remainder(&mut self, item: &'p Item, figure: &'p Figure, level: &Level<'p>) -> bool {
        let Some(whole) = level.lower.or_else(|| self.given(level)) else { return false };
        let operands = vec![
            Operand { role: Role::Stated, figure: with_unit_of(figure, level.upper), period: None },
            Operand::new(Role::Part, level.upper, level.item.period),
            Operand::new(Role::Whole, whole, None),
        ];
        let range = whole.range.cover(self.passage.range(level.item)).cover(self.passage.range(item));
        let mut claim = Claim::new(ClaimKind::Sum, Relation::Remainder, range, operands);
        claim.alternatives = self.other_levels(level, &claim.operands);
        self.push(claim, level);
        true
    }

    /// The goal a gap is measured from: in a bracket, or the plan given before. A gap in
    /// percent of a rate is in points, and the goal is a rate as well.
    fn gap_target(&self, index: usize, figure: &Figure, level: &Level<'p>) -> Option<&'p Figure> {
        if let Some((inner, goal)) = self.bracket(index).first()
            && !matches!(inner.verb, Some(Cue::Increase | Cue::Decrease))
            && (fit(goal, level.upper) >= Fit::Elided && goal.is_rate() == level.upper.is_rate()
                || goal.is_rate() && level.lower.is_some())
            && goal.unit.dimension != Dimension::None
        {
            return Some(*goal);
        }
        if let Some(target) = beside::target_behind(self.passage, index, level.upper) {
            return Some(target);
        }
        if !figure.is_rate() && level.lower.is_some() {
            return level.lower;
        }
        self.given(level)
    }

    /// `27/46 trường …, chiếm 58,70%`; `310 hộ nghèo, chiếm 25%` of a whole stated before.
    fn share(&mut self, item: &'p Item, figure: &'p Figure, level: &Level<'p>, foreign: bool) {
        let range = self.passage.range(level.item).cover(self.passage.range(item));
        let stated = Operand::new(Role::Stated, figure, None);
        let part = Operand::new(Role::Part, level.upper, level.item.period);
        if let Some(lower) = level.lower {
            let operands = vec![stated, part, Operand::new(Role::Whole, lower, None)];
            let mut claim = Claim::new(ClaimKind::Share, Relation::Share, range, operands);
            if foreign || fit(level.upper, lower) == Fit::Different {
                claim.binding = Binding::Likely;
            }
            self.push(claim, level);
            return;
        }
        let index = self.passage.items.items.iter().position(|i| i.token == item.token);
        let beside = match beside::part_before(self.passage, level.index, level.upper) {
            Some(part) => Some((part, level.upper)),
            None => {
                index.and_then(|i| beside::whole_behind(self.passage, i, level.upper)).map(|whole| (level.upper, whole))
            }
        };
        if let Some((part, whole)) = beside {
            let operands = vec![stated, Operand::new(Role::Part, part, None), Operand::new(Role::Whole, whole, None)];
            self.push(Claim::new(ClaimKind::Share, Relation::Share, range.cover(part.range), operands), level);
            return;
        }
        let wholes = self.wholes(level);
        let mut readings: Vec<Vec<Operand>> = wholes
            .iter()
            .map(|(whole, _)| vec![stated.clone(), part.clone(), Operand::new(Role::Whole, whole, None)])
            .collect();
        // A percentage alone in the bracket of a part of `trong đó …`: one of the totals before is its whole.
        let bare = item.group != level.item.group && item.own.is_empty() && item.tail.is_empty();
        let composed = if bare { wholes.iter().any(|w| w.1) } else { wholes.first().is_some_and(|w| w.1) };
        let sure = composed && (wholes.len() == 1 || bare);
        let operands = if readings.is_empty() { vec![stated, part] } else { readings.remove(0) };
        let mut claim = Claim::new(ClaimKind::Share, Relation::Share, range, operands);
        claim.alternatives = readings;
        if foreign && !bare || !sure {
            claim.binding = Binding::Likely;
        }
        self.push(claim, level);
    }

    /// Figures that may be the whole of a part: nearest first; the flag says
    /// that a cue of composition (`trong đó`, a bracket) binds the two.
    fn wholes(&self, part: &Level<'p>) -> Vec<(&'p Figure, bool)> {
        let mut found: Vec<(&'p Figure, bool)> = Vec::new();
        let bracket = self.passage.items.groups.get(part.item.group as usize).and_then(|g| g.host);
        if let Some(host) = bracket.and_then(|h| self.level(h))
            && fit(host.upper, part.upper) >= Fit::Kin
            && host.upper.value() > part.upper.value()
        {
            found.push((host.upper, true));
            return found;
        }
        let mut composed = part.item.cues.any(&[Cue::OfWhich, Cue::Comprise]);
        for index in (part.index.saturating_sub(REACH)..part.index).rev() {
            let Some(other) = self.level(index) else { continue };
            if other.item.sentence + 1 < part.item.sentence || other.item.group != part.item.group {
                continue;
            }
            if fit(other.upper, part.upper) >= Fit::Kin && other.upper.value() > part.upper.value() {
                let same_sentence = other.item.sentence == part.item.sentence;
                let opens = super::totals::opens_whole(self.passage, other.item);
                found.push((other.upper, (composed || opens) && same_sentence));
            }
            composed |= other.item.cues.any(&[Cue::OfWhich, Cue::Comprise]);
        }
        found
    }

    /// `đạt 104,75% chỉ tiêu Nghị quyết`
    fn of_target(&mut self, index: usize, item: &'p Item, figure: &'p Figure, level: &Level<'p>) {
        let goal = self
            .goal_bracket(index, level)
            .or_else(|| beside::target_behind(self.passage, index, level.upper).filter(|_| level.lower.is_none()));
        if let Some(target) = goal {
            // `kiểm tra thêm 16 lượt để đạt 100% kế hoạch (180 lượt)`: the level is what is still to come.
            let aim = item.cues.has(Cue::Goal) && !level.item.cues.has(Cue::Goal);
            let binding = if aim { Binding::Likely } else { Binding::Sure };
            return self.explicit_target(item, figure, level, target, binding);
        }
        if level.lower.is_none()
            && level.item.cues.any(&[Cue::Done, Cue::Reach])
            && let Some(target) = self.given(level)
        {
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
        self.push(Claim::new(kind, relation, range, operands), level);
    }

    fn explicit_target(
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
    fn other_levels(&self, level: &Level<'p>, operands: &[Operand]) -> Vec<Vec<Operand>> {
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

    /// The nearest larger amount before what was done: `38.950 triệu đồng, giải ngân 15.970 triệu đồng (đạt 41%)`.
    fn larger_before(&self, level: &Level<'p>) -> Option<&'p Figure> {
        let done = level.item.cues.has(Cue::Done);
        (level.index.saturating_sub(REACH)..level.index)
            .rev()
            .filter_map(|i| self.level(i))
            .filter(|o| o.item.sentence == level.item.sentence && o.item.group == level.item.group && done)
            .find(|o| fit(o.upper, level.upper) == Fit::Same && o.upper.value() > level.upper.value())
            .map(|o| o.upper)
    }

    /// The plan or sum given that a level was done of: `phân bổ 168,6 tỷ đồng; giải ngân 160,7 tỷ đồng`.
    fn given(&self, level: &Level<'p>) -> Option<&'p Figure> {
        self.givens(level).next()
    }

    /// All plans or sums given before a level, nearest first.
    fn givens(&self, level: &Level<'p>) -> impl Iterator<Item = &'p Figure> {
        let done = level.item.cues.any(&[Cue::Done, Cue::Reach]);
        (level.index.saturating_sub(REACH)..level.index).rev().filter_map(move |index| {
            let other = self.level(index)?;
            let here = other.item.group == level.item.group && other.item.sentence == level.item.sentence;
            let total = other.item.cues.has(Cue::Total) && level.item.cues.has(Cue::Done);
            let plan = (total || other.item.cues.any(&[Cue::Given, Cue::Target])) && !other.item.cues.has(Cue::Done);
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
    fn goal_bracket(&self, index: usize, level: &Level<'p>) -> Option<&'p Figure> {
        let host = self.passage.item(index)?;
        let inside = self.bracket(index);
        let (inner, figure) = inside.first()?;
        let named = inner.cues.any(&[Cue::Target, Cue::Given])
            || host.after.any(&[Cue::Target, Cue::Given]) && inner.verb.is_none();
        let alone = inside.len() == 1 && !matches!(inner.verb, Some(Cue::Increase | Cue::Decrease | Cue::Share));
        (named && alone && fit(figure, level.upper) >= Fit::Elided && figure.is_rate() == level.upper.is_rate())
            .then_some(*figure)
    }

    /// The value of the base period: in a bracket behind the change, or the
    /// level of that period earlier in the block.
    fn base(&self, index: usize, item: &Item, level: &Level<'p>) -> Option<Operand> {
        let compared = item.base.is_some() || item.after.has(Cue::ComparedWith) || past(item.period);
        if let Some((inner, figure)) = self.bracket(index).first()
            && (compared || past(inner.period) || past(inner.base))
            && !matches!(inner.verb, Some(Cue::Increase | Cue::Decrease))
            && !inner.cues.has(Cue::Target)
            && fit(figure, level.upper) >= Fit::Elided
            && figure.is_rate() == level.upper.is_rate()
        {
            return Some(Operand::new(Role::Base, figure, inner.period.or(item.base)));
        }
        if let Some((other, base)) = beside::base_behind(self.passage, index, level.upper) {
            return Some(Operand::new(Role::Base, base, other.period.or(item.base)));
        }
        // `đón 48.200 lượt khách (cùng kỳ: 43.650 lượt), tăng 10,4%`
        if let Some((inner, figure)) = self.bracket(level.index).first()
            && (past(inner.period) || past(inner.base))
            && (item.base.is_none() || item.base == inner.period.or(inner.base))
            && inner.verb.is_none()
            && fit(figure, level.upper) >= Fit::Elided
            && figure.is_rate() == level.upper.is_rate()
        {
            return Some(Operand::new(Role::Base, figure, inner.period));
        }
        // `giảm từ 46 cặp năm 2023 xuống còn 31 cặp, giảm 15 cặp`
        if let Some(from) = level.index.checked_sub(1).and_then(|i| self.level(i))
            && matches!(level.item.verb, Some(Cue::To | Cue::Remaining))
            && from.item.cues.has(Cue::From)
            && from.item.sentence == level.item.sentence
            && item.base.is_none()
            && fit(from.upper, level.upper) == Fit::Same
        {
            return Some(Operand::new(Role::Base, from.upper, from.item.period));
        }
        let period = item.base.or(item.period.filter(|_| item.verb == Some(Cue::Equal)))?;
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

    /// Two items of a series speak of one thing when the later names no subject of its own.
    fn same_subject(&self, earlier: &Item, later: &Item) -> bool {
        let words =
            |item: &Item| self.passage.indicator(item).map(|r| crate::lexicon::fold(self.passage.document.slice(r)));
        !later.subject || words(earlier) == words(later)
    }

    /// The base of `tăng từ 3.282 hộ, tăng 358 hộ`.
    fn risen(&self, item: &Item, level: &Level<'p>) -> Option<Operand> {
        let last = self.claims.last().filter(|c| c.relation == Relation::Direction)?;
        let ours = last.get(Role::Level).is_some_and(|f| f.number == level.upper.number) && item.base.is_none();
        last.operands.iter().find(|o| o.role == Role::Base && ours).cloned()
    }

    /// `tăng 73,7 tỷ đồng so với năm 2020 (112,7 tỷ đồng), gấp 1,65 lần`: the base that an earlier
    /// claim about the same level names.
    fn base_named(&self, item: &Item, level: &Level<'p>) -> Option<Operand> {
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

    /// `gấp 2,4 lần so với năm 2020`
    fn multiple(&mut self, index: usize, item: &'p Item, figure: &'p Figure, level: Option<Level<'p>>) -> bool {
        let Some(level) = level else { return true };
        let mut operands = vec![
            Operand::new(Role::Stated, figure, item.base),
            Operand::new(Role::Level, level.upper, level.item.period),
        ];
        operands.extend(self.base(index, item, &level).or_else(|| self.base_named(item, &level)));
        let range = self.passage.range(level.item).cover(self.passage.range(item));
        self.push(Claim::new(ClaimKind::PercentChange, Relation::Multiple, range, operands), &level);
        true
    }

    fn push(&mut self, mut claim: Claim, level: &Level<'p>) {
        claim.indicator = self.passage.indicator(level.item);
        claim.period = level.item.period;
        self.claims.push(claim);
    }
}

/// Whether a period names an earlier time to compare with.
fn past(period: Option<Period>) -> bool {
    matches!(period, Some(Period::SamePeriod | Period::PreviousYear | Period::YearStart | Period::TermStart))
}

fn same_kind_of_period(a: Option<Period>, b: Option<Period>) -> bool {
    matches!((a, b), (Some(x), Some(y)) if std::mem::discriminant(&x) == std::mem::discriminant(&y))
}

/// A figure without its hedge.
fn plain(figure: &Figure) -> Figure {
    Figure { hedge: None, ..figure.clone() }
}

/// A figure without a unit of its own takes that of the level.
fn with_unit_of(figure: &Figure, level: &Figure) -> Figure {
    let mut figure = figure.clone();
    if figure.unit.dimension == Dimension::None {
        figure.unit = level.unit.clone();
        figure.unit.elided = true;
    }
    figure
}
