//! missing-indicator: the table of one commune lacks what those of nearly all others have.

use crate::batch::{Batch, Placed, Value};
use crate::finding::{Finding, Severity, Text};
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// Name of the rule.
pub const NAME: &str = "missing-indicator";

/// Fewer reports with an indicator do not show that it belongs into all of them.
const FEWEST: usize = 4;

/// An indicator belongs into all reports when so many percent have it.
const COMMON: usize = 80;
/// It is one of this commune alone when at most so many percent have it.
const ODD: usize = 25;

/// Compares the indicators of all communes.
pub fn check(batch: &Batch, out: &mut Vec<Placed>) {
    // A report without tables of indicators has another form: nothing is missing from it.
    let communes = || batch.communes().map(|(i, d)| (i, by_name(&d.values))).filter(|(_, names)| names.len() >= 3);
    // The names of one commune at a time: those of thousands take much memory.
    let mut held: BTreeMap<&str, (usize, &Value)> = BTreeMap::new();
    let mut all = 0;
    for (_, names) in communes() {
        all += 1;
        for (name, value) in names {
            held.entry(name).or_insert((0, value)).0 += 1;
        }
    }
    let is_common = |n: usize| n >= FEWEST && n * 100 >= all * COMMON;
    let common: Vec<(&str, usize, &Value)> =
        held.iter().filter(|(_, (n, _))| is_common(*n)).map(|(name, (n, value))| (*name, *n, *value)).collect();
    for (index, names) in communes() {
        let missing: Vec<_> = common.iter().filter(|(name, ..)| !names.contains_key(name)).collect();
        // Another form of report, or another way to name things.
        if missing.is_empty() || missing.len() * 2 > common.len() {
            continue;
        }
        let odd: Vec<&Value> = names
            .iter()
            .filter(|(n, _)| held.get(*n).is_some_and(|(k, _)| k * 100 <= all * ODD))
            .map(|(_, v)| *v)
            .collect();
        for (name, count, value) in missing {
            if !odd.iter().any(|o| renamed(name, value, o)) {
                out.extend(finding(batch, index, &names, value, *count));
            }
        }
    }
}

/// The indicators of a commune that are columns of no table of its villages.
fn by_name(values: &[Value]) -> HashMap<&str, &Value> {
    values.iter().filter(|v| v.of.is_none()).map(|v| (&*v.name, v)).collect()
}

/// Whether an indicator of this commune alone may be the missing one in other words.
fn renamed(name: &str, value: &Value, odd: &Value) -> bool {
    value.compares_with(odd) && odd.name.split(' ').any(|w| name.split(' ').any(|n| n == w))
}

fn finding(batch: &Batch, index: usize, names: &HashMap<&str, &Value>, value: &Value, count: usize) -> Option<Placed> {
    let draft = batch.drafts.get(index)?;
    // Its place is the table with most of the others.
    let mut tables: BTreeMap<u32, usize> = BTreeMap::new();
    names.values().for_each(|v| *tables.entry(v.table).or_default() += 1);
    let table = tables.into_iter().max_by_key(|&(table, n)| (n, std::cmp::Reverse(table)))?.0;
    let span = *draft.tables.get(table as usize)?;
    let label = &value.label;
    let message = Text::new(
        format!("thiếu chỉ tiêu “{label}” mà {count} báo cáo khác đều có"),
        format!("lacks the indicator “{label}” that {count} other reports have"),
    );
    Some((index, Finding::new(NAME, Severity::Warning, span, message)))
}
