//! From the XML of a run to characters: superscripts, tabs and breaks, marks of
//! notes, fields, formulas, and the text boxes a run carries.

use super::error::DocxError;
use super::read::Reader;
use super::story::{Mark, NoteKind, Para, Piece, Run, TextElement};
use super::styles::{Raised, RunProperties};
use super::xml::{Node, Space, Tag};
use crate::document::NOTE_MARK;

/// A field: an instruction to Word, then the result that a reader sees.
pub(super) struct Field {
    /// What Word is told: `REF _Ref1 \h`.
    pub instruction: String,
    /// Whether the result has begun.
    pub separated: bool,
    /// First byte of the element that begins it.
    pub start: u32,
    /// The paragraph it begins in, counted from 1.
    pub paragraph: u32,
}

impl Field {
    fn is(&self, name: &str) -> bool {
        self.instruction.split_whitespace().next().is_some_and(|first| first.eq_ignore_ascii_case(name))
    }

    /// Whether it numbers tables or pictures: it stands in a caption.
    pub fn counts(&self) -> bool {
        self.is("SEQ")
    }

    /// Whether its result is no text of the draft: the headings again, with page numbers.
    fn is_directory(&self) -> bool {
        self.is("TOC") || self.is("INDEX")
    }
}

/// How the characters of a run look.
#[derive(Clone, Copy)]
struct Look {
    run: u32,
    /// Hidden, or struck out: to strike out is how people delete by hand what they want to be seen.
    left_out: bool,
    raised: Raised,
    bold: bool,
}

impl<'a> Reader<'a> {
    /// Whether text that is read now is an instruction or a directory, not the draft.
    fn in_instruction(&self) -> bool {
        self.fields.iter().any(|f| !f.separated || f.is_directory())
    }

    /// Reads a run.
    pub(super) fn run(&mut self, tag: &Tag<'a>, para: &mut Para) -> Result<(), DocxError> {
        let own = self.story.runs.len() as u32;
        let (start, end) = (tag.start, tag.end);
        self.story.runs.push(Run {
            start,
            end,
            content_start: end,
            content_end: end,
            properties: (end, end),
            solid: false,
        });
        let waiting = self.hosted.len();
        let mut look = self.look(own, RunProperties::default(), None, para);
        let (content_end, run_end) = loop {
            match self.xml.inside()? {
                Node::Close { start, end } => break (start, end),
                Node::Open(tag) if tag.is("rPr") => {
                    let mut properties = RunProperties::default();
                    let mut style = None;
                    self.properties(|tag| {
                        if tag.name == "rStyle" {
                            style = tag.val()?;
                        }
                        properties.read(tag)
                    })?;
                    look = self.look(own, properties, style.as_deref(), para);
                    let end = self.xml.position();
                    if let Some(run) = self.story.runs.get_mut(own as usize) {
                        run.properties = (tag.start, end);
                        run.content_start = end;
                    }
                }
                Node::Open(tag) => self.run_element(&tag, look, para)?,
                _ => {}
            }
        };
        self.story.fields.extend(self.ended.drain(..).map(|start| (start, run_end)));
        let hosted = self.hosted.split_off(waiting);
        for id in hosted.into_iter().chain([own]) {
            if let Some(run) = self.story.runs.get_mut(id as usize) {
                run.content_end = content_end;
                run.end = run_end;
            }
        }
        Ok(())
    }

    fn look(&self, own: u32, properties: RunProperties, style: Option<&str>, para: &Para) -> Look {
        let all = properties.over(self.styles.run(style, para.properties.style.as_deref()));
        Look {
            run: self.host.unwrap_or(own),
            left_out: all.hidden == Some(true) || all.struck == Some(true),
            raised: all.raised.unwrap_or(Raised::Baseline),
            bold: all.bold == Some(true),
        }
    }

    fn run_element(&mut self, tag: &Tag<'a>, look: Look, para: &mut Para) -> Result<(), DocxError> {
        match (tag.space, tag.name) {
            (Space::Word, "t") => return self.text(tag, look, para),
            (Space::Word, "fldChar") => self.field_character(tag, look, para)?,
            (Space::Word, "instrText") => return self.instruction(),
            (Space::Word, "footnoteReference" | "endnoteReference") => self.mark(tag, look, para)?,
            (Space::Word, "tab" | "ptab") => self.element(tag, '\t', look, para),
            (Space::Word, "br" | "cr") => self.element(tag, ' ', look, para),
            // An ordinary hyphen, so that numbers of documents read alike however they were typed.
            (Space::Word, "noBreakHyphen") => self.element(tag, '-', look, para),
            (Space::Word, "sym") => {
                if let Some(ch) = symbol(tag)? {
                    self.element(tag, ch, look, para);
                }
            }
            (Space::Word, "txbxContent") => return self.text_box(look.run, para),
            (Space::Compat, "AlternateContent") => {
                let look = Look { run: self.solid(look.run), ..look };
                return self.alternatives(|reader| reader.run_elements(look, para));
            }
            // Hidden from readers of the page, or text of another kind.
            (Space::Word, "delText" | "delInstrText" | "rt" | "rPrChange" | "softHyphen") => {}
            // Drawings, pictures, objects: only text boxes in them are text.
            _ => {
                let look = Look { run: self.solid(look.run), ..look };
                return self.run_elements(look, para);
            }
        }
        self.xml.skip()
    }

    fn run_elements(&mut self, look: Look, para: &mut Para) -> Result<(), DocxError> {
        loop {
            match self.xml.inside()? {
                Node::Close { .. } => return Ok(()),
                Node::Open(tag) => self.run_element(&tag, look, para)?,
                _ => {}
            }
        }
    }

    fn element(&mut self, tag: &Tag<'a>, ch: char, look: Look, para: &mut Para) {
        self.push(Piece { ch, start: tag.start, end: tag.end, run: look.run, same: false, raised: false }, look, para);
    }

    fn push(&self, piece: Piece, look: Look, para: &mut Para) {
        if self.in_instruction() {
            return;
        }
        if look.left_out {
            para.leave_out();
            return;
        }
        let ch = if look.raised == Raised::Super { raised(piece.ch) } else { piece.ch };
        para.plain |= !look.bold && !ch.is_whitespace();
        let raised = ch != piece.ch;
        para.pieces.push(Piece { ch, same: piece.same && !raised, raised, ..piece });
    }

    /// The characters of a `w:t`.
    fn text(&mut self, tag: &Tag<'a>, look: Look, para: &mut Para) -> Result<(), DocxError> {
        let kept = tag.attr("space")?.as_deref() == Some("preserve");
        let before = para.pieces.len();
        let (content_end, end) = loop {
            match self.xml.inside()? {
                Node::Close { start, end } => break (start, end),
                Node::Text { start, text } => {
                    for (i, ch) in text.char_indices() {
                        let at = start + i as u32;
                        // A line end of the XML is a space to Word; the mark of notes is never typed.
                        let seen = if matches!(ch, '\n' | '\r' | NOTE_MARK) { ' ' } else { ch };
                        let piece = Piece {
                            ch: seen,
                            start: at,
                            end: at + ch.len_utf8() as u32,
                            run: look.run,
                            same: seen == ch,
                            raised: false,
                        };
                        self.push(piece, look, para);
                    }
                }
                Node::Char { start, end, ch } => {
                    let ch = if matches!(ch, '\n' | '\r' | NOTE_MARK) { ' ' } else { ch };
                    self.push(Piece { ch, start, end, run: look.run, same: false, raised: false }, look, para);
                }
                Node::Open(_) => self.xml.skip()?,
            }
        };
        if !kept {
            // Word drops spaces at both ends unless they are to be preserved.
            while para.pieces.len() > before && para.pieces.last().is_some_and(|p| p.ch == ' ') {
                para.pieces.pop();
            }
            let spaces = para.pieces.iter().skip(before).take_while(|p| p.ch == ' ').count();
            para.pieces.drain(before..before + spaces);
        }
        let first = para.pieces.get(before).map_or(tag.end, |p| p.start);
        let last = para.pieces.get(before..).and_then(<[Piece]>::last).map_or(content_end, |p| p.end);
        let shown = (!kept).then_some((first, last));
        self.story.texts.push(TextElement { start: tag.start, content_start: tag.end, content_end, end, shown });
        Ok(())
    }

    fn mark(&mut self, tag: &Tag<'a>, look: Look, para: &mut Para) -> Result<(), DocxError> {
        let kind = if tag.name == "footnoteReference" { NoteKind::Foot } else { NoteKind::End };
        let id = tag.attr("id")?.unwrap_or_default();
        let before = para.pieces.len();
        self.push(
            Piece { ch: NOTE_MARK, start: tag.start, end: tag.end, run: look.run, same: false, raised: false },
            Look { bold: true, ..look },
            para,
        );
        if para.pieces.len() > before {
            para.marks.push(Mark { piece: before as u32, kind, id });
        }
        Ok(())
    }

    fn field_character(&mut self, tag: &Tag<'a>, look: Look, para: &mut Para) -> Result<(), DocxError> {
        match tag.attr("fldCharType")?.as_deref() {
            Some("begin") => {
                let start = self.story.runs.get(look.run as usize).map_or(tag.start, |run| run.start);
                let paragraph = self.paragraphs;
                self.fields.push(Field { instruction: String::new(), separated: false, start, paragraph });
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.separated = true;
                    para.counted |= field.counts();
                }
            }
            Some("end") => {
                let ended = self.fields.pop();
                // What a field holds is part of it; one that reaches over paragraphs may be the whole draft.
                let outermost = self.fields.is_empty() && self.host.is_none();
                let whole = ended.filter(|f| outermost && f.paragraph == self.paragraphs);
                self.ended.extend(whole.map(|f| f.start));
            }
            _ => {}
        }
        Ok(())
    }

    fn instruction(&mut self) -> Result<(), DocxError> {
        loop {
            match self.xml.inside()? {
                Node::Close { .. } => return Ok(()),
                Node::Text { text, .. } => {
                    if let Some(field) = self.fields.last_mut() {
                        field.instruction.push_str(text);
                    }
                }
                Node::Open(_) => self.xml.skip()?,
                Node::Char { .. } => {}
            }
        }
    }

    /// A formula: its characters in a row, powers raised, fractions with a slash.
    pub(super) fn formula(&mut self, tag: &Tag<'a>, para: &mut Para) -> Result<(), DocxError> {
        let own = self.story.runs.len() as u32;
        let (start, end) = (tag.start, tag.end);
        self.story.runs.push(Run {
            start,
            end,
            content_start: end,
            content_end: end,
            properties: (end, end),
            solid: true,
        });
        let look = Look { run: self.host.unwrap_or(own), left_out: false, raised: Raised::Baseline, bold: false };
        let end = self.formula_parts(look, para)?;
        if let Some(run) = self.story.runs.get_mut(own as usize) {
            run.end = end;
        }
        Ok(())
    }

    fn formula_parts(&mut self, look: Look, para: &mut Para) -> Result<u32, DocxError> {
        loop {
            match self.xml.inside()? {
                Node::Close { end, .. } => return Ok(end),
                Node::Open(tag) => match (tag.space, tag.name) {
                    (Space::Math, "t") => {
                        self.text(&tag, look, para)?;
                        // Not a `w:t`: it cannot be cut.
                        self.story.texts.pop();
                    }
                    (Space::Math, "sup") => drop(self.formula_parts(Look { raised: Raised::Super, ..look }, para)?),
                    (Space::Math, "den") => {
                        self.element(&tag, '/', look, para);
                        self.formula_parts(look, para)?;
                    }
                    (_, "rPr" | "ctrlPr" | "del" | "moveFrom") => self.xml.skip()?,
                    _ => drop(self.formula_parts(look, para)?),
                },
                Node::Text { .. } | Node::Char { .. } => {}
            }
        }
    }
}

/// A superscript as a character of its own, so that `10³` is never `103`.
fn raised(ch: char) -> char {
    match ch {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => char::from_u32(0x2070 + (ch as u32 - '0' as u32)).unwrap_or(ch),
        '+' => '⁺',
        '-' | '−' | '–' => '⁻',
        'n' => 'ⁿ',
        other => other,
    }
}

/// The character of a symbol font; ornaments are bullets.
fn symbol(tag: &Tag<'_>) -> Result<Option<char>, DocxError> {
    let code = tag.attr("char")?.and_then(|c| u32::from_str_radix(&c, 16).ok());
    let font = tag.attr("font")?.unwrap_or_default();
    Ok(code.and_then(|code| match code {
        0xf000..=0xf0ff if font == "Symbol" => Some(match code & 0xff {
            0xa3 => '≤',
            0xb0 => '°',
            0xb1 => '±',
            0xb3 => '≥',
            0xb4 => '×',
            0xb8 => '÷',
            0xb9 => '≠',
            0xbb => '≈',
            ascii @ 0x20..=0x3f => char::from(ascii as u8),
            _ => '•',
        }),
        0xe000..=0xf8ff => Some('•'),
        code => char::from_u32(code).filter(|c| !c.is_control()),
    }))
}
