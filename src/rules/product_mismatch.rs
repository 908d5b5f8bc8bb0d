//! product-mismatch: an output that its area and yield do not give.

use super::Judgement;
use super::compare::{self, Computed};
use crate::claims::{Claim, Relation, Role};
use crate::document::Document;
use crate::figures::exact::{Exact, Interval};
use crate::finding::{Severity, Text};

/// area × yield = output
pub fn owns(claim: &Claim) -> bool {
    claim.relation == Relation::Product
}

/// Judges an output against area × yield; the yield is per hectare.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    product(claim, document).unwrap_or_else(compare::undecided)
}

fn product(claim: &Claim, document: &Document) -> Option<Judgement> {
    let (output, area, rate) = (claim.get(Role::Stated)?, claim.get(Role::Whole)?, claim.get(Role::Divisor)?);
    // Areas count in square metres, yields per hectare.
    let f = output.unit.factor.mul(Exact::int(10_000))?;
    let exact = area.value()?.mul(rate.value()?)?.div(f)?;
    let (a, r) = (compare::unhedged(area)?, compare::unhedged(rate)?);
    let allowed = Interval::new(a.low?.mul(r.low?)?.div(f)?, a.high?.mul(r.high?)?.div(f)?);
    let outcome = compare::compare(output.printed, output.decimals, Computed { exact, allowed: Some(allowed) })?;
    let (verdict, _) = compare::graded(outcome, 0);
    let right = exact.show(output.decimals.max(1));
    let gap = compare::gap(exact, output.printed)?;
    // Small differences come from yields rounded twice; a slip of one per cent and more is named.
    let severity = if gap > Exact::ten_pow(-2)? { Severity::Error } else { Severity::Warning };
    let (an, rn, o) =
        (compare::shown(area, document), compare::shown(rate, document), compare::shown(output, document));
    let judgement = super::Judgement {
        verdict,
        severity,
        recomputed: Some(right.clone()),
        message: Text::new(
            format!("diện tích nhân năng suất là {right}, không phải {o}"),
            format!("area times yield is {right}, not {o}"),
        ),
        working: vec![Text::new(format!("{an} × {rn} = {right}"), format!("{an} × {rn} = {right}"))],
    };
    Some(compare::tempered(judgement, claim, Some(gap)))
}
