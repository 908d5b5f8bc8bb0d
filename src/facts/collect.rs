//! The levels that a draft states: in its text and in its tables, each with
//! indicator, period, value and unit. Changes, shares and averages are none.

use super::time::Times;
use super::{Kind, Places, tables};
use crate::claims::name::{self, Name};
use crate::claims::statements::Statement;
use crate::document::{Document, TextRange};
use crate::figures::{Cue, Dimension, Figure, Lexed, Period, Token, TokenKind, apart, lex};
use crate::tables::sheet::Sheet;

/// Words that a name in a sentence needs before it surely means one thing.
const TELLING: usize = 3;

/// A value of an indicator, stated by a draft.
#[derive(Clone, Debug)]
pub struct Level {
    /// The indicator as written.
    pub indicator: String,
    /// Its name.
    pub name: Name,
    /// Where the name stands.
    pub named: Option<TextRange>,
    /// The figure.
    pub figure: Figure,
    /// When, as far as the draft says.
    pub period: Option<Period>,
    /// What sort of value it is.
    pub kind: Kind,
    /// Whether it stands in a table.
    pub table: bool,
}

/// What a draft states, and what it takes to compare it.
#[derive(Debug)]
pub struct Levels {
    /// Those of the text, then those of the tables.
    pub all: Vec<Level>,
    /// When its figures are of.
    pub times: Times,
    /// Whose its figures are.
    pub places: Places,
}

/// Reads the levels of a draft.
pub fn levels(document: &Document, lexed: &[Lexed], statements: &[Statement], sheets: &[Sheet]) -> Levels {
    let times = Times::of(document, lexed);
    let mut all: Vec<Level> =
        statements.iter().filter(|s| is_level(s)).filter_map(|s| of_statement(document, lexed, &times, s)).collect();
    all.extend(sheets.iter().flat_map(|sheet| tables::levels(document, sheet, &times)));
    Levels { all, times, places: Places::of(document) }
}

/// A value with a name of its own; changes, shares and averages are other things.
fn is_level(s: &Statement) -> bool {
    let level = matches!(s.verb, None | Some(Cue::Reach | Cue::Remaining | Cue::Equal | Cue::Done | Cue::Given));
    level && !s.average && s.whole.is_none() && measures(&s.figure)
}

/// Whether a figure may be a level at all.
pub(super) fn measures(figure: &Figure) -> bool {
    !matches!(figure.unit.dimension, Dimension::Times | Dimension::PercentPoint)
}

fn of_statement(document: &Document, lexed: &[Lexed], times: &Times, s: &Statement) -> Option<Level> {
    let (range, name) = Name::before(document, lexed.get(s.block as usize)?, s.lead.clone())?;
    // `Tổng sản lượng … đạt 98,5%`: the percentage of a plan, unless the name is that of a rate.
    let rate = s.figure.is_rate() && !names_rate(lexed, s);
    if name.words.len() < TELLING || rate {
        return None;
    }
    let kind = match s {
        s if s.goal || s.planned || aimed(lexed, s) => Kind::Target,
        s if s.estimate || estimated(document, lexed, s) => Kind::Estimate,
        _ => Kind::Result,
    };
    Some(Level {
        indicator: name::shown(document.slice(range)),
        name,
        named: Some(range),
        figure: s.figure.clone(),
        period: times.of_statement(document, lexed, s, kind == Kind::Target),
        kind,
        table: false,
    })
}

/// Whether the sentence speaks of goals (`phấn đấu …`) before the figure.
fn aimed(lexed: &[Lexed], s: &Statement) -> bool {
    let tokens = lexed.get(s.block as usize).and_then(|l| l.tokens.get(..s.lead.end)).unwrap_or(&[]);
    let sentence = tokens.iter().rev().take_while(|t| t.kind != TokenKind::SentenceEnd);
    sentence.into_iter().any(|t| t.kind == TokenKind::Cue(Cue::Goal))
}

/// Whether the verb before a figure is that of an estimate (`ước đạt`).
fn estimated(document: &Document, lexed: &[Lexed], s: &Statement) -> bool {
    let cues = lead(lexed, s).iter().filter(|t| matches!(t.kind, TokenKind::Cue(_)));
    cues.into_iter().any(|t| says_estimate(document.slice(t.range)))
}

/// Whether a word of a phrase, by itself, is one of estimates.
pub(super) fn says_estimate(phrase: &str) -> bool {
    let estimate = |word| lex::phrase(word).tokens.iter().any(|t| t.kind == TokenKind::Cue(Cue::Estimate));
    phrase.split_whitespace().any(estimate)
}

/// The tokens in front of a figure.
fn lead<'a>(lexed: &'a [Lexed], s: &Statement) -> &'a [Token] {
    lexed.get(s.block as usize).and_then(|l| l.tokens.get(s.lead.clone())).unwrap_or(&[])
}

/// Whether the words before a figure say that it is a rate (`tỷ lệ`, `độ che phủ`).
fn names_rate(lexed: &[Lexed], s: &Statement) -> bool {
    lead(lexed, s).iter().any(|t| t.kind == TokenKind::Cue(Cue::RateNoun))
}

/// The unit of a figure as text that is read as that unit again; none where there is no such text.
pub fn unit(document: &Document, figure: &Figure) -> Option<String> {
    let printed = |range: TextRange| name::shown(document.slice(range));
    let noun = Some(figure.noun.clone()).filter(|n| !n.is_empty() && figure.unit.dimension == Dimension::Count);
    let written = noun.into_iter().chain(figure.unit.range.map(printed));
    let scaled = ["", "nghìn ", "triệu ", "tỷ ", "nghìn tỷ "].map(|scale| format!("{scale}{}", figure.unit.key));
    written.chain(scaled).find(|text| {
        apart("1", text).is_ok_and(|read| {
            let (a, b) = (&read.unit, &figure.unit);
            (a.dimension, &a.key, a.factor) == (b.dimension, &b.key, b.factor)
        })
    })
}
