//! Two counts of which one is what the other is not: `17/19 tiêu chí đạt, 02 tiêu chí không đạt`, `vốn giao 64.300 triệu
//! đồng, giải ngân 41.795 triệu đồng, chưa giải ngân 22.505 triệu đồng`. Together they are the whole told before.

use super::fit::{Fit, fit};
use super::items::{Item, Passage, Separator, Value};
use super::words;
use super::{Claim, ClaimKind, Completeness, Operand, Relation, Role};
use crate::figures::{Cue, Dimension, Figure, Token, TokenKind};
use std::borrow::Cow;

/// How many items before the second its counterpart and the whole may stand.
const REACH: usize = 8;

/// Reads the complements of a passage.
pub fn complements(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    for (index, item) in passage.items.items.iter().enumerate() {
        let Value::One(f) = item.value else { continue };
        let plain = |f: &&Figure| !f.is_rate() && f.hedge.is_none();
        let Some(figure) = passage.figure(f).filter(plain) else { continue };
        claims.extend(complement(passage, index, item, figure));
    }
}

/// A word of a clause: what it says, and whether it is a verb that says that something was reached.
type Said<'a> = (Cow<'a, str>, bool);

fn said<'a>(passage: &Passage<'a>, token: &Token) -> Option<Said<'a>> {
    let reached = matches!(token.kind, TokenKind::Cue(Cue::Reach | Cue::Done));
    matches!(token.kind, TokenKind::Word | TokenKind::Cue(_)).then(|| (passage.document.folded(token.range), reached))
}

/// What the words of an item deny: those behind the word that negates, without the small ones.
fn denied<'a>(passage: &Passage<'a>, item: &Item) -> Option<Vec<Said<'a>>> {
    let own: Vec<&Token> = passage.own(item).collect();
    let noun = passage.first(item).map_or(0, |f| f.range.end);
    let tail = passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default().iter();
    let tail: Vec<&Token> = tail.skip_while(|t| t.range.start < noun).collect();
    let negates = |t: &&Token| words::negates(&passage.document.folded(t.range));
    let stretch = match own.iter().position(negates) {
        Some(at) => own.get(at..)?,
        // `02 tiêu chí không đạt`: the word stands right behind what is counted.
        None if tail.first().is_some_and(negates) => tail.as_slice(),
        None => return None,
    };
    // `chưa có điều kiện`, `không có`: one cue with what it negates.
    let small = |(w, reached): &Said<'_>| !reached && (words::is_stop(w) || words::is_filler(w)) || words::negates(w);
    let said = stretch.iter().filter_map(|t| said(passage, t)).filter(|s| !small(s));
    // Behind the figure the verb alone says what is denied; what follows it may be a reason or a name.
    let behind = item.tail.contains(&item.token.saturating_add(1)) && !own.iter().any(negates);
    let mut out: Vec<Said<'a>> = said.collect();
    if behind {
        out.truncate(if out.first().is_some_and(|(_, reached)| *reached) { 1 } else { 2 });
    }
    (!out.is_empty()).then_some(out)
}

fn complement(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure) -> Option<Claim> {
    if item.separator > Separator::Semicolon || item.cues.any(&[Cue::OfWhich, Cue::Total, Cue::ComparedWith]) {
        return None;
    }
    let denied = denied(passage, item)?;
    let before: Vec<(&Item, &Figure)> = passage
        .items
        .before(item.group, index)
        .take(REACH)
        .take_while(|(_, x)| x.sentence == item.sentence)
        .filter_map(|(_, x)| Some((x, passage.first(x)?)))
        .filter(|(_, f)| !f.is_rate())
        .collect();
    // The counterpart: the nearest that says the same without the negation.
    let at = before.iter().position(|(x, f)| affirms(passage, x, &denied) && fit(f, figure) >= Fit::Kin)?;
    let &(first, part) = before.get(at)?;
    let (whole, period, between) = match first.value {
        Value::Fraction(_, lower) => (passage.figure(lower)?, first.period, at),
        _ => {
            let fits = |f: &Figure| fit(f, part) >= Fit::Kin && fit(f, figure) >= Fit::Kin;
            let may = |(x, f): &(&Item, &Figure)| {
                matches!(x.value, Value::One(_)) && fits(f) && f.value() >= part.value() && f.value() >= figure.value()
            };
            // `22 chỉ tiêu, có 13 vượt, 07 đạt, 02 không đạt`: of several that are large enough one may be a part like these.
            let mut wholes = (at + 1..before.len()).filter(|&i| before.get(i).is_some_and(may));
            let (Some(of), None) = (wholes.next(), wholes.next()) else { return None };
            let (of_item, of_figure) = *before.get(of)?;
            let verdict = |x: &Item| {
                let said = [Cue::Reach, Cue::Exceed, Cue::FallShort, Cue::Done];
                x.after.any(&said) || x.cues.any(&said)
            };
            if verdict(of_item) || of_figure.unit.dimension == Dimension::None {
                return None;
            }
            (of_figure, of_item.period, of)
        }
    };
    if whole.hedge.is_some() || part.hedge.is_some() || fit(whole, figure) < Fit::Kin {
        return None;
    }
    // What stands between may be a part as well.
    let others = before.iter().take(between).enumerate().filter(|(i, _)| *i != at).map(|(_, pair)| *pair);
    let others: Vec<(&Item, &Figure)> =
        others.filter(|(x, f)| matches!(x.value, Value::One(_)) && fit(f, whole) >= Fit::Kin).collect();
    let stated = Operand::new(Role::Stated, whole, period);
    let both = vec![
        stated,
        Operand::new(Role::Part, &part.in_unit_of(whole), first.period),
        Operand::new(Role::Part, &figure.in_unit_of(whole), item.period),
    ];
    // `452/465 tán thành, 6 không tán thành, 7 không biểu quyết`: what is denied next is another part.
    let next = passage.item(index + 1).filter(|x| (x.group, x.sentence) == (item.group, item.sentence));
    let next = next.filter(|x| x.separator <= Separator::Comma && matches!(x.value, Value::One(_)));
    let next = next
        .and_then(|x| Some((x, passage.first(x)?)))
        .filter(|(x, f)| self::denied(passage, x).is_some() && fit(f, whole) >= Fit::Kin && !f.is_rate());
    let others: Vec<(&Item, &Figure)> = others.into_iter().chain(next).collect();
    let all: Vec<Operand> = both
        .iter()
        .cloned()
        .chain(others.iter().map(|(x, f)| Operand::new(Role::Part, &f.in_unit_of(whole), x.period)))
        .collect();
    let range = both.iter().fold(figure.range, |r, o| r.cover(o.figure.range));
    let mut claim = Claim::new(ClaimKind::Sum, Relation::Sum(Completeness::Probably), range, both);
    if !others.is_empty() {
        claim.alternatives.push(all);
    }
    claim.indicator = passage.indicator(item);
    Some(claim)
}

/// Whether the words around an item say what another one denies.
fn affirms(passage: &Passage<'_>, item: &Item, denied: &[Said<'_>]) -> bool {
    let own = passage.own(item);
    let tail = passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
    let around: Vec<Said<'_>> = own.chain(tail).filter_map(|t| said(passage, t)).collect();
    if around.iter().any(|(w, _)| words::negates(w)) {
        return false;
    }
    // A verb that says what was reached may be another one; of other words the first has to be the same.
    denied.iter().all(|(word, reached)| around.iter().any(|(w, r)| w == word || *reached && *r))
}
