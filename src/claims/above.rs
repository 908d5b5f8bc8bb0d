//! Levels that stand above the change that speaks of them: in the sentence before, or in the paragraph
//! that leads a list of bullets. The sentence itself names only the base.

use super::fit::{Fit, fit};
use super::items::{Item, Passage, Value};
use super::{Binding, Claim, Operand, Relation, Role, closes, words};
use crate::document::{BlockKind, Document};
use crate::figures::{Cue, Dimension, Figure, Period};
use crate::lexicon;
use hashbrown::HashMap;

/// So many sentences before a change its level may stand; one that only stands there, nearer.
const SENTENCES: u32 = 4;
const NEAR: u32 = 2;
/// The most items looked through for levels above.
const WINDOW: usize = 32;

/// The passages of a draft, with the paragraph that leads each block of a list.
pub struct Above<'p, 'd> {
    /// The draft.
    pub document: &'d Document,
    /// Its passages, by block.
    pub passages: &'p [Option<Passage<'d>>],
    leads: Vec<Option<u32>>,
    /// For each block of a note the block and the item that its mark stands behind.
    marked: HashMap<u32, (u32, usize)>,
}

impl<'p, 'd> Above<'p, 'd> {
    /// Reads which paragraph leads which list: of bullets, or of paragraphs lettered `a)`, `b)`.
    pub fn new(document: &'d Document, passages: &'p [Option<Passage<'d>>]) -> Above<'p, 'd> {
        let mut leads = Vec::with_capacity(document.blocks.len());
        let mut lead = None;
        for (index, block) in (0u32..).zip(&document.blocks) {
            let paragraph = block.kind == BlockKind::Paragraph;
            let text = if paragraph { document.slice(block.range) } else { "" };
            let member = super::is_bullet(text) || is_lettered(text);
            leads.push(lead.filter(|_| member));
            if !member {
                lead = Some(index).filter(|_| paragraph);
            }
        }
        let mut marked = HashMap::new();
        for passage in passages.iter().flatten() {
            for (index, item) in passage.items.items.iter().enumerate() {
                let note = item.note.and_then(|n| document.notes.get(n as usize));
                let blocks = note.into_iter().flat_map(|n| n.blocks.iter());
                blocks.for_each(|&b| {
                    marked.entry(b).or_insert((passage.block, index));
                });
            }
        }
        Above { document, passages, leads, marked }
    }

    /// The level that the mark of a note stands behind, for a block of the note.
    pub fn marked(&self, block: u32) -> Option<(&'p Item, &'p Figure)> {
        let (of, index) = self.marked.get(&block)?;
        let passage = self.passage(*of)?;
        let item = passage.item(*index).filter(|x| is_level(x) && !matches!(x.value, Value::Range(..)))?;
        Some((item, passage.first(item)?))
    }

    /// The paragraph that leads the list a block belongs to.
    pub fn lead_of(&self, block: u32) -> Option<u32> {
        self.leads.get(block as usize).copied().flatten()
    }

    /// The passage that holds a place of the text.
    pub fn passage_at(&self, offset: u32) -> Option<&'p Passage<'d>> {
        self.passage(self.document.block_at(offset)?)
    }

    fn passage(&self, block: u32) -> Option<&'p Passage<'d>> {
        self.passages.get(block as usize).and_then(Option::as_ref)
    }

    /// Levels of the sentences before one and, for a block of a list, of the paragraph that leads it; nearest first.
    pub fn levels(&self, block: u32, sentence: u32) -> Vec<(&'p Item, &'p Figure)> {
        let Some(passage) = self.passage(block) else { return Vec::new() };
        let end = passage.items.items.partition_point(|x| x.sentence < sentence);
        let near = passage.items.items.get(..end).unwrap_or_default().iter().rev().take(WINDOW);
        let mut out = levels(passage, near.filter(|x| x.group == 0 && x.sentence + NEAR >= sentence));
        if let Some(lead) = self.lead_of(block).and_then(|b| self.passage(b)) {
            let last = lead.items.items.last().map_or(0, |x| x.sentence);
            let near = lead.items.items.iter().rev().take(WINDOW);
            out.extend(levels(lead, near.filter(|x| x.sentence + 1 >= last && x.group == 0)));
        }
        out.extend(self.marked(block));
        out
    }
}

impl<'p> Above<'p, '_> {
    /// Levels of the bullet before one of the same list: `- Tiếp nhận 3.847 hồ sơ. - Lĩnh vực nhiều hồ sơ: …`. They are bound by
    /// what closes only.
    pub fn sibling_levels(&self, block: u32) -> Vec<(&'p Item, &'p Figure)> {
        let member = |b: u32| {
            let block = self.document.blocks.get(b as usize).filter(|x| x.kind == BlockKind::Paragraph);
            block.is_some_and(|x| super::is_bullet(self.document.slice(x.range)))
        };
        let before =
            block.checked_sub(1).filter(|&b| member(b) && member(block) && self.lead_of(b) == self.lead_of(block));
        let Some(passage) = before.and_then(|b| self.passage(b)) else { return Vec::new() };
        levels(passage, passage.items.items.iter().take(WINDOW).filter(|x| x.group == 0))
    }
}

/// Gives changes with a base and no level the level above that closes, the one that another comparison of
/// the same sentence has, or the only one there is.
pub fn settle(above: &Above<'_, '_>, claims: &mut [Claim]) {
    let document = above.document;
    // The sentence of the last comparison that closed, and the level it has.
    let mut shared: Option<(u32, u32, Operand)> = None;
    for claim in claims.iter_mut().filter(|c| open(c)) {
        let Some(block) = document.block_at(claim.range.start) else { continue };
        let Some(passage) = above.passage(block) else { continue };
        let Some(sentence) = sentence_of(passage, claim) else { continue };
        let Some(base) = compared(claim) else { continue };
        let mut levels = before(passage, claim, sentence);
        if levels.is_empty() {
            levels = above.levels(block, 0);
        }
        levels.retain(|(_, f)| fits(f, base));
        let nearest = levels.first().map(|(x, _)| x.sentence);
        let named = |x: &Item| {
            let words = passage.own(x).map(|t| document.folded(t.range)).collect::<Vec<_>>().join(" ");
            !base.unit.key.is_empty() && words.contains(&base.unit.key)
        };
        // `So với đầu năm, hộ nghèo giảm 9 hộ`: not the level of the households near poverty.
        let subject = subject_of(document, claim);
        let spoken = |x: &Item, f: &Figure| {
            let words = passage.own(x).map(|t| document.folded(t.range)).collect::<Vec<_>>().join(" ");
            format!(" {words} {} ", f.noun).contains(&subject)
        };
        let alike = |x: &Item, f: &Figure| (fit(f, base) >= Fit::Elided || named(x)) && spoken(x, f);
        let mut same = levels.iter().filter(|(x, f)| Some(x.sentence) == nearest && alike(x, f));
        let only = same.next().filter(|(x, _)| same.next().is_none() && x.sentence + NEAR >= sentence);
        let closing = levels.iter().find(|(_, f)| closes_with(claim, f));
        // What is compared first and next is one thing, whatever it is called.
        let counted = |l: &Figure| l.is_count() && base.is_count();
        let sibling = shared
            .as_ref()
            .filter(|(b, s, l)| (*b, *s) == (block, sentence) && (fits(&l.figure, base) || counted(&l.figure)));
        let (operand, sure) = match (closing, sibling, only, levels.first()) {
            (Some((x, f)), ..) => (Operand::new(Role::Level, f, x.period), true),
            (None, Some((_, _, level)), ..) => (level.clone(), true),
            (None, None, Some((x, f)), _) => (Operand::new(Role::Level, f, x.period), true),
            (None, None, None, Some((x, f))) => (Operand::new(Role::Level, f, x.period), false),
            _ => continue,
        };
        if closing.is_some() {
            shared = Some((block, sentence, operand.clone()));
        }
        claim.period = operand.period;
        claim.operands.insert(1, operand);
        if !sure {
            claim.binding = Binding::Likely;
        }
    }
}

/// The telling words that name what changed, in their order.
fn subject_of(document: &Document, claim: &Claim) -> String {
    let subject = claim.indicator.map(|i| document.folded(i)).unwrap_or_default();
    let telling = |w: &&str| !w.is_empty() && !words::is_stop(w) && !words::is_filler(w);
    let words: Vec<&str> = subject.split(|c: char| !lexicon::is_alphanumeric(c)).filter(telling).collect();
    if words.is_empty() { String::new() } else { format!(" {} ", words.join(" ")) }
}

/// What the level is compared with.
fn compared(claim: &Claim) -> Option<&Figure> {
    claim.get(Role::Base).or_else(|| claim.get(Role::Target))
}

/// A change, gap or percentage that states its base or plan and leaves its level out.
pub(super) fn open(claim: &Claim) -> bool {
    matches!(
        claim.relation,
        Relation::Change | Relation::PercentChange | Relation::Points | Relation::OfTarget | Relation::Gap
    ) && compared(claim).is_some()
        && claim.get(Role::Level).is_none()
        && claim.get(Role::Change).is_none()
}

fn fits(level: &Figure, base: &Figure) -> bool {
    let counted = base.unit.dimension != Dimension::None || level.is_count();
    level.number != base.number && fit(level, base) >= Fit::Kin && counted
}

/// Whether such a claim closes with a level.
pub(super) fn closes_with(claim: &Claim, level: &Figure) -> bool {
    let (Some(stated), Some(base)) = (claim.get(Role::Stated), compared(claim)) else { return false };
    match claim.relation {
        Relation::OfTarget => closes::share(level, base, stated),
        Relation::PercentChange | Relation::Gap if stated.is_rate() && !base.is_rate() => {
            closes::percent(level, base, stated)
        }
        _ => closes::change(level, base, stated, claim.upward.unwrap_or(true)),
    }
}

fn is_part(passage: &Passage<'_>, index: usize) -> bool {
    super::parts::total_of(passage, index).is_some()
}

/// Results that a later change may speak of.
fn is_level(item: &Item) -> bool {
    let timed = item.period.is_some_and(Period::is_past);
    let verb = !matches!(
        item.verb,
        Some(Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort | Cue::Lack | Cue::Average | Cue::Multiple)
    );
    verb && !timed && !item.cues.has(Cue::ComparedWith)
}

/// The sentence a claim begins in.
fn sentence_of(passage: &Passage<'_>, claim: &Claim) -> Option<u32> {
    passage.item(passage.index_at(claim.range.start)).map(|x| x.sentence)
}

/// Levels before a claim, in its sentence and those before it, nearest first.
fn before<'p>(passage: &'p Passage<'_>, claim: &Claim, sentence: u32) -> Vec<(&'p Item, &'p Figure)> {
    let items = passage.items.items.get(..passage.index_at(claim.range.start)).unwrap_or_default();
    // A part of a list is no level of its own: `12.513 hội viên: …, thanh niên 2.317; so với 9.134 của năm 2020`.
    let near = items.iter().enumerate().rev().take(WINDOW);
    let whole = near.filter(|(i, x)| x.group == 0 && x.sentence + SENTENCES >= sentence && !is_part(passage, *i));
    levels(passage, whole.map(|(_, x)| x))
}

fn levels<'p>(passage: &'p Passage<'_>, items: impl Iterator<Item = &'p Item>) -> Vec<(&'p Item, &'p Figure)> {
    items
        .filter(|x| is_level(x) && !matches!(x.value, Value::Range(..)))
        .filter_map(|x| Some((x, passage.first(x)?)))
        .collect()
}

/// `a) …`, `b. …`
fn is_lettered(text: &str) -> bool {
    let mut chars = text.trim_start().chars();
    let letter = chars.next().is_some_and(|c| c.is_lowercase());
    letter && matches!(chars.next(), Some(')' | '.')) && chars.next().is_some_and(char::is_whitespace)
}
