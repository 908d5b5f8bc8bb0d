//! Annotations of GitHub Actions: one workflow command a finding.

use super::{Lang, visible};
use crate::check::Report;
use crate::finding::Severity;
use std::fmt::Write;

/// Every finding of a draft.
pub fn findings(report: &Report, lang: Lang) -> String {
    let source = &report.document.source;
    let mut out = String::new();
    for finding in &report.findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let (start, end) = (source.position(finding.span.start), source.position(finding.span.end));
        let mut message = visible::line(lang.of(&finding.message)).into_owned();
        for note in &finding.notes {
            let _ = write!(message, "\n{}", visible::line(lang.of(note)));
        }
        let _ = write!(out, "::{command} file={},line={}", property(&visible::line(&source.path)), start.line);
        // A column range is only understood on one line.
        if start.line == end.line {
            let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
        } else {
            let _ = write!(out, ",endLine={}", end.line);
        }
        let _ = writeln!(out, ",title={}::{}", property(finding.rule), data(&message));
    }
    out
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_command_are_escaped() {
        assert_eq!(data("5%\n6"), "5%25%0A6");
        assert_eq!(property("a,b:c"), "a%2Cb%3Ac");
    }
}
