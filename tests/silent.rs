//! What looks inconsistent and is right (`tests/silent.md`): each example alone gives no error and no warning.

use doisoat::check::{Options, check};
use doisoat::finding::Severity;
use doisoat::source::{Encoding, Source};

/// The points of the policy of false alarms, each a section; more may follow.
const POINTS: usize = 20;

#[test]
fn what_looks_inconsistent_and_is_right_is_left_alone() {
    let text = include_str!("silent.md");
    let mut loud = Vec::new();
    let sections: Vec<&str> = text.split("\n## ").skip(1).collect();
    assert!(sections.len() >= POINTS);
    for section in sections {
        let (title, rest) = section.split_once('\n').unwrap();
        let examples: Vec<&str> = rest.split("```md\n").skip(1).filter_map(|e| e.split("\n```").next()).collect();
        assert!(!examples.is_empty(), "{title}");
        for example in examples {
            let report = check(Source::new("silent.md", example.to_owned(), Encoding::Utf8), &Options::default());
            let found = report.findings.iter().filter(|f| f.severity > Severity::Note);
            loud.extend(found.map(|f| format!("{title}: {}: {}: {example}", f.rule, f.message.vi)));
        }
    }
    assert!(loud.is_empty(), "\n{}", loud.join("\n"));
}
