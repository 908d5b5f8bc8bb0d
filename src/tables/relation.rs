//! Equations between the fields of a table, and whether they hold: exact whole
//! numbers throughout, in one scale for the whole table.

use super::words::Mark;
use crate::claims::Verdict;

/// A number as it enters an equation: twice the value in the table's last
/// decimal place, so that half a unit of the last digit is whole, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scaled {
    /// The value.
    pub value: i128,
    /// By how much it may differ through rounding; 0 for counts.
    pub slack: i128,
    /// Half a unit of its last printed digit.
    pub half: i128,
}

/// A field of a table: row and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct At {
    /// Row of the table.
    pub row: u32,
    /// Column of the table.
    pub column: u32,
}

/// What an equation says; the first term is the one that is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// first = sum of the others, each with its sign.
    Sum,
    /// first = |second - third|.
    Distance,
    /// first = factor · second / third, less the factor itself where `growth`;
    /// without a sign where `bare`.
    Ratio {
        /// 100 or 1000.
        factor: u16,
        /// Whether the change is stated, not the level.
        growth: bool,
        /// Whether decreases are printed without a sign.
        bare: bool,
    },
    /// first · 10^power = the product of the others.
    Product {
        /// 3 where the first is in thousands of what the others make.
        power: i8,
    },
    /// second <= first.
    AtMost,
    /// The word of the first field is right for second (reached) and third (goal).
    Verdict {
        /// The word.
        mark: Mark,
        /// Whether the goal is reached from above.
        lower: bool,
    },
    /// first = second by so many rows.
    Mean(u32),
    /// first = this place among the rows, which the values of second give them.
    Place(u32),
}

/// Which number of a field is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The number of the field.
    Whole,
    /// The number before the slash of `84/96`.
    Upper,
    /// The number behind it.
    Lower,
}

/// A term of an equation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Where it stands.
    pub at: At,
    /// Whether it is subtracted (only in sums).
    pub minus: bool,
    /// Which of its numbers.
    pub part: Part,
}

impl Term {
    /// The number of a field, added.
    pub fn plus(row: usize, column: usize) -> Term {
        Term { at: At { row: row as u32, column: column as u32 }, minus: false, part: Part::Whole }
    }
}

/// How an equation came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds for the printed digits.
    Exact,
    /// It holds only through rounding of its terms.
    Rounded,
    /// It holds if the last digit was cut.
    Cut,
    /// It cannot hold.
    Broken,
    /// It cannot be computed.
    Unknown,
}

impl Outcome {
    /// Whether it holds.
    pub fn holds(self) -> bool {
        matches!(self, Outcome::Exact | Outcome::Rounded | Outcome::Cut)
    }

    /// As a line of the ledger.
    pub fn verdict(self) -> Verdict {
        match self {
            Outcome::Exact | Outcome::Rounded => Verdict::Ok,
            Outcome::Cut => Verdict::Truncated,
            Outcome::Broken => Verdict::Wrong,
            Outcome::Unknown => Verdict::Unverifiable,
        }
    }
}

impl Shape {
    /// Whether the equation holds for these values (`unit` is 1 in the table's scale).
    pub fn test(self, terms: &[(Scaled, bool)], unit: i128) -> Outcome {
        self.compute(terms, unit).unwrap_or(Outcome::Unknown)
    }

    /// Whether a broken equation is off by so little (an eighth) that one wrong digit
    /// explains it better than that it was never meant.
    pub fn is_near(self, terms: &[(Scaled, bool)], unit: i128) -> bool {
        let close = |stated: i128, computed: i128| -> Option<bool> {
            let gap = stated.checked_sub(computed)?.abs();
            Some(gap.checked_mul(8)? <= stated.abs().max(computed.abs()))
        };
        let near = || -> Option<bool> {
            let ((stated, _), rest) = terms.split_first()?;
            match self {
                Shape::Sum => {
                    let sum = rest.iter().map(|(t, minus)| if *minus { -t.value } else { t.value }).sum();
                    close(stated.value, sum)
                }
                Shape::Distance => {
                    let [(level, _), (base, _)] = rest else { return None };
                    close(stated.value.abs(), level.value.checked_sub(base.value)?.abs())
                }
                Shape::Ratio { factor, growth, .. } => {
                    let [(level, _), (base, _)] = rest else { return None };
                    let scale = i128::from(factor).checked_mul(unit)?;
                    let whole = if growth { stated.value.checked_add(scale)? } else { stated.value };
                    close(whole.checked_mul(base.value)?, scale.checked_mul(level.value)?)
                }
                Shape::Product { power } => {
                    let (stated, product, _) = crosswise(*stated, rest, power, unit)?;
                    close(stated, product)
                }
                Shape::Mean(rows) => close(stated.value.checked_mul(i128::from(rows))?, rest.first()?.0.value),
                Shape::AtMost | Shape::Verdict { .. } | Shape::Place(_) => None,
            }
        };
        near() == Some(true)
    }

    fn compute(self, terms: &[(Scaled, bool)], unit: i128) -> Option<Outcome> {
        let (&(stated, _), rest) = terms.split_first()?;
        match self {
            Shape::Sum => {
                let (mut sum, mut slack) = (0i128, stated.slack);
                for &(term, minus) in rest {
                    let value = if minus { term.value.checked_neg()? } else { term.value };
                    sum = sum.checked_add(value)?;
                    slack = slack.checked_add(term.slack)?;
                }
                Some(near(stated.value.checked_sub(sum)?, slack))
            }
            Shape::Distance => {
                let [(level, _), (base, _)] = rest else { return None };
                let gap = level.value.checked_sub(base.value)?.abs();
                Some(near(stated.value.abs().checked_sub(gap)?, stated.slack + level.slack + base.slack))
            }
            Shape::Verdict { mark, lower } => {
                let [(level, _), (goal, _)] = rest else { return None };
                let ahead = if lower { goal.value - level.value } else { level.value - goal.value };
                let right = match mark {
                    Mark::Met => ahead >= 0,
                    Mark::Exceeded => ahead > 0,
                    Mark::Missed => ahead < 0,
                    Mark::Nil | Mark::NoData | Mark::Tick => return None,
                };
                Some(if right { Outcome::Exact } else { Outcome::Broken })
            }
            Shape::Place(place) => {
                let right = stated.value == i128::from(place).checked_mul(unit)?;
                Some(if right { Outcome::Exact } else { Outcome::Broken })
            }
            Shape::Mean(rows) => {
                let [(total, _)] = rest else { return None };
                let rows = i128::from(rows);
                let gap = stated.value.checked_mul(rows)?.checked_sub(total.value)?;
                let half = stated.half.checked_mul(rows)?;
                Some(match gap.abs() {
                    g if g <= half => Outcome::Exact,
                    g if gap < 0 && g < 2 * half => Outcome::Cut,
                    g if g <= half + total.slack => Outcome::Rounded,
                    _ => Outcome::Broken,
                })
            }
            Shape::Product { power } => product(stated, rest, power, unit),
            Shape::AtMost => {
                let [(part, _)] = rest else { return None };
                Some(if part.value <= stated.value { Outcome::Exact } else { Outcome::Broken })
            }
            Shape::Ratio { factor, growth, bare } => {
                let [(level, _), (base, _)] = rest else { return None };
                ratio(stated, *level, *base, i128::from(factor).checked_mul(unit)?, growth, bare)
            }
        }
    }
}

fn near(rest: i128, slack: i128) -> Outcome {
    match rest.abs() {
        0 => Outcome::Exact,
        r if r <= slack => Outcome::Rounded,
        _ => Outcome::Broken,
    }
}

/// What is stated, the product of the factors, and what a stated 1 is, in one scale.
fn crosswise(stated: Scaled, factors: &[(Scaled, bool)], power: i8, unit: i128) -> Option<(i128, i128, i128)> {
    let ten = 10i128.checked_pow(u32::from(power.unsigned_abs()))?;
    let mut one = unit.checked_pow(u32::try_from(factors.len()).ok()?.checked_sub(1)?)?;
    let mut product = factors.iter().try_fold(1i128, |product, (f, _)| product.checked_mul(f.value))?;
    if power < 0 {
        product = product.checked_mul(ten)?;
    } else {
        one = one.checked_mul(ten)?;
    }
    Some((stated.value.checked_mul(one)?, product, one))
}

/// Amounts of so many digits and more are often rounded to thousands.
const LARGE: i128 = 1_000_000;

fn product(stated: Scaled, factors: &[(Scaled, bool)], power: i8, unit: i128) -> Option<Outcome> {
    if stated.half == 0 || factors.iter().any(|(f, _)| f.value < 0) {
        return None;
    }
    let (said, product, one) = crosswise(stated, factors, power, unit)?;
    let (rest, half) = (said.checked_sub(product)?, stated.half.checked_mul(one)?);
    if rest.abs() <= half {
        return Some(Outcome::Exact);
    }
    if rest < 0 && rest.abs() < half.checked_mul(2)? {
        return Some(Outcome::Cut);
    }
    // Days, persons and prices are whole; what prints decimals was rounded.
    let most = |f: Scaled| if 2 * f.half < unit { f.value + f.slack } else { f.value };
    let most: Vec<(Scaled, bool)> = factors.iter().map(|&(f, minus)| (Scaled { value: most(f), ..f }, minus)).collect();
    let (_, most, _) = crosswise(stated, &most, power, unit)?;
    let printed = stated.value / (2 * stated.half);
    let round = if printed >= LARGE && printed % 1000 == 0 { half.checked_mul(1000)? } else { half };
    let fits = rest.abs() <= round.checked_add(most.checked_sub(product)?)?;
    Some(if fits { Outcome::Rounded } else { Outcome::Broken })
}

/// Compares `stated` with `scale · level / base` by multiplying crosswise.
fn ratio(stated: Scaled, level: Scaled, base: Scaled, scale: i128, growth: bool, bare: bool) -> Option<Outcome> {
    if base.value <= 0 || level.value < 0 {
        return None;
    }
    let mut value = stated.value;
    if bare && growth {
        value = value.abs();
        if level.value < base.value {
            value = -value;
        }
    }
    // With the whole percentage p = scale · level / base, compared as p · base with scale · level.
    let whole = if growth { value.checked_add(scale)? } else { value };
    let target = scale.checked_mul(level.value)?;
    let rest = whole.checked_mul(base.value)?.checked_sub(target)?;
    let half = stated.half.checked_mul(base.value)?;
    if rest.abs() <= half {
        return Some(Outcome::Exact);
    }
    // Cut towards zero: the true value lies further from zero, by less than a unit.
    let zero = if growth { scale.checked_mul(base.value)? } else { 0 };
    let up = target >= zero;
    if (up && rest < 0 || !up && rest > 0) && rest.abs() < half.checked_mul(2)? {
        return Some(Outcome::Cut);
    }
    let (low, high) = (whole.checked_sub(stated.half)?, whole.checked_add(stated.half)?);
    let least = scale.checked_mul(level.value - level.slack)?;
    let most = scale.checked_mul(level.value + level.slack)?;
    let fits = least <= high.checked_mul(base.value + base.slack)?
        && (base.value <= base.slack || most >= low.checked_mul(base.value - base.slack)?);
    Some(if fits { Outcome::Rounded } else { Outcome::Broken })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value in tenths (scale 20).
    fn n(tenths: i128, slack: i128) -> (Scaled, bool) {
        (Scaled { value: 2 * tenths, slack, half: 1 }, false)
    }

    #[test]
    fn sums_allow_half_a_unit_a_term() {
        assert_eq!(Shape::Sum.test(&[n(30, 0), n(10, 0), n(20, 0)], 20), Outcome::Exact);
        assert_eq!(Shape::Sum.test(&[n(31, 1), n(10, 1), n(20, 1)], 20), Outcome::Rounded);
        assert_eq!(Shape::Sum.test(&[n(32, 1), n(10, 1), n(20, 1)], 20), Outcome::Broken);
        assert_eq!(Shape::Distance.test(&[n(10, 0), n(20, 0), n(30, 0)], 20), Outcome::Exact);
    }

    #[test]
    fn ratios_are_rounded_or_cut() {
        let whole = Shape::Ratio { factor: 100, growth: false, bare: false };
        // 2 / 3 = 66,66… %
        assert_eq!(whole.test(&[n(667, 0), n(20, 0), n(30, 0)], 20), Outcome::Exact);
        assert_eq!(whole.test(&[n(666, 0), n(20, 0), n(30, 0)], 20), Outcome::Cut);
        assert_eq!(whole.test(&[n(668, 0), n(20, 0), n(30, 0)], 20), Outcome::Broken);
        let growth = Shape::Ratio { factor: 100, growth: true, bare: true };
        assert_eq!(growth.test(&[n(250, 0), n(90, 0), n(120, 0)], 20), Outcome::Exact);
        let signed = Shape::Ratio { factor: 100, growth: true, bare: false };
        assert_eq!(signed.test(&[n(250, 0), n(90, 0), n(120, 0)], 20), Outcome::Broken);
        assert_eq!(signed.test(&[n(-250, 0), n(90, 0), n(120, 0)], 20), Outcome::Exact);
    }
}
