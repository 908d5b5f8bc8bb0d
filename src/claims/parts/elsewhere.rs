//! Lists away from their total: in a note, in bullets.

use super::matching::figures_of;
use super::{doubts, elements, is_plain, may_total};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage, Separator, Value};
use crate::claims::{Binding, Claim, ClaimKind, Completeness, Operand, Relation, Role, closes, totals};
use crate::figures::{Cue, Figure, Period, TokenKind};

/// The longest run of values whose verb stands before the first.
const MOST: usize = 12;

/// The sum of a note (or of bullets) under a total in the text.
pub fn parts_elsewhere(passage: &Passage<'_>, total: usize, lists: &[Passage<'_>], claims: &mut Vec<Claim>) {
    let Some(item) = passage.item(total) else { return };
    // The note of a change, or of several in order, tells what they are changes of.
    let change = |x: &Item| matches!(x.verb, Some(Cue::Increase | Cue::Decrease));
    let run = std::iter::successors(Some(total), |&i| {
        let bare = passage.item(i).is_some_and(|x| x.verb.is_none() && passage.is_bare(x));
        i.checked_sub(1).filter(|_| bare)
    });
    if run.take(MOST).filter_map(|i| passage.item(i)).any(change) {
        return;
    }
    let columns = other_column_closes(passage, total, lists);
    let proved = columns || all_kin(passage, item, lists);
    for (_, figure) in figures_of(passage, item) {
        let mut chosen: Vec<Operand> = Vec::new();
        let mut years: Vec<u16> = Vec::new();
        let mut elements_read = 0;
        let mut missing = 0;
        for list in lists {
            // `Từ năm 2021 đến năm 2025 lần lượt là 48,6; 55,2; … 77,7 tỷ đồng`: the last one has the unit for all.
            let last = list.items.items.last().and_then(|x| list.first(x));
            let ordered = list.items.items.iter().any(|x| x.cues.has(Cue::Respectively))
                && last.is_some_and(|f| fit(f, figure) == Fit::Same);
            let part_of = |element: &Vec<usize>| {
                element.iter().filter_map(|&i| list.item(i)).find_map(|x| {
                    if !is_plain(list, x) || matches!(x.value, Value::Range(..)) {
                        return None;
                    }
                    figures_of(list, x)
                        .into_iter()
                        .map(|(_, f)| f)
                        .find(|f| {
                            let fits = fit(f, figure);
                            fits == Fit::Same || ordered && fits == Fit::Elided || proved && fits == Fit::Kin
                        })
                        .map(|f| (last.map_or_else(|| f.clone(), |last| f.in_unit_of(last)), x.period))
                })
            };
            // `28 dự án chuyển tiếp, 33 dự án mới. Vốn bố trí 143 tỷ đồng, …`: what follows the list is of something else.
            let (head, rest): (Vec<usize>, Vec<usize>) =
                list.items.of_group(0).map(|(i, _)| i).partition(|&i| list.item(i).is_some_and(|x| x.sentence == 0));
            let head = elements(list, &head);
            let alone = !rest.is_empty()
                && head.len() >= 2
                && head.iter().all(|e| part_of(e).is_some())
                && rest.iter().all(|&i| part_of(&vec![i]).is_none());
            // `năm 2020 là 38,4 tỷ đồng, 2021 là 41,7 tỷ đồng, …; năm 2022 giảm 11,7%`: behind the semicolon no further part.
            let all: Vec<usize> = list.items.of_group(0).map(|(i, _)| i).collect();
            let clause = all.iter().position(|&i| list.item(i).is_some_and(|x| x.separator == Separator::Semicolon));
            let first =
                clause.and_then(|at| all.split_at_checked(at)).map(|(front, behind)| (elements(list, front), behind));
            let first = first.filter(|(front, behind)| {
                let whole = front.len() >= 3 && front.iter().all(|e| part_of(e).is_some());
                whole && behind.iter().all(|&i| part_of(&vec![i]).is_none())
            });
            let read = if alone { head } else { first.map_or_else(|| periods_or_elements(list), |f| f.0) };
            for element in read {
                elements_read += 1;
                match part_of(&element) {
                    Some((part, period)) => {
                        if let Some(Period::Year(y)) = period {
                            years.push(y);
                        }
                        chosen.push(Operand { role: Role::Part, figure: part, period });
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
        let in_order = missing == 0 && chosen.len() >= 3 && spans(passage, item, chosen.len());
        let mut operands = vec![Operand::new(Role::Stated, figure, item.period)];
        operands.extend(chosen);
        // `cả nhiệm kỳ đón 6,7 triệu lượt khách` with a value a year in the note, and all but their sum: of each year.
        let run = by_year && years.len() >= 3 && years.windows(2).all(|w| matches!(w, [a, b] if a + 1 == *b));
        let summed = run && !matches!(item.period, Some(Period::Year(_))) && closes::nearly(&operands);
        let completeness =
            if covered || in_order || columns && missing == 0 || summed && of_term(passage, item, years.len()) {
                Completeness::All
            } else if summed || missing == 0 && elements_read >= 3 && !by_year {
                Completeness::Probably
            } else {
                Completeness::Unknown
            };
        let range = figure.range;
        let mut claim = Claim::new(ClaimKind::Sum, Relation::Sum(completeness), range, operands);
        claim.indicator = passage.indicator(item);
        let mean = claim.operands.get(1..).is_some_and(|parts| doubts::is_mean(figure, parts));
        if completeness == Completeness::Unknown || mean {
            claim.binding = Binding::Likely;
        }
        claims.push(claim);
    }
}

/// `1.318 giáo viên` with a note `mầm non 412 người, tiểu học 486 người, …`: three parts or more, each in another word for
/// what the total counts.
fn all_kin(passage: &Passage<'_>, item: &Item, lists: &[Passage<'_>]) -> bool {
    let Some(whole) = passage.first(item).filter(|f| f.is_count()) else { return false };
    let items = || lists.iter().flat_map(|l| l.items.of_group(0).map(move |(_, x)| (l, x)));
    let kin = |(l, x): (&Passage<'_>, &Item)| {
        is_plain(l, x) && matches!(x.value, Value::One(_)) && l.first(x).is_some_and(|f| fit(whole, f) == Fit::Kin)
    };
    items().count() >= 3 && items().all(kin)
}

/// `1.100 lớp, 35.908 học sinh` with a note `8.146 trẻ/326 lớp; 13.427 học sinh/412 lớp; …`: that the classes add up
/// proves that the list is whole, for the pupils too.
fn other_column_closes(passage: &Passage<'_>, total: usize, lists: &[Passage<'_>]) -> bool {
    let Some(item) = passage.item(total) else { return false };
    let pairs: Vec<[&Figure; 2]> = lists
        .iter()
        .flat_map(|list| list.items.of_group(0).map(move |(_, x)| (list, x)))
        .filter_map(|(list, x)| match x.value {
            Value::Fraction(a, b) => Some([list.figure(a)?, list.figure(b)?]),
            _ => None,
        })
        .collect();
    let beside = [total.checked_sub(1), Some(total + 1)].into_iter().flatten().filter_map(|i| passage.item(i));
    let beside = beside.filter(|x| x.sentence == item.sentence && x.group == item.group && is_plain(passage, x));
    let wholes: Vec<&Figure> = beside.filter_map(|x| passage.first(x)).collect();
    pairs.len() >= 3
        && wholes.iter().any(|whole| {
            (0..2).any(|column| {
                let parts: Vec<&Figure> = pairs.iter().filter_map(|p| p.get(column).copied()).collect();
                let mut operands = vec![Operand::new(Role::Stated, whole, None)];
                operands.extend(parts.iter().map(|f| Operand::new(Role::Part, f, None)));
                parts.iter().all(|f| fit(f, whole) >= Fit::Kin) && closes::sum(&operands)
            })
        })
}

/// Whether a total is said to be of as many years as a list has values: `5 năm 320,0 tỷ đồng`.
fn spans(passage: &Passage<'_>, item: &Item, count: usize) -> bool {
    passage.own(item).any(|t| match t.kind {
        TokenKind::Period(Period::Span { years }) => usize::from(years) == count,
        TokenKind::Period(Period::Years { from, to, .. }) => usize::from(to.saturating_sub(from)) + 1 == count,
        _ => false,
    })
}

/// Whether the sentence of a total names so many years, or the term, before it.
fn of_term(passage: &Passage<'_>, item: &Item, count: usize) -> bool {
    let before = passage.lexed.tokens.get(..item.token).unwrap_or_default().iter().rev();
    before.take_while(|t| t.kind != TokenKind::SentenceEnd).any(|t| match t.kind {
        TokenKind::Period(Period::Span { years }) => usize::from(years) == count,
        TokenKind::Period(Period::Years { from, to, .. }) => usize::from(to.saturating_sub(from)) + 1 >= count,
        TokenKind::Period(Period::Term) => true,
        _ => false,
    })
}

/// The sum of bullets: the first amount of each, under the nearest figure of the lead that fits all of them.
pub fn parts_of_bullets(lead: &Passage<'_>, bullets: &[Passage<'_>], claims: &mut Vec<Claim>) {
    let near = lead.items.items.iter().rev().filter(|x| x.group == 0 && may_total(lead, x)).take(NEAR);
    let mut readings: Vec<(&Item, Vec<Operand>)> = near
        .filter_map(|item| {
            let mut operands = vec![Operand::new(Role::Stated, lead.first(item)?, item.period)];
            operands.extend(parts_in(lead, item, bullets)?);
            Some((item, operands))
        })
        .collect();
    if readings.is_empty() {
        return;
    }
    let closing = readings.iter().position(|(_, operands)| closes::sum(operands));
    let (item, mut operands) = readings.swap_remove(closing.unwrap_or(0));
    let Some(whole) = lead.first(item) else { return };
    // `15 tỉnh, thành: - Vùng A gồm 3 tỉnh và 2 thành phố; …`: several of a bullet are parts where all of them close.
    if closing.is_none()
        && let Some(all) = all_in(lead, item, bullets).filter(|all| closes::sum(all))
    {
        operands = all;
    }
    // `…, gồm sáu nguồn:`
    let behind = lead.lexed.tokens.get(item.token..).unwrap_or_default();
    let all = item.cues.has(Cue::Comprise) || behind.iter().any(|t| t.kind == TokenKind::Cue(Cue::Comprise));
    let completeness = if all { Completeness::All } else { Completeness::Probably };
    let mut claim = Claim::new(ClaimKind::Sum, Relation::Sum(completeness), whole.range, operands);
    claim.indicator = lead.indicator(item);
    // `7 quận: - Quận A có 2 tổng với 12 xã; …`: the bullets are what is counted.
    let names = whole.is_count() && whole.printed.to_i64() == Some(bullets.len() as i64);
    if names
        || doubts::is_bound(lead, item)
        || claim.operands.get(1..).is_some_and(|parts| doubts::is_mean(whole, parts))
    {
        claim.binding = Binding::Likely;
    }
    claims.push(claim);
}

/// How many figures at the end of a lead may be the total of its bullets.
const NEAR: usize = 4;

/// A total with every amount of the bullets that may be a part of it.
fn all_in(lead: &Passage<'_>, total: &Item, bullets: &[Passage<'_>]) -> Option<Vec<Operand>> {
    let whole = lead.first(total)?;
    let mut operands = vec![Operand::new(Role::Stated, whole, total.period)];
    for bullet in bullets {
        let plain = bullet.items.of_group(0).map(|(_, x)| x).filter(|x| is_plain(bullet, x));
        let parts = plain.filter_map(|x| Some((x, bullet.first(x).filter(|f| fit(f, whole) >= Fit::Kin)?)));
        operands.extend(parts.map(|(x, f)| Operand::new(Role::Part, f, x.period)));
    }
    Some(operands)
}

/// The first amount of each bullet, where every one has one that fits the total.
fn parts_in(lead: &Passage<'_>, total: &Item, bullets: &[Passage<'_>]) -> Option<Vec<Operand>> {
    let whole = lead.first(total)?;
    let part = |bullet: &Passage<'_>| {
        // `- Thu kết dư ngân sách của ba xã cũ: 2.408 triệu đồng`: a number in words belongs to the name.
        let named = |x: &Item| bullet.first(x).is_some_and(|f| f.form.words && fit(f, whole) < Fit::Kin);
        let item = bullet.items.items.iter().find(|x| is_plain(bullet, x) && x.group == 0 && !named(x))?;
        let figure = bullet.first(item).filter(|f| fit(f, whole) >= Fit::Kin)?;
        Some(Operand::new(Role::Part, figure, item.period))
    };
    bullets.iter().map(part).collect()
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
    // `…; tập huấn 582 triệu đồng. Cộng 3.184 triệu đồng.`: the note says its total again.
    let parts = passage.items.of_group(0).filter(|(_, x)| !totals::is_total_alone(passage, x));
    let members: Vec<usize> = parts.map(|(i, _)| i).collect();
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
