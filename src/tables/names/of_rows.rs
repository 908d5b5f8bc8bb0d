//! What names a row: its label, and what a text may leave out of it.

use super::{RowName, words_of};
use crate::claims::words as claim_words;
use crate::lexicon::{self, HashedMap};
use crate::tables::prose_words;
use crate::tables::rows::RowKind;
use crate::tables::sheet::Sheet;
use crate::tables::words;
use hashbrown::{HashMap, HashSet};

/// Rows that one label names, and no other row of the table. What stands before a comma names a row, too.
pub(super) fn rows(sheet: &Sheet) -> HashedMap<Vec<RowName>> {
    let data = || sheet.rows.iter().enumerate().filter(|(_, r)| r.kind == RowKind::Data);
    let mut by_words: HashMap<Vec<String>, Vec<(usize, Option<String>)>> = HashMap::new();
    for (i, row) in data() {
        let label = words::without_brackets(&row.label);
        let words = prose_words::without_level(words_of(label));
        by_words.entry(words).or_default().push((i, number_of(label)));
    }
    let mut short: HashMap<Vec<String>, Vec<(usize, Option<String>)>> = HashMap::new();
    for (i, row) in data() {
        if let Some((first, _)) = row.label.split_once(',') {
            short.entry(prose_words::without_level(words_of(first))).or_default().push((i, None));
        }
    }
    // `Tổng sản lượng lương thực`: the text may leave out what says that it is a number
    for (words, named) in &by_words {
        let cut = words.iter().take_while(|w| claim_words::names_number(w)).count();
        if let ([(row, None)], true) = (named.as_slice(), cut > 0 && words.len() >= cut + 2) {
            short.entry(words.iter().skip(cut).cloned().collect()).or_default().push((*row, None));
        }
    }
    // `Thu tiền sử dụng đất`: the text may leave out what opens the name of an account
    for (words, named) in &by_words {
        let opens = words.first().is_some_and(|w| claim_words::opens_account(w));
        if let ([(row, None)], true) = (named.as_slice(), opens && words.len() >= 4) {
            short.entry(words.iter().skip(1).cloned().collect()).or_default().push((*row, None));
        }
    }
    // `Thu ngân sách trên địa bàn`: the text may leave out what names nothing
    for (words, named) in &by_words {
        let kept = words.iter().rposition(|w| !prose_words::is_filler(w)).map_or(0, |last| last + 1);
        if let ([(row, None)], true) = (named.as_slice(), kept < words.len()) {
            short.entry(words.iter().take(kept).cloned().collect()).or_default().push((*row, None));
        }
    }
    // `Trạm Y tế Lũng Cú` among rows that are all called so: the text may leave out what they share
    let shared = shared(sheet);
    for (i, row) in data().filter(|_| shared > 0) {
        let label = words::without_brackets(&row.label);
        let rest: Vec<&str> = label.split_whitespace().skip(shared).collect();
        // a name of its own, not a thing that anything may be said of (`Quỹ Khuyến học`)
        if !rest.iter().all(|w| w.starts_with(lexicon::is_capital)) {
            continue;
        }
        let rest = rest.join(" ");
        short.entry(words_of(&rest)).or_default().push((i, number_of(label)));
    }
    short.retain(|words, rows| rows.len() == 1 && words.len() >= 2 && !by_words.contains_key(words));
    by_words.extend(short);
    let mut out: HashedMap<Vec<RowName>> = HashedMap::default();
    for (words, rows) in by_words {
        let Some(first) = words.first().map(|word| lexicon::key(word)) else { continue };
        let numbered = rows.len() > 1;
        let numbers: HashSet<&Option<String>> = rows.iter().map(|r| &r.1).collect();
        // one name for two rows names none
        if numbers.len() < rows.len() || (numbered && numbers.contains(&None)) {
            continue;
        }
        let named = rows.iter().map(|(row, number)| RowName {
            row: *row,
            words: words.clone(),
            number: number.clone(),
            numbered,
        });
        out.entry(first).or_default().extend(named);
    }
    out.values_mut().for_each(|names| names.sort_by_key(|n| (std::cmp::Reverse(n.words.len()), n.row)));
    out
}

/// With how many words all rows of a table begin that go on with a name: three rows at least.
fn shared(sheet: &Sheet) -> usize {
    let data = sheet.rows.iter().filter(|r| r.kind == RowKind::Data && !r.weak_total);
    let labels: Vec<Vec<&str>> = data.map(|r| words::without_brackets(&r.label).split_whitespace().collect()).collect();
    let Some((first, others)) = labels.split_first().filter(|(_, others)| others.len() >= 2) else { return 0 };
    let same = |n: &usize| others.iter().all(|l| l.get(*n) == first.get(*n));
    let count = (0..first.len()).take_while(same).count();
    let named =
        |l: &Vec<&str>| l.get(count).is_some_and(|w| w.starts_with(lexicon::is_capital)) && l.len() >= count + 2;
    if labels.iter().all(named) { count } else { 0 }
}

/// Rows of a name that are told apart by what stands below them.
pub(super) fn heads(sheet: &Sheet) -> HashedMap<Vec<RowName>> {
    let mut below: HashMap<usize, usize> = HashMap::new();
    for parent in sheet.rows.iter().filter(|r| r.kind == RowKind::Data).filter_map(|r| r.parent) {
        *below.entry(parent).or_default() += 1;
    }
    let mut by_words: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
    for (i, row) in sheet.rows.iter().enumerate() {
        if row.kind == RowKind::Title && below.get(&i).is_some_and(|n| *n >= 2) {
            let words = prose_words::without_level(words_of(words::without_brackets(&row.label)));
            by_words.entry(words).or_default().push(i);
        }
    }
    let mut out: HashedMap<Vec<RowName>> = HashedMap::default();
    for (words, found) in by_words {
        let Some(first) = words.first().map(|word| lexicon::key(word)) else { continue };
        if let [row] = found.as_slice() {
            out.entry(first).or_default().push(RowName { row: *row, words, number: None, numbered: false });
        }
    }
    out
}

/// The number a label ends with.
fn number_of(label: &str) -> Option<String> {
    let last = label.split_whitespace().last()?;
    (last.len() <= 3 && last.bytes().all(|b| b.is_ascii_digit())).then(|| last.to_owned())
}
