//! The text of a cell as a value.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::words::{self, Mark};
use crate::document::{NOTE_MARK, TextRange};
use crate::figures::Hedge;
use crate::lexicon;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// Nothing is written.
    Empty,
    /// A dash: nothing occurred.
    Nil,
    /// `…`: no figure.
    NoData,
    /// `x`, `✓`: what the header says holds; no figure where the header says nothing of the kind.
    Tick,
    /// A number.
    Number(Number),
    /// `84/96`.
    Fraction(Number, Number),
    /// `Đạt`, `Vượt`, `Không đạt`.
    Verdict(Mark),
    /// Anything else.
    Text,
}

/// A number of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// Its digits as a whole number, without sign.
    pub digits: i64,
    /// Decimals printed.
    pub decimals: u8,
    /// `-` or brackets around it.
    pub negative: bool,
    /// A sign was printed.
    pub signed: bool,
    /// `%` or `‰` was printed behind it.
    pub rate: bool,
    /// Separators can be read in two ways: never supports an error.
    pub ambiguous: bool,
    /// `dưới 20`.
    pub hedge: Option<Hedge>,
    /// The digits in the logical text.
    pub range: TextRange,
}

/// How a table writes its numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Notation {
    /// Commas between thousands, a dot before decimals.
    pub english: bool,
    /// A dot before decimals somewhere, though most numbers are written the other way.
    pub mixed: bool,
}

/// Finds the notation from all cells of a table.
pub fn notation<'a>(cells: impl Iterator<Item = &'a str>) -> Notation {
    let (mut comma, mut dot, mut thousands) = (0u32, 0u32, 0u32);
    for cell in cells {
        let Some(run) = digit_run(cell) else { continue };
        match decimal_sign(run) {
            Some(b',') => comma += 1,
            Some(_) => dot += 1,
            None => thousands += u32::from(run.contains('.')),
        }
    }
    // One `4.20341` among many `7.803` is a slip, or has the mark of a note glued to it.
    let english = dot > thousands && comma == 0;
    Notation { english, mixed: dot > 0 && !english }
}

/// The sign that can only stand before decimals in this run.
fn decimal_sign(run: &str) -> Option<u8> {
    let signs: Vec<(usize, u8)> = run.bytes().enumerate().filter(|(_, b)| matches!(b, b'.' | b',')).collect();
    match signs.as_slice() {
        [(at, sign)] => (run.len() - at - 1 != 3 || *at > 3 || run.starts_with('0')).then_some(*sign),
        [first @ .., (_, last)] if first.iter().all(|(_, s)| s != last) => Some(*last),
        // several equal signs are thousands, so the other one is the decimal sign
        [(_, b','), ..] => Some(b'.'),
        [_, ..] => Some(b','),
        [] => None,
    }
}

/// The first run of digits and separators of a text.
fn digit_run(text: &str) -> Option<&str> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let behind = text.get(start..)?;
    let run = behind.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).next()?;
    Some(run.trim_end_matches(['.', ',']))
}

fn is_edge(c: char) -> bool {
    c.is_whitespace() || c == NOTE_MARK || c == '\u{200b}'
}

/// Reads a cell whose text starts at `offset` of the logical text.
pub fn read(text: &str, offset: u32, notation: Notation) -> Value {
    let lead = text.len() - text.trim_start_matches(is_edge).len();
    let inner = text.trim_matches(is_edge);
    if inner.is_empty() {
        return Value::Empty;
    }
    match words::mark(inner) {
        Some(Mark::Nil) => return Value::Nil,
        Some(Mark::NoData) => return Value::NoData,
        Some(Mark::Tick) => return Value::Tick,
        Some(mark) => return Value::Verdict(mark),
        None => {}
    }
    if !inner.bytes().any(|b| b.is_ascii_digit()) || inner.len() > 60 {
        return Value::Text;
    }
    number(inner, offset + lead as u32, notation).unwrap_or(Value::Text)
}

/// `[bound] [sign] digits [% | unit] [bound]`, or two of them around a slash.
fn number(text: &str, offset: u32, notation: Notation) -> Option<Value> {
    let (mut rest, mut at) = (text, offset);
    let mut hedge = None;
    // `từ 250 trở lên` has one on either side
    for _ in 0..2 {
        let folded = lexicon::fold(rest);
        // Folding may change lengths; bounds are only looked for where it did not.
        let Some((found, behind, length)) = words::bound(&folded).filter(|_| folded.len() == rest.len()) else { break };
        hedge.get_or_insert(found);
        if behind {
            rest = rest.get(..rest.len() - length)?.trim_end_matches(is_edge);
        } else {
            let cut = rest.get(length..)?.trim_start_matches(is_edge);
            at += (rest.len() - cut.len()) as u32;
            rest = cut;
        }
    }
    let inside = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    if let Some(inside) = inside {
        rest = inside.trim_end_matches(is_edge);
        at += 1;
    }
    let mut signed = inside.is_some();
    let mut negative = signed;
    if let Some(sign) = rest.chars().next().filter(|c| matches!(c, '+' | '-' | '−' | '–' | '—')) {
        let cut = rest.strip_prefix(sign)?.trim_start_matches(is_edge);
        at += (rest.len() - cut.len()) as u32;
        rest = cut;
        negative = sign != '+';
        signed = true;
    }
    let (first, used) = digits(rest, at, notation)?;
    let mut first = Number { negative, signed, hedge, ..first };
    let behind = rest.get(used..)?.trim_start_matches(is_edge);
    if let Some(lower) = behind.strip_prefix('/') {
        let cut = lower.trim_start_matches(is_edge);
        if let Some((second, used)) = digits(cut, at + (rest.len() - cut.len()) as u32, notation)
            && is_unit(cut.get(used..).unwrap_or_default().trim())
        {
            return (!signed && second.digits > 0).then_some(Value::Fraction(first, second));
        }
    }
    let behind = behind.trim();
    first.rate = behind.starts_with('%') || behind.starts_with('‰');
    is_unit(behind).then_some(Value::Number(first))
}

/// Whether what follows a number may be its unit: a few words without digits.
fn is_unit(text: &str) -> bool {
    let words = text.split_whitespace().count();
    words <= 4 && !text.bytes().any(|b| b.is_ascii_digit()) && !text.starts_with(['-', '–', '.', ',', ';', ':', '='])
}

/// One run of digits, its separators read; how many bytes it has.
fn digits(text: &str, offset: u32, notation: Notation) -> Option<(Number, usize)> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut run = digit_run(text)?.to_owned();
    // `03127` is a code
    if run.len() >= 4 && run.starts_with('0') && run.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut used = run.len();
    // `12 345` with a space between thousands
    if run.len() <= 3 && !run.contains(['.', ',']) {
        while let Some((space, group)) = text.get(used..).and_then(spaced_group) {
            run.push_str(group);
            used += space + group.len();
        }
    }
    let english = notation.english;
    let (thousands, decimal) = if english { (',', '.') } else { ('.', ',') };
    let mut ambiguous = false;
    let (whole, part) = match run.rsplit_once(decimal) {
        Some((whole, part)) if !whole.contains(decimal) => (whole.to_owned(), part),
        Some(_) if run.matches(decimal).count() > 1 && !run.contains(thousands) => {
            // `1,234,567` in a table that writes commas before decimals elsewhere
            (run.replace(decimal, if english { "," } else { "." }), "")
        }
        Some(_) => return None,
        None => (run.clone(), ""),
    };
    let groups: Vec<&str> = whole.split(thousands).collect();
    let (whole, part) = match groups[..] {
        [_] => (whole, part),
        [first, ref rest @ ..] if first.len() <= 3 && rest.iter().all(|g| g.len() == 3) => {
            ambiguous |= notation.mixed && rest.len() == 1 && part.is_empty();
            (groups.concat(), part)
        }
        // `12.5` among commas
        [first, second] if part.is_empty() => (first.to_owned(), second),
        _ => return None,
    };
    let digits = format!("{whole}{part}");
    if digits.len() > 15 || whole.is_empty() {
        return None;
    }
    let number = Number {
        digits: digits.parse().ok()?,
        decimals: part.len() as u8,
        negative: false,
        signed: false,
        rate: false,
        ambiguous,
        hedge: None,
        range: TextRange::new(offset, offset + used as u32),
    };
    Some((number, used))
}

/// A group of exactly three digits behind a space, and the length of the space.
fn spaced_group(text: &str) -> Option<(usize, &str)> {
    let space = text.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'))?.len_utf8();
    let group = text.get(space..space + 3)?;
    let next = text.get(space + 3..)?.chars().next();
    (group.bytes().all(|b| b.is_ascii_digit()) && !next.is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ',')))
        .then_some((space, group))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let show = |n: Number| {
            let sign = if n.negative { "-" } else { "" };
            format!("{sign}{}e{}", n.digits, n.decimals)
        };
        match read(text, 0, Notation::default()) {
            Value::Number(n) => show(n),
            Value::Fraction(a, b) => format!("{}/{}", show(a), show(b)),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn cells() {
        for (cell, value) in [
            ("14.820,5", "148205e1"),
            ("+3,7", "37e1"),
            ("-1.155", "-1155e0"),
            ("(1,55)", "-155e2"),
            ("87,50%", "8750e2"),
            ("dưới 20", "20e0"),
            ("15 trở xuống", "15e0"),
            ("từ 250 trở lên", "250e0"),
            ("43,5 triệu đồng", "435e1"),
            ("12 345", "12345e0"),
            ("9.870/10.412", "9870e0/10412e0"),
            ("–", "Nil"),
            ("…", "NoData"),
            ("", "Empty"),
            ("Đạt", "Verdict(Met)"),
            ("Xã 135", "Text"),
            ("03127", "Text"),
            ("008", "8e0"),
            ("01/10/2025", "Text"),
            ("5=4/3", "Text"),
        ] {
            assert_eq!(shown(cell), value, "{cell}");
        }
    }

    #[test]
    fn the_whole_table_tells_the_notation() {
        let english = notation(["1,250", "58.5", "2,310"].into_iter());
        assert!(english.english);
        let Value::Number(n) = read("1,250", 0, english) else { panic!("a number") };
        assert_eq!((n.digits, n.decimals), (1250, 0));
        assert!(!notation(["1.250", "58,5"].into_iter()).english);
        let one_odd = notation(["7.803", "4.20341", "8.466"].into_iter());
        assert!(!one_odd.english && one_odd.mixed);
        let mixed = notation(["12.5", "58,5"].into_iter());
        let Value::Number(n) = read("1.250", 0, mixed) else { panic!("a number") };
        assert!(n.ambiguous);
    }
}
