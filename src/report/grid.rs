//! Tables for people, cut to the width of the terminal.

use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Row, Table, TableStyle, Width};

/// Lines a row may take.
const HEIGHT: usize = 3;

/// A line below the head, none between the rows.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// A table under a head. Of `columns` each number is the most a column may
/// take; those of 0 share what is left of `width`. Nothing where there is no row.
pub fn text<const N: usize>(head: &[&str; N], rows: Vec<[String; N]>, columns: &[u16; N], width: usize) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut table = Table::new();
    table.load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table.set_header(head.iter().copied());
    for row in rows {
        let mut row = Row::from(row);
        row.max_height(HEIGHT);
        table.add_row(row);
    }
    let fixed: usize = columns.iter().map(|&c| usize::from(c)).sum();
    let free = columns.iter().filter(|&&c| c == 0).count().max(1);
    let each = u16::try_from(width.saturating_sub(fixed) / free).unwrap_or(u16::MAX).max(12);
    for (index, &limit) in columns.iter().enumerate() {
        if let Some(column) = table.column_mut(index) {
            let limit = if limit == 0 { each } else { limit };
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(limit)));
        }
    }
    format!("{}\n", table.trim_fmt())
}
