//! What a level is compared with, told again: `4.286,4 nghìn lượt khách, tăng 14,5% so với cùng kỳ (3.742,5 nghìn lượt)`
//! and, elsewhere, `4.286,4 nghìn lượt khách, so với 3.472,5 nghìn lượt cùng kỳ`. The level printed again, or its name
//! with the year, says that one thing is meant; a slip of typing must turn the one figure into the other.

use super::around::{FAR, Mention};
use super::dated::{is_base, own_time};
use super::finding;
use super::restated::confirmed;
use crate::claims::per_unit::step_of;
use crate::claims::statements::{Statement, telling_at};
use crate::claims::{Claim, Relation, Role, Verdict, words};
use crate::document::TextRange;
use crate::figures::{Cue, Dimension, Figure, Period, Token, TokenKind};
use crate::finding::{Finding, Label, Severity, Text};
use crate::rules::Context;
use crate::rules::compare;
use crate::rules::slip::{self, Slip};
use crate::work;
use hashbrown::{HashMap, HashSet};
use std::collections::BTreeSet;

/// Digits that a figure has at least.
const DIGITS: usize = 3;
/// Words of a name that surely is of one thing; of one whose figure has more digits.
const TELLING: usize = 4;
const FEWER: usize = 3;
/// Digits by which one that differs hardly comes by chance.
const MANY: usize = 4;
/// Bases that one pattern of digits brings up at most.
const MOST: usize = 24;

/// A level and what it was, as a claim that holds says.
struct Told<'a> {
    level: &'a Figure,
    /// The base; for an implied one the level less its change.
    base: Figure,
    /// The change that implies the base.
    change: Option<&'a Figure>,
    time: Option<Period>,
    /// The words that name the level.
    name: Vec<&'a str>,
    block: u32,
}

/// Compares bases with the figures of their time.
pub(super) fn check(context: &Context<'_>, mentions: &[Mention<'_>], findings: &mut Vec<Finding>) {
    let right = || context.ledger.iter().filter(|j| matches!(j.verdict, Verdict::Ok | Verdict::Truncated));
    let confirmed = confirmed(context);
    let by_number: HashMap<TextRange, &Mention<'_>> = mentions.iter().map(|m| (m.figure.number, m)).collect();
    // A change in its unit and in percent agree: the base follows from the two.
    let percents: HashMap<TextRange, Option<Period>> = right()
        .filter(|j| j.claim.relation == Relation::PercentChange)
        .filter_map(|j| {
            let stated = j.claim.operands.iter().find(|o| o.role == Role::Stated)?;
            Some((j.claim.get(Role::Change)?.number, stated.period))
        })
        .collect();
    let told: Vec<Told<'_>> = right().filter_map(|j| told(&j.claim, &by_number, &percents)).collect();
    let mut near: HashMap<(&str, u128), Vec<usize>> = HashMap::new();
    for (index, t) in told.iter().enumerate() {
        for pattern in patterns(&t.base) {
            let alike = near.entry((unit(t.level), pattern)).or_default();
            if alike.len() < MOST {
                alike.push(index);
            }
        }
    }
    let units: HashSet<&str> = told.iter().map(|t| unit(t.level)).collect();
    let open = |f: &Figure| f.hedge.is_none() && units.contains(unit(f)) && !confirmed.contains(&f.number);
    let mut seen: HashSet<TextRange> = HashSet::new();
    for mention in mentions {
        // Its digits are looked at last: they take the most work.
        if !open(mention.figure) || !measures(mention.figure) || digits(mention.figure) < DIGITS {
            continue;
        }
        let found = patterns(mention.figure).filter_map(|p| near.get(&(unit(mention.figure), p))).flatten();
        // In the order of the text, each once.
        let found: BTreeSet<usize> = found.copied().collect();
        let told = found.iter().inspect(|_| work::step()).filter_map(|&i| told.get(i));
        let mut slipped = told.filter_map(|t| Some((t, slip(t, mention.figure)?))).peekable();
        if slipped.peek().is_none() {
            continue;
        }
        let Some(place) = Place::of(context, mention) else { continue };
        let one = slipped.find(|(t, s)| t.block != mention.block && place.tells(context, t, *s));
        if let Some((told, _)) = one.filter(|_| seen.insert(mention.figure.number)) {
            findings.push(report(context, told, mention.figure));
        }
    }
}

/// What two figures have in common that a slip turns into each other: the digits in order of size (two of them change
/// places, or the comma moves), and all digits but one.
fn patterns(figure: &Figure) -> impl Iterator<Item = u128> {
    // Four bits a digit: none is zero, and none is that of a hidden one.
    const HIDDEN: u128 = 15;
    let mut printed: Vec<u128> = figure.printed.digits().map(|digit| u128::from(digit - b'0') + 1).collect();
    let packed = |digits: &[u128]| digits.iter().fold(0, |packed, digit| packed << 4 | digit);
    let all = packed(&printed);
    let masked = (0..printed.len().min(32)).map(move |place| all | HIDDEN << (4 * place));
    printed.retain(|&digit| digit > 1);
    printed.sort_unstable();
    std::iter::once(packed(&printed)).chain(masked)
}

fn told<'a>(
    claim: &'a Claim,
    by_number: &HashMap<TextRange, &Mention<'a>>,
    percents: &HashMap<TextRange, Option<Period>>,
) -> Option<Told<'a>> {
    let level = claim.get(Role::Level).filter(|f| f.hedge.is_none() && !f.form.ambiguous)?;
    let mention = by_number.get(&level.number)?;
    let given = claim.operands.iter().find(|o| o.role == Role::Base);
    let stated = claim.operands.iter().find(|o| o.role == Role::Stated);
    let (base, change, time) = match (given, stated) {
        (Some(base), _) => {
            let time = base.period.or(stated.and_then(|s| s.period));
            (base.figure.clone(), None, time)
        }
        (None, Some(change)) if claim.relation == Relation::Change => {
            let percent = percents.get(&change.figure.number)?;
            let (v, a) = (level.value()?, change.figure.value()?);
            let value = if claim.upward? { v.sub(a)? } else { v.add(a)? };
            let base = Figure { printed: value.div(level.unit.factor)?, ..level.clone() };
            (base, Some(&change.figure), change.period.or(*percent))
        }
        _ => return None,
    };
    let plain = base.hedge.is_none() && !base.form.ambiguous && digits(&base) >= DIGITS;
    let same = unit(&base) == unit(level) && base.value() != level.value() && measures(&base);
    let name = mention.statement.map_or_else(Vec::new, Statement::name);
    (plain && same).then_some(Told { level, base, change, time, name, block: mention.block })
}

/// The slip that turns a base into a figure.
fn slip(told: &Told<'_>, figure: &Figure) -> Option<Slip> {
    if told.base.unit.factor != figure.unit.factor || told.level.printed == figure.printed {
        // `từ 150% lên 250%`, elsewhere `lên 250%`: the level itself.
        return None;
    }
    slip::fits(figure, told.base.value()?).filter(|s| matches!(s, Slip::Swap | Slip::Digit | Slip::Moved))
}

/// Where a figure of an earlier time stands.
struct Place<'a> {
    time: Option<Period>,
    /// The clause around it.
    tokens: &'a [Token],
    block: u32,
    /// Whether words say that it is compared with.
    compared: bool,
}

impl<'a> Place<'a> {
    /// Of a figure that is what another was, or is compared with.
    fn of(context: &Context<'a>, mention: &Mention<'_>) -> Option<Place<'a>> {
        let tokens = context.lexed.get(mention.block as usize)?.tokens.as_slice();
        let (before, behind) = (tokens.get(..mention.token)?, tokens.get(mention.token + 1..)?);
        let ends = |t: &Token| matches!(t.kind, TokenKind::SentenceEnd | TokenKind::Semicolon);
        let far = before.len().saturating_sub(FAR);
        let start = before.get(far..)?.iter().rposition(ends).map_or(far, |i| far + i + 1);
        // `năm 2020 toàn tỉnh có 381 trường`: the time that opens the words before it.
        let opens = before.get(start..)?.iter().rev().take_while(|t| !is_amount(t)).find_map(|t| match t.kind {
            TokenKind::Period(period) => Some(period),
            _ => None,
        });
        let time = own_time(before, behind).map(|t| t.0).or(mention.period()).or(opens);
        // What something came to is no base.
        if before.last().is_some_and(|t| t.kind == TokenKind::Cue(Cue::To)) {
            return None;
        }
        let compared = is_base(before);
        if time.is_none() && !compared {
            return None;
        }
        let end = behind.iter().take(FAR).position(ends).unwrap_or(behind.len().min(FAR));
        let end = mention.token + 1 + end;
        Some(Place { time, tokens: tokens.get(start..end)?, block: mention.block, compared })
    }

    /// Whether what stands here is surely the base told there.
    fn tells(&self, context: &Context<'_>, told: &Told<'_>, slip: Slip) -> bool {
        let same_year = matches!((told.time, self.time), (Some(Period::Year(a)), Some(Period::Year(b))) if a == b);
        let years = matches!((told.time, self.time), (Some(Period::Year(_)), Some(Period::Year(_))));
        let times =
            same_year || !years && (told.time == self.time || told.time.is_none() || self.is_earlier(told.time));
        if times && digits(told.level) >= DIGITS && self.repeats(context, told.level) {
            return true;
        }
        let words: HashSet<_> = self.tokens.iter().flat_map(|t| telling_at(context.document, t.range)).collect();
        let named = told.name.iter().all(|w| words.contains(*w) || words::is_filler(w));
        let (count, many) = (told.name.len(), digits(&told.base) >= MANY);
        let surely = count >= TELLING || count >= FEWER && (many || slip == Slip::Swap || self.compared);
        same_year && named && surely
    }

    /// Whether one of the two times is that of the same period a year before, and the other is no other such time.
    fn is_earlier(&self, other: Option<Period>) -> bool {
        let same = |p: Option<Period>| p == Some(Period::SamePeriod) || p == Some(Period::PreviousYear);
        same(self.time) || same(other)
    }

    /// Whether the level stands here again.
    fn repeats(&self, context: &Context<'_>, level: &Figure) -> bool {
        let Some(lexed) = context.lexed.get(self.block as usize) else { return false };
        self.tokens.iter().any(|t| match t.kind {
            TokenKind::Figure(f) => lexed.figures.get(f as usize).is_some_and(|f| {
                f.printed == level.printed && unit(f) == unit(level) && f.unit.factor == level.unit.factor
            }),
            _ => false,
        })
    }
}

fn report(context: &Context<'_>, told: &Told<'_>, figure: &Figure) -> Finding {
    let Some(change) = told.change else { return finding(context, &told.base, figure) };
    let document = context.document;
    let (level, by) = (compare::number(told.level, document), compare::number(change, document));
    let shown = compare::shown(figure, document);
    let base = told.base.printed.show(4);
    let op = if told.base.printed < told.level.printed { "-" } else { "+" };
    let working = format!("{level} {op} {by} = {base}");
    Finding {
        rule: "conflicting-figures",
        severity: Severity::Warning,
        span: document.span(figure.range),
        message: Text::new(
            format!("ở đây là {shown}, nhưng chỗ khác suy ra {base}"),
            format!("{shown} here, but {base} follows elsewhere"),
        ),
        caret: Text::default(),
        labels: vec![Label {
            span: document.span(told.level.range),
            message: Text::new("nêu trước ở đây", "stated before here"),
        }],
        notes: vec![Text::new(working.clone(), working)],
    }
}

fn digits(figure: &Figure) -> usize {
    figure.printed.digits().count()
}

/// What a figure is counted or measured in; an amount by the year is one of money (`68,5 triệu đồng/năm`).
fn unit(figure: &Figure) -> &str {
    let key = figure.unit.key.as_str();
    step_of(key).map_or(key, |(of, _)| of)
}

fn measures(figure: &Figure) -> bool {
    !figure.unit.key.is_empty() && figure.unit.dimension != Dimension::Times
}

fn is_amount(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Figure(_) | TokenKind::Fraction { .. } | TokenKind::Range { .. })
}
