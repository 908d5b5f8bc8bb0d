//! Merged cells that an export wrote as fewer cells: rows of a table are shorter where the header or the
//! label of a total stretches over columns. Only what leaves no choice is laid out; all else stays unread.

use super::build::{Place, is_blank};
use super::runs::is_number;

/// Where the cells of a table stand.
#[derive(Debug)]
pub(crate) struct Layout {
    /// The place of every cell, row by row; `None` for what is left of a cell that the one above covers.
    pub rows: Vec<Vec<Option<Place>>>,
    /// Rows at the top that merged cells show to be a header; 0 when unknown.
    pub header_rows: usize,
}

impl Layout {
    /// The place of a cell that was the `cell`th of its row.
    pub fn place(&self, row: usize, cell: usize) -> Option<Place> {
        *self.rows.get(row)?.get(cell)?
    }
}

/// Lays out rows of different lengths; `None` where a figure could stand in more than one column.
pub(crate) fn layout(rows: &[Vec<&str>]) -> Option<Layout> {
    let width = usual_width(rows)?;
    let mut out = header(rows, width).unwrap_or_default();
    let body = out.len();
    let is_full = |row: &&Vec<&str>| row.len() == width;
    let full: Vec<&Vec<&str>> = rows.iter().skip(body.max(1)).filter(is_full).collect();
    for (at, row) in rows.iter().enumerate().skip(body) {
        let missing = width.checked_sub(row.len())?;
        if missing > 0 && (at == 0 || !is_total(row, missing, &full)) {
            return None;
        }
        let place = |column: usize| match column {
            0 => Place { row: at as u32, column: 0, rows: 1, columns: missing as u32 + 1 },
            _ => Place::single(at as u32, (column + missing) as u32),
        };
        out.push((0..row.len()).map(|column| Some(place(column))).collect());
    }
    Some(Layout { rows: out, header_rows: body })
}

/// Whether all rows have as many cells.
pub(crate) fn is_even<C>(rows: &[Vec<C>]) -> bool {
    rows.iter().all(|row| Some(row.len()) == rows.first().map(Vec::len))
}

/// The number of cells that most rows have.
fn usual_width(rows: &[Vec<&str>]) -> Option<usize> {
    let mut widths: Vec<usize> = rows.iter().map(Vec::len).collect();
    widths.sort_unstable();
    widths.chunk_by(|a, b| a == b).max_by_key(|c| c.len()).and_then(<[usize]>::first).copied()
}

/// Both rows of a header whose first has fewer cells. Below a cell that goes on downwards the second row has
/// an empty one, so the others share the rest: one takes it all, or all take as many columns, which is
/// certain where the same titles stand below each.
fn header(rows: &[Vec<&str>], width: usize) -> Option<Vec<Vec<Option<Place>>>> {
    let [first, second, ..] = rows else { return None };
    let down = second.iter().take_while(|t| t.chars().all(is_blank)).count();
    let groups = first.len().checked_sub(down).filter(|&groups| groups > 0)?;
    let titles = second.get(down..)?;
    let each = titles.len() / groups;
    let even = second.len() == width && each >= 2 && each * groups == titles.len();
    let named = first.iter().chain(titles).all(|t| !t.chars().all(is_blank) && !is_figure(t));
    let alike = titles.chunks(each.max(1)).all(|chunk| Some(chunk) == titles.get(..each));
    if !(even && named && alike) {
        return None;
    }
    let over = |column: usize| match column.checked_sub(down) {
        None => Place { row: 0, column: column as u32, rows: 2, columns: 1 },
        Some(group) => Place { row: 0, column: (down + group * each) as u32, rows: 1, columns: each as u32 },
    };
    let below = |column: usize| (column >= down).then(|| Place::single(1, column as u32));
    let over = (0..first.len()).map(|column| Some(over(column))).collect();
    Some(vec![over, (0..width).map(below).collect()])
}

/// Whether a label stretches over so many columns more, with figures in all columns behind them: where the
/// rows in full have words, and behind them figures.
fn is_total(row: &[&str], more: usize, full: &[&Vec<&str>]) -> bool {
    let Some((label, figures)) = row.split_first() else { return false };
    let words = !label.chars().all(is_blank) && !is_figure(label);
    let column = |at: usize| {
        let numbers = full.iter().filter(|r| r.get(at).is_some_and(|t| is_figure(t))).count();
        2 * numbers > full.len()
    };
    words
        && full.len() >= 2
        && !figures.is_empty()
        && figures.iter().all(|t| is_figure(t))
        && !(1..=more).any(column)
        && (more + 1..more + 1 + figures.len()).all(column)
}

/// Whether nothing but a number stands in a cell, with its markup or without.
pub(crate) fn is_figure(text: &str) -> bool {
    is_number(text.trim_matches(['*', '_', '\\', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<&str>> {
        text.lines().map(|line| line.split('|').map(str::trim).collect()).collect()
    }

    /// `column+columns` of every cell.
    fn columns(text: &str) -> Option<Vec<String>> {
        let shown = |place: &Option<Place>| place.map_or("-".into(), |p| format!("{}+{}", p.column, p.columns));
        Some(layout(&rows(text))?.rows.iter().map(|r| r.iter().map(shown).collect::<Vec<_>>().join(" ")).collect())
    }

    #[test]
    fn header_and_total_over_several_columns() {
        let found = columns(
            "STT|Xã|Hộ nghèo|Dân số\n||2020|năm 2025|2020|năm 2025\n1|A|5|4|70|80\n2|B|6|5|71|81\nTổng cộng|11|9|141|161",
        );
        assert_eq!(found, None, "a bare year is a figure");
        let found = columns(
            "STT|Xã|Hộ nghèo|Dân số\n||Năm 2020|Năm 2025|Năm 2020|Năm 2025\n1|A|5|4|70|80\n2|B|6|5|71|81\nTổng cộng|11|9|141|161",
        );
        let found = found.unwrap();
        assert_eq!(found[0], "0+1 1+1 2+2 4+2");
        assert_eq!(found[1], "- - 2+1 3+1 4+1 5+1");
        assert_eq!(found[4], "0+2 2+1 3+1 4+1 5+1");
    }

    #[test]
    fn one_group_takes_the_rest() {
        let found = columns("Xã|Số hộ\n|Nghèo|Cận nghèo|Khá\nA|1|2|3\nB|1|2|3").unwrap();
        assert_eq!(found[0], "0+1 1+3");
    }

    #[test]
    fn what_may_stand_elsewhere_is_not_laid_out() {
        // Two cells over four columns that differ: 2 + 2, 1 + 3 or 3 + 1.
        assert_eq!(columns("STT|Xã|Hộ|Người\n||Nghèo|Cận nghèo|Nam|Nữ\n1|A|5|4|70|80\n2|B|6|5|71|81"), None);
        // The label may stretch over a column of figures.
        assert_eq!(columns("Xã|Hộ|Người\nA|1|2\nB|3|4\nTổng|6"), None);
        // A word among the figures.
        assert_eq!(columns("STT|Xã|Hộ|Ghi chú\n1|A|1|-\n2|B|3|-\nTổng|6|đủ"), None);
        assert_eq!(columns("a|b\n1|2|3\n1|2|3"), None);
    }
}
