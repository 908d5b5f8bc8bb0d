//! Slips of the fingers: a number as printed, and the numbers that one slip
//! makes of it.

use crate::figures::Figure;
use crate::figures::exact::Exact;

/// Every number with one digit changed.
pub fn digit(number: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (i, c) in number.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        let (Some(before), Some(behind)) = (number.get(..i), number.get(i + 1..)) else { continue };
        for other in ('0'..='9').filter(|&d| d != c && !(d == '0' && i == 0 && number.len() > 1)) {
            out.push(format!("{before}{other}{behind}"));
        }
    }
    out
}

/// Every number with two unlike neighbouring digits in each other's place.
pub fn swap(number: &str) -> Vec<String> {
    let pairs = number.char_indices().zip(number.chars().skip(1));
    let swapped = pairs.filter_map(|((i, a), b)| {
        let unlike = a.is_ascii_digit() && b.is_ascii_digit() && a != b && !(i == 0 && b == '0');
        Some(format!("{}{b}{a}{}", number.get(..i)?, number.get(i + 2..)?)).filter(|_| unlike)
    });
    swapped.collect()
}

/// The number with the wrong separator: `12.345` for `12,345`, or a group of zeros lost.
pub fn separator(number: &str) -> Vec<String> {
    let mut out = Vec::new();
    let groups: Vec<&str> = number.split(['.', ',']).collect();
    if let [head, tail] = groups.as_slice()
        && tail.len() == 3
        && (1..=3).contains(&head.len())
        && !head.starts_with('0')
    {
        out.push(format!("{head}{}{tail}", if number.contains('.') { ',' } else { '.' }));
    }
    out.extend(number.strip_suffix(".000").map(str::to_owned));
    out
}

/// A value as its author would have printed it in place of a figure: as many
/// decimals, thousands parted or not, a zero in front or not. `None` where the
/// figure is written in another way.
pub fn printed(value: Exact, figure: &Figure, number: &str) -> Option<String> {
    if figure.form.dot_decimal || value.is_negative() {
        return None;
    }
    let text = value.show_rounded(figure.decimals);
    let text = if figure.form.plain { text.replace('.', "") } else { text };
    let zeros = if figure.form.leading_zero { number.len().saturating_sub(text.len()) } else { 0 };
    Some("0".repeat(zeros) + &text)
}

/// Whether a number is written in digits and separators only.
pub fn is_plain(number: &str) -> bool {
    number.starts_with(|c: char| c.is_ascii_digit())
        && number.ends_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differing(a: &str, b: &str) -> Vec<usize> {
        a.bytes().zip(b.bytes()).enumerate().filter(|(_, (x, y))| x != y).map(|(i, _)| i).collect()
    }

    #[test]
    fn one_digit_changes_and_no_separator() {
        let all = digit("1.204,5");
        assert_eq!(all.len(), 8 + 4 * 9);
        for new in &all {
            assert_eq!(new.len(), 7);
            let at = differing("1.204,5", new);
            assert!(at.len() == 1 && new.as_bytes()[at[0]].is_ascii_digit(), "{new}");
            assert!(!new.starts_with('0'), "{new}");
        }
        assert!(digit("7").contains(&"0".to_owned()));
    }

    #[test]
    fn two_neighbours_change_places() {
        assert_eq!(swap("1.204,5"), ["1.024,5", "1.240,5"]);
        assert_eq!(swap("35"), ["53"]);
        assert_eq!(swap("30"), Vec::<String>::new(), "no zero comes to the front");
        assert_eq!(swap("1.221"), ["1.212"], "equal digits do not show");
    }

    #[test]
    fn separators() {
        assert_eq!(separator("12.345"), ["12,345"]);
        assert_eq!(separator("1,250"), ["1.250"]);
        assert_eq!(separator("12.000"), ["12,000", "12"]);
        assert_eq!(separator("1.250.000"), ["1.250"]);
        assert_eq!(separator("0,345"), Vec::<String>::new());
        assert_eq!(separator("12,5"), Vec::<String>::new());
    }

    #[test]
    fn plain_numbers() {
        assert!(is_plain("1.204,5") && is_plain("05"));
        for odd in ["1 204", "470 tỷ 581", "hai", "12,", ""] {
            assert!(!is_plain(odd), "{odd}");
        }
    }
}
