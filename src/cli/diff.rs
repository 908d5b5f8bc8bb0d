//! `diff`: two drafts of one report.

use super::args::{Common, Format};
use super::checked::Checker;
use super::drafts::Draft;
use super::output::{Output, complain};
use super::verbs::{look, refuses_tables};
use super::{FAILED, FINE, FOUND, Problem};
use crate::check::Report;
use crate::diff::{Compared, compared};
use crate::figures::Figure;
use crate::report::{Lang, github, html, human, json, sarif, short};
use crate::rules::compare;
use std::io;
use std::path::{Path, PathBuf};

/// Prints what changed, and what the new draft broke.
pub fn diff(paths: &[PathBuf], common: &Common, output: &mut Output) -> io::Result<u8> {
    if refuses_tables(common) {
        return Ok(FAILED);
    }
    let lang = common.lang;
    let one = |p: &PathBuf| if p == Path::new("-") { Draft::Stdin } else { Draft::File(p.clone()) };
    let drafts: Vec<Draft> = paths.iter().map(one).collect();
    let checker = match Checker::new(&drafts, common) {
        Ok(checker) => checker,
        Err(lines) => {
            lines.iter().for_each(|l| complain(l));
            return Ok(FAILED);
        }
    };
    let read = |draft: &Draft| -> Result<Report, Problem> {
        super::guard::guarded(&draft.name(), || Ok(checker.check(draft, draft.read(common.dialect)?).report))
    };
    let mut reports = Vec::new();
    for draft in &drafts {
        match read(draft) {
            Ok(report) => reports.push(report),
            Err(problem) => complain(&problem.line(lang)),
        }
    }
    let (Some(new), Some(old)) = (reports.pop(), reports.pop()) else { return Ok(FAILED) };
    let mut compared = compared(&old, new);
    common.config.values.rules.apply(&mut compared.report.findings);
    let report = &compared.report;
    let printed = match common.format {
        Format::Human => [table(&old, &compared, lang).into_bytes(), human::findings(report, look(common))].concat(),
        Format::Short => short::findings(report, lang).into_bytes(),
        Format::Json => (changes(&old, &compared) + &json::findings(report, lang)).into_bytes(),
        Format::Sarif => sarif::log(&sarif::results(report, lang), false, lang).into_bytes(),
        Format::Github => github::findings(report, lang).into_bytes(),
        Format::Csv | Format::Toml => Vec::new(),
        Format::Html => {
            let mut book = html::Book::new(lang);
            book.add(html::Part::new(report, lang));
            book.page(false).into_bytes()
        }
    };
    output.write(&printed)?;
    let found = common.fail_on.severity().is_some_and(|s| report.findings.iter().any(|f| f.severity >= s));
    Ok(if found { FOUND } else { FINE })
}

/// Every change: what it is, the figure of the old draft, that of the new one.
fn rows(compared: &Compared) -> impl Iterator<Item = (&'static str, Option<&Figure>, Option<&Figure>)> {
    let figures = &compared.figures;
    let changed = figures.pairs.iter().filter(|p| p.changed()).map(|p| ("changed", Some(&p.old), Some(&p.new)));
    let appeared = figures.appeared.iter().map(|f| ("appeared", None, Some(f)));
    changed.chain(appeared).chain(figures.vanished.iter().map(|f| ("vanished", Some(f), None)))
}

fn text<'a>(report: &'a Report, figure: Option<&Figure>) -> Option<(u32, &'a str)> {
    let f = figure?;
    let line = report.document.source.position(report.document.span(f.range).start).line;
    Some((line, compare::shown(f, &report.document)))
}

fn table(old: &Report, compared: &Compared, lang: Lang) -> String {
    let mut out = String::new();
    for (kind, a, b) in rows(compared) {
        let kind = match kind {
            "changed" => lang.pick("đổi", "changed"),
            "appeared" => lang.pick("thêm", "appeared"),
            _ => lang.pick("bỏ", "vanished"),
        };
        let places: Vec<String> = [text(old, a), text(&compared.report, b)]
            .into_iter()
            .flatten()
            .map(|(line, shown)| format!("{line}: {}", crate::report::visible::line(shown)))
            .collect();
        out += &format!("{kind}  {}\n", places.join("  ->  "));
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// A line of JSON for each change.
fn changes(old: &Report, compared: &Compared) -> String {
    rows(compared)
        .map(|(kind, a, b)| {
            let end =
                |found: Option<(u32, &str)>| found.map(|(line, text)| serde_json::json!({"line": line, "text": text}));
            json::line(&serde_json::json!({
                "type": "figure", "change": kind, "old": end(text(old, a)), "new": end(text(&compared.report, b)),
            }))
        })
        .collect()
}
