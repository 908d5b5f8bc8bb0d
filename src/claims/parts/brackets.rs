//! Lists of parts in a bracket right behind their total: `15 đồng chí (nữ 4, nam 11)`.

use super::doubts::is_reckoning;
use super::lists::{each_alone, overlaps};
use super::matching::match_totals;
use super::{List, elements, is_plain, joined_before, limit, names_others, side_of};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage, Separator, Value};
use crate::claims::{Binding, Claim, ClaimKind, Completeness, Operand, Relation, Role, closes, words};
use crate::figures::{Cue, Dimension, Figure, Period, TokenKind};

/// `V U (k1 a, k2 b)`: a bracket right behind a total that names parts only.
pub(super) fn bracket_list(passage: &Passage<'_>, group: u32, claims: &mut Vec<Claim>) {
    let Some(bracket) = passage.items.groups.get(group as usize) else { return };
    let Some(host) = bracket.host else { return };
    // `27 tổ (712 thành viên, trong đó 540 người …)`: what follows is of the part before it.
    let whole = |i: &usize| passage.item(*i).is_some_and(|x| !x.cues.has(Cue::OfWhich));
    let mut scope: Vec<usize> = passage.items.of_group(group).map(|(i, _)| i).collect();
    let own = scope.iter().skip(1).take_while(|i| whole(i)).count() + 1;
    scope.truncate(own);
    // `19/23 chỉ tiêu (82,6%; 11 vượt, 08 đạt)`: the share of the host, then its parts.
    let item = |n: usize| scope.get(n).and_then(|&i| passage.item(i));
    let share = item(0).is_some_and(|x| x.verb.is_none() && passage.first(x).is_some_and(Figure::is_rate));
    if share && scope.len() >= 3 && item(1).is_some_and(|x| x.separator >= Separator::Comma) {
        scope.remove(0);
    }
    let Some(first) = scope.first().and_then(|&i| passage.item(i)) else { return };
    if tells_otherwise(passage, bracket.tokens.start, host, first, &scope) {
        return;
    }
    let completeness = if bracket.adjacent { Completeness::All } else { Completeness::Unknown };
    let mut list = List { elements: elements(passage, &scope), completeness, bracket: true };
    limit(passage, &mut list, bracket.tokens.start);
    if list.completeness == Completeness::All && overlapping_pair(passage, &list) {
        list.completeness = Completeness::Probably;
    }
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
    // `15 đồng chí (nữ 4, dân tộc thiểu số 9, trình độ thạc sĩ 6)`: attributes that one may have several of.
    let attributes = passage.item(host).and_then(|h| passage.first(h)).is_some_and(Figure::is_count);
    if attributes && overlaps(passage, &list) {
        each_alone(passage, &totals, list, claims);
    } else {
        match_totals(passage, &totals, &list, claims);
    }
}

/// Whether what stands in a bracket is something else than the parts of its host: the figures of another time, how the
/// host came about, a norm, a reckoning.
fn tells_otherwise(passage: &Passage<'_>, start: usize, host: usize, first: &Item, scope: &[usize]) -> bool {
    // `483/489 phiếu thuận (tổng 490 phiếu, 1 phiếu không hợp lệ)`: the whole, then what else there is.
    let larger = || passage.first(first).zip(passage.item(host).and_then(|h| passage.first(h)));
    if first.cues.has(Cue::Total) && larger().is_some_and(|(f, h)| f.value() > h.value()) {
        return true;
    }
    // `742 người (định mức 796; thiếu 54)`: what was to be, and how much is missing.
    let amount = |i: usize| passage.item(i).and_then(|x| passage.first(x)).and_then(Figure::value);
    let missing = |i: usize| passage.item(i).is_some_and(|x| x.cues.any(&[Cue::Lack, Cue::FallShort]));
    if let [norm, gap] = scope
        && missing(*gap)
        && let (Some(host), Some(norm), Some(gap)) = (amount(host), amount(*norm), amount(*gap))
        && norm > host
        && norm.sub(host) == Some(gap)
    {
        return true;
    }
    if scope.len() < 2 || first.cues.any(&[Cue::OfWhich, Cue::Comprise, Cue::ComparedWith]) {
        return true;
    }
    // `2.484.038 ngày (giảm từ 3.965.394 ngày xuống còn 1.481.356 ngày)`, `2 huyện (với 7 tổng có 56 làng xã)`: how it came about,
    // and what belongs to it.
    let opening = passage.lexed.tokens.get(start).map(|t| passage.document.folded(t.range));
    if first.cues.has(Cue::From) && scope_has_to(passage, scope) || opening.is_some_and(|w| words::says_with(&w)) {
        return true;
    }
    if scope.first().zip(scope.last()).is_some_and(|(&first, &last)| is_reckoning(passage, first, last)) {
        return true;
    }
    // `470 vụ (số cũ chuyển sang 58 vụ, thụ lý mới 412 vụ)`: old and new are all there are, old and others are not.
    let fresh = |i: &usize| {
        passage.item(*i).is_some_and(|x| x.cues.any(&[Cue::CarriedOver, Cue::NewlyAdded]) || is_fresh(passage, x))
    };
    if first.cues.has(Cue::CarriedOver) && !(scope.len() == 2 && scope.iter().all(fresh)) {
        return true;
    }
    // Behind a comparison the bracket holds the base, with details of its own.
    let compared = passage.item(host).is_some_and(|h| h.base.is_some() || h.after.has(Cue::ComparedWith))
        || compared_before(passage, start);
    // `148 ban (148 ban, 1.126 thành viên)`: the bracket says the number again, with details.
    let value = |x: &Item| passage.first(x).and_then(Figure::value);
    let same = |i: &usize| {
        passage.item(*i).and_then(|x| passage.first(x)).zip(passage.item(host).and_then(|h| passage.first(h)))
    };
    let others = scope.iter().skip(1).all(|i| same(i).is_some_and(|(part, whole)| fit(whole, part) == Fit::Different));
    let again = others && passage.item(host).is_some_and(|h| value(h).is_some() && value(h) == value(first));
    // `Năm 2023 tổ chức 412 giải (năm 2022: 386 giải; năm 2021: 208 giải)`: values of other years.
    let year = |x: &Item| matches!(x.period, Some(Period::Year(_)));
    let other_years = passage.item(host).is_some_and(|h| {
        year(h) && scope.iter().filter_map(|&i| passage.item(i)).all(|x| year(x) && x.period != h.period)
    });
    // `44 người (giai đoạn trước: 60 vụ, 13 người chết, 41 người bị thương)`: the figures of an earlier time. So are those of
    // one year that the bracket opens with, where the host names another or none.
    let named = passage.own(first).any(|t| t.kind == first.period.map_or(TokenKind::Comma, TokenKind::Period));
    let others = || scope.iter().skip(1).filter_map(|&i| passage.item(i)?.period).any(|p| Some(p) != first.period);
    let one_year = named && year(first) && passage.item(host).is_some_and(|h| h.period != first.period) && !others();
    let before = first.period.is_some_and(Period::is_past) || one_year;
    !is_plain(passage, first) || compared || again || other_years || before || same_again(passage, host, scope)
}

/// Whether one of the items is what a change went to.
fn scope_has_to(passage: &Passage<'_>, scope: &[usize]) -> bool {
    scope
        .iter()
        .filter_map(|&i| passage.item(i))
        .any(|x| matches!(x.verb, Some(Cue::To | Cue::RaiseTo | Cue::Remaining)))
}

/// `1,24 triệu lượt khách (khách lưu trú 386 nghìn lượt, khách quốc tế 41 nghìn lượt)`: two parts of an amount, with words of
/// their own that are not the sides of one partition; nothing says that there is no third.
fn overlapping_pair(passage: &Passage<'_>, list: &List) -> bool {
    let heads: Vec<&Item> = list.elements.iter().filter_map(|e| passage.item(*e.first()?)).collect();
    let [first, second] = heads.as_slice() else { return false };
    let counted = [first, second].iter().all(|x| passage.first(x).is_some_and(Figure::is_count));
    let sides: Vec<&str> = heads.iter().filter_map(|x| side_of(passage, x)).map(|s| s.0).collect();
    let partition = matches!(sides.as_slice(), [a, b] if a == b);
    let closed = names_others(passage, second) || second.verb == Some(Cue::Remaining);
    !counted && first.subject && second.subject && !partition && !closed
}

/// `512 vụ, 286 người chết, 398 người bị thương; nhiệm kỳ trước (604 vụ, 271 người chết, 455 người bị thương)`: what
/// is counted stands in the bracket in the order of the amounts before it. They are those of another time.
fn same_again(passage: &Passage<'_>, host: usize, scope: &[usize]) -> bool {
    let figure = |i: usize| passage.item(i).and_then(|x| passage.first(x));
    let before: Vec<usize> = host.checked_sub(scope.len() - 1).into_iter().flat_map(|first| first..=host).collect();
    let alike = before.iter().zip(scope).all(|(&i, &j)| {
        let pair = figure(i).zip(figure(j));
        let here = passage.item(i).zip(passage.item(host)).is_some_and(|(x, h)| x.group == h.group);
        here && pair.is_some_and(|(a, b)| a.unit.dimension != Dimension::None && fit(a, b) == Fit::Same)
    });
    // Parts of one total are counted in one unit.
    let unlike = scope.iter().skip(1).all(|&i| {
        figure(i).zip(scope.first().and_then(|&f| figure(f))).is_some_and(|(a, b)| fit(a, b) == Fit::Different)
    });
    before.len() == scope.len() && alike && unlike
}

/// `…; so với cùng kỳ (20 vụ, 5 người chết)`: words of comparison right before a bracket.
fn compared_before(passage: &Passage<'_>, bracket: usize) -> bool {
    let before = passage.lexed.tokens.get(..bracket.saturating_sub(1)).unwrap_or_default();
    let words = before
        .iter()
        .rev()
        .take_while(|t| matches!(t.kind, TokenKind::Word | TokenKind::Period(_) | TokenKind::Cue(_)));
    words.into_iter().any(|t| t.kind == TokenKind::Cue(Cue::ComparedWith))
}

/// Whether the words before a figure say that it came in: `thụ lý mới 412 vụ`, `tiếp nhận mới 58 đơn`.
fn is_fresh(passage: &Passage<'_>, item: &Item) -> bool {
    let own = passage.own(item).map(|t| passage.document.folded(t.range));
    own.collect::<Vec<_>>().join(" ").split(' ').any(words::parts_new)
}

/// `khởi tố 189 vụ …; thụ lý 194 vụ (án cũ 05 vụ)`: taken up = new + carried over.
pub(super) fn carried_over(passage: &Passage<'_>, group: u32, claims: &mut Vec<Claim>) {
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
    let sure = fresh.cues.has(Cue::NewlyAdded) || found.iter().any(|c| closes::sum(&c.operands));
    for claim in &mut found {
        claim.binding = if sure { Binding::Sure } else { Binding::Likely };
    }
    claims.extend(found);
}
