//! unit-outlier: a value a thousand times those of all other communes.

use crate::batch::{Batch, Placed, Value};
use crate::figures::Dimension;
use crate::figures::exact::Exact;
use crate::finding::{Finding, Severity, Text};
use crate::source::Span;
use hashbrown::HashSet;

/// Name of the rule.
pub const NAME: &str = "unit-outlier";

/// Fewer communes do not show what is usual.
const FEWEST: usize = 5;

/// A big town among villages stays below so many times the rest.
const FAR: i64 = 20;

/// Looks at each indicator of each year.
pub fn check(batch: &Batch, out: &mut Vec<Placed>) {
    for found in find(batch) {
        let (low, high) = (found.low.shown(), found.high.shown());
        let (label, shown) = (&found.value.label, found.value.shown());
        let power = found.factor.show(0);
        let (vi, en) = if found.above { ("gấp", "times") } else { ("nhỏ hơn", "times below") };
        let message = Text::new(
            format!("{label} {shown} {vi} cỡ {power} lần các xã khác"),
            format!("{label} {shown} is about {power} {en} those of the other communes"),
        );
        let note = Text::new(
            format!("các xã khác từ {low} đến {high}; có thể nhầm đơn vị tính hoặc dấu phân cách"),
            format!("the other communes have {low} to {high}; the unit or a separator may be wrong"),
        );
        out.push((found.draft, Finding::new(NAME, Severity::Warning, found.value.span, message).note(note)));
    }
}

/// The places of all outliers: values that no other rule should compare with.
pub fn places(batch: &Batch) -> HashSet<(usize, Span)> {
    find(batch).into_iter().map(|f| (f.draft, f.value.span)).collect()
}

struct Outlier<'a> {
    draft: usize,
    value: &'a Value,
    /// The least and the greatest of what is usual.
    low: &'a Value,
    high: &'a Value,
    factor: Exact,
    above: bool,
}

fn find(batch: &Batch) -> Vec<Outlier<'_>> {
    // One list of its size: thousands of lists that grow take much more memory.
    let mut all: Vec<(usize, &Value)> = Vec::with_capacity(batch.communes().map(|(_, d)| d.values.len()).sum());
    for (index, draft) in batch.communes() {
        all.extend(draft.values.iter().filter(|v| v.of.is_none() && scales(v)).map(|v| (index, v)));
    }
    all.sort_unstable_by(|(i, a), (j, b)| (&a.name, a.when, i, a.span).cmp(&(&b.name, b.when, j, b.span)));
    let groups = all.chunk_by(|(_, a), (_, b)| a.name == b.name && a.when == b.when);
    groups.filter(|g| g.len() >= FEWEST).flat_map(|g| outliers(g.to_vec())).collect()
}

/// Rates have no thousands to lose.
fn scales(value: &Value) -> bool {
    value.dimension.adds_up() && !value.exact().is_zero() && !value.exact().is_negative()
}

fn outliers(mut group: Vec<(usize, &Value)>) -> Vec<Outlier<'_>> {
    group.sort_by_cached_key(|(draft, v)| (v.exact(), *draft));
    // One in ten at either end may be unusual.
    let cut = (group.len() / 10).max(1);
    let (Some((_, low)), Some((_, high))) = (group.get(cut), group.get(group.len() - 1 - cut)) else {
        return Vec::new();
    };
    let (low, high) = (*low, *high);
    group.iter().filter_map(|(draft, value)| outlier(*draft, value, low, high)).collect()
}

fn outlier<'a>(draft: usize, value: &'a Value, low: &'a Value, high: &'a Value) -> Option<Outlier<'a>> {
    let (v, l, h) = (value.exact(), low.exact(), high.exact());
    let far = Exact::int(FAR);
    let two = Exact::int(2);
    let above = v >= h.mul(far)?;
    if !above && v.mul(far)? > l {
        return None;
    }
    // A single household among hundreds is no slip; only what is measured has small units.
    let counted = matches!(value.dimension, Dimension::Count | Dimension::None);
    if counted && (!above || !v.div(Exact::int(1000))?.is_int()) {
        return None;
    }
    let usual = |x: Exact| Some(x.mul(two)? >= l && x <= h.mul(two)?);
    [3, 6, 9].into_iter().find_map(|power| {
        let factor = Exact::ten_pow(power)?;
        let scaled = if above { v.div(factor)? } else { v.mul(factor)? };
        usual(scaled)?.then_some(Outlier { draft, value, low, high, factor, above })
    })
}
