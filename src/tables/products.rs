//! Columns of amounts: a count times a price, with more factors where persons and days are counted.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::formulas::{Formula, best, is_change, operands};
use super::relation::{Shape, Term};
use super::sheet::{FamilyKind, Sheet};
use super::words::HeaderWord;

/// What is counted in đồng may be told in thousands or millions, and the reverse.
const POWERS: [i8; 5] = [0, 3, 6, -3, -6];
/// So many columns before the amount may be its factors.
const REACH: usize = 6;
/// A price and so many counts: `Số lớp × Số người × Số ngày`.
const COUNTS: u32 = 3;

/// The formula of a column that is a price beside it times what is counted.
pub fn product(sheet: &Sheet, target: usize, sample: &[usize]) -> Option<Formula> {
    let price = |c: usize| sheet.column(c).words.has(HeaderWord::Price);
    let mut factors: Vec<usize> =
        operands(sheet, target).into_iter().filter(|&c| c < target && !is_change(sheet, c)).take(REACH).collect();
    if price(target) || !factors.iter().any(|&c| price(c)) {
        return None;
    }
    factors.sort_unstable();
    let mut candidates = Vec::new();
    for choice in 0u32..1 << factors.len() {
        let chosen: Vec<usize> =
            factors.iter().enumerate().filter(|(i, _)| choice & (1 << i) != 0).map(|(_, &c)| c).collect();
        // one price; two of them are before and behind a tax
        let counts = choice.count_ones().saturating_sub(1);
        if chosen.iter().filter(|&&c| price(c)).count() == 1 && (1..=COUNTS).contains(&counts) {
            candidates.extend(formulas(sheet, target, &chosen, sample));
        }
    }
    let (formula, found) = best(sheet, candidates.into_iter(), sample)?;
    found.believed_total().then_some(formula)
}

/// A column as the product of these, in the powers of ten that come near in one of the first rows.
pub fn formulas(sheet: &Sheet, target: usize, factors: &[usize], sample: &[usize]) -> Vec<Formula> {
    let terms: Vec<(usize, bool)> =
        std::iter::once(target).chain(factors.iter().copied()).map(|c| (c, false)).collect();
    let rows: Vec<_> = sample
        .iter()
        .filter_map(|&i| {
            let row = sheet.nth(i).row;
            sheet.values(&terms.iter().map(|&(c, _)| Term::plus(row, c)).collect::<Vec<_>>())
        })
        .take(2)
        .collect();
    let near = |shape: &Shape| rows.iter().any(|values| shape.is_near(values, sheet.unit()));
    let shapes = POWERS.map(|power| Shape::Product { power }).into_iter().filter(near);
    shapes.map(|shape| Formula::Columns(FamilyKind::Product, shape, terms.clone())).collect()
}
