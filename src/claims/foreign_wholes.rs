//! Shares whose whole is not in the text: `485 trường đạt chuẩn …, mầm non 141 (51,8%), tiểu học 206 (75,2%), THCS 123
//! (56%)`: each is a share of the schools of its level. Where none of two or more shares of one figure closes, that
//! figure is not their whole.

use super::above::Above;
use super::{Binding, Claim, Relation, Role, closes};
use crate::document::TextRange;
use crate::figures::Period;
use hashbrown::HashMap;

/// So many shares of one figure, none of which closes, tell that it is not their whole.
const MANY: usize = 2;

/// Makes shares of a figure likely only, where none of them closes with it.
pub fn settle(above: &Above<'_, '_>, claims: &mut [Claim]) {
    // Of each whole how many shares it has, and how many of them close.
    let mut wholes: HashMap<TextRange, (usize, usize)> = HashMap::new();
    for claim in claims.iter() {
        if let Some((whole, closing)) = share(claim) {
            let count = wholes.entry(whole).or_default();
            count.0 += 1;
            count.1 += usize::from(closing);
        }
    }
    for claim in claims.iter_mut() {
        let foreign = share(claim).is_some_and(|(whole, _)| matches!(wholes.get(&whole), Some((n, 0)) if *n >= MANY));
        if of_other_months(above, claim) {
            claim.operands.retain(|o| o.role != Role::Whole);
            claim.alternatives.clear();
        }
        if foreign {
            claim.binding = Binding::Likely;
        }
    }
}

/// Whether part and whole are of different months of a year: `8 tháng đạt 810 triệu USD; trong 7 tháng … 180,9 triệu USD (chiếm
/// 25,3%)`.
fn of_other_months(above: &Above<'_, '_>, claim: &Claim) -> bool {
    let months = |role| {
        let figure = claim.get(role).filter(|_| claim.relation == Relation::Share)?;
        let passage = above.passage_at(figure.range.start)?;
        match passage.item(passage.index_at(figure.range.start))?.period {
            Some(Period::Months { count, .. }) => Some(count),
            _ => None,
        }
    };
    matches!((months(Role::Part), months(Role::Whole)), (Some(a), Some(b)) if a != b)
}

/// The place of the whole of a share, and whether it closes.
fn share(claim: &Claim) -> Option<(TextRange, bool)> {
    let of = |role| claim.get(role);
    let (stated, part, whole) = (of(Role::Stated)?, of(Role::Part)?, of(Role::Whole)?);
    (claim.relation == Relation::Share).then(|| (whole.number, closes::share(part, whole, stated)))
}
