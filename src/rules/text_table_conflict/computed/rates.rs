//! Two columns of a row as a fraction (`159/181 hộ`) or as a rate (`tỷ lệ đúng hạn đạt 93,8%`).

use super::super::bind::equal;
use super::super::times::period_fits;
use super::super::values::{digits, typed, usable};
use super::super::{Compared, Draft, finding, ledger};
use super::beside::{Beside, Measured, NEAR, comparable, scaled};
use super::fits::{Candidate, Reading, percentage};
use super::learned::Pair;
use crate::claims::Verdict;
use crate::figures::{Cue, Figure};
use crate::finding::Text;
use crate::rules::slip::Slip;
use crate::rules::table_report;
use crate::tables::prose_words;
use crate::tables::relation::At;
use crate::tables::sheet::Sheet;
use crate::work;

/// Reads a rate that is said of a figure of a column, or of a column that is named.
pub fn read<'a>(table: &Beside<'a>, index: usize) -> Option<Reading<'a>> {
    let mention = table.paragraph.mentions.get(index)?;
    let plain = mention.lower.is_none() && usable(mention.figure) && mention.figure.is_rate();
    let said = table.said(mention.own.clone());
    let tail = table.said(mention.tail.clone());
    if !plain || mention.other || mention.plan || said.foreign || tail.foreign {
        return None;
    }
    let others = || beside_others(table, index, &said.words, &tail.words);
    if !table.names_rate(mention.own.clone()) || mention.share {
        return others();
    }
    let subject = table.subject(index)?;
    let dated = |c: &Measured<'_>| period_fits(table.names, table.period(mention), c.name).is_some();
    let is_part = |c: &&Measured<'_>| {
        let held = subject.columns.as_ref().is_none_or(|held| held.contains(&c.name.column));
        held && !c.name.change && !table.is_rate(c.name.column) && (subject.columns.is_some() || dated(c))
    };
    let telling = table.telling(&said.words);
    let named = |c: &&Measured<'_>| telling.iter().all(|w| c.name.all.contains(*w));
    let parts: Vec<&Measured<'_>> = table.columns.iter().filter(is_part).collect();
    let chosen: Vec<&Measured<'_>> = parts.iter().copied().filter(named).collect();
    let rated = table.columns.iter().any(|c| table.is_rate(c.name.column));
    let one = chosen.len() == 1 && !telling.is_empty() && !rated;
    let sure = one && chosen.first().is_some_and(|part| table.wholes(part).len() == 1);
    if let Some(others) = Some(sure).filter(|sure| !sure).and_then(|_| others()) {
        return Some(others);
    }
    // What no words choose may be any pair of columns.
    let parts = if sure { chosen } else { parts };
    let candidates: Vec<Candidate> = parts
        .iter()
        .flat_map(|p| {
            table
                .wholes(p)
                .into_iter()
                .filter_map(|w| rate(table, subject.row, (p.name.column, w.name.column)))
                .collect::<Vec<_>>()
        })
        .collect();
    (!candidates.is_empty()).then_some(Reading { sheet: table.sheet, candidates, sure })
}

/// One column of a row as a percentage of another one.
fn rate(table: &Beside<'_>, row: usize, (part, whole): Pair) -> Option<Candidate> {
    let (a, b) = (table.field(row, part)?, table.field(row, whole)?);
    let (value, slack) = percentage(&a, &b)?;
    let shown = |f: &Figure| f.printed.show_rounded(f.decimals);
    Some(Candidate { value, slack, at: table.at(row, part), working: format!("{} / {}", shown(&a), shown(&b)) })
}

/// A rate that nothing calls one, of a row that is named: the rates before it, or the words of its clause, say of what.
fn beside_others<'a>(table: &Beside<'a>, index: usize, own: &[&str], tail: &[&str]) -> Option<Reading<'a>> {
    let mention = table.paragraph.mentions.get(index)?;
    let base = |i: usize| {
        let cue = table.paragraph.word(i).and_then(|w| w.cue);
        matches!(cue, Some(Cue::Target | Cue::ComparedWith | Cue::Increase | Cue::Decrease | Cue::Not))
    };
    if !tail.is_empty() || mention.tail.clone().chain(mention.own.clone()).any(base) {
        return None;
    }
    let content = mention.own.clone().filter(|&i| table.row_at(i).is_none()).filter_map(|i| table.paragraph.word(i));
    let content: Vec<&str> = content.map(|w| w.text.as_ref()).filter(|w| !prose_words::is_filler(w)).collect();
    let content: Vec<&str> = content.into_iter().filter(|w| prose_words::level(&[w]) == 0).collect();
    let called = table.rates_called(&content);
    let telling = table.telling(own);
    let named =
        !table.rows_in(table.own(mention)).is_empty() || !telling.is_empty() || table.says_whole(mention.own.clone());
    let row =
        table.subject(index).filter(|_| named && !(mention.share && telling.is_empty() && called.is_empty()))?.row;
    let header = |p: &Pair| table.columns.iter().find(|c| c.name.column == p.0);
    let mut pairs: Vec<Pair> = if !called.is_empty() {
        called
    } else if telling.is_empty() {
        before(table, index)?.to_vec()
    } else {
        let all = (0..table.paragraph.mentions.len()).flat_map(|i| table.pairs(i)).copied();
        all.filter(|p| header(p).is_some_and(|c| telling.iter().all(|w| c.name.all.contains(*w)))).collect()
    };
    pairs.sort_unstable();
    pairs.dedup();
    pairs.retain(|p| header(p).is_some_and(|c| period_fits(table.names, table.period(mention), c.name).is_some()));
    let candidates: Vec<Candidate> = pairs.into_iter().filter_map(|p| rate(table, row, p)).collect();
    (!candidates.is_empty()).then_some(Reading { sheet: table.sheet, candidates, sure: true })
}

/// The pairs of columns of the rate before a figure; levels, shares, and rates that name nothing but their rows
/// are passed.
fn before<'b>(table: &'b Beside<'_>, index: usize) -> Option<&'b [Pair]> {
    for earlier in (index.saturating_sub(NEAR)..index).rev() {
        work::step();
        let mention = table.paragraph.mentions.get(earlier)?;
        let pairs = table.pairs(earlier);
        if !pairs.is_empty() {
            return Some(pairs);
        }
        let said = table.said(mention.own.clone());
        // levels and shares of the table's own words between
        if (!mention.figure.is_rate() || mention.share) && !said.foreign {
            continue;
        }
        let plain = mention.figure.is_rate() && !mention.other && !mention.share && table.period(mention).is_none();
        let named = !table.rows_in(table.own(mention)).is_empty();
        if !plain || !named || said.foreign || !table.telling(&said.words).is_empty() {
            return None;
        }
    }
    None
}

/// What a table makes of a fraction.
struct Split {
    at: At,
    other: Figure,
    /// The figure that is not the table's.
    wrong: bool,
    slip: Option<Slip>,
}

/// Judges a fraction: one part is a field of the row it is said of, and the other one, too, or it is none.
pub fn fraction(draft: &Draft<'_>, tables: &[&Beside<'_>], index: usize, out: &mut Compared) {
    let mut found: Vec<(&Sheet, Split)> = Vec::new();
    for table in tables {
        found.extend(split(table, index).map(|split| (table.sheet, split)));
    }
    found.sort_by_key(|(_, s)| s.wrong);
    let Some((sheet, split)) = found.into_iter().next() else { return };
    let Some(mention) = tables.first().and_then(|t| t.paragraph.mentions.get(index)) else { return };
    let Some(lower) = mention.lower else { return };
    let shown = split.other.printed.show_rounded(split.other.decimals);
    let verdict = if split.wrong { Verdict::Wrong } else { Verdict::Ok };
    out.ledger.push(ledger::reference(mention.range(), mention.figure, &split.other, verdict, &shown));
    if !split.wrong {
        out.agreed.extend([mention.figure.number, lower.number]);
        return;
    }
    let is = draft.document.slice(mention.range()).trim();
    let place = table_report::name(sheet, split.at);
    let message = Text::new(
        format!("văn bản nêu {is}, trong biểu ({}) là {shown}", place.vi),
        format!("the text says {is}, the table ({}) {shown}", place.en),
    );
    let label = Text::new("trong biểu", "in the table");
    let mut told = finding(draft, mention.range(), message, sheet.place(draft.document, split.at), label);
    told.notes.extend(split.slip.map(Slip::text));
    out.conflicts.push((mention.figure.number, told));
}

fn split(table: &Beside<'_>, index: usize) -> Option<Split> {
    let mention = table.paragraph.mentions.get(index)?;
    let lower = mention.lower?;
    let usable = usable(mention.figure) && usable(lower) && !mention.goal && !mention.other;
    if !usable || table.counts_rows(mention) {
        return None;
    }
    let own = table.said(mention.own.clone());
    let tail = table.said(mention.tail.clone());
    let row = table.row_of(index)?;
    let holds = |figure: &Figure, c: &&Measured<'_>| {
        let field = table.field(row, c.name.column);
        field.is_some_and(|f| comparable(mention, &f) && equal(figure, &scaled(figure, f)))
    };
    let values = || table.columns.iter().filter(|c| !table.is_rate(c.name.column));
    let columns = |figure: &Figure| values().filter(|c| holds(figure, c)).collect::<Vec<_>>();
    let (uppers, lowers) = (columns(mention.figure), columns(lower));
    let field = |c: &Measured<'_>| table.field(row, c.name.column);
    let at = |c: &Measured<'_>| table.at(row, c.name.column);
    let apart = || uppers.iter().any(|u| lowers.iter().any(|l| u.name.column != l.name.column));
    if apart() {
        let column = uppers.first()?;
        return Some(Split { at: at(column), other: field(column)?, wrong: false, slip: None });
    }
    let (known, wrong) = match (uppers.as_slice(), lowers.as_slice()) {
        ([], [one]) => (one, mention.figure),
        ([one], []) => (one, lower),
        _ => return None,
    };
    // the whole of all rows, or a figure of another row
    let total = values().filter_map(|c| table.whole(c.name.column)).any(|f| equal(wrong, &f));
    if total || own.foreign || tail.foreign {
        return None;
    }
    let dated = |c: &&&Measured<'_>| period_fits(table.names, table.period(mention), c.name).is_some();
    // the same thing at another time is no whole of it
    let at_one_time = |c: &Measured<'_>| match (c.name.period, known.name.period) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    let others: Vec<&Measured<'_>> = values()
        .filter(|c| {
            c.name.column != known.name.column && !c.name.change && table.one_unit(c.name.column, known.name.column)
        })
        .filter(|c| dated(&c) && at_one_time(c))
        .collect();
    let slip = |c: &&&Measured<'_>| field(c).and_then(|f| typed(wrong, &f)).filter(|s| !s.is_scale());
    let mistyped = others.iter().find(|c| slip(c).is_some());
    let column = mistyped.or_else(|| others.first().filter(|_| others.len() == 1))?;
    // one digit is met by chance, unless another fraction is of these very columns
    let pair = if lowers.is_empty() { (*known, *column) } else { (*column, *known) };
    // `134.316/142.586` beside a column that holds the first: its whole need not be in the table
    if (digits(lower) < 2 || mistyped.is_none())
        && !is_said_again(table, index, (pair.0.name.column, pair.1.name.column))
    {
        return None;
    }
    Some(Split { at: at(column), other: field(column)?, wrong: true, slip: slip(&column) })
}

/// Whether another fraction of the paragraph is of two columns in its row.
fn is_said_again(table: &Beside<'_>, index: usize, (upper, lower): Pair) -> bool {
    let near = index.saturating_sub(NEAR)..table.paragraph.mentions.len().min(index + NEAR);
    near.into_iter().filter(|&i| i != index).any(|i| {
        let found = || {
            let mention = table.paragraph.mentions.get(i)?;
            let (below, row) = (mention.lower?, table.row_of(i)?);
            let holds = |figure: &Figure, column| {
                table.field(row, column).is_some_and(|f| comparable(mention, &f) && equal(figure, &scaled(figure, f)))
            };
            Some(holds(mention.figure, upper) && holds(below, lower))
        };
        found() == Some(true)
    })
}
