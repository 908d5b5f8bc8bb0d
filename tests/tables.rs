//! The table set of `tests/tables`: every planted slip found at its cell, no
//! other finding of the table group; and digits of right tables changed.
//!
//! Of the digits a run changes one cell in four, always the same ones (some 650, a few seconds); the whole
//! (2,600) with `DOISOAT_ALL_DIGITS=1 cargo test --test tables changed_digits -- --nocapture`. Both are held
//! to the same shares.

use doisoat::check::{Options, Report, check};
use doisoat::finding::Finding;
use doisoat::rules::{Group, rule};
use doisoat::source::{Encoding, Source};
use serde::Deserialize;
use std::path::PathBuf;

#[derive(Deserialize)]
struct Planted {
    rule: String,
    #[serde(default)]
    also_rule: Vec<String>,
    cell: String,
    char_start: usize,
    char_end: usize,
    was: String,
    #[serde(default)]
    optional: bool,
    /// Why it cannot be told by the tables; `optional` needs a reason.
    why: Option<String>,
    /// The rule of another group that tells it.
    told_by: Option<String>,
    kind: Option<String>,
}

struct Draft {
    name: String,
    text: String,
    planted: Vec<Planted>,
}

fn drafts() -> Vec<Draft> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/tables");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let is_draft = |p: &&PathBuf| p.extension().is_some_and(|e| e == "md") && !p.ends_with("README.md");
    paths
        .iter()
        .filter(is_draft)
        .map(|path| {
            let planted = std::fs::read_to_string(path.with_extension("expected.jsonl")).unwrap();
            Draft {
                name: path.file_stem().unwrap().to_string_lossy().into_owned(),
                text: std::fs::read_to_string(path).unwrap(),
                planted: planted.lines().map(|l| serde_json::from_str(l).unwrap()).collect(),
            }
        })
        .collect()
}

/// Findings of the table group, with their places in code points.
fn findings(text: &str) -> Vec<(Finding, usize, usize)> {
    let mut found = findings_of_all(text);
    found.retain(|(f, ..)| rule(f.rule).is_some_and(|r| r.group == Group::Table));
    found
}

/// Findings of all groups, with their places in code points.
fn findings_of_all(text: &str) -> Vec<(Finding, usize, usize)> {
    let report = check(Source::new("a.md", text.to_owned(), Encoding::Utf8), &Options::default());
    let chars = |byte: u32| text[..byte as usize].chars().count();
    report
        .findings
        .into_iter()
        .map(|f| {
            let (start, end) = (chars(f.span.start), chars(f.span.end));
            (f, start, end)
        })
        .collect()
}

/// What is wrong with the findings of a draft, a line each.
fn differences(draft: &Draft) -> Vec<String> {
    let found = findings(&draft.text);
    let mut used = vec![false; found.len()];
    let mut out = Vec::new();
    for planted in &draft.planted {
        let rule_fits = |f: &Finding| f.rule == planted.rule || planted.also_rule.iter().any(|r| r == f.rule);
        let hit = found.iter().position(|(f, start, end)| {
            let meets = *start < planted.char_end && planted.char_start < *end;
            rule_fits(f) && (meets || f.rule == "unreadable-table")
        });
        match hit {
            Some(i) => used[i] = true,
            None if planted.told_by.is_some() => {
                let by = planted.told_by.as_deref().unwrap();
                let meets = |start: usize, end: usize| start < planted.char_end && planted.char_start < end;
                if !findings_of_all(&draft.text).iter().any(|(f, start, end)| f.rule == by && meets(*start, *end)) {
                    out.push(format!("{}: “{}” is not told by {by}", draft.name, planted.cell));
                }
            }
            None if planted.optional => {
                if planted.why.is_none() {
                    out.push(format!("{}: “{}” is optional without a reason", draft.name, planted.cell));
                }
            }
            None => {
                out.push(format!("{}: missed {} “{}” (was {})", draft.name, planted.rule, planted.cell, planted.was))
            }
        }
    }
    for ((finding, start, _), used) in found.iter().zip(used) {
        if !used {
            out.push(format!("{}: false alarm at {start}: {}: {}", draft.name, finding.rule, finding.message.vi));
        }
    }
    out
}

#[test]
fn every_planted_slip_and_nothing_else() {
    let drafts = drafts();
    assert!(drafts.len() >= 182);
    let wrong: Vec<String> = drafts.iter().flat_map(differences).collect();
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

/// Slips that were missed, told twice or told elsewhere once: draft, what stands there, what is put in
/// its place, and the text under the one finding.
const ONCE_MISSED: &[(&str, &str, &str, &str)] = &[
    ("35-", "với 603 lớp", "với 630 lớp", "630 lớp"),
    ("36-", "còn 1.469 hộ nghèo", "còn 1.496 hộ nghèo", "1.496 hộ nghèo"),
    ("36-", "là Phình Giàng (443 hộ)", "là Pú Xi (443 hộ)", "Pú Xi"),
    ("36-", "là Rạng Đông (149 hộ)", "là Rạng Đông (194 hộ)", "194 hộ"),
    ("36-", "| 312 | 45 |", "| 312 | 54 |", "54"),
    ("40-", "là xã Tênh Phông với 80,00", "là xã Ta Ma với 80,00", "Ta Ma"),
    ("40-", "Đứng đầu là xã Chiềng Đông", "Đứng đầu là xã Quài Cang", "Quài Cang"),
    ("44-", "| 1.356 |", "| 1.365 |", "1.365"),
    ("46-", "được 189 ha", "được 198 ha", "198 ha"),
    ("47-", "tổng diện tích 412,5 ha", "tổng diện tích 421,5 ha", "421,5 ha"),
    ("47-", "| 40,0 |", "| 44,0 |", "44,0"),
];

#[test]
fn slips_that_were_missed_once() {
    let drafts = drafts();
    let mut wrong = Vec::new();
    for (name, from, to, cell) in ONCE_MISSED {
        let right = repaired(drafts.iter().find(|d| d.name.starts_with(name)).unwrap());
        assert!(right.contains(from), "{name}: {from}");
        let text = right.replacen(from, to, 1);
        let found = findings(&text);
        let told: Vec<&str> = found.iter().map(|(f, ..)| &text[f.span.start as usize..f.span.end as usize]).collect();
        if told != [*cell] {
            wrong
                .push(format!("{name} {to}: {told:?} {:?}", found.iter().map(|f| &f.0.message.vi).collect::<Vec<_>>()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is left of each plan stands in a column, too, so that the growth of that column without its
/// sign is the share that was done: told is what the header says.
#[test]
fn a_rate_is_told_as_what_its_header_says() {
    let drafts = drafts();
    let text = &drafts.iter().find(|d| d.name.starts_with("32-")).unwrap().text;
    let told: Vec<String> = findings(text).into_iter().map(|(f, ..)| f.message.vi).collect();
    let of_rates = |m: &&String| m.contains("cột “Tỷ lệ giải ngân (%)”");
    assert!(told.iter().filter(of_rates).count() >= 1);
    assert!(told.iter().filter(of_rates).all(|m| m.contains("không bằng tỷ lệ của hai cột")), "{told:#?}");
}

/// Columns that overlap, ranks, means, yearly series, land use, projects, one
/// name for two places: right tables that invite wrong sums.
#[test]
fn tables_that_invite_wrong_sums_stay_silent() {
    let text = include_str!("tables_traps.md");
    let wrong: Vec<String> = findings(text).iter().map(|(f, ..)| f.message.vi.clone()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let report = check(Source::new("a.md", text.to_owned(), Encoding::Utf8), &Options::default());
    let of_tables = report.ledger.iter().filter(|j| rule(j.rule).is_some_and(|r| r.group == Group::Table));
    assert!(of_tables.count() >= 40, "the tables were not read");
}

/// Checks a text that no rule of any group may say anything of.
fn silent(text: &str) -> Report {
    let report = check(Source::new("a.md", text.to_owned(), Encoding::Utf8), &Options::default());
    let told: Vec<String> = report.findings.iter().map(|f| format!("{}: {}", f.rule, f.message.vi)).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    report
}

/// Codes, telephone numbers, years and running numbers in cells; rounded shares; `Trong đó` that is not all;
/// rates, ranks and means; totals of picked rows; two units; marks; running totals; counts of other groups
/// and other times: no rule of any group says anything.
#[test]
fn tables_that_look_odd_and_are_right_stay_silent() {
    let text = include_str!("tables_traps_2.md");
    let report = silent(text);
    let of_tables = report.ledger.iter().filter(|j| rule(j.rule).is_some_and(|r| r.group == Group::Table));
    assert!(of_tables.count() >= 60, "the tables were not read");
}

/// Tables cut by a page break, with and without running numbers; a total in the middle; flows that have a whole of their
/// own; taxes behind a total; how many times as much; HTML behind other HTML in a line: no rule of any group says anything.
#[test]
fn tables_of_odd_shapes_stay_silent() {
    let text = include_str!("tables_traps_5.md");
    let report = silent(text);
    let of_tables = report.ledger.iter().filter(|j| rule(j.rule).is_some_and(|r| r.group == Group::Table));
    assert!(of_tables.count() >= 150, "the tables were not read");
}

/// Puts each slip into the right text alone: it is told at its place, and nothing else is.
fn each_slip_is_told(right: &str, slips: &[(&str, &str, &str)]) {
    for (from, to, cell) in slips {
        assert!(right.contains(from), "{from}");
        let text = right.replacen(from, to, 1);
        let found = findings(&text);
        let told: Vec<&str> = found.iter().map(|(f, ..)| &text[f.span.start as usize..f.span.end as usize]).collect();
        assert_eq!(told, [*cell], "{to}");
    }
}

/// Slips in tables of odd shapes: what stands there, what is put in its place, and the text under the one finding.
const IN_ODD_SHAPES: &[(&str, &str, &str)] = &[
    // the total below the second part of a table that is cut by a page break
    (
        "| | Tổng cộng | 594 | 2.421 |\n\n## Dòng tổng ở giữa",
        "| | Tổng cộng | 549 | 2.421 |\n\n## Dòng tổng ở giữa",
        "549",
    ),
    // the whole of a flow
    ("| 3 | Huổi Só | 412 | 48 |", "| 3 | Huổi Só | 412 | 84 |", "84"),
    ("| | Tổng cộng | 1.787 |", "| | Tổng cộng | 1.778 |", "1.778"),
    // how many times as much
    ("| 2,56 |", "| 2,65 |", "2,65"),
];

#[test]
fn slips_in_tables_of_odd_shapes() {
    each_slip_is_told(include_str!("tables_traps_5.md"), IN_ODD_SHAPES);
}

/// Tables side by side in one grid, amounts by price and count, classes that are no places, one whole parted in three ways,
/// flows from column to column: no rule of any group says anything.
#[test]
fn tables_of_more_odd_shapes_stay_silent() {
    let text = include_str!("tables_traps_6.md");
    let report = silent(text);
    let of_tables = report.ledger.iter().filter(|j| rule(j.rule).is_some_and(|r| r.group == Group::Table));
    assert!(of_tables.count() >= 190, "the tables were not read");
}

/// Slips in these: what stands there, what is put in its place, and the text under the one finding.
const SIDE_BY_SIDE_AND_PRICED: &[(&str, &str, &str)] = &[
    // the rows go on beside the first ones
    ("| | Tổng số | 94 |", "| | Tổng số | 49 |", "49"),
    ("| Cộng | 300 | Cộng | 275 |", "| Cộng | 300 | Cộng | 257 |", "257"),
    // amounts, in đồng and in thousands, by two, three and four factors
    ("| 3.250 | 40.625 |", "| 3.250 | 46.025 |", "46.025"),
    ("| 6 | 70.200.000 |", "| 6 | 72.000.000 |", "72.000.000"),
    ("| 6,2 | 24,80 |", "| 6,2 | 28,40 |", "28,40"),
    ("| 4.500 | 292,5 |", "| 4.500 | 295,2 |", "295,2"),
    // rows of several units, one column of money
    ("| | | | 143.477 |", "| | | | 134.477 |", "134.477"),
];

#[test]
fn slips_side_by_side_and_in_amounts() {
    each_slip_is_told(include_str!("tables_traps_6.md"), SIDE_BY_SIDE_AND_PRICED);
}

/// Figures that look as if a table gave them by a change, a share, a sum, a mean or a count of rows, and are of other
/// times, places, plans, parts or terms: no rule of any group says anything.
#[test]
fn text_that_looks_computed_stays_silent() {
    let text = include_str!("tables_traps_3.md");
    let report = silent(text);
    let of_text = report.ledger.iter().filter(|j| j.rule == "text-table-conflict");
    assert!(of_text.count() >= 12, "the text was not compared");
}

/// The same of groups of rows, rests, rates beside others, means by what a column counts, ranks that go on, rows named by
/// a time, and two rows against each other.
#[test]
fn text_that_looks_computed_in_other_ways_stays_silent() {
    let text = include_str!("tables_traps_4.md");
    let report = silent(text);
    let of_text = report.ledger.iter().filter(|j| j.rule == "text-table-conflict");
    assert!(of_text.count() >= 20, "the text was not compared");
}

/// Halves of a year, all rows but one, shares without a word for their whole, parts of plans, rows of percentages, codes
/// beside names: what looks like one of them and is right or of something else.
#[test]
fn text_of_halves_rests_and_plans_stays_silent() {
    let text = include_str!("tables_traps_7.md");
    let report = silent(text);
    let of_text = report.ledger.iter().filter(|j| j.rule == "text-table-conflict");
    assert!(of_text.count() >= 20, "the text was not compared");
}

/// Slips in these: what stands there, what is put in its place, and the text under the one finding.
const HALVES_RESTS_AND_PLANS: &[(&str, &str, &str)] = &[
    ("cuối năm đón 219,6 nghìn", "cuối năm đón 216,9 nghìn", "216,9 nghìn lượt"),
    ("và 28,7% doanh thu cả năm", "và 27,8% doanh thu cả năm", "27,8%"),
    ("hộ dùng nước sạch là 70,9%", "hộ dùng nước sạch là 79,0%", "79,0%"),
    ("8.347 hộ, chiếm 75,7%", "8.347 hộ, chiếm 72,7%", "72,7%"),
    ("dự phòng 12.400 triệu", "dự phòng 14.200 triệu", "14.200 triệu đồng"),
    ("| 35,7 | 43,4 |", "| 35,7 | 44,3 |", "44,3"),
    ("Đất trồng lúa 3.406,61 ha", "Đất trồng lúa 3.460,61 ha", "3.460,61 ha"),
];

#[test]
fn slips_in_halves_rests_and_plans() {
    each_slip_is_told(include_str!("tables_traps_7.md"), HALVES_RESTS_AND_PLANS);
}

/// Headings of what came of goals, values in brackets behind rankings, the ends of a column, levels that are counted, what is
/// left without a part, and what looks like one of them and is of something else.
#[test]
fn text_of_ends_levels_and_parts_left_out_stays_silent() {
    let text = include_str!("tables_traps_8.md");
    let report = silent(text);
    let of_text = report.ledger.iter().filter(|j| j.rule == "text-table-conflict");
    assert!(of_text.count() >= 20, "the text was not compared");
}

/// Shares of other wholes, rankings of changes, levels counted together, what is left by the text's own figures.
#[test]
fn text_of_shares_and_changes_stays_silent() {
    silent(include_str!("tables_traps_9.md"));
}

/// Slips in these: what stands there, what is put in its place, and the text under the one finding.
const ENDS_LEVELS_AND_PARTS: &[(&str, &str, &str)] = &[
    ("là Nậm Chua (46,3 triệu", "là Nậm Chua (43,6 triệu", "43,6 triệu đồng"),
    ("xã thấp nhất là 23,4 triệu", "xã thấp nhất là 24,3 triệu", "24,3 triệu đồng"),
    ("nghèo của xã Huổi Xen là 24,6%, đứng thứ ba", "nghèo của xã Mường Dao là 24,6%, đứng thứ ba", "Mường Dao"),
    ("Mường Dao hơn Huổi Xen 4,2", "Mường Dao hơn Huổi Xen 2,4", "2,4 triệu đồng"),
    ("3 xã còn lại có 11.540", "3 xã còn lại có 11.450", "11.450 người"),
    ("Có 2/5 xã, phường", "Có 3/5 xã, phường", "3/5 xã"),
    ("trong đó ngô 1.320,4 ha", "trong đó ngô 1.230,4 ha", "1.230,4 ha"),
    ("hơn Mường Piềng 62,8", "hơn Mường Piềng 68,2", "68,2 ha"),
    ("Cấp THCS có 15 trường, 158 lớp", "Cấp THCS có 15 trường, 185 lớp", "185 lớp"),
    ("đất, thu nội địa đạt 24.943", "đất, thu nội địa đạt 29.443", "29.443 triệu đồng"),
    ("đạt 70,5% dự toán tỉnh", "đạt 58,8% dự toán tỉnh", "58,8%"),
];

#[test]
fn slips_in_ends_levels_and_parts_left_out() {
    each_slip_is_told(include_str!("tables_traps_8.md"), ENDS_LEVELS_AND_PARTS);
}

/// What computes from a table, once put right, is told by no rule of tables.
#[test]
fn drafts_put_right_stay_silent() {
    let told = |draft: &Draft| -> Vec<String> {
        let found = findings(&repaired(draft)).into_iter().map(|f| f.0);
        found.map(|f| format!("{}: {}: {}", draft.name, f.rule, f.message.vi)).collect()
    };
    let drafts = drafts();
    let computed = drafts.iter().filter(|d| d.planted.iter().any(|p| p.kind.is_some()));
    let wrong: Vec<String> = computed.flat_map(told).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The draft with every slip put right.
fn repaired(draft: &Draft) -> String {
    let mut chars: Vec<char> = draft.text.chars().collect();
    let mut planted: Vec<&Planted> = draft.planted.iter().filter(|p| p.rule != "unreadable-table").collect();
    planted.sort_by_key(|p| std::cmp::Reverse(p.char_start));
    for p in planted {
        chars.splice(p.char_start..p.char_end, p.was.chars());
    }
    chars.into_iter().collect()
}

/// Columns (from 0) of totals, of parts that add up, of differences and of
/// percentages: draft, table, columns, rows left out by their label. Levels
/// that only enter a percentage are none of these.
const CHECKED: &[(&str, usize, &[u32], &[&str])] = &[
    ("01-", 0, &[5], &[]),
    ("02-", 0, &[4, 5], &[]),
    ("03-", 0, &[2, 3, 4, 5], &[]),
    ("04-", 0, &[2, 3], &["Dự phòng ngân sách", "Chi giáo dục", "Chi y tế"]),
    ("04-", 0, &[4], &[]),
    ("05-", 0, &[1, 2, 3, 4], &[]),
    ("06-", 0, &[2, 3, 4, 5, 6], &[]),
    ("07-", 0, &[2, 3, 4, 5, 6], &[]),
    ("08-", 0, &[2, 3, 4, 5], &[]),
    ("09-", 0, &[2, 3, 4, 5, 6, 7], &[]),
    ("10-", 0, &[2, 3, 4, 5], &[]),
    ("11-", 0, &[2, 3], &["đảng viên", "bảo hiểm", "Học sinh", "Hộ gia đình"]),
    ("11-", 0, &[4], &[]),
    ("12-", 0, &[1, 2, 3, 4], &[]),
    ("15-", 0, &[2, 3, 4], &[]),
    ("16-", 0, &[2, 3, 4], &[]),
    ("17-", 0, &[2, 4], &[]),
    ("18-", 0, &[1, 2, 3, 4], &[]),
    ("19-", 0, &[4, 5], &["Dư nợ", "Thu hút"]),
    ("21-", 0, &[5], &[]),
    ("26-", 1, &[2, 3, 4, 5], &[]),
    ("27-", 0, &[4], &[]),
    ("28-", 0, &[2, 3, 4, 5], &[]),
    ("29-", 0, &[4, 5, 6], &[]),
    ("30-", 0, &[1, 2, 3, 4, 5], &[]),
    ("31-", 0, &[1, 2, 3, 4, 5, 6], &["Nam|Nữ"]),
    ("32-", 0, &[2, 3, 4, 5], &[]),
    ("33-", 0, &[2, 3, 4, 5], &[]),
    ("34-", 0, &[2, 3, 4, 5], &[]),
    ("35-", 0, &[2, 3, 4, 5], &[]),
    ("36-", 0, &[2, 3, 4, 5, 6], &[]),
    ("38-", 0, &[3, 4, 5, 6], &[]),
    ("39-", 0, &[2, 3, 4, 5, 6, 7], &[]),
    ("40-", 0, &[2, 3, 4], &[]),
    ("41-", 0, &[1, 2, 3, 4, 5], &[]),
    ("42-", 0, &[3, 4, 5, 6], &[]),
    ("43-", 0, &[2, 3, 4, 5], &[]),
    ("44-", 0, &[1, 2, 3], &["thất nghiệp"]),
    ("45-", 0, &[2, 3, 4], &[]),
    ("46-", 0, &[1, 2, 3, 4, 5], &[]),
    ("47-", 0, &[2, 3, 4], &[]),
    ("48-", 0, &[2, 3, 4], &[]),
    ("49-", 0, &[2, 3, 4, 5, 6, 7], &[]),
    ("50-", 0, &[2, 3, 4], &[]),
    ("51-", 0, &[2, 3, 4], &[]),
    ("52-", 0, &[2, 3, 4], &[]),
    ("54-", 0, &[3, 5, 6], &[]),
    ("55-", 0, &[2, 3, 4], &[]),
    ("56-", 0, &[2, 3], &[]),
    ("57-", 0, &[2, 3, 4, 5], &[]),
    ("58-", 0, &[2, 3, 4], &[]),
    ("60-", 0, &[2, 3, 4, 5], &[]),
    ("61-", 0, &[3, 4, 5, 6, 7], &[]),
    ("62-", 0, &[2, 3, 4, 5, 6, 7, 8, 9], &[]),
    ("63-", 0, &[2, 3, 4, 5, 6, 7, 8, 9], &[]),
    ("64-", 0, &[2, 3, 4, 5, 6, 7, 8], &[]),
    ("65-", 0, &[3, 4, 5], &["Tỷ lệ"]),
    ("66-", 0, &[2, 3, 4, 5, 6], &[]),
    ("67-", 0, &[3, 4, 5, 6], &[]),
    ("87-thu", 0, &[2, 3, 4, 5, 6, 7, 8, 9], &["Trong đó"]),
    ("88-", 0, &[6, 7], &[]),
    ("89-", 0, &[3, 4, 5, 6, 7], &[]),
    ("90-", 0, &[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], &[]),
    ("91-", 0, &[4, 7, 10], &[]),
    ("92-", 0, &[2, 3, 4, 5, 6, 7, 8], &[]),
    ("93-", 0, &[2, 3, 4, 5, 6, 7], &[]),
    ("94-", 0, &[2, 3, 4, 5, 6, 7, 8, 9], &[]),
    ("95-", 1, &[2, 3, 4], &[]),
    ("96-", 0, &[2, 3, 4, 5, 6, 7, 8, 9, 10], &[]),
    ("97-", 0, &[2, 3, 4, 5, 6, 7, 8, 9], &[]),
    ("98-", 0, &[6, 7], &[]),
    ("99-", 0, &[1, 2, 3, 4, 5, 6, 7, 8], &[]),
    ("100-", 0, &[2, 3, 4, 5, 6, 7, 8], &["tối đa"]),
    ("101-", 0, &[3, 4, 5, 6], &["Trong đó"]),
    ("103-", 0, &[2, 3, 4, 5, 6, 7], &[]),
    ("104-", 0, &[2, 3, 4, 5], &[]),
    ("105-", 0, &[2, 3, 4, 5, 6, 7], &[]),
    ("106-", 0, &[5], &[]),
    ("107-", 0, &[2, 3, 4, 5, 6, 7, 8], &[]),
    ("108-", 0, &[1, 2, 3, 4, 5, 6, 7, 8], &[]),
    ("110-", 0, &[8, 9], &[]),
    ("115-", 0, &[2, 3, 4, 5, 6, 7, 8, 9], &[]),
    ("116-", 0, &[6, 7], &[]),
    ("117-", 0, &[3, 4, 5, 6, 7, 8, 9, 10], &[]),
    ("118-", 0, &[3, 4, 5, 6, 7, 8, 9, 10, 11, 12], &[]),
    ("119-", 0, &[2, 3, 4, 5, 6, 7, 8, 9, 10], &[]),
    ("120-", 0, &[2, 3, 4, 5, 6, 7, 8, 9, 10], &[]),
    ("121-", 0, &[6, 7, 8], &[]),
    ("122-", 0, &[3, 4, 5, 6, 7, 8], &[]),
    ("123-", 0, &[2, 3, 4, 5, 6, 7, 8, 9], &[]),
    ("124-", 0, &[4, 6, 7, 8, 9, 10, 11], &[]),
    ("125-", 0, &[2, 3, 4, 5, 6, 7, 8], &[]),
    ("127-", 0, &[2, 3, 4, 5, 6], &["Trong đó"]),
    ("129-", 0, &[2, 3, 4, 5, 7, 8, 9], &[]),
    ("130-", 0, &[2, 3, 4, 5, 6], &[]),
    ("165-", 0, &[4], &[]),
    ("165-", 1, &[3], &[]),
    ("166-", 0, &[2, 3, 4, 5, 6], &[]),
    ("166-", 1, &[5], &[]),
    ("166-", 2, &[5], &[]),
    ("167-", 0, &[4, 5, 6, 7, 8], &[]),
    ("168-", 0, &[2, 3, 4, 5, 6, 7, 8], &[]),
    ("169-", 0, &[2, 3, 4, 7, 8, 9], &[]),
    ("169-", 1, &[2, 3, 4, 5, 6, 7, 8], &[]),
    ("170-", 0, &[2, 3, 4, 5, 6], &[]),
    ("171-", 0, &[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], &[]),
    ("172-", 1, &[2, 3, 4, 5, 6, 7, 8], &[]),
];

/// Byte ranges of the numbers in the checked columns.
fn checked_cells(text: &str, table: usize, columns: &[u32], without: &[&str]) -> Vec<std::ops::Range<usize>> {
    let document = doisoat::document::read(Source::new("a.md", text.to_owned(), Encoding::Utf8), None);
    let table = &document.tables[table];
    let row_text = |row: u32| -> String {
        table.cells.iter().filter(|c| c.row == row).map(|c| document.block_text(c.block)).collect::<Vec<_>>().join("|")
    };
    let is_number = |t: &str| {
        let t = t.trim_matches(['+', '-', '−', '(', ')', '%', ' ']);
        !t.is_empty() && t.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
    };
    table
        .cells
        .iter()
        .filter(|c| columns.contains(&c.column) && c.row >= table.header_rows.max(1))
        .filter(|c| is_number(document.block_text(c.block).trim()))
        .filter(|c| {
            let row = row_text(c.row);
            // a second header row has only years
            row.chars().any(char::is_alphabetic) && !without.iter().any(|w| row.contains(w))
        })
        .map(|c| {
            let span = document.span(document.blocks[c.block as usize].range);
            span.start as usize..span.end as usize
        })
        .collect()
}

/// A small deterministic generator, so that every run changes the same digits.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n as u64) as usize
    }
}

/// The text with one digit of the range changed to another one.
fn with_other_digit(text: &str, range: std::ops::Range<usize>, dice: &mut Dice) -> String {
    let digits: Vec<usize> = range.clone().filter(|&i| text.as_bytes()[i].is_ascii_digit()).collect();
    let at = digits[dice.below(digits.len())];
    let old = text.as_bytes()[at];
    let first = at == digits[0] && digits.len() > 1;
    let new = loop {
        let digit = b'0' + dice.below(10) as u8;
        if digit != old && !(first && digit == b'0') {
            break digit;
        }
    };
    format!("{}{}{}", &text[..at], char::from(new), &text[at + 1..])
}

/// The places in the file that the tables alone make doubtful.
fn slips(text: &str) -> Vec<std::ops::Range<usize>> {
    let document = doisoat::document::read(Source::new("a.md", text.to_owned(), Encoding::Utf8), None);
    let sheets = doisoat::tables::read(&document);
    let slips = doisoat::rules::table_slips::find(&sheets, &document);
    let place = |range| {
        let span = document.span(range);
        span.start as usize..span.end as usize
    };
    slips.into_iter().map(|s| place(s.range)).collect()
}

/// Of how many changed digits how many were caught, how many of these by one
/// finding at the cell, and which were missed.
#[derive(Default)]
struct Caught {
    tried: usize,
    caught: usize,
    at_cell: usize,
    several: usize,
    missed: Vec<String>,
    elsewhere: Vec<String>,
}

/// Of so many cells one is changed, unless all are asked for.
const ONE_IN: usize = 4;

fn all_digits() -> bool {
    std::env::var_os("DOISOAT_ALL_DIGITS").is_some()
}

impl Caught {
    fn of(draft: &Draft) -> Caught {
        let mut out = Caught::default();
        let mut dice = Dice(20_261_123);
        let step = if all_digits() { 1 } else { ONE_IN };
        let right = repaired(draft);
        for (_, table, columns, without) in CHECKED.iter().filter(|c| draft.name.starts_with(c.0)) {
            assert!(slips(&right).is_empty(), "{}: findings in the right table", draft.name);
            let cells = checked_cells(&right, *table, columns, without);
            assert!(!cells.is_empty(), "{}: no cells", draft.name);
            for (number, cell) in cells.into_iter().enumerate() {
                let changed = with_other_digit(&right, cell.clone(), &mut dice);
                // the same cells with the same digits in either run
                if !(number + draft.name.len()).is_multiple_of(step) {
                    continue;
                }
                let found = slips(&changed);
                let line = || format!("{} {} -> {}", draft.name, &right[cell.clone()], &changed[cell.clone()]);
                out.tried += 1;
                out.caught += usize::from(!found.is_empty());
                out.several += usize::from(found.len() > 1);
                match found.as_slice() {
                    [] => out.missed.push(line()),
                    [one] if one.start < cell.end && cell.start < one.end => out.at_cell += 1,
                    more => out.elsewhere.push(format!("{} ({})", line(), more.len())),
                }
            }
        }
        out
    }
}

#[test]
fn changed_digits_are_caught() {
    let drafts = drafts();
    let threads = std::thread::available_parallelism().map_or(2, |n| n.get());
    let parts: Vec<Caught> = std::thread::scope(|scope| {
        let work = |n: usize| drafts.iter().skip(n).step_by(threads).map(Caught::of).collect::<Vec<_>>();
        let running: Vec<_> = (0..threads).map(|n| scope.spawn(move || work(n))).collect();
        running.into_iter().flat_map(|t| t.join().unwrap()).collect()
    });
    let sum = |of: fn(&Caught) -> usize| parts.iter().map(of).sum::<usize>();
    let (tried, caught, at_cell) = (sum(|c| c.tried), sum(|c| c.caught), sum(|c| c.at_cell));
    let several = sum(|c| c.several);
    let lines = |of: fn(&Caught) -> &[String]| parts.iter().flat_map(of).cloned().collect::<Vec<_>>().join("\n");
    let (missed, elsewhere) = (lines(|c| &c.missed), lines(|c| &c.elsewhere));
    println!("{caught} of {tried} caught, {at_cell} by one finding at the cell, {several} by several");
    println!("missed:\n{missed}\nelsewhere or more than one:\n{elsewhere}");
    assert!(tried >= if all_digits() { 2500 } else { 600 }, "{tried}");
    assert!(caught * 100 >= tried * 98, "{caught} of {tried}: {missed}");
    // A part that enters one sum only cannot be told from its total.
    assert!(at_cell * 100 >= tried * 86, "{at_cell} of {tried} at the cell: {elsewhere}");
    assert!(several * 100 <= tried, "{several} of {tried} by several findings: {elsewhere}");
}
