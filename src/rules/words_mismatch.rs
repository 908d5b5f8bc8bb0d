//! words-mismatch: an amount in words, or in another unit, that is not the amount in digits.

use super::Judgement;
use super::compare;
use super::slip::{self, Slip};
use crate::claims::{Claim, Relation, Role, Verdict};
use crate::document::Document;
use crate::figures::{Dimension, Figure};
use crate::finding::{Severity, Text};

/// Amounts written twice.
pub fn owns(claim: &Claim) -> bool {
    matches!(claim.relation, Relation::InWords | Relation::Converted)
}

/// The words give the value of the digits, at the precision printed.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    let (Some(words), Some(digits)) = (claim.get(Role::Stated), claim.get(Role::Level)) else {
        return compare::undecided();
    };
    if claim.relation == Relation::Converted {
        return converted(claim, document, words, digits).unwrap_or_else(compare::undecided);
    }
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

/// The same amount in another unit: wrong where one slip of typing or of the unit parts the two, else perhaps an
/// amount of something else.
fn converted(claim: &Claim, document: &Document, again: &Figure, level: &Figure) -> Option<Judgement> {
    let wanted = level.value()?;
    let right = wanted.div(again.unit.factor)?.show(6);
    if compare::agree(again, level)? {
        return Some(compare::settled(Verdict::Ok, Some(right)));
    }
    slip::fits(again, wanted).filter(|slip| !matches!(slip, Slip::Digit | Slip::Length))?;
    let (l, a) = (compare::shown(level, document), compare::shown(again, document));
    let unit = document.slice(again.unit.range?);
    let judgement = Judgement {
        verdict: Verdict::Wrong,
        severity: Severity::Error,
        recomputed: Some(right.clone()),
        message: Text::new(format!("{l} là {right} {unit}, không phải {a}"), format!("{l} is {right} {unit}, not {a}")),
        working: Vec::new(),
    };
    Some(compare::tempered(judgement, claim, None))
}
