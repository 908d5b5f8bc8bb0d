//! The language as data: tables under `rules/lexicon/`, embedded in the program.
//!
//! A table is tab-separated text. Lines that start with `#` and empty lines are
//! left out, the first line left names the columns, the last column of every
//! row says why the row stands there or where it comes from.

use std::collections::BTreeMap;
use std::sync::OnceLock;

static OWN: OnceLock<BTreeMap<&'static str, String>> = OnceLock::new();

/// Adds rows of the user's own to tables, by the name of the table. Once a run
/// and before any table is read; false where that comes too late.
pub fn install(own: BTreeMap<&'static str, String>) -> bool {
    OWN.set(own).is_ok()
}

/// The user's own rows of a table, as a table of its own; asking for them settles that there are no others.
pub fn own(table: &str) -> &'static str {
    OWN.get_or_init(BTreeMap::new).get(table).map_or("", String::as_str)
}

/// The rows of a table, each as its columns; a row with another number of
/// columns than the head is reported with its line.
pub fn rows(table: &str) -> Result<Vec<Vec<&str>>, String> {
    let mut lines = table
        .lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let Some((_, head)) = lines.next() else { return Ok(Vec::new()) };
    let width = head.split('\t').count();
    lines
        .map(|(number, line)| {
            let row: Vec<&str> = line.split('\t').map(str::trim).collect();
            if row.len() == width && row.iter().all(|c| !c.is_empty()) {
                Ok(row)
            } else {
                Err(format!("line {number}: expected {width} filled columns ({head:?}), found {line:?}"))
            }
        })
        .collect()
}

/// Folds a word or phrase for comparison: lower case, and the tone mark on one
/// agreed vowel (`hoá` and `hóa`, `thuỷ` and `thủy` are one word). NFC in, NFC out.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        let previous = out.chars().next_back();
        if let Some((base, toned)) = previous.and_then(|p| moved_tone(p, c)) {
            out.pop();
            out.push(base);
            out.push(toned);
        } else {
            out.push(c);
        }
    }
    out
}

/// The pair with the tone mark on its second vowel, for a pair that has it on the first.
fn moved_tone(first: char, second: char) -> Option<(char, char)> {
    const O: &str = "òóỏõọ";
    const U: &str = "ùúủũụ";
    let (base, tone) = if let Some(tone) = O.chars().position(|c| c == first) {
        ('o', tone)
    } else {
        ('u', U.chars().position(|c| c == first)?)
    };
    let toned = match (base, second) {
        ('o', 'a') => "àáảãạ",
        ('o', 'e') => "èéẻẽẹ",
        ('u', 'y') => "ỳýỷỹỵ",
        _ => return None,
    };
    Some((base, toned.chars().nth(tone)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_and_the_place_of_the_tone() {
        assert_eq!(fold("Thủy HÓA khỏe"), fold("thuỷ hoá khoẻ"));
        assert_eq!(fold("của"), "của");
    }

    #[test]
    fn a_bad_row_is_named_by_its_line() {
        assert!(rows("# c\nphrase\twhy\na\tb\nc\n").unwrap_err().starts_with("line 4"));
        assert_eq!(rows("phrase\twhy\na\tb\n").unwrap(), vec![vec!["a", "b"]]);
    }
}
