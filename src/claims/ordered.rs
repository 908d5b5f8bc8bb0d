//! Changes of one sentence with a base each, whose levels stand in a list before it in the same order: `Cơ cấu ba khu
//! vực lần lượt là 19,6%; 39,7%; 40,7%. So với cùng kỳ, khu vực I giảm 0,8 điểm (cùng kỳ 20,4%), khu vực II …`. That its
//! neighbours close with their places tells the place of one that does not.

use super::above::{Above, closes_with, open};
use super::items::Item;
use super::{Claim, Operand, Role};
use crate::figures::Figure;

/// A change with the sentence it stands in and the place of the level that closes it, in the order of the text.
struct Change {
    claim: usize,
    block: u32,
    sentence: u32,
    place: Option<usize>,
}

/// Gives changes that close with no level above the one of their place.
pub fn settle(above: &Above<'_, '_>, claims: &mut [Claim]) {
    let mut changes: Vec<Change> = Vec::new();
    let mut lists: Vec<Vec<(&Item, &Figure)>> = Vec::new();
    for (claim, c) in claims.iter().enumerate().filter(|(_, c)| open(c)) {
        let Some(block) = above.document.block_at(c.range.start) else { continue };
        let Some(passage) = above.passage_at(c.range.start) else { continue };
        let Some(sentence) = passage.item(passage.index_at(c.range.start)).map(|x| x.sentence) else { continue };
        let fresh = changes.last().is_none_or(|l| (l.block, l.sentence) != (block, sentence));
        if fresh {
            let mut levels = above.levels(block, sentence);
            levels.reverse();
            lists.push(levels);
        }
        let place = lists.last().and_then(|l| l.iter().position(|(_, f)| closes_with(c, f)));
        changes.push(Change { claim, block, sentence, place });
    }
    let mut list = 0;
    let mut found: Vec<(usize, Operand)> = Vec::new();
    for (n, change) in changes.iter().enumerate() {
        let before = n.checked_sub(1).and_then(|i| changes.get(i));
        let same = |o: &&Change| (o.block, o.sentence) == (change.block, change.sentence);
        if before.is_some_and(|b| !same(&b)) {
            list += 1;
        }
        let behind = changes.get(n + 1).filter(same).and_then(|c| c.place);
        let before = before.filter(same).and_then(|c| c.place);
        // Between two neighbours, each at its place.
        let place = before.zip(behind).filter(|(a, b)| a + 2 == *b).map(|(a, _)| a + 1);
        let level = place.filter(|_| change.place.is_none()).and_then(|p| lists.get(list)?.get(p));
        let claim = claims.get(change.claim);
        let like = |f: &Figure| {
            let base = claim.and_then(|c| c.get(Role::Base));
            base.is_some_and(|b| b.unit.key == f.unit.key && b.is_rate() == f.is_rate() && f.hedge.is_none())
        };
        if let Some((item, figure)) = level.filter(|(_, f)| like(f)) {
            found.push((change.claim, Operand::new(Role::Level, figure, item.period)));
        }
    }
    for (claim, level) in found {
        if let Some(claim) = claims.get_mut(claim) {
            claim.period = level.period;
            claim.operands.insert(1, level);
        }
    }
}
