//! What holds for every input, shared by the tests here and the fuzz targets in `fuzz/`.
#![allow(dead_code)]

use doisoat::accept::Sidecar;
use doisoat::check::{Options, Report, check_document, sort};
use doisoat::config::Values;
use doisoat::document::{Dialect, Document, TextRange, read};
use doisoat::docx::{AnnotateOptions, annotate, read_docx};
use doisoat::figures::inventory;
use doisoat::report::{self, Lang, Look};
use doisoat::source::{Source, Span};

/// Bytes of a text file: refused by name, or checked.
pub fn bytes(bytes: &[u8], dialect: Option<Dialect>) -> Option<Report> {
    match Source::from_bytes("a.md", bytes.to_vec()) {
        Ok(source) => Some(document(|| read(source.clone(), dialect))),
        Err(error) => {
            assert!(!error.message().vi.is_empty() && !error.message().en.is_empty());
            None
        }
    }
}

/// A document that can be read twice.
pub fn document(read: impl Fn() -> Document) -> Report {
    let options = Options { final_stage: true, ..Options::default() };
    let report = check_document(read(), &options);
    whole(&report);
    let again = check_document(read(), &options);
    assert_eq!(report.findings, again.findings, "a second run finds something else");
    report
}

/// Every place lies in the file on code point borders, findings are sorted, everything can be printed.
fn whole(report: &Report) {
    let document = &report.document;
    let text = document.source.text();
    let inside = |span: Span| span.start <= span.end && text.get(span.start as usize..span.end as usize).is_some();
    let logical = |range: TextRange| document.text.get(range.start as usize..range.end as usize).is_some();
    for finding in &report.findings {
        assert!(inside(finding.span), "{finding:?}");
        assert!(finding.labels.iter().all(|l| inside(l.span)), "{finding:?}");
        assert!(!finding.message.vi.is_empty() && !finding.message.en.is_empty(), "{finding:?}");
    }
    let told = |f: &doisoat::finding::Finding| (f.rule, f.span, f.message.vi.clone());
    let mut once: Vec<_> = report.findings.iter().map(told).collect();
    once.sort();
    assert!(once.windows(2).all(|w| w[0] != w[1]), "told twice: {once:?}");
    let mut sorted = report.findings.clone();
    sort(&mut sorted);
    assert_eq!(sorted, report.findings, "not sorted");
    for judged in &report.ledger {
        assert!(logical(judged.claim.range) && inside(document.span(judged.claim.range)), "{:?}", judged.claim);
        assert!(judged.claim.operands.iter().all(|o| logical(o.figure.range)), "{:?}", judged.claim);
    }
    for lexed in &report.lexed {
        for sighting in inventory(document, lexed) {
            assert!(logical(sighting.range) && inside(document.span(sighting.range)), "{sighting:?}");
        }
    }
    let look = Look { lang: Lang::Vi, width: 80, color: false };
    report::human::findings(report, look);
    report::short::findings(report, Lang::En);
    for line in report::json::findings(report, Lang::En).lines().chain(report::json::claims(report).lines()) {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
    report::ledger::claims(report, look);
    report::ledger::uncovered_table(report, look);
    let mut book = report::html::Book::new(Lang::Vi);
    book.add(report::html::Part::new(report, Lang::Vi));
    assert!(!book.page(false).contains('\u{1b}'));
}

/// Numbers of a text, printed the usual way, are read as the same numbers.
pub fn figures_come_back(text: &str) {
    let lex = |text: String| {
        let source = Source::new("a.txt", text, doisoat::source::Encoding::Utf8);
        let document = read(source, Some(Dialect::Markdown));
        let lexed = doisoat::figures::lex::lex_document(&document);
        lexed.into_iter().flat_map(|l| l.figures).collect::<Vec<_>>()
    };
    for figure in lex(text.to_owned()).iter().filter(|f| !f.printed.is_negative()) {
        let shown = figure.printed.show_rounded(figure.decimals);
        let again = lex(format!("Sản lượng đạt {shown} tấn"));
        let [again] = again.as_slice() else { panic!("{shown:?} of {figure:?} is read as {again:?}") };
        let alike = again.printed == figure.printed || again.form.ambiguous;
        assert!(alike && again.decimals <= figure.decimals.max(3), "{shown:?} of {figure:?} is read as {again:?}");
    }
}

/// A Word file: refused, or read, checked, and annotated without a change to its text.
pub fn word(bytes: &[u8]) -> bool {
    let Ok((read, _)) = read_docx("a.docx", bytes) else { return false };
    let report = document(|| read.clone());
    let comments = report::comment::comments(&report, Lang::Vi);
    let Ok(done) = annotate(bytes, &comments, &AnnotateOptions::default()) else { return true };
    let (copy, _) = read_docx("a.docx", &done.bytes).expect("a copy with comments cannot be read");
    assert_eq!(copy.text, read.text, "comments changed the text");
    true
}

/// A configuration and a sidecar: a mistake with its place, or what is written again is the same.
pub fn by_hand(text: &str) {
    for lang in [Lang::Vi, Lang::En] {
        if let Err(mistake) = Values::parse(text) {
            assert!(!mistake.in_file("doisoat.toml".as_ref(), text).lines(lang).is_empty());
        }
    }
    let parse = |text: &str| Sidecar::parse("/kho/doisoat.accepted.toml".into(), text);
    let Ok(sidecar) = parse(text) else { return };
    let written = sidecar.edited(&[], &[]);
    let again = parse(&written).unwrap_or_else(|m| panic!("{m:?} in {written:?}"));
    let mut entries = sidecar.entries.iter().filter(|e| e.count > 0).collect::<Vec<_>>();
    let mut kept = again.entries.iter().collect::<Vec<_>>();
    entries.sort_by_key(|e| format!("{e:?}"));
    kept.sort_by_key(|e| format!("{e:?}"));
    assert_eq!(entries, kept, "{written:?}");
    assert_eq!(again.edited(&[], &[]), written, "written again it differs");
}
