//! Slips planted into copies of a draft, to see which ones the check catches.
//!
//! Only figures of claims that were judged right and that the text itself
//! closes are touched, one at a time, and only by as much as no rounding can
//! hide. The copies live in memory; the draft is never written.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

mod closed;
mod parts;
mod plan;
mod typing;
mod units;

pub use plan::{Plan, plan};

use crate::check::{Options, Report, check_document};
use crate::claims::{ClaimKind, Verdict};
use crate::document::{Document, TextRange};
use crate::finding::Finding;
use crate::source::Span;
use hashbrown::HashMap;
use serde::Serialize;

/// A class of slips.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// One digit is another.
    Digit,
    /// Two neighbouring digits changed places.
    Swap,
    /// A thousand times too large or too small, by unit or separator.
    Thousand,
    /// The figures are newer than the percentage beside them.
    StalePercentage,
    /// Points of percent for percent, or the reverse.
    Points,
    /// A list without one of its parts.
    MissingPart,
}

impl Class {
    /// All classes in the order they are printed.
    pub const ALL: [Class; 6] =
        [Class::Digit, Class::Swap, Class::Thousand, Class::StalePercentage, Class::Points, Class::MissingPart];
}

/// One slip to plant.
#[derive(Clone, Debug)]
pub struct Slip {
    /// Its class.
    pub class: Class,
    /// The claim it breaks, by index in the ledger.
    pub claim: usize,
    /// What is replaced, in the logical text.
    pub range: TextRange,
    /// What stands there instead.
    pub after: String,
    /// The figure that changes or goes.
    pub figure: TextRange,
}

/// What the check said about a planted slip.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The rules whose new findings touch the figures of the claim; none for a missed slip.
    pub rules: Vec<&'static str>,
    /// The verdict on the same claim with the slip in it; `None` where it is no longer read.
    pub afterwards: Option<Verdict>,
}

impl Trial {
    /// Whether the slip was noticed.
    pub fn caught(&self) -> bool {
        !self.rules.is_empty()
    }
}

/// The untouched draft, to compare the copies with.
pub struct Untouched<'a> {
    report: &'a Report,
    findings: HashMap<(&'static str, &'a str, Span), usize>,
}

impl<'a> Untouched<'a> {
    /// From the draft's own report.
    pub fn new(report: &'a Report) -> Untouched<'a> {
        let mut findings = HashMap::new();
        for finding in &report.findings {
            *findings.entry((finding.rule, finding.message.vi.as_str(), finding.span)).or_default() += 1;
        }
        Untouched { report, findings }
    }

    /// Plants a slip into a copy and checks the copy; `settle` is what the user makes of findings.
    pub fn try_slip(&self, slip: &Slip, options: &Options, settle: impl Fn(&mut Vec<Finding>)) -> Trial {
        let mut copy = check_document(self.report.document.patched(slip.range, &slip.after), options);
        settle(&mut copy.findings);
        let Some(judged) = self.report.ledger.get(slip.claim) else {
            return Trial { rules: Vec::new(), afterwards: None };
        };
        let figures: Vec<Span> =
            judged.claim.operands.iter().map(|o| self.report.document.span(o.figure.range)).collect();
        let touches = |f: &Finding| {
            let mut places = std::iter::once(f.span).chain(f.labels.iter().map(|l| l.span));
            places.any(|p| figures.iter().any(|o| meets(p, *o)))
        };
        let mut left = self.findings.clone();
        let fresh = copy.findings.iter().filter(|f| match left.get_mut(&(f.rule, f.message.vi.as_str(), f.span)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        });
        let mut rules: Vec<&'static str> = fresh.filter(|f| touches(f)).map(|f| f.rule).collect();
        rules.dedup();
        Trial { rules, afterwards: self.afterwards(&copy, slip, judged.claim.kind) }
    }

    /// What became of the claim: the verdict on the claim of its kind that still holds the most of its figures.
    fn afterwards(&self, copy: &Report, slip: &Slip, kind: ClaimKind) -> Option<Verdict> {
        let places = |document: &Document, operands: &[crate::claims::Operand]| -> Vec<Span> {
            operands.iter().map(|o| document.span(o.figure.number)).collect()
        };
        let claim = &self.report.ledger.get(slip.claim)?.claim;
        let wanted = places(&self.report.document, &claim.operands);
        let gone = (slip.class == Class::MissingPart).then(|| self.report.document.span(slip.figure));
        let wanted: Vec<Span> = wanted.into_iter().filter(|&s| gone.is_none_or(|g| !meets(s, g))).collect();
        copy.ledger
            .iter()
            .filter(|judged| judged.claim.kind == kind)
            .find(|judged| {
                let held = places(&copy.document, &judged.claim.operands);
                wanted.iter().all(|w| held.iter().any(|h| meets(*h, *w)))
            })
            .map(|judged| judged.verdict)
    }
}

fn meets(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}
