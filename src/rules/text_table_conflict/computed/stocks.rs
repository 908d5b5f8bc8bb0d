//! From the opening to the closing stock of a row: `xã Tà Xôm giảm được 38 hộ nghèo`.

use super::super::values::usable;
use super::beside::{Beside, Measured, comparable, scaled};
use super::fits::{Candidate, Reading, difference, half};
use crate::figures::{Cue, Figure};
use crate::tables::words::HeaderWord;

/// Reads by how much the stock of a row that is named went up or down, where nothing else is said of it. A flow of the row
/// (`Thoát nghèo`) may be meant as well.
pub fn read<'a>(table: &Beside<'a>, index: usize) -> Option<Reading<'a>> {
    let mention = table.paragraph.mentions.get(index)?;
    let plain = mention.lower.is_none() && usable(mention.figure) && !mention.figure.is_rate();
    if !plain || mention.goal || mention.mean || mention.plan {
        return None;
    }
    let own = table.clause(index);
    let cues = || own.clone().chain(mention.tail.clone()).filter_map(|i| table.paragraph.word(i)?.cue);
    let is_change = |c: &Cue| matches!(c, Cue::Increase | Cue::Decrease);
    let way = cues().find(is_change)?;
    let down = way == Cue::Decrease;
    let (said, tail) = (table.said(own.clone()), table.said(mention.tail.clone()));
    // a base or another verb makes it another statement
    let only = cues().all(|c| c == way || c == Cue::Reach);
    let [row] = table.rows_in(own)[..] else { return None };
    if !only || said.foreign || tail.foreign || table.period(mention).is_some() {
        return None;
    }
    let closing = |c: &&Measured<'_>| table.sheet.column(c.name.column).words.has(HeaderWord::Closing);
    let level = |c: &&Measured<'_>| !table.is_rate(c.name.column) && !c.name.plan;
    let one = |test: &dyn Fn(&&Measured<'_>) -> bool| {
        let mut found = table.columns.iter().filter(level).filter(|c| test(c));
        found.next().filter(|_| found.next().is_none()).map(|c| c.name.column)
    };
    let (first, last) = (one(&|c| c.name.opening)?, one(&closing)?);
    let field = |c: usize| {
        let field = table.field(row.row, c).filter(|f| comparable(mention, f))?;
        Some(scaled(mention.figure, field))
    };
    let (before, after) = (field(first)?, field(last)?);
    let (more, less) = if down { (&before, &after) } else { (&after, &before) };
    let (value, slack) = difference(more, less).filter(|(value, _)| !value.is_negative())?;
    let shown = |f: &Figure| f.printed.show_rounded(f.decimals);
    let working = format!("{} - {}", shown(more), shown(less));
    let mut candidates = vec![Candidate { value, slack, at: table.at(row.row, last), working }];
    let flows = table.columns.iter().filter(level).map(|c| c.name.column).filter(|c| ![first, last].contains(c));
    candidates.extend(flows.filter_map(|c| {
        let flow = field(c)?;
        Some(Candidate { value: flow.value()?, slack: half(&flow)?, at: table.at(row.row, c), working: shown(&flow) })
    }));
    Some(Reading { sheet: table.sheet, candidates, sure: true })
}
