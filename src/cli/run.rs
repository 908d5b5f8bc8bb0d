//! Drafts one by one on all cores, printed in their order.

use super::Problem;
use super::args::Common;
use super::checked::{Acceptance, Checked, Checker};
use super::drafts::{self, Draft};
use super::guard::guarded;
use super::losses;
use super::ordered::{ordered, threads};
use super::output::complain;
use super::since::Since;
use crate::accept::Sidecar;
use crate::check::Report;
use crate::report::summary::Summary;
use crate::report::tally::Tally;
use crate::report::{Lang, visible};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal};
use std::path::PathBuf;

/// What became of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What was counted.
    pub summary: Summary,
    /// Whether something could not be checked.
    pub failed: bool,
    /// What accepting did.
    pub acceptance: Acceptance,
    /// The sidecars of the drafts.
    pub sidecars: Vec<Sidecar>,
    /// What the drafts were compared with, in a line; none where they were not.
    pub since: Option<String>,
}

/// A draft that was checked.
struct Done<T> {
    made: T,
    tally: Tally,
    notices: Vec<String>,
    acceptance: Acceptance,
}

/// Checks every draft and hands what `make` makes of it to `take`, in the order
/// of the drafts. Problems and notices go to standard error.
pub fn each<T: Send>(
    paths: &[PathBuf],
    common: &Common,
    make: impl Fn(&Report) -> T + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<Outcome> {
    let (mut drafts, problems) = drafts::find(paths, common);
    let mut outcome = Outcome { failed: common.batch.failed, ..Outcome::default() };
    for problem in &problems {
        outcome.failed = true;
        complain(&problem.line(common.lang));
    }
    let since = match common.since.as_ref().map(|name| Since::read(name, &mut drafts)).transpose() {
        Ok(since) => since,
        Err(problem) => {
            complain(&problem.line(common.lang));
            return Ok(Outcome { failed: true, ..outcome });
        }
    };
    let checker = match Checker::new(&drafts, common) {
        Ok(checker) => checker,
        Err(lines) => {
            lines.iter().for_each(|l| complain(l));
            return Ok(Outcome { failed: true, ..outcome });
        }
    };
    let bar = progress(drafts.len());
    let work = |i: usize| {
        let draft = drafts.get(i)?;
        let done = guarded(&draft.name(), || one(draft, &checker, since.as_ref(), common, &make));
        bar.inc(1);
        Some((draft.name(), done))
    };
    ordered(drafts.len(), threads(common.jobs, drafts.len()), work, |_, done| {
        bar.suspend(|| match done {
            Some((name, Ok(done))) => {
                done.notices.iter().for_each(|n| complain(n));
                outcome.acceptance.add(done.acceptance);
                outcome.summary.add(name, &done.tally);
                take(done.made)
            }
            Some((_, Err(problem))) => {
                outcome.failed = true;
                complain(&problem.line(common.lang));
                Ok(())
            }
            None => Ok(()),
        })
    })?;
    bar.finish_and_clear();
    outcome.sidecars = checker.into_sidecars();
    outcome.since = since.map(|since| since.line(common.lang));
    Ok(outcome)
}

fn one<T>(
    draft: &Draft,
    checker: &Checker<'_>,
    since: Option<&Since>,
    common: &Common,
    make: &impl Fn(&Report) -> T,
) -> Result<Done<T>, Problem> {
    let Checked { mut report, acceptance } = checker.check(draft, draft.read(common.dialect)?);
    if let Some(since) = since {
        report = since.introduced(draft, report, checker, common.dialect)?;
    }
    let tally = Tally { accepted: acceptance.accepted, ..Tally::of(&report) };
    let notices = notices(&report, &tally, common);
    Ok(Done { made: make(&report), tally, notices, acceptance })
}

/// What a person must know to read the result rightly: what the file was taken
/// for, what its export has lost, that there was nothing to check.
fn notices(report: &Report, tally: &Tally, common: &Common) -> Vec<String> {
    let lang = common.lang;
    let document = &report.document;
    let mut texts = Vec::new();
    if common.verbose {
        let dialect = document.dialect.name();
        texts.push(match lang {
            Lang::Vi => format!("đọc theo dạng {dialect}. {}", tally.ledger(lang)),
            Lang::En => format!("read as {dialect}. {}", tally.ledger(lang)),
        });
    }
    texts.extend(losses::line(report, common.verbose, lang));
    if tally.figures == 0 {
        texts.push(
            lang.pick(
                "không đọc được số liệu nào, nên chưa kiểm được gì. Hãy xem lại tệp, hoặc thử --dialect.",
                "no figure was read, so nothing was checked. Look at the file, or try --dialect.",
            )
            .to_string(),
        );
    }
    let path = visible::line(&document.source.path);
    let mut lines: Vec<String> = texts.iter().map(|t| format!("doisoat: {path}: {t}")).collect();
    lines.extend(report.notices.iter().map(|(span, text)| {
        let line = document.source.position(span.start).line;
        format!("doisoat: {path}:{line}: {}", visible::line(lang.of(text)))
    }));
    lines
}

/// A bar on a terminal when there is more than one thing to do; else nothing.
pub fn progress(count: usize) -> ProgressBar {
    if count < 2 || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{bar:30} {pos}/{len} ({eta})").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(count as u64).with_style(style)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use crate::cli::guard::install;
    use clap::Parser;

    #[test]
    fn a_panic_over_one_draft_keeps_none_of_the_others_back() {
        let folder = std::env::temp_dir().join(format!("doisoat-panic-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for name in ["a.md", "b.md", "c.md"] {
            std::fs::write(folder.join(name), "Có 24/41 trường, chiếm 62%.").unwrap();
        }
        let before = std::panic::take_hook();
        install();
        let common = Cli::parse_from(["doisoat", "check", "--jobs", "2"]).common;
        let mut printed = Vec::new();
        let make = |report: &Report| {
            let path = report.document.source.path.clone();
            assert!(!path.ends_with("b.md"), "a fault of the program");
            path
        };
        let outcome = each(std::slice::from_ref(&folder), &common, make, |path| {
            printed.push(path);
            Ok(())
        });
        std::panic::set_hook(before);
        std::fs::remove_dir_all(&folder).unwrap();
        let outcome = outcome.unwrap();
        let names: Vec<&str> = printed.iter().map(|p| &p[p.len() - 4..]).collect();
        assert_eq!((names, outcome.summary.drafts, outcome.failed), (vec!["a.md", "c.md"], 2, true));
    }
}
