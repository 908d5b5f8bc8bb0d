//! Values of several years one behind the other, and what is said of their steps: `2021: 1.416; 2022: 1.207 (giảm 209); …;
//! cả giai đoạn giảm 864 hộ`, `số vụ năm 2022 tăng 3 vụ so với năm 2021`, `284,5 km năm 2021 và 341,0 km năm 2024, mỗi năm
//! thêm 18,8 km`. The years say which values are meant, so nothing else near is asked.

use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Passage, Separator, Value};
use crate::claims::{Claim, ClaimKind, Operand, Relation, Role, words};
use crate::document::TextRange;
use crate::figures::{Cue, Dimension, Figure, Period, Token, TokenKind};

/// Fewest values that `cả giai đoạn` may speak of, and how many sentences before it they may end.
const FEWEST: usize = 3;
const NEAR: u32 = 2;
/// The longest stretch of years.
const LONGEST: u16 = 30;

/// A value of a run.
#[derive(Clone, Copy)]
struct Term<'p> {
    year: u16,
    index: usize,
    item: &'p Item,
    figure: &'p Figure,
}

/// Values of one thing in the order of their years.
struct Run<'p> {
    terms: Vec<Term<'p>>,
    /// Whether two values of one year stand in it: then it is of two things.
    mixed: bool,
}

impl<'p> Run<'p> {
    fn at(&self, year: u16) -> Option<Term<'p>> {
        self.terms.iter().find(|t| t.year == year).copied()
    }

    /// First and last value.
    fn ends(&self) -> Option<(Term<'p>, Term<'p>)> {
        Some((*self.terms.first()?, *self.terms.last()?))
    }
}

/// Reads what a passage says of the steps between years.
pub(super) fn stretches(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    let runs = runs(passage);
    if runs.is_empty() {
        return;
    }
    let mut found = Vec::new();
    for run in &runs {
        for (a, b) in run.terms.iter().zip(run.terms.iter().skip(1)) {
            found.extend(step(passage, a, b));
        }
    }
    for (index, item) in passage.items.items.iter().enumerate() {
        let Value::One(f) = item.value else { continue };
        let (Some(figure), Some(up)) = (passage.figure(f), rises(passage, item)) else { continue };
        let near = |r: &&Run<'_>| {
            r.ends().is_some_and(|(_, last)| last.index < index && last.item.sentence + NEAR >= item.sentence)
                && item.group == 0
        };
        let mut near = runs.iter().filter(near).filter(|r| speaks_of(r, figure));
        let (Some(run), None) = (near.next(), near.next()) else { continue };
        let pair =
            if is_yearly(item) { None } else { between(passage, run, item).or_else(|| whole(passage, run, item)) };
        found.extend(pair.and_then(|(a, b)| change(figure, a, b, up)));
        found.extend(if is_yearly(item) { yearly(passage, run, item, figure, up) } else { None });
    }
    // The years bind more surely than what stands near.
    let own = |c: &Claim| {
        let stated = c.get(Role::Stated).map(|f| f.number);
        found.iter().any(|f| f.get(Role::Stated).map(|s| s.number) == stated)
    };
    claims.retain(|c| !(is_of_time(c) && own(c)));
    claims.extend(found);
}

fn is_of_time(claim: &Claim) -> bool {
    matches!(
        claim.relation,
        Relation::Change
            | Relation::PercentChange
            | Relation::Points
            | Relation::Average { .. }
            | Relation::AverageChange { .. }
    )
}

/// The runs of a passage, of two values at least.
fn runs<'p>(passage: &'p Passage<'_>) -> Vec<Run<'p>> {
    let mut runs: Vec<Run<'p>> = Vec::new();
    let mut year = None;
    for (index, item) in passage.items.of_group(0) {
        let own = match item.period {
            Some(Period::Year(y)) => Some(y),
            // `2021: 12 vụ, 1 người chết`: the year of the value before.
            None if item.separator <= Separator::Comma && item.base.is_none() => year,
            _ => None,
        };
        year = own;
        let (Some(year), Some(figure)) = (own, level(passage, item)) else { continue };
        let term = Term { year, index, item, figure };
        let run = runs.iter_mut().rev().find(|r| {
            r.terms.last().is_some_and(|l| {
                l.item.sentence + 1 >= item.sentence && alike(l.figure, figure) && of_one(passage, r, item)
            })
        });
        match run {
            Some(run) if run.terms.last().is_some_and(|l| l.year < year) => run.terms.push(term),
            Some(run) if run.terms.last().is_some_and(|l| l.year == year) => run.mixed = true,
            _ => runs.push(Run { terms: vec![term], mixed: false }),
        }
    }
    // A value of its kind right before a run is one that has lost its year.
    let whole = |r: &Run<'_>| {
        let first = r.terms.first();
        let before = first.and_then(|f| passage.items.before(0, f.index).next().map(|(_, x)| (f, x)));
        !before.is_some_and(|(f, x)| {
            let same = level(passage, x).is_some_and(|l| alike(l, f.figure));
            same && x.sentence == f.item.sentence && telling(passage, f.item).is_empty()
        })
    };
    runs.retain(|r| {
        !r.mixed && whole(r) && r.ends().is_some_and(|(a, b)| b.year > a.year && b.year - a.year < LONGEST)
    });
    runs
}

/// A value reached in its year: no change, plan, average or part.
fn level<'p>(passage: &'p Passage<'_>, item: &Item) -> Option<&'p Figure> {
    let Value::One(f) = item.value else { return None };
    let other = [
        Cue::Target,
        Cue::Given,
        Cue::Goal,
        Cue::Average,
        Cue::Growth,
        Cue::OfWhich,
        Cue::Comprise,
        Cue::Separately,
        Cue::ComparedWith,
        Cue::Increase,
        Cue::Decrease,
    ];
    let verb =
        matches!(item.verb, None | Some(Cue::Reach | Cue::Remaining | Cue::To | Cue::From | Cue::Is | Cue::Done));
    // `độ che phủ được nâng dần: 52,8% (2020)`: what stands before the colon is said of all of them.
    let opened = item.after_colon
        && matches!(item.verb, Some(Cue::RaiseTo | Cue::Increase | Cue::Decrease))
        && passage.own(item).last().is_some_and(|t| t.kind == TokenKind::Colon);
    passage.figure(f).filter(|f| {
        (opened || verb && !item.cues.any(&other))
            && f.hedge.is_none()
            && !matches!(f.unit.dimension, Dimension::Times | Dimension::PercentPoint)
    })
}

fn alike(a: &Figure, b: &Figure) -> bool {
    let bare = a.unit.dimension == Dimension::None && b.unit.dimension == Dimension::None;
    a.is_rate() == b.is_rate() && (bare || fit(a, b) == Fit::Same)
}

/// Whether a value has no subject of its own, or that of the last of the run.
fn of_one(passage: &Passage<'_>, run: &Run<'_>, item: &Item) -> bool {
    let ours = telling(passage, item);
    ours.is_empty() || run.terms.first().is_some_and(|f| telling(passage, f.item) == ours)
}

/// The telling words before a figure and those right behind it.
fn telling(passage: &Passage<'_>, item: &Item) -> Vec<String> {
    let tail = passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
    super::telling(passage, passage.own(item).chain(tail))
}

/// Words that add to a level without a verb of change.
static MORE: words::Words = words::Words::of(include_str!("../../../rules/lexicon/more-words.tsv"));

/// Which way a change goes; `mỗi năm kéo dài thêm 18,8 km` has only a small word for it.
fn rises(passage: &Passage<'_>, item: &Item) -> Option<bool> {
    let adds = || passage.own(item).any(|t| passage.document.folded(t.range).split(' ').any(|w| MORE.has(w)));
    match item.verb {
        Some(Cue::Increase) => Some(true),
        Some(Cue::Decrease) => Some(false),
        None | Some(Cue::Average) if is_yearly(item) && adds() => Some(true),
        _ => None,
    }
}

fn is_yearly(item: &Item) -> bool {
    item.cues.any(&[Cue::PerYear, Cue::Average]) || item.after.has(Cue::PerYear)
}

/// Whether a change may be one of the values of a run.
fn speaks_of(run: &Run<'_>, figure: &Figure) -> bool {
    run.terms.last().is_some_and(|l| figure.is_rate() || alike(l.figure, figure) || fit(l.figure, figure) == Fit::Same)
}

/// The change right behind the later of two values, in a bracket or behind a comma: from the one before.
fn step(passage: &Passage<'_>, a: &Term<'_>, b: &Term<'_>) -> Option<Claim> {
    let group = passage.items.bracket_behind(b.index)?;
    let (_, item) = passage.items.of_group(group).next()?;
    let figure = passage.first(item).filter(|_| matches!(item.value, Value::One(_)))?;
    let named = match item.base {
        None | Some(Period::PreviousYear | Period::Previous) => b.year == a.year + 1 || item.base.is_none(),
        Some(Period::Year(y)) => y == a.year,
        _ => false,
    };
    let plain = item.after == Default::default() || item.after.has(Cue::ComparedWith) && item.base.is_some();
    let own = !item.cues.any(&[Cue::Average, Cue::Growth, Cue::Target, Cue::Given, Cue::ComparedWith, Cue::OfWhich]);
    let up = match item.verb {
        Some(Cue::Increase) => true,
        Some(Cue::Decrease) => false,
        _ => return None,
    };
    let quiet = telling(passage, item).is_empty() && item.period.is_none();
    change(figure, *a, *b, up).filter(|_| named && plain && own && quiet)
}

/// Both years are named: `số vụ năm 2022 tăng 3 vụ so với năm 2021`.
fn between<'p>(passage: &Passage<'_>, run: &Run<'p>, item: &Item) -> Option<(Term<'p>, Term<'p>)> {
    let (Some(Period::Year(later)), Some(Period::Year(earlier))) = (item.period, item.base) else { return None };
    let named = passage.own(item).any(|t| t.kind == TokenKind::Period(Period::Year(later)));
    let pair = run.at(earlier).zip(run.at(later)).filter(|(a, b)| named && a.year < b.year);
    pair.filter(|_| !item.after.any(&[Cue::Target, Cue::Given]))
}

/// `cả giai đoạn giảm 864 hộ`, `sau 3 năm tăng 56,5 km`: from the first value to the last.
fn whole<'p>(passage: &Passage<'_>, run: &Run<'p>, item: &Item) -> Option<(Term<'p>, Term<'p>)> {
    let (first, last) = run.ends()?;
    let own: Vec<&Token> = passage.own(item).collect();
    let span = own.iter().find_map(|t| match t.kind {
        TokenKind::Period(Period::Span { years }) => Some(u16::from(years) == last.year - first.year),
        TokenKind::Period(Period::Years { from, to, .. }) => Some((from, to) == (first.year, last.year)),
        _ => None,
    });
    let text = own.iter().map(|t| passage.document.folded(t.range)).collect::<Vec<_>>().join(" ");
    let said = span.unwrap_or_else(|| run.terms.len() >= FEWEST && words::says_whole_stretch(&text));
    let other = [Cue::ComparedWith, Cue::Target, Cue::Given, Cue::OfWhich, Cue::Growth, Cue::Total];
    let plain = item.base.is_none() && !item.cues.any(&other) && !item.after.any(&other);
    let nearest = passage.items.before(0, usize::MAX).find(|(i, x)| *i < last.index + 1 && level(passage, x).is_some());
    (said && plain && nearest.is_some_and(|(i, _)| i == last.index)).then_some((first, last))
}

fn change(figure: &Figure, a: Term<'_>, b: Term<'_>, up: bool) -> Option<Claim> {
    let (kind, relation) = match (figure.is_rate(), b.figure.is_rate()) {
        (true, true) => (ClaimKind::PercentPoints, Relation::Points),
        (true, false) if figure.unit.dimension != Dimension::PercentPoint => {
            (ClaimKind::PercentChange, Relation::PercentChange)
        }
        (false, false) if alike(figure, b.figure) || fit(figure, b.figure) >= Fit::Elided => {
            (ClaimKind::Increase, Relation::Change)
        }
        _ => return None,
    };
    let stated = Figure { negative: false, ..figure.in_unit_of(b.figure) };
    let operands = vec![
        Operand::new(Role::Stated, &stated, None),
        Operand::new(Role::Level, b.figure, b.item.period),
        Operand::new(Role::Base, a.figure, a.item.period),
    ];
    let range = operands.iter().map(|o| o.figure.range).fold(figure.range, TextRange::cover);
    let mut claim = Claim::new(kind, relation, range, operands);
    claim.period = b.item.period;
    claim.upward = Some(up);
    Some(claim)
}

/// `mỗi năm tăng thêm bình quân 18,8 km`: the way from the first value to the last over the years between.
fn yearly(passage: &Passage<'_>, run: &Run<'_>, item: &Item, figure: &Figure, up: bool) -> Option<Claim> {
    let (first, last) = run.ends()?;
    let years = (last.year - first.year) as u8;
    let single = super::averages::per_year_stripped(figure);
    let fits = fit(&single, last.figure) == Fit::Same;
    let named = item.cues.has(Cue::PerYear) || item.after.has(Cue::PerYear) || single.unit.key != figure.unit.key;
    let other = [Cue::Growth, Cue::ComparedWith, Cue::Target, Cue::Given, Cue::PerMonth, Cue::Goal];
    let timed = passage.own(item).any(|t| matches!(t.kind, TokenKind::Period(_)));
    let near = last.item.sentence == item.sentence && years >= 2;
    if !(fits && named && near) || timed || item.cues.any(&other) || item.after.any(&other) {
        return None;
    }
    let operands = vec![
        Operand::new(Role::Stated, &Figure { negative: false, ..single }, item.period),
        Operand::new(Role::Level, last.figure, last.item.period),
        Operand::new(Role::Base, first.figure, first.item.period),
    ];
    let range = operands.iter().map(|o| o.figure.range).fold(figure.range, TextRange::cover);
    let relation = Relation::AverageChange { from: years, to: years + 1 };
    let mut claim = Claim::new(ClaimKind::Average, relation, range, operands);
    claim.upward = Some(up);
    Some(claim)
}
