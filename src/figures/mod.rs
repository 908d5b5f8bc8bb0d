//! Figures: numbers with their units, hedges and periods, as tokens of a block.
//!
//! [`lex::lex`] reads one block once and gives its tokens. Things that look
//! like figures and are none (dates, document numbers, names) come out as
//! [`TokenKind::Inert`] or [`TokenKind::Period`], so that nothing behind this
//! module can ever compute with them.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

mod apart;
mod cue;
pub mod exact;
mod factor;
mod figure;
pub(crate) mod glued;
mod inert;
mod inventory;
mod join;
#[allow(clippy::indexing_slicing, reason = "the atom that is read is one of those that are counted")]
pub mod lex;
mod numbers;
mod periods;
mod phrases;
mod places;
#[allow(clippy::indexing_slicing, reason = "every byte has its place in a table of 256")]
mod scan;
mod tables;
mod text;
mod units;
mod words;

pub use apart::{Unread, apart};
pub use cue::Cue;
pub use tables::check_row;

pub use inventory::{Sighting, class_name, inventory};

use crate::document::{NoteId, TextRange};
use exact::{Exact, Interval};
use serde::Deserialize;

/// Which way a figure's bound points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum Hedge {
    /// `khoảng`, `xấp xỉ`: near the printed number.
    About,
    /// `trên`, `hơn`, `… trở lên`: above it.
    Above,
    /// `dưới`, `gần`, `không quá`: below it.
    Below,
}

/// What a unit measures. Two figures of different dimensions never meet in a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum Dimension {
    /// Nothing was printed.
    None,
    /// `%`.
    Percent,
    /// `‰`, also written `%o`, `%0`.
    Permille,
    /// `điểm phần trăm`.
    PercentPoint,
    /// `lần` (as in *gấp 2,4 lần*).
    Times,
    /// Money in đồng.
    Dong,
    /// Money in another currency.
    ForeignMoney,
    /// Area in square metres.
    Area,
    /// Mass in kilograms.
    Mass,
    /// Length in metres.
    Length,
    /// Volume in cubic metres.
    Volume,
    /// Energy, power and everything else that is measured, not counted.
    Measure,
    /// A rate such as `tạ/ha`, `triệu đồng/người/năm`.
    PerUnit,
    /// Things that are counted, always whole: people, households, communes, cases.
    Count,
}

/// A unit as printed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    /// What it measures.
    pub dimension: Dimension,
    /// Its key after folding: two figures with the same key may be compared.
    /// (`đồng`, `ha`, `đảng viên`, `tạ/ha`; empty where none was printed.)
    pub key: String,
    /// How many of the dimension's base unit one of it is: `nghìn tỷ đồng` is 10^12, `tạ` is 100.
    pub factor: Exact,
    /// Where it stands; for an elided unit, the place it was taken from.
    pub range: Option<TextRange>,
    /// Whether the unit was not printed here but taken from a neighbour.
    pub elided: bool,
}

/// A number with its unit, as printed and as read.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Number and unit: `31.652,48 tấn`; for `470 tỷ 581 triệu đồng` all of it.
    pub range: TextRange,
    /// The number alone: `31.652,48`.
    pub number: TextRange,
    /// The number as printed, before its unit's factor.
    pub printed: Exact,
    /// Decimals printed (trailing zeros count).
    pub decimals: u8,
    /// The unit.
    pub unit: Unit,
    /// The noun phrase behind a counted figure (up to five syllables), folded: `hộ kinh doanh cá thể`.
    pub noun: String,
    /// `khoảng`, `trên`, `gần`…
    pub hedge: Option<Hedge>,
    /// A sign printed at the number: `(+5,1%)`, `(-4,3%)`.
    pub negative: bool,
    /// Whether a sign was printed at all.
    pub signed: bool,
    /// How the number is written.
    pub form: Form,
}

/// How a number is written, for the rules of notation and for doubts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Form {
    /// Another reading of the separators is possible (`12,345` may be a thousand;
    /// `12.306 tỷ` may be a decimal): such a figure never supports an error.
    pub ambiguous: bool,
    /// Four or more digits without a separator.
    pub plain: bool,
    /// A dot before decimals, as in English.
    pub dot_decimal: bool,
    /// `05`, `08`.
    pub leading_zero: bool,
    /// Written in words (`mười hai xã`, `gấp đôi`).
    pub words: bool,
    /// No space between number and unit or word.
    pub glued: bool,
}

impl Figure {
    /// The value in the base unit of its dimension.
    pub fn value(&self) -> Option<Exact> {
        self.times(self.unit.factor)
    }

    /// The same in the unit of a neighbour, where it has none of its own.
    pub fn value_in_unit_of(&self, other: &Figure) -> Option<Exact> {
        self.times(self.factor_beside(other))
    }

    /// The factor of the unit, or of that of a neighbour where it has none; a power of ten printed is its own.
    fn factor_beside(&self, other: &Figure) -> Exact {
        let own = self.unit.dimension != Dimension::None || self.unit.factor != Exact::ONE;
        if own { self.unit.factor } else { other.unit.factor }
    }

    fn times(&self, factor: Exact) -> Option<Exact> {
        let value = self.printed.mul(factor)?;
        if self.negative { Exact::ZERO.sub(value) } else { Some(value) }
    }

    /// The figure in the unit of a neighbour, where it has none of its own.
    pub fn in_unit_of(&self, other: &Figure) -> Figure {
        let mut figure = self.clone();
        if figure.unit.dimension == Dimension::None {
            // `1,24 triệu lượt (trong tỉnh 386 nghìn, …)`: a power of ten printed is its own.
            let own = Some(figure.unit.factor).filter(|f| *f != Exact::ONE);
            figure.unit = units::elided(&other.unit);
            figure.unit.factor = own.unwrap_or(figure.unit.factor);
        }
        figure
    }

    /// One unit of the last printed digit, in the base unit.
    pub fn last_digit(&self) -> Option<Exact> {
        Exact::ten_pow(-i32::from(self.decimals))?.mul(self.unit.factor)
    }

    /// The same in the unit of a neighbour, where it has none of its own.
    pub fn last_digit_in_unit_of(&self, other: &Figure) -> Option<Exact> {
        Exact::ten_pow(-i32::from(self.decimals))?.mul(self.factor_beside(other))
    }

    /// Whether the figure counts whole things and is exact as printed.
    pub fn is_count(&self) -> bool {
        self.decimals == 0
            && matches!(self.unit.dimension, Dimension::Count | Dimension::None)
            && self.unit.factor == Exact::ONE
    }

    /// The numbers the figure may stand for: exact for a count, half a unit of
    /// the last digit either way else; one-sided under a hedge.
    pub fn interval(&self) -> Option<Interval> {
        self.interval_as(self.hedge)
    }

    /// The same under another hedge.
    pub fn interval_as(&self, hedge: Option<Hedge>) -> Option<Interval> {
        let value = self.value()?;
        let half = if self.is_count() { Exact::ZERO } else { self.last_digit()?.div(Exact::int(2))? };
        Some(match hedge {
            None => Interval::new(value.sub(half)?, value.add(half)?),
            Some(Hedge::Above) => Interval { low: Some(value.sub(half)?), high: None },
            Some(Hedge::Below) => Interval { low: None, high: Some(value.add(half)?) },
            Some(Hedge::About) => Interval { low: None, high: None },
        })
    }

    /// Whether it is a percentage or per mille.
    pub fn is_rate(&self) -> bool {
        matches!(self.unit.dimension, Dimension::Percent | Dimension::Permille | Dimension::PercentPoint)
    }
}

/// A stretch of time the text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    /// `năm 2020`.
    Year(u16),
    /// `2021 - 2025`, `giai đoạn 2021-2025`, `nhiệm kỳ 2020-2025`, `năm học 2024-2025`.
    Years {
        /// First year.
        from: u16,
        /// Last year.
        to: u16,
        /// What kind of stretch the word before it makes it.
        kind: YearsKind,
    },
    /// `tháng 8/2021`, `tháng 8`.
    Month {
        /// 1 to 12.
        month: u8,
        /// The year, when printed.
        year: Option<u16>,
    },
    /// `9 tháng`, `6 tháng đầu năm 2024`: the first n months, cumulated.
    Months {
        /// How many.
        count: u8,
        /// The year, when printed.
        year: Option<u16>,
    },
    /// `quý III/2024`.
    Quarter {
        /// 1 to 4.
        quarter: u8,
        /// The year, when printed.
        year: Option<u16>,
    },
    /// `30/10/2024`, `ngày 17/6`.
    Date {
        /// 1 to 31.
        day: u8,
        /// 1 to 12.
        month: u8,
        /// The year, when printed.
        year: Option<u16>,
    },
    /// `5 năm`, `trong 3 năm`: a number of years.
    Span {
        /// How many years.
        years: u8,
    },
    /// `cùng kỳ (năm trước)`.
    SamePeriod,
    /// `năm trước`, `năm ngoái`.
    PreviousYear,
    /// `tháng trước`, `quý trước`, `nhiệm kỳ trước`.
    Previous,
    /// `đầu nhiệm kỳ`.
    TermStart,
    /// `nhiệm kỳ` without years.
    Term,
    /// `đầu năm`.
    YearStart,
    /// `từ đầu năm`: the stretch of the year up to now.
    SinceYearStart,
}

impl Period {
    /// Whether it names an earlier time to compare with, not a time of its own.
    pub fn is_past(self) -> bool {
        matches!(
            self,
            Period::SamePeriod | Period::PreviousYear | Period::Previous | Period::YearStart | Period::TermStart
        )
    }
}

/// What a stretch of years is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum YearsKind {
    /// `nhiệm kỳ 2020-2025`.
    Term,
    /// `giai đoạn 2021-2025`.
    Stage,
    /// `năm học 2024-2025`.
    School,
    /// Nothing was said.
    Plain,
}

/// What a thing with digits is when it is no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum Inert {
    /// `19-NQ/TW`, `108/2014/NĐ-CP`, `Nghị quyết số 37`.
    DocumentNumber,
    /// `Điều 32`, `khoản 2`.
    Article,
    /// `khóa XVIII`, `kỳ họp thứ 14`, `lần thứ 2`.
    Ordinal,
    /// `1.`, `1.1.`, `(1)`, `a)` at the start of a block or sentence.
    ListMark,
    /// `Covid-19`, `QL6`, `5G`, `1/500`, `4.0`, `30a`, `Đề án 06`.
    Name,
    /// `67 tuổi`, `từ 6 đến dưới 14 tuổi`.
    Age,
    /// `19h30`, `08h00`.
    Time,
    /// `mức độ 3, 4`, `loại IV`, `cấp 3`, `3 sao`, `đối tượng 2`.
    Grade,
    /// A telephone number.
    Phone,
    /// `(03 trang)`.
    PageCount,
    /// `14/63` as a rank; `hạng 2/14`.
    Rank,
    /// `10³`, `10⁻⁶`: a multiplier, no amount of ten.
    Power,
    /// A digit run too long to be a number, or broken.
    Unreadable,
}

/// A token of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands in the logical text.
    pub range: TextRange,
}

/// What a token is. `Figure`, `Fraction` and `Range` hold indices into [`Lexed::figures`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A figure.
    Figure(u32),
    /// `24/41 trường`, `412 thí sinh đỗ/455 thí sinh dự thi`: two figures around a slash.
    /// Whether it is a part of a whole is for the claims to decide.
    Fraction {
        /// Before the slash.
        upper: u32,
        /// Behind the slash.
        lower: u32,
    },
    /// `12-14 tiêu chí`, `từ 1 - 2%`: two figures as the ends of a range.
    Range {
        /// Lower end.
        low: u32,
        /// Upper end.
        high: u32,
    },
    /// A stretch of time.
    Period(Period),
    /// Looks like a figure and is none.
    Inert(Inert),
    /// A word (or words) of the lexicon.
    Cue(Cue),
    /// Any other syllable.
    Word,
    /// `(`, `[`, `“`.
    Open(char),
    /// `)`, `]`, `”`.
    Close(char),
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `:`
    Colon,
    /// A dash between words, or a bullet at the start.
    Dash,
    /// `/` that joins no figures.
    Slash,
    /// `+` as a bullet or sign.
    Plus,
    /// `.`, `!`, `?` that ends a sentence.
    SentenceEnd,
    /// `...`, `…`, `..`
    Ellipsis,
    /// A reference to a note.
    NoteRef(Option<NoteId>),
    /// Any other sign.
    Other(char),
}

/// A block as tokens.
#[derive(Clone, Debug, Default)]
pub struct Lexed {
    /// In the order of the text.
    pub tokens: Vec<Token>,
    /// The figures the tokens speak of.
    pub figures: Vec<Figure>,
    /// Which tokens are figures, alone or two in one: there are far fewer of them than words.
    pub amounts: Vec<u32>,
    /// Which tokens are stretches of time.
    pub times: Vec<u32>,
}

impl Lexed {
    /// Every stretch of time that a token names.
    pub fn periods(&self) -> impl Iterator<Item = Period> {
        self.times.iter().filter_map(|&at| match self.tokens.get(at as usize)?.kind {
            TokenKind::Period(period) => Some(period),
            _ => None,
        })
    }

    /// Every token that is one figure: which, and the figure.
    pub fn singles(&self) -> impl Iterator<Item = (usize, &Figure)> {
        self.amounts.iter().filter_map(|&at| match self.tokens.get(at as usize)?.kind {
            TokenKind::Figure(id) => Some((at as usize, self.figures.get(id as usize)?)),
            _ => None,
        })
    }
}
