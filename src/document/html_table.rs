//! HTML tables with merged cells, and the notes that pandoc writes beside them.

use super::build::{Builder, Place};
use super::html::{self, next_tag, tag_at};
use super::{BlockKind, TableId, Unreadable};
use crate::source::Span;
use memchr::memmem;

/// Spans and columns above this are broken markup.
const MOST_COLUMNS: u32 = 500;

/// Reads the table whose tag begins at byte `start`; returns the byte behind it.
pub(crate) fn read(b: &mut Builder, start: usize) -> usize {
    let source = b.source;
    let (end, closed) = table_end(source, start);
    let id = b.table(Span::new(start as u32, end as u32));
    let mut reader = Reader {
        b,
        id,
        row: 0,
        started: false,
        column: 0,
        taken: Vec::new(),
        open: None,
        head: false,
        header_rows: 0,
        broken: !closed,
    };
    let mut at = tag_at(source, start, end).map_or(start + 1, |t| t.end);
    let mut depth = 1;
    // Text between tags that belongs to no cell.
    let mut loose = at;
    while let Some(found) = next_tag(source, at, end) {
        at = found.end;
        let name = found.tag.known().unwrap_or("");
        if name == "table" {
            depth = if found.tag.closing { depth - 1 } else { depth + 1 };
        }
        if depth > 1 || (depth == 1 && name == "table") {
            continue;
        }
        if !matches!(name, "table" | "caption" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" | "colgroup" | "col")
        {
            continue;
        }
        reader.text(loose, found.start);
        loose = at;
        match (name, found.tag.closing) {
            ("caption", false) => {
                at = reader.caption(at, end);
                loose = at;
            }
            ("thead", closing) => reader.head = !closing,
            ("tr", false) => reader.next_row(),
            ("td" | "th", false) => {
                let span = |name| found.tag.attribute(name).and_then(|v| v.trim().parse().ok()).unwrap_or(1);
                reader.open_cell(span("rowspan"), span("colspan"), name == "th");
            }
            ("table", true) => break,
            _ => {}
        }
    }
    reader.text(loose, if closed { loose } else { end });
    reader.finish();
    end
}

/// The byte behind the table, and whether its end was found.
fn table_end(source: &str, start: usize) -> (usize, bool) {
    let mut depth = 0;
    let mut at = start;
    while let Some(found) = next_tag(source, at, source.len()) {
        at = found.end;
        if found.tag.name.eq_ignore_ascii_case("table") {
            depth = if found.tag.closing { depth - 1 } else { depth + 1 };
            if depth == 0 {
                return (at, true);
            }
        }
        // A table that is never closed must not swallow the draft.
        if depth > 40 {
            break;
        }
    }
    let blank = source.as_bytes().get(start..).and_then(|rest| memmem::find(rest, b"\n\n"));
    (blank.map_or(source.len(), |i| start + i), false)
}

struct Reader<'b, 's> {
    b: &'b mut Builder<'s>,
    id: TableId,
    row: u32,
    started: bool,
    column: u32,
    /// For each column, the first row that no cell from above reaches.
    taken: Vec<u32>,
    /// The open cell, and whether it is one of a header.
    open: Option<(Place, bool)>,
    head: bool,
    header_rows: u32,
    broken: bool,
}

impl Reader<'_, '_> {
    fn next_row(&mut self) {
        if self.started {
            self.row += 1;
        }
        self.started = true;
        self.column = 0;
    }

    fn open_cell(&mut self, rows: u32, columns: u32, header: bool) {
        self.started = true;
        while self.taken.get(self.column as usize).is_some_and(|&until| until > self.row) {
            self.column += 1;
        }
        let (rows, columns) = (rows.clamp(1, 100_000), columns.clamp(1, MOST_COLUMNS));
        self.broken |= self.column + columns > MOST_COLUMNS;
        let place = Place { row: self.row, column: self.column, rows, columns };
        self.column += columns;
        if self.taken.len() < self.column as usize && self.column <= MOST_COLUMNS {
            self.taken.resize(self.column as usize, 0);
        }
        for until in self.taken.iter_mut().skip(place.column as usize).take(columns as usize) {
            *until = self.row + rows;
        }
        if self.head || (header && self.header_rows == self.row && place.column == 0) {
            self.header_rows = self.row + 1;
        }
        self.open = Some((place, header));
    }

    /// The text up to the next tag of the table: that of the open cell, or a stray.
    fn text(&mut self, start: usize, end: usize) {
        let (place, _) = match self.open.take() {
            Some(open) => open,
            None if self.b.source.get(start..end).is_none_or(|t| t.trim().is_empty()) => return,
            None => {
                self.broken = true;
                self.open_cell(1, 1, false);
                let Some(open) = self.open.take() else { return };
                open
            }
        };
        let bold = html::append(self.b, start, end);
        self.b.close_cell(self.id, place, bold);
    }

    fn caption(&mut self, start: usize, end: usize) -> usize {
        let mut at = start;
        while let Some(found) = next_tag(self.b.source, at, end) {
            if found.tag.known() == Some("caption") && found.tag.closing {
                html::append(self.b, start, found.start);
                if let Some(block) = self.b.close(BlockKind::Caption) {
                    self.b.caption(self.id, block);
                }
                return found.end;
            }
            at = found.end;
        }
        start
    }

    fn finish(self) {
        let rows = if self.started { self.row + 1 } else { 0 };
        self.b.clip_rows(self.id, rows);
        let unreadable = self.broken.then_some(Unreadable::BrokenMarkup);
        self.b.close_table(self.id, self.header_rows.min(rows), unreadable);
    }
}

/// Reads `<section id="footnotes">` at byte `start`; returns the byte behind it,
/// `None` if it is something else.
pub(crate) fn read_notes(b: &mut Builder, start: usize) -> Option<usize> {
    let source = b.source;
    let section = tag_at(source, start, source.len())?;
    let is_notes = section.tag.known() == Some("section") && !section.tag.closing;
    if !is_notes || !section.tag.attribute("class").is_some_and(|c| c.contains("footnotes")) {
        return None;
    }
    let length = memmem::find(source.as_bytes().get(section.end..)?, b"</section>")?;
    let end = section.end + length;
    let mut open: Option<(u32, usize)> = None;
    let mut at = section.end;
    while let Some(found) = next_tag(source, at, end) {
        at = found.end;
        match (found.tag.known(), found.tag.closing) {
            (Some("li"), false) => {
                if let Some(id) = found.tag.attribute("id") {
                    let label = b.html_label(id);
                    open = Some((b.note(&label, Span::new(found.start as u32, found.end as u32)), at));
                }
            }
            (Some("p" | "li"), true) => {
                if let Some((note, from)) = open {
                    html::append(b, from, found.start);
                    b.close_html_note(note, found.end as u32);
                    open = (found.tag.known() == Some("p")).then_some((note, at));
                }
            }
            _ => {}
        }
    }
    b.next_html_notes();
    Some(end + "</section>".len())
}
