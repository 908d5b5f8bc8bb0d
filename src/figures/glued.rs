//! Two numbers in one: where an export no longer marks what was struck out or deleted, the old number
//! stands glued to the one that replaced it (`3.900` and `3.916` as `3.9003.916`).

/// The two numbers, where both are written with separators in one way: as many thousands, as many decimals.
pub(crate) fn two(number: &str) -> Option<(&str, &str)> {
    let digit = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_digit());
    let bytes = number.as_bytes();
    let inside = |&at: &usize| digit(bytes.get(at - 1).copied()) && digit(bytes.get(at).copied());
    let halves = (1..number.len()).filter(inside).filter_map(|at| number.split_at_checked(at));
    halves.into_iter().find(|(old, new)| shape(old).is_some_and(|shape| self::shape(new) == Some(shape)))
}

/// How many thousands and decimals a number is written with; `None` without separators, and where they are misplaced.
fn shape(number: &str) -> Option<(usize, usize)> {
    let (whole, decimals) = number.split_once(',').unwrap_or((number, ""));
    let mut groups = whole.split('.');
    let first = groups.next()?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let first_fits = (1..=3).contains(&first.len()) && digits(first) && (first == "0" || !first.starts_with('0'));
    let thousands = groups.clone().count();
    let fits = first_fits && groups.all(|g| g.len() == 3 && digits(g)) && digits(decimals);
    let separated = thousands + decimals.len() > 0 && number.contains(',') != decimals.is_empty();
    (fits && separated).then_some((thousands, decimals.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_in_one() {
        assert_eq!(two("3.9003.916"), Some(("3.900", "3.916")));
        assert_eq!(two("3.900,673.916,67"), Some(("3.900,67", "3.916,67")));
        assert_eq!(two("9.90010.100"), Some(("9.900", "10.100")));
        assert_eq!(two("47,446,9"), Some(("47,4", "46,9")));
        for one in ["1.234,56.7", "1.23.456", "245254", "3.900", "1,2,3", "12.34", "", "1.2345.67", "0.1250.126,"] {
            assert_eq!(two(one), None, "{one}");
        }
    }
}
