//! sum-mismatch: parts that do not add up to their total.

use super::Judgement;
use super::compare;
use super::slip;
use crate::claims::{Claim, Completeness, Operand, Relation, Role, Verdict};
use crate::document::Document;
use crate::figures::exact::Exact;
use crate::figures::{Dimension, Figure, Hedge};
use crate::finding::{Severity, Text};
use std::cmp::Ordering;

/// A sum that misses its total by a part of it that small all but closes.
const NEAR: i64 = 20;

/// Sums of all parts, or of a list in which nothing seems left out.
pub fn owns(claim: &Claim) -> bool {
    matches!(claim.relation, Relation::Sum(Completeness::All | Completeness::Probably))
        && !super::unit_scale::owns(claim)
}

/// total = sum of the parts, in any of the readings.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    let readings = readings(claim);
    let Some(first) = readings.first() else { return compare::undecided() };
    // Where the first reading has a hedged part, one without may be what a slip broke.
    let firm = readings.iter().find(|r| first.hedged() && !r.hedged() && r.parts.len() >= 2 && r.explained());
    let main = firm.unwrap_or(first);
    let recomputed = Some(main.shown());
    if readings.iter().any(Total::closes) {
        return compare::settled(Verdict::Ok, recomputed);
    }
    let certain = matches!(claim.relation, Relation::Sum(Completeness::All));
    if main.parts.len() < 2 && certain {
        return at_most(claim, document);
    }
    if !certain && !main.explained() {
        // A list without a cue may leave parts out; nothing points at a slip.
        return if main.exceeds() { compare::undecided() } else { compare::settled(Verdict::Ok, recomputed) };
    }
    wrong(claim, document, main, if certain { Severity::Error } else { Severity::Warning })
}

/// Parts that need not be all: together they may not exceed the total.
pub(super) fn at_most(claim: &Claim, document: &Document) -> Judgement {
    let readings = readings(claim);
    let Some(main) = readings.first() else { return compare::undecided() };
    let recomputed = Some(main.shown());
    if main.nearly() && !readings.iter().any(Total::closes) {
        // Nothing says that all parts are named; that one digit would close the sum is worth a look.
        return wrong(claim, document, main, Severity::Note);
    }
    if !main.exceeds() || readings.iter().any(Total::closes) {
        return compare::settled(Verdict::Ok, recomputed);
    }
    let alone = main.parts.iter().any(|p| p.figure.value() > main.total.value() && p.figure.hedge.is_none());
    if alone && main.bare() && !main.explained() {
        return compare::undecided();
    }
    if alone {
        return wrong(claim, document, main, Severity::Error);
    }
    // Attributes that overlap may come to more than the total.
    if main.parts.len() >= 2 && main.explained() {
        wrong(claim, document, main, Severity::Warning)
    } else {
        compare::undecided()
    }
}

fn wrong(claim: &Claim, document: &Document, main: &Total<'_>, severity: Severity) -> Judgement {
    let total = compare::shown(main.total, document);
    let sum = main.shown();
    let terms: Vec<&str> = main.parts.iter().map(|p| compare::number(&p.figure, document)).collect();
    let terms = shortened(&terms);
    let message = match main.parts.len() {
        1 if main.exceeds() => Text::new(
            format!("phần {sum} lớn hơn tổng số {total}"),
            format!("the part {sum} is larger than its total {total}"),
        ),
        1 => Text::new(
            format!("phần được kể chỉ có {sum}, không đủ {total}"),
            format!("the only part named is {sum}, less than {total}"),
        ),
        _ => Text::new(
            format!("các phần cộng lại là {sum}, không phải {total}"),
            format!("the parts add up to {sum}, not {total}"),
        ),
    };
    let off =
        main.sum.zip(main.total.value()).and_then(|(s, t)| s.sub(t)).and_then(|d| d.abs().div(main.total.unit.factor));
    let off = off.map_or_else(String::new, |d| d.show(4));
    let working = vec![Text::new(format!("{terms} = {sum}; lệch {off}"), format!("{terms} = {sum}; off by {off}"))];
    let gap = main.sum.zip(main.total.value()).and_then(|(s, t)| compare::gap(s, t));
    // Only the figures of this reading count: one left out for its hedge does not soften the rest.
    let mut read = claim.clone();
    read.operands.retain(|o| o.role == Role::Stated || main.parts.iter().any(|p| p.figure.number == o.figure.number));
    // `486 nghìn, 1.124 nghìn, …, cộng 6.665 nghìn`: that the sum all but closes says how the separator is meant.
    if gap.is_some_and(|g| g.mul(Exact::int(NEAR)).is_some_and(|g| g <= Exact::ONE)) {
        read.operands.iter_mut().for_each(|o| o.figure.form.ambiguous = false);
    }
    let judgement = Judgement { verdict: Verdict::Wrong, severity, recomputed: Some(sum), message, working };
    compare::tempered(judgement, &read, gap)
}

fn shortened(terms: &[&str]) -> String {
    const SHOWN: usize = 12;
    let head = terms.get(..SHOWN.min(terms.len())).unwrap_or_default().join(" + ");
    if terms.len() > SHOWN { format!("{head} + …") } else { head }
}

/// A total with one reading of its parts.
struct Total<'c> {
    total: &'c Figure,
    parts: Vec<&'c Operand>,
    sum: Option<Exact>,
}

fn readings(claim: &Claim) -> Vec<Total<'_>> {
    claim
        .readings()
        .filter_map(|operands| {
            let total = &operands.iter().find(|o| o.role == Role::Stated)?.figure;
            let parts: Vec<&Operand> = operands.iter().filter(|o| o.role == Role::Part).collect();
            let sum = parts.iter().try_fold(Exact::ZERO, |s, p| s.add(p.figure.value_in_unit_of(total)?));
            Some(Total { total, parts, sum })
        })
        .collect()
}

impl Total<'_> {
    /// Half a unit of the last digit for every figure that is not counted.
    fn tolerance(&self) -> Option<Exact> {
        let half = |f: &Figure| if f.is_count() { Some(Exact::ZERO) } else { f.last_digit()?.div(Exact::int(2)) };
        self.parts.iter().try_fold(half(self.total)?, |t, p| t.add(half(&p.figure)?))
    }

    fn difference(&self) -> Option<Exact> {
        self.sum?.sub(self.total.value()?)
    }

    fn closes(&self) -> bool {
        let (Some(d), Some(t)) = (self.difference(), self.tolerance()) else { return false };
        if d.abs() <= t {
            return true;
        }
        let hedged = |h: Hedge| self.parts.iter().any(|p| p.figure.hedge == Some(h));
        let about = hedged(Hedge::About) || self.total.hedge == Some(Hedge::About);
        let may_be_more = hedged(Hedge::Above) || self.total.hedge == Some(Hedge::Below);
        let may_be_less = hedged(Hedge::Below) || self.total.hedge == Some(Hedge::Above);
        // A hedge leaves room for a tenth of the figure it stands at.
        let room = |hedged: Option<Exact>| hedged.and_then(|v| v.div(Exact::int(10)));
        let of_parts = self
            .parts
            .iter()
            .filter(|p| p.figure.hedge.is_some())
            .try_fold(Exact::ZERO, |s, p| s.add(p.figure.value_in_unit_of(self.total)?));
        let total = if self.total.hedge.is_some() { self.total.value() } else { None };
        let small = [room(of_parts), room(total)].iter().flatten().any(|r| d.abs() <= *r);
        small && (about || may_be_more && d.is_negative() || may_be_less && !d.is_negative())
    }

    fn hedged(&self) -> bool {
        self.parts.iter().any(|p| p.figure.hedge.is_some())
    }

    /// Whether no part has a unit.
    fn bare(&self) -> bool {
        self.parts.iter().all(|p| p.figure.unit.elided || p.figure.unit.dimension == Dimension::None)
    }

    fn exceeds(&self) -> bool {
        matches!((self.difference(), self.tolerance()), (Some(d), Some(t)) if d.cmp(&t) == Ordering::Greater)
    }

    /// Whether one slip in one figure would explain the difference.
    fn explained(&self) -> bool {
        let Some(d) = self.difference() else { return false };
        let total = self.total.value().and_then(|t| t.add(d)).is_some_and(|v| slip::fits(self.total, v).is_some());
        total
            || self.parts.iter().any(|p| {
                let factor =
                    if p.figure.unit.dimension == Dimension::None { self.total.unit.factor } else { Exact::ONE };
                let wanted =
                    p.figure.value().and_then(|v| v.mul(factor)).and_then(|v| v.sub(d)).and_then(|v| v.div(factor));
                wanted.is_some_and(|v| slip::fits(&p.figure, v).is_some())
            })
    }

    /// Two or more counted parts that stay below the total by at most a fifth, by one digit.
    fn nearly(&self) -> bool {
        let counted = self.total.is_count() && self.parts.iter().all(|p| p.figure.is_count());
        let (Some(d), Some(t)) = (self.difference(), self.total.value()) else { return false };
        let near = d.abs().mul(Exact::int(5)).is_some_and(|d| d <= t);
        counted && self.parts.len() >= 2 && d.is_negative() && near && self.one_digit()
    }

    fn one_digit(&self) -> bool {
        let Some(d) = self.difference() else { return false };
        let slips =
            |f: &Figure, wanted: Option<Exact>| wanted.is_some_and(|w| slip::fits(f, w) == Some(slip::Slip::Digit));
        slips(self.total, self.total.value().and_then(|t| t.add(d)))
            || self.parts.iter().any(|p| slips(&p.figure, p.figure.value().and_then(|v| v.sub(d))))
    }

    /// The sum in the unit of the total.
    fn shown(&self) -> String {
        let places = self.parts.iter().map(|p| p.figure.decimals).max().unwrap_or(0).max(self.total.decimals);
        let printed = self.sum.and_then(|s| s.div(self.total.unit.factor));
        printed.map_or_else(|| "?".into(), |s| s.show(places.max(3)))
    }
}
