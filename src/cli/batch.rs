//! `[batch]`: the drafts of a run side by side. A first pass keeps the facts of
//! each draft and drops its document; the findings wait for the second pass,
//! which checks and prints draft by draft as ever.

use super::args::Common;
use super::drafts::{self, Draft};
use super::guard::guarded;
use super::output::complain;
use super::run::{pool, progress};
use crate::batch::{self, Batch, Role};
use crate::config::{Members, real};
use crate::finding::Finding;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::io;
use std::path::PathBuf;

/// What a batch shows.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The findings by the name of their draft.
    pub of: HashMap<String, Vec<Finding>>,
    /// Whether the facts of a draft could not be kept although it can be read.
    pub failed: bool,
}

/// Compares the drafts of the run that belong to the batch of the configuration.
pub fn findings(paths: &[PathBuf], common: &Common) -> io::Result<Findings> {
    let Some(members) = &common.config.members else { return Ok(Findings::default()) };
    if common.since.is_some() {
        complain(common.lang.pick(
            "doisoat: với --since các báo cáo xã không được so với nhau; hãy chạy thêm một lần không có --since.",
            "doisoat: with --since the reports of communes are not compared with each other; run it once without.",
        ));
        return Ok(Findings::default());
    }
    // What cannot be searched or read is told by the pass that checks.
    let (drafts, _) = drafts::find(paths, common);
    let chosen: Vec<(&Draft, PathBuf, Role)> = drafts
        .iter()
        .filter_map(|draft| match draft {
            Draft::Stdin => None,
            Draft::File(path) => {
                let path = real(path);
                let role = members.role(&path)?;
                Some((draft, path, role))
            }
        })
        .collect();
    if chosen.is_empty() {
        return Ok(Findings::default());
    }
    let bar = progress(chosen.len());
    let read = |(draft, path, role): &(&Draft, PathBuf, Role)| {
        let facts = guarded(&draft.name(), || {
            let document = draft.read(common.dialect).ok();
            Ok(document.map(|document| batch::Draft::of(&document, *role, members.name(path))))
        });
        bar.inc(1);
        facts.map(|facts| facts.map(|facts| (path.clone(), facts)))
    };
    let done: Vec<Result<_, _>> = pool(common)?.install(|| chosen.par_iter().map(read).collect());
    let (mut facts, mut failed) = (Vec::new(), false);
    for of in done {
        match of {
            Ok(of) => facts.extend(of),
            Err(problem) => {
                failed = true;
                complain(&problem.line(common.lang));
            }
        }
    }
    bar.finish_and_clear();
    let complete = complete(members, common, &facts.iter().map(|(path, _)| path.clone()).collect());
    let batch = Batch::new(facts.into_iter().map(|(_, facts)| facts).collect(), complete);
    for (name, text) in batch.notices() {
        complain(&format!("doisoat: {name}: {}", common.lang.of(&text)));
    }
    let mut out = Findings { failed, ..Findings::default() };
    for (index, finding) in batch::check(&batch) {
        if let Some(draft) = batch.drafts.get(index) {
            out.of.entry(draft.path.clone()).or_default().push(finding);
        }
    }
    Ok(out)
}

/// Whether every commune that lies in the folder of the configuration was read.
fn complete(members: &Members, common: &Common, read: &HashSet<PathBuf>) -> bool {
    let Some(folder) = common.config.folder() else { return true };
    let (all, problems) = drafts::find(&[folder.to_path_buf()], common);
    problems.is_empty()
        && all.iter().all(|draft| match draft {
            Draft::Stdin => true,
            Draft::File(path) => {
                let path = real(path);
                members.role(&path) != Some(Role::Commune) || read.contains(&path)
            }
        })
}
