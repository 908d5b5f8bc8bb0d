//! `Xã … có đàn bò lớn nhất`, `đứng đầu là xã …`: the row the text names must be the one.

use super::bind::equal;
use super::mentions::{Paragraph, Piece, Word};
use super::rows::{Named, named};
use super::times::{latest, period_fits};
use super::values::{Index, near};
use super::{Compared, Draft, finding, ledger};
use crate::claims::Verdict;
use crate::claims::statements::Goals;
use crate::document::{BlockKind, TextRange};
use crate::figures::{Lexed, Period};
use crate::finding::{Finding, Text};
use crate::lexicon;
use crate::rules::Judged;
use crate::tables::claims;
use crate::tables::names::{ColumnName, Names};
use crate::tables::prose_words;
use crate::tables::relation::{At, Term};
use crate::tables::rows::RowKind;
use crate::tables::sheet::Sheet;
use hashbrown::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

/// A phrase of ranking: its words, those behind the thing that is ranked (`nhiều … nhất`), and the place
/// it means.
struct Phrase {
    first: Vec<String>,
    last: Vec<String>,
    place: Place,
}

/// A place in a ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    /// From the most or from the least.
    most: bool,
    /// 1 is the end itself.
    number: usize,
}

fn phrases() -> &'static [Phrase] {
    static PHRASES: OnceLock<Vec<Phrase>> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let rows = lexicon::rows(include_str!("../../../rules/lexicon/table-rankings.tsv")).unwrap_or_default();
        let words = |text: &str| lexicon::fold(text.trim()).split_whitespace().map(str::to_owned).collect();
        let read = |r: Vec<&str>| {
            let (first, last) = r[0].split_once('*').unwrap_or((r[0], ""));
            let (end, number) = r[1].split_once(' ').unwrap_or((r[1], "1"));
            let place = Place { most: end == "High", number: number.parse().unwrap_or(1) };
            Phrase { first: words(first), last: words(last), place }
        };
        rows.into_iter().map(read).collect()
    })
}

/// So many pieces before a clause may name its column.
const EARLIER: usize = 60;
/// Between `nhiều` and `nhất` at most so many words stand.
const BETWEEN: usize = 4;

impl Phrase {
    /// The pieces of the phrase where it starts at `at`, with the thing between.
    fn matches(&self, paragraph: &Paragraph<'_>, at: usize) -> Option<Range<usize>> {
        let there = |at: usize, words: &[String]| {
            words.iter().enumerate().all(|(i, w)| paragraph.word(at + i).is_some_and(|p| p.text == *w))
        };
        if !there(at, &self.first) {
            return None;
        }
        let end = at + self.first.len();
        if self.last.is_empty() {
            return Some(at..end);
        }
        (end + 1..=end + BETWEEN).find(|&i| there(i, &self.last)).map(|i| at..i + self.last.len())
    }
}

/// Checks the rankings of the paragraphs.
pub fn check(draft: &Draft<'_>, names: &[Names], index: &Index, out: &mut Compared) {
    let goals = Goals::of(draft.document);
    for (block, lexed) in (0u32..).zip(draft.lexed) {
        let paragraph = draft.document.blocks.get(block as usize).is_some_and(|b| b.kind == BlockKind::Paragraph);
        if !paragraph || !speaks_of_rank(draft, block) || goals.above(draft.document, block) {
            continue;
        }
        let paragraph = Paragraph::read(draft.document, lexed);
        // Most paragraphs rank nothing: which tables they speak of is asked once one does.
        let mut spoken: Option<Vec<usize>> = None;
        for at in 0..paragraph.pieces.len() {
            for phrase in paragraph.word(at).map_or(&[][..], |word| starting(&word.text)) {
                let Some(range) = phrase.matches(&paragraph, at) else { continue };
                let found = |&sheet: &usize| {
                    let ranking = Ranking { draft, sheet: &draft.sheets[sheet], names: &names[sheet], lexed };
                    ranking.judge(&paragraph, &range, phrase)
                };
                let sheets = spoken.get_or_insert_with(|| {
                    let known = |sheet: &usize| near(draft, *sheet, block) || out.speaks.contains(&(block, *sheet));
                    index.sheets(draft, &paragraph, block).into_iter().filter(known).collect()
                });
                // One table that agrees is enough.
                let judged: Vec<(Judged, Option<Finding>)> = sheets.iter().filter_map(found).collect();
                let right = judged.iter().position(|j| j.1.is_none());
                if let Some((claim, finding)) = judged.into_iter().nth(right.unwrap_or(0)) {
                    out.ledger.push(claim);
                    out.findings.extend(finding);
                }
            }
        }
    }
}

/// Whether the words of a phrase behind its first are in a block at all.
fn speaks_of_rank(draft: &Draft<'_>, block: u32) -> bool {
    static LAST: OnceLock<Vec<Vec<&'static str>>> = OnceLock::new();
    let last = LAST.get_or_init(|| {
        let words = |p: &'static Phrase| p.first.iter().chain(&p.last).skip(1).map(String::as_str).collect();
        let mut words: Vec<Vec<&str>> = phrases().iter().map(words).collect();
        words.sort_unstable();
        words.dedup();
        words
    });
    let text = draft.document.block_text(block);
    last.iter().any(|words| words.iter().all(|word| text.contains(word)))
}

/// The phrases by their first word.
fn starting(word: &str) -> &'static [&'static Phrase] {
    static STARTS: OnceLock<HashMap<&'static str, Vec<&'static Phrase>>> = OnceLock::new();
    let starts = STARTS.get_or_init(|| {
        let mut out: HashMap<&str, Vec<&Phrase>> = HashMap::new();
        for phrase in phrases() {
            if let Some(first) = phrase.first.first() {
                out.entry(first).or_default().push(phrase);
            }
        }
        out
    });
    starts.get(word).map_or(&[], Vec::as_slice)
}

struct Ranking<'a> {
    draft: &'a Draft<'a>,
    sheet: &'a Sheet,
    names: &'a Names,
    lexed: &'a Lexed,
}

impl Ranking<'_> {
    /// What the table makes of a ranking: right, wrong, or nothing where it is not about this table.
    fn judge(
        &self,
        paragraph: &Paragraph<'_>,
        phrase: &Range<usize>,
        kind: &Phrase,
    ) -> Option<(Judged, Option<Finding>)> {
        let pieces = &paragraph.pieces;
        let ends =
            |p: &Piece<'_>| matches!(p, Piece::Comma | Piece::Semicolon | Piece::Stop | Piece::Open | Piece::Close);
        let start = (0..phrase.start).rev().find(|&i| ends(&pieces[i])).map_or(0, |i| i + 1);
        let end = (phrase.end..pieces.len()).find(|&i| ends(&pieces[i])).unwrap_or(pieces.len());
        let row = self.row(paragraph, start..phrase.start, phrase.end..end)?;
        let inside = phrase.start + kind.first.len()..phrase.end.saturating_sub(kind.last.len());
        let said = |i: &usize| !row.pieces.contains(i) && (!phrase.contains(i) || inside.contains(i));
        let words: Vec<(usize, &Word<'_>)> =
            (start..end).filter(said).filter_map(|i| Some((i, paragraph.word(i)?))).collect();
        let columns = self.columns(paragraph, &words, &row, start..end, kind.place)?;
        let ranks: Vec<Option<(bool, usize)>> =
            columns.iter().map(|c| self.rank(row.row, c.column, kind.place)).collect();
        let said = self.said(paragraph, &row, phrase);
        let right = ranks.iter().position(|r| r.is_none_or(|(holds, _)| holds));
        if let Some(right) = right {
            let (_, best) =
                ranks.iter().copied().flatten().find(|(holds, _)| *holds).or(ranks.iter().flatten().next().copied())?;
            return Some((self.judged(said, best, columns.get(right)?.column, Verdict::Ok)?, None));
        }
        let ((_, best), column) = (ranks.first().copied().flatten()?, columns.first()?);
        let claim = self.judged(said, best, column.column, Verdict::Wrong)?;
        Some((claim, Some(self.report(paragraph, &row, best, column.column))))
    }

    /// The place of a ranking: the phrase with the row.
    fn said(&self, paragraph: &Paragraph<'_>, row: &Named, phrase: &Range<usize>) -> TextRange {
        let places = [row.pieces.start, row.pieces.end - 1, phrase.start, phrase.end - 1];
        let mut words = places.into_iter().filter_map(|i| paragraph.word(i)).map(|w| w.range);
        let first = words.next().unwrap_or(TextRange::new(0, 0));
        words.fold(first, |all, word| all.cover(word))
    }

    /// A line of the ledger: the row that holds the place, with its value.
    fn judged(&self, said: TextRange, best: usize, column: usize, verdict: Verdict) -> Option<Judged> {
        let row = &self.sheet.rows[best];
        let field = claims::figure(self.sheet, Term::plus(row.row, column))?;
        Some(ledger::ranking(said, &field, verdict, row.label.trim()))
    }

    /// The row that is ranked: the one named behind the phrase, else the last one before it.
    fn row(&self, paragraph: &Paragraph<'_>, left: Range<usize>, right: Range<usize>) -> Option<Named> {
        let behind = named(self.names, paragraph, right.clone());
        match behind.as_slice() {
            [] => named(self.names, paragraph, left).pop(),
            [first] => {
                let between = (right.start..first.pieces.start).all(|i| match &paragraph.pieces[i] {
                    Piece::Word(word) => prose_words::is_filler(&word.text) || self.level(paragraph, i),
                    _ => false,
                });
                between.then(|| Named { row: first.row, pieces: first.pieces.clone() })
            }
            // several rows share the place
            _ => None,
        }
    }

    fn level(&self, paragraph: &Paragraph<'_>, at: usize) -> bool {
        let words: Vec<&str> = (at..at + 4).map_while(|i| paragraph.word(i)).map(|w| w.text.as_ref()).collect();
        let length = prose_words::level(&words);
        length > 0 || self.names.of.split(' ').any(|w| words.first() == Some(&w))
    }

    /// The columns that may be ranked: those the clause names, that of the value behind the row, or those
    /// the clause before names.
    fn columns(
        &self,
        paragraph: &Paragraph<'_>,
        words: &[(usize, &Word<'_>)],
        row: &Named,
        clause: Range<usize>,
        place: Place,
    ) -> Option<Vec<&ColumnName>> {
        let silent = |i: usize, w: &Word<'_>| prose_words::is_filler(&w.text) || self.level(paragraph, i);
        let known =
            |w: &Word<'_>| self.names.headers.contains(w.text.as_ref()) || self.names.topic.contains(w.text.as_ref());
        if words.iter().any(|(i, w)| !silent(*i, w) && !known(w)) {
            return None;
        }
        let time = (clause.start.saturating_sub(12)..clause.end).rev().find_map(|i| match paragraph.pieces[i] {
            Piece::Time(period) => Some(period),
            _ => None,
        });
        let texts: Vec<&str> = words.iter().map(|(_, w)| w.text.as_ref()).collect();
        let telling: Vec<&str> = words.iter().filter(|(i, w)| !silent(*i, w)).map(|(_, w)| w.text.as_ref()).collect();
        let found = self.named(&texts, &telling, time);
        if !found.is_empty() {
            return Some(found);
        }
        let valued = self.valued(paragraph, row, clause.end, place);
        if !valued.is_empty() {
            return Some(valued);
        }
        let reach = clause.start.saturating_sub(EARLIER)..clause.start;
        let stop = reach.clone().rev().find(|&i| matches!(paragraph.pieces[i], Piece::Stop | Piece::Semicolon));
        let earlier: Vec<&str> = (stop.map_or(reach.start, |i| i + 1)..clause.start)
            .filter_map(|i| paragraph.word(i))
            .map(|w| w.text.as_ref())
            .collect();
        Some(self.named(&earlier, &[], time)).filter(|found| !found.is_empty())
    }

    /// The columns whose headers share most words with these; all telling words must be in them.
    fn named(&self, texts: &[&str], telling: &[&str], time: Option<Period>) -> Vec<&ColumnName> {
        let of_table = |w: &&&str| self.names.headers.contains(**w);
        let rate = texts.windows(2).any(prose_words::is_rate);
        let score = |c: &ColumnName| {
            let said: HashSet<&str> = texts.iter().copied().filter(|w| c.all.contains(*w)).collect();
            let whole = c.words.iter().all(|w| said.contains(w.as_str()));
            let all = telling.iter().filter(of_table).all(|w| c.all.contains(*w) || c.of.contains(*w));
            // what is called a rate is none of the numbers it is made of
            let all = all && (!rate || self.sheet.columns[c.column].rate.is_some());
            let dated = time.is_none() || c.period.is_some() || !self.names.title.is_empty();
            let open = !c.change && !c.opening && !c.plan && dated && period_fits(self.names, time, c).is_some();
            (whole && all && open).then_some((said.len(), latest(c.period))).filter(|s| s.0 > 0)
        };
        let scored: Vec<(&ColumnName, (usize, u16))> =
            self.names.columns.iter().filter_map(|c| Some((c, score(c)?))).collect();
        let best = scored.iter().map(|s| s.1).max();
        scored.into_iter().filter(|s| Some(s.1) == best).map(|s| s.0).collect()
    }

    /// `đứng đầu là xã … với 89,25 điểm`, `(443 hộ)`: the column in which the row, or the one that
    /// holds the place, has this value.
    fn valued(&self, paragraph: &Paragraph<'_>, row: &Named, end: usize, place: Place) -> Vec<&ColumnName> {
        let figure = (row.pieces.end..(end + 3).min(paragraph.pieces.len())).find_map(|i| match paragraph.pieces[i] {
            Piece::Figure(figure, _) => self.lexed.figures.get(figure as usize),
            _ => None,
        });
        let Some(figure) = figure else { return Vec::new() };
        let has = |row: usize, c: &ColumnName| {
            let line = self.sheet.rows[row].row;
            claims::figure(self.sheet, Term::plus(line, c.column)).is_some_and(|f| equal(figure, &f))
        };
        let best = |c: &ColumnName| self.rank(row.row, c.column, place).map(|(_, best)| best);
        let holds = |c: &&ColumnName| has(row.row, c) || best(c).is_some_and(|best| has(best, c));
        self.names.columns.iter().filter(holds).collect()
    }

    /// Whether a row has the place, and which row does; `None` where a value is missing.
    fn rank(&self, row: usize, column: usize, place: Place) -> Option<(bool, usize)> {
        let rows = &self.sheet.rows;
        let value = |i: usize| self.sheet.value(Term::plus(rows[i].row, column)).map(|v| v.value);
        let own = value(row)?;
        let like = |i: &usize| rows[*i].kind == RowKind::Data && rows[*i].parent == rows[row].parent;
        let mut all: Vec<(i128, usize)> =
            (0..rows.len()).filter(like).map(|i| Some((value(i)?, i))).collect::<Option<_>>()?;
        all.sort_unstable_by_key(|&(value, i)| (if place.most { -value } else { value }, i));
        let (value, best) = *all.get(place.number - 1)?;
        // `đứng thứ hai` may count from either end
        let other = all.len().checked_sub(place.number).and_then(|i| all.get(i));
        let holds = value == own || (place.number > 1 && other.is_some_and(|o| o.0 == own));
        (all.len() >= 3).then_some((holds, best))
    }

    fn report(&self, paragraph: &Paragraph<'_>, row: &Named, best: usize, column: usize) -> Finding {
        let document = self.draft.document;
        let range = |i: usize| paragraph.word(i).map_or(TextRange::new(0, 0), |w| w.range);
        let place = range(row.pieces.start).cover(range(row.pieces.end - 1));
        let at = At { row: self.sheet.rows[best].row as u32, column: column as u32 };
        let (winner, shown) = (&self.sheet.rows[best].label, self.sheet.text(document, at));
        let named = document.slice(place);
        let message = Text::new(
            format!("trong biểu, đứng ở vị trí này là “{winner}” ({shown}), không phải “{named}”"),
            format!("in the table “{winner}” ({shown}) holds this place, not “{named}”"),
        );
        finding(self.draft, place, message, self.sheet.place(document, at), Text::new("trong biểu", "in the table"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phrases_can_be_read() {
        assert!(phrases().iter().any(|p| p.place.most) && phrases().iter().any(|p| !p.place.most));
        assert!(phrases().iter().all(|p| p.place.number >= 1) && phrases().iter().any(|p| p.place.number == 2));
        assert!(phrases().iter().any(|p| !p.last.is_empty()));
    }
}
