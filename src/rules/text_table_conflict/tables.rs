//! One table against another: the same rows under the same header, or a row of one
//! and the total of the other.

use super::{Compared, Draft, finding, ledger, times};
use crate::claims::Verdict;
use crate::document::TextRange;
use crate::figures::Period;
use crate::finding::{Finding, Text};
use crate::rules::slip::{self, Slip};
use crate::rules::{Judged, table_report};
use crate::tables::facts::Fact;
use crate::tables::names::Names;
use crate::tables::relation::{At, Outcome, Term};
use crate::tables::sheet::Sheet;
use hashbrown::HashMap;
use std::collections::{BTreeMap, BTreeSet};

/// A field: its sheet, its place.
type Field = (usize, At);

/// What two tables say about the same things.
#[derive(Default)]
struct Pair {
    agreed: Vec<(Field, Field)>,
    unlike: Vec<(Field, Field)>,
}

/// Pairs of fields of one thing, those of one value and the others.
#[derive(Default)]
struct Found {
    agreed: BTreeSet<(Field, Field)>,
    unlike: BTreeSet<(Field, Field)>,
}

impl Found {
    fn take(&mut self, pair: Pair) {
        self.agreed.extend(pair.agreed);
        self.unlike.extend(pair.unlike);
    }
}

impl Pair {
    fn compare(&mut self, sheets: &[Sheet], a: Field, b: Field) {
        match agree(sheets, a, b) {
            Some(true) => self.agreed.push((a, b)),
            Some(false) => self.unlike.push((a, b)),
            None => {}
        }
    }
}

/// Compares all tables that have something in common.
pub fn check(draft: &Draft<'_>, facts: &[Fact], names: &[Names], out: &mut Compared) {
    let mut found = totals_and_rows(draft.sheets, facts, names);
    let columns = same_columns(draft.sheets, names);
    found.agreed.extend(columns.agreed);
    found.unlike.extend(columns.unlike);
    let mut told = BTreeSet::new();
    for (a, b) in found.unlike {
        if let Some((finding, claim)) = report(draft, a, b)
            && told.insert(finding.span)
        {
            out.findings.push(finding);
            out.ledger.push(claim);
        }
    }
    let mut told: BTreeSet<Field> = BTreeSet::new();
    for (a, b) in found.agreed {
        if told.insert(a) {
            out.ledger.extend(judged(draft, a, b, Verdict::Ok));
        }
    }
}

/// Two tables speak of one thing when they agree in at least two other values.
fn totals_and_rows(sheets: &[Sheet], facts: &[Fact], names: &[Names]) -> Found {
    // A column of totals without a year is of the year of its title, or of the report.
    let year = |fact: &Fact| fact.year.or_else(|| names.get(fact.sheet).and_then(times::year_of));
    let mut totals: HashMap<(&[String], Option<u16>), Vec<&Fact>> = HashMap::new();
    for fact in facts.iter().filter(|f| f.total) {
        totals.entry((&fact.name, year(fact))).or_default().push(fact);
    }
    let mut pairs: BTreeMap<(usize, usize), Pair> = BTreeMap::new();
    for row in facts.iter().filter(|f| !f.total) {
        let named = totals.get(&(row.name.as_slice(), year(row))).filter(|all| all.len() <= MOST);
        for total in named.into_iter().flatten() {
            if row.sheet != total.sheet {
                let pair = pairs.entry((row.sheet, total.sheet)).or_default();
                pair.compare(sheets, (row.sheet, row.at), (total.sheet, total.at));
            }
        }
    }
    let mut out = Found::default();
    for pair in pairs.into_values() {
        let (agreed, unlike) = (pair.agreed.len(), pair.unlike.len());
        // digits that changed places are no chance
        let typed = unlike == 1 && pair.unlike.iter().all(|&(a, b)| moved(sheets, a, b));
        if (agreed >= 2 && agreed >= 2 * unlike) || typed || unlike == 0 {
            out.take(pair);
        }
    }
    out
}

/// What a column holds: its words in alphabetical order, its time, whether planned, whether at the start.
type Key = (Vec<String>, Option<Period>, bool, bool);

/// A header that more tables have than this says too little.
const MOST: usize = 12;

/// Columns of one header are one thing when they agree in at least three rows, and in most.
fn same_columns(sheets: &[Sheet], names: &[Names]) -> Found {
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
    let mut out = Found::default();
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
                if pair.agreed.len() >= 3 && pair.agreed.len() >= 3 * pair.unlike.len() {
                    out.take(pair);
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

/// Whether one of two fields is the other with its digits in another order, of three digits or more.
fn moved(sheets: &[Sheet], a: Field, b: Field) -> bool {
    let figure = |(sheet, at): Field| {
        crate::tables::claims::figure(sheets.get(sheet)?, Term::plus(at.row as usize, at.column as usize))
    };
    let found = || {
        let (a, b) = (figure(a)?, figure(b)?);
        let long = a.printed.digits().count() >= 3;
        let slip = slip::fits(&a, b.value()?)?;
        Some(long && matches!(slip, Slip::Swap | Slip::Moved))
    };
    found() == Some(true)
}

/// A line of the ledger for two fields.
fn judged(draft: &Draft<'_>, a: Field, b: Field, verdict: Verdict) -> Option<Judged> {
    let figure = |(sheet, at): Field| {
        crate::tables::claims::figure(draft.sheets.get(sheet)?, Term::plus(at.row as usize, at.column as usize))
    };
    let (stated, other) = (figure(a)?, figure(b)?);
    let shown = draft.document.slice(other.number).to_owned();
    Some(ledger::reference(stated.range, &stated, &other, verdict, &shown))
}

fn report(draft: &Draft<'_>, a: Field, b: Field) -> Option<(Finding, Judged)> {
    let (sheet_a, sheet_b) = (draft.sheets.get(a.0)?, draft.sheets.get(b.0)?);
    // A field that its own table shows to be wrong is told there.
    let (of_a, of_b) = (support(sheet_a, a.1)?, support(sheet_b, b.1)?);
    let place = |(sheet, at): (&Sheet, At)| sheet.place(draft.document, at);
    // Where nothing tells which one is right, the later one is told.
    let (wrong, right) = if of_a < of_b { (a, b) } else { (b, a) };
    let claim = judged(draft, wrong, right, Verdict::Wrong)?;
    let (wrong, right) = if of_a < of_b { ((sheet_a, a.1), (sheet_b, b.1)) } else { ((sheet_b, b.1), (sheet_a, a.1)) };
    let shown = |range: TextRange| draft.document.slice(range).trim().to_owned();
    let (is, other) = (shown(place(wrong)), shown(place(right)));
    let name = table_report::name(wrong.0, wrong.1);
    let message = Text::new(
        format!("hai biểu nêu khác nhau ({}): {is} và {other}", name.vi),
        format!("two tables differ ({}): {is} and {other}", name.en),
    );
    let found = finding(draft, place(wrong), message, place(right), Text::new("biểu kia", "the other table"));
    Some((found, claim))
}
