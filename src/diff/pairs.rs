//! Pairs the figures of two drafts: sentences and fields of tables are matched
//! by their words, then the figures in them.

use crate::check::Report;
use crate::document::{BlockKind, Document, TextRange};
use crate::figures::Figure;
use crate::lexicon;
use crate::report::place::sentence;
use hashbrown::{HashMap, HashSet};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// How alike two reworded sentences must be to be one, in percent.
const ALIKE: usize = 75;

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
    // The sentences that have not found each other yet.
    let mut left: Vec<Option<&Piece>> = before.iter().map(Some).collect();
    let mut right: Vec<Option<&Piece>> = after.iter().map(Some).collect();
    let mut meet = |i: usize, j: usize, left: &mut [Option<&Piece>], right: &mut [Option<&Piece>]| {
        let old = left.get_mut(i).and_then(Option::take);
        let new = right.get_mut(j).and_then(Option::take);
        if let (Some(old), Some(new)) = (old, new) {
            figures((i, old), (j, new), &mut out);
        }
    };
    let skeletons = |all: &[Piece]| all.iter().map(|p| p.skeleton.clone()).collect::<Vec<_>>();
    for op in capture_diff_slices(Algorithm::Myers, &skeletons(&before), &skeletons(&after)) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            (0..len).for_each(|k| meet(old_index + k, new_index + k, &mut left, &mut right));
        }
    }
    // Moved as they are.
    let mut moved: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, piece) in before.iter().enumerate().rev().filter(|(i, _)| alone(&left, *i).is_some()) {
        moved.entry(&piece.skeleton).or_default().push(i);
    }
    for (j, piece) in after.iter().enumerate() {
        let free = alone(&right, j).is_some();
        if let Some(i) = moved.get_mut(piece.skeleton.as_str()).filter(|_| free).and_then(Vec::pop) {
            meet(i, j, &mut left, &mut right);
        }
    }
    // Reworded.
    let sentence = |p: &Piece| p.label.is_none();
    let reworded = Reworded::of(&before, |i| alone(&left, i).is_some_and(sentence));
    for (j, new) in after.iter().enumerate() {
        let alike = |i: &usize| alone(&left, *i).map_or(0, |old| alike(old, new));
        let likely = if alone(&right, j).is_some_and(sentence) { reworded.likely(new) } else { Vec::new() };
        let best = likely.into_iter().filter(|&i| alone(&left, i).is_some()).max_by_key(|i| alike(i));
        if let Some(i) = best.filter(|i| alike(i) >= ALIKE) {
            meet(i, j, &mut left, &mut right);
        }
    }
    let rest = |all: Vec<Option<&Piece>>| all.into_iter().flatten().flat_map(|p| p.figures.clone()).collect::<Vec<_>>();
    out.vanished.extend(rest(left));
    out.appeared.extend(rest(right));
    out.pieces = after;
    moved_on(&mut out);
    out
}

/// A sentence that has found no other yet.
fn alone<'a>(all: &[Option<&'a Piece>], at: usize) -> Option<&'a Piece> {
    all.get(at).copied().flatten()
}

/// How alike two sentences are, in percent of their words; not at all where they name different things.
fn alike(old: &Piece, new: &Piece) -> usize {
    let (old_names, new_names) = (capitals(&old.words), capitals(&new.words));
    if !old_names.is_subset(&new_names) && !new_names.is_subset(&old_names) {
        return 0;
    }
    let words = |p: &'_ Piece| p.skeleton.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (words(old), words(new));
    let equal = |op: &DiffOp| if let DiffOp::Equal { len, .. } = op { *len } else { 0 };
    let common: usize = capture_diff_slices(Algorithm::Myers, &old, &new).iter().map(equal).sum();
    200 * common / (old.len() + new.len()).max(1)
}

/// Words with a capital behind the first word: names.
fn capitals(sentence: &str) -> HashSet<&str> {
    sentence.split_whitespace().skip(1).filter(|w| w.starts_with(char::is_uppercase)).collect()
}

/// What only moved into another sentence neither appeared nor vanished.
fn moved_on(out: &mut Paired) {
    let key = |f: &Figure| (f.value(), f.unit.dimension);
    let mut appeared: HashMap<_, usize> = HashMap::new();
    for f in &out.appeared {
        *appeared.entry(key(f)).or_default() += 1;
    }
    let mut both: HashMap<_, usize> = HashMap::new();
    out.vanished.retain(|f| match appeared.get_mut(&key(f)).filter(|n| **n > 0) {
        Some(left) => {
            *left -= 1;
            *both.entry(key(f)).or_default() += 1;
            false
        }
        None => true,
    });
    out.appeared.retain(|f| match both.get_mut(&key(f)).filter(|n| **n > 0) {
        Some(left) => {
            *left -= 1;
            false
        }
        None => true,
    });
}

/// Sentences of the old draft by their words, to find those that one of the new draft may be made of.
struct Reworded<'a> {
    of_word: HashMap<&'a str, Vec<usize>>,
}

/// So many sentences that share the most words are compared letter by letter.
const LIKELY: usize = 8;

/// A word in more sentences than this tells none from another.
const COMMON: usize = 100;

impl<'a> Reworded<'a> {
    fn of(pieces: &'a [Piece], wanted: impl Fn(usize) -> bool) -> Reworded<'a> {
        let mut of_word: HashMap<&str, Vec<usize>> = HashMap::new();
        for (i, piece) in pieces.iter().enumerate().filter(|(i, _)| wanted(*i)) {
            for word in piece.skeleton.split_whitespace() {
                let all = of_word.entry(word).or_default();
                if all.last() != Some(&i) {
                    all.push(i);
                }
            }
        }
        Reworded { of_word }
    }

    /// The sentences that share the most words with one, by place.
    fn likely(&self, piece: &Piece) -> Vec<usize> {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        let words: HashSet<&str> = piece.skeleton.split_whitespace().collect();
        for all in words.iter().filter_map(|w| self.of_word.get(w)).filter(|all| all.len() <= COMMON) {
            all.iter().for_each(|&i| *shared.entry(i).or_default() += 1);
        }
        let mut found: Vec<(usize, usize)> = shared.into_iter().collect();
        found.sort_by_key(|&(i, count)| (std::cmp::Reverse(count), i));
        found.truncate(LIKELY);
        let mut found: Vec<usize> = found.into_iter().map(|(i, _)| i).collect();
        found.sort_unstable();
        found
    }
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
    let names = names(document);
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

/// Label and header of each cell, by its block.
fn names(document: &Document) -> HashMap<u32, (String, String)> {
    let mut out = HashMap::new();
    for table in &document.tables {
        let text = |block: Option<&u32>| block.map_or("", |&b| document.block_text(b).trim()).to_owned();
        let (mut labels, mut headers): (HashMap<u32, u32>, HashMap<u32, u32>) = Default::default();
        for cell in &table.cells {
            if cell.row == 0 {
                headers.entry(cell.column).or_insert(cell.block);
            }
            if document.block_text(cell.block).chars().any(char::is_alphabetic) {
                labels.entry(cell.row).or_insert(cell.block);
            }
        }
        for cell in &table.cells {
            out.insert(cell.block, (text(labels.get(&cell.row)), text(headers.get(&cell.column))));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Options, check};
    use crate::source::{Encoding, Source};

    fn report(text: &str) -> Report {
        check(Source::new("a.md", text.to_owned(), Encoding::Utf8), &Options::default())
    }

    /// What became of the figures: `old>new` for each pair, then what appeared, then what vanished.
    fn shown(old: &str, new: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
        let paired = pair(&report(old), &report(new));
        let value = |f: &Figure| f.printed.show(4);
        let pairs = paired.pairs.iter().map(|p| format!("{}>{}", value(&p.old), value(&p.new)));
        let all = |figures: &[Figure]| figures.iter().map(value).collect();
        (pairs.collect(), all(&paired.appeared), all(&paired.vanished))
    }

    const NONE: Vec<String> = Vec::new();

    fn strings(all: &[&str]) -> Vec<String> {
        all.iter().map(|s| (*s).to_owned()).collect()
    }

    #[test]
    fn figures_are_paired_by_their_sentence_wherever_it_moves() {
        let (thu, chi) = ("Tổng thu ngân sách đạt 96 tỷ đồng.", "Trồng mới 42 ha rừng, chăm sóc 126 ha.");
        let changed = thu.replace("96", "98");
        assert_eq!(
            shown(&format!("{thu}\n\n{chi}"), &format!("{chi}\n\n{changed}")),
            (strings(&["96>98", "42>42", "126>126"]), NONE, NONE)
        );
        let one = format!("{thu} {chi}");
        assert_eq!(shown(&one, &one.replace("126", "130")), (strings(&["96>96", "42>42", "126>130"]), NONE, NONE));
    }

    #[test]
    fn a_reworded_sentence_is_the_same_sentence() {
        let old = "Tổng sản lượng lương thực có hạt cả năm của huyện đạt 31.930 tấn, tăng so với năm trước.";
        let new = "Tổng sản lượng lương thực có hạt cả năm của huyện ước đạt 31.960 tấn, tăng khá so với năm trước.";
        assert_eq!(shown(old, new), (strings(&["31.930>31.960"]), NONE, NONE));
        // Another place is no other wording.
        let (here, there) = ("Bản Nà Lốc thu hoạch được 120 tấn ngô.", "Bản Huổi Lắm thu hoạch được 130 tấn ngô.");
        assert_eq!(shown(here, there), (NONE, strings(&["130"]), strings(&["120"])));
        let other = "Công an huyện xử lý 12 vụ việc.";
        assert_eq!(shown(old, other), (NONE, strings(&["12"]), strings(&["31.930"])));
    }

    #[test]
    fn what_moves_into_another_sentence_neither_appears_nor_vanishes() {
        let old = "Huyện có 12 xã. Có 5 trường học được xây mới.";
        let new = "Các trường trên địa bàn được quan tâm, với 5 trường học mới, 7 phòng học.";
        let (pairs, appeared, vanished) = shown(old, new);
        assert_eq!((pairs, appeared, vanished), (NONE, strings(&["7"]), strings(&["12"])));
    }

    #[test]
    fn fields_of_tables_are_paired_by_label_and_header() {
        let table = |rows: &str| format!("| Chỉ tiêu | Năm 2023 | Năm 2024 |\n|---|---:|---:|\n{rows}");
        let old = table("| Đàn trâu | 412 | 430 |\n| Đàn bò | 950 | 985 |\n");
        let new = table("| Đàn bò | 950 | 995 |\n| Đàn lợn | 70 | 80 |\n| Đàn trâu | 412 | 430 |\n");
        let (mut pairs, appeared, vanished) = shown(&old, &new);
        pairs.sort();
        let expected = strings(&["412>412", "430>430", "950>950", "985>995"]);
        assert_eq!((pairs, appeared, vanished), (expected, strings(&["70", "80"]), NONE));
    }

    #[test]
    fn the_work_is_not_the_product_of_two_drafts() {
        // Every sentence is another one, and every label of a wide table.
        let draft = |shift: usize| {
            let sentence = |i: usize| format!("Bản {} thứ{i} thu hoạch{} được {} tấn ngô.\n\n", i + shift, i, 1000 + i);
            let text: String = (0..1500).map(sentence).collect();
            let cells = |i: usize| format!("| Dòng{i} | {} | {} |\n", i + shift, 7 * i);
            text + "| A | B | C |\n|---|---:|---:|\n" + &(0..1500).map(cells).collect::<String>()
        };
        let (old, new) = (report(&draft(0)), report(&draft(1)));
        let start = std::time::Instant::now();
        let paired = pair(&old, &new);
        assert!(paired.pairs.len() > 3000, "{}", paired.pairs.len());
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }
}
