//! Averages per unit: `24.316 học sinh; 842 lớp, bình quân 28,9 học sinh/lớp`.

use super::fit::{Fit, fit};
use super::items::{Item, Passage, Value};
use super::words;
use super::{Binding, Claim, ClaimKind, Operand, Relation, Role};
use crate::figures::{Dimension, Figure};

/// How many items back the two amounts are looked for.
const REACH: usize = 8;

/// Reads the averages per unit of a passage.
pub fn per_unit(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    for (index, item) in passage.items.items.iter().enumerate() {
        let Value::One(f) = item.value else { continue };
        let Some(figure) = passage.figure(f) else { continue };
        if figure.unit.dimension != Dimension::PerUnit {
            continue;
        }
        if let Some((upper, lower)) = figure.unit.key.split_once('/').filter(|(_, l)| !l.contains('/')) {
            average(passage, index, item, figure, upper, lower, claims);
        }
    }
}

fn average(
    passage: &Passage<'_>,
    index: usize,
    item: &Item,
    figure: &Figure,
    upper: &str,
    lower: &str,
    claims: &mut Vec<Claim>,
) {
    let mut single = figure.clone();
    single.unit.key = upper.to_string();
    single.unit.dimension = match upper {
        _ if upper.ends_with("đồng") => Dimension::Dong,
        "kg" | "tấn" | "tạ" => Dimension::Mass,
        "m2" | "m²" | "ha" => Dimension::Area,
        "usd" | "eur" => Dimension::ForeignMoney,
        _ => Dimension::Count,
    };
    let host = passage.items.groups.get(item.group as usize).and_then(|g| g.host);
    let mut amounts: Vec<&Figure> = Vec::new();
    let mut counts: Vec<&Figure> = Vec::new();
    for i in (index.saturating_sub(REACH)..index).rev() {
        let Some(other) = passage.item(i) else { continue };
        // `318 lớp, 9.846 học sinh (bình quân 31 học sinh/lớp)`: the amounts may stand before the bracket.
        let outer = host.is_some_and(|h| i <= h && passage.item(h).is_some_and(|h| h.group == other.group));
        if other.sentence + 1 < item.sentence || other.group != item.group && !outer {
            continue;
        }
        let figures = match other.value {
            Value::One(f) => vec![f],
            Value::Fraction(a, b) => vec![a, b],
            Value::Range(..) => Vec::new(),
        };
        for f in figures.into_iter().filter_map(|f| passage.figure(f)) {
            if (f.is_count() && counted_as(f, lower)) || f.unit.dimension == Dimension::Mass && f.unit.key == lower {
                counts.push(f);
            } else if fit(&single, f) >= Fit::Kin && !f.unit.elided {
                amounts.push(f);
            }
        }
    }
    let stated = Operand::new(Role::Stated, figure, item.period);
    let mut readings: Vec<Vec<Operand>> = Vec::new();
    for amount in amounts.iter().take(3) {
        for count in counts.iter().take(3) {
            readings.push(vec![
                stated.clone(),
                Operand::new(Role::Whole, amount, None),
                Operand::new(Role::Divisor, count, None),
            ]);
        }
    }
    if readings.is_empty() {
        return;
    }
    let operands = readings.remove(0);
    let range = operands.iter().fold(figure.range, |r, o| r.cover(o.figure.range));
    let mut claim = Claim::new(ClaimKind::Average, Relation::PerUnit, range, operands);
    // `4.417 hộ/21.643 nhân khẩu, bình quân 4,9 khẩu/hộ`: the pair right before is the one meant.
    let paired = index.checked_sub(1).and_then(|i| passage.item(i)).is_some_and(|x| {
        let pair = match x.value {
            Value::Fraction(a, b) => [passage.figure(a), passage.figure(b)],
            _ => [None, None],
        };
        let holds = |f: &&Figure| pair.iter().flatten().any(|p| p.number == f.number);
        amounts.first().is_some_and(holds) && counts.first().is_some_and(holds)
    });
    // Several amounts or counts in reach: the nearest pair need not be the one meant.
    if !paired && (amounts.len() != 1 || counts.len() != 1) {
        claim.binding = Binding::Likely;
    }
    claim.alternatives = readings;
    claims.push(claim);
}

/// Whether a counted figure counts what stands under the slash (`lớp`, `hộ`, `người`).
fn counted_as(figure: &Figure, noun: &str) -> bool {
    let key = figure.unit.key.as_str();
    key == noun
        || figure.noun.strip_prefix(noun).is_some_and(|r| r.is_empty() || r.starts_with(' '))
        || matches!((words::kind_of(key), words::kind_of(noun)), (Some(a), Some(b)) if a == b)
}
