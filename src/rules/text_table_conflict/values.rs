//! The figures of the text against the fields of tables that hold the same things.

use super::bind::{self, Around, Bound};
use super::mentions::{Mention, Paragraph, Piece};
use super::{Compared, Draft, Settled, continued, elsewhere, finding, ledger, loosely, other_year, rows};
use crate::claims::Verdict;
use crate::document::{BlockKind, TableId, TextRange};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Figure};
use crate::finding::{Finding, Text};
use crate::lexicon::{self, HashedMap};
use crate::rules::slip::{self, Slip};
use crate::rules::{Judged, table_report};
use crate::tables::names::Names;
use crate::tables::relation::At;
use crate::tables::sheet::Sheet;
use crate::work;
use hashbrown::{HashMap, HashSet};

/// Of the tables that share words with a paragraph so many are looked at.
const MOST_TABLES: usize = 32;
/// Of the tables that have one word so many are counted.
const NEAREST: usize = 128;
/// Points of evidence from which two different values are told.
const ENOUGH: u32 = 4;
/// Points from which a difference stands in the ledger as not decidable.
const DOUBTFUL: u32 = 3;

/// A figure with a field for it.
pub struct Pair<'p> {
    /// The figure of the text.
    pub mention: &'p Mention<'p>,
    /// Its place among the figures of its paragraph.
    pub index: usize,
    /// The table.
    pub sheet: usize,
    /// The field.
    pub bound: Bound,
    /// Whether both are one value.
    pub equal: bool,
    /// Whether the words around the figure need not mean the field: it only speaks for others.
    pub loose: bool,
}

/// A difference that is told, unless it turns out to be about another whole.
struct Told {
    number: TextRange,
    level: Option<String>,
    finding: Finding,
    ledger: Judged,
}

/// Figures of a paragraph further away than this say nothing about one another.
const WINDOW: usize = 40;

/// Compares the figures of all paragraphs of results.
pub fn check(draft: &Draft<'_>, names: &[Names], (index, settled): (&Index, &Settled), out: &mut Compared) {
    let mut levels: HashMap<String, usize> = HashMap::new();
    let mut found: Vec<Told> = Vec::new();
    let slips: HashSet<(usize, At)> = draft.slips.iter().map(|s| (s.sheet, s.at)).collect();
    for (block, lexed) in (0u32..).zip(draft.lexed) {
        let paragraph = draft.document.blocks.get(block as usize).is_some_and(|b| b.kind == BlockKind::Paragraph);
        if !paragraph || lexed.figures.is_empty() || draft.is_to_come(block) {
            continue;
        }
        let Some(paragraph) = draft.paragraph(block) else { continue };
        let sheets = index.sheets(draft, &paragraph, block);
        let starts = index.starts(&paragraph, &sheets);
        let counts = &out.counts;
        let compared = |m: &Mention<'_>| (!m.other || planned(m) || m.mean) && usable(m.figure);
        let compared: Vec<usize> =
            (0..paragraph.mentions.len()).filter(|&i| paragraph.mentions.get(i).is_some_and(compared)).collect();
        // The fields of each figure.
        let mut fields: Vec<Vec<Pair<'_>>> = compared
            .iter()
            .filter_map(|&index| Some((index, paragraph.mentions.get(index)?)))
            .map(|(index, mention)| {
                let around = Around::of(&paragraph, mention);
                let excepts = rows::excepts(&paragraph, mention)
                    || rows::compares(&paragraph, mention)
                    || rows::is_of_another(&paragraph, mention);
                let bound = |(&sheet, starts): (&usize, &Vec<usize>)| {
                    work::step();
                    let table = &draft.sheets[sheet];
                    let names_of = &names[sheet];
                    if rows::lists(names_of, &paragraph, mention.own.clone(), starts)
                        || rows::is_of_some(table, names_of, &paragraph, index)
                        || excepts
                    {
                        return None;
                    }
                    let counted = counts.contains(&(block, table.table));
                    let bound = bind::bind(table, names_of, (&around, starts), mention, counted)?;
                    if bound.by_time && rows::lists_times(&paragraph, mention) {
                        return None;
                    }
                    // what is hoped for stands in the plan of the very year, a mean in a row that is called one
                    let planned = bound.plan && bound.same_time;
                    let mean = bound.row_named && bind::names_mean(table, &paragraph, mention, bound.at);
                    if mention.other && !(if mention.mean { mean && (planned || !mention.goal) } else { planned }) {
                        return None;
                    }
                    let equal = bind::equal(mention.figure, &bound.figure);
                    Some(Pair { mention, index, sheet, bound, equal, loose: false })
                };
                sheets.iter().zip(&starts).filter_map(bound).collect()
            })
            .collect();
        for pair in fields.iter().flatten() {
            if let Some(level) = pair.bound.level.clone() {
                *levels.entry(level).or_default() += 1;
            }
            if pair.equal {
                out.speaks.insert((block, pair.sheet));
                let number = pair.mention.figure.number;
                out.agreed.insert(number);
                if !pair.bound.summed {
                    out.fields.entry(number).or_default().push((pair.sheet, pair.bound.at));
                }
            }
        }
        loosely::add(draft, names, (&paragraph, &compared), &mut fields);
        for (i, mine) in fields.iter().enumerate() {
            let around = &fields[i.saturating_sub(WINDOW)..fields.len().min(i + WINDOW)];
            // The rate behind a figure may say which field this one is.
            let rated = |p: &Pair<'_>| continued::is_rated(&draft.sheets[p.sheet], &paragraph, p);
            // One table that agrees is enough; a field that its own table shows to be wrong is told there.
            let silent = |p: &Pair<'_>| {
                let (sheet, names) = (&draft.sheets[p.sheet], &names[p.sheet]);
                let told = slips.contains(&(p.sheet, p.bound.at));
                let other_time = is_of_other_time(names, around, p);
                // the field of another row or year holds it, and nothing beside it says which field is meant
                let known = || {
                    (p.bound.row_named && (rated(p) || goes_on(p, fields.get(i + 1))))
                        || other_year::is_held(sheet, names, &fields[i.saturating_sub(1)..i], p)
                };
                let around = || Around::of(&paragraph, p.mention);
                let held = || elsewhere::holds((sheet, names), &around(), p.mention, &p.bound) && !known();
                let share = p.mention.share || continued::is_share_beside(&paragraph, p.index);
                p.equal || told || share || other_time || held()
            };
            if let Some(pair) = mine.iter().find(|p| p.equal && !p.loose) {
                out.ledger.push(judged(draft, pair, Verdict::Ok));
                let next = fields.get(i + 1).and_then(|f| f.first());
                let taken = next.is_some_and(|p| p.index == pair.index + 1);
                continued::check(draft, names, &paragraph, (pair, taken), out);
            }
            // `kế hoạch 19.000 triệu đồng, giải ngân 5.225 triệu đồng, còn 13.775 triệu đồng`: what is left by the text's own figures
            let left = |p: &Pair<'_>| {
                let remains = |i: usize| paragraph.word(i).is_some_and(|w| w.cue == Some(Cue::Remaining));
                settled.right.contains(&p.mention.figure.number) && p.mention.own.clone().any(remains)
            };
            if mine.iter().any(silent) || mine.iter().any(left) {
                continue;
            }
            let scored = mine.iter().map(|p| {
                let points = evidence(draft, around, p, (block, &out.counts));
                let before = &fields[i.saturating_sub(1)..i];
                let other_year = other_year::is_held(&draft.sheets[p.sheet], &names[p.sheet], before, p);
                let known = if rated(p) || other_year { 2 } else { 0 };
                let rate =
                    before.iter().flatten().any(|b| continued::is_rate_of(&draft.sheets[p.sheet], &paragraph, b, p));
                (points + known + u32::from(rate), p)
            });
            let best = scored.max_by_key(|(points, p)| (*points, std::cmp::Reverse(p.sheet)));
            let Some((points, pair)) = best else { continue };
            if points >= ENOUGH {
                found.push(Told {
                    level: pair.bound.level.clone(),
                    ledger: judged(draft, pair, Verdict::Wrong),
                    number: pair.mention.figure.number,
                    finding: report(draft, pair),
                });
            } else if points >= DOUBTFUL {
                out.ledger.push(judged(draft, pair, Verdict::Unverifiable));
            }
        }
    }
    // In a report of a district what is said of the whole province is another thing.
    let own = levels.into_iter().max_by(|a, b| (a.1, &b.0).cmp(&(b.1, &a.0))).map(|(level, _)| level);
    for told in found.into_iter().filter(|t| t.level.is_none() || t.level == own) {
        out.conflicts.push((told.number, told.finding));
        out.ledger.push(told.ledger);
    }
}

/// A line of the ledger.
fn judged(draft: &Draft<'_>, pair: &Pair<'_>, verdict: Verdict) -> Judged {
    let shown = match pair.bound.summed {
        true => pair.bound.figure.printed.show_rounded(pair.bound.figure.decimals),
        false => draft.document.slice(draft.sheets[pair.sheet].place(draft.document, pair.bound.at)).trim().to_owned(),
    };
    ledger::reference(pair.mention.range(), pair.mention.figure, &pair.bound.figure, verdict, &shown)
}

/// Whether a figure is what is hoped for in a time that is named.
fn planned(mention: &Mention<'_>) -> bool {
    mention.goal && mention.period.is_some() && !mention.figure.is_rate()
}

/// Whether a figure names a time and its table none, while what the paragraph says of the same table without that
/// time agrees: then it is of another time.
fn is_of_other_time(names: &Names, around: &[Vec<Pair<'_>>], pair: &Pair<'_>) -> bool {
    let column = |p: &Pair<'_>| names.columns.iter().find(|c| c.column as u32 == p.bound.at.column);
    let undated = names.title.is_empty() && !pair.bound.by_time && column(pair).is_some_and(|c| c.period.is_none());
    if !undated || pair.mention.period.is_none() {
        return false;
    }
    let mut agreed = around.iter().flatten().filter(|p| p.equal && !p.loose && p.sheet == pair.sheet).peekable();
    agreed.peek().is_some() && agreed.all(|p| p.mention.period != pair.mention.period)
}

/// Whether the next figure is that of another field of the row, with three digits: `thu 542 triệu đồng, đạt 162,8%`.
fn goes_on(pair: &Pair<'_>, next: Option<&Vec<Pair<'_>>>) -> bool {
    let row = |p: &&Pair<'_>| p.equal && !p.loose && p.sheet == pair.sheet && p.bound.at.row == pair.bound.at.row;
    next.into_iter()
        .flatten()
        .filter(row)
        .any(|p| p.mention.sentence == pair.mention.sentence && digits(p.mention.figure) >= 3)
}

/// Whether a figure can be compared.
pub fn usable(figure: &Figure) -> bool {
    figure.hedge.is_none() && !figure.form.ambiguous && !figure.form.words
}

/// What speaks for it that both are one thing and one of them is wrong.
fn evidence(
    draft: &Draft<'_>,
    around: &[Vec<Pair<'_>>],
    pair: &Pair<'_>,
    (block, counts): (u32, &HashSet<(u32, TableId)>),
) -> u32 {
    let line = |p: &Pair<'_>| p.bound.at.row == pair.bound.at.row || p.bound.at.column == pair.bound.at.column;
    let same: Vec<&Pair<'_>> =
        around.iter().flatten().filter(|p| p.equal && p.sheet == pair.sheet && line(p)).collect();
    // Where the table does not say what it counts, the figures beside this one show it.
    if !pair.bound.unit_known && !same.iter().any(|p| p.mention.unit().key == pair.mention.unit().key) {
        return 0;
    }
    // A table whose rows are counted rightly beside it is the one that is meant.
    let counted = counts.contains(&(block, draft.sheets[pair.sheet].table));
    if pair.bound.summed && !counted && same.is_empty() {
        return 0;
    }
    let (beside, others): (Vec<&Pair<'_>>, Vec<&Pair<'_>>) =
        same.into_iter().partition(|p| p.mention.sentence == pair.mention.sentence);
    // Four digits in this very row are no chance.
    let sure = |p: &Pair<'_>| p.bound.at.row == pair.bound.at.row && digits(p.mention.figure) >= 4;
    let neighbouring = &beside;
    let neighbours = beside.iter().map(|p| if sure(p) { 2 } else { 1 }).sum::<u32>().min(2);
    let slip = match typed(pair.mention.figure, &pair.bound.figure) {
        Some(Slip::Digit | Slip::Length) if digits(pair.mention.figure) < 3 => 1,
        // Ten times as many are mostly those of a larger whole.
        Some(Slip::Ten | Slip::Hundred | Slip::Thousand) if pair.mention.figure.is_count() => 0,
        Some(_) => 2,
        None => 0,
    };
    let counted = if pair.bound.summed && counted { 2 } else { 0 };
    let points = slip
        + counted
        + neighbours
        + u32::from(others.len() >= 2)
        + u32::from(pair.bound.row_named)
        + u32::from(pair.bound.telling >= 2)
        + u32::from(pair.bound.same_time)
        + u32::from(near(draft, pair.sheet, block));
    // What the table confirms of the same words before it shows that they mean nothing narrower.
    let alike = || neighbouring.iter().filter(|p| p.bound.narrowed && p.bound.at.row == pair.bound.at.row);
    let proved = alike().count() >= 2 || alike().any(|p| digits(p.mention.figure) >= 3);
    points.saturating_sub(if pair.bound.narrowed && !proved { 2 } else { 0 })
}

/// The slip of typing that turns the field's value, as the text would print it, into that of the text.
pub fn typed(text: &Figure, field: &Figure) -> Option<Slip> {
    typed_value(text, field.value()?)
}

/// The same for a value that is computed.
pub fn typed_value(text: &Figure, wanted: Exact) -> Option<Slip> {
    let wanted = wanted.div(text.unit.factor)?.round(text.decimals)?;
    slip::fits(text, wanted.mul(text.unit.factor)?)
}

/// How many digits a figure prints.
pub fn digits(figure: &Figure) -> usize {
    figure.printed.digits().count()
}

/// Whether a paragraph stands in the section of a table.
pub fn near(draft: &Draft<'_>, sheet: usize, block: u32) -> bool {
    let section = |block: u32| draft.document.blocks.get(block as usize).map(|b| b.section);
    let table = draft.sheets.get(sheet).and_then(|s| draft.document.tables.get(s.table as usize));
    table.and_then(|t| t.cells.first()).is_some_and(|cell| section(cell.block) == section(block))
}

fn report(draft: &Draft<'_>, pair: &Pair<'_>) -> Finding {
    let (sheet, at) = (pair.sheet, pair.bound.at);
    let summed = pair.bound.summed.then(|| total_of(&draft.sheets[sheet], at));
    let of = (sheet, at, &pair.bound.figure);
    report_of(draft, (pair.mention.figure, pair.mention.range()), of, summed)
}

/// A finding at a figure of the text (its place may have what stands behind its slash) that differs from a field, or from
/// what is `summed` there.
pub fn report_of(
    draft: &Draft<'_>,
    (figure, range): (&Figure, TextRange),
    (sheet, at, field): (usize, At, &Figure),
    summed: Option<Text>,
) -> Finding {
    let document = draft.document;
    let sheet = &draft.sheets[sheet];
    let place = sheet.place(document, at);
    let is = document.slice(range).trim();
    let (name, other) = match summed {
        Some(total) => (total, field.printed.show_rounded(field.decimals)),
        None => (table_report::name(sheet, at), document.slice(place).trim().to_owned()),
    };
    let message = Text::new(
        format!("văn bản nêu {is}, trong biểu ({}) là {other}", name.vi),
        format!("the text says {is}, the table ({}) {other}", name.en),
    );
    let mut finding = finding(draft, range, message, place, Text::new("trong biểu", "in the table"));
    finding.notes.extend(typed(figure, field).map(Slip::text));
    finding
}

/// `cộng cột “Số hộ”`
fn total_of(sheet: &Sheet, at: At) -> Text {
    let column = sheet.grid.headers.get(at.column as usize).map_or("", String::as_str);
    Text::new(format!("cộng cột “{column}”"), format!("column “{column}” added up"))
}

/// For each word of a header and first word of a row's name, by its key, the tables that have it, in the order of the
/// draft.
pub struct Index {
    words: HashedMap<Vec<usize>>,
    /// The same for first words of names of rows alone.
    firsts: HashedMap<Vec<usize>>,
    /// The first block of each table.
    starts: Vec<u32>,
}

impl Index {
    /// Of all tables.
    pub fn of(draft: &Draft<'_>, names: &[Names]) -> Index {
        let (mut out, mut firsts) = (HashedMap::default(), HashedMap::default());
        let add = |map: &mut HashedMap<Vec<usize>>, word: u64, sheet: usize| {
            let list = map.entry(word).or_default();
            if list.last() != Some(&sheet) {
                list.push(sheet);
            }
        };
        for (sheet, names) in names.iter().enumerate() {
            for word in names.rows.keys().chain(names.heads.keys()) {
                add(&mut out, *word, sheet);
                add(&mut firsts, *word, sheet);
            }
            for word in names.columns.iter().flat_map(|c| &c.words) {
                add(&mut out, lexicon::key(word), sheet);
            }
        }
        let first = |table: u32| draft.document.tables.get(table as usize).and_then(|t| t.cells.first());
        let starts = draft.sheets.iter().map(|s| first(s.table).map_or(0, |cell| cell.block)).collect();
        Index { words: out, firsts, starts }
    }

    /// The tables that have a word; of many those that stand nearest, or work would grow with the square of the draft.
    fn with(&self, word: u64, block: u32) -> &[usize] {
        let all = self.words.get(&word).map_or(&[][..], Vec::as_slice);
        if all.len() <= NEAREST {
            return all;
        }
        let here = all.partition_point(|&s| self.starts.get(s).is_some_and(|&start| start < block));
        let from = here.saturating_sub(NEAREST / 2).min(all.len() - NEAREST);
        all.get(from..from + NEAREST).unwrap_or_default()
    }

    /// For each of some tables the pieces of a paragraph that the name of a row may start with.
    fn starts(&self, paragraph: &Paragraph<'_>, sheets: &[usize]) -> Vec<Vec<usize>> {
        let mut out = vec![Vec::new(); sheets.len()];
        for (at, piece) in paragraph.pieces.iter().enumerate() {
            let Piece::Word(word) = piece else { continue };
            let Some(with) = self.firsts.get(&word.key) else { continue };
            for (starts, sheet) in out.iter_mut().zip(sheets) {
                work::step();
                if with.binary_search(sheet).is_ok() {
                    starts.push(at);
                }
            }
        }
        out
    }

    /// The tables a paragraph may speak of: those of its section, then those that share most words with it.
    pub fn sheets(&self, draft: &Draft<'_>, paragraph: &Paragraph<'_>, block: u32) -> Vec<usize> {
        let word = |piece: &Piece<'_>| if let Piece::Word(word) = piece { Some(word.key) } else { None };
        let mut words: Vec<u64> = paragraph.pieces.iter().filter_map(word).collect();
        words.sort_unstable();
        words.dedup();
        let mut hits: Vec<usize> = Vec::new();
        for word in words {
            hits.extend(self.with(word, block).iter().inspect(|_| work::step()));
        }
        hits.sort_unstable();
        let mut sheets: Vec<(bool, std::cmp::Reverse<usize>, usize)> = hits
            .chunk_by(|a, b| a == b)
            .filter_map(|hits| {
                let sheet = *hits.first()?;
                Some((!near(draft, sheet, block), std::cmp::Reverse(hits.len()), sheet))
            })
            .collect();
        sheets.sort_unstable();
        sheets.truncate(MOST_TABLES);
        sheets.into_iter().map(|(.., sheet)| sheet).collect()
    }
}
