//! Changes whose levels stand in a sentence before: `Riêng ngày 1/5 xảy ra 37 vụ, chết 27 người. So với 4 ngày nghỉ lễ năm trước,
//! giảm 12 vụ (9,6%), giảm 19 người chết (19,4%)`. Where several such changes come with their percentages and not one of them
//! closes, the levels are those of something else.

use super::above::Above;
use super::{Binding, Claim, Relation, Role, closes};
use crate::figures::Figure;
use hashbrown::HashMap;

/// So many changes of one sentence, none of which closes, tell that their levels are others.
const MANY: usize = 2;

/// Makes changes of a level of an earlier sentence likely only, where none of their sentence closes.
pub fn settle(above: &Above<'_, '_>, claims: &mut [Claim]) {
    // Of each sentence how many such changes it has, and how many of them close.
    let mut sentences: HashMap<(u32, u32), (usize, usize)> = HashMap::new();
    let placed: Vec<Option<(u32, u32)>> = claims.iter().map(|c| sentence(above, c)).collect();
    for (claim, at) in claims.iter().zip(&placed) {
        if let Some(at) = at {
            let count = sentences.entry(*at).or_default();
            count.0 += 1;
            count.1 += usize::from(closing(claim));
        }
    }
    for (claim, at) in claims.iter_mut().zip(placed) {
        if at.is_some_and(|at| matches!(sentences.get(&at), Some((n, 0)) if *n >= MANY)) {
            claim.binding = Binding::Likely;
        }
    }
}

/// The block and sentence of a change with its percentage, where the level stands in an earlier one.
fn sentence(above: &Above<'_, '_>, claim: &Claim) -> Option<(u32, u32)> {
    let (stated, level) = (claim.get(Role::Stated)?, claim.get(Role::Level)?);
    claim.get(Role::Change).filter(|_| claim.relation == Relation::PercentChange)?;
    let passage = above.passage_at(stated.number.start)?;
    let of = |f: &Figure| passage.items.items.get(passage.index_at(f.range.start)).map(|x| x.sentence);
    let (ours, theirs) = (of(stated)?, of(level)?);
    (level.number.start < stated.number.start && theirs < ours).then_some((passage.block, ours))
}

/// Whether the change over the level before it is the percentage.
fn closing(claim: &Claim) -> bool {
    let figures = claim.get(Role::Stated).zip(claim.get(Role::Level)).zip(claim.get(Role::Change));
    figures.is_some_and(|((stated, level), change)| {
        let printed = match claim.upward {
            Some(false) => level.printed.add(change.printed),
            _ => level.printed.sub(change.printed),
        };
        let base = printed.map(|printed| Figure { printed, ..level.clone() });
        base.is_some_and(|b| closes::share(change, &b, stated))
    })
}
