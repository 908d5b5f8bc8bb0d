//! `Source -> Document`: picks the reader of a dialect.

use super::build::Builder;
use super::{Dialect, Document, detect, losses, markdown, plain, poi, runs};
use crate::source::Source;

/// Reads a draft. Without a dialect it is told by the content.
pub fn read(source: Source, dialect: Option<Dialect>) -> Document {
    let text = source.text();
    let dialect = dialect.unwrap_or_else(|| detect::detect(text));
    let mut b = Builder::new(text, dialect);
    match dialect {
        Dialect::Poi => poi::read(&mut b),
        Dialect::PlainText if plain::is_line_per_paragraph(text) => plain::read(&mut b),
        _ => markdown::read(&mut b),
    }
    runs::gather(&mut b);
    losses::note(&mut b);
    let finish = b.finish();
    finish(source)
}
