//! Sums and differences that no word binds, found by what closes: `62 khu phố, nhà văn hóa riêng 54, dùng chung 08`,
//! `quý I 05, quý II 08, quý III 04 (cộng 17)`, `93,6%, …, cải thiện 1,2 điểm`. Only near amounts of one unit are tried,
//! the readings that the order of the text suggests first; a claim found this way is right as far as the text goes, and
//! never wrong. How many are tried depends on the digits printed and on whether a word says that something is reckoned.

mod readings;
mod slips;

use super::above::Above;
use super::items::{Item, Passage, Value};
use super::search::units;
use super::{Binding, Claim, ClaimKind, Completeness, Operand, Relation, Role, closes};
use crate::document::TextRange;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, TokenKind};
use hashbrown::{HashMap, HashSet};
use readings::Reach;

/// How many amounts before and behind a figure are tried, and how many sentences before it.
const BEFORE: usize = 6;
const BEHIND: usize = 8;
const SENTENCES: u32 = 2;
/// How many amounts of the paragraphs before are tried for a figure of so many units.
const FAR: usize = 16;
const LARGE: i64 = 10_000;
/// How many of them make pairs.
const PAIRED: usize = 6;
/// One of a pair is among so many of the nearest.
const NEAREST: usize = 3;
/// Of so many units of the last digit one more reading may be tried; where a word says that something is reckoned, of
/// fewer.
const UNITS: i64 = 20;
const CUED: i64 = 4;
const MOST: i64 = 16;
/// What is not larger closes with anything.
const SMALL: i64 = 20;
/// Words that say that a figure is reckoned from others.
const RECKONED: [Cue; 5] = [Cue::Total, Cue::Cumulated, Cue::Difference, Cue::Not, Cue::Remaining];

/// Adds the sums and differences that close with figures in reach, for amounts that no claim has settled.
pub fn additive(above: &Above<'_, '_>, claims: &mut Vec<Claim>) {
    let numbers = |c: &Claim| c.operands.iter().map(|o| o.figure.number).collect::<Vec<_>>();
    let read = || claims.iter().filter(|c| is_additive(c));
    let known: HashSet<TextRange> = read().filter(|c| is_closed(c)).flat_map(numbers).collect();
    // What is surely bound and does not close is judged as it is.
    let bound: HashSet<TextRange> = read().filter(|c| c.binding == Binding::Sure).flat_map(numbers).collect();
    let told: HashSet<TextRange> = claims.iter().filter(|c| c.binding == Binding::Sure).flat_map(numbers).collect();
    let shares: HashMap<TextRange, Figure> = claims.iter().filter_map(whole_of_share).collect();
    let mut found: Vec<Claim> = Vec::new();
    let mut far: Vec<Amount<'_>> = Vec::new();
    for passage in above.passages.iter().flatten() {
        let amounts = Amount::all(passage);
        found.extend(hundreds(&amounts, &known));
        for (at, amount) in amounts.iter().enumerate() {
            let one = matches!(amount.item.value, Value::One(_)) && !amount.figure.printed.is_zero();
            if one
                && !known.contains(&amount.figure.number)
                && says_enough(passage, amount, told.contains(&amount.figure.number))
            {
                let reach = Reach::of(above, passage, &amounts, at, amount);
                let reading = reach.reading().or_else(|| reach.of_share(&shares)).or_else(|| reach.far(&far));
                let open = !bound.contains(&amount.figure.number);
                found.extend(reading.or_else(|| if open { reach.slipped(&amounts, at) } else { None }));
            }
        }
        far.extend(amounts.iter().filter(|x| !x.figure.is_rate()));
        far.drain(..far.len().saturating_sub(FAR));
    }
    let stated: HashSet<TextRange> = found.iter().filter_map(|c| c.get(Role::Stated)).map(|f| f.number).collect();
    // Where the search succeeds, a reading that could not be decided says nothing more.
    claims.retain(|c| !is_open(c) || !c.get(Role::Stated).is_some_and(|f| stated.contains(&f.number)));
    claims.extend(found);
    claims.sort_by_key(|c| (c.range, c.kind));
}

/// Whether a figure has digits enough, or no unit of its own, or a bracket behind it, or words that reckon: of `5 hộ` among
/// others like it, or of what another claim tells, nothing is to be found.
fn says_enough(passage: &Passage<'_>, amount: &Amount<'_>, told: bool) -> bool {
    let (item, figure) = (amount.item, amount.figure);
    // `5 + 5 + 5`: nothing says what each of them is.
    let named = || figure.unit.dimension == Dimension::None && passage.own(item).any(|t| t.kind == TokenKind::Word);
    let telling = units(figure) > SMALL || figure.unit.elided || named();
    telling && !told && !figure.is_rate()
        || figure.unit.dimension == Dimension::PercentPoint
        || item.verb.is_some_and(|v| v == Cue::Remaining || v.moves())
        || item.cues.any(&RECKONED)
        || item.after.has(Cue::Not)
        || passage.items.bracket_behind(amount.index).is_some_and(|g| passage.items.of_group(g).nth(1).is_some())
}

/// The part of a share that closes, with its whole.
fn whole_of_share(claim: &Claim) -> Option<(TextRange, Figure)> {
    let part = claim.get(Role::Part).or_else(|| claim.get(Role::Level))?;
    let whole = claim.get(Role::Whole).or_else(|| claim.get(Role::Target))?;
    let share = matches!(claim.relation, Relation::Share | Relation::OfTarget);
    (share && closes::share(part, whole, claim.get(Role::Stated)?)).then(|| (part.number, whole.clone()))
}

/// Whether a claim adds up figures or takes them from each other.
fn is_additive(claim: &Claim) -> bool {
    match claim.relation {
        Relation::Sum(_) | Relation::Remainder | Relation::Balance | Relation::Priced | Relation::Product => true,
        Relation::Change | Relation::Points => claim.get(Role::Base).is_some(),
        Relation::Gap => claim.operands.len() >= 3,
        Relation::PercentChange => claim.get(Role::Change).is_some(),
        _ => false,
    }
}

/// Whether such a claim is right as it is read, as far as that shows without judging it.
fn is_closed(claim: &Claim) -> bool {
    match claim.relation {
        Relation::Sum(_) => claim.readings().any(|r| closes::sum(r)),
        Relation::Remainder => claim.readings().any(|r| left(r)) || claim.binding == Binding::Sure,
        _ => claim.binding == Binding::Sure,
    }
}

/// Whether whole and part leave what is stated.
fn left(operands: &[Operand]) -> bool {
    let get = |role| operands.iter().find(|o| o.role == role).map(|o| &o.figure);
    let (Some(stated), Some(part), Some(whole)) = (get(Role::Stated), get(Role::Part), get(Role::Whole)) else {
        return false;
    };
    meets(whole, &[part, stated])
}

/// A difference of rates or a remainder of which the text leaves out the other side.
fn is_open(claim: &Claim) -> bool {
    match claim.relation {
        Relation::Points => claim.get(Role::Base).is_none(),
        Relation::Gap => claim.operands.len() < 3,
        Relation::PercentChange => claim.get(Role::Base).is_none() && claim.get(Role::Change).is_none(),
        Relation::Sum(_) | Relation::Remainder => claim.binding == Binding::Likely && claim.alternatives.is_empty(),
        _ => false,
    }
}

/// Whether parts come to a total: to the last digit, or to half of the coarsest.
fn meets(total: &Figure, parts: &[&Figure]) -> bool {
    let closes = || {
        let all = || std::iter::once(total).chain(parts.iter().copied());
        let like = all().find(|f| f.unit.dimension != Dimension::None).unwrap_or(total);
        let whole = total.value_in_unit_of(like)?;
        let sum = parts.iter().try_fold(Exact::ZERO, |s, p| s.add(p.value_in_unit_of(like)?))?;
        if sum == whole || whole.is_zero() {
            return Some(!whole.is_zero());
        }
        if all().all(Figure::is_count) {
            return None;
        }
        let mut coarsest = Exact::ZERO;
        for figure in all().filter(|f| !f.is_count()) {
            coarsest = coarsest.max(figure.in_unit_of(like).last_digit()?);
        }
        Some(sum.sub(whole)?.abs().mul(Exact::int(2))? < coarsest)
    };
    closes().unwrap_or(false)
}

/// A figure with where it stands.
#[derive(Clone, Copy)]
struct Amount<'p> {
    index: usize,
    item: &'p Item,
    figure: &'p Figure,
}

impl<'p> Amount<'p> {
    /// The figures of a passage that may be added, in the order of the text.
    fn all(passage: &'p Passage<'_>) -> Vec<Amount<'p>> {
        let figures = |item: &Item| match item.value {
            Value::One(f) => [passage.figure(f), None],
            Value::Fraction(a, b) => [passage.figure(a), passage.figure(b)],
            Value::Range(..) => [None, None],
        };
        let plain = |f: &&Figure| {
            f.hedge.is_none() && !f.negative && !matches!(f.unit.dimension, Dimension::Times | Dimension::Permille)
        };
        let all = passage.items.items.iter().enumerate();
        all.flat_map(|(index, item)| {
            figures(item).into_iter().flatten().filter(plain).map(move |figure| Amount { index, item, figure })
        })
        .collect()
    }

    fn operand(&self, role: Role, like: &Figure) -> Operand {
        Operand::new(role, &self.figure.in_unit_of(like), self.item.period)
    }
}

/// `cơ cấu 15,2% - 48,3% - 33,4% - 3,1%`: percentages one behind the other that come to 100.
fn hundreds(amounts: &[Amount<'_>], known: &HashSet<TextRange>) -> Vec<Claim> {
    const FEWEST: usize = 3;
    const LONGEST: usize = 8;
    let mut out = Vec::new();
    let mut start = 0;
    while let Some(first) = amounts.get(start) {
        let (mut sum, mut used) = (Exact::ZERO, None);
        for (n, x) in amounts.iter().skip(start).take(LONGEST).enumerate() {
            let joined = (x.item.sentence, x.item.group) == (first.item.sentence, first.item.group);
            let share = x.figure.unit.dimension == Dimension::Percent && !known.contains(&x.figure.number);
            let Some(next) = sum.add(x.figure.printed).filter(|_| joined && share) else { break };
            sum = next;
            if n + 1 >= FEWEST && sum == Exact::HUNDRED {
                used = Some(n + 1);
                break;
            }
        }
        if let Some(parts) = used.and_then(|n| amounts.get(start..start + n)) {
            let operands: Vec<_> = parts.iter().map(|x| Operand::new(Role::Part, x.figure, x.item.period)).collect();
            let range = operands.iter().fold(first.figure.range, |r, o| r.cover(o.figure.range));
            let relation = Relation::SharesTotal(Completeness::Unknown);
            let claim = Claim::new(ClaimKind::Sum, relation, range, operands);
            out.push(Claim { binding: Binding::Likely, by_value: true, ..claim });
        }
        start += used.unwrap_or(1);
    }
    out
}
