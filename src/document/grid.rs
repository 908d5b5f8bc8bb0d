//! Grid tables: cells drawn with `+---+` and `|`, also merged ones.

use super::build::{Builder, Place};
use super::columns::{cuts, places};
use super::lines::Line;
use super::{Unreadable, inline, pipe};
use crate::source::Span;

/// `+----+====+`.
fn is_border(text: &str) -> bool {
    let text = text.trim();
    text.len() >= 3
        && text.starts_with('+')
        && text.ends_with('+')
        && text.bytes().all(|b| matches!(b, b'+' | b'-' | b'=' | b':'))
}

fn is_drawn(b: char) -> bool {
    matches!(b, '-' | '=' | ':')
}

/// Whether a grid table starts at the first of these lines.
pub(crate) fn starts(lines: &[Line]) -> bool {
    let [border, row, ..] = lines else { return false };
    is_border(border.text) && row.text.trim_start().starts_with('|')
}

/// Reads the table at the first line and returns how many lines it has.
pub(crate) fn read(b: &mut Builder, lines: &[Line]) -> usize {
    let is_part = |l: &&Line| l.text.trim_start().starts_with(['+', '|']);
    let count = lines.iter().take_while(is_part).count();
    let lines: Vec<Line> = lines[..count].iter().map(Line::trimmed_end).collect();
    let table = b.table(Span::new(lines[0].span.start, lines[count - 1].span.end));
    match Grid::new(&lines) {
        Some(grid) => {
            for place in grid.cells() {
                let pieces = grid.pieces(place);
                let bold = !pieces.is_empty() && pieces.iter().all(|p| pipe::is_bold(p.text)) || is_bold(&pieces);
                inline::append(b, &pieces);
                b.close_cell(table, place, bold);
            }
            b.close_table(table, grid.header_rows(), None);
        }
        None => {
            for (row, line) in lines.iter().filter(|l| !is_border(l.text)).enumerate() {
                pipe::write_row(b, table, row as u32, &pipe::cells(line));
            }
            b.close_table(table, 0, Some(Unreadable::BrokenMarkup));
        }
    }
    count
}

/// `**a b` on one line and `c**` on the next.
fn is_bold(pieces: &[Line]) -> bool {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    let inner: usize = pieces.iter().map(|p| p.text.matches("**").count()).sum();
    first.text.starts_with("**") && last.text.ends_with("**") && inner == 2 && pieces.len() > 1
}

struct Grid<'l, 's> {
    lines: &'l [Line<'s>],
    /// Columns of the vertical lines.
    columns: Vec<usize>,
    /// For each line, the byte at each of `columns`.
    cuts: Vec<Vec<usize>>,
    /// Lines that are a border, at least in part.
    borders: Vec<usize>,
}

impl<'l, 's> Grid<'l, 's> {
    /// `None` if the lines do not meet.
    fn new(lines: &'l [Line<'s>]) -> Option<Grid<'l, 's>> {
        let mut columns = Vec::new();
        let mut borders = Vec::new();
        for (i, line) in lines.iter().enumerate() {
            let before = columns.len();
            crossings(line.text, &mut columns);
            if columns.len() > before {
                borders.push(i);
            }
        }
        columns.sort_unstable();
        columns.dedup();
        let size: usize = lines.iter().map(|l| l.text.len()).sum();
        // A drawing has fewer fields than characters; more would not be linear.
        if columns.len() < 2 || columns.len() * lines.len() > 2 * size + 64 || *borders.last()? + 1 != lines.len() {
            return None;
        }
        let cuts: Vec<Vec<usize>> = lines.iter().map(|l| cuts(l.text, &columns)).collect();
        let closed = |(line, cut): (&Line, &Vec<usize>)| {
            let edge = |at: usize| matches!(line.text.as_bytes().get(at), Some(b'|' | b'+'));
            cut.first().is_some_and(|&c| edge(c)) && cut.last().is_some_and(|&c| edge(c))
        };
        lines.iter().zip(&cuts).all(closed).then_some(Grid { lines, columns, cuts, borders })
    }

    fn rows(&self) -> usize {
        self.borders.len() - 1
    }

    /// Whether a vertical line runs at column `c` through all lines of row `r`.
    fn is_walled(&self, r: usize, c: usize) -> bool {
        (self.borders[r] + 1..self.borders[r + 1])
            .all(|i| matches!(self.lines[i].text.as_bytes().get(self.cuts[i][c]), Some(b'|' | b'+')))
    }

    /// Whether a border is drawn below row `r` between column `c` and the next.
    fn is_floored(&self, r: usize, c: usize) -> bool {
        let i = self.borders[r + 1];
        let part = self.lines[i].text.get(self.cuts[i][c] + 1..self.cuts[i][c + 1]).unwrap_or("");
        !part.is_empty() && part.chars().all(|ch| is_drawn(ch) || ch == '+')
    }

    fn cells(&self) -> Vec<Place> {
        let (rows, columns) = (self.rows(), self.columns.len() - 1);
        let mut taken = vec![false; rows * columns];
        let mut out = Vec::new();
        for r in 0..rows {
            for c in 0..columns {
                if taken[r * columns + c] {
                    continue;
                }
                let mut right = c + 1;
                while right < columns && !taken[r * columns + right] && !self.is_walled(r, right) {
                    right += 1;
                }
                let mut below = r + 1;
                while below < rows && !(c..right).all(|c| self.is_floored(below - 1, c)) {
                    below += 1;
                }
                for r in r..below {
                    taken[r * columns + c..r * columns + right].fill(true);
                }
                out.push(Place {
                    row: r as u32,
                    column: c as u32,
                    rows: (below - r) as u32,
                    columns: (right - c) as u32,
                });
            }
        }
        out
    }

    /// The lines of text of a cell.
    fn pieces(&self, place: Place) -> Vec<Line<'s>> {
        let (c, right) = (place.column as usize, (place.column + place.columns) as usize);
        let (top, bottom) = (self.borders[place.row as usize], self.borders[(place.row + place.rows) as usize]);
        let part = |i: usize| {
            let start = (self.cuts[i][c] + 1).min(self.lines[i].text.len());
            self.lines[i].part(start, self.cuts[i][right].max(start)).trimmed()
        };
        let is_text = |l: &Line| !l.text.chars().all(|ch| is_drawn(ch) || ch == '+') || l.text.len() < 3;
        (top + 1..bottom).map(part).filter(|l| !l.text.is_empty() && is_text(l)).map(without_break).collect()
    }

    /// Rows above the line of `=`.
    fn header_rows(&self) -> u32 {
        let drawn = |&i: &usize| self.lines[i].text.contains('=') && is_border(self.lines[i].text);
        let at = self.borders.iter().position(drawn).unwrap_or(0);
        // At the end it closes a footer.
        if at < self.rows() { at as u32 } else { 0 }
    }
}

/// A backslash at the end of a line is a line break.
fn without_break(line: Line) -> Line {
    match line.text.ends_with('\\') && inline::is_escaped(line.text.as_bytes(), line.text.len()) {
        true => line.part(0, line.text.len() - 1).trimmed_end(),
        false => line,
    }
}

/// Columns of the `+` that borders meet in.
fn crossings(line: &str, out: &mut Vec<usize>) {
    if !line.contains('+') {
        return;
    }
    let all: Vec<(usize, char)> = places(line).collect();
    let at = |i: Option<usize>| i.and_then(|i| all.get(i)).map(|p| p.1);
    for (i, &(column, c)) in all.iter().enumerate() {
        let before = at(i.checked_sub(1));
        let after = at(Some(i + 1));
        let edge = |c: Option<char>| c.is_none_or(|c| is_drawn(c) || matches!(c, '|' | '+'));
        let line_of = |c: Option<char>| c.is_some_and(is_drawn);
        // `+` between two borders, or between a border and the edge or a text cell.
        if c == '+' && (line_of(before) || line_of(after)) && (edge(before) || edge(after)) && run(&all, i) {
            out.push(column);
        }
    }
}

/// Whether a border of at least two characters touches the `+` at `i`.
fn run(all: &[(usize, char)], i: usize) -> bool {
    let drawn = |i: Option<usize>| i.and_then(|i| all.get(i)).is_some_and(|p| is_drawn(p.1));
    (drawn(i.checked_sub(1)) && drawn(i.checked_sub(2))) || (drawn(Some(i + 1)) && drawn(Some(i + 2)))
}
