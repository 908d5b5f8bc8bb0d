//! series-mismatch: a step of a yearly series that does not follow from the values of its years.

use super::compare;
use super::{Judgement, change_mismatch, share_mismatch};
use crate::claims::{Claim, ClaimKind, Relation, Role};
use crate::document::Document;

/// Steps of a series: both values stand in the text.
pub fn owns(claim: &Claim) -> bool {
    claim.kind == ClaimKind::Series
}

/// `bằng 99% so với năm 2023`, `tăng 20% so với năm 2021`, with the value of that year before it.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    if claim.relation != Relation::OfTarget {
        return change_mismatch::judge(claim, document);
    }
    let (Some(stated), Some(level), Some(base)) =
        (claim.get(Role::Stated), claim.get(Role::Level), claim.get(Role::Target))
    else {
        return compare::undecided();
    };
    let Some(computed) = compare::ratio(level, base, compare::rate_scale(stated)) else { return compare::undecided() };
    share_mismatch::judged(claim, document, computed, [level, base, stated])
}
