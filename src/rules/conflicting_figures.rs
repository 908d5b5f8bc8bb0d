//! conflicting-figures: one indicator and period with two different figures.

mod around;
mod bases;
mod dated;
mod fractions;
mod hedged;
mod rates;
mod reading;
mod recalled;
mod restated;
mod setting;
mod times;

use super::Context;
use super::compare;
use super::slip::{self, Slip};
use crate::claims::statements::Statement;
use crate::figures::{Cue, Figure, Hedge};
use crate::finding::{Finding, Label, Severity, Text};
use hashbrown::HashMap;
use setting::Setting;

/// Syllables an indicator needs before two mentions are surely of one thing.
const TELLING: usize = 3;

/// Compares statements of the same indicator, period and status.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut first_of: HashMap<(Vec<&str>, String), &Statement> = HashMap::new();
    let told = |s: &&Statement| comparable(s) && !is_factor(context, s);
    for statement in context.statements.iter().filter(told) {
        let Some(period) = statement.period else { continue };
        // a goal (`Mục tiêu Nghị quyết đến năm 2025 …`) is no result
        let figure = &statement.figure;
        let key = (statement.name(), format!("{period:?} {} {} {}", figure.unit.key, figure.noun, statement.planned));
        let first = *first_of.entry(key).or_insert(statement);
        if first.figure.number != statement.figure.number
            && apart(first, statement)
            && Setting::of(context, first) == Setting::of(context, statement)
            && conflict(&first.figure, &statement.figure)
        {
            findings.push(finding(context, &first.figure, &statement.figure));
        }
    }
    let mentions = around::mentions(context);
    restated::check(context, &mentions, findings);
    hedged::check(context, &mentions, findings);
    times::check(context, &mentions, findings);
    dated::check(context, &mentions, findings);
    rates::check(context, &mentions, findings);
    bases::check(context, &mentions, findings);
    fractions::check(context, findings);
    recalled::check(context, &mentions, findings);
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

/// `mức trợ cấp bằng 3 x 2,34 triệu đồng`: one side of a product.
fn is_factor(context: &Context<'_>, s: &Statement) -> bool {
    let behind = context.document.text.get(s.figure.range.end as usize..).unwrap_or_default().trim_start();
    ["x ", "X ", "×", "*"].iter().any(|sign| behind.starts_with(sign))
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

fn finding(context: &Context<'_>, first: &Figure, second: &Figure) -> Finding {
    let document = context.document;
    let (a, b) = (compare::shown(first, document), compare::shown(second, document));
    let slip = first.value().and_then(|v| slip::fits(second, v)).map(Slip::text);
    Finding {
        rule: "conflicting-figures",
        severity: Severity::Warning,
        span: document.span(second.range),
        message: Text::new(
            format!("cùng một chỉ tiêu nhưng ở đây là {b}, chỗ khác là {a}"),
            format!("one indicator is {b} here and {a} elsewhere"),
        ),
        caret: Text::default(),
        labels: vec![Label {
            span: document.span(first.range),
            message: Text::new("nêu trước ở đây", "stated before here"),
        }],
        notes: slip.into_iter().collect(),
    }
}
