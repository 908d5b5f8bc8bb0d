//! Claims over time: averages, growth rates, from–to, stocks raised to a level;
//! and fractions that stand alone.

mod averages;
mod directions;
mod fractions;
mod growth;
mod levels;
mod product;
pub(in crate::claims) mod reached;
mod stretch;

pub use averages::per_year_stripped;
pub use product::is_yield;

use super::Claim;
use super::items::{Item, Passage, Value};
use super::words;
use crate::figures::{Figure, Token, TokenKind};

/// How many items back a total or base is looked for.
const REACH: usize = 5;

/// Reads the claims over time of a passage.
pub fn series(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    for (index, item) in passage.items.items.iter().enumerate() {
        match item.value {
            Value::One(f) => {
                let Some(figure) = passage.figure(f) else { continue };
                averages::average(passage, index, item, figure, claims);
                averages::average_of_bracket(passage, index, item, figure, claims);
                growth::growth(passage, index, item, figure, claims);
                levels::from_to(passage, index, item, figure, claims);
                levels::merged(passage, index, item, figure, claims);
                levels::raised_to(passage, index, item, figure, claims);
                reached::reached(passage, index, item, figure, claims);
                directions::direction(passage, index, item, figure, claims);
                product::product(passage, index, item, figure, claims);
                fractions::in_words(passage, index, item, figure, claims);
            }
            Value::Fraction(a, b) => fractions::alone(passage, index, item, a, b, claims),
            Value::Range(..) => {}
        }
    }
    fractions::shares_of_one_whole(passage, claims);
    levels::run_of_years(passage, claims);
    stretch::stretches(passage, claims);
}

fn before<'p>(passage: &'p Passage<'_>, index: usize) -> impl Iterator<Item = (usize, &'p Item, &'p Figure)> {
    (index.saturating_sub(REACH)..index).rev().filter_map(move |i| {
        let item = passage.item(i)?;
        match item.value {
            Value::One(f) => Some((i, item, passage.figure(f)?)),
            _ => None,
        }
    })
}

/// The telling words among tokens, folded.
fn telling<'t>(passage: &Passage<'_>, tokens: impl IntoIterator<Item = &'t Token>) -> Vec<String> {
    let words = tokens.into_iter().filter(|t| t.kind == TokenKind::Word);
    let folded = words.map(|t| passage.document.folded(t.range).into_owned());
    folded.filter(|w| !words::is_stop(w) && !words::is_filler(w)).collect()
}
