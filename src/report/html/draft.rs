//! One draft: summary, text with cards, notes, ledger; and the filters above all drafts.

use super::marks::{Marks, State};
use super::{ledger, overview, text};
use crate::check::Report;
use crate::finding::Severity;
use crate::report::tally::Tally;
use crate::report::{Lang, short};
use maud::{Markup, html};

/// All of a draft below its name.
pub fn body(report: &Report, tally: &Tally, id: &str, lang: Lang) -> Markup {
    let marks = Marks::new(report, id, lang);
    html! {
        p.short { (tally.found(lang)) " " (tally.ledger(lang)) }
        p.states { @for (state, n) in marks.counts().filter(|c| c.1 > 0) {
            span class={"f " (state.class())} { (n) } " " (state.name(lang)) " "
        } }
        @if tally.figures == 0 {
            p.failed { (lang.pick(
                "Không đọc được số liệu nào, nên chưa kiểm được gì.",
                "No figure was read, so nothing was checked.",
            )) }
        }
        nav.jump {
            a href={"#" (id) "-text"} { (lang.pick("Văn bản", "Text")) } " "
            a href={"#" (id) "-ledger"} { (lang.pick("Bảng đối chiếu", "Ledger")) }
        }
        article.draft id={(id) "-text"} { (text::draft(report, &marks)) }
        section.ledger id={(id) "-ledger"} { (ledger::table(report, &marks)) }
    }
}

/// Filters by severity and rule, and the legend of colours.
pub fn tools(total: &Tally, lang: Lang) -> Markup {
    let mut rules: Vec<(&str, usize)> = total.by_rule.iter().map(|(r, n)| (*r, *n)).collect();
    rules.sort_by_key(|&(rule, n)| (std::cmp::Reverse(n), rule));
    html! {
        section.tools aria-label=(lang.pick("Bộ lọc", "Filters")) {
            fieldset {
                legend { (lang.pick("Phát hiện", "Findings")) }
                @for level in Severity::ALL {
                    label { input type="checkbox" checked name="severity" value=(short::severity(level));
                        " " span class={"chip " (short::severity(level))} { (overview::severity(level, lang)) }
                        " " (total.count(level)) }
                }
                @if !rules.is_empty() {
                    details.rules {
                        summary { (lang.pick("Quy tắc", "Rules")) " (" (rules.len()) ")" }
                        div.menu {
                            button type="button" name="all" { (lang.pick("Tất cả", "All")) } " "
                            button type="button" name="none" { (lang.pick("Bỏ hết", "None")) }
                            @for (rule, n) in rules {
                                label { input type="checkbox" checked name="rule" value=(rule); " " code { (rule) } " " (n) }
                            }
                        }
                    }
                }
                label { input type="checkbox" name="only"; " "
                    (lang.pick("chỉ đoạn có phát hiện", "only passages with findings")) }
            }
            fieldset {
                legend { (lang.pick("Màu số liệu", "Colours of figures")) }
                @for state in State::ALL {
                    label { input type="checkbox" checked name="state" value=(state.class());
                        " " span class={"f " (state.class())} { (state.name(lang)) } }
                }
            }
            p.keys {
                kbd { "n" } " / " kbd { "p" } " " (lang.pick("phát hiện sau / trước", "next / previous finding")) " · "
                output name="shown" data-words=(lang.pick("phát hiện đang hiện", "findings shown")) {}
            }
        }
    }
}
