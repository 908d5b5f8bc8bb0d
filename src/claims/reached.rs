//! Words that say whether a target was reached, beside the figures: `92,6%, chưa đạt chỉ tiêu (90%)`.

use super::fit::{Fit, fit};
use super::items::{Item, Passage, Separator, Value};
use super::words;
use super::{Claim, ClaimKind, Operand, Relation, Role};
use crate::document::TextRange;
use crate::figures::{Cue, Figure, Hedge, Token, TokenKind};
use crate::lexicon;
use std::borrow::Cow;

/// Reads such words of a passage.
pub fn reached(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    for (index, item) in passage.items.items.iter().enumerate() {
        behind(passage, index, item, claims);
        behind_target(passage, index, item, claims);
        let Value::One(t) = item.value else { continue };
        let Some(target) = passage.figure(t).filter(|f| f.hedge.is_none()) else { continue };
        // In the bracket behind the words, or right behind them.
        let host = passage.items.groups.get(item.group as usize).and_then(|g| g.host).filter(|_| item.group != 0);
        let first = passage.items.of_group(item.group).next().is_some_and(|(i, _)| i == index);
        let before = if host.is_some() { host.filter(|_| first) } else { index.checked_sub(1) };
        let Some(level_item) = before.and_then(|i| passage.item(i)) else { continue };
        let here = level_item.sentence == item.sentence && matches!(level_item.value, Value::One(_));
        let Some(level) = passage.first(level_item).filter(|f| here && f.hedge.is_none()) else { continue };
        let plain = matches!(item.verb, None | Some(Cue::Target | Cue::Reach | Cue::Exceed));
        let changes = matches!(level_item.verb, Some(Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort));
        let alike = fit(level, target) >= Fit::Elided;
        if !plain || changes || !alike {
            continue;
        }
        let end = if item.group == 0 { item.own.end } else { group_start(passage, item.group) };
        let Some(met) = said(passage, level, end) else { continue };
        push(passage, (level_item, level), (item, target), met, claims);
    }
}

fn push(
    passage: &Passage<'_>,
    (level_item, level): (&Item, &Figure),
    (item, target): (&Item, &Figure),
    met: bool,
    claims: &mut Vec<Claim>,
) {
    let operands =
        vec![Operand::new(Role::Level, level, level_item.period), Operand::new(Role::Target, target, item.period)];
    let range = level.range.cover(target.range);
    let mut claim = Claim::new(ClaimKind::PercentOfTarget, Relation::Reached { met }, range, operands);
    claim.indicator = passage.indicator(level_item);
    // Of poverty, accidents and the like less is better.
    let own = |x: &Item| passage.own(x).map(|t| fold(passage, *t)).collect::<Vec<_>>().join(" ");
    let subject = format!("{} {} {}", own(item), own(level_item), level.noun);
    claim.upward = Some(!words::better_low(&subject));
    claims.push(claim);
}

/// `Mục tiêu đề ra 15 xã, kết quả đạt 18 xã, vượt mục tiêu`: the target before, the words behind the level.
fn behind(passage: &Passage<'_>, index: usize, item: &Item, claims: &mut Vec<Claim>) {
    let Value::One(f) = item.value else { return };
    let Some(level) = passage.figure(f).filter(|f| f.hedge.is_none()) else { return };
    let Some(before) = index.checked_sub(1).and_then(|i| passage.item(i)) else { return };
    let Some(target) = passage.first(before).filter(|t| t.hedge.is_none()) else { return };
    let here = before.sentence == item.sentence && before.group == item.group && matches!(before.value, Value::One(_));
    let planned = before.cues.has(Cue::Target) && !before.cues.any(&[Cue::Done, Cue::Exceed, Cue::FallShort]);
    let result = matches!(item.verb, None | Some(Cue::Reach | Cue::Is | Cue::Remaining | Cue::Done))
        && !item.cues.any(&[Cue::Target, Cue::Goal, Cue::OfWhich]);
    let own = passage.own(item).filter(|t| t.kind == TokenKind::Word).map(|t| fold(passage, *t));
    let subject = own.filter(|w| !words::is_filler(w) && !words::is_stop(w)).any(|w| !words::names_result(&w));
    // Of days and months less may be better, or more.
    let alike = fit(level, target) >= Fit::Elided && !super::per_unit::is_time(&level.unit.key);
    if !(here && planned && result && alike) || subject {
        return;
    }
    let Some(met) = verdict_behind(passage, item) else { return };
    push(passage, (item, level), (before, target), met, claims);
}

/// `41,3% (Nghị quyết: 42%) - chưa đạt`, `17,8% (chỉ tiêu dưới 18,5%), đạt kế hoạch`, `21,4 tỷ đồng/DT 26,0 tỷ đồng (không
/// đạt)`, `1.240 ha (KH 1.200 ha; vượt)`: the words stand behind both.
fn behind_target(passage: &Passage<'_>, index: usize, item: &Item, claims: &mut Vec<Claim>) {
    let (Value::One(f), Some(before)) = (item.value, index.checked_sub(1)) else { return };
    let Some(target) = passage.figure(f) else { return };
    let named = item.cues.any(&[Cue::Target, Cue::Given])
        && matches!(item.verb, None | Some(Cue::Is | Cue::Target | Cue::Given))
        && !item.cues.any(&[Cue::Done, Cue::Goal, Cue::OfWhich]);
    if !named || target.hedge == Some(Hedge::About) {
        return;
    }
    let group = passage.items.groups.get(item.group as usize).filter(|_| item.group != 0);
    let (level_at, joined) = match group {
        // Alone in the bracket of its level.
        Some(g) => (g.host, g.adjacent && passage.items.of_group(item.group).count() == 1),
        None => {
            let slash = passage.own(item).any(|t| t.kind == TokenKind::Slash) && item.separator == Separator::None;
            let opens = || passage.own(item).next().is_some_and(|t| matches!(t.kind, TokenKind::Cue(Cue::Target)));
            (Some(before), slash || item.separator == Separator::Comma && opens())
        }
    };
    let Some(level_item) = level_at.filter(|_| joined).and_then(|i| passage.item(i)) else { return };
    let Some(level) = passage.first(level_item).filter(|f| f.hedge.is_none()) else { return };
    let plain = matches!(level_item.value, Value::One(_))
        && level_item.sentence == item.sentence
        && !matches!(
            level_item.verb,
            Some(Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort | Cue::Lack | Cue::Target | Cue::Average)
        )
        && !level_item.cues.any(&[Cue::Target, Cue::Goal, Cue::ComparedWith]);
    let alike = fit(level, target) >= Fit::Elided && !super::per_unit::is_time(&level.unit.key);
    // What stands at a bound may be meant in or out.
    let at_bound = target.hedge.is_some() && level.value() == target.value();
    if !plain || !alike || at_bound {
        return;
    }
    let Some(met) = verdict_behind(passage, item) else { return };
    let firm = Figure { hedge: None, ..target.clone() };
    push(passage, (level_item, level), (item, &firm), met, claims);
    // A bound says itself which side is meant.
    if let (Some(claim), Some(hedge)) = (claims.last_mut(), target.hedge) {
        claim.upward = Some(hedge == Hedge::Above);
    }
}

/// The verdict behind a target or a level: in its bracket, behind it, or in one of its own; nothing else may follow in the clause.
fn verdict_behind(passage: &Passage<'_>, last: &Item) -> Option<bool> {
    let rest = passage.lexed.tokens.get(last.tail.end..)?;
    let mark = |t: &Token| {
        matches!(t.kind, TokenKind::Comma | TokenKind::Semicolon | TokenKind::Dash | TokenKind::Colon)
            || matches!(t.kind, TokenKind::Open('(' | '[') | TokenKind::Close(')' | ']'))
    };
    let marks = rest.iter().take_while(|t| mark(t)).count();
    let clause: Vec<Token> = rest.iter().skip(marks).take_while(|t| is_word(t)).copied().collect();
    let end = rest.get(marks + clause.len()).map(|t| t.kind);
    let ends = matches!(
        end,
        None | Some(TokenKind::Comma | TokenKind::Semicolon | TokenKind::SentenceEnd | TokenKind::Close(_))
    );
    let (first, last) = (clause.first()?, clause.last()?);
    let text = passage.document.folded(first.range.cover(last.range));
    words::verdict(text.trim_matches(|c: char| !lexicon::is_alphanumeric(c)), true).filter(|_| marks > 0 && ends)
}

fn is_word(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Cue(_))
}

fn fold<'p>(passage: &'p Passage<'_>, token: Token) -> Cow<'p, str> {
    passage.document.folded(token.range)
}

fn group_start(passage: &Passage<'_>, group: u32) -> usize {
    passage.items.groups.get(group as usize).map_or(0, |g| g.tokens.start)
}

/// What the words between a level and the token `end` say, where they only speak of the target.
fn said(passage: &Passage<'_>, level: &Figure, end: usize) -> Option<bool> {
    let start = level.range.end;
    let stop = passage.lexed.tokens.get(end.checked_sub(1)?)?.range.end;
    let text = passage.document.folded(TextRange::new(start, stop.max(start)));
    words::verdict(text.trim_matches(|c: char| !lexicon::is_alphanumeric(c)), false)
}
