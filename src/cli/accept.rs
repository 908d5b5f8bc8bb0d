//! `accept`: findings that a person has looked at go into the sidecar file;
//! entries that no longer match are listed and pruned.

use super::args::{Common, Paths};
use super::checked::{stale, stale_line};
use super::output::{Output, complain};
use super::put::{Existing, put};
use super::run::{Outcome, each};
use super::{FAILED, FINE, FOUND, Problem};
use crate::accept::{Entry, Memory, Sidecar, remember, sidecar};
use crate::config::{real, shown, upwards};
use crate::finding::Text;
use crate::report::Lang;
use crate::report::place::Places;
use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use toml::value::Datetime;

/// What is wanted.
pub struct Wanted<'a> {
    /// The drafts.
    pub paths: &'a Paths,
    /// Why the findings are accepted; asked for where it is missing.
    pub reason: Option<&'a str>,
    /// Only findings of these rules; of all where the list is empty.
    pub rules: &'a [String],
    /// The date of the entries; today unless given.
    pub date: Option<Datetime>,
}

/// A date of the calendar: `2025-12-01`.
pub fn date(given: &str) -> Result<Datetime, String> {
    let date: Datetime = given.parse().map_err(|_| "2025-12-01".to_owned())?;
    let plain = date.date.is_some() && date.time.is_none() && date.offset.is_none();
    if plain { Ok(date) } else { Err("2025-12-01".to_owned()) }
}

fn today() -> Datetime {
    let today = jiff::ZonedDateTime::now().date();
    let part = |n: i8| u8::try_from(n).unwrap_or(1);
    let date = toml::value::Date {
        year: u16::try_from(today.year()).unwrap_or(1970),
        month: part(today.month()),
        day: part(today.day()),
    };
    Datetime { date: Some(date), time: None, offset: None }
}

/// Accepts today's findings.
pub fn accept(wanted: &Wanted<'_>, common: &Common, output: &mut Output) -> io::Result<u8> {
    if let Some(unknown) = wanted.rules.iter().find(|name| crate::rules::rule(name).is_none()) {
        super::rules::no_such_rule(unknown, common.lang);
        return Ok(FAILED);
    }
    let mut findings: BTreeMap<(String, String, Memory), u32> = BTreeMap::new();
    let make = |report: &crate::check::Report| {
        let places = Places::new(&report.document);
        let mine =
            report.findings.iter().filter(|f| wanted.rules.is_empty() || wanted.rules.iter().any(|r| r == f.rule));
        let path = &report.document.source.path;
        mine.map(|f| (path.clone(), f.rule.to_owned(), remember(&places, f))).collect::<Vec<_>>()
    };
    let outcome = each(&wanted.paths.paths, common, make, |found| {
        found.into_iter().for_each(|key| *findings.entry(key).or_default() += 1);
        Ok(())
    })?;
    let unnamed = findings.keys().any(|(path, ..)| path == "-");
    if unnamed {
        let text = Text::new(
            "đầu vào chuẩn không có tên tệp để ghi nhớ. Hãy nêu tên tệp.",
            "standard input has no file name to remember. Name the file.",
        );
        complain(&Problem::new("-", text).line(common.lang));
        return Ok(FAILED);
    }
    if findings.is_empty() && outcome.failed {
        return Ok(FAILED);
    }
    if findings.is_empty() {
        output.say(common.lang.pick("Không có phát hiện nào để chấp nhận.", "No finding to accept."))?;
        return Ok(FINE);
    }
    let count: u32 = findings.values().sum();
    let Some(reason) = reason(wanted.reason, count, common.lang)? else { return Ok(FAILED) };
    let date = wanted.date.unwrap_or_else(today);
    let mut sidecars = outcome.sidecars;
    let mut new: BTreeMap<PathBuf, Vec<Entry>> = BTreeMap::new();
    for ((path, rule, Memory { sentence, with }), count) in findings {
        let sidecar = home(Path::new(&path), wanted.paths, common, &mut sidecars);
        let file = sidecar.name_of(&real(Path::new(&path))).unwrap_or(path);
        let entry = Entry { file, rule, sentence, with, count, reason: reason.clone(), date };
        new.entry(sidecar.file.clone()).or_default().push(entry);
    }
    let mut failed = outcome.failed;
    for sidecar in &sidecars {
        let Some(entries) = new.get(&sidecar.file) else { continue };
        let count: u32 = entries.iter().map(|e| e.count).sum();
        let name = shown(&sidecar.file).display().to_string();
        if write(sidecar, &sidecar.edited(entries, &[]), common.lang) {
            output.say(&match common.lang {
                Lang::Vi => format!("Đã chấp nhận {count} phát hiện vào {name}."),
                Lang::En => format!("Accepted {count} into {name}."),
            })?;
        } else {
            failed = true;
        }
    }
    Ok(if failed { FAILED } else { FINE })
}

/// Lists the entries that no longer match, or takes them out.
pub fn tidy(paths: &Paths, prune: bool, common: &Common, output: &mut Output) -> io::Result<u8> {
    let outcome = each(&paths.paths, common, |_| (), |()| Ok(()))?;
    let stale = stale(&outcome.sidecars, &outcome.acceptance);
    let Outcome { sidecars, mut failed, .. } = outcome;
    for (index, stale) in &stale {
        output.say(&sidecars.get(*index).map_or_else(String::new, |s| stale_line(s, stale, common.lang)))?;
    }
    if stale.is_empty() && !failed {
        output.say(common.lang.pick("Mọi mục đã chấp nhận đều còn khớp.", "Every accepted entry still matches."))?;
    }
    for (index, sidecar) in sidecars.iter().enumerate().filter(|_| prune) {
        let counts: Vec<(usize, u32)> =
            stale.iter().filter(|(i, _)| *i == index).map(|(_, s)| (s.index, s.found)).collect();
        if counts.is_empty() {
            continue;
        }
        let name = shown(&sidecar.file).display().to_string();
        if write(sidecar, &sidecar.edited(&[], &counts), common.lang) {
            output.say(&match common.lang {
                Lang::Vi => format!("Đã sửa {} mục trong {name}.", counts.len()),
                Lang::En => format!("Mended {name}, entries: {}.", counts.len()),
            })?;
        } else {
            failed = true;
        }
    }
    Ok(match (failed, stale.is_empty() || prune) {
        (true, _) => FAILED,
        (false, true) => FINE,
        (false, false) => FOUND,
    })
}

/// The reason given or asked for on a terminal; `None` where there is none, which is told.
fn reason(given: Option<&str>, count: u32, lang: Lang) -> io::Result<Option<String>> {
    let mut reason = given.unwrap_or("").to_owned();
    if given.is_none() && io::stdin().is_terminal() {
        let mut stderr = io::stderr().lock();
        match lang {
            Lang::Vi => write!(stderr, "Lý do chấp nhận {count} phát hiện: ")?,
            Lang::En => write!(stderr, "Reason to accept these findings ({count}): ")?,
        }
        stderr.flush()?;
        io::stdin().lock().read_line(&mut reason)?;
    }
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if reason.is_empty() {
        complain(lang.pick(
            "doisoat: cần lý do; không ghi gì. Hãy thêm --reason \"…\".",
            "doisoat: a reason is needed; nothing was written. Add --reason \"…\".",
        ));
        return Ok(None);
    }
    Ok(Some(reason))
}

/// The sidecar of a draft: the one above it; else a new one beside the
/// configuration, or in the folder that was searched.
fn home<'s>(draft: &Path, paths: &Paths, common: &Common, sidecars: &'s mut Vec<Sidecar>) -> &'s Sidecar {
    let searched = || {
        let here = [PathBuf::from(".")];
        let roots = if paths.paths.is_empty() { &here[..] } else { &paths.paths };
        let folder = roots.iter().map(|p| real(p)).find(|p| p.is_dir() && real(draft).starts_with(p));
        folder.unwrap_or_else(|| real(draft.parent().unwrap_or(Path::new(""))))
    };
    let configured = || common.config.folder().filter(|f| real(draft).starts_with(f)).map(Path::to_path_buf);
    let file =
        upwards(draft, sidecar::NAME).unwrap_or_else(|| configured().unwrap_or_else(searched).join(sidecar::NAME));
    let known = sidecars.iter().position(|s| s.file == file);
    let index = known.unwrap_or_else(|| {
        sidecars.push(Sidecar::new(file));
        sidecars.len() - 1
    });
    &sidecars[index]
}

/// Writes a sidecar; says so where it fails.
fn write(sidecar: &Sidecar, text: &str, lang: Lang) -> bool {
    let written = put(&sidecar.file, text.as_bytes(), Existing::Replaced);
    if let Err(error) = &written {
        let message = Text::new(
            format!("không ghi được ({error}); tệp cũ còn nguyên. Hãy kiểm tra thư mục và quyền ghi."),
            format!("cannot be written ({error}); it is as it was. Check the folder and its access rights."),
        );
        complain(&Problem::new(&shown(&sidecar.file).to_string_lossy(), message).line(lang));
    }
    written.is_ok()
}
