//! How figures are compared: exactly, by the digits printed.
//!
//! A figure with k decimals stands for an interval, as in XBRL Calculations 1.1
//! (nearest: v ± half a unit of the last digit; truncated: [v, v + one unit)).
//! The order is that of the design: equal when rounded half up is right; right
//! when cut is truncated; possible within the intervals of the operands is
//! right; everything else is wrong. A percentage without decimals may be cut,
//! rounded or taken up. That counts of whole things allow only some
//! percentages is the GRIM argument (Brown & Heathers, 2017).

use super::Judgement;
use crate::claims::{Binding, Claim, Verdict};
use crate::document::Document;
use crate::figures::exact::{Exact, Interval};
use crate::figures::{Figure, Hedge};
use crate::finding::{Severity, Text};

/// How a stated figure compares with what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It agrees.
    Ok,
    /// It agrees when cut instead of rounded.
    Truncated,
    /// It cannot be; off by so many units of its last digit.
    Off(Exact),
}

/// A computed value with the interval its operands allow.
#[derive(Clone, Copy, Debug)]
pub struct Computed {
    /// From the operands as printed.
    pub exact: Exact,
    /// From the intervals of the operands.
    pub allowed: Option<Interval>,
}

impl Computed {
    /// A value without doubt.
    pub fn point(exact: Exact) -> Computed {
        Computed { exact, allowed: Some(Interval::point(exact)) }
    }
}

/// Compares the printed number of a figure with a value in the same scale.
pub fn compare(printed: Exact, decimals: u8, computed: Computed) -> Option<Outcome> {
    let unit = Exact::ten_pow(-i32::from(decimals))?;
    let exact = computed.exact;
    if exact.round(decimals)? == printed {
        return Some(Outcome::Ok);
    }
    if exact.cut(decimals)? == printed {
        return Some(if decimals == 0 { Outcome::Ok } else { Outcome::Truncated });
    }
    if decimals == 0 && exact.ceil() == printed {
        return Some(Outcome::Ok);
    }
    let half = unit.div(Exact::int(2))?;
    let stated = Interval::new(printed.sub(half)?, printed.add(half)?);
    if computed.allowed.is_some_and(|a| a.meets(&stated)) {
        return Some(Outcome::Ok);
    }
    let off = exact.sub(printed)?.abs().div(unit)?;
    Some(Outcome::Off(off))
}

/// Ratio of two figures times `scale`, with the interval of their digits.
pub fn ratio(upper: &Figure, lower: &Figure, scale: Exact) -> Option<Computed> {
    let exact = upper.value()?.div(lower.value()?)?.mul(scale)?;
    let allowed = (|| {
        let (a, b) = (unhedged(upper)?, unhedged(lower)?);
        let low = a.low?.div(b.high?)?.mul(scale)?;
        let high = a.high?.div(b.low?)?.mul(scale)?;
        Some(Interval::new(low, high))
    })();
    Some(Computed { exact, allowed })
}

/// The interval of the digits alone, whatever the hedge says.
pub fn unhedged(figure: &Figure) -> Option<Interval> {
    figure.interval_as(None)
}

/// Whether two figures may be one value at the coarser of their precisions, rounded or cut (28,6 and 28,63; 2,37
/// triệu and 2.368 nghìn); none where they cannot be compared. Hedges do not count.
pub fn agree(a: &Figure, b: &Figure) -> Option<bool> {
    if unhedged(a)?.meets(&unhedged(b)?) {
        return Some(true);
    }
    let (fine, coarse) = if a.last_digit()? <= b.last_digit()? { (a, b) } else { (b, a) };
    let printed = fine.value()?.div(coarse.unit.factor)?;
    let stated = coarse.value()?.div(coarse.unit.factor)?;
    Some([printed.round(coarse.decimals), printed.cut(coarse.decimals)].contains(&Some(stated)))
}

/// The verdict and severity for an outcome: off by one or two units at two or
/// more decimals is a warning, by more an error.
pub fn graded(outcome: Outcome, decimals: u8) -> (Verdict, Severity) {
    match outcome {
        Outcome::Ok => (Verdict::Ok, Severity::Note),
        Outcome::Truncated => (Verdict::Truncated, Severity::Note),
        Outcome::Off(units) => {
            let slight = if decimals >= 2 { Exact::int(2) } else { Exact::ONE };
            (Verdict::Wrong, if units <= slight { Severity::Warning } else { Severity::Error })
        }
    }
}

/// What every judgement ends with: a hedged or ambiguous figure never supports
/// an error, and a claim that is only likely is unverifiable when it does not close.
pub fn tempered(mut judgement: Judgement, claim: &Claim, relative_gap: Option<Exact>) -> Judgement {
    if judgement.verdict != Verdict::Wrong {
        return judgement;
    }
    let figures = || claim.operands.iter().map(|o| &o.figure);
    // Where every amount may be read the other way, their relation stays the same.
    let amounts = || figures().filter(|f| !f.is_rate());
    let ambiguous = amounts().any(|f| f.form.ambiguous) && !amounts().all(|f| f.form.ambiguous);
    if claim.binding != Binding::Sure || ambiguous {
        judgement.verdict = Verdict::Unverifiable;
        return judgement;
    }
    if figures().any(|f| f.hedge.is_some()) {
        // Ten per cent and more no hedge excuses.
        let large = relative_gap.is_some_and(|g| g > Exact::ten_pow(-1).unwrap_or(Exact::ONE));
        judgement.verdict = if large { Verdict::Wrong } else { Verdict::Unverifiable };
        judgement.severity = judgement.severity.min(Severity::Warning);
    }
    judgement
}

/// |a - b| / b
pub fn gap(a: Exact, b: Exact) -> Option<Exact> {
    a.sub(b)?.abs().div(b.abs())
}

/// Whether a hedged figure is satisfied by a value (`trên 90%` by 95,1 %).
pub fn hedge_allows(figure: &Figure, printed_scale: Exact) -> bool {
    match figure.hedge {
        Some(Hedge::Above) => printed_scale >= figure.printed,
        Some(Hedge::Below) => printed_scale <= figure.printed,
        Some(Hedge::About) => {
            gap(printed_scale, figure.printed).is_some_and(|g| g <= Exact::ten_pow(-1).unwrap_or(Exact::ZERO))
        }
        None => false,
    }
}

/// The figure as the text prints it.
pub fn shown<'d>(figure: &Figure, document: &'d Document) -> &'d str {
    document.slice(figure.range).trim()
}

/// The number of a figure as the text prints it.
pub fn number<'d>(figure: &Figure, document: &'d Document) -> &'d str {
    document.slice(figure.number).trim()
}

/// The sign of a rate (`%`, `‰`) or nothing.
pub fn sign(figure: &Figure) -> &'static str {
    match figure.unit.dimension {
        crate::figures::Dimension::Percent | crate::figures::Dimension::PercentPoint => "%",
        crate::figures::Dimension::Permille => "‰",
        _ => "",
    }
}

/// What a rate is a multiple of: 100 for percent, 1000 for per mille.
pub fn rate_scale(figure: &Figure) -> Exact {
    if figure.unit.dimension == crate::figures::Dimension::Permille { Exact::int(1000) } else { Exact::HUNDRED }
}

/// A judgement without a finding.
pub fn settled(verdict: Verdict, recomputed: Option<String>) -> Judgement {
    Judgement { verdict, severity: Severity::Note, recomputed, message: Text::default(), working: Vec::new() }
}

/// Nothing can be said.
pub fn undecided() -> Judgement {
    settled(Verdict::Unverifiable, None)
}
