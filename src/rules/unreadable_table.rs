//! unreadable-table: a table whose columns were lost on the way out of Word.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::Context;
use crate::document::{Table, Unreadable};
use crate::finding::{Finding, Severity, Text};
use crate::source::Span;

/// Name of the rule.
pub const NAME: &str = "unreadable-table";

/// Announces every table that was not read as a grid.
pub fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for table in &context.document.tables {
        if let Some(reason) = table.unreadable {
            out.push(finding(context, table, reason));
        }
    }
}

fn finding(context: &Context<'_>, table: &Table, reason: Unreadable) -> Finding {
    let why = match reason {
        Unreadable::RaggedRows => Text::new(
            "các dòng không cùng số ô, không biết số nào thuộc cột nào",
            "its rows have different numbers of cells, so no figure has a column",
        ),
        Unreadable::CellPerLine => Text::new(
            "mỗi ô bị tách thành một dòng riêng, không còn cột",
            "every cell became a line of its own, so no columns are left",
        ),
        Unreadable::BrokenMarkup => Text::new("đánh dấu của biểu bị hỏng", "the markup of the table is broken"),
    };
    let how = Text::new(
        "nên kiểm tra thẳng tệp Word (.docx), hoặc xuất lại bằng pandoc (-t gfm hoặc -t markdown)",
        "check the Word file (.docx) itself, or export again with pandoc (-t gfm or -t markdown)",
    );
    let blocks = table.cells.iter().filter_map(|c| context.lexed.get(c.block as usize));
    let count: usize = blocks.map(|lexed| lexed.figures.len()).sum();
    Finding {
        rule: NAME,
        severity: Severity::Note,
        span: first_line(context, table.span),
        message: Text::new(
            format!("không đọc được biểu: {}; {count} số liệu trong biểu chưa được kiểm tra", why.vi),
            match count {
                1 => format!("cannot read this table: {}; its figure was not checked", why.en),
                _ => format!("cannot read this table: {}; its {count} figures were not checked", why.en),
            },
        ),
        caret: Text::new("biểu chưa được kiểm tra", "not checked"),
        labels: Vec::new(),
        notes: vec![how],
    }
}

/// The first line of the table that is not empty.
fn first_line(context: &Context<'_>, span: Span) -> Span {
    let source = &context.document.source;
    let text = source.slice(span);
    let lead = text.len() - text.trim_start().len();
    let line = text.trim_start().lines().next().unwrap_or("").trim_end().len();
    let start = span.start + lead as u32;
    Span::new(start, start + line as u32)
}
