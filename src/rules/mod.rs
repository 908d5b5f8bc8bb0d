//! The rules: judgement only. One file a rule, named after its card in `rules/`.
//!
//! To add a rule: a card `rules/<group>/<name>.md`, a file `src/rules/<name>.rs`
//! with a `check` function, and a line in [`RULES`].

mod average_mismatch;
mod base_equals_target;
mod blank_field;
mod broken_footnote;
pub mod card;
mod change_mismatch;
pub mod compare;
mod count_mismatch;
mod direction_mismatch;
mod document_number;
mod drafting_note;
mod duplicate_total;
mod empty_reference;
mod gap_mismatch;
mod growth_rate_mismatch;
mod implausible_target;
mod invalid_date;
mod misplaced_unit;
mod number_format;
mod part_exceeds_whole;
mod period_mismatch;
mod permille_sign;
mod placeholder;
mod placeholders;
pub mod product_mismatch;
mod repeated_words;
mod roman_numeral;
mod series_mismatch;
mod share_mismatch;
mod shares_total;
pub mod slip;
mod sum_mismatch;
mod table_change_mismatch;
pub mod table_report;
mod table_share_mismatch;
pub mod table_slips;
mod table_sum_mismatch;
mod target_mismatch;
mod text_table_conflict;
mod unbalanced_bracket;
mod unit_scale;
mod unreadable_table;
pub mod words;

use crate::claims::statements::Statement;
use crate::claims::{Claim, ClaimKind, Verdict};
use crate::document::Document;
use crate::figures::Lexed;
use crate::finding::{Finding, Severity, Text};
use crate::tables::sheet::Sheet;

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
    /// Name of the rule that judged it.
    pub rule: &'static str,
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
    /// The values of indicators that the text states.
    pub statements: &'a [Statement],
    /// Tables with their equations.
    pub sheets: &'a [Sheet],
    /// Fields of tables that are probably wrong.
    pub slips: &'a [table_slips::TableSlip],
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

/// A rule that looks at the draft as a whole.
const fn on_draft(
    name: &'static str,
    group: Group,
    severity: Severity,
    card: &'static str,
    look: fn(&Context<'_>, &mut Vec<Finding>),
) -> Rule {
    Rule { name, group, severity, card, kinds: &[], check: Check::Draft(look) }
}

/// The card of a rule, embedded.
macro_rules! card {
    ($path:literal) => {
        include_str!(concat!("../../rules/", $path, ".md"))
    };
}

/// Every rule, by group and name.
#[rustfmt::skip] // One line a rule: to add one is to add a line.
pub const RULES: &[Rule] = &[
    Rule {
        name: "average-mismatch",
        group: Group::Arithmetic,
        severity: Severity::Warning,
        card: include_str!("../../rules/arithmetic/average-mismatch.md"),
        kinds: &[ClaimKind::Average],
        check: Check::Claim { owns: average_mismatch::owns, judge: average_mismatch::judge },
    },
    Rule {
        name: "change-mismatch",
        group: Group::Arithmetic,
        severity: Severity::Error,
        card: include_str!("../../rules/arithmetic/change-mismatch.md"),
        kinds: &[ClaimKind::Increase, ClaimKind::PercentChange, ClaimKind::PercentPoints],
        check: Check::Claim { owns: change_mismatch::owns, judge: change_mismatch::judge },
    },
    Rule {
        name: "count-mismatch",
        group: Group::Arithmetic,
        severity: Severity::Warning,
        card: include_str!("../../rules/arithmetic/count-mismatch.md"),
        kinds: &[ClaimKind::CountOfList],
        check: Check::Claim { owns: count_mismatch::owns, judge: count_mismatch::judge },
    },
    Rule {
        name: "direction-mismatch",
        group: Group::Arithmetic,
        severity: Severity::Error,
        card: include_str!("../../rules/arithmetic/direction-mismatch.md"),
        kinds: &[ClaimKind::FromTo],
        check: Check::Claim { owns: direction_mismatch::owns, judge: direction_mismatch::judge },
    },
    Rule {
        name: "gap-mismatch",
        group: Group::Arithmetic,
        severity: Severity::Error,
        card: include_str!("../../rules/arithmetic/gap-mismatch.md"),
        kinds: &[ClaimKind::PercentPoints, ClaimKind::Increase, ClaimKind::Sum],
        check: Check::Claim { owns: gap_mismatch::owns, judge: gap_mismatch::judge },
    },
    Rule {
        name: "growth-rate-mismatch",
        group: Group::Arithmetic,
        severity: Severity::Warning,
        card: include_str!("../../rules/arithmetic/growth-rate-mismatch.md"),
        kinds: &[ClaimKind::GrowthRate],
        check: Check::Claim { owns: growth_rate_mismatch::owns, judge: growth_rate_mismatch::judge },
    },
    Rule {
        name: "part-exceeds-whole",
        group: Group::Arithmetic,
        severity: Severity::Error,
        card: include_str!("../../rules/arithmetic/part-exceeds-whole.md"),
        kinds: &[ClaimKind::Sum, ClaimKind::Share],
        check: Check::Claim { owns: part_exceeds_whole::owns, judge: part_exceeds_whole::judge },
    },
    Rule {
        name: "product-mismatch",
        group: Group::Arithmetic,
        severity: Severity::Error,
        card: include_str!("../../rules/arithmetic/product-mismatch.md"),
        kinds: &[ClaimKind::CrossReference],
        check: Check::Claim { owns: product_mismatch::owns, judge: product_mismatch::judge },
    },
    Rule {
        name: "series-mismatch",
        group: Group::Arithmetic,
        severity: Severity::Error,
        card: include_str!("../../rules/arithmetic/series-mismatch.md"),
        kinds: &[ClaimKind::Series],
        check: Check::Claim { owns: series_mismatch::owns, judge: series_mismatch::judge },
    },
    Rule {
        name: "share-mismatch",
        group: Group::Arithmetic,
        severity: Severity::Error,
        card: include_str!("../../rules/arithmetic/share-mismatch.md"),
        kinds: &[ClaimKind::Share],
        check: Check::Claim { owns: share_mismatch::owns, judge: share_mismatch::judge },
    },
    Rule {
        name: "shares-total",
        group: Group::Arithmetic,
        severity: Severity::Warning,
        card: include_str!("../../rules/arithmetic/shares-total.md"),
        kinds: &[ClaimKind::Sum],
        check: Check::Claim { owns: shares_total::owns, judge: shares_total::judge },
    },
    Rule {
        name: "sum-mismatch",
        group: Group::Arithmetic,
        severity: Severity::Error,
        card: include_str!("../../rules/arithmetic/sum-mismatch.md"),
        kinds: &[ClaimKind::Sum],
        check: Check::Claim { owns: sum_mismatch::owns, judge: sum_mismatch::judge },
    },
    Rule {
        name: "target-mismatch",
        group: Group::Arithmetic,
        severity: Severity::Error,
        card: include_str!("../../rules/arithmetic/target-mismatch.md"),
        kinds: &[ClaimKind::PercentOfTarget, ClaimKind::Share, ClaimKind::PercentChange],
        check: Check::Claim { owns: target_mismatch::owns, judge: target_mismatch::judge },
    },
    Rule {
        name: "base-equals-target",
        group: Group::Consistency,
        severity: Severity::Warning,
        card: include_str!("../../rules/consistency/base-equals-target.md"),
        kinds: &[],
        check: Check::Draft(base_equals_target::check),
    },
    Rule {
        name: "duplicate-total",
        group: Group::Consistency,
        severity: Severity::Warning,
        card: include_str!("../../rules/consistency/duplicate-total.md"),
        kinds: &[],
        check: Check::Draft(duplicate_total::check),
    },
    on_draft("implausible-target", Group::Consistency, Severity::Warning, card!("consistency/implausible-target"), implausible_target::check),
    on_draft("period-mismatch", Group::Consistency, Severity::Error, card!("consistency/period-mismatch"), period_mismatch::check),
    Rule {
        name: "unit-scale",
        group: Group::Consistency,
        severity: Severity::Error,
        card: include_str!("../../rules/consistency/unit-scale.md"),
        // It owns only sums that are off by a thousand: none of its claims is ever right.
        kinds: &[],
        check: Check::Claim { owns: unit_scale::owns, judge: unit_scale::judge },
    },
    on_draft("blank-field", Group::Completeness, Severity::Warning, card!("completeness/blank-field"), blank_field::check),
    on_draft("broken-footnote", Group::Completeness, Severity::Error, card!("completeness/broken-footnote"), broken_footnote::check),
    on_draft("drafting-note", Group::Completeness, Severity::Warning, card!("completeness/drafting-note"), drafting_note::check),
    on_draft("empty-reference", Group::Completeness, Severity::Warning, card!("completeness/empty-reference"), empty_reference::check),
    on_draft("placeholder", Group::Completeness, Severity::Error, card!("completeness/placeholder"), placeholder::check),
    on_draft("document-number", Group::Notation, Severity::Note, card!("notation/document-number"), document_number::check),
    on_draft("invalid-date", Group::Notation, Severity::Error, card!("notation/invalid-date"), invalid_date::check),
    on_draft("misplaced-unit", Group::Notation, Severity::Warning, card!("notation/misplaced-unit"), misplaced_unit::check),
    on_draft("number-format", Group::Notation, Severity::Note, card!("notation/number-format"), number_format::check),
    on_draft("permille-sign", Group::Notation, Severity::Warning, card!("notation/permille-sign"), permille_sign::check),
    on_draft("repeated-words", Group::Notation, Severity::Warning, card!("notation/repeated-words"), repeated_words::check),
    on_draft("roman-numeral", Group::Notation, Severity::Error, card!("notation/roman-numeral"), roman_numeral::check),
    on_draft("unbalanced-bracket", Group::Notation, Severity::Warning, card!("notation/unbalanced-bracket"), unbalanced_bracket::check),
    Rule {
        name: table_change_mismatch::NAME,
        group: Group::Table,
        severity: Severity::Error,
        card: card!("table/table-change-mismatch"),
        kinds: &[ClaimKind::TableChange],
        check: Check::Draft(table_change_mismatch::check),
    },
    Rule {
        name: table_share_mismatch::NAME,
        group: Group::Table,
        severity: Severity::Error,
        card: card!("table/table-share-mismatch"),
        kinds: &[ClaimKind::TableShare],
        check: Check::Draft(table_share_mismatch::check),
    },
    Rule {
        name: table_sum_mismatch::NAME,
        group: Group::Table,
        severity: Severity::Error,
        card: card!("table/table-sum-mismatch"),
        kinds: &[ClaimKind::TableSum],
        check: Check::Draft(table_sum_mismatch::check),
    },
    on_draft(
        text_table_conflict::NAME,
        Group::Table,
        Severity::Warning,
        card!("table/text-table-conflict"),
        text_table_conflict::check,
    ),
    Rule {
        name: unreadable_table::NAME,
        group: Group::Table,
        severity: Severity::Note,
        card: card!("table/unreadable-table"),
        kinds: &[],
        check: Check::Draft(unreadable_table::check),
    },
];

/// The rule of a name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|r| r.name == name)
}
