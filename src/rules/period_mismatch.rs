//! `period-mismatch`: a year, date or term that contradicts its place.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::Context;
use super::index::Words;
use super::words::{Cursor, Kinds, Phrases, Word, last_words, within};
use crate::document::Document;
use crate::finding::{Finding, Severity, Text};
use crate::lexicon;
use hashbrown::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

mod dates;
mod itself;
mod lasting;
mod stretches;
mod terms;

const TABLE: &str = include_str!("../../rules/lexicon/period-cues.tsv");
const CONGRESSES: &str = include_str!("../../rules/lexicon/congresses.tsv");

struct Cues {
    carry: Phrases,
    data: Phrases,
    until: Phrases,
    begin: Phrases,
    /// The three before: most texts have none of them.
    dated: Phrases,
    end: Phrases,
    plan: Phrases,
    past: Phrases,
    term: Phrases,
    school: Phrases,
    stage: Phrases,
    national: Phrases,
    congress: Phrases,
    topic: Phrases,
    election: Phrases,
    body: Phrases,
    from: Phrases,
    till: Phrases,
    days: Phrases,
    months: Phrases,
    not_days: Phrases,
    lasting: Phrases,
    working: Phrases,
    late: Phrases,
    born: Phrases,
    /// Numeral, first and last year of the national congresses.
    congresses: Vec<(&'static str, u32, u32)>,
}

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    let kinds = Kinds::of(TABLE);
    let kind = |name| kinds.kind(name);
    let years =
        |row: lexicon::Row<'static>| Some((*row.first()?, row.get(1)?.parse().ok()?, row.get(2)?.parse().ok()?));
    Cues {
        carry: kind("carry"),
        data: kind("data"),
        until: kind("until"),
        begin: kind("begin"),
        dated: kind("begin").with(&kind("data")).with(&kind("until")),
        end: kind("end"),
        plan: kind("plan"),
        past: kind("past"),
        term: kind("term"),
        school: kind("school"),
        stage: kind("stage"),
        national: kind("national"),
        congress: kind("congress"),
        topic: kind("topic"),
        election: kind("election"),
        body: kind("body"),
        from: kind("from"),
        till: kind("till"),
        days: kind("days"),
        months: kind("months"),
        not_days: kind("notdays"),
        lasting: kind("lasting"),
        working: kind("working"),
        late: kind("late"),
        born: kind("born"),
        congresses: lexicon::rows(CONGRESSES).unwrap_or_default().into_iter().filter_map(years).collect(),
    }
});

/// Looks at every year of the draft in its place.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    let told = context.report_date.map(|d| Moment { year: d.year, month: d.month, day: d.day });
    let report = dates::of_report(document).or(told);
    let mut terms = terms::Terms::default();
    let mut coming = terms::Coming::default();
    let mut stretches = stretches::Stretches::default();
    for (i, block) in document.blocks.iter().enumerate() {
        let text = document.block_text(i as u32);
        // Every cue of this rule is followed by a year.
        let words = context.index.block(i);
        let years: Vec<(usize, u32)> = years(text, words).collect();
        if years.is_empty() {
            continue;
        }
        let goals = context.goals.above(document, i as u32);
        let spans = spans(text, &years);
        let mut faults = reversed(text, &spans);
        faults.extend(carried_back(text, &years));
        let at = words.all.iter().map(|w| Word { start: w.range().start, end: w.range().end });
        let dated = CUES.dated.find_at(text, at).is_some();
        if dated {
            faults.extend(dates::ended_before_begun(text));
        }
        faults.extend(terms::wrong_congress(text, &years));
        faults.extend(terms::odd_spans(text, &spans));
        if let Some(report) = report.filter(|_| dated) {
            faults.extend(dates::after_report(text, report, goals));
        }
        if goals {
            let now = coming.before(context, i as u32).or(context.term.map(|t| t.from)).or(report.map(|r| r.year));
            faults.extend(now.and_then(|now| terms::past_election(text, &spans, now)));
        }
        terms.read(text, &spans, block.range);
        stretches.read(text, &spans, block.range);
        for fault in faults {
            let span = document.span(within(block.range, fault.range.start, fault.range.end));
            findings.push(Finding::new("period-mismatch", fault.severity, span, fault.message));
        }
    }
    for lexed in context.lexed {
        for (own, other, year) in itself::compared(lexed) {
            let message = Text::new(
                format!("so với cùng kỳ của chính năm {year}: một trong hai năm ghi nhầm"),
                format!("compared with the same period of {year} itself: one of the two years is a slip"),
            );
            let finding = Finding::new("period-mismatch", Severity::Warning, document.span(own), message);
            findings.push(finding.label(document.span(other), Text::new("kỳ so sánh", "what it is compared with")));
        }
        for odd in lasting::odd(document, lexed) {
            let finding = Finding::new("period-mismatch", odd.severity, document.span(odd.own), odd.message);
            let told = odd.own == odd.other;
            let label = Text::new("thời gian ở đây", "the time");
            findings.push(if told { finding } else { finding.label(document.span(odd.other), label) });
        }
    }
    terms.report(document, context.term, findings);
    stretches.report(document, findings);
}

/// Whether a text starts with the name of a body that holds congresses: `Đảng bộ huyện Mường Lự`.
pub fn names_body(text: &str) -> bool {
    CUES.body.at_start(text).is_some()
}

/// A place in a block and what is wrong there.
struct Fault {
    range: Range<usize>,
    severity: Severity,
    message: Text,
}

/// A month of a year; 0 stands for an unknown month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Moment {
    year: u32,
    month: u32,
    day: u32,
}

impl Moment {
    /// Whether it lies after another, as far as both say.
    fn after(self, other: Moment) -> bool {
        if self.year != other.year || self.month == 0 || other.month == 0 {
            return self.year > other.year;
        }
        if self.month != other.month || self.day == 0 || other.day == 0 {
            return self.month > other.month;
        }
        self.day > other.day
    }
}

/// Years of four digits that stand alone in a text, with the words before them.
fn years<'a>(text: &'a str, words: Words<'a>) -> impl Iterator<Item = (usize, u32)> + 'a {
    let joined = |start: usize| text.get(..start).is_some_and(|head| head.ends_with(['.', ',']));
    let runs = words.digits(text).filter(move |run| run.len() == 4 && !joined(run.start));
    runs.filter_map(|run| Some((run.start, text.get(run)?.parse().ok()?))).filter(|(_, y)| (1900..2100).contains(y))
}

/// Reads `2020-2025` at a place.
fn span_of_years(text: &str, at: usize) -> Option<(usize, u32, u32)> {
    let mut cursor = Cursor::new(text, at);
    cursor.spaces();
    let from = cursor.digits(4).filter(|d| d.len() == 4)?.parse().ok()?;
    cursor.spaces();
    let dash = cursor.skip(|c| matches!(c, '-' | '–' | '—'));
    cursor.spaces();
    let to = cursor.digits(4).filter(|d| d.len() == 4)?.parse().ok()?;
    let years = |y: &u32| (1900..2100).contains(y);
    (dash == 1 && years(&from) && years(&to)).then_some((cursor.at, from, to))
}

/// `2020-2025`: where it starts and ends, first and last year.
#[derive(Clone, Copy)]
struct Years {
    at: usize,
    end: usize,
    from: u32,
    to: u32,
}

/// The stretches that begin with one of these years.
fn spans(text: &str, years: &[(usize, u32)]) -> Vec<Years> {
    let span = |at| span_of_years(text, at).map(|(end, from, to)| Years { at, end, from, to });
    years.iter().filter_map(|&(at, _)| span(at)).collect()
}

/// `giai đoạn 2025-2021`
fn reversed(text: &str, spans: &[Years]) -> Vec<Fault> {
    let hits = spans.iter().filter(|span| span.from > span.to).filter_map(|&Years { at, end, from, to }| {
        let start = CUES.stage.at_end(text.get(..at)?)?;
        Some(Fault {
            range: start..end,
            severity: Severity::Error,
            message: Text::new(
                format!("năm cuối {to} đứng trước năm đầu {from}"),
                format!("the last year, {to}, lies before the first, {from}"),
            ),
        })
    });
    hits.collect()
}

/// `Năm 2023: … chuyển nguồn sang năm 2022`: what is left of a year goes to a later one.
fn carried_back(text: &str, years: &[(usize, u32)]) -> Vec<Fault> {
    let mut item = None;
    let mut found = Vec::new();
    let mut before = 0;
    for &(at, year) in years {
        let head = text.get(..at).unwrap_or_default();
        if let Some(start) = CUES.carry.at_end(head) {
            // A year named in the same clause says which year it is left over from.
            let clause = head.rfind(['(', ';', ',']).map_or(0, |i| i + 1);
            let from = item.filter(|(place, of): &(usize, u32)| *of > year && (before <= *place || before < clause));
            found.extend(from.map(|(_, of)| Fault {
                range: start..at + 4,
                severity: Severity::Error,
                message: Text::new(
                    format!("mục của năm {of} ghi chuyển sang năm {year}, là năm đã qua"),
                    format!("under {of}, something is carried over to {year}, a year gone by"),
                ),
            }));
        } else if opens_item(head) {
            item = Some((at, year));
        }
        before = at;
    }
    found
}

/// Whether the word for a year before a place begins an item: `Năm 2021: …`, `; năm 2022 …`.
fn opens_item(head: &str) -> bool {
    let start = super::placeholders::lists().year.at_end(head);
    let Some((before, word)) = start.and_then(|start| head.split_at_checked(start)) else { return false };
    let before = before.trim_end();
    word.starts_with(char::is_uppercase) || before.is_empty() || before.ends_with([';', '.', ':', '-', '+'])
}

/// Words of a text as one phrase each, folded: for keys.
fn folded(text: &str) -> String {
    lexicon::fold(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_whole() {
        assert!(!lexicon::rows(TABLE).unwrap().is_empty());
        assert_eq!(CUES.congresses.len(), lexicon::rows(CONGRESSES).unwrap().len());
    }

    #[test]
    fn what_the_draft_does_not_say_the_user_may() {
        use crate::check::{Date, Options, Term, check};
        use crate::source::{Encoding, Source};
        let text = "Số liệu đến tháng 3/2026 cho thấy có 5 hộ.\n\n\
                    Nghị quyết Đại hội Đảng bộ xã khóa XII, nhiệm kỳ 2020-2025. \
                    Nghị quyết Đại hội Đảng bộ huyện khóa XII, nhiệm kỳ 2015-2020.";
        let found = |options: &Options| {
            let report = check(Source::new("a.md", text.to_owned(), Encoding::Utf8), options);
            report.findings.into_iter().map(|f| f.message.en).collect::<Vec<_>>()
        };
        assert!(found(&Options::default()).is_empty());
        let date = Options { report_date: Some(Date { year: 2025, month: 12, day: 0 }), ..Options::default() };
        assert_eq!(found(&date), ["the report is dated 12/2025 but cites “Số liệu đến tháng 3/2026”"]);
        let later = Options { report_date: Some(Date { year: 2026, month: 4, day: 1 }), ..Options::default() };
        assert!(found(&later).is_empty());
        let term = Term { body: "Đảng bộ xã Nậm Hia".into(), congress: "XII".into(), from: 2025, to: 2030 };
        let term = Options { term: Some(term), ..Options::default() };
        assert_eq!(found(&term), ["congress XII is 2020-2025 here and 2025-2030 in the configuration"]);
    }

    #[test]
    fn moments_are_compared_as_far_as_they_go() {
        let moment = |year, month, day| Moment { year, month, day };
        assert!(moment(2025, 6, 0).after(moment(2024, 12, 0)));
        assert!(moment(2024, 12, 5).after(moment(2024, 12, 4)));
        assert!(!moment(2024, 0, 0).after(moment(2024, 12, 4)));
        assert!(!moment(2024, 12, 31).after(moment(2024, 12, 0)));
    }
}
