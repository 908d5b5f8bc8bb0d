//! base-equals-target: the base of an increase turns out to be the target, or is beyond it.

use super::Context;
use super::compare;
use crate::claims::{Claim, Relation, Role};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Figure, TokenKind};
use crate::finding::{Finding, Severity, Text};
use hashbrown::HashMap;

/// For `V (tăng A so với năm 2020), đạt P% chỉ tiêu`: V - A should not be the
/// target V / P gives; one of the two was computed against the other's base. A
/// base above the target is worth a look: the target was met before it was set.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut increases: HashMap<_, &Claim> = HashMap::new();
    for judged in context.ledger {
        let claim = &judged.claim;
        let Some(level) = claim.get(Role::Level) else { continue };
        match claim.relation {
            Relation::Change if claim.get(Role::Base).is_none() => {
                increases.insert(level.number, claim);
            }
            Relation::OfTarget if claim.get(Role::Target).is_none() => {
                if let Some(increase) = increases.get(&level.number) {
                    findings.extend(compare_bases(context, increase, claim));
                }
            }
            _ => {}
        }
    }
}

fn compare_bases(context: &Context<'_>, increase: &Claim, target: &Claim) -> Option<Finding> {
    let (level, change, percent) = (increase.get(Role::Level)?, increase.get(Role::Stated)?, target.get(Role::Stated)?);
    let base = level.value()?.sub(change.value()?)?.div(level.unit.factor)?;
    if !increase.upward? || change.printed.is_zero() || percent.hedge.is_some() || level.hedge.is_some() {
        return None;
    }
    let half = Exact::ten_pow(-i32::from(percent.decimals))?.div(Exact::int(2))?;
    let wanted = level.printed.mul(Exact::HUNDRED)?;
    let (low, high) = (wanted.div(percent.printed.add(half)?)?, wanted.div(percent.printed.sub(half)?)?);
    if of_a_year(context, percent) {
        return None;
    }
    // Small numbers coincide by chance too often.
    let telling = base >= Exact::HUNDRED;
    let meets = low <= base && base <= high;
    if !(if meets { telling } else { base > high }) {
        return None;
    }
    let document = context.document;
    let (v, a, p) =
        (compare::shown(level, document), compare::number(change, document), compare::shown(percent, document));
    let (b, t) = (base.show(4), wanted.div(percent.printed)?.show(4));
    let (severity, message, working) = if meets {
        (
            Severity::Warning,
            Text::new(
                format!("giá trị gốc suy ra ({b}) trùng với chỉ tiêu suy ra"),
                format!("the implied base ({b}) is the implied target"),
            ),
            Text::new(
                format!("{v} - {a} = {b}; {v} : {p} ≈ {b}: mức tăng có thể đã tính so với chỉ tiêu thay vì năm gốc"),
                format!("{v} - {a} = {b}; {v} / {p} ≈ {b}: the increase may have been computed against the target"),
            ),
        )
    } else {
        (
            Severity::Note,
            Text::new(
                format!("giá trị gốc suy ra ({b}) đã cao hơn chỉ tiêu suy ra ({t})"),
                format!("the implied base ({b}) is above the implied target ({t}) already"),
            ),
            Text::new(
                format!("{v} - {a} = {b}; {v} : {p} ≈ {t}: chỉ tiêu đã đạt từ trước, hoặc một trong các số bị nhầm"),
                format!("{v} - {a} = {b}; {v} / {p} ≈ {t}: the target was met before, or one of the figures is wrong"),
            ),
        )
    };
    let label = Text::new("tỷ lệ so với chỉ tiêu", "percentage of the target");
    let finding = Finding::new("base-equals-target", severity, document.span(change.range), message);
    Some(finding.label(document.span(percent.range), label).note(working))
}

/// `tăng 2.520 tấn so với năm 2020, bằng 131,0% năm 2020`: a percentage of the value of a year, not of a target.
fn of_a_year(context: &Context<'_>, percent: &Figure) -> bool {
    let block = context.document.block_at(percent.number.start);
    let lexed = block.and_then(|b| context.lexed.get(b as usize));
    let tokens = lexed.map_or(&[][..], |l| &l.tokens);
    let behind = tokens.iter().skip_while(|t| t.range.start < percent.range.end);
    let ends = |kind: TokenKind| {
        matches!(kind, TokenKind::Comma | TokenKind::Semicolon | TokenKind::SentenceEnd | TokenKind::Close(_))
    };
    let mut clause = behind.take_while(|t| !ends(t.kind)).map(|t| t.kind).peekable();
    let dated = matches!(clause.peek(), Some(TokenKind::Period(_)));
    dated && !clause.any(|kind| matches!(kind, TokenKind::Cue(Cue::Target | Cue::Given | Cue::Goal)))
}
