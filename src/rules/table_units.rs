//! A cell of a sum in another scale than the rest: `12,7 tỷ USD` among `triệu USD`, where the sum closes only
//! if the words are wrong.

use super::{Context, table_sum_mismatch};
use crate::figures::exact::Exact;
use crate::figures::{Unit, lex};
use crate::finding::{Finding, Label, Severity, Text};
use crate::lexicon;
use crate::tables::relation::{Part, Shape, Term};
use crate::tables::sheet::{Relation, Sheet};

/// Looks at the cells of every sum that holds.
pub fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for sheet in context.sheets {
        let sums = sheet.relations.iter().filter(|r| r.shape == Shape::Sum && r.outcome.holds());
        out.extend(sums.filter_map(|sum| odd_scale(context, sheet, sum)));
    }
}

/// The one term whose cell prints the unit of the others in another scale.
fn odd_scale(context: &Context<'_>, sheet: &Sheet, sum: &Relation) -> Option<Finding> {
    let printed: Vec<(&Term, Unit)> = sum
        .terms
        .iter()
        .filter(|t| t.part == Part::Whole)
        .filter_map(|t| Some((t, unit_of(context, sheet, t)?)))
        .collect();
    let (odd, unit) = printed.iter().find(|(t, u)| {
        let mut rest = printed.iter().filter(|(other, _)| other.at != t.at).map(|(_, u)| u);
        let alike = |other: &Unit| other.dimension == u.dimension && other.key == u.key && other.factor != u.factor;
        let first = rest.clone().next().map(|r| r.factor);
        rest.clone().count() >= 2 && rest.all(|r| alike(r) && Some(r.factor) == first)
    })?;
    let (other, common) = printed.iter().find(|(t, _)| t.at != odd.at)?;
    let thousand = Exact::int(1000);
    let ratio = unit.factor.div(common.factor)?;
    if ratio < thousand && common.factor.div(unit.factor)? < thousand {
        return None;
    }
    let (text, usual) = (sheet.text(context.document, odd.at), sheet.text(context.document, other.at));
    let message = Text::new(
        format!("“{text}”: tổng chỉ khớp nếu cùng đơn vị với các ô khác (“{usual}”)"),
        format!("“{text}”: the sum closes only in the unit of the other cells (“{usual}”)"),
    );
    let place = |t: &Term| context.document.span(sheet.place(context.document, t.at));
    Some(Finding {
        rule: table_sum_mismatch::NAME,
        severity: Severity::Error,
        span: place(odd),
        message,
        caret: Text::new("nhầm đơn vị?", "wrong unit?"),
        labels: vec![Label {
            span: place(other),
            message: Text::new("đơn vị của các ô khác", "the unit of the others"),
        }],
        notes: Vec::new(),
    })
}

/// The unit that a cell itself prints.
fn unit_of(context: &Context<'_>, sheet: &Sheet, term: &Term) -> Option<Unit> {
    let text = sheet.text(context.document, term.at);
    let at = text.find(lexicon::is_alphabetic)?;
    lex::unit_of(text.get(at..)?.trim())
}
