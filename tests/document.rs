//! Reading: what the logical text of a draft is, and that every place in it
//! leads back to the right bytes of the file.

use doisoat::document::{BlockKind, Dialect, Document, NOTE_MARK, TextRange, read};
use doisoat::source::{Encoding, Source};
use proptest::prelude::*;

fn document(text: &str, dialect: Option<Dialect>) -> Document {
    read(Source::new("draft", text.to_owned(), Encoding::Utf8), dialect)
}

fn blocks(document: &Document) -> Vec<(BlockKind, String)> {
    (0..document.blocks.len() as u32)
        .map(|i| (document.blocks[i as usize].kind, document.block_text(i).replace(NOTE_MARK, "^")))
        .collect()
}

fn texts(text: &str, dialect: Dialect) -> Vec<String> {
    blocks(&document(text, Some(dialect))).into_iter().map(|b| b.1).collect()
}

/// The source bytes of the first place of `words` in the logical text.
fn place<'d>(document: &'d Document, words: &str) -> &'d str {
    let start = document.text.find(words).unwrap_or_else(|| panic!("{words:?} in {:?}", document.text)) as u32;
    document.source.slice(document.span(TextRange::new(start, start + words.len() as u32)))
}

#[test]
fn figures_keep_their_bytes_through_escapes_emphasis_and_entities() {
    let d = document("Sản lượng 17\\.012 tấn, 29.5**44,67** tấn,\r\nA&amp;B đạt __8,5__%.\r\n", None);
    assert_eq!(d.text, "Sản lượng 17.012 tấn, 29.544,67 tấn, A&B đạt 8,5%.\n");
    assert_eq!(place(&d, "17.012"), "17\\.012");
    assert_eq!(place(&d, "29.544,67"), "29.5**44,67");
    assert_eq!(place(&d, "A&B"), "A&amp;B");
    assert_eq!(place(&d, "tấn, A"), "tấn,\r\nA");
}

#[test]
fn decomposed_letters_are_composed_in_place() {
    let d = document("Tổng so\u{302}\u{301} hộ nghe\u{300}o: 12", None);
    assert_eq!(d.text, "Tổng số hộ nghèo: 12\n");
    assert_eq!(place(&d, "số"), "so\u{302}\u{301}");
    assert_eq!(place(&d, "12"), "12");
}

#[test]
fn marks_of_lists_and_signs_are_text() {
    let cases = [
        ("2025. Hết năm.", "2025. Hết năm."),
        ("1. Trồng trọt đạt 5 ha;", "1. Trồng trọt đạt 5 ha;"),
        ("+ Diện tích lúa 14 ha", "+ Diện tích lúa 14 ha"),
        ("\tChăn nuôi 15.570 con", "Chăn nuôi 15.570 con"),
        ("> 5% là đạt", "> 5% là đạt"),
        ("<Ten xa> có 12 hộ", "<Ten xa> có 12 hộ"),
        ("[3]: 29.544,67", "[3]: 29.544,67"),
        ("5*6*7 = 210", "5*6*7 = 210"),
        ("~100~ tấn", "~100~ tấn"),
        ("**Thuận lợi: **Năm 2024", "Thuận lợi: Năm 2024"),
        ("cũ ~~12~~ mới 13", "cũ  mới 13"),
        ("có <del>12</del><ins>13</ins> hộ", "có 13 hộ"),
        ("Mở <!-- 12 --> đóng", "Mở  đóng"),
        ("diện tích 10<sup>3</sup> km<sub>2</sub>", "diện tích 10³ km₂"),
        ("xem [trang](https://a.vn/2024) 5", "xem trang 5"),
        ("[ghi chú](số 5)", "[ghi chú](số 5)"),
        ("hết #", "hết #"),
    ];
    for (markup, seen) in cases {
        assert_eq!(texts(markup, Dialect::Markdown), [seen], "{markup}");
    }
}

#[test]
fn paragraphs_headings_and_lists() {
    let d = document(
        "\u{feff}# Báo cáo {#bao-cao}\n\nDòng một\ndòng hai.\n- mục một\n- mục hai\ntiếp\n\n## Hai ##\n\n<!--\n\n99\n-->\nCuối\n----\n",
        None,
    );
    let seen: Vec<String> = blocks(&d).into_iter().map(|b| b.1).collect();
    assert_eq!(seen, ["Báo cáo", "Dòng một dòng hai.", "- mục một", "- mục hai tiếp", "Hai", "Cuối"]);
    assert_eq!(d.blocks[5].kind, BlockKind::Heading { level: 2 });
    assert_eq!(d.heading_path(3), ["Báo cáo"]);
    assert_eq!(d.heading_path(4), ["Báo cáo", "Hai"]);
    assert_eq!(place(&d, "Báo cáo"), "Báo cáo");
}

#[test]
fn notes_of_markdown() {
    let d = document(
        "# A\n\nĐạt 5 ha[^1] và 6[^x].\n\n# B\n\nThiếu[^7]\n\n[^1]: Gồm 2 ha\n    và 3 ha.\n\n    Đoạn hai.\n\nThân bài.\n\n[^9]: Thừa\n[^x]: Hai\n",
        None,
    );
    assert_eq!(d.notes.len(), 3);
    let text = |note: usize| d.notes[note].blocks.iter().map(|&b| d.block_text(b)).collect::<Vec<_>>();
    assert_eq!(text(0), ["Gồm 2 ha và 3 ha.", "Đoạn hai."]);
    assert_eq!((d.notes[1].label.as_str(), text(1)), ("9", vec!["Thừa"]));
    let marks: Vec<_> = d.references.iter().map(|r| (r.label.as_str(), r.note)).collect();
    assert_eq!(marks, [("1", Some(0)), ("x", Some(2)), ("7", None)]);
    assert_eq!(d.note_at(d.references[0].at.start), Some(0));
    assert_eq!(d.source.slice(d.span(d.references[1].at)), "[^x]");
    assert!(blocks(&d).contains(&(BlockKind::Paragraph, "Thân bài.".into())));
    // A note belongs to the section that refers to it.
    assert_eq!(d.heading_path(d.notes[0].blocks[0]), ["A"]);
}

#[test]
fn pipe_tables_are_grids() {
    let d = document(
        "Bảng 1. Dân số\n\nĐơn vị tính: người\n\n| Xã | Số \\| hộ |\n| --- | ---: |\n| **Hạ** | **1.2**00 |\n| | **5** |\nGhi chú: 3\n",
        None,
    );
    let table = &d.tables[0];
    assert_eq!((table.rows, table.columns, table.header_rows, table.unreadable), (3, 2, 1, None));
    let cells: Vec<_> = table.cells.iter().map(|c| (c.row, c.column, d.block_text(c.block), c.bold)).collect();
    assert_eq!(
        cells,
        [
            (0, 0, "Xã", false),
            (0, 1, "Số | hộ", false),
            (1, 0, "Hạ", true),
            (1, 1, "1.200", false),
            (2, 0, "", false),
            (2, 1, "5", true),
        ]
    );
    assert_eq!(table.caption.map(|c| d.block_text(c)), Some("Bảng 1. Dân số"));
    assert_eq!(blocks(&d).last(), Some(&(BlockKind::Paragraph, "Ghi chú: 3".into())));
    let ragged = document("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n", None);
    assert!(ragged.tables[0].unreadable.is_some());
    assert_eq!(ragged.tables[0].cells.len(), 5);
}

#[test]
fn tables_that_lost_their_dashes_or_their_cells() {
    let bare = document("Biểu\n\n| TT | Xã | Hộ |\n| 1 | Na Tông | 12 |\n| 2 | Na Khoa | 15 |\n", None);
    assert_eq!((bare.tables.len(), bare.tables[0].rows, bare.tables[0].unreadable), (1, 3, None));
    let text = document("Một câu.\n\n| a | b |\n| c | d |\n", None);
    assert!(text.tables.is_empty(), "two short rows may be anything");
    let cells = ["TT", "Xã", "Hộ", "1", "Na Tông", "12", "2", "Na Khoa", "15", "Cộng", "27"].join("\n\n");
    let cells = document(&format!("# Biểu\n\n{cells}\n"), None);
    assert_eq!(cells.tables.len(), 1);
    assert!(cells.tables[0].unreadable.is_some());
}

#[test]
fn poi_lines_notes_and_anchors() {
    let text = "ỦY BAN XÃ\nPhần thứ nhất\nKẾT QUẢ\nNĂM 2024\nA. KINH TẾ\n\n\t[bookmark: _Hlk17]Lúa đạt 5 ha[footnoteRef:1], ngô[footnoteRef:2]. [1: \t() Vụ xuân 2 ha [cả nương];\nvụ mùa 3 ha]  [2: \tMới]\n\n[bookmark: _Hlk18](1). Tiếp 7[footnoteRef:3] [3: thiếu ngoặc\n\nCòn lại 9.\n";
    let d = document(text, None);
    assert_eq!(d.dialect, Dialect::Poi);
    let seen: Vec<String> = blocks(&d).into_iter().map(|b| b.1).collect();
    assert_eq!(
        seen,
        [
            "ỦY BAN XÃ",
            "Phần thứ nhất KẾT QUẢ NĂM 2024",
            "A. KINH TẾ",
            "Lúa đạt 5 ha^, ngô^.",
            "() Vụ xuân 2 ha [cả nương];",
            "vụ mùa 3 ha",
            "Mới",
            "(1). Tiếp 7^",
            "thiếu ngoặc",
            "Còn lại 9.",
        ]
    );
    assert_eq!(d.heading_path(3), ["Phần thứ nhất KẾT QUẢ NĂM 2024", "A. KINH TẾ"]);
    assert_eq!(d.notes[0].blocks.len(), 2);
    assert!(d.references.iter().all(|r| r.note.is_some()));
    assert_eq!(place(&d, "Tiếp 7"), "Tiếp 7");
}

/// Pieces that matter to some reader, glued at random.
fn drafts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zđươạ 0-9.,;:()|*_~<>\\[\\]{}#&^`!+=\\\\\"-]{0,12}",
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\r\n    ".to_owned()),
        Just("\t".to_owned()),
        Just("e\u{302}\u{301}".to_owned()),
        Just("\u{feff}\u{fffc}\u{a0}".to_owned()),
        prop::sample::select(vec![
            "[^1]",
            "[^1]: ",
            "[footnoteRef:1]",
            " [1: ",
            "]",
            "[bookmark: _a]",
            "<!-- ",
            "-->",
            "<del>",
            "</del>",
            "<table>",
            "<tr>",
            "<td colspan=\"2\">",
            "</td>",
            "</table>",
            "<br>",
            "<sup>",
            "</sup>",
            "| a | 1.2 |\n",
            "|---|---|\n",
            "+---+---+\n",
            "+===+===+\n",
            "| a | b |\n",
            "  --- ---\n",
            "&nbsp;",
            "&#x1EA1;",
            "# ",
            "[\\[1\\]](#footnote-1)",
            "[[1]](#footnote-1)",
            "<a id=\"footnote-ref-1\"></a>",
            "1. ",
            "[↑](#footnote-ref-1)",
            "[]{#_Ref1 .anchor}",
            "{.deletion}",
            "10^3^",
            "CO~2~",
            "::: {.x}\n",
            ":::\n",
            "\\\n",
            "  \n",
            "[3] ",
            "> ",
            "```{=html}\n",
            "----footnote1----",
            "<div>",
            "</div>",
            "<section id=\"footnotes\">",
            "<li id=\"fn1\">",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|p| p.concat())
}

/// Everything that must hold for any document.
fn check(document: &Document) {
    let text = document.source.text();
    let inside = |span: doisoat::source::Span| {
        span.start <= span.end
            && span.end as usize <= text.len()
            && text.is_char_boundary(span.start as usize)
            && text.is_char_boundary(span.end as usize)
    };
    let whole = TextRange::new(0, document.text.len() as u32);
    let mut covered = 0;
    for run in document.map.runs(whole) {
        assert!(inside(run.source), "{run:?}");
        assert!(run.text >= covered, "runs overlap at {run:?}");
        assert_eq!(document.text[covered as usize..run.text as usize].trim_matches('\n'), "", "text without source");
        covered = run.text + run.len;
        if run.same {
            assert_eq!(document.slice(TextRange::new(run.text, covered)), document.source.slice(run.source));
        }
    }
    let mut last = 0;
    for (i, block) in document.blocks.iter().enumerate() {
        assert!(block.range.start >= last, "blocks out of order");
        last = block.range.end;
        assert_eq!(document.block_at(block.range.start), Some(i as u32));
        assert!(document.text.is_char_boundary(block.range.start as usize));
        assert!(document.text[block.range.end as usize..].starts_with('\n'));
        assert!(!document.slice(block.range).contains('\n'));
        assert!(inside(document.span(block.range)));
        for (at, c) in document.slice(block.range).char_indices() {
            let start = block.range.start + at as u32;
            let span = document.span(TextRange::new(start, start + c.len_utf8() as u32));
            assert!(inside(span) && span.start < span.end, "{c:?} has no place in the file");
        }
        document.heading_path(i as u32);
    }
    for reference in &document.references {
        assert!(document.slice(reference.at).starts_with(NOTE_MARK));
        assert!(reference.note.is_none_or(|n| (n as usize) < document.notes.len()));
    }
    for note in &document.notes {
        assert!(inside(note.span));
        assert!(note.blocks.iter().all(|&b| matches!(document.blocks[b as usize].kind, BlockKind::Note(_))));
    }
    for table in &document.tables {
        assert!(inside(table.span));
        for cell in &table.cells {
            assert!(cell.row + cell.rows <= table.rows && cell.column + cell.columns <= table.columns);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_text_can_be_read_in_every_dialect(text in drafts()) {
        check(&document(&text, None));
        for dialect in Dialect::of_text() {
            check(&document(&text, Some(dialect)));
        }
    }

    #[test]
    fn any_characters_can_be_read(text in ".{0,200}") {
        check(&document(&text, None));
    }
}

/// Inputs on which a careless reader is quadratic: each would take minutes.
#[test]
fn long_and_broken_drafts_are_read_in_linear_time() {
    let head = "# A\n\n# B\n\n";
    let numbers = |f: fn(usize) -> String| (0..20_000).map(f).collect::<String>();
    let md = |text: String| (format!("{head}{text}\n"), None);
    let poi = |text: String| (text, Some(Dialect::Poi));
    let cases = [
        ("one paragraph", md("Năm **2024** đạt 1\\.234,5 tấn, ".repeat(40_000))),
        ("brackets", md("[".repeat(50_000) + &"]".repeat(50_000))),
        ("links", md("[a](".repeat(50_000))),
        ("attributes", (format!("{head}[]{{#a .b}}{}\n", "[a]{^b~".repeat(30_000)), Some(Dialect::PandocMarkdown))),
        ("emphasis", md("**a *b _c ~~d ".repeat(20_000))),
        ("backslashes", md("\\".repeat(200_000) + "*")),
        ("comments", md("x <!-- <![CDATA[ <? ".repeat(20_000))),
        ("tables that never end", md("<table> <td> x <del>\n\n".repeat(10_000))),
        ("cells that never end", md(format!("<table><tr><td>{}", "<del>x <!-- <".repeat(10_000)))),
        ("sections that never end", md("<section class=\"footnotes\">\n\n".repeat(20_000))),
        ("pipes", md(format!("|{}\n|{}\n", " a |".repeat(50_000), "---|".repeat(50_000)))),
        ("crossings", md(format!("+--+\n|{}+\n{}", "+--".repeat(50_000), "+--+\n".repeat(10_000)))),
        ("rules", md("  --- ---\n x\n\n".repeat(10_000))),
        ("notes", md(numbers(|i| format!("a[^{i}]\n\n[^{i}]: b\n\n")))),
        ("notes in one line", poi(numbers(|i| format!("a[footnoteRef:{i}]")) + &numbers(|i| format!(" [{i}: b] ")))),
        ("notes that never end", poi(numbers(|i| format!("a[footnoteRef:{i}]. [{i}: [ b\n")))),
        ("cells by lines", poi(("\ta b\n".repeat(20) + "\n").repeat(1_000))),
        ("cells on lines of their own", md("| \n\na\n\n".repeat(10_000))),
        ("items", md(numbers(|i| format!("({}) a;\n", i % 90)))),
        ("marks", md(format!("e{}", "\u{301}".repeat(100_000)))),
    ];
    for (name, (text, dialect)) in cases {
        let start = std::time::Instant::now();
        let document = document(&text, dialect);
        assert!(!document.blocks.is_empty(), "{name}");
        assert!(start.elapsed().as_secs() < 20, "{name}: {:?}", start.elapsed());
    }
}

/// A table of 20 columns and 2,000 rows in every shape.
#[test]
fn large_tables_are_read_whole() {
    let row = |cell: &str, end: &str| cell.repeat(20) + end;
    let cases = [
        format!("|{}|{}{}", row(" a |", "\n"), row("---|", "\n"), format!("|{}", row(" 1 |", "\n")).repeat(2_000)),
        format!("<table>{}</table>", format!("<tr>{}", row("<td>1</td>", "</tr>\n")).repeat(2_001)),
        format!("+{}|{}", row("---+", "\n"), row(" 1 |", "\n")).repeat(2_001) + "+" + &row("---+", ""),
        format!("  {}  {}{}\n", row("aa ", "\n"), row("-- ", "\n"), format!("  {}", row("12 ", "\n")).repeat(2_000)),
    ];
    for text in cases {
        let d = document(&text, Some(Dialect::Markdown));
        assert_eq!((d.tables[0].rows, d.tables[0].columns, d.tables[0].cells.len()), (2_001, 20, 40_020));
        assert_eq!(d.tables[0].unreadable, None);
    }
}

#[test]
fn a_heading_on_several_lines_of_plain_text_is_one() {
    let long = "Diện tích gieo trồng cả năm đạt 1.250 ha, tăng 50 ha so với năm trước. ".repeat(4);
    let text =
        format!("Phần thứ hai\n PHƯƠNG HƯỚNG, MỤC TIÊU \nNHIỆM KỲ 2025-2030\nI. KINH TẾ\n{long}\n{long}\n{long}\n");
    let d = document(&text, Some(Dialect::PlainText));
    assert_eq!(d.heading_path(2), ["Phần thứ hai PHƯƠNG HƯỚNG, MỤC TIÊU NHIỆM KỲ 2025-2030", "I. KINH TẾ"]);
    assert_eq!(place(&d, "TIÊU NHIỆM"), "TIÊU \nNHIỆM");
}

#[test]
fn a_wrapped_line_may_begin_with_the_mark_of_an_item() {
    let joined = [
        "Đề ra 03 khâu: (1) hạ tầng; (2) nhân lực;\n(3) cải cách hành chính.",
        "[^1]: Đề ra 03 khâu: (1) hạ tầng; (2) nhân lực;\n    (3) cải cách.\n\nHết[^1].",
        "Gồm: a) lúa; b) ngô;\nc) lạc.",
        "(1). Về y tế: (1) trạm; (2) thuốc;\n(3) bác sĩ.",
    ];
    for text in joined {
        let found = texts(text, Dialect::Markdown);
        assert!(found.iter().any(|t| t.contains("; (3)") || t.contains("; c)")), "{found:?}");
    }
    let apart = [
        "(1) hạ tầng;\n(2) nhân lực;\n(3) cải cách.",
        "Nhiệm vụ:\n(1) hạ tầng;\n(2) nhân lực.",
        "Theo bản Ta), gồm:\nb) ngô;\nc) lạc.",
    ];
    for text in apart {
        let found = texts(text, Dialect::Markdown);
        assert_eq!(found.len(), 3, "{found:?}");
    }
}

#[test]
fn cells_over_several_lines_are_a_grid() {
    let cell = |text: &str| format!("{}{text}{}", "\n\n", "\n\n");
    let row = |cells: &[&str]| {
        let cells = cells.iter().map(|c| cell(c)).collect::<Vec<_>>().join(" | ");
        format!("| {cells} |\n")
    };
    let text = format!(
        "Trước.\n\n{}| --- | --- |\n{}{}\n\nSau đó là 5 xã.",
        row(&["**Xã**", "**Số hộ**"]),
        row(&["Nậm Pha", "212"]),
        row(&["Nậm Cha\n\n(mới)", "1\\|3"])
    );
    let d = document(&text, None);
    let [table] = d.tables.as_slice() else { panic!("{:?}", d.tables) };
    assert_eq!((table.rows, table.columns, table.header_rows, table.unreadable), (3, 2, 1, None));
    let cells: Vec<&str> = table.cells.iter().map(|c| d.block_text(c.block)).collect();
    assert_eq!(cells, ["Xã", "Số hộ", "Nậm Pha", "212", "Nậm Cha (mới)", "1|3"]);
    assert!(d.text.ends_with("Sau đó là 5 xã.\n"));
    // Without the dashes, and where a row has no end, it is text.
    for text in ["| \n\nXã\n\n | \n\n5\n\n |\n", "| \n\nXã\n\n | \n\n5\n\n"] {
        assert!(document(text, None).tables.is_empty());
    }
}

#[test]
fn tables_of_exports_that_drop_merged_cells() {
    let poi = "[bookmark: a]Biểu 1\n\n\tSTT\n\tXã\n\tHộ nghèo\n\tDân số\n\n\t\n\t\n\tNăm 2020\n\tNăm 2025\n\tNăm 2020\n\tNăm 2025\n\n\
        \t1\n\tA\n\t5\n\t4\n\t70\n\t80\n\n\t2\n\tB\n\t6\n\t5\n\t71\n\t81\n\n\tTổng cộng\n\t11\n\t9\n\t141\n\t161\n\n\nHết.";
    let d = document(poi, None);
    let table = &d.tables[0];
    assert_eq!((table.rows, table.columns, table.header_rows, table.unreadable), (5, 6, 2, None));
    let at =
        |row, column| table.cells.iter().find(|c| (c.row, c.column) == (row, column)).map(|c| d.block_text(c.block));
    assert_eq!(
        [at(0, 4), at(1, 1), at(4, 0), at(4, 2), at(4, 5)].map(|t| t.unwrap_or("-")),
        ["Dân số", "-", "Tổng cộng", "11", "161"]
    );
    let pipe = "| Chỉ tiêu | Đơn vị | Năm 2024 |\n|---|---|---|\n| Số hộ | hộ | 12 |\n| Xã | phường | xã | 5 |\n";
    let d = document(pipe, None);
    assert_eq!(d.tables[0].unreadable, None);
    let cells: Vec<&str> = d.tables[0].cells.iter().map(|c| d.block_text(c.block)).collect();
    assert_eq!(cells[6..], ["Xã | phường", "xã", "5"]);
}
