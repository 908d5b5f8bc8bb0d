//! The value of an indicator in the text against the same indicator in a table.

use super::finding;
use super::prose;
use crate::claims::statements::Statement;
use crate::document::BlockKind;
use crate::figures::{Cue, Figure, Period};
use crate::finding::{Finding, Text};
use crate::rules::Context;
use crate::tables::claims::figure;
use crate::tables::facts::Fact;
use crate::tables::relation::Term;
use std::collections::HashMap;

/// Compares every statement of the text that names a fact word by word.
pub fn check(context: &Context<'_>, facts: &[Fact], out: &mut Vec<Finding>) {
    let mut by_first: HashMap<&str, Vec<&Fact>> = HashMap::new();
    for fact in facts {
        if let Some(first) = fact.name.first() {
            by_first.entry(first).or_default().push(fact);
        }
    }
    // Statements of one paragraph follow each other: its words are read once.
    let (mut read, mut words) = (None, Vec::new());
    for statement in context.statements.iter().filter(|s| plain(context, s)) {
        if read != Some(statement.block) {
            words = prose::words(context.document, statement.block);
            read = Some(statement.block);
        }
        let figure_at =
            words.iter().position(|w| w.range.start >= statement.figure.number.start).unwrap_or(words.len());
        let from = figure_at.saturating_sub(14);
        let before = &words[from..figure_at];
        let named: Vec<&Fact> = before
            .iter()
            .filter_map(|w| by_first.get(w.text.as_str()))
            .flatten()
            .filter(|fact| names(before, fact) && same_time(statement, fact))
            .copied()
            .collect();
        // The longest name is the one that is meant; two tables must agree on it.
        let Some(length) = named.iter().map(|f| f.name.len()).max() else { continue };
        let meant: Vec<&Fact> = named.into_iter().filter(|f| f.name.len() == length).collect();
        let values: Vec<(&Fact, Figure)> = meant.iter().filter_map(|f| Some((*f, value(context, f)?))).collect();
        let comparable = values.len() == meant.len() && !values.is_empty();
        let unlike = |v: &(&Fact, Figure)| differ(&statement.figure, &v.1) == Some(true);
        if comparable && values.iter().all(unlike) {
            out.extend(report(context, statement, values[0].0));
        }
    }
}

/// A result in a paragraph, without hedge and not a change, a plan or a mean.
fn plain(context: &Context<'_>, s: &Statement) -> bool {
    let paragraph = context.document.blocks.get(s.block as usize).is_some_and(|b| b.kind == BlockKind::Paragraph);
    let level = matches!(s.verb, None | Some(Cue::Reach | Cue::Is | Cue::Equal | Cue::Remaining | Cue::Total));
    paragraph
        && level
        && !s.goal
        && !s.average
        && s.whole.is_none()
        && s.figure.hedge.is_none()
        && !s.figure.form.ambiguous
}

/// Whether the name stands right before the figure, with at most two words between;
/// the total of a column must be called one.
fn names(before: &[prose::Word], fact: &Fact) -> bool {
    let Some(at) = prose::find(before, &fact.name).last() else { return false };
    let end = at + fact.name.len();
    let near = before.len() - end <= 2
        && before[end..].iter().all(|w| !w.fresh && !w.text.bytes().any(|b| b.is_ascii_digit()));
    let led = at.checked_sub(1).and_then(|i| before.get(i)).filter(|_| !before[at].fresh);
    let whole = led.is_some_and(|w| crate::tables::words::is_total(&w.text))
        || at.checked_sub(2).is_some_and(|i| {
            crate::tables::words::is_total(&format!("{} {}", before[i].text, before[i + 1].text)) && !before[at].fresh
        });
    near && if fact.total { whole } else { led.is_none() || before[at].fresh || whole }
}

fn same_time(statement: &Statement, fact: &Fact) -> bool {
    match (statement.period, fact.year) {
        (Some(Period::Year(year)), Some(of_fact)) => year == of_fact,
        (None, None) => true,
        (None, Some(_)) | (Some(Period::Year(_)), None) => fact.total && statement.period.is_none(),
        _ => false,
    }
}

fn value(context: &Context<'_>, fact: &Fact) -> Option<Figure> {
    figure(context.sheets.get(fact.sheet)?, Term::plus(fact.at.row as usize, fact.at.column as usize))
}

/// Whether two figures of one unit differ at the coarser of their digits.
fn differ(text: &Figure, table: &Figure) -> Option<bool> {
    if text.unit.key != table.unit.key || text.unit.dimension != table.unit.dimension {
        return None;
    }
    Some(!text.interval()?.meets(&table.interval()?))
}

fn report(context: &Context<'_>, statement: &Statement, fact: &Fact) -> Option<Finding> {
    let document = context.document;
    let at = statement.figure.range;
    let place = context.sheets.get(fact.sheet)?.place(document, fact.at);
    let (is, other) = (document.slice(at).trim(), document.slice(place).trim());
    let name = fact.name.join(" ");
    let message = Text::new(
        format!("văn bản nêu {name} {is}, trong biểu là {other}"),
        format!("the text says {is} for “{name}”, the table {other}"),
    );
    Some(finding(context, at, message, place, Text::new("trong biểu", "in the table")))
}
