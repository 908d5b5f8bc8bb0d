//! Automatic numbers of headings and lists: what Word prints in front of a
//! paragraph although it is not in the paragraph's text.

use super::error::DocxError;
use super::limits::MAX_NUMBER_PATTERN;
use super::xml::{Node, Tag, Xml};
use hashbrown::{HashMap, HashSet};

const LEVELS: usize = 9;

/// How a level counts.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Format {
    Decimal,
    DecimalZero,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
    Bullet,
    None,
}

impl Format {
    fn of(name: &str) -> Format {
        match name {
            "decimalZero" => Format::DecimalZero,
            "lowerLetter" => Format::LowerLetter,
            "upperLetter" => Format::UpperLetter,
            "lowerRoman" => Format::LowerRoman,
            "upperRoman" => Format::UpperRoman,
            "bullet" => Format::Bullet,
            "none" => Format::None,
            _ => Format::Decimal,
        }
    }
}

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: Format,
    /// `%1.%2.`
    pattern: String,
    /// Whether something stands between the number and the text.
    spaced: bool,
    /// Whether numbers of higher levels are printed in decimals here.
    decimal: bool,
    /// The level (from 1) whose next number starts this one anew; 0 for none.
    restart: Option<u8>,
    /// The paragraph style that brings this level with it.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Level {
        Level {
            start: 1,
            format: Format::Decimal,
            pattern: String::new(),
            spaced: true,
            decimal: false,
            restart: None,
            style: None,
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Abstract {
    levels: [Level; LEVELS],
    /// The list style this definition stands for.
    style_link: Option<String>,
    /// The list style whose definition is to be used instead.
    num_style_link: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct List {
    definition: String,
    starts: [Option<u32>; LEVELS],
    levels: HashMap<u8, Level>,
}

/// The lists of a file and how far they have counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<String, Abstract>,
    lists: HashMap<String, List>,
    /// By definition: lists that share one go on counting each other.
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    started: HashSet<String>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub fn read(part: &str, text: &str) -> Result<Numbering, DocxError> {
        let mut numbering = Numbering::default();
        let mut xml = Xml::new(part, text);
        while let Some(node) = xml.next()? {
            let Node::Open(tag) = node else { continue };
            if tag.is("abstractNum") {
                let id = tag.attr("abstractNumId")?.unwrap_or_default();
                let definition = read_definition(&mut xml)?;
                numbering.definitions.insert(id, definition);
            } else if tag.is("num") {
                let id = tag.attr("numId")?.unwrap_or_default();
                let list = read_list(&mut xml)?;
                numbering.lists.insert(id, list);
            }
        }
        Ok(numbering)
    }

    /// The level that a paragraph style brings with it in a list.
    pub fn level_of_style(&self, list: &str, style: &str) -> Option<u8> {
        let definition = self.definitions.get(self.definition(list)?)?;
        let found = definition.levels.iter().position(|l| l.style.as_deref() == Some(style))?;
        u8::try_from(found).ok()
    }

    /// The definition of a list, through a link to a list style.
    fn definition(&self, list: &str) -> Option<&str> {
        let id = self.lists.get(list)?.definition.as_str();
        let Some(link) = self.definitions.get(id).and_then(|d| d.num_style_link.as_deref()) else { return Some(id) };
        let linked = self.definitions.iter().find(|(_, d)| d.style_link.as_deref() == Some(link));
        Some(linked.map_or(id, |(id, _)| id.as_str()))
    }

    /// Counts one paragraph of a list on and gives what Word prints before it,
    /// with the space behind it.
    pub fn next(&mut self, list_id: &str, level: u8) -> Option<String> {
        let at = usize::from(level).min(LEVELS - 1);
        let id = self.definition(list_id)?.to_owned();
        let list = self.lists.get(list_id)?;
        let definition = self.definitions.get(&id)?;
        // `i` is below LEVELS everywhere.
        let [top, ..] = &definition.levels;
        let look = |i: usize| list.levels.get(&(i as u8)).or(definition.levels.get(i)).unwrap_or(top);
        let counters = self.counters.entry(id.clone()).or_default();
        // A start of its own counts when the list is met for the first time.
        if self.started.insert(list_id.to_owned()) {
            for (counter, _) in counters.iter_mut().zip(&list.starts).filter(|(_, start)| start.is_some()) {
                *counter = None;
            }
        }
        let first = |i: usize| list.starts.get(i).copied().flatten().unwrap_or(look(i).start);
        for (i, counter) in counters.iter_mut().enumerate().take(at) {
            counter.get_or_insert(first(i));
        }
        if let Some(counter) = counters.get_mut(at) {
            *counter = Some(counter.map_or(first(at), |n| n.saturating_add(1)));
        }
        for (i, counter) in counters.iter_mut().enumerate().skip(at + 1) {
            // Level i starts anew behind any higher level, or behind the one it names.
            if look(i).restart.map_or(i, usize::from) > at {
                *counter = None;
            }
        }
        let here = look(at);
        let text = print(here, |i| {
            let format = if here.decimal && i != at { &Format::Decimal } else { &look(i).format };
            number(counters.get(i).copied().flatten().unwrap_or(first(i)), format)
        });
        if text.is_empty() {
            return None;
        }
        Some(if here.spaced { text + " " } else { text })
    }
}

/// Fills the pattern of a level.
fn print(level: &Level, number: impl Fn(usize) -> String) -> String {
    match level.format {
        // Bullets of symbol fonts are private characters.
        Format::Bullet => level.pattern.chars().map(|c| if is_private(c) { '•' } else { c }).collect(),
        _ => {
            let mut text = String::new();
            let mut chars = level.pattern.chars().peekable();
            while let Some(ch) = chars.next() {
                match (ch, chars.peek().and_then(|c| c.to_digit(10))) {
                    ('%', Some(digit @ 1..=9)) => {
                        chars.next();
                        text.push_str(&number(digit as usize - 1));
                    }
                    _ => text.push(ch),
                }
            }
            text
        }
    }
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

/// A number of a level. Very high ones, which no report has, stay decimal:
/// letters and Roman digits grow with the number itself.
fn number(n: u32, format: &Format) -> String {
    match format {
        Format::DecimalZero => format!("{n:02}"),
        Format::LowerLetter if (1..=780).contains(&n) => letters(n),
        Format::UpperLetter if (1..=780).contains(&n) => letters(n).to_uppercase(),
        Format::LowerRoman if (1..=3999).contains(&n) => roman(n).to_lowercase(),
        Format::UpperRoman if (1..=3999).contains(&n) => roman(n),
        Format::None | Format::Bullet => String::new(),
        _ => n.to_string(),
    }
}

/// `a` … `z`, `aa`, `bb`, as Word counts.
fn letters(n: u32) -> String {
    let letter = char::from(b'a' + ((n - 1) % 26) as u8);
    std::iter::repeat_n(letter, ((n - 1) / 26 + 1) as usize).collect()
}

/// A number from 1 to 3999 in Roman digits.
fn roman(mut n: u32) -> String {
    const DIGITS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut text = String::new();
    for (value, digits) in DIGITS {
        while n >= value {
            text.push_str(digits);
            n -= value;
        }
    }
    text
}

/// The label of the `n`th note: footnotes count in decimals, endnotes in Roman
/// digits, unless the file says otherwise.
pub(super) fn note_label(n: u32, format: &str) -> String {
    number(n, &Format::of(format))
}

fn read_definition(xml: &mut Xml<'_>) -> Result<Abstract, DocxError> {
    let mut definition = Abstract::default();
    loop {
        match xml.inside()? {
            Node::Open(tag) if tag.is("lvl") => {
                let (at, level) = read_level(xml, &tag)?;
                if let Some(slot) = definition.levels.get_mut(usize::from(at)) {
                    *slot = level;
                }
            }
            Node::Open(tag) => {
                match tag.name {
                    "styleLink" => definition.style_link = tag.val()?,
                    "numStyleLink" => definition.num_style_link = tag.val()?,
                    _ => {}
                }
                xml.skip()?;
            }
            Node::Close { .. } => return Ok(definition),
            _ => {}
        }
    }
}

fn read_list(xml: &mut Xml<'_>) -> Result<List, DocxError> {
    let mut list = List::default();
    let mut level = 0;
    let mut open = 1;
    while open > 0 {
        match xml.inside()? {
            Node::Open(tag) if tag.is("lvl") => {
                let (at, own) = read_level(xml, &tag)?;
                list.levels.insert(at, own);
            }
            Node::Open(tag) => {
                open += 1;
                match tag.name {
                    "abstractNumId" => list.definition = tag.val()?.unwrap_or_default(),
                    "lvlOverride" => level = level_number(&tag)?,
                    "startOverride" => {
                        if let Some(slot) = list.starts.get_mut(usize::from(level)) {
                            *slot = tag.number("val")?.and_then(|n| u32::try_from(n).ok());
                        }
                    }
                    _ => {}
                }
            }
            Node::Close { .. } => open -= 1,
            _ => {}
        }
    }
    Ok(list)
}

fn level_number(tag: &Tag<'_>) -> Result<u8, DocxError> {
    Ok(tag.number("ilvl")?.and_then(|n| u8::try_from(n).ok()).unwrap_or(0))
}

fn read_level(xml: &mut Xml<'_>, tag: &Tag<'_>) -> Result<(u8, Level), DocxError> {
    let at = level_number(tag)?;
    let mut level = Level::default();
    loop {
        match xml.inside()? {
            Node::Open(tag) => {
                match tag.name {
                    "start" => level.start = tag.number("val")?.and_then(|n| u32::try_from(n).ok()).unwrap_or(1),
                    "numFmt" => level.format = Format::of(&tag.val()?.unwrap_or_default()),
                    "lvlText" => {
                        level.pattern = tag.val()?.unwrap_or_default().chars().take(MAX_NUMBER_PATTERN).collect()
                    }
                    "suff" => level.spaced = tag.val()?.as_deref() != Some("nothing"),
                    "isLgl" => level.decimal = tag.on()?,
                    "lvlRestart" => level.restart = tag.number("val")?.and_then(|n| u8::try_from(n).ok()),
                    "pStyle" => level.style = tag.val()?,
                    _ => {}
                }
                xml.skip()?;
            }
            Node::Close { .. } => return Ok((at, level)),
            _ => {}
        }
    }
}
