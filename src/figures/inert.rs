//! Things with digits that are no figures: document numbers, articles, names, marks.

use super::Inert;
use super::numbers;
use super::periods;
use super::places;
use super::scan::Kind;
use super::tables::{InertRow, Joint, Mode, PeriodWord};
use super::text::Text;
use super::units;

/// The inert thing a word opens, and the atom behind it.
pub(super) fn at_word(t: &Text, i: usize) -> Option<(Inert, usize)> {
    if let Some((length, row)) = t.lexicon.inert.longest(&t.atoms, i) {
        let row = *row;
        if row.mode == Mode::Whole {
            return Some((row.kind, i + length));
        }
        let mut j = i + length;
        if let Some(Kind::Sign('.' | '-' | ':' | '–')) = t.kind(j)
            && (t.glued(j) || t.is_sign(j, ':'))
            && (t.glued(j + 1) || row.kind == Inert::DocumentNumber || row.kind == Inert::Name && run(t, j + 1))
        {
            j += 1;
        }
        if let Some(end) = document_tail(t, j, true) {
            return Some((Inert::DocumentNumber, listed(t, end, Inert::DocumentNumber)));
        }
        let ends_name = row.kind == Inert::Name && row.mode == Mode::Weak && length == 1 && ends_name(t, i);
        if let Some(end) = numbered(t, j, row).filter(|_| !ends_name) {
            return Some((row.kind, end));
        }
    }
    name(t, i)
}

/// `các phường: 1, 2, 3`: bare numbers one behind the other.
fn run(t: &Text, j: usize) -> bool {
    let bare = |k: usize| t.small(k).is_some_and(|n| n < 100) && units::at(t, k + 1, true).is_none();
    bare(j) && t.is_sign(j + 1, ',') && bare(j + 2) && t.small(j) < t.small(j + 2)
}

/// `gồm Nhật Bản 31, Đài Loan 28`: the last syllable of a name written like the word for a village.
fn ends_name(t: &Text, i: usize) -> bool {
    let titled = |k: usize| t.is_word(k) && t.atoms.get(k).is_some_and(|a| a.initial && !a.caps);
    let before = i.checked_sub(1).filter(|&k| titled(k) && t.near(i));
    // `Km 5` ends no name.
    let syllable = t.raw(i).chars().count() >= 3 || !t.raw(i).is_ascii();
    before.is_some() && titled(i) && syllable
}

/// The number that belongs to a phrase in front of it: the atom behind it.
fn numbered(t: &Text, j: usize, row: InertRow) -> Option<usize> {
    let strong = row.mode == Mode::Before;
    let roman = |k: usize| t.is_word(k) && numbers::is_roman(t.raw(k)) && row.kind != Inert::DocumentNumber;
    if roman(j) {
        let mut end = j + 1;
        while (t.is_sign(end, ',') || t.joint(end, Joint::ListEnd)) && roman(end + 1) {
            end += 2;
        }
        return Some(end);
    }
    if row.kind == Inert::Phone {
        return digits(t, j);
    }
    let raw = t.number(j)?;
    let dotted = matches!(row.kind, Inert::Article | Inert::Name) && raw.split('.').all(|g| (1..=2).contains(&g.len()));
    let number = if dotted { 0 } else { numbers::small(raw)? };
    let alone = units::at(t, j + 1, true).is_none();
    let zero_allowed =
        strong || matches!(row.kind, Inert::DocumentNumber | Inert::Name) || (row.kind == Inert::Article && alone);
    let year = numbers::year(raw).is_some() && row.kind != Inert::DocumentNumber;
    // `Quyết định 1719`, `Km 1425`
    // `chưa cấp 354 giấy`: no grade is that high.
    let most = match row.kind {
        Inert::DocumentNumber | Inert::Name => 9999,
        Inert::Grade => 99,
        _ => 999,
    };
    if year || (raw.starts_with('0') && !zero_allowed) || (!strong && number > most) {
        return None;
    }
    let mut end = j + 1;
    if t.glued(end) && t.is_word(end) && t.raw(end).chars().count() == 1 && !units::known(t, end) {
        end += 1;
    }
    // `biệt thự số 90/88 Nguyễn Đình Chiểu`, `Km 1425+200`
    let address = t.glued(end) && t.glued(end + 1) && t.number(end + 1).is_some() && !units::known(t, end + 2);
    if row.kind == Inert::Name && address && (t.is_sign(end, '+') || t.is_sign(end, '/') && named(t, end + 2)) {
        return Some(end + 2);
    }
    if t.is_sign(end, '/') && t.number(end + 1).is_some() {
        let part = row.kind == Inert::Rank || (row.kind == Inert::DocumentNumber && t.year(end + 1).is_some());
        if !part && !strong {
            return None;
        }
        end += if part || row.kind == Inert::Ordinal { 2 } else { 0 };
    }
    let timed = t.period_word(end).is_some_and(|(n, word)| {
        matches!(word, PeriodWord::Year | PeriodWord::Month) && t.year(end + n).is_none() && t.small(end + n).is_none()
    });
    // `thôn 5 xã A`: what looks like the unit names the next place of an address
    let place = row.kind == Inert::Name && number <= 30 && t.atoms.get(end + 1).is_some_and(|a| a.initial);
    // `QĐ 1123 ngày 3/4/2025`: a date, not so many days
    let dated = row.kind == Inert::DocumentNumber
        && t.period_word(end).is_some_and(|(n, word)| word == PeriodWord::Date && t.number(end + n).is_some());
    // `Thông tư 06/2016 quy định …`: the year makes it a number, whatever stands behind.
    let issued = row.kind == Inert::DocumentNumber && end == j + 3;
    let known = !issued && units::known(t, end) && !opens_roman(t, end) && !place && !dated;
    if !strong && (known || timed) {
        return None;
    }
    Some(listed(t, end, row.kind))
}

/// Whether a name in capitals starts here.
fn named(t: &Text, i: usize) -> bool {
    t.is_word(i) && t.atoms.get(i).is_some_and(|a| a.initial)
}

/// `Trung ương 7 khóa XII`: what looks like the unit of the 7 opens an ordinal of its own.
fn opens_roman(t: &Text, i: usize) -> bool {
    let phrase = t.lexicon.inert.longest(&t.atoms, i);
    phrase.is_some_and(|(n, _)| t.is_word(i + n) && numbers::is_roman(t.raw(i + n)))
}

/// Further numbers of the same list: `mức độ 3, 4`, `Kết luận số 21, 22 và 23`.
fn listed(t: &Text, mut end: usize, kind: Inert) -> usize {
    if !matches!(kind, Inert::Grade | Inert::DocumentNumber | Inert::Article | Inert::Name | Inert::Ordinal) {
        return end;
    }
    while t.is_sign(end, ',') || t.joint(end, Joint::ListEnd) || (t.is_dash(end) && t.glued(end) && t.glued(end + 1)) {
        if kind == Inert::DocumentNumber
            && let Some(next) = document_tail(t, end + 1, false)
        {
            end = next;
            continue;
        }
        let most = if kind == Inert::DocumentNumber { 1000 } else { 200 };
        let plain = t.small(end + 1).is_some_and(|n| n < most) && t.year(end + 1).is_none();
        let alone = units::at(t, end + 2, true).is_none() && !t.is_sign(end + 2, '/');
        let timed = t.period_word(end + 2).is_some();
        if !plain || !alone || timed {
            break;
        }
        end += 2;
    }
    end
}

/// The number of a document from its digits on: `23-NQ/TW`, `07 - NQ/HU`, `108/2014/NĐ-CP`, `497/QĐ-TTg`.
fn document_tail(t: &Text, i: usize, named: bool) -> Option<usize> {
    t.small(i)?;
    let mut j = i + 1;
    if t.is_sign(j, '/') && t.year(j + 1).is_some() {
        j += 2;
    }
    let caps = |k: usize| t.is_word(k) && t.atoms.get(k).is_some_and(|a| a.caps);
    let slash = t.is_sign(j, '/');
    if !((slash || t.is_dash(j)) && caps(j + 1)) {
        return None;
    }
    let tight = t.glued(j) && t.glued(j + 1);
    let mut end = j + 2;
    let mut parts = 1;
    loop {
        let joint = t.is_sign(end, '/') || (t.is_dash(end) && t.glued(end) && t.glued(end + 1));
        if joint && (caps(end + 1) || (t.number(end + 1).is_some() && t.glued(end + 1))) {
            end += 2;
            parts += 1;
        } else if t.glued(end) && t.number(end).is_some() {
            end += 1;
        } else {
            break;
        }
    }
    // `2020 - HTX` is no document number unless something says so
    (slash || parts > 1 || (named && tight)).then_some(end)
}

/// `QL6`, `ĐT.145`, `C06`, `VN30-Index`, `Covid-19`: capitals with digits glued to them.
fn name(t: &Text, i: usize) -> Option<(Inert, usize)> {
    let atom = t.atoms.get(i).filter(|a| a.kind == Kind::Word && a.initial)?;
    let letter = t.raw(i).chars().count() == 1;
    let cue = t.lexicon.cues.longest(&t.atoms, i).is_some() || t.lexicon.hedges.longest(&t.atoms, i).is_some();
    let joined = matches!(t.kind(i + 1), Some(Kind::Sign('.' | '-'))) && t.glued(i + 1);
    let j = if joined { i + 2 } else { i + 1 };
    let dash = joined && t.is_sign(i + 1, '-');
    if cue || !(atom.caps || letter || dash) || !t.glued(j) || t.year(j).is_some() {
        return None;
    }
    t.small(j)?;
    let mut end = j + 1;
    while t.glued(end) && (t.is_word(end) || t.number(end).is_some()) {
        end += 1;
    }
    if t.is_sign(end, '%') {
        return None;
    }
    if t.is_sign(end, '-') && t.glued(end) && t.glued(end + 1) && t.is_word(end + 1) {
        end += 2;
    }
    Some((Inert::Name, end))
}

/// A telephone number written with dots or spaces.
fn digits(t: &Text, i: usize) -> Option<usize> {
    t.number(i)?;
    let mut end = i + 1;
    while t.number(end).is_some() && t.near(end) && t.raw(end).len() <= 4 {
        end += 1;
    }
    let count = |k: usize| t.raw(k).bytes().filter(u8::is_ascii_digit).count();
    ((i..end).map(count).sum::<usize>() >= 6).then_some(end)
}

/// The inert thing that starts with digits, and the atom behind it. `boundary`: a list item may start here.
pub(super) fn at_number(t: &Text, i: usize, boundary: Boundary) -> Option<(Inert, usize)> {
    let raw = t.number(i)?;
    if let Some((length, row)) = t.lexicon.inert.longest(&t.atoms, i) {
        return Some((row.kind, i + length));
    }
    if let Some(end) = power(t, i) {
        return Some((Inert::Power, end));
    }
    if let Some(end) = list_mark(t, i, boundary) {
        return Some((Inert::ListMark, end));
    }
    if let Some(end) = phone(t, i) {
        return Some((Inert::Phone, end));
    }
    if let Some(end) = coordinate(t, i) {
        return Some((Inert::Name, end));
    }
    if let Some(end) = document_tail(t, i, false) {
        return Some((Inert::DocumentNumber, end));
    }
    // `03127`: a code; no number begins with a zero but those of two digits
    if raw.len() >= 4 && raw.starts_with('0') && raw.bytes().all(|b| b.is_ascii_digit()) {
        return Some((Inert::Name, i + 1));
    }
    // `nhóm 3,4,5`, `BA.2.12.1`: too many separators of one kind for the digits between them, and no unit
    let one_kind = !(raw.contains('.') && raw.contains(','));
    let groups = || raw.split(['.', ',']);
    let listed = one_kind && groups().count() >= 3 && groups().all(|g| (1..=2).contains(&g.len()));
    if listed && !units::known(t, i + 1) && periods::at_number(t, i, periods::Before::default()).is_none() {
        return Some((Inert::Name, i + 1));
    }
    if let Some(end) = time(t, i).or_else(|| ratio(t, i)) {
        return Some((Inert::Time, end));
    }
    if places::numbered(t, i) {
        return Some((Inert::Name, i + 1));
    }
    if let Some(found) = behind(t, i) {
        return Some(found);
    }
    let letter = t.glued(i + 1) && t.is_word(i + 1) && t.raw(i + 1).chars().count() == 1;
    let capital = t.atoms.get(i + 1).is_some_and(|a| a.initial);
    if letter && numbers::small(raw).is_some() && (capital || !units::known(t, i + 1)) {
        return Some((Inert::Name, i + 2));
    }
    if raw == "1" && t.is_sign(i + 1, '/') && is_scale(t, i + 2) {
        return Some((Inert::Name, i + 3));
    }
    note_mark(t, i).then_some((Inert::ListMark, i + 1))
}

/// A power of ten: the atom behind its exponent. A lone `¹`, `²` is rather the mark of a note.
fn power(t: &Text, i: usize) -> Option<usize> {
    let raised = |j: usize| match t.kind(j)? {
        Kind::Sign(c) => t.glued(j).then_some(c).filter(|c| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '⁺' | '⁻')),
        _ => None,
    };
    let first = raised(i + 1).filter(|_| t.number(i) == Some("10"))?;
    let end = (i + 2..).find(|&j| raised(j).is_none())?;
    (end > i + 2 || matches!(first, '³' | '⁶' | '⁹')).then_some(end)
}

/// The lower part of a map scale: a round number with no unit.
fn is_scale(t: &Text, i: usize) -> bool {
    let number = t.number(i).and_then(numbers::read).and_then(|n| n.value.to_i64());
    number.is_some_and(|n| n >= 100 && n % 50 == 0) && units::at(t, i + 1, true).is_none()
}

/// `xã1`, `36,7%2`: the mark of a note that lost its place above the line.
fn note_mark(t: &Text, i: usize) -> bool {
    let short = t.number(i).is_some_and(|raw| raw.len() <= 2 && numbers::small(raw).is_some());
    if !short || !t.glued(i) || units::at(t, i + 1, true).is_some() || t.is_sign(i + 1, '/') {
        return false;
    }
    let before = i - 1;
    let verb = t.lexicon.cues.longest(&t.atoms, before).is_some_and(|(_, cue)| cue.is_some())
        || t.lexicon.hedges.longest(&t.atoms, before).is_some();
    (t.is_word(before) && !verb) || t.is_sign(before, '%') || t.is_sign(before, ')')
}

fn phone(t: &Text, i: usize) -> Option<usize> {
    let raw = t.number(i).filter(|raw| raw.starts_with('0') && !raw.contains(','))?;
    let count = raw.bytes().filter(u8::is_ascii_digit).count();
    let dotted = raw.split('.').all(|group| group.len() >= 2);
    if (9..=11).contains(&count) && dotted && raw.find('.').is_none_or(|at| at >= 3) {
        return Some(i + 1);
    }
    let groups = raw.len() >= 3 && t.number(i + 1).is_some_and(|r| r.len() >= 3) && t.near(i + 1);
    if groups { digits(t, i).filter(|end| *end >= i + 3) } else { None }
}

/// `16°32'05"`, `111o36' 7"`, `11,55°B`: degrees with minutes or a quarter of the sky.
fn coordinate(t: &Text, i: usize) -> Option<usize> {
    let degrees = t.glued(i + 1) && matches!(t.raw(i + 1), "°" | "º" | "o");
    let minutes =
        |j: usize| t.number(j).is_some() && matches!(t.raw(j + 1), "'" | "’" | "′" | "‘" | "´") && t.glued(j + 1);
    // `104,91667°Đ`
    let side = |j: usize| t.glued(j) && t.atoms.get(j).is_some_and(|a| a.initial) && t.raw(j).chars().count() == 1;
    if degrees && t.raw(i + 1) != "o" && side(i + 2) && !units::known(t, i + 1) {
        return Some(i + 3);
    }
    let end = (degrees && minutes(i + 2)).then_some(i + 4)?;
    let seconds = t.number(end).is_some() && t.glued(end + 1) && matches!(t.raw(end + 1), "\"" | "”" | "″" | "“");
    Some(if seconds { end + 2 } else { end })
}

/// `19h30`, `08h00`, `13h30’`, `19:30`.
fn time(t: &Text, i: usize) -> Option<usize> {
    t.small(i).filter(|h| *h <= 24)?;
    if t.glued(i + 1) && t.raw(i + 1).eq_ignore_ascii_case("h") {
        let mut end = i + 2;
        if t.glued(end) && t.small(end).is_some() {
            end += 1;
        }
        if t.glued(end) && matches!(t.raw(end), "’" | "'" | "′" | "p" | "ph") {
            end += 1;
        }
        return Some(end);
    }
    let colon = t.is_sign(i + 1, ':') && t.glued(i + 1) && t.glued(i + 2);
    (colon && t.number(i + 2).is_some_and(|m| m.len() == 2) && t.small(i + 2)? < 60).then_some(i + 3)
}

/// `5:1`: how much of one to how much of the other.
fn ratio(t: &Text, i: usize) -> Option<usize> {
    let colon = t.is_sign(i + 1, ':') && t.glued(i + 1) && t.glued(i + 2);
    let alone = colon && t.raw(i).len() <= 2 && t.number(i + 2).is_some_and(|n| n.len() <= 2);
    (alone && (t.raw(i) == "1" || t.raw(i + 2) == "1") && !units::known(t, i + 3)).then_some(i + 3)
}

/// A number whose noun makes it inert: `67 tuổi`, `từ 6 đến dưới 14 tuổi`, `3 sao`, `(03 trang)`.
fn behind(t: &Text, i: usize) -> Option<(Inert, usize)> {
    if let Some(end) = pages(t, i) {
        return Some((Inert::PageCount, end));
    }
    t.small(i)?;
    let noun = |j: usize| t.lexicon.inert_behind.longest(&t.atoms, j).map(|(n, kind)| (*kind, j + n));
    let found = noun(i + 1).or_else(|| {
        let joined = t.is_dash(i + 1) || t.is_sign(i + 1, ',') || t.joint(i + 1, Joint::RangeTo);
        let listed = t.joint(i + 1, Joint::ListEnd);
        let j = super::figure::hedge(t, i + 2).map_or(i + 2, |(_, j)| j);
        t.small(j).filter(|_| joined || listed)?;
        noun(j + 1)
    })?;
    (found.0 != Inert::PageCount).then_some(found)
}

/// `03 trang`, `1/3 trang`, `13-14 trang` alone in a bracket: a drafting note.
fn pages(t: &Text, i: usize) -> Option<usize> {
    let mut j = i + 1;
    if (t.is_dash(j) || t.is_sign(j, '/')) && t.number(j + 1).is_some() {
        j += 2;
    }
    let (length, kind) = t.lexicon.inert_behind.longest(&t.atoms, j)?;
    let end = j + length;
    let bracket = i > 0 && t.is_sign(i - 1, '(') && t.is_sign(end, ')');
    (*kind == Inert::PageCount && bracket).then_some(end)
}

/// Where a list item may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Boundary {
    /// Nowhere here.
    None,
    /// Behind a sentence or a separator.
    Clause,
    /// At the start of the block or of a line, bullets left out.
    Line,
}

/// A mark of a list at its number: the atom behind it.
fn list_mark(t: &Text, i: usize, boundary: Boundary) -> Option<usize> {
    let raw = t.number(i)?;
    let small = raw.split('.').all(|g| g.len() <= 2 && !g.starts_with('0') && !g.contains(','));
    if boundary == Boundary::None || !small {
        return None;
    }
    let line = boundary == Boundary::Line;
    let capital = |j: usize| t.atoms.get(j).is_some_and(|a| a.initial);
    let closed = matches!(t.kind(i + 1), Some(Kind::Sign('.' | ')'))) && t.glued(i + 1);
    if closed && t.number(i + 2).is_none_or(|_| !t.glued(i + 2)) && !t.is_sign(i + 2, '.') {
        let dot = t.is_sign(i + 1, '.');
        let opened = i > 0 && t.is_sign(i - 1, '(');
        return (line || capital(i + 2) || (!dot && !opened)).then_some(i + 2);
    }
    if line && raw.contains('.') && t.atoms.get(i + 1).is_some_and(|a| a.initial && a.gap) {
        return Some(i + 1);
    }
    (line && t.is_sign(i + 1, '/') && t.glued(i + 1) && t.number(i + 2).is_none()).then_some(i + 2)
}

/// `a)`, `I.`, `A.`: a mark of a list in letters; the atom behind it.
pub(super) fn letter_mark(t: &Text, i: usize, boundary: Boundary) -> Option<usize> {
    let raw = t.raw(i);
    if boundary == Boundary::None || !t.is_word(i) || !t.glued(i + 1) {
        return None;
    }
    let letter = raw.chars().count() == 1;
    let free = |j: usize| t.atoms.get(j).is_none_or(|a| a.gap || a.initial);
    if t.is_sign(i + 1, ')') && letter {
        return Some(i + 2);
    }
    let roman = numbers::is_roman(raw);
    let dot = t.is_sign(i + 1, '.') && free(i + 2) && !t.is_sign(i + 2, '.');
    (dot && boundary == Boundary::Line && (letter || roman)).then_some(i + 2)
}

/// `(1)`, `[37]` as the mark of a list item or a note: the atom behind it.
pub(super) fn bracket_mark(t: &Text, i: usize, boundary: Boundary) -> Option<usize> {
    let square = t.is_sign(i, '[');
    let close = if square { ']' } else { ')' };
    let short = t.number(i + 1).is_some_and(|raw| raw.len() <= 2 || (square && raw.len() == 3));
    t.small(i + 1).filter(|_| short && t.is_sign(i + 2, close))?;
    let glued =
        t.glued(i) && (t.is_word(i - 1) || t.is_sign(i - 1, '%') || t.is_sign(i - 1, ')') || t.number(i - 1).is_some());
    let dotted = boundary == Boundary::Line && t.is_sign(i + 3, '.') && t.glued(i + 3);
    let item = boundary != Boundary::None && !t.raw(i + 1).starts_with('0') && (dotted || t.is_word(i + 3));
    (square || glued || item).then_some(if dotted { i + 4 } else { i + 3 })
}

/// `1. 357 hộ`, `1 357 hộ`: a number broken by a space; the atom behind it.
pub(super) fn broken(t: &Text, i: usize) -> Option<usize> {
    let group = |j: usize| t.number(j).is_some_and(|r| r.len() == 3 && numbers::small(r).is_some());
    let raw = t.number(i).filter(|raw| raw.len() <= 3 && !raw.starts_with('0'))?;
    numbers::small(raw)?;
    // `23 .0%`
    let apart = matches!(t.number(i + 2), Some(rest) if rest.len() <= 2) && t.is_sign(i + 3, '%');
    if apart && (t.is_sign(i + 1, '.') || t.is_sign(i + 1, ',')) && !t.glued(i + 1) && t.glued(i + 2) {
        return Some(i + 3);
    }
    let dot = t.is_sign(i + 1, '.') && t.glued(i + 1) && !t.glued(i + 2);
    let last = if dot { i + 2 } else { i + 1 };
    let near = if dot { group(last) } else { group(last) && t.near(last) };
    // several groups, or one behind a no-break space, are a number written with spaces
    let spaced = !dot && (group(i + 2) || t.no_break(i + 1));
    (near && !spaced && units::known(t, last + 1)).then_some(last + 1)
}
