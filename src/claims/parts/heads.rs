//! Lists that go on behind the parts of a total with something else: larger than it (`11.376 em, trong đó THPT 9.512 em, GDTX
//! 1.864 em trên 16.154 em tốt nghiệp`), or called by words before it where the parts are not (`23 cuộc gồm 09 cuộc đối với
//! tổ chức, 14 cuộc đối với đảng viên, giám sát 11 cuộc`).

use crate::claims::above::Above;
use crate::claims::{Claim, Operand, Relation, Role};
use crate::figures::exact::Exact;

/// Totals of so few units close by chance: where the next is larger, and where it is called otherwise.
const LARGE: i64 = 100;
const LEAST: i64 = 20;

/// Gives a sum the first of its parts, where they come to the total digit for digit, as one more reading.
pub fn heads(above: &Above<'_, '_>, claims: &mut [Claim]) {
    for claim in claims.iter_mut().filter(|c| matches!(c.relation, Relation::Sum(_))) {
        let head = head(above, claim);
        claim.alternatives.extend(head);
    }
}

fn head(above: &Above<'_, '_>, claim: &Claim) -> Option<Vec<Operand>> {
    let total = claim.get(Role::Stated).filter(|t| t.hedge.is_none() && t.printed >= Exact::int(LEAST))?;
    let passage = above.passage_at(total.range.start)?;
    let parts: Vec<&Operand> = claim.operands.iter().filter(|o| o.role == Role::Part).collect();
    let called = |part: &Operand| {
        let item = passage.item(passage.index_at(part.figure.range.start));
        item.is_some_and(|x| !passage.is_bare(x))
    };
    let mut sum = Exact::ZERO;
    for (n, pair) in parts.windows(2).enumerate() {
        let [part, next] = pair else { break };
        sum = sum.add(part.figure.value_in_unit_of(total)?)?;
        let larger = total.printed >= Exact::int(LARGE) && next.figure.value_in_unit_of(total) > total.value();
        if n > 0 && Some(sum) == total.value() && (larger || called(next) && !called(part)) {
            let stated = claim.operands.iter().filter(|o| o.role == Role::Stated);
            return Some(stated.chain(parts.iter().take(n + 1).copied()).cloned().collect());
        }
    }
    None
}
