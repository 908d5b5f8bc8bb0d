//! words-mismatch: an amount in words that is not the amount in digits.

use super::Judgement;
use super::compare;
use crate::claims::{Claim, Relation, Role, Verdict};
use crate::document::Document;
use crate::figures::Dimension;
use crate::finding::{Severity, Text};

/// Amounts written twice.
pub fn owns(claim: &Claim) -> bool {
    claim.relation == Relation::InWords
}

/// The words give the value of the digits, at the precision printed.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    let (Some(words), Some(digits)) = (claim.get(Role::Stated), claim.get(Role::Level)) else {
        return compare::undecided();
    };
    let (Some(said), Some(bounds)) = (words.value(), digits.interval()) else { return compare::undecided() };
    let spelled = said.div(digits.unit.factor).map(|v| v.show(9));
    let inside = bounds.low.is_none_or(|low| low <= said) && bounds.high.is_none_or(|high| said <= high);
    if inside {
        return compare::settled(Verdict::Ok, spelled);
    }
    let (d, w) = (compare::shown(digits, document), said.show(0));
    let unit = if digits.unit.dimension == Dimension::Dong { " đồng" } else { "" };
    let judgement = Judgement {
        verdict: Verdict::Wrong,
        severity: Severity::Error,
        recomputed: spelled,
        message: Text::new(
            format!("số viết bằng chữ là {w}{unit}, không phải {d}"),
            format!("the amount in words is {w}{unit}, not {d}"),
        ),
        working: Vec::new(),
    };
    compare::tempered(judgement, claim, None)
}
