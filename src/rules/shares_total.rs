//! shares-total: shares of one whole that come to more than 100 %.

use super::Judgement;
use super::compare;
use super::slip;
use crate::claims::{Claim, Completeness, Relation, Role, Verdict};
use crate::document::Document;
use crate::figures::Figure;
use crate::figures::exact::Exact;
use crate::finding::{Severity, Text};

/// Lists of shares.
pub fn owns(claim: &Claim) -> bool {
    matches!(claim.relation, Relation::SharesTotal(_))
}

/// Sum of the shares <= 100; a rest may be left out, one last digit may be adjusted.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    shares(claim, document).unwrap_or_else(compare::undecided)
}

fn shares(claim: &Claim, document: &Document) -> Option<Judgement> {
    let parts: Vec<_> = claim.all(Role::Part).collect();
    let sum = parts.iter().try_fold(Exact::ZERO, |s, f| s.add(f.printed))?;
    let unit = parts.iter().filter_map(|f| Exact::ten_pow(-i32::from(f.decimals))).max()?;
    let slack = unit.mul(Exact::int(parts.len() as i64))?.div(Exact::int(2))?.max(unit);
    let shown = sum.show(4);
    let recomputed = Some(format!("{shown}%"));
    if sum.sub(Exact::HUNDRED)?.abs() <= slack {
        return Some(compare::settled(Verdict::Ok, recomputed));
    }
    if sum < Exact::HUNDRED {
        return Some(compare::settled(Verdict::Unverifiable, recomputed));
    }
    // `35,1% …, trong đó A 97,6%, B 2,4%`: shares of a part, or of the same whole divided otherwise.
    let closes = |some: &[&Figure]| {
        let sum = some.iter().try_fold(Exact::ZERO, |s, f| s.add(f.printed));
        some.len() >= 2 && sum.and_then(|s| s.sub(Exact::HUNDRED)).is_some_and(|d| d.abs() <= slack)
    };
    let run = |n: usize| parts.get(..n).is_some_and(closes) || parts.get(n..).is_some_and(closes);
    if (1..parts.len()).any(run) {
        return Some(compare::settled(Verdict::Unverifiable, recomputed));
    }
    // Far beyond a whole they are attributes that overlap (đại học, cao cấp lý luận), unless one digit explains it.
    let over = sum.sub(Exact::HUNDRED)?;
    let slipped = parts.iter().any(|f| {
        let wanted = f.printed.sub(over).and_then(|w| w.mul(f.unit.factor));
        wanted.is_some_and(|w| slip::fits(f, w).is_some())
    });
    // Where not every share says `chiếm`, a slip must explain what is too much.
    let told = claim.relation == Relation::SharesTotal(Completeness::Probably);
    if !slipped && (over > Exact::int(10) || !told) {
        return Some(compare::settled(Verdict::Unverifiable, recomputed));
    }
    let terms: Vec<&str> = parts.iter().map(|f| compare::shown(f, document)).collect();
    let judgement = Judgement {
        verdict: Verdict::Wrong,
        severity: Severity::Warning,
        recomputed,
        message: Text::new(
            format!("các tỷ trọng cộng lại là {shown}%, quá 100%"),
            format!("the shares add up to {shown}%, more than 100%"),
        ),
        working: vec![Text::new(
            format!("{} = {shown}%", terms.join(" + ")),
            format!("{} = {shown}%", terms.join(" + ")),
        )],
    };
    Some(compare::tempered(judgement, claim, None))
}
