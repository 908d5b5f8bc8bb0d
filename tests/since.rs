//! `check --since` on scratch repositories.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

struct Repository(PathBuf);

impl Repository {
    fn new() -> Repository {
        let repository = Repository::folder();
        repository.git(&["init", "-q"]);
        repository
    }

    fn folder() -> Repository {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("doisoat-since-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Repository(folder)
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(program);
        // A hook that the tests run in has its own repository.
        for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"] {
            command.env_remove(name);
        }
        for (name, value) in [("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null")] {
            command.env(name, value);
        }
        command.current_dir(&self.0).args(arguments).output().unwrap()
    }

    fn git(&self, arguments: &[&str]) {
        let who = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
        let output = self.run("git", &[&who[..], arguments].concat());
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn write(&self, name: &str, text: &str) {
        let file = self.0.join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "x"]);
    }

    /// Status, findings (a line each), complaints.
    fn check(&self, arguments: &[&str]) -> (Option<i32>, Vec<String>, String) {
        let all = [&["check", "--lang", "en", "--format", "short"], arguments].concat();
        let output = self.run(env!("CARGO_BIN_EXE_doisoat"), &all);
        let lines = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
        (output.status.code(), lines, String::from_utf8(output.stderr).unwrap())
    }

    fn found(&self, arguments: &[&str]) -> Vec<String> {
        let (_, lines, complaints) = self.check(arguments);
        assert_eq!(complaints, "");
        lines
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const WRONG: &str = "Toàn huyện có 24/41 trường đạt chuẩn, chiếm 62%.\n";
const OTHER: &str = "Trồng mới 42 ha rừng, đạt 150% kế hoạch (40 ha).\n";

#[test]
fn only_what_the_working_tree_introduced_is_found() {
    let repository = Repository::new();
    repository.write("dự thảo/a.md", WRONG);
    repository.write("b.md", WRONG);
    repository.commit();
    assert_eq!(repository.check(&["--since", "HEAD"]).0, Some(0));
    repository.write("dự thảo/a.md", &format!("{OTHER}\n{WRONG}"));
    let found = repository.found(&["--since", "HEAD"]);
    assert!(
        matches!(found.as_slice(), [one] if one.starts_with("dự thảo/a.md:1:") && one.contains("150%")),
        "{found:?}"
    );
    // From a folder inside, and staged like not.
    let inside = Repository(repository.0.join("dự thảo"));
    assert_eq!(inside.found(&["--since", "HEAD", "a.md"]).len(), 1);
    std::mem::forget(inside);
    repository.commit();
    assert_eq!(repository.found(&["--since", "HEAD"]), Vec::<String>::new());
    assert_eq!(repository.found(&["--since", "HEAD~1"]).len(), 1);
    // A mistake twice is one more than once.
    repository.write("b.md", &format!("{WRONG}\n{WRONG}"));
    assert_eq!(repository.found(&["--since", "HEAD"]).len(), 1);
}

#[test]
fn new_renamed_and_forgotten_files() {
    let repository = Repository::new();
    let long = format!("{WRONG}\nĐoạn văn không có gì để đối chiếu, chỉ để tệp đủ dài.\n");
    repository.write("a.md", &long);
    repository.write("b.md", &long.replace("62%", "63%"));
    repository.commit();
    repository.git(&["mv", "a.md", "c.md"]);
    repository.git(&["rm", "-q", "--cached", "b.md"]);
    assert_eq!(repository.found(&["--since", "HEAD"]), Vec::<String>::new(), "as they were, under another name");
    repository.write("moi.md", WRONG);
    repository.write(".gitignore", "bo-qua.md\n");
    repository.write("bo-qua.md", WRONG);
    let found = repository.found(&["--since", "HEAD"]);
    assert!(matches!(found.as_slice(), [one] if one.starts_with("moi.md:1:")), "{found:?}");
    // Named on purpose, an ignored file is a new one.
    assert_eq!(repository.found(&["--since", "HEAD", "bo-qua.md"]).len(), 1);
}

#[test]
fn a_word_file_is_compared_like_any_other() {
    let repository = Repository::new();
    let word = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialects/goc.docx")).unwrap();
    std::fs::write(repository.0.join("a.docx"), &word).unwrap();
    repository.commit();
    assert_eq!(repository.check(&["--since", "HEAD"]).0, Some(0));
    std::fs::write(repository.0.join("b.docx"), &word).unwrap();
    let (status, found, _) = repository.check(&["--since", "HEAD", "b.docx"]);
    assert!(status == Some(1) && !found.is_empty(), "a new file is checked as a whole");
}

#[test]
fn what_git_cannot_say_is_said() {
    let outside = Repository::folder();
    outside.write("a.md", WRONG);
    let said = |(status, found, complaints): (Option<i32>, Vec<String>, String), part: &str| {
        assert!(
            status == Some(2) && found.is_empty() && complaints.contains(part),
            "{status:?} {found:?} {complaints}"
        );
    };
    said(outside.check(&["--since", "HEAD"]), "lies in no git repository");
    let repository = Repository::new();
    repository.write("a.md", WRONG);
    said(repository.check(&["--since", "HEAD"]), "has no \"HEAD\"");
    repository.commit();
    said(repository.check(&["--since", "khong-co"]), "has no \"khong-co\"");
    said(repository.check(&["--since", ""]), "has no \"\"");
    said(repository.check(&["--since=--output=a.md"]), "has no \"--output=a.md\"");
    said(repository.check(&["--since", "HEAD:a.md"]), "has no \"HEAD:a.md\"");
    assert_eq!(std::fs::read_to_string(repository.0.join("a.md")).unwrap(), WRONG);
    let output = Command::new(env!("CARGO_BIN_EXE_doisoat"))
        .current_dir(&repository.0)
        .env("PATH", "")
        .args(["check", "--lang", "en", "--since", "HEAD"])
        .output()
        .unwrap();
    let complaints = String::from_utf8(output.stderr).unwrap();
    said((output.status.code(), Vec::new(), complaints), "git was not found");
}
