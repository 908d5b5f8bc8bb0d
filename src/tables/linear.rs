//! Columns that are the sum or the difference of other columns.

use super::formulas::{Formula, best, is_change, operands, score, signed};
use super::relation::Shape;
use super::sheet::{FamilyKind, Sheet};
use super::words::HeaderWord;

/// The formula of a column that is a sum or difference of others.
pub fn linear(sheet: &Sheet, target: usize, sample: &[usize]) -> Option<Formula> {
    let column = &sheet.columns[target];
    let words = column.words;
    let change = is_change(sheet, target);
    let operands = operands(sheet, target);
    if change {
        let one_sided =
            !words.has(HeaderWord::Difference) && words.has(HeaderWord::Increase) != words.has(HeaderWord::Decrease);
        let mut candidates = Vec::new();
        for &level in &operands {
            for &base in operands.iter().filter(|&&b| b != level) {
                let columns = vec![(target, false), (level, false), (base, true)];
                candidates.push(Formula::Columns(FamilyKind::Difference, Shape::Sum, columns));
                let columns = vec![(target, false), (level, false), (base, false)];
                if level < base && !signed(sheet, target) {
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
    if words.has(HeaderWord::Rate) {
        return None;
    }
    if let Some(net) = net(sheet, target, sample) {
        return Some(net);
    }
    if change {
        return None;
    }
    let parts: Vec<usize> = operands.iter().copied().filter(|&c| !sheet.columns[c].never_summed).collect();
    let (formula, found) = best(sheet, totals(target, &parts).into_iter(), sample)?;
    let cue = words.has(HeaderWord::Total);
    (found.believed_alone() || (cue && found.believed_total())).then_some(formula)
}

/// A column of increases whose column of decreases was understood, or the reverse.
pub fn sister(sheet: &Sheet, target: usize, accepted: &[Formula]) -> Option<Formula> {
    let side = |c: usize| {
        let has = |w| sheet.columns[c].words.has(w);
        let (up, down) = (has(HeaderWord::Increase), has(HeaderWord::Decrease));
        (up != down && !has(HeaderWord::Difference)).then_some(up)
    };
    let own = side(target).filter(|_| sheet.columns[target].rate.is_none())?;
    let stated = |f: &Formula| match f {
        Formula::Columns(_, _, columns) => columns.first().map(|c| c.0),
        _ => None,
    };
    if accepted.iter().any(|f| stated(f) == Some(target)) {
        return None;
    }
    accepted.iter().find_map(|f| match f {
        Formula::Columns(FamilyKind::Difference, Shape::Sum, columns) => {
            let &[(other, _), (level, _), (base, _)] = columns.as_slice() else { return None };
            (side(other) == Some(!own)).then(|| {
                Formula::Columns(
                    FamilyKind::Difference,
                    Shape::Sum,
                    vec![(target, false), (base, false), (level, true)],
                )
            })
        }
        _ => None,
    })
}

/// Closing = opening + increases - decreases.
fn net(sheet: &Sheet, target: usize, sample: &[usize]) -> Option<Formula> {
    let has = |c: &usize, w| sheet.columns[*c].words.has(w);
    if !has(&target, HeaderWord::Closing) {
        return None;
    }
    let mut columns = vec![(target, false)];
    for column in operands(sheet, target) {
        let (up, down) = (has(&column, HeaderWord::Increase), has(&column, HeaderWord::Decrease));
        if has(&column, HeaderWord::Opening) || (up && !down) {
            columns.push((column, false));
        } else if down && !up {
            columns.push((column, true));
        }
    }
    if columns.len() < 3 {
        return None;
    }
    let formula = Formula::Columns(FamilyKind::ColumnTotal, Shape::Sum, columns);
    let found = score(sheet, &formula, sample);
    (found.believed_with_cue() || (found.holds >= 1 && found.broken <= 1)).then_some(formula)
}

/// Sums that may make the target: neighbours in a run, and any two columns.
fn totals(target: usize, operands: &[usize]) -> Vec<Formula> {
    let mut columns: Vec<usize> = operands.to_vec();
    columns.sort_unstable();
    let formula = |parts: &[usize]| {
        let terms = std::iter::once((target, false)).chain(parts.iter().map(|&c| (c, false))).collect();
        Formula::Columns(FamilyKind::ColumnTotal, Shape::Sum, terms)
    };
    let mut out = Vec::new();
    for from in 0..columns.len() {
        for to in from + 2..=columns.len() {
            out.push(formula(&columns[from..to]));
        }
        for second in from + 2..columns.len() {
            out.push(formula(&[columns[from], columns[second]]));
        }
    }
    // every second, third… column under a header of several levels
    for stride in 2..=4 {
        for from in 0..stride.min(columns.len()) {
            let every: Vec<usize> = columns[from..].iter().copied().step_by(stride).collect();
            if every.len() > 2 {
                out.push(formula(&every));
            }
        }
    }
    out
}

/// Whether the same columns are already tied by another sum.
pub fn repeats(accepted: &[Formula], formula: &Formula) -> bool {
    let set = |f: &Formula| match f {
        Formula::Columns(_, Shape::Sum | Shape::Distance, columns) => {
            let mut set: Vec<usize> = columns.iter().map(|c| c.0).collect();
            set.sort_unstable();
            Some(set)
        }
        _ => None,
    };
    let own = set(formula);
    own.is_some() && accepted.iter().any(|f| set(f) == own)
}
