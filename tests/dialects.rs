//! One draft through every exporter: what is read must be the same, as far as
//! the exporter allows. `tests/dialects/README.md` says what each one loses.

use doisoat::check::{Options, check_document};
use doisoat::document::{BlockKind, Dialect, Document, Loss, NOTE_MARK, Unreadable, read};
use doisoat::source::Source;
use std::collections::BTreeMap;
use std::path::Path;

fn document(name: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialects").join(name);
    read(Source::read_path(&path.to_string_lossy()).unwrap(), None)
}

/// Export, dialect, and whether notes, bodies and tables must equal those of the first.
const EXPORTS: &[(&str, Dialect)] = &[
    ("goc.pandoc3.11-markdown.md", Dialect::PandocMarkdown),
    ("goc.pandoc3.11-markdown-wrapped.md", Dialect::PandocMarkdown),
    ("goc.pandoc3.11-gfm.md", Dialect::PandocGfm),
    ("goc.pandoc3.11-commonmark_x.md", Dialect::PandocGfm),
    ("goc.pandoc3.11-plain.txt", Dialect::PandocPlain),
    ("goc.pandoc3.9-markdown.md", Dialect::PandocMarkdown),
    ("goc.pandoc3.9-markdown-wrapped.md", Dialect::PandocMarkdown),
    ("goc.pandoc3.9-markdown-changes.md", Dialect::PandocMarkdown),
    ("goc.pandoc3.9-gfm.md", Dialect::PandocGfm),
    ("goc.pandoc3.9-gfm-wrapped.md", Dialect::PandocGfm),
    ("goc.pandoc3.9-gfm-changes.md", Dialect::PandocGfm),
    ("goc.pandoc3.9-commonmark_x.md", Dialect::PandocGfm),
    ("goc.pandoc3.9-commonmark_x-wrapped.md", Dialect::PandocGfm),
    ("goc.pandoc3.9-plain.txt", Dialect::PandocPlain),
    ("goc.pandoc3.9-plain-wrapped.txt", Dialect::PandocPlain),
    ("goc.pandoc2.17-markdown.md", Dialect::PandocMarkdown),
    ("goc.pandoc2.17-gfm.md", Dialect::Markdown),
    ("goc.google-docs-style.md", Dialect::GoogleDocs),
    ("goc.markitdown.md", Dialect::Markitdown),
    ("goc.mammoth-py.md", Dialect::Mammoth),
    ("goc.mammoth-js.md", Dialect::Mammoth),
    ("goc.turndown.md", Dialect::Turndown),
    ("goc.turndown-gfm.md", Dialect::Turndown),
    ("goc.turndown-joplin.md", Dialect::Turndown),
    ("goc.undocx.md", Dialect::Undocx),
    ("goc.poi.txt", Dialect::Poi),
    ("goc.docling.md", Dialect::Docling),
    ("goc.libreoffice26.8.md", Dialect::LibreOfficeMarkdown),
    ("goc.libreoffice26.8.txt", Dialect::PlainText),
    ("goc.libreoffice7.4.txt", Dialect::PlainText),
];

/// Exports that keep the notes.
fn with_notes() -> impl Iterator<Item = (&'static str, Document)> {
    EXPORTS.iter().map(|(name, _)| (*name, document(name))).filter(|(_, d)| !d.losses.contains(&Loss::Notes))
}

/// What exporters write differently: white space, hyphens, quotes, dots, raised digits.
fn fold(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '“' | '”' => out.push('"'),
            '…' => out.push_str("..."),
            '²' => out.push('2'),
            '³' => out.push('3'),
            '–' => out.push('-'),
            // The non-breaking hyphen; some drop it.
            '\u{2011}' | '-' => {}
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

fn notes(document: &Document) -> Vec<String> {
    let text = |blocks: &[u32]| blocks.iter().map(|&b| document.block_text(b)).collect::<Vec<_>>().join(" ");
    document.notes.iter().map(|n| fold(&text(&n.blocks))).collect()
}

#[test]
fn every_export_is_recognised() {
    for (name, dialect) in EXPORTS {
        assert_eq!(document(name).dialect, *dialect, "{name}");
    }
}

#[test]
fn every_note_is_read_the_same_from_every_export() {
    let expected = notes(&document(EXPORTS[0].0));
    assert_eq!(expected.len(), 12);
    let mut count = 0;
    for (name, document) in with_notes() {
        assert_eq!(document.references.len(), 12, "{name}");
        assert!(document.references.iter().all(|r| r.note.is_some()), "{name}");
        let mut by_reference: Vec<String> = Vec::new();
        let texts = notes(&document);
        for reference in &document.references {
            by_reference.push(texts[reference.note.unwrap() as usize].clone());
        }
        assert_eq!(by_reference, expected, "{name}");
        count += 1;
    }
    assert_eq!(count, 26);
}

#[test]
fn lost_notes_are_announced() {
    for name in ["goc.docling.md", "goc.libreoffice26.8.md", "goc.libreoffice26.8.txt", "goc.libreoffice7.4.txt"] {
        let document = document(name);
        assert!(document.losses.contains(&Loss::Notes), "{name}");
        assert!(document.notes.is_empty(), "{name}");
    }
    let superscripts = document("goc.markitdown.md");
    assert!(superscripts.losses.contains(&Loss::Superscripts));
    assert!(!document("goc.pandoc3.9-gfm.md").losses.contains(&Loss::Superscripts));
}

/// Paragraphs of the body with a figure, longer than any cell.
fn paragraphs(document: &Document) -> Vec<String> {
    let body = |kind: BlockKind| matches!(kind, BlockKind::Paragraph | BlockKind::Heading { .. });
    (0..document.blocks.len() as u32)
        .filter(|&i| body(document.blocks[i as usize].kind))
        .map(|i| fold(&document.block_text(i).replace(NOTE_MARK, "")))
        .filter(|text| text.chars().count() > 110 && text.contains(|c: char| c.is_ascii_digit()))
        .collect()
}

#[test]
fn long_paragraphs_are_the_same_in_every_export() {
    let expected = paragraphs(&document(EXPORTS[0].0));
    assert!(expected.len() >= 15, "{}", expected.len());
    for (name, document) in with_notes() {
        let found = paragraphs(&document);
        for paragraph in &expected {
            // A line break in the paragraph ends it in some text forms.
            let start: String = paragraph.chars().take(100).collect();
            assert!(found.iter().any(|f| f.starts_with(&start)), "{name}: {paragraph}\n{found:#?}");
        }
    }
}

#[test]
fn tables_are_the_same_grid_wherever_the_columns_survive() {
    let expected = grids(&document(EXPORTS[0].0));
    assert_eq!(expected.len(), 2);
    let mut read_as_grids = 0;
    for (name, _) in EXPORTS {
        let document = document(name);
        let found = grids(&document);
        if document.tables.iter().any(|t| t.unreadable == Some(Unreadable::CellPerLine)) {
            continue;
        }
        assert_eq!(found.len(), 2, "{name}");
        assert_eq!(found[0], expected[0], "{name}");
        // The total and the last row stand under the same columns, whatever became of the header.
        if document.tables[1].unreadable.is_none() {
            let row = |grid: &BTreeMap<(u32, u32), String>, r: u32| {
                grid.iter().filter(|(k, _)| k.0 == r).map(|(k, v)| (k.1, v.clone())).collect::<Vec<_>>()
            };
            let last = expected[1].keys().map(|k| k.0).max().unwrap();
            assert_eq!(row(&found[1], last - 1), row(&expected[1], last - 1), "{name}");
            let total: Vec<_> = row(&found[1], last).into_iter().filter(|c| c.0 >= 2).collect();
            let wanted: Vec<_> = row(&expected[1], last).into_iter().filter(|c| c.0 >= 2).collect();
            assert_eq!(total, wanted, "{name}");
            read_as_grids += 1;
        }
    }
    assert!(read_as_grids >= 20, "{read_as_grids}");
}

/// The letterhead is a table in some exports: only tables of more than one row.
fn grids(document: &Document) -> Vec<BTreeMap<(u32, u32), String>> {
    let grid = |t: &doisoat::document::Table| {
        let text = |b: u32| fold(&document.block_text(b).replace(NOTE_MARK, ""));
        t.cells.iter().map(|c| ((c.row, c.column), text(c.block))).filter(|(_, v)| !v.is_empty()).collect()
    };
    document.tables.iter().filter(|t| t.rows > 2).map(grid).collect()
}

#[test]
fn deleted_text_and_comments_are_not_read() {
    for (name, _) in EXPORTS.iter().filter(|(name, _)| !name.contains(".txt")) {
        let text = document(name).text;
        assert!(text.contains("254") && !text.contains("245"), "{name}");
        assert!(!text.contains("2.964,85"), "{name}");
    }
}

/// Rule and figures of each finding, sorted; and how many tables are said to be unread.
fn findings(document: Document) -> (Vec<String>, usize) {
    let found = check_document(document, &Options::default()).findings;
    let (notices, found): (Vec<_>, Vec<_>) = found.iter().partition(|f| f.rule == "unreadable-table");
    let figures = |text: &str| {
        let words = text.split(|c: char| !c.is_ascii_digit() && c != ',' && c != '.');
        words.map(|w| w.trim_matches([',', '.'])).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let mut lines: Vec<String> = found.iter().map(|f| format!("{} {}", f.rule, figures(&f.message.vi))).collect();
    lines.sort();
    (lines, notices.len())
}

/// What `found` has and `expected` has not, each as often as it is too many.
fn beyond(found: &[String], expected: &[String]) -> Vec<String> {
    let mut left = expected.to_vec();
    let extra = found.iter().filter(|f| left.iter().position(|e| e == *f).map(|i| left.remove(i)).is_none());
    extra.cloned().collect()
}

/// The findings of the Word file are those of every export, each exactly as often. Three losses of
/// exporters excuse something missing: notes (said at the top), tables without their columns (a notice each),
/// and LibreOffice's text, which joins the deleted 245 and the inserted 254.
#[test]
fn findings_are_the_same_in_every_export() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialects/goc.docx");
    let word = doisoat::docx::read_docx("goc.docx", &std::fs::read(path).unwrap()).unwrap().0;
    let in_notes: Vec<String> = {
        let found = check_document(word.clone(), &Options::default()).findings;
        let notes = word.notes.iter().map(|n| n.span);
        let inside =
            |f: &&doisoat::finding::Finding| notes.clone().any(|n| n.start <= f.span.start && f.span.end <= n.end);
        found.iter().filter(inside).map(|f| f.rule.to_owned()).collect()
    };
    let (expected, unread) = findings(word);
    assert_eq!((expected.len(), unread), (10, 0));
    assert_eq!(in_notes, ["sum-mismatch", "share-mismatch"]);
    let mut equal = 0;
    for (name, _) in EXPORTS {
        let document = document(name);
        let notes_lost = document.losses.contains(&Loss::Notes);
        let (found, notices) = findings(document);
        let (missing, extra) = (beyond(&expected, &found), beyond(&found, &expected));
        let joined = name.starts_with("goc.libreoffice") && name.ends_with(".txt");
        let allowed: &[&str] = if joined { &["change-mismatch 245.037 37", "number-format 245254"] } else { &[] };
        assert_eq!(extra, allowed, "{name}");
        let (of_tables, of_text): (Vec<_>, Vec<_>) = missing.iter().partition(|f| f.starts_with("table-"));
        assert!(of_tables.is_empty() || notices > 0, "{name}: {of_tables:?}");
        let lost: Vec<&str> = of_text.iter().filter_map(|f| f.split(' ').next()).collect();
        // A true subset: what only the notes say cannot be found in a file without them, and an empty
        // bracket may be where the mark of a note stood.
        let excused: &[&str] = if notes_lost { &["empty-reference", "share-mismatch", "sum-mismatch"] } else { &[] };
        assert_eq!(lost, excused, "{name}: {of_text:?}");
        equal += usize::from(missing.is_empty() && extra.is_empty());
    }
    assert!(equal >= 20, "{equal}");
}
