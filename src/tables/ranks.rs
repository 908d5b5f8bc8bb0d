//! Columns that say which place each row has: by the values of another column.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::relation::{At, Outcome, Shape, Term};
use super::rows::{Row, RowKind};
use super::sheet::{FamilyKind, Relation, Sheet};
use super::words::HeaderWord;
use hashbrown::HashSet;

/// With fewer ranked rows the order may be chance.
const FEWEST: usize = 4;

/// A row that is ranked: its row in the table, the printed place, the value.
struct Ranked {
    row: usize,
    place: i128,
    value: i128,
    /// Whether the value is in doubt itself.
    doubtful: bool,
}

/// A row of the table, the place that fits it, whether it prints that one, and whether few others would have fitted.
type Place = (usize, i128, Outcome, bool);

/// Of so many rows with one value each may have any place of all of them: that one fits says little.
const MOST_EQUAL: i128 = 3;

/// Finds the columns of places and adds what their rows say.
pub fn find(sheet: &mut Sheet) {
    let targets: Vec<usize> = sheet.value_columns().filter(|&c| sheet.column(c).words.has(HeaderWord::Rank)).collect();
    let unit = sheet.unit();
    for target in targets {
        let doubtful: HashSet<At> = sheet
            .relations
            .iter()
            .filter(|r| r.outcome == Outcome::Broken)
            .flat_map(|r| r.terms.iter().map(|t| t.at))
            .collect();
        let columns: Vec<usize> = sheet.value_columns().filter(|&c| c != target).collect();
        let mut best: Option<(usize, usize, Vec<Place>, usize)> = None;
        for &column in columns.iter().rev() {
            let rows = ranked(sheet, target, column, &doubtful);
            if rows.len() < FEWEST {
                continue;
            }
            for most in [true, false] {
                let found: Vec<Place> = rows.iter().map(|row| judge(&rows, row, most, unit)).collect();
                let holds = found.iter().filter(|f| f.2 == Outcome::Exact && f.3).count();
                let broken = found.iter().filter(|f| f.2 == Outcome::Broken).count();
                if best.as_ref().is_none_or(|b| (holds, b.1) > (b.0, broken)) {
                    best = Some((holds, broken, found, column));
                }
            }
        }
        let Some((holds, broken, found, column)) = best else { continue };
        // Two rows that changed places are two wrong ones.
        if holds < FEWEST - 1 || holds < 2 * broken {
            continue;
        }
        for (row, place, outcome, _) in found {
            let shape = Shape::Place(u32::try_from(place / unit).unwrap_or(0));
            let terms = vec![Term::plus(row, target), Term::plus(row, column)];
            sheet.relations.push(Relation { kind: FamilyKind::Rank, shape, terms, outcome, slight: true });
        }
    }
}

/// The rows of one level that print a place and a value.
fn ranked(sheet: &Sheet, target: usize, column: usize, doubtful: &HashSet<At>) -> Vec<Ranked> {
    let printed = |r: &&Row| r.kind == RowKind::Data && sheet.number(Term::plus(r.row, target)).is_some();
    // The rows of a group are ranked among themselves.
    let parent = sheet.rows.iter().find(printed).map(|r| r.parent);
    let data = sheet.rows.iter().filter(printed).filter(|r| Some(r.parent) == parent);
    data.filter_map(|row| {
        let value = Term::plus(row.row, column);
        Some(Ranked {
            row: row.row,
            place: sheet.number(Term::plus(row.row, target)).and(sheet.value(Term::plus(row.row, target)))?.value,
            value: sheet.number(value).and(sheet.value(value))?.value,
            doubtful: doubtful.contains(&value.at),
        })
    })
    .collect()
}

/// Whether a row stands where its value puts it; rows of one value may share a place or follow one another,
/// and a value that is in doubt itself may stand anywhere.
fn judge(rows: &[Ranked], row: &Ranked, most: bool, unit: i128) -> Place {
    let ahead = |other: &&Ranked| if most { other.value > row.value } else { other.value < row.value };
    let sure = || rows.iter().filter(|r| !r.doubtful);
    let before = sure().filter(ahead).count() as i128;
    let equal = sure().filter(|r| r.row != row.row && r.value == row.value).count() as i128;
    let mut different: Vec<i128> = sure().filter(ahead).map(|r| r.value).collect();
    different.sort_unstable();
    different.dedup();
    let open = rows.iter().filter(|r| r.doubtful).count() as i128;
    // 1, 2, 2, 3 counts values, 1, 2, 2, 4 rows
    let (least, last) = (different.len() as i128 + 1, before + 1 + equal + open);
    let fits = (least * unit..=last * unit).contains(&row.place);
    let outcome = match fits {
        true => Outcome::Exact,
        _ if row.doubtful => Outcome::Unknown,
        false => Outcome::Broken,
    };
    (row.row, if fits { row.place } else { (before + 1) * unit }, outcome, last - least < MOST_EQUAL)
}
