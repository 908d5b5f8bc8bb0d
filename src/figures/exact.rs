//! Exact numbers: fractions of 128-bit integers, every operation checked.
//!
//! A figure of a report has at most some fifteen digits, so products of two of
//! them fit; where they do not, the operation gives `None` and the claim that
//! wanted it is unverifiable. No binary floating point anywhere.

use crate::work;
use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed, Zero};
use std::cmp::Ordering;

/// An exact number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Exact(Ratio<i128>);

impl Ord for Exact {
    fn cmp(&self, other: &Exact) -> Ordering {
        match (self.short(), other.short()) {
            (Some((a, b)), Some((c, d))) => (a * d).cmp(&(c * b)),
            _ => self.0.cmp(&other.0),
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The greatest common divisor of two numbers, of which the second is not zero.
fn common(mut a: u64, mut b: u64) -> u64 {
    if a == 0 {
        return b;
    }
    let twos = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    loop {
        b >>= b.trailing_zeros();
        if a > b {
            (a, b) = (b, a);
        }
        b -= a;
        if b == 0 {
            return a << twos;
        }
    }
}

/// A fraction in its lowest terms; the denominator is above zero. Those of figures are short: their terms are
/// reduced as numbers of 64 bits, which takes a fraction of the time.
fn reduced(numerator: i128, denominator: i128) -> Exact {
    let short = (u64::try_from(numerator.unsigned_abs()), u64::try_from(denominator));
    let (Ok(above), Ok(below)) = short else { return Exact(Ratio::new(numerator, denominator)) };
    let by = if below == 1 { 1 } else { common(above, below) };
    let above = i128::from(above / by);
    Exact(Ratio::new_raw(if numerator < 0 { -above } else { above }, i128::from(below / by)))
}

/// Digits a number may have; longer runs of digits are no figures.
pub const MAX_DIGITS: usize = 18;

// Every operation may overflow and gives an option, which the operators cannot.
#[allow(clippy::should_implement_trait)]
impl Exact {
    /// Zero.
    pub const ZERO: Exact = Exact(Ratio::new_raw(0, 1));
    /// One.
    pub const ONE: Exact = Exact(Ratio::new_raw(1, 1));
    /// A hundred, as in percent.
    pub const HUNDRED: Exact = Exact(Ratio::new_raw(100, 1));

    /// A whole number.
    pub fn int(value: i64) -> Exact {
        Exact(Ratio::from_integer(i128::from(value)))
    }

    /// A fraction in its lowest terms, the denominator above zero.
    pub const fn fraction(numerator: i128, denominator: i128) -> Exact {
        Exact(Ratio::new_raw(numerator, denominator))
    }

    /// `digits / 10^decimals`; `None` where `digits` are none or too many.
    pub fn from_digits(digits: &str, decimals: u8) -> Option<Exact> {
        if digits.is_empty() || digits.len() > MAX_DIGITS || usize::from(decimals) > MAX_DIGITS {
            return None;
        }
        // So many digits fit.
        let numerator = i128::from(digits.parse::<u64>().ok()?);
        Some(reduced(numerator, 10i128.pow(u32::from(decimals))))
    }

    /// Ten to the power `n` (which may be negative).
    pub fn ten_pow(n: i32) -> Option<Exact> {
        let p = 10i128.checked_pow(n.unsigned_abs())?;
        Some(if n >= 0 { Exact(Ratio::from_integer(p)) } else { Exact(Ratio::new_raw(1, p)) })
    }

    /// Both terms, where products of them fit and may be added.
    #[inline]
    fn short(self) -> Option<(i128, i128)> {
        let (above, below) = (*self.0.numer(), *self.0.denom());
        (i64::try_from(above).is_ok() && i64::try_from(below).is_ok()).then_some((above, below))
    }

    /// Sum.
    pub fn add(self, other: Exact) -> Option<Exact> {
        work::step();
        if let (Some((a, b)), Some((c, d))) = (self.short(), other.short()) {
            return Some(if b == d { reduced(a + c, b) } else { reduced(a * d + c * b, b * d) });
        }
        self.0.checked_add(&other.0).map(Exact)
    }

    /// Difference.
    pub fn sub(self, other: Exact) -> Option<Exact> {
        work::step();
        if let (Some((a, b)), Some((c, d))) = (self.short(), other.short()) {
            return Some(if b == d { reduced(a - c, b) } else { reduced(a * d - c * b, b * d) });
        }
        self.0.checked_sub(&other.0).map(Exact)
    }

    /// Product.
    pub fn mul(self, other: Exact) -> Option<Exact> {
        work::step();
        // Whole numbers have nothing to reduce.
        if self.is_int() && other.is_int() {
            return self.0.numer().checked_mul(other.0.numer()).map(|n| Exact(Ratio::from_integer(n)));
        }
        if other == Exact::ONE {
            return Some(self);
        }
        if let (Some((a, b)), Some((c, d))) = (self.short(), other.short()) {
            return Some(reduced(a * c, b * d));
        }
        self.0.checked_mul(&other.0).map(Exact)
    }

    /// Quotient; `None` by zero.
    pub fn div(self, other: Exact) -> Option<Exact> {
        work::step();
        if other.0.is_zero() {
            return None;
        }
        if let (Some((a, b)), Some((c, d))) = (self.short(), other.short()) {
            return Some(reduced(a * d * c.signum(), b * c.abs()));
        }
        self.0.checked_div(&other.0).map(Exact)
    }

    /// The power with a whole exponent.
    pub fn pow(self, n: u32) -> Option<Exact> {
        (0..n).try_fold(Exact::ONE, |p, _| p.mul(self))
    }

    /// Magnitude.
    pub fn abs(self) -> Exact {
        Exact(self.0.abs())
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is a whole number.
    pub fn is_int(self) -> bool {
        self.0.is_integer()
    }

    /// The whole number it is, if it is one and fits.
    pub fn to_i64(self) -> Option<i64> {
        if self.is_int() { i64::try_from(self.0.to_integer()).ok() } else { None }
    }

    /// Rounded to `decimals` places; halves go away from zero (*làm tròn nửa lên*).
    pub fn round(self, decimals: u8) -> Option<Exact> {
        let (p, whole, rest) = self.scaled(decimals)?;
        let up = i128::from(rest >= *self.0.denom() - rest);
        Some(reduced(self.0.numer().signum() * (whole + up), p))
    }

    /// Cut to `decimals` places, towards zero.
    pub fn cut(self, decimals: u8) -> Option<Exact> {
        let (p, whole, _) = self.scaled(decimals)?;
        Some(reduced(self.0.numer().signum() * whole, p))
    }

    /// Ten to the power `decimals`, the magnitude times it without its fraction, and that fraction times the denominator.
    fn scaled(self, decimals: u8) -> Option<(i128, i128, i128)> {
        let p = 10i128.checked_pow(u32::from(decimals))?;
        let denominator = *self.0.denom();
        let scaled = self.0.numer().checked_abs()?.checked_mul(p);
        let (whole, rest) = match scaled {
            Some(n) if denominator == 1 => (n, 0),
            Some(n) => (n / denominator, n % denominator),
            // Reduced, it may still fit.
            None => {
                let reduced = self.abs().0.checked_mul(&Ratio::from_integer(p))?;
                let scale = denominator / reduced.denom();
                (reduced.numer() / reduced.denom(), reduced.numer() % reduced.denom() * scale)
            }
        };
        Some((p, whole, rest))
    }

    /// The smallest whole number that is not below it.
    pub fn ceil(self) -> Exact {
        Exact(self.0.ceil())
    }

    /// The largest whole number that is not above it.
    pub fn floor(self) -> Exact {
        Exact(self.0.floor())
    }

    /// In Vietnamese notation: dots between thousands, a comma before decimals;
    /// at most `places` decimals, cut with `…` behind where there are more.
    pub fn show(self, places: u8) -> String {
        if self.is_int() {
            return self.show_exactly(0);
        }
        let mut text = self.show_exactly(places);
        let whole = self.scaled(places).is_none_or(|(_, _, rest)| rest == 0);
        if !whole {
            text.push('…');
        } else if text.contains(',') {
            text.truncate(text.trim_end_matches('0').trim_end_matches(',').len());
        }
        text
    }

    /// In Vietnamese notation with exactly `places` decimals, rounded.
    pub fn show_rounded(self, places: u8) -> String {
        self.round(places).unwrap_or(self).show_exactly(places)
    }

    /// The digits as [`show`](Exact::show) prints them with at most nine decimals, the last one first.
    pub fn digits(self) -> impl Iterator<Item = u8> {
        let places = if self.is_int() { 0 } else { 9 };
        let (mut left, rest) = self.scaled(places).map_or((0, 0), |(_, whole, rest)| (whole.unsigned_abs(), rest));
        let mut least = usize::from(places) + 1;
        while rest == 0 && least > 1 && last_digit(left).1 == 0 {
            (left, least) = (last_digit(left).0, least - 1);
        }
        let mut count = 0;
        std::iter::from_fn(move || {
            let more = left > 0 || count < least;
            count += 1;
            let digit;
            (left, digit) = last_digit(left);
            more.then_some(b'0' + digit)
        })
    }

    fn show_exactly(self, places: u8) -> String {
        let places = usize::from(places);
        // The digits from the last one on.
        let mut left = self.scaled(places as u8).map_or(0, |(_, whole, _)| whole.unsigned_abs());
        let negative = self.is_negative() && left > 0;
        let mut out = Vec::with_capacity(places + 24);
        let mut count = 0;
        while left > 0 || count <= places {
            match count.checked_sub(places) {
                Some(0) if places > 0 => out.push(b','),
                Some(whole) if whole > 0 && whole % 3 == 0 => out.push(b'.'),
                _ => {}
            }
            let digit;
            (left, digit) = last_digit(left);
            out.push(b'0' + digit);
            count += 1;
        }
        if negative {
            out.push(b'-');
        }
        out.iter().rev().map(|&byte| char::from(byte)).collect()
    }
}

/// A number without its last digit, and that digit.
fn last_digit(number: u128) -> (u128, u8) {
    match u64::try_from(number) {
        Ok(short) => (u128::from(short / 10), (short % 10) as u8),
        Err(_) => (number / 10, (number % 10) as u8),
    }
}

/// The numbers a printed figure may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Lower end; `None` is unbounded.
    pub low: Option<Exact>,
    /// Upper end; `None` is unbounded.
    pub high: Option<Exact>,
}

impl Interval {
    /// Exactly one number.
    pub fn point(value: Exact) -> Interval {
        Interval { low: Some(value), high: Some(value) }
    }

    /// Both ends.
    pub fn new(low: Exact, high: Exact) -> Interval {
        if low.cmp(&high) == Ordering::Greater {
            Interval { low: Some(high), high: Some(low) }
        } else {
            Interval { low: Some(low), high: Some(high) }
        }
    }

    /// Whether `value` lies inside, ends included.
    pub fn contains(&self, value: Exact) -> bool {
        self.low.is_none_or(|l| l <= value) && self.high.is_none_or(|h| value <= h)
    }

    /// Whether the two share a number.
    pub fn meets(&self, other: &Interval) -> bool {
        let below = matches!((self.high, other.low), (Some(h), Some(l)) if h < l);
        let above = matches!((self.low, other.high), (Some(l), Some(h)) if l > h);
        !below && !above
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(digits: &str, decimals: u8) -> Exact {
        Exact::from_digits(digits, decimals).unwrap()
    }

    #[test]
    fn rounds_halves_up_and_cuts_towards_zero() {
        let q = n("24", 0).div(n("41", 0)).unwrap().mul(Exact::HUNDRED).unwrap();
        assert_eq!(q.round(2).unwrap(), n("5854", 2));
        assert_eq!(q.cut(2).unwrap(), n("5853", 2));
        assert_eq!(n("475", 1).round(0).unwrap(), Exact::int(48));
    }

    #[test]
    fn the_digits_are_those_that_are_shown() {
        let third = n("1", 0).div(n("3", 0)).unwrap();
        for number in [n("0", 0), n("50", 2), n("250", 2), n("100", 0), n("3165248", 2), Exact::int(-1070), third] {
            let shown: Vec<u8> = number.show(9).bytes().rev().filter(u8::is_ascii_digit).collect();
            assert_eq!(number.digits().collect::<Vec<_>>(), shown);
        }
    }

    #[test]
    fn shows_numbers_the_vietnamese_way() {
        assert_eq!(n("3165248", 2).show(4), "31.652,48");
        assert_eq!(n("24", 0).div(n("41", 0)).unwrap().show(4), "0,5853…");
        assert_eq!(Exact::int(-1000).show(2), "-1.000");
        assert_eq!(n("5", 1).show_rounded(2), "0,50");
    }

    #[test]
    fn short_terms_give_what_long_ones_give() {
        let terms = [0, 1, -1, 2, 3, -6, 10, 58_536, 1_000_000, i64::MAX, i64::MIN + 1];
        let all: Vec<Exact> = terms
            .iter()
            .flat_map(|&a| terms.iter().filter(|&&b| b > 0).map(move |&b| Exact(Ratio::new(a.into(), b.into()))))
            .collect();
        for &a in &all {
            for &b in &all {
                assert_eq!(a.cmp(&b), a.0.cmp(&b.0), "{a:?} {b:?}");
                let same = |own: Option<Exact>, other: Option<Ratio<i128>>| match other {
                    Some(other) => assert_eq!(own, Some(Exact(other)), "{a:?} {b:?}"),
                    // The fractions of the library overflow where they need not.
                    None => assert!(own.is_none_or(|e| *e.0.denom() > 0), "{a:?} {b:?}"),
                };
                same(a.add(b), a.0.checked_add(&b.0));
                same(a.sub(b), a.0.checked_sub(&b.0));
                same(a.mul(b), a.0.checked_mul(&b.0));
                if !b.is_zero() {
                    same(a.div(b), a.0.checked_div(&b.0));
                }
            }
        }
    }

    #[test]
    fn too_many_digits_are_no_number() {
        assert_eq!(Exact::from_digits(&"9".repeat(19), 0), None);
    }
}
