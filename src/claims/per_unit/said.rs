//! How a text says what an average is per: behind a slash (`28,9 học sinh/lớp`, `300 NLĐ/DA`), or in
//! words before it (`mỗi hộ bình quân`, `cứ một vạn dân có`, `bình quân đầu người`).

use super::openers::{self, Role, is_time};
use super::{counted_as, scaled};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage, Separator};
use crate::claims::words;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Hedge, TokenKind, lex};
use crate::work;
use std::borrow::Cow;

/// The most words of a noun that an average is per.
const LONGEST: usize = 3;

/// What an average is per.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// The noun counted: `lớp`, `hộ`.
    noun: String,
    /// How many of its base units make one.
    scale: Exact,
    /// The words before the slash that are no unit (`NLĐ`).
    upper: String,
    /// Whether it stands in words, not behind a slash.
    pub worded: bool,
    /// Whether it is by a time as well (`/người/năm`), and by the month.
    pub timed: bool,
    pub monthly: bool,
}

/// What the words around a figure say it is per.
pub(super) fn of(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure) -> Option<Said> {
    behind_slash(passage, item, figure)
        .or_else(|| on_many(passage, index))
        .or_else(|| in_words(passage, item))
        .or_else(|| in_words_behind(passage, item))
        // `mỗi người trong số 1.214 người nhận 2,29 triệu đồng/tháng`: the count stands between.
        .or_else(|| {
            let before = passage.item(index.checked_sub(1)?).filter(|_| item.separator == Separator::None)?;
            in_words(passage, before).filter(|said| passage.first(before).is_some_and(|f| f.unit.key == said.noun))
        })
        .map(|said| said.by_time(figure))
}

fn said(phrase: &str, upper: String, worded: bool) -> Said {
    // `57 hộ/km`: a unit of measure counts its base units, as the length of the road does.
    let measured = || lex::unit_of(phrase).map_or(Exact::ONE, |unit| unit.factor);
    let (noun, scale) = openers::noun_of(phrase).unwrap_or_else(|| (phrase, measured()));
    Said { noun: noun.to_string(), scale, upper, worded, timed: false, monthly: false }
}

fn behind_slash(passage: &Passage<'_>, item: &Item, figure: &Figure) -> Option<Said> {
    if figure.unit.dimension == Dimension::PerUnit {
        let (_, lower) = figure.unit.key.split_once('/')?;
        // `7,70 triệu đồng/người/năm`: by the year, and by the head.
        let (noun, time) = lower.split_once('/').map_or((lower, None), |(noun, time)| (noun, Some(time)));
        let timed = is_time(noun) && !openers::has(noun, Role::Day) && !counts_cases(passage, item, noun);
        if timed || time.is_some_and(|t| !is_time(t)) {
            return None;
        }
        let mut said = said(noun, String::new(), false);
        said.timed = time.is_some();
        said.monthly = time.is_some_and(|t| openers::has(t, Role::Month));
        return Some(said);
    }
    // `16,6 triệu USD/DA`, `300,8 NLĐ/DA`: words the tables do not know.
    let tail = passage.lexed.tokens.get(item.tail.clone())?;
    let slash = tail.iter().take(4).position(|t| t.kind == TokenKind::Slash)?;
    let word = |t: &crate::figures::Token| passage.document.folded(t.range);
    let (before, behind) = (tail.get(..slash)?, tail.get(slash + 1..)?);
    let lower: Vec<Cow<'_, str>> = behind.iter().take_while(|t| t.kind == TokenKind::Word).take(2).map(word).collect();
    // `12 triệu đồng/buổi`: money by anything counted; `215 tin/bài` are either.
    let measured = !matches!(figure.unit.dimension, Dimension::None | Dimension::Count);
    let counted = (1..=LONGEST).rev().find_map(|length| {
        let noun = behind.get(..length)?.iter().map(word).collect::<Vec<_>>().join(" ");
        words::is_counted(&noun).then_some(noun)
    });
    let plain = before.iter().all(|t| t.kind == TokenKind::Word);
    let bracketed = item.group != 0 && item.own.is_empty() && figure.unit.dimension == Dimension::Count;
    let divides = figure.decimals > 0 || counted.is_some() && (measured || bracketed);
    let lower = counted.unwrap_or_else(|| lower.join(" "));
    if lower.is_empty() || !(plain && divides || item.cues.has(Cue::Average)) || is_time(&lower) {
        return None;
    }
    let upper = before.iter().map(word).collect::<Vec<_>>().join(" ");
    Some(said(&lower, upper, false))
}

/// `16 vụ cháy, bình quân 145 triệu đồng/vụ`: a word for a season that is also one for a case, and those are counted
/// before in the sentence.
fn counts_cases(passage: &Passage<'_>, item: &Item, noun: &str) -> bool {
    let index = passage.items.items.partition_point(|x| x.token < item.token);
    let before = passage.items.items.get(..index).unwrap_or_default().iter().rev();
    let mut counts = before.take_while(|x| x.sentence == item.sentence).filter_map(|x| passage.first(x));
    words::kind_of(noun).is_some() && counts.any(|f| f.unit.key == noun)
}

/// `12,3 doanh nghiệp trên 1.000 dân`: per a round number of people right behind the figure.
fn on_many(passage: &Passage<'_>, index: usize) -> Option<Said> {
    let next = passage.item(index + 1)?;
    let many = passage.first(next).filter(|f| f.decimals == 0)?;
    let round = (2..=6).any(|power| Exact::ten_pow(power) == Some(many.printed));
    let opened = next.own.is_empty() && many.hedge == Some(Hedge::Above)
        || passage.own(next).all(|t| openers::has(&passage.document.folded(t.range), Role::On));
    // Of nouns that the table knows.
    openers::noun_of(&many.unit.key).filter(|_| round && opened && next.separator == Separator::None)?;
    let mut said = said(&many.unit.key, String::new(), true);
    said.scale = said.scale.mul(many.printed)?;
    Some(said)
}

/// `trung bình 15 ngày công một căn`, `45 triệu đồng mỗi hộ`.
fn in_words_behind(passage: &Passage<'_>, item: &Item) -> Option<Said> {
    let tail = passage.lexed.tokens.get(item.tail.clone())?;
    let fold = |t: &crate::figures::Token| passage.document.folded(t.range);
    let opener = fold(tail.first()?);
    let opens = openers::has(&opener, Role::Each) || openers::has(&opener, Role::One) && item.cues.has(Cue::Average);
    let noun = (1..=LONGEST).rev().filter(|_| opens).find_map(|length| {
        let text = tail.get(1..=length)?.iter().map(fold).collect::<Vec<_>>().join(" ");
        let known = openers::noun_of(&text).is_some() || words::is_counted(&text) || openers::has(&text, Role::Day);
        known.then_some(text)
    })?;
    (!is_time(&noun) || openers::has(&noun, Role::Day)).then(|| said(&noun, String::new(), true))
}

/// `mỗi hộ bình quân`, `cứ một vạn dân có`, `bình quân đầu người`, `chia đầu người`, `tính trên mỗi xã`.
fn in_words(passage: &Passage<'_>, item: &Item) -> Option<Said> {
    let own: Vec<(Cow<'_, str>, bool)> =
        passage.own(item).map(|t| (passage.document.folded(t.range), matches!(t.kind, TokenKind::Word))).collect();
    let averages = item.cues.has(Cue::Average);
    // A word that makes the noun behind it one of many.
    let opens = |w: &str, i: usize| {
        let before = || i.checked_sub(1).and_then(|b| own.get(b));
        let one = || averages || before().is_some_and(|b| openers::has(&b.0, Role::BeforeOne));
        openers::has(w, Role::Each) || openers::has(w, Role::One) && one()
    };
    let phrase = |at: usize| {
        (1..=LONGEST).rev().find_map(|length| {
            let words = own.get(at..at + length)?;
            let text = words.iter().map(|w| w.0.as_ref()).collect::<Vec<_>>().join(" ");
            let known = openers::noun_of(&text).is_some() || words::is_counted(&text) || openers::has(&text, Role::Day);
            known.then_some(text)
        })
    };
    let found = own.iter().enumerate().find_map(|(i, (w, _))| {
        if opens(w, i) {
            return phrase(i + 1).or_else(|| {
                // A noun the tables do not know: one word.
                let (noun, plain) = own.get(i + 1)?;
                (*plain && !words::is_filler(noun)).then(|| noun.to_string())
            });
        }
        // `bình quân đầu người`, `bình quân hộ`
        let average = averages && passage.own(item).nth(i).is_some_and(|t| t.kind == TokenKind::Cue(Cue::Average));
        if average || openers::has(w, Role::On) { phrase(i + 1) } else { None }
    });
    let phrase = found.filter(|p| !is_time(p) || openers::has(p, Role::Day) || counts_cases(passage, item, p))?;
    Some(said(&phrase, String::new(), true))
}

/// Whether a figure counts something that a draft counts once for all.
pub(super) fn is_of_all(figure: &Figure) -> bool {
    let persons = words::kind_of(&figure.unit.key) == Some("person") && figure.printed >= Exact::int(1000);
    let households = words::kind_of(&figure.unit.key) == Some("household") && figure.printed >= Exact::int(100);
    figure.unit.key == "km2" && figure.unit.dimension == Dimension::Area || figure.is_count() && (persons || households)
}

impl Said {
    /// `mỗi người nhận 2,29 triệu đồng/tháng`: in words by the head, behind the slash by the month.
    fn by_time(mut self, figure: &Figure) -> Said {
        let time = figure.unit.key.rsplit_once('/').map(|(_, time)| time).filter(|t| is_time(t));
        if let Some(time) = time.filter(|_| self.worded) {
            self.timed = true;
            self.monthly = openers::has(time, Role::Month);
        }
        self
    }

    /// Whether a figure counts what the average is per.
    pub fn counts(&self, passage: &Passage<'_>, item: &Item, figure: &Figure, single: &Figure) -> bool {
        work::step();
        // `93 bác sĩ …, một vạn dân có 7,3 bác sĩ`: people, and yet what is divided.
        if single.unit.key == figure.unit.key && self.noun != figure.unit.key && !figure.unit.key.is_empty() {
            return false;
        }
        // `10,8 bác sĩ/vạn dân; 4.058 giường`: of what is counted in ten thousands there are as many at least.
        // `giá 1 thùng 50 USD, tăng lên 94 USD/thùng`: nothing is divided by one.
        if figure.value().is_none_or(|v| v < self.scale) || figure.printed == Exact::ONE && self.scale == Exact::ONE {
            return false;
        }
        if figure.unit.key == self.noun && !figure.is_rate() && figure.unit.dimension != Dimension::PerUnit {
            return true;
        }
        // `214.600 lượt …, bình quân 800 nghìn đồng/lượt khách`: the count leaves out what is visited.
        let shorter = || {
            let rest = self.noun.strip_prefix(figure.unit.key.as_str());
            figure.noun == figure.unit.key && !figure.noun.is_empty() && rest.is_some_and(|r| r.starts_with(' '))
        };
        let abbreviated = figure.unit.dimension == Dimension::None && self.starts_tail(passage, item, &self.noun);
        figure.is_count() && figure.unit.dimension == Dimension::Count && (counted_as(figure, &self.noun) || shorter())
            || abbreviated
    }

    /// Whether a figure may be what is divided.
    pub fn is_amount(&self, passage: &Passage<'_>, item: &Item, figure: &Figure, single: &Figure) -> bool {
        if !self.upper.is_empty() && single.unit.dimension == Dimension::None {
            return self.starts_tail(passage, item, &self.upper) || figure.noun == self.upper;
        }
        // `tổng số tiêu chí đạt 1.874, bình quân 18,0 tiêu chí/xã`: the words before say what is counted.
        let worded = || {
            let words: Vec<Cow<'_, str>> = passage.own(item).map(|t| passage.document.folded(t.range)).collect();
            !single.unit.key.is_empty() && format!(" {} ", words.join(" ")).contains(&format!(" {} ", single.unit.key))
        };
        let named = figure.unit.dimension != Dimension::None || figure.decimals == 0 && worded();
        let known = single.unit.dimension != Dimension::None && named;
        // `1.080 lượt người, bình quân 45 người/lớp`
        let classed = figure.noun.strip_prefix(figure.unit.key.as_str()).map(str::trim)
            == Some(single.unit.key.as_str())
            && !single.unit.key.is_empty();
        known && (fit(single, figure) >= Fit::Kin || classed) && !figure.unit.elided && figure.number != single.number
    }

    fn starts_tail(&self, passage: &Passage<'_>, item: &Item, word: &str) -> bool {
        let next = passage.lexed.tokens.get(item.tail.clone()).and_then(|t| t.first());
        next.is_some_and(|t| passage.document.folded(t.range) == word)
    }

    /// What the amount is divided by.
    pub fn divided_by(&self, count: &Figure) -> Figure {
        scaled(count, self.scale).unwrap_or_else(|| count.clone())
    }

    /// Whether another average is per as many of the same.
    pub fn is_per_same(&self, other: &Said) -> bool {
        self.noun == other.noun && self.scale == other.scale && self.timed == other.timed
    }

    /// Whether it is by the day, of which a text names many.
    pub fn daily(&self) -> bool {
        openers::has(&self.noun, Role::Day)
    }

    /// Whether it is per something that a draft counts once for all: people, households, land.
    pub fn of_all(&self) -> bool {
        openers::has(&self.noun, Role::OfAll)
    }

    /// Whether the noun stands for a case of whatever is counted: `64 tổ chức, …, bình quân 49,75 triệu đồng/trường hợp`.
    pub fn any_case(&self) -> bool {
        openers::has(&self.noun, Role::AnyCase)
    }

    /// Whether the words before an average speak of the amount divided and of nothing else.
    pub fn about_amount(&self, passage: &Passage<'_>, item: &Item, amount: Option<&Item>) -> bool {
        let words_of = |x: &Item| -> Vec<Cow<'_, str>> {
            let own = passage.own(x).filter(|t| t.kind == TokenKind::Word);
            own.map(|t| passage.document.folded(t.range)).collect()
        };
        let small = |w: &Cow<'_, str>| {
            words::is_filler(w)
                || words::is_stop(w)
                || openers::has(w, Role::BeforeOne)
                || openers::has(w, Role::One)
                || openers::has(w, Role::Plain)
                || self.noun.split(' ').any(|n| n == w.as_ref())
        };
        let known = amount.map(&words_of).unwrap_or_default();
        words_of(item).iter().all(|w| small(w) || known.contains(w))
    }
}
