//! The readings of one figure as a sum or a difference, the likeliest first.

use super::{
    Amount, BEFORE, BEHIND, CUED, FAR, LARGE, MOST, NEAREST, PAIRED, RECKONED, SENTENCES, SMALL, UNITS, meets,
};
use crate::claims::above::Above;
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Passage, Value};
use crate::claims::search::{try_one, units};
use crate::claims::{Binding, Claim, ClaimKind, Completeness, Operand, Relation, Role, words};
use crate::document::TextRange;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Token};
use hashbrown::HashMap;

/// A figure and what stands around it.
pub(super) struct Reach<'p, 'd> {
    pub(super) passage: &'p Passage<'d>,
    pub(super) own: Amount<'p>,
    /// Amounts of its kind before it, nearest first, and behind it.
    pub(super) before: Vec<Amount<'p>>,
    behind: Vec<Amount<'p>>,
    /// What it and they come to, where all are printed to one digit, so that a sum closes to the last of them.
    values: Option<Values>,
    /// Whether it stands alone in the bracket behind the nearest, or they stand in the bracket behind it.
    closing: bool,
    opening: bool,
    /// Whether the nearest figure before it is a rate.
    pub(super) behind_rate: bool,
    /// Whether a word says that it is reckoned.
    cued: bool,
}

impl<'p, 'd> Reach<'p, 'd> {
    pub(super) fn of(
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
            earlier.take(2 * BEFORE).filter(|x| fits(x, total)).take(BEFORE).copied().collect();
        if before.len() < 2 {
            let leads = above.levels(passage.block, item.sentence).into_iter();
            let leads = leads.map(|(item, figure)| Amount { index: usize::MAX, item, figure });
            let seen: Vec<TextRange> = before.iter().map(|x| x.figure.number).collect();
            let fresh = |x: &Amount<'_>| !seen.contains(&x.figure.number) && x.figure.hedge.is_none() && fits(x, false);
            before.extend(leads.filter(fresh).take(PAIRED));
        }
        let behind: Vec<Amount<'_>> = later().filter(|x| fits(x, opening || kinds)).take(BEHIND).copied().collect();
        let verb = item.verb.is_some_and(|v| v == Cue::Remaining || v.moves());
        let negated = |t: &Token| words::negates(&passage.document.folded(t.range));
        let tail = passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
        let behind_rate = amounts.get(..at).and_then(|a| a.last()).is_some_and(|x| x.figure.is_rate());
        let points = figure.unit.dimension == Dimension::PercentPoint;
        let own_words: Vec<String> = passage.own(item).map(|t| passage.document.folded(t.range).into_owned()).collect();
        let pending = words::pending_words(&own_words.join(" ")) > 0;
        let cued = verb || pending || points || item.cues.any(&RECKONED) || tail.iter().take(3).any(negated);
        let values = Values::of(figure, &before, &behind);
        Reach { passage, own: *own, before, behind, values, closing, opening, behind_rate, cued }
    }

    /// The first reading that closes.
    pub(super) fn reading(&self) -> Option<Claim> {
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

    /// `nhà văn hóa riêng: 54 (87,1%); dùng chung 08`: what the part right before leaves of the whole that its share has.
    pub(super) fn of_share(&self, shares: &HashMap<TextRange, Figure>) -> Option<Claim> {
        let part =
            self.before.first().filter(|x| x.item.sentence == self.own.item.sentence && !self.own.figure.is_rate())?;
        let whole = shares.get(&part.figure.number)?;
        let bare = self.own.figure.unit.dimension == Dimension::None || fit(whole, self.own.figure) >= Fit::Kin;
        let closes = bare && whole.number != self.own.figure.number && meets(whole, &[part.figure, self.own.figure]);
        closes.then(|| {
            let operands = vec![
                self.own.operand(Role::Stated, whole),
                part.operand(Role::Part, whole),
                Operand::new(Role::Whole, whole, None),
            ];
            self.claim(ClaimKind::Sum, Relation::Remainder, operands)
        })
    }

    /// `Loại trừ tiền sử dụng đất, số thu còn lại 114.837 triệu đồng`: sum or difference of two amounts of the paragraphs
    /// before; of so many digits no chance gives it.
    pub(super) fn far(&self, far: &[Amount<'p>]) -> Option<Claim> {
        let figure = self.own.figure;
        if units(figure) < LARGE || figure.is_rate() {
            return None;
        }
        let here = self.before.iter().filter(|x| x.index != usize::MAX);
        // `10,774 tỷ đồng` of 49,5 and 38,7: rounded figures say less.
        let fine = |f: &Figure| f.last_digit().zip(figure.last_digit()).is_some_and(|(a, b)| a <= b);
        let alike = |x: &&Amount<'_>| fit(x.figure, figure) == Fit::Same && (x.figure.is_count() || fine(x.figure));
        let near = here.chain(far.iter().rev()).take(2 * FAR).filter(alike).take(FAR);
        let mut near: Vec<(Exact, Amount<'_>)> = near.filter_map(|x| Some((x.figure.value()?, *x))).collect();
        near.sort_by_key(|x| x.0);
        let own = figure.value().filter(|v| !v.is_zero())?;
        let at = |value: Exact| near.binary_search_by_key(&value, |x| x.0).ok().and_then(|i| near.get(i));
        near.iter().filter(|x| !x.0.is_zero()).find_map(|(value, low)| {
            if let Some((_, high)) = value.add(own).and_then(at) {
                return Some(self.sum(high, &[*low]));
            }
            let (_, other) = own.sub(*value).filter(|rest| !rest.is_negative() && rest != value).and_then(at)?;
            Some(self.sum_of(&[*low, *other]))
        })
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
            if self.values.as_ref().is_some_and(|v| !v.leaves(parts)) {
                continue;
            }
            let figures: Vec<&Figure> = nearest.iter().map(|x| x.figure).chain([self.own.figure]).collect();
            let changed = nearest.iter().any(|x| x.item.verb.is_some_and(Cue::moves));
            if !changed && meets(whole.figure, &figures) {
                return Some(self.sum(whole, nearest));
            }
        }
        self.rest_of_kinds()
    }

    /// `biên chế được giao 2.386, có mặt 2.214 người, chưa dùng 172 chỉ tiêu`: other nouns for one thing.
    fn rest_of_kinds(&self) -> Option<Claim> {
        let (index, figure) = (self.own.index, self.own.figure);
        if !self.cued || !figure.is_count() || units(figure) < SMALL {
            return None;
        }
        let before = self.passage.items.before(self.own.item.group, index);
        let before = before.take_while(|(_, x)| x.sentence == self.own.item.sentence);
        let amounts = before.filter_map(|(index, item)| {
            let figure = self.passage.first(item).filter(|f| !f.is_rate())?;
            matches!(item.value, Value::One(_)).then_some(Amount { index, item, figure })
        });
        let near: Vec<Amount<'_>> = amounts.take(2).collect();
        let [part, whole] = near.as_slice() else { return None };
        let counts = [part, whole].into_iter().all(|x| x.figure.is_count() && x.figure.hedge.is_none());
        (counts && meets(whole.figure, &[part.figure, figure])).then(|| self.sum(whole, &[*part]))
    }

    /// `quý I 05, quý II 08, quý III 04 (cộng 17)`: the sum of those right before.
    fn total(&self, left: &mut i64) -> Option<Claim> {
        for parts in 2..=self.before.len() {
            let parts = self.before.get(..parts)?;
            let first = parts.last()?;
            if first.item.sentence + 1 < self.own.item.sentence || !(self.closing || try_one(left)) {
                return None;
            }
            if self.values.as_ref().is_some_and(|v| !v.totals(parts.len())) {
                continue;
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
        // `11 sản phẩm, 08 sản phẩm 3 sao, 03 sản phẩm 4 sao`: two that say the noun again.
        let again = |x: &Amount<'_>| !x.figure.unit.elided && x.figure.unit.key == self.own.figure.unit.key;
        let twice = parts.len() == 2 && !self.own.figure.unit.key.is_empty() && parts.iter().all(again);
        let least = if self.opening || twice { 2 } else { 3 };
        let mut sum = Exact::ZERO;
        let sums: Vec<Option<Exact>> = match &self.values {
            Some(_) => figures
                .iter()
                .map(|f| {
                    sum = sum.add(f.value_in_unit_of(self.own.figure)?)?;
                    Some(sum)
                })
                .collect(),
            None => Vec::new(),
        };
        (least..=parts.len()).find_map(|n| {
            let off = self.values.as_ref().is_some_and(|v| sums.get(n - 1).is_some_and(|s| *s != Some(v.own)));
            if off {
                return None;
            }
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
        let values: Option<Vec<Exact>> = self
            .values
            .as_ref()
            .and_then(|_| near.iter().map(|x| x.figure.value_in_unit_of(self.own.figure)).collect());
        for (n, b) in near.iter().enumerate() {
            let nearest = if n < PAIRED || units(self.own.figure) >= LARGE { n } else { NEAREST };
            for (m, a) in near.get(..nearest)?.iter().enumerate() {
                if fit(a.figure, b.figure) < Fit::Kin || !try_one(left) {
                    continue;
                }
                let apart = || {
                    let (values, own) = (values.as_ref()?, self.values.as_ref()?.own);
                    Some(values.get(m)?.sub(*values.get(n)?)?.abs() != own)
                };
                if apart().unwrap_or(false) {
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

/// What a figure and those before it come to.
struct Values {
    own: Exact,
    before: Vec<Exact>,
    /// The sum of the nearest, for each number of them.
    sums: Vec<Exact>,
}

impl Values {
    /// Counts, or figures with as many decimals in one unit: their sums close to the last digit or not at all.
    fn of(figure: &Figure, before: &[Amount<'_>], behind: &[Amount<'_>]) -> Option<Values> {
        let like = |x: &Amount<'_>| {
            let (f, unit) = (x.figure, &x.figure.unit);
            let same = unit.dimension == Dimension::None || unit.factor == figure.unit.factor;
            f.is_count() && figure.is_count() || f.decimals == figure.decimals && same
        };
        let bare = figure.unit.dimension == Dimension::None;
        let with_unit = |x: &Amount<'_>| bare && x.figure.unit.dimension != Dimension::None;
        if before.iter().chain(behind).any(with_unit) || !before.iter().chain(behind).all(like) {
            return None;
        }
        let values: Option<Vec<Exact>> = before.iter().map(|x| x.figure.value_in_unit_of(figure)).collect();
        let before = values?;
        let mut sum = Exact::ZERO;
        let mut sums = Vec::with_capacity(before.len());
        for value in &before {
            sum = sum.add(*value)?;
            sums.push(sum);
        }
        Some(Values { own: figure.value()?, before, sums })
    }

    /// Whether so many parts and the figure come to the one before them.
    fn leaves(&self, parts: usize) -> bool {
        let sum = parts.checked_sub(1).and_then(|n| self.sums.get(n)).and_then(|s| s.add(self.own));
        sum.is_none_or(|sum| self.before.get(parts).is_none_or(|whole| *whole == sum))
    }

    /// Whether so many parts come to the figure.
    fn totals(&self, parts: usize) -> bool {
        let sum = parts.checked_sub(1).and_then(|n| self.sums.get(n));
        sum.is_none_or(|sum| *sum == self.own)
    }
}
