//! Results in a list whose plans stand in an earlier list under the same names: `giao 5.463 tỷ đồng (nông thôn mới 1.842
//! tỷ, giảm nghèo 1.206 tỷ, …), giải ngân 4.903 tỷ đồng, trong đó nông thôn mới 1.768 tỷ, đạt 96,0%; giảm nghèo …`. That
//! one percentage of the list closes with its namesake proves it for the others.

use super::fit::{Fit, fit};
use super::items::{Item, Passage, Separator, Value};
use super::{Binding, Claim, ClaimKind, Operand, Relation, Role, closes, words};
use crate::document::TextRange;
use crate::figures::{Cue, Dimension, Figure, TokenKind};
use crate::lexicon;
use std::collections::BTreeSet;

/// How many items before a result its plan may stand.
const REACH: usize = 24;

/// A percentage of a result, and the plan with the name of the result.
struct Pair<'p> {
    stated: &'p Figure,
    level: &'p Figure,
    plan: &'p Figure,
    closes: bool,
}

/// Adds the percentages of plans of one name.
pub fn namesakes(passages: &[Option<Passage<'_>>], claims: &mut Vec<Claim>) {
    let told: BTreeSet<TextRange> =
        claims.iter().filter(|c| is_told(c)).filter_map(|c| c.get(Role::Stated)).map(|f| f.number).collect();
    let mut found: Vec<Claim> = Vec::new();
    for passage in passages.iter().flatten() {
        let mut pairs: Vec<(u32, Pair<'_>)> = Vec::new();
        for (index, item) in passage.items.items.iter().enumerate() {
            pairs.extend(
                pair(passage, index, item).filter(|p| !told.contains(&p.stated.number)).map(|p| (item.sentence, p)),
            );
        }
        for (sentence, pair) in &pairs {
            let list = || pairs.iter().filter(|(s, _)| s == sentence);
            if list().count() < 2 || !list().any(|(_, p)| p.closes) {
                continue;
            }
            let operands = vec![
                Operand::new(Role::Stated, pair.stated, None),
                Operand::new(Role::Level, pair.level, None),
                Operand::new(Role::Target, pair.plan, None),
            ];
            let range = pair.level.range.cover(pair.stated.range);
            found.push(Claim::new(ClaimKind::PercentOfTarget, Relation::OfTarget, range, operands));
        }
    }
    let named: BTreeSet<TextRange> = found.iter().filter_map(|c| c.get(Role::Stated)).map(|f| f.number).collect();
    claims.retain(|c| !c.get(Role::Stated).is_some_and(|f| named.contains(&f.number)));
    claims.extend(found);
    claims.sort_by_key(|c| (c.range, c.kind));
}

/// A percentage that a reading already gives all its figures, or closes.
fn is_told(claim: &Claim) -> bool {
    let part = claim.get(Role::Part).or_else(|| claim.get(Role::Level));
    let whole = claim.get(Role::Whole).or_else(|| claim.get(Role::Target)).or_else(|| claim.get(Role::Base));
    let full = part.is_some() && whole.is_some() && claim.binding == Binding::Sure;
    let closing =
        || matches!((part, whole, claim.get(Role::Stated)), (Some(p), Some(w), Some(s)) if closes::share(p, w, s));
    full || claim.get(Role::Change).is_some() || closing()
}

/// `nông thôn mới 1.768 tỷ, đạt 96,0%` with the one other amount of that name before it.
fn pair<'p>(passage: &'p Passage<'_>, index: usize, item: &Item) -> Option<Pair<'p>> {
    let stated = passage.first(item).filter(|f| f.unit.dimension == Dimension::Percent && f.hedge.is_none())?;
    let bracketed = passage.items.groups.get(item.group as usize).filter(|g| item.group != 0 && g.adjacent);
    let at = match bracketed {
        Some(group) => group.host?,
        None => index.checked_sub(1)?,
    };
    let result = passage.item(at)?;
    let joined = bracketed.is_some() || result.group == item.group && item.separator <= Separator::Comma;
    let plain = matches!(item.verb, None | Some(Cue::Reach | Cue::Equal)) && !item.subject;
    let level =
        passage.first(result).filter(|_| joined && plain && result.sentence == item.sentence && is_amount(result))?;
    let name = name_of(passage, result);
    if name.is_empty() || level.is_rate() {
        return None;
    }
    let start = at.saturating_sub(REACH);
    let before = passage.items.items.get(start..at)?.iter();
    let mut same = before.filter(|x| is_amount(x) && name_of(passage, x) == name);
    let (one, None) = (same.next()?, same.next()) else { return None };
    let plan = passage.first(one).filter(|f| !f.is_rate() && f.hedge.is_none() && fit(f, level) >= Fit::Elided)?;
    let plan_like =
        one.group != result.group || one.sentence < result.sentence || one.cues.any(&[Cue::Target, Cue::Given]);
    plan_like.then(|| Pair { stated, level, plan, closes: closes::share(level, plan, stated) })
}

fn is_amount(item: &Item) -> bool {
    let moves = [Cue::Increase, Cue::Decrease, Cue::Exceed, Cue::FallShort, Cue::Lack, Cue::Average, Cue::Share];
    matches!(item.value, Value::One(_)) && !item.verb.is_some_and(|v| moves.contains(&v))
}

/// The telling words that name what a figure measures, behind the last colon and cue.
fn name_of(passage: &Passage<'_>, item: &Item) -> Vec<String> {
    let mut name: Vec<String> = Vec::new();
    for token in passage.own(item) {
        match token.kind {
            TokenKind::Colon | TokenKind::Cue(Cue::OfWhich | Cue::Comprise | Cue::Done | Cue::Given | Cue::Namely) => {
                name.clear()
            }
            TokenKind::Word => {
                name.extend(lexicon::fold(passage.document.slice(token.range)).split(' ').map(str::to_owned));
            }
            _ => {}
        }
    }
    name.retain(|w| !words::is_filler(w));
    name
}
