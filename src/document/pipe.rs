//! Pipe tables: `| a | b |` with a row of dashes below the header.

use super::build::{Builder, Place};
use super::inline;
use super::lines::{Line, extent};
use super::merged;
use super::{TableId, Unreadable};

/// `| --- | :-: |`: dashes in every field. A `-` beside blank fields is a row that has nothing to say.
pub(crate) fn is_delimiter(text: &str) -> bool {
    let text = text.trim();
    text.contains('|') && (fields(text).all(|f| dashes(f) >= 1) || is_ruler(text))
}

/// A line that rules off and cannot be meant as a row: three dashes or more. turndown leaves gaps between
/// them, and draws a second one below the second line of a header.
fn is_ruler(text: &str) -> bool {
    let drawn = |f: &str| dashes(f) >= 3;
    fields(text).any(drawn) && fields(text).all(|f| f.is_empty() || drawn(f))
}

/// What stands between the pipes of a line without text.
fn fields(text: &str) -> impl Iterator<Item = &str> {
    let inner = text.trim();
    let inner = inner.strip_prefix('|').unwrap_or(inner);
    inner.strip_suffix('|').unwrap_or(inner).split('|').map(str::trim)
}

/// How many dashes a field of a delimiter row has; 0 where it is none.
fn dashes(field: &str) -> usize {
    let inner = field.strip_prefix(':').unwrap_or(field);
    let inner = inner.strip_suffix(':').unwrap_or(inner);
    if inner.bytes().all(|b| b == b'-') { inner.len() } else { 0 }
}

/// Whether a pipe table starts at the first of these lines.
pub(crate) fn starts(lines: &[Line]) -> bool {
    let [head, delimiter, ..] = lines else { return false };
    // Dashes may head columns that have no name; a ruler has lost its head.
    let is_head = head.text.contains('|') && head.trimmed().text != "|" && !is_ruler(head.text);
    is_head && (is_delimiter(delimiter.text) || is_bare(lines))
}

/// Three rows between pipes with as many cells each are a table whose row of dashes was lost.
fn is_bare(lines: &[Line]) -> bool {
    let framed = |line: &Line| {
        let text = line.trimmed().text;
        let whole = text.len() > 1 && text.starts_with('|') && text.ends_with('|') && !is_delimiter(text);
        whole.then(|| cells(line).len())
    };
    let [first, second, third, ..] = lines else { return false };
    framed(first).is_some_and(|n| n >= 3 && framed(second) == Some(n) && framed(third) == Some(n))
}

/// Reads the table at the first line and returns how many lines it has.
pub(crate) fn read<'s>(b: &mut Builder<'s>, lines: &[Line<'s>]) -> usize {
    let [head, delimiter, rest @ ..] = lines else { return lines.len() };
    let framed = head.trimmed().text.starts_with('|');
    let is_row = |l: &&Line| l.text.contains('|') && (!framed || l.trimmed().text.starts_with('|'));
    let count = 2 + rest.iter().take_while(is_row).count();
    let lines = lines.get(..count).unwrap_or(lines);
    let table = b.table(extent(lines));
    let first = if is_delimiter(delimiter.text) { 2 } else { 1 };
    let is_text = |(i, l): &(usize, &Line)| *i == 0 || (*i >= first && !is_ruler(l.text));
    let mut rows: Vec<Vec<Line>> = lines.iter().enumerate().filter(is_text).map(|(_, l)| cells(l)).collect();
    let named = rows.first().is_some_and(|row| row.iter().any(|f| !f.is_blank()));
    if !named && rows.len() > 1 {
        // An empty header is only there because Markdown wants one.
        rows.remove(0);
    }
    join_typed_pipes(b, &mut rows);
    if let Some(layout) = lay_out(&rows) {
        write_laid_out(b, table, &rows, &layout);
        let headers = if named { layout.header_rows.max(1) } else { layout.header_rows };
        b.close_table(table, headers as u32, None);
        return count;
    }
    // A second header row with fewer cells is one below merged cells, whether the first is marked or not.
    let headers = match merged_groups(&rows) {
        Some(groups) => write_merged(b, table, &rows, &groups),
        None if named => write_header(b, table, &rows),
        None => 0,
    };
    let width = rows.last().map_or(0, Vec::len);
    for (row, fields) in rows.iter().enumerate().skip(headers) {
        write_row(b, table, row as u32, fields);
    }
    let merged = usize::from(headers == 2);
    let ragged = rows.iter().skip(headers).any(|r| r.len() != width)
        || rows.iter().take(headers - merged).any(|r| r.len() != width);
    b.close_table(table, headers as u32, ragged.then_some(Unreadable::RaggedRows));
    count
}

/// A pipe that was typed and not escaped makes a cell too many. Where the words stand in front and all figures
/// behind them, the figures keep their columns: the words in front are one cell.
fn join_typed_pipes<'s>(b: &Builder<'s>, rows: &mut [Vec<Line<'s>>]) {
    let Some(width) = rows.first().map(Vec::len) else { return };
    let figure = |cell: &Line| merged::is_figure(cell.trimmed().text) || cell.is_blank();
    let behind = |row: &Vec<Line>| row.iter().rev().take_while(|c| figure(c)).count();
    let full = rows.iter().skip(1).filter(|r| r.len() == width);
    let Some(figures) = full.map(behind).min().filter(|&n| n > 0 && n < width) else { return };
    for row in rows.iter_mut().skip(1).filter(|r| r.len() > width) {
        let more = row.len() - width;
        if behind(row) == figures && row.len() - figures > more {
            let span = extent(row.get(..=more).unwrap_or_default());
            row.splice(..=more, [Line { span, text: b.slice(span) }]);
        }
    }
}

/// The places of cells in rows of different lengths, where the second row does not begin below merged cells.
fn lay_out(rows: &[Vec<Line>]) -> Option<merged::Layout> {
    if merged::is_even(rows) || merged_groups(rows).is_some() {
        return None;
    }
    merged::layout(&rows.iter().map(|r| r.iter().map(|c| c.trimmed().text).collect()).collect::<Vec<_>>())
}

fn write_laid_out(b: &mut Builder, table: TableId, rows: &[Vec<Line>], layout: &merged::Layout) {
    for (row, fields) in rows.iter().enumerate() {
        for (cell, field) in fields.iter().enumerate() {
            if let Some(place) = layout.place(row, cell) {
                write_cell(b, table, place, *field);
            }
        }
    }
}

fn write_header(b: &mut Builder, table: TableId, rows: &[Vec<Line>]) -> usize {
    if let Some(head) = rows.first() {
        write_row(b, table, 0, head);
    }
    1
}

/// The cells of the first row with those they cover, where merged header cells became
/// empty ones and the second row begins in the first column with just those below them.
fn merged_groups(rows: &[Vec<Line>]) -> Option<Vec<(u32, u32)>> {
    let [first, second, body, ..] = rows else { return None };
    let groups = groups(first);
    let below: usize = groups.iter().filter(|g| g.1 > 1).map(|g| g.1 as usize).sum();
    let fits = below == second.len() && second.len() < first.len() && body.len() == first.len();
    (fits && !first.first()?.is_blank()).then_some(groups)
}

/// Writes both rows of a merged header, the cells of the second under the merged ones.
fn write_merged(b: &mut Builder, table: TableId, rows: &[Vec<Line>], groups: &[(u32, u32)]) -> usize {
    let [first, second, ..] = rows else { return 0 };
    for &(column, columns) in groups {
        let place = Place { row: 0, column, rows: if columns > 1 { 1 } else { 2 }, columns };
        if let Some(field) = first.get(column as usize) {
            write_cell(b, table, place, *field);
        }
    }
    let under = groups.iter().filter(|g| g.1 > 1).flat_map(|&(column, columns)| column..column + columns);
    for (column, field) in under.zip(second) {
        write_cell(b, table, Place::single(1, column), *field);
    }
    2
}

/// Cells with the empty ones behind them: first column and number of columns.
fn groups(fields: &[Line]) -> Vec<(u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::new();
    for (column, field) in fields.iter().enumerate() {
        match out.last_mut() {
            Some(last) if field.is_blank() => last.1 += 1,
            _ => out.push((column as u32, 1)),
        }
    }
    out
}

/// Writes the cells of a row.
pub(crate) fn write_row(b: &mut Builder, table: TableId, row: u32, fields: &[Line]) {
    for (column, field) in fields.iter().enumerate() {
        write_cell(b, table, Place::single(row, column as u32), *field);
    }
}

fn write_cell(b: &mut Builder, table: TableId, place: Place, field: Line) {
    let field = field.trimmed();
    inline::append(b, &[field]);
    b.close_cell(table, place, is_bold(field.text));
}

/// Whether markup makes the whole text bold.
pub(crate) fn is_bold(text: &str) -> bool {
    let inner = ["**", "__"].iter().find_map(|mark| text.strip_prefix(mark)?.strip_suffix(mark));
    inner.is_some_and(|inner| !inner.trim().is_empty() && !inner.contains("**") && !inner.contains("__"))
}

/// The fields between the pipes of a row. `\|` is text.
pub(crate) fn cells<'s>(line: &Line<'s>) -> Vec<Line<'s>> {
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
