//! What makes it doubtful that a list names the parts of a total: then a sum that does not close is no finding.

use super::List;
use crate::claims::Operand;
use crate::claims::items::{Item, Passage, Separator};
use crate::claims::{closes, per_unit, words};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Inert, Period, Token, TokenKind};
use std::borrow::Cow;

/// Ways to write one.
static ONE: words::Words = words::Words::of(include_str!("../../../rules/lexicon/one-words.tsv"));

/// What speaks against a list as the parts of the totals before it.
pub(super) struct Doubts<'p> {
    passage: &'p Passage<'p>,
    list: &'p List,
    names: Option<Names>,
    /// The nearest figure that may be the total.
    nearest: Option<&'p Figure>,
}

impl<'p> Doubts<'p> {
    /// Looks at a list once for all of its totals.
    pub(super) fn of(passage: &'p Passage<'p>, list: &'p List, totals: &[usize]) -> Doubts<'p> {
        let nearest = totals.iter().max().and_then(|&t| passage.first(passage.item(t)?));
        Doubts { passage, list, names: Names::of(passage, list), nearest }
    }

    /// Whether anything speaks against these parts of this total.
    pub(super) fn of_total(&self, item: &Item, whole: &Figure, parts: &[Operand]) -> bool {
        let any = |dimension| parts.iter().any(|p| p.figure.unit.dimension == dimension);
        // A total whose unit is left out is named elsewhere; parts with units may be of something else.
        let unnamed =
            whole.unit.dimension == Dimension::None && parts.iter().any(|p| p.figure.unit.dimension != Dimension::None);
        // `518 lao động/năm, trong đó 1.652 lao động …`: the parts may be those of several years.
        let flow = whole.unit.dimension == Dimension::PerUnit && any(Dimension::Count);
        let named = self.names.as_ref().is_some_and(|n| n.hides || n.explain(whole, parts));
        // `tăng 1 điểm (18 điểm so với 17 điểm)`: levels behind a change.
        let changed = self.list.bracket
            && matches!(item.verb, Some(Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort));
        // `820 dự án, trong đó 632 công trình … gồm 21 dự án nguồn điện, 50 dự án lưới điện, …`: the parts of the 632.
        let sum = parts.iter().try_fold(Exact::ZERO, |s, p| s.add(p.figure.printed));
        let nested = parts.len() >= 2
            && self.nearest.is_some_and(|n| n.number != whole.number && n.is_count() && Some(n.printed) == sum);
        // `9 tháng 102,9 nghìn tấn (quý I 33,4; quý II 34,8)`: the third quarter was given before.
        let quarter = |p: &Operand| matches!(p.period, Some(Period::Quarter { .. } | Period::Month { .. }));
        let some_of_year = self.list.bracket && parts.len() == 2 && parts.iter().all(quarter);
        nested
            || self.list.bracket && names_few(whole, parts)
            || self.nearest_holds_all(whole)
            || some_of_year
            || unnamed
            || flow
            || named
            || changed
            || self.is_net(item)
            || self.is_one_of(item)
            || self.holds_others(parts)
            || self.is_threshold(item, whole)
            || self.each(parts)
            || self.opened_by_another(item, whole)
            || is_mean(whole, parts)
            || is_passed_by_each(whole, parts)
            || self.is_other_kind(whole, parts)
            || is_bound(self.passage, item)
            || self.is_average(item)
            || self.takes_off(parts)
            || parts.len() == 1 && self.stands_alone(item, whole, parts)
    }

    /// `12 trận động đất, gồm bốn trận 5,4 độ`: no part of a count has decimals; `1 tiền = 5 khắc (=> 1 cân = 500 khắc)`: what
    /// an equation gives is no part.
    fn is_other_kind(&self, whole: &Figure, parts: &[Operand]) -> bool {
        let text = &self.passage.document.text;
        let before = |f: &Figure| text.get(..f.range.start as usize).unwrap_or_default().trim_end_matches(' ');
        let equals = |f: &Figure| before(f).ends_with('=');
        whole.is_count() && !whole.unit.key.is_empty() && parts.iter().any(|p| p.figure.decimals > 0)
            || parts.iter().any(|p| equals(&p.figure))
    }

    /// `phí bình quân 10,4 triệu đồng, trong đó của hợp đồng hỗn hợp 10,5 triệu đồng`: averages do not add up.
    fn is_average(&self, item: &Item) -> bool {
        self.passage.own(item).any(|t| t.kind == TokenKind::Cue(Cue::Average))
    }

    /// `1.830,1 tỷ đồng (năm cũ 1.213,4, thụ lý mới 651,3, trừ ủy thác 34,6)`: one of them is taken off.
    fn takes_off(&self, parts: &[Operand]) -> bool {
        let items = self.list.elements.iter().flatten().filter_map(|&i| self.passage.item(i));
        let ours = |x: &Item| self.passage.first(x).is_some_and(|f| parts.iter().any(|p| p.figure.number == f.number));
        let except = |t: &Token| {
            t.kind == TokenKind::Cue(Cue::Except) || words::takes_off(&self.passage.document.folded(t.range))
        };
        items.filter(|x| ours(x)).any(|x| self.passage.own(x).next().is_some_and(except))
    }

    /// `là một trong 10 địa phương có …`: one of so many, no total.
    fn is_one_of(&self, item: &Item) -> bool {
        let before = item.token.checked_sub(2).and_then(|i| self.passage.lexed.tokens.get(i..item.token));
        let fold = |t: &Token| crate::lexicon::fold(self.passage.document.slice(t.range));
        matches!(before, Some([one, of]) if words::opens_whole(&fold(of)) && ONE.has(&fold(one)))
    }

    /// `9 vụ ùn tắc; có 17 điểm đen, trong đó phát sinh 11 vụ và 6 điểm`: the nearest total is the sum of them all.
    fn nearest_holds_all(&self, whole: &Figure) -> bool {
        let items = self.list.elements.iter().flatten().filter_map(|&i| self.passage.item(i));
        let figures: Vec<&Figure> = items.filter_map(|x| self.passage.first(x)).collect();
        let counts = figures.len() >= 2 && figures.iter().all(|f| f.is_count());
        let sum = figures.iter().try_fold(Exact::ZERO, |s, f| s.add(f.printed));
        counts && self.nearest.is_some_and(|n| n.number != whole.number && n.is_count() && Some(n.printed) == sum)
    }

    /// `trả nợ 51,5 tỷ đồng, bao gồm trả trực tiếp 27,7 tỷ đồng, trả gốc 20,0 tỷ đồng, trả lãi 7,7 tỷ đồng`: one part is the
    /// sum of the others.
    fn holds_others(&self, parts: &[Operand]) -> bool {
        let sum = parts.iter().try_fold(Exact::ZERO, |s, p| s.add(p.figure.value()?));
        let twice = |p: &Operand| p.figure.value().and_then(|v| v.add(v)) == sum;
        parts.len() >= 3 && sum.is_some() && parts.iter().any(twice)
    }

    /// `31 thị trường đạt trên 1 tỷ đồng, trong đó 5 thị trường đạt trên 10 tỷ đồng`: what each of those counted has passed.
    fn is_threshold(&self, item: &Item, whole: &Figure) -> bool {
        let index = self.passage.items.items.partition_point(|x| x.token < item.token);
        let before = index.checked_sub(1).and_then(|i| self.passage.item(i)).filter(|x| x.sentence == item.sentence);
        let counted =
            before.and_then(|x| self.passage.first(x)).is_some_and(|f| f.is_count() && !f.unit.key.is_empty());
        whole.hedge.is_some() && !whole.is_count() && item.separator == Separator::None && counted
    }

    /// `mỗi nơi có 2 nhà máy`: as many for each of those named.
    fn each(&self, parts: &[Operand]) -> bool {
        let items = self.list.elements.iter().flatten().filter_map(|&i| self.passage.item(i));
        let ours = |x: &Item| self.passage.first(x).is_some_and(|f| parts.iter().any(|p| p.figure.number == f.number));
        let fold = |t: &Token| crate::lexicon::fold(self.passage.document.slice(t.range));
        items.filter(|x| ours(x)).any(|x| self.passage.own(x).any(|t| per_unit::says_each(&fold(t))))
    }

    /// `xuất siêu 2,7 tỷ USD, trong đó khu vực FDI xuất siêu 28,8 tỷ USD`: a difference has no parts that it bounds.
    fn is_net(&self, item: &Item) -> bool {
        let fold = |t: &Token| crate::lexicon::fold(self.passage.document.slice(t.range));
        self.passage.own(item).any(|t| fold(t).split(' ').any(words::says_net))
    }

    /// `vốn vay giải ngân 4,8 tỷ đồng, vốn từ các bên góp bao gồm vốn điều lệ 2,6 tỷ đồng, …`: words of its own open the
    /// list, none of which the total before has. `13 tỉnh nhóm B; cuối cùng nhóm D gồm 16 tỉnh`: behind a semicolon one will do.
    fn opened_by_another(&self, total: &Item, whole: &Figure) -> bool {
        let first = self.list.elements.first().and_then(|e| self.passage.item(*e.first()?));
        let apart = [Separator::Comma, Separator::Semicolon];
        let Some(first) = first.filter(|x| !self.list.bracket && apart.contains(&x.separator)) else { return false };
        let parting = |t: &&Token| matches!(t.kind, TokenKind::Comma | TokenKind::Semicolon);
        let lead = self.passage.lexed.tokens.get(first.lead.clone()).unwrap_or_default();
        let own: Vec<&Token> = lead.iter().skip_while(|t| !parting(t)).collect();
        let Some(end) = own.iter().position(|t| t.kind == TokenKind::Cue(Cue::Comprise)) else { return false };
        let fold = |t: &Token| crate::lexicon::fold(self.passage.document.slice(t.range));
        let words = own.iter().take(end).filter(|t| t.kind == TokenKind::Word);
        let words: Vec<String> = words.map(|t| fold(t)).collect();
        let telling: Vec<&String> = words.iter().filter(|w| !words::is_stop(w) && !words::is_filler(w)).collect();
        let known: Vec<String> = self.passage.own(total).map(fold).collect();
        let known = |w: &str| known.iter().any(|k| k == w) || whole.noun.split(' ').any(|n| n == w);
        let least = if first.separator == Separator::Comma { 3 } else { 1 };
        telling.len() >= least && telling.iter().filter(|w| known(w)).count() * 2 < telling.len()
    }

    /// A single part that may be a statement of its own: it has a verb or a time of its own, or is the highest of a row.
    fn stands_alone(&self, total: &Item, whole: &Figure, parts: &[Operand]) -> bool {
        let Some(part) = self.list.elements.iter().flatten().filter_map(|&i| self.passage.item(i)).find(|x| {
            parts.first().is_some_and(|p| self.passage.first(x).is_some_and(|f| f.number == p.figure.number))
        }) else {
            return false;
        };
        let comprises = super::lead_has_comprise(self.passage, part);
        // `9 đơn vị cấp địa khu được chia thành 85 đơn vị cấp huyện`
        let larger = comprises && parts.first().is_some_and(|p| whole.is_count() && p.figure.value() > whole.value());
        let timed = part.period.is_some() && part.period != total.period;
        let highest = self.passage.own(part).any(|t| words::says_extreme(&self.passage.document.folded(t.range)));
        timed || highest || larger || comprises && (part.sentence != total.sentence || part.verb == Some(Cue::Reach))
    }
}

/// `trên 8.000 biên chế (Hà Nội 8.900; TP HCM hơn 8.000)`: what each of them has passed.
fn is_passed_by_each(whole: &Figure, parts: &[Operand]) -> bool {
    let beyond = |p: &Operand| p.figure.value_in_unit_of(whole) >= whole.value();
    whole.hedge.is_some() && parts.len() >= 2 && parts.iter().all(beyond)
}

/// `63 công trường (tạm dừng 04 công trường; nhắc nhở 27)`: two parts that come to less than four fifths are not all there
/// are, unless a power of ten was lost or one digit mistyped.
fn names_few(whole: &Figure, parts: &[Operand]) -> bool {
    let sum = parts.iter().try_fold(Exact::ZERO, |s, p| s.add(p.figure.value_in_unit_of(whole)?));
    let (Some(sum), Some(total)) = (sum, whole.value()) else { return false };
    let few = sum.mul(Exact::int(5)).zip(total.mul(Exact::int(4))).is_some_and(|(a, b)| a < b);
    let shifted = [1, 2, 3].iter().any(|n| Exact::ten_pow(*n).and_then(|p| sum.mul(p)) == Some(total));
    let mistyped = || {
        let off = total.sub(sum)?;
        let one = |f: &Figure, off: Exact| {
            let wanted = f.value()?.add(off)?.div(f.unit.factor)?;
            Some(closes::one_digit(f.printed, wanted))
        };
        let part = parts.iter().any(|p| one(&p.figure, off) == Some(true));
        Some(part || one(whole, Exact::ZERO.sub(off)?) == Some(true))
    };
    parts.len() == 2 && few && !shifted && mistyped() != Some(true)
}

/// `tầng cao tối đa là 2 tầng, bao gồm các chức năng: …`: a bound has no parts.
pub(super) fn is_bound(passage: &Passage<'_>, item: &Item) -> bool {
    let own: Vec<Cow<'_, str>> = passage.own(item).map(|t| passage.document.folded(t.range)).collect();
    words::says_bound(&own.join(" "))
}

/// `tuổi thọ 74,5 năm (nam 72,0; nữ 77,1)`: a total between its parts and near them is their mean, unless one digit of it
/// would make it their sum; what is told in such a unit or per something has no parts at all, unless it is a count.
pub(super) fn is_mean(whole: &Figure, parts: &[Operand]) -> bool {
    let values = || parts.iter().filter_map(|p| p.figure.value_in_unit_of(whole));
    let (Some(least), Some(most), Some(whole_value)) = (values().min(), values().max(), whole.value()) else {
        return false;
    };
    let between = parts.len() >= 2 && least <= whole_value && whole_value <= most;
    let sum = values().try_fold(Exact::ZERO, |s, v| s.add(v)).and_then(|s| s.div(whole.unit.factor));
    let mistyped = sum.is_some_and(|s| closes::one_digit(whole.printed, s));
    let near = least.add(least).is_some_and(|twice| most < twice) && !mistyped;
    let rate = |f: &Figure| f.unit.dimension == Dimension::PerUnit && f.decimals > 0;
    words::is_intensive(&whole.unit.key) || between && (near && !whole.is_count() || rate(whole))
}

/// The pieces of a list, those without a number among them.
struct Names {
    all: i64,
    bare: i64,
    /// The pieces up to the end of the sentence: `4 đơn vị gồm liên danh gói 4, liên danh gói 6, ban quản lý, tư vấn giám sát`.
    to_end: i64,
    /// Whether a piece without a number ends in one that was read as part of a name (`ở thôn 44`, `Chương trình 868`).
    hides: bool,
}

impl Names {
    /// Counts what separators part in a list, up to the end of its bracket or sentence.
    fn of(passage: &Passage<'_>, list: &List) -> Option<Names> {
        const FAR: usize = 400;
        let first = passage.item(*list.elements.first()?.first()?)?;
        let bracket = if list.bracket { passage.items.groups.get(first.group as usize) } else { None };
        let start = bracket.map_or(first.own.start, |g| g.tokens.start);
        let tokens = passage.lexed.tokens.get(start..)?;
        // Of each piece whether it has a number, and whether `và` joins it.
        let mut pieces: Vec<(bool, bool)> = Vec::new();
        let mut hides = Vec::new();
        let (mut depth, mut words, mut number, mut joined, mut inert) = (0u32, false, false, false, false);
        for token in tokens.iter().take(FAR) {
            match token.kind {
                TokenKind::Open(_) => depth += 1,
                TokenKind::Close(_) if depth == 0 => break,
                TokenKind::Close(_) => depth -= 1,
                _ if depth > 0 => {}
                TokenKind::SentenceEnd => break,
                TokenKind::Comma | TokenKind::Semicolon | TokenKind::Cue(Cue::And) => {
                    if words || number {
                        pieces.push((number, joined));
                        hides.push(inert && !number);
                    }
                    (words, number, joined) = (false, false, token.kind == TokenKind::Cue(Cue::And));
                    inert = false;
                }
                TokenKind::Figure(_) | TokenKind::Fraction { .. } | TokenKind::Range { .. } => number = true,
                TokenKind::Word => (words, inert) = (true, false),
                TokenKind::Inert(kind) => {
                    (words, inert) = (true, matches!(kind, Inert::Name | Inert::Ordinal | Inert::Grade))
                }
                _ => {}
            }
        }
        if words || number {
            pieces.push((number, joined));
            hides.push(inert && !number);
        }
        // Behind the last number only `và` goes on with the list; a comma begins another clause.
        let last = pieces.iter().rposition(|p| p.0)?;
        let end = last + 1 + usize::from(pieces.get(last + 1).is_some_and(|p| p.1));
        let own = pieces.get(..end)?;
        let to_end = pieces.len() as i64;
        let hides = hides.iter().take(last + 2).any(|h| *h);
        Some(Names { all: own.len() as i64, bare: own.iter().filter(|p| !p.0).count() as i64, to_end, hides })
    }

    /// Whether the total counts the pieces themselves (`5 quận (quận 2, 3, 6, 11 và Bình Thạnh)`), or pieces without
    /// a number make up what is missing (`5 trạm gồm 2 trạm …, 2 trạm … và trạm Cầu Gianh`).
    fn explain(&self, whole: &Figure, parts: &[Operand]) -> bool {
        let total = || whole.printed.to_i64().filter(|_| whole.is_count());
        let sum = || parts.iter().try_fold(0, |sum, p| Some(sum + p.figure.printed.to_i64()?));
        match (total(), sum()) {
            (Some(total), Some(sum)) => {
                // `5 thị trấn: Bãi Cháy, Cao Thắng, Cọc 5, Hà Lầm, Hà Tu và 3 xã: …`: half the pieces are but names.
                let pieces = total == self.all || total == self.to_end || self.bare * 2 >= self.all;
                sum != total && (pieces || sum < total && sum + self.bare >= total)
            }
            _ => false,
        }
    }
}

/// `giải thể 68 (384 + 196 - 68)`: a reckoning of something before, nothing but numbers and signs.
pub(super) fn is_reckoning(passage: &Passage<'_>, first: usize, last: usize) -> bool {
    let figure = |i: usize| passage.item(i).and_then(|x| passage.first(x));
    let Some((first, last)) = figure(first).zip(figure(last)) else { return false };
    let text = passage.document.slice(first.range.cover(last.range));
    let signs = |c: char| matches!(c, '+' | '-' | '–' | '−' | '×' | '=');
    text.contains('+')
        && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',') || signs(c))
}
