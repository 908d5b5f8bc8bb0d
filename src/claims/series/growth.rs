//! Average yearly growth.

use super::before;
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage};
use crate::claims::{Claim, ClaimKind, Operand, Relation, Role};
use crate::figures::{Cue, Figure, Period, TokenKind};

/// `tăng trưởng bình quân … 3,6%/năm` behind a level with its increase over a base year.
pub(super) fn growth(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, claims: &mut Vec<Claim>) {
    // `tăng từ 10.000 con năm 2019 lên 14.641 con năm 2023, tăng bình quân 10%/năm`
    let rises = item.verb == Some(Cue::Increase)
        && index.checked_sub(1).and_then(|i| passage.item(i)).is_some_and(|x| {
            x.verb == Some(Cue::To) && x.sentence == item.sentence && passage.first(x).is_some_and(|f| !f.is_rate())
        });
    let named = item.cues.has(Cue::Growth) || rises;
    let yearly = item.cues.has(Cue::Increase) && item.cues.any(&[Cue::Average, Cue::PerYear]);
    if !figure.is_rate() || !(named && item.cues.has(Cue::Average) || yearly) {
        return;
    }
    let near: Vec<(usize, &Item, &Figure)> =
        before(passage, index).filter(|(_, x, _)| x.sentence == item.sentence).collect();
    if !named {
        // `mỗi năm tăng bình quân 9,7%` behind two levels of named years.
        claims.extend(growth_of_levels(item, figure, &near));
        return;
    }
    // A level and the absolute increase attached to it, whose years are named.
    for (n, &(change_index, change, amount)) in near.iter().enumerate() {
        if !matches!(change.verb, Some(Cue::Increase | Cue::Decrease)) || amount.is_rate() {
            continue;
        }
        let Some(&(_, level_item, level)) = near
            .iter()
            .skip(n + 1)
            .find(|(i, x, _)| *i < change_index && !matches!(x.verb, Some(Cue::Increase | Cue::Decrease)))
        else {
            continue;
        };
        let (Some(Period::Year(from)), Some(to)) = (change.base, year_of(passage, level_item)) else { continue };
        if to <= from || to - from > 30 || fit(level, amount) < Fit::Elided {
            continue;
        }
        let operands = vec![
            Operand::new(Role::Stated, figure, item.period),
            Operand::new(Role::Level, level, level_item.period),
            Operand::new(Role::Change, amount, change.base),
        ];
        let range = level.range.cover(figure.range);
        let mut claim =
            Claim::new(ClaimKind::GrowthRate, Relation::GrowthRate { years: (to - from) as u8 }, range, operands);
        claim.upward = Some(change.verb == Some(Cue::Increase));
        claim.indicator = passage.indicator(level_item);
        claims.push(claim);
        return;
    }
    if let Some(claim) = growth_of_levels(item, figure, &near) {
        claims.push(claim);
        return;
    }
    let range = figure.range;
    claims.push(Claim::new(
        ClaimKind::GrowthRate,
        Relation::GrowthRate { years: 0 },
        range,
        vec![Operand::new(Role::Stated, figure, item.period)],
    ));
}

/// `năm 2021 là 498,2 tỷ đồng, đến năm 2024 là 641,25 tỷ đồng, tốc độ tăng bình quân 8,8%/năm`
pub(super) fn growth_of_levels(item: &Item, figure: &Figure, near: &[(usize, &Item, &Figure)]) -> Option<Claim> {
    let mut levels = near.iter().filter(|(_, x, f)| {
        matches!(x.period, Some(Period::Year(_)))
            && !f.is_rate()
            && !matches!(x.verb, Some(Cue::Increase | Cue::Decrease))
    });
    let (&(_, last, level), &(_, first, base)) = (levels.next()?, levels.next()?);
    let (Some(Period::Year(from)), Some(Period::Year(to))) = (first.period, last.period) else { return None };
    // `năm 2020 là 6.842 tỷ đồng, trong khi năm 2015 mới có 4.310 tỷ đồng`
    let (from, to, level, base) = if to < from { (to, from, base, level) } else { (from, to, level, base) };
    if to <= from || to - from > 30 || fit(level, base) != Fit::Same {
        return None;
    }
    let operands = vec![
        Operand::new(Role::Stated, figure, item.period),
        Operand::new(Role::Level, level, last.period),
        Operand::new(Role::Base, base, first.period),
    ];
    let range = base.range.cover(figure.range);
    let mut claim =
        Claim::new(ClaimKind::GrowthRate, Relation::GrowthRate { years: (to - from) as u8 }, range, operands);
    claim.upward = Some(true);
    Some(claim)
}

/// A year further away belongs to something else.
const FAR: usize = 400;

pub(super) fn year_of(passage: &Passage<'_>, item: &Item) -> Option<u16> {
    if let Some(Period::Year(y)) = item.period {
        return Some(y);
    }
    let tokens = passage.lexed.tokens.get(..item.token)?;
    tokens.iter().rev().take(FAR).take_while(|t| t.kind != TokenKind::SentenceEnd).find_map(|t| match t.kind {
        TokenKind::Period(Period::Year(y)) => Some(y),
        _ => None,
    })
}
