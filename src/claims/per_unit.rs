//! Averages per unit: `24.316 học sinh; 842 lớp, bình quân 28,9 học sinh/lớp`, `84.215 hộ vay 3.864 tỷ
//! đồng, mỗi hộ bình quân 45,9 triệu đồng`, `cứ một vạn dân có 7,3 bác sĩ`.

mod named;
mod openers;
mod reach;
mod said;

use super::above::Above;
use super::items::{Item, Passage, Separator, Value};
use super::series::is_yield;
use super::{Binding, Claim, ClaimKind, Operand, Relation, Role, closes, priced, words};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Hedge, Period, Token, TokenKind, lex};
pub use openers::{is_time, names_mean, says_each, says_per, step_of};
use reach::{Found, amount_behind, in_reach, is_taken, slipped};
use said::Said;
use std::cell::OnceCell;

/// How many items back the two amounts are looked for.
const REACH: usize = 8;
/// How many items back a second count of the same is looked for.
const FAR: usize = 32;
/// The most amounts and the most counts that are tried.
const MOST: usize = 4;

/// Reads the averages per unit of all passages.
pub fn per_unit(above: &Above<'_, '_>, claims: &mut Vec<Claim>) {
    let reader = Reader { above, of_all: OnceCell::new(), named: OnceCell::new() };
    for passage in above.passages.iter().flatten() {
        let mut previous: Option<(usize, Said)> = None;
        let mut proved: Option<(u32, Said, Figure)> = None;
        for (index, item) in passage.items.items.iter().enumerate() {
            let Value::One(f) = item.value else { continue };
            let Some(figure) = passage.figure(f).filter(|f| !f.is_rate()) else { continue };
            if is_bound(passage, index, item, figure) {
                continue;
            }
            let own = said::of(passage, index, item, figure);
            // `cứ một vạn dân có 7,3 bác sĩ, 24,4 giường`: the words stand for both.
            let carried = || {
                let (at, said) = previous.as_ref()?;
                let goes_on = at + 1 == index && item.own.is_empty() && said.worded && figure.decimals > 0;
                goes_on.then(|| said.clone())
            };
            let Some(said) = own.or_else(carried) else { continue };
            // `74 bác sĩ, đạt 7,83 bác sĩ/vạn dân; 21 dược sĩ, đạt 2,9 dược sĩ/vạn dân`: of the people that one closes with.
            let same = |p: &&(u32, Said, Figure)| p.0 == item.sentence && p.1.is_per_same(&said) && said.of_all();
            let divisor = proved.as_ref().filter(same).map(|p| &p.2);
            let Some(claim) = reader.average(passage, index, item, figure, &said, divisor) else {
                previous = Some((index, said));
                continue;
            };
            if let Some(count) = claim.get(Role::Divisor).filter(|_| closes::quotient(&claim.operands)) {
                proved = Some((item.sentence, said.clone(), count.clone()));
            }
            claims.push(claim);
            previous = Some((index, said));
        }
    }
}

/// Whether a figure is an average by the head, the household, the hectare; not by a time alone.
pub fn is_per_unit(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure) -> bool {
    said::of(passage, index, item, figure).is_some()
}

/// `4/5 xã có mật độ trên 290 người/km²`: what each of those counted has passed.
fn is_bound(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure) -> bool {
    let before = index.checked_sub(1).and_then(|i| passage.item(i)).filter(|x| x.sentence == item.sentence);
    let counted = before.and_then(|x| match x.value {
        Value::Fraction(_, lower) => passage.figure(lower),
        _ => passage.first(x),
    });
    let thing = figure.unit.key.split_once('/').map_or("", |(_, thing)| thing);
    let others = counted.is_some_and(|f| f.is_count() && !f.unit.key.is_empty() && f.unit.key != thing);
    matches!(figure.hedge, Some(Hedge::Above | Hedge::Below)) && item.separator == Separator::None && others
}

struct Reader<'p, 'd> {
    above: &'p Above<'p, 'd>,
    /// The counts of people, households and land of the draft, by what they count.
    of_all: OnceCell<Vec<&'p Figure>>,
    /// The pairs of counts of the draft, by what names them.
    named: OnceCell<named::Pairs<'p>>,
}

impl<'p> Reader<'p, '_> {
    fn average(
        &self,
        passage: &'p Passage<'_>,
        index: usize,
        item: &'p Item,
        figure: &Figure,
        said: &Said,
        proved: Option<&Figure>,
    ) -> Option<Claim> {
        // `bình quân 14,2 tiêu chí/xã, tăng 0,8 tiêu chí so với năm 2023 (13,4 tiêu chí/xã)`: the average it was.
        let host = passage.items.groups.get(item.group as usize).and_then(|g| passage.item(g.host?));
        if host.is_some_and(|h| matches!(h.verb, Some(Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort))) {
            return None;
        }
        let single = single(figure);
        let mut near = in_reach(passage, index, item, &single, said);
        // `12 huyện đạt 240 tiêu chí; bình quân tăng 2 tiêu chí/huyện`: of what was added, which stands nowhere.
        let grows = matches!(item.verb, Some(Cue::Increase | Cue::Decrease));
        if grows && near.amounts.first().is_none_or(|(x, _)| x.verb != item.verb) {
            return None;
        }
        let following = amount_behind(passage, index, item, &single, said);
        let total = following.filter(|(x, _)| x.cues.has(Cue::Total) && near.amounts.is_empty());
        near.amounts.extend(total);
        // `26.840 học sinh, bình quân 32,5 học sinh/lớp (826 lớp)`
        let bracket = passage.items.bracket_behind(index).and_then(|g| passage.items.of_group(g).next());
        let single_value = bracket.filter(|(_, x)| matches!(x.value, Value::One(_)) && !said.worded);
        if let Some((x, f)) = single_value.and_then(|(_, x)| Some((x, passage.first(x)?))) {
            if said.counts(passage, x, f, &single) && near.counts.is_empty() {
                near.counts.push(f);
            } else if near.amounts.is_empty() && said.is_amount(passage, x, f, &single) {
                near.amounts.push((x, f));
            }
        }
        let stated = Operand::new(Role::Stated, figure, item.period);
        let any_case = near.counts.is_empty() && said.any_case();
        if any_case {
            let own =
                passage.items.before(item.group, index).take(REACH).take_while(|(_, x)| x.sentence == item.sentence);
            near.counts.extend(own.filter_map(|(_, x)| passage.first(x)).filter(|f| f.is_count() && !f.is_rate()));
        }
        let months = if said.monthly { months(passage, item) } else { Exact::ONE };
        let reading = |amount: &Figure, count: &Figure| {
            let mut divisor = said.divided_by(count);
            divisor.unit.factor = divisor.unit.factor.mul(months).unwrap_or(divisor.unit.factor);
            vec![
                stated.clone(),
                Operand::new(Role::Whole, amount, None),
                Operand { role: Role::Divisor, figure: divisor, period: None },
            ]
        };
        let mut readings: Vec<Vec<Operand>> = Vec::new();
        for (_, amount) in near.amounts.iter().take(MOST) {
            for count in near.counts.iter().take(MOST) {
                readings.push(reading(amount, count));
            }
        }
        // `168 vụ, hình sự 07, hành chính 152; phạt 4,256 tỷ đồng, bình quân 28,0 triệu đồng/vụ`: of the part that closes.
        let parts = near.amounts.iter().take(MOST).flat_map(|(_, a)| near.bare.iter().map(|c| reading(a, c)));
        readings.extend(parts.filter(|r| closes::quotient(r)));
        // An amount behind that no word calls the total is it where it closes.
        let closing = near.counts.iter().filter_map(|c| Some(reading(following?.1, c))).find(|r| closes::quotient(r));
        readings.extend(closing.filter(|_| total.is_none()));
        // `4.417 hộ/21.643 nhân khẩu, bình quân 4,9 khẩu/hộ`: the pair right before is the one meant.
        let paired = index.checked_sub(1).and_then(|i| passage.item(i)).is_some_and(|x| {
            let pair = match x.value {
                Value::Fraction(a, b) => [passage.figure(a), passage.figure(b)],
                _ => [None, None],
            };
            let holds = |f: &Figure| pair.iter().flatten().any(|p| p.number == f.number);
            near.amounts.first().is_some_and(|a| holds(a.1)) && near.counts.first().is_some_and(|c| holds(c))
        });
        let alone = near.amounts.len() == 1 && near.counts.len() == 1;
        // `18.640 lượt. Tháng 2 đông nhất, 11.930 lượt. …; thu 1.118 triệu đồng, 60 nghìn đồng/lượt`: of the first or the last.
        let before = passage.items.items.get(index.saturating_sub(FAR)..index).unwrap_or_default();
        let counts = before.iter().filter(|x| x.group == 0 && !x.verb.is_some_and(Cue::moves));
        let mut counts = counts.filter_map(|x| Some((x, passage.first(x)?)));
        let several = near.counts.first().is_some_and(|c| {
            let apart = passage.item(passage.index_at(c.range.start)).is_some_and(|x| x.sentence != item.sentence);
            apart && counts.any(|(x, f)| f.value() != c.value() && said.counts(passage, x, f, &single))
        });
        let alone = alone && !several;
        // `bình quân 18,0 tiêu chí/xã, năm 2020 mới 15,2 tiêu chí/xã`: that year's amount stands nowhere.
        let amount_period = near.amounts.first().and_then(|a| a.0.period);
        let named = |t: &Token| item.period.is_some_and(|p| t.kind == TokenKind::Period(p));
        let other_time = passage.own(item).any(named) && amount_period != item.period;
        // `xã Pú Hao 15/19 tiêu chí, bình quân hai xã 17 tiêu chí/xã`: how many there are to reach is no total.
        let whole_of_fraction = near.amounts.first().is_some_and(|(x, f)| {
            matches!(x.value, Value::Fraction(_, b) if passage.figure(b).is_some_and(|b| b.number == f.number))
        });
        let sure = !said.timed
            && !any_case
            && !other_time
            && (paired || !whole_of_fraction)
            && !said.daily()
            && !priced::is_price(passage, item, figure)
            && (paired
                || alone && total.is_some() && !said.worded
                || alone && said.about_amount(passage, item, near.amounts.first().map(|a| a.0)))
            && (!said.worded || item.cues.has(Cue::Average) || total.is_some());
        // Of the same people as the average before, where the amount stands right beside.
        let beside = |(x, f): &&(&Item, &Figure)| {
            passage.index_at(f.range.start) + 1 == index && x.sentence == item.sentence && f.hedge.is_none()
        };
        let same = proved.filter(|_| near.counts.is_empty()).zip(near.amounts.first().filter(beside));
        let sure = sure || same.is_some();
        readings.extend(same.map(|(divisor, (_, amount))| {
            let operand = |role, f: &Figure| Operand::new(role, f, None);
            vec![stated.clone(), operand(Role::Whole, amount), operand(Role::Divisor, divisor)]
        }));
        if !readings.iter().any(|r| closes::quotient(r)) && !sure {
            readings.extend(self.elsewhere(passage, item, &single, said, &near).map(|(a, c)| reading(a, c)));
        }
        // `bình quân tiểu học 32,6 học sinh/lớp, THCS 38,9 học sinh/lớp`: of the pair that has the name.
        let mut sure = sure;
        if !sure && !readings.iter().any(|r| closes::quotient(r)) {
            let pairs = self.named.get_or_init(|| named::Pairs::of(self.above));
            if let Some((amount, count)) = pairs.of_name(passage, item, figure) {
                readings.insert(0, reading(amount, count));
                sure = !said.timed;
            }
        }
        // `148.032 lượt, bình quân 12,5 lượt/người`: a tenth of what it is by the people of the draft.
        if !sure && near.counts.is_empty() && said.of_all() && !readings.iter().any(|r| closes::quotient(r)) {
            let pair = self.tenfold(passage, item, &single, said, &near);
            sure = pair.is_some();
            readings.splice(0..0, pair.map(|(a, c)| reading(a, c)));
        }
        // `trúng 163 lô. … tiền trúng 123.297 triệu đồng, mỗi lô 75,64 triệu đồng`: the digits are those of 756,42.
        if !sure && !readings.iter().any(|r| closes::quotient(r)) {
            let pair = self.shifted(passage, item, &single, said, &near);
            sure = pair.is_some();
            readings.splice(0..0, pair.map(|(a, c)| reading(a, c)));
        }
        if let Some(closing) = readings.iter().position(|r| closes::quotient(r)) {
            readings.swap(0, closing);
        } else if !sure
            && !is_yield(figure)
            && let Some(slipped) = slipped(&near, following, &reading).filter(|r| !is_taken(passage, item, figure, r))
        {
            sure = true;
            readings = vec![slipped];
        }
        // Of what is by the day only what closes says what it is of.
        if said.daily() && !sure && !readings.first().is_some_and(|r| closes::quotient(r)) {
            return None;
        }
        if readings.is_empty() {
            return None;
        }
        let operands = readings.remove(0);
        let range =
            operands.iter().filter(|o| o.role == Role::Stated).fold(figure.range, |r, o| r.cover(o.figure.range));
        let mut claim = Claim::new(ClaimKind::Average, Relation::PerUnit, range, operands);
        // `4.230 triệu đồng (60 triệu đồng/nhà làm mới, 30 triệu đồng/nhà sửa)`: two prices of one thing are no average.
        let other = |x: &Item| {
            passage.first(x).is_some_and(|f| f.unit.dimension == figure.unit.dimension && f.value() != figure.value())
        };
        // `…: mức 60 triệu đồng/nhà làm mới, 30 triệu đồng/nhà sửa`
        let listed = |near: Option<usize>| {
            let (at, x) = near.and_then(|i| Some((i, passage.item(i)?)))?;
            let parted = passage.item(at.max(index))?.separator;
            let here = (x.group, x.sentence) == (item.group, item.sentence) && parted <= Separator::Comma;
            Some(here && parted >= Separator::And && x.period.is_none() && other(x) && !x.cues.has(Cue::Average))
        };
        let beside = [index.checked_sub(1), Some(index + 1)].into_iter().any(|i| listed(i) == Some(true));
        let prices = item.group != 0 && passage.items.of_group(item.group).any(|(_, x)| other(x))
            || beside && !item.subject && figure.unit.dimension == Dimension::PerUnit && !item.cues.has(Cue::Average);
        let sure = sure && !prices;
        // Several amounts or counts in reach: the nearest pair need not be the one meant.
        claim.binding = if sure { Binding::Sure } else { Binding::Likely };
        claim.alternatives = readings;
        Some(claim)
    }

    /// A pair further away that closes: in the sentences before, in the paragraph that leads a list, and, of
    /// people and households and land, in the whole draft.
    fn elsewhere(
        &self,
        passage: &'p Passage<'_>,
        item: &Item,
        single: &Figure,
        said: &Said,
        near: &Found<'p>,
    ) -> Option<(&'p Figure, &'p Figure)> {
        let mut amounts: Vec<&Figure> = near.amounts.iter().map(|a| a.1).collect();
        let mut counts: Vec<&Figure> = near.counts.clone();
        for (x, f) in self.above.levels(passage.block, item.sentence) {
            if said.counts(passage, x, f, single) {
                counts.push(f);
            } else if said.is_amount(passage, x, f, single) {
                amounts.push(f);
            }
        }
        if said.of_all() {
            counts.extend(self.of_all().iter().filter(|f| said.counts(passage, item, f, single)));
        }
        let stated = Operand::new(Role::Stated, single, None);
        let closes = |amount: &Figure, count: &Figure| {
            closes::quotient(&[
                stated.clone(),
                Operand::new(Role::Whole, amount, None),
                Operand { role: Role::Divisor, figure: said.divided_by(count), period: None },
            ])
        };
        let pairs = amounts.iter().take(MOST).flat_map(|a| counts.iter().map(move |c| (*a, *c)));
        pairs.into_iter().find(|(a, c)| closes(a, c))
    }

    /// An amount of the sentence and the largest count of the draft, where their quotient has the digits stated, three or
    /// more, at another place of the comma.
    fn tenfold(
        &self,
        passage: &'p Passage<'_>,
        item: &Item,
        single: &Figure,
        said: &Said,
        near: &Found<'p>,
    ) -> Option<(&'p Figure, &'p Figure)> {
        let counts = self.of_all().iter().filter(|f| said.counts(passage, item, f, single));
        let count = counts.max_by_key(|f| f.printed)?;
        let slipped = |amount: &Figure, power: i32| {
            let mean = amount.value()?.div(said.divided_by(count).value()?)?.div(single.unit.factor)?;
            let moved = mean.mul(Exact::ten_pow(power)?)?.round(single.decimals)?;
            let digits = single.printed.mul(Exact::ten_pow(i32::from(single.decimals))?)?;
            (moved == single.printed && digits >= Exact::HUNDRED).then_some(())
        };
        let amounts = near.amounts.iter().take(MOST).filter(|a| a.0.sentence == item.sentence && a.1.hedge.is_none());
        let mut found = amounts.filter(|a| [1, -1].into_iter().any(|power| slipped(a.1, power).is_some()));
        found.next().filter(|_| found.next().is_none()).map(|a| (a.1, *count))
    }

    /// A pair in the paragraphs before whose quotient has the digits stated, four or more, wherever its comma is.
    fn shifted(
        &self,
        passage: &'p Passage<'_>,
        item: &Item,
        single: &Figure,
        said: &Said,
        near: &Found<'p>,
    ) -> Option<(&'p Figure, &'p Figure)> {
        const DIGITS: usize = 4;
        const PARAGRAPHS: usize = 3;
        let whole = single.printed.show(9);
        let whole = whole.split(',').next().unwrap_or_default().trim_start_matches('0');
        let digits = whole.bytes().filter(u8::is_ascii_digit).count() + usize::from(single.decimals);
        if digits < DIGITS || said.timed || said.monthly {
            return None;
        }
        let before = self.above.passages.get(..=passage.block as usize)?.iter().rev().flatten();
        let figures = before.take(PARAGRAPHS).flat_map(|p| p.lexed.figures.iter());
        let counts: Vec<&Figure> = near.counts.iter().copied().chain(figures).collect();
        let counts = || counts.iter().filter(|f| said.counts(passage, item, f, single) && f.is_count());
        let slipped = |amount: &Figure, count: &Figure| {
            let mean = || amount.value()?.div(said.divided_by(count).value()?)?.div(single.unit.factor);
            let mean = mean();
            [0, -2, -1, 1, 2].into_iter().any(|k| {
                let moved = || mean?.mul(Exact::ten_pow(k)?)?.round(single.decimals);
                moved() == Some(single.printed)
            })
        };
        let pairs = near.amounts.iter().take(1).flat_map(|(_, a)| counts().map(move |c| (*a, *c)));
        pairs.into_iter().find(|(a, c)| slipped(a, c))
    }

    /// The first and largest counts of people, households and land that a draft gives.
    fn of_all(&self) -> &[&'p Figure] {
        const FIRST: usize = 24;
        self.of_all.get_or_init(|| {
            let figures = self.above.passages.iter().flatten().flat_map(|p| p.lexed.figures.iter());
            figures.filter(|f| said::is_of_all(f)).take(FIRST).collect()
        })
    }
}

/// How many months the amount before an average by the month is of: those its sentence names, or a year's.
fn months(passage: &Passage<'_>, item: &Item) -> Exact {
    let tokens = passage.lexed.tokens.get(..item.token).unwrap_or_default().iter().rev();
    let named = tokens.take_while(|t| t.kind != TokenKind::SentenceEnd).find_map(|t| match t.kind {
        TokenKind::Period(Period::Months { count, .. }) => Some(count),
        TokenKind::Period(Period::Quarter { .. }) => Some(3),
        _ => None,
    });
    Exact::int(i64::from(named.unwrap_or(12)))
}

/// A figure `28,9 học sinh/lớp` as the `28,9 học sinh` it is.
pub fn single(figure: &Figure) -> Figure {
    let mut single = figure.clone();
    if single.unit.dimension == Dimension::PerUnit
        && let Some((upper, _)) = figure.unit.key.split_once('/')
    {
        single.unit.key = upper.to_string();
        single.unit.dimension = lex::unit_of(upper).map_or(Dimension::Count, |unit| unit.dimension);
    }
    single
}

/// Whether a counted figure counts what stands under the slash (`lớp`, `hộ`, `người`).
pub fn counted_as(figure: &Figure, noun: &str) -> bool {
    let key = figure.unit.key.as_str();
    key == noun
        || figure.noun.strip_prefix(noun).is_some_and(|r| r.is_empty() || r.starts_with(' '))
        || matches!((words::kind_of(key), words::kind_of(noun)), (Some(a), Some(b)) if a == b)
}

/// Ten thousand people in one: how many of the noun make what the average is per.
fn scaled(figure: &Figure, scale: Exact) -> Option<Figure> {
    let mut out = figure.clone();
    out.unit.factor = out.unit.factor.div(scale)?;
    Some(out)
}
