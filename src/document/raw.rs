//! The text of one block before its inline markup is read: the lines of the
//! block joined, note references already replaced, with the way back to the file.

use super::{NOTE_MARK, Segment, SourceMap};
use crate::source::Span;

/// A block's text as markup.
#[derive(Debug, Default)]
pub(crate) struct Raw {
    /// Lines joined by one space; a [`NOTE_MARK`] for each reference to a note.
    pub text: String,
    /// From `text` to the file.
    pub map: SourceMap,
    /// Offset in `text` and label of each note reference.
    pub marks: Vec<(u32, String)>,
}

impl Raw {
    /// Appends source bytes as they are.
    pub fn copy(&mut self, text: &str, start: u32) {
        self.push(text, Span::new(start, start + text.len() as u32), true);
    }

    /// Appends text that stands for other source bytes.
    pub fn rewrite(&mut self, text: &str, source: Span) {
        self.push(text, source, false);
    }

    /// Appends a reference to a note.
    pub fn mark(&mut self, label: &str, source: Span) {
        self.marks.push((self.text.len() as u32, label.to_owned()));
        let mut buffer = [0; 4];
        self.push(NOTE_MARK.encode_utf8(&mut buffer), source, false);
    }

    /// The text of a run of the map.
    pub fn text_of(&self, run: &Segment) -> &str {
        self.text.get(run.text as usize..(run.text + run.len) as usize).unwrap_or_default()
    }

    fn push(&mut self, text: &str, source: Span, same: bool) {
        let segment = Segment { text: self.text.len() as u32, source, len: text.len() as u32, same };
        self.map.push(segment);
        self.text.push_str(text);
    }
}
