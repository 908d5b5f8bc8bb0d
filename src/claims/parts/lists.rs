//! Where lists of parts stand: behind `trong đó` and `gồm`, in brackets, behind colons.

use super::brackets::{bracket_list, carried_over};
use super::matching::match_totals;
use super::places::places;
use super::{
    List, REACH, elements, is_label, is_plain, lead_has, limit, names_others, side_of, starts_anew, totals_before,
    totals_of_sentence_before,
};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage, Separator};
use crate::claims::{Claim, Completeness, Role, closes};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, TokenKind};
use std::borrow::Cow;

/// Reads the compositions inside one block.
pub fn parts(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    cued_lists(passage, claims);
    for group in 1..passage.items.groups.len() as u32 {
        bracket_list(passage, group, claims);
        carried_over(passage, group, claims);
    }
    colon_lists(passage, claims);
    places(passage, claims);
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
                || lead_has(passage, *index, &[Cue::OfWhich, Cue::Comprise])
                || in_order(passage, *index, item)
        })
        .collect();
    for (n, &(first, item)) in triggers.iter().enumerate() {
        let comprise = item.cues.has(Cue::Comprise) || lead_has(passage, first, &[Cue::Comprise]);
        let next = triggers.get(n + 1).map_or(usize::MAX, |t| t.0);
        // `6 đại biểu, trong đó 2 người do trên giới thiệu; tỉnh B có 7 đại biểu, trong đó …`: what has parts of its own behind
        // a semicolon is no part.
        let opens = |i: &usize| passage.item(*i).is_some_and(|x| x.separator == Separator::Semicolon && x.subject);
        let near = if comprise || next == usize::MAX { next } else { next.saturating_sub(REACH).max(first + 1) };
        let next = (near..next).rev().find(opens).unwrap_or(next);
        let scope: Vec<usize> = passage
            .items
            .from(item.group, first)
            .map(|(i, _)| i)
            .take_while(|&i| i < next)
            .take_while(|&i| {
                // `trong đó 4 hồ sơ trước hạn; tháng 3 140 hồ sơ`: another time is no part
                let later =
                    |x: &Item| x.separator >= Separator::Semicolon && x.period.is_some() && item.period.is_none();
                // `…, trong đó vốn vay 25 triệu đồng, tổng vốn vay 4,5 tỷ đồng`: another total behind a part.
                let total = |x: &Item| {
                    // `46 dự án với tổng vốn 6.720 tỷ đồng`: what a part comes to.
                    let joined = x.separator == Separator::None;
                    x.subject && x.cues.has(Cue::Total) && !item.cues.has(Cue::Total) && !joined
                };
                // `lần lượt là trâu 612 con, bò 1.083 con, không tính 38.200 con gia cầm`
                let except = |x: &Item| passage.own(x).next().is_some_and(|t| t.kind == TokenKind::Cue(Cue::Except));
                // `48 xã, gồm 41 xã đạt chuẩn, 07 xã chưa đạt; đạt chuẩn 85,4%`: behind the list of amounts its share.
                let rate = |x: &Item| passage.first(x).is_some_and(Figure::is_rate);
                let share = |x: &Item| {
                    // `; nhóm dưới 12 m chiếm 47,7%`
                    let labelled = is_label(passage, i) && passage.item(i + 1).is_some_and(rate);
                    x.separator == Separator::Semicolon
                        && (rate(x) || labelled)
                        && !rate(item)
                        && listed_with_commas(passage, first, i)
                };
                // `788 trẻ, trong đó nam 414, nữ 374, tỷ số giới tính khi sinh 110,7 nam/100 nữ`
                let ratio = |x: &Item| x.cues.has(Cue::RateNoun) && !rate(x) && !item.cues.has(Cue::RateNoun);
                // `gồm cũ 68, mới 32 hộ, do đó phải thoát nghèo 140 hộ`
                let drawn = |x: &Item| x.cues.has(Cue::Therefore);
                let other = |x: &Item| later(x) || total(x) || except(x) || share(x) || ratio(x) || drawn(x);
                let anew = |x: &Item| starts_anew(passage, x) || other(x);
                passage.item(i).is_some_and(|x| x.sentence == item.sentence && (i == first || !anew(x)))
            })
            .collect();
        let mut list = List {
            elements: elements(passage, &scope),
            completeness: if comprise { Completeness::All } else { Completeness::Unknown },
            bracket: false,
        };
        limit(passage, &mut list, item.own.start);
        if !comprise && list.completeness == Completeness::Unknown && in_order(passage, first, item) {
            list.completeness = Completeness::Probably;
        }
        let mut totals = totals_before(passage, first);
        // `giải quyết 214 vụ, trong đó hòa giải thành 96 vụ, còn 30 vụ`: what is left may be that of another sum than what was done.
        let last = list.elements.last().and_then(|e| passage.item(*e.first()?));
        let done = totals.first().and_then(|&t| passage.item(t)).is_some_and(|t| t.cues.has(Cue::Done));
        if done && !comprise && last.is_some_and(|x| x.verb == Some(Cue::Remaining)) {
            list.completeness = Completeness::Probably;
        }
        if totals.is_empty() && list.completeness != Completeness::Unknown && list.completeness != Completeness::Some {
            // `… còn 4.417 hộ nghèo. Phân theo khu vực: …`: nothing but the unit ties the list to its total.
            totals = totals_of_sentence_before(passage, item, first);
            // `Năm 1997 có 303 phường, xã. Năm 2004, thành phố gồm …`: of another time.
            let times = || before_sentence(passage, item).into_iter().filter_map(|t| passage.item(t)?.period);
            if item.period.is_some_and(|own| times().any(|time| time != own)) {
                totals.clear();
            }
            // `Số vụ theo quý: 13; 10; 11; 12. Số người chết theo quý: 6; 4; 4; 5.`: a bare number is one of its own list.
            totals.retain(|&t| {
                passage.item(t).and_then(|x| passage.first(x)).is_some_and(|f| f.unit.dimension != Dimension::None)
            });
            list.completeness = Completeness::Probably;
        }
        if list.completeness == Completeness::Unknown && overlaps(passage, &list) {
            each_alone(passage, &totals, list, claims);
        } else if let Some(short) = up_to_others(passage, &scope, &list, item) {
            let (mut all, mut near) = (Vec::new(), Vec::new());
            match_totals(passage, &totals, &list, &mut all);
            match_totals(passage, &totals, &short, &mut near);
            claims.append(if all.iter().any(sum_of_parts) { &mut all } else { &mut near });
        } else {
            let mut near = Vec::new();
            match_totals(passage, &totals, &list, &mut near);
            if list.completeness == Completeness::Probably && in_order(passage, first, item) {
                near.retain(holds_parts);
            }
            let above = || further_off(passage, &totals, item, &list);
            let open = list.completeness == Completeness::All && !near.iter().any(sum_of_parts);
            match above().filter(|_| open) {
                Some(claim) => claims.push(claim),
                None => claims.append(&mut near),
            }
        }
    }
}

/// `Nguyên nhân (58 vụ): đi sai phần đường 17, …, khác 07`: the total alone in a bracket in front of the colon.
fn bracket_before(passage: &Passage<'_>, first: usize, item: &Item) -> Option<usize> {
    let total = first.checked_sub(1)?;
    let x = passage.item(total).filter(|x| x.group != item.group && x.sentence == item.sentence)?;
    let bracket = passage.items.groups.get(x.group as usize)?;
    let alone = passage.items.of_group(x.group).nth(1).is_none() && is_plain(passage, x);
    let colon = passage.lexed.tokens.get(bracket.tokens.end + 1).is_some_and(|t| t.kind == TokenKind::Colon);
    (alone && colon).then_some(total)
}

/// Whether two items or more stand between two places of a list, with nothing stronger than a comma between them.
fn listed_with_commas(passage: &Passage<'_>, first: usize, end: usize) -> bool {
    let group = passage.item(first).map_or(0, |x| x.group);
    let mut between = passage.items.from(group, first + 1).take_while(|(i, _)| *i < end).peekable();
    between.peek().is_some() && between.all(|(_, x)| x.separator <= Separator::Comma)
}

/// Whether no part of a sum is larger than its total.
fn holds_parts(claim: &Claim) -> bool {
    let total = claim.get(Role::Stated);
    total.is_some_and(|t| claim.all(Role::Part).all(|p| p.value_in_unit_of(t) <= t.value()))
}

/// `214 nhà, lần lượt các năm 38, 45, 41, 52 và 38 nhà`: parts of a total, one for each name or time.
fn in_order(passage: &Passage<'_>, index: usize, item: &Item) -> bool {
    const FEW: usize = 3;
    let parts = || passage.items.from(item.group, index).take_while(|(_, x)| x.sentence == item.sentence);
    let apart = item.group == 0
        && item.separator >= Separator::Comma
        && passage.own(item).any(|t| t.kind == TokenKind::Cue(Cue::Respectively));
    let plain =
        |x: &Item| is_plain(passage, x) && x.verb.is_none_or(|v| matches!(v, Cue::Is | Cue::Reach | Cue::Respectively));
    apart && parts().take(FEW).filter(|(_, x)| plain(x)).count() == FEW
}

/// `tranh chấp đất đai 21 vụ, …, mâu thuẫn khác 08 vụ, hòa giải thành 39 vụ`: all others end a list, and so does what
/// comes besides (`…, 12 trường tiểu học, ngoài ra còn có 9 trường mầm non`).
fn up_to_others(passage: &Passage<'_>, scope: &[usize], list: &List, opener: &Item) -> Option<List> {
    let others = |i: &usize| passage.item(*i).is_some_and(|x| is_plain(passage, x) && names_others(passage, x));
    let besides = |i: &usize| passage.item(*i).is_some_and(|x| x.cues.has(Cue::Besides));
    let end = scope.iter().position(others).filter(|&n| n > 0).map(|n| n + 1);
    let end = end.or_else(|| scope.iter().position(besides).filter(|&n| n > 0))?;
    let head = scope.get(..end).filter(|_| end < scope.len())?;
    let completeness = if list.completeness == Completeness::All { Completeness::All } else { Completeness::Unknown };
    let mut short = List { elements: elements(passage, head), completeness, bracket: list.bracket };
    limit(passage, &mut short, opener.own.start);
    Some(short)
}

/// `hiện có mặt 57 người. Trong số đó, khối Đảng 18 người, …; phân theo trình độ: …`: the total further off that a list
/// closes with, where the nearest does not: one of its sentence (`dân số 907.236 người, nông thôn 655.560 người, trong đó
/// nam …, nữ …`) or of that before.
fn further_off(passage: &Passage<'_>, totals: &[usize], item: &Item, list: &List) -> Option<Claim> {
    let closing = |total: usize, least: usize| {
        let mut found = Vec::new();
        match_totals(passage, &[total], list, &mut found);
        found.into_iter().find(|c| c.all(Role::Part).count() >= least && sum_of_parts(c))
    };
    let large = |c: &Claim| c.get(Role::Stated).is_some_and(|t| t.printed >= Exact::HUNDRED);
    let here = totals.iter().skip(1).find_map(|&t| closing(t, 2).filter(large));
    here.or_else(|| before_sentence(passage, item).into_iter().find_map(|t| closing(t, 3)))
}

/// The items of the sentence before that of an item, nearest first.
fn before_sentence(passage: &Passage<'_>, item: &Item) -> Vec<usize> {
    let start = passage.items.items.partition_point(|x| x.sentence < item.sentence);
    let before = passage.items.before(0, start).take_while(|(_, x)| x.sentence + 1 == item.sentence);
    before.map(|(i, _)| i).take(REACH).collect()
}

/// Whether the parts of one of the readings of a sum add up.
fn sum_of_parts(claim: &Claim) -> bool {
    claim.readings().any(|r| closes::sum(r))
}

/// Each element of a list as a part of its own.
pub(super) fn each_alone(passage: &Passage<'_>, totals: &[usize], list: List, claims: &mut Vec<Claim>) {
    for element in list.elements {
        let alone = List { elements: vec![element], completeness: Completeness::Unknown, bracket: false };
        match_totals(passage, totals, &alone, claims);
    }
}

/// `trong đó nữ 8 đồng chí, dân tộc thiểu số 27, tái cử 24`: attributes, each a part of
/// its own. One name of a partition without the others (`nữ` without `nam`) is one as well.
pub(super) fn overlaps(passage: &Passage<'_>, list: &List) -> bool {
    let items: Vec<&Item> = list.elements.iter().filter_map(|e| passage.item(*e.first()?)).collect();
    let named = |cue| items.iter().filter(|i| i.cues.has(cue) || i.after.has(cue)).count();
    // `lao động nữ 11.690 người, lao động nông thôn 18.270 người`: sides of two partitions.
    let sides: Vec<&str> = items.iter().filter_map(|i| side_of(passage, i)).map(|s| s.0).collect();
    let apart = sides.iter().any(|s| Some(s) != sides.first());
    named(Cue::Attribute) > 0 || (sides.len() == 1 && named(Cue::Partition) == 1 || apart) && items.len() > 1
}

/// `45 trường: 15 trường mầm non, 18 trường tiểu học và 12 trường THCS`
fn colon_lists(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    for (first, item) in passage.items.items.iter().enumerate().filter(|(_, i)| i.after_colon) {
        if item.cues.any(&[Cue::OfWhich, Cue::Comprise]) || lead_has(passage, first, &[Cue::OfWhich, Cue::Comprise]) {
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
        // `theo quý: 13; 10; 11; 12. Số người chết theo quý: 6; 4; 4; 5`: a bare number is one of its own list.
        let bare = |x: &Item| x.own.is_empty() && passage.first(x).is_some_and(|f| f.unit.dimension == Dimension::None);
        // `xã A: 11 hộ; xã B: 21 hộ, xã C 6 hộ`: one name and number beside another.
        let beside = |x: &Item| x.after_colon && item.separator == Separator::Semicolon;
        let before = before.filter(|(_, x)| !bare(x) && !beside(x)).map(|(total, _)| total);
        let Some(total) = bracket_before(passage, first, item).or(before) else { continue };
        let part = |&i: &usize| is_label(passage, i) || passage.item(i).is_some_and(|x| is_plain(passage, x));
        if scope.len() < 2 || !scope.iter().all(part) {
            continue;
        }
        let mut list =
            List { elements: elements(passage, &scope), completeness: Completeness::Probably, bracket: false };
        limit(passage, &mut list, item.own.start);
        let mut near = Vec::new();
        match_totals(passage, &[total], &list, &mut near);
        // `quỹ 318,6 tỷ đồng, đã chi 204,7 tỷ đồng: bão 126,5, dịch bệnh 78,2, còn 113,9`: what is left of the fund is no
        // part of what was spent.
        let left = scope.last().and_then(|&i| passage.item(i)).filter(|x| x.verb == Some(Cue::Remaining) && !x.subject);
        if left.is_some() && list.elements.len() >= 3 && !near.iter().any(sum_of_parts) {
            let mut spent = Vec::new();
            list.elements.pop();
            match_totals(passage, &[total], &list, &mut spent);
            if spent.iter().any(sum_of_parts) {
                near = spent;
            }
        }
        // `78 vụ, giảm 08 vụ so với năm trước (86 vụ), bằng 9,3%; cơ cấu: trộm cắp 29 vụ, …`
        if near.is_empty() && list.elements.len() >= 3 {
            let earlier = totals_before(passage, first).into_iter().find_map(|total| {
                let mut found = Vec::new();
                match_totals(passage, &[total], &list, &mut found);
                found.into_iter().find(|c| c.all(Role::Part).count() >= 3 && sum_of_parts(c))
            });
            near.extend(earlier);
        }
        claims.append(&mut near);
    }
}

/// `đơn đủ điều kiện 159 đơn; đơn thuộc thẩm quyền 83 đơn …; đơn không thuộc thẩm quyền 76 đơn`.
fn complements(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    let members: Vec<(usize, &Item)> = passage.items.of_group(0).collect();
    for (n, &(index, second)) in members.iter().enumerate().skip(1) {
        if !second.cues.has(Cue::Not) || !second.subject {
            continue;
        }
        let words = |item: &Item| -> Vec<Cow<'_, str>> {
            passage
                .own(item)
                .filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Cue(_)) && t.kind != TokenKind::Cue(Cue::Not))
                .map(|t| passage.document.folded(t.range))
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
