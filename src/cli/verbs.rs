//! `check`, `claims` and `figures`.

use super::args::{Common, Format, Paths, When};
use super::checked::{stale, stale_line};
use super::drafts::{self, Draft};
use super::output::{self, Output, complain};
use super::put::Partial;
use super::run::{Outcome, each};
use super::{FAILED, FINE, FOUND, Problem};
use crate::check::Report;
use crate::finding::Text;
use crate::report::{Lang, Look, figures, github, html, human, json, ledger, sarif, short};
use std::io;
use std::path::Path;

/// How the human formats are to look.
pub fn look(common: &Common) -> Look {
    Look { lang: common.lang, width: output::width(), color: output::color(common.color) }
}

/// Findings.
pub fn check(paths: &Paths, common: &Common, output: &mut Output) -> io::Result<u8> {
    if refuses_tables(common) {
        return Ok(FAILED);
    }
    let mut look = look(common);
    // Colours are for the terminal; a file gets them only when they are asked for.
    look.color &= !(output.is_file() && common.color == When::Auto);
    let lang = look.lang;
    let outcome = match common.format {
        Format::Sarif => sarif_log(paths, common, output)?,
        Format::Html => html_page(paths, common, output)?,
        Format::Human => text(paths, common, output, |report| human::findings(report, look))?,
        Format::Short => text(paths, common, output, |report| short::findings(report, lang).into_bytes())?,
        Format::Json => text(paths, common, output, |report| json::findings(report, lang).into_bytes())?,
        Format::Github => text(paths, common, output, |report| github::findings(report, lang).into_bytes())?,
        Format::Csv | Format::Toml => return Ok(FAILED),
    };
    let (total, none) = (&outcome.summary.total, outcome.summary.drafts == 0);
    if common.format == Format::Human && !none {
        output.write(outcome.summary.text(look).as_bytes())?;
    }
    if let Some(line) = outcome.since.as_ref().filter(|_| common.format == Format::Human) {
        output.line(line)?;
    }
    told(&outcome, lang);
    if let Some(facts) = common.facts.as_ref().filter(|_| total.compared == 0 && !none) {
        let message = Text::new(
            "không chỗ nào nêu một chỉ tiêu của tệp này với cùng thời kỳ, nên chưa so được gì. Hãy xem lại tên chỉ tiêu.",
            "no place states an indicator of this file for its period, so nothing was compared. Look at the names.",
        );
        complain(&Problem::new(&facts.file, message).line(lang));
    }
    let found = common.fail_on.severity().is_some_and(|s| total.reaches(s));
    Ok(status(&outcome, found))
}

/// Says which entries of sidecars and which comments accept nothing any more.
fn told(outcome: &Outcome, lang: Lang) {
    for (draft, line, fault) in &outcome.acceptance.faults {
        complain(&format!("doisoat: {draft}:{line}: {}", lang.of(fault)));
    }
    let stale = stale(&outcome.sidecars, &outcome.acceptance);
    for (sidecar, stale) in &stale {
        if let Some(sidecar) = outcome.sidecars.get(*sidecar) {
            complain(&format!("doisoat: {}", stale_line(sidecar, stale, lang)));
        }
    }
    if !stale.is_empty() {
        complain(lang.pick(
            "Bỏ các mục đã chấp nhận không còn khớp: doisoat accept --prune",
            "To drop accepted entries that no longer match: doisoat accept --prune",
        ));
    }
}

/// One document for the whole run, written draft by draft.
fn sarif_log(paths: &Paths, common: &Common, output: &mut Output) -> io::Result<Outcome> {
    output.write(sarif::head(common.lang).as_bytes())?;
    let mut first = true;
    let make = |report: &Report| sarif::results(report, common.lang);
    let outcome = each(&paths.paths, common, make, |results| {
        results.iter().try_for_each(|result| {
            let comma = if std::mem::take(&mut first) { "\n" } else { ",\n" };
            output.write(comma.as_bytes())?;
            output.write(result.as_bytes())
        })
    })?;
    output.write(sarif::tail(outcome.failed).as_bytes())?;
    Ok(outcome)
}

/// One page for the whole run.
fn html_page(paths: &Paths, common: &Common, output: &mut Output) -> io::Result<Outcome> {
    let mut book = html::Book::new(common.lang);
    let make = |report: &Report| html::Part::new(report, common.lang);
    let outcome = each(&paths.paths, common, make, |part| {
        book.add(part);
        Ok(())
    })?;
    book.write(outcome.failed, |text| output.write(text.as_bytes()))?;
    Ok(outcome)
}

/// Findings, written to a file: whole or not at all, and never over a draft.
pub fn check_into(file: &Path, paths: &Paths, common: &Common) -> io::Result<u8> {
    let refused = |text: Text| {
        complain(&Problem::new(&file.to_string_lossy(), text).line(common.lang));
        Ok(FAILED)
    };
    if refuses_tables(common) {
        return Ok(FAILED);
    }
    if is_draft_of(paths, file, common) {
        return refused(Text::new(
            "là một dự thảo được kiểm nên không bị ghi đè. Hãy chọn tên khác cho --output.",
            "is one of the drafts and is not replaced. Choose another name for --output.",
        ));
    }
    let written = Partial::begin(file).and_then(|partial| {
        let mut output = Output::into(partial);
        let status = check(paths, common, &mut output)?;
        output.finish()?;
        Ok(status)
    });
    written.or_else(|error| {
        refused(Text::new(
            format!("không ghi được ({error}). Hãy kiểm tra thư mục và quyền ghi."),
            format!("cannot be written ({error}). Check the folder and its access rights."),
        ))
    })
}

/// Whether a file is one of the drafts to read.
pub fn is_draft_of(paths: &Paths, file: &Path, common: &Common) -> bool {
    let same = |draft: &Draft| matches!(draft, Draft::File(path) if is_same(path, file));
    drafts::find(&paths.paths, common).0.iter().any(same)
}

/// Whether two names are of one file.
fn is_same(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// The text of each draft as soon as it is its turn.
fn text(
    paths: &Paths,
    common: &Common,
    output: &mut Output,
    print: impl Fn(&Report) -> Vec<u8> + Sync,
) -> io::Result<Outcome> {
    each(&paths.paths, common, print, |bytes| output.write(&bytes))
}

/// The ledger.
pub fn claims(paths: &Paths, uncovered: bool, common: &Common, output: &mut Output) -> io::Result<u8> {
    if refuses(common) {
        return Ok(FAILED);
    }
    let look = look(common);
    let outcome = text(paths, common, output, |report| match (common.format, uncovered) {
        (Format::Json, false) => json::claims(report).into_bytes(),
        (Format::Json, true) => json::uncovered(report, look.lang).into_bytes(),
        (_, false) => ledger::claims(report, look).into_bytes(),
        (_, true) => ledger::uncovered_table(report, look).into_bytes(),
    })?;
    if common.format != Format::Json && outcome.summary.drafts > 0 {
        output.line(&outcome.summary.total.ledger(look.lang))?;
    }
    Ok(status(&outcome, false))
}

/// Every number that was seen.
pub fn figures(paths: &Paths, common: &Common, output: &mut Output) -> io::Result<u8> {
    if refuses(common) {
        return Ok(FAILED);
    }
    let look = look(common);
    let outcome = text(paths, common, output, |report| match common.format {
        Format::Json => figures::json(report, look.lang).into_bytes(),
        _ => figures::table(report, look).into_bytes(),
    })?;
    Ok(status(&outcome, false))
}

/// Whether the format is one of findings only; says so.
pub fn refuses(common: &Common) -> bool {
    let name = match common.format {
        Format::Sarif => "sarif",
        Format::Github => "github",
        Format::Html => "html",
        Format::Csv | Format::Toml => return refuses_tables(common),
        Format::Human | Format::Short | Format::Json => return false,
    };
    complain(&match common.lang {
        Lang::Vi => format!("doisoat: --format {name} chỉ dùng với lệnh check; hãy chọn human hoặc json."),
        Lang::En => format!("doisoat: --format {name} is for check only; choose human or json."),
    });
    true
}

/// Whether the format is one of `facts` only; says so.
pub fn refuses_tables(common: &Common) -> bool {
    let name = match common.format {
        Format::Csv => "csv",
        Format::Toml => "toml",
        _ => return false,
    };
    complain(&match common.lang {
        Lang::Vi => format!("doisoat: --format {name} chỉ dùng với lệnh facts."),
        Lang::En => format!("doisoat: --format {name} is for facts only."),
    });
    true
}

fn status(outcome: &Outcome, found: bool) -> u8 {
    match (outcome.failed, found) {
        (true, _) => FAILED,
        (false, true) => FOUND,
        (false, false) => FINE,
    }
}
