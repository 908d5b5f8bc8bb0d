//! The few HTML tags that exports use, and the links by which they tie notes.

use super::build::Builder;
use crate::source::Span;
use memchr::memmem;

/// Tags that are markup in an export. Anything else in angle brackets is text: `<Tên đơn vị>`.
const KNOWN: &[&str] = &[
    "a",
    "abbr",
    "b",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
];

/// A tag as written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tag<'t> {
    /// Name as written.
    pub name: &'t str,
    /// Whether it is `</name>`.
    pub closing: bool,
    attributes: &'t str,
}

impl<'t> Tag<'t> {
    /// Reads `<name …>` or `</name>`; `None` for anything else.
    pub fn parse(html: &'t str) -> Option<Tag<'t>> {
        let inside = html.strip_prefix('<')?.strip_suffix('>')?;
        let (closing, inside) = inside.strip_prefix('/').map_or((false, inside), |i| (true, i));
        let end = inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len());
        let (name, attributes) = inside.split_at_checked(end)?;
        (!name.is_empty()).then_some(Tag { name, closing, attributes })
    }

    /// Its name in lower case, if it is a tag of exports.
    pub fn known(&self) -> Option<&'static str> {
        KNOWN.iter().copied().find(|k| k.eq_ignore_ascii_case(self.name))
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&'t str> {
        let mut rest = self.attributes;
        while let Some((before, behind)) = rest.split_once(name) {
            rest = behind;
            let begins = before.ends_with(char::is_whitespace);
            let Some(value) = rest.trim_start().strip_prefix('=').filter(|_| begins) else { continue };
            let value = value.trim_start();
            let first = value.chars().next()?;
            return match value.strip_prefix(['"', '\'']) {
                Some(quoted) => quoted.split(first).next(),
                None => value.split(|c: char| c.is_whitespace() || c == '/').next(),
            };
        }
        None
    }
}

/// Whether the text inside a tag is no text of the draft: deleted, or a comment.
pub(crate) fn is_deletion(tag: &Tag) -> bool {
    match tag.known() {
        Some("del" | "s" | "strike") => true,
        Some("span" | "div") => tag.attribute("class").is_some_and(is_deleted_class),
        _ => false,
    }
}

/// The classes of pandoc for deleted text and comments.
pub(crate) fn is_deleted_class(classes: &str) -> bool {
    classes.split_whitespace().any(|c| matches!(c, "deletion" | "comment-start"))
}

/// Superscript or subscript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Raised {
    /// Superscript.
    Up,
    /// Subscript.
    Down,
}

/// Appends raised text: its digits become the letters for it, so that `10³` is not `103`.
pub(crate) fn raise(b: &mut Builder, source: Span, text: &str, same: bool, raised: Raised) {
    for (i, c) in text.char_indices() {
        let place = match same {
            true => Span::new(source.start + i as u32, source.start + (i + c.len_utf8()) as u32),
            false => source,
        };
        match raised_digit(c, raised) {
            Some(digit) => b.rewrite(place, digit),
            None if same => b.copy(place),
            None => b.rewrite(place, c.encode_utf8(&mut [0; 4])),
        }
    }
}

/// The superscript or subscript form of a digit.
pub(crate) fn raised_digit(c: char, raised: Raised) -> Option<&'static str> {
    const UP: [&str; 10] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];
    const DOWN: [&str; 10] = ["₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"];
    let digits = if raised == Raised::Up { UP } else { DOWN };
    c.to_digit(10).and_then(|d| digits.get(d as usize).copied())
}

/// Whether `</name` stands in the text.
pub(crate) fn closes(rest: &[u8], name: &str) -> bool {
    let tags = memmem::find_iter(rest, b"</").filter_map(|at| rest.get(at + 2..)?.split_at_checked(name.len()));
    let mut closing = tags.filter(|(tag, end)| tag.eq_ignore_ascii_case(name.as_bytes()) && !end.is_empty());
    closing.next().is_some_and(|(_, end)| end.iter().take(4).any(|&b| b == b'>'))
}

/// What a link inside the document has to do with notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoteLink<'t> {
    /// To the text of the note of this label.
    To(&'t str),
    /// From the text of a note back to its reference.
    Back,
}

/// Tells the links of notes by their targets in the exports of pandoc, mammoth,
/// markitdown, turndown, LibreOffice and Word.
pub(crate) fn note_link(target: &str) -> Option<NoteLink<'_>> {
    let target = target.strip_prefix('#')?;
    let back = ["footnote-ref-", "endnote-ref-", "fnref", "_ftnref", "_ednref"];
    if back.iter().any(|p| target.strip_prefix(p).is_some_and(is_number)) {
        return Some(NoteLink::Back);
    }
    if let Some(name) = target.strip_suffix("sym").filter(|n| is_numbered(n, &["sdfootnote", "sdendnote"])) {
        return Some(NoteLink::To(name));
    }
    if target.strip_suffix("anc").is_some_and(|n| is_numbered(n, &["sdfootnote", "sdendnote"])) {
        return Some(NoteLink::Back);
    }
    let to = ["footnote-", "endnote-", "fn", "_ftn", "_edn"];
    let label = to.iter().find_map(|p| target.strip_prefix(p).filter(|n| is_number(n)))?;
    // Footnotes and endnotes are numbered apart.
    Some(NoteLink::To(if target.starts_with("e") || target.starts_with("_e") { target } else { label }))
}

fn is_numbered(name: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|p| name.strip_prefix(p).is_some_and(is_number))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_and_names() {
        let tag = Tag::parse("<a class=\"x href\" href=\"#fn3\">").unwrap();
        assert_eq!((tag.known(), tag.attribute("href")), (Some("a"), Some("#fn3")));
        assert!(Tag::parse("<Don vi>").unwrap().known().is_none());
        assert!(Tag::parse("<!-- x -->").is_none());
    }

    #[test]
    fn links_of_notes() {
        assert_eq!(note_link("#footnote-3"), Some(NoteLink::To("3")));
        assert_eq!(note_link("#footnote-ref-3"), Some(NoteLink::Back));
        assert_eq!(note_link("#sdfootnote12sym"), Some(NoteLink::To("sdfootnote12")));
        assert_eq!(note_link("#endnote-1"), Some(NoteLink::To("endnote-1")));
        assert_eq!(note_link("#fnord"), None);
        assert_eq!(note_link("#_Ref19"), None);
    }
}
