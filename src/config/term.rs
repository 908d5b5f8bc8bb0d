//! `[term]` and `report-date`: what drafts often leave unsaid about their time.

use super::mistake::custom;
use crate::check::{self, Date};
use crate::rules::names_body;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;

/// The term of the congress that the drafts are written for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term(pub check::Term);

impl<'de> Deserialize<'de> for Term {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Term, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Keys {
            #[serde(deserialize_with = "body")]
            body: String,
            #[serde(deserialize_with = "numeral")]
            congress: String,
            #[serde(deserialize_with = "years")]
            years: (u32, u32),
        }
        let Keys { body, congress, years: (from, to) } = Keys::deserialize(deserializer)?;
        Ok(Term(check::Term { body, congress, from, to }))
    }
}

impl JsonSchema for Term {
    fn schema_name() -> Cow<'static, str> {
        "Term".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "properties": {
                "body": { "type": "string", "description": "Whose congress: Đảng bộ huyện." },
                "congress": { "type": "string", "pattern": "^[IVX]+$", "description": "Its number." },
                "years": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{4}$", "description": "First and last year." },
            },
            "required": ["body", "congress", "years"],
            "additionalProperties": false,
        })
    }
}

fn body<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if names_body(&text) {
        return Ok(text);
    }
    Err(custom(
        &format!("không rõ {text:?} là đại hội của ai; ví dụ: Đảng bộ tỉnh, Đảng bộ huyện, Đảng bộ xã"),
        &format!("whose congress {text:?} is cannot be told; for example: Đảng bộ tỉnh, Đảng bộ huyện, Đảng bộ xã"),
    ))
}

fn numeral<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if !text.is_empty() && text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')) {
        return Ok(text);
    }
    Err(custom(
        &format!("{text:?} không phải số La Mã, ví dụ XXIII"),
        &format!("{text:?} is no Roman numeral such as XXIII"),
    ))
}

fn years<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(u32, u32), D::Error> {
    let text = String::deserialize(deserializer)?;
    let year = |text: &str| text.trim().parse().ok().filter(|y| (1900..2100).contains(y));
    let pair = text.split_once(['-', '–']).and_then(|(from, to)| Some((year(from)?, year(to)?)));
    pair.filter(|(from, to)| from < to).ok_or_else(|| {
        custom(
            &format!("{text:?} không phải một nhiệm kỳ, ví dụ 2025-2030"),
            &format!("{text:?} is no term of years such as 2025-2030"),
        )
    })
}

/// `15/12/2025`, `12/2025`, or a date of TOML.
pub(super) fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Toml(toml::value::Datetime),
        Text(String),
    }
    let wrong = |shown: &str| -> D::Error {
        custom(
            &format!("{shown:?} không phải ngày, ví dụ 15/12/2025 hoặc 12/2025"),
            &format!("{shown:?} is no date such as 15/12/2025 or 12/2025"),
        )
    };
    let written = Written::deserialize(deserializer).map_err(|_| wrong("…"))?;
    let text = match &written {
        Written::Toml(date) => {
            let d = date.date.ok_or_else(|| wrong(&date.to_string()))?;
            return Ok(Some(Date { year: d.year.into(), month: d.month.into(), day: d.day.into() }));
        }
        Written::Text(text) => text,
    };
    let parts: Option<Vec<u32>> = text.split('/').map(|part| part.trim().parse().ok()).collect();
    let date = match parts.as_deref() {
        Some(&[day, month, year]) if (1..=31).contains(&day) => Date { year, month, day },
        Some(&[month, year]) => Date { year, month, day: 0 },
        _ => return Err(wrong(text)),
    };
    let fits = (1..=12).contains(&date.month) && (1900..2100).contains(&date.year);
    if fits { Ok(Some(date)) } else { Err(wrong(text)) }
}

#[cfg(test)]
mod tests {
    use super::super::Values;
    use super::*;

    #[test]
    fn dates_are_read_as_they_are_written_here() {
        let read = |text: &str| Values::parse(text).map(|v| v.report_date);
        let date = |year, month, day| Ok(Some(Date { year, month, day }));
        assert_eq!(read("report-date = '15/12/2025'"), date(2025, 12, 15));
        assert_eq!(read("report-date = '12/2025'"), date(2025, 12, 0));
        assert_eq!(read("report-date = 2025-12-15"), date(2025, 12, 15));
        for wrong in ["'2025'", "'40/12/2025'", "'13/2025'", "'cuối năm'", "12:00:00", "3"] {
            let lines = read(&format!("report-date = {wrong}")).unwrap_err().lines(crate::report::Lang::En);
            assert!(lines[0].contains("is no date such as"), "{wrong}: {lines:?}");
        }
    }

    #[test]
    fn a_term_has_a_body_a_number_and_years() {
        let read = |body: &str, congress: &str, years: &str| {
            let text = format!("[term]\nbody = '{body}'\ncongress = '{congress}'\nyears = '{years}'\n");
            Values::parse(&text)
                .map(|v| v.term.map(|t| (t.0.from, t.0.to)))
                .map_err(|m| m.in_file("d.toml".as_ref(), &text).lines(crate::report::Lang::En).join("\n"))
        };
        assert_eq!(read("Đảng bộ huyện Mường Lự", "XXIII", "2025-2030"), Ok(Some((2025, 2030))));
        assert!(read("Công ty", "X", "2025-2030").unwrap_err().contains("d.toml:2:8"));
        assert!(read("Đảng bộ xã", "23", "2025-2030").unwrap_err().contains("no Roman numeral"));
        assert!(read("Đảng bộ xã", "X", "2030-2025").unwrap_err().contains("no term of years"));
        assert!(Values::parse("[term]\ncongress = 'X'\n").is_err());
    }
}
