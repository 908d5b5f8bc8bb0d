use super::build::{Word, mark, p, part, r, rp, tc};
use super::{find, lines, read};
use doisoat::document::{BlockKind, Dialect, Loss, NOTE_MARK, TextRange};
use doisoat::source::Encoding;

fn one(body: &str) -> String {
    let lines = lines(&Word::new(body).pack());
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines.into_iter().next().unwrap()
}

fn para(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

#[test]
fn runs_are_one_text() {
    let body = para(&[r("đạt 12."), rp("<w:b/>", "34"), r("5,6 tấn &amp; 7&#160;ha")].concat());
    assert_eq!(one(&body), "đạt 12.345,6 tấn & 7\u{a0}ha");
}

#[test]
fn breaks_tabs_and_hyphens() {
    let body = "<w:p><w:r><w:t>Số 12</w:t><w:noBreakHyphen/><w:t>NQ/TW</w:t><w:br/><w:t>năm</w:t><w:tab/>\
        <w:t>hai</w:t><w:softHyphen/><w:t>mươi</w:t></w:r></w:p>";
    assert_eq!(one(body), "Số 12-NQ/TW năm\thaimươi");
}

#[test]
fn spaces_at_the_ends_count_only_when_preserved() {
    let body = "<w:p><w:r><w:t>\n  đạt  </w:t></w:r><w:r><w:t xml:space=\"preserve\"> 5 ha</w:t></w:r></w:p>";
    assert_eq!(one(body), "đạt 5 ha");
}

#[test]
fn a_power_is_never_a_longer_number() {
    let up = "<w:vertAlign w:val=\"superscript\"/>";
    let body = para(&[r("10"), rp(up, "3"), r(" t; 5 km"), rp(up, "2"), r("; 10"), rp(up, "-12")].concat());
    assert_eq!(one(&body), "10³ t; 5 km²; 10⁻¹²");
    let (document, _) = read(&Word::new(&body).pack());
    // A digit to Word's search; what was typed raised stays.
    assert_eq!(document.typed(find(&document, "10³ t; 5 km²", 0)), "103 t; 5 km2");
    let typed = read(&Word::new(&para(&r("5 km² &#178;"))).pack()).0;
    assert_eq!(typed.typed(find(&typed, "km² ²", 0)), "km² ²");
    let styles = "<w:style w:type=\"character\" w:styleId=\"Up\"><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"Up2\"><w:basedOn w:val=\"Up\"/></w:style>";
    let body = para(&[r("10"), rp("<w:rStyle w:val=\"Up2\"/>", "3")].concat());
    assert_eq!(lines(&Word::new(&body).with("styles", "styles", styles).pack()), ["10³"]);
}

#[test]
fn a_formula_keeps_its_powers_and_fractions() {
    let body = "<w:p><m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>3</m:t></m:r></m:sup></m:sSup>\
        <m:f><m:num><m:r><m:t>24</m:t></m:r></m:num><m:den><m:r><m:t>41</m:t></m:r></m:den></m:f></m:oMath></w:p>";
    assert_eq!(one(body), "10³24/41");
}

#[test]
fn tracked_changes_are_accepted() {
    let body = para(
        &[
            r("tăng "),
            "<w:del w:id=\"1\"><w:r><w:delText>245</w:delText></w:r></w:del>".into(),
            format!("<w:ins w:id=\"2\">{}</w:ins>", r("254")),
            format!("<w:moveFrom w:id=\"3\">{}</w:moveFrom>", r(" 99")),
            format!("<w:moveTo w:id=\"4\">{}</w:moveTo>", r(" ha")),
        ]
        .concat(),
    );
    assert_eq!(one(&body), "tăng 254 ha");
}

#[test]
fn a_deleted_paragraph_end_joins_two_paragraphs() {
    let first = format!("<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>{}{}</w:p>", r("đạt 12"), mark(1));
    let second = para(&[r(".500 tấn"), mark(2)].concat());
    let file = Word::new(&format!("{first}{second}")).notes(&[&r("một"), &r("hai")]).pack();
    let (document, _) = read(&file);
    assert_eq!(document.block_text(0), "đạt 12\u{fffc}.500 tấn\u{fffc}");
    assert_eq!(document.note_at(document.references[1].at.start), Some(1));
}

#[test]
fn hidden_text_is_left_out() {
    let body =
        para(&[r("65.393"), rp("<w:vanish/>", " (ẩn: 60.143)"), rp("<w:vanish w:val=\"0\"/>", " người")].concat());
    assert_eq!(one(&body), "65.393 người");
}

#[test]
fn struck_out_text_is_read_as_deleted() {
    let body = para(
        &[
            r("tăng "),
            rp("<w:strike/>", "3.900"),
            r("3.916 tấn"),
            rp("<w:dstrike w:val=\"true\"/>", ", 5 ha"),
            rp("<w:strike w:val=\"0\"/>", ", 6 xã"),
        ]
        .concat(),
    );
    assert_eq!(one(&body), "tăng 3.916 tấn, 6 xã");
    let styles =
        "<w:style w:type=\"character\" w:styleId=\"Out\"><w:rPr><w:dstrike/><w:strike w:val=\"0\"/></w:rPr></w:style>";
    let body = para(&[r("5 ha"), rp("<w:rStyle w:val=\"Out\"/>", " 6 ha")].concat());
    assert_eq!(lines(&Word::new(&body).with("styles", "styles", styles).pack()), ["5 ha"]);
}

#[test]
fn what_is_left_out_is_remembered() {
    let hole = |inner: &str| {
        let file = Word::new(&para(&[r("12 xã; "), inner.to_owned(), r("; 3 thôn")].concat())).pack();
        let (document, _) = read(&file);
        assert_eq!(document.block_text(0), "12 xã; ; 3 thôn");
        !document.is_whole(find(&document, "; ;", 0))
    };
    assert!(hole(&rp("<w:strike/>", "5 bản")) && hole(&rp("<w:vanish/>", "5 bản")));
    assert!(hole("<w:del w:id=\"1\"><w:r><w:delText>5 bản</w:delText></w:r></w:del>"));
    assert!(!hole(""));
    // Across paragraphs that a deletion joins.
    let first = format!("<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>{}</w:p>", r("một; "));
    let second = para(&[rp("<w:strike/>", "hai"), r("; ba")].concat());
    let (document, _) = read(&Word::new(&format!("{first}{second}")).pack());
    assert!(!document.is_whole(find(&document, "; ;", 0)) && document.is_whole(find(&document, "một", 0)));
}

#[test]
fn a_field_is_read_by_its_result() {
    let field = |instruction: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
            r(result)
        )
    };
    let body = para(&[r("xem "), field(" REF _Ref19 \\h ", "Biểu 1"), r("; đủ")].concat());
    assert_eq!(one(&body), "xem Biểu 1; đủ");
    // The result of a field in the instruction of another is no text.
    let outer = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>";
    let rest = "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>3</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let body = para(&[outer.to_owned(), field(" PAGE ", "77"), rest.to_owned(), r(" ha")].concat());
    assert_eq!(one(&body), "3 ha");
    // A table of contents is the headings again, with page numbers.
    let file = Word::new(&format!("{}{}", para(&field(" TOC \\o ", "I. Kinh tế 17")), p("Nội dung"))).pack();
    assert_eq!(lines(&file), ["Nội dung"]);
    let simple = format!("<w:p><w:fldSimple w:instr=\" DATE \">{}</w:fldSimple></w:p>", r("năm 2025"));
    assert_eq!(one(&simple), "năm 2025");
}

#[test]
fn a_field_without_an_end_does_not_swallow_the_draft() {
    let broken = "<w:p><w:r><w:t>một</w:t><w:fldChar w:fldCharType=\"begin\"/></w:r></w:p>";
    assert_eq!(lines(&Word::new(&format!("{broken}{}", p("hai"))).pack()), ["một", "hai"]);
    let contents = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>TOC</w:instrText>\
        <w:fldChar w:fldCharType=\"separate\"/><w:t>I. Kinh tế 17</w:t></w:r></w:p>\
        <w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>I. Kinh tế</w:t></w:r></w:p>";
    assert_eq!(lines(&Word::new(contents).pack()), ["I. Kinh tế"]);
}

#[test]
fn a_text_box_is_read_once() {
    let inner = format!("<w:txbxContent>{}{}</w:txbxContent>", p("DỰ THẢO"), p("ước đến 31/12"));
    let drawing = format!(
        "<w:r><w:t>Đầu </w:t><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing>\
         </mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    );
    let file = Word::new(&para(&[drawing, r(" và cuối")].concat())).pack();
    assert_eq!(lines(&file), ["Đầu và cuối", "DỰ THẢO", "ước đến 31/12"]);
}

#[test]
fn an_alternative_that_word_does_not_understand_is_not_read() {
    let extension = "xmlns:x=\"http://example.org/2030\"";
    let choice = |requires: &str| {
        let inner = format!("<mc:Choice Requires=\"{requires}\">{}</mc:Choice>", r("đạt 7 ha"));
        para(&format!(
            "<mc:AlternateContent {extension}>{inner}<mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
            r("đạt 8 ha")
        ))
    };
    let body = ["wps", "wps v", "x", "wps x", "khong-khai"].map(choice).concat();
    let expected = ["đạt 7 ha", "đạt 7 ha", "đạt 8 ha", "đạt 8 ha", "đạt 8 ha"];
    assert_eq!(lines(&Word::new(&body).pack()), expected);
    let second = format!(
        "<mc:AlternateContent {extension}><mc:Choice Requires=\"x\">{}</mc:Choice><mc:Choice Requires=\"wps\">{}</mc:Choice></mc:AlternateContent>",
        r("một"),
        r("hai")
    );
    assert_eq!(lines(&Word::new(&para(&second)).pack()), ["hai"]);
}

#[test]
fn letters_are_composed_across_runs() {
    let body = para(&[r("tê"), r("\u{301}"), r("; tỉnh Hòa 5 ha")].concat());
    let file = Word::new(&body).pack();
    let (document, origin) = read(&file);
    assert_eq!(document.text, "tế; tỉnh Hòa 5 ha\n");
    let xml = part(&file, "word/document.xml").unwrap();
    let place = origin.place(find(&document, "ế", 0)).unwrap();
    let slice = &xml[place.xml.start as usize..place.xml.end as usize];
    assert!(slice.starts_with('ê') && slice.ends_with('\u{301}'), "{slice}");
}

#[test]
fn places_lead_back_to_the_bytes() {
    let body = format!("{}{}", p("một"), para(&[r("đạt &lt; 12.3"), rp("<w:i/>", "45,6"), r(" tấn")].concat()));
    let file = Word::new(&body).pack();
    let (document, origin) = read(&file);
    let xml = part(&file, "word/document.xml").unwrap();
    let slice = |words: &str| {
        let place = origin.place(find(&document, words, 0)).unwrap();
        assert_eq!((place.part.as_str(), place.paragraph), ("word/document.xml", 2));
        xml[place.xml.start as usize..place.xml.end as usize].to_owned()
    };
    assert_eq!(slice("đạt <"), "đạt &lt;");
    assert_eq!(slice("2.3"), "2.3");
    assert_eq!(slice(" tấn"), " tấn");
    let across = slice("12.345,6");
    assert!(across.starts_with("12.3</w:t></w:r><w:r><w:rPr><w:i/>") && across.ends_with(">45,6"), "{across}");
    assert_eq!(document.source.encoding, Encoding::Extracted);
    assert_eq!(document.dialect, Dialect::Docx);
    let position = document.source.position(document.span(find(&document, "12.345,6", 0)).start);
    assert_eq!((position.byte, position.line, position.column), (None, 2, 7));
}

const STYLES: &str = "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"u1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"a\"/>\
      <w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"u2\"><w:name w:val=\"heading 2\"/><w:basedOn w:val=\"a\"/>\
      <w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"mine\"><w:name w:val=\"Mục riêng\"/><w:basedOn w:val=\"u2\"/></w:style>";

const NUMBERING: &str = "<w:abstractNum w:abstractNumId=\"7\">\
      <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"upperRoman\"/><w:lvlText w:val=\"%1.\"/><w:pStyle w:val=\"u1\"/></w:lvl>\
      <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:isLgl/><w:lvlText w:val=\"%1.%2.\"/><w:pStyle w:val=\"u2\"/></w:lvl>\
    </w:abstractNum>\
    <w:abstractNum w:abstractNumId=\"8\">\
      <w:lvl w:ilvl=\"0\"><w:start w:val=\"3\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"%1)\"/></w:lvl>\
      <w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\u{f0b7}\"/></w:lvl></w:abstractNum>\
    <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>\
    <w:num w:numId=\"2\"><w:abstractNumId w:val=\"8\"/></w:num>\
    <w:num w:numId=\"3\"><w:abstractNumId w:val=\"8\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>";

fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", r(text))
}

fn listed(list: u32, level: u32, text: &str) -> String {
    let properties = format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
    format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", r(text))
}

#[test]
fn headings_get_levels_and_numbers_from_their_styles() {
    let body = [
        p("Mở đầu"),
        styled("u1", "Kinh tế"),
        styled("u2", "Lúa"),
        styled("mine", "Ngô"),
        p("Đạt 5 ha."),
        styled("u1", "Xã hội"),
        styled("u2", "Y tế"),
        "<w:p><w:pPr><w:pStyle w:val=\"u2\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr></w:pPr><w:r><w:t>Không số</w:t></w:r></w:p>".into(),
    ]
    .concat();
    let file = Word::new(&body).with("styles", "styles", STYLES).with("numbering", "numbering", NUMBERING).pack();
    let (document, origin) = read(&file);
    assert_eq!(
        document.text.lines().collect::<Vec<_>>(),
        ["Mở đầu", "I. Kinh tế", "1.1. Lúa", "1.2. Ngô", "Đạt 5 ha.", "II. Xã hội", "2.1. Y tế", "Không số"]
    );
    assert_eq!(document.blocks[0].section, None);
    assert_eq!(document.blocks[3].kind, BlockKind::Heading { level: 2 });
    assert_eq!(document.heading_path(4), ["I. Kinh tế", "1.2. Ngô"]);
    assert_eq!(document.heading_path(6), ["II. Xã hội", "2.1. Y tế"]);
    assert_eq!(origin.place(find(&document, "II.", 0)), None, "an automatic number stands nowhere in the file");
    assert!(origin.place(find(&document, "II. Xã", 0)).is_some());
}

#[test]
fn lists_count_as_word_counts() {
    let body = [
        listed(2, 0, "một"),
        listed(2, 1, "chấm"),
        p("xen giữa"),
        listed(2, 0, "hai"),
        listed(3, 0, "ba"),
        listed(3, 0, "bốn"),
        listed(9, 0, "không có danh sách"),
    ]
    .concat();
    let file = Word::new(&body).with("numbering", "numbering", NUMBERING).pack();
    assert_eq!(lines(&file), ["c) một", "• chấm", "xen giữa", "d) hai", "a) ba", "b) bốn", "không có danh sách"]);
}

#[test]
fn typed_headings_count_where_no_style_marks_any() {
    let body = [p("I. KINH TẾ"), p("Đạt 5 ha trong năm."), p("1. Trồng trọt"), p("Đạt 6 ha.")].concat();
    let (document, _) = read(&Word::new(&body).pack());
    assert_eq!(document.heading_path(3), ["I. KINH TẾ", "1. Trồng trọt"]);
}

#[test]
fn merged_cells_keep_their_columns() {
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let header = format!(
        "<w:tr><w:trPr><w:tblHeader/></w:trPr>{}</w:tr>",
        [tc("<w:vMerge w:val=\"restart\"/>", "Xã"), tc("<w:gridSpan w:val=\"2\"/>", "Năm"), tc("", "Ghi chú")].concat()
    );
    let second = row(&[tc("<w:vMerge/>", ""), tc("", "2020"), tc("", "2025"), tc("", "")]);
    let data = row(&[tc("", "Đồng Mây"), tc("", "1.250"), tc("", "1.300"), tc("", "")]);
    let deleted = "<w:tr><w:trPr><w:del w:id=\"5\"/></w:trPr><w:tc><w:p><w:r><w:t>999</w:t></w:r></w:p></w:tc></w:tr>";
    let total = row(&[tc("<w:gridSpan w:val=\"2\"/>", "Tổng cộng"), tc("", "1.300"), tc("", "x")]);
    let caption = "<w:p><w:pPr><w:pStyle w:val=\"cap\"/></w:pPr><w:r><w:t>Số hộ các xã</w:t></w:r></w:p>";
    let body = format!("{caption}{}<w:tbl>{header}{second}{data}{deleted}{total}</w:tbl>{}", p("Đơn vị: hộ"), p("Hết"));
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"cap\"><w:name w:val=\"Caption\"/></w:style>";
    let (document, _) = read(&Word::new(&body).with("styles", "styles", styles).pack());
    let table = &document.tables[0];
    assert_eq!((table.rows, table.columns, table.header_rows, table.unreadable), (4, 4, 1, None));
    assert_eq!(document.block_text(table.caption.unwrap()), "Số hộ các xã");
    assert_eq!(document.blocks[0].kind, BlockKind::Caption);
    let cells: Vec<_> = table
        .cells
        .iter()
        .map(|c| (c.row, c.column, c.rows, c.columns, document.block_text(c.block)))
        .filter(|c| !c.4.is_empty())
        .collect();
    assert_eq!(
        cells,
        [
            (0, 0, 2, 1, "Xã"),
            (0, 1, 1, 2, "Năm"),
            (0, 3, 1, 1, "Ghi chú"),
            (1, 1, 1, 1, "2020"),
            (1, 2, 1, 1, "2025"),
            (2, 0, 1, 1, "Đồng Mây"),
            (2, 1, 1, 1, "1.250"),
            (2, 2, 1, 1, "1.300"),
            (3, 0, 1, 2, "Tổng cộng"),
            (3, 2, 1, 1, "1.300"),
            (3, 3, 1, 1, "x"),
        ]
    );
}

#[test]
fn rows_of_different_width_are_announced_and_a_letterhead_is_no_table() {
    let ragged = format!("<w:tbl><w:tr>{}{}</w:tr><w:tr>{}</w:tr></w:tbl>", tc("", "a"), tc("", "b"), tc("", "c"));
    let (document, _) = read(&Word::new(&ragged).pack());
    assert!(document.tables[0].unreadable.is_some());
    let head = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", tc("", "UBND XÃ"), tc("", "Số: 12/BC"));
    let (document, _) = read(&Word::new(&head).pack());
    assert!(document.tables.is_empty());
    assert_eq!(document.text, "UBND XÃ\nSố: 12/BC\n");
}

#[test]
fn notes_follow_the_order_of_their_marks() {
    let heading = "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>I. A</w:t></w:r></w:p>";
    let body = format!("{heading}{}", para(&[r("một"), mark(2), r(" hai"), mark(1), r(" ba"), mark(9)].concat()));
    let end = "<w:endnote w:id=\"1\"><w:p><w:r><w:t>cuối bài</w:t></w:r></w:p></w:endnote>";
    let body = format!("{body}<w:p><w:r><w:t>bốn</w:t><w:endnoteReference w:id=\"1\"/></w:r></w:p>");
    let file = Word::new(&body)
        .notes(&[&r(" Gồm 12 ha."), &format!("{}</w:p><w:p>{}", r("Trong đó 3 ha;"), r("còn lại 4 ha."))])
        .with("endnotes", "endnotes", end)
        .pack();
    let (document, origin) = read(&file);
    assert_eq!(document.text.matches(NOTE_MARK).count(), 4);
    let labels: Vec<_> = document.references.iter().map(|r| (r.label.as_str(), r.note)).collect();
    assert_eq!(labels, [("1", Some(0)), ("2", Some(1)), ("9", None), ("i", Some(2))]);
    let texts: Vec<Vec<&str>> =
        document.notes.iter().map(|n| n.blocks.iter().map(|&b| document.block_text(b)).collect()).collect();
    assert_eq!(texts, [vec!["Trong đó 3 ha;", "còn lại 4 ha."], vec!["Gồm 12 ha."], vec!["cuối bài"]]);
    assert_eq!(document.heading_path(document.notes[0].blocks[1]), ["I. A"]);
    assert_eq!(origin.place(find(&document, "12 ha", 0)).unwrap().part, "word/footnotes.xml");
}

#[test]
fn an_embedded_file_is_announced() {
    let (document, _) =
        read(&Word::new(&format!("{}<w:altChunk r:id=\"rId9\"/>{}", p("đạt 5 ha"), p("còn 3 ha"))).pack());
    assert_eq!(document.losses, [Loss::Embedded]);
    assert_eq!(document.text.lines().count(), 2);
    assert!(read(&Word::new(&p("đạt 5 ha")).pack()).0.losses.is_empty());
}

#[test]
fn another_prefix_is_the_same_format() {
    let xml = format!("<w:document>{}</w:document>", p("đạt 5 ha")).replace("w:", "x:").replacen(
        "<x:document>",
        "<x:document xmlns:x=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><x:body>",
        1,
    );
    let xml = xml.replace("</x:document>", "</x:body></x:document>");
    assert_eq!(lines(&super::build::zip(&[("word/document.xml".into(), xml.into())])), ["đạt 5 ha"]);
}

#[test]
fn places_are_named_as_people_name_them() {
    let head =
        |level: u8, text: &str| format!("<w:p><w:pPr><w:outlineLvl w:val=\"{level}\"/></w:pPr>{}</w:p>", r(text));
    let row = |a: &str, b: &str| format!("<w:tr>{}{}</w:tr>", tc("", a), tc("", b));
    let table = |n: u32| format!("<w:tbl>{}{}</w:tbl>", row("Xã", "Số hộ"), row("Đồng Mây", &format!("{n}")));
    let body = [
        p("Mở bài 1."),
        head(0, "Phần thứ nhất"),
        head(1, "II. KINH TẾ"),
        head(2, "3. Lúa"),
        p("a"),
        head(3, "3.1. Lúa ruộng"),
        p("b"),
        format!("<w:p>{}{}{}</w:p>", r("đạt 77 ha"), mark(1), mark(2)),
        p("Biểu 4. Số hộ"),
        table(1250),
        table(1300),
    ]
    .concat();
    let two = format!("{}</w:p><w:p>{}", r("một"), r("hai 15"));
    let (document, _) = read(&Word::new(&body).notes(&[&r("chỉ một 14"), &two]).pack());
    let said = |words: &str| {
        let text = doisoat::docx::address(&document, find(&document, words, 0));
        (text.vi, text.en)
    };
    let text = |vi: &str, en: &str| (vi.to_owned(), en.to_owned());
    assert_eq!(said("bài 1"), text("đoạn 1", "paragraph 1"));
    assert_eq!(
        said("77"),
        text("mục “Phần thứ nhất”, II, 3.1, đoạn 2", "section “Phần thứ nhất”, II, 3.1, paragraph 2")
    );
    assert_eq!(said("KINH TẾ").0, "mục “Phần thứ nhất”, II, đề mục");
    assert_eq!(said("1250"), text("Biểu 4, hàng 2, cột 2", "Biểu 4, row 2, column 2"));
    assert_eq!(said("1300").0, "bảng 2, hàng 2, cột 2");
    assert_eq!(said("4. Số"), text("tên Biểu 4", "caption of Biểu 4"));
    assert_eq!(said("14"), text("chú thích 1", "note 1"));
    assert_eq!(said("15").0, "chú thích 2, đoạn 2");
}

/// The shared test draft: every number of the file, and the automatic ones, no other.
#[test]
fn every_number_of_the_shared_draft_is_read() {
    let (document, _) = read(&std::fs::read("tests/dialects/goc.docx").unwrap());
    let tokens = regex::Regex::new("[0-9]+(?:[.,][0-9]+)*").unwrap();
    // The table counts superscripts as they are typed.
    let typed = |range| document.typed(range).into_owned();
    let text = typed(TextRange::new(0, document.text.len() as u32));
    let mut seen: Vec<&str> = tokens.find_iter(&text).map(|m| m.as_str()).collect();
    let table = std::fs::read_to_string("tests/dialects/figures.tsv").unwrap();
    let mut wanted: Vec<&str> = Vec::new();
    for line in table.lines() {
        let (token, count) = line.split_once('\t').unwrap();
        wanted.extend(std::iter::repeat_n(token, count.parse().unwrap()));
    }
    wanted.sort_unstable();
    // What `doisoat figures` lists are these numbers, each once, and no other.
    let lexed = doisoat::figures::lex::lex_document(&document);
    let listed = lexed.iter().flat_map(|l| doisoat::figures::inventory(&document, l)).map(|s| typed(s.range));
    let listed = listed.collect::<Vec<_>>().join("\n");
    let mut listed: Vec<&str> = tokens.find_iter(&listed).map(|m| m.as_str()).collect();
    listed.sort_unstable();
    assert_eq!(listed, wanted);
    // Numbers Word puts before headings and before the two goals of the last list.
    wanted.extend(["1", "1.1", "1.2", "2", "2.1", "3", "4", "1", "2"]);
    seen.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(seen, wanted);
}
