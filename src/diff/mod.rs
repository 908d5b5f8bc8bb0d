//! Two drafts of one report side by side: which figures changed, and what the
//! new draft broke. Figures are paired by the sentence or row they stand in.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

mod pairs;

pub use pairs::{Pair, Paired, pair};

use crate::check::Report;
use crate::finding::Finding;
use crate::rules::stale_figure;
use hashbrown::HashMap;

/// What became of a draft.
#[derive(Debug)]
pub struct Compared {
    /// The new draft with the findings it introduced, stale figures first.
    pub report: Report,
    /// Its figures beside those of the old one.
    pub figures: Paired,
}

/// Leaves of the findings of the new draft those that the old one did not have.
pub fn compared(old: &Report, mut new: Report) -> Compared {
    let figures = pair(old, &new);
    let mut findings = stale_figure::find(old, &new, &figures);
    let mut known: HashMap<(&str, &str, &str), usize> = HashMap::new();
    for f in &old.findings {
        *known.entry(key(old, f)).or_default() += 1;
    }
    let introduced: Vec<Finding> = new
        .findings
        .iter()
        .filter(|f| match known.get_mut(&key(&new, f)).filter(|n| **n > 0) {
            Some(left) => {
                *left -= 1;
                false
            }
            None => true,
        })
        // What a stale figure explains is told once.
        .filter(|f| !findings.iter().any(|s| touches(f, s)))
        .cloned()
        .collect();
    drop(known);
    findings.extend(introduced);
    new.findings = findings;
    Compared { report: new, figures }
}

/// What makes a finding the same in both drafts, wherever it moved to.
fn key<'a>(report: &'a Report, f: &'a Finding) -> (&'static str, &'a str, &'a str) {
    (f.rule, report.document.source.slice(f.span), &f.message.vi)
}

/// Whether a finding points at the stale figure of another, or at a figure that it names as changed.
fn touches(finding: &Finding, stale: &Finding) -> bool {
    let meets = |span: crate::source::Span| span.start < stale.span.end && stale.span.start < span.end;
    let cause =
        |span: crate::source::Span| stale.labels.iter().any(|l| span.start < l.span.end && l.span.start < span.end);
    meets(finding.span) || finding.labels.iter().any(|l| meets(l.span)) || cause(finding.span)
}
