//! Changes whose two values stand behind them: `tăng 9,15%, từ 306 doanh nghiệp lên 334 doanh nghiệp`, `tăng 63,64% so với
//! tháng 8 (36/22 tỷ đồng)`, `giảm 115 cuộc (86 so với 201 cuộc của năm trước)`, `tăng 31,7% lên 6.187 tỷ đồng, so với 4.698
//! tỷ đồng cùng kỳ`.

use super::{Reader, changes, rises, unsigned, with_unit_of};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Separator, Value};
use crate::claims::series::reached;
use crate::claims::{Claim, ClaimKind, Operand, Relation, Role, words};
use crate::figures::{Cue, Dimension, Figure, Token, TokenKind};

/// How many other changes of the same thing may stand before the pair.
const CHAIN: usize = 2;

/// A value with the item it stands in.
type Told<'p> = (&'p Item, &'p Figure);

impl<'p> Reader<'p, '_> {
    /// Reads a change whose earlier and later value stand behind it; false where no such pair follows.
    pub(super) fn change_before_pair(&mut self, index: usize, item: &'p Item, figure: &'p Figure) -> bool {
        if item.cues.any(&[Cue::Average, Cue::PerYear, Cue::Growth]) || item.after.any(&[Cue::PerYear, Cue::Average]) {
            return false;
        }
        let Some(((earlier, base), (later, level))) =
            self.pair_behind(index).or_else(|| self.over(index)).or_else(|| self.beside_base(index))
        else {
            return false;
        };
        let kinds = match (figure.is_rate(), level.is_rate()) {
            (true, true) => (ClaimKind::PercentPoints, Relation::Points),
            (true, false) => (ClaimKind::PercentChange, Relation::PercentChange),
            (false, false) if fit(figure, level) >= Fit::Elided => (ClaimKind::Increase, Relation::Change),
            _ => return false,
        };
        let operands = |stated: Figure| {
            vec![
                Operand { role: Role::Stated, figure: stated, period: item.base },
                Operand::new(Role::Level, level, later.period),
                Operand::new(Role::Base, base, earlier.period.or(item.base)),
            ]
        };
        let stated = if figure.is_rate() { unsigned(figure) } else { with_unit_of(figure, level) };
        self.push_change(kinds, item, operands(stated));
        // `cắt giảm 86 thủ tục (54,4%), từ 158 xuống còn 72 thủ tục`: the change in percent as well.
        if let [(inner, rate)] = self.bracket(index).as_slice()
            && inner.verb.is_none()
            && rate.is_rate()
            && !figure.is_rate()
        {
            self.push_change((ClaimKind::PercentChange, Relation::PercentChange), item, operands(unsigned(rate)));
        }
        true
    }

    /// `thu ngân sách tăng 12,5 tỷ đồng (5,2%), đạt 252,5 tỷ đồng`, `giảm 3,2%, tương đương 17,8 tấn, xuống mức 544 tấn`: a
    /// change in both ways, and behind it what it came to; false where no such result follows.
    pub(super) fn change_with_result(&mut self, index: usize, item: &'p Item, figure: &'p Figure) -> bool {
        let other = [Cue::Average, Cue::PerYear, Cue::Growth, Cue::OfWhich, Cue::Comprise, Cue::Goal];
        let bracket = self.bracket(index);
        let told = |x: &Item| x.verb.is_none() || changes(x) && rises(x) == rises(item);
        let second = match bracket.as_slice() {
            [(inner, f)] if told(inner) => Some((*inner, *f)),
            [] => self.passage.item(index + 1).and_then(|x| Some((x, self.passage.first(x)?))),
            _ => None,
        };
        let Some((again, second)) = second else { return false };
        let bracketed = !bracket.is_empty();
        let joined = bracketed
            || again.group == item.group
                && again.sentence == item.sentence
                && again.separator <= Separator::Comma
                && again.cues.has(Cue::Corresponding);
        let (from, outer) = if bracketed { (index, item) } else { (index + 1, again) };
        let Some((result, level)) = reached::result(self.passage, from, outer) else { return false };
        let (rate, amount) = if figure.is_rate() { (figure, second) } else { (second, figure) };
        let plain = !item.cues.any(&other) && !again.cues.any(&other) && matches!(again.value, Value::One(_));
        let kinds = rate.unit.dimension == Dimension::Percent && !amount.is_rate() && fit(amount, level) == Fit::Same;
        let apart = item.base.is_some() && again.base.is_some() && item.base != again.base;
        if !joined || !plain || !kinds || apart || amount.value() >= level.value() {
            return false;
        }
        let operands = vec![
            Operand { role: Role::Stated, figure: unsigned(rate), period: item.base.or(again.base) },
            Operand::new(Role::Level, level, result.period),
            Operand { role: Role::Change, figure: with_unit_of(amount, level), period: None },
        ];
        self.push_change((ClaimKind::PercentChange, Relation::PercentChange), item, operands);
        true
    }

    fn push_change(&mut self, (kind, relation): (ClaimKind, Relation), item: &Item, operands: Vec<Operand>) {
        let range = operands.iter().fold(self.passage.range(item), |r, o| r.cover(o.figure.range));
        let mut claim = Claim::new(kind, relation, range, operands);
        claim.indicator = self.passage.indicator(item);
        claim.upward = Some(rises(item));
        self.claims.push(claim);
    }

    /// `từ 306 lên 334 doanh nghiệp` behind a change, in its sentence or alone in its bracket, with nothing but other
    /// changes of the same between.
    fn pair_behind(&self, index: usize) -> Option<(Told<'p>, Told<'p>)> {
        let item = self.passage.item(index)?;
        let opens = |g: &u32| self.passage.items.of_group(*g).next().is_some_and(|(_, x)| x.verb == Some(Cue::From));
        let inner = self.passage.items.bracket_behind(index).filter(opens);
        let group = inner.unwrap_or(item.group);
        let inside: Vec<(usize, &Item)> = match inner {
            Some(group) => self.passage.items.of_group(group).collect(),
            None => self.passage.items.from(item.group, index + 1).take(CHAIN + 2).collect(),
        };
        let here = |x: &Item| x.group == group && x.sentence == item.sentence && x.separator <= Separator::Comma;
        let again = inside.iter().take_while(|(_, x)| inner.is_none() && changes(x) && here(x) && !x.subject).count();
        let [(from, earlier), (to, later), ..] = inside.get(again..)? else { return None };
        if inner.is_some() && inside.len() > 2 || inner.is_none() && !here(earlier) {
            return None;
        }
        let led = earlier.verb == Some(Cue::From) && !earlier.subject;
        let goes_on = matches!(later.verb, Some(Cue::To | Cue::Remaining))
            && later.sentence == earlier.sentence
            && later.separator == Separator::None
            && self.leads_right_on(later);
        let plain = [earlier, later].iter().all(|x| matches!(x.value, Value::One(_)) && x.base.is_none());
        let (from, to) = (self.passage.item(*from)?, self.passage.item(*to)?);
        let (base, level) = (self.passage.first(from)?, self.passage.first(to)?);
        let alike = fit(base, level) >= Fit::Elided;
        (led && goes_on && plain && alike).then_some(((from, base), (to, level)))
    }

    /// `từ 1.562 tỷ đồng ở nửa đầu năm 2018 lên 1.882 tỷ đồng`: the words between a verb and its figure name nothing.
    fn leads_right_on(&self, item: &Item) -> bool {
        let words = |t: &&Token| t.kind == TokenKind::Word && !words::is_filler(&self.passage.document.folded(t.range));
        self.passage
            .own(item)
            .rev()
            .take_while(|t| !matches!(t.kind, TokenKind::Cue(Cue::To | Cue::Remaining)))
            .filter(words)
            .count()
            == 0
    }

    /// `giảm 115 cuộc (86 so với 201 cuộc của năm trước)`, `tăng 31,7% lên 6.187 tỷ đồng, so với 4.698 tỷ đồng cùng kỳ`: the
    /// later value, then what it is compared with.
    fn beside_base(&self, index: usize) -> Option<(Told<'p>, Told<'p>)> {
        let item = self.passage.item(index)?;
        let inner = self.passage.items.bracket_behind(index);
        let mut behind: Vec<(usize, &Item)> = match inner {
            Some(group) => self.passage.items.of_group(group).take(3).collect(),
            None => self.passage.items.from(item.group, index + 1).take(2).collect(),
        };
        let (base, level) = (behind.pop()?.0, behind.pop()?.0);
        let (earlier, later) = (self.passage.item(base)?, self.passage.item(level)?);
        let leads = match inner {
            Some(_) => matches!(later.verb, None | Some(Cue::Is | Cue::Reach)) && behind.is_empty(),
            None => {
                let here = (later.group, later.sentence) == (item.group, item.sentence);
                matches!(later.verb, Some(Cue::To | Cue::Remaining))
                    && !later.subject
                    && later.separator <= Separator::Comma
                    && here
            }
        };
        let compared = earlier.cues.has(Cue::ComparedWith)
            && earlier.verb.is_none()
            && !earlier.cues.any(&[Cue::Target, Cue::Given])
            && earlier.separator <= Separator::Comma
            && (earlier.group, earlier.sentence) == (later.group, later.sentence);
        let plain = [earlier, later].iter().all(|x| matches!(x.value, Value::One(_)));
        let (base, level) = (self.passage.first(earlier)?, self.passage.first(later)?);
        let alike = fit(base, level) >= Fit::Elided;
        // `tăng 0,3 điểm lên 1.332 điểm, so với mức đỉnh 1.376 điểm`: not what it rose from.
        let side = (level.value() > base.value()) == rises(item);
        (leads && compared && plain && alike && side).then_some(((earlier, base), (later, level)))
    }

    /// `tăng 63,64% so với tháng 8 (36/22 tỷ đồng)`: the value over that of the time compared with, alone in the bracket.
    /// No part is larger than its whole: `tăng 9,1% (24/22 tỷ đồng)` needs no words of comparison.
    fn over(&self, index: usize) -> Option<(Told<'p>, Told<'p>)> {
        let item = self.passage.item(index)?;
        let compared = item.base.is_some() || item.after.has(Cue::ComparedWith);
        let group = self.passage.items.bracket_behind(index).filter(|_| !item.after.has(Cue::Target))?;
        let mut inside = self.passage.items.of_group(group);
        let (Some((_, pair)), None) = (inside.next(), inside.next()) else { return None };
        let Value::Fraction(upper, lower) = pair.value else { return None };
        let (level, base) = (self.passage.figure(upper)?, self.passage.figure(lower)?);
        let rate = self.passage.first(item).is_some_and(|f| f.unit.dimension == Dimension::Percent);
        let plain = pair.verb.is_none() && !pair.subject && fit(level, base) >= Fit::Elided;
        // What has changed goes past its base on the side that the verb says.
        let side = (level.value() > base.value()) == rises(item);
        (rate && plain && side && (compared || rises(item))).then_some(((pair, base), (pair, level)))
    }
}
