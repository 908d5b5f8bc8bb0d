//! Lists without a cue: `xuất khẩu lao động 215 người, Nhật Bản 108, Đài Loan 74, Hàn Quốc 43`. Each part is but a name and
//! a number. The names may be others to compare with; that they nearly add up says that they are parts.

use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage, Separator, Value};
use crate::claims::{Claim, ClaimKind, Completeness, Operand, Relation, Role};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Figure, TokenKind};

/// So many parts have a list at least, and at most.
const LEAST: usize = 3;
const MOST: usize = 30;
/// The sum misses the total by no more than the total over this.
const NEAR: i64 = 20;

/// Reads such lists of a passage.
pub(super) fn places(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    let mut next = 0;
    for (index, item) in passage.items.items.iter().enumerate() {
        let Some(total) = passage.first(item).filter(|f| index >= next && f.is_count() && f.hedge.is_none()) else {
            continue;
        };
        let plain = matches!(item.value, Value::One(_)) && item.group == 0 && !total.unit.key.is_empty();
        let level = matches!(item.verb, None | Some(Cue::Reach | Cue::Is | Cue::Done | Cue::Given));
        if !plain || !level || item.cues.any(&[Cue::OfWhich, Cue::Comprise, Cue::Partly]) {
            continue;
        }
        let behind = passage.items.from(0, index + 1).take(MOST);
        let parts: Vec<&Item> = behind.map(|(_, x)| x).take_while(|x| is_part(passage, item, x, total)).collect();
        let Some(last) = parts.last().filter(|_| parts.len() >= LEAST) else { continue };
        next = index + parts.len();
        // Nothing but the end of the sentence or clause follows.
        let end = passage.lexed.tokens.get(last.tail.end).map(|t| t.kind);
        if !last.tail.is_empty() || !matches!(end, None | Some(TokenKind::SentenceEnd | TokenKind::Semicolon)) {
            continue;
        }
        claims.extend(sum(item, total, parts.iter().filter_map(|x| passage.first(x))));
    }
}

/// Whether an item is a name and a number of what the total counts.
fn is_part(passage: &Passage<'_>, of: &Item, item: &Item, total: &Figure) -> bool {
    let Some(figure) = passage.first(item) else { return false };
    let mut own = passage.own(item);
    let named = own.next().is_some() && passage.own(item).all(|t| t.kind == TokenKind::Word);
    let last = passage.own(item).next_back();
    let proper = last.is_some_and(|t| passage.document.slice(t.range).starts_with(char::is_uppercase));
    let counts = figure.unit.key.is_empty() || figure.unit.elided || fit(total, figure) == Fit::Same;
    let alone = matches!(item.value, Value::One(_)) && item.verb.is_none() && item.sentence == of.sentence;
    alone
        && named
        && proper
        && counts
        && figure.decimals == 0
        && item.separator == Separator::Comma
        && figure.printed < total.printed
}

fn sum<'p>(item: &Item, total: &Figure, parts: impl Iterator<Item = &'p Figure>) -> Option<Claim> {
    let mut operands = vec![Operand::new(Role::Stated, total, item.period)];
    operands.extend(parts.map(|f| Operand::new(Role::Part, f, None)));
    let sum = operands.iter().skip(1).try_fold(Exact::ZERO, |s, o| s.add(o.figure.printed))?;
    let off = sum.sub(total.printed)?.abs();
    let range = operands.iter().fold(total.range, |r, o| r.cover(o.figure.range));
    let near = off.mul(Exact::int(NEAR))? <= total.printed;
    near.then(|| Claim::new(ClaimKind::Sum, Relation::Sum(Completeness::Probably), range, operands))
}
