//! Writing the figures of a checked draft: as a file of facts, or as rows of the
//! one table of many drafts.

use super::collect::{Level, levels, unit};
use super::rows::Column;
use super::{Kind, time, with_unit};
use crate::check::Report;
use crate::claims::fit::{Fit, fit};
use crate::claims::name::Name;
use crate::document::Dialect;
use crate::docx::Addresses;
use crate::figures::{Figure, Unread, apart};
use crate::finding::Severity;
use crate::report::Lang;
use crate::rules::compare;
use crate::tables;
use hashbrown::HashMap;
use serde::Serialize;

/// A figure of a draft as it is written.
#[derive(Clone, Debug)]
pub struct Written {
    indicator: String,
    unit: String,
    /// Empty where the draft does not say when.
    period: String,
    figure: Figure,
    kind: Kind,
    place: String,
}

/// The figures of a draft that may stand as reference, in the order of the draft, and how many were left out because
/// a finding of severity error points at them.
pub fn of_draft(report: &Report, lang: Lang) -> (Vec<Written>, usize) {
    let document = &report.document;
    let sheets = tables::read(document);
    let found = levels(document, &report.lexed, &report.statements, &sheets);
    let errors = report.findings.iter().filter(|f| f.severity == Severity::Error);
    let faulty: Vec<_> = errors.flat_map(|f| std::iter::once(f.span).chain(f.labels.iter().map(|l| l.span))).collect();
    let addresses = Addresses::new(document);
    let mut left_out = 0;
    let mut rows: Vec<(&Level, Written, bool)> = Vec::new();
    for level in &found.all {
        let doubtful = level.figure.hedge.is_some() || level.figure.form.ambiguous;
        if doubtful || Name::of_text(&level.indicator).as_ref() != Some(&level.name) {
            continue;
        }
        let Some(unit) = unit(document, &level.figure).filter(|unit| reads_back(&level.figure, unit)) else { continue };
        if found.places.elsewhere(document, level.figure.number, &level.indicator) {
            continue;
        }
        let span = document.span(level.figure.range);
        let doubted = faulty.iter().any(|f| f.start < span.end && span.start < f.end);
        left_out += usize::from(doubted);
        let place = match document.dialect {
            Dialect::Docx => format!("{}, {}", document.source.path, lang.of(&addresses.of(level.figure.range))),
            _ => format!("{}:{}", document.source.path, document.source.position(span.start).line),
        };
        let period = level.period.and_then(time::shown).unwrap_or_default();
        let (indicator, kind, figure) = (level.indicator.clone(), level.kind, level.figure.clone());
        rows.push((level, Written { indicator, unit, period, figure, kind, place }, doubted));
    }
    rows.sort_by_key(|(level, ..)| level.figure.number);
    (once(rows), left_out)
}

/// One row for what is stated several times, the most precise; none for what is stated as several values, or is in
/// doubt in one of its places.
fn once(rows: Vec<(&Level, Written, bool)>) -> Vec<Written> {
    let mut like: HashMap<(&Name, &str, Kind), Vec<usize>> = HashMap::new();
    for (i, (level, row, _)) in rows.iter().enumerate() {
        like.entry((&level.name, &row.period, row.kind)).or_default().push(i);
    }
    let finer = |a: &Figure, b: &Figure| a.last_digit() < b.last_digit();
    let kept = |i: usize| {
        let (level, row, doubted) = &rows[i];
        let others = like.get(&(&level.name, row.period.as_str(), row.kind)).into_iter().flatten().filter(|&&j| j != i);
        let of_kind =
            others.map(|&j| (j, &rows[j])).filter(|(_, (_, other, _))| fit(&other.figure, &row.figure) == Fit::Same);
        let best = of_kind.into_iter().all(|(j, (_, other, doubted))| {
            !doubted
                && compare::agree(&other.figure, &row.figure) == Some(true)
                && !finer(&other.figure, &row.figure)
                && (i < j || finer(&row.figure, &other.figure))
        });
        best && !doubted
    };
    let keep: Vec<bool> = (0..rows.len()).map(kept).collect();
    rows.iter().zip(keep).filter(|(_, keep)| *keep).map(|((_, row, _), _)| row.clone()).collect()
}

/// Whether a file of facts gives the figure back.
fn reads_back(figure: &Figure, unit: &str) -> bool {
    let same = |read: Figure| read.value() == figure.value() && read.decimals == figure.decimals;
    apart(&number(figure, unit), unit).is_ok_and(same)
}

/// The number as in reports; without separators between thousands where they would leave a doubt.
fn number(figure: &Figure, unit: &str) -> String {
    let sign = if figure.negative { "-" } else { "" };
    let text = format!("{sign}{}", figure.printed.show_rounded(figure.decimals));
    match apart(&text, unit) {
        Err(Unread::Ambiguous) => text.replace('.', ""),
        _ => text,
    }
}

#[derive(Serialize)]
struct File<'a> {
    fact: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    indicator: &'a str,
    unit: &'a str,
    period: &'a str,
    value: String,
    source: &'a str,
    kind: &'a str,
}

fn row(written: &Written) -> Row<'_> {
    Row {
        indicator: &written.indicator,
        unit: &written.unit,
        period: &written.period,
        value: number(&written.figure, &written.unit),
        source: &written.place,
        kind: written.kind.name(),
    }
}

/// Those of which the period is known: only they can be compared with anything.
pub fn dated(written: &[Written]) -> Vec<&Written> {
    written.iter().filter(|w| !w.period.is_empty()).collect()
}

/// A file of facts in TOML.
pub fn toml(written: &[&Written]) -> String {
    let file = File { fact: written.iter().map(|w| row(w)).collect() };
    // Strings in tables always become TOML.
    toml::to_string(&file).unwrap_or_default()
}

/// A file of facts in CSV.
pub fn csv(written: &[&Written]) -> Vec<u8> {
    let head = [Column::Indicator, Column::Unit, Column::Period, Column::Value, Column::Source, Column::Kind];
    let rows = written.iter().map(|w| {
        let Row { indicator, unit, period, value, source, kind } = row(w);
        [indicator.to_owned(), unit.to_owned(), period.to_owned(), value, source.to_owned(), kind.to_owned()]
    });
    lines(std::iter::once(head.map(|c| c.name().to_owned())).chain(rows))
}

/// The first line of the table of many drafts.
pub fn table_head() -> Vec<u8> {
    let head =
        [Column::Commune, Column::Indicator, Column::Period, Column::Unit, Column::Value, Column::Place, Column::Kind];
    lines(std::iter::once(head.map(|c| c.name().to_owned())))
}

/// The lines of a draft in the table of many drafts; values with a dot before the decimals, for other programs.
pub fn table_rows(commune: &str, written: &[Written]) -> Vec<u8> {
    lines(written.iter().map(|w| {
        let sign = if w.figure.negative { "-" } else { "" };
        let value = w.figure.printed.show_rounded(w.figure.decimals).replace('.', "").replace(',', ".");
        let text = |s: &str| s.to_owned();
        [
            text(commune),
            text(&w.indicator),
            text(&w.period),
            text(&w.unit),
            format!("{sign}{value}"),
            text(&w.place),
            text(w.kind.name()),
        ]
    }))
}

fn lines<const N: usize>(rows: impl Iterator<Item = [String; N]>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Nothing fails on the way into memory.
        let _ = writer.write_record(&row);
    }
    writer.into_inner().unwrap_or_default()
}

/// A figure as people read it, for tests and messages.
impl std::fmt::Display for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Written { indicator, period, unit, figure, .. } = self;
        write!(f, "{indicator}, {period}: {}", with_unit(&number(figure, unit), unit))
    }
}
