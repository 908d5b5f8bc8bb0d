//! From broken claims to findings: one finding a cause.
//!
//! Claims that share figures form a graph. Among the broken ones the figure is
//! sought that most of them contain and that right claims speak for least: to
//! change it alone would mend them (the smallest set of errorlocate's sort).
//! It is the primary place; the other figures are labels.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use crate::claims::{Binding, Claim, Relation, Role, Verdict};
use crate::document::{Document, TextRange};
use crate::figures::Figure;
use crate::figures::exact::Exact;
use crate::finding::{Finding, Label, Severity, Text};
use crate::rules::slip::Slip;
use crate::rules::solve::{slip_of, solve};
use crate::rules::{Check, Judgement, RULES, Rule, compare, near};
use std::collections::{BTreeMap, BTreeSet};

/// A claim with its rule's judgement.
pub struct Case {
    /// The claim.
    pub claim: Claim,
    /// The rule that owns it.
    pub rule: &'static Rule,
    /// What the rule made of it.
    pub judgement: Judgement,
}

/// Judges every claim by the rule that owns it.
pub fn judge(claims: Vec<Claim>, document: &Document) -> Vec<Case> {
    claims
        .into_iter()
        .filter_map(|claim| {
            let rule = RULES.iter().find(|r| matches!(r.check, Check::Claim { owns, .. } if owns(&claim)))?;
            let judgement = verdict_of(rule, &claim, document)?;
            Some(Case { claim, rule, judgement })
        })
        .collect()
}

/// The judgement of the main reading, or of the first other reading that closes.
fn verdict_of(rule: &Rule, claim: &Claim, document: &Document) -> Option<Judgement> {
    let Check::Claim { judge, .. } = rule.check else { return None };
    let main = judge(claim, document);
    // A thousandfold is what unit-scale looks for.
    let beside = rule.name != "unit-scale" && main.verdict == Verdict::Wrong && near::is_beside_the_point(claim);
    let main = if beside { compare::undecided() } else { main };
    let main = if main.verdict == Verdict::Unverifiable {
        wrong_either_way(rule, claim, document).unwrap_or(main)
    } else {
        main
    };
    // Sums weigh their readings themselves: one with fewer parts closes too easily.
    let weighed = matches!(claim.relation, Relation::Sum(_));
    if weighed || matches!(main.verdict, Verdict::Ok | Verdict::Truncated) {
        return Some(main);
    }
    let other = claim.alternatives.iter().find_map(|operands| {
        let reading = Claim { operands: operands.clone(), alternatives: Vec::new(), ..claim.clone() };
        Some(judge(&reading, document)).filter(|j| j.verdict == Verdict::Ok)
    });
    Some(
        other
            .or_else(|| near::slipped(judge, claim, document).filter(|_| main.verdict == Verdict::Unverifiable))
            .unwrap_or(main),
    )
}

/// A claim with figures that may be read in two ways (`13.206 tỷ đồng`) is wrong all
/// the same where it is wrong in every reading.
fn wrong_either_way(rule: &Rule, claim: &Claim, document: &Document) -> Option<Judgement> {
    const MOST: usize = 4;
    let Check::Claim { judge, .. } = rule.check else { return None };
    let all = || claim.operands.iter().chain(claim.alternatives.iter().flatten()).map(|o| &o.figure);
    let open: BTreeSet<TextRange> = all().filter(|f| f.form.ambiguous).map(|f| f.number).collect();
    if open.is_empty() || open.len() > MOST || claim.binding != Binding::Sure {
        return None;
    }
    let mut first = None;
    for choice in 0..1_u32 << open.len() {
        let mut reading = claim.clone();
        for operand in reading.operands.iter_mut().chain(reading.alternatives.iter_mut().flatten()) {
            let figure = &mut operand.figure;
            let Some(place) = open.iter().position(|n| *n == figure.number) else { continue };
            figure.form.ambiguous = false;
            if choice & 1 << place != 0 {
                let (power, decimals) = if figure.decimals == 0 { (-3, 3) } else { (3, 0) };
                figure.printed = figure.printed.mul(Exact::ten_pow(power)?)?;
                figure.decimals = decimals;
            }
        }
        let judgement = judge(&reading, document);
        if judgement.verdict != Verdict::Wrong {
            return None;
        }
        if !near::is_beside_the_point(&reading) {
            first.get_or_insert(judgement);
        }
    }
    first
}

/// The findings of all broken and truncated claims.
pub fn findings(cases: &[Case], document: &Document) -> Vec<Finding> {
    let broken: Vec<usize> = indices(cases, Verdict::Wrong);
    let trust = trusted(cases);
    let mut out: Vec<Finding> =
        components(cases, &broken).into_iter().flat_map(|c| named_causes(cases, c, &trust, document)).collect();
    // The total of a sum that a part breaks may be right.
    let told = broken.iter().filter_map(|&i| cases.get(i)).filter(|c| !matches!(c.claim.relation, Relation::Sum(_)));
    let told: BTreeSet<TextRange> = told.filter_map(|c| stated(&c.claim)).map(|f| f.number).collect();
    let causes: BTreeSet<u32> = out.iter().map(|f| f.span.start).collect();
    let is_cause = |c: &Claim| c.operands.iter().any(|o| causes.contains(&document.span(o.figure.range).start));
    for case in indices(cases, Verdict::Truncated).into_iter().filter_map(|i| cases.get(i)) {
        // A truncation in figures that are wrong anyway adds nothing.
        if !numbers(&case.claim).iter().any(|n| told.contains(n)) && !is_cause(&case.claim) {
            out.extend(finding(document, &[case], stated(&case.claim)));
        }
    }
    out
}

fn indices(cases: &[Case], verdict: Verdict) -> Vec<usize> {
    cases.iter().enumerate().filter(|(_, c)| c.judgement.verdict == verdict).map(|(i, _)| i).collect()
}

/// The places of a claim's figures.
fn numbers(claim: &Claim) -> Vec<TextRange> {
    claim.operands.iter().map(|o| o.figure.number).collect()
}

/// The figure a claim states: its left side, or the part of a bare fraction.
fn stated(claim: &Claim) -> Option<&Figure> {
    claim.get(Role::Stated).or_else(|| claim.get(Role::Part)).or_else(|| claim.get(Role::Level))
}

/// How many right claims with all their figures in the text speak for each figure.
fn trusted(cases: &[Case]) -> BTreeMap<TextRange, u32> {
    let mut trust = BTreeMap::new();
    let right = |c: &&Case| matches!(c.judgement.verdict, Verdict::Ok | Verdict::Truncated) && !c.claim.by_value;
    for case in cases.iter().filter(right) {
        let closed = match case.claim.relation {
            Relation::Share => case.claim.operands.len() >= 3,
            Relation::Sum(_) => case.claim.operands.len() >= 3,
            Relation::Change | Relation::OfTarget | Relation::PercentChange | Relation::Points => {
                case.claim.operands.len() >= 3
            }
            Relation::Remainder | Relation::Mean | Relation::Product | Relation::Priced => true,
            _ => false,
        };
        if closed {
            for number in numbers(&case.claim) {
                *trust.entry(number).or_insert(0) += 1;
            }
        }
    }
    trust
}

/// Broken claims that share figures, group by group.
fn components(cases: &[Case], broken: &[usize]) -> Vec<Vec<usize>> {
    let mut owner: BTreeMap<TextRange, usize> = BTreeMap::new();
    let mut parent: Vec<usize> = (0..broken.len()).collect();
    fn root(parent: &mut [usize], mut i: usize) -> usize {
        while let Some(&p) = parent.get(i)
            && p != i
        {
            let above = parent.get(p).copied().unwrap_or(p);
            if let Some(slot) = parent.get_mut(i) {
                *slot = above;
            }
            i = above;
        }
        i
    }
    for (n, &index) in broken.iter().enumerate() {
        let Some(case) = cases.get(index) else { continue };
        for number in numbers(&case.claim) {
            let other = *owner.entry(number).or_insert(n);
            let (a, b) = (root(&mut parent, other), root(&mut parent, n));
            if let Some(slot) = parent.get_mut(b) {
                *slot = a;
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, &index) in broken.iter().enumerate() {
        let r = root(&mut parent, n);
        groups.entry(r).or_default().push(index);
    }
    groups.into_values().collect()
}

/// The causes of a group of broken claims, each with the claims it explains.
fn named_causes(
    cases: &[Case],
    group: Vec<usize>,
    trust: &BTreeMap<TextRange, u32>,
    document: &Document,
) -> Vec<Finding> {
    let mut left: Vec<&Case> = group.iter().filter_map(|&i| cases.get(i)).collect();
    let mut out = Vec::new();
    while !left.is_empty() {
        let Some(cause) = culprit(&left, trust, document) else { break };
        let (mended, rest): (Vec<&Case>, Vec<&Case>) =
            left.into_iter().partition(|c| numbers(&c.claim).contains(&cause.number));
        out.extend(finding(document, &mended, Some(&cause)));
        left = rest;
    }
    out
}

/// The figure that most of the claims contain, that would mend them when
/// changed, and that right claims speak for least.
fn culprit(claims: &[&Case], trust: &BTreeMap<TextRange, u32>, document: &Document) -> Option<Figure> {
    let mut seen: BTreeMap<TextRange, (usize, &Figure, bool)> = BTreeMap::new();
    for case in claims {
        let main = stated(&case.claim).map(|f| f.number);
        for operand in &case.claim.operands {
            let number = operand.figure.number;
            let entry = seen.entry(number).or_insert((0, &operand.figure, false));
            entry.0 += 1;
            entry.2 |= main == Some(number);
        }
    }
    let best = seen.values().map(|s| s.0).max()?;
    seen.iter()
        .filter(|(_, s)| s.0 == best)
        .min_by_key(|(number, s)| {
            let mends = best > 1 && wanted(claims, s.1, document).is_none();
            (mends, trust.get(number).copied().unwrap_or(0), !s.2, number.start)
        })
        .map(|(_, s)| s.1.clone())
}

/// The value of a figure that makes every claim with it close.
fn wanted(claims: &[&Case], figure: &Figure, document: &Document) -> Option<Exact> {
    let concerned: Vec<&&Case> = claims.iter().filter(|c| numbers(&c.claim).contains(&figure.number)).collect();
    concerned.iter().filter_map(|c| solve(&c.claim, figure)).find(|&value| {
        concerned.iter().all(|case| {
            let repaired = replaced(&case.claim, figure, value);
            verdict_of(case.rule, &repaired, document)
                .is_some_and(|j| matches!(j.verdict, Verdict::Ok | Verdict::Truncated))
        })
    })
}

/// The claim with another printed number in one of its figures.
fn replaced(claim: &Claim, figure: &Figure, printed: Exact) -> Claim {
    let mut claim = claim.clone();
    for operand in claim.operands.iter_mut().chain(claim.alternatives.iter_mut().flatten()) {
        if operand.figure.number == figure.number {
            operand.figure.printed = printed;
        }
    }
    claim
}

fn finding(document: &Document, cases: &[&Case], cause: Option<&Figure>) -> Option<Finding> {
    let cause = cause?;
    let lead = cases
        .iter()
        .max_by_key(|c| (c.judgement.severity, stated(&c.claim).map(|f| f.number) == Some(cause.number)))
        .copied()?;
    let severity = cases.iter().map(|c| c.judgement.severity).max().unwrap_or(Severity::Note);
    let mut labels: Vec<Label> = Vec::new();
    let mut seen: BTreeSet<TextRange> = BTreeSet::from([cause.number]);
    for case in cases {
        for operand in &case.claim.operands {
            if seen.insert(operand.figure.number) {
                labels.push(Label {
                    span: document.span(operand.figure.range),
                    message: role_name(operand.role, case.claim.relation),
                });
            }
        }
    }
    let mut notes: Vec<Text> = Vec::new();
    for case in cases {
        if cases.len() > 1 && !std::ptr::eq(*case, lead) {
            notes.push(case.judgement.message.clone());
        }
        notes.extend(case.judgement.working.iter().cloned());
    }
    if lead.judgement.verdict == Verdict::Wrong {
        notes.extend(what_would_fit(document, cases, cause));
    }
    notes.dedup();
    let caret =
        lead.judgement.recomputed.as_ref().filter(|_| stated(&lead.claim).map(|f| f.number) == Some(cause.number));
    Some(Finding {
        rule: lead.rule.name,
        severity,
        span: document.span(cause.range),
        message: lead.judgement.message.clone(),
        caret: caret.map_or_else(Text::default, |r| Text::new(format!("tính lại: {r}"), format!("recomputed: {r}"))),
        labels,
        notes,
    })
}

/// What figure would fit, and the slip that would explain it.
fn what_would_fit(document: &Document, cases: &[&Case], cause: &Figure) -> Vec<Text> {
    let mut out = Vec::new();
    let is = compare::number(cause, document);
    if let Some(value) = wanted(cases, cause, document) {
        let should = value.show_rounded(cause.decimals);
        out.push(fit_text(is, &should, slip_of(cause, value), false));
    }
    // With one relation alone another of its figures may be the wrong one, where a slip explains it.
    if let [case] = cases {
        for operand in case.claim.operands.iter().take(MANY) {
            let other = &operand.figure;
            if other.number == cause.number || out.len() >= 3 {
                continue;
            }
            if let Some(value) = wanted(cases, other, document)
                && let Some(slip) = slip_of(other, value)
            {
                out.push(fit_text(
                    compare::number(other, document),
                    &value.show_rounded(other.decimals),
                    Some(slip),
                    !out.is_empty(),
                ));
            }
        }
    }
    out
}

/// In a longer sum any slip could explain it.
const MANY: usize = 100;

fn fit_text(is: &str, should: &str, slip: Option<Slip>, or: bool) -> Text {
    let (vi, en) = slip.map_or((String::new(), String::new()), |s| {
        let text = s.text();
        (format!(" ({})", text.vi), format!(" ({})", text.en))
    });
    let (or_vi, or_en) = if or { ("hoặc sẽ", "or it") } else { ("sẽ", "it") };
    Text::new(format!("{or_vi} khớp nếu {is} là {should}{vi}"), format!("{or_en} would fit if {is} were {should}{en}"))
}

fn role_name(role: Role, relation: Relation) -> Text {
    match (role, relation) {
        (Role::Stated, _) => Text::new("số nêu ra", "stated"),
        (Role::Whole, _) => Text::new("tổng thể", "whole"),
        (Role::Part, Relation::Sum(_)) => Text::new("thành phần", "part"),
        (Role::Part, _) => Text::new("phần", "part"),
        (Role::Remainder, _) => Text::new("còn lại", "remainder"),
        (Role::Level, _) => Text::new("giá trị đạt được", "level"),
        (Role::Base, _) => Text::new("giá trị gốc", "base"),
        (Role::Change, _) => Text::new("mức thay đổi", "change"),
        (Role::Target, _) => Text::new("chỉ tiêu, kế hoạch", "target"),
        (Role::Outflow, _) => Text::new("giảm đi", "went out"),
        (Role::Divisor, _) => Text::new("năng suất, số chia", "divisor"),
        (Role::Term, _) => Text::new("giá trị của chuỗi", "value of the series"),
    }
}
