//! Grid tables: cells drawn with `+---+` and `|`, also merged ones.

use super::build::{Builder, Place};
use super::columns::{cuts, places};
use super::lines::{Line, extent};
use super::{Unreadable, inline, pipe};

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
    let lines: Vec<Line> = lines.iter().take(count).map(Line::trimmed_end).collect();
    let table = b.table(extent(&lines));
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

/// A line and the byte at each vertical line.
struct Cut<'s> {
    line: Line<'s>,
    at: Vec<usize>,
}

impl<'s> Cut<'s> {
    /// Whether a vertical line is drawn here.
    fn is_wall(&self, column: usize) -> bool {
        let drawn = self.at.get(column).and_then(|&at| self.line.text.as_bytes().get(at));
        matches!(drawn, Some(b'|' | b'+'))
    }

    /// What stands between two vertical lines.
    fn between(&self, left: usize, right: usize) -> Line<'s> {
        let end = self.line.text.len();
        let at = |column: usize| self.at.get(column).copied().unwrap_or(end);
        let start = (at(left) + 1).min(end);
        self.line.part(start, at(right).max(start))
    }
}

struct Grid<'s> {
    lines: Vec<Cut<'s>>,
    /// How many columns lie between the vertical lines.
    columns: usize,
    /// Lines that are a border, at least in part.
    borders: Vec<usize>,
}

impl<'s> Grid<'s> {
    /// `None` if the lines do not meet.
    fn new(lines: &[Line<'s>]) -> Option<Grid<'s>> {
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
        let lines: Vec<Cut> = lines.iter().map(|&line| Cut { line, at: cuts(line.text, &columns) }).collect();
        let columns = columns.len() - 1;
        let closed = lines.iter().all(|cut| cut.is_wall(0) && cut.is_wall(columns));
        closed.then_some(Grid { lines, columns, borders })
    }

    fn rows(&self) -> usize {
        self.borders.len() - 1
    }

    /// The lines of the rows from `top` to above `bottom`.
    fn inside(&self, top: usize, bottom: usize) -> &[Cut<'s>] {
        let lines = || self.lines.get(self.borders.get(top)? + 1..*self.borders.get(bottom)?);
        lines().unwrap_or_default()
    }

    /// Whether a vertical line runs at column `c` through all lines of row `r`.
    fn is_walled(&self, r: usize, c: usize) -> bool {
        self.inside(r, r + 1).iter().all(|cut| cut.is_wall(c))
    }

    /// Whether a border is drawn below row `r` between column `c` and the next.
    fn is_floored(&self, r: usize, c: usize) -> bool {
        let border = self.borders.get(r + 1).and_then(|&i| self.lines.get(i));
        let part = border.map_or("", |cut| cut.between(c, c + 1).text);
        !part.is_empty() && part.chars().all(|ch| is_drawn(ch) || ch == '+')
    }

    fn cells(&self) -> Vec<Place> {
        let (rows, columns) = (self.rows(), self.columns);
        // For each column, the first row that no cell from above reaches.
        let mut free = vec![0; columns];
        let mut out = Vec::new();
        for r in 0..rows {
            for c in 0..columns {
                let is_taken = |c: usize| free.get(c).is_some_and(|&row| row > r);
                if is_taken(c) {
                    continue;
                }
                let right = (c + 1..columns).find(|&c| is_taken(c) || self.is_walled(r, c)).unwrap_or(columns);
                let floored = |below: &usize| (c..right).all(|c| self.is_floored(below - 1, c));
                let below = (r + 1..rows).find(floored).unwrap_or(rows);
                free.iter_mut().take(right).skip(c).for_each(|row| *row = below);
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
        let lines = self.inside(place.row as usize, (place.row + place.rows) as usize);
        let part = |cut: &Cut<'s>| cut.between(c, right).trimmed();
        let is_text = |l: &Line| !l.text.chars().all(|ch| is_drawn(ch) || ch == '+') || l.text.len() < 3;
        lines.iter().map(part).filter(|l| !l.text.is_empty() && is_text(l)).map(without_break).collect()
    }

    /// Rows above the line of `=`.
    fn header_rows(&self) -> u32 {
        let drawn = |cut: &Cut| cut.line.text.contains('=') && is_border(cut.line.text);
        let at = self.borders.iter().position(|&i| self.lines.get(i).is_some_and(drawn)).unwrap_or(0);
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
