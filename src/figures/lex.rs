//! One block as tokens: walks the atoms once and asks each recogniser in turn.

use super::figure;
use super::inert::{self, Boundary};
use super::join::{self, Joined};
use super::periods::{self, Before};
use super::scan::Kind;
use super::tables::{Joint, role};
use super::text::{Text, is_dash};
use super::units;
use super::{Cue, Hedge, Inert, Lexed, Period, Token, TokenKind, Unit};
use crate::document::{Document, TextRange};
use crate::work;

/// The tokens of every block, by index of the block.
pub fn lex_document(document: &Document) -> Vec<Lexed> {
    (0..document.blocks.len() as u32).map(|block| lex(document, block)).collect()
}

/// The tokens of one block.
pub fn lex(document: &Document, block: u32) -> Lexed {
    let base = document.blocks.get(block as usize).map_or(0, |b| b.range.start);
    tokens(&Text::new(document.block_text(block), base), Some(document))
}

/// The tokens of a text that stands in no draft; places count from its start.
pub fn phrase(text: &str) -> Lexed {
    tokens(&Text::new(text, 0), None)
}

fn tokens(text: &Text<'_>, document: Option<&Document>) -> Lexed {
    let out = Lexed { tokens: Vec::with_capacity(text.atoms.len()), ..Lexed::default() };
    let mut lexer = Lexer { t: text, document, out, quoted: false, depth: 0 };
    let mut i = 0;
    while i < text.atoms.len() {
        i = lexer.step(i).max(i + 1);
    }
    let mut lexed = lexer.out;
    if lexed.figures.len() > 1 {
        join::share_units(&mut lexed);
        join::points_of_rates(&mut lexed);
    }
    lexed
}

/// The unit a text names and nothing else, as in the unit column of a table.
pub fn unit_of(text: &str) -> Option<Unit> {
    let text = Text::new(text, 0);
    let found = units::at(&text, 0, false)?;
    (found.end == text.atoms.len()).then_some(found.unit)
}

/// The times that the header of a column or the title of a table names.
pub fn periods_in(text: &str) -> Vec<Period> {
    placed_periods(text).into_iter().map(|(period, _)| period).collect()
}

/// The same, each with its place in the text.
pub fn placed_periods(text: &str) -> Vec<(Period, TextRange)> {
    let text = Text::new(text, 0);
    let mut out = Vec::new();
    let mut i = 0;
    while i < text.atoms.len() {
        i = match periods::in_header(&text, i) {
            Some((TokenKind::Period(period), end)) => {
                out.push((period, text.range(i, end)));
                end.max(i + 1)
            }
            _ => i + 1,
        };
    }
    out
}

struct Lexer<'a, 'b> {
    t: &'a Text<'a>,
    document: Option<&'b Document>,
    out: Lexed,
    /// Inside straight quotes.
    quoted: bool,
    /// How many round brackets are open.
    depth: u32,
}

impl Lexer<'_, '_> {
    /// Emits the token at atom `i` and gives the atom behind it.
    fn step(&mut self, i: usize) -> usize {
        work::step();
        let atom = self.t.atoms[i];
        match atom.kind {
            // Most words are in no table, and no sign or number is glued to them.
            Kind::Word if atom.id == 0 && self.t.atoms.get(i + 1).is_none_or(|next| next.gap) => {
                self.out.tokens.push(Token { kind: TokenKind::Word, range: self.t.range_of(&atom) });
                i + 1
            }
            Kind::Word => self.word(i),
            Kind::Number => self.number(i, i, None, None),
            Kind::Note => {
                let note = self.document.and_then(|d| d.note_at(self.t.range(i, i + 1).start));
                self.push(TokenKind::NoteRef(note), i, i + 1)
            }
            Kind::Sign(c) => self.sign(i, c),
        }
    }

    /// A time behind `từ` or `đến`, which are then no words of levels (`từ năm 2020 đến nay`). `từ đầu năm đến nay 216
    /// ca` is a stretch of its own; `giảm từ đầu năm 58 hộ xuống 42 hộ` names a value of then.
    fn behind_range_word(&mut self, time: TokenKind) -> TokenKind {
        let Some((before, earlier)) = self.out.tokens.split_last_mut() else { return time };
        if !matches!(before.kind, TokenKind::Cue(Cue::From | Cue::To)) {
            return time;
        }
        let moves = |t: &Token| matches!(t.kind, TokenKind::Cue(Cue::Increase | Cue::Decrease | Cue::RaiseTo));
        let from = std::mem::replace(&mut before.kind, TokenKind::Word) == TokenKind::Cue(Cue::From);
        let stretch = from && time == TokenKind::Period(Period::YearStart) && !earlier.last().is_some_and(moves);
        if stretch { TokenKind::Period(Period::SinceYearStart) } else { time }
    }

    fn push(&mut self, mut kind: TokenKind, from: usize, end: usize) -> usize {
        let range = self.t.range(from, end);
        match kind {
            TokenKind::Open('(') => self.depth += 1,
            TokenKind::Close(')') => self.depth = self.depth.saturating_sub(1),
            TokenKind::Period(_) | TokenKind::Inert(_) => kind = self.behind_range_word(kind),
            _ => {}
        }
        if matches!(kind, TokenKind::Period(_)) {
            self.out.times.push(self.out.tokens.len() as u32);
        }
        self.out.tokens.push(Token { kind, range });
        end
    }

    fn words(&mut self, from: usize, end: usize) {
        for i in from..end {
            self.push(TokenKind::Word, i, i + 1);
        }
    }

    fn last(&self) -> Option<TokenKind> {
        self.out.tokens.last().map(|token| token.kind)
    }

    /// What stands before, seen through one comma or `và`.
    fn before(&self) -> Before {
        let joint = matches!(
            self.last(),
            Some(TokenKind::Comma | TokenKind::Semicolon | TokenKind::Dash | TokenKind::Cue(Cue::And))
        );
        let skip = usize::from(joint);
        let token = self.out.tokens.iter().rev().nth(skip).map(|token| token.kind);
        Before { token, joined: joint }
    }

    /// Whether a list item may start at atom `i`.
    fn boundary(&self, i: usize) -> Boundary {
        if self.t.atoms[i].first {
            return Boundary::Line;
        }
        match self.last() {
            None => Boundary::Line,
            Some(TokenKind::Dash | TokenKind::Plus | TokenKind::Other('*' | '•' | '#'))
                if self.out.tokens.len() == 1 =>
            {
                Boundary::Line
            }
            Some(
                TokenKind::SentenceEnd
                | TokenKind::Semicolon
                | TokenKind::Colon
                | TokenKind::Comma
                | TokenKind::Ellipsis
                | TokenKind::NoteRef(_)
                | TokenKind::Open(_)
                | TokenKind::Cue(Cue::And | Cue::Namely),
            ) => Boundary::Clause,
            _ => Boundary::None,
        }
    }

    fn word(&mut self, i: usize) -> usize {
        let t = self.t;
        let atom = t.atoms[i];
        let glued = t.glued(i + 1);
        if glued && let Some(end) = inert::letter_mark(t, i, self.boundary(i)) {
            return self.push(TokenKind::Inert(Inert::ListMark), i, end);
        }
        let roles = t.lexicon.roles(atom.id);
        if roles & (role::PERIOD | role::NUMERAL) != 0
            && let Some((kind, end)) = periods::at_word(t, i)
        {
            return self.push(kind, i, end);
        }
        // A name has its number glued to it.
        if (roles & role::INERT != 0 || glued)
            && let Some((kind, end)) = inert::at_word(t, i)
        {
            return self.push(TokenKind::Inert(kind), i, end);
        }
        if roles & role::CLAUSE != 0
            && let Some((kind, end)) = self.clause_end(i)
        {
            return self.push(kind, i, end);
        }
        if roles & role::RANGE != 0
            && let Some(end) = self.range_from(i)
        {
            return end;
        }
        if roles & role::HEDGE != 0
            && let Some((hedge, next)) = figure::hedge(t, i)
        {
            if t.number(next).is_some() {
                return self.number(next, i, Some(hedge), None);
            }
            if let Some(end) = self.in_words(next, Some(hedge)) {
                return end;
            }
            // `gần gấp đôi`: the bound belongs to the multiple
            if let Some((length, Some(Cue::Multiple))) = t.lexicon.cues.longest(&t.atoms, next) {
                let multiple = self.push(TokenKind::Cue(Cue::Multiple), next, next + length);
                if t.number(multiple).is_some() {
                    return self.number(multiple, multiple, Some(hedge), None);
                }
                return self.in_words(multiple, Some(hedge)).unwrap_or(multiple);
            }
        }
        if roles & role::NUMERAL != 0
            && let Some(end) = self.in_words(i, None)
        {
            return end;
        }
        if roles & role::CUE == 0 {
            self.out.tokens.push(Token { kind: TokenKind::Word, range: t.range_of(&atom) });
            return i + 1;
        }
        match t.lexicon.cues.longest(&t.atoms, i) {
            Some((length, Some(cue))) => self.push(TokenKind::Cue(*cue), i, i + length),
            Some((length, None)) => {
                self.words(i, i + length);
                i + length
            }
            None => self.push(TokenKind::Word, i, i + 1),
        }
    }

    /// `v.v.` as the dots of an open list, `nhưng` as the comma of a new clause, `, trong khi` as a semicolon.
    fn clause_end(&self, i: usize) -> Option<(TokenKind, usize)> {
        let t = self.t;
        let phrase = t.lexicon.joints.longest(&t.atoms, i);
        if let Some((length, roles)) = phrase.filter(|_| self.last() == Some(TokenKind::Comma))
            && roles.contains(&Joint::Meanwhile)
        {
            return Some((TokenKind::Semicolon, i + length));
        }
        if t.joint(i, Joint::Adversative) {
            let parted =
                matches!(self.last(), None | Some(TokenKind::Comma | TokenKind::Semicolon | TokenKind::SentenceEnd));
            // `nhưng chỉ bằng 70%` goes on with what was spoken of.
            let small = t.joint(i + 1, Joint::Stop) || t.lexicon.roles(t.atoms.get(i + 1)?.id) != 0;
            return (!parted && !small).then_some((TokenKind::Comma, i + 1));
        }
        let letter = |j: usize| t.joint(j, Joint::Etc) && t.raw(j).chars().count() == 1;
        let dotted = letter(i) && t.glued(i + 1) && t.is_sign(i + 1, '.') && t.glued(i + 2) && letter(i + 2);
        let mut end = match (t.joint(i, Joint::Etc), letter(i)) {
            (true, true) if dotted => i + 3,
            (true, false) => i + 1,
            _ => return None,
        };
        // Its own last dot ends no sentence where something goes on.
        let goes_on = t.atoms.get(end + 1).is_some_and(|a| !a.first && (matches!(a.kind, Kind::Sign(_)) || !a.initial));
        end += usize::from(t.glued(end) && t.is_sign(end, '.') && goes_on);
        Some((TokenKind::Ellipsis, end))
    }

    fn in_words(&mut self, i: usize, hedge: Option<Hedge>) -> Option<usize> {
        let t = self.t;
        let multiple = matches!(self.last(), Some(TokenKind::Cue(Cue::Multiple)));
        let doubtful = self.last().is_some_and(periods::takes_value);
        // `thứ hai` is an ordinal
        if i > 0
            && let Some((1, row)) = t.lexicon.inert.longest(&t.atoms, i - 1)
            && row.kind == Inert::Ordinal
        {
            return None;
        }
        let read = figure::in_words(t, i, doubtful, multiple)?;
        let joined = Joined { first: read.figure, second: None, end: read.end };
        Some(self.figures(joined, i, hedge, None))
    }

    /// `từ a đến b`: a range, when both ends are figures of one unit.
    fn range_from(&mut self, i: usize) -> Option<usize> {
        let t = self.t;
        if !t.joint(i, Joint::RangeFrom) {
            return None;
        }
        let (hedge, next) = figure::hedge(t, i + 1).map_or((None, i + 1), |(h, next)| (Some(h), next));
        t.number(next)?;
        if inert::at_number(t, next, Boundary::None).is_some()
            || periods::at_number(t, next, Before::default()).is_some()
        {
            return None;
        }
        let moving = self.moves();
        let joined = join::at(t, next, true, moving)?;
        let range = matches!(joined.second, Some((_, false)));
        range.then(|| self.figures(joined, i, hedge, None))
    }

    /// Whether a change stands right before: `tăng từ 5 đến 8`, `tăng 2,8% (so với năm trước), từ 5 tới 8`.
    fn moves(&self) -> bool {
        const CHANGED: usize = 12;
        let change = |kind: &TokenKind| matches!(kind, TokenKind::Cue(Cue::Increase | Cue::Decrease | Cue::RaiseTo));
        let mut before = self.out.tokens.iter().rev().map(|t| &t.kind);
        let last = before.next();
        let clause = before
            .take(CHANGED)
            .take_while(|k| !matches!(k, TokenKind::Comma | TokenKind::SentenceEnd | TokenKind::Semicolon));
        last.is_some_and(change) || matches!(last, Some(TokenKind::Comma)) && clause.into_iter().any(change)
    }

    /// A number at atom `i`; its token starts at `from`, where a bound or a sign stands before it.
    fn number(&mut self, i: usize, from: usize, hedge: Option<Hedge>, negative: Option<bool>) -> usize {
        let t = self.t;
        let before = if from < i { Before { token: None, joined: false } } else { self.before() };
        // `(năm 2021: 51; năm 2025: 61)`: the bracket that closes behind a number has been opened, it is no mark.
        let closing = self.depth > 0 && t.is_sign(i + 1, ')');
        let boundary = if from < i || closing { Boundary::None } else { self.boundary(i) };
        if let Some((kind, end)) = inert::at_number(t, i, boundary) {
            if kind != Inert::Age {
                self.lead(from, i);
            }
            return self.push(TokenKind::Inert(kind), if kind == Inert::Age { from } else { i }, end);
        }
        if let Some((kind, end)) = periods::at_number(t, i, before) {
            self.lead(from, i);
            return self.push(kind, i, end);
        }
        if let Some(end) = inert::broken(t, i) {
            self.lead(from, i);
            return self.push(TokenKind::Inert(Inert::Unreadable), i, end);
        }
        match join::at(t, i, false, false) {
            Some(joined) => self.figures(joined, i, hedge, negative),
            None => {
                self.lead(from, i);
                self.push(TokenKind::Inert(Inert::Unreadable), i, i + 1)
            }
        }
    }

    /// Words or signs in front of a number that turned out to be no figure.
    fn lead(&mut self, from: usize, i: usize) {
        for j in from..i {
            let kind = match self.t.atoms[j].kind {
                Kind::Sign('+') => TokenKind::Plus,
                Kind::Sign(c) if is_dash(c) => TokenKind::Dash,
                Kind::Sign(c) => TokenKind::Other(c),
                _ => TokenKind::Word,
            };
            self.push(kind, j, j + 1);
        }
    }

    fn figures(&mut self, joined: Joined, from: usize, hedge: Option<Hedge>, negative: Option<bool>) -> usize {
        let t = self.t;
        let Joined { mut first, second, mut end } = joined;
        let last = end;
        let behind = figure::hedge_behind(t, end);
        if let Some((_, next)) = behind {
            end = next;
        }
        first.hedge = hedge.or(behind.map(|(h, _)| h));
        if let Some(minus) = negative {
            (first.negative, first.signed) = (minus, true);
        }
        let index = self.out.figures.len() as u32;
        self.out.figures.push(first);
        let kind = match second {
            None => TokenKind::Figure(index),
            Some((mut second, slash)) => {
                second.hedge = behind.map(|(h, _)| h);
                self.out.figures.push(second);
                if slash {
                    TokenKind::Fraction { upper: index, lower: index + 1 }
                } else {
                    TokenKind::Range { low: index, high: index + 1 }
                }
            }
        };
        self.out.amounts.push(self.out.tokens.len() as u32);
        self.push(kind, from, last);
        end
    }

    fn sign(&mut self, i: usize, c: char) -> usize {
        let t = self.t;
        if matches!(c, '(' | '[')
            && let Some(end) = inert::bracket_mark(t, i, self.boundary(i))
        {
            return self.push(TokenKind::Inert(Inert::ListMark), i, end);
        }
        if let Some(minus) = figure::sign(t, i) {
            return self.number(i + 1, i, None, Some(minus));
        }
        if t.atoms[i].id != 0 {
            if let Some((hedge, next)) = figure::hedge(t, i)
                && t.number(next).is_some()
            {
                return self.number(next, i, Some(hedge), None);
            }
            if let Some((length, Some(cue))) = t.lexicon.cues.longest(&t.atoms, i) {
                return self.push(TokenKind::Cue(*cue), i, i + length);
            }
        }
        let mut end = i + 1;
        let kind = match c {
            '(' | '[' | '{' | '“' | '‘' | '«' => TokenKind::Open(c),
            ')' | ']' | '}' | '”' | '’' | '»' => TokenKind::Close(c),
            '"' => {
                self.quoted = !self.quoted;
                if self.quoted { TokenKind::Open(c) } else { TokenKind::Close(c) }
            }
            ',' => TokenKind::Comma,
            ';' => TokenKind::Semicolon,
            ':' => TokenKind::Colon,
            '/' => TokenKind::Slash,
            '+' => TokenKind::Plus,
            '…' | '.' => {
                while t.glued(end) && (t.is_sign(end, '.') || t.is_sign(end, '…')) {
                    end += 1;
                }
                if c == '…' || end > i + 1 {
                    TokenKind::Ellipsis
                } else if self.ends_sentence(i) {
                    TokenKind::SentenceEnd
                } else {
                    TokenKind::Other(c)
                }
            }
            '!' | '?' => TokenKind::SentenceEnd,
            c if is_dash(c) => TokenKind::Dash,
            c => TokenKind::Other(c),
        };
        // `… đạt gia đình văn hóa các cấp... Đại hội đã bầu …`: dots before a capital end the sentence as well.
        let opens = t.atoms.get(end).is_some_and(|a| a.gap && a.initial && a.kind == Kind::Word && !a.caps);
        if kind == TokenKind::Ellipsis && opens && self.depth == 0 && t.raw(i).starts_with('.') && end > i + 1 {
            self.push(kind, i, end - 1);
            return self.push(TokenKind::SentenceEnd, end - 1, end);
        }
        self.push(kind, i, end)
    }

    /// Whether the dot at atom `i` ends a sentence: `TP.` and `v.v` do not.
    fn ends_sentence(&self, i: usize) -> bool {
        let t = self.t;
        let Some(next) = t.atoms.get(i + 1) else { return true };
        if i > 0
            && t.glued(i)
            && t.joint(i - 1, Joint::Dotted)
            && (next.initial || next.kind == Kind::Number)
            && !next.first
        {
            return false;
        }
        let abbreviated = i > 0 && t.is_word(i - 1) && (t.atoms[i - 1].caps || t.raw(i - 1).chars().count() == 1);
        next.gap || (next.initial && !abbreviated) || !matches!(next.kind, Kind::Word | Kind::Number)
    }
}
