//! One line a finding, as compilers print it.

use super::{Lang, visible};
use crate::check::Report;
use crate::finding::Severity;
use std::fmt::Write;

/// Every finding of a draft.
pub fn findings(report: &Report, lang: Lang) -> String {
    let source = &report.document.source;
    let mut out = String::new();
    for finding in &report.findings {
        let at = source.position(finding.span.start);
        let (path, message) = (visible::line(&source.path), visible::line(lang.of(&finding.message)));
        let severity = severity(finding.severity);
        let _ = writeln!(out, "{path}:{}:{}: {severity}[{}] {message}", at.line, at.column, finding.rule);
    }
    out
}

/// The name of a severity, the same in both languages.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
