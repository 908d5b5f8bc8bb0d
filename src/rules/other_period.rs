//! other-period: a commune reports on another period than nearly all others.

use crate::batch::draft::last_year;
use crate::batch::{Batch, Draft, Placed};
use crate::finding::{Finding, Severity, Text};
use hashbrown::HashMap;
use std::hash::Hash;

/// Name of the rule.
pub const NAME: &str = "other-period";

/// Fewer reports do not show which period is asked for.
const FEWEST: usize = 4;

/// Compares the titles, and the last years of the tables.
pub fn check(batch: &Batch, out: &mut Vec<Placed>) {
    let titled = |d: &Draft| d.period.as_ref().map(|p| p.period);
    let Some((usual, count)) = usual(batch.communes().filter_map(|(_, d)| titled(d))) else {
        return tables(batch, out);
    };
    let named = batch.communes().filter_map(|(_, d)| d.period.as_ref()).find(|p| p.period == usual);
    let named = named.map_or("", |p| p.shown.as_str());
    for (index, draft) in batch.communes() {
        let Some(stated) = draft.period.as_ref().filter(|p| p.period != usual) else { continue };
        // One year is told in several ways: `năm 2025`, `6 tháng đầu năm 2025` are not two years.
        let kind = if last_year(stated.period) == last_year(usual) { "kỳ" } else { "năm" };
        let message = Text::new(
            format!("báo cáo ghi {} trong khi {count} xã khác ghi {named}", stated.shown),
            format!("the report is on “{}”, those of {count} other communes on “{named}”", stated.shown),
        );
        let note = Text::new(format!("khác {kind} báo cáo: có thể là bản cũ"), "it may be an old report");
        out.push((index, Finding::new(NAME, Severity::Warning, stated.span, message).note(note)));
    }
    tables(batch, out);
}

/// A table that stops a year early in a report with the usual title.
fn tables(batch: &Batch, out: &mut Vec<Placed>) {
    let Some((usual, count)) = usual(batch.communes().filter_map(|(_, d)| d.last_year)) else { return };
    for (index, draft) in batch.communes() {
        let told = out.iter().any(|(i, f)| *i == index && f.rule == NAME);
        let Some(last) = draft.last_year.filter(|&last| last < usual && !told) else { continue };
        let value = draft.values.iter().find(|v| v.of.is_none() && v.when.and_then(last_year) == Some(last));
        let Some(span) = value.and_then(|v| draft.tables.get(v.table as usize)) else { continue };
        let message = Text::new(
            format!("biểu chỉ có số liệu đến năm {last} trong khi {count} xã khác có đến năm {usual}"),
            format!("the table ends with {last}, those of {count} other communes with {usual}"),
        );
        out.push((index, Finding::new(NAME, Severity::Warning, *span, message)));
    }
}

/// What three of four have, and how many have it.
fn usual<T: Copy + Eq + Hash>(all: impl Iterator<Item = T>) -> Option<(T, usize)> {
    let mut counts: HashMap<T, usize> = HashMap::new();
    let mut total = 0;
    for one in all {
        *counts.entry(one).or_default() += 1;
        total += 1;
    }
    counts.into_iter().find(|&(_, n)| n >= FEWEST && n * 4 >= total * 3)
}
