//! Shares whose whole is not in the text: `485 trường đạt chuẩn …, mầm non 141 (51,8%), tiểu học 206 (75,2%), THCS 123
//! (56%)`: each is a share of the schools of its level. Where none of two or more shares of one figure closes, that
//! figure is not their whole.

use super::above::Above;
use super::{Binding, Claim, Relation, Role, closes};
use crate::document::TextRange;
use crate::figures::exact::Exact;
use crate::figures::{Figure, Period};
use hashbrown::HashMap;

/// So many shares of one figure, none of which closes, tell that it is not their whole.
const MANY: usize = 3;
/// How far from 100 % two shares of one whole may end, for what was rounded.
const ROUNDED: Exact = Exact::ONE;

/// The shares of one figure.
pub(super) struct Shares {
    all: usize,
    /// How many of them close.
    closing: usize,
    /// What they add up to, in percent.
    total: Option<Exact>,
}

impl Default for Shares {
    fn default() -> Shares {
        Shares { all: 0, closing: 0, total: Some(Exact::ZERO) }
    }
}

impl Shares {
    /// One more share, which closes or does not.
    pub(super) fn add(&mut self, stated: &Figure, closing: bool) {
        self.all += 1;
        self.closing += usize::from(closing);
        self.total = self.total.and_then(|total| total.add(stated.printed));
    }

    /// Whether they are of another figure: none of several closes. Two that make 100 % are of one whole, and it may be the
    /// figure that is wrong.
    pub(super) fn are_of_another(&self) -> bool {
        let rest = self.total.and_then(|total| total.sub(Exact::HUNDRED));
        let full = rest.is_some_and(|rest| rest.abs() <= ROUNDED);
        self.closing == 0 && (self.all >= MANY || self.all == 2 && !full)
    }
}

/// Makes shares of a figure likely only, where none of them closes with it.
pub fn settle(above: &Above<'_, '_>, claims: &mut [Claim]) {
    let mut wholes: HashMap<TextRange, Shares> = HashMap::new();
    for claim in claims.iter() {
        if let Some((whole, closing)) = share(claim)
            && let Some(stated) = claim.get(Role::Stated)
        {
            wholes.entry(whole).or_default().add(stated, closing);
        }
    }
    for claim in claims.iter_mut() {
        let foreign = share(claim).is_some_and(|(whole, _)| wholes.get(&whole).is_some_and(Shares::are_of_another));
        if of_other_months(above, claim) {
            claim.operands.retain(|o| o.role != Role::Whole);
            claim.alternatives.clear();
        }
        if foreign {
            claim.binding = Binding::Likely;
        }
    }
}

/// Whether part and whole are of different months of a year: `8 tháng đạt 810 triệu USD; trong 7 tháng … 180,9 triệu USD (chiếm
/// 25,3%)`.
fn of_other_months(above: &Above<'_, '_>, claim: &Claim) -> bool {
    let months = |role| {
        let figure = claim.get(role).filter(|_| claim.relation == Relation::Share)?;
        let passage = above.passage_at(figure.range.start)?;
        match passage.item(passage.index_at(figure.range.start))?.period {
            Some(Period::Months { count, .. }) => Some(count),
            _ => None,
        }
    };
    matches!((months(Role::Part), months(Role::Whole)), (Some(a), Some(b)) if a != b)
}

/// The place of the whole of a share, and whether it closes.
fn share(claim: &Claim) -> Option<(TextRange, bool)> {
    let of = |role| claim.get(role);
    let (stated, part, whole) = (of(Role::Stated)?, of(Role::Part)?, of(Role::Whole)?);
    (claim.relation == Relation::Share).then(|| (whole.number, closes::share(part, whole, stated)))
}
