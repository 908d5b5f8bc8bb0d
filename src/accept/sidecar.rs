//! `doisoat.accepted.toml`: findings accepted, an entry each, with the sentence
//! instead of a line number, so that a person can review it and a finding comes
//! back when the figures of its sentence change.

use super::{Memory, folded};
use crate::config::mistake::Mistake;
use crate::config::{Trouble, shown, text};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

/// The name of the file.
pub const NAME: &str = "doisoat.accepted.toml";

/// What a new file begins with.
const HEAD: &str = "# Phát hiện đã xem và chấp nhận; ghi bằng: doisoat accept. Sửa tay được.\n\
                    # [Findings accepted by a person; written by doisoat accept, may be edited.]\n\n";

/// The key of the entries.
const ENTRIES: &str = "accepted";

/// A sidecar as read.
#[derive(Debug)]
pub struct Sidecar {
    /// The file, which need not exist yet.
    pub file: PathBuf,
    /// Its text.
    text: String,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// Findings of one rule in one sentence.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The draft, relative to the folder of the sidecar, with `/`.
    pub file: String,
    /// The rule.
    pub rule: String,
    /// The sentence, or the row of a table.
    pub sentence: String,
    /// The figures elsewhere that the finding compares; any, where an entry written by hand names none.
    #[serde(default)]
    pub with: Vec<String>,
    /// How many findings.
    #[serde(default = "one")]
    pub count: u32,
    /// Why they are accepted.
    pub reason: String,
    /// When: a date of TOML, `2025-12-01`.
    pub date: toml::value::Datetime,
}

impl Entry {
    /// Whether a finding is the one that the entry stands for.
    pub fn remembers(&self, finding: &Memory) -> bool {
        folded(&self.sentence) == finding.sentence && (self.with.is_empty() || self.with == finding.with)
    }
}

fn one() -> u32 {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accepted: Vec<Entry>,
}

impl Sidecar {
    /// One that does not exist yet.
    pub fn new(file: PathBuf) -> Sidecar {
        Sidecar { file, text: String::new(), entries: Vec::new() }
    }

    /// Reads a sidecar.
    pub fn read(file: PathBuf) -> Result<Sidecar, Trouble> {
        let text = text(&file)?;
        let shown = shown(&file);
        Sidecar::parse(file, &text).map_err(|mistake| Trouble::Mistake(mistake.in_file(&shown, &text)))
    }

    /// Reads the text of a sidecar.
    pub fn parse(file: PathBuf, text: &str) -> Result<Sidecar, Mistake> {
        let read: File = toml::from_str(text).map_err(|e| Mistake::of_toml(&e, text))?;
        Ok(Sidecar { file, text: text.to_owned(), entries: read.accepted })
    }

    /// A draft as its entries name it; `None` where it lies outside the folder of the sidecar.
    pub fn name_of(&self, draft: &Path) -> Option<String> {
        let inside = draft.strip_prefix(self.file.parent()?).ok()?;
        Some(inside.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/"))
    }

    /// The entries of a draft with their places.
    pub fn of(&self, name: &str) -> Vec<(usize, &Entry)> {
        self.entries.iter().enumerate().filter(|(_, e)| e.file == name).collect()
    }

    /// Whether the draft of an entry is there.
    pub fn has_file(&self, entry: &Entry) -> bool {
        self.file.parent().is_some_and(|folder| folder.join(&entry.file).is_file())
    }

    /// The text with entries added, and old ones given another count (0: gone).
    /// Comments and everything else of the entries that stay are kept.
    pub fn edited(&self, new: &[Entry], counts: &[(usize, u32)]) -> String {
        // What was read as entries is a document, too.
        let mut document: DocumentMut = self.text.parse().unwrap_or_default();
        let mut tables: Vec<(Entry, Table)> = match document.remove(ENTRIES) {
            Some(Item::ArrayOfTables(tables)) => self.entries.iter().cloned().zip(tables).collect(),
            _ => self.entries.iter().map(|e| (e.clone(), table(e))).collect(),
        };
        let head = match tables.first_mut() {
            Some((_, first)) => split_head(first),
            None if document.trailing().as_str().is_none_or(|t| t.trim().is_empty()) => HEAD.to_owned(),
            // A file of which only its comments were left.
            None => {
                let head = format!("{}\n\n", document.trailing().as_str().unwrap_or("").trim_end());
                document.set_trailing("");
                head
            }
        };
        for (index, count) in counts {
            if let Some((entry, table)) = tables.get_mut(*index) {
                entry.count = *count;
                table.insert("count", value(i64::from(*count)));
            }
        }
        tables.retain(|(entry, _)| entry.count > 0);
        tables.extend(new.iter().map(|e| (e.clone(), table(e))));
        let place = |e: &Entry| (e.file.clone(), e.rule.clone(), e.sentence.clone());
        tables.sort_by_cached_key(|(entry, _)| place(entry));
        let mut array = ArrayOfTables::new();
        for (index, (_, mut table)) in tables.into_iter().enumerate() {
            table.set_position(Some(index as isize));
            if index == 0 {
                let prefix = prefix(&table).trim_start_matches('\n').to_owned();
                table.decor_mut().set_prefix(head.clone() + &prefix);
            } else if !prefix(&table).starts_with('\n') {
                let prefix = format!("\n{}", prefix(&table));
                table.decor_mut().set_prefix(prefix);
            }
            array.push(table);
        }
        if array.is_empty() {
            // Nothing but entries that are gone: what an empty file starts with.
            let head = if head.trim().is_empty() { HEAD } else { head.as_str() };
            document.set_trailing(format!("{}\n", head.trim_end()));
            return document.to_string();
        }
        document.insert(ENTRIES, Item::ArrayOfTables(array));
        document.to_string()
    }
}

fn table(entry: &Entry) -> Table {
    let mut table = Table::new();
    table.insert("file", value(&entry.file));
    table.insert("rule", value(&entry.rule));
    table.insert("sentence", value(&entry.sentence));
    if !entry.with.is_empty() {
        table.insert("with", value(entry.with.iter().map(String::as_str).collect::<toml_edit::Array>()));
    }
    table.insert("count", value(i64::from(entry.count)));
    table.insert("reason", value(&entry.reason));
    table.insert("date", value(entry.date));
    table
}

fn prefix(table: &Table) -> &str {
    table.decor().prefix().and_then(|p| p.as_str()).unwrap_or("")
}

/// Takes from the first entry the comment that belongs to the file: all up to the last empty line.
fn split_head(first: &mut Table) -> String {
    let all = prefix(first).to_owned();
    let end = all.rfind("\n\n").map_or(0, |i| i + 2);
    first.decor_mut().set_prefix(all.get(end..).unwrap_or("").to_owned());
    all.get(..end).unwrap_or("").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sidecar(text: &str) -> Sidecar {
        Sidecar::parse(PathBuf::from("/kho/doisoat.accepted.toml"), text).unwrap()
    }

    fn entry(file: &str, rule: &str, count: u32) -> Entry {
        let date = "2026-01-31".parse().unwrap();
        let sentence = "Thu 5 tỷ \"đồng\".".to_owned();
        let with = vec!["9 tỷ".to_owned()];
        Entry {
            file: file.into(), rule: rule.into(), sentence, with, count, reason: "đã đối chiếu".into(), date
        }
    }

    #[test]
    fn a_new_file_is_read_as_it_was_written() {
        let entries = [entry("b.md", "x", 1), entry("a.md", "y", 2), entry("a.md", "x", 1)];
        let written = sidecar("").edited(&entries, &[]);
        assert!(written.starts_with("# Phát hiện"), "{written}");
        let [b, y, x] = entries;
        assert_eq!(sidecar(&written).entries, [x, y, b]);
        assert_eq!(sidecar(&written).edited(&[], &[]), written, "written again it is the same");
    }

    #[test]
    fn comments_stay_with_their_entry_and_the_head_stays_at_the_top() {
        let first = sidecar("").edited(&[entry("m.md", "x", 2)], &[]);
        let text = first
            .replace("[[accepted]]", "# hỏi lại phòng Tài chính\n[[accepted]]")
            .replace("count = 2", "count = 2 # cả hai");
        let more = sidecar(&text).edited(&[entry("a.md", "x", 1), entry("z.md", "x", 1)], &[]);
        assert!(more.starts_with(HEAD), "{more}");
        let at = |what: &str| more.find(what).unwrap_or_else(|| panic!("{what} is gone: {more}"));
        assert!(at("a.md") < at("# hỏi lại") && at("# hỏi lại") < at("m.md") && at("m.md") < at("z.md"));
        assert!(more.contains("count = 2 # cả hai"), "{more}");
        let fewer = sidecar(&more).edited(&[], &[(0, 0), (1, 1)]);
        let left: Vec<_> = sidecar(&fewer).entries.iter().map(|e| (e.file.clone(), e.count)).collect();
        assert_eq!(left, [("m.md".to_owned(), 1), ("z.md".to_owned(), 1)]);
        assert!(fewer.starts_with(HEAD), "{fewer}");
        let none = sidecar(&fewer).edited(&[], &[(0, 0), (1, 0)]);
        assert!(none.starts_with(HEAD.trim_end()) && sidecar(&none).entries.is_empty(), "{none}");
        let again = sidecar(&none).edited(&[entry("a.md", "x", 1)], &[]);
        assert_eq!(again, sidecar("").edited(&[entry("a.md", "x", 1)], &[]));
    }

    #[test]
    fn a_file_whose_entries_are_all_gone_keeps_what_an_empty_one_has() {
        let gone = "[[accepted]]\nfile = \"b.md\"\nrule = \"x\"\nsentence = \"s\"\nreason = \"r\"\ndate = 2025-01-31\ncount = 0\n";
        let written = sidecar(gone).edited(&[], &[]);
        assert_eq!(sidecar(&written).edited(&[], &[]), written);
    }
}
