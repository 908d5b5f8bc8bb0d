//! Findings as cards beside their place.

use super::marks::Marks;
use super::overview;
use crate::check::Report;
use crate::finding::Finding;
use crate::report::{short, visible};
use maud::{Markup, html};

/// The address of a place that a finding points to.
pub fn place(id: &str, finding: usize, label: Option<usize>) -> String {
    label.map_or_else(|| format!("{id}-p{finding}"), |l| format!("{id}-p{finding}-{l}"))
}

/// The cards of some findings.
pub fn cards(report: &Report, marks: &Marks<'_>, which: &[usize]) -> Markup {
    html! {
        aside.cards {
            @for &index in which {
                @if let Some(finding) = report.findings.get(index) { (card(report, marks, index, finding)) }
            }
        }
    }
}

fn card(report: &Report, marks: &Marks<'_>, index: usize, finding: &Finding) -> Markup {
    let (id, lang) = (marks.id, marks.lang);
    let source = &report.document.source;
    let at = source.position(finding.span.start);
    let level = short::severity(finding.severity);
    let link = |to: String, text: &str| html! { a href={"#" (to)} { (visible::line(text)) } };
    html! {
        section class={"card " (level)} id={(id) "-c" (index)} data-rule=(finding.rule) data-severity=(level) tabindex="-1" {
            p.head {
                a class={"no " (level)} href={"#" (place(id, index, None))} { (index + 1) } " "
                b { (overview::severity(finding.severity, lang)) } " " code { (finding.rule) }
                span.at { @match at.paragraph {
                    Some(n) => { (lang.pick("đoạn", "paragraph")) " " (n) }
                    None => { (lang.pick("dòng", "line")) " " (at.line) ":" (at.column) }
                } }
            }
            p.message { (visible::line(lang.of(&finding.message))) }
            @if !finding.labels.is_empty() {
                ul.operands { @for (n, label) in finding.labels.iter().enumerate() {
                    li {
                        (link(place(id, index, Some(n)), &visible::cut(source.slice(label.span), 60)))
                        @let said = lang.of(&label.message);
                        @if !said.is_empty() { ": " (visible::line(said)) }
                    }
                } }
            }
            @if !finding.notes.is_empty() {
                ul.working { @for note in &finding.notes { li { (visible::line(lang.of(note))) } } }
            }
        }
    }
}
