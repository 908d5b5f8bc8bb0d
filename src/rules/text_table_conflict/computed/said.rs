//! What the words of a clause say to a table: which are its own, and which mean something narrower.

use super::super::mentions::{Mention, Piece, Word};
use super::beside::Beside;
use crate::claims::words as claim_words;
use crate::figures::{Cue, Dimension};
use crate::lexicon;
use crate::tables::names::ColumnName;
use crate::tables::prose_words;
use crate::tables::words::{self, RowWord};
use std::ops::Range;
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
            || claim_words::names(word).is_some_and(|w| self.names.headers.contains(w))
            || measures(word).any(|dimension| {
                self.sheet.columns.iter().any(|c| c.unit.as_ref().is_some_and(|u| u.dimension == dimension))
            })
    }

    /// Whether a figure is said to be a plan: what is called given and stands in a header is none.
    pub fn is_plan(&self, mention: &Mention<'_>) -> bool {
        // `thụ lý 845 việc` beside a table without any plan
        let has_plan = self.columns.iter().any(|c| c.name.plan);
        let given =
            |w: &Word<'_>| has_plan && w.cue == Some(Cue::Given) && !self.names.headers.contains(w.text.as_ref());
        let planned = |w: &Word<'_>| w.cue == Some(Cue::Target) || given(w);
        mention.goal || mention.own.clone().filter_map(|i| self.paragraph.word(i)).any(planned)
    }

    fn is_silent(&self, piece: usize, word: &Word<'_>) -> bool {
        let row = self.row_at(piece).is_some();
        // `được giao` in a table with a plan
        let given = word.cue == Some(Cue::Given) && self.columns.iter().any(|c| c.name.plan);
        if row
            || given
            || prose_words::is_filler(&word.text)
            || prose_words::is_amount(&word.text)
            || word.cue.is_some_and(is_joint)
        {
            return true;
        }
        // `xã` before the name of a row, `huyện` of `toàn huyện`
        let texts: Vec<&str> =
            (piece..piece + 3).map_while(|i| self.paragraph.word(i)).map(|w| w.text.as_ref()).collect();
        let level = prose_words::level(&texts);
        let next = self.paragraph.word(piece + level);
        let names_row = self.row_at(piece + level).is_some();
        // `trấn` of `thị trấn`
        let back = piece.checked_sub(1).filter(|&i| self.is_second(i));
        if back.is_some() && self.row_at(piece + 1).is_some() {
            return true;
        }
        (level > 0 && (names_row || next.is_none_or(|w| !w.capital))) || prose_words::item(&texts) > 0
    }

    /// Whether a rate is named: `tỷ lệ hộ nghèo`, `tỷ lệ bao phủ`.
    pub fn names_rate(&self, pieces: Range<usize>) -> bool {
        pieces.into_iter().any(|i| {
            let texts: Vec<&str> = (i..i + 2).map_while(|i| self.paragraph.word(i)).map(|w| w.text.as_ref()).collect();
            self.paragraph.word(i).is_some_and(|w| w.cue == Some(Cue::RateNoun)) || prose_words::is_rate(&texts)
        })
    }

    /// Whether a level of two words starts at a piece.
    fn is_second(&self, piece: usize) -> bool {
        let texts: Vec<&str> =
            (piece..piece + 2).map_while(|i| self.paragraph.word(i)).map(|w| w.text.as_ref()).collect();
        prose_words::level(&texts) == 2
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

    /// The clause of a figure: `96,9% dự toán và giảm 1.310 triệu đồng` has a new one behind `và`.
    pub fn clause(&self, index: usize) -> Range<usize> {
        let Some(mention) = self.paragraph.mentions.get(index) else { return 0..0 };
        let own = mention.own.clone();
        let behind = own.start.checked_sub(1).and_then(|i| self.paragraph.pieces.get(i));
        let noun = matches!(behind, Some(Piece::Word(w)) if w.noun);
        if !noun && !matches!(behind, Some(Piece::Figure(..))) {
            return own;
        }
        let word = |i: usize| self.paragraph.word(i);
        let joins = |i: &usize| word(*i).is_some_and(|w| w.cue == Some(Cue::And) || prose_words::turns(&w.text));
        let verb = |i: usize| word(i).and_then(|w| w.cue).is_some_and(is_verb);
        match own.clone().rev().find(joins) {
            Some(joint) if (joint + 1..own.end).any(verb) => joint + 1..own.end,
            _ => own,
        }
    }

    /// What the words of some pieces say.
    pub fn said(&self, pieces: impl Iterator<Item = usize>) -> Said<'a> {
        let mut out = Said::default();
        for piece in pieces {
            let Some(word) = self.paragraph.word(piece) else { continue };
            // `xã` before a row, though a header may have the word (`hợp tác xã`)
            let texts: Vec<&str> =
                (piece..piece + 3).map_while(|i| self.paragraph.word(i)).map(|w| w.text.as_ref()).collect();
            let level = prose_words::level(&texts);
            if self.row_at(piece).is_some() || (level > 0 && self.row_at(piece + level).is_some()) {
                continue;
            }
            let text: &'a str = word.text.as_ref();
            let other = claim_words::names(text).filter(|w| self.names.headers.contains(*w));
            let text = if self.names.headers.contains(text) { text } else { other.unwrap_or(text) };
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

/// Cues of verbs that state a figure.
fn is_verb(cue: Cue) -> bool {
    cue.moves() || matches!(cue, Cue::Reach | Cue::Equal | Cue::Share | Cue::Remaining)
}

/// Cues that only join a figure with its row.
fn is_joint(cue: Cue) -> bool {
    let joins = matches!(
        cue,
        Cue::Is
            | Cue::ComparedWith
            | Cue::To
            | Cue::Total
            | Cue::Estimate
            | Cue::And
            | Cue::Average
            | Cue::About
            | Cue::Separately
            | Cue::RateNoun
            | Cue::Growth
    );
    joins || is_verb(cue)
}

/// The dimensions that a word may name.
pub fn measures(word: &str) -> impl Iterator<Item = Dimension> {
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
