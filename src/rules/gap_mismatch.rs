//! gap-mismatch: a distance to a goal, or what is left of a whole, that does not fit.

use super::Judgement;
use super::compare::{self, Computed};
use crate::claims::{Claim, Relation, Role, Verdict};
use crate::document::Document;
use crate::figures::Figure;
use crate::figures::exact::{Exact, Interval};
use crate::finding::{Severity, Text};

/// Gaps and remainders.
pub fn owns(claim: &Claim) -> bool {
    matches!(claim.relation, Relation::Gap | Relation::Remainder)
}

/// level - target = gap; whole - part = remainder.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    match claim.relation {
        Relation::Remainder => remainder(claim, document),
        _ => gap(claim, document),
    }
    .unwrap_or_else(compare::undecided)
}

fn remainder(claim: &Claim, document: &Document) -> Option<Judgement> {
    let (stated, part, whole) = (claim.get(Role::Stated)?, claim.get(Role::Part)?, claim.get(Role::Whole)?);
    let exact = whole.value()?.sub(part.value()?)?.div(stated.unit.factor)?;
    let (w, p) = (compare::unhedged(whole)?, compare::unhedged(part)?);
    let f = stated.unit.factor;
    let allowed = Interval::new(w.low?.sub(p.high?)?.div(f)?, w.high?.sub(p.low?)?.div(f)?);
    finish(claim, document, stated, Computed { exact, allowed: Some(allowed) }, [whole, part], Severity::Error)
}

fn finish(
    claim: &Claim,
    document: &Document,
    stated: &Figure,
    computed: Computed,
    [high, low]: [&Figure; 2],
    severity: Severity,
) -> Option<Judgement> {
    let outcome = compare::compare(stated.printed, stated.decimals, computed)?;
    let (verdict, graded) = compare::graded(outcome, 0);
    let right = computed.exact.show(stated.decimals.max(2));
    let (h, l, s) = (compare::number(high, document), compare::number(low, document), compare::shown(stated, document));
    let judgement = Judgement {
        verdict,
        severity: graded.min(severity),
        recomputed: Some(right.clone()),
        message: Text::new(
            format!("chênh lệch là {right}, không phải {s}"),
            format!("the difference is {right}, not {s}"),
        ),
        working: vec![Text::new(format!("{h} - {l} = {right}"), format!("{h} - {l} = {right}"))],
    };
    Some(compare::tempered(judgement, claim, compare::gap(computed.exact, stated.printed)))
}

fn gap(claim: &Claim, document: &Document) -> Option<Judgement> {
    let (stated, level) = (claim.get(Role::Stated)?, claim.get(Role::Level)?);
    let up = claim.upward.unwrap_or(true);
    if !stated.is_rate() {
        return absolute(claim, document, stated, level, up);
    }
    // `12,4/10,2 triệu đồng, vượt 21,6%`: done over plan, not a part of a whole.
    if let Some(plan) = claim.get(Role::Whole).filter(|w| up && level.value() > w.value()) {
        return relative(claim, document, stated, level, plan, up);
    }
    let rate = match claim.get(Role::Whole) {
        Some(whole) => compare::ratio(level, whole, compare::rate_scale(stated))?,
        None if level.is_rate() => {
            let half = Exact::ten_pow(-i32::from(level.decimals))?.div(Exact::int(2))?;
            Computed {
                exact: level.printed,
                allowed: Some(Interval::new(level.printed.sub(half)?, level.printed.add(half)?)),
            }
        }
        None => return relative(claim, document, stated, level, claim.get(Role::Target)?, up),
    };
    if let Some(target) = claim.get(Role::Target).filter(|t| t.is_rate()) {
        let exact = if up { rate.exact.sub(target.printed)? } else { target.printed.sub(rate.exact)? };
        let pair = if up { [level, target] } else { [target, level] };
        return finish(claim, document, stated, Computed { exact, allowed: None }, pair, Severity::Error);
    }
    // An implied goal: a whole or half percentage that the rounding allows.
    let target = if up { rate.exact.sub(stated.printed)? } else { rate.exact.add(stated.printed)? };
    let shown = target.show(stated.decimals.max(level.decimals).max(2));
    let recomputed = Some(format!("{shown}{}", compare::sign(stated)));
    // `một số ngân hàng có tỷ lệ thấp hơn 100%`: the value compared with, no gap.
    if !up && stated.printed == Exact::HUNDRED {
        return None;
    }
    let outside = target.is_negative()
        || stated.unit.dimension != crate::figures::Dimension::Permille && target > Exact::HUNDRED.add(Exact::ONE)?;
    if outside {
        let (l, s) = (compare::shown(level, document), compare::shown(stated, document));
        let judgement = Judgement {
            verdict: Verdict::Wrong,
            severity: Severity::Warning,
            recomputed,
            message: Text::new(
                format!("suy ra chỉ tiêu {shown}%, ngoài khoảng 0 đến 100%"),
                format!("the goal would be {shown}%, outside 0 to 100%"),
            ),
            working: vec![Text::new(
                format!("{l} {} {s} = {shown}", if up { "-" } else { "+" }),
                format!("{l} {} {s} = {shown}", if up { "-" } else { "+" }),
            )],
        };
        return Some(compare::tempered(judgement, claim, None));
    }
    let two = Exact::int(2);
    let near = target.mul(two)?.round(0)?.div(two)?;
    let unit = Exact::ten_pow(-i32::from(stated.decimals))?;
    let fits = near.sub(target)?.abs() <= unit;
    Some(compare::settled(if fits { Verdict::Ok } else { Verdict::Unverifiable }, recomputed))
}

/// `vượt 11,7% dự toán`: (level - target) / target.
fn relative(
    claim: &Claim,
    document: &Document,
    stated: &Figure,
    level: &Figure,
    target: &Figure,
    up: bool,
) -> Option<Judgement> {
    let ratio = compare::ratio(level, target, Exact::HUNDRED)?;
    let exact = if up { ratio.exact.sub(Exact::HUNDRED)? } else { Exact::HUNDRED.sub(ratio.exact)? };
    let outcome = compare::compare(stated.printed, stated.decimals, Computed { exact, allowed: None })?;
    // `vượt 119% kế hoạch` where 119 % were reached: the two words were mixed up.
    let reached = compare::compare(stated.printed, stated.decimals, ratio)? == compare::Outcome::Ok;
    let (verdict, severity) = compare::graded(outcome, stated.decimals);
    let severity = if reached { Severity::Warning } else { severity };
    let right = exact.show_rounded(stated.decimals);
    let full = exact.show(stated.decimals.max(2) + 2);
    let (l, t, s) =
        (compare::number(level, document), compare::number(target, document), compare::shown(stated, document));
    let (vi, en) = if up { ("vượt", "above by") } else { ("thấp hơn", "below by") };
    let judgement = Judgement {
        verdict,
        severity,
        recomputed: Some(format!("{full}%")),
        message: Text::new(format!("{vi} {right}%, không phải {s}"), format!("{en} {right}%, not {s}")),
        working: vec![Text::new(format!("{l} so với {t}: {full}%"), format!("{l} against {t}: {full}%"))],
    };
    Some(compare::tempered(judgement, claim, compare::gap(exact, stated.printed)))
}

fn absolute(claim: &Claim, document: &Document, stated: &Figure, level: &Figure, up: bool) -> Option<Judgement> {
    let f = stated.unit.factor;
    let (v, g) = (level.value()?, stated.value()?);
    let Some(target) = claim.get(Role::Target) else {
        let implied = if up { v.sub(g)? } else { v.add(g)? };
        let verdict = if implied.is_negative() { Verdict::Unverifiable } else { Verdict::Ok };
        return Some(compare::settled(verdict, Some(implied.div(f)?.show(stated.decimals.max(2)))));
    };
    let exact = if up { v.sub(target.value()?)? } else { target.value()?.sub(v)? };
    let pair = if up { [level, target] } else { [target, level] };
    finish(claim, document, stated, Computed { exact: exact.div(f)?, allowed: None }, pair, Severity::Error)
}
