//! Changes behind a figure that a table holds: `còn 1.826,1 ha, giảm 16,5 ha so với năm 2024` beside columns of
//! both years.

use super::mentions::{Mention, Paragraph, Piece};
use super::values::{Pair, digits, usable};
use super::{Compared, Draft, finding, ledger};
use crate::claims::Verdict;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Period};
use crate::finding::Text;
use crate::rules::{slip, table_report};
use crate::tables::claims;
use crate::tables::names::{ColumnName, Names};
use crate::tables::prose_words;
use crate::tables::relation::{At, Term};
use crate::tables::sheet::Sheet;

/// A change that is said behind a figure.
struct Change<'p> {
    mention: &'p Mention<'p>,
    up: bool,
    /// The year it is compared with.
    base: u16,
}

/// The change behind a figure, where its clause says nothing else but against which year.
fn change_behind<'p>(paragraph: &'p Paragraph<'p>, index: usize) -> Option<Change<'p>> {
    // `đạt 9.717,2 tấn, bằng 101,9% kế hoạch, tăng 403,6 tấn`
    let over = paragraph.mentions.get(index + 1).is_some_and(|m| m.figure.is_rate());
    change_at(paragraph, index, index + 1).or_else(|| change_at(paragraph, index, index + 2).filter(|_| over))
}

fn change_at<'p>(paragraph: &'p Paragraph<'p>, index: usize, at: usize) -> Option<Change<'p>> {
    let level = paragraph.mentions.get(index)?;
    let mention = paragraph.mentions.get(at)?;
    let one = mention.sentence == level.sentence && mention.lower.is_none() && usable(mention.figure);
    let mut up = None;
    for i in mention.own.clone() {
        match &paragraph.pieces[i] {
            Piece::Word(w) => match w.cue {
                Some(Cue::Increase) => up = Some(true),
                Some(Cue::Decrease) => up = Some(false),
                None if prose_words::is_filler(&w.text) => {}
                _ => return None,
            },
            _ => return None,
        }
    }
    let (mut compared, mut base) = (false, None);
    for i in mention.tail.clone() {
        match &paragraph.pieces[i] {
            Piece::Word(w) if w.cue == Some(Cue::ComparedWith) => compared = true,
            Piece::Word(w) if w.noun || prose_words::is_filler(&w.text) => {}
            Piece::Time(Period::Year(year)) if base.is_none() => base = Some(*year),
            _ => return None,
        }
    }
    let base = base.filter(|_| compared && one)?;
    Some(Change { mention, up: up?, base })
}

/// The column of the same thing in another year.
fn base_column(names: &Names, level: At, year: u16) -> Option<&ColumnName> {
    let own = names.columns.iter().find(|c| c.column as u32 == level.column)?;
    let of_year = |c: &&ColumnName| {
        let plain = !c.plan && !c.change && !c.opening && c.column != own.column;
        plain && c.words == own.words && c.period == Some(Period::Year(year))
    };
    let mut columns = names.columns.iter().filter(of_year);
    let column = columns.next().filter(|_| columns.next().is_none())?;
    (own.period.is_some() && own.period != column.period && !own.plan).then_some(column)
}

/// Compares the change behind a figure that is the table's with what the table says of the two years.
pub fn check(draft: &Draft<'_>, names: &[Names], paragraph: &Paragraph<'_>, pair: &Pair<'_>, out: &mut Compared) {
    let sheet = &draft.sheets[pair.sheet];
    let Some(change) = change_behind(paragraph, pair.index) else { return };
    let level = pair.bound.at;
    let Some(column) = base_column(&names[pair.sheet], level, change.base) else { return };
    let base = Term::plus(level.row as usize, column.column);
    let (Some(now), Some(before)) = (field(sheet, level), field(sheet, base.at)) else { return };
    let stated = change.mention.figure;
    let rate = sheet.row(level.row).is_some_and(|r| r.is_rate()) || now.is_rate();
    let usable = !rate && digits(&now) >= 3 && !before.negative && before.hedge.is_none();
    let Some(fits) = fits(stated, change.up, &now, &before).filter(|_| usable) else { return };
    let shown = fits.wanted.show_rounded(stated.decimals);
    let verdict = if fits.agrees { Verdict::Ok } else { Verdict::Wrong };
    // A rate, or a number of another unit, may be that of another thing, unless it is the right one but for a slip.
    let mistyped = slip::fits(stated, fits.wanted.abs().mul(stated.unit.factor).unwrap_or(Exact::ZERO));
    let same_unit = stated.unit.key == pair.mention.unit().key && !stated.is_rate();
    if verdict == Verdict::Wrong && mistyped.is_none() && !same_unit {
        return;
    }
    out.ledger.push(ledger::reference(stated.range, stated, &now, verdict, &shown));
    if fits.agrees {
        return;
    }
    let is = draft.document.slice(stated.range).trim();
    let (place, other) = (table_report::name(sheet, base.at), sheet.text(draft.document, base.at));
    let message = Text::new(
        format!("văn bản nêu mức thay đổi {is}, theo biểu là {shown} ({} là {other})", place.vi),
        format!("the text says a change of {is}, by the table it is {shown} ({}: {other})", place.en),
    );
    let label = Text::new("năm so sánh trong biểu", "the year compared with, in the table");
    let mut found = finding(draft, stated.range, message, sheet.place(draft.document, base.at), label);
    found.notes.extend(mistyped.map(slip::Slip::text));
    out.conflicts.push((stated.number, found));
}

fn field(sheet: &Sheet, at: At) -> Option<Figure> {
    claims::figure(sheet, Term::plus(at.row as usize, at.column as usize))
}

/// What a change should be, in the unit of the text.
struct Fits {
    wanted: Exact,
    agrees: bool,
}

/// What the change between two fields is, and whether the text says so; `None` where both cannot be compared.
fn fits(stated: &Figure, up: bool, now: &Figure, before: &Figure) -> Option<Fits> {
    let (level, base) = (now.value()?, before.value()?);
    let rise = level.sub(base)?;
    let sign = if up { Exact::ONE } else { Exact::int(-1) };
    let same = |dimension, now: &Figure| dimension == now.unit.dimension && stated.unit.key == now.unit.key;
    let (wanted, slack) = match stated.unit.dimension {
        // money grows in prices of its own year
        Dimension::Percent if now.unit.dimension != Dimension::Dong && !base.is_zero() => {
            let half = |f: &Figure| if f.is_count() { Some(Exact::ZERO) } else { f.last_digit()?.div(Exact::int(2)) };
            let ratio = level.div(base)?;
            let spread = half(now)?.add(half(before)?.mul(ratio)?)?.mul(Exact::int(100))?.div(base)?;
            (rise.mul(Exact::int(100))?.div(base)?.mul(sign)?, spread)
        }
        dimension if stated.is_count() && now.is_count() || same(dimension, now) => {
            let spread = if now.is_count() { Exact::ZERO } else { now.last_digit()? };
            let factor = stated.unit.factor;
            (rise.div(factor)?.mul(sign)?, spread.div(factor)?)
        }
        _ => return None,
    };
    let digit = if stated.is_count() { Exact::ZERO } else { Exact::ten_pow(-i32::from(stated.decimals))? };
    let gap = wanted.sub(stated.printed)?.abs();
    Some(Fits { wanted, agrees: gap <= digit.add(slack)? })
}
