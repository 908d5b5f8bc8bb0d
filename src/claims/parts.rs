//! Totals and their parts: `trong đó`, `gồm`, brackets, colons, notes, bullets.
//!
//! A list may be read in several ways (its items may be parted by `;` or `,`,
//! a last item may be of another kind). All readings go into the claim: it is
//! right when one of them closes.

use super::fit::{Fit, fit};
use super::items::{Item, Passage, Separator, Value};
use super::words;
use super::{Binding, Claim, ClaimKind, Completeness, Operand, Relation, Role};
use crate::document::TextRange;
use crate::figures::{Cue, Dimension, Figure, Period, TokenKind};

/// How many figures before a list are asked whether they are its total.
const REACH: usize = 12;

/// A list of parts as found, before it is matched with a total.
pub(super) struct List {
    /// The elements, each with its items in order.
    pub elements: Vec<Vec<usize>>,
    /// Whether all parts are named.
    pub completeness: Completeness,
    /// Whether it stands in a bracket right behind its total.
    pub bracket: bool,
}

/// Reads the compositions inside one block.
pub fn parts(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    cued_lists(passage, claims);
    for group in 1..passage.items.groups.len() as u32 {
        bracket_list(passage, group, claims);
        carried_over(passage, group, claims);
    }
    colon_lists(passage, claims);
    complements(passage, claims);
}

/// Lists behind `trong đó`, `gồm`, `chia ra`.
fn cued_lists(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    let triggers: Vec<(usize, &Item)> = passage
        .items
        .items
        .iter()
        .enumerate()
        .filter(|(index, item)| {
            item.cues.any(&[Cue::OfWhich, Cue::Comprise])
                || lead_has(passage, *index, Cue::OfWhich)
                || lead_has(passage, *index, Cue::Comprise)
        })
        .collect();
    for (n, &(first, item)) in triggers.iter().enumerate() {
        let comprise = item.cues.has(Cue::Comprise) || lead_has(passage, first, Cue::Comprise);
        let next = triggers.get(n + 1).map_or(usize::MAX, |t| t.0);
        let scope: Vec<usize> = passage
            .items
            .from(item.group, first)
            .map(|(i, _)| i)
            .take_while(|&i| i < next)
            .take_while(|&i| {
                passage.item(i).is_some_and(|x| x.sentence == item.sentence && (i == first || !starts_anew(x)))
            })
            .collect();
        let mut list = List {
            elements: elements(passage, &scope),
            completeness: if comprise { Completeness::All } else { Completeness::Unknown },
            bracket: false,
        };
        limit(passage, &mut list, item.own.start);
        let mut totals = totals_before(passage, first);
        if totals.is_empty() && list.completeness != Completeness::Unknown && list.completeness != Completeness::Some {
            // `… còn 4.417 hộ nghèo. Phân theo khu vực: …`: nothing but the unit ties the list to its total.
            totals = totals_of_sentence_before(passage, item, first);
            list.completeness = Completeness::Probably;
        }
        if list.completeness == Completeness::Unknown && overlaps(passage, &list) {
            for element in list.elements {
                let alone = List { elements: vec![element], completeness: Completeness::Unknown, bracket: false };
                match_totals(passage, &totals, &alone, claims);
            }
        } else {
            match_totals(passage, &totals, &list, claims);
        }
    }
}

/// `trong đó nữ 8 đồng chí, dân tộc thiểu số 27, tái cử 24`: attributes, each a part of
/// its own. One name of a partition without the others (`nữ` without `nam`) is one as well.
fn overlaps(passage: &Passage<'_>, list: &List) -> bool {
    let items: Vec<&Item> = list.elements.iter().filter_map(|e| passage.item(*e.first()?)).collect();
    let named = |cue| items.iter().filter(|i| i.cues.has(cue)).count();
    named(Cue::Attribute) > 0 || named(Cue::Partition) == 1 && items.len() > 1
}

/// `V U (k1 a, k2 b)`: a bracket right behind a total that names parts only.
fn bracket_list(passage: &Passage<'_>, group: u32, claims: &mut Vec<Claim>) {
    let Some(bracket) = passage.items.groups.get(group as usize) else { return };
    let Some(host) = bracket.host else { return };
    let scope: Vec<usize> = passage.items.of_group(group).map(|(i, _)| i).collect();
    let Some(first) = scope.first().and_then(|&i| passage.item(i)) else { return };
    if scope.len() < 2 || first.cues.any(&[Cue::OfWhich, Cue::Comprise, Cue::ComparedWith, Cue::CarriedOver]) {
        return;
    }
    // Behind a comparison the bracket holds the base, with details of its own.
    let compared = passage.item(host).is_some_and(|h| h.base.is_some() || h.after.has(Cue::ComparedWith));
    // `148 ban (148 ban, 1.126 thành viên)`: the bracket says the number again, with details.
    let value = |x: &Item| passage.first(x).and_then(Figure::value);
    let same = |i: &usize| {
        passage.item(*i).and_then(|x| passage.first(x)).zip(passage.item(host).and_then(|h| passage.first(h)))
    };
    let others = scope.iter().skip(1).all(|i| same(i).is_some_and(|(part, whole)| fit(whole, part) == Fit::Different));
    let again = others && passage.item(host).is_some_and(|h| value(h).is_some() && value(h) == value(first));
    if !is_plain(passage, first) || compared || again {
        return;
    }
    let completeness = if bracket.adjacent { Completeness::All } else { Completeness::Unknown };
    let mut list = List { elements: elements(passage, &scope), completeness, bracket: true };
    limit(passage, &mut list, bracket.tokens.start);
    let unlike = |i: &usize| match (
        passage.item(*i).and_then(|x| passage.first(x)),
        passage.item(host).and_then(|x| passage.first(x)),
    ) {
        (Some(part), Some(whole)) => part.is_count() && fit(whole, part) == Fit::Different,
        _ => false,
    };
    if scope.iter().any(unlike) && list.completeness == Completeness::All && scope.len() == 2 {
        list.completeness = Completeness::Unknown;
    }
    let mut totals = vec![host];
    if passage.item(host).is_some_and(|h| is_plain(passage, h)) {
        totals.extend(joined_before(passage, host));
    }
    match_totals(passage, &totals, &list, claims);
}

/// `45 trường: 15 trường mầm non, 18 trường tiểu học và 12 trường THCS`
fn colon_lists(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    for (first, item) in passage.items.items.iter().enumerate().filter(|(_, i)| i.after_colon) {
        if item.cues.any(&[Cue::OfWhich, Cue::Comprise])
            || lead_has(passage, first, Cue::OfWhich)
            || lead_has(passage, first, Cue::Comprise)
        {
            continue;
        }
        let scope: Vec<usize> = passage
            .items
            .from(item.group, first)
            .map(|(i, _)| i)
            .take_while(|&i| {
                passage.item(i).is_some_and(|x| x.sentence == item.sentence && (i == first || !x.after_colon))
            })
            .collect();
        let before = passage.items.before(item.group, first).next().filter(|(_, x)| x.sentence == item.sentence);
        let Some((total, _)) = before else { continue };
        if scope.len() < 2 || !scope.iter().all(|&i| passage.item(i).is_some_and(|x| is_plain(passage, x))) {
            continue;
        }
        let mut list =
            List { elements: elements(passage, &scope), completeness: Completeness::Probably, bracket: false };
        limit(passage, &mut list, item.own.start);
        match_totals(passage, &[total], &list, claims);
    }
}

/// `khởi tố 189 vụ …; thụ lý 194 vụ (án cũ 05 vụ)`: taken up = new + carried over.
fn carried_over(passage: &Passage<'_>, group: u32, claims: &mut Vec<Claim>) {
    let Some(host) = passage.items.groups.get(group as usize).and_then(|g| g.host) else { return };
    let mut inside = passage.items.of_group(group);
    let (Some((_, old)), None) = (inside.next(), inside.next()) else { return };
    let Some(total) = passage.item(host) else { return };
    if !old.cues.has(Cue::CarriedOver) {
        return;
    }
    let fresh = passage.items.before(total.group, host).find(|(_, x)| {
        x.sentence == total.sentence && std::mem::discriminant(&x.value) == std::mem::discriminant(&total.value)
    });
    let Some((_, fresh)) = fresh else { return };
    let columns = |item: &Item| match item.value {
        Value::One(f) => vec![f],
        Value::Fraction(a, b) | Value::Range(a, b) => vec![a, b],
    };
    let mut found = Vec::new();
    for ((&t, &n), &o) in columns(total).iter().zip(&columns(fresh)).zip(&columns(old)) {
        let (Some(t), Some(n), Some(o)) = (passage.figure(t), passage.figure(n), passage.figure(o)) else { return };
        if fit(t, n) < Fit::Elided || fit(t, o) < Fit::Elided {
            return;
        }
        let operands = vec![
            Operand::new(Role::Stated, t, None),
            Operand::new(Role::Part, n, None),
            Operand::new(Role::Part, o, None),
        ];
        let range = n.range.cover(t.range).cover(o.range);
        found.push(Claim::new(ClaimKind::Sum, Relation::Sum(Completeness::All), range, operands));
    }
    // That one of two columns closes proves the reading for the other.
    let closes = found.iter().any(sum_closes);
    for claim in &mut found {
        let sure = found_sure(fresh) || closes;
        claim.binding = if sure { Binding::Sure } else { Binding::Likely };
    }
    claims.extend(found);
}

fn found_sure(fresh: &Item) -> bool {
    fresh.cues.has(Cue::NewlyAdded)
}

fn sum_closes(claim: &Claim) -> bool {
    let sum = claim.all(Role::Part).try_fold(crate::figures::exact::Exact::ZERO, |s, f| s.add(f.value()?));
    sum.is_some() && sum == claim.get(Role::Stated).and_then(Figure::value)
}

/// `đơn đủ điều kiện 159 đơn; đơn thuộc thẩm quyền 83 đơn …; đơn không thuộc thẩm quyền 76 đơn`.
fn complements(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    let members: Vec<(usize, &Item)> = passage.items.of_group(0).collect();
    for (n, &(index, second)) in members.iter().enumerate().skip(1) {
        if !second.cues.has(Cue::Not) || !second.subject {
            continue;
        }
        let words = |item: &Item| -> Vec<String> {
            passage
                .own(item)
                .filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Cue(_)) && t.kind != TokenKind::Cue(Cue::Not))
                .map(|t| crate::lexicon::fold(passage.document.slice(t.range)))
                .collect()
        };
        let negated = words(second);
        let near = n.saturating_sub(REACH);
        let Some(m) = (near..n).rev().find(|&m| {
            members
                .get(m)
                .is_some_and(|(_, x)| x.sentence == second.sentence && !x.cues.has(Cue::Not) && words(x) == negated)
        }) else {
            continue;
        };
        let Some(&(first_index, first)) = members.get(m) else { continue };
        let total = members.get(m.saturating_sub(REACH)..m).unwrap_or_default().iter().rev().find(|(_, x)| {
            x.sentence == second.sentence && matches!((passage.first(x), passage.first(first)), (Some(a), Some(b)) if fit(a, b) == Fit::Same && a.value() >= b.value())
        });
        let Some(&(total, _)) = total else { continue };
        let list =
            List { elements: vec![vec![first_index], vec![index]], completeness: Completeness::All, bracket: false };
        match_totals(passage, &[total], &list, claims);
    }
}

/// The sum of a note (or of bullets) under a total in the text.
pub fn parts_elsewhere(passage: &Passage<'_>, total: usize, lists: &[Passage<'_>], claims: &mut Vec<Claim>) {
    let Some(item) = passage.item(total) else { return };
    for (_, figure) in figures_of(passage, item) {
        let mut chosen: Vec<Operand> = Vec::new();
        let mut years: Vec<u16> = Vec::new();
        let mut elements = 0;
        let mut missing = 0;
        for list in lists {
            for element in periods_or_elements(list) {
                elements += 1;
                let part = element.iter().filter_map(|&i| list.item(i)).find_map(|x| {
                    if !is_plain(list, x) || matches!(x.value, Value::Range(..)) {
                        return None;
                    }
                    figures_of(list, x)
                        .into_iter()
                        .map(|(_, f)| f)
                        .find(|f| fit(f, figure) == Fit::Same)
                        .map(|f| (f, x.period))
                });
                match part {
                    Some((part, period)) => {
                        if let Some(Period::Year(y)) = period {
                            years.push(y);
                        }
                        chosen.push(Operand::new(Role::Part, part, period));
                    }
                    None => missing += 1,
                }
            }
        }
        if chosen.len() < 2 {
            continue;
        }
        let by_year = years.len() == chosen.len() && missing == 0;
        let named = stretch_of(passage, item);
        let stretch = named.or_else(|| years.first().copied().zip(years.last().copied()).filter(|_| sums_up(item)));
        let covered = matches!(stretch, Some((from, to)) if by_year && years.iter().copied().eq(from..=to));
        let completeness = if covered {
            Completeness::All
        } else if missing == 0 && elements >= 3 && !by_year {
            Completeness::Probably
        } else {
            Completeness::Unknown
        };
        let range = figure.range;
        let mut operands = vec![Operand::new(Role::Stated, figure, item.period)];
        operands.extend(chosen);
        let mut claim = Claim::new(ClaimKind::Sum, Relation::Sum(completeness), range, operands);
        claim.indicator = passage.indicator(item);
        if completeness == Completeness::Unknown {
            claim.binding = Binding::Likely;
        }
        claims.push(claim);
    }
}

/// The sum of bullets: the first figure of each, where all fit the total.
pub fn parts_of_bullets(passage: &Passage<'_>, total: usize, bullets: &[Passage<'_>], claims: &mut Vec<Claim>) {
    let Some(item) = passage.item(total) else { return };
    let Some(whole) = passage.first(item).filter(|f| !f.is_rate()) else { return };
    let mut operands = vec![Operand::new(Role::Stated, whole, item.period)];
    for bullet in bullets {
        let first = bullet.items.items.iter().find(|x| is_plain(bullet, x) && x.group == 0);
        match first.and_then(|x| Some((x, bullet.first(x)?))).filter(|(_, f)| fit(f, whole) >= Fit::Elided) {
            Some((x, f)) => operands.push(Operand::new(Role::Part, f, x.period)),
            None => return,
        }
    }
    let all = item.cues.has(Cue::Comprise) || item.after.has(Cue::Comprise);
    let completeness = if all { Completeness::All } else { Completeness::Probably };
    let mut claim = Claim::new(ClaimKind::Sum, Relation::Sum(completeness), whole.range, operands);
    claim.indicator = passage.indicator(item);
    claims.push(claim);
}

/// `tổng cộng 496,9 tỷ đồng`: the words before a total say that it adds up what is listed.
fn sums_up(item: &Item) -> bool {
    item.cues.has(Cue::Total)
}

/// The stretch of years the sentence of an item names before it.
fn stretch_of(passage: &Passage<'_>, item: &Item) -> Option<(u16, u16)> {
    const FAR: usize = 400;
    let own = passage.lexed.tokens.get(..item.token)?;
    own.iter().rev().take(FAR).take_while(|t| t.kind != TokenKind::SentenceEnd).find_map(|t| match t.kind {
        TokenKind::Period(Period::Years { from, to, .. }) => Some((from, to)),
        _ => None,
    })
}

/// Elements of a block that is a list as a whole: one a year, or parted by `;`, `.` and `,`.
fn periods_or_elements(passage: &Passage<'_>) -> Vec<Vec<usize>> {
    let members: Vec<usize> = passage.items.of_group(0).map(|(i, _)| i).collect();
    let mut years: Vec<(u16, Vec<usize>)> = Vec::new();
    for &i in &members {
        let Some(item) = passage.item(i) else { continue };
        match item.period {
            Some(Period::Year(y)) if years.last().is_none_or(|l| l.0 != y) && item.base != item.period => {
                years.push((y, vec![i]))
            }
            _ => {
                if let Some(last) = years.last_mut() {
                    last.1.push(i);
                }
            }
        }
    }
    let distinct = years.iter().map(|y| y.0).collect::<std::collections::BTreeSet<_>>().len();
    if distinct >= 2 && distinct == years.len() {
        return years.into_iter().map(|y| y.1).collect();
    }
    elements(passage, &members)
}

/// Splits items into list elements at the strongest separator there is.
fn elements(passage: &Passage<'_>, scope: &[usize]) -> Vec<Vec<usize>> {
    let strong = scope.iter().skip(1).filter_map(|&i| passage.item(i)).any(|x| x.separator >= Separator::Semicolon);
    let least = if strong { Separator::Semicolon } else { Separator::And };
    let mut out: Vec<Vec<usize>> = Vec::new();
    for &i in scope {
        let starts = out.is_empty() || passage.item(i).is_some_and(|x| x.separator >= least);
        match out.last_mut() {
            Some(last) if !starts => last.push(i),
            _ => out.push(vec![i]),
        }
    }
    out
}

/// Lists that end in `…` or open with `như`, `chủ yếu` name only some parts;
/// `còn lại`, nam/nữ and the like name all.
fn limit(passage: &Passage<'_>, list: &mut List, start: usize) {
    let items: Vec<&Item> = list.elements.iter().flatten().filter_map(|&i| passage.item(i)).collect();
    let Some(last) = items.last() else { return };
    let end = last.tail.end + 2;
    let tokens = passage.lexed.tokens.get(start..end.min(passage.lexed.tokens.len())).unwrap_or_default();
    if tokens.iter().any(|t| matches!(t.kind, TokenKind::Ellipsis | TokenKind::Cue(Cue::Partly))) {
        list.completeness = Completeness::Some;
        return;
    }
    if list.completeness != Completeness::Unknown || items.len() < 2 {
        return;
    }
    if items.iter().any(|i| i.cues.has(Cue::Attribute)) {
        return;
    }
    let partition = items.iter().filter(|i| i.cues.has(Cue::Partition) || i.after.has(Cue::Partition)).count();
    let rest = last.verb == Some(Cue::Remaining);
    if rest || partition == items.len() {
        list.completeness = Completeness::All;
    } else if list.elements.iter().filter(|e| first_of(passage, e).is_some_and(|x| is_plain(passage, x))).count() >= 3 {
        list.completeness = Completeness::Probably;
    }
}

/// The first item of an element.
fn first_of<'p>(passage: &'p Passage<'_>, element: &[usize]) -> Option<&'p Item> {
    passage.item(*element.first()?)
}

/// The items that may be the total of a list whose first item is `first`, nearest first.
fn totals_before(passage: &Passage<'_>, first: usize) -> Vec<usize> {
    let Some(item) = passage.item(first) else { return Vec::new() };
    let same: Vec<usize> = passage
        .items
        .before(item.group, first)
        .take_while(|(_, x)| x.sentence == item.sentence || x.group != 0)
        .map(|(i, _)| i)
        .take(REACH)
        .collect();
    if !same.is_empty() {
        return same;
    }
    let Some(host) = passage.items.groups.get(item.group as usize).and_then(|g| g.host) else { return Vec::new() };
    let mut totals = vec![host];
    totals.extend(joined_before(passage, host));
    totals
}

/// The items of the sentence before, nearest first.
fn totals_of_sentence_before(passage: &Passage<'_>, item: &Item, first: usize) -> Vec<usize> {
    let before = passage.items.before(0, first).take_while(|(_, x)| x.sentence + 1 == item.sentence);
    if item.group == 0 { before.map(|(i, _)| i).take(REACH / 2).collect() } else { Vec::new() }
}

/// Items joined to one by `và` or a comma, before it: `226 đảng viên và 01 tổ chức đảng`.
fn joined_before(passage: &Passage<'_>, host: usize) -> Vec<usize> {
    let Some(item) = passage.item(host) else { return Vec::new() };
    let mut out = Vec::new();
    let mut joined = item.separator;
    for (i, x) in passage.items.before(item.group, host).take(2) {
        if joined > Separator::Comma || x.sentence != item.sentence {
            break;
        }
        out.push(i);
        joined = x.separator;
    }
    out
}

/// Whether an item opens another total: `trong đó …; tổng chi …`.
fn starts_anew(item: &Item) -> bool {
    item.separator >= Separator::Sentence || item.separator == Separator::Semicolon && item.cues.has(Cue::Total)
}

/// A figure that may be a part: no change, no rate, no average.
fn is_plain(passage: &Passage<'_>, item: &Item) -> bool {
    let counted = passage.first(item).is_some_and(Figure::is_count);
    let verb = match item.verb {
        None => true,
        Some(
            Cue::Increase
            | Cue::Decrease
            | Cue::Share
            | Cue::Average
            | Cue::Growth
            | Cue::Multiple
            | Cue::RaiseTo
            | Cue::To,
        ) => false,
        Some(Cue::Exceed | Cue::FallShort | Cue::Lack) => counted && !item.after.any(&[Cue::Target, Cue::ComparedWith]),
        Some(_) => true,
    };
    verb && !matches!(item.value, Value::Range(..)) && passage.first(item).is_some_and(|f| !f.is_rate())
}

/// Whether a cue stands between an item and the one before it in its bracket, whatever
/// other brackets lie between (`trong đó: chi hội (miền Bắc) có 212 hộ`).
fn lead_has(passage: &Passage<'_>, index: usize, cue: Cue) -> bool {
    const FAR: usize = 60;
    let Some(item) = passage.item(index) else { return false };
    let group = passage.items.groups.get(item.group as usize).map_or(0, |g| g.tokens.start);
    let previous = passage.items.before(item.group, index).next().map_or(group, |(_, x)| x.token + 1);
    let start = previous.max(item.token.saturating_sub(FAR));
    let tokens = passage.lexed.tokens.get(start..item.token).unwrap_or_default();
    tokens.iter().rev().take_while(|t| t.kind != TokenKind::SentenceEnd).any(|t| t.kind == TokenKind::Cue(cue))
}

/// How a part fits its total. A number without a unit may have its noun in a word
/// the units do not know (`01 TCĐ`): then the kind of that word decides.
fn part_fit(passage: &Passage<'_>, item: &Item, whole: &Figure, part: &Figure) -> Fit {
    let fits = fit(whole, part);
    if fits != Fit::Elided || part.unit.dimension != Dimension::None {
        return fits;
    }
    let next =
        passage.lexed.tokens.get(item.tail.clone()).and_then(|t| t.first()).filter(|t| t.kind == TokenKind::Word);
    let kind = next.and_then(|t| words::kind_of(&crate::lexicon::fold(passage.document.slice(t.range))));
    match (kind, words::kind_of(&whole.unit.key)) {
        (Some(a), Some(b)) if a != b => Fit::Different,
        _ => fits,
    }
}

/// The columns of an item: one figure, or both of a fraction, with their place in it.
fn figures_of<'p>(passage: &'p Passage<'p>, item: &Item) -> Vec<(usize, &'p Figure)> {
    match item.value {
        Value::One(f) => passage.figure(f).map(|f| (0, f)).into_iter().collect(),
        Value::Fraction(a, b) => {
            [a, b].iter().enumerate().filter_map(|(n, &f)| Some((n, passage.figure(f)?))).collect()
        }
        Value::Range(..) => Vec::new(),
    }
}

/// Matches a list with the totals before it, one claim for each unit they share.
fn match_totals(passage: &Passage<'_>, totals: &[usize], list: &List, claims: &mut Vec<Claim>) {
    let mut served: Vec<String> = Vec::new();
    for (nth, &total) in totals.iter().enumerate() {
        let Some(item) = passage.item(total) else { continue };
        if !is_plain(passage, item) {
            continue;
        }
        let fraction = matches!(item.value, Value::Fraction(..));
        for (column, whole) in figures_of(passage, item) {
            if !fraction && served.contains(&whole.unit.key) {
                continue;
            }
            let readings = readings(passage, list, whole, if fraction { Some(column) } else { None });
            let Some(main) = readings.first() else { continue };
            let (parts, homogeneous, fits) = main;
            // Parts without a unit are those of the nearest total only.
            if *fits == Fit::Elided && !served.is_empty() && (nth > 0 || !fraction) {
                continue;
            }
            served.push(whole.unit.key.clone());
            // A single part of another noun says nothing about the total.
            if parts.len() == 1 && *fits < Fit::Elided && (totals.len() < 2 || !covered(passage, totals, list)) {
                continue;
            }
            let completeness = if parts.len() < 2 && list.completeness != Completeness::Some {
                Completeness::Unknown
            } else {
                list.completeness
            };
            let operands = |parts: &[Operand]| {
                let mut all = vec![Operand::new(Role::Stated, whole, item.period)];
                all.extend(parts.iter().cloned());
                all
            };
            let end = parts.iter().map(|p| p.figure.range).fold(whole.range, TextRange::cover);
            let mut claim = Claim::new(ClaimKind::Sum, Relation::Sum(completeness), end, operands(parts));
            claim.alternatives = readings.iter().skip(1).map(|r| operands(&r.0)).collect();
            claim.indicator = passage.indicator(item);
            claim.period = item.period;
            // Elements without a part for this total may be parts of the total joined to it.
            let covered = *homogeneous || totals.len() > 1 && covered(passage, totals, list);
            // A total whose unit is left out is named elsewhere; parts with units may be of something else.
            let unnamed = whole.unit.dimension == Dimension::None
                && parts.iter().any(|p| p.figure.unit.dimension != Dimension::None);
            if !covered || *fits < Fit::Kin || unnamed {
                claim.binding = Binding::Likely;
            }
            claims.push(claim);
        }
    }
}

/// Whether every element of a list has a part for one of the totals.
fn covered(passage: &Passage<'_>, totals: &[usize], list: &List) -> bool {
    let wholes: Vec<&Figure> =
        totals.iter().filter_map(|&t| passage.item(t)).flat_map(|t| figures_of(passage, t)).map(|(_, f)| f).collect();
    list.elements.iter().all(|element| {
        element.iter().filter_map(|&i| passage.item(i)).any(|item| {
            figures_of(passage, item)
                .iter()
                .any(|(_, part)| wholes.iter().any(|whole| part_fit(passage, item, whole, part) >= Fit::Kin))
        })
    })
}

/// The ways to read the parts of a list for one total: the main one first, with
/// whether every element has a part, and the weakest fit among its units.
fn readings(
    passage: &Passage<'_>,
    list: &List,
    whole: &Figure,
    column: Option<usize>,
) -> Vec<(Vec<Operand>, bool, Fit)> {
    // `24/26 điểm nhóm (23 điểm nhóm …  và 01 giáo họ)`: one count an element, the first in the
    // unit of the total; what the others count is another name for it.
    let single = list.elements.len() >= 2 && list.elements.iter().all(|e| e.len() == 1);
    let first = list.elements.first().and_then(|e| passage.item(*e.first()?)).and_then(|i| passage.first(i));
    let counts = |i: &usize| {
        passage
            .item(*i)
            .and_then(|x| Some((x, passage.first(x)?)))
            .is_some_and(|(x, f)| f.is_count() && !f.unit.key.is_empty() || part_fit(passage, x, whole, f) >= Fit::Kin)
    };
    let all_counts = single && list.elements.iter().flatten().all(counts);
    let last = list.elements.last().and_then(|e| passage.item(*e.first()?)).and_then(|i| passage.first(i));
    // `983 phương tiện (915 mô tô, 42 ô tô và 36 phương tiện khác)`: the last names the kind of all.
    let of_kind = list.elements.len() >= 3 && list.completeness == Completeness::All && all_counts;
    let mixed = whole.is_count()
        && single
        && list.bracket
        && (list.completeness == Completeness::Unknown && first.is_some_and(|f| fit(whole, f) == Fit::Same)
            || of_kind && last.is_some_and(|f| fit(whole, f) == Fit::Same));
    let pick = |item: &Item| -> Option<(Operand, Fit)> {
        if !is_plain(passage, item) {
            return None;
        }
        figures_of(passage, item)
            .into_iter()
            .filter(|(n, _)| column.is_none_or(|c| c == *n))
            .map(|(_, f)| (f, part_fit(passage, item, whole, f)))
            .map(|(f, fits)| (f, if mixed && f.is_count() { fits.max(Fit::Kin) } else { fits }))
            .filter(|(_, fit)| *fit >= Fit::Kin)
            .max_by_key(|(_, fit)| *fit)
            .map(|(f, fit)| (Operand::new(Role::Part, f, item.period), fit))
    };
    let build = |parts: Vec<Option<(Operand, Fit)>>| {
        let homogeneous = parts.iter().all(Option::is_some);
        let found: Vec<(Operand, Fit)> = parts.into_iter().flatten().collect();
        let fits = found.iter().map(|p| p.1).min().unwrap_or(Fit::Different);
        (found.into_iter().map(|p| p.0).collect::<Vec<_>>(), homogeneous, fits)
    };
    let item = |i: &usize| passage.item(*i);
    let first_of_each = build(list.elements.iter().map(|e| e.iter().filter_map(item).find_map(pick)).collect());
    let all: Vec<&Item> = list.elements.iter().flatten().filter_map(item).collect();
    let every = build(all.iter().map(|i| pick(i)).collect());
    let run = all.iter().enumerate().take_while(|(n, i)| {
        (*n == 0 || i.separator < Separator::Semicolon)
            && is_plain(passage, i)
            && matches!(i.value, Value::One(_)) == matches!(all.first().map(|f| f.value), Some(Value::One(_)))
    });
    let leading = build(run.map(|(_, i)| pick(i)).collect());
    let without_hedged =
        build(all.iter().filter(|i| passage.first(i).is_some_and(|f| f.hedge.is_none())).map(|i| pick(i)).collect());
    // `gồm loại I 186 ca, loại II 604 ca, loại III 394 ca; đẻ thường 512 ca`: the semicolon ends the list.
    let in_first = list.elements.first().map_or(0, |e| e.iter().filter_map(item).filter(|i| pick(i).is_some()).count());
    let ended = list.elements.len() >= 2 && in_first >= 3;
    let mut out = vec![first_of_each];
    if (out.first().is_some_and(|m| !m.1) || ended) && leading.1 && leading.0.len() >= 2 {
        out.insert(0, leading);
    } else {
        out.push(leading);
    }
    out.push(every);
    out.push(without_hedged);
    out.retain(|r| !r.0.is_empty());
    let mut seen: Vec<Vec<TextRange>> = Vec::new();
    out.retain(|r| {
        let key: Vec<TextRange> = r.0.iter().map(|o| o.figure.range).collect();
        let fresh = !seen.contains(&key);
        seen.push(key);
        fresh
    });
    out
}
