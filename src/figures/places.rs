//! Places with a number in their name: `xã Phù Lạc 2`, `phường Hòa Sơn 1 gồm …`, `Phù Lạc 1, Phù Lạc 4`.

use super::tables::Joint;
use super::text::Text;
use super::units;

/// How many atoms around a number are asked for the same name with another number.
const NEAR: usize = 120;
/// The most syllables of a name.
const LONG: usize = 4;
/// The largest number of a name.
const MOST: u16 = 15;

/// Whether the number at atom `i` belongs to the name before it: another place near by has the same name and another
/// number, or the place right before it in a list has.
pub(super) fn numbered(t: &Text, i: usize) -> bool {
    let Some(name) = name(t, i) else { return false };
    if has_sibling(t, i, name) {
        return true;
    }
    // `Phù Lạc 2, Phù Lạc 3, Hòa Sơn 3`
    let parted = |j: usize| t.is_sign(j, ',') || t.joint(j, Joint::ListEnd);
    let before = name.checked_sub(2).filter(|_| parted(name - 1));
    before.is_some_and(|j| self::name(t, j).is_some_and(|own| has_sibling(t, j, own)))
}

/// Where the name in front of a number starts: two to four syllables in capitals, and nothing counted behind the number.
fn name(t: &Text, i: usize) -> Option<usize> {
    let capital = |j: usize| t.atoms.get(j).is_some_and(|a| a.initial) && t.is_word(j);
    let small = i >= 2 && capital(i - 1) && capital(i - 2) && t.near(i);
    t.small(i).filter(|n| small && (1..=MOST).contains(n) && !t.raw(i).starts_with('0'))?;
    if units::known(t, i + 1) || t.is_sign(i + 1, '%') || t.is_sign(i + 1, '/') || t.is_dash(i + 1) {
        return None;
    }
    let first = (i.saturating_sub(LONG)..i).rev().take_while(|&j| capital(j)).last()?;
    // The word for the kind of place is no part of its name: `Phường Hòa Sơn 1`.
    let kind = (first..i).rev().find(|&j| t.joint(j, Joint::Place)).map_or(first, |j| (j + 1).min(i));
    (i - kind >= 2).then_some(kind)
}

/// Whether the name of a number stands near by with another number, one of the two behind the word for a kind of place or
/// both before a colon.
fn has_sibling(t: &Text, i: usize, name: usize) -> bool {
    let length = i - name;
    let placed = |start: usize| {
        let colon = start.checked_sub(1).filter(|&j| t.is_sign(j, ':')).unwrap_or(start);
        colon.checked_sub(1).is_some_and(|j| t.joint(j, Joint::Place) || j > 0 && t.joint(j - 1, Joint::Place))
    };
    let same = |j: usize| {
        let start = j.checked_sub(length)?;
        let words = (0..length).all(|n| t.is_word(start + n) && t.raw(start + n) == t.raw(name + n));
        (words && t.small(j).is_some_and(|n| n <= MOST) && t.raw(j) != t.raw(i)).then_some(start)
    };
    let near = i.saturating_sub(NEAR)..(i + NEAR).min(t.atoms.len());
    // `Nậm Pắc 1: 18 MW, Nậm Pắc 2: 14 MW`
    let labels = |j: usize| t.is_sign(j + 1, ':') && t.is_sign(i + 1, ':');
    near.filter(|&j| j != i && t.number(j).is_some() && self::name(t, j).is_some())
        .filter_map(|j| Some((j, same(j)?)))
        .any(|(j, start)| placed(start) || placed(name) || labels(j))
}
