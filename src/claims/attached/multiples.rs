//! A level as a multiple of another: `gấp 2,4 lần so với năm 2020`, `bằng một nửa mức 420 vụ của năm trước`.

use super::{Level, Reader, past};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Separator};
use crate::claims::{Binding, Claim, ClaimKind, Operand, Relation, Role, words};
use crate::figures::{Cue, Dimension, Figure, TokenKind};

impl<'p> Reader<'p, '_> {
    /// `gấp 2,4 lần so với năm 2020`
    pub(super) fn multiple(
        &mut self,
        index: usize,
        item: &'p Item,
        figure: &'p Figure,
        level: Option<Level<'p>>,
    ) -> bool {
        let Some(near) = level else { return true };
        // `có 21 dự án, tăng 5 dự án, vốn đăng ký gấp 1,8 lần cùng kỳ (16 dự án; 119 triệu USD)`: what it is a multiple of
        // its own words say.
        let foreign = item.subject && item.separator >= Separator::Comma && item.group == near.item.group;
        let own = self.by_subject(index, item).filter(|_| foreign).and_then(|i| self.level(i));
        let unnamed = foreign && own.is_none() && self.bracket(index).len() > 1;
        let level = own.unwrap_or(near);
        let mut operands = vec![
            Operand::new(Role::Stated, figure, item.base),
            Operand::new(Role::Level, level.upper, level.item.period),
        ];
        let bracket = || self.base_of_multiple(index, item, &level);
        let base = self.base(index, item, &level).or_else(bracket).or_else(|| self.base_named(item, &level));
        operands.extend(base);
        // `gấp 3 lần mức trung bình ngành là 2,28%`: the words right behind name the base.
        if let Some((x, base)) = self.passage.item(index + 1).and_then(|x| Some((x, self.passage.first(x)?)))
            && (x.group, x.sentence, x.separator) == (item.group, item.sentence, Separator::None)
            && (x.cues.any(&[Cue::Average, Cue::Is]) || self.names_only_base(x))
            && fit(base, level.upper) == Fit::Same
        {
            operands.truncate(2);
            operands.push(Operand::new(Role::Base, base, x.period));
        }
        // `năm 2021 có 04 đơn vị, năm 2024 gấp 2,5 lần (10 đơn vị)`: the later level stands in the bracket.
        if super::earlier::precedes(level.item.period, item.period)
            && let Some(later) = self.base_of_multiple(index, item, &level)
        {
            operands.truncate(1);
            operands.push(Operand { role: Role::Level, ..later });
            operands.push(Operand::new(Role::Base, level.upper, level.item.period));
        }
        // `286 sản phẩm; năm 2020 mới có 62 sản phẩm, nay gấp 4,6 lần`: the level of today stands before its base.
        let later = if operands.len() == 2 { self.later_level(item, &level) } else { None };
        if let Some((later, _)) = &later {
            operands.truncate(1);
            operands.push(later.clone());
            operands.push(Operand::new(Role::Base, level.upper, level.item.period));
        }
        let range = self.passage.range(level.item).cover(self.passage.range(item));
        let mut claim = Claim::new(ClaimKind::PercentChange, Relation::Multiple, range, operands);
        // `trung bình 7.250 triệu đồng/kỳ; kỳ này gấp 2,46 lần kỳ 2022`: not the average.
        let average = level.item.cues.has(Cue::Average) && item.separator >= Separator::Semicolon;
        if later.is_some_and(|(_, sure)| !sure) || unnamed || average {
            claim.binding = Binding::Likely;
        }
        // `tăng 3 lần` may be by three times as much; `gấp 3 lần`, `bằng 3 lần` may not.
        claim.upward = Some(true).filter(|_| item.verb == Some(Cue::Increase) && !item.cues.has(Cue::Multiple));
        self.or_of_whole_list(&mut claim, &level);
        self.push(claim, &level);
        true
    }

    /// `bằng một nửa mức 420 vụ của năm trước`, `gấp đôi con số 159`: small words alone lead to what a multiple is of, and
    /// its time stands behind it.
    fn names_only_base(&self, base: &Item) -> bool {
        let small = |t: &crate::figures::Token| {
            t.kind == TokenKind::Cue(Cue::ComparedWith)
                || t.kind == TokenKind::Word && words::is_filler(&self.passage.document.folded(t.range))
        };
        let own = self.passage.own(base).count();
        base.verb.is_none() && own > 0 && self.passage.own(base).all(small) && past(base.period)
    }

    /// `gấp 2,4 lần năm 2020 (35 sản phẩm)`, `52 triệu đồng/người/năm, gấp 1,6 lần năm 2020 (32,5 triệu đồng)`:
    /// a multiple has nothing but its base in the bracket behind it, with the unit of the level or the first part of it.
    fn base_of_multiple(&self, index: usize, item: &Item, level: &Level<'p>) -> Option<Operand> {
        let inside = self.bracket(index);
        let [(inner, base)] = inside.as_slice() else { return None };
        let per = level.upper.unit.dimension == Dimension::PerUnit
            && base.unit.factor == level.upper.unit.factor
            && level.upper.unit.key.split_once('/').is_some_and(|(upper, _)| upper == base.unit.key);
        let alike = fit(base, level.upper) >= Fit::Elided;
        let plain = matches!(inner.verb, None | Some(Cue::Is | Cue::Reach)) && !inner.cues.has(Cue::Target);
        let base = if per { Figure { unit: level.upper.unit.clone(), ..(*base).clone() } } else { (*base).clone() };
        (plain && (alike || per)).then(|| Operand {
            role: Role::Base,
            figure: base,
            period: inner.period.or(item.base),
        })
    }
}
