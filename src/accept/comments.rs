//! `<!-- doisoat: bỏ qua share-mismatch: lý do -->` in a draft kept by hand
//! accepts findings of the block behind it.

use crate::document::{Dialect, Document};
use crate::finding::{Accepted, Finding, Text};
use crate::nearest::nearest;
use crate::rules;
use crate::source::Span;
use unicode_normalization::UnicodeNormalization;

/// The words that open the list of rules.
const VERBS: [&str; 2] = ["bỏ qua", "ignore"];

/// A comment to this program.
struct Comment<'a> {
    span: Span,
    rules: Vec<&'a str>,
    reason: &'a str,
    used: Vec<bool>,
    /// The bytes of the block it covers.
    covers: Option<Span>,
}

/// Puts the findings that comments of the draft accept with those accepted; says
/// what is wrong with comments, with their places.
pub fn by_comments(document: &Document, findings: &mut Vec<Finding>, accepted: &mut Vec<Accepted>) -> Vec<(u32, Text)> {
    let mut faults = Vec::new();
    let source = document.source.text();
    // A Word file has no comments of this kind; most drafts have none at all.
    let found = if document.dialect == Dialect::Docx { Vec::new() } else { places(source) };
    let texts: Vec<(Span, String)> = found.into_iter().map(|(span, text)| (span, folded(text))).collect();
    let mut comments: Vec<Comment<'_>> = Vec::new();
    for (span, text) in &texts {
        match read(text) {
            Ok((rules, reason)) => {
                let used = vec![false; rules.len()];
                comments.push(Comment { span: *span, rules, reason, used, covers: covered(document, *span) });
            }
            Err(fault) => faults.push((span.start, fault)),
        }
    }
    findings.retain(|finding| {
        let mut reason = None;
        for comment in &mut comments {
            let here = comment.covers.is_some_and(|c| c.start <= finding.span.start && finding.span.start < c.end);
            let named = comment.rules.iter().position(|r| here && *r == finding.rule);
            if let Some(used) = named.and_then(|i| comment.used.get_mut(i)) {
                *used = true;
                reason.get_or_insert(comment.reason);
            }
        }
        let Some(reason) = reason.map(str::to_owned) else { return true };
        accepted.push(Accepted { finding: finding.clone(), reason, in_draft: true });
        false
    });
    for comment in &comments {
        for (rule, _) in comment.rules.iter().zip(&comment.used).filter(|(_, used)| !**used) {
            let text = Text::new(
                format!("chú thích bỏ qua {rule} không còn tác dụng: đoạn ngay sau không có phát hiện này. Hãy xóa."),
                format!("the comment that ignores {rule} does nothing: the next block has no such finding. Remove it."),
            );
            faults.push((comment.span.start, text));
        }
    }
    faults.sort_by_key(|(at, _)| *at);
    faults
}

/// Every comment that addresses this program: its place, and the text behind the name.
fn places(source: &str) -> Vec<(Span, &str)> {
    let mut found = Vec::new();
    for start in memchr::memmem::find_iter(source.as_bytes(), "<!--") {
        let Some(inner) = source.get(start + 4..) else { continue };
        let Some(length) = inner.find("-->") else { break };
        let text = inner.get(..length).unwrap_or("").trim_start();
        if let Some(text) = text.strip_prefix("doisoat:") {
            found.push((Span::new(start as u32, (start + 4 + length + 3) as u32), text));
        }
    }
    found
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

/// The rules and the reason of a comment, or what is wrong with it.
fn read(text: &str) -> Result<(Vec<&str>, &str), Text> {
    let form = "<!-- doisoat: bỏ qua QUY-TẮC: lý do -->";
    let Some(rest) = VERBS.iter().find_map(|v| text.strip_prefix(v)) else {
        return Err(Text::new(
            format!("không hiểu chú thích này. Hãy viết {form}"),
            "this comment is not understood. Write <!-- doisoat: ignore RULE: reason -->",
        ));
    };
    let (names, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let names: Vec<&str> = names.split(',').map(str::trim).filter(|n| !n.is_empty()).collect();
    if let Some(name) = names.iter().find(|n| rules::rule(n).is_none()) {
        let near = nearest(name, rules::own::all().map(|r| r.name));
        let hint = |word: &str| near.map_or_else(String::new, |n| format!(" {word} {n}?"));
        return Err(Text::new(
            format!("chú thích bỏ qua nêu quy tắc không có: {name}.{}", hint("Có phải")),
            format!("the comment ignores a rule that does not exist: {name}.{}", hint("Did you mean")),
        ));
    }
    if names.is_empty() || reason.trim().is_empty() {
        return Err(Text::new(
            format!("chú thích bỏ qua phải nêu quy tắc và lý do: {form}"),
            "the comment must name a rule and a reason: <!-- doisoat: ignore RULE: reason -->",
        ));
    }
    Ok((names, reason.trim()))
}

/// What a comment covers: alone on its line the next block (a table as a
/// whole), else the block it stands in.
fn covered(document: &Document, comment: Span) -> Option<Span> {
    let source = &document.source;
    let line = source.line_span(source.line_index(comment.start));
    let alone = source.slice(Span::new(line.start, comment.start.max(line.start))).trim().is_empty();
    let blocks = document.blocks.iter().map(|b| document.span(b.range));
    let spans = blocks.chain(document.tables.iter().map(|t| t.span)).filter(|s| s.end > s.start);
    if alone {
        spans.filter(|s| s.start >= comment.end).min_by_key(|s| (s.start, std::cmp::Reverse(s.end)))
    } else {
        spans.filter(|s| s.start <= comment.start).max_by_key(|s| (s.start, s.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Options, check};
    use crate::source::{Encoding, Source};

    const WRONG: &str = "Toàn xã có 24/41 lớp học được kiên cố hóa, chiếm 62% tổng số lớp học.";

    /// Rules left, findings accepted, and what is said about comments.
    fn run(text: &str) -> (Vec<&'static str>, usize, Vec<String>) {
        let mut report = check(Source::new("a.md", text.to_owned(), Encoding::Utf8), &Options::default());
        let faults = by_comments(&report.document, &mut report.findings, &mut report.accepted);
        let accepted = report.accepted.len();
        let left = report.findings.iter().map(|f| f.rule).collect();
        (left, accepted, faults.into_iter().map(|(_, t)| t.en).collect())
    }

    #[test]
    fn a_comment_covers_the_next_block_only() {
        for verb in ["bỏ qua", "ignore", "bo\u{309}  qua"] {
            let comment = format!("<!-- doisoat: {verb} share-mismatch: làm tròn theo mẫu -->");
            for between in ["\n", "\n\n"] {
                let (left, accepted, faults) = run(&format!("# A\n\n{comment}{between}{WRONG}\n\n{WRONG}\n"));
                assert_eq!((left, accepted, faults), (vec!["share-mismatch"], 1, Vec::new()), "{verb}");
            }
        }
    }

    #[test]
    fn a_comment_behind_text_covers_the_text() {
        let (left, accepted, faults) = run(&format!("{WRONG} <!-- doisoat: ignore share-mismatch: x -->\n\n{WRONG}\n"));
        assert_eq!((left, accepted, faults), (vec!["share-mismatch"], 1, Vec::new()));
    }

    #[test]
    fn a_comment_covers_a_whole_table() {
        let table = "| Xã | Số hộ |\n|---|---:|\n| An Phú | 120 |\n| Bình Hòa | 80 |\n| Tổng số | 210 |\n";
        assert_eq!(run(table).0, ["table-sum-mismatch"]);
        let (left, accepted, faults) = run(&format!("<!-- doisoat: ignore table-sum-mismatch: x -->\n\n{table}"));
        assert_eq!((left, accepted, faults), (Vec::new(), 1, Vec::new()));
    }

    #[test]
    fn a_comment_without_reason_or_effect_is_told_and_does_nothing() {
        for (comment, said) in [
            ("ignore share-mismatch", "must name a rule and a reason"),
            ("ignore share-mismatch:  ", "must name a rule and a reason"),
            ("ignore: x", "must name a rule and a reason"),
            ("ignore share-mismach: x", "Did you mean share-mismatch?"),
            ("skip share-mismatch: x", "not understood"),
        ] {
            let (left, accepted, faults) = run(&format!("<!-- doisoat: {comment} -->\n\n{WRONG}\n"));
            assert_eq!((left, accepted, faults.len()), (vec!["share-mismatch"], 0, 1), "{comment}");
            assert!(faults[0].contains(said), "{faults:?}");
        }
        let (left, accepted, faults) =
            run(&format!("<!-- doisoat: ignore share-mismatch, sum-mismatch: x -->\n\n{WRONG}\n"));
        assert_eq!((left, accepted, faults.len()), (Vec::new(), 1, 1));
        assert!(faults[0].contains("ignores sum-mismatch does nothing"), "{faults:?}");
        assert_eq!(run(&format!("{WRONG}\n\n<!-- doisoat: ignore share-mismatch: x -->\n")).1, 0);
        assert!(run("Có 5 hộ. <!-- doisoat: ignore").2.is_empty());
    }
}
