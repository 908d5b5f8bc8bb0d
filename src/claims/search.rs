//! Operands that no word binds, found by what closes: the whole of a percentage, the base of a change.
//! Only near ones are tried, or such as the words behind the percentage name; a claim found this way is right
//! as far as the text goes, and never wrong. How many are tried depends on the digits printed: that `7,5%` closes with
//! one of twenty pairs proves nothing, that `58,53%` does, much.

mod by_word;

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

    fn share(&self, figure: &Figure) -> Option<Claim> {
        let mut left = tries(figure);
        let before = self.before();
        let (behind, named) = (self.behind(), self.named());
        let over = matches!(self.item.verb, Some(Cue::Reach | Cue::Equal)) || self.item.cues.has(Cue::ComparedWith);
        let telling = digits(figure) >= 3;
        for (n, (part_item, part)) in before.iter().take(PARTS).enumerate() {
            let nearest = n == 0 && part_item.sentence == self.item.sentence;
            // What stands behind the percentage, or has its words, is bound by more than its value.
            let near = before.iter().skip(n + 1).take(WHOLES).map(|w| (w, false));
            let wholes = behind.iter().map(|w| (w, true)).chain(near).chain(named.iter().map(|w| (w, true)));
            let fits = |w: &Figure| {
                w.number != part.number
                    && fit(w, part) >= Fit::Kin
                    && (fit(w, part) >= Fit::Elided || telling)
                    && (over || w.value() > part.value())
                    && (telling || nearest)
            };
            let closing = wholes.into_iter().filter(|((_, w), _)| fits(w)).find(|((_, w), bound)| {
                let tried = *bound || try_one(&mut left);
                tried && closes::share(part, w, figure)
            });
            if let Some(((_, whole), _)) = closing {
                return Some(self.share_of(figure, part_item, part, whole));
            }
        }
        let least = self.plan_nearer(figure, &before).or_else(|| self.of_both(figure, &before));
        least.or_else(|| self.parted(figure, &before)).or_else(|| self.nearly(figure, &before))
    }

    fn share_of(&self, figure: &Figure, part_item: &Item, part: &Figure, whole: &Figure) -> Claim {
        let operands = vec![
            Operand::new(Role::Stated, figure, None),
            Operand::new(Role::Part, part, part_item.period),
            Operand::new(Role::Whole, whole, None),
        ];
        self.claim(ClaimKind::Share, Relation::Share, operands)
    }

    /// `chi 1.286,4 triệu đồng cho 1.072 suất; kế hoạch năm 1.100 triệu đồng (đạt 116,9%)`, `cấp 2.316 giấy (hồ sơ đủ điều kiện
    /// 2.640, đạt 87,7%)`: what it is a percentage of stands nearer than what was reached.
    fn plan_nearer(&self, figure: &Figure, before: &[(&'p Item, &'p Figure)]) -> Option<Claim> {
        const NEAR: usize = 3;
        let telling = digits(figure) >= 3;
        let reached = matches!(self.item.verb, Some(Cue::Reach | Cue::Equal)) || self.item.group != 0;
        let ((whole_item, whole), rest) = before.split_first().filter(|_| telling && reached && !self.item.subject)?;
        let near =
            rest.iter().take(NEAR).filter(|(x, f)| x.sentence == whole_item.sentence && fit(f, whole) >= Fit::Elided);
        let (item, level) = near.copied().find(|(_, level)| closes::share(level, whole, figure))?;
        let operands = vec![
            Operand::new(Role::Stated, figure, None),
            Operand::new(Role::Level, level, item.period),
            Operand::new(Role::Target, whole, None),
        ];
        Some(Claim { by_value: true, ..self.claim(ClaimKind::PercentOfTarget, Relation::OfTarget, operands) })
    }

    /// `nhà vệ sinh đạt chuẩn 152 khu, không đạt 08 khu (đạt 95,0%)`: a part of two that only together are the whole.
    fn of_both(&self, figure: &Figure, before: &[(&'p Item, &'p Figure)]) -> Option<Claim> {
        let telling = digits(figure) >= 3;
        let [(x, a), (y, b), ..] = before else { return None };
        let here = |x: &Item| x.sentence == self.item.sentence;
        if !telling || !here(x) || !here(y) || fit(a, b) < Fit::Elided || self.item.subject {
            return None;
        }
        let sum = || Some(Figure { printed: a.printed.add(b.printed)?, ..(*a).clone() });
        let sum = sum().filter(|_| a.unit.factor == b.unit.factor)?;
        let (item, part) = [(x, a), (y, b)].into_iter().find(|(_, part)| closes::share(part, &sum, figure))?;
        let operands = vec![
            Operand::new(Role::Stated, figure, None),
            Operand::new(Role::Part, part, item.period),
            Operand::new(Role::Term, a, x.period),
            Operand::new(Role::Term, b, y.period),
        ];
        Some(Claim { by_value: true, ..self.claim(ClaimKind::Share, Relation::Share, operands) })
    }

    /// `tiếp nhận 3.847 hồ sơ, trực tuyến 3.294, tỷ lệ 85,6%, trực tiếp 553`: that the part and the next amount make up the
    /// whole binds all three, whatever the percentage.
    fn parted(&self, figure: &Figure, before: &[(&'p Item, &'p Figure)]) -> Option<Claim> {
        const LEAST: i64 = 100;
        let named = self.item.verb == Some(Cue::Share) || self.item.cues.has(Cue::RateNoun) || self.item.group != 0;
        let plain = !self.item.subject && !self.item.after.any(&[Cue::Target, Cue::Given, Cue::ComparedWith]);
        let (item, part) = before.first().filter(|(x, _)| named && plain && x.sentence == self.item.sentence)?;
        let rest = self.passage.items.from(item.group, self.index + 1).map(|(_, x)| x);
        let next = rest.take_while(|x| x.sentence == item.sentence).find(|x| !changes(x))?;
        let other = self.passage.first(next).filter(|f| amount(f) && fit(f, part) >= Fit::Elided)?;
        let sum = part.value()?.add(other.value()?)?;
        let here = before.iter().skip(1).filter(|(x, _)| x.sentence == item.sentence);
        let mut wholes = here
            .filter(|(_, w)| w.printed >= Exact::int(LEAST) && w.value() == Some(sum) && fit(w, part) >= Fit::Elided);
        // `kiên cố 2.080 hộ, chiếm 50,0%; bán kiên cố 1.248 hộ, chiếm 30,0%; nhà tạm 832 hộ`: what has a share of its own is a part.
        let (_, whole) = wholes.next().filter(|(_, w)| {
            let behind =
                self.passage.item(self.passage.index_at(w.range.start) + 1).and_then(|x| self.passage.first(x));
            !behind.is_some_and(Figure::is_rate)
        })?;
        Some(Claim { binding: Binding::Sure, ..self.share_of(figure, item, part, whole) })
    }

    /// `làm rõ 71 vụ, …, tỷ lệ 91,04%` of 78 cases in the sentence before (91,03%): that one pair of counts of one kind
    /// comes within two units of the last of four digits is no chance. It is the pair that is meant, and not right.
    fn nearly(&self, figure: &Figure, before: &[(&'p Item, &'p Figure)]) -> Option<Claim> {
        const DIGITS: u32 = 4;
        let named = self.item.cues.has(Cue::RateNoun) || matches!(self.item.verb, Some(Cue::Reach | Cue::Share));
        if digits(figure) < DIGITS || figure.decimals < 2 || !named || figure.printed >= Exact::HUNDRED {
            return None;
        }
        let slack = Exact::ten_pow(-i32::from(figure.decimals))?.mul(Exact::int(2))?;
        let near = |part: &Figure, whole: &Figure| {
            let off = part.value()?.div(whole.value()?)?.mul(Exact::HUNDRED)?.sub(figure.printed)?.abs();
            (off <= slack).then_some(())
        };
        let counts: Vec<_> =
            before.iter().filter(|(x, f)| f.is_count() && x.sentence + 1 >= self.item.sentence).take(WHOLES).collect();
        let pairs = counts.iter().enumerate().flat_map(|(n, p)| counts.iter().skip(n + 1).map(move |w| (*p, *w)));
        let mut found = pairs.filter(|((x, part), (_, whole))| {
            let same = x.sentence == self.item.sentence && fit(part, whole) == Fit::Same;
            same && whole.value() > part.value() && near(part, whole).is_some()
        });
        let ((item, part), (_, whole)) = found.next().filter(|_| found.next().is_none())?;
        let operands = vec![
            Operand::new(Role::Stated, figure, None),
            Operand::new(Role::Part, part, item.period),
            Operand::new(Role::Whole, whole, None),
        ];
        let claim = self.claim(ClaimKind::Share, Relation::Share, operands);
        Some(Claim { binding: Binding::Sure, ..claim })
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
