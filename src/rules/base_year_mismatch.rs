//! base-year-mismatch: the base an increase implies differs from the value of that year stated elsewhere.

use super::Context;
use super::compare;
use super::slip;
use crate::claims::statements::Statement;
use crate::claims::{Claim, Relation, Role};
use crate::document::TextRange;
use crate::figures::{Cue, Period};
use crate::finding::{Finding, Label, Severity, Text};
use hashbrown::HashMap;

/// Syllables an indicator needs before two mentions are surely of one thing.
const TELLING: usize = 3;

/// For `V, tăng A so với năm 2020`: V - A against what the draft says of 2020.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let by_place: HashMap<TextRange, &Statement> = context.statements.iter().map(|s| (s.figure.number, s)).collect();
    let mut by_year: HashMap<(Vec<&str>, u16), Vec<&Statement>> = HashMap::new();
    for s in context.statements.iter().filter(|s| s.key.len() >= TELLING && !s.goal && level(s)) {
        if let Some(Period::Year(year)) = s.period {
            by_year.entry((s.name(), year)).or_default().push(s);
        }
    }
    for claim in context.ledger.iter().map(|j| &j.claim) {
        let implied = claim.relation == Relation::Change && claim.get(Role::Base).is_none();
        let base_year = claim.operands.iter().find(|o| o.role == Role::Stated).and_then(|o| o.period);
        let (true, Some(Period::Year(year)), Some(level)) = (implied, base_year, claim.get(Role::Level)) else {
            continue;
        };
        let Some(statement) = by_place.get(&level.number) else { continue };
        let bases = by_year.get(&(statement.name(), year)).map_or(&[] as &[&Statement], Vec::as_slice);
        let mut others = bases.iter().filter(|base| base.figure.number != level.number);
        if let (Some(base), None) = (others.next(), others.next()) {
            findings.extend(compared(context, claim, base));
        }
    }
}

fn level(s: &Statement) -> bool {
    matches!(s.verb, None | Some(Cue::Reach | Cue::Remaining | Cue::Equal | Cue::Done))
        && !s.average
        && s.whole.is_none()
}

fn compared(context: &Context<'_>, claim: &Claim, base: &Statement) -> Option<Finding> {
    let (level, change) = (claim.get(Role::Level)?, claim.get(Role::Stated)?);
    let hedged = [level, change, &base.figure].iter().any(|f| f.hedge.is_some() || f.form.ambiguous);
    if hedged || base.figure.unit.key != level.unit.key || base.figure.unit.dimension != level.unit.dimension {
        return None;
    }
    let up = claim.upward?;
    let (v, a, b) = (compare::unhedged(level)?, compare::unhedged(change)?, compare::unhedged(&base.figure)?);
    let (low, high) =
        if up { (v.low?.sub(a.high?)?, v.high?.sub(a.low?)?) } else { (v.low?.add(a.low?)?, v.high?.add(a.high?)?) };
    if crate::figures::exact::Interval::new(low, high).meets(&b) {
        return None;
    }
    let document = context.document;
    let implied = if up { level.value()?.sub(change.value()?)? } else { level.value()?.add(change.value()?)? };
    let right = level.value()?.sub(base.figure.value()?)?.abs().div(change.unit.factor)?;
    let (l, c, s) =
        (compare::number(level, document), compare::number(change, document), compare::shown(&base.figure, document));
    let implied = implied.div(level.unit.factor)?.show(4);
    let op = if up { "-" } else { "+" };
    let mut notes = vec![Text::new(
        format!("{l} {op} {c} = {implied}; chỗ khác ghi {s}"),
        format!("{l} {op} {c} = {implied}; elsewhere {s}"),
    )];
    let fits = right.mul(change.unit.factor).and_then(|w| slip::fits(change, w));
    let (vi, en) =
        fits.map_or((String::new(), String::new()), |f| (format!(" ({})", f.text().vi), format!(" ({})", f.text().en)));
    let r = right.show(4);
    notes.push(Text::new(format!("sẽ khớp nếu {c} là {r}{vi}"), format!("it would fit if {c} were {r}{en}")));
    Some(Finding {
        rule: "base-year-mismatch",
        severity: Severity::Warning,
        span: document.span(change.range),
        message: Text::new(
            format!("suy ra giá trị gốc {implied}, nhưng chỗ khác ghi {s}"),
            format!("the implied base is {implied}, but elsewhere it is {s}"),
        ),
        caret: Text::default(),
        labels: vec![Label {
            span: document.span(base.figure.range),
            message: Text::new("giá trị của năm gốc", "value of the base year"),
        }],
        notes,
    })
}
