//! A later mention in other words (`xuất khẩu đạt 1.482,6 triệu USD`, `Đội ngũ 1.431 bác sĩ hiện có`), told
//! only where two neighbouring digits that changed places turn one figure into the other: figures of two things do
//! that by chance once in hundreds of pairs, so the shorter they are, the more the words and other figures must say.

use super::around::{Mention, Sentence};
use super::finding;
use crate::claims::{Role, Verdict};
use crate::document::TextRange;
use crate::figures::{Cue, Dimension, Figure, Period};
use crate::finding::Finding;
use crate::rules::Context;
use crate::rules::slip::{self, Slip};
use crate::source::Span;
use hashbrown::{HashMap, HashSet};

/// Digits that a figure has at least.
const DIGITS: usize = 3;
/// Digits that by themselves hardly come by chance.
const MANY: usize = 5;
/// The most figures of the same digits that are compared.
const MOST: usize = 8;

/// Compares the figures of the text that have the same digits.
pub(super) fn check(context: &Context<'_>, mentions: &[Mention<'_>], findings: &mut Vec<Finding>) {
    let mut by_digits: HashMap<Vec<u8>, Vec<&Mention<'_>>> = HashMap::new();
    // `phấn đấu giảm từ 24,18% cuối năm 2024 xuống 19,5%`: where a goal starts from is a result.
    let goal = |m: &Mention<'_>| m.statement.is_some_and(|s| s.goal && s.verb != Some(Cue::From));
    for mention in mentions.iter().filter(|m| m.figure.hedge.is_none() && !goal(m)) {
        let mut digits = digits(mention.figure);
        if digits.len() >= DIGITS {
            digits.sort_unstable();
            by_digits.entry(digits).or_default().push(mention);
        }
    }
    let mut groups: Vec<Vec<&Mention<'_>>> =
        by_digits.into_values().filter(|g| (2..=MOST).contains(&g.len())).collect();
    groups.sort_by_key(|g| g.first().map(|m| m.figure.number));
    let confirmed = confirmed(context);
    // A figure is told once, also where it has the name of an earlier one word for word.
    let same_rule = findings.iter().filter(|f| f.rule == "conflicting-figures");
    let mut told: HashSet<Span> = same_rule.map(|f| f.span).collect();
    for group in groups {
        for (i, a) in group.iter().enumerate() {
            for b in group.iter().skip(i + 1).filter(|b| b.block != a.block && swapped(a.figure, b.figure)) {
                // The one that agrees with other figures is right.
                let certain = |m: &Mention<'_>| confirmed.contains(&m.figure.number);
                let (first, recalled) = if certain(b) && !certain(a) { (b, a) } else { (a, b) };
                let one = !certain(recalled) && one_thing(context, first, recalled, certain(first));
                if one && told.insert(context.document.span(recalled.figure.range)) {
                    findings.push(finding(context, first.figure, recalled.figure));
                }
            }
        }
    }
}

/// The figures that agree with others in some relation of the text.
pub(super) fn confirmed(context: &Context<'_>) -> HashSet<TextRange> {
    let right = context.ledger.iter().filter(|j| matches!(j.verdict, Verdict::Ok | Verdict::Truncated));
    let stated = right.filter(|j| j.claim.get(Role::Stated).is_some() && !j.claim.by_value);
    stated.flat_map(|j| j.claim.operands.iter().map(|o| o.figure.number)).collect()
}

/// Whether the words around two mentions make them surely one thing at one time. `certain`: the first agrees with
/// other figures and the recalled one with none.
fn one_thing(context: &Context<'_>, first: &Mention<'_>, recalled: &Mention<'_>, certain: bool) -> bool {
    let planned = |m: &Mention<'_>| m.statement.is_some_and(|s| s.planned);
    if planned(first) != planned(recalled)
        || !same_unit(first.figure, recalled.figure)
        || !one_time(first.period(), recalled.period())
    {
        return false;
    }
    let sentences = Sentence::of(context, first).zip(Sentence::of(context, recalled));
    let Some((there, here)) = sentences.filter(|(a, b)| !a.elsewhen && !b.elsewhen) else { return false };
    let (shared, foreign) = there.tells_of(recalled, &here);
    let (back, missing) = here.tells_of(first, &there);
    let named_alike = foreign.min(missing) == 0;
    let shared = shared.max(back);
    let digits = digits(first.figure).len();
    match digits {
        MANY.. => shared >= 2 && named_alike && foreign.max(missing) <= 3,
        4 if !first.figure.is_rate() => shared >= 2 && named_alike && foreign + missing <= 2,
        _ => {
            let (least, apart) = (shared, foreign + missing);
            certain && (least >= 2 && apart == 0 || least >= 4 && apart <= 1) || least >= 5 && apart <= 1
        }
    }
}

/// Whether two times may be one: both untold, the same, or one of them this year's.
fn one_time(a: Option<Period>, b: Option<Period>) -> bool {
    let past = |p: Option<Period>| p.is_some_and(Period::is_past);
    let year = |p: Option<Period>| matches!(p, Some(Period::Year(_)));
    a == b || !(past(a) || past(b) || year(a) && year(b))
}

fn same_unit(a: &Figure, b: &Figure) -> bool {
    let rates = a.unit.dimension == Dimension::Percent && b.unit.dimension == Dimension::Percent;
    rates || !a.is_rate() && !b.is_rate() && (a.unit.key == b.unit.key || a.is_count() && b.is_count())
}

fn digits(figure: &Figure) -> Vec<u8> {
    figure.printed.digits().collect()
}

/// Whether two neighbouring digits changed places; in a longer figure also two that stand apart, or in another scale.
fn swapped(a: &Figure, b: &Figure) -> bool {
    match a.value().and_then(|v| slip::fits(b, v)) {
        Some(Slip::Swap) => a.unit.factor == b.unit.factor || digits(a).len() > DIGITS,
        Some(Slip::Moved) => {
            let (a_digits, b_digits) = (digits(a), digits(b));
            a_digits.len() > DIGITS && a_digits.iter().zip(&b_digits).filter(|(x, y)| x != y).count() == 2
        }
        _ => false,
    }
}
