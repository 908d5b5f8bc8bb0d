//! Numbers of goals that were reached, against the column of a table that judges them: `14/19 tiêu chí`.

use super::counts::{behind, entities, plain_before};
use super::{Compared, Draft, finding, ledger};
use crate::claims::Verdict;
use crate::document::TextRange;
use crate::figures::{Figure, TokenKind};
use crate::finding::{Finding, Text};
use crate::tables::names::Names;
use crate::tables::prose_words;
use crate::tables::relation::{At, Outcome};
use crate::tables::sheet::{FamilyKind, Relation, Sheet};
use crate::tables::verdicts;
use crate::tables::words::Mark;
use hashbrown::HashSet;

/// Goals that a table judges.
pub struct Goals {
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
pub fn goals(sheet: &Sheet) -> Option<Goals> {
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

fn place_of(draft: &Draft<'_>, sheet: &Sheet, goals: &Goals) -> TextRange {
    let row = goals.marks.first().map_or(0, |m| m.0 as u32);
    sheet.place(draft.document, At { row, column: goals.column as u32 })
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
pub fn count_of_goals(
    draft: &Draft<'_>,
    (sheet, names, goals): (&Sheet, &Names, &Goals),
    nouns: &[String],
    block: u32,
    out: &mut Compared,
) {
    let Some(lexed) = draft.lexed.get(block as usize) else { return };
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
        let said = said(&behind(draft, block, token.range)).unwrap_or(Said::Met);
        if !about || all != goals.marks.len() as i64 {
            continue;
        }
        let there = goals.there(said);
        if goals.has(said, part) {
            out.ledger.push(ledger::count(token.range, upper, part, Verdict::Ok));
            continue;
        }
        let Some(met) = there.first().filter(|_| plain_before(draft, names, block, token.range)) else { continue };
        let (vi, en) = if said == Said::Missed { ("chưa đạt", "not met") } else { ("đạt", "met") };
        let message = Text::new(
            format!("văn bản nêu {part}/{all}, biểu có {met} dòng {vi} trên {all} dòng"),
            format!("the text says {part}/{all}, in the table {met} of {all} rows are {en}"),
        );
        out.ledger.push(ledger::count(token.range, upper, *met, Verdict::Wrong));
        out.findings.push(of_results(draft, (sheet, goals), token.range, message));
    }
}

/// `còn 6 tiêu chí chưa đạt`, `có 9 chỉ tiêu đạt và vượt`: so many rows reached the goal or did not.
pub fn count_of_judged(
    draft: &Draft<'_>,
    (sheet, names): (&Sheet, &Names),
    nouns: &[String],
    block: u32,
    out: &mut Compared,
) {
    let (Some(goals), Some(lexed)) = (goals(sheet), draft.lexed.get(block as usize)) else { return };
    let header = nouns.join(" ");
    for token in &lexed.tokens {
        let TokenKind::Figure(index) = token.kind else { continue };
        let Some(figure) = lexed.figures.get(index as usize).filter(|f| f.is_count() && f.hedge.is_none()) else {
            continue;
        };
        let about = !figure.unit.key.is_empty() && header.contains(figure.unit.key.as_str());
        let count = figure.value().and_then(|v| v.to_i64()).filter(|_| about);
        let said = count.and_then(|_| said(&behind(draft, block, figure.range)));
        let (Some(count), Some(said)) = (count, said) else { continue };
        let there = goals.there(said);
        if goals.has(said, count) {
            out.ledger.push(ledger::count(figure.range, figure, count, Verdict::Ok));
        }
        let Some(first) = there.first().filter(|_| !goals.has(said, count)) else { continue };
        if !plain_before(draft, names, block, figure.range) {
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
        out.ledger.push(ledger::count(figure.range, figure, *first, Verdict::Wrong));
        out.findings.push(of_results(draft, (sheet, &goals), figure.range, message));
    }
}

/// A finding in the text beside the column of results.
fn of_results(draft: &Draft<'_>, (sheet, goals): (&Sheet, &Goals), range: TextRange, message: Text) -> Finding {
    let column = Text::new("cột kết quả", "the column of results");
    finding(draft, range, message, place_of(draft, sheet, goals), column)
}
