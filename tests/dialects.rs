//! One draft through every exporter: what is read must be the same, as far as
//! the exporter allows. `tests/dialects/README.md` says what each one loses.

use doisoat::check::{Options, Report, check_document};
use doisoat::document::{BlockKind, Dialect, Document, Loss, NOTE_MARK, Unreadable, read};
use doisoat::docx::read_docx;
use doisoat::figures::inventory;
use doisoat::figures::lex::lex_document;
use doisoat::finding::Finding;
use doisoat::rules::{Check, RULES, Rule};
use doisoat::source::{Source, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialects")
}

/// The Word file itself.
fn word() -> Document {
    read_docx("goc.docx", &std::fs::read(folder().join("goc.docx")).unwrap()).unwrap().0
}

fn document(name: &str) -> Document {
    let path = folder().join(name);
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

/// How often each number token is seen, as typed; what Word counts by itself is not in the file.
fn tokens(document: &Document) -> BTreeMap<String, i32> {
    let mut counts = BTreeMap::new();
    for lexed in lex_document(document) {
        for sighting in inventory(document, &lexed) {
            for token in number_tokens(&document.typed(sighting.range)) {
                *counts.entry(token).or_default() += 1;
            }
        }
    }
    counts
}

/// `[0-9]+([.,][0-9]+)*`.
fn number_tokens(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != ',' && c != '.');
    let digits = |w: &str| w.split([',', '.']).all(|d| !d.is_empty());
    words.map(|w| w.trim_matches([',', '.'])).filter(|w| !w.is_empty() && digits(w)).map(str::to_owned).collect()
}

/// The tokens that `a` has more often than `b`, each as often as that.
fn more(a: &BTreeMap<String, i32>, b: &BTreeMap<String, i32>) -> String {
    let surplus = |(token, n): (&String, &i32)| {
        let times = (n - b.get(token).copied().unwrap_or(0)).max(0) as usize;
        std::iter::repeat_n(token.clone(), times)
    };
    a.iter().flat_map(surplus).collect::<Vec<_>>().join(" ")
}

/// No number of the Word file is lost and none invented; of the exports no other than `survive.tsv` says, all of
/// which the exporters lost (notes, text boxes) or put in (hidden text, numbers of lists and headings) themselves.
#[test]
fn every_number_survives() {
    let lines = |file: &str| std::fs::read_to_string(folder().join(file)).unwrap();
    let counts = lines("figures.tsv");
    let counts = counts.lines().map(|l| l.split_once('\t').unwrap());
    let expected: BTreeMap<String, i32> = counts.map(|(t, n)| (t.to_owned(), n.parse().unwrap())).collect();
    assert_eq!(expected.values().sum::<i32>(), 263);
    assert_eq!(tokens(&word()), expected, "the Word file");
    let mut found = String::new();
    for (name, _) in EXPORTS {
        let seen = tokens(&document(name));
        found += &format!("{name}\t{}\t{}\n", more(&expected, &seen), more(&seen, &expected));
    }
    if std::env::var("SNAPSHOTS").is_ok_and(|v| v == "overwrite") {
        std::fs::write(folder().join("survive.tsv"), &found).unwrap();
    }
    assert_eq!(found, lines("survive.tsv"));
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
        let mut found = paragraphs(&document);
        if name == "goc.google-docs-style.md" {
            // Hidden text is not in it.
            found.iter_mut().for_each(|f| *f = f.replace("18.600 con.", "18.600 con (số cũ 18.234 con)."));
        }
        assert_eq!(found, expected, "{name}");
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

/// What became of every claim, sorted: kind, verdict, what was recomputed, the figures.
fn claims(report: &Report) -> Vec<String> {
    let line = |judged: &doisoat::rules::Judged| {
        let figures = judged.claim.operands.iter().map(|o| report.document.slice(o.figure.number));
        let figures = figures.collect::<Vec<_>>().join(" ");
        format!("{:?} {:?} {:?} {figures}", judged.claim.kind, judged.verdict, judged.recomputed)
    };
    let mut lines: Vec<String> = report.ledger.iter().map(line).collect();
    lines.sort();
    lines
}

/// Severity, rule and figures of each finding, sorted; and how many tables are said to be unread.
fn findings(report: &Report) -> (Vec<String>, usize) {
    let (notices, found): (Vec<_>, Vec<_>) = report.findings.iter().partition(|f| f.rule == "unreadable-table");
    (findings_of(found.into_iter()), notices.len())
}

/// Whether a finding stands in a note, or says something of one.
fn touches_note(report: &Report, finding: &Finding) -> bool {
    let notes = &report.document.notes;
    let inside = |span: Span| notes.iter().any(|n| n.span.start <= span.start && span.end <= n.span.end);
    inside(finding.span) || finding.labels.iter().any(|label| inside(label.span))
}

/// Severity, rule and figures of each finding, sorted.
fn findings_of<'a>(found: impl Iterator<Item = &'a Finding>) -> Vec<String> {
    let figures = |text: &str| {
        let words = text.split(|c: char| !c.is_ascii_digit() && c != ',' && c != '.');
        words.map(|w| w.trim_matches([',', '.'])).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let mut lines: Vec<String> =
        found.map(|f| format!("{} {:?} {}", f.rule, f.severity, figures(&f.message.vi))).collect();
    lines.sort();
    lines
}

/// Exports that lost notes or columns.
const UNLIKE: &[&str] = &[
    "goc.mammoth-py.md",
    "goc.mammoth-js.md",
    "goc.turndown.md",
    "goc.turndown-gfm.md",
    "goc.docling.md",
    "goc.libreoffice26.8.md",
    "goc.libreoffice26.8.txt",
    "goc.libreoffice7.4.txt",
];

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
    let word = check_document(word(), &Options::default());
    let in_notes: Vec<&str> = word.findings.iter().filter(|f| touches_note(&word, f)).map(|f| f.rule).collect();
    let (expected, unread) = findings(&word);
    let ledger = claims(&word);
    assert_eq!((expected.len(), unread, ledger.len()), (10, 0, 53));
    assert_eq!(in_notes, ["sum-mismatch", "share-mismatch"]);
    let mut others = Vec::new();
    for (name, _) in EXPORTS {
        let report = check_document(document(name), &Options::default());
        let notes_lost = report.document.losses.contains(&Loss::Notes);
        let (found, notices) = findings(&report);
        let (missing, extra) = (beyond(&expected, &found), beyond(&found, &expected));
        let joined = name.starts_with("goc.libreoffice") && name.ends_with(".txt");
        let allowed: &[&str] =
            if joined { &["change-mismatch Error 245.037 37", "number-format Note 245254"] } else { &[] };
        assert_eq!(extra, allowed, "{name}");
        let (of_tables, of_text): (Vec<_>, Vec<_>) = missing.iter().partition(|f| f.starts_with("table-"));
        assert!(of_tables.is_empty() || notices > 0, "{name}: {of_tables:?}");
        let lost: Vec<&str> = of_text.iter().filter_map(|f| f.split(' ').next()).collect();
        // A true subset: what only the notes say cannot be found in a file without them, and an empty
        // bracket may be where the mark of a note stood.
        let excused: &[&str] = if notes_lost { &["empty-reference", "share-mismatch", "sum-mismatch"] } else { &[] };
        assert_eq!(lost, excused, "{name}: {of_text:?}");
        if found != expected || claims(&report) != ledger {
            others.push(*name);
        }
    }
    // All others say the very same of every claim.
    assert_eq!(others, UNLIKE);
}

/// Exports of `moi-quy-tac.docx`, sentences that almost every rule tells: whether notes and tables survive.
const EVERY_RULE: &[(&str, bool, bool)] = &[
    ("md", true, true),
    ("pandoc3.9-markdown.md", true, true),
    ("pandoc3.9-markdown-wrapped.md", true, true),
    ("pandoc3.9-gfm.md", true, true),
    ("pandoc3.9-gfm-wrapped.md", true, true),
    ("pandoc3.9-commonmark_x.md", true, true),
    ("pandoc3.9-plain.txt", true, true),
    ("pandoc2.17-markdown.md", true, true),
    ("pandoc2.17-gfm.md", true, true),
    ("poi.txt", true, true),
    ("markitdown.md", true, true),
    ("turndown-joplin.md", true, true),
    ("turndown-gfm.md", true, true),
    ("undocx.md", true, true),
    ("mammoth-py.md", true, false),
    ("mammoth-js.md", true, false),
    ("turndown.md", true, false),
    ("docling.md", false, true),
    ("libreoffice7.4.txt", false, false),
];

/// Rules that no Word file or no draft alone can break: a reference without its note is typed text in Word,
/// reference figures come from another file, and Word loses no columns; and the rule that is younger than the exports.
const ELSEWHERE: &[&str] = &["facts-mismatch", "percent-of-rate", "broken-footnote", "unreadable-table"];

#[test]
fn every_rule_is_told_the_same_in_every_export() {
    let path = |name: &str| folder().join(format!("moi-quy-tac.{name}"));
    let bytes = std::fs::read(path("docx")).unwrap();
    let word = check_document(read_docx("moi-quy-tac.docx", &bytes).unwrap().0, &Options::default());
    let told: BTreeSet<&str> = word.findings.iter().map(|f| f.rule).collect();
    let alone = |rule: &&Rule| matches!(rule.check, Check::Claim { .. } | Check::Draft(_));
    let silent: Vec<&str> = RULES.iter().filter(alone).map(|r| r.name).filter(|r| !told.contains(r)).collect();
    assert_eq!(silent, ELSEWHERE);
    let (expected, _) = findings(&word);
    assert!(expected.len() >= 150, "{}", expected.len());
    let in_notes = findings_of(word.findings.iter().filter(|f| touches_note(&word, f)));
    for (name, notes, tables) in EVERY_RULE {
        let source = Source::read_path(&path(name).to_string_lossy()).unwrap();
        let report = check_document(read(source, None), &Options::default());
        assert_eq!(report.document.losses.contains(&Loss::Notes), !notes, "{name}");
        let (found, notices) = findings(&report);
        assert_eq!(beyond(&found, &expected), Vec::<String>::new(), "{name}");
        assert_eq!(notices == 0, *tables, "{name}");
        // What is missing stands in a note or in a table, or beside one.
        let missing = beyond(&expected, &found);
        assert!(missing.is_empty() || !notes || !tables, "{name}: {missing:?}");
        let of_tables = |f: &String| f.starts_with("table-") || f.starts_with("text-table-");
        assert!(!notes || missing.iter().all(of_tables), "{name}: {missing:?}");
        assert!(!tables || !missing.iter().any(of_tables), "{name}: {missing:?}");
        let beside = missing.iter().filter(|f| !of_tables(f) && !in_notes.contains(*f)).collect::<Vec<_>>();
        let excused = if *notes { 0 } else { beside.iter().filter(|f| f.starts_with("empty-reference")).count() };
        assert_eq!(beside.len(), excused, "{name}: {beside:?}");
    }
}
