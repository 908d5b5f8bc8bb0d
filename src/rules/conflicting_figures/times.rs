//! One amount by the month here and by the year there: `4,86 triệu đồng/người/tháng`, `4,86 triệu đồng/người/năm`.

use super::around::Mention;
use super::finding;
use crate::claims::per_unit::is_time;
use crate::figures::{Cue, Dimension, Figure};
use crate::finding::Finding;
use crate::rules::Context;

/// Digits an amount needs, and words that the two mentions share.
const DIGITS: usize = 3;
const SHARED: usize = 3;

/// Compares amounts by the time that have the same number.
pub(super) fn check(context: &Context<'_>, mentions: &[Mention<'_>], findings: &mut Vec<Finding>) {
    let timed: Vec<(&Mention<'_>, &str, &str)> = mentions
        .iter()
        .filter(|m| m.figure.unit.dimension == Dimension::PerUnit && m.figure.hedge.is_none() && digits(m.figure))
        .filter(|m| {
            let verb = m.statement.and_then(|s| s.verb);
            let averaged = m.statement.is_some_and(|s| s.average);
            averaged && matches!(verb, None | Some(Cue::Reach | Cue::Is | Cue::Equal | Cue::Average))
        })
        .filter_map(|m| Some((m, m.figure.unit.key.rsplit_once('/')?)))
        .filter(|(_, (_, time))| is_time(time))
        .map(|(m, (of, time))| (m, of, time))
        .collect();
    for (n, (first, of, time)) in timed.iter().enumerate() {
        let other = timed.iter().skip(n + 1).find(|(m, what, when)| {
            let one = m.figure.printed == first.figure.printed && m.figure.unit.factor == first.figure.unit.factor;
            one && m.block != first.block && what == of && when != time && m.common(first).0 >= SHARED
        });
        if let Some((second, ..)) = other {
            findings.push(finding(context, first.figure, second.figure));
        }
    }
}

fn digits(figure: &Figure) -> bool {
    figure.printed.show(9).bytes().filter(u8::is_ascii_digit).count() >= DIGITS
}
