//! Columns that judge: one of words (`Đạt`, `Vượt`, `Không đạt`), or several headed by
//! these words with a mark in one of them.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::columns::ColumnKind;
use super::relation::{Outcome, Shape, Term};
use super::sheet::{FamilyKind, Sheet};
use super::value::Value;
use super::words::{self, HeaderWord, Mark, RowWord};
use crate::claims::words::better_low;
use crate::figures::Hedge;

/// Where the judgement of each row stands.
enum Judging {
    /// In the words of one column.
    Words(usize),
    /// In which of these columns a mark stands.
    Ticks(Vec<(usize, Mark)>),
}

impl Judging {
    /// The judgement of a row of the table and its column.
    fn of(&self, sheet: &Sheet, row: usize) -> Option<(usize, Mark)> {
        match self {
            Judging::Words(column) => match sheet.grid.at(row, *column).value {
                Value::Verdict(mark) => Some((*column, mark)),
                _ => None,
            },
            Judging::Ticks(columns) => {
                let mut ticked = columns.iter().filter(|c| sheet.grid.at(row, c.0).value == Value::Tick);
                // two marks in a row judge nothing
                ticked.next().copied().filter(|_| ticked.next().is_none())
            }
        }
    }
}

/// The judgements of a table, from its first to its last column.
fn judgings(sheet: &Sheet) -> Vec<Judging> {
    let mut out = Vec::new();
    let mut groups: Vec<(&str, Vec<(usize, Mark)>)> = Vec::new();
    for (column, header) in sheet.grid.headers.iter().enumerate() {
        if sheet.column(column).kind == ColumnKind::Verdict {
            out.push(Judging::Words(column));
            continue;
        }
        let (above, last) = header.rsplit_once(" / ").unwrap_or(("", header));
        let Some(mark) = words::mark(last).filter(|m| m.is_verdict() && only_ticks(sheet, column)) else { continue };
        match groups.last_mut().filter(|g| g.0 == above) {
            Some(group) => group.1.push((column, mark)),
            None => groups.push((above, vec![(column, mark)])),
        }
    }
    out.extend(groups.into_iter().map(|g| g.1).filter(|g| g.len() >= 2).map(Judging::Ticks));
    out
}

fn only_ticks(sheet: &Sheet, column: usize) -> bool {
    let value = |&row: &usize| sheet.grid.at(row, column).value;
    sheet.grid.rows.iter().all(|r| matches!(value(r), Value::Tick | Value::Empty | Value::Nil))
}

/// The judgements of all rows (indices into the sheet's rows) in the only columns that judge.
pub fn marks(sheet: &Sheet) -> Vec<(usize, usize, Mark)> {
    let judgings = judgings(sheet);
    let [judging] = judgings.as_slice() else { return Vec::new() };
    let of = |(i, row): (usize, &super::rows::Row)| judging.of(sheet, row.row).map(|(c, mark)| (i, c, mark));
    sheet.rows.iter().enumerate().filter_map(of).collect()
}

/// A judged row with what came out.
type Found = (Shape, Vec<Term>, Outcome);

/// Checks what is judged against the goals and results beside it.
pub fn find(sheet: &mut Sheet, rows: &[usize]) {
    let mut all: Vec<Found> = Vec::new();
    for judging in judgings(sheet) {
        let mut best: Option<(usize, usize, Vec<Found>)> = None;
        for (level, goal, said) in pairs(sheet) {
            let mut found: Vec<Row> = rows.iter().filter_map(|&i| judged(sheet, &judging, i, level, goal)).collect();
            settle(&mut found);
            let found: Vec<Found> = found.into_iter().map(|r| (r.shape, r.terms, r.outcome)).collect();
            let count = |broken: bool| {
                found.iter().filter(|f| f.2 != Outcome::Unknown && (f.2 == Outcome::Broken) == broken).count()
            };
            let (holds, broken) = (count(false), count(true));
            // headers that name both leave no doubt what is judged
            let believed = holds >= 1 && if said { holds > broken } else { holds >= 2 * broken };
            if believed && best.as_ref().is_none_or(|b| (holds, b.1) > (b.0, broken)) {
                best = Some((holds, broken, found));
            }
        }
        all.extend(best.into_iter().flat_map(|b| b.2));
    }
    for (shape, terms, outcome) in all {
        sheet.add(FamilyKind::Verdict, shape, terms, outcome);
    }
}

/// Columns of results and of goals, with whether their headers say so.
fn pairs(sheet: &Sheet) -> Vec<(usize, usize, bool)> {
    let with = |word, other| {
        let has = move |c: &usize| sheet.column(*c).words.has(word) && !sheet.column(*c).words.has(other);
        sheet.value_columns().filter(has).collect::<Vec<_>>()
    };
    let (mut levels, goals) = (with(HeaderWord::Done, HeaderWord::Plan), with(HeaderWord::Plan, HeaderWord::Done));
    // `TH 2020 | Ước 2025`: what is judged is the last result
    let last = levels.iter().filter_map(|&l| year(sheet.header(l))).max();
    levels.retain(|&l| year(sheet.header(l)).is_none_or(|own| Some(own) == last));
    let both = levels.iter().flat_map(|&l| goals.iter().map(move |&g| (l, g, true)));
    let both: Vec<_> = both.take(16).collect();
    let values: Vec<usize> = sheet.value_columns().filter(|&c| sheet.column(c).rate.is_none()).collect();
    match values.as_slice() {
        _ if !both.is_empty() => both,
        [goal, level] => vec![(*level, *goal, false)],
        _ => Vec::new(),
    }
}

/// The last year that a header names.
fn year(header: &str) -> Option<u16> {
    let numbers = header.split(|c: char| !c.is_ascii_digit()).filter(|d| d.len() == 4);
    numbers.filter_map(|d| d.parse().ok()).filter(|y| (1900..2100).contains(y)).max()
}

/// A judged row; where less may be better (`open`), how it comes out either way.
struct Row {
    shape: Shape,
    terms: Vec<Term>,
    outcome: Outcome,
    either: Option<[Outcome; 2]>,
}

fn judged(sheet: &Sheet, judging: &Judging, index: usize, level: usize, goal: usize) -> Option<Row> {
    let row = sheet.nth(index).row;
    let (column, mark) = judging.of(sheet, row)?;
    let goal = Term::plus(row, goal);
    let terms = vec![Term::plus(row, column), Term::plus(row, level), goal];
    let hedge = sheet.number(goal).and_then(|n| n.hedge);
    let shape = |lower| Shape::Verdict { mark, lower };
    // Without a bound, a thing of which less is better leaves the direction open.
    let label = &sheet.nth(index).label;
    let low = words::row_has(label, RowWord::LowerBetter) || better_low(&crate::lexicon::fold(label));
    let open = hedge.is_none() && low;
    let either = open.then(|| [true, false].map(|lower| sheet.test(shape(lower), &terms)));
    let outcome = match either {
        Some([down, up]) if down == up => down,
        Some(_) => Outcome::Unknown,
        None => sheet.test(shape(hedge == Some(Hedge::Below)), &terms),
    };
    Some(Row { shape: shape(open || hedge == Some(Hedge::Below)), terms, outcome, either })
}

/// Of rows that leave the direction open the others show it: at least two can only be judged as they are
/// where less is better, and none only where more is.
fn settle(rows: &mut [Row]) {
    let holds = |outcome: Outcome| outcome != Outcome::Unknown && outcome != Outcome::Broken;
    let only = |one: Outcome, other: Outcome| holds(one) && other == Outcome::Broken;
    let either = || rows.iter().filter_map(|row| row.either);
    let down = either().filter(|&[down, up]| only(down, up)).count();
    let up = either().filter(|&[down, up]| only(up, down)).count();
    // A wrong word in one of them speaks for the other side.
    if down >= 2 && down >= 2 * up {
        for row in rows.iter_mut() {
            row.outcome = row.either.map_or(row.outcome, |e| e[0]);
        }
    }
}
