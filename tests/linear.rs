//! Inputs that make careless programs quadratic: four times as much text may
//! take about four times the work, counted in steps (`doisoat::work`), not in time.

use doisoat::check::{Options, check};
use doisoat::report::{Lang, json};
use doisoat::source::{Encoding, Source};
use doisoat::work;

/// How much more work four times the input may take: linear with a logarithm to spare.
const MOST: f64 = 4.8;
/// Steps a byte of input may take.
const PER_BYTE: f64 = 20.0;

/// Checks a draft made for each size; its messages count, too.
fn linear(name: &str, size: usize, make: impl Fn(usize) -> String) {
    let work_of = |text: String| {
        let before = work::done();
        let report = check(Source::new("a.md", text, Encoding::Utf8), &Options::default());
        let lines = json::findings(&report, Lang::Vi);
        std::hint::black_box(lines);
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
    linear("terms", 800, |n| "nhiệm kỳ 2020-2025, ".repeat(n));
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

#[test]
fn digits_without_end() {
    linear("digits", 20_000, |n| format!("Xã có {} hộ.", "1".repeat(n)));
    linear("groups", 10_000, |n| format!("Xã có {} hộ.", "1.".repeat(n)));
    linear("in words", 4000, |n| format!("Xã có {} hộ.", "một trăm ".repeat(n)));
}

#[test]
fn lists_and_headings() {
    linear("respectively", 500, |n| {
        let counts = repeated(n, |i| format!("{}, ", i % 97));
        let shares = repeated(n, |i| format!("{}%, ", i % 97));
        format!("Các xã lần lượt là {counts}5 hộ, tương ứng {shares}7%.")
    });
    linear("names", 500, |n| format!("Gồm: {}.", repeated(n, |i| format!("đường trục thôn Pa Lừ {i}; "))));
    linear("headings", 400, |n| repeated(n, |i| format!("# Mục {i}\n\nXã có {} hộ.\n\n", i % 97)));
    linear("deep headings", 400, |n| repeated(n, |i| format!("{} Mục\n\nXã có 5 hộ.\n\n", "#".repeat(1 + i % 6))));
}
