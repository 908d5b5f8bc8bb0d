//! What codespan-reporting prints as "lines" of a file: one row a sentence, with
//! the true place in the file.

use super::place::Places;
use super::row::{Mark, Row, rows};
use super::visible;
use crate::document::NOTE_MARK;
use crate::source::{Position, Span};
use codespan_reporting::files::{Error, Files, Location};
use std::ops::Range;

/// A place to show and what stands under it.
pub struct Wanted {
    /// Bytes of the file.
    pub span: Span,
    /// The message; may be empty.
    pub message: String,
}

/// Rows of one finding as a file of their own.
pub struct Excerpt {
    name: String,
    text: String,
    lines: Vec<Line>,
    /// By number of the wanted place.
    shown: Vec<Shown>,
}

struct Line {
    range: Range<usize>,
    /// What codespan takes for the number of the line: rows of different paragraphs lie apart.
    index: usize,
    number: usize,
}

/// A wanted place in the text of the excerpt.
#[derive(Clone)]
pub struct Shown {
    /// Bytes of the excerpt.
    pub range: Range<usize>,
    /// What becomes of its message.
    pub message: Message,
    position: Position,
}

/// What becomes of the message of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// It stands in the row.
    Fits,
    /// The row has no room for it.
    TooLong,
    /// A later place of the same sentence says the same.
    SaidLater,
}

/// Where a wanted place stands: in a block as read, or in the bare file.
struct Home {
    wanted: usize,
    /// Block, or line of the file behind all blocks.
    key: (bool, u32),
    /// Sentence in the logical text or in the file.
    sentence: Range<usize>,
    range: Range<usize>,
}

impl Excerpt {
    /// Rows of at most `width` columns that show all wanted places.
    pub fn new(places: &Places<'_>, wanted: &[Wanted], width: usize) -> Excerpt {
        let mut homes: Vec<Home> = wanted.iter().enumerate().map(|(i, w)| home(places, i, w.span)).collect();
        homes.sort_by_key(|h| (h.key, h.sentence.start, h.sentence.end));
        let source = &places.document().source;
        let mut made: Vec<((bool, u32), Row)> = Vec::new();
        for group in homes.chunk_by(same_sentence) {
            let Some(first) = group.first() else { continue };
            let all = if first.key.0 { source.text() } else { &places.document().text };
            let text = all.get(first.sentence.clone()).unwrap_or("");
            let marks: Vec<Mark> = group
                .iter()
                .map(|h| Mark {
                    range: h.range.start - first.sentence.start..h.range.end - first.sentence.start,
                    room: if said_later(wanted, group, h) { 0 } else { visible::width(message(wanted, h)) },
                    id: h.wanted,
                })
                .collect();
            let note = |at: usize, c: char| (c == NOTE_MARK).then(|| note_label(places, first.sentence.start + at));
            made.extend(rows(text, &marks, width, &note).into_iter().map(|row| (first.key, row)));
        }
        // In the order of the file, whatever the order of the logical text.
        let place = |row: &Row| row.marks.iter().filter_map(|m| wanted.get(m.id)).map(|w| w.span.start).min();
        made.sort_by_key(|(_, row)| place(row));
        let at = |span: Span| source.position(span.start);
        let mut excerpt = Excerpt {
            name: visible::line(&source.path).into_owned(),
            text: String::new(),
            lines: Vec::new(),
            shown: wanted
                .iter()
                .map(|w| Shown { range: 0..0, message: Message::TooLong, position: at(w.span) })
                .collect(),
        };
        let mut previous = None;
        for (key, row) in made {
            excerpt.push(&row, previous.is_some_and(|p| p != key));
            previous = Some(key);
        }
        for group in homes.chunk_by(same_sentence) {
            for home in group.iter().filter(|h| said_later(wanted, group, h)) {
                if let Some(shown) = excerpt.shown.get_mut(home.wanted) {
                    shown.message = Message::SaidLater;
                }
            }
        }
        excerpt
    }

    fn push(&mut self, row: &Row, apart: bool) {
        let start = self.text.len();
        self.text.push_str(&row.text);
        let end = self.text.len();
        self.text.push('\n');
        let index = self.lines.last().map_or(0, |l| l.index + if apart { 3 } else { 1 });
        let mut number = 1;
        for mark in &row.marks {
            if let Some(shown) = self.shown.get_mut(mark.id) {
                shown.range = start + mark.range.start..start + mark.range.end;
                shown.message = if mark.message_fits { Message::Fits } else { Message::TooLong };
                number = shown.position.line as usize;
            }
        }
        self.lines.push(Line { range: start..end, index, number });
    }

    /// Where a wanted place is shown.
    pub fn shown(&self, index: usize) -> Option<&Shown> {
        self.shown.get(index)
    }

    fn line(&self, index: usize) -> Result<&Line, Error> {
        let missing = Error::LineTooLarge { given: index, max: self.lines.last().map_or(0, |l| l.index) };
        self.lines.iter().find(|l| l.index == index).ok_or(missing)
    }
}

fn same_sentence(a: &Home, b: &Home) -> bool {
    a.key == b.key && a.sentence == b.sentence
}

fn message<'a>(wanted: &'a [Wanted], home: &Home) -> &'a str {
    wanted.get(home.wanted).map_or("", |w| w.message.as_str())
}

/// Whether a place behind this one has the same message: once is enough.
fn said_later(wanted: &[Wanted], sentence: &[Home], home: &Home) -> bool {
    let said = message(wanted, home);
    sentence.iter().any(|h| h.range.start > home.range.start && message(wanted, h) == said)
}

fn home(places: &Places<'_>, wanted: usize, span: Span) -> Home {
    let document = places.document();
    if let Some(place) = places.locate(span)
        && let Some(block) = document.blocks.get(place.block as usize)
    {
        let found = places.sentence(block.range, place.range);
        return Home {
            wanted,
            key: (false, place.block),
            sentence: found.start as usize..found.end as usize,
            range: place.range.start as usize..place.range.end as usize,
        };
    }
    let index = document.source.line_index(span.start);
    let line = document.source.line_span(index);
    let start = span.start.clamp(line.start, line.end) as usize;
    let end = span.end.clamp(start as u32, line.end.max(start as u32)) as usize;
    Home { wanted, key: (true, index), sentence: line.start as usize..line.end as usize, range: start..end }
}

fn note_label(places: &Places<'_>, at: usize) -> String {
    let references = &places.document().references;
    let found = references.binary_search_by_key(&(at as u32), |r| r.at.start).ok().and_then(|i| references.get(i));
    found.map_or_else(String::new, |r| format!("[{}]", r.label))
}

impl<'a> Files<'a> for Excerpt {
    type FileId = ();
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(&self.name)
    }

    fn source(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(&self.text)
    }

    fn line_index(&'a self, (): (), byte: usize) -> Result<usize, Error> {
        let missing = Error::IndexTooLarge { given: byte, max: self.text.len() };
        self.lines.iter().find(|l| l.range.start <= byte && byte <= l.range.end).map(|l| l.index).ok_or(missing)
    }

    fn line_number(&'a self, (): (), index: usize) -> Result<usize, Error> {
        Ok(self.line(index)?.number)
    }

    fn line_range(&'a self, (): (), index: usize) -> Result<Range<usize>, Error> {
        Ok(self.line(index)?.range.clone())
    }

    fn location(&'a self, (): (), byte: usize) -> Result<Location, Error> {
        let missing = Error::IndexTooLarge { given: byte, max: self.text.len() };
        let shown = self.shown.iter().find(|s| s.range.start == byte).ok_or(missing)?;
        Ok(Location { line_number: shown.position.line as usize, column_number: shown.position.column as usize })
    }
}
