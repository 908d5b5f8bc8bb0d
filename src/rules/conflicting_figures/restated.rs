//! A later mention in other words (`xuất khẩu đạt 1.482,6 triệu USD`, `Đội ngũ 1.431 bác sĩ hiện có`), told
//! only where two neighbouring digits that changed places turn one figure into the other.

use super::finding;
use crate::claims::statements::{Statement, words_of};
use crate::document::{BlockKind, TextRange};
use crate::figures::{Figure, Period};
use crate::finding::Finding;
use crate::rules::Context;
use crate::rules::slip::{self, Slip};
use crate::source::Span;
use hashbrown::{HashMap, HashSet};
use std::collections::BTreeSet;

/// Digits a figure needs, and those of one that is only counted.
const DIGITS: usize = 4;
const COUNTED: usize = 3;
/// The most figures of the same digits that are compared.
const MOST: usize = 8;
/// How many words the names of two mentions share at least, and may have each to itself.
const SHARED: usize = 2;
const APART: usize = 3;

/// A figure with all words that name it.
struct Mention<'a> {
    block: u32,
    figure: &'a Figure,
    /// The words before it and those of its noun.
    words: BTreeSet<String>,
    period: Option<Period>,
}

/// Compares the figures of the text that have the same digits.
pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let statements: HashMap<TextRange, &Statement> = context.statements.iter().map(|s| (s.figure.number, s)).collect();
    let mut by_digits: HashMap<Vec<u8>, Vec<Mention<'_>>> = HashMap::new();
    for (block, lexed) in (0u32..).zip(context.lexed) {
        if context.document.blocks.get(block as usize).is_some_and(|b| matches!(b.kind, BlockKind::Cell(_))) {
            continue;
        }
        for figure in lexed.figures.iter().filter(|f| !f.is_rate() && f.hedge.is_none()) {
            let mut digits: Vec<u8> = figure.printed.show(9).bytes().filter(u8::is_ascii_digit).collect();
            let long = digits.len() >= if figure.is_count() { COUNTED } else { DIGITS };
            let Some(statement) = statements.get(&figure.number).filter(|s| long && !s.goal && s.whole.is_none())
            else {
                continue;
            };
            digits.sort_unstable();
            let mut words: BTreeSet<String> = words_of(&figure.noun).into_iter().collect();
            words.extend(words_of(&figure.unit.key).into_iter().filter(|_| figure.is_count()));
            words.extend(statement.key.iter().cloned());
            by_digits.entry(digits).or_default().push(Mention { block, figure, words, period: statement.period });
        }
    }
    let mut groups: Vec<Vec<Mention<'_>>> = by_digits.into_values().filter(|g| (2..=MOST).contains(&g.len())).collect();
    groups.sort_by_key(|g| g.first().map(|m| m.figure.number));
    // A figure is told once, also where it has the name of an earlier one word for word.
    let same_rule = findings.iter().filter(|f| f.rule == "conflicting-figures");
    let mut told: HashSet<Span> = same_rule.map(|f| f.span).collect();
    for group in groups {
        for (i, a) in group.iter().enumerate() {
            for b in group.iter().skip(i + 1).filter(|b| b.block != a.block) {
                if one_thing(a, b) && swapped(a.figure, b.figure) && told.insert(context.document.span(b.figure.range))
                {
                    findings.push(finding(context, a.figure, b.figure));
                }
            }
        }
    }
}

/// Whether two mentions surely are of one thing: no different times, and names that are nearly the same.
fn one_thing(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let counted = a.figure.is_count() && b.figure.is_count();
    let unit = counted || a.figure.unit.key == b.figure.unit.key;
    let times = a.period.is_none() || b.period.is_none() || a.period == b.period;
    let shared = a.words.intersection(&b.words).count();
    let within = a.words.is_subset(&b.words) || b.words.is_subset(&a.words);
    let apart = a.words.symmetric_difference(&b.words).count();
    let digits = a.figure.printed.show(9).bytes().filter(u8::is_ascii_digit).count();
    let named = if digits >= DIGITS { within || apart <= APART } else { apart <= APART && shared > SHARED };
    unit && times && shared >= SHARED && named
}

fn swapped(a: &Figure, b: &Figure) -> bool {
    a.unit.factor == b.unit.factor && a.value().and_then(|v| slip::fits(b, v)) == Some(Slip::Swap)
}
