//! Shares of a whole: of a fraction, of what stands beside, of a total before.

use super::{Level, REACH, Reader};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Separator, Value};
use crate::claims::{Binding, Claim, ClaimKind, Operand, Relation, Role, beside, closes, totals, words};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Period, Token, TokenKind};

impl<'p> Reader<'p, '_> {
    /// `27/46 trường …, chiếm 58,70%`; `310 hộ nghèo, chiếm 25%` of a whole stated before.
    pub(super) fn share(&mut self, item: &'p Item, figure: &'p Figure, level: &Level<'p>, foreign: bool) {
        let range = self.passage.range(level.item).cover(self.passage.range(item));
        let stated = Operand::new(Role::Stated, figure, None);
        let part = Operand::new(Role::Part, level.upper, level.item.period);
        if let Some(lower) = level.lower {
            if self.names_another_whole(item, figure, level, lower) {
                self.push(Claim::new(ClaimKind::Share, Relation::Share, range, vec![stated, part]), level);
                return;
            }
            let operands = vec![stated, part, Operand::new(Role::Whole, lower, None)];
            let mut claim = Claim::new(ClaimKind::Share, Relation::Share, range, operands);
            // `18/22 trường có học sinh đậu 100%`: what each of them has, not how many of all they are.
            let said = matches!(item.verb, Some(Cue::Reach | Cue::Equal | Cue::Share)) && !self.rate_of_its_own(item);
            let each = item.separator == Separator::None
                && item.group == level.item.group
                && !said
                && (figure.printed.is_zero() || figure.printed == Exact::HUNDRED);
            // `hơn 2/3 giá trị trong giỏ hàng là thức uống (chiếm 41%)`: two thirds of an amount, not two of three things.
            let proportion = !words::is_counted(&lower.unit.key)
                && lower.printed <= Exact::int(10)
                && !level.upper.form.leading_zero
                && !closes::share(level.upper, lower, figure);
            // `3/14 xã hoàn thành trên 85%`: a bound that each of them has reached.
            // `4/6 đơn vị đạt trên 80%`: the same of bodies and places
            let body = || words::kind_of(&lower.unit.key).is_some_and(words::is_body);
            let bound = figure.hedge.is_some() && item.separator == Separator::None && (!said || body());
            // Nothing binds it but that it stands there, and no slip of a digit makes it a statement.
            if proportion && item.group != level.item.group {
                return;
            }
            // `01/7 khoản thu vượt dự toán là thu khác (đạt 107,9%)`: of the one that is named before the bracket.
            let of_named = || {
                let tail = self.passage.lexed.tokens.get(level.item.tail.clone()).unwrap_or_default();
                // `6/6 thôn có điện (đạt 100%)` names nothing else.
                let copula = |t: &Token| words::is_filler(&self.passage.document.folded(t.range));
                tail.iter().any(|t| t.kind == TokenKind::Cue(Cue::Is) && copula(t))
            };
            if item.group != level.item.group && item.verb == Some(Cue::Reach) && of_named() {
                return;
            }
            if each || proportion || bound || foreign || fit(level.upper, lower) == Fit::Different {
                claim.binding = Binding::Likely;
            }
            // `Kế hoạch/giải ngân: năm 2022: 58,3/54,6 tỷ đồng (93,7%)`: written the other way round.
            if level.upper.value() > lower.value() {
                let swapped = vec![
                    Operand::new(Role::Stated, figure, None),
                    Operand::new(Role::Part, lower, level.item.period),
                    Operand::new(Role::Whole, level.upper, None),
                ];
                claim.alternatives.push(swapped);
            }
            // `218,4/231,0 tỷ đồng cho 296/312 hộ, đạt 94,5% kinh phí, 94,9% số hộ`: of the first fraction, then of the second.
            let before = self.passage.items.before(level.item.group, level.index).next().map(|(_, x)| x);
            // `đợt 1: 11.206/11.318 trẻ; đợt 2: 11.340/11.402 trẻ - 99,0% và 99,5%`: a rate right behind is that of the second.
            let at = self.passage.items.items.partition_point(|i| i.token < item.token);
            let again = self.passage.item(at + 1).filter(|x| x.own.len() <= 1 && x.verb.is_none());
            let again = again.and_then(|x| self.passage.first(x)).is_some_and(|f| closes::share(level.upper, lower, f));
            let near = level.item.separator == Separator::None || again && level.item.separator <= Separator::Semicolon;
            let first = before.filter(|x| x.sentence == level.item.sentence && near);
            if let Some((x, Value::Fraction(a, b))) = first.map(|x| (x, x.value))
                && let (Some(upper), Some(lower)) = (self.passage.figure(a), self.passage.figure(b))
                && closes::share(upper, lower, figure)
            {
                let stated = Operand::new(Role::Stated, figure, None);
                let part = Operand::new(Role::Part, upper, x.period);
                claim.alternatives.push(vec![stated, part, Operand::new(Role::Whole, lower, None)]);
            }
            self.push(claim, level);
            return;
        }
        // `(461 trong số 466 đại biểu có mặt, bằng 98,9%, và bằng 93,9% tổng số đại biểu là 491 người)`: of the whole behind it.
        let part_before = beside::part_before(self.passage, level.index, level.upper);
        let own = part_before.unwrap_or(level.upper);
        let index = self.passage.items.items.partition_point(|i| i.token < item.token);
        let whole_behind = beside::whole_behind(self.passage, index, own)
            .or_else(|| beside::whole_in_bracket(self.passage, index, own).filter(|_| part_before.is_none()));
        let beside = whole_behind.or(part_before.map(|_| level.upper)).map(|whole| (own, whole));
        if let Some((part, whole)) = beside {
            // `49,22 trong tổng 49,30 km`
            let part = part.in_unit_of(whole);
            let range = range.cover(part.range);
            let operands = vec![stated, Operand::new(Role::Part, &part, None), Operand::new(Role::Whole, whole, None)];
            self.push(Claim::new(ClaimKind::Share, Relation::Share, range, operands), level);
            return;
        }
        let mut wholes = self.wholes(level);
        // `112.680 tấn, trong đó thịt lợn …, gia cầm 28.936 tấn (25,7%), trâu, bò 12.294 tấn (11,9%)`: the total that a
        // cue of composition names before a part that only stands nearer.
        wholes.sort_by_key(|(_, composed)| !composed);
        let closing = |(whole, _): &(&Figure, bool)| closes::share(level.upper, whole, figure);
        if !wholes.is_empty() && !wholes.iter().any(closing) {
            wholes.extend(self.whole_further_off(level, figure).map(|whole| (whole, true)));
        }
        let mut readings: Vec<Vec<Operand>> = wholes
            .iter()
            .map(|(whole, _)| vec![stated.clone(), part.clone(), Operand::new(Role::Whole, whole, None)])
            .collect();
        // A percentage alone in the bracket of a part of `trong đó …`: one of the totals before is its whole.
        let bare = item.group != level.item.group && item.own.is_empty() && item.tail.is_empty();
        let composed = if bare { wholes.iter().any(|w| w.1) } else { wholes.first().is_some_and(|w| w.1) };
        let sure = composed && (wholes.len() == 1 || bare);
        // The whole that closes is the one that is meant; else the one that `gồm` binds, where a percentage alone in its
        // bracket speaks of a list.
        let closing = wholes.iter().position(|(whole, _)| closes::share(level.upper, whole, figure));
        if let Some(closing) = closing.or_else(|| wholes.iter().position(|w| bare && w.1)) {
            let reading = readings.remove(closing);
            readings.insert(0, reading);
        }
        let operands = if readings.is_empty() { vec![stated, part] } else { readings.remove(0) };
        let mut claim = Claim::new(ClaimKind::Share, Relation::Share, range, operands);
        claim.alternatives = readings;
        if foreign && !bare || !sure || self.of_another_whole(item, level, &claim) {
            claim.binding = Binding::Likely;
        }
        self.push(claim, level);
    }

    /// `chi phí xây lắp chiếm 82,5% (13.035 triệu đồng)`, `nhóm chế biến chiếm 61,7% với 196,5 triệu USD`: the amount behind
    /// the share of a subject of its own.
    pub(super) fn amount_of_share(&self, index: usize, item: &Item) -> Option<&'p Figure> {
        if !item.subject || item.separator < Separator::And {
            return None;
        }
        let small = |t: &Token| match t.kind {
            TokenKind::Cue(cue) => cue == Cue::Corresponding,
            _ => words::says_with(&self.passage.document.folded(t.range)),
        };
        let amount = |x: &'p Item| {
            let plain = matches!(x.value, Value::One(_)) && x.period.is_none() && x.base.is_none();
            let counted = |f: &Figure| !f.is_rate() && f.hedge.is_none() && f.unit.dimension != Dimension::None;
            self.passage.first(x).filter(|f| plain && counted(f))
        };
        if let Some(group) = self.passage.items.bracket_behind(index) {
            let mut inside = self.passage.items.of_group(group);
            let (Some((_, only)), None) = (inside.next(), inside.next()) else { return None };
            return amount(only).filter(|_| self.passage.own(only).all(small));
        }
        let next = self.passage.item(index + 1)?;
        let joined = next.separator == Separator::None && next.group == item.group && next.sentence == item.sentence;
        let led = self.passage.own(next).next_back().is_some_and(small);
        amount(next).filter(|_| joined && led)
    }

    /// `10/23 trường đạt tỷ lệ tốt nghiệp 100%`: the rate has a name of its own.
    fn rate_of_its_own(&self, item: &Item) -> bool {
        let own: Vec<&Token> = self.passage.own(item).collect();
        let verb = own.iter().rposition(|t| t.kind == TokenKind::Cue(Cue::Reach));
        let behind = verb.map_or(0, |v| own.iter().skip(v + 1).filter(|t| t.kind == TokenKind::Word).count());
        item.cues.has(Cue::RateNoun) || behind > 0
    }

    /// `24 nghìn công trình, trong đó 15 nghìn công trình …, chiếm 48,6% tổng vốn đầu tư`: the words behind the percentage
    /// name a whole that neither the part nor the whole before it is of.
    fn of_another_whole(&self, item: &Item, level: &Level<'p>, claim: &Claim) -> bool {
        let Some(whole) = claim.get(Role::Whole).filter(|_| item.after.has(Cue::Total)) else { return false };
        let of = self.passage.items.items.get(self.passage.index_at(whole.range.start));
        let around = of.map_or_else(String::new, |x| self.words_around(x));
        let known = format!("{} {} {around} {}", self.words_around(level.item), level.upper.noun, whole.noun);
        let tail = self.passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
        let behind = tail.iter().skip_while(|t| t.kind != TokenKind::Cue(Cue::Total)).skip(1);
        let words: Vec<String> = behind.flat_map(|t| self.syllables(t)).filter(|w| !words::is_stop(w)).collect();
        words.len() >= 2 && !words.iter().any(|w| known.split(' ').any(|k| k == w))
    }

    /// `giải ngân 52,4/81,3 tỷ đồng, đạt 64,5%, chiếm 40,1% vốn toàn tỉnh`, `14/20 chợ hạng 3, chiếm 35% số điểm bán`: the
    /// words behind a share name another whole than the fraction, which has its percentage or counts other things.
    fn names_another_whole(&self, item: &Item, figure: &Figure, level: &Level<'p>, lower: &Figure) -> bool {
        if item.verb != Some(Cue::Share) || closes::share(level.upper, lower, figure) {
            return false;
        }
        let tail = self.passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
        let words: Vec<String> = tail
            .iter()
            .map(|t| crate::lexicon::fold(self.passage.document.slice(t.range)))
            .filter(|w| !words::is_stop(w) && !words::is_filler(w))
            .collect();
        let told = self.claims.iter().rev().take(REACH).any(|c| {
            let ours = c.get(Role::Part).is_some_and(|f| f.number == level.upper.number)
                && c.get(Role::Whole).is_some_and(|f| f.number == lower.number);
            ours && c.get(Role::Stated).is_some_and(|s| closes::share(level.upper, lower, s))
        });
        let counted = lower.is_count() && words::is_counted(&lower.unit.key);
        let same =
            || words.iter().any(|w| lower.unit.key.split(' ').chain(level.upper.unit.key.split(' ')).any(|u| u == w));
        // `chiếm 51,5%, chưa đạt chỉ tiêu nghị quyết`: a verdict names no whole.
        let verdict = item.after.any(&[Cue::Target, Cue::Reach, Cue::Not]);
        told && !tail.is_empty() || counted && !verdict && !words.is_empty() && !same()
    }

    /// Whether a figure stands right behind the share of a level as its whole.
    pub(super) fn is_whole_of_share(&self, index: usize, level: usize) -> bool {
        let Some(before) = index.checked_sub(1).filter(|&b| b > level) else { return false };
        let share = self
            .passage
            .item(before)
            .is_some_and(|x| x.verb == Some(Cue::Share) && self.passage.first(x).is_some_and(Figure::is_rate));
        let ours = self.level_of.get(before).copied().flatten() == Some(level);
        let part = self.level(level).filter(|l| share && ours && l.lower.is_none());
        part.is_some_and(|l| beside::whole_behind(self.passage, before, l.upper).is_some())
    }

    /// `05/11 xã đạt 19/19 tiêu chí (45,5%)`: a full mark says what was reached, and the fraction
    /// before it how many reached it.
    pub(super) fn behind_full_mark(&self, level: &Level<'p>) -> Option<Level<'p>> {
        let full = level.lower.is_some_and(|lower| lower.value() == level.upper.value());
        let close = full && level.item.separator == Separator::None;
        let before = self.level(level.index.checked_sub(1)?).filter(|_| close)?;
        let ours = before.item.group == level.item.group && before.item.sentence == level.item.sentence;
        (ours && before.lower.is_some()).then_some(before)
    }

    /// `hiện có 57 người; … thạc sĩ 09 người (15,8%), đại học 46 người (80,7%); nữ 24 người (42,1%)`: an amount further
    /// off in the block that closes with a percentage of three digits or more.
    fn whole_further_off(&self, part: &Level<'p>, stated: &Figure) -> Option<&'p Figure> {
        const FAR: usize = 40;
        let digits = stated.printed.digits().count();
        let start = part.index.saturating_sub(FAR);
        let far = (start..part.index).rev().filter(|_| digits >= 3).filter_map(|i| self.level(i));
        let fits = |w: &Figure| fit(w, part.upper) >= Fit::Kin && w.value() > part.upper.value() && w.hedge.is_none();
        far.map(|l| l.upper).find(|w| fits(w) && closes::share(part.upper, w, stated))
    }

    /// Figures that may be the whole of a part: nearest first; the flag says
    /// that a cue of composition (`trong đó`, a bracket) binds the two.
    pub(super) fn wholes(&self, part: &Level<'p>) -> Vec<(&'p Figure, bool)> {
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
        let bracketed = self.rate_in_bracket(part.index).is_some();
        for index in (part.index.saturating_sub(REACH)..part.index).rev() {
            let Some(other) = self.level(index) else { continue };
            if other.item.sentence + 1 < part.item.sentence || other.item.group != part.item.group {
                continue;
            }
            // `vốn tỉnh 2.104,7 tỷ đồng (64,0%), vốn trung ương 1.639,5 tỷ đồng (70,9%)`: beside each other.
            let beside = bracketed && !composed && self.part_of_above(&other).is_none();
            if beside && self.rate_in_bracket(index).is_some() {
                continue;
            }
            // `độ tuổi bình quân là 51,20; …, trong đó có 12 cán bộ`: an average is no whole of what is counted.
            let average = other.item.cues.has(Cue::Average) && part.upper.is_count();
            if !average && fit(other.upper, part.upper) >= Fit::Kin && other.upper.value() > part.upper.value() {
                let same_sentence = other.item.sentence == part.item.sentence;
                let opens = totals::opens_whole(self.passage, other.item);
                // `586 hộ, 1,12% trên tổng số 52.318 hộ, năm 2021 là 1.946 hộ (3,78%)`: the whole of another year.
                let year = matches!(part.item.period, Some(Period::Year(_)));
                if opens && year && !composed && part.item.period != other.item.period {
                    continue;
                }
                found.push((other.upper, (composed || opens) && same_sentence));
                // `5.412/5.467 hộ, trong đó nước sạch 3.978 hộ, chiếm 72,8% số hộ toàn xã`: of the one or of the other.
                found.extend(other.lower.map(|lower| (lower, false)));
            }
            composed |= other.item.cues.any(&[Cue::OfWhich, Cue::Comprise]);
        }
        found
    }
}
