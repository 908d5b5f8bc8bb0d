//! One Word file with everything that Word has for text. In `moi-dang.docx` every number that a person sees is one
//! of 1101 to 1353, and every one that nobody sees is from 9000 on: nested and merged tables, content controls, fields
//! of all kinds, notes, text boxes in both forms and in groups, alternatives, hidden text by run, style and
//! inheritance, tracked insertions, deletions, moves, rows and paragraph ends, hyphens, symbols, tabs, breaks, raised and
//! struck text, bidirectional text, ruby, formulas, numbering with levels, restarts and styles, comments, headers.

use super::read;
use doisoat::check::{Options, check_document};
use doisoat::document::Document;
use doisoat::docx::annotate;
use doisoat::report::{Lang, comment};

/// What is seen; the gaps are not in the file.
const SEEN: &[(u32, u32)] = &[
    (1101, 1111),
    (1120, 1127),
    (1130, 1136),
    (1140, 1148),
    (1150, 1160),
    (1170, 1177),
    (1180, 1192),
    (1201, 1223),
    (1231, 1258),
    (1261, 1262),
    (1301, 1322),
    (1330, 1330),
    (1340, 1341),
    (1350, 1353),
];

fn document() -> (Vec<u8>, Document) {
    let bytes = std::fs::read("tests/docx/moi-dang.docx").unwrap();
    let document = read(&bytes).0;
    (bytes, document)
}

#[test]
fn every_number_a_person_sees_is_read_once_and_no_other() {
    let text = document().1.text;
    let four = regex::Regex::new("[0-9]{4,}").unwrap();
    let mut seen: Vec<u32> = four.find_iter(&text).map(|m| m.as_str().parse().unwrap()).collect();
    seen.retain(|n| !(2000..3000).contains(n));
    seen.sort_unstable();
    let expected: Vec<u32> = SEEN.iter().flat_map(|&(from, to)| from..=to).collect();
    assert_eq!(seen, expected);
}

#[test]
fn numbers_word_counts_by_itself_stand_before_their_paragraphs() {
    let text = document().1.text;
    let numbered = [
        "I. Phần A 1301",
        "1.1. mục 1302",
        "1.2. mục 1303",
        "II. Phần B 1304",
        "2.1. mục 1305",
        "không số 1306",
        "(1). một 1307",
        "(2). hai 1308",
        "a) con a 1309",
        "b) con b 1310",
        "(3). ba 1311",
        "a) con a lại 1312",
        "(5). bắt đầu lại 1313",
        "(6). tiếp 1314",
        "(7). tiếp danh sách cũ 1315",
        "- gạch 1316",
        "i. la mã 1317",
        "ii. la mã 1318",
        "A. chữ 1319",
        "01. 01 1320",
        "(8). bốn hay năm 1321",
        "(9). tiếp 1322",
    ];
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.iter().position(|l| l.contains("1301")).unwrap();
    assert_eq!(lines[first..first + numbered.len()], numbered);
}

#[test]
fn a_copy_with_comments_reads_the_same() {
    let (bytes, draft) = document();
    let report = check_document(draft.clone(), &Options::default());
    let done = annotate(&bytes, &comment::comments(&report, Lang::Vi), &Default::default()).unwrap();
    assert!(done.written > 0);
    assert_eq!(read(&done.bytes).0.text, draft.text);
}
