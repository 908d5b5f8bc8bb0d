//! The zip container of a Word file: its parts, their relationships, and a copy
//! in which some parts are replaced and all others stay as they are packed.

use super::error::DocxError;
use super::limits::{MAX_ENTRIES, MAX_PART, MAX_RATIO, MAX_TOTAL, SMALL_PART};
use super::xml::{Node, Xml};
use memchr::memmem;
use std::cell::Cell;
use std::io::{Cursor, Read, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const ZIP_MAGIC: &[u8] = b"PK\x03\x04";
const ZIP_END: &[u8] = b"PK\x05\x06";
const OLE_MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Whether the bytes are an Office container, which only [`super::read_docx`]
/// can say more about. Text never begins like this.
pub fn is_office_file(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP_MAGIC) || bytes.starts_with(OLE_MAGIC)
}

/// What a part points to.
pub(super) struct Relationship {
    /// Its id in the part.
    pub id: String,
    /// The last word of its type: `footnotes`, `styles`.
    pub kind: String,
    /// The part it points to, from the root of the container.
    pub target: String,
}

/// An open Word file.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    read: Cell<u64>,
}

impl<'a> Package<'a> {
    /// Opens the container; says what it is when it is no Word file.
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, DocxError> {
        if bytes.starts_with(OLE_MAGIC) {
            return Err(ole(bytes));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| match error {
            _ if bytes.is_empty() => DocxError::Empty,
            _ if !bytes.starts_with(ZIP_MAGIC) => DocxError::NotZip,
            _ if memmem::rfind(bytes, ZIP_END).is_none() => DocxError::CutOff,
            other => damaged(other),
        })?;
        if archive.len() > MAX_ENTRIES {
            return Err(DocxError::TooLarge(format!("{} entries", archive.len())));
        }
        Ok(Package { archive, read: Cell::new(0) })
    }

    /// Whether a part is there.
    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// Whether any part lies under a folder.
    pub fn has_folder(&self, folder: &str) -> bool {
        self.archive.file_names_raw().any(|n| n.starts_with(folder.as_bytes()))
    }

    /// The text of a part; `None` where there is none.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, DocxError> {
        let Some(index) = self.archive.index_for_name(name) else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(damaged)?;
        // The sizes in the headers may lie: the reading itself is bounded.
        let by_ratio = SMALL_PART.max(file.compressed_size().saturating_mul(MAX_RATIO));
        let most = MAX_PART.min(by_ratio).min(MAX_TOTAL - self.read.get());
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes).map_err(|e| DocxError::Damaged(e.to_string()))?;
        if bytes.len() as u64 > most {
            let name = name.to_owned();
            return Err(if most == by_ratio { DocxError::Bomb(name) } else { DocxError::TooLarge(name) });
        }
        self.read.set(self.read.get() + bytes.len() as u64);
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(DocxError::Encoding(name.to_owned())),
        }
    }

    /// The relationships of a part (`""`: of the container itself).
    pub fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>, DocxError> {
        let name = rels_name(part);
        let Some(text) = self.part(&name)? else { return Ok(Vec::new()) };
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut found = Vec::new();
        let mut xml = Xml::new(&name, &text);
        while let Some(node) = xml.next()? {
            let Node::Open(tag) = node else { continue };
            if tag.name != "Relationship" || tag.attr("TargetMode")?.as_deref() == Some("External") {
                continue;
            }
            let (Some(id), Some(kind), Some(target)) = (tag.attr("Id")?, tag.attr("Type")?, tag.attr("Target")?) else {
                continue;
            };
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            found.push(Relationship { id, kind, target: resolve(folder, &target) });
        }
        Ok(found)
    }

    /// The name of the main document.
    pub fn document_name(&mut self) -> Result<String, DocxError> {
        let root = self.relationships("")?;
        let main = root.into_iter().find(|r| r.kind == "officeDocument").map(|r| r.target);
        // An .xlsx has an officeDocument too: only a part that Word calls so counts.
        match main.filter(|m| m.starts_with("word/")) {
            Some(name) if self.has(&name) => Ok(name),
            Some(name) => Err(DocxError::MissingPart(name)),
            None if self.has("word/document.xml") => Ok("word/document.xml".to_owned()),
            None if self.has_folder("xl/") => Err(DocxError::Spreadsheet),
            None => Err(DocxError::NotWord),
        }
    }

    /// A copy with the given parts replaced or added; every other entry is
    /// copied as it is packed.
    pub fn copy_with(&mut self, changed: &[(String, String)]) -> Result<Vec<u8>, DocxError> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let mut left: Vec<&(String, String)> = changed.iter().collect();
        let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for index in 0..self.archive.len() {
            let file = self.archive.by_index_raw(index).map_err(unwritten)?;
            match changed.iter().find(|(name, _)| name.as_bytes() == file.name_raw()) {
                None => out.raw_copy_file(file).map_err(unwritten)?,
                Some(part) => {
                    let options = packed.last_modified_time(file.last_modified().unwrap_or_default());
                    write_part(&mut out, part, options)?;
                    left.retain(|(name, _)| *name != part.0);
                }
            }
        }
        for part in left {
            write_part(&mut out, part, packed.last_modified_time(zip::DateTime::default()))?;
        }
        Ok(out.finish().map_err(unwritten)?.into_inner())
    }
}

fn write_part(
    out: &mut ZipWriter<Cursor<Vec<u8>>>,
    (name, text): &(String, String),
    options: SimpleFileOptions,
) -> Result<(), DocxError> {
    out.start_file(name.as_str(), options).map_err(unwritten)?;
    out.write_all(text.as_bytes()).map_err(|e| DocxError::Write(e.to_string()))
}

/// The name of the part that holds the relationships of `part`.
pub(super) fn rels_name(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// A target of a relationship as a name in the container.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." | "" => {}
            name => path.push(name),
        }
    }
    path.join("/")
}

/// What an OLE container holds, by the names of its streams (in UTF-16).
fn ole(bytes: &[u8]) -> DocxError {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    if has("EncryptedPackage") {
        DocxError::PasswordProtected
    } else if has("WordDocument") {
        DocxError::OldWord
    } else {
        DocxError::OtherOle
    }
}

fn damaged(error: ZipError) -> DocxError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => DocxError::PasswordProtected,
        other => DocxError::Damaged(other.to_string()),
    }
}

fn unwritten(error: ZipError) -> DocxError {
    DocxError::Write(error.to_string())
}
