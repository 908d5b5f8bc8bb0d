//! One table against another: the same rows under the same header, or a row of one
//! and the total of the other.

use super::finding;
use crate::document::TextRange;
use crate::figures::Period;
use crate::finding::{Finding, Text};
use crate::rules::{Context, table_report};
use crate::tables::facts::Fact;
use crate::tables::names::Names;
use crate::tables::relation::{At, Outcome, Term};
use crate::tables::sheet::Sheet;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A field: its sheet, its place.
type Field = (usize, At);

/// What two tables say about the same things.
#[derive(Default)]
struct Pair {
    agreed: usize,
    unlike: Vec<(Field, Field)>,
}

impl Pair {
    fn compare(&mut self, sheets: &[Sheet], a: Field, b: Field) {
        match agree(sheets, a, b) {
            Some(true) => self.agreed += 1,
            Some(false) => self.unlike.push((a, b)),
            None => {}
        }
    }
}

/// Compares all tables that have something in common.
pub fn check(context: &Context<'_>, facts: &[Fact], names: &[Names], out: &mut Vec<Finding>) {
    let mut found = totals_and_rows(context.sheets, facts);
    found.extend(same_columns(context.sheets, names));
    let findings = found.into_iter().filter_map(|(a, b)| report(context, a, b));
    let mut told = BTreeSet::new();
    out.extend(findings.filter(|f| told.insert(f.span)));
}

/// Two tables speak of one thing when they agree in at least two other values.
fn totals_and_rows(sheets: &[Sheet], facts: &[Fact]) -> BTreeSet<(Field, Field)> {
    let mut totals: HashMap<(&[String], Option<u16>), Vec<&Fact>> = HashMap::new();
    for fact in facts.iter().filter(|f| f.total) {
        totals.entry((&fact.name, fact.year)).or_default().push(fact);
    }
    let mut pairs: BTreeMap<(usize, usize), Pair> = BTreeMap::new();
    for row in facts.iter().filter(|f| !f.total) {
        for total in totals.get(&(row.name.as_slice(), row.year)).into_iter().flatten() {
            if row.sheet != total.sheet {
                let pair = pairs.entry((row.sheet, total.sheet)).or_default();
                pair.compare(sheets, (row.sheet, row.at), (total.sheet, total.at));
            }
        }
    }
    let sure = |pair: &Pair| pair.agreed >= 2 && pair.agreed >= 2 * pair.unlike.len();
    pairs.into_values().filter(sure).flat_map(|pair| pair.unlike).collect()
}

/// What a column holds: its words in alphabetical order, its time, whether planned, whether at the start.
type Key = (Vec<String>, Option<Period>, bool, bool);

/// A header that more tables have than this says too little.
const MOST: usize = 12;

/// Columns of one header are one thing when they agree in at least three rows, and in most.
fn same_columns(sheets: &[Sheet], names: &[Names]) -> BTreeSet<(Field, Field)> {
    let mut columns: HashMap<Key, Vec<(usize, usize)>> = HashMap::new();
    for (sheet, names) in names.iter().enumerate() {
        for column in names.columns.iter().filter(|c| !c.change && !c.words.is_empty()) {
            let mut words = column.words.clone();
            words.sort();
            columns
                .entry((words, column.period, column.plan, column.opening))
                .or_default()
                .push((sheet, column.column));
        }
    }
    let rows: Vec<HashMap<&[String], usize>> = names
        .iter()
        .map(|n| n.rows.values().flatten().map(|name| (name.words.as_slice(), name.row)).collect())
        .collect();
    let mut out = BTreeSet::new();
    for group in columns.into_values().filter(|g| (2..=MOST).contains(&g.len())) {
        for (i, &(a, column_a)) in group.iter().enumerate() {
            for &(b, column_b) in group[i + 1..].iter().filter(|(b, _)| *b != a) {
                let mut pair = Pair::default();
                let at = |sheet: usize, row: usize, column| (sheet, Term::plus(sheets[sheet].rows[row].row, column).at);
                for (words, &row) in &rows[a] {
                    if let Some(&other) = rows[b].get(words) {
                        pair.compare(sheets, at(a, row, column_a), at(b, other, column_b));
                    }
                }
                if pair.agreed >= 3 && pair.agreed >= 3 * pair.unlike.len() {
                    out.extend(pair.unlike);
                }
            }
        }
    }
    out
}

/// Whether two fields have one value; nothing when they cannot be compared.
fn agree(sheets: &[Sheet], a: Field, b: Field) -> Option<bool> {
    let value = |(sheet, at): Field| {
        let sheet = sheets.get(sheet)?;
        let term = Term::plus(at.row as usize, at.column as usize);
        let unit = sheet.unit_at(at).map(|u| u.key.clone());
        Some((crate::tables::claims::figure(sheet, term)?, unit))
    };
    let ((a, unit_a), (b, unit_b)) = (value(a)?, value(b)?);
    if unit_a.is_some() && unit_b.is_some() && unit_a != unit_b {
        return None;
    }
    Some(a.interval()?.meets(&b.interval()?))
}

/// How many equations speak for a field; none where one speaks against it.
fn support(sheet: &Sheet, at: At) -> Option<usize> {
    let mine = || sheet.relations.iter().filter(|r| r.terms.iter().any(|t| t.at == at));
    if mine().any(|r| r.outcome == Outcome::Broken) {
        return None;
    }
    Some(mine().filter(|r| r.outcome.holds()).count())
}

fn report(context: &Context<'_>, a: Field, b: Field) -> Option<Finding> {
    let (sheet_a, sheet_b) = (context.sheets.get(a.0)?, context.sheets.get(b.0)?);
    // A field that its own table shows to be wrong is told there.
    let (of_a, of_b) = (support(sheet_a, a.1)?, support(sheet_b, b.1)?);
    let place = |(sheet, at): (&Sheet, At)| sheet.place(context.document, at);
    let (a, b) = ((sheet_a, a.1), (sheet_b, b.1));
    // Where nothing tells which one is right, the later one is told.
    let (wrong, right) = if of_a < of_b { (a, b) } else { (b, a) };
    let shown = |range: TextRange| context.document.slice(range).trim().to_owned();
    let (is, other) = (shown(place(wrong)), shown(place(right)));
    let name = table_report::name(wrong.0, wrong.1);
    let message = Text::new(
        format!("hai biểu nêu khác nhau ({}): {is} và {other}", name.vi),
        format!("two tables differ ({}): {is} and {other}", name.en),
    );
    Some(finding(context, place(wrong), message, place(right), Text::new("biểu kia", "the other table")))
}
