//! Stretches of time: years, terms, months, quarters, dates.

use super::numbers;
use super::scan::Kind;
use super::tables::{Joint, NumeralKind, NumeralRow, PeriodWord};
use super::text::Text;
use super::units;
use super::{Cue, Inert, Period, TokenKind, YearsKind};

/// What stands before a number, for numbers that may be a time.
#[derive(Clone, Copy, Default)]
pub(super) struct Before {
    /// The last token, or the one before a comma or `và` (then `joined` is set).
    pub token: Option<TokenKind>,
    /// Whether a comma, `;` or `và` stands between.
    pub joined: bool,
}

/// The time a word opens, and the atom behind it.
pub(super) fn at_word(t: &Text, i: usize) -> Option<(TokenKind, usize)> {
    if let Some(found) = months(t, i) {
        return Some(found);
    }
    let (length, word) = t.period_word(i)?;
    let j = i + length;
    let fixed = |period| Some((TokenKind::Period(period), j));
    match word {
        PeriodWord::Year => year(t, j),
        PeriodWord::Stage => years(t, j, YearsKind::Stage),
        PeriodWord::School => years(t, j, YearsKind::School),
        PeriodWord::Term => years(t, j, YearsKind::Term).or_else(|| fixed(Period::Term)),
        PeriodWord::TermStart => {
            let end = years(t, j, YearsKind::Term).map_or(j, |(_, end)| end);
            Some((TokenKind::Period(Period::TermStart), end))
        }
        PeriodWord::YearStart => {
            let end = if t.year(j).is_some() { j + 1 } else { j };
            Some((TokenKind::Period(Period::YearStart), end))
        }
        PeriodWord::SamePeriod => fixed(Period::SamePeriod),
        PeriodWord::PreviousYear => fixed(Period::PreviousYear),
        PeriodWord::Previous => fixed(Period::Previous),
        PeriodWord::Month => month(t, j),
        // It says nothing without the number before it.
        PeriodWord::MonthShort => None,
        PeriodWord::Quarter => quarter(t, j),
        PeriodWord::Date => day(t, j),
    }
}

/// `2020`, `2020-2025` behind `năm`.
fn year(t: &Text, j: usize) -> Option<(TokenKind, usize)> {
    if let Some((from, to, end)) = year_pair(t, j) {
        return Some((TokenKind::Period(Period::Years { from, to, kind: YearsKind::Plain }), end));
    }
    if let Some(year) = t.year(j) {
        return Some((TokenKind::Period(Period::Year(year)), j + 1));
    }
    // `năm 20...`: a form that was not filled in
    let blank = t.small(j).is_some() && (t.is_sign(j + 1, '…') || (t.is_sign(j + 1, '.') && t.is_sign(j + 2, '.')));
    blank.then_some((TokenKind::Inert(Inert::Unreadable), j + 1))
}

/// Two years and what joins them: from, to, the atom behind.
fn year_pair(t: &Text, j: usize) -> Option<(u16, u16, usize)> {
    let from = t.year(j)?;
    let joined = t.is_dash(j + 1) || t.joint(j + 1, Joint::RangeTo) || t.is_sign(j + 1, '/');
    let k = if t.is_period(j + 2, PeriodWord::Year) && t.is_word(j + 2) { j + 3 } else { j + 2 };
    let to = t.year(k).filter(|_| joined && (k == j + 2 || !t.is_sign(j + 1, '/')))?;
    (from < to && !(t.joint(j + 1, Joint::RangeTo) && units::known(t, k + 1))).then_some((from, to, k + 1))
}

fn years(t: &Text, j: usize, kind: YearsKind) -> Option<(TokenKind, usize)> {
    let mut k = j;
    if t.joint(k, Joint::RangeFrom) {
        k += 1;
    }
    if t.is_period(k, PeriodWord::Year) {
        k += 1;
    }
    if let Some((from, to, end)) = year_pair(t, k) {
        return Some((TokenKind::Period(Period::Years { from, to, kind }), end));
    }
    t.year(k).filter(|_| k == j).map(|year| (TokenKind::Period(Period::Year(year)), k + 1))
}

fn month(t: &Text, j: usize) -> Option<(TokenKind, usize)> {
    if let Some((period @ Period::Month { .. }, end)) = date(t, j, false) {
        return Some((TokenKind::Period(period), end));
    }
    let month = t.small(j).filter(|m| (1..=12).contains(m))? as u8;
    let (year, end) = year_behind(t, j + 1);
    Some((TokenKind::Period(Period::Month { month, year }), end))
}

/// `năm 2024` at `j`: the year, and the atom behind it.
fn year_behind(t: &Text, j: usize) -> (Option<u16>, usize) {
    match t.year(j + 1).filter(|_| t.is_period(j, PeriodWord::Year) && year_pair(t, j + 1).is_none()) {
        Some(year) => (Some(year), j + 2),
        None => (None, j),
    }
}

fn quarter(t: &Text, j: usize) -> Option<(TokenKind, usize)> {
    let quarter = numbers::quarter(t.raw(j))?;
    let (mut year, mut end) = year_behind(t, j + 1);
    if (t.is_sign(j + 1, '/') || (t.is_dash(j + 1) && t.glued(j + 1)))
        && let Some(y) = t.year(j + 2)
    {
        (year, end) = (Some(y), j + 3);
    }
    Some((TokenKind::Period(Period::Quarter { quarter, year }), end))
}

/// What `ngày` opens.
fn day(t: &Text, j: usize) -> Option<(TokenKind, usize)> {
    if let Some((period @ Period::Date { .. }, end)) = date(t, j, true) {
        return Some((TokenKind::Period(period), end));
    }
    let day = t.small(j).filter(|d| (1..=31).contains(d))? as u8;
    if t.is_period(j + 1, PeriodWord::Month)
        && let Some(month) = t.small(j + 2).filter(|m| (1..=99).contains(m))
    {
        let (year, end) = year_behind(t, j + 3);
        return Some((TokenKind::Period(Period::Date { day, month: month as u8, year }), end));
    }
    // `ngày 10 và 11.7`, `ngày 10-12/7`: the month stands behind the last day
    let joined = t.joint(j + 1, Joint::ListEnd) || t.is_sign(j + 1, ',') || t.is_dash(j + 1);
    if joined && let Some((Period::Date { month, year, .. }, _)) = date(t, j + 2, true) {
        return Some((TokenKind::Period(Period::Date { day, month, year }), j + 1));
    }
    units::at(t, j + 1, true).is_none().then_some((TokenKind::Inert(Inert::Ordinal), j + 1))
}

/// A time that starts with digits.
pub(super) fn at_number(t: &Text, i: usize, before: Before) -> Option<(TokenKind, usize)> {
    let forced = before.joined && matches!(before.token, Some(TokenKind::Period(Period::Date { .. }))) || until(t, i);
    if let Some((period, end)) = date(t, i, forced) {
        return Some((TokenKind::Period(period), end));
    }
    day_and_month(t, i, before)
        .or_else(|| written_day(t, i))
        .or_else(|| months(t, i))
        .or_else(|| span(t, i))
        .or_else(|| bare_year(t, i, before))
        .or_else(|| bare_month(t, i, before))
}

/// `(31 tháng 7 năm 1962)`: a date without the word for a day.
fn written_day(t: &Text, i: usize) -> Option<(TokenKind, usize)> {
    let day = t.small(i).filter(|d| (1..=31).contains(d) && t.is_period(i + 1, PeriodWord::Month))? as u8;
    let month = t.small(i + 2).filter(|m| (1..=12).contains(m))? as u8;
    // `từ 26 tháng 6 năm 1954 đến năm 1971`: the year is its own, whatever follows.
    let year = t.year(i + 4).filter(|_| t.is_period(i + 3, PeriodWord::Year));
    year.map(|_| (TokenKind::Period(Period::Date { day, month, year }), i + 5))
}

/// `12-3 đến 11-4`: whether a day with a dash stands beside another, joined to it by a word for "up to".
fn beside_day(t: &Text, i: usize) -> bool {
    let dashed = |k: usize| t.is_dash(k + 1) && date(t, k, true).is_some_and(|(_, end)| end == k + 3);
    let before = || i.checked_sub(4).is_some_and(|k| t.joint(i - 1, Joint::RangeTo) && dashed(k));
    dashed(i) && (t.joint(i + 3, Joint::RangeTo) && dashed(i + 4) || before())
}

/// `từ 2/5 đến 21/5 người ứng cử`: the second of two days.
fn until(t: &Text, i: usize) -> bool {
    let first = i.checked_sub(4).filter(|_| t.joint(i - 1, Joint::RangeTo) && t.is_sign(i - 3, '/'));
    let opened = first.filter(|&j| j > 0 && t.joint(j - 1, Joint::RangeFrom));
    opened.and_then(|j| date(t, j, true)).is_some_and(|(p, end)| matches!(p, Period::Date { .. }) && end == i - 1)
}

/// A time in the header of a column, where `30/9` is a date.
pub(super) fn in_header(t: &Text, i: usize) -> Option<(TokenKind, usize)> {
    if t.is_word(i) {
        return at_word(t, i);
    }
    let date = || date(t, i, true).map(|(period, end)| (TokenKind::Period(period), end));
    at_number(t, i, Before::default()).or_else(date)
}

/// `30/10/2024`, `28.2.2018`, `8/2021`, `8-2021`, `6.2018`; `17/6` and `11.7` only where `forced`.
fn date(t: &Text, i: usize, forced: bool) -> Option<(Period, usize)> {
    let raw = t.number(i)?;
    let short = |s: &str| numbers::small(s).filter(|_| s.len() <= 2).map(|n| n as u8);
    if raw.contains('.') {
        return match *raw.split('.').collect::<Vec<_>>().as_slice() {
            [day, month, year] => {
                let (day, month) = (short(day)?, short(month)?);
                Some((Period::Date { day, month, year: Some(numbers::year(year)?) }, i + 1))
            }
            [month, year] if numbers::year(year).is_some() => {
                let month = short(month).filter(|m| (1..=12).contains(m))?;
                let free = units::at(t, i + 1, false).is_none();
                free.then_some((Period::Month { month, year: numbers::year(year) }, i + 1))
            }
            [day, month] if forced => valid(short(day)?, short(month)?, None).map(|p| (p, i + 1)),
            _ => None,
        };
    }
    // `2014-03-20`
    if let Some(year) = t.year(i).filter(|_| (1..=4).all(|n| t.glued(i + n)) && t.is_dash(i + 1) && t.is_dash(i + 3)) {
        let (month, day) = (short(t.number(i + 2)?)?, short(t.number(i + 4)?)?);
        return valid(day, month, Some(year)).map(|p| (p, i + 5));
    }
    let first = short(raw)?;
    let Some(Kind::Sign(separator)) = t.kind(i + 1) else { return None };
    let dash = t.is_dash(i + 1);
    let tight = t.glued(i + 1) && t.glued(i + 2);
    if !(separator == '/' || (dash && (tight || forced))) {
        return None;
    }
    if let Some(year) = t.year(i + 2) {
        let counted = separator == '/' && units::known(t, i + 3);
        return ((1..=12).contains(&first) && tight_or_slash(separator, tight) && !counted)
            .then_some((Period::Month { month: first, year: Some(year) }, i + 3));
    }
    let second = short(t.number(i + 2)?)?;
    let again = if dash { t.is_dash(i + 3) } else { t.is_sign(i + 3, '/') };
    if again {
        let two_digits = |s: &str| (s.len() == 2 && !dash).then(|| short(s)).flatten().map(|y| 2000 + u16::from(y));
        let year = t.number(i + 4).and_then(|s| numbers::year(s).or_else(|| two_digits(s)));
        // `30/6/017`: a year that lacks a digit makes no fraction of the month.
        let short = t.number(i + 4).is_some_and(|s| s.len() == 3 && s.starts_with('0')) && !dash;
        if short && valid(first, second, None).is_some() {
            return Some((Period::Date { day: first, month: second, year: None }, i + 5));
        }
        if year.is_some() && (1..=39).contains(&first) {
            return Some((Period::Date { day: first, month: second, year }, i + 5));
        }
    }
    if forced { valid(first, second, None).map(|p| (p, i + 3)) } else { None }
}

fn tight_or_slash(separator: char, tight: bool) -> bool {
    separator == '/' || tight
}

fn valid(day: u8, month: u8, year: Option<u16>) -> Option<Period> {
    ((1..=31).contains(&day) && (1..=12).contains(&month)).then_some(Period::Date { day, month, year })
}

/// `17/6` in running text: behind a word that dates take, or with a day no fraction would have; `22-8` likewise,
/// as no range goes down.
fn day_and_month(t: &Text, i: usize, before: Before) -> Option<(TokenKind, usize)> {
    let (period, end) = date(t, i, true)?;
    let Period::Date { day, month, .. } = period else { return None };
    let opened = i > 0 && (t.joint(i - 1, Joint::BeforeDate) || t.is_period(i - 1, PeriodWord::Date));
    let plain = t.number(i).is_some_and(|raw| !raw.contains('.'));
    let slash = plain && t.is_sign(i + 1, '/');
    let before_is_dash = i.checked_sub(1).is_some_and(|i| t.is_sign(i, '-'));
    let dash = plain && t.is_dash(i + 1) && day > month && t.glued(i + 1) && t.glued(i + 2) && !before_is_dash;
    // `phiên 20/7 đánh dấu`: a part of a whole is no larger, so that the word behind it need not be what is counted.
    let any_noun = day <= month;
    // `hôm 19/3 thông báo`: only a day follows such a word.
    let sure = i > 0 && t.joint(i - 1, Joint::BeforeDate) && !t.joint(i - 1, Joint::Stop) && slash;
    if sure {
        return Some((TokenKind::Period(period), end));
    }
    if !(slash || dash) || units::at(t, end, any_noun).is_some() || t.is_sign(end, '/') || dash && t.is_sign(end, '-') {
        return None;
    }
    let stated = before.token.is_some_and(|token| !before.joined && takes_value(token));
    // `Tồn quỹ 01/01: 42 triệu đồng`: a value follows a time; what is counted would stand behind a part of a whole.
    let headed = slash && t.is_sign(end, ':') && t.number(i).is_some_and(|raw| raw.starts_with('0'));
    let period = (opened || headed || beside_day(t, i) || (day > month && !stated)).then_some(period)?;
    // A dash may as well part two scores or the numbers of a name: no time that figures could be bound to.
    Some((if slash { TokenKind::Period(period) } else { TokenKind::Inert(Inert::Ordinal) }, end))
}

/// Whether a figure is expected behind the token.
pub(super) fn takes_value(token: TokenKind) -> bool {
    use Cue::{
        Average, Decrease, Done, Equal, Exceed, FallShort, Given, Increase, Is, Lack, NewlyAdded, Reach, Remaining,
        Share, To, Total,
    };
    matches!(
        token,
        TokenKind::Cue(
            Increase
                | Decrease
                | Exceed
                | FallShort
                | Lack
                | Reach
                | Equal
                | Is
                | Share
                | Remaining
                | To
                | NewlyAdded
                | Total
                | Done
                | Given
                | Average
                | Cue::Comprise
                | Cue::OfWhich
        )
    )
}

/// `9 tháng`, `6 tháng đầu năm 2024`, `chín tháng đầu năm`.
fn months(t: &Text, i: usize) -> Option<(TokenKind, usize)> {
    let digits = t.small(i).filter(|n| (1..=12).contains(n)).map(|n| (n as u8, i + 1));
    if let Some((count, word)) = digits.filter(|(_, word)| t.is_period(*word, PeriodWord::MonthShort)) {
        return months_short(t, count, word);
    }
    let (count, word) = digits.or_else(|| months_in_words(t, i))?;
    // `3 quý đầu năm`
    let quarters =
        (2..=4).contains(&count) && t.is_period(word, PeriodWord::Quarter) && t.joint(word + 1, Joint::First);
    let count = if quarters { count * 3 } else { count };
    if !(quarters || t.is_period(word, PeriodWord::Month)) || t.lexicon.inert_behind.longest(&t.atoms, word).is_some() {
        return None;
    }
    let mut j = word + 1;
    let last = t.joint(j, Joint::Last);
    if t.joint(j, Joint::First) || last {
        j += 1;
    }
    let (year, end) = match year_behind(t, j) {
        (None, j) if j > word + 1 && t.is_period(j, PeriodWord::Year) => (None, j + 1),
        found => found,
    };
    // Months in words are those of a year only where it is said.
    if digits.is_none() && end == word + 1 {
        return None;
    }
    // the last months of a year are no months counted from January
    let kind = if last { TokenKind::Inert(Inert::Ordinal) } else { TokenKind::Period(Period::Months { count, year }) };
    Some((kind, end))
}

/// `6T/2025`, `9T 2025`: the letter at `word` means months only before a year.
fn months_short(t: &Text, count: u8, word: usize) -> Option<(TokenKind, usize)> {
    let j = if t.is_sign(word + 1, '/') { word + 2 } else { word + 1 };
    let j = if t.is_period(j, PeriodWord::Year) { j + 1 } else { j };
    let year = t.year(j).filter(|_| t.glued(word))?;
    Some((TokenKind::Period(Period::Months { count, year: Some(year) }), j + 1))
}

/// A number of months in words and the atom behind it: `sáu`, `mười một`.
fn months_in_words(t: &Text, i: usize) -> Option<(u8, usize)> {
    let numeral = |at: usize| t.lexicon.numerals.longest(&t.atoms, at).filter(|(length, _)| *length == 1);
    let (_, first) = numeral(i)?;
    let digit = |row: &NumeralRow| match row.kind {
        NumeralKind::Digit | NumeralKind::Rare => row.value.to_i64().and_then(|v| u8::try_from(v).ok()),
        _ => None,
    };
    if first.kind != NumeralKind::Ten {
        return digit(first).filter(|n| (2..=9).contains(n)).map(|n| (n, i + 1));
    }
    let second = numeral(i + 1).and_then(|(_, row)| digit(row)).filter(|n| (1..=2).contains(n));
    Some(second.map_or((10, i + 1), |n| (10 + n, i + 2)))
}

/// `5 năm`.
fn span(t: &Text, i: usize) -> Option<(TokenKind, usize)> {
    let years = t.small(i).filter(|n| (1..=100).contains(n))? as u8;
    let (length, word) = t.period_word(i + 1)?;
    // `255 năm 2005`: the year of a level, not a span; `5 năm 2021-2025` is one
    let level = t.year(i + 1 + length).is_some() && (year_pair(t, i + 2).is_none() || years > 10);
    let year = matches!(word, PeriodWord::Year | PeriodWord::PreviousYear);
    (year && !level).then_some((TokenKind::Period(Period::Span { years }), i + 2))
}

/// Four digits without a word that makes them a year.
fn bare_year(t: &Text, i: usize, before: Before) -> Option<(TokenKind, usize)> {
    let year = t.year(i)?;
    if let Some((from, to, end)) = year_pair(t, i).filter(|(_, _, end)| !units::known(t, *end)) {
        return Some((TokenKind::Period(Period::Years { from, to, kind: YearsKind::Plain }), end));
    }
    if units::known(t, i + 1) || (t.is_sign(i + 1, '/') && t.number(i + 2).is_some()) {
        return None;
    }
    let opened = i > 0 && (t.joint(i - 1, Joint::BeforeYear) || t.is_sign(i - 1, '('));
    let stated = before.token.is_some_and(|token| !before.joined && takes_value(token));
    (opened || !stated).then_some((TokenKind::Period(Period::Year(year)), i + 1))
}

/// `tháng 8, 9`: a month behind a month.
fn bare_month(t: &Text, i: usize, before: Before) -> Option<(TokenKind, usize)> {
    if !before.joined || !matches!(before.token, Some(TokenKind::Period(Period::Month { .. }))) {
        return None;
    }
    let month = t.small(i).filter(|m| (1..=12).contains(m))? as u8;
    let (year, end) = year_behind(t, i + 1);
    let free = units::at(t, i + 1, true).is_none() && !t.is_sign(i + 1, '/');
    free.then_some((TokenKind::Period(Period::Month { month, year }), end))
}
