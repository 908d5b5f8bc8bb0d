//! Words that say whether a target was reached, beside the figures: `92,6%, chưa đạt chỉ tiêu (90%)`.

use super::fit::{Fit, fit};
use super::items::{Passage, Value};
use super::words;
use super::{Claim, ClaimKind, Operand, Relation, Role};
use crate::document::TextRange;
use crate::figures::{Cue, Figure};
use crate::lexicon;

/// Reads such words of a passage.
pub fn reached(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    for (index, item) in passage.items.items.iter().enumerate() {
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
        let alike = fit(level, target) >= Fit::Elided && level.is_rate() == target.is_rate();
        if !plain || changes || !alike {
            continue;
        }
        let end = if item.group == 0 { item.own.end } else { group_start(passage, item.group) };
        let Some(met) = said(passage, level, end) else { continue };
        let operands =
            vec![Operand::new(Role::Level, level, level_item.period), Operand::new(Role::Target, target, item.period)];
        let range = level.range.cover(target.range);
        let mut claim = Claim::new(ClaimKind::PercentOfTarget, Relation::Reached { met }, range, operands);
        claim.indicator = passage.indicator(level_item);
        // Of poverty, accidents and the like less is better.
        let own = passage.own(level_item).map(|t| lexicon::fold(passage.document.slice(t.range)));
        let subject = own.collect::<Vec<_>>().join(" ");
        claim.upward = Some(!words::better_low(&format!("{subject} {}", level.noun)));
        claims.push(claim);
    }
}

fn group_start(passage: &Passage<'_>, group: u32) -> usize {
    passage.items.groups.get(group as usize).map_or(0, |g| g.tokens.start)
}

/// What the words between a level and the token `end` say, where they only speak of the target.
fn said(passage: &Passage<'_>, level: &Figure, end: usize) -> Option<bool> {
    let start = level.range.end;
    let stop = passage.lexed.tokens.get(end.checked_sub(1)?)?.range.end;
    let text = lexicon::fold(passage.document.slice(TextRange::new(start, stop.max(start))));
    words::verdict(text.trim_matches(|c: char| !c.is_alphanumeric()))
}
