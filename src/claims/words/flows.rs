//! Words of what comes into a stock and goes out of it.

use crate::lexicon;
use hashbrown::HashMap;
use std::sync::OnceLock;

/// The embedded table of words of what comes into a stock and goes out of it.
const FLOWS: &str = include_str!("../../../rules/lexicon/flows.tsv");

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
