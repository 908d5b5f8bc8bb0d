//! Every number of a block and what it was taken for, for `doisoat figures`.

use super::exact::Exact;
use super::{Figure, Hedge, Inert, Lexed, Period, TokenKind, YearsKind};
use crate::document::{Document, TextRange};

/// A number that was seen.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// Where it stands in the logical text.
    pub range: TextRange,
    /// As printed.
    pub text: String,
    /// What it was taken for: see [`class_name`].
    pub class: &'static str,
    /// The number of a figure, before its unit's factor.
    pub value: Option<Exact>,
    /// The key of a figure's unit; empty for none.
    pub unit: String,
    /// A figure's bound.
    pub hedge: Option<Hedge>,
}

/// Every figure, and every inert thing, time or unit with a digit in it, in the order of the text.
/// The numbers that Word counts by itself before paragraphs are nowhere in the file and left out.
pub fn inventory(document: &Document, lexed: &Lexed) -> Vec<Sighting> {
    let mut seen = Vec::new();
    for token in lexed.tokens.iter().filter(|t| !document.is_automatic(t.range)) {
        let class = class_name(token.kind);
        let mut figure = |index: u32| {
            if let Some(figure) = lexed.figures.get(index as usize) {
                seen.push(sighting(document, figure, class));
            }
        };
        match token.kind {
            TokenKind::Figure(index) => figure(index),
            TokenKind::Fraction { upper: a, lower: b } | TokenKind::Range { low: a, high: b } => {
                figure(a);
                figure(b);
            }
            TokenKind::Inert(_) | TokenKind::Period(_) | TokenKind::Word => {
                let text = document.slice(token.range);
                // A word with a digit in it is a unit that no number stands before: `người/km²`.
                let class = if token.kind == TokenKind::Word { "unit" } else { class };
                if text.contains(|c: char| c.is_ascii_digit() || matches!(c, '²' | '³')) {
                    let (range, text) = (token.range, text.to_owned());
                    seen.push(Sighting { range, text, class, value: None, unit: String::new(), hedge: None });
                }
            }
            _ => {}
        }
    }
    seen
}

fn sighting(document: &Document, figure: &Figure, class: &'static str) -> Sighting {
    Sighting {
        range: figure.range,
        text: document.slice(figure.range).to_owned(),
        class,
        value: Some(figure.printed),
        unit: figure.unit.key.clone(),
        hedge: figure.hedge,
    }
}

/// The name of what a token was taken for; part of what `doisoat figures` prints.
pub fn class_name(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Figure(_) => "figure",
        TokenKind::Fraction { .. } => "fraction",
        TokenKind::Range { .. } => "range",
        TokenKind::Period(period) => match period {
            Period::Year(_) => "year",
            Period::Years { kind: YearsKind::Term, .. } | Period::Term => "term",
            Period::Years { kind: YearsKind::Stage, .. } => "stage",
            Period::Years { kind: YearsKind::School, .. } => "school-year",
            Period::Years { kind: YearsKind::Plain, .. } => "years",
            Period::Month { .. } => "month",
            Period::Months { .. } => "months",
            Period::Quarter { .. } => "quarter",
            Period::Date { .. } => "date",
            Period::Span { .. } => "span",
            Period::SamePeriod => "same-period",
            Period::PreviousYear => "previous-year",
            Period::Previous => "previous",
            Period::TermStart => "term-start",
            Period::YearStart => "year-start",
            Period::SinceYearStart => "since-year-start",
        },
        TokenKind::Inert(inert) => match inert {
            Inert::DocumentNumber => "document-number",
            Inert::Article => "article",
            Inert::Ordinal => "ordinal",
            Inert::ListMark => "list-mark",
            Inert::Name => "name",
            Inert::Age => "age",
            Inert::Time => "time",
            Inert::Grade => "grade",
            Inert::Phone => "phone",
            Inert::PageCount => "page-count",
            Inert::Rank => "rank",
            Inert::Power => "power",
            Inert::Unreadable => "unreadable",
        },
        TokenKind::NoteRef(_) => "note-reference",
        TokenKind::Cue(_) => "cue",
        TokenKind::Word => "word",
        _ => "sign",
    }
}
