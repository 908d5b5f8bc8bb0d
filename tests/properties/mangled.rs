//! Word files that are still XML but no longer what Word writes: elements taken out, doubled, moved and unwrapped.

use crate::holds;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// A fixed sequence that looks random, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound.max(1)
    }
}

type Part = (String, Vec<u8>);

fn parts(file: &[u8]) -> Vec<Part> {
    let mut archive = ZipArchive::new(Cursor::new(file)).unwrap();
    let count = archive.len();
    let part = |i: usize| {
        let mut entry = archive.by_index(i).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(part).collect()
}

fn pack(parts: &[Part]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        out.start_file(name.as_str(), options).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// Every element from its first byte to behind its last, with the end of its opening tag and the start of its closing one.
fn elements(xml: &str) -> Vec<[usize; 4]> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    let tags = xml.match_indices('<').filter_map(|(at, _)| Some((at, at + xml[at..].find('>')? + 1)));
    for (start, end) in tags {
        match (xml.as_bytes()[start + 1], xml.as_bytes()[end - 2]) {
            (b'?' | b'!', _) => {}
            (b'/', _) => {
                if let Some((from, inner)) = open.pop() {
                    found.push([from, inner, start, end]);
                }
            }
            (_, b'/') => found.push([start, end, end, end]),
            _ => open.push((start, end)),
        }
    }
    found
}

/// One element is taken out, doubled, moved behind another, or loses its tags.
fn mangle(xml: &str, dice: &mut Dice) -> String {
    let all = elements(xml);
    // Not the root and its only child.
    let some: Vec<[usize; 4]> = all.into_iter().filter(|[from, .., to]| (to - from) * 2 < xml.len()).collect();
    let Some(&[from, inner, outer, to]) = some.get(dice.below(some.len())) else { return xml.to_owned() };
    let (before, element, behind) = (&xml[..from], &xml[from..to], &xml[to..]);
    match dice.below(4) {
        0 => [before, behind].concat(),
        1 => [before, element, element, behind].concat(),
        2 => [before, &xml[inner..outer.max(inner)], behind].concat(),
        _ => {
            let [.., at] = some[dice.below(some.len())];
            match at {
                at if at <= from => [&xml[..at], element, &xml[at..from], behind].concat(),
                at if at >= to => [before, &xml[to..at], element, &xml[at..]].concat(),
                _ => [before, behind].concat(),
            }
        }
    }
}

/// Such files are refused by name, or read, checked and annotated without a change to their text.
/// `DOISOAT_MANGLED` says how many of each file; the fuzz target `word` goes on from here.
#[test]
fn word_files_with_elements_out_of_place_hold() {
    let count = std::env::var("DOISOAT_MANGLED").ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    for path in ["tests/docx/moi-dang.docx", "tests/dialects/goc.docx"] {
        let whole = parts(&std::fs::read(path).unwrap());
        let xml: Vec<usize> =
            (0..whole.len()).filter(|&i| whole[i].0.starts_with("word/") && whole[i].0.ends_with("l")).collect();
        let mut read = 0;
        for seed in 0..count {
            let mut dice = Dice(seed);
            let mut changed = whole.clone();
            for _ in 0..1 + dice.below(6) {
                // Two in three in the body.
                let body = whole.iter().position(|p| p.0 == "word/document.xml").unwrap();
                let at = if dice.below(3) > 0 { body } else { xml[dice.below(xml.len())] };
                let text = String::from_utf8(changed[at].1.clone()).unwrap();
                changed[at].1 = mangle(&text, &mut dice).into_bytes();
            }
            let file = pack(&changed);
            let held = std::panic::catch_unwind(|| holds::word(&file));
            read += usize::from(held.unwrap_or_else(|_| panic!("{path}, seed {seed}")));
        }
        assert!(read * 2 > count as usize, "{path}: {read} of {count} read");
    }
}
