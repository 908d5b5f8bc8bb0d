//! One self-contained page: the drafts as read, every figure coloured by what
//! became of it, findings beside their place, the ledger as a table.
//!
//! A worker makes a [`Part`] of each draft; the [`Book`] keeps them and makes
//! the page. All text passes the escaping of the templates, and
//! [`super::visible`] before it.

mod cards;
mod draft;
mod ledger;
mod marks;
mod overview;
mod table;
mod text;

use super::Lang;
use super::tally::Tally;
use crate::check::Report;
use crate::finding::Severity;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::convert::Infallible;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Where the drafts stand in the frame of the page.
const PLACE: &str = "<!-- drafts -->";

/// Bytes of drafts that one page holds; beyond, a browser gets slow.
const LIMIT: usize = 96 << 20;

/// What the page shows of one draft.
pub struct Part {
    /// The name of the draft.
    path: String,
    /// What all addresses inside the draft start with.
    id: String,
    tally: Tally,
    /// The draft itself; `None` where the page has become too large.
    body: Option<String>,
}

impl Part {
    /// The part of a draft.
    pub fn new(report: &Report, lang: Lang) -> Part {
        let tally = Tally::of(report);
        let path = report.document.source.path.clone();
        let id = id(&path);
        let body = Some(draft::body(report, &tally, &id, lang).into_string());
        Part { path, id, tally, body }
    }

    /// Its place in the page; nothing where it has no body.
    fn html(self, several: bool, lang: Lang) -> String {
        let Some(body) = self.body else { return String::new() };
        html! {
            details.part id=(self.id) open[!several] {
                summary {
                    h2 { (super::visible::line(&self.path)) }
                    (overview::chips(&self.tally, lang))
                }
                (PreEscaped(body))
            }
        }
        .into_string()
    }

    /// The worse, the greater.
    fn rank(&self) -> [usize; 3] {
        Severity::ALL.map(|s| self.tally.count(s))
    }
}

/// A name for a draft that is the same in every run, whatever else is checked (FNV-1a), short, for it stands in
/// every address of the draft.
fn id(path: &str) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";
    const LENGTH: u32 = 9;
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = path.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    let digit = |i: u32| DIGITS.get((hash >> (64 - 5 * (i + 1)) & 31) as usize).copied().map_or('0', char::from);
    std::iter::once('d').chain((0..LENGTH).map(digit)).collect()
}

/// The parts of a run, kept within bounds: where they are too much for one
/// page, those with the fewest findings keep their line of the overview only.
pub struct Book {
    lang: Lang,
    parts: Vec<Part>,
    /// Parts with a body; the first is the next to lose it.
    whole: BTreeSet<([usize; 3], Reverse<usize>)>,
    bytes: usize,
    limit: usize,
}

impl Book {
    /// Without any draft yet.
    pub fn new(lang: Lang) -> Book {
        Book { lang, parts: Vec::new(), whole: BTreeSet::new(), bytes: 0, limit: LIMIT }
    }

    /// Adds the next draft.
    pub fn add(&mut self, part: Part) {
        self.bytes += part.body.as_ref().map_or(0, String::len);
        self.whole.insert((part.rank(), Reverse(self.parts.len())));
        self.parts.push(part);
        // One draft is always shown.
        while self.bytes > self.limit && self.whole.len() > 1 {
            let Some((_, Reverse(index))) = self.whole.pop_first() else { break };
            let body = self.parts.get_mut(index).and_then(|p| p.body.take());
            self.bytes -= body.map_or(0, |b| b.len());
        }
    }

    /// Writes the page piece by piece. `failed`: some drafts could not be read.
    pub fn write<E>(mut self, failed: bool, mut write: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
        self.parts.sort_by_key(|p| Reverse(p.rank()));
        let frame = self.frame(failed);
        // What stands in drafts is escaped: no other place reads so.
        let (before, after) = frame.split_once(PLACE).unwrap_or((&frame, ""));
        write(before)?;
        let several = self.parts.len() > 1;
        for part in std::mem::take(&mut self.parts) {
            write(&part.html(several, self.lang))?;
        }
        write(after)
    }

    /// The whole page.
    pub fn page(self, failed: bool) -> String {
        let mut page = String::new();
        let Ok(()) = self.write::<Infallible>(failed, |piece| {
            page.push_str(piece);
            Ok(())
        });
        page
    }

    /// The page without its drafts, which stand at [`PLACE`].
    fn frame(&self, failed: bool) -> String {
        let lang = self.lang;
        let title = match self.parts.as_slice() {
            [only] => super::visible::line(&only.path).into_owned(),
            all => match lang {
                Lang::Vi => format!("{} dự thảo", all.len()),
                Lang::En => format!("{} drafts", all.len()),
            },
        };
        html! {
            (DOCTYPE)
            html lang=(lang.pick("vi", "en")) {
                head {
                    meta charset="utf-8";
                    // Nothing is fetched, whatever a draft contains.
                    meta http-equiv="Content-Security-Policy"
                        content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { "doisoat: " (title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header.top {
                        h1 { (lang.pick("Đối soát số liệu", "Figures checked")) " " small { (title) } }
                        @if failed {
                            p.failed { (lang.pick(
                                "Có tệp không đọc được nên không có trong trang này; tên tệp đã in ở đầu ra lỗi.",
                                "Some files could not be read and are not in this page; they were named on standard error.",
                            )) }
                        }
                        @if self.parts.is_empty() {
                            p { (lang.pick("Không có dự thảo nào.", "There is no draft.")) }
                        }
                        @if self.parts.len() > 1 { (overview::table(&self.parts, lang)) }
                    }
                    (self.tools())
                    main { (PreEscaped(PLACE)) }
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        }
        .into_string()
    }

    /// Filters and legend, for all drafts of the page.
    fn tools(&self) -> Markup {
        let mut total = Tally::default();
        self.parts.iter().filter(|p| p.body.is_some()).for_each(|p| total.add(&p.tally));
        draft::tools(&total, self.lang)
    }
}

#[cfg(test)]
mod tests;
