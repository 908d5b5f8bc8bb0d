//! series-mismatch: a step of a yearly series that does not follow from the values of its years.

use super::compare;
use super::{Judgement, change_mismatch, share_mismatch};
use crate::claims::{Claim, ClaimKind, Relation, Role, Verdict};
use crate::document::Document;
use crate::figures::Figure;
use crate::figures::exact::Exact;
use crate::finding::{Severity, Text};

/// Steps of a series: both values stand in the text.
pub fn owns(claim: &Claim) -> bool {
    claim.kind == ClaimKind::Series
}

/// `bằng 99% so với năm 2023`, `tăng 20% so với năm 2021`, with the value of that year before it.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    if claim.relation == Relation::Run {
        return run(claim, document);
    }
    if claim.relation != Relation::OfTarget {
        return change_mismatch::judge(claim, document);
    }
    let (Some(stated), Some(level), Some(base)) =
        (claim.get(Role::Stated), claim.get(Role::Level), claim.get(Role::Target))
    else {
        return compare::undecided();
    };
    let Some(computed) = compare::ratio(level, base, compare::rate_scale(stated)) else { return compare::undecided() };
    share_mismatch::judged(claim, document, computed, [level, base, stated])
}

/// One value less than half or more than twice its neighbours, which agree with each
/// other within three tenths: worth a look, never more.
fn run(claim: &Claim, document: &Document) -> Judgement {
    let terms: Vec<&Figure> = claim.all(Role::Term).collect();
    let odd = (0..terms.len()).find_map(|i| {
        let near: Vec<Exact> = match i {
            0 => [1, 2],
            _ if i + 1 == terms.len() => [i - 1, i.saturating_sub(2)],
            _ => [i - 1, i + 1],
        }
        .iter()
        .filter_map(|&n| terms.get(n)?.value())
        .collect();
        let term = terms.get(i)?;
        stands_out(term.value()?, &near)?.then_some(*term)
    });
    let Some(odd) = odd else { return compare::settled(Verdict::Ok, None) };
    let value = compare::shown(odd, document);
    Judgement {
        verdict: Verdict::Wrong,
        severity: Severity::Note,
        recomputed: None,
        message: Text::new(
            format!("{value} khác hẳn các năm liền kề trong dãy"),
            format!("{value} is far from the years beside it"),
        ),
        working: vec![Text::new(
            "hai năm bên cạnh gần bằng nhau; kiểm tra lại chữ số",
            "the years beside it are alike; check the digits",
        )],
    }
}

fn stands_out(value: Exact, near: &[Exact]) -> Option<bool> {
    let [a, b] = near else { return None };
    let (low, high) = if a < b { (*a, *b) } else { (*b, *a) };
    let alike = high.sub(low)?.mul(Exact::int(10))? <= high.mul(Exact::int(3))?;
    let two = Exact::int(2);
    Some(alike && (value.mul(two)? < low || value > high.mul(two)?))
}
