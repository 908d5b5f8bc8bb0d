//! The text form of Apache POI and Tika: one line a paragraph,
//! `[footnoteRef:3]` in the text, ` [3: …] ` behind the paragraph.

use super::build::{Builder, Place, is_blank};
use super::lines::window;
use super::poi_tables::{self, LogicalLine, PoiTable, Role};
use super::{BlockKind, Unreadable, heading};
use crate::source::{BOM, Span};
use hashbrown::HashMap;
use memchr::{memchr, memchr2};

/// Brackets looked at for the end of one note: keeps broken files linear.
const MOST_BRACKETS: usize = 64;
/// Longest bookmark or image name.
const LONGEST_NAME: usize = 400;

/// Reads the whole file.
pub(crate) fn read(b: &mut Builder) {
    b.typed_headings = true;
    let source = b.source;
    let tokens = tokens(source);
    let lines = logical_lines(source, &tokens);
    let mut reader = Reader { b, tokens: tokens.into_iter().peekable(), held: Vec::new(), level: 0 };
    let mut at = 0;
    let mut no_table_before = 0;
    while let Some(line) = lines.get(at) {
        if at >= no_table_before {
            match poi_tables::find(source, &lines, at) {
                Ok(table) => {
                    reader.release();
                    reader.table(&lines, &table);
                    at = table.lines.end;
                    continue;
                }
                Err(next) => no_table_before = next,
            }
        }
        reader.line(line);
        at += 1;
    }
    reader.release();
}

/// Cuts the file at every line end that is not inside a note.
fn logical_lines(source: &str, tokens: &[Token]) -> Vec<LogicalLine> {
    let mut out = Vec::new();
    let mut start = if source.starts_with(BOM) { BOM.len_utf8() } else { 0 };
    let mut notes = tokens.iter().filter(|t| matches!(t.kind, Kind::Note { .. })).peekable();
    let mut text_end = None;
    let mut resume = 0;
    for end in memchr::memchr_iter(b'\n', source.as_bytes()).chain([source.len()]) {
        if end < resume {
            continue;
        }
        while let Some(note) = notes.next_if(|n| n.start < end) {
            text_end.get_or_insert(note.start);
            resume = note.end;
        }
        if end < resume {
            continue;
        }
        let bare = start + source.get(start..end).unwrap_or_default().trim_end_matches('\r').len();
        let has_note = text_end.is_some();
        out.push(LogicalLine { range: start..bare, text_end: text_end.take().unwrap_or(bare).min(bare), has_note });
        start = end + 1;
    }
    out
}

/// A special place in the text.
struct Token {
    start: usize,
    end: usize,
    kind: Kind,
}

enum Kind {
    /// `[bookmark: …]`, `[image: …]`.
    Drop,
    Reference(String),
    Note {
        label: String,
        start: usize,
        end: usize,
    },
}

/// Finds references, definitions and anchors.
fn tokens(source: &str) -> Vec<Token> {
    let bytes = source.as_bytes();
    let mut out = Vec::new();
    // Labels of notes that are referred to and not yet defined.
    let mut pending: HashMap<u32, String> = HashMap::new();
    let mut at = 0;
    while let Some(start) = bytes.get(at..).and_then(|rest| memchr(b'[', rest)).map(|i| i + at) {
        at = start + 1;
        let rest = behind(source, start);
        let token = if let Some((number, len)) = reference(rest) {
            let endnote = rest.starts_with("end");
            let label = if endnote { format!("endnote-{number}") } else { number.to_string() };
            pending.insert(number, label.clone());
            Some(Token { start, end: start + 1 + len, kind: Kind::Reference(label) })
        } else if rest.starts_with("bookmark: ") || rest.starts_with("image: ") {
            name_end(rest).map(|len| Token { start, end: start + 1 + len, kind: Kind::Drop })
        } else {
            definition(source, start, &mut pending)
        };
        if let Some(token) = token {
            at = token.end;
            out.push(token);
        }
    }
    out
}

/// `footnoteRef:3]`: the number and the length.
fn reference(rest: &str) -> Option<(u32, usize)> {
    let number = rest.strip_prefix("footnoteRef:").or_else(|| rest.strip_prefix("endnoteRef:"))?;
    let digits = digits(number);
    let ends = number.as_bytes().get(digits) == Some(&b']');
    let value = number.get(..digits)?.parse().ok().filter(|_| ends)?;
    Some((value, rest.len() - number.len() + digits + 1))
}

/// Length up to the bracket that ends a bookmark, on the same line.
fn name_end(rest: &str) -> Option<usize> {
    let window = window(rest.as_bytes(), 0, LONGEST_NAME);
    let end = memchr2(b']', b'\n', window)?;
    (window.get(end) == Some(&b']')).then_some(end + 1)
}

fn digits(text: &str) -> usize {
    text.bytes().take(9).take_while(u8::is_ascii_digit).count()
}

/// `3: ` at the start of `rest`: the number and the length.
fn definition_head(rest: &str) -> Option<(u32, usize)> {
    let (number, after) = rest.split_at_checked(digits(rest))?;
    let head = (number.parse().ok()?, number.len() + 1);
    after.strip_prefix(':')?.starts_with(char::is_whitespace).then_some(head)
}

/// `[3: text]` at `start`.
fn definition(source: &str, start: usize, pending: &mut HashMap<u32, String>) -> Option<Token> {
    let (number, head) = definition_head(behind(source, start))?;
    let body = start + 1 + head;
    let end = definition_end(source, body, pending);
    if let Some(label) = pending.remove(&number) {
        // Without an end the note is its line: it must not swallow the draft.
        let rest = source.as_bytes().get(body..).unwrap_or_default();
        let line_end = || memchr(b'\n', rest).map_or(source.len(), |i| body + i);
        let (end, next) = end.map_or_else(|| (line_end(), line_end()), |end| (end, end + 1));
        return Some(Token { start, end: next, kind: Kind::Note { label, start: body, end } });
    }
    // A note nobody refers to: only where it cannot be anything else.
    let apart = source.get(..start)?.ends_with(char::is_whitespace);
    let one_line = |end: usize| source.get(body..end).is_some_and(|text| !text.contains('\n'));
    let end = end.filter(|&end| apart && ends_paragraph(source, end) && one_line(end))?;
    Some(Token { start, end: end + 1, kind: Kind::Note { label: number.to_string(), start: body, end } })
}

/// Where the bracket of a definition closes.
fn definition_end(source: &str, body: usize, pending: &HashMap<u32, String>) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut depth = 0usize;
    let mut fallback: Option<usize> = None;
    let mut at = body;
    for _ in 0..MOST_BRACKETS {
        let Some(hit) = bytes.get(at..).and_then(|rest| memchr2(b'[', b']', rest)).map(|i| i + at) else { break };
        at = hit + 1;
        if fallback.and_then(|f| memchr(b'\n', bytes.get(f..hit)?)).is_some() {
            break;
        }
        if bytes.get(hit) == Some(&b'[') {
            let rest = behind(source, hit);
            let next_note = definition_head(rest).is_some_and(|(n, _)| pending.contains_key(&n));
            let apart = source.get(..hit).is_some_and(|before| before.ends_with(is_blank));
            if reference(rest).is_some() || (next_note && apart) {
                break;
            }
            depth += 1;
        } else if depth == 0 {
            if ends_paragraph(source, hit) || next_definition(source, hit, pending) {
                return Some(hit);
            }
            fallback.get_or_insert(hit);
        } else {
            depth -= 1;
            if next_definition(source, hit, pending) || ends_block(source, hit) {
                return Some(hit);
            }
        }
    }
    fallback
}

/// What follows a bracket.
fn behind(source: &str, bracket: usize) -> &str {
    source.get(bracket + 1..).unwrap_or_default()
}

/// Nothing but white space follows on the line.
fn ends_paragraph(source: &str, bracket: usize) -> bool {
    let rest = behind(source, bracket).trim_start_matches([' ', '\t', '\r']);
    rest.is_empty() || rest.starts_with('\n')
}

/// The line ends and an empty one follows.
fn ends_block(source: &str, bracket: usize) -> bool {
    let rest = behind(source, bracket).trim_start_matches([' ', '\t', '\r']);
    let Some(next) = rest.strip_prefix('\n') else { return rest.is_empty() };
    let next = next.trim_start_matches([' ', '\t', '\r']);
    next.is_empty() || next.starts_with('\n')
}

/// The definition of another note that is waited for follows.
fn next_definition(source: &str, bracket: usize, pending: &HashMap<u32, String>) -> bool {
    let rest = behind(source, bracket).trim_start_matches([' ', '\t']);
    let head = rest.strip_prefix('[').and_then(definition_head);
    head.is_some_and(|(number, _)| pending.contains_key(&number))
}

enum Piece {
    Text(Span),
    Mark(Span, String),
}

struct Definition {
    label: String,
    span: Span,
    start: usize,
    end: usize,
}

struct Reader<'b, 's> {
    b: &'b mut Builder<'s>,
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    /// Lines of a heading that may go on in the next line.
    held: Vec<Vec<Piece>>,
    level: u8,
}

impl Reader<'_, '_> {
    /// The text and the notes of a line.
    fn pieces(&mut self, line: &LogicalLine) -> (Vec<Piece>, Vec<Definition>) {
        let (mut pieces, mut notes) = (Vec::new(), Vec::new());
        let mut at = line.range.start;
        let text = |start: usize, end: usize| Piece::Text(Span::new(start as u32, end as u32));
        while let Some(token) = self.tokens.next_if(|t| t.start < line.range.end) {
            if at < token.start {
                pieces.push(text(at, token.start));
            }
            at = token.end;
            let span = Span::new(token.start as u32, token.end as u32);
            match token.kind {
                Kind::Drop => {}
                Kind::Reference(label) => pieces.push(Piece::Mark(span, label)),
                Kind::Note { label, start, end } => notes.push(Definition { label, span, start, end }),
            }
        }
        if at < line.range.end {
            pieces.push(text(at, line.range.end));
        }
        (pieces, notes)
    }

    fn line(&mut self, line: &LogicalLine) {
        let (pieces, notes) = self.pieces(line);
        if notes.is_empty() && self.hold(&pieces) {
            self.held.push(pieces);
            return;
        }
        self.release();
        self.write(&pieces);
        self.b.close(BlockKind::Paragraph);
        for note in &notes {
            self.write_note(note);
        }
    }

    fn table(&mut self, lines: &[LogicalLine], table: &PoiTable) {
        let part = lines.get(table.lines.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (part.first(), part.last()) else { return };
        let id = self.b.table(Span::new(first.range.start as u32, last.range.end as u32));
        let mut notes: Vec<Definition> = Vec::new();
        let mut open: Option<Place> = None;
        for (line, role) in part.iter().zip(&table.places) {
            let (pieces, mut defined) = self.pieces(line);
            match role {
                Role::Gap => continue,
                Role::Cell(place) => {
                    if let Some(done) = open.replace(*place) {
                        self.b.close_cell(id, done, false);
                    }
                }
                Role::More => self.b.soft_break(Span::new(line.range.start as u32, line.range.start as u32)),
            }
            self.write(&pieces);
            notes.append(&mut defined);
        }
        if let Some(done) = open {
            self.b.close_cell(id, done, false);
        }
        self.b.close_table(id, table.header_rows, (!table.even).then_some(Unreadable::RaggedRows));
        for note in &notes {
            self.write_note(note);
        }
    }

    /// Whether the line is a heading that the next line may continue, or continues one:
    /// a part and its title in capitals are one heading on several lines.
    fn hold(&mut self, pieces: &[Piece]) -> bool {
        let [Piece::Text(span)] = pieces else { return false };
        let text = self.b.slice(*span).trim_matches(is_blank);
        let level = heading::own_level(text);
        if level.is_none() {
            return !self.held.is_empty() && heading::is_capitals(text);
        }
        self.release();
        self.level = level.unwrap_or(1);
        heading::part_level(text).is_some() || heading::is_capitals(text)
    }

    /// Writes the heading that was held back.
    fn release(&mut self) {
        let held = std::mem::take(&mut self.held);
        let Some((first, more)) = held.split_first() else { return };
        self.write(first);
        for pieces in more {
            if let Some(Piece::Text(span)) = pieces.first() {
                self.b.soft_break(Span::new(span.start, span.start));
            }
            self.write(pieces);
        }
        self.b.close(BlockKind::Heading { level: self.level });
    }

    fn write(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Text(span) if self.b.open_text().chars().all(is_blank) => {
                    let text = self.b.slice(*span);
                    let lead = text.len() - text.trim_start_matches(is_blank).len();
                    self.b.copy(Span::new(span.start + lead as u32, span.end));
                }
                Piece::Text(span) => self.b.copy(*span),
                Piece::Mark(span, label) => self.b.mark(*span, label),
            }
        }
    }

    fn write_note(&mut self, note: &Definition) {
        let id = self.b.note(&note.label, note.span);
        let text = self.b.source.get(note.start..note.end).unwrap_or_default();
        let mut start = note.start;
        for line in text.split('\n') {
            let end = start + line.len();
            let bare = line.trim_start_matches(is_blank);
            self.b.copy(Span::new((end - bare.len()) as u32, end as u32));
            self.b.close_note(id, note.span.end);
            start = end + 1;
        }
    }
}
