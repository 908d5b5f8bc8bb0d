//! The draft as read: headings, paragraphs, tables, notes at the end; figures
//! coloured, places of findings marked, cards beside them.

use super::marks::{Mark, Marks, Shown};
use super::{cards, table};
use crate::check::Report;
use crate::document::{BlockKind, Document, NOTE_MARK, TextRange};
use crate::report::{short, visible};
use maud::{Markup, html};

/// The text of a draft with its cards.
pub fn draft(report: &Report, marks: &Marks<'_>) -> Markup {
    let document = &report.document;
    let held = table::held(document);
    let mut tables = vec![false; document.tables.len()];
    let mut first = |id: u32| tables.get_mut(id as usize).is_some_and(|seen| !std::mem::replace(seen, true));
    html! {
        @if !marks.homeless.is_empty() { (beside(report, marks, &marks.homeless, Markup::default())) }
        @for (index, block) in (0u32..).zip(&document.blocks) {
            @match block.kind {
                BlockKind::Note(_) => {}
                BlockKind::Caption if held.contains(&index) => {}
                BlockKind::Cell(id) => {
                    @if first(id) { (table::table(report, marks, id)) }
                    @if !held.contains(&index) { (row(report, marks, index, html! { p { (inline(report, marks, index)) } })) }
                }
                BlockKind::Heading { level } => {
                    @let text = inline(report, marks, index);
                    (row(report, marks, index, match level {
                        0 | 1 => html! { h3 { (text) } },
                        2 => html! { h4 { (text) } },
                        3 => html! { h5 { (text) } },
                        _ => html! { h6 { (text) } },
                    }))
                }
                BlockKind::Paragraph | BlockKind::Caption => {
                    (row(report, marks, index, html! { p { (inline(report, marks, index)) } }))
                }
            }
        }
        @if !document.notes.is_empty() { (notes(report, marks)) }
    }
}

/// A block with the cards of its findings.
fn row(report: &Report, marks: &Marks<'_>, block: u32, content: Markup) -> Markup {
    let own: Vec<usize> = findings(marks, block).collect();
    beside(report, marks, &own, content)
}

/// Something with cards beside it.
pub fn beside(report: &Report, marks: &Marks<'_>, own: &[usize], content: Markup) -> Markup {
    if own.is_empty() {
        return content;
    }
    html! { div.row { (cards::cards(report, marks, own)) div { (content) } } }
}

/// The findings whose place is in a block.
pub fn findings(marks: &Marks<'_>, block: u32) -> impl Iterator<Item = usize> {
    marks.of(block).iter().filter(|m| m.label.is_none()).map(|m| m.finding)
}

fn notes(report: &Report, marks: &Marks<'_>) -> Markup {
    let document = &report.document;
    html! {
        section.notes {
            h3 { (marks.lang.pick("Chú thích", "Notes")) }
            @for (index, note) in document.notes.iter().enumerate() {
                @let own: Vec<usize> = note.blocks.iter().flat_map(|&b| findings(marks, b)).collect();
                @let text = html! {
                    div.note id={(marks.id) "-n" (index)} {
                        @let label = visible::line(&note.label);
                        @if let Some(at) = document.references.iter().position(|r| r.note == Some(index as u32)) {
                            a.label href={"#" (marks.id) "-r" (at)} { (label) }
                        } @else { span.label { (label) } }
                        div { @for &block in &note.blocks { p { (inline(report, marks, block)) } } }
                    }
                };
                (beside(report, marks, &own, text))
            }
        }
    }
}

/// The text of a block.
pub fn inline(report: &Report, marks: &Marks<'_>, block: u32) -> Markup {
    let Some(home) = report.document.blocks.get(block as usize) else { return Markup::default() };
    let own = marks.of(block);
    let text = Inline { report, marks, own };
    let mut at = home.range.start;
    let mut pieces: Vec<(TextRange, Option<&Shown>)> = Vec::new();
    for figure in marks.figures(block) {
        // Figures never overlap; should they, no text may be shown twice.
        let start = figure.range.start.max(at);
        pieces.push((TextRange::new(at, start), None));
        pieces.push((TextRange::new(start, figure.range.end.max(start)), Some(figure)));
        at = figure.range.end.max(start);
    }
    pieces.push((TextRange::new(at, home.range.end.max(at)), None));
    html! {
        @for (range, figure) in pieces {
            @match figure {
                Some(figure) => {
                    // What its colour means the script says where the pointer stands.
                    @let why = Some(figure.why).filter(|why| !why.is_empty());
                    @let why = why.map(|why| format!("{}: {why}", figure.state.name(marks.lang)));
                    i class={"f " (figure.state.class())} id={(marks.id) "-q" (figure.number.start)} title=[why] {
                        (text.stretch(range, false))
                    }
                }
                None => (text.stretch(range, range.end == home.range.end)),
            }
        }
    }
}

/// Text of one block, to be cut where marks start and end.
struct Inline<'a> {
    report: &'a Report,
    marks: &'a Marks<'a>,
    own: &'a [Mark],
}

impl Inline<'_> {
    /// A stretch; what starts at its end belongs to it only if it is the `last`.
    fn stretch(&self, range: TextRange, last: bool) -> Markup {
        let inside = |at: u32| range.start < at && at < range.end;
        let mut cuts: Vec<u32> =
            self.own.iter().flat_map(|m| [m.range.start, m.range.end]).filter(|&at| inside(at)).collect();
        cuts.extend([range.start, range.end]);
        cuts.sort_unstable();
        cuts.dedup();
        html! {
            @for pair in cuts.windows(2) { @if let &[from, to] = pair { (self.piece(TextRange::new(from, to))) } }
            @if last { (self.anchors(range.end)) (self.numbers(range.end)) }
        }
    }

    /// A piece that no mark starts or ends in.
    fn piece(&self, range: TextRange) -> Markup {
        let covering: Vec<&Mark> =
            self.own.iter().filter(|m| m.range.start <= range.start && range.end <= m.range.end).collect();
        let findings = &self.report.findings;
        let primary = covering.iter().filter(|m| m.label.is_none());
        let worst = primary.filter_map(|m| findings.get(m.finding)).map(|f| f.severity).max();
        html! {
            (self.numbers(range.start))
            (self.anchors(range.start))
            @if covering.is_empty() { (self.words(range)) } @else {
                mark class={"m " (worst.map_or("operand", short::severity))}
                    data-f={@for m in &covering { (self.marks.id) "-c" (m.finding) " " }} { (self.words(range)) }
            }
        }
    }

    /// Where links from cards lead to.
    fn anchors(&self, at: u32) -> Markup {
        html! {
            @for m in self.own.iter().filter(|m| m.range.start == at) {
                a id=(cards::place(self.marks.id, m.finding, m.label)) {}
            }
        }
    }

    /// The numbers of findings whose place ends here: links to the cards.
    fn numbers(&self, at: u32) -> Markup {
        html! {
            @for m in self.own.iter().filter(|m| m.range.end == at && m.label.is_none()) {
                @if let Some(finding) = self.report.findings.get(m.finding) {
                    a class={"no " (short::severity(finding.severity))} href={"#" (self.marks.id) "-c" (m.finding)}
                        data-f={(self.marks.id) "-c" (m.finding)} { (m.finding + 1) }
                }
            }
        }
    }

    /// Plain text; references to notes become links.
    fn words(&self, range: TextRange) -> Markup {
        let document = &self.report.document;
        let text = document.slice(range);
        let marks = text.match_indices(NOTE_MARK).map(|(i, mark)| (range.start + i as u32, mark.len() as u32));
        let mut from = range.start;
        let mut parts = Vec::new();
        for (at, length) in marks {
            parts.push((TextRange::new(from, at), Some(at)));
            from = at + length;
        }
        parts.push((TextRange::new(from, range.end.max(from)), None));
        html! {
            @for (part, mark) in parts {
                (visible::line(document.slice(part)))
                @if let Some(at) = mark { (self.reference(document, at)) }
            }
        }
    }

    fn reference(&self, document: &Document, at: u32) -> Markup {
        let Ok(index) = document.references.binary_search_by_key(&at, |r| r.at.start) else { return Markup::default() };
        let Some(reference) = document.references.get(index) else { return Markup::default() };
        let label = visible::line(&reference.label);
        html! {
            sup id={(self.marks.id) "-r" (index)} {
                @match reference.note {
                    Some(note) => a href={"#" (self.marks.id) "-n" (note)} { (label) },
                    None => (label),
                }
            }
        }
    }
}
