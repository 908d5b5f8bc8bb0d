//! Operands that no word binds, found by what closes: the whole of a percentage, the base of a change.
//! Only near ones are tried, or such as the words behind the percentage name; a claim found this way is right
//! as far as the text goes, and never wrong. How many are tried depends on the digits printed: that `7,5%` closes with
//! one of twenty pairs proves nothing, that `58,53%` does, much.

mod by_word;
mod shares;

use super::above::Above;
use super::fit::{Fit, fit};
use super::items::{Item, Passage, Separator, Value};
use super::statements::words_of;
use super::{Binding, Claim, ClaimKind, Operand, Relation, Role, closes};
use crate::document::TextRange;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure};
use by_word::ByWord;
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// The most parts that are tried for a percentage, and the most wholes for each.
const PARTS: usize = 4;
const WHOLES: usize = 12;

/// Adds the shares and changes that close with figures in reach, for percentages no claim has settled.
pub fn search(above: &Above<'_, '_>, claims: &mut Vec<Claim>) {
    let told: BTreeSet<TextRange> =
        claims.iter().filter(|c| settled(c)).filter_map(|c| c.get(Role::Stated)).map(|f| f.number).collect();
    let mut found = Vec::new();
    let by_word = OnceCell::new();
    for passage in above.passages.iter().flatten() {
        for (index, item) in passage.items.items.iter().enumerate() {
            let Value::One(f) = item.value else { continue };
            let Some(figure) = passage.figure(f).filter(|f| f.hedge.is_none() && !told.contains(&f.number)) else {
                continue;
            };
            let reach = Reach { above, passage, index, item, by_word: &by_word };
            let rate = matches!(figure.unit.dimension, Dimension::Percent | Dimension::Permille) && figure.decimals > 0;
            let relative = if rate { reach.relative(figure) } else { None };
            let claim = match item.verb {
                _ if relative.is_some() => relative,
                Some(Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort) if rate => reach.change(figure),
                Some(verb) if verb.moves() => None,
                Some(Cue::Growth | Cue::Average | Cue::From | Cue::To | Cue::RaiseTo) => None,
                _ if figure.unit.dimension == Dimension::Times => reach.multiple(figure),
                _ if rate && !item.cues.any(&[Cue::Growth, Cue::Average, Cue::Goal]) => reach.share(figure),
                _ => None,
            };
            found.extend(claim);
        }
    }
    // What stands by its words is not given up for what only stands near.
    let whole: BTreeSet<TextRange> =
        claims.iter().filter(|c| is_whole(c)).filter_map(|c| c.get(Role::Stated)).map(|f| f.number).collect();
    found.retain(|c: &Claim| {
        c.binding != Binding::Meant || !c.get(Role::Stated).is_some_and(|f| whole.contains(&f.number))
    });
    // Where the search succeeds, a reading that could not be decided says nothing more.
    let by_search: BTreeSet<TextRange> = found.iter().filter_map(|c| c.get(Role::Stated)).map(|f| f.number).collect();
    claims.retain(|c| settled(c) || !c.get(Role::Stated).is_some_and(|f| by_search.contains(&f.number)) || !open(c));
    claims.extend(found);
    claims.sort_by_key(|c| (c.range, c.kind));
}

/// Whether a claim with a percentage needs no search: it closes, or it is surely bound with all its figures.
fn settled(claim: &Claim) -> bool {
    if claim.binding == Binding::Sure && !open(claim) {
        return true;
    }
    claim.readings().any(|o| closes_reading(claim.relation, o))
}

/// Whether a share or percentage of a plan has both its sides.
fn is_whole(claim: &Claim) -> bool {
    let rate = matches!(claim.relation, Relation::Share | Relation::OfTarget | Relation::ShareOrTarget);
    rate && (claim.get(Role::Whole).is_some() || claim.get(Role::Target).is_some())
}

fn closes_reading(relation: Relation, operands: &[Operand]) -> bool {
    let get = |role| operands.iter().find(|o| o.role == role).map(|o| &o.figure);
    let Some(stated) = get(Role::Stated) else { return false };
    match relation {
        Relation::Share | Relation::OfTarget | Relation::ShareOrTarget => {
            let part = get(Role::Part).or_else(|| get(Role::Level));
            let whole = get(Role::Whole).or_else(|| get(Role::Target));
            matches!((part, whole), (Some(p), Some(w)) if closes::share(p, w, stated))
        }
        Relation::PercentChange => {
            matches!((get(Role::Level), get(Role::Base)), (Some(l), Some(b)) if closes::percent(l, b, stated))
                || matches!((get(Role::Change), get(Role::Base)), (Some(c), Some(b)) if closes::share(c, b, stated))
        }
        Relation::Gap => {
            let named = get(Role::Target).is_some() || get(Role::Whole).is_some();
            named || !stated.is_rate() || get(Role::Level).is_none_or(Figure::is_rate)
        }
        _ => true,
    }
}

/// A claim about a percentage whose other side the text leaves out.
fn open(claim: &Claim) -> bool {
    match claim.relation {
        Relation::Share => claim.get(Role::Whole).is_none() || claim.binding == Binding::Likely,
        Relation::OfTarget | Relation::ShareOrTarget => {
            claim.binding == Binding::Likely
                || claim.kind == ClaimKind::PercentChange && claim.get(Role::Target).is_none()
        }
        Relation::PercentChange => {
            claim.get(Role::Base).is_none() && claim.get(Role::Change).is_none() || claim.binding == Binding::Likely
        }
        Relation::Multiple => claim.get(Role::Base).is_none(),
        // `vượt 2,6% dự toán huyện giao`: of a plan that stands elsewhere.
        Relation::Gap => {
            let amount = claim.get(Role::Level).is_some_and(|l| !l.is_rate());
            let rate = claim.get(Role::Stated).is_some_and(Figure::is_rate);
            amount && rate && claim.get(Role::Target).is_none() && claim.get(Role::Whole).is_none()
        }
        _ => false,
    }
}

/// How many pairs may be tried for a figure, so that one closes by chance in one case of fifty at most: a pair in
/// reach may give any ratio of three decades, and of those a printed number of n units covers two (rounded, cut).
fn tries(figure: &Figure) -> i64 {
    const UNITS: i64 = 15;
    const MOST: i64 = 48;
    (units(figure) / UNITS).clamp(1, MOST)
}

/// How many units of its last digit a figure has.
pub fn units(figure: &Figure) -> i64 {
    let units = Exact::ten_pow(i32::from(figure.decimals)).and_then(|ten| figure.printed.mul(ten));
    units.and_then(|u| u.abs().to_i64()).unwrap_or(0)
}

/// Uses up one of the readings that may be tried.
pub fn try_one(left: &mut i64) -> bool {
    let may = *left > 0;
    *left -= i64::from(may);
    may
}

/// A percentage and what stands around it.
struct Reach<'c, 'p, 'd> {
    above: &'p Above<'p, 'd>,
    passage: &'p Passage<'d>,
    index: usize,
    item: &'p Item,
    by_word: &'c OnceCell<ByWord<'p>>,
}

impl<'p> Reach<'_, 'p, '_> {
    /// Amounts before the percentage, nearest first: of its sentence, its bracket's host, the sentences and the lead above.
    fn before(&self) -> Vec<(&'p Item, &'p Figure)> {
        let items = self.passage.items.items.get(..self.index).unwrap_or_default().iter().rev();
        let near = items.take_while(|x| x.sentence + 1 >= self.item.sentence).take(2 * WHOLES);
        let mut out: Vec<(&Item, &Figure)> = near
            .filter(|x| !matches!(x.value, Value::Range(..)))
            .flat_map(|x| figures(self.passage, x).into_iter().map(move |f| (x, f)))
            .filter(|(x, f)| amount(f) && !changes(x))
            .collect();
        out.extend(self.above.levels(self.passage.block, self.item.sentence));
        out.extend(self.above.sibling_levels(self.passage.block));
        out.retain(|(_, f)| amount(f));
        let mut seen = BTreeSet::new();
        out.retain(|(_, f)| seen.insert(f.number));
        out
    }

    /// Amounts right behind the percentage: `28,3% lực lượng lao động (682.500 người)`.
    fn behind(&self) -> Vec<(&'p Item, &'p Figure)> {
        let next = self.passage.items.items.get(self.index + 1..).unwrap_or_default().iter().take(1);
        next.filter(|x| x.sentence == self.item.sentence && !changes(x))
            .flat_map(|x| figures(self.passage, x).into_iter().map(move |f| (x, f)))
            .filter(|(_, f)| amount(f))
            .collect()
    }

    /// Amounts in the bracket right behind.
    fn bracketed(&self) -> Vec<(&'p Item, &'p Figure)> {
        let group = self.passage.items.bracket_behind(self.index);
        let inside = group.into_iter().flat_map(|g| self.passage.items.of_group(g)).filter(|(_, x)| !changes(x));
        inside.filter_map(|(_, x)| Some((x, self.passage.first(x).filter(|f| amount(f))?))).collect()
    }

    /// Amounts anywhere before in the draft that have all the words behind the percentage around them.
    fn named(&self) -> Vec<(&'p Item, &'p Figure)> {
        let words = self.words_behind();
        if words.is_empty() {
            return Vec::new();
        }
        self.by_word.get_or_init(|| ByWord::of(self.above.document, self.above.passages)).with(&words)
    }

    /// The telling words behind the percentage, up to the next figure or separator.
    fn words_behind(&self) -> Vec<String> {
        let tail = self.passage.lexed.tokens.get(self.item.tail.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (tail.first(), tail.last()) else { return Vec::new() };
        let mut words = words_of(self.above.document.slice(first.range.cover(last.range)));
        words.retain(|w| !super::words::is_filler(w));
        words
    }

    fn change(&self, figure: &Figure) -> Option<Claim> {
        let mut left = tries(figure);
        let before = self.before();
        let up = matches!(self.item.verb, Some(Cue::Increase | Cue::Exceed));
        for (n, (level_item, level)) in before.iter().take(PARTS).enumerate() {
            let planned = self.item.after.any(&[Cue::Target, Cue::Given]);
            let named = if planned { self.named() } else { Vec::new() };
            let bases = self.behind();
            let near = bases.iter().chain(before.iter().skip(n + 1).take(WHOLES));
            // What has the words behind the percentage is bound by more than its value.
            let bases = named.iter().map(|b| (b, true)).chain(near.map(|b| (b, false)));
            let mut bases = bases.filter(|((_, b), _)| fit(b, level) >= Fit::Elided && b.number != level.number);
            let closing = bases.find(|((_, b), bound)| {
                let side = (level.value() > b.value()) == up;
                side && (*bound || try_one(&mut left)) && closes::percent(level, b, figure)
            });
            if let Some(((base_item, base), _)) = closing {
                let mut operands = vec![
                    Operand::new(Role::Stated, &Figure { negative: false, ..figure.clone() }, None),
                    Operand::new(Role::Level, level, level_item.period),
                    Operand::new(Role::Base, base, base_item.period),
                ];
                let plan = named.iter().any(|(_, f)| f.number == base.number);
                let mut claim = if plan {
                    operands.iter_mut().filter(|o| o.role == Role::Base).for_each(|o| o.role = Role::Target);
                    self.claim(ClaimKind::PercentPoints, Relation::Gap, operands)
                } else {
                    self.claim(ClaimKind::PercentChange, Relation::PercentChange, operands)
                };
                claim.upward = Some(up);
                return Some(claim);
            }
        }
        None
    }

    /// `Dư nợ 512,4 tỷ đồng với 9.846 hộ, bình quân …; so với cuối năm tăng 41,2 tỷ đồng (+8,7%)`, `tăng 87 học sinh
    /// (1,5%)` in a note: a change with its percentage, and the amount near it that closes both.
    fn relative(&self, figure: &Figure) -> Option<Claim> {
        let group = self.passage.items.groups.get(self.item.group as usize)?;
        let first = self.passage.items.before(self.item.group, self.index).next().is_none();
        let bracketed = self.item.group != 0 && group.adjacent && first && self.item.own.is_empty();
        let at = if bracketed { group.host? } else { self.index.checked_sub(1)? };
        let change = self.passage.item(at)?;
        let joined = bracketed
            || change.group == self.item.group
                && change.sentence == self.item.sentence
                && self.item.separator <= Separator::Comma
                && self.item.cues.has(Cue::Corresponding);
        let up = match change.verb {
            Some(Cue::Increase) => true,
            Some(Cue::Decrease) => false,
            _ => return None,
        };
        let amount =
            self.passage.first(change).filter(|f| joined && amount(f) && matches!(change.value, Value::One(_)))?;
        let base = |level: &Figure| {
            let (value, by) = (level.value()?, amount.value()?);
            let printed = if up { value.sub(by)? } else { value.add(by)? }.div(level.unit.factor)?;
            Some(Figure { printed, ..level.clone() })
        };
        let closes = |level: &Figure| {
            let kind = fit(level, amount) == Fit::Same && level.number != amount.number;
            kind && base(level).is_some_and(|b| !b.printed.is_negative() && closes::share(amount, &b, figure))
        };
        let mut left = tries(figure);
        let marked = self.above.marked(self.passage.block).filter(|(_, l)| closes(l));
        let before = self.before();
        let mut near = before.iter().filter(|(_, l)| fit(l, amount) == Fit::Same).take(WHOLES);
        let (item, level) = marked.or_else(|| near.find(|(_, l)| try_one(&mut left) && closes(l)).copied())?;
        let operands = vec![
            Operand::new(Role::Stated, &Figure { negative: false, ..figure.clone() }, None),
            Operand::new(Role::Level, level, item.period),
            Operand::new(Role::Change, &Figure { negative: false, ..amount.clone() }, None),
        ];
        let mut claim = self.claim(ClaimKind::PercentChange, Relation::PercentChange, operands);
        claim.upward = Some(up);
        Some(claim)
    }

    /// `6.842 tỷ đồng, trong khi năm 2015 mới có 4.310 tỷ đồng …, quy mô gấp 1,59 lần`
    fn multiple(&self, figure: &Figure) -> Option<Claim> {
        let mut left = tries(figure);
        let before = self.before();
        let others = self.bracketed();
        let others = if others.is_empty() { self.behind() } else { others };
        for (n, (level_item, level)) in before.iter().take(PARTS).enumerate() {
            let others = others.iter().chain(before.iter().skip(n + 1).take(PARTS)).chain(before.get(..n)?);
            let closing =
                others.filter(|(_, b)| fit(b, level) == Fit::Same && b.number != level.number).find(|(_, b)| {
                    let operands = [
                        Operand::new(Role::Stated, figure, None),
                        Operand::new(Role::Whole, level, None),
                        Operand::new(Role::Divisor, b, None),
                    ];
                    figure.decimals > 0 && try_one(&mut left) && closes::quotient(&operands)
                });
            if let Some((base_item, base)) = closing {
                let operands = vec![
                    Operand::new(Role::Stated, figure, None),
                    Operand::new(Role::Level, level, level_item.period),
                    Operand::new(Role::Base, base, base_item.period),
                ];
                return Some(self.claim(ClaimKind::PercentChange, Relation::Multiple, operands));
            }
        }
        None
    }

    fn claim(&self, kind: ClaimKind, relation: Relation, operands: Vec<Operand>) -> Claim {
        let mut claim = Claim::new(kind, relation, self.passage.range(self.item), operands);
        claim.indicator = self.passage.indicator(self.item);
        claim.binding = Binding::Likely;
        claim
    }
}

fn figures<'p>(passage: &'p Passage<'_>, item: &Item) -> Vec<&'p Figure> {
    match item.value {
        Value::One(f) => passage.figure(f).into_iter().collect(),
        Value::Fraction(a, b) => [passage.figure(a), passage.figure(b)].into_iter().flatten().collect(),
        Value::Range(..) => Vec::new(),
    }
}

/// How many digits a figure is printed with, zeros behind the comma among them.
fn digits(figure: &Figure) -> u32 {
    units(figure).checked_ilog10().map_or(0, |most| most + 1)
}

fn amount(figure: &Figure) -> bool {
    !figure.is_rate()
        && !matches!(figure.unit.dimension, Dimension::Times | Dimension::PerUnit)
        && figure.hedge.is_none()
}

fn changes(item: &Item) -> bool {
    item.verb.is_some_and(Cue::moves)
}
