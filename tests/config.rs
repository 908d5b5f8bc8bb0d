//! The schema of `doisoat.toml`, and the file that `doisoat init` writes.

use doisoat::config::{INIT, Values, schema};
use serde_json::Value;

/// The file with every key in force.
fn uncommented() -> String {
    let keys = INIT.lines().map(|l| l.strip_prefix('#').filter(|l| !l.starts_with(' ')).unwrap_or(l));
    keys.map(|l| format!("{l}\n")).collect()
}

/// Whether the schema accepts a file.
fn accepted(text: &str) -> Result<(), String> {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("doisoat.schema.json", schema).unwrap();
    let index = compiler.compile("doisoat.schema.json", &mut schemas).unwrap();
    let value: Value = toml::from_str(text).unwrap();
    schemas.validate(&value, index).map_err(|e| format!("{e:#}"))
}

#[test]
fn the_committed_schema_is_that_of_the_program() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemas/doisoat.schema.json");
    if std::env::var("SNAPSHOTS").is_ok_and(|v| v == "overwrite") {
        std::fs::write(path, schema()).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(committed == schema(), "run with SNAPSHOTS=overwrite and read the difference");
}

#[test]
fn the_file_of_init_is_accepted_as_it_is_and_with_every_key_in_force() {
    let full = uncommented();
    for text in [INIT, &full] {
        if let Err(mistake) = Values::parse(text) {
            panic!("{mistake:?}");
        }
        accepted(text).unwrap();
    }
    // Every key of the schema stands in it.
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    let written: toml::Table = toml::from_str(&full).unwrap();
    for key in schema["properties"].as_object().unwrap().keys() {
        assert!(written.contains_key(key), "init.toml does not show {key}");
    }
}

#[test]
fn the_schema_refuses_what_the_program_refuses() {
    for text in [
        "langs = 'vi'",
        "lang = 'fr'",
        "stage = 'ready'",
        "[rules]\nsum-mismach = 'off'",
        "[rules]\nsum-mismatch = 'worse'",
        "[paths]\nexcludes = []",
        "[paths]\nexclude = 'a'",
    ] {
        assert!(Values::parse(text).is_err(), "the program takes {text:?}");
        assert!(accepted(text).is_err(), "the schema takes {text:?}");
    }
}
