//! What was caught of the slips planted into a draft: by class, with some of
//! the missed ones.

use super::ledger;
use super::place::{Ends, Places};
use super::{Lang, Look, grid, json, visible};
use crate::check::Report;
use crate::claims::{ClaimKind, Verdict};
use crate::document::TextRange;
use crate::report::tally::Tally;
use crate::seed::{Class, Plan, Slip, Trial};
use serde::Serialize;

/// Missed slips shown of each class.
const SHOWN: usize = 3;
/// Characters of a sentence on either side of a slip.
const AROUND: usize = 60;

/// A draft, what was planted into it, and what the check said.
pub struct Seeded<'a> {
    /// The untouched draft.
    pub report: &'a Report,
    /// What was planted.
    pub plan: &'a Plan,
    /// What was said, slip by slip.
    pub trials: &'a [Trial],
}

impl<'a> Seeded<'a> {
    fn all(&self) -> impl Iterator<Item = (&'a Slip, &'a Trial)> {
        self.plan.slips.iter().zip(self.trials)
    }

    fn count(&self, class: Option<Class>) -> (usize, usize) {
        let of = || self.all().filter(|(slip, _)| class.is_none_or(|c| slip.class == c));
        (of().filter(|(_, trial)| trial.caught()).count(), of().count())
    }
}

/// For people: the table, what it means, and some of the missed slips.
pub fn human(seeded: &Seeded<'_>, look: Look) -> String {
    let lang = look.lang;
    let rows = Class::ALL.map(Some).into_iter().chain([None]).map(|class| {
        let (caught, tried) = seeded.count(class);
        let name = class.map_or(lang.pick("Tất cả", "All"), |c| name(c, lang));
        [name.to_owned(), caught.to_string(), tried.to_string(), percent(caught, tried)]
    });
    let head = [
        lang.pick("Loại lỗi", "Slip"),
        lang.pick("Bắt được", "Caught"),
        lang.pick("Đã gieo", "Planted"),
        lang.pick("Tỷ lệ", "Rate"),
    ];
    let table = grid::text(&head, rows.collect(), &[0, 10, 10, 8], look.width);
    let mut out = table + "\n" + &visible::wrap(&meaning(seeded, lang), look.width, 0) + "\n";
    let missed: Vec<_> = Class::ALL.iter().flat_map(|&class| some_missed(seeded, class)).collect();
    if !missed.is_empty() {
        out += lang.pick("\nMột số lỗi không bắt được:\n", "\nSome of the missed slips:\n");
    }
    let places = Places::new(&seeded.report.document);
    for (slip, trial) in missed {
        out += &missed_lines(seeded.report, &places, slip, trial, look);
    }
    out
}

fn percent(caught: usize, tried: usize) -> String {
    (caught * 100).checked_div(tried).map_or_else(|| "-".to_owned(), |p| format!("{p}%"))
}

fn meaning(seeded: &Seeded<'_>, lang: Lang) -> String {
    let Plan { claims, figures, .. } = *seeded.plan;
    let read = Tally::of(seeded.report).figures;
    match lang {
        Lang::Vi => format!(
            "Mỗi lần chỉ gieo một lỗi, vào bản sao trong bộ nhớ; tệp không bị sửa. Lỗi chỉ được gieo vào {figures} số \
             liệu của {claims} phép tính đã đúng, đủ căn cứ và chưa có phát hiện nào. Cả dự thảo có {read} số liệu: gõ sai ở các số còn lại \
             thì không phép tính nào như vậy giúp phát hiện (xem doisoat claims --uncovered)."
        ),
        Lang::En => format!(
            "One slip at a time, in a copy in memory; the file is not changed. Slips go only into the {figures} figures \
             of {claims} claims that are right, closed by the text and without a finding. The draft has {read} figures: for a slip in one \
             of the others no such claim can help (see doisoat claims --uncovered)."
        ),
    }
}

fn some_missed<'a>(seeded: &Seeded<'a>, class: Class) -> impl Iterator<Item = (&'a Slip, &'a Trial)> {
    seeded.all().filter(move |(slip, trial)| slip.class == class && !trial.caught()).take(SHOWN)
}

fn missed_lines(report: &Report, places: &Places<'_>, slip: &Slip, trial: &Trial, look: Look) -> String {
    let (document, lang) = (&report.document, look.lang);
    let at = document.source.position(document.span(slip.range).start);
    let kind = report.ledger.get(slip.claim).map_or("", |j| ledger::kind(j.claim.kind, lang));
    let before = visible::line(document.slice(slip.range)).into_owned();
    let change = match slip.after.as_str() {
        "" => format!("{} “{before}”", lang.pick("bỏ", "without")),
        after => format!("{before} -> {}", after.trim_start()),
    };
    let line = format!(
        "{}:{}: {}: {change} ({kind}; {})",
        at.line,
        at.column,
        name(slip.class, lang),
        afterwards(trial, lang)
    );
    let around = visible::wrap(&excerpt(places, slip), look.width.saturating_sub(4).max(24), 0);
    let around: String = around.lines().map(|l| format!("    {l}\n")).collect();
    format!("  {}\n{around}", visible::wrap(&line, look.width.saturating_sub(2).max(24), 6))
}

/// The words around a slip as they read with it.
fn excerpt(places: &Places<'_>, slip: &Slip) -> String {
    let document = places.document();
    let Some(block) = document.block_at(slip.range.start).and_then(|b| document.blocks.get(b as usize)) else {
        return String::new();
    };
    let (place, whole) = (slip.range, places.sentence(block.range, slip.range));
    let head: Vec<char> = document.slice(TextRange::new(whole.start, place.start)).chars().collect();
    let tail: Vec<char> = document.slice(TextRange::new(place.end, whole.end)).chars().collect();
    let head_cut = head.len() > AROUND;
    let tail_cut = tail.len() > AROUND;
    let head: String = head.iter().skip(head.len().saturating_sub(AROUND)).collect();
    let tail: String = tail.iter().take(AROUND).collect();
    let mark = |cut: bool| if cut { "…" } else { "" };
    visible::line(&format!("{}{head}{}{tail}{}", mark(head_cut), slip.after, mark(tail_cut))).into_owned()
}

/// A class for people.
fn name(class: Class, lang: Lang) -> &'static str {
    match class {
        Class::Digit => lang.pick("sai một chữ số", "one digit"),
        Class::Swap => lang.pick("đổi chỗ hai chữ số", "two digits swapped"),
        Class::Thousand => lang.pick("lệch 1.000 lần (đơn vị, dấu phân cách)", "×1,000 (unit, separator)"),
        Class::StalePercentage => lang.pick("số mới, tỷ lệ % cũ", "stale percentage"),
        Class::Points => lang.pick("lẫn % và điểm phần trăm", "points and percent mixed up"),
        Class::MissingPart => lang.pick("thiếu một thành phần", "a part is missing"),
    }
}

/// Why a slip was missed, as far as the ledger of the copy tells.
fn afterwards(trial: &Trial, lang: Lang) -> &'static str {
    match trial.afterwards {
        Some(Verdict::Ok) => lang.pick("vẫn được coi là đúng", "still taken for right"),
        Some(Verdict::Truncated) => lang.pick("vẫn đúng nếu cắt số lẻ", "still right if cut"),
        Some(Verdict::Wrong) => lang.pick("đã thấy sai nhưng không báo tại đây", "seen, but told elsewhere"),
        Some(Verdict::Unverifiable) => lang.pick("chưa đủ căn cứ để báo", "not decidable any more"),
        None => lang.pick("không còn đọc ra phép tính", "no longer read as a claim"),
    }
}

#[derive(Serialize)]
struct ClassLine {
    r#type: &'static str,
    class: Class,
    caught: usize,
    tried: usize,
}

#[derive(Serialize)]
struct SlipLine<'a> {
    r#type: &'static str,
    class: Class,
    caught: bool,
    rules: &'a [&'static str],
    path: &'a str,
    #[serde(flatten)]
    ends: Ends,
    before: &'a str,
    after: &'a str,
    kind: Option<ClaimKind>,
    afterwards: Option<Verdict>,
    text: String,
}

/// One JSON object a line: each slip, then the counts of each class.
pub fn json(seeded: &Seeded<'_>) -> String {
    let document = &seeded.report.document;
    let places = Places::new(document);
    let slips = seeded.all().map(|(slip, trial)| {
        json::line(&SlipLine {
            r#type: "slip",
            class: slip.class,
            caught: trial.caught(),
            rules: &trial.rules,
            path: &document.source.path,
            ends: places.ends(document.span(slip.range)),
            before: document.slice(slip.range),
            after: &slip.after,
            kind: seeded.report.ledger.get(slip.claim).map(|j| j.claim.kind),
            afterwards: trial.afterwards,
            text: excerpt(&places, slip),
        })
    });
    let classes = Class::ALL.into_iter().map(|class| {
        let (caught, tried) = seeded.count(Some(class));
        json::line(&ClassLine { r#type: "class", class, caught, tried })
    });
    slips.chain(classes).collect()
}
