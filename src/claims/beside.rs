//! Operands that stand right beside a figure, with nothing but words between:
//! `21 trong tổng số 24 hồ sơ`, `chiếm 20,2% trong tổng số 1.284 hộ`, `còn thiếu
//! 16 xã so với chỉ tiêu 120 xã`, `378 ha trên kế hoạch 420 ha`.

use super::fit::{Fit, fit};
use super::items::{Cues, Item, Passage, Separator, Value};
use super::totals;
use super::words;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Hedge, TokenKind};

/// The item right behind another one, only words between.
fn behind<'p>(passage: &'p Passage<'_>, index: usize) -> Option<(&'p Item, &'p Figure)> {
    let (item, next) = (passage.item(index)?, passage.item(index + 1)?);
    let joined = next.separator == Separator::None && next.group == item.group && next.sentence == item.sentence;
    match next.value {
        Value::One(f) if joined => Some((next, passage.figure(f)?)),
        _ => None,
    }
}

/// The item right before another one, only words between.
fn before<'p>(passage: &'p Passage<'_>, index: usize) -> Option<(&'p Item, &'p Figure)> {
    let earlier = index.checked_sub(1)?;
    behind(passage, earlier)?;
    match passage.item(earlier)?.value {
        Value::One(f) => Some((passage.item(earlier)?, passage.figure(f)?)),
        _ => None,
    }
}

/// `21 trong tổng số 24 hồ sơ`, `39 trường (trên tổng số 919 trường)`: the part before a whole that the words between open.
pub fn part_before<'p>(passage: &'p Passage<'_>, index: usize, whole: &Figure) -> Option<&'p Figure> {
    let opener = passage.item(index).filter(|w| totals::opens_whole(passage, w))?;
    if !opener.cues.has(Cue::Total) {
        return number_before(passage, index, whole);
    }
    // `91 hồ sơ đúng hạn, trong tổng số 101 hồ sơ`: nothing else stands behind the comma.
    let parted = || {
        let bare = opener.separator == Separator::Comma && !opener.subject;
        let earlier = index.checked_sub(1).and_then(|i| passage.item(i))?;
        let joined = bare && (earlier.group, earlier.sentence) == (opener.group, opener.sentence);
        let one = matches!(earlier.value, Value::One(_)) && joined;
        passage.first(earlier).filter(|_| one).map(|f| (earlier, f))
    };
    // The whole opens the bracket behind the part.
    let host = || {
        let (group, mut inside) = (opener.group, passage.items.of_group(opener.group));
        let host = passage.items.groups.get(group as usize)?.host.and_then(|h| passage.item(h))?;
        let first = inside.next().is_some_and(|(i, _)| i == index) && matches!(host.value, Value::One(_));
        passage.first(host).filter(|_| first).map(|f| (host, f))
    };
    let (item, part) = before(passage, index).or_else(parted).or_else(host)?;
    let changes = matches!(item.verb, Some(Cue::Increase | Cue::Decrease));
    // `6 phó bí thư trong tổng số 54 cán bộ`: the words between say that they are of one kind.
    let alike = fit(part, whole) >= Fit::Kin || part.is_count() && whole.is_count();
    // `đạt kết quả dưới 80 trong tổng điểm tối đa là 100`: a bound is no part.
    let bound = part.hedge == Some(Hedge::Below);
    (!changes && !bound && !part.is_rate() && alike && part.printed < whole.printed).then_some(part)
}

/// `xóa được 109 trong 126 điểm`: a number without a noun, which has that of the whole behind it. `1 trong 3 tập đoàn` is one
/// of them, no count.
fn number_before<'p>(passage: &'p Passage<'_>, index: usize, whole: &Figure) -> Option<&'p Figure> {
    let (item, part) = before(passage, index)?;
    let bare = part.unit.dimension == Dimension::None && part.noun.is_empty();
    let only = passage.item(index).is_some_and(|w| w.verb.is_none() && passage.own(w).count() <= 2);
    let changes = matches!(item.verb, Some(Cue::Increase | Cue::Decrease));
    let many = part.printed > Exact::ONE && part.printed <= whole.printed;
    (bare && only && !changes && whole.is_count() && many).then_some(part)
}

/// `giải ngân 71,7 tỷ đồng trên 81,5 tỷ đồng`, `420 trẻ suy dinh dưỡng trên 3.500 trẻ`: the part before a whole in
/// the same unit that nothing but `trên` leads to.
pub fn part_above<'p>(passage: &'p Passage<'_>, index: usize) -> Option<&'p Figure> {
    let whole_item = passage.item(index).filter(|x| x.verb.is_none() && x.cues == Cues::default())?;
    let whole = passage.first(whole_item).filter(|w| w.hedge == Some(Hedge::Above))?;
    let (_, part) = before(passage, index)?;
    let names = passage.own(whole_item).all(|t| t.kind == TokenKind::Word);
    // `84.216 trên 120.000 hồ sơ`
    let bare = part.unit.dimension == Dimension::None && part.noun.is_empty() && whole_item.own.is_empty();
    let least = if bare { Fit::Elided } else { Fit::Same };
    let fits = fit(part, whole) >= least && !part.is_rate() && part.value_in_unit_of(whole) <= whole.value();
    (names && fits && part.hedge.is_none()).then_some(part)
}

/// `chiếm 35% tổng số đảng viên (3.000 đồng chí)`: the whole alone in the bracket behind the percentage that names it.
pub fn whole_in_bracket<'p>(passage: &'p Passage<'_>, index: usize, part: &Figure) -> Option<&'p Figure> {
    let named = passage.item(index).filter(|x| x.after.has(Cue::Total));
    let group = named.and_then(|_| passage.items.bracket_behind(index))?;
    let mut inside = passage.items.of_group(group);
    let (Some((_, item)), None) = (inside.next(), inside.next()) else { return None };
    let whole = passage.first(item).filter(|_| matches!(item.value, Value::One(_)) && item.verb.is_none())?;
    (!whole.is_rate() && fit(whole, part) >= Fit::Kin && whole.value() > part.value()).then_some(whole)
}

/// `chiếm 20,2% trong tổng số 1.284 hộ`, `259 hộ (chiếm 20,2%) trong tổng số 1.284 hộ`: the whole behind the percentage of a part.
pub fn whole_behind<'p>(passage: &'p Passage<'_>, index: usize, part: &Figure) -> Option<&'p Figure> {
    let (item, whole) = behind(passage, index).or_else(|| behind_bracket(passage, index))?;
    // `chiếm 1,32% trong 325.100 trẻ em`
    // `51,5% của 318,0 tỷ đồng`
    let of = item.verb.is_none() && item.separator == Separator::None && item.own.len() == 1;
    let of = of && passage.own(item).all(|t| words::says_of(&passage.document.folded(t.range)));
    let total = (item.cues.has(Cue::Total) || totals::opens_whole(passage, item) || of)
        && item.verb.is_none_or(|v| v == Cue::Is);
    (total && !whole.is_rate() && fit(whole, part) >= Fit::Kin && whole.value() > part.value()).then_some(whole)
}

/// The item right behind the bracket that holds nothing but another item.
fn behind_bracket<'p>(passage: &'p Passage<'_>, index: usize) -> Option<(&'p Item, &'p Figure)> {
    let group = passage.item(index)?.group;
    let host = passage.items.groups.get(group as usize)?.host?;
    let mut inside = passage.items.of_group(group);
    let only = inside.next().is_some_and(|(i, _)| i == index) && inside.next().is_none();
    let outer = passage.item(host).filter(|_| only)?;
    let (_, next) = passage.items.from(outer.group, host + 1).next()?;
    let joined = next.separator == Separator::None && next.sentence == outer.sentence;
    let whole = matches!(next.value, Value::One(_)) && joined && next.cues.has(Cue::Total);
    passage.first(next).filter(|_| whole && totals::opens_whole(passage, next)).map(|f| (next, f))
}

/// `còn thiếu 16 xã so với chỉ tiêu 120 xã`: the target behind a gap or a percentage of it.
pub fn target_behind<'p>(passage: &'p Passage<'_>, index: usize, level: &Figure) -> Option<&'p Figure> {
    let (item, target) = behind(passage, index)?;
    let named =
        item.cues.any(&[Cue::Target, Cue::Given]) && item.verb.is_none_or(|v| matches!(v, Cue::Target | Cue::Given));
    (named && fit(target, level) >= Fit::Elided).then_some(target)
}

/// `tăng 57,3 ha so với 92,3 ha của năm 2020`: the base right behind the words of comparison.
pub fn base_behind<'p>(passage: &'p Passage<'_>, index: usize, level: &Figure) -> Option<(&'p Item, &'p Figure)> {
    let (item, base) = behind(passage, index)?;
    let compared =
        item.cues.has(Cue::ComparedWith) && item.verb.is_none() && !item.cues.any(&[Cue::Target, Cue::Given]);
    (compared && fit(base, level) >= Fit::Elided).then_some((item, base))
}

/// `tăng 120 con so với năm 2023: 4.440 con`: the value of the time compared with, behind a colon.
pub fn base_behind_colon<'p>(passage: &'p Passage<'_>, index: usize, level: &Figure) -> Option<(&'p Item, &'p Figure)> {
    let (item, next) = (passage.item(index)?, passage.item(index + 1)?);
    let timed = passage.lexed.tokens.get(item.tail.clone()).and_then(<[_]>::last);
    let named = item.after.has(Cue::ComparedWith) && timed.is_some_and(|t| matches!(t.kind, TokenKind::Period(_)));
    let joined = next.separator == Separator::Colon && (next.group, next.sentence) == (item.group, item.sentence);
    let bare = passage.own(next).all(|t| t.kind == TokenKind::Colon) && matches!(next.value, Value::One(_));
    let base = passage.first(next).filter(|_| named && joined && bare)?;
    (fit(base, level) >= Fit::Elided).then_some((next, base))
}

/// `378 ha trên kế hoạch 420 ha`: the level before a plan, only words between.
pub fn done_before<'p>(passage: &'p Passage<'_>, index: usize, plan: &Figure) -> Option<&'p Figure> {
    let planned = passage.item(index).filter(|p| p.cues.any(&[Cue::Target, Cue::Given]));
    planned?;
    let (item, done) = before(passage, index)?;
    let changes = matches!(
        item.verb,
        Some(Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort | Cue::Lack | Cue::Average)
    );
    (!changes && !done.is_rate() && fit(done, plan) == Fit::Same).then_some(done)
}
