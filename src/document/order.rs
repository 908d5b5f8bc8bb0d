//! The order in which a reader meets what is written: the body, then the notes. Some exports write
//! a note behind its paragraph, others at the end of the file; what is printed must not depend on it.

use super::{BlockKind, Document, TextRange};

impl Document {
    /// Whether a logical offset lies in a note.
    pub fn in_note(&self, offset: u32) -> bool {
        let block = self.block_at(offset).and_then(|b| self.blocks.get(b as usize));
        block.is_some_and(|b| matches!(b.kind, BlockKind::Note(_)))
    }

    /// Puts what stands in the body before what stands in notes; else the order stays.
    pub fn body_first<T>(&self, places: &mut [T], place: impl Fn(&T) -> TextRange) {
        if !self.notes.is_empty() {
            places.sort_by_cached_key(|p| self.in_note(place(p).start));
        }
    }
}
