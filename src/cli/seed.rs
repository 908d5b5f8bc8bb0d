//! `seed-errors`: how many planted slips the check would catch in a draft.

use super::args::{Common, Format};
use super::checked::options;
use super::drafts::Draft;
use super::guard::guarded;
use super::output::{Output, complain};
use super::run::progress;
use super::verbs::{look, refuses};
use super::{FAILED, FINE, Problem};
use crate::check::{Report, check_document};
use crate::finding::{Finding, Text};
use crate::report::seed::{Seeded, human, json};
use crate::seed::{Plan, Trial, Untouched, plan};
use rayon::prelude::*;
use std::io;
use std::path::{Path, PathBuf};

/// What is wanted.
pub struct Wanted<'a> {
    /// The draft.
    pub draft: &'a Path,
    /// Slips of each class at most.
    pub per_class: usize,
    /// Another seed draws other slips.
    pub seed: u64,
}

/// Plants the slips and prints what was caught.
pub fn seed(wanted: &Wanted<'_>, common: &Common, output: &mut Output) -> io::Result<u8> {
    if refuses(common) {
        return Ok(FAILED);
    }
    let draft = if wanted.draft == Path::new("-") { Draft::Stdin } else { Draft::File(PathBuf::from(wanted.draft)) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(common.jobs).build().map_err(io::Error::other)?;
    match guarded(&draft.name(), || pool.install(|| tried(&draft, wanted, common))) {
        Ok((report, plan, trials)) => {
            let seeded = Seeded { report: &report, plan: &plan, trials: &trials };
            let text = match common.format {
                Format::Json => json(&seeded),
                _ => human(&seeded, look(common)),
            };
            output.write(text.as_bytes())?;
            Ok(FINE)
        }
        Err(problem) => {
            complain(&problem.line(common.lang));
            Ok(FAILED)
        }
    }
}

fn tried(draft: &Draft, wanted: &Wanted<'_>, common: &Common) -> Result<(Report, Plan, Vec<Trial>), Problem> {
    let options = options(common);
    // What the configuration turns off catches nothing.
    let settle = |findings: &mut Vec<Finding>| common.config.values.rules.apply(findings);
    let mut report = check_document(draft.read(options.dialect)?, &options);
    settle(&mut report.findings);
    let plan = plan(&report, wanted.per_class, wanted.seed);
    if plan.slips.is_empty() {
        let vi = "không có phép tính nào vừa đúng vừa đủ căn cứ để gieo lỗi thử. Xem doisoat claims.";
        let en = "no claim is both right and closed by the text, so no slip can be tried. See doisoat claims.";
        return Err(Problem::new(&draft.name(), Text::new(vi, en)));
    }
    let untouched = Untouched::new(&report);
    let bar = progress(plan.slips.len());
    let trials = plan
        .slips
        .par_iter()
        .map(|slip| {
            let trial = guarded(&draft.name(), || Ok(untouched.try_slip(slip, &options, settle)));
            bar.inc(1);
            trial
        })
        .collect::<Result<Vec<Trial>, Problem>>();
    bar.finish_and_clear();
    drop(untouched);
    Ok((report, plan, trials?))
}
