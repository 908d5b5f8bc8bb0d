//! Reference figures: what is compared, and what is left alone for a good reason.

use doisoat::check::{Options, Report, check};
use doisoat::claims::Verdict;
use doisoat::facts::write::{csv, dated, of_draft, toml};
use doisoat::facts::{Facts, parse};
use doisoat::report::Lang;
use doisoat::rules::facts_mismatch::NAME;
use doisoat::source::{Encoding, Source};
use std::path::Path;
use std::sync::Arc;

const HEAD: &str = "indicator,unit,period,value,source,kind,commune\n";

fn report(rows: &str, draft: &str) -> Report {
    let facts = parse(&format!("{HEAD}{rows}\n"), false).unwrap_or_else(|m| panic!("{m:?}"));
    let options = Options { facts: Some(Arc::new(Facts::new("f.csv".into(), facts))), ..Options::default() };
    check(source(draft), &options)
}

fn source(draft: &str) -> Source {
    Source::new("a.md", draft.to_owned(), Encoding::Utf8)
}

fn written(draft: &str) -> (Vec<String>, usize) {
    let (rows, left_out) = of_draft(&check(source(draft), &Options::default()), Lang::En);
    (rows.iter().map(ToString::to_string).collect(), left_out)
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
fn the_year_of_prices_is_no_period() {
    let rows = "Tổng mức bán lẻ hàng hóa,tỷ đồng,2010,812,x,,";
    for draft in [
        "Giá trị sản xuất đạt 323 tỷ đồng (giá so sánh năm 2010); tổng mức bán lẻ hàng hóa đạt 950 tỷ đồng.",
        "Tổng mức bán lẻ hàng hóa đạt 950 tỷ đồng theo giá so sánh năm 2010.",
        "Theo giá so sánh năm 2010, tổng mức bán lẻ hàng hóa đạt 950 tỷ đồng.",
    ] {
        assert_eq!(compared(rows, draft), NOTHING, "{draft}");
    }
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

const DRAFT: &str = "**UBND HUYỆN ĐỒNG CÁT**\n\n# BÁO CÁO\n\nKết quả năm 2024\n\n\
    Năm 2023, tổng đàn gia súc của huyện là 50.120 con.\n\nTổng đàn gia súc đạt 52.500 con, tăng 2.380 con so với năm 2023. \
    Tổng thu ngân sách trên địa bàn đạt 12.306 triệu đồng; tổng chi ngân sách địa phương khoảng 90 tỷ đồng. Tỷ lệ hộ \
    nghèo đa chiều còn 18,42%. Xã Nậm Sỏi có 12 bản, số hộ nghèo đa chiều là 71 hộ. Phấn đấu năm 2025, tỷ lệ hộ nghèo đa \
    chiều còn 14,5%.\n\n\
    | Chỉ tiêu | ĐVT | TH 2023 | Ước TH 2024 | Kế hoạch 2025 |\n|---|---|---:|---:|---:|\n\
    | Sản lượng lúa cả năm | tấn | 8.120,50 | 8.412,60 | 8.500,00 |\n| Số hộ nghèo đa chiều | hộ | 2.120 | 1.980 | 1.700 |\n";

#[test]
fn a_draft_writes_its_levels_and_nothing_else() {
    let (rows, left_out) = written(DRAFT);
    let expected = [
        "tổng đàn gia súc của huyện, 2023: 50.120 con",
        "Tổng đàn gia súc, 2024: 52.500 con",
        "Tổng thu ngân sách trên địa bàn, 2024: 12.306 triệu đồng",
        "Tỷ lệ hộ nghèo đa chiều, 2024: 18,42%",
        "tỷ lệ hộ nghèo đa chiều, 2025: 14,5%",
        "Sản lượng lúa cả năm, 2023: 8.120,50 tấn",
        "Sản lượng lúa cả năm, 2024: 8.412,60 tấn",
        "Sản lượng lúa cả năm, 2025: 8.500,00 tấn",
        "Số hộ nghèo đa chiều, 2023: 2.120 hộ",
        "Số hộ nghèo đa chiều, 2024: 1.980 hộ",
        "Số hộ nghèo đa chiều, 2025: 1.700 hộ",
    ];
    assert_eq!((rows.as_slice(), left_out), (expected.map(str::to_owned).as_slice(), 0));
}

#[test]
fn what_an_error_points_at_is_left_out_and_what_is_stated_twice_is_written_once() {
    let draft =
        "Năm 2024, tổng số trường học là 41 trường. Năm 2024, số trường đạt chuẩn quốc gia là 24/41 trường, chiếm 62%.";
    let (rows, _) = written(draft);
    assert_eq!(rows, ["tổng số trường học, 2024: 41 trường"]);
    let wrong = "Năm 2024, tổng đàn gia súc đạt 2.500 con, tăng 500 con (tăng 52%) so với năm 2023.";
    assert_eq!(written(wrong), (Vec::new(), 1));
    let twice = "Năm 2024, tổng sản lượng lúa đạt 28,6 nghìn tấn.\n\nNăm 2024, tổng sản lượng lúa đạt 28.632 tấn.";
    assert_eq!(written(twice).0, ["tổng sản lượng lúa, 2024: 28.632 tấn"]);
    let torn = twice.replace("28.632", "29.632");
    assert_eq!(written(&torn).0, Vec::<String>::new(), "which of them is right is not known");
}

#[test]
fn a_draft_agrees_with_its_own_facts_until_a_digit_changes() {
    let (rows, _) = of_draft(&check(source(DRAFT), &Options::default()), Lang::En);
    let rows = dated(&rows);
    let files = [(String::from_utf8(csv(&rows)).unwrap(), false), (toml(&rows), true)];
    let changes =
        ["50.120", "52.500", "12.306", "18,42", "14,5", "8.120,50", "8.412,60", "8.500,00", "2.120", "1.980", "1.700"];
    for (file, is_toml) in files {
        let facts = parse(&file, is_toml).unwrap_or_else(|m| panic!("{file}\n{m:?}"));
        let options = Options { facts: Some(Arc::new(Facts::new("f".into(), facts))), ..Options::default() };
        let found = |draft: &str| {
            let report = check(source(draft), &options);
            let mine = report.findings.iter().filter(|f| f.rule == NAME);
            mine.map(|f| report.document.source.slice(f.span).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found(DRAFT), Vec::<String>::new());
        for change in changes {
            // The first digit becomes another: no rounding hides it.
            let first = change.chars().next().unwrap();
            let other = if first == '9' { '1' } else { '9' };
            let slip = format!("{other}{}", &change[1..]);
            let found = found(&DRAFT.replacen(change, &slip, 1));
            assert!(found.iter().any(|f| f.starts_with(&slip)), "{change} -> {slip}: {found:?}");
        }
    }
}

#[test]
fn the_readmes_name_the_columns_of_the_table() {
    let head = String::from_utf8(doisoat::facts::write::table_head()).unwrap();
    let columns: Vec<&str> = head.trim().split(',').collect();
    let found = |pattern: &str, text: &str| -> Vec<String> {
        regex::Regex::new(pattern).unwrap().captures_iter(text).map(|c| c[1].to_owned()).collect()
    };
    for name in ["README.md", "README.vi.md"] {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
        assert!(text.contains(&format!("`{}`", head.trim())), "{name} shows the header");
        let [query] = found(r"(?s)```sql\n(.*?)```", &text).try_into().unwrap();
        let using = found(r"USING \((.*?)\)", &query).join(", ");
        let mut named = found(r"\b[nt]\.(\w+)", &query);
        named.extend(found(r"'(\w+)': '", &query));
        named.extend(using.split(", ").map(str::to_owned));
        assert!(named.len() > 10 && named.iter().all(|n| columns.contains(&n.as_str())), "{name}: {named:?}");
        let [schema] = found("schema=\"(.*?)\"", &text).try_into().unwrap();
        assert_eq!(found(r"(\w+) (?:string|decimal)", &schema), columns, "{name}");
    }
}
