//! Totals and their parts: `trong đó`, `gồm`, brackets, colons, notes, bullets.
//!
//! A list may be read in several ways (its items may be parted by `;` or `,`,
//! a last item may be of another kind). All readings go into the claim: it is
//! right when one of them closes.

mod above;
mod brackets;
mod doubts;
mod elsewhere;
mod heads;
mod lists;
mod matching;
mod places;

pub use above::sums_above;
pub use elsewhere::{parts_elsewhere, parts_of_bullets};
pub use heads::heads;
pub use lists::parts;

use super::Completeness;
use super::fit::{Fit, fit};
use super::items::{Item, Passage, Separator, Value};
use super::words;

use crate::figures::{Cue, Dimension, Figure, Token, TokenKind, Unit};
use std::borrow::Cow;

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

/// Splits items into list elements at the strongest separator there is. The bounds that name a part are no items of it:
/// `dưới 6 m 134 chiếc; từ 6 đến dưới 12 m 218 chiếc`.
pub(super) fn elements(passage: &Passage<'_>, scope: &[usize]) -> Vec<Vec<usize>> {
    let strong = scope.iter().skip(1).filter_map(|&i| passage.item(i)).any(|x| x.separator >= Separator::Semicolon);
    let least = if strong { Separator::Semicolon } else { Separator::And };
    let mut out: Vec<Vec<usize>> = Vec::new();
    let mut named = false;
    for &i in scope {
        let starts = named || out.is_empty() || passage.item(i).is_some_and(|x| x.separator >= least);
        named = starts && is_label(passage, i);
        if named {
            continue;
        }
        match out.last_mut() {
            Some(last) if !starts => last.push(i),
            _ => out.push(vec![i]),
        }
    }
    out
}

/// Lists that end in `…` or open with `như`, `chủ yếu` name only some parts;
/// `còn lại`, nam/nữ and the like name all.
pub(super) fn limit(passage: &Passage<'_>, list: &mut List, start: usize) {
    let items: Vec<&Item> = list.elements.iter().flatten().filter_map(|&i| passage.item(i)).collect();
    let Some(last) = items.last() else { return };
    let end = last.tail.end + 2;
    let tokens = passage.lexed.tokens.get(start..end.min(passage.lexed.tokens.len())).unwrap_or_default();
    // `…, tố cáo 23 đơn, còn lại là kiến nghị`: the rest has no number.
    let behind = passage.lexed.tokens.get(last.token + 1..end.min(passage.lexed.tokens.len())).unwrap_or_default();
    let here = behind.iter().take_while(|t| t.kind != TokenKind::SentenceEnd);
    let rest = here.into_iter().any(|t| t.kind == TokenKind::Cue(Cue::Remaining));
    // `trong đó 3 doanh nghiệp lớn nhất gồm: …`: the largest are not all.
    let opening = items.first().and_then(|x| passage.lexed.tokens.get(x.lead.clone())).unwrap_or_default();
    let largest = opening.iter().any(|t| words::says_extreme(&passage.document.folded(t.range)));
    // `nhất 18, nhì 96, ba 183`
    let second =
        items.get(1).is_some_and(|x| passage.own(x).any(|t| words::names_prize(&passage.document.folded(t.range))));
    let largest = largest && !second;
    if rest || largest || tokens.iter().any(|t| matches!(t.kind, TokenKind::Ellipsis | TokenKind::Cue(Cue::Partly))) {
        list.completeness = Completeness::Some;
        return;
    }
    if list.completeness != Completeness::Unknown || items.len() < 2 {
        return;
    }
    if items.iter().any(|i| i.cues.has(Cue::Attribute)) {
        return;
    }
    let heads: Vec<&Item> = list.elements.iter().filter_map(|e| first_of(passage, e)).collect();
    let sides: Vec<(&str, &str)> = heads.iter().filter_map(|x| side_of(passage, x)).collect();
    let of_one = |sides: &[(&str, &str)]| sides.iter().all(|s| Some(s.0) == sides.first().map(|f| f.0));
    let partition = sides.len() >= 2
        && sides.len() == heads.len()
        && of_one(&sides)
        && sides.iter().any(|s| Some(s.1) != sides.first().map(|f| f.1));
    // Women and country people overlap, whatever else is named.
    if sides.len() >= 2 && !of_one(&sides) {
        return;
    }
    let rest = last.verb == Some(Cue::Remaining);
    if rest || partition && !narrower(passage, &heads, start) {
        list.completeness = Completeness::All;
    } else {
        let plain = heads.iter().filter(|x| is_plain(passage, x)).count();
        let others = heads.len() == 2 && heads.last().is_some_and(|x| names_others(passage, x));
        if plain >= 3 || others {
            list.completeness = Completeness::Probably;
        }
    }
}

/// `24,5 triệu tấn dầu khí quy đổi, trong đó dầu thô trong nước 12,1 triệu tấn và ở nước ngoài 2,0 triệu tấn`: the words of
/// the first side name a narrower thing than those of a total that is no count of things.
fn narrower(passage: &Passage<'_>, heads: &[&Item], start: usize) -> bool {
    let (Some(first), Some(figure)) = (heads.first(), heads.first().and_then(|x| passage.first(x))) else {
        return false;
    };
    let end = passage.lexed.tokens.get(..start).unwrap_or_default();
    let clause: Vec<&Token> = end.iter().rev().take_while(|t| t.kind != TokenKind::SentenceEnd).collect();
    let fold = |t: &Token| crate::lexicon::fold(passage.document.slice(t.range));
    let known: Vec<String> = clause.iter().map(|t| fold(t)).collect();
    let own = passage.own(first).filter(|t| t.kind == TokenKind::Word).map(fold);
    let own: Vec<String> = own.filter(|w| !words::is_stop(w) && !words::is_filler(w)).collect();
    let new = own.iter().filter(|w| !words::names_side(w) && !known.contains(w)).count();
    !figure.is_count() && new > 0 && own.iter().any(|w| known.contains(w))
}

/// The total that an item stands under as a part of a list: `12.513 hội viên: phụ nữ 7.842, …, thanh niên 2.317`.
pub fn total_of(passage: &Passage<'_>, index: usize) -> Option<usize> {
    let part = passage.item(index)?;
    let figure = passage.first(part)?;
    let opens = |x: &Item| x.cues.any(&[Cue::Comprise, Cue::OfWhich]) || x.after_colon;
    let mut opened = opens(part);
    if !opened && part.separator >= Separator::Semicolon {
        return None;
    }
    for (i, other) in passage.items.before(part.group, index).take(REACH) {
        if other.sentence != part.sentence {
            return None;
        }
        // `286 huy chương, nhiều hơn cùng kỳ 44 huy chương, gồm …`: a change is not what has parts.
        if opened && !is_plain(passage, other) {
            continue;
        }
        if opened {
            let alike = passage.first(other).is_some_and(|f| fit(f, figure) >= Fit::Kin && f.value() > figure.value());
            return Some(i).filter(|_| alike);
        }
        opened = opens(other);
        if !opened && other.separator >= Separator::Semicolon {
            return None;
        }
    }
    None
}

/// The side of a partition that the words before a part name, or those of its noun.
pub(super) fn side_of(passage: &Passage<'_>, item: &Item) -> Option<(&'static str, &'static str)> {
    let fold = |t: &Token| passage.document.folded(t.range);
    let own: Vec<Cow<'_, str>> = passage.own(item).map(fold).collect();
    let tail = passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
    let behind = || format!("{} {}", passage.first(item).map_or("", |f| f.noun.as_str()), words_in(passage, tail));
    words::side_of(&own.join(" ")).or_else(|| words::side_of(&behind()))
}

fn words_in(passage: &Passage<'_>, tokens: &[Token]) -> String {
    tokens.iter().map(|t| passage.document.folded(t.range)).collect::<Vec<_>>().join(" ")
}

/// Whether a part is that of all others: `mâu thuẫn khác 08 vụ`, `36 phương tiện khác`.
pub(super) fn names_others(passage: &Passage<'_>, item: &Item) -> bool {
    let own = passage.own(item).rfind(|t| t.kind == TokenKind::Word);
    let fold = |t: &Token| passage.document.folded(t.range);
    let noun = passage.first(item).map_or("", |f| f.noun.as_str());
    let tail = passage.lexed.tokens.get(item.tail.clone()).and_then(|t| t.first());
    own.is_some_and(|t| words::names_others(&fold(t)))
        || noun.rsplit(' ').next().is_some_and(words::names_others)
        || tail.is_some_and(|t| words::names_others(&fold(t)))
}

/// The first item of an element.
pub(super) fn first_of<'p>(passage: &'p Passage<'_>, element: &[usize]) -> Option<&'p Item> {
    passage.item(*element.first()?)
}

/// The items that may be the total of a list whose first item is `first`, nearest first.
pub(super) fn totals_before(passage: &Passage<'_>, first: usize) -> Vec<usize> {
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
pub(super) fn totals_of_sentence_before(passage: &Passage<'_>, item: &Item, first: usize) -> Vec<usize> {
    let before = passage.items.before(0, first).take_while(|(_, x)| x.sentence + 1 == item.sentence);
    if item.group == 0 { before.map(|(i, _)| i).take(REACH / 2).collect() } else { Vec::new() }
}

/// Items joined to one by `và` or a comma, before it: `226 đảng viên và 01 tổ chức đảng`.
pub(super) fn joined_before(passage: &Passage<'_>, host: usize) -> Vec<usize> {
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
pub(super) fn starts_anew(passage: &Passage<'_>, item: &Item) -> bool {
    // `gồm 112 mới, 386 sửa đổi, 94 bãi bỏ; năm 2023 là 518 lượt`: another time is another statement.
    let time = || passage.own(item).next().is_some_and(|t| matches!(t.kind, TokenKind::Period(_)));
    item.separator >= Separator::Sentence
        || item.separator == Separator::Semicolon && (item.cues.has(Cue::Total) || item.cues.has(Cue::Is) && time())
}

/// A figure that may be a total: one that may be a part, or that a change came to (`từ 02 lên 09 sản phẩm, gồm …`).
pub(super) fn may_total(passage: &Passage<'_>, item: &Item) -> bool {
    let reached = matches!(item.verb, Some(Cue::To)) && passage.first(item).is_some_and(|f| !f.is_rate());
    is_plain(passage, item) || reached && matches!(item.value, Value::One(_))
}

/// Whether an item is a bound in the name of one behind it: `dưới 12 m 1.042 chiếc`, `từ 12 m đến dưới 15 m 486 chiếc`.
pub(super) fn is_label(passage: &Passage<'_>, index: usize) -> bool {
    let bound = |i: usize| {
        let Some(item) = passage.item(i) else { return false };
        // `12 đến dưới 15 m`
        let opens = passage.item(i + 1).is_some_and(|x| {
            let upper = x.verb == Some(Cue::To) && x.separator == Separator::None;
            upper && passage.first(x).is_some_and(|f| f.hedge.is_some())
        });
        opens
            || item.verb == Some(Cue::From)
            || matches!(item.value, Value::Range(..))
            || passage.first(item).is_some_and(|f| f.hedge.is_some())
    };
    let named = |i: usize| {
        let (Some(item), Some(next)) = (passage.item(i), passage.item(i + 1)) else { return false };
        let unlike = passage.first(item).zip(passage.first(next)).is_some_and(|(a, b)| fit(a, b) == Fit::Different);
        unlike && next.separator == Separator::None && next.sentence == item.sentence
    };
    let joined = || passage.item(index + 1).is_some_and(|x| x.separator == Separator::None);
    bound(index) && (named(index) || joined() && bound(index + 1) && named(index + 1))
}

/// A figure that may be a part: no change, no rate, no average.
pub(super) fn is_plain(passage: &Passage<'_>, item: &Item) -> bool {
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
        Some(Cue::Exceed | Cue::FallShort | Cue::Lack) => {
            counted && item.base.is_none() && !item.after.any(&[Cue::Target, Cue::ComparedWith])
        }
        Some(_) => true,
    };
    // `14 ủy viên (nay còn 15, do 02 đồng chí chuyển công tác)`: the level of today, no part.
    let now = item.verb == Some(Cue::Remaining)
        && passage.own(item).any(|t| words::says_now(&passage.document.folded(t.range)));
    verb && !now && !matches!(item.value, Value::Range(..)) && passage.first(item).is_some_and(|f| !f.is_rate())
}

/// Whether one of these cues stands between an item and the one before it in its bracket, whatever
/// other brackets lie between (`trong đó: chi hội (miền Bắc) có 212 hộ`).
pub(super) fn lead_has(passage: &Passage<'_>, index: usize, cues: &[Cue]) -> bool {
    const FAR: usize = 60;
    let Some(item) = passage.item(index) else { return false };
    let group = passage.items.groups.get(item.group as usize).map_or(0, |g| g.tokens.start);
    let previous = passage.items.before(item.group, index).next().map_or(group, |(_, x)| x.token + 1);
    let start = previous.max(item.token.saturating_sub(FAR));
    let tokens = passage.lexed.tokens.get(start..item.token).unwrap_or_default();
    // `39 hộ phát sinh mới (gồm cả tái nghèo), nên …`: what a bracket says ends with it.
    let mut depth = 0u32;
    let outside = tokens.iter().rev().filter(move |t| {
        match t.kind {
            TokenKind::Close(_) => depth += 1,
            TokenKind::Open(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    let mut own = outside.take_while(|t| !matches!(t.kind, TokenKind::SentenceEnd));
    own.any(|t| matches!(t.kind, TokenKind::Cue(cue) if cues.contains(&cue)))
}

/// Whether an item or the words before it open a list of all parts (`gồm`, `chia theo`).
pub(super) fn lead_has_comprise(passage: &Passage<'_>, item: &Item) -> bool {
    let index = passage.items.items.partition_point(|x| x.token < item.token);
    item.cues.has(Cue::Comprise) || lead_has(passage, index, &[Cue::Comprise])
}

/// How a part fits its total. A number without a unit may have its noun in a word
/// the units do not know (`01 TCĐ`): then the kind of that word decides.
pub(super) fn part_fit(passage: &Passage<'_>, item: &Item, whole: &Figure, part: &Figure) -> Fit {
    let fits = fit(whole, part);
    if fits == Fit::Different && counts_of(&whole.unit, &part.unit) {
        return Fit::Same;
    }
    if fits != Fit::Elided || part.unit.dimension != Dimension::None {
        return fits;
    }
    let next =
        passage.lexed.tokens.get(item.tail.clone()).and_then(|t| t.first()).filter(|t| t.kind == TokenKind::Word);
    let kind = next.and_then(|t| words::kind_of(&passage.document.folded(t.range)));
    match (kind, words::kind_of(&whole.unit.key)) {
        (Some(a), Some(b)) if a != b => Fit::Different,
        _ => fits,
    }
}

/// `24 chuyến/ngày, trong đó có 07 chuyến ngoại tỉnh`: the parts of a flow leave out what it is counted per.
fn counts_of(flow: &Unit, part: &Unit) -> bool {
    let counted = flow.dimension == Dimension::PerUnit && part.dimension == Dimension::Count;
    counted && flow.key.split_once('/').is_some_and(|(of, _)| of == part.key)
}
