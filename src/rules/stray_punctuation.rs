//! `stray-punctuation`: separators typed twice or left over: `. .`, `,;`, `;;`.

use super::Context;
use super::words::within;
use crate::finding::{Finding, Severity, Text};
use std::ops::Range;

/// Looks at neighbouring separators of every block.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    for (i, block) in document.blocks.iter().enumerate() {
        for range in strays(document.block_text(i as u32)) {
            let range = within(block.range, range.start, range.end);
            // What stood between was deleted or struck out: the one who edits is not done yet.
            if !document.is_whole(range) {
                continue;
            }
            let shown = document.slice(range);
            let message =
                Text::new(format!("dấu câu thừa: “{shown}”"), format!("punctuation that is one too many: “{shown}”"));
            findings.push(Finding::new("stray-punctuation", Severity::Note, document.span(range), message));
        }
    }
}

/// Pairs of separators with at most one space between that cannot both be meant. Dots in a
/// row are an ellipsis or a blank, whatever stands around them.
fn strays(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(b' ');
    let mut out = Vec::new();
    for i in memchr::memchr3_iter(b'.', b',', b';', bytes) {
        let second = if at(i + 1) == b' ' { i + 2 } else { i + 1 };
        let stray = match (at(i), at(second)) {
            (b'.', b'.') => second == i + 2,
            (b',' | b';', b',' | b';') | (b',' | b';', b'.') => true,
            _ => false,
        };
        let before = i.checked_sub(1).map_or(b' ', at);
        let dots = |i: usize| at(i) == b'.' && at(i + 1) == b'.';
        // `….`, `...`, `. . .`: dots for something left out; a number may begin with its comma.
        let open = || {
            matches!(before, b'.' | b',' | b';' | 0xA6)
                || before == b' ' && i >= 2 && at(i - 2) == b'.'
                || dots(second)
                || at(second + 1) == b' ' && at(second + 2) == b'.'
                || at(second + 1).is_ascii_digit()
        };
        if stray && !open() {
            out.push(i..second + 1);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        strays(text).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn separators_that_stand_twice() {
        assert_eq!(found("đạt 47%. . Năm 2022"), [". ."]);
        assert_eq!(found("12 xã,; 30 thôn;; 4 bản ,. Hết"), [",;", ";;", ",."]);
    }

    #[test]
    fn ellipses_and_blanks_are_none() {
        for text in
            ["đạt ... tỷ đồng", "thêu,...", "xã… . Tiếp", "... ... tỷ", "ngày . . . tháng", "v.v...;", "đạt , 5"]
        {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
