//! Shares of a whole that the text leaves out, checked against each other: `nông nghiệp 120 tỷ đồng (30%), công
//! nghiệp 160 tỷ đồng (40%), dịch vụ 120 tỷ đồng (30%)`. Where most of a list are shares of the sum of its parts,
//! all of them are.

use super::fit::{Fit, fit};
use super::{Binding, Claim, Completeness, Operand, Relation, Role, closes};
use crate::document::{Document, TextRange};
use crate::figures::Figure;
use crate::figures::exact::Exact;
use hashbrown::HashSet;

/// The longest list that is read.
const LONGEST: usize = 24;

/// Gives the shares of such lists all parts as terms of their whole.
pub fn settle(document: &Document, claims: &mut [Claim]) {
    let open: Vec<usize> = (0..claims.len()).filter(|&i| claims.get(i).is_some_and(is_open)).collect();
    let mut start = 0;
    while start < open.len() {
        let mut end = start + 1;
        while end < open.len() && end - start < LONGEST && joined(document, claims, &open, end) {
            end += 1;
        }
        settle_list(open.get(start..end).unwrap_or_default(), claims);
        start = end;
    }
}

/// `90 người ứng cử, có 30 nữ (33,3%), 22 người trẻ (24,4%), 44 người ngoài Đảng (48,9%)`: where each part has its own share
/// of the total and all of them close, no slip of a figure explains a sum that does not; the parts overlap, or are not all.
pub fn parts_with_shares(claims: &mut [Claim]) {
    let closing = claims.iter().filter(|c| c.relation == Relation::Share).filter_map(|c| {
        let (part, whole, stated) = (c.get(Role::Part)?, c.get(Role::Whole)?, c.get(Role::Stated)?);
        closes::share(part, whole, stated).then_some((part.number, whole.number))
    });
    let shares: HashSet<(TextRange, TextRange)> = closing.collect();
    let open = |c: &&mut Claim| c.relation == Relation::Sum(Completeness::Probably) && !closes::sum(&c.operands);
    for claim in claims.iter_mut().filter(open) {
        let Some(total) = claim.get(Role::Stated).map(|f| f.number) else { continue };
        if claim.all(Role::Part).all(|p| shares.contains(&(p.number, total))) {
            claim.binding = Binding::Likely;
        }
    }
}

/// A share with its part whose whole is missing, or only near and not closing.
pub fn is_open(claim: &Claim) -> bool {
    let whole = match (claim.get(Role::Part), claim.get(Role::Whole), claim.get(Role::Stated)) {
        (Some(_), None, Some(_)) => claim.get(Role::Term).is_none(),
        (Some(part), Some(whole), Some(stated)) => {
            claim.binding == Binding::Likely && !closes::share(part, whole, stated)
        }
        _ => false,
    };
    claim.relation == Relation::Share && whole
}

/// Whether a share goes on with the list of the one before it: in its block or the next, in the same unit.
fn joined(document: &Document, claims: &[Claim], open: &[usize], at: usize) -> bool {
    let claim = |n: usize| open.get(n).and_then(|&i| claims.get(i));
    let (Some(before), Some(this)) = (claim(at - 1), claim(at)) else { return false };
    let block = |c: &Claim| document.block_at(c.range.start);
    let near = match (block(before), block(this)) {
        (Some(a), Some(b)) => a == b || a + 1 == b,
        _ => false,
    };
    let parts = before.get(Role::Part).zip(this.get(Role::Part));
    near && parts.is_some_and(|(a, b)| fit(a, b) >= Fit::Kin && a.unit.factor == b.unit.factor && a.number != b.number)
}

fn settle_list(members: &[usize], claims: &mut [Claim]) {
    if members.len() < 3 {
        return;
    }
    let parts: Vec<Figure> = members.iter().filter_map(|&i| claims.get(i)?.get(Role::Part)).cloned().collect();
    let Some(sum) = sum_of(&parts) else { return };
    let agrees = |i: &&usize| {
        let figures = claims.get(**i).and_then(|c| c.get(Role::Part).zip(c.get(Role::Stated)));
        figures.is_some_and(|(part, stated)| closes::share(part, &sum, stated))
    };
    let votes = members.iter().filter(agrees).count();
    if votes < 2 || votes * 2 <= members.len() {
        return;
    }
    for &i in members {
        if let Some(claim) = claims.get_mut(i) {
            claim.operands.retain(|o| o.role != Role::Whole);
            claim.operands.extend(parts.iter().map(|p| Operand::new(Role::Term, p, None)));
            claim.alternatives.clear();
            claim.binding = Binding::Sure;
        }
    }
}

/// A figure with the value of several in one unit.
pub fn sum_of(parts: &[Figure]) -> Option<Figure> {
    let first = parts.first()?;
    let printed = parts.iter().try_fold(Exact::ZERO, |sum, part| sum.add(part.printed))?;
    let decimals = parts.iter().map(|p| p.decimals).max().unwrap_or(0);
    let plain = parts.iter().all(|p| p.hedge.is_none() && p.unit.factor == first.unit.factor);
    plain.then(|| Figure { printed, decimals, ..first.clone() })
}
