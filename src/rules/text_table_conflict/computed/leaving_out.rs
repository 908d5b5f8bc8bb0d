//! A row without one of its parts: `nếu không tính tiền sử dụng đất, thu nội địa đạt 40.000 triệu đồng`.

use super::super::mentions::{Mention, Piece};
use super::super::rows::Named;
use super::super::times::period_fits;
use super::super::values::usable;
use super::beside::{Beside, Measured, comparable, scaled};
use super::fits::{Candidate, Reading, difference};
use crate::figures::{Cue, Figure};

/// Reads what is left of a row without the one that is named behind a word that leaves it out.
pub fn read<'a>(table: &Beside<'a>, index: usize) -> Option<Reading<'a>> {
    let mention = table.paragraph.mentions.get(index)?;
    let plain = mention.lower.is_none() && usable(mention.figure) && !mention.figure.is_rate();
    if !plain || mention.other || mention.share {
        return None;
    }
    let part = left_out(table, mention)?;
    let row = table.one_row(table.own(mention))?;
    let is_part = parents(table, part.row).any(|p| p == row);
    let said = table.said(mention.own.clone().chain(mention.tail.clone()));
    if !is_part || said.foreign {
        return None;
    }
    let planned = table.is_plan(mention);
    let is_level = |c: &&Measured<'_>| {
        let dated = period_fits(table.names, table.period(mention), c.name).is_some();
        dated && c.name.plan == planned && !c.name.change && !table.is_rate(c.name.column)
    };
    let candidate = |c: &Measured<'_>| {
        let field = |row: usize| table.field(row, c.name.column).filter(|f| comparable(mention, f));
        let (a, b) = (scaled(mention.figure, field(row)?), scaled(mention.figure, field(part.row)?));
        let (value, slack) = difference(&a, &b).filter(|(value, _)| !value.is_negative())?;
        let shown = |f: &Figure| f.printed.show_rounded(f.decimals);
        let working = format!("{} - {}", shown(&a), shown(&b));
        Some(Candidate { value, slack, at: table.at(row, c.name.column), working })
    };
    let named = |c: &&Measured<'_>| table.has_words(c.name, &said.words);
    let columns: Vec<&Measured<'_>> = table.columns.iter().filter(is_level).filter(named).collect();
    let candidates: Vec<Candidate> = columns.into_iter().filter_map(candidate).collect();
    // more than one column may be meant: then a slip of typing speaks for one of them
    let sure = candidates.len() == 1;
    (!candidates.is_empty()).then_some(Reading { sheet: table.sheet, candidates, sure })
}

/// The one row that is named between a word that leaves it out and the clause.
fn left_out<'t>(table: &'t Beside<'_>, mention: &Mention<'_>) -> Option<&'t Named> {
    let figure = |i: &&usize| matches!(table.paragraph.pieces.get(**i), Some(Piece::Figure(..)));
    let lead: Vec<usize> = mention.before.iter().rev().take_while(|i| !figure(i)).copied().collect();
    let except = |i: &usize| table.paragraph.word(*i).is_some_and(|w| w.cue == Some(Cue::Except));
    let from = *lead.iter().find(|i| except(i))?;
    match table.rows_in(from..mention.own.start).as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// The rows that a row is part of, the nearest first.
fn parents<'t>(table: &'t Beside<'_>, row: usize) -> impl Iterator<Item = usize> + 't {
    let above = |r: &usize| table.sheet.rows.get(*r).and_then(|r| r.parent);
    std::iter::successors(table.sheet.rows.get(row).and_then(|r| r.parent), above).take(8)
}
