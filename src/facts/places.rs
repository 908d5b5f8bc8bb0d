//! Whose figure it is: the draft's own locality, or another that its sentence or heading names.

use crate::batch::draft::head;
use crate::batch::locality::{names, split};
use crate::document::{Document, TextRange};
use crate::report::place::sentence;

/// The localities that letterhead and title of a draft name: its own, and those it lies in.
#[derive(Clone, Debug)]
pub struct Places {
    own: Vec<String>,
}

impl Places {
    /// Reads letterhead and title of a draft.
    pub fn of(document: &Document) -> Places {
        let texts = head(document).map(|(block, _)| document.block_text(block).trim());
        // A sentence is no letterhead.
        let own = texts.filter(|text| !text.ends_with(['.', ';', ':'])).flat_map(named).collect();
        Places { own }
    }

    /// Whether a locality (folded) is the draft's own.
    pub fn is_own(&self, name: &str) -> bool {
        self.own.iter().any(|own| own == name)
    }

    /// Whether the sentence of a figure, before the figure, or a heading above names another locality, and the
    /// indicator does not.
    pub fn elsewhere(&self, document: &Document, figure: TextRange, indicator: &str) -> bool {
        let Some(index) = document.block_at(figure.start) else { return false };
        let Some(block) = document.blocks.get(index as usize) else { return false };
        let text = document.slice(block.range);
        let inside = |at: u32| (at.saturating_sub(block.range.start) as usize).min(text.len());
        let whole = sentence(text, inside(figure.start)..inside(figure.end));
        let before = text.get(whole.start..inside(figure.start)).unwrap_or("");
        let indicator = named(indicator);
        let other = |text: &str| named(text).iter().any(|n| !self.is_own(n) && !indicator.contains(n));
        other(before) || document.heading_path(index).iter().any(|heading| other(heading))
    }
}

/// The names of localities in a text, folded.
fn named(text: &str) -> Vec<String> {
    names(&split(text)).into_iter().map(|n| n.name).collect()
}
