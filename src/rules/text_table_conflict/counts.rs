//! Numbers of rows that the paragraph above a table announces: `12 xã`, `14/19 tiêu chí`.

use super::finding;
use super::prose;
use crate::document::TextRange;
use crate::figures::{Cue, Figure, TokenKind};
use crate::finding::{Finding, Text};
use crate::rules::Context;
use crate::tables::columns::ColumnKind;
use crate::tables::names::words_of;
use crate::tables::prose_words;
use crate::tables::relation::At;
use crate::tables::rows::RowKind;
use crate::tables::sheet::Sheet;
use crate::tables::value::Value;
use crate::tables::words::{self, Mark};

/// Compares the counts above each table with its rows.
pub fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for sheet in context.sheets {
        let Some(label) = sheet.columns.iter().position(|c| c.kind == ColumnKind::Label) else { continue };
        let nouns = nouns(&sheet.grid.headers[label]);
        let rows = common_level(sheet).map_or_else(|| nouns.clone(), |level| vec![level]);
        if nouns.is_empty() {
            continue;
        }
        for block in prose::above(context.document, sheet) {
            count_of_rows(context, sheet, &rows, block, out);
            count_of_goals(context, sheet, &nouns, block, out);
            count_of_missed(context, sheet, &nouns, block, out);
        }
    }
}

/// `Xã, thị trấn` names two nouns.
fn nouns(header: &str) -> Vec<String> {
    words::without_brackets(header).split([',', ';']).map(words::key).filter(|n| !n.is_empty()).collect()
}

/// The level of locality that all labels begin with: `Xã Na Tông`, `Xã Na Khoa`.
fn common_level(sheet: &Sheet) -> Option<String> {
    let level = |i: &usize| {
        let words = words_of(&sheet.rows[*i].label);
        let length = prose_words::level(&words);
        (length > 0).then(|| words[..length].join(" "))
    };
    let rows = entities(sheet);
    let first = rows.first().and_then(level)?;
    rows.iter().all(|i| level(i).as_deref() == Some(&first)).then_some(first)
}

fn entities(sheet: &Sheet) -> Vec<usize> {
    let has_child: std::collections::HashSet<usize> = sheet.rows.iter().filter_map(|r| r.parent).collect();
    let entity = |i: &usize| {
        let row = &sheet.rows[*i];
        row.kind == RowKind::Data && !row.loose && !row.partial && !row.weak_total && !has_child.contains(i)
    };
    (0..sheet.rows.len()).filter(entity).collect()
}

/// The first count of the noun in the paragraph says how many rows there are,
/// if the table has a total, so that its rows are all there are.
fn count_of_rows(context: &Context<'_>, sheet: &Sheet, nouns: &[String], block: u32, out: &mut Vec<Finding>) {
    let total = sheet.rows.iter().find(|r| r.kind == RowKind::Total);
    let rows = entities(sheet);
    let ([noun], Some(total), true) = (nouns, total, rows.len() >= 4) else { return };
    let Some(lexed) = context.lexed.get(block as usize) else { return };
    let first = lexed.tokens.iter().find_map(|t| match t.kind {
        TokenKind::Figure(i) => lexed.figures.get(i as usize).filter(|f| counts(f, noun)).map(|f| (t.range, f)),
        _ => None,
    });
    let Some((at, figure)) = first else { return };
    let partly = |kind: TokenKind| {
        matches!(
            kind,
            TokenKind::Cue(Cue::OfWhich | Cue::Partly | Cue::Separately | Cue::Increase | Cue::Decrease | Cue::Not)
        )
    };
    let led = lexed.tokens.iter().take_while(|t| t.range.start < at.start).any(|t| partly(t.kind));
    let Some(count) = figure.value().and_then(|v| v.to_i64()) else { return };
    let there = rows.len() as i64;
    // Fewer than the rows may be some of them; far more are another set.
    if led || count <= there || count - there > 1 + there / 5 {
        return;
    }
    let other = total.label_block.and_then(|b| context.document.blocks.get(b as usize)).map_or(at, |b| b.range);
    let shown = context.document.slice(figure.range).trim();
    let message = Text::new(
        format!("văn bản nêu {shown}, biểu có {there} dòng {noun}"),
        format!("the text says {shown}, the table has {there} rows of “{noun}”"),
    );
    let label = Text::new(format!("dòng tổng của {there} dòng"), format!("total of {there} rows"));
    out.push(finding(context, figure.range, message, other, label));
}

fn counts(figure: &Figure, noun: &str) -> bool {
    figure.is_count() && figure.hedge.is_none() && (figure.unit.key == *noun || figure.noun == *noun)
}

/// What each row of goals came to, with the column.
fn marks(sheet: &Sheet) -> Option<(usize, Vec<(usize, Mark)>)> {
    let column = sheet.columns.iter().position(|c| c.kind == ColumnKind::Verdict)?;
    let mark = |i: usize| match sheet.grid.at(sheet.rows[i].row, column).value {
        Value::Verdict(mark) => Some((sheet.rows[i].row, mark)),
        _ => None,
    };
    let marks: Vec<(usize, Mark)> = entities(sheet).into_iter().filter_map(mark).collect();
    (marks.len() >= 4).then_some((column, marks))
}

fn place_of(context: &Context<'_>, sheet: &Sheet, (column, marks): &(usize, Vec<(usize, Mark)>)) -> TextRange {
    let row = marks.first().map_or(0, |m| m.0 as u32);
    sheet.place(context.document, At { row, column: *column as u32 })
}

/// `14/19 tiêu chí`: of as many rows as the table has, so many reached the goal.
fn count_of_goals(context: &Context<'_>, sheet: &Sheet, nouns: &[String], block: u32, out: &mut Vec<Finding>) {
    let (Some(goals), Some(lexed)) = (marks(sheet), context.lexed.get(block as usize)) else { return };
    let met = goals.1.iter().filter(|(_, m)| matches!(m, Mark::Met | Mark::Exceeded)).count() as i64;
    let header = nouns.join(" ");
    for token in &lexed.tokens {
        let TokenKind::Fraction { upper, lower } = token.kind else { continue };
        let (Some(upper), Some(lower)) = (lexed.figures.get(upper as usize), lexed.figures.get(lower as usize)) else {
            continue;
        };
        let whole = |f: &Figure| f.value().and_then(|v| v.to_i64());
        let (Some(part), Some(all)) = (whole(upper), whole(lower)) else { continue };
        let noun = if lower.noun.is_empty() { &lower.unit.key } else { &lower.noun };
        let about = [noun.as_str(), lower.unit.key.as_str()].iter().any(|n| !n.is_empty() && header.contains(n));
        if !about || all != goals.1.len() as i64 || part == met {
            continue;
        }
        let message = Text::new(
            format!("văn bản nêu {part}/{all}, biểu có {met} dòng đạt trên {all} dòng"),
            format!("the text says {part}/{all}, in the table {met} of {all} rows are met"),
        );
        let place = place_of(context, sheet, &goals);
        out.push(finding(context, token.range, message, place, Text::new("cột kết quả", "the column of results")));
    }
}

/// `còn 6 tiêu chí chưa đạt`: so many rows did not reach the goal.
fn count_of_missed(context: &Context<'_>, sheet: &Sheet, nouns: &[String], block: u32, out: &mut Vec<Finding>) {
    let (Some(goals), Some(lexed)) = (marks(sheet), context.lexed.get(block as usize)) else { return };
    let missed = goals.1.iter().filter(|(_, m)| *m == Mark::Missed).count() as i64;
    let (header, document) = (nouns.join(" "), context.document);
    let end = document.blocks.get(block as usize).map_or(0, |b| b.range.end);
    for token in &lexed.tokens {
        let TokenKind::Figure(index) = token.kind else { continue };
        let Some(figure) = lexed.figures.get(index as usize).filter(|f| f.is_count() && f.hedge.is_none()) else {
            continue;
        };
        let behind = words_of(document.slice(TextRange::new(figure.range.end.min(end), end)));
        let about = !figure.unit.key.is_empty() && header.contains(figure.unit.key.as_str());
        let count = figure.value().and_then(|v| v.to_i64());
        let Some(count) = count.filter(|&c| about && c != missed && prose_words::is_missed(&behind)) else { continue };
        let message = Text::new(
            format!("văn bản nêu {count} dòng chưa đạt, biểu có {missed}"),
            format!("the text says that {count} were not reached, the table has {missed}"),
        );
        let place = place_of(context, sheet, &goals);
        out.push(finding(context, figure.range, message, place, Text::new("cột kết quả", "the column of results")));
    }
}
