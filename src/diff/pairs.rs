//! Pairs the figures of two drafts: sentences and fields of tables are matched
//! by their words, then the figures in them.

use crate::check::Report;
use crate::document::{BlockKind, TextRange};
use crate::figures::Figure;
use crate::lexicon;
use crate::report::place::sentence;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;

/// How alike (0 to 1) two reworded sentences must be to be one.
const ALIKE: f64 = 0.75;

/// A sentence or a field of a table, with its figures.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The words that name what the figures are of: the sentence, or label and header.
    pub words: String,
    /// The label of a row.
    pub label: Option<String>,
    /// The words, folded, with `#` for every number.
    skeleton: String,
    /// In their order.
    pub figures: Vec<Figure>,
}

/// One figure in both drafts, by the index of its piece.
#[derive(Clone, Debug)]
pub struct Pair {
    /// In the old draft.
    pub old: Figure,
    /// In the new draft.
    pub new: Figure,
    /// The piece of the new draft.
    pub piece: usize,
    /// The piece of the old draft.
    pub old_piece: usize,
}

impl Pair {
    /// Whether the value or its unit is another one.
    pub fn changed(&self) -> bool {
        !same(&self.old, &self.new)
    }
}

/// The figures of two drafts.
#[derive(Clone, Debug, Default)]
pub struct Paired {
    /// In both.
    pub pairs: Vec<Pair>,
    /// Only in the new one.
    pub appeared: Vec<Figure>,
    /// Only in the old one.
    pub vanished: Vec<Figure>,
    /// The pieces of the new draft.
    pub pieces: Vec<Piece>,
}

/// Pairs the figures of two drafts.
pub fn pair(old: &Report, new: &Report) -> Paired {
    let (before, after) = (pieces(old), pieces(new));
    let mut out = Paired::default();
    let (mut left, mut right) = (vec![true; before.len()], vec![true; after.len()]);
    let mut meet = |i: usize, j: usize, left: &mut [bool], right: &mut [bool]| {
        (left[i], right[j]) = (false, false);
        figures((i, &before[i]), (j, &after[j]), &mut out);
    };
    let skeletons = |all: &[Piece]| all.iter().map(|p| p.skeleton.clone()).collect::<Vec<_>>();
    for op in capture_diff_slices(Algorithm::Myers, &skeletons(&before), &skeletons(&after)) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            (0..len).for_each(|k| meet(old_index + k, new_index + k, &mut left, &mut right));
        }
    }
    // Moved as they are.
    let mut moved: HashMap<&str, Vec<usize>> = HashMap::new();
    for i in (0..before.len()).rev().filter(|&i| left[i]) {
        moved.entry(&before[i].skeleton).or_default().push(i);
    }
    for j in 0..after.len() {
        if let Some(i) = moved.get_mut(after[j].skeleton.as_str()).filter(|_| right[j]).and_then(Vec::pop) {
            meet(i, j, &mut left, &mut right);
        }
    }
    // Reworded.
    for j in 0..after.len() {
        let alike = |i: &usize| strsim::sorensen_dice(&before[*i].skeleton, &after[j].skeleton);
        let free = (0..before.len()).filter(|&i| right[j] && left[i] && before[i].label.is_none());
        let best = free.max_by(|a, b| alike(a).total_cmp(&alike(b)));
        if let Some(i) = best.filter(|i| after[j].label.is_none() && alike(i) >= ALIKE) {
            meet(i, j, &mut left, &mut right);
        }
    }
    let rest = |all: &[Piece], free: &[bool]| {
        let free = all.iter().zip(free).filter(|(_, free)| **free);
        free.flat_map(|(p, _)| p.figures.clone()).collect::<Vec<_>>()
    };
    out.vanished.extend(rest(&before, &left));
    out.appeared.extend(rest(&after, &right));
    out.pieces = after;
    // What only moved into another sentence neither appeared nor vanished.
    out.vanished.retain(|v| match out.appeared.iter().position(|a| same(a, v)) {
        Some(i) => {
            out.appeared.remove(i);
            false
        }
        None => true,
    });
    out
}

/// Whether two figures have one value and unit.
fn same(a: &Figure, b: &Figure) -> bool {
    a.value() == b.value() && a.unit.dimension == b.unit.dimension
}

/// Pairs the figures of two pieces.
fn figures((old_piece, old): (usize, &Piece), (piece, new): (usize, &Piece), out: &mut Paired) {
    let mut add = |a: &Figure, b: &Figure| out.pairs.push(Pair { old: a.clone(), new: b.clone(), piece, old_piece });
    if old.skeleton == new.skeleton && old.figures.len() == new.figures.len() {
        old.figures.iter().zip(&new.figures).for_each(|(a, b)| add(a, b));
        return;
    }
    let mut left: Vec<&Figure> = old.figures.iter().collect();
    let mut right: Vec<&Figure> = Vec::new();
    for b in &new.figures {
        match left.iter().position(|a| same(a, b)) {
            Some(i) => add(left.remove(i), b),
            None => right.push(b),
        }
    }
    let alone = |all: &[&Figure], f: &Figure| all.iter().filter(|x| x.unit.key == f.unit.key).count() == 1;
    let mut appeared = Vec::new();
    for b in &right {
        match left.iter().position(|a| a.unit.key == b.unit.key) {
            Some(i) if alone(&right, b) && alone(&left, b) => add(left.remove(i), b),
            _ => appeared.push((*b).clone()),
        }
    }
    out.appeared.extend(appeared);
    out.vanished.extend(left.into_iter().cloned());
}

/// The sentences and fields with figures.
fn pieces(report: &Report) -> Vec<Piece> {
    let document = &report.document;
    let mut names: HashMap<u32, (String, String)> = HashMap::new();
    for table in &document.tables {
        let text = |block: u32| document.block_text(block).trim().to_string();
        for cell in &table.cells {
            let header = table.cells.iter().find(|c| c.row == 0 && c.column == cell.column);
            let lettered = |c: &&crate::document::Cell| document.block_text(c.block).chars().any(char::is_alphabetic);
            let label = table.cells.iter().filter(|c| c.row == cell.row).find(lettered);
            let name = |c: Option<&crate::document::Cell>| c.map_or_else(String::new, |c| text(c.block));
            names.insert(cell.block, (name(label), name(header)));
        }
    }
    let mut out = Vec::new();
    for (index, (block, lexed)) in document.blocks.iter().zip(&report.lexed).enumerate() {
        let named = names.get(&(index as u32)).filter(|_| matches!(block.kind, BlockKind::Cell(_)));
        let text = document.slice(block.range);
        let mut rest = lexed.figures.iter().peekable();
        while let Some(first) = rest.peek() {
            let at = (first.number.start - block.range.start) as usize;
            let range = sentence(text, at..(first.number.end - block.range.start) as usize);
            let (start, end) = (block.range.start + range.start as u32, block.range.start + range.end as u32);
            let mut figures = vec![];
            while let Some(f) = rest.next_if(|f| f.number.start < end || figures.is_empty()) {
                figures.push(f.clone());
            }
            let whole = document.slice(TextRange::new(start, end));
            let (words, skeleton) = match named {
                Some((label, header)) => (format!("{label} {header}"), format!("|{label}|{header}|")),
                None => (whole.to_string(), bones(whole, start, &figures)),
            };
            let label = named.map(|(label, _)| label.clone());
            out.push(Piece { words, label, skeleton: lexicon::fold(&skeleton), figures });
        }
    }
    out
}

/// A sentence with `#` for its numbers.
fn bones(text: &str, start: u32, figures: &[Figure]) -> String {
    let (mut out, mut from) = (String::new(), 0);
    for f in figures {
        let at = f.number.start.saturating_sub(start) as usize;
        out.push_str(text.get(from..at).unwrap_or(""));
        out.push('#');
        from = f.number.end.saturating_sub(start) as usize;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}
