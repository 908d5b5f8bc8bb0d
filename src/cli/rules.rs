//! `explain` and `rules`.

use super::args::{Common, Format};
use super::output::{Output, complain};
use super::{FAILED, FINE};
use crate::nearest::nearest;
use crate::report::{Lang, json, short};
use crate::rules::card::Card;
use crate::rules::{self, Rule, own};
use serde::Serialize;
use std::io;

/// A rule as a line.
#[derive(Serialize)]
struct RuleLine<'a> {
    r#type: &'static str,
    name: &'a str,
    group: rules::Group,
    severity: crate::finding::Severity,
    summary: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<&'a str>,
}

/// Prints the card of a rule.
pub fn explain(name: &str, common: &Common, output: &mut Output) -> io::Result<u8> {
    let Some(rule) = rules::rule(name) else {
        no_such_rule(name, common.lang);
        return Ok(FAILED);
    };
    match common.format {
        Format::Json => output.write(line(rule, common.lang, Some(rule.card)).as_bytes())?,
        _ => output.line(rule.card.trim_end())?,
    }
    Ok(FINE)
}

/// Says that there is no rule of a name, and which was probably meant.
pub fn no_such_rule(name: &str, lang: Lang) {
    let near = nearest(name, own::all().map(|r| r.name));
    let hint = near.map_or_else(String::new, |n| match lang {
        Lang::Vi => format!(" Có phải {n}?"),
        Lang::En => format!(" Did you mean {n}?"),
    });
    complain(&match lang {
        Lang::Vi => format!("doisoat: không có quy tắc {name}.{hint} Xem mọi quy tắc: doisoat rules"),
        Lang::En => format!("doisoat: there is no rule {name}.{hint} All rules: doisoat rules"),
    });
}

/// Prints all rules by group.
pub fn list(common: &Common, output: &mut Output) -> io::Result<u8> {
    let width = own::all().map(|r| r.name.len()).max().unwrap_or(0);
    let mut group = None;
    for rule in own::all() {
        if common.format == Format::Json {
            output.write(line(rule, common.lang, None).as_bytes())?;
            continue;
        }
        if group != Some(rule.group) {
            let gap = if group.is_some() { "\n" } else { "" };
            output.line(&format!("{gap}{}", heading(rule.group, common.lang)))?;
            group = Some(rule.group);
        }
        let severity = short::severity(rule.severity);
        output.line(&format!("  {:width$}  {severity:7}  {}", rule.name, summary(rule, common.lang)))?;
    }
    Ok(FINE)
}

fn line(rule: &Rule, lang: Lang, card: Option<&str>) -> String {
    let summary = summary(rule, lang);
    json::line(&RuleLine {
        r#type: "rule",
        name: rule.name,
        group: rule.group,
        severity: rule.severity,
        summary: &summary,
        card,
    })
}

/// The one sentence of the card. Tests read every card, so that none is broken here.
fn summary(rule: &Rule, lang: Lang) -> String {
    Card::parse(rule.card).map_or_else(|error| error, |card| lang.of(&card.summary).to_string())
}

fn heading(group: rules::Group, lang: Lang) -> &'static str {
    match group {
        rules::Group::Arithmetic => lang.pick("Phép tính (arithmetic)", "Arithmetic"),
        rules::Group::Consistency => lang.pick("Thống nhất (consistency)", "Consistency"),
        rules::Group::Completeness => lang.pick("Đầy đủ (completeness)", "Completeness"),
        rules::Group::Notation => lang.pick("Cách viết (notation)", "Notation"),
        rules::Group::Table => lang.pick("Bảng (table)", "Table"),
        rules::Group::Own => lang.pick("Quy tắc riêng (own)", "Your own (own)"),
        rules::Group::Batch => lang.pick("Nhiều dự thảo (batch)", "Batch"),
    }
}
