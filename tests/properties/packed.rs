//! Word files from the bytes of a fuzzer.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const PARTS: [&str; 5] = ["document", "footnotes", "styles", "numbering", "comments"];
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The file that some bytes stand for.
pub fn pack(data: &[u8]) -> Vec<u8> {
    if data.starts_with(b"PK") {
        return data.to_vec();
    }
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut part = |name: &str, bytes: &[u8]| {
        out.start_file(name, options).unwrap();
        out.write_all(bytes).unwrap();
    };
    let mut links = String::new();
    for (name, inner) in PARTS.iter().zip(data.split(|&b| b == 0)) {
        let root =
            [format!("<w:{name} xmlns:w=\"{W}\">").as_bytes(), inner, format!("</w:{name}>").as_bytes()].concat();
        part(&format!("word/{name}.xml"), &root);
        links += &format!("<Relationship Id=\"{name}\" Type=\"{TYPES}/{name}\" Target=\"{name}.xml\"/>");
    }
    part("word/_rels/document.xml.rels", format!("<Relationships>{links}</Relationships>").as_bytes());
    part("[Content_Types].xml", b"<Types></Types>");
    out.finish().unwrap().into_inner()
}
