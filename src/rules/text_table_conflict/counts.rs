//! Numbers of rows that the paragraph above a table announces: `12 xã`, `14/19 tiêu chí`.

use super::finding;
use super::prose;
use super::times;
use crate::document::TextRange;
use crate::figures::{Cue, Figure, TokenKind};
use crate::finding::{Finding, Text};
use crate::lexicon;
use crate::rules::Context;
use crate::tables::columns::ColumnKind;
use crate::tables::names::{Names, words_of};
use crate::tables::prose_words;
use crate::tables::relation::{At, Outcome};
use crate::tables::rows::RowKind;
use crate::tables::sheet::{FamilyKind, Relation, Sheet};
use crate::tables::verdicts;
use crate::tables::words::{self, Mark};
use std::collections::HashSet;

/// Compares the counts above each table with its rows.
pub fn check(context: &Context<'_>, names: &[Names], out: &mut Vec<Finding>) {
    for (sheet, names) in context.sheets.iter().zip(names) {
        let Some(label) = sheet.columns.iter().position(|c| c.kind == ColumnKind::Label) else { continue };
        let nouns = nouns(&sheet.grid.headers[label]);
        let rows = common_level(sheet).map_or_else(|| nouns.clone(), |level| vec![level]);
        if nouns.is_empty() {
            continue;
        }
        for block in prose::above(context.document, sheet) {
            count_of_rows(context, sheet, &rows, block, out);
            count_of_judged(context, (sheet, names), &nouns, block, out);
        }
        if let Some(goals) = goals(sheet) {
            for block in prose::introducing(context.document, sheet) {
                count_of_goals(context, (sheet, names, &goals), &nouns, block, out);
            }
        }
    }
}

/// `Xã, thị trấn` names two nouns.
fn nouns(header: &str) -> Vec<String> {
    let named = |n: &str| prose_words::without_name(&words::key(n)).to_owned();
    words::without_brackets(header).split([',', ';']).map(named).filter(|n| !n.is_empty()).collect()
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
    let has_child: HashSet<usize> = sheet.rows.iter().filter_map(|r| r.parent).collect();
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

/// Goals that a table judges.
struct Goals {
    /// The first column that judges.
    column: usize,
    /// What each row of goals came to.
    marks: Vec<(usize, Mark)>,
    /// The same, with judgements put right that their own row shows to be wrong.
    mended: Vec<(usize, Mark)>,
}

impl Goals {
    /// How many rows there are of what is said: several numbers where the words are open.
    fn there(&self, said: Said) -> Vec<i64> {
        there(&self.marks, said)
    }

    /// Whether so many may be said.
    fn has(&self, said: Said, count: i64) -> bool {
        self.there(said).contains(&count) || there(&self.mended, said).contains(&count)
    }
}

/// The goals of a table, if it has several.
fn goals(sheet: &Sheet) -> Option<Goals> {
    let rows: HashSet<usize> = entities(sheet).into_iter().collect();
    let marks: Vec<(usize, usize, Mark)> = verdicts::marks(sheet).into_iter().filter(|m| rows.contains(&m.0)).collect();
    let column = marks.first().filter(|_| marks.len() >= 4)?.1;
    let wrong = |r: &&Relation| r.kind == FamilyKind::Verdict && r.outcome == Outcome::Broken;
    let wrong: HashSet<usize> =
        sheet.relations.iter().filter(wrong).filter_map(|r| Some(r.terms.first()?.at.row as usize)).collect();
    let marks: Vec<(usize, Mark)> = marks.into_iter().map(|(i, _, mark)| (sheet.rows[i].row, mark)).collect();
    let mend = |&(row, mark): &(usize, Mark)| match mark {
        Mark::Missed if wrong.contains(&row) => (row, Mark::Met),
        _ if wrong.contains(&row) => (row, Mark::Missed),
        _ => (row, mark),
    };
    Some(Goals { column, mended: marks.iter().map(mend).collect(), marks })
}

fn place_of(context: &Context<'_>, sheet: &Sheet, goals: &Goals) -> TextRange {
    let row = goals.marks.first().map_or(0, |m| m.0 as u32);
    sheet.place(context.document, At { row, column: goals.column as u32 })
}

/// What is said about goals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// `đạt`, `hoàn thành`: those that were just reached, or all that were.
    Met,
    /// `đạt và vượt`
    All,
    /// `vượt`
    Exceeded,
    /// `chưa đạt`
    Missed,
}

/// What the words behind a count of goals say of them.
fn said(behind: &[String]) -> Option<Said> {
    match () {
        () if prose_words::is_missed(behind) => Some(Said::Missed),
        () if prose_words::is_met_and_exceeded(behind) => Some(Said::All),
        () if prose_words::is_exceeded(behind) => Some(Said::Exceeded),
        () if prose_words::is_met(behind) => Some(Said::Met),
        () => None,
    }
}

/// How many rows there are of what is said; several numbers where the words are open.
fn there(marks: &[(usize, Mark)], said: Said) -> Vec<i64> {
    let count = |mark: Mark| marks.iter().filter(|m| m.1 == mark).count() as i64;
    let (met, exceeded) = (count(Mark::Met), count(Mark::Exceeded));
    match said {
        Said::Missed => vec![count(Mark::Missed)],
        Said::All => vec![met + exceeded],
        // a column that only says `Đạt` tells nothing about it
        Said::Exceeded if exceeded == 0 => Vec::new(),
        Said::Exceeded => vec![exceeded],
        Said::Met => vec![met + exceeded, met],
    }
}

/// `14/19 tiêu chí`: of as many rows as the table has, so many reached the goal.
fn count_of_goals(
    context: &Context<'_>,
    (sheet, names, goals): (&Sheet, &Names, &Goals),
    nouns: &[String],
    block: u32,
    out: &mut Vec<Finding>,
) {
    let Some(lexed) = context.lexed.get(block as usize) else { return };
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
        let said = said(&behind(context, block, token.range)).unwrap_or(Said::Met);
        if !about || all != goals.marks.len() as i64 || goals.has(said, part) {
            continue;
        }
        let there = goals.there(said);
        let Some(met) = there.first().filter(|_| plain_before(context, names, block, token.range)) else { continue };
        let (vi, en) = if said == Said::Missed { ("chưa đạt", "not met") } else { ("đạt", "met") };
        let message = Text::new(
            format!("văn bản nêu {part}/{all}, biểu có {met} dòng {vi} trên {all} dòng"),
            format!("the text says {part}/{all}, in the table {met} of {all} rows are {en}"),
        );
        let place = place_of(context, sheet, goals);
        out.push(finding(context, token.range, message, place, Text::new("cột kết quả", "the column of results")));
    }
}

/// `còn 6 tiêu chí chưa đạt`, `có 9 chỉ tiêu đạt và vượt`: so many rows reached the goal or did not.
fn count_of_judged(
    context: &Context<'_>,
    (sheet, names): (&Sheet, &Names),
    nouns: &[String],
    block: u32,
    out: &mut Vec<Finding>,
) {
    let (Some(goals), Some(lexed)) = (goals(sheet), context.lexed.get(block as usize)) else { return };
    let header = nouns.join(" ");
    for token in &lexed.tokens {
        let TokenKind::Figure(index) = token.kind else { continue };
        let Some(figure) = lexed.figures.get(index as usize).filter(|f| f.is_count() && f.hedge.is_none()) else {
            continue;
        };
        let about = !figure.unit.key.is_empty() && header.contains(figure.unit.key.as_str());
        let count = figure.value().and_then(|v| v.to_i64()).filter(|_| about);
        let said = count.and_then(|_| said(&behind(context, block, figure.range)));
        let (Some(count), Some(said)) = (count, said) else { continue };
        let there = goals.there(said);
        let Some(first) = there.first().filter(|_| !goals.has(said, count)) else { continue };
        if !plain_before(context, names, block, figure.range) {
            continue;
        }
        let (vi, en) = match said {
            Said::Missed => ("chưa đạt", "not reached"),
            Said::Exceeded => ("vượt", "exceeded"),
            Said::Met | Said::All => ("đạt", "reached"),
        };
        let message = Text::new(
            format!("văn bản nêu {count} dòng {vi}, biểu có {first}"),
            format!("the text says that {count} were {en}, the table has {first}"),
        );
        let place = place_of(context, sheet, &goals);
        out.push(finding(context, figure.range, message, place, Text::new("cột kết quả", "the column of results")));
    }
}

/// The words behind a place of a block, up to the end of its clause.
fn behind(context: &Context<'_>, block: u32, at: TextRange) -> Vec<String> {
    let end = context.document.blocks.get(block as usize).map_or(0, |b| b.range.end);
    let text = context.document.slice(TextRange::new(at.end.min(end), end));
    words_of(text.split([',', ';', '.', '(', ':']).next().unwrap_or(text))
}

/// Whether nothing before a figure makes it that of a smaller group or of another time: every word of its
/// clause means nothing narrower or belongs to what the table is about, and its sentence names no other
/// place or year.
fn plain_before(context: &Context<'_>, names: &Names, block: u32, at: TextRange) -> bool {
    let start = context.document.blocks.get(block as usize).map_or(at.start, |b| b.range.start);
    let text = context.document.slice(TextRange::new(start.min(at.start), at.start));
    let sentence = text.rsplit(['.', ';', '!', '?']).next().unwrap_or(text);
    let clause = sentence.rsplit([',', '(', ':']).next().unwrap_or(sentence);
    let from = at.start - sentence.len() as u32;
    let known = |w: &str| names.topic.contains(w) || names.headers.contains(w);
    let words = words_of(clause);
    let silent = |i: usize| {
        let word = words[i].as_str();
        prose_words::is_filler(word) || known(word) || prose_words::level(&words[i..]) > 0
    };
    let foreign = |w: &str| w.starts_with(lexicon::is_capital) && !known(&lexicon::fold(w));
    let mut later = sentence.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).skip(1);
    let tokens = context.lexed.get(block as usize).map_or(&[][..], |l| &l.tokens);
    let other_time =
        tokens.iter().filter(|t| t.range.start >= from && t.range.start < at.start).any(|t| match t.kind {
            TokenKind::Period(period) => !times::year_fits(names, period),
            _ => false,
        });
    (0..words.len()).all(silent) && !later.any(foreign) && !other_time
}
