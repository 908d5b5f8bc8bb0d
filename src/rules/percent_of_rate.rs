//! percent-of-rate: a change of a rate in percent of the rate, where points are meant; a change of an amount in points.

use super::words::Phrases;
use super::{Context, Judged, compare};
use crate::claims::{Relation, Role, Verdict};
use crate::document::{Document, TextRange};
use crate::figures::exact::Exact;
use crate::figures::{Dimension, Figure, TokenKind};
use crate::finding::{Finding, Severity, Text};
use crate::lexicon;
use std::sync::LazyLock;

/// The embedded table of words that say what a change is in percent of.
const TABLE: &str = include_str!("../../rules/lexicon/relative-words.tsv");

/// Looks at every change of a rate whose base the text gives.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    for stated in context.ledger.iter().filter_map(points_of_amount) {
        let s = compare::shown(stated, document);
        let message = Text::new(
            format!("{s}: số này không phải tỷ lệ, mức thay đổi của nó tính bằng %, không phải bằng điểm phần trăm"),
            format!("{s}: what changed is no rate; its change is in percent, not in points"),
        );
        findings.push(Finding::new("percent-of-rate", Severity::Warning, document.span(stated.range), message));
    }
    for judged in context.ledger.iter().filter(|j| j.claim.relation == Relation::Points && j.verdict == Verdict::Ok) {
        if let Some((stated, level, base)) = unnamed(judged).filter(|_| in_points(context, judged.claim.range)) {
            let [s, l, b] = [stated, level, base].map(|f| compare::shown(f, document));
            let message = Text::new(
                format!("{s} là hiệu của {l} và {b}: ghi là điểm phần trăm như chỗ khác trong đoạn"),
                format!("{s} is the difference of {l} and {b}: points, as elsewhere in the paragraph"),
            );
            findings.push(Finding::new("percent-of-rate", Severity::Note, document.span(stated.range), message));
            continue;
        }
        let Some((stated, points)) = relative(judged) else { continue };
        if says_so(document, stated) {
            continue;
        }
        let beside = in_points(context, judged.claim.range);
        let severity = if beside { Severity::Warning } else { Severity::Note };
        let (s, p) = (compare::shown(stated, document), points.show(stated.decimals.max(1)));
        let message = Text::new(
            format!("{s} là phần trăm của tỷ lệ gốc; tính bằng điểm phần trăm là {p}"),
            format!("{s} is in percent of the earlier rate; in points it is {p}"),
        );
        let finding = Finding::new("percent-of-rate", severity, document.span(stated.range), message);
        let base = judged.claim.get(Role::Base).map(|b| document.span(b.range));
        findings.push(match base {
            Some(base) => finding.label(base, Text::new("tỷ lệ gốc", "the earlier rate")),
            None => finding,
        });
    }
}

/// `8,24 triệu đồng, tăng 610 nghìn đồng, tương ứng tăng 8,0 điểm phần trăm`: right in percent of an amount.
fn points_of_amount(judged: &Judged) -> Option<&Figure> {
    let claim = &judged.claim;
    let right = claim.relation == Relation::PercentChange && judged.verdict == Verdict::Ok;
    let (stated, level) = (claim.get(Role::Stated)?, claim.get(Role::Level)?);
    let based = claim.get(Role::Base).is_some() || claim.get(Role::Change).is_some();
    let amount = !level.is_rate() && level.unit.dimension != Dimension::None && based;
    (right && amount && stated.unit.dimension == Dimension::PercentPoint).then_some(stated)
}

/// `giảm tương đối 5,6%`
fn says_so(document: &Document, stated: &Figure) -> bool {
    let head = document.text.get(..stated.range.start as usize).unwrap_or_default();
    RELATIVE.at_end(head).is_some()
}

/// Words that say that a change is one in percent of what it was.
static RELATIVE: LazyLock<Phrases> = LazyLock::new(|| {
    let rows = lexicon::rows(TABLE).unwrap_or_default();
    Phrases::new(rows.iter().filter_map(|r| r.first().copied()))
});

/// The change of a rate that is printed as percent and only closes in points, with the two rates.
fn unnamed(judged: &Judged) -> Option<(&Figure, &Figure, &Figure)> {
    let get = |role| judged.claim.get(role);
    let (stated, level, base) = (get(Role::Stated)?, get(Role::Level)?, get(Role::Base)?);
    let percent = |f: &Figure| f.unit.dimension == Dimension::Percent && f.hedge.is_none();
    let points = level.printed.sub(base.printed)?.abs();
    let relative = points.div(base.printed)?.mul(Exact::HUNDRED)?;
    let near = relative.sub(stated.printed)?.abs() <= Exact::ONE;
    let printed = stated.decimals > 0 && points == stated.printed && !near;
    let bound = printed && !judged.claim.by_value;
    (bound && [stated, level, base].into_iter().all(percent)).then_some((stated, level, base))
}

/// The change of a rate that only closes in percent of its base, and what it is in points.
fn relative(judged: &Judged) -> Option<(&Figure, Exact)> {
    let get = |role| judged.claim.get(role);
    let (stated, level, base) = (get(Role::Stated)?, get(Role::Level)?, get(Role::Base)?);
    let percent = stated.unit.dimension == Dimension::Percent && stated.decimals > 0 && stated.hedge.is_none();
    let points = level.printed.sub(base.printed)?.abs();
    let unit = Exact::ten_pow(-i32::from(stated.decimals.min(level.decimals).min(base.decimals)))?;
    let far = stated.printed.sub(points)?.abs() > unit.mul(Exact::int(2))?;
    let closes = points.div(base.printed)?.mul(Exact::HUNDRED)?.round(stated.decimals)? == stated.printed;
    (percent && far && closes).then_some((stated, points))
}

/// Whether the same block has changes in points.
fn in_points(context: &Context<'_>, place: TextRange) -> bool {
    let block = context.document.block_at(place.start).and_then(|b| context.lexed.get(b as usize));
    block.is_some_and(|lexed| {
        lexed.tokens.iter().any(|t| match t.kind {
            TokenKind::Figure(id) => {
                lexed.figures.get(id as usize).is_some_and(|f| f.unit.dimension == Dimension::PercentPoint)
            }
            _ => false,
        })
    })
}
