//! Rates that a paragraph gives of a table rightly: `xã Hua Thanh đạt 91,7%` where two columns give it shows of what
//! the other rates beside it are.

use super::super::bind::equal;
use super::super::mentions::Mention;
use super::super::times::period_fits;
use super::super::values::{digits, usable};
use super::beside::{Beside, NEAR, comparable, scaled};
use super::fits::{Candidate, agrees, percentage};
use crate::figures::{Dimension, Figure};
use crate::tables::prose_words;
use crate::work;
use hashbrown::{HashMap, HashSet};

/// One column as a percentage of another one.
pub type Pair = (usize, usize);

/// What the rates of a paragraph are.
#[derive(Default)]
pub struct Learned {
    /// For each figure the pairs of columns that give it, where the paragraph shows that it is no chance.
    pub pairs: Vec<Vec<Pair>>,
    /// The words by which the paragraph calls them: `tỷ lệ bao phủ`.
    pub names: Vec<(HashSet<String>, Pair)>,
}

/// A table with more columns teaches nothing.
const MOST: usize = 24;

/// Reads the rates of a paragraph that two columns give; two figures of one pair, or one that says a column's name.
pub fn read(table: &Beside<'_>) -> Learned {
    let mentions = &table.paragraph.mentions;
    // of so many pairs of columns one gives any rate
    if table.columns.len() > MOST {
        return Learned::default();
    }
    let mut pairs: Vec<Vec<Pair>> = mentions.iter().enumerate().map(|(i, m)| of_figure(table, i, m)).collect();
    let mut support: HashMap<Pair, usize> = HashMap::new();
    for (index, found) in pairs.iter().enumerate() {
        let fraction = mentions.get(index).is_some_and(|m| m.lower.is_some());
        let named =
            |p: &Pair| found.len() == 1 && (fraction || names_part(table, index, *p) || said_before(table, index, *p));
        found.iter().for_each(|p| *support.entry(*p).or_default() += if named(p) { 2 } else { 1 });
    }
    for found in &mut pairs {
        found.retain(|p| support.get(p).is_some_and(|n| *n >= 2));
    }
    let called = pairs.iter().enumerate().filter(|(_, found)| !found.is_empty());
    let called = called.filter_map(|(index, found)| Some((name(table, index)?, found)));
    let names = called.flat_map(|(name, found)| found.iter().map(move |p| (name.clone(), *p))).collect();
    Learned { pairs, names }
}

/// The words that call a rate one, in its clause or before it in its sentence: `tỷ lệ bao phủ toàn huyện đạt 91,5%; xã Hua
/// Thanh đạt 91,7%`.
fn name(table: &Beside<'_>, index: usize) -> Option<HashSet<String>> {
    let sentence = table.paragraph.mentions.get(index)?.sentence;
    for at in (index.saturating_sub(NEAR)..=index).rev() {
        work::step();
        let mention = table.paragraph.mentions.get(at).filter(|m| m.sentence == sentence)?;
        let word = |i: usize| table.paragraph.word(i).filter(|_| table.row_at(i).is_none());
        if table.names_rate(mention.own.clone()) {
            let telling = mention.own.clone().filter_map(word).filter(|w| !prose_words::is_filler(&w.text));
            return Some(telling.map(|w| w.text.clone().into_owned()).collect());
        }
        let rows = at == index || !table.rows_in(mention.own.clone()).is_empty();
        if !rows || !mention.figure.is_rate() {
            return None;
        }
    }
    None
}

/// Whether the clause of a figure has the words that tell a column from the others.
fn names_part(table: &Beside<'_>, index: usize, pair: Pair) -> bool {
    let Some(mention) = table.paragraph.mentions.get(index) else { return false };
    let said = table.said(mention.own.clone());
    let telling = table.telling(&said.words);
    let part = table.columns.iter().find(|c| c.name.column == pair.0);
    !telling.is_empty() && part.is_some_and(|c| telling.iter().all(|w| c.name.all.contains(*w)))
}

/// Whether the part is the figure before a rate: `15.306 người, chiếm 50,3% dân số`.
fn said_before(table: &Beside<'_>, index: usize, (part, _): Pair) -> bool {
    let Some((mention, row)) = table.paragraph.mentions.get(index).zip(table.row_of(index)) else { return false };
    (index.saturating_sub(2)..index).any(|i| {
        let held = table.held.get(i).and_then(Option::as_ref);
        let one =
            table.paragraph.mentions.get(i).is_some_and(|m| m.sentence == mention.sentence && digits(m.figure) >= 3);
        one && held.is_some_and(|h| h.row == row && h.columns.contains(&part))
    })
}

/// The pairs of columns that give a figure in the row that it is said of.
fn of_figure(table: &Beside<'_>, index: usize, mention: &Mention<'_>) -> Vec<Pair> {
    let rate = mention.figure.unit.dimension == Dimension::Percent || mention.lower.is_some();
    let plain = rate && usable(mention.figure) && !mention.other && !mention.plan;
    if !plain || digits(mention.figure) < 3 {
        return Vec::new();
    }
    let Some(row) = table.row_of(index).or(table.names.total) else { return Vec::new() };
    let level = |c: usize| table.columns.iter().find(|m| m.name.column == c);
    let mut out = Vec::new();
    for part in table.columns.iter().filter(|c| !c.name.change && !c.name.plan && !table.is_rate(c.name.column)) {
        if table.period(mention).is_some() && period_fits(table.names, table.period(mention), part.name).is_none() {
            continue;
        }
        let wholes = table.wholes(part).into_iter().map(|w| w.name.column).filter(|w| level(*w).is_some());
        out.extend(wholes.map(|w| (part.name.column, w)).filter(|pair| gives(table, mention, row, *pair)));
    }
    out
}

fn gives(table: &Beside<'_>, mention: &Mention<'_>, row: usize, (part, whole): Pair) -> bool {
    if let Some(lower) = mention.lower {
        let holds = |figure: &Figure, column: usize| {
            let field = table.field(row, column).map(|f| scaled(figure, f));
            field.is_some_and(|f| comparable(mention, &f) && equal(figure, &f))
        };
        return holds(mention.figure, part) && holds(lower, whole);
    }
    let ratio = || percentage(&table.field(row, part)?, &table.field(row, whole)?);
    let candidate =
        ratio().map(|(value, slack)| Candidate { value, slack, at: table.at(row, part), working: String::new() });
    candidate.is_some_and(|c| agrees(mention.figure, &c) == Some(true))
}
