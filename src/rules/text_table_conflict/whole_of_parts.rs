//! A whole of the text whose parts are all the parts that a table adds up: `83.822 triệu đồng (vốn đầu tư 55.455, vốn sự nghiệp
//! 27.467)`. The text alone does not say that they are all; the table does.

use super::values::{report_of, typed, usable};
use super::{Compared, Draft, bind, ledger};
use crate::claims::{Relation, Role, Verdict};
use crate::document::TextRange;
use crate::figures::Figure;
use crate::figures::exact::Exact;
use crate::rules::Judged;
use crate::tables::claims;
use crate::tables::relation::{At, Shape};
use hashbrown::HashSet;

/// Compares the wholes of the sums that arithmetic did not contradict.
pub fn check(draft: &Draft<'_>, judged: &[Judged], out: &mut Compared) {
    let told: HashSet<TextRange> = out.conflicts.iter().map(|c| c.0).collect();
    for line in judged.iter().filter(|j| j.verdict != Verdict::Wrong) {
        let Relation::Sum(_) = line.claim.relation else { continue };
        let Some(whole) = line.claim.get(Role::Stated).filter(|f| usable(f)) else { continue };
        if told.contains(&whole.number) || out.agreed.contains(&whole.number) {
            continue;
        }
        let parts = line.claim.operands.iter().filter(|o| o.role == Role::Part).map(|o| &o.figure);
        let Some((sheet, at, field)) = whole_in_table(draft, &parts.collect::<Vec<_>>(), out) else { continue };
        if field.unit.key != whole.unit.key || bind::equal(whole, &field) || !near(whole, &field) {
            continue;
        }
        let shown = draft.document.slice(draft.sheets[sheet].place(draft.document, at)).trim().to_owned();
        out.conflicts.push((whole.number, report_of(draft, (whole, whole.range), (sheet, at, &field), None)));
        out.ledger.push(ledger::reference(whole.range, whole, &field, Verdict::Wrong, &shown));
    }
}

/// Whether a whole is off by a slip, or by less than a tenth: a larger one may have parts that the table does not add up.
fn near(whole: &Figure, field: &Figure) -> bool {
    let off = || {
        let (is, wanted) = (whole.value()?, field.value()?);
        Some(is.sub(wanted)?.abs().mul(Exact::int(10))? < wanted)
    };
    off() == Some(true) || typed(whole, field).is_some()
}

/// The field that a table says is the sum of the very fields that hold these parts.
fn whole_in_table(draft: &Draft<'_>, parts: &[&Figure], out: &Compared) -> Option<(usize, At, Figure)> {
    let fields = |part: &Figure| out.fields.get(&part.number);
    let (first, more) = parts.split_first().filter(|(_, more)| !more.is_empty())?;
    for &(sheet, at) in fields(first)? {
        let place = |part: &&Figure| fields(part)?.iter().find(|(s, _)| *s == sheet).map(|(_, at)| *at);
        let Some(mut held) = more.iter().map(place).collect::<Option<Vec<At>>>() else { continue };
        held.push(at);
        let held: HashSet<At> = held.into_iter().collect();
        let table = draft.sheets.get(sheet)?;
        let adds_up = table.relations.iter().filter(|r| r.shape == Shape::Sum && r.outcome.holds()).find(|r| {
            let added = r.terms.iter().skip(1);
            added.clone().all(|t| !t.minus && held.contains(&t.at)) && added.count() == held.len()
        });
        if let Some(stated) = adds_up.and_then(|r| r.terms.first()) {
            return Some((sheet, stated.at, claims::figure(table, *stated)?));
        }
    }
    None
}
