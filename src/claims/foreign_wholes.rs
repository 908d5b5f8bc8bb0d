//! Shares whose whole is not in the text: `485 trường đạt chuẩn …, mầm non 141 (51,8%), tiểu học 206 (75,2%), THCS 123
//! (56%)`: each is a share of the schools of its level. Where none of three or more shares of one figure closes, that
//! figure is not their whole.

use super::{Binding, Claim, Relation, Role, closes};
use crate::document::TextRange;
use hashbrown::HashMap;

/// So many shares of one figure, none of which closes, tell that it is not their whole.
const MANY: usize = 3;

/// Makes shares of a figure likely only, where none of them closes with it.
pub fn settle(claims: &mut [Claim]) {
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
        if foreign {
            claim.binding = Binding::Likely;
        }
    }
}

/// The place of the whole of a share, and whether it closes.
fn share(claim: &Claim) -> Option<(TextRange, bool)> {
    let of = |role| claim.get(role);
    let (stated, part, whole) = (of(Role::Stated)?, of(Role::Part)?, of(Role::Whole)?);
    (claim.relation == Relation::Share).then(|| (whole.number, closes::share(part, whole, stated)))
}
