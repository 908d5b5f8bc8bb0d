//! rollup-mismatch: the roll-up says something else than the reports of the communes.

mod cells;
mod text;

use crate::batch::{Amount, Batch, Placed, Value};
use crate::figures::Period;
use crate::figures::exact::{Exact, Interval};
use crate::finding::{Finding, Severity, Text};
use crate::rules::unit_outlier;
use crate::source::Span;
use crate::tables::words::{HeaderWord, header};
use hashbrown::HashSet;
use std::collections::BTreeMap;

/// Places of values in a unit that is not that of the others, by draft.
type Outliers = HashSet<(usize, Span)>;

/// Name of the rule.
pub const NAME: &str = "rollup-mismatch";

/// Compares every roll-up with the communes.
pub fn check(batch: &Batch, out: &mut Vec<Placed>) {
    // A unit that is wrong in a report is told there.
    let outliers = unit_outlier::places(batch);
    for (index, rollup) in batch.rollups() {
        cells::check(batch, index, rollup, &outliers, out);
        let Some(when) = rollup.when().filter(|_| batch.complete) else { continue };
        let sums = sums(batch, when, &outliers);
        cells::totals(batch, index, rollup, &outliers, out);
        text::check(batch, index, rollup, when, &sums, out);
    }
}

/// An indicator added up over all communes.
struct Sum<'a> {
    /// As one of the communes prints it.
    label: &'a str,
    /// One of the values, for its kind.
    sample: &'a Value,
    total: Exact,
    half: Exact,
    count: usize,
}

impl Sum<'_> {
    fn meets(&self, amount: &Amount) -> Option<bool> {
        let sum = Interval::new(self.total.sub(self.half)?, self.total.add(self.half)?);
        Some(sum.meets(&amount.interval()?))
    }

    /// The total in the unit that a figure prints.
    fn shown(&self, like: &Amount) -> String {
        like.shown_as(self.total)
    }
}

/// The sums of one time; only of what every commune states and what may be added.
fn sums<'a>(batch: &'a Batch, when: Period, outliers: &Outliers) -> BTreeMap<&'a str, Sum<'a>> {
    let mut out = BTreeMap::new();
    let count = batch.communes().count();
    let Some((_, first)) = batch.communes().next() else { return out };
    for value in first.values.iter().filter(|v| v.of.is_none() && v.when == Some(when)) {
        if !value.dimension.adds_up() || header(&value.label).has(HeaderWord::Rate) {
            continue;
        }
        let sound = |(i, _)| {
            let value = batch.value(i, &value.name, Some(when))?;
            (!outliers.contains(&(i, value.span))).then_some(value)
        };
        let values: Option<Vec<&Value>> = batch.communes().map(sound).collect();
        let Some(values) = values.filter(|v| v.iter().all(|a| a.compares_with(value))) else { continue };
        let add = |part: fn(&Amount) -> Exact| values.iter().try_fold(Exact::ZERO, |sum, v| sum.add(part(&v.amount())));
        if let (Some(total), Some(half)) = (add(|a| a.value), add(|a| a.half)) {
            let sum = Sum { label: &value.label, sample: value, total, half, count };
            out.insert(&*value.name, sum);
        }
    }
    out
}

fn finding(at: &Amount, message: Text, note: Text) -> Finding {
    Finding::new(NAME, Severity::Warning, at.span, message).note(note)
}
