//! SARIF 2.1.0: one log for the whole run, for code hosts and editors.

use super::Lang;
use super::place::{Ends, Places};
use crate::check::Report;
use crate::finding::{Accepted, Finding, Severity};
use crate::rules::card::Card;
use crate::rules::own;
use crate::source::Span;
use serde_json::{Value, json};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The results of one draft, a line each, to stand between [`head`] and [`tail`].
pub fn results(report: &Report, lang: Lang) -> Vec<String> {
    let places = Places::new(&report.document);
    let open = report.findings.iter().map(|f| result(&places, f, None, lang));
    let accepted = report.accepted.iter().map(|a| result(&places, &a.finding, Some(a), lang));
    open.chain(accepted).map(|result| result.to_string()).collect()
}

fn result(places: &Places<'_>, finding: &Finding, accepted: Option<&Accepted>, lang: Lang) -> Value {
    let mut text = lang.of(&finding.message).to_string();
    for note in &finding.notes {
        text.push('\n');
        text.push_str(lang.of(note));
    }
    let labels = finding.labels.iter().enumerate();
    let related: Vec<Value> = labels
        .map(|(id, label)| {
            let mut location = location(places, label.span);
            add(&mut location, "id", json!(id));
            add(&mut location, "message", json!({ "text": lang.of(&label.message) }));
            location
        })
        .collect();
    let section = places.section(places.locate(finding.span));
    let mut primary = location(places, finding.span);
    if !section.is_empty() {
        add(&mut primary, "logicalLocations", json!([{ "fullyQualifiedName": section }]));
    }
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": [primary],
        // An empty list says that nobody has accepted the finding.
        "suppressions": accepted.map(suppression).into_iter().collect::<Vec<_>>(),
    });
    if let Some(index) = own::all().position(|r| r.name == finding.rule) {
        add(&mut result, "ruleIndex", json!(index));
    }
    if !related.is_empty() {
        add(&mut result, "relatedLocations", json!(related));
    }
    result
}

/// Adds a member to an object.
fn add(object: &mut Value, name: &str, member: Value) {
    if let Value::Object(members) = object {
        members.insert(name.to_owned(), member);
    }
}

/// How a finding was accepted.
fn suppression(accepted: &Accepted) -> Value {
    let kind = if accepted.in_draft { "inSource" } else { "external" };
    json!({ "kind": kind, "status": "accepted", "justification": accepted.reason })
}

fn location(places: &Places<'_>, span: Span) -> Value {
    let source = &places.document().source;
    let Ends { start, end } = places.ends(span);
    let mut region = json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "snippet": { "text": source.slice(span) },
    });
    if let (Some(from), Some(to)) = (start.byte, end.byte) {
        add(&mut region, "byteOffset", json!(from));
        add(&mut region, "byteLength", json!(to - from));
    }
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri(&source.path) }, "region": region } })
}

/// A path as a relative reference: everything that means something in a URI is escaped.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'\\' if cfg!(windows) => out.push('/'),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A whole log.
pub fn log(results: &[String], failed: bool, lang: Lang) -> String {
    head(lang) + &results.join(",\n") + &tail(failed)
}

/// The log of a run up to its results: they follow as they are found, with commas between them.
pub fn head(lang: Lang) -> String {
    let rules: Vec<Value> = own::all()
        .map(|rule| {
            let summary = Card::parse(rule.card).map_or_else(|e| e, |card| lang.of(&card.summary).to_string());
            json!({
                "id": rule.name,
                "shortDescription": { "text": summary },
                "help": { "text": rule.card, "markdown": rule.card },
                "defaultConfiguration": { "level": level(rule.severity) },
                "properties": { "group": rule.group },
            })
        })
        .collect();
    let tool = json!({ "driver": {
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "language": lang.pick("vi", "en"),
        "rules": rules,
    } });
    format!(
        "{{\"$schema\": \"{SCHEMA}\", \"version\": \"2.1.0\", \"runs\": [{{\n\"tool\": {tool},\n\
         \"columnKind\": \"unicodeCodePoints\",\n\"results\": ["
    )
}

/// The end of the log; `failed` says that some draft could not be checked.
pub fn tail(failed: bool) -> String {
    let invocation = json!({ "executionSuccessful": !failed });
    format!("\n],\n\"invocations\": [{invocation}]\n}}]}}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("dự thảo/a b.md"), "d%E1%BB%B1%20th%E1%BA%A3o/a%20b.md");
    }
}
