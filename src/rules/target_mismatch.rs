//! target-mismatch: a percentage of a plan that the plan, or any plan, cannot give.

use super::compare::{self, Computed, Outcome};
use super::{Judgement, share_mismatch};
use crate::claims::{Claim, ClaimKind, Relation, Role, Verdict, words};
use crate::document::Document;
use crate::figures::Figure;
use crate::figures::exact::Exact;
use crate::finding::{Severity, Text};

/// Percentages of a plan or goal, stated or implied.
pub fn owns(claim: &Claim) -> bool {
    matches!(claim.relation, Relation::OfTarget | Relation::ShareOrTarget)
        && claim.kind != ClaimKind::Series
        && !super::unit_scale::owns(claim)
}

/// stated % = level / target
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    let (Some(stated), Some(level)) = (claim.get(Role::Stated), claim.get(Role::Level)) else {
        return compare::undecided();
    };
    let judgement = match (claim.relation, claim.get(Role::Target), claim.get(Role::Whole)) {
        (Relation::ShareOrTarget, _, Some(whole)) => share_or_target(claim, document, stated, level, whole),
        (_, Some(target), _) => compare::ratio(level, target, compare::rate_scale(stated))
            .map(|computed| share_mismatch::judged(claim, document, computed, [level, target, stated])),
        _ if claim.get(Role::Change).is_some() => of_gap(claim, document, stated, level),
        // `bằng 89% so với năm 2020`: a past value need not be round.
        _ if claim.kind == ClaimKind::PercentChange => None,
        _ => implied(claim, document, stated, level),
    };
    judgement.unwrap_or_else(compare::undecided)
}

/// stated % = level / (level - gap), where the plan itself is not stated: `đạt 108% kế hoạch, vượt 400 tấn`.
fn of_gap(claim: &Claim, document: &Document, stated: &Figure, level: &Figure) -> Option<Judgement> {
    let gap = claim.get(Role::Change)?;
    let (v, g) = (level.value()?, gap.value()?);
    let target = if claim.upward? { v.sub(g)? } else { v.add(g)? };
    if target.is_negative() || target.is_zero() {
        return None;
    }
    let (coarse, unit) = if gap.last_digit()? > level.last_digit()? { (gap, &gap.unit) } else { (level, &level.unit) };
    let target = Figure {
        printed: target.div(unit.factor)?,
        decimals: coarse.decimals,
        unit: unit.clone(),
        hedge: level.hedge.or(gap.hedge),
        ..level.clone()
    };
    let computed = compare::ratio(level, &target, compare::rate_scale(stated))?;
    let mut judgement = share_mismatch::judged(claim, document, computed, [level, &target, stated]);
    if judgement.verdict == Verdict::Wrong {
        let right = computed.exact.show_rounded(stated.decimals);
        let (g, s) = (compare::shown(gap, document), compare::shown(stated, document));
        judgement.message = Text::new(
            format!("chênh {g} so với kế hoạch ứng với {right}%, không phải {s}"),
            format!("a gap of {g} to the plan makes {right}%, not {s}"),
        );
    }
    let (l, t) = (compare::number(level, document), target.printed.show(target.decimals));
    let full = computed.exact.show(stated.decimals.max(2) + 2);
    judgement.working = vec![Text::new(format!("{l} : {t} = {full}%"), format!("{l} / {t} = {full}%"))];
    Some(judgement)
}

/// The roundest target that gives the stated percentage of a level.
pub(super) struct Target {
    pub value: Exact,
    /// The percentage is right only when cut.
    pub cut: bool,
}

/// Looks for a target with at most `places` decimals, the roundest first.
pub(super) fn target_of(level: Exact, stated: &Figure, places: i32) -> Option<Target> {
    let unit = Exact::ten_pow(-i32::from(stated.decimals))?;
    let half = unit.div(Exact::int(2))?;
    let wanted = level.mul(Exact::HUNDRED)?;
    let rounded = (wanted.div(stated.printed.add(half)?)?, wanted.div(stated.printed.sub(half)?)?);
    let cut = (wanted.div(stated.printed.add(unit)?)?, wanted.div(stated.printed)?);
    // From millions down to the finest decimals: a multiple of 10^power in the interval.
    for power in (-places..=9).rev() {
        let step = Exact::ten_pow(power)?;
        for (bounds, cut) in [(rounded, false), (cut, true)] {
            let candidate = bounds.0.div(step)?.ceil().mul(step)?;
            // The upper ends are closed (89,375 % is rounded to 89,38 %), the cut one's lower end is open.
            let inside = candidate <= bounds.1;
            if inside && !(cut && candidate == bounds.0) && !candidate.is_zero() {
                // `37.235, đạt 75,3%`: 49.400 only when cut, 49.440 as it stands
                let finer = || {
                    let step = Exact::ten_pow(power - 1)?;
                    let next = rounded.0.div(step)?.ceil().mul(step)?;
                    (power > -places && next < rounded.1).then_some(next)
                };
                return match finer().filter(|_| cut) {
                    Some(value) => Some(Target { value, cut: false }),
                    None => Some(Target { value: candidate, cut }),
                };
            }
        }
    }
    None
}

fn implied(claim: &Claim, document: &Document, stated: &Figure, level: &Figure) -> Option<Judgement> {
    if stated.hedge.is_some()
        || stated.unit.dimension == level.unit.dimension && stated.unit.dimension != crate::figures::Dimension::Percent
    {
        // `đạt dưới 20‰ mục tiêu`: the target itself, beside the rate reached.
        let fine = compare::hedge_allows(stated, level.printed);
        return Some(compare::settled(if fine { Verdict::Ok } else { Verdict::Unverifiable }, None));
    }
    if stated.printed.is_zero() {
        return None;
    }
    let places = if level.is_count() { 0 } else { i32::from(level.decimals.max(1)) };
    match target_of(level.printed, stated, places) {
        Some(target) => {
            let exact = level.printed.div(target.value)?.mul(Exact::HUNDRED)?;
            let full = exact.show(stated.decimals.max(2) + 2);
            if !target.cut {
                return Some(compare::settled(Verdict::Ok, Some(format!("{full}%"))));
            }
            let t = target.value.show(6);
            let (l, s) = (compare::shown(level, document), compare::shown(stated, document));
            let right = exact.show_rounded(stated.decimals);
            Some(Judgement {
                verdict: Verdict::Truncated,
                severity: Severity::Note,
                recomputed: Some(format!("{full}%")),
                message: Text::new(
                    format!("với chỉ tiêu {t} thì {l} đạt {right}% khi làm tròn; {s} là số bị cắt bớt"),
                    format!("of a target of {t}, {l} is {right}% when rounded; {s} is cut"),
                ),
                working: vec![Text::new(format!("{l} : {t} = {full}%"), format!("{l} / {t} = {full}%"))],
            })
        }
        None if level.is_count() && level.hedge.is_none() && !is_of_its_kind(document, stated, level) => {
            Some(compare::tempered(no_target(document, stated, level, Severity::Warning)?, claim, None))
        }
        None => None,
    }
}

/// `18/31 thôn …, đạt 69,3% Nghị quyết`: the share itself, or the count or rate of an implied target.
fn share_or_target(
    claim: &Claim,
    document: &Document,
    stated: &Figure,
    part: &Figure,
    whole: &Figure,
) -> Option<Judgement> {
    let computed = compare::ratio(part, whole, Exact::HUNDRED)?;
    let share = compare::compare(stated.printed, stated.decimals, computed)?;
    if matches!(share, Outcome::Ok | Outcome::Truncated) {
        return Some(share_mismatch::judged(claim, document, computed, [part, whole, stated]));
    }
    if stated.printed.is_zero() || stated.hedge.is_some() || part.hedge.is_some() {
        return None;
    }
    // A target inside the whole: a whole number of things. Measures written `a ha/b ha` have b as their plan.
    let inside = |t: &Target| stated.printed > Exact::HUNDRED || t.value >= part.printed && t.value <= whole.printed;
    let count = if part.is_count() { target_of(part.printed, stated, 0) } else { None };
    if let Some(target) = count.filter(inside) {
        let verdict = if target.cut { Verdict::Truncated } else { Verdict::Ok };
        let full = part.printed.div(target.value)?.mul(Exact::HUNDRED)?;
        let (t, f) = (target.value.show(4), full.show(stated.decimals.max(2) + 2));
        let mut judgement = compare::settled(verdict, Some(format!("{f}%")));
        let (p, s) = (compare::number(part, document), compare::shown(stated, document));
        judgement.message = Text::new(
            format!("với chỉ tiêu {t} thì {p} đạt {f}%; {s} là số bị cắt bớt"),
            format!("of a target of {t}, {p} is {f}%; {s} is cut"),
        );
        return Some(judgement);
    }
    // The rate reached of a target rate in whole or half percent.
    let rate = computed.exact.round(2)?;
    let fits = |rate: Exact| -> Option<bool> {
        if stated.printed < rate {
            return Some(false);
        }
        let low = rate.mul(Exact::HUNDRED)?.div(stated.printed)?;
        let two = Exact::int(2);
        let near = low.mul(two)?.round(0)?.div(two)?;
        if near.is_zero() {
            return Some(false);
        }
        let back = rate.div(near)?.mul(Exact::HUNDRED)?;
        Some(matches!(
            compare::compare(stated.printed, stated.decimals, Computed::point(back)),
            Some(Outcome::Ok | Outcome::Truncated)
        ))
    };
    let plausible =
        part.is_count() && [computed.exact, rate, computed.exact.round(1)?].iter().any(|&r| fits(r) == Some(true));
    if plausible {
        return Some(compare::settled(Verdict::Ok, None));
    }
    if stated.printed <= Exact::HUNDRED {
        let mut judgement = share_mismatch::judged(claim, document, computed, [part, whole, stated]);
        if judgement.verdict == Verdict::Wrong {
            judgement.severity = Severity::Error;
            judgement.working.extend(no_target(document, stated, part, Severity::Error)?.working);
        }
        return Some(judgement);
    }
    let mut judgement = no_target(document, stated, part, Severity::Note)?;
    let (a, b) = (compare::number(part, document), compare::number(whole, document));
    let full = computed.exact.show(stated.decimals.max(2) + 2);
    judgement.recomputed = Some(format!("{full}%"));
    judgement.working.insert(0, Text::new(format!("{a} : {b} = {full}%"), format!("{a} / {b} = {full}%")));
    Some(compare::tempered(judgement, claim, compare::gap(computed.exact, stated.printed)))
}

/// `03 chỉ tiêu chưa đạt, hoàn thành 83,3% số chỉ tiêu`: a share of all of them, no percentage of a plan.
fn is_of_its_kind(document: &Document, stated: &Figure, level: &Figure) -> bool {
    const SHOWN: usize = 40;
    let behind: String =
        document.text.get(stated.range.end as usize..).unwrap_or_default().chars().take(SHOWN).collect();
    let phrase = crate::lexicon::fold(behind.split([',', ';', '.', '(']).next().unwrap_or_default().trim());
    words::total_of(&phrase) == Some(level.unit.key.as_str())
}

/// No whole target gives the percentage: say which come nearest.
fn no_target(document: &Document, stated: &Figure, level: &Figure, severity: Severity) -> Option<Judgement> {
    let (l, s) = (compare::shown(level, document), compare::shown(stated, document));
    let n = level.printed.mul(Exact::HUNDRED)?.div(stated.printed)?;
    let show = |t: Exact| -> Option<String> {
        let p = level.printed.div(t)?.mul(Exact::HUNDRED)?;
        Some(format!("{} : {} = {}%", compare::number(level, document), t.show(0), p.show(stated.decimals.max(2))))
    };
    let mut near: Vec<String> = Vec::new();
    for t in [n.floor(), n.ceil()] {
        if !t.is_zero() && near.len() < 2 {
            near.extend(show(t));
        }
    }
    near.dedup();
    let working = near.join("; ");
    Some(Judgement {
        verdict: Verdict::Wrong,
        severity,
        recomputed: None,
        message: Text::new(
            format!("không có chỉ tiêu tròn nào để {l} đạt {s}"),
            format!("no whole target makes {l} come to {s}"),
        ),
        working: vec![Text::new(
            format!("chỉ tiêu tròn gần nhất: {working}"),
            format!("nearest whole targets: {working}"),
        )],
    })
}
