//! `implausible-target`: a goal that cannot be meant, seen from what the draft says of today.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::Context;
use crate::claims::statements::Statement;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Period, TokenKind};
use crate::finding::{Finding, Severity, Text};
use hashbrown::HashMap;

/// A rate does not fall or rise to a thirtieth or thirtyfold within a term.
const FAR: i64 = 30;

/// So many statements of one indicator are looked at; a report has a handful.
const MOST: usize = 64;

/// Compares goals that are rates with the rate the same indicator has.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    let rates: Vec<&Statement> =
        context.statements.iter().filter(|s| s.figure.is_rate() && is_rate(context, s)).collect();
    let mut by_word: HashMap<&str, Vec<&Statement>> = HashMap::new();
    for rate in rates.iter().filter(|s| !s.average) {
        for word in &rate.key {
            by_word.entry(word).or_default().push(rate);
        }
    }
    for goal in rates.iter().filter(|s| s.goal) {
        // The rarest of its words leads to the fewest candidates.
        let candidates = goal.key.iter().filter_map(|w| by_word.get(w.as_str())).min_by_key(|c| c.len());
        let known = candidates.into_iter().flatten().filter(|s| same_rate(goal, s)).take(MOST);
        let Some((level, message)) = known.filter_map(|s| Some((s, fault(context, goal, s)?))).next() else { continue };
        findings.push(
            Finding::new("implausible-target", Severity::Warning, document.span(goal.figure.range), message)
                .label(document.span(level.figure.range), Text::new("mức hiện nay", "the level of today")),
        );
    }
}

/// Whether a statement gives the rate that a goal speaks of.
fn same_rate(goal: &Statement, other: &Statement) -> bool {
    let more = other.key.len().saturating_sub(goal.key.len());
    let named = goal.key.len() >= 3 && more <= 1 && goal.key.iter().all(|w| other.key.contains(w));
    let unit = goal.figure.unit.dimension == other.figure.unit.dimension;
    named && unit && other.figure.range != goal.figure.range
}

/// Whether the indicator is itself a rate, so that the figure may be its level and no change.
fn is_rate(context: &Context<'_>, statement: &Statement) -> bool {
    let tokens = context.lexed.get(statement.block as usize).map_or(&[][..], |l| &l.tokens);
    tokens.iter().any(|t| t.kind == TokenKind::Cue(Cue::RateNoun) && statement.indicator.contains(t.range))
}

fn fault(context: &Context<'_>, goal: &Statement, level: &Statement) -> Option<Text> {
    let document = context.document;
    let (wanted, today) = (goal.figure.value()?, level.figure.value()?);
    if wanted <= Exact::ZERO || today <= Exact::ZERO {
        return None;
    }
    let shown = (document.slice(goal.figure.range), document.slice(level.figure.range));
    if goal.average && falls(context, goal) {
        let years = years(goal.period?)?;
        let total = wanted.mul(Exact::int(years))?;
        return (total > today).then(|| {
            let total = total.show(2);
            Text::new(
                format!("giảm {} mỗi năm trong {years} năm là {total}%, nhiều hơn mức hiện có {}", shown.0, shown.1),
                format!(
                    "{} a year less for {years} years makes {total}%, more than the {} there are",
                    shown.0, shown.1
                ),
            )
        });
    }
    let change =
        |s: &Statement| matches!(s.verb, Some(Cue::Decrease | Cue::From | Cue::To | Cue::RaiseTo)) || s.average;
    if change(goal) || goal.verb != level.verb && goal.verb == Some(Cue::Increase) {
        return None;
    }
    let far = wanted.mul(Exact::int(FAR))? < today || today.mul(Exact::int(FAR))? < wanted;
    far.then(|| {
        Text::new(
            format!("chỉ tiêu {} cách quá xa mức hiện nay {}", shown.0, shown.1),
            format!("the goal {} is too far from today's {}", shown.0, shown.1),
        )
    })
}

/// Whether the goal is to make the rate fall: the verb stands before the indicator.
fn falls(context: &Context<'_>, goal: &Statement) -> bool {
    const NEAR: usize = 3;
    let tokens = context.lexed.get(goal.block as usize).map_or(&[][..], |l| &l.tokens);
    let before = tokens.partition_point(|t| t.range.start < goal.indicator.start);
    let decrease = |t: &crate::figures::Token| t.kind == TokenKind::Cue(Cue::Decrease);
    let near = tokens.get(before.saturating_sub(NEAR)..before).unwrap_or_default();
    goal.verb == Some(Cue::Decrease) || near.iter().any(decrease)
}

/// How many years a stretch has, both ends counted.
fn years(period: Period) -> Option<i64> {
    match period {
        Period::Years { from, to, .. } => Some(i64::from(to) - i64::from(from) + 1).filter(|y| (2..=10).contains(y)),
        _ => None,
    }
}
