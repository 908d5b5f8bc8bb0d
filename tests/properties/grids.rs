//! Tables of words and numbers of which the same must be said however they are written.

use super::holds;
use doisoat::check::Report;

/// A cell: a word or a number.
#[derive(Clone, Debug)]
#[cfg_attr(fuzzing, derive(arbitrary::Arbitrary))]
pub enum Cell {
    Empty,
    Word(u8),
    Whole(u16),
    Large(u32),
    Tenths(i16),
    Percent(u16),
}

/// The rows of a table.
#[derive(Clone, Debug)]
#[cfg_attr(fuzzing, derive(arbitrary::Arbitrary))]
pub struct Grid {
    pub columns: u8,
    pub cells: Vec<Cell>,
}

const WORDS: &[&str] = &[
    "Tổng cộng",
    "Xã A",
    "Xã B",
    "Trong đó",
    "Tổng số hộ",
    "Hộ nghèo",
    "Tỷ lệ (%)",
    "Năm 2023",
    "Năm 2024",
    "Kế hoạch",
    "Thực hiện",
    "Tăng, giảm",
    "So sánh (%)",
    "Đơn vị tính",
    "ha",
    "STT",
    "Chia ra",
    "- Lúa",
    "I",
    "1.1",
    "Bình quân",
    "-",
];

fn dotted(n: u32) -> String {
    let digits = n.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap()).collect();
    groups.join(".")
}

fn shown(cell: &Cell) -> String {
    match *cell {
        Cell::Empty => String::new(),
        Cell::Word(n) => WORDS[usize::from(n) % WORDS.len()].to_owned(),
        Cell::Whole(n) => dotted(u32::from(n)),
        Cell::Large(n) => dotted(n),
        Cell::Tenths(n) => {
            format!("{}{},{}", if n < 0 { "-" } else { "" }, n.unsigned_abs() / 10, n.unsigned_abs() % 10)
        }
        Cell::Percent(n) => format!("{},{:02}%", n / 100, n % 100),
    }
}

/// The table in both forms.
fn written(grid: &Grid) -> Option<[String; 2]> {
    let columns = usize::from(grid.columns % 8) + 2;
    let cells: Vec<String> = grid.cells.iter().take(400).map(shown).collect();
    (cells.len() >= 2 * columns).then(|| in_both_forms(columns, &cells[..cells.len() / columns * columns]))
}

fn in_both_forms(columns: usize, cells: &[String]) -> [String; 2] {
    let lead = "# I. SỐ LIỆU\n\nBiểu 1. Kết quả\n\n";
    let row = |row: &[String]| format!("| {} |\n", row.join(" | "));
    let mut pipe = String::from(lead);
    let mut html = format!("{lead}<table>\n");
    for (i, part) in cells.chunks(columns).enumerate() {
        pipe += &row(part);
        if i == 0 {
            pipe += &row(&vec!["---".to_owned(); columns]);
        }
        let tag = if i == 0 { "th" } else { "td" };
        let fields: String = part.iter().map(|c| format!("<{tag}>{c}</{tag}>")).collect();
        html += &match i {
            0 => format!("<thead><tr>{fields}</tr></thead>\n"),
            _ => format!("<tr>{fields}</tr>\n"),
        };
    }
    [pipe, html + "</table>\n"]
}

fn said(report: &Report) -> Vec<String> {
    let mut said: Vec<String> = report.findings.iter().map(|f| format!("{} {}", f.rule, f.message.vi)).collect();
    said.extend(report.ledger.iter().map(|j| format!("{:?} {:?}", j.verdict, j.recomputed)));
    said.sort();
    said
}

/// The same findings and verdicts from both forms.
pub fn alike(grid: &Grid) {
    if let Some(forms) = written(grid) {
        same(&forms);
    }
}

/// The same for a table of these cells; returns what is said.
pub fn cells_alike(columns: usize, cells: &[&str]) -> Vec<String> {
    let cells: Vec<String> = cells.iter().map(|&c| c.to_owned()).collect();
    same(&in_both_forms(columns, &cells))
}

fn same([pipe, html]: &[String; 2]) -> Vec<String> {
    let read = |text: &str| holds::bytes(text.as_bytes(), None).expect("text");
    let (pipe_says, html_says) = (read(pipe), read(html));
    assert_eq!(said(&pipe_says), said(&html_says), "{pipe}");
    assert!(pipe_says.document.losses.is_empty(), "nothing is lost: {pipe}");
    said(&pipe_says)
}
