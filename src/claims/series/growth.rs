//! Average yearly growth.

use super::before;
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage};
use crate::claims::{Binding, Claim, ClaimKind, Operand, Relation, Role};
use crate::figures::exact::Exact;
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
        let levels = growth_of_levels(item, figure, &near).or_else(|| growth_that_closes(passage, item, figure, &near));
        claims.extend(levels);
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
    let levels = growth_of_levels(item, figure, &near).or_else(|| growth_that_closes(passage, item, figure, &near));
    if let Some(claim) = levels {
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

/// `năm 2025 đạt 3.968 tỷ đồng, tăng 1.658 tỷ đồng (+71,8%) so với năm 2020, bình quân mỗi năm tăng 11,4%`, `12.264 tỷ
/// đồng, gấp 1,56 lần năm 2020 (7.842 tỷ đồng); tốc độ tăng bình quân 9,36%/năm`: over the first and last year of the
/// sentence the level and its change, or the amount in a bracket, give the rate.
fn growth_that_closes(
    passage: &Passage<'_>,
    item: &Item,
    figure: &Figure,
    near: &[(usize, &Item, &Figure)],
) -> Option<Claim> {
    let start = passage.items.items.partition_point(|x| x.sentence < item.sentence);
    let since = passage.item(start)?.lead.start;
    let tokens = passage.lexed.tokens.get(since..item.token)?;
    let tokens = tokens.get(tokens.len().saturating_sub(FAR)..)?;
    // `giá so sánh 2010`: the year of the prices.
    let priced = |at: usize| {
        let before = at.checked_sub(1).and_then(|i| tokens.get(i));
        before.is_some_and(|t| t.kind == TokenKind::Cue(Cue::ConstantPrices))
    };
    let years = tokens.iter().enumerate().filter_map(|(at, t)| match t.kind {
        TokenKind::Period(Period::Year(y)) if !priced(at) => Some(y),
        _ => None,
    });
    let (from, to) = years.fold((u16::MAX, 0), |(low, high), y| (low.min(y), high.max(y)));
    let years = to.checked_sub(from).and_then(|n| u8::try_from(n).ok()).filter(|n| (2..=10).contains(n))?;
    let amounts = || near.iter().filter(|(_, _, f)| !f.is_rate() && f.hedge.is_none());
    let changes = |x: &Item| matches!(x.verb, Some(Cue::Increase | Cue::Decrease));
    for (n, (_, other, second)) in amounts().enumerate() {
        for (_, first, level) in amounts().skip(n + 1).filter(|(_, x, f)| !changes(x) && fit(f, second) == Fit::Same) {
            let up = other.verb != Some(Cue::Decrease);
            let base = match (changes(other), up) {
                (true, true) => level.value()?.sub(second.value()?)?,
                (true, false) => level.value()?.add(second.value()?)?,
                _ => second.value()?,
            };
            // level / base = (1 + rate)^years, within half a unit of the last digit of the rate.
            let unit = Exact::ten_pow(-i32::from(figure.decimals))?.div(Exact::int(2))?;
            let power = |rate: Exact| {
                let once = rate.div(Exact::HUNDRED)?.add(Exact::ONE)?.round(8)?;
                (0..years).try_fold(Exact::ONE, |p, _| p.mul(once)?.round(8))
            };
            let bounds = power(figure.printed.sub(unit)?).zip(power(figure.printed.add(unit)?));
            let closes = bounds.zip(level.value()?.div(base)).is_some_and(|((low, high), r)| low <= r && r <= high);
            if closes && !base.is_zero() {
                let role = if changes(other) { Role::Change } else { Role::Base };
                let operands = vec![
                    Operand::new(Role::Stated, figure, item.period),
                    Operand::new(Role::Level, level, first.period),
                    Operand::new(role, second, other.period),
                ];
                let range = level.range.cover(figure.range);
                let mut claim = Claim::new(ClaimKind::GrowthRate, Relation::GrowthRate { years }, range, operands);
                claim.upward = Some(up);
                claim.binding = Binding::Likely;
                return Some(claim);
            }
        }
    }
    None
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
