//! How long something lasted against the dates it lasted from and to (`09 ngày nghỉ (từ 25/01 đến 02/02)`), how late it
//! was against its two dates, how old somebody is against the year of birth.

use super::{CUES, Severity, Text};
use crate::document::{Document, TextRange};
use crate::figures::exact::Exact;
use crate::figures::{Figure, Inert, Lexed, Period, Token, TokenKind};

/// What contradicts what.
pub(super) struct Odd {
    pub own: TextRange,
    pub other: TextRange,
    pub severity: Severity,
    pub message: Text,
}

/// Looks at the times of a block, sentence by sentence.
pub(super) fn odd(document: &Document, lexed: &Lexed) -> Vec<Odd> {
    let mut out = Vec::new();
    if lexed.times.len() < 2 {
        return out;
    }
    for tokens in lexed.tokens.split(|t| t.kind == TokenKind::SentenceEnd) {
        let times = tokens.iter().filter(|t| matches!(t.kind, TokenKind::Period(_)));
        if times.count() < 2 {
            continue;
        }
        let sentence = Sentence { document, lexed, tokens };
        sentence.stretches(&mut out);
        sentence.delays(&mut out);
        sentence.ages(&mut out);
        sentence.years(&mut out);
    }
    out
}

/// A day or a month that a token names.
#[derive(Clone, Copy)]
struct Moment {
    year: Option<u16>,
    month: u8,
    day: Option<u8>,
}

fn moment(token: &Token) -> Option<Moment> {
    match token.kind {
        TokenKind::Period(Period::Date { day, month, year }) => Some(Moment { year, month, day: Some(day) }),
        TokenKind::Period(Period::Month { month, year }) => Some(Moment { year, month, day: None }),
        _ => None,
    }
}

impl Moment {
    /// Days since some day, or months since some month.
    fn count(self, year: u16) -> Option<i64> {
        let Some(day) = self.day else { return Some(i64::from(year) * 12 + i64::from(self.month)) };
        let date = jiff::civil::Date::new(year as i16, self.month as i8, day as i8).ok()?;
        let first = jiff::civil::Date::new(1900, 1, 1).ok()?;
        Some(i64::from(first.until(date).ok()?.get_days()))
    }
}

/// The tokens of one sentence.
struct Sentence<'d> {
    document: &'d Document,
    lexed: &'d Lexed,
    tokens: &'d [Token],
}

impl<'d> Sentence<'d> {
    fn text(&self, from: usize, to: usize) -> &'d str {
        match self.tokens.get(from..to) {
            Some([first, .., last]) => self.document.slice(first.range.cover(last.range)),
            Some([one]) => self.document.slice(one.range),
            _ => "",
        }
    }

    /// The text from one token to another.
    fn cover(&self, from: usize, to: usize) -> Option<TextRange> {
        Some(self.tokens.get(from)?.range.cover(self.tokens.get(to)?.range))
    }

    /// The tokens from one up to another.
    fn between(&self, from: usize, to: usize) -> &'d [Token] {
        self.tokens.get(from..to).unwrap_or_default()
    }

    fn figure(&self, at: usize) -> Option<&'d Figure> {
        match self.tokens.get(at)?.kind {
            TokenKind::Figure(f) => self.lexed.figures.get(f as usize),
            _ => None,
        }
    }

    /// How many days (or months) a token says, and where.
    fn length(&self, at: usize, days: bool) -> Option<(i64, TextRange)> {
        let token = self.tokens.get(at)?;
        if let TokenKind::Period(Period::Months { count, year: None }) = token.kind {
            return (!days).then_some((i64::from(count), token.range));
        }
        let figure = self.figure(at).filter(|f| f.hedge.is_none() && f.decimals == 0 && f.unit.factor == Exact::ONE)?;
        let unit = if days { &CUES.days } else { &CUES.months };
        let own = unit.at_start(&figure.unit.key) == Some(figure.unit.key.len());
        let counted = CUES.not_days.at_start(&figure.noun).is_none();
        (own && counted).then_some((figure.printed.to_i64()?, figure.range))
    }

    /// `từ D đến D`, `(D - D)`: the two places and what they name.
    fn stretch(&self, at: usize) -> Option<(usize, Moment, Moment)> {
        let first = moment(self.tokens.get(at)?)?;
        let end = (at + 1..=at + 3).find(|&i| self.tokens.get(i).is_some_and(|t| moment(t).is_some()))?;
        let last = moment(self.tokens.get(end)?)?;
        let between = self.text(at + 1, end).trim();
        let before = self.text(at.saturating_sub(3), at);
        let opened = CUES.from.at_end(before).is_some();
        let dashed = end == at + 2 && self.tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Dash);
        let bracketed = matches!(self.tokens.get(at.checked_sub(1)?)?.kind, TokenKind::Open('('));
        let joined = CUES.till.at_start(between) == Some(between.len()) && !between.is_empty();
        ((opened || bracketed) && (joined || dashed) && first.day.is_some() == last.day.is_some())
            .then_some((end, first, last))
    }

    fn stretches(&self, out: &mut Vec<Odd>) {
        for at in 1..self.tokens.len() {
            let Some((end, first, last)) = self.stretch(at) else { continue };
            let Some(range) = self.cover(at, end) else { continue };
            let days = first.day.is_some();
            // A year printed once is that of the end; a stretch over the turn of the year began in the one before.
            let later = (first.month, first.day) > (last.month, last.day);
            let year = last.year.or(first.year).unwrap_or(2023);
            let begun = first.year.unwrap_or(if later { year - 1 } else { year });
            let (Some(from), Some(to)) = (first.count(begun), last.count(year)) else { continue };
            if from > to {
                if let (Some(_), Some(_)) = (first.year, last.year) {
                    out.push(Odd {
                        own: range,
                        other: range,
                        severity: Severity::Error,
                        message: Text::new("ngày kết thúc trước ngày bắt đầu", "the end lies before the start"),
                    });
                }
                continue;
            }
            let Some((said, place, words)) = self.said(at, end, days) else { continue };
            let (most, least) = (to - from + 1, to - from);
            // Without a year a February may have one more.
            let leap = i64::from(days && last.year.is_none() && first.month <= 2 && last.month > 2 || later && days);
            let scattered = CUES.lasting.find(words).is_none() || CUES.working.find(words).is_some();
            if (least..=most + leap).contains(&said) || said < least && scattered {
                continue;
            }
            let (vi, en) = if days { ("ngày", "days") } else { ("tháng", "months") };
            out.push(Odd {
                own: place,
                other: range,
                severity: if said > most { Severity::Error } else { Severity::Warning },
                message: Text::new(
                    format!("“{}” dài {most} {vi}, không phải {said}", self.document.slice(range)),
                    format!("“{}” is {most} {en} long, not {said}", self.document.slice(range)),
                ),
            });
        }
    }

    /// The length that stands before a stretch, with only words between, or in the bracket right behind it; with the
    /// words around it.
    fn said(&self, at: usize, end: usize, days: bool) -> Option<(i64, TextRange, &'d str)> {
        const WORDS: usize = 12;
        let low = at.saturating_sub(WORDS);
        let plain =
            |t: &Token| matches!(t.kind, TokenKind::Word | TokenKind::Cue(_) | TokenKind::Open('(') | TokenKind::Comma);
        let before = self.between(low, at).iter().rposition(|t| !plain(t)).map(|i| low + i);
        if let Some((said, place)) = before.and_then(|i| self.length(i, days)) {
            let i = before?;
            let commas = self.between(i, at).iter().filter(|t| matches!(t.kind, TokenKind::Comma)).count();
            return (commas <= 1).then(|| (said, place, self.text(i.saturating_sub(8), at)));
        }
        matches!(self.tokens.get(end + 1)?.kind, TokenKind::Open('(')).then_some(())?;
        let behind = (end + 2..end + 5).find(|&i| self.tokens.get(i).is_some_and(|t| t.kind != TokenKind::Word))?;
        let (said, place) = self.length(behind, days)?;
        let closed = matches!(self.tokens.get(behind + 1)?.kind, TokenKind::Close(_) | TokenKind::Word);
        closed.then(|| (said, place, self.text(at, behind + 3)))
    }

    /// `kế hoạch xong tháng 6/2023, thực tế tháng 8/2024, chậm 14 tháng`
    fn delays(&self, out: &mut Vec<Odd>) {
        for (at, token) in self.tokens.iter().enumerate().skip(1) {
            if !matches!(token.kind, TokenKind::Figure(_) | TokenKind::Period(Period::Months { .. })) {
                continue;
            }
            for days in [false, true] {
                let Some((said, place)) = self.length(at, days) else { continue };
                let before = self.between(0, at);
                let start = before.iter().rposition(|t| !matches!(t.kind, TokenKind::Word | TokenKind::Cue(_)));
                if CUES.late.find(self.text(start.map_or(0, |i| i + 1), at)).is_none() {
                    continue;
                }
                let dated = |t: &Token| moment(t).filter(|m| m.year.is_some() && (!days || m.day.is_some()));
                let times: Vec<(TextRange, Moment)> =
                    before.iter().filter_map(|t| Some((t.range, dated(t)?))).collect();
                let other = before.iter().any(|t| matches!(t.kind, TokenKind::Period(_)) && dated(t).is_none());
                let [(_, a), (last, b)] = times.as_slice() else { continue };
                let count = |m: &Moment| {
                    let day = m.day.filter(|_| days);
                    Moment { day, ..*m }.count(m.year?)
                };
                let (Some(from), Some(to)) = (count(a), count(b)) else { continue };
                let right = (to - from).abs();
                if other || (right - 1..=right + 1).contains(&said) {
                    continue;
                }
                let (vi, en) = if days { ("ngày", "days") } else { ("tháng", "months") };
                out.push(Odd {
                    own: place,
                    other: *last,
                    severity: Severity::Warning,
                    message: Text::new(
                        format!("hai thời điểm cách nhau {right} {vi}, không phải {said}"),
                        format!("the two dates are {right} {en} apart, not {said}"),
                    ),
                });
            }
        }
    }

    /// `5 năm (2021-2025)`, `2021-2025 (5 năm)`, `kỷ niệm 70 năm … (07/5/1954 - 07/5/2024)`
    fn years(&self, out: &mut Vec<Odd>) {
        const WORDS: usize = 12;
        for (at, token) in self.tokens.iter().enumerate() {
            let TokenKind::Period(Period::Span { years }) = token.kind else { continue };
            let kind = |i: Option<usize>| Some(self.tokens.get(i?)?.kind);
            let pair = |i: Option<usize>| match kind(i) {
                Some(TokenKind::Period(Period::Years { from, to, .. })) => Some((i?, i64::from(to) - i64::from(from))),
                _ => None,
            };
            let open = |i: Option<usize>| matches!(kind(i), Some(TokenKind::Open('(')));
            let closed = |i: Option<usize>| matches!(kind(i), Some(TokenKind::Close(')')));
            let behind = if open(Some(at + 1)) {
                pair(Some(at + 2)).filter(|_| closed(Some(at + 3)))
            } else {
                pair(Some(at + 1))
            };
            let bracketed = open(at.checked_sub(1)) && closed(Some(at + 1));
            let before = at.checked_sub(2).filter(|_| bracketed);
            let anniversary = || {
                let mut near = at + 1..self.tokens.len().min(at + WORDS);
                let open_at = near.find(|&i| kind(Some(i)).is_some_and(|k| k != TokenKind::Word))?;
                let (end, first, last) = self.stretch(open_at + 1).filter(|_| open(Some(open_at)))?;
                let same = first.day.is_some() && (first.day, first.month) == (last.day, last.month);
                let place = self.cover(open_at + 1, end)?;
                Some((place, i64::from(last.year?) - i64::from(first.year?))).filter(|_| same)
            };
            let found = behind.or_else(|| pair(before));
            let found = found.and_then(|(i, span)| Some((self.tokens.get(i)?.range, span, span + 1)));
            let Some((place, least, most)) = found.or_else(|| anniversary().map(|(p, span)| (p, span, span))) else {
                continue;
            };
            let said = i64::from(years);
            if (least..=most).contains(&said) {
                continue;
            }
            out.push(Odd {
                own: token.range,
                other: place,
                severity: Severity::Warning,
                message: Text::new(
                    format!("“{}” là {most} năm, không phải {said}", self.document.slice(place)),
                    format!("“{}” is {most} years, not {said}", self.document.slice(place)),
                ),
            });
        }
    }

    /// `sinh năm 1978, năm nay (2024) 46 tuổi`
    fn ages(&self, out: &mut Vec<Odd>) {
        const NEAR: usize = 16;
        for (at, token) in self.tokens.iter().enumerate().skip(1) {
            if !matches!(token.kind, TokenKind::Inert(Inert::Age)) {
                continue;
            }
            let text = self.document.slice(token.range);
            let digits: String =
                text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
            let Ok(said) = digits.parse::<i64>() else { continue };
            let year = |t: &Token| match t.kind {
                TokenKind::Period(Period::Year(year)) => Some(year),
                _ => moment(t).and_then(|m| m.year),
            };
            let near = at.saturating_sub(NEAR);
            let named = (near..).zip(self.between(near, at));
            let years: Vec<(usize, TextRange, u16)> = named.filter_map(|(i, t)| Some((i, t.range, year(t)?))).collect();
            let [(first, place, birth), (_, _, now)] = years.as_slice() else { continue };
            let born = CUES.born.at_end(self.text(first.saturating_sub(2), *first)).is_some();
            let right = i64::from(*now) - i64::from(*birth);
            if !born || right < 0 || (right - 1..=right + 1).contains(&said) {
                continue;
            }
            out.push(Odd {
                own: token.range,
                other: *place,
                severity: Severity::Warning,
                message: Text::new(
                    format!("sinh năm {birth} thì năm {now} là {right} tuổi, không phải {said}"),
                    format!("born in {birth}, one is {right} in {now}, not {said}"),
                ),
            });
        }
    }
}
