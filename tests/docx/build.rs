//! Small Word files for tests: parts as text, packed into a zip container.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const ROOT: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
    xmlns:v=\"urn:schemas-microsoft-com:vml\"";
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A Word file in the making.
pub struct Word {
    parts: Vec<(String, Vec<u8>)>,
    links: Vec<&'static str>,
}

impl Word {
    /// A file whose body holds these elements.
    pub fn new(body: &str) -> Word {
        Word {
            parts: vec![(
                "word/document.xml".into(),
                format!("<?xml version=\"1.0\"?><w:document {ROOT}><w:body>{body}</w:body></w:document>").into(),
            )],
            links: Vec::new(),
        }
    }

    /// Adds `word/<kind>.xml` with a relationship; `root` is its root element.
    pub fn with(mut self, kind: &'static str, root: &str, inner: &str) -> Word {
        let text = format!("<?xml version=\"1.0\"?><w:{root} xmlns:w=\"{W}\">{inner}</w:{root}>");
        self.parts.push((format!("word/{kind}.xml"), text.into()));
        self.links.push(kind);
        self
    }

    /// Adds footnotes, numbered from 1.
    pub fn notes(self, texts: &[&str]) -> Word {
        let separator = "<w:footnote w:type=\"separator\" w:id=\"0\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>";
        let notes: String = (1..)
            .zip(texts)
            .map(|(id, text)| {
                format!("<w:footnote w:id=\"{id}\"><w:p><w:r><w:footnoteRef/></w:r>{text}</w:p></w:footnote>")
            })
            .collect();
        self.with("footnotes", "footnotes", &format!("{separator}{notes}"))
    }

    /// Adds a part as it is, without a relationship.
    pub fn raw(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Word {
        self.parts.push((name.into(), bytes.into()));
        self
    }

    /// The bytes of the file.
    pub fn pack(mut self) -> Vec<u8> {
        let links: String = self
            .links
            .iter()
            .enumerate()
            .map(|(i, kind)| format!("<Relationship Id=\"rId{i}\" Type=\"{TYPES}/{kind}\" Target=\"{kind}.xml\"/>"))
            .collect();
        let space = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
        let rels = format!("<Relationships {space}>{links}</Relationships>");
        let root = format!(
            "<Relationships {space}><Relationship Id=\"rId1\" Type=\"{TYPES}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
        );
        let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
            <Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
        self.parts.push(("word/_rels/document.xml.rels".into(), rels.into()));
        self.parts.push(("_rels/.rels".into(), root.into()));
        self.parts.push(("[Content_Types].xml".into(), types.into()));
        zip(&self.parts)
    }
}

/// Packs parts.
pub fn zip(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        out.start_file(name.as_str(), options).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The text of a part.
pub fn part(bytes: &[u8], name: &str) -> Option<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let file = archive.by_name(name).ok()?;
    Some(std::io::read_to_string(file).unwrap())
}

/// Name, packed bytes of every entry.
pub fn packed(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|i| {
            let mut file = archive.by_index_raw(i).unwrap();
            let mut raw = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut raw).unwrap();
            (file.name().unwrap().into_owned(), raw)
        })
        .collect()
}

/// A paragraph of one run.
pub fn p(text: &str) -> String {
    format!("<w:p>{}</w:p>", r(text))
}

/// A run.
pub fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A run with properties.
pub fn rp(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A cell with properties.
pub fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

/// A reference to footnote `id`.
pub fn mark(id: u32) -> String {
    format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>")
}
