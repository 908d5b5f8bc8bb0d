//! One figure: a number with its unit, in digits or in words.

use super::exact::Exact;
use super::numbers::{self, Number, Open};
use super::scan::Kind;
use super::tables::NumeralKind;
use super::text::{Text, is_dash};
use super::units::{self, Found};
use super::{Dimension, Figure, Form, Hedge, Unit};
use std::borrow::Cow;

/// A figure that starts at some atom, and the atom behind it.
pub(super) struct Read {
    /// The figure.
    pub figure: Figure,
    /// The atom behind it.
    pub end: usize,
    /// The number before its unit settled it.
    number: Number,
}

impl Read {
    /// Takes over the unit of a neighbour, where none was printed here.
    pub fn adopt(&mut self, other: &Figure) {
        self.figure.unit = units::elided(&other.unit);
        self.figure.noun.clone_from(&other.noun);
        let (number, ambiguous) = settle(self.number, &self.figure.unit);
        (self.figure.printed, self.figure.decimals) = (number.value, number.decimals);
        self.figure.form.ambiguous = ambiguous;
    }
}

/// Reads the figure whose digits stand at atom `i`; `None` when they are no number.
pub(super) fn at(t: &Text, i: usize) -> Option<Read> {
    let (raw, next) = spaced(t, i);
    let number = numbers::read(&raw)?;
    if next == i + 1
        && let Some(read) = composite(t, i, number)
    {
        return Some(read);
    }
    let found = units::at(t, next, number.decimals == 0 || number.open != Open::No);
    Some(build(t, i, next, number, found))
}

/// Digit groups with no-break spaces between them (`1 234 567 đồng`) as one run.
fn spaced<'a>(t: &Text<'a>, i: usize) -> (Cow<'a, str>, usize) {
    let raw = t.raw(i);
    let group = |j: usize| t.number(j).is_some_and(|r| r.len() == 3 && numbers::small(r).is_some()) && t.near(j);
    let mut next = i + 1;
    if numbers::small(raw).is_some() && raw.len() <= 3 && !raw.starts_with('0') {
        while group(next) {
            next += 1;
        }
    }
    // one group may be a number of its own: only a no-break space makes it part of this one
    let sure = next > i + 2 || (next == i + 2 && t.no_break(i + 1));
    if sure && units::known(t, next) {
        (Cow::Owned((i..next).map(|j| t.raw(j)).collect::<Vec<_>>().join(".")), next)
    } else {
        (Cow::Borrowed(raw), i + 1)
    }
}

/// `470 tỷ 581 triệu 046 nghìn đồng`: numbers with falling scales are one figure.
fn composite(t: &Text, i: usize, first: Number) -> Option<Read> {
    let scale = |j: usize| t.lexicon.scales.longest(&t.atoms, j).map(|(n, row)| (j + n, row.factor));
    let (mut next, mut last) = scale(i + 1)?;
    if first.decimals > 0 {
        return None;
    }
    let mut total = first.value.mul(last)?;
    let mut parts = 1;
    while let Some(raw) = t.number(next) {
        let value = Exact::int(i64::from(numbers::small(raw).filter(|_| raw.len() <= 3)?));
        if let Some((end, factor)) = scale(next + 1).filter(|(_, f)| *f < last) {
            total = total.add(value.mul(factor)?)?;
            (next, last) = (end, factor);
        } else if raw.len() == 3
            && let Some(found) = units::at(t, next + 1, false).filter(|f| f.unit.dimension == Dimension::Dong)
            && found.unit.factor == Exact::ONE
        {
            // the last group counts single đồng
            total = total.add(value)?;
            (next, last) = (next + 1, Exact::ONE);
            parts += 1;
            break;
        } else {
            break;
        }
        parts += 1;
    }
    if parts < 2 {
        return None;
    }
    let number_end = next;
    let mut found = units::at(t, next, true).unwrap_or(Found { unit: units::none(), end: next, noun: next });
    if found.unit.dimension == Dimension::None {
        found = Found { end: next, noun: next, ..found };
        found.unit.dimension = Dimension::Dong;
        found.unit.key = t.lexicon.dong();
    }
    found.unit.factor = found.unit.factor.mul(last)?;
    let number = Number { value: total.div(last)?, decimals: 0, form: first.form, open: Open::No };
    let mut read = build(t, i, number_end, number, None);
    read.figure.unit = found.unit;
    read.figure.range = t.range(i, found.end);
    read.figure.noun = units::noun(t, found.noun, found.end);
    read.end = found.end;
    Some(read)
}

/// Settles what only the unit can settle: the number, and whether doubt is left.
pub(super) fn settle(number: Number, unit: &Unit) -> (Number, bool) {
    let single = unit.factor == Exact::ONE;
    let billion = Exact::int(1_000_000_000);
    let (swap, doubt) = match (number.open, unit.dimension) {
        (Open::No, _) => (false, false),
        (Open::Comma, Dimension::Count | Dimension::Dong) if single => (true, true),
        (Open::Comma, Dimension::None) => (false, true),
        (Open::Comma, _) => (false, false),
        (Open::Dot, Dimension::Percent | Dimension::Permille | Dimension::PercentPoint) => (true, true),
        (Open::Dot, Dimension::Dong | Dimension::ForeignMoney) => (false, unit.factor >= billion),
        (Open::Dot, Dimension::Count) => (false, !single),
        (Open::Dot, _) => (false, false),
    };
    (if swap { number.other().unwrap_or(number) } else { number }, doubt)
}

/// Puts number and unit together.
fn build(t: &Text, i: usize, next: usize, number: Number, found: Option<Found>) -> Read {
    let (unit, end, noun) = match found {
        Some(f) => (f.unit, f.end, Some(f.noun)),
        None => (units::none(), next, None),
    };
    let (settled, ambiguous) = settle(number, &unit);
    let before = t.glued(i) && t.is_word(i - 1);
    let form = Form { ambiguous, glued: before || (end > next && t.glued(next) && t.is_word(next)), ..settled.form };
    let figure = Figure {
        range: t.range(i, end),
        number: t.range(i, next),
        printed: settled.value,
        decimals: settled.decimals,
        noun: noun.map_or_else(String::new, |from| units::noun(t, from, end)),
        unit,
        hedge: None,
        negative: false,
        signed: false,
        form,
    };
    Read { figure, end, number }
}

/// Reads a number in words: `mười hai xã`, `một nửa`. `doubtful` allows words that mostly mean something else.
pub(super) fn in_words(t: &Text, i: usize, doubtful: bool, multiple: bool) -> Option<Read> {
    let (value, next, key) = words_value(t, i, doubtful, multiple)?;
    let mut found = units::at(t, next, false);
    if key == NumeralKind::Multiple {
        found = None;
    } else if key != NumeralKind::Alone && !multiple {
        let unit = &found.as_ref()?.unit;
        let counted = matches!(unit.dimension, Dimension::Count | Dimension::Times);
        if !counted || t.atoms.get(next)?.initial {
            return None;
        }
    }
    let decimals = u8::from(!value.is_int());
    let form = Form { words: true, ..Form::default() };
    let mut read = build(t, i, next, Number { value, decimals, form, open: Open::No }, found);
    if multiple && read.figure.unit.dimension == Dimension::None {
        read.figure.unit.dimension = Dimension::Times;
        read.figure.unit.key = t.lexicon.times();
    }
    Some(read)
}

fn words_value(t: &Text, i: usize, doubtful: bool, multiple: bool) -> Option<(Exact, usize, NumeralKind)> {
    let word = |j: usize| {
        let lower = j == i || t.atoms.get(j).is_some_and(|a| !a.initial);
        t.lexicon.numerals.longest(&t.atoms, j).filter(|_| lower).map(|(n, row)| (j + n, *row))
    };
    let (mut next, first) = word(i)?;
    let mut value = first.value;
    let mut sure = false;
    match first.kind {
        NumeralKind::Alone => return Some((value, next, first.kind)),
        NumeralKind::Multiple => return multiple.then_some((value, next, first.kind)),
        NumeralKind::Tail | NumeralKind::Tens => return None,
        NumeralKind::Ten => {
            sure = true;
            if let Some((end, row)) = word(next)
                && matches!(row.kind, NumeralKind::Digit | NumeralKind::Tail | NumeralKind::Rare)
            {
                (value, next) = (value.add(row.value)?, end);
            }
        }
        NumeralKind::Digit | NumeralKind::Rare => {
            if let Some((end, tens)) = word(next).filter(|(_, r)| r.kind == NumeralKind::Tens) {
                sure = true;
                (value, next) = (value.mul(tens.value)?, end);
                if let Some((end, row)) = word(next)
                    && matches!(row.kind, NumeralKind::Digit | NumeralKind::Tail)
                {
                    (value, next) = (value.add(row.value)?, end);
                }
            }
        }
    }
    let rare = first.kind == NumeralKind::Rare && !sure;
    // a single rare word (`một`, `năm`) needs a verb in front; `một` alone never counts
    if rare && (!doubtful || value == Exact::ONE) {
        return None;
    }
    Some((value, next, first.kind))
}

/// The words of a bound in front of a number: which bound, and the atom behind them.
pub(super) fn hedge(t: &Text, i: usize) -> Option<(Hedge, usize)> {
    let mut hedge = None;
    let mut next = i;
    while let Some((length, row)) = t.lexicon.hedges.longest(&t.atoms, next).filter(|(_, r)| !r.behind) {
        hedge = match hedge {
            None | Some(Hedge::About) => Some(row.hedge),
            Some(before) if row.hedge == before || row.hedge == Hedge::About => Some(before),
            // `gần trên`: the words contradict each other
            Some(_) => Some(Hedge::About),
        };
        next += length;
    }
    hedge.map(|h| (h, next))
}

/// Words of a bound behind a figure: `trở lên`.
pub(super) fn hedge_behind(t: &Text, i: usize) -> Option<(Hedge, usize)> {
    let (length, row) = t.lexicon.hedges.longest(&t.atoms, i).filter(|(_, r)| r.behind)?;
    Some((row.hedge, i + length))
}

/// A sign at the number: `Some(true)` for a minus.
pub(super) fn sign(t: &Text, i: usize) -> Option<bool> {
    let atom = t.atoms.get(i)?;
    let Kind::Sign(c) = atom.kind else { return None };
    let number = t.number(i + 1).is_some() && t.glued(i + 1);
    let free = i > 0 && !atom.first && (t.is_sign(i - 1, '(') || (atom.gap && !t.number_before(i)));
    (number && free && (c == '+' || is_dash(c))).then_some(c != '+')
}
