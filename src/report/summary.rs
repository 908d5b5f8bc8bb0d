//! The end of the human format: counts by file and by rule, and the ledger in short.

use super::tally::{Tally, plural};
use super::{Lang, Look, visible};
use crate::finding::Severity;
use std::fmt::Write;

/// Files named at most; the others are counted.
const FILES: usize = 40;

/// The last lines of a run.
pub fn text(drafts: &[(String, Tally)], total: &Tally, look: Look) -> String {
    let mut out = String::new();
    if drafts.len() > 1 {
        by_file(drafts, look, &mut out);
        by_rule(total, look.lang, &mut out);
    }
    let _ = writeln!(out, "{}\n{}", total.found(look.lang), total.ledger(look.lang));
    out
}

fn by_file(drafts: &[(String, Tally)], look: Look, out: &mut String) {
    let lang = look.lang;
    let mut found: Vec<&(String, Tally)> = drafts.iter().filter(|(_, t)| t.findings() > 0).collect();
    let clean = drafts.len() - found.len();
    // The worst are kept where there are too many, and stay in their order.
    let weight = |t: &Tally| Severity::ALL.map(|s| t.count(s));
    let mut weights: Vec<_> = found.iter().map(|(_, t)| weight(t)).collect();
    weights.sort_unstable_by(|a, b| b.cmp(a));
    let limit = weights.get(FILES).copied();
    let dropped = found.len();
    found.retain(|(_, t)| limit.is_none_or(|l| weight(t) > l));
    let dropped = dropped - found.len();
    let _ = writeln!(out, "{}", lang.pick("Theo tệp (lỗi, cảnh báo, ghi chú):", "By file (errors, warnings, notes):"));
    for (name, tally) in found {
        let [errors, warnings, notes] = weight(tally);
        let _ = writeln!(out, "{errors:>6} {warnings:>6} {notes:>6}  {}", visible::line(name));
    }
    if dropped > 0 {
        let more = match lang {
            Lang::Vi => format!("và {dropped} tệp khác có ít phát hiện hơn"),
            Lang::En => format!("and {dropped} more with fewer findings"),
        };
        let _ = writeln!(out, "{:22}{more}", "");
    }
    let rest = match lang {
        Lang::Vi => format!("{clean} tệp không có phát hiện nào."),
        Lang::En => format!("{} without findings.", plural(clean, "file")),
    };
    let _ = writeln!(out, "{rest}\n");
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
