//! The rest of a list whose shares name its whole: `trộm cắp 68 vụ (45,6%), đánh bạc 16 vụ (10,7%),
//! còn lại 65 vụ` of 149 cases told elsewhere.

use super::fit::{Fit, fit};
use super::items::{Item, Passage, Separator, Value};
use super::{Claim, ClaimKind, Completeness, Operand, Relation, Role, closes};
use crate::document::TextRange;
use crate::figures::{Cue, Figure};

/// The longest list that is looked at.
const LONGEST: usize = 12;

/// Adds the sum of each list that ends with `còn lại` and whose shares agree on a whole.
pub fn rests(passages: &[Option<Passage<'_>>], claims: &mut Vec<Claim>) {
    let mut found = Vec::new();
    for passage in passages.iter().flatten() {
        for (index, item) in passage.items.items.iter().enumerate() {
            if item.verb == Some(Cue::Remaining)
                && item.group == 0
                && matches!(item.separator, Separator::Comma | Separator::Semicolon | Separator::And)
            {
                found.extend(rest(passage, index, item, claims));
            }
        }
    }
    claims.extend(found);
    claims.sort_by_key(|c| (c.range, c.kind));
}

fn rest(passage: &Passage<'_>, index: usize, item: &Item, claims: &[Claim]) -> Option<Claim> {
    let last = passage.first(item).filter(|f| !f.is_rate() && f.hedge.is_none())?;
    let mut parts: Vec<(&Item, &Figure)> = Vec::new();
    for (_, other) in passage.items.before(0, index).take(LONGEST) {
        if other.sentence != item.sentence {
            break;
        }
        let figure = passage.first(other)?;
        // A share behind a comma belongs to the part before it.
        if figure.is_rate() {
            continue;
        }
        if fit(figure, last) < Fit::Kin || !matches!(other.value, Value::One(_)) || other.verb.is_some_and(changes) {
            break;
        }
        parts.push((other, figure));
    }
    parts.reverse();
    let numbers: Vec<TextRange> = parts.iter().map(|(_, f)| f.number).collect();
    let near = claims.partition_point(|c| c.range.end < parts.first().map_or(0, |p| p.1.range.start));
    let shares = claims.get(near..)?.iter().take_while(|c| c.range.start <= last.range.end).filter(|c| {
        c.relation == Relation::Share && c.get(Role::Part).is_some_and(|p| numbers.contains(&p.number)) && closes(c)
    });
    // `đầu năm 221 hộ, chiếm 2,90% tổng số hộ; thoát nghèo 63 hộ, …, còn 165 hộ`: what is left of a stock, not the rest
    // of a list whose parts have their shares.
    if shares.clone().count() * 2 < parts.len() {
        return None;
    }
    let mut whole: Option<&Figure> = None;
    for claim in shares {
        let named = claim.get(Role::Whole)?;
        if whole.is_some_and(|w| w.value() != named.value()) {
            return None;
        }
        whole = Some(named);
    }
    let whole = whole.filter(|w| !numbers.contains(&w.number))?;
    // What stands before the first part of the list is none of it.
    let first = parts.iter().position(|(_, f)| f.value() < whole.value())?;
    let mut operands = vec![Operand::new(Role::Stated, whole, None)];
    operands.extend(parts.iter().skip(first).map(|(x, f)| Operand::new(Role::Part, f, x.period)));
    operands.push(Operand::new(Role::Part, last, item.period));
    let range = operands.iter().skip(1).map(|o| o.figure.range).fold(last.range, TextRange::cover);
    (operands.len() >= 4).then(|| Claim::new(ClaimKind::Sum, Relation::Sum(Completeness::All), range, operands))
}

fn changes(verb: Cue) -> bool {
    matches!(verb, Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort | Cue::Average | Cue::Share)
}

/// Whether part over whole gives the share printed, rounded or cut.
fn closes(claim: &Claim) -> bool {
    let figures = (claim.get(Role::Part), claim.get(Role::Whole), claim.get(Role::Stated));
    matches!(figures, (Some(part), Some(whole), Some(stated)) if closes::share(part, whole, stated))
}
