//! Amounts written again in words: `1.480 triệu đồng (bằng chữ: một tỷ bốn trăm tám mươi triệu đồng)`.

use super::items::{Item, Passage, Value};
use super::{Claim, ClaimKind, Operand, Relation, Role};
use crate::document::TextRange;
use crate::figures::exact::Exact;
use crate::figures::{Dimension, Figure, Token, TokenKind};
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
    for item in &passage.items.items {
        claims.extend(said_behind(passage, item));
    }
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
        claims.push(claim(host, figure, spelled(figure, range, value)));
    }
}

/// `45.600.000 đồng, bằng chữ: bốn mươi lăm triệu sáu trăm nghìn đồng`: without a bracket, behind the words that say so.
fn said_behind(passage: &Passage<'_>, item: &Item) -> Option<Claim> {
    let Value::One(f) = item.value else { return None };
    let figure = passage.figure(f).filter(|f| f.unit.dimension == Dimension::Dong)?;
    let rest = passage.lexed.tokens.get(item.token + 1..)?;
    let rest = rest
        .iter()
        .take_while(|t| !matches!(t.kind, TokenKind::SentenceEnd | TokenKind::Semicolon | TokenKind::Open(_)));
    let mut rest = rest.skip_while(|t| t.kind == TokenKind::Comma);
    let first = rest.next()?;
    let silent = |t: &Token| STEPS.get(passage.document.folded(t.range).as_ref()) == Some(&Step::Silent);
    let opened = silent(first) && rest.next().is_some_and(silent);
    let mut range = first.range;
    for token in rest.filter(|_| opened) {
        range = range.cover(token.range);
        if STEPS.get(passage.document.folded(token.range).as_ref()) == Some(&Step::End) {
            break;
        }
    }
    let words = spelled(figure, range, amount(passage.document.slice(range))?);
    Some(claim(item, figure, words))
}

fn spelled(figure: &Figure, range: TextRange, value: Exact) -> Figure {
    let mut words: Figure = figure.clone();
    (words.range, words.number, words.printed, words.decimals) = (range, range, value, 0);
    words.unit.factor = Exact::ONE;
    words.hedge = None;
    words
}

fn claim(item: &Item, figure: &Figure, words: Figure) -> Claim {
    let covered = figure.range.cover(words.range);
    let operands = vec![
        Operand { role: Role::Stated, figure: words, period: None },
        Operand::new(Role::Level, figure, item.period),
    ];
    Claim::new(ClaimKind::CrossReference, Relation::InWords, covered, operands)
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
        if ended && *STEPS.get(word)? != Step::Silent {
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
        assert_eq!(read("một tỷ bảy trăm linh tám triệu đồng chẵn").as_deref(), Some("1.708.000.000"));
        assert_eq!(read("một tỷ đồng một").as_deref(), None);
        assert_eq!(read("hai nghìn tỷ đồng").as_deref(), Some("2.000.000.000.000"));
        assert_eq!(read("chín trăm lẻ năm nghìn đồng").as_deref(), Some("905.000"));
        assert_eq!(read("vốn tỉnh hỗ trợ đồng"), None);
        assert_eq!(read(&format!("{} đồng", "chín ".repeat(40))), None);
    }
}
