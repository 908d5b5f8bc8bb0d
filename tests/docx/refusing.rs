use super::build::{Word, p, part, zip};
use doisoat::docx::{Comment, DocxError, annotate, is_office_file, read_docx};

fn refusal(bytes: &[u8]) -> DocxError {
    let error = read_docx("a.docx", bytes).unwrap_err();
    let message = error.message();
    assert!(!message.vi.is_empty() && !message.en.is_empty() && message.vi != message.en);
    let written = annotate(bytes, &Vec::<Comment>::new(), &Default::default()).unwrap_err();
    assert_eq!(written, error, "writing refuses what reading refuses");
    error
}

fn document(xml: impl Into<Vec<u8>>) -> Vec<u8> {
    zip(&[("word/document.xml".into(), xml.into())])
}

const SPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

#[test]
fn a_file_that_is_cut_off() {
    let whole = Word::new(&p("đạt 5 ha")).pack();
    assert!(is_office_file(&whole) && !is_office_file("Đạt 5 ha".as_bytes()));
    for length in [30, whole.len() / 2, whole.len() - 30] {
        assert_eq!(refusal(&whole[..length]), DocxError::CutOff, "{length} bytes");
    }
    assert_eq!(refusal(&[]), DocxError::Empty);
    // Text that someone named `.docx`.
    for bytes in [&whole[..3], "Đạt 5 ha, gồm 2 ha lúa và 3 ha ngô.".as_bytes()] {
        assert_eq!(refusal(bytes), DocxError::NotZip);
    }
}

#[test]
fn a_file_with_a_changed_byte_is_read_or_refused() {
    let whole = std::fs::read("tests/dialects/goc.docx").unwrap();
    let mut refused = 0;
    for at in (0..whole.len()).step_by(whole.len() / 300) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        refused += usize::from(read_docx("a.docx", &bytes).is_err());
    }
    assert!(refused > 50, "{refused}");
}

#[test]
fn xml_that_is_cut_off_or_mangled_is_read_or_refused() {
    let xml = part(&std::fs::read("tests/dialects/goc.docx").unwrap(), "word/document.xml").unwrap();
    let ends: Vec<usize> = xml.char_indices().map(|(i, _)| i).step_by(xml.len() / 200).collect();
    for &end in &ends[1..] {
        assert!(matches!(refusal(&document(&xml[..end])), DocxError::Xml { .. }), "{end} bytes");
        // An element less somewhere.
        let start = xml[end..].find('<').map_or(end, |i| end + i);
        let until = xml[start..].find('>').map_or(start, |i| start + i + 1);
        let _ = read_docx("a.docx", &document([&xml[..start], &xml[until..]].concat()));
    }
}

#[test]
fn a_zip_bomb() {
    let mut xml = format!("<w:document {SPACE}><w:body>").into_bytes();
    xml.resize(40 << 20, b' ');
    assert!(matches!(refusal(&document(xml)), DocxError::Bomb(_)));
}

#[test]
fn entities_and_document_types() {
    let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>";
    let outside = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    for head in [laughs, outside, "<!DOCTYPE x>"] {
        let xml =
            format!("{head}<w:document {SPACE}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>");
        assert!(matches!(refusal(&document(xml)), DocxError::Entities(_)), "{head}");
    }
    let body = "<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body>";
    let undeclared = format!("<w:document {SPACE}>{body}</w:document>");
    assert!(matches!(refusal(&document(undeclared)), DocxError::Entities(_)));
}

#[test]
fn deep_nesting() {
    for (open, close) in
        [("<w:ins>", "</w:ins>"), ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"), ("<w:r>", "</w:r>")]
    {
        let nested = open.repeat(100_000) + &close.repeat(100_000);
        let xml = format!("<w:document {SPACE}><w:body><w:p>{nested}</w:p></w:body></w:document>");
        assert!(matches!(refusal(&document(xml)), DocxError::TooDeep(_) | DocxError::Bomb(_)), "{open}");
    }
}

#[test]
fn numbers_made_to_overflow() {
    let cell = "<w:tc><w:tcPr><w:gridSpan w:val=\"99999999999\"/></w:tcPr><w:p/></w:tc>";
    let row = format!("<w:tr><w:trPr><w:gridBefore w:val=\"-5\"/></w:trPr>{}</w:tr>", cell.repeat(3));
    let numbering = "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"4294967295\"/>\
        <w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"%1)\"/></w:lvl></w:abstractNum>\
        <w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>";
    let listed = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"255\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>\
        <w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>b</w:t></w:r></w:p>";
    let loops = "<w:style w:type=\"paragraph\" w:styleId=\"a\" w:default=\"1\"><w:basedOn w:val=\"b\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style>";
    let file = Word::new(&format!("<w:tbl>{row}{row}</w:tbl>{listed}"))
        .with("numbering", "numbering", numbering)
        .with("styles", "styles", loops)
        .pack();
    let (document, _) = read_docx("a.docx", &file).unwrap();
    assert!(document.text.ends_with("4294967295) b\n"), "{}", document.text);
}

#[test]
fn old_and_protected_files() {
    let ole = |name: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(1024, 0);
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(2048, 0);
        bytes
    };
    assert!(is_office_file(&ole("")));
    assert_eq!(refusal(&ole("EncryptedPackage")), DocxError::PasswordProtected);
    assert_eq!(refusal(&ole("WordDocument")), DocxError::OldWord);
    assert_eq!(refusal(&ole("Workbook")), DocxError::OtherOle);
}

#[test]
fn files_that_are_no_word_files() {
    assert_eq!(refusal(&zip(&[("xl/workbook.xml".into(), b"<workbook/>".to_vec())])), DocxError::Spreadsheet);
    assert_eq!(refusal(&zip(&[("content.xml".into(), b"<office/>".to_vec())])), DocxError::NotWord);
    let rels = "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let missing = zip(&[("_rels/.rels".into(), rels.into())]);
    assert_eq!(refusal(&missing), DocxError::MissingPart("word/document.xml".into()));
}

#[test]
fn a_part_in_another_encoding() {
    let wide: Vec<u8> = "\u{feff}<w:document/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(matches!(refusal(&document(wide)), DocxError::Encoding(_)));
}
