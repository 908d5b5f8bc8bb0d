//! `doisoat.toml`: what a repository of drafts has agreed on. Reading only;
//! the command line decides what it wins over.
//!
//! To add a key: a field here, with a comment that says to a user what it does
//! (it becomes the description in the JSON Schema), a line in `init.toml`, and
//! the schema anew (`tests/config.rs`).

mod batch;
mod cards;
mod levels;
mod lexicon;
pub mod mistake;
mod paths;
mod read;
mod schema;
mod term;

pub use batch::{Batch, Members};
pub use levels::{Level, Levels};
pub use lexicon::Lexicon;
pub use mistake::Mistake;
pub use paths::{Paths, Selection};
pub use read::{Trouble, real, shown, text, upwards};
pub use schema::schema;
pub use term::Term;

use crate::check::Date;
use crate::finding::Severity;
use crate::report::Lang;
use schemars::JsonSchema;
use serde::Deserialize;
use std::path::PathBuf;

/// The name of the file.
pub const NAME: &str = "doisoat.toml";

/// A commented file to start from: lines that start with `# ` are comments,
/// those with `#` alone are keys to uncomment.
pub const INIT: &str = include_str!("init.toml");

/// A configuration with the place it was read from.
#[derive(Debug, Default)]
pub struct Config {
    /// The file; `None` where there is none.
    pub file: Option<PathBuf>,
    /// Its text.
    pub text: String,
    /// What it says.
    pub values: Values,
    /// Its `[paths]`, where it has a place to be relative to.
    pub selection: Option<Selection>,
    /// Its `[batch]`, where it describes one.
    pub members: Option<Members>,
}

/// The keys of the file.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Values {
    /// Language of messages.
    pub lang: Option<Lang>,
    /// Severity from which the exit status is 1.
    pub fail_on: Option<FailOn>,
    /// Whether the drafts are still written or ready to be signed.
    pub stage: Option<Stage>,
    /// File of reference figures (CSV or TOML: indicator, unit, period, value, source), relative to this file.
    pub facts: Option<PathBuf>,
    /// Date of the report, where a draft itself does not say: `15/12/2025`, `12/2025`.
    #[serde(default, deserialize_with = "term::date")]
    #[schemars(with = "Option<String>")]
    pub report_date: Option<Date>,
    /// The term of the congress that the drafts are written for.
    pub term: Option<Term>,
    /// Cards of rules of your own: files or folders, relative to this file.
    #[serde(default)]
    pub cards: Vec<PathBuf>,
    /// Tables of words of your own.
    #[serde(default)]
    pub lexicon: Lexicon,
    /// Which files a search through folders takes.
    #[serde(default)]
    pub paths: Paths,
    /// Drafts that are compared with each other.
    #[serde(default)]
    pub batch: Batch,
    /// Levels by rule or group of rules.
    #[serde(default)]
    pub rules: Levels,
}

/// The severity that makes a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum FailOn {
    #[default]
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    /// As a severity; `None` for never.
    pub fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Note => Some(Severity::Note),
            FailOn::Never => None,
        }
    }
}

/// How far the drafts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Blanks and drafting notes are warnings.
    #[default]
    Draft,
    /// Blanks and drafting notes are errors.
    Final,
}
