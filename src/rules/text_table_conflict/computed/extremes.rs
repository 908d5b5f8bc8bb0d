//! How far the ends of a column are apart: `chênh lệch giữa xã cao nhất và xã thấp nhất là 18,8 triệu đồng`.

use super::super::ranking_phrases;
use super::super::times::period_fits;
use super::super::values::usable;
use super::beside::{Beside, Measured, comparable, counts_the_same, scaled};
use super::fits::{Candidate, Reading, difference};
use crate::figures::{Cue, Figure};

/// Reads the difference of the most and the least of all rows, in the column of the level before it or one that is named.
pub fn read<'a>(table: &Beside<'a>, index: usize) -> Option<Reading<'a>> {
    let mention = table.paragraph.mentions.get(index)?;
    let plain = mention.lower.is_none() && usable(mention.figure) && !mention.goal && !mention.mean && !mention.share;
    let cue = |i: usize| table.paragraph.word(i).and_then(|w| w.cue);
    if !plain || table.entities.len() < 3 || !mention.own.clone().any(|i| cue(i) == Some(Cue::Difference)) {
        return None;
    }
    // both ends, and no row: else these rows are meant
    let ends: Vec<bool> = mention.own.clone().filter_map(|i| ranking_phrases::end(table.paragraph, i)).collect();
    if !matches!(ends.as_slice(), [a, b] if a != b) || !table.rows_in(mention.own.clone()).is_empty() {
        return None;
    }
    let said = table.said(mention.own.clone());
    let telling = table.telling(&said.words);
    let held = table.level_before(index).filter(|_| telling.is_empty());
    let is_meant = |c: &&Measured<'_>| {
        let known = held.is_some_and(|h| h.columns.contains(&c.name.column));
        let named = !telling.is_empty() && telling.iter().all(|w| c.name.all.contains(*w));
        let dated = period_fits(table.names, table.period(mention), c.name).is_some();
        (known || named) && dated && !c.name.change && !c.name.plan
    };
    let columns: Vec<&Measured<'_>> = table.columns.iter().filter(is_meant).collect();
    let candidates: Vec<Candidate> = columns.iter().filter_map(|c| apart(table, index, c)).collect();
    (!candidates.is_empty()).then_some(Reading { sheet: table.sheet, candidates, sure: columns.len() == 1 })
}

/// The most less the least.
fn apart(table: &Beside<'_>, index: usize, column: &Measured<'_>) -> Option<Candidate> {
    let mention = table.paragraph.mentions.get(index)?;
    let field = |&row: &usize| {
        let field = table.field(row, column.name.column)?;
        let points = mention.figure.is_rate() && table.is_rate(column.name.column);
        let same = comparable(mention, &field) && counts_the_same(mention, column.name, &field);
        (points || same).then(|| (scaled(mention.figure, field), row))
    };
    let fields: Vec<(Figure, usize)> = table.entities.iter().map(field).collect::<Option<_>>()?;
    let (most, row) = fields.iter().max_by_key(|(f, _)| f.value())?;
    let (least, _) = fields.iter().min_by_key(|(f, _)| f.value())?;
    let (value, slack) = difference(most, least)?;
    let shown = |f: &Figure| f.printed.show_rounded(f.decimals);
    let at = table.at(*row, column.name.column);
    Some(Candidate { value, slack, at, working: format!("{} - {}", shown(most), shown(least)) })
}
