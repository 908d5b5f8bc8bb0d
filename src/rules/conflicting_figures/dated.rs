//! One figure of two years: `so với năm 2023 (6.148,9 triệu đồng)` and, elsewhere, `so với năm 2022 (6.148,9 triệu
//! đồng)`. What a change is compared with, or the change itself, has one time; a figure of several digits hardly comes
//! by chance at two.

use super::around::Mention;
use crate::claims::statements::telling;
use crate::claims::{Role, Verdict, words};
use crate::document::TextRange;
use crate::facts::time::year;
use crate::figures::{Cue, Period, Token, TokenKind};
use crate::finding::{Finding, Label, Severity, Text};
use crate::rules::Context;
use crate::rules::compare;
use hashbrown::{HashMap, HashSet};
use std::borrow::Cow;

/// Digits that a figure has at least, without zeros at its ends.
const DIGITS: usize = 3;
/// Digits of which one shared word is enough.
const MANY: usize = 5;
/// The most mentions of one figure that are compared.
const MOST: usize = 6;

/// A figure with the time it is compared at.
struct Base<'a, 'm> {
    mention: &'m Mention<'a>,
    /// The words of the text that name the time.
    place: TextRange,
    time: Period,
}

/// Compares the times of what is compared.
pub(super) fn check(context: &Context<'_>, mentions: &[Mention<'_>], findings: &mut Vec<Finding>) {
    let right = context.ledger.iter().filter(|j| matches!(j.verdict, Verdict::Ok | Verdict::Truncated));
    let bases = right.flat_map(|j| &j.claim.operands).filter(|o| matches!(o.role, Role::Base));
    let bases: HashSet<TextRange> = bases.map(|o| o.figure.number).collect();
    let mut same: HashMap<(String, &str, bool), Vec<Base<'_, '_>>> = HashMap::new();
    for mention in mentions.iter().filter(|m| m.figure.hedge.is_none()) {
        let Some(lexed) = context.lexed.get(mention.block as usize) else { continue };
        let (Some(before), Some(behind)) = (lexed.tokens.get(..mention.token), lexed.tokens.get(mention.token + 1..))
        else {
            continue;
        };
        let is_change = changes(before);
        let time = if is_change {
            compared_at(behind)
        } else {
            Some(())
                .filter(|()| bases.contains(&mention.figure.number) || is_base(before))
                .and_then(|()| own_time(before, behind))
        };
        let Some((time, place)) = time.filter(|(t, _)| year(*t).is_some()) else { continue };
        if digits(mention) < DIGITS {
            continue;
        }
        let figure = mention.figure;
        let key = (figure.printed.show(9), figure.unit.key.as_str(), is_change);
        same.entry(key).or_default().push(Base { mention, place, time });
    }
    let mut groups: Vec<(bool, Vec<Base<'_, '_>>)> = same.into_iter().map(|((_, _, c), group)| (c, group)).collect();
    groups.retain(|(_, g)| (2..=MOST).contains(&g.len()));
    groups.sort_by_key(|(_, g)| g.first().map(|b| b.mention.figure.number));
    for (is_change, group) in groups {
        for (i, b) in group.iter().enumerate().skip(1) {
            let earlier = group.iter().take(i);
            let Some(a) = earlier.filter(|a| a.mention.block != b.mention.block).find(|a| differ(a.time, b.time))
            else {
                continue;
            };
            if one_thing(context, a, b, is_change) {
                findings.push(finding(context, a, b));
            }
        }
    }
}

/// Digits of a figure but for zeros at its ends.
fn digits(mention: &Mention<'_>) -> usize {
    let digits: String = mention.figure.printed.show(9).chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').len()
}

/// Whether two times differ in nothing but their year.
fn differ(a: Period, b: Period) -> bool {
    let alike = match (a, b) {
        (Period::Year(_), Period::Year(_)) => true,
        (Period::Month { month: a, .. }, Period::Month { month: b, .. }) => a == b,
        (Period::Months { count: a, .. }, Period::Months { count: b, .. }) => a == b,
        (Period::Quarter { quarter: a, .. }, Period::Quarter { quarter: b, .. }) => a == b,
        _ => false,
    };
    alike && year(a) != year(b)
}

/// Whether the figure behind these tokens is a change.
fn changes(before: &[Token]) -> bool {
    let own = before.iter().rev().take_while(|t| matches!(t.kind, TokenKind::Word | TokenKind::Cue(_)));
    let mut own = own.filter_map(|t| if let TokenKind::Cue(cue) = t.kind { Some(cue) } else { None });
    matches!(own.next(), Some(Cue::Increase | Cue::Decrease))
}

/// Whether the figure behind these tokens is what another is compared with: `so với 312 hộ`, `từ 61,2 triệu đồng`.
pub(super) fn is_base(before: &[Token]) -> bool {
    let clause = before.iter().rev().take_while(|t| {
        !matches!(t.kind, TokenKind::SentenceEnd | TokenKind::Semicolon | TokenKind::Comma | TokenKind::Figure(_))
    });
    clause.take(8).any(|t| matches!(t.kind, TokenKind::Cue(Cue::ComparedWith | Cue::From)))
}

/// The time that stands right behind a figure (`61,2 triệu đồng của năm 2024`) or right before it (`năm 2023 là 1.986
/// lao động`, `năm 2023 (6.148,9 triệu đồng)`).
pub(super) fn own_time(before: &[Token], behind: &[Token]) -> Option<(Period, TextRange)> {
    let (mut words, mut link) = (0, 0);
    let small = |t: &&Token, left: &mut u8| {
        *left += 1;
        *left <= 2 && t.kind == TokenKind::Word
    };
    let later = behind.iter().find(|t| !small(t, &mut words)).and_then(time);
    let linked = |t: &&Token| {
        link += 1;
        link <= 2
            && matches!(
                t.kind,
                TokenKind::Word | TokenKind::Open(_) | TokenKind::Colon | TokenKind::Cue(Cue::Is | Cue::Reach)
            )
    };
    let mut linked = linked;
    later.or_else(|| before.iter().rev().find(|t| !linked(t)).and_then(time))
}

/// The time a change is compared with: `tăng 2,31% so với tháng 12/2024`.
fn compared_at(behind: &[Token]) -> Option<(Period, TextRange)> {
    let (first, rest) = behind.split_first()?;
    let compared = first.kind == TokenKind::Cue(Cue::ComparedWith);
    rest.iter().take(3).find(|t| t.kind != TokenKind::Word).filter(|_| compared).and_then(time)
}

fn time(token: &Token) -> Option<(Period, TextRange)> {
    if let TokenKind::Period(period) = token.kind { Some((period, token.range)) } else { None }
}

/// Whether the words of two sentences make them surely speak of one thing.
fn one_thing(context: &Context<'_>, a: &Base<'_, '_>, b: &Base<'_, '_>, is_change: bool) -> bool {
    let (Some(there), Some(here)) = (sentence(context, a), sentence(context, b)) else { return false };
    if is_change {
        // `Năm 2023 tăng 7,12% so với năm 2022; năm 2024 tăng 7,12% so với năm 2023`: two changes.
        return there.years.is_empty()
            && here.years.is_empty()
            && there.subject == here.subject
            && here.subject.is_some();
    }
    let shared = there.words.intersection(&here.words).count();
    shared >= if digits(a.mention) >= MANY { 1 } else { 2 }
}

/// What a sentence speaks of.
struct Sentence<'a> {
    /// Its telling words.
    words: HashSet<Cow<'a, str>>,
    /// The first of them.
    subject: Option<Cow<'a, str>>,
    /// The years it names before the figure.
    years: HashSet<u16>,
}

fn sentence<'a>(context: &Context<'a>, base: &Base<'_, '_>) -> Option<Sentence<'a>> {
    let lexed = context.lexed.get(base.mention.block as usize)?;
    let (before, from) = (lexed.tokens.get(..base.mention.token)?, lexed.tokens.get(base.mention.token..)?);
    let before = before.rsplit(|t| t.kind == TokenKind::SentenceEnd).next()?;
    let from = from.split(|t| t.kind == TokenKind::SentenceEnd).next()?;
    // What is counted says what is told of, `triệu đồng` does not.
    let named = |t: &'a Token| match t.kind {
        TokenKind::Word => context.document.slice(t.range),
        TokenKind::Figure(f) => lexed.figures.get(f as usize).map_or("", |f| f.noun.as_str()),
        _ => "",
    };
    let told = |t: &'a Token| telling(named(t)).filter(|w| !words::is_thin(w));
    Some(Sentence {
        words: before.iter().chain(from).flat_map(told).collect(),
        subject: before.iter().filter(|t| t.kind == TokenKind::Word).flat_map(told).next(),
        years: before.iter().filter_map(time).filter_map(|(p, _)| year(p)).collect(),
    })
}

fn finding(context: &Context<'_>, first: &Base<'_, '_>, second: &Base<'_, '_>) -> Finding {
    let document = context.document;
    let shown = compare::shown(second.mention.figure, document);
    let (a, b) = (document.slice(first.place), document.slice(second.place));
    Finding {
        rule: "conflicting-figures",
        severity: Severity::Warning,
        span: document.span(second.place),
        message: Text::new(
            format!("{shown} ở đây là của {b}, chỗ khác là của {a}"),
            format!("{shown} is of {b} here and of {a} elsewhere"),
        ),
        caret: Text::default(),
        labels: vec![Label {
            span: document.span(first.place),
            message: Text::new(format!("của {a}"), format!("of {a}")),
        }],
        notes: Vec::new(),
    }
}
