//! The rules: judgement only. One file a rule, named after its card in `rules/`.
//!
//! To add a rule: a card `rules/<group>/<name>.md`, a file `src/rules/<name>.rs`
//! with a `check` function, and a line in [`RULES`].

use crate::claims::{Claim, ClaimKind, Verdict};
use crate::document::Document;
use crate::figures::Lexed;
use crate::finding::{Finding, Severity, Text};

/// A group of rules; also the folder of its cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Group {
    Arithmetic,
    Consistency,
    Completeness,
    Notation,
    Table,
    Batch,
}

/// A claim with what the rules made of it: a line of the ledger.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The claim.
    pub claim: Claim,
    /// The verdict.
    pub verdict: Verdict,
    /// The stated figure as it should read (`58,5365…%`), where it can be computed.
    pub recomputed: Option<String>,
}

/// What a rule may look at.
pub struct Context<'a> {
    /// The draft.
    pub document: &'a Document,
    /// The tokens of each block, by block index (empty for blocks without figures or marks of interest).
    pub lexed: &'a [Lexed],
    /// Every claim with its verdict.
    pub ledger: &'a [Judged],
    /// Blank numbers and dates and drafting notes count as errors.
    pub final_stage: bool,
}

/// What a rule made of one claim.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// How bad a wrong or truncated claim is.
    pub severity: Severity,
    /// The stated figure as it should read (`58,5365…%`), where it can be computed.
    pub recomputed: Option<String>,
    /// What is wrong, in one sentence with the figures; empty where nothing is.
    pub message: Text,
    /// The working, a line each: `24 / 41 = 58,5365…%`.
    pub working: Vec<Text>,
}

/// How a rule looks.
pub enum Check {
    /// At each claim it owns; [`crate::causes`] makes findings of what is wrong.
    Claim {
        /// Whether a claim is this rule's to judge; exactly one rule owns a claim.
        owns: fn(&Claim) -> bool,
        /// Judges a claim.
        judge: fn(&Claim, &Document) -> Judgement,
    },
    /// At the draft as a whole.
    Draft(fn(&Context<'_>, &mut Vec<Finding>)),
}

/// A rule as the registry knows it.
pub struct Rule {
    /// Its name; stable, never used again once retired.
    pub name: &'static str,
    /// Its group.
    pub group: Group,
    /// The severity of most of its findings.
    pub severity: Severity,
    /// The card, embedded.
    pub card: &'static str,
    /// The claims it answers for; its cards' right examples must show one of them judged ok.
    pub kinds: &'static [ClaimKind],
    /// How it looks.
    pub check: Check,
}

/// Every rule, by group and name.
pub const RULES: &[Rule] = &[];

/// The rule of a name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|r| r.name == name)
}
