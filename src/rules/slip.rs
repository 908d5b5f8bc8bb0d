//! How a slip may have happened: the small mistakes of typing that turn the
//! figure that would fit into the one that is printed.

use crate::figures::Figure;
use crate::figures::exact::Exact;
use crate::finding::Text;

/// A slip of typing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// One digit is another.
    Digit,
    /// Two neighbouring digits changed places.
    Swap,
    /// The digits are the same, in another order.
    Moved,
    /// One digit is missing or too many.
    Length,
    /// Ten times too large or too small.
    Ten,
    /// A hundred times.
    Hundred,
    /// A thousand times: the wrong unit or separator.
    Thousand,
}

/// The slip that turns `wanted` (in base units) into what the figure prints.
pub fn fits(figure: &Figure, wanted: Exact) -> Option<Slip> {
    let wanted = wanted.div(figure.unit.factor)?;
    if wanted.is_negative() || wanted.is_zero() || wanted == figure.printed {
        return None;
    }
    for (power, slip) in [(1, Slip::Ten), (2, Slip::Hundred), (3, Slip::Thousand)] {
        let p = Exact::ten_pow(power)?;
        if figure.printed.mul(p)? == wanted || wanted.mul(p)? == figure.printed {
            return Some(slip);
        }
    }
    let scale = Exact::ten_pow(i32::from(figure.decimals))?;
    let scaled = wanted.mul(scale)?;
    let (is, should) = (figure.printed.mul(scale)?.to_i64()?, scaled.to_i64()?);
    // `05` and `08` are printed with their zero: a changed first digit is one digit.
    let width = if figure.form.leading_zero { 2 } else { 1 };
    digits(&format!("{is:0width$}"), &format!("{should:0width$}"))
}

/// Whether one other digit brings a printed number within `slack`, relative, of `wanted`.
pub fn one_digit_near(figure: &Figure, wanted: Exact, slack: Exact) -> bool {
    let scale = Exact::ten_pow(i32::from(figure.decimals));
    let Some(is) = scale.and_then(|s| figure.printed.mul(s)?.to_i64()) else { return false };
    let near = |value: i64| {
        let off = scale.and_then(|s| Exact::int(value).div(s)?.sub(wanted)?.abs().div(wanted.abs()));
        off.is_some_and(|off| off <= slack)
    };
    let digits = is.to_string().len() as u32;
    (0..digits).filter_map(|place| 10_i64.checked_pow(place)).any(|power| {
        let digit = is / power % 10;
        (0..10).filter(|&d| d != digit).any(|d| near(is + (d - digit) * power))
    })
}

fn digits(is: &str, should: &str) -> Option<Slip> {
    let (a, b) = (is.as_bytes(), should.as_bytes());
    if a.len() == b.len() {
        let unlike: Vec<usize> = (0..a.len()).filter(|&i| a.get(i) != b.get(i)).collect();
        match unlike.as_slice() {
            [_] => return Some(Slip::Digit),
            [i, j] if a.get(*i) == b.get(*j) && a.get(*j) == b.get(*i) => {
                return Some(if j - i == 1 { Slip::Swap } else { Slip::Moved });
            }
            _ => {}
        }
        let sorted = |s: &[u8]| {
            let mut s = s.to_vec();
            s.sort_unstable();
            s
        };
        return (a.len() >= 3 && sorted(a) == sorted(b)).then_some(Slip::Moved);
    }
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    if long.len() != short.len() + 1 || short.len() < 2 {
        return None;
    }
    let same = long.iter().zip(short).take_while(|(x, y)| x == y).count();
    (long.get(same + 1..) == short.get(same..)).then_some(Slip::Length)
}

impl Slip {
    /// Whether the digits are right and their place is not.
    pub fn is_scale(self) -> bool {
        matches!(self, Slip::Ten | Slip::Hundred | Slip::Thousand)
    }

    /// In words.
    pub fn text(self) -> Text {
        match self {
            Slip::Digit => Text::new("có thể gõ sai một chữ số", "one digit may be mistyped"),
            Slip::Swap => {
                Text::new("có thể hai chữ số cạnh nhau bị đổi chỗ", "two neighbouring digits may have been swapped")
            }
            Slip::Moved => Text::new("có thể các chữ số bị đổi chỗ", "the digits may have been moved"),
            Slip::Length => Text::new("có thể thừa hoặc thiếu một chữ số", "a digit may be missing or too many"),
            Slip::Ten => Text::new("có thể lệch một hàng (10 lần)", "off by ten times"),
            Slip::Hundred => Text::new("có thể lệch hai hàng (100 lần)", "off by a hundred times"),
            Slip::Thousand => {
                Text::new("có thể nhầm đơn vị hoặc dấu phân cách (1.000 lần)", "wrong unit or separator (1,000 times)")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_usual_slips() {
        assert_eq!(digits("238", "281"), None);
        assert_eq!(digits("218", "281"), Some(Slip::Swap));
        assert_eq!(digits("112", "152"), Some(Slip::Digit));
        assert_eq!(digits("1234", "124"), Some(Slip::Length));
        assert_eq!(digits("812", "281"), Some(Slip::Moved));
    }
}
