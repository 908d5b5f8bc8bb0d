//! Rule cards: what an editor reads about a rule, and the examples that run as tests.

use super::Group;
use crate::finding::{Severity, Text};

/// A card, `rules/<group>/<name>.md`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The title: the name of the rule.
    pub name: String,
    /// `- nhóm:`.
    pub group: Group,
    /// `- mức:`.
    pub severity: Severity,
    /// `- vi:` and `- en:`: one sentence in each language.
    pub summary: Text,
    /// `- mẫu:`: the pattern of text a rule of the user's own looks for.
    pub pattern: Option<String>,
    /// `## Vì sao`.
    pub why: String,
    /// `## Sai`: the rule must fire.
    pub wrong: Vec<Example>,
    /// `## Đúng`: it must stay silent and the claim be judged right.
    pub right: Vec<Example>,
    /// `## Không kết luận`: it must stay silent and the claim be counted unverifiable.
    pub undecided: Vec<Example>,
}

/// A draft of a sentence or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Line of the card where it starts.
    pub line: usize,
    /// The draft.
    pub text: String,
    /// Under *Sai*: the text under the caret of the first finding, the second…
    pub carets: Vec<String>,
}

/// The headings of a card, in their order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Head,
    Why,
    Wrong,
    Right,
    Undecided,
}

impl Card {
    /// Reads a card; an error names the line and what is expected there.
    pub fn parse(text: &str) -> Result<Card, String> {
        let mut reader = Reader { lines: text.lines().enumerate().peekable() };
        let mut name = None;
        let (mut group, mut severity, mut vi, mut en) = (None, None, None, None);
        let mut card = Card {
            name: String::new(),
            group: Group::Arithmetic,
            severity: Severity::Error,
            summary: Text::default(),
            pattern: None,
            why: String::new(),
            wrong: Vec::new(),
            right: Vec::new(),
            undecided: Vec::new(),
        };
        let mut part = Part::Head;
        while let Some((index, line)) = reader.lines.next() {
            let at = index + 1;
            if let Some(title) = line.strip_prefix("## ") {
                part = part_of(title.trim()).ok_or_else(|| format!("line {at}: unknown heading {title:?}"))?;
            } else if line.starts_with("```") {
                let example = reader.example(at, line, part == Part::Wrong)?;
                match part {
                    Part::Wrong => card.wrong.push(example),
                    Part::Right => card.right.push(example),
                    Part::Undecided => card.undecided.push(example),
                    Part::Head | Part::Why => return Err(format!("line {at}: an example before \"## Sai\"")),
                }
            } else if part == Part::Why {
                card.why.push_str(line);
                card.why.push('\n');
            } else if part != Part::Head {
                if line.starts_with('>') {
                    return Err(format!("line {at}: a quoted line belongs below an example under \"## Sai\""));
                }
            } else if let Some(title) = line.strip_prefix("# ") {
                name = Some(title.trim().to_string());
            } else if let Some(field) = line.strip_prefix("- ") {
                let (key, value) =
                    field.split_once(':').ok_or_else(|| format!("line {at}: expected \"- key: value\""))?;
                let value = value.trim();
                match key.trim() {
                    "nhóm" => {
                        group = Some(group_of(value).ok_or_else(|| format!("line {at}: unknown group {value:?}"))?)
                    }
                    "mức" => {
                        severity = Some(
                            severity_of(value).ok_or_else(|| format!("line {at}: expected error, warning or note"))?,
                        );
                    }
                    "mẫu" => card.pattern = Some(value.to_string()),
                    "vi" => vi = Some(value.to_string()),
                    "en" => en = Some(value.to_string()),
                    other => return Err(format!("line {at}: unknown key {other:?}")),
                }
            } else if !line.trim().is_empty() {
                return Err(format!("line {at}: expected a key, a heading or nothing"));
            }
        }
        let missing = |what: &str| format!("the card has no {what}");
        card.name = name.ok_or_else(|| missing("\"# name\""))?;
        card.group = group.ok_or_else(|| missing("\"- nhóm:\""))?;
        card.severity = severity.ok_or_else(|| missing("\"- mức:\""))?;
        card.summary = Text::new(vi.ok_or_else(|| missing("\"- vi:\""))?, en.ok_or_else(|| missing("\"- en:\""))?);
        card.why = card.why.trim().to_string();
        Ok(card)
    }
}

struct Reader<'a> {
    lines: std::iter::Peekable<std::iter::Enumerate<std::str::Lines<'a>>>,
}

impl Reader<'_> {
    /// The block that `fence` opens and, where one belongs, the quoted lines below it.
    fn example(&mut self, at: usize, fence: &str, quoted: bool) -> Result<Example, String> {
        let ticks = fence.len() - fence.trim_start_matches('`').len();
        let close = "`".repeat(ticks);
        let mut text = String::new();
        loop {
            match self.lines.next() {
                Some((_, line)) if line.trim_end() == close => break,
                Some((_, line)) => {
                    text.push_str(line);
                    text.push('\n');
                }
                None => return Err(format!("line {at}: the example is never closed with {close}")),
            }
        }
        while self.lines.next_if(|(_, l)| l.trim().is_empty()).is_some() {}
        let mut carets = Vec::new();
        while quoted && let Some((_, line)) = self.lines.next_if(|(_, l)| l.starts_with('>')) {
            carets.push(line.trim_start_matches('>').trim().to_string());
        }
        if quoted && (carets.is_empty() || carets.iter().any(String::is_empty)) {
            return Err(format!("line {at}: below the example expected \"> text under the caret\""));
        }
        Ok(Example { line: at, text, carets })
    }
}

fn part_of(title: &str) -> Option<Part> {
    Some(match title {
        "Vì sao" => Part::Why,
        "Sai" => Part::Wrong,
        "Đúng" => Part::Right,
        "Không kết luận" => Part::Undecided,
        _ => return None,
    })
}

fn group_of(name: &str) -> Option<Group> {
    Group::ALL.into_iter().find(|group| group.name() == name)
}

fn severity_of(name: &str) -> Option<Severity> {
    Some(match name {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        "note" => Severity::Note,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "# a-b\n\n- nhóm: table\n- mức: note\n- vi: Một câu.\n- en: A sentence.\n\n## Vì sao\n\nBởi vì.\n";

    #[test]
    fn a_card_is_read_with_its_examples() {
        let text = format!("{HEAD}\n## Sai\n\n```md\nx 62%\n\ny\n```\n\n> 62%\n\n## Đúng\n\n````md\n```\n````\n");
        let card = Card::parse(&text).unwrap();
        assert_eq!((card.name.as_str(), card.group, card.severity), ("a-b", Group::Table, Severity::Note));
        assert_eq!(card.why, "Bởi vì.");
        assert_eq!(card.wrong, [Example { line: 14, text: "x 62%\n\ny\n".into(), carets: vec!["62%".into()] }]);
        assert_eq!(card.right, [Example { line: 24, text: "```\n".into(), carets: Vec::new() }]);
        assert!(card.undecided.is_empty());
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        let error = |tail: &str| Card::parse(&format!("{HEAD}{tail}")).unwrap_err();
        assert_eq!(error("## Sái\n"), "line 11: unknown heading \"Sái\"");
        assert!(error("## Sai\n```md\nx\n```\nno quote\n").starts_with("line 12: below the example"));
        assert!(error("## Đúng\n```md\nx\n").starts_with("line 12: the example is never closed"));
        assert!(error("```md\nx\n```\n").starts_with("line 11: an example before"));
        assert!(Card::parse("# a\n- mức: bad\n").unwrap_err().starts_with("line 2"));
        assert_eq!(Card::parse("# a\n").unwrap_err(), "the card has no \"- nhóm:\"");
    }
}
