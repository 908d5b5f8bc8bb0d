//! Items: the figures of a block in their slots.
//!
//! A slot is what stands around a figure: the cues and words before it (its
//! *lead*), those behind it (its *tail*), the separator that parts it from the
//! figure before, the bracket it stands in. Claims are assembled from items;
//! they never look at characters.
mod builder;

use crate::document::{Document, TextRange};
use crate::figures::{Cue, Figure, Lexed, Period, Token, TokenKind};
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

    fn remove(&mut self, cue: Cue) {
        self.0 &= !(1 << cue as u32);
    }

    /// The others of them.
    pub fn without(mut self, cue: Cue) -> Cues {
        self.remove(cue);
        self
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
impl Items {
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
    pub fn outside<'l>(&self, lexed: &'l Lexed, stretch: Range<usize>) -> impl DoubleEndedIterator<Item = &'l Token> {
        let tokens = lexed.tokens.get(stretch.clone()).unwrap_or_default();
        // What stands in an aside itself sees all of it.
        let within = self.aside(stretch.start) && self.aside(stretch.end);
        stretch.zip(tokens).filter(move |(i, _)| within || !self.aside(*i)).map(|(_, t)| t)
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

    /// The first item at or behind a place of the text.
    pub fn index_at(&self, start: u32) -> usize {
        self.items.items.partition_point(|x| self.first(x).is_some_and(|f| f.range.start < start))
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

    /// Whether nothing but a sign or `và` stands between an item and the separator before it.
    pub fn is_bare(&self, item: &Item) -> bool {
        self.own(item).all(|t| matches!(t.kind, TokenKind::Dash | TokenKind::Plus | TokenKind::Cue(Cue::And)))
    }

    /// The tokens of an item's own words, asides left out.
    pub fn own(&self, item: &Item) -> impl DoubleEndedIterator<Item = &'a Token> {
        self.items.outside(self.lexed, item.own.clone())
    }
}
