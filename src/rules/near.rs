//! Figures that only stand near what is said of them: which of them mean something else, and which hold a slip. The
//! rules of shares, targets, changes and averages have this in common.

use super::solve::{slip_of, solve};
use super::{Judgement, compare, slip};
use crate::claims::{Binding, Claim, Relation, Role, Verdict};
use crate::document::Document;
use crate::figures::Figure;
use crate::figures::exact::Exact;
use crate::finding::Severity;
use crate::rules::slip::Slip;

/// Whether a figure is so far from what the others give that they cannot be those it speaks of: three times as
/// much or as little, and no slip of typing in any of them explains it. In five megabytes of news and reports 61 of
/// 62 such claims had been read wrongly, and within a tenth hardly one.
pub fn is_beside_the_point(claim: &Claim) -> bool {
    let Some(stated) = claim.get(Role::Stated) else { return false };
    // `giảm 819 hộ, tương ứng 3,96%`: the change is surely meant, and only its level may be another.
    let far = Exact::int(if claim.get(Role::Change).is_some() { 5 } else { 3 });
    // `tăng 37 lao động so với năm 2020 (217 lao động)`: three figures with one unit printed thrice belong together.
    let printed = |f: &Figure| !f.unit.key.is_empty() && !f.unit.elided && f.unit.key == stated.unit.key;
    if claim.relation == Relation::Change
        && claim.operands.len() == 3
        && claim.operands.iter().all(|o| printed(&o.figure))
    {
        return false;
    }
    let Some(computed) = solve(claim, stated) else { return false };
    // `vượt 107,1% kế hoạch` where 107,1 % were reached: the gap and what was reached are a hundred apart.
    let whole = computed.add(Exact::HUNDRED).and_then(|r| r.round(stated.decimals));
    if claim.relation == Relation::Gap && stated.is_rate() && whole == Some(stated.printed) {
        return false;
    }
    let (Some(most), Some(least)) = (stated.printed.mul(far), stated.printed.div(far)) else {
        return false;
    };
    // Where the figures even go the other way, they are read the wrong way round.
    let levels = claim.get(Role::Level).and_then(Figure::value).zip(claim.get(Role::Base).and_then(Figure::value));
    let against = matches!(claim.relation, Relation::PercentChange)
        && levels.zip(claim.upward).is_some_and(|((level, base), up)| if up { level < base } else { level > base });
    let near = computed.sub(stated.printed).is_some_and(|d| d.abs() <= Exact::ONE);
    let far = computed > most || computed < least || against && !near;
    // How far the rounding of the percentage moves what another figure would have to be.
    // A percentage without decimals allows too much to tell a slip from chance.
    let most = Exact::ten_pow(-2).and_then(|p| p.mul(Exact::int(2))).unwrap_or(Exact::ZERO);
    let slack =
        Exact::ten_pow(-i32::from(stated.decimals)).and_then(|unit| unit.div(stated.printed)).map(|s| s.min(most));
    let explained = |f: &Figure| {
        // `580 tỷ đồng` for 580 triệu: what fits has decimals that the figure has not.
        let fine = Figure { decimals: f.decimals + 3, ..f.clone() };
        let exact = solve(claim, &fine);
        let shifted = exact.is_some_and(|v| slip_of(&fine, v).is_some_and(Slip::is_scale) || scaled_near(f, v, slack));
        let wanted = solve(claim, f);
        shifted
            || wanted.is_some_and(|v| slip_of(f, v).is_some() || slack.is_some_and(|s| slip::one_digit_near(f, v, s)))
    };
    // `chiếm 66%` of 6,58 %.
    let fine = Figure { decimals: stated.decimals + 3, ..stated.clone() };
    let tens = (-3..=3).filter_map(|power| solve(claim, &fine)?.mul(Exact::ten_pow(power)?));
    let shifted = tens.into_iter().any(|v| v.round(stated.decimals) == Some(stated.printed));
    far && !shifted && !claim.operands.iter().any(|o| explained(&o.figure))
}

/// Whether ten, a hundred or a thousand times a value, or as many parts of it, lie within `slack`, relative, of what
/// is printed.
fn scaled_near(figure: &Figure, value: Exact, slack: Option<Exact>) -> bool {
    let near = |power: i32| {
        let scaled = value.mul(Exact::ten_pow(power)?)?;
        Some(compare::gap(scaled, figure.printed)? <= slack?)
    };
    [-3, -2, -1, 1, 2, 3].into_iter().any(|power| near(power) == Some(true))
}

/// A percentage whose operands only stand near is worth a look where one typed digit, or two that changed
/// places, keep it from closing: with three digits or more that is no chance.
pub fn slipped(judge: fn(&Claim, &Document) -> Judgement, claim: &Claim, document: &Document) -> Option<Judgement> {
    let rate = matches!(claim.relation, Relation::Share | Relation::OfTarget | Relation::PercentChange);
    if !rate || claim.binding == Binding::Sure {
        return None;
    }
    let meant = claim.binding == Binding::Meant;
    let readings = claim.readings().take(if meant { usize::MAX } else { 1 });
    let mut read = readings.map(|r| Claim { operands: r.clone(), alternatives: Vec::new(), ..claim.clone() });
    let slipped = read.find(|c| has_slip(c, meant))?;
    let judgement = judge(&Claim { binding: Binding::Sure, ..slipped }, document);
    let severity = judgement.severity.min(Severity::Warning);
    (judgement.verdict == Verdict::Wrong).then_some(Judgement { severity, ..judgement })
}

/// Whether one typed digit, or two that changed places, keep a percentage of three digits from closing: in the percentage
/// or, where its amounts are `meant`, in one of them.
fn has_slip(claim: &Claim, meant: bool) -> bool {
    const DIGITS: i64 = 100;
    let Some(stated) = claim.get(Role::Stated) else { return false };
    let digits = Exact::ten_pow(i32::from(stated.decimals)).and_then(|unit| stated.printed.mul(unit));
    if digits.is_none_or(|d| d < Exact::int(DIGITS)) {
        return false;
    }
    let typed = |slip| matches!(slip, Some(Slip::Digit | Slip::Swap));
    if solve(claim, stated).is_some_and(|v| typed(slip_of(stated, v))) {
        return true;
    }
    let half =
        Exact::ten_pow(-i32::from(stated.decimals)).and_then(|unit| unit.div(stated.printed)?.div(Exact::int(2)));
    let amounts = || claim.operands.iter().map(|o| &o.figure).filter(|f| f.number != stated.number);
    let closes = |f: &Figure, v: Exact| {
        let mut mended = claim.clone();
        let own = mended.operands.iter_mut().find(|o| o.figure.number == f.number);
        own.map(|o| o.figure.printed = v).and_then(|()| solve(&mended, stated)) == Some(stated.printed)
    };
    let near = |f: &Figure| {
        let fine = Figure { decimals: f.decimals + 3, ..f.clone() };
        let (wanted, exact) = (solve(claim, f), solve(claim, &fine));
        wanted.is_some_and(|v| typed(slip_of(f, v)) && closes(f, v))
            || exact.zip(half).is_some_and(|(v, s)| slip::one_digit_near(f, v, s))
    };
    meant && amounts().any(near)
}
