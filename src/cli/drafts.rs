//! From arguments to drafts: files as given, folders searched, standard input.

use super::Problem;
use super::args::Common;
use super::settings::differs;
use crate::config::{NAME, real};
use crate::document::{self, Dialect, Document};
use crate::docx::{is_office_file, read_docx};
use crate::finding::Text;
use crate::source::{BOM, Source};
use hashbrown::HashSet;
use ignore::WalkBuilder;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Endings a folder is searched for.
pub const ENDINGS: [&str; 4] = ["md", "markdown", "txt", "docx"];

/// A draft to read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Draft {
    /// `-`.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Draft {
    /// The name to print.
    pub fn name(&self) -> String {
        match self {
            Draft::Stdin => "-".to_string(),
            Draft::File(path) => path.to_string_lossy().into_owned(),
        }
    }

    /// Its bytes.
    pub fn bytes(&self) -> Result<Vec<u8>, Problem> {
        match self {
            Draft::Stdin => {
                let mut bytes = Vec::new();
                std::io::stdin().lock().read_to_end(&mut bytes).map_err(|e| Problem::io("-", &e))?;
                Ok(bytes)
            }
            Draft::File(path) => Source::bytes(path).map_err(|e| Problem::new(&self.name(), e.message())),
        }
    }

    /// Reads it.
    pub fn read(&self, dialect: Option<Dialect>) -> Result<Document, Problem> {
        document(&self.name(), self.bytes()?, dialect)
    }
}

/// Reads the bytes of a draft: a Word file by its own reader, everything else as text.
pub fn document(name: &str, bytes: Vec<u8>, dialect: Option<Dialect>) -> Result<Document, Problem> {
    // A file that calls itself Word and is none was damaged on its way.
    let document = if is_office_file(&bytes) || name.to_lowercase().ends_with(".docx") {
        read_docx(name, &bytes).map_err(|e| Problem::new(name, e.message()))?.0
    } else {
        let source = Source::from_bytes(name, bytes).map_err(|e| Problem::new(name, e.message()))?;
        document::read(source, dialect)
    };
    if document.source.text().trim_start_matches(BOM).trim().is_empty() {
        return Err(Problem::new(
            name,
            Text::new("tệp rỗng. Hãy kiểm tra lại bước xuất tệp.", "the file is empty. Check how it was exported."),
        ));
    }
    Ok(document)
}

/// The drafts of the arguments in a stable order, each once; what could not be
/// searched is named.
pub fn find(paths: &[PathBuf], common: &Common) -> (Vec<Draft>, Vec<Problem>) {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here[..] } else { paths };
    let (mut drafts, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        if path == Path::new("-") {
            drafts.push(Draft::Stdin);
        } else if path.is_dir() {
            search(path, common, &mut drafts, &mut problems);
        } else {
            drafts.push(Draft::File(path.clone()));
        }
    }
    let mut seen = HashSet::new();
    drafts.retain(|d| seen.insert(d.clone()));
    (drafts, problems)
}

/// Adds the drafts of a folder; what `.gitignore` names, what is hidden and
/// what the configuration leaves out is left out.
fn search(folder: &Path, common: &Common, drafts: &mut Vec<Draft>, problems: &mut Vec<Problem>) {
    let before = (drafts.len(), problems.len());
    let name = folder.to_string_lossy();
    let (root, selection) = (real(folder), &common.config.selection);
    let takes = |path: &Path, is_folder: bool| {
        let inside = path.strip_prefix(folder).unwrap_or(path);
        selection.as_ref().is_none_or(|s| s.takes(&root.join(inside), is_folder))
    };
    let mut folders = WalkBuilder::new(folder);
    folders.require_git(false).sort_by_file_name(|a, b| a.cmp(b));
    let mut skipped = None;
    for entry in folders.build() {
        match entry {
            Ok(entry) => {
                let path = entry.path().strip_prefix("./").unwrap_or(entry.path());
                let is_folder = entry.file_type().is_some_and(|t| t.is_dir());
                if skipped.as_ref().is_some_and(|s| path.starts_with(s)) || !takes(path, is_folder) {
                    continue;
                }
                if is_folder && entry.depth() > 0 && common.config_file.is_none() && path.join(NAME).is_file() {
                    let other = real(&path.join(NAME));
                    let problem = differs(Some(&other), common.config.file.as_deref());
                    problems.push(Problem::new(&path.to_string_lossy(), problem));
                    skipped = Some(path.to_path_buf());
                } else if entry.file_type().is_some_and(|t| t.is_file()) && is_draft(path) {
                    drafts.push(Draft::File(path.to_path_buf()));
                }
            }
            Err(error) => problems.push(Problem::new(
                &name,
                Text::new(
                    format!("không đọc được một phần thư mục ({error}). Hãy kiểm tra quyền truy cập."),
                    format!("cannot read a part of the folder ({error}). Check its access rights."),
                ),
            )),
        }
    }
    if before == (drafts.len(), problems.len()) {
        let endings = ENDINGS.map(|e| format!("*.{e}")).join(", ");
        problems.push(Problem::new(
            &name,
            Text::new(
                format!("thư mục không có dự thảo nào ({endings}). Hãy chỉ đúng thư mục, hoặc nêu tên tệp."),
                format!("the folder holds no draft ({endings}). Name another folder, or the files."),
            ),
        ));
    }
}

/// Whether the ending is one of a draft; Word's lock files (`~$…`) are none.
fn is_draft(path: &Path) -> bool {
    let lock = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with("~$"));
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    !lock && ending.is_some_and(|e| ENDINGS.contains(&e.as_str()))
}
