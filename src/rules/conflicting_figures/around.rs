//! Figures of the text with all words that stand around them: what tells that two mentions are of one thing.

use crate::claims::statements::{Statement, telling};
use crate::claims::words;
use crate::document::{BlockKind, TextRange};
use crate::figures::{Cue, Figure, Period, TokenKind};
use crate::rules::Context;
use hashbrown::HashMap;
use std::borrow::Cow;
use std::cmp::Ordering;

/// A figure with the words around it.
pub(super) struct Mention<'a> {
    /// The block it stands in.
    pub block: u32,
    /// The figure.
    pub figure: &'a Figure,
    /// What the text states of it, where it names an indicator.
    pub statement: Option<&'a Statement>,
    /// The telling words before it, of its noun and behind it, up to the next figure or separator; sorted.
    pub words: Vec<Cow<'a, str>>,
}

impl Mention<'_> {
    /// When, as far as the words before it say.
    pub fn period(&self) -> Option<Period> {
        self.statement.and_then(|s| s.period)
    }

    /// Whether it is a goal or a plan.
    pub fn is_goal(&self) -> bool {
        self.statement.is_some_and(|s| s.goal || s.planned)
    }

    /// How many words two mentions share, and how many only one of them has.
    pub fn common(&self, other: &Mention<'_>) -> (usize, usize) {
        let (mut a, mut b) = (self.words.as_slice(), other.words.as_slice());
        let mut shared = 0;
        while let ([first, rest @ ..], [second, others @ ..]) = (a, b) {
            let order = first.cmp(second);
            shared += usize::from(order == Ordering::Equal);
            (a, b) = (if order.is_le() { rest } else { a }, if order.is_ge() { others } else { b });
        }
        (shared, self.words.len() + other.words.len() - 2 * shared)
    }
}

fn is_amount(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Figure(_) | TokenKind::Fraction { .. } | TokenKind::Range { .. })
}

/// Cues that say what is counted; the others say what the figure does.
const NAMING: &[Cue] = &[
    Cue::NewlyAdded,
    Cue::CarriedOver,
    Cue::Done,
    Cue::Given,
    Cue::Partition,
    Cue::Attribute,
    Cue::Growth,
    Cue::Average,
];

/// Every figure of the text outside tables.
pub(super) fn mentions<'a>(context: &Context<'a>) -> Vec<Mention<'a>> {
    let document = context.document;
    let statements: HashMap<TextRange, &'a Statement> =
        context.statements.iter().map(|s| (s.figure.number, s)).collect();
    let mut out = Vec::new();
    for (block, lexed) in (0u32..).zip(context.lexed) {
        if document.blocks.get(block as usize).is_some_and(|b| matches!(b.kind, BlockKind::Cell(_))) {
            continue;
        }
        for (at, token) in lexed.tokens.iter().enumerate() {
            let TokenKind::Figure(id) = token.kind else { continue };
            let Some(figure) = lexed.figures.get(id as usize) else { continue };
            let ends = |kind: TokenKind| {
                !matches!(kind, TokenKind::Word | TokenKind::Cue(_) | TokenKind::Period(_) | TokenKind::Dash)
            };
            // `Thu nhập bình quân (theo khảo sát) đạt …`: a bracket without figures ends no name.
            let mut depth = 0u32;
            let before = lexed.tokens.get(..at).unwrap_or_default().iter().rev();
            let before = before
                .take_while(|t| match t.kind {
                    TokenKind::Close(_) => {
                        depth += 1;
                        true
                    }
                    TokenKind::Open(_) => {
                        depth = depth.wrapping_sub(1);
                        depth != u32::MAX
                    }
                    kind => !ends(kind) || depth > 0 && !is_amount(kind),
                })
                .filter(|t| !matches!(t.kind, TokenKind::Open(_) | TokenKind::Close(_)));
            let behind = lexed.tokens.get(at + 1..).unwrap_or_default().iter().take_while(|t| !ends(t.kind));
            let told = before.chain(behind).filter(|t| match t.kind {
                TokenKind::Cue(cue) => NAMING.contains(&cue),
                TokenKind::Word => true,
                _ => false,
            });
            let counted = Some(figure.unit.key.as_str()).filter(|_| figure.is_count());
            let mut names: Vec<Cow<'a, str>> = told
                .map(|t| document.slice(t.range))
                .chain([figure.noun.as_str()])
                .chain(counted)
                .flat_map(telling)
                .filter(|w| !words::names_total(w) && !words::names_number(w))
                .collect();
            names.sort_unstable();
            names.dedup();
            let statement = statements.get(&figure.number).copied();
            out.push(Mention { block, figure, statement, words: names });
        }
    }
    out
}
