//! The styles of a Word file: what a paragraph or a run inherits from them.

use super::error::DocxError;
use super::xml::{Node, Tag, Xml};
use hashbrown::HashMap;

/// Longest chain of `basedOn` that is followed; Word itself allows about ten.
const MAX_CHAIN: usize = 32;

/// Whether characters stand above or below the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raised {
    /// On the line.
    Baseline,
    /// Superscript.
    Super,
    /// Subscript.
    Sub,
}

/// Properties of characters; `None` where a style or a run does not say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RunProperties {
    /// Hidden text.
    pub hidden: Option<bool>,
    /// Struck out, with one line or two.
    pub struck: Option<bool>,
    /// Bold.
    pub bold: Option<bool>,
    /// Superscript or subscript.
    pub raised: Option<Raised>,
}

impl RunProperties {
    /// Takes a property element into account.
    pub fn read(&mut self, tag: &Tag<'_>) -> Result<(), DocxError> {
        match tag.name {
            "vanish" => self.hidden = Some(tag.on()?),
            // One excludes the other: the one that is off says nothing about the other.
            "strike" | "dstrike" => self.struck = Some(tag.on()? || self.struck == Some(true)),
            "b" => self.bold = Some(tag.on()?),
            "vertAlign" => {
                self.raised = Some(match tag.val()?.as_deref() {
                    Some("superscript") => Raised::Super,
                    Some("subscript") => Raised::Sub,
                    _ => Raised::Baseline,
                })
            }
            _ => {}
        }
        Ok(())
    }

    /// These properties, and those of `base` where these say nothing.
    pub fn over(self, base: RunProperties) -> RunProperties {
        RunProperties {
            hidden: self.hidden.or(base.hidden),
            struck: self.struck.or(base.struck),
            bold: self.bold.or(base.bold),
            raised: self.raised.or(base.raised),
        }
    }
}

/// A style.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// Its name, in lower case.
    pub name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    list: Option<String>,
    list_level: Option<u8>,
    run: RunProperties,
}

/// All styles of a file.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    default_paragraph: Option<String>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub fn read(part: &str, text: &str) -> Result<Styles, DocxError> {
        let mut styles = Styles::default();
        let mut xml = Xml::new(part, text);
        while let Some(node) = xml.next()? {
            let Node::Open(tag) = node else { continue };
            if tag.is("style") {
                styles.style(&mut xml, &tag)?;
            }
        }
        Ok(styles)
    }

    fn style(&mut self, xml: &mut Xml<'_>, tag: &Tag<'_>) -> Result<(), DocxError> {
        let Some(id) = tag.attr("styleId")? else { return xml.skip() };
        if tag.attr("type")?.as_deref() == Some("paragraph")
            && matches!(tag.attr("default")?.as_deref(), Some("1" | "true" | "on"))
        {
            self.default_paragraph = Some(id.clone());
        }
        let mut style = Style::default();
        let mut open = 1;
        while open > 0 {
            match xml.inside()? {
                Node::Open(tag) => {
                    match tag.name {
                        // What a style was before a tracked change, and how a
                        // table formats its parts, is not the style's own.
                        "pPrChange" | "rPrChange" | "tblStylePr" => {
                            xml.skip()?;
                            continue;
                        }
                        "name" if open == 1 => style.name = tag.val()?.unwrap_or_default().to_lowercase(),
                        "basedOn" => style.based_on = tag.val()?,
                        "outlineLvl" => style.outline = tag.number("val")?.and_then(|n| u8::try_from(n).ok()),
                        "numId" => style.list = tag.val()?,
                        "ilvl" => style.list_level = tag.number("val")?.and_then(|n| u8::try_from(n).ok()),
                        _ => style.run.read(&tag)?,
                    }
                    open += 1;
                }
                Node::Close { .. } => open -= 1,
                _ => {}
            }
        }
        self.by_id.insert(id, style);
        Ok(())
    }

    /// A style and all it is based on, nearest first.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let first = id.and_then(|id| self.by_id.get_key_value(id));
        std::iter::successors(first, |(_, style)| self.by_id.get_key_value(style.based_on.as_deref()?))
            .take(MAX_CHAIN)
            .map(|(id, style)| (id.as_str(), style))
    }

    fn paragraph<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        self.chain(id.or(self.default_paragraph.as_deref()))
    }

    /// Outline level (from 0) of a paragraph style.
    pub fn outline(&self, id: Option<&str>) -> Option<u8> {
        self.paragraph(id).find_map(|(_, s)| s.outline)
    }

    /// List, level and id of the style that names the list of a paragraph style.
    pub fn list<'s>(&'s self, id: Option<&'s str>) -> Option<(&'s str, Option<u8>, &'s str)> {
        self.paragraph(id).find_map(|(id, s)| Some((s.list.as_deref()?, s.list_level, id)))
    }

    /// Properties that characters have by their own and their paragraph's style.
    pub fn run(&self, character: Option<&str>, paragraph: Option<&str>) -> RunProperties {
        let all = self.chain(character).chain(self.paragraph(paragraph));
        all.fold(RunProperties::default(), |found, (_, s)| found.over(s.run))
    }

    /// The name of a style, in lower case.
    pub fn name(&self, id: &str) -> Option<&str> {
        self.by_id.get(id).map(|s| s.name.as_str())
    }

    /// The id of the style with a (lower case) name.
    pub fn id_of(&self, name: &str) -> Option<&str> {
        self.by_id.iter().filter(|(_, s)| s.name == name).map(|(id, _)| id.as_str()).min()
    }
}
