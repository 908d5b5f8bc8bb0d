//! Tables as tables, cells merged as in the draft.

use super::marks::Marks;
use super::text::{beside, findings, inline};
use crate::check::Report;
use crate::document::{BlockKind, Cell, Document};
use hashbrown::HashSet;
use maud::{Markup, html};

/// The blocks that a table shows: its cells, and its caption where it has any.
pub fn held(document: &Document) -> HashSet<u32> {
    let shown = document.tables.iter().filter(|t| !t.cells.is_empty());
    shown.flat_map(|t| t.cells.iter().map(|c| c.block).chain(t.caption)).collect()
}

/// A table with the cards of all its cells beside it.
pub fn table(report: &Report, marks: &Marks<'_>, id: u32) -> Markup {
    let Some(table) = report.document.tables.get(id as usize) else { return Markup::default() };
    let blocks = table.caption.into_iter().chain(table.cells.iter().map(|c| c.block));
    let own: Vec<usize> = blocks.flat_map(|b| findings(marks, b)).collect();
    let mut cells = table.cells.iter().peekable();
    let content = html! {
        @if table.unreadable.is_some() {
            p.lost { (marks.lang.pick(
                "Không đọc được cột của bảng này, nên bảng không được kiểm.",
                "The columns of this table could not be read, so it is not checked.",
            )) }
        }
        div.scroll tabindex="0" {
            table.grid {
                @if let Some(caption) = table.caption { caption { (inline(report, marks, caption)) } }
                @for row in 0..table.rows {
                    tr { @while let Some(cell) = cells.next_if(|c| c.row <= row) {
                        (field(report, marks, cell, row < table.header_rows))
                    } }
                }
            }
        }
    };
    beside(report, marks, &own, content)
}

fn field(report: &Report, marks: &Marks<'_>, cell: &Cell, head: bool) -> Markup {
    let text = inline(report, marks, cell.block);
    let rows = (cell.rows > 1).then_some(cell.rows);
    let columns = (cell.columns > 1).then_some(cell.columns);
    let class = is_number(report, marks, cell.block).then_some("num");
    let bold = cell.bold.then_some("bold");
    html! {
        @if head { th class=[class] rowspan=[rows] colspan=[columns] { (text) } }
        @else { td class=[class.or(bold)] rowspan=[rows] colspan=[columns] { (text) } }
    }
}

/// Whether a cell is a figure and nothing else.
fn is_number(report: &Report, marks: &Marks<'_>, block: u32) -> bool {
    let text = report.document.block_text(block).trim();
    matches!(report.document.blocks.get(block as usize).map(|b| b.kind), Some(BlockKind::Cell(_)))
        && marks.figures(block).first().is_some_and(|f| report.document.slice(f.range) == text)
}
