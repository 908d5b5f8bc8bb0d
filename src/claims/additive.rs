//! Sums and differences that no word binds, found by what closes: `62 khu phố, nhà văn hóa riêng 54, dùng chung 08`,
//! `quý I 05, quý II 08, quý III 04 (cộng 17)`, `93,6%, …, cải thiện 1,2 điểm`. Only near amounts of one unit are tried,
//! the readings that the order of the text suggests first; a claim found this way is right as far as the text goes, and
//! never wrong. How many are tried depends on the digits printed and on whether a word says that something is reckoned.

mod slips;

use super::above::Above;
use super::fit::{Fit, fit};
use super::items::{Item, Passage, Value};
use super::search::units;
use super::words;
use super::{Binding, Claim, ClaimKind, Completeness, Operand, Relation, Role, closes};
use crate::document::TextRange;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Token};
use hashbrown::HashSet;

/// How many amounts before and behind a figure are tried, and how many sentences before it.
const BEFORE: usize = 12;
const BEHIND: usize = 12;
const SENTENCES: u32 = 2;
/// How many of them make pairs.
const PAIRED: usize = 6;
/// One of a pair is among so many of the nearest.
const NEAREST: usize = 3;
/// Of so many units of the last digit one more reading may be tried; where a word says that something is reckoned, of
/// fewer.
const UNITS: i64 = 20;
const CUED: i64 = 4;
const MOST: i64 = 40;
/// What is not larger closes with anything.
const SMALL: i64 = 20;

/// Adds the sums and differences that close with figures in reach, for amounts that no claim has settled.
pub fn additive(above: &Above<'_, '_>, claims: &mut Vec<Claim>) {
    let known: HashSet<TextRange> =
        claims.iter().filter(|c| settled(c)).flat_map(|c| &c.operands).map(|o| o.figure.number).collect();
    let mut found: Vec<Claim> = Vec::new();
    for passage in above.passages.iter().flatten() {
        let amounts = Amount::all(passage);
        found.extend(hundreds(&amounts, &known));
        for (at, amount) in amounts.iter().enumerate() {
            let one = matches!(amount.item.value, Value::One(_)) && !amount.figure.printed.is_zero();
            if one && !known.contains(&amount.figure.number) {
                let reach = Reach::of(above, passage, &amounts, at, amount);
                found.extend(reach.reading().or_else(|| reach.slipped(&amounts, at)));
            }
        }
    }
    let stated: HashSet<TextRange> = found.iter().filter_map(|c| c.get(Role::Stated)).map(|f| f.number).collect();
    // Where the search succeeds, a reading that could not be decided says nothing more.
    claims.retain(|c| !is_open(c) || !c.get(Role::Stated).is_some_and(|f| stated.contains(&f.number)));
    claims.extend(found);
    claims.sort_by_key(|c| (c.range, c.kind));
}

/// Whether a claim adds up figures or takes them from each other, and is surely bound or closes.
fn settled(claim: &Claim) -> bool {
    let additive = match claim.relation {
        Relation::Sum(_) | Relation::Remainder | Relation::Balance | Relation::Priced | Relation::Product => true,
        Relation::Change | Relation::Points => claim.get(Role::Base).is_some(),
        Relation::Gap => claim.operands.len() >= 3,
        Relation::PercentChange => claim.get(Role::Change).is_some(),
        _ => false,
    };
    additive && (claim.binding == Binding::Sure || closes::sum(&claim.operands) || left(claim))
}

/// Whether whole and part leave what is stated.
fn left(claim: &Claim) -> bool {
    let (Some(stated), Some(part), Some(whole)) =
        (claim.get(Role::Stated), claim.get(Role::Part), claim.get(Role::Whole))
    else {
        return false;
    };
    meets(whole, &[part, stated])
}

/// A difference of rates or a remainder of which the text leaves out the other side.
fn is_open(claim: &Claim) -> bool {
    match claim.relation {
        Relation::Points => claim.get(Role::Base).is_none(),
        Relation::Gap => claim.operands.len() < 3,
        Relation::PercentChange => claim.get(Role::Base).is_none() && claim.get(Role::Change).is_none(),
        Relation::Sum(_) | Relation::Remainder => claim.binding == Binding::Likely && claim.alternatives.is_empty(),
        _ => false,
    }
}

/// Whether parts come to a total: to the last digit, or to half of the coarsest.
fn meets(total: &Figure, parts: &[&Figure]) -> bool {
    let closes = || {
        let like = std::iter::once(total).chain(parts.iter().copied()).find(|f| f.unit.dimension != Dimension::None);
        let like = like.unwrap_or(total);
        let mut coarsest = Exact::ZERO;
        let mut value = |f: &Figure| {
            let f = f.in_unit_of(like);
            if !f.is_count() {
                coarsest = coarsest.max(f.last_digit()?);
            }
            f.value()
        };
        let total = value(total)?;
        let sum = parts.iter().try_fold(Exact::ZERO, |s, p| s.add(value(p)?))?;
        let off = sum.sub(total)?.abs();
        Some((off.is_zero() || off.mul(Exact::int(2))? < coarsest) && !total.is_zero())
    };
    closes().unwrap_or(false)
}

/// A figure with where it stands.
#[derive(Clone, Copy)]
struct Amount<'p> {
    index: usize,
    item: &'p Item,
    figure: &'p Figure,
}

impl<'p> Amount<'p> {
    /// The figures of a passage that may be added, in the order of the text.
    fn all(passage: &'p Passage<'_>) -> Vec<Amount<'p>> {
        let figures = |item: &Item| match item.value {
            Value::One(f) => [passage.figure(f), None],
            Value::Fraction(a, b) => [passage.figure(a), passage.figure(b)],
            Value::Range(..) => [None, None],
        };
        let plain = |f: &&Figure| {
            f.hedge.is_none() && !f.negative && !matches!(f.unit.dimension, Dimension::Times | Dimension::Permille)
        };
        let all = passage.items.items.iter().enumerate();
        all.flat_map(|(index, item)| {
            figures(item).into_iter().flatten().filter(plain).map(move |figure| Amount { index, item, figure })
        })
        .collect()
    }

    fn operand(&self, role: Role, like: &Figure) -> Operand {
        Operand::new(role, &self.figure.in_unit_of(like), self.item.period)
    }
}

/// A figure and what stands around it.
struct Reach<'p, 'd> {
    passage: &'p Passage<'d>,
    own: Amount<'p>,
    /// Amounts of its kind before it, nearest first, and behind it.
    before: Vec<Amount<'p>>,
    behind: Vec<Amount<'p>>,
    /// Whether it stands alone in the bracket behind the nearest, or they stand in the bracket behind it.
    closing: bool,
    opening: bool,
    /// Whether the nearest figure before it is a rate.
    behind_rate: bool,
    /// Whether a word says that it is reckoned.
    cued: bool,
}

impl<'p, 'd> Reach<'p, 'd> {
    fn of(
        above: &Above<'p, 'd>,
        passage: &'p Passage<'d>,
        amounts: &[Amount<'p>],
        at: usize,
        own: &Amount<'p>,
    ) -> Reach<'p, 'd> {
        let (item, figure) = (own.item, own.figure);
        let mut inside = passage.items.of_group(item.group);
        let total = item.cues.any(&[Cue::Total, Cue::Cumulated]);
        let closing = item.group != 0 && total && inside.next().is_some_and(|(i, _)| i == own.index);
        let bracket = passage.items.bracket_behind(own.index);
        let opening = bracket.is_some_and(|g| passage.items.of_group(g).nth(1).is_some());
        let later = amounts.get(at + 1..).unwrap_or_default().iter();
        let later = || later.clone().take_while(|x| x.item.sentence == item.sentence).take(2 * BEHIND);
        // `96 giải, 07 nhất, 19 nhì, 31 ba, 39 khuyến khích`: nothing but counts follows.
        let kinds = later().count() >= 3 && later().all(|x| x.figure.is_count() && x.item.group == item.group);
        // `17 giấy phép, 31 đăng ký (tổng 48 hồ sơ)`, `29 chủ thể (14 hợp tác xã, 04 doanh nghiệp, 11 hộ)`: kinds of one thing.
        let generic = words::is_generic(&figure.unit.key);
        let fits = |other: &Amount<'_>, loose: bool| {
            let counts = (loose || generic) && figure.is_count() && other.figure.is_count();
            other.figure.number != figure.number && (counts || fit(figure, other.figure) >= Fit::Kin)
        };
        let earlier = amounts.get(..at).unwrap_or_default().iter().rev();
        let earlier = earlier.take_while(|x| x.item.sentence + SENTENCES >= item.sentence);
        let mut before: Vec<Amount<'_>> =
            earlier.take(4 * BEFORE).filter(|x| fits(x, total)).take(BEFORE).copied().collect();
        if before.len() < PAIRED {
            let leads = above.levels(passage.block, item.sentence).into_iter();
            let leads = leads.map(|(item, figure)| Amount { index: usize::MAX, item, figure });
            let seen: Vec<TextRange> = before.iter().map(|x| x.figure.number).collect();
            let fresh = |x: &Amount<'_>| !seen.contains(&x.figure.number) && x.figure.hedge.is_none() && fits(x, false);
            before.extend(leads.filter(fresh).take(PAIRED));
        }
        let behind = later().filter(|x| fits(x, opening || kinds)).take(BEHIND).copied().collect();
        let verb = item.verb.is_some_and(|v| v == Cue::Remaining || v.moves());
        let cues = [Cue::Total, Cue::Cumulated, Cue::Difference, Cue::Not, Cue::Remaining];
        let negated = |t: &Token| words::negates(&passage.document.folded(t.range));
        let tail = passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
        let behind_rate = amounts.get(..at).and_then(|a| a.last()).is_some_and(|x| x.figure.is_rate());
        let points = figure.unit.dimension == Dimension::PercentPoint;
        let cued = verb || points || item.cues.any(&cues) || tail.iter().take(3).any(negated);
        Reach { passage, own: *own, before, behind, closing, opening, behind_rate, cued }
    }

    /// The first reading that closes.
    fn reading(&self) -> Option<Claim> {
        let figure = self.own.figure;
        let units = units(figure);
        let mut left = (units * if self.cued { CUED } else { 1 } / UNITS).min(MOST);
        if self.cued || units > SMALL {
            left = left.max(1);
        }
        if figure.is_rate() {
            // `124,7 nghìn con, tăng 2,6%`: of an amount it is no difference of rates.
            let points = figure.unit.dimension == Dimension::PercentPoint || self.behind_rate;
            return if self.cued && points { self.points(left) } else { None };
        }
        let changes = self.own.item.verb.is_some_and(Cue::moves);
        let total = self.own.item.cues.any(&[Cue::Total, Cue::Cumulated]);
        if changes {
            return self.change(&mut left);
        }
        let whole = || self.whole();
        if total {
            return self.total(&mut left).or_else(whole);
        }
        self.rest(&mut left).or_else(whole).or_else(|| self.total(&mut left)).or_else(|| self.difference(&mut left))
    }

    /// `54/72 dự án. Chưa được 18`, `62 khu phố, nhà văn hóa riêng 54, dùng chung 08`: what the parts before leave of the
    /// nearest whole.
    fn rest(&self, left: &mut i64) -> Option<Claim> {
        let nearest = self.before.first()?;
        if let Value::Fraction(a, b) = nearest.item.value
            && (self.cued || units(self.own.figure) > SMALL)
            && nearest.item.sentence + 1 >= self.own.item.sentence
        {
            let (part, whole) = (self.passage.figure(a)?, self.passage.figure(b)?);
            if fit(whole, self.own.figure) >= Fit::Kin && meets(whole, &[part, self.own.figure]) {
                let like = |figure| Amount { index: nearest.index, item: nearest.item, figure };
                return Some(self.sum(&like(whole), &[like(part)]));
            }
        }
        let here = self.before.iter().filter(|x| x.item.sentence == self.own.item.sentence).count();
        let last = self.behind.is_empty();
        for parts in 1..self.before.len() {
            let (whole, nearest) = (self.before.get(parts)?, self.before.get(..parts)?);
            // All that the sentence has of this kind is used up.
            let all = last && parts + 1 == here && parts <= 4;
            if whole.item.sentence + 1 < self.own.item.sentence || !(all || try_one(left)) {
                break;
            }
            let figures: Vec<&Figure> = nearest.iter().map(|x| x.figure).chain([self.own.figure]).collect();
            let changed = nearest.iter().any(|x| x.item.verb.is_some_and(Cue::moves));
            if !changed && meets(whole.figure, &figures) {
                return Some(self.sum(whole, nearest));
            }
        }
        None
    }

    /// `quý I 05, quý II 08, quý III 04 (cộng 17)`: the sum of those right before.
    fn total(&self, left: &mut i64) -> Option<Claim> {
        for parts in 2..=self.before.len() {
            let parts = self.before.get(..parts)?;
            let first = parts.last()?;
            if first.item.sentence + 1 < self.own.item.sentence || !(self.closing || try_one(left)) {
                return None;
            }
            if meets(self.own.figure, &parts.iter().map(|x| x.figure).collect::<Vec<_>>()) {
                return Some(self.sum_of(&parts.iter().rev().copied().collect::<Vec<_>>()));
            }
        }
        None
    }

    /// `29 chủ thể (14 hợp tác xã, 04 doanh nghiệp, 11 hộ)`, `86 giải, có 03 nhất, 17 nhì, 28 ba, 38 khuyến khích`: the sum
    /// of all that follow, in its bracket or in its sentence.
    fn whole(&self) -> Option<Claim> {
        let items = &self.passage.items;
        let group = items.bracket_behind(self.own.index).filter(|_| self.opening);
        // `nguyên nhân (46 vụ): đi sai phần đường 14, …`: the total alone in a bracket in front of its list.
        let alone = self.own.item.group != 0 && items.of_group(self.own.item.group).nth(1).is_none();
        let group = group.unwrap_or(if alone { 0 } else { self.own.item.group });
        let parts: Vec<Amount<'_>> = self.behind.iter().filter(|x| x.item.group == group).copied().collect();
        let figures: Vec<&Figure> = parts.iter().map(|x| x.figure).collect();
        let least = if self.opening { 2 } else { 3 };
        (least..=parts.len()).find_map(|n| {
            // Of a list without a bracket all are used up, or the digits are many.
            let all = n == parts.len() || n >= 4 || units(self.own.figure) >= 10 * SMALL;
            let closes = all && meets(self.own.figure, figures.get(..n)?);
            parts.get(..n).filter(|_| closes).map(|parts| self.sum_of(parts))
        })
    }

    /// `thu 41,2 tỷ đồng, chi 38,9 tỷ đồng …, 2,3 tỷ đồng`: what two near amounts differ by.
    fn difference(&self, left: &mut i64) -> Option<Claim> {
        let (high, low) = self.pair(left)?;
        Some(self.sum(&high, &[low]))
    }

    /// Two near amounts that differ by the figure, the larger first.
    fn pair(&self, left: &mut i64) -> Option<(Amount<'p>, Amount<'p>)> {
        // `quý III tăng 12,6%, …; tính chung tăng 10,2%`: rates of growth have no difference in percent.
        let percent = self.own.figure.unit.dimension == Dimension::Percent;
        let level = |x: &&Amount<'_>| !percent || !x.item.verb.is_some_and(Cue::moves);
        let behind: Vec<&Amount<'_>> = self.behind.iter().filter(level).take(2).collect();
        let near: Vec<&Amount<'_>> =
            self.before.iter().filter(level).take(if self.cued { BEFORE } else { PAIRED }).collect();
        let near: Vec<&Amount<'_>> =
            near.iter().copied().take(PAIRED).chain(behind).chain(near.iter().copied().skip(PAIRED)).collect();
        for (n, b) in near.iter().enumerate() {
            for a in near.get(..n.min(if n < PAIRED { PAIRED } else { NEAREST }))? {
                if fit(a.figure, b.figure) < Fit::Kin || !try_one(left) {
                    continue;
                }
                let larger = a.figure.in_unit_of(b.figure).value() > b.figure.in_unit_of(a.figure).value();
                let (high, low) = if larger { (a, b) } else { (b, a) };
                if meets(high.figure, &[low.figure, self.own.figure]) {
                    return Some((**high, **low));
                }
            }
        }
        None
    }

    /// `186 vụ, năm trước 171 vụ, như vậy nhiều hơn 15 vụ`
    fn change(&self, left: &mut i64) -> Option<Claim> {
        let pair = self.pair(left)?;
        Some(self.changed(pair, ClaimKind::Increase, Relation::Change))
    }

    /// `93,6%, …, cải thiện 1,2 điểm`: what two rates differ by.
    fn points(&self, mut left: i64) -> Option<Claim> {
        let pair = self.pair(&mut left)?;
        let rates = pair.0.figure.is_rate() && pair.1.figure.is_rate();
        rates.then(|| self.changed(pair, ClaimKind::PercentPoints, Relation::Points))
    }

    /// The figure is what a change started from.
    fn based(&self, change: &Amount<'p>, level: &Amount<'p>, up: bool) -> Claim {
        let operands = vec![
            change.operand(Role::Stated, self.own.figure),
            level.operand(Role::Level, self.own.figure),
            self.own.operand(Role::Base, level.figure),
        ];
        let mut claim = self.claim(ClaimKind::Increase, Relation::Change, operands);
        claim.upward = Some(up);
        claim
    }

    fn changed(&self, (high, low): (Amount<'p>, Amount<'p>), kind: ClaimKind, relation: Relation) -> Claim {
        let verb = self.own.item.verb;
        let up = !matches!(verb, Some(Cue::Decrease | Cue::FallShort | Cue::Lack));
        let (level, base) = if up { (high, low) } else { (low, high) };
        let mut operands = vec![self.own.operand(Role::Stated, level.figure)];
        operands.push(level.operand(Role::Level, base.figure));
        operands.push(base.operand(Role::Base, level.figure));
        let mut claim = self.claim(kind, relation, operands);
        claim.upward = verb.is_some_and(Cue::moves).then_some(up);
        claim
    }

    /// What is stated is the whole of other parts and the figure.
    fn sum(&self, whole: &Amount<'p>, parts: &[Amount<'p>]) -> Claim {
        let like = whole.figure;
        if let [part] = parts {
            // `67.924,2 tấn, tăng 4.414,2 tấn so với năm 2020 (63.510 tấn)`
            if part.item.verb == Some(Cue::Increase) {
                return self.based(part, whole, true);
            }
            let operands = vec![
                self.own.operand(Role::Stated, like),
                part.operand(Role::Part, like),
                whole.operand(Role::Whole, self.own.figure),
            ];
            return self.claim(ClaimKind::Sum, Relation::Remainder, operands);
        }
        let mut operands = vec![whole.operand(Role::Stated, self.own.figure)];
        operands.extend(parts.iter().rev().chain([&self.own]).map(|p| p.operand(Role::Part, like)));
        self.claim(ClaimKind::Sum, Relation::Sum(Completeness::Probably), operands)
    }

    fn sum_of(&self, parts: &[Amount<'p>]) -> Claim {
        let like = self.own.figure;
        // `62 vụ, giảm 15 vụ (19,5%) so với nhiệm kỳ trước (77 vụ)`
        if let [level, change] = parts
            && change.item.verb == Some(Cue::Decrease)
        {
            return self.based(change, level, false);
        }
        let mut operands = vec![Operand::new(Role::Stated, like, self.own.item.period)];
        operands.extend(parts.iter().map(|p| p.operand(Role::Part, like)));
        self.claim(ClaimKind::Sum, Relation::Sum(Completeness::Probably), operands)
    }

    fn claim(&self, kind: ClaimKind, relation: Relation, operands: Vec<Operand>) -> Claim {
        let mut claim = Claim::new(kind, relation, self.own.figure.range, operands);
        claim.indicator = self.passage.indicator(self.own.item);
        claim.binding = Binding::Likely;
        claim.by_value = true;
        claim
    }
}

/// `cơ cấu 15,2% - 48,3% - 33,4% - 3,1%`: percentages one behind the other that come to 100.
fn hundreds(amounts: &[Amount<'_>], known: &HashSet<TextRange>) -> Vec<Claim> {
    const FEWEST: usize = 3;
    const LONGEST: usize = 8;
    let mut out = Vec::new();
    let mut start = 0;
    while let Some(first) = amounts.get(start) {
        let (mut sum, mut used) = (Exact::ZERO, None);
        for (n, x) in amounts.iter().skip(start).take(LONGEST).enumerate() {
            let joined = (x.item.sentence, x.item.group) == (first.item.sentence, first.item.group);
            let share = x.figure.unit.dimension == Dimension::Percent && !known.contains(&x.figure.number);
            let Some(next) = sum.add(x.figure.printed).filter(|_| joined && share) else { break };
            sum = next;
            if n + 1 >= FEWEST && sum == Exact::HUNDRED {
                used = Some(n + 1);
                break;
            }
        }
        if let Some(parts) = used.and_then(|n| amounts.get(start..start + n)) {
            let operands: Vec<_> = parts.iter().map(|x| Operand::new(Role::Part, x.figure, x.item.period)).collect();
            let range = operands.iter().fold(first.figure.range, |r, o| r.cover(o.figure.range));
            let relation = Relation::SharesTotal(Completeness::Unknown);
            let claim = Claim::new(ClaimKind::Sum, relation, range, operands);
            out.push(Claim { binding: Binding::Likely, by_value: true, ..claim });
        }
        start += used.unwrap_or(1);
    }
    out
}

/// Uses up one of the readings that may be tried.
fn try_one(left: &mut i64) -> bool {
    let may = *left > 0;
    *left -= 1;
    may
}
