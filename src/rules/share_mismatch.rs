//! share-mismatch: a percentage that does not follow from its part and whole.

use super::compare::{self, Computed};
use super::words::Phrases;
use super::{Judgement, target_mismatch};
use crate::claims::{Claim, Relation, Role, Verdict, share_sums};
use crate::document::Document;
use crate::figures::Figure;
use crate::figures::exact::Exact;
use crate::finding::{Severity, Text};
use crate::lexicon;
use std::cmp::Ordering;
use std::sync::LazyLock;

/// Words of a vote.
static VOTES: LazyLock<Phrases> = LazyLock::new(|| {
    let rows = lexicon::rows(include_str!("../../rules/lexicon/vote-words.tsv")).unwrap_or_default();
    Phrases::new(rows.iter().filter_map(|r| r.first().copied()))
});
/// So many letters around a share say that it is of a vote.
const FAR: usize = 160;

/// Shares with a stated percentage.
pub fn owns(claim: &Claim) -> bool {
    claim.relation == Relation::Share && claim.get(Role::Stated).is_some() && !super::unit_scale::owns(claim)
}

/// stated % = part / whole
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    let get = |role| claim.get(role);
    if let (Some(stated), None) = (get(Role::Stated), get(Role::Part)) {
        return of_a_number(stated, document);
    }
    if let Some(judgement) = of_sum(claim, document) {
        return judgement;
    }
    let (Some(stated), Some(part), Some(whole)) = (get(Role::Stated), get(Role::Part), get(Role::Whole)) else {
        return compare::undecided();
    };
    let Some(computed) = compare::ratio(part, whole, compare::rate_scale(stated)) else { return compare::undecided() };
    let judgement = judged(claim, document, computed, [part, whole, stated]);
    let other = || rounded(part, whole, stated) || of_all_members(part, whole, stated, document);
    if judgement.verdict == Verdict::Wrong && other() {
        return compare::settled(Verdict::Unverifiable, judgement.recomputed);
    }
    judgement
}

/// `4.100 trong số 10.804 doanh nghiệp (38,2%)`: a part in whole hundreds that the percentage gives when rounded to
/// hundreds, beside a whole that is counted.
fn rounded(part: &Figure, whole: &Figure, stated: &Figure) -> bool {
    let hundreds = |v: Exact| v.div(Exact::HUNDRED).is_some_and(|h| h == h.floor());
    let fine = part.is_count() && whole.is_count() && hundreds(part.printed) && !hundreds(whole.printed);
    let meant = || whole.value()?.mul(stated.printed)?.div(compare::rate_scale(stated))?.div(Exact::HUNDRED)?.round(0);
    fine && meant() == part.printed.div(Exact::HUNDRED)
}

/// `446/452 đại biểu tán thành (92,92%)`: the percentage of a vote is that of all members, who need not all be present:
/// a whole number of them, not many more than voted, gives it.
fn of_all_members(part: &Figure, whole: &Figure, stated: &Figure, document: &Document) -> bool {
    let members = || {
        let number = target_mismatch::target_of(part.printed, stated, 0).filter(|t| !t.cut)?.value;
        let most = whole.printed.mul(Exact::int(3))?.div(Exact::int(2))?;
        Some(number > whole.printed && number <= most)
    };
    let counted = part.is_count() && part.value() <= whole.value();
    let around = || {
        let claim = part.range.cover(stated.range);
        let (start, end) = (claim.start as usize, claim.end as usize);
        let head = document.text.get(..start).unwrap_or_default().char_indices().rev().nth(FAR).map_or(0, |(at, _)| at);
        let tail = document.text.get(end..).unwrap_or_default();
        let end = end + tail.char_indices().nth(FAR).map_or(tail.len(), |(at, _)| at);
        VOTES.find(document.text.get(head..end).unwrap_or_default()).is_some()
    };
    counted && members() == Some(true) && around()
}

/// stated % = part / (sum of the parts of its list)
fn of_sum(claim: &Claim, document: &Document) -> Option<Judgement> {
    let terms: Vec<Figure> = claim.all(Role::Term).cloned().collect();
    let whole = share_sums::sum_of(&terms)?;
    let (stated, part) = (claim.get(Role::Stated)?, claim.get(Role::Part)?);
    let computed = compare::ratio(part, &whole, compare::rate_scale(stated))?;
    let shown: Vec<&str> = terms.iter().map(|t| compare::number(t, document)).collect();
    let sum = format!("({})", shown.join(" + "));
    Some(judged_as(claim, computed, [compare::number(part, document), &sum], stated, compare::shown(stated, document)))
}

/// A share of a number of things without its figures: all of them is right, more is not.
fn of_a_number(stated: &Figure, document: &Document) -> Judgement {
    match stated.printed.cmp(&Exact::HUNDRED) {
        Ordering::Less => compare::undecided(),
        Ordering::Equal => compare::settled(Verdict::Ok, None),
        Ordering::Greater => {
            let s = compare::shown(stated, document);
            Judgement {
                verdict: Verdict::Wrong,
                severity: Severity::Warning,
                recomputed: None,
                message: Text::new(
                    format!("{s}: tỷ lệ trên tổng số không thể quá 100%"),
                    format!("{s}: a share of all cannot be above 100%"),
                ),
                working: Vec::new(),
            }
        }
    }
}

/// Judges a stated rate against part / whole.
pub(super) fn judged(
    claim: &Claim,
    document: &Document,
    computed: Computed,
    [part, whole, stated]: [&crate::figures::Figure; 3],
) -> Judgement {
    let numbers = [compare::number(part, document), compare::number(whole, document)];
    judged_as(claim, computed, numbers, stated, compare::shown(stated, document))
}

fn judged_as(claim: &Claim, computed: Computed, [a, b]: [&str; 2], stated: &Figure, s: &str) -> Judgement {
    let Some(outcome) = compare::compare(stated.printed, stated.decimals, computed) else {
        return compare::undecided();
    };
    let (verdict, severity) = compare::graded(outcome, stated.decimals);
    let sign = compare::sign(stated);
    let recomputed = format!("{}{sign}", computed.exact.show(stated.decimals.max(2) + 2));
    if verdict == Verdict::Ok || verdict == Verdict::Wrong && compare::hedge_allows(stated, computed.exact) {
        return compare::settled(Verdict::Ok, Some(recomputed));
    }
    let right = computed.exact.show_rounded(stated.decimals);
    let (message, working) = if verdict == Verdict::Truncated {
        (
            Text::new(
                format!("{a}/{b} là {right}{sign} khi làm tròn; {s} là số bị cắt bớt"),
                format!("{a}/{b} rounds to {right}{sign}; {s} is cut, not rounded"),
            ),
            vec![Text::new(format!("{a} : {b} = {recomputed}"), format!("{a} / {b} = {recomputed}"))],
        )
    } else {
        (
            Text::new(
                format!("{a}/{b} là {right}{sign}, không phải {s}"),
                format!("{a}/{b} is {right}{sign}, not {s}"),
            ),
            vec![Text::new(format!("{a} : {b} = {recomputed}"), format!("{a} / {b} = {recomputed}"))],
        )
    };
    let gap = compare::gap(computed.exact, stated.printed);
    compare::tempered(Judgement { verdict, severity, recomputed: Some(recomputed), message, working }, claim, gap)
}
