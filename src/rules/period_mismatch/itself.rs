//! A value compared with its own time: `9 tháng năm 2024 đạt …, tăng 9,1% so với cùng kỳ năm 2024`.

use crate::document::TextRange;
use crate::figures::{Cue, Lexed, Period, TokenKind};

/// The time of the value, the earlier time it is compared with, and the year that both name.
pub(super) fn compared(lexed: &Lexed) -> Vec<(TextRange, TextRange, u16)> {
    let mut found = Vec::new();
    if lexed.periods().all(|time| time != Period::SamePeriod) {
        return found;
    }
    // The stretch of a year that the value is of, and whether another time stands in the sentence.
    let mut own: Option<(TextRange, Option<u16>)> = None;
    let mut other = false;
    // How many tokens before this one words of comparison stand, and `cùng kỳ`.
    let (mut compared, mut same) = (false, false);
    let mut last: Option<usize> = None;
    for (at, token) in lexed.tokens.iter().enumerate() {
        match token.kind {
            TokenKind::SentenceEnd => (own, other, compared, same) = (None, false, false, false),
            TokenKind::Cue(Cue::ComparedWith) => (compared, same) = (true, false),
            TokenKind::Period(Period::SamePeriod) => same = true,
            TokenKind::Period(Period::Year(year)) if same => {
                let it = own.filter(|o| compared && !other && o.1 == Some(year));
                found.extend(it.map(|(own, _)| (own, token.range, year)));
                (compared, same) = (false, false);
            }
            TokenKind::Period(Period::Year(year)) => match own.as_mut() {
                // `9 tháng năm 2024`
                Some((range, open @ None)) if last.is_some_and(|l| l + 1 == at) => {
                    (*range, *open) = (range.cover(token.range), Some(year));
                }
                _ => other = true,
            },
            TokenKind::Period(
                Period::Months { year, .. } | Period::Month { year, .. } | Period::Quarter { year, .. },
            ) => {
                // `So với 6 tháng đầu năm 2017, giảm 594 vụ`: what is compared with is not the time of the value.
                other |= own.is_some() || compared;
                (compared, same) = (false, false);
                own = own.or(Some((token.range, year)));
                last = Some(at);
            }
            TokenKind::Period(_) => (other, compared, same) = (true, false, false),
            TokenKind::Figure(_) | TokenKind::Comma | TokenKind::Semicolon | TokenKind::Open(_) => {
                (compared, same) = (false, false);
            }
            _ => {}
        }
    }
    found
}
