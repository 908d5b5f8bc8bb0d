//! Counts announced before a list of names: `4 xã (X, Y, Z, T)`.

mod named;

use super::fit::{Fit, fit};
use super::items::{Cues, Item, Passage, Value};
use super::words;
use super::{Binding, Claim, ClaimKind, Operand, Relation, Role};
use crate::document::{Note, TextRange};
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Inert, Token, TokenKind};
use crate::lexicon;
use std::borrow::Cow;

/// Names of more tokens are doubted: they may be clauses.
const LONG: usize = 16;
/// A name with its noun has at most so many.
const SHORT: usize = 6;
/// A list that begins further behind its number is another's.
const FAR: usize = 400;
/// The longest list whose names are counted.
const MOST: i64 = 60;

/// Reads the counts of lists in a passage.
pub fn lists(passage: &Passage<'_>, claims: &mut Vec<Claim>) {
    for (index, item) in passage.items.items.iter().enumerate() {
        let Value::One(f) = item.value else { continue };
        let Some(figure) = passage.figure(f) else { continue };
        let value = figure.printed.to_i64().unwrap_or(0);
        // `tăng 2 người (cháu A, sinh năm …; chị B, …)`: the names are those of the total.
        let change = matches!(item.verb, Some(Cue::Increase | Cue::Decrease));
        // `Chú giải 3: …`, `Phụ lục 2: …`: the number of a thing, not of things.
        let named = figure.unit.key.is_empty() && figure.noun.is_empty();
        let label = named && item.verb.is_none() && item.cues == Cues::default();
        if change
            || label
            || one_of(passage, item)
            || !figure.is_count()
            || figure.hedge.is_some()
            || !(2..=MOST).contains(&value)
        {
            continue;
        }
        let bracket = bracketed(passage, index);
        let in_bracket = bracket.is_some();
        if let Some(found) = bracket
            .or_else(|| announced(passage, item))
            .or_else(|| named::behind(passage, item, figure))
            .or_else(|| named::equated(passage, item, figure))
        {
            let mut claim = Claim::new(
                ClaimKind::CountOfList,
                Relation::Count { least: found.least, most: found.most },
                figure.range.cover(found.range),
                vec![Operand::new(Role::Stated, figure, item.period)],
            );
            claim.indicator = passage.indicator(item);
            // Of plain words in a row none can hide a name that is missing.
            let missing = found.plain && !figure.noun.is_empty() && value > i64::from(found.most);
            let sure = (found.sure || missing)
                && found.is_near(value, in_bracket)
                && !of_earlier(passage, index, item, value, &found);
            claim.binding = if sure { Binding::Sure } else { Binding::Likely };
            claims.push(claim);
        }
    }
}

/// `9 địa phương, trong đó có 2 thành phố và 7 tỉnh gồm: …` with nine names: the list is that of a count before.
fn of_earlier(passage: &Passage<'_>, index: usize, item: &Item, value: i64, found: &Found) -> bool {
    let (least, most) = (i64::from(found.least), i64::from(found.most));
    let before = passage.items.before(item.group, index).take_while(|(_, x)| x.sentence == item.sentence);
    let counts = before.filter_map(|(_, x)| passage.first(x).filter(|f| f.is_count())?.printed.to_i64());
    !(least..=most).contains(&value) && counts.into_iter().any(|n| n > value && (least..=most).contains(&n))
}

/// `là 1 trong 6 nền kinh tế lớn nhất (sau A, B, C, D và E)`: one of so many, and the others are named.
fn one_of(passage: &Passage<'_>, item: &Item) -> bool {
    let before = item.token.checked_sub(2).and_then(|i| passage.lexed.tokens.get(i..item.token)).unwrap_or_default();
    // `86 hộ tại 06 bản (A, B, …)`: the names are those of the places.
    let joins = |t: &Token| match t.kind {
        TokenKind::Word | TokenKind::Cue(_) => !words::says_where(&passage.document.folded(t.range)),
        _ => false,
    };
    matches!(before, [Token { kind: TokenKind::Figure(_), .. }, word] if joins(word))
}

/// `03 chương trình mục tiêu quốc gia[^4]` where each paragraph of the note starts with the noun.
pub fn listed_in_note(passage: &Passage<'_>, item: &Item, note: &Note, claims: &mut Vec<Claim>) {
    let Value::One(f) = item.value else { return };
    let Some(figure) = passage.figure(f).filter(|f| f.is_count() && !f.unit.key.is_empty()) else { return };
    let starts =
        |block: &u32| lexicon::fold(passage.document.block_text(*block).trim_start()).starts_with(&figure.unit.key);
    let count = note.blocks.iter().filter(|b| starts(b)).count();
    if count < 2 || count != note.blocks.len() {
        return;
    }
    let relation = Relation::Count { least: count as u32, most: count as u32 };
    let operands = vec![Operand::new(Role::Stated, figure, item.period)];
    claims.push(Claim::new(ClaimKind::CountOfList, relation, figure.range, operands));
}

/// `Toàn ngành tập trung 04 nhóm việc:` and the bullets below: the last figure of the lead, alone in its sentence.
pub fn listed_in_bullets(lead: &Passage<'_>, bullets: u32, claims: &mut Vec<Claim>) {
    let Some((index, item)) = lead.items.items.iter().enumerate().next_back() else { return };
    let alone = index.checked_sub(1).and_then(|i| lead.item(i)).is_none_or(|x| x.sentence != item.sentence);
    let Value::One(f) = item.value else { return };
    let Some(figure) = lead.figure(f).filter(|f| f.is_count() && f.hedge.is_none() && !f.noun.is_empty()) else {
        return;
    };
    // Only words of its noun stand between the figure and the colon.
    let behind = lead.document.text.get(figure.number.end as usize..).unwrap_or_default();
    let noun = behind.split_once(':').map_or("", |(noun, _)| noun);
    let plain = !noun.contains([',', ';', '.', '(']) && noun.split_whitespace().count() <= SHORT;
    let open = item.cues.any(&[Cue::Total, Cue::OfWhich, Cue::Partly]) || item.after.has(Cue::Partly);
    if alone && plain && !open && item.group == 0 && figure.printed <= Exact::int(MOST) {
        let relation = Relation::Count { least: bullets, most: bullets };
        let operands = vec![Operand::new(Role::Stated, figure, item.period)];
        claims.push(Claim::new(ClaimKind::CountOfList, relation, figure.range, operands));
    }
}

/// A list that was counted.
struct Found {
    least: u32,
    most: u32,
    range: TextRange,
    sure: bool,
    /// Whether the elements are three or more short ones.
    plain: bool,
}

impl Found {
    /// Whether the names are as many as a slip leaves: one or two more or fewer, or, in the bracket of the count, where one
    /// digit is another. Names further from the count are rarely those that it counts.
    fn is_near(&self, value: i64, in_bracket: bool) -> bool {
        const SLIP: i64 = 2;
        let (least, most) = (i64::from(self.least), i64::from(self.most));
        let one_digit = |n: i64| value / 10 == n / 10 || value % 10 == n % 10;
        (least - SLIP..=most + SLIP).contains(&value) || in_bracket && (least..=most).any(one_digit)
    }
}

/// `03 thao trường (Nậm Lừ, Khe Thắm, Pá Hạ)`
fn bracketed(passage: &Passage<'_>, index: usize) -> Option<Found> {
    let number = passage.items.bracket_behind(index)?;
    let group = passage.items.groups.get(number as usize)?;
    // `xây mới 06 nhà tại các xã (Pa Sáng, Nà Tăm, …)`: the names may be those of the places right before the bracket.
    let item = passage.item(index)?;
    let tail = passage.lexed.tokens.get(item.tail.clone()).unwrap_or_default();
    let folded = |t: &Token| passage.document.folded(t.range);
    let place = tail.last().map_or_else(Default::default, folded);
    let noun = &passage.first(item)?.noun;
    let of_places = words::opens_place(&place)
        && !noun.split(' ').any(|w| w == place)
        && tail.iter().any(|t| words::says_where(&folded(t)));
    if passage.items.of_group(number).next().is_some() {
        return None;
    }
    let inside = passage.lexed.tokens.get(group.tokens.clone())?;
    if inside.first().is_some_and(|t| words::names_source(&folded(t))) {
        return None;
    }
    let found = count(passage, inside)?;
    Some(Found { sure: found.sure && !of_places, plain: found.plain && !of_places, ..found })
}

/// `17 sản phẩm gồm: A; B; …` and `3 xã: A, B, C`
fn announced(passage: &Passage<'_>, item: &Item) -> Option<Found> {
    let tokens = passage.lexed.tokens.get(item.token + 1..)?;
    let comprises =
        |i: usize| tokens.get(i).is_some_and(|t| matches!(t.kind, TokenKind::Cue(Cue::Comprise | Cue::Namely)));
    let start = tokens
        .iter()
        .enumerate()
        .take(FAR)
        .take_while(|(i, t)| match t.kind {
            // `06 quốc gia, vùng lãnh thổ: …`: the noun may have a comma of its own.
            TokenKind::Comma => comprises(i + 1) || (*i < NOUN && names_on(passage, tokens, *i)),
            // `26 dự án đến từ 06 quốc gia: …`: the list is that of the nearer number.
            TokenKind::Figure(f) => !passage.figure(f).is_some_and(Figure::is_count),
            kind => !matches!(
                kind,
                TokenKind::Semicolon | TokenKind::SentenceEnd | TokenKind::Open(_) | TokenKind::Close(_)
            ),
        })
        .map(|(_, t)| t)
        .position(|t| matches!(t.kind, TokenKind::Colon | TokenKind::Cue(Cue::Comprise)))?;
    // `05 huyện vượt định mức như: A, B`: only some are named.
    if tokens.get(..start)?.iter().any(|t| t.kind == TokenKind::Cue(Cue::Partly)) {
        return None;
    }
    let list = tokens.get(start + 1..)?;
    let list = match list.first() {
        Some(Token { kind: TokenKind::Colon, .. }) => list.get(1..)?,
        _ => list,
    };
    if let Some(found) = numbered(passage, list) {
        return Some(found);
    }
    let list = outside_brackets(list.get(..list.len().min(FAR))?);
    let list = list.as_slice();
    // A figure behind the list belongs to what follows its last separator.
    let figure = list.iter().enumerate().position(|(i, t)| is_amount(t) && !in_name(passage, list, i));
    let Some(at) = figure else { return count(passage, list) };
    let head = list.get(..at)?;
    if let Some(verb) = verb_behind_names(passage, head) {
        return count(passage, head.get(..verb)?);
    }
    let parts = |t: &Token| matches!(t.kind, TokenKind::Semicolon | TokenKind::Comma | TokenKind::Cue(Cue::And));
    let last = head.iter().rposition(parts)?;
    // `CT3A, CT3B, CT3C và 01 tòa nhà`: no further name; `A, B và C 12 hộ`: perhaps one.
    // `Đồng Thái, Vũ Hòa và thị trấn Lương Điền, với 412 mắt camera`: behind names in capitals small words are none.
    let words = || head.iter().skip(last + 1).filter(|t| t.kind == TokenKind::Word);
    // `A, B, C; bình quân 14,5 tiêu chí/xã`: nor behind the only semicolon.
    let alone = !head.get(..last)?.iter().any(|t| t.kind == TokenKind::Semicolon);
    let ends = head.get(last)?.kind == TokenKind::Comma || head.get(last)?.kind == TokenKind::Semicolon && alone;
    let names = head.first().is_some_and(|t| capital(passage, t)) && ends;
    let further = words().next().is_some() && (!names || words().any(|t| capital(passage, t)));
    let found = count(passage, head.get(..last)?)?;
    // `7 thí sinh là: trường A có 4 em, 2 em trường B, 1 em trường C`: a list of numbers, whatever stands first.
    let counts = |t: &&Token| match t.kind {
        TokenKind::Figure(f) => passage.figure(f).is_some_and(|f| f.is_count() && !f.unit.key.is_empty()),
        _ => false,
    };
    let numbers = list.iter().filter(counts).count() > 1;
    let (sure, plain) = (found.sure && !numbers, found.plain && !numbers);
    // `14 huyện gồm A, B, … và hai thị xã: …`: so many more, of a kind with those that are named.
    let behind = match list.get(at)?.kind {
        TokenKind::Figure(f) if last + 1 == at => passage.figure(f),
        _ => None,
    };
    let kin = behind.filter(|f| passage.first(item).is_some_and(|whole| fit(whole, f) >= Fit::Kin));
    let more = kin.and_then(|f| u32::try_from(f.printed.to_i64()?).ok()).unwrap_or(0);
    Some(Found { most: found.most + u32::from(further) + more, sure, plain, ..found })
}

/// `4 xã: A Mú, Tà Lèng, Nậm Sỏ và Pắc Ta có 12 mô hình`: the verb that ends a list of names.
fn verb_behind_names(passage: &Passage<'_>, head: &[Token]) -> Option<usize> {
    let last = head
        .iter()
        .rposition(|t| matches!(t.kind, TokenKind::Semicolon | TokenKind::Comma | TokenKind::Cue(Cue::And)))?;
    // `A, B, C với 213 con`: so does a small word.
    let ends = |t: &Token| match t.kind {
        TokenKind::Cue(cue) => cue != Cue::And,
        TokenKind::Word => words::says_with(&passage.document.folded(t.range)),
        _ => false,
    };
    let verb = head.iter().skip(last).position(ends)? + last;
    let names = head.get(last + 1..verb)?;
    (!names.is_empty() && names.iter().all(|t| t.kind == TokenKind::Word && capital(passage, t))).then_some(verb)
}

/// How many letters a mark of a list has at most.
const MARK: usize = 5;

/// `04 khâu đột phá: (1) …; (2) …; (3) …`: elements that number themselves, in one sentence or several.
fn numbered(passage: &Passage<'_>, list: &[Token]) -> Option<Found> {
    // The brackets of a mark may be tokens of their own, or not.
    let number = |t: &Token| {
        let mark = passage.document.slice(t.range);
        let digits = mark.trim_matches(['(', ')', ' ']);
        let behind = passage.document.text.get(t.range.end as usize..).unwrap_or_default();
        let marked = mark.ends_with(')') || behind.starts_with(')');
        digits.parse::<u32>().ok().filter(|_| marked && mark.len() <= MARK)
    };
    let start = list.iter().take(2).position(|t| number(t) == Some(1))?;
    // `03 khâu: (1) …; (3) …. 05 nhiệm vụ: (1) …`: the next list begins at one again.
    let again = list.iter().skip(start + 1).position(|t| number(t) == Some(1));
    let list = list.get(..again.map_or(list.len(), |i| start + 1 + i))?;
    let last = list.iter().filter_map(number).fold(0, |last, n| if n == last + 1 { n } else { last });
    let range = list.first()?.range.cover(list.last()?.range);
    (last >= 2).then_some(Found { least: last, most: last, range, sure: true, plain: false })
}

/// How far behind its number a noun with a comma may go on.
const NOUN: usize = 8;

/// Whether plain lower-case words up to a colon follow a comma.
fn names_on(passage: &Passage<'_>, tokens: &[Token], comma: usize) -> bool {
    let behind = tokens.get(comma + 1..).unwrap_or_default();
    let words = behind.iter().take_while(|t| t.kind == TokenKind::Word && !capital(passage, t)).count();
    (1..=NOUN).contains(&words) && behind.get(words).is_some_and(|t| t.kind == TokenKind::Colon)
}

/// The tokens of a list outside its brackets, up to the one that closes the bracket it stands in.
fn outside_brackets(tokens: &[Token]) -> Vec<Token> {
    let mut depth = 0u32;
    let mut out = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open('(' | '[') => depth += 1,
            TokenKind::Close(')' | ']') if depth == 0 => break,
            TokenKind::Close(')' | ']') => depth -= 1,
            TokenKind::SentenceEnd if depth == 0 => break,
            _ if depth == 0 => out.push(*token),
            _ => {}
        }
    }
    out
}

/// Counts the elements of a list: by `;`, by commas, or by both where they mix.
fn count(passage: &Passage<'_>, tokens: &[Token]) -> Option<Found> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    let open =
        tokens.iter().any(|t| matches!(t.kind, TokenKind::Ellipsis | TokenKind::Cue(Cue::Partly | Cue::OfWhich)));
    let figures = tokens
        .iter()
        .enumerate()
        .any(|(i, t)| matches!(t.kind, TokenKind::NoteRef(_)) || is_amount(t) && !in_name(passage, tokens, i));
    if open || figures {
        return None;
    }
    let strong = pieces(tokens, &|k| matches!(k, TokenKind::Semicolon));
    let all = pieces(tokens, &|k| matches!(k, TokenKind::Semicolon | TokenKind::Comma | TokenKind::Cue(Cue::And)));
    let commas = pieces(tokens, &|k| matches!(k, TokenKind::Semicolon | TokenKind::Comma));
    let least = if strong.len() > 1 { strong.len() } else { commas.len() };
    if all.len() < 2 {
        return None;
    }
    // `Thủy lợi A, thị trấn X; Thủy lợi B, xã Y`: a comma before a kind of place is inside the name.
    let place = |t: Option<&Token>| t.is_some_and(|t| words::opens_place(&passage.document.folded(t.range)));
    let inside = strong.len() > 1
        && commas.len() > strong.len()
        && strong.iter().all(|piece| {
            let mut parts = piece.split(|t| t.kind == TokenKind::Comma);
            parts.next().is_some() && parts.all(|part| place(part.first()))
        });
    let most = if inside { strong.len() } else { all.len() };
    // `quận 4, 7, 8, 9, Phú Lộc`: names of one kind with numbers are one token.
    let joined: usize = tokens.iter().map(|t| names_joined(passage, t)).sum();
    let (least, most) = (least + joined, most + joined);
    let names = all.iter().filter(|p| p.first().is_some_and(|t| capital(passage, t))).count();
    // `chè Vai Thượng, gạo nếp Cổ Đam`: a noun before each name.
    let named = all.iter().all(|p| p.len() <= SHORT && p.last().is_some_and(|t| capital(passage, t)));
    let short = all.iter().all(|p| p.len() <= LONG || runs_on(passage, p));
    // `dưa lưới nhà màng thôn Yên Hợp`: where all end in a name they may be longer.
    let told = all.iter().all(|p| p.len() <= LONG && p.last().is_some_and(|t| capital(passage, t)));
    Some(Found {
        least: least as u32,
        most: most as u32,
        range: first.range.cover(last.range),
        sure: short && (names == all.len() || strong.len() > 1 || named && all.len() >= 3),
        plain: all.len() >= 3 && (told || all.iter().all(|p| p.len() <= SHORT)),
    })
}

/// How many further names a token of numbered names holds.
fn names_joined(passage: &Passage<'_>, token: &Token) -> usize {
    let TokenKind::Inert(Inert::Name | Inert::Grade | Inert::Ordinal) = token.kind else { return 0 };
    let text = passage.document.slice(token.range);
    text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).count().saturating_sub(1)
}

/// `Chè xanh Pá Vạt Chè xanh Khe Lừ`: an element that begins anew inside, so that a separator is missing.
fn runs_on(passage: &Passage<'_>, piece: &[Token]) -> bool {
    const HEAD: usize = 2;
    let words: Vec<Cow<'_, str>> = piece
        .iter()
        .filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Cue(_)))
        .map(|t| passage.document.folded(t.range))
        .collect();
    let Some((head, rest)) = words.split_at_checked(HEAD) else { return false };
    rest.windows(HEAD).any(|w| w == head) && piece.first().is_some_and(|t| capital(passage, t))
}

fn is_amount(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Figure(_) | TokenKind::Fraction { .. } | TokenKind::Range { .. })
}

/// `Tiểu học Trà Lĩnh 1`: a small number without a unit that ends a name.
fn in_name(passage: &Passage<'_>, tokens: &[Token], index: usize) -> bool {
    let small = match tokens.get(index).map(|t| t.kind) {
        Some(TokenKind::Figure(f)) => passage.figure(f).is_some_and(|f| {
            f.unit.dimension == Dimension::None
                && f.decimals == 0
                && f.printed < Exact::int(100)
                && !f.form.leading_zero
        }),
        _ => false,
    };
    let named = index.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| capital(passage, t));
    let ends = tokens.get(index + 1).is_none_or(|t| {
        matches!(
            t.kind,
            TokenKind::Comma
                | TokenKind::Semicolon
                | TokenKind::SentenceEnd
                | TokenKind::Close(_)
                | TokenKind::Cue(Cue::And)
        )
    });
    small && named && ends
}

fn pieces<'t>(tokens: &'t [Token], cut: &dyn Fn(TokenKind) -> bool) -> Vec<&'t [Token]> {
    tokens
        .split(|t| cut(t.kind))
        .filter(|p| p.iter().any(|t| matches!(t.kind, TokenKind::Word | TokenKind::Inert(_) | TokenKind::Cue(_))))
        .collect()
}

fn capital(passage: &Passage<'_>, token: &Token) -> bool {
    passage.document.slice(token.range).chars().next().is_some_and(char::is_uppercase)
}
