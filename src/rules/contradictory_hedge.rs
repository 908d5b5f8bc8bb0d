//! `contradictory-hedge`: two words of bound before one number that do not go together: `gần trên 90 hộ`; a bound that the
//! exact number in the bracket behind it breaks: `trên 410 trường (408 trường)`.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::Context;
use super::words::{Phrases, Word, back_words, within};
use crate::claims::fit::{Fit, fit};
use crate::document::Document;
use crate::figures::{Figure, Hedge};
use crate::finding::{Finding, Severity, Text};
use crate::lexicon;
use std::sync::LazyLock;

const HEDGES: &str = include_str!("../../rules/lexicon/hedges.tsv");
const COMPARATIVES: &str = include_str!("../../rules/lexicon/comparatives.tsv");

/// What `hơn` makes a comparative of: behind it the word is no bound.
static ADJECTIVES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(lexicon::rows(COMPARATIVES).unwrap_or_default().iter().filter_map(|r| r.first().copied()))
});

/// The bounds of one word, and the usual pairs that are said as one. A pair that is only read
/// says in its last column that it is a contradiction.
static BOUNDS: LazyLock<[Phrases; 2]> = LazyLock::new(|| {
    let rows = lexicon::rows(HEDGES).unwrap_or_default();
    let usual = rows.iter().filter_map(|r| match r[..] {
        [phrase, _, "before", why, ..] if !why.starts_with("contradiction") => Some(phrase),
        _ => None,
    });
    let (singles, pairs): (Vec<&str>, Vec<&str>) = usual.partition(|phrase| !phrase.contains(' '));
    [singles, pairs].map(|phrases| Phrases::new(phrases.into_iter()))
});

/// Looks at the two words before each number, and at the bracket behind it.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    for lexed in context.lexed {
        let pairs = lexed.figures.iter().zip(lexed.figures.iter().skip(1));
        findings.extend(pairs.filter_map(|(bound, exact)| broken(document, bound, exact)));
    }
    let [singles, pairs] = &*BOUNDS;
    for (i, block) in document.blocks.iter().enumerate() {
        let text = document.block_text(i as u32);
        let numbers = context.index.block(i).numbers().filter(|w| w.first().is_ascii_digit());
        for number in numbers.map(|w| w.range().start) {
            // The nearer one first.
            let mut before = back_words(text.get(..number).unwrap_or_default());
            let bound = |w: Word| singles.contains(text.get(w.start..w.end).unwrap_or_default());
            let apart =
                |from: usize, to: usize| text.get(from..to).is_some_and(|g| !g.is_empty() && g.trim().is_empty());
            let Some(second) = before.next().filter(|w| apart(w.end, number) && bound(*w)) else { continue };
            let Some(first) = before.next().filter(|w| apart(w.end, second.start) && bound(*w)) else { continue };
            // `nhiều hơn khoảng 90 hộ`: a comparative.
            let earlier = before.next().filter(|w| apart(w.end, first.start));
            if earlier.is_some_and(|w| ADJECTIVES.contains(text.get(w.start..w.end).unwrap_or_default())) {
                continue;
            }
            let folded = |w: Word| lexicon::fold(text.get(w.start..w.end).unwrap_or_default());
            let said = format!("{} {}", folded(first), folded(second));
            if pairs.contains(&said) {
                continue;
            }
            let message = Text::new(
                format!("“{said}” không rõ là nhiều hơn hay ít hơn; chỉ nên giữ một từ"),
                format!("“{said}” says neither more nor less; keep one of the two"),
            );
            let span = document.span(within(block.range, first.start, second.end));
            findings.push(Finding::new("contradictory-hedge", Severity::Note, span, message));
        }
    }
}

/// `trên 410 trường (408 trường)`, `gần 12.400 doanh nghiệp (12.486)`: the exact number alone in the bracket lies beyond the
/// bound.
fn broken(document: &Document, bound: &Figure, exact: &Figure) -> Option<Finding> {
    let text = |from: u32, to: u32| document.text.get(from as usize..to as usize);
    let opened = text(bound.range.end, exact.range.start)?.trim() == "(";
    let closed = document.text.get(exact.range.end as usize..)?.trim_start().starts_with(')');
    let beyond = match bound.hedge? {
        Hedge::Above => exact.value_in_unit_of(bound)? < bound.value()?,
        Hedge::Below => exact.value_in_unit_of(bound)? > bound.value()?,
        Hedge::About => false,
    };
    if !opened || !closed || !beyond || exact.hedge.is_some() || exact.signed || fit(exact, bound) < Fit::Elided {
        return None;
    }
    let (b, e) = (document.slice(bound.range), document.slice(exact.range));
    let message = match bound.hedge? {
        Hedge::Above => Text::new(
            format!("nói trên {b} nhưng con số cụ thể là {e}"),
            format!("said to be above {b}, and the number itself is {e}"),
        ),
        _ => Text::new(
            format!("nói chưa tới {b} nhưng con số cụ thể là {e}"),
            format!("said to be below {b}, and the number itself is {e}"),
        ),
    };
    Some(Finding::new("contradictory-hedge", Severity::Note, document.span(bound.range), message))
}
