//! Columns that judge: one of words (`Đạt`, `Vượt`, `Không đạt`), or several headed by
//! these words with a mark in one of them.

use super::columns::ColumnKind;
use super::relation::{Outcome, Shape, Term};
use super::sheet::{FamilyKind, Sheet};
use super::value::Value;
use super::words::{self, HeaderWord, Mark, RowWord};
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
        if sheet.columns[column].kind == ColumnKind::Verdict {
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
            let found: Vec<Found> = rows.iter().filter_map(|&i| judged(sheet, &judging, i, level, goal)).collect();
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
        let has = move |c: &usize| sheet.columns[*c].words.has(word) && !sheet.columns[*c].words.has(other);
        sheet.value_columns().filter(has).collect::<Vec<_>>()
    };
    let (levels, goals) = (with(HeaderWord::Done, HeaderWord::Plan), with(HeaderWord::Plan, HeaderWord::Done));
    let both = levels.iter().flat_map(|&l| goals.iter().map(move |&g| (l, g, true)));
    let both: Vec<_> = both.take(16).collect();
    let values: Vec<usize> = sheet.value_columns().filter(|&c| sheet.columns[c].rate.is_none()).collect();
    match values.as_slice() {
        _ if !both.is_empty() => both,
        [goal, level] => vec![(*level, *goal, false)],
        _ => Vec::new(),
    }
}

fn judged(sheet: &Sheet, judging: &Judging, index: usize, level: usize, goal: usize) -> Option<Found> {
    let row = sheet.rows[index].row;
    let (column, mark) = judging.of(sheet, row)?;
    let terms = vec![Term::plus(row, column), Term::plus(row, level), Term::plus(row, goal)];
    let hedge = sheet.number(terms[2]).and_then(|n| n.hedge);
    let shape = Shape::Verdict { mark, lower: hedge == Some(Hedge::Below) };
    // Without a bound, a thing of which less is better leaves the direction open.
    let open = hedge.is_none() && words::row_has(&sheet.rows[index].label, RowWord::LowerBetter);
    let outcome = if open { Outcome::Unknown } else { sheet.test(shape, &terms) };
    Some((shape, terms, outcome))
}
