//! What a figure that must be computed is said of.

use super::super::mentions::{Mention, Piece};
use super::super::rows::Named;
use super::beside::{Beside, Held, NEAR};
use crate::figures::Cue;
use crate::tables::prose_words;
use crate::work;
use std::ops::Range;

/// What a figure is said of.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The row.
    pub row: usize,
    /// The columns that hold the figure before it: it is said of that one. None where the row alone is known.
    pub columns: Option<Vec<usize>>,
}

impl Beside<'_> {
    /// What a figure that is computed is said of: a row of its own clause, else the level before it in its sentence.
    pub fn subject(&self, index: usize) -> Option<Subject> {
        let mention = self.paragraph.mentions.get(index)?;
        // `loại trừ tiền sử dụng đất còn 199.476 triệu đồng, tăng 6,0%`: of all but the row
        let except = |&i: &usize| self.paragraph.word(i).is_some_and(|w| w.cue == Some(Cue::Except));
        if mention.before.iter().any(except) {
            return None;
        }
        if !self.rows_in(self.own(mention)).is_empty() {
            let row = self.one_row(self.own(mention)).filter(|_| !self.is_listed(self.own(mention).start))?;
            return self.in_context(index).then_some(Subject { row, columns: None });
        }
        if let Some(total) = self.names.total.filter(|_| self.says_whole(mention.own.clone())) {
            return self.in_context(index).then_some(Subject { row: total, columns: None });
        }
        for earlier in (index.saturating_sub(NEAR)..index).rev() {
            work::step();
            let level = self.paragraph.mentions.get(earlier)?;
            if level.sentence != mention.sentence {
                break;
            }
            let piece = level.own.end;
            if !mention.before.contains(&piece) {
                // behind a semicolon nothing is carried on; a bracket that is closed is passed
                let closed = mention.before.first().is_some_and(|&first| first < piece);
                if closed { continue } else { break }
            }
            // `5 xã (không kể thị trấn), tỷ lệ …`: of all that are counted
            let counted = self.row_at(piece + 1).filter(|n| n.pieces.start == piece + 1);
            if let Some(rest) = counted.filter(|n| self.group(n.row).is_some()) {
                return Some(Subject { row: rest.row, columns: None });
            }
            // another row is named behind it
            let held = self.held.get(earlier).and_then(Option::as_ref);
            // … unless as what it is a multiple of: `gần gấp đôi quý III`
            let multiple = |n: &Named| {
                let lead = (n.pieces.start.saturating_sub(3)..n.pieces.start).filter_map(|i| self.paragraph.word(i));
                lead.into_iter().any(|w| w.cue == Some(Cue::Multiple))
            };
            let named = self.rows_in(piece..mention.own.start);
            if named.iter().any(|n| held.is_none_or(|h| h.row != n.row) && !multiple(n)) {
                return None;
            }
            // `giải ngân 40.611 triệu đồng, đạt 79,5% kế hoạch, tăng 4.486 triệu đồng`: of the amount
            let rate = !mention.figure.is_rate() && level.figure.is_rate() && self.says_plan(level);
            if rate || self.is_carried_over(level, earlier) {
                continue;
            }
            let held = held?;
            return Some(Subject { row: held.row, columns: Some(held.columns.clone()) });
        }
        // `xã Nậm Khắt dẫn đầu về diện tích, chiếm 28% tổng diện tích`
        let mut named = self.rows_before(mention);
        let row = named.next().filter(|_| self.in_context(index))?.row;
        named.all(|n| n.row == row).then_some(Subject { row, columns: None })
    }

    /// Whether a row is named right before the comma before a clause: it is one of a list.
    fn is_listed(&self, start: usize) -> bool {
        let comma = start.checked_sub(1).filter(|&i| matches!(self.paragraph.pieces.get(i), Some(Piece::Comma)));
        // `tiếp đến là xã A, xã B thấp nhất với …`: what is told there ends with it
        let told = |n: &&Named| {
            let lead = (n.pieces.start.saturating_sub(3)..n.pieces.start).filter_map(|i| self.paragraph.word(i));
            lead.into_iter().any(|w| w.cue == Some(Cue::Is))
        };
        comma.and_then(|comma| self.row_at(comma.checked_sub(1)?)).is_some_and(|n| !told(&n))
    }

    /// `toàn huyện`, `tổng số`
    pub fn says_whole(&self, pieces: Range<usize>) -> bool {
        pieces.into_iter().any(|i| {
            let texts: Vec<&str> = (i..i + 3).map_while(|i| self.paragraph.word(i)).map(|w| w.text.as_ref()).collect();
            let whole = prose_words::whole(&texts);
            let level = texts.get(whole..).map_or(0, prose_words::level);
            let of_row = level > 0 && texts.get(whole..whole + level).is_some_and(|l| l.join(" ") == self.names.of);
            whole > 0 && level > 0 && !of_row
        })
    }

    /// The row that a figure is said of: that of its clause, the last one before it, else the total.
    pub fn row_of(&self, index: usize) -> Option<usize> {
        let mention = self.paragraph.mentions.get(index)?;
        if !self.rows_in(self.own(mention)).is_empty() {
            return self.one_row(self.own(mention)).filter(|_| !self.is_listed(self.own(mention).start));
        }
        let before = self.rows_before(mention).next_back().map(|n| n.row);
        let tail = || self.one_row(mention.tail.clone());
        let plain = || !mention.before.iter().any(|&i| self.is_foreign(i));
        before.or_else(tail).or_else(|| self.names.total.filter(|_| plain()))
    }

    /// Whether a figure is no level: a change, a share, a rate of a plan.
    fn is_carried_over(&self, level: &Mention<'_>, index: usize) -> bool {
        let held = self.held.get(index).is_some_and(Option::is_some);
        (level.other && !level.mean) || level.share || (!held && level.figure.is_rate() && self.says_plan(level))
    }

    /// Whether the words of a figure speak of a plan.
    fn says_plan(&self, level: &Mention<'_>) -> bool {
        let cue = |i: usize| self.paragraph.word(i).and_then(|w| w.cue);
        level.own.clone().chain(level.tail.clone()).any(|i| cue(i) == Some(Cue::Target))
    }

    /// Whether nothing that opens the sentence of a clause is said of something else than the table.
    fn in_context(&self, index: usize) -> bool {
        let Some(mention) = self.paragraph.mentions.get(index) else { return false };
        let start =
            mention.before.iter().rposition(|&i| matches!(self.paragraph.pieces.get(i), Some(Piece::Figure(..))));
        let lead = mention.before.get(start.map_or(0, |s| s + 1)..).unwrap_or_default();
        start.is_some() || !lead.iter().any(|&i| self.is_foreign(i))
    }

    /// The fields that hold the nearest level before a figure in its paragraph, where the table has it.
    pub fn level_before(&self, index: usize) -> Option<&Held> {
        for earlier in (index.saturating_sub(NEAR)..index).rev() {
            work::step();
            let level = self.paragraph.mentions.get(earlier)?;
            let counts_rows = self.counts_rows(level);
            if self.is_carried_over(level, earlier) || counts_rows || level.mean || level.lower.is_some() {
                continue;
            }
            match self.held.get(earlier)? {
                Some(held) => return Some(held),
                // a figure of the table's own words may be wrong or computed
                None if !self.said(level.own.clone()).foreign => {}
                None => return None,
            }
        }
        None
    }
}
