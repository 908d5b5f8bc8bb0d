//! Averages by the month that name no months: those of the period in the title of the report.

use super::above::Above;
use super::fit::{Fit, fit};
use super::{Binding, Claim, Relation, Role, Step};
use crate::batch::draft::title_period;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Figure, Lexed, Period, TokenKind};

/// Gives averages by the month whose months nothing names those of the title, where no number of months closes.
pub fn settle(above: &Above<'_, '_>, lexed: &[Lexed], claims: &mut [Claim]) {
    let open = |c: &Claim| matches!(c.relation, Relation::Average { from, to, per: Step::Month } if from < to);
    if !claims.iter().any(open) {
        return;
    }
    let title = title_period(above.document, lexed).map(|s| s.period);
    // A year is not over when its report is written.
    let Some(Period::Months { count: months, .. }) = title else { return };
    for claim in claims.iter_mut().filter(|c| open(c)) {
        let (Some(stated), Some(whole)) = (claim.get(Role::Stated), claim.get(Role::Whole)) else { continue };
        let any = (2..=12).any(|n| closes_over(whole, stated, n));
        if any || !is_of_report(above, claim, stated, whole) {
            continue;
        }
        claim.relation = Relation::Average { from: months, to: months, per: Step::Month };
        claim.binding = Binding::Sure;
    }
}

/// Whether an average is called one, and its sentence names no time but earlier ones.
fn is_of_report(above: &Above<'_, '_>, claim: &Claim, stated: &Figure, whole: &Figure) -> bool {
    let Some(passage) = above.passage_at(stated.range.start) else { return false };
    let Some(item) = passage.item(passage.index_at(stated.range.start)) else { return false };
    let of = passage.item(passage.index_at(whole.range.start));
    let before = passage.lexed.tokens.get(..item.tail.end).unwrap_or_default().iter().rev();
    let mut here = before.take_while(|t| t.kind != TokenKind::SentenceEnd || t.range.start > stated.range.start);
    let dated = here.any(|t| matches!(t.kind, TokenKind::Period(p) if !p.is_past()));
    let alike = fit(whole, &super::per_unit::single(stated)) == Fit::Same;
    let plain = of.is_some_and(|x| x.sentence == item.sentence && x.period.is_none());
    claim.alternatives.is_empty() && item.cues.has(Cue::Average) && alike && plain && !dated
}

/// whole / n is the figure stated, rounded or cut.
fn closes_over(whole: &Figure, stated: &Figure, n: i64) -> bool {
    let mean = || whole.value()?.div(Exact::int(n))?.div(stated.unit.factor);
    mean().is_some_and(|m| [m.round(stated.decimals), m.cut(stated.decimals)].contains(&Some(stated.printed)))
}
