//! The format for people: the sentence with carets, where to find it in Word,
//! the working.

use super::excerpt::{Excerpt, Message, Wanted};
use super::place::Places;
use super::{Look, visible};
use crate::check::Report;
use crate::finding::{Finding, Severity, Text};
use codespan_reporting::diagnostic::{self, Diagnostic};
use codespan_reporting::term::{self, Config, Styles, StylesWriter, termcolor::Buffer};

/// Columns a heading may take in the path.
const HEADING: usize = 48;

/// Every finding of a draft.
pub fn findings(report: &Report, look: Look) -> Vec<u8> {
    let places = Places::new(&report.document);
    let mut buffer = if look.color { Buffer::ansi() } else { Buffer::no_color() };
    for finding in &report.findings {
        write(&places, finding, look, &mut buffer);
    }
    let printed = buffer.into_inner();
    if look.color { printed } else { without_trailing_spaces(&printed) }
}

/// The rows between carets and messages end with spaces, which nobody wants in a file.
fn without_trailing_spaces(printed: &[u8]) -> Vec<u8> {
    let lines = printed.split_inclusive(|&b| b == b'\n');
    lines.flat_map(|line| line.trim_ascii_end().iter().copied().chain([b'\n'])).collect()
}

fn write(places: &Places<'_>, finding: &Finding, look: Look, buffer: &mut Buffer) {
    let lines = |text: &Text| visible::line(look.lang.of(text)).into_owned();
    let first = Wanted { span: finding.span, message: lines(&finding.caret) };
    let labels = finding.labels.iter().map(|l| Wanted { span: l.span, message: lines(&l.message) });
    let wanted: Vec<Wanted> = std::iter::once(first).chain(labels).collect();
    let excerpt = Excerpt::new(places, &wanted, look.width.saturating_sub(gutter(places, &wanted)).max(24));
    let mut marks = Vec::new();
    let mut homeless = Vec::new();
    for (index, Wanted { span, message }) in wanted.iter().enumerate() {
        let Some(place) = excerpt.shown(index) else { continue };
        let style = if index == 0 { diagnostic::LabelStyle::Primary } else { diagnostic::LabelStyle::Secondary };
        let mut label = diagnostic::Label::new(style, (), place.range.clone());
        match place.message {
            Message::Fits => label = label.with_message(message),
            Message::TooLong if !message.is_empty() => {
                let text = places.document().source.slice(*span);
                homeless.push(format!("“{}”: {message}", visible::cut(text, HEADING)));
            }
            Message::TooLong | Message::SaidLater => {}
        }
        marks.push(label);
    }
    let columns = look.width.saturating_sub(6).max(24);
    let mut notes = whereabouts(places, finding, look);
    notes.extend(homeless);
    notes.extend(finding.notes.iter().map(|n| look.lang.of(n).to_string()));
    let head = finding.rule.len() + 11;
    let diagnostic = Diagnostic::new(severity(finding.severity))
        .with_code(finding.rule)
        .with_message(message(look.lang.of(&finding.message), look.width, head))
        .with_labels(marks)
        .with_notes(notes.iter().map(|n| visible::wrap(n, columns, 0)).collect());
    let config = Config { tab_width: 1, ..Config::default() };
    let styles = if look.color { Styles::default() } else { Styles::no_color() };
    // Writing to memory cannot fail, and every label lies in the excerpt.
    let written = term::emit_to_write_style(&mut StylesWriter::new(buffer, &styles), &config, &excerpt, &diagnostic);
    debug_assert!(written.is_ok(), "{written:?}");
}

/// The message in lines; the first one has the rule before it.
fn message(text: &str, width: usize, head: usize) -> String {
    let wrapped = visible::wrap(&format!("{:·<head$} {text}", ""), width.max(24), 4);
    wrapped.trim_start_matches('·').trim_start().to_string()
}

/// Columns before the text of a row.
fn gutter(places: &Places<'_>, wanted: &[Wanted]) -> usize {
    let lines = wanted.iter().map(|w| places.document().source.line_index(w.span.start) + 1);
    lines.max().unwrap_or(1).ilog10() as usize + 1 + 3
}

/// Where a person finds the place: section, and words to search for.
fn whereabouts(places: &Places<'_>, finding: &Finding, look: Look) -> Vec<String> {
    let place = places.locate(finding.span);
    let path: Vec<String> = place
        .map_or_else(Vec::new, |p| places.headings(p.block))
        .into_iter()
        .map(|h| visible::cut(h, HEADING))
        .collect();
    let search = places.search(place);
    let mut notes = Vec::new();
    if let Some(address) = place.and_then(|place| places.address(place.range)) {
        notes.push(format!("{}: {}", look.lang.pick("Vị trí", "Place"), look.lang.of(&address)));
    }
    if !path.is_empty() {
        notes.push(format!("{}: {}", look.lang.pick("Mục", "Section"), path.join(" > ")));
    }
    if !search.is_empty() {
        notes.push(format!("{}: “{search}”", look.lang.pick("Tìm trong Word", "Search in Word")));
    }
    notes
}

fn severity(severity: Severity) -> diagnostic::Severity {
    match severity {
        Severity::Error => diagnostic::Severity::Error,
        Severity::Warning => diagnostic::Severity::Warning,
        Severity::Note => diagnostic::Severity::Note,
    }
}
