//! Two rows against each other: `Pá Khoang gấp 2,4 lần Nậm Kè`, `Na Sang nhiều hơn Tam Sơn 2.195 triệu đồng`.

use super::super::mentions::Mention;
use super::super::times::period_fits;
use super::super::values::usable;
use super::beside::{Beside, Measured, comparable, scaled};
use super::changes::than;
use super::fits::{Candidate, Reading, difference, quotient};
use super::said;
use crate::claims::words as claim_words;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure};

/// Reads how many times one row is another one, or by how much it is more.
pub fn read<'a>(table: &Beside<'a>, index: usize) -> Option<Reading<'a>> {
    let mention = table.paragraph.mentions.get(index)?;
    let plain = mention.lower.is_none() && usable(mention.figure) && !mention.goal && !mention.mean && !mention.share;
    if !plain {
        return None;
    }
    let times = mention.figure.unit.dimension == Dimension::Times;
    let rows = if times { of_times(table, mention)? } else { of_gap(table, mention)? };
    let verb = |i: &usize| table.paragraph.word(*i).is_some_and(|w| w.cue == Some(Cue::Multiple));
    let (own, tail) = (table.said(mention.own.clone().filter(|i| !verb(i))), table.said(mention.tail.clone()));
    let words: Vec<&str> = own.words.iter().chain(&tail.words).copied().collect();
    let telling = table.telling(&words);
    let held = table.held.get(index.checked_sub(1).unwrap_or(index)).and_then(Option::as_ref);
    let held = held.filter(|h| h.row == rows.0).map(|h| h.columns.as_slice()).unwrap_or_default();
    let named = |c: &&Measured<'_>| {
        let known = held.contains(&c.name.column) && telling.is_empty();
        // `Diện tích ngô … 62,8 ha` beside a column `Ngô`: what its unit or the title says is no other column
        let implied = |w: &str| {
            table.names.topic.contains(w) || said::measures(w).any(|measured| measured == mention.unit().dimension)
        };
        let telling = || telling.iter().filter(|w| c.name.all.contains(**w) || !implied(w));
        let said = telling().next().is_some() && telling().all(|w| c.name.all.contains(*w));
        let dated = period_fits(table.names, table.period(mention), c.name).is_some();
        (known || said) && dated && !c.name.change && !c.name.plan
    };
    let columns: Vec<&Measured<'_>> = table.columns.iter().filter(named).collect();
    let candidates: Vec<Candidate> = columns.iter().filter_map(|c| candidate(table, mention, rows, c)).collect();
    let sure = !own.foreign && !tail.foreign && !candidates.is_empty();
    sure.then_some(Reading { sheet: table.sheet, candidates, sure })
}

/// `xã A gấp 2,4 lần xã B`
fn of_times(table: &Beside<'_>, mention: &Mention<'_>) -> Option<(usize, usize)> {
    let multiple = |i: usize| table.paragraph.word(i).is_some_and(|w| w.cue == Some(Cue::Multiple));
    let one = table.one_row(mention.own.clone()).or_else(|| {
        let before = mention.before.iter().rev().find_map(|&i| table.row_at(i))?;
        table.rows_in(mention.own.clone()).is_empty().then_some(before.row)
    });
    let pair = (one?, table.one_row(mention.tail.clone())?);
    (mention.own.clone().any(multiple) && pair.0 != pair.1).then_some(pair)
}

/// `xã A nhiều hơn xã B 12 hộ`
fn of_gap(table: &Beside<'_>, mention: &Mention<'_>) -> Option<(usize, usize)> {
    let rows = table.rows_in(mention.own.clone());
    let [a, b] = rows.as_slice() else { return None };
    let more = |i: usize| than(table, i).is_some();
    // `ngô của xã A hơn xã B 81,7 ha`
    let bare = table.paragraph.word(a.pieces.end).is_some_and(|w| claim_words::says_than(&w.text));
    let between = bare || (a.pieces.end..b.pieces.start).any(more);
    let level = !mention.figure.is_rate() && table.rows_in(mention.tail.clone()).is_empty();
    (between && level && a.row != b.row).then_some((a.row, b.row))
}

fn candidate(
    table: &Beside<'_>,
    mention: &Mention<'_>,
    (a, b): (usize, usize),
    column: &Measured<'_>,
) -> Option<Candidate> {
    let (x, y) = (table.field(a, column.name.column)?, table.field(b, column.name.column)?);
    let (value, slack) = if mention.figure.unit.dimension == Dimension::Times {
        quotient(&x, &y, Exact::ONE)?
    } else {
        let fits = comparable(mention, &x) && comparable(mention, &y);
        let (value, slack) = difference(&scaled(mention.figure, x.clone()), &scaled(mention.figure, y.clone()))?;
        (fits.then_some(value)?.abs(), slack)
    };
    let shown = |f: &Figure| f.printed.show_rounded(f.decimals);
    let sign = if mention.figure.unit.dimension == Dimension::Times { "/" } else { "-" };
    let at = table.at(a, column.name.column);
    Some(Candidate { value, slack, at, working: format!("{} {sign} {}", shown(&x), shown(&y)) })
}
