//! What each row of a grid is and what it is part of.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::columns::{Column, ColumnKind};
use super::grid::Grid;
use super::value::Value;
use super::words::{self, RowWord};
use crate::document::Document;
use crate::figures::lex;
use crate::figures::{Dimension, Unit};
use crate::lexicon;

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A row of values.
    Data,
    /// A total and nothing else: `Tổng cộng`, `Cộng A`.
    Total,
    /// `Trong đó:` without values.
    PartialHead,
    /// `Chia ra:` without values.
    CompleteHead,
    /// A title without values.
    Title,
    /// An average, the highest, the lowest: no part of anything.
    Aside,
}

/// A row of a grid.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its index in the table.
    pub row: usize,
    /// What it is.
    pub kind: RowKind,
    /// Its label without its mark, as printed.
    pub label: String,
    /// Block of the label.
    pub label_block: Option<u32>,
    /// Index (into the rows) of the row it is part of.
    pub parent: Option<usize>,
    /// Whether a cue says that it is one of several parts that need not be all.
    pub partial: bool,
    /// Whether a cue says that it is one of all the parts.
    pub complete: bool,
    /// Whether it may be the total of its neighbours though its label says more (`Tổng giá trị sản xuất`).
    pub weak_total: bool,
    /// Whether nothing says where it belongs (no mark among marked rows).
    pub loose: bool,
    /// The unit in its unit column, folded; empty where there is none.
    pub unit_text: String,
    /// The unit in its unit column.
    pub unit: Option<Unit>,
}

/// What stands for a row where there is none.
pub(super) static NO_ROW: Row = Row {
    row: usize::MAX,
    kind: RowKind::Title,
    label: String::new(),
    label_block: None,
    parent: None,
    partial: false,
    complete: false,
    weak_total: false,
    loose: true,
    unit_text: String::new(),
    unit: None,
};

impl Row {
    /// Whether the row's own unit says that its numbers are percentages.
    pub fn is_percentage(&self) -> bool {
        self.unit
            .as_ref()
            .is_some_and(|u| matches!(u.dimension, Dimension::Percent | Dimension::Permille | Dimension::PercentPoint))
    }

    /// Whether the row's own unit says that it is a rate.
    pub fn is_rate(&self) -> bool {
        self.unit.as_ref().is_some_and(|u| {
            matches!(
                u.dimension,
                Dimension::Percent | Dimension::Permille | Dimension::PercentPoint | Dimension::PerUnit
            )
        }) || self.unit_text.contains('/')
    }
}

/// How deep a mark stands, told by its sort; marks of one sort are on one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Upper,
    Roman,
    /// `1`, `1.1`: with so many numbers.
    Arabic(usize),
    Lower,
    Dash,
    Plus,
    Star,
    /// No mark; bold.
    Bold,
    /// No mark.
    Plain,
}

/// Reads the rows of a grid.
pub fn read(document: &Document, grid: &Grid, columns: &[Column]) -> Vec<Row> {
    let find = |kind| columns.iter().position(|c| c.kind == kind);
    let (number, label, unit) = (find(ColumnKind::Number), find(ColumnKind::Label), find(ColumnKind::Unit));
    let marked = number.is_some_and(|c| grid.rows.iter().any(|&r| !grid.text(document, r, c).trim().is_empty()));
    let mut rows = Vec::with_capacity(grid.rows.len());
    let mut sorts = Vec::with_capacity(grid.rows.len());
    for &index in &grid.rows {
        let text = label_text(document, grid, index, label, number);
        let typed = number.map_or("", |c| grid.text(document, index, c)).trim();
        let covered = number.is_some_and(|n| grid.at(index, n).covered || grid.text(document, index, n) == text.1);
        let (own, rest) = split_mark(text.1);
        let mark = if typed.is_empty() || covered { own } else { sort_of(typed) };
        let bold = text.0.is_some() && label.is_some_and(|l| grid.at(index, l).bold);
        let name = if own.is_some() { rest } else { text.1.trim() };
        let kind = kind(grid, columns, index, name);
        let typed_unit = unit.map_or("", |c| grid.text(document, index, c)).trim();
        let unit_text = if typed_unit.is_empty() { unit_in(name) } else { typed_unit };
        rows.push(Row {
            row: index,
            kind,
            label: name.to_owned(),
            label_block: text.0,
            parent: None,
            partial: words::row_has(name, RowWord::Partial) && kind == RowKind::Data,
            complete: false,
            weak_total: words::row_has(name, RowWord::WeakTotal),
            loose: false,
            unit: lex::unit_of(unit_text),
            unit_text: words::key(unit_text),
        });
        sorts.push(mark.unwrap_or(if bold { Sort::Bold } else { Sort::Plain }));
    }
    nest(&mut rows, &sorts, marked);
    rows
}

/// The unit in brackets at the end of a label: `Trồng rừng mới (ha)`; empty where none is known.
fn unit_in(label: &str) -> &str {
    let inner = label.strip_suffix(')').and_then(|l| l.rsplit_once('(')).map_or("", |(_, unit)| unit.trim());
    if lex::unit_of(inner).is_some() { inner } else { "" }
}

/// Block and text of a row's name; a total may stand in the column of numbers.
fn label_text<'d>(
    document: &'d Document,
    grid: &Grid,
    row: usize,
    label: Option<usize>,
    number: Option<usize>,
) -> (Option<u32>, &'d str) {
    let at = |c: usize| (grid.at(row, c).block, grid.text(document, row, c));
    let found = label.map(at).filter(|(_, text)| !text.trim().is_empty());
    found.or_else(|| number.map(at).filter(|(_, text)| sort_of(text.trim()).is_none())).unwrap_or((None, ""))
}

fn kind(grid: &Grid, columns: &[Column], row: usize, label: &str) -> RowKind {
    let values = (0..grid.columns)
        .filter(|&c| columns.get(c).is_some_and(|c| matches!(c.kind, ColumnKind::Value | ColumnKind::Verdict)))
        .any(|c| grid.at(row, c).value != Value::Empty);
    // a mark in a column headed `Đạt` is all that some rows say
    let values = values || (0..grid.columns).any(|c| grid.at(row, c).value == Value::Tick);
    let has = |word| words::row_has(label, word);
    if !values {
        return match () {
            () if has(RowWord::Partial) => RowKind::PartialHead,
            () if has(RowWord::Complete) => RowKind::CompleteHead,
            () => RowKind::Title,
        };
    }
    match () {
        () if has(RowWord::Average) || has(RowWord::Extreme) => RowKind::Aside,
        () if words::is_total(label) || has(RowWord::Total) => RowKind::Total,
        () => RowKind::Data,
    }
}

/// The sort of a mark that stands alone in its cell.
fn sort_of(text: &str) -> Option<Sort> {
    let text = text.trim().trim_matches(['(', ')']).trim_end_matches(['.', ')']);
    let first = text.chars().next()?;
    match first {
        '-' | '–' | '—' | '•' if text.chars().count() == 1 => Some(Sort::Dash),
        '+' if text.len() == 1 => Some(Sort::Plus),
        '*' if text.len() == 1 => Some(Sort::Star),
        '0'..='9' => {
            let parts: Vec<&str> = text.split('.').collect();
            let small = |p: &&str| !p.is_empty() && p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit());
            parts.iter().all(small).then_some(Sort::Arabic(parts.len()))
        }
        'I' | 'V' | 'X' | 'L' | 'C' if text.len() <= 6 && text.bytes().all(|b| b"IVXLC".contains(&b)) => {
            // `C` and `L` continue A, B… more often than Roman numbers
            if matches!(text, "C" | "L") { Some(Sort::Upper) } else { Some(Sort::Roman) }
        }
        'A'..='Z' | 'Đ' if text.chars().count() == 1 => Some(Sort::Upper),
        'a'..='z' | 'đ' if text.chars().count() == 1 => Some(Sort::Lower),
        _ => None,
    }
}

/// A mark at the start of a label: `- Nữ`, `1.1. Thu từ thuế`, `a) …`, `II. …`.
fn split_mark(label: &str) -> (Option<Sort>, &str) {
    let label = label.trim_matches(|c: char| c.is_whitespace());
    let end = label.find(char::is_whitespace).unwrap_or(label.len());
    let (mark, rest) = label.split_at(end);
    let sort = sort_of(mark);
    let closed = mark.ends_with(['.', ')']) || matches!(sort, Some(Sort::Dash | Sort::Plus | Sort::Star));
    let dotted = matches!(sort, Some(Sort::Arabic(n)) if n > 1);
    if sort.is_some() && (closed || dotted) && !rest.trim().is_empty() {
        return (sort, rest.trim());
    }
    let glued = label.strip_prefix(['-', '–', '+', '•']).filter(|r| r.starts_with(lexicon::is_alphabetic));
    match glued {
        Some(rest) => (Some(if label.starts_with('+') { Sort::Plus } else { Sort::Dash }), rest),
        None => (None, label),
    }
}

/// Finds the parents: a sort of mark met for the first time below a row is one
/// level deeper; a sort met before goes back to its level.
fn nest(rows: &mut [Row], sorts: &[Sort], marked: bool) {
    // (sort, row that holds the level, head above it)
    let mut levels: Vec<(Sort, usize)> = Vec::new();
    let mut partial_under: Option<Option<usize>> = None;
    let mut complete_under: Option<Option<usize>> = None;
    let mut last: Option<usize> = None;
    for (i, (row, &sort)) in rows.iter_mut().zip(sorts).enumerate() {
        match row.kind {
            RowKind::Total | RowKind::Aside => {
                row.loose = true;
                if row.kind == RowKind::Total {
                    last = None;
                }
                continue;
            }
            RowKind::PartialHead | RowKind::CompleteHead => {
                let under = Some(last);
                partial_under = if row.kind == RowKind::PartialHead { under } else { None };
                complete_under = if row.kind == RowKind::CompleteHead { under } else { None };
                row.parent = last;
                continue;
            }
            _ => {}
        }
        let bare = matches!(sort, Sort::Plain | Sort::Bold);
        // `Cộng`, `Thuế GTGT 10%`, `Tổng cộng`: what stands behind a total is no part of the last row above it
        if bare && marked && last.is_none() && row.kind == RowKind::Data && !levels.is_empty() {
            row.loose = true;
            continue;
        }
        if row.partial || (bare && marked && last.is_some()) {
            // `Trong đó: nữ`, or a row without number among numbered ones
            let holder = levels.last().map(|l| l.1);
            row.parent = holder;
            row.loose = true;
            continue;
        }
        let same = levels.iter().position(|l| l.0 == sort);
        // bold stands above plain
        let below = || levels.iter().position(|l| l.0 == Sort::Plain).filter(|_| sort == Sort::Bold);
        if let Some(depth) = same.or_else(below) {
            levels.truncate(depth);
        }
        let parent = levels.last().map(|l| l.1);
        row.parent = parent;
        levels.push((sort, i));
        for (slot, complete) in [(&mut partial_under, false), (&mut complete_under, true)] {
            if let Some(under) = *slot {
                if parent.is_some() && parent == under {
                    row.partial = !complete;
                    row.complete = complete;
                } else {
                    *slot = None;
                }
            }
        }
        last = Some(i);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks() {
        assert_eq!(sort_of("1.1"), Some(Sort::Arabic(2)));
        assert_eq!(sort_of("II"), Some(Sort::Roman));
        assert_eq!(sort_of("a"), Some(Sort::Lower));
        assert_eq!(sort_of("-"), Some(Sort::Dash));
        assert_eq!(sort_of("Tổng"), None);
        assert_eq!(split_mark("- Nữ"), (Some(Sort::Dash), "Nữ"));
        assert_eq!(split_mark("1.1. Thu từ thuế"), (Some(Sort::Arabic(2)), "Thu từ thuế"));
        assert_eq!(split_mark("2 bản vùng cao"), (None, "2 bản vùng cao"));
    }
}
