//! Text inside HTML: tags and entities are resolved here, because nothing else
//! in it is Markdown.

use super::build::Builder;
use super::inline::label;
use super::tags::{self, NoteLink, Tag};
use crate::source::Span;
use memchr::{memchr, memchr2, memchr3, memmem};
use pulldown_cmark::{Event, Parser};

/// Longer tags are text with a stray bracket.
const LONGEST_TAG: usize = 1000;
/// How far the end of a comment or of deleted text may be away.
const LONGEST_SKIP: usize = 4096;

/// A tag and its place.
pub(crate) struct Found<'s> {
    /// The tag.
    pub tag: Tag<'s>,
    /// Its first byte.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

/// The next tag of exports in `source[at..end]`; comments are passed over.
pub(crate) fn next_tag(source: &str, mut at: usize, end: usize) -> Option<Found<'_>> {
    let bytes = source.as_bytes();
    while let Some(start) = memchr(b'<', bytes.get(at..end)?).map(|i| i + at) {
        if let Some(after) = comment(source, start, end) {
            at = after;
            continue;
        }
        if let Some(found) = tag_at(source, start, end) {
            return Some(found);
        }
        at = start + 1;
    }
    None
}

/// The tag of exports that begins at `start`.
pub(crate) fn tag_at(source: &str, start: usize, end: usize) -> Option<Found<'_>> {
    let window = source.as_bytes().get(start..end.min(start + LONGEST_TAG))?;
    let close = start + memchr(b'>', window)? + 1;
    let tag = Tag::parse(source.get(start..close)?)?;
    tag.known().map(|_| Found { tag, start, end: close })
}

/// End of the comment at `start`.
fn comment(source: &str, start: usize, end: usize) -> Option<usize> {
    let bytes = source.as_bytes().get(start..end.min(start + LONGEST_SKIP))?;
    bytes.starts_with(b"<!--").then(|| memmem::find(bytes, b"-->").map(|i| start + i + 3)).flatten()
}

/// Appends the text of `source[start..end]` to the open block; blocks inside
/// are parted by a space. Returns whether all of it is bold.
pub(crate) fn append(b: &mut Builder, start: usize, end: usize) -> bool {
    let mut walk = Walk { at: start, end, raised: None, bold: 0, plain: false };
    walk.run(b);
    !walk.plain && !b.open_text().trim().is_empty()
}

struct Walk {
    at: usize,
    end: usize,
    raised: Option<tags::Raised>,
    /// Depth of bold tags.
    bold: usize,
    /// Whether text outside bold tags was seen.
    plain: bool,
}

impl Walk {
    fn run(&mut self, b: &mut Builder) {
        let source = b.source;
        let bytes = source.as_bytes();
        while let Some(rest) = bytes.get(self.at..self.end).filter(|rest| !rest.is_empty()) {
            let near = memchr3(b'<', b'&', b'\n', rest).unwrap_or(rest.len());
            let near = rest.get(..near).and_then(|rest| memchr2(b'[', b'~', rest)).unwrap_or(near);
            let hit = self.at + near;
            self.text(b, self.at, hit);
            self.at = hit;
            match rest.get(near) {
                Some(b'\n') => self.line_end(b, source),
                Some(b'&') => self.entity(b, source),
                Some(b'<') => self.tag(b, source),
                Some(b'[') => self.bracket(b, source),
                Some(_) => self.tilde(b, source),
                None => break,
            }
        }
    }

    fn text(&mut self, b: &mut Builder, start: usize, end: usize) {
        if start == end {
            return;
        }
        let span = Span::new(start as u32, end as u32);
        self.plain |= self.bold == 0 && !b.slice(span).trim().is_empty();
        match self.raised {
            Some(raised) => tags::raise(b, span, b.slice(span), true, raised),
            None => b.copy(span),
        }
    }

    fn space(&mut self, b: &mut Builder, start: usize, end: usize) {
        b.soft_break(Span::new(start as u32, end as u32));
        self.at = end;
    }

    fn line_end(&mut self, b: &mut Builder, source: &str) {
        let rest = source.get(self.at..self.end).unwrap_or_default();
        let text = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        self.space(b, self.at, self.end - text.len());
    }

    fn entity(&mut self, b: &mut Builder, source: &str) {
        let window = source.as_bytes().get(self.at..self.end.min(self.at + 34)).unwrap_or_default();
        let length = memchr(b';', window).map_or(1, |i| i + 1);
        let span = Span::new(self.at as u32, (self.at + length) as u32);
        let written = source.get(self.at..self.at + length).unwrap_or("&");
        let decoded = Parser::new(written).find_map(|e| match e {
            Event::Text(text) => Some(text),
            _ => None,
        });
        match decoded.filter(|text| **text != *written) {
            Some(text) => {
                self.plain |= self.bold == 0;
                b.rewrite(span, &text);
                self.at += length;
            }
            None => {
                self.text(b, self.at, self.at + 1);
                self.at += 1;
            }
        }
    }

    fn tag(&mut self, b: &mut Builder, source: &str) {
        if let Some(after) = comment(source, self.at, self.end) {
            self.at = after;
            return;
        }
        let Some(Found { tag, start, end }) = tag_at(source, self.at, self.end) else {
            self.text(b, self.at, self.at + 1);
            self.at += 1;
            return;
        };
        self.at = end;
        match tag.known().unwrap_or("") {
            "br" | "p" | "div" | "li" | "hr" | "tr" | "td" | "th" => self.space(b, start, end),
            "sup" => self.raised = (!tag.closing).then_some(tags::Raised::Up),
            "sub" => self.raised = (!tag.closing).then_some(tags::Raised::Down),
            "strong" | "b" if tag.closing => self.bold = self.bold.saturating_sub(1),
            "strong" | "b" => self.bold += 1,
            name if !tag.closing && tags::is_deletion(&tag) => {
                self.skip(source, name);
            }
            "a" if !tag.closing => self.link(b, source, &tag, start),
            _ => {}
        }
    }

    /// Moves behind the tag that closes `name`, if there is one.
    fn skip(&mut self, source: &str, name: &str) -> bool {
        let (mut depth, mut at) = (1, self.at);
        let end = self.end.min(self.at + LONGEST_SKIP);
        if !source.as_bytes().get(at..end).is_some_and(|rest| tags::closes(rest, name)) {
            return false;
        }
        while let Some(found) = next_tag(source, at, end) {
            at = found.end;
            if !found.tag.name.eq_ignore_ascii_case(name) {
                continue;
            }
            depth = if found.tag.closing { depth - 1 } else { depth + 1 };
            if depth == 0 {
                self.at = at;
                return true;
            }
        }
        false
    }

    fn link(&mut self, b: &mut Builder, source: &str, tag: &Tag, start: usize) {
        let target = tag.attribute("href");
        match target.and_then(tags::note_link) {
            Some(NoteLink::To(_)) if self.skip(source, "a") => {
                // Notes of HTML are numbered apart from those of the text.
                let label = b.html_label(target.unwrap_or("").trim_start_matches('#'));
                b.mark(Span::new(start as u32, self.at as u32), &label);
            }
            Some(NoteLink::Back) => {
                self.skip(source, "a");
            }
            _ => {}
        }
    }

    /// `[^3]`: a note of the text that is referred to inside HTML.
    fn bracket(&mut self, b: &mut Builder, source: &str) {
        let rest = source.get(self.at..self.end).unwrap_or_default();
        if let Some(label) = rest.strip_prefix("[^").and_then(label) {
            let end = self.at + label.len() + 3;
            b.mark(Span::new(self.at as u32, end as u32), label);
            self.at = end;
        } else {
            self.text(b, self.at, self.at + 1);
            self.at += 1;
        }
    }

    /// `~~deleted~~`.
    fn tilde(&mut self, b: &mut Builder, source: &str) {
        let rest = source.as_bytes().get(self.at..self.end).unwrap_or_default();
        let line = memchr(b'\n', rest).and_then(|end| rest.get(..end)).unwrap_or(rest);
        let end = line.strip_prefix(b"~~").and_then(|inside| memmem::find(inside, b"~~"));
        match end {
            Some(length) if length > 0 => self.at += length + 4,
            _ => {
                let length = rest.iter().take_while(|&&c| c == b'~').count();
                self.text(b, self.at, self.at + length);
                self.at += length;
            }
        }
    }
}
