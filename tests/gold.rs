//! The gold drafts of `tests/gold`: what is planted in them is found, and nothing else is called an
//! error or a warning. The floors of `tests/gold/floors.json` only rise.

use doisoat::check::{Options, check};
use doisoat::finding::{Finding, Severity};
use doisoat::rules::{Group, rule};
use doisoat::source::{Encoding, Source};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// A row of a gold file; the other fields are for readers.
#[derive(Deserialize)]
struct Row {
    id: String,
    char_start: usize,
    char_end: usize,
    kind: String,
    verdict: String,
    severity: String,
    group: Option<String>,
    #[serde(default)]
    related: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    char_start: usize,
    char_end: usize,
}

/// What a draft must reach: defects found, and findings beside them that are allowed.
#[derive(Deserialize, Debug)]
struct Floor {
    errors: usize,
    warnings: usize,
    notes: usize,
    /// At most so many errors and warnings that touch no defect.
    false_alarms: usize,
}

/// Kinds of defects that findings of notation and completeness answer for.
const TEXT_KINDS: [&str; 9] =
    ["placeholder", "residue", "year", "repeat", "other", "typo_number", "bracket", "unit", "duplicate_total"];

fn touch(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Every byte range a finding points at.
fn places(finding: &Finding) -> Vec<Range<usize>> {
    let spans = std::iter::once(finding.span).chain(finding.labels.iter().map(|l| l.span));
    spans.map(|s| s.start as usize..s.end as usize).collect()
}

fn answers(finding: &Finding, row: &Row, at: &[Range<usize>]) -> bool {
    let group = rule(finding.rule).map(|r| r.group);
    let fits = match group {
        Some(Group::Completeness | Group::Notation) => TEXT_KINDS.contains(&row.kind.as_str()),
        _ => true,
    };
    fits && places(finding).iter().any(|p| at.iter().any(|q| touch(p, q)))
}

fn score(name: &str, floor: &Floor) -> Vec<String> {
    let folder = Path::new("tests/gold");
    let text = std::fs::read_to_string(folder.join(format!("{name}.md"))).unwrap();
    let rows = std::fs::read_to_string(folder.join(format!("{name}.gold.jsonl"))).unwrap();
    let rows: Vec<Row> = rows.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let source = Source::new(name, text.clone(), Encoding::Utf8);
    let findings = check(source, &Options::default()).findings;
    let ranges = |row: &Row| -> Vec<Range<usize>> {
        let own = std::iter::once((row.char_start, row.char_end));
        own.chain(row.related.iter().map(|p| (p.char_start, p.char_end))).map(|(a, b)| bytes[a]..bytes[b]).collect()
    };
    let is_defect = |r: &&Row| matches!(r.verdict.as_str(), "wrong" | "suspicious" | "truncated");
    let mut defects: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(is_defect) {
        defects.entry(row.group.as_deref().unwrap_or(&row.id)).or_default().push(row);
    }
    // A group that shows in several places may also hold the right figures that depend on the wrong one.
    let grouped = |r: &&Row| r.group.as_deref().is_some_and(|g| defects.contains_key(g));
    let mut found = BTreeMap::from([("error", 0), ("warning", 0), ("note", 0)]);
    for rows in defects.values() {
        let worst = ["error", "warning", "note"].into_iter().find(|s| rows.iter().any(|r| r.severity == *s));
        if rows.iter().any(|r| findings.iter().any(|f| answers(f, r, &ranges(r)))) {
            *found.entry(worst.unwrap_or("note")).or_insert(0) += 1;
        }
    }
    let beside = findings.iter().filter(|f| {
        let known = rows
            .iter()
            .filter(|r| is_defect(r) || grouped(r))
            .any(|r| places(f).iter().any(|p| ranges(r).iter().any(|q| touch(p, q))));
        f.severity > Severity::Note && !known
    });
    let beside: Vec<String> = beside.map(|f| format!("{}: {}", f.rule, f.message.vi)).collect();
    let mut short = Vec::new();
    for (severity, wanted) in [("error", floor.errors), ("warning", floor.warnings), ("note", floor.notes)] {
        if found[severity] < wanted {
            short.push(format!(
                "{name}: {} defects of severity {severity} found, the floor is {wanted}",
                found[severity]
            ));
        }
    }
    if beside.len() > floor.false_alarms {
        short.push(format!("{name}: {} findings beside the defects: {beside:#?}", beside.len()));
    }
    println!("{name}: {found:?}, {} beside", beside.len());
    short
}

#[test]
fn planted_defects_are_found_and_nothing_else() {
    let floors = std::fs::read_to_string("tests/gold/floors.json").unwrap();
    let floors: BTreeMap<String, Floor> = serde_json::from_str(&floors).unwrap();
    let drafts = std::fs::read_dir("tests/gold")
        .unwrap()
        .filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().ends_with(".gold.jsonl"));
    assert_eq!(drafts.count(), floors.len(), "every draft has its floor");
    let short: Vec<String> = floors.iter().flat_map(|(name, floor)| score(name, floor)).collect();
    assert!(short.is_empty(), "\n{}", short.join("\n"));
}
