//! Two rows of a table of years: `năm 2025 ước đạt 10.640 tấn, tăng 2.520 tấn so với năm 2020`, `bằng 131,0% năm 2020`.

use super::super::bind;
use super::super::values::{digits, usable};
use super::beside::{Beside, NEAR, comparable, scaled};
use super::fits::{Candidate, Reading, difference, percentage};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Figure, Period};

/// Reads what a level of the table is against its column in the row of another time.
pub fn read<'a>(table: &Beside<'a>, index: usize) -> Option<Reading<'a>> {
    let mention = table.paragraph.mentions.get(index)?;
    let plain = mention.lower.is_none() && usable(mention.figure) && !mention.mean && !mention.share && !mention.goal;
    if !plain || table.names.times.len() < 2 {
        return None;
    }
    let own = table.clause(index);
    let cues = || own.clone().filter_map(|i| table.paragraph.word(i)?.cue);
    let moved = cues().find_map(|cue| match cue {
        Cue::Increase => Some(false),
        Cue::Decrease => Some(true),
        _ => None,
    });
    let reached = cues().any(|cue| matches!(cue, Cue::Equal | Cue::Reach)) && mention.figure.is_rate();
    let noun = |i: &usize| table.paragraph.word(*i).is_some_and(|w| w.noun);
    let (said, tail) = (table.said(own.clone()), table.said(mention.tail.clone().filter(|i| !noun(i))));
    let plain = !said.foreign && !tail.foreign && said.words.is_empty() && tail.words.is_empty();
    if !(plain && (moved.is_some() || reached)) || cues().any(|c| matches!(c, Cue::Target | Cue::Given)) {
        return None;
    }
    let base = bind::row_at_time(table.names, base_of(table, mention.tail.clone())?)?;
    let level = level(table, index)?;
    let (row, column) = (level.0, level.1);
    if row == base {
        return None;
    }
    let now = table.field(row, column)?;
    let before = table.field(base, column)?;
    let shown = |f: &Figure| f.printed.show_rounded(f.decimals);
    let (value, slack, working) = if mention.figure.is_rate() {
        let (ratio, slack) = percentage(&now, &before)?;
        let value = match moved {
            Some(down) => {
                let more = ratio.sub(Exact::int(100))?;
                if down { more.mul(Exact::int(-1))? } else { more }
            }
            None => ratio,
        };
        (value, slack, format!("{} / {}", shown(&now), shown(&before)))
    } else {
        let both = [&now, &before].map(|f| comparable(mention, f).then(|| scaled(mention.figure, f.clone())));
        let [Some(now), Some(before)] = both else { return None };
        let (more, less) = if moved? { (before, now) } else { (now, before) };
        let (value, slack) = difference(&more, &less)?;
        (value, slack, format!("{} - {}", shown(&more), shown(&less)))
    };
    let candidate = Candidate { value, slack, at: table.at(base, column), working };
    Some(Reading { sheet: table.sheet, candidates: vec![candidate], sure: true })
}

/// The time behind a figure that it is compared with: `so với năm 2020`, `131,0% năm 2020`.
fn base_of(table: &Beside<'_>, tail: std::ops::Range<usize>) -> Option<Period> {
    let cue = |i: usize| table.paragraph.word(i).and_then(|w| w.cue);
    if tail.clone().any(|i| matches!(cue(i), Some(Cue::Target | Cue::Given | Cue::Goal))) {
        return None;
    }
    let mut times = tail.filter_map(|i| table.time_at(i));
    times.next().filter(|_| times.next().is_none())
}

/// The row and the column of the level before a figure in its sentence, where it stands in a row that a time names.
fn level(table: &Beside<'_>, index: usize) -> Option<(usize, usize)> {
    let sentence = table.paragraph.mentions.get(index)?.sentence;
    for earlier in (index.saturating_sub(NEAR)..index).rev() {
        let mention = table.paragraph.mentions.get(earlier).filter(|m| m.sentence == sentence)?;
        if mention.other {
            continue;
        }
        let held = table.held.get(earlier)?.as_ref()?;
        let timed = table.names.times.iter().any(|(_, row)| *row == held.row);
        let [column] = held.columns[..] else { return None };
        let sure = digits(mention.figure) >= 2 && !table.is_rate(column);
        return (timed && sure).then_some((held.row, column));
    }
    None
}
