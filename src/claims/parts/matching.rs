//! A list of parts and the totals it may have, one claim for each unit they share.

use super::doubts::Doubts;
use super::{List, is_plain, may_total, part_fit};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage, Separator, Value};
use crate::claims::{Binding, Claim, ClaimKind, Completeness, Operand, Relation, Role};
use crate::claims::{closes, words};
use crate::document::TextRange;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Period, Token};
use std::collections::BTreeSet;

/// The columns of an item: one figure, or both of a fraction, with their place in it.
pub(super) fn figures_of<'p>(passage: &'p Passage<'p>, item: &Item) -> Vec<(usize, &'p Figure)> {
    match item.value {
        Value::One(f) => passage.figure(f).map(|f| (0, f)).into_iter().collect(),
        Value::Fraction(a, b) => {
            [a, b].iter().enumerate().filter_map(|(n, &f)| Some((n, passage.figure(f)?))).collect()
        }
        Value::Range(..) => Vec::new(),
    }
}

/// Matches a list with the totals before it, one claim for each unit they share and for each way the list parts them.
pub(super) fn match_totals(passage: &Passage<'_>, totals: &[usize], list: &List, claims: &mut Vec<Claim>) {
    match breakdowns(passage, list) {
        Some(lists) => lists.iter().for_each(|l| match_list(passage, totals, l, claims)),
        None => match_list(passage, totals, list, claims),
    }
}

/// `gồm thành thị 8.813 người, nông thôn 21.075 người, nam 15.453 người, nữ 14.435 người`: a list that parts its total twice
/// or more, each time by sides of one partition.
fn breakdowns(passage: &Passage<'_>, list: &List) -> Option<Vec<List>> {
    let mut runs: Vec<(&str, List)> = Vec::new();
    for element in &list.elements {
        let family = super::side_of(passage, super::first_of(passage, element)?)?.0;
        match runs.last_mut().filter(|(of, _)| *of == family) {
            Some((_, run)) => run.elements.push(element.clone()),
            None => {
                let (completeness, bracket) = (list.completeness, list.bracket);
                runs.push((family, List { elements: vec![element.clone()], completeness, bracket }));
            }
        }
    }
    let several = runs.len() >= 2 && runs.iter().all(|(_, run)| run.elements.len() >= 2);
    several.then(|| runs.into_iter().map(|(_, run)| run).collect())
}

fn match_list(passage: &Passage<'_>, totals: &[usize], list: &List, claims: &mut Vec<Claim>) {
    let own = claims.len();
    let mut served: Vec<String> = Vec::new();
    // `đạt 18.426 tỷ đồng, cùng kỳ 17.692 tỷ đồng, tăng 4,15%, gồm …`: the list is not that of the earlier time.
    let earlier = |&&t: &&usize| passage.item(t).is_some_and(|x| x.period.is_some_and(Period::is_past));
    let only = list.bracket || totals.iter().all(|t| earlier(&t));
    let totals: Vec<usize> = totals.iter().filter(|t| only || !earlier(t)).copied().collect();
    let totals = totals.as_slice();
    let wholes = wholes(passage, totals);
    let doubts = Doubts::of(passage, list, totals);
    let bounds: Vec<&Figure> = wholes.iter().copied().filter(|w| bounds(passage, list, w)).collect();
    for (nth, &total) in totals.iter().enumerate() {
        let Some(item) = passage.item(total) else { continue };
        // `từ 02 sản phẩm lên 09 sản phẩm, gồm …`: a list behind both is that of the later.
        let before = item.cues.has(Cue::From) && !list.bracket;
        if !may_total(passage, item) || before {
            continue;
        }
        let fraction = matches!(item.value, Value::Fraction(..));
        for (column, whole) in figures_of(passage, item) {
            if !fraction && served.contains(&whole.unit.key) {
                continue;
            }
            // `6.218 ha, đạt 88,8% kế hoạch, còn 782 ha; chia theo quý: 842 ha, 1.967 ha, …`: the total that holds them.
            let beyond = !bounds.iter().any(|b| b.number == whole.number);
            // `thắng 3-0 (25/18, 25/21, 25/19)`: nothing has no parts.
            if whole.printed.is_zero() && whole.unit.dimension == Dimension::None {
                continue;
            }
            if beyond && !list.bracket && bounds.iter().any(|b| fit(b, whole) == Fit::Same) {
                continue;
            }
            let readings = readings(passage, list, whole, &wholes, if fraction { Some(column) } else { None });
            let Some(main) = readings.first() else { continue };
            let (parts, homogeneous, fits) = main;
            // Parts without a unit are those of the nearest total only.
            if *fits == Fit::Elided && !served.is_empty() && (nth > 0 || !fraction) {
                continue;
            }
            served.push(whole.unit.key.clone());
            // A single part of another noun says nothing about the total.
            if parts.len() == 1 && *fits < Fit::Elided && (totals.len() < 2 || !covered(passage, totals, list)) {
                continue;
            }
            let completeness = if parts.len() < 2 && list.completeness != Completeness::Some {
                Completeness::Unknown
            } else {
                list.completeness
            };
            // Labels for nouns are a guess: only a slip that would explain the sum makes it wrong.
            let completeness = match completeness {
                Completeness::All if labelled(passage, list, whole) => Completeness::Probably,
                other => other,
            };
            let operands = |parts: &[Operand]| {
                let mut all = vec![Operand::new(Role::Stated, whole, item.period)];
                all.extend(parts.iter().cloned());
                all
            };
            let end = parts.iter().map(|p| p.figure.range).fold(whole.range, TextRange::cover);
            let mut claim = Claim::new(ClaimKind::Sum, Relation::Sum(completeness), end, operands(parts));
            claim.alternatives = readings.iter().skip(1).map(|r| operands(&r.0)).collect();
            claim.indicator = passage.indicator(item);
            claim.period = item.period;
            // Elements without a part for this total may be parts of the total joined to it.
            let covered = *homogeneous || totals.len() > 1 && covered(passage, totals, list);
            if !covered || *fits < Fit::Kin || doubts.of_total(item, whole, parts) {
                claim.binding = Binding::Likely;
            }
            claims.push(claim);
        }
    }
    nearest(claims, own);
    if list.bracket && list.completeness == Completeness::All {
        complete_beside(claims.get_mut(own..).unwrap_or_default());
    }
}

/// `34 vụ, 66 bị can và 2.353 vụ án khác (84 vụ giết người, 855 vụ …)`: of several totals of one kind a list has that
/// which it closes.
fn nearest(claims: &mut Vec<Claim>, own: usize) {
    let mut read = claims.split_off(own);
    let closing: Vec<Figure> = read
        .iter()
        .filter(|c| c.operands.len() > 3 && closes::sum(&c.operands))
        .filter_map(|c| Some(c.get(Role::Stated)?.clone()))
        .collect();
    let other = |c: &Claim| {
        let total = c.get(Role::Stated);
        total.is_some_and(|t| closing.iter().any(|f| f.number != t.number && fit(f, t) >= Fit::Kin))
    };
    read.retain(|c| closes::sum(&c.operands) || !other(c));
    claims.append(&mut read);
}

/// `226 đảng viên và 01 tổ chức đảng (khiển trách 195 đảng viên và 01 tổ chức đảng, cảnh cáo 20 đảng viên, …)`: a
/// bracket that names every part of one of its totals very probably names all of the others, too.
fn complete_beside(claims: &mut [Claim]) {
    let closing = |c: &Claim| c.operands.len() > 3 && closes::sum(&c.operands);
    if claims.iter().any(closing) {
        for claim in claims.iter_mut().filter(|c| c.relation == Relation::Sum(Completeness::Unknown)) {
            claim.relation = Relation::Sum(Completeness::Probably);
        }
    }
}

/// `618 mô hình (218 kinh tế, 247 văn hóa, …)`, `200 đảng viên: khiển trách 137, 06 cách chức, …`: what stands behind
/// the numbers of a list is no unit of its own but names kinds of the total.
fn labelled(passage: &Passage<'_>, list: &List, whole: &Figure) -> bool {
    let single = list.elements.len() >= 3 && list.elements.iter().all(|e| e.len() == 1);
    if !single || !whole.is_count() {
        return false;
    }
    let figures: Vec<&Figure> =
        list.elements.iter().flatten().filter_map(|&i| passage.item(i)).filter_map(|x| passage.first(x)).collect();
    let label = |f: &Figure| f.unit.dimension == Dimension::Count && !words::is_counted(&f.unit.key) || is_medal(f);
    let bare = |f: &Figure| f.unit.dimension == Dimension::None;
    figures.len() == list.elements.len()
        && figures.iter().any(|f| label(f))
        && figures.iter().all(|f| (f.is_count() || is_medal(f)) && (label(f) || bare(f) || fit(whole, f) >= Fit::Kin))
}

/// `08 vàng, 10 bạc, 13 đồng`: no one counts single đồng of money.
fn is_medal(figure: &Figure) -> bool {
    let single = figure.unit.dimension == Dimension::Dong && figure.unit.factor == Exact::ONE;
    single && figure.decimals == 0 && figure.printed < Exact::HUNDRED
}

/// Whether no part of a list in the unit of a figure is larger than that figure.
fn bounds(passage: &Passage<'_>, list: &List, whole: &Figure) -> bool {
    let parts = list.elements.iter().flatten().filter_map(|&i| passage.first(passage.item(i)?));
    let mut alike = parts.filter(|p| fit(whole, p) >= Fit::Elided);
    alike.all(|p| p.value_in_unit_of(whole) <= whole.value())
}

/// The figures of the totals.
fn wholes<'p>(passage: &'p Passage<'_>, totals: &[usize]) -> Vec<&'p Figure> {
    totals.iter().filter_map(|&t| passage.item(t)).flat_map(|t| figures_of(passage, t)).map(|(_, f)| f).collect()
}

/// Whether every element of a list has a part for one of the totals.
pub(super) fn covered(passage: &Passage<'_>, totals: &[usize], list: &List) -> bool {
    let wholes = wholes(passage, totals);
    list.elements.iter().all(|element| {
        element.iter().filter_map(|&i| passage.item(i)).any(|item| {
            figures_of(passage, item)
                .iter()
                .any(|(_, part)| wholes.iter().any(|whole| part_fit(passage, item, whole, part) >= Fit::Kin))
        })
    })
}

/// `từ 6 đến dưới 12 m 1.674`: whether a figure is where a class begins.
fn begins_class(passage: &Passage<'_>, item: &Item) -> bool {
    item.cues.has(Cue::From) && next_to(passage, item).is_some_and(|next| next.verb == Some(Cue::To))
}

/// Whether a figure is where a class begins or ends, and what it holds stands right behind: `dưới 6 m 812`.
fn bounds_class(passage: &Passage<'_>, item: &Item) -> bool {
    let measured = |f: &Figure| !matches!(f.unit.dimension, Dimension::None | Dimension::Count);
    let ends = passage.first(item).is_some_and(measured) && next_to(passage, item).is_some();
    begins_class(passage, item) || ends
}

/// The item behind one in its sentence, with no sign between.
fn next_to<'p>(passage: &'p Passage<'_>, item: &Item) -> Option<&'p Item> {
    let next = passage.item(passage.index_at(passage.first(item)?.range.start) + 1)?;
    (next.sentence == item.sentence && next.separator == Separator::None).then_some(next)
}

/// The ways to read the parts of a list for one total of `wholes`: the main one first, with
/// whether every element has a part, and the weakest fit among its units.
pub(super) fn readings<'p>(
    passage: &'p Passage<'p>,
    list: &List,
    whole: &Figure,
    wholes: &[&Figure],
    column: Option<usize>,
) -> Vec<(Vec<Operand>, bool, Fit)> {
    // `24/26 điểm nhóm (23 điểm nhóm …  và 01 giáo họ)`: one count an element, the first in the
    // unit of the total; what the others count is another name for it.
    let single = list.elements.len() >= 2 && list.elements.iter().all(|e| e.len() == 1);
    let first = list.elements.first().and_then(|e| passage.item(*e.first()?)).and_then(|i| passage.first(i));
    let counts = |i: &usize| {
        passage
            .item(*i)
            .and_then(|x| Some((x, passage.first(x)?)))
            .is_some_and(|(x, f)| f.is_count() && !f.unit.key.is_empty() || part_fit(passage, x, whole, f) >= Fit::Kin)
    };
    let all_counts = single && list.elements.iter().flatten().all(counts);
    let last = list.elements.last().and_then(|e| passage.item(*e.first()?)).and_then(|i| passage.first(i));
    // `983 phương tiện (915 mô tô, 42 ô tô và 36 phương tiện khác)`: the last names the kind of all.
    let of_kind = list.elements.len() >= 3 && list.completeness == Completeness::All && all_counts;
    let mixed = whole.is_count()
        && single
        && list.bracket
        && (list.completeness == Completeness::Unknown && first.is_some_and(|f| fit(whole, f) == Fit::Same)
            || of_kind && last.is_some_and(|f| fit(whole, f) == Fit::Same));
    let labelled = labelled(passage, list, whole);
    // `41 cơ sở, gồm 12 nhà nghỉ, 20 khách sạn và 9 homestay`: each part counts a kind of its own.
    let kinds = || {
        let parts = list.elements.iter().flatten().filter_map(|&i| passage.first(passage.item(i)?));
        let keys: BTreeSet<&str> = parts.map(|f| f.unit.key.as_str()).collect();
        keys.len() == list.elements.len() && !keys.contains(whole.unit.key.as_str())
    };
    let least = if list.bracket { 3 } else { 2 };
    let complete = all_counts && list.completeness == Completeness::All && list.elements.len() >= least;
    let mixed = mixed || complete && whole.is_count() && words::is_generic(&whole.unit.key) && kinds();
    // `226 đảng viên và 01 tổ chức đảng (khiển trách 195 đảng viên và 01 tổ chức đảng, …)`: a part of the other total.
    let elsewhere = |f: &Figure| {
        wholes.iter().any(|w| w.number != whole.number && w.unit.key != whole.unit.key && fit(w, f) == Fit::Same)
    };
    let some_plain =
        list.elements.iter().flatten().any(|&i| passage.item(i).is_some_and(|x| matches!(x.value, Value::One(_))));
    // The unit behind a fraction is that of both its sides.
    let fits_whole = |item: &Item, f: &Figure| {
        let sides = figures_of(passage, item).into_iter().map(|(_, side)| part_fit(passage, item, whole, side));
        sides.max().unwrap_or_else(|| part_fit(passage, item, whole, f))
    };
    let pick = |item: &'p Item| -> Option<Part<'p>> {
        // `một bài tự chọn trong số hai bài tổ hợp`: what some are picked from is no part.
        let opening: Vec<&Token> = passage.own(item).rev().take(2).collect();
        let opens = |t: &&Token| words::opens_whole(&passage.document.folded(t.range));
        let picked = opening.len() == 2 && opening.iter().all(opens);
        if !is_plain(passage, item) || picked || begins_class(passage, item) {
            return None;
        }
        // `trung ương 7.016 tỷ đồng; xổ số 581/612 tỷ đồng; bội chi 522 tỷ đồng`: among amounts the one done of its plan.
        let column = column.or_else(|| some_plain.then_some(0));
        let shared =
            |f: &Figure| if column == Some(0) { fits_whole(item, f) } else { part_fit(passage, item, whole, f) };
        figures_of(passage, item)
            .into_iter()
            .filter(|(n, _)| column.is_none_or(|c| c == *n))
            .map(|(_, f)| (f, shared(f)))
            .map(|(f, fits)| {
                let kind = f.is_count() && !elsewhere(f) || labelled && is_medal(f);
                (f, if (mixed || labelled) && kind { fits.max(Fit::Kin) } else { fits })
            })
            .filter(|(_, fit)| *fit >= Fit::Kin)
            .max_by_key(|(_, fit)| *fit)
            .map(|(f, fit)| (item, f, fit))
    };
    // Each item with its part of this total; the readings are ways to choose among them.
    let picked = |i: &usize| passage.item(*i).map(|x| (x, pick(x)));
    let elements: Vec<Vec<Picked<'_>>> = list.elements.iter().map(|e| e.iter().filter_map(picked).collect()).collect();
    let all: Vec<Picked<'_>> = elements.iter().flatten().copied().collect();
    let first_of_each = Reading::of(elements.iter().map(|e| e.iter().find_map(|x| x.1)));
    let every = Reading::of(all.iter().map(|x| x.1));
    let run = all.iter().enumerate().take_while(|(n, (i, _))| {
        (*n == 0 || i.separator < Separator::Semicolon)
            && is_plain(passage, i)
            && matches!(i.value, Value::One(_)) == matches!(all.first().map(|f| f.0.value), Some(Value::One(_)))
    });
    let leading = Reading::of(run.map(|(_, x)| x.1));
    let plain = |(i, _): &&Picked<'_>| passage.first(i).is_some_and(|f| f.hedge.is_none());
    let without_hedged = Reading::of(all.iter().filter(plain).map(|x| x.1));
    let parts_of_first = || elements.first().into_iter().flatten().filter(|(_, part)| part.is_some());
    // `gồm loại I 186 ca, loại II 604 ca, loại III 394 ca; đẻ thường 512 ca`: the semicolon ends the list.
    let in_first = parts_of_first().count();
    // `gồm 621 việc chuyển sang và 1.234 việc thụ lý mới; số có điều kiện 1.318 việc`: `và` says which part is the last.
    let closed = in_first >= 2 && parts_of_first().next_back().is_some_and(|(x, _)| x.separator == Separator::And);
    let ended = list.elements.len() >= 2 && (in_first >= 3 || closed);
    // `dưới 6 m 812, từ 6 đến dưới 12 m 1.674, …; nhóm phải lắp thiết bị 962 chiếc`: without the bounds of the classes.
    let mut rest = elements.first().into_iter().flatten().filter(|(_, part)| part.is_none()).peekable();
    let classed = rest.peek().is_some() && rest.all(|(x, _)| bounds_class(passage, x));
    let leading = if classed && ended { Reading::of(parts_of_first().map(|x| x.1)) } else { leading };
    let mut out = if (!first_of_each.whole || ended) && leading.whole && leading.parts.len() >= 2 {
        vec![leading, first_of_each]
    } else {
        vec![first_of_each, leading]
    };
    out.extend([every, without_hedged]);
    let mut fresh: Vec<Reading<'_>> = Vec::new();
    for reading in out {
        let ranges = reading.parts.iter().map(|p| p.1.range);
        let same = |other: &Reading<'_>| other.parts.iter().map(|p| p.1.range).eq(ranges.clone());
        if !reading.parts.is_empty() && !fresh.iter().any(same) {
            fresh.push(reading);
        }
    }
    fresh.into_iter().map(Reading::operands).collect()
}

/// A part of a total, and how well it fits.
type Part<'p> = (&'p Item, &'p Figure, Fit);
/// An item with its part, where it has one.
type Picked<'p> = (&'p Item, Option<Part<'p>>);

/// One way to read the parts of a list.
struct Reading<'p> {
    parts: Vec<(&'p Item, &'p Figure)>,
    /// Whether everything that was looked at has a part.
    whole: bool,
    /// The weakest fit.
    fits: Fit,
}

impl<'p> Reading<'p> {
    fn of(parts: impl Iterator<Item = Option<Part<'p>>>) -> Reading<'p> {
        let mut out = Reading { parts: Vec::new(), whole: true, fits: Fit::Same };
        for part in parts {
            out.whole &= part.is_some();
            if let Some((item, figure, fit)) = part {
                out.parts.push((item, figure));
                out.fits = out.fits.min(fit);
            }
        }
        out
    }

    fn operands(self) -> (Vec<Operand>, bool, Fit) {
        let operands = self.parts.iter().map(|(item, figure)| Operand::new(Role::Part, figure, item.period));
        (operands.collect(), self.whole, self.fits)
    }
}
