//! What there is to show in the text of a draft: what became of each figure,
//! and where the findings point.

use crate::check::Report;
use crate::claims::Verdict;
use crate::document::TextRange;
use crate::report::Lang;
use crate::report::ledger::{uncovered, verdict};
use crate::report::place::{Place, Places};
use hashbrown::HashMap;

/// What became of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// The verdict on the claims it takes part in.
    Judged(Verdict),
    /// No claim covers it.
    Uncovered,
}

impl State {
    /// In the order of the legend.
    pub const ALL: [State; 5] = [
        State::Judged(Verdict::Ok),
        State::Judged(Verdict::Wrong),
        State::Judged(Verdict::Truncated),
        State::Judged(Verdict::Unverifiable),
        State::Uncovered,
    ];

    /// Its class in the stylesheet.
    pub fn class(self) -> &'static str {
        match self {
            State::Judged(Verdict::Ok) => "ok",
            State::Judged(Verdict::Wrong) => "wrong",
            State::Judged(Verdict::Truncated) => "cut",
            State::Judged(Verdict::Unverifiable) => "open",
            State::Uncovered => "free",
        }
    }

    /// For people.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            State::Judged(v) => verdict(v, lang),
            State::Uncovered => lang.pick("không thuộc phép tính nào", "not covered"),
        }
    }
}

/// A figure as it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// Number and unit.
    pub range: TextRange,
    /// The number alone: what claims know the figure by.
    pub number: TextRange,
    /// What became of it.
    pub state: State,
    /// More than the state says.
    pub why: &'static str,
}

/// A place that a finding points to.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// Which finding, from 0.
    pub finding: usize,
    /// Which of its labels; `None` for the place of the finding itself.
    pub label: Option<usize>,
    /// Where.
    pub range: TextRange,
}

/// All figures and marks of a draft, by block.
pub struct Marks<'a> {
    /// What all addresses start with.
    pub id: &'a str,
    /// The language of the page.
    pub lang: Lang,
    figures: Vec<Vec<Shown>>,
    marks: Vec<Vec<Mark>>,
    /// Findings whose place the text does not show.
    pub homeless: Vec<usize>,
}

impl<'a> Marks<'a> {
    /// For one draft.
    pub fn new(report: &Report, id: &'a str, lang: Lang) -> Marks<'a> {
        let blocks = report.document.blocks.len();
        let mut marks: Vec<Vec<Mark>> = vec![Vec::new(); blocks];
        let mut add = |block: u32, mark: Mark| {
            if let Some(marks) = marks.get_mut(block as usize) {
                marks.push(mark);
            }
        };
        let mut homeless = Vec::new();
        let mut pointed = Vec::new();
        let places = Places::new(&report.document);
        for (finding, found) in report.findings.iter().enumerate() {
            match places.locate(found.span) {
                Some(Place { block, range }) => {
                    pointed.push(range);
                    add(block, Mark { finding, label: None, range });
                }
                None => homeless.push(finding),
            }
            for (label, at) in found.labels.iter().enumerate() {
                if let Some(Place { block, range }) = places.locate(at.span) {
                    add(block, Mark { finding, label: Some(label), range });
                }
            }
        }
        pointed.sort_unstable();
        let figures = figures(report, &pointed, lang);
        Marks { id, lang, figures, marks, homeless }
    }

    /// The figures of a block, by place.
    pub fn figures(&self, block: u32) -> &[Shown] {
        self.figures.get(block as usize).map_or(&[], Vec::as_slice)
    }

    /// The marks of a block.
    pub fn of(&self, block: u32) -> &[Mark] {
        self.marks.get(block as usize).map_or(&[], Vec::as_slice)
    }

    /// How many figures there are in each state.
    pub fn counts(&self) -> impl Iterator<Item = (State, usize)> + '_ {
        let count = |s: State| self.figures.iter().flatten().filter(|f| f.state == s).count();
        State::ALL.into_iter().map(move |s| (s, count(s)))
    }
}

/// Every figure of every block with its state.
fn figures(report: &Report, pointed: &[TextRange], lang: Lang) -> Vec<Vec<Shown>> {
    let mut judged: HashMap<TextRange, Vec<Verdict>> = HashMap::new();
    for entry in &report.ledger {
        for operand in &entry.claim.operands {
            judged.entry(operand.figure.number).or_default().push(entry.verdict);
        }
    }
    let reasons: HashMap<TextRange, &str> =
        uncovered(report, lang).into_iter().map(|u| (u.figure.number, u.reason)).collect();
    let shown = |figure: &crate::figures::Figure| {
        let number = figure.number;
        let state = match judged.get(&number) {
            Some(verdicts) => State::Judged(settle(verdicts, || is_pointed(pointed, figure.range))),
            None => State::Uncovered,
        };
        Shown { range: figure.range, number, state, why: reasons.get(&number).copied().unwrap_or("") }
    };
    report
        .lexed
        .iter()
        .map(|lexed| {
            let mut all: Vec<Shown> = lexed.figures.iter().map(shown).collect();
            all.sort_by_key(|f| f.range);
            all
        })
        .collect()
}

/// Several claims share a figure: one that a right claim vouches for is wrong
/// only where a finding points at it.
fn settle(verdicts: &[Verdict], pointed: impl Fn() -> bool) -> Verdict {
    let any = |v: Verdict| verdicts.contains(&v);
    let vouched = any(Verdict::Ok) || any(Verdict::Truncated);
    match () {
        () if any(Verdict::Wrong) && (!vouched || pointed()) => Verdict::Wrong,
        () if any(Verdict::Truncated) => Verdict::Truncated,
        () if any(Verdict::Ok) => Verdict::Ok,
        () => Verdict::Unverifiable,
    }
}

fn is_pointed(pointed: &[TextRange], range: TextRange) -> bool {
    let behind = pointed.partition_point(|p| p.start < range.end);
    pointed.get(..behind).unwrap_or(&[]).iter().any(|p| p.end > range.start)
}

#[cfg(test)]
mod tests {
    use super::Verdict;

    #[test]
    fn a_right_claim_vouches_for_a_figure_unless_a_finding_points_there() {
        use Verdict::{Ok, Truncated, Unverifiable, Wrong};
        let settle = |verdicts: &[_], pointed| super::settle(verdicts, || pointed);
        assert_eq!(settle(&[Ok, Wrong], false), Ok);
        assert_eq!(settle(&[Ok, Wrong], true), Wrong);
        assert_eq!(settle(&[Wrong, Unverifiable], false), Wrong);
        assert_eq!(settle(&[Ok, Truncated], true), Truncated);
        assert_eq!(settle(&[Unverifiable, Ok], true), Ok);
        assert_eq!(settle(&[Unverifiable], true), Unverifiable);
    }
}
