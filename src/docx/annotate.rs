//! Findings as Word comments: the bytes of a copy are changed only where a
//! comment begins and ends; nothing is serialised anew.

use super::comments::{CommentsPart, Names, NewComment, reference_style};
use super::container::Package;
use super::edits::{Edit, apply};
use super::error::DocxError;
use super::limits::MAX_COMMENTS;
use super::origin::{BODY, Origin, PartOrigin, Strand};
use super::story::{NO_RUN, Run, TextElement};
use super::styles::Styles;
use super::xml::{Node, Xml};
use super::{Read, read_package};
use crate::document::{BlockKind, Document, NOTE_MARK, TextRange};
use crate::finding::Text;
use hashbrown::HashSet;
use std::collections::BTreeMap;

/// Longest quotation of words that a comment cannot stand on, in code points.
const LONGEST_QUOTATION: usize = 200;

/// A comment to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The words it belongs to, in [`Document::text`].
    pub range: TextRange,
    /// What it says; a newline begins a new paragraph.
    pub text: String,
}

/// How to write comments.
#[derive(Clone, Debug)]
pub struct AnnotateOptions {
    /// The date of the comments (`2025-03-01T08:00:00Z`); the same date gives the same bytes.
    pub date: Option<String>,
    /// Most comments to write; the first ones of the list stay.
    pub most: usize,
    /// Whether words of the program itself are English.
    pub english: bool,
}

impl Default for AnnotateOptions {
    fn default() -> AnnotateOptions {
        AnnotateOptions { date: None, most: MAX_COMMENTS, english: false }
    }
}

/// A copy with comments.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// The bytes of the copy.
    pub bytes: Vec<u8>,
    /// How many comments were written.
    pub written: usize,
    /// How many found no room or no place.
    pub left_out: usize,
    /// How many comments of an earlier run were taken away.
    pub replaced: usize,
    /// Whether the file carries a digital signature, which the copy breaks.
    pub signed: bool,
}

/// A copy of a Word file in which each comment stands on its exact words and
/// those of an earlier run are gone. The ranges are those of the document that
/// [`super::read_docx`] gives for the same bytes.
pub fn annotate(bytes: &[u8], comments: &[Comment], options: &AnnotateOptions) -> Result<Annotated, DocxError> {
    let mut package = Package::open(bytes)?;
    let Read { document, origin, styles, main, text } = read_package("", &mut package)?;
    let part = CommentsPart::read(&mut package, &main)?;
    let names = Names::of(&main, &text)?;
    let own = part.own_ids();
    let mut edits = removals(&main, &text, &own)?;
    let mut cuts = Cuts::default();
    let mut written = Vec::new();
    let mut next = part.highest.map_or(0, |id| id.saturating_add(1));
    for comment in comments.iter().take(options.most.min(MAX_COMMENTS)) {
        let Some(anchor) = anchor(&document, &origin, comment.range) else { continue };
        cuts.add(&origin, &anchor, next);
        let text = match anchor.quote {
            Some(quote) => format!("{}\n{}", if options.english { quote.en } else { quote.vi }, comment.text),
            None => comment.text.clone(),
        };
        written.push(NewComment { id: next, text });
        next += 1;
    }
    let signed = package.has_folder("_xmlsignatures/");
    let (count, replaced) = (written.len(), own.len());
    let bytes = if part.unchanged(&written) {
        bytes.to_vec()
    } else {
        edits.extend(cuts.edits(&text, &origin, &names, &styles));
        let mut changed =
            vec![(main.clone(), apply(&text, edits)), part.write(&written, options.date.as_deref(), &styles, &names)?];
        changed.extend(part.announce(&mut package, &main)?);
        package.copy_with(&changed)?
    };
    Ok(Annotated { bytes, written: count, left_out: comments.len() - count, replaced, signed })
}

/// Where a comment can stand.
struct Anchor {
    first: Strand,
    last: Strand,
    /// The words it is about, where it cannot stand on them.
    quote: Option<Text>,
}

/// Finds the place of a comment in the body.
fn anchor(document: &Document, origin: &Origin, range: TextRange) -> Option<Anchor> {
    let index = document.block_at(range.start)?;
    let block = *document.blocks.get(index as usize)?;
    // A comment stays in one paragraph or cell: that of its first words.
    let words = TextRange::new(range.start, range.end.min(block.range.end).max(range.start));
    let quotation = || {
        let text = document.slice(words).replace(NOTE_MARK, "");
        let cut: String = text.chars().take(LONGEST_QUOTATION).collect();
        if cut.len() < text.len() { cut + "…" } else { cut }
    };
    // Word shows no comment in a note: it stands on the mark of the note.
    if let BlockKind::Note(note) = block.kind {
        let label = document.notes.get(note as usize).map_or("", |n| n.label.as_str());
        let quote =
            Text::new(format!("Chú thích {label}: “{}”", quotation()), format!("Note {label}: “{}”", quotation()));
        let (first, last) = ends(origin, origin.mark_of(range.start)?)?;
        return Some(Anchor { first, last, quote: Some(quote) });
    }
    // An automatic number is in no run: the paragraph's own words stand for it.
    let (first, last) = ends(origin, words).or_else(|| ends(origin, block.range))?;
    let solid = |strand: &Strand| run_of(origin, strand.run).is_some_and(|r| r.solid);
    let quote = (solid(&first) || solid(&last))
        .then(|| Text::new(format!("Về: “{}”", quotation()), format!("On: “{}”", quotation())));
    Some(Anchor { first, last, quote })
}

/// The first and the last characters of a range that stand in runs of the body.
fn ends(origin: &Origin, range: TextRange) -> Option<(Strand, Strand)> {
    let mut strands = origin.strands_in(range).filter(|s| s.part == BODY && s.run != NO_RUN);
    let first = strands.next()?;
    Some((first, strands.last().unwrap_or(first)))
}

fn body(origin: &Origin) -> Option<&PartOrigin> {
    origin.parts.get(usize::from(BODY))
}

fn run_of(origin: &Origin, run: u32) -> Option<&Run> {
    body(origin)?.runs.get(run as usize)
}

/// What has to be closed before a mark and opened again behind it.
#[derive(Clone, Copy, Debug)]
enum Inside {
    /// Nothing: the mark stands between runs.
    Nothing,
    /// The run.
    Run(u32),
    /// The run and its text element.
    Text(u32, TextElement),
}

/// Marks that stand in one place.
struct Cut {
    inside: Inside,
    ends: Vec<u32>,
    /// Comments whose balloons hang here.
    references: Vec<u32>,
    starts: Vec<u32>,
}

/// All places where comments begin and end.
#[derive(Default)]
struct Cuts {
    by_place: BTreeMap<u32, Cut>,
}

impl Cuts {
    fn add(&mut self, origin: &Origin, anchor: &Anchor, id: u32) {
        let Some(part) = body(origin) else { return };
        let (Some(first), Some(last)) =
            (part.runs.get(anchor.first.run as usize), part.runs.get(anchor.last.last_run as usize))
        else {
            return;
        };
        let (at, inside) = start_of(part, anchor.first.run, first, anchor.first.start);
        self.at(at, inside).starts.push(id);
        let (at, inside) = end_of(part, anchor.last.last_run, last, anchor.last.end);
        self.at(at, inside).ends.push(id);
        // LibreOffice takes a reference inside a field for text of its result; Word may compute the result anew.
        match field_around(part, at) {
            Some(end) => self.at(end, Inside::Nothing).references.push(id),
            None => self.at(at, inside).references.push(id),
        }
    }

    fn at(&mut self, at: u32, inside: Inside) -> &mut Cut {
        self.by_place.entry(at).or_insert(Cut { inside, ends: Vec::new(), references: Vec::new(), starts: Vec::new() })
    }

    /// The changes of the body.
    fn edits(self, source: &str, origin: &Origin, names: &Names, styles: &Styles) -> Vec<Edit> {
        let Names { prefix: w, declaration, .. } = names;
        let mut edits = Vec::new();
        let mut preserved: HashSet<u32> = HashSet::new();
        let slice = |from: u32, to: u32| source.get(from as usize..to as usize).unwrap_or("");
        for (at, cut) in self.by_place {
            let mut marks = String::new();
            for id in cut.ends {
                marks.push_str(&format!("<{w}commentRangeEnd{declaration} {w}id=\"{id}\"/>"));
            }
            for id in cut.references {
                marks.push_str(&format!(
                    "<{w}r{declaration}>{}<{w}commentReference {w}id=\"{id}\"/></{w}r>",
                    reference_style(styles, w)
                ));
            }
            for id in cut.starts {
                marks.push_str(&format!("<{w}commentRangeStart{declaration} {w}id=\"{id}\"/>"));
            }
            let (Inside::Run(run) | Inside::Text(run, _)) = cut.inside else {
                edits.push(Edit::insert(at, marks));
                continue;
            };
            let Some(run) = run_of(origin, run) else { continue };
            // The run goes on behind the marks under its own name, with its own look.
            let name = tag_name(slice(run.start, run.content_start.max(run.start + 1)));
            let properties = slice(run.properties.0, run.properties.1);
            let text = match cut.inside {
                Inside::Text(_, element) => {
                    let text = tag_name(slice(element.start, element.content_start));
                    // Both halves may now begin or end with a space: all that is shown is preserved, and no more.
                    if let Some((first, last)) = element.shown
                        && preserved.insert(element.start)
                    {
                        edits.push(Edit::remove(element.start, first));
                        edits.push(Edit::insert(element.start, format!("<{text} xml:space=\"preserve\">")));
                        edits.push(Edit::remove(last, element.content_end));
                    }
                    format!("</{text}></{name}>{marks}<{name}>{properties}<{text} xml:space=\"preserve\">")
                }
                _ => format!("</{name}>{marks}<{name}>{properties}"),
            };
            edits.push(Edit::insert(at, text));
        }
        edits
    }
}

/// The name in an opening tag.
fn tag_name(tag: &str) -> &str {
    let name = tag.strip_prefix('<').unwrap_or(tag);
    name.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or(name)
}

/// Where to put a mark before the byte `at` of a run.
fn start_of(part: &PartOrigin, id: u32, run: &Run, at: u32) -> (u32, Inside) {
    if run.solid {
        return (run.start, Inside::Nothing);
    }
    let at = match text_around(part, at) {
        Some(text) if at > text.content_start => return (at, Inside::Text(id, text)),
        Some(text) => text.start,
        None => at,
    };
    if at <= run.content_start { (run.start, Inside::Nothing) } else { (at, Inside::Run(id)) }
}

/// Where to put a mark behind the byte before `at` of a run.
fn end_of(part: &PartOrigin, id: u32, run: &Run, at: u32) -> (u32, Inside) {
    if run.solid {
        return (run.end, Inside::Nothing);
    }
    let at = match text_around(part, at - 1) {
        Some(text) if at < text.content_end => return (at, Inside::Text(id, text)),
        Some(text) => text.end,
        None => at,
    };
    if at >= run.content_end { (run.end, Inside::Nothing) } else { (at, Inside::Run(id)) }
}

/// The end of the field that a mark at a byte would stand in.
fn field_around(part: &PartOrigin, at: u32) -> Option<u32> {
    let i = part.fields.partition_point(|&(_, end)| end <= at);
    part.fields.get(i).filter(|&&(start, _)| start < at).map(|&(_, end)| end)
}

/// The text element whose characters hold a byte.
fn text_around(part: &PartOrigin, at: u32) -> Option<TextElement> {
    let i = part.texts.partition_point(|t| t.content_start <= at).checked_sub(1)?;
    part.texts.get(i).filter(|t| at < t.content_end).copied()
}

/// Takes the marks of comments with these numbers out of the body.
fn removals(part: &str, source: &str, own: &HashSet<&str>) -> Result<Vec<Edit>, DocxError> {
    let mut edits = Vec::new();
    if own.is_empty() {
        return Ok(edits);
    }
    let mut xml = Xml::new(part, source);
    // Open elements: the start of a run, and whether it holds more than one of our references.
    let mut open: Vec<Option<OpenRun>> = Vec::new();
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) => {
                let ours = tag.attr("id")?.is_some_and(|id| own.contains(id.as_str()));
                if (tag.is("commentRangeStart") || tag.is("commentRangeEnd")) && ours {
                    xml.skip()?;
                    edits.push(Edit::remove(tag.start, xml.position()));
                    continue;
                }
                if tag.is("commentReference") && ours {
                    xml.skip()?;
                    if let Some(Some(run)) = open.last_mut() {
                        run.reference = Some((tag.start, xml.position()));
                    }
                    continue;
                }
                if let Some(Some(run)) = open.last_mut() {
                    run.other |= !tag.is("rPr");
                }
                open.push(tag.is("r").then_some(OpenRun { start: tag.start, reference: None, other: false }));
            }
            Node::Close { end, .. } => {
                if let Some(Some(OpenRun { start, reference: Some(reference), other })) = open.pop() {
                    let (at, until) = if other { reference } else { (start, end) };
                    edits.push(Edit::remove(at, until));
                }
            }
            _ => {}
        }
    }
    Ok(edits)
}

/// A run that is being looked through.
struct OpenRun {
    start: u32,
    reference: Option<(u32, u32)>,
    other: bool,
}
