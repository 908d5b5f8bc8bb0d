//! average-mismatch: an average that its total and number of years do not give.

use super::Judgement;
use super::compare::{self, Computed, Outcome};
use crate::claims::{Binding, Claim, Relation, Role, Step, Verdict};
use crate::document::Document;
use crate::figures::Figure;
use crate::figures::exact::Exact;
use crate::finding::{Severity, Text};

/// Averages over years and over listed values.
pub fn owns(claim: &Claim) -> bool {
    matches!(
        claim.relation,
        Relation::Average { .. } | Relation::AverageChange { .. } | Relation::Mean | Relation::PerUnit
    )
}

/// stated = whole / n for one of the numbers of years the text allows.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    let Some(stated) = claim.get(Role::Stated) else { return compare::undecided() };
    let judgement = match claim.relation {
        Relation::Average { from, to, per } => {
            let whole = claim.get(Role::Whole);
            whole.and_then(|w| {
                divided(claim, document, stated, w.value()?, (from, to, per), compare::number(w, document).to_string())
            })
        }
        Relation::AverageChange { from, to } => (|| {
            let (level, base) = (claim.get(Role::Level)?, claim.get(Role::Base)?);
            let total = level.value()?.sub(base.value()?)?.abs();
            let (l, b) = (compare::number(level, document), compare::number(base, document));
            let shown = if level.printed > base.printed { format!("({l} - {b})") } else { format!("({b} - {l})") };
            divided(claim, document, stated, total, (from, to, Step::Year), shown)
        })(),
        Relation::PerUnit => per_unit(claim, document, stated),
        _ => mean(claim, document, stated),
    };
    judgement.unwrap_or_else(compare::undecided)
}

fn divided(
    claim: &Claim,
    document: &Document,
    stated: &Figure,
    total: Exact,
    (from, to, per): (u8, u8, Step),
    shown: String,
) -> Option<Judgement> {
    let total = total.div(stated.unit.factor)?;
    let mut nearest: Option<(Exact, u8)> = None;
    for n in from.max(1)..=to.max(from).max(1) {
        let exact = total.div(Exact::int(i64::from(n)))?;
        let fits = matches!(
            compare::compare(stated.printed, stated.decimals, Computed::point(exact))?,
            Outcome::Ok | Outcome::Truncated
        );
        if fits || close(stated, exact) {
            return Some(compare::settled(Verdict::Ok, Some(exact.show(stated.decimals.max(2)))));
        }
        let off = exact.sub(stated.printed)?.abs();
        if nearest.is_none_or(|(best, _)| off < best.sub(stated.printed).unwrap_or(best).abs()) {
            nearest = Some((exact, n));
        }
    }
    let (exact, n) = nearest?;
    let right = exact.show(stated.decimals.max(2));
    let s = compare::shown(stated, document);
    let severity = if from == to { Severity::Error } else { Severity::Warning };
    let (vi, en) = match per {
        Step::Year => ("năm", "years"),
        Step::Month => ("tháng", "months"),
    };
    let span = if from == to { format!("{n} {vi}") } else { format!("{n} {vi} (gần nhất)") };
    let judgement = Judgement {
        verdict: Verdict::Wrong,
        severity,
        recomputed: Some(right.clone()),
        message: Text::new(
            format!("bình quân {span} là {right}, không phải {s}"),
            format!("the average over {n} {en} is {right}, not {s}"),
        ),
        working: vec![Text::new(format!("{shown} : {n} = {right}"), format!("{shown} / {n} = {right}"))],
    };
    Some(compare::tempered(judgement, claim, compare::gap(exact, stated.printed)))
}

/// Averages of counts are often rounded to tens or hundreds: within half a unit
/// of the last digit that is not zero.
fn close(stated: &Figure, exact: Exact) -> bool {
    let mut unit = Exact::ONE;
    let ten = Exact::int(10);
    if stated.decimals > 0 || stated.printed.is_zero() {
        return false;
    }
    while let Some(next) = unit.mul(ten) {
        if stated.printed.div(next).is_none_or(|q| !q.is_int()) {
            break;
        }
        unit = next;
    }
    let half = unit.div(Exact::int(2));
    matches!((exact.sub(stated.printed), half), (Some(d), Some(h)) if d.abs() <= h)
}

/// stated = whole / divisor, both printed.
fn per_unit(claim: &Claim, document: &Document, stated: &Figure) -> Option<Judgement> {
    let (whole, divisor) = (claim.get(Role::Whole)?, claim.get(Role::Divisor)?);
    let scale = Exact::ONE.div(stated.unit.factor)?;
    let computed = compare::ratio(whole, divisor, scale)?;
    let outcome = compare::compare(stated.printed, stated.decimals, computed)?;
    let (mut verdict, severity) = compare::graded(outcome, stated.decimals);
    if close(stated, computed.exact) {
        verdict = Verdict::Ok;
    }
    if let Some(judgement) = thousandfold(claim, document, stated, computed) {
        return Some(judgement);
    }
    let full = computed.exact.show(stated.decimals.max(2) + 2);
    // `0,052` rounded to one decimal, or `1,2` to none, says little.
    let small = computed.exact.mul(Exact::int(10)).is_some_and(|v| v.abs() <= stated.printed);
    let right = if small { full.clone() } else { computed.exact.show_rounded(stated.decimals) };
    let (w, d, s) =
        (compare::shown(whole, document), compare::shown(divisor, document), compare::shown(stated, document));
    let judgement = Judgement {
        verdict,
        severity,
        recomputed: Some(full.clone()),
        message: Text::new(format!("bình quân là {right}, không phải {s}"), format!("the average is {right}, not {s}")),
        working: vec![Text::new(format!("{w} : {d} = {full}"), format!("{w} / {d} = {full}"))],
    };
    Some(compare::tempered(judgement, claim, compare::gap(computed.exact, stated.printed)))
}

/// An average whose digits are those computed, a thousand times too large or too small: the unit, or a
/// separator of the amount that could be read in two ways, is wrong, whichever.
fn thousandfold(claim: &Claim, document: &Document, stated: &Figure, computed: Computed) -> Option<Judgement> {
    let digits = stated.printed.digits().count();
    // Of a pair that only stands near three digits must agree, and a comma must say what they are.
    let sure = claim.binding == Binding::Sure;
    let comma = (sure || stated.decimals > 0) && !stated.form.dot_decimal && !stated.form.ambiguous;
    let least = if sure { 2 } else { 3 };
    let open = claim.operands.iter().any(|o| o.figure.form.ambiguous);
    let firm = claim.operands.iter().all(|o| o.figure.hedge.is_none());
    if digits < least || !(comma && open && firm) {
        return None;
    }
    let thousand = Exact::int(1000);
    let near = |value: Option<Exact>| {
        let outcome = compare::compare(stated.printed, stated.decimals, Computed::point(value?))?;
        matches!(outcome, Outcome::Ok).then_some(())
    };
    near(computed.exact.div(thousand)).or_else(|| near(computed.exact.mul(thousand)))?;
    let (whole, divisor) = (claim.get(Role::Whole)?, claim.get(Role::Divisor)?);
    let full = computed.exact.show(stated.decimals.max(2) + 2);
    let (w, d, s) =
        (compare::shown(whole, document), compare::shown(divisor, document), compare::shown(stated, document));
    Some(Judgement {
        verdict: Verdict::Wrong,
        severity: Severity::Warning,
        recomputed: Some(full.clone()),
        message: Text::new(
            format!("{s} lệch đúng 1.000 lần so với {w} : {d}: nhầm đơn vị hoặc dấu phân cách"),
            format!("{s} is off from {w} / {d} by a thousand times: wrong unit or separator"),
        ),
        working: vec![Text::new(format!("{w} : {d} = {full}"), format!("{w} / {d} = {full}"))],
    })
}

fn mean(claim: &Claim, document: &Document, stated: &Figure) -> Option<Judgement> {
    let parts: Vec<&Figure> = claim.all(Role::Part).collect();
    let sum = parts.iter().try_fold(Exact::ZERO, |s, f| s.add(f.value()?))?;
    let n = parts.len() as i64;
    let exact = sum.div(Exact::int(n))?.div(stated.unit.factor)?;
    let outcome = compare::compare(stated.printed, stated.decimals, Computed::point(exact))?;
    let (mut verdict, severity) = compare::graded(outcome, 0);
    if close(stated, exact) {
        verdict = Verdict::Ok;
    }
    let right = exact.show(stated.decimals.max(2));
    let s = compare::shown(stated, document);
    let terms: Vec<&str> = parts.iter().map(|f| compare::number(f, document)).collect();
    let judgement = Judgement {
        verdict,
        severity,
        recomputed: Some(right.clone()),
        message: Text::new(
            format!("bình quân {n} giá trị là {right}, không phải {s}"),
            format!("the mean of the {n} values is {right}, not {s}"),
        ),
        working: vec![Text::new(
            format!("({}) : {n} = {right}", terms.join(" + ")),
            format!("({}) / {n} = {right}", terms.join(" + ")),
        )],
    };
    Some(compare::tempered(judgement, claim, compare::gap(exact, stated.printed)))
}
