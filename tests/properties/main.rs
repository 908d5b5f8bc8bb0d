//! Properties of the whole program: what holds for any input, what makes no difference, and what must make one.

mod consistent;
mod grids;
mod holds;
mod mangled;
mod packed;

use consistent::Made;
use doisoat::check::{Options, Report};
use doisoat::source::{Encoding, Source};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let wanted = |p: &PathBuf| p.extension().is_some_and(|e| e == "md" || e == "txt") && !p.ends_with("README.md");
    files.into_iter().filter(wanted).map(|p| (p.clone(), std::fs::read_to_string(p).unwrap())).collect()
}

/// Drafts of our own: by hand, and as exporters write them.
static DRAFTS: LazyLock<Vec<(PathBuf, String)>> =
    LazyLock::new(|| [files("examples"), files("tests/gold"), files("tests/dialects")].concat());

fn check(text: &str) -> Report {
    let source = Source::new("a.md", text.to_owned(), Encoding::Utf8);
    doisoat::check::check(source, &Options::default())
}

/// Rule and message of each finding, sorted.
fn said(report: &Report) -> Vec<String> {
    let mut said: Vec<String> = report.findings.iter().map(|f| format!("{} {}", f.rule, f.message.vi)).collect();
    said.sort();
    said
}

#[test]
fn decomposed_letters_and_other_line_ends_change_nothing() {
    for (path, text) in DRAFTS.iter() {
        let expected = said(&check(text));
        let forms = [
            ("NFD", text.nfd().collect::<String>()),
            ("NFC", text.nfc().collect()),
            ("CRLF", text.replace("\r\n", "\n").replace('\n', "\r\n")),
        ];
        for (form, other) in forms {
            assert_eq!(said(&check(&other)), expected, "{} in {form}", path.display());
        }
    }
}

/// A paragraph without figures, in front of a heading or at the end.
#[test]
fn an_unrelated_paragraph_changes_nothing() {
    let paragraph = "Hội nghị đã thảo luận sôi nổi và thống nhất cao với các nội dung nêu trên.\n\n";
    for (path, text) in DRAFTS.iter().filter(|(p, _)| !p.to_string_lossy().contains("dialects")) {
        let expected = said(&check(text));
        let headings = text.match_indices("\n#").map(|(i, _)| i + 1).filter(|&i| text[..i].ends_with("\n\n"));
        let places: Vec<usize> = headings.collect();
        for &at in places.iter().step_by(1 + places.len() / 4) {
            let more = format!("{}{paragraph}{}", &text[..at], &text[at..]);
            assert_eq!(said(&check(&more)), expected, "{} at {at}", path.display());
        }
        let last = format!("{}\n\n{paragraph}", text.trim_end());
        assert_eq!(said(&check(&last)), expected, "{} at its end", path.display());
    }
}

/// The places of findings that concern a range, by rule.
fn told<'r>(report: &'r Report, made: &Made, at: &std::ops::Range<usize>) -> Vec<&'r str> {
    let meets = |s: doisoat::source::Span| (s.start as usize) < at.end && at.start < s.end as usize;
    let concerned = report.findings.iter().filter(|f| meets(f.span) || f.labels.iter().any(|l| meets(l.span)));
    assert!(at.end <= made.text.len());
    concerned.map(|f| f.rule).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_prefix_of_any_draft_can_be_checked(draft in 0..1000_usize, at in 0.0..1.0_f64) {
        let (_, text) = &DRAFTS[draft % DRAFTS.len()];
        let prefix = &text[..doisoat::source::border(text, (text.len() as f64 * at) as usize)];
        holds::bytes(prefix.as_bytes(), None).expect("text");
    }

    #[test]
    fn a_consistent_report_has_no_finding_and_a_changed_digit_is_found(
        made in consistent::report(),
        digit in 1_u32..10,
    ) {
        let report = check(&made.text);
        prop_assert!(report.findings.is_empty(), "{}\n{:#?}", made.text, report.findings);
        for derived in &made.derived {
            // The first digit: no rounding hides that.
            let first = made.text[derived.at.start..].chars().next().and_then(|c| c.to_digit(10)).unwrap();
            let other = (first + digit) % 10;
            if other == first || other == 0 {
                continue;
            }
            let mut text = made.text.clone();
            text.replace_range(derived.at.start..derived.at.start + 1, &other.to_string());
            let report = check(&text);
            let rules = told(&report, &made, &derived.at);
            prop_assert!(rules.contains(&derived.rule), "{rules:?} instead of {}:\n{text}", derived.rule);
        }
    }

    #[test]
    fn one_grid_is_judged_alike_in_every_form(columns in 0..8_u8, cells in prop::collection::vec(cell(), 0..80)) {
        grids::alike(&grids::Grid { columns, cells });
    }

    #[test]
    fn numbers_printed_are_read_again(text in "(đạt|tăng|giảm|có) [0-9]{1,4}([.,][0-9]{1,3}){0,3} (tấn|ha|%|hộ|tỷ đồng|triệu đồng|)") {
        holds::figures_come_back(&text);
    }

    #[test]
    fn files_written_by_hand_are_read_or_refused(text in by_hand()) {
        holds::by_hand(&text);
    }
}

fn cell() -> impl Strategy<Value = grids::Cell> {
    use grids::Cell;
    prop_oneof![
        Just(Cell::Empty),
        any::<u8>().prop_map(Cell::Word),
        (0..300_u16).prop_map(Cell::Whole),
        any::<u32>().prop_map(Cell::Large),
        any::<i16>().prop_map(Cell::Tenths),
        (0..15_000_u16).prop_map(Cell::Percent),
    ]
}

/// Lines of configurations and sidecars in any order.
fn by_hand() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "[[accepted]]",
        "file = \"a.md\"",
        "rule = \"share-mismatch\"",
        "sentence = \"Có 24/41 trường, chiếm 62%.\"",
        "reason = \"làm tròn\"",
        "date = 2025-01-31",
        "count = 2",
        "count = 0",
        "with = [\"9 tỷ\"]",
        "# ghi chú",
        "",
        "lang = \"vi\"",
        "lang = \"xx\"",
        "[term]",
        "years = \"2025-2030\"",
        "years = \"2030\"",
        "[rules]",
        "number-format = \"off\"",
        "no-such-rule = \"off\"",
        "[paths]",
        "include = [\"a/**\", \"[\"]",
        "[lexicon]",
        "report-date = \"13/2025\"",
        "stage = \"final\"",
        "x = ",
        "\"",
    ]);
    let whole = "[[accepted]]\nfile = \"b.md\"\nrule = \"x\"\nsentence = \"s\"\nreason = \"r\"\ndate = 2025-01-31\n";
    let line = prop_oneof![3 => line.prop_map(str::to_owned), 1 => Just(whole.to_owned())];
    prop::collection::vec(line, 0..14).prop_map(|lines| lines.join("\n"))
}

/// Tables that the fuzzer found: dashes in place of a name, and a whole with nothing but dashes below it.
#[test]
fn tables_that_were_judged_by_their_form() {
    let none: &[String] = &[];
    let said = grids::cells_alike(2, &["-", "", "11.530", "-1465,0"]);
    assert!(said.len() == 1 && said[0].starts_with("number-format"), "{said:?}");
    assert_eq!(grids::cells_alike(2, &["-", "-", "Xã A", "12", "-", "-", "-", ""]), none);
    let parts = ["Cột 1", "Cột 2", "", "Tỷ lệ (%)", "2809,5", "", "-", "-", "Trong đó", ""];
    assert_eq!(grids::cells_alike(2, &parts), none);
    // A row without a name is counted from the first that says anything: one form has a blank header, the other none.
    let unnamed = [
        "", "", "", "17,91%", "1.1", "1517,5", "-7,7", "-778,7", "283,09%", "833,7", "", "17,91%", "1.1", "1517,5",
        "-7,7", "-778,7", "655,35%", "655,35%",
    ];
    assert!(grids::cells_alike(3, &unnamed).iter().any(|s| s.contains("dòng 4")));
    // A blank header is no row of a pipe table; `STT` this far down heads a column of one form only.
    let blank = [
        "",
        "",
        "",
        "",
        "-1748,8",
        "21.845",
        "Thực hiện",
        "1.1",
        "2179,2",
        "1.442.796.899",
        "Thực hiện",
        "STT",
        "Hộ nghèo",
        "35.011",
        "Trong đó",
        "1773,3",
        "Hộ nghèo",
        "35.011",
    ];
    grids::cells_alike(2, &blank);
    let dashes = ["Chỉ tiêu", "Hộ", "Khối A", "40", "Trong đó:", "", "- Nữ", "-", "- Trẻ em", "-"];
    assert_eq!(grids::cells_alike(2, &dashes), none);
}

/// Three totals of one figure: each copy is told once.
#[test]
fn a_third_total_is_told_once() {
    let text = "Tổng thu ngân sách địa phương là 18.764 triệu đồng, tổng chi ngân sách địa phương là 18.764 triệu đồng, tổng \
                vay ngân sách địa phương là 18.764 triệu đồng.";
    let report = holds::bytes(text.as_bytes(), None).expect("text");
    assert_eq!(report.findings.iter().filter(|f| f.rule == "duplicate-total").count(), 2);
}

/// Inputs that once broke a property, found by the fuzz targets.
#[test]
fn what_once_broke_holds() {
    for (path, bytes) in crashes() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match name.split('-').next().unwrap() {
            "check" => drop(holds::bytes(&bytes, None)),
            "figures" => holds::figures_come_back(&text()),
            "hand" => holds::by_hand(&text()),
            "word" => assert!(holds::word(&packed::pack(&bytes))),
            other => panic!("{other}: no such target"),
        }
    }
}

fn crashes() -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/properties/found");
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.map(|e| e.unwrap().path()).map(|p| (p.clone(), std::fs::read(p).unwrap())).collect()
}
