//! Rates that go on from a figure that a table holds: `giải ngân 15.083 triệu đồng, đạt 54,9%`. The table computes
//! its own rate from that very field.

use super::mentions::{Mention, Paragraph, Piece};
use super::values::{Pair, digits, typed, usable};
use super::{Compared, Draft, bind, finding, ledger};
use crate::claims::Verdict;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Figure};
use crate::finding::Text;
use crate::rules::table_report;
use crate::tables::claims;
use crate::tables::names::Names;
use crate::tables::prose_words;
use crate::tables::relation::{At, Shape, Term};
use crate::tables::sheet::Sheet;
use std::ops::Range;

/// The rate that is said of a figure behind it, where its clause says nothing else.
fn rate_behind<'p>(paragraph: &'p Paragraph<'p>, index: usize) -> Option<&'p Mention<'p>> {
    let (level, rate) = (paragraph.mentions.get(index)?, paragraph.mentions.get(index + 1)?);
    let plain = rate.figure.is_rate() && rate.lower.is_none() && usable(rate.figure) && !rate.other;
    let one = plain && rate.sentence == level.sentence && !level.figure.is_rate();
    let silent = |range: Range<usize>, verbs: &[Cue]| {
        range.into_iter().all(|i| match &paragraph.pieces[i] {
            Piece::Word(w) => w.cue.map_or(prose_words::is_filler(&w.text), |cue| verbs.contains(&cue)),
            Piece::Time(..) => false,
            _ => true,
        })
    };
    let verbs = [Cue::Reach, Cue::Equal, Cue::Share, Cue::Is];
    (one && silent(rate.own.clone(), &verbs) && silent(rate.tail.clone(), &[Cue::Target, Cue::Given])).then_some(rate)
}

/// The fields with rates that the table computes from a field.
fn rates_of(sheet: &Sheet, level: At) -> Vec<At> {
    let rates = sheet.relations.iter().filter(|r| {
        let of = r.terms.get(1).is_some_and(|t| t.at == level);
        of && matches!(r.shape, Shape::Ratio { growth: false, factor: 100, .. }) && r.outcome.holds()
    });
    rates.filter_map(|r| r.terms.first()).map(|t| t.at).collect()
}

fn field(sheet: &Sheet, at: At) -> Option<Figure> {
    claims::figure(sheet, Term::plus(at.row as usize, at.column as usize))
}

/// Whether the rate behind a figure is the one that the table computes from the field: then this field is meant.
pub fn is_rated(sheet: &Sheet, paragraph: &Paragraph<'_>, pair: &Pair<'_>) -> bool {
    let Some(rate) = rate_behind(paragraph, pair.index).filter(|r| digits(r.figure) >= 3) else { return false };
    let same = |at: At| field(sheet, at).is_some_and(|f| bind::equal(rate.figure, &f));
    rates_of(sheet, pair.bound.at).into_iter().any(same)
}

/// Whether a field is the rate that the table computes from the field of the figure before, where the text says no more than
/// that it is: `đã cứng hóa 15,8 km, đạt 98,8%`.
pub fn is_rate_of(sheet: &Sheet, paragraph: &Paragraph<'_>, level: &Pair<'_>, rate: &Pair<'_>) -> bool {
    let one = level.equal && !level.loose && level.sheet == rate.sheet && digits(level.mention.figure) >= 3;
    one && rate_behind(paragraph, level.index).is_some_and(|m| m.figure.number == rate.mention.figure.number)
        && rates_of(sheet, level.bound.at).contains(&rate.bound.at)
}

/// Compares the rate behind a figure that is the table's with the one that the table computes from it, unless that
/// rate is `taken`: it has a field of its own.
pub fn check(
    draft: &Draft<'_>,
    names: &[Names],
    paragraph: &Paragraph<'_>,
    (pair, taken): (&Pair<'_>, bool),
    out: &mut Compared,
) {
    let sheet = &draft.sheets[pair.sheet];
    let Some(rate) = rate_behind(paragraph, pair.index) else { return };
    if taken {
        return;
    }
    let fields: Vec<(At, Figure)> =
        rates_of(sheet, pair.bound.at).into_iter().filter_map(|at| Some((at, field(sheet, at)?))).collect();
    let shown = |at: At| draft.document.slice(sheet.place(draft.document, at)).trim().to_owned();
    if let Some((at, figure)) = fields.iter().find(|(_, f)| bind::equal(rate.figure, f)) {
        out.ledger.push(ledger::reference(rate.range(), rate.figure, figure, Verdict::Ok, &shown(*at)));
        out.agreed.insert(rate.figure.number);
        return;
    }
    let [(at, figure)] = fields.as_slice() else { return };
    if digits(pair.mention.figure) < 3 {
        return;
    }
    // Another whole of the sentence may be meant, unless the figure is one that was mistyped or stands beside it.
    let of_another = paragraph.mentions.iter().any(|m| is_share_of(pair.mention.figure, m.figure, rate.figure));
    let holds = |at: At| field(sheet, at).is_some_and(|f| f.is_rate() && bind::equal(rate.figure, &f));
    let in_row = |c: usize| c != at.column as usize && holds(Term::plus(at.row as usize, c).at);
    let in_column = |r: usize| r != at.row as usize && holds(Term::plus(r, at.column as usize).at);
    let beside = names[pair.sheet].columns.iter().any(|c| in_row(c.column))
        || (digits(rate.figure) >= 3 && sheet.rows.iter().any(|r| in_column(r.row)));
    if of_another || !(beside || typed(rate.figure, figure).is_some()) {
        return;
    }
    let is = draft.document.slice(rate.range()).trim();
    let (place, other) = (table_report::name(sheet, *at), shown(*at));
    let message = Text::new(
        format!("văn bản nêu {is}, trong biểu ({}) là {other}", place.vi),
        format!("the text says {is}, the table ({}) {other}", place.en),
    );
    let label = Text::new("trong biểu", "in the table");
    let found = finding(draft, rate.range(), message, sheet.place(draft.document, *at), label);
    out.conflicts.push((rate.figure.number, found));
    out.ledger.push(ledger::reference(rate.range(), rate.figure, figure, Verdict::Wrong, &other));
}

/// `Chi thường xuyên 45.260 triệu đồng; lớn nhất là giáo dục với 21.385 triệu đồng (47,2%)`: a rate right behind a figure that is
/// its share of another one of the sentence, whatever rate the table has beside the field.
pub fn is_share_beside(paragraph: &Paragraph<'_>, index: usize) -> bool {
    let Some(rate) = paragraph.mentions.get(index).filter(|m| m.figure.is_rate()) else { return false };
    let part = index.checked_sub(1).and_then(|i| rate_behind(paragraph, i).and(paragraph.mentions.get(i)));
    let wholes = || paragraph.mentions.iter().take(index);
    part.is_some_and(|part| {
        wholes().any(|w| w.figure.number != part.figure.number && is_share_of(part.figure, w.figure, rate.figure))
    })
}

/// Whether a rate is the one of a figure by another one.
fn is_share_of(part: &Figure, whole: &Figure, rate: &Figure) -> bool {
    let computed = || {
        let share = part.value()?.mul(Exact::int(100))?.div(whole.value()?)?;
        Some(share.sub(rate.printed)?.abs() <= Exact::ten_pow(-i32::from(rate.decimals))?)
    };
    !whole.is_rate() && part.unit.dimension == whole.unit.dimension && computed() == Some(true)
}
