//! The word tables of averages: what they are per, and the words that open it.

use crate::claims::Step;
use crate::figures::exact::Exact;
use crate::lexicon;
use hashbrown::{HashMap, HashSet};
use std::sync::OnceLock;

/// The embedded table of what averages are per.
const PER_WORDS: &str = include_str!("../../../rules/lexicon/per-words.tsv");
/// The embedded table of the words that open it.
const OPENERS: &str = include_str!("../../../rules/lexicon/per-openers.tsv");

/// What a word or phrase does beside an average; the table explains each.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Role {
    Each,
    One,
    BeforeOne,
    On,
    Time,
    Year,
    Month,
    Day,
    NoTime,
    OfAll,
    Plain,
    AnyCase,
}

impl Role {
    fn parse(name: &str) -> Option<Role> {
        use Role::*;
        [Each, One, BeforeOne, On, Time, Year, Month, Day, NoTime, OfAll, Plain, AnyCase]
            .into_iter()
            .find(|r| format!("{r:?}") == name)
    }
}

/// Whether a folded word or phrase has a role.
pub(super) fn has(word: &str, role: Role) -> bool {
    static TABLE: OnceLock<HashSet<(&'static str, Role)>> = OnceLock::new();
    let rows = || lexicon::rows(OPENERS).unwrap_or_default();
    let table =
        TABLE.get_or_init(|| rows().iter().filter_map(|r| Some((*r.first()?, Role::parse(r.get(1)?)?))).collect());
    table.contains(&(word, role))
}

/// Whether a folded word makes the noun behind it one of many: `mỗi nơi có 2 nhà máy`.
pub fn says_each(word: &str) -> bool {
    has(word, Role::Each)
}

/// Whether a folded word names an average itself: `mật độ dân số`.
pub fn names_mean(word: &str) -> bool {
    has(word, Role::Plain)
}

/// Whether a folded word opens what an average is per: `bình quân một lớp`.
pub fn says_per(word: &str) -> bool {
    says_each(word) || has(word, Role::One)
}

/// The noun counted that a phrase names (`vạn dân`: `người`), and how many of it make one.
pub(super) fn noun_of(phrase: &str) -> Option<(&'static str, Exact)> {
    static TABLE: OnceLock<HashMap<&'static str, (&'static str, Exact)>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let rows = lexicon::rows(PER_WORDS).unwrap_or_default();
        let row = |r: &lexicon::Row<'static>| Some((*r.first()?, (*r.get(1)?, Exact::int(r.get(2)?.parse().ok()?))));
        rows.iter().filter_map(row).collect()
    });
    table.get(phrase).copied()
}

/// What a rate is by, where that is a year or a month (`ha/năm`), and what stands before it.
pub fn step_of(key: &str) -> Option<(&str, Step)> {
    let (rest, by) = key.rsplit_once('/')?;
    let step = if has(by, Role::Year) { Some(Step::Year) } else { has(by, Role::Month).then_some(Step::Month) };
    Some((rest, step?))
}

/// Whether a folded noun is a stretch of time.
pub fn is_time(noun: &str) -> bool {
    let mut words = noun.split(' ');
    let first = words.next().unwrap_or_default();
    let two = words.next().map(|second| format!("{first} {second}"));
    has(first, Role::Time) && !two.is_some_and(|two| has(&two, Role::NoTime))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        for row in lexicon::rows(OPENERS).unwrap() {
            assert!(has(row[0], Role::parse(row[1]).unwrap()), "{row:?}");
        }
        for row in lexicon::rows(PER_WORDS).unwrap() {
            assert!(noun_of(row[0]).is_some_and(|(_, scale)| scale >= Exact::ONE), "{row:?}");
        }
        assert!(is_time("vụ mùa") && !is_time("vụ việc") && !is_time("hộ"));
    }
}
