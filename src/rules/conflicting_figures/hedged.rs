//! A rounded mention on the wrong side of the figure it rounds: `trên 141.000 người tham gia bảo hiểm y tế` of 140.645.

use super::around::Mention;
use super::finding;
use crate::claims::fit::{Fit, fit};
use crate::figures::exact::Exact;
use crate::figures::{Figure, Hedge};
use crate::finding::Finding;
use crate::rules::Context;

/// Words that two mentions share at least, and those that only one of them may have.
const SHARED: usize = 4;
const APART: usize = 3;

/// The most exact figures of nearly one value that are compared with a rounded one.
const MOST: usize = 32;

/// Compares rounded figures with the exact ones of the same name.
pub(super) fn check(context: &Context<'_>, mentions: &[Mention<'_>], findings: &mut Vec<Finding>) {
    let counted = |m: &&Mention<'_>| m.figure.is_count() && !m.is_goal();
    let mut exact: Vec<(Exact, &Mention<'_>)> = mentions
        .iter()
        .filter(|m| m.figure.hedge.is_none())
        .filter(counted)
        .filter_map(|m| Some((m.figure.value()?, m)))
        .collect();
    exact.sort_by_key(|(value, m)| (*value, m.figure.number));
    let hedged = |m: &&Mention<'_>| matches!(m.figure.hedge, Some(Hedge::Above | Hedge::Below));
    for rounded in mentions.iter().filter(hedged).filter(counted) {
        let one_in = |percent: i64| rounded.figure.value()?.mul(Exact::int(percent))?.div(Exact::HUNDRED);
        let (Some(low), Some(high)) = (one_in(98), one_in(102)) else { continue };
        let start = exact.partition_point(|(value, _)| *value < low);
        let near = exact.get(start..).unwrap_or_default().iter().take_while(|(value, _)| *value <= high).take(MOST);
        let mut named = near.map(|(_, m)| *m).filter(|m| {
            let (shared, apart) = rounded.common(m);
            let times = m.period().is_none() || rounded.period().is_none() || m.period() == rounded.period();
            let one = m.block != rounded.block && times && fit(m.figure, rounded.figure) >= Fit::Kin;
            one && shared >= SHARED && apart <= APART
        });
        let (Some(one), None) = (named.next(), named.next()) else { continue };
        if wrong_side(rounded.figure, one.figure) {
            findings.push(finding(context, one.figure, rounded.figure));
        }
    }
}

/// Whether a figure is on the other side of its bound, and yet so near that it is the one rounded.
fn wrong_side(rounded: &Figure, exact: &Figure) -> bool {
    let near = |a: Exact, b: Exact| a.sub(b)?.abs().mul(Exact::HUNDRED).map(|off| off <= b);
    let (Some(bound), Some(value)) = (rounded.value(), exact.value()) else { return false };
    let side = match rounded.hedge {
        Some(Hedge::Above) => value < bound,
        Some(Hedge::Below) => value > bound,
        _ => false,
    };
    side && near(bound, value).unwrap_or(false)
}
