//! The table set of `tests/tables`: every planted slip found at its cell, no
//! other finding of the table group; and digits of right tables changed.

use doisoat::check::{Options, check};
use doisoat::finding::Finding;
use doisoat::rules::{Group, rule};
use doisoat::source::{Encoding, Source};
use serde::Deserialize;
use std::path::PathBuf;

#[derive(Deserialize)]
struct Planted {
    rule: String,
    #[serde(default)]
    also_rule: Vec<String>,
    cell: String,
    char_start: usize,
    char_end: usize,
    was: String,
    #[serde(default)]
    optional: bool,
}

struct Draft {
    name: String,
    text: String,
    planted: Vec<Planted>,
}

fn drafts() -> Vec<Draft> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/tables");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let is_draft = |p: &&PathBuf| p.extension().is_some_and(|e| e == "md") && !p.ends_with("README.md");
    paths
        .iter()
        .filter(is_draft)
        .map(|path| {
            let planted = std::fs::read_to_string(path.with_extension("expected.jsonl")).unwrap();
            Draft {
                name: path.file_stem().unwrap().to_string_lossy().into_owned(),
                text: std::fs::read_to_string(path).unwrap(),
                planted: planted.lines().map(|l| serde_json::from_str(l).unwrap()).collect(),
            }
        })
        .collect()
}

/// Findings of the table group, with their places in code points.
fn findings(text: &str) -> Vec<(Finding, usize, usize)> {
    let report = check(Source::new("a.md", text.to_owned(), Encoding::Utf8), &Options::default());
    let chars = |byte: u32| text[..byte as usize].chars().count();
    report
        .findings
        .into_iter()
        .filter(|f| rule(f.rule).is_some_and(|r| r.group == Group::Table))
        .map(|f| {
            let (start, end) = (chars(f.span.start), chars(f.span.end));
            (f, start, end)
        })
        .collect()
}

/// What is wrong with the findings of a draft, a line each.
fn differences(draft: &Draft) -> Vec<String> {
    let found = findings(&draft.text);
    let mut used = vec![false; found.len()];
    let mut out = Vec::new();
    for planted in &draft.planted {
        let rule_fits = |f: &Finding| f.rule == planted.rule || planted.also_rule.iter().any(|r| r == f.rule);
        let hit = found.iter().position(|(f, start, end)| {
            let meets = *start < planted.char_end && planted.char_start < *end;
            rule_fits(f) && (meets || f.rule == "unreadable-table")
        });
        match hit {
            Some(i) => used[i] = true,
            None if planted.optional => {}
            None => {
                out.push(format!("{}: missed {} “{}” (was {})", draft.name, planted.rule, planted.cell, planted.was))
            }
        }
    }
    for ((finding, start, _), used) in found.iter().zip(used) {
        if !used {
            out.push(format!("{}: false alarm at {start}: {}: {}", draft.name, finding.rule, finding.message.vi));
        }
    }
    out
}

#[test]
fn every_planted_slip_and_nothing_else() {
    let drafts = drafts();
    assert!(drafts.len() >= 31);
    let wrong: Vec<String> = drafts.iter().flat_map(differences).collect();
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}
