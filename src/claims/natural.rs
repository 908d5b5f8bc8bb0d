//! Natural growth of a population: `tỷ suất sinh 14,2‰, tỷ suất chết 5,1‰, tỷ lệ tăng tự nhiên 9,1‰`. Births less
//! deaths are the growth; the words name the three, in any order, in a sentence or its bracket. The same in people:
//! `sinh 1.418 trẻ, chết 562 người, tăng tự nhiên 856 người`.

use super::items::{Item, Passage, Value};
use super::{Claim, ClaimKind, Operand, Relation, Role};
use crate::document::TextRange;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure};
use crate::lexicon;
use std::borrow::Cow;
use std::sync::OnceLock;

/// The embedded table of words of birth, death and natural growth.
pub const NATURAL: &str = include_str!("../../rules/lexicon/natural-growth.tsv");

/// How many items around the growth are asked.
const REACH: usize = 6;

/// The words of a kind of rate, each between blanks.
fn words(role: &str) -> &'static [String] {
    static TABLE: OnceLock<[Vec<String>; 3]> = OnceLock::new();
    let [birth, death, growth] = TABLE.get_or_init(|| {
        let rows = lexicon::rows(NATURAL).unwrap_or_default();
        let of = |role: &str| {
            rows.iter()
                .filter(|r| r.get(1) == Some(&role))
                .filter_map(|r| r.first())
                .map(|p| format!(" {p} "))
                .collect()
        };
        ["birth", "death", "growth"].map(of)
    });
    match role {
        "birth" => birth,
        "death" => death,
        _ => growth,
    }
}

/// Reads the natural growth that a passage states.
pub fn natural(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    let block = passage.document.blocks.get(passage.block as usize).map(|block| passage.document.folded(block.range));
    let told = |phrase: &String| block.iter().any(|block| phrase.split_whitespace().all(|w| block.contains(w)));
    // Few passages tell of any growth.
    if !words("growth").iter().any(told) {
        return;
    }
    let mut found = Vec::new();
    for (index, item) in passage.items.items.iter().enumerate() {
        let Some(growth) = level(passage, item).filter(|_| says(passage, item, "growth")) else { continue };
        let near = index.saturating_sub(REACH)..index + REACH;
        let near = passage.items.items.get(near.start..near.end.min(passage.items.items.len())).unwrap_or_default();
        let of = |role: &str| {
            let mut found = near
                .iter()
                .filter(|x| x.sentence == item.sentence && says(passage, x, role) && !says(passage, x, "growth"))
                .filter_map(|x| Some((x, level(passage, x)?)));
            let first = found.next();
            first.filter(|_| found.next().is_none())
        };
        let (Some((b, birth)), Some((d, death))) = (of("birth"), of("death")) else { continue };
        if b.period != d.period && b.period.is_some() && d.period.is_some() || b.token == d.token {
            continue;
        }
        let mut stated = growth.clone();
        if growth.unit.dimension == Dimension::Percent && birth.unit.dimension == Dimension::Permille {
            // 0,91% beside 14,2‰ and 5,1‰
            stated.unit.factor = Exact::int(10);
        }
        let other_time = |x: &Item| x.period.is_some() && item.period.is_some() && x.period != item.period;
        if birth.unit.dimension != death.unit.dimension
            || birth.is_rate() != growth.is_rate()
            || other_time(b)
            || other_time(d)
        {
            continue;
        }
        let operands = vec![
            Operand { role: Role::Stated, figure: stated, period: item.period },
            Operand::new(Role::Part, death, d.period),
            Operand::new(Role::Whole, birth, b.period),
        ];
        let range = operands.iter().map(|o| o.figure.range).fold(growth.range, TextRange::cover);
        let mut claim = Claim::new(ClaimKind::Sum, Relation::Remainder, range, operands);
        claim.indicator = passage.indicator(item);
        // `tăng tự nhiên 1.128 người (sinh 1.705, tử 577)`: no sum of the two, however the list is read.
        let ours = |c: &Claim, figure: &Figure| c.operands.iter().any(|o| o.figure.number == figure.number);
        claims.retain(|c| !(is_sum(c) && ours(c, birth) && ours(c, death)));
        found.push(claim);
    }
    claims.extend(found);
}

fn is_sum(claim: &Claim) -> bool {
    matches!(claim.relation, Relation::Sum(_) | Relation::Balance)
}

/// A level in percent or per mille, or a count of people; not a change of one, unless it is the growth itself.
fn level<'p>(passage: &'p Passage<'_>, item: &Item) -> Option<&'p Figure> {
    let Value::One(f) = item.value else { return None };
    let figure = passage.figure(f)?;
    let changes = matches!(item.verb, Some(Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort));
    let grows = figure.is_count() && item.verb == Some(Cue::Increase) && says(passage, item, "growth");
    let plain = (!changes || grows) && !item.cues.any(&[Cue::Goal, Cue::Target]);
    let people = figure.is_count() && figure.hedge.is_none();
    let rate = figure.is_rate() && figure.unit.dimension != Dimension::PercentPoint;
    (plain && (rate || people)).then_some(figure)
}

/// Whether the words before a figure name a kind of rate.
fn says(passage: &Passage<'_>, item: &Item, role: &str) -> bool {
    // The words right before a figure name it: `mức tăng dân số trong năm gồm tăng tự nhiên 1.128 người`.
    const LONG: usize = 12;
    let mut own: Vec<Cow<'_, str>> =
        passage.own(item).rev().take(LONG).map(|t| passage.document.folded(t.range)).collect();
    own.reverse();
    let text = spaced(own.iter().map(AsRef::as_ref));
    if names(&text, role) {
        return true;
    }
    // `412 trẻ sinh ra, 126 người chết`: words behind the number name it where none before do.
    let other = || ["birth", "death", "growth"].iter().any(|r| names(&text, r));
    if item.separator < super::items::Separator::Comma || other() {
        return false;
    }
    let tail = passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
    let behind: Vec<Cow<'_, str>> = tail.iter().take(LONG).map(|t| passage.document.folded(t.range)).collect();
    let noun = passage.first(item).map_or("", |f| f.noun.as_str());
    names(&spaced(std::iter::once(noun).chain(behind.iter().map(AsRef::as_ref))), role)
}

/// Whether words between blanks hold one of a kind of rate.
fn names(text: &str, role: &str) -> bool {
    words(role).iter().any(|w| text.contains(w.as_str()))
}

/// The words with a blank before and behind each.
fn spaced<'t>(words: impl Iterator<Item = &'t str>) -> String {
    let mut text = String::with_capacity(128);
    text.push(' ');
    words.for_each(|word| text.extend([word, " "]));
    text
}
