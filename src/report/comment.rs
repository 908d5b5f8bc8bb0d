//! Findings as comments for the margin of a Word file.

use super::{Lang, short};
use crate::check::Report;
use crate::document::TextRange;
use crate::docx::{Comment, MAX_COMMENTS};
use crate::finding::Finding;
use std::cmp::Reverse;

/// One comment a finding, in the order of the draft; of too many the worst stay first.
pub fn comments(report: &Report, lang: Lang) -> Vec<Comment> {
    let mut findings: Vec<&Finding> = report.findings.iter().collect();
    if findings.len() > MAX_COMMENTS {
        findings.sort_by_key(|f| Reverse(f.severity));
    }
    findings.into_iter().map(|f| comment(report, f, lang)).collect()
}

fn comment(report: &Report, finding: &Finding, lang: Lang) -> Comment {
    let mut lines = vec![format!("{} [{}] {}", severity(finding, lang), finding.rule, lang.of(&finding.message))];
    let caret = lang.of(&finding.caret);
    if !caret.is_empty() {
        lines.push(caret.to_owned());
    }
    for label in &finding.labels {
        let words = report.document.source.slice(label.span);
        lines.push(format!("“{words}”: {}", lang.of(&label.message)));
    }
    lines.extend(finding.notes.iter().map(|n| lang.of(n).to_owned()));
    // The text of a Word file is its own source: a span is a range of the text.
    let range = TextRange::new(finding.span.start, finding.span.end);
    Comment { range, text: lines.join("\n") }
}

fn severity(finding: &Finding, lang: Lang) -> &'static str {
    use crate::finding::Severity::*;
    match (lang, finding.severity) {
        (Lang::Vi, Error) => "Lỗi",
        (Lang::Vi, Warning) => "Cảnh báo",
        (Lang::Vi, Note) => "Lưu ý",
        (Lang::En, severity) => short::severity(severity),
    }
}
