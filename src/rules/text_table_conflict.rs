//! text-table-conflict: the text, or another table, says something else than a
//! table does about the same thing.

mod annexes;
mod bind;
mod computed;
mod continued;
mod counts;
mod elsewhere;
mod fields;
mod goals;
mod groups;
mod ledger;
mod loosely;
mod mentions;
mod other_year;
mod prose;
mod ranking_phrases;
mod rankings;
mod rows;
mod tables;
mod times;
mod valued;
mod values;
mod whole_of_parts;

use super::table_slips::TableSlip;
use super::{Context, Group, Judged, rule};
use crate::claims::statements::Goals;
use crate::claims::{Role, Verdict};
use crate::document::{Document, TableId, TextRange};
use crate::figures::Lexed;
use crate::figures::exact::Exact;
use crate::finding::{Finding, Label, Severity, Text};
use crate::source::Spans;
use crate::tables::facts;
use crate::tables::names::Names;
use crate::tables::relation::At;
use crate::tables::sheet::Sheet;
use hashbrown::{HashMap, HashSet};
use mentions::Paragraph;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// Name of the rule.
pub const NAME: &str = "text-table-conflict";

/// What is compared.
struct Draft<'a> {
    document: &'a Document,
    lexed: &'a [Lexed],
    sheets: &'a [Sheet],
    slips: &'a [TableSlip],
    /// The headings of goals.
    goals: &'a Goals,
    /// The same without those that name a programme, once they are asked for.
    to_come: OnceCell<Goals>,
    /// What was read of paragraphs: several comparisons ask for the same.
    paragraphs: RefCell<HashMap<u32, Rc<Paragraph<'a>>>>,
}

impl<'a> Draft<'a> {
    /// A block with its figures.
    fn paragraph(&self, block: u32) -> Option<Rc<Paragraph<'a>>> {
        let lexed = self.lexed.get(block as usize)?;
        let read = || Rc::new(Paragraph::read(self.document, lexed));
        Some(self.paragraphs.borrow_mut().entry(block).or_insert_with(read).clone())
    }

    /// Whether a block stands under a heading of goals that names no programme.
    fn is_to_come(&self, block: u32) -> bool {
        self.to_come.get_or_init(|| Goals::but_programmes(self.document)).above(self.document, block)
    }
}

/// The fields that hold a figure of the text: table and place, by the number.
type Fields = HashMap<TextRange, Vec<(usize, At)>>;

/// What came of comparing text with tables and tables with tables.
#[derive(Debug, Default)]
pub struct Compared {
    /// A line of the ledger for each comparison: most agree.
    pub ledger: Vec<Judged>,
    /// What does not agree.
    findings: Vec<Finding>,
    /// Figures of the text that differ from the field of a table.
    conflicts: Vec<(TextRange, Finding)>,
    /// Figures of the text that a table holds as well.
    agreed: HashSet<TextRange>,
    /// Figures that the text alone contradicts and a table judges: the text was misread.
    taken: HashSet<TextRange>,
    /// The fields that hold them.
    fields: Fields,
    /// Blocks with tables that they are known to speak of.
    speaks: HashSet<(u32, usize)>,
    /// Blocks that count the rows of a table rightly.
    counts: HashSet<(u32, TableId)>,
}

/// Compares text with tables and tables with tables.
///
/// What the text alone shows to be right (`judged`) is compared with nothing that must be computed.
pub fn compare(
    document: &Document,
    lexed: &[Lexed],
    goals: &Goals,
    (sheets, slips): (&[Sheet], &[TableSlip]),
    judged: &[Judged],
) -> Compared {
    let mut out = Compared::default();
    let (to_come, paragraphs) = (OnceCell::new(), RefCell::default());
    let draft = Draft { document, lexed, sheets, slips, goals, to_come, paragraphs };
    annexes::check(&draft, &mut out);
    if sheets.is_empty() {
        return out;
    }
    let facts = facts::read(sheets);
    let year = times::report_year(lexed);
    let names: Vec<Names> = sheets.iter().map(|s| Names::of(document, s, year)).collect();
    tables::check(&draft, &facts, &names, &mut out);
    let index = values::Index::of(&draft, &names);
    counts::check(&draft, &names, &mut out);
    let settled = Settled::of(judged);
    values::check(&draft, &names, (&index, &settled), &mut out);
    let holders = computed::Holders::of(&draft);
    rankings::check(&draft, &names, (&index, &holders), &mut out);
    computed::check(&draft, &names, (&index, &holders), &settled, &mut out);
    whole_of_parts::check(&draft, judged, &mut out);
    out
}

/// The figures of the text that its own arithmetic judges.
#[derive(Default)]
struct Settled {
    /// Right by two other figures at least.
    right: HashSet<TextRange>,
    /// Wrong, with the figures they are held against.
    wrong: HashMap<TextRange, Vec<Exact>>,
}

impl Settled {
    fn of(judged: &[Judged]) -> Settled {
        let mut out = Settled::default();
        for line in judged {
            let stated = line.claim.operands.iter().filter(|o| matches!(o.role, Role::Stated | Role::Change));
            let numbers = stated.map(|o| o.figure.number);
            let others = || line.claim.operands.iter().filter(|o| o.role != Role::Stated);
            match line.verdict {
                Verdict::Wrong => {
                    let values: Vec<Exact> = others().filter_map(|o| o.figure.value()).collect();
                    numbers.for_each(|n| out.wrong.entry(n).or_default().extend(&values));
                }
                Verdict::Ok if line.claim.operands.len() >= 3 && !line.claim.by_value => out.right.extend(numbers),
                _ => {}
            }
        }
        out
    }
}

impl Compared {
    /// Takes back what arithmetic made of figures that a table judges: it was of other figures.
    pub fn take_back(&self, judged: &mut [Judged]) {
        let taken = |j: &Judged| {
            let mut stated = j.claim.operands.iter().filter(|o| o.role == Role::Stated);
            stated.any(|o| self.taken.contains(&o.figure.number))
        };
        for line in judged.iter_mut().filter(|j| j.verdict == Verdict::Wrong && j.rule != NAME) {
            if taken(line) {
                line.verdict = Verdict::Unverifiable;
            }
        }
    }
}

/// Hands out what [`compare`] found.
///
/// What arithmetic told at a figure that a table judges is taken back. What was told at a figure that a table confirms,
/// and follows from one that the table contradicts, is told there; so is what arithmetic told at that figure. Then two
/// things speak against the figure.
pub fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let tables = context.text_tables;
    let place = |number: &TextRange| context.document.span(*number);
    let taken = Spans::of(tables.taken.iter().map(|n| (place(n), ())));
    let agreed = Spans::of(tables.agreed.iter().map(|n| (place(n), ())));
    let spoken = tables.conflicts.iter().filter(|_| !context.off.contains(&NAME));
    let contradicted = Spans::of(spoken.zip(0usize..).map(|((number, _), i)| (place(number), i)));
    let mut conflicts: Vec<Finding> = tables.conflicts.iter().map(|(_, finding)| finding.clone()).collect();
    out.retain(|f| {
        if rule(f.rule).is_none_or(|r| r.group != Group::Arithmetic) {
            return true;
        }
        if taken.meeting(f.span).any(|(n, ())| f.span.start <= n.start && n.end <= f.span.end) {
            return false;
        }
        let confirmed = agreed.meet(f.span);
        let labels = f.labels.iter().filter(|_| confirmed).map(|l| l.span);
        let places = std::iter::once(f.span).chain(labels);
        let followed = places.flat_map(|p| contradicted.meeting(p)).map(|(_, i)| *i).min();
        let Some(conflict) = followed.and_then(|i| conflicts.get_mut(i)) else { return true };
        conflict.severity = conflict.severity.max(f.severity);
        conflict.notes.push(f.message.clone());
        false
    });
    out.extend(tables.findings.iter().cloned());
    out.append(&mut conflicts);
}

/// A finding with the place in the table as its label.
fn finding(draft: &Draft<'_>, at: TextRange, message: Text, other: TextRange, label: Text) -> Finding {
    Finding {
        rule: NAME,
        severity: Severity::Warning,
        span: draft.document.span(at),
        message,
        caret: Text::new("khác biểu", "differs from the table"),
        labels: vec![Label { span: draft.document.span(other), message: label }],
        notes: Vec::new(),
    }
}
