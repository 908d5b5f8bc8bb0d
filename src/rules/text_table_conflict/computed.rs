//! Figures of the text that no field of a table holds but that its fields give: changes between two
//! columns, shares of a total, sums of some rows, rates, means.
//!
//! What a figure may be is computed in every way its words leave open; one way that agrees is enough, and only where
//! none does something is told. Every word of its clause must be known to the table.

mod beside;
mod changes;
mod fits;
mod rates;
mod shares;
mod sums;

use super::mentions::Paragraph;
use super::values::{Index, near};
use super::{Compared, Draft};
use crate::claims::statements::Goals;
use crate::document::{BlockKind, TextRange};
use crate::figures::{Cue, Lexed, TokenKind};
use crate::tables::names::Names;
use beside::Beside;
use fits::Reading;
use hashbrown::HashSet;

/// Compares what the paragraphs tell of tables near them; what the text alone settles (`settled`) is left alone.
pub fn check(
    draft: &Draft<'_>,
    names: &[Names],
    index: &Index,
    settled: &HashSet<TextRange>,
    out: &mut Compared,
) {
    let goals = Goals::but_programmes(draft.document);
    for (block, lexed) in (0u32..).zip(draft.lexed) {
        let paragraph = draft.document.blocks.get(block as usize).is_some_and(|b| b.kind == BlockKind::Paragraph);
        if !paragraph || !computes(lexed) || goals.above(draft.document, block) {
            continue;
        }
        let paragraph = Paragraph::read(draft.document, lexed);
        let known = |sheet: &usize| near(draft, *sheet, block) || out.speaks.contains(&(block, *sheet));
        let sheets: Vec<usize> = index.sheets(draft, &paragraph, block).into_iter().filter(known).collect();
        let tables: Vec<Beside<'_>> = sheets
            .iter()
            .filter_map(|&i| Beside::of(draft, (i, draft.sheets.get(i)?), names.get(i)?, &paragraph, &out.fields))
            .collect();
        if tables.is_empty() {
            continue;
        }
        let told: HashSet<TextRange> = out.conflicts.iter().map(|c| c.0).collect();
        for (i, mention) in paragraph.mentions.iter().enumerate() {
            let number = mention.figure.number;
            if settled.contains(&number) || told.contains(&number) {
                continue;
            }
            if mention.lower.is_some() {
                rates::fraction(draft, &tables, i, out);
                continue;
            }
            if out.agreed.contains(&number) {
                continue;
            }
            let read = |table| {
                let first = sums::read(table, i).or_else(|| changes::read(table, i));
                first.or_else(|| shares::read(table, i)).or_else(|| rates::read(table, i))
            };
            let readings: Vec<Reading<'_>> = tables.iter().filter_map(read).collect();
            fits::judge(draft, mention, readings, out);
        }
    }
}

/// Whether a block says anything that is computed.
fn computes(lexed: &Lexed) -> bool {
    let says = |kind: &TokenKind| {
        matches!(
            kind,
            TokenKind::Fraction { .. }
                | TokenKind::Cue(
                    Cue::Increase
                        | Cue::Decrease
                        | Cue::Exceed
                        | Cue::FallShort
                        | Cue::Lack
                        | Cue::Target
                        | Cue::ComparedWith
                        | Cue::Share
                        | Cue::Average
                        | Cue::RateNoun
                )
        )
    };
    !lexed.figures.is_empty() && lexed.tokens.iter().any(|t| says(&t.kind))
}
