//! Every card of every rule, run as a test; and tests on the cards themselves.

use doisoat::batch::{self, Batch, Draft, Role};
use doisoat::check::{Options, Report, check};
use doisoat::claims::Verdict;
use doisoat::diff::compared;
use doisoat::facts::{self, Facts};
use doisoat::finding::{Finding, Severity};
use doisoat::report::Lang;
use doisoat::rules::card::{Card, Example};
use doisoat::rules::{Check, RULES, Rule, facts_mismatch};
use doisoat::source::{Encoding, Source};
use std::fmt::Write;
use std::sync::Arc;

/// The drafts of an example, checked; those of a batch each start with a line `=== name`, a line
/// `=====` parts two drafts of one report, or reference figures from the draft.
fn reports(rule: &Rule, example: &Example) -> Vec<Report> {
    let read = |name: &str, text: &str| check(Source::new(name, text.to_owned(), Encoding::Utf8), &Options::default());
    if matches!(rule.check, Check::Drafts) {
        let (old, new) = example.text.split_once("\n=====\n").expect("two drafts");
        return vec![compared(&read("card.md", old), read("card.md", new)).report];
    }
    if rule.name == facts_mismatch::NAME {
        let (facts, draft) = example.text.split_once("=====\n").expect("reference figures and a draft");
        let facts = facts::parse(facts, false).unwrap_or_else(|m| panic!("{:?}", m.lines(Lang::En)));
        let facts = Some(Arc::new(Facts::new("so-lieu.csv".into(), facts)));
        let options = Options { facts, ..Options::default() };
        return vec![check(Source::new("card.md", draft.to_owned(), Encoding::Utf8), &options)];
    }
    if !matches!(rule.check, Check::Batch(_)) {
        return vec![read("card.md", &example.text)];
    }
    let parts = example.text.split("=== ").skip(1).filter_map(|part| part.split_once('\n'));
    let mut reports: Vec<Report> = parts.map(|(name, text)| read(name, text)).collect();
    let role = |r: &Report| if r.document.source.path == "tong-hop.md" { Role::Rollup } else { Role::Commune };
    let drafts = reports.iter().map(|r| Draft::of(&r.document, role(r), None)).collect();
    let mut batch = Batch::new(drafts, true);
    for index in batch.suspects() {
        batch.recall(index, &reports[index].document);
    }
    for (index, finding) in batch::check(&batch) {
        reports[index].findings.push(finding);
    }
    reports
}

/// The cards that can be read; `every_rule_has_a_full_card` names the others.
fn cards() -> impl Iterator<Item = (&'static Rule, Card)> {
    RULES.iter().filter_map(|rule| Some((rule, Card::parse(rule.card).ok()?)))
}

fn shown(reports: &[Report]) -> String {
    let mut out = String::new();
    for report in reports {
        for f in &report.findings {
            let at = under_caret(report, f);
            let _ = write!(out, "\n    finding {} {:?} {at:?}: {}", f.rule, f.severity, f.message.vi);
        }
        for j in &report.ledger {
            let text = report.document.slice(j.claim.range);
            let _ = write!(out, "\n    claim {} {:?} {:?}: {text:?}", j.rule, j.claim.kind, j.verdict);
        }
    }
    out
}

fn under_caret<'a>(report: &'a Report, finding: &Finding) -> &'a str {
    report.document.source.slice(finding.span)
}

fn of<'a>(reports: &'a [Report], rule: &'a Rule) -> impl Iterator<Item = (&'a Report, &'a Finding)> {
    let all = reports.iter().flat_map(|r| r.findings.iter().map(move |f| (r, f)));
    all.filter(move |(_, f)| f.rule == rule.name)
}

/// Whether the ledger holds a claim the rule answers for with this verdict;
/// rules that look at the draft as a whole name the kinds they look at.
fn judged(reports: &[Report], rule: &Rule, verdict: Verdict) -> bool {
    reports.iter().flat_map(|r| &r.ledger).any(|j| {
        let mine = match rule.check {
            Check::Claim { .. } => j.rule == rule.name,
            Check::Draft(_) | Check::Drafts | Check::Pattern(_) | Check::Batch(_) => true,
        };
        mine && rule.kinds.contains(&j.claim.kind) && j.verdict == verdict
    })
}

/// Runs `test` on the examples of every card; what it says is wrong is listed with its place.
fn run(part: impl Fn(&Card) -> &[Example], test: impl Fn(&Rule, &Example, &[Report]) -> Result<(), String>) {
    let mut faults = String::new();
    for (rule, card) in cards() {
        for example in part(&card) {
            let reports = reports(rule, example);
            if let Err(fault) = test(rule, example, &reports) {
                let _ = write!(faults, "\n{}.md:{}: {fault}{}", rule.name, example.line, shown(&reports));
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn wrong_examples_fire_at_the_quoted_text() {
    run(
        |card| &card.wrong,
        |rule, example, reports| {
            let got: Vec<&str> = of(reports, rule).map(|(r, f)| under_caret(r, f)).take(example.carets.len()).collect();
            if got == example.carets { Ok(()) } else { Err(format!("expected {:?}, got {got:?}", example.carets)) }
        },
    );
}

#[test]
fn right_examples_stay_silent_and_are_judged_right() {
    run(
        |card| &card.right,
        |rule, _, reports| {
            if of(reports, rule).next().is_some() {
                return Err("the rule fires".into());
            }
            if let Some(loud) = reports.iter().flat_map(|r| &r.findings).find(|f| f.severity >= Severity::Warning) {
                return Err(format!("{} fires", loud.rule));
            }
            if !rule.kinds.is_empty() && !judged(reports, rule, Verdict::Ok) {
                return Err("no claim of the rule was judged right: it never looked".into());
            }
            Ok(())
        },
    );
}

#[test]
fn undecided_examples_stay_silent_and_are_counted() {
    run(
        |card| &card.undecided,
        |rule, _, reports| {
            if of(reports, rule).next().is_some() {
                return Err("the rule fires".into());
            }
            if !rule.kinds.is_empty() && !judged(reports, rule, Verdict::Unverifiable) {
                return Err("no claim of the rule is unverifiable: it never looked".into());
            }
            Ok(())
        },
    );
}

#[test]
fn every_rule_has_a_full_card() {
    let mut faults = String::new();
    for rule in RULES {
        let card = match Card::parse(rule.card) {
            Ok(card) => card,
            Err(error) => {
                let _ = write!(faults, "\n{}.md: {error}", rule.name);
                continue;
            }
        };
        let tests = [
            (card.name == rule.name, "the title is not the name of the rule"),
            (card.group == rule.group, "the group differs from the registry"),
            (card.severity == rule.severity, "the severity differs from the registry"),
            (!card.why.is_empty(), "\"Vì sao\" is empty"),
            (!card.wrong.is_empty(), "no example under \"Sai\""),
            (card.right.len() >= 3, "fewer than three examples under \"Đúng\""),
            (card.summary.vi.ends_with('.') && card.summary.en.ends_with('.'), "a summary is no sentence"),
        ];
        for (_, fault) in tests.iter().filter(|(fine, _)| !fine) {
            let _ = write!(faults, "\n{}.md: {fault}", rule.name);
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn every_message_is_written_in_both_languages_without_a_full_stop() {
    run(
        |card| &card.wrong,
        |rule, _, reports| {
            for (_, finding) in of(reports, rule) {
                for text in [&finding.message.vi, &finding.message.en] {
                    if text.trim().is_empty() || text.ends_with('.') {
                        return Err(format!("the message {text:?} is empty or ends with a full stop"));
                    }
                }
                let notes = finding.notes.iter().chain(finding.labels.iter().map(|l| &l.message));
                for text in notes {
                    if text.vi.is_empty() != text.en.is_empty() || text.vi.contains('\n') {
                        return Err(format!("a note or label is not one line in both languages: {text:?}"));
                    }
                }
            }
            Ok(())
        },
    );
}

#[test]
fn rules_are_listed_by_group_and_name_once_each() {
    let names: Vec<_> = RULES.iter().map(|r| (r.group, r.name)).collect();
    assert!(names.is_sorted(), "{names:?}");
    let mut unique: Vec<&str> = RULES.iter().map(|r| r.name).collect();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), RULES.len());
}

#[test]
fn every_card_of_the_folders_belongs_to_a_rule() {
    for group in ["arithmetic", "consistency", "completeness", "notation", "table", "batch"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(group);
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let rule = doisoat::rules::rule(&name).unwrap_or_else(|| panic!("{} has no rule", path.display()));
            assert_eq!(rule.card, text, "{} is not the card the program holds", path.display());
        }
    }
}
