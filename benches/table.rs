//! One table: whole processes beside the floor, measured in the same run.
//!
//! `cargo bench --bench table`. The floor is this program started again: it reads the
//! file, checks UTF-8 by simdutf8 and parses with pulldown-cmark, counting events.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_doisoat");
/// Drafts of the batch.
const BATCH: usize = 200;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.get(1).is_some_and(|a| a == "floor") {
        let events: usize = arguments.iter().skip(2).map(|path| floor(Path::new(path))).sum();
        println!("{events}");
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("speed");
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("a file in the temporary folder");
        path
    };
    let empty = vec![file("empty.md", "\n")];
    let one = vec![file("draft.md", &draft(160_000, 1))];
    let large = vec![file("large.md", &draft(10_000_000, 2))];
    let batch: Vec<PathBuf> = (0..BATCH).map(|i| file(&format!("{i:04}.md"), &draft(160_000, 3 + i as u64))).collect();
    println!("| what | floor | doisoat | times | rumdl |\n| --- | --- | --- | --- | --- |");
    let rows: [(&str, &[PathBuf], &str, usize); 5] = [
        ("start-up, empty file", &empty, "1", 30),
        ("one draft of 160 kB", &one, "1", 20),
        ("10 MB on one thread", &large, "1", 3),
        ("200 drafts of 160 kB on one thread", &batch, "1", 2),
        ("200 drafts of 160 kB on all cores", &batch, "0", 2),
    ];
    for (name, files, jobs, runs) in rows {
        let this = std::env::current_exe().expect("the path of this program");
        let bare = best(runs, || command(&this, &["floor"], files));
        let ours = best(runs, || command(Path::new(PROGRAM), &["check", "--format", "json", "--jobs", jobs], files));
        let theirs = Command::new("rumdl").arg("--version").output().is_ok();
        let theirs = theirs.then(|| best(runs, || command(Path::new("rumdl"), &["check"], files)));
        let theirs = theirs.map_or_else(|| "not installed".to_string(), shown);
        let times = ours.as_secs_f64() / bare.as_secs_f64();
        println!("| {name} | {} | {} | {times:.1} | {theirs} |", shown(bare), shown(ours));
    }
    let _ = std::fs::remove_dir_all(&folder);
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

fn command(program: &Path, arguments: &[&str], files: &[PathBuf]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).args(files).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The shortest of some runs as whole processes.
fn best(runs: usize, make: impl Fn() -> Command) -> Duration {
    let one = || {
        let mut command = make();
        let start = Instant::now();
        command.status().expect("the program can be started");
        start.elapsed()
    };
    (0..runs).map(|_| one()).min().unwrap_or_default()
}

/// What no reader of Markdown can do without.
fn floor(path: &Path) -> usize {
    use pulldown_cmark::{Options, Parser};
    let bytes = std::fs::read(path).expect("the file can be read");
    let text = simdutf8::basic::from_utf8(&bytes).expect("the file is UTF-8");
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    Parser::new_ext(text, options).into_offset_iter().count()
}

/// An invented draft of about so many bytes; the same seed gives the same text.
fn draft(bytes: usize, seed: u64) -> String {
    let mut random = fastrand::Rng::with_seed(seed);
    let names = ["Pá Vạt", "Nậm Sỏi", "Khe Lừ", "Mường Lự", "Pa Hạ", "Nà Tủn"];
    let things = ["đàn trâu", "đàn lợn", "số hộ nghèo", "diện tích lúa", "số học sinh", "sản lượng ngô"];
    let units = ["con", "con", "hộ", "ha", "học sinh", "tấn"];
    let mut text = String::from("# BÁO CÁO\n\n");
    let mut section = 0;
    while text.len() < bytes {
        section += 1;
        let _ = writeln!(text, "## {section}. Tình hình xã {}\n", names[random.usize(..names.len())]);
        for _ in 0..6 {
            for _ in 0..5 {
                let i = random.usize(..things.len());
                let (base, change) = (random.u32(200..900), random.u32(2..90));
                let rate = f64::from(change) / f64::from(base) * 100.0;
                let _ = write!(
                    text,
                    "Năm 2024, {} của xã {} ước đạt {} {u}, tăng {change} {u} (tăng {}%) so với năm 2023; công tác \
                     tuyên truyền, vận động nhân dân tiếp tục được quan tâm thực hiện. ",
                    things[i],
                    names[random.usize(..names.len())],
                    base + change,
                    format!("{rate:.1}").replace('.', ","),
                    u = units[i],
                );
            }
            text.push_str("\n\n");
        }
        text.push_str("| STT | Bản | Số hộ | Hộ nghèo | Hộ khác |\n| --- | --- | --- | --- | --- |\n");
        for row in 1..=12 {
            let (all, poor) = (random.u32(60..200), random.u32(5..50));
            let _ = writeln!(text, "| {row} | {} | {all} | {poor} | {} |", names[row % names.len()], all - poor);
        }
        text.push('\n');
    }
    text
}
