//! `[lexicon]`: tables of words beside those of the program, in the same form.

use super::mistake::Mistake;
use super::read::{Trouble, shown, text};
use crate::figures::check_row;
use crate::finding::Text;
use crate::rules::PLACEHOLDERS;
use crate::source::BOM;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// Tables of words of your own, relative to this file: tab-separated like those
/// under `rules/lexicon`, the first line naming the columns.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Lexicon {
    /// Units; columns `phrase dimension key factor why`.
    pub units: Option<PathBuf>,
    /// Verbs and other words that say what figures have to do with each other; columns `phrase cue why`.
    pub cues: Option<PathBuf>,
    /// Names with digits that are no figures; columns `phrase kind mode why`.
    pub inert: Option<PathBuf>,
    /// Words around a number still to be filled in; columns `kind phrase why`.
    pub placeholders: Option<PathBuf>,
    /// Names of places: no word or number in them means anything else; columns `name why`.
    pub places: Option<PathBuf>,
}

/// The columns of a table.
const UNITS: &[&str] = &["phrase", "dimension", "key", "factor", "why"];
const CUES: &[&str] = &["phrase", "cue", "why"];
const INERT: &[&str] = &["phrase", "kind", "mode", "why"];
const KINDS: &[&str] = &["kind", "phrase", "why"];
const PLACES: &[&str] = &["name", "why"];

impl Lexicon {
    /// Reads the tables: rows by the table of the program they are added to.
    pub(super) fn load(&self, folder: &Path) -> Result<BTreeMap<&'static str, String>, Trouble> {
        let mut own = BTreeMap::new();
        let mut add = |table: &'static str, columns: &[&str], row: &str| {
            own.entry(table).or_insert_with(|| format!("{}\n", columns.join("\t"))).push_str(&format!("{row}\n"));
        };
        for (table, columns, file) in
            [("units.tsv", UNITS, &self.units), ("cues.tsv", CUES, &self.cues), ("inert.tsv", INERT, &self.inert)]
        {
            let test = |cells: &[&str]| check_row(table, cells);
            rows(folder, file.as_deref(), columns, test, |cells| add(table, columns, &cells.join("\t")))?;
        }
        let known = |cells: &[&str]| {
            let kinds: Vec<String> = PLACEHOLDERS.iter().map(|k| format!("`{k}`")).collect();
            let unknown = || format!("unknown variant `{}`, expected one of {}", cells[0], kinds.join(", "));
            if PLACEHOLDERS.contains(&cells[0]) { Ok(()) } else { Err(unknown()) }
        };
        rows(folder, self.placeholders.as_deref(), KINDS, known, |cells| {
            add("placeholders.tsv", KINDS, &cells.join("\t"));
        })?;
        rows(
            folder,
            self.places.as_deref(),
            PLACES,
            |_| Ok(()),
            |cells| {
                let name = cells[0];
                if name.contains(|c: char| c.is_ascii_digit()) {
                    add("inert.tsv", INERT, &format!("{name}\tName\tWhole\ta place"));
                } else {
                    // A phrase that hides the cues in it.
                    add("cues.tsv", CUES, &format!("{name}\t-\ta place"));
                }
            },
        )?;
        Ok(own)
    }
}

/// Reads the rows of a table; a mistake is shown with its line.
fn rows(
    folder: &Path,
    file: Option<&Path>,
    columns: &[&str],
    test: impl Fn(&[&str]) -> Result<(), String>,
    mut take: impl FnMut(&[&str]),
) -> Result<(), Trouble> {
    let Some(file) = file.map(|f| folder.join(f)) else { return Ok(()) };
    let text = text(&file)?;
    let wrong = |mistake: Mistake| Trouble::Mistake(mistake.in_file(&shown(&file), &text));
    let mut seen = BTreeMap::new();
    let mut lines = lines(&text).filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let form = columns.join(" ⇥ ");
    let head = lines.next();
    if head.as_ref().is_none_or(|(_, line)| line.split('\t').map(str::trim).ne(columns.iter().copied())) {
        let said = Text::new(
            "dòng đầu phải nêu tên các cột, cách nhau bằng Tab",
            "the first line must name the columns, between tabs",
        );
        let span = head.map_or(0..0, |(span, _)| span);
        return Err(wrong(Mistake::new(span, said).note(Text::new(form.clone(), form))));
    }
    for (span, line) in lines {
        let normal: String = line.nfc().collect();
        let cells: Vec<&str> = normal.split('\t').map(str::trim).collect();
        if cells.len() != columns.len() || cells.iter().any(|c| c.is_empty()) {
            let n = columns.len();
            let said = Text::new(
                format!("cần đủ {n} cột, cách nhau bằng Tab"),
                format!("{n} filled columns are needed, between tabs"),
            );
            return Err(wrong(Mistake::new(span, said).note(Text::new(form.clone(), form))));
        }
        test(&cells).map_err(|said| wrong(Mistake::of_said(&said, span.clone(), line)))?;
        if let Some(first) = seen.insert(crate::lexicon::fold(&cells[..columns.len() - 1].join("\t")), line) {
            let said = Text::new(format!("dòng này đã có: {first:?}"), format!("this row is there already: {first:?}"));
            return Err(wrong(Mistake::new(span, said)));
        }
        take(&cells);
    }
    Ok(())
}

/// Lines with their bytes, without a byte order mark.
fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |whole| {
        let start = at;
        at += whole.len();
        let line = whole.trim_end_matches(['\n', '\r']);
        let shown = line.strip_prefix(BOM).unwrap_or(line);
        (start + line.len() - shown.len()..start + line.len(), shown)
    })
}
