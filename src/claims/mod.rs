//! Claims: the relations a text states between its figures. Extraction only;
//! whether a claim is right is for the rules to say.

use crate::document::TextRange;
use crate::figures::{Figure, Period};
use serde::Serialize;

/// What kind of statement a claim is. The names are part of the JSON contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ClaimKind {
    Share,
    Sum,
    Increase,
    PercentChange,
    PercentOfTarget,
    PercentPoints,
    Average,
    GrowthRate,
    Series,
    FromTo,
    CountOfList,
    TableSum,
    TableChange,
    TableShare,
    CrossReference,
}

/// What a figure does in a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The figure that the claim states and that is recomputed.
    Stated,
    /// What a part is a part of.
    Whole,
    /// One of several parts, or the part of a share.
    Part,
    /// What is left of the whole.
    Remainder,
    /// The level reached.
    Level,
    /// The level before.
    Base,
    /// By how much it changed.
    Change,
    /// The plan or goal.
    Target,
    /// By how many (years, people) was divided.
    Divisor,
    /// A value of a series.
    Term,
}

/// A figure in its role.
#[derive(Clone, Debug)]
pub struct Operand {
    /// What it does.
    pub role: Role,
    /// The figure itself.
    pub figure: Figure,
    /// When, as far as the text says.
    pub period: Option<Period>,
}

/// Whether the named parts are all there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// A cue (`gồm`, a bracket naming every part, nam/nữ) says so.
    All,
    /// Nothing says so (`trong đó`): parts may not exceed the whole.
    Unknown,
    /// A cue (`chủ yếu`, `như`, `…`) says that some are left out.
    Some,
}

/// The equation a claim asserts; `stated` is its left side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// stated % = part / whole. Without a stated percentage: part <= whole.
    Share,
    /// whole = sum of the parts.
    Sum(Completeness),
    /// whole - part = remainder.
    Remainder,
    /// level - base = change (base may be missing).
    Change,
    /// change % = (level - base) / base, or change / base where the change is stated absolutely.
    PercentChange,
    /// level - base in points (or percent: wrong only if neither closes).
    Points,
    /// stated % = level / target.
    OfTarget,
    /// level - target = gap, in the unit of the level.
    Gap,
    /// stated = whole / divisor.
    Average,
    /// stated % per year = (level / base)^(1/years) - 1, or the mean of the yearly rates.
    GrowthRate,
    /// stated = level / base (gấp … lần).
    Multiple,
    /// stated = product of the parts (area × yield = output).
    Product,
    /// stated = number of listed items.
    Count,
}

/// A statement about figures.
#[derive(Clone, Debug)]
pub struct Claim {
    /// For the ledger.
    pub kind: ClaimKind,
    /// For the judgement.
    pub relation: Relation,
    /// The whole statement in the text.
    pub range: TextRange,
    /// Its figures; at most one has [`Role::Stated`].
    pub operands: Vec<Operand>,
    /// The noun phrase that names what is measured, where it was found.
    pub indicator: Option<TextRange>,
    /// The period the level belongs to.
    pub period: Option<Period>,
    /// Direction the text states: `Some(true)` up or above, `Some(false)` down or below.
    pub upward: Option<bool>,
}

/// The verdict on a claim. The names are part of the JSON contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The figures agree.
    Ok,
    /// They agree only if the last digit was cut, not rounded.
    Truncated,
    /// They cannot all be right.
    Wrong,
    /// The text does not say enough.
    Unverifiable,
}

impl Claim {
    /// The first figure in a role.
    pub fn get(&self, role: Role) -> Option<&Figure> {
        self.operands.iter().find(|o| o.role == role).map(|o| &o.figure)
    }

    /// All figures in a role.
    pub fn all(&self, role: Role) -> impl Iterator<Item = &Figure> {
        self.operands.iter().filter(move |o| o.role == role).map(|o| &o.figure)
    }
}
