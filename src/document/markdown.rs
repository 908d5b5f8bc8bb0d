//! Blocks of Markdown as report drafts have them: headings, paragraphs, typed
//! lists, notes and tables. There is no code in a report: a line that starts
//! with a tab is a paragraph, and `1.` or `-` at its start is part of its text.

use super::build::Builder;
use super::lines::{Line, lines};
use super::{BlockKind, Dialect, NoteId, inline, pipe};
use crate::source::Span;
use memchr::memmem;

/// Reads the whole file.
pub(crate) fn read(b: &mut Builder) {
    let lines = lines(b.source);
    b.typed_headings = lines.iter().filter(|l| atx(l).is_some()).count() < 2;
    let mut reader = Reader { b, lines, at: 0, paragraph: Vec::new(), note: None, item: false, comments_end: true };
    while reader.at < reader.lines.len() {
        reader.step();
    }
    reader.flush();
}

struct Reader<'b, 's> {
    b: &'b mut Builder<'s>,
    lines: Vec<Line<'s>>,
    at: usize,
    /// Lines of the open paragraph.
    paragraph: Vec<Line<'s>>,
    /// The note whose text is read.
    note: Option<NoteId>,
    /// Whether the open paragraph began with a list mark.
    item: bool,
    /// Whether a `-->` can still come.
    comments_end: bool,
}

impl<'s> Reader<'_, 's> {
    /// Reads the block or the line at `at`.
    fn step(&mut self) {
        let line = self.lines[self.at];
        if line.is_blank() {
            self.flush();
            self.at += 1;
            return;
        }
        let text = line.trimmed();
        self.leave_note(&line);
        if text.text.starts_with("<!--") && self.skip_comment(text.span.start) {
            return;
        }
        if let Some((level, title)) = atx(&line) {
            self.flush();
            self.note = None;
            inline::append(self.b, &[title]);
            self.b.close(BlockKind::Heading { level });
            self.at += 1;
        } else if let Some(level) = self.underline(text.text) {
            let paragraph = std::mem::take(&mut self.paragraph);
            inline::append(self.b, &paragraph);
            self.b.close(BlockKind::Heading { level });
            self.at += 1;
        } else if is_rule(text.text) || is_fence(text.text) {
            self.flush();
            self.at += 1;
        } else if let Some((label, rest)) = note_definition(&line) {
            self.flush();
            self.note = Some(self.b.note(label, Span::new(text.span.start, text.span.end)));
            self.push(rest);
            self.at += 1;
        } else if pipe::starts(&self.lines[self.at..]) {
            self.flush();
            self.at += pipe::read(self.b, &self.lines[self.at..]);
        } else {
            self.line(text);
            self.at += 1;
        }
    }

    /// A line of a paragraph, or the start of one.
    fn line(&mut self, mut text: Line<'s>) {
        while let Some(rest) = quoted(&text) {
            text = rest;
        }
        if text.text.is_empty() {
            return self.flush();
        }
        if let Some(bullet) = list_mark(text.text)
            && (self.paragraph.is_empty() || bullet || self.item || self.sentence_ended())
        {
            self.flush();
            self.item = true;
        }
        self.push(text);
    }

    /// Adds a line to the paragraph. A backslash at its end is a line break.
    fn push(&mut self, line: Line<'s>) {
        let line = line.trimmed();
        let broken = line.text.ends_with('\\') && inline::is_escaped(line.text.as_bytes(), line.text.len());
        let line = if broken { line.part(0, line.text.len() - 1).trimmed_end() } else { line };
        if !line.text.is_empty() {
            self.paragraph.push(line);
        }
    }

    /// Ends the paragraph.
    fn flush(&mut self) {
        self.item = false;
        let Some(last) = self.paragraph.last() else { return };
        let end = last.span.end;
        inline::append(self.b, &self.paragraph);
        self.paragraph.clear();
        match self.note {
            Some(note) => self.b.close_note(note, end),
            None => {
                self.b.close(BlockKind::Paragraph);
            }
        }
    }

    fn sentence_ended(&self) -> bool {
        self.paragraph.last().is_some_and(|l| l.text.ends_with(['.', ';', ':', '!', '?', '…']))
    }

    /// Text that is not indented ends a note, unless it goes on with a sentence of it.
    fn leave_note(&mut self, line: &Line) {
        let goes_on = match self.paragraph.is_empty() {
            true => line.indent() >= 2,
            false => line.indent() >= 2 || (self.b.dialect == Dialect::Markdown && !self.sentence_ended()),
        };
        if self.note.is_some() && !goes_on {
            self.flush();
            self.note = None;
        }
    }

    /// Skips a comment that begins at `start`; false if it has no end.
    fn skip_comment(&mut self, start: u32) -> bool {
        let bytes = self.b.source.as_bytes();
        let end = match self.comments_end {
            true => memmem::find(&bytes[start as usize..], b"-->").map(|i| start + i as u32 + 3),
            false => None,
        };
        let Some(end) = end else {
            self.comments_end = false;
            return false;
        };
        self.flush();
        while self.lines.get(self.at).is_some_and(|l| l.span.end < end) {
            self.at += 1;
        }
        if let Some(line) = self.lines.get_mut(self.at) {
            *line = line.from((end - line.span.start) as usize);
        }
        true
    }

    /// `=====` or `-----` under the open paragraph: the level of the heading it makes.
    fn underline(&self, text: &str) -> Option<u8> {
        let mark = text.bytes().next().filter(|b| matches!(b, b'=' | b'-'))?;
        let title = self.paragraph.last().filter(|_| self.note.is_none())?;
        if text.len() < 3 || text.bytes().any(|b| b != mark) {
            return None;
        }
        let enough = match self.b.dialect {
            Dialect::Markdown => text.len() * 3 >= title.text.chars().count(),
            Dialect::PandocGfm | Dialect::Turndown => text.len() >= title.text.chars().count(),
            _ => false,
        };
        enough.then_some(if mark == b'=' { 1 } else { 2 })
    }
}

/// `## Title`: level and title without closing marks and attributes.
fn atx<'s>(line: &Line<'s>) -> Option<(u8, Line<'s>)> {
    let text = line.trimmed();
    let level = text.text.bytes().take(7).take_while(|&b| b == b'#').count();
    let rest = text.from(level);
    if !(1..=6).contains(&level) || !(rest.text.is_empty() || rest.text.starts_with([' ', '\t'])) {
        return None;
    }
    let mut title = rest.trimmed();
    if title.text.ends_with('}')
        && let Some(open) = title.text.rfind('{')
        && title.text[open + 1..].starts_with(['#', '.', '-'])
    {
        title = title.part(0, open).trimmed_end();
    }
    let bare = title.text.trim_end_matches('#');
    if bare.is_empty() || bare.ends_with([' ', '\t']) {
        title = title.part(0, bare.len()).trimmed_end();
    }
    Some((level as u8, title))
}

/// `---`, `***`, `___`, also with spaces.
fn is_rule(text: &str) -> bool {
    let mark = text.bytes().next();
    matches!(mark, Some(b'-' | b'*' | b'_'))
        && text.bytes().all(|b| Some(b) == mark || b == b' ')
        && text.bytes().filter(|b| Some(*b) == mark).count() >= 3
}

fn is_fence(text: &str) -> bool {
    text.starts_with("```") || text.starts_with("~~~")
}

/// `[^3]: text`: label and text.
fn note_definition<'s>(line: &Line<'s>) -> Option<(&'s str, Line<'s>)> {
    let text = line.trimmed();
    let rest = text.text.strip_prefix("[^")?;
    let len = inline::label_length(rest)?;
    rest[len + 1..].starts_with(':').then(|| (&rest[..len], text.from(len + 4).trimmed()))
}

/// `> text`. `> 5%` means "more than".
fn quoted<'s>(line: &Line<'s>) -> Option<Line<'s>> {
    let rest = line.text.starts_with('>').then(|| line.from(1).trimmed_start())?;
    (!rest.text.starts_with(|c: char| c.is_ascii_digit() || c == '=')).then_some(rest)
}

/// Whether a line begins with a list mark; `true` for a bullet, which can begin
/// an item anywhere, `false` for a number or letter, which a sentence may contain.
fn list_mark(text: &str) -> Option<bool> {
    let end = text.find([' ', '\t'])?;
    let mark = &text[..end];
    if matches!(mark, "-" | "+" | "*" | "•" | "·") {
        return Some(true);
    }
    let inner = mark.trim_start_matches('(').trim_end_matches(['.', ')']);
    let closed = inner.len() < mark.len() && mark.ends_with(['.', ')']);
    let number = (1..=2).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_digit());
    let letter = inner.chars().count() == 1 && inner.chars().all(char::is_alphabetic);
    (closed && (number || letter)).then_some(false)
}
