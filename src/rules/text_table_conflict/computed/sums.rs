//! Sums of some rows: `ba xã Huổi Lếch, Tả Van Chư và Nậm Pì còn 999 hộ nghèo`.

use super::super::mentions::{Mention, Piece};
use super::super::rows::{Named, is_level, joined};
use super::super::times::period_fits;
use super::super::values::usable;
use super::beside::{Beside, Measured, NEAR, comparable, scaled, year};
use super::fits::{Candidate, Reading, agrees, half};
use super::parts_of_year;
use crate::claims::share_sums::sum_of;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Figure, Period};
use crate::tables::prose_words;
use crate::tables::rows::RowKind;
use crate::work;

/// Reads the sum of rows that are listed before a figure.
pub fn read<'a>(table: &Beside<'a>, index: usize) -> Option<Reading<'a>> {
    let mention = table.paragraph.mentions.get(index)?;
    let plain = mention.lower.is_none() && usable(mention.figure) && !mention.figure.is_rate();
    if !plain || mention.other || mention.share {
        return None;
    }
    let (rows, year_said) = match listed(table, index) {
        Some(rows) => (rows, None),
        None => parts_of_year::rows(table, index)?,
    };
    let time = year_said.or_else(|| table.period(mention).filter(|p| !matches!(p, Period::Months { .. })));
    let whole = |row: &usize| table.sheet.rows.get(*row).is_some_and(|r| r.kind == RowKind::Data);
    let parent = |row: usize| table.sheet.rows.get(row).and_then(|r| r.parent);
    let nested = rows.iter().any(|&r| parent(r).is_some_and(|p| rows.contains(&p)));
    if !rows.iter().all(whole) || nested {
        return None;
    }
    let (own, tail) = (table.said(mention.own.clone()), table.said(mention.tail.clone()));
    let left = tail.foreign || mention.tail.clone().any(|i| is_not(table, i));
    let said: Vec<&str> = own.words.iter().chain(&tail.words).copied().collect();
    let dated = |c: &&Measured<'_>| period_fits(table.names, time, c.name).is_some();
    let summed = |c: &&Measured<'_>| {
        let known = table.sheet.columns.get(c.name.column);
        known.is_some_and(|k| !k.never_summed && k.rate.is_none()) && !c.name.change
    };
    let mut columns: Vec<&Measured<'_>> = table.columns.iter().filter(summed).filter(dated).collect();
    // `108 hộ nghèo` of a column `Hộ nghèo`, not `Số hộ`
    let counted = |c: &Measured<'_>| mention.unit().key.split(' ').filter(|w| c.name.all.contains(*w)).count();
    columns.sort_by_key(|c| std::cmp::Reverse((table.has_words(c.name, &said), counted(c), year(c.name.period))));
    let most = columns.first().map_or(0, |c| counted(c));
    let planned = table.is_plan(mention);
    let stated = |c: &&Measured<'_>| c.name.plan == planned;
    let named = columns.iter().find(|c| stated(c)).is_some_and(|c| table.has_words(c.name, &said));
    let sums: Vec<(&Measured<'_>, Figure)> =
        columns.iter().filter_map(|c| Some((*c, sum(table, mention, &rows, c)?))).collect();
    let first = *rows.first()?;
    let at = |c: &Measured<'_>| table.at(first, c.name.column);
    let shown = |f: &Figure| f.printed.show_rounded(f.decimals);
    let parts = |c: &Measured<'_>| -> String {
        let fields = rows.iter().filter_map(|&r| table.field(r, c.name.column));
        fields.map(|f| shown(&f)).collect::<Vec<_>>().join(" + ")
    };
    let slack = |f: &Figure| half(f)?.mul(Exact::int(rows.len() as i64));
    let plain = sums.iter().filter(|(c, _)| stated(c)).filter_map(|(c, f)| {
        Some(Candidate {
            value: f.value()?,
            slack: slack(f)?,
            at: at(c),
            working: format!("{} = {}", parts(c), shown(f)),
        })
    });
    let mut candidates: Vec<Candidate> = plain.collect();
    // a column that is not named is only for agreeing, where one is
    let named_there = |c: &Candidate| {
        let column = columns.iter().find(|m| m.name.column as u32 == c.at.column);
        column.is_some_and(|m| table.has_words(m.name, &said) && counted(m) == most)
            || agrees(mention.figure, c) == Some(true)
    };
    if named && candidates.iter().any(named_there) {
        candidates.retain(named_there);
    }
    let sure = named && !own.foreign && !left && !candidates.is_empty() && context(table, index, &said);
    // what is left of a plan, or a figure of each of them
    for (a, of_a) in &sums {
        for (b, of_b) in sums.iter().filter(|(b, _)| b.name.column != a.name.column) {
            let value = of_a.value().zip(of_b.value()).and_then(|(x, y)| x.sub(y)).filter(|v| !v.is_negative());
            let working = format!("({}) - ({})", parts(a), parts(b));
            let both = slack(of_a).zip(slack(of_b)).and_then(|(x, y)| x.add(y));
            let found = value.zip(both).map(|(value, slack)| Candidate { value, slack, at: at(a), working });
            // where a column is named, a difference is only for agreeing
            candidates.extend(found.filter(|c| !sure || agrees(mention.figure, c) == Some(true)));
        }
        let each = rows.iter().filter_map(|&r| Some((r, table.field(r, a.name.column)?)));
        candidates.extend(each.filter_map(|(r, f)| {
            let f = scaled(mention.figure, f);
            let at = table.at(r, a.name.column);
            // only for agreeing: a slip of one row is none of the sum
            (f.value()? == mention.figure.value()?).then_some(Candidate {
                value: f.value()?,
                slack: Exact::ZERO,
                at,
                working: shown(&f),
            })
        }));
    }
    (!candidates.is_empty()).then_some(Reading { sheet: table.sheet, candidates, sure })
}

fn is_not(table: &Beside<'_>, piece: usize) -> bool {
    table.paragraph.word(piece).is_some_and(|w| w.cue == Some(Cue::Not))
}

/// Whether the paragraph is known to speak of the table.
fn context(table: &Beside<'_>, index: usize, said: &[&str]) -> bool {
    !said.is_empty() || table.level_before(index).is_some()
}

fn sum(table: &Beside<'_>, mention: &Mention<'_>, rows: &[usize], column: &Measured<'_>) -> Option<Figure> {
    let usable = |f: &Figure| comparable(mention, f) && !f.negative;
    let fields = rows.iter().map(|&row| table.field(row, column.name.column).filter(usable));
    let fields = fields.map(|f| f.map(|f| scaled(mention.figure, f)));
    sum_of(&fields.collect::<Option<Vec<Figure>>>()?)
}

/// The rows that a figure is said of, where several are listed: before it, in a bracket before its clause, or before
/// the figure beside it.
pub fn listed(table: &Beside<'_>, index: usize) -> Option<Vec<usize>> {
    for at in (index.saturating_sub(NEAR)..=index).rev() {
        work::step();
        let mention = table.paragraph.mentions.get(at)?;
        if let Some(first) = table.rows_in(table.own(mention)).first() {
            if let Some(rows) = table.group(first.row) {
                return table.one_row(table.own(mention)).map(|_| rows.to_vec());
            }
            let list = list(table, first.pieces.start, mention.own.end);
            return (list.len() >= 2).then_some(list);
        }
        let start = mention.own.start;
        if matches!(table.paragraph.pieces.get(start.checked_sub(1)?), Some(Piece::Close)) {
            return bracket(table, start - 1);
        }
        // `có 386 hộ, 2.060 khẩu`
        let before = table.paragraph.mentions.get(at.checked_sub(1)?)?;
        let between = (before.own.end + 1..mention.own.end).all(|i| match table.paragraph.pieces.get(i) {
            Some(Piece::Word(w)) => w.noun || prose_words::is_filler(&w.text),
            Some(Piece::Comma) => true,
            _ => false,
        });
        if !between {
            return None;
        }
    }
    None
}

/// The rows of a bracket that is closed at a piece, and holds nothing else.
fn bracket(table: &Beside<'_>, close: usize) -> Option<Vec<usize>> {
    let open = (close.saturating_sub(60)..close)
        .rev()
        .find(|&i| matches!(table.paragraph.pieces.get(i), Some(Piece::Open)))?;
    let rows = table.rows_in(open + 1..close);
    let alone = (open + 1..close).all(|i| {
        let inside = rows.iter().any(|n| n.pieces.contains(&i));
        inside
            || table
                .paragraph
                .word(i)
                .is_none_or(|w| prose_words::is_filler(&w.text) || is_level(table.names, table.paragraph, i))
    });
    let distinct = distinct(rows.iter().map(|n| n.row));
    // `lúa cả năm (lúa xuân và lúa mùa)`
    (alone && distinct.len() >= 2 && distinct.len() == rows.len()).then_some(distinct)
}

fn distinct(rows: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    for row in rows {
        if !out.contains(&row) {
            out.push(row);
        }
    }
    out
}

/// The rows listed up to `end`, the first known one at `start`: `A, B và C`.
fn list(table: &Beside<'_>, start: usize, end: usize) -> Vec<usize> {
    let inside = table.rows_in(start..end);
    // `ngô của xã A hơn xã B 81,7 ha` lists nothing
    let list = |pair: &[&Named]| match pair {
        [a, b] => joined(table.names, table.paragraph, a.pieces.end..b.pieces.start),
        _ => true,
    };
    if !inside.windows(2).all(list) {
        return Vec::new();
    }
    let mut rows: Vec<usize> = distinct(inside.iter().map(|n| n.row));
    let mut from = start;
    while let Some(next) = before(table, from) {
        let Some(named) = table.row_at(next).filter(|_| rows.len() < table.sheet.rows.len()) else { break };
        rows.insert(0, named.row);
        from = next;
    }
    // `Ba xã A, B và C`: as many as are said
    let count = (from.saturating_sub(4)..from).rev().find_map(|i| match table.paragraph.pieces.get(i) {
        Some(Piece::Figure(..)) => {
            let mentions = &table.paragraph.mentions;
            mentions.get(mentions.partition_point(|m| m.own.end < i)).filter(|m| m.own.end == i)
        }
        _ => None,
    });
    let counted = count.filter(|m| table.counts_rows(m)).and_then(|m| m.figure.value()?.to_i64());
    let joined = counted.is_none_or(|n| n == rows.len() as i64);
    let repeated = distinct(rows.iter().copied()).len() < rows.len();
    if joined && !repeated { rows } else { Vec::new() }
}

/// The start of the row named right before a piece, with nothing but a comma, `và` and its level between.
fn before(table: &Beside<'_>, from: usize) -> Option<usize> {
    let mut at = from;
    let mut joined = false;
    while let Some(i) = at.checked_sub(1) {
        if let Some(named) = table.row_at(i) {
            return joined.then_some(named.pieces.start);
        }
        match table.paragraph.pieces.get(i)? {
            Piece::Comma => joined = true,
            Piece::Word(w) if w.cue == Some(Cue::And) => joined = true,
            Piece::Word(_) if is_level(table.names, table.paragraph, i) => {}
            _ => return None,
        }
        at = i;
    }
    None
}
