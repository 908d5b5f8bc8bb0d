//! direction-mismatch: a rise that is stated as a fall, or the other way round.

use super::Judgement;
use super::compare;
use crate::claims::{Claim, Relation, Role, Verdict};
use crate::document::Document;
use crate::finding::{Severity, Text};

/// From–to statements.
pub fn owns(claim: &Claim) -> bool {
    claim.relation == Relation::Direction
}

/// `giảm từ A xuống B` needs B < A.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    let (Some(level), Some(base)) = (claim.get(Role::Level), claim.get(Role::Base)) else {
        return compare::undecided();
    };
    let (Some(to), Some(from)) = (level.value(), base.value()) else { return compare::undecided() };
    let fine = match claim.upward {
        Some(true) => to >= from,
        Some(false) => to <= from,
        None => true,
    };
    let difference =
        to.sub(from).and_then(|d| d.abs().div(level.unit.factor)).map(|d| d.show(level.decimals.max(base.decimals)));
    if fine {
        return compare::settled(Verdict::Ok, difference);
    }
    let (f, t) = (compare::shown(base, document), compare::shown(level, document));
    let (vi, en) = if claim.upward == Some(true) { ("tăng", "a rise") } else { ("giảm", "a fall") };
    let judgement = Judgement {
        verdict: Verdict::Wrong,
        severity: Severity::Error,
        recomputed: difference,
        message: Text::new(
            format!("ghi là {vi} nhưng đi từ {f} đến {t}"),
            format!("called {en}, yet it goes from {f} to {t}"),
        ),
        working: Vec::new(),
    };
    compare::tempered(judgement, claim, None)
}
