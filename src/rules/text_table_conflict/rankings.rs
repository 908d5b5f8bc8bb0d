//! `Xã … có đàn bò lớn nhất`, `đứng đầu là xã …`: the row the text names must be the one.

use super::bind::equal;
use super::computed::beside::Beside;
use super::computed::learned::Pair;
use super::computed::means;
use super::computed::measures::{self, Measure};
use super::computed::said::Said;
use super::computed::{Holders, known};
use super::mentions::{Paragraph, Piece, Word};
use super::ranking_phrases::{Phrase, Place, speaks_of_rank, starting};
use super::rows::{Named, is_level};
use super::times::{latest, period_fits};
use super::values::Index;
use super::{Compared, Draft, finding, ledger, valued};
use crate::claims::Verdict;
use crate::document::{BlockKind, TextRange};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Lexed, Period};
use crate::finding::{Finding, Text};
use crate::rules::Judged;
use crate::tables::claims;
use crate::tables::names::{ColumnName, Names};
use crate::tables::prose_words;
use crate::tables::relation::{At, Term};
use crate::tables::rows::RowKind;
use crate::tables::sheet::Sheet;
use hashbrown::HashSet;
use std::ops::Range;

/// The ranking that was told last, for what goes on from it.
struct Last {
    sheet: usize,
    measures: Vec<Measure>,
    place: Place,
    /// Its last piece.
    end: usize,
}

/// What a table makes of a ranking.
struct Ranked {
    claim: Judged,
    finding: Option<Finding>,
    /// By what it may be ranked, for what goes on from it.
    measures: Vec<Measure>,
    place: Place,
    /// The row that was named.
    row: usize,
}

/// So many pieces before a clause may name its column.
const EARLIER: usize = 60;

/// Checks the rankings of the paragraphs.
pub fn check(draft: &Draft<'_>, names: &[Names], (index, holders): (&Index, &Holders), out: &mut Compared) {
    for (block, lexed) in (0u32..).zip(draft.lexed) {
        let paragraph = draft.document.blocks.get(block as usize).is_some_and(|b| b.kind == BlockKind::Paragraph);
        if !paragraph || !speaks_of_rank(draft, block) || draft.goals.above(draft.document, block) {
            continue;
        }
        let Some(paragraph) = draft.paragraph(block) else { continue };
        // Most paragraphs rank nothing: which tables they speak of is asked once one does.
        let mut spoken: Option<Vec<(usize, Beside<'_>)>> = None;
        let mut last: Option<Last> = None;
        for at in 0..paragraph.pieces.len() {
            for phrase in paragraph.word(at).map_or(&[][..], |word| starting(&word.text)) {
                let Some(range) = phrase.matches(&paragraph, at) else { continue };
                let sheets = spoken.get_or_insert_with(|| {
                    let holding = holders.sheets(&lexed.figures);
                    let sheets = known(draft, (index, &holding), &paragraph, block, &out.speaks).into_iter();
                    let beside = |i: usize| {
                        Some((i, Beside::of(draft, (i, draft.sheets.get(i)?), names.get(i)?, &paragraph, &out.fields)?))
                    };
                    sheets.filter_map(beside).collect()
                });
                // One table that agrees is enough.
                let mut judged: Vec<(usize, Ranked)> = Vec::new();
                for (sheet, table) in sheets.iter() {
                    let of_table = last.as_ref().filter(|l| l.sheet == *sheet && l.end <= at);
                    let one = |l: &&Last| !(l.end..at).any(|i| matches!(paragraph.pieces.get(i), Some(Piece::Stop)));
                    let ranking = Ranking { draft, sheet: table.sheet, names: table.names, lexed, table };
                    judged
                        .extend(ranking.judge(&paragraph, &range, (phrase, of_table.filter(one))).map(|r| (*sheet, r)));
                }
                let right = judged.iter().position(|j| j.1.finding.is_none());
                if let Some((sheet, ranked)) = judged.into_iter().nth(right.unwrap_or(0)) {
                    if let (None, Some((_, table))) = (&ranked.finding, sheets.iter().find(|(i, _)| *i == sheet)) {
                        valued::check(draft, (sheet, table), (&ranked.measures, ranked.row, range.end), out);
                    }
                    last = Some(Last { sheet, measures: ranked.measures, place: ranked.place, end: range.end });
                    out.ledger.push(ranked.claim);
                    out.findings.extend(ranked.finding);
                }
            }
        }
    }
}

struct Ranking<'a, 'd> {
    draft: &'a Draft<'d>,
    sheet: &'a Sheet,
    names: &'a Names,
    lexed: &'a Lexed,
    table: &'a Beside<'a>,
}

impl Ranking<'_, '_> {
    /// What the table makes of a ranking: right, wrong, or nothing where it is not about this table.
    fn judge(
        &self,
        paragraph: &Paragraph<'_>,
        phrase: &Range<usize>,
        (kind, last): (&Phrase, Option<&Last>),
    ) -> Option<Ranked> {
        let pieces = &paragraph.pieces;
        let ends =
            |p: &Piece<'_>| matches!(p, Piece::Comma | Piece::Semicolon | Piece::Stop | Piece::Open | Piece::Close);
        let clause = (0..phrase.start).rev().find(|&i| ends(&pieces[i])).map_or(0, |i| i + 1);
        // `Tỷ lệ hộ nghèo của xã A là 46,8%, đứng thứ hai`: what stands before the figure says what is ranked
        let start = self.before_figure(paragraph, clause..phrase.start).unwrap_or(clause);
        let end = (phrase.end..pieces.len()).find(|&i| ends(&pieces[i])).unwrap_or(pieces.len());
        let row = self.row(paragraph, start..phrase.start, phrase.end..end)?;
        let inside = phrase.start + kind.first.len()..phrase.end.saturating_sub(kind.last.len());
        let said = |i: &usize| !row.pieces.contains(i) && (!phrase.contains(i) || inside.contains(i));
        let words: Vec<(usize, &Word<'_>)> =
            (start..end).filter(said).filter_map(|i| Some((i, paragraph.word(i)?))).collect();
        let place = match (kind.place.number, last) {
            (0, Some(last)) => Place { number: last.place.number + 1, open: false, ..last.place },
            (0, None) => return None,
            // `đông dân nhất là …, đứng thứ hai là …` counts from the same end
            (_, Some(last)) if kind.place.open && self.table.said(words.iter().map(|(i, _)| *i)).words.is_empty() => {
                Place { most: last.place.most, open: false, ..kind.place }
            }
            _ => kind.place,
        };
        let measures = self.measures(paragraph, &words, &row, (start..end, place), last)?;
        let ranks: Vec<Option<(bool, usize)>> = measures.iter().map(|m| self.rank(row.row, *m, place)).collect();
        let said = self.said(paragraph, &row, phrase);
        let right = ranks.iter().position(|r| r.is_none_or(|(holds, _)| holds));
        if let Some(right) = right {
            let (_, best) =
                ranks.iter().copied().flatten().find(|(holds, _)| *holds).or(ranks.iter().flatten().next().copied())?;
            let claim = self.judged(said, best, measures.get(right)?.column(), Verdict::Ok)?;
            let holding = measures.iter().zip(&ranks).filter(|(_, r)| r.is_none_or(|(holds, _)| holds));
            let measures = holding.map(|(m, _)| *m).collect();
            return Some(Ranked { claim, finding: None, measures, place, row: row.row });
        }
        // of several times the latest is shown
        let time = |m: &Measure| self.names.columns.iter().find(|c| c.column == m.column()).map(|c| latest(c.period));
        let shown = (0..measures.len()).rev().max_by_key(|&i| measures.get(i).and_then(time))?;
        let ((_, best), measure) = (ranks.get(shown).copied().flatten()?, *measures.get(shown)?);
        let claim = self.judged(said, best, measure.column(), Verdict::Wrong)?;
        let finding = Some(self.report(paragraph, &row, best, measure));
        Some(Ranked { claim, finding, measures, place, row: row.row })
    }

    /// By what the rows may be ranked: columns, what is computed from two, or what was ranked by before.
    fn measures(
        &self,
        paragraph: &Paragraph<'_>,
        words: &[(usize, &Word<'_>)],
        row: &Named,
        (clause, place): (Range<usize>, Place),
        last: Option<&Last>,
    ) -> Option<Vec<Measure>> {
        let table = self.table;
        let changes = measures::ranks_changes(table, clause.clone());
        // `tỷ lệ hoàn thành kế hoạch`: that something was done, the plan says
        let done = |w: &Word<'_>| w.cue == Some(Cue::Done) && !self.names.headers.contains(w.text.as_ref());
        let said = table.said(words.iter().filter(|(_, w)| !done(w)).map(|(i, _)| *i));
        if let Some(last) = last.filter(|_| said.words.is_empty() && !said.foreign && !changes) {
            return Some(last.measures.clone());
        }
        // `quy mô hộ lớn nhất là xã A (4,44 người/hộ)`, `cao nhất là xã A 98,3%`: what stands behind says by what
        let behind = self.behind(paragraph, row, clause.end);
        let mention = behind.and_then(|i| paragraph.mentions.get(i));
        let ratios = |pairs: Vec<Pair>| -> Vec<Measure> {
            pairs.into_iter().map(|(part, whole)| Measure::Ratio(part, whole)).collect()
        };
        if let Some(index) =
            behind.filter(|_| mention.is_some_and(|m| m.figure.unit.key.contains('/') && !means::has_unit(table, m)))
        {
            let pairs = means::pairs(table, index);
            let held = self.valued(paragraph, row, clause.end, place);
            if held.is_empty() {
                return Some(ratios(pairs)).filter(|p| !p.is_empty());
            }
        }
        let pairs = behind.map_or(&[][..], |i| table.pairs(i));
        if !pairs.is_empty() {
            return Some(ratios(pairs.to_vec()));
        }
        let rated = mention.is_some_and(|m| m.figure.is_rate() && !m.share);
        let computed = || {
            let found =
                measures::computed(table, (clause.clone(), place.fast), &said.words, self.time(paragraph, &clause));
            Some(found).filter(|found| !found.is_empty() && !said.foreign)
        };
        if changes && !table.columns.iter().any(|c| c.name.change) {
            return computed();
        }
        // `giảm nhiều hộ nghèo nhất` beside a column `Giảm trong năm`: by no level
        if changes && !said.words.is_empty() {
            return None;
        }
        let columns = self.columns(paragraph, words, row, (clause.clone(), place, rated));
        let held = columns.map(|columns| columns.into_iter().map(|c| Measure::Column(c.column)).collect());
        let called = || {
            let silent = |i: usize, w: &Word<'_>| prose_words::is_filler(&w.text) || self.level(paragraph, i);
            let words = words.iter().filter(|(i, w)| !silent(*i, w)).map(|(_, w)| w.text.as_ref());
            let pairs = table.rates_called(&words.collect::<Vec<_>>());
            Some(ratios(pairs)).filter(|p| !p.is_empty() && !said.foreign)
        };
        held.or_else(computed).or_else(called).or_else(|| self.announced(paragraph, (&said, place), clause))
    }

    /// `Xếp theo tỷ lệ hộ nghèo, xã A dẫn đầu`: the rate that is named before the first figure of the sentence.
    fn announced(
        &self,
        paragraph: &Paragraph<'_>,
        (said, place): (&Said<'_>, Place),
        clause: Range<usize>,
    ) -> Option<Vec<Measure>> {
        let open =
            |i: &usize| matches!(paragraph.pieces.get(*i), Some(Piece::Word(_) | Piece::Comma | Piece::Time(..)));
        let from = (clause.start.saturating_sub(EARLIER)..clause.start).rev().take_while(open).last()?;
        let lead = from..clause.start;
        let before = self.table.said(lead.clone().filter(|&i| self.table.row_at(i).is_none()));
        if !said.words.is_empty() || said.foreign || before.foreign {
            return None;
        }
        let time = self.time(paragraph, &clause);
        let found = measures::computed(self.table, (lead, place.fast), &before.words, time);
        Some(found).filter(|found| !found.is_empty())
    }

    /// Where the clause of the figure starts that stands with a comma right before a phrase that nothing leads.
    fn before_figure(&self, paragraph: &Paragraph<'_>, lead: Range<usize>) -> Option<usize> {
        let comma = lead.start.checked_sub(1).filter(|_| lead.is_empty())?;
        let comma = matches!(paragraph.pieces.get(comma), Some(Piece::Comma)).then_some(comma)?;
        let noun = |i: &usize| paragraph.word(*i).is_some_and(|w| w.noun);
        let figure = (0..comma).rev().find(|i| !noun(i))?;
        let mention = paragraph.mentions.iter().find(|m| m.own.end == figure)?;
        self.table.one_row(self.table.own(mention)).map(|_| self.table.own(mention).start)
    }

    /// The figure right behind a ranking.
    fn behind(&self, paragraph: &Paragraph<'_>, row: &Named, end: usize) -> Option<usize> {
        let figure = |i: &usize| matches!(paragraph.pieces.get(*i), Some(Piece::Figure(..)));
        let at = (row.pieces.end..(end + 3).min(paragraph.pieces.len())).find(figure)?;
        let index = paragraph.mentions.partition_point(|m| m.own.end < at);
        paragraph.mentions.get(index).filter(|m| m.own.end == at).map(|_| index)
    }

    /// The time that a clause names, or what stands right before it in its sentence; that of a base is none.
    fn time(&self, paragraph: &Paragraph<'_>, clause: &Range<usize>) -> Option<Period> {
        let reach = clause.start.saturating_sub(12)..clause.start;
        let stop = reach.clone().rev().find(|&i| matches!(paragraph.pieces.get(i), Some(Piece::Stop)));
        let from = stop.map_or(reach.start, |i| i + 1);
        let compared = |i: usize| {
            let cue = |i: usize| paragraph.word(i).is_some_and(|w| w.cue == Some(Cue::ComparedWith));
            (i.saturating_sub(3)..i).any(cue)
        };
        (from..clause.end).rev().find_map(|i| match paragraph.pieces.get(i) {
            Some(Piece::Time(period, _)) if !compared(i) && self.table.row_at(i).is_none() => Some(*period),
            _ => None,
        })
    }

    /// The place of a ranking: the phrase with the row.
    fn said(&self, paragraph: &Paragraph<'_>, row: &Named, phrase: &Range<usize>) -> TextRange {
        let places = [row.pieces.start, row.pieces.end - 1, phrase.start, phrase.end - 1];
        let mut words = places.into_iter().filter_map(|i| paragraph.place(i));
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
        let named = |pieces: Range<usize>| -> Vec<Named> {
            let found = self.table.rows_in(pieces).into_iter().filter(|n| n.row < self.sheet.rows.len());
            found.cloned().collect()
        };
        let behind = named(right.clone());
        match behind.as_slice() {
            [] => named(left).pop(),
            [first] => {
                let between = (right.start..first.pieces.start).all(|i| match &paragraph.pieces[i] {
                    Piece::Word(word) => {
                        let named = self.names.headers.contains(word.text.as_ref());
                        // `thấp nhất so với kế hoạch là …`
                        let plan = matches!(word.cue, Some(Cue::ComparedWith | Cue::Target));
                        named || plan || prose_words::is_filler(&word.text) || self.level(paragraph, i)
                    }
                    _ => false,
                });
                between.then(|| Named { row: first.row, pieces: first.pieces.clone() })
            }
            // several rows share the place
            _ => None,
        }
    }

    fn level(&self, paragraph: &Paragraph<'_>, at: usize) -> bool {
        is_level(self.names, paragraph, at)
    }

    /// The columns that may be ranked: those the clause names, that of the value behind the row, or those
    /// the clause before names.
    fn columns(
        &self,
        paragraph: &Paragraph<'_>,
        words: &[(usize, &Word<'_>)],
        row: &Named,
        (clause, place, rated): (Range<usize>, Place, bool),
    ) -> Option<Vec<&ColumnName>> {
        let silent = |i: usize, w: &Word<'_>| prose_words::is_filler(&w.text) || self.level(paragraph, i);
        let known = |w: &Word<'_>| self.table.knows(&w.text);
        if words.iter().any(|(i, w)| !silent(*i, w) && !known(w)) {
            return None;
        }
        let time = self.time(paragraph, &clause);
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
        if rated {
            return None;
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
        if scored.is_empty() {
            return if rate { Vec::new() } else { self.partly_named(texts, telling, time) };
        }
        let best = scored.iter().map(|s| s.1).max();
        scored.into_iter().filter(|s| Some(s.1) == best).map(|s| s.0).collect()
    }

    /// `tiếp nhận ít nhất` of `Số hồ sơ tiếp nhận`: the one column that has what tells it from the others.
    fn partly_named(&self, texts: &[&str], telling: &[&str], time: Option<Period>) -> Vec<&ColumnName> {
        let telling = self.table.telling(telling);
        let named = |c: &&ColumnName| {
            let plain = !c.change && !c.opening && !c.plan && self.sheet.columns[c.column].rate.is_none();
            let moves = texts.iter().any(|w| prose_words::moves(w) && !c.all.contains(*w));
            plain && !moves && period_fits(self.names, time, c).is_some() && telling.iter().all(|w| c.all.contains(*w))
        };
        let mut found: Vec<&ColumnName> = self.names.columns.iter().filter(named).collect();
        if telling.is_empty() || found.len() != 1 {
            found.clear();
        }
        found
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
        let best = |c: &ColumnName| self.rank(row.row, Measure::Column(c.column), place).map(|(_, best)| best);
        let holds = |c: &&ColumnName| has(row.row, c) || best(c).is_some_and(|best| has(best, c));
        self.names.columns.iter().filter(holds).collect()
    }

    /// Whether a row has the place, and which row does; `None` where a value is missing.
    fn rank(&self, row: usize, measure: Measure, place: Place) -> Option<(bool, usize)> {
        let rows = &self.sheet.rows;
        let value = |i: usize| measure.value(self.table, i);
        let own = value(row)?;
        // a month among the months, not beside `9 tháng`
        let time = |i: usize| self.names.times.iter().find(|(_, r)| *r == i).map(|(t, _)| std::mem::discriminant(t));
        let like =
            |i: &usize| rows[*i].kind == RowKind::Data && rows[*i].parent == rows[row].parent && time(*i) == time(row);
        let mut all: Vec<(Exact, usize)> =
            (0..rows.len()).filter(like).map(|i| Some((value(i)?, i))).collect::<Option<_>>()?;
        if all.len() < 3 {
            return None;
        }
        all.sort_by(|a, b| if place.most { b.0.cmp(&a.0) } else { a.0.cmp(&b.0) }.then(a.1.cmp(&b.1)));
        // A field that its own table shows to be wrong is told there: its row may have any place.
        let wrong = |i: usize| measure.is_doubtful(self.table, i);
        let doubtful = all.iter().filter(|(_, i)| wrong(*i)).count();
        if wrong(row) {
            return None;
        }
        all.retain(|(_, i)| !wrong(*i));
        let number = place.number.checked_sub(1)?;
        let at = |i: usize| all.get(i).is_some_and(|(value, _)| *value == own);
        // `đứng thứ hai` may count from either end
        let other = || place.open && all.len().checked_sub(place.number).is_some_and(at);
        let holds = (number.saturating_sub(doubtful)..=number).any(at) || other();
        let best = all.get(number).or(all.last())?.1;
        Some((holds, best))
    }

    fn report(&self, paragraph: &Paragraph<'_>, row: &Named, best: usize, measure: Measure) -> Finding {
        let document = self.draft.document;
        let range = |i: usize| paragraph.place(i).unwrap_or(TextRange::new(0, 0));
        let place = range(row.pieces.start).cover(range(row.pieces.end - 1));
        let at = At { row: self.sheet.rows[best].row as u32, column: measure.column() as u32 };
        let computed = measure.working(self.sheet, best);
        let shown = computed.as_deref().unwrap_or_else(|| self.sheet.text(document, at));
        let winner = &self.sheet.rows[best].label;
        let named = document.slice(place);
        let message = Text::new(
            format!("trong biểu, đứng ở vị trí này là “{winner}” ({shown}), không phải “{named}”"),
            format!("in the table “{winner}” ({shown}) holds this place, not “{named}”"),
        );
        finding(self.draft, place, message, self.sheet.place(document, at), Text::new("trong biểu", "in the table"))
    }
}
