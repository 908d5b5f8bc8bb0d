//! Cuts the phrases of the tables the lexer reads into numbered words and writes down what each means, so that no run
//! has to.

use std::fmt::Write as _;
use std::path::Path;

#[path = "src/lexicon.rs"]
#[allow(dead_code)]
mod lexicon;
#[path = "src/figures/scan.rs"]
#[allow(dead_code)]
mod scan;
#[path = "src/work.rs"]
#[allow(dead_code)]
mod work;

/// What `src/figures/scan.rs` asks of the document; no phrase has the mark of a note.
mod document {
    pub const NOTE_MARK: char = '\u{fffc}';
}

#[path = "src/figures/factor.rs"]
mod factor;

/// What a row means, as an expression of Rust; nothing where it is no row of the table.
type Meaning = fn(&[&str]) -> Option<String>;

/// The tables: the name of the file, that of the table, of what type the meanings of its rows are.
const TABLES: [(&str, &str, &str, Meaning); 10] = [
    ("cues", "CUES", "Option<Cue>", |c| {
        Some(if c[1] == "-" { "None".to_owned() } else { format!("Some(Cue::{})", c[1]) })
    }),
    ("units", "UNITS", "UnitRow", |c| {
        let (key, factor) = (folded(c[2]), exact(c[3]));
        Some(format!("UnitRow {{ dimension: Dimension::{}, key: {key}, factor: {factor} }}", c[1]))
    }),
    ("scales", "SCALES", "ScaleRow", |c| {
        Some(format!("ScaleRow {{ factor: {}, money: {} }}", exact(c[1]), c[2] == "money"))
    }),
    ("per", "PER", "Cow<'static, str>", |c| Some(folded(c[1]))),
    ("inert", "INERT", "InertRow", |c| {
        let row = format!("InertRow {{ kind: Inert::{}, mode: Mode::{} }}", c[1], c[2]);
        (c[2] != "Behind").then_some(row)
    }),
    ("inert", "INERT_BEHIND", "Inert", |c| (c[2] == "Behind").then(|| format!("Inert::{}", c[1]))),
    ("hedges", "HEDGES", "HedgeRow", |c| {
        Some(format!("HedgeRow {{ hedge: Hedge::{}, behind: {} }}", c[1], c[2] == "behind"))
    }),
    ("numerals", "NUMERALS", "NumeralRow", |c| {
        Some(format!("NumeralRow {{ kind: NumeralKind::{}, value: {} }}", c[1], exact(c[2])))
    }),
    ("periods", "PERIODS", "PeriodWord", |c| Some(format!("PeriodWord::{}", c[1]))),
    ("joints", "JOINTS", "&'static [Joint]", |c| {
        let roles: Vec<String> = c[1].split(',').map(|role| format!("Joint::{}", role.trim())).collect();
        Some(format!("&[{}]", roles.join(", ")))
    }),
];

fn folded(text: &str) -> String {
    format!("Cow::Borrowed({:?})", lexicon::fold(text))
}

fn exact(text: &str) -> String {
    let (above, below) = factor::factor(text).unwrap_or_else(|| panic!("no factor: {text}"));
    format!("Exact::fraction({above}, {below})")
}

fn main() {
    let mut words: Vec<u64> = Vec::new();
    let mut out = String::new();
    for path in ["build.rs", "src/lexicon.rs", "src/figures/scan.rs", "src/figures/factor.rs", "src/work.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    for (file, name, meaning_type, meaning) in TABLES {
        let path = format!("rules/lexicon/{file}.tsv");
        println!("cargo::rerun-if-changed={path}");
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
        let rows = lexicon::rows(&text).unwrap_or_else(|e| panic!("{path}: {e}"));
        let rows = rows.into_iter().filter_map(|r| Some((r[0], meaning(&r)?)));
        let mut rows: Vec<(Vec<usize>, String)> = rows.map(|(phrase, m)| (cut(phrase, &mut words), m)).collect();
        // The longest phrase of each word first; of equal ones the first.
        rows.sort_by_key(|(words, _)| (words[0], std::cmp::Reverse(words.len())));
        table(name, meaning_type, &rows, &mut out);
    }
    let size = (2 * words.len()).next_power_of_two();
    let mut slots = vec![(0, 0); size];
    for (word, id) in words.iter().zip(1..) {
        let mut at = *word as usize % size;
        while slots[at].1 != 0 {
            at = (at + 1) % size;
        }
        slots[at] = (*word, id);
    }
    let _ = writeln!(out, "pub static WORDS: Words = Words {{ count: {}, slots: &{slots:?} }};", words.len());
    let folder = std::env::var("OUT_DIR").expect("cargo gives the folder");
    std::fs::write(Path::new(&folder).join("phrases.rs"), out).expect("the folder can be written to");
}

/// The numbers of a phrase's words, counted from 1.
fn cut(phrase: &str, words: &mut Vec<u64>) -> Vec<usize> {
    let mut numbers = Vec::new();
    scan::scan(phrase, |word| {
        let known = words.iter().position(|w| *w == word);
        let at = known.unwrap_or_else(|| {
            words.push(word);
            words.len() - 1
        });
        numbers.push(at + 1);
        0
    });
    numbers
}

fn table(name: &str, meaning: &str, rows: &[(Vec<usize>, String)], out: &mut String) {
    let mut starts = vec![(0, 0); rows.last().map_or(0, |(words, _)| words[0] + 1)];
    for (i, (words, _)) in rows.iter().enumerate() {
        let entry = &mut starts[words[0]];
        *entry = (if entry.1 == 0 { i } else { entry.0 }, i + 1);
    }
    let _ = writeln!(out, "pub static {name}: Table<{meaning}> = Table {{ starts: &{starts:?}, rows: &[");
    for (words, meaning) in rows {
        let second = words.get(1).unwrap_or(&0);
        let others = words.get(2..).unwrap_or_default();
        let _ = writeln!(
            out,
            "    Row {{ first: {}, second: {second}, others: &{others:?}, meaning: {meaning} }},",
            words[0]
        );
    }
    let _ = writeln!(out, "] }};");
}
