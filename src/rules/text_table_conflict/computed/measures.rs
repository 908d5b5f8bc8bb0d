//! What rows are ranked by where no column holds it: a rate of two columns (`xã có tỷ lệ hộ nghèo thấp nhất`), a
//! growth (`cây trồng tăng nhanh nhất`).

use super::super::times::{latest, period_fits};
use super::beside::{Beside, Measured, year};
use super::changes::{self, Base};
use super::fits::{difference, field, quotient};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Period};
use crate::tables::claims;
use crate::tables::relation::Term;
use crate::tables::sheet::Sheet;
use std::ops::Range;

/// What rows are ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A column.
    Column(usize),
    /// One column by another.
    Ratio(usize, usize),
    /// One column less another, or the other way round.
    Change(usize, usize),
}

impl Measure {
    /// The column that is pointed at.
    pub fn column(self) -> usize {
        match self {
            Measure::Column(c) | Measure::Ratio(c, _) | Measure::Change(c, _) => c,
        }
    }

    /// Whether a row has no certain value: its own table shows a field of it to be wrong.
    pub fn is_doubtful(self, table: &Beside<'_>, row: usize) -> bool {
        match self {
            Measure::Column(c) => table.is_slip(row, c) && table.mended(row, c).is_none(),
            Measure::Ratio(a, b) | Measure::Change(a, b) => table.is_slip(row, a) || table.is_slip(row, b),
        }
    }

    /// The value of a row, as index into the sheet's rows, with what the table itself shows to be wrong put right.
    pub fn value(self, table: &Beside<'_>, row: usize) -> Option<Exact> {
        let sheet = table.sheet;
        match self {
            Measure::Column(column) => {
                let term = Term::plus(sheet.rows.get(row)?.row, column);
                // a dash is zero
                sheet.value(term)?;
                let Some(figure) = claims::figure(sheet, term) else { return Some(Exact::ZERO) };
                let printed = table.mended(row, column).unwrap_or(figure.printed);
                if figure.negative { Exact::ZERO.sub(printed) } else { Some(printed) }
            }
            Measure::Ratio(part, whole) => {
                Some(quotient(&field(sheet, row, part)?, &field(sheet, row, whole)?, Exact::int(100))?.0)
            }
            Measure::Change(level, base) => Some(difference(&field(sheet, row, level)?, &field(sheet, row, base)?)?.0),
        }
    }

    /// How the value of a row is computed; nothing where it stands in a column.
    pub fn working(self, sheet: &Sheet, row: usize) -> Option<String> {
        let shown = |column: usize| field(sheet, row, column).map(|f| f.printed.show_rounded(f.decimals));
        match self {
            Measure::Column(_) => None,
            Measure::Ratio(a, b) => Some(format!("{} / {}", shown(a)?, shown(b)?)),
            Measure::Change(a, b) => Some(format!("{} - {}", shown(a)?, shown(b)?)),
        }
    }
}

/// Whether a clause ranks changes.
pub fn ranks_changes(table: &Beside<'_>, clause: Range<usize>) -> bool {
    says(table, clause, &[Cue::Increase, Cue::Decrease, Cue::Growth])
}

fn says(table: &Beside<'_>, mut clause: Range<usize>, cues: &[Cue]) -> bool {
    clause.any(|i| table.paragraph.word(i).and_then(|w| w.cue).is_some_and(|c| cues.contains(&c)))
}

/// What a clause ranks by, where it must be computed: all that its words leave open.
///
/// A growth that is called fast, or a rate of growth, is by how much percent.
pub fn computed(
    table: &Beside<'_>,
    (clause, fast): (Range<usize>, bool),
    said: &[&str],
    time: Option<Period>,
) -> Vec<Measure> {
    let telling = table.telling(said);
    let dated = |c: &Measured<'_>| period_fits(table.names, time, c.name).is_some();
    let newest = |mut pairs: Vec<(&Measured<'_>, &Measured<'_>)>| -> Vec<(usize, usize)> {
        let last = pairs.iter().filter_map(|p| year(p.0.name.period)).max();
        pairs.retain(|p| year(p.0.name.period) == last);
        pairs.into_iter().map(|(a, b)| (a.name.column, b.name.column)).collect()
    };
    if ranks_changes(table, clause.clone()) {
        let up = says(table, clause.clone(), &[Cue::Increase, Cue::Growth]);
        let relative = fast || says(table, clause.clone(), &[Cue::Growth]);
        if (up && says(table, clause, &[Cue::Decrease])) || table.columns.iter().any(|c| c.name.change) {
            return Vec::new();
        }
        let years = table.columns.iter().map(|c| latest(c.name.period)).filter(|y| *y > 0);
        let last = years.max().map(|y| Base::Time(Period::Year(y - 1)));
        let bases = last.into_iter().chain([Base::Time(Period::SamePeriod)]);
        let level = |c: &Measured<'_>| dated(c) && table.has_words(c.name, said);
        let mut pairs = newest(bases.flat_map(|base| changes::columns(table, base, level)).collect());
        pairs.dedup();
        let measures = pairs.into_iter().flat_map(|(level, base)| match up {
            true => [Measure::Ratio(level, base), Measure::Change(level, base)],
            false => [Measure::Ratio(base, level), Measure::Change(base, level)],
        });
        return measures.filter(|m| !relative || matches!(m, Measure::Ratio(..))).collect();
    }
    // `đạt thấp nhất so với kế hoạch`
    let reached = says(table, clause.clone(), &[Cue::Reach, Cue::Exceed, Cue::Done]);
    let of_plan = reached && says(table, clause.clone(), &[Cue::Target]);
    if !table.names_rate(clause.clone()) && !of_plan {
        return Vec::new();
    }
    let pairs: Vec<(&Measured<'_>, &Measured<'_>)> = if says(table, clause, &[Cue::Target]) {
        changes::columns(table, Base::Plan(None), |c| dated(c))
    } else {
        let named = |c: &&Measured<'_>| {
            let plain = !c.name.plan && !c.name.change && !table.is_rate(c.name.column);
            plain && dated(c) && !telling.is_empty() && telling.iter().all(|w| c.name.all.contains(*w))
        };
        let parts = table.columns.iter().filter(named);
        parts.flat_map(|part| table.wholes(part).into_iter().map(move |whole| (part, whole))).collect()
    };
    newest(pairs).into_iter().map(|(part, whole)| Measure::Ratio(part, whole)).collect()
}
