//! facts-mismatch: a figure of the draft is not that of the reference figures.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

mod changes;

use super::compare;
use super::slip;
use super::{Context, Judged};
use crate::claims::fit::{Fit, fit};
use crate::claims::name::Name;
use crate::claims::statements::Statement;
use crate::claims::{Claim, ClaimKind, Operand, Relation, Role, Verdict};
use crate::document::Document;
use crate::facts::collect::{Level, Levels, levels};
use crate::facts::{Fact, Facts, Kind};
use crate::figures::{Dimension, Figure, Lexed, Period};
use crate::finding::{Finding, Severity, Text};
use crate::source::Span;
use crate::tables::sheet::Sheet;
use hashbrown::HashSet;

/// Its name.
pub const NAME: &str = "facts-mismatch";

/// What came of comparing a draft with reference figures.
#[derive(Debug, Default)]
pub struct Compared {
    /// A line of the ledger for each comparison.
    pub ledger: Vec<Judged>,
    /// What does not agree.
    pub findings: Vec<Finding>,
    /// What could not be compared, with its place.
    pub notices: Vec<(Span, Text)>,
}

/// Hands out what [`compare`] found.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    findings.extend(context.compared.findings.iter().cloned());
}

/// Compares the levels of a draft, the bases its changes imply and the plans its percentages imply.
pub fn compare(
    document: &Document,
    lexed: &[Lexed],
    statements: &[Statement],
    sheets: &[Sheet],
    ledger: &[Judged],
    facts: &Facts,
) -> Compared {
    let levels = levels(document, lexed, statements, sheets);
    let view = View { document, lexed, facts, levels: &levels };
    let mut out = Compared::default();
    let mut told = HashSet::new();
    for level in levels.all.iter().filter(|l| !view.twice(l)) {
        if let Some(period) = level.period {
            view.level(level, period, &mut out, &mut told);
        }
    }
    changes::compare(&view, ledger, &mut out);
    out
}

struct View<'a> {
    document: &'a Document,
    lexed: &'a [Lexed],
    facts: &'a Facts,
    levels: &'a Levels,
}

impl<'a> View<'a> {
    /// The reference figures of an indicator, period and kind that are of the draft's locality, where the level is.
    fn facts_for(&self, level: &Level, period: Period, kind: Kind) -> Vec<&'a Fact> {
        let places = &self.levels.places;
        let mine = |f: &&Fact| f.commune.as_deref().is_none_or(|commune| places.is_own(commune));
        let found: Vec<&Fact> =
            self.facts.of(&level.name).filter(|f| f.period == period && f.kind == kind).filter(mine).collect();
        let elsewhere = || places.elsewhere(self.document, level.figure.number, &level.indicator);
        if found.is_empty() || elsewhere() { Vec::new() } else { found }
    }

    /// Whether the tables of the draft state another value of the same thing: then neither is surely meant.
    fn twice(&self, level: &Level) -> bool {
        level.table
            && self.facts.of(&level.name).next().is_some()
            && self.levels.all.iter().any(|other| {
                other.table
                    && (&other.name, other.period, other.kind) == (&level.name, level.period, level.kind)
                    && fit(&other.figure, &level.figure) == Fit::Same
                    && compare::agree(&other.figure, &level.figure) == Some(false)
            })
    }

    /// Compares a level with the reference figure of its period.
    fn level(&self, level: &Level, period: Period, out: &mut Compared, told: &mut HashSet<u32>) {
        let found = self.facts_for(level, period, level.kind);
        let alike: Vec<&Fact> =
            found.iter().copied().filter(|f| one_unit(&level.figure, &f.figure, &level.name)).collect();
        let Some(first) = alike.first() else {
            if let Some(fact) = found.first().filter(|f| foreign(&level.figure, &f.figure) && told.insert(f.line)) {
                out.notices.push((self.document.span(level.figure.range), self.other_unit(level, fact)));
            }
            return;
        };
        // Plans of two sources: one of them may be meant.
        let agrees = alike.iter().any(|f| compare::agree(&level.figure, &f.figure) == Some(true));
        let vague = level.figure.hedge.is_some() || level.figure.form.ambiguous;
        let verdict = match (agrees, vague) {
            (true, _) => Verdict::Ok,
            (false, true) => Verdict::Unverifiable,
            (false, false) => Verdict::Wrong,
        };
        let meant = alike.iter().find(|f| compare::agree(&level.figure, &f.figure) == Some(true)).unwrap_or(first);
        let operands = vec![Operand::new(Role::Stated, &level.figure, Some(period))];
        out.ledger.push(self.judged(level, period, operands, verdict, Some(meant.shown.clone())));
        if verdict == Verdict::Wrong {
            out.findings.push(self.finding(level, first, alike.len()));
        }
    }

    /// A line of the ledger.
    fn judged(
        &self,
        level: &Level,
        period: Period,
        operands: Vec<Operand>,
        verdict: Verdict,
        recomputed: Option<String>,
    ) -> Judged {
        let range = operands.iter().fold(level.figure.range, |r, o| r.cover(o.figure.range));
        let range = if let [only] = operands.as_slice() { only.figure.range } else { range };
        let mut claim = Claim::new(ClaimKind::CrossReference, Relation::Reference, range, operands);
        (claim.period, claim.indicator) = (Some(period), level.named);
        Judged { claim, rule: NAME, verdict, recomputed }
    }

    fn finding(&self, level: &Level, fact: &Fact, sources: usize) -> Finding {
        let (is, should) = (compare::shown(&level.figure, self.document), &fact.shown);
        let (vi, en) = match level.kind {
            Kind::Target => ("chỉ tiêu gốc", "the target of reference"),
            Kind::Result | Kind::Estimate => ("số liệu gốc", "the reference figure"),
        };
        let message = Text::new(format!("ở đây ghi {is}, {vi} là {should}"), format!("{is} here, {en} is {should}"));
        let mut finding = Finding::new(NAME, Severity::Warning, self.document.span(level.figure.range), message)
            .note(self.source(fact));
        if sources > 1 {
            let n = sources;
            finding = finding.note(Text::new(
                format!("có {n} số liệu gốc cho chỉ tiêu này, không số nào khớp"),
                format!("of {n} reference figures of this indicator none agrees"),
            ));
        }
        let slip = fact.figure.value().and_then(|v| slip::fits(&level.figure, v)).map(slip::Slip::text);
        finding.notes.extend(slip);
        finding
    }

    /// Where a reference figure comes from.
    fn source(&self, fact: &Fact) -> Text {
        let Fact { indicator, line, source, shown, .. } = fact;
        let (file, period) = (&self.facts.file, crate::facts::shown(fact.period).unwrap_or_default());
        let source = if source.is_empty() { String::new() } else { format!(" ({source})") };
        Text::new(
            format!("số liệu gốc: {file}:{line}{source}: {indicator}, {period}: {shown}"),
            format!("reference: {file}:{line}{source}: {indicator}, {period}: {shown}"),
        )
    }

    fn other_unit(&self, level: &Level, fact: &Fact) -> Text {
        let (is, shown, file, line) =
            (compare::shown(&level.figure, self.document), &fact.shown, &self.facts.file, fact.line);
        let indicator = &level.indicator;
        Text::new(
            format!(
                "“{indicator}” ghi {is}, số liệu gốc ({file}:{line}) ghi {shown}: khác loại đơn vị nên không so được."
            ),
            format!(
                "“{indicator}” is {is}, the reference figure ({file}:{line}) {shown}: the units do not fit, nothing was compared."
            ),
        )
    }
}

/// Whether two figures of one indicator are in units of one kind; what is counted must be the same thing.
fn one_unit(a: &Figure, b: &Figure, name: &Name) -> bool {
    match fit(a, b) {
        Fit::Same => counted_alike(a, b, name),
        // Both without a unit.
        Fit::Elided => a.unit.dimension == b.unit.dimension,
        Fit::Kin | Fit::Different => false,
    }
}

/// `412 hộ nghèo` beside `412 hộ`: a noun that goes on must say what the indicator says.
fn counted_alike(a: &Figure, b: &Figure, name: &Name) -> bool {
    let known =
        |w: &str| name.words.iter().any(|n| n == w) || [a, b].iter().any(|f| f.unit.key.split(' ').any(|k| k == w));
    let only = |long: &str, short: &str| {
        long.split(' ').filter(|w| !short.split(' ').any(|s| s == *w)).all(|w| w.is_empty() || known(w))
    };
    a.unit.dimension != Dimension::Count || only(&a.noun, &b.noun) && only(&b.noun, &a.noun)
}

/// Whether two units are so unlike that a person should know: not a rate beside an amount, which is another thing.
fn foreign(a: &Figure, b: &Figure) -> bool {
    let measured = |f: &Figure| !f.is_rate() && f.unit.dimension != Dimension::None;
    measured(a) && measured(b) && fit(a, b) == Fit::Different
}
