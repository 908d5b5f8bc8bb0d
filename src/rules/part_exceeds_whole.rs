//! part-exceeds-whole: a part that is larger than what it is a part of.

use super::Judgement;
use super::compare;
use super::sum_mismatch;
use crate::claims::words;
use crate::claims::{Claim, Completeness, Relation, Role, Verdict};
use crate::document::Document;
use crate::figures::Dimension;
use crate::finding::{Severity, Text};

/// Fractions without a percentage, and lists that need not name every part.
pub fn owns(claim: &Claim) -> bool {
    match claim.relation {
        Relation::Share => claim.get(Role::Stated).is_none(),
        Relation::Sum(completeness) => {
            matches!(completeness, Completeness::Unknown | Completeness::Some) && !super::unit_scale::owns(claim)
        }
        _ => false,
    }
}

/// part <= whole
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    if let Relation::Sum(_) = claim.relation {
        let judged = sum_mismatch::at_most(claim, document);
        // the yield of one crop may be above that of all; `31 chuyến/ngày, trong đó 12 chuyến` is no rate of its parts
        let rates = claim.operands.iter().all(|o| o.figure.unit.dimension == Dimension::PerUnit);
        return if judged.verdict == Verdict::Wrong && rates { compare::undecided() } else { judged };
    }
    let (Some(part), Some(whole)) = (claim.get(Role::Part), claim.get(Role::Whole)) else {
        return compare::undecided();
    };
    let (Some(a), Some(b)) = (part.value(), whole.value()) else { return compare::undecided() };
    let recomputed =
        compare::ratio(part, whole, crate::figures::exact::Exact::HUNDRED).map(|c| format!("{}%", c.exact.show(2)));
    if a <= b {
        return compare::settled(Verdict::Ok, recomputed);
    }
    // `58.177/21 trường hợp`, `tỷ lệ 70/30`: of what no table knows, the two may be different things.
    if !words::is_counted(&whole.unit.key) || !part.unit.key.is_empty() && !words::is_counted(&part.unit.key) {
        return compare::undecided();
    }
    let (p, w) = (compare::number(part, document), compare::shown(whole, document));
    let judgement = Judgement {
        verdict: Verdict::Wrong,
        severity: Severity::Warning,
        recomputed,
        message: Text::new(
            format!("phần {p} lớn hơn tổng thể {w}"),
            format!("the part {p} is larger than its whole {w}"),
        ),
        working: vec![Text::new(format!("{p} > {w}"), format!("{p} > {w}"))],
    };
    compare::tempered(judgement, claim, compare::gap(a, b))
}
