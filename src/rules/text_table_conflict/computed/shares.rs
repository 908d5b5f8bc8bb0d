//! Shares of a row in the total: `xã Nậm Pì chiếm 21,5% tổng số hộ nghèo`.

use super::super::mentions::{Mention, Piece};
use super::super::times::period_fits;
use super::super::values::{digits, typed_value, usable};
use super::beside::{Beside, Held, Measured, NEAR, year};
use super::fits::{Candidate, Reading, percentage};
use super::subject::Subject;
use crate::claims::words as claim_words;
use crate::figures::{Cue, Figure};
use crate::tables::prose_words;

/// Reads a share by a table.
pub fn read<'a>(table: &Beside<'a>, index: usize) -> Option<Reading<'a>> {
    let mention = table.paragraph.mentions.get(index)?;
    let plain = mention.lower.is_none() && usable(mention.figure) && !mention.goal && !mention.other;
    if !mention.figure.is_rate() || !plain {
        return None;
    }
    let own = table.said(table.clause(index));
    if mention.share && mention.tail.is_empty() {
        return of_the_one_before(table, index);
    }
    let (whole, said) = whole(table, mention)?;
    let goes_on = goes_on(table, index);
    let called = mention.share || goes_on || said && is_equal(table, index);
    if !called {
        return None;
    }
    let mut subject = table.subject(index)?;
    // `chiếm 29,6% lượng khách và 28,7% doanh thu`: of another column than the share before
    if goes_on && !whole.is_empty() {
        subject.columns = None;
    }
    if own.foreign || Some(subject.row) == table.names.total {
        return None;
    }
    // what stands between the two shares is the whole of the first
    let between = if goes_on { &[][..] } else { &own.words };
    let words: Vec<&str> = between.iter().chain(&whole).copied().collect();
    if subject.columns.is_none() && words.is_empty() && table.level_before(index).is_none() {
        return None;
    }
    let mut columns: Vec<&Measured<'_>> =
        table.columns.iter().filter(|c| is_part(table, mention, &subject, c)).collect();
    let target = |i: usize| table.paragraph.word(i).is_some_and(|w| w.cue == Some(Cue::Target));
    let planned = table.is_plan(mention) || mention.tail.clone().any(target);
    columns.sort_by_key(|c| {
        std::cmp::Reverse((c.name.plan == planned, table.has_words(c.name, &words), year(c.name.period)))
    });
    let named = columns.first().is_some_and(|c| table.has_words(c.name, &words));
    let mut candidates: Vec<Candidate> = columns.iter().filter_map(|c| of_total(table, subject.row, c)).collect();
    // `54,8 km², chiếm 39,2% diện tích tự nhiên`: of the column that holds the figure before
    let held = |c: &&&Measured<'_>| subject.columns.as_ref().is_some_and(|held| held.contains(&c.name.column));
    let known = said || columns.first().filter(held).is_some_and(|c| table.has_words(c.name, &whole));
    let sure = named && known && !candidates.is_empty();
    // `214 hộ nghèo, chiếm 14,3% tổng số hộ` is of another column of the row.
    candidates.extend(columns.iter().flat_map(|part| of_columns(table, subject.row, part)));
    (!candidates.is_empty()).then_some(Reading { sheet: table.sheet, candidates, sure })
}

/// `Tổng số việc phải thi hành 2.073 việc; số việc có điều kiện 1.787 việc, chiếm 86,2%`: nothing says of what, but one field of
/// the row that the sentence told before is the whole. Unless it stands right before, only a slip of typing is told.
fn of_the_one_before<'a>(table: &Beside<'a>, index: usize) -> Option<Reading<'a>> {
    let mention = table.paragraph.mentions.get(index)?;
    let said = table.said(table.clause(index));
    let column = |i: usize| {
        let Held { row, columns } = table.held.get(i)?.as_ref()?;
        <[usize; 1]>::try_from(columns.as_slice()).ok().map(|[column]| (*row, column))
    };
    let before = index.checked_sub(1)?;
    let (row, part) = column(before)?;
    if said.foreign || !said.words.is_empty() || table.is_rate(part) {
        return None;
    }
    let told = (before.saturating_sub(NEAR)..before).filter(|&i| {
        table.paragraph.mentions.get(i).is_some_and(|m| m.sentence == mention.sentence && digits(m.figure) >= 3)
    });
    let mut wholes: Vec<usize> = told.filter_map(column).filter(|h| h.0 == row && h.1 != part).map(|h| h.1).collect();
    wholes.sort_unstable();
    wholes.dedup();
    let [whole] = wholes[..] else { return None };
    let (of, all) = (table.field(row, part)?, table.field(row, whole)?);
    let one = table.one_unit(part, whole) && of.value()? <= all.value()?;
    let measured = table.columns.iter().find(|c| c.name.column == part).filter(|_| one)?;
    let candidate = candidate(table, (row, measured), &of, &all)?;
    let right_before = before.checked_sub(1).and_then(column) == Some((row, whole));
    let slip = typed_value(mention.figure, candidate.value).is_some_and(|s| !s.is_scale());
    let sure = right_before || digits(mention.figure) >= 3 && slip;
    Some(Reading { sheet: table.sheet, candidates: vec![candidate], sure })
}

/// `bằng 40,8% tổng số việc`
fn is_equal(table: &Beside<'_>, index: usize) -> bool {
    let cue = table.clause(index).rev().find_map(|i| table.paragraph.word(i)?.cue);
    cue == Some(Cue::Equal)
}

/// `chiếm 29,6% lượng khách và 28,7% doanh thu`: a share like the one right before it.
fn goes_on(table: &Beside<'_>, index: usize) -> bool {
    let joins = |m: &Mention<'_>| {
        let behind = m.own.clone().rev().find_map(|i| table.paragraph.word(i)?.cue);
        behind == Some(Cue::And)
    };
    let before = table.paragraph.adjacent(index);
    before.is_some_and(|b| b.share) && table.paragraph.mentions.get(index).is_some_and(joins)
}

/// The words behind a share, where they say nothing narrower than the whole, and whether they call it one.
fn whole<'a>(table: &Beside<'a>, mention: &Mention<'_>) -> Option<(Vec<&'a str>, bool)> {
    let mut end = mention.tail.start;
    let mut said = false;
    for at in mention.tail.clone() {
        let Some(Piece::Word(word)) = table.paragraph.pieces.get(at) else { return None };
        let text = word.text.as_ref();
        let joins = matches!(word.cue, Some(Cue::And | Cue::Reach | Cue::Increase | Cue::Decrease | Cue::Is));
        if joins || claim_words::negates(text) {
            break;
        }
        said |= word.cue == Some(Cue::Total) || prose_words::whole(&[text]) > 0;
        end = at + 1;
    }
    let words = table.said(mention.tail.start..end);
    ((said || !words.words.is_empty()) && !words.foreign).then_some((words.words, said))
}

/// Whether a column may be the one of which a row has a share.
fn is_part(table: &Beside<'_>, mention: &Mention<'_>, subject: &Subject, column: &Measured<'_>) -> bool {
    let known = subject.columns.as_ref().is_none_or(|held| held.contains(&column.name.column));
    let summed = table.sheet.columns.get(column.name.column).is_some_and(|c| !c.never_summed && c.rate.is_none());
    let dated =
        period_fits(table.names, table.period(mention).filter(|_| subject.columns.is_none()), column.name).is_some();
    known && summed && dated && !column.name.change
}

/// The share of a row in the total of a column.
fn of_total(table: &Beside<'_>, row: usize, column: &Measured<'_>) -> Option<Candidate> {
    let part = table.field(row, column.name.column)?;
    let whole = table.whole(column.name.column)?;
    candidate(table, (row, column), &part, &whole)
}

fn of_columns(table: &Beside<'_>, row: usize, part: &Measured<'_>) -> Vec<Candidate> {
    let figure = |r: usize, c: &Measured<'_>| table.field(r, c.name.column);
    // of one time with its part, and no less than that in its row
    let less = |c: &Measured<'_>| {
        let values = figure(row, c).and_then(|w| w.value()).zip(figure(row, part).and_then(|p| p.value()));
        values.is_some_and(|(whole, part)| whole < part)
    };
    let at_one_time = |c: &Measured<'_>| match (c.name.period, part.name.period) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    let others = table.columns.iter().filter(|c| c.name.column != part.name.column && !table.is_rate(c.name.column));
    let others = others.filter(|c| at_one_time(c) && !less(c));
    let wholes = others.flat_map(|c| {
        let parent = table.sheet.rows.get(row).and_then(|r| r.parent);
        [figure(row, c), table.whole(c.name.column), parent.and_then(|p| figure(p, c))]
    });
    let parent = table.sheet.rows.get(row).and_then(|r| r.parent).and_then(|p| figure(p, part));
    let wholes: Vec<Figure> = wholes.chain([parent]).flatten().collect();
    let Some(of) = figure(row, part) else { return Vec::new() };
    wholes.iter().filter_map(|whole| candidate(table, (row, part), &of, whole)).collect()
}

fn candidate(
    table: &Beside<'_>,
    (row, column): (usize, &Measured<'_>),
    part: &Figure,
    whole: &Figure,
) -> Option<Candidate> {
    let (value, slack) = percentage(part, whole)?;
    let shown = |f: &Figure| f.printed.show_rounded(f.decimals);
    let at = table.at(row, column.name.column);
    Some(Candidate { value, slack, at, working: format!("{} / {}", shown(part), shown(whole)) })
}
