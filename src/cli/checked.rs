//! A draft with what the user makes of its findings: the one place between the
//! engine, which knows of no user, and everything that is printed.

use super::args::Common;
use super::drafts::Draft;
use crate::accept::{self, Entry, Sidecar, Stale, sidecar};
use crate::check::{Options, Report, check_document, sort};
use crate::config::{Levels, real, shown, upwards};
use crate::document::Document;
use crate::finding::Text;
use crate::report::{Lang, visible};
use hashbrown::HashMap;
use std::path::{Path, PathBuf};

/// What the engine is told.
pub fn options(common: &Common) -> Options {
    let values = &common.config.values;
    Options {
        final_stage: common.final_stage,
        dialect: common.dialect,
        report_date: values.report_date,
        term: values.term.as_ref().map(|t| t.0.clone()),
        facts: common.facts.clone(),
        off: values.rules.off(),
    }
}

/// Checks drafts as the user wants it: levels of the configuration, findings
/// that were accepted.
pub struct Checker<'a> {
    common: &'a Common,
    sidecars: Vec<Sidecar>,
    /// The sidecar of each folder with drafts.
    of_folder: HashMap<PathBuf, Option<usize>>,
}

/// A draft that was checked.
pub struct Checked {
    /// What is left after accepting.
    pub report: Report,
    /// What accepting did.
    pub acceptance: Acceptance,
}

/// What accepting did to a draft, or to all drafts of a run.
#[derive(Debug, Default)]
pub struct Acceptance {
    /// How many findings were left out.
    pub accepted: usize,
    /// The sidecar of each entry that accepts more than there is, and the entry.
    pub stale: Vec<(usize, Stale)>,
    /// What is wrong with comments: draft, line, what.
    pub faults: Vec<(String, u32, Text)>,
}

impl Acceptance {
    /// Adds that of another draft.
    pub fn add(&mut self, other: Acceptance) {
        self.accepted += other.accepted;
        self.stale.extend(other.stale);
        self.faults.extend(other.faults);
    }
}

impl<'a> Checker<'a> {
    /// For these drafts; else the lines that say which sidecar cannot be read.
    pub fn new(drafts: &[Draft], common: &'a Common) -> Result<Checker<'a>, Vec<String>> {
        let mut checker = Checker { common, sidecars: Vec::new(), of_folder: HashMap::new() };
        for draft in drafts {
            let Draft::File(path) = draft else { continue };
            let folder = folder(path);
            if checker.of_folder.contains_key(folder) {
                continue;
            }
            let index = match upwards(path, sidecar::NAME) {
                None => None,
                Some(file) => match checker.sidecars.iter().position(|s| s.file == file) {
                    Some(index) => Some(index),
                    None => {
                        checker.sidecars.push(Sidecar::read(file).map_err(|trouble| trouble.lines(common.lang))?);
                        Some(checker.sidecars.len() - 1)
                    }
                },
            };
            checker.of_folder.insert(folder.to_path_buf(), index);
        }
        Ok(checker)
    }

    /// The levels that findings get.
    pub fn levels(&self) -> &Levels {
        &self.common.config.values.rules
    }

    /// Checks a draft that was read.
    pub fn check(&self, draft: &Draft, document: Document) -> Checked {
        let mut report = check_document(document, &options(self.common));
        if let Some(found) = self.common.batch.of.get(&report.document.source.path) {
            report.findings.extend(found.iter().cloned());
            sort(&mut report.findings);
        }
        let (document, findings, accepted) = (&report.document, &mut report.findings, &mut report.accepted);
        let faults = accept::by_comments(document, findings, accepted);
        let (index, entries) = self.entries(draft);
        let stale = accept::by_entries(document, findings, &entries, accepted);
        let acceptance = Acceptance {
            accepted: accepted.len(),
            stale: stale.into_iter().map(|stale| (index, stale)).collect(),
            faults: faults
                .into_iter()
                .map(|(at, text)| (document.source.path.clone(), document.source.position(at).line, text))
                .collect(),
        };
        // Last: an entry for a rule that is off is no stale one.
        self.levels().apply(findings);
        Checked { report, acceptance }
    }

    /// The sidecar of a draft, and its entries there.
    fn entries(&self, draft: &Draft) -> (usize, Vec<(usize, &Entry)>) {
        let Draft::File(path) = draft else { return (0, Vec::new()) };
        let index = self.of_folder.get(folder(path)).copied().flatten();
        let found = index.and_then(|i| Some((i, self.sidecars.get(i)?)));
        let Some((index, sidecar)) = found else { return (0, Vec::new()) };
        (index, sidecar.name_of(&real(path)).map_or_else(Vec::new, |name| sidecar.of(&name)))
    }

    /// The sidecars of the run.
    pub fn into_sidecars(self) -> Vec<Sidecar> {
        self.sidecars
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// Every entry of the run that accepts more than there is: those of the drafts
/// checked, and those whose draft is gone.
pub fn stale(sidecars: &[Sidecar], acceptance: &Acceptance) -> Vec<(usize, Stale)> {
    let gone = sidecars.iter().enumerate().flat_map(|(i, sidecar)| {
        let entries = sidecar.entries.iter().enumerate().filter(|(_, e)| !sidecar.has_file(e));
        entries.map(move |(index, _)| (i, Stale { index, found: 0 }))
    });
    let mut all: Vec<_> = acceptance.stale.iter().cloned().chain(gone).collect();
    all.sort_by_key(|(sidecar, stale)| (*sidecar, stale.index));
    all
}

/// A line about an entry that accepts more than there is.
pub fn stale_line(sidecar: &Sidecar, stale: &Stale, lang: Lang) -> String {
    let Some(entry) = sidecar.entries.get(stale.index) else { return String::new() };
    let sentence = visible::cut(&entry.sentence, 60);
    let what = match (stale.found, sidecar.has_file(entry)) {
        (0, true) => lang.pick("không còn khớp", "matches no longer").to_owned(),
        (0, false) => lang.pick("không còn tệp này", "the file is gone").to_owned(),
        (n, _) => match lang {
            Lang::Vi => format!("ghi {} phát hiện, nay còn {n}", entry.count),
            Lang::En => format!("stands for {} findings, of which {n} are left", entry.count),
        },
    };
    let folder = sidecar.file.parent().unwrap_or(Path::new(""));
    let file = shown(&folder.join(&entry.file));
    format!("{}: {} “{sentence}” ({}): {what}", file.display(), entry.rule, entry.reason)
}
