//! stale-figure: a figure changed between two drafts and what was computed from
//! it, or its second mention, did not.

use super::compare;
use crate::check::Report;
use crate::claims::statements::words_of;
use crate::claims::{Claim, Completeness, Relation, Role, Verdict};
use crate::diff::{Pair, Paired};
use crate::document::TextRange;
use crate::figures::exact::Exact;
use crate::figures::{Dimension, Figure};
use crate::finding::{Finding, Severity, Text};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Its name.
pub const NAME: &str = "stale-figure";

/// Digits a second mention needs to be surely the same figure.
const TELLING: usize = 4;

/// What a stale figure should be, in its base unit, and the figures it hangs on.
struct Stale<'a> {
    pair: &'a Pair,
    wanted: Exact,
    causes: Vec<TextRange>,
}

/// The stale figures of the new draft, by place.
pub fn find(old: &Report, new: &Report, figures: &Paired) -> Vec<Finding> {
    let of: HashMap<TextRange, &Pair> = figures.pairs.iter().map(|p| (p.old.number, p)).collect();
    let wrong: HashSet<TextRange> = new
        .ledger
        .iter()
        .filter(|j| j.verdict == Verdict::Wrong)
        .filter_map(|j| total(&j.claim).map(|f| f.number))
        .collect();
    let mut stale: BTreeMap<TextRange, Stale<'_>> = BTreeMap::new();
    // A percentage of an increase that is stale itself needs a second look.
    for _ in 0..3 {
        for judged in old.ledger.iter().filter(|j| matches!(j.verdict, Verdict::Ok | Verdict::Truncated)) {
            if let Some(found) = broken(&judged.claim, figures, &of, &wrong, &stale) {
                stale.entry(found.pair.new.number).or_insert(found);
            }
        }
    }
    mentions(figures, &mut stale);
    stale.values().filter_map(|s| finding(new, figures, s)).collect()
}

/// The figure that a claim states.
fn total(claim: &Claim) -> Option<&Figure> {
    claim.get(Role::Stated).or(claim.get(Role::Whole).filter(|_| matches!(claim.relation, Relation::Sum(_))))
}

/// The stated figure of a claim, where it was right before and is left behind now.
fn broken<'a>(
    claim: &Claim,
    figures: &'a Paired,
    of: &HashMap<TextRange, &'a Pair>,
    wrong: &HashSet<TextRange>,
    stale: &BTreeMap<TextRange, Stale<'_>>,
) -> Option<Stale<'a>> {
    let stated = total(claim)?;
    let pair = *of.get(&stated.number)?;
    let hedged = claim.operands.iter().any(|o| o.figure.hedge.is_some() || o.figure.form.ambiguous);
    if pair.changed() || hedged || stale.contains_key(&pair.new.number) {
        return None;
    }
    let mut inputs: Vec<(Role, &'a Pair)> = Vec::new();
    for o in claim.operands.iter().filter(|o| o.figure.number != stated.number) {
        inputs.push((o.role, *of.get(&o.figure.number)?));
    }
    // `đạt V, tăng A (…) so với năm 2020 (B)`: the base stands in the sentence, and fits exactly.
    let bare = claim.relation == Relation::Change && claim.get(Role::Base).is_none();
    if bare {
        inputs.push((Role::Base, base(claim, pair, figures)?));
    }
    let before = |p: &Pair| p.old.value();
    let now = |p: &Pair| stale.get(&p.new.number).map_or_else(|| p.new.value(), |s| Some(s.wanted));
    let (was, wanted) = (computed(claim, &inputs, before)?, computed(claim, &inputs, now)?);
    let sure =
        bare || wrong.contains(&pair.new.number) || inputs.iter().any(|(_, p)| stale.contains_key(&p.new.number));
    let moved = inputs.iter().any(|(_, p)| p.changed() || stale.contains_key(&p.new.number));
    let step = stated.last_digit()?;
    let far = wanted.sub(was)?.abs() >= step && !fits(stated, wanted);
    let causes = inputs.iter().filter(|(_, p)| p.changed()).map(|(_, p)| p.new.number).collect();
    (sure && moved && far && fits(stated, was)).then_some(Stale { pair, wanted, causes })
}

/// The figure of the same sentence that is exactly the base an increase implies.
fn base<'a>(claim: &Claim, pair: &Pair, figures: &'a Paired) -> Option<&'a Pair> {
    let (level, change) = (claim.get(Role::Level)?, claim.get(Role::Stated)?);
    let (v, a) = (level.value()?, change.value()?);
    let implied = if claim.upward? { v.sub(a)? } else { v.add(a)? };
    let mut found = figures.pairs.iter().filter(|p| {
        p.old_piece == pair.old_piece && p.old.value() == Some(implied) && p.old.unit.key == level.unit.key
    });
    found.next().filter(|_| found.next().is_none())
}

/// What the relation of a claim gives for these inputs, in the stated figure's base unit.
fn computed(claim: &Claim, inputs: &[(Role, &Pair)], value: impl Fn(&Pair) -> Option<Exact>) -> Option<Exact> {
    let get = |role: Role| inputs.iter().find(|(r, _)| *r == role).and_then(|(_, p)| value(p));
    let scale = compare::rate_scale(total(claim)?);
    match claim.relation {
        Relation::Sum(Completeness::All | Completeness::Probably) => {
            inputs.iter().try_fold(Exact::ZERO, |sum, (_, p)| sum.add(value(p)?))
        }
        Relation::Share | Relation::OfTarget | Relation::ShareOrTarget => {
            let part = get(Role::Part).or_else(|| get(Role::Level))?;
            part.div(get(Role::Whole).or_else(|| get(Role::Target))?)?.mul(scale)
        }
        Relation::Change => Some(get(Role::Level)?.sub(get(Role::Base)?)?.abs()),
        Relation::PercentChange => {
            let change = || get(Role::Change).map(Exact::abs);
            let base = get(Role::Base).or_else(|| {
                let (level, change) = (get(Role::Level)?, change()?);
                if claim.upward? { level.sub(change) } else { level.add(change) }
            })?;
            let change = change().or_else(|| Some(get(Role::Level)?.sub(base)?.abs()))?;
            change.div(base)?.mul(scale)
        }
        _ => None,
    }
}

/// Whether a figure prints this value, rounded or cut.
fn fits(figure: &Figure, value: Exact) -> bool {
    let printed = value.div(figure.unit.factor).map(Exact::abs);
    printed.is_some_and(|v| [v.round(figure.decimals), v.cut(figure.decimals)].contains(&Some(figure.printed)))
}

/// Figures that repeated a changed one under the same name, and still do.
fn mentions<'a>(figures: &'a Paired, stale: &mut BTreeMap<TextRange, Stale<'a>>) {
    let telling = |f: &Figure| f.printed.show(9).chars().filter(char::is_ascii_digit).count() >= TELLING;
    let changed: Vec<&Pair> = figures.pairs.iter().filter(|p| p.changed() && telling(&p.old)).collect();
    for pair in figures.pairs.iter().filter(|p| !p.changed() && telling(&p.old)) {
        let mut sources = changed.iter().filter(|c| {
            let unit = c.old.unit.dimension == pair.old.unit.dimension
                || [&c.old, &pair.old].iter().any(|f| f.unit.dimension == Dimension::None);
            unit && c.piece != pair.piece && c.old.value() == pair.old.value() && one_name(figures, c, pair)
        });
        let Some(source) = sources.next() else { continue };
        let Some(wanted) = source.new.value().filter(|v| sources.all(|s| s.new.value() == Some(*v))) else { continue };
        let found = Stale { pair, wanted, causes: vec![source.new.number] };
        stale.entry(pair.new.number).or_insert(found);
    }
}

/// Whether the row, or the noun of one figure, is named in the piece of the other.
fn one_name(figures: &Paired, a: &Pair, b: &Pair) -> bool {
    let (Some(x), Some(y)) = (figures.pieces.get(a.piece), figures.pieces.get(b.piece)) else { return false };
    let (in_x, in_y) = (words_of(&x.words), words_of(&y.words));
    let all = |name: &[String], words: &[String]| name.len() >= 2 && name.iter().all(|w| words.contains(w));
    match (&x.label, &y.label) {
        (Some(label), None) => all(&words_of(label), &in_y),
        (None, Some(label)) => all(&words_of(label), &in_x),
        (Some(one), Some(other)) => words_of(one) == words_of(other),
        // Two sentences: most of what the shorter one says stands in the longer one too.
        (None, None) => in_x.iter().filter(|w| in_y.contains(w) && w.chars().all(char::is_alphabetic)).count() >= 4,
    }
}

fn finding(new: &Report, figures: &Paired, stale: &Stale<'_>) -> Option<Finding> {
    let document = &new.document;
    let figure = &stale.pair.new;
    let shown = compare::shown(figure, document);
    let wanted = stale.wanted.div(figure.unit.factor)?.abs().show_rounded(figure.decimals);
    let mut finding = Finding::new(
        NAME,
        Severity::Error,
        document.span(figure.range),
        Text::new(
            format!("{shown} còn theo số của bản trước, nay phải là {wanted}"),
            format!("{shown} still follows the old draft; it should be {wanted} now"),
        ),
    );
    for pair in figures.pairs.iter().filter(|p| stale.causes.contains(&p.new.number)) {
        let before = pair.old.printed.show(6);
        finding = finding.label(
            document.span(pair.new.range),
            Text::new(format!("bản trước là {before}"), format!("{before} in the old draft")),
        );
    }
    Some(finding)
}
