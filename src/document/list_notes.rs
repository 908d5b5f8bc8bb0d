//! Notes as a numbered list at the end of the file, each with a link back to
//! its reference: `3. text [↑](#footnote-ref-3)`.

use super::lines::Line;
use memchr::memmem;

/// Lines looked at above a link back for the start of the first note.
const FARTHEST_START: usize = 200;

/// The lines of one note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    /// First line.
    pub start: usize,
    /// Last line.
    pub end: usize,
    /// Label as in the links.
    pub label: String,
}

/// Finds the notes of the file.
pub(crate) fn regions(lines: &[Line]) -> Vec<Region> {
    let mut out: Vec<Region> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let Some(label) = link_back(line.text) else { continue };
        let floor = out.last().map_or(0, |r| r.end + 1);
        let start = match out.is_empty() {
            true => {
                let begins = |&l: &usize| lines.get(l).is_some_and(|l| mark_length(l.text).is_some());
                (floor.max(i.saturating_sub(FARTHEST_START))..=i).rev().find(begins)
            }
            false => (floor..=i).find(|&l| lines.get(l).is_some_and(|l| !l.is_blank())),
        };
        // A link back to the same note again is a second reference to it.
        if let Some(start) = start.filter(|_| out.last().is_none_or(|r| r.label != label)) {
            out.push(Region { start, end: i, label });
        }
    }
    out
}

/// The label in `[↑](#footnote-ref-3)`, where the hyphens may be escaped.
fn link_back(line: &str) -> Option<String> {
    for at in memmem::find_iter(line.as_bytes(), b"](") {
        let rest = line.get(at + 2..).unwrap_or_default();
        let target: String = rest.chars().take(40).take_while(|&c| c != ')').filter(|&c| c != '\\').collect();
        for (prefix, kind) in [("#footnote-ref-", ""), ("#endnote-ref-", "endnote-")] {
            if let Some(number) = target.strip_prefix(prefix)
                && !number.is_empty()
                && number.bytes().all(|b| b.is_ascii_digit())
            {
                return Some(format!("{kind}{number}"));
            }
        }
    }
    None
}

/// Length of the list mark `3. ` at the start of a line.
pub(crate) fn mark_length(line: &str) -> Option<usize> {
    let bare = line.trim_start();
    let behind = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = behind.strip_prefix(['.', ')']).filter(|_| (1..=6).contains(&(bare.len() - behind.len())))?;
    rest.starts_with([' ', '\t']).then(|| line.len() - rest.trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::lines::lines;

    #[test]
    fn notes_of_one_and_more_paragraphs() {
        let text = "Thân bài\n\n1. Một [↑](#footnote-ref-1)\n2. Hai\n\n   tiếp [↑](\\#footnote\\-ref\\-2)\n\n1. Ba [↑](#footnote-ref-3)\n";
        let found: Vec<_> = regions(&lines(text)).into_iter().map(|r| (r.start, r.end, r.label)).collect();
        assert_eq!(found, [(2, 2, "1".into()), (3, 5, "2".into()), (7, 7, "3".into())]);
    }
}
