//! From the XML of a part to its [`Story`]: tracked changes accepted, hidden
//! and struck out text left out, fields by their result, text boxes once.

use super::error::DocxError;
use super::limits::MAX_COLUMNS;
use super::run::Field;
use super::story::{CellTree, Item, Merge, Para, ParaProperties, RowTree, Run, Story, TableTree};
use super::styles::Styles;
use super::xml::{Node, Space, Tag, Xml};

/// A reader of one part.
pub(super) struct Reader<'a> {
    pub(super) xml: Xml<'a>,
    pub(super) styles: &'a Styles,
    pub(super) story: Story,
    /// Fields that are open, outermost first; they may span paragraphs.
    pub(super) fields: Vec<Field>,
    /// Where fields began that end in the run that is being read.
    pub(super) ended: Vec<u32>,
    /// How many paragraphs have begun.
    pub(super) paragraphs: u32,
    /// The run that carries the text box that is being read.
    pub(super) host: Option<u32>,
    /// Runs that wait for the end of the run that carries them.
    pub(super) hosted: Vec<u32>,
}

/// Reads a part: the body, or the notes of one kind.
pub(super) fn read_story(part: &str, source: &str, styles: &Styles) -> Result<Story, DocxError> {
    let mut reader = Reader {
        xml: Xml::new(part, source),
        styles,
        story: Story::default(),
        fields: Vec::new(),
        ended: Vec::new(),
        paragraphs: 0,
        host: None,
        hosted: Vec::new(),
    };
    while let Some(node) = reader.xml.next()? {
        let Node::Open(tag) = node else { continue };
        if tag.is("body") {
            let mut items = Vec::new();
            reader.items(&mut items)?;
            reader.story.items = items;
        } else if tag.is("footnote") || tag.is("endnote") {
            reader.note(&tag)?;
        }
    }
    Ok(reader.story)
}

impl<'a> Reader<'a> {
    fn note(&mut self, tag: &Tag<'a>) -> Result<(), DocxError> {
        // Separator lines are notes to Word but no text.
        let kind = tag.attr("type")?;
        if kind.is_some_and(|k| k != "normal") {
            return self.xml.skip();
        }
        let id = tag.attr("id")?.unwrap_or_default();
        let mut items = Vec::new();
        self.items(&mut items)?;
        self.fields.clear();
        self.story.notes.push((id, items));
        Ok(())
    }

    /// Reads paragraphs and tables up to the end of the open element.
    pub(super) fn items(&mut self, out: &mut Vec<Item>) -> Result<(), DocxError> {
        loop {
            match self.xml.inside()? {
                Node::Close { .. } => return Ok(()),
                Node::Open(tag) => self.item(&tag, out)?,
                _ => {}
            }
        }
    }

    fn item(&mut self, tag: &Tag<'a>, out: &mut Vec<Item>) -> Result<(), DocxError> {
        match (tag.space, tag.name) {
            (Space::Word, "p") => out.push(Item::Para(self.paragraph()?)),
            (Space::Word, "tbl") => out.push(Item::Table(self.table()?)),
            // What was deleted or moved away, and properties.
            (Space::Word, "del" | "moveFrom" | "sdtPr" | "sdtEndPr" | "sectPr") => self.xml.skip()?,
            // A whole file of another kind (HTML, RTF, a second Word file), which Word turns into text when it opens this one.
            (Space::Word, "altChunk") => {
                self.story.embeds = true;
                self.xml.skip()?;
            }
            (Space::Compat, "AlternateContent") => self.alternatives(|reader| reader.items(out))?,
            // Content controls, insertions, custom XML: what is in them counts.
            (Space::Word, _) => self.items(out)?,
            _ => self.xml.skip()?,
        }
        Ok(())
    }

    /// Reads the first alternative of a piece of content that Word understands: the
    /// later ones show the same to older readers.
    pub(super) fn alternatives(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<(), DocxError>,
    ) -> Result<(), DocxError> {
        let mut done = false;
        loop {
            match self.xml.inside()? {
                Node::Close { .. } => return Ok(()),
                Node::Open(tag) if tag.space == Space::Compat && !done => {
                    done = match tag.name {
                        "Choice" => self.xml.understands(&tag)?,
                        _ => tag.name == "Fallback",
                    };
                    if done { read(self)? } else { self.xml.skip()? }
                }
                Node::Open(_) => self.xml.skip()?,
                _ => {}
            }
        }
    }

    fn paragraph(&mut self) -> Result<Para, DocxError> {
        let mut para = Para::default();
        let open_fields = self.fields.len();
        self.paragraphs += 1;
        self.inline(&mut para)?;
        // A field that never gets to its result would swallow the rest of the draft.
        let mut at = 0;
        self.fields.retain(|field| {
            at += 1;
            at <= open_fields || field.separated
        });
        Ok(para)
    }

    /// Reads runs up to the end of the open element.
    fn inline(&mut self, para: &mut Para) -> Result<(), DocxError> {
        loop {
            match self.xml.inside()? {
                Node::Close { .. } => return Ok(()),
                Node::Open(tag) => self.inline_element(&tag, para)?,
                _ => {}
            }
        }
    }

    fn inline_element(&mut self, tag: &Tag<'a>, para: &mut Para) -> Result<(), DocxError> {
        match (tag.space, tag.name) {
            (Space::Word, "r") => self.run(tag, para)?,
            (Space::Word, "pPr") => {
                para.properties = self.paragraph_properties()?;
                let style = para.properties.style.as_deref();
                let outline = para.properties.outline.or(self.styles.outline(style));
                // A table of contents holds no headings: where one follows, a
                // field whose end is missing ends here.
                if outline.is_some_and(|level| level < 9) {
                    self.fields.clear();
                }
            }
            (Space::Word, "del" | "moveFrom") => {
                para.leave_out();
                self.xml.skip()?;
            }
            (Space::Word, "sdtPr" | "sdtEndPr") => self.xml.skip()?,
            (Space::Word, "fldSimple") => {
                let instruction = tag.attr("instr")?.unwrap_or_default();
                let (start, paragraph) = (tag.start, self.paragraphs);
                self.fields.push(Field { instruction, separated: true, start, paragraph });
                let depth = self.fields.len();
                para.counted |= self.fields.last().is_some_and(Field::counts);
                self.inline(para)?;
                self.fields.truncate(depth - 1);
                if self.fields.is_empty() && self.host.is_none() {
                    self.story.fields.push((start, self.xml.position()));
                }
            }
            (Space::Math, "oMath" | "oMathPara") => self.formula(tag, para)?,
            (Space::Compat, "AlternateContent") => self.alternatives(|reader| reader.inline(para))?,
            (Space::Word, _) => self.inline(para)?,
            _ => self.xml.skip()?,
        }
        Ok(())
    }

    fn paragraph_properties(&mut self) -> Result<ParaProperties, DocxError> {
        let mut found = ParaProperties::default();
        let mut open = vec!["pPr"];
        while let Some(parent) = open.last().copied() {
            match self.xml.inside()? {
                Node::Open(tag) => {
                    match (parent, tag.name) {
                        ("pPr", "pStyle") => found.style = tag.val()?,
                        ("pPr", "outlineLvl") => found.outline = tag.number("val")?.and_then(|n| u8::try_from(n).ok()),
                        ("numPr", "numId") => found.list = tag.val()?,
                        ("numPr", "ilvl") => found.list_level = tag.number("val")?.and_then(|n| u8::try_from(n).ok()),
                        ("rPr", "del" | "moveFrom") => found.joined = true,
                        ("rPr", "vanish") => found.hidden = Some(tag.on()?),
                        // Properties as they were before a tracked change.
                        (_, "pPrChange" | "rPrChange" | "sectPr") => {
                            self.xml.skip()?;
                            continue;
                        }
                        _ => {}
                    }
                    open.push(tag.name);
                }
                Node::Close { .. } => drop(open.pop()),
                _ => {}
            }
        }
        Ok(found)
    }

    fn table(&mut self) -> Result<TableTree, DocxError> {
        let mut table = TableTree::default();
        self.rows(&mut table)?;
        Ok(table)
    }

    fn rows(&mut self, table: &mut TableTree) -> Result<(), DocxError> {
        loop {
            match self.xml.inside()? {
                Node::Close { .. } => return Ok(()),
                Node::Open(tag) => match (tag.space, tag.name) {
                    (Space::Word, "tr") => {
                        let mut row = RowTree::default();
                        self.cells(&mut row)?;
                        if !row.deleted {
                            table.rows.push(row);
                        }
                    }
                    (Space::Word, "tblPr" | "tblGrid" | "del" | "moveFrom" | "sdtPr" | "sdtEndPr") => {
                        self.xml.skip()?
                    }
                    (Space::Word, _) => self.rows(table)?,
                    _ => self.xml.skip()?,
                },
                _ => {}
            }
        }
    }

    fn cells(&mut self, row: &mut RowTree) -> Result<(), DocxError> {
        loop {
            match self.xml.inside()? {
                Node::Close { .. } => return Ok(()),
                Node::Open(tag) => match (tag.space, tag.name) {
                    (Space::Word, "tc") => {
                        let cell = self.cell()?;
                        row.cells.push(cell);
                    }
                    (Space::Word, "trPr") => self.properties(|tag| {
                        match tag.name {
                            "tblHeader" => row.header = tag.on()?,
                            "del" => row.deleted = true,
                            "gridBefore" => row.before = columns(tag)?,
                            "gridAfter" => row.after = columns(tag)?,
                            _ => {}
                        }
                        Ok(())
                    })?,
                    (Space::Word, "tblPrEx" | "sdtPr" | "sdtEndPr") => self.xml.skip()?,
                    (Space::Word, _) => self.cells(row)?,
                    _ => self.xml.skip()?,
                },
                _ => {}
            }
        }
    }

    fn cell(&mut self) -> Result<CellTree, DocxError> {
        let mut cell = CellTree { columns: 1, merge: Merge::Starts, items: Vec::new() };
        loop {
            match self.xml.inside()? {
                Node::Close { .. } => return Ok(cell),
                Node::Open(tag) if tag.is("tcPr") => self.properties(|tag| {
                    match tag.name {
                        "gridSpan" => cell.columns = columns(tag)?.max(1),
                        // Without a value it goes on with the cell above.
                        "vMerge" if tag.val()?.as_deref() != Some("restart") => cell.merge = Merge::Continues,
                        _ => {}
                    }
                    Ok(())
                })?,
                Node::Open(tag) => self.item(&tag, &mut cell.items)?,
                _ => {}
            }
        }
    }

    /// Shows the properties directly under the open element to `read`.
    pub(super) fn properties(
        &mut self,
        mut read: impl FnMut(&Tag<'a>) -> Result<(), DocxError>,
    ) -> Result<(), DocxError> {
        loop {
            match self.xml.inside()? {
                Node::Close { .. } => return Ok(()),
                Node::Open(tag) => {
                    read(&tag)?;
                    self.xml.skip()?;
                }
                _ => {}
            }
        }
    }

    /// A stand-in for a run that must not be cut where its content is nested.
    pub(super) fn solid(&mut self, run: u32) -> u32 {
        match self.story.runs.get(run as usize) {
            Some(carrier) if !carrier.solid => {
                let copy = Run { solid: true, ..carrier.clone() };
                let id = self.story.runs.len() as u32;
                self.hosted.push(id);
                self.story.runs.push(copy);
                id
            }
            _ => run,
        }
    }

    /// A text box: its paragraphs hang on the paragraph that carries it.
    pub(super) fn text_box(&mut self, carrier: u32, para: &mut Para) -> Result<(), DocxError> {
        let outer = self.host;
        // Comments cannot stand in a text box: its characters belong to the run that carries it.
        self.host = Some(outer.unwrap_or_else(|| self.solid(carrier)));
        let fields = std::mem::take(&mut self.fields);
        let mut items = Vec::new();
        self.items(&mut items)?;
        para.boxes.append(&mut items);
        self.fields = fields;
        self.host = outer;
        Ok(())
    }
}

fn columns(tag: &Tag<'_>) -> Result<u32, DocxError> {
    let number = tag.number("val")?.unwrap_or(0);
    Ok(u32::try_from(number).unwrap_or(0).min(MAX_COLUMNS))
}
