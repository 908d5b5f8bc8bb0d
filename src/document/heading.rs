//! Headings and captions told by how they are typed, for exports and drafts
//! that mark no headings: `A. …`, `I. …`, `1.1. …`, parts by their word, lines in capitals.

use super::NOTE_MARK;
use crate::lexicon;
use std::sync::LazyLock;

/// Longer lines are paragraphs, whatever they begin with.
const LONGEST_HEADING: usize = 160;
/// Longer lines above a table are text about it, not its caption.
const LONGEST_CAPTION: usize = 240;

/// A line that ends so is a paragraph.
const SENTENCE_ENDS: [char; 6] = ['.', ';', ':', ',', '…', '?'];

struct Opener {
    phrase: String,
    /// `None`: begins a caption.
    level: Option<u8>,
    number: bool,
}

static OPENERS: LazyLock<Vec<Opener>> = LazyLock::new(|| {
    let rows = lexicon::rows(include_str!("../../rules/lexicon/headings.tsv")).unwrap_or_default();
    let opener = |row: lexicon::Row<'_>| {
        let [phrase, kind, next, _] = row[..] else { return None };
        let level = kind.strip_prefix("heading:").and_then(|l| l.parse().ok());
        (level.is_some() || kind == "caption").then(|| Opener {
            phrase: lexicon::fold(phrase),
            level,
            number: next == "number",
        })
    };
    rows.into_iter().filter_map(opener).collect()
});

/// Tells typed headings; the lines in capitals at the head of a report (office,
/// title) are none, so it has to see the lines in order.
#[derive(Debug, Default)]
pub(crate) struct Letterhead {
    over: bool,
}

impl Letterhead {
    /// The text itself has begun.
    pub fn end(&mut self) {
        self.over = true;
    }

    /// The level of a heading, `None` for a paragraph.
    pub fn level(&mut self, text: &str) -> Option<u8> {
        let text = text.trim_end_matches([NOTE_MARK, ' ']);
        if text.len() > 4 * LONGEST_HEADING || text.chars().count() > LONGEST_HEADING {
            self.over = true;
            return None;
        }
        let level = own_level(text);
        if level.is_some() {
            self.over = true;
            return level;
        }
        (self.over && !text.ends_with(SENTENCE_ENDS) && is_capitals(text)).then_some(1)
    }
}

/// The level that the number or word at its start gives to a heading.
pub(crate) fn own_level(text: &str) -> Option<u8> {
    if text.len() > 4 * LONGEST_HEADING || text.chars().count() > LONGEST_HEADING || text.ends_with(SENTENCE_ENDS) {
        return None;
    }
    part_level(text).or_else(|| numbered_level(text))
}

/// The level of a heading that begins with a word: a part, a chapter.
pub(crate) fn part_level(text: &str) -> Option<u8> {
    opener(text, |o| o.level.is_some())?.level
}

/// Whether a line is the caption of the table below it.
pub(crate) fn is_caption(text: &str) -> bool {
    text.chars().count() <= LONGEST_CAPTION && opener(text, |o| o.level.is_none()).is_some()
}

/// The entry whose phrase begins `text`.
fn opener(text: &str, wanted: impl Fn(&Opener) -> bool) -> Option<&'static Opener> {
    // Few paragraphs begin with the first letter of any phrase.
    let first = text.chars().next()?.to_lowercase().next()?;
    if !OPENERS.iter().any(|o| o.phrase.starts_with(first)) {
        return None;
    }
    let head: String = text.chars().take(24).collect();
    let head = lexicon::fold(&head);
    OPENERS.iter().filter(|o| wanted(o)).find(|o| {
        let Some(rest) = head.strip_prefix(o.phrase.as_str()) else { return false };
        let rest = rest.trim_start();
        let apart = head.len() - o.phrase.len() > rest.len();
        match o.number {
            true => apart && starts_with_number(rest),
            false => apart || rest.is_empty() || !rest.starts_with(lexicon::is_alphanumeric),
        }
    })
}

/// A digit, or a short word of Roman numerals or one letter (folded to lower case).
fn starts_with_number(text: &str) -> bool {
    let word: &str = text.split(|c: char| !lexicon::is_alphanumeric(c)).next().unwrap_or("");
    let roman = !word.is_empty() && word.len() <= 6 && word.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l'));
    word.starts_with(|c: char| c.is_ascii_digit()) || roman || (word.len() == 1 && word.is_ascii())
}

/// `A.` 2, `I.` 3, `1.` 4, `1.1.` 5, `1.1.1.` 6.
fn numbered_level(text: &str) -> Option<u8> {
    let (mark, title) = text.split_once(char::is_whitespace)?;
    let title = title.trim_start();
    // A title begins with a capital; `1.5 tỷ` and `2.000 ha` do not.
    let first = title.trim_start_matches(['"', '“', '«', '‘', '\'', '(']).chars().next()?;
    if !first.is_uppercase() {
        return None;
    }
    if mark.starts_with(|c: char| c.is_ascii_digit()) {
        let numbers: Vec<&str> = mark.trim_end_matches('.').split('.').collect();
        let short = |n: &&str| (1..=2).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit());
        let dotted = numbers.len() > 1 || mark.ends_with('.');
        return (dotted && numbers.iter().all(short)).then_some((3 + numbers.len()).min(9) as u8);
    }
    let letters = mark.strip_suffix(['.', '/', '-', ')'])?;
    if letters.is_empty() || !letters.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let roman = letters.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L'));
    match letters.len() {
        1 if !matches!(letters, "I" | "V" | "X") => Some(2),
        1..=7 if roman => Some(3),
        _ => None,
    }
}

/// At least two words, no small letter.
pub(crate) fn is_capitals(text: &str) -> bool {
    let mut letters = 0;
    for c in text.chars() {
        if c.is_lowercase() {
            return false;
        }
        letters += usize::from(c.is_uppercase());
        if letters > LONGEST_HEADING {
            return false;
        }
    }
    letters >= 3 && text.split_whitespace().filter(|w| w.contains(lexicon::is_alphanumeric)).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let rows = lexicon::rows(include_str!("../../rules/lexicon/headings.tsv")).unwrap();
        assert_eq!(rows.len(), OPENERS.len());
    }

    #[test]
    fn levels_follow_the_typed_numbers() {
        let mut letterhead = Letterhead::default();
        let cases = [
            ("ỦY BAN NHÂN DÂN XÃ", None),
            ("Phần thứ hai", Some(1)),
            ("PHẦN II. NHIỆM VỤ", Some(1)),
            ("B. HẠN CHẾ", Some(2)),
            ("IV. NÔNG NGHIỆP", Some(3)),
            ("2. Trồng trọt", Some(4)),
            ("2.1. Cây lúa", Some(5)),
            ("2.1.3 Cây ngô", Some(6)),
            ("KẾT QUẢ CHUNG", Some(1)),
            ("2. Diện tích đạt 50 ha.", None),
            ("2.500 tấn thóc", None),
            ("Phần lớn các hộ đã thoát nghèo", None),
            ("Mục tiêu chung", None),
            ("a) Tiểu mục", None),
        ];
        for (text, level) in cases {
            assert_eq!(letterhead.level(text), level, "{text}");
        }
        let long = format!("1. {}", "Diện tích lúa tăng ".repeat(20));
        assert_eq!(letterhead.level(&long), None);
    }

    #[test]
    fn captions() {
        assert!(is_caption("Biểu số 3: Diện tích"));
        assert!(is_caption("BẢNG 2. Dân số"));
        assert!(!is_caption("Biểu dương các hộ"));
    }
}
