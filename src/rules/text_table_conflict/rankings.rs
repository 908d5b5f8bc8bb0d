//! `Xã … có đàn bò lớn nhất`: the row the paragraph above a table names must be the one.

use super::finding;
use super::prose::{self, Word};
use crate::document::TextRange;
use crate::finding::{Finding, Text};
use crate::lexicon;
use crate::rules::Context;
use crate::tables::facts;
use crate::tables::relation::{At, Term};
use crate::tables::rows::RowKind;
use crate::tables::sheet::Sheet;
use std::sync::OnceLock;

/// A phrase of ranking, and whether it means the most.
fn phrases() -> &'static [(Vec<String>, bool)] {
    static PHRASES: OnceLock<Vec<(Vec<String>, bool)>> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let rows = lexicon::rows(include_str!("../../../rules/lexicon/table-rankings.tsv")).unwrap_or_default();
        rows.iter().map(|r| (lexicon::fold(r[0]).split(' ').map(str::to_owned).collect(), r[1] == "High")).collect()
    })
}

/// Between row and column, and column and ranking, at most so many words stand.
const GAP: usize = 2;

/// Checks the rankings of the paragraphs above each table.
pub fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for sheet in context.sheets {
        let columns = columns(sheet);
        let rows: Vec<(usize, Vec<String>)> = (0..sheet.rows.len())
            .filter(|&i| sheet.rows[i].kind == RowKind::Data && sheet.rows[i].parent.is_none())
            .map(|i| (i, facts::name(&sheet.rows[i].label)))
            .filter(|(_, name)| name.len() >= 2)
            .collect();
        if columns.is_empty() || rows.len() < 3 {
            continue;
        }
        for block in prose::above(context.document, sheet) {
            let words = prose::words(context.document, block);
            for (phrase, most) in phrases() {
                for at in prose::find(&words, phrase) {
                    out.extend(ranking(context, sheet, &columns, &rows, &words, at, *most));
                }
            }
        }
    }
}

/// Columns with a name of their own: no two years of one thing.
fn columns(sheet: &Sheet) -> Vec<(usize, Vec<String>)> {
    let named: Vec<(usize, Vec<String>)> = sheet
        .value_columns()
        .map(|c| (c, facts::name(&sheet.grid.headers[c])))
        .filter(|(_, n)| !n.is_empty())
        .collect();
    let once = |name: &Vec<String>| named.iter().filter(|(_, n)| n == name).count() == 1;
    named.iter().filter(|(_, name)| once(name)).cloned().collect()
}

/// `<row> … <column> … <ranking>` in one clause.
fn ranking(
    context: &Context<'_>,
    sheet: &Sheet,
    columns: &[(usize, Vec<String>)],
    rows: &[(usize, Vec<String>)],
    words: &[Word],
    at: usize,
    most: bool,
) -> Option<Finding> {
    let start = (0..=at).rev().find(|&i| words[i].fresh)?;
    let clause = &words[start..at];
    let (column, name_at) = columns.iter().find_map(|(column, name)| {
        let found = prose::find(clause, name).last()?;
        (clause.len() - found - name.len() <= GAP).then_some((*column, found))
    })?;
    let before = &clause[..name_at];
    let named: Vec<(usize, usize, usize)> =
        rows.iter().filter_map(|(row, name)| Some((*row, prose::find(before, name).last()?, name.len()))).collect();
    let &[(row, row_at, length)] = named.as_slice() else { return None };
    if before.len() - row_at - length > GAP {
        return None;
    }
    let value = |i: usize| sheet.value(Term::plus(sheet.rows[i].row, column)).map(|v| v.value);
    let own = value(row)?;
    let all: Vec<(usize, i128)> = rows.iter().filter_map(|(i, _)| Some((*i, value(*i)?))).collect();
    let best = if most { all.iter().max_by_key(|v| v.1)? } else { all.iter().min_by_key(|v| v.1)? };
    if best.1 == own || all.len() < rows.len() {
        return None;
    }
    let (first, last) = (before.get(row_at)?, before.get(row_at + length - 1)?);
    let place = TextRange::new(first.range.start, last.range.end);
    let at = At { row: sheet.rows[best.0].row as u32, column: column as u32 };
    let winner = &sheet.rows[best.0].label;
    let shown = sheet.text(context.document, at);
    let named = context.document.slice(place);
    let message = Text::new(
        format!("trong biểu, đứng ở vị trí này là “{winner}” ({shown}), không phải “{named}”"),
        format!("in the table “{winner}” ({shown}) holds this place, not “{named}”"),
    );
    Some(finding(context, place, message, sheet.place(context.document, at), Text::new("trong biểu", "in the table")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phrases_can_be_read() {
        assert!(phrases().iter().any(|(_, most)| *most) && phrases().iter().any(|(_, most)| !*most));
    }
}
