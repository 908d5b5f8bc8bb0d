//! Figures of the text with all words that stand around them: what tells that two mentions are of one thing.

use crate::claims::statements::{Statement, telling, telling_at};
use crate::claims::words;
use crate::document::{BlockKind, Document, TextRange};
use crate::figures::{Cue, Figure, Lexed, Period, Token, TokenKind};
use crate::rules::Context;
use hashbrown::{HashMap, HashSet};
use std::borrow::Cow;
use std::cmp::Ordering;

/// So many tokens on each side of a figure are read of its sentence or clause.
pub(super) const FAR: usize = 400;

/// A figure with the words around it.
pub(super) struct Mention<'a> {
    /// The block it stands in.
    pub block: u32,
    /// Its token there.
    pub token: usize,
    /// The figure.
    pub figure: &'a Figure,
    /// What the text states of it, where it names an indicator.
    pub statement: Option<&'a Statement>,
    /// The telling words before it, of its noun and behind it, up to the next figure or separator; sorted.
    pub words: Vec<Cow<'a, str>>,
}

impl Mention<'_> {
    /// When, as far as the words before it say.
    pub fn period(&self) -> Option<Period> {
        self.statement.and_then(|s| s.period)
    }

    /// Whether it is a goal or a plan.
    pub fn is_goal(&self) -> bool {
        self.statement.is_some_and(|s| s.goal || s.planned)
    }

    /// How many words two mentions share, and how many only one of them has.
    pub fn common(&self, other: &Mention<'_>) -> (usize, usize) {
        let (mut a, mut b) = (self.words.as_slice(), other.words.as_slice());
        let mut shared = 0;
        while let ([first, rest @ ..], [second, others @ ..]) = (a, b) {
            let order = first.cmp(second);
            shared += usize::from(order == Ordering::Equal);
            (a, b) = (if order.is_le() { rest } else { a }, if order.is_ge() { others } else { b });
        }
        (shared, self.words.len() + other.words.len() - 2 * shared)
    }
}

/// Cues of changes and gaps.
const CHANGES: &[Cue] = &[Cue::Increase, Cue::Decrease, Cue::Exceed, Cue::FallShort, Cue::Lack, Cue::Multiple];

/// The sentence that a mention stands in.
pub(super) struct Sentence<'a> {
    /// All its telling words.
    words: HashSet<Cow<'a, str>>,
    /// Those right behind the figure, which say less of what it is.
    behind: HashSet<Cow<'a, str>>,
    /// Whether it speaks of a goal, or the figure is a change or what another is compared with.
    pub elsewhen: bool,
}

/// The tokens of a sentence before a figure and from it on.
struct Stretch<'a> {
    before: &'a [Token],
    from: &'a [Token],
    /// Whether it speaks of a goal, or the figure is a change or what another is compared with.
    elsewhen: bool,
}

impl<'a> Stretch<'a> {
    /// The sentence around a mention.
    fn of(context: &Context<'a>, mention: &Mention<'_>) -> Option<Stretch<'a>> {
        let tokens = &context.lexed.get(mention.block as usize)?.tokens;
        let at = mention.token;
        let before = tokens.get(at.saturating_sub(FAR)..at)?;
        let from = tokens.get(at..tokens.len().min(at + FAR))?;
        let start = before.iter().rposition(|t| t.kind == TokenKind::SentenceEnd).map_or(0, |i| i + 1);
        let before = before.get(start..)?;
        let from = from.split(|t| t.kind == TokenKind::SentenceEnd).next()?;
        let is = |t: &Token, cue: Cue| t.kind == TokenKind::Cue(cue);
        // `giảm từ 24,18% xuống 19,5%`: where a goal starts from is a result.
        let starts = mention.statement.is_some_and(|s| s.verb == Some(Cue::From));
        let near = from.split(|t| matches!(t.kind, TokenKind::Comma | TokenKind::Semicolon)).next()?;
        let goal = !starts && before.iter().chain(near).any(|t| is(t, Cue::Goal));
        let clause = before.rsplit(|t| t.kind == TokenKind::Semicolon).next()?;
        let compared = clause.iter().any(|t| is(t, Cue::ComparedWith));
        let own = clause.rsplit(|t| matches!(t.kind, TokenKind::Comma | TokenKind::Open(_))).next()?;
        let change = own.iter().rev().find_map(|t| if let TokenKind::Cue(cue) = t.kind { Some(cue) } else { None });
        // `Đầu năm có 1.162 hộ cận nghèo`
        let earlier = own.iter().any(|t| matches!(t.kind, TokenKind::Period(p) if p.is_past()));
        let elsewhen = goal || compared || earlier || change.is_some_and(|cue| CHANGES.contains(&cue));
        Some(Stretch { before, from, elsewhen })
    }
}

/// Whether the sentence of a mention speaks of a goal, or its figure is a change or what another is compared with.
pub(super) fn is_elsewhen(context: &Context<'_>, mention: &Mention<'_>) -> bool {
    Stretch::of(context, mention).is_none_or(|s| s.elsewhen)
}

impl<'a> Sentence<'a> {
    /// Reads the sentence around a mention.
    pub fn of(context: &Context<'a>, mention: &Mention<'_>) -> Option<Sentence<'a>> {
        let document = context.document;
        let Stretch { before, from, elsewhen } = Stretch::of(context, mention)?;
        let told = |t: &'a Token| telling_at(document, t.range).filter(|w| tells(w));
        let full = |w: Cow<'a, str>| match words::written_out(&w) {
            Some(long) => telling(long).collect(),
            None => vec![w],
        };
        let behind = from.get(1..)?.iter().take_while(|t| !ends(t.kind));
        Some(Sentence {
            words: before.iter().chain(from).flat_map(told).flat_map(full).collect(),
            behind: behind.flat_map(told).collect(),
            elsewhen,
        })
    }

    /// How many words of a mention the sentence of another one shares, and how many of its name that one lacks.
    pub fn tells_of(&self, mention: &Mention<'_>, own: &Sentence<'_>) -> (usize, usize) {
        let unit = mention.figure.unit.key.as_str();
        let (mut shared, mut lacks) = (0, 0);
        for word in mention.words.iter().filter(|w| !words::is_thin(w)) {
            if self.words.contains(word.as_ref()) {
                shared += usize::from(mention.figure.is_count() || word != unit);
            } else {
                lacks += usize::from(word != unit && !own.behind.contains(word.as_ref()));
            }
        }
        (shared, lacks)
    }
}

fn tells(word: &str) -> bool {
    // Words of totals are among those of numbers.
    !words::names_number(word)
}

/// Whether a token ends the words around a figure.
fn ends(kind: TokenKind) -> bool {
    !matches!(kind, TokenKind::Word | TokenKind::Cue(_) | TokenKind::Period(_) | TokenKind::Dash)
}

fn is_amount(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Figure(_) | TokenKind::Fraction { .. } | TokenKind::Range { .. })
}

/// Cues that say what is counted; the others say what the figure does.
const NAMING: &[Cue] = &[
    Cue::NewlyAdded,
    Cue::CarriedOver,
    Cue::Done,
    Cue::Given,
    Cue::Partition,
    Cue::Attribute,
    Cue::Growth,
    Cue::Average,
];

/// The telling words around a figure, sorted.
fn names<'a>(document: &'a Document, lexed: &'a Lexed, at: usize, figure: &'a Figure) -> Vec<Cow<'a, str>> {
    // `Thu nhập bình quân (theo khảo sát) đạt …`: a bracket without figures ends no name.
    let mut depth = 0u32;
    let before = lexed.tokens.get(..at).unwrap_or_default().iter().rev();
    let before = before
        .take_while(|t| match t.kind {
            TokenKind::Close(_) => {
                depth += 1;
                true
            }
            TokenKind::Open(_) => {
                depth = depth.wrapping_sub(1);
                depth != u32::MAX
            }
            kind => !ends(kind) || depth > 0 && !is_amount(kind),
        })
        .filter(|t| !matches!(t.kind, TokenKind::Open(_) | TokenKind::Close(_)))
        // `một vài chi bộ trong tổng số 2.164 đảng viên`: what stands before a total names another thing.
        .take_while(|t| t.kind != TokenKind::Cue(Cue::Total));
    let behind = lexed.tokens.get(at + 1..).unwrap_or_default().iter().take_while(|t| !ends(t.kind));
    let told = before.chain(behind).filter(|t| match t.kind {
        TokenKind::Cue(cue) => NAMING.contains(&cue),
        TokenKind::Word => true,
        _ => false,
    });
    let counted = Some(figure.unit.key.as_str()).filter(|_| figure.is_count());
    let noun = [figure.noun.as_str()].into_iter().chain(counted).flat_map(telling);
    let told = told.flat_map(|t| telling_at(document, t.range));
    let mut names: Vec<Cow<'a, str>> = told.chain(noun).filter(|w| tells(w)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Every figure of the text outside tables.
pub(super) fn mentions<'a>(context: &Context<'a>) -> Vec<Mention<'a>> {
    let document = context.document;
    let statements: HashMap<TextRange, &'a Statement> =
        context.statements.iter().map(|s| (s.figure.number, s)).collect();
    let mut out = Vec::new();
    for (block, lexed) in (0u32..).zip(context.lexed) {
        if document.blocks.get(block as usize).is_some_and(|b| matches!(b.kind, BlockKind::Cell(_))) {
            continue;
        }
        for (at, figure) in lexed.singles() {
            let names = names(document, lexed, at, figure);
            let statement = statements.get(&figure.number).copied();
            out.push(Mention { block, token: at, figure, statement, words: names });
        }
    }
    out
}

/// The parts of the fractions of the text outside tables, each with its whole.
pub(super) fn mentions_of_fractions<'a>(context: &Context<'a>) -> Vec<(Mention<'a>, &'a Figure)> {
    let statements: HashMap<TextRange, &'a Statement> =
        context.statements.iter().map(|s| (s.figure.number, s)).collect();
    let mut out = Vec::new();
    for (block, lexed) in (0u32..).zip(context.lexed) {
        if context.document.blocks.get(block as usize).is_some_and(|b| matches!(b.kind, BlockKind::Cell(_))) {
            continue;
        }
        for (token, t) in lexed.tokens.iter().enumerate() {
            let TokenKind::Fraction { upper, lower } = t.kind else { continue };
            let pair = lexed.figures.get(upper as usize).zip(lexed.figures.get(lower as usize));
            let Some((figure, whole)) = pair else { continue };
            let statement = statements.get(&figure.number).copied();
            out.push((Mention { block, token, figure, statement, words: Vec::new() }, whole));
        }
    }
    out
}
