//! change-mismatch: an increase or decrease that does not fit its levels.

use super::Judgement;
use super::compare::{self, Computed};
use crate::claims::{Claim, ClaimKind, Relation, Role, Verdict};
use crate::document::Document;
use crate::figures::exact::Exact;
use crate::figures::{Dimension, Figure};
use crate::finding::{Severity, Text};

/// Absolute, percentage and point changes, and multiples.
pub fn owns(claim: &Claim) -> bool {
    matches!(claim.relation, Relation::Change | Relation::PercentChange | Relation::Points | Relation::Multiple)
        && claim.kind != ClaimKind::Series
}

/// Judges a change against the levels the text gives.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    let Some(stated) = claim.get(Role::Stated) else { return compare::undecided() };
    let Some(level) = claim.get(Role::Level) else {
        return of_base(claim, document, stated).unwrap_or_else(compare::undecided);
    };
    let up = claim.upward.unwrap_or(true);
    let judgement = match claim.relation {
        Relation::Change => absolute(claim, document, stated, level, up),
        Relation::PercentChange => percent(claim, document, stated, level, up),
        Relation::Points => points(claim, document, stated, level, up),
        Relation::Multiple => multiple(claim, document, stated, level),
        _ => None,
    };
    judgement.unwrap_or_else(compare::undecided)
}

/// stated % = change / base, where the level is left out (`so với 612 …, tăng 92 (+15,0%)`).
fn of_base(claim: &Claim, document: &Document, stated: &Figure) -> Option<Judgement> {
    let (change, base) = (claim.get(Role::Change)?, claim.get(Role::Base)?);
    let computed = compare::ratio(change, base, Exact::HUNDRED)?;
    Some(super::share_mismatch::judged(claim, document, computed, [change, base, stated]))
}

/// level - base = change; without a base it is implied and may not be below zero.
fn absolute(claim: &Claim, document: &Document, stated: &Figure, level: &Figure, up: bool) -> Option<Judgement> {
    let (v, a) = (level.value()?, stated.value()?);
    let (vs, s) = (compare::shown(level, document), compare::shown(stated, document));
    let Some(base) = claim.get(Role::Base) else {
        let implied = if up { v.sub(a)? } else { v.add(a)? };
        let recomputed = Some(implied.div(level.unit.factor)?.show(level.decimals.max(stated.decimals)));
        // `giá 211.500 đồng, vốn hóa tăng thêm 8.850 tỷ đồng`: a thousand times as much is no increase of it.
        let other = v.mul(Exact::int(1000)).is_some_and(|v| v < a);
        if other {
            return Some(compare::settled(Verdict::Unverifiable, recomputed));
        }
        if !implied.is_negative() || level.unit.elided {
            return Some(compare::settled(Verdict::Ok, recomputed));
        }
        let judgement = Judgement {
            verdict: Verdict::Wrong,
            severity: Severity::Warning,
            recomputed,
            message: Text::new(
                format!("mức tăng {s} lớn hơn cả giá trị đạt được {vs}"),
                format!("the increase {s} is larger than the level {vs} it led to"),
            ),
            working: vec![Text::new(format!("{vs} - {s} < 0"), format!("{vs} - {s} < 0"))],
        };
        return Some(compare::tempered(judgement, claim, compare::gap(a, v)));
    };
    let b = base.value()?;
    let exact = if up { v.sub(b)? } else { b.sub(v)? };
    let printed = exact.div(stated.unit.factor)?;
    let allowed = difference_interval(level, base, up).and_then(|(l, h)| {
        let f = stated.unit.factor;
        Some(crate::figures::exact::Interval::new(l.div(f)?, h.div(f)?))
    });
    let outcome = compare::compare(stated.printed, stated.decimals, Computed { exact: printed, allowed })?;
    let (verdict, severity) = compare::graded(outcome, 0);
    let bs = compare::shown(base, document);
    let (high, low) = if up { (vs, bs) } else { (bs, vs) };
    let right = printed.abs().show(stated.decimals.max(2));
    // The levels may say the opposite of the verb.
    let up = up != printed.is_negative();
    let (high, low) = if printed.is_negative() { (low, high) } else { (high, low) };
    let (verb_vi, verb_en) = direction_words(up);
    let judgement = Judgement {
        verdict,
        severity,
        recomputed: Some(right.clone()),
        message: if printed.is_negative() {
            Text::new(
                format!("thực ra {verb_vi} {right}, không phải {} {s}", direction_words(!up).0),
                format!("in fact {verb_en} by {right}, not {} by {s}", direction_words(!up).1),
            )
        } else {
            Text::new(format!("{verb_vi} {right}, không phải {s}"), format!("{verb_en} by {right}, not {s}"))
        },
        working: vec![Text::new(format!("{high} - {low} = {right}"), format!("{high} - {low} = {right}"))],
    };
    // What a hedged level leaves open is measured by the level, not by the difference.
    let off = if level.hedge.is_some() || base.hedge.is_some() {
        exact.sub(a)?.abs().div(v)
    } else {
        compare::gap(printed, stated.printed)
    };
    Some(compare::tempered(judgement, claim, off))
}

fn difference_interval(level: &Figure, base: &Figure, up: bool) -> Option<(Exact, Exact)> {
    let (l, b) = (compare::unhedged(level)?, compare::unhedged(base)?);
    let (x, y) = if up { (l, b) } else { (b, l) };
    Some((x.low?.sub(y.high?)?, x.high?.sub(y.low?)?))
}

fn direction_words(up: bool) -> (&'static str, &'static str) {
    if up { ("tăng", "up") } else { ("giảm", "down") }
}

/// stated % = change / base, where base is stated or level ∓ change.
fn percent(claim: &Claim, document: &Document, stated: &Figure, level: &Figure, up: bool) -> Option<Judgement> {
    let v = level.value()?;
    let (change, base, working_base) = match (claim.get(Role::Change), claim.get(Role::Base)) {
        (Some(change), _) => {
            let a = change.value()?;
            let base = if up { v.sub(a)? } else { v.add(a)? };
            let op = if up { "-" } else { "+" };
            (a, base, format!("({} {op} {})", compare::number(level, document), compare::number(change, document)))
        }
        (None, Some(base)) => {
            let b = base.value()?;
            (if up { v.sub(b)? } else { b.sub(v)? }, b, compare::number(base, document).to_string())
        }
        (None, None) => return None,
    };
    if base.is_zero() || base.is_negative() {
        return None;
    }
    let exact = change.div(base)?.mul(Exact::HUNDRED)?;
    let allowed = percent_interval(claim, level, up);
    let mut outcome = compare::compare(stated.printed, stated.decimals, Computed { exact, allowed })?;
    // `tăng hơn 30%` of 37,5 %.
    if compare::hedge_allows(stated, exact) {
        outcome = compare::Outcome::Ok;
    }
    let (verdict, severity) = compare::graded(outcome, stated.decimals);
    let right = exact.show_rounded(stated.decimals);
    let s = compare::shown(stated, document);
    let (verb_vi, verb_en) = direction_words(up);
    let amount = claim.get(Role::Change).map_or_else(
        || format!("({} - {working_base})", compare::number(level, document)),
        |c| compare::number(c, document).to_string(),
    );
    let amount = if claim.get(Role::Change).is_none() && !up {
        format!("({working_base} - {})", compare::number(level, document))
    } else {
        amount
    };
    let full = exact.show(stated.decimals.max(2) + 2);
    let message = if exact.is_negative() {
        // The levels say the opposite of the verb.
        let ((vi, en), right) = (direction_words(!up), exact.abs().show_rounded(stated.decimals));
        Text::new(
            format!("thực ra {vi} {right}%, không phải {verb_vi} {s}"),
            format!("in fact {en} by {right}%, not {verb_en} by {s}"),
        )
    } else if verdict == Verdict::Truncated {
        Text::new(
            format!("{verb_vi} {right}% khi làm tròn; {s} là số bị cắt bớt"),
            format!("{verb_en} by {right}% when rounded; {s} is cut"),
        )
    } else {
        Text::new(format!("{verb_vi} {right}%, không phải {s}"), format!("{verb_en} by {right}%, not {s}"))
    };
    let judgement = Judgement {
        verdict,
        severity,
        recomputed: Some(format!("{full}%")),
        message,
        working: vec![Text::new(
            format!("{amount} : {working_base} = {full}%"),
            format!("{amount} / {working_base} = {full}%"),
        )],
    };
    // What a hedged level leaves open is measured by the level, not by the percentage.
    let hedged = level.hedge.is_some() || claim.get(Role::Base).is_some_and(|b| b.hedge.is_some());
    let off =
        if hedged { exact.sub(stated.printed)?.abs().div(Exact::HUNDRED) } else { compare::gap(exact, stated.printed) };
    Some(compare::tempered(judgement, claim, off))
}

fn percent_interval(claim: &Claim, level: &Figure, up: bool) -> Option<crate::figures::exact::Interval> {
    let l = compare::unhedged(level)?;
    let hundred = Exact::HUNDRED;
    if let Some(change) = claim.get(Role::Change) {
        let c = compare::unhedged(change)?;
        let (low_base, high_base) = if up {
            (l.low?.sub(c.high?)?, l.high?.sub(c.low?)?)
        } else {
            (l.low?.add(c.low?)?, l.high?.add(c.high?)?)
        };
        return Some(crate::figures::exact::Interval::new(
            c.low?.div(high_base)?.mul(hundred)?,
            c.high?.div(low_base)?.mul(hundred)?,
        ));
    }
    let b = compare::unhedged(claim.get(Role::Base)?)?;
    let rate = |x: Exact, y: Exact| -> Option<Exact> {
        if up { x.div(y)?.sub(Exact::ONE)?.mul(hundred) } else { Exact::ONE.sub(x.div(y)?)?.mul(hundred) }
    };
    Some(crate::figures::exact::Interval::new(rate(l.low?, b.high?)?, rate(l.high?, b.low?)?))
}

/// A change of a rate may be meant in points or in percent: wrong only if neither closes.
fn points(claim: &Claim, document: &Document, stated: &Figure, level: &Figure, up: bool) -> Option<Judgement> {
    let Some(base) = claim.get(Role::Base) else {
        let implied = if up { level.printed.sub(stated.printed)? } else { level.printed.add(stated.printed)? };
        return Some(compare::settled(Verdict::Ok, Some(implied.show(level.decimals.max(stated.decimals)))));
    };
    let exact = if up { level.printed.sub(base.printed)? } else { base.printed.sub(level.printed)? };
    let half = |f: &Figure| Exact::ten_pow(-i32::from(f.decimals))?.div(Exact::int(2));
    let slack = half(level)?.add(half(base)?)?;
    let allowed = crate::figures::exact::Interval::new(exact.sub(slack)?, exact.add(slack)?);
    let outcome = compare::compare(stated.printed, stated.decimals, Computed { exact, allowed: Some(allowed) })?;
    let relative = exact.div(base.printed)?.mul(Exact::HUNDRED)?;
    let as_percent = compare::compare(stated.printed, stated.decimals, Computed::point(relative));
    let (mut verdict, severity) = compare::graded(outcome, stated.decimals);
    // `năm nay 4,4%, phần lớn nhờ xuất khẩu (tăng 20%)`: no rate rises by more than it came to.
    let beyond = up && stated.printed > level.printed && stated.unit.dimension == Dimension::Percent;
    if beyond && verdict == Verdict::Wrong {
        return Some(compare::settled(Verdict::Unverifiable, Some(exact.show(stated.decimals.max(2)))));
    }
    let may_be_percent = stated.unit.dimension != Dimension::PercentPoint;
    if may_be_percent && matches!(as_percent, Some(compare::Outcome::Ok | compare::Outcome::Truncated)) {
        verdict = Verdict::Ok;
    }
    let (ls, bs, s) =
        (compare::shown(level, document), compare::shown(base, document), compare::shown(stated, document));
    let right = exact.show(stated.decimals.max(2));
    let (verb_vi, verb_en) = direction_words(up);
    let (high, low) = if up { (ls, bs) } else { (bs, ls) };
    let judgement = Judgement {
        verdict,
        severity,
        recomputed: Some(format!("{right}{}", compare::sign(stated))),
        message: Text::new(
            format!("{verb_vi} {right} điểm phần trăm, không phải {s}"),
            format!("{verb_en} by {right} points, not {s}"),
        ),
        working: vec![Text::new(format!("{high} - {low} = {right}"), format!("{high} - {low} = {right}"))],
    };
    Some(compare::tempered(judgement, claim, compare::gap(exact, stated.printed)))
}

/// `gấp 2,4 lần`: level / base, which authors nearly always mean; behind `tăng` base + 2,4 × base is let pass.
fn multiple(claim: &Claim, document: &Document, stated: &Figure, level: &Figure) -> Option<Judgement> {
    let base = claim.get(Role::Base)?;
    let computed = compare::ratio(level, base, Exact::ONE)?;
    let mut outcome = compare::compare(stated.printed, stated.decimals, computed)?;
    // Whole multiples (`gấp đôi`, `gấp 3 lần`) are meant to a third of one.
    let off = computed.exact.sub(stated.printed)?.abs();
    if stated.decimals == 0 && off.mul(Exact::int(3))? > Exact::ONE {
        outcome = compare::Outcome::Off(off);
    }
    // `một nửa` is rounded, never cut.
    if stated.form.words && outcome == compare::Outcome::Truncated {
        outcome = compare::Outcome::Off(off);
    }
    let grown = Computed { exact: computed.exact.sub(Exact::ONE)?, allowed: None };
    let as_grown = compare::compare(stated.printed, stated.decimals, grown);
    let grows = matches!(as_grown, Some(compare::Outcome::Ok | compare::Outcome::Truncated));
    // `từ 2.000 USD chỉ còn 200 USD (giảm 10 lần)`: how many times the earlier is the later.
    let fallen = || compare::compare(stated.printed, stated.decimals, compare::ratio(base, level, Exact::ONE)?);
    if claim.upward.is_some() && grows
        || claim.upward != Some(true) && level.value() < base.value() && fallen() == Some(compare::Outcome::Ok)
    {
        outcome = compare::Outcome::Ok;
    }
    let (verdict, severity) = compare::graded(outcome, stated.decimals);
    let right = computed.exact.show_rounded(stated.decimals);
    let full = computed.exact.show(stated.decimals.max(2) + 2);
    let (a, b, s) =
        (compare::number(level, document), compare::number(base, document), compare::shown(stated, document));
    let judgement = Judgement {
        verdict,
        severity,
        recomputed: Some(format!("{full} lần")),
        message: Text::new(format!("gấp {right} lần, không phải {s}"), format!("{right} times, not {s}")),
        working: vec![Text::new(format!("{a} : {b} = {full}"), format!("{a} / {b} = {full}"))],
    };
    Some(compare::tempered(judgement, claim, compare::gap(computed.exact, stated.printed)))
}
