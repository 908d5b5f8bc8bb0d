//! `[batch]`: the drafts of a run side by side. A first pass keeps the facts of
//! each draft and drops its document; the findings wait for the second pass,
//! which checks and prints draft by draft as ever.

use super::args::Common;
use super::drafts::{self, Draft};
use super::guard::guarded;
use super::ordered::{ordered, threads};
use super::output::complain;
use super::run::progress;
use crate::batch::{self, Batch, Role};
use crate::config::{Members, real};
use crate::finding::Finding;
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
    let read = |i: usize| {
        let (draft, path, role) = chosen.get(i)?;
        let facts = guarded(&draft.name(), || {
            let document = draft.read(common.dialect).ok();
            Ok(document.map(|document| batch::Draft::of(&document, *role, members.name(path))))
        });
        bar.inc(1);
        Some((path.clone(), facts))
    };
    let (mut batch, mut failed) = (Batch::default(), false);
    let mut known = HashSet::new();
    ordered(chosen.len(), threads(common.jobs, chosen.len()), read, |_, done| {
        match done {
            Some((path, Ok(Some(facts)))) => {
                batch.add(facts);
                known.insert(path);
            }
            Some((_, Err(problem))) => {
                failed = true;
                bar.suspend(|| complain(&problem.line(common.lang)));
            }
            _ => {}
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    batch.complete = complete(members, common, &known);
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
