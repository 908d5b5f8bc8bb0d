//! Simple and multiline tables: columns by lines of dashes.

use super::build::{Builder, Place};
use super::columns::{cuts, places};
use super::lines::{Line, extent};
use super::{TableId, Unreadable, inline, pipe};

/// A header of more lines than this is text.
const LONGEST_HEADER: usize = 12;
/// The rule that opens a multiline table is longer than a typed one.
const SHORTEST_RULE: usize = 12;

/// `  -----  ---`: the columns at which the runs of dashes begin.
fn runs(text: &str) -> Option<Vec<usize>> {
    let bare = text.trim();
    if !bare.starts_with("--") || !bare.bytes().all(|b| matches!(b, b'-' | b' ')) {
        return None;
    }
    let mut starts = Vec::new();
    let mut before = ' ';
    for (column, c) in places(text) {
        if c == '-' && before != '-' {
            starts.push(column);
        }
        before = c;
    }
    (starts.len() >= 2).then_some(starts)
}

/// `--------------------` over the whole width.
fn is_rule(text: &str) -> bool {
    let bare = text.trim();
    bare.len() >= SHORTEST_RULE && bare.bytes().all(|b| b == b'-')
}

/// Where the parts of a table lie, in lines from its first.
pub(crate) struct Shape {
    columns: Vec<usize>,
    header: std::ops::Range<usize>,
    body: std::ops::Range<usize>,
    /// Lines of the whole table.
    count: usize,
    /// Whether blank lines part the rows.
    multiline: bool,
}

/// Tells whether a table starts at the first of these lines.
pub(crate) fn starts(lines: &[Line]) -> Option<Shape> {
    let first = lines.first()?;
    if is_rule(first.text) {
        // Rule, header, runs, rows, rule.
        let end =
            lines.iter().take(LONGEST_HEADER + 2).skip(1).position(|l| l.is_blank() || runs(l.text).is_some())? + 1;
        let columns = runs(lines.get(end)?.text)?;
        return (end > 1).then(|| multiline(lines, columns, 1..end));
    }
    if let Some(columns) = runs(first.text) {
        // Runs, rows, runs: no header.
        let next = lines.iter().skip(1).position(|l| runs(l.text).is_some() || is_rule(l.text))? + 1;
        let blank = lines.iter().take(next).skip(1).any(Line::is_blank);
        if blank {
            let table = multiline(lines, columns, 0..0);
            return (table.count > table.body.end).then_some(table);
        }
        return (next > 1).then(|| Shape { columns, header: 0..0, body: 1..next, count: next + 1, multiline: false });
    }
    if first.is_blank() {
        return None;
    }
    let columns = runs(lines.get(1)?.text)?;
    let is_row = |l: &&Line| !l.is_blank() && runs(l.text).is_none() && !is_rule(l.text);
    let end = 2 + lines.iter().skip(2).take_while(is_row).count();
    // Some exports close the table with a second line of runs.
    let closed = lines.get(end).is_some_and(|l| runs(l.text).is_some() || is_rule(l.text));
    (end > 2).then_some(Shape {
        columns,
        header: 0..1,
        body: 2..end,
        count: end + usize::from(closed),
        multiline: false,
    })
}

fn multiline(lines: &[Line], columns: Vec<usize>, header: std::ops::Range<usize>) -> Shape {
    let start = header.end + 1;
    let closes = |l: &Line| is_rule(l.text) || runs(l.text).is_some();
    let stops = |l: &Line| closes(l) || l.text.starts_with(['#', '|', '+']);
    let mut end = lines.iter().skip(start).position(stops).map_or(lines.len(), |i| start + i);
    let closed = lines.get(end).is_some_and(closes);
    if !closed {
        // A table that is never closed must not swallow the draft.
        end = lines.iter().skip(start).position(Line::is_blank).map_or(end, |i| (start + i).min(end));
    }
    Shape { columns, header, body: start..end, count: end + usize::from(closed), multiline: true }
}

/// Reads the table and returns how many lines it has.
pub(crate) fn read(b: &mut Builder, lines: &[Line], shape: Shape) -> usize {
    let lines = lines.get(..shape.count).unwrap_or(lines);
    let table = b.table(extent(lines));
    let mut straight = true;
    let mut row = 0;
    let mut write = |b: &mut Builder, part: &[Line]| {
        if !part.is_empty() {
            straight &= write_row(b, table, row, &shape.columns, part);
            row += 1;
        }
    };
    write(b, lines.get(shape.header.clone()).unwrap_or_default());
    let body = lines.get(shape.body.clone()).unwrap_or_default();
    match shape.multiline {
        true => body.split(Line::is_blank).for_each(|part| write(b, part)),
        false => body.chunks(1).for_each(|part| write(b, part)),
    }
    let headers = u32::from(!shape.header.is_empty());
    b.close_table(table, headers, (!straight).then_some(Unreadable::BrokenMarkup));
    lines.len()
}

/// Writes a row of one or more lines; false if a word stands across a border.
fn write_row(b: &mut Builder, table: TableId, row: u32, columns: &[usize], lines: &[Line]) -> bool {
    let mut straight = true;
    let mut fields: Vec<Vec<Line>> = vec![Vec::new(); columns.len()];
    for line in lines {
        let mut at = cuts(line.text, columns);
        if let Some(first) = at.first_mut() {
            *first = 0;
        }
        at.push(line.text.len());
        for (field, ends) in fields.iter_mut().zip(at.windows(2)) {
            let &[start, end] = ends else { continue };
            let whole = line.text.get(..start).is_some_and(|t| t.is_empty() || t.ends_with(' '));
            straight &= whole || line.text.get(start..).is_none_or(|t| t.is_empty() || t.starts_with(' '));
            let piece = line.part(start, end.max(start)).trimmed();
            if !piece.text.is_empty() {
                field.push(piece);
            }
        }
    }
    for (column, pieces) in fields.iter().enumerate() {
        let bold = match pieces.as_slice() {
            [one] => pipe::is_bold(one.text),
            [first, .., last] => first.text.starts_with("**") && last.text.ends_with("**"),
            [] => false,
        };
        inline::append(b, pieces);
        b.close_cell(table, Place::single(row, column as u32), bold);
    }
    straight
}
