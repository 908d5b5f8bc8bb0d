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
use crate::config::{real, shown};
use crate::finding::Finding;
use crate::report::Lang;
use hashbrown::{HashMap, HashSet};
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
    let folder = Folder::read(common);
    for (key, glob) in members.unmatched(&folder.drafts) {
        let file = common.config.file.as_deref().map(|file| shown(file).display().to_string()).unwrap_or_default();
        complain(&match common.lang {
            Lang::Vi => {
                format!("doisoat: {file}: [batch] {key}: mẫu \"{glob}\" không khớp dự thảo nào. Hãy xem lại tên tệp.")
            }
            Lang::En => {
                format!("doisoat: {file}: [batch] {key}: \"{glob}\" names no draft. Look at the names of the files.")
            }
        });
    }
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
    let missing = |path: &PathBuf| members.role(path) == Some(Role::Commune) && !known.contains(path);
    batch.complete = folder.whole && !folder.drafts.iter().any(missing);
    recall(&mut batch, &chosen, common);
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

/// Reads the few drafts again of which more than their facts is needed. What could not be read has been told.
fn recall(batch: &mut Batch, chosen: &[(&Draft, PathBuf, Role)], common: &Common) {
    let by_name: HashMap<String, &Draft> = chosen.iter().map(|(draft, ..)| (draft.name(), *draft)).collect();
    for index in batch.suspects() {
        let Some(draft) = batch.drafts.get(index).and_then(|d| by_name.get(&d.path)) else { continue };
        if let Ok(Some(document)) = guarded(&draft.name(), || Ok(draft.read(common.dialect).ok())) {
            batch.recall(index, &document);
        }
    }
}

/// What lies in the folder of the configuration.
struct Folder {
    drafts: Vec<PathBuf>,
    /// Whether all of it could be searched.
    whole: bool,
}

impl Folder {
    fn read(common: &Common) -> Folder {
        let Some(folder) = common.config.folder() else { return Folder { drafts: Vec::new(), whole: true } };
        let (all, problems) = drafts::find(&[folder.to_path_buf()], common);
        let file = |draft| match draft {
            Draft::File(path) => Some(real(&path)),
            Draft::Stdin => None,
        };
        Folder { drafts: all.into_iter().filter_map(file).collect(), whole: problems.is_empty() }
    }
}
