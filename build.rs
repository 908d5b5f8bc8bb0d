//! Cuts the phrases of the tables the lexer reads into numbered words, so that no run has to: what is left to do at
//! start-up is to read the meaning of each row.

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

/// The tables by the names of their files.
const TABLES: [&str; 9] = ["cues", "units", "scales", "per", "inert", "hedges", "numerals", "periods", "joints"];

fn main() {
    let mut words: Vec<u64> = Vec::new();
    let mut out = String::new();
    for path in ["build.rs", "src/lexicon.rs", "src/figures/scan.rs", "src/work.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    for name in TABLES {
        let path = format!("rules/lexicon/{name}.tsv");
        println!("cargo::rerun-if-changed={path}");
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
        let rows = lexicon::rows(&text).unwrap_or_else(|e| panic!("{path}: {e}"));
        let mut rows: Vec<(Vec<usize>, Vec<&str>)> = rows.into_iter().map(|r| (cut(r[0], &mut words), r)).collect();
        // The longest phrase of each word first; of equal ones the first.
        rows.sort_by_key(|(words, _)| (words[0], std::cmp::Reverse(words.len())));
        table(&name.to_uppercase(), &rows, &mut out);
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

fn table(name: &str, rows: &[(Vec<usize>, Vec<&str>)], out: &mut String) {
    let mut starts = vec![(0, 0); rows.last().map_or(0, |(words, _)| words[0] + 1)];
    for (i, (words, _)) in rows.iter().enumerate() {
        let entry = &mut starts[words[0]];
        *entry = (if entry.1 == 0 { i } else { entry.0 }, i + 1);
    }
    let _ = writeln!(out, "pub static {name}: Table = Table {{ starts: &{starts:?}, rows: &[");
    for (words, cells) in rows {
        // The last column says why the row is there.
        let cells = &cells[..cells.len() - 1];
        let second = words.get(1).unwrap_or(&0);
        let others = words.get(2..).unwrap_or_default();
        let _ = writeln!(
            out,
            "    Row {{ first: {}, second: {second}, others: &{others:?}, cells: &{cells:?} }},",
            words[0]
        );
    }
    let _ = writeln!(out, "] }};");
}
