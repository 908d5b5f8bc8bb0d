//! Tables as grids of numbers with the equations they are believed to satisfy.
//! Extraction only: what a broken equation means is for the rules to say.

mod beside;
pub mod claims;
pub mod columns;
mod declared;
pub mod facts;
mod formulas;
pub mod grid;
mod growth_rows;
mod linear;
mod mean_rows;
pub mod names;
mod pages;
mod products;
pub mod prose_words;
mod ranks;
mod rates;
pub mod relation;
mod rounding;
pub mod rows;
mod share_rows;
pub mod sheet;
mod sums;
pub mod times;
pub mod value;
pub mod verdicts;
pub mod words;

use crate::document::{Document, TableId};
use sheet::Sheet;

/// Every table of a draft that has something to compute.
pub fn read(document: &Document) -> Vec<Sheet> {
    let mut out = Vec::new();
    let mut table: TableId = 0;
    while let Some((source, next)) = pages::whole(document, table) {
        out.extend(Sheet::read(document, table, &beside::unfolded(document, source)));
        table = next;
    }
    out
}
