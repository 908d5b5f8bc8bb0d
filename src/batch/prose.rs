//! What the text of a draft says in figures: sentences that can be told apart
//! by their figures alone, and figures that may be totals over all communes.

use super::locality::{self, Kind, Word};
use super::values::Amount;
use crate::claims::statements::Goals;
use crate::document::{BlockKind, Document, TextRange};
use crate::facts::time;
use crate::figures::{Cue, Figure, Lexed, Period, Token, TokenKind};
use crate::source::Span;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A sentence with several figures.
#[derive(Clone, Copy, Debug)]
pub struct Sentence {
    /// Of its figures with their units, in their order.
    pub print: u64,
    /// In the file.
    pub span: Span,
    /// Its line, from 1.
    pub line: u32,
}

impl Sentence {
    /// A print that takes little memory; two sentences in four thousand million share one.
    pub fn short(&self) -> u32 {
        self.print as u32
    }
}

/// A figure of the text that may be a total.
#[derive(Clone, Debug)]
pub struct Total {
    /// The words of its clause before it.
    pub before: Vec<Word>,
    /// The folded words behind the number up to a sign or another figure, its unit among them.
    pub noun: String,
    /// Whether no plain word follows its unit (`con bị chết`, `con của ba xã`).
    pub closed: bool,
    /// The number.
    pub amount: Amount,
    /// The times its sentence names, in full.
    pub times: Vec<Period>,
    /// The communes (folded, with the words for their kinds) its clause names, else its sentence.
    pub places: Vec<String>,
}

/// Sentences with fewer figures, or with fewer digits in them, may agree by chance.
const FIGURES: usize = 3;
const DIGITS: usize = 8;

/// The sentences of results that have enough figures.
pub fn sentences(document: &Document, lexed: &[Lexed], place: Option<&str>) -> Vec<Sentence> {
    let mut out = Vec::new();
    for (lexed, tokens) in parts(document, lexed) {
        if tokens.iter().any(|t| t.kind == TokenKind::Cue(Cue::Goal)) || given(tokens) {
            continue;
        }
        let figures = figures_of(tokens, lexed);
        let mut hasher = DefaultHasher::new();
        let mut digits = 0;
        for figure in &figures {
            let shown = figure.printed.show(9);
            digits += shown.bytes().filter(u8::is_ascii_digit).count();
            (shown, &figure.unit.key).hash(&mut hasher);
        }
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { continue };
        if figures.len() >= FIGURES && digits >= DIGITS && !shared(document, first.range.cover(last.range), place) {
            let span = document.span(first.range.cover(last.range));
            out.push(Sentence { print: hasher.finish(), span, line: document.source.position(span.start).line });
        }
    }
    out
}

/// `Chỉ tiêu tỉnh giao: trồng 2.500 cây …`: what was given to all, and nothing about what came of it.
fn given(tokens: &[Token]) -> bool {
    let cues = || tokens.iter().filter_map(|t| if let TokenKind::Cue(cue) = t.kind { Some(cue) } else { None });
    let before = tokens.iter().position(|t| matches!(t.kind, TokenKind::Figure(_))).unwrap_or(0);
    let target = |t: &Token| matches!(t.kind, TokenKind::Cue(Cue::Target | Cue::Given));
    let result = |cue| matches!(cue, Cue::Reach | Cue::Done | Cue::Equal | Cue::Exceed | Cue::Increase | Cue::Decrease);
    tokens.iter().take(before).any(target) && !cues().any(result)
}

/// Whether a sentence tells of a work that several communes have in common.
fn shared(document: &Document, range: TextRange, place: Option<&str>) -> bool {
    let words = words_of(document, range);
    let other = |n: &locality::Named| n.low && place != Some(&n.name);
    locality::any(&words, Kind::Joint) || locality::names(&words).iter().any(other)
}

/// The figures of results with the words around them.
pub fn totals(document: &Document, lexed: &[Lexed], home: Option<u16>) -> Vec<Total> {
    let mut out = Vec::new();
    for (lexed, tokens) in parts(document, lexed) {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { continue };
        let words = words_of(document, first.range.cover(last.range));
        let places = places(&words);
        let times = tokens.iter().filter_map(|t| match t.kind {
            TokenKind::Period(period) => time::full(period, home),
            _ => None,
        });
        let times: Vec<Period> = times.collect();
        for (i, token) in tokens.iter().enumerate() {
            let TokenKind::Figure(index) = token.kind else { continue };
            let Some(figure) = lexed.figures.get(index as usize) else { continue };
            let Some(amount) = Amount::of(figure, document, figure.range) else { continue };
            // Back to a sign that ends a clause; a comma may stand inside a name (`đàn trâu, bò`).
            let start = tokens[..i].iter().rposition(|t| ends_clause(t.kind)).map_or(0, |at| at + 1);
            let before = tokens
                .get(start)
                .filter(|_| start < i)
                .map_or_else(Vec::new, |t| words_of(document, TextRange::new(t.range.start, figure.range.start)));
            // `Xã A còn 150 hộ nghèo, xã B còn 120 hộ nghèo`: what its own clause names goes first.
            let own = self::places(&before);
            out.push(Total {
                before,
                noun: behind(document, tokens, i, figure),
                closed: tokens.get(i + 1).is_none_or(|t| t.kind != TokenKind::Word),
                amount,
                times: times.clone(),
                places: if own.is_empty() { places.clone() } else { own },
            });
        }
    }
    out
}

/// The communes that words name, folded, with the words for their kinds.
fn places(words: &[Word]) -> Vec<String> {
    let named = locality::names(words).into_iter().filter(|n| n.low);
    named.map(|n| format!("{} {}", n.kind(words), n.name)).collect()
}

/// The words behind the number of the token `i`.
fn behind(document: &Document, tokens: &[Token], i: usize, figure: &Figure) -> String {
    let rest = tokens.get(i + 1..).unwrap_or(&[]);
    let end = rest.iter().find(|t| ends_clause(t.kind) || t.kind == TokenKind::Comma).map(|t| t.range.start);
    let end = end.or(rest.last().map(|t| t.range.end)).unwrap_or(figure.range.end);
    let words = words_of(document, TextRange::new(figure.number.end, end.max(figure.number.end)));
    words.iter().map(|w| w.folded.as_str()).collect::<Vec<_>>().join(" ")
}

/// The sentences of results, as tokens of their block.
fn parts<'a>(document: &'a Document, lexed: &'a [Lexed]) -> impl Iterator<Item = (&'a Lexed, &'a [Token])> {
    let blocks = document.blocks.iter().zip(lexed).enumerate();
    // A paragraph that stands under no goals tells results.
    let goals = Goals::of(document);
    let told =
        blocks.filter(move |(i, (block, _))| block.kind == BlockKind::Paragraph && !goals.above(document, *i as u32));
    told.flat_map(|(_, (_, lexed))| {
        lexed.tokens.split_inclusive(|t| t.kind == TokenKind::SentenceEnd).map(move |tokens| (lexed, tokens))
    })
}

fn figures_of<'a>(tokens: &'a [Token], lexed: &'a Lexed) -> Vec<&'a Figure> {
    let indices = tokens.iter().flat_map(|t| match t.kind {
        TokenKind::Figure(i) => [Some(i), None],
        TokenKind::Fraction { upper: a, lower: b } | TokenKind::Range { low: a, high: b } => [Some(a), Some(b)],
        _ => [None, None],
    });
    indices.flatten().filter_map(|i| lexed.figures.get(i as usize)).collect()
}

/// Signs and figures behind which another clause starts.
fn ends_clause(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Semicolon
            | TokenKind::Colon
            | TokenKind::SentenceEnd
            | TokenKind::Open(_)
            | TokenKind::Close(_)
            | TokenKind::Figure(_)
            | TokenKind::Fraction { .. }
            | TokenKind::Range { .. }
    )
}

fn words_of(document: &Document, range: TextRange) -> Vec<Word> {
    locality::split(document.slice(range))
}
