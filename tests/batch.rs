//! The batch set: every planted slip across drafts is found at its place, and nothing else fires.

use doisoat::batch::{self, Batch, Draft, Role};
use doisoat::check::{Options, check_document};
use doisoat::document::{self, Document};
use doisoat::finding::{Finding, Severity};
use doisoat::rules::{Group, rule};
use doisoat::source::{Encoding, Source, Span};
use serde_json::Value;
use std::path::PathBuf;

/// The sets: a district with the ways slips come, one with names that mislead, and a province with half-year reports.
const SETS: [(&str, usize); 3] = [("tests/batch", 11), ("tests/batch/names", 9), ("tests/batch/coast", 13)];

fn folder(set: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(set)
}

fn read(name: &str, text: &str) -> Document {
    document::read(Source::new(name, text.to_owned(), Encoding::Utf8), None)
}

fn lines(set: &str, name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder(set).join(name)).unwrap();
    text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// The drafts of the set, in the order of a run.
fn drafts(set: &str, count: usize) -> Vec<(String, Document)> {
    let mut names: Vec<String> = std::fs::read_dir(folder(set))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.ends_with(".md") && (n.starts_with(|c: char| c.is_ascii_digit()) || n == "tong-hop.md"))
        .collect();
    names.sort();
    assert_eq!(names.len(), count);
    let read_one = |name: String| {
        let text = std::fs::read_to_string(folder(set).join(&name)).unwrap();
        (name.clone(), read(&name, &text))
    };
    names.into_iter().map(read_one).collect()
}

fn role(name: &str) -> Role {
    if name.starts_with("tong-hop") { Role::Rollup } else { Role::Commune }
}

fn batch_of(drafts: &[(String, Document)]) -> Batch {
    let mut batch =
        Batch::new(drafts.iter().map(|(name, document)| Draft::of(document, role(name), None)).collect(), true);
    for index in batch.suspects() {
        batch.recall(index, &drafts[index].1);
    }
    batch
}

/// A finding as file, rule and code points of the file.
struct Found {
    file: String,
    finding: Finding,
    chars: (u64, u64),
    /// Its other places: the parts of a sum that does not close.
    labels: Vec<(u64, u64)>,
}

impl Found {
    fn new(file: &str, document: &Document, finding: Finding) -> Found {
        let text = document.source.text();
        let chars = |end: u32| text[..end as usize].chars().count() as u64;
        let ends = |span: Span| (chars(span.start), chars(span.end));
        let labels = finding.labels.iter().map(|l| ends(l.span)).collect();
        Found { file: file.to_owned(), chars: ends(finding.span), labels, finding }
    }

    /// Whether it stands where a line of the lists says.
    fn is_at(&self, line: &Value) -> bool {
        let rule = line["rule"].as_str().unwrap();
        let others = line["also_rule"].as_array().is_some_and(|a| a.iter().any(|r| r == self.finding.rule));
        let file = line["file"] == self.file.as_str() || line["also_file"] == self.file.as_str();
        let (start, end) = (line["char_start"].as_u64().unwrap(), line["char_end"].as_u64().unwrap());
        let meets = |chars: &(u64, u64)| chars.0 < end && start < chars.1;
        let here = meets(&self.chars) || line["also_file"] == self.file.as_str();
        file && ((self.finding.rule == rule && here) || (others && (here || self.labels.iter().any(meets))))
    }

    fn shown(&self) -> String {
        format!("{}: {} at {:?}: {}", self.file, self.finding.rule, self.chars, self.finding.message.vi)
    }
}

/// The findings of the rules of the batch, and those of each draft alone.
fn findings(drafts: &[(String, Document)]) -> (Vec<Found>, Vec<Found>) {
    let side_by_side = batch::check(&batch_of(drafts));
    let of_batch =
        side_by_side.into_iter().map(|(i, finding)| Found::new(&drafts[i].0, &drafts[i].1, finding)).collect();
    let alone = |(name, document): &(String, Document)| {
        let report = check_document(document.clone(), &Options::default());
        let loud = report.findings.into_iter().filter(|f| f.severity >= Severity::Warning);
        loud.map(|f| Found::new(name, document, f)).collect::<Vec<_>>()
    };
    (of_batch, drafts.iter().flat_map(alone).collect())
}

#[test]
fn every_planted_slip_is_found_and_nothing_else() {
    let all: Vec<String> = SETS.iter().flat_map(|(set, count)| faults(set, *count)).collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// What is wrong with the findings of a set.
fn faults(set: &str, count: usize) -> Vec<String> {
    let drafts = drafts(set, count);
    let (side_by_side, alone) = findings(&drafts);
    let (expected, traps) = (lines(set, "expected.jsonl"), lines(set, "traps.jsonl"));
    let here = |line: &&Value| line["rule"] != "stale-figure";
    let mut faults = Vec::new();
    for line in expected.iter().filter(here).filter(|l| l["optional"] != true) {
        if !side_by_side.iter().any(|f| f.finding.rule == line["rule"].as_str().unwrap() && f.is_at(line)) {
            faults.push(format!("not found: {line}"));
        }
    }
    for found in &side_by_side {
        if !expected.iter().any(|line| found.is_at(line)) {
            faults.push(format!("false alarm: {}", found.shown()));
        }
        if let Some(trap) = traps.iter().filter(here).find(|line| found.is_at(line)) {
            faults.push(format!("fell into {trap}: {}", found.shown()));
        }
        assert_eq!(rule(found.finding.rule).unwrap().group, Group::Batch);
    }
    // Alone, only what the README allows: Suối Khoai's unit, and what also_rule names.
    for found in &alone {
        if found.file != "06-suoi-khoai.md" && !expected.iter().any(|line| found.is_at(line)) {
            faults.push(format!("false alarm of a draft alone: {}", found.shown()));
        }
    }
    faults
}
