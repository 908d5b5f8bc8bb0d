//! Claims: the relations a text states between its figures. Extraction only;
//! whether a claim is right is for the rules to say.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

mod above;
mod above_one;
mod additive;
mod attached;
mod balance;
mod beside;
mod bounded;
mod bullets;
pub mod closes;
mod complements;
mod converted;
mod elided;
mod equations;
pub mod fit;
mod foreign_levels;
mod foreign_wholes;
mod in_words;
mod items;
mod lists;
mod monthly;
pub mod name;
mod named;
mod namesakes;
mod natural;
mod ordered;
mod part_named;
mod parts;
pub mod per_unit;
mod planned;
mod priced;
mod proved;
mod reached;
mod remainders;
mod rests;
mod run;
mod search;
mod series;
pub mod share_sums;
pub mod statements;
mod totals;
mod vectors;
mod wholes;
pub mod words;
mod yearly;

use crate::document::{BlockKind, Document, TextRange};
use crate::figures::{Cue, Figure, Lexed, Period};
use above::Above;
use bullets::is_bullet;
use items::Passage;
use serde::Serialize;
use statements::{Goals, Statement};

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
    /// What went out of a stock.
    Outflow,
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
    /// Nothing says so, yet every element of a list of three or more is a part.
    Probably,
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
    /// stated % = level / target; a missing target is implied.
    OfTarget,
    /// stated % = part / whole, or a rate or count reached of an implied target
    /// (`18/31 thôn …, đạt 69,3% Nghị quyết`).
    ShareOrTarget,
    /// level - target = gap, in the unit of the level.
    Gap,
    /// stated = whole / n for an n the text allows.
    Average {
        /// Fewest years, or months.
        from: u8,
        /// Most years, or months.
        to: u8,
        /// What is counted.
        per: Step,
    },
    /// stated = |level - base| / n for an n the text allows.
    AverageChange {
        /// Fewest years.
        from: u8,
        /// Most years.
        to: u8,
    },
    /// stated = whole / divisor, both in the text.
    PerUnit,
    /// stated = sum of the parts / their number.
    Mean,
    /// The parts are shares of one whole: together at most 100 %.
    SharesTotal(Completeness),
    /// stated % per year = (level / base)^(1/years) - 1, or the mean of the yearly
    /// changes; 0 years where the text gives no level.
    GrowthRate {
        /// Number of years.
        years: u8,
    },
    /// stated = level / base (gấp … lần).
    Multiple,
    /// stated = product of the parts (area × yield = output).
    Product,
    /// level goes from base in the direction stated.
    Direction,
    /// stated = base + parts - outflows: what was there, came in and went out.
    Balance,
    /// The level has reached the target, or has not, as the words say.
    Reached {
        /// Whether the words say that it has.
        met: bool,
    },
    /// stated = sum of each part × its term: counted things at a price each.
    Priced,
    /// stated, in words, is the level in digits.
    InWords,
    /// stated, in another unit, is the level.
    Converted,
    /// The level is that of a reference figure from elsewhere.
    Reference,
    /// The terms are the values of consecutive years.
    Run,
    /// stated = number of listed items, which may be counted in two ways.
    Count {
        /// Items parted by the strong separators.
        least: u32,
        /// Items parted by every separator.
        most: u32,
    },
}

/// What an average over time is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// `bình quân mỗi năm`
    Year,
    /// `bình quân mỗi tháng`
    Month,
}

/// How sure the reading is that these figures belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// By noun and unit, by a bracket or by a cue: a wrong claim is a finding.
    Sure,
    /// By order and kind, as the nearest that can be meant: a claim that does not close is worth a look where one slip of
    /// typing in one of its figures explains it.
    Meant,
    /// Only by standing near: a claim that does not close is unverifiable.
    Likely,
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
    /// How sure the reading is.
    pub binding: Binding,
    /// Other figures the claim may mean; it is right when one of the readings closes.
    pub alternatives: Vec<Vec<Operand>>,
    /// Whether nothing but what closes says that it is meant ([`additive`]): it speaks for none of its figures against
    /// another claim.
    pub by_value: bool,
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

/// What a text states: relations between its figures, and values of indicators.
#[derive(Clone, Debug, Default)]
pub struct Extracted {
    /// Relations, by place.
    pub claims: Vec<Claim>,
    /// Values of indicators, by place, those of the body before those of notes.
    pub statements: Vec<Statement>,
    /// The headings of goals.
    pub goals: Goals,
}

/// Reads every claim of a draft from the tokens of its blocks. Cells of tables
/// are left to the tables.
pub fn extract(document: &Document, lexed: &[Lexed]) -> Extracted {
    let passages: Vec<Option<Passage<'_>>> = (0u32..)
        .zip(document.blocks.iter().zip(lexed))
        .map(|(index, (block, tokens))| {
            let read = !matches!(block.kind, BlockKind::Cell(_)) && !tokens.figures.is_empty();
            read.then(|| Passage::new(document, index, tokens))
        })
        .collect();
    let mut claims = Vec::new();
    let mut stated = Vec::new();
    let goals = Goals::of(document);
    for passage in passages.iter().flatten() {
        let own = claims.len();
        statements::statements(passage, goals.above(document, passage.block), &mut stated);
        attached::attached(passage, &mut claims);
        parts::parts(passage, &mut claims);
        series::series(passage, &mut claims);
        lists::lists(passage, &mut claims);
        totals::totals(passage, &mut claims);
        balance::balances(passage, &mut claims);
        complements::complements(passage, &mut claims);
        in_words::in_words(passage, &mut claims);
        converted::converted(passage, &mut claims);
        equations::equations(passage, own, &mut claims);
        priced::priced(passage, &mut claims);
        reached::reached(passage, &mut claims);
        natural::natural(passage, &mut claims);
        vectors::vectors(passage, own, &mut claims);
        for (index, item) in passage.items.items.iter().enumerate() {
            let Some(note) = item.note.and_then(|n| document.notes.get(n as usize)) else { continue };
            let lists: Vec<Passage<'_>> =
                note.blocks.iter().filter_map(|&b| Some(Passage::new(document, b, lexed.get(b as usize)?))).collect();
            parts::parts_elsewhere(passage, index, &lists, &mut claims);
            lists::listed_in_note(passage, item, note, &mut claims);
        }
    }
    bullets::bullets(document, &passages, &mut claims);
    bullets::headings(document, &passages, &mut claims);
    let above = Above::new(document, &passages);
    per_unit::per_unit(&above, &mut claims);
    let mut claims = without_repeats(claims);
    yearly::settle(&passages, &mut claims);
    proved::settle(&above, &mut claims);
    proved::levels(&above, &mut claims);
    monthly::settle(&above, lexed, &mut claims);
    planned::settle(&above, &mut claims);
    ordered::settle(&above, &mut claims);
    above::settle(&above, &mut claims);
    proved::reversed(&mut claims);
    parts::sums_above(&above, &mut claims);
    parts::heads(&above, &mut claims);
    wholes::settle(document, lexed, &stated, &mut claims);
    share_sums::settle(document, &mut claims);
    share_sums::parts_with_shares(&mut claims);
    foreign_wholes::settle(&above, &mut claims);
    foreign_levels::settle(&above, &mut claims);
    rests::rests(&passages, &mut claims);
    named::named(&passages, &mut claims);
    namesakes::namesakes(&passages, &mut claims);
    part_named::part_named(&passages, &mut claims);
    search::search(&above, &mut claims);
    remainders::remainders(&passages, &mut claims);
    additive::additive(&above, &mut claims);
    elided::settle(&mut claims);
    above_one::settle(lexed, &mut claims);
    bounded::bounded(&passages, &mut claims);
    document.body_first(&mut stated, |s| s.figure.number);
    Extracted { claims, statements: stated, goals }
}

/// Percentages of change in one sentence of which the later is a yearly average
/// and prints the same number as the earlier, with at least one decimal.
pub fn rate_pairs(document: &Document, lexed: &Lexed) -> Vec<(Figure, Figure)> {
    let passage = Passage::new(document, 0, lexed);
    let changes = |item: &items::Item| matches!(item.verb, Some(Cue::Increase | Cue::Decrease));
    let mut out = Vec::new();
    for (n, average) in passage.items.items.iter().enumerate() {
        if !average.cues.has(Cue::Average) || !changes(average) {
            continue;
        }
        let Some(later) = passage.first(average).filter(|f| f.is_rate() && f.decimals > 0) else { continue };
        let earlier = passage.items.items.iter().take(n).rev().take(3).find(|x| {
            x.sentence == average.sentence
                && x.verb == average.verb
                && !x.cues.has(Cue::Average)
                && passage.first(x).is_some_and(|f| f.is_rate() && f.printed == later.printed)
        });
        if let Some(first) = earlier.and_then(|x| passage.first(x)) {
            out.push((first.clone(), later.clone()));
        }
    }
    out
}

/// One statement may be reached on two ways; the surer reading stays.
fn without_repeats(mut claims: Vec<Claim>) -> Vec<Claim> {
    let key = |c: &Claim| {
        let mut places: Vec<TextRange> = c.operands.iter().map(|o| o.figure.number).collect();
        places.sort();
        (c.kind, matches!(c.relation, Relation::Reached { .. }), places)
    };
    claims.sort_by(|a, b| {
        let rank = |c: &Claim| (c.range, c.kind, c.binding == Binding::Likely);
        rank(a).cmp(&rank(b))
    });
    let mut seen = hashbrown::HashSet::new();
    claims.retain(|c| seen.insert(key(c)));
    claims
}

impl Operand {
    /// A figure in a role.
    pub fn new(role: Role, figure: &Figure, period: Option<Period>) -> Operand {
        Operand { role, figure: figure.clone(), period }
    }
}

impl Claim {
    /// A claim of the commonest sort: surely bound, one reading.
    pub fn new(kind: ClaimKind, relation: Relation, range: TextRange, operands: Vec<Operand>) -> Claim {
        Claim {
            kind,
            relation,
            range,
            operands,
            indicator: None,
            period: None,
            upward: None,
            binding: Binding::Sure,
            alternatives: Vec::new(),
            by_value: false,
        }
    }

    /// The first figure in a role.
    pub fn get(&self, role: Role) -> Option<&Figure> {
        self.operands.iter().find(|o| o.role == role).map(|o| &o.figure)
    }

    /// The ways in which it may be read, the first one the likeliest.
    pub fn readings(&self) -> impl Iterator<Item = &Vec<Operand>> {
        std::iter::once(&self.operands).chain(&self.alternatives)
    }

    /// All figures in a role.
    pub fn all(&self, role: Role) -> impl Iterator<Item = &Figure> {
        self.operands.iter().filter(move |o| o.role == role).map(|o| &o.figure)
    }
}
