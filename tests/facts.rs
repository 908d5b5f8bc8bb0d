//! Reference figures: what is compared, and what is left alone for a good reason.

use doisoat::check::{Options, Report, check};
use doisoat::claims::Verdict;
use doisoat::facts::{Facts, parse};
use doisoat::rules::facts_mismatch::NAME;
use doisoat::source::{Encoding, Source};
use std::sync::Arc;

const HEAD: &str = "indicator,unit,period,value,source,kind,commune\n";

fn report(rows: &str, draft: &str) -> Report {
    let facts = parse(&format!("{HEAD}{rows}\n"), false).unwrap_or_else(|m| panic!("{m:?}"));
    let options = Options { facts: Some(Arc::new(Facts::new("f.csv".into(), facts))), ..Options::default() };
    check(Source::new("a.md", draft.to_owned(), Encoding::Utf8), &options)
}

/// What is under the caret of each finding, and the verdicts of all comparisons.
fn compared(rows: &str, draft: &str) -> (Vec<String>, Vec<Verdict>) {
    let report = report(rows, draft);
    let mine = report.findings.iter().filter(|f| f.rule == NAME);
    let found = mine.map(|f| report.document.source.slice(f.span).to_owned()).collect();
    (found, report.ledger.iter().filter(|j| j.rule == NAME).map(|j| j.verdict).collect())
}

fn wrong(rows: &str, draft: &str) -> Vec<String> {
    compared(rows, draft).0
}

const HERD: &str = "Tổng đàn gia súc,con,2024,46.300,Niên giám,,";
const NOTHING: (Vec<String>, Vec<Verdict>) = (Vec::new(), Vec::new());

#[test]
fn a_sentence_without_a_year_is_of_the_title() {
    let title = "# BÁO CÁO\n\nKết quả năm 2024, phương hướng năm 2025\n\n";
    let herd = "Tổng đàn gia súc đạt 43.600 con.\n";
    assert_eq!(wrong(HERD, &format!("{title}{herd}")), ["43.600 con"]);
    assert_eq!(compared(HERD, herd), NOTHING, "no title");
    let filler = "Câu khác.\n\n".repeat(15);
    assert_eq!(wrong(HERD, &format!("{title}{filler}## I. Kết quả\n\n{herd}")), ["43.600 con"]);
    assert_eq!(compared(HERD, &format!("{title}{filler}## Kết quả năm 2023\n\n{herd}")), NOTHING);
    assert_eq!(compared(HERD, &format!("{title}{filler}## II. Phương hướng\n\n{herd}")), NOTHING, "a goal");
    assert_eq!(compared(HERD, &format!("{title}Năm 2023 khó khăn. {herd}")), NOTHING);
    let term = title.replace("năm 2024, phương hướng năm 2025", "nhiệm kỳ 2020-2025");
    assert_eq!(compared(HERD, &format!("{term}{herd}")), NOTHING);
}

#[test]
fn other_localities_are_left_alone() {
    let draft = |lead: &str| format!("{lead}năm 2024, tổng đàn gia súc đạt 4.360 con.\n");
    assert_eq!(wrong(HERD, &draft("")), ["4.360 con"]);
    assert_eq!(compared(HERD, &draft("Tại xã Nậm Sỏi, ")), NOTHING);
    assert_eq!(compared(HERD, &draft("Xã Nậm Sỏi có 12 bản, ")), NOTHING);
    let filler = "Câu khác.\n\n".repeat(15);
    assert_eq!(compared(HERD, &format!("# BÁO CÁO\n\n{filler}## Xã Nậm Sỏi\n\n{}", draft(""))), NOTHING);
    let own = format!(
        "**UBND XÃ NẬM SỎI**\n\n*Nậm Sỏi, ngày 05 tháng 12 năm 2024*\n\n{}",
        draft("Tại xã Nậm Sỏi có 12 bản. ")
    );
    assert_eq!(wrong(HERD, &own), ["4.360 con"], "its own name");
    let of = |commune: &str| HERD.replace(",,", &format!(",,{commune}"));
    assert_eq!(wrong(&of("xã Nậm Sỏi"), &own), ["4.360 con"]);
    assert_eq!(compared(&of("xã Huổi Lắm"), &own), NOTHING);
}

#[test]
fn prices_estimates_and_goals_are_other_things() {
    let rows = "Tổng giá trị sản xuất (giá so sánh 2010),tỷ đồng,2024,812,x,,";
    let draft = |more: &str, v: &str| format!("Năm 2024, tổng giá trị sản xuất {more} đạt {v} tỷ đồng.");
    assert_eq!(wrong(rows, &draft("(giá so sánh 2010)", "821")), ["821 tỷ đồng"]);
    assert_eq!(compared(rows, &draft("(giá hiện hành)", "970")), NOTHING);
    assert_eq!(compared(rows, &draft("", "970")), NOTHING);
    assert_eq!(compared(HERD, "Năm 2024, tổng đàn gia súc ước đạt 46.000 con."), NOTHING);
    assert_eq!(compared(HERD, "Phấn đấu năm 2024, tổng đàn gia súc đạt 48.000 con."), NOTHING);
    let growth = "Tổng giá trị sản xuất,tỷ đồng,2023,800,x,,";
    let grown = "Năm 2024, tổng giá trị sản xuất đạt 870 tỷ đồng, tăng 5% (giá so sánh) so với năm 2023.";
    assert_eq!(compared(growth, grown), NOTHING);
}

#[test]
fn names_must_agree_word_by_word() {
    for draft in [
        "Năm 2024, tổng đàn gia súc bị bệnh là 436 con.",
        "Năm 2024, đàn gia súc đạt 43.600 con.",
        "Năm 2024, tổng đàn gia súc đạt 43.600 hộ.",
        "Năm 2023, tổng đàn gia súc đạt 43.600 con.",
        "Năm 2024, tổng đàn gia súc bình quân mỗi hộ đạt 4 con.",
    ] {
        assert_eq!(wrong(HERD, draft), Vec::<String>::new(), "{draft}");
    }
}

#[test]
fn plans_are_compared_with_those_of_one_giver() {
    let rows = "Tổng thu ngân sách trên địa bàn,tỷ đồng,2024,95,Quyết định tỉnh giao,target,";
    let draft = |rest: &str| format!("Năm 2024, tổng thu ngân sách trên địa bàn đạt 96,5 tỷ đồng, {rest}.");
    assert_eq!(wrong(rows, &draft("đạt 97,5% dự toán tỉnh giao")), ["97,5%"]);
    assert_eq!(compared(rows, &draft("đạt 97,5% dự toán HĐND giao")), NOTHING);
    assert_eq!(wrong(rows, &draft("đạt 97,5% dự toán")), ["97,5%"]);
    let two = "đạt 101,6% dự toán tỉnh giao, bằng 97,5% dự toán HĐND giao";
    assert_eq!(compared(rows, &draft(two)), (Vec::new(), vec![Verdict::Ok]));
    assert_eq!(wrong(rows, &draft("đạt 107,2% dự toán tỉnh giao (90 tỷ đồng)")), ["90 tỷ đồng"], "the plan itself");
    let term = rows.replace(",2024,", ",2020-2024,");
    assert_eq!(wrong(&term, &draft("đạt 97,5% chỉ tiêu")), ["97,5%"], "a goal for the end of a term");
}

#[test]
fn a_base_is_told_once_and_named_bases_are_levels() {
    let rows = "Tổng đàn gia súc,con,2020,46.300,Niên giám,,";
    let draft = |rest: &str| format!("Năm 2024, tổng đàn gia súc đạt 52.500 con, {rest}.");
    assert_eq!(wrong(rows, &draft("tăng 7.200 con (tăng 15,9%) so với năm 2020")), ["7.200 con"]);
    assert_eq!(wrong(rows, &draft("tăng 7.200 con so với năm 2020 (45.300 con)")), ["45.300 con"]);
    assert_eq!(wrong(rows, &draft("gấp 1,3 lần so với năm 2020")), ["1,3 lần"]);
    assert_eq!(compared(rows, &draft("gấp 1,1 lần so với năm 2020")), (Vec::new(), vec![Verdict::Ok]));
    assert_eq!(compared(rows, &draft("tăng 7.200 con so với năm 2021")), NOTHING);
    let months = "Tổng đàn gia súc,con,6 tháng năm 2023,46.300,Niên giám,,";
    let half = "6 tháng đầu năm 2024, tổng đàn gia súc đạt 52.500 con, tăng 7.200 con so với cùng kỳ năm trước.";
    assert_eq!(wrong(months, half), ["7.200 con"]);
}

#[test]
fn tables_that_say_two_things_decide_nothing() {
    let table = |other: &str| {
        format!(
            "| Chỉ tiêu | ĐVT | Năm 2023 | Năm 2024 |\n|---|---|---:|---:|\n| Tổng đàn gia súc | con | 45.000 | 43.600 |\n\
             | {other} | con | 44.000 | 46.300 |\n"
        )
    };
    assert_eq!(wrong(HERD, &table("Tổng đàn gia cầm")), ["43.600"]);
    assert_eq!(compared(HERD, &table("Tổng đàn gia súc")), NOTHING);
}

#[test]
fn units_that_do_not_fit_are_told_once() {
    let report = report(HERD, "Năm 2024, tổng đàn gia súc đạt 43,6 ha. Năm 2024, tổng đàn gia súc đạt 43,6 ha.");
    assert_eq!(report.notices.len(), 1);
    assert!(report.findings.iter().all(|f| f.rule != NAME));
}
