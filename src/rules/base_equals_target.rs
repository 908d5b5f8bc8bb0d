//! base-equals-target: the base of an increase turns out to be the target.

use super::Context;
use super::compare;
use crate::claims::{Claim, Relation, Role};
use crate::figures::exact::Exact;
use crate::finding::{Finding, Label, Severity, Text};
use std::collections::HashMap;

/// For `V (tăng A so với năm 2020), đạt P% chỉ tiêu`: V - A should not be the
/// target V / P gives; one of the two was computed against the other's base.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut increases: HashMap<_, &Claim> = HashMap::new();
    for judged in context.ledger {
        let claim = &judged.claim;
        let Some(level) = claim.get(Role::Level) else { continue };
        match claim.relation {
            Relation::Change if claim.get(Role::Base).is_none() => {
                increases.insert(level.number, claim);
            }
            Relation::OfTarget if claim.get(Role::Target).is_none() => {
                if let Some(increase) = increases.get(&level.number) {
                    findings.extend(compare_bases(context, increase, claim));
                }
            }
            _ => {}
        }
    }
}

fn compare_bases(context: &Context<'_>, increase: &Claim, target: &Claim) -> Option<Finding> {
    let (level, change, percent) = (increase.get(Role::Level)?, increase.get(Role::Stated)?, target.get(Role::Stated)?);
    let base = level.value()?.sub(change.value()?)?.div(level.unit.factor)?;
    if !increase.upward? || change.printed.is_zero() || percent.hedge.is_some() || level.hedge.is_some() {
        return None;
    }
    let half = Exact::ten_pow(-i32::from(percent.decimals))?.div(Exact::int(2))?;
    let wanted = level.printed.mul(Exact::HUNDRED)?;
    let (low, high) = (wanted.div(percent.printed.add(half)?)?, wanted.div(percent.printed.sub(half)?)?);
    // Two or three digits coincide by chance too often.
    let telling = base >= Exact::HUNDRED;
    if !(low <= base && base <= high && telling) {
        return None;
    }
    let document = context.document;
    let (v, a, p) =
        (compare::shown(level, document), compare::number(change, document), compare::shown(percent, document));
    let b = base.show(4);
    Some(Finding {
        rule: "base-equals-target",
        severity: Severity::Warning,
        span: document.span(change.range),
        message: Text::new(
            format!("giá trị gốc suy ra ({b}) trùng với chỉ tiêu suy ra"),
            format!("the implied base ({b}) is the implied target"),
        ),
        caret: Text::default(),
        labels: vec![Label {
            span: document.span(percent.range),
            message: Text::new("tỷ lệ so với chỉ tiêu", "percentage of the target"),
        }],
        notes: vec![Text::new(
            format!("{v} - {a} = {b}; {v} : {p} ≈ {b}: mức tăng có thể đã tính so với chỉ tiêu thay vì năm gốc"),
            format!("{v} - {a} = {b}; {v} / {p} ≈ {b}: the increase may have been computed against the target"),
        )],
    })
}
