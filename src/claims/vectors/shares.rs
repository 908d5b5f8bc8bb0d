//! Shares in order: `ba cấp học lần lượt là 12.460, 20.715 và 13.655 em, cộng 46.830 em, cơ cấu tương ứng 26,6%,
//! 44,2% và 29,2%`; `giao 31.480, 39.856 và 7.600 triệu đồng; giải ngân tương ứng là 18.256, 17.402 và 5.727 triệu
//! đồng, tỷ lệ lần lượt 58,0%, 43,7% và 75,4%`. What they are shares of, most of them prove.

use super::Vector;
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage, Separator, Value};
use crate::claims::share_sums::sum_of;
use crate::claims::{Claim, ClaimKind, Operand, Relation, Role, closes};
use crate::figures::{Cue, Dimension, Figure};

/// The claims of a list of percentages about the amounts of the list before it.
pub(super) fn shares(passage: &Passage<'_>, rates: &Vector<'_>, before: &[Vector<'_>]) -> Vec<Claim> {
    let Some(parts) = before.last().filter(|v| v.changes().is_none() && v.len() == rates.len()) else {
        return Vec::new();
    };
    if !rates.values.iter().all(is_percent) || parts.values.iter().any(Figure::is_rate) {
        return Vec::new();
    }
    let one = |whole: &Figure| vec![whole.clone(); rates.len()];
    let Some(first) = parts.values.first() else { return Vec::new() };
    let total = between(passage, parts.last, rates.first).filter(|f| fit(f, first) >= Fit::Kin).map(one);
    let each = wholes(passage, parts, first);
    let sum = sum_of(&parts.values).as_ref().map(one);
    let above = above(passage, parts.item.group, parts.item.sentence, parts.first);
    let above = above.filter(|f| fit(f, first) == Fit::Same).map(one);
    let proven = [total, each, sum].into_iter().flatten().chain(above).find(|wholes| {
        let closing = (rates.values.iter().zip(&parts.values).zip(wholes)).filter(|((r, p), w)| closes::share(p, w, r));
        closing.count() * 2 > rates.len()
    });
    proven.map_or_else(Vec::new, |wholes| claims(&rates.values, &parts.values, &wholes))
}

/// The claims of a list of percentages that only `chiếm` or `tỷ lệ` opens, about as many amounts right before it, each
/// behind its own name: `xuất sắc 03, tốt 12, hoàn thành 02; chiếm 17,6%, 70,6% và 11,8%`.
pub(super) fn of_named(passage: &Passage<'_>, rates: &Vector<'_>) -> Vec<Claim> {
    if !rates.shares() || !rates.values.iter().all(is_percent) {
        return Vec::new();
    }
    // A bracket says it of what stands before it.
    let bracket = passage.items.groups.get(rates.item.group as usize).filter(|_| rates.item.group != 0);
    let (group, end) = match bracket {
        Some(bracket) => {
            match bracket.host.filter(|_| bracket.adjacent).and_then(|h| Some((passage.item(h)?.group, h + 1))) {
                Some(outer) => outer,
                None => return Vec::new(),
            }
        }
        None => (0, rates.first),
    };
    let before = passage.items.before(group, end).take(rates.len());
    let near = before.take_while(|(_, x)| x.sentence == rates.item.sentence && !x.verb.is_some_and(Cue::moves));
    let mut parts: Vec<(usize, Figure, Option<Figure>)> = near
        .filter_map(|(i, x)| match x.value {
            Value::One(f) => Some((i, passage.figure(f).filter(|f| !f.is_rate())?.clone(), None)),
            Value::Fraction(a, b) => Some((i, passage.figure(a)?.clone(), passage.figure(b).cloned())),
            Value::Range(..) => None,
        })
        .collect();
    parts.reverse();
    let Some((first, one, _)) = parts.first().cloned().filter(|_| parts.len() == rates.len()) else {
        return Vec::new();
    };
    let figures: Vec<Figure> = parts.iter().map(|(_, f, _)| f.clone()).collect();
    let own: Option<Vec<Figure>> = parts.iter().map(|(.., whole)| whole.clone()).collect();
    if let Some(wholes) = own {
        let closing = rates.values.iter().zip(&figures).zip(&wholes).filter(|((r, p), w)| closes::share(p, w, r));
        let proven = closing.count() * 2 > rates.len();
        return if proven { claims(&rates.values, &figures, &wholes) } else { Vec::new() };
    }
    let sum = sum_of(&figures);
    let above = above(passage, group, rates.item.sentence, first).filter(|f| fit(f, &one) >= Fit::Kin).cloned();
    let closes = |whole: &Figure| {
        let closing = rates.values.iter().zip(&figures).filter(|(r, p)| closes::share(p, whole, r));
        closing.count() * 2 > rates.len()
    };
    let whole = above.chain(sum).find(closes);
    whole.map_or_else(Vec::new, |whole| claims(&rates.values, &figures, &vec![whole; figures.len()]))
}

fn is_percent(figure: &Figure) -> bool {
    figure.unit.dimension == Dimension::Percent && figure.hedge.is_none()
}

/// A claim for each percentage, of the part and the whole of its place.
fn claims(rates: &[Figure], parts: &[Figure], wholes: &[Figure]) -> Vec<Claim> {
    let all = rates.iter().zip(parts).zip(wholes);
    all.map(|((rate, part), whole)| {
        let mut operands = vec![Operand::new(Role::Stated, rate, None), Operand::new(Role::Part, part, None)];
        let range = rate.range.cover(part.range);
        // The sum of the parts stands nowhere: they are its terms.
        if parts.iter().any(|p| p.number == whole.number) {
            operands.extend(parts.iter().map(|p| Operand::new(Role::Term, p, None)));
        } else {
            operands.push(Operand::new(Role::Whole, whole, None));
        }
        Claim::new(ClaimKind::Share, Relation::Share, range, operands)
    })
    .collect()
}

/// The one amount between two lists: their total.
fn between<'p>(passage: &'p Passage<'_>, last: usize, first: usize) -> Option<&'p Figure> {
    let (total, next) = (passage.item(last + 1)?, last + 2);
    (next == first).then(|| passage.first(total)).flatten().filter(|f| !f.is_rate())
}

/// The amounts of the sentence before a list that begins with an item, and of its own.
fn above<'p>(passage: &'p Passage<'_>, group: u32, sentence: u32, first: usize) -> impl Iterator<Item = &'p Figure> {
    const REACH: usize = 8;
    let before = passage.items.before(group, first).take(REACH);
    let near = before.take_while(move |(_, x)| x.sentence + 1 >= sentence);
    near.filter_map(|(_, x)| super::one(passage, x)).filter(|f| !f.is_rate() && f.hedge.is_none())
}

/// As many amounts right before a list, in its unit: what each of its values is a part of.
fn wholes(passage: &Passage<'_>, parts: &Vector<'_>, first: &Figure) -> Option<Vec<Figure>> {
    let mut out: Vec<Figure> = Vec::new();
    let mut near: &Item = parts.item;
    for (_, other) in passage.items.before(parts.item.group, parts.first).take(parts.len()) {
        let figure = super::one(passage, other).filter(|f| !f.is_rate() && fit(f, first) >= Fit::Kin)?;
        let joined = other.sentence == parts.item.sentence && near.separator <= Separator::Semicolon;
        out.push(joined.then(|| figure.clone())?);
        near = other;
    }
    out.reverse();
    (out.len() == parts.len()).then_some(out)
}
