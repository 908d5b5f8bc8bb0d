//! What a figure of the text may be by a table, and whether it is.

use super::super::mentions::Mention;
use super::super::values::typed_value;
use super::super::{Compared, Draft, finding, ledger};
use crate::claims::Verdict;
use crate::figures::Figure;
use crate::figures::exact::Exact;
use crate::finding::Text;
use crate::rules::slip::{self, Slip};
use crate::rules::table_report;
use crate::tables::claims;
use crate::tables::relation::{At, Term};
use crate::tables::sheet::Sheet;

/// One thing a figure may be.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its value, in the base unit of the figure's dimension.
    pub value: Exact,
    /// By how much the rounding of its fields may change it.
    pub slack: Exact,
    /// The field that is pointed at.
    pub at: At,
    /// How it is computed.
    pub working: String,
}

/// What a figure may be by one table.
pub struct Reading<'a> {
    /// The table.
    pub sheet: &'a Sheet,
    /// All that its words leave open, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// Whether it is surely one of them; else only a slip of typing is told.
    pub sure: bool,
}

/// The figure of a field, where it can be computed with.
pub fn field(sheet: &Sheet, row: usize, column: usize) -> Option<Figure> {
    let figure = claims::figure(sheet, Term::plus(sheet.rows.get(row)?.row, column))?;
    (!figure.form.ambiguous && figure.hedge.is_none() && !figure.form.words).then_some(figure)
}

/// Half a unit of the last digit of what was rounded.
pub fn half(figure: &Figure) -> Option<Exact> {
    if figure.is_count() { Some(Exact::ZERO) } else { figure.last_digit()?.div(Exact::int(2)) }
}

/// `now - base`
pub fn difference(now: &Figure, base: &Figure) -> Option<(Exact, Exact)> {
    Some((now.value()?.sub(base.value()?)?, half(now)?.add(half(base)?)?))
}

/// `100 · part / whole`
pub fn percentage(part: &Figure, whole: &Figure) -> Option<(Exact, Exact)> {
    quotient(part, whole, Exact::int(100))
}

/// `factor · part / whole`
pub fn quotient(part: &Figure, whole: &Figure, factor: Exact) -> Option<(Exact, Exact)> {
    let (part_value, whole_value) = (part.value()?, whole.value()?);
    if whole_value.is_zero() || whole_value.is_negative() {
        return None;
    }
    let ratio = part_value.div(whole_value)?;
    let slack = half(part)?.add(half(whole)?.mul(ratio.abs())?)?.mul(factor)?.div(whole_value)?;
    Some((ratio.mul(factor)?, slack))
}

/// Whether a figure says what a candidate is: to one unit of its last digit, exactly where it counts.
pub fn agrees(stated: &Figure, candidate: &Candidate) -> Option<bool> {
    let digit = if stated.is_count() && candidate.value.is_int() { Exact::ZERO } else { stated.last_digit()? };
    let gap = candidate.value.sub(stated.value()?)?.abs();
    Some(gap <= digit.add(candidate.slack)?)
}

/// Judges a figure by what the tables make of it: one that agrees is enough.
///
/// Where the text alone contradicts the figure (`misread`), only a table that surely speaks of it is heard, and then
/// alone: what the figure was held against there is another thing.
pub fn judge(
    draft: &Draft<'_>,
    (mention, misread): (&Mention<'_>, bool),
    mut readings: Vec<Reading<'_>>,
    out: &mut Compared,
) {
    let stated = mention.figure;
    if misread {
        readings.retain(|r| r.sure && super::super::values::digits(stated) >= 2);
        if !readings.is_empty() {
            out.taken.insert(stated.number);
        }
    }
    for reading in &readings {
        if let Some(right) = reading.candidates.iter().find(|c| agrees(stated, c) == Some(true)) {
            if let Some(line) = line(mention, reading, right, Verdict::Ok) {
                out.ledger.push(line);
                out.agreed.insert(stated.number);
            }
            return;
        }
    }
    let slip = |c: &Candidate| typed_value(stated, c.value);
    let all = || readings.iter().flat_map(|r| r.candidates.iter().map(move |c| (r, c)));
    let mistyped = all().find(|(_, c)| slip(c).is_some_and(|s| !s.is_scale()));
    let Some((reading, candidate)) = mistyped.or_else(|| all().find(|(r, _)| r.sure)) else { return };
    let told = reading.sure || long(stated);
    let verdict = if told { Verdict::Wrong } else { Verdict::Unverifiable };
    out.ledger.extend(line(mention, reading, candidate, verdict));
    if told {
        let found = report(draft, mention, (reading, candidate), slip(candidate));
        out.conflicts.push((stated.number, found));
    }
}

/// Whether a slip of so many digits is no chance.
fn long(figure: &Figure) -> bool {
    super::super::values::digits(figure) >= 4
}

fn line(
    mention: &Mention<'_>,
    reading: &Reading<'_>,
    candidate: &Candidate,
    verdict: Verdict,
) -> Option<crate::rules::Judged> {
    let at = candidate.at;
    let field = claims::figure(reading.sheet, Term::plus(at.row as usize, at.column as usize))?;
    let shown = shown(mention.figure, candidate);
    Some(ledger::reference(mention.range(), mention.figure, &field, verdict, &shown))
}

/// The value as the figure would print it.
fn shown(stated: &Figure, candidate: &Candidate) -> String {
    let value = candidate.value.div(stated.unit.factor).unwrap_or(candidate.value);
    value.show_rounded(stated.decimals)
}

fn report(
    draft: &Draft<'_>,
    mention: &Mention<'_>,
    (reading, candidate): (&Reading<'_>, &Candidate),
    mistyped: Option<Slip>,
) -> crate::finding::Finding {
    let sheet = reading.sheet;
    let is = draft.document.slice(mention.range()).trim();
    let shown = shown(mention.figure, candidate);
    let place = table_report::name(sheet, candidate.at);
    let message = Text::new(
        format!("văn bản nêu {is}, tính theo biểu ({}) là {shown}", place.vi),
        format!("the text says {is}, by the table ({}) it is {shown}", place.en),
    );
    let label = Text::new("trong biểu", "in the table");
    let at = sheet.place(draft.document, candidate.at);
    let mut found = finding(draft, mention.range(), message, at, label);
    found.notes.push(Text::new(candidate.working.clone(), candidate.working.clone()));
    found.notes.extend(mistyped.map(slip::Slip::text));
    found
}
