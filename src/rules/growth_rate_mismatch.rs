//! growth-rate-mismatch: an average yearly growth that the levels do not give.

use super::Judgement;
use super::compare;
use crate::claims::{Claim, Relation, Role, Verdict};
use crate::document::Document;
use crate::figures::exact::Exact;
use crate::finding::{Severity, Text};

/// Average growth per year.
pub fn owns(claim: &Claim) -> bool {
    matches!(claim.relation, Relation::GrowthRate { .. })
}

/// (1 + stated)^years = level / base, or the arithmetic mean; either within 0.15 points.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    growth(claim, document).unwrap_or_else(compare::undecided)
}

fn growth(claim: &Claim, document: &Document) -> Option<Judgement> {
    let Relation::GrowthRate { years } = claim.relation else { return None };
    let (stated, level) = (claim.get(Role::Stated)?, claim.get(Role::Level)?);
    if years == 0 {
        return None;
    }
    let v = level.value()?;
    let l = compare::number(level, document);
    // The base stands in the text, or follows from the change.
    let (base, decimals, how) = match (claim.get(Role::Base), claim.get(Role::Change)) {
        (Some(base), _) => (base.value()?, base.decimals, None),
        (None, Some(change)) => {
            let (a, c) = (change.value()?, compare::number(change, document));
            let up = claim.upward.unwrap_or(true);
            let base = if up { v.sub(a)? } else { v.add(a)? };
            (base, change.decimals, Some(format!("{l} {} {c}", if up { "-" } else { "+" })))
        }
        (None, None) => return None,
    };
    if base.is_zero() || base.is_negative() {
        return None;
    }
    let ratio = v.div(base)?;
    let rate = compound(ratio, years)?;
    let mean = ratio.sub(Exact::ONE)?.mul(Exact::HUNDRED)?.div(Exact::int(i64::from(years)))?;
    let unit = Exact::ten_pow(-i32::from(stated.decimals))?;
    let fifteen = Exact::int(15).div(Exact::HUNDRED)?;
    let full = rate.show(3);
    let recomputed = Some(format!("{full}%"));
    let s = compare::shown(stated, document);
    let right = rate.show_rounded(stated.decimals);
    let verdict = if rate.round(stated.decimals)? == stated.printed || mean.round(stated.decimals)? == stated.printed {
        Verdict::Ok
    } else if rate.cut(stated.decimals)? == stated.printed {
        Verdict::Truncated
    } else if [rate, mean].iter().any(|r| r.sub(stated.printed).is_some_and(|d| d.abs() <= fifteen.max(unit))) {
        Verdict::Ok
    } else {
        Verdict::Wrong
    };
    let b = base.div(level.unit.factor)?.show(level.decimals.max(decimals));
    let message = if verdict == Verdict::Truncated {
        Text::new(
            format!("tăng bình quân {right}%/năm khi làm tròn; {s} là số bị cắt bớt"),
            format!("average growth is {right}% a year when rounded; {s} is cut"),
        )
    } else {
        Text::new(
            format!("tăng bình quân {right}%/năm trong {years} năm, không phải {s}"),
            format!("average growth over {years} years is {right}% a year, not {s}"),
        )
    };
    let judgement = Judgement {
        verdict,
        severity: if verdict == Verdict::Truncated { Severity::Note } else { Severity::Warning },
        recomputed,
        message,
        working: how
            .map(|how| Text::new(format!("giá trị gốc: {how} = {b}"), format!("base: {how} = {b}")))
            .into_iter()
            .chain([Text::new(
                format!("({l} : {b})^(1/{years}) - 1 = {full}%"),
                format!("({l} / {b})^(1/{years}) - 1 = {full}%"),
            )])
            .collect(),
    };
    Some(compare::tempered(judgement, claim, compare::gap(rate, stated.printed)))
}

/// The yearly rate in percent, cut to five decimals, by halving.
pub fn compound(ratio: Exact, years: u8) -> Option<Exact> {
    let step = Exact::ten_pow(-7)?;
    // In units of 0.00001 percent: from -99 % to +1,000 %.
    let (mut low, mut high) = (-9_900_000_i64, 100_000_000_i64);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        let factor = Exact::ONE.add(Exact::int(middle).mul(step)?)?;
        if power_at_most(factor, years, ratio)? { low = middle } else { high = middle }
    }
    Exact::int(low).div(Exact::int(100_000))
}

/// factor^years <= ratio, dividing step by step so that the numbers stay small.
fn power_at_most(factor: Exact, years: u8, ratio: Exact) -> Option<bool> {
    match factor.pow(u32::from(years)) {
        Some(power) => Some(power <= ratio),
        // Too many digits: round the running product to twelve decimals, far below the third shown.
        None => {
            let mut power = Exact::ONE;
            for _ in 0..years {
                power = power.mul(factor)?.round(12)?;
            }
            Some(power <= ratio)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_compound_rate() {
        let ratio = Exact::int(60_840).div(Exact::int(48_000)).unwrap();
        assert_eq!(compound(ratio, 5).unwrap().show_rounded(3), "4,855");
        assert_eq!(compound(Exact::int(2), 20).unwrap().show_rounded(3), "3,526");
    }
}
