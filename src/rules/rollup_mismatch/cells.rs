//! The tables of a roll-up: a row a commune, or a row an indicator.

use super::{Outliers, Sum, finding, sums};
use crate::batch::{Batch, Draft, Placed, Value};
use crate::finding::Text;
use std::collections::BTreeMap;

/// Compares each field of a commune's row with the report of that commune.
pub fn check(batch: &Batch, index: usize, rollup: &Draft, outliers: &Outliers, out: &mut Vec<Placed>) {
    for value in rollup.values.iter().filter(|v| !v.total) {
        let Some(commune) = value.of.as_deref().and_then(|name| batch.commune(name)) else { continue };
        let when = value.when.or_else(|| rollup.when());
        let Some(own) = batch.value(commune, &value.name, when) else { continue };
        let (is, should) = (&value.amount(), &own.amount());
        let agree = is.interval().zip(should.interval()).is_none_or(|(a, b)| a.meets(&b));
        if agree || !is.compares_with(should) || outliers.contains(&(commune, own.span)) {
            continue;
        }
        let Some(report) = batch.drafts.get(commune) else { continue };
        let (label, whose) = (&value.label, &report.shown_place);
        let message = Text::new(
            format!("{label} của {whose}: bản tổng hợp ghi {}, báo cáo xã ghi {}", is.shown, should.shown),
            format!("{label} of {whose}: the roll-up has {}, the commune's report {}", is.shown, should.shown),
        );
        out.push((index, finding(is, message, place(report, own))));
    }
}

/// Compares rows of indicators with the sums over all communes.
pub fn totals(batch: &Batch, index: usize, rollup: &Draft, outliers: &Outliers, out: &mut Vec<Placed>) {
    let mut agreed = 0;
    let mut unlike: Vec<Placed> = Vec::new();
    let mut by_time = BTreeMap::new();
    for value in rollup.values.iter().filter(|v| v.of.is_none()) {
        let Some(when) = value.when else { continue };
        let sums = by_time.entry(when).or_insert_with(|| sums(batch, when, outliers));
        let Some(sum) = sums.get(&*value.name).filter(|s| s.sample.compares_with(value)) else { continue };
        match sum.meets(&value.amount()) {
            Some(true) => agreed += 1,
            Some(false) => unlike.push((index, total(value, sum))),
            None => {}
        }
    }
    // Unless most rows are sums of the communes, the table is about something else.
    if agreed >= 2 && agreed >= 2 * unlike.len() {
        out.extend(unlike);
    }
}

fn total(value: &Value, sum: &Sum<'_>) -> crate::finding::Finding {
    let amount = value.amount();
    let (label, is, should) = (&value.label, &amount.shown, sum.shown(&amount));
    let message = Text::new(
        format!("{label}: bản tổng hợp ghi {is}, cộng {} báo cáo là {should}", sum.count),
        format!("{label}: the roll-up has {is}, the {} reports add up to {should}", sum.count),
    );
    let note =
        Text::new("các chỉ tiêu khác của biểu khớp với tổng các xã", "other rows of the table agree with the sums");
    finding(&amount, message, note)
}

/// Where a commune states a value.
pub fn place(report: &Draft, own: &Value) -> Text {
    let (path, line, label) = (&report.path, own.line, &own.label);
    Text::new(format!("xem {path}:{line}, dòng “{label}”"), format!("see {path}:{line}, the row “{label}”"))
}
