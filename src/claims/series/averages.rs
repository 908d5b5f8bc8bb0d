//! Averages over years and months.

use super::{REACH, before};
use crate::claims::closes;
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage, Separator};
use crate::claims::parts;
use crate::claims::per_unit;
use crate::claims::run::{self, Run};
use crate::claims::words;
use crate::claims::{Binding, Claim, ClaimKind, Operand, Relation, Role, Step};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Period, TokenKind};

/// `141 đồng chí, vượt 17,5% so với chỉ tiêu 120`
fn is_plan_compared(item: &Item) -> bool {
    let named = item.cues.has(Cue::Target) && item.cues.has(Cue::ComparedWith);
    named && matches!(item.verb, None | Some(Cue::Target))
}

/// `31 tỷ đồng, bình quân mỗi năm đạt 6,2 tỷ đồng`
pub(super) fn average(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, claims: &mut Vec<Claim>) {
    let named = item.cues.has(Cue::Average);
    let step = step_of(figure);
    let each = item.cues.any(&[Cue::PerYear, Cue::PerMonth]) || step.is_some();
    if !(named || each) || item.cues.has(Cue::Growth) {
        return;
    }
    // `mỗi năm tăng bình quân gần 1,8 triệu đồng`
    let told = item.cues.any(&[Cue::Increase, Cue::Decrease]) && matches!(item.verb, Some(Cue::Average) | None);
    let falls = matches!(item.verb, Some(Cue::Increase | Cue::Decrease)) || told;
    if falls {
        return average_change(passage, index, item, figure, claims);
    }
    if let Some(claim) = average_of_change(passage, index, item, figure) {
        claims.push(claim);
        return;
    }
    // `4,2 °C vào tháng 1 và 27,9 °C vào tháng 7, trung bình năm 16,1 °C`: not the mean of two months.
    if figure.is_rate() || words::is_intensive(&figure.unit.key) {
        return;
    }
    // `năm 2024 là 33,4 tỷ đồng, mỗi người trong số 1.214 người nhận 2,29 triệu đồng/tháng`: by the head as well.
    if per_unit::is_per_unit(passage, index, item, figure) {
        return;
    }
    // `mỗi tháng bán hơn 21.000 xe, trong khi mức bình quân của năm trước là trên 33.000 xe/tháng`
    let past = passage.own(item).any(|t| matches!(t.kind, TokenKind::Period(p) if p.is_past()));
    let single = per_year_stripped(figure);
    if let Some(mean) = mean_of_run(passage, index, item, figure, &single) {
        claims.push(mean);
        return;
    }
    let yearly = item.cues.has(Cue::PerYear) || item.after.has(Cue::PerYear) || step == Some(Step::Year);
    let monthly = item.cues.has(Cue::PerMonth) || item.after.has(Cue::PerMonth) || step == Some(Step::Month);
    if yearly == monthly {
        return;
    }
    // `trồng được 2.150 ha rừng (bình quân 430 ha/năm)`
    let host = passage.items.groups.get(item.group as usize).and_then(|g| g.host);
    let mut wholes: Vec<(&Item, &Figure)> = before(passage, index)
        .filter(|(i, other, whole)| {
            other.sentence + 1 >= item.sentence
                && (other.group == item.group || host == Some(*i))
                && !other.cues.has(Cue::Average)
                && !is_plan_compared(other)
                && (!past || other.period.is_some_and(Period::is_past))
                && !matches!(other.verb, Some(Cue::Increase | Cue::Decrease))
                && fit(whole, &single) >= Fit::Kin
                && whole.value() > figure.value()
        })
        .map(|(_, other, whole)| (other, whole))
        .collect();
    // `kết nạp 750 đảng viên, bình quân mỗi năm 150 đồng chí`: of another word only where nothing else is in reach.
    let kin = wholes.clone();
    // `dưới 35 tuổi 281; kết nạp mới 141 đồng chí, bình quân 28,2 đảng viên/năm`: of its own clause, whatever stands before.
    let clause = (index.saturating_sub(REACH)..=index)
        .rev()
        .find(|&i| passage.item(i).is_none_or(|x| x.separator >= Separator::Semicolon));
    let start = clause.and_then(|i| passage.item(i)).map_or(0, |x| x.token);
    wholes.retain(|(_, w)| fit(w, &single) >= Fit::Elided);
    if wholes.first().is_some_and(|(x, w)| w.unit.key.is_empty() && x.token < start) {
        let own = kin.iter().copied().find(|(x, _)| x.token >= start);
        let counted = |x: &Item| x.token >= start && passage.first(x).is_some_and(Figure::is_count);
        match own {
            Some(own) => wholes = vec![own],
            None if before(passage, index).any(|(_, x, _)| counted(x)) => return,
            None => {}
        }
    }
    // However long the list is: `168 đảng viên, chia theo năm là 29, 31, 36, 34 và 38 đồng chí, bình quân 33,6 …`.
    let total = index.checked_sub(1).and_then(|i| parts::total_of(passage, i)).and_then(|i| passage.item(i));
    let total = total.and_then(|x| Some((x, passage.first(x)?)));
    if wholes.is_empty() {
        wholes.extend(total.filter(|(_, whole)| fit(whole, &single) >= Fit::Elided && whole.value() > figure.value()));
    }
    if wholes.is_empty() {
        wholes = kin;
    }
    // `1.132 đảng viên (năm 2021: 214; …; năm 2025: 233), nữ 571, bình quân 226,4 đảng viên/năm`: of what the years add up to.
    if yearly {
        let own = passage.items.before(item.group, index).take(REACH).take_while(|(_, x)| x.sentence == item.sentence);
        let totals = own.filter(|(i, _)| years_listed(passage, *i).is_some());
        let mut totals = totals.filter_map(|(_, x)| Some((x, passage.first(x)?)));
        let total = totals.find(|(_, f)| fit(f, &single) >= Fit::Elided && f.value() > figure.value());
        if let Some((x, whole)) = total {
            wholes.retain(|(_, w)| w.number != whole.number);
            wholes.insert(0, (x, whole));
        }
    }
    // `Thu 5 năm 4.927 tỷ đồng; tiền đất 3.018 tỷ đồng, thu khác 1.908 tỷ đồng. Bình quân một năm 985 tỷ đồng`: of the years.
    let span = |x: &Item| matches!(x.period, Some(Period::Span { .. } | Period::Years { .. }));
    if yearly && wholes.first().is_none_or(|(x, _)| x.sentence != item.sentence && !span(x)) {
        let far = passage
            .items
            .before(item.group, index)
            .take(2 * REACH)
            .take_while(|(_, x)| x.sentence + 1 >= item.sentence);
        let of_years = far.filter_map(|(_, x)| Some((x, passage.first(x)?))).find(|(x, whole)| {
            span(x) && !x.cues.has(Cue::Average) && fit(whole, &single) == Fit::Same && whole.value() > figure.value()
        });
        if let Some(of_years) = of_years {
            wholes.retain(|(x, _)| !std::ptr::eq(*x, of_years.0));
            wholes.insert(0, of_years);
        }
    }
    // Behind a list of parts the average is that of the total, which stands first.
    let listed = wholes.iter().any(|(x, _)| x.cues.any(&[Cue::Comprise, Cue::OfWhich]) || x.after_colon);
    // `chỉ tiêu: thu 510 tỷ đồng, 7 tháng còn lại phải thu 268,2 tỷ đồng, bình quân 38 tỷ đồng/tháng`: of its own months.
    let of_months = |x: &Item| matches!(x.period, Some(Period::Months { .. }));
    if listed && !(monthly && wholes.first().is_some_and(|(x, _)| of_months(x))) {
        wholes.reverse();
    }
    // `bình quân mỗi năm kết nạp 85 đảng viên, 5 năm kết nạp 425 đảng viên`: the whole with its years behind.
    let behind = passage.item(index + 1).and_then(|x| Some((x, passage.first(x)?))).filter(|(x, whole)| {
        let years = matches!(x.period, Some(Period::Span { .. } | Period::Years { .. }));
        years
            && named
            && (x.group, x.sentence) == (item.group, item.sentence)
            && !x.cues.has(Cue::Average)
            && fit(whole, &single) == Fit::Same
            && whole.value() > figure.value()
    });
    let Some((total, whole)) = wholes.first().copied().or(behind) else { return };
    // Without a word for the average, or for its months, only that it closes says that it is one.
    let months = if monthly { months_named(passage, total, item) } else { None };
    // `đào tạo nghề cho 3.870 lao động, trung bình mỗi năm 774 người`: right behind it, of people in another word.
    let beside = index.checked_sub(1).and_then(|i| passage.item(i)).is_some_and(|x| std::ptr::eq(x, total));
    let kin = beside && !item.subject && item.separator == Separator::Comma;
    let sure = named && (yearly || months.is_some()) && (fit(whole, &single) >= Fit::Elided || kin);
    // `quý I thu 118 tỷ đồng, quý II 105 tỷ đồng, …; bình quân 38 tỷ đồng/tháng`: of all of them, not of one.
    let quarters = wholes.iter().filter(|(x, _)| is_within_year(x.period)).count();
    let own = passage.own(item).any(|t| matches!(t.kind, TokenKind::Period(_)));
    let sure = sure && (own || quarters <= 1);
    // `quý IV làm thêm 168 tỷ đồng, …, trong khi bình quân 9 tháng 53,6 tỷ đồng/tháng`: months of its own.
    let sure = sure && !(own && is_within_year(total.period) && total.period != item.period);
    // `quý III: tháng 7 thu 1.486 …, tháng 9 thu 1.312. Bình quân 1.312 tỷ đồng/tháng`: of the months, or of all before them.
    let behind = passage.items.items.get(..index).unwrap_or_default().iter().rev();
    let between = behind.take_while(|x| !std::ptr::eq(*x, total)).any(|x| x.period.is_some());
    let sure = sure && !(monthly && between && is_within_year(total.period) && total.sentence != item.sentence);
    // `284,5 km năm 2021 và 341,0 km năm 2024, mỗi năm bình quân 18,8 km`: no mean of the value of one year.
    let one_year = |x: &Item| matches!(x.period, Some(Period::Year(_)));
    let sure =
        sure && !(yearly && one_year(total) && wholes.iter().any(|(x, _)| one_year(x) && x.period != total.period));
    let one_by_one = years_listed(passage, passage.index_at(whole.range.start)).filter(|_| yearly);
    let (mut from, mut to) = match one_by_one {
        Some(years) => (years, years),
        None if monthly => months.unwrap_or((2, 12)),
        None => years_named(passage, total, item),
    };
    let mut sure = sure && !(item.subject && item.separator >= Separator::Semicolon);
    // `thực hiện 24.680 tỷ đồng. Bình quân mỗi năm huy động 4.396 tỷ đồng`: two digits exchanged in 4.936, that of five years.
    if !sure && named && from < to && total.sentence + 1 >= item.sentence {
        let exchanged = (from..=to).filter(|&n| closes::exchanged(whole, n, figure)).collect::<Vec<_>>();
        let closes = (from..=to).any(|n| closes::divided(whole, n, figure));
        if let ([n], false) = (exchanged.as_slice(), closes) {
            (from, to, sure) = (*n, *n, true);
        }
    }
    let per = if monthly { Step::Month } else { Step::Year };
    let stated = Operand::new(Role::Stated, figure, item.period);
    let operands = vec![stated.clone(), Operand::new(Role::Whole, whole, total.period)];
    let range = whole.range.cover(figure.range);
    let mut claim = Claim::new(ClaimKind::Average, Relation::Average { from, to, per }, range, operands);
    claim.alternatives =
        wholes.iter().skip(1).map(|(x, w)| vec![stated.clone(), Operand::new(Role::Whole, w, x.period)]).collect();
    claim.indicator = passage.indicator(total);
    if !sure {
        claim.binding = Binding::Likely;
    }
    claims.push(claim);
}

/// `Tính cả bốn năm 2021 - 2024 đã giảm 20,84 điểm, bình quân mỗi năm 5,21 điểm`
fn average_of_change(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure) -> Option<Claim> {
    let change = passage.item(index.checked_sub(1)?)?;
    // `giảm 1.122 hộ, bình quân 374 hộ/năm`
    let single = per_year_stripped(figure);
    let whole = passage.first(change).filter(|f| fit(f, &single) == Fit::Same && f.value() > figure.value())?;
    let changes = matches!(change.verb, Some(Cue::Increase | Cue::Decrease));
    let yearly = item.cues.has(Cue::PerYear) || item.after.has(Cue::PerYear) || step_of(figure) == Some(Step::Year);
    let near = item.separator <= Separator::Comma && change.group == item.group && change.sentence == item.sentence;
    // Percentages of growth are compounded; points and amounts are divided.
    let divided = !figure.is_rate() || figure.unit.dimension == Dimension::PercentPoint;
    if !(divided && changes && yearly && near && item.cues.has(Cue::Average)) {
        return None;
    }
    let (from, to) = years_named(passage, change, item);
    let operands = vec![
        Operand::new(Role::Stated, figure, item.period),
        Operand::new(Role::Whole, &Figure { negative: false, ..whole.clone() }, change.period),
    ];
    let range = whole.range.cover(figure.range);
    Some(Claim::new(ClaimKind::Average, Relation::Average { from, to, per: Step::Year }, range, operands))
}

/// `các năm lần lượt có 08, 11, 14, 16 và 13 đoàn, bình quân 12,4 đoàn/năm`
fn mean_of_run(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, single: &Figure) -> Option<Claim> {
    // `…, cộng 676,2 tỷ đồng, bình quân 169,05 tỷ đồng/năm`: the total of the values is none of them.
    let (at, last) = match index.checked_sub(1).and_then(|i| Some((i, passage.item(i)?))) {
        Some((i, total)) if total.cues.any(&[Cue::Total, Cue::Cumulated]) => (i, total),
        _ => (index, item),
    };
    let Run { mut parts, listed } = run::before(passage, at, last, single);
    let known = parts.first().is_some_and(|p| fit(single, &p.figure) >= Fit::Elided);
    parts.reverse();
    // `năm 2021 được 16 trường, năm 2022 được 20 trường, năm 2023 được 21 trường; bình quân 19 trường/năm`
    let year = |p: &Operand| if let Some(Period::Year(y)) = p.period { Some(y) } else { None };
    let years = parts.iter().zip(parts.iter().skip(1)).all(|(a, b)| year(a).is_some_and(|y| year(b) == Some(y + 1)));
    if !((listed || years) && known && parts.len() >= 3 && item.cues.has(Cue::Average)) {
        return None;
    }
    let range = parts.iter().fold(figure.range, |r, p| r.cover(p.figure.range));
    let mut operands = vec![Operand::new(Role::Stated, figure, item.period)];
    operands.extend(parts);
    Some(Claim::new(ClaimKind::Average, Relation::Mean, range, operands))
}

/// `giảm từ 47,4% năm 2020 xuống còn 21,3% năm 2025 …, bình quân giảm 5,22%/năm`
pub(super) fn average_change(
    passage: &Passage<'_>,
    index: usize,
    item: &Item,
    figure: &Figure,
    claims: &mut Vec<Claim>,
) {
    // `từ 17,25% còn 6,30%, giảm 10,95%, bình quân mỗi năm giảm 3,65%`: the whole change stands between.
    let whole = |x: &Item| x.verb == item.verb && !x.cues.any(&[Cue::From, Cue::To, Cue::Average]) && x.base.is_none();
    let mut earlier = before(passage, index)
        .enumerate()
        .filter(|(n, (_, other, _))| !(*n == 0 && whole(other)))
        .map(|(_, found)| found)
        .filter(|(_, other, f)| other.sentence + 1 >= item.sentence && fit(f, figure) >= Fit::Elided);
    let ends = earlier.next().filter(|(_, to, _)| matches!(to.verb, Some(Cue::To | Cue::Remaining)));
    let stretch = ends.and_then(|(to_index, to, level)| {
        let (_, from, base) =
            before(passage, to_index).find(|(_, x, f)| x.cues.has(Cue::From) && fit(f, level) >= Fit::Elided)?;
        Some((to, level, from, base))
    });
    let Some((to, level, from, base)) = stretch else {
        claims.extend(change_that_closes(passage, index, item, figure));
        return;
    };
    let (low, high) = match (from.period, to.period) {
        (Some(Period::Year(a)), Some(Period::Year(b))) if b > a && b - a < 30 => {
            ((b - a).saturating_sub(1).max(1) as u8, (b - a + 1) as u8)
        }
        _ => (2, 10),
    };
    let operands = vec![
        Operand::new(Role::Stated, figure, item.period),
        Operand::new(Role::Level, level, to.period),
        Operand::new(Role::Base, base, from.period),
    ];
    let range = base.range.cover(figure.range);
    let mut claim = Claim::new(ClaimKind::Average, Relation::AverageChange { from: low, to: high }, range, operands);
    claim.upward = Some(item.verb == Some(Cue::Increase));
    claims.push(claim);
}

/// `từ 4.380/30.000 hộ (14,6%) xuống 1.321/31.460 hộ (4,2%), mỗi năm giảm 2,08 điểm`: the two levels are the
/// ones whose difference the average divides evenly into years.
fn change_that_closes(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure) -> Option<Claim> {
    let near: Vec<(usize, &Item, &Figure)> = before(passage, index)
        .filter(|(_, x, f)| x.sentence == item.sentence && fit(f, figure) == Fit::Same && f.hedge.is_none())
        .collect();
    for (n, (_, to, level)) in near.iter().enumerate() {
        for (_, from, base) in near.iter().skip(n + 1) {
            let difference = level.value()?.sub(base.value()?)?.abs().div(figure.unit.factor)?;
            let years = (2..=10).find(|&y| {
                let mean = difference.div(Exact::int(i64::from(y)));
                mean.and_then(|m| m.round(figure.decimals)) == Some(figure.printed)
            });
            let Some(years) = years else { continue };
            let operands = vec![
                Operand::new(Role::Stated, figure, item.period),
                Operand::new(Role::Level, level, to.period),
                Operand::new(Role::Base, base, from.period),
            ];
            let relation = Relation::AverageChange { from: years, to: years };
            let mut claim = Claim::new(ClaimKind::Average, relation, figure.range, operands);
            claim.upward = Some(item.verb == Some(Cue::Increase));
            claim.binding = Binding::Likely;
            return Some(claim);
        }
    }
    None
}

/// `518 lao động/năm (năm 2020: 132 lao động; năm 2021: 140 lao động; …)`
pub(super) fn average_of_bracket(
    passage: &Passage<'_>,
    index: usize,
    item: &Item,
    figure: &Figure,
    claims: &mut Vec<Claim>,
) {
    let yearly = step_of(figure) == Some(Step::Year)
        || item.cues.any(&[Cue::PerYear, Cue::Average])
        || item.after.has(Cue::PerYear);
    if !yearly {
        return;
    }
    let Some(group) = passage.items.bracket_behind(index) else { return };
    let members: Vec<&Item> = passage.items.of_group(group).map(|(_, i)| i).collect();
    let years = members.iter().filter(|i| matches!(i.period, Some(Period::Year(_)))).count();
    if members.len() < 3 || years != members.len() {
        return;
    }
    let single = per_year_stripped(figure);
    let mut operands = vec![Operand::new(Role::Stated, figure, item.period)];
    for member in &members {
        let Some(part) = passage.first(member) else { return };
        if fit(part, &single) < Fit::Kin {
            return;
        }
        operands.push(Operand::new(Role::Part, part, member.period));
    }
    let range = operands.iter().map(|o| o.figure.range).fold(figure.range, crate::document::TextRange::cover);
    claims.push(Claim::new(ClaimKind::Average, Relation::Mean, range, operands));
}

/// How many years the bracket behind a total lists, one by one, where they add up to it.
fn years_listed(passage: &Passage<'_>, index: usize) -> Option<u8> {
    let total = passage.first(passage.item(index)?)?.value()?;
    let members: Vec<&Item> = passage.items.of_group(passage.items.bracket_behind(index)?).map(|(_, x)| x).collect();
    let years = members.iter().all(|x| matches!(x.period, Some(Period::Year(_))));
    let values = members.iter().map(|x| passage.first(x)?.printed.mul(passage.first(x)?.unit.factor));
    let sum = values.collect::<Option<Vec<_>>>()?.into_iter().try_fold(Exact::ZERO, |sum, v| sum.add(v))?;
    (years && members.len() >= 3 && sum == total).then(|| u8::try_from(members.len()).ok()).flatten()
}

fn is_within_year(period: Option<Period>) -> bool {
    matches!(period, Some(Period::Quarter { .. } | Period::Month { .. }))
}

/// What a figure is by, where that is a year or a month.
fn step_of(figure: &Figure) -> Option<Step> {
    per_unit::step_of(&figure.unit.key).map(|(_, step)| step)
}

/// A figure `518 lao động/năm` as the `518 lao động` it is an average of.
pub fn per_year_stripped(figure: &Figure) -> Figure {
    let mut figure = figure.clone();
    if figure.unit.dimension == Dimension::PerUnit
        && let Some((key, _)) = per_unit::step_of(&figure.unit.key).filter(|(key, _)| !key.contains('/'))
    {
        let key = key.to_string();
        let known = crate::figures::lex::unit_of(&key).map(|u| u.dimension);
        figure.unit.dimension = known.unwrap_or(Dimension::Count);
        figure.unit.key = key;
    }
    figure
}

/// How many months an average may be over: those named in its sentence, or those of a named year.
pub(super) fn months_named(passage: &Passage<'_>, total: &Item, item: &Item) -> Option<(u8, u8)> {
    let months = |period: Option<Period>| match period {
        Some(Period::Months { count, .. }) => Some(count),
        Some(Period::Quarter { .. }) => Some(3),
        Some(Period::Year(_)) => Some(12),
        _ => None,
    };
    let own = passage.own(item).find_map(|t| match t.kind {
        TokenKind::Period(p @ (Period::Months { .. } | Period::Quarter { .. })) => months(Some(p)),
        _ => None,
    });
    // `cùng kỳ năm 2017`: as many months as those of the report, not the whole year.
    let lead = passage.lexed.tokens.get(total.lead.clone()).unwrap_or_default();
    let same = lead.iter().any(|t| t.kind == TokenKind::Period(Period::SamePeriod));
    let whole = months(total.period).filter(|_| !(same && matches!(total.period, Some(Period::Year(_)))));
    let around = || {
        passage.lexed.tokens.iter().find_map(|t| match t.kind {
            TokenKind::Period(p @ Period::Months { .. }) => months(Some(p)),
            _ => None,
        })
    };
    let n = own.or(whole).or_else(|| around().filter(|_| same))?;
    (n >= 2).then_some((n, n))
}

/// How many years an average may be over: the years named, or what is usual.
pub(super) fn years_named(passage: &Passage<'_>, total: &Item, item: &Item) -> (u8, u8) {
    // `32.113 lượt mỗi năm trong 5 năm`
    let behind = passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
    let said = behind.iter().find_map(|t| match t.kind {
        TokenKind::Period(Period::Span { years }) => Some((years, years)),
        TokenKind::Period(Period::Years { from, to, .. }) if to > from && to - from < 30 => {
            Some(((to - from) as u8, (to - from + 1) as u8))
        }
        _ => None,
    });
    if let Some(said) = said {
        return said;
    }
    let start = total.lead.start;
    // The whole may stand behind the average.
    let end = if total.token > item.token { total.token } else { item.token };
    let tokens = passage.lexed.tokens.get(start..end).unwrap_or_default();
    let mut found = None;
    for token in tokens {
        match token.kind {
            TokenKind::Period(Period::Years { from, to, kind: _ }) if to > from && to - from < 30 => {
                let n = (to - from) as u8;
                found = Some((n, n + 1));
            }
            TokenKind::Period(Period::Span { years }) => found = Some((years, years)),
            _ => {}
        }
    }
    found.unwrap_or((2, 10))
}
