//! Units that are printed once for all figures of a relation: `604,5 triệu đồng, bao gồm: trợ cấp 178,6; mai táng phí
//! 86,4; …`, `xuất khẩu 120,4, nhập khẩu 98,1, xuất siêu 22,3 triệu USD`.

use super::{Claim, Operand, Relation, Role};
use crate::figures::exact::Exact;
use crate::figures::{Dimension, Figure};

/// Gives the figures without a unit that of the others they are added to, taken from or compared with.
pub fn settle(claims: &mut [Claim]) {
    for claim in claims {
        // What states a rate has no unit of an amount, also where its sign is missing.
        let rated = match claim.relation {
            Relation::Sum(_) | Relation::Remainder | Relation::Change | Relation::Mean | Relation::Balance => false,
            Relation::Share | Relation::OfTarget | Relation::PercentChange | Relation::Multiple => true,
            _ => continue,
        };
        for operands in std::iter::once(&mut claim.operands).chain(&mut claim.alternatives) {
            share(operands, rated);
        }
    }
}

fn share(operands: &mut [Operand], rated: bool) {
    let amount = |o: &Operand| !(rated && o.role == Role::Stated);
    let scaled = |f: &Figure| f.unit.dimension != Dimension::None && f.unit.factor != Exact::ONE;
    let bare = |o: &Operand| amount(o) && o.figure.unit.dimension == Dimension::None;
    if !operands.iter().any(bare) {
        return;
    }
    let mut with = operands.iter().filter(|o| amount(o) && !bare(o)).map(|o| &o.figure);
    let Some(first) = with.next().filter(|f| scaled(f)).cloned() else { return };
    // `1,2 tỷ đồng, gồm 800 triệu đồng và 400`: which of two units is meant stays open.
    if with.any(|f| f.unit.factor != first.unit.factor) {
        return;
    }
    for operand in operands.iter_mut().filter(|o| bare(o)) {
        operand.figure = operand.figure.in_unit_of(&first);
    }
}
