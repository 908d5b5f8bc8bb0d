//! A list with one of its parts left out.

use crate::claims::{Claim, Completeness, Relation, Role};
use crate::document::{Document, NOTE_MARK, TextRange};
use crate::figures::Figure;

/// The stretches whose loss takes one part out of the list of a total, each with
/// the figure that goes with it. The list is of three parts or more in one
/// block; a stretch runs from one comma or semicolon to the next.
pub fn missing<'c>(claim: &'c Claim, document: &Document) -> Vec<(TextRange, &'c Figure)> {
    if !matches!(claim.relation, Relation::Sum(Completeness::All | Completeness::Probably)) {
        return Vec::new();
    }
    let mut parts: Vec<&Figure> = claim.all(Role::Part).collect();
    parts.sort_by_key(|f| f.range);
    let mut out = Vec::new();
    for trio in parts.windows(3) {
        let &[before, part, after] = trio else { continue };
        let one_block = document.block_at(before.range.start) == document.block_at(after.range.end);
        let first = separator(document, before.range.end, part.range.start);
        let next = separator(document, part.range.end, after.range.start);
        if let (true, Some(from), Some(to)) = (one_block, first, next) {
            let range = TextRange::new(from, to);
            let alone = claim.operands.iter().filter(|o| range.contains(o.figure.range)).count() == 1;
            if alone && !document.slice(range).contains(NOTE_MARK) {
                out.push((range, part));
            }
        }
    }
    out
}

/// The first comma or semicolon outside brackets in a stretch that closes every bracket it opens.
fn separator(document: &Document, start: u32, end: u32) -> Option<u32> {
    if start >= end {
        return None;
    }
    let mut depth = 0;
    let mut found = None;
    for (i, c) in document.slice(TextRange::new(start, end)).char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' | ';' if depth == 0 && found.is_none() => found = Some(start + i as u32),
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    found.filter(|_| depth == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Options, check};
    use crate::source::{Encoding, Source};

    fn left(text: &str) -> Vec<String> {
        let report = check(Source::new("a.md", text.to_owned(), Encoding::Utf8), &Options::default());
        let document = &report.document;
        let all = report.ledger.iter().flat_map(|j| missing(&j.claim, document));
        all.map(|(range, _)| document.patched(range, "").text.trim_end().to_owned()).collect()
    }

    #[test]
    fn one_part_goes_with_its_words() {
        assert_eq!(
            left("Có 60 lớp, gồm: mầm non 12 lớp (20%); tiểu học 28 lớp (46,7%); trung học 20 lớp (33,3%)."),
            ["Có 60 lớp, gồm: mầm non 12 lớp (20%); trung học 20 lớp (33,3%)."]
        );
    }

    #[test]
    fn two_parts_are_too_few_and_words_do_not_part_a_list() {
        assert_eq!(left("Có 60 lớp, gồm: mầm non 12 lớp; tiểu học 48 lớp."), Vec::<String>::new());
        assert_eq!(left("Có 60 lớp, gồm 12 lớp mầm non và 28 lớp tiểu học và 20 lớp trung học."), Vec::<String>::new());
    }
}
