//! Values in order: `các năm 2022, 2023, 2024 lần lượt đạt 12; 15; 18 tấn, tăng 2; 3; 3 tấn so với năm trước`,
//! `lần lượt là 24 dự án và 1.260 tỷ đồng, tăng lần lượt 20% và 5% so với năm 2022 (20 dự án, 1.200 tỷ đồng)`.
//! A list that `lần lượt` opens is read as one, place by place with the lists before it: its changes, the years
//! it goes through, areas with yields and outputs.

mod moved;
mod shares;

use super::fit::{Fit, fit};
use super::items::{Item, Passage, Separator, Value};
use super::{Claim, ClaimKind, Operand, Relation, Role};
use crate::document::TextRange;
use crate::figures::{Cue, Dimension, Figure, Period, TokenKind};
use std::collections::BTreeSet;
use std::ops::Range;

/// The longest list that is read.
const LONGEST: usize = 16;

/// Values in order, with what is said of all of them.
struct Vector<'p> {
    /// Index of the first item.
    first: usize,
    /// Index of the last item.
    last: usize,
    item: &'p Item,
    values: Vec<Figure>,
    /// The years it goes through, one a value.
    years: Vec<u16>,
    /// Whether `lần lượt` opens it.
    ordered: bool,
}

impl Vector<'_> {
    fn changes(&self) -> Option<bool> {
        match (self.item.verb, self.item.cues.has(Cue::Increase), self.item.cues.has(Cue::Decrease)) {
            (Some(Cue::Increase), ..) | (Some(Cue::Respectively), true, false) => Some(true),
            (Some(Cue::Decrease), ..) | (Some(Cue::Respectively), false, true) => Some(false),
            _ => None,
        }
    }

    /// `xuất sắc 03, tốt 12, hoàn thành 02; chiếm 17,6%, 70,6% và 11,8%`
    fn shares(&self) -> bool {
        let worded = !self.ordered && shares_of_several(self.item);
        (worded || self.item.group != 0) && self.values.iter().all(Figure::is_rate)
    }

    fn len(&self) -> usize {
        self.values.len()
    }

    fn get(&self, place: usize) -> Option<&Figure> {
        self.values.get(place)
    }
}

/// Adds what lists in order say, in place of what was read of their single values: the claims from `own` on are those
/// of the passage.
pub fn vectors(passage: &Passage<'_>, own: usize, claims: &mut Vec<Claim>) {
    let mut found = Vec::new();
    let last = passage.items.items.last().map_or(0, |x| x.sentence);
    for sentence in 0..=last {
        found.extend(moved::moved(passage, items_of(passage, sentence)));
        let all = of_sentence(passage, sentence);
        if !all.iter().any(|v| v.ordered || v.shares()) {
            continue;
        }
        for (n, vector) in all.iter().enumerate() {
            let before = all.get(..n).unwrap_or_default();
            match vector.changes() {
                Some(up) => found.extend(changes(passage, vector, up, before)),
                None => {
                    found.extend(products(vector, before));
                    found.extend(shares::shares(passage, vector, before));
                    found.extend(shares::of_named(passage, vector));
                }
            }
            found.extend(single_changes(passage, vector));
        }
    }
    let stated: BTreeSet<TextRange> = found.iter().filter_map(|c| c.get(Role::Stated)).map(|f| f.number).collect();
    if !found.is_empty() {
        let mut read = claims.split_off(own.min(claims.len()));
        read.retain(|c| !c.get(Role::Stated).is_some_and(|f| stated.contains(&f.number)) || is_sum(c));
        claims.extend(read);
        claims.extend(found);
    }
}

fn is_sum(claim: &Claim) -> bool {
    matches!(claim.relation, Relation::Sum(_) | Relation::Count { .. })
}

/// Which items stand in a sentence.
fn items_of(passage: &Passage<'_>, sentence: u32) -> Range<usize> {
    let items = &passage.items.items;
    items.partition_point(|x| x.sentence < sentence)..items.partition_point(|x| x.sentence <= sentence)
}

/// The lists of values of one sentence.
fn of_sentence<'p>(passage: &'p Passage<'_>, sentence: u32) -> Vec<Vector<'p>> {
    let Range { start, end } = items_of(passage, sentence);
    let mut out: Vec<Vector<'p>> = Vec::new();
    let mut at = start;
    while at < end {
        let next = read(passage, at, end, out.last().map_or(start, |v| v.last + 1));
        at = next.as_ref().map_or(at, |v| v.last) + 1;
        out.extend(next);
    }
    out
}

/// Whether the words before a rate may open those of all parts listed before.
fn shares_of_several(item: &Item) -> bool {
    matches!(item.verb, Some(Cue::Share | Cue::Reach | Cue::Equal) | None)
        && (item.verb == Some(Cue::Share) || item.cues.has(Cue::RateNoun))
}

/// The list that begins with an item: `lần lượt` before it, or a change or a share before numbers with nothing between.
fn read<'p>(passage: &'p Passage<'_>, first: usize, end: usize, since: usize) -> Option<Vector<'p>> {
    let item = passage.item(first)?;
    let ordered = item.cues.any(&[Cue::Respectively, Cue::Corresponding]);
    let changes = matches!(item.verb, Some(Cue::Increase | Cue::Decrease));
    // `mầm non 4/7, tiểu học 6/8, THCS 3/4 (lần lượt 57,1%, 75,0%, 75,0%)`
    let rate = passage.first(item).is_some_and(Figure::is_rate);
    let opens = match item.group {
        0 => ordered || changes || shares_of_several(item),
        _ => rate && !changes && (ordered || shares_of_several(item) || item.own.is_empty()),
    };
    if !opens {
        return None;
    }
    let mut values = vec![one(passage, item)?.clone()];
    let mut last = first;
    for i in first + 1..end.min(first + LONGEST) {
        let next = passage.item(i)?;
        let joined = matches!(next.separator, Separator::And | Separator::Comma | Separator::Semicolon);
        let figure = one(passage, next);
        // `55,2%, 15,3% và 12,7%; 81,3 triệu USD còn lại …`: an amount goes on with something else.
        let alike = figure.is_some_and(|f| values.first().is_some_and(|v| v.is_rate() == f.is_rate()));
        let unitless = figure.is_some_and(|f| f.unit.dimension == Dimension::None);
        if next.group != item.group || !joined || !passage.is_bare(next) || !(alike || unitless) {
            break;
        }
        values.push(figure?.clone());
        last = i;
    }
    // `lần lượt đạt 12; 15; 18 tấn`: the last one has the unit for all.
    let with_unit = values.last()?.clone();
    for figure in &mut values {
        *figure = figure.in_unit_of(&with_unit);
    }
    let years = years(passage, since, item, values.len());
    (values.len() >= 2).then_some(Vector { first, last, item, values, years, ordered })
}

fn one<'p>(passage: &'p Passage<'_>, item: &Item) -> Option<&'p Figure> {
    match item.value {
        Value::One(f) => passage.figure(f),
        _ => None,
    }
}

/// The years named before a list, where there are as many as values.
fn years(passage: &Passage<'_>, since: usize, item: &Item, count: usize) -> Vec<u16> {
    let start = match since.checked_sub(1).and_then(|i| passage.item(i)) {
        Some(before) if before.sentence == item.sentence => before.token + 1,
        _ => item.lead.start,
    };
    let mut out = Vec::new();
    for token in passage.lexed.tokens.get(start..item.token).unwrap_or_default() {
        match token.kind {
            TokenKind::Period(Period::Year(year)) => out.push(year),
            TokenKind::Period(Period::Years { from, to, .. }) if to > from => out.extend(from..=to.min(from + 30)),
            _ => {}
        }
    }
    let follow = out.iter().zip(out.iter().skip(1)).all(|(a, b)| a + 1 == *b);
    if follow && out.len() == count { out } else { Vec::new() }
}

/// What a list of changes says of the list of levels before it.
fn changes(passage: &Passage<'_>, vector: &Vector<'_>, up: bool, before: &[Vector<'_>]) -> Vec<Claim> {
    // `tăng lần lượt 8% và 12% so với dự toán`: compared with something that is no time.
    let otherwise = passage
        .item(vector.last)
        .is_some_and(|x| x.after.any(&[Cue::Target, Cue::Given]) || x.after.has(Cue::ComparedWith) && x.base.is_none());
    if otherwise {
        return Vec::new();
    }
    let mut levels = before.iter().rev().filter(|v| v.changes().is_none() && v.ordered);
    let Some(nearest) = levels.next() else { return Vec::new() };
    let inside = in_bracket(passage, vector.last);
    let mut pairs: Vec<(usize, &Figure, &Figure, &Figure)> = Vec::new();
    let earlier = levels.next().filter(|v| v.len() == nearest.len());
    if inside.len() == vector.len() && nearest.len() == vector.len() {
        let all = vector.values.iter().zip(&nearest.values).zip(inside);
        pairs.extend(all.enumerate().map(|(n, ((c, l), b))| (n, c, l, b)));
    } else if let Some(other) = earlier.filter(|_| nearest.len() == vector.len()) {
        // Which of the two lists is the earlier one, their times say.
        let (level, base) = match (nearest.item.period, other.item.period) {
            (Some(Period::Year(a)), Some(Period::Year(b))) if b < a => (nearest, other),
            (Some(Period::Year(a)), Some(Period::Year(b))) if a < b => (other, nearest),
            (Some(p), q) if p.is_past() && !q.is_some_and(Period::is_past) => (other, nearest),
            (p, Some(q)) if q.is_past() && !p.is_some_and(Period::is_past) => (nearest, other),
            _ => return Vec::new(),
        };
        let all = vector.values.iter().zip(&level.values).zip(&base.values);
        pairs.extend(all.enumerate().map(|(n, ((c, l), b))| (n, c, l, b)));
    } else if !nearest.years.is_empty() {
        // `tăng 2; 3; 3 tấn`: each from the year before; the first may have none, or one outside the text.
        let skip = match nearest.len().checked_sub(vector.len()) {
            Some(gap @ (0 | 1)) => 1 - gap,
            _ => return Vec::new(),
        };
        for (n, change) in vector.values.iter().enumerate().skip(skip) {
            let place = n + 1 - skip;
            if let (Some(level), Some(base)) = (nearest.get(place), nearest.get(place.wrapping_sub(1))) {
                pairs.push((n, change, level, base));
            }
        }
    }
    pairs.into_iter().filter_map(|(_, c, l, b)| change(c, l, b, up)).collect()
}

/// The claim that a level is so much above or below its base.
fn change(change: &Figure, level: &Figure, base: &Figure, up: bool) -> Option<Claim> {
    let alike = fit(level, base) >= Fit::Kin;
    let (kind, relation) = match (change.is_rate(), level.is_rate()) {
        (true, false) => (ClaimKind::PercentChange, Relation::PercentChange),
        (_, true) => (ClaimKind::PercentPoints, Relation::Points),
        (false, false) if fit(change, level) >= Fit::Kin => (ClaimKind::Increase, Relation::Change),
        _ => return None,
    };
    let operands = vec![
        Operand::new(Role::Stated, &Figure { negative: false, ..change.clone() }, None),
        Operand::new(Role::Level, level, None),
        Operand::new(Role::Base, base, None),
    ];
    let range = operands.iter().fold(change.range, |r, o| r.cover(o.figure.range));
    let mut claim = Claim::new(kind, relation, range, operands);
    claim.upward = Some(up);
    alike.then_some(claim)
}

/// The figures of the bracket right behind an item.
fn in_bracket<'p>(passage: &'p Passage<'_>, index: usize) -> Vec<&'p Figure> {
    let Some(group) = passage.items.bracket_behind(index) else { return Vec::new() };
    passage.items.of_group(group).filter_map(|(_, x)| one(passage, x)).collect()
}

/// `lần lượt đạt 12; 14; 17 nghìn tấn, năm 2023 tăng 2 nghìn tấn`: a change names the year of the list.
fn single_changes(passage: &Passage<'_>, vector: &Vector<'_>) -> Vec<Claim> {
    let mut out = Vec::new();
    if vector.years.is_empty() {
        return out;
    }
    for (_, item) in passage.items.from(0, vector.last + 1).take(LONGEST) {
        let (Some(Period::Year(year)), Some(figure)) = (item.period, one(passage, item)) else { continue };
        if item.sentence != vector.item.sentence {
            break;
        }
        let up = match item.verb {
            Some(Cue::Increase) => true,
            Some(Cue::Decrease) => false,
            _ => continue,
        };
        let from = match item.base {
            None | Some(Period::PreviousYear | Period::Previous) => year.checked_sub(1),
            Some(Period::Year(base)) => Some(base),
            _ => None,
        };
        // `năm 2023 tăng 12% diện tích thâm canh`: of something else.
        let behind = passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default().first();
        if behind.is_some_and(|t| matches!(t.kind, TokenKind::Word | TokenKind::Cue(Cue::RateNoun | Cue::Total))) {
            continue;
        }
        let at = |year: u16| vector.get(vector.years.iter().position(|y| *y == year)?);
        if let (Some(level), Some(base)) = (at(year), from.and_then(at)) {
            out.extend(change(figure, level, base, up));
        }
    }
    out
}

/// `diện tích lần lượt …; năng suất lần lượt …; sản lượng lần lượt …`
fn products(output: &Vector<'_>, before: &[Vector<'_>]) -> Vec<Claim> {
    let of = |v: &Vector<'_>, dimension| v.values.iter().all(|f| f.unit.dimension == dimension);
    let wanted = |dimension| before.iter().rev().take(2).find(|v| v.len() == output.len() && of(v, dimension));
    if !of(output, Dimension::Mass) {
        return Vec::new();
    }
    let (Some(areas), Some(yields)) = (wanted(Dimension::Area), wanted(Dimension::PerUnit)) else { return Vec::new() };
    if !yields.values.iter().all(super::series::is_yield) || areas.first > yields.first && areas.first > output.first {
        return Vec::new();
    }
    let all = output.values.iter().zip(&areas.values).zip(&yields.values);
    all.map(|((mass, area), rate)| {
        let operands = vec![
            Operand::new(Role::Stated, mass, None),
            Operand::new(Role::Whole, area, None),
            Operand::new(Role::Divisor, rate, None),
        ];
        let range = operands.iter().fold(mass.range, |r, o| r.cover(o.figure.range));
        Claim::new(ClaimKind::CrossReference, Relation::Product, range, operands)
    })
    .collect()
}
