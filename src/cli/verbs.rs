//! `check`, `claims` and `figures`.

use super::args::{Common, Format, Paths};
use super::output::{self, Output};
use super::run::{Outcome, each};
use super::{FAILED, FINE, FOUND};
use crate::report::{Look, figures, human, json, ledger, short, summary};
use std::io;

fn look(common: &Common) -> Look {
    Look { lang: common.lang, width: output::width(), color: output::color(common.color) }
}

/// Findings.
pub fn check(paths: &Paths, common: &Common, output: &mut Output) -> io::Result<u8> {
    let look = look(common);
    let outcome = each(&paths.paths, common, output, |report| match common.format {
        Format::Human => human::findings(report, look),
        Format::Short => short::findings(report, look.lang).into_bytes(),
        Format::Json => json::findings(report, look.lang).into_bytes(),
    })?;
    let total = outcome.total();
    if common.format == Format::Human && !outcome.drafts.is_empty() {
        output.write(summary::text(&outcome.drafts, &total, look).as_bytes())?;
    }
    let found = common.fail_on.severity().is_some_and(|s| total.reaches(s));
    Ok(status(&outcome, found))
}

/// The ledger.
pub fn claims(paths: &Paths, uncovered: bool, common: &Common, output: &mut Output) -> io::Result<u8> {
    let look = look(common);
    let outcome = each(&paths.paths, common, output, |report| match (common.format, uncovered) {
        (Format::Json, false) => json::claims(report).into_bytes(),
        (Format::Json, true) => json::uncovered(report, look.lang).into_bytes(),
        (_, false) => ledger::claims(report, look).into_bytes(),
        (_, true) => ledger::uncovered_table(report, look).into_bytes(),
    })?;
    if common.format != Format::Json && !outcome.drafts.is_empty() {
        output.line(&outcome.total().ledger(look.lang))?;
    }
    Ok(status(&outcome, false))
}

/// Every number that was seen.
pub fn figures(paths: &Paths, common: &Common, output: &mut Output) -> io::Result<u8> {
    let look = look(common);
    let outcome = each(&paths.paths, common, output, |report| match common.format {
        Format::Json => figures::json(report).into_bytes(),
        _ => figures::table(report, look).into_bytes(),
    })?;
    Ok(status(&outcome, false))
}

fn status(outcome: &Outcome, found: bool) -> u8 {
    match (outcome.failed, found) {
        (true, _) => FAILED,
        (false, true) => FOUND,
        (false, false) => FINE,
    }
}
