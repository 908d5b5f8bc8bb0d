//! `number-format`: numbers written unlike the other numbers of the draft. One
//! note a kind of slip for the whole draft, the other places as labels.

#![cfg_attr(not(test), deny(clippy::string_slice, clippy::indexing_slicing))]

use super::Context;
use super::words::{Cursor, Phrases, back_words, part, within};
use crate::claims::words::is_counted;
use crate::document::{Block, BlockKind, Loss, TextRange};
use crate::figures::exact::Exact;
use crate::figures::glued;
use crate::figures::{Dimension, Figure, Inert, Lexed, Period, TokenKind};
use crate::finding::{Finding, Severity, Text};
use crate::lexicon;
use crate::tables::sheet::Sheet;
use hashbrown::HashSet;
use std::collections::BTreeSet;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../rules/lexicon/number-words.tsv");

/// Collects the numbers of every kind, then says what stands out.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut seen = Seen::default();
    let years = years(context.lexed);
    let codes: HashSet<u32> = context.sheets.iter().flat_map(Sheet::codes).collect();
    for (i, lexed) in context.lexed.iter().enumerate() {
        seen.figures(context, i as u32, lexed, &years, &codes);
    }
    for (i, block) in context.document.blocks.iter().enumerate() {
        let digits = context.index.block(i).numbers().next().is_some();
        seen.signs(context.document.block_text(i as u32), block.range, digits);
    }
    seen.report(context, findings);
}

/// Places by kind of slip.
#[derive(Default)]
struct Seen {
    /// Numbers above 999 with separators, and without.
    separated: Vec<TextRange>,
    plain: Vec<TextRange>,
    /// Counts in a list that equal a year the draft speaks of.
    like_year: Vec<TextRange>,
    /// Number and unit, or word and number, without a space.
    glued: Vec<TextRange>,
    spaced: usize,
    /// `5%` and `5 %`.
    percent_tight: Vec<TextRange>,
    percent_spaced: Vec<TextRange>,
    /// Decimals behind a comma and behind a dot.
    comma: Vec<TextRange>,
    dot: Vec<TextRange>,
    /// `tác,14` and `21 /24`.
    comma_tight: Vec<TextRange>,
    slash_spaced: Vec<TextRange>,
    /// `1 số`
    digits_for_word: Vec<TextRange>,
    /// `2.1502.400`
    broken: Vec<TextRange>,
    /// `1. 562 trẻ`
    split: Vec<TextRange>,
    /// `12,380 lượt` and `3 418 xe`: thousands parted by a comma, or by a space.
    comma_thousands: Vec<TextRange>,
    spaced_thousands: Vec<TextRange>,
}

impl Seen {
    fn figures(
        &mut self,
        context: &Context<'_>,
        block: u32,
        lexed: &Lexed,
        years: &BTreeSet<Exact>,
        codes: &HashSet<u32>,
    ) {
        let document = context.document;
        // codes, telephone numbers and running numbers are written as they are
        if codes.contains(&block) {
            return;
        }
        for (at, token) in lexed.tokens.iter().enumerate() {
            if token.kind == TokenKind::Inert(Inert::Unreadable) {
                let number = document.slice(token.range);
                // The export's doing, which the first line of the output says.
                let replaced = document.losses.contains(&Loss::Struck) && glued::two(number).is_some();
                let next = lexed.tokens.get(at + 1);
                let counted = next.is_some_and(|t| t.kind == TokenKind::Word && is_counted(&document.folded(t.range)));
                if (separators(number) > 1 || counted && is_overlong(number)) && !replaced {
                    self.broken.push(token.range);
                }
                if is_split(number) {
                    self.split.push(token.range);
                }
                if counted && is_spaced(number) {
                    self.spaced_thousands.push(token.range);
                }
            }
        }
        for (at, figure) in lexed.singles() {
            let counted = figure.form.plain && figure.decimals == 0 && in_list(lexed, at);
            if let Some(token) = lexed.tokens.get(at).filter(|_| counted && years.contains(&figure.printed)) {
                self.like_year.push(token.range);
            }
        }
        let text = document.block_text(block);
        let Some(&Block { kind, range: TextRange { start: base, .. }, .. }) = document.blocks.get(block as usize)
        else {
            return;
        };
        let cell = matches!(kind, BlockKind::Cell(_));
        for figure in lexed.figures.iter().filter(|f| !f.form.words) {
            let digits = document.slice(figure.number);
            match (figure.form.plain, separators(digits)) {
                _ if self.like_year.iter().any(|r| r.contains(figure.number)) => {}
                (true, _) if !may_be_year(figure) => self.plain.push(figure.range),
                (false, 1..) if figure.printed >= Exact::int(1000) => self.separated.push(figure.range),
                _ => {}
            }
            if figure.decimals == 0 && digits.contains(',') && figure.printed >= Exact::int(1000) {
                self.comma_thousands.push(figure.range);
            }
            // `1.1` alone in a cell is the number of a row.
            let row = cell && figure.unit.key.is_empty();
            if figure.form.dot_decimal {
                self.dot.extend(Some(figure.range).filter(|_| !row));
            } else if figure.decimals > 0 && !figure.form.ambiguous {
                self.comma.push(figure.range);
            }
            if measured(figure) {
                match touches(text, base, figure) {
                    true => self.glued.push(figure.range),
                    false => self.spaced += 1,
                }
            }
        }
    }

    /// What no token shows: spaces around signs; `digits`: whether the text has any.
    fn signs(&mut self, text: &str, block: TextRange, digits: bool) {
        let bytes = text.as_bytes();
        let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
        for i in memchr::memchr_iter(b'%', bytes) {
            let head = part(text, ..i).trim_end_matches([' ', '\u{a0}']);
            let start = head.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.')).len();
            // `%o` is for another rule.
            if start == head.len() || matches!(bytes.get(i + 1), Some(b'o' | b'0' | b'%')) {
                continue;
            }
            let range = within(block, start, i + 1);
            if head.len() < i { self.percent_spaced.push(range) } else { self.percent_tight.push(range) }
        }
        if !digits {
            return;
        }
        for i in memchr::memchr3_iter(b',', b'/', b'.', bytes) {
            // Whatever is told of such a sign, a digit stands beside it.
            if !(digit(i + 1) || i > 0 && digit(i - 1)) {
                continue;
            }
            let sign = bytes.get(i).copied().unwrap_or_default();
            if sign != b'/' {
                self.torn(text, i, block);
            }
            if sign == b',' {
                if !digit(i + 1) {
                    continue;
                }
                let word = back_words(part(text, ..i)).next().filter(|w| w.end == i && !digit(w.start));
                let lower = word.filter(|w| part(text, w.start..w.end).chars().all(char::is_lowercase));
                if let Some(word) = lower.filter(|w| w.end - w.start > 1) {
                    let mut cursor = Cursor::new(text, i + 1);
                    cursor.skip(|c| c.is_ascii_digit() || c == '.');
                    self.comma_tight.push(within(block, word.start, cursor.at));
                }
            } else if sign == b'/' {
                let (before, behind) =
                    (part(text, ..i).trim_end_matches(' ').len(), i + 1 + spaces(part(text, i + 1..)));
                let one_side = (before < i) != (behind > i + 1);
                let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
                let start = part(text, ..before).trim_end_matches(number).len();
                if one_side && start < before && digit(behind) && digit(before - 1) {
                    let mut cursor = Cursor::new(text, behind);
                    cursor.skip(|c| c.is_ascii_digit() || c == '.');
                    self.slash_spaced.push(within(block, start, cursor.at));
                }
            }
        }
        for i in memchr::memchr_iter(b'1', bytes).filter(|i| bytes.get(i + 1) == Some(&b' ')) {
            let start = i.checked_sub(1).and_then(|before| bytes.get(before)).is_none_or(|b| matches!(b, b' ' | b'('));
            let (wrong, right) = &*WORDS;
            let wrong = wrong.at_start(part(text, i..)).filter(|_| right.at_start(part(text, i..)).is_none());
            let end = wrong.filter(|_| start && !(i > 1 && digit(i - 2)));
            if let Some(end) =
                end.map(|n| i + n).filter(|&end| part(text, end..).trim_start().starts_with(char::is_alphabetic))
            {
                self.digits_for_word.push(within(block, i, end));
            }
        }
    }

    /// `2 .180`: a space before the separator; `1.905,,4`: two separators between digits.
    fn torn(&mut self, text: &str, i: usize, block: TextRange) {
        let bytes = text.as_bytes();
        let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
        let run = |i: usize| bytes.iter().skip(i).take_while(|b| b.is_ascii_digit()).count();
        let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let Some(before) = i.checked_sub(1) else { return };
        let (sign, behind) = (bytes.get(i), bytes.get(i + 1));
        let doubled = matches!((sign, behind), (Some(b','), Some(b',' | b'.')) | (Some(b'.'), Some(b',')));
        if doubled && digit(before) && digit(i + 2) {
            let start = part(text, ..i).trim_end_matches(number).len();
            let end = i + 2 + part(text, i + 2..).len() - part(text, i + 2..).trim_start_matches(number).len();
            self.broken.push(within(block, start, part(text, ..end).trim_end_matches(['.', ',']).len()));
        }
        let torn = sign == Some(&b'.') && bytes.get(before) == Some(&b' ');
        if torn && digit(before.wrapping_sub(1)) && digit(i + 1) && run(i + 1) == 3 {
            let start = part(text, ..before).trim_end_matches(|c: char| c.is_ascii_digit()).len();
            // `từ năm 2021 .250 tấn` is no number either, and nobody knows which.
            let alone = !part(text, ..start).ends_with(['.', ',']);
            if before - start <= 3 && alone && !matches!(bytes.get(i + 4), Some(b'.')) {
                self.split.push(within(block, start, i + 4));
            }
        }
    }

    fn report(self, context: &Context<'_>, findings: &mut Vec<Finding>) {
        let document = context.document;
        let mut say = |places: &[TextRange], severity: Severity, message: fn(&str) -> Text| {
            let mut places = places.to_vec();
            document.body_first(&mut places, |p| *p);
            let Some((first, others)) = places.split_first() else { return };
            let mut finding =
                Finding::new("number-format", severity, document.span(*first), message(document.slice(*first)));
            for place in others {
                finding = finding.label(document.span(*place), Text::new("ở đây cũng vậy", "here too"));
            }
            findings.push(finding);
        };
        if !self.separated.is_empty() {
            say(&self.plain, Severity::Note, |s| {
                Text::new(
                    format!("“{s}” thiếu dấu chấm phân cách hàng nghìn, khác các số khác trong văn bản"),
                    format!("“{s}” lacks the dot between thousands that other numbers of the draft have"),
                )
            });
        }
        for place in &self.like_year {
            say(&[*place], Severity::Warning, |s| {
                Text::new(
                    format!(
                        "“{s}”: số đếm trùng với một năm nêu trong văn bản và không có dấu phân cách, có thể gõ nhầm"
                    ),
                    format!("“{s}”: a count that equals a year of the draft and has no separator, perhaps a slip"),
                )
            });
        }
        if rare(self.glued.len(), self.spaced) {
            say(&self.glued, Severity::Note, |s| {
                Text::new(
                    format!("“{s}” thiếu khoảng trắng giữa số và chữ"),
                    format!("“{s}” lacks a space between number and word"),
                )
            });
        }
        if rare(self.percent_spaced.len(), self.percent_tight.len()) {
            say(&self.percent_spaced, Severity::Note, |s| {
                Text::new(
                    format!("“{s}” có khoảng trắng trước dấu %, khác các chỗ khác trong văn bản"),
                    format!("“{s}” has a space before %, unlike the rest of the draft"),
                )
            });
        } else if rare(self.percent_tight.len(), self.percent_spaced.len()) {
            say(&self.percent_tight, Severity::Note, |s| {
                Text::new(
                    format!("“{s}” không có khoảng trắng trước dấu %, khác các chỗ khác trong văn bản"),
                    format!("“{s}” has no space before %, unlike the rest of the draft"),
                )
            });
        }
        if rare(self.dot.len(), self.comma.len()) {
            say(&self.dot, Severity::Note, |s| {
                Text::new(
                    format!("“{s}” dùng dấu chấm cho phần thập phân, các số khác trong văn bản dùng dấu phẩy"),
                    format!("“{s}” has a decimal dot where other numbers of the draft have a comma"),
                )
            });
        }
        if rare(self.comma_thousands.len(), self.separated.len().saturating_sub(self.comma_thousands.len())) {
            say(&self.comma_thousands, Severity::Note, |s| {
                Text::new(
                    format!("“{s}” dùng dấu phẩy phân cách hàng nghìn, các số khác trong văn bản dùng dấu chấm"),
                    format!("“{s}” has a comma between thousands where other numbers of the draft have a dot"),
                )
            });
        }
        if rare(self.spaced_thousands.len(), self.separated.len()) {
            say(&self.spaced_thousands, Severity::Note, |s| {
                Text::new(
                    format!("“{s}” có khoảng trắng giữa hàng nghìn, các số khác trong văn bản dùng dấu chấm"),
                    format!("“{s}” has a space between thousands where other numbers of the draft have a dot"),
                )
            });
        }
        say(&self.comma_tight, Severity::Note, |s| {
            Text::new(
                format!("“{s}” thiếu khoảng trắng sau dấu phẩy, dễ đọc nhầm thành số thập phân"),
                format!("“{s}” lacks a space behind the comma and reads like a decimal"),
            )
        });
        say(&self.slash_spaced, Severity::Note, |s| {
            Text::new(
                format!("“{s}” có khoảng trắng ở một bên dấu gạch chéo"),
                format!("“{s}” has a space on one side of the slash"),
            )
        });
        say(&self.digits_for_word, Severity::Note, |s| {
            Text::new(format!("“{s}” nên viết bằng chữ"), format!("“{s}” should be written in words"))
        });
        say(&self.split, Severity::Warning, |s| {
            Text::new(
                format!("“{s}” có khoảng trắng cạnh dấu phân cách, đọc thành hai số"),
                format!("“{s}” has a space beside the separator and reads as two numbers"),
            )
        });
        say(&self.broken, Severity::Warning, |s| {
            Text::new(
                format!("không đọc được “{s}” thành số: dấu phân cách đặt sai chỗ"),
                format!("“{s}” is no number: its separators are misplaced"),
            )
        });
    }
}

/// What is written in digits and should not be; phrases that only start like it are right.
static WORDS: LazyLock<(Phrases, Phrases)> = LazyLock::new(|| {
    let rows = lexicon::rows(TABLE).unwrap_or_default();
    let written = |right: bool| rows.iter().filter(move |r| (r.first() == r.get(1)) == right);
    let pick = |right: bool| Phrases::new(written(right).filter_map(|r| r.first().copied()));
    (pick(false), pick(true))
});

/// Whether a way of writing is the exception: at least three times as many are written the other way.
fn rare(these: usize, others: usize) -> bool {
    others >= 3 && others >= 3 * these
}

fn separators(number: &str) -> usize {
    number.matches(['.', ',']).count()
}

fn spaces(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// A bare number of four digits between 1900 and 2100 may be a year that no word announces.
fn may_be_year(figure: &Figure) -> bool {
    figure.unit.key.is_empty() && figure.printed >= Exact::int(1900) && figure.printed <= Exact::int(2100)
}

/// Units that are written apart from their number; `110kV` and `5%` are not.
fn measured(figure: &Figure) -> bool {
    let free = matches!(
        figure.unit.dimension,
        Dimension::Dong
            | Dimension::ForeignMoney
            | Dimension::Area
            | Dimension::Mass
            | Dimension::Length
            | Dimension::Volume
            | Dimension::Count
    );
    free && !figure.unit.elided && figure.unit.range.is_some() || figure.form.glued && figure.is_rate()
}

/// Whether a letter touches the number: its unit behind it, or a word before it.
fn touches(text: &str, base: u32, figure: &Figure) -> bool {
    let (start, end) = ((figure.number.start - base) as usize, (figure.number.end - base) as usize);
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let before = letter(text.get(..start).and_then(|t| t.chars().next_back()));
    let behind = letter(text.get(end..).and_then(|t| t.chars().next()));
    before || (behind && !figure.is_rate())
}

/// `18.4620 lượt`: more than three digits behind one dot, where what is counted has no decimals.
fn is_overlong(number: &str) -> bool {
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    number.split_once('.').is_some_and(|(head, tail)| {
        digits(head) && digits(tail) && !head.starts_with('0') && (1..=3).contains(&head.len()) && tail.len() >= 4
    })
}

/// `3 418`: groups of three digits with spaces between.
fn is_spaced(number: &str) -> bool {
    let mut groups = number.split(' ');
    let digits = |g: &str| g.len() <= 3 && !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().is_some_and(|g| digits(g) && !g.starts_with('0'));
    let mut rest = groups.peekable();
    first && rest.peek().is_some() && rest.all(|g| digits(g) && g.len() == 3)
}

/// `1. 562`: one to three digits, a dot, a space and three digits more; `23 .0`: the space before the separator.
fn is_split(number: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let thousands = |(head, tail): (&str, &str)| digits(head) && digits(tail) && head.len() <= 3 && tail.len() == 3;
    let decimals = |(head, tail): (&str, &str)| digits(head) && digits(tail);
    let behind = number.split_once(". ").is_some_and(thousands);
    behind || number.split_once(" .").or_else(|| number.split_once(" ,")).is_some_and(decimals)
}

/// Whether the number is an item of a list of counts: a count and its words before it, then a comma.
fn in_list(lexed: &Lexed, at: usize) -> bool {
    let mut before = lexed.tokens.iter().take(at).rev();
    let joined = before.next().is_some_and(|t| matches!(t.kind, TokenKind::Comma | TokenKind::Semicolon));
    let rest = before.find(|t| !matches!(t.kind, TokenKind::Word));
    let count =
        |id: u32| lexed.figures.get(id as usize).is_some_and(|f| f.unit.dimension == Dimension::Count && f.is_count());
    let item = lexed.tokens.get(at).is_some_and(|t| matches!(t.kind, TokenKind::Figure(id) if count(id)));
    joined && item && rest.is_some_and(|t| matches!(t.kind, TokenKind::Figure(id) if count(id)))
}

/// The years a draft names as years, from 2000 on.
fn years(lexed: &[Lexed]) -> BTreeSet<Exact> {
    let mut years = BTreeSet::new();
    for token in lexed.iter().flat_map(|l| &l.tokens) {
        match token.kind {
            TokenKind::Period(Period::Year(year)) => years.extend([year]),
            TokenKind::Period(Period::Years { from, to, .. }) => years.extend([from, to]),
            _ => {}
        }
    }
    years.into_iter().filter(|y| *y >= 2000).map(|y| Exact::int(i64::from(y))).collect()
}
