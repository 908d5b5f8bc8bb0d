//! Amounts written again in words: `1.480 triệu đồng (bằng chữ: một tỷ bốn trăm tám mươi triệu đồng)`.

use super::items::{Passage, Value};
use super::{Claim, ClaimKind, Operand, Relation, Role};
use crate::figures::exact::Exact;
use crate::figures::{Dimension, Figure};
use crate::lexicon;
use hashbrown::HashMap;
use std::sync::LazyLock;

/// The embedded table of words of amounts.
pub const WORDS: &str = include_str!("../../rules/lexicon/amount-words.tsv");

/// What a word does to the amount read so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// `một` … `chín`, `không`.
    Digit(i64),
    /// `mười`: ten; `mươi`, `trăm`: what stands before it is multiplied.
    Ten,
    Times(i64),
    /// `nghìn`, `triệu`, `tỷ`: all since the last of them is multiplied.
    Scale(i64),
    /// `linh`, `lẻ`, `bằng chữ`: nothing.
    Silent,
    /// `đồng`: the end.
    End,
}

static STEPS: LazyLock<HashMap<String, Step>> = LazyLock::new(|| {
    let step = |kind: &str, value: &str| {
        let value = value.parse().ok()?;
        Some(match kind {
            "digit" => Step::Digit(value),
            "ten" => Step::Ten,
            "times" => Step::Times(value),
            "scale" => Step::Scale(value),
            "silent" => Step::Silent,
            "end" => Step::End,
            _ => return None,
        })
    };
    let rows = lexicon::rows(WORDS).unwrap_or_default();
    rows.into_iter().filter_map(|r| Some((lexicon::fold(r.first()?), step(r.get(1)?, r.get(2)?)?))).collect()
});

/// Reads the amounts in words of a passage.
pub fn in_words(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    for group in passage.items.groups.iter().skip(1) {
        let Some(host) = group.host.and_then(|h| passage.item(h)).filter(|_| group.adjacent) else { continue };
        let Value::One(f) = host.value else { continue };
        let Some(figure) = passage.figure(f) else { continue };
        let money = figure.unit.dimension == Dimension::Dong;
        if !money && (figure.decimals > 0 || figure.unit.dimension != Dimension::None) {
            continue;
        }
        let tokens = passage.lexed.tokens.get(group.tokens.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { continue };
        let range = first.range.cover(last.range);
        let text = passage.document.slice(range);
        // `diện tích 120 (năm)`: five, or a year.
        if !money && super::per_unit::is_time(&lexicon::folded(text)) && figure.printed != Exact::int(5) {
            continue;
        }
        let Some(value) = (if money { amount(text) } else { count(text) }) else { continue };
        let mut words: Figure = figure.clone();
        (words.range, words.number, words.printed, words.decimals) = (range, range, value, 0);
        words.unit.factor = Exact::ONE;
        words.hedge = None;
        let operands = vec![
            Operand { role: Role::Stated, figure: words, period: None },
            Operand::new(Role::Level, figure, host.period),
        ];
        let covered = figure.range.cover(range);
        claims.push(Claim::new(ClaimKind::CrossReference, Relation::InWords, covered, operands));
    }
}

/// `12 (mười hai) tấn`: the whole number that a text spells out and nothing else.
fn count(text: &str) -> Option<Exact> {
    let folded = lexicon::fold(text);
    let (mut total, mut group, mut digit) = (0i64, 0i64, None);
    for word in folded.split_whitespace() {
        match *STEPS.get(word)? {
            Step::Digit(d) if digit.is_none() => digit = Some(d),
            Step::Ten if digit.is_none() => group = group.checked_add(10)?,
            Step::Times(t) => group = group.checked_add(digit.take()?.checked_mul(t)?)?,
            Step::Scale(s) => {
                total = total.checked_add(group.checked_add(digit.take().unwrap_or(0))?.checked_mul(s)?)?;
                group = 0;
            }
            Step::Silent => {}
            _ => return None,
        }
    }
    Some(Exact::int(total.checked_add(group)?.checked_add(digit.unwrap_or(0))?))
}

/// The amount in đồng that a text spells out; `None` where a word is none of an amount.
fn amount(text: &str) -> Option<Exact> {
    let folded = lexicon::fold(text);
    let words = folded.split(|c: char| !lexicon::is_alphanumeric(c)).filter(|w| !w.is_empty());
    let (mut total, mut group, mut digit, mut read) = (0i64, 0i64, None, 0);
    let mut ended = false;
    for word in words {
        if ended {
            return None;
        }
        match *STEPS.get(word)? {
            Step::Digit(d) => digit = Some(digit.unwrap_or(0i64).checked_mul(10)?.checked_add(d)?),
            Step::Ten => group = group.checked_add(10)?,
            Step::Times(t) => group = group.checked_add(digit.take().unwrap_or(1).checked_mul(t)?)?,
            Step::Scale(s) => {
                group = group.checked_add(digit.take().unwrap_or(0))?;
                // `hai nghìn tỷ`: a scale right behind another one multiplies it.
                let own = if group == 0 { std::mem::take(&mut total) } else { group };
                total = total.checked_add(own.checked_mul(s)?)?;
                group = 0;
            }
            Step::Silent => continue,
            Step::End => ended = true,
        }
        read += 1;
    }
    (ended && read >= 3).then(|| Exact::int(total.saturating_add(group).saturating_add(digit.unwrap_or(0))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read() {
        let read = |t: &str| amount(t).map(|v| v.show(0));
        assert_eq!(read("bằng chữ: một tỷ bốn trăm mười tám triệu đồng").as_deref(), Some("1.418.000.000"));
        assert_eq!(read("Ba tỷ hai trăm năm mươi triệu đồng").as_deref(), Some("3.250.000.000"));
        assert_eq!(read("một tỷ bảy trăm linh tám triệu đồng chẵn").as_deref(), None);
        assert_eq!(read("hai nghìn tỷ đồng").as_deref(), Some("2.000.000.000.000"));
        assert_eq!(read("chín trăm lẻ năm nghìn đồng").as_deref(), Some("905.000"));
        assert_eq!(read("vốn tỉnh hỗ trợ đồng"), None);
        assert_eq!(read(&format!("{} đồng", "chín ".repeat(40))), None);
    }
}
