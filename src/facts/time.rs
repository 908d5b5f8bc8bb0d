//! When a value was reached: as the text says it, else as the title of the draft does.

use crate::batch::draft::{HEAD, Stated, title_period};
use crate::claims::statements::Statement;
use crate::document::Document;
use crate::figures::{Cue, Lexed, Period, TokenKind, YearsKind, lex};
use crate::tables::facts;
use crate::tables::times::one_period;
use hashbrown::HashSet;

/// The periods of a draft's figures.
#[derive(Clone, Copy, Debug)]
pub struct Times {
    /// What the title says the draft is about; never a term of several years, of which figures are rarely.
    title: Option<Period>,
}

impl Times {
    /// Reads the title of a draft.
    pub fn of(document: &Document, lexed: &[Lexed]) -> Times {
        Times::of_title(title_period(document, lexed).as_ref())
    }

    /// From the title of a draft.
    pub fn of_title(stated: Option<&Stated>) -> Times {
        Times { title: stated.map(|s| s.period).filter(|p| !matches!(p, Period::Years { .. })) }
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

    /// When a column of a table speaks of, by the times its header names; else by the title, where a block (its
    /// caption, a cell) stands under no other year.
    pub fn of_column(&self, document: &Document, header: &str, periods: &[Period], blocks: &[u32]) -> Option<Period> {
        if !periods.is_empty() {
            return self.of_header(periods);
        }
        // `TH2024`
        if let Some(year) = facts::year(header) {
            return Some(Period::Year(year));
        }
        let quiet = |&b: &u32| self.allows(document.block_text(b)) && self.above(document, b);
        self.title.filter(|_| blocks.iter().all(quiet))
    }

    /// The one time of a header: `6 tháng` and `2025` are one, `Cùng kỳ 2024` is the title's in that year.
    fn of_header(&self, periods: &[Period]) -> Option<Period> {
        let is_year = |p: &&Period| matches!(p, Period::Year(_));
        let years: HashSet<Period> = periods.iter().filter(is_year).copied().collect();
        let mut parts = periods.iter().filter(|p| !is_year(p));
        match (parts.next().copied(), parts.next(), years.len()) {
            (Some(part @ (Period::SamePeriod | Period::PreviousYear)), None, 0) => base(part, self.title),
            (Some(Period::SamePeriod), None, 1) => in_year(self.title?, years.into_iter().find_map(year)?),
            (_, None, 0 | 1) => full(one_period(periods)?, self.title.and_then(year)),
            _ => None,
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

/// The same stretch of another year.
fn in_year(period: Period, of: u16) -> Option<Period> {
    Some(match period {
        Period::Year(_) => Period::Year(of),
        Period::Month { month, .. } => Period::Month { month, year: Some(of) },
        Period::Months { count, .. } => Period::Months { count, year: Some(of) },
        Period::Quarter { quarter, .. } => Period::Quarter { quarter, year: Some(of) },
        _ => return None,
    })
}

/// The base that words of comparison name, seen from the period of a level.
pub fn base(compared: Period, level: Option<Period>) -> Option<Period> {
    let back = |y: Option<u16>| y.and_then(|y| y.checked_sub(1));
    match (compared, level) {
        (Period::PreviousYear, Some(Period::Year(y))) => Some(Period::Year(back(Some(y))?)),
        (Period::SamePeriod | Period::PreviousYear, Some(level)) => in_year(level, back(year(level))?),
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
