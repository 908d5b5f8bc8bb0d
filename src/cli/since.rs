//! `check --since`: the drafts of a run beside what they were in a commit.

use super::Problem;
use super::checked::Checker;
use super::drafts::{Draft, document};
use crate::check::{Report, sort};
use crate::config::real;
use crate::diff::compared;
use crate::document::Dialect;
use crate::finding::Text;
use crate::git::{Before, Compared, Refusal, root};
use crate::report::Lang;
use hashbrown::HashMap;
use std::path::{Path, PathBuf};

/// The repositories of the drafts of a run.
pub struct Since {
    name: String,
    of: HashMap<PathBuf, PathBuf>,
    repositories: HashMap<PathBuf, Compared>,
    /// How many drafts changed, are new, are as they were.
    counts: [usize; 3],
}

impl Since {
    /// Compares the repositories of these drafts with a commit, and leaves of the drafts those that changed.
    pub fn read(name: &str, drafts: &mut Vec<Draft>) -> Result<Since, Problem> {
        let mut since =
            Since { name: name.to_owned(), of: HashMap::new(), repositories: HashMap::new(), counts: [0; 3] };
        let refused = |place: &Path, refusal: &Refusal| Problem::new(&place.to_string_lossy(), refusal.message());
        for draft in drafts.iter() {
            let Draft::File(path) = draft else {
                let text = Text::new(
                    "đầu vào chuẩn không có bản trước trong git; hãy nêu tên tệp, hoặc bỏ --since.",
                    "standard input has no earlier version in git; name the file, or leave out --since.",
                );
                return Err(Problem::new("-", text));
            };
            let folder = path.parent().unwrap_or(Path::new(""));
            if since.of.contains_key(folder) {
                continue;
            }
            let root = root(&real(folder)).map_err(|refusal| refused(path, &refusal))?;
            if !since.repositories.contains_key(&root) {
                let compared =
                    Compared::read(&root, name).map_err(|refusal| refused(Path::new("--since"), &refusal))?;
                since.repositories.insert(root.clone(), compared);
            }
            since.of.insert(folder.to_path_buf(), root);
        }
        let mut counts = [0; 3];
        drafts.retain(|draft| {
            let kind = match since.before(draft) {
                Some((_, Before::Same)) => 2,
                Some((_, Before::Other(_))) => 0,
                _ => 1,
            };
            counts[kind] += 1;
            kind != 2
        });
        since.counts = counts;
        Ok(since)
    }

    fn before(&self, draft: &Draft) -> Option<(&Compared, Before<'_>)> {
        let Draft::File(path) = draft else { return None };
        let repository = self.repositories.get(self.of.get(path.parent().unwrap_or(Path::new("")))?)?;
        Some((repository, repository.before(&real(path))))
    }

    /// Leaves of the findings of a draft those that its earlier version did not have. A new draft keeps all, and so
    /// does one whose earlier version cannot be read.
    pub fn introduced(
        &self,
        draft: &Draft,
        report: Report,
        checker: &Checker<'_>,
        dialect: Option<Dialect>,
    ) -> Result<Report, Problem> {
        let Some((repository, Before::Other(name))) = self.before(draft) else { return Ok(report) };
        let bytes = repository.show(name).map_err(|r| Problem::new(&draft.name(), r.message()))?;
        let Ok(old) = document(&draft.name(), bytes, dialect) else { return Ok(report) };
        let old = checker.check(draft, old).report;
        let mut new = compared(&old, report).report;
        checker.levels().apply(&mut new.findings);
        sort(&mut new.findings);
        Ok(new)
    }

    /// What was compared, in a line.
    pub fn line(&self, lang: Lang) -> String {
        let ([changed, new, same], name) = (self.counts, &self.name);
        match lang {
            Lang::Vi => format!("So với {name}: {changed} dự thảo đã sửa, {new} mới, {same} không đổi."),
            Lang::En => format!("Since {name}: drafts changed: {changed}, new: {new}, as they were: {same}."),
        }
    }
}
