//! The full name of an indicator, for comparing a draft with figures from
//! elsewhere: every word of its clause counts, so that equal names surely mean
//! one thing.

use super::words;
use crate::document::{Document, NOTE_MARK, TextRange};
use crate::figures::{Cue, Inert, Lexed, Token, TokenKind, lex};
use crate::lexicon;

/// Whether an amount is in the prices of a base year or of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Prices {
    /// `giá so sánh`
    Constant,
    /// `giá hiện hành`
    Current,
}

/// What names an indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// Folded, sorted, without words that tell nothing apart: the order does not matter.
    pub words: Vec<String>,
    /// Folded things with digits among them: `dưới 5 tuổi`, `30a`.
    pub marks: Vec<String>,
    /// The prices it speaks of, where it says.
    pub prices: Option<Prices>,
}

/// Words that say what is done with a figure, not what it is of.
const GRAMMAR: &[Cue] = &[
    Cue::Increase,
    Cue::Decrease,
    Cue::Exceed,
    Cue::FallShort,
    Cue::Reach,
    Cue::Equal,
    Cue::Is,
    Cue::Target,
    Cue::ComparedWith,
    Cue::OfWhich,
    Cue::Comprise,
    Cue::Namely,
    Cue::Remaining,
    Cue::Separately,
    Cue::Besides,
    Cue::From,
    Cue::To,
    Cue::RaiseTo,
    Cue::Corresponding,
    Cue::Respectively,
    Cue::About,
    Cue::Goal,
    Cue::Estimate,
    Cue::And,
    Cue::ConstantPrices,
    Cue::CurrentPrices,
];

impl Name {
    /// The name that tokens spell, and its place.
    pub fn of(text: &str, tokens: &[Token]) -> Option<(TextRange, Name)> {
        let mut name = Name::default();
        let mut range: Option<TextRange> = None;
        for token in tokens {
            let shown = text.get(token.range.start as usize..token.range.end as usize).unwrap_or("");
            match token.kind {
                TokenKind::Cue(Cue::ConstantPrices) => name.prices = Some(Prices::Constant),
                TokenKind::Cue(Cue::CurrentPrices) => name.prices = Some(Prices::Current),
                TokenKind::Cue(cue) if GRAMMAR.contains(&cue) => continue,
                TokenKind::Word | TokenKind::Cue(_) => {
                    let folded = lexicon::fold(shown);
                    let before = name.words.len();
                    let telling = folded.split_whitespace().filter(|w| !words::is_stop(w));
                    name.words.extend(telling.map(str::to_owned));
                    // `đến năm 2025, tổng diện tích …`: words that tell nothing do not open a name.
                    if range.is_none() && name.words.len() == before {
                        continue;
                    }
                }
                TokenKind::Inert(Inert::ListMark) => continue,
                TokenKind::Inert(_) | TokenKind::Figure(_) | TokenKind::Fraction { .. } | TokenKind::Range { .. } => {
                    name.marks.push(lexicon::fold(shown));
                }
                _ => continue,
            }
            range = Some(range.map_or(token.range, |r| r.cover(token.range)));
        }
        for list in [&mut name.words, &mut name.marks] {
            list.sort();
            list.dedup();
        }
        Some((range?, name)).filter(|(_, n)| !n.words.is_empty())
    }

    /// The name that a text spells, and nothing else.
    pub fn of_text(text: &str) -> Option<Name> {
        Name::of(text, &lex::phrase(text).tokens).map(|(_, name)| name)
    }

    /// The name in front of a figure, given by the tokens of its clause; the prices may stand behind it.
    pub fn before(document: &Document, lexed: &Lexed, lead: std::ops::Range<usize>) -> Option<(TextRange, Name)> {
        let (range, mut name) = Name::of(&document.text, clause(lexed, lead.clone())?)?;
        let ends = |t: &&Token| {
            !matches!(
                t.kind,
                TokenKind::Figure(_)
                    | TokenKind::Fraction { .. }
                    | TokenKind::Range { .. }
                    | TokenKind::SentenceEnd
                    | TokenKind::Semicolon
            )
        };
        for token in lexed.tokens.get(lead.end + 1..).unwrap_or(&[]).iter().take_while(ends) {
            match token.kind {
                TokenKind::Cue(Cue::ConstantPrices) => name.prices = Some(Prices::Constant),
                TokenKind::Cue(Cue::CurrentPrices) => name.prices = Some(Prices::Current),
                _ => {}
            }
        }
        Some((range, name))
    }
}

/// The tokens of a lead that may name what follows: behind a figure those behind the next comma, as the words before
/// it belong to that figure. Words over a semicolon or colon name nothing surely.
fn clause(lexed: &Lexed, lead: std::ops::Range<usize>) -> Option<&[Token]> {
    let tokens = lexed.tokens.get(lead.clone())?;
    let before = lead.start.checked_sub(1).and_then(|i| lexed.tokens.get(i)).map(|t| t.kind);
    let behind = matches!(
        before,
        Some(TokenKind::Figure(_) | TokenKind::Fraction { .. } | TokenKind::Range { .. } | TokenKind::Close(_))
    );
    let parts = |t: &Token| {
        matches!(t.kind, TokenKind::Comma | TokenKind::Semicolon | TokenKind::Colon | TokenKind::Cue(Cue::And))
    };
    let start = if behind { tokens.iter().position(parts)? + 1 } else { 0 };
    let rest = tokens.get(start..)?;
    let named = rest.iter().position(|t| t.kind == TokenKind::Word).unwrap_or(0);
    let crossed = rest.iter().skip(named).any(|t| matches!(t.kind, TokenKind::Semicolon | TokenKind::Colon));
    (!crossed).then_some(rest)
}

/// A name as people read it: one line, no marks of notes, no sign before it.
pub fn shown(text: &str) -> String {
    let text = text.replace(NOTE_MARK, "");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.trim_matches(|c: char| matches!(c, '-' | '–' | '+' | '*' | '•' | ',' | ':' | ';' | '.' | ' ')).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::of_text(text).unwrap_or_default()
    }

    #[test]
    fn order_and_empty_words_do_not_matter_everything_else_does() {
        assert_eq!(name("Tổng đàn gia súc của huyện"), name("Tổng đàn gia súc"));
        assert_eq!(name("Đàn trâu, bò"), name("đàn bò và trâu"));
        assert_ne!(name("Tỷ lệ hộ có nước sạch"), name("Tỷ lệ hộ chưa có nước sạch"));
        assert_ne!(name("Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng"), name("Tỷ lệ trẻ em dưới 2 tuổi suy dinh dưỡng"));
        assert_ne!(name("Giá trị sản xuất (giá so sánh 2010)"), name("Giá trị sản xuất (giá hiện hành)"));
        assert_eq!(name("Giá trị sản xuất giá so sánh").prices, Some(Prices::Constant));
        assert_eq!(Name::of_text("năm 2020"), None);
    }

    #[test]
    fn a_name_is_shown_in_one_line() {
        assert_eq!(shown("- Tổng  đàn\ngia súc\u{fffc}:"), "Tổng đàn gia súc");
    }
}
