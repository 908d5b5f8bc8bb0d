//! Rules of the user's own: cards with a pattern of text (`- mẫu:`).

use super::card::Card;
use super::{Check, Context, Group, RULES, Rule};
use crate::document::{Document, TextRange};
use crate::finding::{Finding, Text};
use crate::rules::words::within;
use crate::source::Span;
use regex::Regex;
use std::sync::OnceLock;

static OWN: OnceLock<Vec<Rule>> = OnceLock::new();

/// A pattern of text with what is said about it.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// The pattern; its first group, where it has one, is the place.
    pub regex: Regex,
    /// What is wrong there.
    pub message: Text,
}

/// Adds rules to those of the program, once a run; false where that was done before.
pub fn install(rules: Vec<Rule>) -> bool {
    OWN.set(rules).is_ok()
}

/// Every rule: those of the program, then the user's own.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().chain(OWN.get().into_iter().flatten())
}

/// A rule from its card. Rules live as long as the program.
pub fn rule(card: &Card, text: String, regex: Regex) -> Rule {
    let said = |text: &str| text.trim().trim_end_matches('.').to_owned();
    let message = Text::new(said(&card.summary.vi), said(&card.summary.en));
    Rule {
        name: Box::leak(card.name.clone().into_boxed_str()),
        group: Group::Own,
        severity: card.severity,
        card: Box::leak(text.into_boxed_str()),
        kinds: &[],
        check: Check::Pattern(Pattern { regex, message }),
    }
}

/// Every place of a pattern in a draft.
pub fn places(regex: &Regex, document: &Document) -> Vec<Span> {
    let mut found = Vec::new();
    for (i, block) in document.blocks.iter().enumerate() {
        for captures in regex.captures_iter(document.block_text(i as u32)) {
            let place = captures.get(1).or(captures.get(0)).filter(|m| !m.is_empty());
            let range = |m: regex::Match<'_>| -> TextRange { within(block.range, m.start(), m.end()) };
            found.extend(place.map(|m| document.span(range(m))));
        }
    }
    found
}

/// Looks for the pattern of a rule.
pub fn check(rule: &Rule, pattern: &Pattern, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let places = places(&pattern.regex, context.document);
    findings.extend(places.into_iter().map(|at| Finding::new(rule.name, rule.severity, at, pattern.message.clone())));
}
