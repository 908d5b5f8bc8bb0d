//! The facts of one draft that the rules of a batch need: small, so that
//! thousands of drafts fit into memory. The document is dropped behind them.

use super::locality::{self, Named, Word};
use super::mentions::{self, Mention};
use super::prose::{self, Sentence, Total};
use super::values::{self, Value};
use crate::document::{Block, BlockKind, Document, TextRange};
use crate::facts::time::{self, Times};
use crate::figures::lex::lex_document;
use crate::figures::{Lexed, Period, TokenKind, YearsKind};
use crate::source::Span;
use crate::tables::{self, facts};

/// What a draft is in the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The report of one commune (or whatever the batch is made of).
    Commune,
    /// The report over all of them.
    Rollup,
}

/// The facts of a draft.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its name as printed.
    pub path: String,
    /// What it is.
    pub role: Role,
    /// Whose report it is: the name, folded, without the word for its kind.
    pub place: Option<String>,
    /// That word, folded.
    pub kind: String,
    /// That name as printed, with the word for its kind.
    pub shown_place: String,
    /// The period its title states.
    pub period: Option<Stated>,
    /// The last year its tables have results of.
    pub last_year: Option<u16>,
    /// The values of its tables.
    pub values: Vec<Value>,
    /// Where its tables stand: a heading or caption, else the first cell; by table.
    pub tables: Vec<Span>,
    /// Sentences with several figures: a short print of each.
    pub prints: Vec<u32>,
    /// Other names where that of the draft's own locality must stand.
    pub mentions: Vec<Mention>,
    /// Figures of the text that may be totals of the communes; for a roll-up only.
    pub totals: Vec<Total>,
}

/// A period with its place.
#[derive(Clone, Debug)]
pub struct Stated {
    /// When.
    pub period: Period,
    /// As printed.
    pub shown: String,
    /// In the file.
    pub span: Span,
}

/// The blocks at the start that a letterhead and a title may fill.
pub const HEAD: usize = 14;

impl Draft {
    /// Reads the facts. `named` is what the configuration says about whose draft it is.
    pub fn of(document: &Document, role: Role, named: Option<&str>) -> Draft {
        let lexed = lex_document(document);
        let sheets = tables::read(document);
        let period = title_period(document, &lexed);
        let mut values = values::read(&sheets, document, &Times::of_title(period.as_ref()));
        let (label, shown_place) = match named {
            Some(name) => (Some(locality::folded(name)), name.trim().to_owned()),
            None => own_place(document),
        };
        let (kind, place) = label.as_deref().map(locality::parted).unzip();
        let (kind, place) = (kind.unwrap_or_default().to_owned(), place.map(str::to_owned));
        // Of a commune's own villages nothing is compared.
        values.retain(|v| role == Role::Rollup || v.of.is_none());
        let mut mentions = mentions::read(document);
        let own = |m: &Mention| place.as_deref() == Some(&*m.name) && locality::same_kind(&m.kind, &kind);
        mentions.retain(|m| place.is_some() && !own(m));
        let home = period.as_ref().and_then(|p| last_year(p.period));
        let last_year = values.iter().filter(|v| v.of.is_none()).filter_map(|v| last_year(v.when?)).max();
        let sentences = prose::sentences(document, &lexed, place.as_deref());
        Draft {
            path: document.source.path.clone(),
            role,
            period,
            last_year,
            tables: (0..document.tables.len()).map(|t| table_place(document, t)).collect(),
            prints: sentences.iter().map(Sentence::short).collect(),
            mentions,
            totals: if role == Role::Rollup { prose::totals(document, &lexed, home) } else { Vec::new() },
            place,
            kind,
            shown_place,
            values,
        }
    }

    /// What the draft is about: the time of its title, else the last year of its tables.
    pub fn when(&self) -> Option<Period> {
        let titled = self.period.as_ref().map(|p| p.period).map(|p| match p {
            Period::Years { to, .. } => Period::Year(to),
            other => other,
        });
        titled.or(self.last_year.map(Period::Year))
    }

    /// The sentences with several figures of its document, which was read again.
    pub fn sentences(&self, document: &Document) -> Vec<Sentence> {
        prose::sentences(document, &lex_document(document), self.place.as_deref())
    }
}

/// The last year of a period.
pub fn last_year(period: Period) -> Option<u16> {
    match period {
        Period::Year(year) => Some(year),
        Period::Years { to, .. } => Some(to),
        Period::Month { year, .. } | Period::Months { year, .. } | Period::Quarter { year, .. } => year,
        _ => None,
    }
}

/// The blocks of letterhead and title.
pub fn head(document: &Document) -> impl Iterator<Item = (u32, &Block)> {
    document.blocks.iter().take(HEAD).enumerate().map(|(i, b)| (i as u32, b))
}

/// Whose draft it is, by its letterhead: the lowest unit that is named first, folded and as printed.
pub fn own_place(document: &Document) -> (Option<String>, String) {
    let dated = head(document).find_map(|(block, _)| date_line(document.block_text(block)));
    let mut found: Option<(Named, Vec<Word>, u32)> = None;
    for (block, _) in head(document) {
        let words = locality::split(document.block_text(block));
        let mut names = locality::names(&words);
        // On one line with the unit above it, its own name comes second.
        let lowest = names.iter().position(|n| n.low).or(if names.is_empty() { None } else { Some(0) });
        if let Some(named) = lowest.map(|i| names.swap_remove(i)).filter(|n| n.low || found.is_none()) {
            let low = named.low;
            found = Some((named, words, block));
            if low {
                break;
            }
        }
    }
    let Some((mut named, words, block)) = found else { return (None, String::new()) };
    // A name in capitals may run on into the title; the line of the date says where it ends.
    if let Some(short) = dated.filter(|d| locality::starts_with(&named.name, d)) {
        named.words.end = named.proper + short.split(' ').count();
        named.name = short;
    }
    let text = document.block_text(block);
    let from = words.get(named.words.start).map_or(0, |w| w.range.start);
    let to = words.get(named.words.end.saturating_sub(1)).map_or(from, |w| w.range.end);
    let shown = text.get(from..to).unwrap_or("");
    let capitals = !shown.chars().any(char::is_lowercase);
    let kind = named.proper - named.words.start;
    let as_in_text = |(i, word): (usize, &str)| {
        let mut letters = word.chars();
        let first = if i < kind { None } else { letters.next() };
        first.into_iter().chain(letters.as_str().to_lowercase().chars()).collect::<String>()
    };
    let shown = match capitals {
        true => shown.split_whitespace().enumerate().map(as_in_text).collect::<Vec<_>>().join(" "),
        false => shown.to_owned(),
    };
    (Some(format!("{} {}", named.kind(&words), named.name)), shown)
}

/// The name in `Tà Xôm, ngày 03 tháng 12 năm 2025`, folded.
pub fn date_line(text: &str) -> Option<String> {
    let (name, rest) = text.trim().split_once(',')?;
    let date = locality::split(rest);
    let dated = date.first()?.folded == "ngày" && date.iter().any(|w| w.folded == "tháng");
    let words = locality::split(name);
    (dated && !words.is_empty() && words.len() <= 6 && words.iter().all(|w| w.capital)).then(|| locality::label(name))
}

/// The first period of the title that says what the draft is about. `6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm
/// 2025` is of that year.
pub fn title_period(document: &Document, lexed: &[Lexed]) -> Option<Stated> {
    head(document).filter(|(_, b)| !matches!(b.kind, BlockKind::Cell(_))).find_map(|(block, b)| {
        let text = document.block_text(block).trim_end();
        // A sentence is no title.
        if date_line(text).is_some() || text.ends_with(['.', ';', ':']) {
            return None;
        }
        let (home, end) = first_year(text).unzip();
        let tokens = &lexed.get(block as usize)?.tokens;
        tokens.iter().find_map(|token| {
            let TokenKind::Period(period) = token.kind else { return None };
            let fits = match period {
                Period::Years { kind, .. } => matches!(kind, YearsKind::Term | YearsKind::Stage | YearsKind::School),
                Period::Year(_) | Period::Month { .. } | Period::Months { .. } | Period::Quarter { .. } => true,
                _ => false,
            };
            let whole = Some(period).filter(|_| fits).and_then(|p| time::full(p, home))?;
            // A year that stands elsewhere in the title belongs to the place.
            let behind = end.filter(|_| last_year(period).is_none()).map(|end| b.range.start + end as u32);
            let range = TextRange::new(token.range.start, behind.unwrap_or(token.range.end).max(token.range.end));
            Some(Stated { period: whole, shown: document.slice(range).trim().to_owned(), span: document.span(range) })
        })
    })
}

/// The first year of a text, and where it ends.
fn first_year(text: &str) -> Option<(u16, usize)> {
    let words = locality::split(text);
    words.iter().find_map(|w| Some((facts::year(&w.folded)?, w.range.end)))
}

/// The heading of the section a table stands in, else its caption, else its first cell.
fn table_place(document: &Document, table: usize) -> Span {
    let Some(table) = document.tables.get(table) else { return Span::new(0, 0) };
    let first = table.cells.iter().map(|c| c.block).find(|&b| !document.block_text(b).trim().is_empty());
    let section = first
        .and_then(|b| document.blocks.get(b as usize)?.section)
        .and_then(|s| document.sections.get(s as usize))
        .map(|s| s.block);
    let block = table.caption.or(section).or(first);
    block.map_or(table.span, |b| document.span(trimmed(document, b)))
}

/// The range of a block without white space around its text.
pub fn trimmed(document: &Document, block: u32) -> TextRange {
    let Some(range) = document.blocks.get(block as usize).map(|b| b.range) else { return TextRange::new(0, 0) };
    let text = document.slice(range);
    let lead = text.len() - text.trim_start().len();
    let end = range.start + text.trim_end().len() as u32;
    TextRange::new((range.start + lead as u32).min(end), end)
}
