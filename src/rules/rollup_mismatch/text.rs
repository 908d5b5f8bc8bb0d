//! The text of a roll-up: totals of all communes, and values of one.

use super::cells::place;
use super::{Sum, finding};
use crate::batch::locality::{Kind, Word, phrase};
use crate::batch::prose::Total;
use crate::batch::{Batch, Draft, Placed};
use crate::finding::Text;
use std::collections::BTreeMap;

/// Compares the figures of the text.
pub fn check(
    batch: &Batch,
    index: usize,
    rollup: &Draft,
    year: u16,
    sums: &BTreeMap<&str, Sum<'_>>,
    out: &mut Vec<Placed>,
) {
    let mut agreed = 0;
    let mut unlike: Vec<Placed> = Vec::new();
    for total in rollup.totals.iter().filter(|t| t.years.iter().all(|y| *y == year)) {
        if !total.places.is_empty() {
            out.extend(of_one(batch, total, year).map(|f| (index, f)));
            continue;
        }
        let named = sums.iter().filter(|(name, _)| states_whole(total, name)).max_by_key(|(name, _)| name.len());
        let Some((_, sum)) = named.filter(|(_, s)| s.sample.amount().compares_with(&total.amount)) else { continue };
        match sum.meets(&total.amount) {
            Some(true) => agreed += 1,
            Some(false) => unlike.push((index, differs(total, sum))),
            None => {}
        }
    }
    // Where hardly any figure is a sum of the reports, the roll-up counts in another way.
    if agreed >= unlike.len() {
        out.extend(unlike);
    }
}

fn differs(total: &Total, sum: &Sum<'_>) -> crate::finding::Finding {
    let (label, is, should) = (sum.label, &total.amount.shown, sum.shown(&total.amount));
    let message = Text::new(
        format!("{label}: bản tổng hợp ghi {is}, cộng {} báo cáo là {should}", sum.count),
        format!("{label}: the roll-up has {is}, the {} reports add up to {should}", sum.count),
    );
    let note = Text::new(
        format!("cộng chỉ tiêu “{label}” trong biểu của {} báo cáo", sum.count),
        format!("the sum of “{label}” in the tables of {} reports", sum.count),
    );
    finding(&total.amount, message, note)
}

/// Whether a figure is the value of an indicator for all communes: by its name
/// before it (`Đàn trâu, bò toàn huyện có …`) or behind it (`Toàn huyện có … học sinh`).
fn states_whole(total: &Total, name: &str) -> bool {
    let words = &total.before;
    let whole = [Kind::Whole, Kind::Level, Kind::Time, Kind::Scope];
    let behind =
        total.noun == name && (0..words.len()).any(|i| phrase(words, i, Kind::Whole) > 0) && only(words, &whole);
    behind
        || ((total.closed || total.noun == name)
            && around(words, name).is_some_and(|(led, then)| only(led, &whole) && only(then, &whole)))
}

/// The value of the one commune that a sentence names.
fn of_one(batch: &Batch, total: &Total, year: u16) -> Option<crate::finding::Finding> {
    let [name] = total.places.as_slice() else { return None };
    let commune = batch.commune(name)?;
    let report = batch.drafts.get(commune)?;
    let filling = [Kind::Level, Kind::Rank];
    let own = report
        .values
        .iter()
        .filter(|v| v.of.is_none() && v.year == Some(year))
        .filter(|v| around(&total.before, &v.name).is_some_and(|(_, then)| only(then, &filling)))
        .max_by_key(|v| v.name.len())?;
    let own = batch.value(commune, &own.name, Some(year))?;
    let should = own.amount();
    let meets = should.interval()?.meets(&total.amount.interval()?);
    if meets || !should.compares_with(&total.amount) || !total.closed {
        return None;
    }
    let (label, whose, is, should) = (&own.label, &report.shown_place, &total.amount.shown, &should.shown);
    let message = Text::new(
        format!("{label} của {whose}: bản tổng hợp ghi {is}, báo cáo xã ghi {should}"),
        format!("{label} of {whose}: the roll-up has {is}, the commune's report {should}"),
    );
    Some(finding(&total.amount, message, place(report, own)))
}

/// The words before and behind a name of two words or more.
fn around<'a>(words: &'a [Word], name: &str) -> Option<(&'a [Word], &'a [Word])> {
    let name: Vec<&str> = name.split(' ').collect();
    if name.len() < 2 {
        return None;
    }
    let at = words.windows(name.len()).rposition(|w| w.iter().zip(&name).all(|(w, n)| w.folded == *n))?;
    Some((words.get(..at)?, words.get(at + name.len()..)?))
}

/// Whether words are nothing but phrases of these kinds and numbers.
fn only(words: &[Word], kinds: &[Kind]) -> bool {
    let mut i = 0;
    while i < words.len() {
        let length = kinds.iter().map(|&kind| phrase(words, i, kind)).max().unwrap_or(0);
        let number = words.get(i).is_some_and(|w| w.folded.bytes().all(|b| b.is_ascii_digit()));
        match length.max(usize::from(number)) {
            0 => return false,
            n => i += n,
        }
    }
    true
}
