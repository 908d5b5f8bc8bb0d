//! count-mismatch: a number of things and a list of their names that is longer or shorter.

use super::Judgement;
use super::compare;
use crate::claims::{Claim, Relation, Role, Verdict};
use crate::document::Document;
use crate::finding::{Severity, Text};

/// Counts announced before a list.
pub fn owns(claim: &Claim) -> bool {
    matches!(claim.relation, Relation::Count { .. })
}

/// stated = number of names; between the two ways to count nothing can be said.
pub fn judge(claim: &Claim, document: &Document) -> Judgement {
    let (Relation::Count { least, most }, Some(stated)) = (claim.relation, claim.get(Role::Stated)) else {
        return compare::undecided();
    };
    let Some(value) = stated.printed.to_i64() else { return compare::undecided() };
    let (least, most) = (i64::from(least), i64::from(most));
    let recomputed = Some(if least == most { least.to_string() } else { format!("{least}–{most}") });
    if value == least || value == most {
        return compare::settled(Verdict::Ok, recomputed);
    }
    if least < value && value < most {
        return compare::settled(Verdict::Unverifiable, recomputed);
    }
    let s = compare::shown(stated, document);
    let counted = recomputed.clone().unwrap_or_default();
    let judgement = Judgement {
        verdict: Verdict::Wrong,
        severity: Severity::Warning,
        recomputed,
        message: Text::new(
            format!("liệt kê {counted} tên, không phải {s}"),
            format!("the list names {counted}, not {s}"),
        ),
        working: vec![if value > most {
            Text::new(
                "đếm theo dấu chấm phẩy, dấu phẩy và chữ “và”; có thể thiếu tên, hoặc thiếu dấu ngăn giữa hai tên",
                "counted by semicolons, commas and “và”; a name may be missing, or a separator between two names",
            )
        } else {
            Text::new("đếm theo dấu chấm phẩy, dấu phẩy và chữ “và”", "counted by semicolons, commas and “và”")
        }],
    };
    compare::tempered(judgement, claim, None)
}
