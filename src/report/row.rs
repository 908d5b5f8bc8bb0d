//! A sentence as one row: cut to a width so that every marked place and its
//! message still fit, with `…` where something was left out.

use super::visible;
use crate::source::border;
use crate::work;
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// A marked place in a text.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Columns its message needs.
    pub room: usize,
    /// Number of the mark, for the caller.
    pub id: usize,
}

/// A row as it is printed.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// What is printed.
    pub text: String,
    /// The marks with their place in `text`.
    pub marks: Vec<Placed>,
}

/// A mark as it stands in a row.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Number of the mark.
    pub id: usize,
    /// Bytes of [`Row::text`].
    pub range: Range<usize>,
    /// Whether its message fits into the width beside or below it.
    pub message_fits: bool,
}

/// Longest piece that is never cut.
const PIECE: usize = 14;
const GAP: &str = "… ";

/// A word (or part of a very long one) with the spaces behind it.
struct Piece {
    /// Bytes of the original text.
    source: Range<usize>,
    /// What is printed.
    shown: String,
    width: usize,
}

/// The rows that show all `marks` of `text`. `replace` may give another text
/// for the character at an offset.
pub fn rows(text: &str, marks: &[Mark], width: usize, replace: &dyn Fn(usize, char) -> Option<String>) -> Vec<Row> {
    let pieces = pieces(text, &stretches(text, marks, width), replace);
    let mut sorted: Vec<&Mark> = marks.iter().collect();
    sorted.sort_by_key(|m| (m.range.start, m.range.end));
    let mut rows = Vec::new();
    let mut group: Vec<&Mark> = Vec::new();
    for mark in sorted {
        group.push(mark);
        if group.len() > 1 && Layout::new(&pieces, &group, width).columns() > width {
            group.pop();
            rows.push(Layout::new(&pieces, &group, width).grown().render());
            group = vec![mark];
        }
    }
    if !group.is_empty() {
        rows.push(Layout::new(&pieces, &group, width).grown().render());
    }
    rows
}

/// What of a text rows of a width can show: so much around both ends of every mark, whatever the length of the text.
fn stretches(text: &str, marks: &[Mark], width: usize) -> Vec<Range<usize>> {
    // No letter and its marks have more bytes, as a rule; of what has, the row may show a little less.
    let reach = 8 * (width + 2 * PIECE);
    let ends = marks.iter().flat_map(|m| [m.range.start, m.range.end]);
    let mut all: Vec<Range<usize>> = ends
        .map(|at| {
            // A piece starts behind a space.
            let (far, near) = (border(text, at.saturating_sub(2 * reach)), border(text, at.saturating_sub(reach)));
            let before = text.get(far..near).unwrap_or_default();
            let start =
                before.char_indices().rev().find(|(_, c)| c.is_whitespace()).map(|(i, c)| far + i + c.len_utf8());
            start.unwrap_or(near)..border(text, at + reach)
        })
        .collect();
    all.sort_by_key(|stretch| stretch.start);
    all.dedup_by(|next, last| {
        let meets = next.start <= last.end;
        if meets {
            last.end = last.end.max(next.end);
        }
        meets
    });
    all
}

fn pieces(text: &str, stretches: &[Range<usize>], replace: &dyn Fn(usize, char) -> Option<String>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for stretch in stretches {
        let (mut first, mut after_space) = (true, true);
        for (at, c) in text.get(stretch.clone()).unwrap_or_default().char_indices() {
            let at = stretch.start + at;
            let space = c.is_whitespace();
            let w = c.width().unwrap_or(0);
            let new = match pieces.last() {
                Some(last) if !first => (after_space && !space) || (w > 0 && last.width + w > PIECE),
                _ => true,
            };
            if new {
                work::step();
                pieces.push(Piece { source: at..at, shown: String::new(), width: 0 });
            }
            if let Some(piece) = pieces.last_mut() {
                piece.source.end = at + c.len_utf8();
                match replace(at, c) {
                    Some(other) => piece.shown.push_str(&other),
                    None => visible::push(&mut piece.shown, c),
                }
                piece.width = visible::width(&piece.shown);
            }
            (first, after_space) = (false, space);
        }
    }
    pieces
}

/// Which pieces a row shows: windows by place, none touching the next.
struct Layout<'a> {
    pieces: &'a [Piece],
    marks: Vec<&'a Mark>,
    width: usize,
    windows: Vec<Range<usize>>,
}

impl<'a> Layout<'a> {
    /// The least that shows all marks; a mark wider than the row is cut at its end.
    fn new(pieces: &'a [Piece], marks: &[&'a Mark], width: usize) -> Layout<'a> {
        let mut layout = Layout { pieces, marks: marks.to_vec(), width, windows: Vec::new() };
        for mark in marks {
            let first =
                pieces.partition_point(|p| p.source.end <= mark.range.start).min(pieces.len().saturating_sub(1));
            let last = pieces.partition_point(|p| p.source.start < mark.range.end);
            let mut used = 0;
            let fits = |p: &&Piece| {
                used += p.width;
                used + 4 <= width
            };
            let shown = pieces.get(first..last).unwrap_or_default().iter().take_while(fits).count();
            layout.windows.push(first..(first + shown.max(1)).min(pieces.len()));
        }
        layout.join();
        layout
    }

    fn join(&mut self) {
        self.windows.sort_by_key(|w| (w.start, w.end));
        let mut joined: Vec<Range<usize>> = Vec::new();
        for window in self.windows.drain(..) {
            match joined.last_mut() {
                Some(last) if window.start <= last.end => last.end = last.end.max(window.end),
                _ => joined.push(window),
            }
        }
        self.windows = joined;
    }

    fn columns(&self) -> usize {
        let row = self.render();
        visible::width(&row.text)
    }

    /// Adds pieces on both sides of each window in turn while everything fits.
    fn grown(mut self) -> Layout<'a> {
        let fitting = self.fitting();
        let mut moved = true;
        while moved {
            moved = false;
            let mut index = 0;
            while index < self.windows.len() {
                for left in [false, true] {
                    moved |= self.grow(index, left, &fitting);
                }
                index += 1;
            }
        }
        self
    }

    /// Marks whose message fits now.
    fn fitting(&self) -> Vec<usize> {
        self.render().marks.iter().filter(|m| m.message_fits).map(|m| m.id).collect()
    }

    /// Adds a piece at one side of a window unless that would push a message out of the row.
    fn grow(&mut self, index: usize, left: bool, keep: &[usize]) -> bool {
        let Some(window) = self.windows.get(index).cloned() else { return false };
        let wider = match left {
            true if window.start > 0 => window.start - 1..window.end,
            false if window.end < self.pieces.len() => window.start..window.end + 1,
            _ => return false,
        };
        let before = self.windows.clone();
        if let Some(window) = self.windows.get_mut(index) {
            *window = wider;
        }
        self.join();
        let row = self.render();
        let fits = visible::width(&row.text) <= self.width
            && row.marks.iter().filter(|m| keep.contains(&m.id)).all(|m| m.message_fits);
        if !fits {
            self.windows = before;
        }
        fits
    }

    fn render(&self) -> Row {
        let mut text = String::new();
        // For each shown piece, where it starts in the row.
        let mut places: Vec<(usize, usize)> = Vec::new();
        for window in &self.windows {
            if window.start > 0 {
                text.push_str(GAP);
            }
            for index in window.clone() {
                if let Some(piece) = self.pieces.get(index) {
                    places.push((index, text.len()));
                    text.push_str(&piece.shown);
                }
            }
        }
        text.truncate(text.trim_end().len());
        if self.windows.last().is_some_and(|w| w.end < self.pieces.len()) {
            text.push_str(" …");
        }
        let marks = self.placed(&text, &places);
        Row { text, marks }
    }

    fn placed(&self, text: &str, places: &[(usize, usize)]) -> Vec<Placed> {
        let at = |offset: usize, end: bool| -> usize {
            let index =
                self.pieces.partition_point(|p| if end { p.source.end < offset } else { p.source.end <= offset });
            let Some(&(_, start)) = places.iter().find(|(i, _)| *i == index) else { return text.len() };
            let Some(piece) = self.pieces.get(index) else { return text.len() };
            // Inside a piece that was rewritten the whole piece is meant.
            let inner = offset.saturating_sub(piece.source.start);
            let same = piece.shown.len() == piece.source.len();
            let inner = match (same, end) {
                (true, _) => inner,
                (false, true) => piece.shown.trim_end().len(),
                (false, false) => 0,
            };
            (start + inner).min(text.len())
        };
        let mut placed: Vec<Placed> = self
            .marks
            .iter()
            .map(|m| {
                let start = at(m.range.start, false);
                let end = if m.range.is_empty() { start } else { at(m.range.end, true).max(start) };
                Placed { id: m.id, range: start..end, message_fits: true }
            })
            .collect();
        let last = placed.iter().map(|p| p.range.end).max().unwrap_or(0);
        for (place, mark) in placed.iter_mut().zip(&self.marks) {
            // The last message stands behind its carets, the others below.
            let columns = |end: usize| text.get(..end).map_or(self.width, visible::width);
            let before = match place.range.end == last {
                true => columns(place.range.end) + 2,
                false => columns(place.range.start),
            };
            place.message_fits = mark.room == 0 || before + mark.room <= self.width;
        }
        placed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str, word: &str, room: usize, id: usize) -> Mark {
        let start = text.find(word).unwrap();
        Mark { range: start..start + word.len(), room, id }
    }

    fn shown(text: &str, marks: &[Mark], width: usize) -> Vec<(String, Vec<String>)> {
        rows(text, marks, width, &|_, _| None)
            .into_iter()
            .map(|r| (r.text.clone(), r.marks.iter().map(|m| r.text[m.range.clone()].to_string()).collect()))
            .collect()
    }

    const TEXT: &str =
        "Toàn huyện có 24/41 trường đạt chuẩn quốc gia mức độ hai trở lên, chiếm 62% tổng số trường của huyện.";

    #[test]
    fn a_sentence_that_fits_is_shown_whole() {
        let marks = [mark(TEXT, "62%", 0, 0), mark(TEXT, "24", 0, 1)];
        assert_eq!(shown(TEXT, &marks, 120), [(TEXT.into(), vec!["24".into(), "62%".into()])]);
    }

    #[test]
    fn what_lies_between_two_marks_is_cut_first_to_the_width() {
        let marks = [mark(TEXT, "62%", 0, 0), mark(TEXT, "24", 0, 1)];
        for width in 24..100 {
            for (row, words) in shown(TEXT, &marks, width) {
                assert!(visible::width(&row) <= width, "{width}: {row}");
                assert!(words == ["24", "62%"] || words.len() == 1, "{width}: {words:?}");
            }
        }
        assert_eq!(shown(TEXT, &marks, 30).len(), 1);
        assert_eq!(shown(TEXT, &marks, 12).len(), 2);
    }

    #[test]
    fn a_message_keeps_its_room() {
        let marks = [mark(TEXT, "62%", 40, 0)];
        let [row] = &rows(TEXT, &marks, 60, &|_, _| None)[..] else { panic!("one row") };
        let placed = &row.marks[0];
        assert!(placed.message_fits);
        assert!(visible::width(&row.text[..placed.range.end]) + 2 + 40 <= 60);
        assert!(!rows(TEXT, &[mark(TEXT, "62%", 70, 0)], 60, &|_, _| None)[0].marks[0].message_fits);
    }

    #[test]
    fn signs_that_act_on_a_terminal_keep_the_carets_in_place() {
        let text = "a\u{1b}[2J b\u{200b}c 12\u{a0}ha và 7 ha";
        let got = shown(text, &[mark(text, "12\u{a0}ha", 0, 0), mark(text, "7", 0, 1)], 60);
        assert_eq!(got, [("a␛[2J bc 12\u{a0}ha và 7 ha".into(), vec!["12\u{a0}ha".into(), "7".into()])]);
    }

    #[test]
    fn a_mark_longer_than_the_row_is_cut_and_an_empty_one_stands() {
        let whole = Mark { range: 0..TEXT.len(), room: 0, id: 0 };
        let got = shown(TEXT, &[whole], 30);
        assert!(visible::width(&got[0].0) <= 30 && got[0].0.ends_with('…'), "{got:?}");
        assert_eq!(shown("", &[Mark { range: 0..0, room: 0, id: 0 }], 30), [(String::new(), vec![String::new()])]);
        let end = Mark { range: TEXT.len()..TEXT.len(), room: 0, id: 0 };
        assert!(shown(TEXT, &[end], 30)[0].0.ends_with("huyện."));
    }
}
