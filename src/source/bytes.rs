//! Bytes to a [`Source`]: what is text becomes one, everything else is named.

use super::{BOM, Encoding, ReadError, ReadErrorKind, Source, legacy};
use memchr::{memchr, memchr_iter, memmem};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Offsets are 32 bits wide.
const LONGEST: u64 = u32::MAX as u64 - 1;

impl Source {
    /// Reads the file at `path`.
    pub fn read_path(path: &str) -> Result<Source, ReadError> {
        Source::from_bytes(path, Source::bytes(Path::new(path))?)
    }

    /// The bytes of a file, which may be one of Word.
    pub fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
        read_file(path).map_err(|kind| ReadError { path: path.to_string_lossy().into_owned(), kind })
    }

    /// Reads bytes that are at hand, of a file or of standard input. `path` is the name to print.
    pub fn from_bytes(path: &str, bytes: Vec<u8>) -> Result<Source, ReadError> {
        match decode(bytes) {
            Ok((text, encoding)) => Ok(Source::new(path, text, encoding)),
            Err(kind) => Err(ReadError { path: path.to_owned(), kind }),
        }
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>, ReadErrorKind> {
    let mut file = File::open(path).map_err(ReadErrorKind::Io)?;
    let length = file.metadata().map_err(ReadErrorKind::Io)?.len();
    if length > LONGEST {
        return Err(ReadErrorKind::TooLarge);
    }
    let mut bytes = Vec::with_capacity(length as usize + 1);
    // A pipe has no length: read no more than one byte too many.
    file.by_ref().take(LONGEST + 1).read_to_end(&mut bytes).map_err(ReadErrorKind::Io)?;
    Ok(bytes)
}

fn decode(bytes: Vec<u8>) -> Result<(String, Encoding), ReadErrorKind> {
    if bytes.len() as u64 > LONGEST {
        return Err(ReadErrorKind::TooLarge);
    }
    if let Some(kind) = container(&bytes) {
        return Err(kind);
    }
    if let Some(little_endian) = utf16_mark(&bytes) {
        let text = decode_utf16(&bytes, little_endian)?;
        return match text.len() as u64 > LONGEST {
            true => Err(ReadErrorKind::TooLarge),
            false => Ok((text, Encoding::Utf16 { little_endian })),
        };
    }
    if memchr(0, &bytes).is_some() {
        return Err(ReadErrorKind::Binary);
    }
    // Copying the checked text is much cheaper than the standard library's own check.
    let text = match simdutf8::basic::from_utf8(&bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => return Err(not_utf8(&bytes)),
    };
    match legacy::in_text(&text) {
        Some(legacy) => Err(ReadErrorKind::Legacy(legacy)),
        None => Ok((text, Encoding::Utf8)),
    }
}

/// Names a file that is no text by its first bytes.
fn container(bytes: &[u8]) -> Option<ReadErrorKind> {
    const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    if bytes.starts_with(OLE) {
        let holds = |name: &str| {
            let wide: Vec<u8> = name.bytes().flat_map(|b| [b, 0]).collect();
            memmem::find(bytes, &wide).is_some()
        };
        return Some(if holds("EncryptedPackage") { ReadErrorKind::Encrypted } else { ReadErrorKind::OldWord });
    }
    [(&b"PK\x03\x04"[..], ReadErrorKind::Zip), (b"%PDF-", ReadErrorKind::Pdf), (b"{\\rtf", ReadErrorKind::Rtf)]
        .into_iter()
        .find(|(head, _)| bytes.starts_with(head))
        .map(|(_, kind)| kind)
        .or_else(|| is_page(bytes).then_some(ReadErrorKind::Page))
}

/// Whether the bytes are a web page as a whole, or XML. A table of HTML in a draft is no page.
fn is_page(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(BOM.encode_utf8(&mut [0; 4]).as_bytes()).unwrap_or(bytes).trim_ascii_start();
    [&b"<!doctype html"[..], b"<html", b"<?xml", b"mime-version:"]
        .iter()
        .any(|head| text.get(..head.len()).is_some_and(|t| t.eq_ignore_ascii_case(head)))
}

fn utf16_mark(bytes: &[u8]) -> Option<bool> {
    match bytes {
        [0xFF, 0xFE, ..] => Some(true),
        [0xFE, 0xFF, ..] => Some(false),
        _ => None,
    }
}

fn decode_utf16(bytes: &[u8], little_endian: bool) -> Result<String, ReadErrorKind> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|&p| if little_endian { u16::from_le_bytes(p) } else { u16::from_be_bytes(p) });
    let mut text = String::with_capacity(bytes.len());
    let mut at = 0;
    for unit in char::decode_utf16(units) {
        match unit {
            Ok('\0') => return Err(ReadErrorKind::Binary),
            Ok(c) => {
                text.push(c);
                at += 2 * c.len_utf16() as u64;
            }
            Err(_) => return Err(ReadErrorKind::NotUtf16 { byte: at }),
        }
    }
    debug_assert!(text.starts_with(BOM));
    if rest.is_empty() { Ok(text) } else { Err(ReadErrorKind::NotUtf16 { byte: at }) }
}

/// Bytes that are no UTF-8: an old Vietnamese encoding, or the first bad byte.
fn not_utf8(bytes: &[u8]) -> ReadErrorKind {
    if let Some(legacy) = legacy::in_bytes(bytes) {
        return ReadErrorKind::Legacy(legacy);
    }
    let byte = simdutf8::compat::from_utf8(bytes).err().map_or(bytes.len(), |e| e.valid_up_to());
    let line = memchr_iter(b'\n', bytes.get(..byte).unwrap_or(bytes)).count() as u64 + 1;
    let value = bytes.get(byte).copied().unwrap_or(0);
    ReadErrorKind::NotUtf8 { byte: byte as u64, line, value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Position, Span};

    fn kind(bytes: &[u8]) -> ReadErrorKind {
        Source::from_bytes("x.md", bytes.to_vec()).unwrap_err().kind
    }

    #[test]
    fn utf8_is_kept_byte_for_byte() {
        let source = Source::from_bytes("a.md", "\u{feff}đạt 5\r\nhộ".into()).unwrap();
        assert_eq!(source.text(), "\u{feff}đạt 5\r\nhộ");
        assert_eq!(source.position(3), Position { byte: Some(3), line: 1, column: 1, paragraph: None });
        assert_eq!(Source::from_bytes("a.md", Vec::new()).unwrap().text(), "");
    }

    #[test]
    fn utf16_is_decoded_and_counted_back() {
        let wide: Vec<u16> = "\u{feff}đạt\n5 😀 hộ".encode_utf16().collect();
        for (little_endian, bytes) in [
            (true, wide.iter().flat_map(|u| u.to_le_bytes()).collect::<Vec<u8>>()),
            (false, wide.iter().flat_map(|u| u.to_be_bytes()).collect()),
        ] {
            let source = Source::from_bytes("a.txt", bytes.clone()).unwrap();
            assert_eq!(source.encoding, Encoding::Utf16 { little_endian });
            let at = source.text().find("hộ").unwrap() as u32;
            assert_eq!(source.slice(Span::new(at, at + 4)), "hộ");
            let position = source.position(at);
            assert_eq!((position.line, position.column), (2, 5));
            let byte = position.byte.unwrap() as usize;
            assert_eq!(bytes[byte..byte + 2].iter().sum::<u8>(), b'h');
            let cut = Source::from_bytes("a.txt", bytes[..bytes.len() - 1].to_vec()).unwrap_err();
            assert!(matches!(cut.kind, ReadErrorKind::NotUtf16 { byte } if byte as usize == bytes.len() - 2));
        }
    }

    #[test]
    fn the_first_bad_byte_is_named() {
        assert!(matches!(kind(b"a\nb\xFFc"), ReadErrorKind::NotUtf8 { byte: 3, line: 2, value: 0xFF }));
        assert!(matches!(kind("đạt ư".as_bytes().split_last().unwrap().1), ReadErrorKind::NotUtf8 { line: 1, .. }));
    }

    #[test]
    fn files_that_are_no_text_are_named() {
        assert!(matches!(kind(b"a\0b"), ReadErrorKind::Binary));
        assert!(matches!(kind(b"PK\x03\x04..."), ReadErrorKind::Zip));
        assert!(matches!(kind(b"%PDF-1.7"), ReadErrorKind::Pdf));
        assert!(matches!(kind(b"{\\rtf1"), ReadErrorKind::Rtf));
        for page in
            ["\u{feff}<!DOCTYPE html>", "\n<HTML xmlns:o=\"urn:x\">", "<?xml version=\"1.0\"?>", "MIME-Version: 1.0"]
        {
            assert!(matches!(kind(page.as_bytes()), ReadErrorKind::Page), "{page}");
        }
        assert!(Source::from_bytes("a.md", b"<table><tr><td>5 ha</td></tr></table>".to_vec()).is_ok());
        let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        assert!(matches!(kind(&ole), ReadErrorKind::OldWord));
        let encrypted: Vec<u8> = ole.into_iter().chain("EncryptedPackage".bytes().flat_map(|b| [b, 0])).collect();
        assert!(matches!(kind(&encrypted), ReadErrorKind::Encrypted));
    }

    #[test]
    fn a_missing_file_and_a_folder_are_refused() {
        assert!(matches!(Source::read_path("no/such/file.md").unwrap_err().kind, ReadErrorKind::Io(_)));
        assert!(matches!(Source::read_path("src").unwrap_err().kind, ReadErrorKind::Io(_)));
    }
}
