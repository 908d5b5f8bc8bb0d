//! `[batch]`: the drafts of a run side by side. A first pass keeps the facts of
//! each draft and drops its document; the findings wait for the second pass,
//! which checks and prints draft by draft as ever.

use super::args::Common;
use super::drafts::{self, Draft};
use super::guard::{guarded, install};
use super::output::complain;
use super::run::{pool, progress};
use crate::batch::{self, Batch, Role};
use crate::config::{Members, real};
use crate::finding::Finding;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::io;
use std::path::PathBuf;

/// The findings of a batch by the name of their draft.
pub type Findings = HashMap<String, Vec<Finding>>;

/// Compares the drafts of the run that belong to the batch of the configuration.
pub fn findings(paths: &[PathBuf], common: &Common) -> io::Result<Findings> {
    let Some(members) = &common.config.members else { return Ok(Findings::new()) };
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
        return Ok(Findings::new());
    }
    install();
    let bar = progress(chosen.len());
    let read = |(draft, path, role): &(&Draft, PathBuf, Role)| {
        let facts =
            guarded(&draft.name(), || Ok(batch::Draft::of(&draft.read(common.dialect)?, *role, members.name(path))));
        bar.inc(1);
        facts.ok().map(|facts| (path.clone(), facts))
    };
    let facts: Vec<_> = pool(common)?.install(|| chosen.par_iter().filter_map(read).collect());
    bar.finish_and_clear();
    let complete = complete(members, common, &facts.iter().map(|(path, _)| path.clone()).collect());
    let batch = Batch::new(facts.into_iter().map(|(_, facts)| facts).collect(), complete);
    for (name, text) in batch.notices() {
        complain(&format!("doisoat: {name}: {}", common.lang.of(&text)));
    }
    let mut out = Findings::new();
    for (index, finding) in batch::check(&batch) {
        if let Some(draft) = batch.drafts.get(index) {
            out.entry(draft.path.clone()).or_default().push(finding);
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
