//! Two drafts of one report side by side, against the expected findings of the batch set.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The findings that a second draft introduces stand where the lists of its set say, and nowhere else.
#[test]
fn every_stale_figure_of_the_second_draft_is_found_and_nothing_else() {
    for set in ["tests/batch", "tests/batch/coast"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(set);
        let output = Command::new(env!("CARGO_BIN_EXE_doisoat"))
            .current_dir(&folder)
            .args(["diff", "--format", "json", "lan-1.md", "lan-2.md"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        let json = |text: &str| -> Vec<serde_json::Value> {
            text.lines().filter(|l| !l.is_empty()).map(|l| serde_json::from_str(l).unwrap()).collect()
        };
        let draft = std::fs::read_to_string(folder.join("lan-2.md")).unwrap();
        let mut found = BTreeSet::new();
        for line in json(std::str::from_utf8(&output.stdout).unwrap()).iter().filter(|l| l["rule"].is_string()) {
            let at = |end: &str| line[end]["byte"].as_u64().unwrap() as usize;
            let text = draft[at("start")..at("end")].to_owned();
            found.insert((line["rule"].as_str().unwrap().to_owned(), line["start"]["line"].as_u64().unwrap(), text));
        }
        let expected = json(&std::fs::read_to_string(folder.join("expected.jsonl")).unwrap());
        let of_draft = || expected.iter().filter(|l| l["file"] == "lan-2.md");
        let places = |l: &serde_json::Value| -> Vec<(String, u64, String)> {
            let place = |rule: &serde_json::Value| {
                let text = |v: &serde_json::Value| v.as_str().unwrap().to_owned();
                (text(rule), l["line"].as_u64().unwrap(), text(&l["text"]))
            };
            [&l["rule"]].into_iter().chain(l["also_rule"].as_array().into_iter().flatten()).map(place).collect()
        };
        assert!(of_draft().next().is_some());
        for line in of_draft().filter(|l| l["optional"] != true) {
            assert!(places(line).iter().any(|p| found.contains(p)), "{set}: not found: {line}, but {found:#?}");
        }
        let known: BTreeSet<_> = of_draft().flat_map(places).collect();
        let beside: Vec<_> = found.difference(&known).collect();
        assert!(beside.is_empty(), "{set}: beside: {beside:#?}");
    }
}

#[test]
fn a_draft_beside_itself_has_nothing_new() {
    let draft = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/batch/lan-2.md");
    let output = Command::new(env!("CARGO_BIN_EXE_doisoat")).arg("diff").arg(&draft).arg(&draft).output().unwrap();
    assert_eq!((output.status.code(), output.stdout), (Some(0), Vec::new()));
}
