//! What changes and percentages of plans imply, against the reference figures:
//! the rules of arithmetic judge the claim with the reference figure put in
//! where the text names none.

use super::{Compared, NAME, View, one_unit};
use crate::claims::{Claim, ClaimKind, Operand, Relation, Role, Verdict};
use crate::document::TextRange;
use crate::facts::collect::Level;
use crate::facts::{Fact, Kind, base_of, full, year};
use crate::figures::{Cue, Figure, Period, TokenKind};
use crate::finding::{Finding, Severity, Text};
use crate::lexicon;
use crate::rules::{Judged, Judgement, change_mismatch, compare, target_mismatch};
use hashbrown::HashMap;
use std::sync::OnceLock;

/// Compares the claims of the ledger.
pub(super) fn compare(view: &View<'_>, ledger: &[Judged], out: &mut Compared) {
    let levels: HashMap<TextRange, &Level> = view.levels.all.iter().map(|l| (l.figure.number, l)).collect();
    let mut plans: HashMap<TextRange, usize> = HashMap::new();
    for claim in ledger.iter().map(|j| &j.claim).filter(|c| is_plan(c)) {
        if let Some(level) = claim.get(Role::Level) {
            *plans.entry(level.number).or_default() += 1;
        }
    }
    // A base that is wrong in one place is told once for its level.
    let mut told: HashMap<(TextRange, u32), usize> = HashMap::new();
    for judged in ledger.iter().filter(|j| j.verdict != Verdict::Wrong) {
        let claim = &judged.claim;
        let Some(number) = claim.get(Role::Level).map(|f| f.number) else { continue };
        let Some(level) = levels.get(&number).filter(|l| l.kind != Kind::Target) else { continue };
        if !is_plan(claim) && !mixed_prices(view, level, claim) {
            base(view, claim, level, &levels, &mut told, out);
        } else if is_plan(claim) {
            let alone = plans.get(&number).is_none_or(|n| *n < 2);
            plan(view, claim, level, alone, &levels, out);
        }
    }
}

/// A percentage of a plan.
fn is_plan(claim: &Claim) -> bool {
    claim.relation == Relation::OfTarget
        && claim.get(Role::Whole).is_none()
        && !matches!(claim.kind, ClaimKind::PercentChange | ClaimKind::Series)
}

/// Growth in constant prices behind a level of which nothing says the prices.
fn mixed_prices(view: &View<'_>, level: &Level, claim: &Claim) -> bool {
    let block = view.document.block_at(claim.range.start);
    let tokens = block.and_then(|b| view.lexed.get(b as usize)).map_or(&[][..], |l| &l.tokens);
    let behind = tokens.iter().skip_while(|t| t.range.start < level.figure.range.end);
    let mut sentence = behind.take_while(|t| t.kind != TokenKind::SentenceEnd);
    level.name.prices.is_none()
        && sentence.any(|t| matches!(t.kind, TokenKind::Cue(Cue::ConstantPrices | Cue::CurrentPrices)))
}

/// The figure a change speaks of, with the base it names or implies.
fn base(
    view: &View<'_>,
    claim: &Claim,
    level: &Level,
    levels: &HashMap<TextRange, &Level>,
    told: &mut HashMap<(TextRange, u32), usize>,
    out: &mut Compared,
) {
    let changes = match claim.relation {
        Relation::Change | Relation::Points | Relation::Multiple => true,
        Relation::PercentChange => claim.get(Role::Change).is_none(),
        Relation::OfTarget => claim.kind == ClaimKind::PercentChange,
        _ => false,
    };
    let (true, Some(stated)) = (changes && claim.get(Role::Whole).is_none(), stated(claim)) else { return };
    let compared = stated.period.or_else(|| compared_with(view, &stated.figure));
    if let Some(named) = claim.operands.iter().find(|o| o.role == Role::Base) {
        // The base stands in the text: it is a level of its own period.
        if let Some(period) = named.period.or(compared).and_then(|p| base_of(p, level.period)) {
            explicit(view, level, &named.figure, period, Kind::Result, levels, out);
        }
        return;
    }
    let Some(period) = compared.and_then(|p| base_of(p, level.period)) else { return };
    let facts = view.facts_for(level, period, Kind::Result);
    let Some(fact) = facts.into_iter().find(|f| one_unit(&level.figure, &f.figure, &level.name)) else { return };
    let (role, judge): (_, fn(&Claim, &_) -> Judgement) = match claim.relation {
        Relation::OfTarget => (Role::Target, target_mismatch::judge),
        _ => (Role::Base, change_mismatch::judge),
    };
    let judgement = judge(&with(claim, role, fact, period), view.document);
    let verdict = verdict(claim, &judgement);
    let figures = operands(claim);
    out.ledger.push(view.judged(level, period, figures, verdict, judgement.recomputed.clone()));
    if verdict != Verdict::Wrong {
        return;
    }
    let at = view.document.span(stated.figure.range);
    match told.get(&(level.figure.number, fact.line)).and_then(|&i| out.findings.get_mut(i)) {
        Some(first) => {
            first.labels.push(crate::finding::Label {
                span: at,
                message: Text::new("cũng không khớp", "does not agree either"),
            });
        }
        None => {
            told.insert((level.figure.number, fact.line), out.findings.len());
            out.findings.push(change(view, level, &stated.figure, fact, claim));
        }
    }
}

/// `tăng 7.200 con (tăng 15,9%) so với năm 2020`: the base behind a bracket.
fn compared_with(view: &View<'_>, stated: &Figure) -> Option<Period> {
    let block = view.document.block_at(stated.range.start)?;
    let tokens = &view.lexed.get(block as usize)?.tokens;
    let (mut depth, mut compared) = (0, false);
    for token in tokens.iter().skip_while(|t| t.range.start < stated.range.end) {
        match token.kind {
            TokenKind::Open('(') => depth += 1,
            TokenKind::Close(')') if depth == 0 => return None,
            TokenKind::Close(')') => depth -= 1,
            _ if depth > 0 => {}
            TokenKind::Cue(Cue::ComparedWith) => compared = true,
            TokenKind::Period(period) if compared => return Some(period),
            TokenKind::Word | TokenKind::Cue(_) | TokenKind::NoteRef(_) => {}
            _ => return None,
        }
    }
    None
}

/// The percentage of a plan, with the plan it names or implies.
fn plan(
    view: &View<'_>,
    claim: &Claim,
    level: &Level,
    alone: bool,
    levels: &HashMap<TextRange, &Level>,
    out: &mut Compared,
) {
    let (Some(stated), Some(period)) = (stated(claim), level.period) else { return };
    let Some(facts) = plans(view, level, period) else { return };
    let wanted = givers(&clause(view, level, &stated.figure));
    let fits = |f: &&Fact| {
        let given = givers(&format!("{} {}", f.source, f.indicator));
        let one = given.iter().any(|g| wanted.contains(g));
        one || alone && (given.is_empty() || wanted.is_empty())
    };
    let facts: Vec<&Fact> = facts.into_iter().filter(fits).collect();
    let Some(first) = facts.first() else { return };
    if let Some(target) = claim.get(Role::Target) {
        let one = |f: &&&Fact| f.period == first.period;
        if facts.iter().all(|f| one(&f)) {
            explicit(view, level, target, first.period, Kind::Target, levels, out);
        }
        return;
    }
    let judged: Vec<(Verdict, Judgement, &Fact)> = facts
        .iter()
        .map(|fact| {
            let judgement = target_mismatch::judge(&with(claim, Role::Target, fact, fact.period), view.document);
            (verdict(claim, &judgement), judgement, *fact)
        })
        .collect();
    // Any of several plans may be meant.
    let Some((verdict, judgement, fact)) = judged.into_iter().min_by_key(|(verdict, ..)| *verdict != Verdict::Ok)
    else {
        return;
    };
    out.ledger.push(view.judged(level, period, operands(claim), verdict, judgement.recomputed.clone()));
    if verdict == Verdict::Wrong {
        out.findings.push(share(view, claim, &level.figure, &stated.figure, fact));
    }
}

/// The plans for a period: of the period itself, of its year, of a term that ends with it.
fn plans<'a>(view: &View<'a>, level: &Level, period: Period) -> Option<Vec<&'a Fact>> {
    let of_year = year(period).map(Period::Year);
    let found = [Some(period), of_year].into_iter().flatten().map(|p| view.facts_for(level, p, Kind::Target));
    let alike = |facts: Vec<&'a Fact>| -> Vec<&'a Fact> {
        facts.into_iter().filter(|f| one_unit(&level.figure, &f.figure, &level.name)).collect()
    };
    if let Some(found) = found.map(alike).find(|f| !f.is_empty()) {
        return Some(found);
    }
    let Period::Year(year) = period else { return None };
    let terms = view.facts.of(&level.name).filter_map(|f| match f.period {
        p @ Period::Years { to, .. } if to == year => Some(p),
        _ => None,
    });
    let mut terms: Vec<Period> = terms.collect();
    terms.dedup();
    let [term] = terms.as_slice() else { return None };
    Some(alike(view.facts_for(level, *term, Kind::Target))).filter(|f| !f.is_empty())
}

/// A base or plan that stands in the text, as a level of the same indicator.
fn explicit(
    view: &View<'_>,
    level: &Level,
    figure: &Figure,
    period: Period,
    kind: Kind,
    levels: &HashMap<TextRange, &Level>,
    out: &mut Compared,
) {
    let known = levels.get(&figure.number).is_some_and(|l| l.period.is_some());
    let told = out.ledger.iter().any(|j| j.claim.operands.iter().any(|o| o.figure.number == figure.number));
    if known || told || figure.number == level.figure.number {
        return;
    }
    let own = Level { figure: figure.clone(), period: Some(period), kind, ..level.clone() };
    view.level(&own, period, out, &mut Default::default());
}

fn stated(claim: &Claim) -> Option<&Operand> {
    claim.operands.iter().find(|o| o.role == Role::Stated)
}

/// The figures of a claim that stand in the draft.
fn operands(claim: &Claim) -> Vec<Operand> {
    claim.operands.iter().filter(|o| matches!(o.role, Role::Stated | Role::Level)).cloned().collect()
}

fn with(claim: &Claim, role: Role, fact: &Fact, period: Period) -> Claim {
    let mut claim = claim.clone();
    claim.operands.push(Operand::new(role, &fact.figure, full(period, None)));
    claim
}

/// What the comparison comes to; a claim that may mean other figures decides nothing.
fn verdict(claim: &Claim, judgement: &Judgement) -> Verdict {
    match judgement.verdict {
        Verdict::Wrong if !claim.alternatives.is_empty() => Verdict::Unverifiable,
        verdict => verdict,
    }
}

fn change(view: &View<'_>, level: &Level, stated: &Figure, fact: &Fact, claim: &Claim) -> Finding {
    let document = view.document;
    let (s, period) = (compare::shown(stated, document), crate::facts::shown(fact.period).unwrap_or_default());
    let (reference, right) = (&fact.shown, right(claim, &level.figure, stated, fact).unwrap_or_default());
    let times = matches!(claim.relation, Relation::Multiple | Relation::OfTarget);
    let up = level.figure.value() >= fact.figure.value();
    let (vi, en) = match (times, up) {
        (true, _) => ("bằng", ""),
        (false, true) => ("tăng ", "up "),
        (false, false) => ("giảm ", "down "),
    };
    let vi = if times { format!("{vi} ") } else { vi.to_owned() };
    let message = Text::new(
        format!("so với số liệu gốc {period} ({reference}) là {vi}{right}, không phải {s}"),
        format!("against the reference figure of {period} ({reference}) it is {en}{right}, not {s}"),
    );
    Finding::new(NAME, Severity::Warning, document.span(stated.range), message)
        .label(document.span(level.figure.range), Text::new("giá trị đạt được", "level"))
        .note(view.source(fact))
}

/// What a claim should state, with the decimals it has.
fn right(claim: &Claim, level: &Figure, stated: &Figure, fact: &Fact) -> Option<String> {
    let (v, base) = (level.value()?, fact.figure.value()?);
    let distance = v.sub(base)?.abs();
    let exact = match claim.relation {
        Relation::Change | Relation::Points => distance.div(stated.unit.factor)?,
        Relation::PercentChange => distance.div(base)?.mul(compare::rate_scale(stated))?,
        Relation::Multiple => v.div(base)?,
        _ => v.div(base)?.mul(compare::rate_scale(stated))?,
    };
    let sign = if stated.is_rate() { compare::sign(stated) } else { "" };
    Some(format!("{}{sign}", exact.show_rounded(stated.decimals)))
}

fn share(view: &View<'_>, claim: &Claim, level: &Figure, stated: &Figure, fact: &Fact) -> Finding {
    let (s, right) = (compare::shown(stated, view.document), right(claim, level, stated, fact).unwrap_or_default());
    let message = Text::new(
        format!("so với chỉ tiêu gốc {} thì đạt {right}, không phải {s}", fact.shown),
        format!("of the target of reference {} it is {right}, not {s}", fact.shown),
    );
    Finding::new(NAME, Severity::Warning, view.document.span(stated.range), message).note(view.source(fact))
}

/// The words around a percentage, from the sign before it to the sign behind it.
fn clause(view: &View<'_>, level: &Level, stated: &Figure) -> String {
    let sign = |c: char| matches!(c, ',' | ';' | '(' | ')' | '.');
    let document = view.document;
    let end =
        document.block_at(stated.range.start).and_then(|b| document.blocks.get(b as usize)).map_or(0, |b| b.range.end);
    let slice = |from: u32, to: u32| if from < to { document.slice(TextRange::new(from, to)) } else { "" };
    let before = slice(level.figure.range.end, stated.range.start).rsplit(sign).next().unwrap_or("");
    let behind = slice(stated.range.end, end).split(sign).next().unwrap_or("");
    format!("{before} {behind}")
}

/// Who gave the plan that a text speaks of.
fn givers(text: &str) -> Vec<&'static str> {
    const GIVERS: &str = include_str!("../../../rules/lexicon/target-givers.tsv");
    static TABLE: OnceLock<Vec<(String, &'static str)>> = OnceLock::new();
    let rows = || lexicon::rows(GIVERS).unwrap_or_default();
    let table = TABLE.get_or_init(|| {
        rows().iter().filter_map(|r| Some((format!(" {} ", lexicon::fold(r.first()?)), *r.get(1)?))).collect()
    });
    let words: Vec<String> = lexicon::fold(text)
        .split(|c: char| !lexicon::is_alphanumeric(c))
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect();
    let text = format!(" {} ", words.join(" "));
    let mut found: Vec<&str> = table.iter().filter(|(p, _)| text.contains(p)).map(|(_, giver)| *giver).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn givers_are_told_by_whole_words() {
        assert_eq!(givers("dự toán tỉnh giao"), ["province"]);
        assert_eq!(givers("Nghị quyết HĐND huyện"), ["congress", "council", "district"]);
        assert!(givers("kế hoạch; tỉnhx").is_empty());
    }
}
