//! A part of a Word file (the body, the notes) as a tree of paragraphs and
//! tables whose characters know the bytes of the XML they came from.

/// No run: the character is in no element that can carry a comment.
pub(super) const NO_RUN: u32 = u32::MAX;

/// A character a reader sees.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// The character.
    pub ch: char,
    /// First byte of the XML it came from.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Index in [`Story::runs`], or [`NO_RUN`].
    pub run: u32,
    /// Whether the bytes are the character itself, in UTF-8.
    pub same: bool,
    /// Whether formatting raises it.
    pub raised: bool,
}

/// An element that holds characters.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// The whole element.
    pub start: u32,
    /// One past the element.
    pub end: u32,
    /// First byte behind the opening tag and the properties.
    pub content_start: u32,
    /// First byte of the closing tag.
    pub content_end: u32,
    /// The properties (`w:rPr`) as bytes; empty when there are none.
    pub properties: (u32, u32),
    /// Must not be cut: a formula, or the run that carries a text box.
    pub solid: bool,
}

/// A `w:t` element.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextElement {
    /// The whole element.
    pub start: u32,
    /// First byte of its characters.
    pub content_start: u32,
    /// One past its last character.
    pub content_end: u32,
    /// One past the element.
    pub end: u32,
    /// What Word shows of the characters where it does not preserve the spaces at both ends.
    pub shown: Option<(u32, u32)>,
}

/// Which kind of note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum NoteKind {
    /// At the foot of the page.
    Foot,
    /// At the end of the document.
    End,
}

/// A reference to a note.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// Index of its character in [`Para::pieces`].
    pub piece: u32,
    /// Which kind of note.
    pub kind: NoteKind,
    /// Its `w:id`.
    pub id: String,
}

/// Properties of a paragraph as written at the paragraph itself.
#[derive(Clone, Debug, Default)]
pub(super) struct ParaProperties {
    /// Id of its style.
    pub style: Option<String>,
    /// Outline level from 0; 9 is body text.
    pub outline: Option<u8>,
    /// Its list; `0` takes it out of the list of its style.
    pub list: Option<String>,
    /// Level in the list.
    pub list_level: Option<u8>,
    /// Whether its end was deleted: it goes on with the next paragraph.
    pub joined: bool,
    /// Whether its end is hidden.
    pub hidden: Option<bool>,
}

/// A paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Para {
    /// Its characters.
    pub pieces: Vec<Piece>,
    /// Its properties.
    pub properties: ParaProperties,
    /// References to notes, by place.
    pub marks: Vec<Mark>,
    /// Indices in `pieces` before which text was deleted, struck out or hidden, in order.
    pub left_out: Vec<u32>,
    /// Paragraphs of text boxes that hang on it.
    pub boxes: Vec<Item>,
    /// Whether a field of it counts tables or figures (`SEQ`): a caption.
    pub counted: bool,
    /// Whether a visible character is not bold.
    pub plain: bool,
}

impl Para {
    /// Remembers that text is left out here.
    pub fn leave_out(&mut self) {
        let at = self.pieces.len() as u32;
        if self.left_out.last() != Some(&at) {
            self.left_out.push(at);
        }
    }
}

/// How a cell is merged with the one above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Merge {
    /// Not at all, or first of several rows.
    Starts,
    /// It belongs to the cell above.
    Continues,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub(super) struct CellTree {
    /// How many columns it spans.
    pub columns: u32,
    /// How it is merged with the cell above.
    pub merge: Merge,
    /// What stands in it.
    pub items: Vec<Item>,
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct RowTree {
    /// Whether it is repeated as a header on each page.
    pub header: bool,
    /// Whether it was deleted (and the deletion only has to be accepted).
    pub deleted: bool,
    /// Empty columns before the first cell.
    pub before: u32,
    /// Empty columns behind the last cell.
    pub after: u32,
    /// Its cells.
    pub cells: Vec<CellTree>,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub(super) struct TableTree {
    /// Its rows.
    pub rows: Vec<RowTree>,
}

/// A paragraph or a table.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// A paragraph.
    Para(Para),
    /// A table.
    Table(TableTree),
}

/// What a part holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Story {
    /// Whether a file of another kind is embedded, whose text is not read.
    pub embeds: bool,
    /// Paragraphs and tables of the body; empty for a part with notes.
    pub items: Vec<Item>,
    /// Notes by id, in the order of the part.
    pub notes: Vec<(String, Vec<Item>)>,
    /// All elements that hold characters.
    pub runs: Vec<Run>,
    /// All `w:t` elements, by place.
    pub texts: Vec<TextElement>,
    /// Fields from their first byte to behind their last, each in one paragraph and in no other, by place.
    pub fields: Vec<(u32, u32)>,
}

fn is_blank(piece: &Piece) -> bool {
    matches!(piece.ch, ' ' | '\t')
}

pub(super) fn trimmed_start(pieces: &[Piece]) -> &[Piece] {
    let lead = pieces.iter().take_while(|p| is_blank(p)).count();
    pieces.get(lead..).unwrap_or(&[])
}

/// The characters without white space at both ends.
pub(super) fn trimmed(pieces: &[Piece]) -> &[Piece] {
    let pieces = trimmed_start(pieces);
    let trail = pieces.iter().rev().take_while(|p| is_blank(p)).count();
    pieces.get(..pieces.len() - trail).unwrap_or(&[])
}

/// Accepts deleted ends of paragraphs: such a paragraph goes on with the next.
pub(super) fn join(items: Vec<Item>) -> Vec<Item> {
    let mut joined: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        match (joined.last_mut(), item) {
            (Some(Item::Para(first)), Item::Para(mut next)) if first.properties.joined => {
                // The properties of the later paragraph stay, as in Word.
                let before = first.pieces.len() as u32;
                first.pieces.append(&mut next.pieces);
                first.marks.extend(next.marks.drain(..).map(|m| Mark { piece: m.piece + before, ..m }));
                first.left_out.extend(next.left_out.drain(..).map(|at| at + before));
                first.boxes.append(&mut next.boxes);
                first.properties = next.properties;
                first.counted |= next.counted;
                first.plain |= next.plain;
            }
            (_, item) => joined.push(item),
        }
    }
    joined
}
