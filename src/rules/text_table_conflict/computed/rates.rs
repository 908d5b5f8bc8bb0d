//! Two columns of a row as a fraction (`159/181 hộ`) or as a rate (`tỷ lệ đúng hạn đạt 93,8%`).

use super::super::bind::equal;
use super::super::times::period_fits;
use super::super::values::{digits, typed, usable};
use super::super::{Compared, Draft, finding, ledger};
use super::beside::{Beside, Measured, comparable, scaled};
use super::fits::{Candidate, Reading, percentage};
use crate::claims::Verdict;
use crate::figures::{Cue, Figure};
use crate::finding::Text;
use crate::rules::slip::Slip;
use crate::rules::table_report;
use crate::tables::relation::At;
use crate::tables::sheet::Sheet;

/// Reads a rate that is said of a figure of a column, or of a column that is named.
pub fn read<'a>(table: &Beside<'a>, index: usize) -> Option<Reading<'a>> {
    let mention = table.paragraph.mentions.get(index)?;
    let plain = mention.lower.is_none() && usable(mention.figure) && mention.figure.is_rate();
    let cues = |cue: Cue| mention.own.clone().any(|i| table.paragraph.word(i).is_some_and(|w| w.cue == Some(cue)));
    let said = table.said(mention.own.clone());
    let tail = table.said(mention.tail.clone());
    if !plain || mention.other || mention.plan || mention.share || !cues(Cue::RateNoun) || said.foreign || tail.foreign
    {
        return None;
    }
    let subject = table.subject(index)?;
    let dated = |c: &Measured<'_>| period_fits(table.names, mention.period, c.name).is_some();
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
    let rate = |part: &Measured<'_>, whole: &Measured<'_>| {
        let (a, b) = (table.field(subject.row, part.name.column)?, table.field(subject.row, whole.name.column)?);
        let (value, slack) = percentage(&a, &b)?;
        let shown = |f: &Figure| f.printed.show_rounded(f.decimals);
        let at = table.at(subject.row, part.name.column);
        Some(Candidate { value, slack, at, working: format!("{} / {}", shown(&a), shown(&b)) })
    };
    // What no words choose may be any pair of columns.
    let parts = if sure { chosen } else { parts };
    let candidates: Vec<Candidate> =
        parts.iter().flat_map(|p| table.wholes(p).into_iter().filter_map(|w| rate(p, w)).collect::<Vec<_>>()).collect();
    (!candidates.is_empty()).then_some(Reading { sheet: table.sheet, candidates, sure })
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
    if total || own.foreign || tail.foreign || digits(lower) < 2 {
        return None;
    }
    let dated = |c: &&&Measured<'_>| period_fits(table.names, mention.period, c.name).is_some();
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
    Some(Split { at: at(column), other: field(column)?, wrong: true, slip: slip(&column) })
}
