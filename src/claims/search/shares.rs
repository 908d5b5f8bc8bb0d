//! The part and the whole of a percentage that no word binds.

use super::{PARTS, Reach, WHOLES, amount, changes, digits, tries, try_one};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Separator, Value};
use crate::claims::words;
use crate::claims::{Binding, Claim, ClaimKind, Operand, Relation, Role, closes};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, TokenKind};

impl<'p> Reach<'_, 'p, '_> {
    pub(super) fn share(&self, figure: &Figure) -> Option<Claim> {
        let mut left = tries(figure);
        let before = self.before();
        let (behind, named) = (self.behind(), self.named());
        let over = matches!(self.item.verb, Some(Cue::Reach | Cue::Equal)) || self.item.cues.has(Cue::ComparedWith);
        let telling = digits(figure) >= 3;
        for (n, (part_item, part)) in before.iter().take(PARTS).enumerate() {
            let nearest = n == 0 && part_item.sentence == self.item.sentence;
            // What stands behind the percentage, or has its words, is bound by more than its value.
            let near = before.iter().skip(n + 1).take(WHOLES).map(|w| (w, false));
            let wholes = behind.iter().map(|w| (w, true)).chain(near).chain(named.iter().map(|w| (w, true)));
            let fits = |w: &Figure| {
                w.number != part.number
                    && fit(w, part) >= Fit::Kin
                    && (fit(w, part) >= Fit::Elided || telling)
                    && (over || w.value() > part.value())
                    && (telling || nearest)
            };
            let closing = wholes.into_iter().filter(|((_, w), _)| fits(w)).find(|((_, w), bound)| {
                let tried = *bound || try_one(&mut left);
                tried && closes::share(part, w, figure)
            });
            if let Some(((_, whole), _)) = closing {
                return Some(self.share_of(figure, part_item, part, whole));
            }
        }
        let least = self.plan_nearer(figure, &before).or_else(|| self.of_both(figure, &before));
        let least = least.or_else(|| self.parted(figure, &before)).or_else(|| self.nearly(figure, &before));
        least.or_else(|| self.meant(figure, &before))
    }

    /// `tiếp nhận 42.618 hồ sơ, nộp trực tuyến 30.174 hồ sơ (70,83%)`: the part right before the percentage, and the nearest
    /// larger amounts of its kind, that are no parts with shares of their own, where none of them closes.
    fn meant(&self, figure: &Figure, before: &[(&'p Item, &'p Figure)]) -> Option<Claim> {
        const FEW: usize = 2;
        let (item, part) = before.first().copied()?;
        let at =
            self.index.checked_sub(1).filter(|&at| self.passage.item(at).is_some_and(|x| std::ptr::eq(x, item)))?;
        if digits(figure) < 3 || figure.printed >= Exact::HUNDRED || !self.is_share() || !self.is_part(at, item) {
            return None;
        }
        let named = self.words_behind();
        let wholes = before.iter().skip(1).filter(|(x, w)| {
            // Of money and measures any two are of one kind; of a count without its noun only the sentence tells.
            let counted = w.unit.dimension == Dimension::Count;
            let here = self.passage.document.block_at(w.number.start) == Some(self.passage.block);
            let sentence = here && x.sentence == item.sentence;
            let alike = match fit(w, part) {
                Fit::Same => counted || sentence,
                Fit::Elided => counted && sentence,
                _ => false,
            };
            let beside = !here || x.group == item.group;
            alike && beside && w.value() > part.value() && self.may_be_whole(x, w, item, &named)
        });
        let mut readings: Vec<Vec<Operand>> =
            wholes.take(FEW).map(|(_, whole)| self.share_of(figure, item, part, whole).operands).collect();
        if readings.is_empty() {
            return None;
        }
        let operands = readings.remove(0);
        let claim = self.claim(ClaimKind::Share, Relation::Share, operands);
        Some(Claim { binding: Binding::Meant, alternatives: readings, ..claim })
    }

    /// Whether the words around the percentage say that it is a share of what is told before, and nothing else.
    fn is_share(&self) -> bool {
        let alone = self.item.group != 0 && self.item.own.is_empty();
        let said =
            matches!(self.item.verb, Some(Cue::Share | Cue::Reach | Cue::Equal)) || self.item.cues.has(Cue::RateNoun);
        let plain = |t: &crate::figures::Token| match t.kind {
            TokenKind::Word => words::is_filler(&self.passage.document.folded(t.range)),
            TokenKind::Cue(cue) => matches!(cue, Cue::Share | Cue::Reach | Cue::Equal | Cue::RateNoun | Cue::Is),
            _ => false,
        };
        let beside = self.passage.item(self.index + 1).is_some_and(|x| {
            x.sentence == self.item.sentence && x.separator == Separator::None && x.group == self.item.group
        });
        (alone || said)
            && !self.item.subject
            && !beside
            && self.passage.own(self.item).all(plain)
            && self.item.base.is_none()
    }

    /// Whether the item right before a percentage is what it is the share of.
    fn is_part(&self, at: usize, item: &Item) -> bool {
        let host = self.passage.items.groups.get(self.item.group as usize).and_then(|g| g.host);
        let bound = item.group == self.item.group || host == Some(at);
        let plain = matches!(item.value, Value::One(_)) && item.base.is_none();
        let other =
            item.cues.any(&[Cue::Average, Cue::Target, Cue::Given, Cue::ComparedWith, Cue::Growth, Cue::From, Cue::To]);
        bound && plain && !other && item.sentence == self.item.sentence
    }

    /// Whether an amount may be the whole of the share of a part: it has no share of its own, is no plan and no change.
    fn may_be_whole(&self, item: &Item, whole: &Figure, part: &Item, named: &[String]) -> bool {
        let own = self.passage.document.block_at(whole.number.start) == Some(self.passage.block);
        let passage = if own { Some(self.passage) } else { self.above.passage_at(whole.number.start) };
        let Some(passage) = passage else { return false };
        let next = passage.item(passage.index_at(whole.range.start) + 1);
        let shared = next.is_some_and(|x| {
            let rate = passage.first(x).is_some_and(Figure::is_rate);
            rate && x.sentence == item.sentence && !changes(x) && !x.after.any(&[Cue::Target, Cue::Given])
        });
        // `trên tổng số 52.318 hộ, năm 2021 là 1.946 hộ (3,78%)`: of another year.
        let dated = self.passage.own(part).any(|t| matches!(t.kind, TokenKind::Period(_)));
        let times = item.period == part.period || !dated && (item.period.is_none() || part.period.is_none());
        let other = item.cues.any(&[Cue::Average, Cue::Target, Cue::Given, Cue::ComparedWith, Cue::From, Cue::To])
            || item.after.has(Cue::Target);
        let around = format!("{} {}", whole.noun, whole.unit.key);
        let spoken = named.iter().all(|w| around.split(' ').any(|k| k == w));
        !shared && times && !other && item.base.is_none() && spoken
    }

    fn share_of(&self, figure: &Figure, part_item: &Item, part: &Figure, whole: &Figure) -> Claim {
        let operands = vec![
            Operand::new(Role::Stated, figure, None),
            Operand::new(Role::Part, part, part_item.period),
            Operand::new(Role::Whole, whole, None),
        ];
        self.claim(ClaimKind::Share, Relation::Share, operands)
    }

    /// `chi 1.286,4 triệu đồng cho 1.072 suất; kế hoạch năm 1.100 triệu đồng (đạt 116,9%)`, `cấp 2.316 giấy (hồ sơ đủ điều kiện
    /// 2.640, đạt 87,7%)`: what it is a percentage of stands nearer than what was reached.
    fn plan_nearer(&self, figure: &Figure, before: &[(&'p Item, &'p Figure)]) -> Option<Claim> {
        const NEAR: usize = 3;
        let telling = digits(figure) >= 3;
        let reached = matches!(self.item.verb, Some(Cue::Reach | Cue::Equal)) || self.item.group != 0;
        let ((whole_item, whole), rest) = before.split_first().filter(|_| telling && reached && !self.item.subject)?;
        let near =
            rest.iter().take(NEAR).filter(|(x, f)| x.sentence == whole_item.sentence && fit(f, whole) >= Fit::Elided);
        let (item, level) = near.copied().find(|(_, level)| closes::share(level, whole, figure))?;
        let operands = vec![
            Operand::new(Role::Stated, figure, None),
            Operand::new(Role::Level, level, item.period),
            Operand::new(Role::Target, whole, None),
        ];
        Some(Claim { by_value: true, ..self.claim(ClaimKind::PercentOfTarget, Relation::OfTarget, operands) })
    }

    /// `nhà vệ sinh đạt chuẩn 152 khu, không đạt 08 khu (đạt 95,0%)`: a part of two that only together are the whole.
    fn of_both(&self, figure: &Figure, before: &[(&'p Item, &'p Figure)]) -> Option<Claim> {
        let telling = digits(figure) >= 3;
        let [(x, a), (y, b), ..] = before else { return None };
        let here = |x: &Item| x.sentence == self.item.sentence;
        if !telling || !here(x) || !here(y) || fit(a, b) < Fit::Elided || self.item.subject {
            return None;
        }
        let sum = || Some(Figure { printed: a.printed.add(b.printed)?, ..(*a).clone() });
        let sum = sum().filter(|_| a.unit.factor == b.unit.factor)?;
        let (item, part) = [(x, a), (y, b)].into_iter().find(|(_, part)| closes::share(part, &sum, figure))?;
        let operands = vec![
            Operand::new(Role::Stated, figure, None),
            Operand::new(Role::Part, part, item.period),
            Operand::new(Role::Term, a, x.period),
            Operand::new(Role::Term, b, y.period),
        ];
        Some(Claim { by_value: true, ..self.claim(ClaimKind::Share, Relation::Share, operands) })
    }

    /// `tiếp nhận 3.847 hồ sơ, trực tuyến 3.294, tỷ lệ 85,6%, trực tiếp 553`: that the part and the next amount make up the
    /// whole binds all three, whatever the percentage.
    fn parted(&self, figure: &Figure, before: &[(&'p Item, &'p Figure)]) -> Option<Claim> {
        const LEAST: i64 = 100;
        let named = self.item.verb == Some(Cue::Share) || self.item.cues.has(Cue::RateNoun) || self.item.group != 0;
        let plain = !self.item.subject && !self.item.after.any(&[Cue::Target, Cue::Given, Cue::ComparedWith]);
        let (item, part) = before.first().filter(|(x, _)| named && plain && x.sentence == self.item.sentence)?;
        let rest = self.passage.items.from(item.group, self.index + 1).map(|(_, x)| x);
        let next = rest.take_while(|x| x.sentence == item.sentence).find(|x| !changes(x))?;
        let other = self.passage.first(next).filter(|f| amount(f) && fit(f, part) >= Fit::Elided)?;
        let sum = part.value()?.add(other.value()?)?;
        let here = before.iter().skip(1).filter(|(x, _)| x.sentence == item.sentence);
        let mut wholes = here
            .filter(|(_, w)| w.printed >= Exact::int(LEAST) && w.value() == Some(sum) && fit(w, part) >= Fit::Elided);
        // `kiên cố 2.080 hộ, chiếm 50,0%; bán kiên cố 1.248 hộ, chiếm 30,0%; nhà tạm 832 hộ`: what has a share of its own is a part.
        let (_, whole) = wholes.next().filter(|(_, w)| {
            let behind =
                self.passage.item(self.passage.index_at(w.range.start) + 1).and_then(|x| self.passage.first(x));
            !behind.is_some_and(Figure::is_rate)
        })?;
        Some(Claim { binding: Binding::Sure, ..self.share_of(figure, item, part, whole) })
    }

    /// `làm rõ 71 vụ, …, tỷ lệ 91,04%` of 78 cases in the sentence before (91,03%): that one pair of counts of one kind
    /// comes within two units of the last of four digits is no chance. It is the pair that is meant, and not right.
    fn nearly(&self, figure: &Figure, before: &[(&'p Item, &'p Figure)]) -> Option<Claim> {
        const DIGITS: u32 = 4;
        let named = self.item.cues.has(Cue::RateNoun) || matches!(self.item.verb, Some(Cue::Reach | Cue::Share));
        if digits(figure) < DIGITS || figure.decimals < 2 || !named || figure.printed >= Exact::HUNDRED {
            return None;
        }
        let slack = Exact::ten_pow(-i32::from(figure.decimals))?.mul(Exact::int(2))?;
        let near = |part: &Figure, whole: &Figure| {
            let off = part.value()?.div(whole.value()?)?.mul(Exact::HUNDRED)?.sub(figure.printed)?.abs();
            (off <= slack).then_some(())
        };
        let counts: Vec<_> =
            before.iter().filter(|(x, f)| f.is_count() && x.sentence + 1 >= self.item.sentence).take(WHOLES).collect();
        let pairs = counts.iter().enumerate().flat_map(|(n, p)| counts.iter().skip(n + 1).map(move |w| (*p, *w)));
        let mut found = pairs.filter(|((x, part), (_, whole))| {
            let same = x.sentence == self.item.sentence && fit(part, whole) == Fit::Same;
            same && whole.value() > part.value() && near(part, whole).is_some()
        });
        let ((item, part), (_, whole)) = found.next().filter(|_| found.next().is_none())?;
        let operands = vec![
            Operand::new(Role::Stated, figure, None),
            Operand::new(Role::Part, part, item.period),
            Operand::new(Role::Whole, whole, None),
        ];
        let claim = self.claim(ClaimKind::Share, Relation::Share, operands);
        Some(Claim { binding: Binding::Sure, ..claim })
    }
}
