//! Which way a level went, without by how much: `72 vụ, giảm so với cùng kỳ (86 vụ)`, `45,6 tỷ đồng, thấp hơn dự toán (52,5 tỷ
//! đồng)`. The words before the bracket say which way, the bracket from where.

use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage, Value};
use crate::claims::{Claim, ClaimKind, Operand, Relation, Role, words};
use crate::figures::{Cue, Figure, Token, TokenKind};

/// The longest clause that is read.
const LONG: usize = 14;

/// Reads a direction before the bracket of its base.
pub(super) fn direction(passage: &Passage<'_>, index: usize, item: &Item, base: &Figure, claims: &mut Vec<Claim>) {
    let Some(group) = passage.items.groups.get(item.group as usize).filter(|g| item.group != 0 && !g.adjacent) else {
        return;
    };
    let alone = passage.items.of_group(item.group).count() == 1 && matches!(item.value, Value::One(_));
    let plain = item.verb.is_none_or(|v| matches!(v, Cue::Is | Cue::Reach | Cue::Target | Cue::Given));
    let Some((level_item, level)) = group.host.and_then(|h| passage.item(h)).and_then(|h| Some((h, passage.first(h)?)))
    else {
        return;
    };
    let changes = [Cue::Increase, Cue::Decrease, Cue::Exceed, Cue::FallShort, Cue::Lack];
    let value = matches!(level_item.value, Value::One(_))
        && level_item.group == 0
        && level_item.sentence == item.sentence
        && !level_item.verb.is_some_and(|v| changes.contains(&v))
        && !level_item.cues.any(&[Cue::Target, Cue::Goal, Cue::ComparedWith, Cue::Average]);
    let alike = fit(level, base) == Fit::Same;
    let firm = level.hedge.is_none() && base.hedge.is_none() && index > 0;
    if !(alone && plain && value && alike && firm) {
        return;
    }
    // What stands between is one clause: a comma, a verb, words of comparison, a time or a plan.
    let open = group.tokens.start.saturating_sub(1);
    let between = passage.lexed.tokens.get(level_item.token + 1..open).unwrap_or_default();
    let clause: Vec<&Token> = between.iter().skip_while(|t| t.kind != TokenKind::Comma).skip(1).collect();
    let has = |cue: Cue| clause.iter().any(|t| t.kind == TokenKind::Cue(cue));
    let up = match (has(Cue::Increase) || has(Cue::Exceed), has(Cue::Decrease) || has(Cue::FallShort)) {
        (true, false) => true,
        (false, true) => false,
        _ => return,
    };
    let versus = has(Cue::ComparedWith) || has(Cue::Exceed) || has(Cue::FallShort);
    let timed = clause.iter().any(|t| matches!(t.kind, TokenKind::Period(_)));
    let planned = has(Cue::Target) || has(Cue::Given);
    let known = |t: &&Token| match t.kind {
        TokenKind::Word => words::is_filler(&passage.document.folded(t.range)),
        TokenKind::Cue(c) => !matches!(c, Cue::Average | Cue::Not | Cue::OfWhich | Cue::And | Cue::Goal),
        kind => matches!(kind, TokenKind::Period(_)),
    };
    // A figure behind the bracket says by how much, and is read elsewhere.
    let behind = passage.lexed.tokens.get(group.tokens.end + 1).map(|t| t.kind);
    let ends = matches!(behind, None | Some(TokenKind::Comma | TokenKind::Semicolon | TokenKind::SentenceEnd));
    if clause.is_empty() || clause.len() > LONG || !clause.iter().all(known) || !versus || !(timed || planned) || !ends
    {
        return;
    }
    let operands =
        vec![Operand::new(Role::Level, level, level_item.period), Operand::new(Role::Base, base, item.period)];
    let mut claim = Claim::new(ClaimKind::FromTo, Relation::Direction, level.range.cover(base.range), operands);
    claim.upward = Some(up);
    claim.indicator = passage.indicator(level_item);
    claims.push(claim);
}
