//! What an export has lost, in one line: what is not checked for it, and what to check instead.

use crate::check::Report;
use crate::document::Loss;
use crate::figures::{Inert, Token, TokenKind, glued};
use crate::report::Lang;
use crate::rules::lost;

/// The line; `None` where nothing is lost that concerns the draft. What may have been lost is for who asks.
pub fn line(report: &Report, verbose: bool, lang: Lang) -> Option<String> {
    let losses = &report.document.losses;
    let marks_stick = losses.contains(&Loss::Notes);
    let told = |loss: &Loss| match loss {
        // They leave figures unchecked.
        Loss::Notes | Loss::Columns | Loss::Embedded => true,
        Loss::Superscripts => verbose || marks_stick || has_flat_powers(report),
        Loss::Spaces => verbose,
        Loss::Struck => verbose || !two_in_one(report).is_empty(),
    };
    let told: Vec<Loss> = losses.iter().copied().filter(told).collect();
    if told.is_empty() {
        return None;
    }
    let list = told.iter().map(|&l| name(l, report, lang)).collect::<Vec<_>>().join("; ");
    let silent: Vec<&str> = lost::silent(&report.document).collect();
    let silent = match (silent.len(), lang) {
        (0, _) => String::new(),
        (count, Lang::Vi) => format!(" Không kiểm được {count} quy tắc ({}).", silent.join(", ")),
        (count, Lang::En) => format!(" Not checked: {count} rules ({}).", silent.join(", ")),
    };
    if told == [Loss::Embedded] {
        return Some(match lang {
            Lang::Vi => format!("chưa đọc {list}. Hãy mở tệp bằng Word, lưu lại rồi kiểm."),
            Lang::En => format!("not read: {list}. Open the file in Word, save it and check it again."),
        });
    }
    // Pandoc joins spaces itself.
    let pandoc = told.iter().any(|&l| l != Loss::Spaces);
    Some(match (lang, pandoc) {
        (Lang::Vi, true) => format!(
            "bản xuất này không giữ được {list}.{silent} Hãy kiểm thẳng tệp Word (.docx), hoặc xuất lại bằng pandoc (pandoc -t gfm)."
        ),
        (Lang::Vi, false) => format!("bản xuất này không giữ được {list}.{silent} Hãy kiểm thẳng tệp Word (.docx)."),
        (Lang::En, true) => format!(
            "this export does not keep {list}.{silent} Check the Word file itself (.docx), or export it with pandoc (pandoc -t gfm)."
        ),
        (Lang::En, false) => format!("this export does not keep {list}.{silent} Check the Word file itself (.docx)."),
    })
}

fn name(loss: Loss, report: &Report, lang: Lang) -> String {
    let name = match loss {
        Loss::Notes => lang.pick(
            "nội dung chú thích (số liệu trong chú thích không được kiểm)",
            "the text of notes (figures in notes are not checked)",
        ),
        Loss::Superscripts => lang.pick(
            "chữ số nâng cao (10³ thành 103, dấu chú thích có thể dính vào số liệu)",
            "raised digits (10³ becomes 103, marks of notes may stick to figures)",
        ),
        Loss::Columns => {
            lang.pick("cột của bảng (bảng không được kiểm)", "the columns of tables (tables are not checked)")
        }
        Loss::Embedded => lang.pick(
            "phần văn bản nhúng từ tệp khác (số liệu trong đó không được kiểm)",
            "the text of a file embedded in this one (its figures are not checked)",
        ),
        Loss::Spaces => lang.pick(
            "các khoảng trắng liền nhau (chỗ bỏ trống cho số, ngày có thể không thấy được)",
            "runs of spaces (blank numbers and dates may go unseen)",
        ),
        Loss::Struck => {
            let places = two_in_one(report);
            let told = places.iter().take(MOST_NAMED).map(|n| format!("“{n}”")).collect::<Vec<_>>().join(", ");
            let more = if places.len() > MOST_NAMED { ", …" } else { "" };
            let told = if told.is_empty() { told } else { format!(": {told}{more}") };
            return match lang {
                Lang::Vi => format!("dấu gạch bỏ (số bị gạch hoặc đã xóa dính liền số thay thế{told})"),
                Lang::En => format!("what was struck out (a deleted number sticks to the one that replaced it{told})"),
            };
        }
    };
    name.to_owned()
}

/// Glued numbers that are named; who exports the draft anew need not see them all.
const MOST_NAMED: usize = 3;

/// Struck numbers that stand glued to the ones that replaced them; they are read as neither.
fn two_in_one(report: &Report) -> Vec<&str> {
    let document = &report.document;
    if !document.losses.contains(&Loss::Struck) {
        return Vec::new();
    }
    let unread = |t: &&Token| matches!(t.kind, TokenKind::Inert(Inert::Unreadable));
    let numbers = report.lexed.iter().flat_map(|l| &l.tokens).filter(unread).map(|t| document.slice(t.range));
    numbers.filter(|number| glued::two(number).is_some()).collect()
}

/// Whether a unit of the draft has a power that is not raised: `m2`, `người/km2`.
fn has_flat_powers(report: &Report) -> bool {
    let figures = report.lexed.iter().flat_map(|l| &l.figures);
    figures.filter(|f| f.unit.key.ends_with(['2', '3'])).any(|f| !report.document.slice(f.range).contains(['²', '³']))
}
