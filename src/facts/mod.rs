//! Reference figures: what a yearbook, a resolution or the last report says of
//! an indicator. They are read from a file, compared with a draft
//! (`rules/facts_mismatch.rs`) and written from one.

pub mod collect;
mod places;
mod read;
mod rows;
mod tables;
pub mod time;
pub mod write;

pub use places::Places;
pub use read::{parse, read};
pub use time::{Times, base as base_of, full, named, shown, year};

use crate::claims::name::Name;
use crate::figures::{Figure, Period};
use hashbrown::HashMap;

/// What sort of value a figure is: only like is compared with like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// What was reached.
    #[default]
    Result,
    /// What was expected to be reached when it was written.
    Estimate,
    /// A goal or plan.
    Target,
}

impl Kind {
    /// All kinds, each with its names in a file; the first is the one written.
    pub const NAMES: [(Kind, &'static [&'static str]); 3] = [
        (Kind::Result, &["result", "kết quả", "thực hiện"]),
        (Kind::Estimate, &["estimate", "ước", "ước thực hiện"]),
        (Kind::Target, &["target", "chỉ tiêu", "kế hoạch", "mục tiêu", "dự toán"]),
    ];

    /// Its name in a file.
    pub fn name(self) -> &'static str {
        Kind::NAMES.iter().find(|(kind, _)| *kind == self).and_then(|(_, names)| names.first()).unwrap_or(&"")
    }
}

/// A reference figure.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The indicator as written.
    pub indicator: String,
    /// Its name.
    pub name: Name,
    /// Value and unit; it has no place in a draft.
    pub figure: Figure,
    /// Value and unit as people read them.
    pub shown: String,
    /// When.
    pub period: Period,
    /// What sort of value it is.
    pub kind: Kind,
    /// Where it comes from.
    pub source: String,
    /// The locality it is of, folded; of any where the file does not say.
    pub commune: Option<String>,
    /// Its line in the file, from 1.
    pub line: u32,
}

/// The reference figures of a file.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The file as people write it.
    pub file: String,
    all: Vec<Fact>,
    by_name: HashMap<Name, Vec<usize>>,
}

/// A value and its unit as people write them.
fn with_unit(value: &str, unit: &str) -> String {
    let gap = if unit.is_empty() || matches!(unit, "%" | "‰") { "" } else { " " };
    format!("{value}{gap}{unit}")
}

impl Facts {
    /// Puts the figures of a file together.
    pub fn new(file: String, all: Vec<Fact>) -> Facts {
        let mut by_name: HashMap<Name, Vec<usize>> = HashMap::new();
        for (index, fact) in all.iter().enumerate() {
            by_name.entry(fact.name.clone()).or_default().push(index);
        }
        Facts { file, all, by_name }
    }

    /// All of them, in the order of the file.
    pub fn all(&self) -> &[Fact] {
        &self.all
    }

    /// Those of an indicator.
    pub fn of<'a>(&'a self, name: &Name) -> impl Iterator<Item = &'a Fact> + use<'a> {
        self.by_name.get(name).into_iter().flatten().filter_map(|&i| self.all.get(i))
    }
}
