//! Who wrote an export, told by what only that exporter writes.

use super::Dialect;
use super::lines::{Line, lines, window};
use super::runs::is_number;
use super::{pipe, plain};
use memchr::{memchr2_iter, memmem};
use unicode_normalization::UnicodeNormalization;

/// Tells the dialect of a text.
pub(crate) fn detect(text: &str) -> Dialect {
    let brackets = Brackets::of(text);
    if brackets.poi {
        return Dialect::Poi;
    }
    let lines = lines(text);
    let shape = Shape::of(&lines);
    let escapes = memmem::find(text.as_bytes(), b"\\...").is_some() || memmem::find(text.as_bytes(), b"\\\"").is_some();
    // One line with a number sign may be typed; pandoc's plain text has none beside its notes.
    let drawn = shape.drawn_tables && shape.headings > 0 && shape.plain_notes < 3;
    let marked = shape.headings >= 2 || brackets.note_definitions;
    if brackets.mammoth {
        Dialect::Mammoth
    } else if brackets.turndown {
        Dialect::Turndown
    } else if brackets.markitdown {
        Dialect::Markitdown
    } else if brackets.undocx {
        Dialect::Undocx
    } else if brackets.google || shape.google_delimiters {
        Dialect::GoogleDocs
    } else if brackets.pandoc_html {
        Dialect::PandocGfm
    } else if brackets.pandoc_attributes || drawn || (marked && escapes) {
        Dialect::PandocMarkdown
    } else if brackets.note_definitions && shape.slugs {
        Dialect::PandocGfm
    } else if brackets.libreoffice || shape.libreoffice_delimiters {
        Dialect::LibreOfficeMarkdown
    } else if shape.docling {
        Dialect::Docling
    } else if marked || shape.pipe_tables || brackets.table || is_marked(text) {
        Dialect::Markdown
    } else if shape.plain_notes >= 3 || shape.drawn_tables {
        Dialect::PandocPlain
    } else if plain::is_line_per_paragraph(text) {
        Dialect::PlainText
    } else {
        Dialect::Markdown
    }
}

/// Emphasis or escapes here and there: some Markdown at least. One place may be typed.
fn is_marked(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), b"**").nth(7).is_some()
        || memmem::find_iter(text.as_bytes(), b"\\.").nth(3).is_some()
}

/// What stands in brackets, looked at in one pass.
#[derive(Default)]
struct Brackets {
    poi: bool,
    mammoth: bool,
    turndown: bool,
    markitdown: bool,
    undocx: bool,
    google: bool,
    pandoc_html: bool,
    pandoc_attributes: bool,
    libreoffice: bool,
    note_definitions: bool,
    table: bool,
}

impl Brackets {
    fn of(text: &str) -> Brackets {
        let mut found = Brackets::default();
        let bytes = text.as_bytes();
        for at in memchr2_iter(b'[', b'<', bytes) {
            let Some((before, here)) = text.split_at_checked(at) else { break };
            let rest = here.as_bytes();
            let starts = |prefix: &[u8]| rest.starts_with(prefix);
            let line_start = before.is_empty() || before.ends_with('\n');
            if starts(b"<") {
                found.mammoth |= starts(b"<a id=\"footnote-ref-") || starts(b"<a id=\"endnote-ref-");
                found.table |= starts(b"<table") && line_start;
                found.undocx |= starts(b"<sup>[^") || starts(b"<div style=\"text-align");
                found.pandoc_html |= starts(b"<colgroup>")
                    || starts(b"<span class=\"deletion\"")
                    || starts(b"<span class=\"insertion\"")
                    || starts(b"<span class=\"comment-start\"")
                    || (starts(b"<span id=\"") && window(rest, 0, 120).windows(14).any(|w| w == b"class=\"anchor\""));
                found.libreoffice |= starts(b"<del title=\"Author:") || starts(b"<ins title=\"Author:");
                continue;
            }
            if starts(b"[footnoteRef:") || starts(b"[endnoteRef:") || starts(b"[bookmark: ") {
                found.poi = true;
                break;
            }
            let line_start = line_start || before == "\u{feff}";
            if starts(b"[^") && line_start {
                let bracket = window(rest, 2, 40).iter().position(|&b| b == b']');
                let text = bracket.and_then(|i| rest.get(i + 3..)?.strip_prefix(b":"));
                found.note_definitions |= text.is_some();
                found.google |= text.is_some_and(|text| text.starts_with(b"  ") && !text.starts_with(b"   "));
            }
            found.google |=
                starts(b"[image") && line_start && window(rest, 0, 40).windows(9).any(|w| w == b"]: <data:");
            found.turndown |= starts(b"[\\[") && linked(here);
            found.markitdown |= starts(b"[[") && linked(here);
            found.pandoc_attributes |= starts(b"[]{#") || starts(b"[]{.") || starts(b"[^1^](#sdfootnote");
        }
        // undocx defines notes with two spaces as well.
        found.google &= !found.undocx;
        found
    }
}

/// `[[3]](#footnote-3)`, `[\[3\]](\#footnote\-3)`.
fn linked(text: &str) -> bool {
    let head: String = text.chars().take(40).filter(|&c| c != '\\').collect();
    head.contains("]](#footnote-") || head.contains("]](#endnote-")
}

/// Whether a number stands at the right of its cell though the row of dashes does not say so.
fn is_tabulated(dashes: &str, row: &str) -> bool {
    let right = |cell: &str| cell.starts_with("  ") && !cell.ends_with("  ") && is_number(cell.trim());
    !dashes.contains(':') && row.split('|').any(right)
}

/// What the lines look like.
#[derive(Default)]
struct Shape {
    headings: usize,
    slugs: bool,
    pipe_tables: bool,
    drawn_tables: bool,
    google_delimiters: bool,
    libreoffice_delimiters: bool,
    docling: bool,
    plain_notes: usize,
}

impl Shape {
    fn of(lines: &[Line]) -> Shape {
        let mut shape = Shape::default();
        let (mut padded, mut entities, mut tabulated, mut highest) = (false, false, false, false);
        for (i, line) in lines.iter().enumerate() {
            let text = line.text;
            match text.as_bytes().first() {
                Some(b'#') if text.trim_start_matches('#').starts_with(' ') && !text.starts_with("#######") => {
                    shape.headings += 1;
                    highest |= text.starts_with("# ");
                    shape.slugs |= text.ends_with('}') && text.contains(" {#");
                }
                Some(b'|') if pipe::is_delimiter(text) => {
                    shape.pipe_tables = true;
                    shape.google_delimiters |= text.contains("| :---- |") || text.contains("| ----: |");
                    let back = |n: usize| i.checked_sub(n).and_then(|i| lines.get(i)).map_or("", |l| l.text);
                    let above = back(1);
                    // Below the first line of a table; further down a dash is what a row says.
                    let second = above.starts_with('|') && !back(2).starts_with('|');
                    shape.libreoffice_delimiters |=
                        second && (text.starts_with("| - |") || text.starts_with("| :-: |"));
                    // Padded by code points; letters may have been decomposed since.
                    let wide = || above.chars().count() == text.len() || above.nfc().count() == text.len();
                    padded |= !text.contains(' ') && text.len() > 12 && wide();
                    tabulated |= padded && is_tabulated(text, lines.get(i + 1).map_or("", |l| l.text));
                }
                Some(b'+') => {
                    shape.drawn_tables |= text.starts_with("+--") || text.starts_with("+:-") || text.starts_with("+==")
                }
                Some(b' ') => {
                    shape.drawn_tables |=
                        text.starts_with("  --") && text.trim().bytes().all(|b| matches!(b, b'-' | b' '))
                }
                Some(b'[') => shape.plain_notes += usize::from(plain::mark_length(text).is_some()),
                Some(b'<') => shape.docling |= text == "<!-- image -->",
                _ => {}
            }
            entities |= padded && (text.contains("&amp;") || text.contains("&lt;") || text.contains("&gt;"));
        }
        // Headings are one level down, so that only a title is of the first.
        shape.docling |= tabulated && shape.headings > 0 && !highest;
        shape.docling |=
            padded && (entities || lines.iter().any(|l| l.text.contains("&amp;") || l.text.contains("&lt;")));
        shape
    }
}
