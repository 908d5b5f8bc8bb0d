//! The unit behind a number.

use super::exact::Exact;
use super::scan::Kind;
use super::tables::Joint;
use super::text::Text;
use super::{Cue, Dimension, Unit};
use crate::lexicon;
use std::sync::OnceLock;

/// The embedded table of units that may be points of percent.
const POINTS: &str = include_str!("../../rules/lexicon/point-words.tsv");

/// A unit found behind a number.
pub(super) struct Found {
    /// The unit.
    pub unit: Unit,
    /// The atom behind it.
    pub end: usize,
    /// Where the unit without its scale starts; equal to `end` where only a scale was printed.
    pub noun: usize,
}

/// No unit.
pub(super) fn none() -> Unit {
    Unit { dimension: Dimension::None, key: String::new(), factor: Exact::ONE, range: None, elided: false }
}

/// The unit as one taken over from a neighbour.
pub(super) fn elided(unit: &Unit) -> Unit {
    Unit { elided: true, ..unit.clone() }
}

/// Whether a unit may be that of points of percent.
pub(super) fn may_be_point(unit: &Unit) -> bool {
    static TABLE: OnceLock<Vec<&'static str>> = OnceLock::new();
    let words = TABLE.get_or_init(|| {
        let rows = lexicon::rows(POINTS).unwrap_or_default();
        rows.iter().filter_map(|r| r.first().copied()).collect()
    });
    unit.dimension == Dimension::Count && words.contains(&unit.key.as_str())
}

/// The unit that starts at atom `at`. `whole` allows any noun to be counted.
pub(super) fn at(t: &Text, at: usize, whole: bool) -> Option<Found> {
    let mut factor = Exact::ONE;
    let mut money = false;
    let mut i = at;
    // `2021-2025 tỷ lệ hộ nghèo`: there the word begins the name of a rate
    let name = |i, length| t.lexicon.cues.longest(&t.atoms, i).is_some_and(|(l, cue)| l > length && cue.is_some());
    while let Some((length, scale)) = t.lexicon.scales.longest(&t.atoms, i).filter(|(length, _)| !name(i, *length)) {
        let Some(product) = factor.mul(scale.factor) else { break };
        (factor, money, i) = (product, scale.money, i + length);
    }
    let scaled = i > at;
    let (dimension, mut key, end) = if let Some(found) = sign(t, i).filter(|_| !scaled) {
        found
    } else if let Some((length, row)) =
        t.lexicon.units.longest(&t.atoms, i).filter(|found| lettered(t, i) && !longer_verb(t, i, found.0))
    {
        factor = factor.mul(row.factor)?;
        (row.dimension, row.key.to_string(), i + length)
    } else if money {
        (Dimension::Dong, t.lexicon.dong(), i)
    } else if whole && is_noun(t, i) {
        (Dimension::Count, lexicon::fold(t.raw(i)), i + 1)
    } else if scaled {
        (Dimension::None, String::new(), i)
    } else {
        return None;
    };
    let (mut dimension, mut end) = (dimension, end);
    if !matches!(dimension, Dimension::Percent | Dimension::Permille | Dimension::None) {
        while t.is_sign(end, '/')
            && let Some((length, per)) = t.lexicon.per.longest(&t.atoms, end + 1)
        {
            key = format!("{key}/{per}");
            (dimension, end) = (Dimension::PerUnit, end + 1 + length);
        }
    }
    let range = Some(t.range(at, end));
    Some(Found { unit: Unit { dimension, key, factor, range, elided: false }, end, noun: i })
}

/// Whether a unit of the tables stands at `at`.
pub(super) fn known(t: &Text, at: usize) -> bool {
    self::at(t, at, false).is_some()
}

/// `%`, `‰` and what stands for them: `%o`, `%0`, `0/00`, `0/0`.
fn sign(t: &Text, i: usize) -> Option<(Dimension, String, usize)> {
    let permille = |end| Some((Dimension::Permille, "‰".to_owned(), end));
    let percent = |end| Some((Dimension::Percent, "%".to_owned(), end));
    match t.kind(i)? {
        Kind::Sign('%') => {
            let tail = t.raw(i + 1);
            if t.glued(i + 1) && matches!(tail, "o" | "O" | "0" | "ₒ" | "º" | "°") {
                permille(i + 2)
            } else if t.glued(i + 1) && matches!(tail, "00" | "oo") {
                percent(i + 2)
            } else {
                percent(i + 1)
            }
        }
        Kind::Sign('‰') => permille(i + 1),
        Kind::Number if t.raw(i) == "0" && t.is_sign(i + 1, '/') => match t.raw(i + 2) {
            "00" => permille(i + 3),
            "0" => percent(i + 3),
            _ => None,
        },
        _ => None,
    }
}

/// A unit of letters may not be the start of a name: `5 Xã` is one, `5 Hà Nội` is none.
fn lettered(t: &Text, i: usize) -> bool {
    t.atoms.get(i).is_some_and(|a| a.kind != Kind::Word || !a.initial || a.caps || a.end - a.start > 1)
}

/// Whether a longer word of the cues hides the unit: `giải` in `giải ngân` is no prize, `lần` in `lần lượt` no multiple.
fn longer_verb(t: &Text, i: usize, length: usize) -> bool {
    t.lexicon.cues.longest(&t.atoms, i).is_some_and(|(n, cue)| {
        let other = |cue| cue == Cue::Respectively || super::periods::takes_value(super::TokenKind::Cue(cue));
        n > length && cue.is_some_and(other)
    })
}

/// Whether any noun may start here: a lower-case word that is no word of the tables.
fn is_noun(t: &Text, i: usize) -> bool {
    let Some(atom) = t.atoms.get(i) else { return false };
    atom.kind == Kind::Word
        && atom.gap
        && !atom.initial
        && atom.end - atom.start > 1
        && !t.joint(i, Joint::Stop)
        && t.lexicon.cues.longest(&t.atoms, i).is_none_or(|(_, cue)| cue.is_none())
        && t.lexicon.hedges.longest(&t.atoms, i).is_none()
        && t.lexicon.numerals.longest(&t.atoms, i).is_none()
        && t.period_word(i).is_none()
}

/// The noun phrase from atom `from`: up to five syllables, folded. The first
/// `sure` of them belong to the unit, whatever they mean elsewhere.
pub(super) fn noun(t: &Text, from: usize, sure: usize) -> String {
    let mut noun = String::new();
    for i in from..from + 5 {
        if !t.is_word(i) || (i > from && t.atoms.get(i).is_some_and(|a| a.first)) {
            break;
        }
        let cue = t.lexicon.cues.longest(&t.atoms, i).is_some_and(|(_, cue)| cue.is_some());
        let ends = cue || t.joint(i, Joint::Stop) || t.period_word(i).is_some() || !t.glue_free(i);
        if i >= sure && ends {
            break;
        }
        if !noun.is_empty() {
            noun.push(' ');
        }
        noun.push_str(&lexicon::folded(t.raw(i)));
    }
    noun
}
