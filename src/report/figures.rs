//! Every number of a draft and what it was taken for.

use super::place::{Ends, Places};
use super::{Lang, Look, grid, json, visible};
use crate::check::Report;
use crate::document::Dialect;
use crate::figures::{Hedge, Sighting, inventory};
use serde::Serialize;
use std::borrow::Cow;

/// A number as a line.
#[derive(Serialize)]
struct FigureLine<'a> {
    r#type: &'static str,
    class: &'static str,
    /// As typed; Word's search finds it.
    text: Cow<'a, str>,
    /// As a reader sees it, where digits are raised.
    #[serde(skip_serializing_if = "Option::is_none")]
    shown: Option<&'a str>,
    value: Option<String>,
    unit: Option<&'a str>,
    hedge: Option<&'static str>,
    path: &'a str,
    #[serde(flatten)]
    ends: Ends,
    /// In a Word file: section, paragraph, table, row and column, note.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
}

fn sightings(report: &Report) -> Vec<Sighting> {
    report.lexed.iter().flat_map(|lexed| inventory(&report.document, lexed)).collect()
}

/// One JSON object a number. `value` is the number alone, with a point before its decimals.
pub fn json(report: &Report, lang: Lang) -> String {
    let document = &report.document;
    let places = Places::new(document);
    let line = |s: &Sighting| {
        let text = document.typed(s.range);
        json::line(&FigureLine {
            r#type: "figure",
            class: s.class,
            shown: (text != s.text.as_str()).then_some(s.text.as_str()),
            text,
            value: s.value.map(|v| v.show(18).replace('.', "").replace(',', ".")),
            unit: (!s.unit.is_empty()).then_some(s.unit.as_str()),
            hedge: s.hedge.map(hedge),
            path: &document.source.path,
            ends: places.ends(document.span(s.range)),
            place: places.address(s.range).map(|address| lang.of(&address).to_owned()),
        })
    };
    sightings(report).iter().map(line).collect()
}

fn hedge(hedge: Hedge) -> &'static str {
    match hedge {
        Hedge::About => "about",
        Hedge::Above => "above",
        Hedge::Below => "below",
    }
}

/// A row a number.
pub fn table(report: &Report, look: Look) -> String {
    let lang = look.lang;
    let document = &report.document;
    let places = Places::new(document);
    let mut rows = Vec::new();
    for s in sightings(report) {
        let at = || document.source.position(document.span(s.range).start);
        let line = || format!("{}:{}", at().line, at().column);
        rows.push([
            places.address(s.range).map_or_else(line, |address| lang.of(&address).to_owned()),
            visible::line(&s.text).into_owned(),
            s.class.to_string(),
            s.value.map_or_else(String::new, |v| v.show(18)),
            s.unit,
            s.hedge.map_or_else(String::new, |h| hedge(h).to_string()),
        ]);
    }
    let head = [
        lang.pick("Chỗ", "Place"),
        lang.pick("Trong dự thảo", "In the draft"),
        lang.pick("Hiểu là", "Taken for"),
        lang.pick("Giá trị", "Value"),
        lang.pick("Đơn vị", "Unit"),
        lang.pick("Ước chừng", "Hedge"),
    ];
    let place = if document.dialect == Dialect::Docx { 28 } else { 10 };
    grid::text(&head, rows, &[place, 0, 18, 20, 0, 11], look.width)
}
