//! Means of a column (`bình quân mỗi xã 23 hộ`) and of one column by another (`bình quân 27,7 học sinh/lớp`).

use super::super::bind::equal;
use super::super::mentions::{Mention, Piece};
use super::super::times::period_fits;
use super::super::values::usable;
use super::beside::{Beside, Measured, NEAR, same_kind, scaled, year};
use super::fits::{Candidate, Reading, half, quotient};
use super::learned::Pair;
use crate::claims::per_unit::{names_mean, says_per};
use crate::claims::words as claim_words;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure};
use crate::tables::names::words_of;
use crate::tables::prose_words;

/// Reads a mean by a table.
pub fn read<'a>(table: &Beside<'a>, index: usize) -> Option<Reading<'a>> {
    let mention = table.paragraph.mentions.get(index)?;
    let plain = mention.lower.is_none() && usable(mention.figure) && !mention.goal && !mention.share;
    if !plain || !(mention.mean || (!mention.other && is_per(table, mention))) {
        return None;
    }
    // what opens the thing that it is per, and that thing
    let opener = |i: usize| table.paragraph.word(i).is_some_and(|w| says_per(&w.text));
    let name = |i: usize| table.paragraph.word(i).is_some_and(|w| names_mean(&w.text));
    let rest = mention.own.clone().filter(|&i| !(opener(i) || i > 0 && opener(i - 1) || name(i)));
    let (own, tail) = (table.said(rest), table.said(mention.tail.clone()));
    let per = per(table, mention)?;
    let foreign = own.foreign || tail.foreign || mention.own.clone().any(|i| is_change(table, i));
    let mut candidates = match &per {
        Per::Row => of_rows(table, mention, &own.words),
        Per::Thing(things) => by_column(table, index, things),
    };
    let sure = !foreign && !candidates.is_empty();
    candidates.truncate(if sure { usize::MAX } else { 0 });
    (!candidates.is_empty()).then_some(Reading { sheet: table.sheet, candidates, sure })
}

/// Whether a figure is by something without being called a mean: `3,63 người/hộ`, and `bình quân mỗi xã có 12 bản; mỗi
/// bản có 149 hộ`.
fn is_per(table: &Beside<'_>, mention: &Mention<'_>) -> bool {
    let word = |i: usize| table.paragraph.word(i);
    let average = |i: &usize| word(*i).is_some_and(|w| w.cue == Some(Cue::Average));
    let each = mention.own.clone().any(|i| word(i).is_some_and(|w| says_per(&w.text)));
    let sentence = || {
        (0..mention.own.start)
            .rev()
            .take(NEAR)
            .take_while(|&i| !matches!(table.paragraph.pieces.get(i), Some(Piece::Stop)))
    };
    mention.figure.unit.key.contains('/') || (each && sentence().any(|i| average(&i)))
}

/// Whether a figure is a mean over the rows of a table.
pub fn is_of_rows(table: &Beside<'_>, mention: &Mention<'_>) -> bool {
    let average = |i: usize| table.paragraph.word(i).is_some_and(|w| w.cue == Some(Cue::Average));
    let plain = table.entities.len() >= 3 && !table.names_other_place(mention) && !table.says_other_whole(mention);
    plain && mention.own.clone().any(average) && matches!(per(table, mention), Some(Per::Row))
}

fn is_change(table: &Beside<'_>, piece: usize) -> bool {
    matches!(table.paragraph.word(piece).and_then(|w| w.cue), Some(Cue::Increase | Cue::Decrease | Cue::PerYear))
}

/// Of what a mean is.
enum Per {
    /// Of the rows.
    Row,
    /// Of the things that a column counts.
    Thing(Vec<String>),
}

/// `mỗi xã`, `một trường`, `/hộ`
fn per(table: &Beside<'_>, mention: &Mention<'_>) -> Option<Per> {
    let unit = mention.figure.unit.key.as_str();
    if let Some((_, thing)) = unit.split_once('/') {
        return per_of(table, thing.split(' ').map(str::to_owned).collect());
    }
    let words: Vec<String> =
        mention.own.clone().filter_map(|i| Some(table.paragraph.word(i)?.text.clone().into_owned())).collect();
    let at = words.iter().position(|w| says_per(w))?;
    per_of(table, words.get(at + 1..)?.iter().take(3).cloned().collect())
}

fn per_of(table: &Beside<'_>, words: Vec<String>) -> Option<Per> {
    let first = words.first()?;
    let of: Vec<&str> = table.names.of.split(' ').collect();
    // `mỗi chi cục` of rows `Chi cục huyện Na Sang`, `Chi cục thành phố`
    let opens = |row: &usize| {
        let label = table.sheet.rows.get(*row).map(|r| words_of(&r.label)).unwrap_or_default();
        label.len() > 2 && label.iter().zip(&words).take(2).filter(|(a, b)| a == b).count() == 2
    };
    if of.contains(&first.as_str()) || (words.len() >= 2 && table.entities.iter().all(opens)) {
        return Some(Per::Row);
    }
    Some(Per::Thing(words))
}

/// The means of the columns over the rows.
fn of_rows(table: &Beside<'_>, mention: &Mention<'_>, said: &[&str]) -> Vec<Candidate> {
    let rows = table.entities.len() as i64;
    let planned = table.is_plan(mention);
    let noun: Vec<&str> = match mention.figure.unit.dimension {
        Dimension::Count => mention.figure.unit.key.split(' ').collect(),
        _ => Vec::new(),
    };
    let fits = |c: &&Measured<'_>| {
        let known = table.sheet.columns.get(c.name.column);
        let summed = known.is_some_and(|k| !k.never_summed && k.rate.is_none());
        let dated = period_fits(table.names, table.period(mention), c.name).is_some();
        let of = |w: &str| {
            c.name.all.contains(w) || known.is_some_and(|k| k.unit.as_ref().is_some_and(|u| u.key.contains(w)))
        };
        summed
            && dated
            && !c.name.change
            && c.name.plan == planned
            && noun.iter().all(|w| of(w))
            && table.has_words(c.name, said)
    };
    let columns: Vec<&Measured<'_>> = table.columns.iter().filter(fits).collect();
    let newest = columns.iter().filter_map(|c| year(c.name.period)).max();
    let mean = |c: &&Measured<'_>| {
        let total = scaled(mention.figure, table.whole(c.name.column)?);
        let kind =
            same_kind(mention.figure.unit.dimension, total.unit.dimension) || total.unit.dimension == Dimension::None;
        let value = total.value().filter(|_| kind && rows >= 3)?.div(Exact::int(rows))?;
        let slack = half(&total)?.div(Exact::int(rows))?;
        let at = table.at(table.names.total.or(table.entities.first().copied())?, c.name.column);
        let working = format!("{} / {rows}", total.printed.show_rounded(total.decimals));
        Some(Candidate { value, slack, at, working })
    };
    columns.iter().filter(|c| year(c.name.period) == newest).filter_map(mean).collect()
}

/// One column by the one that counts the things.
fn by_column(table: &Beside<'_>, index: usize, things: &[String]) -> Vec<Candidate> {
    let Some(mention) = table.paragraph.mentions.get(index) else { return Vec::new() };
    let Some(row) = table.row_of(index) else { return Vec::new() };
    let pairs = columns(table, mention, things);
    // `năm 2019 có 978 hộ, bình quân 4,12 người/hộ`: of what is said before it, where the table has something else
    let thing = things.join(" ");
    let held = |figure: &Figure| {
        let mut fields = pairs.iter().filter_map(|(_, b)| table.field(row, *b));
        fields.any(|f| equal(figure, &scaled(figure, f)))
    };
    let other = |earlier: &Mention<'_>| {
        let of_thing = earlier.figure.unit.key == thing && mention.before.contains(&earlier.own.end);
        of_thing && !held(earlier.figure)
    };
    if table.paragraph.mentions.iter().take(index).skip(index.saturating_sub(NEAR)).any(other) {
        return Vec::new();
    }
    let per = |pair: &Pair| of_row(table, mention.figure, row, *pair);
    pairs.iter().filter_map(per).collect()
}

/// The columns of which a figure is one by the other: `người/hộ`, `người/km2`.
pub fn pairs(table: &Beside<'_>, index: usize) -> Vec<Pair> {
    let per = table.paragraph.mentions.get(index).and_then(|m| Some((m, per(table, m)?)));
    match per {
        Some((mention, Per::Thing(things))) if !has_unit(table, mention) => columns(table, mention, &things),
        _ => Vec::new(),
    }
}

/// Whether a column holds what a figure is in: `tạ/ha`.
pub fn has_unit(table: &Beside<'_>, mention: &Mention<'_>) -> bool {
    let unit = &mention.figure.unit.key;
    table.sheet.columns.iter().any(|c| c.unit.as_ref().is_some_and(|u| u.key == *unit))
}

/// One column of a row by the other, as the figure would print it.
pub fn of_row(table: &Beside<'_>, stated: &Figure, row: usize, (a, b): Pair) -> Option<Candidate> {
    let (x, mut y) = (table.field(row, a)?, table.field(row, b)?);
    let mut factor = Exact::ONE;
    if !y.is_count() && y.unit.dimension != Dimension::None {
        // `người/km2`: by as many as the column prints
        y.unit.factor = Exact::ONE;
        factor = stated.unit.factor;
    }
    let (value, slack) = quotient(&x, &y, factor)?;
    let shown = |f: &Figure| f.printed.show_rounded(f.decimals);
    Some(Candidate { value, slack, at: table.at(row, a), working: format!("{} / {}", shown(&x), shown(&y)) })
}

/// `Số bản, tiểu khu`: either name of what a column counts.
fn alternative(table: &Beside<'_>, column: &Measured<'_>, things: &[String]) -> bool {
    let header = table.sheet.grid.headers.get(column.name.column).map_or("", String::as_str);
    let telling = |part: &str| words_of(part).into_iter().filter(|w| !prose_words::is_filler(w)).collect::<Vec<_>>();
    let parts: Vec<Vec<String>> = header.split([',', ';']).map(telling).collect();
    parts.len() > 1 && parts.iter().any(|p| !p.is_empty() && p.iter().all(|w| things.contains(w)))
}

fn columns(table: &Beside<'_>, mention: &Mention<'_>, things: &[String]) -> Vec<Pair> {
    let unit = &mention.figure.unit.key;
    let counted = unit.split_once('/').map_or(unit.as_str(), |(counted, _)| counted);
    let has = |c: &Measured<'_>, word: &str| {
        c.name.all.contains(word) || claim_words::names(word).is_some_and(|w| c.name.all.contains(w))
    };
    let dated = |c: &&Measured<'_>| {
        period_fits(table.names, table.period(mention), c.name).is_some() && !c.name.change && !c.name.plan
    };
    let heads = counted.split(' ').any(claim_words::counts_heads);
    let upper = |c: &&Measured<'_>| {
        let all = !counted.is_empty() && counted.split(' ').all(|w| has(c, w));
        all || (heads && c.core.iter().any(|w| claim_words::counts_heads(w)))
    };
    // `mỗi hợp tác xã có`: as many words as the column has; `/km2`: the unit that it prints
    let thing = things.join(" ");
    let printed = |c: &Measured<'_>| {
        let unit = table.sheet.columns.get(c.name.column).and_then(|k| k.unit.as_ref());
        unit.is_some_and(|u| u.key == thing)
    };
    let lower = |c: &&Measured<'_>| {
        let thing = |w: &String| things.contains(w);
        let named =
            things.first().is_some_and(|w| has(c, w)) && (c.core.iter().all(thing) || alternative(table, c, things));
        named || printed(c)
    };
    let (uppers, lowers): (Vec<&Measured<'_>>, Vec<&Measured<'_>>) = (
        table.columns.iter().filter(dated).filter(upper).collect(),
        table.columns.iter().filter(dated).filter(lower).collect(),
    );
    let pairs = uppers.iter().flat_map(|a| lowers.iter().map(|b| (a.name.column, b.name.column)));
    pairs.filter(|(a, b)| a != b).collect()
}
