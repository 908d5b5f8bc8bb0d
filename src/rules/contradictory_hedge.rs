//! `contradictory-hedge`: two words of bound before one number that do not go together: `gần trên 90 hộ`.

use super::Context;
use super::words::{Word, within, words};
use crate::finding::{Finding, Severity, Text};
use crate::lexicon;
use std::collections::HashSet;
use std::sync::LazyLock;

const HEDGES: &str = include_str!("../../rules/lexicon/hedges.tsv");
const COMPARATIVES: &str = include_str!("../../rules/lexicon/comparatives.tsv");

/// What `hơn` makes a comparative of: behind it the word is no bound.
static ADJECTIVES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    lexicon::rows(COMPARATIVES).unwrap_or_default().iter().filter_map(|r| r.first()).map(|w| lexicon::fold(w)).collect()
});

/// The bounds of one word, and the usual pairs that are said as one. A pair that is only read
/// says in its last column that it is a contradiction.
static BOUNDS: LazyLock<(HashSet<String>, HashSet<String>)> = LazyLock::new(|| {
    let rows = lexicon::rows(HEDGES).unwrap_or_default();
    let usual = rows.iter().filter(|r| r[2] == "before" && !r[3].starts_with("contradiction"));
    usual.map(|r| lexicon::fold(r[0])).partition(|phrase| !phrase.contains(' '))
});

/// Looks at the two words before each number.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    let (singles, pairs) = &*BOUNDS;
    for (i, block) in document.blocks.iter().enumerate() {
        let text = document.block_text(i as u32);
        // The three words before the number, the nearest one last.
        let mut before: [Option<Word>; 3] = [None; 3];
        for word in words(text) {
            let number = text.as_bytes().get(word.start).is_some_and(u8::is_ascii_digit);
            let [earlier, first, second] = before;
            before = [first, second, Some(word)];
            let (Some(first), Some(second), true) = (first, second, number) else { continue };
            let gap = |a: Word, b: Word| text.get(a.end..b.start).is_some_and(|g| !g.is_empty() && g.trim().is_empty());
            if !gap(first, second) || !gap(second, word) {
                continue;
            }
            let folded = |w: Word| lexicon::fold(text.get(w.start..w.end).unwrap_or_default());
            let (a, b) = (folded(first), folded(second));
            if earlier.is_some_and(|w| gap(w, first) && ADJECTIVES.contains(&folded(w))) {
                continue;
            }
            if !singles.contains(&b) || !singles.contains(&a) || pairs.contains(&format!("{a} {b}")) {
                continue;
            }
            let message = Text::new(
                format!("“{a} {b}” không rõ là nhiều hơn hay ít hơn; chỉ nên giữ một từ"),
                format!("“{a} {b}” says neither more nor less; keep one of the two"),
            );
            let span = document.span(within(block.range, first.start, second.end));
            findings.push(Finding::new("contradictory-hedge", Severity::Note, span, message));
        }
    }
}
