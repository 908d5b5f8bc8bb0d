//! `permille-sign`: `%o`, `%0` or `0/00` typed for ‰.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::Context;
use super::words::within;
use crate::finding::{Finding, Severity, Text};
use std::ops::Range;

/// Looks for what people type when they find no ‰ on the keyboard; one finding a paragraph.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    for (i, block) in document.blocks.iter().enumerate() {
        let text = document.block_text(i as u32);
        let mut finding: Option<Finding> = None;
        for (number, sign) in signs(text) {
            let span = document.span(within(block.range, number.start, sign.end));
            finding = Some(match finding {
                Some(finding) => finding.label(span, Text::new("ở đây cũng vậy", "here too")),
                None => {
                    let typed = text.get(sign).unwrap_or_default();
                    let fits = format!("{}‰", text.get(number).unwrap_or_default().trim_end());
                    Finding::new(
                        "permille-sign",
                        Severity::Warning,
                        span,
                        Text::new(
                            format!("ký hiệu phần nghìn gõ thành “{typed}”; viết là {fits}"),
                            format!("the per mille sign was typed as “{typed}”; write {fits}"),
                        ),
                    )
                    .caret(Text::new(format!("viết là {fits}"), format!("write {fits}")))
                }
            });
        }
        findings.extend(finding);
    }
}

/// The numbers with a mistyped per mille sign behind them: where the number stands, where the sign.
fn signs(text: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let bytes = text.as_bytes();
    let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let candidates = memchr::memchr2_iter(b'%', b'/', bytes).filter_map(|i| {
        let zero = |b: &u8| matches!(b, b'o' | b'O' | b'0');
        if bytes.get(i) == Some(&b'%') {
            let tail = bytes.iter().skip(i + 1).take_while(|b| zero(b)).count();
            (1..=2).contains(&tail).then_some(i..i + 1 + tail)
        } else {
            let before = i.checked_sub(1).filter(|&b| bytes.get(b).is_some_and(zero))?;
            bytes.get(i + 1..i + 3)?.iter().all(zero).then_some(before..i + 3)
        }
    });
    for sign in candidates {
        let (Some(head), Some(behind)) = (text.get(..sign.start), text.get(sign.end..)) else { continue };
        let free = !behind.starts_with(|c: char| c.is_alphanumeric() || c == '/');
        let head = head.trim_end();
        // `0/00` needs a space before it, or it would be part of the number.
        let apart = bytes.get(sign.start) == Some(&b'%') || head.len() < sign.start;
        let start = head.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.')).len();
        if free && apart && start < head.len() {
            found.push((start..head.len(), sign));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_behind_numbers_only() {
        let found =
            |text: &str| signs(text).into_iter().map(|(n, s)| text[n.start..s.end].to_owned()).collect::<Vec<_>>();
        assert_eq!(
            found("tỷ suất 12,5%o, giảm0,3%0 so với 12,8 0/00 và 9 o/oo."),
            ["12,5%o", "0,3%0", "12,8 0/00", "9 o/oo"]
        );
        assert_eq!(found("đạt 50%, 10/00 hộ, 5%of, tỷ lệ %o, 20/001"), [""; 0]);
    }
}
