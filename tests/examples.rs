//! The examples with the output they give (`SNAPSHOTS=overwrite` writes it anew).

use std::path::Path;
use std::process::Command;

fn expect(name: &str, status: i32) {
    compare(name, status, &[], "out");
}

fn compare(name: &str, status: i32, flags: &[&str], ending: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let draft = format!("examples/{name}.md");
    let mut command = Command::new(env!("CARGO_BIN_EXE_doisoat"));
    let output = command.args(["check", &draft]).args(flags).current_dir(root).env("COLUMNS", "100").output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let printed = String::from_utf8(output.stdout).unwrap();
    let expected = snapbox::Data::read_from(&root.join(format!("examples/{name}.{ending}")), None);
    snapbox::Assert::new().action_env("SNAPSHOTS").eq(printed, expected);
    assert_eq!(output.status.code(), Some(status));
}

#[test]
fn a_commune_report() {
    expect("bao-cao-xa", 1);
}

#[test]
fn a_budget_note() {
    expect("ngan-sach", 1);
}

#[test]
fn a_budget_note_as_a_page() {
    compare("ngan-sach", 1, &["--format", "html", "--lang", "en"], "html");
}

#[test]
fn a_text_and_its_table() {
    expect("chu-va-bieu", 1);
}

#[test]
fn a_report_that_is_all_right() {
    expect("dat-yeu-cau", 0);
}
