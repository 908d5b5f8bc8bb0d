//! One JSON object a line: the stable contract for tools and tests. The order
//! of the fields is the order of the structs.

use super::place::{Ends, Place, Places};
use super::{Lang, ledger};
use crate::check::Report;
use crate::claims::{ClaimKind, Role, Verdict};
use crate::finding::{Finding, Severity};
use crate::rules::{self, Group, Judged};
use serde::Serialize;

/// A finding as a line.
#[derive(Serialize)]
struct FindingLine<'a> {
    r#type: &'static str,
    rule: &'a str,
    group: Option<Group>,
    severity: Severity,
    path: &'a str,
    #[serde(flatten)]
    ends: Ends,
    message: &'a str,
    labels: Vec<LabelPart<'a>>,
    notes: Vec<&'a str>,
    section: String,
    search: String,
    /// Only for a Word file: the place as people say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
}

#[derive(Serialize)]
struct LabelPart<'a> {
    #[serde(flatten)]
    ends: Ends,
    message: &'a str,
}

/// A claim as a line.
#[derive(Serialize)]
struct ClaimLine<'a> {
    r#type: &'static str,
    kind: ClaimKind,
    verdict: Verdict,
    path: &'a str,
    #[serde(flatten)]
    ends: Ends,
    indicator: Option<&'a str>,
    period: Option<String>,
    stated: Option<&'a str>,
    recomputed: Option<&'a str>,
    operands: Vec<OperandPart<'a>>,
}

#[derive(Serialize)]
struct OperandPart<'a> {
    #[serde(flatten)]
    ends: Ends,
    value: &'a str,
    unit: &'a str,
    role: Role,
}

/// Every finding of a draft.
pub fn findings(report: &Report, lang: Lang) -> String {
    let places = Places::new(&report.document);
    report.findings.iter().map(|f| line(&finding_line(&places, f, lang))).collect()
}

fn finding_line<'a>(places: &Places<'a>, finding: &'a Finding, lang: Lang) -> FindingLine<'a> {
    let place: Option<Place> = places.locate(finding.span);
    FindingLine {
        r#type: "finding",
        rule: finding.rule,
        group: rules::rule(finding.rule).map(|r| r.group),
        severity: finding.severity,
        path: &places.document().source.path,
        ends: places.ends(finding.span),
        message: lang.of(&finding.message),
        labels: finding
            .labels
            .iter()
            .map(|l| LabelPart { ends: places.ends(l.span), message: lang.of(&l.message) })
            .collect(),
        notes: finding.notes.iter().map(|n| lang.of(n)).collect(),
        section: places.section(place),
        search: places.search(place),
        place: place.and_then(|p| places.address(p.range)).map(|address| lang.of(&address).to_owned()),
    }
}

/// The ledger of a draft.
pub fn claims(report: &Report) -> String {
    let places = Places::new(&report.document);
    report.ledger.iter().map(|j| line(&claim_line(&places, j))).collect()
}

fn claim_line<'a>(places: &Places<'a>, judged: &'a Judged) -> ClaimLine<'a> {
    let document = places.document();
    let claim = &judged.claim;
    ClaimLine {
        r#type: "claim",
        kind: claim.kind,
        verdict: judged.verdict,
        path: &document.source.path,
        ends: places.ends(document.span(claim.range)),
        indicator: claim.indicator.map(|r| document.slice(r)),
        period: claim.period.map(super::period::name),
        stated: claim.get(Role::Stated).map(|f| document.slice(f.range)),
        recomputed: judged.recomputed.as_deref(),
        operands: claim
            .operands
            .iter()
            .map(|o| OperandPart {
                ends: places.ends(document.span(o.figure.range)),
                value: document.slice(o.figure.number),
                unit: &o.figure.unit.key,
                role: o.role,
            })
            .collect(),
    }
}

/// A figure no claim covers as a line.
#[derive(Serialize)]
struct UncoveredLine<'a> {
    r#type: &'static str,
    path: &'a str,
    #[serde(flatten)]
    ends: Ends,
    text: &'a str,
    reason: &'a str,
}

/// Figures of a draft that no claim covers.
pub fn uncovered(report: &Report, lang: Lang) -> String {
    let document = &report.document;
    let places = Places::new(document);
    let left = ledger::uncovered(report, lang);
    let lines = left.iter().map(|u| UncoveredLine {
        r#type: "uncovered",
        path: &document.source.path,
        ends: places.ends(document.span(u.figure.range)),
        text: document.slice(u.figure.range),
        reason: u.reason,
    });
    lines.map(|l| line(&l)).collect()
}

/// An object and the end of its line.
pub fn line(value: &impl Serialize) -> String {
    // Structs of strings and numbers always become JSON.
    let mut text = serde_json::to_string(value).unwrap_or_default();
    text.push('\n');
    text
}
