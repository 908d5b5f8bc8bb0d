//! A file of facts as rows of cells with their places: CSV with commas,
//! semicolons or tabs, and TOML.

use crate::config::Mistake;
use crate::finding::Text;
use csv::{ReaderBuilder, StringRecord};
use hashbrown::HashMap;
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;

/// The columns, each with its names; the first is the one written.
pub const COLUMNS: [(Column, &[&str]); 8] = [
    (Column::Indicator, &["indicator", "chỉ tiêu"]),
    (Column::Unit, &["unit", "đơn vị", "đơn vị tính"]),
    (Column::Period, &["period", "thời kỳ", "thời gian", "năm"]),
    (Column::Value, &["value", "giá trị", "số liệu"]),
    (Column::Source, &["source", "nguồn"]),
    (Column::Kind, &["kind", "loại"]),
    (Column::Commune, &["commune", "địa phương", "xã"]),
    (Column::Place, &["place", "chỗ"]),
];

/// Columns that every file has.
const NEEDED: [Column; 5] = [Column::Indicator, Column::Unit, Column::Period, Column::Value, Column::Source];

/// A column of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// What is measured.
    Indicator,
    /// Its unit.
    Unit,
    /// When.
    Period,
    /// How much.
    Value,
    /// Where it comes from.
    Source,
    /// Result, estimate or target.
    Kind,
    /// The locality it is of.
    Commune,
    /// Where a draft says so: marks the table that `doisoat facts` writes of many drafts.
    Place,
}

impl Column {
    /// Its name.
    pub fn name(self) -> &'static str {
        COLUMNS.iter().find(|(c, _)| *c == self).and_then(|(_, names)| names.first()).unwrap_or(&"")
    }
}

/// A cell with its bytes in the file.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub span: Range<usize>,
}

/// A row.
#[derive(Debug)]
pub struct Row {
    /// Its cells; a column that may be missing has none.
    cells: HashMap<Column, Cell>,
    /// Where it stands.
    pub span: Range<usize>,
    /// Whether its value has a dot before the decimals.
    pub dotted: bool,
    /// Whether it is of the table of many drafts, which keeps what cannot be compared as well.
    pub many: bool,
}

impl Row {
    /// Whether anything can be compared with it: a row of the table of many drafts needs a period and a commune.
    pub fn usable(&self) -> bool {
        let filled = |column| self.cells.get(&column).is_some_and(|c| !c.text.is_empty());
        !self.many || filled(Column::Period) && filled(Column::Commune)
    }

    /// A cell; an empty one where the column is missing.
    pub fn cell(&self, column: Column) -> Cell {
        self.cells.get(&column).cloned().unwrap_or(Cell { text: String::new(), span: self.span.clone() })
    }
}

fn column(name: &str) -> Option<Column> {
    let folded = crate::lexicon::fold(name.trim());
    COLUMNS.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(column, _)| *column)
}

/// The rows of a CSV file. That of many drafts (with a column `place`) has a dot before the decimals.
pub fn rows(text: &str) -> Result<Vec<Row>, Mistake> {
    let head = text.lines().next().unwrap_or("");
    let fields = |d: char| head.split(d).filter(|name| column(name.trim_matches('"')).is_some()).count();
    let delimiter = [',', ';', '\t'].into_iter().max_by_key(|&d| (fields(d), d == ',')).unwrap_or(',');
    let mut reader = ReaderBuilder::new().delimiter(delimiter as u8).from_reader(text.as_bytes());
    let broken = |e: &csv::Error| {
        let at = e.position().map_or(0, |p| p.byte() as usize);
        let said = Text::new("dòng này không đủ hoặc thừa cột", "this row has too few or too many columns");
        Mistake::new(line(text, at), said).note(Text::new(format!("chi tiết: {e}"), e.to_string()))
    };
    let headers = reader.headers().map_err(|e| broken(&e))?.clone();
    let columns: Vec<Option<Column>> = headers.iter().map(column).collect();
    let many = columns.contains(&Some(Column::Place)) && !columns.contains(&Some(Column::Source));
    let missing: Vec<&str> = NEEDED
        .iter()
        .filter(|c| !(columns.contains(&Some(**c)) || many && **c == Column::Source))
        .map(|c| c.name())
        .collect();
    if !missing.is_empty() {
        let names = missing.join(", ");
        let all = COLUMNS[..7].iter().map(|(_, names)| names[..2].join(" / ")).collect::<Vec<_>>().join("; ");
        return Err(Mistake::new(
            line(text, 0),
            Text::new(format!("thiếu cột {names}"), format!("columns are missing: {names}")),
        )
        .note(Text::new(
            format!("được phép: {all}; hai cột cuối không bắt buộc"),
            format!("allowed: {all}; the last two may be left out"),
        )));
    }
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(|e| broken(&e))? {
        let start = record.position().map_or(0, |p| p.byte() as usize);
        let whole = line(text, start);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let mut from = whole.start;
        let mut cells = HashMap::new();
        for (cell, column) in record.iter().zip(&columns) {
            let at = text.get(from..).and_then(|rest| rest.find(cell)).map(|i| from + i..from + i + cell.len());
            // A cell with quotes in it is shown with its line.
            let span = at.filter(|s| s.end <= whole.end.max(from) || cell.contains('\n')).unwrap_or(whole.clone());
            from = if span == whole { from } else { span.end };
            let Some(mut column) = *column else { continue };
            if many && column == Column::Place {
                column = Column::Source;
            }
            cells.entry(column).or_insert(Cell { text: cell.trim().to_owned(), span });
        }
        rows.push(Row { cells, span: whole, dotted: many, many });
    }
    Ok(rows)
}

/// The bytes of the line that holds an offset; of the next with text where it is blank.
fn line(text: &str, at: usize) -> Range<usize> {
    let rest = text.get(at..).unwrap_or("");
    let start = at + rest.len() - rest.trim_start_matches(['\r', '\n', '\u{feff}']).len();
    let length = text.get(start..).and_then(|t| t.lines().next()).map_or(0, str::len);
    start..start + length
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    fact: Vec<Spanned<Table>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    indicator: Spanned<String>,
    unit: Spanned<String>,
    period: Spanned<toml::Value>,
    value: Spanned<toml::Value>,
    source: Spanned<String>,
    kind: Option<Spanned<String>>,
    commune: Option<Spanned<String>>,
}

/// The rows of a TOML file: `[[fact]]` tables. A value that is a number of TOML has a dot before its decimals.
pub fn tables(text: &str) -> Result<Vec<Row>, Mistake> {
    let file: File = toml::from_str(text).map_err(|e| Mistake::of_toml(&e, text))?;
    let row = |table: Spanned<Table>| {
        let span = table.span();
        let table = table.into_inner();
        let string = |s: Spanned<String>| Cell { span: s.span(), text: s.into_inner().trim().to_owned() };
        let value = |v: &Spanned<toml::Value>| match v.get_ref() {
            toml::Value::String(s) => Cell { span: v.span(), text: s.trim().to_owned() },
            // As written: no detour over binary floating point.
            _ => Cell { span: v.span(), text: text.get(v.span()).unwrap_or("").replace('_', "") },
        };
        let dotted = !table.value.get_ref().is_str();
        let mut cells = HashMap::from([
            (Column::Period, value(&table.period)),
            (Column::Value, value(&table.value)),
            (Column::Indicator, string(table.indicator)),
            (Column::Unit, string(table.unit)),
            (Column::Source, string(table.source)),
        ]);
        cells.extend(table.kind.map(|k| (Column::Kind, string(k))));
        cells.extend(table.commune.map(|c| (Column::Commune, string(c))));
        Row { cells, span: line(text, span.start), dotted, many: false }
    };
    Ok(file.fact.into_iter().map(row).collect())
}
