//! A rate against the share that gives it: `28.140 hộ sử dụng nước sạch theo quy chuẩn, chiếm 81,0% tổng số hộ` and,
//! elsewhere, `tỷ lệ hộ sử dụng nước sạch theo quy chuẩn mới đạt 78,6%`. The name must be long, or two digits swapped.

use super::around::Mention;
use super::finding;
use crate::claims::{Relation, Role, Verdict, words};
use crate::document::TextRange;
use crate::figures::{Cue, Dimension, Figure};
use crate::finding::Finding;
use crate::rules::Context;
use crate::rules::slip::{self, Slip};
use hashbrown::HashMap;

/// Words of a name that surely is of one thing.
const TELLING: usize = 6;
/// Words of a name where the digits are swapped.
const SWAPPED: usize = 2;

/// Compares rates with the shares of the same things.
pub(super) fn check(context: &Context<'_>, mentions: &[Mention<'_>], findings: &mut Vec<Finding>) {
    let by_number: HashMap<TextRange, &Mention<'_>> = mentions.iter().map(|m| (m.figure.number, m)).collect();
    // The last share of each name.
    let mut shares: HashMap<Vec<&str>, (&Mention<'_>, &Figure)> = HashMap::new();
    for judged in context.ledger.iter().filter(|j| j.claim.relation == Relation::Share) {
        let claim = &judged.claim;
        let right = matches!(judged.verdict, Verdict::Ok | Verdict::Truncated);
        let (Some(part), Some(stated)) = (claim.get(Role::Part), claim.get(Role::Stated)) else { continue };
        let exact = stated.unit.dimension == Dimension::Percent && stated.hedge.is_none();
        let Some(&part) = by_number.get(&part.number).filter(|_| right && exact) else { continue };
        if !part.is_goal() && !part.period().is_some_and(|p| p.is_past()) {
            shares.insert(name(part), (part, stated));
        }
    }
    for rate in mentions.iter().filter(|m| is_rate(m)) {
        let name = name(rate);
        let Some(&(part, stated)) = shares.get(&name) else { continue };
        let apart = part.block != rate.block && stated.number != rate.figure.number;
        let times = part.period().is_none() || rate.period().is_none() || part.period() == rate.period();
        let same = stated.printed.round(rate.figure.decimals) == Some(rate.figure.printed)
            || rate.figure.printed.round(stated.decimals) == Some(stated.printed);
        let swapped = stated.value().and_then(|v| slip::fits(rate.figure, v)) == Some(Slip::Swap);
        let timed = part.period().is_none() && rate.period().is_none();
        let surely = swapped && name.len() >= SWAPPED || timed && name.len() >= TELLING;
        if apart && times && !same && surely {
            findings.push(finding(context, stated, rate.figure));
        }
    }
}

/// The words of a mention without small ones: `tỷ lệ hộ … mới đạt 78,6%`.
fn name<'m>(mention: &'m Mention<'_>) -> Vec<&'m str> {
    mention.words.iter().map(AsRef::as_ref).filter(|w| !words::is_filler(w)).collect()
}

/// A level in percent that `tỷ lệ` names, reached and none of an earlier time.
fn is_rate(mention: &Mention<'_>) -> bool {
    let Some(s) = mention.statement else { return false };
    let level = matches!(s.verb, None | Some(Cue::Reach | Cue::Is | Cue::Remaining | Cue::Equal | Cue::RateNoun));
    let figure = mention.figure;
    let exact = figure.unit.dimension == Dimension::Percent && figure.hedge.is_none() && figure.decimals > 0;
    exact && level && s.rate && !mention.is_goal() && !s.average && !s.period.is_some_and(|p| p.is_past())
}
