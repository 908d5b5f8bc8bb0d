//! A block's tokens as one short line, for tables of expectations.

use doisoat::document::{Block, BlockKind, Dialect, Document, Segment, SourceMap, TextRange};
use doisoat::figures::exact::Exact;
use doisoat::figures::lex::lex;
use doisoat::figures::{Dimension, Figure, Hedge, Lexed, Period, TokenKind, YearsKind};
use doisoat::source::{Encoding, Source, Span};

/// A document of one paragraph whose logical text is the text itself.
pub fn document(text: &str) -> Document {
    let end = text.len() as u32;
    let mut map = SourceMap::default();
    map.push(Segment { text: 0, source: Span::new(0, end), len: end, same: true });
    let range = TextRange::new(0, end);
    Document {
        source: Source::new("-", text.to_owned(), Encoding::Utf8),
        dialect: Dialect::PlainText,
        text: text.to_owned(),
        map,
        blocks: vec![Block { kind: BlockKind::Paragraph, range, section: None }],
        sections: Vec::new(),
        notes: Vec::new(),
        references: Vec::new(),
        tables: Vec::new(),
        losses: Vec::new(),
        left_out: Vec::new(),
        automatic: Vec::new(),
        raised: Vec::new(),
        folded: std::sync::OnceLock::new(),
    }
}

/// The tokens of `line`, one after the other. Figures stand in `{}` (`>`, `<`, `~`: the bound; `×`: the factor;
/// `…`: the unit was taken from a neighbour; behind `|`: how it is written), times in `<>`, inert things in `[]`.
pub fn dump(line: &str) -> String {
    let document = document(line);
    let lexed = lex(&document, 0);
    let shown: Vec<String> = lexed.tokens.iter().map(|t| token(t.kind, document.slice(t.range), &lexed)).collect();
    shown.join(" ")
}

fn token(kind: TokenKind, text: &str, lexed: &Lexed) -> String {
    let figure = |index: u32| figure(&lexed.figures[index as usize]);
    match kind {
        TokenKind::Figure(index) => format!("{{{}}}", figure(index)),
        TokenKind::Fraction { upper, lower } => format!("{{{} / {}}}", figure(upper), figure(lower)),
        TokenKind::Range { low, high } => format!("{{{} .. {}}}", figure(low), figure(high)),
        TokenKind::Period(period) => format!("<{}>", self::period(period)),
        TokenKind::Inert(inert) => format!("[{inert:?} {text}]"),
        TokenKind::Cue(cue) => format!("{cue:?}"),
        TokenKind::NoteRef(_) => "note".to_owned(),
        TokenKind::Ellipsis => "…".to_owned(),
        _ => text.to_owned(),
    }
}

fn figure(figure: &Figure) -> String {
    let hedge = match figure.hedge {
        None => "",
        Some(Hedge::About) => "~",
        Some(Hedge::Above) => ">",
        Some(Hedge::Below) => "<",
    };
    let sign = match (figure.signed, figure.negative) {
        (true, true) => "-",
        (true, false) => "+",
        (false, _) => "",
    };
    let mut out = format!("{hedge}{sign}{}", figure.printed.show(6));
    if figure.unit.factor != Exact::ONE {
        out += &format!("×{}", figure.unit.factor.show(3));
    }
    if figure.unit.dimension != Dimension::None {
        out += &format!(" {}", figure.unit.key);
    }
    if figure.unit.elided {
        out += "…";
    }
    if figure.unit.dimension == Dimension::Count && figure.noun != figure.unit.key {
        out += &format!(" ({})", figure.noun);
    }
    let form = figure.form;
    let marks = [
        (form.ambiguous, '?'),
        (form.plain, 'p'),
        (form.dot_decimal, '.'),
        (form.leading_zero, '0'),
        (form.words, 'w'),
        (form.glued, 'g'),
    ];
    let marks: String = marks.iter().filter(|(set, _)| *set).map(|(_, mark)| *mark).collect();
    if marks.is_empty() { out } else { format!("{out}|{marks}") }
}

fn period(period: Period) -> String {
    let behind = |year: Option<u16>| year.map_or_else(String::new, |y| format!("/{y}"));
    match period {
        Period::Year(year) => format!("year {year}"),
        Period::Years { from, to, kind } => {
            let kind = match kind {
                YearsKind::Term => "term",
                YearsKind::Stage => "stage",
                YearsKind::School => "school",
                YearsKind::Plain => "years",
            };
            format!("{kind} {from}-{to}")
        }
        Period::Month { month, year } => format!("month {month}{}", behind(year)),
        Period::Months { count, year } => format!("months {count}{}", behind(year)),
        Period::Quarter { quarter, year } => format!("quarter {quarter}{}", behind(year)),
        Period::Date { day, month, year } => format!("date {day}/{month}{}", behind(year)),
        Period::Span { years } => format!("span {years}"),
        Period::SamePeriod => "same period".to_owned(),
        Period::PreviousYear => "previous year".to_owned(),
        Period::Previous => "previous".to_owned(),
        Period::TermStart => "term start".to_owned(),
        Period::Term => "term".to_owned(),
        Period::YearStart => "year start".to_owned(),
        Period::SinceYearStart => "since year start".to_owned(),
    }
}
