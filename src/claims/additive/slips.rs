//! Sums and differences that the order of a sentence makes sure, where one slip of typing keeps them from closing:
//! `54/72 dự án. Chưa được 16`, `quý I 07, quý II 11, quý III 06 (cộng 42)`, `cùng kỳ 93,6%, nhích lên 2,1 điểm`. Nothing
//! else may stand between the figures, and the words of what is left must be those of what was done.

use super::readings::Reach;
use super::{Amount, PAIRED, meets};
use crate::claims::fit::{Fit, fit};
use crate::claims::items::{Item, Separator, Value};
use crate::claims::search::units;
use crate::claims::{Binding, Claim, ClaimKind, Completeness, Operand, Relation, Role, closes, words};
use crate::document::TextRange;
use crate::figures::exact::Exact;
use crate::figures::{Cue, Dimension, Figure, Token, TokenKind};

/// What the words around a figure say it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    /// What is left.
    Left,
    /// What is not as the rest is.
    Not,
    /// What is in work.
    Pending,
}

/// The longest run of parts.
const RUN: usize = 8;

impl<'p> Reach<'p, '_> {
    /// The sum or difference that is meant and that a slip broke.
    pub(super) fn slipped(&self, amounts: &[Amount<'p>], at: usize) -> Option<Claim> {
        if self.own.item.cues.has(Cue::Average) {
            return None;
        }
        if self.own.figure.is_rate() {
            let change = self.own.figure.unit.dimension == Dimension::PercentPoint
                || self.behind_rate
                    && self.own.figure.decimals > 0
                    && self.own.item.verb.is_some_and(Cue::moves)
                    && !self.own.item.subject;
            return if change {
                self.percent_for_points(amounts, at).or_else(|| self.points_of_two(amounts, at))
            } else {
                None
            };
        }
        if self.own.item.verb.is_some_and(Cue::moves) {
            return self.swapped_change();
        }
        self.left_over(amounts, at).or_else(|| self.run_total(amounts, at))
    }

    /// `đầu nhiệm kỳ có 171.852 hội viên; …, nâng tổng số lên 186.420; tăng thuần 14.658 người`: the one pair of near
    /// amounts that differ by the figure but for two of its digits, which are so many that no chance gives them.
    fn swapped_change(&self) -> Option<Claim> {
        const DIGITS: i64 = 1000;
        if units(self.own.figure) < DIGITS {
            return None;
        }
        let up = matches!(self.own.item.verb, Some(Cue::Increase | Cue::Exceed));
        let near: Vec<&Amount<'p>> = self.before.iter().filter(|x| self.kin(x) && !changes(x)).take(PAIRED).collect();
        let pairs =
            near.iter().enumerate().flat_map(|(n, level)| near.iter().skip(n + 1).map(move |base| (*level, *base)));
        let mut found = pairs.filter(|(level, base)| {
            let (level, base) = (level.figure.value(), base.figure.value());
            let off = level.zip(base).and_then(|(l, b)| if up { l.sub(b) } else { b.sub(l) });
            off.is_some_and(|off| closes::swapped_digits(self.own.figure, off))
        });
        let (level, base) = found.next().filter(|_| found.next().is_none())?;
        let (high, low) = if up { (level, base) } else { (base, level) };
        let like = high.figure;
        self.broken(vec![
            high.operand(Role::Stated, like),
            low.operand(Role::Part, like),
            self.own.operand(Role::Part, like),
        ])
    }

    fn kin(&self, other: &Amount<'_>) -> bool {
        fit(self.own.figure, other.figure) >= Fit::Kin
    }

    /// `Bố trí 52,6 tỷ đồng, giải ngân 37,9 tỷ. Còn 14,3 tỷ đồng`: a whole, what was done of it, and what is left, with
    /// nothing else of their kind in the sentence.
    fn left_over(&self, amounts: &[Amount<'p>], at: usize) -> Option<Claim> {
        let own = self.own.item;
        // `158 đơn vị cấp xã (142 xã), nay còn 56 xã, phường`: the level of today, no rest.
        let now = self.passage.own(own).any(|t| words::says_now(&self.passage.document.folded(t.range)));
        if now || own.base.is_some() || own.cues.any(&[Cue::ComparedWith, Cue::Target]) {
            return None;
        }
        let (words, said) = self.left_words()?;
        let behind = amounts.get(at + 1..)?.iter().take(RUN).take_while(|x| x.item.sentence == own.sentence);
        if behind.into_iter().any(|x| self.kin(x)) {
            return None;
        }
        let before = amounts.get(..at)?.iter().rev().take(2 * RUN);
        // `185 vụ, 465 bị can; kết luận 56 vụ, 130 bị can, …`: amounts of two kinds are parted in more ways than one.
        let in_sentence = |n: u32| -> Vec<Amount<'p>> {
            let there = before.clone().skip_while(|x| x.item.sentence > n).take_while(|x| x.item.sentence == n);
            let change = |x: &&Amount<'_>| x.item.group != own.group && x.item.verb.is_some_and(Cue::moves);
            there.filter(|x| !x.figure.is_rate() && !change(x)).copied().collect()
        };
        let mut near = in_sentence(own.sentence);
        if near.is_empty() {
            // `Còn 14,3 tỷ đồng`: what opens a sentence is left of what the one before tells.
            let opens = self.passage.items.before(own.group, self.own.index).next();
            let opens = opens.is_none_or(|(_, x)| x.sentence < own.sentence) && own.lead.start == own.own.start;
            near = if opens { in_sentence(own.sentence.checked_sub(1)?) } else { near };
        }
        let [part, whole] = near.as_slice() else { return None };
        if !self.kin(part) || !self.kin(whole) || whole.figure.unit.dimension == Dimension::None {
            return None;
        }
        let fraction = matches!(part.item.value, Value::Fraction(..));
        let (part, whole) = if fraction { (whole, part) } else { (part, whole) };
        let plain = |x: &Item| !x.verb.is_some_and(Cue::moves) && x.base.is_none() && !x.cues.has(Cue::Average);
        let (w, p) = (whole.figure.in_unit_of(part.figure), part.figure.in_unit_of(whole.figure));
        // `đầu năm 1.846 hộ, thoát nghèo 412 hộ, còn 1.444 hộ`: what came in besides need not be told.
        let done = |t: &Token| words::says_done(&self.passage.document.folded(t.range));
        let done = part.item.cues.has(Cue::Done) || self.passage.own(part.item).any(done);
        if !(fraction || done || said == Said::Not) {
            return None;
        }
        let one = fraction || matches!((part.item.value, whole.item.value), (Value::One(_), Value::One(_)));
        let less = p.value() < w.value();
        let times = part.item.period == whole.item.period || part.item.period.is_none();
        if !(one
            && less
            && times
            && plain(part.item)
            && plain(whole.item)
            && self.same_words(&words, said, &[part, whole]))
        {
            return None;
        }
        let operands = vec![
            Operand::new(Role::Stated, &w, whole.item.period),
            Operand::new(Role::Part, &p, part.item.period),
            self.own.operand(Role::Part, &w),
        ];
        self.broken(operands)
    }

    /// Its own folded words, where they say that it is what is left, without those that do; and whether they say it for
    /// certain: of what is not done some may be dropped, not only be in work.
    fn left_words(&self) -> Option<(Vec<String>, Said)> {
        let own = self.own.item;
        let naming = |t: &&Token| matches!(t.kind, TokenKind::Word | TokenKind::Cue(_) | TokenKind::Period(_));
        let folded = |t: &Token| self.passage.document.folded(t.range).into_owned();
        let tail = self.passage.lexed.tokens.get(own.tail.clone()).unwrap_or_default();
        let words: Vec<String> = self.passage.own(own).filter(naming).map(folded).collect();
        let mut words: Vec<String> = words.join(" ").split(' ').map(str::to_owned).collect();
        let pending = words::pending_words(&words.join(" "));
        words.drain(..pending);
        let negated =
            words.iter().take(2).any(|w| words::negates(w)) || tail.iter().take(2).any(|t| words::negates(&folded(t)));
        let said = match own.verb {
            _ if pending > 0 => Said::Pending,
            _ if negated => Said::Not,
            Some(Cue::Remaining) => Said::Left,
            _ => return None,
        };
        for token in tail.iter().filter(naming) {
            words.extend(folded(token).split(' ').map(str::to_owned));
        }
        Some((words, said))
    }

    /// Whether all that its words name is named by the others, or by none: `chưa xong`, `đang giải quyết`.
    fn same_words(&self, own: &[String], said: Said, others: &[&Amount<'p>]) -> bool {
        let passage = self.passage;
        let mut known: Vec<String> = Vec::new();
        for other in others {
            let tail = passage.lexed.tokens.get(other.item.tail.clone()).unwrap_or_default();
            for token in passage.own(other.item).chain(tail) {
                known.extend(passage.document.folded(token.range).split(' ').map(str::to_owned));
            }
            known.extend(other.figure.noun.split(' ').map(str::to_owned));
        }
        let small = |w: &str| {
            let empty = words::is_stop(w) || words::is_filler(w) || words::is_thin(w);
            empty
                || words::negates(w)
                || said != Said::Pending && (words::is_pending_verb(w) || words::pending_words(w) > 0)
        };
        let own_noun: Vec<&str> = self.own.figure.noun.split(' ').collect();
        own.iter().all(|w| w.is_empty() || small(w) || known.contains(w) || own_noun.contains(&w.as_str()))
    }

    /// `quý I 07, quý II 11, quý III 06 (cộng 42)`, `đợt 1 …, đợt 2 …, cả hai đợt 16.352 con`: the total of all that stands
    /// before it in its sentence.
    fn run_total(&self, amounts: &[Amount<'p>], at: usize) -> Option<Claim> {
        let own = self.own.item;
        let said = self.says_total()?;
        let before = amounts.get(..at)?.iter().rev().take_while(|x| x.item.sentence == own.sentence);
        let mut parts: Vec<Amount<'p>> = before.take(RUN + 1).copied().collect();
        // `hai giai đoạn 560 ha`: the number of the parts itself is none.
        if parts.first().is_some_and(|x| said == Some(x.figure.printed) && !self.kin(x)) {
            parts.remove(0);
        }
        let plain = |x: &Amount<'_>| {
            let item = x.item;
            let verb = matches!(item.verb, None | Some(Cue::Is | Cue::Reach | Cue::Done | Cue::NewlyAdded));
            verb && item.base.is_none() && matches!(item.value, Value::One(_)) && x.figure.hedge.is_none()
        };
        let generic = words::is_generic(&self.own.figure.unit.key) && self.own.figure.is_count();
        let part = |x: &Amount<'_>| plain(x) && (self.kin(x) || generic && x.figure.is_count());
        // `3 điểm 10, 11 điểm 10`: what only words part is no element of a list.
        let joined = parts.windows(2).all(|pair| {
            pair.first().is_some_and(|later| (Separator::And..Separator::Sentence).contains(&later.item.separator))
        });
        if !(2..=RUN).contains(&parts.len()) || !parts.iter().all(part) || !joined {
            return None;
        }
        let counted = |n: usize| said.is_none_or(|s| s == Exact::int(n as i64));
        // `27,6 tấn rác: đốt 14,5; chôn lấp 8,2; tái chế 4,9 (cộng lại 27,7)`: the whole told before is none of them.
        let all = parts.len();
        let claim = |n: usize| {
            let parts = parts.get(..n).filter(|p| counted(n) && p.len() >= 2)?;
            let mut operands = vec![Operand::new(Role::Stated, self.own.figure, own.period)];
            operands.extend(parts.iter().rev().map(|p| p.operand(Role::Part, self.own.figure)));
            self.broken(operands)
        };
        claim(all).or_else(|| claim(all - 1).filter(|_| all > 2))
    }

    /// Whether its words say that it is a total and nothing else, and of how many.
    fn says_total(&self) -> Option<Option<Exact>> {
        const NOUN: usize = 3;
        let own: Vec<&Token> = self.passage.own(self.own.item).collect();
        let total = own.iter().any(|t| t.kind == TokenKind::Cue(Cue::Total));
        let rest: Vec<&&Token> =
            own.iter().filter(|t| !matches!(t.kind, TokenKind::Cue(Cue::Total | Cue::Is | Cue::Reach))).collect();
        let folded = |t: &Token| self.passage.document.folded(t.range);
        let small = |t: &&&Token| {
            let word = folded(t);
            words::is_filler(&word) || words::is_stop(&word) || words::is_thin(&word)
        };
        // `Ba Đình` is a name, `hai xã khác` are others.
        let lower = |t: &Token| self.passage.document.slice(t.range).chars().next().is_some_and(char::is_lowercase);
        let number = rest.iter().take(2).filter(|t| lower(t)).find_map(|t| words::number_of(&folded(t)));
        if rest.iter().any(|t| words::names_others(&folded(t))) || self.own.item.cues.has(Cue::Remaining) {
            return None;
        }
        // `cộng 3 loại 8.391 giấy`
        let before = self.own.index.checked_sub(1).and_then(|i| self.passage.item(i));
        let before = before.filter(|x| self.own.item.separator == Separator::None && x.group == self.own.item.group);
        let digits = before.and_then(|x| {
            let figure = self.passage.first(x)?;
            let small =
                figure.is_count() && figure.printed <= Exact::int(RUN as i64) && !self.own.item.cues.has(Cue::Total);
            // `cả hai đợt 16.352 con`
            let tail = self.passage.lexed.tokens.get(x.tail.clone()).unwrap_or_default();
            let bare = self.passage.own(x).all(|t| words::is_stop(&folded(t))) && tail.is_empty();
            let called = (x.cues.has(Cue::Total) || bare) && fit(figure, self.own.figure) == Fit::Different;
            (small && called).then_some(figure.printed)
        });
        match (total, number, digits) {
            (_, _, Some(n)) if rest.len() <= NOUN => Some(Some(n)),
            (_, Some(n), _) if rest.len() <= NOUN => Some(Some(Exact::int(n))),
            (true, None, None) if rest.iter().all(small) => Some(None),
            _ => None,
        }
    }

    /// `đầu năm 4,8%, cuối năm 2,9%, giảm 39,6 điểm phần trăm`: by how many per cent the one rate is below the other, called
    /// points. Three digits that just two rates right before them give are no chance.
    fn percent_for_points(&self, amounts: &[Amount<'p>], at: usize) -> Option<Claim> {
        const DIGITS: i64 = 100;
        const NEAR: usize = 3;
        let own = self.own.figure;
        if own.unit.dimension != Dimension::PercentPoint || units(own) < DIGITS {
            return None;
        }
        let rate = |x: &&Amount<'_>| x.figure.unit.dimension == Dimension::Percent && !changes(x);
        let before = amounts.get(..at)?.iter().rev().take_while(|x| x.item.sentence + 1 >= self.own.item.sentence);
        let near: Vec<&Amount<'p>> = before.take(RUN).filter(rate).take(NEAR).collect();
        let up = self.own.item.verb.and_then(|v| match v {
            Cue::Increase | Cue::Exceed => Some(true),
            Cue::Decrease | Cue::FallShort | Cue::Lack => Some(false),
            _ => None,
        })?;
        let pairs = near.iter().flat_map(|level| near.iter().map(move |base| (*level, *base)));
        let mut found = pairs.filter(|(level, base)| {
            let off = level.figure.printed.sub(base.figure.printed);
            let side = off.is_some_and(|d| !d.is_zero() && d.is_negative() != up && d.abs() != own.printed);
            side && closes::percent(level.figure, base.figure, own)
        });
        let (level, base) = found.next().filter(|_| found.next().is_none())?;
        let operands = vec![
            self.own.operand(Role::Stated, level.figure),
            level.operand(Role::Level, base.figure),
            base.operand(Role::Base, level.figure),
        ];
        let mut claim = Claim::new(ClaimKind::PercentPoints, Relation::Points, range_of(&operands), operands);
        claim.upward = Some(up);
        Some(claim)
    }

    /// `61,3%, kế hoạch 66,8%: cách 5,7 điểm`: the difference of the only two rates of the sentence, of which one is called
    /// the base.
    fn points_of_two(&self, amounts: &[Amount<'p>], at: usize) -> Option<Claim> {
        let own = self.own.item;
        let rates = |n: u32| -> Vec<Amount<'p>> {
            let before =
                amounts.get(..at).unwrap_or_default().iter().rev().take(RUN).skip_while(|x| x.item.sentence > n);
            before.take_while(|x| x.item.sentence == n).take(3).copied().collect()
        };
        let mut near = rates(own.sentence);
        if near.is_empty() && own.base.is_some() {
            // `cuối năm 6,84%; đầu năm 9,12%. Giảm 2,82% so với đầu năm`
            near = rates(own.sentence.checked_sub(1)?);
            near.truncate(if near.first()?.item.period == own.base { 3 } else { 0 });
        }
        let [base, level] = near.get(..2)? else { return None };
        let rate =
            |x: &Amount<'_>| x.figure.unit.dimension == Dimension::Percent && matches!(x.item.value, Value::One(_));
        let called = |x: &Amount<'_>| {
            x.item.cues.any(&[Cue::Target, Cue::Given]) || x.item.period.is_some() && x.item.period != level.item.period
        };
        // A subject of its own may have a base that stands elsewhere.
        let other = |x: &Amount<'_>| x.item.cues.has(Cue::RateNoun);
        let alone = near.len() == 2 && !own.cues.has(Cue::RateNoun) && !other(base);
        if !(alone
            && base.item.verb != Some(Cue::To)
            && rate(base)
            && rate(level)
            && !changes(base)
            && !changes(level)
            && called(base))
        {
            return None;
        }
        let up = match own.verb {
            Some(Cue::Increase | Cue::Exceed) => Some(true),
            Some(Cue::Decrease | Cue::FallShort | Cue::Lack) => Some(false),
            _ => None,
        };
        let wanted = level.figure.printed.sub(base.figure.printed)?;
        let percent = || wanted.div(base.figure.printed)?.mul(Exact::HUNDRED)?.abs().sub(self.own.figure.printed);
        let relative =
            self.own.figure.unit.dimension == Dimension::Percent && percent().is_some_and(|off| off.abs() < Exact::ONE);
        if relative || !closes::slipped(self.own.figure, wanted.abs()) {
            return None;
        }
        // `năm 2023 là 83,2%, năm 2024 đạt 86% (thêm 2,4 điểm)`: the earlier stands first.
        let turned = up.is_some_and(|up| up == wanted.is_negative());
        // `đạt 61,3%, kế hoạch 66,8%, tăng 5,2 điểm so với cùng kỳ`: of another time.
        let elsewhere = own.base.is_some() && own.base != base.item.period;
        if elsewhere || turned && base.item.cues.any(&[Cue::Target, Cue::Given]) {
            return None;
        }
        let (level, base) = if turned { (base, level) } else { (level, base) };
        let operands = vec![
            self.own.operand(Role::Stated, level.figure),
            level.operand(Role::Level, base.figure),
            base.operand(Role::Base, level.figure),
        ];
        let mut claim = Claim::new(ClaimKind::PercentPoints, Relation::Points, range_of(&operands), operands);
        claim.upward = up;
        Some(claim)
    }

    /// The sum, where one slip in one of its figures would close it.
    fn broken(&self, operands: Vec<Operand>) -> Option<Claim> {
        let total = &operands.first()?.figure;
        let parts: Vec<&Figure> = operands.iter().skip(1).map(|o| &o.figure).collect();
        let sum = parts.iter().try_fold(Exact::ZERO, |s, p| s.add(p.value()?))?;
        let off = sum.sub(total.value()?)?;
        let in_total = closes::slipped(total, sum);
        let in_part = |p: &&Figure| p.value().and_then(|v| v.sub(off)).is_some_and(|v| closes::slipped(p, v));
        if meets(total, &parts) || !(in_total || parts.iter().any(in_part)) {
            return None;
        }
        let relation = Relation::Sum(Completeness::Probably);
        let claim = Claim::new(ClaimKind::Sum, relation, range_of(&operands), operands);
        Some(Claim { indicator: self.passage.indicator(self.own.item), binding: Binding::Sure, ..claim })
    }
}

/// Whether a figure is a change or a rate of growth itself.
fn changes(x: &Amount<'_>) -> bool {
    x.item.verb.is_some_and(Cue::moves) || x.item.cues.has(Cue::Growth)
}

fn range_of(operands: &[Operand]) -> TextRange {
    let all = operands.iter().map(|o| o.figure.range);
    all.reduce(TextRange::cover).unwrap_or(TextRange::new(0, 0))
}
