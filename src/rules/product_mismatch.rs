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

/// The output of an area in square metres at a yield in kilograms a hectare.
pub fn output_of(area: Exact, rate: Exact) -> Option<Exact> {
    area.div(Exact::ten_pow(4)?)?.mul(rate)
}

fn product(claim: &Claim, document: &Document) -> Option<Judgement> {
    let (output, area, rate) = (claim.get(Role::Stated)?, claim.get(Role::Whole)?, claim.get(Role::Divisor)?);
    let f = output.unit.factor;
    let exact = output_of(area.value()?, rate.value()?)?.div(f)?;
    let (a, r) = (compare::unhedged(area)?, compare::unhedged(rate)?);
    let allowed = Interval::new(output_of(a.low?, r.low?)?.div(f)?, output_of(a.high?, r.high?)?.div(f)?);
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
