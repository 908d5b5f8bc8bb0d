//! A fraction told again with another part: `18/21 chỉ tiêu đạt và vượt, bằng 85,7%` and, in an assessment, `19/21 chỉ
//! tiêu đạt và vượt`. One whole and the same words say that one thing is meant; a percentage that agrees with one of
//! the two says which is right.

use super::around::{FAR, Mention, is_elsewhen, mentions_of_fractions};
use super::dated::is_base;
use super::finding;
use super::restated::confirmed;
use crate::claims::words;
use crate::document::TextRange;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Lexed, Period, Token, TokenKind};
use crate::finding::Finding;
use crate::rules::Context;
use hashbrown::{HashMap, HashSet};
use std::borrow::Cow;

/// Words that two mentions share at least.
const SHARED: usize = 2;
/// Words before a fraction that the other mention may lack.
const FOREIGN: usize = 3;
/// The least whole that hardly is that of two things.
const LEAST: i64 = 6;
/// The most fractions of one whole that are compared.
const MOST: usize = 24;

/// A fraction with its words.
struct Part<'a, 'm> {
    mention: &'m Mention<'a>,
    front: HashSet<Cow<'a, str>>,
    behind: HashSet<Cow<'a, str>>,
    /// When: the last time that its sentence names before it, or one right behind.
    time: Option<Period>,
}

/// Compares the fractions of one whole.
pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let confirmed = confirmed(context);
    let latest = context.statements.iter().filter(|s| !s.goal && !s.planned).filter_map(|s| year(s.period)).max();
    let mentions = mentions_of_fractions(context);
    let mut by_whole: HashMap<(Exact, &str), Vec<Part<'_, '_>>> = HashMap::new();
    for (mention, whole) in &mentions {
        let goal = mention.statement.is_some_and(|s| s.goal) || context.goals.above(context.document, mention.block);
        let plain = mention.figure.hedge.is_none() && whole.printed >= Exact::int(LEAST) && !goal;
        let Some(lexed) = context.lexed.get(mention.block as usize).filter(|_| plain) else { continue };
        let before = lexed.tokens.get(..mention.token).unwrap_or_default();
        let from = mention.statement.is_some_and(|s| s.verb == Some(Cue::From));
        let elsewhen = is_elsewhen(context, mention);
        let part = Part::of(context, mention, lexed);
        if is_base(before) || from || elsewhen || part.time.is_some_and(Period::is_past) {
            continue;
        }
        by_whole.entry((whole.printed, whole.unit.key.as_str())).or_default().push(part);
    }
    let mut groups: Vec<Vec<Part<'_, '_>>> = by_whole.into_values().filter(|g| (2..=MOST).contains(&g.len())).collect();
    groups.sort_by_key(|g| g.first().map(|p| p.mention.figure.number));
    let mut told: HashSet<TextRange> = HashSet::new();
    for group in groups {
        for (i, a) in group.iter().enumerate() {
            for b in group.iter().skip(i + 1) {
                let certain = |p: &Part<'_, '_>| confirmed.contains(&p.mention.figure.number);
                let (first, recalled) = match (certain(a), certain(b)) {
                    (true, false) => (a, b),
                    (false, true) => (b, a),
                    _ => continue,
                };
                let (x, y) = (first.mention, recalled.mention);
                let one = x.block != y.block
                    && x.figure.printed != y.figure.printed
                    && x.figure.unit.key == y.figure.unit.key;
                if one
                    && one_time(first.time, recalled.time, latest)
                    && first.is_of(recalled)
                    && told.insert(y.figure.number)
                {
                    findings.push(finding(context, x.figure, y.figure));
                }
            }
        }
    }
}

impl<'a, 'm> Part<'a, 'm> {
    fn of(context: &Context<'a>, mention: &'m Mention<'a>, lexed: &'a Lexed) -> Part<'a, 'm> {
        let unit = mention.figure.unit.key.as_str();
        let ends =
            |t: &&Token| matches!(t.kind, TokenKind::Word | TokenKind::Cue(_) | TokenKind::Dash | TokenKind::Inert(_));
        let told = |t: &Token| -> Vec<Cow<'a, str>> {
            let syllables = |text: Cow<'a, str>| -> Vec<Cow<'a, str>> {
                text.split(' ').map(|w| Cow::Owned(w.to_string())).collect()
            };
            let text = context.document.folded(t.range);
            let full = words::written_out(&text).map_or_else(|| syllables(text), |long| syllables(long.into()));
            let small =
                |w: &Cow<'a, str>| words::is_filler(w) || words::is_thin(w) || unit.split(' ').any(|u| u == w.as_ref());
            full.into_iter().filter(|w| !small(w)).collect()
        };
        let at = mention.token;
        let before = lexed.tokens.get(at.saturating_sub(FAR)..at).unwrap_or_default();
        let behind = lexed.tokens.get(at + 1..).unwrap_or_default();
        let behind = || behind.iter().take(FAR).take_while(ends);
        let sentence = before.iter().rev().take_while(|t| t.kind != TokenKind::SentenceEnd);
        let period = |t: &Token| if let TokenKind::Period(period) = t.kind { Some(period) } else { None };
        let later = behind().count() + mention.token + 1;
        let time = lexed.tokens.get(later).and_then(period).or_else(|| { sentence }.find_map(period));
        // `5/11 xã đạt 19/19 tiêu chí`: what is reached is a figure itself
        let object = behind().count() + at + 1;
        let object = lexed.tokens.get(object).filter(|t| matches!(t.kind, TokenKind::Fraction { .. }));
        Part {
            mention,
            time,
            front: before.iter().rev().take_while(ends).flat_map(told).collect(),
            behind: behind().flat_map(told).chain(object.map(|t| context.document.folded(t.range))).collect(),
        }
    }

    /// Whether two fractions surely are of the same: no word behind one makes it narrower than the other.
    fn is_of(&self, other: &Part<'_, '_>) -> bool {
        let has = |p: &Part<'_, '_>, w: &str| p.front.contains(w) || p.behind.contains(w);
        // `21/37 thôn đạt thôn kiểu mẫu`, `số thôn kiểu mẫu mới được 19/37 thôn`: small words count only behind both.
        let covered = |a: &Part<'_, '_>, b: &Part<'_, '_>| {
            let counts = |w: &&Cow<'_, str>| !b.behind.is_empty() || !words::is_stop(w);
            a.behind.iter().filter(counts).all(|w| has(b, w))
                && a.front.iter().filter(|w| !words::is_stop(w) && !has(b, w)).count() <= FOREIGN
        };
        let all: HashSet<&str> = self.front.iter().chain(&self.behind).map(AsRef::as_ref).collect();
        let shared = all.iter().filter(|w| !words::is_stop(w) && has(other, w)).count();
        // `18/21 chỉ tiêu vượt`: one word is enough where both say just that.
        let alike = !self.behind.is_empty() && self.behind == other.behind;
        (shared >= SHARED || alike) && covered(self, other) && covered(other, self)
    }
}

/// Whether two times may be one: the same, or that of the report and none.
fn one_time(a: Option<Period>, b: Option<Period>, latest: Option<u16>) -> bool {
    let now = |p: Option<Period>| p.is_none() || year(p).is_some() && year(p) == latest;
    a == b || now(a) && now(b)
}

fn year(period: Option<Period>) -> Option<u16> {
    if let Some(Period::Year(year)) = period { Some(year) } else { None }
}
