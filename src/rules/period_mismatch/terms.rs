//! Terms and congresses against their years.

use super::{CUES, Document, Fault, Finding, HashMap, Severity, Text, Years, folded, last_words, spans, within, years};
use crate::check::Term;
use crate::document::TextRange;
use crate::rules::Context;
use crate::rules::index::{Index, Words};
use crate::rules::words::next_digit;

/// The first year of the term to come: that of the latest term named in the headings above a block or in the title.
#[derive(Default)]
pub(super) struct Coming {
    title: Option<Option<u32>>,
    /// The last section asked for, and the year its headings name.
    headings: Option<(Option<u32>, Option<u32>)>,
}

impl Coming {
    /// For a block; blocks are asked for in their order.
    pub(super) fn before(&mut self, context: &Context<'_>, block: u32) -> Option<u32> {
        const TITLE: usize = 24;
        let document = context.document;
        let first = |text: &str, words: Words<'_>| {
            let years: Vec<(usize, u32)> = years(text, words).collect();
            terms(text, &spans(text, &years)).into_iter().map(|t| t.1).max()
        };
        let last = |text: &str| next_digit(text, 0).and_then(|_| first(text, Index::of_text(text).block(0)));
        let title = *self.title.get_or_insert_with(|| {
            let blocks = 0..TITLE.min(document.blocks.len());
            blocks.filter_map(|i| first(document.block_text(i as u32), context.index.block(i))).max()
        });
        let section = document.blocks.get(block as usize).and_then(|b| b.section);
        let headings = match self.headings {
            Some((of, year)) if of == section => year,
            _ => document.heading_path(block).into_iter().filter_map(last).max(),
        };
        self.headings = Some((section, headings));
        headings.max(title)
    }
}

/// `nhiệm kỳ 2020-2025`: where it stands, first and last year.
fn terms(text: &str, spans: &[Years]) -> Vec<(std::ops::Range<usize>, u32, u32)> {
    let hits = spans.iter().filter_map(|&Years { at, end, from, to }| {
        let start = CUES.term.at_end(text.get(..at)?)?;
        Some((start..end, from, to))
    });
    hits.collect()
}

/// `năm học 2022-2024`, `nhiệm kỳ 2020-2026`: a stretch of years longer or shorter than its name allows.
pub(super) fn odd_spans(text: &str, spans: &[Years]) -> Vec<Fault> {
    /// Terms before this year had other lengths (the councils of 2004-2011).
    const FIVE_YEARS_SINCE: u32 = 2010;
    let hits = spans.iter().filter_map(|&Years { at, end, from, to }| {
        let head = text.get(..at)?;
        let (start, vi, en, wanted) = match CUES.school.at_end(head) {
            Some(start) => (start, "năm học", "school year", 1),
            None => {
                let start = CUES.term.at_end(head).or_else(|| of_congress(head));
                (start.filter(|_| from >= FIVE_YEARS_SINCE)?, "nhiệm kỳ", "term", 5)
            }
        };
        let odd = if wanted == 1 { to - from.min(to) != 1 } else { to - from.min(to) > wanted };
        (to > from && odd).then(|| Fault {
            range: start..end,
            severity: Severity::Warning,
            message: Text::new(
                format!("{vi} {from}-{to} dài {} năm, không phải {wanted}", to - from),
                format!("the {en} {from}-{to} is {} years long, not {wanted}", to - from),
            ),
        })
    });
    hits.collect()
}

/// `khóa XXIII (2025-2030)`: where the numeral stands, behind the word for a congress.
fn of_congress(head: &str) -> Option<usize> {
    let head = head.trim_end().strip_suffix('(')?.trim_end();
    CUES.congress.at_end(number_at_end(head)?.0)
}

/// The Roman numeral that a text ends with, and what stands before it.
fn number_at_end(text: &str) -> Option<(&str, &str)> {
    let number = last_words(text, 1).pop().filter(|w| w.end == text.len())?;
    text.split_at_checked(number.start).filter(|(_, number)| numeral(number))
}

/// Among tasks to come, an election of a term that has long begun.
pub(super) fn past_election(text: &str, spans: &[Years], now: u32) -> Option<Fault> {
    let (term, from, to) = terms(text, spans).into_iter().find(|(term, from, _)| {
        *from < now && {
            let head = text.get(..term.start).unwrap_or_default();
            let sentence = head.rsplit(". ").next().unwrap_or_default();
            CUES.election.find(sentence).is_some() && CUES.past.find(sentence).is_none()
        }
    })?;
    Some(Fault {
        range: term,
        severity: Severity::Error,
        message: Text::new(
            format!("nhiệm vụ sắp tới lại nêu cuộc bầu cử của nhiệm kỳ {from}-{to}, đã bầu từ năm {from}"),
            format!("a task to come names the election of the term {from}-{to}, held in {from}"),
        ),
    })
}

/// `ngày 17/11/2022 của Ban Chấp hành Trung ương khóa XI`: a date outside the term of the committee.
pub(super) fn wrong_congress(text: &str, years: &[(usize, u32)]) -> Vec<Fault> {
    const NEAR: usize = 14;
    let hits = years.iter().filter_map(|&(at, year)| {
        // Only the year of a full date tells when the document was issued.
        let (head, rest) = (text.get(..at)?, text.get(at + 4..)?);
        let dated = head.strip_suffix(['/', '-', '.']).is_some_and(|h| h.ends_with(|c: char| c.is_ascii_digit()));
        let clause = rest.split(['.', ';', ':', ',', '“', '"']).next()?;
        let word = super::super::words::words(clause).take(NEAR).find(|w| numeral(w.of(clause)))?;
        let name = clause.get(..word.start)?;
        let fits = dated
            && CUES.congress.at_end(name.trim_end_matches(['(', ' '])).is_some()
            && CUES.national.find(name).is_some()
            && CUES.topic.find(name).is_none();
        let shown = word.of(clause);
        let (_, from, to) = CUES.congresses.iter().find(|c| c.0 == shown).filter(|_| fits)?;
        (!(*from..=*to).contains(&year)).then(|| {
            let right: Vec<&str> =
                CUES.congresses.iter().filter(|c| (c.1..=c.2).contains(&year)).map(|c| c.0).collect();
            let (vi, en) = match right.as_slice() {
                [] => (String::new(), String::new()),
                right => (
                    format!("; năm {year} là khóa {}", right.join(" hoặc ")),
                    format!("; {year} fits {}", right.join(" or ")),
                ),
            };
            Fault {
                range: at..at + 4 + word.end,
                severity: Severity::Error,
                message: Text::new(
                    format!("khóa {shown} là {from}-{to}, không có năm {year}{vi}"),
                    format!("congress {shown} is {from}-{to}, without {year}{en}"),
                ),
            }
        })
    });
    hits.collect()
}

fn numeral(word: &str) -> bool {
    word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

/// The nearest body named before a congress, within its clause.
fn body(text: &str) -> Option<&str> {
    const NEAR: usize = 14;
    let clause = text.rsplit(';').next()?;
    let mut near = clause.get(last_words(clause, NEAR).first().map_or(0, |w| w.start)..)?;
    let mut found = None;
    while let Some(word) = CUES.body.find(near) {
        found = Some(word.of(near));
        near = near.get(word.end..)?;
    }
    found
}

/// Every congress with a term that the draft names: whose, which, from when to when.
#[derive(Default)]
pub(super) struct Terms {
    named: HashMap<Congress, Vec<(TextRange, u32, u32)>>,
}

/// Whose congress, and its numeral.
type Congress = (String, String);

impl Terms {
    /// Collects `Đảng bộ huyện … khóa XXI, nhiệm kỳ 2020-2025`.
    pub(super) fn read(&mut self, text: &str, spans: &[Years], block: TextRange) {
        for (term, from, to) in terms(text, spans) {
            let head = text.get(..term.start).unwrap_or_default();
            let head = head.trim_end().trim_end_matches([',', '(', ' ']);
            let Some((before, number)) = number_at_end(head) else { continue };
            if CUES.congress.at_end(before).is_none() {
                continue;
            }
            if let Some(body) = body(before) {
                let key = (folded(body), number.to_owned());
                let place = within(block, before.len(), term.end);
                self.named.entry(key).or_default().push((place, from, to));
            }
        }
    }

    /// Where one congress has two terms, the rarer is reported, or the later of
    /// two; where the user says what the term is, every other one.
    pub(super) fn report(self, document: &Document, told: Option<&Term>, findings: &mut Vec<Finding>) {
        for ((whose, number), places) in self.named {
            let told = told.filter(|t| t.congress == number && body(&t.body).is_some_and(|b| folded(b) == whose));
            if let Some(&Term { from, to, .. }) = told {
                for (place, a, b) in places.iter().filter(|p| (p.1, p.2) != (from, to)) {
                    let message = Text::new(
                        format!("khóa {number} ở đây là {a}-{b}, theo cấu hình là {from}-{to}"),
                        format!("congress {number} is {a}-{b} here and {from}-{to} in the configuration"),
                    );
                    findings.push(Finding::new("period-mismatch", Severity::Warning, document.span(*place), message));
                }
                continue;
            }
            let count = |term: (u32, u32)| places.iter().filter(|p| (p.1, p.2) == term).count();
            let usual = places.iter().map(|p| (p.1, p.2)).reduce(|a, b| if count(b) > count(a) { b } else { a });
            let Some((from, to)) = usual else { continue };
            for (place, a, b) in places.iter().filter(|p| (p.1, p.2) != (from, to)) {
                let message = Text::new(
                    format!("khóa {number} ở đây là {a}-{b}, ở chỗ khác là {from}-{to}"),
                    format!("congress {number} is {a}-{b} here and {from}-{to} elsewhere"),
                );
                let other = places.iter().find(|p| (p.1, p.2) == (from, to)).map(|p| p.0);
                let mut finding = Finding::new("period-mismatch", Severity::Warning, document.span(*place), message);
                if let Some(other) = other {
                    finding = finding.label(document.span(other), Text::new("ở đây ghi khác", "another term here"));
                }
                findings.push(finding);
            }
        }
    }
}
