//! When a value was reached: as the text says it, else as the title of the draft does.

use crate::batch::draft::{HEAD, date_line, head};
use crate::claims::statements::Statement;
use crate::document::{BlockKind, Document};
use crate::figures::{Cue, Lexed, Period, TokenKind, YearsKind, lex};
use crate::tables::facts;

/// The periods of a draft's figures.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// What the title says the draft is about; never a term of several years, of which figures are rarely.
    title: Option<Period>,
}

impl Times {
    /// Reads the title of a draft.
    pub fn of(document: &Document, lexed: &[Lexed]) -> Times {
        // A sentence is no title; the date of the letter is no period.
        let titles = head(document).filter(|(block, b)| {
            let text = document.block_text(*block).trim();
            !matches!(b.kind, BlockKind::Cell(_)) && !text.ends_with(['.', ';', ':']) && date_line(text).is_none()
        });
        let stated = titles.into_iter().find_map(|(block, _)| {
            let tokens = lexed.get(block as usize).map_or(&[][..], |l| &l.tokens);
            tokens.iter().find_map(|token| match token.kind {
                TokenKind::Period(Period::Date { .. }) => None,
                TokenKind::Period(period) => full(period, None),
                _ => None,
            })
        });
        Times { title: stated.filter(|p| !matches!(p, Period::Years { .. })) }
    }

    /// When a statement speaks of. What no words date is of the title's period, but goals are of another.
    pub fn of_statement(
        &self,
        document: &Document,
        lexed: &[Lexed],
        statement: &Statement,
        goal: bool,
    ) -> Option<Period> {
        let home = self.title.and_then(year);
        if let Some(period) = statement.period {
            return full(period, home);
        }
        let lexed = lexed.get(statement.block as usize)?;
        self.title
            .filter(|_| !goal && !other_time(lexed, statement.lead.end, home) && self.above(document, statement.block))
    }

    /// When a column of a table speaks of, by its header; else by the title, where a block (its caption, a cell)
    /// stands under no other year.
    pub fn of_column(&self, document: &Document, header: &str, blocks: &[u32]) -> Option<Period> {
        let tokens = lex::phrase(header).tokens;
        let mut periods = tokens.iter().filter_map(|t| match t.kind {
            TokenKind::Period(period) => Some(period),
            _ => None,
        });
        match (periods.next(), periods.next()) {
            (Some(period), None) => full(period, self.title.and_then(year)),
            (Some(_), Some(_)) => None,
            // `TH2024`
            (None, _) => match facts::year(header) {
                Some(year) => Some(Period::Year(year)),
                None => {
                    let quiet = |&b: &u32| self.allows(document.block_text(b)) && self.above(document, b);
                    self.title.filter(|_| blocks.iter().all(quiet))
                }
            },
        }
    }

    /// Whether the headings above a block name no other year than the title.
    fn above(&self, document: &Document, block: u32) -> bool {
        let mut next = document.blocks.get(block as usize).and_then(|b| b.section);
        while let Some(section) = next.and_then(|id| document.sections.get(id as usize)) {
            // The title itself may go on: `…, phương hướng năm 2026`.
            if section.block as usize >= HEAD && !self.allows(document.block_text(section.block)) {
                return false;
            }
            next = section.parent;
        }
        true
    }

    fn allows(&self, text: &str) -> bool {
        let years = text.split(|c: char| !c.is_ascii_digit()).filter_map(facts::year);
        let home = self.title.and_then(year);
        years.into_iter().all(|y| Some(y) == home)
    }
}

/// Whether a time other than the title's year stands in a block before a token, and is no base of comparison.
fn other_time(lexed: &Lexed, before: usize, home: Option<u16>) -> bool {
    let mut compared = false;
    for token in lexed.tokens.iter().take(before) {
        match token.kind {
            TokenKind::Cue(Cue::ComparedWith) => compared = true,
            TokenKind::Figure(_) | TokenKind::SentenceEnd => compared = false,
            TokenKind::Period(period) if !compared => {
                let same = full(period, home).and_then(year) == home;
                if !same {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// A period with its year, in one form for all words that lead to it; none where the year is not known.
pub fn full(period: Period, home: Option<u16>) -> Option<Period> {
    Some(match period {
        Period::Year(_) => period,
        Period::Years { from, to, kind: YearsKind::School } => Period::Years { from, to, kind: YearsKind::School },
        Period::Years { from, to, .. } => Period::Years { from, to, kind: YearsKind::Plain },
        Period::Month { month, year } => Period::Month { month, year: Some(year.or(home)?) },
        Period::Months { count, year } => Period::Months { count, year: Some(year.or(home)?) },
        Period::Quarter { quarter, year } => Period::Quarter { quarter, year: Some(year.or(home)?) },
        Period::Date { day, month, year } => Period::Date { day, month, year: Some(year?) },
        _ => return None,
    })
}

/// The one year of a period.
pub fn year(period: Period) -> Option<u16> {
    match period {
        Period::Year(year) => Some(year),
        Period::Month { year, .. }
        | Period::Months { year, .. }
        | Period::Quarter { year, .. }
        | Period::Date { year, .. } => year,
        _ => None,
    }
}

/// The base that words of comparison name, seen from the period of a level.
pub fn base(compared: Period, level: Option<Period>) -> Option<Period> {
    let back = |y: Option<u16>| y.and_then(|y| y.checked_sub(1));
    match (compared, level) {
        (Period::PreviousYear, Some(Period::Year(y))) => Some(Period::Year(back(Some(y))?)),
        (Period::SamePeriod | Period::PreviousYear, Some(level)) => Some(match level {
            Period::Year(y) => Period::Year(back(Some(y))?),
            Period::Month { month, year } => Period::Month { month, year: Some(back(year)?) },
            Period::Months { count, year } => Period::Months { count, year: Some(back(year)?) },
            Period::Quarter { quarter, year } => Period::Quarter { quarter, year: Some(back(year)?) },
            _ => return None,
        }),
        (period, _) => full(period, None),
    }
}

/// The period that a text names, and nothing else: `2024`, `6 tháng 2024`, `quý III/2024`.
pub fn named(text: &str) -> Option<Period> {
    match lex::phrase(text).tokens.as_slice() {
        [token] => match token.kind {
            TokenKind::Period(period) => full(period, None),
            _ => None,
        },
        _ => None,
    }
}

/// A period as [`named`] reads it.
pub fn shown(period: Period) -> Option<String> {
    let text = match period {
        Period::Year(year) => year.to_string(),
        Period::Years { from, to, kind: YearsKind::School } => format!("năm học {from}-{to}"),
        Period::Years { from, to, .. } => format!("{from}-{to}"),
        Period::Month { month, year } => format!("tháng {month}/{}", year?),
        Period::Months { count, year } => format!("{count} tháng năm {}", year?),
        Period::Quarter { quarter, year } => {
            let roman = ["I", "II", "III", "IV"].get(usize::from(quarter).checked_sub(1)?)?;
            format!("quý {roman}/{}", year?)
        }
        Period::Date { day, month, year } => format!("{day:02}/{month:02}/{}", year?),
        _ => return None,
    };
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_as_they_are_written() {
        for text in
            ["2024", "2020-2025", "năm học 2024-2025", "tháng 8/2024", "6 tháng năm 2024", "quý III/2024", "31/12/2024"]
        {
            assert_eq!(named(text).and_then(shown).as_deref(), Some(text));
        }
        for text in ["năm 2024", "Năm 2024", "nhiệm kỳ 2020-2025", "giai đoạn 2021 - 2025", "6 tháng đầu năm 2024"]
        {
            assert!(named(text).is_some(), "{text}");
        }
        for text in ["", "6 tháng", "cùng kỳ", "hai nghìn", "2024 và 2025", "24", "năm 2024 xã A"] {
            assert_eq!(named(text), None, "{text}");
        }
    }

    #[test]
    fn the_base_of_a_comparison_is_seen_from_its_level() {
        let months = |year| Period::Months { count: 6, year: Some(year) };
        assert_eq!(base(Period::SamePeriod, Some(months(2024))), Some(months(2023)));
        assert_eq!(base(Period::PreviousYear, Some(Period::Year(2024))), Some(Period::Year(2023)));
        assert_eq!(base(Period::Year(2020), None), Some(Period::Year(2020)));
        assert_eq!(base(Period::SamePeriod, None), None);
        assert_eq!(base(Period::TermStart, Some(Period::Year(2024))), None);
    }
}
