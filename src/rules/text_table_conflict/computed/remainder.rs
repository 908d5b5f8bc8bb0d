//! What is left of a whole: `87 hộ chưa được sử dụng điện`, `nam 15.096 người` beside a column of women.

use super::super::times::period_fits;
use super::super::values::usable;
use super::beside::{Beside, Measured, comparable, scaled, year};
use super::fits::{Candidate, Reading, difference};
use crate::claims::words as claim_words;
use crate::figures::{Cue, Figure};

/// Reads what is not in a column that is named, of what it is a part of.
pub fn read<'a>(table: &Beside<'a>, index: usize) -> Option<Reading<'a>> {
    let mention = table.paragraph.mentions.get(index)?;
    let plain = mention.lower.is_none() && usable(mention.figure) && !mention.figure.is_rate();
    let own = table.clause(index);
    let moved = own.clone().filter_map(|i| table.paragraph.word(i)?.cue).any(is_no_level);
    let other = moved || mention.goal || mention.mean || mention.share || mention.plan;
    if !plain || other || table.counts_rows(mention) {
        return None;
    }
    let word = |i: usize| table.paragraph.word(i);
    let turned = |i: &usize| word(*i).and_then(|w| claim_words::complement(&w.text)).filter(|c| table.knows(c));
    let negates = |i: &usize| word(*i).is_some_and(|w| w.cue == Some(Cue::Not) || claim_words::negates(&w.text));
    let pieces: Vec<usize> = own.chain(mention.tail.clone()).collect();
    let others: Vec<&str> = pieces.iter().filter_map(turned).collect();
    if pieces.iter().filter(|i| negates(i)).count() + others.len() != 1 {
        return None;
    }
    let rest = pieces.iter().copied().filter(|i| !negates(i) && turned(i).is_none());
    let said = table.said(rest);
    let words: Vec<&str> = said.words.iter().chain(&others).copied().collect();
    let telling = table.telling(&words);
    // what a column calls so itself is no rest of another one
    let printed = pieces.iter().filter(|i| negates(i)).filter_map(|&i| word(i));
    if said.foreign || telling.is_empty() || printed.into_iter().any(|w| table.names.headers.contains(w.text.as_ref()))
    {
        return None;
    }
    let row = table.row_of(index)?;
    let is_part = |c: &&Measured<'_>| {
        let level = !c.name.plan && !c.name.change && !table.is_rate(c.name.column);
        let dated = period_fits(table.names, table.period(mention), c.name).is_some();
        level && dated && telling.iter().all(|w| c.name.all.contains(*w))
    };
    let parts: Vec<&Measured<'_>> = table.columns.iter().filter(is_part).collect();
    let newest = parts.iter().filter_map(|c| year(c.name.period)).max();
    let mut candidates = Vec::new();
    let mut sure = true;
    for part in parts.into_iter().filter(|c| year(c.name.period) == newest) {
        let wholes = table.wholes(part);
        let known = |w: &&&Measured<'_>| table.is_learned((part.name.column, w.name.column));
        sure &= wholes.len() == 1 || wholes.iter().any(|w| known(&w));
        let only = wholes.iter().any(|w| known(&w));
        for whole in wholes.iter().filter(|w| !only || known(w)) {
            candidates.extend(rest_of(table, index, row, (part, whole)));
        }
    }
    (!candidates.is_empty()).then_some(Reading { sheet: table.sheet, candidates, sure })
}

/// Cues of what is no level.
fn is_no_level(cue: Cue) -> bool {
    let other =
        matches!(cue, Cue::Multiple | Cue::Difference | Cue::ComparedWith | Cue::Except | Cue::PerYear | Cue::PerMonth);
    cue.moves() || other
}

fn rest_of(
    table: &Beside<'_>,
    index: usize,
    row: usize,
    (part, whole): (&Measured<'_>, &Measured<'_>),
) -> Option<Candidate> {
    let mention = table.paragraph.mentions.get(index)?;
    let field = |c: &Measured<'_>| table.field(row, c.name.column).filter(|f| comparable(mention, f));
    let (a, b) = (scaled(mention.figure, field(whole)?), scaled(mention.figure, field(part)?));
    let (value, slack) = difference(&a, &b).filter(|(value, _)| !value.is_negative())?;
    let shown = |f: &Figure| f.printed.show_rounded(f.decimals);
    let at = table.at(row, part.name.column);
    Some(Candidate { value, slack, at, working: format!("{} - {}", shown(&a), shown(&b)) })
}
