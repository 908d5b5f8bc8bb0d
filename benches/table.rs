//! One table: whole processes beside the floor, measured in the same run.
//!
//! `cargo bench --bench table`. The floor is this program started again: it reads the
//! file, checks UTF-8 by simdutf8 and parses with pulldown-cmark, counting events. Where rumdl
//! is installed (`pip install rumdl`), the last column is what it takes without its cache.

mod drafts;

use drafts::draft;
use std::fmt::Write as _;
use std::io::Write as _;
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
        let theirs = theirs.then(|| best(runs, || command(Path::new("rumdl"), &["check", "--no-cache"], files)));
        let theirs = theirs.map_or_else(|| "not installed".to_string(), shown);
        let times = ours.as_secs_f64() / bare.as_secs_f64();
        println!("| {name} | {} | {} | {times:.1} | {theirs} |", shown(bare), shown(ours));
    }
    println!("\n| what | its text | doisoat | times |\n| --- | --- | --- | --- |");
    let drafts =
        [("a Word file of 160 kB of text", &one, draft(160_000, 1), 20), ("of 10 MB", &large, draft(10_000_000, 2), 3)];
    for (name, text, draft, runs) in drafts {
        let path = folder.join("draft.docx");
        std::fs::write(&path, word(&draft)).expect("a file in the temporary folder");
        let check = |files: &[PathBuf]| {
            best(runs, || command(Path::new(PROGRAM), &["check", "--format", "json", "--jobs", "1"], files))
        };
        let (text, word) = (check(text), check(&[path]));
        println!("| {name} | {} | {} | {:.1} |", shown(text), shown(word), word.as_secs_f64() / text.as_secs_f64());
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

/// The same draft as a Word file: headings by their styles, tables, and runs of a few words each, as Word cuts them.
fn word(draft: &str) -> Vec<u8> {
    let mut body = String::new();
    let mut rows = 0;
    for line in draft.lines().filter(|l| !l.is_empty() && !l.starts_with("| ---")) {
        let cells = line.strip_prefix("| ").and_then(|l| l.strip_suffix(" |"));
        body += match (cells.is_some(), rows) {
            (true, 0) => "<w:tbl>",
            (false, 1..) => "</w:tbl>",
            _ => "",
        };
        rows = if cells.is_some() { rows + 1 } else { 0 };
        match cells {
            Some(cells) => {
                body += "<w:tr>";
                for cell in cells.split(" | ") {
                    let _ = write!(body, "<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>");
                }
                body += "</w:tr>";
            }
            None => paragraph(&mut body, line),
        }
    }
    if rows > 0 {
        body += "</w:tbl>";
    }
    let part =
        |inner: &str| format!("<{inner} xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">");
    let document = format!("{}<w:body>{body}</w:body></w:document>", part("w:document"));
    let level = |n: u32| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"H{n}\"><w:name w:val=\"heading {n}\"/><w:pPr><w:outlineLvl \
             w:val=\"{}\"/></w:pPr></w:style>",
            n - 1
        )
    };
    let styles = format!("{}{}{}</w:styles>", part("w:styles"), level(1), level(2));
    let base = "http://schemas.openxmlformats.org";
    let rels = format!(
        "<Relationships xmlns=\"{base}/package/2006/relationships\"><Relationship Id=\"r1\" \
         Type=\"{base}/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>"
    );
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let parts = [("word/document.xml", document), ("word/styles.xml", styles), ("word/_rels/document.xml.rels", rels)];
    for (name, xml) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("an archive in memory");
        archive.write_all(xml.as_bytes()).expect("an archive in memory");
    }
    archive.finish().expect("an archive in memory").into_inner()
}

fn paragraph(body: &mut String, line: &str) {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    *body += "<w:p>";
    if level > 0 {
        let _ = write!(body, "<w:pPr><w:pStyle w:val=\"H{level}\"/></w:pPr>");
    }
    let words: Vec<&str> = text.trim_start().split_inclusive(' ').collect();
    for run in words.chunks(9) {
        let _ = write!(
            body,
            "<w:r w:rsidRPr=\"00A1B2C3\"><w:rPr><w:rFonts w:ascii=\"Times New Roman\"/><w:sz w:val=\"28\"/></w:rPr><w:t \
             xml:space=\"preserve\">{}</w:t></w:r>",
            run.concat()
        );
    }
    *body += "</w:p>";
}
