//! Rows of a table named in a paragraph.

use super::counts::entities;
use super::mentions::{Mention, Paragraph, Piece};
use crate::figures::Cue;
use crate::lexicon;
use crate::tables::names::Names;
use crate::tables::prose_words;
use crate::tables::sheet::Sheet;
use std::ops::Range;

/// A row named at some pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its index in the sheet's rows.
    pub row: usize,
    /// The pieces of its name.
    pub pieces: Range<usize>,
}

/// The rows named in some pieces, each by the longest name at its place.
pub fn named(names: &Names, paragraph: &Paragraph<'_>, range: Range<usize>) -> Vec<Named> {
    let mut out: Vec<Named> = Vec::new();
    for at in range.clone() {
        if out.last().is_some_and(|n| at < n.pieces.end) {
            continue;
        }
        let word = |i: usize| {
            let word = paragraph.word(at + i).filter(|_| at + i < range.end)?;
            Some(word.text.as_ref())
        };
        let named = names.rows.get(&lexicon::key(word(0).unwrap_or_default()));
        let named = named.into_iter().flatten().find_map(|n| Some((n.row, n.fits(word)?)));
        out.extend(named.map(|(row, length)| Named { row, pieces: at..at + length }));
    }
    out
}

/// Pieces before a clause further away are no part of its list.
const LIST: usize = 24;

/// Whether a clause names a row that is one of a list: `A, B và C có 412 hộ` is said of all of them.
pub fn lists(names: &Names, paragraph: &Paragraph<'_>, clause: Range<usize>) -> bool {
    let rows = named(names, paragraph, clause.start.saturating_sub(LIST)..clause.end);
    rows.windows(2).any(|pair| match pair {
        [a, b] => {
            a.row != b.row && b.pieces.end > clause.start && joined(names, paragraph, a.pieces.end..b.pieces.start)
        }
        _ => false,
    })
}

/// Whether nothing but a comma, `và` and the level of a name stands at some pieces.
pub fn joined(names: &Names, paragraph: &Paragraph<'_>, pieces: Range<usize>) -> bool {
    let joins = |i: usize| match paragraph.pieces.get(i) {
        Some(Piece::Comma) => true,
        Some(Piece::Word(w)) => w.cue == Some(Cue::And),
        _ => false,
    };
    pieces.clone().any(joins) && pieces.into_iter().all(|i| joins(i) || is_level(names, paragraph, i))
}

/// Whether a word belongs to the level of the rows: `xã` before a name.
pub fn is_level(names: &Names, paragraph: &Paragraph<'_>, piece: usize) -> bool {
    let words: Vec<&str> = (piece..piece + 3).map_while(|i| paragraph.word(i)).map(|w| w.text.as_ref()).collect();
    prose_words::level(&words) > 0 || names.of.split(' ').any(|w| words.first() == Some(&w))
}

/// Whether a figure counts the rows of a table: `6 thôn`.
pub fn counts_rows(names: &Names, mention: &Mention<'_>) -> bool {
    let noun = mention.unit().key.as_str();
    let of = names.of.as_str();
    let ends = |w: &str| of == w || of.strip_suffix(w).is_some_and(|rest| rest.ends_with(' '));
    !noun.is_empty() && (ends(noun) || of.split(' ').any(|w| w == noun))
}

/// Whether a figure stands right behind a count of some of the rows: `2/8 xã đạt 19 tiêu chí`.
pub fn is_of_some(sheet: &Sheet, names: &Names, paragraph: &Paragraph<'_>, index: usize) -> bool {
    let found = || {
        let count = paragraph.adjacent(index)?;
        let some = count.figure.value()?.to_i64()? != entities(sheet).len() as i64;
        Some(some && counts_rows(names, count))
    };
    found() == Some(true)
}
