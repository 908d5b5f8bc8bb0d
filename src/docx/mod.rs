//! Word files: read directly as a [`Document`], and a copy with comments
//! written back into the very bytes.
//!
//! A `.docx` is the best form of a draft: every exporter loses or bends
//! something. What a reader of the printed page sees becomes the logical text,
//! one paragraph a line; an [`Origin`] leads from there to the bytes of the XML.
//!
//! Spreadsheets (`.xlsx`) are not read: a cell stores its raw value, and the digits that are
//! printed follow from its number format, the width of its column and the language of the
//! machine. Every rule compares figures as printed.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

mod address;
mod annotate;
mod assemble;
mod comments;
mod container;
mod edits;
mod error;
mod limits;
mod numbering;
mod origin;
mod read;
mod run;
mod story;
mod styles;
mod xml;

pub use address::{Addresses, address};
pub use annotate::{AnnotateOptions, Annotated, Comment, annotate};
pub use container::is_office_file;
pub use error::DocxError;
pub use limits::MAX_COMMENTS;
pub use origin::{Origin, Place};

use crate::document::Document;
use assemble::{Notes, Parts};
use container::Package;
use numbering::Numbering;
use read::read_story;
use story::{NoteKind, Story};
use styles::Styles;
use xml::{Node, Xml};

/// Reads a Word file. `path` is the name to print.
pub fn read_docx(path: &str, bytes: &[u8]) -> Result<(Document, Origin), DocxError> {
    let mut package = Package::open(bytes)?;
    let read = read_package(path, &mut package)?;
    Ok((read.document, read.origin))
}

/// A Word file as read, with what is needed to write into it.
struct Read {
    document: Document,
    origin: Origin,
    styles: Styles,
    /// The name and the XML of the main part.
    main: String,
    text: String,
}

fn read_package(path: &str, package: &mut Package<'_>) -> Result<Read, DocxError> {
    let main = package.document_name()?;
    let links = package.relationships(&main)?;
    let mut linked = |kind: &str| -> Result<Option<(String, String)>, DocxError> {
        let Some(link) = links.iter().find(|l| l.kind == kind) else { return Ok(None) };
        Ok(package.part(&link.target)?.map(|text| (link.target.clone(), text)))
    };
    let styles = match linked("styles")? {
        Some((part, text)) => Styles::read(&part, &text)?,
        None => Styles::default(),
    };
    let numbering = match linked("numbering")? {
        Some((part, text)) => Numbering::read(&part, &text)?,
        None => Numbering::default(),
    };
    let settings = linked("settings")?;
    let mut origin = Origin::default();
    let noted = [(NoteKind::Foot, linked("footnotes")?), (NoteKind::End, linked("endnotes")?)];
    let text = package.part(&main)?.ok_or_else(|| DocxError::MissingPart(main.clone()))?;
    let mut body = read_story(&main, &text, &styles)?;
    origin.add_part(&main, &mut body);
    let mut notes = Vec::new();
    for (kind, part) in noted {
        let Some((name, text)) = part else { continue };
        let mut story: Story = read_story(&name, &text, &styles)?;
        origin.add_part(&name, &mut story);
        notes.push(Notes {
            kind,
            format: note_format(kind, settings.as_ref())?,
            texts: story.notes.into_iter().collect(),
            part: (origin.parts.len() - 1) as u8,
        });
    }
    let (document, origin) = assemble::assemble(path, Parts { body, notes, styles: &styles, numbering }, origin);
    Ok(Read { document, origin, styles, main, text })
}

/// How notes of a kind are counted, by the settings of the file.
fn note_format(kind: NoteKind, settings: Option<&(String, String)>) -> Result<String, DocxError> {
    let (properties, usual) = match kind {
        NoteKind::Foot => ("footnotePr", "decimal"),
        NoteKind::End => ("endnotePr", "lowerRoman"),
    };
    let Some((part, text)) = settings else { return Ok(usual.to_owned()) };
    let mut xml = Xml::new(part, text);
    let mut inside = false;
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        match tag.name {
            "footnotePr" | "endnotePr" => inside = tag.is(properties),
            "numFmt" if inside => return Ok(tag.val()?.unwrap_or_else(|| usual.to_owned())),
            _ => {}
        }
    }
    Ok(usual.to_owned())
}
