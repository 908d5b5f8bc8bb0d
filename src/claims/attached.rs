//! Claims attached to a level: changes, shares, percentages of targets, gaps.
//!
//! In `X đạt V (tăng D so với năm 2020; đạt P% chỉ tiêu)` the value V is the
//! *level*; D and P are attached to it, in a bracket or behind commas. A
//! figure with a subject of its own never attaches to the level before it.

mod about;
mod bases;
mod changes;
mod compared;
mod earlier;
mod from_to;
mod multiples;
mod order;
mod parallel;
mod plans;
mod rates;
mod said_of;
mod shares;
mod targets;
mod than;

pub(in crate::claims) use earlier::precedes;

use super::Claim;
use super::fit::{Fit, fit};
use super::items::{Item, Passage, Separator, Value};
use super::words;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Period, Token, TokenKind};
use std::collections::BTreeSet;

/// How many items before a figure are asked for its base, target or whole.
const REACH: usize = 8;

/// Reads the attached claims of a passage.
pub fn attached(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    let count = passage.items.items.len();
    let mut reader = Reader { passage, level_of: vec![None; count], rates: BTreeSet::new(), plan: None, claims };
    for group in 0..passage.items.groups.len() as u32 {
        reader.group(group);
    }
}

struct Reader<'p, 'c> {
    passage: &'p Passage<'p>,
    /// For each item the level it speaks of; a level speaks of itself.
    level_of: Vec<Option<usize>>,
    /// The percentages attached to a level: points and gaps may speak of the last before them.
    rates: BTreeSet<usize>,
    /// The last level whose plan stands behind it, and the plan.
    plan: Option<(usize, usize)>,
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
        if host.is_some_and(|h| self.told_of_another(h, group)) {
            level = None;
        }
        let members: Vec<usize> = self.passage.items.of_group(group).map(|(i, _)| i).collect();
        for (n, &index) in members.iter().enumerate() {
            let Some(item) = self.passage.item(index) else { continue };
            if group == 0 && sentence != Some(item.sentence) {
                level = None;
                sentence = Some(item.sentence);
            }
            let first_in_bracket = group != 0 && n == 0;
            // Some are read with an item before them.
            let read = self.level_of.get(index).is_some_and(Option::is_some);
            if read || self.about(index, item) || self.than(index, item, level) || self.beside(index, item, level) {
                continue;
            }
            // `so với 612 của nhiệm kỳ trước`: what is compared with is no level of its own.
            if self.is_compared_with(item) {
                if let Some(slot) = self.level_of.get_mut(index) {
                    *slot = level;
                }
                continue;
            }
            // `11.865 hộ, chiếm 3,54% trong 335.180 hộ, giảm 4.340 hộ`: the whole of a share is no level of its own.
            if level.is_some_and(|of| self.is_whole_of_share(index, of)) {
                if let Some(slot) = self.level_of.get_mut(index) {
                    *slot = level;
                }
                continue;
            }
            if let Some(of) = level.filter(|_| self.is_plan_behind(index, item, level)) {
                if let Some(slot) = self.level_of.get_mut(index) {
                    *slot = level;
                }
                self.plan = Some((of, index));
                continue;
            }
            if self.is_from_behind(index, item, level) {
                if let Some(slot) = self.level_of.get_mut(index) {
                    *slot = level;
                }
                continue;
            }
            // A change without a level in its sentence may speak of the sentence before.
            let parallel = if level.is_none() && group == 0 { self.parallel(index, item) } else { None };
            let placed = self.paired(index, item).map(|p| p.level).or_else(|| self.in_order(index, item));
            let this = if level.is_none() && group == 0 { self.this_figure(index, item) } else { None };
            let of = placed.or(level).or(parallel).or(this);
            let of = if placed.is_some() { of } else { of.map(|l| self.behind_past(l, item)) };
            // Behind the semicolon that ends a list of parts: of their total.
            let total = of.filter(|_| placed.is_none() && group == 0).and_then(|l| self.total_behind_list(l, index));
            let of = total.or(of);
            // What follows a change with a subject of its own no longer speaks of the level.
            let leaves = group == 0
                && placed.is_none()
                && item.subject
                && item.separator >= Separator::And
                && item.verb.is_some_and(Cue::moves);
            // `cả nửa năm 742; tháng 6 cao hơn tháng 5 là 14`: its time is its subject.
            let timed = group == 0 && changes(item) && self.of_another_time(index, item, level);
            let leaves = leaves || timed;
            let of = match leaves {
                true if timed => self.by_time(index, item),
                true => self.by_subject(index, item),
                false => of,
            };
            let bound = first_in_bracket || leaves && of.is_some() || placed.is_some() || total.is_some();
            if self.attach(index, item, of, bound) {
                if let Some(slot) = self.level_of.get_mut(index) {
                    *slot = of;
                }
                if leaves || total.is_some() {
                    level = of;
                }
                if self.passage.first(item).is_some_and(Figure::is_rate)
                    && !matches!(item.verb, Some(Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort))
                {
                    self.rates.insert(index);
                }
            } else {
                if let Some(slot) = self.level_of.get_mut(index) {
                    *slot = Some(index);
                }
                level = Some(index);
            }
        }
    }

    /// The total of a list whose last part is the level, for a change, a multiple or what was reached of a plan behind the
    /// semicolon that ends the list: `12.513 hội viên: …, thanh niên 2.317; so với 9.134 của năm 2020 gấp 1,37 lần`.
    fn total_behind_list(&self, level: usize, index: usize) -> Option<usize> {
        let item = self.passage.item(index)?;
        let times = self.passage.first(item).is_some_and(|f| f.unit.dimension == Dimension::Times);
        let ended = self
            .passage
            .items
            .from(item.group, level + 1)
            .take_while(|(i, _)| *i <= index)
            .any(|(_, x)| x.separator == Separator::Semicolon);
        let planned = |x: &Item| x.cues.any(&[Cue::Target, Cue::Given]) || x.after.any(&[Cue::Target, Cue::Given]);
        let before = index.checked_sub(1).and_then(|i| self.passage.item(i));
        let reached = matches!(item.verb, Some(Cue::Reach | Cue::Equal))
            && self.passage.first(item).is_some_and(Figure::is_rate)
            && (planned(item) || before.is_some_and(planned));
        super::parts::total_of(self.passage, level).filter(|_| ended && (changes(item) || times || reached))
    }

    /// `4/5 nhóm có doanh thu cao hơn cùng kỳ, điện tử tăng mạnh nhất (23,7%)`: a clause with a subject and a verb of change
    /// between a figure and a bracket; the bracket is of what the clause says.
    fn told_of_another(&self, host: usize, group: u32) -> bool {
        let bracket = self.passage.items.groups.get(group as usize).filter(|g| !g.adjacent);
        let tokens = self.passage.item(host).zip(bracket).and_then(|(item, bracket)| {
            self.passage.lexed.tokens.get(item.token + 1..bracket.tokens.start.saturating_sub(1))
        });
        let tokens = tokens.unwrap_or_default();
        // `tăng 6 triệu ha, chủ yếu là đậu tương (50%), ngô (30%)`: what makes it up.
        if tokens.iter().any(|t| t.kind == TokenKind::Cue(Cue::Partly)) {
            return true;
        }
        let Some(parted) = tokens.iter().rposition(|t| matches!(t.kind, TokenKind::Comma | TokenKind::Semicolon))
        else {
            return false;
        };
        let clause = tokens.get(parted + 1..).unwrap_or_default();
        let verb = clause.iter().position(|t| matches!(t.kind, TokenKind::Cue(Cue::Increase | Cue::Decrease)));
        let subject =
            |t: &Token| t.kind == TokenKind::Word && !words::is_filler(&self.passage.document.folded(t.range));
        verb.and_then(|v| clause.get(..v)).is_some_and(|before| before.iter().any(subject))
    }

    /// The last percentage attached between a level and what is said of it. Brackets are read when the whole block is:
    /// what stands behind a bracket is none of its business.
    fn last_rate(&self, index: usize, level: &Level<'_>) -> Option<usize> {
        let ours = |x: &Item| (x.group, x.sentence) == (level.item.group, level.item.sentence);
        let mut near = self.rates.range(level.index + 1..index).rev().take(REACH);
        near.find(|&&r| self.passage.item(r).is_some_and(ours)).copied()
    }

    /// The items of the bracket right behind an item, each with its first figure.
    fn bracket(&self, index: usize) -> Vec<(&'p Item, &'p Figure)> {
        let Some(group) = self.passage.items.bracket_behind(index) else { return Vec::new() };
        self.passage.items.of_group(group).filter_map(|(_, x)| Some((x, self.passage.first(x)?))).collect()
    }

    /// `1.148 người (CBQL 98, GV 912, NV 138), thiếu 164 GV`: the part in the bracket of a level whose label is the very word
    /// behind a change or gap.
    fn part_named(&self, item: &Item, figure: &Figure, level: &Level<'p>) -> Option<Level<'p>> {
        let moves = changes(item) || matches!(item.verb, Some(Cue::Exceed | Cue::FallShort | Cue::Lack));
        let behind = self.passage.lexed.tokens.get(item.tail.start).filter(|t| moves && t.kind == TokenKind::Word);
        let word = behind.map(|t| self.passage.document.folded(t.range)).unwrap_or_else(|| figure.noun.as_str().into());
        if !moves || word.is_empty() || item.group != level.item.group {
            return None;
        }
        let group = self.passage.items.bracket_behind(level.index)?;
        let label = |x: &Item| matches!(self.subject_words(x).as_slice(), [own] if **own == *word);
        let (index, _) = self.passage.items.of_group(group).find(|(_, x)| label(x))?;
        self.level(index).filter(|part| part.lower.is_none() && fit(part.upper, figure) >= Fit::Elided)
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
        // `thi hành xong 38,4 tỷ đồng trên 74,4 tỷ đồng, tăng 6,2 tỷ đồng`: what was done has grown.
        let done = level.as_ref().filter(|l| changes(item) && self.part_of_above(l).is_some());
        let level = done.and_then(|l| self.level(l.index.checked_sub(1)?)).or(level);
        let level = level.map(|l| self.part_named(item, figure, &l).unwrap_or(l));
        // Behind a separator a subject of its own makes the figure speak of something else.
        let foreign = item.subject && item.separator >= Separator::And && !first_in_bracket;
        let changes = changes(item);
        let far = item.separator >= Separator::Semicolon && item.group == 0 && !first_in_bracket;
        // `6.240 con; cùng kỳ 5.980 con; tăng 260 con`: the value of the earlier time ties the change to the level.
        let far = far && !(changes && level.as_ref().is_some_and(|l| self.past_between(index, l.index).is_some()));
        let gaps = !changes && matches!(item.verb, Some(Cue::Exceed | Cue::FallShort | Cue::Lack));
        if figure.unit.dimension == Dimension::PercentPoint || figure.is_rate() {
            return self.rate(index, item, figure, level, foreign || far);
        }
        if item.cues.any(&[Cue::RaiseTo, Cue::From]) {
            return level.is_some_and(|level| !foreign && !far && self.risen_from(index, item, figure, &level));
        }
        if figure.unit.dimension == Dimension::Times || is_half(item, figure) {
            return self.multiple(index, item, figure, level);
        }
        if changes {
            match level.filter(|_| !foreign && !far) {
                Some(level) => return self.change(index, item, figure, &level),
                None => {
                    let _ = self.change_from(index, item, figure)
                        || self.change_on_bracket(index, item, figure)
                        || self.change_before_pair(index, item, figure)
                        || self.change_with_result(index, item, figure);
                }
            }
            return true;
        }
        if item.verb == Some(Cue::Remaining) && !foreign {
            // `năm 2021 là 1.016/3.655 hộ (27,8%), nay còn 376 hộ (9,9%)`: a later level, no rest of the earlier.
            let later = |l: &Level<'p>| l.lower.is_some() && l.item.period.is_some() && self.is_now(item);
            if let Some(level) = level.filter(|l| fit(l.upper, figure) >= Fit::Elided && !later(l)) {
                return self.remainder(item, figure, &level);
            }
            return false;
        }
        if gaps {
            match level.filter(|l| !foreign && fit(l.upper, figure) > Fit::Different) {
                Some(level) => self.gap(index, item, figure, &level),
                None => self.gap_from(index, item, figure),
            }
            return true;
        }
        false
    }

    fn push(&mut self, mut claim: Claim, level: &Level<'p>) {
        claim.indicator = self.passage.indicator(level.item);
        claim.period = level.item.period;
        self.claims.push(claim);
    }
}

/// Whether an item states a change: up or down, or above and below an earlier time (`cao hơn năm 2020 là 14 xã`).
fn changes(item: &Item) -> bool {
    match item.verb {
        Some(Cue::Increase | Cue::Decrease) => true,
        Some(Cue::Exceed | Cue::FallShort) => item.base.is_some() && !item.cues.any(&[Cue::Target, Cue::Given]),
        _ => false,
    }
}

/// `bằng một nửa`, `giảm một nửa`, `chỉ còn một nửa`: a multiple in words.
fn is_half(item: &Item, figure: &Figure) -> bool {
    figure.form.words
        && figure.unit.dimension == Dimension::None
        && figure.printed.mul(Exact::int(2)) == Some(Exact::ONE)
        && matches!(item.verb, Some(Cue::Equal | Cue::Decrease | Cue::Remaining))
}

/// Whether the change an item states goes up.
fn rises(item: &Item) -> bool {
    matches!(item.verb, Some(Cue::Increase | Cue::Exceed))
}

/// A figure without its sign: the verb says which way.
fn unsigned(figure: &Figure) -> Figure {
    Figure { negative: false, ..figure.clone() }
}

/// Whether a period names an earlier time to compare with.
fn past(period: Option<Period>) -> bool {
    period.is_some_and(Period::is_past)
}

fn same_kind_of_period(a: Option<Period>, b: Option<Period>) -> bool {
    matches!((a, b), (Some(x), Some(y)) if std::mem::discriminant(&x) == std::mem::discriminant(&y))
}

/// A figure without its hedge.
fn plain(figure: &Figure) -> Figure {
    Figure { hedge: None, ..figure.clone() }
}

/// A figure without its sign, in the unit of the level where it has none of its own.
fn with_unit_of(figure: &Figure, level: &Figure) -> Figure {
    unsigned(figure).in_unit_of(level)
}
