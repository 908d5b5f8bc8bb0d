//! Groups of rows that a column or a row without values names: `các xã vùng cao` beside a column `Vùng`.
//!
//! A group that the text names is a row of its own behind the last one of the sheet: what is computed of a row can be
//! computed of it.

use super::super::mentions::{Mention, Paragraph, Piece};
use super::super::rows::{Named, is_level};
use crate::document::Document;
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
