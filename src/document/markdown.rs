//! Blocks of Markdown as report drafts have them: headings, paragraphs, typed
//! lists, notes and tables. There is no code in a report: a line that starts
//! with a tab is a paragraph, and `1.` or `-` at its start is part of its text.

use super::build::Builder;
use super::dialect::{Traits, Underlines};
use super::lines::{Line, extent, lines};
use super::list_notes::{self, Region};
use super::{BlockKind, NoteId, TableId, grid, html_table, inline, pipe, plain, ruled, spread};
use crate::source::Span;
use memchr::memmem;

/// Longer front matter is text between two typed lines.
const LONGEST_FRONT_MATTER: usize = 60;
/// An item of a list in running text is no longer.
const MOST_LINES_OF_AN_ITEM: usize = 12;

/// Reads the whole file.
pub(crate) fn read(b: &mut Builder) {
    let lines = lines(b.source);
    let traits = b.dialect.traits();
    let marked = traits.markup && lines.iter().filter(|l| atx(l).is_some()).nth(1).is_some();
    b.typed_headings = !marked;
    let regions = match (traits.markup, traits.notes_in_list) {
        (false, _) => plain::regions(&lines),
        (true, true) => list_notes::regions(&lines),
        (true, false) => Vec::new(),
    };
    b.plain_notes = if traits.markup { 0 } else { regions.len() as u32 };
    let mut reader = Reader {
        b,
        traits,
        lines,
        at: 0,
        paragraph: Vec::new(),
        note: None,
        item: false,
        broken: false,
        ends: false,
        comments_end: true,
        sections_end: true,
        regions: regions.into_iter().rev().collect(),
    };
    reader.front_matter();
    while reader.at < reader.lines.len() {
        reader.step();
    }
    reader.flush();
}

struct Reader<'b, 's> {
    b: &'b mut Builder<'s>,
    traits: Traits,
    lines: Vec<Line<'s>>,
    at: usize,
    /// Lines of the open paragraph.
    paragraph: Vec<Line<'s>>,
    /// The note whose text is read.
    note: Option<NoteId>,
    /// Whether the open paragraph began with a list mark.
    item: bool,
    /// Whether the last line ended with a line break: the next one goes on with it.
    broken: bool,
    /// Whether the paragraph ends with the line that is read.
    ends: bool,
    /// Whether a `-->` can still come.
    comments_end: bool,
    /// Whether a `</section>` can still come.
    sections_end: bool,
    /// Notes that stand in a list, the next one last.
    regions: Vec<Region>,
}

impl<'s> Reader<'_, 's> {
    /// Reads the block or the line at `at`.
    fn step(&mut self) {
        if let Some(region) = self.regions.pop_if(|r| r.start <= self.at) {
            return self.note_region(&region);
        }
        let Some(&line) = self.lines.get(self.at) else { return };
        self.ends = self.traits.break_ends_paragraph && line.text.ends_with("  ");
        if line.is_blank() {
            self.flush();
            self.at += 1;
            return;
        }
        let text = line.trimmed();
        self.leave_note(&line);
        if std::mem::take(&mut self.broken) {
            self.push(text);
            self.at += 1;
            return;
        }
        if (self.traits.markup && self.marked_block(&line, text)) || self.drawn_table() {
            return;
        }
        self.line(text);
        self.at += 1;
    }

    /// Reads what markup makes a block of its own; false for a line of text.
    fn marked_block(&mut self, line: &Line<'s>, text: Line<'s>) -> bool {
        if text.text.starts_with('<') && (self.html(text.span.start) || self.before_table(text)) {
            return true;
        }
        if let Some(table) = spread::find(from(&self.lines, self.at)) {
            self.flush();
            self.at += spread::write(self.b, from(&self.lines, self.at), &table);
        } else if let Some((level, title)) = atx(line) {
            self.flush();
            self.note = None;
            self.heading(level, vec![title]);
        } else if let Some((level, mark, title)) = numbered_atx(text) {
            self.flush();
            self.heading(level, vec![mark, title]);
        } else if let Some(level) = self.underline(text.text) {
            let mut paragraph = std::mem::take(&mut self.paragraph);
            if let Some(last) = paragraph.last_mut() {
                *last = without_attributes(*last);
            }
            inline::append(self.b, &paragraph);
            self.b.close(BlockKind::Heading { level });
            self.at += 1;
        } else if is_rule(text.text) && ruled::starts(from(&self.lines, self.at)).is_some() {
            return false;
        } else if is_rule(text.text) || is_fence(text.text) || self.is_hidden(text.text) {
            self.flush();
            self.at += 1;
        } else if let Some((label, rest)) = note_definition(line).filter(|_| self.traits.caret_notes) {
            self.flush();
            self.at += 1;
            if !self.traits.comments_as_notes || !label.starts_with('c') {
                self.note = Some(self.b.note(label, Span::new(text.span.start, text.span.end)));
                self.push(rest);
            }
        } else if pipe::starts(from(&self.lines, self.at)) {
            self.flush();
            self.at += pipe::read(self.b, from(&self.lines, self.at));
        } else {
            return false;
        }
        true
    }

    /// Divisions of pandoc, and images as data.
    fn is_hidden(&self, text: &str) -> bool {
        // What is left of a row whose cells stand on lines of their own.
        if text == "|" || pipe::is_delimiter(text) {
            return !pipe::starts(from(&self.lines, self.at));
        }
        let division = self.traits.attributes && text.starts_with(":::");
        division || (text.starts_with('[') && text.get(..64.min(text.len())).is_some_and(|t| t.contains("]: <data:")))
    }

    /// Tables drawn with characters.
    fn drawn_table(&mut self) -> bool {
        if !self.traits.rulers {
            return false;
        }
        let rest = from(&self.lines, self.at);
        if grid::starts(rest) {
            self.flush();
            self.at += grid::read(self.b, from(&self.lines, self.at));
        } else if self.paragraph.is_empty()
            && let Some(shape) = ruled::starts(rest)
        {
            self.flush();
            self.at += ruled::read(self.b, from(&self.lines, self.at), shape);
        } else {
            return false;
        }
        true
    }

    /// A heading, with the lines that go on with it.
    fn heading(&mut self, level: u8, mut title: Vec<Line<'s>>) {
        self.at += 1;
        while self.traits.heading_goes_on
            && let Some(line) = self.lines.get(self.at).filter(|l| !l.is_blank() && atx(l).is_none())
            && !pipe::starts(from(&self.lines, self.at))
        {
            title.push(line.trimmed());
            self.at += 1;
        }
        title.retain(|l| !l.text.is_empty());
        inline::append(self.b, &title);
        self.b.close(BlockKind::Heading { level });
    }

    /// A block of HTML at byte `start`; false if it is text.
    fn html(&mut self, start: u32) -> bool {
        let text = self.b.source.get(start as usize..).unwrap_or_default();
        if text.starts_with("<!--") {
            return self.skip_comment(start);
        }
        if text.get(..6).is_some_and(|t| t.eq_ignore_ascii_case("<table")) {
            self.flush();
            self.note = None;
            let end = html_table::read(self.b, start as usize);
            self.resume(end as u32);
            return true;
        }
        if text.starts_with("<section") && self.sections_end {
            self.flush();
            let end = html_table::read_notes(self.b, start as usize);
            self.sections_end = end.is_some();
            if let Some(end) = end {
                self.resume(end as u32);
                return true;
            }
        }
        false
    }

    /// `<p>…</p><table>`: what stands before a table in its line; false where none follows.
    fn before_table(&mut self, text: Line<'s>) -> bool {
        let Some(at) = text.text.find("<table").filter(|&at| at > 0) else { return false };
        self.line(text.part(0, at));
        self.flush();
        self.resume(text.span.start + at as u32);
        true
    }

    /// Goes on at byte `end`.
    fn resume(&mut self, end: u32) {
        while self.lines.get(self.at).is_some_and(|l| l.span.end < end) {
            self.at += 1;
        }
        if let Some(line) = self.lines.get_mut(self.at) {
            let rest = line.from((end.max(line.span.start) - line.span.start) as usize);
            match rest.is_blank() {
                true => self.at += 1,
                false => *line = rest,
            }
        }
    }

    /// Reads a note of a list.
    fn note_region(&mut self, region: &Region) {
        self.flush();
        let lines = self.lines.get(region.start..=region.end).unwrap_or_default().to_vec();
        let Some((first, more)) = lines.split_first() else { return };
        let span = Span::new(first.trimmed_start().span.start, extent(&lines).end);
        self.note = Some(self.b.note(&region.label, span));
        let mark = match self.traits.markup {
            true => list_notes::mark_length(first.text).unwrap_or(0),
            false => plain::mark_length(first.text).unwrap_or(0),
        };
        self.push(first.from(mark));
        for line in more {
            match line.is_blank() {
                true => self.flush(),
                false => self.push(*line),
            }
        }
        self.flush();
        self.broken = false;
        self.note = None;
        self.at = region.end + 1;
    }

    /// `title: …` between two lines of dashes at the head of the file.
    fn front_matter(&mut self) {
        if !self.traits.markup || self.lines.first().is_none_or(|l| l.text.trim_end() != "---") {
            return;
        }
        let ends = |l: &Line| matches!(l.text.trim_end(), "---" | "...");
        let Some(end) = self.lines.iter().skip(1).take(LONGEST_FRONT_MATTER).position(ends).map(|i| i + 1) else {
            return;
        };
        let is_entry = |l: &Line| l.text.starts_with([' ', '-', '#']) || l.text.contains(": ") || l.text.ends_with(':');
        let entries = self.lines.get(1..end).unwrap_or_default().to_vec();
        if entries.is_empty() || !entries.iter().all(|l| l.is_blank() || is_entry(l)) {
            return;
        }
        for line in entries {
            let value = ["title: ", "subtitle: "].iter().find_map(|k| line.text.strip_prefix(k));
            if let Some(value) = value.map(|v| v.trim_matches([' ', '"', '\''])) {
                let at = line.text.find(value).unwrap_or(0);
                self.push(line.part(at, at + value.len()));
                self.flush();
            }
        }
        self.at = end + 1;
    }

    /// A line of a paragraph, or the start of one.
    fn line(&mut self, mut text: Line<'s>) {
        while let Some(rest) = quoted(&text, self.traits) {
            text = rest;
        }
        if text.text.is_empty() {
            return self.flush();
        }
        if let Some(bullet) = list_mark(text.text)
            && (self.paragraph.is_empty() || bullet || self.item || self.sentence_ended())
            && !self.counts_on(text.text)
        {
            self.flush();
            self.item = true;
        }
        self.push(text);
    }

    /// Adds a line to the paragraph. A backslash at its end is a line break.
    fn push(&mut self, line: Line<'s>) {
        let line = line.trimmed();
        let escaped = line.text.ends_with('\\') && inline::is_escaped(line.text.as_bytes(), line.text.len());
        self.broken = self.traits.markup && escaped;
        let line = if self.broken { line.part(0, line.text.len() - 1).trimmed_end() } else { line };
        if !line.text.is_empty() {
            self.paragraph.push(line);
        }
        if self.ends {
            self.flush();
        }
    }

    /// Ends the paragraph.
    fn flush(&mut self) {
        self.item = false;
        self.broken = false;
        let Some(last) = self.paragraph.last() else { return };
        let end = last.span.end;
        let caption = self.caption();
        inline::append(self.b, &self.paragraph);
        self.paragraph.clear();
        match (self.note, caption) {
            (_, Some(table)) => {
                if let Some(block) = self.b.close(BlockKind::Caption) {
                    self.b.caption(table, block);
                }
            }
            (Some(note), None) => self.b.close_note(note, end),
            (None, None) => {
                self.b.close(BlockKind::Paragraph);
            }
        }
    }

    /// `: text` below a table is its caption: takes the mark away and names the table.
    fn caption(&mut self) -> Option<TableId> {
        let first = self.paragraph.first_mut().filter(|_| self.traits.rulers)?;
        let mark = [": ", "Table: "].iter().find(|m| first.text.starts_with(**m))?;
        let table = self.b.table_above()?;
        *first = first.from(mark.len()).trimmed_start();
        Some(table)
    }

    /// Whether a line begins with the mark that follows one inside the paragraph, where a wrapped line may break:
    /// `… (1) hạ tầng; (2) nhân lực;` and then `(3) cải cách`.
    fn counts_on(&self, text: &str) -> bool {
        let Some(before) = mark_before(text) else { return false };
        let inside = |line: &Line| {
            let mut places = line.text.match_indices(&before).filter_map(|(at, _)| line.text.get(..at));
            places.any(|t| if t.is_empty() { !self.item } else { t.ends_with([' ', '\t', ';', ':', ',']) })
        };
        self.paragraph.iter().rev().take(MOST_LINES_OF_AN_ITEM).any(inside)
    }

    fn sentence_ended(&self) -> bool {
        self.paragraph.last().is_some_and(|l| l.text.ends_with(['.', ';', ':', '!', '?', '…']))
    }

    /// Text that is not indented ends a note, unless it goes on with a sentence of it.
    fn leave_note(&mut self, line: &Line) {
        let goes_on = match self.paragraph.is_empty() {
            true => line.indent() >= 2,
            false => line.indent() >= 2 || self.broken || (self.traits.lazy_notes && !self.sentence_ended()),
        };
        if self.note.is_some() && !goes_on {
            self.flush();
            self.note = None;
        }
    }

    /// Skips a comment that begins at `start`; false if it has no end.
    fn skip_comment(&mut self, start: u32) -> bool {
        let rest = self.b.source.as_bytes().get(start as usize..).filter(|_| self.comments_end);
        let Some(length) = rest.and_then(|rest| memmem::find(rest, b"-->")) else {
            self.comments_end = false;
            return false;
        };
        self.flush();
        self.resume(start + length as u32 + 3);
        true
    }

    /// `=====` or `-----` under the open paragraph: the level of the heading it makes.
    fn underline(&self, text: &str) -> Option<u8> {
        let mark = text.bytes().next().filter(|b| matches!(b, b'=' | b'-'))?;
        let title = self.paragraph.last().filter(|_| self.note.is_none())?;
        if text.len() < 3 || text.bytes().any(|b| b != mark) {
            return None;
        }
        let length = without_attributes(*title).text.chars().count();
        let enough = match self.traits.underlines {
            Underlines::Any => text.len() * 3 >= length,
            Underlines::AsLongAsTheTitle => text.len() >= length,
            Underlines::None => false,
        };
        enough.then_some(if mark == b'=' { 1 } else { 2 })
    }
}

/// The lines from `at` on.
fn from<'l, 's>(lines: &'l [Line<'s>], at: usize) -> &'l [Line<'s>] {
    lines.get(at..).unwrap_or_default()
}

/// `## Title`: level and title without closing marks and attributes.
fn atx<'s>(line: &Line<'s>) -> Option<(u8, Line<'s>)> {
    let text = line.trimmed();
    let level = text.text.bytes().take(7).take_while(|&b| b == b'#').count();
    let rest = text.from(level);
    if !(1..=6).contains(&level) || !(rest.text.is_empty() || rest.text.starts_with([' ', '\t'])) {
        return None;
    }
    let mut title = without_attributes(rest.trimmed());
    let bare = title.text.trim_end_matches('#');
    if bare.is_empty() || bare.ends_with([' ', '\t']) {
        title = title.part(0, bare.len()).trimmed_end();
    }
    Some((level as u8, title))
}

/// A title without `{#name .class}` at its end.
fn without_attributes(title: Line) -> Line {
    match title.text.rsplit_once('{') {
        Some((text, inside)) if inside.ends_with('}') && inside.starts_with(['#', '.', '-']) => {
            title.part(0, text.len()).trimmed_end()
        }
        _ => title,
    }
}

/// `1.  ## Title`: level, number and title of a heading that Word numbers.
fn numbered_atx(line: Line) -> Option<(u8, Line, Line)> {
    let length = list_notes::mark_length(line.text)?;
    let (level, title) = atx(&line.from(length)).filter(|(_, title)| !title.text.is_empty())?;
    Some((level, line.part(0, length).trimmed_end(), title))
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
    let label = inline::label(rest)?;
    rest.strip_prefix(label)?.starts_with("]:").then(|| (label, text.from(label.len() + 4).trimmed()))
}

/// `> text`. `> 5%` means "more than".
fn quoted<'s>(line: &Line<'s>, traits: Traits) -> Option<Line<'s>> {
    let rest = line.text.starts_with('>').then(|| line.from(1).trimmed_start()).filter(|_| traits.markup)?;
    (traits.quotes_escaped || !rest.text.starts_with(|c: char| c.is_ascii_digit() || c == '=')).then_some(rest)
}

/// The mark that comes before the one in brackets at the start of a text: `(2)` before `(3)`, `a)` before `b)`.
fn mark_before(text: &str) -> Option<String> {
    let mark = text.split([' ', '\t']).next()?;
    let (open, inner) = mark.strip_prefix('(').map_or(("", mark), |inner| ("(", inner));
    let inner = inner.strip_suffix(')')?;
    let before = match (inner.parse::<u8>(), inner.as_bytes()) {
        (Ok(n @ 2..=99), _) => (n - 1).to_string(),
        (_, [letter @ b'b'..=b'z']) => char::from(letter - 1).to_string(),
        _ => return None,
    };
    Some(format!("{open}{before})"))
}

/// Whether a line begins with a list mark; `true` for a bullet, which can begin
/// an item anywhere, `false` for a number or letter, which a sentence may contain.
fn list_mark(text: &str) -> Option<bool> {
    let (mark, _) = text.split_once([' ', '\t'])?;
    if matches!(mark, "-" | "+" | "*" | "•" | "·") {
        return Some(true);
    }
    let inner = mark.trim_start_matches('(').trim_end_matches(['.', ')']);
    let closed = inner.len() < mark.len() && mark.ends_with(['.', ')']);
    let number = (1..=2).contains(&inner.len()) && inner.bytes().all(|b| b.is_ascii_digit());
    let letter = inner.chars().count() == 1 && inner.chars().all(char::is_alphabetic);
    (closed && (number || letter)).then_some(false)
}
