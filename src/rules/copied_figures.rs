//! copied-figures: one sentence of figures in the reports of two communes.

use crate::batch::prose::Sentence;
use crate::batch::{Batch, Placed};
use crate::finding::{Finding, Severity, Text};
use std::collections::{HashMap, HashSet};

/// Name of the rule.
pub const NAME: &str = "copied-figures";

/// What more communes than this share was given to all of them from above.
const MOST: usize = 3;

/// Compares the sentences of all communes.
pub fn check(batch: &Batch, out: &mut Vec<Placed>) {
    let above: HashSet<u64> = batch.rollups().flat_map(|(_, d)| d.sentences.iter().map(|s| s.print)).collect();
    let mut by_print: HashMap<u64, Vec<(usize, &Sentence)>> = HashMap::new();
    for (index, draft) in batch.communes() {
        for sentence in draft.sentences.iter().filter(|s| !above.contains(&s.print)) {
            let group = by_print.entry(sentence.print).or_default();
            // A sentence said twice in one report is no copy.
            if group.last().is_none_or(|(last, _)| *last != index) {
                group.push((index, sentence));
            }
        }
    }
    for group in by_print.values().filter(|g| (2..=MOST).contains(&g.len())) {
        let Some((first, original)) = group.first().copied() else { continue };
        let Some(other) = batch.drafts.get(first) else { continue };
        for (index, sentence) in group.iter().skip(1) {
            // Two versions of one report say the same.
            let Some(draft) = batch.drafts.get(*index).filter(|d| d.place.is_none() || d.place != other.place) else {
                continue;
            };
            let whose = if other.shown_place.is_empty() { &other.path } else { &other.shown_place };
            let message = Text::new(
                format!("mọi số liệu của câu này trùng với câu trong báo cáo của {whose}"),
                format!("every figure of this sentence is that of a sentence in the report of {whose}"),
            );
            let note = Text::new(
                format!("câu kia: {}:{}; một trong hai báo cáo có thể đã chép của nhau", other.path, original.line),
                format!("the other one: {}:{}; one report may be a copy of the other", other.path, original.line),
            );
            debug_assert!(draft.path != other.path);
            out.push((*index, Finding::new(NAME, Severity::Warning, sentence.span, message).note(note)));
        }
    }
}
