//! Units a thousand times too large or too small, by the lexicon.

use crate::figures::{Dimension, Unit};
use crate::lexicon::{self, fold};

const UNITS: &str = include_str!("../../rules/lexicon/units.tsv");
const SCALES: &str = include_str!("../../rules/lexicon/scales.tsv");

/// The unit as printed with another scale in front (`tỷ đồng` for `triệu
/// đồng`), or another unit of the same measure (`kg` for `tấn`); each with
/// whether it makes the figure larger.
pub fn thousandfold(unit: &Unit, printed: &str) -> Vec<(String, bool)> {
    let mut out = Vec::new();
    let scales = table(SCALES, 1);
    let lower = fold(printed);
    let word = lower.split(' ').next().unwrap_or("");
    if let Some((_, factor)) = scales.iter().find(|(phrase, _)| *phrase == word) {
        let rest = printed.get(word.len()..).filter(|_| lower.len() == printed.len()).unwrap_or("");
        // Two scales (`nghìn tỷ đồng`) are left alone: three would be nonsense.
        let second = rest.trim_start().split(' ').next().map(fold).unwrap_or_default();
        if !scales.iter().any(|(phrase, _)| *phrase == second) {
            out.extend(others(&scales, factor, "").map(|(phrase, larger)| (format!("{phrase}{rest}"), larger)));
        }
    } else if matches!(unit.dimension, Dimension::Area | Dimension::Mass | Dimension::Length | Dimension::Volume) {
        let units = table(UNITS, 3);
        if let Some((_, factor)) = units.iter().find(|(phrase, _)| *phrase == lower) {
            let alike: Vec<_> = units.iter().filter(|(p, _)| dimension(p) == dimension(&lower)).cloned().collect();
            out.extend(others(&alike, factor, &lower).map(|(phrase, larger)| (phrase.to_owned(), larger)));
        }
    }
    out
}

/// The words for points of percent.
pub fn points() -> Option<&'static str> {
    let rows = lexicon::rows(UNITS).ok()?;
    rows.into_iter().find(|row| row.get(1) == Some(&"PercentPoint")).and_then(|row| row.first().copied())
}

/// The first phrase a thousand times larger, and the first one a thousand times smaller.
fn others<'t>(table: &'t [(&'t str, i32)], factor: &i32, but: &str) -> impl Iterator<Item = (&'t str, bool)> {
    [(3, true), (-3, false)].into_iter().filter_map(move |(step, larger)| {
        let found = table.iter().find(|(phrase, f)| *phrase != but && *f == factor + step);
        found.map(|(phrase, _)| (*phrase, larger))
    })
}

/// Phrases whose factor is a power of ten, with the power.
fn table(source: &'static str, column: usize) -> Vec<(&'static str, i32)> {
    // The tables are part of the program; the lexer's tests read every row.
    let rows = lexicon::rows(source).unwrap_or_default();
    rows.iter().filter_map(|row| Some((*row.first()?, power(row.get(column)?)?))).collect()
}

fn dimension(phrase: &str) -> Option<&'static str> {
    let rows = lexicon::rows(UNITS).unwrap_or_default();
    rows.into_iter().find(|row| row.first() == Some(&phrase)).and_then(|row| row.get(1).copied())
}

fn power(factor: &str) -> Option<i32> {
    if let Some(power) = factor.strip_prefix("10^") {
        return power.parse().ok();
    }
    let zeros = |digits: &str| digits.bytes().all(|b| b == b'0');
    match (factor.strip_prefix('1'), factor.strip_prefix("0.").and_then(|f| f.strip_suffix('1'))) {
        (Some(rest), _) if zeros(rest) => i32::try_from(rest.len()).ok(),
        (_, Some(rest)) if zeros(rest) => i32::try_from(rest.len()).ok().map(|n| -n - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::exact::Exact;

    fn made(dimension: Dimension, printed: &str) -> Vec<String> {
        let unit = Unit { dimension, key: String::new(), factor: Exact::ONE, range: None, elided: false };
        thousandfold(&unit, printed).into_iter().map(|(text, larger)| format!("{text} {larger}")).collect()
    }

    #[test]
    fn scales_and_units_of_one_measure() {
        assert_eq!(made(Dimension::Dong, "triệu đồng"), ["tỷ đồng true", "nghìn đồng false"]);
        assert_eq!(made(Dimension::Dong, "tỷ đồng"), ["triệu đồng false"]);
        assert_eq!(made(Dimension::Count, "nghìn lượt"), ["triệu lượt true"]);
        assert_eq!(made(Dimension::Mass, "tấn"), ["kg false"]);
        assert_eq!(made(Dimension::Length, "m"), ["km true", "mm false"]);
        for (dimension, printed) in
            [(Dimension::Count, "hộ"), (Dimension::Percent, "%"), (Dimension::Dong, "nghìn tỷ đồng")]
        {
            assert_eq!(made(dimension, printed), Vec::<String>::new(), "{printed}");
        }
    }

    #[test]
    fn powers_of_ten() {
        assert_eq!(
            ["1", "10", "1000", "10^9", "0.001", "360"].map(power),
            [Some(0), Some(1), Some(3), Some(9), Some(-3), None]
        );
    }

    #[test]
    fn the_words_for_points_are_in_the_lexicon() {
        assert!(points().is_some_and(|p| p.contains(' ')));
    }
}
