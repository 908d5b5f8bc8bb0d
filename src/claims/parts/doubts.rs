//! What makes it doubtful that a list names the parts of a total: then a sum that does not close is no finding.

use super::List;
use crate::claims::Operand;
use crate::claims::items::{Item, Passage};
use crate::claims::words;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, TokenKind};

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
        let named = self.names.as_ref().is_some_and(|n| n.explain(whole, parts));
        // `tăng 1 điểm (18 điểm so với 17 điểm)`: levels behind a change.
        let changed = self.list.bracket
            && matches!(item.verb, Some(Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort));
        // `820 dự án, trong đó 632 công trình … gồm 21 dự án nguồn điện, 50 dự án lưới điện, …`: the parts of the 632.
        let sum = parts.iter().try_fold(Exact::ZERO, |s, p| s.add(p.figure.printed));
        let nested = parts.len() >= 2
            && self.nearest.is_some_and(|n| n.number != whole.number && n.is_count() && Some(n.printed) == sum);
        nested
            || unnamed
            || flow
            || named
            || changed
            || self.is_net(item)
            || parts.len() == 1 && self.stands_alone(item, parts)
    }

    /// `xuất siêu 2,7 tỷ USD, trong đó khu vực FDI xuất siêu 28,8 tỷ USD`: a difference has no parts that it bounds.
    fn is_net(&self, item: &Item) -> bool {
        self.passage.own(item).any(|t| words::says_net(&self.passage.document.folded(t.range)))
    }

    /// A single part that may be a statement of its own: it has a verb or a time of its own, or is the highest of a row.
    fn stands_alone(&self, total: &Item, parts: &[Operand]) -> bool {
        let Some(part) = self.list.elements.iter().flatten().filter_map(|&i| self.passage.item(i)).find(|x| {
            parts.first().is_some_and(|p| self.passage.first(x).is_some_and(|f| f.number == p.figure.number))
        }) else {
            return false;
        };
        let comprises = super::lead_has_comprise(self.passage, part);
        let timed = part.period.is_some() && part.period != total.period;
        let highest = self.passage.own(part).any(|t| words::says_extreme(&self.passage.document.folded(t.range)));
        timed || highest || comprises && (part.sentence != total.sentence || part.verb == Some(Cue::Reach))
    }
}

/// The pieces of a list, those without a number among them.
struct Names {
    all: i64,
    bare: i64,
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
        let (mut depth, mut words, mut number, mut joined) = (0u32, false, false, false);
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
                    }
                    (words, number, joined) = (false, false, token.kind == TokenKind::Cue(Cue::And));
                }
                TokenKind::Figure(_) | TokenKind::Fraction { .. } | TokenKind::Range { .. } => number = true,
                TokenKind::Word | TokenKind::Inert(_) => words = true,
                _ => {}
            }
        }
        if words || number {
            pieces.push((number, joined));
        }
        // Behind the last number only `và` goes on with the list; a comma begins another clause.
        let last = pieces.iter().rposition(|p| p.0)?;
        let end = last + 1 + usize::from(pieces.get(last + 1).is_some_and(|p| p.1));
        let own = pieces.get(..end)?;
        Some(Names { all: own.len() as i64, bare: own.iter().filter(|p| !p.0).count() as i64 })
    }

    /// Whether the total counts the pieces themselves (`5 quận (quận 2, 3, 6, 11 và Bình Thạnh)`), or pieces without
    /// a number make up what is missing (`5 trạm gồm 2 trạm …, 2 trạm … và trạm Cầu Gianh`).
    fn explain(&self, whole: &Figure, parts: &[Operand]) -> bool {
        let total = || whole.printed.to_i64().filter(|_| whole.is_count());
        let sum = || parts.iter().try_fold(0, |sum, p| Some(sum + p.figure.printed.to_i64()?));
        match (total(), sum()) {
            (Some(total), Some(sum)) => sum != total && (total == self.all || sum < total && sum + self.bare >= total),
            _ => false,
        }
    }
}
