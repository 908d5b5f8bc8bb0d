//! `permille-sign`: `%o`, `%0` or `0/00` typed for ‰.

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
                    let (typed, fits) =
                        (&text[sign.clone()], format!("{}‰", text[number.start..number.end].trim_end()));
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
        if bytes[i] == b'%' {
            let tail = bytes[i + 1..].iter().take_while(|b| matches!(b, b'o' | b'O' | b'0')).count();
            (1..=2).contains(&tail).then_some(i..i + 1 + tail)
        } else {
            let zero = |b: &u8| matches!(b, b'o' | b'O' | b'0');
            let before = i.checked_sub(1).filter(|&b| zero(&bytes[b]))?;
            (bytes[i + 1..].len() >= 2 && bytes[i + 1..i + 3].iter().all(zero)).then_some(before..i + 3)
        }
    });
    for sign in candidates {
        let free = !text[sign.end..].starts_with(|c: char| c.is_alphanumeric() || c == '/');
        let head = text[..sign.start].trim_end();
        // `0/00` needs a space before it, or it would be part of the number.
        let apart = bytes[sign.start] == b'%' || head.len() < sign.start;
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
