//! `[rules]`: levels of rules and groups, applied to findings.

use super::Mistake;
use crate::finding::{Finding, Severity, Text};
use crate::nearest::nearest;
use crate::rules::{Group, RULES};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// What becomes of the findings of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// They are left out.
    Off,
    /// They are notes.
    Note,
    /// They are warnings.
    Warning,
    /// They are errors.
    Error,
}

/// Levels by rule and by group; a rule's own wins over that of its group.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Levels {
    by_name: BTreeMap<Spanned<String>, Level>,
}

impl Levels {
    /// The level of a rule, where the file gives one.
    pub fn of(&self, rule: &str) -> Option<Level> {
        let named = |name: &str| self.by_name.iter().find(|(key, _)| key.get_ref() == name).map(|(_, level)| *level);
        named(rule).or_else(|| named(crate::rules::rule(rule)?.group.name()))
    }

    /// The rules that are off.
    pub fn off(&self) -> Vec<&'static str> {
        let off = |name: &&'static str| !self.by_name.is_empty() && self.of(name) == Some(Level::Off);
        RULES.iter().map(|r| r.name).filter(off).collect()
    }

    /// Gives findings their level and leaves out those that are off.
    pub fn apply(&self, findings: &mut Vec<Finding>) {
        if self.by_name.is_empty() {
            return;
        }
        findings.retain_mut(|finding| {
            match self.of(finding.rule) {
                None => {}
                Some(Level::Off) => return false,
                Some(Level::Note) => finding.severity = Severity::Note,
                Some(Level::Warning) => finding.severity = Severity::Warning,
                Some(Level::Error) => finding.severity = Severity::Error,
            }
            true
        });
    }

    /// The first name that is neither a rule nor a group.
    pub(super) fn unknown(&self) -> Option<Mistake> {
        let names = || RULES.iter().map(|r| r.name).chain(Group::ALL.map(Group::name));
        let key = self.by_name.keys().find(|key| !names().any(|n| n == key.get_ref()))?;
        let name = key.get_ref();
        let mistake = Mistake::new(
            key.span(),
            Text::new(format!("không có quy tắc hay nhóm {name:?}"), format!("there is no rule or group {name:?}")),
        );
        let groups = Group::ALL.map(Group::name).join(", ");
        Some(mistake.meant(nearest(name, names())).note(Text::new(
            format!("các nhóm: {groups}; xem mọi quy tắc: doisoat rules; mức của quy tắc riêng ghi trong thẻ"),
            format!("groups: {groups}; all rules: doisoat rules; the level of an own rule stands in its card"),
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn a_rule_wins_over_its_group() {
        let text = "notation = 'off'\nnumber-format = 'warning'\nshare-mismatch = 'note'";
        let levels: Levels = toml::from_str(text).unwrap();
        let finding = |rule| Finding::new(rule, Severity::Error, Span::new(0, 1), Text::default());
        let mut findings = ["permille-sign", "number-format", "share-mismatch", "sum-mismatch"].map(finding).to_vec();
        levels.apply(&mut findings);
        let left: Vec<_> = findings.iter().map(|f| (f.rule, f.severity)).collect();
        let expected = [
            ("number-format", Severity::Warning),
            ("share-mismatch", Severity::Note),
            ("sum-mismatch", Severity::Error),
        ];
        assert_eq!(left, expected);
        assert!(levels.unknown().is_none());
    }
}
