//! The rules: judgement only. One file a rule, named after its card in `rules/`.
//!
//! To add a rule: a card `rules/<group>/<name>.md`, a file `src/rules/<name>.rs`
//! with a `check` function, and a line in [`RULES`].

mod average_mismatch;
mod balance_mismatch;
mod base_equals_target;
mod base_year_mismatch;
mod blank_field;
mod broken_footnote;
pub mod card;
mod change_mismatch;
pub mod compare;
mod conflicting_figures;
mod contradictory_hedge;
pub mod copied_figures;
mod count_mismatch;
mod direction_mismatch;
mod document_number;
mod drafting_note;
mod duplicate_total;
mod empty_reference;
pub mod facts_mismatch;
mod foreign_locality;
mod gap_mismatch;
mod growth_rate_mismatch;
mod implausible_target;
pub mod index;
mod invalid_date;
pub mod lost;
mod misplaced_unit;
mod missing_indicator;
pub mod near;
mod number_format;
mod other_period;
pub mod own;
mod part_exceeds_whole;
mod percent_of_rate;
mod period_mismatch;
mod permille_sign;
mod placeholder;
mod placeholders;
pub mod product_mismatch;
mod repeated_item;
mod repeated_words;
mod rollup_mismatch;
mod roman_numeral;
mod series_mismatch;
mod share_mismatch;
mod shares_total;
pub mod slip;
pub mod solve;
pub mod stale_figure;
mod stray_punctuation;
mod sum_mismatch;
mod table_change_mismatch;
pub mod table_report;
mod table_share_mismatch;
pub mod table_slips;
mod table_sum_mismatch;
mod table_units;
mod target_mismatch;
pub mod text_table_conflict;
mod unbalanced_bracket;
mod unit_outlier;
mod unit_scale;
mod unreadable_table;
mod verdict_mismatch;
pub mod words;
mod words_mismatch;

use crate::batch::{Batch, Placed};
use crate::check::{Date, Term};
use crate::claims::statements::{Goals, Statement};
use crate::claims::{Claim, ClaimKind, Verdict};
use crate::document::Document;
use crate::figures::Lexed;
use crate::finding::{Finding, Severity, Text};
use crate::tables::sheet::Sheet;
use index::Index;

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
    /// Rules of the user's own.
    Own,
}

impl Group {
    /// All groups.
    pub const ALL: [Group; 7] = [
        Group::Arithmetic,
        Group::Consistency,
        Group::Completeness,
        Group::Notation,
        Group::Table,
        Group::Batch,
        Group::Own,
    ];

    /// Its name in cards and configurations.
    pub fn name(self) -> &'static str {
        match self {
            Group::Arithmetic => "arithmetic",
            Group::Consistency => "consistency",
            Group::Completeness => "completeness",
            Group::Notation => "notation",
            Group::Table => "table",
            Group::Batch => "batch",
            Group::Own => "own",
        }
    }
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
    /// The words of each block.
    pub index: &'a Index,
    /// Every claim with its verdict.
    pub ledger: &'a [Judged],
    /// The values of indicators that the text states.
    pub statements: &'a [Statement],
    /// The headings of goals.
    pub goals: &'a Goals,
    /// Tables with their equations.
    pub sheets: &'a [Sheet],
    /// Fields of tables that are probably wrong.
    pub slips: &'a [table_slips::TableSlip],
    /// What came of comparing text with tables and tables with tables.
    pub text_tables: &'a text_table_conflict::Compared,
    /// What came of comparing the draft with reference figures; nothing where there are none.
    pub compared: &'a facts_mismatch::Compared,
    /// Blank numbers and dates and drafting notes count as errors.
    pub final_stage: bool,
    /// The date of the report, where the draft itself does not say.
    pub report_date: Option<Date>,
    /// The term that the draft is written for.
    pub term: Option<&'a Term>,
    /// Rules whose findings will be thrown away.
    pub off: &'a [&'static str],
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
    /// At two drafts of one report: [`crate::diff`].
    Drafts,
    /// At the draft as a whole.
    Draft(fn(&Context<'_>, &mut Vec<Finding>)),
    /// For a pattern of text: a rule of the user's own.
    Pattern(own::Pattern),
    /// At the drafts of a batch side by side.
    Batch(fn(&Batch, &mut Vec<Placed>)),
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

/// A rule that judges the claims it owns.
const fn on_claims(
    name: &'static str,
    group: Group,
    severity: Severity,
    card: &'static str,
    kinds: &'static [ClaimKind],
    owns: fn(&Claim) -> bool,
    judge: fn(&Claim, &Document) -> Judgement,
) -> Rule {
    Rule { name, group, severity, card, kinds, check: Check::Claim { owns, judge } }
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

/// A rule that compares the draft with reference figures; every comparison is a claim of the ledger.
const fn on_facts(name: &'static str, card: &'static str, look: fn(&Context<'_>, &mut Vec<Finding>)) -> Rule {
    let kinds = &[ClaimKind::CrossReference];
    Rule { name, group: Group::Consistency, severity: Severity::Warning, card, kinds, check: Check::Draft(look) }
}

/// A rule that looks at the drafts of a batch side by side.
const fn on_batch(name: &'static str, card: &'static str, look: fn(&Batch, &mut Vec<Placed>)) -> Rule {
    Rule { name, group: Group::Batch, severity: Severity::Warning, card, kinds: &[], check: Check::Batch(look) }
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
    on_claims("average-mismatch", Group::Arithmetic, Severity::Warning, card!("arithmetic/average-mismatch"), &[ClaimKind::Average], average_mismatch::owns, average_mismatch::judge),
    on_claims("balance-mismatch", Group::Arithmetic, Severity::Error, card!("arithmetic/balance-mismatch"), &[ClaimKind::Sum], balance_mismatch::owns, balance_mismatch::judge),
    on_claims("change-mismatch", Group::Arithmetic, Severity::Error, card!("arithmetic/change-mismatch"), &[ClaimKind::Increase, ClaimKind::PercentChange, ClaimKind::PercentPoints], change_mismatch::owns, change_mismatch::judge),
    on_claims("count-mismatch", Group::Arithmetic, Severity::Warning, card!("arithmetic/count-mismatch"), &[ClaimKind::CountOfList], count_mismatch::owns, count_mismatch::judge),
    on_claims("direction-mismatch", Group::Arithmetic, Severity::Error, card!("arithmetic/direction-mismatch"), &[ClaimKind::FromTo], direction_mismatch::owns, direction_mismatch::judge),
    on_claims("gap-mismatch", Group::Arithmetic, Severity::Error, card!("arithmetic/gap-mismatch"), &[ClaimKind::PercentPoints, ClaimKind::Increase, ClaimKind::Sum], gap_mismatch::owns, gap_mismatch::judge),
    on_claims("growth-rate-mismatch", Group::Arithmetic, Severity::Warning, card!("arithmetic/growth-rate-mismatch"), &[ClaimKind::GrowthRate], growth_rate_mismatch::owns, growth_rate_mismatch::judge),
    on_claims("part-exceeds-whole", Group::Arithmetic, Severity::Error, card!("arithmetic/part-exceeds-whole"), &[ClaimKind::Sum, ClaimKind::Share], part_exceeds_whole::owns, part_exceeds_whole::judge),
    on_claims("product-mismatch", Group::Arithmetic, Severity::Error, card!("arithmetic/product-mismatch"), &[ClaimKind::CrossReference], product_mismatch::owns, product_mismatch::judge),
    on_claims("series-mismatch", Group::Arithmetic, Severity::Error, card!("arithmetic/series-mismatch"), &[ClaimKind::Series], series_mismatch::owns, series_mismatch::judge),
    on_claims("share-mismatch", Group::Arithmetic, Severity::Error, card!("arithmetic/share-mismatch"), &[ClaimKind::Share], share_mismatch::owns, share_mismatch::judge),
    on_claims("shares-total", Group::Arithmetic, Severity::Warning, card!("arithmetic/shares-total"), &[ClaimKind::Sum], shares_total::owns, shares_total::judge),
    on_claims("sum-mismatch", Group::Arithmetic, Severity::Error, card!("arithmetic/sum-mismatch"), &[ClaimKind::Sum], sum_mismatch::owns, sum_mismatch::judge),
    on_claims("target-mismatch", Group::Arithmetic, Severity::Error, card!("arithmetic/target-mismatch"), &[ClaimKind::PercentOfTarget, ClaimKind::Share, ClaimKind::PercentChange], target_mismatch::owns, target_mismatch::judge),
    on_claims("verdict-mismatch", Group::Arithmetic, Severity::Warning, card!("arithmetic/verdict-mismatch"), &[ClaimKind::PercentOfTarget], verdict_mismatch::owns, verdict_mismatch::judge),
    on_claims("words-mismatch", Group::Arithmetic, Severity::Error, card!("arithmetic/words-mismatch"), &[ClaimKind::CrossReference], words_mismatch::owns, words_mismatch::judge),
    on_draft("base-equals-target", Group::Consistency, Severity::Warning, card!("consistency/base-equals-target"), base_equals_target::check),
    on_draft("base-year-mismatch", Group::Consistency, Severity::Warning, card!("consistency/base-year-mismatch"), base_year_mismatch::check),
    on_draft("conflicting-figures", Group::Consistency, Severity::Warning, card!("consistency/conflicting-figures"), conflicting_figures::check),
    on_draft("duplicate-total", Group::Consistency, Severity::Warning, card!("consistency/duplicate-total"), duplicate_total::check),
    on_facts("facts-mismatch", card!("consistency/facts-mismatch"), facts_mismatch::check),
    on_draft("implausible-target", Group::Consistency, Severity::Warning, card!("consistency/implausible-target"), implausible_target::check),
    on_draft("percent-of-rate", Group::Consistency, Severity::Note, card!("consistency/percent-of-rate"), percent_of_rate::check),
    on_draft("period-mismatch", Group::Consistency, Severity::Error, card!("consistency/period-mismatch"), period_mismatch::check),
    // It owns only sums that are off by a thousand: none of its claims is ever right.
    on_claims("unit-scale", Group::Consistency, Severity::Error, card!("consistency/unit-scale"), &[], unit_scale::owns, unit_scale::judge),
    on_draft("blank-field", Group::Completeness, Severity::Warning, card!("completeness/blank-field"), blank_field::check),
    on_draft("broken-footnote", Group::Completeness, Severity::Error, card!("completeness/broken-footnote"), broken_footnote::check),
    on_draft("drafting-note", Group::Completeness, Severity::Warning, card!("completeness/drafting-note"), drafting_note::check),
    on_draft("empty-reference", Group::Completeness, Severity::Warning, card!("completeness/empty-reference"), empty_reference::check),
    on_draft("placeholder", Group::Completeness, Severity::Error, card!("completeness/placeholder"), placeholder::check),
    on_draft("contradictory-hedge", Group::Notation, Severity::Note, card!("notation/contradictory-hedge"), contradictory_hedge::check),
    on_draft("document-number", Group::Notation, Severity::Note, card!("notation/document-number"), document_number::check),
    on_draft("invalid-date", Group::Notation, Severity::Error, card!("notation/invalid-date"), invalid_date::check),
    on_draft("misplaced-unit", Group::Notation, Severity::Warning, card!("notation/misplaced-unit"), misplaced_unit::check),
    on_draft("number-format", Group::Notation, Severity::Note, card!("notation/number-format"), number_format::check),
    on_draft("permille-sign", Group::Notation, Severity::Warning, card!("notation/permille-sign"), permille_sign::check),
    on_draft("repeated-item", Group::Notation, Severity::Warning, card!("notation/repeated-item"), repeated_item::check),
    on_draft("repeated-words", Group::Notation, Severity::Warning, card!("notation/repeated-words"), repeated_words::check),
    on_draft("roman-numeral", Group::Notation, Severity::Error, card!("notation/roman-numeral"), roman_numeral::check),
    on_draft("stray-punctuation", Group::Notation, Severity::Note, card!("notation/stray-punctuation"), stray_punctuation::check),
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
    Rule {
        name: text_table_conflict::NAME,
        group: Group::Table,
        severity: Severity::Warning,
        card: card!("table/text-table-conflict"),
        kinds: &[ClaimKind::CrossReference, ClaimKind::CountOfList],
        check: Check::Draft(text_table_conflict::check),
    },
    Rule {
        name: unreadable_table::NAME,
        group: Group::Table,
        severity: Severity::Note,
        card: card!("table/unreadable-table"),
        kinds: &[],
        check: Check::Draft(unreadable_table::check),
    },
    on_batch(copied_figures::NAME, card!("batch/copied-figures"), copied_figures::check),
    on_batch(foreign_locality::NAME, card!("batch/foreign-locality"), foreign_locality::check),
    on_batch(missing_indicator::NAME, card!("batch/missing-indicator"), missing_indicator::check),
    on_batch(other_period::NAME, card!("batch/other-period"), other_period::check),
    on_batch(rollup_mismatch::NAME, card!("batch/rollup-mismatch"), rollup_mismatch::check),
    Rule {
        name: stale_figure::NAME,
        group: Group::Batch,
        severity: Severity::Error,
        card: card!("batch/stale-figure"),
        kinds: &[],
        check: Check::Drafts,
    },
    on_batch(unit_outlier::NAME, card!("batch/unit-outlier"), unit_outlier::check),
];

pub use period_mismatch::names_body;
pub use placeholders::KINDS as PLACEHOLDERS;

/// The rule of a name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    own::all().find(|r| r.name == name)
}
