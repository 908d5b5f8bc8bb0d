//! The printed form of findings, made by hand so that no rule is needed.

use doisoat::check::Report;
use doisoat::document;
use doisoat::finding::{Finding, Label, Severity, Text};
use doisoat::report::{Lang, Look, human, json, short, visible};
use doisoat::source::{Encoding, Source, Span};

const DRAFT: &str = "# BÁO CÁO\n\n## II. KẾT QUẢ\n\n### 1. Giáo dục và đào tạo của toàn huyện trong năm học vừa qua và các năm tới\n\n\
    Công tác giáo dục được quan tâm. Toàn huyện hiện có 24/41 trường đạt chuẩn quốc gia[^1], trong đó cấp mầm non là \
    09 trường, cấp tiểu học là 08 trường, còn lại là các trường trung học cơ sở ở vùng xa, **chiếm 62%** tổng số trường \
    trong toàn huyện. Các mặt khác đều tốt.\n\nNăm trước có 22 trường đạt chuẩn.\n\n[^1]: Số liệu đến 30/11/2024, \
    gồm 12 trường mầm non và 12 trường phổ thông.\n";

fn span(draft: &str, words: &str) -> Span {
    let start = draft.find(words).unwrap_or_else(|| panic!("{words:?} is not in the draft"));
    Span::new(start as u32, (start + words.len()) as u32)
}

fn report(draft: &str, findings: Vec<Finding>) -> Report {
    let source = Source::new("dự thảo/a.md", draft.to_string(), Encoding::Utf8);
    Report {
        document: document::read(source, None),
        lexed: Vec::new(),
        ledger: Vec::new(),
        statements: Vec::new(),
        findings,
        accepted: Vec::new(),
        notices: Vec::new(),
    }
}

fn finding(span: Span) -> Finding {
    Finding {
        rule: "share-mismatch",
        severity: Severity::Error,
        span,
        message: Text::new("24/41 trường là 58,54%, không phải 62%", "24/41 schools are 58.54%, not 62%"),
        caret: Text::new("phải là 58,54%", "should be 58.54%"),
        labels: Vec::new(),
        notes: vec![Text::new("24 / 41 = 58,5365…%", "24 / 41 = 58,5365…%")],
    }
}

fn label(words: &str, vi: &str) -> Label {
    Label { span: span(DRAFT, words), message: Text::new(vi, vi) }
}

fn shares() -> Report {
    let mut found = finding(span(DRAFT, "62%"));
    found.labels = vec![
        label("24/41", "phần và tổng thể"),
        label("12 trường mầm non", "các phần trong chú thích"),
        label("22 trường", "số năm trước"),
    ];
    report(DRAFT, vec![found])
}

fn printed(report: &Report, width: usize) -> String {
    let look = Look { lang: Lang::Vi, width, color: false };
    String::from_utf8(human::findings(report, look)).unwrap()
}

#[test]
fn a_finding_at_80_columns() {
    insta::assert_snapshot!(printed(&shares(), 80));
}

#[test]
fn a_finding_at_160_columns() {
    insta::assert_snapshot!(printed(&shares(), 160));
}

#[test]
fn no_row_is_wider_than_the_terminal() {
    for width in 60..200 {
        let text = printed(&shares(), width);
        for line in text.lines() {
            assert!(visible::width(line) <= width, "{width}: {line}");
        }
        assert!(text.contains("62%") && text.contains("phải là 58,54%"), "{width}: {text}");
    }
}

#[test]
fn short_and_json_say_the_same_place() {
    let report = shares();
    assert_eq!(
        short::findings(&report, Lang::En),
        "dự thảo/a.md:7:209: error[share-mismatch] 24/41 schools are 58.54%, not 62%\n"
    );
    insta::assert_snapshot!(json::findings(&report, Lang::Vi));
    let line: serde_json::Value = serde_json::from_str(&json::findings(&report, Lang::Vi)).unwrap();
    let (start, end) = (line["start"]["byte"].as_u64().unwrap(), line["end"]["byte"].as_u64().unwrap());
    assert_eq!(&DRAFT[start as usize..end as usize], "62%");
}

#[test]
fn terminal_escapes_of_a_draft_never_reach_the_terminal() {
    let draft = "Tăng\u{1b}[31m 5%\u{1b}[0m so với \u{9b}2J năm\u{7} trước.\n";
    let mut found = finding(span(draft, "5%"));
    found.message = Text::new("\u{1b}[2J5%", "5%");
    let report = report(draft, vec![found]);
    for text in [printed(&report, 80), short::findings(&report, Lang::Vi)] {
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
    }
}

#[test]
fn a_place_outside_every_block_is_shown_as_its_line() {
    let draft = "Một câu có 5 hộ.\n\n[^9]:\n\nCâu sau.\n";
    let report = report(draft, vec![finding(span(draft, "[^9]:"))]);
    let text = printed(&report, 80);
    assert!(text.contains("3 │ [^9]:") && text.contains("a.md:3:1"), "{text}");
}

#[test]
fn colours_stand_only_where_they_are_wanted() {
    let colored = human::findings(&shares(), Look { lang: Lang::Vi, width: 100, color: true });
    assert!(String::from_utf8(colored).unwrap().contains("\u{1b}["));
    assert!(!printed(&shares(), 100).contains('\u{1b}'));
}
