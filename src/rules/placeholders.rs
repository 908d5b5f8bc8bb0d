//! The words of `rules/lexicon/placeholders.tsv`, shared by `placeholder` and `blank-field`.

use super::words::{Kinds, Phrases};
use std::sync::LazyLock;

/// The table.
pub const TABLE: &str = include_str!("../../rules/lexicon/placeholders.tsv");

/// The kinds of its phrases.
pub const KINDS: [&str; 13] = [
    "cue",
    "verb",
    "numbered",
    "core",
    "unit",
    "count",
    "not-unit",
    "goes-on",
    "day",
    "month",
    "year",
    "number",
    "needs-year",
];

/// Its phrases by kind.
#[derive(Debug)]
pub struct Lists {
    /// A number is expected behind it.
    pub cue: Phrases,
    /// Its object may be a number of things.
    pub verb: Phrases,
    /// Opens the number of what follows it.
    pub numbered: Phrases,
    /// Strong enough where only a blank shows that something is missing.
    pub core: Phrases,
    /// A measure.
    pub unit: Phrases,
    /// A thing that is counted.
    pub count: Phrases,
    /// Starts like a unit and is none.
    pub not_unit: Phrases,
    /// What follows a number without a unit.
    pub goes_on: Phrases,
    /// The word before a day.
    pub day: Phrases,
    /// The word before a month.
    pub month: Phrases,
    /// The word before a year.
    pub year: Phrases,
    /// The word before the number of a document.
    pub number: Phrases,
    /// A heading that ends so lacks its year.
    pub needs_year: Phrases,
}

/// The lists, read once.
pub fn lists() -> &'static Lists {
    static LISTS: LazyLock<Lists> = LazyLock::new(|| {
        let kinds = Kinds::with_own(TABLE, "placeholders.tsv");
        let kind = |name| kinds.kind(name);
        Lists {
            cue: kind("cue"),
            verb: kind("verb"),
            numbered: kind("numbered"),
            core: kind("core"),
            unit: kind("unit"),
            count: kind("count"),
            not_unit: kind("not-unit"),
            goes_on: kind("goes-on"),
            day: kind("day"),
            month: kind("month"),
            year: kind("year"),
            number: kind("number"),
            needs_year: kind("needs-year"),
        }
    });
    &LISTS
}
