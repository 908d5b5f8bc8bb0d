//! Fractions above one without a word of a plan: `1.250/1.200 lao động`, `7/6 xã`. What was done may be more than what was
//! to be done, and a round number, or one of a few things, is a likely plan; a part may not be more than its whole, which
//! the draft tells elsewhere. Where nothing does so, such fractions are left alone.

use super::{Binding, Claim, Relation, Role};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Figure, Lexed, Token, TokenKind};
use crate::work;
use hashbrown::HashSet;

/// A plan of a few things is below this one, a round one not below that one.
const FEW: i64 = 10;
const MANY: i64 = 100;
/// How many tokens before a count the word of a plan stands at most.
const NEAR: usize = 4;

/// Makes fractions above one likely only, where nothing says that they are parts of a whole.
pub fn settle(lexed: &[Lexed], claims: &mut [Claim]) {
    let mut told: Option<HashSet<Count<'_>>> = None;
    for claim in claims.iter_mut().filter(|c| c.relation == Relation::Share && c.get(Role::Stated).is_none()) {
        let (Some(part), Some(whole)) = (claim.get(Role::Part), claim.get(Role::Whole)) else { continue };
        // Nobody does half as much again as was planned without saying so.
        let most = whole.value().and_then(|b| b.mul(Exact::int(3))?.div(Exact::int(2)));
        let above = part.value().zip(whole.value()).zip(most).is_some_and(|((a, b), most)| a > b && a <= most);
        if above && may_be_plan(whole) && !told.get_or_insert_with(|| wholes(lexed)).contains(&count(whole)) {
            claim.binding = Binding::Likely;
        }
    }
}

/// A number and what it counts.
type Count<'l> = (Exact, &'l str);

fn count(figure: &Figure) -> Count<'_> {
    (figure.printed, figure.unit.key.as_str())
}

/// Whether a number may well be a plan.
fn may_be_plan(whole: &Figure) -> bool {
    let tens = whole.printed.div(Exact::int(10)).and_then(|t| t.round(0)?.mul(Exact::int(10)));
    let round = tens == Some(whole.printed) && whole.printed >= Exact::int(MANY);
    round || whole.printed < Exact::int(FEW)
}

/// The wholes of a draft: of fractions that are parts, and counts that are no plan.
fn wholes(lexed: &[Lexed]) -> HashSet<Count<'_>> {
    lexed.iter().flat_map(|block| block.tokens.iter().enumerate().filter_map(|(at, t)| whole(block, at, t))).collect()
}

fn whole<'l>(lexed: &'l Lexed, at: usize, token: &Token) -> Option<Count<'l>> {
    work::step();
    let figure = |index: u32| lexed.figures.get(index as usize);
    match token.kind {
        TokenKind::Fraction { upper, lower } => {
            let (a, b) = figure(upper).zip(figure(lower))?;
            (a.printed <= b.printed).then(|| count(b))
        }
        TokenKind::Figure(index) => {
            let near = lexed.tokens.get(at.saturating_sub(NEAR)..at).unwrap_or_default();
            let plans = |t: &Token| matches!(t.kind, TokenKind::Cue(Cue::Target | Cue::Goal | Cue::Given));
            figure(index).filter(|f| f.hedge.is_none() && !near.iter().any(plans)).map(count)
        }
        _ => None,
    }
}
