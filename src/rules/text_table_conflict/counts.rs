//! Numbers of rows that the paragraph above a table announces: `12 xã`, `11 xã và 01 thị trấn`, `32 dự án`.

use super::mentions::opens_level;
use super::{Compared, Draft, finding, goals, groups, ledger, prose, times};
use crate::claims::Verdict;
use crate::document::{Document, TextRange};
use crate::figures::{Cue, Figure, Lexed, Token, TokenKind};
use crate::finding::Text;
use crate::lexicon;
use crate::tables::columns::ColumnKind;
use crate::tables::names::{Names, words_of};
use crate::tables::prose_words;
use crate::tables::rows::RowKind;
use crate::tables::sheet::Sheet;
use crate::tables::words;
use hashbrown::HashSet;
use std::collections::BTreeMap;

/// Compares the counts above each table with its rows.
pub fn check(draft: &Draft<'_>, names: &[Names], out: &mut Compared) {
    for (sheet, names) in draft.sheets.iter().zip(names) {
        let Some(label) = sheet.columns.iter().position(|c| c.kind == ColumnKind::Label) else { continue };
        let nouns = nouns(&sheet.grid.headers[label]);
        if nouns.is_empty() {
            continue;
        }
        let counted = counted(sheet, &nouns);
        let above = prose::above(draft.document, sheet);
        for block in prose::earlier(draft.document, sheet) {
            for (noun, rows) in &counted {
                count_of_rows(draft, sheet, (noun, *rows), (block, above.contains(&block)), out);
            }
        }
        for block in prose::beside(draft.document, sheet) {
            if !above.contains(&block) {
                // below the table mostly another set is counted
                for (noun, rows) in &counted {
                    count_of_rows(draft, sheet, (noun, *rows), (block, false), out);
                }
            }
            goals::count_of_judged(draft, (sheet, names), &nouns, block, out);
            if let [noun] = nouns.as_slice() {
                groups::check(draft, (sheet, names), noun, block, out);
            }
        }
        if let Some(goals) = goals::goals(sheet) {
            for block in prose::introducing(draft.document, sheet) {
                goals::count_of_goals(draft, (sheet, names, &goals), &nouns, block, out);
            }
        }
    }
}

/// `Xã, thị trấn` names two nouns.
fn nouns(header: &str) -> Vec<String> {
    let named = |n: &str| prose_words::without_name(&words::key(n)).to_owned();
    words::without_brackets(header).split([',', ';']).map(named).filter(|n| !n.is_empty()).collect()
}

/// What the rows of a table are, with how many there are of each: by the levels of locality that all their
/// labels begin with (`Xã Na Tông`, `Thị trấn Na Khoa`), else by what the header of the labels calls them.
fn counted(sheet: &Sheet, nouns: &[String]) -> Vec<(String, usize)> {
    let rows = entities(sheet);
    let level = |i: &usize| {
        let words = words_of(&sheet.rows[*i].label);
        let length = prose_words::level(&words);
        (length > 0).then(|| words[..length].join(" "))
    };
    let levels: Option<Vec<String>> = rows.iter().map(level).collect();
    if let Some(levels) = levels {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        levels.into_iter().for_each(|l| *counts.entry(l).or_default() += 1);
        return counts.into_iter().collect();
    }
    // `Danh mục công trình, dự án`: each is called either; `Xã, thị trấn` are told apart by no label
    match nouns {
        [noun] => vec![(noun.clone(), rows.len())],
        _ => nouns.iter().filter_map(|n| Some((thing(n)?, rows.len()))).collect(),
    }
}

/// `danh mục công trình`: the things that its last words name.
fn thing(noun: &str) -> Option<String> {
    let words: Vec<&str> = noun.split(' ').collect();
    let at = (0..words.len()).find(|&i| prose_words::thing(&words[i..]) == words.len() - i)?;
    Some(words[at..].join(" "))
}

/// The rows that are one thing each.
pub fn entities(sheet: &Sheet) -> Vec<usize> {
    let has_child: HashSet<usize> = sheet.rows.iter().filter_map(|r| r.parent).collect();
    let entity = |i: &usize| {
        let row = &sheet.rows[*i];
        row.kind == RowKind::Data && !row.loose && !row.partial && !row.weak_total && !has_child.contains(i)
    };
    (0..sheet.rows.len()).filter(entity).collect()
}

/// The first count of the noun in the paragraph says how many rows there are, if the table has a total or
/// the text says that it speaks of the whole, so that the rows are all there are.
///
/// A paragraph further away (`near` is false) may count another set, but not rightly by chance.
fn count_of_rows(
    draft: &Draft<'_>,
    sheet: &Sheet,
    (noun, rows): (&str, usize),
    (block, near): (u32, bool),
    out: &mut Compared,
) {
    let total = sheet.rows.iter().find(|r| r.kind == RowKind::Total);
    let Some(lexed) = draft.lexed.get(block as usize) else { return };
    let Some((at, figure)) = first_count(draft.document, lexed, noun) else { return };
    let Some(count) = figure.value().and_then(|v| v.to_i64()) else { return };
    let there = rows as i64;
    let led = lexed.tokens.iter().take_while(|t| t.range.start < at.range.start).any(|t| partly(t.kind));
    if led {
        return;
    }
    if count == there {
        if there >= 2 {
            out.ledger.push(ledger::count(figure.range, figure, there, Verdict::Ok));
            out.counts.insert((block, sheet.table));
        }
        return;
    }
    if !near {
        return;
    }
    let whole = says_whole(draft, block, at.range);
    // Fewer than the rows may be some of them, unless all that the whole has is counted; far more are another set.
    let off = if count > there { count - there } else { there - count };
    let fewer = count < there && !(whole && ends_behind(draft, lexed, block, at, noun));
    if sheet_is_small(sheet) || (total.is_none() && !whole) || fewer || off > 1 + there / 5 {
        return;
    }
    let label = total.or_else(|| entities(sheet).first().map(|&i| &sheet.rows[i])).and_then(|r| r.label_block);
    let other = label.and_then(|b| draft.document.blocks.get(b as usize)).map_or(at.range, |b| b.range);
    let shown = draft.document.slice(figure.range).trim();
    let message = Text::new(
        format!("văn bản nêu {shown}, biểu có {there} dòng {noun}"),
        format!("the text says {shown}, the table has {there} rows of “{noun}”"),
    );
    let label = match total {
        Some(_) => Text::new(format!("dòng tổng của {there} dòng"), format!("total of {there} rows")),
        None => Text::new(format!("dòng đầu của {there} dòng"), format!("first of {there} rows")),
    };
    out.ledger.push(ledger::count(figure.range, figure, there, Verdict::Wrong));
    out.findings.push(finding(draft, figure.range, message, other, label));
}

/// A few rows may be examples.
fn sheet_is_small(sheet: &Sheet) -> bool {
    entities(sheet).len() < 4
}

fn first_count<'l>(document: &Document, lexed: &'l Lexed, noun: &str) -> Option<(&'l Token, &'l Figure)> {
    // `6 xã, thị trấn`: counted together
    let joined = |at: usize| {
        let comma = lexed.tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Comma);
        comma && opens_level(document, lexed.tokens.get(at + 2..).unwrap_or_default())
    };
    lexed.tokens.iter().enumerate().find_map(|(at, t)| match t.kind {
        TokenKind::Figure(i) => {
            let figure = lexed.figures.get(i as usize).filter(|f| counts(f, noun))?;
            (!joined(at)).then_some((t, figure))
        }
        _ => None,
    })
}

fn partly(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Cue(Cue::OfWhich | Cue::Partly | Cue::Separately | Cue::Increase | Cue::Decrease | Cue::Not)
    )
}

fn counts(figure: &Figure, noun: &str) -> bool {
    figure.is_count() && figure.hedge.is_none() && (figure.unit.key == *noun || figure.noun == *noun)
}

/// Whether the sentence of a count says before it that it speaks of the whole: `toàn huyện có`.
fn says_whole(draft: &Draft<'_>, block: u32, at: TextRange) -> bool {
    let words = words_of(&sentence_before(draft, block, at));
    (0..words.len()).any(|i| prose_words::whole(&words[i..]) > 0)
}

/// Whether nothing behind a count says which ones are counted: its clause ends there, or other counts follow.
fn ends_behind(draft: &Draft<'_>, lexed: &Lexed, block: u32, at: &Token, noun: &str) -> bool {
    let next = lexed.tokens.iter().find(|t| t.range.start >= at.range.end);
    let joined = next.is_none_or(|t| {
        matches!(t.kind, TokenKind::Comma | TokenKind::SentenceEnd | TokenKind::Semicolon | TokenKind::Open(_))
    });
    joined || {
        let behind = behind(draft, block, at.range);
        let rest = behind.iter().skip_while(|w| noun.split(' ').any(|n| n == w.as_str()));
        rest.into_iter().all(|w| prose_words::is_filler(w) || prose_words::level(&[w]) > 0)
    }
}

/// The words behind a place of a block, up to the end of its clause.
pub fn behind(draft: &Draft<'_>, block: u32, at: TextRange) -> Vec<String> {
    let end = draft.document.blocks.get(block as usize).map_or(0, |b| b.range.end);
    let text = draft.document.slice(TextRange::new(at.end.min(end), end));
    words_of(text.split([',', ';', '.', '(', ':']).next().unwrap_or(text))
}

/// The text of a sentence before a place of a block.
fn sentence_before(draft: &Draft<'_>, block: u32, at: TextRange) -> String {
    let start = draft.document.blocks.get(block as usize).map_or(at.start, |b| b.range.start);
    let text = draft.document.slice(TextRange::new(start.min(at.start), at.start));
    text.rsplit(['.', ';', '!', '?']).next().unwrap_or(text).to_owned()
}

/// Whether nothing before a figure makes it that of a smaller group or of another time: every word of its
/// clause means nothing narrower or belongs to what the table is about, and its sentence names no other
/// place or year.
pub fn plain_before(draft: &Draft<'_>, names: &Names, block: u32, at: TextRange) -> bool {
    let sentence = sentence_before(draft, block, at);
    let clause = sentence.rsplit([',', '(', ':']).next().unwrap_or(&sentence);
    let from = at.start - sentence.len() as u32;
    let known = |w: &str| names.topic.contains(w) || names.headers.contains(w);
    let words = words_of(clause);
    let silent = |i: usize| {
        let word = words[i].as_str();
        prose_words::is_filler(word) || known(word) || prose_words::level(&words[i..]) > 0
    };
    let foreign = |w: &str| w.starts_with(lexicon::is_capital) && !known(&lexicon::folded(w));
    let mut later = sentence.split(|c: char| !lexicon::is_alphanumeric(c)).filter(|w| !w.is_empty()).skip(1);
    let tokens = draft.lexed.get(block as usize).map_or(&[][..], |l| &l.tokens);
    let other_time =
        tokens.iter().filter(|t| t.range.start >= from && t.range.start < at.start).any(|t| match t.kind {
            TokenKind::Period(period) => !times::year_fits(names, period),
            _ => false,
        });
    (0..words.len()).all(silent) && !later.any(foreign) && !other_time
}
