//! `cards`: rules of the user's own. A card is like those under `rules/`, with
//! the group `own` and a pattern; its examples are tried when it is read.

use super::mistake::Mistake;
use super::read::{Trouble, shown, text};
use crate::document;
use crate::finding::Text;
use crate::rules::card::{Card, Example};
use crate::rules::{Group, RULES, Rule, own};
use crate::source::{Encoding, Source};
use regex::Regex;
use std::ops::Range;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// The rules of these files and folders.
pub(super) fn load(folder: &Path, places: &[PathBuf]) -> Result<Vec<Rule>, Trouble> {
    let mut rules: Vec<Rule> = Vec::new();
    for place in places {
        for file in files(&folder.join(place))? {
            let text = text(&file)?;
            let rule = read(&text).map_err(|m| Trouble::Mistake(m.in_file(&shown(&file), &text)))?;
            if RULES.iter().chain(&rules).any(|r| r.name == rule.name) {
                let said = Text::new(
                    format!("đã có quy tắc tên {}; hãy đặt tên khác", rule.name),
                    format!("there is a rule {} already; choose another name", rule.name),
                );
                return Err(Trouble::Mistake(Mistake::new(line(&text, 1), said).in_file(&shown(&file), &text)));
            }
            rules.push(rule);
        }
    }
    Ok(rules)
}

/// The file itself, or the cards of a folder by name.
fn files(place: &Path) -> Result<Vec<PathBuf>, Trouble> {
    if !place.is_dir() {
        return Ok(vec![place.to_path_buf()]);
    }
    let unreadable = |e| Trouble::Unreadable(shown(place), e);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(place).map_err(unreadable)? {
        files.push(entry.map_err(unreadable)?.path());
    }
    files.retain(|f| f.extension().is_some_and(|e| e == "md"));
    files.sort();
    Ok(files)
}

/// Reads a card and tries its examples.
fn read(text: &str) -> Result<Rule, Mistake> {
    let card = Card::parse(text).map_err(|said| {
        let number = said.strip_prefix("line ").and_then(|s| s.split(':').next()?.parse().ok());
        Mistake::new(
            line(text, number.unwrap_or(1)),
            Text::new("thẻ quy tắc viết chưa đúng", "this is no card of a rule"),
        )
        .note(Text::new(format!("chi tiết: {said}"), said))
    })?;
    let wrong = |number: usize, vi: String, en: String| Err(Mistake::new(line(text, number), Text::new(vi, en)));
    let at = |start: &str| text.lines().position(|l| l.starts_with(start)).map_or(1, |i| i + 1);
    if card.group != Group::Own {
        return wrong(
            at("- nhóm"),
            "nhóm của quy tắc riêng phải là own".into(),
            "the group of an own rule must be own".into(),
        );
    }
    if card.name.is_empty() || !card.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        return wrong(
            1,
            format!("tên {:?} chỉ được gồm chữ thường không dấu, chữ số và dấu -", card.name),
            format!("the name {:?} may hold only a-z, digits and -", card.name),
        );
    }
    let Some(pattern) = &card.pattern else {
        return wrong(1, "thẻ thiếu dòng \"- mẫu: …\"".into(), "the card has no line \"- mẫu: …\"".into());
    };
    let pattern: String = pattern.nfc().collect();
    let regex = Regex::new(&pattern).map_err(|e| {
        let said = Text::new("mẫu không đọc được", "the pattern cannot be read");
        let detail = e.to_string();
        let detail = detail.lines().last().unwrap_or("").trim();
        Mistake::new(line(text, at("- mẫu")), said).note(Text::new(format!("chi tiết: {detail}"), detail))
    })?;
    if card.wrong.is_empty() || card.right.is_empty() || !card.undecided.is_empty() {
        return wrong(
            1,
            "thẻ cần ví dụ dưới \"## Sai\" và dưới \"## Đúng\", và chỉ hai mục ấy".into(),
            "the card needs examples under \"## Sai\" and \"## Đúng\", and only these".into(),
        );
    }
    for example in card.wrong.iter().chain(&card.right) {
        let found = found(&regex, example);
        let expected = example.carets.as_slice();
        if found.get(..expected.len()) != Some(expected) || (expected.is_empty() && !found.is_empty()) {
            return wrong(
                example.line,
                format!("ví dụ này phải cho {expected:?}, nhưng mẫu bắt {found:?}"),
                format!("this example must give {expected:?}, but the pattern finds {found:?}"),
            );
        }
    }
    Ok(own::rule(&card, text.to_owned(), regex))
}

/// What a pattern finds in an example.
fn found(regex: &Regex, example: &Example) -> Vec<String> {
    let document = document::read(Source::new("card.md", example.text.clone(), Encoding::Utf8), None);
    let places = own::places(regex, &document);
    places.into_iter().map(|span| document.source.slice(span).to_owned()).collect()
}

/// The bytes of a line, from 1.
fn line(text: &str, number: usize) -> Range<usize> {
    let start: usize = text.split_inclusive('\n').take(number.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or("");
    start..start + rest.lines().next().unwrap_or("").len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Lang;

    const CARD: &str = "# ten-huyen\n\n- nhóm: own\n- mức: warning\n- vi: Tên huyện cũ.\n- en: An old name.\n\
                        - mẫu: huyện (Mường Lự)\n\n## Vì sao\n\nĐã sáp nhập.\n\n## Sai\n\n```md\n\
                        Toàn huyện Mường Lự có 5 xã.\n```\n\n> Mường Lự\n\n## Đúng\n\n```md\nToàn tỉnh có 5 xã.\n```\n";

    fn mistake(card: &str) -> String {
        read(card).err().map_or_else(String::new, |m| m.in_file(Path::new("a.md"), card).lines(Lang::En).join("\n"))
    }

    #[test]
    fn a_card_becomes_a_rule() {
        let rule = read(CARD).unwrap();
        assert_eq!((rule.name, rule.group), ("ten-huyen", Group::Own));
    }

    #[test]
    fn mistakes_in_a_card_are_shown_with_their_line() {
        for (old, new, said) in [
            ("own", "table", "a.md:3:1"),
            ("own", "riêng", "unknown group"),
            ("warning", "bad", "a.md:4:1"),
            ("(Mường Lự)", "(Mường", "the pattern cannot be read"),
            ("- mẫu: huyện (Mường Lự)\n", "", "no line \"- mẫu"),
            ("> Mường Lự", "> Nậm Hia", "must give [\"Nậm Hia\"], but the pattern finds [\"Mường Lự\"]"),
            ("Toàn tỉnh", "Toàn huyện Mường Lự", "must give [], but"),
            ("# ten-huyen", "# Tên huyện", "may hold only"),
            ("## Đúng", "## Không kết luận", "needs examples"),
        ] {
            let shown = mistake(&CARD.replacen(old, new, 1));
            assert!(shown.contains(said), "{new}: {shown}");
        }
    }
}
