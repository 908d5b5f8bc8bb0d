//! The tables of `rules/lexicon` that the lexer reads. Their phrases are cut into words by `build.rs`, their meanings
//! read once.

use super::exact::Exact;
use super::words::{self, Phrases, Table, Vocabulary};
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
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
    pub joints: Phrases<Vec<Joint>>,
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

/// The tables, read at the first call. They are part of the program, so a row
/// that cannot be read is a defect of the build (the tests read every row).
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| load(lexicon::own).unwrap_or_else(|message| panic!("rules/lexicon/{message}")))
}

/// `own` gives the user's own rows of a table.
fn load(own: fn(&str) -> &'static str) -> Result<Lexicon, String> {
    let mut words = Vocabulary::default();
    let mut lexicon = Lexicon {
        cues: table(&mut words, &words::CUES, own("cues.tsv"), cue_row)?,
        units: table(&mut words, &words::UNITS, own("units.tsv"), unit_row)?,
        scales: table(&mut words, &words::SCALES, own("scales.tsv"), |c| {
            Ok(Some(ScaleRow { factor: exact(cell(c, 1))?, money: cell(c, 2) == "money" }))
        })?,
        per: table(&mut words, &words::PER, own("per.tsv"), |c| Ok(Some(lexicon::folded(cell(c, 1)))))?,
        inert: table(&mut words, &words::INERT, own("inert.tsv"), |c| {
            let row = inert_row(c)?;
            Ok((row.mode != Mode::Behind).then_some(row))
        })?,
        inert_behind: table(&mut words, &words::INERT, own("inert.tsv"), |c| {
            let row = inert_row(c)?;
            Ok((row.mode == Mode::Behind).then_some(row.kind))
        })?,
        hedges: table(&mut words, &words::HEDGES, own("hedges.tsv"), |c| {
            Ok(Some(HedgeRow { hedge: named(cell(c, 1))?, behind: cell(c, 2) == "behind" }))
        })?,
        numerals: table(&mut words, &words::NUMERALS, own("numerals.tsv"), |c| {
            Ok(Some(NumeralRow { kind: named(cell(c, 1))?, value: exact(cell(c, 2))? }))
        })?,
        periods: table(&mut words, &words::PERIODS, own("periods.tsv"), |c| named(cell(c, 1)).map(Some))?,
        joints: table(&mut words, &words::JOINTS, own("joints.tsv"), |c| {
            cell(c, 1).split(',').map(|n| named(n.trim())).collect::<Result<Vec<Joint>, _>>().map(Some)
        })?,
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

fn cue_row(c: &[&str]) -> Result<Option<Option<Cue>>, String> {
    match cell(c, 1) {
        "-" => Ok(Some(None)),
        name => named(name).map(|cue| Some(Some(cue))),
    }
}

fn unit_row(c: &[&'static str]) -> Result<Option<UnitRow>, String> {
    let (key, factor) = (lexicon::folded(cell(c, 2)), exact(cell(c, 3))?);
    Ok(Some(UnitRow { dimension: named(cell(c, 1))?, key, factor }))
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

/// One table: the first column is the phrase, `read` makes its meaning of the
/// row (`None`: not a row of this one). The user's own rows come first and win.
fn table<T>(
    words: &mut Vocabulary,
    table: &'static Table,
    own: &'static str,
    read: impl Fn(&[&'static str]) -> Result<Option<T>, String>,
) -> Result<Phrases<T>, String> {
    let meaning = |row: &[&'static str]| read(row).map_err(|e| format!("{}: {e}", cell(row, 0)));
    let mut rows = Vec::new();
    for row in lexicon::rows(own)? {
        rows.extend(meaning(&row)?.map(|meaning| (words.intern(cell(&row, 0)), meaning)));
    }
    let meanings = table.rows.iter().map(|row| meaning(row.cells)).collect::<Result<_, _>>()?;
    Ok(Phrases::new(rows, table, meanings))
}

/// The variant of an enum by its name.
fn named<'a, T: Deserialize<'a>>(name: &'a str) -> Result<T, String> {
    let name: StrDeserializer<'a, DeError> = name.into_deserializer();
    T::deserialize(name).map_err(|e| e.to_string())
}

/// A factor: `1000`, `0.5`, `10^9`.
fn exact(text: &str) -> Result<Exact, String> {
    if text.len() < 9
        && text.bytes().all(|b| b.is_ascii_digit())
        && let Ok(whole) = text.parse()
    {
        return Ok(Exact::int(whole));
    }
    let (base, power) = text.split_once("10^").map_or((text, 0), |(b, p)| (b, p.parse().unwrap_or(99)));
    let base = if base.is_empty() { "1" } else { base };
    let (whole, part) = base.split_once('.').unwrap_or((base, ""));
    Exact::from_digits(&format!("{whole}{part}"), part.len() as u8)
        .zip(Exact::ten_pow(power))
        .and_then(|(b, p)| b.mul(p))
        .ok_or_else(|| format!("no factor: {text}"))
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn factors() {
        assert_eq!(exact("10^9"), Ok(Exact::int(1_000_000_000)));
        assert_eq!(exact("0.5").unwrap().show(2), "0,5");
        assert!(exact("x").is_err());
    }
}
