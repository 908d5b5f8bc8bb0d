//! A figure whose value and unit stand apart, as in the columns of a file.

use super::figure::settle;
use super::scan::Kind;
use super::text::Text;
use super::{Figure, numbers, units};
use crate::document::TextRange;

/// What of a figure was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The value is no number.
    Value,
    /// Its separators may be read in two ways.
    Ambiguous,
    /// The unit is not known.
    Unit,
}

/// Reads a value (`31.652,48`) and its unit (`tấn`, `triệu đồng`, `hộ nghèo`, nothing). The figure has no place.
pub fn apart(value: &str, unit: &str) -> Result<Figure, Unread> {
    let value = value.trim();
    let (sign, digits) = match value.strip_prefix(['-', '−', '–']) {
        Some(rest) => (Some(true), rest),
        None => value.strip_prefix('+').map_or((None, value), |rest| (Some(false), rest)),
    };
    let digits: String = digits.chars().filter(|c| !c.is_whitespace()).collect();
    let number = Some(&digits).filter(|d| is_number(d)).and_then(|d| numbers::read(d)).ok_or(Unread::Value)?;
    let text = Text::new(unit, 0);
    let (unit, noun) = if text.atoms.is_empty() {
        (units::none(), String::new())
    } else {
        let found = units::at(&text, 0, true).ok_or(Unread::Unit)?;
        let words = (found.end..text.atoms.len()).all(|i| text.kind(i) == Some(Kind::Word));
        let noun = units::noun(&text, found.noun, found.end);
        (Some(found.unit).filter(|_| words).ok_or(Unread::Unit)?, noun)
    };
    let (settled, ambiguous) = settle(number, &unit);
    if ambiguous {
        return Err(Unread::Ambiguous);
    }
    let nowhere = TextRange::new(0, 0);
    Ok(Figure {
        range: nowhere,
        number: nowhere,
        printed: settled.value,
        decimals: settled.decimals,
        unit,
        noun,
        hedge: None,
        negative: sign == Some(true),
        signed: sign.is_some(),
        form: settled.form,
    })
}

/// Whether a text holds digits with dots and commas between them, and nothing else.
fn is_number(text: &str) -> bool {
    let digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    digit(bytes.first()) && digit(bytes.last()) && bytes.iter().all(|b| matches!(b, b'0'..=b'9' | b'.' | b','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_in_drafts() {
        let value = |value: &str, unit: &str| apart(value, unit).map(|f| f.value().unwrap().show(6));
        assert_eq!(value("31.652,48", "tấn"), Ok("31.652.480".into()));
        assert_eq!(value("2020", "người"), Ok("2.020".into()), "no year");
        assert_eq!(value("1 234 567", "triệu đồng"), Ok("1.234.567.000.000".into()));
        assert_eq!(value("-4,3", "%"), Ok("-4,3".into()));
        assert_eq!(value("0.125", ""), Ok("0,125".into()));
        assert_eq!(apart("412", "hộ nghèo").unwrap().noun, "hộ nghèo");
        assert_eq!(apart("58,5", "tạ/ha").unwrap().unit.key, "tạ/ha");
        for (value, unit, wrong) in [
            ("khoảng 5", "ha", Unread::Value),
            ("", "ha", Unread::Value),
            ("5%", "", Unread::Value),
            ("12.306", "tỷ đồng", Unread::Ambiguous),
            ("1,193", "vụ", Unread::Ambiguous),
            ("5", "(?)", Unread::Unit),
        ] {
            assert_eq!(apart(value, unit).unwrap_err(), wrong, "{value} {unit}");
        }
    }
}
