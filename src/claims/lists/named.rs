//! Lists of names without a colon, a bracket or `gồm`: `02 xã Nậm Lừ, Khe Thắm`, `04 xã chưa đạt chuẩn là Nậm Lừ, …`.

use super::{FAR, Found, SHORT, capital, count, outside_brackets};
use crate::claims::items::{Item, Passage};
use crate::claims::words;
use crate::figures::{Cue, Figure, Token, TokenKind};

/// `02 xã Nậm Lừ, Khe Thắm`: names of places right behind the noun.
pub fn behind(passage: &Passage<'_>, item: &Item, figure: &Figure) -> Option<Found> {
    let kind = words::kind_of(&figure.unit.key)?;
    if !matches!(kind, "commune" | "village") {
        return None;
    }
    let noun_end = figure.range.end;
    let tokens = passage.lexed.tokens.get(item.token + 1..)?;
    let tokens = tokens.iter().skip_while(|t| t.range.start < noun_end);
    let mut names = 0;
    let mut inside = false;
    let mut last = None;
    for token in tokens {
        match token.kind {
            TokenKind::Word if capital(passage, token) => {
                names += u32::from(!inside);
                inside = true;
                last = Some(token.range);
            }
            TokenKind::Comma | TokenKind::Cue(Cue::And) | TokenKind::Dash if inside => inside = false,
            _ => break,
        }
    }
    // A comma that led to no further name parts the clauses, not the names.
    (names >= 2).then_some(Found { least: names, most: names, range: last?, sure: true, plain: false })
}

/// How many words the noun of an equated list has at most.
const WORDS: usize = 10;

/// `05 xã chưa đạt chuẩn là A, B, C, D, kết quả …`: names behind `là`. Words without a name are no list: `45 đại biểu là
/// cán bộ, công chức` says what they are.
pub fn equated(passage: &Passage<'_>, item: &Item, figure: &Figure) -> Option<Found> {
    let folded = |t: &Token| passage.document.folded(t.range);
    // `trong 12 xã dẫn đầu là A, B`: the names are those of some.
    let whole = item.token.checked_sub(1).and_then(|i| passage.lexed.tokens.get(i));
    if figure.noun.is_empty() || whole.is_some_and(|t| words::opens_whole(&folded(t))) {
        return None;
    }
    let tokens = passage.lexed.tokens.get(item.token + 1..)?;
    let is = tokens.iter().take(WORDS + 1).position(|t| t.kind == TokenKind::Cue(Cue::Is))?;
    // Nothing but the noun stands between: no comma, no other subject, none that picks some of them.
    let noun = tokens.get(..is)?;
    let head = figure.noun.split(' ').next().unwrap_or_default();
    let plain = |t: &Token| match t.kind {
        TokenKind::Word => true,
        TokenKind::Cue(cue) => {
            matches!(cue, Cue::Not | Cue::Reach | Cue::Exceed | Cue::FallShort | Cue::Lack | Cue::Target)
        }
        _ => false,
    };
    let again = |t: &Token| t.range.start >= figure.range.end && (folded(t) == head || words::says_extreme(&folded(t)));
    if !noun.iter().all(plain) || noun.iter().any(again) {
        return None;
    }
    let behind = tokens.get(is + 1..)?;
    let list = outside_brackets(behind.get(..behind.len().min(FAR))?);
    let list = list.as_slice();
    let end = names_end(passage, list)?;
    let found = count(passage, list.get(..end)?)?;
    found.sure.then_some(Found { plain: false, ..found })
}

/// Where a list of names without a mark at its end is over: before the first element that ends in no name. None where
/// another name follows behind it, or a name runs on into words.
fn names_end(passage: &Passage<'_>, list: &[Token]) -> Option<usize> {
    let parts = |t: &Token| matches!(t.kind, TokenKind::Comma | TokenKind::Cue(Cue::And));
    let stops = |t: &Token| matches!(t.kind, TokenKind::SentenceEnd | TokenKind::Semicolon);
    let stop = list.iter().position(stops).unwrap_or(list.len());
    let (mut end, mut start) = (0, 0);
    for piece in list.get(..stop)?.split(parts) {
        let name = piece.len() <= SHORT && piece.last().is_some_and(|t| proper(passage, t));
        if !name {
            let rest = list.get(start..stop)?;
            let bare = |p: &[Token]| p.first().is_some_and(|t| t.kind == TokenKind::Word && capital(passage, t));
            // `là Tây Bắc, Tây Nguyên và rừng ven biển`: behind `và` stands one more.
            let joined = start.checked_sub(1).and_then(|i| list.get(i)).is_some_and(|t| t.kind != TokenKind::Comma);
            return (!joined && !rest.split(parts).any(bare)).then_some(end);
        }
        end = start + piece.len();
        start = end + 1;
    }
    Some(end)
}

/// Whether a word begins with a capital and is no abbreviation (`OCOP`, `NTM`).
fn proper(passage: &Passage<'_>, token: &Token) -> bool {
    let mut letters = passage.document.slice(token.range).chars();
    token.kind == TokenKind::Word
        && letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_none_or(char::is_lowercase)
}
