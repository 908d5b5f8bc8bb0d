//! Figures that a table holds though words around them are none of the table's: `Tổng số biên chế công chức được giao năm
//! 2025 là 76 biên chế`. They prove nothing of themselves, but show which row the figures beside them are of.

use super::bind::{self, Bound};
use super::fields::Columns;
use super::mentions::Paragraph;
use super::values::{Pair, digits, usable};
use super::{Draft, rows};
use crate::tables::names::Names;
use crate::work;
use hashbrown::HashSet;

/// Adds such figures of a paragraph to its fields (`fields` has those that are bound, a list for each of those that are `compared`), for the
/// tables that one of its figures differs from.
pub fn add<'p>(
    draft: &Draft<'_>,
    names: &[Names],
    (paragraph, compared): (&'p Paragraph<'p>, &[usize]),
    fields: &mut [Vec<Pair<'p>>],
) {
    let differs = fields.iter().flatten().filter(|p| !p.equal && !p.bound.summed);
    let sheets: HashSet<usize> = differs.map(|p| p.sheet).collect();
    for sheet in sheets {
        for (&index, list) in compared.iter().zip(fields.iter_mut()) {
            if list.iter().all(|p| p.sheet != sheet) {
                list.extend(pair(draft, names, paragraph, (index, sheet)));
            }
        }
    }
}

/// The only field of the row that a figure is said of which holds it: that of the row that is named, else of the total.
fn pair<'p>(
    draft: &Draft<'_>,
    names: &[Names],
    paragraph: &'p Paragraph<'p>,
    (index, sheet): (usize, usize),
) -> Option<Pair<'p>> {
    work::step();
    let (mention, table, names) = (paragraph.mentions.get(index)?, draft.sheets.get(sheet)?, names.get(sheet)?);
    if mention.other || mention.lower.is_some() || !usable(mention.figure) {
        return None;
    }
    let named = |range| rows::named(names, paragraph, range).last().map(|n| n.row);
    let before = mention.before.first().map_or(mention.own.start, |first| *first);
    let row = named(mention.own.start..mention.tail.end).or_else(|| named(before..mention.own.start)).or(names.total)?;
    let line = names.line(table, row);
    let columns = Columns { sheet: table, names, mention, row, line, said_whole: false };
    let said = |word: &str| mention.own.clone().chain(mention.tail.clone()).any(|i| paragraph.says(i, word));
    let mut found = names.columns.iter().filter(|c| !c.change).filter_map(|column| {
        let figure = columns.figure(column)?;
        let fits = columns.in_time(column) && columns.unit(column, figure) == Some(true);
        let long = digits(mention.figure) >= 2 || column.all.iter().any(|w| said(w));
        (fits && long && bind::equal(mention.figure, figure)).then(|| (columns.at(column), figure.clone(), column.plan))
    });
    let (at, figure, plan) = found.next().filter(|_| found.next().is_none())?;
    let bound = Bound {
        at,
        figure,
        plan,
        row_named: false,
        narrowed: true,
        level: None,
        telling: 0,
        unit_known: true,
        same_time: false,
        by_time: false,
        summed: false,
    };
    Some(Pair { mention, index, sheet, bound, equal: true, loose: true })
}
