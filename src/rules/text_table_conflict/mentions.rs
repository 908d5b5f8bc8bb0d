//! The figures of a paragraph with the words that say what each is of: its own
//! clause, what stands behind it, and the clauses before it in its sentence.

use crate::claims::words as claim_words;
use crate::document::{Document, TextRange};
use crate::figures::{Cue, Dimension, Figure, Inert, Lexed, Period, Token, TokenKind, Unit};
use crate::lexicon;
use crate::tables::prose_words;
use std::borrow::Cow;
use std::ops::Range;

/// A word of a paragraph.
#[derive(Clone, Debug)]
pub struct Word<'a> {
    /// Folded.
    pub text: Cow<'a, str>,
    /// The [key](lexicon::key) of that.
    pub key: u64,
    /// In the logical text.
    pub range: TextRange,
    /// Whether it starts with a capital though no sentence starts there.
    pub capital: bool,
    /// What it means for a claim.
    pub cue: Option<Cue>,
    /// Whether it is the counted thing of the figure before it.
    pub noun: bool,
    /// Whether the start of the time may be named from here on.
    opens: bool,
}

/// A paragraph in pieces.
#[derive(Clone, Debug)]
pub enum Piece<'a> {
    /// A word.
    Word(Word<'a>),
    /// A figure; for `14/19 tiêu chí` the first one, with the other behind the slash.
    Figure(u32, Option<u32>),
    /// A time, in the logical text.
    Time(Period, TextRange),
    /// A comma, a colon, a dash.
    Comma,
    /// A semicolon.
    Semicolon,
    /// The end of a sentence.
    Stop,
    /// `(`
    Open,
    /// `)`
    Close,
    /// A range: two figures that are compared with nothing.
    Other,
}

/// A figure with its surroundings, as ranges and places of pieces.
#[derive(Clone, Debug)]
pub struct Mention<'a> {
    /// The figure that is compared.
    pub figure: &'a Figure,
    /// For a fraction the figure behind the slash.
    pub lower: Option<&'a Figure>,
    /// Number of its sentence.
    pub sentence: u32,
    /// Pieces of its own clause before it.
    pub own: Range<usize>,
    /// Pieces behind it up to the next figure or sign.
    pub tail: Range<usize>,
    /// Pieces before its own clause in the larger part of its sentence, brackets left out.
    pub before: Vec<usize>,
    /// When.
    pub period: Option<Period>,
    /// Whether it is a change, a mean, a goal, or compared with something: never a value of its own.
    pub other: bool,
    /// Whether its own clause has a verb that states it (`đạt`, `có`, `còn`).
    pub stated: bool,
    /// Whether it speaks of a plan.
    pub plan: bool,
    /// Whether it is a goal and nothing else that is no value of its own: the plan of a time that is named.
    pub goal: bool,
    /// Whether it is a mean and nothing else that is no value of its own: a row may name it (`Thu nhập bình quân`).
    pub mean: bool,
    /// Whether it is the stock at the start of the time.
    pub opening: bool,
    /// Whether it is called a share of something.
    pub share: bool,
    /// Whether its time is the end of one that began earlier: `đến hết tháng 11`.
    pub until: bool,
}

impl<'a> Mention<'a> {
    /// The same of this time and plan, without what stands before its clause.
    pub fn said_of(&self, period: Option<Period>, plan: bool) -> Mention<'a> {
        let (own, tail) = (self.own.clone(), self.tail.clone());
        Mention { own, tail, before: Vec::new(), period, plan, ..*self }
    }

    /// Its unit; `14/19 tiêu chí` has it behind the slash.
    pub fn unit(&self) -> &Unit {
        let lower = self.lower.filter(|l| self.figure.unit.key.is_empty() && !l.unit.key.is_empty());
        lower.map_or(&self.figure.unit, |l| &l.unit)
    }

    /// The place of the figure, with what stands behind its slash.
    pub fn range(&self) -> TextRange {
        self.lower.map_or(self.figure.range, |l| self.figure.range.cover(l.range))
    }
}

/// A paragraph with its figures.
pub struct Paragraph<'a> {
    /// Its pieces.
    pub pieces: Vec<Piece<'a>>,
    /// Its figures in their order.
    pub mentions: Vec<Mention<'a>>,
}

impl<'a> Paragraph<'a> {
    /// Reads a block.
    pub fn read(document: &'a Document, lexed: &'a Lexed) -> Paragraph<'a> {
        let pieces = pieces(document, lexed);
        // Most paragraphs have no goal and name the start of no time.
        let told = |test: fn(&Word<'_>) -> bool| pieces.iter().any(|p| matches!(p, Piece::Word(w) if test(w)));
        let may = May { goal: told(|w| w.cue == Some(Cue::Goal)), open: told(|w| w.opens) };
        let mut sentence = 0;
        let mut mentions = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Stop => sentence += 1,
                Piece::Figure(figure, lower) => {
                    let lower = lower.and_then(|l| lexed.figures.get(l as usize));
                    if let Some(figure) = lexed.figures.get(*figure as usize) {
                        mentions.push(mention(&pieces, may, at, (figure, lower), sentence));
                    }
                }
                _ => {}
            }
        }
        plan_parts(&pieces, &mut mentions);
        starts(&pieces, &mut mentions);
        Paragraph { pieces, mentions }
    }

    /// The figure before one, where nothing but words stands between.
    pub fn adjacent(&self, index: usize) -> Option<&Mention<'a>> {
        let before = self.mentions.get(index.checked_sub(1)?)?;
        let mut between = before.own.end + 1..self.mentions.get(index)?.own.end;
        between.all(|i| matches!(self.pieces.get(i), Some(Piece::Word(_) | Piece::Time(..)))).then_some(before)
    }

    /// The place of a word or a time in the logical text.
    pub fn place(&self, piece: usize) -> Option<TextRange> {
        match self.pieces.get(piece) {
            Some(Piece::Word(word)) => Some(word.range),
            Some(Piece::Time(_, range)) => Some(*range),
            _ => None,
        }
    }

    /// Whether this word stands at a piece.
    pub fn says(&self, piece: usize, word: &str) -> bool {
        self.word(piece).is_some_and(|w| w.text == word)
    }

    /// The word at a piece.
    pub fn word(&self, piece: usize) -> Option<&Word<'a>> {
        match self.pieces.get(piece) {
            Some(Piece::Word(word)) => Some(word),
            _ => None,
        }
    }
}

fn pieces<'a>(document: &'a Document, lexed: &Lexed) -> Vec<Piece<'a>> {
    let mut out = Vec::with_capacity(lexed.tokens.len() + lexed.tokens.len() / 4);
    let mut fresh = true;
    for (at, token) in lexed.tokens.iter().enumerate() {
        match token.kind {
            // `5/8 xã, phường có …`: the levels are one noun
            TokenKind::Comma if joins_levels(document, &out, lexed.tokens.get(at + 1..).unwrap_or_default()) => {
                continue;
            }
            TokenKind::Figure(i) => {
                out.push(Piece::Figure(i, None));
                noun(document, lexed, i, &mut out);
            }
            TokenKind::Fraction { upper, lower } => {
                out.push(Piece::Figure(upper, Some(lower)));
                noun(document, lexed, lower, &mut out);
            }
            TokenKind::Range { .. } => out.push(Piece::Other),
            TokenKind::Period(period) => out.push(Piece::Time(period, token.range)),
            TokenKind::Comma
            | TokenKind::Colon
            | TokenKind::Dash
            | TokenKind::Plus
            | TokenKind::Slash
            | TokenKind::Ellipsis => out.push(Piece::Comma),
            TokenKind::Semicolon => out.push(Piece::Semicolon),
            TokenKind::SentenceEnd => {
                out.push(Piece::Stop);
                fresh = true;
                continue;
            }
            TokenKind::Open('(' | '[') => out.push(Piece::Open),
            TokenKind::Close(')' | ']') => out.push(Piece::Close),
            TokenKind::Word => words(document, token.range, Reading { fresh, ..Reading::default() }, &mut out),
            TokenKind::Inert(inert) => {
                // `6 tháng cuối năm`
                if inert == Inert::Ordinal {
                    first_number(document, token.range, &mut out);
                }
                words(document, token.range, Reading { fresh, ..Reading::default() }, &mut out);
                last_number(document, token.range, &mut out);
            }
            TokenKind::Cue(cue) => {
                words(document, token.range, Reading { cue: Some(cue), fresh, noun: false }, &mut out);
            }
            _ => continue,
        }
        fresh = false;
    }
    out
}

/// Whether a comma stands between two levels of localities that are counted together.
fn joins_levels(document: &Document, before: &[Piece<'_>], behind: &[Token]) -> bool {
    let counted = matches!(before.last(), Some(Piece::Word(w)) if w.noun && prose_words::level(&[&w.text]) > 0);
    counted && opens_level(document, behind)
}

/// Whether tokens open with the level of localities without a name: `thị trấn có …`, not `thị trấn Na Son …`.
pub fn opens_level(document: &Document, tokens: &[Token]) -> bool {
    let (Some(first), Some(last)) = (tokens.first(), tokens.get(..tokens.len().min(3)).and_then(<[Token]>::last))
    else {
        return false;
    };
    let range = first.range.cover(last.range);
    let text = document.folded(range);
    let words: Vec<&str> = text.split(' ').take(3).collect();
    let level = prose_words::level(&words);
    let next = document.slice(range).split(' ').nth(level);
    level > 0 && !next.is_some_and(|w| w.starts_with(lexicon::is_capital))
}

/// The counted thing behind a number is part of a name; a unit of measure is none.
fn noun<'a>(document: &'a Document, lexed: &Lexed, figure: u32, out: &mut Vec<Piece<'a>>) {
    let Some(figure) = lexed.figures.get(figure as usize) else { return };
    if figure.unit.dimension == Dimension::Count && figure.range.end > figure.number.end {
        let range = TextRange::new(figure.number.end, figure.range.end);
        words(document, range, Reading { noun: true, ..Reading::default() }, out);
    }
}

/// The number that a name ends with: `khu vực 4`.
fn last_number<'a>(document: &'a Document, range: TextRange, out: &mut Vec<Piece<'a>>) {
    let text = document.slice(range);
    let Some((words, number)) = text.rsplit_once(' ') else { return };
    if words.ends_with(lexicon::is_alphabetic) {
        digits(number, range.end - number.len() as u32, out);
    }
}

/// The number that a time starts with which is none from its first month on.
fn first_number<'a>(document: &'a Document, range: TextRange, out: &mut Vec<Piece<'a>>) {
    if let Some((number, _)) = document.slice(range).split_once(' ') {
        digits(number, range.start, out);
    }
}

/// A few digits as a word.
fn digits<'a>(number: &'a str, start: u32, out: &mut Vec<Piece<'a>>) {
    if (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()) {
        out.push(Piece::Word(Word {
            text: Cow::Borrowed(number),
            key: lexicon::key(number),
            range: TextRange::new(start, start + number.len() as u32),
            capital: false,
            cue: None,
            noun: false,
            opens: false,
        }));
    }
}

/// How the words of a token are read.
#[derive(Clone, Copy, Default)]
struct Reading {
    cue: Option<Cue>,
    fresh: bool,
    noun: bool,
}

fn words<'a>(document: &'a Document, range: TextRange, reading: Reading, out: &mut Vec<Piece<'a>>) {
    let text = document.slice(range);
    let mut first = reading.fresh;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let end = rest.find(|c| !lexicon::is_alphanumeric(c)).map_or(text.len(), |length| at + length);
        let word = &text[at..end];
        if !word.is_empty() && !word.bytes().any(|b| b.is_ascii_digit()) {
            let range = TextRange::new(range.start + at as u32, range.start + end as u32);
            let text = document.folded(range);
            let capital = !first && word.starts_with(lexicon::is_capital);
            let mut push = |text: Cow<'a, str>| {
                let key = lexicon::key(&text);
                let opens = prose_words::may_open(key);
                let (cue, noun) = (reading.cue, reading.noun);
                out.push(Piece::Word(Word { opens, text, key, range, capital, cue, noun }));
            };
            // `THCS` beside `trung học cơ sở`
            match claim_words::written_out(&text) {
                Some(full) => full.split(' ').for_each(|word| push(Cow::Borrowed(word))),
                None => push(text),
            }
            first = false;
        }
        at = end + text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
}

/// So many pieces before a figure are looked at.
const REACH: usize = 120;

/// The pieces before a clause up to the semicolon or the end of a sentence, closed brackets left out.
fn before(pieces: &[Piece<'_>], start: usize) -> Vec<usize> {
    let mut out = Vec::new();
    let mut depth = 0;
    for i in (start.saturating_sub(REACH)..start).rev() {
        match pieces[i] {
            Piece::Close => depth += 1,
            Piece::Open if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            Piece::Semicolon | Piece::Stop => break,
            _ => out.push(i),
        }
    }
    out.reverse();
    out
}

/// What words of a paragraph may say of a figure.
#[derive(Clone, Copy)]
struct May {
    goal: bool,
    open: bool,
}

fn mention<'a>(
    pieces: &[Piece<'_>],
    may: May,
    at: usize,
    (figure, lower): (&'a Figure, Option<&'a Figure>),
    sentence: u32,
) -> Mention<'a> {
    let inside = |p: &Piece<'_>| matches!(p, Piece::Word(_) | Piece::Time(..));
    let noun = |p: &Piece<'_>| matches!(p, Piece::Word(w) if w.noun);
    let start = (0..at).rev().take_while(|&i| inside(&pieces[i]) && !noun(&pieces[i])).last().unwrap_or(at);
    let end = (at + 1..pieces.len()).take_while(|&i| inside(&pieces[i])).last().map_or(at + 1, |i| i + 1);
    let before = before(pieces, start);
    let cues: Vec<Cue> = (start..at).filter_map(|i| cue(pieces, i)).collect();
    let has = |cue: &Cue| cues.contains(cue);
    let goal = may.goal && before.iter().copied().chain(start..end).any(|i| cue(pieces, i) == Some(Cue::Goal));
    let mean = has(&Cue::Average);
    let other = [Cue::PerYear, Cue::PerMonth, Cue::ComparedWith, Cue::Except, Cue::Not].iter().any(has)
        || cues.iter().rev().find_map(|c| changes(*c)) == Some(true);
    let around = || before.iter().copied().chain(start..end);
    let opening = may.open && around().any(|i| matches!(&pieces[i], Piece::Word(w) if w.opens)) && {
        let words: Vec<&str> = around().filter_map(|i| word(pieces, i)).collect();
        (0..words.len()).any(|i| prose_words::is_opening(&words[i..]))
    };
    let from = before.first().copied().unwrap_or(start);
    let period = period(pieces, start..at, at + 1..end, &before).or_else(|| lead(pieces, from));
    Mention {
        figure,
        lower,
        sentence,
        plan: goal || [Cue::Target, Cue::Given].iter().any(has),
        share: has(&Cue::Share),
        stated: cues.iter().any(|c| changes(*c) == Some(false)),
        opening: opening || (start..end).any(|i| matches!(pieces[i], Piece::Time(Period::YearStart, _))),
        period,
        until: matches!(period, Some(Period::Month { .. })) && is_until(pieces, start..end),
        own: start..at,
        tail: at + 1..end,
        before,
        goal: goal && !other && !mean,
        mean: mean && !other,
        other: goal || mean || other,
    }
}

fn cue(pieces: &[Piece<'_>], at: usize) -> Option<Cue> {
    match pieces.get(at) {
        Some(Piece::Word(word)) => word.cue,
        _ => None,
    }
}

fn word<'p>(pieces: &'p [Piece<'_>], at: usize) -> Option<&'p str> {
    match pieces.get(at) {
        Some(Piece::Word(word)) => Some(&word.text),
        _ => None,
    }
}

/// `Tổng chi dự toán 551.900 triệu đồng, gồm: chi đầu tư 71.200 triệu đồng; …`: the parts of a plan are plans, unless they
/// say what came of them.
fn plan_parts(pieces: &[Piece<'_>], mentions: &mut [Mention<'_>]) {
    let mut whole: Option<u32> = None;
    for at in 0..mentions.len() {
        let (Some(mention), next) = (mentions.get(at), mentions.get(at + 1)) else { return };
        let (sentence, end) = (mention.sentence, next.map_or(mention.tail.end, |n| n.own.end));
        let opens = (mention.tail.start..end).any(|i| matches!(cue(pieces, i), Some(Cue::Comprise | Cue::OfWhich)));
        let (plan, silent) = (mention.plan && !mention.goal && !mention.other, !mention.other && !mention.stated);
        if let Some(mention) = mentions.get_mut(at).filter(|_| whole == Some(sentence) && silent) {
            mention.plan = true;
        }
        if opens {
            // `đạt 92% dự toán giao 10.000 triệu đồng, trong đó …`: what came of it is parted
            let first = at == 0 || mentions.get(at - 1).is_none_or(|m| m.sentence != sentence);
            whole = (plan && first).then_some(sentence);
        }
    }
}

/// `hộ nghèo giảm từ 180 hộ xuống còn 143 hộ`: what a fall started from is of an earlier time, which no word names.
fn starts(pieces: &[Piece<'_>], mentions: &mut [Mention<'_>]) {
    let says = |m: &Mention<'_>, cues: &[Cue]| m.own.clone().any(|i| cue(pieces, i).is_some_and(|c| cues.contains(&c)));
    for at in 1..mentions.len() {
        let Some([from, to]) = mentions.get_mut(at - 1..=at) else { return };
        let timed = from.own.clone().chain(from.tail.clone()).any(|i| matches!(pieces.get(i), Some(Piece::Time(..))));
        let ends = from.sentence == to.sentence && says(to, &[Cue::To, Cue::RaiseTo, Cue::Remaining]);
        from.other |= !timed && ends && says(from, &[Cue::From]);
    }
}

/// Whether a verb states by how much something differs (`tăng 15`) or what it came to (`tăng lên 15`).
fn changes(cue: Cue) -> Option<bool> {
    match cue {
        Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort | Cue::Lack | Cue::Multiple | Cue::Difference => {
            Some(true)
        }
        Cue::Reach | Cue::Remaining | Cue::From | Cue::To | Cue::Is | Cue::Equal | Cue::RaiseTo => Some(false),
        _ => None,
    }
}

/// The time of a figure: in its own clause, behind it, or before it in its part of the sentence.
fn period(pieces: &[Piece<'_>], own: Range<usize>, tail: Range<usize>, before: &[usize]) -> Option<Period> {
    let time = |i: usize| match pieces[i] {
        Piece::Time(period, _) => Some(period),
        _ => None,
    };
    let free = |i: &usize| cue(pieces, *i) != Some(Cue::ComparedWith);
    let behind = tail.take_while(free).find_map(time);
    // In `từ 38% năm 2020 xuống còn 18% năm 2025` the first year belongs to the figure before.
    let lent = |i: usize| behind.is_some() && i > 0 && matches!(pieces[i - 1], Piece::Figure(..));
    let own = own.rev().filter(|&i| !lent(i)).find_map(time);
    // A time behind `so với` is that of the base.
    let compared = |n: usize| before[..n].iter().rev().take(3).any(|&i| !free(&i));
    let earlier = || before.iter().enumerate().rev().filter(|(n, _)| !compared(*n)).find_map(|(_, &i)| time(i));
    own.or(behind).or_else(earlier)
}

/// Whether the month of a clause, or else of its sentence, is said to be the end of a time.
fn is_until(pieces: &[Piece<'_>], clause: Range<usize>) -> bool {
    let own = pieces.get(clause.clone()).unwrap_or_default();
    let reach = clause.start.saturating_sub(2 * REACH)..clause.end;
    let stop = (reach.start..clause.start).rev().find(|&i| matches!(pieces.get(i), Some(Piece::Stop)));
    let from = if own.iter().any(|p| matches!(p, Piece::Time(..))) {
        clause.start
    } else {
        stop.map_or(reach.start, |i| i + 1)
    };
    let words: Vec<&str> = (from..clause.end).map(|i| word(pieces, i).unwrap_or_default()).collect();
    (0..words.len()).any(|i| words.get(i..).is_some_and(prose_words::is_until))
}

/// The time a sentence begins with, before any figure: it holds for all its parts.
fn lead(pieces: &[Piece<'_>], before: usize) -> Option<Period> {
    let reach = before.saturating_sub(2 * REACH)..before;
    let from = reach.clone().rev().find(|&i| matches!(pieces[i], Piece::Stop)).map_or(reach.start, |i| i + 1);
    pieces[from..before].iter().take_while(|p| !matches!(p, Piece::Figure(..))).find_map(|p| match p {
        Piece::Time(period, _) => Some(*period),
        _ => None,
    })
}
