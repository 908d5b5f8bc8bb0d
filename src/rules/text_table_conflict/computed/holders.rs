//! Tables in other sections that a paragraph is known to speak of: they hold several of its figures, as an annex does.

use super::super::Draft;
use super::super::values::{digits, usable};
use crate::figures::Figure;
use crate::figures::exact::Exact;
use crate::tables::claims;
use crate::tables::relation::Term;
use crate::work;
use hashbrown::HashMap;

/// A number that more tables hold says nothing.
const MOST: usize = 8;
/// So many figures of a paragraph make a table that holds them the one it speaks of.
const ENOUGH: usize = 2;

/// The tables that hold a number of three digits or more.
#[derive(Default)]
pub struct Holders {
    by_number: HashMap<Exact, Vec<usize>>,
}

impl Holders {
    /// Of all tables.
    pub fn of(draft: &Draft<'_>) -> Holders {
        let mut out = Holders::default();
        for (number, sheet) in draft.sheets.iter().enumerate() {
            for row in &sheet.rows {
                for column in sheet.value_columns() {
                    work::step();
                    let Some(figure) = claims::figure(sheet, Term::plus(row.row, column)) else { continue };
                    if tells(&figure) {
                        let held = out.by_number.entry(figure.printed).or_default();
                        if held.last() != Some(&number) && held.len() <= MOST {
                            held.push(number);
                        }
                    }
                }
            }
        }
        out
    }

    /// The tables that hold at least two of these figures.
    pub fn sheets(&self, figures: &[Figure]) -> Vec<usize> {
        let mut printed: Vec<Exact> = figures.iter().filter(|f| tells(f)).map(|f| f.printed).collect();
        printed.sort_unstable();
        printed.dedup();
        let known = printed.iter().filter_map(|p| self.by_number.get(p)).filter(|held| held.len() <= MOST);
        let mut all: Vec<usize> = known.flatten().copied().collect();
        all.sort_unstable();
        let held = all.chunk_by(|a, b| a == b).filter(|held| held.len() >= ENOUGH);
        held.filter_map(|held| held.first().copied()).collect()
    }
}

/// Whether a number is no chance: three digits and no year.
fn tells(figure: &Figure) -> bool {
    usable(figure) && !figure.is_rate() && digits(figure) >= 3
}
