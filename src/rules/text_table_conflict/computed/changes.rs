//! Changes between two columns of a row: `tăng 12 hộ so với năm 2023`, `vượt 7,1% kế hoạch`, `đạt 92,4% kế hoạch`.

use super::super::mentions::{Mention, Piece};
use super::super::times::period_fits;
use super::super::values::usable;
use super::beside::{Beside, Measured, NEAR, same_kind, scaled, year};
use super::fits::{Candidate, Reading, agrees, difference, percentage};
use super::said::Said;
use super::subject::Subject;
use crate::claims::words as claim_words;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Period};
use crate::tables::prose_words;
use crate::work;
use std::collections::BTreeSet;
use std::ops::Range;

/// A name of so many words tells which table is meant.
const LONG: usize = 4;

/// What a figure is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// An earlier time.
    Time(Period),
    /// A plan, with the time it names.
    Plan(Option<Period>),
}

/// How a figure says what became of the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Up,
    Down,
    /// `vượt 119% kế hoạch` says by how much, or how much was reached.
    Over,
    Reached,
    /// `cao hơn năm trước 498 tấn`: by how much, to whichever side.
    Apart,
}

/// What a figure says of two columns.
struct Change {
    way: Way,
    base: Base,
}

/// Reads a change or a rate of a plan by a table.
pub fn read<'a>(table: &Beside<'a>, index: usize) -> Option<Reading<'a>> {
    let mention = table.paragraph.mentions.get(index)?;
    if mention.lower.is_some() || !usable(mention.figure) || mention.goal || mention.mean || mention.share {
        return None;
    }
    let own = table.clause(index);
    let (change, carried) = match change(table, mention, own.clone()) {
        Some(change) => (change, None),
        None => carried(table, index, own.clone())?,
    };
    // of a plan, the words that call it one name no column of results
    let planned = |i: &usize| matches!(change.base, Base::Plan(_)) && has(table, *i..*i + 1, &[Cue::Target]);
    let said = table.said(own.clone().filter(|i| !planned(i)));
    // `so kế hoạch 2024, vốn năm 2025 giảm 81 tỷ đồng`: of the plans of two years, which may be rows
    let sentence = mention.before.first().copied().unwrap_or(own.start).min(own.start)..mention.tail.end;
    if matches!(change.base, Base::Plan(_)) && years_in(table, sentence) > 1 {
        return None;
    }
    if said.foreign || has(table, own, &[Cue::Not, Cue::Goal, Cue::Except, Cue::PerYear]) {
        return None;
    }
    let subject = table.subject(index)?;
    let pairs = pairs(table, mention, &change, &subject, &said);
    // a name of several words is met in no other table by chance
    let named = || table.rows_in(table.own(mention)).iter().any(|n| n.pieces.len() >= LONG) && pairs.len() == 1;
    let context = || table.level_before(index).is_some() || !said.words.is_empty() || named();
    if subject.columns.is_none() && !context() {
        return None;
    }
    let stated = mention.figure;
    let candidates: Vec<Candidate> = pairs
        .into_iter()
        .filter_map(|(level, base)| {
            let (now, before) = (table.field(subject.row, level)?, table.field(subject.row, base)?);
            Some(candidates(table, (subject.row, level, base), stated, change.way, (&now, &before)))
        })
        .flatten()
        .collect();
    // what is carried on must be right where it is said
    let sure = carried.is_none_or(|from| {
        let read = read(table, from).filter(|_| from < index);
        let stated = table.paragraph.mentions.get(from).map(|m| m.figure);
        // `đạt 12.249 triệu đồng, tăng … so với năm 2023`: the table has what that one is said of
        let held = || table.subject(from).is_some_and(|s| s.columns.is_some());
        read.zip(stated).is_some_and(|(r, f)| held() || r.candidates.iter().any(|c| agrees(f, c) == Some(true)))
    });
    (!candidates.is_empty()).then_some(Reading { sheet: table.sheet, candidates, sure })
}

/// A change of which only another one before it says the base: `tăng 6,7% so với năm 2023; xã Cẩm Sơn tăng 486 triệu
/// đồng`; with the figure that says it.
fn carried(table: &Beside<'_>, index: usize, own: Range<usize>) -> Option<(Change, Option<usize>)> {
    let mention = table.paragraph.mentions.get(index)?;
    let way = verb(table, own.clone()).filter(|way| matches!(way, Way::Up | Way::Down))?;
    let tail = table.said(mention.tail.clone());
    let compared =
        has(table, own.start..mention.tail.end, &[Cue::ComparedWith, Cue::Target, Cue::PerYear, Cue::Average]);
    if compared || !tail.words.is_empty() || tail.foreign {
        return None;
    }
    if let Some(base) = told_before(table, index) {
        return Some((Change { way, base }, None));
    }
    for earlier in (index.saturating_sub(NEAR)..index).rev() {
        work::step();
        let before = table.paragraph.mentions.get(earlier)?;
        let clause = table.clause(earlier);
        let compares = has(table, clause.start..before.tail.end, &[Cue::ComparedWith]);
        if before.sentence != mention.sentence && !compares {
            return None;
        }
        if !compares {
            continue;
        }
        let said = change(table, before, clause)?;
        // an amount is in the unit of what the table holds there
        let held =
            (earlier.saturating_sub(NEAR)..=earlier).rev().find(|&i| table.held.get(i).is_some_and(Option::is_some));
        let unit = held.and_then(|i| table.paragraph.mentions.get(i)).map(|m| &m.figure.unit.key);
        if !mention.figure.is_rate() && unit != Some(&mention.figure.unit.key) {
            return None;
        }
        if matches!(said.base, Base::Plan(_)) {
            continue;
        }
        let time = matches!(said.way, Way::Up | Way::Down | Way::Apart);
        return time.then_some((Change { way, base: said.base }, Some(earlier)));
    }
    None
}

/// `Năm 2023 đón 370,4 nghìn lượt khách. Năm 2024 đón 410,7 nghìn lượt, tăng 10,9%`: the base is the level right before that
/// of the figure, in the same row and of the same thing the year before.
fn told_before(table: &Beside<'_>, index: usize) -> Option<Base> {
    let held = |i: usize| table.held.get(i).and_then(Option::as_ref);
    let (level, base) = (held(index.checked_sub(1)?)?, held(index.checked_sub(2)?)?);
    let column = |c: &usize| table.columns.iter().find(|m| m.name.column == *c);
    let (now, before) = match (level.columns.as_slice(), base.columns.as_slice()) {
        ([a], [b]) => (column(a)?, column(b)?),
        _ => return None,
    };
    let years = year(now.name.period).zip(year(before.name.period))?;
    let one = level.row == base.row && now.core == before.core && years.0 == years.1 + 1;
    one.then_some(Base::Time(Period::Year(years.1)))
}

fn has(table: &Beside<'_>, pieces: Range<usize>, cues: &[Cue]) -> bool {
    pieces.into_iter().filter_map(|i| table.paragraph.word(i)?.cue).any(|c| cues.contains(&c))
}

/// The verb of a clause, or a comparative.
fn verb(table: &Beside<'_>, own: Range<usize>) -> Option<Way> {
    let compares = |i: usize| than(table, i).is_some();
    let told = own.clone().any(compares).then_some(Way::Apart);
    told.or_else(|| stated(table, own))
}

/// The piece behind a comparative that stands here: `cao hơn`.
pub fn than(table: &Beside<'_>, piece: usize) -> Option<usize> {
    let word = |i: usize| table.paragraph.word(i).map(|w| w.text.as_ref());
    let (adjective, than) = (word(piece)?, word(piece + 1).filter(|w| claim_words::says_than(w))?);
    claim_words::compares(&format!("{adjective} {than}")).then_some(piece + 2)
}

fn stated(table: &Beside<'_>, own: Range<usize>) -> Option<Way> {
    own.rev().filter_map(|i| table.paragraph.word(i)?.cue).find_map(|c| match c {
        Cue::Increase => Some(Way::Up),
        Cue::Decrease | Cue::FallShort | Cue::Lack => Some(Way::Down),
        Cue::Exceed => Some(Way::Over),
        Cue::Reach | Cue::Equal => Some(Way::Reached),
        _ => None,
    })
}

/// What a figure says, by its verb and its base.
fn change(table: &Beside<'_>, mention: &Mention<'_>, own: Range<usize>) -> Option<Change> {
    let cue = |i: usize| table.paragraph.word(i).and_then(|w| w.cue);
    let verb = verb(table, own.clone())?;
    // `tăng lên 15`: what it came to
    if own.clone().rev().find_map(cue) == Some(Cue::To) {
        return None;
    }
    let base = behind(table, mention, false)
        .or_else(|| ahead(table, mention))
        .or_else(|| planned(table, mention, own.clone()))?;
    match (verb, base) {
        // `bằng 109,2% so với cùng kỳ`, but not `đạt 45,2% so với …`
        (Way::Reached, Base::Time(_)) if !(mention.figure.is_rate() && has(table, own, &[Cue::Equal])) => None,
        (Way::Reached, _) if !mention.figure.is_rate() => None,
        _ => Some(Change { way: verb, base }),
    }
}

/// `vượt kế hoạch 6,2%`: the plan between the verb and the figure.
fn planned(table: &Beside<'_>, mention: &Mention<'_>, own: Range<usize>) -> Option<Base> {
    let cue = |i: usize| table.paragraph.word(i).and_then(|w| w.cue);
    let start = own.clone().rev().find(|&i| matches!(cue(i), Some(Cue::Exceed | Cue::FallShort | Cue::Lack)))?;
    let plain = |i: usize| {
        let word = table.paragraph.word(i);
        word.is_some_and(|w| w.cue == Some(Cue::Target) || claim_words::is_plan_word(&w.text))
    };
    let behind = table.said(mention.tail.clone());
    let alone = behind.words.is_empty() && !behind.foreign;
    (alone && start + 1 < own.end && (start + 1..own.end).all(plain)).then_some(Base::Plan(None))
}

/// The base behind a figure: `12 hộ so với năm 2023`, `92,4% kế hoạch`; where `verbs` follow a number of rows, behind
/// these.
pub fn behind(table: &Beside<'_>, mention: &Mention<'_>, verbs: bool) -> Option<Base> {
    let mut compared = false;
    let mut at = mention.tail.start;
    while at < mention.tail.end {
        match table.paragraph.pieces.get(at)? {
            Piece::Word(w) => match w.cue {
                Some(Cue::ComparedWith) => compared = true,
                Some(Cue::Target) => return plan(table, at..mention.tail.end),
                Some(_) if verbs && !compared => {}
                _ if verbs && claim_words::negates(&w.text) => {}
                _ if compared && prose_words::is_filler(&w.text) => {}
                _ if !compared && (w.noun || prose_words::is_filler(&w.text) || table.knows(&w.text)) => {}
                _ => return None,
            },
            Piece::Time(period, _) if compared => {
                return Some(Base::Time(time(table, *period, at + 1..mention.tail.end)));
            }
            _ => return None,
        }
        at += 1;
    }
    None
}

/// `cùng kỳ năm 2023` names a year.
fn time(table: &Beside<'_>, period: Period, rest: Range<usize>) -> Period {
    let next = rest.into_iter().next().and_then(|i| table.paragraph.pieces.get(i));
    match (period, next) {
        (Period::SamePeriod, Some(Piece::Time(year @ Period::Year(_), _))) => *year,
        _ => period,
    }
}

/// The plan that words name, where nothing tells it from another one of the table.
fn plan(table: &Beside<'_>, words: Range<usize>) -> Option<Base> {
    let mut time = None;
    for at in words {
        match table.paragraph.pieces.get(at)? {
            Piece::Word(w) => {
                let joins = matches!(w.cue, Some(Cue::And | Cue::Increase | Cue::Decrease | Cue::Exceed));
                let text = w.text.as_ref();
                if joins || claim_words::negates(text) || prose_words::turns(text) {
                    break;
                }
                let plain = claim_words::is_plan_word(text) || prose_words::is_filler(text) || table.knows(text);
                if !plain && !w.noun {
                    return None;
                }
            }
            Piece::Time(period, _) if time.is_none() => time = Some(*period),
            _ => return None,
        }
    }
    Some(Base::Plan(time))
}

/// The base before the verb: `so với năm 2023, số hộ nghèo giảm 165 hộ`, `so với kế hoạch tăng 5%`.
fn ahead(table: &Beside<'_>, mention: &Mention<'_>) -> Option<Base> {
    let lead =
        mention.before.iter().rev().take_while(|&&i| !matches!(table.paragraph.pieces.get(i), Some(Piece::Figure(..))));
    let mut pieces: Vec<usize> = lead.copied().collect();
    pieces.reverse();
    pieces.extend(mention.own.clone());
    let compares = |i: usize| table.paragraph.word(i).is_some_and(|w| w.cue == Some(Cue::ComparedWith));
    let behind = || mention.own.clone().find_map(|i| than(table, i));
    let start = pieces.iter().position(|&i| compares(i));
    let start = start.or_else(|| behind().and_then(|at| pieces.iter().position(|&i| i == at)))?;
    for &at in pieces.get(start..)? {
        match table.paragraph.pieces.get(at)? {
            Piece::Word(w) if matches!(w.cue, Some(Cue::ComparedWith)) || prose_words::is_filler(&w.text) => {}
            Piece::Word(w) if w.cue == Some(Cue::Target) => return Some(Base::Plan(None)),
            Piece::Time(period, _) => return Some(Base::Time(*period)),
            _ => return None,
        }
    }
    None
}

/// The pairs of columns that may be compared: the level and its base.
fn pairs(
    table: &Beside<'_>,
    mention: &Mention<'_>,
    change: &Change,
    subject: &Subject,
    said: &Said<'_>,
) -> Vec<(usize, usize)> {
    let level_time = table.period(mention).filter(|p| !p.is_past() && Base::Time(*p) != change.base);
    let level_time = level_time.filter(|_| subject.columns.is_none());
    let is_level = |c: &&Measured<'_>| {
        let known = subject.columns.as_ref().is_none_or(|held| held.contains(&c.name.column));
        known && table.has_words(c.name, &said.words) && period_fits(table.names, level_time, c.name).is_some()
    };
    let mut out = columns(table, change.base, |c| is_level(&c));
    // Where several times may be meant, it is the latest.
    let latest = out.iter().filter_map(|p| year(p.0.name.period)).max();
    if subject.columns.is_none() && level_time.is_none() {
        out.retain(|p| year(p.0.name.period) == latest);
    }
    if matches!(change.base, Base::Plan(_)) {
        tell_plans_apart(table, mention, &mut out);
    }
    out.into_iter().map(|(a, b)| (a.name.column, b.name.column)).collect()
}

/// `đạt 100,1% dự toán xã giao` beside `Dự toán tỉnh giao` and `Dự toán xã giao`: the words behind the plan say which.
fn tell_plans_apart(table: &Beside<'_>, mention: &Mention<'_>, pairs: &mut Vec<(&Measured<'_>, &Measured<'_>)>) {
    let word = |i: usize| table.paragraph.word(i);
    let target = |i: &usize| word(*i).is_some_and(|w| w.cue == Some(Cue::Target));
    let Some(start) = mention.tail.clone().find(target) else { return };
    for text in (start..mention.tail.end).map_while(word).map(|w| w.text.as_ref()) {
        let says = |base: &Measured<'_>| base.name.all.contains(text);
        if pairs.iter().any(|p| says(p.1)) && !pairs.iter().all(|p| says(p.1)) {
            pairs.retain(|p| says(p.1));
        }
    }
}

/// Columns of results with the columns of their base: the plan, or the same thing at an earlier time.
pub fn columns<'t, 'a>(
    table: &'t Beside<'a>,
    base: Base,
    is_level: impl Fn(&Measured<'a>) -> bool,
) -> Vec<(&'t Measured<'a>, &'t Measured<'a>)> {
    let plain = |c: &&Measured<'a>| !c.name.plan && !c.name.change && !c.name.opening && is_level(c);
    let mut out = Vec::new();
    for level in table.columns.iter().filter(plain) {
        let is_base = |c: &&Measured<'_>| {
            let fits = match base {
                Base::Plan(time) => c.name.plan && fits_plan(time, level, c),
                Base::Time(period) => !c.name.plan && is_of(table, period, level, c),
            };
            fits && !c.name.change
                && c.name.column != level.name.column
                && Beside::one_thing(level, c)
                && table.one_unit(c.name.column, level.name.column)
        };
        out.extend(table.columns.iter().filter(is_base).map(|c| (level, c)));
    }
    // What a column of no name is made of is clearest where both say the same.
    let exact = |p: &(&Measured<'_>, &Measured<'_>)| p.0.core == p.1.core;
    if out.iter().any(exact) {
        out.retain(exact);
    }
    out
}

/// Whether a plan is that of a level, and of the time that is said.
fn fits_plan(time: Option<Period>, level: &Measured<'_>, plan: &Measured<'_>) -> bool {
    let (of_level, of_plan) = (year(level.name.period), year(plan.name.period));
    let one = of_level.is_none() || of_plan.is_none() || of_level == of_plan;
    one && time.is_none_or(|t| match t {
        Period::Year(said) => of_plan == Some(said) || (of_plan.is_none() && of_level == Some(said)),
        other => plan.name.period == Some(other),
    })
}

/// Whether a column is of the time that a level is compared with.
fn is_of(table: &Beside<'_>, base: Period, level: &Measured<'_>, column: &Measured<'_>) -> bool {
    let (own, other) = (level.name.period, column.name.period);
    let own_year = year(own).or(table.names.report_year);
    let before = |y: u16| own_year == Some(y + 1);
    let past = |p: Period| matches!(p, Period::SamePeriod | Period::PreviousYear);
    if own == other {
        // `Đầu năm`, `Cuối năm`
        return matches!(base, Period::YearStart) && column.name.opening && !level.name.opening;
    }
    match (base, other) {
        (Period::YearStart, _) => column.name.opening,
        (_, Some(other)) if base == other => true,
        (Period::Year(y), Some(other)) if past(other) => before(y),
        // `cùng kỳ năm 2024` of `11 tháng 2025` beside `11 tháng 2024`
        (Period::Year(y), Some(other)) if year(Some(other)) == Some(y) => {
            before(y) && own.is_some_and(|p| one_span(p, other))
        }
        (base, Some(Period::Year(y))) if past(base) => before(y) && own.is_some_and(|p| matches!(p, Period::Year(_))),
        (base, Some(other)) => past(base) && past(other),
        _ => false,
    }
}

/// Whether two times are the same part of their years.
fn one_span(a: Period, b: Period) -> bool {
    match (a, b) {
        (Period::Month { month: a, .. }, Period::Month { month: b, .. }) => a == b,
        (Period::Months { count: a, .. }, Period::Months { count: b, .. }) => a == b,
        (Period::Quarter { quarter: a, .. }, Period::Quarter { quarter: b, .. }) => a == b,
        _ => false,
    }
}

/// What the figure may be by one pair of columns.
fn candidates(
    table: &Beside<'_>,
    (row, level, base): (usize, usize, usize),
    stated: &Figure,
    way: Way,
    (now, before): (&Figure, &Figure),
) -> Vec<Candidate> {
    let mut out = Vec::new();
    let hundred = Exact::int(100);
    let sign = if way == Way::Down { Exact::int(-1) } else { Exact::ONE };
    let shown = |f: &Figure| f.printed.show_rounded(f.decimals);
    let mut add = |computed: Option<(Exact, Exact)>, working: String| {
        let at = table.at(row, base);
        out.extend(computed.map(|(value, slack)| Candidate { value, slack, at, working }));
    };
    let (a, b) = (shown(now), shown(before));
    let signed = |computed: Option<(Exact, Exact)>| {
        let (value, slack) = computed?;
        let value = value.mul(sign)?;
        Some((if way == Way::Apart { value.abs() } else { value }, slack))
    };
    let rates = table.is_rate(level) || now.is_rate();
    if stated.is_rate() {
        let ratio = percentage(now, before);
        let growth = ratio.and_then(|(v, s)| Some((v.sub(hundred)?, s)));
        if way == Way::Reached || way == Way::Over {
            add(ratio, format!("{a} / {b}"));
        }
        if way != Way::Reached && stated.unit.dimension != Dimension::PercentPoint {
            // money grows in prices of its own year
            out_of_prices(table, now, way).then(|| add(signed(growth), format!("({a} - {b}) / {b}")));
        }
        if rates {
            add(signed(difference(now, before)), format!("{a} - {b}"));
        }
        if way == Way::Over {
            out.rotate_left(1);
        }
    } else if same_kind(stated.unit.dimension, now.unit.dimension) || now.unit.dimension == Dimension::None {
        let (now, before) = (scaled(stated, now.clone()), scaled(stated, before.clone()));
        add(signed(difference(&now, &before)), format!("{a} - {b}"));
    }
    out
}

/// Whether a growth in percent may be computed: values of production grow in constant prices.
fn out_of_prices(table: &Beside<'_>, now: &Figure, way: Way) -> bool {
    let priced = table.names_prices;
    way == Way::Over || now.unit.dimension != Dimension::Dong || !priced
}

/// How many different years words name.
fn years_in(table: &Beside<'_>, words: Range<usize>) -> usize {
    let time = |i: usize| match table.paragraph.pieces.get(i) {
        Some(Piece::Time(Period::Year(year), _)) => Some(*year),
        _ => None,
    };
    words.filter_map(time).collect::<BTreeSet<u16>>().len()
}
