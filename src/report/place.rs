//! From a place in the file back to what a reader sees there: the block, the
//! section, and words to search for in Word.

use super::pairs::Pairs;
use super::sentences::Sentences;
pub use super::sentences::sentence;
use crate::document::{BlockKind, Dialect, Document, NOTE_MARK, NoteId, TextRange};
use crate::docx::Addresses;
use crate::finding::Text;
use crate::source::{Position, Span, Spans, border};
use hashbrown::HashMap;
use serde::Serialize;
use std::cell::OnceCell;

/// So many words to either side of a place are looked at for a phrase to search for.
const AROUND: u32 = 10;

/// Finds blocks by their bytes.
pub struct Places<'a> {
    document: &'a Document,
    /// The bytes of each block.
    spans: Spans<u32>,
    pairs: OnceCell<Pairs<'a>>,
    addresses: OnceCell<Addresses<'a>>,
    sentences: OnceCell<Sentences>,
    /// Where the text first refers to each note.
    notes: OnceCell<HashMap<NoteId, u32>>,
}

/// Something that a block shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The block.
    pub block: u32,
    /// Where in the logical text.
    pub range: TextRange,
}

/// Start and end as printed for tools.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Ends {
    /// Where it starts.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
}

impl<'a> Places<'a> {
    /// For one draft.
    pub fn new(document: &'a Document) -> Places<'a> {
        let blocks = document.blocks.iter().zip(0u32..);
        let spans = Spans::of(blocks.map(|(b, i)| (document.span(b.range), i)));
        Places {
            document,
            spans,
            pairs: OnceCell::new(),
            addresses: OnceCell::new(),
            sentences: OnceCell::new(),
            notes: OnceCell::new(),
        }
    }

    /// The draft.
    pub fn document(&self) -> &'a Document {
        self.document
    }

    /// Where a range stands, as people say it of a Word file, which has no lines; `None` for text.
    pub fn address(&self, range: TextRange) -> Option<Text> {
        let addresses = || self.addresses.get_or_init(|| Addresses::new(self.document));
        (self.document.dialect == Dialect::Docx).then(|| addresses().of(range))
    }

    /// Both ends of a span as printed for tools.
    pub fn ends(&self, span: Span) -> Ends {
        Ends { start: self.document.source.position(span.start), end: self.document.source.position(span.end) }
    }

    /// What the reader sees at `span`; `None` where the file shows nothing, as in a mark of the markup.
    pub fn locate(&self, span: Span) -> Option<Place> {
        let inside = |s: &Span| s.start <= span.start && span.start < s.end.max(s.start + 1);
        let meets = |s: &Span| s.start < span.end && span.start < s.end;
        let tightest = |test: &dyn Fn(&Span) -> bool| {
            let found = self.spans.meeting(span).filter(|(s, _)| test(s));
            found.min_by_key(|(s, block)| (s.end - s.start, **block)).map(|found| *found.1)
        };
        let block = tightest(&inside).or_else(|| tightest(&meets))?;
        let whole = self.document.blocks.get(block as usize)?.range;
        let start = self.first(whole, |s| s.end > span.start);
        let end = self.first(whole, |s| s.start >= span.end).max(start);
        Some(Place { block, range: TextRange::new(start, end) })
    }

    /// The first character of a block whose bytes pass the test, which no character before it does.
    fn first(&self, range: TextRange, test: impl Fn(Span) -> bool) -> u32 {
        let text = &self.document.text;
        let border = |at: u32| border(text, at as usize) as u32;
        let next = |at: u32| {
            let len = text.get(at as usize..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8);
            at + len as u32
        };
        let (mut low, mut high) = (range.start, range.end);
        while low < high {
            let middle = border(low + (high - low) / 2);
            let after = next(middle);
            if test(self.document.span(TextRange::new(middle, after))) {
                high = middle;
            } else {
                low = after;
            }
        }
        low.min(range.end)
    }

    /// The headings above a block; a note stands where the text first refers to it.
    pub fn headings(&self, block: u32) -> Vec<&'a str> {
        let path = self.document.heading_path(block);
        if !path.is_empty() {
            return path;
        }
        let Some(BlockKind::Note(note)) = self.document.blocks.get(block as usize).map(|b| b.kind) else { return path };
        let references = || self.document.references.iter().rev();
        let notes = || references().filter_map(|r| Some((r.note?, r.at.start))).collect();
        let home = self.notes.get_or_init(notes).get(&note).and_then(|&at| self.document.block_at(at));
        home.map_or(path, |home| self.document.heading_path(home))
    }

    /// The sentence of a block that holds a place of it.
    pub fn sentence(&self, block: TextRange, place: TextRange) -> TextRange {
        self.sentences.get_or_init(|| Sentences::of(self.document)).around(self.document, block, place)
    }

    /// The headings in one line.
    pub fn section(&self, place: Option<Place>) -> String {
        place.map_or_else(String::new, |p| self.headings(p.block).join(" > "))
    }

    /// Four to eight words at a place that stand nowhere else in the draft, if
    /// there are such: what to type into Word's search box.
    pub fn search(&self, place: Option<Place>) -> String {
        let Some(place) = place else { return String::new() };
        let words = self.words(place);
        let at = words.iter().position(|w| w.end > place.range.start).unwrap_or(words.len().saturating_sub(1));
        let mut best = TextRange::new(0, 0);
        for count in 4..=8 {
            // Words before a figure say more than those behind it.
            let start = at.saturating_sub(count - 2).min(words.len().saturating_sub(count));
            let phrase = self.phrase(words.get(start..(start + count).min(words.len())));
            if phrase.start == phrase.end {
                break;
            }
            best = phrase;
            // More words than these there are not.
            if words.len() <= count || self.is_unique(self.document.slice(phrase)) {
                break;
            }
        }
        self.document.typed(best).into_owned()
    }

    /// The words around a place that Word's search sees as one stretch.
    fn words(&self, place: Place) -> Vec<TextRange> {
        let Some(block) = self.document.blocks.get(place.block as usize) else { return Vec::new() };
        let text = self.document.slice(block.range);
        let at = (place.range.start - block.range.start) as usize;
        // Whether a character ends the stretch: the mark of a note, or one too many words away.
        let bounds = || {
            let (mut gaps, mut inside) = (0, true);
            move |c: char| {
                gaps += u32::from(inside && c.is_whitespace());
                inside = !c.is_whitespace();
                c == NOTE_MARK || gaps > AROUND
            }
        };
        let mut ends = bounds();
        let head = text.get(..at).unwrap_or("").char_indices();
        let start = head.rev().find(|&(_, c)| ends(c)).map_or(0, |(i, c)| i + c.len_utf8());
        let end = text.get(at..).and_then(|t| t.find(bounds())).map_or(text.len(), |i| at + i);
        let mut words = Vec::new();
        let mut from = None;
        let stretch = text.get(start..end).unwrap_or("");
        for (i, c) in stretch.char_indices().chain([(stretch.len(), ' ')]) {
            match (c.is_whitespace(), from) {
                (false, None) => from = Some(i),
                (true, Some(first)) => {
                    let base = block.range.start + start as u32;
                    let word = TextRange::new(base + first as u32, base + i as u32);
                    // Word does not find the numbers it counts by itself.
                    match self.document.is_automatic(word) {
                        true if word.end > place.range.start => break,
                        true => words.clear(),
                        false => words.push(word),
                    }
                    from = None;
                }
                _ => {}
            }
        }
        words
    }

    fn phrase(&self, words: Option<&[TextRange]>) -> TextRange {
        match words {
            Some([first, .., last]) => first.cover(*last),
            Some([only]) => *only,
            _ => TextRange::new(0, 0),
        }
    }

    fn is_unique(&self, phrase: &str) -> bool {
        self.pairs.get_or_init(|| Pairs::of(&self.document.text)).is_unique(phrase)
    }
}
