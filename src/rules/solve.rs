//! The figure that would make a claim close, for saying what would fit and how a slip may have come about.

use super::slip::{self, Slip};
use super::{compare, product_mismatch};
use crate::claims::{Claim, Relation, Role};
use crate::figures::Figure;
use crate::figures::exact::Exact;

/// The printed number of `figure` that closes the claim, rounded to its decimals.
pub fn solve(claim: &Claim, figure: &Figure) -> Option<Exact> {
    let operand = claim.operands.iter().find(|o| o.figure.number == figure.number)?;
    let value = |role| claim.get(role).and_then(Figure::value);
    let printed = |role| claim.get(role).map(|f| f.printed);
    let rate = |f: &Figure| compare::rate_scale(f);
    let base_units: Exact = match (claim.relation, operand.role) {
        (Relation::Share | Relation::ShareOrTarget | Relation::OfTarget, role) => {
            let upper = value(Role::Part).or_else(|| value(Role::Level));
            let lower = value(Role::Whole).or_else(|| value(Role::Target));
            let stated = claim.get(Role::Stated);
            match role {
                Role::Stated => return upper?.div(lower?)?.mul(rate(figure))?.round(figure.decimals),
                Role::Part | Role::Level => lower?.mul(stated?.printed)?.div(rate(stated?))?,
                _ => upper?.mul(rate(stated?))?.div(printed(Role::Stated)?)?,
            }
        }
        (Relation::Sum(_), role) => {
            let parts = claim
                .all(Role::Part)
                .filter(|f| f.number != figure.number)
                .try_fold(Exact::ZERO, |s, f| s.add(f.value()?))?;
            if role == Role::Stated { parts } else { value(Role::Stated)?.sub(parts)? }
        }
        (Relation::Remainder, Role::Stated) => value(Role::Whole)?.sub(value(Role::Part)?)?,
        (Relation::Remainder, Role::Part) => value(Role::Whole)?.sub(value(Role::Stated)?)?,
        (Relation::Remainder, Role::Whole) => value(Role::Part)?.add(value(Role::Stated)?)?,
        (Relation::Change, role) => {
            let up = claim.upward.unwrap_or(true);
            let (level, base, change) = (value(Role::Level), value(Role::Base), value(Role::Stated));
            match role {
                Role::Stated if up => level?.sub(base?)?,
                Role::Stated => base?.sub(level?)?,
                Role::Level if up => base?.add(change?)?,
                Role::Level => base?.sub(change?)?,
                _ if up => level?.sub(change?)?,
                _ => level?.add(change?)?,
            }
        }
        (Relation::PercentChange, Role::Stated) => {
            let up = claim.upward.unwrap_or(true);
            let level = value(Role::Level)?;
            let (change, base) = match (value(Role::Change), value(Role::Base)) {
                (Some(a), _) => (a, if up { level.sub(a)? } else { level.add(a)? }),
                (None, Some(b)) => (level.sub(b)?.abs(), b),
                _ => return None,
            };
            return change.div(base)?.mul(Exact::HUNDRED)?.round(figure.decimals);
        }
        (Relation::PerUnit, role) => {
            let (whole, divisor) = (value(Role::Whole), value(Role::Divisor));
            match role {
                Role::Stated => whole?.div(divisor?)?,
                Role::Whole => divisor?.mul(value(Role::Stated)?)?,
                _ => whole?.div(value(Role::Stated)?)?,
            }
        }
        (Relation::Average { from, to, .. }, Role::Stated) if from == to => {
            value(Role::Whole)?.div(Exact::int(to.into()))?
        }
        (Relation::Average { from, to, .. }, Role::Whole) if from == to => {
            value(Role::Stated)?.mul(Exact::int(to.into()))?
        }
        (Relation::Gap, Role::Stated) if !figure.is_rate() => value(Role::Level)?.sub(value(Role::Target)?)?.abs(),
        (Relation::Gap, Role::Stated) if !claim.get(Role::Level)?.is_rate() => {
            let (level, target) = (value(Role::Level)?, value(Role::Target)?);
            return level.sub(target)?.abs().div(target)?.mul(Exact::HUNDRED)?.round(figure.decimals);
        }
        (Relation::Multiple, role) => {
            let (level, base) = (value(Role::Level), value(Role::Base));
            match role {
                Role::Stated => return level?.div(base?)?.round(figure.decimals),
                Role::Level => base?.mul(printed(Role::Stated)?)?,
                _ => level?.div(printed(Role::Stated)?)?,
            }
        }
        (Relation::PercentChange, role @ (Role::Level | Role::Base)) => {
            let share = claim.get(Role::Stated)?.printed.div(Exact::HUNDRED)?;
            let grown = if claim.upward.unwrap_or(true) { Exact::ONE.add(share)? } else { Exact::ONE.sub(share)? };
            if role == Role::Level { value(Role::Base)?.mul(grown)? } else { value(Role::Level)?.div(grown)? }
        }
        (Relation::Product, Role::Stated) => product_mismatch::output_of(value(Role::Whole)?, value(Role::Divisor)?)?,
        _ => return None,
    };
    let wanted = base_units.div(figure.unit.factor)?.round(figure.decimals)?;
    (!wanted.is_negative()).then_some(wanted)
}

/// The slip of typing that made a figure of another printed number.
pub fn slip_of(figure: &Figure, printed: Exact) -> Option<Slip> {
    slip::fits(figure, printed.mul(figure.unit.factor)?)
}
