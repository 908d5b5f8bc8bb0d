//! Reckonings that the text writes out: `1.124,6 + 702,4 + 384,1 = 2.211,1 tỷ đồng`, `(336,0 - 276,9 = 59,1 tỷ đồng)`,
//! `486 lớp x 30 học viên = 14.580`. Nothing but signs may stand between the figures and their units.

use super::items::Passage;
use super::{Claim, ClaimKind, Completeness, Operand, Relation, Role};
use crate::document::TextRange;
use crate::figures::{Dimension, Figure};
use hashbrown::HashSet;

/// The longest reckoning that is read.
const LONGEST: usize = 64;

/// What stands between two figures.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Plus,
    Minus,
    Times,
    Equals,
}

/// Reads the reckonings of a passage, in place of what else was read of their results: the claims from `own` on are those
/// of the passage.
pub fn equations(passage: &Passage<'_>, own: usize, claims: &mut Vec<Claim>) {
    let figures = &passage.lexed.figures;
    let mut found: Vec<Claim> = Vec::new();
    let mut start = 0;
    let mut signs: Vec<Sign> = Vec::new();
    for at in 1..=figures.len() {
        let sign = figures.get(at - 1).zip(figures.get(at)).and_then(|(a, b)| sign(passage, a, b));
        if let Some(sign) = sign.filter(|_| signs.last() != Some(&Sign::Equals) && signs.len() < LONGEST) {
            signs.push(sign);
            continue;
        }
        let terms = figures.get(start..at).unwrap_or_default();
        if let Some(claim) = equation(terms, &signs).filter(|_| alone(passage, terms)) {
            found.push(claim);
        }
        start = at;
        signs.clear();
    }
    if found.is_empty() {
        return;
    }
    let results: HashSet<TextRange> = found.iter().filter_map(|c| c.get(Role::Stated)).map(|f| f.number).collect();
    let again = |c: &Claim| c.get(Role::Stated).is_some_and(|f| results.contains(&f.number));
    let kept = claims.split_off(own.min(claims.len()));
    claims.extend(kept.into_iter().filter(|c| !again(c)));
    claims.extend(found);
}

/// Whether no sign of reckoning stands before or behind: `12/5 + 3 = …` has another first term.
fn alone(passage: &Passage<'_>, terms: &[Figure]) -> bool {
    let (Some(first), Some(last)) = (terms.first(), terms.last()) else { return false };
    let text = &passage.document.text;
    let before = text.get(..first.range.start as usize).unwrap_or_default().trim_end_matches(' ');
    let behind = text.get(last.range.end as usize..).unwrap_or_default().trim_start_matches(' ');
    let sign = |c: char| matches!(c, '/' | '+' | '-' | '–' | '−' | '×' | '*' | '=' | ':' | '÷');
    let opened = before.ends_with(|c: char| sign(c) && c != ':' || c == ')') || before.ends_with(" x");
    let goes_on = behind.starts_with(['/', '×', '*', '÷']) || behind.starts_with("x ");
    !opened && !goes_on
}

/// The sign between two figures, where nothing else stands there.
fn sign(passage: &Passage<'_>, a: &Figure, b: &Figure) -> Option<Sign> {
    if a.range.end > b.range.start {
        return None;
    }
    match passage.document.slice(TextRange::new(a.range.end, b.range.start)).trim() {
        "+" => Some(Sign::Plus),
        "-" | "–" | "−" => Some(Sign::Minus),
        "x" | "×" | "*" => Some(Sign::Times),
        "=" => Some(Sign::Equals),
        _ => None,
    }
}

fn equation(terms: &[Figure], signs: &[Sign]) -> Option<Claim> {
    let (stated, terms) = terms.split_last()?;
    let (last, signs) = signs.split_last()?;
    if *last != Sign::Equals || signs.is_empty() || terms.iter().chain([stated]).any(|f| f.hedge.is_some()) {
        return None;
    }
    let all = |sign: Sign| signs.iter().all(|s| *s == sign);
    let range = terms.iter().fold(stated.range, |r, f| r.cover(f.range));
    // `30% x 1.490.000 đồng = 447.000 đồng`: a share of an amount.
    if let ([a, b], true) = (terms, all(Sign::Times) && terms.iter().any(Figure::is_rate)) {
        let (rate, whole) = if a.is_rate() { (a, b) } else { (b, a) };
        if whole.is_rate() || stated.is_rate() {
            return None;
        }
        let operands = vec![
            Operand::new(Role::Stated, rate, None),
            Operand::new(Role::Part, &stated.in_unit_of(whole), None),
            Operand::new(Role::Whole, whole, None),
        ];
        return Some(Claim::new(ClaimKind::Share, Relation::Share, range, operands));
    }
    // `12 + 5% = …`: of one kind, the units left out but for one.
    let named = || terms.iter().chain([stated]).filter(|f| f.unit.dimension != Dimension::None && !f.unit.elided);
    let unit = named().next_back().unwrap_or(stated);
    let alike = named().all(|f| f.unit.dimension == unit.unit.dimension);
    let operand = |role: Role, f: &Figure| Operand::new(role, &f.in_unit_of(unit), None);
    let (relation, kind, roles): (Relation, ClaimKind, Vec<Role>) = if all(Sign::Plus) && alike {
        (Relation::Sum(Completeness::All), ClaimKind::Sum, vec![Role::Part; terms.len()])
    } else if all(Sign::Minus) && alike && terms.len() == 2 {
        (Relation::Remainder, ClaimKind::Sum, vec![Role::Whole, Role::Part])
    } else if all(Sign::Times) && terms.len() == 2 {
        (Relation::Priced, ClaimKind::CrossReference, vec![Role::Part, Role::Term])
    } else {
        return None;
    };
    let plain = |role: Role, f: &Figure| Operand::new(role, f, None);
    let times = relation == Relation::Priced;
    let make = |role: Role, f: &Figure| if times { plain(role, f) } else { operand(role, f) };
    let mut operands = vec![make(Role::Stated, stated)];
    operands.extend(roles.into_iter().zip(terms).map(|(role, f)| make(role, f)));
    Some(Claim::new(kind, relation, range, operands))
}
