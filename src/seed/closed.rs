//! Which claims the text itself closes, and which changes its printed digits
//! cannot hide. Both are told from the relation alone, never by asking the
//! rules, which are what is being tried.

use crate::claims::{Claim, Completeness, Operand, Relation, Role};
use crate::figures::Figure;
use crate::figures::exact::Exact;

/// How the figures of a claim hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// One is the sum or difference of the others.
    Additive,
    /// One is the product or quotient of the others.
    Ratio,
    /// Percent of a difference.
    Growth,
    /// A count that the text lists.
    Count { least: u32, most: u32 },
}

/// Whether the claim has every figure of its relation in the text, each one
/// exact as printed: only then a slip can be proved from the text.
pub fn is_closed(claim: &Claim) -> bool {
    let exact = |o: &Operand| o.figure.hedge.is_none() && !o.figure.form.ambiguous;
    let has = |role: Role| claim.get(role).is_some();
    let parts = claim.all(Role::Part).count();
    let all = |roles: &[Role]| roles.iter().all(|&r| has(r));
    claim.operands.iter().all(exact)
        && match claim.relation {
            Relation::Share => all(&[Role::Stated, Role::Part, Role::Whole]),
            Relation::OfTarget => all(&[Role::Stated, Role::Level, Role::Target]),
            Relation::Sum(Completeness::All | Completeness::Probably) => {
                parts >= 2 && (has(Role::Stated) || has(Role::Whole))
            }
            Relation::Remainder | Relation::PerUnit | Relation::Product | Relation::Multiple => {
                has(Role::Stated) && claim.operands.len() >= 3
            }
            // A gap to an unnamed goal is open; one in percent of amounts is no difference of figures.
            Relation::Gap => {
                let rates = claim.operands.iter().map(|o| o.figure.is_rate());
                all(&[Role::Stated, Role::Level, Role::Target])
                    && claim.operands.len() == 3
                    && (rates.clone().all(|r| r) || !rates.clone().any(|r| r))
            }
            Relation::Change | Relation::Points => all(&[Role::Stated, Role::Level, Role::Base]),
            Relation::PercentChange => all(&[Role::Stated, Role::Level]) && (has(Role::Base) || has(Role::Change)),
            Relation::Average { from, to, .. } => from == to && has(Role::Stated) && claim.operands.len() >= 2,
            Relation::GrowthRate { years } => years > 0 && has(Role::Stated) && claim.operands.len() >= 3,
            Relation::Mean => parts >= 2 && has(Role::Stated),
            Relation::SharesTotal(completeness) => completeness == Completeness::All,
            Relation::Count { .. } => has(Role::Stated),
            Relation::Sum(_)
            | Relation::ShareOrTarget
            | Relation::AverageChange { .. }
            | Relation::Direction
            | Relation::Balance
            | Relation::Reached { .. }
            | Relation::Priced
            | Relation::InWords
            | Relation::Converted
            | Relation::Reference
            | Relation::Run => false,
        }
}

fn shape(claim: &Claim) -> Option<Shape> {
    Some(match claim.relation {
        Relation::Sum(_)
        | Relation::Remainder
        | Relation::Change
        | Relation::Gap
        | Relation::Points
        | Relation::Mean
        | Relation::SharesTotal(_) => Shape::Additive,
        // Without a base the change is set against the level.
        Relation::PercentChange if claim.get(Role::Base).is_none() => Shape::Ratio,
        Relation::Share
        | Relation::OfTarget
        | Relation::PerUnit
        | Relation::Product
        | Relation::Multiple
        | Relation::Average { .. } => Shape::Ratio,
        Relation::PercentChange | Relation::GrowthRate { .. } => Shape::Growth,
        Relation::Count { least, most } => Shape::Count { least, most },
        Relation::ShareOrTarget
        | Relation::AverageChange { .. }
        | Relation::Direction
        | Relation::Balance
        | Relation::Reached { .. }
        | Relation::Priced
        | Relation::InWords
        | Relation::Converted
        | Relation::Reference
        | Relation::Run => return None,
    })
}

/// Whether no rounding can hide that `figure`, one of the claim's, has become
/// `value` (in base units): the change is larger than all that the last digits
/// leave open together, and at least 3 % (for a whole number: at least one).
pub fn shows(claim: &Claim, figure: &Figure, value: Exact) -> bool {
    let Some(before) = figure.value() else { return false };
    if before == value || before.is_zero() || value.is_negative() {
        return false;
    }
    (|| {
        let change = value.sub(before)?.abs();
        let larger = if value > before { value } else { before };
        if change.mul(Exact::HUNDRED)? < larger.mul(Exact::int(3))? {
            return Some(false);
        }
        let is_stated = claim.get(Role::Stated).is_some_and(|f| f.number == figure.number);
        let all = || claim.operands.iter().map(|o| &o.figure);
        Some(match shape(claim)? {
            Shape::Additive if claim.relation == Relation::Mean => {
                let count = Exact::int(claim.all(Role::Part).count() as i64);
                let times = if is_stated { count } else { Exact::ONE };
                change.mul(times)? > total(all().map(open))?.mul(count)?
            }
            Shape::Additive => change > total(all().map(open))?,
            Shape::Ratio => change.div(before)? > total(all().map(relative))?,
            Shape::Growth => {
                let rate = claim.get(Role::Stated).filter(|f| f.is_rate())?;
                let level = claim.get(Role::Level).or_else(|| claim.get(Role::Base))?.value()?;
                let years = match claim.relation {
                    Relation::GrowthRate { years } => Exact::int(i64::from(years)),
                    _ => Exact::ONE,
                };
                let moved = if is_stated { change } else { change.mul(Exact::HUNDRED)?.div(level)?.div(years)? };
                let amounts = all().filter(|f| !f.is_rate()).map(open);
                let blur = total(amounts)?.mul(Exact::HUNDRED)?.div(level)?;
                moved > blur.add(rate.last_digit()?)?
            }
            Shape::Count { least, most } => {
                let within = Exact::int(i64::from(least)) <= value && value <= Exact::int(i64::from(most));
                !within
            }
        })
    })()
    .unwrap_or(false)
}

/// What the last digit leaves open.
fn open(figure: &Figure) -> Option<Exact> {
    if figure.is_count() { Some(Exact::ZERO) } else { figure.last_digit() }
}

fn relative(figure: &Figure) -> Option<Exact> {
    open(figure)?.div(figure.value()?.abs())
}

fn total(mut all: impl Iterator<Item = Option<Exact>>) -> Option<Exact> {
    all.try_fold(Exact::ZERO, |sum, next| sum.add(next?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Options, Report, check};
    use crate::claims::ClaimKind;
    use crate::source::{Encoding, Source};

    fn report(text: &str) -> Report {
        check(Source::new("a.md", text.to_owned(), Encoding::Utf8), &Options::default())
    }

    fn closed(report: &Report, kind: ClaimKind) -> &Claim {
        &report.ledger.iter().find(|j| j.claim.kind == kind && is_closed(&j.claim)).unwrap().claim
    }

    #[test]
    fn a_share_shows_what_its_digits_allow() {
        let text = "Toàn xã có 24/40 lớp học được kiên cố hóa, chiếm 60% tổng số lớp học.";
        let report = report(text);
        let claim = closed(&report, ClaimKind::Share);
        let part = claim.get(Role::Part).unwrap();
        assert!(shows(claim, part, Exact::int(34)));
        assert!(!shows(claim, part, Exact::int(24)), "no change");
        let stated = claim.get(Role::Stated).unwrap();
        assert!(shows(claim, stated, Exact::int(66)));
        assert!(!shows(claim, stated, Exact::int(61)), "less than the last digit leaves open");
    }

    #[test]
    fn a_share_without_its_percentage_is_open() {
        let report = report("Toàn xã có 24/40 lớp học được kiên cố hóa.");
        assert!(report.ledger.iter().all(|j| !is_closed(&j.claim)));
    }

    #[test]
    fn a_gap_to_an_unnamed_goal_is_open() {
        let text = "Có 104/120 thôn có đường được cứng hóa, cao hơn 21,67% so với chỉ tiêu đề ra.";
        let report = report(text);
        assert!(report.ledger.iter().any(|j| j.claim.relation == Relation::Gap), "{:?}", report.ledger);
        assert!(report.ledger.iter().all(|j| !is_closed(&j.claim)));
    }

    #[test]
    fn a_hedge_opens_a_claim() {
        let report = report("Toàn xã có 24/40 lớp học được kiên cố hóa, chiếm khoảng 60% tổng số lớp học.");
        assert!(report.ledger.iter().all(|j| !is_closed(&j.claim)));
    }
}
