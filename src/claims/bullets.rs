//! Lists of bullets under a paragraph that ends with a colon: their totals, and how many of them there are.

use super::items::Passage;
use super::{Claim, ClaimKind, Operand, Relation, Role, closes, lists, parts};
use crate::document::{BlockKind, Document};
use crate::figures::Dimension;

/// Bullets under a paragraph that ends with a colon: the last figure of the
/// paragraph may be their total.
pub fn bullets(document: &Document, passages: &[Option<Passage<'_>>], claims: &mut Vec<Claim>) {
    let mut index = 0;
    while let Some(slot) = passages.get(index) {
        index += 1;
        let Some(passage) = slot else { continue };
        let lead = document.block_text(passage.block);
        let colon = lead.trim_end().ends_with(':');
        // A bullet that does not end with a colon leads no others.
        if !colon
            && (is_bullet(lead) || !document.blocks.get(index).is_some_and(|b| is_bullet(document.slice(b.range))))
        {
            continue;
        }
        let start = index;
        while document
            .blocks
            .get(index)
            .is_some_and(|b| b.kind == BlockKind::Paragraph && is_bullet(document.slice(b.range)))
        {
            index += 1;
        }
        let level = same_level(document, passage.block, start, index);
        let lists: Vec<Passage<'_>> = level
            .iter()
            .filter_map(|&b| passages.get(b)?.as_ref())
            .map(|p| Passage::new(document, p.block, p.lexed))
            .collect();
        if lists.len() >= 2 && lists.len() == level.len() {
            let own = claims.len();
            parts::parts_of_bullets(passage, &lists, claims);
            // `Các tổ tiếp nhận 63 vụ.` and bullets: without a colon only figures that all but add up make them its parts.
            let all_but = |c: &Claim| c.operands.len() > 3 && closes::nearly(&c.operands);
            if !colon && !claims.get(own..).unwrap_or_default().iter().all(all_but) {
                claims.truncate(own);
            }
        }
        if let Some(count) = whole_list(document, start, index).filter(|_| colon) {
            lists::listed_in_bullets(passage, count, claims);
        }
    }
}

/// The paragraphs of a list that carry its first mark: below one that ends with a colon others are a list of their own
/// (`- Đất đô thị 90 ha, gồm:`, `+ Đất ở 50 ha`), and the mark of the lead itself ends the list.
fn same_level(document: &Document, lead: u32, start: usize, end: usize) -> Vec<usize> {
    let text = |b: usize| document.blocks.get(b).map_or("", |b| document.slice(b.range)).trim();
    let mark = |b: usize| text(b).chars().next();
    let above = mark(lead as usize).filter(|_| is_bullet(text(lead as usize)) && mark(lead as usize) != mark(start));
    let own = (start..end).take_while(|&b| above.is_none() || mark(b) != above);
    let (mut level, mut nested) = (Vec::new(), false);
    for b in own {
        let inner = nested && mark(b) != mark(start);
        if !inner {
            level.push(b);
            nested = text(b).ends_with(':');
        }
    }
    level
}

/// How many bullets a list has, of one level and none behind a paragraph that parts it.
fn whole_list(document: &Document, start: usize, end: usize) -> Option<u32> {
    let text =
        |b: usize| document.blocks.get(b).filter(|b| b.kind == BlockKind::Paragraph).map(|b| document.slice(b.range));
    let mark = |b: usize| text(b).and_then(|t| t.trim_start().chars().next());
    let first = mark(start)?;
    let level = (start..end).all(|b| mark(b) == Some(first));
    let parted = (end..end + 2).any(|b| text(b).is_some_and(is_bullet));
    (level && !parted && end - start >= 2).then_some((end - start) as u32)
}

/// Whether a paragraph starts with the mark of a list.
pub fn is_bullet(text: &str) -> bool {
    text.trim_start().starts_with(['-', '+', '*', '•', '–', '—', '●'])
}

/// `1. Nhiệm vụ trọng tâm (06 nhiệm vụ)`: a count in the bracket of a heading, and the
/// paragraphs numbered `1.1`, `1.2`, … below it.
pub fn headings(document: &Document, passages: &[Option<Passage<'_>>], claims: &mut Vec<Claim>) {
    for section in &document.sections {
        let Some(passage) = passages.get(section.block as usize).and_then(Option::as_ref) else { continue };
        let mut bracketed = passage.items.items.iter().filter(|i| i.group != 0);
        let (Some(item), None) = (bracketed.next(), bracketed.next()) else { continue };
        let Some(figure) = passage.first(item).filter(|f| f.unit.dimension == Dimension::Count) else { continue };
        let Some(count) = numbered_below(document, section.block).filter(|&n| n >= 2) else { continue };
        let relation = Relation::Count { least: count, most: count };
        let operands = vec![Operand::new(Role::Stated, figure, None)];
        claims.push(Claim::new(ClaimKind::CountOfList, relation, figure.range, operands));
    }
}

/// So many blocks below a heading are looked at for its numbered paragraphs.
const FAR: usize = 2000;

/// How many blocks under a heading `1.` carry `1.1`, `1.2`, … without a gap; `None` where one is missing.
fn numbered_below(document: &Document, heading: u32) -> Option<u32> {
    let text = document.block_text(heading).trim_start();
    let mark = text.get(..text.find(|c: char| !c.is_ascii_digit() && c != '.')?)?.trim_end_matches('.');
    if mark.is_empty() {
        return None;
    }
    let mut count = 0;
    for block in document.blocks.get(heading as usize + 1..)?.iter().take(FAR) {
        let text = document.slice(block.range).trim_start();
        let rest = text.strip_prefix(mark).and_then(|r| r.strip_prefix('.'));
        match rest.map(|r| r.chars().take_while(char::is_ascii_digit).collect::<String>()) {
            Some(digits) if !digits.is_empty() => {
                if digits.parse() != Ok(count + 1) {
                    return None;
                }
                count += 1;
            }
            // Another number of the heading's own depth ends its part.
            _ if matches!(block.kind, BlockKind::Heading { .. }) && rest.is_none() && ends(mark, text) => break,
            _ => {}
        }
    }
    Some(count)
}

/// Whether a heading lies outside the part numbered `mark`: it has no number, or another one.
fn ends(mark: &str, heading: &str) -> bool {
    !heading.starts_with(mark)
}
