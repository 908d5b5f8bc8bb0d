//! The lexer against a table of lines (`tests/figures/lines.txt`) and against any text at all.

#[path = "figures/dump.rs"]
mod dump;

use doisoat::figures::lex::{lex, lex_document};
use doisoat::figures::{TokenKind, inventory};
use proptest::prelude::*;

/// Pairs of lines: a text, and below it, behind `= `, its tokens.
const LINES: &str = include_str!("figures/lines.txt");

#[test]
fn every_line_reads_as_the_table_says() {
    let mut wrong = Vec::new();
    let mut read = 0;
    let mut lines = LINES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    while let Some(text) = lines.next() {
        let expected = lines.next().and_then(|line| line.strip_prefix("= ")).expect("a line of tokens below each text");
        let found = dump::dump(text);
        read += 1;
        if found != expected {
            wrong.push(format!("{text}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {read} lines:\n{}", wrong.len(), wrong.join("\n"));
    assert!(read >= 120, "only {read} lines in the table");
}

#[test]
fn every_digit_run_of_the_table_is_seen_once() {
    for text in LINES.lines().filter(|line| !line.starts_with("= ") && !line.starts_with('#')) {
        let document = dump::document(text);
        let mut covered = vec![0; text.len()];
        for sighting in inventory(&document, &lex(&document, 0)) {
            for place in &mut covered[sighting.range.start as usize..sighting.range.end as usize] {
                *place += 1;
            }
        }
        for (at, byte) in text.bytes().enumerate() {
            let seen = covered[at];
            assert!(seen <= 1, "{text}: byte {at} seen {seen} times");
            assert!(seen == 1 || !byte.is_ascii_digit(), "{text}: the digit at {at} was not seen");
        }
    }
}

#[test]
fn blocks_are_lexed_in_place() {
    let mut document = dump::document("đạt 5 xã\ncó 12 hộ");
    let end = document.text.find('\n').unwrap() as u32;
    let mut second = document.blocks[0];
    second.range.start = end + 1;
    document.blocks[0].range.end = end;
    document.blocks.push(second);
    let lexed = lex_document(&document);
    let shown: Vec<&str> = lexed.iter().flat_map(|l| &l.figures).map(|f| document.slice(f.range)).collect();
    assert_eq!(shown, ["5 xã", "12 hộ"]);
}

/// Tokens and figures lie on code point borders, in order, inside the text.
fn well_formed(text: &str) {
    let document = dump::document(text);
    let lexed = lex(&document, 0);
    let whole = |from: u32, to: u32| text.get(from as usize..to as usize).is_some_and(|s| !s.is_empty());
    let mut last = 0;
    for token in &lexed.tokens {
        assert!(token.range.start >= last && whole(token.range.start, token.range.end), "{text:?}: {token:?}");
        last = token.range.end;
        let held = match token.kind {
            TokenKind::Figure(a) => vec![a],
            TokenKind::Fraction { upper: a, lower: b } | TokenKind::Range { low: a, high: b } => vec![a, b],
            _ => Vec::new(),
        };
        for index in held {
            let figure = &lexed.figures[index as usize];
            assert!(token.range.contains(figure.range), "{text:?}: {figure:?}");
            assert!(whole(figure.number.start, figure.number.end), "{text:?}: {figure:?}");
            assert!(figure.range.contains(figure.number), "{text:?}: {figure:?}");
        }
    }
}

/// Text made of the pieces reports are made of.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "đạt",
        "tăng",
        "giảm",
        "năm",
        "tháng",
        "quý",
        "ngày",
        "nhiệm kỳ",
        "giai đoạn",
        "từ",
        "đến",
        "và",
        "số",
        "hộ",
        "xã",
        "tỷ",
        "triệu",
        "đồng",
        "%",
        "%o",
        "‰",
        "ha",
        "người",
        "tuổi",
        "trang",
        "khóa",
        "XIX",
        "QĐ-TTg",
        "BC",
        "Nghị quyết",
        "Điều",
        "mức độ",
        "lần thứ",
        "trên",
        "gần",
        "trở lên",
        "gấp",
        "đôi",
        "mười",
        "hai",
        "năm 2020",
        "1",
        "05",
        "12",
        "2021",
        "2.015",
        "12,345",
        "14.302",
        "1.234,5",
        "25.9140",
        "30/10/2024",
        "8/2021",
        "0912.345.678",
        "/",
        "-",
        "–",
        "(",
        ")",
        "[",
        "]",
        ".",
        ",",
        ";",
        ":",
        "...",
        "…",
        " ",
        " ",
        " ",
        "\u{a0}",
        "\u{200b}",
        "\n",
        "\u{fffc}",
        "“",
        "\"",
        "+",
        "m2",
        "h",
        "a",
        "C",
        "99999999999999999999",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

#[test]
fn dots_that_end_a_sentence_are_in_order() {
    well_formed("các cấp... Đại hội");
}

proptest! {
    #[test]
    fn any_text_is_lexed_in_order(text in any::<String>()) {
        well_formed(&text);
    }

    #[test]
    fn any_report_is_lexed_in_order(text in pieces()) {
        well_formed(&text);
    }
}
