//! The ledger as a table that sorts.

use super::marks::{Marks, State};
use crate::check::Report;
use crate::claims::Role;
use crate::figures::Figure;
use crate::report::ledger::{kind, verdict};
use crate::report::visible;
use crate::rules::Judged;
use maud::{Markup, html};

/// Every claim of a draft.
pub fn table(report: &Report, marks: &Marks<'_>) -> Markup {
    let lang = marks.lang;
    let heads = [
        lang.pick("Chỗ", "Place"),
        lang.pick("Chỉ tiêu", "Indicator"),
        lang.pick("Số liệu", "Figures"),
        lang.pick("Phép tính", "Relation"),
        lang.pick("Số nêu", "Stated"),
        lang.pick("Tính lại", "Recomputed"),
        lang.pick("Kết luận", "Verdict"),
    ];
    html! {
        h3 { (lang.pick("Bảng đối chiếu: mọi phép tính", "The ledger: every claim")) }
        @if report.ledger.is_empty() { p { (lang.pick("Không có phép tính nào.", "There is no claim.")) } }
        @else {
            p.filter { label { (lang.pick("Kết luận", "Verdict")) " "
                select name="verdict" {
                    option value="" { (lang.pick("tất cả", "all")) }
                    @for state in State::ALL { @if let State::Judged(v) = state {
                        option value=(state.class()) { (verdict(v, lang)) }
                    } }
                }
            } }
            div.scroll tabindex="0" {
                table.sort.claims {
                    thead { tr { @for head in heads { th scope="col" { button type="button" { (head) } } } } }
                    tbody { @for judged in &report.ledger { (row(report, marks, judged)) } }
                }
            }
        }
    }
}

fn row(report: &Report, marks: &Marks<'_>, judged: &Judged) -> Markup {
    let (document, claim) = (&report.document, &judged.claim);
    let at = document.source.position(document.span(claim.range).start);
    let link = |f: &Figure| {
        html! { a href={"#" (marks.id) "-q" (f.number.start)} { (visible::line(document.slice(f.range))) } }
    };
    let class = State::Judged(judged.verdict).class();
    html! {
        tr data-verdict=(class) {
            td { (at.line) @if at.paragraph.is_none() { ":" (at.column) } }
            td { @if let Some(range) = claim.indicator { (visible::line(document.slice(range))) } }
            td { @for (n, operand) in claim.operands.iter().filter(|o| o.role != Role::Stated).enumerate() {
                @if n > 0 { "; " } (link(&operand.figure))
            } }
            td { (kind(claim.kind, marks.lang)) }
            td { @if let Some(stated) = claim.get(Role::Stated) { (link(stated)) } }
            td { (visible::line(judged.recomputed.as_deref().unwrap_or(""))) }
            td { (verdict(judged.verdict, marks.lang)) }
        }
    }
}
