//! Percentages that lack their sign: numbers with decimals where nothing but a rate can stand.

use crate::claims::closes;
use crate::claims::words::is_plan_word;
use crate::figures::{Cue, Dimension, Figure, Lexed, Token, TokenKind};

/// `thu phí chỉ đạt 71,5 dự toán`: a number with decimals reached of a plan; `27,4%, tăng 5,3 so với năm 2020 (22,1%)`: a
/// change of a percentage, whose base is one.
pub fn bare_rates(lexed: &Lexed) -> impl Iterator<Item = &Figure> {
    let tokens = lexed.tokens.as_slice();
    let figure = |t: &Token| match t.kind {
        TokenKind::Figure(id) => lexed.figures.get(id as usize),
        _ => None,
    };
    let percent = move |t: Option<&Token>| {
        t.and_then(figure).is_some_and(|f| f.unit.dimension == Dimension::Percent && !f.unit.elided)
    };
    lexed.singles().filter_map(move |(at, f)| {
        let bare = f.unit.dimension == Dimension::None || f.unit.dimension == Dimension::Percent && f.unit.elided;
        if !bare || f.decimals == 0 || f.decimals > 2 {
            return None;
        }
        let before = |n: usize| at.checked_sub(n).and_then(|i| tokens.get(i));
        let verb = |cues: &[Cue]| matches!(before(1)?.kind, TokenKind::Cue(c) if cues.contains(&c)).then_some(());
        // The words for a plan right behind the number, none of which can be counted in decimals.
        let planned = tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Cue(Cue::Target));
        if planned && verb(&[Cue::Reach, Cue::Equal]).is_some() {
            return Some(f);
        }
        let compared = matches!(tokens.get(at + 1)?.kind, TokenKind::Cue(Cue::ComparedWith));
        let level = matches!(before(2)?.kind, TokenKind::Comma) && percent(before(3));
        let timed = matches!(tokens.get(at + 2)?.kind, TokenKind::Period(_));
        let opens = matches!(tokens.get(at + 3)?.kind, TokenKind::Open('('));
        let based = || (at + 4..at + 8).any(|i| percent(tokens.get(i)));
        (compared && level && timed && opens && verb(&[Cue::Increase, Cue::Decrease]).is_some() && based()).then_some(f)
    })
}

/// `nông nghiệp tăng 3,2%, công nghiệp tăng 10,6, dịch vụ tăng 9,4%`: a change with decimals and no unit between two
/// changes in percent of one sentence.
pub fn unsigned(lexed: &Lexed) -> impl Iterator<Item = &Figure> {
    let tokens = lexed.tokens.as_slice();
    let figure = |t: &Token| match t.kind {
        TokenKind::Figure(id) => lexed.figures.get(id as usize),
        _ => None,
    };
    let changes = |at: usize| {
        let before = at.checked_sub(1).and_then(|i| tokens.get(i));
        before.is_some_and(|t| matches!(t.kind, TokenKind::Cue(Cue::Increase | Cue::Decrease)))
    };
    let signed = move |at: usize| {
        let percent = tokens.get(at).and_then(figure);
        changes(at) && percent.is_some_and(|f| f.unit.dimension == Dimension::Percent && !f.unit.elided)
    };
    lexed.singles().filter_map(move |(at, f)| {
        let bare = f.unit.dimension == Dimension::None || f.unit.dimension == Dimension::Percent && f.unit.elided;
        let ends = matches!(tokens.get(at + 1)?.kind, TokenKind::Comma | TokenKind::Semicolon);
        if !(bare && ends && f.decimals > 0 && changes(at)) {
            return None;
        }
        let sentence = |t: &&Token| t.kind != TokenKind::SentenceEnd;
        let before = tokens.get(..at)?.iter().rev().take_while(sentence).position(is_amount)?;
        let behind = tokens.get(at + 1..)?.iter().take_while(sentence).position(is_amount)?;
        (signed(at - 1 - before) && signed(at + 1 + behind)).then_some(f)
    })
}

/// How many tokens behind a change its base stands at most.
const NEAR: usize = 10;
/// How many tokens before a change its level stands at most.
const BACK: usize = 24;

/// `1.126,4 tỷ đồng, tăng 51,6 so với năm 2020 (742,9 tỷ đồng)`, `186,4 tỷ đồng, đạt 62,3 kế hoạch năm (299,2 tỷ
/// đồng)`, `22/38 trường, chiếm 57,9`: a number without a unit that is the percentage of the two figures beside it.
pub fn proved(lexed: &Lexed) -> impl Iterator<Item = &Figure> {
    let tokens = lexed.tokens.as_slice();
    let figure = |t: &Token| match t.kind {
        TokenKind::Figure(id) => lexed.figures.get(id as usize),
        _ => None,
    };
    lexed.singles().filter_map(move |(at, f)| {
        if f.decimals == 0 || f.decimals > 2 || !is_bare(f) {
            return None;
        }
        let TokenKind::Cue(verb) = at.checked_sub(1).and_then(|i| tokens.get(i))?.kind else { return None };
        let before = || {
            let start = at.saturating_sub(BACK);
            let sentence = |t: &&Token| t.kind != TokenKind::SentenceEnd;
            tokens.get(start..at).unwrap_or_default().iter().rev().take_while(sentence)
        };
        if verb == Cue::Share {
            // The part and the whole on both sides of a slash say it alone.
            let TokenKind::Fraction { upper, lower } = before().find(|t| is_amount(t))?.kind else { return None };
            let (part, whole) = (lexed.figures.get(upper as usize)?, lexed.figures.get(lower as usize)?);
            return closes::share(part, whole, f).then_some(f);
        }
        let behind = tokens.get(at + 1..)?.iter().take(NEAR).take_while(|t| t.kind != TokenKind::SentenceEnd);
        let behind: Vec<&Token> = behind.collect();
        let base = behind.iter().find(|t| is_amount(t)).and_then(|t| figure(t))?;
        let level = before().filter_map(figure).find(|x| measures(x) && x.unit.key == base.unit.key)?;
        let proof = match verb {
            Cue::Increase | Cue::Decrease => {
                let up = verb == Cue::Increase;
                let way = if up { level.value() > base.value() } else { level.value() < base.value() };
                let compared = behind.first().is_some_and(|t| t.kind == TokenKind::Cue(Cue::ComparedWith));
                way && compared
                    && closes::percent(level, base, f)
                    && !closes::change(level, base, &f.in_unit_of(level), up)
            }
            Cue::Reach | Cue::Equal => {
                let target = |t: &&Token| matches!(t.kind, TokenKind::Cue(Cue::Target | Cue::ComparedWith));
                (f.unit.dimension == Dimension::Count || behind.first().is_some_and(target))
                    && closes::share(level, base, f)
            }
            _ => false,
        };
        proof.then_some(f)
    })
}

/// A number without a unit, or with the word for a plan as what it counts (`62,3 kế hoạch`).
fn is_bare(figure: &Figure) -> bool {
    match figure.unit.dimension {
        Dimension::None => true,
        Dimension::Percent => figure.unit.elided,
        Dimension::Count => figure.unit.key.split(' ').all(is_plan_word),
        _ => false,
    }
}

/// Whether a figure has a unit of its own and is no rate.
fn measures(figure: &Figure) -> bool {
    !figure.is_rate()
        && !figure.unit.key.is_empty()
        && !matches!(figure.unit.dimension, Dimension::None | Dimension::Times)
}

fn is_amount(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Figure(_) | TokenKind::Fraction { .. } | TokenKind::Range { .. })
}
