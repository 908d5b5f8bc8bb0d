//! One table against another: a row of one and the total of the other.

use super::finding;
use crate::document::TextRange;
use crate::finding::{Finding, Text};
use crate::rules::Context;
use crate::tables::facts::Fact;
use crate::tables::relation::{Outcome, Term};
use crate::tables::sheet::Sheet;
use std::collections::HashMap;

/// What two tables say about the same things.
#[derive(Default)]
struct Pair<'a> {
    agreed: usize,
    unlike: Vec<(&'a Fact, &'a Fact)>,
}

/// Two tables speak of one thing when they agree in at least two other values.
pub fn check(context: &Context<'_>, facts: &[Fact], out: &mut Vec<Finding>) {
    let mut totals: HashMap<(&[String], Option<u16>), Vec<&Fact>> = HashMap::new();
    for fact in facts.iter().filter(|f| f.total) {
        totals.entry((&fact.name, fact.year)).or_default().push(fact);
    }
    let mut pairs: HashMap<(usize, usize), Pair<'_>> = HashMap::new();
    for row in facts.iter().filter(|f| !f.total) {
        for total in totals.get(&(row.name.as_slice(), row.year)).into_iter().flatten() {
            if row.sheet == total.sheet {
                continue;
            }
            let entry = pairs.entry((row.sheet, total.sheet)).or_default();
            match agree(context.sheets, row, total) {
                Some(true) => entry.agreed += 1,
                Some(false) => entry.unlike.push((row, total)),
                None => {}
            }
        }
    }
    let mut found: Vec<(&Fact, &Fact)> = pairs
        .into_values()
        .filter(|pair| pair.agreed >= 2 && pair.agreed >= 2 * pair.unlike.len())
        .flat_map(|pair| pair.unlike)
        .collect();
    found.sort_by_key(|(row, total)| (row.sheet, row.at, total.sheet, total.at));
    out.extend(found.into_iter().filter_map(|(row, total)| report(context, row, total)));
}

/// Whether two facts have one value; nothing when they cannot be compared.
fn agree(sheets: &[Sheet], a: &Fact, b: &Fact) -> Option<bool> {
    let value = |f: &Fact| {
        let sheet = sheets.get(f.sheet)?;
        let term = Term::plus(f.at.row as usize, f.at.column as usize);
        let unit = sheet.unit_at(f.at).map(|u| u.key.clone());
        Some((crate::tables::claims::figure(sheet, term)?, unit))
    };
    let ((a, unit_a), (b, unit_b)) = (value(a)?, value(b)?);
    if unit_a.is_some() && unit_b.is_some() && unit_a != unit_b {
        return None;
    }
    Some(a.interval()?.meets(&b.interval()?))
}

/// How many equations speak for a field; none where one speaks against it.
fn support(sheet: &Sheet, fact: &Fact) -> Option<usize> {
    let mine = || sheet.relations.iter().filter(|r| r.terms.iter().any(|t| t.at == fact.at));
    if mine().any(|r| r.outcome == Outcome::Broken) {
        return None;
    }
    Some(mine().filter(|r| r.outcome.holds()).count())
}

fn report(context: &Context<'_>, row: &Fact, total: &Fact) -> Option<Finding> {
    let sheets = context.sheets;
    let (row_sheet, total_sheet) = (sheets.get(row.sheet)?, sheets.get(total.sheet)?);
    // A field that its own table shows to be wrong is told there.
    let (of_row, of_total) = (support(row_sheet, row)?, support(total_sheet, total)?);
    let place = |f: &Fact, s: &Sheet| s.place(context.document, f.at);
    let (row_place, total_place) = (place(row, row_sheet), place(total, total_sheet));
    let (wrong, right) = if of_row <= of_total { (row_place, total_place) } else { (total_place, row_place) };
    let shown = |range: TextRange| context.document.slice(range).trim().to_owned();
    let (is, other, name) = (shown(wrong), shown(right), row.name.join(" "));
    let message = Text::new(
        format!("hai biểu nêu khác nhau về “{name}”: {is} và {other}"),
        format!("two tables differ about “{name}”: {is} and {other}"),
    );
    Some(finding(context, wrong, message, right, Text::new("biểu kia", "the other table")))
}
