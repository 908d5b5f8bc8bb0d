//! Shares whose whole stands elsewhere: the whole is the one that most shares
//! of the same paragraph or list agree with, so that the odd one stands out.

use super::fit::{Fit, fit};
use super::statements::Statement;
use super::{Binding, Claim, Operand, Relation, Role, closes};
use crate::document::{BlockKind, Document, TextRange};
use crate::figures::{Figure, Lexed};
use std::collections::HashMap;

/// How many blocks before a list its whole may stand.
const BLOCKS: u32 = 3;
/// The most candidates tried for one list.
const CANDIDATES: usize = 40;

/// Gives shares of an unstated whole the whole that their neighbours agree on.
pub fn settle(document: &Document, lexed: &[Lexed], statements: &[Statement], claims: &mut [Claim]) {
    of_closed_sums(document, claims);
    let mut start = 0;
    let open: Vec<usize> = (0..claims.len()).filter(|&i| claims.get(i).is_some_and(unsettled)).collect();
    while start < open.len() {
        let scope = |n: usize| {
            open.get(n)
                .and_then(|&i| claims.get(i))
                .and_then(|c| document.block_at(c.range.start))
                .map(|b| list_start(document, b))
        };
        let first = scope(start);
        let mut end = start + 1;
        while end < open.len() && scope(end) == first {
            end += 1;
        }
        if let (Some(first), Some(members)) = (first, open.get(start..end)) {
            settle_list(document, lexed, statements, first, members, claims);
        }
        start = end;
    }
}

/// The parts of a sum that closes are parts of its total: so is the percentage beside each.
fn of_closed_sums(document: &Document, claims: &mut [Claim]) {
    let mut total_of: HashMap<TextRange, Figure> = HashMap::new();
    for claim in claims.iter().filter(|c| matches!(c.relation, Relation::Sum(_))) {
        let readings = std::iter::once(&claim.operands).chain(&claim.alternatives);
        let Some(reading) = readings.into_iter().find(|r| closes::sum(r)) else { continue };
        let Some(total) = reading.iter().find(|o| o.role == Role::Stated) else { continue };
        let parts = reading.iter().filter(|o| o.role == Role::Part);
        if parts.clone().count() >= 2 {
            for part in parts {
                total_of.entry(part.figure.number).or_insert_with(|| total.figure.clone());
            }
        }
    }
    for index in 0..claims.len() {
        let Some(claim) = claims.get(index).filter(|c| unsettled(c) && !names_whole(document, c)) else { continue };
        let whole = claim.get(Role::Part).and_then(|part| total_of.get(&part.number));
        if let Some(whole) = whole.cloned() {
            adopt(claims, index, &whole, Binding::Sure);
        }
    }
}

/// Whether words behind the percentage name a whole: `chiếm 25% tổng dư nợ`.
fn names_whole(document: &Document, claim: &Claim) -> bool {
    let rest = claim.get(Role::Stated).and_then(|s| document.text.get(s.range.end as usize..));
    rest.is_some_and(|r| r.trim_start_matches(' ').starts_with(char::is_alphabetic))
}

/// A share with a part and a stated rate whose whole is missing or only near.
fn unsettled(claim: &Claim) -> bool {
    claim.relation == Relation::Share
        && claim.get(Role::Stated).is_some()
        && claim.get(Role::Part).is_some()
        && (claim.get(Role::Whole).is_none() || claim.binding == Binding::Likely)
}

/// The first block of the list a bullet belongs to; any other block is its own list.
fn list_start(document: &Document, block: u32) -> u32 {
    let bullet = |b: u32| {
        document
            .blocks
            .get(b as usize)
            .is_some_and(|x| matches!(x.kind, BlockKind::Paragraph) && super::is_bullet(document.slice(x.range)))
    };
    let mut first = block;
    while bullet(first) && first > 0 && bullet(first - 1) {
        first -= 1;
    }
    first
}

fn settle_list(
    document: &Document,
    lexed: &[Lexed],
    statements: &[Statement],
    first: u32,
    members: &[usize],
    claims: &mut [Claim],
) {
    let end = members.iter().filter_map(|&i| claims.get(i)).map(|c| c.range.end).max().unwrap_or(0);
    let mut candidates: Vec<&Figure> = Vec::new();
    for block in (first.saturating_sub(BLOCKS)..=first).rev() {
        let figures = lexed.get(block as usize).map_or(&[] as &[Figure], |l| l.figures.as_slice());
        let near = figures.iter().filter(|f| f.range.end <= end && !f.is_rate() && f.hedge.is_none());
        candidates.extend(near.take(CANDIDATES));
        if !document
            .blocks
            .get(block as usize)
            .is_some_and(|b| matches!(b.kind, BlockKind::Paragraph | BlockKind::Note(_)))
            && block != first
        {
            break;
        }
    }
    // Wholes named behind a percentage (`chiếm 70,7% tổng thu ngân sách huyện`) stand anywhere.
    let named: Vec<(usize, &Figure)> =
        members.iter().filter_map(|&i| Some((i, named_whole(document, statements, claims.get(i)?)?))).collect();
    for &(i, whole) in &named {
        adopt(claims, i, whole, Binding::Sure);
    }
    let left: Vec<usize> = members.iter().copied().filter(|i| named.iter().all(|n| n.0 != *i)).collect();
    let closing = |whole: &Figure, claims: &[Claim]| {
        left.iter().filter(|&&i| claims.get(i).is_some_and(|c| closes(c, whole))).count()
    };
    let best =
        candidates.iter().map(|w| (closing(w, claims), *w)).max_by_key(|(n, w)| (*n, std::cmp::Reverse(w.range.start)));
    let Some((votes, whole)) = best else { return };
    if votes == 0 {
        return;
    }
    // Two or more shares that agree on a whole, and most of the list, prove it for the rest.
    let proven = votes >= 2 && votes * 2 > left.len();
    for &i in &left {
        let agrees = claims.get(i).is_some_and(|c| closes(c, whole));
        if agrees || proven {
            adopt(claims, i, whole, if proven { Binding::Sure } else { Binding::Likely });
        }
    }
}

fn adopt(claims: &mut [Claim], index: usize, whole: &Figure, binding: Binding) {
    let Some(claim) = claims.get_mut(index) else { return };
    let old: Vec<Operand> = claim.operands.clone();
    claim.operands.retain(|o| o.role != Role::Whole);
    claim.operands.push(Operand::new(Role::Whole, whole, None));
    if old.iter().any(|o| o.role == Role::Whole) {
        claim.alternatives.push(old);
    }
    claim.binding = binding;
}

fn closes(claim: &Claim, whole: &Figure) -> bool {
    let (Some(part), Some(stated)) = (claim.get(Role::Part), claim.get(Role::Stated)) else { return false };
    if fit(part, whole) < Fit::Kin
        || whole.value() <= part.value()
        || whole.number == part.number
        || stated.hedge.is_some()
    {
        return false;
    }
    closes::share(part, whole, stated)
}

/// The total that the words behind a percentage name, where one statement has just these words.
fn named_whole<'s>(document: &Document, statements: &'s [Statement], claim: &Claim) -> Option<&'s Figure> {
    let (stated, part) = (claim.get(Role::Stated)?, claim.get(Role::Part)?);
    let rest = document.text.get(stated.range.end as usize..)?;
    let end = rest.find([',', ';', '.', '(', ')', ':', '\n'])?;
    let words = super::statements::words_of(rest.get(..end)?);
    if words.len() < 2 {
        return None;
    }
    let before = TextRange::new(0, claim.range.start);
    let mut found = statements.iter().rev().filter(|s| {
        s.figure.range.end <= before.end
            && s.key == words
            && !s.goal
            && s.whole.is_none()
            && !s.figure.is_rate()
            && fit(part, &s.figure) >= Fit::Kin
    });
    let whole = found.next()?;
    (whole.figure.value() > part.value()).then_some(&whole.figure)
}
