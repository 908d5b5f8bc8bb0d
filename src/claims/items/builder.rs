//! How the items of a block are read from its tokens.

use super::{Cues, Group, Item, Items, Separator, Value};
use crate::claims::words;
use crate::document::Document;
use crate::figures::{Cue, Dimension, Lexed, Period, Token, TokenKind};
use std::borrow::Cow;

/// Cues that say nothing about what the next figure does.
const NEUTRAL: &[Cue] = &[
    Cue::Is,
    Cue::Estimate,
    Cue::Goal,
    Cue::Total,
    Cue::About,
    Cue::Not,
    Cue::And,
    Cue::Cumulated,
    Cue::ConstantPrices,
    Cue::CurrentPrices,
    Cue::Partition,
    Cue::Attribute,
    Cue::ComparedWith,
    Cue::PerYear,
    Cue::PerMonth,
    Cue::RateNoun,
    Cue::Corresponding,
];
impl Items {
    /// Reads the items of a block.
    pub fn of(document: &Document, lexed: &Lexed) -> Items {
        let closes = matching_brackets(&lexed.tokens);
        let mut builder = Builder {
            document,
            lexed,
            out: Items {
                items: Vec::new(),
                groups: vec![Group { host: None, tokens: 0..lexed.tokens.len(), adjacent: false }],
                members: Vec::new(),
                behind: Vec::new(),
                asides: Vec::new(),
            },
            open: vec![Open {
                group: 0,
                close: usize::MAX,
                last: None,
                separator: Separator::Sentence,
                since: 0,
                colon: false,
            }],
            sentence: 0,
        };
        for (i, token) in lexed.tokens.iter().enumerate() {
            builder.token(i, token, closes.get(i).copied().flatten());
        }
        builder.finish();
        builder.bracketed_times();
        builder.compared_behind_brackets();
        builder.out.index();
        builder.out
    }
}

/// For each opening round or square bracket the token that closes it.
fn matching_brackets(tokens: &[Token]) -> Vec<Option<usize>> {
    let mut closes = vec![None; tokens.len()];
    let mut open: Vec<(usize, char)> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open(c @ ('(' | '[')) => open.push((i, if c == '(' { ')' } else { ']' })),
            TokenKind::Close(c @ (')' | ']')) => {
                if open.last().is_some_and(|o| o.1 == c)
                    && let Some((start, _)) = open.pop()
                    && let Some(slot) = closes.get_mut(start)
                {
                    *slot = Some(i);
                }
            }
            _ => {}
        }
    }
    closes
}

/// A bracket being read.
struct Open {
    group: u32,
    close: usize,
    last: Option<usize>,
    separator: Separator,
    since: usize,
    colon: bool,
}

struct Builder<'a> {
    document: &'a Document,
    lexed: &'a Lexed,
    out: Items,
    open: Vec<Open>,
    sentence: u32,
}

impl Builder<'_> {
    fn token(&mut self, i: usize, token: &Token, close: Option<usize>) {
        while self.open.len() > 1 && self.open.last().is_some_and(|o| o.close <= i) {
            let closed = self.open.pop();
            // `Tổng giá trị sản xuất năm 2025 (giá so sánh 2010) đạt …`: what stands before an aside goes on behind it.
            // `nhiều hơn nhiệm kỳ trước (246) là 36`: a bracket behind words that belong to no figure yet.
            let amid =
                |c: &Open| self.out.groups.get(c.group as usize).is_some_and(|g| g.host.is_none() || !g.adjacent);
            let aside =
                closed.filter(|c| c.group as usize + 1 == self.out.groups.len() && (c.last.is_none() || amid(c)));
            if let (Some(group), true) =
                (aside.and_then(|c| self.out.groups.get(c.group as usize)), self.open.len() == 1)
            {
                self.out.asides.push(group.tokens.start.saturating_sub(1)..group.tokens.end + 1);
            } else if let Some(top) = self.open.last_mut() {
                top.since = top.since.max(i + 1);
            }
        }
        let depth = self.open.len();
        let Some(top) = self.open.last_mut() else { return };
        match token.kind {
            TokenKind::Figure(f) => self.item(i, Value::One(f)),
            TokenKind::Fraction { upper, lower } => self.item(i, Value::Fraction(upper, lower)),
            TokenKind::Range { low, high } => self.item(i, Value::Range(low, high)),
            TokenKind::Open('(' | '[') => {
                if let Some(close) = close {
                    let group = self.out.groups.len() as u32;
                    let adjacent = top.separator == Separator::None;
                    let host = top.last;
                    self.out.groups.push(Group { host, tokens: i + 1..close, adjacent });
                    self.open.push(Open {
                        group,
                        close,
                        last: None,
                        separator: Separator::Sentence,
                        since: i + 1,
                        colon: false,
                    });
                }
            }
            TokenKind::SentenceEnd => {
                top.separator = Separator::Sentence;
                top.since = i + 1;
                top.colon = false;
                if depth == 1 {
                    self.sentence += 1;
                    top.last = None;
                }
            }
            TokenKind::Semicolon => top.separator = top.separator.max(Separator::Semicolon),
            TokenKind::Colon => {
                top.separator = top.separator.max(Separator::Colon);
                top.colon = true;
            }
            TokenKind::Comma | TokenKind::Dash | TokenKind::Plus => top.separator = top.separator.max(Separator::Comma),
            TokenKind::Cue(Cue::And) => top.separator = top.separator.max(Separator::And),
            TokenKind::NoteRef(Some(note)) => {
                // A mark may stand in brackets of its own behind the figure: 22 cuộc ([3]).
                let host = top.last.or_else(|| self.out.groups.get(top.group as usize).and_then(|g| g.host));
                if let Some(item) = host.and_then(|h| self.out.items.get_mut(h))
                    && item.note.is_none()
                {
                    item.note = Some(note);
                }
            }
            _ => {}
        }
    }

    fn item(&mut self, i: usize, value: Value) {
        let tokens = &self.lexed.tokens;
        let sentence = self.sentence;
        let Some(top) = self.open.last_mut() else { return };
        let lead = top.since..i;
        let parts = |&i: &usize| {
            tokens.get(i).is_some_and(|t| is_separator(t.kind) && t.kind != TokenKind::Colon) && !self.out.aside(i)
        };
        let own_start = lead.clone().rev().find(parts).map_or(lead.start, |p| p + 1);
        // `90 giường kế hoạch/112 giường`: the words before a slash are said of the figure before it.
        let slash = tokens.get(own_start..i).and_then(|own| own.iter().position(|t| t.kind == TokenKind::Slash));
        let own_start = slash.map_or(own_start, |at| own_start + at);
        let own = own_start..i;
        let mut item = Item {
            value,
            token: i,
            lead,
            own: own.clone(),
            tail: i + 1..i + 1,
            verb: None,
            cues: Cues::default(),
            after: Cues::default(),
            subject: false,
            separator: top.separator,
            sentence,
            group: top.group,
            period: None,
            base: None,
            after_colon: top.colon,
            note: None,
        };
        top.last = Some(self.out.items.len());
        top.separator = Separator::None;
        top.since = i + 1;
        top.colon = false;
        self.read_lead(&mut item);
        self.inherit_base(&mut item);
        self.out.items.push(item);
    }

    /// `cùng kỳ đạt 13,1 nghìn tấn, ít hơn 0,7 nghìn tấn`: more or less than the value of the earlier time before it.
    fn inherit_base(&self, item: &mut Item) {
        let compares = matches!(item.verb, Some(Cue::Exceed | Cue::FallShort));
        if !compares || item.base.is_some() || item.subject || item.cues.any(&[Cue::Target, Cue::Given]) {
            return;
        }
        let Some(before) = self.out.items.last() else { return };
        let near = before.group == item.group && before.sentence == item.sentence && item.separator == Separator::Comma;
        item.base = before.period.filter(|_| near && before.verb != item.verb).filter(|p| p.is_past());
    }

    /// Reads the words in front of a figure.
    fn read_lead(&self, item: &mut Item) {
        let (mut compared, mut last, mut before_colon) = (false, None, None);
        let opening = self.clause_verb(item);
        let own = self.lexed.tokens.get(item.own.clone()).unwrap_or_default();
        let has_time = own.iter().any(|t| matches!(t.kind, TokenKind::Period(_)));
        let mut tokens = self.out.outside(self.lexed, item.own.clone()).peekable();
        while let Some(token) = tokens.next() {
            // `tăng 46.600 lượt so với năm 2022 và tăng 38,1%`: what stands before the `và` is said of the figure before.
            let verb = |t: &&Token| {
                matches!(t.kind, TokenKind::Cue(Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort))
            };
            if token.kind == TokenKind::Cue(Cue::And) && compared && tokens.peek().is_some_and(verb) {
                (compared, item.base) = (false, None);
            }
            // `tăng 5,5% so với cùng kỳ và lợi nhuận 1.279 tỷ đồng`: behind the `và` another subject begins.
            let subject = |t: &&Token| {
                let word = || !words::is_filler(&self.document.folded(t.range));
                matches!(t.kind, TokenKind::Cue(Cue::Total | Cue::RateNoun)) || t.kind == TokenKind::Word && word()
            };
            let told = token.kind == TokenKind::Cue(Cue::And) && compared && !item.subject && item.base.is_some();
            if told && item.cues.has(Cue::ComparedWith) && tokens.peek().is_some_and(subject) {
                (compared, item.base) = (false, None);
                item.cues.remove(Cue::ComparedWith);
            }
            let priced = last.replace(token.kind) == Some(TokenKind::Cue(Cue::ConstantPrices));
            match token.kind {
                // `giá so sánh năm 2010`: the year of the prices, not of the value.
                TokenKind::Period(_) if priced => {}
                TokenKind::Cue(cue) => {
                    item.cues.insert(cue);
                    compared |= matches!(cue, Cue::ComparedWith | Cue::Exceed | Cue::FallShort);
                    // `vượt kế hoạch 12%`: what is exceeded does not undo the verb.
                    let compares = matches!(
                        item.verb,
                        Some(Cue::Exceed | Cue::FallShort | Cue::Lack | Cue::Increase | Cue::Decrease)
                    );
                    if !(NEUTRAL.contains(&cue) || compares && matches!(cue, Cue::Target | Cue::Given)) {
                        item.verb = Some(cue);
                    }
                }
                TokenKind::Period(p) if (compared || opening.is_some()) && item.base.is_none() => item.base = Some(p),
                // `cao hơn cùng kỳ năm 2021`: one time in two words.
                TokenKind::Period(_) if compared => {}
                TokenKind::Period(p) => item.period = Some(p),
                TokenKind::Colon => before_colon = item.verb,
                // `nhiều sản phẩm tăng khá: xi măng 2.164 nghìn tấn`: what stands before the colon is said of all of them.
                TokenKind::Word if before_colon.is_some() => {
                    if let Some(cue @ (Cue::Increase | Cue::Decrease)) =
                        before_colon.take().filter(|v| item.verb == Some(*v))
                    {
                        item.verb = None;
                        item.cues.remove(cue);
                    }
                    let word = self.document.folded(token.range);
                    item.subject |= !words::is_filler(&word);
                }
                // `so với kết quả rà soát cuối năm 2022 (37,29%) giảm 8,65%`: what is compared with is no subject.
                TokenKind::Word if item.cues.has(Cue::ComparedWith) && item.base.is_none() && has_time => {}
                TokenKind::Word if !item.subject => {
                    let word = self.document.folded(token.range);
                    item.subject = !words::is_filler(&word);
                }
                _ => {}
            }
        }
        // `đưa 96 lao động đi làm việc`, `nâng 12 km đường`: what is done to so many, which raises nothing to them.
        let bare = |t: &Token| !self.document.slice(t.range).trim().contains(' ');
        let before = self.lexed.tokens.get(item.own.clone()).and_then(<[Token]>::last);
        if before.is_some_and(|t| t.kind == TokenKind::Cue(Cue::RaiseTo) && bare(t)) {
            item.verb = None;
            item.cues.remove(Cue::RaiseTo);
        }
        // `giảm nhẹ so với 2,5 triệu USD của dịp trước`: what is compared with is no change.
        let compared_with = last == Some(TokenKind::Cue(Cue::ComparedWith));
        // `lần lượt chiếm 22,5%, 49,2% và 28,3%` says what `chiếm lần lượt` does.
        if item.verb == Some(Cue::Share) && item.cues.has(Cue::Respectively) {
            item.verb = Some(Cue::Respectively);
        }
        // `năm nay cao hơn hẳn với 53%`: the level, not by how much.
        let with = self.lexed.tokens.get(item.own.clone()).and_then(<[Token]>::last);
        let with = with.is_some_and(|t| t.kind == TokenKind::Word && words::says_with(&self.document.folded(t.range)));
        if with && matches!(item.verb, Some(Cue::Exceed | Cue::FallShort)) {
            item.verb = None;
        }
        if compared_with && matches!(item.verb, Some(Cue::Increase | Cue::Decrease)) {
            item.verb = None;
        }
        if let Some((cue, opens)) = opening.filter(|_| item.verb.is_none()) {
            item.verb = Some(cue);
            item.cues.insert(cue);
            item.subject &= !opens;
        }
        // `+4.282 tỷ đồng`: a sign is a verb of change.
        if let Value::One(f) = item.value
            && item.verb.is_none()
            && let Some(figure) = self.lexed.figures.get(f as usize).filter(|f| f.signed)
            && !self.dated_behind(item)
        {
            let cue = if figure.negative { Cue::Decrease } else { Cue::Increase };
            item.verb = Some(cue);
            item.cues.insert(cue);
        }
        if item.period.is_none() && item.base.is_none() {
            // `Năm 2021, đạt 14 tỷ`: the period stands before the comma, with nothing else there.
            let before = self.lexed.tokens.get(item.lead.start..item.own.start).unwrap_or_default();
            // `tăng 78,1% cùng kỳ năm trước, nhưng số tạm dừng là …`: what stands right behind a figure is said of that.
            let figure = |t: &Token| matches!(t.kind, TokenKind::Figure(_) | TokenKind::Fraction { .. });
            let last = item.lead.start.checked_sub(1).and_then(|i| self.lexed.tokens.get(i));
            let behind = last.is_some_and(figure);
            // `gấp 1,5 lần năm 2025; thu nhập 120 triệu đồng`
            let multiple = last.is_some_and(|t| match t.kind {
                TokenKind::Figure(f) => {
                    self.lexed.figures.get(f as usize).is_some_and(|f| f.unit.dimension == Dimension::Times)
                }
                _ => false,
            });
            item.period = (0..before.len())
                .rev()
                .find_map(|i| match before.get(i)?.kind {
                    TokenKind::Period(p) if !(priced(before, i) || i == 0 && behind && (multiple || p.is_past())) => {
                        Some(p)
                    }
                    _ => None,
                })
                .filter(|_| !before.iter().any(|t| matches!(t.kind, TokenKind::Cue(Cue::ComparedWith))));
        }
    }

    /// `1,10% (2018), -4,14% (2019)`: nothing but a year stands in the bracket behind a value of a series.
    fn dated_behind(&self, item: &Item) -> bool {
        let behind = self.lexed.tokens.get(item.token + 1..item.token + 4).unwrap_or_default();
        let kinds: Vec<TokenKind> = behind.iter().map(|t| t.kind).collect();
        matches!(kinds.as_slice(), [TokenKind::Open(_), TokenKind::Period(Period::Year(_)), TokenKind::Close(_)])
    }

    /// A verb that is one only in its place (`thêm 5 xã`, `quý sau hơn quý trước 9%`), and whether it opens
    /// the item's own words.
    fn clause_verb(&self, item: &Item) -> Option<(Cue, bool)> {
        const LONG: usize = 12;
        if item.own.is_empty() || item.own.len() > LONG {
            return None;
        }
        let words: Vec<Cow<'_, str>> = self
            .out
            .outside(self.lexed, item.own.clone())
            .filter(|t| !matches!(t.kind, TokenKind::Colon | TokenKind::Dash | TokenKind::Comma))
            .map(|t| match t.kind {
                TokenKind::Period(_) => words::TIME.into(),
                _ => self.document.folded(t.range),
            })
            .collect();
        words::clause_verb(&words)
    }

    /// Fills the tails once all items are known.
    fn finish(&mut self) {
        let tokens = &self.lexed.tokens;
        for item in &mut self.out.items {
            let rest = tokens.get(item.token + 1..).unwrap_or_default();
            let mut compared = false;
            let mut length = 0;
            // In `từ 38% năm 2020 xuống còn 18% năm 2025` the first year belongs to the figure before.
            // In `284,5 km năm 2021 và 341,0 km năm 2024` as well.
            let borrowed = item.separator <= Separator::And
                && matches!(tokens.get(item.lead.start), Some(Token { kind: TokenKind::Period(_), .. }))
                && item.lead.start.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| {
                    matches!(t.kind, TokenKind::Figure(_) | TokenKind::Fraction { .. } | TokenKind::Range { .. })
                });
            for (i, token) in rest.iter().enumerate() {
                match token.kind {
                    TokenKind::Figure(_) | TokenKind::Fraction { .. } | TokenKind::Range { .. } => break,
                    TokenKind::Open('(' | '[') | TokenKind::Close(')' | ']') => break,
                    kind if is_separator(kind) => break,
                    TokenKind::Cue(cue) => {
                        item.after.insert(cue);
                        compared |= cue == Cue::ComparedWith;
                    }
                    TokenKind::Period(_) if priced(rest, i) => {}
                    TokenKind::Period(p) if compared => {
                        item.base.get_or_insert(p);
                    }
                    TokenKind::Period(p) if borrowed => item.period = Some(p),
                    TokenKind::Period(p) => {
                        item.period.get_or_insert(p);
                    }
                    _ => {}
                }
                length += 1;
            }
            item.tail = item.token + 1..item.token + 1 + length;
            // `47 kiến nghị còn treo`: the words behind say what is left, where no other figure follows them.
            let next = rest.get(length).map(|t| t.kind);
            let ends = !matches!(
                next,
                Some(TokenKind::Figure(_) | TokenKind::Fraction { .. } | TokenKind::Range { .. } | TokenKind::Open(_))
            );
            // `06 xã không còn nhà tạm`: nothing is left.
            if item.verb.is_none() && item.after.has(Cue::Remaining) && !item.after.has(Cue::Not) && ends {
                item.verb = Some(Cue::Remaining);
            }
        }
    }
}

impl Builder<'_> {
    /// `17,25% (năm 2021)`, `52,8% (2020)`: a time alone in the bracket behind a figure is that of the figure.
    fn bracketed_times(&mut self) {
        const LONG: usize = 4;
        for group in self.out.groups.iter().skip(1).filter(|g| g.adjacent && g.tokens.len() <= LONG) {
            let tokens = self.lexed.tokens.get(group.tokens.clone()).unwrap_or_default();
            let time = tokens.iter().find_map(|t| if let TokenKind::Period(p) = t.kind { Some(p) } else { None });
            let small = |t: &Token| match t.kind {
                TokenKind::Word => words::is_stop(&self.document.folded(t.range)),
                kind => matches!(kind, TokenKind::Period(_)),
            };
            let Some(host) = group.host.and_then(|h| self.out.items.get_mut(h)) else { continue };
            if let Some(time) = time.filter(|p| !p.is_past() && tokens.iter().all(small)) {
                host.period = Some(time);
            }
        }
    }

    /// `vượt 6,6 tỷ đồng (tương ứng tăng 1,7%) so với cùng kỳ`: what it is more or less than stands behind the bracket.
    fn compared_behind_brackets(&mut self) {
        const LONG: usize = 4;
        for group in self.out.groups.iter().skip(1).filter(|g| g.adjacent) {
            let behind = self.lexed.tokens.get(group.tokens.end + 1..).unwrap_or_default();
            let compared = behind.first().is_some_and(|t| t.kind == TokenKind::Cue(Cue::ComparedWith));
            let time = behind.iter().take(LONG).take_while(|t| !is_separator(t.kind)).find_map(|t| match t.kind {
                TokenKind::Period(p) => Some(p),
                _ => None,
            });
            let Some(host) = group.host.and_then(|h| self.out.items.get_mut(h)) else { continue };
            if compared && matches!(host.verb, Some(Cue::Exceed | Cue::FallShort)) {
                host.base = host.base.or(time);
            }
        }
    }
}

/// Whether a token stands behind `giá so sánh`: the year of the prices, not of a value.
fn priced(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    before.is_some_and(|t| t.kind == TokenKind::Cue(Cue::ConstantPrices))
}

fn is_separator(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Comma | TokenKind::Semicolon | TokenKind::Colon | TokenKind::SentenceEnd | TokenKind::Ellipsis
    )
}
