//! stale-figure: a figure changed between two drafts and what was computed from
//! it, or its second mention, did not.

mod recompute;

use super::compare;
use crate::check::Report;
use crate::claims::statements::words_of;
use crate::claims::{Claim, Relation, Role, Verdict};
use crate::diff::{Pair, Paired};
use crate::document::TextRange;
use crate::facts::full;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Period, TokenKind};
use crate::finding::{Finding, Severity, Text};
use crate::tables::facts;
use hashbrown::{HashMap, HashSet};
use std::collections::BTreeMap;

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
    mentions(new, figures, &mut stale);
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
    let (was, wanted) = recompute::twice(claim, stated, &inputs, before, now)?;
    // What listed parts reached to the digit they reach no longer, although no rule says that they must.
    let whole = matches!(claim.relation, Relation::Sum(_)) && inputs.len() >= 2 && stated.value() == Some(was);
    let sure = bare
        || whole
        || wrong.contains(&pair.new.number)
        || inputs.iter().any(|(_, p)| stale.contains_key(&p.new.number));
    let moved = inputs.iter().any(|(_, p)| p.changed() || stale.contains_key(&p.new.number));
    let step = stated.last_digit()?;
    let far = wanted.sub(was)?.abs() >= step && !fits(stated, wanted);
    let causes = inputs.iter().filter(|(_, p)| p.changed()).map(|(_, p)| p.new.number).collect();
    (sure && moved && far).then_some(Stale { pair, wanted, causes })
}

/// The figure of the same sentence that is exactly the base an increase implies.
fn base<'a>(claim: &Claim, pair: &Pair, figures: &'a Paired) -> Option<&'a Pair> {
    let (level, change) = (claim.get(Role::Level)?, claim.get(Role::Stated)?);
    let (v, a) = (level.value()?, change.value()?);
    let implied = if claim.upward? { v.sub(a)? } else { v.add(a)? };
    let mut found = figures.pairs.iter().filter(|p| {
        p.old_piece == pair.old_piece
            && p.old.value() == Some(implied)
            && [&level.unit.key, &pair.old.unit.key].contains(&&p.old.unit.key)
    });
    found.next().filter(|_| found.next().is_none())
}

/// Whether a figure prints this value, rounded or cut.
fn fits(figure: &Figure, value: Exact) -> bool {
    let printed = value.div(figure.unit.factor).map(Exact::abs);
    printed.is_some_and(|v| [v.round(figure.decimals), v.cut(figure.decimals)].contains(&Some(figure.printed)))
}

/// Figures that repeated a changed one under the same name and period, and still do.
fn mentions<'a>(new: &Report, figures: &'a Paired, stale: &mut BTreeMap<TextRange, Stale<'a>>) {
    // Three digits are enough for an amount with a unit of measure and a decimal.
    let telling = |f: &Figure| {
        let digits = f.printed.digits().count();
        let measured =
            f.decimals > 0 && !f.is_rate() && !matches!(f.unit.dimension, Dimension::Count | Dimension::None);
        digits >= if measured { TELLING - 1 } else { TELLING }
    };
    let times = Times::of(new);
    let mut changed: HashMap<Exact, Vec<&Pair>> = HashMap::new();
    for pair in figures.pairs.iter().filter(|p| p.changed() && telling(&p.old)) {
        changed.entry(pair.old.value().unwrap_or(Exact::ZERO)).or_default().push(pair);
    }
    for pair in figures.pairs.iter().filter(|p| !p.changed() && telling(&p.old)) {
        let Some(same) = pair.old.value().and_then(|v| changed.get(&v)) else { continue };
        let mut sources = same.iter().filter(|c| {
            let unit = c.old.unit.dimension == pair.old.unit.dimension
                || [&c.old, &pair.old].iter().any(|f| f.unit.dimension == Dimension::None);
            unit && c.piece != pair.piece && one_name(figures, c, pair) && times.alike(figures, c, pair)
        });
        let Some(source) = sources.next() else { continue };
        let Some(wanted) = source.new.value().filter(|v| sources.all(|s| s.new.value() == Some(*v))) else { continue };
        let found = Stale { pair, wanted, causes: vec![source.new.number] };
        stale.entry(pair.new.number).or_insert(found);
    }
}

/// When the figures of a draft are of, as far as sentence or header says.
struct Times<'a> {
    new: &'a Report,
    stated: HashMap<TextRange, Period>,
}

impl<'a> Times<'a> {
    fn of(new: &'a Report) -> Times<'a> {
        let stated = new.statements.iter().filter_map(|s| Some((s.figure.number, s.period?)));
        Times { new, stated: stated.collect() }
    }

    /// Whether two figures may be of one time; one of which nothing is said may be of any.
    fn alike(&self, figures: &Paired, a: &Pair, b: &Pair) -> bool {
        match (self.when(figures, a), self.when(figures, b)) {
            // `năm 2024` and `6 tháng đầu năm 2024` are two times of one year.
            (Some(x), Some(y)) => x == y,
            _ => true,
        }
    }

    fn when(&self, figures: &Paired, pair: &Pair) -> Option<Period> {
        let piece = figures.pieces.get(pair.piece)?;
        if piece.label.is_some() {
            return facts::year(&piece.words).map(Period::Year);
        }
        let figure = &pair.new;
        let stated = self.stated.get(&figure.number).copied().or_else(|| self.before(figure));
        stated.and_then(|period| full(period, None))
    }

    /// The last time named before a figure in its sentence, unless it is what something is compared with.
    fn before(&self, figure: &Figure) -> Option<Period> {
        let block = self.new.document.block_at(figure.number.start)?;
        let tokens = &self.new.lexed.get(block as usize)?.tokens;
        let mut found = None;
        let mut compared = false;
        for token in tokens.iter().take_while(|t| t.range.start < figure.number.start) {
            match token.kind {
                TokenKind::SentenceEnd => (found, compared) = (None, false),
                TokenKind::Cue(Cue::ComparedWith) => compared = true,
                TokenKind::Figure(_) => compared = false,
                TokenKind::Period(period) if !compared => found = Some(period),
                _ => {}
            }
        }
        found
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
    let wanted = stale.wanted.div(figure.unit.factor)?.abs().show_rounded(figure.decimals) + compare::sign(figure);
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
