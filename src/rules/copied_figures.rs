//! copied-figures: one sentence of figures in the reports of two communes.

use crate::batch::prose::Sentence;
use crate::batch::{Batch, Placed};
use crate::finding::{Finding, Severity, Text};
use hashbrown::HashSet;
use std::collections::BTreeSet;

/// Name of the rule.
pub const NAME: &str = "copied-figures";

/// What more communes than this share was given to all of them from above.
const MOST: usize = 3;

/// The drafts with a sentence that may stand in a few others, too, and the short prints of these sentences.
pub fn suspects(batch: &Batch) -> (BTreeSet<usize>, HashSet<u32>) {
    let mut all = Vec::with_capacity(batch.communes().map(|(_, d)| d.prints.len()).sum());
    all.extend(batch.communes().flat_map(|(i, d)| d.prints.iter().map(move |print| (*print, i as u32))));
    all.sort_unstable();
    all.dedup();
    let above: HashSet<u32> = batch.rollups().flat_map(|(_, d)| d.prints.iter().copied()).collect();
    let told = |g: &&[(u32, u32)]| (2..=MOST).contains(&g.len()) && g.first().is_some_and(|(p, _)| !above.contains(p));
    let few = all.chunk_by(|a, b| a.0 == b.0).filter(told);
    few.flatten().map(|(print, index)| (*index as usize, *print)).unzip()
}

/// Compares the sentences in question: short prints may agree by chance, their whole prints do not.
pub fn check(batch: &Batch, out: &mut Vec<Placed>) {
    let mut all: Vec<(u64, usize, &Sentence)> = batch.recalled().map(|(index, s)| (s.print, index, s)).collect();
    all.sort_unstable_by_key(|(print, index, s)| (*print, *index, s.span));
    // A sentence said twice in one report is no copy.
    all.dedup_by_key(|(print, index, _)| (*print, *index));
    for group in all.chunk_by(|a, b| a.0 == b.0).filter(|g| (2..=MOST).contains(&g.len())) {
        let Some((_, first, original)) = group.first().copied() else { continue };
        let Some(other) = batch.drafts.get(first) else { continue };
        for (_, index, sentence) in group.iter().skip(1) {
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
