//! Formulas of columns that the draft itself prints: `7=5/4` in the row that numbers the columns, `(3=4+5)` in a
//! header, `cột 7 = cột 5/cột 4 x 100` in a paragraph beside the table.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::formulas::{self, Formula};
use super::grid::{self, Grid};
use super::relation::Shape;
use super::sheet::{FamilyKind, Sheet};
use super::words;
use super::{products, rates};
use crate::document::{BlockKind, Document, Table};
use hashbrown::HashMap;

/// What a column is computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// Columns added or (`true`) subtracted.
    Sum(Vec<(u32, bool)>),
    /// Columns multiplied.
    Product(Vec<u32>),
    /// One column by another, times a hundred or so where that is printed.
    Ratio(u32, u32),
    /// By how many percent one column is above another.
    Growth(u32, u32),
}

/// A formula with the columns of the grid that it ties; the first one is computed.
#[derive(Clone, Debug)]
pub struct Declared {
    target: usize,
    expression: Expression,
    columns: Vec<usize>,
}

/// Paragraphs further from a table than this say nothing of its columns.
const BESIDE: u32 = 3;

/// The formulas that are printed for a table.
pub fn read(document: &Document, table: &Table, grid: &Grid) -> Vec<Declared> {
    let mut printed: Vec<(Option<usize>, u32, Expression)> = Vec::new();
    for (column, text) in grid.numbering.iter().enumerate() {
        printed.extend(parse(text).map(|(number, expression)| (Some(column), number, expression)));
    }
    for (column, header) in grid.headers.iter().enumerate() {
        let inner = header.rsplit('(').filter_map(|piece| piece.split_once(')')).map(|(inner, _)| inner);
        let found = inner.chain([header.rsplit('/').next().unwrap_or(header)]).find_map(parse);
        printed.extend(found.map(|(number, expression)| (Some(column), number, expression)));
    }
    let numbers = numbers(grid, &printed);
    printed.extend(beside(document, table).into_iter().map(|(number, expression)| (None, number, expression)));
    let mut out: Vec<Declared> = Vec::new();
    for (column, number, expression) in printed {
        let terms: Vec<u32> = match &expression {
            Expression::Sum(terms) => terms.iter().map(|t| t.0).collect(),
            Expression::Product(terms) => terms.clone(),
            Expression::Ratio(a, b) | Expression::Growth(a, b) => vec![*a, *b],
        };
        let columns: Option<Vec<usize>> = terms.iter().map(|n| numbers.get(n).copied()).collect();
        let (Some(target), Some(columns)) = (column.or_else(|| numbers.get(&number).copied()), columns) else {
            continue;
        };
        if !columns.contains(&target) && out.iter().all(|d| d.target != target) {
            out.push(Declared { target, expression, columns });
        }
    }
    out
}

/// Which column a number means: as the row of numbers says, else as the formulas in the headers do, else
/// the first column is 1.
fn numbers(grid: &Grid, printed: &[(Option<usize>, u32, Expression)]) -> HashMap<u32, usize> {
    let numbered = grid.numbering.iter().enumerate();
    let numbers: HashMap<u32, usize> =
        numbered.filter_map(|(c, text)| Some((grid::formula_target(text).parse().ok()?, c))).collect();
    if !numbers.is_empty() {
        return numbers;
    }
    let shift = printed.iter().find_map(|(column, number, _)| Some(i64::from(*number) - (*column)? as i64));
    let shift = shift.unwrap_or(1);
    (0..grid.columns).filter_map(|c| Some((u32::try_from(c as i64 + shift).ok()?, c))).collect()
}

/// The formulas in the paragraphs above and below a table.
fn beside(document: &Document, table: &Table) -> Vec<(u32, Expression)> {
    let (Some(first), Some(last)) = (table.cells.first(), table.cells.last()) else { return Vec::new() };
    let text = |b: u32| {
        let block = document.blocks.get(b as usize).filter(|b| b.kind == BlockKind::Paragraph)?;
        Some(document.slice(block.range))
    };
    let cell = |b: &u32| document.blocks.get(*b as usize).is_none_or(|b| matches!(b.kind, BlockKind::Cell(_)));
    let above = (first.block.saturating_sub(BESIDE)..first.block).rev().take_while(|b| !cell(b));
    let below = (last.block + 1..last.block + 1 + BESIDE).take_while(|b| !cell(b));
    let mut out = Vec::new();
    for text in above.chain(below).filter_map(text).filter(|t| t.contains('=')) {
        for piece in text.split([';', '.', ',']) {
            // `Cách tính: cột 7 = cột 5/cột 4 x 100`
            let piece = piece.rsplit(':').find(|p| p.contains('=')).unwrap_or(piece);
            if words::names_column(piece) {
                out.extend(parse(piece));
            }
        }
    }
    out
}

/// `(7)=(5)/(4)*100`, `3 = 4 + 5`, `cột 7 = cột 5/cột 4 x 100`.
fn parse(text: &str) -> Option<(u32, Expression)> {
    let (left, right) = text.split_once('=')?;
    let number = plain(left).trim_matches(['(', ')', '[', ']']).parse().ok()?;
    Some((number, expression(&plain(right))?))
}

/// A formula without spaces, words for column and brackets around one number; with `*`, `/` and `-` only.
fn plain(text: &str) -> String {
    let signs = words::without_column(text).replace(['×', 'x', 'X'], "*").replace(['÷', ':'], "/");
    let signs = signs.replace(['–', '−', '—'], "-");
    let mut out: String = signs.chars().filter(|c| !c.is_whitespace() && *c != '%').collect();
    // (5) is 5
    while let Some((open, close)) = single(&out) {
        out.replace_range(close..=close, "");
        out.replace_range(open..=open, "");
    }
    out
}

/// A pair of brackets around nothing but digits.
fn single(text: &str) -> Option<(usize, usize)> {
    text.match_indices(['(', '[']).find_map(|(open, _)| {
        let length = text.get(open + 1..)?.bytes().take_while(u8::is_ascii_digit).count();
        let close = open + 1 + length;
        (length > 0 && text.get(close..)?.starts_with([')', ']'])).then_some((open, close))
    })
}

fn expression(text: &str) -> Option<Expression> {
    if let Some(inner) = text.strip_prefix('(') {
        // (5-4)/4*100
        let (change, rest) = inner.split_once(")/")?;
        let (level, base) = change.split_once('-')?;
        let (level, base) = (level.parse().ok()?, base.parse::<u32>().ok()?);
        return (rest.trim_end_matches("*100").parse() == Ok(base)).then_some(Expression::Growth(level, base));
    }
    if let Some((above, below)) = text.split_once('/') {
        let (below, growth) = match below.strip_suffix("-100") {
            Some(rest) => (rest, true),
            None => (below, false),
        };
        let factor = |text: &str| matches!(text, "10" | "100" | "1000" | "10000");
        let one = |text: &str| -> Option<u32> {
            match text.split_once('*') {
                Some((a, b)) if factor(b) => a.parse().ok(),
                Some((a, b)) if factor(a) => b.parse().ok(),
                Some(_) => None,
                None => text.parse().ok(),
            }
        };
        let (level, base) = (one(above)?, one(below)?);
        return Some(if growth { Expression::Growth(level, base) } else { Expression::Ratio(level, base) });
    }
    if text.contains('*') {
        return text.split('*').map(|t| t.parse().ok()).collect::<Option<Vec<u32>>>().map(Expression::Product);
    }
    let mut terms = Vec::new();
    let (mut minus, mut rest) = (false, text);
    loop {
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, behind) = rest.split_at_checked(length)?;
        terms.push((number.parse().ok()?, minus));
        if behind.is_empty() {
            break;
        }
        (minus, rest) = match (behind.strip_prefix('+'), behind.strip_prefix('-')) {
            (Some(rest), _) => (false, rest),
            (_, Some(rest)) => (true, rest),
            _ => return None,
        };
    }
    (terms.len() >= 2).then_some(Expression::Sum(terms))
}

/// The printed formulas that the table does not contradict.
pub fn believed(sheet: &Sheet, declared: &[Declared], sample: &[usize]) -> Vec<Formula> {
    let value = |c: &usize| sheet.value_columns().any(|v| v == *c);
    let found = declared.iter().filter(|d| d.columns.iter().chain([&d.target]).all(value)).filter_map(|declared| {
        let (formula, score) = formulas::best(sheet, candidates(sheet, declared, sample).into_iter(), sample)?;
        let few = score.broken <= score.holds || score.near == score.broken;
        (score.holds >= 1 && few).then_some(formula)
    });
    found.collect()
}

/// What a printed formula may mean: percent or not, decreases with a sign or without.
fn candidates(sheet: &Sheet, declared: &Declared, sample: &[usize]) -> Vec<Formula> {
    let target = declared.target;
    let columns = |minus: &dyn Fn(usize) -> bool| -> Vec<(usize, bool)> {
        let terms = declared.columns.iter().enumerate().map(|(i, &c)| (c, minus(i)));
        std::iter::once((target, false)).chain(terms).collect()
    };
    match &declared.expression {
        Expression::Sum(terms) => {
            let difference = terms.len() == 2 && terms.iter().any(|t| t.1);
            let kind = if difference { FamilyKind::Difference } else { FamilyKind::ColumnTotal };
            let mut out =
                vec![Formula::Columns(kind, Shape::Sum, columns(&|i| terms.get(i).is_some_and(|term| term.1)))];
            if difference && !formulas::signed(sheet, target) {
                out.push(Formula::Columns(kind, Shape::Distance, columns(&|_| false)));
            }
            out
        }
        Expression::Product(_) => products::formulas(sheet, target, &declared.columns, sample),
        Expression::Growth(..) => [false, true]
            .map(|bare| {
                let shape = Shape::Ratio { factor: sheet.column(target).rate.unwrap_or(100), growth: true, bare };
                Formula::Columns(FamilyKind::Growth, shape, columns(&|_| false))
            })
            .to_vec(),
        Expression::Ratio(..) => {
            let factors = match sheet.column(target).rate {
                Some(rate) => vec![rate],
                None => vec![100, 1, 10, 1000, 10_000],
            };
            let formula = |factor| {
                let shape = Shape::Ratio { factor, growth: false, bare: false };
                let percent = factor == 100 || factor == 1000;
                let kind = match declared.columns[..] {
                    [above, below, ..] if percent && sheet.column(target).rate.is_some() => {
                        rates::percentage_kind(sheet, target, above, below)
                    }
                    _ => FamilyKind::Quotient,
                };
                Formula::Columns(kind, shape, columns(&|_| false))
            };
            factors.into_iter().map(formula).collect()
        }
    }
}

/// The column that a formula computes.
pub fn target(formula: &Formula) -> Option<usize> {
    match formula {
        Formula::Columns(_, _, columns) => columns.first().map(|c| c.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_read_as_they_are_printed() {
        let sum = |terms: &[(u32, bool)]| Some(Expression::Sum(terms.to_vec()));
        let of = |text: &str| parse(text).map(|found| found.1);
        assert_eq!(of("7=5+6"), sum(&[(5, false), (6, false)]));
        assert_eq!(of("(3)=(4)+(5)-(6)"), sum(&[(4, false), (5, false), (6, true)]));
        for text in ["(3)=(2)/(1)", "3 = 2/1*100", "(3)=(2)*100/(1)", "3=2:1x100%", "Cột 3 = cột 2/cột 1 × 100"]
        {
            assert_eq!(parse(text), Some((3, Expression::Ratio(2, 1))), "{text}");
        }
        assert_eq!(of("6=4x5"), Some(Expression::Product(vec![4, 5])));
        assert_eq!(of("(7)=(4)*(5)*(6)"), Some(Expression::Product(vec![4, 5, 6])));
        assert_eq!(of("5=(4-3)/3*100"), Some(Expression::Growth(4, 3)));
        assert_eq!(of("5=4/3*100-100"), Some(Expression::Growth(4, 3)));
        for text in ["3", "A=B", "7=", "7=5", "x=5+6", "7=5^2", "7=(5+6)/2"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
