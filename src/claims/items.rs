//! Items: the figures of a block in their slots.
//!
//! A slot is what stands around a figure: the cues and words before it (its
//! *lead*), those behind it (its *tail*), the separator that parts it from the
//! figure before, the bracket it stands in. Claims are assembled from items;
//! they never look at characters.

use super::words;
use crate::document::{Document, TextRange};
use crate::figures::{Cue, Figure, Lexed, Period, Token, TokenKind};
use crate::lexicon;
use std::ops::Range;

/// What an item holds; the numbers index [`Lexed::figures`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// One figure.
    One(u32),
    /// `24/41 trường`.
    Fraction(u32, u32),
    /// `12-14 tiêu chí`.
    Range(u32, u32),
}

/// What parts two items, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Separator {
    /// Nothing but words.
    None,
    /// `và`.
    And,
    /// `,` or a dash between words.
    Comma,
    /// `:`
    Colon,
    /// `;` or a bullet.
    Semicolon,
    /// The end of a sentence, or the start of the block.
    Sentence,
}

/// A set of cues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cues(u64);

impl Cues {
    fn insert(&mut self, cue: Cue) {
        self.0 |= 1 << cue as u32;
    }

    /// Whether `cue` is among them.
    pub fn has(self, cue: Cue) -> bool {
        self.0 & (1 << cue as u32) != 0
    }

    /// Whether any of `cues` is among them.
    pub fn any(self, cues: &[Cue]) -> bool {
        cues.iter().any(|&c| self.has(c))
    }
}

/// A figure in its slot.
#[derive(Clone, Debug)]
pub struct Item {
    /// The figure or figures.
    pub value: Value,
    /// Its token.
    pub token: usize,
    /// Tokens between the item (or bracket, or sentence) before and this one.
    pub lead: Range<usize>,
    /// The part of the lead behind its last separator: the item's own words.
    pub own: Range<usize>,
    /// Tokens behind it up to the next item, separator or bracket.
    pub tail: Range<usize>,
    /// The cue nearest before the figure that says what the figure does.
    pub verb: Option<Cue>,
    /// All cues of `own`.
    pub cues: Cues,
    /// All cues of the tail.
    pub after: Cues,
    /// Whether `own` holds plain words before its verb: a subject of its own.
    pub subject: bool,
    /// What parts it from the item before in the same bracket.
    pub separator: Separator,
    /// Number of its sentence in the block.
    pub sentence: u32,
    /// The bracket it stands in; 0 is the block itself.
    pub group: u32,
    /// The period in its lead or tail.
    pub period: Option<Period>,
    /// The period behind `so với`.
    pub base: Option<Period>,
    /// Whether the item is the first behind a colon.
    pub after_colon: bool,
    /// A note mark between this item and the next.
    pub note: Option<u32>,
}

/// A bracket, or the block as a whole.
#[derive(Clone, Debug)]
pub struct Group {
    /// The item before the opening bracket, with only words between.
    pub host: Option<usize>,
    /// Tokens inside.
    pub tokens: Range<usize>,
    /// Whether only words (no separator) stand between host and bracket.
    pub adjacent: bool,
}

/// The items of a block.
#[derive(Clone, Debug, Default)]
pub struct Items {
    /// In the order of the text.
    pub items: Vec<Item>,
    /// Group 0 is the block.
    pub groups: Vec<Group>,
    /// The items of each group, in order.
    members: Vec<Vec<usize>>,
    /// For each item the bracket right behind it.
    behind: Vec<Option<u32>>,
    /// Brackets without figures, from bracket to bracket: asides in the words before a figure.
    asides: Vec<Range<usize>>,
}

/// Cues that say nothing about what the next figure does.
const NEUTRAL: &[Cue] = &[
    Cue::Is,
    Cue::Estimate,
    Cue::Goal,
    Cue::Total,
    Cue::About,
    Cue::Not,
    Cue::And,
    Cue::Cumulated,
    Cue::ConstantPrices,
    Cue::CurrentPrices,
    Cue::Partition,
    Cue::Attribute,
    Cue::ComparedWith,
    Cue::PerYear,
    Cue::PerMonth,
    Cue::RateNoun,
    Cue::Corresponding,
];

impl Items {
    /// Reads the items of a block.
    pub fn of(document: &Document, lexed: &Lexed) -> Items {
        let closes = matching_brackets(&lexed.tokens);
        let mut builder = Builder {
            document,
            lexed,
            out: Items {
                items: Vec::new(),
                groups: vec![Group { host: None, tokens: 0..lexed.tokens.len(), adjacent: false }],
                members: Vec::new(),
                behind: Vec::new(),
                asides: Vec::new(),
            },
            open: vec![Open {
                group: 0,
                close: usize::MAX,
                last: None,
                separator: Separator::Sentence,
                since: 0,
                colon: false,
            }],
            sentence: 0,
        };
        for (i, token) in lexed.tokens.iter().enumerate() {
            builder.token(i, token, closes.get(i).copied().flatten());
        }
        builder.finish();
        builder.out.index();
        builder.out
    }

    /// The items of a group, in order.
    pub fn of_group(&self, group: u32) -> impl DoubleEndedIterator<Item = (usize, &Item)> {
        let members = self.members.get(group as usize).map_or(&[] as &[usize], Vec::as_slice);
        members.iter().filter_map(|&i| Some((i, self.items.get(i)?)))
    }

    /// The items of a group from the one at `index` on, or those before it from the nearest.
    pub fn split_at(&self, group: u32, index: usize) -> (&[usize], &[usize]) {
        let members = self.members.get(group as usize).map_or(&[] as &[usize], Vec::as_slice);
        members.split_at_checked(members.partition_point(|&i| i < index)).unwrap_or((members, &[]))
    }

    /// The items of the group of `index` that stand before it, nearest first.
    pub fn before(&self, group: u32, index: usize) -> impl Iterator<Item = (usize, &Item)> {
        self.split_at(group, index).0.iter().rev().filter_map(|&i| Some((i, self.items.get(i)?)))
    }

    /// The items of the group from `index` on.
    pub fn from(&self, group: u32, index: usize) -> impl Iterator<Item = (usize, &Item)> {
        self.split_at(group, index).1.iter().filter_map(|&i| Some((i, self.items.get(i)?)))
    }

    /// The bracket right behind an item, with only words between.
    pub fn bracket_behind(&self, index: usize) -> Option<u32> {
        self.behind.get(index).copied().flatten()
    }

    /// Whether a token stands in an aside.
    fn aside(&self, token: usize) -> bool {
        let after = self.asides.partition_point(|r| r.start <= token);
        after.checked_sub(1).and_then(|i| self.asides.get(i)).is_some_and(|r| r.contains(&token))
    }

    /// The tokens of a stretch that stand in no aside.
    fn outside<'l>(&self, lexed: &'l Lexed, stretch: Range<usize>) -> impl DoubleEndedIterator<Item = &'l Token> {
        let tokens = lexed.tokens.get(stretch.clone()).unwrap_or_default();
        stretch.zip(tokens).filter(|(i, _)| !self.aside(*i)).map(|(_, t)| t)
    }

    /// Fills the indices once items and groups are known.
    fn index(&mut self) {
        self.members = vec![Vec::new(); self.groups.len()];
        for (i, item) in self.items.iter().enumerate() {
            if let Some(members) = self.members.get_mut(item.group as usize) {
                members.push(i);
            }
        }
        self.behind = vec![None; self.items.len()];
        for (g, group) in (0u32..).zip(&self.groups) {
            if let Some(slot) = group.host.filter(|_| group.adjacent).and_then(|h| self.behind.get_mut(h)) {
                slot.get_or_insert(g);
            }
        }
    }
}

/// For each opening round or square bracket the token that closes it.
fn matching_brackets(tokens: &[Token]) -> Vec<Option<usize>> {
    let mut closes = vec![None; tokens.len()];
    let mut open: Vec<(usize, char)> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open(c @ ('(' | '[')) => open.push((i, if c == '(' { ')' } else { ']' })),
            TokenKind::Close(c @ (')' | ']')) => {
                if open.last().is_some_and(|o| o.1 == c)
                    && let Some((start, _)) = open.pop()
                    && let Some(slot) = closes.get_mut(start)
                {
                    *slot = Some(i);
                }
            }
            _ => {}
        }
    }
    closes
}

/// A bracket being read.
struct Open {
    group: u32,
    close: usize,
    last: Option<usize>,
    separator: Separator,
    since: usize,
    colon: bool,
}

struct Builder<'a> {
    document: &'a Document,
    lexed: &'a Lexed,
    out: Items,
    open: Vec<Open>,
    sentence: u32,
}

impl Builder<'_> {
    fn token(&mut self, i: usize, token: &Token, close: Option<usize>) {
        while self.open.len() > 1 && self.open.last().is_some_and(|o| o.close <= i) {
            let closed = self.open.pop();
            // `Tổng giá trị sản xuất năm 2025 (giá so sánh 2010) đạt …`: what stands before an aside goes on behind it.
            let aside = closed.filter(|c| c.last.is_none() && c.group as usize + 1 == self.out.groups.len());
            if let (Some(group), true) =
                (aside.and_then(|c| self.out.groups.get(c.group as usize)), self.open.len() == 1)
            {
                self.out.asides.push(group.tokens.start.saturating_sub(1)..group.tokens.end + 1);
            } else if let Some(top) = self.open.last_mut() {
                top.since = top.since.max(i + 1);
            }
        }
        let depth = self.open.len();
        let Some(top) = self.open.last_mut() else { return };
        match token.kind {
            TokenKind::Figure(f) => self.item(i, Value::One(f)),
            TokenKind::Fraction { upper, lower } => self.item(i, Value::Fraction(upper, lower)),
            TokenKind::Range { low, high } => self.item(i, Value::Range(low, high)),
            TokenKind::Open('(' | '[') => {
                if let Some(close) = close {
                    let group = self.out.groups.len() as u32;
                    let adjacent = top.separator == Separator::None;
                    let host = top.last;
                    self.out.groups.push(Group { host, tokens: i + 1..close, adjacent });
                    self.open.push(Open {
                        group,
                        close,
                        last: None,
                        separator: Separator::Sentence,
                        since: i + 1,
                        colon: false,
                    });
                }
            }
            TokenKind::SentenceEnd => {
                top.separator = Separator::Sentence;
                top.since = i + 1;
                top.colon = false;
                if depth == 1 {
                    self.sentence += 1;
                    top.last = None;
                }
            }
            TokenKind::Semicolon => top.separator = top.separator.max(Separator::Semicolon),
            TokenKind::Colon => {
                top.separator = top.separator.max(Separator::Colon);
                top.colon = true;
            }
            TokenKind::Comma | TokenKind::Dash | TokenKind::Plus => top.separator = top.separator.max(Separator::Comma),
            TokenKind::Cue(Cue::And) => top.separator = top.separator.max(Separator::And),
            TokenKind::NoteRef(Some(note)) => {
                // A mark may stand in brackets of its own behind the figure: 22 cuộc ([3]).
                let host = top.last.or_else(|| self.out.groups.get(top.group as usize).and_then(|g| g.host));
                if let Some(item) = host.and_then(|h| self.out.items.get_mut(h))
                    && item.note.is_none()
                {
                    item.note = Some(note);
                }
            }
            _ => {}
        }
    }

    fn item(&mut self, i: usize, value: Value) {
        let tokens = &self.lexed.tokens;
        let sentence = self.sentence;
        let Some(top) = self.open.last_mut() else { return };
        let lead = top.since..i;
        let parts = |&i: &usize| {
            tokens.get(i).is_some_and(|t| is_separator(t.kind) && t.kind != TokenKind::Colon) && !self.out.aside(i)
        };
        let own_start = lead.clone().rev().find(parts).map_or(lead.start, |p| p + 1);
        let own = own_start..i;
        let mut item = Item {
            value,
            token: i,
            lead,
            own: own.clone(),
            tail: i + 1..i + 1,
            verb: None,
            cues: Cues::default(),
            after: Cues::default(),
            subject: false,
            separator: top.separator,
            sentence,
            group: top.group,
            period: None,
            base: None,
            after_colon: top.colon,
            note: None,
        };
        top.last = Some(self.out.items.len());
        top.separator = Separator::None;
        top.since = i + 1;
        top.colon = false;
        self.read_lead(&mut item);
        self.out.items.push(item);
    }

    /// Reads the words in front of a figure.
    fn read_lead(&self, item: &mut Item) {
        let mut compared = false;
        for token in self.out.outside(self.lexed, item.own.clone()) {
            match token.kind {
                TokenKind::Cue(cue) => {
                    item.cues.insert(cue);
                    compared |= cue == Cue::ComparedWith;
                    if !NEUTRAL.contains(&cue) {
                        item.verb = Some(cue);
                    }
                }
                TokenKind::Period(p) if compared && item.base.is_none() => item.base = Some(p),
                TokenKind::Period(p) => item.period = Some(p),
                TokenKind::Word if !item.subject => {
                    let word = lexicon::fold(self.document.slice(token.range));
                    item.subject = !words::is_filler(&word);
                }
                _ => {}
            }
        }
        if item.period.is_none() {
            // `Năm 2021, đạt 14 tỷ`: the period stands before the comma, with nothing else there.
            let before = self.lexed.tokens.get(item.lead.start..item.own.start).unwrap_or_default();
            item.period = before
                .iter()
                .rev()
                .find_map(|t| match t.kind {
                    TokenKind::Period(p) => Some(p),
                    _ => None,
                })
                .filter(|_| !before.iter().any(|t| matches!(t.kind, TokenKind::Cue(Cue::ComparedWith))));
        }
    }

    /// Fills the tails once all items are known.
    fn finish(&mut self) {
        let tokens = &self.lexed.tokens;
        for item in &mut self.out.items {
            let rest = tokens.get(item.token + 1..).unwrap_or_default();
            let mut compared = false;
            let mut length = 0;
            // In `từ 38% năm 2020 xuống còn 18% năm 2025` the first year belongs to the figure before.
            let borrowed = item.separator == Separator::None
                && matches!(tokens.get(item.lead.start), Some(Token { kind: TokenKind::Period(_), .. }))
                && item.lead.start.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| {
                    matches!(t.kind, TokenKind::Figure(_) | TokenKind::Fraction { .. } | TokenKind::Range { .. })
                });
            for token in rest {
                match token.kind {
                    TokenKind::Figure(_) | TokenKind::Fraction { .. } | TokenKind::Range { .. } => break,
                    TokenKind::Open('(' | '[') | TokenKind::Close(')' | ']') => break,
                    kind if is_separator(kind) => break,
                    TokenKind::Cue(cue) => {
                        item.after.insert(cue);
                        compared |= cue == Cue::ComparedWith;
                    }
                    TokenKind::Period(p) if compared => {
                        item.base.get_or_insert(p);
                    }
                    TokenKind::Period(p) if borrowed => item.period = Some(p),
                    TokenKind::Period(p) => {
                        item.period.get_or_insert(p);
                    }
                    _ => {}
                }
                length += 1;
            }
            item.tail = item.token + 1..item.token + 1 + length;
        }
    }
}

fn is_separator(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Comma | TokenKind::Semicolon | TokenKind::Colon | TokenKind::SentenceEnd | TokenKind::Ellipsis
    )
}

/// A block being read for claims: its items with what they speak of.
pub struct Passage<'a> {
    /// The draft.
    pub document: &'a Document,
    /// Index of the block.
    pub block: u32,
    /// Its tokens.
    pub lexed: &'a Lexed,
    /// Its items.
    pub items: Items,
}

impl<'a> Passage<'a> {
    /// Reads a block.
    pub fn new(document: &'a Document, block: u32, lexed: &'a Lexed) -> Passage<'a> {
        Passage { document, block, lexed, items: Items::of(document, lexed) }
    }

    /// An item by its index.
    pub fn item(&self, index: usize) -> Option<&Item> {
        self.items.items.get(index)
    }

    /// The figure of an index.
    pub fn figure(&self, index: u32) -> Option<&Figure> {
        self.lexed.figures.get(index as usize)
    }

    /// The one figure of an item; for a fraction or a range the first.
    pub fn first(&self, item: &Item) -> Option<&Figure> {
        match item.value {
            Value::One(f) | Value::Fraction(f, _) | Value::Range(f, _) => self.figure(f),
        }
    }

    /// Where an item stands, from its first figure to its last.
    pub fn range(&self, item: &Item) -> TextRange {
        let (a, b) = match item.value {
            Value::One(f) => (f, f),
            Value::Fraction(a, b) | Value::Range(a, b) => (a, b),
        };
        match (self.figure(a), self.figure(b)) {
            (Some(a), Some(b)) => a.range.cover(b.range),
            _ => TextRange::new(0, 0),
        }
    }

    /// The words that name what an item measures, from its own lead.
    pub fn indicator(&self, item: &Item) -> Option<TextRange> {
        let naming =
            |t: &&Token| matches!(t.kind, TokenKind::Word | TokenKind::Cue(Cue::RateNoun | Cue::Total | Cue::Growth));
        let mut named = self.own(item).filter(naming);
        let first = named.next()?;
        Some(first.range.cover(named.next_back().unwrap_or(first).range))
    }

    /// The tokens of an item's own words, asides left out.
    pub fn own(&self, item: &Item) -> impl DoubleEndedIterator<Item = &'a Token> {
        self.items.outside(self.lexed, item.own.clone())
    }
}
