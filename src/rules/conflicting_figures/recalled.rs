//! A figure told again with another digit: `còn 838 hộ nghèo, chiếm 2,68%` and, in an assessment, `toàn huyện vẫn còn
//! 883 hộ nghèo`. Figures of two things are so near to each other by chance too, so the names must cover each other,
//! time and role must be the same, and the fewer digits there are the more words must be shared.

use super::around::Mention;
use super::finding;
use super::reading::{NOT, Reading, Role, Word};
use super::restated::confirmed;
use crate::claims::fit::{Fit, fit};
use crate::claims::words;
use crate::document::TextRange;
use crate::facts::time::year;
use crate::figures::exact::Exact;
use crate::figures::{Dimension, Figure, Lexed, Period};
use crate::finding::Finding;
use crate::rules::Context;
use crate::source::Span;
use crate::work;
use hashbrown::{HashMap, HashSet};
use std::cell::OnceCell;
use std::rc::Rc;

/// The most figures of one pattern of digits that are compared.
const MOST: usize = 6;
/// A name of fewer words is short.
const SHORT: usize = 3;
/// A word that stands at more figures than these names none of them.
const MANY: usize = 24;
/// So many paragraphs at the start may be lines of the title.
const TITLE: u32 = 8;

/// Compares figures of one unit that differ in one digit, or in the order of their digits.
pub(super) fn check<'a>(context: &Context<'a>, mentions: &[Mention<'a>], findings: &mut Vec<Finding>) {
    // Figures of one pattern stand side by side, in their order.
    let mut near: Vec<(u64, &str, u32)> = Vec::new();
    for (index, mention) in (0u32..).zip(mentions).filter(|(_, m)| plain(m)) {
        near.extend(patterns(mention.figure).map(|pattern| (pattern, kind(mention.figure), index)));
    }
    near.sort_unstable();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for alike in near.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        for (n, &(.., b)) in alike.iter().enumerate() {
            let earlier = alike.iter().take(n.min(MOST)).inspect(|_| work::step());
            let differ = |a: u32| Some(differ(mentions.get(a as usize)?, mentions.get(b as usize)?));
            pairs.extend(earlier.filter(|a| differ(a.2) == Some(true)).map(|a| (a.2, b)));
        }
    }
    if pairs.is_empty() {
        return;
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut draft = Draft::of(context, mentions);
    let same_rule = findings.iter().filter(|f| f.rule == "conflicting-figures");
    let mut told: HashSet<Span> = same_rule.map(|f| f.span).collect();
    for (a, b) in pairs {
        let (Some(x), Some(y)) = (mentions.get(a as usize), mentions.get(b as usize)) else { continue };
        let certain = (draft.is_certain(x), draft.is_certain(y));
        if certain != (true, true) && draft.one_thing(x, y, certain.0 || certain.1) {
            // The one that agrees with other figures is right.
            let (first, recalled) = if certain.1 { (y, x) } else { (x, y) };
            if told.insert(context.document.span(recalled.figure.range)) {
                findings.push(finding(context, first.figure, recalled.figure));
            }
        }
    }
}

/// An exact figure of two digits and more.
fn plain(mention: &Mention<'_>) -> bool {
    let figure = mention.figure;
    let measured = figure.unit.dimension != Dimension::Times;
    // `năm 1517`, `[224]`: a number without a unit and without a separator may be no amount.
    let bare = figure.unit.dimension == Dimension::None && (figure.form.plain || digits(figure) < 4);
    let form = figure.form;
    // `2.000 người`, `5.000 người`: round numbers are near to each other by chance.
    let telling = number(figure).is_some_and(|mut n| {
        while n > 0 && n % 10 == 0 {
            n /= 10;
        }
        n >= 10
    });
    figure.hedge.is_none() && !form.ambiguous && !form.words && measured && !bare && telling
}

fn differ(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    a.block != b.block
        && a.figure.printed != b.figure.printed
        && a.figure.unit.factor == b.figure.unit.factor
        && a.figure.decimals == b.figure.decimals
        && (a.figure.unit.dimension != Dimension::None || b.figure.unit.dimension != Dimension::None)
        && fit(a.figure, b.figure) != Fit::Different
        && (a.common(b).0 > 0 || a.words.len().min(b.words.len()) < 2)
}

/// What figures are compared by: the noun that is counted (`hộ nghèo` and `hộ` may be one), or the unit.
fn kind(figure: &Figure) -> &str {
    let key = figure.unit.key.as_str();
    if figure.is_count() { key.split(' ').next().unwrap_or(key) } else { key }
}

/// The printed digits as one number.
fn number(figure: &Figure) -> Option<u64> {
    let scale = Exact::ten_pow(i32::from(figure.decimals))?;
    figure.printed.mul(scale)?.to_i64().and_then(|v| u64::try_from(v).ok())
}

/// How many digits a figure has.
fn digits(figure: &Figure) -> u32 {
    number(figure).and_then(u64::checked_ilog10).map_or(0, |d| d + 1)
}

/// What a slip leaves of a figure: all digits but one, or how often each digit stands in it.
fn patterns(figure: &Figure) -> impl Iterator<Item = u64> {
    let value = number(figure).filter(|v| *v < 10_u64.pow(15)).unwrap_or(0);
    let count = value.checked_ilog10().map_or(0, |d| d + 1);
    let kind = u64::from(figure.decimals) << 56;
    let masked = (0..count).map(move |place| {
        let power = 10_u64.pow(place);
        kind | u64::from(place + 1) << 52 | (value - value / power % 10 * power)
    });
    // Four bits a digit would not do for 15 digits; three suffice to tell most orders apart.
    let sorted = (0..count).fold(0, |sum, place| sum + (1_u64 << (4 * (value / 10_u64.pow(place) % 10))));
    masked.chain((count > 0).then_some(kind | sorted))
}

/// Whether both figures have the same digits.
fn swapped(a: &Figure, b: &Figure) -> bool {
    patterns(a).last() == patterns(b).last()
}

/// What the whole draft says.
struct Draft<'a, 'm> {
    context: &'m Context<'a>,
    /// Figures that agree with others in some relation.
    confirmed: HashSet<TextRange>,
    /// The figures of one value and unit.
    told: HashMap<(Exact, &'a str), Vec<&'m Mention<'a>>>,
    mentions: &'m [Mention<'a>],
    /// The figures that a word stands beside, once it is asked for.
    by_word: OnceCell<HashMap<&'m str, Vec<&'m Mention<'a>>>>,
    /// The times of the title and the headings, and its year.
    times: HashSet<Period>,
    year: Option<u16>,
    /// What was read already.
    readings: HashMap<TextRange, Option<Rc<Reading<'a>>>>,
}

impl<'a, 'm> Draft<'a, 'm> {
    fn of(context: &'m Context<'a>, mentions: &'m [Mention<'a>]) -> Draft<'a, 'm> {
        let mut told: HashMap<_, Vec<_>> = HashMap::new();
        for mention in mentions {
            told.entry((mention.figure.printed, mention.figure.unit.key.as_str())).or_default().push(mention);
        }
        let tops = context.document.sections.iter().filter(|s| s.parent.is_none()).map(|s| s.block);
        let titles = (0..TITLE).chain(tops).filter_map(|b| context.lexed.get(b as usize));
        let titles = titles.filter(|l| l.amounts.is_empty());
        let times: HashSet<Period> = titles.flat_map(Lexed::periods).collect();
        let years: HashSet<u16> = times.iter().filter_map(|t| year(*t)).collect();
        let results = context.statements.iter().filter(|s| !s.goal && !s.planned);
        Draft {
            context,
            confirmed: confirmed(context),
            told,
            mentions,
            by_word: OnceCell::new(),
            year: results.filter_map(|s| s.period.and_then(year)).filter(|y| years.contains(y)).max(),
            times,
            readings: HashMap::new(),
        }
    }

    /// Reads the text around a figure; nothing among goals.
    fn read(&mut self, mention: &Mention<'a>) -> Option<Rc<Reading<'a>>> {
        let context = self.context;
        let is_goal = || context.goals.above(context.document, mention.block);
        let read = || Reading::of(context, mention).filter(|_| !is_goal());
        self.readings.entry(mention.figure.number).or_insert_with(|| read().map(Rc::new)).clone()
    }

    /// The figures that a word stands beside, or that have a rate as their unit.
    fn by_word(&self) -> &HashMap<&'m str, Vec<&'m Mention<'a>>> {
        self.by_word.get_or_init(|| {
            let mut by_word: HashMap<_, Vec<_>> = HashMap::new();
            for mention in self.mentions {
                let rate = Some(mention.figure.unit.key.as_str()).filter(|key| key.contains('/'));
                for word in mention.words.iter().map(AsRef::as_ref).chain(rate) {
                    by_word.entry(word).or_default().push(mention);
                }
            }
            by_word
        })
    }

    /// Whether a figure agrees with others, or is told twice.
    fn is_certain(&self, mention: &Mention<'_>) -> bool {
        let key = (mention.figure.printed, mention.figure.unit.key.as_str());
        let again = |m: &&&Mention<'_>| m.block != mention.block && m.common(mention).0 > 1;
        self.confirmed.contains(&mention.figure.number)
            || self.told.get(&key).is_some_and(|same| same.iter().take(MOST).any(|m| again(&m)))
    }

    /// Whether a time is that of the report.
    fn is_now(&self, time: Period, until: bool) -> bool {
        match time {
            Period::Year(year) => Some(year) == self.year,
            // `đến ngày 30/9 còn 838 hộ`: how things stand.
            Period::Date { year, .. } => until && (year.is_none() || year == self.year),
            Period::SinceYearStart => true,
            _ => !time.is_past() && self.times.contains(&time),
        }
    }

    /// Whether two times surely are one: the same, or that of the report and none.
    fn one_time(&self, a: &Reading<'_>, b: &Reading<'_>) -> bool {
        match (a.time, b.time) {
            (Some((a, _)), Some((b, _))) => a == b || ends_with(a, b) || ends_with(b, a),
            (Some((time, until)), None) | (None, Some((time, until))) => self.is_now(time, until),
            (None, None) => true,
        }
    }

    /// Whether two figures say one kind of thing at one time.
    fn comparable(&self, x: &Reading<'_>, y: &Reading<'_>) -> bool {
        x.role == y.role
            && alike_narrow(x, y)
            && self.one_time(x, y)
            && (x.base == y.base || !matches!(x.role, Role::Moved(_)))
            && (x.givers == y.givers || x.givers.is_empty() || y.givers.is_empty())
    }

    /// Whether the text makes two figures surely one thing. `certain`: one of them agrees with other figures.
    fn one_thing(&mut self, first: &'m Mention<'a>, second: &'m Mention<'a>, certain: bool) -> bool {
        let (Some(x), Some(y)) = (self.read(first), self.read(second)) else { return false };
        let digits = digits(first.figure);
        let recalls = x.recalls || y.recalls;
        // Two numbers of two digits are near to each other by chance: only a summary tells them again.
        let lacks = |own: &HashSet<Word<'_>>, other: &Reading<'_>| own.iter().filter(|w| !other.says(w)).count();
        if x.role == Role::Share
            || digits == 2 && !recalls
            || !self.comparable(&x, &y)
            || parallel(&x, &y)
            || y.name.iter().any(|w| !x.says(w))
            || lacks(&x.name, &y) > usize::from(digits > 3)
        {
            return false;
        }
        let (here, there) = (x.around(), y.around());
        let wide = |a: &Reading<'_>, b: &Reading<'_>| a.name.difference(&b.name).filter(|w| b.says(w)).count();
        // What stands before the name may be its subject: nothing there may be of another thing. In a summary other
        // things stand side by side.
        let clean =
            (x.recalls && !y.recalls || lacks(&here.lead, &y) == 0) && (y.recalls || lacks(&there.lead, &x) == 0);
        // `diện tích là 1,37 km² và quy mô dân số là 13.353 người của phường A`: what is told of may stand behind.
        let apart = lacks(&here.rest, &y) > 0 && lacks(&there.rest, &x) > 0
            || x.short && y.short && x.openings.first() == y.openings.first()
            || matches!(x.role, Role::Moved(_)) && x.base.is_none();
        if apart && !recalls {
            return false;
        }
        let alone = self.names_one(first, second, &x, &y);
        // The unit names nothing, unless it is that of no other figure (`32,4 giường/vạn dân`).
        let measures = |m: &Mention<'_>, w: &str| {
            let mut words = m.figure.unit.key.split([' ', '/']);
            if m.figure.is_count() { words.next() == Some(w) } else { !alone && words.any(|of| of == w) }
        };
        let shared = x.name.intersection(&y.name).filter(|w| !measures(first, w) && !measures(second, w)).count();
        let around = shared + wide(&x, &y).max(wide(&y, &x)) + here.lead.intersection(&there.lead).count();
        let swapped = digits > 3 && swapped(first.figure, second.figure);
        // `tai nạn lao động xảy ra 21 vụ, làm chết 16 người`: of a short name most of what stands before must be said too.
        let most = |a: &Reading<'_>, b: &Reading<'_>| {
            let lead = &a.around().lead;
            b.recalls && 2 * lacks(lead, b) < lead.len().max(1)
        };
        let led = clean && !recalls || most(&x, &y) || most(&y, &x);
        if shared < SHORT && !led && !swapped {
            return false;
        }
        if digits == 2 && !alone || !clean && !(recalls && (alone || swapped)) {
            return false;
        }
        let same = x.name == y.name && (alone || clean);
        let needed = 6_usize.saturating_sub(digits as usize).max(2);
        let told_again = same && recalls && alone && clean;
        let eased = [certain, same, told_again, told_again].into_iter().filter(|e| *e).count();
        // `mới đạt 67,6% kế hoạch`: what was planned may stand before the figure alone.
        let named = shared >= 1 || recalls && x.role == Role::OfPlan && around > 2;
        named && around >= needed.saturating_sub(eased).max(1)
    }

    /// Whether the words that two mentions share name no other figure of their time: those of `trị giá` stand at many.
    fn names_one(&mut self, first: &'m Mention<'a>, second: &'m Mention<'a>, x: &Reading<'a>, y: &Reading<'a>) -> bool {
        let shared: Vec<&Word<'a>> = x.name.intersection(&y.name).collect();
        let by_word = self.by_word();
        let places = |w: &&&str| by_word.get(**w).map_or(0, Vec::len);
        let plain: Vec<&str> = shared.iter().map(|w| w.as_ref()).filter(|w| *w != NOT).collect();
        // Of `32,4 giường/vạn dân` the unit is the name.
        let key = first.figure.unit.key.as_str();
        let rate = key.contains('/');
        let plain: Vec<&str> = plain.into_iter().filter(|w| !rate || !key.split([' ', '/']).any(|u| u == *w)).collect();
        let Some(rarest) = plain.iter().min_by_key(places).copied().or(rate.then_some(key)) else {
            return false;
        };
        let others = by_word.get(rarest).cloned().unwrap_or_default();
        let known = |m: &Mention<'_>| [first, second].iter().any(|f| f.figure.printed == m.figure.printed);
        let has = |m: &Mention<'_>, w: &str| m.words.binary_search_by(|own| own.as_ref().cmp(w)).is_ok();
        others.len() <= MANY
            && !others.iter().any(|m| {
                let alike =
                    !known(m) && fit(m.figure, first.figure) != Fit::Different && plain.iter().all(|w| has(m, w));
                alike
                    && self
                        .read(m)
                        .is_some_and(|r| self.comparable(&r, x) && shared.iter().all(|w| r.name.contains(*w)))
            })
    }
}

/// Whether both are cumulated, parts or told for themselves, or neither is.
fn alike_narrow(x: &Reading<'_>, y: &Reading<'_>) -> bool {
    let ([cumulated, part, rest @ ..], [other, parts, others @ ..]) = (x.narrow, y.narrow);
    let stretch = matches!((x.time, y.time), (Some((Period::Months { .. }, _)), Some((Period::Months { .. }, _))));
    (cumulated == other || stretch) && (part == parts || x.name == y.name) && rest == others
}

/// Whether a date is the last day of a stretch of time: 30/9 of nine months.
fn ends_with(stretch: Period, date: Period) -> bool {
    let Period::Date { day: 28.., month, year } = date else { return false };
    let same = |of: Option<u16>| of.is_none() || year.is_none() || of == year;
    match stretch {
        Period::Months { count, year } => count == month && same(year),
        Period::Year(of) => month == 12 && same(Some(of)),
        _ => false,
    }
}

/// Whether two paragraphs, or the headings above them, say the same of two things: `Xã A: …`, `Xã B: …`.
fn parallel(x: &Reading<'_>, y: &Reading<'_>) -> bool {
    // A summary has a heading of its own.
    let compared = if x.recalls || y.recalls { 1 } else { 2 };
    x.openings.iter().zip(&y.openings).take(compared).any(|(a, b)| {
        let foreign = |own: &[std::borrow::Cow<'_, str>], other: &[std::borrow::Cow<'_, str>]| {
            own.iter().any(|w| !other.contains(w) && !words::is_stop(w) && !words::is_thin(w))
        };
        !a.is_empty() && a.first() == b.first() && foreign(a, b) && foreign(b, a)
    })
}
