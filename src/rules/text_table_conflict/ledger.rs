//! What agrees and what does not as lines of the ledger, so that an editor sees which figures were
//! held against a table at all.

use super::NAME;
use crate::claims::{Claim, ClaimKind, Operand, Relation, Role, Verdict};
use crate::document::TextRange;
use crate::figures::Figure;
use crate::rules::Judged;

/// A figure that is that of a field, or should be.
pub fn reference(range: TextRange, stated: &Figure, field: &Figure, verdict: Verdict, shown: &str) -> Judged {
    let operands = vec![Operand::new(Role::Stated, stated, None), Operand::new(Role::Level, field, None)];
    judged(Claim::new(ClaimKind::CrossReference, Relation::Reference, range, operands), verdict, shown.to_owned())
}

/// A place in a ranking, by the value of the row that holds it.
pub fn ranking(range: TextRange, field: &Figure, verdict: Verdict, winner: &str) -> Judged {
    let operands = vec![Operand::new(Role::Level, field, None)];
    judged(Claim::new(ClaimKind::CrossReference, Relation::Reference, range, operands), verdict, winner.to_owned())
}

/// A number of rows, annexes or goals.
pub fn count(range: TextRange, stated: &Figure, there: i64, verdict: Verdict) -> Judged {
    let operands = vec![Operand::new(Role::Stated, stated, None)];
    let most = u32::try_from(there).unwrap_or(u32::MAX);
    let relation = Relation::Count { least: most, most };
    judged(Claim::new(ClaimKind::CountOfList, relation, range, operands), verdict, there.to_string())
}

fn judged(claim: Claim, verdict: Verdict, recomputed: String) -> Judged {
    Judged { claim, rule: NAME, verdict, recomputed: Some(recomputed) }
}
