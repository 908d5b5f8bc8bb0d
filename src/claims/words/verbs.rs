//! Verbs that are one only in their place of a clause.

use super::is_filler;
use crate::figures::Cue;
use crate::lexicon;
use hashbrown::HashMap;
use std::borrow::Cow;
use std::sync::OnceLock;

/// The embedded table of verbs that are one only where they open a clause.
const CLAUSE_VERBS: &str = include_str!("../../../rules/lexicon/clause-verbs.tsv");

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

/// The embedded table of words for what is being done and not done yet.
const PENDING: &str = include_str!("../../../rules/lexicon/pending-words.tsv");

fn pending(kind: &str) -> Vec<String> {
    let rows = lexicon::rows(PENDING).unwrap_or_default();
    rows.iter().filter(|r| r.get(1) == Some(&kind)).filter_map(|r| r.first()).map(|p| lexicon::fold(p)).collect()
}

/// How many of the folded words before a figure say that what it counts is not done yet: those that open them.
pub fn pending_words(own: &str) -> usize {
    static TABLE: OnceLock<Vec<String>> = OnceLock::new();
    let opens = TABLE.get_or_init(|| pending("opens"));
    let whole = |p: &&String| own.strip_prefix(p.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    opens.iter().filter(whole).map(|p| p.split(' ').count()).max().unwrap_or(0)
}

/// Whether a folded word names what is done with what is not done yet.
pub fn is_pending_verb(word: &str) -> bool {
    static TABLE: OnceLock<Vec<String>> = OnceLock::new();
    TABLE.get_or_init(|| pending("verb")).iter().any(|w| w == word)
}

/// Whether folded words say that what they count was done.
pub fn says_done(words: &str) -> bool {
    static TABLE: OnceLock<Vec<String>> = OnceLock::new();
    let table = TABLE.get_or_init(|| pending("done"));
    words.split(' ').any(|word| table.iter().any(|w| w == word))
}

/// The number that a folded word is.
pub fn number_of(word: &str) -> Option<i64> {
    static TABLE: OnceLock<Vec<(&'static str, i64)>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let rows = lexicon::rows(include_str!("../../../rules/lexicon/numerals.tsv")).unwrap_or_default();
        let digits = rows.iter().filter(|r| r.get(1) == Some(&"Digit"));
        digits.filter_map(|r| Some((*r.first()?, r.get(2)?.parse().ok()?))).collect()
    });
    table.iter().find(|(w, _)| *w == word).map(|(_, n)| *n)
}
