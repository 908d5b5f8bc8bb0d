//! What the text around a figure says it is: its name, time, and what it does (a level, a change, a share, a plan).
//! Read only for figures that may contradict another one.

use super::around::{FAR, Mention};
use crate::claims::statements::{telling, telling_at};
use crate::claims::words::{self, Words};
use crate::document::{Document, TextRange};
use crate::figures::{Cue, Figure, Inert, Lexed, Period, Token, TokenKind};
use crate::lexicon;
use crate::rules::Context;
use crate::rules::words::Phrases;
use hashbrown::HashSet;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::LazyLock;

/// Words of assessments that name nothing.
static ASSESSING: Words = Words::of(include_str!("../../../rules/lexicon/assessing-words.tsv"));
/// Words that end the name behind a figure.
static ENDS: Words = Words::of(include_str!("../../../rules/lexicon/phrase-ends.tsv"));
/// Phrases under which is summed up what was told before.
static RECALLING: LazyLock<Phrases> = LazyLock::new(|| {
    let rows = lexicon::rows(include_str!("../../../rules/lexicon/recalling.tsv")).unwrap_or_default();
    Phrases::new(rows.iter().filter_map(|r| r.first().copied()))
});
/// Who gave a plan.
static GIVERS: Words = Words::of(include_str!("../../../rules/lexicon/target-givers.tsv"));

/// So many words right before a figure say that it is told again.
const NEAR: usize = 5;
/// What all words that negate read as.
pub(super) const NOT: &str = "chưa";
/// So many words open a paragraph or a sentence.
const OPENING: usize = 12;

/// What a figure does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It says how much there is.
    Level,
    /// It says by how much something moved, or is above or below another figure.
    Moved(Cue),
    /// It is the part of a whole.
    Share,
    /// It is the percentage of a plan.
    OfPlan,
    /// It is what is planned.
    Planned,
}

/// A word of the text, folded.
pub(super) type Word<'a> = Cow<'a, str>;

/// A figure as the text around it reads.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    /// The words that name it: of its noun and those beside it, up to the next figure or sign.
    pub name: HashSet<Word<'a>>,
    /// What stands around that name. Most figures are told apart without it, so it is read where it is first asked for.
    around: OnceCell<Around<'a>>,
    scene: Scene<'a>,
    /// The first words of its paragraph, and of the heading above.
    pub openings: [Vec<Word<'a>>; 2],
    /// Whether its paragraph holds little more than the figure: a line of a list.
    pub short: bool,
    /// What it does.
    pub role: Role,
    /// The time it is of, as far as its sentence or paragraph says, and whether it is the end of that time (`đến 30/9`).
    pub time: Option<(Period, bool)>,
    /// The time a change is compared with.
    pub base: Option<Period>,
    /// Who gave the plan.
    pub givers: HashSet<Word<'a>>,
    /// Whether it stands where a report sums up what it told before.
    pub recalls: bool,
    /// `lũy kế`, `trong đó`, `riêng`, `kết nạp`, `chuyển sang` before it.
    pub narrow: [bool; 5],
}

/// The words of a sentence around the name of a figure.
#[derive(Debug)]
pub(super) struct Around<'a> {
    /// Those before the name.
    pub lead: HashSet<Word<'a>>,
    /// Those behind it.
    pub rest: HashSet<Word<'a>>,
    /// The nouns of its figures, and the words of the headings above.
    beside: HashSet<Word<'a>>,
}

/// Where the words around a name are read from.
#[derive(Debug)]
struct Scene<'a> {
    document: &'a Document,
    lexed: &'a Lexed,
    /// The sentence before the name, that before the figure and that behind it, of which so many tokens are of the name.
    before: &'a [Token],
    sentence: &'a [Token],
    behind: &'a [Token],
    named: usize,
    headings: Vec<TextRange>,
}

/// A token before a figure that belongs to its name.
fn names(kind: TokenKind) -> bool {
    match kind {
        TokenKind::Word | TokenKind::Inert(_) | TokenKind::Dash => true,
        TokenKind::Cue(cue) => cue != Cue::ComparedWith,
        TokenKind::Period(_) => true,
        _ => false,
    }
}

fn is_amount(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Figure(_) | TokenKind::Fraction { .. } | TokenKind::Range { .. })
}

/// The telling words of tokens.
fn told<'a>(document: &'a Document, tokens: &[Token], words: &mut HashSet<Word<'a>>) {
    let mut out = |word: Word<'a>| {
        if !ASSESSING.has(&word) {
            words.insert(word);
        }
    };
    tokens.iter().for_each(|token| told_behind(document, token, &mut out));
}

/// Those of one token behind a figure, where `48 dự án chậm` are not all.
fn told_behind<'a>(document: &'a Document, token: &Token, out: &mut impl FnMut(Word<'a>)) {
    let plan = token.kind == TokenKind::Cue(Cue::Target);
    let neutral = |w: &str| words::is_thin(w) || words::names_number(w) || plan && words::is_plan_word(w);
    match token.kind {
        TokenKind::Cue(Cue::Not) => out(Cow::Borrowed(NOT)),
        TokenKind::Inert(Inert::ListMark | Inert::PageCount)
        | TokenKind::Cue(
            Cue::Reach
            | Cue::Is
            | Cue::Equal
            | Cue::Remaining
            | Cue::Estimate
            | Cue::Total
            | Cue::OfWhich
            | Cue::And
            | Cue::Increase
            | Cue::Decrease
            | Cue::Exceed
            | Cue::FallShort
            | Cue::ComparedWith
            | Cue::Cumulated
            | Cue::To
            | Cue::Share
            | Cue::Separately
            | Cue::Besides
            | Cue::Partly
            | Cue::Comprise
            | Cue::Corresponding,
        ) => {}
        TokenKind::Word | TokenKind::Cue(_) | TokenKind::Inert(_) => {
            for word in telling_at(document, token.range) {
                match words::written_out(&word) {
                    Some(long) => telling(long).filter(|w| !neutral(w)).for_each(&mut *out),
                    None if !neutral(&word) => out(word),
                    None => {}
                }
            }
        }
        _ => {}
    }
}

impl<'a> Scene<'a> {
    fn read(&self) -> Around<'a> {
        let document = self.document;
        let words = |tokens: &[Token]| {
            let mut words = HashSet::new();
            told(document, tokens, &mut words);
            words
        };
        let (lead, rest) = (words(self.before), words(self.behind.get(self.named..).unwrap_or_default()));
        let nouns = self.sentence.iter().chain(self.behind).filter_map(|t| noun_of(self.lexed, t.kind));
        let headings = self.headings.iter().flat_map(|h| telling_at(document, *h));
        Around { lead, rest, beside: nouns.flat_map(telling).chain(headings).collect() }
    }
}

impl<'a> Reading<'a> {
    /// Reads the text around a mention; nothing where the figure is what another is compared with, a goal, one of a list
    /// or the detail of another figure.
    pub fn of(context: &Context<'a>, mention: &Mention<'a>) -> Option<Reading<'a>> {
        let document = context.document;
        let lexed = context.lexed.get(mention.block as usize)?;
        let tokens = lexed.tokens.as_slice();
        let at = mention.token;
        let far = at.saturating_sub(FAR);
        let start =
            tokens.get(far..at)?.iter().rposition(|t| t.kind == TokenKind::SentenceEnd).map_or(far, |i| far + i + 1);
        let sentence = tokens.get(start..at)?;
        let behind = tokens.get(at + 1..tokens.len().min(at + FAR))?;
        let rest = behind.split(|t| t.kind == TokenKind::SentenceEnd).next()?;
        let (own, bracketed) = own_segment(sentence);
        // `24/26 điểm nhóm (23 điểm nhóm Tin lành và 01 giáo họ)`: what stands in a bracket side by side are parts.
        let inside = rest.iter().take_while(|t| !matches!(t.kind, TokenKind::Close(_)));
        let detail = match bracketed {
            Bracket::None => false,
            Bracket::OfWords => { inside }.any(|t| is_amount(t.kind)),
            Bracket::OfFigure => true,
        };
        let after = rest.iter().take_while(|t| names(t.kind) && !ends_name(document, t));
        let after: Vec<&Token> = after.take_while(|t| !moves(t.kind)).collect();
        let cues = |tokens: &[Token], cue: Cue| tokens.iter().any(|t| t.kind == TokenKind::Cue(cue));
        let from = cues(own, Cue::From) || cues(own, Cue::ComparedWith) || cues(own, Cue::Except);
        let listed = cues(sentence, Cue::Respectively) || cues(own, Cue::Goal) || mention.is_goal_to_come();
        let to_come = after.iter().any(|t| t.kind == TokenKind::Cue(Cue::Goal)) || cues(sentence, Cue::Goal);
        let extreme = |t: &&Token| document.folded(t.range).split(' ').any(words::says_extreme);
        // `chân giò 129.000 đồng/kg lên 139.000 đồng/kg`: where a change starts.
        let starts = rest.first().is_some_and(|t| t.kind == TokenKind::Cue(Cue::To));
        if starts
            || detail
            || listed_in_bracket(sentence)
            || from
            || listed
            || to_come
            || own.iter().any(|t| extreme(&t))
        {
            return None;
        }
        let counted = if mention.figure.is_count() { mention.figure.noun.as_str() } else { "" };
        let noun = [counted, unit_words(mention.figure)].into_iter().flat_map(telling);
        let mut name: HashSet<Word<'a>> = noun.collect();
        told(document, own, &mut name);
        let mut told = |word| {
            name.insert(word);
        };
        after.iter().for_each(|t| told_behind(document, t, &mut told));
        let before = sentence.get(..sentence.len() - own.len()).unwrap_or_default();
        let opening = opening(document, tokens);
        let headings = headings(document, mention.block);
        let role = role(mention.figure, own, &after, document);
        let giver = own.iter().chain(after.iter().copied());
        let given = own.iter().chain(after.iter().copied()).any(|t| t.kind == TokenKind::Cue(Cue::Target));
        let givers = giver.filter(|t| given && matches!(t.kind, TokenKind::Word | TokenKind::Cue(Cue::Target)));
        let givers = givers.flat_map(|t| words_at(document, t.range)).filter(|w| GIVERS.has(w)).collect();
        let heading = headings.first().map_or_else(Vec::new, |h| telling_at(document, *h).collect());
        Some(Reading {
            name,
            openings: [opening, heading],
            short: tokens.len() < 2 * OPENING,
            role,
            time: time(tokens.get(far..at)?, behind),
            base: base(sentence, own.len(), rest),
            recalls: recalls(document, &headings, tokens, start)
                || says(document, own.get(own.len().saturating_sub(NEAR)..).unwrap_or_default()),
            givers,
            narrow: [
                cues(sentence, Cue::Cumulated),
                cues(own, Cue::OfWhich),
                cues(own, Cue::Separately),
                cues(own, Cue::NewlyAdded),
                cues(own, Cue::CarriedOver),
            ],
            around: OnceCell::new(),
            scene: Scene { document, lexed, before, sentence, behind: rest, named: after.len(), headings },
        })
    }

    /// What stands around its name.
    pub fn around(&self) -> &Around<'a> {
        self.around.get_or_init(|| self.scene.read())
    }

    /// Whether a word stands in its sentence, in the headings above or in what opens its paragraph.
    pub fn says(&self, word: &Word<'_>) -> bool {
        let opens = || self.openings.first().is_some_and(|o| o.contains(word));
        let around = || [&self.around().lead, &self.around().rest, &self.around().beside];
        self.name.contains(word) || opens() || around().into_iter().any(|words| words.contains(word))
    }
}

impl Mention<'_> {
    /// Whether what the text states of it is a goal and no result from which a goal starts.
    fn is_goal_to_come(&self) -> bool {
        self.statement.is_some_and(|s| s.goal && s.verb != Some(Cue::From))
    }
}

/// What a bracket that opens before a figure explains.
enum Bracket {
    None,
    OfWords,
    OfFigure,
}

/// The tokens right before a figure that name it, and the bracket in which the figure stands first.
fn own_segment(sentence: &[Token]) -> (&[Token], Bracket) {
    let mut depth = 0u32;
    let mut from = sentence.len();
    let mut bracket = Bracket::None;
    for (i, token) in sentence.iter().enumerate().rev() {
        match token.kind {
            TokenKind::Close(_) => depth += 1,
            // `số vụ cháy còn cao (57 vụ)`: the words before the bracket name what stands in it.
            TokenKind::Open(_) if depth == 0 && from < sentence.len() => break,
            TokenKind::Open(_) if depth == 0 => {
                let of_figure = sentence.get(..i).and_then(<[_]>::last).is_some_and(|t| is_amount(t.kind));
                bracket = if of_figure { Bracket::OfFigure } else { Bracket::OfWords };
            }
            TokenKind::Open(_) => depth -= 1,
            _ if depth > 0 => {}
            kind if !names(kind) => break,
            _ => {}
        }
        from = i;
    }
    (sentence.get(from..).unwrap_or_default(), bracket)
}

/// Whether a figure stands in a bracket behind another one: `(không quá 43 vụ, 18 người chết)`.
fn listed_in_bracket(sentence: &[Token]) -> bool {
    let (mut depth, mut behind) = (0u32, false);
    for token in sentence.iter().rev() {
        match token.kind {
            TokenKind::Close(_) => depth += 1,
            TokenKind::Open(_) if depth == 0 => return behind,
            TokenKind::Open(_) => depth -= 1,
            kind => behind |= depth == 0 && is_amount(kind),
        }
    }
    false
}

fn moves(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Cue(cue) if cue.moves() || matches!(cue, Cue::Share | Cue::OfWhich | Cue::Comprise))
}

fn ends_name(document: &Document, token: &Token) -> bool {
    token.kind == TokenKind::Word && ENDS.has(&document.folded(token.range))
}

fn unit_words(figure: &Figure) -> &str {
    if figure.is_count() || figure.unit.key.contains('/') { figure.unit.key.as_str() } else { "" }
}

fn noun_of(lexed: &Lexed, kind: TokenKind) -> Option<&str> {
    let id = match kind {
        TokenKind::Figure(id) => id,
        TokenKind::Fraction { lower, .. } => lower,
        _ => return None,
    };
    lexed.figures.get(id as usize).map(|f| f.noun.as_str())
}

fn words_at(document: &Document, range: TextRange) -> Vec<Word<'_>> {
    let own = |w: &str| Cow::Owned(w.to_string());
    document.folded(range).split(' ').map(own).collect()
}

/// What a figure does: the last word before it that says so, and for a percentage also what it is of.
fn role(figure: &Figure, own: &[Token], after: &[&Token], document: &Document) -> Role {
    let cue = own.iter().rev().find_map(|t| match t.kind {
        TokenKind::Cue(
            cue @ (Cue::Increase
            | Cue::Decrease
            | Cue::Exceed
            | Cue::FallShort
            | Cue::Lack
            | Cue::Multiple
            | Cue::Share
            | Cue::Reach
            | Cue::Equal
            | Cue::Remaining
            | Cue::To
            | Cue::Target),
        ) => Some(cue),
        _ => None,
    });
    let planned = after.iter().any(|t| match t.kind {
        TokenKind::Cue(cue) => cue == Cue::Target,
        TokenKind::Word => words::is_plan_word(&document.folded(t.range)),
        _ => false,
    });
    match cue {
        Some(cue) if cue.moves() || cue == Cue::Multiple => Role::Moved(cue),
        Some(Cue::Share) => Role::Share,
        Some(Cue::Target) => Role::Planned,
        _ if figure.is_rate() && planned => Role::OfPlan,
        _ => Role::Level,
    }
}

/// The time that a figure is of: the last one before it in its sentence that is no time of comparison, one right
/// behind it, or the one that opens an earlier sentence of the paragraph.
fn time(before: &[Token], behind: &[Token]) -> Option<(Period, bool)> {
    let later = behind.iter().take(3).take_while(|t| names(t.kind)).find_map(|t| match t.kind {
        TokenKind::Period(period) => Some((period, false)),
        _ => None,
    });
    let (mut compared, mut said, mut opens) = (false, None, None);
    let (mut since, mut until, mut sentences) = (0, 0, 0);
    for token in before {
        since += 1;
        until = if token.kind == TokenKind::Cue(Cue::To) { 4 } else { until.max(1) - 1 };
        match token.kind {
            TokenKind::SentenceEnd => {
                (said, compared, since) = (None, false, 0);
                sentences += 1;
            }
            TokenKind::Cue(Cue::ComparedWith) => compared = true,
            TokenKind::Comma | TokenKind::Semicolon | TokenKind::Close(_) => compared = false,
            TokenKind::Period(period) if !compared => {
                said = Some((period, until > 0));
                // `Tháng 9, … . Tính chung …`: what opens a paragraph, or a year that opens a sentence, lasts.
                if since <= 5 && (sentences == 0 || matches!(period, Period::Year(_)) || period.is_past()) {
                    opens = said;
                }
            }
            _ => {}
        }
    }
    later.or(said).or(opens)
}

/// The time a change is compared with: `tăng 8,2% so với cùng kỳ`, `so với cùng kỳ, số vụ giảm 12,5%`.
fn base(sentence: &[Token], own: usize, rest: &[Token]) -> Option<Period> {
    let at = |tokens: &[Token]| {
        let mut from = tokens.iter().skip_while(|t| t.kind != TokenKind::Cue(Cue::ComparedWith)).skip(1);
        from.by_ref().take(4).find_map(|t| if let TokenKind::Period(period) = t.kind { Some(period) } else { None })
    };
    let near = rest.split(|t| matches!(t.kind, TokenKind::Semicolon) || is_amount(t.kind)).next();
    let before = sentence.get(..sentence.len().saturating_sub(own)).unwrap_or_default();
    near.and_then(at).or_else(|| at(before)).or_else(|| at(rest))
}

/// Whether one of the phrases that sum up stands among these tokens.
fn says(document: &Document, tokens: &[Token]) -> bool {
    let range = tokens.iter().map(|t| t.range).reduce(TextRange::cover);
    range.is_some_and(|r| RECALLING.find(document.slice(r)).is_some())
}

/// Whether the words of the headings, of what opens the paragraph or of what opens the sentence sum up.
fn recalls(document: &Document, headings: &[TextRange], tokens: &[Token], sentence: usize) -> bool {
    let opens = |from: usize| {
        let own = tokens.get(from..).unwrap_or_default();
        let end = own.iter().take(OPENING).position(|t| is_amount(t.kind)).unwrap_or(own.len().min(OPENING));
        says(document, own.get(..end).unwrap_or_default())
    };
    headings.iter().any(|h| RECALLING.find(document.slice(*h)).is_some()) || opens(0) || opens(sentence)
}

/// The words that open a paragraph, up to its first figure or sign.
fn opening<'a>(document: &'a Document, tokens: &[Token]) -> Vec<Word<'a>> {
    let own = tokens.iter().skip_while(|t| !matches!(t.kind, TokenKind::Word | TokenKind::Cue(_)));
    own.take(OPENING).take_while(|t| names(t.kind)).flat_map(|t| words_at(document, t.range)).collect()
}

/// The headings above a block, the nearest first.
fn headings(document: &Document, block: u32) -> Vec<TextRange> {
    let mut out = Vec::new();
    let mut next = document.blocks.get(block as usize).and_then(|b| b.section);
    while let Some(section) = next.and_then(|id| document.sections.get(id as usize)) {
        out.extend(document.blocks.get(section.block as usize).map(|b| b.range));
        next = section.parent;
    }
    out
}
