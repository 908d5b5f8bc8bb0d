//! product-mismatch: an output that its area and yield do not give, a total that counts and prices do not.

use super::Judgement;
use super::compare::{self, Computed, Outcome};
use super::slip;
use crate::claims::{Binding, Claim, Operand, Relation, Role, Verdict};
use crate::document::Document;
use crate::figures::Figure;
use crate::figures::exact::{Exact, Interval};
use crate::finding::{Severity, Text};

/// area × yield = output; counts × prices = total
pub fn owns(claim: &Claim) -> bool {
    matches!(claim.relation, Relation::Product | Relation::Priced)
}

/// Judges an output against area × yield; the yield is per hectare.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    match claim.relation {
        Relation::Priced => priced(claim, document),
        _ => product(claim, document),
    }
    .unwrap_or_else(compare::undecided)
}

/// A total against each count times its price. The total may be of more than what is listed: only a slip of typing or
/// of the unit that explains the difference makes it wrong.
fn priced(claim: &Claim, document: &Document) -> Option<Judgement> {
    let total = claim.get(Role::Stated)?;
    let terms: Vec<(&Figure, &Figure)> = claim.all(Role::Part).zip(claim.all(Role::Term)).collect();
    let sum = terms.iter().try_fold(Exact::ZERO, |s, (n, p)| s.add(n.value()?.mul(p.value()?)?))?;
    let exact = sum.div(total.unit.factor)?;
    let outcome = compare::compare(total.printed, total.decimals, Computed::point(exact))?;
    let right = exact.show(total.decimals.max(3));
    if compare::hedge_allows(total, exact) || !matches!(outcome, Outcome::Off(_)) {
        return Some(compare::settled(Verdict::Ok, Some(right)));
    }
    let slip = slip::fits(total, sum)?;
    let shown = |f: &Figure| compare::shown(f, document).to_owned();
    let sums: Vec<String> = terms.iter().map(|(n, p)| format!("{} × {}", shown(n), shown(p))).collect();
    let working = format!("{} = {right}", sums.join(" + "));
    let t = shown(total);
    let judgement = Judgement {
        verdict: Verdict::Wrong,
        severity: Severity::Error,
        recomputed: Some(right.clone()),
        message: Text::new(
            format!("số lượng nhân mức là {right}, không phải {t}"),
            format!("the counts times their prices are {right}, not {t}"),
        ),
        working: vec![Text::new(working.clone(), working)],
    };
    // `2.220 tỷ đồng` for 2.220 triệu: the unit is wrong, or the separator of a number that has no others.
    // Three digits and more of a product bind the total even where no word does.
    let digits = total.printed.mul(Exact::ten_pow(i32::from(total.decimals))?)? >= Exact::HUNDRED;
    if total.form.ambiguous && slip == slip::Slip::Thousand && (claim.binding == Binding::Sure || digits) {
        return Some(Judgement { severity: Severity::Warning, ..judgement });
    }
    Some(compare::tempered(judgement, claim, compare::gap(exact, total.printed)))
}

/// The output of an area in square metres at a yield in kilograms a hectare.
pub fn output_of(area: Exact, rate: Exact) -> Option<Exact> {
    area.div(Exact::ten_pow(4)?)?.mul(rate)
}

/// Where several areas stand before a yield, one whose output has the digits printed in another place is the one meant,
/// if the outputs of all others have other digits: `137,6 ha, trong đó 92,4 ha cho thu hoạch, năng suất 185 tạ/ha, sản
/// lượng 17.094 tấn`.
fn meant(claim: &Claim) -> Option<&[Operand]> {
    let misplaced = |operands: &&[Operand]| {
        let get = |role| operands.iter().find(|o| o.role == role).map(|o| &o.figure);
        let scaled = || {
            let (output, area, rate) = (get(Role::Stated)?, get(Role::Whole)?, get(Role::Divisor)?);
            let exact = output_of(area.value()?, rate.value()?)?.div(output.unit.factor)?;
            let moved = |power: i32| exact.mul(Exact::ten_pow(power)?)?.round(output.decimals);
            let digits = output.printed >= Exact::HUNDRED;
            (digits && [1, -1, 2, -2, 3, -3].into_iter().any(|p| moved(p) == Some(output.printed))).then_some(())
        };
        scaled().is_some()
    };
    let mut found = claim.readings().map(Vec::as_slice).filter(misplaced);
    found.next().filter(|_| claim.binding == Binding::Likely && found.next().is_none())
}

fn product(claim: &Claim, document: &Document) -> Option<Judgement> {
    let sure =
        meant(claim).map(|operands| Claim { operands: operands.to_vec(), binding: Binding::Sure, ..claim.clone() });
    let claim = sure.as_ref().unwrap_or(claim);
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
