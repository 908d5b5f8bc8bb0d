//! Whether two figures speak of the same kind of thing.

use super::words;
use crate::figures::{Dimension, Figure};
use crate::work;

/// How well the units of two figures go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// They never meet in one sum.
    Different,
    /// Counted nouns of one kind (`đối tượng`, `người`).
    Kin,
    /// One of them has no unit printed.
    Elided,
    /// The same unit, or the same dimension in another scale.
    Same,
}

/// Compares the units of two figures. A rate and what is none are always different: who asks for more than
/// that need not ask whether both are rates.
pub fn fit(a: &Figure, b: &Figure) -> Fit {
    use Dimension::*;
    work::step();
    let (x, y) = (a.unit.dimension, b.unit.dimension);
    match (x, y) {
        (None, None) => Fit::Elided,
        (None, Percent | Permille | PercentPoint | Times) | (Percent | Permille | PercentPoint | Times, None) => {
            Fit::Different
        }
        (None, _) | (_, None) => Fit::Elided,
        (Percent, PercentPoint) | (PercentPoint, Percent) => Fit::Same,
        (Count, Count) => counted(a, b),
        (PerUnit | Measure | ForeignMoney, _) if x == y => {
            if a.unit.key == b.unit.key {
                Fit::Same
            } else {
                Fit::Different
            }
        }
        _ if x == y => Fit::Same,
        _ => Fit::Different,
    }
}

fn counted(a: &Figure, b: &Figure) -> Fit {
    let (x, y) = (a.unit.key.as_str(), b.unit.key.as_str());
    if x == y && unlike_nouns(a, b) {
        return Fit::Different;
    }
    if x == y
        || starts_with_word(&a.noun, y)
        || starts_with_word(&b.noun, x)
        || (ends_with_word(x, y) || ends_with_word(y, x)) && !of_two_kinds(x, y)
    {
        return Fit::Same;
    }
    let kind = words::kind_of(x);
    if kind.is_some() && words::kind_of(y) == kind { Fit::Kin } else { Fit::Different }
}

/// `thị xã` and `xã`: one noun ends like the other and is of another kind.
fn of_two_kinds(x: &str, y: &str) -> bool {
    matches!((words::kind_of(x), words::kind_of(y)), (Some(a), Some(b)) if a != b)
}

/// `cổ đông` and `cổ phần`: of a noun that no table knows the first syllable alone says little.
fn unlike_nouns(a: &Figure, b: &Figure) -> bool {
    fn second(noun: &str) -> Option<&str> {
        noun.split(' ').nth(1)
    }
    !a.unit.elided
        && !b.unit.elided
        && a.noun != b.noun
        && matches!((second(&a.noun), second(&b.noun)), (Some(x), Some(y)) if x != y)
        && !words::is_counted(&a.unit.key)
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word).is_some_and(|rest| rest.ends_with(' '))
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::closes::tests::figure;
    use Dimension::*;

    #[test]
    fn a_rate_never_fits_an_amount() {
        let all = [
            None,
            Percent,
            Permille,
            PercentPoint,
            Times,
            Dong,
            ForeignMoney,
            Area,
            Mass,
            Length,
            Volume,
            Measure,
            PerUnit,
            Count,
        ];
        for a in all.map(|d| figure(5, 0, d)) {
            for b in all.map(|d| figure(5, 0, d)) {
                let alike = a.is_rate() == b.is_rate();
                assert!(fit(&a, &b) == Fit::Different || alike, "{:?} {:?}", a.unit.dimension, b.unit.dimension);
            }
        }
    }
}
