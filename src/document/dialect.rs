//! The exporters: their names, and in what their Markdown differs for us.

use super::Dialect;

/// Every dialect with the name used on the command line.
const NAMES: &[(Dialect, &str)] = &[
    (Dialect::Markdown, "markdown"),
    (Dialect::Poi, "poi"),
    (Dialect::PandocMarkdown, "pandoc-markdown"),
    (Dialect::PandocGfm, "pandoc-gfm"),
    (Dialect::PandocPlain, "pandoc-plain"),
    (Dialect::GoogleDocs, "google-docs"),
    (Dialect::Markitdown, "markitdown"),
    (Dialect::Mammoth, "mammoth"),
    (Dialect::Turndown, "turndown"),
    (Dialect::LibreOfficeMarkdown, "libreoffice"),
    (Dialect::PlainText, "text"),
    (Dialect::Docling, "docling"),
    (Dialect::Undocx, "undocx"),
    (Dialect::Docx, "docx"),
];

impl Dialect {
    /// The name to print and to give to `--dialect`.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(d, _)| *d == self).map_or("markdown", |(_, name)| name)
    }

    /// The dialect of a name.
    pub fn parse(name: &str) -> Option<Dialect> {
        NAMES.iter().find(|(_, n)| *n == name).map(|(dialect, _)| *dialect)
    }

    /// All dialects of text, in the order of the documentation.
    pub fn of_text() -> impl Iterator<Item = Dialect> {
        NAMES.iter().map(|(dialect, _)| *dialect).filter(|dialect| *dialect != Dialect::Docx)
    }

    /// Their names.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Dialect::of_text().map(Dialect::name)
    }

    /// How blocks and inline text of this dialect are to be read.
    pub(super) fn traits(self) -> Traits {
        use Dialect::*;
        let exporter = self != Markdown;
        Traits {
            markup: !matches!(self, PandocPlain | PlainText),
            lazy_notes: !exporter,
            underlines: match self {
                Markdown => Underlines::Any,
                PandocGfm | Turndown => Underlines::AsLongAsTheTitle,
                _ => Underlines::None,
            },
            break_ends_paragraph: self == GoogleDocs,
            heading_goes_on: matches!(self, Undocx | LibreOfficeMarkdown | Markitdown | Mammoth | Docling),
            caret_notes: !matches!(self, Markitdown | Mammoth | Turndown | LibreOfficeMarkdown | Docling),
            notes_in_list: matches!(self, Markitdown | Mammoth | Turndown),
            stars_escaped: matches!(
                self,
                PandocMarkdown | PandocGfm | GoogleDocs | Markitdown | Mammoth | Turndown | LibreOfficeMarkdown
            ),
            quotes_escaped: matches!(self, PandocMarkdown | PandocGfm | GoogleDocs | Turndown | LibreOfficeMarkdown),
            attributes: matches!(self, PandocMarkdown | PandocGfm),
            raised: match self {
                PandocMarkdown => Raised::Any,
                PandocGfm => Raised::Numbers,
                _ => Raised::None,
            },
            smart: self == PandocMarkdown,
            rulers: matches!(self, Markdown | PandocMarkdown | PandocPlain),
            comments_as_notes: self == Undocx,
            spaced_styles: self == Docling,
        }
    }
}

/// In what a dialect differs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Traits {
    /// Whether there is any inline markup.
    pub markup: bool,
    /// Whether the text of a note may go on in a line that is not indented.
    pub lazy_notes: bool,
    /// Which lines of `=` or `-` make the line above a heading.
    pub underlines: Underlines,
    /// Whether two spaces at the end of a line end the paragraph.
    pub break_ends_paragraph: bool,
    /// Whether the line below a heading belongs to it.
    pub heading_goes_on: bool,
    /// Whether `[^3]` refers to a note; elsewhere it is typed.
    pub caret_notes: bool,
    /// Whether notes are a numbered list at the end, with links back.
    pub notes_in_list: bool,
    /// Whether a `*` of the text is always written `\*`: one that is left over is markup.
    pub stars_escaped: bool,
    /// Whether a `>` of the text is always written `\>`.
    pub quotes_escaped: bool,
    /// Whether `[text]{.class}` is markup.
    pub attributes: bool,
    /// Whether `10^3^` and `CO~2~` are markup.
    pub raised: Raised,
    /// Whether `--` stands for a dash and `...` for an ellipsis.
    pub smart: bool,
    /// Whether lines of dashes draw tables.
    pub rulers: bool,
    /// Whether a space was put in wherever the style changes, also inside numbers.
    pub spaced_styles: bool,
    /// Whether `[^c0]` is a comment of a reviewer.
    pub comments_as_notes: bool,
}

/// Underlined headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Underlines {
    /// A typed line may be any length.
    Any,
    /// The exporter draws it as long as the title.
    AsLongAsTheTitle,
    /// The exporter writes none: the line is text.
    None,
}

/// Superscript and subscript as `^` and `~`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raised {
    /// Any text.
    Any,
    /// Only numbers after a letter or digit; elsewhere the signs may be typed.
    Numbers,
    /// None.
    None,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_dialect() {
        for name in Dialect::names() {
            assert_eq!(Dialect::parse(name).map(Dialect::name), Some(name));
        }
        assert_eq!(Dialect::parse("word"), None);
    }
}
