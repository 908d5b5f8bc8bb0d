//! What a repository knows of its files, asked from the program `git`. Nothing
//! is written, no shell is between, and no name can be taken for an option.

use crate::finding::Text;
use hashbrown::{HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why git did not answer.
#[derive(Debug)]
pub enum Refusal {
    /// The program is not there.
    Missing,
    /// The program is there and could not be started.
    Unstartable(io::Error),
    /// A path lies in no repository.
    NoRepository(PathBuf),
    /// The repository has no such commit.
    NoCommit(String),
    /// Anything else, in git's own words.
    Failed(String),
}

impl Refusal {
    /// What is wrong and what to do.
    pub fn message(&self) -> Text {
        match self {
            Refusal::Missing => Text::new(
                "không tìm thấy chương trình git. Hãy cài git, hoặc bỏ --since.",
                "the program git was not found. Install git, or leave out --since.",
            ),
            Refusal::Unstartable(error) => Text::new(
                format!("không chạy được git ({error}). Hãy kiểm tra bản cài đặt git."),
                format!("git cannot be run ({error}). Look at its installation."),
            ),
            Refusal::NoRepository(path) => Text::new(
                format!("{} không nằm trong kho git nào, nên không có bản trước để so.", path.display()),
                format!("{} lies in no git repository: there is nothing to compare with.", path.display()),
            ),
            Refusal::NoCommit(name) => Text::new(
                format!(
                    "kho git không có {name:?}. Hãy nêu một nhánh, thẻ hoặc commit có trong kho (git log); bản sao \
                     nông thì tải thêm lịch sử (git fetch, fetch-depth: 0)."
                ),
                format!(
                    "the git repository has no {name:?}. Name a branch, tag or commit that is there (git log); a \
                     shallow copy needs more history (git fetch, fetch-depth: 0)."
                ),
            ),
            Refusal::Failed(said) => Text::new(format!("git báo: {said}"), format!("git says: {said}")),
        }
    }
}

/// A repository beside one of its commits.
#[derive(Debug)]
pub struct Compared {
    root: PathBuf,
    commit: String,
    /// For files that differ their name in the commit; none where they are not in it.
    was: HashMap<PathBuf, Option<OsString>>,
    tracked: HashSet<PathBuf>,
}

/// What a file was in a commit.
#[derive(Debug, PartialEq, Eq)]
pub enum Before<'a> {
    /// What it is now.
    Same,
    /// Not there.
    Absent,
    /// A file of this name with another content.
    Other(&'a OsStr),
}

/// The folder of the repository that a path lies in.
pub fn root(path: &Path) -> Result<PathBuf, Refusal> {
    let found = path.ancestors().find(|folder| folder.join(".git").exists());
    found.map(Path::to_path_buf).ok_or_else(|| Refusal::NoRepository(path.to_path_buf()))
}

impl Compared {
    /// Compares the files of a repository with a branch, tag or commit.
    pub fn read(root: &Path, name: &str) -> Result<Compared, Refusal> {
        let unknown = || Refusal::NoCommit(name.to_owned());
        // What starts with a dash would be an option; git has no such names.
        if name.is_empty() || name.starts_with('-') || name.contains('\0') {
            return Err(unknown());
        }
        let found = ask(root, ["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")]);
        let commit = match found {
            Ok(bytes) => String::from_utf8_lossy(&bytes).trim().to_owned(),
            Err(Refusal::Failed(_)) => return Err(unknown()),
            Err(refusal) => return Err(refusal),
        };
        let hash = !commit.is_empty() && commit.bytes().all(|b| b.is_ascii_hexdigit());
        if !hash {
            return Err(unknown());
        }
        let changed = ["diff", "--name-status", "-z", "--find-renames", "--no-ext-diff", "--no-color", &commit, "--"];
        let was = changes(&ask(root, changed)?);
        let tracked = names(&ask(root, ["ls-files", "-z"])?).map(PathBuf::from).collect();
        Ok(Compared { root: root.to_path_buf(), commit, was, tracked })
    }

    /// What a file, given by its absolute path, was.
    pub fn before(&self, path: &Path) -> Before<'_> {
        let Ok(inside) = path.strip_prefix(&self.root) else { return Before::Absent };
        match self.was.get(inside) {
            Some(Some(name)) => Before::Other(name),
            Some(None) => Before::Absent,
            None if self.tracked.contains(inside) => Before::Same,
            None => Before::Absent,
        }
    }

    /// The bytes of a file in the commit, as git would check them out.
    pub fn show(&self, name: &OsStr) -> Result<Vec<u8>, Refusal> {
        let mut object = OsString::from(format!("{}:", self.commit));
        object.push(name);
        ask(&self.root, [OsStr::new("cat-file"), OsStr::new("--filters"), &object])
    }
}

/// Runs git in a repository.
fn ask<A: AsRef<OsStr>>(root: &Path, arguments: impl IntoIterator<Item = A>) -> Result<Vec<u8>, Refusal> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(arguments).stdin(Stdio::null());
    // Looking changes nothing, and messages are in one language.
    command.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    let output = command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Refusal::Missing,
        _ => Refusal::Unstartable(error),
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Refusal::Failed(said.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ")))
}

/// Reads `status NUL name NUL`, with two names for a renamed or copied file.
fn changes(bytes: &[u8]) -> HashMap<PathBuf, Option<OsString>> {
    let mut out = HashMap::new();
    let mut fields = bytes.split(|b| *b == 0).filter(|f| !f.is_empty());
    while let Some(status) = fields.next() {
        let Some(name) = fields.next() else { break };
        match status.first() {
            Some(b'R' | b'C') => {
                if let Some(new) = fields.next() {
                    out.insert(PathBuf::from(os(new)), Some(os(name)));
                }
            }
            Some(b'A') => drop(out.insert(PathBuf::from(os(name)), None)),
            // Also a file that git only has forgotten and that still lies there.
            _ => drop(out.insert(PathBuf::from(os(name)), Some(os(name)))),
        }
    }
    out
}

fn names(bytes: &[u8]) -> impl Iterator<Item = OsString> + '_ {
    bytes.split(|b| *b == 0).filter(|f| !f.is_empty()).map(os)
}

#[cfg(unix)]
fn os(bytes: &[u8]) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec())
}

#[cfg(not(unix))]
fn os(bytes: &[u8]) -> OsString {
    OsString::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_changes_is_read() {
        let found = changes(b"M\0a.md\0R087\0c\xc5\xa9.md\0moi.md\0A\0them.md\0D\0bo.md\0");
        let of = |name: &str| found.get(Path::new(name)).cloned();
        assert_eq!(of("a.md"), Some(Some("a.md".into())));
        assert_eq!(of("moi.md"), Some(Some("cũ.md".into())));
        assert_eq!(of("them.md"), Some(None));
        assert_eq!(of("bo.md"), Some(Some("bo.md".into())));
        assert_eq!(found.len(), 4);
        assert!(changes(b"").is_empty() && changes(b"M\0").is_empty());
    }

    #[test]
    fn a_name_is_never_an_option() {
        for name in ["", "-x", "--output=/tmp/x", "a\0b"] {
            assert!(matches!(Compared::read(Path::new("."), name), Err(Refusal::NoCommit(_))), "{name:?}");
        }
    }
}
