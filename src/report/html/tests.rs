//! The page as text: nothing of a draft runs, everything is there once.

use super::*;
use crate::check::{Options, check};
use crate::source::{Encoding, Source};

const HOSTILE: &str = "# <script>alert(1)</script> & \"x\" 'y'\n\n\
    Toàn xã có 24/41 trường \u{202e}đạt chuẩn\u{202c}, chiếm 62%[^1]</style></script><img src=x onerror=alert(2)>.\n\n\
    | A<b>\"'> | B |\n|---|---|\n| `<svg onload=alert(3)>` | 12\u{0}\u{7}\u{1b}[31m |\n\n\
    [^1]: </details></main> javascript:alert(4) gồm 12 trường mầm non.\n";

fn report(path: &str, draft: &str) -> Report {
    check(Source::new(path, draft.to_string(), Encoding::Utf8), &Options::default())
}

fn page(reports: &[Report]) -> String {
    let mut book = Book::new(Lang::Vi);
    reports.iter().for_each(|r| book.add(Part::new(r, Lang::Vi)));
    book.page(false)
}

fn example(name: &str) -> Report {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    report(name, &std::fs::read_to_string(file).unwrap())
}

#[test]
fn nothing_of_a_draft_becomes_markup() {
    let page = page(&[report("\"><script>alert(0)</script>.md", HOSTILE)]);
    // Our own stylesheet and script, once each, and no tag of the draft.
    for tag in ["<script", "</script", "<style", "</style", "</main", "<main"] {
        assert_eq!(page.matches(tag).count(), 1, "{tag}");
    }
    for tag in ["<img", "<svg", "<b>\"", "onerror=alert(2)>", "\"><script"] {
        assert!(!page.contains(tag), "{tag}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "the text is still to be read");
    let acts = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!page.contains(acts), "controls and overrides of direction are shown as signs");
}

#[test]
fn every_figure_and_every_finding_stands_there_once() {
    for name in ["bao-cao-xa.md", "ngan-sach.md", "dat-yeu-cau.md"] {
        let report = example(name);
        let page = page(std::slice::from_ref(&report));
        let id = id(name);
        let figures: Vec<_> = report.lexed.iter().flat_map(|l| &l.figures).collect();
        assert!(!figures.is_empty());
        for figure in &figures {
            let address = format!("id=\"{id}-q{}\"", figure.number.start);
            assert_eq!(page.matches(&address).count(), 1, "{name}: {}", report.document.slice(figure.range));
        }
        assert_eq!(page.matches(&format!("id=\"{id}-q")).count(), figures.len(), "{name}");
        for index in 0..report.findings.len() {
            for address in [format!("id=\"{id}-c{index}\""), format!("id=\"{id}-p{index}\"")] {
                assert_eq!(page.matches(&address).count(), 1, "{name}: {address}");
            }
        }
        assert_eq!(page.matches("<section class=\"card ").count(), report.findings.len(), "{name}");
        assert_eq!(page.matches("<tr data-verdict=").count(), report.ledger.len(), "{name}");
    }
}

#[test]
fn every_link_leads_somewhere_and_no_address_is_used_twice() {
    let page = page(&[example("bao-cao-xa.md"), example("ngan-sach.md"), report("xấu & lạ.md", HOSTILE)]);
    let values = |name: &str| -> Vec<String> {
        let start = format!(" {name}=\"");
        page.split(&start).skip(1).filter_map(|p| p.split('"').next()).map(str::to_string).collect()
    };
    let ids = values("id");
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len());
    let links = values("href");
    assert!(links.len() > 50);
    for link in links {
        let to = link.strip_prefix('#').unwrap_or_else(|| panic!("{link} leaves the page")).to_string();
        assert!(unique.contains(&to), "{link}");
    }
}

#[test]
fn the_worst_drafts_come_first_and_are_the_last_to_be_left_out() {
    let mut book = Book::new(Lang::Vi);
    book.limit = 30_000;
    for name in ["dat-yeu-cau.md", "bao-cao-xa.md", "ngan-sach.md"] {
        book.add(Part::new(&example(name), Lang::Vi));
    }
    let kept: Vec<bool> = book.parts.iter().map(|p| p.body.is_some()).collect();
    assert_eq!(kept, [false, true, false]);
    assert_eq!(book.bytes, book.parts.iter().filter_map(|p| p.body.as_ref()).map(String::len).sum::<usize>());
    let page = book.page(false);
    let at = |name: &str| page.find(&format!(">{name}")).unwrap();
    let rows = page.find("<tbody").unwrap();
    assert!(
        rows < at("bao-cao-xa.md<")
            && at("bao-cao-xa.md<") < at("ngan-sach.md *")
            && at("ngan-sach.md *") < at("dat-yeu-cau.md *")
    );
    assert!(page.contains("2 dự thảo ít phát hiện nhất"));
}

#[test]
fn both_languages() {
    let report = example("ngan-sach.md");
    let mut book = Book::new(Lang::En);
    book.add(Part::new(&report, Lang::En));
    let page = book.page(true);
    assert!(
        page.contains("<html lang=\"en\">")
            && page.contains("The ledger")
            && page.contains("Some files could not be read")
    );
    assert!(!page.contains("Bảng đối chiếu"));
}
