//! One plan with two stretches of years: `kế hoạch đầu tư công trung hạn giai đoạn 2026-2030` and, elsewhere,
//! `kế hoạch đầu tư công trung hạn 05 năm 2026-2031`.

use super::{CUES, Document, Finding, HashMap, Severity, Text, Years, folded, last_words, within};
use crate::document::TextRange;
use crate::rules::placeholders;

/// How many words before the years name the plan.
const NAME: usize = 5;

/// Every plan with the years it is for.
#[derive(Default)]
pub(super) struct Stretches {
    named: HashMap<(String, u32), Vec<(TextRange, u32)>>,
}

impl Stretches {
    /// Collects the stretches of years of a text by the words before them.
    pub(super) fn read(&mut self, text: &str, spans: &[Years], block: TextRange) {
        for &Years { at, end, from, to } in spans {
            let Some(name) = text.get(..at).and_then(name_before) else { continue };
            self.named.entry((name, from)).or_default().push((within(block, at, end), to));
        }
    }

    /// Says where one plan begins in one year and ends in two that follow each other.
    pub(super) fn report(self, document: &Document, findings: &mut Vec<Finding>) {
        for ((_, from), mut places) in self.named {
            document.body_first(&mut places, |(place, _)| *place);
            let Some(&(first, usual)) = places.first() else { continue };
            for &(place, to) in places.iter().filter(|(_, to)| to.abs_diff(usual) == 1) {
                let message = Text::new(
                    format!("cùng một kế hoạch nhưng ở đây là {from}-{to}, chỗ khác là {from}-{usual}"),
                    format!("one plan is for {from}-{to} here and for {from}-{usual} elsewhere"),
                );
                let finding = Finding::new("period-mismatch", Severity::Warning, document.span(place), message);
                findings.push(finding.label(document.span(first), Text::new("ở đây ghi khác", "other years here")));
            }
        }
    }
}

/// The last words before a stretch of years that name what it is for, without `giai đoạn` and `05 năm`.
fn name_before(head: &str) -> Option<String> {
    let mut head = head.trim_end_matches(['(', ' ', ',']);
    while let Some(start) = CUES.stage.at_end(head).or_else(|| span_of_time(head)) {
        head = head.get(..start)?.trim_end_matches(['(', ' ', ',']);
    }
    let words = last_words(head, NAME);
    let first = words.first().filter(|_| words.len() == NAME)?;
    let name = head.get(first.start..)?;
    let plain = !name.contains([',', ';', '.', ':', '(', ')', '\n']) && !name.contains(|c: char| c.is_ascii_digit());
    plain.then(|| folded(name))
}

/// `05 năm`
fn span_of_time(head: &str) -> Option<usize> {
    let start = placeholders::lists().year.at_end(head)?;
    let number = head.get(..start)?.trim_end();
    let digits = number.bytes().rev().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits).then_some(number.len() - digits)
}
