//! Whether figures close a relation as printed, rounded or cut: what tells the operands that are meant
//! from others in reach. A relation that does not close is no verdict; that is for the rules.

use super::{Operand, Role};
use crate::figures::exact::Exact;
use crate::figures::{Dimension, Figure};

/// Whether a value, rounded or cut, is the printed number of a figure.
fn printed(value: Exact, stated: &Figure) -> Option<bool> {
    Some(value.round(stated.decimals)? == stated.printed || value.cut(stated.decimals)? == stated.printed)
}

/// part / whole is the rate stated.
pub fn share(part: &Figure, whole: &Figure, stated: &Figure) -> bool {
    let scale = if stated.unit.dimension == Dimension::Permille { Exact::int(1000) } else { Exact::HUNDRED };
    let rate = || part.value()?.div(whole.value()?)?.mul(scale);
    rate().and_then(|r| printed(r, stated)).unwrap_or(false)
}

/// level - base is the change stated, within what the digits of the three allow.
pub fn change(level: &Figure, base: &Figure, stated: &Figure, up: bool) -> bool {
    let closes = || {
        let (v, b) = (level.value()?, base.value()?);
        let difference = if up { v.sub(b)? } else { b.sub(v)? };
        let unit = stated.unit.factor.mul(Exact::ten_pow(-i32::from(stated.decimals))?)?;
        let stated = stated.printed.mul(stated.unit.factor)?;
        let slack = if level.is_count() && base.is_count() { Exact::ZERO } else { unit };
        Some(difference.sub(stated)?.abs() <= slack)
    };
    closes().unwrap_or(false)
}

/// |level - base| / base is the percentage stated.
pub fn percent(level: &Figure, base: &Figure, stated: &Figure) -> bool {
    let rate = || {
        let (level, base) = (level.value()?, base.value()?);
        level.sub(base)?.abs().div(base)?.mul(Exact::HUNDRED)
    };
    rate().and_then(|r| printed(r, stated)).unwrap_or(false)
}

/// Whether the parts add up to the figure stated, within half a unit of the last digit of each; a part
/// without a unit has that of the total.
pub fn sum(operands: &[Operand]) -> bool {
    matches!(difference(operands), Some((difference, slack, _)) if difference <= slack)
}

/// Whether the whole divided by the divisor is the figure stated, within what its digits and theirs allow.
pub fn quotient(operands: &[Operand]) -> bool {
    let get = |role| operands.iter().find(|o| o.role == role).map(|o| &o.figure);
    let closes = || {
        let stated = get(Role::Stated)?;
        let value = get(Role::Whole)?.value()?.div(get(Role::Divisor)?.value()?)?.div(stated.unit.factor)?;
        printed(value, stated)
    };
    closes().unwrap_or(false)
}

/// Whether the quotient has the digits stated but for one slip of typing: two neighbours swapped, one digit, the place
/// of the comma. That a pair whose units fit comes so near by chance is rare where three digits agree, and where two
/// do that are a thousand times off.
pub fn slipped_quotient(operands: &[Operand]) -> bool {
    let get = |role| operands.iter().find(|o| o.role == role).map(|o| &o.figure);
    let slips = || {
        let stated = get(Role::Stated)?;
        let value = get(Role::Whole)?.value()?.div(get(Role::Divisor)?.value()?)?.div(stated.unit.factor)?;
        let scale = Exact::ten_pow(i32::from(stated.decimals))?;
        let is = stated.printed.mul(scale)?.to_i64()?.to_string();
        let near = |power: i32| {
            let moved = value.mul(Exact::ten_pow(power)?)?;
            let off = moved.sub(stated.printed)?.abs();
            // `80` for exactly 800 says as much as three digits.
            let exact = off.mul(Exact::int(2000))? <= stated.printed;
            let digits = if power % 3 == 0 || exact { 2 } else { 3 };
            (is.len() >= digits && printed(moved, stated)?).then_some(())
        };
        if [3, -3, 6, -6, 1, -1, 2, -2].into_iter().any(|power| near(power).is_some()) {
            return Some(());
        }
        let should = value.round(stated.decimals)?.mul(scale)?.to_i64()?.to_string();
        (is.len() >= 3 && mistyped(&is, &should)).then_some(())
    };
    slips().is_some()
}

/// Whether a whole divided by so many is the figure as printed.
pub fn divided(whole: &Figure, by: u8, stated: &Figure) -> bool {
    let value = quotient_of(whole, by, stated);
    value.and_then(|value| printed(value, stated)).unwrap_or(false)
}

/// Whether a whole divided by so many is the figure with two neighbouring digits exchanged; of four digits or more, which
/// no chance gives.
pub fn exchanged(whole: &Figure, by: u8, stated: &Figure) -> bool {
    let digits = || {
        let scale = Exact::ten_pow(i32::from(stated.decimals))?;
        let is = stated.printed.mul(scale)?.to_i64()?.to_string();
        let should = quotient_of(whole, by, stated)?.round(stated.decimals)?.mul(scale)?.to_i64()?.to_string();
        let same = is.len() >= 4 && is.len() == should.len();
        Some(same && is != should && swapped(&is, &should))
    };
    whole.hedge.is_none() && stated.hedge.is_none() && digits().unwrap_or(false)
}

fn quotient_of(whole: &Figure, by: u8, stated: &Figure) -> Option<Exact> {
    whole.value()?.div(Exact::int(i64::from(by)))?.div(stated.unit.factor)
}

/// Whether a figure has the digits of a value, in the units of its dimension, but for one slip of typing.
pub fn slipped(figure: &Figure, wanted: Exact) -> bool {
    let digits = || {
        let scale = Exact::ten_pow(i32::from(figure.decimals))?;
        let should = wanted.div(figure.unit.factor)?.mul(scale)?.to_i64().filter(|n| *n > 0)?;
        let is = figure.printed.mul(scale)?.to_i64()?;
        let width = if figure.form.leading_zero { 2 } else { 1 };
        Some(mistyped(&format!("{is:0width$}"), &format!("{should:0width$}")))
    };
    figure.hedge.is_none() && digits().unwrap_or(false)
}

/// Whether a figure has the digits of a value but for two neighbours that are swapped.
pub fn swapped_digits(figure: &Figure, wanted: Exact) -> bool {
    let digits = || {
        let scale = Exact::ten_pow(i32::from(figure.decimals))?;
        let should = wanted.div(figure.unit.factor)?.mul(scale)?.to_i64()?.to_string();
        let is = figure.printed.mul(scale)?.to_i64()?.to_string();
        Some(is.len() == should.len() && swapped(&is, &should))
    };
    figure.hedge.is_none() && digits().unwrap_or(false)
}

/// Whether two neighbouring digits are swapped, or one of them is another.
fn mistyped(is: &str, should: &str) -> bool {
    one_unlike(is, should) || swapped(is, should)
}

/// Whether two neighbouring digits are swapped.
fn swapped(is: &str, should: &str) -> bool {
    let pairs: Vec<(usize, (u8, u8))> =
        is.bytes().zip(should.bytes()).enumerate().filter(|(_, (a, b))| a != b).collect();
    let neighbours = matches!(pairs.as_slice(), [(i, (a, b)), (j, (c, d))] if j - i == 1 && a == d && b == c);
    is.len() == should.len() && neighbours
}

/// Whether two numbers are written alike but for one digit.
pub fn one_digit(is: Exact, should: Exact) -> bool {
    const PLACES: u8 = 6;
    one_unlike(&is.show(PLACES), &should.show(PLACES))
}

fn one_unlike(is: &str, should: &str) -> bool {
    is.len() == should.len() && is.bytes().zip(should.bytes()).filter(|(a, b)| a != b).count() == 1
}

/// Whether the parts miss the figure stated by at most a twentieth of it.
pub fn nearly(operands: &[Operand]) -> bool {
    matches!(difference(operands), Some((d, _, total)) if d.mul(Exact::int(20)).is_some_and(|d| d <= total))
}

/// What parts and total differ by, what their digits allow, and the total.
fn difference(operands: &[Operand]) -> Option<(Exact, Exact, Exact)> {
    let total = &operands.iter().find(|o| o.role == Role::Stated)?.figure;
    let half = |f: &Figure| {
        let exact = f.is_count() && total.is_count();
        if exact { Some(Exact::ZERO) } else { f.last_digit_in_unit_of(total)?.div(Exact::int(2)) }
    };
    let (mut sum, mut slack) = (Exact::ZERO, half(total)?);
    for part in operands.iter().filter(|o| o.role == Role::Part) {
        sum = sum.add(part.figure.value_in_unit_of(total)?)?;
        slack = slack.add(half(&part.figure)?)?;
    }
    let total = total.value()?;
    Some((sum.sub(total)?.abs(), slack, total))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::figures::Form;

    pub(crate) fn figure(printed: i64, decimals: u8, dimension: Dimension) -> Figure {
        let mut unit =
            crate::figures::Unit { dimension, key: String::new(), factor: Exact::ONE, range: None, elided: false };
        unit.key = format!("{dimension:?}");
        let range = crate::document::TextRange::new(0, 0);
        let printed = Exact::int(printed).mul(Exact::ten_pow(-i32::from(decimals)).unwrap()).unwrap();
        Figure {
            range,
            number: range,
            printed,
            decimals,
            unit,
            noun: String::new(),
            hedge: None,
            negative: false,
            signed: false,
            form: Form::default(),
        }
    }

    #[test]
    fn figures_close_rounded_or_cut() {
        let count = |n| figure(n, 0, Dimension::Count);
        let rate = |n, d| figure(n, d, Dimension::Percent);
        assert!(share(&count(64), &count(105), &rate(6095, 2)) && share(&count(64), &count(105), &rate(609, 1)));
        assert!(!share(&count(64), &count(105), &rate(608, 1)));
        assert!(share(&count(64), &count(10_238), &figure(625, 2, Dimension::Permille)));
        assert!(change(&count(14), &count(10), &count(4), true) && !change(&count(14), &count(10), &count(4), false));
        assert!(percent(&count(14), &count(10), &rate(400, 1)) && !percent(&count(14), &count(10), &rate(41, 0)));
    }
}
