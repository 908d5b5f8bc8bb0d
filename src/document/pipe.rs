//! Pipe tables: `| a | b |` with a row of dashes below the header.

use super::build::{Builder, Place};
use super::inline;
use super::lines::Line;
use super::{TableId, Unreadable};
use crate::source::Span;

/// `| --- | :-: |`.
pub(crate) fn is_delimiter(text: &str) -> bool {
    let text = text.trim();
    text.contains('|') && text.contains('-') && text.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// Whether a pipe table starts at the first of these lines.
pub(crate) fn starts(lines: &[Line]) -> bool {
    let [head, delimiter, ..] = lines else { return false };
    head.text.contains('|') && is_delimiter(delimiter.text) && !is_delimiter(head.text)
}

/// Reads the table at the first line and returns how many lines it has.
pub(crate) fn read(b: &mut Builder, lines: &[Line]) -> usize {
    let framed = lines[0].trimmed().text.starts_with('|');
    let is_row = |l: &&Line| l.text.contains('|') && (!framed || l.trimmed().text.starts_with('|'));
    let count = 2 + lines[2..].iter().take_while(is_row).count();
    let table = b.table(Span::new(lines[0].span.start, lines[count - 1].span.end));
    let width = cells(&lines[1]).len();
    let (mut row, mut ragged, mut named) = (0, false, false);
    for (i, line) in lines[..count].iter().enumerate() {
        if is_delimiter(line.text) {
            continue;
        }
        let fields = cells(line);
        ragged |= fields.len() != width;
        named |= i == 0 && fields.iter().any(|f| !f.is_blank());
        write_row(b, table, row, &fields);
        row += 1;
    }
    b.close_table(table, u32::from(named), ragged.then_some(Unreadable::RaggedRows));
    count
}

/// Writes the cells of a row.
fn write_row(b: &mut Builder, table: TableId, row: u32, fields: &[Line]) {
    for (column, field) in fields.iter().enumerate() {
        let field = field.trimmed();
        inline::append(b, &[field]);
        b.close_cell(table, Place::single(row, column as u32), is_bold(field.text));
    }
}

/// Whether markup makes the whole text bold.
pub(crate) fn is_bold(text: &str) -> bool {
    let inner = ["**", "__"].iter().find_map(|mark| text.strip_prefix(mark)?.strip_suffix(mark));
    inner.is_some_and(|inner| !inner.trim().is_empty() && !inner.contains("**") && !inner.contains("__"))
}

/// The fields between the pipes of a row. `\|` is text.
fn cells<'s>(line: &Line<'s>) -> Vec<Line<'s>> {
    let line = line.trimmed();
    let line = if line.text.starts_with('|') { line.from(1) } else { line };
    let mut out = Vec::new();
    let mut start = 0;
    for at in memchr::memchr_iter(b'|', line.text.as_bytes()) {
        if !inline::is_escaped(line.text.as_bytes(), at) {
            out.push(line.part(start, at));
            start = at + 1;
        }
    }
    if start < line.text.len() {
        out.push(line.from(start));
    }
    out
}
