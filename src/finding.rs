//! What is printed: findings with their places, in both languages.

use crate::source::Span;
use serde::Serialize;

/// How sure and how bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Truncation, style, things to look at.
    Note,
    /// Very probably a slip.
    Warning,
    /// The figures cannot all be right under any rounding, or a figure is missing.
    Error,
}

impl Severity {
    /// All of them, the worst first.
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];
}

/// A text in both languages of the program.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Text {
    /// Vietnamese, plain enough for a report editor.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Text {
    /// From both languages.
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Text {
        Text { vi: vi.into(), en: en.into() }
    }
}

/// A second place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is to be seen there.
    pub message: Text,
}

/// One defect of a draft, named once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Name of the rule, as in its card.
    pub rule: &'static str,
    /// How sure and how bad.
    pub severity: Severity,
    /// The place of the cause.
    pub span: Span,
    /// One sentence: what is wrong, with the figures.
    pub message: Text,
    /// What stands under the caret, short; may be empty.
    pub caret: Text,
    /// Other places: operands, second relations.
    pub labels: Vec<Label>,
    /// The working, what would fit, how the slip may have happened: a line each.
    pub notes: Vec<Text>,
}

/// A finding that a person looked at and accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The finding.
    pub finding: Finding,
    /// Why it is accepted.
    pub reason: String,
    /// Whether a comment in the draft says so, not the sidecar.
    pub in_draft: bool,
}

impl Finding {
    /// A finding with nothing but its place and its message.
    pub fn new(rule: &'static str, severity: Severity, span: Span, message: Text) -> Finding {
        Finding { rule, severity, span, message, caret: Text::default(), labels: Vec::new(), notes: Vec::new() }
    }

    /// Says what stands under the caret.
    #[must_use]
    pub fn caret(mut self, caret: Text) -> Finding {
        self.caret = caret;
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn label(mut self, span: Span, message: Text) -> Finding {
        self.labels.push(Label { span, message });
        self
    }

    /// Adds a line below.
    #[must_use]
    pub fn note(mut self, note: Text) -> Finding {
        self.notes.push(note);
        self
    }
}
