//! What counted things cost at a price each, and their total: `xây mới 32 căn, mức 60 triệu đồng/căn; sửa chữa 10 căn,
//! mức 30 triệu đồng/căn, tổng kinh phí 2.220 triệu đồng`, `312 nhà và 174 nhà, mức hỗ trợ lần lượt là 60 triệu đồng/nhà
//! và 30 triệu đồng/nhà, tổng kinh phí 23,94 tỷ đồng`. A price is no average: nothing in reach is divided by it.

use super::items::{Item, Passage, Separator, Value};
use super::per_unit::{self, counted_as};
use super::{Binding, Claim, ClaimKind, Operand, Relation, Role};
use crate::document::TextRange;
use crate::figures::{Cue, Dimension, Figure, TokenKind, lex};
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
        let Some(&(last, price)) = prices.last() else { continue };
        let bracketed = total_before(passage, last).filter(|_| prices.len() == 1);
        let Some((place, total)) = bracketed.or_else(|| total_behind(passage, last + 1)) else { continue };
        let Some(total_item) = passage.item(place) else { continue };
        // `50 triệu đồng/thôn, cộng 800 triệu đồng cho 16 thôn đã đạt`: what the total is for stands behind it.
        let behind = passage.item(place + 1).filter(|x| prices.len() == 1 && x.separator == Separator::None);
        let behind = behind.and_then(|x| counted(passage, x, price)).filter(|_| bracketed.is_none());
        // Where one of the prices has no count, the total is of more than the others.
        let own = bracketed.map_or(last, |b| b.0);
        let read = behind.or_else(|| bracketed.and_then(|b| near_count(passage, b.0, price)));
        let read = read.map(|count| vec![term(&count, price)]);
        let Some(terms) = read.or_else(|| terms(passage, &prices).filter(|_| own == last)) else { continue };
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
    let counted =
        |i: usize, price: &Figure| counted(passage, passage.item(i).filter(|x| x.sentence == sentence)?, price);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&(first, price)) = prices.get(at) {
        let run = prices.iter().skip(at).zip(first..).take_while(|((i, _), n)| i == n).count();
        let mut counts: Vec<Figure> = (0..first).rev().map_while(|i| counted(i, price)).take(run).collect();
        counts.reverse();
        if counts.len() != run {
            return None;
        }
        for (count, (_, price)) in counts.iter().zip(prices.iter().skip(at)) {
            out.push(term(count, price));
        }
        at += run;
    }
    Some(out)
}

fn term(count: &Figure, price: &Figure) -> [Operand; 2] {
    [Operand::new(Role::Part, count, None), Operand::new(Role::Term, price, None)]
}

/// What an item counts, or measures in the unit that the price is by (`21.450 ha` at `480 nghìn đồng/ha`).
fn counted(passage: &Passage<'_>, item: &Item, price: &Figure) -> Option<Figure> {
    // `214/260 hộ`: of those that were reached.
    let (Value::One(f) | Value::Fraction(f, _)) = item.value else { return None };
    let noun = noun_of(price)?;
    let figure = passage.figure(f).filter(|f| f.hedge.is_none())?;
    if figure.is_count() && figure.unit.dimension == Dimension::Count {
        return counted_as(figure, noun).then(|| figure.clone());
    }
    let mut figure = figure.clone();
    figure.unit.factor = figure.unit.factor.div(lex::unit_of(noun)?.factor)?;
    (figure.unit.key == noun).then_some(figure)
}

/// The count right before an item, or the one before that.
fn near_count(passage: &Passage<'_>, index: usize, price: &Figure) -> Option<Figure> {
    let sentence = passage.item(index)?.sentence;
    let near = (index.saturating_sub(2)..index).rev().filter_map(|i| passage.item(i));
    near.filter(|x| x.sentence == sentence).find_map(|x| counted(passage, x, price))
}

/// `1.860 công, thành tiền 558 triệu đồng (đơn giá 300 nghìn đồng/công)`: the total that a price stands alone in the
/// bracket of.
fn total_before<'p>(passage: &'p Passage<'_>, index: usize) -> Option<(usize, &'p Figure)> {
    let item = passage.item(index).filter(|x| x.group != 0)?;
    let group = passage.items.groups.get(item.group as usize).filter(|g| g.adjacent)?;
    let alone = passage.items.of_group(item.group).count() == 1;
    let host = passage.item(group.host?).filter(|x| alone && x.cues.has(Cue::Total))?;
    Some((group.host?, passage.first(host).filter(|f| f.unit.dimension == Dimension::Dong)?))
}

/// The amount of money behind the prices, with no other between.
fn total_behind<'p>(passage: &'p Passage<'_>, from: usize) -> Option<(usize, &'p Figure)> {
    let sentence = passage.item(from.checked_sub(1)?)?.sentence;
    let near = (from..).zip(passage.items.items.get(from..)?).take(REACH).take_while(|(_, x)| x.sentence == sentence);
    let money = |x: &Item| passage.first(x).is_some_and(|f| f.unit.dimension == Dimension::Dong);
    let (place, item) = near.into_iter().find(|(_, x)| money(x))?;
    let plain = matches!(item.value, Value::One(_)) && matches!(item.verb, None | Some(Cue::Is | Cue::Reach));
    Some((place, passage.first(item)?)).filter(|_| plain && !item.cues.any(&[Cue::OfWhich, Cue::Target]))
}
