//! The text of a roll-up: totals of all communes, and values of one.

use super::cells::place;
use super::{Sum, finding};
use crate::batch::locality::{Kind, Word, names, phrase};
use crate::batch::prose::Total;
use crate::batch::{Batch, Draft, Placed, Value};
use crate::figures::Period;
use crate::finding::Text;
use std::collections::BTreeMap;

/// Compares the figures of the text.
pub fn check(
    batch: &Batch,
    index: usize,
    rollup: &Draft,
    when: Period,
    sums: &BTreeMap<&str, Sum<'_>>,
    out: &mut Vec<Placed>,
) {
    let mut agreed = 0;
    let mut unlike: Vec<Placed> = Vec::new();
    for total in rollup.totals.iter().filter(|t| t.times.iter().all(|t| *t == when)) {
        if !total.places.is_empty() {
            out.extend(of_one(batch, total, when).map(|f| (index, f)));
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
fn of_one(batch: &Batch, total: &Total, when: Period) -> Option<crate::finding::Finding> {
    let [name] = total.places.as_slice() else { return None };
    let commune = batch.commune(name)?;
    let report = batch.drafts.get(commune)?;
    let filling = [Kind::Level, Kind::Rank];
    let before = without_place(&total.before, name);
    // `Xã A có sản lượng lúa 120 tấn`, or `Xã A còn 150 hộ nghèo`.
    let named = |v: &&Value| {
        let led = around(&before, &v.name).is_some_and(|(_, then)| only(then, &filling));
        led && total.closed || total.noun == *v.name && only(&before, &filling)
    };
    let own = report
        .values
        .iter()
        .filter(|v| v.of.is_none() && v.when == Some(when))
        .filter(named)
        .max_by_key(|v| v.name.len())?;
    let own = batch.value(commune, &own.name, Some(when))?;
    let should = own.amount();
    let meets = should.interval()?.meets(&total.amount.interval()?);
    if meets || !should.compares_with(&total.amount) {
        return None;
    }
    let (label, whose, is, should) = (&own.label, &report.shown_place, &total.amount.shown, &should.shown);
    let message = Text::new(
        format!("{label} của {whose}: bản tổng hợp ghi {is}, báo cáo xã ghi {should}"),
        format!("{label} of {whose}: the roll-up has {is}, the commune's report {should}"),
    );
    Some(finding(&total.amount, message, place(report, own)))
}

/// Words without the name of the commune they speak of, with the word for its kind and what joins it: `của xã A`.
fn without_place(words: &[Word], label: &str) -> Vec<Word> {
    let names = names(words);
    let place = names.iter().find(|n| n.low && format!("{} {}", n.kind(words), n.name) == label);
    let Some(place) = place.map(|n| n.words.clone()) else { return words.to_vec() };
    let joins = (0..place.start).find(|&i| {
        let length = phrase(words, i, Kind::Of);
        length > 0 && i + length == place.start
    });
    let start = joins.unwrap_or(place.start);
    words.iter().take(start).chain(words.iter().skip(place.end)).cloned().collect()
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
