//! Numbers of rows for which something holds: `6/8 xã giảm so với năm 2023`, `4/6 xã đạt và vượt kế hoạch`,
//! `3 xã có tỷ lệ dưới 90%`.

use super::super::goals;
use super::super::mentions::{Mention, Piece, Word};
use super::super::times::period_fits;
use super::super::values::usable;
use super::beside::{Beside, Measured, same_kind, scaled, year};
use super::changes::{self, Base};
use super::fits::{Candidate, Reading, percentage};
use super::learned::Pair;
use super::means;
use crate::claims::per_unit::names_mean;
use crate::claims::words as claim_words;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Hedge};
use crate::tables::prose_words;
use std::cmp::Ordering;

/// How two values of a row must stand to each other, in every way the words leave open.
type Ways = &'static [&'static [Ordering]];

const ABOVE: Ways = &[&[Ordering::Greater], &[Ordering::Greater, Ordering::Equal]];
const BELOW: Ways = &[&[Ordering::Less], &[Ordering::Less, Ordering::Equal]];
const MORE: Ways = &[&[Ordering::Greater]];
const LESS: Ways = &[&[Ordering::Less]];
const REACHED: Ways = &[&[Ordering::Greater, Ordering::Equal], &[Ordering::Equal]];
const BOTH: Ways = &[&[Ordering::Greater, Ordering::Equal]];

/// The two values of a row that are compared.
enum Test<'t, 'a> {
    /// Two columns.
    Columns(&'t Measured<'a>, &'t Measured<'a>),
    /// A column and a figure of the text.
    Bound(&'t Measured<'a>, &'t Figure),
    /// Two columns as a percentage, and a figure of the text.
    Rate(&'t Measured<'a>, &'t Measured<'a>, &'t Figure),
    /// One column by another (`người/km2`), and a figure of the text.
    Mean(Pair, &'t Figure),
}

/// Reads a number of rows by a table.
pub fn read<'a>(table: &Beside<'a>, index: usize) -> Option<Reading<'a>> {
    let mention = table.paragraph.mentions.get(index)?;
    let rows = &table.entities;
    if rows.len() < 3 || !counts(table, mention, rows.len()) {
        return None;
    }
    let next = table.paragraph.adjacent(index + 1).and_then(|_| table.paragraph.mentions.get(index + 1));
    let whole = mention.lower.is_none() && mention.figure.value().and_then(|v| v.to_i64()) == Some(rows.len() as i64);
    if whole {
        return None;
    }
    let (tests, ways) = match next {
        Some(bound) => bounded(table, mention, (index + 1, bound))?,
        None => compared(table, mention)?,
    };
    let mut candidates = Vec::new();
    for test in &tests {
        for way in ways {
            candidates.extend(count(table, rows, test, way));
        }
    }
    (!candidates.is_empty()).then_some(Reading { sheet: table.sheet, candidates, sure: true })
}

/// Whether a figure counts the rows of a table, and nothing before it makes them fewer.
fn counts(table: &Beside<'_>, mention: &Mention<'_>, rows: usize) -> bool {
    let whole = |f: &Figure| f.value().and_then(|v| v.to_i64());
    let plain = usable(mention.figure) && mention.figure.is_count() && !mention.other && !table.is_plan(mention);
    let of_rows = match mention.lower {
        Some(lower) => whole(lower) == Some(rows as i64) && is_thing(table, mention),
        None => table.counts_rows(mention) && whole(mention.figure).is_some_and(|n| n <= rows as i64),
    };
    let start = mention.before.iter().rposition(|&i| matches!(table.paragraph.pieces.get(i), Some(Piece::Figure(..))));
    let lead = mention.before.get(start.map_or(0, |s| s + 1)..).unwrap_or_default();
    // What stands behind the figure before belongs to that one.
    let lead = || lead.iter().copied().filter(|_| start.is_none()).chain(mention.own.clone());
    let named = || lead().any(|i| table.row_at(i).is_some());
    plain && of_rows && !lead().any(|i| table.is_foreign(i)) && !named()
}

/// `2/8 xã`, `3/7 đơn vị`: the things may be called by what the table calls its rows, or by a word for all things.
fn is_thing(table: &Beside<'_>, mention: &Mention<'_>) -> bool {
    let lower = mention.lower.unwrap_or(mention.figure);
    let noun = if lower.noun.is_empty() { &lower.unit.key } else { &lower.noun };
    let words: Vec<&str> = noun.split(' ').collect();
    table.counts_rows(mention) || prose_words::item(&words) > 0 || words.iter().any(|w| table.names.topic.contains(*w))
}

/// `… giảm so với năm 2023`, `… đạt và vượt kế hoạch`
fn compared<'t, 'a>(table: &'t Beside<'a>, mention: &Mention<'_>) -> Option<(Vec<Test<'t, 'a>>, Ways)> {
    let cues: Vec<Cue> = mention.tail.clone().filter_map(|i| table.paragraph.word(i)?.cue).collect();
    let has = |cue: Cue| cues.contains(&cue);
    let negated = has(Cue::Not)
        || mention.tail.clone().any(|i| table.paragraph.word(i).is_some_and(|w| claim_words::negates(&w.text)));
    let base = changes::behind(table, mention, true)?;
    let ways = match base {
        Base::Time(_) if negated => return None,
        Base::Time(_) if has(Cue::Increase) && !has(Cue::Decrease) => MORE,
        Base::Time(_) if has(Cue::Decrease) && !has(Cue::Increase) => LESS,
        Base::Time(_) => return None,
        // Of some goals less is better, and a column of judgements says what was reached.
        Base::Plan(_) if goals::goals(table.sheet).is_some() || table.has_falling_goals() => return None,
        Base::Plan(_) if negated && !has(Cue::Exceed) => LESS,
        Base::Plan(_) if negated => return None,
        Base::Plan(_) if has(Cue::Exceed) && (has(Cue::Reach) || has(Cue::Done)) => BOTH,
        Base::Plan(_) if has(Cue::Exceed) => MORE,
        Base::Plan(_) if has(Cue::Reach) || has(Cue::Done) => REACHED,
        Base::Plan(_) => return None,
    };
    let verb =
        |w: &Word<'_>| matches!(w.cue, Some(Cue::Done | Cue::Not | Cue::Target)) || claim_words::negates(&w.text);
    let telling = |i: &usize| table.paragraph.word(*i).is_some_and(|w| !w.noun && !verb(w));
    let said = table.said(mention.tail.clone().filter(telling));
    if said.foreign {
        return None;
    }
    let time = table.period(mention).filter(|p| !p.is_past() && Base::Time(*p) != base);
    let dated = |c: &Measured<'_>| period_fits(table.names, time, c.name).is_some();
    let mut pairs = changes::columns(table, base, |c| dated(c) && table.has_words(c.name, &said.words));
    let latest = pairs.iter().filter_map(|p| year(p.0.name.period)).max();
    pairs.retain(|p| year(p.0.name.period) == latest);
    Some((pairs.into_iter().map(|(a, b)| Test::Columns(a, b)).collect(), ways))
}

/// `… có tỷ lệ dưới 90%`, `… đạt 19 tiêu chí`
fn bounded<'t, 'a>(
    table: &'t Beside<'a>,
    mention: &Mention<'_>,
    (index, bound): (usize, &'t Mention<'t>),
) -> Option<(Vec<Test<'t, 'a>>, Ways)> {
    let figure = bound.figure;
    let cue = |cue: Cue| bound.own.clone().any(|i| table.paragraph.word(i).is_some_and(|w| w.cue == Some(cue)));
    let target = bound.tail.clone().any(|i| table.paragraph.word(i).is_some_and(|w| w.cue == Some(Cue::Target)));
    let name = |i: &usize| !table.paragraph.word(*i).is_some_and(|w| names_mean(&w.text));
    let (said, behind) = (table.said(bound.own.clone().filter(name)), table.said(bound.tail.clone()));
    let plain = bound.lower.is_none() && !figure.form.ambiguous && !bound.goal && !bound.mean;
    let share = bound.share && !table.names_rate(bound.own.clone());
    if !plain || share || said.foreign || behind.foreign || cue(Cue::Not) || cue(Cue::Increase) || cue(Cue::Decrease) {
        return None;
    }
    let ways = match figure.hedge {
        // `từ 95% trở lên`
        Some(Hedge::Above) if cue(Cue::From) => BOTH,
        Some(Hedge::Above) => ABOVE,
        Some(Hedge::Below) => BELOW,
        Some(Hedge::About) => return None,
        None if cue(Cue::Exceed) => MORE,
        // `15 xã với 8.000 hộ` has them together
        None if mention.lower.is_none() && !cue(Cue::Reach) => return None,
        None => REACHED,
    };
    let time = table.period(mention).or(table.period(bound));
    let dated = |c: &&Measured<'_>| period_fits(table.names, time, c.name).is_some() && !c.name.change;
    let noun: Vec<&str> = match figure.unit.dimension {
        Dimension::Count => figure.unit.key.split(' ').collect(),
        _ => Vec::new(),
    };
    if figure.unit.key.contains('/') {
        let pairs = means::pairs(table, index);
        if !pairs.is_empty() {
            return Some((pairs.into_iter().map(|pair| Test::Mean(pair, figure)).collect(), ways));
        }
    }
    let words: Vec<&str> = said.words.iter().chain(&behind.words).copied().collect();
    let target_word = |w: &&str| !claim_words::is_plan_word(w);
    let telling: Vec<&str> = table.telling(&words).into_iter().filter(|w| !target || target_word(w)).collect();
    let named = |c: &Measured<'_>, words: &[&str]| words.iter().all(|w| c.name.all.contains(*w));
    let latest = |columns: Vec<&'t Measured<'a>>| -> Vec<&'t Measured<'a>> {
        let newest = columns.iter().filter_map(|c| year(c.name.period)).max();
        columns.into_iter().filter(|c| year(c.name.period) == newest).collect()
    };
    if !figure.is_rate() {
        let measured = |c: &&Measured<'_>| {
            let known = table.sheet.columns.get(c.name.column).and_then(|k| k.unit.as_ref());
            let unit = match figure.unit.dimension {
                Dimension::Count => named(c, &noun) || known.is_some_and(|u| u.key == figure.unit.key),
                dimension => known.is_some_and(|u| u.dimension == dimension),
            };
            unit && !c.name.plan && named(c, &telling)
        };
        let columns: Vec<&Measured<'a>> = table.columns.iter().filter(dated).filter(measured).collect();
        return Some((latest(columns).into_iter().map(|c| Test::Bound(c, figure)).collect(), ways));
    }
    if target {
        let pairs = changes::columns(table, Base::Plan(None), |c| dated(&c) && named(c, &telling));
        return Some((pairs.into_iter().map(|(a, b)| Test::Rate(a, b, figure)).collect(), ways));
    }
    let rated: Vec<&Measured<'a>> =
        table.columns.iter().filter(dated).filter(|c| table.is_rate(c.name.column) && named(c, &telling)).collect();
    if !rated.is_empty() {
        // one rate of several must be named, unless they are one at several times
        let one = rated.windows(2).all(|pair| matches!(pair, [a, b] if a.core == b.core));
        let sure = one || !telling.is_empty();
        return sure.then(|| (latest(rated).into_iter().map(|c| Test::Bound(c, figure)).collect(), ways));
    }
    // `tỷ lệ bao phủ dưới 90%`: what the paragraph calls so elsewhere
    let called: Vec<&str> =
        bound.own.clone().filter_map(|i| table.paragraph.word(i)).map(|w| w.text.as_ref()).collect();
    let called: Vec<&str> = called.into_iter().filter(|w| !prose_words::is_filler(w)).collect();
    if telling.is_empty() {
        let column = |n: usize| table.columns.iter().find(|c| c.name.column == n);
        let pairs = table.rates_called(&called).into_iter();
        let tests = pairs.filter_map(|(a, b)| Some(Test::Rate(column(a).filter(dated)?, column(b)?, figure)));
        return Some((tests.collect(), ways));
    }
    let parts =
        table.columns.iter().filter(dated).filter(|c| !c.name.plan && !telling.is_empty() && named(c, &telling));
    let pairs = latest(parts.collect()).into_iter().flat_map(|p| table.wholes(p).into_iter().map(move |w| (p, w)));
    Some((pairs.map(|(a, b)| Test::Rate(a, b, figure)).collect(), ways))
}

/// How many rows pass, as a candidate; nothing where a field is missing.
fn count(table: &Beside<'_>, rows: &[usize], test: &Test<'_, '_>, way: &[Ordering]) -> Option<Candidate> {
    let mut passed: Vec<usize> = Vec::new();
    for &row in rows {
        let field = |c: &Measured<'_>| table.field(row, c.name.column);
        let order = match test {
            Test::Columns(a, b) => field(a)?.value()?.cmp(&field(b)?.value()?),
            Test::Bound(column, bound) => {
                let field = field(column)?;
                let kind =
                    same_kind(bound.unit.dimension, field.unit.dimension) || field.unit.dimension == Dimension::None;
                scaled(bound, field).value().filter(|_| kind)?.cmp(&bound.value()?)
            }
            Test::Mean(pair, bound) => means::of_row(table, bound, row, *pair)?.value.cmp(&bound.value()?),
            Test::Rate(part, whole, bound) => percentage(&field(part)?, &field(whole)?)?.0.cmp(&bound.value()?),
        };
        if way.contains(&order) {
            passed.push(row);
        }
    }
    let column = match test {
        Test::Columns(a, _) | Test::Bound(a, _) | Test::Rate(a, ..) => a.name.column,
        Test::Mean((a, _), _) => *a,
    };
    let labels: Vec<&str> =
        passed.iter().filter_map(|&r| table.sheet.rows.get(r)).map(|r| r.label.trim()).take(SHOWN).collect();
    let more = if passed.len() > SHOWN { "…" } else { "" };
    let at = table.at(*passed.first().or(rows.first())?, column);
    let value = Exact::int(passed.len() as i64);
    Some(Candidate { value, slack: Exact::ZERO, at, working: format!("{}{more}", labels.join("; ")) })
}

/// So many rows are named.
const SHOWN: usize = 8;
