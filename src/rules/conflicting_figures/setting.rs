//! What the words of its sentence before a figure say of when it was counted, and of what: two figures of one name are
//! one thing only where they say the same.

use crate::claims::statements::Statement;
use crate::claims::words::Words;
use crate::figures::{Cue, Period, TokenKind};
use crate::rules::Context;
use std::collections::BTreeSet;

/// Units of how long something took.
static SPANS: Words = Words::of(include_str!("../../../rules/lexicon/span-words.tsv"));

/// Times narrower than a year, and whether the figure is cumulated or a part.
#[derive(Default, PartialEq, Eq)]
pub(super) struct Setting {
    /// `sau 8 ngày nghỉ`, `ngày 5/2`, `tháng 11`.
    times: BTreeSet<String>,
    /// `lũy kế đến hết tháng 11`.
    cumulated: bool,
    /// `trong đó, mặt hàng clanhke có kim ngạch …`.
    part: bool,
}

impl Setting {
    /// Reads the words in front of a statement, up to the sentence, semicolon or other amount before.
    pub(super) fn of(context: &Context<'_>, statement: &Statement) -> Setting {
        let mut setting = Setting::default();
        let Some(lexed) = context.lexed.get(statement.block as usize) else { return setting };
        let before = lexed.tokens.get(..statement.lead.end).unwrap_or_default();
        let mut sentence = before.iter().rev().take_while(|t| t.kind != TokenKind::SentenceEnd);
        setting.part = sentence.any(|t| t.kind == TokenKind::Cue(Cue::OfWhich));
        for token in before.iter().rev() {
            match token.kind {
                TokenKind::SentenceEnd | TokenKind::Semicolon => break,
                TokenKind::Figure(f) => match lexed.figures.get(f as usize).filter(|f| SPANS.has(&f.unit.key)) {
                    Some(span) => _ = setting.times.insert(context.document.slice(span.range).to_lowercase()),
                    None => break,
                },
                TokenKind::Fraction { .. } | TokenKind::Range { .. } => break,
                TokenKind::Period(
                    period @ (Period::Date { .. }
                    | Period::Month { .. }
                    | Period::Months { .. }
                    | Period::Quarter { .. }),
                ) => _ = setting.times.insert(format!("{period:?}")),
                TokenKind::Cue(Cue::Cumulated) => setting.cumulated = true,
                _ => {}
            }
        }
        setting
    }
}
