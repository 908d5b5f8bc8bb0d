//! `drafting-note`: what the authors wrote to each other and forgot in the text.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::Context;
use super::index::{Syllable, Words};
use super::words::{Cursor, Kinds, Phrases, part, within, words};
use crate::document::{Block, BlockKind, Document};
use crate::finding::{Finding, Severity, Text};
use std::ops::Range;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../rules/lexicon/drafting-notes.tsv");

struct Lists {
    pages: Phrases,
    hedge: Phrases,
    whole: Phrases,
    start: Phrases,
    end: Phrases,
    redo: Phrases,
    ask: Phrases,
    here: Phrases,
    person: Phrases,
    square: Phrases,
    again: Phrases,
    wait: Phrases,
    figures: Phrases,
    label: Phrases,
    office: Phrases,
    give: Phrases,
    anywhere: Phrases,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let kinds = Kinds::of(TABLE);
    let kind = |name| kinds.kind(name);
    Lists {
        pages: kind("pages"),
        hedge: kind("hedge"),
        whole: kind("whole"),
        start: kind("start"),
        end: kind("end"),
        redo: kind("redo"),
        ask: kind("ask"),
        here: kind("here"),
        person: kind("person"),
        square: kind("square"),
        again: kind("again"),
        wait: kind("wait"),
        figures: kind("figures"),
        label: kind("label"),
        office: kind("office"),
        give: kind("give"),
        anywhere: kind("anywhere"),
    }
});

/// Looks at brackets, question marks and the start of notes.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    let severity = if context.final_stage { Severity::Error } else { Severity::Warning };
    let mut report = |block: &Block, range: Range<usize>, message: Text| {
        let span = document.span(within(block.range, range.start, range.end));
        findings.push(Finding::new("drafting-note", severity, span, message));
    };
    for (i, block) in document.blocks.iter().enumerate() {
        let text = document.block_text(i as u32);
        for range in brackets(text) {
            let inside = part(text, range.start + 1..range.end - 1).trim();
            if page_budget(inside) && is_heading(text, &range, block.kind) {
                report(block, range, remark("số trang dự kiến còn để lại", "a page budget was left in", inside));
            } else if order(inside)
                || is_short(inside) && inside.split([',', ';']).any(|clause| asks(clause.trim()))
                || part(text, range.clone()).starts_with('[') && is_short(inside) && to_be_done(inside)
                || (context.final_stage && LISTS.label.at_start(inside).is_some())
            {
                report(
                    block,
                    range,
                    remark("lời ghi khi soạn thảo còn để lại", "a drafting remark was left in", inside),
                );
            }
        }
        for range in outside(text, context.index.block(i)) {
            let shown = part(text, range.clone());
            report(
                block,
                range.clone(),
                remark("dấu ghi nhớ khi soạn thảo còn để lại", "a drafting mark was left in", shown),
            );
        }
        if let Some(range) = typed_number(document, i as u32) {
            let shown = part(text, range.clone());
            report(
                block,
                range.clone(),
                remark("số chú thích gõ tay còn để lại", "a note number typed by hand was left in", shown),
            );
        }
    }
}

fn remark(vi: &str, en: &str, shown: &str) -> Text {
    Text::new(format!("{vi}: “{shown}”"), format!("{en}: “{shown}”"))
}

/// Every pair of brackets that holds no brackets itself.
fn brackets(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    memchr::memchr2_iter(b'(', b'[', text.as_bytes()).filter_map(|start| {
        let (open, behind) = text.as_bytes().get(start..)?.split_first()?;
        let close = if *open == b'(' { b')' } else { b']' };
        let inside = memchr::memchr3(b'(', b'[', close, behind)?;
        (behind.get(inside) == Some(&close)).then_some(start..start + inside + 2)
    })
}

/// `02 trang`, `khoảng 1/2 trang`, `12-13 trang`.
fn page_budget(inside: &str) -> bool {
    let mut cursor = Cursor::new(inside, 0);
    cursor.phrase(&LISTS.hedge);
    cursor.spaces();
    let number = cursor.skip(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '/' | '-' | '–' | ' '));
    let digit = part(inside, ..cursor.at).contains(|c: char| c.is_ascii_digit());
    number > 0 && digit && cursor.phrase(&LISTS.pages) && cursor.rest().trim().is_empty()
}

/// Whether the brackets end a heading or a line that reads like one: in a
/// sentence `(25 trang)` tells how long some paper is.
fn is_heading(text: &str, range: &Range<usize>, kind: BlockKind) -> bool {
    let last = part(text, range.end..).trim().is_empty();
    let line = !part(text, ..range.start).contains([';', ':', ',']) && !text.trim_start().starts_with(['-', '+', '*']);
    match kind {
        BlockKind::Heading { .. } => true,
        BlockKind::Paragraph => last && line && words(part(text, ..range.start)).count() <= 20,
        _ => false,
    }
}

/// Whether the words in brackets are an order or a doubt of an author.
fn order(inside: &str) -> bool {
    if !inside.is_empty() && inside.chars().all(|c| c == '?') {
        return true;
    }
    let text = inside.trim_end_matches(['.', '…', '!', '?', ';', ',']).trim();
    let known = || LISTS.start.at_start(text).is_some() || LISTS.end.at_end(text).is_some() || redo(text);
    LISTS.whole.contains(text) || is_short(text) && known()
}

/// Whether a remark may be one: longer ones are asides to the reader.
fn is_short(text: &str) -> bool {
    const LONG: usize = 15;
    text.len() < 2 * LONG - 1 || words(text).take(LONG).count() < LONG
}

/// `[chèn bảng vào đây]`, `[Phòng Kế hoạch kiểm tra lại số dự án]`, `[chờ Ban CHQS bổ sung]`: work on the text in square
/// brackets.
fn to_be_done(inside: &str) -> bool {
    let awaited = || LISTS.wait.at_start(inside).is_some() && LISTS.ask.at_end(inside).is_some();
    LISTS.again.find(inside).is_some() || LISTS.square.at_start(inside).is_some() || awaited()
}

/// `Sở Văn hóa rà lại số này giúp`, `anh Hùng kiểm tra`: work that somebody is asked to do on the text.
fn redo(text: &str) -> bool {
    // `anh Hùng`: a name follows; `anh hùng` is a word of its own.
    let named = |end: usize| part(text, end..).trim_start().starts_with(char::is_uppercase);
    if LISTS.person.at_start(text).is_some_and(named)
        && (LISTS.redo.find(text).is_some() || LISTS.ask.find(text).is_some())
    {
        return true;
    }
    let Some(work) = LISTS.redo.find(text) else { return false };
    let rest = part(text, work.end..).trim_start();
    LISTS.here.at_start(rest).is_some() || LISTS.here.at_end(rest).is_some()
}

/// `chờ Kho bạc chốt số, đ/c Hoa cập nhật lại`, `P. KHTC cho số trước thứ Tư`, `mục này P.TNMT rà lại số`: a clause that
/// tells a colleague or an office what to do, or that figures are awaited.
fn asks(clause: &str) -> bool {
    let work = || [&LISTS.redo, &LISTS.ask, &LISTS.again].iter().any(|phrases| phrases.find(clause).is_some());
    let gives = || LISTS.give.find(clause).is_some();
    opens(&LISTS.person, clause) && work()
        || opens(&LISTS.office, clause) && gives()
        || LISTS.here.at_start(clause).is_some() && (gives() || LISTS.again.find(clause).is_some())
        || LISTS.wait.at_start(clause).is_some() && LISTS.figures.at_end(clause).is_some()
}

/// Whether a clause starts with one of the phrases, abbreviated or not, and a name.
fn opens(phrases: &Phrases, clause: &str) -> bool {
    const LONGEST: usize = 3;
    let named = |end: usize| part(clause, end..).trim_start().starts_with(char::is_uppercase);
    let ends = clause.match_indices([' ', '.']).take(LONGEST).map(|(i, sign)| i + sign.trim_end().len());
    ends.into_iter().any(|end| named(end) && phrases.contains(part(clause, ..end)))
}

/// Marks that need no brackets: `???`, `TODO`.
fn outside(text: &str, words: Words<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut marks = memchr::memchr_iter(b'?', text.as_bytes());
    if let Some(start) = marks.find(|&i| part(text, i..).starts_with("???")) {
        found.push(start..start + part(text, start..).len() - part(text, start..).trim_start_matches('?').len());
    }
    // Words of the table are written in capitals; no Vietnamese word of that length is.
    for word in words.shouted().map(Syllable::range).filter(|word| word.len() >= 4) {
        let letters = part(text, word.clone());
        if letters.bytes().all(|b| b.is_ascii_uppercase()) && LISTS.anywhere.contains_word(letters) {
            found.push(word);
        }
    }
    found
}

/// The number of a note typed before its text although the program sets one: `2 Nghị quyết số …` in note 2.
fn typed_number(document: &Document, index: u32) -> Option<Range<usize>> {
    let BlockKind::Note(id) = document.blocks.get(index as usize)?.kind else { return None };
    let note = document.notes.get(id as usize)?;
    if note.blocks.first() != Some(&index) {
        return None;
    }
    let text = document.block_text(index);
    let mut cursor = Cursor::new(text, 0);
    cursor.spaces();
    let start = cursor.at;
    let number = cursor.digits(3)?;
    let end = cursor.at;
    let label = part(&note.label, note.label.trim_end_matches(|c: char| c.is_ascii_digit()).len()..);
    // `2. …` may be an item of a list, `2 xã` a number of things.
    (number == label && cursor.spaces() > 0 && cursor.peek()?.is_uppercase()).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_budgets() {
        for text in ["02 trang", "12-13 trang", "1/2 trang", "1,5 trang", "khoảng 2 trang A4"] {
            assert!(page_budget(text), "{text}");
        }
        assert!(!page_budget("trang 3") && !page_budget("02 trang trại") && !page_budget("trang"));
    }

    #[test]
    fn orders_and_doubts() {
        for text in [
            "?",
            "Bổ sung sau",
            "cần kiểm tra",
            "Sở Y tế cung cấp số liệu",
            "cần rà soát lại với Chi cục Thống kê",
            "Phòng Văn hóa rà lại số này giúp",
            "Xem lại chỗ này theo góp ý của Sở",
            "anh Dũng kiểm tra",
        ] {
            assert!(order(text), "{text}");
        }
        for text in [
            "bổ sung sau Đại hội 02 đồng chí",
            "kiểm tra",
            "cần kiểm tra 5 hộ",
            "đã xem lại hồ sơ",
            "kiểm tra lại 02 cơ sở này",
            "kiểm tra, giám sát các nguồn này",
            "anh hùng lao động kiểm tra",
        ] {
            assert!(!order(text), "{text}");
        }
    }
}
