//! Things found by the place they stand at.

use super::Span;
use crate::work;

/// Things with their spans, by start and then by end.
#[derive(Clone, Debug)]
pub struct Spans<T> {
    /// Each with the furthest end up to it, so that looking back may stop.
    all: Vec<(Span, u32, T)>,
}

/// Where a span ends; an empty one stands for the byte behind it.
fn end(span: Span) -> u32 {
    span.end.max(span.start.saturating_add(1))
}

impl<T> Spans<T> {
    /// Sorts them by their place; those at one place keep their order.
    pub fn of(things: impl IntoIterator<Item = (Span, T)>) -> Spans<T> {
        let mut all: Vec<(Span, u32, T)> = things.into_iter().map(|(span, thing)| (span, 0, thing)).collect();
        all.sort_by_key(|(span, ..)| (span.start, span.end));
        let mut furthest = 0;
        for (span, last, _) in &mut all {
            furthest = furthest.max(end(*span));
            *last = furthest;
        }
        Spans { all }
    }

    /// Those that share a byte with `span`, the last first.
    pub fn meeting(&self, span: Span) -> impl Iterator<Item = (Span, &T)> {
        let before = self.all.partition_point(|(s, ..)| s.start < end(span));
        let near = self.all.get(..before).unwrap_or_default().iter().rev();
        let near = near.inspect(|_| work::step()).take_while(move |(_, last, _)| *last > span.start);
        near.filter(move |(s, ..)| end(*s) > span.start).map(|(s, _, thing)| (*s, thing))
    }

    /// Whether one of them shares a byte with `span`.
    pub fn meet(&self, span: Span) -> bool {
        self.meeting(span).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn all_that_meet_are_found(spans in prop::collection::vec((0u32..60, 0u32..20), 0..20), at in 0u32..60, long in 0u32..9) {
            let spans: Vec<Span> = spans.iter().map(|&(s, l)| Span::new(s, s + l)).collect();
            let asked = Span::new(at, at + long);
            let found = Spans::of(spans.iter().copied().zip(0usize..));
            let mut indices: Vec<usize> = found.meeting(asked).map(|(_, i)| *i).collect();
            indices.sort_unstable();
            let meets = |s: &Span| s.start < end(asked) && at < end(*s);
            let expected: Vec<usize> = (0..spans.len()).filter(|&i| meets(&spans[i])).collect();
            prop_assert_eq!(indices, expected);
            prop_assert_eq!(found.meet(asked), spans.iter().any(meets));
        }
    }
}
