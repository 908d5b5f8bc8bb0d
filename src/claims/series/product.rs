//! Area times yield.

use super::before;
use crate::claims::items::{Item, Passage, Separator};
use crate::claims::{Claim, ClaimKind, Operand, Relation, Role};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure};

/// `diện tích 120 ha, năng suất 55,2 tạ/ha, sản lượng 662,4 tấn`
pub(super) fn product(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, claims: &mut Vec<Claim>) {
    if figure.unit.dimension != Dimension::Mass
        || item.separator > Separator::Semicolon
        || !matches!(item.verb, None | Some(Cue::Reach))
    {
        return;
    }
    let mut areas: Vec<&Figure> = Vec::new();
    let mut rate = None;
    for (_, other, f) in before(passage, index) {
        if other.sentence != item.sentence {
            break;
        }
        let changes = matches!(other.verb, Some(Cue::Increase | Cue::Decrease | Cue::Remaining));
        if other.group != item.group || changes {
            continue;
        }
        match f.unit.dimension {
            // The output of another crop: what stands before it is no longer ours.
            Dimension::Mass => break,
            Dimension::Area => areas.push(f),
            Dimension::PerUnit if rate.is_none() && is_yield(f) => rate = Some(f),
            _ => {}
        }
    }
    let Some(rate) = rate else { return };
    let mut readings = areas.iter().map(|area| {
        vec![
            Operand::new(Role::Stated, figure, None),
            Operand::new(Role::Whole, area, None),
            Operand::new(Role::Divisor, rate, None),
        ]
    });
    let Some(operands) = readings.next() else { return };
    let range = operands.iter().fold(rate.range, |r, o| r.cover(o.figure.range));
    let mut claim = Claim::new(ClaimKind::CrossReference, Relation::Product, range, operands);
    claim.alternatives = readings.collect();
    claims.push(claim);
}

/// Yields are printed in a hundred or a thousand kilograms by the hectare; money and heads are not.
pub fn is_yield(figure: &Figure) -> bool {
    figure.unit.key.ends_with("/ha") && (figure.unit.factor == Exact::HUNDRED || figure.unit.factor == Exact::int(1000))
}
