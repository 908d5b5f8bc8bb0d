//! Whether what stands behind a figure speaks of the level and the plan before it and of nothing else: `giảm 6 hội
//! viên do chuyển đi` is no change of the members, `đạt 50% kế hoạch quý` is of another plan than that of the year.

use super::{Level, REACH, Reader};
use crate::claims::items::Item;
use crate::claims::words;
use crate::figures::{Cue, Figure, Token, TokenKind};

impl<'p> Reader<'p, '_> {
    /// Whether the plain words behind a change are those of its level.
    pub(super) fn said_of_level(&self, item: &Item, level: &Level<'p>) -> bool {
        let tail = self.passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
        let behind = tail.iter().take_while(|t| {
            !matches!(t.kind, TokenKind::Period(_) | TokenKind::Cue(Cue::ComparedWith | Cue::Target | Cue::Given))
        });
        let known = format!("{} {}", self.words_around(level.item), level.upper.noun);
        let known: Vec<&str> = known.split(' ').collect();
        let words = behind.filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Cue(_)));
        let small = |w: &str| words::is_stop(w) || words::is_filler(w) || known.contains(&w);
        // `thiếu 30 con giống cái`: the noun itself says more than the unit.
        let figure = self.passage.first(item);
        let noun = figure.and_then(|f| f.noun.strip_prefix(f.unit.key.as_str())).unwrap_or_default();
        noun.split_whitespace().all(small)
            && (level.upper.is_rate() || !item.after.has(Cue::RateNoun))
            && words.flat_map(|t| self.syllables(t)).all(|w| small(&w))
    }

    /// Whether a change is compared with something that is no time: a plan, an average, another place.
    pub(super) fn compared_otherwise(&self, item: &Item) -> bool {
        let cues = |c: &[Cue]| item.after.any(c) || item.cues.any(c);
        cues(&[Cue::Target, Cue::Given]) || item.base.is_none() && item.after.has(Cue::ComparedWith)
    }

    /// Whether the words around a percentage or gap name no other plan than a figure before it is.
    pub(super) fn said_of_plan(&self, item: &Item, plan: &Figure) -> bool {
        let end = self.passage.items.items.partition_point(|x| x.token < item.token);
        let near = self.passage.items.items.get(end.saturating_sub(REACH)..end).unwrap_or_default();
        let own = |x: &&Item| self.passage.first(x).is_some_and(|f| f.number == plan.number);
        let Some(plan) = near.iter().find(own) else { return true };
        // `so với chỉ tiêu của Bộ giao (8.000 tỷ đồng), đạt 47,2% so với chỉ tiêu của Tổng cục giao`
        let host = self.passage.items.groups.get(plan.group as usize).filter(|_| plan.group != 0);
        let host = host.and_then(|g| self.passage.item(g.host?)).map_or_else(String::new, |x| self.words_around(x));
        let known = format!("{} {host}", self.words_around(plan));
        let known: Vec<&str> = known.split(' ').collect();
        let tail = self.passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
        let named = tail.iter().any(|t| matches!(t.kind, TokenKind::Cue(Cue::Target | Cue::Given)));
        let telling =
            tail.iter().filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Cue(_) | TokenKind::Period(_)));
        !named
            || telling.flat_map(|t| self.syllables(t)).all(|w| words::is_plan_word(&w) || known.contains(&w.as_str()))
    }

    pub(super) fn words_around(&self, item: &Item) -> String {
        let tail = self.passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
        let lead = self.passage.lexed.tokens.get(item.lead.clone()).unwrap_or_default();
        let all = lead.iter().chain(tail).map(|t| self.passage.document.folded(t.range));
        all.collect::<Vec<_>>().join(" ")
    }

    pub(super) fn syllables(&self, token: &Token) -> Vec<String> {
        let folded = self.passage.document.folded(token.range);
        folded.split_whitespace().map(str::to_owned).collect()
    }
}
