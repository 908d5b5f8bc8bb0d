//! verdict-mismatch: the words say that a target is reached, the figures say that it is not, or the other way round.

use super::Judgement;
use super::compare;
use crate::claims::{Claim, Relation, Role, Verdict};
use crate::document::Document;
use crate::finding::{Severity, Text};

/// Verdict words between a level and its target.
pub fn owns(claim: &Claim) -> bool {
    matches!(claim.relation, Relation::Reached { .. })
}

/// `upward` says that more is better; a level that equals its target has reached it.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    let (Relation::Reached { met }, Some(level), Some(target)) =
        (claim.relation, claim.get(Role::Level), claim.get(Role::Target))
    else {
        return compare::undecided();
    };
    let (Some(v), Some(t)) = (level.value(), target.value()) else { return compare::undecided() };
    let is = if claim.upward == Some(true) { v >= t } else { v <= t };
    if is == met {
        return compare::settled(Verdict::Ok, None);
    }
    let (v, t) = (compare::shown(level, document), compare::shown(target, document));
    let (vi, en) = if met { ("đạt", "reached") } else { ("chưa đạt", "not reached") };
    let judgement = Judgement {
        verdict: Verdict::Wrong,
        // Of some indicators less is better without a word that says so.
        severity: Severity::Warning,
        recomputed: None,
        message: Text::new(
            format!("ghi là {vi} chỉ tiêu, nhưng {v} so với chỉ tiêu {t} thì ngược lại"),
            format!("called {en}, yet {v} against the target {t} says otherwise"),
        ),
        working: Vec::new(),
    };
    compare::tempered(judgement, claim, None)
}
