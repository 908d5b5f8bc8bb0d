//! Shares of a part that is named again: `nợ 76,4 tỷ đồng (trong đó nợ khó thu 25,3 tỷ đồng), nợ khó thu chiếm 33,1%`,
//! `3.214 người (Nhật Bản 1.476, Đài Loan 1.032, …); riêng thị trường Nhật Bản chiếm 45,9%`. The sum that the part stands in
//! says what is the whole.

use super::items::{Item, Passage, Value};
use super::{Binding, Claim, ClaimKind, Operand, Relation, Role, closes, words};
use crate::document::TextRange;
use crate::figures::{Cue, Figure, Period, Token, TokenKind};
use hashbrown::{HashMap, HashSet};

/// How many sentences behind its list a part is named again.
const NEAR: u32 = 1;
/// Syllables a name needs.
const TELLING: usize = 2;

/// A part of a sum with its name.
struct Part<'p> {
    name: Name,
    sentence: u32,
    figure: &'p Figure,
    whole: Figure,
}

impl Part<'_> {
    /// Whether a name behind the list is that of the part. `hộ cấp huyện` is the part `huyện`: a single syllable needs nothing
    /// but the unit and words for a class before it.
    fn is_named_by(&self, name: &Name) -> bool {
        let (own, told) = (&self.name.syllables, &name.syllables);
        if self.name.telling().len() >= TELLING && name.telling().ends_with(self.name.telling()) {
            return true;
        }
        let unit = |w: &String| self.whole.unit.key.split(' ').any(|k| k == w);
        let class = |w: &String| unit(w) || words::names_class(w);
        // The longest row of such words in front of both is left out.
        let bare = |name: &[String]| name.iter().skip_while(|w| class(w)).cloned().collect::<Vec<_>>();
        told.len() > 1 && !bare(own).is_empty() && bare(told) == bare(own)
    }
}

/// Adds the shares of parts that are named again.
pub fn part_named(passages: &[Option<Passage<'_>>], claims: &mut Vec<Claim>) {
    let bound = |c: &Claim| {
        let both = c.get(Role::Part).is_some() && c.get(Role::Whole).is_some();
        both && (c.binding == Binding::Sure || closes_with_any(c))
    };
    let told: HashSet<TextRange> = claims
        .iter()
        .filter(|c| c.relation != Relation::Share || bound(c))
        .filter_map(|c| c.get(Role::Stated))
        .map(|f| f.number)
        .collect();
    let mut totals: HashMap<TextRange, Figure> = HashMap::new();
    for claim in claims.iter().filter(|c| matches!(c.relation, Relation::Sum(_))) {
        let Some(total) = claim.get(Role::Stated) else { continue };
        for part in claim.all(Role::Part) {
            totals.entry(part.number).or_insert_with(|| total.clone());
        }
    }
    let mut found: Vec<Claim> = Vec::new();
    for passage in passages.iter().flatten() {
        let mut parts: Vec<Part<'_>> = Vec::new();
        for item in &passage.items.items {
            let Value::One(f) = item.value else { continue };
            let Some(figure) = passage.figure(f) else { continue };
            if let Some(whole) = totals.get(&figure.number) {
                let name = Name::of(passage, item);
                let whole = whole.clone();
                parts.push(Part { name, sentence: item.sentence, figure, whole });
                continue;
            }
            let share = item.verb == Some(Cue::Share) && figure.is_rate() && figure.hedge.is_none() && item.subject;
            let other = item.period.is_some_and(Period::is_past) || item.cues.any(&[Cue::Increase, Cue::Decrease]);
            if parts.is_empty() || !share || other || told.contains(&figure.number) || names_whole(passage, item) {
                continue;
            }
            let name = Name::of(passage, item);
            let mut same = parts.iter().filter(|p| p.sentence + NEAR >= item.sentence && p.is_named_by(&name));
            let (Some(part), None) = (same.next(), same.next()) else { continue };
            found.push(share_of(part, figure, item));
        }
    }
    let by_name: HashSet<TextRange> = found.iter().filter_map(|c| c.get(Role::Stated)).map(|f| f.number).collect();
    let again =
        |c: &Claim| c.relation == Relation::Share && c.get(Role::Stated).is_some_and(|f| by_name.contains(&f.number));
    claims.retain(|c| !again(c));
    claims.extend(found);
    claims.sort_by_key(|c| (c.range, c.kind));
}

fn share_of(part: &Part<'_>, stated: &Figure, item: &Item) -> Claim {
    let operands = vec![
        Operand::new(Role::Stated, stated, item.period),
        Operand::new(Role::Part, &part.figure.in_unit_of(&part.whole), None),
        Operand::new(Role::Whole, &part.whole, None),
    ];
    Claim::new(ClaimKind::Share, Relation::Share, stated.range, operands)
}

fn closes_with_any(claim: &Claim) -> bool {
    claim.readings().any(|reading| {
        let get = |role| reading.iter().find(|o| o.role == role).map(|o| &o.figure);
        let all = get(Role::Part).zip(get(Role::Whole)).zip(get(Role::Stated));
        all.is_some_and(|((part, whole), stated)| closes::share(part, whole, stated))
    })
}

/// Whether the words behind a share name a whole: `chiếm 12% tổng dư nợ`.
fn names_whole(passage: &Passage<'_>, item: &Item) -> bool {
    let tail = passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
    tail.iter().any(|t| matches!(t.kind, TokenKind::Word | TokenKind::Cue(Cue::Total | Cue::Target)))
}

/// The syllables that name what an item measures.
struct Name {
    syllables: Vec<String>,
    /// How many of them are left without the small words at the end.
    telling: usize,
}

impl Name {
    fn of(passage: &Passage<'_>, item: &Item) -> Name {
        let mut syllables: Vec<String> = Vec::new();
        for token in passage.own(item) {
            match token.kind {
                TokenKind::Colon => syllables.clear(),
                TokenKind::Word | TokenKind::Cue(Cue::RateNoun | Cue::Partition | Cue::Attribute | Cue::Done) => {
                    syllables.extend(passage.document.folded(token.range).split(' ').map(str::to_owned));
                }
                _ => {}
            }
        }
        // `nợ khó thu mới chiếm …`: small words end no name, but names of places they do (`Nhật Bản`).
        let proper = |t: &Token| passage.document.slice(t.range).starts_with(char::is_uppercase);
        let proper = passage.own(item).rfind(|t| t.kind == TokenKind::Word).is_some_and(proper);
        let small =
            syllables.iter().rev().take_while(|w| !proper && (words::is_filler(w) || words::is_stop(w))).count();
        Name { telling: syllables.len() - small, syllables }
    }

    fn telling(&self) -> &[String] {
        self.syllables.get(..self.telling).unwrap_or_default()
    }
}
