//! Groups of rows that a column or a row without values names: `các xã vùng cao` beside a column `Vùng`.
//!
//! A group that the text names is a row of its own behind the last one of the sheet: what is computed of a row can be
//! computed of it.

use super::super::mentions::{Mention, Paragraph, Piece};
use super::super::rows::{Named, is_level};
use crate::document::Document;
use crate::figures::Cue;
use crate::tables::columns::ColumnKind;
use crate::tables::names::{Names, words_of};
use crate::tables::prose_words;
use crate::tables::relation::Term;
use crate::tables::rows::RowKind;
use crate::tables::sheet::Sheet;
use std::ops::Range;

/// Rows with something in common, and what it is called.
pub struct Group {
    /// The rows, as indices into the sheet's rows.
    pub rows: Vec<usize>,
    /// Its name, folded.
    words: Vec<String>,
}

/// A table has at most so many groups.
const MOST: usize = 12;

/// The groups of a table: rows with one word in a column of words, and rows below a title.
pub fn of(document: &Document, sheet: &Sheet, entities: &[usize]) -> Vec<Group> {
    let mut out: Vec<Group> = Vec::new();
    let mut add = |words: Vec<String>, row: usize| match out.iter().position(|g| g.words == words) {
        Some(known) => out.get_mut(known).into_iter().for_each(|g| g.rows.push(row)),
        None if words.len() >= 2 && out.len() <= MOST => out.push(Group { rows: vec![row], words }),
        None => {}
    };
    let texts = (0..sheet.columns.len()).filter(|&c| sheet.columns.get(c).is_some_and(|c| c.kind == ColumnKind::Other));
    for column in texts {
        // a merged field stands in its first row
        let mut last: Vec<String> = Vec::new();
        for &row in entities {
            let Some(line) = sheet.rows.get(row) else { continue };
            let words = words_of(sheet.text(document, Term::plus(line.row, column).at));
            if !words.is_empty() {
                last = words;
            }
            add(last.clone(), row);
        }
    }
    for &row in entities {
        let parent = sheet.rows.get(row).and_then(|r| sheet.rows.get(r.parent?));
        if let Some(title) = parent.filter(|p| p.kind == RowKind::Title) {
            add(words_of(&title.label), row);
        }
    }
    out.retain(|g| g.rows.len() >= 2 && g.rows.len() < entities.len());
    if out.len() > MOST {
        out.clear();
    }
    out
}

/// The groups that a paragraph names; `first` is the row that stands for the first of them.
pub fn named(groups: &[Group], names: &Names, paragraph: &Paragraph<'_>, first: usize) -> Vec<Named> {
    let mut out: Vec<Named> = Vec::new();
    if groups.is_empty() {
        return out;
    }
    for at in 0..paragraph.pieces.len() {
        let there = |g: &Group| {
            let word = |i: usize| paragraph.word(at + i).map(|w| w.text.as_ref());
            g.words.iter().enumerate().all(|(i, w)| word(i) == Some(w))
        };
        let Some(index) = groups.iter().position(there) else { continue };
        let Some(group) = groups.get(index) else { continue };
        let pieces = at..at + group.words.len();
        if is_whole(group, names, paragraph, &pieces) {
            out.push(Named { row: first + index, pieces });
        }
    }
    out
}

/// Whether all of a group are meant: `các xã vùng cao`, `ba xã vùng cao`, `vùng cao`, but not `xã vùng cao`.
fn is_whole(group: &Group, names: &Names, paragraph: &Paragraph<'_>, pieces: &Range<usize>) -> bool {
    let before = |i: &usize| is_level(names, paragraph, *i);
    let opens = (0..pieces.start).rev().take(4).take_while(before).last().unwrap_or(pieces.start);
    let Some(first) = opens.checked_sub(1).filter(|_| opens < pieces.start) else { return opens == pieces.start };
    match paragraph.pieces.get(first) {
        Some(Piece::Word(w)) => prose_words::is_plural(&w.text),
        Some(Piece::Figure(..)) => {
            let mentions: &[Mention<'_>] = &paragraph.mentions;
            let count = mentions.get(mentions.partition_point(|m| m.own.end < first));
            let value = count.filter(|m| m.lower.is_none()).and_then(|m| m.figure.value()?.to_i64());
            value == Some(group.rows.len() as i64)
        }
        _ => false,
    }
}

/// `5 xã (không kể thị trấn)`: all rows but one are a group, as many as are counted, and stand where they are counted.
pub fn rests(
    sheet: &Sheet,
    entities: &[usize],
    paragraph: &Paragraph<'_>,
    rows: &[Named],
) -> Vec<(Group, Range<usize>)> {
    let word = |i: usize| paragraph.word(i);
    let except = |i: usize| word(i).is_some_and(|w| w.cue == Some(Cue::Except));
    let mut out = Vec::new();
    out.extend(by_level(sheet, entities, paragraph));
    for open in (2..paragraph.pieces.len()).filter(|&i| matches!(paragraph.pieces.get(i), Some(Piece::Open))) {
        let start = (open + 1..paragraph.pieces.len()).find(|&i| !except(i)).unwrap_or(open + 1);
        let close = (start..paragraph.pieces.len()).find(|&i| word(i).is_none()).unwrap_or(start);
        let alone = matches!(paragraph.pieces.get(close), Some(Piece::Close)) && close > start && start > open + 1;
        let counted = (0..open).rev().find(|&i| !word(i).is_some_and(|w| w.noun)).filter(|&i| i + 1 < open);
        let Some(figure) = counted.filter(|_| alone) else { continue };
        let count = paragraph.mentions.iter().find(|m| m.own.end == figure && m.lower.is_none());
        let Some(left) = left_out(sheet, entities, paragraph, rows, start..close) else { continue };
        let rest: Vec<usize> = entities.iter().copied().filter(|&r| r != left).collect();
        let counted = count.and_then(|m| m.figure.value()?.to_i64());
        if rest.len() >= 2 && counted == Some(rest.len() as i64) {
            out.push((Group { rows: rest, words: Vec::new() }, figure + 1..open));
        }
    }
    out
}

/// `2 phường`, `6 xã còn lại`: all rows whose labels begin with this level, as many as are counted, where others begin with
/// another one.
fn by_level(sheet: &Sheet, entities: &[usize], paragraph: &Paragraph<'_>) -> Vec<(Group, Range<usize>)> {
    let level = |r: &usize| {
        let words = sheet.rows.get(*r).map(|r| words_of(&r.label)).unwrap_or_default();
        words.get(..prose_words::level(&words)).filter(|l| !l.is_empty()).map(|l| l.join(" "))
    };
    let levels: Vec<Option<String>> = entities.iter().map(level).collect();
    if levels.iter().any(Option::is_none) || levels.iter().all(|l| l == levels.first().unwrap_or(&None)) {
        return Vec::new();
    }
    let counted = paragraph.mentions.iter().filter(|m| m.lower.is_none()).filter_map(|m| {
        let noun = &m.unit().key;
        let of_level = |(l, _): &(&Option<String>, &usize)| l.as_ref() == Some(noun);
        let rows: Vec<usize> = levels.iter().zip(entities).filter(of_level).map(|(_, &row)| row).collect();
        let all = rows.len() >= 2 && m.figure.value()?.to_i64()? == rows.len() as i64;
        let start = m.own.end + 1;
        let noun = |i: &usize| paragraph.word(*i).is_some_and(|w| w.noun);
        let end = (start..paragraph.pieces.len()).find(|i| !noun(i)).unwrap_or(start);
        let left = (end..end + 2).all(|i| paragraph.word(i).is_some_and(|w| w.cue == Some(Cue::Remaining)));
        let end = if left { end + 2 } else { end };
        (all && end > start).then(|| (Group { rows, words: Vec::new() }, start..end))
    });
    counted.collect()
}

/// The one row that some words name, by its name or by a level that no other row has.
fn left_out(
    sheet: &Sheet,
    entities: &[usize],
    paragraph: &Paragraph<'_>,
    rows: &[Named],
    pieces: Range<usize>,
) -> Option<usize> {
    if let Some(named) = rows.iter().find(|n| pieces.contains(&n.pieces.start)) {
        return Some(named.row).filter(|_| named.pieces.end == pieces.end);
    }
    let words: Vec<String> = pieces.filter_map(|i| Some(paragraph.word(i)?.text.to_string())).collect();
    let level = prose_words::level(&words) == words.len();
    let called = |r: &&usize| sheet.rows.get(**r).is_some_and(|r| words_of(&r.label).starts_with(&words));
    let mut found = entities.iter().filter(called);
    found.next().copied().filter(|_| level && found.next().is_none())
}
