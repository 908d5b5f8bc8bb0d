//! Pairs of counts that a name binds to an average elsewhere: `tiểu học 13.427 học sinh/412 lớp` in a note, `bình quân
//! tiểu học 32,6 học sinh/lớp` in the text.

use crate::claims::above::Above;
use crate::claims::items::{Item, Passage, Separator, Value};
use crate::claims::words;
use crate::figures::{Figure, TokenKind};
use hashbrown::HashMap;
use std::borrow::Cow;

/// The most pairs of one name that are compared.
const MOST: usize = 8;

/// The pairs of counts of a draft by the words before them.
pub(super) struct Pairs<'p>(HashMap<String, Vec<[&'p Figure; 2]>>);

impl<'p> Pairs<'p> {
    /// Reads `13.427 học sinh/412 lớp` and `82 lớp với 2.638 học sinh`, each behind a name.
    pub fn of(above: &Above<'p, '_>) -> Pairs<'p> {
        let mut out: HashMap<String, Vec<[&Figure; 2]>> = HashMap::new();
        for passage in above.passages.iter().flatten() {
            for (index, item) in passage.items.items.iter().enumerate() {
                let pair = match item.value {
                    Value::Fraction(a, b) => [passage.figure(a), passage.figure(b)],
                    Value::One(f) => [passage.figure(f), behind(passage, index, item)],
                    Value::Range(..) => continue,
                };
                if let [Some(a), Some(b)] = pair
                    && a.is_count()
                    && b.is_count()
                    && !a.unit.key.is_empty()
                    && !b.unit.key.is_empty()
                    && let Some(name) = name_of(passage, item)
                {
                    out.entry(name).or_default().push([a, b]);
                }
            }
        }
        Pairs(out)
    }

    /// The amount and the count of an average, where just one pair has its name and its units.
    pub fn of_name(&self, passage: &Passage<'_>, item: &Item, figure: &Figure) -> Option<(&'p Figure, &'p Figure)> {
        let (upper, lower) = figure.unit.key.split_once('/')?;
        let is = |f: &Figure, noun: &str| {
            let kind = |noun: &str| words::kind_of(noun);
            f.unit.key == noun || f.noun == noun || kind(&f.unit.key).is_some() && kind(&f.unit.key) == kind(noun)
        };
        let pairs = self.0.get(&name_of(passage, item)?)?.iter().take(MOST);
        let fit = pairs.filter_map(|&[a, b]| match (is(a, upper) && is(b, lower), is(b, upper) && is(a, lower)) {
            (true, false) => Some((a, b)),
            (false, true) => Some((b, a)),
            _ => None,
        });
        let mut fit = fit.peekable();
        let first = *fit.peek()?;
        fit.all(|(a, b)| (a.value(), b.value()) == (first.0.value(), first.1.value())).then_some(first)
    }
}

/// The count right behind another, with nothing but `với`, `có` between.
fn behind<'p>(passage: &'p Passage<'_>, index: usize, item: &Item) -> Option<&'p Figure> {
    let next = passage.item(index + 1)?;
    let near = next.group == item.group && next.sentence == item.sentence && next.separator <= Separator::Comma;
    let plain = next.verb.is_none() || next.verb == Some(crate::figures::Cue::Is);
    (near && plain && !next.subject).then(|| passage.first(next)).flatten()
}

/// The plain words right before a figure, behind the last colon, without those that name no thing.
fn name_of(passage: &Passage<'_>, item: &Item) -> Option<String> {
    let mut name: Vec<Cow<'_, str>> = Vec::new();
    for token in passage.own(item) {
        match token.kind {
            TokenKind::Colon => name.clear(),
            TokenKind::Word => name.push(passage.document.folded(token.range)),
            _ => {}
        }
    }
    name.retain(|w| !words::is_filler(w));
    let telling = name.iter().any(|w| !words::is_stop(w));
    telling.then(|| name.join(" "))
}
