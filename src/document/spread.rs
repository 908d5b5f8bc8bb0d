//! Tables of turndown's own plugin, in which a cell that holds paragraphs stands on lines of its own:
//! `| `, an empty line, the text, an empty line, ` | ` before the next cell, ` |` behind the last of a row.

use super::build::{Builder, Place, is_blank};
use super::lines::{Line, extent};
use super::{Unreadable, inline, merged, pipe};

/// A row of more lines is no row.
const LONGEST_ROW: usize = 200;

/// The rows of a table and how many lines they have.
pub(crate) struct Spread<'s> {
    rows: Vec<Vec<Vec<Line<'s>>>>,
    count: usize,
}

/// The table that begins at the first of these lines: a header row over several lines, then a row of dashes.
pub(crate) fn find<'s>(lines: &[Line<'s>]) -> Option<Spread<'s>> {
    let opens = |line: &Line| line.text.trim_end_matches(is_blank) == "|" && line.text.ends_with(is_blank);
    lines.first().filter(|l| opens(l))?;
    let (header, mut at) = row(lines)?;
    let mut rows = vec![header];
    lines.get(at).filter(|l| pipe::is_delimiter(l.text))?;
    while let Some(rest @ [line, ..]) = lines.get(at..) {
        if pipe::is_delimiter(line.text) {
            at += 1;
        } else if let Some((cells, count)) = row(rest) {
            rows.push(cells);
            at += count;
        } else {
            break;
        }
    }
    Some(Spread { rows, count: at })
}

/// The cells of a row and how many lines it has. It ends with a bar that no white space follows.
fn row<'s>(lines: &[Line<'s>]) -> Option<(Vec<Vec<Line<'s>>>, usize)> {
    lines.first().filter(|l| l.text.starts_with('|'))?;
    let mut cells: Vec<Vec<Line<'s>>> = Vec::new();
    for (i, line) in lines.iter().take(LONGEST_ROW).enumerate() {
        let mut start = 0;
        let bars = memchr::memchr_iter(b'|', line.text.as_bytes());
        for bar in bars.filter(|&at| !inline::is_escaped(line.text.as_bytes(), at)) {
            add(&mut cells, line.part(start, bar));
            cells.push(Vec::new());
            start = bar + 1;
        }
        add(&mut cells, line.from(start));
        if start > 0 && start == line.text.len() && cells.len() > 1 {
            // What the last bar opened.
            cells.pop();
            return Some((cells, i + 1));
        }
    }
    None
}

fn add<'s>(cells: &mut [Vec<Line<'s>>], part: Line<'s>) {
    if let Some(cell) = cells.last_mut()
        && !part.is_blank()
    {
        cell.push(part.trimmed());
    }
}

/// Writes the table; how many lines it has.
pub(crate) fn write(b: &mut Builder, lines: &[Line], spread: &Spread) -> usize {
    let Spread { rows, count } = spread;
    let table = b.table(extent(lines.get(..*count).unwrap_or(lines)));
    let even = merged::is_even(rows);
    let texts =
        || rows.iter().map(|r| r.iter().map(|c| c.first().map_or("", |l| l.text)).collect()).collect::<Vec<_>>();
    let layout = if even { None } else { merged::layout(&texts()) };
    for (at, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let place = match &layout {
                Some(layout) => layout.place(at, column),
                None => Some(Place::single(at as u32, column as u32)),
            };
            let Some(place) = place else { continue };
            inline::append(b, cell);
            b.close_cell(table, place, matches!(cell.as_slice(), [line] if pipe::is_bold(line.text)));
        }
    }
    let unreadable = (!even && layout.is_none()).then_some(Unreadable::RaggedRows);
    b.close_table(table, layout.map_or(1, |l| l.header_rows.max(1)) as u32, unreadable);
    *count
}
