//! Findings that a person has looked at and accepted: by an entry of the
//! sidecar file, or by a comment in a draft that is kept by hand.
//!
//! The engine knows nothing of this: it happens to the findings afterwards.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

mod comments;
pub mod sidecar;

pub use comments::by_comments;
pub use sidecar::{Entry, Sidecar};

use crate::document::{Document, NOTE_MARK};
use crate::finding::{Accepted, Finding};
use crate::report::place::Places;
use crate::source::Span;

/// What an entry of the sidecar remembers of a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Memory {
    /// The sentence it stands in, with white space folded; in a table the row.
    pub sentence: String,
    /// The figures elsewhere that it compares: when one of them changes, it is another finding.
    pub with: Vec<String>,
}

/// What an entry remembers of a finding.
pub fn remember(places: &Places<'_>, finding: &Finding) -> Memory {
    let sentence = sentence_at(places, finding.span);
    let source = &places.document().source;
    let elsewhere = finding.labels.iter().filter(|l| sentence_at(places, l.span) != sentence);
    let with = elsewhere.map(|l| folded(source.slice(l.span))).filter(|t| !t.is_empty()).collect();
    Memory { sentence, with }
}

/// The sentence or row of a place.
fn sentence_at(places: &Places<'_>, span: Span) -> String {
    let document = places.document();
    let Some(place) = places.locate(span) else { return folded(document.source.slice(span)) };
    if let Some(row) = row(document, place.block) {
        return row;
    }
    let Some(block) = document.blocks.get(place.block as usize) else { return String::new() };
    folded(document.slice(places.sentence(block.range, place.range)))
}

/// The row of a table that a block is a cell of.
fn row(document: &Document, block: u32) -> Option<String> {
    let find = |table: &'_ crate::document::Table| table.cells.iter().find(|c| c.block == block).map(|c| c.row);
    let (table, row) = document.tables.iter().find_map(|t| Some((t, find(t)?)))?;
    let cells = table.cells.iter().filter(|c| c.row <= row && row < c.row + c.rows.max(1));
    Some(folded(&cells.map(|c| document.block_text(c.block)).collect::<Vec<_>>().join(" | ")))
}

/// A text in one line, without the marks of its notes.
fn folded(text: &str) -> String {
    let text = text.replace(NOTE_MARK, "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An entry that accepts more than there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// Its place in the sidecar.
    pub index: usize,
    /// How many findings it still stands for.
    pub found: u32,
}

/// Puts the findings of a draft that these entries (with their places in the
/// sidecar) accept with those accepted; says which entries accept more than there is.
pub fn by_entries(
    document: &Document,
    findings: &mut Vec<Finding>,
    entries: &[(usize, &Entry)],
    accepted: &mut Vec<Accepted>,
) -> Vec<Stale> {
    if entries.is_empty() {
        return Vec::new();
    }
    let places = Places::new(document);
    let mut used = vec![0; entries.len()];
    findings.retain(|finding| {
        let mut mine = entries.iter().zip(&mut used).filter(|((_, e), n)| e.rule == finding.rule && **n < e.count);
        let Some(first) = mine.next() else { return true };
        let here = remember(&places, finding);
        match std::iter::once(first).chain(mine).find(|((_, e), _)| e.remembers(&here)) {
            Some(((_, entry), n)) => {
                *n += 1;
                let reason = entry.reason.clone();
                accepted.push(Accepted { finding: finding.clone(), reason, in_draft: false });
                false
            }
            None => true,
        }
    });
    let stale = entries.iter().zip(used).filter(|((_, e), n)| *n < e.count);
    stale.map(|((index, _), found)| Stale { index: *index, found }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Options, Report, check};
    use crate::source::{Encoding, Source};

    fn report(text: &str) -> Report {
        check(Source::new("a.md", text.to_owned(), Encoding::Utf8), &Options::default())
    }

    /// Findings left of `text` when those of `accepted` have been accepted.
    fn left(accepted: &str, text: &str) -> usize {
        let old = report(accepted);
        let places = Places::new(&old.document);
        let entries: Vec<Entry> = old
            .findings
            .iter()
            .map(|f| {
                let Memory { sentence, with } = remember(&places, f);
                let (file, rule, reason) = ("a.md".to_owned(), f.rule.to_owned(), "x".to_owned());
                Entry { file, rule, sentence, with, count: 1, reason, date: "2026-01-31".parse().unwrap() }
            })
            .collect();
        let mut new = report(text);
        let entries: Vec<_> = entries.iter().enumerate().collect();
        by_entries(&new.document, &mut new.findings, &entries, &mut new.accepted);
        new.findings.len()
    }

    #[test]
    fn a_finding_comes_back_when_its_figures_change() {
        let draft = "Xã có 24/41 trường, chiếm 62%. Tổng thu 12 tỷ đồng.";
        assert_eq!(report(draft).findings.len(), 1);
        assert_eq!(left(draft, draft), 0);
        assert_eq!(left(draft, &format!("# Mục mới\n\nCâu khác.\n\n{draft}")), 0, "moved");
        assert_eq!(left(draft, &draft.replace(" trường,", "\ntrường,  ")), 0, "wrapped");
        assert_eq!(left(draft, &draft.replace("12 tỷ", "13 tỷ")), 0, "another sentence");
        assert_eq!(left(draft, &draft.replace("62%", "63%")), 1);
        assert_eq!(left(draft, &format!("{draft}\n\n{draft}")), 1, "accepted once, there twice");
    }

    #[test]
    fn a_finding_of_a_table_remembers_its_row_and_what_it_adds() {
        let draft = "| Xã | Số hộ |\n|---|---:|\n| An Phú | 120 |\n| Bình Hòa | 80 |\n| Tổng số | 210 |\n";
        assert_eq!(left(draft, draft), 0);
        assert_eq!(left(draft, &draft.replace("80", "70")), 1);
        assert_eq!(left(draft, &draft.replace("210", "220")), 1);
    }
}
