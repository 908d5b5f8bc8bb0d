//! Area times yield.

use super::before;
use crate::claims::items::{Item, Passage, Separator};
use crate::claims::{Binding, Claim, ClaimKind, Operand, Relation, Role, words};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Token, TokenKind};

/// `diện tích 120 ha, năng suất 55,2 tạ/ha, sản lượng 662,4 tấn`, `lúa 120 ha (năng suất 55,2 tạ/ha, sản lượng 662,4
/// tấn)`, `sản lượng đạt 662,4 tấn với diện tích 120 ha và năng suất 55,2 tạ/ha`.
pub(super) fn product(passage: &Passage<'_>, index: usize, item: &Item, figure: &Figure, claims: &mut Vec<Claim>) {
    if figure.unit.dimension != Dimension::Mass
        || item.separator > Separator::Semicolon
            && index > 0
            && item.group == 0
            && !opens_sentence(passage, index, item)
        || !matches!(item.verb, None | Some(Cue::Reach | Cue::Is))
    {
        return;
    }
    let host = passage.items.groups.get(item.group as usize).and_then(|g| g.host.filter(|_| g.adjacent));
    let mut areas: Vec<&Figure> = Vec::new();
    let mut rate = None;
    for (i, other, f) in before(passage, index) {
        if other.sentence != item.sentence {
            break;
        }
        let changes = matches!(other.verb, Some(Cue::Increase | Cue::Decrease | Cue::Remaining));
        if other.group != item.group && host != Some(i) || changes {
            continue;
        }
        match f.unit.dimension {
            // The output of another crop: what stands before it is no longer ours.
            Dimension::Mass => break,
            Dimension::Area => areas.push(f),
            Dimension::PerUnit if rate.is_none() && is_yield(f) => rate = Some(f),
            _ => {}
        }
    }
    if areas.is_empty() && rate.is_none() {
        (areas, rate) = behind(passage, index, item);
    }
    let Some(rate) = rate else { return };
    if let Some(area) = named_area(passage, index) {
        areas = vec![area];
    }
    let mut readings = areas.iter().map(|area| {
        vec![
            Operand::new(Role::Stated, figure, None),
            Operand::new(Role::Whole, area, None),
            Operand::new(Role::Divisor, rate, None),
        ]
    });
    let Some(operands) = readings.next() else { return };
    let range = operands.iter().fold(rate.range, |r, o| r.cover(o.figure.range));
    let mut claim = Claim::new(ClaimKind::CrossReference, Relation::Product, range, operands);
    claim.alternatives = readings.collect();
    // `lúa 2.400 ha, ngô 800 ha, năng suất bình quân 48 tạ/ha`: a yield of both.
    if !claim.alternatives.is_empty() {
        claim.binding = Binding::Likely;
    }
    claims.push(claim);
}

/// `Đông Xuân 52.310 ha, Hè Thu 41.880 ha. Vụ Đông Xuân năng suất 65,2 tạ/ha, sản lượng …; vụ Hè Thu …`: the one area
/// of this sentence or the one before whose name stands between the output before and this one.
fn named_area<'p>(passage: &'p Passage<'_>, index: usize) -> Option<&'p Figure> {
    const FAR: usize = 16;
    let item = passage.item(index)?;
    let near: Vec<(&Item, &Figure)> = (index.saturating_sub(FAR)..index)
        .rev()
        .filter_map(|i| Some((passage.item(i)?, passage.first(passage.item(i)?)?)))
        .take_while(|(x, _)| x.sentence + 1 >= item.sentence)
        .collect();
    let since = near
        .iter()
        .find(|(x, f)| f.unit.dimension == Dimension::Mass && x.group == 0 || f.unit.dimension == Dimension::Area);
    let start = since.map_or(0, |(x, _)| x.token + 1);
    let words = |tokens: &[Token]| {
        let told = tokens.iter().filter(|t| t.kind == TokenKind::Word);
        let folded = told.map(|t| passage.document.folded(t.range));
        format!(" {} ", folded.collect::<Vec<_>>().join(" "))
    };
    let said = words(passage.lexed.tokens.get(start..item.token)?);
    // `gồm lúa 7.218 ha, ngô 2.628 ha; năng suất lúa 57,4 tạ/ha, sản lượng …; năng suất ngô 46,5 tạ/ha, sản lượng …`
    let rate = near.iter().take(1).find(|(x, f)| x.sentence == item.sentence && is_yield(f));
    let of_rate = rate.map(|(x, _)| words(&passage.own(x).copied().collect::<Vec<_>>()));
    let mut found = near.iter().filter(|(x, f)| {
        let own: Vec<Token> = passage.own(x).copied().collect();
        let name = words(&own);
        let short = words::without_season(&name).filter(|n| n.split_whitespace().count() >= 2).unwrap_or(&name);
        let told = match short.split_whitespace().count() {
            0 => false,
            1 => of_rate.as_ref().is_some_and(|r| r.ends_with(short) && r.len() > short.len()),
            _ => said.contains(short),
        };
        f.unit.dimension == Dimension::Area && told
    });
    let (_, area) = found.next().filter(|_| found.next().is_none())?;
    Some(area)
}

/// Whether an item is the first of its sentence.
fn opens_sentence(passage: &Passage<'_>, index: usize, item: &Item) -> bool {
    index.checked_sub(1).and_then(|i| passage.item(i)).is_none_or(|x| x.sentence != item.sentence)
}

/// The one area and the one yield right behind an output, with no other output in the sentence.
fn behind<'p>(passage: &'p Passage<'_>, index: usize, item: &Item) -> (Vec<&'p Figure>, Option<&'p Figure>) {
    const NEAR: usize = 8;
    let rest = passage.items.from(item.group, index + 1).take(NEAR).take_while(|(_, x)| x.sentence == item.sentence);
    let figures: Vec<&Figure> = rest.filter_map(|(_, x)| passage.first(x)).collect();
    let of = |dimension| figures.iter().filter(move |f| f.unit.dimension == dimension);
    let (area, rate) = match figures.as_slice() {
        [a, b, ..] if a.unit.dimension == Dimension::Area && is_yield(b) => (*a, *b),
        [b, a, ..] if a.unit.dimension == Dimension::Area && is_yield(b) => (*a, *b),
        _ => return (Vec::new(), None),
    };
    let alone =
        of(Dimension::Area).count() == 1 && of(Dimension::PerUnit).count() == 1 && of(Dimension::Mass).count() == 0;
    if alone { (vec![area], Some(rate)) } else { (Vec::new(), None) }
}

/// Yields are printed in a hundred or a thousand kilograms by the hectare; money and heads are not.
pub fn is_yield(figure: &Figure) -> bool {
    figure.unit.key.ends_with("/ha") && (figure.unit.factor == Exact::HUNDRED || figure.unit.factor == Exact::int(1000))
}
