//! The engine: a draft in, everything that is known about it out. No input or
//! output, no printing.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use crate::causes;
use crate::claims::{self, statements::Statement};
use crate::document::{self, Dialect, Document};
use crate::facts::Facts;
use crate::figures::{self, Lexed};
use crate::finding::{Accepted, Finding, Text};
use crate::rules::facts_mismatch::{self, Compared};
use crate::rules::index::Index;
use crate::rules::{Check, Context, Judged, own, table_report, table_slips, text_table_conflict};
use crate::source::{Source, Span};
use crate::tables;
use std::sync::Arc;

/// A day, or a month where the day is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Date {
    pub year: u32,
    pub month: u32,
    pub day: u32,
}

/// A term of a congress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whose congress: `Đảng bộ huyện`.
    pub body: String,
    /// Its number, in Roman numerals.
    pub congress: String,
    /// The first year of the term.
    pub from: u32,
    /// The last one.
    pub to: u32,
}

/// What the user may choose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Blank numbers and dates and drafting notes count as errors.
    pub final_stage: bool,
    /// The writer of the export, where the user knows better than the text shows.
    pub dialect: Option<Dialect>,
    /// The date of the report, where the draft itself does not say.
    pub report_date: Option<Date>,
    /// The term that the draft is written for.
    pub term: Option<Term>,
    /// Reference figures that the draft is compared with.
    pub facts: Option<Arc<Facts>>,
    /// Rules whose findings will be thrown away: they may not take the place of others.
    pub off: Vec<&'static str>,
}

/// A draft with everything that was made of it.
#[derive(Debug)]
pub struct Report {
    /// The draft as read.
    pub document: Document,
    /// The tokens of each block, by block index.
    pub lexed: Vec<Lexed>,
    /// Every claim with its verdict, by place.
    pub ledger: Vec<Judged>,
    /// The values of indicators that the text states.
    pub statements: Vec<Statement>,
    /// What the rules found, by place.
    pub findings: Vec<Finding>,
    /// Findings that a person has accepted; the engine knows of none.
    pub accepted: Vec<Accepted>,
    /// What could not be compared with a reference figure, with its place.
    pub notices: Vec<(Span, Text)>,
}

/// Reads and checks a draft.
pub fn check(source: Source, options: &Options) -> Report {
    check_document(document::read(source, options.dialect), options)
}

/// Checks a draft that is already read.
pub fn check_document(document: Document, options: &Options) -> Report {
    let lexed = figures::lex::lex_document(&document);
    let extracted = claims::extract(&document, &lexed);
    let cases = causes::judge(extracted.claims, &document);
    let mut findings = causes::findings(&cases, &document);
    let sheets = tables::read(&document);
    let slips = table_slips::find(&sheets, &document);
    let mut ledger: Vec<Judged> = cases
        .into_iter()
        .map(|case| Judged {
            claim: case.claim,
            rule: case.rule.name,
            verdict: case.judgement.verdict,
            recomputed: case.judgement.recomputed,
        })
        .collect();
    ledger.extend(sheets.iter().flat_map(|sheet| table_report::ledger(sheet, &document)));
    let mut text_tables = text_table_conflict::compare(&document, &lexed, &extracted.goals, (&sheets, &slips), &ledger);
    text_tables.take_back(&mut ledger);
    ledger.append(&mut text_tables.ledger);
    let statements = extracted.statements;
    let mut compared = options.facts.as_deref().map_or_else(Compared::default, |facts| {
        facts_mismatch::compare(&document, &lexed, &statements, &sheets, &ledger, facts)
    });
    ledger.append(&mut compared.ledger);
    ledger.sort_by_key(|judged| judged.claim.range);
    let context = Context {
        document: &document,
        lexed: &lexed,
        index: &Index::of(&document),
        ledger: &ledger,
        statements: &statements,
        goals: &extracted.goals,
        sheets: &sheets,
        slips: &slips,
        text_tables: &text_tables,
        compared: &compared,
        final_stage: options.final_stage,
        report_date: options.report_date,
        term: options.term.as_ref(),
        off: &options.off,
    };
    for rule in own::all() {
        match &rule.check {
            Check::Claim { .. } | Check::Batch(_) => {}
            Check::Draft(check) => check(&context, &mut findings),
            Check::Drafts => {}
            Check::Pattern(pattern) => own::check(rule, pattern, &context, &mut findings),
        }
    }
    sort(&mut findings);
    let notices = std::mem::take(&mut compared.notices);
    Report { document, lexed, ledger, statements, findings, accepted: Vec::new(), notices }
}

/// By place; at one place the worse first, then by name and message, so that
/// every run prints the same.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (f.span, std::cmp::Reverse(f.severity), f.rule);
        key(a).cmp(&key(b)).then_with(|| a.message.vi.cmp(&b.message.vi))
    });
}
