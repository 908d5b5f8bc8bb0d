//! The ledger as a table an editor can read, and the figures it leaves out.

use super::sentences::Sentences;
use super::{Lang, Look, grid, visible};
use crate::check::Report;
use crate::claims::{Claim, ClaimKind, Role, Verdict};
use crate::document::{BlockKind, Document};
use crate::figures::Figure;
use crate::rules::Judged;
use hashbrown::HashSet;

/// Every claim of a draft as a row.
pub fn claims(report: &Report, look: Look) -> String {
    let lang = look.lang;
    let rows = report.ledger.iter().map(|judged| row(&report.document, judged, lang)).collect();
    let head = [
        lang.pick("Chỗ", "Place"),
        lang.pick("Chỉ tiêu", "Indicator"),
        lang.pick("Phép tính", "Relation"),
        lang.pick("Số nêu", "Stated"),
        lang.pick("Tính lại", "Recomputed"),
        lang.pick("Kết luận", "Verdict"),
    ];
    grid::text(&head, rows, &[10, 0, 0, 16, 14, 15], look.width)
}

fn row(document: &Document, judged: &Judged, lang: Lang) -> [String; 6] {
    let claim = &judged.claim;
    let at = document.source.position(document.span(claim.range).start);
    let stated = claim.get(Role::Stated).map_or("", |f| document.slice(f.range));
    [
        format!("{}:{}", at.line, at.column),
        claim.indicator.map_or_else(String::new, |r| visible::line(document.slice(r)).into_owned()),
        format!("{}: {}", kind(claim.kind, lang), operands(document, claim)),
        visible::line(stated).into_owned(),
        visible::line(judged.recomputed.as_deref().unwrap_or("")).into_owned(),
        verdict(judged.verdict, lang).to_string(),
    ]
}

/// The figures the stated one is computed from.
fn operands(document: &Document, claim: &Claim) -> String {
    let known = claim.operands.iter().filter(|o| o.role != Role::Stated);
    let texts: Vec<_> = known.map(|o| visible::line(document.slice(o.figure.range))).collect();
    texts.join(if claim.kind == ClaimKind::Sum { " + " } else { "; " })
}

/// A verdict for people.
pub fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Ok => lang.pick("đúng", "right"),
        Verdict::Truncated => lang.pick("đúng nếu cắt số lẻ", "right if cut"),
        Verdict::Wrong => lang.pick("sai", "wrong"),
        Verdict::Unverifiable => lang.pick("chưa đủ căn cứ", "not decidable"),
    }
}

/// A kind of claim for people.
pub fn kind(kind: ClaimKind, lang: Lang) -> &'static str {
    match kind {
        ClaimKind::Share => lang.pick("tỷ lệ", "share"),
        ClaimKind::Sum => lang.pick("tổng", "sum"),
        ClaimKind::Increase => lang.pick("tăng, giảm", "change"),
        ClaimKind::PercentChange => lang.pick("tăng, giảm (%)", "change in percent"),
        ClaimKind::PercentOfTarget => lang.pick("so với chỉ tiêu", "percent of target"),
        ClaimKind::PercentPoints => lang.pick("điểm phần trăm", "percentage points"),
        ClaimKind::Average => lang.pick("bình quân", "average"),
        ClaimKind::GrowthRate => lang.pick("tốc độ tăng", "growth rate"),
        ClaimKind::Series => lang.pick("chuỗi số theo năm", "series"),
        ClaimKind::FromTo => lang.pick("từ … đến", "from … to"),
        ClaimKind::CountOfList => lang.pick("đếm danh sách", "count of a list"),
        ClaimKind::TableSum => lang.pick("tổng trong bảng", "sum in a table"),
        ClaimKind::TableChange => lang.pick("tăng, giảm trong bảng", "change in a table"),
        ClaimKind::TableShare => lang.pick("tỷ lệ trong bảng", "share in a table"),
        ClaimKind::CrossReference => lang.pick("dẫn chiếu", "cross reference"),
    }
}

/// A figure that no claim covers.
pub struct Uncovered<'a> {
    /// The figure.
    pub figure: &'a Figure,
    /// Why it is not checked.
    pub reason: &'static str,
}

/// Figures that no claim covers, each with the reason, in the order of the text.
pub fn uncovered(report: &Report, lang: Lang) -> Vec<Uncovered<'_>> {
    let mut covered = HashSet::new();
    for judged in &report.ledger {
        covered.extend(judged.claim.operands.iter().map(|o| o.figure.number));
    }
    let mut left = Vec::new();
    let sentences = Sentences::of(&report.document);
    for (block, lexed) in (0u32..).zip(&report.lexed) {
        for figure in lexed.figures.iter().filter(|f| !covered.contains(&f.number)) {
            let home = report.document.blocks.get(block as usize).map_or(figure.range, |b| b.range);
            let sentence = sentences.around(&report.document, home, figure.range);
            // In the order of the text: what stands nearest tells.
            let first = lexed.figures.partition_point(|other| other.range.start < sentence.start);
            let inside = lexed.figures.iter().skip(first).take_while(|other| other.range.start < sentence.end);
            let alone = inside.into_iter().all(|other| other.range == figure.range);
            left.push(Uncovered { figure, reason: reason(&report.document, block, figure, alone, lang) });
        }
    }
    left
}

/// Figures that no claim covers as a table.
pub fn uncovered_table(report: &Report, look: Look) -> String {
    let (document, lang) = (&report.document, look.lang);
    let left = uncovered(report, lang);
    if left.is_empty() {
        return format!("{}\n", lang.pick("Mọi số liệu đều được đối chiếu.", "Every figure is covered by a claim."));
    }
    let row = |u: &Uncovered<'_>| {
        let at = document.source.position(document.span(u.figure.range).start);
        let text = visible::line(document.slice(u.figure.range)).into_owned();
        [format!("{}:{}", at.line, at.column), text, u.reason.to_string()]
    };
    let head = [
        lang.pick("Chỗ", "Place"),
        lang.pick("Số liệu", "Figure"),
        lang.pick("Vì sao không đối chiếu", "Why it is not checked"),
    ];
    grid::text(&head, left.iter().map(row).collect(), &[10, 0, 0], look.width)
}

fn reason(document: &Document, block: u32, figure: &Figure, alone: bool, lang: Lang) -> &'static str {
    let Some(home) = document.blocks.get(block as usize) else { return "" };
    if let BlockKind::Cell(table) = home.kind {
        if document.tables.get(table as usize).is_some_and(|t| t.unreadable.is_some()) {
            return lang.pick("trong bảng không đọc được cột", "in a table whose columns cannot be read");
        }
        return lang.pick(
            "trong bảng, hàng và cột không cộng dồn vào đâu",
            "in a table whose row and column lead to no total",
        );
    }
    if figure.hedge.is_some() {
        return lang.pick("số ước chừng (khoảng, trên, gần…)", "hedged (about, over, nearly…)");
    }
    if figure.form.ambiguous {
        return lang.pick("có hai cách đọc dấu chấm, dấu phẩy", "its separators can be read in two ways");
    }
    if !alone {
        return lang.pick("câu không nêu quan hệ với số khác", "the sentence states no relation to another figure");
    }
    lang.pick("đứng một mình trong câu", "the only figure of its sentence")
}
