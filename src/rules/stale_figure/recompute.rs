//! What the relation of a claim gives for other figures.

use super::fits;
use crate::claims::{Claim, Completeness, Relation, Role};
use crate::diff::Pair;
use crate::figures::Figure;
use crate::figures::exact::Exact;
use crate::rules::{compare, growth_rate_mismatch, product_mismatch};

/// The stated figure of a claim as it follows from the figures of the old draft and from those of the new one, in its
/// base unit. Where a relation may be meant in several ways, the way that fitted the old draft is taken for both.
pub(super) fn twice<'a>(
    claim: &Claim,
    stated: &Figure,
    inputs: &[(Role, &'a Pair)],
    before: impl Fn(&'a Pair) -> Option<Exact>,
    now: impl Fn(&'a Pair) -> Option<Exact>,
) -> Option<(Exact, Exact)> {
    ways(claim).into_iter().find_map(|way| {
        let was = computed(claim, stated, inputs, &before, way)?;
        fits(stated, was).then_some(())?;
        Some((was, computed(claim, stated, inputs, &now, way)?))
    })
}

/// One way to compute a relation.
#[derive(Clone, Copy)]
enum Way {
    /// There is only one.
    Only,
    /// Divided by so many years, months, points in time.
    By(u8),
    /// The compound rate of growth.
    Compound,
}

fn ways(claim: &Claim) -> Vec<Way> {
    match claim.relation {
        Relation::Average { from, to, .. } | Relation::AverageChange { from, to } => {
            (from.max(1)..=to.max(from).max(1)).map(Way::By).collect()
        }
        Relation::GrowthRate { years: 0 } => Vec::new(),
        Relation::GrowthRate { years } => vec![Way::Compound, Way::By(years)],
        _ => vec![Way::Only],
    }
}

fn computed<'a>(
    claim: &Claim,
    stated: &Figure,
    inputs: &[(Role, &'a Pair)],
    value: &impl Fn(&'a Pair) -> Option<Exact>,
    way: Way,
) -> Option<Exact> {
    let get = |role: Role| inputs.iter().find(|(r, _)| *r == role).and_then(|(_, p)| value(p));
    let sum = |role: Role| {
        let mut all = inputs.iter().filter(|(r, _)| *r == role);
        all.try_fold(Exact::ZERO, |sum, (_, p)| sum.add(value(p)?))
    };
    let scale = compare::rate_scale(stated);
    let divided = |total: Exact| match way {
        Way::By(n) => total.div(Exact::int(i64::from(n))),
        _ => None,
    };
    // The base that stands in the text, or that the change implies.
    let base = |change: Option<Exact>| {
        get(Role::Base).or_else(|| {
            let level = get(Role::Level)?;
            if claim.upward.unwrap_or(true) { level.sub(change?) } else { level.add(change?) }
        })
    };
    match claim.relation {
        // Parts that need not be all are taken for all where they reached the whole: `twice` looks at that first.
        Relation::Sum(completeness) if completeness != Completeness::Some || inputs.len() >= 2 => {
            inputs.iter().try_fold(Exact::ZERO, |sum, (_, p)| sum.add(value(p)?))
        }
        Relation::Share | Relation::OfTarget | Relation::ShareOrTarget => {
            let part = get(Role::Part).or_else(|| get(Role::Level))?;
            part.div(get(Role::Whole).or_else(|| get(Role::Target))?)?.mul(scale)
        }
        Relation::Change | Relation::Points => Some(get(Role::Level)?.sub(get(Role::Base)?)?.abs()),
        Relation::PercentChange => {
            let change = get(Role::Change).map(Exact::abs);
            let base = base(change)?;
            let change = change.or_else(|| Some(get(Role::Level)?.sub(base)?.abs()))?;
            change.div(base)?.mul(scale)
        }
        Relation::Multiple => get(Role::Level)?.div(get(Role::Base)?),
        Relation::Remainder => get(Role::Whole)?.sub(get(Role::Part)?),
        Relation::Gap if claim.get(Role::Whole).is_none() => {
            // In percent of an amount it is no difference of figures.
            let alike = claim.operands.iter().all(|o| o.figure.is_rate() == stated.is_rate());
            if alike { Some(get(Role::Level)?.sub(get(Role::Target)?)?.abs()) } else { None }
        }
        Relation::Average { .. } => divided(get(Role::Whole)?),
        Relation::AverageChange { .. } => divided(get(Role::Level)?.sub(get(Role::Base)?)?.abs()),
        Relation::PerUnit => get(Role::Whole)?.div(get(Role::Divisor)?),
        Relation::Mean => {
            let count = inputs.iter().filter(|(r, _)| *r == Role::Part).count();
            sum(Role::Part)?.div(Exact::int(i64::try_from(count).ok()?))
        }
        Relation::GrowthRate { years } => {
            let base = base(get(Role::Change))?;
            let ratio = Some(base).filter(|b| *b > Exact::ZERO).and_then(|b| get(Role::Level)?.div(b))?;
            match way {
                Way::Compound => growth_rate_mismatch::compound(ratio, years),
                _ => divided(ratio.sub(Exact::ONE)?.mul(Exact::HUNDRED)?),
            }
        }
        Relation::Product => product_mismatch::output_of(get(Role::Whole)?, get(Role::Divisor)?),
        Relation::Balance => {
            let result = sum(Role::Base)?.add(sum(Role::Part)?)?.sub(sum(Role::Outflow)?)?;
            Some(if claim.upward == Some(false) { Exact::ZERO.sub(result)? } else { result })
        }
        _ => None,
    }
}
