//! balance-mismatch: what was there, came in and went out does not give what is left.

use super::Judgement;
use super::compare;
use crate::claims::{Claim, Relation, Role, Verdict};
use crate::document::Document;
use crate::figures::exact::Exact;
use crate::finding::{Severity, Text};

/// Stocks with their flows, and net changes.
pub fn owns(claim: &Claim) -> bool {
    claim.relation == Relation::Balance
}

/// stated = base + inflows - outflows; a net fall is stated without its sign.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    computed(claim, document).unwrap_or_else(compare::undecided)
}

fn computed(claim: &Claim, document: &Document) -> Option<Judgement> {
    let stated = claim.get(Role::Stated)?;
    let printed = |role| claim.all(role).try_fold(Exact::ZERO, |s, f| s.add(f.printed));
    let result = printed(Role::Base)?.add(printed(Role::Part)?)?.sub(printed(Role::Outflow)?)?;
    // Figures without a unit are in that of the others; scales that differ are not added.
    let factor = |f: &crate::figures::Figure| f.unit.factor;
    if claim.operands.iter().any(|o| !o.figure.unit.key.is_empty() && factor(&o.figure) != factor(stated)) {
        return None;
    }
    let right = if claim.upward == Some(false) { Exact::ZERO.sub(result)? } else { result };
    let places = claim.operands.iter().map(|o| o.figure.decimals).max().unwrap_or(0);
    let shown = right.show(places);
    let off = right.sub(stated.printed)?.abs();
    let half = Exact::ten_pow(-i32::from(places))?.div(Exact::int(2))?;
    let slack = if stated.is_count() { Exact::ZERO } else { half.mul(Exact::int(claim.operands.len() as i64))? };
    if off <= slack {
        return Some(compare::settled(Verdict::Ok, Some(shown)));
    }
    let terms = |role, sign: &str| {
        claim.all(role).map(|f| format!(" {sign} {}", compare::number(f, document))).collect::<String>()
    };
    let sum = format!("{}{}{}", terms(Role::Base, "+"), terms(Role::Part, "+"), terms(Role::Outflow, "-"));
    let sum = sum.trim_start_matches([' ', '+']).to_string();
    let s = compare::shown(stated, document);
    let judgement = Judgement {
        verdict: Verdict::Wrong,
        severity: Severity::Error,
        recomputed: Some(shown.clone()),
        message: Text::new(
            format!("cộng số tăng, trừ số giảm còn {shown}, không phải {s}"),
            format!("with what came in and went out it is {shown}, not {s}"),
        ),
        working: vec![Text::new(format!("{sum} = {shown}"), format!("{sum} = {shown}"))],
    };
    Some(compare::tempered(judgement, claim, compare::gap(right, stated.printed)))
}
