//! copied-figures: one sentence of figures in the reports of two communes.

use crate::batch::prose::Sentence;
use crate::batch::{Batch, Placed};
use crate::finding::{Finding, Severity, Text};
use hashbrown::HashSet;

/// Name of the rule.
pub const NAME: &str = "copied-figures";

/// What more communes than this share was given to all of them from above.
const MOST: usize = 3;

/// Said so often, even with every report repeating itself, it is in more reports than that.
const OFTEN: usize = 8 * MOST;

/// Compares the sentences of all communes.
pub fn check(batch: &Batch, out: &mut Vec<Placed>) {
    let above: HashSet<u64> = batch.rollups().flat_map(|(_, d)| d.sentences.iter().map(|s| s.print)).collect();
    let sentences =
        || batch.communes().flat_map(|(index, draft)| draft.sentences.iter().map(move |s| (s.print, index, s)));
    // Of half a million sentences few are said twice, or by a few only: first their numbers alone are sorted.
    let mut prints = Vec::with_capacity(batch.communes().map(|(_, d)| d.sentences.len()).sum());
    prints.extend(sentences().map(|(print, ..)| print));
    prints.sort_unstable();
    let few = prints.chunk_by(|a, b| a == b).filter(|g| (2..=OFTEN).contains(&g.len()));
    let twice: HashSet<u64> = few.filter_map(|g| g.first().copied()).collect();
    drop(prints);
    let mut all: Vec<(u64, usize, &Sentence)> =
        sentences().filter(|(print, ..)| twice.contains(print) && !above.contains(print)).collect();
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
