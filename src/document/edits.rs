//! What has to be replaced in the text of a block before pulldown-cmark sees
//! it, because only some exporters know it: references to notes, pandoc's
//! attributes, superscripts and dashes.

use super::dialect::{Raised, Traits};
use super::inline::{is_escaped, label};
use super::lines::window;
use super::tags::{self, raised_digit};
use memchr::memchr;
use std::ops::Range;

/// Attributes and superscripts are shorter than this.
const LONGEST: usize = 2000;

/// A range of the text of a block and what to put there.
#[derive(Debug)]
pub(crate) struct Edit {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The replacement.
    pub with: With,
}

/// A replacement.
#[derive(Debug)]
pub(crate) enum With {
    /// The range is markup.
    Nothing,
    /// A reference to the note of this label.
    Mark(String),
    /// Other text.
    Text(&'static str),
}

/// The edits of a block of Markdown, in order.
pub(crate) fn of_markup(text: &str, traits: Traits) -> Vec<Edit> {
    let mut scan = Scan { text, bytes: text.as_bytes(), traits, edits: Vec::new(), open: Vec::new() };
    scan.run();
    let mut edits = scan.edits;
    if traits.spaced_styles {
        edits.extend(spaces_in_numbers(text));
    }
    edits.sort_by_key(|e| (e.range.start, std::cmp::Reverse(e.range.end)));
    edits
}

/// The edits of a block of plain text: `[3]` refers to a note if there are that
/// many and it is glued to a word or the next one; `~~text~~` is deleted.
pub(crate) fn of_plain(text: &str, notes: u32, next_note: &mut u32) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(next) = text.as_bytes().get(at..).and_then(|rest| memchr::memchr2(b'[', b'~', rest))
        && let Some((before, rest)) = text.split_at_checked(at + next)
    {
        let start = at + next;
        at = start + 1;
        if let Some(inside) = rest.strip_prefix("~~") {
            let end = memchr::memmem::find(window(inside.as_bytes(), 0, LONGEST), b"~~");
            at += 1;
            if let Some(end) = end.filter(|&e| e > 0) {
                at = start + 4 + end;
                edits.push(Edit { range: start..at, with: With::Nothing });
            }
        } else if let Some(label) = rest.get(1..).and_then(label)
            && let Some(number) = label.parse::<u32>().ok().filter(|n| (1..=notes).contains(n))
            && let Some(before) = before.chars().next_back()
            && (!before.is_whitespace() || number == *next_note)
        {
            *next_note = number + 1;
            at = start + label.len() + 2;
            edits.push(Edit { range: start..at, with: With::Mark(number.to_string()) });
        }
    }
    edits
}

struct Scan<'t> {
    text: &'t str,
    bytes: &'t [u8],
    traits: Traits,
    edits: Vec<Edit>,
    /// Brackets that are open.
    open: Vec<usize>,
}

impl Scan<'_> {
    fn run(&mut self) {
        let pandoc = self.traits.attributes || self.traits.smart || self.traits.raised != Raised::None;
        let mut at = 0;
        loop {
            let rest = self.bytes.get(at..).unwrap_or(&[]);
            let next = match pandoc {
                true => rest.iter().position(|b| matches!(b, b'\\' | b'[' | b']' | b')' | b'^' | b'~' | b'-' | b'.')),
                // Only references matter: go from bracket to bracket.
                false => memchr(b'[', rest),
            };
            let Some(next) = next else { break };
            at += next;
            if !pandoc && is_escaped(self.bytes, at) {
                at += 1;
                continue;
            }
            at = match self.bytes.get(at) {
                Some(b'\\') => at + 2,
                Some(b'[') => self.bracket(at),
                Some(b']' | b')') if pandoc => self.closing(at),
                Some(&mark @ (b'^' | b'~')) if self.traits.raised != Raised::None => self.raised(at, mark),
                Some(&mark @ (b'-' | b'.')) if self.traits.smart => self.smart(at, mark),
                _ => at + 1,
            };
        }
    }

    /// How often a mark stands at `at` and behind it.
    fn run_of(&self, at: usize, mark: u8) -> usize {
        self.bytes.iter().skip(at).take_while(|&&b| b == mark).count()
    }

    fn push(&mut self, range: Range<usize>, with: With) {
        self.edits.push(Edit { range, with });
    }

    /// `[^3]`, or a bracket that attributes may follow.
    fn bracket(&mut self, at: usize) -> usize {
        if let Some(end) = self.image(at) {
            self.push(at - 1..end, With::Nothing);
            return end;
        }
        let label = self.text.get(at + 1..).and_then(|t| t.strip_prefix('^')).and_then(label);
        let Some(label) = label.filter(|_| self.traits.caret_notes) else {
            self.open.push(at);
            return at + 1;
        };
        let end = at + label.len() + 3;
        let comment = label.strip_prefix('c').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
        let with = match self.traits.comments_as_notes && comment {
            true => With::Nothing,
            false => With::Mark(label.to_owned()),
        };
        self.push(at..end, with);
        end
    }

    /// `![alt][image1]`: the picture itself is defined at the end of the file.
    fn image(&self, at: usize) -> Option<usize> {
        let mark = at.checked_sub(1).filter(|&mark| self.bytes.get(mark) == Some(&b'!'))?;
        let window = window(self.bytes, at, 200);
        let close = memchr(b']', window).filter(|_| !is_escaped(self.bytes, mark))?;
        let label = window.get(close..)?.strip_prefix(b"][image")?;
        memchr(b']', label).map(|i| at + close + 8 + i)
    }

    /// `]{.class}` or `){width=3}`.
    fn closing(&mut self, at: usize) -> usize {
        let open = if self.bytes.get(at) == Some(&b']') { self.open.pop() } else { None };
        let behind = self.text.get(at + 1..).filter(|_| self.traits.attributes);
        let Some(attributes) = behind.and_then(attributes) else { return at + 1 };
        let end = at + attributes.len() + 3;
        let Some(open) = open else {
            self.push(at + 1..end, With::Nothing);
            return end;
        };
        let mut classes = attributes.split_whitespace().filter_map(|a| a.strip_prefix('.'));
        if classes.any(tags::is_deleted_class) {
            self.push(open..end, With::Nothing);
        } else {
            self.push(open..open + 1, With::Nothing);
            self.push(at..end, With::Nothing);
        }
        end
    }

    /// `^3^` or `~2~`.
    fn raised(&mut self, at: usize, mark: u8) -> usize {
        let run = self.run_of(at, mark);
        if run > 1 {
            return at + run;
        }
        let window = window(self.bytes, at + 1, 99);
        let Some(inside) = memchr(mark, window).and_then(|n| window.get(..n)) else { return at + 1 };
        let end = at + inside.len() + 2;
        let doubled = self.bytes.get(end) == Some(&mark);
        let number = inside.iter().all(u8::is_ascii_digit);
        let glued = self.text.get(..at).is_some_and(|t| t.ends_with(char::is_alphanumeric));
        let accepted = match self.traits.raised {
            Raised::Any => {
                let before = std::iter::once(&b' ').chain(inside);
                inside.iter().zip(before).all(|(b, before)| !b.is_ascii_whitespace() || *before == b'\\')
            }
            // `^()^`: the brackets that the author typed around the mark of a note.
            Raised::Numbers => {
                number && glued || mark == b'^' && inside.iter().all(|b| matches!(b, b'(' | b')' | b'[' | b']'))
            }
            Raised::None => false,
        };
        // `[^1^](#note)`: the link holds the mark of the note.
        if doubled || !accepted {
            return at + 1;
        }
        self.push(at..at + 1, With::Nothing);
        if number {
            let how = if mark == b'^' { tags::Raised::Up } else { tags::Raised::Down };
            for (i, &b) in inside.iter().enumerate() {
                if let Some(digit) = raised_digit(char::from(b), how) {
                    self.push(at + 1 + i..at + 2 + i, With::Text(digit));
                }
            }
        }
        self.push(end - 1..end, With::Nothing);
        // Text inside may hold escapes and brackets of its own.
        if number { end } else { at + 1 }
    }

    /// `--`, `---`, `...`. One that is escaped begins with a backslash and was passed over.
    fn smart(&mut self, at: usize, mark: u8) -> usize {
        let run = self.run_of(at, mark);
        let before = at.checked_sub(1).filter(|&i| self.bytes.get(i) == Some(&mark));
        let escaped = before.is_some_and(|i| is_escaped(self.bytes, i));
        let with = match (mark, run) {
            _ if escaped => None,
            (b'-', 2) => Some("–"),
            (b'-', 3) => Some("—"),
            (b'.', 3) => Some("…"),
            _ => None,
        };
        if let Some(text) = with {
            self.push(at..at + run, With::Text(text));
        }
        at + run
    }
}

/// Spaces that an exporter put into a number where its style changes:
/// `29.5 **44,67**`, `**12** .345`. Only where the number is incomplete without.
fn spaces_in_numbers(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let mut edits = Vec::new();
    let mut done = 0;
    for star in memchr::memchr_iter(b'*', bytes) {
        if star < done {
            continue;
        }
        let inner = star + bytes.iter().skip(star).take_while(|&&b| b == b'*').count();
        done = inner;
        let (Some(before), Some(behind)) = (bytes.get(..star), bytes.get(inner..)) else { break };
        if let Some(before) = before.strip_suffix(b" ") {
            // `29.5 **44`: the group behind the dot has three digits only together.
            let begun = before.iter().rev().take_while(|b| b.is_ascii_digit()).count();
            let dotted = matches!(before.get(..before.len() - begun), Some([.., b'0'..=b'9', b'.']));
            let rest = behind.iter().take_while(|b| b.is_ascii_digit()).count();
            if (1..=2).contains(&begun) && dotted && rest == 3 - begun {
                edits.push(Edit { range: star - 1..star, with: With::Nothing });
            }
        } else if let ([.., b'0'..=b'9'], [b' ', b'.' | b',', b'0'..=b'9', ..]) = (before, behind) {
            edits.push(Edit { range: inner..inner + 1, with: With::Nothing });
        }
    }
    edits
}

/// What stands in `{#id .class key="value"}` at the start of a text.
fn attributes(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('{')?;
    let mut quoted = false;
    let length = window(inside.as_bytes(), 0, LONGEST).iter().position(|&b| {
        quoted ^= b == b'"';
        b == b'}' && !quoted
    })?;
    let attributes = inside.get(..length)?;
    let first = attributes.split_whitespace().next()?;
    let is_attribute = first.len() > 1 && (first.starts_with(['#', '.']) || first.contains('='));
    is_attribute.then_some(attributes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Dialect;

    fn edited(text: &str, dialect: Dialect) -> String {
        let mut out = String::new();
        let mut done = 0;
        for edit in of_markup(text, dialect.traits()) {
            if edit.range.start < done {
                continue;
            }
            out.push_str(&text[done..edit.range.start]);
            match edit.with {
                With::Nothing => {}
                With::Mark(label) => out.push_str(&format!("<{label}>")),
                With::Text(text) => out.push_str(text),
            }
            done = edit.range.end;
        }
        out + &text[done..]
    }

    #[test]
    fn attributes_of_pandoc() {
        let cases = [
            ("[]{#_Ref19 .anchor}Biểu 1[^3]", "Biểu 1<3>"),
            ("việc cho [245]{.deletion author=\"A\"}[254]{.insertion author=\"A\"} người", "việc cho 254 người"),
            ("đạt [hỏi lại: 9]{.comment-start id=\"0\" author=\"B]}\"}7[]{.comment-end id=\"0\"} tấn", "đạt 7 tấn"),
            ("km^2^, 10^3^, CO~2~ và ^()^ x", "km², 10³, CO₂ và () x"),
            ("2020--2025 a --- b ... \\... \\--", "2020–2025 a — b … \\... \\--"),
            ("\\[x\\] {#id .lop} [a](b){width=\"3\"} ~~x~~", "\\[x\\] {#id .lop} [a](b) ~~x~~"),
        ];
        for (text, seen) in cases {
            assert_eq!(edited(text, Dialect::PandocMarkdown), seen, "{text}");
        }
        assert_eq!(edited("km^2^, ^()^ x và ^a^ ^( ^ --", Dialect::PandocGfm), "km², () x và ^a^ ^( ^ --");
        assert_eq!(edited("a[^c0] b[^1]", Dialect::Undocx), "a b<1>");
        let spaced = "29.5 **44,67**, **12** .345, năm **2024**, 1.500 **44** và 1.5 **44** **2024** ,5";
        let joined = "29.5**44,67**, **12**.345, năm **2024**, 1.500 **44** và 1.5**44** **2024**,5";
        assert_eq!(edited(spaced, Dialect::Docling), joined);
    }
}
