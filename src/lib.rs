//! doisoat (*đối soát*, to reconcile figures): a linter for the figures in
//! Vietnamese report drafts.
//!
//! `bytes -> Document -> Claims -> Findings -> print`: four stages, each a
//! plain function. Rules see claims and the document, never Markdown; printing
//! sees findings, never rules.

pub mod accept;
pub mod batch;
pub mod causes;
pub mod check;
pub mod claims;
pub mod cli;
pub mod config;
pub mod diff;
pub mod document;
pub mod docx;
pub mod facts;
pub mod figures;
pub mod finding;
pub mod git;
pub mod lexicon;
pub mod nearest;
pub mod report;
pub mod rules;
pub mod seed;
pub mod source;
pub mod tables;
pub mod work;
