//! Values given one after another: `lần lượt 28,4; 30,1; 27,6 và 38,0 tỷ đồng`, `86 - 98 - 141 doanh nghiệp`.

use super::fit::{Fit, fit};
use super::items::{Item, Passage, Separator, Value};
use super::{Operand, Role};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Figure, TokenKind};

/// The longest list that is read, and the longest of values with words between them.
const MOST: usize = 12;
const WORDED: usize = 6;

/// The values right before a figure that sums them up or is their mean.
pub struct Run {
    /// As parts, nearest first; one without a unit has that of the nearest.
    pub parts: Vec<Operand>,
    /// Whether their words or their want of words say that they are one list.
    pub listed: bool,
}

/// Reads the values before an item that fit a figure of its own.
pub fn before(passage: &Passage<'_>, index: usize, item: &Item, like: &Figure) -> Run {
    let mut parts: Vec<Operand> = Vec::new();
    let mut near = item;
    // `86 - 98 - 141 - … doanh nghiệp`: numbers with nothing between them are one list.
    let mut bare = true;
    let mut items = passage.items.before(item.group, index).take(MOST).peekable();
    // `đợt 1 được 24.615 trẻ, đợt 2 được 9.870 trẻ, hai đợt cộng lại 34.485 trẻ`: a small number may be the subject.
    let small = |x: &Item| passage.first(x).is_some_and(|f| f.is_count() && f.printed <= Exact::int(MOST as i64));
    let differs = |x: &Item| passage.first(x).is_some_and(|f| fit(like, f) == Fit::Different);
    if let Some((_, subject)) = items.next_if(|(_, x)| near.separator == Separator::None && small(x) && differs(x)) {
        near = subject;
    }
    for (_, other) in items {
        if !bare && parts.len() >= WORDED {
            break;
        }
        let Some(f) = passage.first(other) else { break };
        let joined = near.separator <= Separator::Semicolon && other.sentence == item.sentence;
        // `năm 2023 giảm 286 hộ, năm 2024 giảm 251 hộ, cộng hai năm giảm 537 hộ`: changes add up to one of their kind.
        let plain = match other.verb {
            Some(verb @ (Cue::Increase | Cue::Decrease)) => item.verb == Some(verb) && other.base.is_none(),
            Some(Cue::Exceed | Cue::FallShort) => false,
            _ => !matches!(item.verb, Some(Cue::Increase | Cue::Decrease)),
        };
        // `kế hoạch năm 720 triệu đồng; quý I 148, quý II 96, quý III 213, lũy kế 457`: a plan is no part of what was done.
        let plain = plain && (!other.cues.has(Cue::Target) || item.cues.has(Cue::Target));
        let one = matches!(other.value, Value::One(_));
        if !joined || !plain || !one || fit(like, f) < Fit::Elided {
            break;
        }
        bare &= parts.is_empty() || passage.is_bare(near);
        parts.push(Operand::new(Role::Part, f, other.period));
        near = other;
        if in_order(passage, near) {
            break;
        }
    }
    let listed = in_order(passage, near) || bare && parts.len() >= 3;
    if let Some(nearest) = parts.first().map(|p| p.figure.clone()) {
        for part in &mut parts {
            part.figure = part.figure.in_unit_of(&nearest);
        }
    }
    Run { parts, listed }
}

/// Whether the words before the first of several values say that they stand in order (`lần lượt`).
fn in_order(passage: &Passage<'_>, first: &Item) -> bool {
    passage.own(first).any(|t| t.kind == TokenKind::Cue(Cue::Respectively))
}
