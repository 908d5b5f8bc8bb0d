//! Which slips are planted where: drawn by lot, and the same lot for the same seed.

use super::closed::{is_closed, shows};
use super::{Class, Slip, meets, parts, typing, units};
use crate::causes;
use crate::check::Report;
use crate::claims::{Claim, Relation, Role, Verdict};
use crate::document::{Document, TextRange};
use crate::figures::exact::Exact;
use crate::figures::{Dimension, Figure};
use crate::source::Span;
use fastrand::Rng;
use std::collections::BTreeSet;

/// The slips to plant, and how much of the draft they can reach.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The slips, class by class.
    pub slips: Vec<Slip>,
    /// Claims that are right and closed, and that have no finding at a figure.
    pub claims: usize,
    /// Figures in those claims.
    pub figures: usize,
}

/// Percentages by which a figure is moved to make the one beside it stale.
const NEWS: [i64; 8] = [-19, -13, -8, -5, 5, 8, 13, 19];

/// Draws at most `per_class` slips of each class.
pub fn plan(report: &Report, per_class: usize, seed: u64) -> Plan {
    let document = &report.document;
    let claims: Vec<(usize, &Claim)> = report
        .ledger
        .iter()
        .enumerate()
        .filter(|(_, j)| j.verdict == Verdict::Ok && is_closed(&j.claim) && first_reading(&j.claim, document))
        .map(|(index, j)| (index, &j.claim))
        .filter(|(_, claim)| is_untold(claim, report))
        .collect();
    let numbers: BTreeSet<TextRange> = claims.iter().flat_map(|(_, c)| &c.operands).map(|o| o.figure.number).collect();
    let mut plan = Plan { slips: Vec::new(), claims: claims.len(), figures: numbers.len() };
    for (salt, class) in (0..).zip(Class::ALL) {
        // A lot of its own for each class: another class changes nothing for this one.
        let mut lot = Rng::with_seed(seed.wrapping_mul(0x9E37_79B9).wrapping_add(salt));
        let mut sites: Vec<(usize, &Claim, &Figure)> =
            claims.iter().flat_map(|&(i, c)| c.operands.iter().map(move |o| (i, c, &o.figure))).collect();
        lot.shuffle(&mut sites);
        let mut used = BTreeSet::new();
        for (index, claim, figure) in sites {
            if used.len() == per_class {
                break;
            }
            if used.contains(&figure.number) {
                continue;
            }
            let choices = choices(class, claim, figure, document);
            if let Some((range, after)) = lot.choice(choices) {
                used.insert(figure.number);
                plan.slips.push(Slip { class, claim: index, range, after, figure: figure.number });
            }
        }
    }
    plan
}

/// Whether no finding of the untouched draft stands at a figure of the claim: a
/// slip beside such a figure would be told together with it, and nobody could say
/// which is seen. Figures that a finding only compares with do not matter.
fn is_untold(claim: &Claim, report: &Report) -> bool {
    let figures: Vec<Span> = claim.operands.iter().map(|o| report.document.span(o.figure.range)).collect();
    !report.findings.iter().any(|f| figures.iter().any(|figure| meets(f.span, *figure)))
}

/// Whether the claim is right as first read, and not only in another reading.
fn first_reading(claim: &Claim, document: &Document) -> bool {
    if claim.alternatives.is_empty() {
        return true;
    }
    let alone = Claim { alternatives: Vec::new(), ..claim.clone() };
    causes::judge(vec![alone], document).iter().all(|case| case.judgement.verdict == Verdict::Ok)
}

/// Every slip of a class at a figure of a claim: what is replaced, and by what.
fn choices(class: Class, claim: &Claim, figure: &Figure, document: &Document) -> Vec<(TextRange, String)> {
    let number = document.slice(figure.number);
    if !typing::is_plain(number) || figure.negative {
        return Vec::new();
    }
    let retyped = |all: Vec<String>| -> Vec<(TextRange, String)> {
        let seen = |new: &String| value(new, figure).is_some_and(|v| shows(claim, figure, v));
        all.into_iter().filter(seen).map(|new| (figure.number, new)).collect()
    };
    match class {
        Class::Digit => retyped(typing::digit(number)),
        Class::Swap => retyped(typing::swap(number)),
        Class::Thousand => thousand(claim, figure, number, document),
        Class::StalePercentage => stale(claim, figure, number),
        Class::Points => points(claim, figure, number),
        Class::MissingPart => parts::missing(claim, document)
            .into_iter()
            .filter(|(_, part)| part.number == figure.number && shows(claim, figure, Exact::ZERO))
            .map(|(range, _)| (range, String::new()))
            .collect(),
    }
}

/// The value of a number that replaces that of a figure and has its decimals.
fn value(number: &str, figure: &Figure) -> Option<Exact> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    Exact::from_digits(&digits, figure.decimals)?.mul(figure.unit.factor)
}

fn thousand(claim: &Claim, figure: &Figure, number: &str, document: &Document) -> Vec<(TextRange, String)> {
    let thousand = Exact::int(1000);
    let seen = |larger: bool| {
        let value = figure.value().and_then(|v| if larger { v.mul(thousand) } else { v.div(thousand) });
        value.is_some_and(|v| shows(claim, figure, v))
    };
    let mut out = Vec::new();
    // Per cent and per mille are never printed with a wrong group of thousands.
    if !figure.is_rate() && seen(number.contains(',')) {
        let counted = matches!(figure.unit.dimension, Dimension::Count | Dimension::Dong);
        // Before things that are always whole a comma cannot start decimals: the number stays the same.
        let same = |new: &String| counted && figure.unit.factor == Exact::ONE && new.contains(',');
        out.extend(typing::separator(number).into_iter().filter(|n| !same(n)).map(|new| (figure.number, new)));
    }
    // A unit that other figures of the claim borrow would change them all.
    let borrowed =
        |at| claim.operands.iter().any(|o| o.figure.number != figure.number && o.figure.unit.range == Some(at));
    if let Some(at) = figure.unit.range.filter(|&at| !figure.unit.elided && !borrowed(at)) {
        let others = units::thousandfold(&figure.unit, document.slice(at));
        out.extend(others.into_iter().filter(|(_, larger)| seen(*larger)).map(|(unit, _)| (at, unit)));
    }
    out
}

/// New values of a figure beside a percentage that stays as it was.
fn stale(claim: &Claim, figure: &Figure, number: &str) -> Vec<(TextRange, String)> {
    let role = match claim.relation {
        Relation::Share => Role::Part,
        Relation::OfTarget | Relation::PercentChange => Role::Level,
        _ => return Vec::new(),
    };
    let of = |role: Role| claim.get(role).and_then(Figure::value);
    let (Some(before), true) = (of(role), claim.get(role).is_some_and(|f| f.number == figure.number)) else {
        return Vec::new();
    };
    if claim.get(Role::Stated).is_none_or(|f| !f.is_rate()) {
        return Vec::new();
    }
    // The news stay plausible: no part above its whole, no rise become a fall.
    let plausible = |new: Exact| match claim.relation {
        Relation::Share => of(Role::Whole).is_some_and(|whole| new <= whole),
        Relation::PercentChange => of(Role::Base).is_none_or(|base| (new > base) == (before > base)),
        _ => true,
    };
    NEWS.iter()
        .filter_map(|&percent| {
            let moved = figure.printed.mul(Exact::int(100 + percent))?.div(Exact::HUNDRED)?.round(figure.decimals)?;
            let value = moved.mul(figure.unit.factor)?;
            let fits = plausible(value) && shows(claim, figure, value);
            Some((figure.number, typing::printed(moved, figure, number).filter(|_| fits)?))
        })
        .collect()
}

/// Percent where points are meant: the relative change in place of the
/// difference of two rates; points where percent is meant: the unit.
fn points(claim: &Claim, figure: &Figure, number: &str) -> Vec<(TextRange, String)> {
    if claim.get(Role::Stated).is_none_or(|f| f.number != figure.number) {
        return Vec::new();
    }
    let others = || claim.operands.iter().map(|o| &o.figure).filter(|f| f.number != figure.number);
    let found = match (claim.relation, figure.unit.dimension) {
        (Relation::Points | Relation::Gap, Dimension::PercentPoint) if others().all(Figure::is_rate) => {
            relative_change(claim, figure)
                .filter(|v| shows(claim, figure, *v))
                .and_then(|v| Some((figure.number, typing::printed(v, figure, number)?)))
        }
        (Relation::PercentChange, Dimension::Percent) if !others().any(Figure::is_rate) => {
            figure.unit.range.filter(|_| !figure.unit.elided).zip(units::points()).map(|(at, words)| {
                let glued = figure.number.end == at.start;
                (at, format!("{}{words}", if glued { " " } else { "" }))
            })
        }
        _ => None,
    };
    found.into_iter().collect()
}

fn relative_change(claim: &Claim, figure: &Figure) -> Option<Exact> {
    let level = claim.get(Role::Level)?.value()?;
    let base = claim.get(Role::Base).or_else(|| claim.get(Role::Target))?.value()?;
    level.sub(base)?.abs().div(base)?.mul(Exact::HUNDRED)?.round(figure.decimals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Options, check};
    use crate::seed::Untouched;
    use crate::source::{Encoding, Source};

    const DRAFT: &str = "Toàn xã có 24/40 lớp học được kiên cố hóa, chiếm 60% tổng số lớp học.\n\n\
        Có 60 lớp, gồm: mầm non 12 lớp; tiểu học 28 lớp; trung học 20 lớp.\n\n\
        Thu ngân sách đạt 1.250 triệu đồng, tăng 25% so với năm 2020 (1.000 triệu đồng).\n";

    fn report(text: &str) -> Report {
        check(Source::new("a.md", text.to_owned(), Encoding::Utf8), &Options::default())
    }

    fn of(class: Class, report: &Report) -> Vec<Slip> {
        plan(report, 100, 7).slips.into_iter().filter(|s| s.class == class).collect()
    }

    #[test]
    fn the_same_seed_draws_the_same_slips() {
        let report = report(DRAFT);
        let drawn = |seed| format!("{:?}", plan(&report, 4, seed).slips);
        assert_eq!(drawn(1), drawn(1));
        assert_ne!(drawn(1), drawn(2));
        for class in Class::ALL {
            assert!(plan(&report, 2, 1).slips.iter().filter(|s| s.class == class).count() <= 2);
        }
    }

    #[test]
    fn every_class_finds_a_place_and_every_slip_changes_one_stretch() {
        let report = report(DRAFT);
        for class in Class::ALL {
            let slips = of(class, &report);
            assert!(!slips.is_empty(), "{class:?}");
            for slip in slips {
                let document = &report.document;
                assert_ne!(document.slice(slip.range), slip.after, "{slip:?}");
                let copy = document.patched(slip.range, &slip.after);
                let (start, end) = (slip.range.start as usize, slip.range.end as usize);
                assert!(copy.text.starts_with(&document.text[..start]), "{slip:?}");
                assert!(copy.text.ends_with(&document.text[end..]), "{slip:?}");
            }
        }
    }

    #[test]
    fn a_stale_percentage_leaves_the_percentage() {
        let report = report(DRAFT);
        let percentages: Vec<&str> =
            of(Class::StalePercentage, &report).iter().map(|s| report.document.slice(s.range)).collect();
        assert!(percentages.iter().all(|p| ["24", "1.250"].contains(p)), "{percentages:?}");
    }

    #[test]
    fn points_stand_in_for_percent() {
        let report = report(DRAFT);
        let slips = of(Class::Points, &report);
        let after = report.document.patched(slips[0].range, &slips[0].after).text;
        assert!(after.contains("tăng 25 điểm phần trăm so với"), "{after}");
    }

    #[test]
    fn percent_stands_in_for_points() {
        let report = report("Tỷ lệ hộ nghèo còn 15%, giảm 5 điểm phần trăm so với năm 2020 (20%).");
        let slips = of(Class::Points, &report);
        assert_eq!(slips.len(), 1, "{slips:?}");
        assert_eq!((report.document.slice(slips[0].range), slips[0].after.as_str()), ("5", "25"));
    }

    #[test]
    fn a_caught_slip_is_told_from_what_was_there_before() {
        let text = "Toàn xã có 24/40 lớp học được kiên cố hóa, chiếm 60% tổng số lớp học.\n\n\
            Trong đó có 12/40 phòng học bộ môn, chiếm 50% tổng số phòng học.\n";
        let report = report(text);
        assert_eq!(report.findings.len(), 1);
        let untouched = Untouched::new(&report);
        let place = text.find("60").unwrap() as u32;
        let claim = report.ledger.iter().position(|j| j.verdict == Verdict::Ok && is_closed(&j.claim)).unwrap();
        let range = TextRange::new(place, place + 2);
        let slip = |after: &str| Slip { class: Class::Digit, claim, range, after: after.to_owned(), figure: range };
        let trial = untouched.try_slip(&slip("80"), &Options::default(), |_| {});
        assert_eq!((trial.rules.as_slice(), trial.afterwards), (&["share-mismatch"][..], Some(Verdict::Wrong)));
        let same = untouched.try_slip(&slip("60"), &Options::default(), |_| {});
        assert_eq!((same.caught(), same.afterwards), (false, Some(Verdict::Ok)));
    }
}
