//! `Source -> Document`: picks the reader of a dialect.

use super::build::Builder;
use super::{Dialect, Document, markdown, poi};
use crate::source::Source;

/// Reads a draft. Without a dialect it is told by the content.
pub fn read(source: Source, dialect: Option<Dialect>) -> Document {
    let text = source.text();
    let dialect = dialect.unwrap_or_else(|| detect(text));
    let mut builder = Builder::new(text, dialect);
    match dialect {
        Dialect::Poi => poi::read(&mut builder),
        _ => markdown::read(&mut builder),
    }
    let finish = builder.finish();
    finish(source)
}

fn detect(text: &str) -> Dialect {
    let poi = ["[footnoteRef:", "[endnoteRef:", "[bookmark: _"];
    match poi.iter().any(|mark| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some()) {
        true => Dialect::Poi,
        false => Dialect::Markdown,
    }
}
