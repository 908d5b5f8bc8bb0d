//! Rates of several things at two times, and by how much each of them moved: `chiếm 62,4%, công nghiệp 31,8%, nông nghiệp 5,8%;
//! đầu kỳ lần lượt là 54,9%, 35,6%, 9,5%, như vậy dịch vụ lên 7,5 điểm, công nghiệp lùi 3,8 điểm, nông nghiệp lùi 4,7 điểm`. All but
//! one of three or more that close place by place bind the last one too.

use crate::claims::items::{Item, Passage, Value};
use crate::claims::{Claim, ClaimKind, Operand, Relation, Role};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure};
use std::ops::Range;

/// So many changes make a list.
const FEWEST: usize = 3;
const LONGEST: usize = 8;
/// How many items back its rates are looked for.
const REACH: usize = 48;

/// A change with its item, and its direction.
type Change<'p> = (&'p Item, &'p Figure, Option<bool>);

/// A rate with its item.
type Rate<'p> = (&'p Item, &'p Figure);

/// The changes of a list of rates, where all but one of them close.
pub(super) fn moved(passage: &Passage<'_>, sentence: Range<usize>) -> Vec<Claim> {
    let mut out = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        let run: Vec<Change<'_>> = (at..sentence.end).take(LONGEST).map_while(|i| change(passage, i)).collect();
        if run.len() >= FEWEST {
            out.extend(of_rates(passage, at, &run));
        }
        at += run.len().max(1);
    }
    out
}

/// A change in points, and whether it goes up, as far as a known word says.
fn change<'p>(passage: &'p Passage<'_>, index: usize) -> Option<Change<'p>> {
    let item = passage.item(index)?;
    let up = match item.verb {
        Some(Cue::Increase | Cue::Exceed) => Some(true),
        Some(Cue::Decrease | Cue::FallShort) => Some(false),
        _ => None,
    };
    let figure = passage.first(item).filter(|f| f.hedge.is_none() && f.decimals > 0)?;
    let points =
        figure.unit.dimension == Dimension::PercentPoint || figure.unit.dimension == Dimension::Percent && up.is_some();
    (points && matches!(item.value, Value::One(_)) && item.base.is_none()).then_some((item, figure, up))
}

fn of_rates(passage: &Passage<'_>, first: usize, run: &[Change<'_>]) -> Vec<Claim> {
    let before = passage.items.items.get(first.saturating_sub(REACH)..first).unwrap_or_default().iter().rev();
    let rate = |x: &&Item| matches!(x.value, Value::One(_)) && !x.verb.is_some_and(Cue::moves);
    let rates = before.filter(rate).filter_map(|x| Some((x, passage.first(x)?)));
    let rates = rates.filter(|(_, f)| f.unit.dimension == Dimension::Percent && f.hedge.is_none());
    let mut rates: Vec<Rate<'_>> = rates.take(2 * run.len()).collect();
    rates.reverse();
    let Some((earlier, later)) = rates.split_at_checked(run.len()).filter(|(_, l)| l.len() == run.len()) else {
        return Vec::new();
    };
    let closing = |levels: &[Rate<'_>], bases: &[Rate<'_>]| {
        let each = levels.iter().zip(bases).zip(run);
        each.filter(|((level, base), change)| by(level.1, base.1, change.2) == Some(change.1.printed)).count()
    };
    let (levels, bases) = match (closing(earlier, later), closing(later, earlier)) {
        (n, m) if n >= m && n + 1 >= run.len() => (earlier, later),
        (n, m) if m > n && m + 1 >= run.len() => (later, earlier),
        _ => return Vec::new(),
    };
    let pairs = levels.iter().zip(bases).zip(run);
    pairs.map(|((level, base), change)| claim(passage, *level, *base, *change)).collect()
}

fn claim(passage: &Passage<'_>, level: Rate<'_>, base: Rate<'_>, (item, figure, up): Change<'_>) -> Claim {
    let operands = vec![
        Operand::new(Role::Stated, figure, item.period),
        Operand::new(Role::Level, level.1, level.0.period),
        Operand::new(Role::Base, base.1, base.0.period),
    ];
    let mut claim = Claim::new(ClaimKind::PercentPoints, Relation::Points, passage.range(item), operands);
    claim.indicator = passage.indicator(item);
    claim.upward = up.or(Some(level.1.printed > base.1.printed));
    claim
}

/// By how much a level lies above its base, or below it.
fn by(level: &Figure, base: &Figure, up: Option<bool>) -> Option<Exact> {
    let up = up.unwrap_or(level.printed > base.printed);
    if up { level.printed.sub(base.printed) } else { base.printed.sub(level.printed) }
}
