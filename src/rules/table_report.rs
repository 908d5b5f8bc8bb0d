//! What is printed about a slip in a table, and its equations in the ledger.

use super::Judged;
use super::slip;
use super::table_slips::TableSlip;
use crate::claims::ClaimKind;
use crate::document::Document;
use crate::figures::exact::Exact;
use crate::finding::{Finding, Label, Severity, Text};
use crate::tables::claims::{self, figure, wanted};
use crate::tables::relation::{At, Part, Shape, Term};
use crate::tables::rows::RowKind;
use crate::tables::sheet::{FamilyKind, Relation, Sheet};
use crate::tables::value::{Number, Value};

/// The equations of a table as lines of the ledger.
pub fn ledger(sheet: &Sheet, document: &Document) -> Vec<Judged> {
    let judged = |relation: &Relation| {
        let claim = claims::claim(sheet, relation, document);
        let recomputed = wanted(sheet, relation, 0).map(|v| v.show(4));
        Judged { rule: rule_of(claim.kind), verdict: relation.outcome.verdict(), recomputed, claim }
    };
    sheet.relations.iter().map(judged).collect()
}

fn rule_of(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::TableChange => super::table_change_mismatch::NAME,
        ClaimKind::TableShare => super::table_share_mismatch::NAME,
        _ => super::table_sum_mismatch::NAME,
    }
}

/// The findings of one kind of claim, under the name of its rule.
pub fn report(
    rule: &'static str,
    kind: ClaimKind,
    slips: &[TableSlip],
    sheets: &[Sheet],
    document: &Document,
    out: &mut Vec<Finding>,
) {
    for slip in slips.iter().filter(|s| s.kind == kind) {
        if let Some(sheet) = sheets.get(slip.sheet) {
            out.push(finding(rule, slip, sheet, document));
        }
    }
}

fn finding(rule: &'static str, slip: &TableSlip, sheet: &Sheet, document: &Document) -> Finding {
    let broken: Vec<&Relation> = slip.broken.iter().filter_map(|&i| sheet.relations.get(i)).collect();
    if slip.row_left_out {
        return left_out(rule, slip, &broken, sheet, document);
    }
    let printed = sheet.text(document, slip.at);
    let fits = slip.fits.and_then(|v| shown(sheet, document, slip, v));
    let slight = broken.iter().all(|r| r.slight || r.kind == FamilyKind::Verdict);
    let mut labels = Vec::new();
    let mut notes = Vec::new();
    for relation in &broken {
        notes.push(working(sheet, relation, document));
        for term in relation.terms.iter().filter(|t| t.at != slip.at).take(3) {
            let span = document.span(sheet.place(document, term.at));
            if !labels.iter().any(|l: &Label| l.span == span) && labels.len() < 6 {
                labels.push(Label { span, message: name(sheet, term.at) });
            }
        }
    }
    if let Some(fits) = &fits {
        notes.push(Text::new(format!("số phù hợp: {fits}"), format!("what would fit: {fits}")));
    }
    let mut figure = figure(sheet, Term { at: slip.at, minus: false, part: slip.part });
    if let Some(f) = &mut figure {
        f.unit.factor = Exact::ONE;
    }
    if let (Some(figure), Some(value)) = (&figure, slip.fits) {
        let negated = figure.signed && figure.negative != value.is_negative() && figure.printed == value.abs();
        if negated {
            notes.push(Text::new("có thể sai dấu", "the sign may be wrong"));
        } else if let Some(how) = slip::fits(figure, value.abs()) {
            notes.push(how.text());
        }
    }
    Finding {
        rule,
        severity: if slight { Severity::Warning } else { Severity::Error },
        span: document.span(slip.range),
        message: message(sheet, slip, &broken, printed, fits.as_deref()),
        caret: match &fits {
            Some(fits) => Text::new(format!("phải là {fits}?"), format!("should be {fits}?")),
            None => Text::new("không khớp", "does not fit"),
        },
        labels,
        notes,
    }
}

/// A total that its rows do not reach in column after column.
fn left_out(rule: &'static str, slip: &TableSlip, broken: &[&Relation], sheet: &Sheet, document: &Document) -> Finding {
    let row = sheet.row(slip.at.row).map_or("", |r| r.label.trim());
    let columns = broken.len();
    let mut gaps = Vec::new();
    for relation in broken {
        let Some(total) = relation.terms.first() else { continue };
        let Some((number, sum)) = sheet.number(*total).zip(wanted(sheet, relation, 0)) else { continue };
        let gap = claims::printed(number).and_then(|printed| printed.sub(sum));
        let header = sheet.grid.headers.get(total.at.column as usize).map_or("", String::as_str);
        gaps.extend(gap.map(|g| format!("{} ({header})", g.show_rounded(number.decimals))));
    }
    let gaps = gaps.join("; ");
    Finding {
        rule,
        severity: Severity::Error,
        span: document.span(slip.range),
        message: Text::new(
            format!(
                "dòng “{row}” lớn hơn tổng các dòng ở {columns} cột: thiếu một dòng, hoặc dòng này là của biểu khác"
            ),
            format!(
                "the row “{row}” is more than its rows in {columns} columns: a row was left out, or it is of another table"
            ),
        ),
        caret: Text::new("thiếu một dòng?", "a row was left out?"),
        labels: Vec::new(),
        notes: vec![Text::new(format!("còn thiếu: {gaps}"), format!("what is missing: {gaps}"))],
    }
}

/// A value as the field prints its own; of a fraction both sides.
fn shown(sheet: &Sheet, document: &Document, slip: &TableSlip, value: Exact) -> Option<String> {
    let print = |n: &Number| document.slice(n.range).to_owned();
    Some(match &sheet.grid.at(slip.at.row as usize, slip.at.column as usize).value {
        Value::Number(n) => value.show_rounded(n.decimals),
        Value::Fraction(upper, lower) if slip.part == Part::Lower => {
            format!("{}/{}", print(upper), value.show_rounded(lower.decimals))
        }
        Value::Fraction(upper, lower) => format!("{}/{}", value.show_rounded(upper.decimals), print(lower)),
        _ => return None,
    })
}

fn message(sheet: &Sheet, slip: &TableSlip, broken: &[&Relation], printed: &str, fits: Option<&str>) -> Text {
    let Some(first) = broken.first() else { return Text::default() };
    let place = name(sheet, slip.at);
    let stated = first.terms.first().is_some_and(|t| t.at == slip.at);
    let (vi, en) = match (first.kind, stated) {
        (FamilyKind::RowTotal, true) => ("không bằng tổng các dòng", "is not the sum of its rows"),
        (FamilyKind::ColumnTotal, true) => ("không bằng tổng các cột", "is not the sum of its columns"),
        (FamilyKind::PartOf, _) => ("phần lớn hơn tổng thể", "is a part larger than its whole"),
        (FamilyKind::Running, true) => {
            ("không bằng lũy kế dòng trên cộng số của dòng này", "is not what came before and this row together")
        }
        (FamilyKind::RowTotal | FamilyKind::ColumnTotal | FamilyKind::Running, false) => {
            ("làm các phép cộng của biểu không khớp", "keeps the sums of the table from closing")
        }
        (FamilyKind::Difference, true) => ("không bằng hiệu của hai cột", "is not the difference of the two columns"),
        (FamilyKind::Percentage, true) => ("không bằng tỷ lệ của hai cột", "is not the percentage of the two columns"),
        (FamilyKind::Growth, true) => {
            ("không bằng tốc độ tăng của hai cột", "is not the growth between the two columns")
        }
        (FamilyKind::Quotient, true) => ("không bằng thương của hai cột", "is not the quotient of the two columns"),
        (FamilyKind::Product, true) => ("không bằng số lượng nhân đơn giá", "is not the count times the price"),
        (FamilyKind::Share, true) => ("không bằng tỷ trọng tính lại", "is not the share as recomputed"),
        (FamilyKind::Verdict, _) => {
            ("trái với kết quả và mục tiêu cùng dòng", "contradicts the result and the goal in its row")
        }
        (FamilyKind::Rank, _) => {
            ("không đúng thứ hạng theo cột được xếp", "is not the place that the ranked column gives it")
        }
        (_, false) => {
            ("không khớp với các cột so sánh cùng dòng", "does not agree with the compared columns of its row")
        }
    };
    let tail = fits.map_or((String::new(), String::new()), |f| (format!(": phải là {f}"), format!(": should be {f}")));
    Text::new(
        format!("“{printed}” ({}) {vi}{}", place.vi, tail.0),
        format!("“{printed}” ({}) {en}{}", place.en, tail.1),
    )
}

/// Where a field stands: `dòng “Lúa”, cột “Năm 2025”`.
pub fn name(sheet: &Sheet, at: At) -> Text {
    let own = sheet.row(at.row).map_or("", |r| r.label.trim());
    // `Ngô / Năng suất`: of rows with one name a row without values says of what they are
    let again = sheet.rows.iter().filter(|r| r.label.trim() == own).take(2).count() > 1;
    let head = sheet.row(at.row).and_then(|r| sheet.rows.get(r.parent?));
    let head = head.filter(|p| again && p.kind == RowKind::Title);
    let row = head.map_or(own.to_owned(), |head| format!("{} / {own}", head.label.trim()));
    let column = sheet.grid.headers.get(at.column as usize).map_or("", String::as_str);
    match (row.is_empty(), column.is_empty()) {
        (false, false) => Text::new(format!("dòng “{row}”, cột “{column}”"), format!("row “{row}”, column “{column}”")),
        (false, true) => Text::new(format!("dòng “{row}”"), format!("row “{row}”")),
        (true, false) => Text::new(format!("cột “{column}”"), format!("column “{column}”")),
        (true, true) => {
            let row = (at.row as usize + 1).saturating_sub(sheet.grid.top);
            Text::new(format!("dòng {row}"), format!("row {row}"))
        }
    }
}

/// An equation in numbers: `12 + 30 = 42, trong biểu: 43`.
fn working(sheet: &Sheet, relation: &Relation, document: &Document) -> Text {
    let text = |t: &Term| match sheet.number(*t) {
        Some(n) if n.negative => format!("-{}", document.slice(n.range)),
        Some(n) => document.slice(n.range).to_owned(),
        None => sheet.text(document, t.at).to_owned(),
    };
    let Some((stated, rest)) = relation.terms.split_first() else { return Text::default() };
    let result = wanted(sheet, relation, 0).map_or(String::new(), |v| v.show(4));
    let left = match relation.shape {
        Shape::Sum => {
            let mut sum = String::new();
            let many = rest.len() > 12;
            for (i, term) in rest.iter().enumerate() {
                if many && i == 3 {
                    sum.push_str(&format!(" + … + {}", rest.last().map_or(String::new(), text)));
                    break;
                }
                sum.push_str(match (i, term.minus) {
                    (0, false) => "",
                    (0, true) | (_, true) => " - ",
                    (_, false) => " + ",
                });
                sum.push_str(&text(term));
            }
            format!("{sum} = {result}")
        }
        Shape::Distance => match rest {
            [a, b] => format!("|{} - {}| = {result}", text(a), text(b)),
            _ => String::new(),
        },
        Shape::Ratio { growth, factor, .. } => match rest {
            [a, b] if growth => format!("({} - {}) / {} = {result}%", text(a), text(b), text(b)),
            [a, b] if relation.kind == FamilyKind::Quotient && factor == 1 => {
                format!("{} / {} = {result}", text(a), text(b))
            }
            [a, b] if relation.kind == FamilyKind::Quotient => {
                format!("{} × {factor} / {} = {result}", text(a), text(b))
            }
            [a, b] => format!("{} / {} = {result}%", text(a), text(b)),
            _ => String::new(),
        },
        Shape::Product { power } => {
            let factors = rest.iter().map(text).collect::<Vec<_>>().join(" × ");
            match power {
                0 => format!("{factors} = {result}"),
                1.. => format!("{factors} / 1{} = {result}", "0".repeat(power as usize)),
                _ => format!("{factors} × 1{} = {result}", "0".repeat(power.unsigned_abs().into())),
            }
        }
        Shape::Mean(rows) => format!("{} / {rows} = {result}", rest.first().map_or(String::new(), text)),
        Shape::Place(place) => {
            let value = rest.first().map_or(String::new(), text);
            return Text::new(format!("{value}: đứng thứ {place}"), format!("{value}: place {place}"));
        }
        Shape::AtMost => format!("{} > {}", rest.first().map_or(String::new(), text), text(stated)),
        Shape::Verdict { .. } => match rest {
            [level, goal] => {
                let goal = sheet.text(document, goal.at);
                return Text::new(
                    format!("kết quả {}, mục tiêu {goal}", text(level)),
                    format!("result {}, goal {goal}", text(level)),
                );
            }
            _ => String::new(),
        },
    };
    let stated = text(stated);
    match relation.shape {
        Shape::AtMost => Text::new(left.clone(), left),
        _ => Text::new(format!("{left}; trong biểu: {stated}"), format!("{left}; in the table: {stated}")),
    }
}
