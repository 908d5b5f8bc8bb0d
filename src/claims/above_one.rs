//! Fractions above one without a word of a plan: `1.250/1.200 lao động`, `7/6 xã`. What was done may be more than what was
//! to be done, and a round number, or one of a few things, is a likely plan; a part may not be more than its whole, which
//! the draft tells elsewhere. Where nothing does so, such fractions are left alone.

use super::{Binding, Claim, Operand, Relation, Role};
use crate::document::TextRange;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Figure, Lexed, Token, TokenKind};

/// A plan of a few things is below this one, a round one not below that one.
const FEW: i64 = 10;
const MANY: i64 = 100;

/// Makes fractions above one likely only, where nothing says that they are parts of a whole.
pub fn settle(lexed: &[Lexed], claims: &mut [Claim]) {
    for claim in claims.iter_mut().filter(|c| c.relation == Relation::Share && c.get(Role::Stated).is_none()) {
        let (Some(part), Some(whole)) = (claim.get(Role::Part), claim.get(Role::Whole)) else { continue };
        // Nobody does half as much again as was planned without saying so.
        let most = whole.value().and_then(|b| b.mul(Exact::int(3))?.div(Exact::int(2)));
        let above = part.value().zip(whole.value()).zip(most).is_some_and(|((a, b), most)| a > b && a <= most);
        if above && may_be_plan(whole) && !lexed.iter().any(|l| tells(l, claim, whole)) {
            claim.binding = Binding::Likely;
        }
    }
}

/// Whether a number may well be a plan.
fn may_be_plan(whole: &Figure) -> bool {
    let tens = whole.printed.div(Exact::int(10)).and_then(|t| t.round(0)?.mul(Exact::int(10)));
    let round = tens == Some(whole.printed) && whole.printed >= Exact::int(MANY);
    round || whole.printed < Exact::int(FEW)
}

/// Whether a paragraph has the whole again: as that of a fraction which is a part, or as a count that is no plan.
fn tells(lexed: &Lexed, claim: &Claim, whole: &Figure) -> bool {
    let own = |place: TextRange| claim.operands.iter().any(|o: &Operand| o.figure.number == place);
    let same = |f: &Figure| f.printed == whole.printed && f.unit.key == whole.unit.key && !own(f.number);
    let planned = |at: usize| {
        let near = lexed.tokens.get(at.saturating_sub(NEAR)..at).unwrap_or_default();
        near.iter().any(|t: &Token| matches!(t.kind, TokenKind::Cue(Cue::Target | Cue::Goal | Cue::Given)))
    };
    lexed.tokens.iter().enumerate().any(|(at, t)| match t.kind {
        TokenKind::Fraction { upper, lower } => {
            let pair = lexed.figures.get(upper as usize).zip(lexed.figures.get(lower as usize));
            pair.is_some_and(|(a, b)| same(b) && a.printed <= b.printed)
        }
        TokenKind::Figure(f) => {
            lexed.figures.get(f as usize).is_some_and(|f| same(f) && f.hedge.is_none()) && !planned(at)
        }
        _ => false,
    })
}

/// How many tokens before a count the word of a plan stands at most.
const NEAR: usize = 4;
