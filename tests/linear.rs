//! Inputs that make careless programs quadratic: four times as much text may
//! take about four times the work, counted in steps (`doisoat::work`), not in time.

use doisoat::check::{Options, Report, check};
use doisoat::report::{Lang, Look, human, json};
use doisoat::source::{Encoding, Source};
use doisoat::work;

/// How much more work four times the input may take: linear with a logarithm to spare.
const MOST: f64 = 4.8;
/// Steps a byte of input may take.
const PER_BYTE: f64 = 20.0;

/// Checks a draft made for each size; its messages count, too.
fn linear(name: &str, size: usize, make: impl Fn(usize) -> String) {
    shown(name, size, make, |report| drop(std::hint::black_box(json::findings(report, Lang::Vi))));
}

fn shown(name: &str, size: usize, make: impl Fn(usize) -> String, show: impl Fn(&Report)) {
    let work_of = |text: String| {
        let before = work::done();
        let report = check(Source::new("a.md", text, Encoding::Utf8), &Options::default());
        show(&report);
        work::done() - before
    };
    // The tables of the language are read once.
    work_of("Xã có 5 hộ nghèo, chiếm 12,5%.".into());
    let (small, large) = (make(size), make(size * 4));
    let bytes = large.len() as f64;
    let (few, many) = (work_of(small) as f64, work_of(large) as f64);
    assert!(many > 0.0, "{name}: nothing was counted");
    assert!(many <= few * MOST, "{name}: {few} steps, {many} for four times as much");
    assert!(many <= bytes * PER_BYTE, "{name}: {many} steps for {bytes} bytes");
}

fn repeated(n: usize, one: impl Fn(usize) -> String) -> String {
    (0..n).map(one).collect()
}

#[test]
fn one_long_paragraph() {
    let claim = "Xã có 120 hộ nghèo, chiếm 12,5% tổng số hộ, tăng 5 hộ so với năm 2020; ";
    linear("claims", 400, |n| claim.repeat(n));
    let compared = "Xã có 120 hộ nghèo. So với cùng kỳ (115 hộ) tăng 5 hộ, so với kế hoạch (130 hộ) đạt 92,3%. ";
    linear("comparisons", 300, |n| compared.repeat(n));
    linear("words", 4000, |n| "phát triển kinh tế ".repeat(n));
    linear("shares", 400, |n| "Có 24/41 trường, chiếm 58,9%. ".repeat(n));
    let visits = |i: usize| format!("Đón 940 lượt khách. Thu {} triệu đồng, 60 nghìn đồng/lượt khách. ", i % 97 + 20);
    linear("averages", 300, |n| repeated(n, visits));
    linear("terms", 800, |n| "nhiệm kỳ 2020-2025, ".repeat(n));
}

/// Percentages that name their whole (`72,5% số hộ nghèo`), which many amounts are told of.
#[test]
fn many_wholes_of_one_name() {
    linear("wholes", 300, |n| {
        repeated(n, |i| {
            format!(
                "Năm qua có {} hộ nghèo được vay vốn.\n\nBản {i} đạt {},5% số hộ nghèo vay vốn.\n\n",
                i * 7 + 31,
                i % 50 + 40
            )
        })
    });
}

#[test]
fn many_notes() {
    linear("notes", 500, |n| {
        let text = repeated(n, |i| format!("xã có {} hộ[^{i}], ", i % 97));
        text + "\n\n" + &repeated(n, |i| format!("[^{i}]: gồm {} hộ nghèo.\n", i % 97))
    });
}

#[test]
fn a_table_of_many_cells() {
    let rows = |n: usize, columns: usize| {
        let line = |r: usize| format!("| Xã {r} |{}\n", repeated(columns, |c| format!(" {} |", (r * 31 + c * 7) % 91)));
        let head = format!("| Xã |{}\n|---|{}\n", repeated(columns, |c| format!(" C{c} |")), "---|".repeat(columns));
        head + &repeated(n, line)
    };
    linear("long table", 300, |n| rows(n, 4));
    linear("wide table", 40, |n| rows(10, n));
}

#[test]
fn many_tables() {
    // Every table has the same words, and every paragraph speaks of them.
    linear("tables of one form", 80, |n| {
        let table = "| Bản | Tổng số hộ | Hộ nghèo |\n|---|---:|---:|\n| Pá Vạt | 412 | 61 |\n| Nậm Sỏi | 390 | 47 |\n";
        let one = |i: usize| format!("## Mục {i}\n\nBản Pá Vạt có {} hộ nghèo.\n\n{table}\n", 61 + i % 3);
        repeated(n, one)
    });
}

/// The same draft again and again in one file: each paragraph may speak of every table of every copy.
#[test]
fn a_draft_many_times() {
    let table = |name: &str, year: u32| {
        let rows = [("Trồng trọt", 412, 430), ("Chăn nuôi", 390, 355), ("Thủy sản", 61, 47), ("Lâm nghiệp", 75, 90)];
        let line = |(label, a, b): &(&str, u32, u32)| format!("| {label} | {a} | {b} |\n");
        let head = format!("| {name} | Năm {} (tỷ đồng) | Năm {year} (tỷ đồng) |\n|---|---:|---:|\n", year - 1);
        format!("{head}{}| Tổng số | 938 | 922 |\n\n", rows.iter().map(line).collect::<String>())
    };
    let text = "Giá trị sản xuất toàn xã năm 2024 đạt 922 tỷ đồng, giảm 16 tỷ đồng so với năm 2023; trong đó trồng trọt đạt 430 \
                tỷ đồng, chăn nuôi 355 tỷ đồng (chiếm 38,5%), thủy sản 47 tỷ đồng. Chăn nuôi giảm 35 tỷ đồng, còn 355 tỷ \
                đồng; lâm nghiệp đạt 90 tỷ đồng, tăng 20%.\n\n";
    let one =
        format!("# I. Kinh tế\n\n{text}{}# II. Kế hoạch\n\n{text}{}", table("Ngành", 2024), table("Lĩnh vực", 2024));
    // From so many copies on a paragraph is compared with as many tables as it ever is.
    linear("drafts", 16, |n| one.repeat(n));
}

#[test]
fn brackets() {
    linear("nested", 2000, |n| format!("Xã có {}5 hộ{}.", "(".repeat(n), ")".repeat(n)));
    linear("never closed", 1000, |n| format!("Xã có {}.", "(5 hộ ".repeat(n)));
    linear("quotes", 2000, |n| "\"“".repeat(n) + " 5 hộ");
}

#[test]
fn sums_of_many_parts() {
    linear("listed", 400, |n| format!("Tổng số {} hộ, gồm: {}.", n * 5, repeated(n, |i| format!("xã A{i} 5 hộ, "))));
    linear("with plus", 400, |n| format!("{}5 = {} hộ", "5 + ".repeat(n), n * 5 + 5));
    linear("bullets", 400, |n| {
        "Toàn huyện có 12 xã, trong đó:\n\n".to_string()
            + &repeated(n, |i| format!("- Xã A{i}: {} hộ, đạt {}% kế hoạch\n", i % 97, i % 100))
    });
}

#[test]
fn a_long_list() {
    linear("comparisons in bullets", 300, |n| {
        let one = |i: usize| format!("- So với cùng kỳ ({} hộ) tăng {} hộ\n", 100 + i % 97, i % 9);
        "Toàn huyện có 5.000 hộ nghèo:\n\n".to_string() + &repeated(n, one)
    });
}

#[test]
fn one_total_many_times() {
    linear("the same", 400, |n| "Tổng thu ngân sách năm 2024 đạt 1.254,6 tỷ đồng.\n\n".repeat(n));
    linear("ever another", 400, |n| {
        repeated(n, |i| format!("Tổng thu ngân sách huyện năm 2024 đạt {},{} tỷ đồng.\n\n", 1000 + i, i % 10))
    });
}

/// Findings in a text that says nearly the same again and again: the place of each is told by a phrase that stands
/// nowhere else, if there is one.
#[test]
fn many_findings_in_one_text() {
    linear("wrong shares", 400, |n| {
        let wrong = |i: usize| format!("Xã có {} hộ nghèo trong tổng số {} hộ, chiếm 93,5%.\n\n", 100 + i, 9000 + i);
        repeated(n, wrong)
    });
    linear("the same words", 400, |n| {
        "Tổng số hộ nghèo nghèo của xã là 12 hộ, trong đó trong đó có 5 hộ.\n\n".repeat(n)
    });
    linear("cells", 300, |n| {
        let rows = |i: usize| format!("| Xã {i} | {} | {} | {} |\n", 300 + i, 200 + i, 101);
        "| Xã | Tổng số hộ | Hộ nghèo | Hộ khác |\n|---|---|---|---|\n".to_string() + &repeated(n, rows)
    });
}

/// Every paragraph may speak of any table that has one of its words.
/// Each finding shows its sentence for people, which is the whole paragraph here: a paragraph of one sentence, one of many.
#[test]
fn many_findings_shown_in_one_paragraph() {
    let people = |report: &Report| {
        let printed = human::findings(report, Look { lang: Lang::Vi, width: 100, color: false });
        assert!(printed.len() >= 100 * report.findings.len());
    };
    let wrong = |i: usize| format!("thôn {i} có {} hộ nghèo trong tổng số 250 hộ, chiếm 3,{}%", i % 83 + 10, i % 10);
    shown("one sentence", 100, |n| repeated(n, |i| wrong(i) + "; "), people);
    shown("sentences", 100, |n| repeated(n, |i| format!("Ở {}. ", wrong(i))), people);
    shown(
        "notes",
        100,
        |n| {
            let text = repeated(n, |i| format!("xã có {} hộ[^{i}], ", i % 97));
            text + "\n\n" + &repeated(n, |i| format!("[^{i}]: {}.\n\n", wrong(i)))
        },
        people,
    );
}

#[test]
fn many_tables_under_many_paragraphs() {
    linear("sections", 160, |n| {
        let one = |i: usize| {
            format!(
                "# Xã {i}\n\nToàn xã có {} hộ nghèo, đông nhất là bản Hạ.\n\n| Bản | Hộ nghèo |\n|---|---|\n| Hạ | {} |\n| \
                 Na | 5 |\n\n",
                10 + i % 7,
                5 + i % 7
            )
        };
        repeated(n, one)
    });
}

#[test]
fn a_long_paragraph_beside_its_table() {
    let table = "| Xã | Năm 2023 | Năm 2024 |\n|---|---|---|\n| Nậm Pì | 212 | 243 |\n| Lũng Cao | 120 | 99 |\n| Suối Sập | 350 | 310 |\n";
    let below = |text: String| format!("# Hộ nghèo\n\nBiểu sau: {text}.\n\n{table}");
    let change = |i: usize| format!("xã Nậm Pì giảm {} hộ so với năm 2023, ", i % 90 + 10);
    linear("changes", 300, |n| below(repeated(n, change)));
    linear("levels", 300, |n| below(format!("có {}", repeated(n, |i| format!("{} hộ, ", 100 + i % 800)))));
    let told =
        |i: usize| format!("Năm 2024 xã Nậm Pì còn {} hộ, giảm {} hộ so với năm 2023\n\n", 100 + i % 800, i % 90 + 10);
    linear("paragraphs that contradict it", 100, |n| below(repeated(n, told)));
    linear("names", 300, |n| below(format!("xã {} có 412 hộ", "Nậm Pì, Lũng Cao, Suối Sập, ".repeat(n))));
}

#[test]
fn digits_without_end() {
    linear("digits", 20_000, |n| format!("Xã có {} hộ.", "1".repeat(n)));
    linear("groups", 10_000, |n| format!("Xã có {} hộ.", "1.".repeat(n)));
    linear("numerals", 4000, |n| format!("Nghị quyết khóa {} của xã, quý {}.", "I".repeat(n), "XI".repeat(n)));
    linear("in words", 4000, |n| format!("Xã có {} hộ.", "một trăm ".repeat(n)));
}

#[test]
fn lists_and_headings() {
    linear("respectively", 500, |n| {
        let counts = repeated(n, |i| format!("{}, ", i % 97));
        let shares = repeated(n, |i| format!("{}%, ", i % 97));
        format!("Các xã lần lượt là {counts}5 hộ, tương ứng {shares}7%.")
    });
    // Names of letters: four digits would be read as other things than three.
    let name = |i: usize| [i / 400, i / 20, i].map(|n| char::from(b'b' + (n % 20) as u8)).iter().collect::<String>();
    linear("names", 500, |n| format!("Gồm: {}.", repeated(n, |i| format!("đường trục thôn Pa Lừ {}; ", name(i)))));
    // Of four digits and more: what a number of three may be is less to look at.
    linear("headings", 1600, |n| repeated(n, |i| format!("# Mục {i}\n\nXã có {} hộ.\n\n", i % 97)));
    linear("deep headings", 400, |n| repeated(n, |i| format!("{} Mục\n\nXã có 5 hộ.\n\n", "#".repeat(1 + i % 6))));
}

/// Fractions above one, each of which may be a plan that the draft has elsewhere.
#[test]
fn many_fractions_above_one() {
    linear("fractions", 400, |n| repeated(n, |i| format!("Xã {i} có {}/{} thôn đạt chuẩn.\n\n", i % 3 + 8, i % 3 + 6)));
}

/// Levels with what they are compared with, in one paragraph and in many.
#[test]
fn many_bases_told_again() {
    let one = |i: usize| {
        let base = 1_000 + i * 7 % 8_000;
        format!(
            "Thôn {i} thu {} tấn lúa, tăng 125 tấn so với năm 2020 ({base} tấn), năm 2020 là {base} tấn",
            base + 125
        )
    };
    linear("sentences", 300, |n| repeated(n, |i| one(i) + ".\n\n"));
    linear("one sentence", 300, |n| repeated(n, |i| one(i) + ", "));
}
