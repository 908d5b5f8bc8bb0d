use super::build::{Word, mark, p, packed, part, r, rp, tc};
use super::{find, lines, read};
use doisoat::document::{Document, TextRange};
use doisoat::docx::{AnnotateOptions, Annotated, Comment, annotate};
use std::collections::HashMap;

const BODY: &str = "word/document.xml";

fn on(document: &Document, words: &str, text: &str) -> Comment {
    Comment { range: find(document, words, 0), text: text.into() }
}

fn write(file: &[u8], comments: &[Comment]) -> Annotated {
    let options = AnnotateOptions { date: Some("2025-03-01T08:00:00Z".into()), ..Default::default() };
    let written = annotate(file, comments, &options).unwrap();
    assert_eq!(lines(&written.bytes), lines(file), "the text of the copy is the text of the draft");
    written
}

/// The characters of `w:t` between the marks of each comment, by its number.
/// Each number has exactly one start, one end and one reference, in this order.
fn ranges(xml: &str) -> HashMap<String, String> {
    let pieces = regex::Regex::new(
        "<w:commentRangeStart w:id=\"(\\d+)\"/>|<w:commentRangeEnd w:id=\"(\\d+)\"/>|<w:commentReference w:id=\"(\\d+)\"/>|<w:t(?: [^>]*)?>([^<]*)</w:t>|(<w:footnoteReference)",
    )
    .unwrap();
    let (mut open, mut closed, mut done) = (HashMap::<String, String>::new(), HashMap::new(), HashMap::new());
    for found in pieces.captures_iter(xml) {
        if let Some(id) = found.get(1) {
            assert!(open.insert(id.as_str().into(), String::new()).is_none(), "two starts of {}", id.as_str());
        } else if let Some(id) = found.get(2) {
            closed.insert(id.as_str().to_owned(), open.remove(id.as_str()).unwrap());
        } else if let Some(id) = found.get(3) {
            assert!(done.insert(id.as_str().to_owned(), closed.remove(id.as_str()).unwrap()).is_none());
        } else {
            let text = found.get(4).map_or("*", |t| t.as_str());
            open.values_mut().for_each(|range| range.push_str(text));
        }
    }
    assert!(open.is_empty() && closed.is_empty());
    done
}

fn range_of(file: &[u8], id: &str) -> String {
    ranges(&part(file, BODY).unwrap()).remove(id).unwrap()
}

#[test]
fn a_comment_stands_on_its_exact_words() {
    let body = ["<w:p>", &r("đạt 12.3"), &rp("<w:b/>", "45,6"), &r(" tấn, tăng 5%"), "</w:p>"].concat();
    let file = Word::new(&body).pack();
    let (document, _) = read(&file);
    let comments = [
        on(&document, "12.345,6", "sai <&>\nphải là 7"),
        on(&document, "ăng", "giữa chữ"),
        on(&document, "đạt", "đầu"),
    ];
    let written = write(&file, &comments);
    assert_eq!((written.written, written.left_out, written.replaced, written.signed), (3, 0, 0, false));
    for (id, words) in [("0", "12.345,6"), ("1", "ăng"), ("2", "đạt")] {
        assert_eq!(range_of(&written.bytes, id), words);
    }
    let xml = part(&written.bytes, BODY).unwrap();
    assert_eq!(xml.matches("<w:rPr><w:b/></w:rPr>").count(), 1, "a run that is not cut stays one: {xml}");
    let notes = part(&written.bytes, "word/comments.xml").unwrap();
    assert!(notes.contains("w:author=\"doisoat\" w:date=\"2025-03-01T08:00:00Z\""), "{notes}");
    assert!(
        notes.contains("sai &lt;&amp;&gt;</w:t></w:r></w:p><w:p><w:r><w:t xml:space=\"preserve\">phải là 7"),
        "{notes}"
    );
}

#[test]
fn a_cut_run_keeps_its_look_and_its_spaces() {
    let body =
        "<w:p><w:r w:rsidR=\"00AB\"><w:rPr><w:i/></w:rPr><w:t>một hai ba</w:t><w:tab/><w:t>bốn</w:t></w:r></w:p>";
    let file = Word::new(body).pack();
    let (document, _) = read(&file);
    let written = write(&file, &[on(&document, "hai", "x"), on(&document, "bốn", "y")]);
    assert_eq!((range_of(&written.bytes, "0").as_str(), range_of(&written.bytes, "1").as_str()), ("hai", "bốn"));
    let xml = part(&written.bytes, BODY).unwrap();
    assert_eq!(xml.matches("<w:rPr><w:i/></w:rPr>").count(), 4, "{xml}");
    assert!(xml.contains("<w:t xml:space=\"preserve\">một </w:t>"), "{xml}");
}

#[test]
fn spaces_that_word_does_not_show_stay_unshown() {
    for space in ["", " xml:space=\"default\"", " w:x=\"xml:space\""] {
        let body = format!("<w:p><w:r><w:t>qua,</w:t></w:r><w:r><w:t{space}>\n của của &#32; xã\n</w:t></w:r></w:p>");
        let file = Word::new(&body).pack();
        let (document, _) = read(&file);
        assert_eq!(document.block_text(0), "qua,của của   xã");
        let done = write(&file, &[on(&document, "của ", "lặp"), on(&document, "  xã", "hai")]);
        assert_eq!(read(&done.bytes).0.text, document.text, "{space}");
        assert_eq!(range_of(&done.bytes, "0"), "của ", "{space}");
    }
}

#[test]
fn comments_that_touch_and_overlap() {
    let file = Word::new(&p("một hai ba bốn")).pack();
    let (document, _) = read(&file);
    let words = ["một hai", "hai ba", " ba", "bốn", "hai ba", "một hai ba bốn"];
    let comments: Vec<_> = words.iter().map(|w| on(&document, w, "x")).collect();
    let written = write(&file, &comments);
    for (id, words) in words.iter().enumerate() {
        assert_eq!(range_of(&written.bytes, &id.to_string()), *words);
    }
}

#[test]
fn a_comment_in_a_cell() {
    let row = |a: &str, b: &str| format!("<w:tr>{}{}</w:tr>", tc("", a), tc("", b));
    let file = Word::new(&format!("<w:tbl>{}{}</w:tbl>", row("Xã", "Số hộ"), row("Đồng Mây", "1.250"))).pack();
    let (document, _) = read(&file);
    // The words of two cells: the comment stays in the first.
    let both = find(&document, "Mây", 0).cover(find(&document, "1.250", 0));
    let written = write(&file, &[on(&document, "1.25", "x"), Comment { range: both, text: "y".into() }]);
    assert_eq!(range_of(&written.bytes, "0"), "1.25");
    assert_eq!(range_of(&written.bytes, "1"), "Mây");
}

#[test]
fn a_comment_on_a_note_stands_on_its_mark() {
    let body = ["<w:p>", &r("đạt 5 ha"), &mark(1), &r(" và 6 ha"), &mark(2), ".</w:p>"].concat();
    let file = Word::new(&body).notes(&[&r("Gồm 2 ha và 3 ha."), &r("Gồm 7 ha.")]).pack();
    let (document, _) = read(&file);
    let written = write(&file, &[on(&document, "7 ha", "không khớp")]);
    assert_eq!(range_of(&written.bytes, "0"), "*");
    let xml = part(&written.bytes, BODY).unwrap();
    let start = xml.find("<w:commentRangeStart").unwrap();
    assert!(xml[start..].starts_with(&format!("<w:commentRangeStart w:id=\"0\"/>{}", mark(2))), "{xml}");
    let notes = part(&written.bytes, "word/comments.xml").unwrap();
    assert!(notes.contains("Chú thích 2: “7 ha”") && notes.contains("không khớp"), "{notes}");
    assert_eq!(part(&written.bytes, "word/footnotes.xml"), part(&file, "word/footnotes.xml"));
}

#[test]
fn a_comment_on_a_text_box_stands_on_the_run_that_carries_it() {
    let drawing = format!(
        "<w:r><w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing></w:r>",
        p("ước 31/12")
    );
    let file = Word::new(&format!("<w:p>{}{drawing}{}</w:p>", r("trước"), r("sau"))).pack();
    let (document, _) = read(&file);
    let written = write(&file, &[on(&document, "31/12", "x")]);
    let xml = part(&written.bytes, BODY).unwrap();
    assert!(
        xml.contains(&format!("<w:commentRangeStart w:id=\"0\"/>{drawing}<w:commentRangeEnd w:id=\"0\"/>")),
        "{xml}"
    );
    assert!(part(&written.bytes, "word/comments.xml").unwrap().contains("“31/12”"));
}

#[test]
fn no_comment_stands_in_a_field_code() {
    let field = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> REF a </w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>Biểu 1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let file = Word::new(&format!("<w:p>{}{field}{}</w:p>", r("xem "), r(" kèm"))).pack();
    let (document, _) = read(&file);
    for words in ["Biểu 1", "em Biểu", "1 kè", "Biểu 1 kèm", "xem "] {
        let written = write(&file, &[on(&document, words, "x")]);
        assert_eq!(range_of(&written.bytes, "0"), words);
        let xml = part(&written.bytes, BODY).unwrap();
        let code = &xml[xml.find("\"begin\"").unwrap()..xml.find("\"separate\"").unwrap()];
        assert!(!code.contains("comment"), "{code}");
    }
}

#[test]
fn an_automatic_number_is_shown_by_its_paragraph() {
    let numbering = "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:lvlText w:val=\"%1.\"/></w:lvl>\
        </w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>";
    let body = format!("<w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}</w:p>", r("Kinh tế"));
    let file = Word::new(&body).with("numbering", "numbering", numbering).pack();
    let (document, _) = read(&file);
    let written = write(&file, &[on(&document, "1.", "x")]);
    assert_eq!(range_of(&written.bytes, "0"), "Kinh tế");
}

#[test]
fn only_what_must_change_changes() {
    let media: Vec<u8> = (0..5000u32).map(|i| (i * 31 % 251) as u8).collect();
    let file = Word::new(&p("đạt 5 ha")).raw("word/media/image1.png", media).raw("docProps/core.xml", "<x/>").pack();
    let (document, _) = read(&file);
    let same = write(&file, &[]);
    assert_eq!(same.bytes, file, "no comments, no change");
    let written = write(&file, &[on(&document, "5 ha", "x")]).bytes;
    let before: HashMap<_, _> = packed(&file).into_iter().collect();
    let changed: Vec<_> = packed(&written)
        .into_iter()
        .filter(|(name, raw)| before.get(name) != Some(raw))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(changed, [BODY, "word/_rels/document.xml.rels", "[Content_Types].xml", "word/comments.xml"]);
    assert!(part(&written, "[Content_Types].xml").unwrap().contains("PartName=\"/word/comments.xml\""));
    assert!(part(&written, "word/_rels/document.xml.rels").unwrap().contains("Target=\"comments.xml\""));
}

#[test]
fn comments_of_an_earlier_run_are_replaced_and_others_stay() {
    let person = "<w:comment w:id=\"4\" w:author=\"Trần B\"><w:p><w:r><w:t>xem lại</w:t></w:r></w:p></w:comment>";
    let body = [
        "<w:p>",
        &r("đạt "),
        "<w:commentRangeStart w:id=\"4\"/>",
        &r("5 ha"),
        "<w:commentRangeEnd w:id=\"4\"/><w:r><w:commentReference w:id=\"4\"/></w:r>",
        &r(" và 6 ha</w:t></w:r><w:r><w:t>."),
        "</w:p>",
    ]
    .concat();
    let file = Word::new(&body).with("comments", "comments", person).pack();
    let (document, _) = read(&file);
    let comments = [on(&document, "5 h", "một"), on(&document, "6", "hai")];
    let first = write(&file, &comments);
    let xml = part(&first.bytes, BODY).unwrap();
    assert_eq!(ranges(&xml).len(), 3);
    assert_eq!(range_of(&first.bytes, "4"), "5 ha");
    // The same again: the same bytes, nothing twice.
    let second = write(&first.bytes, &comments);
    assert_eq!((second.replaced, second.written), (2, 2));
    assert_eq!(second.bytes, first.bytes);
    // Other findings: the old comments are gone.
    let third = write(&first.bytes, &[on(&document, "đạt", "ba")]);
    assert_eq!(ranges(&part(&third.bytes, BODY).unwrap()).len(), 2);
    let notes = part(&third.bytes, "word/comments.xml").unwrap();
    assert!(notes.contains("xem lại") && notes.contains("ba") && !notes.contains("một"), "{notes}");
    // No findings any more: only the person's comment is left.
    let none = write(&first.bytes, &[]);
    assert_eq!((none.replaced, none.written), (2, 0));
    assert_eq!(ranges(&part(&none.bytes, BODY).unwrap()).keys().collect::<Vec<_>>(), ["4"]);
}

#[test]
fn comments_have_a_limit() {
    let file = Word::new(&p("đạt 5 ha")).pack();
    let (document, _) = read(&file);
    let comments = vec![on(&document, "5 ha", "x"); 1_000];
    let written = write(&file, &comments);
    assert_eq!((written.written, written.left_out), (400, 600));
    let out_of_reach = Comment { range: TextRange::new(90_000, 90_001), text: String::new() };
    assert_eq!(write(&file, &[out_of_reach]).left_out, 1);
}

/// Every number of the shared draft gets a comment on exactly its characters.
#[test]
fn every_number_of_the_shared_draft_can_carry_a_comment() {
    let file = std::fs::read("tests/dialects/goc.docx").unwrap();
    let (document, origin) = read(&file);
    let tokens = regex::Regex::new("[0-9]+(?:[.,][0-9]+)*").unwrap();
    let comments: Vec<Comment> = tokens
        .find_iter(&document.text)
        .map(|m| TextRange::new(m.start() as u32, m.end() as u32))
        .filter(|&range| origin.place(range).is_some_and(|place| place.part == BODY))
        .map(|range| Comment { range, text: document.slice(range).to_owned() })
        .collect();
    assert!(comments.len() > 200);
    let written = write(&file, &comments);
    let ranges = ranges(&part(&written.bytes, BODY).unwrap());
    let exact = (1..).zip(&comments).filter(|(id, c)| ranges[&format!("{id}")] == c.text).count();
    // The numbers of the text box stand on the run that carries it.
    assert_eq!(comments.len() - exact, 5);
}

/// LibreOffice takes the reference of a comment inside a field for text of its result.
#[test]
fn the_reference_of_a_comment_in_a_field_stands_behind_the_field() {
    let run = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let code = "<w:r><w:instrText> REF _a </w:instrText></w:r>";
    let complex =
        [&run("begin"), code, &run("separate"), &r("đạt 12 "), &r("tấn lúa"), &run("end"), &r(" và 5 ha")].concat();
    let simple = format!("<w:fldSimple w:instr=\" REF _b \">{}</w:fldSimple>", r("có 7 xã nghèo"));
    let nested = format!("{}{code}{}{simple}{}", run("begin"), run("separate"), run("end"));
    let body = [complex, simple.replace("7", "8"), nested].map(|p| format!("<w:p>{p}</w:p>")).concat();
    let file = Word::new(&body).pack();
    let (document, _) = read(&file);
    let words = ["12 tấn", "tấn lúa và 5", "5 ha", "8 xã", "7 xã"];
    let written = write(&file, &words.map(|w| on(&document, w, "nhầm")));
    let xml = part(&written.bytes, BODY).unwrap();
    assert_eq!((ranges(&xml).len(), read(&written.bytes).0.text), (words.len(), document.text.clone()), "{xml}");
    for (id, words) in words.iter().enumerate() {
        assert_eq!(range_of(&written.bytes, &id.to_string()), *words);
        let (end, reference) = (format!("<w:commentRangeEnd w:id=\"{id}\"/>"), format!("Reference w:id=\"{id}\"/>"));
        let (end, reference) = (xml.find(&end).unwrap(), xml.find(&reference).unwrap());
        assert!(end < reference, "{xml}");
        let before = &xml[..reference];
        let open = before.matches("\"begin\"").count() - before.matches("\"end\"").count();
        let simple = before.matches("<w:fldSimple").count() - before.matches("</w:fldSimple").count();
        assert_eq!((open, simple), (0, 0), "{id} stands in a field: {xml}");
    }
    let again = annotate(&written.bytes, &words.map(|w| on(&document, w, "nhầm")), &Default::default()).unwrap();
    assert_eq!(part(&again.bytes, BODY).unwrap(), xml, "a second run changes nothing");
}
