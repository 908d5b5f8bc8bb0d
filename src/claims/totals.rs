//! Totals without a cue of composition: `trong tổng số 86 dự án, có 54 …, 27 …`,
//! `nhập 42, mới 318, tổng số 360`, and differences (`xuất siêu`, `tiết kiệm`, `giảm trừ`).

use super::fit::{Fit, fit};
use super::items::{Item, Passage, Separator, Value};
use super::run::{self, Run};
use super::words;
use super::{Binding, Claim, ClaimKind, Completeness, Operand, Relation, Role};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Figure, Hedge, Period, Token, TokenKind};

/// How many figures behind a total may say what its parts have in common.
const NEAR: usize = 2;

/// Reads such totals of a passage.
pub fn totals(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    for (index, item) in passage.items.items.iter().enumerate() {
        let Value::One(f) = item.value else { continue };
        let Some(figure) = passage.figure(f).filter(|f| !f.is_rate()) else { continue };
        among(passage, index, item, figure, claims);
        total_behind(passage, index, item, figure, claims);
        total_of_brackets(passage, index, item, figure, claims);
        total_of_sentence(passage, index, item, figure, claims);
        difference(passage, index, item, figure, claims);
    }
}

/// Whether the words before a figure make it the whole of what follows: `trong 11 nhóm`, `trong tổng số 11 nhóm`, `trên
/// tổng số dân cư là 1.232 người`.
pub fn opens_whole(passage: &Passage<'_>, item: &Item) -> bool {
    let opens = |t: &Token| words::opens_whole(&passage.document.folded(t.range));
    let own = || passage.own(item).filter(|t| t.kind != TokenKind::Cue(Cue::Is));
    let mut last = own().rev().skip_while(|t| t.kind == TokenKind::Cue(Cue::Total));
    let mut first = own();
    let total = first.next().is_some_and(opens) && first.next().is_some_and(|t| t.kind == TokenKind::Cue(Cue::Total));
    last.next().is_some_and(opens) || total && item.verb.is_none_or(|v| v == Cue::Is)
}

/// `Trong 11 nhóm hàng hóa, có 7 nhóm tăng giá, 2 nhóm giảm giá, 2 nhóm ổn định`
fn among(passage: &Passage<'_>, index: usize, item: &Item, whole: &Figure, claims: &mut Vec<Claim>) {
    if !opens_whole(passage, item) || !whole.is_count() {
        return;
    }
    let mut parts = Vec::new();
    // `trong 7 xã, có 3 xã có trên 95% …; 2 xã dưới 85%`: how many have passed a bound, which need not be all.
    let mut bounds = 0;
    for (i, other) in passage.items.from(item.group, index + 1) {
        let Some(f) = passage.first(other) else { break };
        if other.sentence != item.sentence || i > index + 12 {
            break;
        }
        // A share or a fraction of the whole, then its breakdown: the fraction is no part of its own.
        if f.is_rate() || matches!(other.value, Value::Fraction(..)) {
            let bound = matches!(f.hedge, Some(Hedge::Above | Hedge::Below));
            bounds += usize::from(bound && other.separator == Separator::None);
            continue;
        }
        if fit(whole, f) < Fit::Kin {
            break;
        }
        parts.push(Operand::new(Role::Part, f, other.period));
    }
    // `62,5% trong 48 công trình là giao thông (30 công trình); thủy lợi 10, trường học 08`: the bracket holds a part, too.
    let end = parts.last().map_or(0, |p| p.figure.range.start);
    let bracketed = passage.items.items.iter().skip(index + 1).take_while(|x| x.sentence == item.sentence).any(|x| {
        let part = passage.first(x).filter(|f| x.group != item.group && f.range.start < end);
        part.is_some_and(|f| fit(whole, f) == Fit::Same)
    });
    let bounded = bounds > 0 && bounds >= parts.len();
    if bracketed || bounded || parts.len() < 2 || parts.iter().any(|p| p.figure.value() > whole.value()) {
        return;
    }
    let range = parts.iter().fold(whole.range, |r, p| r.cover(p.figure.range));
    let mut operands = vec![Operand::new(Role::Stated, whole, item.period)];
    operands.extend(parts);
    let mut claim = Claim::new(ClaimKind::Sum, Relation::Sum(Completeness::Probably), range, operands);
    claim.indicator = passage.indicator(item);
    claims.push(claim);
}

/// `tồn năm trước 42 hồ sơ, tiếp nhận mới 318 hồ sơ, tổng số 360 hồ sơ`
fn total_behind(passage: &Passage<'_>, index: usize, item: &Item, total: &Figure, claims: &mut Vec<Claim>) {
    // `ba quý lần lượt là 112, 131 và 147 buổi, 9 tháng đạt 390 buổi`
    let months = matches!(item.period, Some(Period::Months { .. }));
    let summed = item.cues.any(&[Cue::Total, Cue::Cumulated]);
    if !(summed || months) || item.separator == Separator::Sentence {
        return;
    }
    let Run { mut parts, listed } = run::before(passage, index, item, total);
    // `lần lượt 28,4; 30,1; 27,6 và 38,0 tỷ đồng, cộng …`: the last one has the unit for all.
    let named = parts.first().is_some_and(|p| fit(total, &p.figure) == Fit::Same);
    let same = parts.iter().take_while(|p| p.figure.unit.elided || fit(total, &p.figure) == Fit::Same).count();
    if !(named && listed) {
        parts.truncate(if summed { same } else { 0 });
    }
    if parts.len() < 2 {
        return;
    }
    parts.reverse();
    let range = parts.iter().fold(total.range, |r, p| r.cover(p.figure.range));
    let mut operands = vec![Operand::new(Role::Stated, total, item.period)];
    operands.extend(parts);
    let mut claim = Claim::new(ClaimKind::Sum, Relation::Sum(Completeness::Probably), range, operands);
    // `3 xã: A 4,1 km, B 3,6 km, C 2,8 km; tổng chiều dài 9,7 km do 0,8 km được tính cho cả hai xã`: the text says what the
    // parts have in common.
    let parts = claim.all(Role::Part).try_fold(Exact::ZERO, |s, p| s.add(p.value()?));
    let twice = parts.zip(total.value()).and_then(|(parts, total)| parts.sub(total));
    let behind = passage.items.from(item.group, index + 1).take_while(|(_, x)| x.sentence == item.sentence);
    let told = behind
        .take(NEAR)
        .filter_map(|(_, x)| passage.first(x))
        .any(|f| fit(f, total) == Fit::Same && f.value() == twice && f.value().is_some_and(|v| !v.is_zero()));
    if told {
        claim.binding = Binding::Likely;
    }
    claims.push(claim);
}

/// `04 thôn (A: 22 hộ, B: 17 hộ, C: 09 hộ) với tổng 48 hộ`, `huyện A (14,2 km), huyện B (9,6 km), tổng chiều dài 23,8 km`:
/// a total behind the brackets that hold its parts.
fn total_of_brackets(passage: &Passage<'_>, index: usize, item: &Item, total: &Figure, claims: &mut Vec<Claim>) {
    const MOST: usize = 24;
    let plain =
        matches!(item.verb, None | Some(Cue::Is | Cue::Reach)) && !item.cues.any(&[Cue::OfWhich, Cue::Cumulated]);
    if !item.cues.has(Cue::Total) || !plain || item.separator == Separator::Sentence || total.hedge.is_some() {
        return;
    }
    let before = passage.items.before(item.group, index).next().filter(|(_, x)| x.sentence == item.sentence);
    let start = before.map_or(0, |(_, x)| x.token);
    let groups = &passage.items.groups;
    let first = groups.partition_point(|g| g.tokens.start <= start);
    let inside = (first..groups.len())
        .take_while(|&g| groups.get(g).is_some_and(|b| b.tokens.start < item.token))
        .map(|g| passage.items.of_group(g as u32).map(|(_, x)| x).collect::<Vec<_>>())
        .filter(|items| items.first().is_some_and(|x| x.sentence == item.sentence));
    let brackets: Vec<Vec<&Item>> = inside.take(MOST).collect();
    let one = brackets.len() == 1 || brackets.iter().all(|b| b.len() == 1);
    let part = |x: &&Item| {
        let figure =
            passage.first(x).filter(|f| fit(total, f) >= Fit::Kin && f.unit.dimension == total.unit.dimension)?;
        let plain = matches!(x.value, Value::One(_)) && matches!(x.verb, None | Some(Cue::Is)) && x.base.is_none();
        (plain && figure.hedge.is_none()).then(|| Operand::new(Role::Part, figure, x.period))
    };
    let parts: Option<Vec<Operand>> = brackets.iter().flatten().map(part).collect();
    let Some(parts) = parts.filter(|p| one && p.len() >= 2) else { return };
    push_sum(item, total, parts, claims);
}

/// `Mua sắm 1.760 triệu đồng; thuê 842 triệu đồng. Cộng 2.602 triệu đồng.`: a sentence that is but the total of the one
/// before.
fn total_of_sentence(passage: &Passage<'_>, index: usize, item: &Item, total: &Figure, claims: &mut Vec<Claim>) {
    if item.separator != Separator::Sentence || item.group != 0 || !is_total_alone(passage, item) {
        return;
    }
    let mut parts = Vec::new();
    for (_, x) in passage.items.before(0, index).take_while(|(_, x)| x.sentence + 1 == item.sentence) {
        let part = passage.first(x).filter(|f| fit(total, f) == Fit::Same && f.hedge.is_none());
        let plain = matches!(x.value, Value::One(_)) && matches!(x.verb, None | Some(Cue::Is));
        let Some(part) = part.filter(|_| plain) else { return };
        parts.push(Operand::new(Role::Part, part, x.period));
    }
    parts.reverse();
    if parts.len() >= 2 {
        push_sum(item, total, parts, claims);
    }
}

/// Whether an item is called a total and nothing else.
pub fn is_total_alone(passage: &Passage<'_>, item: &Item) -> bool {
    let total = |t: &crate::figures::Token| matches!(t.kind, TokenKind::Cue(Cue::Total | Cue::Is) | TokenKind::Colon);
    item.cues.has(Cue::Total) && passage.own(item).all(total)
}

fn push_sum(item: &Item, total: &Figure, parts: Vec<Operand>, claims: &mut Vec<Claim>) {
    let range = parts.iter().fold(total.range, |r, p| r.cover(p.figure.range));
    let mut operands = vec![Operand::new(Role::Stated, total, item.period)];
    operands.extend(parts);
    claims.push(Claim::new(ClaimKind::Sum, Relation::Sum(Completeness::Probably), range, operands));
}

/// `kim ngạch 2.610 triệu USD (xuất khẩu 1.486 triệu USD, nhập khẩu 1.124 triệu USD), xuất siêu 362 triệu USD`, `xuất siêu
/// 362 triệu USD (xuất khẩu 1.486 triệu USD, nhập khẩu 1.124 triệu USD)`: the two sides alone in a bracket beside.
fn in_bracket<'p>(
    passage: &'p Passage<'_>,
    index: usize,
    item: &Item,
    left: &Figure,
) -> Option<Vec<(&'p Item, &'p Figure)>> {
    let before = index.checked_sub(1).and_then(|i| passage.item(i)).map(|x| x.group);
    let behind = passage.items.bracket_behind(index);
    let sides = |group: u32| {
        let inside: Vec<(&Item, &Figure)> =
            passage.items.of_group(group).filter_map(|(_, x)| Some((x, passage.first(x)?))).collect();
        let plain = |(x, f): &(&Item, &Figure)| {
            fit(left, f) == Fit::Same
                && matches!(x.value, Value::One(_))
                && matches!(x.verb, None | Some(Cue::Reach | Cue::Is))
                && x.sentence == item.sentence
        };
        (inside.len() == 2 && inside.iter().all(plain)).then_some(inside)
    };
    let groups = [behind, before.filter(|&g| g != item.group)];
    groups.into_iter().flatten().filter(|_| item.group == 0).find_map(sides)
}

/// `xuất khẩu 1.428,6 triệu USD, nhập khẩu 862,9 triệu USD; xuất siêu 565,7 triệu USD`
fn difference(passage: &Passage<'_>, index: usize, item: &Item, left: &Figure, claims: &mut Vec<Claim>) {
    // `xuất siêu 2,7 tỷ USD, trong đó khu vực trong nước nhập siêu 21,0 tỷ USD, FDI xuất siêu 23,7 tỷ USD`: parts of one.
    let net = |x: &Item| x.sentence == item.sentence && x.cues.has(Cue::Difference);
    let part = passage.items.before(item.group, index).take(3).any(|(_, x)| net(x));
    if !item.cues.has(Cue::Difference) || part {
        return;
    }
    let before: Vec<(&Item, &Figure)> = in_bracket(passage, index, item, left).unwrap_or_else(|| {
        passage
            .items
            .before(item.group, index)
            .take(12)
            .take_while(|(_, x)| x.sentence == item.sentence)
            .filter_map(|(_, x)| Some((x, passage.first(x)?)))
            .filter(|(x, f)| fit(left, f) == Fit::Same && matches!(x.value, Value::One(_)))
            .take(3)
            .collect()
    });
    // `đạt hơn 515 tỷ USD, xấp xỉ con số 517 tỷ USD của cả năm 2019`: amounts of two times have no difference.
    let period = |n: usize| before.get(n).and_then(|(x, _)| x.period);
    if before.len() == 2 && matches!(period(0), Some(Period::Year(_))) && period(0) != period(1) {
        return;
    }
    let mut readings: Vec<Vec<Operand>> = Vec::new();
    for (n, (x, a)) in before.iter().enumerate() {
        for (y, b) in before.iter().skip(n + 1) {
            let (high, low) = if a.value() > b.value() { ((x, a), (y, b)) } else { ((y, b), (x, a)) };
            readings.push(vec![
                Operand::new(Role::Stated, left, item.period),
                Operand::new(Role::Part, low.1, low.0.period),
                Operand::new(Role::Whole, high.1, high.0.period),
            ]);
        }
    }
    if readings.is_empty() {
        return;
    }
    let operands = readings.remove(0);
    let range = operands.iter().fold(left.range, |r, o| r.cover(o.figure.range));
    let mut claim = Claim::new(ClaimKind::Sum, Relation::Remainder, range, operands);
    claim.alternatives = readings;
    if before.len() != 2 {
        claim.binding = if before.len() == 3 { Binding::Sure } else { Binding::Likely };
    }
    claims.push(claim);
}
