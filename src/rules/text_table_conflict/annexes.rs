//! `(có 5 phụ lục kèm theo)`: how many annexes the text announces, against the titles of annexes in the draft.

use super::{Compared, Draft, finding, ledger};
use crate::claims::Verdict;
use crate::document::{BlockKind, TextRange};
use crate::figures::{Figure, TokenKind};
use crate::finding::Text;
use crate::lexicon;
use crate::rules::roman_numeral;
use crate::tables::names::words_of;
use crate::tables::prose_words;
use std::collections::{BTreeMap, BTreeSet};

/// A longer paragraph is no title of an annex.
const LONGEST: usize = 40;

/// The annexes of one name: their numbers (`1a` is 1 with a letter), and the place of the first title.
#[derive(Default)]
struct Annexes {
    numbers: BTreeSet<(u32, String)>,
    first: Option<TextRange>,
}

impl Annexes {
    /// Whether the draft holds all of them: they are numbered from one on, none left out.
    fn are_all(&self) -> bool {
        let values: BTreeSet<u32> = self.numbers.iter().map(|n| n.0).collect();
        !values.is_empty() && (1..).zip(&values).all(|(i, v)| i == *v)
    }
}

/// A printed number: `02`, `II`, `1a`.
fn number(printed: &str) -> Option<(u32, String)> {
    let digits = printed.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let letter = printed[digits.len()..].to_owned();
    let arabic = digits.parse().ok().filter(|_| letter.len() <= 1).map(|value| (value, letter));
    arabic.or_else(|| Some((roman_numeral::value(printed).filter(|v| *v > 0)?, String::new())))
}

/// Compares what is announced with the titles.
pub fn check(draft: &Draft<'_>, out: &mut Compared) {
    let mut titles: Option<BTreeMap<String, Annexes>> = None;
    for (block, lexed) in (0u32..).zip(draft.lexed) {
        let paragraph = draft.document.blocks.get(block as usize).is_some_and(|b| b.kind == BlockKind::Paragraph);
        if !paragraph {
            continue;
        }
        for token in &lexed.tokens {
            let TokenKind::Figure(index) = token.kind else { continue };
            let Some(figure) = lexed.figures.get(index as usize).filter(|f| f.is_count() && f.hedge.is_none()) else {
                continue;
            };
            if let Some(noun) = announced(draft, block, figure) {
                let titles = titles.get_or_insert_with(|| self::titles(draft));
                judge(draft, &noun, figure, titles, out);
            }
        }
    }
}

fn judge(draft: &Draft<'_>, noun: &str, figure: &Figure, titles: &BTreeMap<String, Annexes>, out: &mut Compared) {
    let Some(count) = figure.value().and_then(|v| v.to_i64()) else { return };
    let found = titles.get(noun).or_else(|| {
        // `03 biểu` may be titled `Phụ biểu`, and `03 phụ biểu` `Biểu`
        let last = noun.rsplit(' ').next()?;
        titles.iter().find(|(title, _)| title.rsplit(' ').next() == Some(last)).map(|(_, annexes)| annexes)
    });
    let Some(annexes) = found.filter(|a| a.are_all()) else { return };
    let there = annexes.numbers.len() as i64;
    if there == count {
        out.ledger.push(ledger::count(figure.range, figure, there, Verdict::Ok));
        return;
    }
    let (shown, at) = (draft.document.slice(figure.number), figure.range);
    let message = Text::new(
        format!("văn bản nêu {shown} {noun} kèm theo, trong dự thảo có {there}"),
        format!("the text announces {shown} annexes (“{noun}”), the draft has {there}"),
    );
    let label = Text::new(format!("{noun} đầu tiên trong {there} {noun}"), format!("the first of {there}"));
    out.ledger.push(ledger::count(at, figure, there, Verdict::Wrong));
    out.findings.push(finding(draft, at, message, annexes.first.unwrap_or(at), label));
}

/// The first word behind a figure is among so many signs.
const OPENING: usize = 4;

/// What is announced as attached: `phụ lục` of `có 5 phụ lục kèm theo`, of `kèm theo Báo cáo này là 05 phụ lục`.
fn announced(draft: &Draft<'_>, block: u32, figure: &Figure) -> Option<String> {
    let range = draft.document.blocks.get(block as usize)?.range;
    let text = draft.document.slice(TextRange::new(figure.number.end, range.end));
    let clause = text.split(['.', ',', ';', ':', '(', ')']).next()?;
    // Most figures count other things, as the first word says.
    let first = clause.split_whitespace().take(OPENING).flat_map(words_of).next()?;
    let behind = if prose_words::opens_annex(&first) { words_of(clause) } else { return None };
    let length = prose_words::annex(&behind);
    let noun = (length > 0).then(|| behind[..length].join(" "))?;
    let own = |words: &[String], fillers: bool| {
        let mut i = 0;
        while let Some(word) = words.get(i) {
            match prose_words::of_annex(&words[i..]).max(usize::from(fillers && prose_words::is_filler(word))) {
                0 => return false,
                step => i += step,
            }
        }
        true
    };
    let attached = |words: &[String]| (0..words.len()).find(|&i| prose_words::attached(&words[i..]) > 0);
    if let Some(at) = attached(&behind[length..]) {
        let (between, rest) = behind[length..].split_at(at);
        // `kèm theo Quyết định số …`, `của năm 2024`: those of something else
        let ends = own(&rest[prose_words::attached(rest)..], false);
        return (own(between, false) && ends).then_some(noun);
    }
    let text = draft.document.slice(TextRange::new(range.start, figure.number.start));
    let before = words_of(text.rsplit(['.', ';', ':', '(']).next()?);
    let at = (0..before.len()).rev().find(|&i| prose_words::attached(&before[i..]) > 0)?;
    let from = at + prose_words::attached(&before[at..]);
    (own(&before[from..], true) && own(&behind[length..], false)).then_some(noun)
}

/// The titles of annexes, by what they are called.
fn titles(draft: &Draft<'_>) -> BTreeMap<String, Annexes> {
    let mut out: BTreeMap<String, Annexes> = BTreeMap::new();
    for (block, home) in (0u32..).zip(&draft.document.blocks) {
        if matches!(home.kind, BlockKind::Note(_)) {
            continue;
        }
        let text = draft.document.block_text(block).trim_start();
        let mut words = text.split_whitespace();
        let start: Vec<String> = words_of(&words.by_ref().take(4).collect::<Vec<_>>().join(" "));
        let length = prose_words::annex(&start);
        if length == 0 || text.split_whitespace().nth(LONGEST).is_some() {
            continue;
        }
        let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).skip(length);
        let printed = words.find(|w| !prose_words::is_filler(&lexicon::fold(w)));
        if let Some(number) = printed.and_then(number) {
            let name = start[..length].iter().filter(|w| !prose_words::is_filler(w)).cloned().collect::<Vec<_>>();
            let annexes = out.entry(name.join(" ")).or_default();
            annexes.numbers.insert(number);
            annexes.first.get_or_insert(home.range);
        }
    }
    out
}
