//! One amount by the month here and by the year there: `4,86 triệu đồng/người/tháng`, `4,86 triệu đồng/người/năm`.

use super::around::Mention;
use super::finding;
use crate::claims::per_unit::is_time;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure};
use crate::finding::Finding;
use crate::rules::Context;
use hashbrown::HashMap;

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
    let mut first_of: HashMap<(Exact, &str), (&Mention<'_>, &str)> = HashMap::new();
    for (mention, of, time) in timed {
        let Some(value) = mention.figure.value() else { continue };
        let (first, when) = *first_of.entry((value, of)).or_insert((mention, time));
        let apart = first.block != mention.block && when != time;
        if apart && mention.figure.unit.factor == first.figure.unit.factor && mention.common(first).0 >= SHARED {
            findings.push(finding(context, first.figure, mention.figure));
        }
    }
}

fn digits(figure: &Figure) -> bool {
    figure.printed.digits().count() >= DIGITS
}
