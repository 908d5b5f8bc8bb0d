//! Reading a file of facts. Whatever is doubtful in it is a mistake with its
//! line: a figure that others are checked against must be beyond doubt.

use super::rows::{Cell, Column, Row, rows, tables};
use super::{Fact, Facts, Kind, time};
use crate::batch::locality;
use crate::claims::fit::{Fit, fit};
use crate::claims::name::Name;
use crate::config::{Mistake, Trouble, shown, text};
use crate::figures::{Unread, apart};
use crate::finding::Text;
use crate::nearest::nearest;
use crate::rules::compare;
use crate::source::BOM;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// Reads a file of facts: TOML by its ending, else CSV.
pub fn read(file: &Path) -> Result<Facts, Trouble> {
    let text = text(file)?;
    let name = shown(file);
    let toml = file.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml"));
    let facts = parse(&text, toml).map_err(|m| Trouble::Mistake(m.in_file(&name, &text)))?;
    Ok(Facts::new(name.to_string_lossy().into_owned(), facts))
}

/// The facts of a text.
pub fn parse(text: &str, toml: bool) -> Result<Vec<Fact>, Mistake> {
    // A mark of byte order is no part of the first name, but of the place of everything.
    let bare: String = text.replacen(BOM, "", usize::from(text.starts_with(BOM)));
    let shift = text.len() - bare.len();
    let found = if toml { tables(&bare) } else { rows(&bare) };
    found.and_then(|rows| facts(&bare, &rows)).map_err(|m| m.moved(shift))
}

fn facts(text: &str, rows: &[Row]) -> Result<Vec<Fact>, Mistake> {
    if rows.is_empty() {
        let said = Text::new("tệp không có số liệu nào", "the file holds no figures");
        return Err(Mistake::new(0..text.lines().next().map_or(0, str::len), said).note(Text::new(
            "mỗi dòng một số liệu: indicator, unit, period, value, source",
            "a figure a line: indicator, unit, period, value, source",
        )));
    }
    let dots = rows.iter().find(|row| is_dotted(&row.cell(Column::Value).text) && !row.dotted);
    let mut facts = Vec::new();
    let rows: Vec<&Row> = rows.iter().filter(|row| row.usable()).collect();
    for row in &rows {
        facts.push(fact(text, row, dots)?);
    }
    twice(&rows, &facts)?;
    Ok(facts)
}

/// `31652.48`, `0.5`: a dot that can only stand before decimals.
fn is_dotted(value: &str) -> bool {
    let Some((whole, decimals)) = value.split_once('.') else { return false };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let whole = whole.trim_start_matches(['-', '+']);
    digits(whole) && digits(decimals) && (decimals.len() != 3 || whole.len() > 3 || whole.starts_with('0'))
}

fn fact(text: &str, row: &Row, dots: Option<&Row>) -> Result<Fact, Mistake> {
    let cell = |column| {
        let Cell { text, span } = row.cell(column);
        Cell { text: text.nfc().collect(), span }
    };
    let (indicator, unit, source) = (cell(Column::Indicator), cell(Column::Unit), cell(Column::Source));
    let wrong = |cell: &Cell, vi: String, en: String| Mistake::new(cell.span.clone(), Text::new(vi, en));
    let name = Name::of_text(&indicator.text).ok_or_else(|| {
        let said = &indicator.text;
        wrong(&indicator, format!("{said:?} không nêu tên chỉ tiêu nào"), format!("{said:?} names no indicator"))
    })?;
    let period = cell(Column::Period);
    let when = time::named(&period.text).ok_or_else(|| {
        let said = &period.text;
        wrong(&period, format!("{said:?} không phải một thời kỳ có năm"), format!("{said:?} is no period with a year"))
            .note(Text::new(
                "ví dụ: 2024; 2020-2025; 6 tháng năm 2024; quý III/2024; tháng 8/2024; 31/12/2024; năm học 2024-2025",
                "for example: 2024; 2020-2025; 6 tháng năm 2024; quý III/2024; tháng 8/2024; 31/12/2024; \
                 năm học 2024-2025",
            ))
    })?;
    let value = cell(Column::Value);
    let digits = if row.dotted || is_dotted(&value.text) { value.text.replace('.', ",") } else { value.text.clone() };
    let figure = apart(&digits, &unit.text).map_err(|unread| match unread {
        Unread::Unit => {
            let said = &unit.text;
            wrong(&unit, format!("không rõ đơn vị {said:?}"), format!("the unit {said:?} is not known")).note(
                Text::new(
                    "thêm đơn vị riêng bằng [lexicon] units trong doisoat.toml, hoặc để trống",
                    "add units of your own with [lexicon] units in doisoat.toml, or leave it empty",
                ),
            )
        }
        Unread::Value | Unread::Ambiguous => number(&value, unread),
    })?;
    let grouped = value.text.matches('.').count() == 1 && !value.text.contains(',') && !row.dotted;
    if let Some(other) = dots.filter(|_| grouped && !is_dotted(&value.text)) {
        let (line, shown) = (number_of(text, other), other.cell(Column::Value).text);
        return Err(number(&value, Unread::Ambiguous).note(Text::new(
            format!("dòng {line} dùng dấu chấm trước số lẻ: {shown}"),
            format!("line {line} has a dot before decimals: {shown}"),
        )));
    }
    let kind = cell(Column::Kind);
    let commune = cell(Column::Commune);
    let shown = super::with_unit(&digits, &unit.text);
    Ok(Fact {
        name,
        shown,
        period: when,
        kind: kind_of(&kind)?,
        source: source.text,
        commune: Some(commune.text).filter(|c| !c.is_empty()).map(|c| locality::label(&c)),
        line: number_of(text, row),
        indicator: indicator.text,
        figure,
    })
}

fn number(value: &Cell, unread: Unread) -> Mistake {
    let shown = &value.text;
    let said = match unread {
        Unread::Ambiguous => Text::new(
            format!("{shown:?} hiểu được hai cách: phần nghìn hay phần lẻ"),
            format!("{shown:?} may be read in two ways: thousands or decimals"),
        ),
        _ => Text::new(format!("{shown:?} không phải số"), format!("{shown:?} is no number")),
    };
    Mistake::new(value.span.clone(), said).note(Text::new(
        "số viết như trong báo cáo (31.652,48), hoặc không ngăn phần nghìn (31652,48)",
        "numbers as in reports (31.652,48), or without separators between thousands (31652,48)",
    ))
}

fn kind_of(cell: &Cell) -> Result<Kind, Mistake> {
    let folded = crate::lexicon::fold(&cell.text);
    if folded.is_empty() {
        return Ok(Kind::default());
    }
    let names = || Kind::NAMES.iter().flat_map(|(kind, names)| names.iter().map(move |name| (*kind, *name)));
    if let Some((kind, _)) = names().find(|(_, name)| *name == folded) {
        return Ok(kind);
    }
    let all = names().map(|(_, name)| name).collect::<Vec<_>>().join(", ");
    let said = Text::new(
        format!("không nhận giá trị {:?}", cell.text),
        format!("{:?} is no value for this column", cell.text),
    );
    Err(Mistake::new(cell.span.clone(), said)
        .meant(nearest(&folded, names().map(|(_, name)| name)))
        .note(Text::new(format!("được phép: {all}"), format!("allowed: {all}"))))
}

/// The number of a row's line.
fn number_of(text: &str, row: &Row) -> u32 {
    text.get(..row.span.start).map_or(1, |head| head.matches('\n').count() as u32 + 1)
}

/// Two rows of one indicator and period may not disagree; plans of two sources may.
fn twice(rows: &[&Row], facts: &[Fact]) -> Result<(), Mistake> {
    let mut seen: hashbrown::HashMap<_, Vec<usize>> = hashbrown::HashMap::new();
    for (index, fact) in facts.iter().enumerate() {
        let source = Some(&fact.source).filter(|_| fact.kind == Kind::Target);
        let like = seen.entry((&fact.name, fact.period, fact.kind, &fact.commune, source)).or_default();
        for first in like.iter().filter_map(|&i| facts.get(i)) {
            let one = fit(&first.figure, &fact.figure) == Fit::Same || first.figure.unit == fact.figure.unit;
            if one && !compare::agree(&first.figure, &fact.figure).unwrap_or(true) {
                let span = rows.get(index).map_or(0..0, |r| r.span.clone());
                let (line, was, is) = (first.line, &first.shown, &fact.shown);
                let said = Text::new(
                    format!("chỉ tiêu này đã có ở dòng {line} với số khác: {was}, ở đây {is}"),
                    format!("line {line} has this indicator with another value: {was}, here {is}"),
                );
                return Err(Mistake::new(span, said).note(Text::new(
                    "bỏ một dòng, hoặc nêu rõ hơn tên chỉ tiêu, thời kỳ, kind, commune",
                    "drop one of them, or say more in the indicator, its period, kind or commune",
                )));
            }
        }
        like.push(index);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Lang;

    const HEAD: &str = "indicator,unit,period,value,source\n";

    fn said(text: &str, toml: bool) -> String {
        let mistake = parse(text, toml).err().map(|m| m.in_file(Path::new("f.csv"), text).lines(Lang::En).join("\n"));
        mistake.unwrap_or_default()
    }

    #[test]
    fn csv_and_toml_say_the_same() {
        let csv = format!("{HEAD}\"Đàn trâu, bò\",con,2020,46.300,Niên giám\n");
        let semicolons = "\u{feff}Nguồn;Giá trị;Năm;Đơn vị;Chỉ tiêu\nNiên giám;46300;năm 2020;con;Đàn trâu, bò\n";
        let toml = "[[fact]]\nindicator = 'Đàn trâu, bò'\nunit = 'con'\nperiod = 2020\nvalue = 46_300\n\
                    source = 'Niên giám'\n";
        for (text, is_toml) in [(csv.as_str(), false), (semicolons, false), (toml, true)] {
            let facts = parse(text, is_toml).unwrap();
            let [fact] = facts.as_slice() else { panic!("{text}: {facts:?}") };
            assert_eq!((fact.indicator.as_str(), fact.source.as_str()), ("Đàn trâu, bò", "Niên giám"));
            assert_eq!(fact.figure.value().unwrap().show(0), "46.300");
        }
        let many = "commune,indicator,period,unit,value,place,kind\nxã A,Dân số,2024,người,12.345,a.md:3,\n\
                    xã A,Diện tích lúa,,ha,80,a.md:4,\n,Diện tích ngô,2024,ha,80,a.md:4,\n";
        let facts = parse(&many.replace("người", "nghìn người"), false).unwrap();
        assert_eq!((facts.len(), facts[0].figure.value().unwrap().show(3)), (1, "12.345".to_owned()));
    }

    #[test]
    fn mistakes_are_shown_with_line_and_what_is_allowed() {
        let row = |row: &str| said(&format!("{HEAD}{row}\n"), false);
        for (shown, parts) in [
            (said("", false), ["f.csv:1:1", "columns are missing: indicator, unit, period, value, source"]),
            (said(HEAD, false), ["f.csv:1:1", "holds no figures"]),
            (said("indicator,unit,period,value\na,b,c,d\n", false), ["columns are missing: source", "source / nguồn"]),
            (row("Dân số,người,2020,nhiều,x"), ["f.csv:2:19", "\"nhiều\" is no number"]),
            (row("Dân số,người,lâu rồi,5,x"), ["f.csv:2:14", "no period with a year"]),
            (row("Dân số,người,2020,5"), ["f.csv:2:1", "too few or too many columns"]),
            (row("2020,người,2020,5,x"), ["f.csv:2:1", "names no indicator"]),
            (row("Dân số,(?),2020,5,x"), ["f.csv:2:8", "is not known"]),
            (row("Tổng thu,tỷ đồng,2020,12.306,x"), ["f.csv:2:23", "two ways"]),
            (
                row("Dân số,người,2020,5,x\nDân số,người,năm 2020,6,y"),
                ["f.csv:3:1", "line 2 has this indicator with another value: 5 người, here 6 người"],
            ),
            (
                row("Lúa xuân,tấn,2020,31652.48,x\nLúa mùa,tấn,2020,31.652,y"),
                ["f.csv:3:18", "line 2 has a dot before decimals: 31652.48"],
            ),
        ] {
            assert!(parts.iter().all(|p| shown.contains(p)), "{parts:?}: {shown}");
        }
        let kind = said(&format!("{}Dân số,người,2020,5,x,targt\n", HEAD.replace('\n', ",kind\n")), false);
        assert!(kind.contains("did you mean target?") && kind.contains("allowed: result,"), "{kind}");
        let key = said("[[fact]]\nindicater = 'Dân số'\n", true);
        assert!(key.contains("did you mean indicator?"), "{key}");
        let lost = said("[[fact]]\nindicator = 'Dân số'\nunit = 'người'\nperiod = 2020\nvalue = 5\n", true);
        assert!(lost.contains("the key source is missing"), "{lost}");
    }

    #[test]
    fn rows_that_agree_and_plans_of_two_sources_are_fine() {
        let text = format!(
            "{}Tổng thu,tỷ đồng,2024,\"12,3\",x,\nTổng thu,triệu đồng,2024,12306,y,\n\
             Tổng thu,tỷ đồng,2024,11,tỉnh giao,target\nTổng thu,tỷ đồng,2024,12,HĐND giao,target\n",
            HEAD.replace('\n', ",kind\n")
        );
        assert_eq!(said(&text, false), "");
    }
}
