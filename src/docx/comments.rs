//! The part with the comments of a Word file, and how the file knows of it.

use super::container::{Package, rels_name};
use super::edits::{Edit, apply, escape};
use super::error::DocxError;
use super::styles::Styles;
use super::xml::{Node, Xml, word_binding};
use hashbrown::HashSet;

/// The author of all comments of the program: how a later run knows its own.
pub(super) const AUTHOR: &str = "doisoat";
const INITIALS: &str = "ds";
const CONTENT_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const RELATIONSHIP: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";

/// Names of elements and attributes of WordprocessingML in a part.
pub(super) struct Names {
    /// With the colon: `w:`.
    pub prefix: String,
    /// A declaration for elements outside of which the prefix is not known.
    pub declaration: String,
    /// The namespace.
    pub namespace: String,
}

impl Names {
    /// As the root of a part has them.
    pub fn of(part: &str, source: &str) -> Result<Names, DocxError> {
        let (prefix, namespace) = word_binding(part, source)?;
        // Attributes need a prefix even where elements have none.
        let declaration = if prefix.is_empty() { format!(" xmlns:w=\"{namespace}\"") } else { String::new() };
        let prefix = if prefix.is_empty() { "w:".to_owned() } else { prefix + ":" };
        Ok(Names { prefix, declaration, namespace })
    }
}

/// A comment to write.
pub(super) struct NewComment {
    /// Its number in the file.
    pub id: u32,
    /// Its paragraphs, apart by newlines.
    pub text: String,
}

/// The comments a file has.
pub(super) struct CommentsPart {
    name: String,
    /// `None` where the file has none.
    source: Option<String>,
    /// Number and bytes of each comment of the program.
    own: Vec<(String, u32, u32)>,
    /// The highest number of a comment of anybody else.
    pub highest: Option<u32>,
}

impl CommentsPart {
    /// Reads the comments of a file.
    pub fn read(package: &mut Package<'_>, main: &str) -> Result<CommentsPart, DocxError> {
        let linked = package.relationships(main)?.into_iter().find(|r| r.kind == "comments").map(|r| r.target);
        let source = match &linked {
            Some(name) => package.part(name)?,
            None => None,
        };
        let name = linked.unwrap_or_else(|| free_name(package, main));
        let mut part = CommentsPart { name, source: None, own: Vec::new(), highest: None };
        if let Some(source) = source {
            part.find_own(&source)?;
            part.source = Some(source);
        }
        Ok(part)
    }

    fn find_own(&mut self, source: &str) -> Result<(), DocxError> {
        let mut xml = Xml::new(&self.name, source);
        let mut found = Vec::new();
        while let Some(node) = xml.next()? {
            let Node::Open(tag) = node else { continue };
            if !tag.is("comment") {
                continue;
            }
            let id = tag.attr("id")?.unwrap_or_default();
            let own = tag.attr("author")?.as_deref() == Some(AUTHOR);
            xml.skip()?;
            if own {
                found.push((id, tag.start, xml.position()));
            } else {
                self.highest = self.highest.max(id.parse().ok());
            }
        }
        self.own = found;
        Ok(())
    }

    /// Numbers of the comments of an earlier run.
    pub fn own_ids(&self) -> HashSet<&str> {
        self.own.iter().map(|(id, ..)| id.as_str()).collect()
    }

    /// Whether the file has to change at all for these comments.
    pub fn unchanged(&self, comments: &[NewComment]) -> bool {
        comments.is_empty() && self.own.is_empty()
    }

    /// The part with the comments of the earlier run replaced.
    pub fn write(
        &self,
        comments: &[NewComment],
        date: Option<&str>,
        styles: &Styles,
        document: &Names,
    ) -> Result<(String, String), DocxError> {
        let text = match &self.source {
            Some(source) => {
                let names = Names::of(&self.name, source)?;
                let written: String = comments.iter().map(|c| element(c, date, styles, &names)).collect();
                let mut edits: Vec<Edit> = self.own.iter().map(|&(_, at, until)| Edit::remove(at, until)).collect();
                edits.push(append(source, written)?);
                apply(source, edits)
            }
            None => {
                let names =
                    Names { prefix: "w:".into(), declaration: String::new(), namespace: document.namespace.clone() };
                let written: String = comments.iter().map(|c| element(c, date, styles, &names)).collect();
                format!(
                    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{}\">{written}</w:comments>",
                    names.namespace
                )
            }
        };
        Ok((self.name.clone(), text))
    }

    /// The changes by which a file without comments learns of them.
    pub fn announce(&self, package: &mut Package<'_>, main: &str) -> Result<Vec<(String, String)>, DocxError> {
        if self.source.is_some() {
            return Ok(Vec::new());
        }
        let types_name = "[Content_Types].xml";
        let types = package.part(types_name)?.ok_or_else(|| DocxError::MissingPart(types_name.to_owned()))?;
        let overriding = format!("<Override PartName=\"/{}\" ContentType=\"{CONTENT_TYPE}\"/>", self.name);
        let rels_name = rels_name(main);
        let links = package.relationships(main)?;
        let rels = package.part(&rels_name)?.unwrap_or_else(|| {
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>"
                .to_owned()
        });
        let id = (1..).map(|n| format!("rIdDoisoat{n}")).find(|id| links.iter().all(|l| l.id != *id));
        let target = self.name.rsplit('/').next().unwrap_or(&self.name);
        // The strict form of the format has names of its own for everything.
        let kind = match rels.contains("http://purl.oclc.org/ooxml/officeDocument/relationships/") {
            true => "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
            false => RELATIONSHIP,
        };
        let link = format!("<Relationship Id=\"{}\" Type=\"{kind}\" Target=\"{target}\"/>", id.unwrap_or_default());
        let with_type = apply(&types, vec![append(&types, overriding)?]);
        let with_link = apply(&rels, vec![append(&rels, link)?]);
        Ok(vec![(types_name.to_owned(), with_type), (rels_name, with_link)])
    }
}

/// A name for the part that no other part has.
fn free_name(package: &Package<'_>, main: &str) -> String {
    let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let usual = format!("{folder}comments.xml");
    if package.has(&usual) { format!("{folder}comments-doisoat.xml") } else { usual }
}

/// Adds elements at the end of the root element of a part.
fn append(source: &str, text: String) -> Result<Edit, DocxError> {
    let mut xml = Xml::new("", source);
    let mut root: Option<(u32, u32, String)> = None;
    let mut last = (0, 0);
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) if root.is_none() => {
                let name = source.get(tag.start as usize + 1..tag.end as usize).unwrap_or("");
                let name = name.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or("");
                root = Some((tag.start, tag.end, name.to_owned()));
            }
            Node::Close { start, end } => last = (start, end),
            _ => {}
        }
    }
    match root {
        // An empty root element is opened: `<Relationships/>`.
        Some((_, end, name)) if last.0 == last.1 => {
            Ok(Edit { at: end - 2, until: end, text: format!(">{text}</{name}>") })
        }
        Some(_) => Ok(Edit::insert(last.0, text)),
        None => Err(DocxError::Write("no root element".to_owned())),
    }
}

/// A comment as XML.
fn element(comment: &NewComment, date: Option<&str>, styles: &Styles, names: &Names) -> String {
    let Names { prefix: w, declaration, .. } = names;
    let paragraph_style = styles
        .id_of("annotation text")
        .map_or(String::new(), |id| format!("<{w}pPr><{w}pStyle {w}val=\"{}\"/></{w}pPr>", escape(id)));
    let mut out = format!("<{w}comment{declaration} {w}id=\"{}\" {w}author=\"{AUTHOR}\"", comment.id);
    if let Some(date) = date {
        out.push_str(&format!(" {w}date=\"{}\"", escape(date)));
    }
    out.push_str(&format!(" {w}initials=\"{INITIALS}\">"));
    let lines = comment.text.lines().filter(|l| !l.trim().is_empty());
    // A comment without a paragraph is damage to Word.
    let empty = comment.text.trim().is_empty().then_some("");
    for (i, line) in lines.chain(empty).enumerate() {
        out.push_str(&format!("<{w}p>{paragraph_style}"));
        if i == 0 {
            out.push_str(&format!("<{w}r>{}<{w}annotationRef/></{w}r>", reference_style(styles, w)));
        }
        out.push_str(&format!("<{w}r><{w}t xml:space=\"preserve\">{}</{w}t></{w}r></{w}p>", escape(line)));
    }
    out.push_str(&format!("</{w}comment>"));
    out
}

/// The look of a reference to a comment.
pub(super) fn reference_style(styles: &Styles, w: &str) -> String {
    match styles.id_of("annotation reference") {
        Some(id) => format!("<{w}rPr><{w}rStyle {w}val=\"{}\"/></{w}rPr>", escape(id)),
        None => format!("<{w}rPr><{w}sz {w}val=\"16\"/></{w}rPr>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_go_to_the_end_of_the_root() {
        for (before, after) in [
            ("<a><b/></a>", "<a><b/><c/></a>"),
            ("<a/>", "<a><c/></a>"),
            ("<a></a>", "<a><c/></a>"),
            ("<x:a y='1'/>\n", "<x:a y='1'><c/></x:a>\n"),
        ] {
            let edit = append(before, "<c/>".to_owned()).unwrap();
            assert_eq!(apply(before, vec![edit]), after);
        }
    }

    #[test]
    fn an_empty_comment_still_has_a_paragraph() {
        let names = Names { prefix: "w:".into(), declaration: String::new(), namespace: "urn:w".into() };
        let xml = element(&NewComment { id: 3, text: String::new() }, None, &Styles::default(), &names);
        assert!(xml.contains("<w:p>"), "{xml}");
    }
}
