//! Columns that are the sum or the difference of other columns.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::formulas::{Formula, best, is_change, operands, signed};
use super::rates;
use super::relation::{Shape, Term};
use super::rows::RowKind;
use super::sheet::{FamilyKind, Sheet};
use super::words::{self, HeaderWord};
use crate::figures::{Period, lex};
use hashbrown::HashSet;

/// The formula of a column that is a sum or difference of others.
pub fn linear(sheet: &Sheet, target: usize, sample: &[usize]) -> Option<Formula> {
    let column = sheet.column(target);
    let words = column.words;
    // `So với năm 2024` without a sign of percent may be a difference
    let change = is_change(sheet, target) || (words.has(HeaderWord::Compared) && column.rate.is_none());
    let operands = operands(sheet, target);
    if words.has(HeaderWord::Running)
        && let Some(running) = running(sheet, target, &operands, sample)
    {
        return Some(running);
    }
    if change {
        // `Tăng trong năm / Tổng số` beside `Kết nạp mới`, `Chuyển đến`
        if is_whole_of_group(sheet, target) {
            let group: Vec<usize> = operands.iter().copied().filter(|&c| groups_with(sheet, c, target)).collect();
            let found = best(sheet, totals(sheet, target, &group).into_iter(), sample);
            if let Some((formula, _)) = found.filter(|(_, found)| found.believed_total()) {
                return Some(formula);
            }
        }
        if let Some(parallel) = parallel(sheet, target, sample) {
            return Some(parallel);
        }
        let one_sided =
            !words.has(HeaderWord::Difference) && words.has(HeaderWord::Increase) != words.has(HeaderWord::Decrease);
        let mut candidates = Vec::new();
        let signed = signed(sheet, target);
        for &level in &operands {
            for &base in operands.iter().filter(|&&b| b != level) {
                let columns = vec![(target, false), (level, false), (base, true)];
                candidates.push(Formula::Columns(FamilyKind::Difference, Shape::Sum, columns));
                let columns = vec![(target, false), (level, false), (base, false)];
                if level < base && !signed {
                    candidates.push(Formula::Columns(FamilyKind::Difference, Shape::Distance, columns));
                }
            }
        }
        if let Some((formula, found)) = best(sheet, candidates.into_iter(), sample) {
            let small = operands.len() <= 3
                && !one_sided
                && found.holds >= 1
                && found.holds >= found.broken
                && found.digits >= 3;
            if found.believed_with_cue() || small {
                return Some(formula);
            }
        }
    }
    let rate = words.has(HeaderWord::Rate) || column.never_summed;
    if rate || rates::names_quotient(sheet.header(target)) || lies_inside(sheet, target) {
        let quotient = rates::quotient(sheet, target, sample);
        if rate || quotient.is_some() {
            return quotient;
        }
    }
    if let Some(net) = net(sheet, target, sample) {
        return Some(net);
    }
    if change {
        return None;
    }
    let parts: Vec<usize> = operands.iter().copied().filter(|&c| !sheet.column(c).never_summed).collect();
    let (formula, found) = best(sheet, totals(sheet, target, &parts).into_iter(), sample)?;
    let cue = words.has(HeaderWord::Total);
    let named = cue && found.believed_named() && times_of_whole(sheet, target, &formula);
    (found.believed_alone() || (cue && found.believed_total()) || named).then_some(formula)
}

/// Whether a column with decimals has a total between the least and the most of its rows: it may be a quotient though nothing
/// calls it one.
fn lies_inside(sheet: &Sheet, target: usize) -> bool {
    let value = |row: usize| sheet.value(Term::plus(row, target)).map(|v| v.value);
    let rows = |kind| sheet.rows.iter().filter(move |r| r.kind == kind).filter_map(|r| value(r.row));
    let decimals = sheet.grid.rows.iter().filter_map(|&r| sheet.grid.number(r, target)).any(|n| n.decimals > 0);
    let (least, most) = (rows(RowKind::Data).min(), rows(RowKind::Data).max());
    let mut totals = rows(RowKind::Total).peekable();
    decimals && totals.peek().is_some() && totals.all(|t| least.is_some_and(|l| l <= t) && most.is_some_and(|m| t <= m))
}

/// `Quý I | Quý II | Quý III | Quý IV | Cả năm`: the parts are every column whose header is a time of its own kind.
fn times_of_whole(sheet: &Sheet, target: usize, formula: &Formula) -> bool {
    let kind = |c: usize| match lex::periods_in(sheet.header(c)).as_slice() {
        [Period::Quarter { .. }] => Some(0),
        [Period::Month { .. }] => Some(1),
        _ => None,
    };
    let parts: HashSet<usize> = columns(formula).into_iter().filter(|c| *c != target).collect();
    let of = parts.iter().next().and_then(|&c| kind(c));
    let all: HashSet<usize> = sheet.value_columns().filter(|&c| kind(c).is_some() && kind(c) == of).collect();
    of.is_some() && parts.len() >= 3 && parts == all
}

/// `Lũy kế`: what stands one row above and what came in this row.
fn running(sheet: &Sheet, target: usize, operands: &[usize], sample: &[usize]) -> Option<Formula> {
    let flows = operands.iter().filter(|&&c| !sheet.column(c).words.has(HeaderWord::Running));
    let (formula, found) = best(sheet, flows.map(|&c| Formula::Running(target, c)), sample)?;
    let Formula::Running(_, flow) = formula else { return None };
    // In the first row both are one number; one wrong value breaks its row and the next.
    let first = sheet.rows.iter().find(|r| r.kind == RowKind::Data)?.row;
    let value = |column| sheet.value(Term::plus(first, column)).map(|v| v.value);
    let starts = u32::from(value(target).is_some() && value(target) == value(flow));
    let holds = found.holds + starts;
    let one_slip = found.broken <= 2 && found.near == found.broken;
    (holds >= 2 && (holds > found.broken || one_slip) && found.digits + 2 * starts >= 5).then_some(formula)
}

/// `Năm 2024 / Số vụ`, `Năm 2025 / Số vụ`, `Tăng, giảm / Số vụ`: the last level of the headers names the
/// two columns that are compared.
fn parallel(sheet: &Sheet, target: usize, sample: &[usize]) -> Option<Formula> {
    let name = |c: usize| sheet.header(c).rsplit_once(" / ").map(|(_, last)| words::key(last));
    let own = name(target)?;
    let mut like = sheet
        .value_columns()
        .filter(|&c| !is_change(sheet, c) && sheet.column(c).rate.is_none() && name(c).as_ref() == Some(&own));
    let (Some(base), Some(level), None) = (like.next(), like.next(), like.next()) else { return None };
    let columns = |level, base| vec![(target, false), (level, false), (base, true)];
    let mut candidates: Vec<Formula> = [(level, base), (base, level)]
        .map(|(l, b)| Formula::Columns(FamilyKind::Difference, Shape::Sum, columns(l, b)))
        .to_vec();
    if !signed(sheet, target) {
        let columns = vec![(target, false), (level, false), (base, false)];
        candidates.push(Formula::Columns(FamilyKind::Difference, Shape::Distance, columns));
    }
    let (formula, found) = best(sheet, candidates.into_iter(), sample)?;
    found.believed_parallel().then_some(formula)
}

/// The first and the last level of a header of several.
fn levels(sheet: &Sheet, column: usize) -> Option<(&str, &str)> {
    let header = sheet.header(column);
    let (group, rest) = header.split_once(" / ")?;
    Some((group, rest.rsplit(" / ").next().unwrap_or(rest)))
}

/// Whether a column holds the whole of the columns under the same header.
fn is_whole_of_group(sheet: &Sheet, column: usize) -> bool {
    levels(sheet, column).is_some_and(|(_, last)| words::is_total(last))
}

/// Whether two columns stand under one header.
fn groups_with(sheet: &Sheet, column: usize, other: usize) -> bool {
    let group = |c: usize| levels(sheet, c).map(|(group, _)| group);
    group(column).is_some() && group(column) == group(other)
}

/// Columns of increases whose columns of decreases were understood, or the reverse.
pub fn sisters(sheet: &Sheet, accepted: &[Formula]) -> Vec<Formula> {
    let side = |c: usize| {
        let has = |w| sheet.column(c).words.has(w);
        let (up, down) = (has(HeaderWord::Increase), has(HeaderWord::Decrease));
        (up != down && !has(HeaderWord::Difference)).then_some(up)
    };
    let stated: HashSet<usize> = accepted
        .iter()
        .filter_map(|f| match f {
            Formula::Columns(_, _, columns) => columns.first().map(|c| c.0),
            _ => None,
        })
        .collect();
    // Of columns of decreases and of increases.
    let (mut falls, mut rises) = (None, None);
    for formula in accepted {
        if let Formula::Columns(FamilyKind::Difference, Shape::Sum, columns) = formula
            && let &[(other, _), (level, _), (base, _)] = columns.as_slice()
            && let Some(up) = side(other)
            // a part of an increase is no stock that another flow would be the difference of
            && !is_change(sheet, level)
            && !is_change(sheet, base)
        {
            if up { &mut rises } else { &mut falls }.get_or_insert((level, base));
        }
    }
    let open = |&c: &usize| sheet.column(c).rate.is_none() && !stated.contains(&c);
    sheet
        .value_columns()
        .filter(open)
        .filter_map(|target| {
            let (level, base) = if side(target)? { falls } else { rises }?;
            let terms = vec![(target, false), (base, false), (level, true)];
            Some(Formula::Columns(FamilyKind::Difference, Shape::Sum, terms))
        })
        .collect()
}

/// Flows between an opening and a closing stock; with more the signs are not sought.
const MOST_FLOWS: usize = 6;

/// Closing = opening + increases - decreases. The signs that headers do not say are sought.
fn net(sheet: &Sheet, target: usize, sample: &[usize]) -> Option<Formula> {
    let has = |c: usize, w| sheet.column(c).words.has(w);
    let sign = |c: usize| match (has(c, HeaderWord::Increase), has(c, HeaderWord::Decrease)) {
        (true, false) => Some(false),
        (false, true) => Some(true),
        _ => None,
    };
    let mut operands: Vec<usize> = operands(sheet, target).into_iter().filter(|&c| c < target).collect();
    operands.sort_unstable();
    let closing = has(target, HeaderWord::Closing);
    let opening = match operands.iter().rposition(|&c| has(c, HeaderWord::Opening)) {
        Some(at) => at,
        // `Hộ nghèo năm 2024 | Thoát nghèo | Tái nghèo | Hộ nghèo năm 2025`
        None => operands.iter().position(|&c| sign(c).is_some())?.checked_sub(1)?,
    };
    let (&opened, flows) = operands.get(opening..)?.split_first()?;
    // Of a flow with its parts (`Tăng / Tổng số`, `Tăng / Trong đó: …`) the whole is meant.
    let part = |c: usize| {
        let whole = |w: &usize| *w != c && is_whole_of_group(sheet, *w) && groups_with(sheet, c, *w);
        !is_whole_of_group(sheet, c) && flows.iter().any(whole)
    };
    let flows: Vec<usize> = flows.iter().copied().filter(|&c| !has(c, HeaderWord::Rate) && !part(c)).collect();
    let named = flows.iter().filter(|&&c| sign(c).is_some()).count();
    if flows.len() < 2 || flows.len() > MOST_FLOWS || !(closing || (named >= 1 && named == flows.len())) {
        return None;
    }
    // Each flow is added, subtracted or left out (`Trong đó: …`); what its header says is not asked again.
    let mut candidates = Vec::new();
    for choice in 0..3usize.pow(flows.len() as u32) {
        let mut columns = vec![(target, false), (opened, false)];
        let mut rest = choice;
        let mut fits = true;
        for &flow in &flows {
            match (rest % 3, sign(flow)) {
                (0, said) => columns.push((flow, said.unwrap_or(false))),
                (1, None) => columns.push((flow, true)),
                (2, None) => {}
                _ => fits = false,
            }
            rest /= 3;
        }
        if fits && columns.len() >= 3 {
            candidates.push(Formula::Columns(FamilyKind::ColumnTotal, Shape::Sum, columns));
        }
    }
    let sought = candidates.len() > 1;
    let (formula, found) = best(sheet, candidates.into_iter(), sample)?;
    let believed = match sought {
        // more rows than signs, so that they cannot fit by chance
        true => found.holds as usize > flows.len() && found.holds >= 2 * found.broken && found.digits >= 6,
        false => found.believed_with_cue() || (closing && found.holds >= 1 && found.broken <= 1),
    };
    believed.then_some(formula)
}

/// Sums that may make the target: neighbours in a run, any two columns, and
/// those with its own name under a header of several levels.
fn totals(sheet: &Sheet, target: usize, operands: &[usize]) -> Vec<Formula> {
    let mut columns: Vec<usize> = operands.to_vec();
    columns.sort_unstable();
    let formula = |parts: &[usize]| {
        let terms = std::iter::once((target, false)).chain(parts.iter().map(|&c| (c, false))).collect();
        Formula::Columns(FamilyKind::ColumnTotal, Shape::Sum, terms)
    };
    let mut out = Vec::new();
    for (from, &first) in columns.iter().enumerate() {
        let run = columns.get(from..).unwrap_or_default();
        out.extend((2..=run.len()).filter_map(|length| run.get(..length)).map(formula));
        out.extend(run.iter().skip(2).map(|&second| formula(&[first, second])));
    }
    let (left, right) = columns.split_at(columns.partition_point(|&c| c < target));
    let name = |c: usize| sheet.header(c).rsplit(" / ").next().map(words::key);
    for side in [&columns, left, right] {
        for stride in 2..=4 {
            for from in 0..stride.min(side.len()) {
                let every: Vec<usize> = side.iter().copied().skip(from).step_by(stride).collect();
                if every.len() > 2 {
                    out.push(formula(&every));
                }
            }
        }
        let same: Vec<usize> = side.iter().copied().filter(|&c| name(c) == name(target)).collect();
        if same.len() > 2 {
            out.push(formula(&same));
        }
    }
    out
}

/// One whole is parted in so many ways: by sex, by training, by age.
const PARTINGS: usize = 4;

/// Other columns that make the same whole again: `Nam`, `Nữ` beside `Thái`, `Mông`, `Khác`.
pub fn other_parts(sheet: &Sheet, formula: &Formula, sample: &[usize]) -> Vec<Formula> {
    let mut out = Vec::new();
    let Formula::Columns(FamilyKind::ColumnTotal, Shape::Sum, own) = formula else { return out };
    let Some(target) = own.first().filter(|_| own.iter().all(|(_, minus)| !minus)).map(|c| c.0) else { return out };
    let mut taken = columns(formula);
    while out.len() < PARTINGS {
        let free = |c: &usize| !taken.contains(c) && !sheet.column(*c).never_summed;
        let parts: Vec<usize> = operands(sheet, target).into_iter().filter(free).collect();
        let found = best(sheet, totals(sheet, target, &parts).into_iter(), sample);
        let Some((other, _)) = found.filter(|(_, found)| found.believed_alone()) else { break };
        taken.extend(columns(&other));
        out.push(other);
    }
    out
}

/// The columns that a formula ties, to tell it from the same sum told otherwise.
pub fn columns(formula: &Formula) -> Vec<usize> {
    let mut columns: Vec<usize> = match formula {
        Formula::Columns(_, _, columns) => columns.iter().map(|c| c.0).collect(),
        Formula::Fraction(_, a, b)
        | Formula::OfRow(_, a, b, _)
        | Formula::OfParent(_, a, b)
        | Formula::OverAbove(_, a, b)
        | Formula::Running(a, b) => vec![*a, *b],
    };
    columns.sort_unstable();
    columns
}
