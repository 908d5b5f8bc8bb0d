//! A later mention in other words (`xuất khẩu đạt 1.482,6 triệu USD`, `Đội ngũ 1.431 bác sĩ hiện có`), told
//! only where two neighbouring digits that changed places turn one figure into the other.

use super::around::Mention;
use super::finding;
use crate::claims::statements::words_of;
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
/// How many words around two mentions make them one thing, whatever else stands there; one more where there are only
/// three digits.
const ALIKE: usize = 4;

/// Compares the figures of the text that have the same digits.
pub(super) fn check(context: &Context<'_>, mentions: &[Mention<'_>], findings: &mut Vec<Finding>) {
    let mut by_digits: HashMap<Vec<u8>, Vec<&Mention<'_>>> = HashMap::new();
    for mention in mentions {
        let figure = mention.figure;
        let plain = !figure.is_rate() && figure.hedge.is_none() && !mention.is_goal();
        let whole = mention.statement.is_some_and(|s| s.whole.is_some());
        if !plain || whole {
            continue;
        }
        let mut digits: Vec<u8> = figure.printed.show(9).bytes().filter(u8::is_ascii_digit).collect();
        if digits.len() >= if figure.is_count() { COUNTED } else { DIGITS } {
            digits.sort_unstable();
            by_digits.entry(digits).or_default().push(mention);
        }
    }
    let mut groups: Vec<Vec<&Mention<'_>>> =
        by_digits.into_values().filter(|g| (2..=MOST).contains(&g.len())).collect();
    groups.sort_by_key(|g| g.first().map(|m| m.figure.number));
    // A figure is told once, also where it has the name of an earlier one word for word.
    let same_rule = findings.iter().filter(|f| f.rule == "conflicting-figures");
    let mut told: HashSet<Span> = same_rule.map(|f| f.span).collect();
    for group in groups {
        for (i, a) in group.iter().enumerate() {
            for b in group.iter().skip(i + 1).filter(|b| b.block != a.block) {
                let one = (one_thing(a, b) || alike(a, b)) && swapped(a.figure, b.figure);
                if one && told.insert(context.document.span(b.figure.range)) {
                    findings.push(finding(context, a.figure, b.figure));
                }
            }
        }
    }
}

/// The words of the name and noun alone.
fn name(mention: &Mention<'_>) -> BTreeSet<String> {
    let figure = mention.figure;
    let mut words: BTreeSet<String> = words_of(&figure.noun).into_iter().collect();
    words.extend(words_of(&figure.unit.key).into_iter().filter(|_| figure.is_count()));
    words.extend(mention.statement.iter().flat_map(|s| s.key.iter().cloned()));
    words
}

/// Whether two mentions surely are of one thing: no different times, and names that are nearly the same.
fn one_thing(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    if a.statement.is_none() || b.statement.is_none() {
        return false;
    }
    let times = a.period().is_none() || b.period().is_none() || a.period() == b.period();
    let (x, y) = (name(a), name(b));
    let shared = x.intersection(&y).count();
    let within = x.is_subset(&y) || y.is_subset(&x);
    let apart = x.symmetric_difference(&y).count();
    let digits = a.figure.printed.show(9).bytes().filter(u8::is_ascii_digit).count();
    let named = if digits >= DIGITS { within || apart <= APART } else { apart <= APART && shared > SHARED };
    same_unit(a, b) && times && shared >= SHARED && named
}

/// `327 doanh nghiệp quay trở lại hoạt động`, `tiếp nhận mới 5.148 hồ sơ`: most of the words around two counts are the
/// same, and no two years are named.
fn alike(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let past = |p: Option<Period>| p.is_some_and(Period::is_past);
    let year = |p: Option<Period>| matches!(p, Some(Period::Year(_)));
    let apart_in_time = past(a.period()) || past(b.period()) || year(a.period()) && year(b.period());
    let times = a.period() == b.period() || !apart_in_time;
    let (shared, apart) = a.common(b);
    let digits = a.figure.printed.show(9).bytes().filter(u8::is_ascii_digit).count();
    let least = if digits >= DIGITS { ALIKE } else { ALIKE + 1 };
    same_unit(a, b) && a.figure.unit.key == b.figure.unit.key && times && shared >= least && apart <= shared
}

fn same_unit(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    a.figure.is_count() && b.figure.is_count() || a.figure.unit.key == b.figure.unit.key
}

fn swapped(a: &Figure, b: &Figure) -> bool {
    a.unit.factor == b.unit.factor && a.value().and_then(|v| slip::fits(b, v)) == Some(Slip::Swap)
}
