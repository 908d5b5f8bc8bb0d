//! Counts: what was read, what was checked, what was found.

use super::Lang;
use crate::check::Report;
use crate::claims::Verdict;
use crate::finding::Severity;
use crate::rules::facts_mismatch;
use std::collections::BTreeMap;

/// The counts of one draft or of many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Figures read.
    pub figures: usize,
    /// Claims that agree.
    pub ok: usize,
    /// Claims that agree only if the last digit was cut.
    pub truncated: usize,
    /// Claims that cannot be right.
    pub wrong: usize,
    /// Claims the text does not say enough for.
    pub unverifiable: usize,
    /// How many of the claims were comparisons with reference figures.
    pub compared: usize,
    /// Findings by severity: notes, warnings, errors.
    pub by_severity: [usize; 3],
    /// Findings by rule.
    pub by_rule: BTreeMap<&'static str, usize>,
    /// Findings left out because a person accepted them.
    pub accepted: usize,
}

impl Tally {
    /// The counts of a draft.
    pub fn of(report: &Report) -> Tally {
        let mut tally = Tally { figures: report.lexed.iter().map(|l| l.figures.len()).sum(), ..Tally::default() };
        for judged in &report.ledger {
            *match judged.verdict {
                Verdict::Ok => &mut tally.ok,
                Verdict::Truncated => &mut tally.truncated,
                Verdict::Wrong => &mut tally.wrong,
                Verdict::Unverifiable => &mut tally.unverifiable,
            } += 1;
            tally.compared += usize::from(judged.rule == facts_mismatch::NAME);
        }
        for finding in &report.findings {
            if let Some(count) = tally.by_severity.get_mut(finding.severity as usize) {
                *count += 1;
            }
            *tally.by_rule.entry(finding.rule).or_default() += 1;
        }
        tally
    }

    /// Adds the counts of another draft.
    pub fn add(&mut self, other: &Tally) {
        self.figures += other.figures;
        self.ok += other.ok;
        self.truncated += other.truncated;
        self.wrong += other.wrong;
        self.unverifiable += other.unverifiable;
        self.accepted += other.accepted;
        self.compared += other.compared;
        for (sum, n) in self.by_severity.iter_mut().zip(other.by_severity) {
            *sum += n;
        }
        for (rule, n) in &other.by_rule {
            *self.by_rule.entry(rule).or_default() += n;
        }
    }

    /// Claims checked.
    pub fn claims(&self) -> usize {
        self.ok + self.truncated + self.wrong + self.unverifiable
    }

    /// Findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.by_severity.get(severity as usize).copied().unwrap_or_default()
    }

    /// All findings.
    pub fn findings(&self) -> usize {
        self.by_severity.iter().sum()
    }

    /// Whether something is at or above a severity.
    pub fn reaches(&self, severity: Severity) -> bool {
        self.by_severity.iter().skip(severity as usize).any(|&n| n > 0)
    }

    /// How much was found, in words.
    pub fn found(&self, lang: Lang) -> String {
        let [notes, warnings, errors] = self.by_severity;
        if self.findings() == 0 {
            return lang.pick("Không thấy lỗi nào.", "Nothing found.").to_string();
        }
        match lang {
            Lang::Vi => format!("Tìm thấy {errors} lỗi, {warnings} cảnh báo, {notes} ghi chú."),
            Lang::En => format!(
                "Found {}, {}, {}.",
                plural(errors, "error"),
                plural(warnings, "warning"),
                plural(notes, "note")
            ),
        }
    }

    /// The ledger in short.
    pub fn ledger(&self, lang: Lang) -> String {
        let Tally { figures, ok, truncated, wrong, unverifiable, accepted, compared, .. } = self;
        let claims = self.claims();
        let compared = match (compared, lang) {
            (0, _) => String::new(),
            (n, Lang::Vi) => format!(" Trong đó {n} phép so với số liệu gốc."),
            (n, Lang::En) => format!(" With reference figures: {n}."),
        };
        let accepted = match (accepted, lang) {
            (0, _) => String::new(),
            (n, Lang::Vi) => format!(" Đã chấp nhận {n} phát hiện."),
            (&n, Lang::En) => format!(" Accepted: {}.", plural(n, "finding")),
        };
        match lang {
            Lang::Vi => format!(
                "Đã đọc {figures} số liệu, đối chiếu {claims} phép tính: {ok} đúng, {truncated} đúng nếu cắt số lẻ, \
                 {wrong} sai, {unverifiable} chưa đủ căn cứ.{compared}{accepted}"
            ),
            Lang::En => format!(
                "{} read, {} checked: {ok} right, {truncated} right if cut, {wrong} wrong, {unverifiable} not decidable.{compared}{accepted}",
                plural(*figures, "figure"),
                plural(claims, "claim")
            ),
        }
    }
}

/// `1 error`, `2 errors`.
pub fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
