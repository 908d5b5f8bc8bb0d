//! The program as a user runs it: transcripts under `tests/cli/`, and what a
//! transcript cannot show.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn doisoat() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doisoat"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/drafts.in")).env("COLUMNS", "100");
    command
}

fn run(arguments: &[&str]) -> Output {
    doisoat().args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn transcripts() {
    let git = std::env::split_paths(&std::env::var_os("PATH").unwrap()).map(|p| p.join("git")).find(|p| p.is_file());
    let git = git.expect("git is needed for these tests");
    trycmd::TestCases::new()
        .env("COLUMNS", "100")
        // Nobody's own configuration of git, and no repository that a hook runs in.
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .register_bin("git", trycmd::schema::Bin::Path(git))
        .case("tests/cli/*.md")
        .case("README.md")
        .case("README.vi.md");
}

#[test]
fn a_reader_who_stops_reading_ends_the_run_quietly() {
    // Many times the same draft: more output than a pipe holds.
    let folder = tempfile();
    for i in 0..400 {
        std::fs::copy(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/drafts.in/sai.md"),
            folder.join(format!("{i:03}.md")),
        )
        .unwrap();
    }
    let mut child = doisoat()
        .args(["check", folder.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    std::fs::remove_dir_all(folder).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn every_run_prints_the_same_whatever_the_number_of_threads() {
    for format in ["human", "short", "json", "sarif", "github", "html"] {
        let one = run(&["check", "--format", format, "--jobs", "1"]);
        for jobs in ["2", "5", "0"] {
            let other = run(&["check", "--format", format, "--jobs", jobs]);
            assert_eq!(text(&one.stdout), text(&other.stdout), "{format} --jobs {jobs}");
            assert_eq!(one.status.code(), other.status.code());
        }
    }
}

fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    doisoat().current_dir(folder).args(arguments).output().unwrap()
}

/// Validates a log against the schema of SARIF, which must refuse a broken one.
fn keeps_to_its_schema(log: &serde_json::Value) {
    let schema: serde_json::Value = serde_json::from_str(include_str!("schemas/sarif-2.1.0.json")).unwrap();
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("sarif.json", schema).unwrap();
    let index = compiler.compile("sarif.json", &mut schemas).unwrap();
    if let Err(error) = schemas.validate(log, index) {
        panic!("{error:#}");
    }
    let mut broken = log.clone();
    broken["runs"][0]["results"][0]["level"] = "bad".into();
    assert!(schemas.validate(&broken, index).is_err(), "the schema refuses nothing");
}

#[test]
fn sarif_keeps_to_its_schema() {
    let output = run(&["check", "--format", "sarif", "--fail-on", "never"]);
    assert_eq!(output.status.code(), Some(0));
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    keeps_to_its_schema(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    }
}

#[test]
fn accepted_findings_are_suppressed_in_sarif() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/accepted.in");
    let output =
        doisoat().current_dir(&folder).args(["check", "--format", "sarif", "mot.md", "chu-thich.md"]).output().unwrap();
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let mut kinds: Vec<&str> = Vec::new();
    for result in results {
        for suppression in result["suppressions"].as_array().unwrap() {
            assert_eq!(suppression["status"], "accepted");
            assert!(!suppression["justification"].as_str().unwrap().is_empty());
            kinds.push(suppression["kind"].as_str().unwrap());
        }
    }
    kinds.sort_unstable();
    assert_eq!(kinds, ["external", "inSource"], "{results:#?}");
    // What nobody accepted is there as ever.
    let open = run_in(&folder, &["check", "--format", "short", "mot.md", "chu-thich.md"]);
    let suppressed = results.iter().filter(|r| r["suppressions"].as_array().is_some_and(|s| !s.is_empty())).count();
    assert_eq!(results.len() - suppressed, text(&open.stdout).lines().count());
    keeps_to_its_schema(&log);
}

#[test]
fn seeding_counts_only_what_the_configuration_lets_through() {
    let folder = tempfile();
    let draft = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/seed.in/xa.md");
    std::fs::copy(&draft, folder.join("xa.md")).unwrap();
    let caught = |folder: &Path| {
        let output = run_in(folder, &["seed-errors", "--format", "json", "xa.md"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let lines = text(&output.stdout).lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap());
        lines.filter(|l| l["type"] == "class").map(|l| l["caught"].as_u64().unwrap()).sum::<u64>()
    };
    assert!(caught(&folder) > 10);
    let off: String =
        ["arithmetic", "consistency", "notation", "table"].iter().map(|group| format!("{group} = 'off'\n")).collect();
    std::fs::write(folder.join("doisoat.toml"), format!("[rules]\n{off}")).unwrap();
    let left = caught(&folder);
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(left, 0);
}

#[test]
fn json_points_at_the_bytes_of_the_file() {
    let output = run(&["check", "--format", "json", "sai.md"]);
    assert_eq!(output.status.code(), Some(1));
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/drafts.in/sai.md")).unwrap();
    let lines: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(!lines.is_empty());
    for line in lines {
        let at = |end: &str| line[end]["byte"].as_u64().unwrap() as usize;
        let place = text(&bytes[at("start")..at("end")]);
        assert!(line["message"].as_str().unwrap().contains(place.trim_end_matches('%')), "{place}: {line}");
        let (row, column) = (line["start"]["line"].as_u64().unwrap(), line["start"]["column"].as_u64().unwrap());
        let row = text(&bytes).lines().nth(row as usize - 1).unwrap();
        assert!(row.chars().skip(column as usize - 1).collect::<String>().starts_with(place));
    }
}

#[test]
fn standard_input_is_read() {
    let mut child = doisoat()
        .args(["check", "--format", "short", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let draft = include_bytes!("cli/drafts.in/sai.md");
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), draft).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).starts_with("-:"), "{}", text(&output.stdout));
}

#[test]
fn a_word_file_is_read_and_a_damaged_one_is_named() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let word = root.join("tests/dialects/goc.docx");
    let output = run(&["figures", "--format", "json", word.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).lines().count() > 20);
    let folder = tempfile();
    let half = folder.join("nửa.docx");
    let bytes = std::fs::read(&word).unwrap();
    std::fs::write(&half, &bytes[..bytes.len() / 2]).unwrap();
    let output = run(&["check", "--lang", "en", half.to_str().unwrap()]);
    std::fs::remove_dir_all(folder).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("nửa.docx: the .docx file is cut off"), "{}", text(&output.stderr));
}

/// Escapes, control strings, C1 controls, marks that turn the direction of writing.
const ACTING: &str =
    "\u{1b}[31m\u{1b}]0;x\u{7}\u{1b}Pq\u{9b}2J\u{9d}0;y\u{9c}\u{202e}\u{2066}\u{2069}\u{200f}\u{61c}\u{8}";

#[test]
fn nothing_in_a_draft_acts_on_the_terminal() {
    let folder = tempfile();
    let a = ACTING;
    let slip = format!("Giáo{a} dục. Toàn huyện có 24/41 trường đạt chuẩn, chiếm 68,54%. {a} Hết.");
    let text_of = |more: &str| {
        format!(
            "# I. GIÁO{a} DỤC\n\n{slip} Đạt ...{a} tỷ đồng.{more}\n\n| Xã{a} | Hộ{a} |\n|---|---|\n| A{a} | 1{a}2 |\n"
        )
    };
    // A control character is no name on every system.
    let name = if cfg!(unix) { format!("dự{a} thảo.md") } else { "dự thảo.md".to_owned() };
    std::fs::write(folder.join(&name), text_of("")).unwrap();
    std::fs::write(folder.join("mới.md"), text_of(&format!(" Có {a}12{a} hộ.{a}"))).unwrap();
    let (old, new) = (folder.join(&name), folder.join("mới.md"));
    let (old, new) = (old.to_str().unwrap(), new.to_str().unwrap());
    let runs: [&[&str]; 12] = [
        &["check", "-v", old],
        &["check", "-v", "--format", "short", old],
        &["check", "--format", "github", old],
        &["check", "--format", "html", old],
        &["claims", old],
        &["claims", "--uncovered", old],
        &["figures", old],
        &["diff", old, new],
        &["seed-errors", old],
        &["accept", old, "--reason", a],
        &["accept", "--list", old],
        &["annotate", old],
    ];
    let mut printed = 0;
    for arguments in runs {
        let output = run(arguments);
        printed += output.stdout.len();
        for stream in [text(&output.stdout), text(&output.stderr)] {
            let acts = |c: char| (c.is_control() && c != '\n') || (ACTING.contains(c) && !c.is_ascii_graphic());
            assert!(!stream.contains(acts), "{arguments:?}: {stream:?}");
        }
        // Something else is left of the sentence than nothing.
        assert!(arguments[0] != "check" || text(&output.stdout).contains("68"), "{arguments:?}");
    }
    std::fs::remove_dir_all(folder).unwrap();
    assert!(printed > 10_000, "{printed}");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named_and_the_others_are_checked() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile();
    let (locked, open) = (folder.join("a.md"), folder.join("b.md"));
    std::fs::write(&locked, "Có 5 hộ.").unwrap();
    std::fs::write(&open, "Có 5 hộ.").unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Root may read everything; there is nothing to see then.
    let readable = std::fs::read(&locked).is_ok();
    let output = run(&["check", "--lang", "en", "-v", folder.to_str().unwrap()]);
    std::fs::remove_dir_all(folder).unwrap();
    let complaints = text(&output.stderr);
    assert!(complaints.contains("b.md: read as"), "{complaints}");
    if !readable {
        assert_eq!(output.status.code(), Some(2));
        assert!(complaints.contains("a.md: no permission"), "{complaints}");
    }
}

/// A folder of its own for the calling test.
fn tempfile() -> std::path::PathBuf {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("doisoat-test-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn seeding_draws_the_same_for_the_same_seed_and_leaves_the_draft_alone() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/seed.in/xa.md");
    let before = std::fs::read(&path).unwrap();
    let seeded = |more: &[&str]| {
        let output = run(&[&["seed-errors", "--format", "json", path.to_str().unwrap()], more].concat());
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
        text(&output.stdout).to_owned()
    };
    let first = seeded(&["--jobs", "1"]);
    assert_eq!(first, seeded(&["--jobs", "3"]));
    assert_ne!(first, seeded(&["--seed", "2"]));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let lines: Vec<serde_json::Value> = first.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let of = |kind: &str| lines.iter().filter(|l| l["type"] == kind).collect::<Vec<_>>();
    assert_eq!(of("class").len(), 6);
    let tried: u64 = of("class").iter().map(|l| l["tried"].as_u64().unwrap()).sum();
    assert_eq!(tried, of("slip").len() as u64);
    for slip in of("slip") {
        let at = slip["start"]["byte"].as_u64().unwrap() as usize..slip["end"]["byte"].as_u64().unwrap() as usize;
        assert_eq!(text(&before[at]), slip["before"], "the place is that of the untouched file");
        assert_eq!(slip["caught"].as_bool().unwrap(), !slip["rules"].as_array().unwrap().is_empty());
    }
}

#[test]
fn a_word_file_is_seeded_like_any_other_draft() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialects/goc.docx");
    let output = run(&["seed-errors", "--per-class", "3", "--format", "json", path.to_str().unwrap()]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    assert!(text(&output.stdout).lines().any(|l| l.contains(r#""caught":true"#)));
}

#[test]
fn init_writes_a_configuration_once_and_never_over_another() {
    let folder = tempfile();
    let name = folder.join("doisoat.toml");
    let init = || run(&["init", "--lang", "en", folder.to_str().unwrap()]);
    let first = init();
    let written = std::fs::read_to_string(&name).unwrap();
    assert_eq!((first.status.code(), written.as_str()), (Some(0), doisoat::config::INIT));
    assert!(text(&first.stdout).contains("entry: doisoat check"), "{}", text(&first.stdout));
    std::fs::write(&name, "lang = 'x'\n").unwrap();
    let second = init();
    let kept = std::fs::read_to_string(&name).unwrap();
    let left = std::fs::read_dir(&folder).unwrap().count();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!((second.status.code(), kept.as_str(), left), (Some(2), "lang = 'x'\n", 1));
    assert!(text(&second.stderr).contains("the file exists"), "{}", text(&second.stderr));
    let nowhere = run(&["init", "--lang", "en", folder.to_str().unwrap()]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(&nowhere.stderr).contains("cannot be written"), "{}", text(&nowhere.stderr));
}

#[test]
fn a_result_goes_into_a_file_whole_and_never_over_a_draft() {
    let folder = tempfile();
    let draft = folder.join("sai.md");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/drafts.in/sai.md");
    std::fs::copy(&source, &draft).unwrap();
    let name = |p: &Path| p.to_str().unwrap().to_string();
    for format in ["html", "human", "json", "sarif"] {
        let printed = run(&["check", "--format", format, &name(&draft)]);
        let file = folder.join("kết quả.html");
        std::fs::write(&file, "cũ").unwrap();
        let written = run(&["check", "--format", format, &name(&draft), "-o", &name(&file)]);
        assert_eq!(text(&written.stdout), "", "{format}");
        assert_eq!(written.status.code(), Some(1), "{format}");
        assert_eq!(std::fs::read(&file).unwrap(), printed.stdout, "{format}");
        std::fs::remove_file(&file).unwrap();
    }
    let over = run(&["check", "--format", "html", &name(&folder), "-o", &name(&draft)]);
    assert_eq!(over.status.code(), Some(2));
    assert!(text(&over.stderr).contains("không bị ghi đè"), "{}", text(&over.stderr));
    assert_eq!(std::fs::read(&draft).unwrap(), std::fs::read(&source).unwrap());
    let nowhere = run(&["check", &name(&draft), "-o", &name(&folder.join("không có/a.html"))]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(&nowhere.stderr).contains("không ghi được"), "{}", text(&nowhere.stderr));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "nothing is left behind");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn whatever_is_found_can_be_accepted_and_stays_accepted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile();
    for from in ["examples", "tests/tables", "tests/dialects"] {
        for entry in std::fs::read_dir(root.join(from)).unwrap() {
            let path = entry.unwrap().path();
            let draft = path.extension().is_some_and(|e| e == "md" || e == "docx" || e == "txt");
            if draft && !path.ends_with("README.md") {
                std::fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    let on = |arguments: &[&str]| run(&[arguments, &[folder.to_str().unwrap()]].concat());
    let found = text(&on(&["check", "--format", "json"]).stdout).lines().count();
    assert!(found > 100, "{found}");
    let accepted = on(&["accept", "--lang", "en", "--reason", "x"]);
    assert!(text(&accepted.stdout).starts_with(&format!("Accepted {found} ")), "{}", text(&accepted.stdout));
    let sidecar = folder.join("doisoat.accepted.toml");
    let written = std::fs::read(&sidecar).unwrap();
    let after = on(&["check", "--format", "short"]);
    let list = on(&["accept", "--list", "--lang", "en"]);
    let pruned = on(&["accept", "--prune"]);
    let kept = std::fs::read(&sidecar).unwrap() == written;
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!((text(&after.stdout), after.status.code()), ("", Some(0)));
    assert_eq!((text(&list.stdout), list.status.code()), ("Every accepted entry still matches.\n", Some(0)));
    assert_eq!((pruned.status.code(), kept), (Some(0), true));
}

#[test]
fn figures_go_into_a_file_once_and_are_read_from_it_again() {
    let folder = tempfile();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/facts.in/xa");
    for name in ["ta-xom.md", "pa-ma.md"] {
        std::fs::copy(from.join(name), folder.join(name)).unwrap();
    }
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    for (draft, file) in [("ta-xom.md", "a.toml"), ("ta-xom.md", "a.csv"), ("", "bang.csv")] {
        let (draft, file) = (path(draft), path(file));
        let written = run(&["facts", "--lang", "en", &draft, "-o", &file]);
        assert_eq!(written.status.code(), Some(0), "{}", text(&written.stderr));
        assert!(text(&written.stdout).starts_with(&format!("Wrote {file}: ")), "{}", text(&written.stdout));
        let before = std::fs::read(&file).unwrap();
        let again = run(&["facts", "--lang", "en", &draft, "-o", &file]);
        assert_eq!((again.status.code(), std::fs::read(&file).unwrap()), (Some(2), before.clone()));
        assert!(text(&again.stderr).contains("the file exists"), "{}", text(&again.stderr));
        let forced = run(&["facts", "--force", &draft, "-o", &file]);
        assert_eq!((forced.status.code(), std::fs::read(&file).unwrap()), (Some(0), before));
        // Compared, and nothing found.
        let checked = run(&["check", "--lang", "en", "--facts", &file, &draft]);
        assert_eq!(checked.status.code(), Some(0));
        assert!(text(&checked.stdout).contains("With reference figures: "), "{}", text(&checked.stdout));
        assert!(text(&checked.stdout).contains("Nothing found"), "{}", text(&checked.stdout));
    }
    let table = path("bang.csv");
    // A row of one commune is not for another.
    let other = std::fs::read_to_string(&table).unwrap().replace("5914", "5194");
    std::fs::write(&table, other).unwrap();
    let checked = run(&["check", "--format", "short", "--facts", &table, &path("")]);
    assert_eq!(text(&checked.stdout).lines().count(), 1, "{}", text(&checked.stdout));
    assert!(text(&checked.stdout).contains("ta-xom.md:11"), "{}", text(&checked.stdout));
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 5, "{left:?}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_folder_outside_of_any_repository_has_nothing_before() {
    let folder = tempfile();
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/drafts.in/sai.md"), folder.join("a.md"))
        .unwrap();
    let run = run(&["check", "--lang", "en", "--since", "HEAD", folder.to_str().unwrap()]);
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(run.status.code(), Some(2));
    assert!(
        text(&run.stdout).is_empty() && text(&run.stderr).contains("lies in no git repository"),
        "{}",
        text(&run.stderr)
    );
}

#[test]
fn a_result_that_cannot_be_written_leaves_the_file_that_was_there() {
    let folder = tempfile();
    let report = folder.join("a.json");
    std::fs::write(&report, "before").unwrap();
    let one = |arguments: &[&str]| run(&[&["check", "-o", report.to_str().unwrap()], arguments].concat()).status.code();
    // A format that check does not write, a reference that is not there: nothing is replaced.
    assert_eq!(one(&["--format", "csv", "sai.md"]), Some(2));
    assert_eq!(std::fs::read_to_string(&report).unwrap(), "before");
    assert_eq!(one(&["--format", "json", "sai.md"]), Some(1));
    assert!(std::fs::read_to_string(&report).unwrap().starts_with("{\"type\":\"finding\""));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "nothing else is left there");
    std::fs::remove_dir_all(&folder).unwrap();
}
