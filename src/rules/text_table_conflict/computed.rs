//! Figures of the text that no field of a table holds but that its fields give: changes between two
//! columns, shares of a total, sums of some rows, rates, means.
//!
//! What a figure may be is computed in every way its words leave open; one way that agrees is enough, and only where
//! none does something is told. Every word of its clause must be known to the table.

pub mod beside;
mod changes;
mod conditions;
mod extremes;
mod fits;
mod holders;
pub mod learned;
mod leaving_out;
pub mod means;
pub mod measures;
mod parts_of_year;
mod rates;
mod remainder;
mod row_groups;
mod rows_apart;
pub mod said;
mod shares;
mod stocks;
mod subject;
mod sums;
mod time_rows;

use super::mentions::Paragraph;
use super::values::{Index, near};
use super::{Compared, Draft, Settled};
use crate::document::{BlockKind, TextRange};
use crate::figures::exact::Exact;
use crate::source::Spans;
use crate::tables::names::Names;
use beside::Beside;
use fits::Reading;
use hashbrown::HashSet;
pub use holders::Holders;

/// Compares what the paragraphs tell of tables near them; what the text alone settles is left alone, unless
/// the table shows that it was misread.
pub fn check(
    draft: &Draft<'_>,
    names: &[Names],
    (index, holders): (&Index, &Holders),
    settled: &Settled,
    out: &mut Compared,
) {
    let section = |block: u32| draft.document.blocks.get(block as usize).map(|b| b.section);
    let cells = draft.sheets.iter().filter_map(|s| draft.document.tables.get(s.table as usize)?.cells.first());
    let with_tables: HashSet<_> = cells.map(|cell| section(cell.block)).collect();
    let mut told: HashSet<TextRange> = HashSet::new();
    let mut conflicts = 0;
    let findings = Spans::of(out.findings.iter().map(|f| (f.span, ())));
    let spoken: HashSet<u32> = out.speaks.iter().map(|s| s.0).collect();
    for (block, lexed) in (0u32..).zip(draft.lexed) {
        let paragraph = draft.document.blocks.get(block as usize).is_some_and(|b| b.kind == BlockKind::Paragraph);
        if !paragraph || lexed.figures.is_empty() || draft.is_to_come(block) {
            continue;
        }
        let holding = holders.sheets(&lexed.figures);
        if holding.is_empty() && !with_tables.contains(&section(block)) && !spoken.contains(&block) {
            continue;
        }
        let Some(paragraph) = draft.paragraph(block) else { continue };
        let sheets = known(draft, (index, &holding), &paragraph, block, &out.speaks);
        let tables: Vec<Beside<'_>> = sheets
            .iter()
            .filter_map(|&i| Beside::of(draft, (i, draft.sheets.get(i)?), names.get(i)?, &paragraph, &out.fields))
            .collect();
        if tables.is_empty() {
            continue;
        }
        told.extend(out.conflicts.get(conflicts..).unwrap_or_default().iter().map(|c| c.0));
        conflicts = out.conflicts.len();
        for (i, mention) in paragraph.mentions.iter().enumerate() {
            let number = mention.figure.number;
            let found = findings.meet(draft.document.span(mention.range()));
            // `bình quân mỗi xã` is by as many as the table has, whatever number the text has nearby.
            let by_others = |values: &Vec<Exact>, t: &Beside<'_>| {
                means::is_of_rows(t, mention) && !values.contains(&Exact::int(t.entities.len() as i64))
            };
            if settled.wrong.get(&number).is_some_and(|values| tables.iter().any(|t| by_others(values, t))) {
                out.taken.insert(number);
            }
            // `trong 7 sản phẩm` beside a table of seven: what follows from it is told elsewhere
            let of_all = |t: &Beside<'_>| {
                let value = mention.figure.value().and_then(|v| v.to_i64());
                mention.lower.is_none() && t.counts_rows(mention) && value == Some(t.entities.len() as i64)
            };
            if tables.iter().any(of_all) {
                out.agreed.insert(number);
            }
            let misread = settled.wrong.contains_key(&number) && (mention.mean || mention.share);
            let settled = settled.right.contains(&number) || (settled.wrong.contains_key(&number) && !misread);
            if settled || told.contains(&number) || found {
                continue;
            }
            let other = |t: &&Beside<'_>| t.names_other_place(mention) || t.says_other_whole(mention);
            let tables: Vec<&Beside<'_>> = tables.iter().filter(|t| !other(t)).collect();
            if misread {
                let readings = tables.iter().filter_map(|table| misread_by_text(table, i));
                fits::judge(draft, (mention, true), readings.collect(), out);
                continue;
            }
            let counts: Vec<Reading<'_>> = tables.iter().filter_map(|table| conditions::read(table, i)).collect();
            if !counts.is_empty() {
                fits::judge(draft, (mention, false), counts, out);
                continue;
            }
            if mention.lower.is_some() {
                rates::fraction(draft, &tables, i, out);
                continue;
            }
            if out.agreed.contains(&number) {
                continue;
            }
            let readings: Vec<Reading<'_>> = tables.iter().filter_map(|table| read(table, i)).collect();
            fits::judge(draft, (mention, false), readings, out);
        }
    }
}

/// The tables that a paragraph is known to speak of: those of its section, and those that hold figures of it.
pub fn known(
    draft: &Draft<'_>,
    (index, holding): (&Index, &[usize]),
    paragraph: &Paragraph<'_>,
    block: u32,
    speaks: &HashSet<(u32, usize)>,
) -> Vec<usize> {
    let known =
        |sheet: &usize| near(draft, *sheet, block) || speaks.contains(&(block, *sheet)) || holding.contains(sheet);
    index.sheets(draft, paragraph, block).into_iter().filter(known).collect()
}

/// What a table makes of a figure.
fn read<'a>(table: &Beside<'a>, index: usize) -> Option<Reading<'a>> {
    extremes::read(table, index)
        .or_else(|| leaving_out::read(table, index))
        .or_else(|| remainder::read(table, index))
        .or_else(|| sums::read(table, index))
        .or_else(|| changes::read(table, index))
        .or_else(|| stocks::read(table, index))
        .or_else(|| time_rows::read(table, index))
        .or_else(|| shares::read(table, index))
        .or_else(|| rates::read(table, index))
        .or_else(|| means::read(table, index))
        .or_else(|| rows_apart::read(table, index))
}

/// The same of a mean or a share that the text seems to contradict.
fn misread_by_text<'a>(table: &Beside<'a>, index: usize) -> Option<Reading<'a>> {
    means::read(table, index).or_else(|| shares::read(table, index))
}
