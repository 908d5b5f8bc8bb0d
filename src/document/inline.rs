//! The inline text of one block: emphasis, escapes, entities, links, deleted
//! text and tags are resolved by pulldown-cmark; what is left goes to the
//! builder with the bytes it came from.

use super::build::Builder;
use super::lines::Line;
use super::raw::Raw;
use super::tags::{self, Tag as HtmlTag};
use super::{Dialect, NOTE_MARK, TextRange};
use crate::source::Span;
use memchr::{memchr, memchr2, memchr3, memmem};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Stands before the text of a block, so that nothing in it can begin a list,
/// a heading, code, a table or a link definition.
const GUARD: &str = "x ";

/// Appends the lines of a block to the open block of the builder.
pub(crate) fn append(b: &mut Builder, lines: &[Line]) {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
    if !has_markup(b.slice(Span::new(first.span.start, last.span.end))) {
        for (i, line) in lines.iter().enumerate() {
            if i > 0 {
                b.soft_break(Span::new(lines[i - 1].span.end, line.span.start));
            }
            b.copy(line.span);
        }
        return;
    }
    let mut raw = Raw::default();
    for (i, line) in lines.iter().enumerate() {
        if i > 0 {
            raw.rewrite(" ", Span::new(lines[i - 1].span.end, line.span.start));
        }
        raw.copy(line.text, line.span.start);
    }
    let raw = note_references(raw);
    resolve(b, &raw);
}

/// Whether a text holds a character that can be markup.
fn has_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr3(b'\\', b'*', b'_', bytes).is_some()
        || memchr3(b'&', b'<', b'[', bytes).is_some()
        || memchr3(b'~', b'`', b'^', bytes).is_some()
}

/// Replaces `[^label]` by a mark: pulldown-cmark knows a reference only beside its definition.
fn note_references(raw: Raw) -> Raw {
    let bytes = raw.text.as_bytes();
    if memmem::find(bytes, b"[^").is_none() {
        return raw;
    }
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some(start) = memmem::find(&bytes[at..], b"[^").map(|i| i + at) {
        at = start + 2;
        if is_escaped(bytes, start) {
            continue;
        }
        if let Some(len) = label_length(&raw.text[at..]) {
            edits.push((start..at + len + 1, raw.text[at..at + len].to_owned()));
            at += len + 1;
        }
    }
    edit(&raw, edits)
}

/// Length of a note label that `]` ends.
pub(crate) fn label_length(text: &str) -> Option<usize> {
    let window = &text.as_bytes()[..text.len().min(80)];
    let len = memchr(b']', window)?;
    let ok = len > 0 && window[..len].iter().all(|b| !b.is_ascii_whitespace() && !matches!(b, b'[' | b'^'));
    ok.then_some(len)
}

/// Whether an odd number of backslashes stands before `at`.
pub(crate) fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|&&b| b == b'\\').count() % 2 == 1
}

/// A copy of `raw` with ranges replaced by marks of notes.
fn edit(raw: &Raw, edits: Vec<(Range<usize>, String)>) -> Raw {
    let mut out = Raw::default();
    let mut done = 0;
    for (range, label) in edits {
        copy_raw(&mut out, raw, done..range.start);
        out.mark(&label, raw.map.span(text_range(&range)));
        done = range.end;
    }
    copy_raw(&mut out, raw, done..raw.text.len());
    out
}

fn copy_raw(out: &mut Raw, raw: &Raw, range: Range<usize>) {
    for run in raw.map.runs(text_range(&range)) {
        let text = &raw.text[run.text as usize..(run.text + run.len) as usize];
        match run.same {
            true => out.copy(text, run.source.start),
            false => out.rewrite(text, run.source),
        }
    }
}

fn text_range(range: &Range<usize>) -> TextRange {
    TextRange::new(range.start as u32, range.end as u32)
}

/// Reads the markup of a block and appends what a reader sees.
fn resolve(b: &mut Builder, raw: &Raw) {
    let text = format!("{GUARD}{}", raw.text);
    let parser = Parser::new_ext(&text, Options::ENABLE_STRIKETHROUGH).into_offset_iter();
    let mut walk = Walk { raw, skip: 0, raised: None, ends: Vec::new(), until: None };
    for (event, range) in parser {
        let event = match event {
            Event::Text(seen) if range.start < GUARD.len() => {
                Event::Text(seen.get(GUARD.len() - range.start..).unwrap_or("").to_owned().into())
            }
            other => other,
        };
        walk.event(b, event, range.start.saturating_sub(GUARD.len())..range.end.saturating_sub(GUARD.len()));
    }
}

/// Superscript or subscript.
#[derive(Clone, Copy)]
enum Raised {
    Up,
    Down,
}

struct Walk<'r> {
    raw: &'r Raw,
    /// Nesting of deleted text, images and links to notes.
    skip: usize,
    raised: Option<Raised>,
    /// What to do at the end of each open element.
    ends: Vec<End>,
    /// The tag that ends text that is skipped because of a tag.
    until: Option<&'static str>,
}

enum End {
    Nothing,
    Skip,
    Text(Range<usize>),
}

impl Walk<'_> {
    fn event(&mut self, b: &mut Builder, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(b, tag, range),
            Event::End(TagEnd::Paragraph) => {}
            Event::End(_) => match self.ends.pop() {
                Some(End::Skip) => self.skip = self.skip.saturating_sub(1),
                Some(End::Text(range)) => self.emit(b, range),
                Some(End::Nothing) | None => {}
            },
            Event::InlineHtml(html) | Event::Html(html) => self.html(b, &html, range),
            Event::Text(text) => self.text(b, text, range),
            Event::Code(code) => {
                let inside = memmem::find(self.raw.text[range.clone()].as_bytes(), code.as_bytes());
                match inside {
                    Some(at) => self.emit(b, range.start + at..range.start + at + code.len()),
                    None => self.emit(b, range),
                }
            }
            Event::SoftBreak | Event::HardBreak if self.is_seen() => b.soft_break(self.source(&range)),
            _ => {}
        }
    }

    fn is_seen(&self) -> bool {
        self.skip == 0 && self.until.is_none()
    }

    fn start(&mut self, b: &mut Builder, tag: Tag, range: Range<usize>) {
        let bytes = self.raw.text.as_bytes();
        let end = match tag {
            Tag::Paragraph => return,
            Tag::Strikethrough if bytes[range.start..].starts_with(b"~~") => End::Skip,
            Tag::Strikethrough => {
                // One tilde means "about" here: ~100.
                self.emit(b, range.start..range.start + 1);
                End::Text(range.end - 1..range.end)
            }
            Tag::Emphasis if b.dialect == Dialect::Markdown && is_multiplication(bytes, &range) => {
                self.emit(b, range.start..range.start + 1);
                End::Text(range.end - 1..range.end)
            }
            Tag::Image { .. } => End::Skip,
            Tag::Link { dest_url, .. } => self.link(b, &dest_url, range),
            _ => End::Nothing,
        };
        if let End::Skip = end {
            self.skip += 1;
        }
        self.ends.push(end);
    }

    fn link(&mut self, b: &mut Builder, destination: &str, range: Range<usize>) -> End {
        match tags::note_link(destination) {
            Some(tags::NoteLink::To(label)) => {
                if self.is_seen() {
                    b.mark(self.source(&range), label);
                }
                End::Skip
            }
            Some(tags::NoteLink::Back) => End::Skip,
            // `[ghi chú](số 5)` and `[1](2)` are typed brackets.
            None if !destination.is_empty() && !destination.contains(['#', '/', '.', ':', '@', '?']) => {
                let text = self.raw.text[range.clone()].as_bytes();
                let tail = memmem::rfind(text, b"](").map_or(range.end, |i| range.start + i);
                self.emit(b, range.start..range.start + 1);
                End::Text(tail..range.end)
            }
            None => End::Nothing,
        }
    }

    fn text(&mut self, b: &mut Builder, text: CowStr, range: Range<usize>) {
        let Some(raw) = self.raw.text.get(range.clone()) else { return };
        if *text != *raw {
            // An entity: the bytes differ from the text.
            if self.is_seen() {
                b.rewrite(self.source(&range), &text);
            }
        } else {
            let mut start = range.start;
            for stray in stray_delimiters(&self.raw.text, &range) {
                self.emit(b, start..stray.start);
                start = stray.end;
            }
            self.emit(b, start..range.end);
        }
    }

    fn html(&mut self, b: &mut Builder, html: &str, range: Range<usize>) {
        let Some(tag) = HtmlTag::parse(html) else {
            if !html.starts_with("<!--") {
                self.emit(b, range);
            }
            return;
        };
        if let Some(name) = self.until {
            if tag.closing && tag.name.eq_ignore_ascii_case(name) {
                self.until = None;
            }
            return;
        }
        let rest = self.raw.text.as_bytes().get(range.end..).unwrap_or(&[]);
        match (tag.known(), tag.closing) {
            (None, _) => self.emit(b, range),
            (Some("br"), _) if self.is_seen() => b.soft_break(self.source(&range)),
            (Some(name @ ("del" | "s" | "strike")), false) if tags::closes(rest, name) => self.until = Some(name),
            (Some("sup"), closing) => self.raised = (!closing).then_some(Raised::Up),
            (Some("sub"), closing) => self.raised = (!closing).then_some(Raised::Down),
            (Some("a"), false) if tags::closes(rest, "a") => match tag.attribute("href").and_then(tags::note_link) {
                Some(tags::NoteLink::To(label)) => {
                    if self.is_seen() {
                        b.mark(self.source(&range), label);
                    }
                    self.until = Some("a");
                }
                Some(tags::NoteLink::Back) => self.until = Some("a"),
                None => {}
            },
            _ => {}
        }
    }

    fn source(&self, range: &Range<usize>) -> Span {
        self.raw.map.span(text_range(range))
    }

    fn emit(&self, b: &mut Builder, range: Range<usize>) {
        if !self.is_seen() {
            return;
        }
        for run in self.raw.map.runs(text_range(&range)) {
            let text = &self.raw.text[run.text as usize..(run.text + run.len) as usize];
            if text.starts_with(NOTE_MARK)
                && !run.same
                && let Ok(i) = self.raw.marks.binary_search_by_key(&run.text, |m| m.0)
            {
                b.mark(run.source, &self.raw.marks[i].1);
            } else if let Some(raised) = self.raised {
                raise(b, run.source, text, run.same, raised);
            } else if !run.same {
                b.rewrite(run.source, text);
            } else {
                b.copy(run.source);
            }
        }
    }
}

/// Runs of `**` or `__` in `range` that bold text with a space inside its ends
/// leaves over. A footnote sign `(**)` and a line to fill in (`____`) stay.
fn stray_delimiters(text: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = range.start;
    while let Some(start) = memchr2(b'*', b'_', &bytes[at..range.end]).map(|i| i + at) {
        let mark = bytes[start];
        let length = bytes[start..range.end].iter().take_while(|&&c| c == mark).count();
        at = start + length;
        // The run may go on in the neighbouring events.
        let before = bytes[..start].iter().rev().take(3).take_while(|&&c| c == mark).count();
        let after = bytes[at..].iter().take(3).take_while(|&&c| c == mark).count();
        let (first, last) = (start - before, at + after);
        let enough = if mark == b'*' { last - first >= 2 } else { last - first == 2 };
        let bracketed = first > 0 && bytes[first - 1] == b'(' && bytes.get(last) == Some(&b')');
        if enough && !bracketed && !is_escaped(bytes, first) {
            out.push(start..at);
        }
    }
    out
}

/// `5*6*7`: digits on both sides of both stars.
fn is_multiplication(bytes: &[u8], range: &Range<usize>) -> bool {
    let digit = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
    digit(range.start.checked_sub(1))
        && digit(Some(range.start + 1))
        && digit(range.end.checked_sub(2))
        && digit(Some(range.end))
}

/// Digits in superscript or subscript become the letters for it, so that `10³` is not `103`.
fn raise(b: &mut Builder, source: Span, text: &str, same: bool, raised: Raised) {
    const UP: [&str; 10] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];
    const DOWN: [&str; 10] = ["₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"];
    for (i, c) in text.char_indices() {
        let place = match same {
            true => Span::new(source.start + i as u32, source.start + (i + c.len_utf8()) as u32),
            false => source,
        };
        match (c.to_digit(10), raised) {
            (Some(d), Raised::Up) => b.rewrite(place, UP[d as usize]),
            (Some(d), Raised::Down) => b.rewrite(place, DOWN[d as usize]),
            (None, _) if same => b.copy(place),
            (None, _) => b.rewrite(place, c.encode_utf8(&mut [0; 4])),
        }
    }
}
