//! The tables of `rules/lexicon` that the lexer reads: those of the program as `build.rs` made them, and the user's own
//! rows, read once.

use super::exact::Exact;
use super::factor::factor;
use super::phrases;
use super::words::{Own, Phrases, Vocabulary};
use super::{Cue, Dimension, Hedge, Inert};
use crate::lexicon;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as DeError, StrDeserializer};
use std::borrow::Cow;
use std::sync::OnceLock;

/// A unit of `units.tsv`.
#[derive(Clone, Debug)]
pub(super) struct UnitRow {
    pub dimension: Dimension,
    pub key: Cow<'static, str>,
    pub factor: Exact,
}

/// A scale of `scales.tsv`: `triệu`.
#[derive(Clone, Debug)]
pub(super) struct ScaleRow {
    pub factor: Exact,
    /// Whether it means money when no noun follows.
    pub money: bool,
}

/// How a word of `inert.tsv` makes a figure inert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) enum Mode {
    /// The phrase itself is the inert thing.
    Whole,
    /// The number behind it is.
    Before,
    /// The number behind it is, unless a unit follows.
    Weak,
    /// The number in front of it is.
    Behind,
}

/// A row of `inert.tsv`.
#[derive(Clone, Copy, Debug)]
pub(super) struct InertRow {
    pub kind: Inert,
    pub mode: Mode,
}

/// A row of `hedges.tsv`.
#[derive(Clone, Copy, Debug)]
pub(super) struct HedgeRow {
    pub hedge: Hedge,
    /// Whether it stands behind the figure.
    pub behind: bool,
}

/// A word for a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumeralKind {
    /// `hai`.
    Digit,
    /// `năm`: a digit that is more often something else.
    Rare,
    /// `mốt`, `lăm`: a digit behind tens only.
    Tail,
    /// `mười`.
    Ten,
    /// `mươi`.
    Tens,
    /// `đôi`: only behind a multiple.
    Multiple,
    /// `một nửa`: a number by itself.
    Alone,
}

/// A row of `numerals.tsv`.
#[derive(Clone, Copy, Debug)]
pub(super) struct NumeralRow {
    pub kind: NumeralKind,
    pub value: Exact,
}

/// What a word of `periods.tsv` starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PeriodWord {
    Year,
    Stage,
    Term,
    School,
    Month,
    MonthShort,
    Quarter,
    Date,
    SamePeriod,
    PreviousYear,
    Previous,
    TermStart,
    YearStart,
}

/// What a small word does beside numbers (`joints.tsv`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// Never the noun of a counted figure.
    Stop,
    /// A four-digit number behind it is a year.
    BeforeYear,
    /// `17/6` behind it is a date.
    BeforeDate,
    /// `từ`: opens a range.
    RangeFrom,
    /// `đến`: joins the ends of a range.
    RangeTo,
    /// `và`: joins the last item of a list.
    ListEnd,
    /// `đầu`: the first months of a year.
    First,
    /// `cuối`: the last months of a year.
    Last,
    /// `TP.`: its dot ends no sentence.
    Dotted,
    /// `xã`, `phường`: the name of a place follows.
    Place,
    /// `v.v.`, `vv`: some of a list are left out.
    Etc,
    /// `nhưng`: another clause begins.
    Adversative,
    /// `trong khi`: behind a comma another statement begins.
    Meanwhile,
}

/// All tables.
pub(super) struct Lexicon {
    pub words: Vocabulary,
    /// `None`: a phrase that hides the cue of its first word (`tính đến`).
    pub cues: Phrases<Option<Cue>>,
    pub units: Phrases<UnitRow>,
    pub scales: Phrases<ScaleRow>,
    /// What may stand behind the slash of a rate (`/ha`).
    pub per: Phrases<Cow<'static, str>>,
    /// Phrases in front of an inert number, and whole inert phrases.
    pub inert: Phrases<InertRow>,
    /// Phrases behind an inert number.
    pub inert_behind: Phrases<Inert>,
    pub hedges: Phrases<HedgeRow>,
    pub numerals: Phrases<NumeralRow>,
    pub periods: Phrases<PeriodWord>,
    pub joints: Phrases<&'static [Joint]>,
    /// For every word the tables in which it starts a phrase.
    roles: Vec<u16>,
}

/// Tables in which a word starts a phrase, as bits of a number.
pub(super) mod role {
    pub const CUE: u16 = 1;
    pub const INERT: u16 = 2;
    pub const HEDGE: u16 = 4;
    pub const NUMERAL: u16 = 8;
    pub const PERIOD: u16 = 16;
    /// A joint that opens a range.
    pub const RANGE: u16 = 32;
    /// A joint that ends a clause or a list.
    pub const CLAUSE: u16 = 64;
}

impl Lexicon {
    /// The tables in which the word of this number starts a phrase.
    pub fn roles(&self, word: u16) -> u16 {
        self.roles.get(usize::from(word)).copied().unwrap_or(0)
    }

    /// The key of money whose noun was dropped: that of the first unit of đồng.
    pub fn dong(&self) -> String {
        self.key(Dimension::Dong)
    }

    /// The key of multiples.
    pub fn times(&self) -> String {
        self.key(Dimension::Times)
    }

    fn key(&self, dimension: Dimension) -> String {
        self.units.meanings().find(|u| u.dimension == dimension).map_or_else(String::new, |u| u.key.to_string())
    }
}

/// The tables, read at the first call. Rows of the user's own have been looked at before.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| load(lexicon::own).unwrap_or_else(|message| panic!("rules/lexicon/{message}")))
}

/// `own` gives the user's own rows of a table.
fn load(own: fn(&str) -> &'static str) -> Result<Lexicon, String> {
    let mut words = Vocabulary::default();
    let mut lexicon = Lexicon {
        cues: Phrases::new(rows(&mut words, own("cues.tsv"), cue_row)?, &phrases::CUES),
        units: Phrases::new(rows(&mut words, own("units.tsv"), unit_row)?, &phrases::UNITS),
        scales: Phrases::new(Vec::new(), &phrases::SCALES),
        per: Phrases::new(Vec::new(), &phrases::PER),
        inert: {
            let mut own = rows(&mut words, own("inert.tsv"), inert_row)?;
            own.retain(|(_, row)| row.mode != Mode::Behind);
            Phrases::new(own, &phrases::INERT)
        },
        inert_behind: {
            let own = rows(&mut words, own("inert.tsv"), inert_row)?.into_iter();
            let behind = own.filter(|(_, row)| row.mode == Mode::Behind).map(|(words, row)| (words, row.kind));
            Phrases::new(behind.collect(), &phrases::INERT_BEHIND)
        },
        hedges: Phrases::new(Vec::new(), &phrases::HEDGES),
        numerals: Phrases::new(Vec::new(), &phrases::NUMERALS),
        periods: Phrases::new(Vec::new(), &phrases::PERIODS),
        joints: Phrases::new(Vec::new(), &phrases::JOINTS),
        words,
        roles: Vec::new(),
    };
    let mut roles = vec![0; lexicon.words.len()];
    lexicon.cues.mark(&mut roles, role::CUE, |_| true);
    lexicon.inert.mark(&mut roles, role::INERT, |_| true);
    lexicon.hedges.mark(&mut roles, role::HEDGE, |_| true);
    lexicon.numerals.mark(&mut roles, role::NUMERAL, |_| true);
    lexicon.periods.mark(&mut roles, role::PERIOD, |_| true);
    lexicon.joints.mark(&mut roles, role::RANGE, |roles| roles.contains(&Joint::RangeFrom));
    let clause = [Joint::Etc, Joint::Adversative, Joint::Meanwhile];
    lexicon.joints.mark(&mut roles, role::CLAUSE, |roles| clause.iter().any(|c| roles.contains(c)));
    lexicon.roles = roles;
    Ok(lexicon)
}

/// A cell of a row; empty behind the last one.
fn cell<'a>(row: &[&'a str], column: usize) -> &'a str {
    row.get(column).copied().unwrap_or_default()
}

fn cue_row(c: &[&str]) -> Result<Option<Cue>, String> {
    match cell(c, 1) {
        "-" => Ok(None),
        name => named(name).map(Some),
    }
}

fn unit_row(c: &[&'static str]) -> Result<UnitRow, String> {
    let (key, factor) = (lexicon::folded(cell(c, 2)), exact(cell(c, 3))?);
    Ok(UnitRow { dimension: named(cell(c, 1))?, key, factor })
}

fn inert_row(c: &[&str]) -> Result<InertRow, String> {
    Ok(InertRow { kind: named(cell(c, 1))?, mode: named(cell(c, 2))? })
}

/// Whether a row of the user's own, with all its columns, can be read as one of this table.
pub fn check_row(table: &str, cells: &[&str]) -> Result<(), String> {
    match table {
        "cues.tsv" => cue_row(cells).map(drop),
        "units.tsv" => named::<Dimension>(cell(cells, 1)).and(exact(cell(cells, 3))).map(drop),
        "inert.tsv" => inert_row(cells).map(drop),
        _ => Err(format!("no table: {table}")),
    }
}

/// The user's own rows of a table: the first column is the phrase, `read` makes its meaning of the row.
fn rows<T>(
    words: &mut Vocabulary,
    own: &'static str,
    read: impl Fn(&[&'static str]) -> Result<T, String>,
) -> Result<Own<T>, String> {
    let row = |cells: lexicon::Row<'static>| {
        let meaning = read(&cells).map_err(|e| format!("{}: {e}", cell(&cells, 0)))?;
        Ok((words.intern(cell(&cells, 0)), meaning))
    };
    lexicon::rows(own)?.into_iter().map(row).collect()
}

/// The variant of an enum by its name.
fn named<'a, T: Deserialize<'a>>(name: &'a str) -> Result<T, String> {
    let name: StrDeserializer<'a, DeError> = name.into_deserializer();
    T::deserialize(name).map_err(|e| e.to_string())
}

fn exact(text: &str) -> Result<Exact, String> {
    factor(text).map(|(above, below)| Exact::fraction(above, below)).ok_or_else(|| format!("no factor: {text}"))
}

#[cfg(test)]
mod tests {
    use super::super::scan::scan;
    use super::*;

    #[test]
    fn every_table_can_be_read() {
        let lexicon = load(|_| "").unwrap_or_else(|message| panic!("{message}"));
        let repeated = [
            lexicon.cues.repeated(),
            lexicon.units.repeated(),
            lexicon.scales.repeated(),
            lexicon.per.repeated(),
            lexicon.inert.repeated(),
            lexicon.inert_behind.repeated(),
            lexicon.hedges.repeated(),
            lexicon.numerals.repeated(),
            lexicon.periods.repeated(),
            lexicon.joints.repeated(),
        ];
        assert_eq!(repeated, [0; 10], "a phrase stands twice");
    }

    /// What `build.rs` wrote down is what a row of the user's own would mean.
    #[test]
    fn rows_mean_the_same_when_they_are_the_users() {
        let units = include_str!("../../rules/lexicon/units.tsv");
        let lexicon = load(|_| "").unwrap();
        for row in lexicon::rows(units).unwrap() {
            let own = unit_row(&row).unwrap();
            let atoms = scan(row[0], |word| lexicon.words.id(word));
            let (length, meaning) = lexicon.units.longest(&atoms, 0).unwrap();
            assert_eq!((length, meaning.dimension), (atoms.len(), own.dimension), "{}", row[0]);
            assert_eq!((&meaning.key, meaning.factor), (&own.key, own.factor), "{}", row[0]);
        }
    }

    #[test]
    fn factors() {
        assert_eq!(exact("10^9"), Ok(Exact::int(1_000_000_000)));
        assert_eq!(exact("0.5").unwrap().show(2), "0,5");
        assert_eq!(exact("10^-2").unwrap().show(2), "0,01");
        assert_eq!(exact("2.50").unwrap(), Exact::fraction(5, 2));
        for text in ["x", "1.", "10^99", "-1", "1234567890123456789"] {
            assert_eq!(exact(text).is_err(), text != "1.", "{text}");
        }
    }
}
