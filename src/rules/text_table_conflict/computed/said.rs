//! What the words of a clause say to a table: which are its own, and which mean something narrower.

use super::super::mentions::{Mention, Word};
use super::beside::Beside;
use crate::figures::{Cue, Dimension};
use crate::lexicon;
use crate::tables::names::ColumnName;
use crate::tables::prose_words;
use crate::tables::words::{self, RowWord};
use std::sync::LazyLock;

/// What the words of a clause say.
#[derive(Clone, Debug, Default)]
pub struct Said<'a> {
    /// Words of headers.
    pub words: Vec<&'a str>,
    /// Whether a word is none of the table's.
    pub foreign: bool,
}

impl<'a> Beside<'a> {
    /// Whether a piece is a word that is none of the table's and means something narrower.
    pub fn is_foreign(&self, piece: usize) -> bool {
        let Some(word) = self.paragraph.word(piece) else { return false };
        !self.is_silent(piece, word) && !self.knows(&word.text)
    }

    /// Whether a word belongs to what the table is about.
    pub fn knows(&self, word: &str) -> bool {
        self.names.headers.contains(word)
            || self.names.topic.contains(word)
            || self.learned.contains(word)
            || measures(word).any(|dimension| {
                self.sheet.columns.iter().any(|c| c.unit.as_ref().is_some_and(|u| u.dimension == dimension))
            })
    }

    /// Whether a figure is said to be a plan: what is called given and stands in a header is none.
    pub fn is_plan(&self, mention: &Mention<'_>) -> bool {
        let given = |w: &Word<'_>| w.cue == Some(Cue::Given) && !self.names.headers.contains(w.text.as_ref());
        let planned = |w: &Word<'_>| w.cue == Some(Cue::Target) || given(w);
        mention.goal || mention.own.clone().filter_map(|i| self.paragraph.word(i)).any(planned)
    }

    fn is_silent(&self, piece: usize, word: &Word<'_>) -> bool {
        let row = self.row_at(piece).is_some();
        // `được giao` in a table with a plan
        let given = word.cue == Some(Cue::Given) && self.columns.iter().any(|c| c.name.plan);
        if row || given || prose_words::is_filler(&word.text) || word.cue.is_some_and(is_joint) {
            return true;
        }
        // `xã` before the name of a row, `huyện` of `toàn huyện`
        let texts: Vec<&str> =
            (piece..piece + 3).map_while(|i| self.paragraph.word(i)).map(|w| w.text.as_ref()).collect();
        let level = prose_words::level(&texts);
        let next = self.paragraph.word(piece + level);
        let names_row = self.row_at(piece + level).is_some();
        level > 0 && (names_row || next.is_none_or(|w| !w.capital))
    }

    /// Whether the part of the sentence before a figure names a place that is no row: `xã An Phú có 7 thôn, bình quân …`.
    pub fn names_other_place(&self, mention: &Mention<'_>) -> bool {
        let pieces = || mention.before.iter().copied().chain(mention.own.clone());
        pieces().any(|i| {
            let texts: Vec<&str> = (i..i + 3).map_while(|i| self.paragraph.word(i)).map(|w| w.text.as_ref()).collect();
            let level = prose_words::level(&texts);
            let row = self.row_at(i).or_else(|| self.row_at(i + level)).is_some();
            let next = self.paragraph.word(i + level);
            level > 0 && !row && next.is_some_and(|w| w.capital && !self.knows(&w.text))
        })
    }

    /// Whether a clause speaks of another whole than the figures that the table holds: `toàn tỉnh` behind `toàn xã`.
    pub fn says_other_whole(&self, mention: &Mention<'_>) -> bool {
        let known = |level: &str| self.learned.contains(level) || self.names.topic.contains(level);
        let other = |i: usize| {
            let texts: Vec<&str> = (i..i + 3).map_while(|i| self.paragraph.word(i)).map(|w| w.text.as_ref()).collect();
            let whole = prose_words::whole(&texts);
            let level = texts.get(whole..).unwrap_or_default();
            let length = prose_words::level(level);
            whole > 0 && length > 0 && !level.iter().take(length).all(|w| known(w))
        };
        let learned = self.learned.iter().any(|w| prose_words::level(&[w]) > 0);
        learned && mention.own.clone().any(other)
    }

    /// What the words of some pieces say.
    pub fn said(&self, pieces: impl Iterator<Item = usize>) -> Said<'a> {
        let mut out = Said::default();
        for piece in pieces {
            let Some(word) = self.paragraph.word(piece) else { continue };
            let row = self.row_at(piece).is_some();
            if row {
                continue;
            }
            let text = word.text.as_ref();
            if self.names.headers.contains(text) && !prose_words::is_filler(text) && !word.cue.is_some_and(is_joint) {
                out.words.push(text);
            } else if self.is_foreign(piece) {
                out.foreign = true;
            }
        }
        out
    }

    /// Columns whose header has all these words.
    pub fn has_words(&self, column: &ColumnName, said: &[&str]) -> bool {
        said.iter().all(|w| column.all.contains(*w) || column.of.contains(*w) || self.names.topic.contains(*w))
    }

    /// Of the words of headers those that tell one column from another.
    pub fn telling<'w>(&self, words: &[&'w str]) -> Vec<&'w str> {
        let tells = |w: &&&str| !self.columns.iter().all(|c| c.name.all.contains(**w));
        words.iter().filter(tells).copied().collect()
    }

    /// Whether a row is a goal of which less is better.
    pub fn has_falling_goals(&self) -> bool {
        self.sheet.rows.iter().any(|r| words::row_has(&r.label, RowWord::LowerBetter))
    }
}

/// Cues that only join a figure with its row.
fn is_joint(cue: Cue) -> bool {
    matches!(
        cue,
        Cue::Increase
            | Cue::Decrease
            | Cue::Exceed
            | Cue::FallShort
            | Cue::Lack
            | Cue::Reach
            | Cue::Equal
            | Cue::Is
            | Cue::Share
            | Cue::ComparedWith
            | Cue::Remaining
            | Cue::To
            | Cue::Total
            | Cue::Estimate
            | Cue::And
            | Cue::Average
            | Cue::About
            | Cue::Separately
    )
}

/// The dimensions that a word may name.
fn measures(word: &str) -> impl Iterator<Item = Dimension> {
    static WORDS: LazyLock<Vec<(String, Dimension)>> = LazyLock::new(|| {
        let rows = lexicon::rows(include_str!("../../../../rules/lexicon/measure-words.tsv")).unwrap_or_default();
        let dimension = |name: &str| match name {
            "Area" => Some(Dimension::Area),
            "Length" => Some(Dimension::Length),
            "Mass" => Some(Dimension::Mass),
            "Dong" => Some(Dimension::Dong),
            _ => None,
        };
        rows.iter().filter_map(|r| Some((lexicon::fold(r.first()?), dimension(r.get(1)?)?))).collect()
    });
    WORDS.iter().filter(move |(phrase, _)| phrase.split(' ').any(|w| w == word)).map(|w| w.1)
}
