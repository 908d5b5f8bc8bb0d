//! Units that do not fit (ha, tấn): nothing is compared or added up, and that is said once an indicator.

use super::{Batch, Draft, Value};
use crate::figures::Dimension;
use crate::finding::Text;
use std::collections::BTreeMap;

/// A draft's name and a sentence for each indicator of which the drafts do not measure the same kind of thing.
pub fn notices(batch: &Batch) -> Vec<(String, Text)> {
    // The first value of each indicator, whatever the year.
    let mut first: BTreeMap<&str, (&Draft, &Value)> = BTreeMap::new();
    let mut unlike: BTreeMap<&str, (String, Text)> = BTreeMap::new();
    for (_, draft) in batch.communes() {
        for value in one_of_each(draft.values.iter().filter(|v| v.of.is_none())) {
            meet(&mut first, &mut unlike, draft, value);
        }
    }
    for (_, rollup) in batch.rollups() {
        for value in one_of_each(rollup.values.iter().filter(|v| v.total || v.of.is_none() || of_commune(batch, v))) {
            if first.contains_key(&*value.name) {
                meet(&mut first, &mut unlike, rollup, value);
            }
        }
    }
    unlike.into_values().collect()
}

/// A value of each indicator that means one kind of thing throughout a draft.
fn one_of_each<'a>(values: impl Iterator<Item = &'a Value>) -> Vec<&'a Value> {
    let mut found: BTreeMap<&str, Option<&Value>> = BTreeMap::new();
    for value in values {
        let first = found.entry(&value.name).or_insert(Some(value));
        *first = first.filter(|f| f.compares_with(value));
    }
    found.into_values().flatten().collect()
}

fn of_commune(batch: &Batch, value: &Value) -> bool {
    value.of.as_deref().is_some_and(|name| batch.commune(name).is_some())
}

fn meet<'a>(
    first: &mut BTreeMap<&'a str, (&'a Draft, &'a Value)>,
    unlike: &mut BTreeMap<&'a str, (String, Text)>,
    draft: &'a Draft,
    value: &'a Value,
) {
    let (other, one) = *first.entry(&value.name).or_insert((draft, value));
    if std::ptr::eq(other, draft) || one.compares_with(value) || unlike.contains_key(&*value.name) {
        return;
    }
    let (label, shown, there) = (&value.label, value.shown(), one.shown());
    let (path, line) = (&other.path, one.line);
    let (is, was) = (kind(value.dimension), kind(one.dimension));
    let text = Text::new(
        format!(
            "“{label}” {shown} là {}, ở {path}:{line} {there} là {}: đơn vị khác loại nên không so, không cộng chỉ tiêu này.",
            is.vi, was.vi
        ),
        format!(
            "“{label}” {shown} is {}, in {path}:{line} {there} is {}: the units do not fit, so this indicator is \
             neither compared nor added up.",
            is.en, was.en
        ),
    );
    unlike.insert(&value.name, (format!("{}:{}", draft.path, value.line), text));
}

/// What a unit measures, in words.
fn kind(dimension: Dimension) -> Text {
    match dimension {
        Dimension::Percent | Dimension::Permille | Dimension::PercentPoint => Text::new("tỷ lệ", "a rate"),
        Dimension::Times => Text::new("số lần", "a multiple"),
        Dimension::Dong => Text::new("tiền đồng", "money in đồng"),
        Dimension::ForeignMoney => Text::new("ngoại tệ", "foreign money"),
        Dimension::Area => Text::new("diện tích", "an area"),
        Dimension::Mass => Text::new("khối lượng", "a mass"),
        Dimension::Length => Text::new("độ dài", "a length"),
        Dimension::Volume => Text::new("thể tích", "a volume"),
        Dimension::Measure => Text::new("số đo khác", "another measure"),
        Dimension::PerUnit => Text::new("mức tính trên đơn vị", "an amount per unit"),
        Dimension::Count | Dimension::None => Text::new("số đếm", "a number of things"),
    }
}
