//! Rows of a table named in a paragraph.

use super::counts::entities;
use super::mentions::{Mention, Paragraph, Piece};
use crate::claims::words as claim_words;
use crate::figures::Cue;
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
    named_at(names, paragraph, range.clone(), range)
}

/// The same, where the pieces are known that a name may start with.
fn named_at(
    names: &Names,
    paragraph: &Paragraph<'_>,
    starts: impl Iterator<Item = usize>,
    range: Range<usize>,
) -> Vec<Named> {
    let mut out: Vec<Named> = Vec::new();
    for at in starts {
        if out.last().is_some_and(|n| at < n.pieces.end) {
            continue;
        }
        let word = |piece: usize| {
            let word = paragraph.word(piece).filter(|_| piece < range.end)?;
            Some(word.text.as_ref())
        };
        let Some(known) = paragraph.word(at).and_then(|word| names.rows.get(&word.key)) else { continue };
        let found = known.iter().find_map(|n| Some((n.row, at + n.fits(|i| word(at + i))?)));
        // `Phí, lệ phí`: a name with a comma in it
        let across = || {
            let comma = |i: &usize| matches!(paragraph.pieces.get(*i), Some(Piece::Comma));
            let stretch = || (at..range.end).take(LONGEST);
            stretch().find(comma)?;
            let pieces: Vec<usize> = stretch().filter(|i| !comma(i)).collect();
            let spoken = |i: usize| word(*pieces.get(i)?);
            known.iter().find_map(|n| Some((n.row, pieces.get(n.fits(spoken)?.checked_sub(1)?)? + 1)))
        };
        // `vận tải, kho bãi`: what stands before the comma names the row as well
        let goes_on = |end: usize| matches!(paragraph.pieces.get(end), Some(Piece::Comma));
        let found = match found {
            Some((_, end)) if goes_on(end) => across().filter(|a| a.1 > end).or(found),
            _ => found.or_else(across),
        };
        out.extend(found.map(|(row, end)| Named { row, pieces: at..end }));
    }
    out
}

/// A name with a comma in it has at most so many pieces.
const LONGEST: usize = 12;

/// Pieces before a clause further away are no part of its list.
const LIST: usize = 24;

/// The places, in their order, that lie in a range.
pub fn within(places: &[usize], range: Range<usize>) -> impl Iterator<Item = usize> {
    let from = places.partition_point(|at| *at < range.start);
    places.iter().skip(from).copied().take_while(move |at| *at < range.end)
}

/// Whether a clause names a row that is one of a list: `A, B và C có 412 hộ` is said of all of them. Names start at
/// some of the pieces `starts`.
pub fn lists(names: &Names, paragraph: &Paragraph<'_>, clause: Range<usize>, starts: &[usize]) -> bool {
    let range = clause.start.saturating_sub(LIST)..clause.end;
    if within(starts, range.clone()).nth(1).is_none() {
        return false;
    }
    let rows = named_at(names, paragraph, within(starts, range.clone()), range);
    rows.windows(2).any(|pair| match pair {
        [a, b] => {
            a.row != b.row && b.pieces.end > clause.start && joined(names, paragraph, a.pieces.end..b.pieces.start)
        }
        _ => false,
    })
}

/// Whether the time before a figure is the last of a list: `Quý I, quý II đón …` is said of both.
pub fn lists_times(paragraph: &Paragraph<'_>, mention: &Mention<'_>) -> bool {
    let piece = |i: usize| paragraph.pieces.get(i);
    let is_time = |i: usize| matches!(piece(i), Some(Piece::Time(..)));
    let joins = |i: usize| match piece(i) {
        Some(Piece::Comma) => true,
        Some(Piece::Word(w)) => w.cue == Some(Cue::And) || w.cue == Some(Cue::To),
        _ => false,
    };
    let start = mention.own.start.saturating_sub(LIST);
    let Some(time) = (start..mention.own.end).rev().find(|&i| is_time(i)) else { return false };
    let before = (start..time).rev().find(|&i| !joins(i));
    before.is_some_and(|i| i + 1 < time && is_time(i))
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
    let start = (piece.saturating_sub(2)..piece).rev().take_while(|&i| paragraph.word(i).is_some()).last();
    let start = start.unwrap_or(piece);
    let words: Vec<&str> = (start..piece + 3).map_while(|i| paragraph.word(i)).map(|w| w.text.as_ref()).collect();
    let word = words.get(piece - start);
    prose_words::is_in_level(&words, piece - start) || names.of.split(' ').any(|w| word == Some(&w))
}

/// Whether something is left out before the clause of a figure, behind the figure before it: `nếu không tính tiền sử dụng
/// đất, thu nội địa đạt 40.000 triệu đồng`.
pub fn excepts(paragraph: &Paragraph<'_>, mention: &Mention<'_>) -> bool {
    let figure = |i: &&usize| matches!(paragraph.pieces.get(**i), Some(Piece::Figure(..)));
    let lead = mention.before.iter().rev().take_while(|i| !figure(i));
    lead.filter_map(|&i| paragraph.word(i)).any(|w| w.cue == Some(Cue::Except))
}

/// Whether the clause of a figure compares one thing with another: `Mường Dao hơn Huổi Xen 4,2 triệu đồng`.
pub fn compares(paragraph: &Paragraph<'_>, mention: &Mention<'_>) -> bool {
    let name = |i: usize| paragraph.word(i).is_some_and(|w| w.capital);
    let than = |i: usize| paragraph.word(i).is_some_and(|w| claim_words::says_than(&w.text));
    // `xã` may stand before the name
    mention.own.clone().any(|i| than(i) && (name(i + 1) || name(i + 2)) && i > mention.own.start)
}

/// Whether a percentage is one of what stands behind it: `bằng 47,3% số hộ nghèo toàn huyện`, `chỉ bằng 32,9% THCS`.
pub fn is_of_another(paragraph: &Paragraph<'_>, mention: &Mention<'_>) -> bool {
    let cue = |i: usize| paragraph.word(i).and_then(|w| w.cue);
    let equal = || mention.own.clone().any(|i| cue(i) == Some(Cue::Equal));
    let named = |i: usize| paragraph.word(i).is_some_and(|w| !prose_words::is_filler(&w.text));
    let based = |i: usize| matches!(cue(i), Some(Cue::Target | Cue::Given | Cue::ComparedWith));
    let mut tail = mention.tail.clone();
    mention.figure.is_rate() && equal() && mention.tail.clone().any(named) && !tail.any(based)
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
