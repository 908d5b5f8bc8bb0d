//! conflicting-figures: one indicator and period with two different figures.

use super::Context;
use super::compare;
use super::slip::{self, Slip};
use crate::claims::statements::Statement;
use crate::figures::{Cue, Figure, Hedge};
use crate::finding::{Finding, Label, Severity, Text};
use std::collections::HashMap;

/// Syllables an indicator needs before two mentions are surely of one thing.
const TELLING: usize = 3;

/// Compares statements of the same indicator, period and status.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut first_of: HashMap<(&[String], String), &Statement> = HashMap::new();
    for statement in context.statements.iter().filter(|s| comparable(s)) {
        let Some(period) = statement.period else { continue };
        let key =
            (statement.key.as_slice(), format!("{period:?} {} {}", statement.figure.unit.key, statement.figure.noun));
        let first = *first_of.entry(key).or_insert(statement);
        if first.figure.number != statement.figure.number
            && apart(first, statement)
            && conflict(&first.figure, &statement.figure)
        {
            findings.push(finding(context, first, statement));
        }
    }
    restated(context, findings);
}

/// A result with a name of its own; changes, shares, averages and goals are other things.
fn comparable(s: &Statement) -> bool {
    let level = matches!(s.verb, None | Some(Cue::Reach | Cue::Remaining | Cue::Equal | Cue::Done | Cue::Given));
    level
        && !s.goal
        && !s.average
        && s.whole.is_none()
        && s.key.len() >= TELLING
        && s.figure.hedge != Some(Hedge::About)
}

/// Statements of one sentence are a list, not a repetition.
fn apart(a: &Statement, b: &Statement) -> bool {
    a.block != b.block || a.sentence != b.sentence
}

/// Whether two figures cannot be one value at the coarser of their precisions.
fn conflict(a: &Figure, b: &Figure) -> bool {
    let (Some(x), Some(y)) = (compare::unhedged(a), compare::unhedged(b)) else { return false };
    if x.meets(&y) || a.hedge.is_some() || b.hedge.is_some() || a.form.ambiguous || b.form.ambiguous {
        return false;
    }
    // Rounded further: 28,6 and 28,63.
    let coarse = a.decimals.min(b.decimals);
    let same_scale = a.unit.factor == b.unit.factor;
    !(same_scale
        && (a.printed.round(coarse) == b.printed.round(coarse) || a.printed.cut(coarse) == b.printed.cut(coarse)))
}

/// A later mention under a shorter name without its period (`xuất khẩu đạt 1.482,6 triệu USD`):
/// told only where one slip turns one figure into the other.
fn restated(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let telling = |s: &Statement| s.figure.printed.show(9).chars().filter(char::is_ascii_digit).count() >= 4;
    let mut by_digits: HashMap<(String, Vec<char>), Vec<&Statement>> = HashMap::new();
    for s in context
        .statements
        .iter()
        .filter(|s| telling(s) && !s.goal && s.whole.is_none() && !s.figure.is_rate() && s.figure.hedge.is_none())
    {
        let mut digits: Vec<char> = s.figure.printed.show(9).chars().filter(char::is_ascii_digit).collect();
        digits.sort_unstable();
        by_digits.entry((s.figure.unit.key.clone(), digits)).or_default().push(s);
    }
    for group in by_digits.values().filter(|g| (2..=8).contains(&g.len())) {
        for (i, a) in group.iter().enumerate() {
            for b in group.iter().skip(i + 1).filter(|b| b.block != a.block) {
                let (short, long) = if a.key.len() <= b.key.len() { (a, b) } else { (b, a) };
                let named = short.key.len() >= 2 && short.key.iter().all(|w| long.key.contains(w));
                let periods = a.period.is_none() || b.period.is_none();
                let swapped = a.figure.value().and_then(|v| slip::fits(&b.figure, v)).is_some_and(|s| s == Slip::Swap);
                if named && periods && swapped {
                    findings.push(finding(context, a, b));
                }
            }
        }
    }
}

fn finding(context: &Context<'_>, first: &Statement, second: &Statement) -> Finding {
    let document = context.document;
    let (a, b) = (compare::shown(&first.figure, document), compare::shown(&second.figure, document));
    let slip = first.figure.value().and_then(|v| slip::fits(&second.figure, v)).map(Slip::text);
    Finding {
        rule: "conflicting-figures",
        severity: Severity::Warning,
        span: document.span(second.figure.range),
        message: Text::new(
            format!("cùng một chỉ tiêu nhưng ở đây là {b}, chỗ khác là {a}"),
            format!("one indicator is {b} here and {a} elsewhere"),
        ),
        caret: Text::default(),
        labels: vec![Label {
            span: document.span(first.figure.range),
            message: Text::new("nêu trước ở đây", "stated before here"),
        }],
        notes: slip.into_iter().collect(),
    }
}
