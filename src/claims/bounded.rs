//! Rates that cannot be above 100 %, whatever they are shares of: `hồ sơ đúng hạn 101,2%`, `huy động đúng độ tuổi đạt 100,7%`.

use super::items::{Passage, Value};
use super::{Claim, ClaimKind, Operand, Relation, Role, words};
use crate::document::TextRange;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, TokenKind};
use std::collections::BTreeSet;

/// Adds a share of what is not stated for each such rate that is too high and that no claim has read.
pub fn bounded(passages: &[Option<Passage<'_>>], claims: &mut Vec<Claim>) {
    let stated: BTreeSet<TextRange> = claims.iter().filter_map(|c| c.get(Role::Stated)).map(|f| f.number).collect();
    for passage in passages.iter().flatten() {
        for item in &passage.items.items {
            let one = matches!(item.value, Value::One(_));
            let figure = passage.first(item).filter(|f| one && f.unit.dimension == Dimension::Percent);
            let Some(figure) = figure.filter(|f| f.printed > Exact::HUNDRED && f.hedge.is_none()) else { continue };
            // `tỷ lệ nước sạch đạt 103% kế hoạch`, `tăng 120%`, `bằng 103% cùng kỳ`: of something else.
            let plain = matches!(item.verb, None | Some(Cue::Reach | Cue::Is | Cue::RateNoun)) && item.base.is_none();
            let other = item.cues.any(&[Cue::Target, Cue::Given, Cue::ComparedWith, Cue::Growth]);
            let words = passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
            if !plain
                || other
                || words.iter().any(|t| matches!(t.kind, TokenKind::Word | TokenKind::Cue(_) | TokenKind::Period(_)))
            {
                continue;
            }
            let own: Vec<_> = passage.own(item).map(|t| passage.document.folded(t.range)).collect();
            if words::names_bounded(&own.join(" ")) && !stated.contains(&figure.number) {
                let operands = vec![Operand::new(Role::Stated, figure, item.period)];
                let mut claim = Claim::new(ClaimKind::Share, Relation::Share, figure.range, operands);
                claim.indicator = passage.indicator(item);
                claims.push(claim);
            }
        }
    }
}
