//! What counted things cost at a price each, and their total: `xây mới 32 căn, mức 60 triệu đồng/căn; sửa chữa 10 căn,
//! mức 30 triệu đồng/căn, tổng kinh phí 2.220 triệu đồng`, `312 nhà và 174 nhà, mức hỗ trợ lần lượt là 60 triệu đồng/nhà
//! và 30 triệu đồng/nhà, tổng kinh phí 23,94 tỷ đồng`. A price is no average: nothing in reach is divided by it.

use super::items::{Item, Passage, Value};
use super::per_unit::{self, counted_as};
use super::{Binding, Claim, ClaimKind, Operand, Relation, Role};
use crate::document::TextRange;
use crate::figures::{Cue, Dimension, Figure, TokenKind};
use crate::lexicon;
use std::sync::OnceLock;

/// The embedded table of words that open a price.
pub const WORDS: &str = include_str!("../../rules/lexicon/price-words.tsv");

/// How far behind its last price a total may stand.
const REACH: usize = 3;

/// Whether a figure is a price each: money by a counted thing, behind words that say so and not `bình quân`.
pub fn is_price(passage: &Passage<'_>, item: &Item, figure: &Figure) -> bool {
    noun_of(figure).is_some() && !item.cues.has(Cue::Average) && says_price(passage, item)
}

/// What a price is by (`căn`); `None` for money by the time or the hectare and for what is no money.
fn noun_of(figure: &Figure) -> Option<&str> {
    let (_, noun) = figure.unit.key.split_once('/').filter(|_| figure.unit.dimension == Dimension::PerUnit)?;
    let money = per_unit::single(figure).unit.dimension == Dimension::Dong;
    (money && !noun.contains('/') && !per_unit::is_time(noun)).then_some(noun)
}

fn says_price(passage: &Passage<'_>, item: &Item) -> bool {
    static TABLE: OnceLock<Vec<String>> = OnceLock::new();
    let rows = || lexicon::rows(WORDS).unwrap_or_default();
    let table = TABLE.get_or_init(|| rows().iter().filter_map(|r| Some(format!(" {} ", r.first()?))).collect());
    let own = passage.own(item).map(|t| passage.document.folded(t.range));
    let own = format!(" {} ", own.collect::<Vec<_>>().join(" "));
    table.iter().any(|w| own.contains(w.as_str()))
}

/// Reads the totals of a passage that counts and prices give.
pub fn priced(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    let items = &passage.items.items;
    let mut at = 0;
    while let Some(sentence) = items.get(at).map(|x| x.sentence) {
        let end = items.partition_point(|x| x.sentence <= sentence);
        let prices = prices_in(passage, at..end);
        at = end;
        let Some(last) = prices.last().map(|p| p.0) else { continue };
        let Some((total_item, total)) = total_behind(passage, last + 1) else { continue };
        // Where one of the prices has no count, the total is of more than the others.
        let Some(terms) = terms(passage, &prices) else { continue };
        let range = terms.iter().flatten().fold(total.range, |r, o| TextRange::cover(r, o.figure.range));
        let mut operands = vec![Operand::new(Role::Stated, total, total_item.period)];
        operands.extend(terms.into_iter().flatten());
        let mut claim = Claim::new(ClaimKind::CrossReference, Relation::Priced, range, operands);
        claim.indicator = passage.indicator(total_item);
        // Money that nothing calls the total may be for more than that.
        if !total_item.cues.has(Cue::Total) {
            claim.binding = Binding::Likely;
        }
        claims.push(claim);
    }
}

/// The prices of a sentence, each with its index: behind their words, alone in the bracket of a count, or joined to
/// another one.
fn prices_in<'p>(passage: &'p Passage<'_>, sentence: std::ops::Range<usize>) -> Vec<(usize, &'p Figure)> {
    let mut out: Vec<(usize, &Figure)> = Vec::new();
    for i in sentence {
        let Some(item) = passage.item(i) else { continue };
        let Value::One(f) = item.value else { continue };
        let Some(figure) = passage.figure(f).filter(|f| noun_of(f).is_some()) else { continue };
        let host = passage.items.groups.get(item.group as usize).filter(|g| item.group != 0 && g.adjacent);
        let of_count = item.own.is_empty() && item.tail.is_empty() && host.is_some_and(|g| g.host == i.checked_sub(1));
        let joined = out.last().is_some_and(|l| l.0 + 1 == i) && passage.own(item).all(|t| t.kind != TokenKind::Word);
        if is_price(passage, item, figure) || (of_count || joined) && !item.cues.has(Cue::Average) {
            out.push((i, figure));
        }
    }
    out
}

/// For each price the count it is of: the one right before it, or those of a list before a list of prices, in order.
fn terms(passage: &Passage<'_>, prices: &[(usize, &Figure)]) -> Option<Vec<[Operand; 2]>> {
    let sentence = passage.item(prices.first()?.0)?.sentence;
    let counted = |i: usize, price: &Figure| {
        let item = passage.item(i).filter(|x| x.sentence == sentence)?;
        let Value::One(f) = item.value else { return None };
        let figure = passage.figure(f).filter(|f| f.is_count() && f.unit.dimension == Dimension::Count)?;
        (counted_as(figure, noun_of(price)?) && figure.hedge.is_none()).then_some(figure)
    };
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&(first, price)) = prices.get(at) {
        let run = prices.iter().skip(at).zip(first..).take_while(|((i, _), n)| i == n).count();
        let mut counts: Vec<&Figure> = (0..first).rev().map_while(|i| counted(i, price)).take(run).collect();
        counts.reverse();
        if counts.len() != run {
            return None;
        }
        for (count, (_, price)) in counts.iter().zip(prices.iter().skip(at)) {
            out.push([Operand::new(Role::Part, count, None), Operand::new(Role::Term, price, None)]);
        }
        at += run;
    }
    Some(out)
}

/// The amount of money behind the prices, with no other between.
fn total_behind<'p>(passage: &'p Passage<'_>, from: usize) -> Option<(&'p Item, &'p Figure)> {
    let sentence = passage.item(from.checked_sub(1)?)?.sentence;
    let near = passage.items.items.get(from..)?.iter().take(REACH).take_while(|x| x.sentence == sentence);
    let money = |x: &&Item| passage.first(x).is_some_and(|f| f.unit.dimension == Dimension::Dong);
    let item = near.into_iter().find(money)?;
    let plain = matches!(item.value, Value::One(_)) && matches!(item.verb, None | Some(Cue::Is | Cue::Reach));
    Some((item, passage.first(item)?)).filter(|_| plain && !item.cues.any(&[Cue::OfWhich, Cue::Target]))
}
