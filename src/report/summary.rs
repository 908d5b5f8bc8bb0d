//! The end of the human format: counts by file and by rule, and the ledger in short.

use super::tally::{Tally, plural};
use super::{Lang, Look, visible};
use crate::finding::Severity;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Files named at most; the others are counted.
const FILES: usize = 40;

/// What is counted over a run: as much for thousands of drafts as for a few.
#[derive(Debug, Default)]
pub struct Summary {
    /// How many drafts were checked.
    pub drafts: usize,
    /// The counts of all of them.
    pub total: Tally,
    /// How many of them have findings.
    found: usize,
    /// The worst of these, the earlier before the later: counts by severity, number in the run, name.
    worst: BTreeSet<(Reverse<[usize; 3]>, usize, String)>,
}

impl Summary {
    /// Adds the next draft.
    pub fn add(&mut self, name: String, tally: &Tally) {
        self.total.add(tally);
        self.drafts += 1;
        if tally.findings() == 0 {
            return;
        }
        self.found += 1;
        self.worst.insert((Reverse(Severity::ALL.map(|s| tally.count(s))), self.drafts, name));
        if self.worst.len() > FILES {
            self.worst.pop_last();
        }
    }

    /// The last lines of a run.
    pub fn text(&self, look: Look) -> String {
        let mut out = String::new();
        if self.drafts > 1 {
            self.by_file(look.lang, &mut out);
            by_rule(&self.total, look.lang, &mut out);
        }
        let _ = writeln!(out, "{}\n{}", self.total.found(look.lang), self.total.ledger(look.lang));
        out
    }

    fn by_file(&self, lang: Lang, out: &mut String) {
        let head = lang.pick("Theo tệp (lỗi, cảnh báo, ghi chú):", "By file (errors, warnings, notes):");
        let _ = writeln!(out, "{head}");
        let mut named: Vec<_> = self.worst.iter().collect();
        named.sort_by_key(|(_, number, _)| *number);
        for (Reverse([errors, warnings, notes]), _, name) in named {
            let _ = writeln!(out, "{errors:>6} {warnings:>6} {notes:>6}  {}", visible::line(name));
        }
        let more = self.found - self.worst.len();
        if more > 0 {
            let more = match lang {
                Lang::Vi => format!("và {more} tệp khác, không tệp nào nhiều phát hiện hơn"),
                Lang::En => format!("and {more} more, none of them worse"),
            };
            let _ = writeln!(out, "{:22}{more}", "");
        }
        let clean = self.drafts - self.found;
        let rest = match lang {
            Lang::Vi => format!("{clean} tệp không có phát hiện nào."),
            Lang::En => format!("{} without findings.", plural(clean, "file")),
        };
        let _ = writeln!(out, "{rest}\n");
    }
}

fn by_rule(total: &Tally, lang: Lang, out: &mut String) {
    if total.by_rule.is_empty() {
        return;
    }
    let mut rules: Vec<(&str, usize)> = total.by_rule.iter().map(|(r, n)| (*r, *n)).collect();
    rules.sort_by_key(|&(rule, n)| (std::cmp::Reverse(n), rule));
    let _ = writeln!(out, "{}", lang.pick("Theo quy tắc:", "By rule:"));
    for (rule, n) in rules {
        let _ = writeln!(out, "{n:>6}  {rule}");
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_are_named_in_their_order_and_the_others_counted() {
        let mut summary = Summary::default();
        for i in 0..100 {
            let by_severity = [usize::from(i % 2 == 0), 0, usize::from(i == 90)];
            summary.add(format!("{i:02}.md"), &Tally { by_severity, ..Tally::default() });
        }
        let text = summary.text(Look { lang: Lang::En, width: 80, color: false });
        let named: Vec<&str> = text.lines().filter_map(|l| l.split("  ").last()?.strip_suffix(".md")).collect();
        assert_eq!((named.len(), named.first(), named.last()), (FILES, Some(&"00"), Some(&"90")), "{text}");
        assert!(named.is_sorted() && text.contains("and 10 more") && text.contains("50 files without"), "{text}");
    }
}
