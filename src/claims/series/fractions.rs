//! Fractions that stand alone, and shares of one whole.

use crate::claims::beside;
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage, Separator, Value};
use crate::claims::{Binding, Claim, ClaimKind, Completeness, Operand, Relation, Role};
use crate::figures::{Cue, Dimension, Figure};

/// `đạt 93% (53/57 trạm)`: the percentage stands before its fraction.
pub(super) fn rate_before_fraction<'p>(passage: &'p Passage<'_>, index: usize, item: &Item) -> Option<&'p Figure> {
    let group = passage.items.groups.get(item.group as usize)?;
    let host = passage.item(group.host.filter(|_| group.adjacent)?)?;
    let first = passage.items.of_group(item.group).next().is_some_and(|(i, _)| i == index);
    let says =
        matches!(host.verb, None | Some(Cue::Reach | Cue::Share | Cue::Remaining | Cue::Equal | Cue::To | Cue::Done))
            && !host.cues.has(Cue::Average);
    // Behind another fraction the percentage belongs to that one.
    let taken = group.host.and_then(|h| h.checked_sub(1)).and_then(|i| passage.item(i)).is_some_and(|x| {
        matches!(x.value, Value::Fraction(..)) && x.sentence == host.sentence && host.separator <= Separator::Comma
    });
    let Value::One(f) = host.value else { return None };
    passage.figure(f).filter(|f| f.is_rate() && first && says && !taken)
}

/// `tỷ lệ hộ nghèo là 7,5% (312 hộ nghèo trên 4.160 hộ)`: a fraction in words behind its percentage.
pub(super) fn in_words(passage: &Passage<'_>, index: usize, item: &Item, whole: &Figure, claims: &mut Vec<Claim>) {
    let Some(part) = beside::part_above(passage, index) else { return };
    let Some(before) = index.checked_sub(1).and_then(|i| passage.item(i)) else { return };
    let Some(rate) = rate_before_fraction(passage, index - 1, before) else { return };
    let whole = Figure { hedge: None, ..whole.clone() };
    let operands = vec![
        Operand::new(Role::Stated, rate, item.period),
        Operand::new(Role::Part, part, item.period),
        Operand { role: Role::Whole, figure: whole.clone(), period: item.period },
    ];
    claims.push(Claim::new(ClaimKind::Share, Relation::Share, rate.range.cover(whole.range), operands));
}

/// `đạt 95,1%, tương ứng 5.146/5.412 người`
pub(super) fn rate_in_other_words<'p>(passage: &'p Passage<'_>, index: usize, item: &Item) -> Option<&'p Figure> {
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
pub(super) fn alone(passage: &Passage<'_>, index: usize, item: &Item, upper: u32, lower: u32, claims: &mut Vec<Claim>) {
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
pub(super) fn shares_of_one_whole(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
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
