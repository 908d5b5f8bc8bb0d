//! Small word tables the assembly of claims asks.

mod flows;
mod verbs;

pub use flows::{closing, flow, parts_new};
pub use verbs::{TIME, clause_verb, is_pending_verb, number_of, pending_words, says_done};

use crate::lexicon;
use hashbrown::{HashMap, HashSet};
use std::sync::OnceLock;

/// The embedded table of nouns of one kind.
const KIN: &str = include_str!("../../rules/lexicon/kin.tsv");

/// The embedded table of headings of goals.
const GOALS: &str = include_str!("../../rules/lexicon/goal-headings.tsv");

/// A table of words or phrases, of which the first column is read when it is first asked.
pub struct Words {
    table: &'static str,
    set: OnceLock<HashSet<&'static str>>,
}

impl Words {
    /// Of an embedded table.
    pub const fn of(table: &'static str) -> Words {
        Words { table, set: OnceLock::new() }
    }

    fn set(&self) -> &HashSet<&'static str> {
        self.set.get_or_init(|| first_column(self.table).collect())
    }

    /// Whether a folded word is one of them.
    pub fn has(&self, word: &str) -> bool {
        self.set().contains(word)
    }

    /// Whether folded words begin with one of them.
    fn opens(&self, text: &str) -> bool {
        let whole = |rest: &str| rest.is_empty() || rest.starts_with(' ');
        self.set().iter().any(|w| text.strip_prefix(w).is_some_and(whole))
    }

    /// Whether one of them stands among folded words.
    fn within(&self, text: &str) -> bool {
        let starts = std::iter::once(0).chain(text.match_indices(' ').map(|(at, _)| at + 1));
        starts.filter_map(|at| text.get(at..)).any(|rest| self.opens(rest))
    }
}

/// A table of words with what each stands for, read when it is first asked.
struct Pairs {
    table: &'static str,
    map: OnceLock<HashMap<&'static str, &'static str>>,
}

impl Pairs {
    const fn of(table: &'static str) -> Pairs {
        Pairs { table, map: OnceLock::new() }
    }

    fn get(&self, word: &str) -> Option<&'static str> {
        let rows = || lexicon::rows(self.table).unwrap_or_default();
        let read = || rows().iter().map(|r| (r.cell(0), r.cell(1))).collect();
        self.map.get_or_init(read).get(word).copied()
    }
}

fn first_column(table: &'static str) -> impl Iterator<Item = &'static str> {
    lexicon::rows(table).unwrap_or_default().into_iter().map(|r| r.cell(0))
}

/// Whether a folded syllable tells no indicator from another.
pub fn is_stop(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/stop-words.tsv"));
    TABLE.has(word)
}

/// What a folded abbreviation stands for.
pub fn written_out(word: &str) -> Option<&'static str> {
    static TABLE: Pairs = Pairs::of(include_str!("../../rules/lexicon/abbreviations.tsv"));
    TABLE.get(word)
}

/// Folded phrases of headings under which goals stand.
pub fn goal_headings() -> &'static [String] {
    static TABLE: OnceLock<Vec<String>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(GOALS).map(lexicon::fold).collect())
}

/// Whether a folded word behind a noun makes it all that are not named.
pub fn names_others(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/others.tsv"));
    TABLE.has(word)
}

/// Whether a folded word opens the name of an item of a budget and may be left out.
pub fn opens_account(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/account-openers.tsv"));
    TABLE.has(word)
}

/// The embedded table of the sides of partitions.
const PARTITIONS: &str = include_str!("../../rules/lexicon/partitions.tsv");

/// The family and side of a partition that folded words name last.
pub fn side_of(text: &str) -> Option<(&'static str, &'static str)> {
    static TABLE: OnceLock<Vec<(String, &'static str, &'static str)>> = OnceLock::new();
    let row = |r: &lexicon::Row<'static>| Some((format!("{} ", r.first()?), *r.get(1)?, *r.get(2)?));
    let table = TABLE.get_or_init(|| lexicon::rows(PARTITIONS).unwrap_or_default().iter().filter_map(row).collect());
    let text = format!("{text} ");
    // Of those that end last the longest; a word starts behind each space.
    let starts = text.match_indices(' ').map(|(at, _)| at + 1);
    let at = |at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        let here = table.iter().filter(move |(w, ..)| rest.starts_with(w.as_str()));
        here.map(move |(w, family, side)| (at + w.len(), w.len(), *family, *side))
    };
    let last = std::iter::once(0).chain(starts).flat_map(at).max();
    last.map(|(.., family, side)| (family, side))
}

/// Whether a folded syllable stands in the name of a side of a partition.
pub fn names_side(word: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(PARTITIONS).flat_map(|p| p.split(' ')).collect()).contains(word)
}

/// Whether folded words say that a figure is the most or the least there may be.
pub fn says_bound(text: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/bound-words.tsv"));
    TABLE.within(text)
}

/// Whether folded words say that a level is what was cut from, not what is left.
pub fn says_cut(text: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/cut-words.tsv"));
    TABLE.within(text)
}

/// Whether a folded word joins a percentage to its whole.
pub fn says_of(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/of-words.tsv"));
    TABLE.has(word)
}

/// Whether a folded word names a class of things, in front of the name of one.
pub fn names_class(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/class-words.tsv"));
    TABLE.has(word)
}

/// Whether a folded word opens a bracket with the source of what stands before it.
pub fn names_source(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/source-words.tsv"));
    TABLE.has(word)
}

/// Whether a folded word says that an amount is taken off.
pub fn takes_off(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/minus-words.tsv"));
    TABLE.has(word)
}

/// Whether amounts in a unit do not add up.
pub fn is_intensive(key: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/intensive-units.tsv"));
    TABLE.has(key)
}

/// Whether a folded word right before a count makes it the whole of what follows.
pub fn opens_whole(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/whole-openers.tsv"));
    TABLE.has(word)
}

/// The word that names the same as a folded one (`khẩu`: `dân`).
pub fn names(word: &str) -> Option<&'static str> {
    static TABLE: Pairs = Pairs::of(include_str!("../../rules/lexicon/same-words.tsv"));
    TABLE.get(word)
}

/// Whether a folded word counts the people of a place.
pub fn counts_heads(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/head-words.tsv"));
    TABLE.has(word)
}

/// The word for all that another one is not: `nam` of `nữ`.
pub fn complement(word: &str) -> Option<&'static str> {
    static TABLE: Pairs = Pairs::of(include_str!("../../rules/lexicon/complements.tsv"));
    TABLE.get(word)
}

/// Whether a folded syllable tells no plan from another.
pub fn is_plan_word(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/plan-words.tsv"));
    TABLE.has(word)
}

/// Whether a folded word makes a level the one of today.
pub fn says_now(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/now-words.tsv"));
    TABLE.has(word)
}

/// Words that count places in a ranking.
static RANKS: Words = Words::of(include_str!("../../rules/lexicon/rank-words.tsv"));

/// Whether folded words hold one that counts places in a ranking.
pub fn names_rank(words: &str) -> bool {
    RANKS.within(words)
}

/// Whether a folded word joins the amount behind it to what stands before it (`chiếm 61,7% với 196,5 triệu USD`).
pub fn says_with(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/with-words.tsv"));
    TABLE.has(word)
}

/// Whether a folded word or cue says that something is not so.
pub fn negates(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/negations.tsv"));
    TABLE.has(word)
}

/// The embedded table of words before the name of a season.
const SEASON: &str = include_str!("../../rules/lexicon/season-words.tsv");

/// A name between spaces without the word for a season that opens it.
pub fn without_season(name: &str) -> Option<&str> {
    static TABLE: OnceLock<Vec<&'static str>> = OnceLock::new();
    let words = TABLE.get_or_init(|| first_column(SEASON).collect());
    words.iter().find_map(|word| name.strip_prefix(' ')?.strip_prefix(word)).filter(|rest| rest.starts_with(' '))
}

/// Whether a folded word names a difference of two amounts.
pub fn says_net(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/net-words.tsv"));
    TABLE.has(word)
}

/// Whether a folded word picks the highest or lowest of several.
pub fn says_extreme(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/extreme-words.tsv"));
    TABLE.has(word)
}

/// Whether a folded word names a prize behind the first.
pub fn names_prize(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/prize-words.tsv"));
    TABLE.has(word)
}

/// Whether folded words begin with one that counts places in a ranking.
pub fn counts_ranks(words: &str) -> bool {
    RANKS.opens(words)
}

/// The embedded table of words that make several things fewer.
const MERGING: &str = include_str!("../../rules/lexicon/merging.tsv");

/// The embedded table of words that name a number of things.
const NUMBERS: &str = include_str!("../../rules/lexicon/numbers-of.tsv");

/// The words that name a number of things, each with whether it is a total.
pub fn numbers() -> &'static [(&'static str, bool)] {
    static TABLE: OnceLock<Vec<(&'static str, bool)>> = OnceLock::new();
    let rows = || lexicon::rows(NUMBERS).unwrap_or_default();
    TABLE.get_or_init(|| rows().iter().filter_map(|r| Some((*r.first()?, *r.get(1)? == "total"))).collect())
}

/// Whether a folded word behind a percentage makes it a share of a number of things (`98% số hộ`).
pub fn names_number(word: &str) -> bool {
    numbers().iter().any(|(w, _)| *w == word)
}

/// Whether folded words name a rate that cannot be above 100 %.
pub fn names_bounded(words: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/bounded-rates.tsv"));
    TABLE.within(words)
}

/// The noun of which folded words name the total: `tổng số hộ` is one of `hộ`.
pub fn total_of(phrase: &str) -> Option<&str> {
    let mut noun = phrase;
    while let Some(rest) = numbers().iter().find_map(|(w, _)| noun.strip_prefix(w)?.strip_prefix(' ')) {
        noun = rest;
    }
    (noun.len() < phrase.len() && is_counted(noun)).then_some(noun)
}

/// Whether folded words end with one that names a total.
pub fn ends_with_total(text: &str) -> bool {
    let last = text.rsplit(' ').take_while(|w| numbers().iter().any(|(n, _)| n == w));
    last.into_iter().any(names_total)
}

/// Whether a folded word names a total.
pub fn names_total(word: &str) -> bool {
    numbers().contains(&(word, true))
}

/// Whether folded words say that a level is what came of a plan, and not of what.
pub fn names_result(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/result-words.tsv"));
    TABLE.has(word)
}

/// The embedded table of words that say whether a target was reached.
const VERDICTS: &str = include_str!("../../rules/lexicon/verdict-words.tsv");

/// What folded words between a level and its target say: whether the target was reached. Some say so only where the
/// target stands before them (`alone`).
pub fn verdict(text: &str, alone: bool) -> Option<bool> {
    static TABLE: OnceLock<HashMap<&'static str, (bool, bool)>> = OnceLock::new();
    let rows = || lexicon::rows(VERDICTS).unwrap_or_default();
    let read = |met: &str| (met.starts_with("yes"), met.ends_with("alone"));
    let table = TABLE.get_or_init(|| rows().into_iter().filter_map(|r| Some((*r.first()?, read(r.get(1)?)))).collect());
    let last = text.rsplit([',', ';']).next()?.trim();
    table.get(last).filter(|(_, short)| alone || !short).map(|(met, _)| *met)
}

/// Whether folded words point back to the figure of the sentence before: `con số này bằng`.
pub fn points_back(text: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/this-words.tsv"));
    TABLE.opens(text)
}

/// Whether folded words before a figure say how many there were at a time.
pub fn says_stock(text: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/stock-words.tsv"));
    TABLE.within(text)
}

/// Whether folded words before a change make it one over a whole series: `cả giai đoạn giảm 864 hộ`.
pub fn says_whole_stretch(text: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/stretch-words.tsv"));
    TABLE.within(text)
}

/// Whether folded words name an indicator of which less is better.
pub fn better_low(text: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/better-low.tsv"));
    TABLE.within(text)
}

/// Whether a folded noun names no kind of its own: what it counts may be listed by kind.
pub fn is_generic(noun: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/generic-nouns.tsv"));
    TABLE.has(noun)
}

/// Whether a folded word may join the bounds of a range as well as two levels.
pub fn bounds_range(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/range-words.tsv"));
    TABLE.has(word)
}

/// Whether folded words before two counts say that the first become the fewer second.
pub fn merges(before: &str, between: &str) -> bool {
    static TABLE: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();
    let pairs = || {
        let rows = lexicon::rows(MERGING).unwrap_or_default();
        rows.into_iter().filter_map(|r| Some((*r.first()?, *r.get(1)?))).collect()
    };
    let mut rows = TABLE.get_or_init(pairs).iter();
    rows.any(|(phrase, becomes)| between == *becomes && before.contains(phrase))
}

/// Whether a folded syllable opens the name of a place: the first of a kind of place in the table.
pub fn opens_place(word: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let places = || {
        let rows = lexicon::rows(KIN).unwrap_or_default();
        rows.into_iter()
            .filter(|r| matches!(r.get(1), Some(&("commune" | "village" | "district"))))
            .filter_map(|r| r.first()?.split(' ').next())
            .collect()
    };
    TABLE.get_or_init(places).contains(word)
}

/// Whether a folded word may stand before a verb of change without naming a subject.
pub fn is_filler(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/fillers.tsv"));
    TABLE.has(word)
}

/// Whether a folded verb compares two values of one kind (`thấp hơn`), rather than one with its plan (`vượt`).
pub fn compares(verb: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/comparatives.tsv"));
    verb.split_once(' ').is_some_and(|(adjective, _)| TABLE.has(adjective))
}

/// Whether a folded word makes a comparative of an adjective.
pub fn says_than(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/than-words.tsv"));
    TABLE.has(word)
}

/// Whether a folded word says where a counted thing stands.
pub fn says_where(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/place-prepositions.tsv"));
    TABLE.has(word)
}

/// Whether two mentions of one indicator may differ by a folded syllable.
pub fn is_thin(word: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/thin-words.tsv"));
    TABLE.has(word)
}

/// Whether a folded phrase is a noun that the units count.
pub fn is_counted(noun: &str) -> bool {
    crate::figures::lex::unit_of(noun).is_some_and(|u| u.dimension == crate::figures::Dimension::Count)
}

/// Whether a kind of counted nouns is one of bodies or places, each of which has figures of its own.
pub fn is_body(kind: &str) -> bool {
    static TABLE: Words = Words::of(include_str!("../../rules/lexicon/body-kinds.tsv"));
    TABLE.has(kind)
}

/// The kind of a counted noun, if the table knows it.
pub fn kind_of(noun: &str) -> Option<&'static str> {
    static TABLE: Pairs = Pairs::of(KIN);
    TABLE.get(noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/lexicon");
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let text: &'static str = std::fs::read_to_string(&path).unwrap().leak();
            assert!(!lexicon::rows(text).unwrap().is_empty(), "{}", path.display());
        }
        assert_eq!(names("khẩu"), Some("dân"));
        assert_eq!(written_out("ntm"), Some("nông thôn mới"));
        assert!(better_low("tỷ lệ hộ nghèo") && counts_ranks("hạng ba") && !counts_ranks("hạngba"));
        assert!(names_others("khác") && !names_others("ngô"));
        assert!(is_filler("đã") && !is_filler("ngô"));
        assert_eq!(kind_of("đối tượng"), kind_of("người"));
    }
}
