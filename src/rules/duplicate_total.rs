//! duplicate-total: two different totals with the same figure.

use super::Context;
use super::compare;
use crate::claims::fit::{Fit, fit};
use crate::claims::{self, statements::Statement};
use crate::document::BlockKind;
use crate::figures::{Cue, Dimension, Figure, Lexed, TokenKind};
use crate::finding::{Finding, Label, Severity, Text};
use std::collections::BTreeMap;

/// How many statements further on a copy is looked for.
const REACH: usize = 12;
/// Digits a figure needs before two equal ones cannot be chance.
const DIGITS: usize = 4;

/// Finds totals of different indicators that carry one figure, and averages
/// that carry the percentage of their total.
pub fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let statements = context.statements;
    for (i, second) in statements.iter().enumerate() {
        // A third one is told once, against the first.
        let before = statements.iter().take(i).skip(i.saturating_sub(REACH)).filter(|s| s.block == second.block);
        let mut rivals = before.filter(|first| same_figure(&first.figure, &second.figure) && rivals(first, second));
        if let Some(first) = rivals.next() {
            let also = followed_by_same(context, first, second);
            let severity = if also { Severity::Error } else { Severity::Warning };
            findings.push(finding(context, first, second, severity));
        }
    }
    average_copies(context, findings);
    copied_counts(context, findings);
}

/// The same count of four digits and more for two unlike things in different paragraphs: one may be a copy.
fn copied_counts(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    let mut by_value: BTreeMap<i64, Vec<(u32, &Figure)>> = BTreeMap::new();
    for (block, lexed) in (0u32..).zip(context.lexed) {
        let cell = |b: u32| document.blocks.get(b as usize).is_some_and(|b| matches!(b.kind, BlockKind::Cell(_)));
        let counts = lexed
            .figures
            .iter()
            .filter(|f| f.unit.dimension == Dimension::Count && f.is_count() && f.hedge.is_none() && !f.form.ambiguous);
        for figure in counts.filter(|_| !cell(block)) {
            if let Some(value) = figure.printed.to_i64()
                && value >= 10i64.pow(DIGITS as u32 - 1)
                && value % 10 != 0
            {
                by_value.entry(value).or_default().push((block, figure));
            }
        }
    }
    for pair in by_value.values_mut() {
        document.body_first(pair, |(_, figure)| figure.number);
        let [(first_block, first), (second_block, second)] = pair.as_slice() else { continue };
        if first_block == second_block || fit(first, second) != Fit::Different {
            continue;
        }
        let (a, b) = (compare::shown(first, document), compare::shown(second, document));
        let message = Text::new(
            format!("{b} và {a} là hai việc khác nhau mà cùng một con số"),
            format!("{b} and {a} are two things with one and the same number"),
        );
        let finding = Finding::new("duplicate-total", Severity::Note, document.span(second.range), message);
        findings
            .push(finding.label(document.span(first.range), Text::new("cùng số này ở đây", "the same number here")));
    }
}

fn same_figure(a: &Figure, b: &Figure) -> bool {
    if a.printed != b.printed {
        return false;
    }
    let digits = a.printed.show(18).chars().filter(char::is_ascii_digit).collect::<String>();
    let telling = digits.trim_matches('0').len() >= DIGITS;
    let measured = !matches!(
        a.unit.dimension,
        Dimension::None | Dimension::Percent | Dimension::Permille | Dimension::PercentPoint | Dimension::Times
    );
    a.unit.factor == b.unit.factor
        && a.unit.key == b.unit.key
        && measured
        && telling
        && a.hedge.is_none()
        && b.hedge.is_none()
}

/// Two totals of unlike things that are named alike (`tổng thu …`, `tổng chi …`).
fn rivals(a: &Statement, b: &Statement) -> bool {
    let common = a.key.iter().filter(|w| b.key.contains(w)).count();
    let (only_a, only_b) = (a.key.len() - common, b.key.len() - common);
    let change = |s: &Statement| {
        matches!(s.verb, Some(Cue::Increase | Cue::Decrease | Cue::Exceed | Cue::FallShort | Cue::Remaining))
    };
    let periods = a.period.is_none() || b.period.is_none() || a.period == b.period;
    common >= 3
        && (1..=2).contains(&only_a)
        && (1..=2).contains(&only_b)
        && periods
        && !change(a)
        && !change(b)
        && a.whole.is_none()
        && b.whole.is_none()
}

/// Whether both totals are followed by the same percentage as well.
fn followed_by_same(context: &Context<'_>, a: &Statement, b: &Statement) -> bool {
    let Some(lexed) = context.lexed.get(a.block as usize) else { return false };
    let next = |s: &Statement| {
        let i = lexed.figures.iter().position(|f| f.number == s.figure.number)?;
        lexed.figures.get(i + 1).filter(|f| f.is_rate()).map(|f| f.printed)
    };
    next(a).is_some() && next(a) == next(b)
}

fn finding(context: &Context<'_>, first: &Statement, second: &Statement, severity: Severity) -> Finding {
    let document = context.document;
    let value = compare::shown(&second.figure, document);
    let (a, b) = (document.slice(first.indicator), document.slice(second.indicator));
    Finding {
        rule: "duplicate-total",
        severity,
        span: document.span(second.figure.range),
        message: Text::new(
            format!("{value} ghi cho cả hai chỉ tiêu khác nhau"),
            format!("{value} is given for two different totals"),
        ),
        caret: Text::default(),
        labels: vec![Label {
            span: document.span(first.figure.range),
            message: Text::new("cùng số này ở đây", "the same figure here"),
        }],
        notes: vec![Text::new(
            format!("“{a}” và “{b}” cùng bằng {value}: kiểm tra xem một số có bị chép nhầm không"),
            format!("“{a}” and “{b}” both are {value}: one may be a copy of the other"),
        )],
    }
}

/// `tăng 38,1% …, bình quân mỗi năm tăng 38,1%`: the yearly average of a rise cannot be the rise itself.
fn average_copies(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let document = context.document;
    let averages = |l: &&Lexed| l.tokens.iter().any(|t| t.kind == TokenKind::Cue(Cue::Average));
    for lexed in context.lexed.iter().filter(averages).filter(|l| l.figures.iter().any(Figure::is_rate)) {
        for (total, average) in claims::rate_pairs(document, lexed) {
            let value = compare::shown(&average, document);
            findings.push(Finding {
                rule: "duplicate-total",
                severity: Severity::Warning,
                span: document.span(average.range),
                message: Text::new(
                    format!("mức bình quân năm {value} bằng đúng mức của cả giai đoạn"),
                    format!("the yearly average {value} equals the figure of the whole period"),
                ),
                caret: Text::default(),
                labels: vec![Label {
                    span: document.span(total.range),
                    message: Text::new("mức của cả giai đoạn", "of the whole period"),
                }],
                notes: Vec::new(),
            });
        }
    }
}
