//! What was there, came in, went out and is left: `đầu năm có 214 hộ nghèo, thoát nghèo 76 hộ,
//! phát sinh mới 09 hộ, cuối năm còn 147 hộ`; `kết nạp 684, đưa ra 217, tăng 467 hội viên`;
//! `phải thu 1.840 triệu đồng, đã nộp 1.160 triệu đồng, còn phải nộp 680 triệu đồng`.

use super::fit::{Fit, fit};
use super::items::{Item, Passage, Separator, Value};
use super::words;
use super::{Binding, Claim, ClaimKind, Operand, Relation, Role};
use crate::document::TextRange;
use crate::figures::{Cue, Figure, Period, Token, TokenKind};
use std::cell::OnceCell;

/// How many items before a result are asked.
const REACH: usize = 8;
/// How many sentences before a stock its opening of the same name may stand.
const FAR: u32 = 3;

/// Reads the balances of a passage.
pub fn balances(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    let flows = vec![OnceCell::new(); passage.items.items.len()];
    let passage = &Flows { passage, flows };
    for (index, item) in passage.items.items.iter().enumerate() {
        let Value::One(f) = item.value else { continue };
        let Some(figure) = passage.figure(f).filter(|f| !f.is_rate() && f.hedge.is_none()) else { continue };
        let claim = match item.verb {
            Some(Cue::Increase | Cue::Decrease) => net_change(passage, index, item, figure),
            Some(Cue::Remaining) => {
                closing_stock(passage, index, item, figure).or_else(|| remainder(passage, index, item, figure))
            }
            _ => closing_stock(passage, index, item, figure),
        };
        claims.extend(claim.or_else(|| told_behind(passage, index, item, figure)));
    }
}

/// What a figure does to a stock.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    /// What was there.
    Opening,
    /// What came in.
    In,
    /// What went out.
    Out,
    /// What came in, where the stock before and after is told.
    Income,
    /// What went out, where the stock before and after is told.
    Spent,
    /// Nothing says so.
    Other,
}

/// A passage with what its figures do to stocks, found out where a result asks for it.
struct Flows<'p, 'd> {
    passage: &'p Passage<'d>,
    flows: Vec<OnceCell<Flow>>,
}

impl<'d> std::ops::Deref for Flows<'_, 'd> {
    type Target = Passage<'d>;

    fn deref(&self) -> &Passage<'d> {
        self.passage
    }
}

/// An earlier figure in the unit of the result, nearest first.
struct Earlier<'p> {
    item: &'p Item,
    figure: &'p Figure,
    flow: &'p OnceCell<Flow>,
    passage: &'p Passage<'p>,
}

impl Earlier<'_> {
    fn flow(&self) -> Flow {
        *self.flow.get_or_init(|| flow(self.passage, self.item, self.figure))
    }
}

fn earlier<'p>(
    passage: &'p Flows<'_, '_>,
    index: usize,
    item: &Item,
    figure: &Figure,
    sentences: u32,
) -> Vec<Earlier<'p>> {
    passage
        .items
        .before(item.group, index)
        .take(REACH)
        .take_while(|(_, x)| x.sentence + sentences >= item.sentence)
        .filter_map(|(i, x)| Some((passage.flows.get(i)?, x, passage.first(x)?)))
        .filter(|(_, _, f)| !f.is_rate() && fit(f, figure) >= Fit::Kin)
        .map(|(flow, item, figure)| Earlier { item, figure, flow, passage: passage.passage })
        .collect()
}

/// The figure right behind a result, with only words between.
fn behind<'p>(passage: &'p Flows<'_, '_>, index: usize, item: &Item, figure: &Figure) -> Option<Earlier<'p>> {
    let next = passage.item(index + 1)?;
    let near = next.separator == Separator::None && (next.group, next.sentence) == (item.group, item.sentence);
    let flow = passage.flows.get(index + 1).filter(|_| near)?;
    let figure = passage.first(next).filter(|f| fit(f, figure) == Fit::Same)?;
    Some(Earlier { item: next, figure, flow, passage: passage.passage })
}

/// What the words around a figure say.
fn flow(passage: &Passage<'_>, item: &Item, figure: &Figure) -> Flow {
    // Without a comma the words before a figure are those behind the one before it.
    let parted = item.separator >= Separator::Comma;
    let behind = passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
    // `trồng mới 142 ha, 168 ha, 121 ha và phá bỏ 64 ha`: a bare number goes on with the list.
    if parted && behind.is_empty() && passage.is_bare(item) && figure.noun.is_empty() {
        let index = passage.items.items.partition_point(|x| x.token < item.token);
        let before = passage.items.before(item.group, index).next().map(|(_, x)| x);
        let before = before.filter(|x| x.sentence == item.sentence && item.separator == Separator::Comma);
        return match before.and_then(|x| Some(flow(passage, x, passage.first(x)?))) {
            Some(found @ (Flow::In | Flow::Out)) => found,
            _ => Flow::Other,
        };
    }
    let around: Vec<_> = passage.own(item).filter(|_| parted).chain(behind).collect();
    let starts = |t: &&Token| matches!(t.kind, TokenKind::Period(Period::YearStart | Period::TermStart));
    if around.iter().any(starts) || parted && item.cues.has(Cue::CarriedOver) {
        return Flow::Opening;
    }
    let mut text = String::new();
    for token in around {
        text += &passage.document.folded(token.range);
        text.push(' ');
    }
    if text.is_empty() {
        text.push(' ');
    }
    text += &figure.noun;
    let compared = item.base.is_some() || item.after.has(Cue::ComparedWith);
    match (words::flow(&text), item.verb) {
        (Some(way), _) if !way.stock => {
            if way.inward {
                Flow::In
            } else {
                Flow::Out
            }
        }
        (Some(way), _) => {
            if way.inward {
                Flow::Income
            } else {
                Flow::Spent
            }
        }
        (None, Some(Cue::Increase)) if parted && !compared => Flow::Income,
        (None, Some(Cue::Decrease)) if parted && !compared => Flow::Spent,
        _ => Flow::Other,
    }
}

/// `kết nạp 684 hội viên mới, đưa ra khỏi danh sách 217 hội viên, tăng 467 hội viên`
fn net_change(passage: &Flows<'_, '_>, index: usize, item: &Item, figure: &Figure) -> Option<Claim> {
    let before = earlier(passage, index, item, figure, 1);
    let here = |e: &&Earlier<'_>| e.item.sentence == item.sentence && matches!(e.flow(), Flow::In | Flow::Out);
    let mut flows: Vec<&Earlier<'_>> = before.iter().take_while(here).collect();
    // `12 hộ tái nghèo, để giảm được 60 hộ phải đưa 72 hộ ra khỏi danh sách`: what went out stands behind.
    let next = behind(passage, index, item, figure).filter(|e| !flows.is_empty() && e.flow() == Flow::Out);
    let sure = if next.is_some() { Binding::Likely } else { Binding::Sure };
    flows = next.iter().chain(flows).collect();
    let both = [Flow::In, Flow::Out].iter().all(|f| flows.iter().any(|e| e.flow() == *f));
    // `xuất khẩu 186,4 triệu USD, giảm 12,7%; nhập khẩu 94,8 triệu USD, giảm 9,3 triệu USD`: each has a change of its own.
    let own = passage
        .items
        .before(item.group, index)
        .take(flows.len())
        .any(|(_, x)| matches!(x.verb, Some(Cue::Increase | Cue::Decrease)));
    // `tiếp nhận 212 đơn, xử lý 188 đơn; số đơn tăng 31 đơn so với cùng kỳ`: more than another time, not net.
    let own = own || item.base.is_some() || item.after.has(Cue::ComparedWith);
    (both && !own && item.separator <= Separator::Semicolon).then(|| claim(figure, item, None, &flows, sure))
}

/// `đầu năm có 214 hộ …, cuối năm còn 147 hộ`
fn closing_stock(passage: &Flows<'_, '_>, index: usize, item: &Item, figure: &Figure) -> Option<Claim> {
    // `hiện có 2.343 đoàn viên` is one word.
    let closes = |t: &Token| {
        let folded = passage.document.folded(t.range);
        words::closing(folded.split(' ').next().unwrap_or_default())
    };
    // `đưa 23 người ra khỏi danh sách`: what goes out is no stock.
    let to = matches!(item.verb, Some(Cue::RaiseTo | Cue::To)) && item.cues.has(Cue::RaiseTo);
    let raised = || to && flow(passage.passage, item, figure) == Flow::Other;
    let closing = item.separator <= Separator::Semicolon
        && (to || matches!(item.verb, None | Some(Cue::Remaining | Cue::Reach | Cue::Is)))
        && (item.verb == Some(Cue::Remaining) || raised() || passage.own(item).any(closes));
    if !closing && item.period.is_none() {
        return None;
    }
    let before = earlier(passage, index, item, figure, FAR);
    let near = |e: &Earlier<'_>| closing && e.item.sentence + 1 >= item.sentence;
    let by_word = || before.iter().position(|e| e.flow() == Flow::Opening).filter(|&o| before.get(o).is_some_and(near));
    let by_name = before.iter().position(|e| is_earlier(passage, e.item, item));
    let opening = by_name.or_else(by_word)?;
    let flows: Vec<&Earlier<'_>> = before.iter().take(opening).filter(|e| e.flow() != Flow::Other).collect();
    // `năm 2023 đạt 84.500 lượt, tăng 23.300 lượt; năm 2024 đạt …`: levels of two times are stocks where what lies between
    // them both came and went.
    let inward = |e: &&Earlier<'_>| matches!(e.flow(), Flow::In | Flow::Income);
    if flows.is_empty() || by_name.is_some() && (flows.iter().all(inward) || !flows.iter().any(inward)) {
        return None;
    }
    // A figure in the same unit that neither came nor went may be one that did.
    // `đảng viên tăng 96 so với 652, xóa tên 45; …, 02 chi bộ`: nothing but the last says what is counted.
    let unit = |f: &Figure| !f.unit.key.is_empty();
    let counted = !unit(figure) || flows.iter().copied().chain(before.get(opening)).any(|e| unit(e.figure));
    let binding = if flows.len() == opening && counted { Binding::Sure } else { Binding::Likely };
    Some(claim(figure, item, before.get(opening), &flows, binding))
}

/// `Thư viện có 9.315 bản sách (đầu năm 8.940, bổ sung 375)`: how a stock came about, in the bracket behind it.
fn told_behind(passage: &Flows<'_, '_>, index: usize, item: &Item, figure: &Figure) -> Option<Claim> {
    if item.verb.is_some_and(Cue::moves) {
        return None;
    }
    let group = passage.items.bracket_behind(index)?;
    let inside = passage.items.of_group(group).map(|(i, x)| {
        let flow = passage.flows.get(i)?;
        let told = passage.first(x).filter(|f| matches!(x.value, Value::One(_)) && fit(f, figure) >= Fit::Kin)?;
        Some(Earlier { item: x, figure: told, flow, passage: passage.passage })
    });
    let inside: Vec<Earlier<'_>> = inside.collect::<Option<_>>()?;
    let (opening, flows) = inside.split_first()?;
    let flows: Vec<&Earlier<'_>> = flows.iter().rev().collect();
    let told = opening.flow() == Flow::Opening
        && !flows.is_empty()
        && flows.iter().all(|e| !matches!(e.flow(), Flow::Other | Flow::Opening));
    told.then(|| claim(figure, item, Some(opening), &flows, Binding::Sure))
}

/// `Tồn quỹ 01/01: … Tồn quỹ 31/12: …`: two stocks of one name and two times, of which the first is the opening.
fn is_earlier(passage: &Flows<'_, '_>, opening: &Item, closing: &Item) -> bool {
    let timed = matches!((opening.period, closing.period), (Some(a), Some(b)) if a != b);
    let name = |x: &Item| -> Vec<String> {
        let words = passage.own(x).filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Cue(_)));
        let folded = words.map(|t| passage.document.folded(t.range).into_owned());
        folded.filter(|w| !words::is_stop(w) && !words::closing(w)).collect()
    };
    let flows = matches!(closing.verb, Some(Cue::Increase | Cue::Decrease));
    timed && !flows && !name(closing).is_empty() && name(opening) == name(closing)
}

/// `thu hồi 1.840 triệu đồng, đã nộp 1.160 triệu đồng, còn phải nộp 680 triệu đồng`
fn remainder(passage: &Flows<'_, '_>, index: usize, item: &Item, figure: &Figure) -> Option<Claim> {
    let changes = |x: &Item| matches!(x.verb, Some(Cue::Increase | Cue::Decrease | Cue::Average | Cue::To));
    // A semicolon before an item cuts off what stands before it.
    let mut clause = true;
    let all: Vec<Earlier<'_>> = earlier(passage, index, item, figure, 1)
        .into_iter()
        .take_while(|e| std::mem::replace(&mut clause, e.item.separator < Separator::Semicolon))
        .filter(|e| e.item.sentence == item.sentence && fit(e.figure, figure) == Fit::Same)
        .collect();
    let before: Vec<&Earlier<'_>> = all.iter().filter(|e| !changes(e.item)).collect();
    let (part, nearest) = (*before.first()?, *before.get(1)?);
    // `có 74 người, dôi 22 người, đã giải quyết 13 người, còn 9 người`: what closes is what is meant.
    let left = |e: &&Earlier<'_>| {
        e.figure.value().zip(part.figure.value()).and_then(|(w, p)| w.sub(p)).is_some_and(|d| Some(d) == figure.value())
    };
    let whole = all.iter().find(left).unwrap_or(nearest);
    let timed = item.period.is_some() || part.item.period.is_some() && part.item.period != whole.item.period;
    if part.figure.value() > whole.figure.value() || timed || item.separator > Separator::Semicolon {
        return None;
    }
    let operands = vec![
        Operand::new(Role::Stated, figure, item.period),
        Operand::new(Role::Part, part.figure, part.item.period),
        Operand::new(Role::Whole, whole.figure, whole.item.period),
    ];
    let range = operands.iter().fold(figure.range, |r, o| r.cover(o.figure.range));
    let mut claim = Claim::new(ClaimKind::Sum, Relation::Remainder, range, operands);
    // The whole may have other parts before the last one.
    let done = part.item.cues.has(Cue::Done) && before.len() == 2;
    claim.binding = if done { Binding::Sure } else { Binding::Likely };
    Some(claim)
}

fn claim(
    figure: &Figure,
    item: &Item,
    opening: Option<&Earlier<'_>>,
    flows: &[&Earlier<'_>],
    binding: Binding,
) -> Claim {
    let mut operands = vec![Operand::new(Role::Stated, figure, item.period)];
    operands.extend(opening.map(|e| Operand::new(Role::Base, e.figure, e.item.period)));
    operands.extend(flows.iter().rev().map(|e| {
        let role = if matches!(e.flow(), Flow::Out | Flow::Spent) { Role::Outflow } else { Role::Part };
        Operand::new(role, e.figure, e.item.period)
    }));
    let range = operands.iter().map(|o| o.figure.range).fold(figure.range, TextRange::cover);
    let mut claim = Claim::new(ClaimKind::Sum, Relation::Balance, range, operands);
    claim.upward = Some(item.verb != Some(Cue::Decrease));
    claim.binding = binding;
    claim
}
