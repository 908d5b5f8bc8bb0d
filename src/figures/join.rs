//! Figures that belong together: fractions, ranges, and units printed once for several.

use super::figure::{self, Read};
use super::tables::Joint;
use super::text::Text;
use super::units;
use super::{Cue, Dimension, Figure, Lexed, TokenKind, exact::Exact};

/// What one or two figures make together, and the atom behind them.
pub(super) struct Joined {
    /// The only or the first figure.
    pub first: Figure,
    /// The second one, and whether a slash stands between.
    pub second: Option<(Figure, bool)>,
    /// The atom behind.
    pub end: usize,
}

/// Reads the figure at atom `i` and what a slash or a dash joins to it.
/// `opened`: `từ` stands before; `moving`: a verb of change stands before that.
pub(super) fn at(t: &Text, i: usize, opened: bool, moving: bool) -> Option<Joined> {
    let first = figure::at(t, i)?;
    if let Some(slash) = slash_behind(t, &first) {
        let second = figure::at(t, slash + 1)?;
        if t.is_sign(second.end, '/') && t.number(second.end + 1).is_some() {
            return None;
        }
        return Some(pair(first, second, true));
    }
    // `86 - 98 - 141`: values one behind the other, no range.
    let apart = t.atoms.get(i).is_some_and(|a| a.gap);
    let chained = i >= 2 && t.is_dash(i - 1) && apart && (t.number(i - 2).is_some() || t.is_sign(i - 2, '%'));
    match range_end(t, &first, opened, moving).filter(|_| !chained) {
        Some(second) => Some(pair(first, second, false)),
        None => Some(Joined { end: first.end, first: first.figure, second: None }),
    }
}

fn pair(mut first: Read, mut second: Read, slash: bool) -> Joined {
    let bare = |read: &Read| read.figure.unit.dimension == Dimension::None;
    match (bare(&first), bare(&second)) {
        (true, false) => first.adopt(&second.figure),
        (false, true) if slash => second.adopt(&first.figure),
        _ => {}
    }
    Joined { end: second.end, first: first.figure, second: Some((second.figure, slash)) }
}

/// The slash that joins a figure with the next: behind its unit, or behind up to four more words of its noun.
fn slash_behind(t: &Text, first: &Read) -> Option<usize> {
    let mut i = first.end;
    let counted = first.figure.unit.dimension == Dimension::Count;
    while counted && i < first.end + 4 && t.is_word(i) {
        if t.lexicon.cues.longest(&t.atoms, i).is_some_and(|(_, cue)| cue.is_some()) {
            return None;
        }
        i += 1;
    }
    let tight = i == first.end || (t.glued(i) && t.glued(i + 1));
    (t.is_sign(i, '/') && t.number(i + 1).is_some() && tight).then_some(i)
}

/// The upper end of a range whose lower end is `first`.
fn range_end(t: &Text, first: &Read, opened: bool, moving: bool) -> Option<Read> {
    let joint = first.end;
    let word = t.joint(joint, Joint::RangeTo);
    let bare = first.figure.unit.dimension == Dimension::None;
    if !(t.is_dash(joint) || (word && (opened || bare) && (bare || !moving))) || t.number(joint + 1).is_none() {
        return None;
    }
    let second = figure::at(t, joint + 1)?;
    let same = second.figure.unit.key == first.figure.unit.key;
    if !(bare || same) || t.year(joint + 1).is_some() || (word && second.figure.unit.dimension == Dimension::None) {
        return None;
    }
    let scale = if bare { second.figure.unit.factor } else { first.figure.unit.factor };
    let low = first.figure.printed.mul(scale)?;
    let high = second.figure.printed.mul(second.figure.unit.factor)?;
    let goes_on = !word && t.is_dash(second.end) && t.number(second.end + 1).is_some();
    (low < high && !goes_on && slash_behind(t, &second).is_none()).then_some(second)
}

/// `a, b và c ha`: figures without a unit take that of the last one of their list.
pub(super) fn share_units(lexed: &mut Lexed) {
    let mut unit: Option<u32> = None;
    let mut closed = false;
    for token in lexed.tokens.iter().rev() {
        match token.kind {
            TokenKind::Figure(at) => {
                let of = |at: u32| lexed.figures.get(at as usize);
                if of(at).is_some_and(|figure| figure.unit.dimension != Dimension::None) {
                    (unit, closed) = (Some(at), false);
                    continue;
                }
                let from = unit.filter(|_| closed).and_then(of);
                let taken = from.map(|from| (units::elided(&from.unit), from.noun.clone()));
                match (taken, lexed.figures.get_mut(at as usize)) {
                    (Some(taken), Some(figure)) => (figure.unit, figure.noun) = taken,
                    _ => unit = None,
                }
            }
            TokenKind::Cue(Cue::And) if unit.is_some() => closed = true,
            TokenKind::Comma if closed => {}
            _ => (unit, closed) = (None, false),
        }
    }
}

/// `đạt 57,6%, kế hoạch 62,6%: cách 5,0 điểm`: behind a rate of its sentence, and no larger, a mark with decimals is a
/// point of percent; not where the block gives marks.
pub(super) fn points_of_rates(lexed: &mut Lexed) {
    let mut largest: Option<Exact> = None;
    for token in &lexed.tokens {
        match token.kind {
            TokenKind::SentenceEnd => largest = None,
            TokenKind::Figure(at) => {
                let Some(figure) = lexed.figures.get_mut(at as usize) else { continue };
                if figure.unit.dimension == Dimension::Percent {
                    largest = largest.max(Some(figure.printed));
                } else if units::may_be_point(&figure.unit) {
                    if figure.decimals == 0 || largest.is_none_or(|rate| figure.printed > rate) {
                        return;
                    }
                    figure.unit.dimension = Dimension::PercentPoint;
                }
            }
            _ => {}
        }
    }
}
