//! Fractions that stand alone, and shares of one whole.

use crate::claims::beside;
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage, Separator, Value};
use crate::claims::{Binding, Claim, ClaimKind, Completeness, Operand, Relation, Role};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Token, TokenKind};

/// How many points a list of percentages comes to 100 % for it to be one of shares.
const NEAR_THE_WHOLE: i64 = 2;

/// `đạt 93% (53/57 trạm)`: the percentage stands before its fraction.
pub(super) fn rate_before_fraction<'p>(passage: &'p Passage<'_>, index: usize, item: &Item) -> Option<&'p Figure> {
    let group = passage.items.groups.get(item.group as usize)?;
    let host = passage.item(group.host.filter(|_| group.adjacent)?)?;
    let first = passage.items.of_group(item.group).next().is_some_and(|(i, _)| i == index);
    let says = matches!(
        host.verb,
        None | Some(Cue::Reach | Cue::Share | Cue::Remaining | Cue::Equal | Cue::To | Cue::From | Cue::Done)
    ) && !host.cues.has(Cue::Average);
    // Behind another fraction the percentage belongs to that one.
    let taken = group.host.and_then(|h| h.checked_sub(1)).and_then(|i| passage.item(i)).is_some_and(|x| {
        // One in a bracket of its own has the percentage before it.
        let beside = x.group == host.group && x.sentence == host.sentence;
        matches!(x.value, Value::Fraction(..)) && beside && host.separator <= Separator::Comma
    });
    let Value::One(f) = host.value else { return None };
    passage.figure(f).filter(|f| f.is_rate() && first && says && !taken)
}

/// `tỷ lệ hộ nghèo là 7,5% (312 hộ nghèo trên 4.160 hộ)`, `chỉ chiếm 4,8% (51 nữ trên tổng số 1.062 người)`: a fraction in
/// words behind its percentage.
pub(super) fn in_words(passage: &Passage<'_>, index: usize, item: &Item, whole: &Figure, claims: &mut Vec<Claim>) {
    let part = beside::part_above(passage, index).or_else(|| beside::part_before(passage, index, whole));
    let Some(part) = part else { return };
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
    // `kết nạp 21/20 đảng viên`: what came in, over how many were to.
    let planned = item.cues.any(&[Cue::Target, Cue::Exceed, Cue::Given, Cue::NewlyAdded])
        || item.after.any(&[Cue::Target, Cue::Exceed, Cue::Given]);
    // `tăng 36 vụ (412/376 vụ)`: two times of one thing.
    let host = passage.items.groups.get(item.group as usize).and_then(|g| passage.item(g.host?));
    let times = host.is_some_and(|h| matches!(h.verb, Some(Cue::Increase | Cue::Decrease)));
    // `giám sát 04/03 cuộc (vượt)`
    let behind = passage.lexed.tokens.get(item.tail.end..).unwrap_or_default();
    let verdict = matches!(behind, [open, word, ..] if matches!(open.kind, TokenKind::Open(_)) && word.kind == TokenKind::Cue(Cue::Exceed));
    // `lao động nam/ nữ lần lượt là 265.206/ 264.858 người`: two in order.
    let planned = planned || times || verdict || item.cues.has(Cue::Respectively);
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

/// What a percentage that only divides a whole has none of beside it.
const OTHER_THAN_SHARES: &[Cue] = &[
    Cue::Attribute,
    Cue::Target,
    Cue::Goal,
    Cue::Growth,
    Cue::Average,
    Cue::Increase,
    Cue::Decrease,
    Cue::Exceed,
    Cue::FallShort,
    Cue::ComparedWith,
    Cue::Multiple,
];

/// `nông nghiệp chiếm 30%, công nghiệp chiếm 40%, dịch vụ chiếm 35%`: shares of one whole may not come to more than
/// it. Where not every one says `chiếm` (`61,8% rất hài lòng, 31,5% hài lòng và 7,7% chưa hài lòng`) the list is one of
/// shares only if it nearly comes to the whole.
pub(super) fn shares_of_one_whole(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    let mut run: Vec<(&Item, &Figure)> = Vec::new();
    for (_, item) in passage.items.of_group(0) {
        let share = passage.first(item).filter(|f| is_share(passage, item, f));
        let goes_on =
            |last: &Item| last.sentence == item.sentence && item.separator < Separator::Sentence && names_next(item);
        if share.is_none() || run.last().is_some_and(|(last, _)| !goes_on(last)) {
            claims.extend(shares_total(&run));
            run.clear();
        }
        run.extend(share.map(|f| (item, f)));
    }
    claims.extend(shares_total(&run));
}

/// Whether an item goes on with a list of shares.
fn names_next(item: &Item) -> bool {
    item.verb.is_none() || item.verb == Some(Cue::Share) && item.subject
}

/// A percentage that may be the share of a whole: `chiếm` says so, or it has a name of its own and stands for no year.
fn is_share(passage: &Passage<'_>, item: &Item, figure: &Figure) -> bool {
    let words = |tokens: &[Token]| tokens.iter().any(|t| t.kind == TokenKind::Word);
    let tail = passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
    let plain = match item.verb {
        Some(Cue::Share) => !item.cues.has(Cue::Attribute),
        None | Some(Cue::Is | Cue::Equal | Cue::Given) => {
            let other = item.cues.any(OTHER_THAN_SHARES) || item.after.any(OTHER_THAN_SHARES);
            !other && item.period.is_none() && (item.subject || words(tail))
        }
        _ => false,
    };
    plain && figure.unit.dimension == Dimension::Percent && figure.hedge.is_none()
}

fn shares_total(run: &[(&Item, &Figure)]) -> Option<Claim> {
    let (first, last) = (run.first()?.1, run.last()?.1);
    let told = run.iter().all(|(item, _)| item.verb == Some(Cue::Share));
    let sum = run.iter().try_fold(Exact::ZERO, |sum, (_, f)| sum.add(f.printed))?;
    let near = sum.sub(Exact::HUNDRED)?.abs() <= Exact::int(NEAR_THE_WHOLE);
    let completeness = if told { Completeness::Probably } else { Completeness::Unknown };
    (run.len() >= 3 && (told || near)).then(|| {
        let operands = run.iter().map(|(_, f)| Operand::new(Role::Part, f, None)).collect();
        Claim::new(ClaimKind::Sum, Relation::SharesTotal(completeness), first.range.cover(last.range), operands)
    })
}
