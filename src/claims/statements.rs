//! Statements: what the draft says an indicator came to, when, and whether it
//! was reached or planned. The rules of consistency compare them over the whole
//! draft, and only where two surely speak of one thing.

use super::items::{Item, Passage, Value};
use super::words;
use crate::document::{Document, TextRange};
use crate::figures::{Cue, Figure, Period, TokenKind};
use crate::lexicon;
use std::borrow::Cow;
use std::ops::Range;

/// An indicator with its value.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The block it stands in.
    pub block: u32,
    /// The noun phrase, in the text.
    pub indicator: TextRange,
    /// Its syllables after folding, sorted, without stop words: word order does not matter.
    pub key: Vec<String>,
    /// The value; for a fraction its part.
    pub figure: Figure,
    /// The whole of a fraction.
    pub whole: Option<Figure>,
    /// When.
    pub period: Option<Period>,
    /// Whether the value is a goal, not a result.
    pub goal: bool,
    /// The cue that leads to the figure.
    pub verb: Option<Cue>,
    /// Whether its words speak of a fall.
    pub falls: bool,
    /// Whether its words name a rate (`tỷ lệ`).
    pub rate: bool,
    /// Whether an average is stated.
    pub average: bool,
    /// Whether the value is an estimate (`ước đạt`).
    pub estimate: bool,
    /// Whether its words speak of a plan.
    pub planned: bool,
    /// The tokens of its block in front of the value, up to the value or sentence before.
    pub lead: Range<usize>,
    /// The sentence in its block, and the bracket: statements of one sentence are neighbours.
    pub sentence: u32,
}

impl Statement {
    /// The key without the word for a total: `tổng đàn trâu` and `đàn trâu` are one thing.
    pub fn name(&self) -> Vec<&str> {
        self.key.iter().map(String::as_str).filter(|w| !words::names_total(w)).collect()
    }
}

/// The statements of a passage.
pub fn statements(passage: &Passage<'_>, goals: bool, out: &mut Vec<Statement>) {
    let mut previous: Option<(TextRange, Vec<String>)> = None;
    for item in &passage.items.items {
        let (figure, whole) = match item.value {
            Value::One(f) => (passage.figure(f), None),
            Value::Fraction(a, b) => (passage.figure(a), passage.figure(b)),
            Value::Range(..) => (None, None),
        };
        let named = key(passage, item);
        // `tỷ lệ hộ nghèo giảm từ 47,4% xuống còn 21,3%`: the second value has the name of the first.
        let goes_on = matches!(item.verb, Some(Cue::To | Cue::Remaining)) && named.is_none();
        let named = if goes_on { previous.take() } else { named };
        previous = if item.cues.has(Cue::From) { named.clone() } else { None };
        let (Some(figure), Some((indicator, key))) = (figure, named) else { continue };
        let goal = goals || item.cues.has(Cue::Goal);
        out.push(Statement {
            block: passage.block,
            indicator,
            key,
            figure: figure.clone(),
            whole: whole.cloned(),
            period: item.period,
            goal,
            verb: item.verb,
            falls: item.cues.has(Cue::Decrease),
            rate: item.cues.has(Cue::RateNoun),
            average: item.cues.has(Cue::Average),
            estimate: item.cues.has(Cue::Estimate),
            planned: item.cues.has(Cue::Target),
            lead: item.lead.clone(),
            sentence: item.sentence,
        });
    }
}

/// The syllables that name what an item measures.
fn key(passage: &Passage<'_>, item: &Item) -> Option<(TextRange, Vec<String>)> {
    let naming = |kind: TokenKind| match kind {
        TokenKind::Word => true,
        TokenKind::Cue(cue) => matches!(
            cue,
            // what was not collected is another thing than what was
            Cue::RateNoun
                | Cue::Total
                | Cue::Growth
                | Cue::Partition
                | Cue::Attribute
                | Cue::Done
                | Cue::Given
                | Cue::Not
        ),
        _ => false,
    };
    let mut key = Vec::new();
    let mut range: Option<TextRange> = None;
    for token in passage.own(item).filter(|t| naming(t.kind)) {
        range = Some(range.map_or(token.range, |r| r.cover(token.range)));
        let folded = passage.document.folded(token.range);
        let full = folded.split_whitespace().flat_map(|w| words::written_out(w).unwrap_or(w).split(' '));
        key.extend(full.filter(|w| !words::is_stop(w)).map(str::to_string));
    }
    key.sort();
    key.dedup();
    Some((range?, key)).filter(|(_, k)| !k.is_empty())
}

/// The telling syllables of a phrase, folded and sorted like a statement's key.
pub fn words_of(phrase: &str) -> Vec<String> {
    let mut words: Vec<String> = telling(phrase).map(Cow::into_owned).collect();
    words.sort();
    words.dedup();
    words
}

/// The telling syllables of a phrase, folded, in their order.
pub fn telling(phrase: &str) -> impl Iterator<Item = Cow<'_, str>> {
    syllables(phrase).map(lexicon::folded).filter(|w| !words::is_stop(w))
}

/// The telling syllables of a stretch of the draft, which is folded already.
pub fn telling_at(document: &Document, range: TextRange) -> impl Iterator<Item = Cow<'_, str>> {
    let (there, folded) = match document.folded(range) {
        Cow::Borrowed(folded) => (folded, true),
        Cow::Owned(_) => (document.slice(range), false),
    };
    let fold = move |w| if folded { Cow::Borrowed(w) } else { lexicon::folded(w) };
    syllables(there).map(fold).filter(|w| !words::is_stop(w))
}

fn syllables(phrase: &str) -> impl Iterator<Item = &str> {
    phrase.split(|c: char| !lexicon::is_alphanumeric(c)).filter(|w| !w.is_empty())
}

/// Which headings speak of goals to come, or stand under one that speaks of nothing else.
#[derive(Clone, Debug, Default)]
pub struct Goals(Vec<bool>);

/// Whether a folded heading speaks of goals by a phrase. `Kết quả thực hiện các chỉ tiêu chủ yếu` says what came of them.
fn names_goals(heading: &str, phrase: &str, (results, done): (&[&str], &[&str])) -> bool {
    let behind = |text: &str, words: &[&str]| words.iter().filter_map(|w| Some(text.find(w)? + w.len())).min();
    heading.match_indices(phrase).any(|(at, _)| {
        let before = heading.get(..at).unwrap_or_default();
        let part = before.rsplit([',', ';']).next().unwrap_or_default().rsplit(" và ").next().unwrap_or_default();
        let rest = behind(part, results).and_then(|end| part.get(end..));
        rest.is_none_or(|rest| behind(rest, done).is_none())
    })
}

impl Goals {
    /// Reads the headings of a draft once.
    pub fn of(document: &Document) -> Goals {
        Goals::read(document, &[])
    }

    /// The same, where a programme (`chương trình mục tiêu quốc gia`) is none: its results may be compared with a
    /// table, though the figures of several programmes are not one thing.
    pub fn but_programmes(document: &Document) -> Goals {
        let hidden: Vec<&str> = words::goal_headings().iter().filter_map(|g| g.strip_prefix('!')).collect();
        Goals::read(document, &hidden)
    }

    fn read(document: &Document, hidden: &[&str]) -> Goals {
        let phrases = words::goal_headings();
        let results: Vec<&str> = phrases.iter().filter_map(|g| g.strip_prefix('+')).collect();
        let done: Vec<&str> = phrases.iter().filter_map(|g| g.strip_prefix('=')).collect();
        // Of a section and of those below it.
        let mut all: Vec<(bool, bool)> = Vec::with_capacity(document.sections.len());
        for section in &document.sections {
            let above = section.parent.and_then(|p| all.get(p as usize)).is_some_and(|(_, below)| *below);
            let range = document.blocks.get(section.block as usize).map(|b| b.range);
            let mut folded = range.map_or(Cow::Borrowed(""), |range| document.folded(range));
            for &hidden in hidden {
                if folded.contains(hidden) {
                    folded = folded.replace(hidden, "").into();
                }
            }
            let own = above || phrases.iter().any(|g| names_goals(&folded, g, (&results, &done)));
            let mixed = !above && results.iter().any(|r| folded.contains(r));
            all.push((own, own && !mixed));
        }
        Goals(all.into_iter().map(|(own, _)| own).collect())
    }

    /// Whether a block stands under such a heading.
    pub fn above(&self, document: &Document, block: u32) -> bool {
        let section = document.blocks.get(block as usize).and_then(|b| b.section);
        section.and_then(|s| self.0.get(s as usize)).copied().unwrap_or(false)
    }
}
