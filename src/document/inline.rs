//! The inline text of one block: emphasis, escapes, entities, links, deleted
//! text and tags are resolved by pulldown-cmark; what is left goes to the
//! builder with the bytes it came from.

use super::build::Builder;
use super::dialect::Traits;
use super::edits::{self, With};
use super::lines::{Line, window};
use super::raw::Raw;
use super::tags::{self, Raised, Tag as HtmlTag};
use super::{NOTE_MARK, TextRange};
use crate::source::{Span, border};
use memchr::{memchr, memchr2, memchr3, memmem};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Stands before the text of a block, so that nothing in it can begin a list,
/// a heading, code, a table or a link definition.
const GUARD: &str = "x ";
/// Longer blocks are read in parts.
const LONGEST_PART: usize = 1 << 14;

/// Appends the lines of a block to the open block of the builder.
pub(crate) fn append(b: &mut Builder, lines: &[Line]) {
    let Some((first, more)) = lines.split_first() else { return };
    let last = more.last().unwrap_or(first);
    let traits = b.dialect.traits();
    // The lines of a drawn cell do not follow each other: what stands between belongs to other cells.
    if !has_markup(b.slice(Span::new(first.span.start, last.span.end)), traits) {
        b.copy(first.span);
        for (before, line) in lines.iter().zip(more) {
            b.soft_break(between(before, line));
            b.copy(line.span);
        }
        return;
    }
    let mut raw = Raw::default();
    raw.copy(first.text, first.span.start);
    for (before, line) in lines.iter().zip(more) {
        raw.rewrite(" ", between(before, line));
        raw.copy(line.text, line.span.start);
    }
    let raw = edited(raw, b);
    match traits.markup {
        true => resolve(b, &raw, traits),
        false => emit(b, &raw, 0..raw.text.len(), None),
    }
}

/// The line break between two lines.
fn between(before: &Line, after: &Line) -> Span {
    Span::new(before.span.end.min(after.span.start), after.span.start)
}

/// Whether a text holds a character that can be markup.
fn has_markup(text: &str, traits: Traits) -> bool {
    let bytes = text.as_bytes();
    if !traits.markup {
        return memchr2(b'[', b'~', bytes).is_some();
    }
    memchr3(b'\\', b'*', b'_', bytes).is_some()
        || memchr3(b'&', b'<', b'[', bytes).is_some()
        || memchr3(b'~', b'`', b'^', bytes).is_some()
        || (traits.smart && (memmem::find(bytes, b"--").is_some() || memmem::find(bytes, b"...").is_some()))
}

/// A copy of `raw` with its edits done.
fn edited(raw: Raw, b: &mut Builder) -> Raw {
    let traits = b.dialect.traits();
    let edits = match traits.markup {
        true => edits::of_markup(&raw.text, traits),
        false => edits::of_plain(&raw.text, b.plain_notes, &mut b.plain_next),
    };
    if edits.is_empty() {
        return raw;
    }
    let mut out = Raw::default();
    let mut done = 0;
    for edit in edits {
        if edit.range.start < done {
            continue;
        }
        copy_raw(&mut out, &raw, done..edit.range.start);
        let source = raw.map.span(text_range(&edit.range));
        match edit.with {
            With::Nothing => {}
            With::Mark(label) => out.mark(&label, source),
            With::Text(text) => out.rewrite(text, source),
        }
        done = edit.range.end;
    }
    copy_raw(&mut out, &raw, done..raw.text.len());
    out
}

/// A note label that `]` ends.
pub(crate) fn label(text: &str) -> Option<&str> {
    let label = text.get(..memchr(b']', window(text.as_bytes(), 0, 80))?)?;
    let ok = !label.is_empty() && label.bytes().all(|b| !b.is_ascii_whitespace() && !matches!(b, b'[' | b'^'));
    ok.then_some(label)
}

/// Whether an odd number of backslashes stands before `at`.
pub(crate) fn is_escaped(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    before.iter().rev().take_while(|&&b| b == b'\\').count() % 2 == 1
}

fn copy_raw(out: &mut Raw, raw: &Raw, range: Range<usize>) {
    for run in raw.map.runs(text_range(&range)) {
        let text = raw.text_of(&run);
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
fn resolve(b: &mut Builder, raw: &Raw, traits: Traits) {
    let mut start = 0;
    while start < raw.text.len() {
        let end = part_end(&raw.text, start);
        resolve_part(b, raw, start..end, traits);
        start = end;
    }
}

/// Where to cut a block that is too long to be read at once: what is quadratic
/// in the length of a paragraph must not be so in the length of a file.
fn part_end(text: &str, start: usize) -> usize {
    if text.len() - start <= LONGEST_PART {
        return text.len();
    }
    let window = window(text.as_bytes(), start, LONGEST_PART);
    // A full stop before a space seldom stands inside markup.
    let at = memmem::rfind(window, b". ").or_else(|| memchr::memrchr(b' ', window)).map(|i| i + 1);
    border(text, start + at.filter(|&i| i > LONGEST_PART / 2).unwrap_or(LONGEST_PART))
}

fn resolve_part(b: &mut Builder, raw: &Raw, part: Range<usize>, traits: Traits) {
    let text = format!("{GUARD}{}", raw.text.get(part.clone()).unwrap_or_default());
    let parser = Parser::new_ext(&text, Options::ENABLE_STRIKETHROUGH).into_offset_iter();
    let mut walk = Walk { raw, traits, end: part.end, skip: 0, raised: None, ends: Vec::new(), until: None, nested: 0 };
    let at = |i: usize| part.start + i.saturating_sub(GUARD.len());
    for (event, range) in parser {
        let event = match event {
            Event::Text(seen) if range.start < GUARD.len() => {
                Event::Text(seen.get(GUARD.len() - range.start..).unwrap_or("").to_owned().into())
            }
            other => other,
        };
        walk.event(b, event, at(range.start)..at(range.end));
    }
}

struct Walk<'r> {
    raw: &'r Raw,
    traits: Traits,
    /// End of the part that is read.
    end: usize,
    /// Nesting of deleted text, images and links to notes.
    skip: usize,
    raised: Option<Raised>,
    /// What to do at the end of each open element.
    ends: Vec<End>,
    /// The tag that ends text that is skipped because of a tag.
    until: Option<&'static str>,
    /// Tags of the same name that are open inside it.
    nested: usize,
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
                let raw = self.raw.text.get(range.clone()).unwrap_or_default();
                match memmem::find(raw.as_bytes(), code.as_bytes()) {
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
            Tag::Strikethrough if bytes.get(range.start..).is_some_and(|b| b.starts_with(b"~~")) => End::Skip,
            Tag::Strikethrough => {
                // One tilde means "about" here: ~100.
                self.emit(b, range.start..range.start + 1);
                End::Text(range.end - 1..range.end)
            }
            Tag::Emphasis if !self.traits.stars_escaped && is_multiplication(bytes, &range) => {
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
                let text = self.raw.text.get(range.clone()).unwrap_or_default();
                let tail = text.rfind("](").map_or(range.end, |i| range.start + i);
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
            for stray in stray_delimiters(&self.raw.text, &range, self.traits) {
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
            if tag.name.eq_ignore_ascii_case(name) {
                match (tag.closing, self.nested) {
                    (false, _) => self.nested += 1,
                    (true, 0) => self.until = None,
                    (true, _) => self.nested -= 1,
                }
            }
            return;
        }
        let rest = self.raw.text.as_bytes().get(range.end..self.end).unwrap_or(&[]);
        match (tag.known(), tag.closing) {
            (None, _) => self.emit(b, range),
            (Some("br" | "div" | "p"), _) if self.is_seen() => b.soft_break(self.source(&range)),
            (Some(name), false) if tags::is_deletion(&tag) && tags::closes(rest, name) => self.until = Some(name),
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
        if self.is_seen() {
            emit(b, self.raw, range, self.raised);
        }
    }
}

/// Appends a range of the raw text.
fn emit(b: &mut Builder, raw: &Raw, range: Range<usize>, raised: Option<Raised>) {
    for run in raw.map.runs(text_range(&range)) {
        let text = raw.text_of(&run);
        if text.starts_with(NOTE_MARK)
            && !run.same
            && let Ok(i) = raw.marks.binary_search_by_key(&run.text, |m| m.0)
            && let Some((_, label)) = raw.marks.get(i)
        {
            b.mark(run.source, label);
        } else if let Some(raised) = raised {
            tags::raise(b, run.source, text, run.same, raised);
        } else if run.same {
            b.copy(run.source);
        } else {
            b.rewrite(run.source, text);
        }
    }
}

/// Runs of `**` or `__` in `range` that bold text with a space inside its ends
/// leaves over. A footnote sign `(**)` and a line to fill in (`____`) stay.
fn stray_delimiters(text: &str, range: &Range<usize>, traits: Traits) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = range.start;
    while let Some(rest) = bytes.get(at..range.end)
        && let Some(next) = memchr2(b'*', b'_', rest)
        && let Some(&mark) = rest.get(next)
    {
        let same = |c: &&u8| **c == mark;
        let start = at + next;
        at = start + rest.iter().skip(next).take_while(same).count();
        // The run may go on in the neighbouring events.
        let before = bytes.iter().take(start).rev().take(3).take_while(same).count();
        let after = bytes.iter().skip(at).take(3).take_while(same).count();
        let (first, last) = (start - before, at + after);
        let length = last - first;
        // One star at the start is a list mark.
        let lone = mark == b'*' && length == 1 && traits.stars_escaped && first > 0;
        let enough = lone || if mark == b'*' { length >= 2 } else { length == 2 };
        let opened = first.checked_sub(1).and_then(|i| bytes.get(i)) == Some(&b'(');
        let bracketed = opened && bytes.get(last) == Some(&b')');
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
