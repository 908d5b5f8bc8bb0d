//! Shares whose whole stands elsewhere: the whole is the one that most shares
//! of the same paragraph or list agree with, so that the odd one stands out.

use super::fit::{Fit, fit};
use super::foreign_wholes::Shares;
use super::statements::Statement;
use super::{Binding, Claim, Operand, Relation, Role, closes, words};
use crate::document::{BlockKind, Document, TextRange};
use crate::figures::exact::Exact;
use crate::figures::{Figure, Lexed};
use crate::lexicon;
use hashbrown::{HashMap, HashSet};

/// How many blocks before a list its whole may stand.
const BLOCKS: u32 = 3;
/// The most statements of one name that are tried, the last ones.
const NAMED: usize = 40;
/// The most candidates tried for one list.
const CANDIDATES: usize = 40;

/// Statements by the words that name them.
type Named<'s> = HashMap<&'s [String], Vec<&'s Statement>>;

/// Gives shares of an unstated whole the whole that their neighbours agree on.
pub fn settle(document: &Document, lexed: &[Lexed], statements: &[Statement], claims: &mut [Claim]) {
    of_closed_sums(document, claims);
    let mut named: Named<'_> = HashMap::new();
    for statement in statements {
        named.entry(statement.key.as_slice()).or_default().push(statement);
    }
    let counts = counts(lexed);
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
            settle_list(document, lexed, (&named, &counts), first, members, claims);
        }
        start = end;
    }
}

/// The parts of a sum that closes are parts of its total: so is the percentage beside each. A sum that nothing but
/// its figures bind, and whose total has a share of its own, needs one of them to close.
fn of_closed_sums(document: &Document, claims: &mut [Claim]) {
    let mut total_of: HashMap<TextRange, (Figure, bool)> = HashMap::new();
    for claim in claims.iter().filter(|c| matches!(c.relation, Relation::Sum(_))) {
        let Some(reading) = claim.readings().find(|r| closes::sum(r)) else { continue };
        let Some(total) = reading.iter().find(|o| o.role == Role::Stated) else { continue };
        let parts = reading.iter().filter(|o| o.role == Role::Part);
        if parts.clone().count() >= 2 {
            for part in parts {
                let sure = claim.binding == Binding::Sure;
                total_of.entry(part.figure.number).or_insert_with(|| (total.figure.clone(), sure));
            }
        }
    }
    let shared: HashSet<TextRange> =
        claims.iter().filter(|c| unsettled(c)).filter_map(|c| c.get(Role::Part)).map(|f| f.number).collect();
    let mut found: Vec<(usize, Figure)> = Vec::new();
    let mut proven: HashSet<TextRange> = HashSet::new();
    for (index, claim) in claims.iter().enumerate().filter(|(_, c)| unsettled(c) && !names_whole(document, c)) {
        let Some((whole, sure)) = claim.get(Role::Part).and_then(|part| total_of.get(&part.number)) else { continue };
        // `kiên cố 2.080 hộ, chiếm 50%; bán kiên cố 1.248 hộ, chiếm 30%; nhà tạm 832 hộ, chiếm 20%`: the first is a
        // part like the others, whatever they add up to.
        if *sure || closes(claim, whole) || !shared.contains(&whole.number) {
            proven.insert(whole.number);
        }
        found.push((index, whole.clone()));
    }
    // `giải ngân 3.744,2 tỷ đồng. Vốn tỉnh giải ngân 2.104,7 tỷ đồng (64,0%), vốn trung ương 1.639,5 tỷ đồng (70,9%)`: none
    // of several is a share of their sum.
    let mut shares: HashMap<TextRange, Shares> = HashMap::new();
    for (index, whole) in &found {
        let Some(claim) = claims.get(*index) else { continue };
        if let Some(stated) = claim.get(Role::Stated) {
            shares.entry(whole.number).or_default().add(stated, closes(claim, whole));
        }
    }
    let foreign = |whole: &Figure| shares.get(&whole.number).is_some_and(Shares::are_of_another);
    let proven = |whole: &Figure| proven.contains(&whole.number) && !foreign(whole);
    for (index, whole) in found.iter().filter(|(_, whole)| proven(whole)) {
        adopt(claims, *index, whole, Binding::Sure);
    }
}

/// Whether words behind the percentage name a whole: `chiếm 25% tổng dư nợ`.
fn names_whole(document: &Document, claim: &Claim) -> bool {
    let rest = claim.get(Role::Stated).and_then(|s| document.text.get(s.range.end as usize..));
    rest.is_some_and(|r| r.trim_start_matches(' ').starts_with(lexicon::is_alphabetic))
}

/// A share with a part and a stated rate whose whole is missing or only near.
fn unsettled(claim: &Claim) -> bool {
    claim.relation == Relation::Share
        && claim.get(Role::Stated).is_some()
        && claim.get(Role::Part).is_some()
        && claim.get(Role::Term).is_none()
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
    (statements, counts): (&Named<'_>, &Counts<'_>),
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
    let free = |i: usize| named.iter().all(|n| n.0 != i);
    let totals: Vec<(usize, &Figure)> = members
        .iter()
        .filter(|&&i| free(i))
        .filter_map(|&i| Some((i, total_of_kind(document, counts, claims.get(i)?)?)))
        .collect();
    for &(i, whole) in &totals {
        adopt(claims, i, whole, Binding::Sure);
    }
    let left: Vec<usize> = members.iter().copied().filter(|&i| free(i) && totals.iter().all(|t| t.0 != i)).collect();
    let closing = |whole: &Figure, claims: &[Claim]| -> usize {
        left.iter().filter_map(|&i| claims.get(i).filter(|c| closes(c, whole))).map(weight).sum()
    };
    let best =
        candidates.iter().map(|w| (closing(w, claims), *w)).max_by_key(|(n, w)| (*n, std::cmp::Reverse(w.range.start)));
    let Some((votes, whole)) = best else { return };
    if votes == 0 {
        return;
    }
    // Two or more shares that agree on a whole, and most of the list, prove it for the rest; one is enough where
    // no other figure could be the whole.
    let most = votes >= 2 * FULL && votes > left.len();
    let proven = most || votes >= left.len() && only(whole, &candidates, &left, claims);
    for &i in &left {
        let agrees = claims.get(i).is_some_and(|c| closes(c, whole));
        let may_be = || claims.get(i).is_some_and(|c| is_near(c, whole));
        if agrees || proven && may_be() {
            adopt(claims, i, whole, if proven { Binding::Sure } else { Binding::Likely });
        }
    }
}

/// What a share counts that agrees on a whole; half of it where one digit was printed (`0,06%`), which many wholes give.
const FULL: usize = 2;

fn weight(claim: &Claim) -> usize {
    let digits = claim.get(Role::Stated).and_then(|f| f.printed.mul(Exact::ten_pow(i32::from(f.decimals))?));
    if digits.is_some_and(|d| d < Exact::int(10)) { FULL / 2 } else { FULL }
}

/// Whether a figure is the one candidate in the unit of all parts that is larger than each of them.
fn only(whole: &Figure, candidates: &[&Figure], members: &[usize], claims: &[Claim]) -> bool {
    let parts = || members.iter().filter_map(|&i| claims.get(i)?.get(Role::Part));
    let fits = |w: &Figure| parts().all(|p| fit(p, w) == Fit::Same && w.value() > p.value() && w.number != p.number);
    fits(whole) && candidates.iter().filter(|c| fits(c)).count() == 1
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

/// Whether a whole may be that of a share that does not close: of one kind with its part, and not far from it.
fn is_near(claim: &Claim, whole: &Figure) -> bool {
    let (Some(part), Some(stated)) = (claim.get(Role::Part), claim.get(Role::Stated)) else { return false };
    let near = || {
        let share = part.value()?.div(whole.value()?)?.mul(Exact::HUNDRED)?;
        let (low, high) = if share < stated.printed { (share, stated.printed) } else { (stated.printed, share) };
        Some(high <= low.mul(Exact::int(2))?)
    };
    fit(part, whole) >= Fit::Kin && whole.number != part.number && near().unwrap_or(false)
}

/// Plain counts of a draft by what they count, in the order of the text.
type Counts<'l> = HashMap<&'l str, Vec<&'l Figure>>;

fn counts(lexed: &[Lexed]) -> Counts<'_> {
    let mut out: Counts<'_> = HashMap::new();
    for figure in lexed.iter().flat_map(|l| l.figures.iter()) {
        let unit = figure.unit.key.as_str();
        if !unit.is_empty() && figure.noun == unit && figure.hedge.is_none() && figure.is_count() {
            out.entry(unit).or_default().push(figure);
        }
    }
    out
}

/// `chiếm 2,67% tổng số hộ`: the number of that kind with which it closes, wherever it stands, or the one that the
/// block itself calls the total (`trong tổng số 44.735 hộ`).
fn total_of_kind<'l>(document: &Document, counts: &Counts<'l>, claim: &Claim) -> Option<&'l Figure> {
    let (stated, part) = (claim.get(Role::Stated)?, claim.get(Role::Part)?);
    let rest = document.text.get(stated.range.end as usize..)?;
    let end = rest.find([',', ';', '.', '(', ')', ':', '\n'])?;
    let phrase = lexicon::fold(rest.get(..end)?.trim());
    let all = counts.get(words::total_of(&phrase)?)?;
    let (before, behind) = all.split_at_checked(all.partition_point(|f| f.number.end <= claim.range.start))?;
    let larger = |f: &&Figure| fit(part, f) >= Fit::Kin && f.value() > part.value() && f.number != part.number;
    // Of several that close, the nearest before it; else one of the first behind it.
    let before = || before.iter().rev().take(NAMED).copied().filter(larger);
    let mut near = before().chain(behind.iter().take(NAMED).copied().filter(larger));
    if let Some(whole) = near.find(|f| closes::share(part, f, stated)) {
        return Some(whole);
    }
    // What another term or year had stands further on.
    let block = document.block_at(claim.range.start);
    let mut named = before().take_while(|f| document.block_at(f.number.start) == block).filter(|f| {
        let head = document.text.get(..f.number.start as usize).unwrap_or_default();
        let near: String = head.chars().rev().take(TOTAL).collect::<Vec<_>>().into_iter().rev().collect();
        words::ends_with_total(&lexicon::fold(near.trim()))
    });
    named.next().filter(|_| named.next().is_none())
}

/// How many letters before a number may call it the total.
const TOTAL: usize = 12;

/// The total that the words behind a percentage name, where one statement has just these words.
fn named_whole<'s>(document: &Document, statements: &Named<'s>, claim: &Claim) -> Option<&'s Figure> {
    let (stated, part) = (claim.get(Role::Stated)?, claim.get(Role::Part)?);
    let rest = document.text.get(stated.range.end as usize..)?;
    let end = rest.find([',', ';', '.', '(', ')', ':', '\n'])?;
    let words = super::statements::words_of(rest.get(..end)?);
    if words.len() < 2 {
        return None;
    }
    let amount =
        |s: &&&Statement| !s.goal && s.whole.is_none() && !s.figure.is_rate() && fit(part, &s.figure) >= Fit::Kin;
    let named = statements.get(words.as_slice())?;
    let before = named.iter().rev().take(NAMED).filter(amount).find(|s| s.figure.range.end <= claim.range.start);
    // `chiếm 42% tổng dư nợ; tổng dư nợ đạt 3.000 tỷ đồng`: further on in the block, where nothing else has its name.
    let block = document.block_at(claim.range.start);
    let behind = || named.first().filter(|s| named.len() == 1 && Some(s.block) == block && amount(s));
    let whole = before.or_else(behind)?;
    (whole.figure.value() > part.value()).then_some(&whole.figure)
}
