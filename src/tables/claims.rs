//! The equations of a table as claims of the ledger.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::relation::{Part, Shape, Term};
use super::sheet::{FamilyKind, Relation as Equation, Sheet};
use super::value::Number;
use crate::claims::{Claim, ClaimKind, Completeness, Operand, Relation, Role};
use crate::document::Document;
use crate::figures::exact::Exact;
use crate::figures::{Dimension, Figure, Form, Unit};

/// The claim of an equation.
pub fn claim(sheet: &Sheet, equation: &Equation, document: &Document) -> Claim {
    let roles = roles(equation);
    let operands: Vec<Operand> = equation
        .terms
        .iter()
        .zip(roles)
        .filter_map(|(&term, role)| Some(Operand { role, figure: figure(sheet, term)?, period: None }))
        .collect();
    let first = equation.terms.first().map(|t| t.at);
    let place = first.map(|at| sheet.place(document, at));
    let range = place.or_else(|| operands.first().map(|o| o.figure.range));
    let range = range.unwrap_or(crate::document::TextRange::new(0, 0));
    let mut claim = Claim::new(kind(equation.kind), relation(equation), range, operands);
    let label = first.and_then(|at| sheet.row(at.row)).and_then(|row| row.label_block);
    claim.indicator = label.and_then(|b| document.blocks.get(b as usize)).map(|b| b.range);
    claim
}

/// The claim's kind in the ledger.
pub fn kind(family: FamilyKind) -> ClaimKind {
    match family {
        FamilyKind::RowTotal | FamilyKind::PartOf | FamilyKind::ColumnTotal | FamilyKind::Running => {
            ClaimKind::TableSum
        }
        FamilyKind::Difference
        | FamilyKind::Percentage
        | FamilyKind::Growth
        | FamilyKind::Quotient
        | FamilyKind::Product
        | FamilyKind::Verdict
        | FamilyKind::Rank => ClaimKind::TableChange,
        FamilyKind::Share => ClaimKind::TableShare,
    }
}

fn relation(equation: &Equation) -> Relation {
    match equation.kind {
        FamilyKind::RowTotal | FamilyKind::ColumnTotal | FamilyKind::Running => Relation::Sum(Completeness::All),
        FamilyKind::PartOf => Relation::Sum(Completeness::Unknown),
        FamilyKind::Difference => Relation::Change,
        FamilyKind::Percentage | FamilyKind::Quotient | FamilyKind::Product => Relation::OfTarget,
        FamilyKind::Growth => Relation::PercentChange,
        FamilyKind::Share => Relation::Share,
        FamilyKind::Verdict => Relation::Gap,
        FamilyKind::Rank => Relation::Reference,
    }
}

fn roles(equation: &Equation) -> Vec<Role> {
    let rest = |roles: &[Role]| {
        std::iter::once(Role::Stated).chain(roles.iter().copied()).take(equation.terms.len()).collect::<Vec<Role>>()
    };
    match equation.kind {
        FamilyKind::RowTotal | FamilyKind::ColumnTotal | FamilyKind::PartOf | FamilyKind::Running => {
            let parts = equation.terms.iter().skip(1).map(|t| if t.minus { Role::Change } else { Role::Part });
            std::iter::once(Role::Whole).chain(parts).collect()
        }
        FamilyKind::Difference | FamilyKind::Growth => rest(&[Role::Level, Role::Base]),
        FamilyKind::Percentage | FamilyKind::Quotient | FamilyKind::Verdict => rest(&[Role::Level, Role::Target]),
        FamilyKind::Product => rest(&[Role::Level; 4]),
        FamilyKind::Share => rest(&[Role::Part, Role::Whole]),
        FamilyKind::Rank => rest(&[Role::Level]),
    }
}

/// The number of a term as a figure.
pub fn figure(sheet: &Sheet, term: Term) -> Option<Figure> {
    let number = sheet.number(term)?;
    Some(Figure {
        range: number.range,
        number: number.range,
        printed: printed(number)?,
        decimals: number.decimals,
        unit: unit(sheet, term, number),
        noun: String::new(),
        hedge: number.hedge,
        negative: number.negative,
        signed: number.signed,
        form: Form { ambiguous: number.ambiguous, ..Form::default() },
    })
}

/// The number as printed, without its sign.
pub fn printed(number: &Number) -> Option<Exact> {
    Exact::int(number.digits).div(Exact::ten_pow(i32::from(number.decimals))?)
}

fn unit(sheet: &Sheet, term: Term, number: &Number) -> Unit {
    let rate = sheet.column(term.at.column as usize).rate.filter(|_| term.part == Part::Whole);
    let (dimension, key) = match rate {
        Some(1000) => (Dimension::Permille, "‰"),
        Some(_) => (Dimension::Percent, "%"),
        None if number.rate => (Dimension::Percent, "%"),
        None => match sheet.unit_at(term.at) {
            Some(unit) => return Unit { elided: true, range: None, ..unit.clone() },
            None => match &sheet.column(term.at.column as usize).lent_unit {
                Some(unit) => return Unit { elided: true, range: None, ..unit.clone() },
                None => (Dimension::None, ""),
            },
        },
    };
    Unit { dimension, key: key.to_owned(), factor: Exact::ONE, range: None, elided: true }
}

/// The value that makes the equation hold when put for one of its terms (not
/// rounded, in the printed unit); `None` where no single value does.
pub fn wanted(sheet: &Sheet, equation: &Equation, index: usize) -> Option<Exact> {
    wanted_with(sheet, equation, index, |_| None)
}

/// The same, where some fields have other values than they print (in the scale of the table).
pub fn wanted_with(
    sheet: &Sheet,
    equation: &Equation,
    index: usize,
    other: impl Fn(Term) -> Option<i128>,
) -> Option<Exact> {
    let unit = i64::try_from(sheet.unit()).ok().map(Exact::int)?;
    let value = |i: usize| -> Option<Exact> {
        let term = *equation.terms.get(i)?;
        let scaled = other(term).or_else(|| Some(sheet.value(term)?.value))?;
        Exact::int(i64::try_from(scaled).ok()?).div(unit)
    };
    match equation.shape {
        Shape::Sum => {
            let minus = |i: usize| equation.terms.get(i).is_some_and(|t| t.minus);
            let mut sum = if index == 0 { Exact::ZERO } else { value(0)? };
            for i in (1..equation.terms.len()).filter(|&i| i != index) {
                let towards = (index == 0) != minus(i);
                sum = if towards { sum.add(value(i)?)? } else { sum.sub(value(i)?)? };
            }
            if index > 0 && minus(index) { Exact::ZERO.sub(sum) } else { Some(sum) }
        }
        Shape::Distance => {
            let (level, base) = (value(1)?, value(2)?);
            let up = level >= base;
            match (index, up) {
                (0, _) => Some(level.sub(base)?.abs()),
                (1, true) => base.add(value(0)?.abs()),
                (1, false) => base.sub(value(0)?.abs()),
                (_, true) => level.sub(value(0)?.abs()),
                (_, false) => level.add(value(0)?.abs()),
            }
        }
        Shape::Ratio { factor, growth, bare } => {
            let factor = Exact::int(i64::from(factor));
            let more = if growth { factor } else { Exact::ZERO };
            let stated = || {
                let stated = value(0)?;
                let down = bare && growth && value(1)? < value(2)?;
                let signed = if down { Exact::ZERO.sub(stated.abs())? } else { stated };
                signed.add(more)
            };
            match index {
                0 => {
                    let whole = value(1)?.div(value(2)?)?.mul(factor)?.sub(more)?;
                    Some(if bare { whole.abs() } else { whole })
                }
                1 => stated()?.mul(value(2)?)?.div(factor),
                _ => value(1)?.mul(factor)?.div(stated()?),
            }
        }
        Shape::Product { power } => {
            let mut product = Exact::ONE;
            for i in (1..equation.terms.len()).filter(|&i| i != index) {
                product = product.mul(value(i)?)?;
            }
            let ten = Exact::ten_pow(i32::from(power))?;
            if index == 0 { product.div(ten) } else { value(0)?.mul(ten)?.div(product) }
        }
        Shape::Mean(rows) if index == 0 => value(1)?.div(Exact::int(i64::from(rows))),
        Shape::Place(place) if index == 0 => Some(Exact::int(i64::from(place))),
        Shape::AtMost | Shape::Verdict { .. } | Shape::Place(_) | Shape::Mean(_) => None,
    }
}
