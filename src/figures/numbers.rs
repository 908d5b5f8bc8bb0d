//! Digit runs as numbers: Vietnamese notation, and what else reports print.

use super::Form;
use super::exact::{Exact, MAX_DIGITS};

/// A digit run as read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    /// The number.
    pub value: Exact,
    /// Decimals printed.
    pub decimals: u8,
    /// How it is written.
    pub form: Form,
    /// What the unit behind it may change.
    pub open: Open,
}

/// A reading only the unit can settle: one separator with three digits behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Open {
    /// Nothing to settle.
    No,
    /// `12,345`: read as a decimal.
    Comma,
    /// `16.408`: read as thousands.
    Dot,
}

impl Number {
    /// The other reading of a number that is open: decimals for thousands and the reverse.
    pub fn other(self) -> Option<Number> {
        let thousand = Exact::int(1000);
        let mut other = self;
        match self.open {
            Open::No => return None,
            Open::Comma => (other.value, other.decimals) = (self.value.mul(thousand)?, 0),
            Open::Dot => {
                (other.value, other.decimals) = (self.value.div(thousand)?, 3);
                other.form.dot_decimal = true;
            }
        }
        Some(other)
    }
}

/// Reads digits with dots and commas between them; `None` when they are no number.
pub(super) fn read(raw: &str) -> Option<Number> {
    // Most numbers are digits and nothing else.
    if raw.bytes().all(|b| b.is_ascii_digit()) {
        let form =
            Form { plain: raw.len() >= 4, leading_zero: raw.len() >= 2 && raw.starts_with('0'), ..Form::default() };
        return Some(Number { value: Exact::from_digits(raw, 0)?, decimals: 0, form, open: Open::No });
    }
    let groups: Vec<&str> = raw.split(['.', ',']).collect();
    let signs: Vec<u8> = raw.bytes().filter(|b| !b.is_ascii_digit()).collect();
    let (first, last) = (*groups.first()?, *groups.last()?);
    let mut form = Form::default();
    let mut open = Open::No;
    let thousands =
        |groups: &[&str]| !first.starts_with('0') && first.len() <= 3 && groups.iter().skip(1).all(|g| g.len() == 3);
    let decimals = match *signs.as_slice() {
        [] => 0,
        [b','] => {
            if last.len() == 3 && thousands(&groups) {
                open = Open::Comma;
            }
            last.len()
        }
        [b'.'] if thousands(&groups) => {
            open = Open::Dot;
            0
        }
        // one or two digits, or `0.125`: an English decimal point
        [b'.'] if last.len() <= 2 || (first == "0" && last.len() == 3) => {
            form.dot_decimal = true;
            last.len()
        }
        [separator, ..] => {
            let same = signs.iter().take_while(|&&s| s == separator).count();
            if !groups.get(..=same).is_some_and(thousands) {
                return None;
            }
            match signs.len() - same {
                0 => 0,
                1 => {
                    form.dot_decimal = separator == b',';
                    last.len()
                }
                _ => return None,
            }
        }
    };
    let digits: String = groups.concat();
    let decimals = u8::try_from(decimals).ok()?;
    form.plain = first.len() >= 4;
    form.leading_zero = first.len() >= 2 && first.starts_with('0');
    if digits.len() > MAX_DIGITS {
        return None;
    }
    Some(Number { value: Exact::from_digits(&digits, decimals)?, decimals, form, open })
}

/// A small whole number without separators.
pub(super) fn small(raw: &str) -> Option<u16> {
    if raw.len() <= 4 && raw.bytes().all(|b| b.is_ascii_digit()) { raw.parse().ok() } else { None }
}

/// A four-digit run that may name a year of our time.
pub(super) fn year(raw: &str) -> Option<u16> {
    small(raw).filter(|y| raw.len() == 4 && (1900..=2099).contains(y))
}

/// Whether a word is written with Roman digits only.
pub(super) fn is_roman(raw: &str) -> bool {
    !raw.is_empty() && raw.bytes().all(|b| b"IVXLCDM".contains(&b))
}

/// A Roman quarter.
pub(super) fn quarter(raw: &str) -> Option<u8> {
    match raw {
        "I" | "1" | "01" => Some(1),
        "II" | "2" | "02" => Some(2),
        "III" | "3" | "03" => Some(3),
        "IV" | "4" | "04" => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(raw: &str) -> String {
        read(raw).map_or_else(|| "-".into(), |n| format!("{} {} {:?}", n.value.show(6), n.decimals, n.open))
    }

    #[test]
    fn vietnamese_notation() {
        assert_eq!(shown("1.234,5"), "1.234,5 1 No");
        assert_eq!(shown("05"), "5 0 No");
        assert_eq!(shown("2.135.408.620"), "2.135.408.620 0 No");
        assert_eq!(shown("1.260,500"), "1.260,5 3 No");
        assert_eq!(shown("4012,8"), "4.012,8 1 No");
        assert!(read("4012,8").unwrap().form.plain);
    }

    #[test]
    fn open_readings() {
        assert_eq!(shown("12,345"), "12,345 3 Comma");
        assert_eq!(shown("16.408"), "16.408 0 Dot");
        assert_eq!(shown("0,345"), "0,345 3 No");
        assert_eq!(read("16.408").and_then(Number::other).unwrap().value.show(3), "16,408");
        assert_eq!(read("1,193").and_then(Number::other).unwrap().value.show(3), "1.193");
    }

    #[test]
    fn english_notation() {
        assert!(read("9.6").unwrap().form.dot_decimal);
        assert_eq!(shown("412204.00"), "412.204 2 No");
        assert_eq!(shown("1,234,567"), "1.234.567 0 No");
        assert_eq!(shown("1,234.5"), "1.234,5 1 No");
    }

    #[test]
    fn broken_runs_are_no_numbers() {
        for raw in ["31.8150", "1.23.4", "1.2,3.4", "1234.567", "12.34,5", "1234567890123456789"] {
            assert_eq!(shown(raw), "-", "{raw}");
        }
    }
}
