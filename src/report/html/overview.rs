//! Several drafts at a glance: the worst first.

use super::Part;
use crate::finding::Severity;
use crate::report::tally::Tally;
use crate::report::{Lang, short, visible};
use maud::{Markup, html};

/// A severity for people.
pub fn severity(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Error => lang.pick("lỗi", "error"),
        Severity::Warning => lang.pick("cảnh báo", "warning"),
        Severity::Note => lang.pick("ghi chú", "note"),
    }
}

/// The drafts, the worst first, as a table that sorts.
pub fn table(ranked: &[Part], lang: Lang) -> Markup {
    let left_out = ranked.iter().filter(|p| p.body.is_none()).count();
    let heads = [
        lang.pick("Dự thảo", "Draft"),
        lang.pick("Lỗi", "Errors"),
        lang.pick("Cảnh báo", "Warnings"),
        lang.pick("Ghi chú", "Notes"),
        lang.pick("Số liệu", "Figures"),
        lang.pick("Phép tính", "Claims"),
        lang.pick("Đúng", "Right"),
        lang.pick("Sai", "Wrong"),
    ];
    html! {
        div.scroll {
            table.sort.overview {
                thead { tr { @for head in heads { th scope="col" { button type="button" { (head) } } } } }
                tbody {
                    @for part in ranked {
                        tr {
                            td {
                                @let name = visible::line(&part.path);
                                @if part.body.is_some() { a href={"#" (part.id)} { (name) } } @else { (name) " *" }
                            }
                            @for n in part.rank() { td.num { (n) } }
                            @for n in [part.tally.figures, part.tally.claims(), part.tally.ok, part.tally.wrong] {
                                td.num { (n) }
                            }
                        }
                    }
                }
            }
        }
        @if left_out > 0 {
            p.failed { @match lang {
                Lang::Vi => {
                    "* Trang đã đủ lớn: " (left_out) " dự thảo ít phát hiện nhất chỉ có ở bảng này. "
                    "Muốn xem, hãy chạy lại với riêng dự thảo đó."
                }
                Lang::En => {
                    "* The page is full: " (left_out) " drafts with the fewest findings stand in this table only. "
                    "To see one, run the check on it alone."
                }
            } }
        }
    }
}

/// The counts of findings of a draft.
pub fn chips(tally: &Tally, lang: Lang) -> Markup {
    html! {
        span.chips {
            @for level in Severity::ALL {
                @let n = tally.count(level);
                @if n > 0 { span class={"chip " (short::severity(level))} { (n) " " (severity(level, lang)) } " " }
            }
            @if tally.findings() == 0 { span.chip.ok { (tally.found(lang)) } }
        }
    }
}
