//! What an exporter is known to lose, whatever the draft holds.

use super::build::Builder;
use super::{Dialect, Loss};

/// Notes the losses of the dialect.
pub(crate) fn note(b: &mut Builder) {
    use Dialect::*;
    let dialect = b.dialect;
    if matches!(dialect, LibreOfficeMarkdown | Docling) && !b.has_notes() {
        b.lose(Loss::Notes);
    }
    if matches!(dialect, Poi | Markitdown | Mammoth | Turndown | LibreOfficeMarkdown | Docling | PlainText | GoogleDocs)
    {
        b.lose(Loss::Superscripts);
    }
    if matches!(dialect, Poi | Mammoth | PlainText) {
        b.lose(Loss::Struck);
    }
    if dialect == Mammoth || b.has_cell_runs() {
        b.lose(Loss::Columns);
    }
    if matches!(dialect, PandocMarkdown | PandocGfm | PandocPlain | Markitdown | Turndown) {
        b.lose(Loss::Spaces);
    }
}
