//! Claims over time: averages, growth rates, from–to, stocks raised to a level;
//! and fractions that stand alone.

use super::fit::{Fit, fit};
use super::items::{Item, Passage, Separator, Value};
use super::words;
use super::{Binding, Claim, ClaimKind, Completeness, Operand, Relation, Role, Step};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Period, Token, TokenKind};
use crate::lexicon;

/// How many items back a total or base is looked for.
const REACH: usize = 5;

/// Reads the claims over time of a passage.
pub fn series(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    for (index, item) in passage.items.items.iter().enumerate() {
        match item.value {
            Value::One(f) => {
                let Some(figure) = passage.figure(f) else { continue };
                average(passage, index, item, figure, claims);
                average_of_bracket(passage, index, item, figure, claims);
                growth(passage, index, item, figure, claims);
                from_to(passage, index, item, figure, claims);
                merged(passage, index, item, figure, claims);
                raised_to(passage, index, item, figure, claims);
                product(passage, index, item, figure, claims);
            }
            Value::Fraction(a, b) => alone(passage, index, item, a, b, claims),
            Value::Range(..) => {}
        }
    }
    shares_of_one_whole(passage, claims);
    run_of_years(passage, claims);
}

fn before<'p>(passage: &'p Passage<'_>, index: usize) -> impl Iterator<Item = (usize, &'p Item, &'p Figure)> {
    (index.saturating_sub(REACH)..index).rev().filter_map(move |i| {
        let item = passage.item(i)?;
        match item.value {
            Value::One(f) => Some((i, item, passage.figure(f)?)),
            _ => None,
        }
    })
}

/// `31 tỷ đồng, bình quân mỗi năm đạt 6,2 tỷ đồng`
fn average(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, claims: &mut Vec<Claim>) {
    if !item.cues.has(Cue::Average) || item.cues.has(Cue::Growth) {
        return;
    }
    let falls = matches!(item.verb, Some(Cue::Increase | Cue::Decrease));
    if falls {
        return average_change(passage, index, item, figure, claims);
    }
    if figure.is_rate() {
        return;
    }
    let yearly = item.cues.has(Cue::PerYear) || item.after.has(Cue::PerYear) || figure.unit.key.ends_with("/năm");
    let monthly = item.cues.has(Cue::PerMonth) || item.after.has(Cue::PerMonth) || figure.unit.key.ends_with("/tháng");
    if yearly == monthly {
        return;
    }
    let single = per_year_stripped(figure);
    // `trồng được 2.150 ha rừng (bình quân 430 ha/năm)`
    let host = passage.items.groups.get(item.group as usize).and_then(|g| g.host);
    let mut wholes: Vec<(&Item, &Figure)> = before(passage, index)
        .filter(|(i, other, whole)| {
            other.sentence + 1 >= item.sentence
                && (other.group == item.group || host == Some(*i))
                && !other.cues.has(Cue::Average)
                && !matches!(other.verb, Some(Cue::Increase | Cue::Decrease))
                && fit(whole, &single) >= Fit::Elided
                && whole.value() > figure.value()
        })
        .map(|(_, other, whole)| (other, whole))
        .collect();
    // Behind a list of parts the average is that of the total, which stands first.
    let listed = wholes.iter().any(|(x, _)| x.cues.any(&[Cue::Comprise, Cue::OfWhich]) || x.after_colon);
    if listed {
        wholes.reverse();
    }
    let Some(&(total, whole)) = wholes.first() else { return };
    let span = if monthly { months_named(passage, total, item) } else { Some(years_named(passage, total, item)) };
    let Some((from, to)) = span else { return };
    let per = if monthly { Step::Month } else { Step::Year };
    let stated = Operand::new(Role::Stated, figure, item.period);
    let operands = vec![stated.clone(), Operand::new(Role::Whole, whole, total.period)];
    let range = whole.range.cover(figure.range);
    let mut claim = Claim::new(ClaimKind::Average, Relation::Average { from, to, per }, range, operands);
    claim.alternatives =
        wholes.iter().skip(1).map(|(x, w)| vec![stated.clone(), Operand::new(Role::Whole, w, x.period)]).collect();
    claim.indicator = passage.indicator(total);
    if item.subject && item.separator >= Separator::Semicolon {
        claim.binding = Binding::Likely;
    }
    claims.push(claim);
}

/// `giảm từ 47,4% năm 2020 xuống còn 21,3% năm 2025 …, bình quân giảm 5,22%/năm`
fn average_change(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, claims: &mut Vec<Claim>) {
    let mut earlier = before(passage, index)
        .filter(|(_, other, f)| other.sentence + 1 >= item.sentence && fit(f, figure) >= Fit::Elided);
    let Some((to_index, to, level)) = earlier.next() else { return };
    if !matches!(to.verb, Some(Cue::To | Cue::Remaining)) {
        return;
    }
    let Some((_, from, base)) =
        before(passage, to_index).find(|(_, x, f)| x.cues.has(Cue::From) && fit(f, level) >= Fit::Elided)
    else {
        return;
    };
    let (low, high) = match (from.period, to.period) {
        (Some(Period::Year(a)), Some(Period::Year(b))) if b > a && b - a < 30 => {
            ((b - a).saturating_sub(1).max(1) as u8, (b - a + 1) as u8)
        }
        _ => (2, 10),
    };
    let operands = vec![
        Operand::new(Role::Stated, figure, item.period),
        Operand::new(Role::Level, level, to.period),
        Operand::new(Role::Base, base, from.period),
    ];
    let range = base.range.cover(figure.range);
    let mut claim = Claim::new(ClaimKind::Average, Relation::AverageChange { from: low, to: high }, range, operands);
    claim.upward = Some(item.verb == Some(Cue::Increase));
    claims.push(claim);
}

/// `518 lao động/năm (năm 2020: 132 lao động; năm 2021: 140 lao động; …)`
fn average_of_bracket(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, claims: &mut Vec<Claim>) {
    let yearly = figure.unit.key.ends_with("/năm")
        || item.cues.any(&[Cue::PerYear, Cue::Average])
        || item.after.has(Cue::PerYear);
    if !yearly {
        return;
    }
    let Some(group) = passage.items.bracket_behind(index) else { return };
    let members: Vec<&Item> = passage.items.of_group(group).map(|(_, i)| i).collect();
    let years = members.iter().filter(|i| matches!(i.period, Some(Period::Year(_)))).count();
    if members.len() < 3 || years != members.len() {
        return;
    }
    let single = per_year_stripped(figure);
    let mut operands = vec![Operand::new(Role::Stated, figure, item.period)];
    for member in &members {
        let Some(part) = passage.first(member) else { return };
        if fit(part, &single) < Fit::Kin {
            return;
        }
        operands.push(Operand::new(Role::Part, part, member.period));
    }
    let range = operands.iter().map(|o| o.figure.range).fold(figure.range, crate::document::TextRange::cover);
    claims.push(Claim::new(ClaimKind::Average, Relation::Mean, range, operands));
}

/// A figure `518 lao động/năm` as the `518 lao động` it is an average of.
fn per_year_stripped(figure: &Figure) -> Figure {
    let mut figure = figure.clone();
    if figure.unit.dimension == Dimension::PerUnit
        && let Some(key) = ["/năm", "/tháng"]
            .iter()
            .find_map(|s| figure.unit.key.strip_suffix(s))
            .filter(|k| !k.contains('/'))
            .map(str::to_string)
    {
        figure.unit.dimension = if key.ends_with("đồng") { Dimension::Dong } else { Dimension::Count };
        figure.unit.key = key;
    }
    figure
}

/// How many months an average may be over: those named in its sentence, or those of a named year.
fn months_named(passage: &Passage<'_>, total: &Item, item: &Item) -> Option<(u8, u8)> {
    let months = |period: Option<Period>| match period {
        Some(Period::Months { count, .. }) => Some(count),
        Some(Period::Quarter { .. }) => Some(3),
        Some(Period::Year(_)) => Some(12),
        _ => None,
    };
    let own = passage.own(item).find_map(|t| match t.kind {
        TokenKind::Period(p @ (Period::Months { .. } | Period::Quarter { .. })) => months(Some(p)),
        _ => None,
    });
    let n = own.or_else(|| months(total.period))?;
    (n >= 2).then_some((n, n))
}

/// How many years an average may be over: the years named, or what is usual.
fn years_named(passage: &Passage<'_>, total: &Item, item: &Item) -> (u8, u8) {
    let start = total.lead.start;
    let tokens = passage.lexed.tokens.get(start..item.token).unwrap_or_default();
    let mut found = None;
    for token in tokens {
        match token.kind {
            TokenKind::Period(Period::Years { from, to, kind: _ }) if to > from && to - from < 30 => {
                let n = (to - from) as u8;
                found = Some((n, n + 1));
            }
            TokenKind::Period(Period::Span { years }) => found = Some((years, years)),
            _ => {}
        }
    }
    found.unwrap_or((2, 10))
}

/// `tăng trưởng bình quân … 3,6%/năm` behind a level with its increase over a base year.
fn growth(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, claims: &mut Vec<Claim>) {
    // `tăng từ 10.000 con năm 2019 lên 14.641 con năm 2023, tăng bình quân 10%/năm`
    let rises = item.verb == Some(Cue::Increase)
        && index.checked_sub(1).and_then(|i| passage.item(i)).is_some_and(|x| {
            x.verb == Some(Cue::To) && x.sentence == item.sentence && passage.first(x).is_some_and(|f| !f.is_rate())
        });
    if !figure.is_rate() || !item.cues.has(Cue::Average) || !(item.cues.has(Cue::Growth) || rises) {
        return;
    }
    let near: Vec<(usize, &Item, &Figure)> =
        before(passage, index).filter(|(_, x, _)| x.sentence == item.sentence).collect();
    // A level and the absolute increase attached to it, whose years are named.
    for (n, &(change_index, change, amount)) in near.iter().enumerate() {
        if !matches!(change.verb, Some(Cue::Increase | Cue::Decrease)) || amount.is_rate() {
            continue;
        }
        let Some(&(_, level_item, level)) = near
            .iter()
            .skip(n + 1)
            .find(|(i, x, _)| *i < change_index && !matches!(x.verb, Some(Cue::Increase | Cue::Decrease)))
        else {
            continue;
        };
        let (Some(Period::Year(from)), Some(to)) = (change.base, year_of(passage, level_item)) else { continue };
        if to <= from || to - from > 30 || fit(level, amount) < Fit::Elided {
            continue;
        }
        let operands = vec![
            Operand::new(Role::Stated, figure, item.period),
            Operand::new(Role::Level, level, level_item.period),
            Operand::new(Role::Change, amount, change.base),
        ];
        let range = level.range.cover(figure.range);
        let mut claim =
            Claim::new(ClaimKind::GrowthRate, Relation::GrowthRate { years: (to - from) as u8 }, range, operands);
        claim.upward = Some(change.verb == Some(Cue::Increase));
        claim.indicator = passage.indicator(level_item);
        claims.push(claim);
        return;
    }
    if let Some(claim) = growth_of_levels(item, figure, &near) {
        claims.push(claim);
        return;
    }
    let range = figure.range;
    claims.push(Claim::new(
        ClaimKind::GrowthRate,
        Relation::GrowthRate { years: 0 },
        range,
        vec![Operand::new(Role::Stated, figure, item.period)],
    ));
}

/// `năm 2021 là 498,2 tỷ đồng, đến năm 2024 là 641,25 tỷ đồng, tốc độ tăng bình quân 8,8%/năm`
fn growth_of_levels(item: &Item, figure: &Figure, near: &[(usize, &Item, &Figure)]) -> Option<Claim> {
    let mut levels = near.iter().filter(|(_, x, f)| {
        matches!(x.period, Some(Period::Year(_)))
            && !f.is_rate()
            && !matches!(x.verb, Some(Cue::Increase | Cue::Decrease))
    });
    let (&(_, last, level), &(_, first, base)) = (levels.next()?, levels.next()?);
    let (Some(Period::Year(from)), Some(Period::Year(to))) = (first.period, last.period) else { return None };
    if to <= from || to - from > 30 || fit(level, base) != Fit::Same {
        return None;
    }
    let operands = vec![
        Operand::new(Role::Stated, figure, item.period),
        Operand::new(Role::Level, level, last.period),
        Operand::new(Role::Base, base, first.period),
    ];
    let range = base.range.cover(figure.range);
    let mut claim =
        Claim::new(ClaimKind::GrowthRate, Relation::GrowthRate { years: (to - from) as u8 }, range, operands);
    claim.upward = Some(true);
    Some(claim)
}

/// A year further away belongs to something else.
const FAR: usize = 400;

fn year_of(passage: &Passage<'_>, item: &Item) -> Option<u16> {
    if let Some(Period::Year(y)) = item.period {
        return Some(y);
    }
    let tokens = passage.lexed.tokens.get(..item.token)?;
    tokens.iter().rev().take(FAR).take_while(|t| t.kind != TokenKind::SentenceEnd).find_map(|t| match t.kind {
        TokenKind::Period(Period::Year(y)) => Some(y),
        _ => None,
    })
}

/// `sáp nhập 06 trường học thành 03`: several become fewer.
fn merged(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, claims: &mut Vec<Claim>) {
    let words = |tokens: &[Token]| match (tokens.first(), tokens.last()) {
        (Some(a), Some(b)) => lexicon::fold(passage.document.slice(a.range.cover(b.range))),
        _ => String::new(),
    };
    let Some(previous) = index.checked_sub(1).and_then(|i| passage.item(i)) else { return };
    let (Value::One(f), Separator::None) = (previous.value, item.separator) else { return };
    let Some(base) = passage.figure(f).filter(|b| b.is_count() && figure.is_count()) else { return };
    let before = passage.lexed.tokens.get(previous.own.clone()).map_or_else(String::new, words);
    let between = passage.lexed.tokens.get(item.own.clone()).unwrap_or_default();
    let last = between.last().map_or_else(String::new, |t| words(std::slice::from_ref(t)));
    if fit(base, figure) < Fit::Elided || !words::merges(&before, &last) {
        return;
    }
    let operands = vec![Operand::new(Role::Level, figure, None), Operand::new(Role::Base, base, None)];
    let mut claim = Claim::new(ClaimKind::FromTo, Relation::Direction, base.range.cover(figure.range), operands);
    claim.upward = Some(false);
    claims.push(claim);
}

/// The least number of values that make a run.
const RUN: usize = 4;

/// `Năm 2021 đạt 82.508 con, năm 2022 đạt 84.218 con, …`: the values of a run of years.
fn run_of_years(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    let mut run: Vec<Operand> = Vec::new();
    let mut flush = |run: &mut Vec<Operand>| {
        if let (Some(first), Some(last)) = (run.first(), run.last())
            && run.len() >= RUN
        {
            let range = first.figure.range.cover(last.figure.range);
            claims.push(Claim::new(ClaimKind::Series, Relation::Run, range, run.clone()));
        }
        run.clear();
    };
    for (_, item) in passage.items.of_group(0) {
        let (Some(Period::Year(year)), Some(figure)) = (item.period, passage.first(item)) else { continue };
        let level =
            matches!(item.verb, None | Some(Cue::Reach)) && !figure.is_rate() && matches!(item.value, Value::One(_));
        let follows = run.last().is_none_or(|l| {
            l.period == Some(Period::Year(year - 1))
                && fit(&l.figure, figure) >= Fit::Elided
                && l.figure.is_count() == figure.is_count()
        });
        if !level {
            continue;
        }
        if !follows {
            flush(&mut run);
        }
        run.push(Operand::new(Role::Term, figure, item.period));
    }
    flush(&mut run);
}

/// `giảm từ 18,4% năm 2020 xuống còn 9,1% năm 2024`
fn from_to(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, claims: &mut Vec<Claim>) {
    if !matches!(item.verb, Some(Cue::To | Cue::Remaining)) || item.separator > Separator::Comma {
        return;
    }
    let Some(previous) = index.checked_sub(1).and_then(|i| passage.item(i)) else { return };
    let Value::One(f) = previous.value else { return };
    let Some(base) = passage.figure(f) else { return };
    if previous.group != item.group
        || previous.sentence != item.sentence
        || !previous.cues.has(Cue::From)
        || fit(base, figure) < Fit::Elided
    {
        return;
    }
    let lead = passage.lexed.tokens.get(previous.own.start..item.token).unwrap_or_default();
    let says = |cue| lead.iter().any(|t| t.kind == TokenKind::Cue(cue));
    let mut claim = Claim::new(
        ClaimKind::FromTo,
        Relation::Direction,
        base.range.cover(figure.range),
        vec![Operand::new(Role::Level, figure, item.period), Operand::new(Role::Base, base, previous.period)],
    );
    claim.upward = match (says(Cue::Increase), says(Cue::Decrease)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    };
    // `giảm từ 5% đến 10% số vụ`: how far it may fall, not from where to where.
    let link = passage.own(item).last().map(|t| lexicon::fold(passage.document.slice(t.range)));
    let bounds = previous.period.is_none() && item.period.is_none() && link.is_some_and(|l| words::bounds_range(&l));
    if bounds && claim.upward.is_some() {
        return;
    }
    claim.indicator = passage.indicator(previous);
    claims.push(claim);
    // `tăng 12 xã (từ 34 xã lên 46 xã)`
    let host = passage.items.groups.get(item.group as usize).and_then(|g| passage.item(g.host.filter(|_| g.adjacent)?));
    let Some((host, Value::One(change))) = host.map(|h| (h, h.value)) else { return };
    let Some(change) = passage.figure(change) else { return };
    let changes = matches!(host.verb, Some(Cue::Increase | Cue::Decrease));
    if changes
        && !host.cues.has(Cue::Average)
        && fit(change, figure) == Fit::Same
        && change.is_rate() == figure.is_rate()
    {
        let (kind, relation) = if figure.is_rate() {
            (ClaimKind::PercentPoints, Relation::Points)
        } else {
            (ClaimKind::Increase, Relation::Change)
        };
        let operands = vec![
            Operand::new(Role::Stated, change, None),
            Operand::new(Role::Level, figure, item.period),
            Operand::new(Role::Base, base, previous.period),
        ];
        let mut claim = Claim::new(kind, relation, change.range.cover(figure.range), operands);
        claim.upward = Some(host.verb == Some(Cue::Increase));
        claim.indicator = passage.indicator(host);
        claims.push(claim);
    }
}

/// `kết nạp 56 đoàn viên mới, nâng tổng số lên 1.943 đoàn viên`
fn raised_to(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, claims: &mut Vec<Claim>) {
    let raised = item.cues.has(Cue::RaiseTo)
        || item.cues.has(Cue::Increase) && item.cues.has(Cue::Total) && item.verb == Some(Cue::To);
    if !raised || figure.is_rate() {
        return;
    }
    let Some((_, added_item, added)) = before(passage, index).next() else { return };
    let joined = added_item.sentence == item.sentence && added_item.group == item.group;
    if !joined || fit(added, figure) < Fit::Kin || added.is_rate() || added.value() > figure.value() {
        return;
    }
    let operands =
        vec![Operand::new(Role::Stated, added, added_item.period), Operand::new(Role::Level, figure, item.period)];
    let mut claim = Claim::new(ClaimKind::Increase, Relation::Change, added.range.cover(figure.range), operands);
    claim.upward = Some(true);
    claim.indicator = passage.indicator(added_item);
    claims.push(claim);
}

/// `diện tích 120 ha, năng suất 55,2 tạ/ha, sản lượng 662,4 tấn`
fn product(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, claims: &mut Vec<Claim>) {
    if figure.unit.dimension != Dimension::Mass
        || item.separator > Separator::Semicolon
        || !matches!(item.verb, None | Some(Cue::Reach))
    {
        return;
    }
    let mut areas: Vec<&Figure> = Vec::new();
    let mut rate = None;
    for (_, other, f) in before(passage, index) {
        if other.sentence != item.sentence {
            break;
        }
        let changes = matches!(other.verb, Some(Cue::Increase | Cue::Decrease | Cue::Remaining));
        if other.group != item.group || changes {
            continue;
        }
        match f.unit.dimension {
            // The output of another crop: what stands before it is no longer ours.
            Dimension::Mass => break,
            Dimension::Area => areas.push(f),
            Dimension::PerUnit
                if rate.is_none()
                    && f.unit.key.ends_with("/ha")
                    // Yields are printed in a hundred or a thousand kilograms; money and heads are not.
                    && (f.unit.factor == Exact::HUNDRED || f.unit.factor == Exact::int(1000)) =>
            {
                rate = Some(f)
            }
            _ => {}
        }
    }
    let Some(rate) = rate else { return };
    let mut readings = areas.iter().map(|area| {
        vec![
            Operand::new(Role::Stated, figure, None),
            Operand::new(Role::Whole, area, None),
            Operand::new(Role::Divisor, rate, None),
        ]
    });
    let Some(operands) = readings.next() else { return };
    let range = operands.iter().fold(rate.range, |r, o| r.cover(o.figure.range));
    let mut claim = Claim::new(ClaimKind::CrossReference, Relation::Product, range, operands);
    claim.alternatives = readings.collect();
    claims.push(claim);
}

/// `đạt 93% (53/57 trạm)`: the percentage stands before its fraction.
fn rate_before_fraction<'p>(passage: &'p Passage<'_>, index: usize, item: &Item) -> Option<&'p Figure> {
    let group = passage.items.groups.get(item.group as usize)?;
    let host = passage.item(group.host.filter(|_| group.adjacent)?)?;
    let first = passage.items.of_group(item.group).next().is_some_and(|(i, _)| i == index);
    let says = matches!(host.verb, None | Some(Cue::Reach | Cue::Share)) && !host.cues.has(Cue::Average);
    // Behind another fraction the percentage belongs to that one.
    let taken = group.host.and_then(|h| h.checked_sub(1)).and_then(|i| passage.item(i)).is_some_and(|x| {
        matches!(x.value, Value::Fraction(..)) && x.sentence == host.sentence && host.separator <= Separator::Comma
    });
    let Value::One(f) = host.value else { return None };
    passage.figure(f).filter(|f| f.is_rate() && first && says && !taken)
}

/// `đạt 95,1%, tương ứng 5.146/5.412 người`
fn rate_in_other_words<'p>(passage: &'p Passage<'_>, index: usize, item: &Item) -> Option<&'p Figure> {
    let earlier = passage.item(index.checked_sub(1)?)?;
    let near = earlier.group == item.group
        && earlier.sentence == item.sentence
        && item.separator <= Separator::Comma
        && item.verb.is_none()
        && item.cues.has(Cue::Corresponding);
    let says = matches!(earlier.verb, None | Some(Cue::Reach | Cue::Share));
    passage.first(earlier).filter(|f| near && says && f.is_rate())
}

/// `12/12 xã` without a percentage: the part may not exceed the whole.
fn alone(passage: &Passage<'_>, index: usize, item: &Item, upper: u32, lower: u32, claims: &mut Vec<Claim>) {
    let (Some(a), Some(b)) = (passage.figure(upper), passage.figure(lower)) else { return };
    let kinds = fit(a, b);
    let next = passage.item(index + 1);
    let planned = item.cues.any(&[Cue::Target, Cue::Exceed, Cue::Given])
        || item.after.any(&[Cue::Target, Cue::Exceed, Cue::Given]);
    let rated = next.is_some_and(|n| {
        n.sentence == item.sentence && passage.first(n).is_some_and(Figure::is_rate) && n.separator <= Separator::Comma
    });
    if kinds < Fit::Elided {
        return;
    }
    let rate = rate_before_fraction(passage, index, item).or_else(|| rate_in_other_words(passage, index, item));
    if let Some(rate) = rate {
        let operands = vec![
            Operand::new(Role::Stated, rate, item.period),
            Operand::new(Role::Part, a, item.period),
            Operand::new(Role::Whole, b, item.period),
        ];
        claims.push(Claim::new(ClaimKind::Share, Relation::Share, rate.range.cover(b.range), operands));
        return;
    }
    let range = a.range.cover(b.range);
    let operands = vec![Operand::new(Role::Part, a, item.period), Operand::new(Role::Whole, b, item.period)];
    let mut claim = Claim::new(ClaimKind::Share, Relation::Share, range, operands);
    claim.indicator = passage.indicator(item);
    let certain = a.is_count() && b.is_count() && !planned && !rated;
    claim.binding = if certain { Binding::Sure } else { Binding::Likely };
    claims.push(claim);
}

/// `nông nghiệp chiếm 30%, công nghiệp chiếm 40%, dịch vụ chiếm 35%`: shares of
/// one whole may not come to more than it.
fn shares_of_one_whole(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    let shares: Vec<&Item> = passage.items.of_group(0).map(|(_, i)| i).collect();
    let mut run: Vec<&Item> = Vec::new();
    let mut flush = |run: &mut Vec<&Item>| {
        let figures: Vec<&Figure> = run.iter().filter_map(|i| passage.first(i)).collect();
        if let (Some(first), Some(last)) = (figures.first(), figures.last())
            && figures.len() >= 3
        {
            let operands = figures.iter().map(|f| Operand::new(Role::Part, f, None)).collect();
            let range = first.range.cover(last.range);
            claims.push(Claim::new(ClaimKind::Sum, Relation::SharesTotal(Completeness::Unknown), range, operands));
        }
        run.clear();
    };
    for item in shares {
        let share = item.verb == Some(Cue::Share)
            && passage.first(item).is_some_and(|f| f.unit.dimension == Dimension::Percent && f.hedge.is_none());
        let joins = run
            .last()
            .is_none_or(|l| l.sentence == item.sentence && item.separator < Separator::Sentence && item.subject);
        if share && joins && !item.cues.has(Cue::Attribute) {
            run.push(item);
        } else {
            flush(&mut run);
            if share {
                run.push(item);
            }
        }
    }
    flush(&mut run);
}
