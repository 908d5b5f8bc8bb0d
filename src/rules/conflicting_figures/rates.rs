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
use std::collections::{BTreeSet, HashMap};

/// Words of a name that surely is of one thing.
const TELLING: usize = 6;
/// Words of a name where the digits are swapped.
const SWAPPED: usize = 2;

/// Compares rates with the shares of the same things.
pub(super) fn check(context: &Context<'_>, mentions: &[Mention<'_>], findings: &mut Vec<Finding>) {
    let by_number: HashMap<TextRange, &Mention<'_>> = mentions.iter().map(|m| (m.figure.number, m)).collect();
    // What each share is a share of, by the words of its part.
    let shares: Vec<(&Mention<'_>, &Figure)> = context
        .ledger
        .iter()
        .filter(|j| j.claim.relation == Relation::Share && matches!(j.verdict, Verdict::Ok | Verdict::Truncated))
        .filter_map(|j| Some((j.claim.get(Role::Part)?, j.claim.get(Role::Stated)?)))
        .filter(|(_, stated)| stated.unit.dimension == Dimension::Percent && stated.hedge.is_none())
        .filter_map(|(part, stated)| Some((*by_number.get(&part.number)?, stated)))
        .filter(|(part, _)| !part.is_goal() && !part.period().is_some_and(|p| p.is_past()))
        .collect();
    for rate in mentions.iter().filter(|m| is_rate(m)) {
        let alike = |part: &Mention<'_>, least: usize| {
            // `tỷ lệ hộ … mới đạt 78,6%`: small words are no part of a name.
            let telling = |m: &Mention<'_>| -> BTreeSet<String> {
                m.words.iter().filter(|w| !words::is_filler(w)).cloned().collect()
            };
            let name = telling(part);
            name.len() >= least && name == telling(rate)
        };
        let conflict = shares.iter().find(|(part, stated)| {
            let apart = part.block != rate.block && stated.number != rate.figure.number;
            let times = part.period().is_none() || rate.period().is_none() || part.period() == rate.period();
            let same = stated.printed.round(rate.figure.decimals) == Some(rate.figure.printed)
                || rate.figure.printed.round(stated.decimals) == Some(stated.printed);
            let swapped = stated.value().and_then(|v| slip::fits(rate.figure, v)) == Some(Slip::Swap);
            let timed = part.period().is_none() && rate.period().is_none();
            apart && times && !same && (swapped && alike(part, SWAPPED) || timed && alike(part, TELLING))
        });
        if let Some((_, stated)) = conflict {
            findings.push(finding(context, stated, rate.figure));
        }
    }
}

/// A level in percent that `tỷ lệ` names, reached and none of an earlier time.
fn is_rate(mention: &Mention<'_>) -> bool {
    let Some(s) = mention.statement else { return false };
    let level = matches!(s.verb, None | Some(Cue::Reach | Cue::Is | Cue::Remaining | Cue::Equal | Cue::RateNoun));
    let figure = mention.figure;
    let exact = figure.unit.dimension == Dimension::Percent && figure.hedge.is_none() && figure.decimals > 0;
    exact && level && s.rate && !mention.is_goal() && !s.average && !s.period.is_some_and(|p| p.is_past())
}
