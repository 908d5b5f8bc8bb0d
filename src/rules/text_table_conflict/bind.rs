//! From a figure of the text to the field of a table that holds the same thing:
//! every word of its clause must belong to the name of the row, to that of the
//! column, to the title, or mean nothing narrower.

use super::fields::Columns;
use super::mentions::{Mention, Paragraph, Piece, Word};
use super::rows::within;
use super::times::{latest, period_fits, year_fits};
use crate::figures::{Cue, Dimension, Figure, Period};
use crate::lexicon;
use crate::tables::names::{Names, RowName, words_of};
use crate::tables::prose_words;
use crate::tables::relation::At;
use crate::tables::rows::RowKind;
use crate::tables::sheet::Sheet;

/// A field that a figure of the text speaks of.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The field.
    pub at: At,
    /// Its number.
    pub figure: Figure,
    /// Whether the row was named in the clause of the figure, or the whole was.
    pub row_named: bool,
    /// Whether what stands before the clause may make it mean something narrower
    /// (`sửa chữa 3 trường, 24 lớp tại xã …`).
    pub narrowed: bool,
    /// The whole that is said: `huyện` of `toàn huyện`.
    pub level: Option<String>,
    /// How many words of the names of row and column tell what is measured.
    pub telling: usize,
    /// Whether the table says that it counts what the text counts.
    pub unit_known: bool,
    /// Whether both name the same time.
    pub same_time: bool,
    /// Whether a time named the row: `Tháng 6 đón …`.
    pub by_time: bool,
    /// Whether the column holds plans.
    pub plan: bool,
    /// Whether the number is the sum of a column of a table without a total.
    pub summed: bool,
}

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    Before,
    Own,
    Tail,
}

/// A word around a figure with what it means there.
struct Near<'p> {
    word: &'p Word<'p>,
    /// Its place in the paragraph.
    piece: usize,
    zone: Zone,
    /// Whether a clause starts with it.
    fresh: bool,
    meaning: prose_words::Meaning,
    /// Whether it makes the name of an indicator mean nothing else.
    silent: bool,
}

/// The words around a figure in their order.
pub struct Around<'p> {
    words: Vec<Near<'p>>,
    /// Places of those that may speak of something else than the table.
    foreign: Vec<usize>,
    /// Places of those that mean the whole.
    wholes: Vec<usize>,
    /// Places of those of the clause before the figure that name something.
    telling: Vec<usize>,
    /// Whether nothing stands before the figure in its bracket.
    in_bracket: bool,
}

impl<'p> Around<'p> {
    /// The words around a mention.
    pub fn of(paragraph: &'p Paragraph<'_>, mention: &Mention<'_>) -> Around<'p> {
        let before = mention.before.iter().map(|&i| (i, Zone::Before));
        let own = mention.own.clone().map(|i| (i, Zone::Own));
        let places: Vec<(usize, Zone)> =
            before.chain(own).chain(mention.tail.clone().map(|i| (i, Zone::Tail))).collect();
        let mut fresh = true;
        let mut found: Vec<(&Word<'_>, usize, Zone, bool)> = Vec::new();
        for (piece, zone) in places {
            match (paragraph.word(piece), &paragraph.pieces[piece]) {
                (Some(word), _) => {
                    found.push((word, piece, zone, fresh));
                    fresh = false;
                }
                (None, Piece::Time(..)) => {}
                (None, _) => fresh = true,
            }
        }
        let texts: Vec<&str> = found.iter().map(|(w, ..)| w.text.as_ref()).collect();
        let near = |(i, (word, piece, zone, fresh)): (usize, &(&'p Word<'p>, usize, Zone, bool))| {
            let rest = &texts[i..texts.len().min(i + 4)];
            Near { word, piece: *piece, zone: *zone, fresh: *fresh, meaning: prose_words::meaning(rest), silent: false }
        };
        let words: Vec<Near<'_>> = found.iter().enumerate().map(near).collect();
        let of =
            |test: fn(&prose_words::Meaning) -> bool| (0..words.len()).filter(|&i| test(&words[i].meaning)).collect();
        let (foreign, wholes) = (of(|m| m.other || m.narrows || m.level > 0), of(|m| m.whole > 0));
        let before = mention.own.start.checked_sub(1).filter(|_| mention.own.is_empty());
        let in_bracket = before.is_some_and(|i| matches!(paragraph.pieces.get(i), Some(Piece::Open)));
        let mut around = Around { words, foreign, wholes, telling: Vec::new(), in_bracket };
        for at in 0..around.words.len() {
            around.words[at].silent = around.means_nothing(at);
            if around.words[at].zone == Zone::Own && !around.words[at].silent {
                around.telling.push(at);
            }
        }
        around
    }

    /// Whether a word stands around the figure.
    pub fn says(&self, word: &str) -> bool {
        self.words.iter().any(|near| near.word.text == word)
    }

    /// Whether a word stands in the clause of the figure or behind it.
    pub fn says_near(&self, word: &str) -> bool {
        self.words.iter().any(|near| near.zone != Zone::Before && near.word.text == word)
    }

    fn text(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |w| w.word.text.as_ref())
    }

    fn silent(&self, at: usize) -> bool {
        self.words.get(at).is_none_or(|near| near.silent)
    }

    /// Whether a word makes the name of an indicator mean nothing else: `xã` in `xã Na Tông`,
    /// `huyện` in `toàn huyện` and `trên địa bàn huyện`.
    fn means_nothing(&self, at: usize) -> bool {
        let Some(near) = self.words.get(at) else { return true };
        let behind = at > 0 && self.words[at - 1].meaning.filler;
        let names = self.words.get(at + near.meaning.level).is_some_and(|w| w.word.capital);
        near.meaning.filler || (near.meaning.level > 0 && (behind || names || self.is_subject(at)))
    }

    /// `huyện được giao`, `xã có`: the level of a locality without a name opens the clause, the whole is meant.
    fn is_subject(&self, at: usize) -> bool {
        let next =
            |near: &Near<'_>| self.words.get(at + near.meaning.level).is_some_and(|w| w.meaning.filler && !w.fresh);
        self.words.get(at).is_some_and(|near| near.meaning.level > 0 && near.fresh && !near.word.noun && next(near))
    }
}

/// A row of the table named among the words.
#[derive(Clone, Copy, Debug)]
struct Found {
    row: usize,
    start: usize,
    end: usize,
    zone: Zone,
}

/// The rows that are named, each by the longest name at its place.
fn rows(names: &Names, around: &Around<'_>, starts: &[usize]) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    let range = around.words.first().map_or(0, |w| w.piece)..around.words.last().map_or(0, |w| w.piece + 1);
    for piece in within(starts, range) {
        let Ok(start) = around.words.binary_search_by_key(&piece, |w| w.piece) else { continue };
        if out.last().is_some_and(|f| start < f.end) {
            continue;
        }
        let word = |i: usize| around.words.get(start + i).map(|w| w.word.text.as_ref());
        let first = &around.words[start].word.key;
        let named =
            names.heads.get(first).into_iter().flatten().chain(names.rows.get(first).into_iter().flatten().rev());
        if let Some((row, length)) = named.filter_map(|n| Some((n.row, n.fits(word)?))).max_by_key(|n| n.1) {
            let end = start + length;
            // A name around its figure (`tiêm cho 96 trẻ`) is one of the clause.
            let own = around.words[start..end].iter().any(|w| w.zone == Zone::Own);
            let zone = if own { Zone::Own } else { around.words[end - 1].zone };
            out.push(Found { row, start, end, zone });
        }
    }
    out
}

/// The row that the figure is of: the last one of its clause, the first one behind it, the last one before it.
fn meant(found: &[Found]) -> Option<Found> {
    let of = |zone| move |f: &&Found| f.zone == zone;
    let own = found.iter().rfind(of(Zone::Own));
    own.or_else(|| found.iter().find(of(Zone::Tail))).or_else(|| found.iter().rfind(of(Zone::Before))).copied()
}

/// Finds the field of a table that a figure speaks of.
///
/// `starts` are the pieces of the paragraph that the name of a row may start with; `counted_rows` says that the
/// paragraph counts the rows of the table rightly: then it speaks of all of them.
pub fn bind(
    sheet: &Sheet,
    names: &Names,
    (around, starts): (&Around<'_>, &[usize]),
    mention: &Mention<'_>,
    counted_rows: bool,
) -> Option<Bound> {
    let found = rows(names, around, starts);
    if foreign(names, around, &found) {
        return None;
    }
    let row = meant(&found).or_else(|| counted(names, around, mention));
    // `Tháng 6 đón …` in a table whose rows are months: the time names the row.
    let timed = row.is_none().then(|| timed(names, mention.period)).flatten();
    let row = row.or(timed);
    // `9 tháng` over a total `Cộng 9 tháng`
    let of_total = |p: Period| row.is_none() && names.total_times.iter().any(|t| same_time(*t, p));
    let period = mention.period.filter(|p| timed.is_none() && !of_total(*p));
    let plan = mention.plan && !row.is_some_and(|f| names_itself_given(&names.line(sheet, f.row).label, around));
    let mention = &mention.said_of(period, plan);
    let whole = whole(names, around)?;
    let said_whole = whole != Whole::Open;
    let index = match row {
        Some(f) if said_whole && f.zone == Zone::Before => names.total?,
        Some(f) => f.row,
        None => match names.total {
            Some(total) => total,
            None => *names.parts.first().filter(|_| said_whole || counted_rows)?,
        },
    };
    let index = of_head((sheet, names), around, mention, index)?;
    let summed = row.is_none() && names.total.is_none();
    let total = Some(index) == names.total || summed;
    let own = row.filter(|f| f.zone != Zone::Before);
    let inside = |i: usize| found.iter().any(|f| (f.start..f.end).contains(&i));
    let content = |earlier: bool| -> Vec<&str> {
        let words = around.words.iter().enumerate();
        // `đạt 48% kế hoạch`: of what the percentage is, its column says by its formula.
        let base = |w: &Near<'_>| mention.figure.is_rate() && w.word.cue == Some(Cue::Target);
        let words = words.filter(|(i, w)| (w.zone == Zone::Before) == earlier && !inside(*i) && !around.silent(*i));
        // `phấn đấu`: that a goal is meant, the plan's column says by its time
        let hoped = |w: &Near<'_>| mention.goal && w.word.cue == Some(Cue::Goal);
        // `Tổng kế hoạch vốn được giao`: that it is a plan, the column says by another word
        let given = |w: &Near<'_>| mention.plan && w.word.cue == Some(Cue::Given) && !knows(names, &w.word.text);
        let words = words.filter(|(_, w)| !base(w) && !hoped(w) && !given(w));
        words.map(|(_, w)| w.word.text.as_ref()).collect()
    };
    let line = if summed { names.sums(sheet) } else { names.line(sheet, index) };
    let columns = Columns { sheet, names, mention, row: index, line, said_whole };
    let (column, said) = columns.meant(content, total)?;
    // `tỷ lệ hộ nghèo cao nhất là Pa Khóm (312 hộ)`: alone in its bracket a figure is of what the clause before names
    if around.in_bracket {
        let before = (0..around.words.len()).rev().skip_while(|&i| around.words[i].zone == Zone::Tail);
        let last = before.clone().find(|&i| around.words[i].fresh).unwrap_or(0);
        let mut clause = before.take_while(|&i| i >= last).filter(|&i| !inside(i) && !around.silent(i));
        let other = |i: usize| names.headers.contains(around.text(i)) && !column.all.contains(around.text(i));
        if clause.any(other) {
            return None;
        }
    }
    // What a table without a total adds up to is of the time of the table, where neither names another.
    let dated = mention.period.is_some() && column.period.is_none() && names.title.is_empty();
    let field = columns.figure(column).filter(|_| !(summed && dated))?;
    // What was said before must say nothing narrower, unless the clause says all by itself.
    let complete = (own.is_some() || said_whole) && (said > 0 || column.words.is_empty() || columns.measured(field));
    let from = row.filter(|f| f.zone == Zone::Before).map_or(0, |f| f.end);
    let counted = &mention.unit().key;
    let plain = |i: usize| {
        let word = around.words[i].word;
        // `Tỷ lệ hộ nghèo (đa chiều)`: what the label has in brackets may follow its name
        inside(i)
            || around.silent(i)
            || line.label.iter().any(|w| *w == word.text)
            || knows(names, &word.text)
            || (word.noun && *counted == word.text)
    };
    let mut before = (from..around.words.len()).take_while(|&i| around.words[i].zone == Zone::Before);
    let narrowed = !before.all(plain);
    // `Về trình độ: thạc sĩ 12 người, đại học 63 người`: a column that is named in full may still be meant.
    let named_column = column.words.len() >= 2 && said >= column.words.len();
    if narrowed && !complete && !named_column {
        return None;
    }
    // A clause with a verb of its own is one of its own, unless it shares what stands behind it.
    let own_clause = mention.stated && row.is_none_or(|f| f.zone != Zone::Tail);
    let under = sheet.rows[index].parent;
    let named = row.filter(|f| f.row == index || under == Some(f.row)).map_or(0, |f| f.end - f.start);
    Some(Bound {
        at: columns.at(column),
        narrowed: narrowed && !(own_clause && complete),
        row_named: own.is_some() || (total && said_whole),
        summed,
        plan: column.plan,
        level: whole.level().filter(|_| total && own.is_none()).map(str::to_owned),
        telling: if column.words.is_empty() { named } else { columns.telling(column, around, field) },
        unit_known: columns.unit(column, field) == Some(true),
        same_time: period_fits(names, mention.period, column) == Some(true) || timed.is_some(),
        by_time: timed.is_some(),
        figure: field.clone(),
    })
}

/// The row without values that has this name.
fn head_of(names: &Names, label: &[String]) -> Option<usize> {
    let label = prose_words::without_level(label.to_vec());
    let heads = names.heads.get(&lexicon::key(label.first()?))?;
    heads.iter().find(|h| h.words == label).map(|h| h.row)
}

/// For a row without values the row below it that is meant: `Ngô` over `Diện tích`, `Năng suất`, `Sản lượng`. The
/// words around the figure name it, else its unit of measure.
fn of_head(
    (sheet, names): (&Sheet, &Names),
    around: &Around<'_>,
    mention: &Mention<'_>,
    index: usize,
) -> Option<usize> {
    let unit = mention.unit();
    let row = &sheet.rows[index];
    let index = match row.kind {
        RowKind::Title => index,
        // `Ngô` in tons among the grains, and over its own area and yield
        _ => {
            let other = !names.heads.is_empty() && row.unit.as_ref().is_some_and(|u| u.key != unit.key);
            match Some(()).filter(|()| other).and_then(|()| head_of(names, &names.line(sheet, index).label)) {
                Some(head) => head,
                None => return Some(index),
            }
        }
    };
    let below = || (0..sheet.rows.len()).filter(|&i| sheet.rows[i].parent == Some(index));
    let near = |word: &String| around.words.iter().any(|w| w.zone != Zone::Before && w.word.text == *word);
    let said = |i: &usize| names.line(sheet, *i).label.iter().all(near);
    let measured = |i: &usize| {
        unit.dimension != Dimension::Count && sheet.rows[*i].unit.as_ref().is_some_and(|u| u.key == unit.key)
    };
    let only = |mut rows: Box<dyn Iterator<Item = usize> + '_>| rows.next().filter(|_| rows.next().is_none());
    only(Box::new(below().filter(said))).or_else(|| only(Box::new(below().filter(measured))))
}

/// `tiếp nhận 257 đơn` in a row `Đơn tiếp nhận`: the counted thing and the words before it in another order.
fn counted(names: &Names, around: &Around<'_>, mention: &Mention<'_>) -> Option<Found> {
    let noun = mention.unit().key.split(' ').next().filter(|n| !n.is_empty())?;
    if around.telling.is_empty() {
        return None;
    }
    let said = |word: &str| around.telling.iter().any(|&i| around.text(i) == word);
    let telling = |w: &&String| !prose_words::is_filler(w);
    let fits = |name: &&RowName| {
        let words: Vec<&String> = name.words.iter().filter(telling).collect();
        let counts = |w: &&&String| mention.unit().key.split(' ').any(|n| n == w.as_str());
        let verb = words.iter().filter(|w| !counts(w)).count();
        verb > 0 && verb == around.telling.len() && words.iter().all(|w| counts(&w) || said(w))
    };
    let firsts = names.numbers.iter().copied().chain([lexicon::key(noun)]);
    let mut rows = firsts.filter_map(|first| names.rows.get(&first)).flatten().filter(fits);
    let row = rows.next()?.row;
    let first = around.words.iter().position(|w| w.zone == Zone::Own)?;
    let end = around.words.iter().rposition(|w| w.zone == Zone::Own)? + 1;
    rows.next().is_none().then_some(Found { row, start: first, end, zone: Zone::Own })
}

/// `tiếp nhận 257 đơn` in a row `Đơn tiếp nhận`: what is given there is no plan of it.
fn names_itself_given(label: &[String], around: &Around<'_>) -> bool {
    let own = || around.words.iter().filter(|w| w.zone == Zone::Own);
    let given = |w: &&Near<'_>| w.word.cue == Some(Cue::Given);
    let silent = |w: &Near<'_>| w.meaning.filler || label.iter().any(|l| *l == w.word.text);
    own().any(|w| given(&w)) && own().all(|w| w.word.cue != Some(Cue::Target) && (!given(&w) || silent(w)))
}

/// Whether the label of a row has every word by which a figure is called a mean: `Thu nhập bình quân đầu người`.
pub fn names_mean(sheet: &Sheet, paragraph: &Paragraph<'_>, mention: &Mention<'_>, at: At) -> bool {
    let label = sheet.row(at.row).map(|r| words_of(&r.label)).unwrap_or_default();
    let mut means = mention.own.clone().filter_map(|i| paragraph.word(i)).filter(|w| w.cue == Some(Cue::Average));
    means.all(|word| label.iter().any(|l| *l == word.text))
}

/// The row of a time, as one of the clause.
fn timed(names: &Names, period: Option<Period>) -> Option<Found> {
    let period = period?;
    let row = row_at_time(names, period)?;
    // a label without a year is of that of the table
    let dated = names.times.iter().any(|(time, r)| *r == row && latest(Some(*time)) > 0);
    (dated || year_fits(names, period)).then_some(())?;
    Some(Found { row, start: 0, end: 0, zone: Zone::Own })
}

/// The one row that a time names.
pub fn row_at_time(names: &Names, period: Period) -> Option<usize> {
    let mut rows = names.times.iter().filter(|(time, _)| same_time(*time, period));
    let (_, row) = rows.next()?;
    rows.next().is_none().then_some(*row)
}

/// Whether a label and the text name one time; the label may leave out the year.
fn same_time(label: Period, text: Period) -> bool {
    let same = |a: Option<u16>, b: Option<u16>| a.is_none() || b.is_none() || a == b;
    match (label, text) {
        (Period::Month { month: a, year: y }, Period::Month { month: b, year: z }) => a == b && same(y, z),
        (Period::Quarter { quarter: a, year: y }, Period::Quarter { quarter: b, year: z }) => a == b && same(y, z),
        (Period::Months { count: a, year: y }, Period::Months { count: b, year: z }) => a == b && same(y, z),
        (a, b) => a == b,
    }
}

/// Whether the words say that the whole is meant, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Whole {
    Said(String),
    Open,
}

impl Whole {
    fn level(&self) -> Option<&str> {
        match self {
            Whole::Said(level) if !level.is_empty() => Some(level),
            _ => None,
        }
    }
}

/// `toàn huyện`, `tổng`; nothing where the whole is another one than the table's (`toàn xã` over a table of communes).
fn whole(names: &Names, around: &Around<'_>) -> Option<Whole> {
    let mut said = Whole::Open;
    for &i in &around.wholes {
        let start = i + around.words[i].meaning.whole;
        let length = around.words.get(start).map_or(0, |n| n.meaning.level);
        let level: Vec<&str> = (start..start + length).map(|i| around.text(i)).collect();
        if length > 0 && names.of.split(' ').take(length).eq(level.iter().copied()) {
            return None;
        }
        if said.level().is_none() || length > 0 {
            said = Whole::Said(level.join(" "));
        }
    }
    Some(said)
}

/// Whether a place is named that is no row of the table, a smaller group is opened, or a state that
/// is not the final one.
fn foreign(names: &Names, around: &Around<'_>, found: &[Found]) -> bool {
    let row = |i: usize| found.iter().any(|f| (f.start..f.end).contains(&i));
    around.foreign.iter().any(|&i| {
        let near = &around.words[i];
        if near.meaning.other && !knows(names, &near.word.text) {
            return true;
        }
        let place = i + near.meaning.level;
        // In a table of communes `xã có …` speaks of one that was named before.
        let level = (i..place).map(|j| around.text(j));
        if found.is_empty() && around.is_subject(i) && names.of.split(' ').take(near.meaning.level).eq(level) {
            return true;
        }
        let unknown = |w: &Near<'_>| w.word.capital && !row(i) && !row(place) && !knows(names, &w.word.text);
        let named = near.meaning.level > 0 && around.words.get(place).is_some_and(unknown);
        // up to the row, or to the end of the clause
        let mut group = (i + 1..around.words.len()).take_while(|&j| !around.words[j].fresh && !row(j)).take(6);
        let narrower = near.meaning.narrows && near.fresh;
        named || (narrower && !row(i) && group.any(|j| !around.silent(j) && !knows(names, around.text(j))))
    })
}

/// Whether a word belongs to what the table is about.
fn knows(names: &Names, word: &str) -> bool {
    names.headers.contains(word) || names.topic.contains(word)
}

/// Whether two figures are one value at the coarser of their digits, rounded or cut.
pub fn equal(text: &Figure, field: &Figure) -> bool {
    let near = || {
        let (a, b) = (text.value()?, field.value()?);
        let exact = |f: &Figure| f.is_count() && f.hedge.is_none();
        if a == b || (exact(text) && exact(field)) {
            return Some(a == b);
        }
        let digit = if text.is_count() { crate::figures::exact::Exact::ZERO } else { text.last_digit()? };
        Some(a.sub(b)?.abs() < digit || text.interval()?.meets(&field.interval()?))
    };
    near() == Some(true)
}
