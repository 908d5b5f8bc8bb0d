//! The XML of a part as opened and closed elements with their byte ranges.
//! Refuses what no Word file has: document types, entities, endless nesting.

use super::error::DocxError;
use super::limits::MAX_DEPTH;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// The namespaces that matter; everything else is [`Space::Other`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// WordprocessingML, transitional or strict.
    Word,
    /// Formulas.
    Math,
    /// Alternatives for older readers.
    Compat,
    /// Anything else.
    Other,
}

/// The namespace of WordprocessingML as Word writes it.
pub(super) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const WORD_STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

fn space_of(uri: &str) -> Space {
    match uri {
        WORD | WORD_STRICT => Space::Word,
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => Space::Math,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Space::Compat,
        _ => Space::Other,
    }
}

/// An opened element.
pub(super) struct Tag<'a> {
    /// Its namespace.
    pub space: Space,
    /// Its local name.
    pub name: &'a str,
    /// First byte of the opening tag.
    pub start: u32,
    /// One past the last byte of the opening tag.
    pub end: u32,
    raw: BytesStart<'a>,
    part: &'a str,
}

impl Tag<'_> {
    /// The value of an attribute by its local name.
    pub fn attr(&self, name: &str) -> Result<Option<String>, DocxError> {
        for attribute in self.raw.attributes().with_checks(false) {
            let attribute = attribute.map_err(|e| broken(self.part, e))?;
            if attribute.key.local_name().into_inner() == name {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                return Ok(Some(value.map_err(|_| DocxError::Entities(self.part.to_owned()))?.into_owned()));
            }
        }
        Ok(None)
    }

    /// The value of `w:val`.
    pub fn val(&self) -> Result<Option<String>, DocxError> {
        self.attr("val")
    }

    /// A number in an attribute.
    pub fn number(&self, name: &str) -> Result<Option<i64>, DocxError> {
        Ok(self.attr(name)?.and_then(|v| v.trim().parse().ok()))
    }

    /// The value of an on/off property: on unless it says otherwise.
    pub fn on(&self) -> Result<bool, DocxError> {
        Ok(!matches!(self.val()?.as_deref(), Some("0" | "false" | "off")))
    }

    /// Whether this is the element `name` of WordprocessingML.
    pub fn is(&self, name: &str) -> bool {
        self.space == Space::Word && self.name == name
    }
}

/// A step through the XML. An empty element is an `Open` and a `Close`.
pub(super) enum Node<'a> {
    /// An element begins.
    Open(Tag<'a>),
    /// The innermost open element ends.
    Close {
        /// First byte of the closing tag.
        start: u32,
        /// One past its last byte.
        end: u32,
    },
    /// Characters as they stand in the file, from byte `start` on.
    Text {
        /// First byte.
        start: u32,
        /// The characters.
        text: &'a str,
    },
    /// A character written as a reference (`&amp;`, `&#160;`).
    Char {
        /// First byte of the reference.
        start: u32,
        /// One past its last byte.
        end: u32,
        /// What it stands for.
        ch: char,
    },
}

/// Most prefixes that are remembered; each namespace needs one.
const MAX_PREFIXES: usize = 16;
/// Most prefixes of extensions that are remembered; Word declares some forty.
const MAX_EXTENSIONS: usize = 128;

/// Whether Word understands what is written in this namespace.
fn is_extension(uri: &str) -> bool {
    [
        "http://schemas.microsoft.com/office/",
        "http://schemas.openxmlformats.org/",
        "http://purl.oclc.org/ooxml/",
        "urn:schemas-microsoft-com:",
    ]
    .iter()
    .any(|start| uri.starts_with(start))
}

/// A reader of one part.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    part: &'a str,
    depth: usize,
    prefixes: Vec<(String, Space)>,
    /// Prefixes of what Word understands beside, for alternatives that require it.
    extensions: Vec<String>,
    source: &'a str,
}

impl<'a> Xml<'a> {
    /// Reads `source`, the text of `part`.
    pub fn new(part: &'a str, source: &'a str) -> Xml<'a> {
        let mut reader = Reader::from_str(source);
        reader.config_mut().expand_empty_elements = true;
        Xml { reader, part, depth: 0, prefixes: Vec::new(), extensions: Vec::new(), source }
    }

    /// Where the reader stands: behind the last step.
    pub fn position(&self) -> u32 {
        self.reader.buffer_position() as u32
    }

    /// The next step; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Node<'a>>, DocxError> {
        loop {
            let start = self.reader.buffer_position() as u32;
            let event = self.reader.read_event().map_err(|e| broken(self.part, e))?;
            let end = self.reader.buffer_position() as u32;
            return Ok(Some(match event {
                Event::Start(raw) => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(DocxError::TooDeep(self.part.to_owned()));
                    }
                    Node::Open(self.tag(raw, start, end)?)
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::Close { start, end }
                }
                Event::Text(_) => Node::Text { start, text: self.slice(start, end) },
                // Word writes no CDATA; other writers may.
                Event::CData(_) => {
                    let (start, end) = (start + "<![CDATA[".len() as u32, end - "]]>".len() as u32);
                    Node::Text { start, text: self.slice(start, end) }
                }
                Event::GeneralRef(reference) => {
                    let ch = match &*reference {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        _ => match reference.resolve_char_ref() {
                            Ok(Some(ch)) => ch,
                            _ => return Err(DocxError::Entities(self.part.to_owned())),
                        },
                    };
                    Node::Char { start, end, ch }
                }
                Event::DocType(_) => return Err(DocxError::Entities(self.part.to_owned())),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
                Event::Eof if self.depth > 0 => return Err(broken(self.part, "unexpected end")),
                Event::Eof => return Ok(None),
                Event::Empty(_) => return Err(broken(self.part, "empty element")),
            }));
        }
    }

    /// The next step inside an element that is open.
    pub fn inside(&mut self) -> Result<Node<'a>, DocxError> {
        self.next()?.ok_or_else(|| broken(self.part, "unexpected end"))
    }

    /// Passes over the rest of the element just opened.
    pub fn skip(&mut self) -> Result<(), DocxError> {
        let outside = self.depth - 1;
        while self.depth > outside {
            self.inside()?;
        }
        Ok(())
    }

    /// Whether Word understands all that an alternative requires.
    pub fn understands(&self, choice: &Tag<'_>) -> Result<bool, DocxError> {
        let required = choice.attr("Requires")?.unwrap_or_default();
        Ok(required.split_whitespace().all(|prefix| self.extensions.iter().any(|e| e == prefix)))
    }

    fn slice(&self, start: u32, end: u32) -> &'a str {
        self.source.get(start as usize..end as usize).unwrap_or("")
    }

    fn tag(&mut self, raw: BytesStart<'a>, start: u32, end: u32) -> Result<Tag<'a>, DocxError> {
        if raw.attributes_raw().contains("xmlns") {
            self.bind(&raw)?;
        }
        // The name as a slice of the source, so that it outlives the event.
        let name = self.slice(start + 1, start + 1 + raw.name().into_inner().len() as u32);
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let space = self.prefixes.iter().find(|(p, _)| p == prefix).map_or(Space::Other, |(_, s)| *s);
        Ok(Tag { space, name: local, start, end, raw, part: self.part })
    }

    /// Remembers the prefixes an element declares for the namespaces that matter.
    /// Word declares them once, at the root; a prefix that changes its meaning
    /// inside is not provided for.
    fn bind(&mut self, raw: &BytesStart<'a>) -> Result<(), DocxError> {
        for attribute in raw.attributes().with_checks(false) {
            let attribute = attribute.map_err(|e| broken(self.part, e))?;
            let key = attribute.key.into_inner();
            let Some(prefix) = key.strip_prefix("xmlns").map(|p| p.strip_prefix(':').unwrap_or(p)) else { continue };
            if is_extension(&attribute.value)
                && self.extensions.len() < MAX_EXTENSIONS
                && !self.extensions.iter().any(|e| e == prefix)
            {
                self.extensions.push(prefix.to_owned());
            }
            let space = space_of(&attribute.value);
            let known = self.prefixes.iter().any(|(p, _)| p == prefix);
            if space != Space::Other && !known && self.prefixes.len() < MAX_PREFIXES {
                self.prefixes.push((prefix.to_owned(), space));
            }
        }
        Ok(())
    }
}

/// The prefix and the namespace by which the root of a part names the elements
/// of WordprocessingML; the prefix is empty where they have none.
pub(super) fn word_binding(part: &str, source: &str) -> Result<(String, String), DocxError> {
    let mut xml = Xml::new(part, source);
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        for attribute in tag.raw.attributes().with_checks(false) {
            let attribute = attribute.map_err(|e| broken(part, e))?;
            if matches!(&*attribute.value, WORD | WORD_STRICT) {
                let prefix = attribute.key.into_inner().strip_prefix("xmlns:").unwrap_or("");
                return Ok((prefix.to_owned(), attribute.value.into_owned()));
            }
        }
        break;
    }
    Ok((String::new(), WORD.to_owned()))
}

/// An error of the XML reader.
pub(super) fn broken(part: &str, detail: impl ToString) -> DocxError {
    DocxError::Xml { part: part.to_owned(), detail: detail.to_string() }
}
