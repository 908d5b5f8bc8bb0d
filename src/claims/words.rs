//! Small word tables the assembly of claims asks.

use crate::figures::Cue;
use crate::lexicon;
use hashbrown::{HashMap, HashSet};
use std::borrow::Cow;
use std::sync::OnceLock;

/// The embedded table of filler words.
pub const FILLERS: &str = include_str!("../../rules/lexicon/fillers.tsv");
/// The embedded table of nouns of one kind.
pub const KIN: &str = include_str!("../../rules/lexicon/kin.tsv");

/// The embedded table of syllables that tell no indicator from another.
pub const STOP: &str = include_str!("../../rules/lexicon/stop-words.tsv");
/// The embedded table of headings of goals.
pub const GOALS: &str = include_str!("../../rules/lexicon/goal-headings.tsv");

fn first_column(table: &'static str) -> impl Iterator<Item = &'static str> {
    lexicon::rows(table).unwrap_or_default().into_iter().filter_map(|r| r.first().copied())
}

/// Whether a folded syllable tells no indicator from another.
pub fn is_stop(word: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(STOP).collect()).contains(word)
}

/// The embedded table of abbreviations in the names of indicators.
pub const SHORT: &str = include_str!("../../rules/lexicon/abbreviations.tsv");

/// What a folded abbreviation stands for.
pub fn written_out(word: &str) -> Option<&'static str> {
    static TABLE: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    let rows = || lexicon::rows(SHORT).unwrap_or_default();
    let table = TABLE.get_or_init(|| rows().iter().filter_map(|r| Some((*r.first()?, *r.get(1)?))).collect());
    table.get(word).copied()
}

/// Folded phrases of headings under which goals stand.
pub fn goal_headings() -> &'static [String] {
    static TABLE: OnceLock<Vec<String>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(GOALS).map(lexicon::fold).collect())
}

/// The embedded table of words for all that is left.
pub const OTHERS: &str = include_str!("../../rules/lexicon/others.tsv");

/// Whether a folded word behind a noun makes it all that are not named.
pub fn names_others(word: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(OTHERS).collect()).contains(word)
}

/// The embedded table of words that open an item of a budget.
pub const ACCOUNTS: &str = include_str!("../../rules/lexicon/account-openers.tsv");

/// Whether a folded word opens the name of an item of a budget and may be left out.
pub fn opens_account(word: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(ACCOUNTS).collect()).contains(word)
}

/// The embedded table of the sides of partitions.
pub const PARTITIONS: &str = include_str!("../../rules/lexicon/partitions.tsv");

/// The family and side of a partition that folded words name last.
pub fn side_of(text: &str) -> Option<(&'static str, &'static str)> {
    static TABLE: OnceLock<Vec<(String, &'static str, &'static str)>> = OnceLock::new();
    let row = |r: &Vec<&'static str>| Some((format!("{} ", r.first()?), *r.get(1)?, *r.get(2)?));
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

/// The embedded table of words that open a whole.
pub const OPENERS: &str = include_str!("../../rules/lexicon/whole-openers.tsv");

/// Whether a folded word right before a count makes it the whole of what follows.
pub fn opens_whole(word: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(OPENERS).collect()).contains(word)
}

/// The embedded table of words that name what another names.
pub const SAME: &str = include_str!("../../rules/lexicon/same-words.tsv");

/// The word that names the same as a folded one (`khẩu`: `dân`).
pub fn names(word: &str) -> Option<&'static str> {
    static TABLE: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    let rows = || lexicon::rows(SAME).unwrap_or_default();
    let table = TABLE.get_or_init(|| rows().iter().filter_map(|r| Some((*r.first()?, *r.get(1)?))).collect());
    table.get(word).copied()
}

/// The embedded table of words that tell no plan from another.
pub const PLANS: &str = include_str!("../../rules/lexicon/plan-words.tsv");

/// Whether a folded syllable tells no plan from another.
pub fn is_plan_word(word: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(PLANS).collect()).contains(word)
}

/// The embedded table of words that make a level the one of today.
pub const NOW: &str = include_str!("../../rules/lexicon/now-words.tsv");

/// Whether a folded word makes a level the one of today.
pub fn says_now(word: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(NOW).collect()).contains(word)
}

/// Whether folded words hold one that counts places in a ranking.
pub fn names_rank(words: &str) -> bool {
    let mut starts = std::iter::once(0).chain(words.match_indices(' ').map(|(i, _)| i + 1));
    starts.any(|i| words.get(i..).is_some_and(counts_ranks))
}

/// The embedded table of words that join an amount to its share.
pub const WITH: &str = include_str!("../../rules/lexicon/with-words.tsv");

/// Whether a folded word joins the amount behind it to what stands before it (`chiếm 61,7% với 196,5 triệu USD`).
pub fn says_with(word: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(WITH).collect()).contains(word)
}

/// The embedded table of words that negate.
pub const NEGATIONS: &str = include_str!("../../rules/lexicon/negations.tsv");

/// Whether a folded word or cue says that something is not so.
pub fn negates(word: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(NEGATIONS).collect()).contains(word)
}

/// The embedded table of words before the name of a season.
pub const SEASON: &str = include_str!("../../rules/lexicon/season-words.tsv");

/// A name between spaces without the word for a season that opens it.
pub fn without_season(name: &str) -> Option<&str> {
    static TABLE: OnceLock<Vec<&'static str>> = OnceLock::new();
    let words = TABLE.get_or_init(|| first_column(SEASON).collect());
    words.iter().find_map(|word| name.strip_prefix(' ')?.strip_prefix(word)).filter(|rest| rest.starts_with(' '))
}

/// The embedded table of words that name a difference.
pub const NET: &str = include_str!("../../rules/lexicon/net-words.tsv");

/// Whether a folded word names a difference of two amounts.
pub fn says_net(word: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(NET).collect()).contains(word)
}

/// The embedded table of words that pick one of several.
pub const EXTREME: &str = include_str!("../../rules/lexicon/extreme-words.tsv");

/// Whether a folded word picks the highest or lowest of several.
pub fn says_extreme(word: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(EXTREME).collect()).contains(word)
}

/// The embedded table of words that count places in a ranking.
pub const RANKS: &str = include_str!("../../rules/lexicon/rank-words.tsv");

/// Whether folded words begin with one that counts places in a ranking.
pub fn counts_ranks(words: &str) -> bool {
    static TABLE: OnceLock<Vec<&'static str>> = OnceLock::new();
    let starts = |w: &str| words.strip_prefix(w).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    TABLE.get_or_init(|| first_column(RANKS).collect()).iter().any(|w| starts(w))
}

/// The embedded table of words that make several things fewer.
pub const MERGING: &str = include_str!("../../rules/lexicon/merging.tsv");

/// The embedded table of words that name a number of things.
pub const NUMBERS: &str = include_str!("../../rules/lexicon/numbers-of.tsv");

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

/// The embedded table of words that say a level is what came of a plan.
pub const RESULTS: &str = include_str!("../../rules/lexicon/result-words.tsv");

/// Whether folded words say that a level is what came of a plan, and not of what.
pub fn names_result(word: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(RESULTS).collect()).contains(word)
}

/// The embedded table of words of what comes into a stock and goes out of it.
pub const FLOWS: &str = include_str!("../../rules/lexicon/flows.tsv");

fn flow_words(kind: &str) -> Vec<String> {
    let rows = lexicon::rows(FLOWS).unwrap_or_default();
    rows.iter().filter(|r| r.get(1) == Some(&kind)).filter_map(|r| r.first()).map(|p| format!(" {p} ")).collect()
}

/// What words say of a count and its stock.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Whether it came in.
    pub inward: bool,
    /// Whether the words say so only between the opening and the closing of a stock (`thu`, `chi`).
    pub stock: bool,
}

/// Whether folded words say that what is counted came in or went out; the longest phrase decides.
pub fn flow(text: &str) -> Option<Way> {
    static TABLE: OnceLock<HashMap<String, Vec<(String, Way)>>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut out: HashMap<_, Vec<_>> = HashMap::new();
        for row in lexicon::rows(FLOWS).unwrap_or_default() {
            let [phrase, way @ ("in" | "out" | "income" | "spent"), ..] = row[..] else { continue };
            let phrase = lexicon::fold(phrase);
            let first = phrase.split(' ').next().unwrap_or_default().to_owned();
            let way = Way { inward: matches!(way, "in" | "income"), stock: matches!(way, "income" | "spent") };
            out.entry(first).or_default().push((phrase, way));
        }
        out
    });
    let mut longest: Option<(usize, Way)> = None;
    let mut start = 0;
    for word in text.split(' ') {
        let rest = text.get(start..).unwrap_or_default();
        for (phrase, way) in table.get(word).into_iter().flatten() {
            let whole = rest.strip_prefix(phrase.as_str()).is_some_and(|b| b.is_empty() || b.starts_with(' '));
            // Of two as long what went out is meant.
            let longer = longest.is_none_or(|(l, w)| phrase.len() > l || phrase.len() == l && w.inward);
            if whole && longer {
                longest = Some((phrase.len(), *way));
            }
        }
        start += word.len() + 1;
    }
    longest.map(|(_, way)| way)
}

/// Whether a folded word stands before the result of a balance.
pub fn closing(word: &str) -> bool {
    static TABLE: OnceLock<Vec<String>> = OnceLock::new();
    TABLE.get_or_init(|| flow_words("closing")).iter().any(|w| w.trim() == word)
}

/// Whether a folded word parts what came in from what was there.
pub fn parts_new(word: &str) -> bool {
    static TABLE: OnceLock<Vec<String>> = OnceLock::new();
    TABLE.get_or_init(|| flow_words("new")).iter().any(|w| w.trim() == word)
}

/// The embedded table of words that say whether a target was reached.
pub const VERDICTS: &str = include_str!("../../rules/lexicon/verdict-words.tsv");

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

/// The embedded table of words that point back to a figure.
pub const THIS: &str = include_str!("../../rules/lexicon/this-words.tsv");

/// Whether folded words point back to the figure of the sentence before: `con số này bằng`.
pub fn points_back(text: &str) -> bool {
    static TABLE: OnceLock<Vec<&'static str>> = OnceLock::new();
    let rest = |p: &&str| text.strip_prefix(*p).is_some_and(|r| r.is_empty() || r.starts_with(' '));
    TABLE.get_or_init(|| first_column(THIS).collect()).iter().any(rest)
}

/// The embedded table of words for the whole of a series.
pub const STRETCHES: &str = include_str!("../../rules/lexicon/stretch-words.tsv");

/// Whether folded words before a change make it one over a whole series: `cả giai đoạn giảm 864 hộ`.
pub fn says_whole_stretch(text: &str) -> bool {
    static TABLE: OnceLock<Vec<String>> = OnceLock::new();
    let text = format!(" {text} ");
    TABLE.get_or_init(|| first_column(STRETCHES).map(|p| format!(" {p} ")).collect()).iter().any(|p| text.contains(p))
}

/// The embedded table of words of indicators of which less is better.
pub const BETTER_LOW: &str = include_str!("../../rules/lexicon/better-low.tsv");

/// Whether folded words name an indicator of which less is better.
pub fn better_low(text: &str) -> bool {
    static TABLE: OnceLock<Vec<String>> = OnceLock::new();
    let text = format!(" {text} ");
    TABLE.get_or_init(|| first_column(BETTER_LOW).map(|p| format!(" {p} ")).collect()).iter().any(|p| text.contains(p))
}

/// The embedded table of words that join the bounds of a range.
pub const RANGES: &str = include_str!("../../rules/lexicon/range-words.tsv");

/// Whether a folded word may join the bounds of a range as well as two levels.
pub fn bounds_range(word: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(RANGES).collect()).contains(word)
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
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(FILLERS).collect()).contains(word)
}

/// The embedded table of adjectives that `hơn` makes comparatives of.
pub const COMPARATIVES: &str = include_str!("../../rules/lexicon/comparatives.tsv");

/// Whether a folded verb compares two values of one kind (`thấp hơn`), rather than one with its plan (`vượt`).
pub fn compares(verb: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let table = TABLE.get_or_init(|| first_column(COMPARATIVES).collect());
    verb.split_once(' ').is_some_and(|(adjective, _)| table.contains(adjective))
}

/// The embedded table of words that say where a counted thing stands.
pub const PLACED: &str = include_str!("../../rules/lexicon/place-prepositions.tsv");

/// Whether a folded word says where a counted thing stands.
pub fn says_where(word: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(PLACED).collect()).contains(word)
}

/// The embedded table of syllables around a figure that name nothing.
pub const THIN: &str = include_str!("../../rules/lexicon/thin-words.tsv");

/// Whether two mentions of one indicator may differ by a folded syllable.
pub fn is_thin(word: &str) -> bool {
    static TABLE: OnceLock<HashSet<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| first_column(THIN).collect()).contains(word)
}

/// The embedded table of verbs that are one only where they open a clause.
pub const CLAUSE_VERBS: &str = include_str!("../../rules/lexicon/clause-verbs.tsv");

/// Stands for a time among the words of a clause.
pub const TIME: &str = "@";

/// The verb of change among the folded words before a figure that is a verb only in its place, and
/// whether it opens them.
pub fn clause_verb(clause: &[Cow<'_, str>]) -> Option<(Cue, bool)> {
    let small = |w: &Cow<'_, str>| is_filler(w) || w == TIME;
    let found = |at: usize, compared: bool| {
        let rest = clause.get(at..)?;
        let fits = |(phrase, cue): &&ClauseVerb| {
            let Some(behind) = rest.get(phrase.len()..) else { return false };
            let compares = matches!(cue, Cue::Exceed | Cue::FallShort);
            phrase.iter().zip(rest).all(|(a, b)| a == b)
                && if compared {
                    compares && behind.first().is_some_and(|w| w == TIME)
                } else {
                    behind.iter().all(small)
                }
        };
        let starting = clause_verbs().get(rest.first()?.as_ref())?;
        starting.iter().filter(fits).max_by_key(|(phrase, _)| phrase.len()).map(|(_, cue)| *cue)
    };
    // Small words may open the clause, and the verb may itself be one of them (`thêm`).
    let head = clause.iter().take_while(|w| small(w)).count();
    let opening = (0..=head).rev().find_map(|at| found(at, false));
    opening.map(|cue| (cue, true)).or_else(|| (0..clause.len()).find_map(|at| found(at, true)).map(|cue| (cue, false)))
}

/// The words of a phrase and what it says.
type ClauseVerb = (Vec<&'static str>, Cue);

/// The phrases of the table of clause verbs by their first word.
fn clause_verbs() -> &'static HashMap<&'static str, Vec<ClauseVerb>> {
    static TABLE: OnceLock<HashMap<&'static str, Vec<ClauseVerb>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut out: HashMap<_, Vec<_>> = HashMap::new();
        for row in lexicon::rows(CLAUSE_VERBS).unwrap_or_default() {
            let [phrase, cue, ..] = row[..] else { continue };
            let cue = match cue {
                "Increase" => Cue::Increase,
                "Decrease" => Cue::Decrease,
                "Exceed" => Cue::Exceed,
                "FallShort" => Cue::FallShort,
                _ => continue,
            };
            let words: Vec<&str> = phrase.split(' ').collect();
            if let Some(first) = words.first().copied() {
                out.entry(first).or_default().push((words, cue));
            }
        }
        out
    })
}

/// Whether a folded phrase is a noun that the units count.
pub fn is_counted(noun: &str) -> bool {
    crate::figures::lex::unit_of(noun).is_some_and(|u| u.dimension == crate::figures::Dimension::Count)
}

/// The kind of a counted noun, if the table knows it.
pub fn kind_of(noun: &str) -> Option<&'static str> {
    static TABLE: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    TABLE
        .get_or_init(|| {
            let rows = lexicon::rows(KIN).unwrap_or_default();
            rows.iter().filter_map(|r| Some((*r.first()?, *r.get(1)?))).collect()
        })
        .get(noun)
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        for table in [
            FILLERS,
            KIN,
            STOP,
            SHORT,
            PLANS,
            GOALS,
            RANKS,
            OPENERS,
            ACCOUNTS,
            PARTITIONS,
            NOW,
            MERGING,
            RANGES,
            FLOWS,
            NUMBERS,
            RESULTS,
            VERDICTS,
            BETTER_LOW,
            CLAUSE_VERBS,
            STRETCHES,
            THIS,
        ] {
            assert!(lexicon::rows(table).unwrap().len() >= 2);
        }
        for row in lexicon::rows(SAME).unwrap() {
            assert_eq!(names(row[0]), Some(row[1]));
        }
        assert!(names_others("khác") && !names_others("ngô"));
        assert!(is_filler("đã") && !is_filler("ngô"));
        assert_eq!(kind_of("đối tượng"), kind_of("người"));
    }
}
