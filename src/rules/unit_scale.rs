//! unit-scale: a unit or separator that is off by a thousand, seen from a sum.

use super::Judgement;
use super::compare;
use crate::claims::{Claim, Operand, Relation, Role, Verdict};
use crate::document::Document;
use crate::figures::Dimension;
use crate::figures::exact::Exact;
use crate::finding::{Severity, Text};

/// How many times its total a part must be before only a unit can explain it.
const FAR: i64 = 20;
/// By how much, at most, parts that are a thousand times too large may miss their total for other reasons.
const NEAR: i64 = 2;

/// Sums that close but for a factor of exactly a thousand (or a million), and
/// totals that each of their parts exceeds by far.
pub fn owns(claim: &Claim) -> bool {
    match claim.relation {
        Relation::Sum(_) => {
            scale(&claim.operands).is_some() || far(&claim.operands) || odd_one(&claim.operands).is_some()
        }
        Relation::OfTarget | Relation::Share => odd_of_rate(claim).is_some(),
        _ => false,
    }
}

/// The figure of a percentage with a separator that may be read in two ways, where the percentage closes only
/// the other way and the figure it is compared with shows how decimals are written here: `giải ngân
/// 186.500 tỷ đồng, đạt 41,8% kế hoạch 446,2 tỷ đồng`.
fn odd_of_rate(claim: &Claim) -> Option<&Operand> {
    let get = |roles: [Role; 2]| claim.operands.iter().find(|o| roles.contains(&o.role));
    let (upper, lower) = (get([Role::Level, Role::Part])?, get([Role::Target, Role::Whole])?);
    let stated = claim.get(Role::Stated)?;
    let open = |o: &Operand| o.figure.form.ambiguous && o.figure.decimals == 0;
    let (odd, other) = if open(upper) { (upper, lower) } else { (lower, upper) };
    let shown = other.figure.decimals > 0 && !other.figure.form.ambiguous && !other.figure.form.dot_decimal;
    if !open(odd) || !shown || odd.figure.unit.factor != other.figure.unit.factor {
        return None;
    }
    let closes = |printed: Exact| {
        let (a, b) = if open(upper) { (printed, lower.figure.printed) } else { (upper.figure.printed, printed) };
        let rate = a.div(b)?.mul(compare::rate_scale(stated))?;
        Some(rate.round(stated.decimals)? == stated.printed || rate.cut(stated.decimals)? == stated.printed)
    };
    let smaller = odd.figure.printed.div(Exact::int(1000))?;
    (closes(odd.figure.printed) == Some(false) && closes(smaller) == Some(true)).then_some(odd)
}

/// The one figure with a separator that may be read in two ways, where the sum closes only the other way and
/// another figure shows with a comma how decimals are written here: `296.700 tỷ đồng` beside `214,8 tỷ đồng`.
fn odd_one(operands: &[Operand]) -> Option<&Operand> {
    let mut open = operands.iter().filter(|o| o.figure.form.ambiguous && o.figure.decimals == 0);
    let (odd, None) = (open.next()?, open.next()) else { return None };
    let shown = operands
        .iter()
        .any(|o| o.figure.decimals > 0 && !o.figure.form.dot_decimal && o.figure.unit.factor == odd.figure.unit.factor);
    let sum = |o: &Operand| if o.role == Role::Part { o.figure.value() } else { Some(Exact::ZERO) };
    let parts = operands.iter().try_fold(Exact::ZERO, |s, o| s.add(sum(o)?))?;
    let total = operands.iter().find(|o| o.role == Role::Stated)?.figure.value()?;
    let value = odd.figure.value()?;
    let smaller = value.div(Exact::int(1000))?;
    let shift = value.sub(smaller)?;
    let (parts, total) = if odd.role == Role::Part { (parts.sub(shift)?, total) } else { (parts, total.sub(shift)?) };
    (shown && parts == total && operands.len() > 2).then_some(odd)
}

/// Whether every part, of two or more, is many times the total, and all of them about a thousand or a million times.
fn far(operands: &[Operand]) -> bool {
    let total = operands.iter().find(|o| o.role == Role::Stated).and_then(|o| o.figure.value());
    let Some(limit) = total.and_then(|t| t.mul(Exact::int(FAR))) else { return false };
    let mut parts = operands.iter().filter(|o| o.role == Role::Part).peekable();
    let two = operands.iter().filter(|o| o.role == Role::Part).count() >= 2;
    let money = operands
        .iter()
        .all(|o| o.figure.unit.dimension != Dimension::Count && o.figure.unit.dimension != Dimension::None);
    let about = |power: i32| {
        let thousands = Exact::ten_pow(power).and_then(|p| total?.mul(p));
        let (sum, near) = (sum(operands), Exact::int(NEAR));
        matches!((sum, thousands), (Some(s), Some(t))
            if s.mul(near).is_some_and(|most| most >= t) && t.mul(near).is_some_and(|most| s <= most))
    };
    // Parts with a separator that may be read in two ways need not be so near.
    let open =
        || operands.iter().all(|o| o.figure.hedge.is_none() && (o.role == Role::Stated || o.figure.form.ambiguous));
    two && money
        && (about(3) || about(6) || open())
        && parts.peek().is_some()
        && parts.all(|o| o.figure.value().is_some_and(|v| v > limit))
}

/// The sum of the parts.
fn sum(operands: &[Operand]) -> Option<Exact> {
    operands.iter().filter(|o| o.role == Role::Part).try_fold(Exact::ZERO, |s, o| s.add(o.figure.value()?))
}

/// The factor by which the parts are too large (positive power) or too small.
fn scale(operands: &[Operand]) -> Option<i32> {
    let stated = &operands.iter().find(|o| o.role == Role::Stated)?.figure;
    let total = stated.value()?;
    let mut parts = operands.iter().filter(|o| o.role == Role::Part);
    let count = parts.clone().count();
    let sum = parts.try_fold(Exact::ZERO, |s, o| s.add(o.figure.value_in_unit_of(stated)?))?;
    let ratio = sum.div(total)?;
    (count >= 2).then_some(())?;
    [3, 6, -3, -6].into_iter().find(|&power| Exact::ten_pow(power) == Some(ratio))
}

/// Always wrong: as printed the parts are a thousand times their total.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    let Some(total) = claim.get(Role::Stated) else { return compare::undecided() };
    let of_rate = if matches!(claim.relation, Relation::Sum(_)) { None } else { odd_of_rate(claim) };
    if let Some(odd) = of_rate.or_else(|| odd_one(&claim.operands)) {
        let shown = compare::shown(&odd.figure, document);
        let (vi, en) = if of_rate.is_some() { ("tỷ lệ", "percentage") } else { ("tổng", "sum") };
        return Judgement {
            verdict: Verdict::Wrong,
            severity: Severity::Error,
            recomputed: None,
            message: Text::new(
                format!("{shown} lớn gấp 1.000 lần so với {vi}: nhầm đơn vị hoặc dấu phân cách"),
                format!("{shown} is a thousand times what the {en} needs: wrong unit or separator"),
            ),
            working: Vec::new(),
        };
    }
    let first = claim.get(Role::Part).map_or("", |f| compare::shown(f, document));
    let Some(power) = scale(&claim.operands) else {
        let t = compare::shown(total, document);
        return Judgement {
            verdict: Verdict::Wrong,
            severity: Severity::Error,
            recomputed: None,
            message: Text::new(
                format!("mỗi phần ({first}, …) đều lớn hơn tổng {t} trên {FAR} lần: nhầm đơn vị hoặc dấu phân cách"),
                format!("each part ({first}, …) is over {FAR} times the total {t}: wrong unit or separator"),
            ),
            working: Vec::new(),
        };
    };
    let Some(factor) = Exact::ten_pow(power.abs()) else { return compare::undecided() };
    let (t, n) = (compare::shown(total, document), factor.show(0));
    let (vi, en) = if power > 0 { ("lớn hơn", "larger") } else { ("nhỏ hơn", "smaller") };
    Judgement {
        verdict: Verdict::Wrong,
        severity: Severity::Error,
        recomputed: None,
        message: Text::new(
            format!("các phần ({first}, …) cộng lại {vi} tổng {t} đúng {n} lần: nhầm đơn vị hoặc dấu phân cách"),
            format!(
                "the parts ({first}, …) add up to exactly {n} times {en} than the total {t}: wrong unit or separator"
            ),
        ),
        working: vec![Text::new(
            format!("tổng các phần : {t} = {}{n}", if power > 0 { "" } else { "1/" }),
            format!("sum of the parts / {t} = {}{n}", if power > 0 { "" } else { "1/" }),
        )],
    }
}
