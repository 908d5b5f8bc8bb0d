//! What a table says about an indicator: name, unit, year and the field with
//! the value. Only what a text can name without doubt.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::columns::ColumnKind;
use super::relation::{At, Term};
use super::rows::RowKind;
use super::sheet::Sheet;
use super::words::{self, HeaderWord};
use crate::lexicon;
use hashbrown::HashSet;
use std::sync::OnceLock;

/// A named value of a table.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Index of the sheet.
    pub sheet: usize,
    /// Where the value stands.
    pub at: At,
    /// Words of the name in their order, folded, without those that name nothing.
    pub name: Vec<String>,
    /// The year of its column.
    pub year: Option<u16>,
    /// Whether the name is the column's, and the row the total.
    pub total: bool,
}

fn empty_words() -> &'static HashSet<String> {
    static WORDS: OnceLock<HashSet<String>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let rows = lexicon::rows(include_str!("../../rules/lexicon/table-names.tsv")).unwrap_or_default();
        rows.iter().map(|row| lexicon::fold(row.cell(0))).collect()
    })
}

/// Whether a word of a header names nothing.
pub fn is_empty_word(word: &str) -> bool {
    empty_words().contains(word)
}

/// The words that name what is measured.
pub fn name(text: &str) -> Vec<String> {
    let key = words::key(words::without_brackets(text));
    key.split(' ')
        .filter(|w| !w.is_empty() && !empty_words().contains(*w) && !w.bytes().any(|b| b.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

/// The name of an indicator for comparing tables of several drafts: numbers stay
/// (`dưới 6 tuổi`), years do not.
pub fn indicator(text: &str) -> String {
    let key = words::key(words::without_brackets(text));
    let words: Vec<&str> = key.split(' ').filter(|w| !w.is_empty() && year(w).is_none()).collect();
    let naming: Vec<&str> = words.iter().copied().filter(|w| !empty_words().contains(*w)).collect();
    if naming.is_empty() { words.join(" ") } else { naming.join(" ") }
}

/// The first year of a text.
pub fn year(text: &str) -> Option<u16> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .find(|year| (1900..2100).contains(year))
}

/// The facts of all tables.
pub fn read(sheets: &[Sheet]) -> Vec<Fact> {
    sheets.iter().enumerate().flat_map(|(i, sheet)| of_sheet(sheet, i)).collect()
}

fn of_sheet(sheet: &Sheet, index: usize) -> Vec<Fact> {
    let mut out = Vec::new();
    for column in sheet.value_columns() {
        let header = sheet.header(column);
        let words = sheet.column(column).words;
        let changes =
            [HeaderWord::Plan, HeaderWord::Difference, HeaderWord::Growth, HeaderWord::Share, HeaderWord::Percent];
        if changes.iter().any(|&w| words.has(w)) || sheet.column(column).kind != ColumnKind::Value {
            continue;
        }
        let header_name: Vec<String> = header.split(" / ").flat_map(name).collect();
        let year = year(header);
        for row in &sheet.rows {
            let fact = |name: Vec<String>, total| {
                let at = Term::plus(row.row, column).at;
                let named = name.len() >= 2 && sheet.number(Term::plus(row.row, column)).is_some();
                named.then_some(Fact { sheet: index, at, name, year, total })
            };
            match row.kind {
                RowKind::Total if !header_name.is_empty() => out.extend(fact(header_name.clone(), true)),
                RowKind::Data if header_name.is_empty() && year.is_some() && row.parent.is_none() => {
                    out.extend(fact(name(&row.label), false));
                }
                _ => {}
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_units_and_years() {
        assert_eq!(name("Số hộ nghèo (hộ)"), ["hộ", "nghèo"]);
        assert_eq!(name("Năm 2025"), Vec::<String>::new());
        assert_eq!(year("Thực hiện năm 2025"), Some(2025));
        assert_eq!(indicator("Tổng số trẻ dưới 6 tuổi năm 2025 (trẻ)"), "trẻ dưới 6 tuổi");
        assert!(!lexicon::rows(include_str!("../../rules/lexicon/table-names.tsv")).unwrap().is_empty());
    }
}
