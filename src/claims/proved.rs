//! A change with its percentage that two other amounts prove: `năm nay 2.318.700 lượt, năm trước
//! 2.186.400 lượt, tăng 132.300 lượt (6,05%)`, `giành 318 giải, gồm 14 giải Nhất, …; nhiều hơn năm trước
//! 27 giải (291 giải), tăng 9,3%`. The nearest amount need not be the level that changed.

use super::above::Above;
use super::fit::{Fit, fit};
use super::items::{Item, Passage, Value};
use super::search::units;
use super::{Binding, Claim, Operand, Relation, Role, closes, words};
use crate::document::TextRange;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, TokenKind};
use hashbrown::HashMap;

/// How many amounts before and behind a change are asked, and how many sentences before it.
const WINDOW: usize = 16;
const SENTENCES: u32 = 2;
/// How many are asked where a chance would close.
const FEW: usize = 3;
const SMALL: i64 = 20;

/// Gives a change and its percentage the pair of amounts that closes both as one more reading: their
/// difference is the change, and over the second it is the percentage.
pub fn settle(above: &Above<'_, '_>, claims: &mut [Claim]) {
    let mut proved: HashMap<TextRange, [Operand; 2]> = HashMap::new();
    for claim in claims.iter().filter(|c| c.relation == Relation::PercentChange) {
        let (Some(stated), Some(change)) = (claim.get(Role::Stated), claim.get(Role::Change)) else { continue };
        let Some(passage) = above.passage_at(change.range.start) else { continue };
        let near = amounts(passage, change);
        let up = claim.upward.unwrap_or(true);
        let pair = near.iter().filter(|(_, base)| closes::share(change, base, stated)).find_map(|(_, base)| {
            let (item, level) = near.iter().find(|(_, l)| closes::change(l, base, change, up))?;
            Some([Operand::new(Role::Level, level, item.period), Operand::new(Role::Base, base, None)])
        });
        proved.extend(pair.map(|pair| (change.number, pair)));
    }
    for claim in claims.iter_mut().filter(|c| c.relation == Relation::PercentChange) {
        let (Some(stated), Some(change), Some(level)) =
            (claim.get(Role::Stated), claim.get(Role::Change), claim.get(Role::Level))
        else {
            continue;
        };
        let passage = above.passage_at(change.range.start);
        // `năm 2023 còn 1.985 ha, năm nay bớt được 145 ha (giảm 7,3%)`: the change has a time of its own.
        if passage.is_some_and(|p| is_timed(p, change)) && closes::share(change, level, stated) {
            let stated = Operand::new(Role::Stated, stated, None);
            let reading = vec![stated, Operand::new(Role::Change, change, None), Operand::new(Role::Base, level, None)];
            claim.alternatives.push(reading);
        }
    }
    for claim in claims.iter_mut() {
        let change = match claim.relation {
            Relation::PercentChange => claim.get(Role::Change),
            Relation::Change if claim.get(Role::Base).is_none() => claim.get(Role::Stated),
            _ => None,
        };
        let Some(pair) = change.and_then(|c| proved.get(&c.number)) else { continue };
        let stated = claim.operands.iter().find(|o| o.role == Role::Stated).cloned();
        claim.alternatives.extend(stated.map(|s| [vec![s], pair.to_vec()].concat()));
    }
}

/// The nearest amount need not be the level of a change that states its base or its percentage: `146 đơn, giải quyết
/// 131 đơn; số đơn giảm 22 đơn so với cùng kỳ (168 đơn)`, `6.917 học sinh, trong đó THCS 2.189; giảm 64 em (0,9%)`. A
/// level near it that closes is one more reading.
pub fn levels(above: &Above<'_, '_>, claims: &mut [Claim]) {
    for claim in claims.iter_mut() {
        let (Some(stated), Some(level)) = (claim.get(Role::Stated), claim.get(Role::Level)) else { continue };
        let relation = claim.relation;
        if !matches!(relation, Relation::Change | Relation::PercentChange) || level.is_rate() {
            continue;
        }
        let up = claim.upward.unwrap_or(true);
        let (base, change) = (claim.get(Role::Base), claim.get(Role::Change));
        let closes = |l: &Figure| match (relation, base, change) {
            (Relation::Change, Some(base), _) => closes::change(l, base, stated, up),
            (Relation::PercentChange, _, Some(change)) => over_its_base(l, change, stated, up),
            (Relation::PercentChange, Some(base), None) => {
                (l.value() > base.value()) == up && closes::percent(l, base, stated)
            }
            // Nothing is stated that could fail.
            _ => true,
        };
        if closes(level) {
            continue;
        }
        let Some(passage) = above.passage_at(stated.range.start) else { continue };
        let at = passage.index_at(stated.range.start);
        let Some(sentence) = passage.item(at).map(|x| x.sentence) else { continue };
        // Small numbers and short percentages close by chance: then only the nearest are asked, in their sentence.
        let telling = |f: &Figure| {
            f.printed.show(9).trim_start_matches(['0', ',']).bytes().filter(u8::is_ascii_digit).count() >= 3
        };
        let proof = match (relation, base) {
            // `10; 12; 15 tấn, tăng lần lượt 2; 6 tấn`: of numbers that small some pair always closes.
            (Relation::Change, Some(base)) if base.printed < Exact::int(SMALL) && in_order(claim, above) => continue,
            (Relation::Change, Some(base)) => base.printed >= Exact::int(SMALL) && telling(base),
            _ => telling(stated),
        };
        let like = change.or(base).unwrap_or(level);
        let before = passage.items.items.get(..at).unwrap_or_default().iter().rev().take(WINDOW);
        let near = before
            .filter(|x| x.sentence == sentence || proof && x.sentence + SENTENCES >= sentence)
            .filter(|x| x.group == 0 && !matches!(x.value, Value::Range(..)))
            .filter_map(|x| Some((x, passage.first(x)?)))
            .filter(|(_, f)| f.number != level.number && base.is_none_or(|b| b.number != f.number))
            .filter(|(_, f)| change.is_none_or(|c| c.number != f.number) && f.number != stated.number)
            .filter(|(_, f)| !f.is_rate() && f.hedge.is_none())
            // `trường chuẩn 17, chiếm 81%; đầu kỳ 12 trường, thêm 5 trường`: of what has no unit only a small number.
            .filter(|(_, f)| f.unit.dimension != Dimension::None || like.printed < Exact::int(SMALL))
            .filter(|(_, f)| fit(f, like) >= Fit::Kin);
        let Some((item, found)) = near.take(if proof { WINDOW } else { FEW }).find(|(_, l)| closes(l)) else {
            continue;
        };
        let mut reading = claim.operands.clone();
        for operand in reading.iter_mut().filter(|o| o.role == Role::Level) {
            *operand = Operand::new(Role::Level, found, item.period);
        }
        claim.alternatives.push(reading);
    }
}

/// `94 trường hợp vi phạm, so với nhiệm kỳ trước (151 trường hợp) tăng 57 trường hợp`: a level and a base that differ by just
/// what is stated, all three of one printed unit, are those that are meant, and the verb is not. Small numbers differ so
/// by chance.
pub fn reversed(claims: &mut [Claim]) {
    for claim in claims.iter_mut().filter(|c| c.relation == Relation::Change && c.binding != Binding::Sure) {
        let figures = [Role::Stated, Role::Level, Role::Base].map(|role| claim.get(role));
        let ([Some(stated), Some(level), Some(base)], Some(up)) = (figures, claim.upward) else { continue };
        let unit = &stated.unit;
        let printed = |f: &Figure| !f.unit.key.is_empty() && !f.unit.elided && f.unit.key == unit.key;
        let plain = [stated, level, base].into_iter().all(|f| printed(f) && f.hedge.is_none() && !f.form.ambiguous);
        let other = claim.alternatives.iter().any(|r| {
            let get = |role| r.iter().find(|o| o.role == role).map(|o| &o.figure);
            matches!((get(Role::Level), get(Role::Base)), (Some(l), Some(b)) if closes::change(l, b, stated, up))
        });
        if plain
            && !other
            && units(stated) > SMALL
            && !closes::change(level, base, stated, up)
            && closes::change(level, base, stated, !up)
        {
            claim.binding = Binding::Sure;
        }
    }
}

/// Whether a change is one of a list that goes with another in order.
fn in_order(claim: &Claim, above: &Above<'_, '_>) -> bool {
    let item = || {
        let at = claim.get(Role::Stated)?.range.start;
        let passage = above.passage_at(at)?;
        let own = passage.index_at(at);
        let near = passage.items.items.get(own.saturating_sub(WINDOW)..=own)?;
        let sentence = near.last()?.sentence;
        Some(near.iter().any(|x| x.sentence == sentence && x.cues.has(Cue::Respectively)))
    };
    item().unwrap_or(false)
}

/// change / (level ∓ change) is the percentage stated.
fn over_its_base(level: &Figure, change: &Figure, stated: &Figure, up: bool) -> bool {
    let base = || {
        let (value, by) = (level.value()?, change.value()?);
        let printed = if up { value.sub(by)? } else { value.add(by)? }.div(level.unit.factor)?;
        Some(Figure { printed, ..level.clone() })
    };
    base().is_some_and(|b| !b.printed.is_negative() && !b.printed.is_zero() && closes::share(change, &b, stated))
}

/// Whether the words before a figure name its time.
fn is_timed(passage: &Passage<'_>, figure: &Figure) -> bool {
    passage.item(passage.index_at(figure.range.start)).is_some_and(|x| {
        passage.own(x).any(|t| {
            matches!(t.kind, TokenKind::Period(p) if x.base != Some(p))
                || words::says_now(&passage.document.folded(t.range))
        })
    })
}

/// The amounts around a change in its unit.
fn amounts<'p>(passage: &'p Passage<'_>, change: &Figure) -> Vec<(&'p Item, &'p Figure)> {
    let items = &passage.items.items;
    let at = passage.index_at(change.range.start);
    let Some(sentence) = items.get(at).map(|x| x.sentence) else { return Vec::new() };
    let around = items.get(at.saturating_sub(WINDOW)..(at + WINDOW).min(items.len())).unwrap_or_default();
    around
        .iter()
        .filter(|x| x.sentence <= sentence && x.sentence + SENTENCES >= sentence && matches!(x.value, Value::One(_)))
        .filter_map(|x| Some((x, passage.first(x)?)))
        .filter(|(_, f)| !f.is_rate() && f.number != change.number && fit(f, change) >= Fit::Elided)
        .collect()
}
