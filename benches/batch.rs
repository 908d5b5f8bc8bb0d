//! All communes of a country in one run: time and memory of whole processes.
//!
//! `cargo bench --bench batch` writes 3,300 invented reports of 160 kB and their roll-up (530 MB) into the folder
//! of the build, measures, and removes them. `cargo bench --bench batch -- 100` takes another number of reports,
//! `-- 100 FOLDER` writes them into a folder and leaves them there. Time and memory are read from `/proc`: Linux.

mod drafts;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_doisoat");
/// The communes of Viet Nam since 2025, about.
const COMMUNES: usize = 3_300;
const BYTES: usize = 160_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let count = arguments.first().and_then(|a| a.parse().ok()).unwrap_or(COMMUNES);
    let kept = arguments.get(1).map(PathBuf::from);
    let folder = kept.clone().unwrap_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("batch"));
    let bytes = write(&folder, count);
    println!("{count} reports and a roll-up, {} MB\n", bytes / 1_000_000);
    println!("| what | time | CPU time | memory at most |\n| --- | --- | --- | --- |");
    let batch = folder.join("doisoat.toml");
    let bare = folder.join("bare.toml");
    let out = folder.join("so-lieu.csv");
    let _ = std::fs::remove_file(&out);
    let out = out.to_string_lossy();
    let runs: [(&str, &Path, &[&str]); 4] = [
        ("`check --format json`", &bare, &["check", "--format", "json"]),
        ("on one thread", &bare, &["check", "--format", "json", "--jobs", "1"]),
        ("`facts DIR`", &bare, &["facts", "-o", &out]),
        ("`check` with `[batch]`", &batch, &["check", "--format", "json"]),
    ];
    for (name, config, arguments) in runs {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).arg("--config").arg(config).arg(&folder);
        let (wall, cpu, peak) = measured(command.stdout(Stdio::null()).stderr(Stdio::null()));
        let cpu = cpu.map_or_else(|| "?".to_owned(), |t| format!("{:.1} s", t.as_secs_f64()));
        let peak = peak.map_or_else(|| "?".to_owned(), |kb| format!("{:.1} MiB", kb as f64 / 1024.0));
        println!("| {name} | {:.1} s | {cpu} | {peak} |", wall.as_secs_f64());
    }
    if kept.is_none() {
        let _ = std::fs::remove_dir_all(&folder);
    }
}

/// Writes the reports, the roll-up and two configurations; gives the bytes of the drafts.
fn write(folder: &Path, count: usize) -> usize {
    let communes = folder.join("xa");
    std::fs::create_dir_all(&communes).expect("a folder");
    let put = |path: PathBuf, text: String| {
        std::fs::write(path, &text).expect("a file in the folder");
        text.len()
    };
    put(folder.join("doisoat.toml"), "[batch]\ncommunes = [\"xa/*.md\"]\nrollup = [\"tong-hop.md\"]\n".to_owned());
    put(folder.join("bare.toml"), String::new());
    let reports = (0..count).map(|i| put(communes.join(format!("{i:04}.md")), drafts::report(i, BYTES)));
    reports.sum::<usize>() + put(folder.join("tong-hop.md"), drafts::rollup(count))
}

/// Wall time, CPU time and the greatest resident memory (kB) of a whole process.
fn measured(command: &mut Command) -> (Duration, Option<Duration>, Option<u64>) {
    let start = Instant::now();
    let mut child = command.spawn().expect("the program can be started");
    let process = PathBuf::from(format!("/proc/{}", child.id()));
    let (mut cpu, mut peak) = (None, None);
    loop {
        // Both only grow: what was read last before the end is the result.
        cpu = used(&process).or(cpu);
        peak = high_water(&process).or(peak);
        if child.try_wait().expect("the state of the program").is_some() {
            return (start.elapsed(), cpu, peak);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The CPU time of a process so far: ticks of a hundredth of a second.
fn used(process: &Path) -> Option<Duration> {
    let stat = std::fs::read_to_string(process.join("stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |i: usize| fields.get(i)?.parse::<u64>().ok();
    Some(Duration::from_millis((ticks(11)? + ticks(12)?) * 10)).filter(|t| !t.is_zero())
}

fn high_water(process: &Path) -> Option<u64> {
    let status = std::fs::read_to_string(process.join("status")).ok()?;
    status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.trim().parse().ok()
}
