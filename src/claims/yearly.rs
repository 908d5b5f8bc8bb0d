//! Changes from year to year in a series: `năm 2022 thu 1.126 triệu đồng, tăng 14,4%; năm 2023 …`.
//! The base of each is the value of the year before, where the series proves that it is.

use super::fit::{Fit, fit};
use super::items::{Passage, Value};
use super::{Claim, Operand, Relation, Role, closes};
use crate::figures::{Cue, Figure, Period};
use hashbrown::HashMap;

/// Gives percentages of change without a base the value of the year before in the same block.
pub fn settle(passages: &[Option<Passage<'_>>], claims: &mut [Claim]) {
    let mut next = 0;
    for passage in passages.iter().flatten() {
        let Some(block) = passage.document.blocks.get(passage.block as usize) else { continue };
        // Claims stand by place, as the passages do.
        let start = next;
        while claims.get(next).is_some_and(|c| c.range.start < block.range.end) {
            next += 1;
        }
        if let Some(own) = claims.get_mut(start..next).filter(|own| own.iter().any(open)) {
            settle_block(passage, own);
        }
    }
}

/// A percentage of change whose base the text leaves out.
fn open(claim: &Claim) -> bool {
    claim.relation == Relation::PercentChange
        && matches!(claim.period, Some(Period::Year(_)))
        && claim.get(Role::Stated).is_some_and(|f| f.hedge.is_none())
        && claim.get(Role::Level).is_some_and(|f| !f.is_rate())
        && claim.get(Role::Base).is_none()
        && claim.get(Role::Change).is_none()
}

fn settle_block(passage: &Passage<'_>, claims: &mut [Claim]) {
    let mut values: HashMap<u16, Vec<&Figure>> = HashMap::new();
    for item in &passage.items.items {
        let change = matches!(item.verb, Some(Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort));
        if let (Some(Period::Year(year)), Value::One(f)) = (item.period, item.value)
            && let Some(figure) = passage.figure(f).filter(|f| !f.is_rate() && !change)
        {
            values.entry(year).or_default().push(figure);
        }
    }
    let based: Vec<(usize, Operand, bool)> = claims
        .iter()
        .enumerate()
        .filter(|(_, c)| open(c))
        .filter_map(|(i, claim)| {
            let (Some(Period::Year(year)), level) = (claim.period, claim.get(Role::Level)?) else { return None };
            let named = claim.operands.iter().find(|o| o.role == Role::Stated)?.period;
            let before = year.checked_sub(1)?;
            let fits = matches!(named, None | Some(Period::PreviousYear)) || named == Some(Period::Year(before));
            // `Khu vực 1: Năm 2017 là 2; …. Khu vực 5: Năm 2017 là 1,2; năm 2018 là 1,3`: the nearest one before.
            let values = values.get(&before).filter(|_| fits)?;
            let near = values.iter().rev().find(|b| b.number.start < level.number.start);
            let base = near.or(values.first()).filter(|b| fit(b, level) >= Fit::Elided)?;
            let operand = Operand::new(Role::Base, base, Some(Period::Year(before)));
            Some((i, operand, closes(claim, base)))
        })
        .collect();
    // Another change of the series that closes proves that each is from the year before.
    let right = based.iter().filter(|b| b.2).count();
    for (i, base, closed) in based {
        if let Some(claim) = claims.get_mut(i).filter(|_| closed || right >= 1) {
            claim.operands.push(base);
        }
    }
}

fn closes(claim: &Claim, base: &Figure) -> bool {
    let figures = claim.get(Role::Level).zip(claim.get(Role::Stated));
    figures.is_some_and(|(level, stated)| closes::percent(level, base, stated))
}
